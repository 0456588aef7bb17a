//! Writes the list of functions that the first load needs: `first-load DIST LIST`, where DIST holds a build that notes
//! which functions run (`RECORD_FIRST_LOAD`). Called by `./dev first-load`; tools/src/split/ has the rest of the story.
//!
//! The first load ends when the first screen answers: on a laptop and on a phone, in light and in dark.

#[allow(dead_code)]
#[path = "../browser.rs"]
mod browser;
#[allow(dead_code)]
#[path = "../engine.rs"]
mod engine;
#[path = "../process.rs"]
mod process;

use browser::Browser;
use engine::Engine;
use site::{server::Server, split::record::RAN};
use std::{collections::BTreeSet, fmt::Write, fs, path::Path};

const HEAD: &str = "# The functions that run before the first screen answers, as recorded by `./dev first-load`.
# One that is missing is fetched a moment later; one that is not needed makes the first load heavier.
";

/// The names of the globals that are not 0. Asking the glue again gives the running program.
const READ: &str = "
const glue = await import(document.querySelector('script[type=module]').src);
return Object.entries(await glue.default()).filter(([name, value]) => name.startsWith(arguments[0]) && value.value)
  .map(([name]) => name.slice(arguments[0].length));
";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [dist, list] = &arguments[..] else { panic!("usage: first-load DIST LIST") };
    let mut ran = BTreeSet::new();
    for (width, height, theme) in [(1440, 900, "light"), (390, 844, "dark")] {
        let server = Server::start(Path::new(dist), 0).unwrap_or_else(|why| panic!("{dist}: {why}"));
        // What waits for the second part is none of the first load.
        server.fail(Some("/rest-"));
        let browser = Browser::start(Engine::Chromium).unwrap_or_else(|why| panic!("Chromium: {why}"));
        browser.viewport(width, height);
        browser.devtools(
            "Emulation.setEmulatedMedia",
            serde_json::json!({ "features": [{ "name": "prefers-color-scheme", "value": theme }] }),
        );
        browser.goto(&server.url());
        browser.wait_until("the program to answer", || {
            browser.js("return document.documentElement.dataset.ready === 'true'", &[]) == true
        });
        // What it does on its own right afterwards belongs to it.
        std::thread::sleep(std::time::Duration::from_secs(1));
        let read = READ.replace("arguments[0]", &format!("{RAN:?}"));
        let names = browser.js_async(&read, &[]);
        let names = names.as_array().unwrap_or_else(|| panic!("no names: {names}"));
        ran.extend(names.iter().filter_map(|name| name.as_str().map(str::to_owned)));
    }
    assert!(ran.len() > 100, "only {} functions ran: this is not a build made for recording", ran.len());
    let mut text = String::from(HEAD);
    for name in &ran {
        let _ = writeln!(text, "{name}");
    }
    fs::write(list, text).unwrap_or_else(|why| panic!("{list}: {why}"));
    println!("{list}: {} functions", ran.len());
}
