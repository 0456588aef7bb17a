//! The site as a good static host serves it: every file after brotli, from memory.

use brotli::enc::BrotliEncoderParams;
use std::{
    collections::BTreeMap,
    fs,
    io::{self, BufRead, BufReader, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

/// Packed files by path below the site's folder.
#[derive(Clone)]
pub struct Site(Arc<BTreeMap<String, Vec<u8>>>);

/// A host of its own for every page opened: a fresh origin, with nothing in any cache.
pub struct Host {
    port: u16,
    stopping: Arc<AtomicBool>,
}

impl Site {
    pub fn read(folder: &Path) -> io::Result<Site> {
        let mut files = BTreeMap::new();
        collect(folder, "", &mut files)?;
        Ok(Site(Arc::new(files)))
    }

    pub fn host(&self) -> io::Result<Host> {
        let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = socket.local_addr()?.port();
        let stopping = Arc::new(AtomicBool::new(false));
        let (site, stop) = (self.clone(), Arc::clone(&stopping));
        thread::spawn(move || {
            for stream in socket.incoming().flatten() {
                if stop.load(Ordering::SeqCst) {
                    return;
                }
                let site = site.clone();
                // A visitor who goes away early is no fault of the host.
                thread::spawn(move || drop(site.answer(stream)));
            }
        });
        Ok(Host { port, stopping })
    }

    fn answer(&self, mut stream: TcpStream) -> io::Result<()> {
        let mut lines = BufReader::new(stream.try_clone()?).lines();
        let first = lines.next().transpose()?.unwrap_or_default();
        for line in lines {
            if line?.is_empty() {
                break;
            }
        }
        let target = first.split(' ').nth(1).unwrap_or_default();
        let path = target.split(['?', '#']).next().unwrap_or_default().trim_start_matches('/');
        let path = if path.is_empty() { "index.html" } else { path };
        let Some(body) = self.0.get(path) else {
            return stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        };
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: {}\r\nContent-Encoding: br\r\nContent-Length: {}\r\n\
             Cache-Control: no-cache\r\nConnection: close\r\n\r\n",
            mime(path),
            body.len()
        );
        stream.write_all(&[head.as_bytes(), body.as_slice()].concat())
    }
}

impl Host {
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::SeqCst);
        // The listener only looks at the flag after a connection.
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
    }
}

fn collect(folder: &Path, above: &str, files: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{above}{name}/"), files)?;
        } else {
            let parameters = BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
            let mut packed = Vec::new();
            brotli::BrotliCompress(&mut fs::read(entry.path())?.as_slice(), &mut packed, &parameters)?;
            files.insert(format!("{above}{name}"), packed);
        }
    }
    Ok(())
}

fn mime(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}
