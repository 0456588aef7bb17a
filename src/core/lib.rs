//! The calculation: a workbook of facts and what follows from it. Pure: no browser, no clock, no randomness, and no
//! text for people – findings and explanations carry keys and arguments, `i18n` has the words.

pub mod actions;
pub mod check;
pub mod compare;
pub mod conflict;
pub mod edit;
pub mod explain;
pub mod fact;
pub mod field;
pub mod flows;
pub mod gaps;
pub mod headline;
pub mod measure;
pub mod merge;
pub mod names;
pub mod order;
pub mod period;
pub mod quantity;
pub mod solve;
pub mod split;
pub mod target;
pub mod unit;
pub mod verdict;
pub mod workbook;

/// A function to be called through a pointer that no compiler sees through.
///
/// What the first screen does not need stays a function of its own that way and is fetched after it (tools/src/split);
/// called directly, it would become part of its only caller.
pub fn apart<F>(function: F) -> F {
    std::hint::black_box(function)
}
