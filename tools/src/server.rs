//! A small static server for this machine: it binds to 127.0.0.1 only, answers GET and HEAD, and can be
//! started and stopped within a test, which may also ask what was requested.

use std::{
    fs,
    io::{self, BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

/// The longest request head that is read, in bytes.
const HEAD_LIMIT: u64 = 16 * 1024;

/// One answered request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `HEAD`, …
    pub method: String,
    /// The request target as sent, with its query.
    pub target: String,
    /// Status code of the answer.
    pub status: u16,
}

/// What a test lets go wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Requests for targets with this beginning are answered 503.
    Refuse(String),
    /// Requests for targets with this beginning wait until there is no such trouble any more.
    Hold(String),
    /// After so many more bytes of files all connections break off, and new ones give nothing.
    CutAfter(usize),
}

/// A running server; stopped by [`Server::stop`] or when dropped.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    listener: Option<JoinHandle<()>>,
}

struct Shared {
    dir: PathBuf,
    stopping: AtomicBool,
    requests: Mutex<Vec<Request>>,
    trouble: Mutex<Option<Trouble>>,
}

impl Shared {
    fn requests(&self) -> MutexGuard<'_, Vec<Request>> {
        // The list is whole after every push, so a panic elsewhere does not spoil it.
        self.requests.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn trouble(&self) -> MutexGuard<'_, Option<Trouble>> {
        self.trouble.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn is_held(&self, target: &str) -> bool {
        let held = matches!(&*self.trouble(), Some(Trouble::Hold(beginning)) if target.starts_with(beginning));
        held && !self.stopping.load(Ordering::SeqCst)
    }

    fn is_refused(&self, target: &str) -> bool {
        matches!(&*self.trouble(), Some(Trouble::Refuse(beginning)) if target.starts_with(beginning))
    }

    /// How much of a body of this length may go out.
    fn let_through(&self, length: usize) -> usize {
        match &mut *self.trouble() {
            Some(Trouble::CutAfter(left)) => {
                let through = length.min(*left);
                *left -= through;
                through
            }
            _ => length,
        }
    }
}

impl Server {
    /// Serves `dir` at `127.0.0.1:port`; port 0 takes any free one. Fails when the port is taken.
    pub fn start(dir: &Path, port: u16) -> io::Result<Server> {
        let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let address = socket.local_addr()?;
        let shared = Arc::new(Shared {
            dir: dir.canonicalize()?,
            stopping: AtomicBool::new(false),
            requests: Mutex::new(Vec::new()),
            trouble: Mutex::new(None),
        });
        let for_thread = Arc::clone(&shared);
        let listener = thread::spawn(move || {
            for stream in socket.incoming() {
                if for_thread.stopping.load(Ordering::SeqCst) {
                    return;
                }
                if let Ok(stream) = stream {
                    let shared = Arc::clone(&for_thread);
                    // A visitor who goes away early is no fault of the server.
                    thread::spawn(move || {
                        let _ = serve_one(stream, &shared);
                    });
                }
            }
        });
        Ok(Server { address, shared, listener: Some(listener) })
    }

    /// The port in use.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// The address of the start page.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Everything answered since the start, or since the last [`Server::forget_requests`].
    pub fn requests(&self) -> Vec<Request> {
        self.shared.requests().clone()
    }

    /// Empties the list of requests.
    pub fn forget_requests(&self) {
        self.shared.requests().clear();
    }

    /// From now on answers 503 to requests for targets with this beginning; `None` ends that.
    pub fn fail(&self, beginning: Option<&str>) {
        self.trouble(beginning.map(|beginning| Trouble::Refuse(beginning.to_owned())));
    }

    /// Lets something go wrong from now on; `None` ends that.
    pub fn trouble(&self, trouble: Option<Trouble>) {
        *self.shared.trouble() = trouble;
    }

    /// Stops listening and frees the port.
    pub fn stop(self) {}

    /// Serves until the process ends.
    pub fn wait(mut self) {
        if let Some(listener) = self.listener.take() {
            let _ = listener.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopping.store(true, Ordering::SeqCst);
        if let Some(listener) = self.listener.take() {
            // The listener only looks at the flag after a connection.
            let _ = TcpStream::connect(self.address);
            let _ = listener.join();
        }
    }
}

fn serve_one(stream: TcpStream, shared: &Shared) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    stream.set_write_timeout(Some(Duration::from_secs(30)))?;
    let mut head = BufReader::new(stream.try_clone()?.take(HEAD_LIMIT));
    let mut first = String::new();
    head.read_line(&mut first)?;
    let mut line = String::new();
    while head.read_line(&mut line)? > 0 && line.trim() != "" {
        line.clear();
    }
    let mut words = first.split_whitespace();
    let (Some(method), Some(target)) = (words.next(), words.next()) else {
        return Ok(());
    };

    while shared.is_held(target) {
        thread::sleep(Duration::from_millis(20));
    }
    let refused = shared.is_refused(target);
    let answer = if refused { refuse("503 Service Unavailable") } else { answer(&shared.dir, method, target) };
    let mut out = format!(
        "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: {}\r\n\
         X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
        answer.status,
        answer.mime,
        answer.body.len(),
        answer.cache
    )
    .into_bytes();
    if method != "HEAD" {
        let through = shared.let_through(answer.body.len());
        if through == 0 && !answer.body.is_empty() {
            return Ok(());
        }
        out.extend_from_slice(&answer.body[..through]);
    }
    shared.requests().push(Request {
        method: method.to_owned(),
        target: target.to_owned(),
        status: answer.status[..3].parse().unwrap_or(0),
    });
    let mut stream = stream;
    stream.write_all(&out)?;
    stream.flush()
}

struct Answer {
    status: &'static str,
    mime: &'static str,
    cache: &'static str,
    body: Vec<u8>,
}

fn refuse(status: &'static str) -> Answer {
    Answer { status, mime: "text/plain; charset=utf-8", cache: "no-store", body: status.as_bytes().to_vec() }
}

fn answer(dir: &Path, method: &str, target: &str) -> Answer {
    if method != "GET" && method != "HEAD" {
        return refuse("405 Method Not Allowed");
    }
    let Some(path) = file_for(dir, target) else {
        return refuse("404 Not Found");
    };
    match fs::read(&path) {
        Ok(body) => Answer { status: "200 OK", mime: mime(&path), cache: cache(&path), body },
        Err(_) => refuse("404 Not Found"),
    }
}

/// The file that a request target names, if it lies inside `dir`.
fn file_for(dir: &Path, target: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?.strip_prefix('/')?;
    let path = percent_decode(path)?;
    let mut file = dir.to_path_buf();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        if part == ".." || part == "." || part.contains(['\\', '\0', ':']) {
            return None;
        }
        file.push(part);
    }
    if path.is_empty() || path.ends_with('/') {
        file.push("index.html");
    }
    // Follows links, so that a link to the outside is not served either.
    let file = file.canonicalize().ok()?;
    (file.starts_with(dir) && file.is_file()).then_some(file)
}

fn percent_decode(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let digit = |b: u8| char::from(b).to_digit(16);
            let high = digit(bytes.next()?)?;
            let low = digit(bytes.next()?)?;
            out.push((high * 16 + low) as u8);
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok()
}

fn mime(path: &Path) -> &'static str {
    match path.extension().and_then(|e| e.to_str()).unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "csv" => "text/csv; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Files with a fingerprint in their name never change; all others are asked for again.
fn cache(path: &Path) -> &'static str {
    let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("");
    let fingerprinted =
        name.split(['-', '_', '.']).any(|part| part.len() >= 8 && part.bytes().all(|b| b.is_ascii_hexdigit()));
    if fingerprinted { "public, max-age=31536000, immutable" } else { "no-cache" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(name: &str) -> PathBuf {
        let dir = std::env::temp_dir().join(format!("site-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(dir.join("dist/units")).unwrap();
        fs::write(dir.join("dist/index.html"), "<p>trang đầu").unwrap();
        fs::write(dir.join("dist/app-0123abcd_bg.wasm"), "wasm").unwrap();
        fs::write(dir.join("dist/units/tên.csv"), "a,b").unwrap();
        fs::write(dir.join("secret.txt"), "secret").unwrap();
        dir
    }

    fn ask(server: &Server, request: &str) -> String {
        let mut stream = TcpStream::connect(server.address).unwrap();
        write!(stream, "{request}\r\nHost: x\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn files_come_with_their_type_and_caching() {
        let dir = site("types");
        let server = Server::start(&dir.join("dist"), 0).unwrap();
        let page = ask(&server, "GET /?x=1 HTTP/1.1");
        assert!(page.starts_with("HTTP/1.1 200 OK"), "{page}");
        assert!(page.contains("text/html; charset=utf-8") && page.contains("no-cache"));
        assert!(page.ends_with("<p>trang đầu"));
        let wasm = ask(&server, "GET /app-0123abcd_bg.wasm HTTP/1.1");
        assert!(wasm.contains("application/wasm") && wasm.contains("immutable"));
        let csv = ask(&server, "GET /units/t%C3%AAn.csv HTTP/1.1");
        assert!(csv.ends_with("a,b"));
        let head = ask(&server, "HEAD / HTTP/1.1");
        assert!(head.contains("Content-Length: 15") && head.ends_with("\r\n\r\n"));
        fs::remove_dir_all(dir).unwrap();
    }

    #[test]
    fn nothing_outside_the_folder_and_no_other_method_is_answered() {
        let dir = site("safe");
        let server = Server::start(&dir.join("dist"), 0).unwrap();
        for target in [
            "/../secret.txt",
            "/%2e%2e/secret.txt",
            "/units/..%2f..%2fsecret.txt",
            "/units",
            "/%zz",
            "secret.txt",
            "/none",
        ] {
            let answer = ask(&server, &format!("GET {target} HTTP/1.1"));
            assert!(answer.starts_with("HTTP/1.1 404"), "{target}: {answer}");
        }
        let post = ask(&server, "POST / HTTP/1.1");
        assert!(post.starts_with("HTTP/1.1 405"), "{post}");
        fs::remove_dir_all(dir).unwrap();
    }

    #[test]
    fn a_stopped_server_frees_its_port_and_requests_are_remembered() {
        let dir = site("stop");
        let server = Server::start(&dir.join("dist"), 0).unwrap();
        ask(&server, "GET /none HTTP/1.1");
        let expected = Request { method: "GET".into(), target: "/none".into(), status: 404 };
        assert_eq!(server.requests(), [expected]);
        server.fail(Some("/index"));
        assert!(ask(&server, "GET /index.html HTTP/1.1").starts_with("HTTP/1.1 503"));
        server.fail(None);
        assert!(ask(&server, "GET /index.html HTTP/1.1").starts_with("HTTP/1.1 200"));
        server.forget_requests();
        assert!(server.requests().is_empty());
        let port = server.port();
        server.stop();
        assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err());
        Server::start(&dir.join("dist"), port).unwrap().stop();
        fs::remove_dir_all(dir).unwrap();
    }
}
