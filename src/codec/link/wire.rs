//! The sections of a link as they are written, by postcard: numbers as variable-length integers, signed ones in zigzag.
//! Everything about many units is one column after another. `docs/link-format.md` says what the numbers mean.
//!
//! These shapes never change: what is new comes as a new section.

use serde::{Deserialize, Serialize};

/// Tags of the sections.
pub mod tag {
    pub const HEADING: u32 = 1;
    pub const PERIODS: u32 = 2;
    pub const TAGS: u32 = 3;
    pub const UNITS: u32 = 4;
    /// Figures of one measure in one period; as often as needed.
    pub const SERIES: u32 = 5;
    pub const NEXT: u32 = 6;
    /// A member of a workbook file that the writer did not know; as often as needed.
    pub const MEMBER: u32 = 7;
    /// Figures whose rows are named by identity.
    pub const SERIES_BY_ID: u32 = 8;
}

#[derive(Serialize, Deserialize)]
pub struct Heading<'a> {
    pub title: &'a str,
    pub area: &'a str,
    pub level: &'a str,
    pub author: &'a str,
}

#[derive(Serialize, Deserialize)]
pub struct Period<'a> {
    pub id: u16,
    pub year: i16,
    pub month: u8,
    pub day: u8,
    pub status: u8,
    pub standard: u8,
    pub note: &'a str,
}

#[derive(Serialize, Deserialize)]
pub struct Tag<'a> {
    pub id: u16,
    pub name: &'a str,
    /// Positions of its units, each as the distance from the one before (the first from −1).
    pub members: Vec<i64>,
}

#[derive(Serialize, Deserialize)]
pub struct Units<'a> {
    pub count: u32,
    /// Empty when the identities are 0, 1, 2 …; else each less the one before, less 1 (the first less −1).
    pub ids: Vec<i64>,
    /// One line each.
    pub names: &'a str,
    /// Number of the official list that empty names with a code are to be taken from; 0 when all names are here.
    pub list: u8,
    /// Checksum over the names taken from it, one line each.
    pub list_names: u32,
    /// Empty when there are none; else each code with a 1 put before its digits (0: none), less the one before.
    pub codes: Vec<i64>,
    /// Empty when there are none; else position of the parent plus 1 (0: none), less the one before.
    pub parents: Vec<i64>,
}

#[derive(Serialize, Deserialize)]
pub struct Series<'a> {
    pub period: u16,
    pub measure: u8,
    pub group: u8,
    /// How many series back is the one that the figures are differences to; 0: none.
    pub base: u32,
    /// Rows (units, then tags, then the area) in runs of one form: form, length, form, length …
    pub runs: Vec<u32>,
    /// One or two numbers for each row, as its form says.
    pub figures: Vec<i64>,
    /// The typed texts, one line each, of the rows whose form has one.
    pub texts: &'a str,
}

#[derive(Serialize, Deserialize)]
pub struct SeriesById<'a> {
    pub units: Vec<u32>,
    pub tags: Vec<u16>,
    /// As in [`Series`].
    pub series: &'a [u8],
}

#[derive(Serialize, Deserialize)]
pub struct Next {
    pub unit: u32,
    pub tag: u16,
    pub period: u16,
}

#[derive(Serialize, Deserialize)]
pub struct Member<'a> {
    pub name: &'a str,
    pub body: &'a [u8],
}
