//! The workbook file `*.giamngheo.json`: facts in a text people can read. `docs/file-format.md` describes it for other
//! programs; every version ever written opens for ever.

mod cell;
mod read;
mod write;

pub use read::{FileError, read_file, read_later};
pub use write::write_file;

use crate::core::fact::Source;
use crate::core::period::{Standard, Status};

const STATUSES: [(Status, &str); 4] = [
    (Status::Plan, "plan"),
    (Status::Preliminary, "preliminary"),
    (Status::Official, "official"),
    (Status::Revised, "revised"),
];

const STANDARDS: [(Standard, &str); 4] = [
    (Standard::Y2011, "2011-2015"),
    (Standard::Y2016, "2016-2020"),
    (Standard::Y2022, "2022-2025"),
    (Standard::Y2027, "2027-2030"),
];

/// One letter for each figure of a column.
const LETTERS: [(Source, &str); 4] =
    [(Source::Entered, "e"), (Source::Published, "p"), (Source::Derived, "d"), (Source::Illustrative, "i")];

fn word_of<T: Copy + PartialEq>(words: &[(T, &'static str)], sought: T) -> &'static str {
    words.iter().find(|(value, _)| *value == sought).map_or("", |(_, word)| word)
}

fn of_word<T: Copy>(words: &[(T, &'static str)], sought: &str) -> Option<T> {
    words.iter().find(|(_, word)| *word == sought).map(|(value, _)| *value)
}
