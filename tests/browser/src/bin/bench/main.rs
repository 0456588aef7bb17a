//! Speed in headless Chromium against the release build in `dist/`: `./dev bench`, explained in docs/bench.md.
//!
//! A word as argument runs only the part with that name: `typing`, `loading` or `opening`. `ROUNDS` changes how often each is
//! repeated. Nothing here fails for being slow; it fails when the page does not come to show the right figures.

#[allow(dead_code)]
#[path = "../../browser.rs"]
mod browser;
#[allow(dead_code)]
#[path = "../../engine.rs"]
mod engine;
#[path = "../../process.rs"]
mod process;

mod loading;
mod opening;
mod packed;
mod sample;
mod sheet;
mod table;
mod typing;

use std::path::Path;

fn main() {
    let part = std::env::args().skip(1).find(|word| !word.starts_with('-')).unwrap_or_default();
    let rounds = |usual: usize| {
        let asked = std::env::var("ROUNDS").ok().and_then(|text| text.parse().ok());
        asked.unwrap_or(usual)
    };
    let site = packed::Site::read(Path::new("dist")).unwrap_or_else(|why| panic!("dist/: {why}"));
    if "loading".contains(&part) {
        loading::run(&site, rounds(7));
    }
    if "typing".contains(&part) {
        typing::run(&site, rounds(3));
    }
    if "opening".contains(&part) {
        opening::run(&site, rounds(5));
    }
}
