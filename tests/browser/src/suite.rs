//! Running the cases in one engine and telling how they went, in the words of `cargo test`.

use crate::{
    browser::{Browser, NO_ANSWER},
    engine::Engine,
    page::Page,
};
use std::{
    cell::RefCell,
    panic::{self, AssertUnwindSafe},
    path::Path,
    process::ExitCode,
    time::{Duration, Instant},
};

/// One test: a name and what it does with a page.
pub struct Case {
    pub name: &'static str,
    pub run: fn(&mut Page),
}

/// How the cases went in one engine.
#[derive(Default)]
pub struct Tally {
    passed: usize,
    failures: Vec<(String, String)>,
    notes: Vec<String>,
}

impl Tally {
    /// The engine's thread itself came to grief.
    pub fn broken() -> Tally {
        Tally { failures: vec![("start".into(), "the test program failed".into())], ..Tally::default() }
    }
}

thread_local! {
    static LAST_PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// A failed check is a panic; its message is shown with the other failures at the end.
pub fn keep_panic_messages() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map_or(String::new(), |at| format!("{}:{}: ", at.file(), at.line()));
        let text = match (info.payload().downcast_ref::<&str>(), info.payload().downcast_ref::<String>()) {
            (Some(text), _) => text,
            (_, Some(text)) => text.as_str(),
            _ => "panic",
        };
        LAST_PANIC.with_borrow_mut(|last| *last = format!("{place}{text}"));
    }));
}

/// All cases in one engine; a browser that was lost is started again for the next case.
pub fn run_engine(engine: Engine, cases: &[&Case]) -> Tally {
    let mut tally = Tally::default();
    let mut browser = None;
    for case in cases {
        let start = Instant::now();
        let mut result = run_case(&mut browser, engine, case, &mut tally);
        if let Err(why) = &result
            && why.ends_with(NO_ANSWER)
        {
            // Nothing was seen to be wrong: the browser fell silent. A page that hangs does so again.
            tally.notes.push(format!("{engine}::{}: run again: {why}", case.name));
            result = run_case(&mut browser, engine, case, &mut tally);
        }
        let seconds = start.elapsed().as_secs_f32();
        let word = if result.is_ok() { "ok" } else { "FAILED" };
        println!("test {engine}::{} ... {word} ({seconds:.1} s)", case.name);
        if let Err(why) = &result {
            // At once, for those who see only this part of what is printed; all failures stand together at the end.
            println!("     {why}");
        }
        match result {
            Ok(()) => tally.passed += 1,
            Err(why) => tally.failures.push((format!("{engine}::{}", case.name), why)),
        }
    }
    tally
}

/// One case, in the running browser or in a new one.
fn run_case(browser: &mut Option<Browser>, engine: Engine, case: &Case, tally: &mut Tally) -> Result<(), String> {
    let mut running = browser.take().map_or_else(|| Browser::start(engine), Ok)?;
    run_in(&mut running, case, tally)?;
    // After a failure nobody knows in what state the browser is.
    *browser = Some(running);
    Ok(())
}

fn run_in(browser: &mut Browser, case: &Case, tally: &mut Tally) -> Result<(), String> {
    let run = AssertUnwindSafe(|| {
        browser.close_other_windows();
        // What the case before left unsaid is not this one's.
        browser.goto("about:blank");
        browser.console_errors();
        let mut page = Page::new(browser, Path::new("dist"));
        let result = panic::catch_unwind(AssertUnwindSafe(|| (case.run)(&mut page)));
        let notes = page.take_notes();
        if result.is_err() {
            // Only a help for people: the failure itself is what counts.
            let _ = panic::catch_unwind(AssertUnwindSafe(|| {
                let message = LAST_PANIC.take();
                page.picture(&format!("failed-{}", case.name));
                LAST_PANIC.set(message);
            }));
        }
        (result.is_ok(), notes)
    });
    match panic::catch_unwind(run) {
        Ok((passed, notes)) => {
            let engine = browser.engine;
            tally.notes.extend(notes.into_iter().map(|note| format!("{engine}::{}: {note}", case.name)));
            if passed { Ok(()) } else { Err(LAST_PANIC.take()) }
        }
        Err(_) => Err(LAST_PANIC.take()),
    }
}

/// Failures, notes, one line per engine, and the line that sums up.
pub fn print_summary(engines: &[Engine], tallies: &[Tally], took: Duration) -> ExitCode {
    for (name, why) in tallies.iter().flat_map(|tally| &tally.failures) {
        println!("\n---- {name} ----\n{why}");
    }
    println!();
    for note in tallies.iter().flat_map(|tally| &tally.notes) {
        println!("note: {note}");
    }
    let (mut passed, mut failed) = (0, 0);
    for (engine, tally) in engines.iter().zip(tallies) {
        println!("{engine}: {} passed, {} failed", tally.passed, tally.failures.len());
        passed += tally.passed;
        failed += tally.failures.len();
    }
    let word = if failed == 0 { "ok" } else { "FAILED" };
    println!(
        "\ntest result: {word}. {passed} passed; {failed} failed; 0 ignored; finished in {:.1}s",
        took.as_secs_f32()
    );
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
