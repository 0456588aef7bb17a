//! Our own document inside a workbook: a hidden sheet with a saved copy and its checksum, so that reading a file that this
//! program wrote gives back exactly what was typed. The visible sheets are compared with it: when somebody has changed
//! them since, they say what is meant.

use super::cell::decimal;
use super::layout;
use super::sheet::{Cell, Look, Shape, Sheet, Shown};
use super::tables::Cells;
use super::{Own, Words, facts};
use crate::codec::desk::pack;
use crate::codec::number::Style;
use crate::codec::record;
use crate::core::period::{PeriodId, Span};
use crate::core::solve::solve;
use crate::core::workbook::Workbook;

/// Name of the sheet. The same in every language and for ever.
pub const NAME: &str = "giamngheo";
/// Longest text of a cell: what spreadsheets cut off begins far above.
const CHUNK: usize = 900;
/// Cells in a row, so that a large document needs few rows.
const ACROSS: usize = 50;

/// A document found in a file.
pub struct Found {
    pub own: Own,
    /// The sheet of facts, which is no table to choose.
    pub facts: String,
}

/// The texts of the sheet by rows: what the file is about, then the saved copy in pieces.
///
/// First row: `giamngheo-xlsx-1`, the two periods, the names of the sheets with results and
/// facts, how numbers are written. Second row: the first
/// line of the saved copy. From the third on: its second line, cut.
pub fn lines(workbook: &Workbook, span: Span, words: &Words, style: Style) -> Vec<Vec<String>> {
    let record = record::save_record(1, 0, workbook);
    let (first, body) = record.split_once('\n').unwrap_or((&record, ""));
    let prev = span.prev.map_or(String::new(), |id| id.0.to_string());
    let now = span.now.0.to_string();
    let language = STYLES[usize::from(style == Style::En)].to_owned();
    let head = vec![MARK.to_owned(), prev, now, words.results.clone(), words.facts.clone(), language];
    let mut lines = vec![head, vec![first.to_owned()]];
    // Base64: every character is one byte.
    let pieces: Vec<String> =
        body.as_bytes().chunks(CHUNK).map(|piece| String::from_utf8_lossy(piece).into()).collect();
    lines.extend(pieces.chunks(ACROSS).map(<[String]>::to_vec));
    lines
}

const MARK: &str = "giamngheo-xlsx-1";
/// How numbers inside texts were written.
const STYLES: [&str; 2] = ["vi", "en"];

/// Finds the document among the sheets of a file, whole; one that was damaged is as good as none.
pub fn find(sheets: &[(String, bool, Cells)]) -> Option<Found> {
    let cells_of = |name: &str| sheets.iter().find(|(other, ..)| other == name).map(|(_, _, cells)| cells);
    let document = Document::read(cells_of(NAME)?)?;
    let (results, stated) = written(&document.saved.workbook, document.span, document.style);
    let changed = changes(&results, cells_of(document.results), layout::FIRST)
        + changes(&stated, cells_of(document.facts), facts::FIRST);
    Some(Found { facts: document.facts.to_owned(), own: document.own(changed) })
}

/// What the sheet holds.
struct Document<'a> {
    saved: record::Saved,
    span: Span,
    style: Style,
    /// Names of the sheets with results and facts.
    results: &'a str,
    facts: &'a str,
}

impl<'a> Document<'a> {
    fn read(cells: &'a Cells) -> Option<Self> {
        let at = |row: u32, column: u32| {
            let found = cells.list.iter().find(|(r, c, _)| (*r, *c) == (row, column));
            found.map_or("", |(.., text)| text.as_str())
        };
        if at(0, 0) != MARK {
            return None;
        }
        let body = cells.list.iter().filter(|(row, ..)| *row > 1).map(|(.., text)| text.as_str());
        let record = [at(1, 0), "\n", &body.collect::<String>()].concat();
        let saved = record::load_record(&record).ok()?;
        let period = |text: &str| Some(PeriodId(text.parse().ok()?)).filter(|id| saved.workbook.period(*id).is_some());
        let span = Span { prev: period(at(0, 1)), now: period(at(0, 2))? };
        let style = if at(0, 5) == STYLES[1] { Style::En } else { Style::Vi };
        Some(Document { saved, span, style, results: at(0, 3), facts: at(0, 4) })
    }

    fn own(&self, changed: u32) -> Own {
        let repaired = self.saved.repaired.len() as u32;
        Own { workbook: pack(&self.saved.workbook), repaired, changed }
    }
}

/// The sheets as they were written, in any words: only what does not depend on them is compared.
fn written(workbook: &Workbook, span: Span, style: Style) -> (Sheet, Sheet) {
    let solution = solve(workbook, span);
    (layout::figures(workbook, &solution, style), facts::facts(workbook, &Words::default(), style))
}

/// How many cells below the headings say something else than what was written there.
fn changes(sheet: &Sheet, cells: Option<&Cells>, first: u32) -> u32 {
    // A sheet taken away says nothing.
    let Some(cells) = cells else { return 0 };
    let mut found = cells.list.iter().peekable();
    // Formulas follow what they are computed from; one that alone differs was written over.
    let (mut typed, mut computed) = (0, 0);
    for (row, column, cell, look) in sheet.cells.iter().filter(|(row, ..)| *row >= first) {
        let place = (*row, u32::from(*column));
        while found.next_if(|(r, c, _)| (*r, *c) < place).is_some() {}
        let text = found.peek().filter(|(r, c, _)| (*r, *c) == place).map_or("", |(.., text)| text.as_str());
        match cell {
            Cell::Number(mantissa, decimals) => typed += u32::from(!is_number(text, *mantissa, *decimals)),
            Cell::Formula(_, Shown::Number(mantissa, decimals)) => {
                computed += u32::from(!is_number(text, *mantissa, *decimals));
            }
            // Names of totals, verdicts and notes are texts of a language.
            Cell::Text(_) if is_worded(*look) => {}
            Cell::Text(expected) => typed += u32::from(text.trim() != expected.trim()),
            Cell::Formula(..) => {}
        }
    }
    if typed > 0 { typed } else { computed }
}

/// Whether a cell shows the number, however many zeros stand behind its decimal point.
fn is_number(text: &str, mantissa: i64, decimals: u8) -> bool {
    let bare = |text: &str| match text.split_once('.') {
        Some((whole, decimals)) => [whole, ".", decimals.trim_end_matches('0')].concat(),
        None => [text, "."].concat(),
    };
    bare(text) == bare(&decimal(mantissa, u32::from(decimals)))
}

const fn is_worded(look: Look) -> bool {
    match look.shape {
        Shape::Name => look.strong,
        Shape::Centre => look.computed,
        Shape::Note | Shape::Signature => true,
        _ => false,
    }
}
