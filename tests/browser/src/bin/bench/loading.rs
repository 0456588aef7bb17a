//! The first visit, with nothing in any cache: a new browser and a new origin for every load.

use crate::{browser::Browser, engine::Engine, packed::Site, sample::Sample};
use serde_json::json;

/// Runs before anything of the page does, and only looks: when the static shell went, when the program said that it is
/// ready, and when what it shows was painted.
const WATCH: &str = r#"
window.benchLoad = {};
const channel = new MessageChannel();
channel.port1.onmessage = () => { window.benchLoad.painted = performance.now(); };
let shell = false;
new MutationObserver(() => {
  const load = window.benchLoad;
  const there = document.getElementById('shell') !== null;
  shell ||= there;
  if (shell && !there) load.started ??= performance.now();
  if (document.documentElement?.dataset.ready !== 'true' || load.ready) return;
  const sample = document.querySelector("[data-action='sample']");
  if (!sample || !sample.textContent.includes('Bắc Kạn')) return;
  load.ready = performance.now();
  requestAnimationFrame(() => channel.port2.postMessage(0));
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-ready'] });
"#;

const READ: &str = r#"
const first = performance.getEntriesByName('first-contentful-paint')[0];
const files = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .filter((entry) => entry.startTime < benchLoad.ready);
return {
  ...benchLoad,
  first: first && first.startTime,
  bytes: files.reduce((sum, entry) => sum + entry.encodedBodySize, 0),
  files: files.length,
};
"#;

/// 1.6 Mbit/s down, 750 kbit/s up, 150 ms for every request, and a processor four times slower.
fn slow_down(browser: &Browser) {
    let network =
        json!({ "offline": false, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750 });
    browser.devtools("Network.enable", json!({}));
    browser.devtools("Network.emulateNetworkConditions", network);
    browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 4 }));
}

#[derive(Default)]
struct Result {
    first: Sample,
    started: Sample,
    ready: Sample,
    painted: Sample,
    shell_first: usize,
    loads: usize,
    sizes: Vec<(u64, u64)>,
}

pub fn run(site: &Site, rounds: usize) {
    println!("\nFirst visit, files after brotli ({rounds} rounds, in turn)");
    let mut results: [Result; 2] = Default::default();
    for _ in 0..rounds {
        for (slow, result) in results.iter_mut().enumerate() {
            round(site, slow == 1, result);
        }
    }
    for (name, result) in ["plain", "Slow 4G, 4× CPU"].iter().zip(&results) {
        result.first.print(&format!("{name}: first paint (static shell)"), None);
        result.started.print(&format!("{name}: program begins to draw"), None);
        result.ready.print(&format!("{name}: ready (data-ready, first screen there)"), None);
        result.painted.print(&format!("{name}: first screen painted"), None);
        let (shell, loads) = (result.shell_first, result.loads);
        println!(
            "{name}: shell painted before the program ran in {shell} of {loads}; (bytes, files): {:?}",
            result.sizes
        );
    }
}

fn round(site: &Site, slow: bool, result: &mut Result) {
    let host = site.host().unwrap_or_else(|why| panic!("no port: {why}"));
    let browser = Browser::start(Engine::Chromium).unwrap_or_else(|why| panic!("{why}"));
    browser.viewport(1440, 900);
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH }));
    if slow {
        slow_down(&browser);
    }
    browser.goto(&host.url());
    browser.wait_until("the first screen", || browser.js("return window.benchLoad.painted > 0", &[]) == true);
    let seen = browser.js(READ, &[]);
    let time = |key: &str| seen[key].as_f64().unwrap_or_else(|| panic!("no {key} in {seen}"));
    result.first.add(time("first"));
    result.started.add(time("started"));
    result.ready.add(time("ready"));
    result.painted.add(time("painted"));
    result.loads += 1;
    result.shell_first += usize::from(time("first") < time("started"));
    let count = |key: &str| seen[key].as_u64().unwrap_or_default();
    let size = (count("bytes"), count("files"));
    if !result.sizes.contains(&size) {
        result.sizes.push(size);
    }
}
