//! The cases, one file per subject.

mod bad_input;
mod carry;
mod check;
mod desk;
mod files;
mod fits;
mod kept;
mod keyboard;
mod language;
mod large;
mod library;
mod look;
mod movements;
mod paste;
mod phone;
mod present;
mod repaint;
mod sample;
mod share;
mod start;
mod storage;
mod typed;
mod units;
mod updates;
mod windows;

use crate::suite::Case;

const ALL: [&[Case]; 25] = [
    start::CASES,
    desk::CASES,
    sample::CASES,
    typed::CASES,
    keyboard::CASES,
    paste::CASES,
    language::CASES,
    carry::CASES,
    files::CASES,
    bad_input::CASES,
    phone::CASES,
    fits::CASES,
    large::CASES,
    repaint::CASES,
    look::CASES,
    units::CASES,
    kept::CASES,
    storage::CASES,
    windows::CASES,
    library::CASES,
    updates::CASES,
    share::CASES,
    check::CASES,
    movements::CASES,
    present::CASES,
];

/// The cases whose name contains the text.
pub fn matching(filter: &str) -> Vec<&'static Case> {
    ALL.into_iter().flatten().filter(|case| case.name.contains(filter)).collect()
}
