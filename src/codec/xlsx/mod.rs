//! Excel workbooks, in the third program (`src/bin/xlsx.rs`): what crosses between it and the page, and the work itself.
//!
//! [`Request`]s and answers are known to both programs; reading ([`read`]) and writing ([`write`]) stand behind the
//! feature `xlsx`, with the two crates they rest on. A file is untrusted: `package` unpacks it within bounds before
//! anything else looks at it. A table that is found crosses as tab-separated text and then goes the way of every pasted
//! table, so that columns, totals and official forms are understood in one place only.

mod directory;
mod seal;
mod wire;

#[cfg(feature = "xlsx")]
mod areas;
#[cfg(feature = "xlsx")]
mod cell;
#[cfg(feature = "xlsx")]
mod facts;
#[cfg(feature = "xlsx")]
mod formula;
#[cfg(feature = "xlsx")]
mod layout;
#[cfg(feature = "xlsx")]
mod own;
#[cfg(feature = "xlsx")]
mod package;
#[cfg(feature = "xlsx")]
mod read;
#[cfg(feature = "xlsx")]
mod sheet;
#[cfg(feature = "xlsx")]
mod tables;
#[cfg(feature = "xlsx")]
mod write;

use super::desk::Wire;
use super::grid::GridError;
#[cfg(feature = "xlsx")]
use super::link::wire::Input;
use super::number::Style;
use super::paste::Form;
use crate::core::period::{Date, Span};

pub use directory::Declared;
#[cfg(feature = "xlsx")]
pub use read::read;
pub use seal::{document, texts};
#[cfg(feature = "xlsx")]
pub use write::write;

/// Largest file read, in bytes.
pub const MAX_BYTES: usize = 10_000_000;
/// Most parts in its package.
pub const MAX_PARTS: usize = 200;
/// Most bytes its parts may unpack to.
pub const MAX_INFLATED: usize = 64_000_000;
/// How many times larger than the file its parts may be.
pub const MAX_RATIO: usize = 200;
/// The parts that are read may always unpack to so many bytes, be they packed ever so well.
const GROWS_FREELY: usize = 4_000_000;
/// Most sheets looked at.
pub const MAX_SHEETS: usize = 60;
/// Most tables offered.
pub const MAX_TABLES: usize = 100;

/// What the page may ask.
#[derive(Debug)]
pub enum Request<'a> {
    /// The bytes of a file. Answered by `Result<Book, XlsxError>`.
    Read(&'a [u8]),
    /// Answered by `Option<Written>`.
    Write(Box<Export<'a>>),
}

/// A workbook to be written.
#[derive(Debug)]
pub struct Export<'a> {
    /// [Packed](super::desk::pack).
    pub workbook: &'a [u8],
    /// The two periods of the table.
    pub span: Span,
    /// The day the file is made.
    pub today: Date,
    /// How numbers inside texts are written.
    pub style: Style,
    pub words: Words,
}

/// The texts of the sheets. Nothing but texts: where cells stand never depends on them.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Name of the sheet with the table.
    pub results: String,
    /// Name of the sheet with what was typed.
    pub facts: String,
    /// Left of the official heading, the authority.
    pub authority: String,
    /// Right of it, two lines.
    pub nation: String,
    pub motto: String,
    pub title: String,
    /// Dates, standard and status.
    pub context: String,
    /// What the shading means, when the file was made, whether figures are made up.
    pub notes: Vec<String>,
    pub number: String,
    pub code: String,
    pub tags: String,
    pub total: String,
    /// Name of a tag's row, with `{tag}` in it.
    pub tag_total: String,
    /// Headings over the columns of the earlier and the later period, changes, target and result.
    pub groups: Vec<String>,
    /// Of each [`Field`](crate::core::field::Field), in their order.
    pub columns: Vec<String>,
    /// Of each [`Verdict`](crate::core::verdict::Verdict), in their order.
    pub verdicts: Vec<String>,
    /// The two who sign.
    pub signatures: Vec<String>,
    /// What the sheet of facts is.
    pub facts_lead: String,
    /// Of each [`Measure`](crate::core::measure::Measure), in their order.
    pub measures: Vec<String>,
    /// Of each period of the workbook.
    pub periods: Vec<String>,
}

/// The bytes of a file that was written.
#[derive(Debug)]
pub struct Written(pub Vec<u8>);

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Book {
    /// A workbook of this program, if it wrote the file.
    pub own: Option<Own>,
    /// In the order of the sheets; none of a file that is, byte for byte, as this program wrote it.
    pub tables: Vec<Table>,
}

/// A workbook that travelled inside the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    /// [Packed](super::desk::pack).
    pub workbook: Vec<u8>,
    /// In how many places something had to be repaired.
    pub repaired: u32,
    /// Cells of the sheets that somebody has changed since: then the sheets, and not the workbook, say what is meant.
    pub changed: u32,
}

/// A table found on a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub sheet: String,
    /// The sheet is hidden.
    pub hidden: bool,
    /// Its first and last row on the sheet, from 1.
    pub rows: (u32, u32),
    /// Rows with figures, as far as that can be told before its columns are understood.
    pub lines: u32,
    pub form: Option<Form>,
    /// What stands above its headings, in one line.
    pub title: String,
    /// Its cells as tab-separated text, or why they cannot be had.
    pub text: Result<String, GridError>,
}

/// Why a file gives nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XlsxError {
    /// Over [`MAX_BYTES`].
    TooLarge,
    /// A workbook of Excel 97–2003, or one with a password: both have the same outer shell.
    OldOrLocked,
    /// Not a workbook at all.
    NotAWorkbook,
    /// Over [`MAX_PARTS`], [`MAX_INFLATED`] or [`MAX_RATIO`], or with declarations that no workbook has.
    Unsafe,
    /// Cut off or changed.
    Damaged,
    /// No sheet holds a table.
    Empty,
}

/// The bytes of a request.
pub fn write_request(request: &Request) -> Vec<u8> {
    let mut out = Vec::new();
    request.put(&mut out);
    out
}

/// Reads the answer to a request; `None` when it is none of this type, or says that the request was not understood.
pub fn read_answer<T: Wire>(answer: &[u8]) -> Option<T> {
    super::desk::read_answer(answer)
}

/// Works out a request. Total: bytes that are no request are answered too.
#[cfg(feature = "xlsx")]
pub fn answer(request: &[u8]) -> Vec<u8> {
    let mut input = Input::new(request);
    let mut out = Vec::new();
    let request = Request::take(&mut input);
    if !input.is_sound() || !input.is_empty() {
        None::<bool>.put(&mut out);
        return out;
    }
    match request {
        Request::Read(bytes) => Some(read(bytes)).put(&mut out),
        Request::Write(export) => Some(write(&export).map(Written)).put(&mut out),
    }
    out
}
