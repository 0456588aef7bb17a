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
