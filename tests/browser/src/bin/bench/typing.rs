//! From a trusted key press to all outputs painted, in tables of 8, 200 and 10 600 units.

use crate::{
    browser::Browser,
    engine::Engine,
    packed::Site,
    sample::Sample,
    table::{Table, poor_cell},
};
use serde_json::{Value, json};
use std::fs;

/// Units of a table, and the p95 that is wished for, in milliseconds.
const SIZES: [(usize, f64); 3] = [(8, 24.0), (200, 24.0), (10_600, 40.0)];
/// Figures of three digits typed per round and table; the first ones warm the page up and are not counted.
const FIGURES: usize = 12;
const WARM_UP: usize = 2;

/// Keeps an eye on the page. `benchExpect` says which texts the next key must lead to; `benchResult` tells when they
/// were there. The clock starts at the time stamp of the key press, that is before the page hears of it. It stops in a
/// message posted from the animation frame after the last of the texts came to be right: style, layout and painting
/// of that frame are done by then, rastering is not. Changes of the results after that are counted as late.
const WATCH: &str = r#"
let task = null;
const channel = new MessageChannel();
const wrong = () => task.want.find(([selector, text]) => {
  const found = document.querySelector(selector);
  return !found || found.textContent.trim() !== text;
});
channel.port1.onmessage = () => {
  task.painted = performance.now() - task.start;
  const seen = task.want.every(([selector]) => {
    const element = document.querySelector(selector);
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return element.checkVisibility() && right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
  });
  const { right, painted, resolve } = task;
  const own = task;
  setTimeout(() => resolve({ right, painted, seen, late: own.late }), 50);
};
window.benchExpect = (want) => {
  task = { want, start: null, late: 0 };
  task.result = new Promise((resolve) => { task.resolve = resolve; });
};
window.benchResult = () => Promise.race([
  task.result,
  new Promise((resolve) => setTimeout(() => {
    const [selector, text] = wrong() || ['nothing', ''];
    const found = document.querySelector(selector);
    resolve({ wrong: `${selector} should be "${text}", is "${found ? found.textContent : 'not there'}"` });
  }, 10000)),
]);
addEventListener('keydown', (event) => {
  if (task && task.start === null && event.isTrusted) task.start = event.timeStamp;
}, true);
const observer = new MutationObserver(() => {
  if (!task || task.start === null) return;
  if (task.painted !== undefined) { task.late += 1; return; }
  if (task.right !== undefined || wrong()) return;
  task.right = performance.now() - task.start;
  requestAnimationFrame(() => channel.port2.postMessage(0));
});
for (const part of document.querySelectorAll('.headline, .grid')) {
  observer.observe(part, { subtree: true, childList: true, characterData: true });
}
window.benchLong = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.benchLong.push(entry.duration);
}).observe({ type: 'longtask' });
"#;

#[derive(Default)]
struct Result {
    right: Sample,
    painted: Sample,
    kept: Sample,
    opened: Sample,
    work: [f64; 3],
    keys: usize,
    late: u64,
    hidden: usize,
    long: Sample,
}

pub fn run(site: &Site, rounds: usize) {
    println!("\nKey press to all outputs painted ({rounds} rounds, sizes in turn)");
    let mut results: [Result; 3] = Default::default();
    for _ in 0..rounds {
        for ((units, _), result) in SIZES.iter().zip(&mut results) {
            round(site, *units, result);
        }
    }
    for ((units, goal), result) in SIZES.iter().zip(&results) {
        result.painted.print(&format!("{units} units: digit to outputs painted"), Some(*goal));
        result.right.print(&format!("{units} units: digit to outputs right in the page"), None);
        result.kept.print(&format!("{units} units: Enter to figure kept and painted"), None);
        result.opened.print(&format!("{units} units: file chosen to table shown"), None);
        result.long.print(&format!("{units} units: tasks over 50 ms while typing"), None);
        let [script, style, layout] = result.work.map(|seconds| seconds * 1000.0 / result.keys as f64);
        println!("{units} units: mean per digit: script {script:.1}, style {style:.1}, layout {layout:.1} ms");
        println!("{units} units: {} late changes, {} times an output out of sight", result.late, result.hidden);
    }
}

fn round(site: &Site, units: usize, result: &mut Result) {
    let host = site.host().unwrap_or_else(|why| panic!("no port: {why}"));
    let browser = Browser::start(Engine::Chromium).unwrap_or_else(|why| panic!("{why}"));
    browser.viewport(1440, 900);
    browser.goto(&host.url());
    browser.wait_until("the program", || browser.js("return document.documentElement.dataset.ready", &[]) == "true");
    let mut table = Table::new(units);
    open(&browser, &table, result);
    browser.js(WATCH, &[]);
    browser.devtools("Performance.enable", json!({}));
    for figure in 0..FIGURES {
        // Rows that are in sight whatever the size of the table.
        let unit = figure % 8;
        let text = (100 + (figure * 389) % 800).to_string();
        browser.click(&poor_cell(unit));
        let counts = figure >= WARM_UP;
        let before = spent(&browser);
        for end in 1..=text.len() {
            table.set_poor(unit, text[..end].parse().unwrap_or_default());
            let seen = press(&browser, &table.outputs(unit), &text[end - 1..end]);
            if counts {
                result.painted.add(number(&seen, "painted"));
                result.right.add(number(&seen, "right"));
                result.late += seen["late"].as_u64().unwrap_or_default();
                result.hidden += usize::from(seen["seen"] != true);
            }
        }
        if counts {
            let after = spent(&browser);
            for at in 0..3 {
                result.work[at] += after[at] - before[at];
            }
            result.keys += text.len();
        }
        let mut outputs = table.outputs(unit);
        outputs.push(table.kept(unit));
        let seen = press(&browser, &outputs, "\u{e007}");
        if counts {
            result.kept.add(number(&seen, "painted"));
        }
    }
    let long = browser.js("return window.benchLong", &[]);
    for duration in long.as_array().into_iter().flatten().filter_map(Value::as_f64) {
        result.long.add(duration);
    }
}

/// Seconds the page spent so far: in scripts and wasm, the harness' own included; in style; in layout.
fn spent(browser: &Browser) -> [f64; 3] {
    let metrics = browser.devtools("Performance.getMetrics", json!({}));
    ["ScriptDuration", "RecalcStyleDuration", "LayoutDuration"].map(|name| {
        let all = metrics["metrics"].as_array().into_iter().flatten();
        all.filter(|metric| metric["name"] == name).filter_map(|metric| metric["value"].as_f64()).sum()
    })
}

fn open(browser: &Browser, table: &Table, result: &mut Result) {
    let path = std::env::temp_dir().join(format!("giam-ngheo-bench-{}.giamngheo.json", std::process::id()));
    fs::write(&path, table.file()).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    let body = "document.querySelector(\"[data-role='file-input']\")\
        .addEventListener('change', (event) => { window.benchChosen = event.timeStamp; }, true);\
        new MutationObserver((_, observer) => {\
          const [selector, text] = arguments[0];\
          const found = document.querySelector(selector);\
          if (!found || found.textContent.trim() !== text) return;\
          observer.disconnect();\
          const channel = new MessageChannel();\
          channel.port1.onmessage = () => { window.benchOpened = performance.now() - window.benchChosen; };\
          requestAnimationFrame(() => channel.port2.postMessage(0));\
        }).observe(document.body, { subtree: true, childList: true, characterData: true });";
    let outputs = table.outputs(0);
    browser.js(body, &[json!(outputs[7])]);
    browser.choose_file("[data-role='file-input']", &path);
    browser.wait_until("the table to open", || browser.js("return window.benchOpened > 0", &[]) == true);
    result.opened.add(browser.js("return window.benchOpened", &[]).as_f64().unwrap_or(f64::NAN));
    let _ = fs::remove_file(path);
}

fn press(browser: &Browser, outputs: &[(String, String)], key: &str) -> Value {
    browser.js("benchExpect(arguments[0])", &[json!(outputs)]);
    browser.keys(key);
    let seen = browser.js_async("return benchResult()", &[]);
    assert!(seen["wrong"].is_null(), "after {key}: {}", seen["wrong"]);
    seen
}

fn number(seen: &Value, key: &str) -> f64 {
    seen[key].as_f64().unwrap_or_else(|| panic!("no {key} in {seen}"))
}
