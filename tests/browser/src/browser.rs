//! One browser session, as plain blocking calls. A call that fails ends the test with its message.

use crate::engine::{Driver, Engine};
use fantoccini::{
    Client, ClientBuilder,
    actions::{InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction},
    error::CmdError,
    wd::WebDriverCompatibleCommand,
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::{
    cell::{Cell, RefCell},
    fs,
    future::Future,
    path::Path,
    thread,
    time::{Duration, Instant},
};
use tokio::runtime::Runtime;

/// How long a page may take until it shows what a test waits for.
pub const PATIENCE: Duration = Duration::from_secs(40);

/// How the message of a call ends that a browser or its driver left without any answer.
pub const NO_ANSWER: &str = "no answer within a minute";

/// For [`Browser::wait_in_page`]: the page is another than the one marked.
pub const ANOTHER: &str = "window.marked === undefined";

pub struct Browser {
    pub engine: Engine,
    runtime: Runtime,
    client: Client,
    driver: Driver,
    log_read: usize,
    presses: Cell<u32>,
    /// What the page last answered: the nearest to a cause when a wait was in vain.
    answered: RefCell<Value>,
}

impl Browser {
    pub fn start(engine: Engine) -> Result<Browser, String> {
        Browser::start_with(engine, None)
    }

    /// With a folder in which it keeps what it stores.
    pub fn start_with(engine: Engine, profile: Option<&Path>) -> Result<Browser, String> {
        let driver = Driver::start(engine, Path::new("target/browser-logs"), profile)?;
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|why| why.to_string())?;
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(driver.capabilities.clone());
        let client = runtime
            .block_on(builder.connect(&driver.address))
            .map_err(|why| format!("no session in {engine}: {why}"))?;
        Ok(Browser {
            engine,
            runtime,
            client,
            driver,
            log_read: 0,
            presses: Cell::new(0),
            answered: RefCell::default(),
        })
    }

    #[track_caller]
    fn get<T>(&self, what: &str, call: impl Future<Output = Result<T, CmdError>>) -> T {
        // A browser that hangs must fail the test, not stop the run.
        let limited = async { tokio::time::timeout(Duration::from_secs(60), call).await };
        match self.runtime.block_on(limited) {
            Ok(Ok(value)) => value,
            Ok(Err(why)) => panic!("{what}: {why}"),
            Err(_) => panic!("{what}: {NO_ANSWER}"),
        }
    }

    #[track_caller]
    pub fn goto(&self, url: &str) {
        self.get(url, self.client.goto(url));
    }

    /// Reloads as a person does. The drivers' own command will not do: Firefox's goes past the service worker.
    #[track_caller]
    pub fn reload(&self) {
        self.mark();
        self.js("location.reload()", &[]);
        self.wait_in_page("the page to reload", ANOTHER);
    }

    /// Marks the page as it is: the next one is [`ANOTHER`].
    #[track_caller]
    pub fn mark(&self) {
        self.js("window.marked = true", &[]);
    }

    /// Waits until an expression holds in a page that is complete, while one page may leave and another come: then there
    /// may be nobody to answer for a moment.
    #[track_caller]
    pub fn wait_in_page(&self, what: &str, expression: &str) {
        let body = format!("return document.readyState === 'complete' && ({expression})");
        let holds = || self.runtime.block_on(self.client.execute(&body, Vec::new()));
        self.wait_until(what, || holds().is_ok_and(|value| value == true));
    }

    /// Runs a function body in the page; `arguments` are its arguments.
    #[track_caller]
    pub fn js(&self, body: &str, arguments: &[Value]) -> Value {
        let answer = self.get(body, self.client.execute(body, arguments.to_vec()));
        self.answered.replace(answer.clone());
        answer
    }

    /// Runs the body of an async function in the page and waits for what it returns.
    #[track_caller]
    pub fn js_async(&self, body: &str, arguments: &[Value]) -> Value {
        let wrapped = format!(
            "const done = arguments[arguments.length - 1];\
             (async (...arguments) => {{ {body} }})(...arguments).then((value) => done([value]), (error) => done(String(error)));"
        );
        match self.get(body, self.client.execute_async(&wrapped, arguments.to_vec())) {
            Value::Array(mut values) => values.pop().unwrap_or(Value::Null),
            other => panic!("{body}: {other}"),
        }
    }

    /// Waits until `condition` holds; the message says what was waited for, and what the page said last.
    #[track_caller]
    pub fn wait_until(&self, what: &str, mut condition: impl FnMut() -> bool) {
        let until = Instant::now() + PATIENCE;
        while !condition() {
            assert!(
                Instant::now() < until,
                "waited {} s for: {what}; the last answer: {:.400}",
                PATIENCE.as_secs(),
                self.answered.borrow().to_string()
            );
            thread::sleep(Duration::from_millis(25));
        }
    }

    /// Waits until an element stays where it is, after a change that may move it more than once: a click is aimed first.
    #[track_caller]
    pub fn wait_still(&self, selector: &str) {
        let body = "const found = document.querySelector(arguments[0]); if (!found) return null;\
            const box = found.getBoundingClientRect(); return [box.left, box.top, box.width];";
        let (mut place, mut same) = (Value::Null, 0);
        self.wait_until(&format!("{selector} to stand still"), || {
            let now = self.js(body, &[selector.into()]);
            same = if now == place && !now.is_null() { same + 1 } else { 0 };
            place = now;
            same == 8
        });
    }

    /// A trusted click in the middle of the first visible element that matches, as soon as there is one and nothing
    /// lies over it.
    #[track_caller]
    pub fn click(&self, selector: &str) {
        self.click_where(selector, "");
    }

    /// The same for the first element whose text is this.
    #[track_caller]
    pub fn click_text(&self, selector: &str, text: &str) {
        self.click_where(selector, text);
    }

    #[track_caller]
    fn click_where(&self, selector: &str, text: &str) {
        let body = "const [selector, text] = arguments;\
            const all = [...document.querySelectorAll(selector)];\
            return all.findIndex((one) => one.checkVisibility({ checkVisibilityCSS: true })\
              && (!text || one.innerText.trim() === text));";
        let mut why = "there is none".to_owned();
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            let at = self.js(body, &[selector.into(), text.into()]).as_u64();
            let all = self.get(selector, self.client.find_all(fantoccini::Locator::Css(selector)));
            if let Some(element) = at.and_then(|at| all.into_iter().nth(at as usize)) {
                // It may be made anew, or uncovered, a moment later.
                match self.runtime.block_on(element.click()) {
                    Ok(()) => return,
                    Err(error) => why = error.to_string(),
                }
            }
            thread::sleep(Duration::from_millis(50));
        }
        panic!("nothing to click on: {selector} {text} ({why})");
    }

    /// Presses the pointer's button in the middle of the first element that matches, whatever lies over it there.
    #[track_caller]
    pub fn press_on(&self, selector: &str) {
        let body = "const found = document.querySelector(arguments[0]); if (!found) return null;\
            found.scrollIntoView({ block: 'center', inline: 'nearest' });\
            const box = found.getBoundingClientRect();\
            return [Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2)];";
        let at = self.js(body, &[selector.into()]);
        // Two presses in the same place within half a second would be a double click.
        self.presses.set(self.presses.get() + 1);
        let aside = 12.0 * f64::from(self.presses.get() % 3) - 12.0;
        let (Some(x), Some(y)) = (at[0].as_f64(), at[1].as_f64()) else { panic!("nothing to press on: {selector}") };
        let press = MouseActions::new("mouse".into())
            .then(PointerAction::MoveTo { duration: None, x: x + aside, y })
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        self.get(&format!("press on {selector}"), self.client.perform_actions(press));
    }

    /// Gives a file input a file, as choosing it in the dialog would.
    #[track_caller]
    pub fn choose_file(&self, selector: &str, path: &Path) {
        let path = path.canonicalize().unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        let input = self.get(selector, self.client.find(fantoccini::Locator::Css(selector)));
        self.get(selector, input.send_keys(&path.to_string_lossy()));
    }

    /// Trusted key presses, one after the other, into whatever has the focus.
    #[track_caller]
    pub fn keys(&self, text: &str) {
        self.press(&[], text);
    }

    /// The same with keys held down, such as `Key::Control`.
    #[track_caller]
    pub fn press(&self, held: &[fantoccini::key::Key], text: &str) {
        let mut keys = KeyActions::new("keyboard".into());
        let held: Vec<char> = held.iter().map(|&key| key.into()).collect();
        for &value in &held {
            keys = keys.then(KeyAction::Down { value });
        }
        for value in text.chars() {
            keys = keys.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        for &value in held.iter().rev() {
            keys = keys.then(KeyAction::Up { value });
        }
        self.get("key presses", self.client.perform_actions(keys));
    }

    /// Sets the size of the page's area; returns the size that the engine really gave.
    #[track_caller]
    pub fn viewport(&self, width: u32, height: u32) -> (u32, u32) {
        if self.engine == Engine::Chromium {
            let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
            self.devtools("Emulation.setDeviceMetricsOverride", size);
        } else {
            let frame = self.js("return [outerWidth - innerWidth, outerHeight - innerHeight]", &[]);
            let extra = |at: usize| frame[at].as_u64().unwrap_or(0) as u32;
            self.get("window size", self.client.set_window_size(width + extra(0), height + extra(1)));
            // The page learns of its new size a little later.
            thread::sleep(Duration::from_millis(300));
        }
        let size = self.js("return [innerWidth, innerHeight]", &[]);
        let side = |at: usize| size[at].as_u64().unwrap_or(0) as u32;
        (side(0), side(1))
    }

    /// Writes a picture of the visible part of the page.
    #[track_caller]
    pub fn screenshot(&self, path: &Path) {
        let png = self.get("screenshot", self.client.screenshot());
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).unwrap_or_else(|why| panic!("{}: {why}", folder.display()));
        }
        fs::write(path, png).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    }

    /// Opens another window of the same browser and goes on there.
    #[track_caller]
    pub fn new_window(&self) {
        let window = self.get("new window", self.client.new_window(false));
        self.get("new window", self.client.switch_to_window(window.handle));
    }

    /// Closes all windows but the first and goes on there.
    #[track_caller]
    pub fn close_other_windows(&self) {
        let windows = self.get("windows", self.client.windows());
        for window in windows.iter().skip(1) {
            self.get("window", self.client.switch_to_window(window.clone()));
            self.get("window", self.client.close_window());
        }
        if let Some(first) = windows.into_iter().next() {
            self.get("window", self.client.switch_to_window(first));
        }
    }

    /// A command of Chromium's own protocol.
    #[track_caller]
    pub fn devtools(&self, command: &str, parameters: Value) -> Value {
        assert_eq!(self.engine, Engine::Chromium, "only Chromium understands {command}");
        self.vendor("goog/cdp/execute", json!({ "cmd": command, "params": parameters }))
    }

    #[track_caller]
    fn vendor(&self, path: &'static str, body: Value) -> Value {
        self.get(path, self.client.issue_cmd(Vendor { path, body }))
    }

    /// Errors and refusals that the browser wrote to its console since the last call.
    #[track_caller]
    pub fn console_errors(&mut self) -> Vec<String> {
        if self.engine == Engine::Chromium {
            let entries = self.vendor("se/log", json!({ "type": "browser" }));
            let bad = |entry: &&Value| entry["level"] == "SEVERE";
            return entries
                .as_array()
                .into_iter()
                .flatten()
                .filter(bad)
                .map(|entry| entry["message"].as_str().unwrap_or("").to_owned())
                .collect();
        }
        // WebKit's driver shows the console to nobody; `watch_errors` catches what happens after the start.
        let seen = self.js("return (window.seenErrors || []).splice(0)", &[]);
        let mut all: Vec<String> = seen.as_array().into_iter().flatten().map(|line| line.to_string()).collect();
        if self.engine == Engine::Firefox {
            // Firefox writes errors to the driver's output, among those of its own services: the page's name its address.
            // A line that is still being written is left for the next call.
            let log = fs::read(&self.driver.log).unwrap_or_default();
            let new = log.get(self.log_read..).unwrap_or(&[]);
            let whole = new.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
            self.log_read += whole;
            let is_error = |line: &&str| line.starts_with("JavaScript error:") || line.starts_with("console.error:");
            let new = String::from_utf8_lossy(&new[..whole]);
            all.extend(
                new.lines().filter(is_error).filter(|line| line.contains("http://127.0.0.1:")).map(str::to_owned),
            );
        }
        all
    }

    /// Begins to note errors of the page for the engines whose console cannot be read, or only in part.
    #[track_caller]
    pub fn watch_errors(&self) {
        let body = "if (window.seenErrors) return; window.seenErrors = [];\
            addEventListener('error', (event) => window.seenErrors.push(String(event.message)));\
            addEventListener('unhandledrejection', (event) => window.seenErrors.push(String(event.reason)));\
            addEventListener('securitypolicyviolation', (event) => window.seenErrors.push(event.violatedDirective));\
            const error = console.error; console.error = (...words) => { window.seenErrors.push(words.join(' ')); error(...words); };";
        if self.engine != Engine::Chromium {
            self.js(body, &[]);
        }
    }

    /// Addresses that the page asked for, in every engine; Chromium also reports what was refused.
    #[track_caller]
    pub fn requested_addresses(&self) -> Vec<String> {
        let timings = self.js("return performance.getEntriesByType('resource').map((entry) => entry.name)", &[]);
        let mut all: Vec<String> =
            timings.as_array().into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned)).collect();
        if self.engine == Engine::Chromium {
            for entry in self.vendor("se/log", json!({ "type": "performance" })).as_array().into_iter().flatten() {
                let message: Value = serde_json::from_str(entry["message"].as_str().unwrap_or("")).unwrap_or_default();
                if message["message"]["method"] == "Network.requestWillBeSent" {
                    all.extend(message["message"]["params"]["request"]["url"].as_str().map(str::to_owned));
                }
            }
        }
        all
    }
}

impl Browser {
    /// Ends the browser on the spot, as when the power fails.
    pub fn kill(mut self) {
        self.driver.kill();
    }

    /// The handles of all windows.
    #[track_caller]
    pub fn windows(&self) -> Vec<fantoccini::wd::WindowHandle> {
        self.get("windows", self.client.windows())
    }

    /// Goes on in another window.
    #[track_caller]
    pub fn go_to_window(&self, window: &fantoccini::wd::WindowHandle) {
        self.get("window", self.client.switch_to_window(window.clone()));
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let client = self.client.clone();
        let patience = Duration::from_secs(10);
        let close = async { tokio::time::timeout(patience, client.close()).await };
        // A session that is already gone is closed enough; the driver is ended in any case.
        let _ = self.runtime.block_on(close);
    }
}

/// A command that only some drivers know.
#[derive(Debug)]
struct Vendor {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Vendor {
    fn endpoint(&self, base_url: &url::Url, session_id: Option<&str>) -> Result<url::Url, url::ParseError> {
        base_url.join(&format!("session/{}/{}", session_id.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}
