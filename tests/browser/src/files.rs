//! Files that the page gives and takes, and what it copies: caught on their way.

use crate::page::Page;
use std::path::PathBuf;

/// Keeps what a download would write, caught on its way out.
const CATCH_DOWNLOADS: &str = "window.offeredName = undefined; const make = URL.createObjectURL;\
    URL.createObjectURL = (blob) => { window.offered = blob; return make.call(URL, blob); };\
    HTMLAnchorElement.prototype.click = function () { window.offeredName = this.download; };";

#[track_caller]
pub fn catch_downloads(page: &Page) {
    page.js(CATCH_DOWNLOADS, &[]);
}

/// Name and bytes of what was offered as a download.
#[track_caller]
pub fn offered(page: &Page) -> (String, Vec<u8>) {
    page.wait_until("the download", || page.js("return window.offeredName !== undefined", &[]) == true);
    // As letters of one byte: a list of numbers would be four times as long.
    let body = "const bytes = new Uint8Array(await window.offered.arrayBuffer());\
        const pieces = []; for (let at = 0; at < bytes.length; at += 8192)\
        pieces.push(String.fromCharCode(...bytes.subarray(at, at + 8192))); return pieces.join('')";
    let bytes = page.js_async(body, &[]).as_str().unwrap_or_default().chars().map(|letter| letter as u8).collect();
    (page.js("return window.offeredName", &[]).as_str().unwrap_or_default().to_owned(), bytes)
}

/// The same of a text.
#[track_caller]
pub fn offered_text(page: &Page) -> (String, String) {
    let (name, bytes) = offered(page);
    (name, String::from_utf8(bytes).expect("text"))
}

/// Name and bytes of the file that an action of the menu writes.
#[track_caller]
pub fn saved_by(page: &Page, action: &str) -> (String, Vec<u8>) {
    catch_downloads(page);
    page.file_action(action);
    offered(page)
}

#[track_caller]
pub fn file_of(page: &Page, name: &str, bytes: &[u8]) -> PathBuf {
    let folder = std::path::Path::new("target/browser-files").join(page.engine.to_string());
    std::fs::create_dir_all(&folder).expect("a folder for files");
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("a file");
    std::fs::canonicalize(path).expect("the file")
}

#[track_caller]
pub fn open_file(page: &Page, name: &str, bytes: &[u8]) {
    let path = file_of(page, name, bytes);
    page.choose_file("[data-role='file-input']", &path);
}

/// What the page copies from now on, wherever it can.
pub fn catch_copies(page: &Page) {
    page.js(
        "window.copied = [];\
         const writeText = (text) => { window.copied.push(text); return Promise.resolve(); };\
         Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true });",
        &[],
    );
}

#[track_caller]
pub fn copied(page: &Page) -> String {
    page.wait_until("a text to be copied", || page.js("return window.copied.length", &[]) == 1);
    page.js("return window.copied.pop()", &[]).as_str().unwrap_or_default().to_owned()
}
