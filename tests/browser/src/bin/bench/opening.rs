//! Opening tables: CSV of 10 600 units until its preview and until its figures are painted, Excel workbooks of 3 321 units
//! by another program and by this one.

use crate::{browser::Browser, engine::Engine, packed::Site, sample::Sample, sheet, table::Table};
use serde_json::{Value, json};
use std::{fs, path::PathBuf};

const CSV_UNITS: usize = 10_600;
const XLSX_UNITS: usize = 3_321;

/// From `start`, a kind of event, to the frame after an element that matches has the text; in any element.
const WATCH: &str = "const [start, selector, text] = arguments; window.benchDone = undefined; let from = null;\
    addEventListener(start, (event) => { from ??= event.timeStamp; }, { capture: true });\
    const look = () => {\
      if (from === null || ![...document.querySelectorAll(selector)].some((one) => one.textContent.includes(text))) return;\
      observer.disconnect();\
      const channel = new MessageChannel();\
      channel.port1.onmessage = () => { window.benchDone = performance.now() - from; };\
      requestAnimationFrame(() => channel.port2.postMessage(0));\
    };\
    const observer = new MutationObserver(look);\
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });";

/// Keeps the bytes of the next download, as letters of one byte.
const CATCH: &str = "const make = URL.createObjectURL; HTMLAnchorElement.prototype.click = () => {};\
    URL.createObjectURL = (blob) => { blob.arrayBuffer().then((buffer) => { const bytes = new Uint8Array(buffer);\
      let all = ''; for (let at = 0; at < bytes.length; at += 8192) all += String.fromCharCode(...bytes.subarray(at, at + 8192));\
      window.benchFile = all; }); return make.call(URL, blob); };";

#[derive(Default)]
struct Result {
    preview: Sample,
    applied: Sample,
    foreign: Sample,
    workbook: Sample,
}

pub fn run(site: &Site, rounds: usize) {
    println!("\nFiles of other programs, chosen to painted ({rounds} rounds)");
    let mut result = Result::default();
    let xlsx = exported(site);
    for _ in 0..rounds {
        csv(site, &mut result);
        foreign(site, &mut result);
        workbook(site, &xlsx, &mut result);
    }
    result.preview.print(&format!("CSV of {CSV_UNITS} units: file chosen to preview"), Some(150.0));
    result.applied.print(&format!("CSV of {CSV_UNITS} units: taken over to table painted"), None);
    result.foreign.print(&format!("Excel of {XLSX_UNITS} units: file chosen to preview"), Some(500.0));
    result.workbook.print(&format!("our own Excel of {XLSX_UNITS} units: chosen to table painted"), Some(500.0));
    let _ = fs::remove_file(xlsx);
}

/// A page. With a table to warm up on, the program that reads it has been fetched: the first use waits for the network too.
fn page(site: &Site, warm_up: &str) -> (crate::packed::Host, Browser) {
    let host = site.host().unwrap_or_else(|why| panic!("no port: {why}"));
    let browser = Browser::start(Engine::Chromium).unwrap_or_else(|why| panic!("{why}"));
    browser.viewport(1440, 900);
    browser.goto(&host.url());
    browser.wait_until("the program", || browser.js("return document.documentElement.dataset.ready", &[]) == "true");
    if !warm_up.is_empty() {
        let path = file("warm-up.csv", warm_up.as_bytes());
        browser.choose_file("[data-role='file-input']", &path);
        browser.wait_until("a preview", || shows(&browser, "[data-role='paste-summary']"));
        browser.keys("\u{e00c}");
        browser.wait_until("the preview to go", || !shows(&browser, "[data-role='paste-summary']"));
    }
    (host, browser)
}

fn shows(browser: &Browser, selector: &str) -> bool {
    browser.js("return document.querySelector(arguments[0]) !== null", &[json!(selector)]) == true
}

fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = std::env::temp_dir().join(format!("giam-ngheo-bench-{}-{name}", std::process::id()));
    fs::write(&path, bytes).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    path
}

/// Milliseconds from the event to the painted text.
fn timed(browser: &Browser, start: &str, (selector, text): (&str, &str), act: impl FnOnce()) -> f64 {
    browser.js(WATCH, &[json!(start), json!(selector), json!(text)]);
    act();
    let mut done = Value::Null;
    browser.wait_until(&format!("{selector} to show {text}"), || {
        done = browser.js("return window.benchDone", &[]);
        !done.is_null()
    });
    done.as_f64().unwrap_or(f64::NAN)
}

fn csv(site: &Site, result: &mut Result) {
    let table = Table::new(CSV_UNITS);
    let (_host, browser) = page(site, "unit,poor_now\nA,1\nB,2\n");
    let path = file("table.csv", table.csv().as_bytes());
    let preview = timed(&browser, "change", ("[data-role='paste-summary']", "10.600"), || {
        browser.choose_file("[data-role='file-input']", &path);
    });
    result.preview.add(preview);
    let outputs = table.outputs(0);
    let total = (outputs[3].0.as_str(), outputs[3].1.as_str());
    result.applied.add(timed(&browser, "submit", total, || browser.click("[data-action='paste-apply']")));
    let _ = fs::remove_file(path);
}

/// An Excel workbook by another program, of one sheet.
fn foreign(site: &Site, result: &mut Result) {
    let (_host, browser) = page(site, "");
    let path = file("sheet.xlsx", &sheet::workbook(&Table::new(XLSX_UNITS).csv()));
    result.foreign.add(timed(&browser, "change", ("[data-role='paste-summary']", "3.321"), || {
        browser.choose_file("[data-role='file-input']", &path);
    }));
    let _ = fs::remove_file(path);
}

/// An Excel workbook as the program itself writes it.
fn exported(site: &Site) -> PathBuf {
    let table = Table::new(XLSX_UNITS);
    let (_host, browser) = page(site, "");
    let path = file("table.giamngheo.json", table.file().as_bytes());
    let outputs = table.outputs(0);
    timed(&browser, "change", (&outputs[3].0, &outputs[3].1), || {
        browser.choose_file("[data-role='file-input']", &path);
    });
    let _ = fs::remove_file(path);
    browser.js(CATCH, &[]);
    browser.click("header.bar .menu-at > button");
    browser.click("[data-action='export-xlsx']");
    browser.wait_until("the workbook", || browser.js("return window.benchFile !== undefined", &[]) == true);
    let letters = browser.js("return window.benchFile", &[]);
    let bytes: Vec<u8> = letters.as_str().unwrap_or_default().chars().map(|letter| letter as u8).collect();
    file("table.xlsx", &bytes)
}

fn workbook(site: &Site, xlsx: &std::path::Path, result: &mut Result) {
    let outputs = Table::new(XLSX_UNITS).outputs(0);
    let (_host, browser) = page(site, "");
    let choose = || browser.choose_file("[data-role='file-input']", xlsx);
    result.workbook.add(timed(&browser, "change", (&outputs[3].0, &outputs[3].1), choose));
}
