//! The cases, one file per subject.

mod desk;
mod sample;
mod start;

use crate::suite::Case;

/// The cases whose name contains the text.
pub fn matching(filter: &str) -> Vec<&'static Case> {
    [start::CASES, desk::CASES, sample::CASES].into_iter().flatten().filter(|case| case.name.contains(filter)).collect()
}
