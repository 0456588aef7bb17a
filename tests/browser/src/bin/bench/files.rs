//! From a file that was chosen to the table painted: CSV of 10 600 rows, an Excel workbook of 3 321.

use crate::{browser::Browser, engine::Engine, packed::Site, sample::Sample, table::Table};
use serde_json::json;
use std::{fs, path::PathBuf};

const CSV_ROWS: usize = 10_600;
const XLSX_ROWS: usize = 3_321;
const INPUT: &str = "[data-role='file-input']";
/// The button of the preview: there as soon as the table is understood.
const APPLY: &str = "[data-action='paste-apply']:not([disabled])";

/// `benchStart(event, selector, text)`: the clock starts with the next such event, and stops in a message posted from the
/// animation frame after an element is there that has the text, or any text if none is given.
const WATCH: &str = r#"
window.benchStart = (event, selector, text) => {
  window.benchTime = 0;
  let start = 0;
  addEventListener(event, (event) => { start = event.timeStamp; }, { capture: true, once: true });
  const channel = new MessageChannel();
  channel.port1.onmessage = () => { window.benchTime = performance.now() - start; };
  new MutationObserver((_, observer) => {
    const found = start && document.querySelector(selector);
    if (!found || (text && found.textContent.trim() !== text)) return;
    observer.disconnect();
    requestAnimationFrame(() => channel.port2.postMessage(0));
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
};
"#;

#[derive(Default)]
struct Result {
    understood: Sample,
    applied: Sample,
    csv: Sample,
    first: Sample,
    again: Sample,
}

pub fn run(site: &Site, rounds: usize) {
    println!("\nFile chosen to table painted ({rounds} rounds)");
    let mut result = Result::default();
    for _ in 0..rounds {
        csv(site, &mut result);
        workbook(site, &mut result);
    }
    result.understood.print(&format!("CSV of {CSV_ROWS}: chosen to preview painted"), None);
    result.applied.print(&format!("CSV of {CSV_ROWS}: button to table painted"), None);
    result.csv.print(&format!("CSV of {CSV_ROWS}: both"), Some(150.0));
    result.first.print(&format!("workbook of {XLSX_ROWS}: first one, program fetched"), None);
    result.again.print(&format!("workbook of {XLSX_ROWS}: chosen to table painted"), Some(500.0));
}

fn start(host: &str) -> Browser {
    let browser = Browser::start(Engine::Chromium).unwrap_or_else(|why| panic!("{why}"));
    browser.viewport(1440, 900);
    browser.goto(host);
    browser.wait_until("the program", || browser.js("return document.documentElement.dataset.ready", &[]) == "true");
    browser.js(WATCH, &[]);
    browser
}

fn watch(browser: &Browser, event: &str, (selector, text): (&str, &str)) {
    browser.js("benchStart(...arguments)", &[json!(event), json!(selector), json!(text)]);
}

fn time(browser: &Browser) -> f64 {
    browser.wait_until("the end of the measured time", || browser.js("return window.benchTime > 0", &[]) == true);
    browser.js("return window.benchTime", &[]).as_f64().unwrap_or(f64::NAN)
}

fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = std::env::temp_dir().join(format!("giam-ngheo-bench-{}-{name}", std::process::id()));
    fs::write(&path, bytes).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    path
}

fn csv(site: &Site, result: &mut Result) {
    let host = site.host().unwrap_or_else(|why| panic!("no port: {why}"));
    let browser = start(&host.url());
    let table = Table::new(CSV_ROWS);
    let path = file("table.csv", table.csv().as_bytes());
    watch(&browser, "change", (APPLY, ""));
    browser.choose_file(INPUT, &path);
    let understood = time(&browser);
    let (selector, text) = &table.outputs(0)[TOTAL];
    watch(&browser, "click", (selector, text));
    browser.js("document.querySelector(arguments[0]).click()", &[json!(APPLY)]);
    let applied = time(&browser);
    let _ = fs::remove_file(path);
    result.understood.add(understood);
    result.applied.add(applied);
    result.csv.add(understood + applied);
}

/// Which of [`Table::outputs`] stands in the row of the total.
const TOTAL: usize = 3;

fn workbook(site: &Site, result: &mut Result) {
    let host = site.host().unwrap_or_else(|why| panic!("no port: {why}"));
    let table = Table::new(XLSX_ROWS);
    let (selector, text) = &table.outputs(0)[TOTAL];
    let path = file("table.giamngheo.json", table.file().as_bytes());
    let browser = start(&host.url());
    watch(&browser, "change", (selector, text));
    browser.choose_file(INPUT, &path);
    time(&browser);
    let _ = fs::remove_file(path);
    // What the program itself writes, with formulas and formats, is what it has to read.
    let catch = "const make = URL.createObjectURL;\
        URL.createObjectURL = (blob) => { window.benchFile = blob; return make.call(URL, blob); };\
        HTMLAnchorElement.prototype.click = () => {};\
        document.querySelector('header.bar .menu-at > button').click();\
        document.querySelector(\"[data-action='export-xlsx']\").click();";
    browser.js(catch, &[]);
    browser.wait_until("the workbook", || browser.js("return window.benchFile !== undefined", &[]) == true);
    let body = "const bytes = new Uint8Array(await window.benchFile.arrayBuffer()); const pieces = [];\
        for (let at = 0; at < bytes.length; at += 8192) pieces.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));\
        return pieces.join('')";
    let letters = browser.js_async(body, &[]);
    let bytes: Vec<u8> = letters.as_str().unwrap_or_default().chars().map(|letter| letter as u8).collect();
    drop(browser);
    let path = file("table.xlsx", &bytes);
    // At another address nothing is fetched yet; the second time the program is there.
    let host = site.host().unwrap_or_else(|why| panic!("no port: {why}"));
    let browser = start(&host.url());
    for sample in [&mut result.first, &mut result.again] {
        watch(&browser, "change", (selector, text));
        browser.choose_file(INPUT, &path);
        sample.add(time(&browser));
        browser.js("document.querySelector(\"[data-action='start']\").click()", &[]);
    }
    let _ = fs::remove_file(path);
}
