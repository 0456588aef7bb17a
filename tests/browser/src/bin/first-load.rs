//! Writes the list of functions that the first load needs: `first-load DIST LIST`, where DIST holds a build that notes
//! which functions run (`RECORD_FIRST_LOAD`). Called by `./dev first-load`; tools/src/split/ has the rest of the story.
//!
//! The first load ends when the first screen answers: on a laptop and on a phone, in light and in dark, in every engine.

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

/// Run by the page as a script of its own, for drivers run theirs in a world apart. Asking the glue again gives the running
/// program; told are the names of the globals that are not 0.
const READ: &str = "
const glue = await import(document.querySelector('script[type=module]').src);
const names = Object.entries(await glue.default()).filter(([name, value]) => name.startsWith(PREFIX) && value.value)
  .map(([name]) => name.slice(PREFIX.length));
document.documentElement.dataset.ran = JSON.stringify(names);
";
/// Where it is in the site.
const READER: &str = "read-what-ran.js";
const INSERT: &str = "
const script = document.createElement('script');
script.type = 'module';
script.src = arguments[0];
document.head.append(script);
";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [dist, list] = &arguments[..] else { panic!("usage: first-load DIST LIST") };
    let read = Path::new(dist).join(READER);
    fs::write(&read, READ.replace("PREFIX", &format!("{RAN:?}")))
        .unwrap_or_else(|why| panic!("{}: {why}", read.display()));
    let mut ran = BTreeSet::new();
    for (engine, width, height, theme) in [
        (Engine::Chromium, 1440, 900, "light"),
        (Engine::Chromium, 390, 844, "dark"),
        (Engine::Firefox, 1440, 900, "light"),
        (Engine::WebKit, 1440, 900, "light"),
    ] {
        let server = Server::start(Path::new(dist), 0).unwrap_or_else(|why| panic!("{dist}: {why}"));
        // What waits for the second part is none of the first load.
        server.fail(Some("/rest-"));
        let browser = Browser::start(engine).unwrap_or_else(|why| panic!("{engine:?}: {why}"));
        browser.viewport(width, height);
        if engine == Engine::Chromium {
            browser.devtools(
                "Emulation.setEmulatedMedia",
                serde_json::json!({ "features": [{ "name": "prefers-color-scheme", "value": theme }] }),
            );
        }
        browser.goto(&server.url());
        browser.wait_until("the program to answer", || {
            browser.js("return document.documentElement.dataset.ready === 'true'", &[]) == true
        });
        // What it does on its own right afterwards belongs to it.
        std::thread::sleep(std::time::Duration::from_secs(1));
        browser.js(INSERT, &[READER.into()]);
        let ran_here = "return document.documentElement.dataset.ran || ''";
        browser.wait_until("the names", || browser.js(ran_here, &[]) != "");
        let names = browser.js(ran_here, &[]);
        let names: Vec<String> = serde_json::from_str(names.as_str().unwrap_or_default()).unwrap_or_default();
        println!("{engine:?}, {width} × {height}, {theme}: {} functions", names.len());
        ran.extend(names);
    }
    assert!(ran.len() > 100, "only {} functions ran: this is not a build made for recording", ran.len());
    let mut text = String::from(HEAD);
    for name in &ran {
        let _ = writeln!(text, "{name}");
    }
    fs::write(list, text).unwrap_or_else(|why| panic!("{list}: {why}"));
    println!("{list}: {} functions", ran.len());
}
