//! The page under test: a browser, and a server of its own for every test, so that each starts on a fresh
//! origin with nothing stored. Stopping the server is how a test takes the network away.

use crate::{
    browser::{ANOTHER, Browser},
    engine::Engine,
};
use serde_json::Value;
use site::server::Server;
use std::{
    collections::BTreeSet,
    ops::{Deref, DerefMut},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

/// For [`Browser::wait_in_page`]: the program answers.
pub const READY: &str = "document.documentElement.dataset.ready === 'true'";

/// A server at a port that none of this run had before: where a browser keeps what an earlier case stored, and the files of
/// its version, is no fresh origin.
#[track_caller]
pub fn fresh_server(dir: &Path) -> Server {
    static USED: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());
    let mut refused = Vec::new();
    loop {
        let server = Server::start(dir, 0).unwrap_or_else(|why| panic!("{}: {why}", dir.display()));
        if USED.lock().unwrap_or_else(PoisonError::into_inner).insert(server.port()) {
            return server;
        }
        // Held until another is found, or the same port would be offered again.
        refused.push(server);
    }
}

pub struct Page<'a> {
    browser: &'a mut Browser,
    dir: PathBuf,
    server: Option<Server>,
    port: u16,
    others: Vec<Server>,
    notes: Vec<String>,
}

impl<'a> Page<'a> {
    pub fn new(browser: &'a mut Browser, dir: &Path) -> Page<'a> {
        Page::at(browser, dir, 0)
    }

    /// With its server at a port, so that a browser started again finds the same address; 0 for any.
    pub fn at(browser: &'a mut Browser, dir: &Path, port: u16) -> Page<'a> {
        let server = match port {
            0 => fresh_server(dir),
            _ => Server::start(dir, port).unwrap_or_else(|why| panic!("{}: {why}", dir.display())),
        };
        let port = server.port();
        Page { browser, dir: dir.to_owned(), server: Some(server), port, others: Vec::new(), notes: Vec::new() }
    }

    /// The port of its server.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The address of the start page.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// The running server; a test that stopped it must not ask.
    #[track_caller]
    pub fn server(&self) -> &Server {
        self.server.as_ref().expect("the server is stopped")
    }

    /// Takes the network away.
    pub fn stop_server(&mut self) {
        self.server = None;
    }

    /// Brings the network back at the same address.
    #[track_caller]
    pub fn restart_server(&mut self) {
        self.server = None;
        let server = Server::start(&self.dir, self.port);
        self.server = Some(server.unwrap_or_else(|why| panic!("port {}: {why}", self.port)));
    }

    /// Goes on serving at the same address, but other files: what a visitor finds when a new version was published.
    #[track_caller]
    pub fn publish(&mut self, dir: &Path) {
        dir.clone_into(&mut self.dir);
        self.restart_server();
    }

    /// Other files at an address of their own.
    #[track_caller]
    pub fn serve_also(&mut self, dir: &Path) -> String {
        let server = fresh_server(dir);
        let url = format!("http://127.0.0.1:{}/", server.port());
        self.others.push(server);
        url
    }

    /// The same files at another address, where nothing is stored: what another device would open.
    #[track_caller]
    pub fn other_device(&mut self) -> String {
        let server = fresh_server(&self.dir);
        let url = format!("http://127.0.0.1:{}/", server.port());
        self.others.push(server);
        url
    }

    /// Opens the start page and waits until the program answers.
    #[track_caller]
    pub fn open(&mut self) {
        let url = self.url();
        self.goto(&url);
        self.wait_ready();
    }

    /// Waits until the program answers; from then on errors are noted.
    #[track_caller]
    pub fn wait_ready(&self) {
        self.wait_in_page("the program to answer (data-ready)", READY);
        self.watch_errors();
    }

    /// Waits until the program answers in another page than the one marked, without having stopped.
    #[track_caller]
    pub fn wait_ready_anew(&self) {
        let whole = "document.querySelector('.crash') === null";
        self.wait_in_page("the program to answer in another page", &format!("{ANOTHER} && {READY} && {whole}"));
        self.watch_errors();
    }

    /// Waits until everything needed to run without network is kept.
    #[track_caller]
    pub fn wait_offline_ready(&self) {
        self.wait_until("the files to be kept for offline use", || self.root("offline") == "ready");
    }

    /// A `data-…` attribute of `<html>`, empty when absent.
    #[track_caller]
    pub fn root(&self, key: &str) -> String {
        let value = self.js("return document.documentElement.dataset[arguments[0]] || ''", &[key.into()]);
        value.as_str().unwrap_or("").to_owned()
    }

    /// Text of the first element that matches, as rendered; empty when there is none.
    #[track_caller]
    pub fn text(&self, selector: &str) -> String {
        let body = "const found = document.querySelector(arguments[0]); return found ? found.innerText : ''";
        self.js(body, &[selector.into()]).as_str().unwrap_or("").to_owned()
    }

    /// How many elements match.
    #[track_caller]
    pub fn count(&self, selector: &str) -> u64 {
        self.js("return document.querySelectorAll(arguments[0]).length", &[selector.into()]).as_u64().unwrap_or(0)
    }

    /// Says that this engine could not be driven here, and why; shown beside the result.
    pub fn note(&mut self, reason: &str) {
        self.notes.push(reason.to_owned());
    }

    pub fn take_notes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notes)
    }

    /// Writes a picture to `screenshots/`.
    #[track_caller]
    pub fn picture(&self, name: &str) {
        self.screenshot(&Path::new("screenshots").join(format!("{name}-{}.png", self.engine)));
    }

    /// Serious and critical findings of axe-core on the page as it is, one line each.
    #[track_caller]
    pub fn accessibility_findings(&self) -> Vec<String> {
        let axe = std::fs::read_to_string(".tools/axe-core/node_modules/axe-core/axe.min.js")
            .unwrap_or_else(|why| panic!("axe-core is not installed ({why}): ./dev test browser installs it"));
        // As a function of the driver and not as a script of the page, which the policy would refuse.
        self.js(&format!("{axe}; window.axe = axe;"), &[]);
        // What is still fading in is judged as it will stand.
        let body = "for (const animation of document.getAnimations()) try { animation.finish(); } catch {}\
            const result = await window.axe.run(document, { resultTypes: ['violations'] });\
            return result.violations.filter((rule) => ['serious', 'critical'].includes(rule.impact)).flatMap((rule) =>\
            rule.nodes.map((node) => rule.impact + ' ' + rule.id + ': ' + node.target.join(' ') + ' ' + \
            (node.any[0] || node.all[0] || node.none[0] || {message: ''}).message));";
        let findings = self.js_async(body, &[]);
        findings.as_array().into_iter().flatten().map(|line| line.as_str().unwrap_or("").to_owned()).collect()
    }

    /// Addresses of other hosts that the page asked for.
    #[track_caller]
    pub fn foreign_requests(&self) -> Vec<String> {
        // Every server of the suite is one of this machine; Chromium also lists what earlier cases asked of theirs.
        let own = "http://127.0.0.1:";
        let harmless = ["data:", "blob:", "about:", "chrome:", "file:"];
        let mut all = self.requested_addresses();
        all.retain(|address| !address.starts_with(own) && !harmless.iter().any(|start| address.starts_with(start)));
        all
    }

    /// Calls a function of the page's script by name, with one text.
    #[track_caller]
    pub fn call(&self, function: &str, argument: &str) -> Value {
        self.js("return window[arguments[0]](arguments[1])", &[function.into(), argument.into()])
    }

    pub fn is(&self, engine: Engine) -> bool {
        self.engine == engine
    }
}

impl Deref for Page<'_> {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        self.browser
    }
}

impl DerefMut for Page<'_> {
    fn deref_mut(&mut self) -> &mut Browser {
        self.browser
    }
}
