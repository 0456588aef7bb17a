//! One suite, three engines: every case is run in Chromium, Firefox and WebKit against `dist/`.
//!
//! `./dev test browser [NAME]` builds what is needed and calls this program. `ENGINES=firefox,webkit`
//! chooses engines; `LONG=1` asks for the full counts.

// Parts of these wait for the cases that need them.
#[allow(dead_code)]
mod browser;
mod cases;
#[allow(dead_code)]
mod contract;
mod engine;
mod files;
#[allow(dead_code)]
mod page;
mod process;
mod steps;
mod suite;
mod versions;

use engine::Engine;
use std::{process::ExitCode, thread, time::Instant};

fn main() -> ExitCode {
    let filter = std::env::args().nth(1).unwrap_or_default();
    let cases = cases::matching(&filter);
    if cases.is_empty() {
        eprintln!("error: no browser test has a name containing '{filter}'");
        return ExitCode::FAILURE;
    }
    let engines = Engine::chosen();
    println!("\nrunning {} browser tests in {} engines", cases.len(), engines.len());
    suite::keep_panic_messages();
    let start = Instant::now();
    let tallies: Vec<suite::Tally> = thread::scope(|scope| {
        let cases = &cases;
        let threads: Vec<_> =
            engines.iter().map(|&engine| scope.spawn(move || suite::run_engine(engine, cases))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|_| suite::Tally::broken())).collect()
    });
    suite::print_summary(&engines, &tallies, start.elapsed())
}
