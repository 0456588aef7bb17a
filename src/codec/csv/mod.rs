//! Delimited text: CSV files and the tab-separated text of spreadsheets' clipboards.

mod results;

pub use results::results_csv;

use std::borrow::Cow;

use super::grid::{Cells, Grid, GridError, Row, check_length};

/// Reads a CSV file: byte-order mark and delimiter found out, lines starting with `#` left out.
pub fn read(text: &str) -> Result<Grid, GridError> {
    check_length(text)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    read_fields(text, sniff(text))
}

/// As [`read_delimited`], with lines starting with `#` left out.
pub(super) fn read_fields(text: &str, delimiter: char) -> Result<Grid, GridError> {
    let mut grid = read_delimited(text, delimiter)?;
    grid.rows.retain(|row| !row.text(0).starts_with('#'));
    Ok(grid)
}

/// The delimiter of the file, judged by its first lines.
fn sniff(text: &str) -> char {
    let lines = || text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).take(20);
    // Marks inside quotes do not cut.
    let cuts =
        |line: &str, mark: char| -> usize { line.split('"').step_by(2).map(|part| part.matches(mark).count()).sum() };
    // Where decimals are commas, cells are cut by semicolons, in every line.
    if lines().next().is_some() && lines().all(|line| cuts(line, ';') > 0) {
        return ';';
    }
    let total = |mark| lines().map(|line| cuts(line, mark)).sum::<usize>();
    if total('\t') > total(',') { '\t' } else { ',' }
}

/// Reads text whose cells are cut by `delimiter`. A cell in double quotes may hold delimiters, line ends and, doubled,
/// quotes; a quote that is never closed is an ordinary character, so that nothing after it is swallowed.
pub fn read_delimited(text: &str, delimiter: char) -> Result<Grid, GridError> {
    check_length(text)?;
    // All delimiters are of one byte.
    let ends = [delimiter as u8, b'\n', b'\r'];
    let mut grid = Grid::default();
    let mut row = Row { number: 1, ..Row::default() };
    let mut rest = text;
    while !rest.is_empty() {
        let (cell, tail) = quoted(rest, delimiter).unwrap_or_else(|| {
            let end = rest.bytes().position(|byte| ends.contains(&byte)).unwrap_or(rest.len());
            let (cell, tail) = rest.split_at_checked(end).unwrap_or((rest, ""));
            (Cow::Borrowed(cell), tail)
        });
        row.cells.push(unguard(&cell));
        if let Some(tail) = tail.strip_prefix(delimiter) {
            rest = tail;
            if rest.is_empty() {
                row.cells.push("");
            }
            continue;
        }
        rest = tail.strip_prefix("\r\n").or_else(|| tail.strip_prefix(['\n', '\r'])).unwrap_or(tail);
        // The next row has as many cells, most often.
        let next = Row { number: row.number + 1, cells: Cells::like(&row.cells), ..Row::default() };
        grid.push(std::mem::replace(&mut row, next))?;
    }
    grid.push(row)?;
    Ok(grid)
}

/// The cell in quotes at the start of the text, if its quotes close where a cell can end.
fn quoted(text: &str, delimiter: char) -> Option<(Cow<'_, str>, &str)> {
    let mut rest = text.strip_prefix('"')?;
    let mut cell = String::new();
    loop {
        let (part, tail) = rest.split_once('"')?;
        cell.push_str(part);
        match tail.strip_prefix('"') {
            Some(tail) => {
                cell.push('"');
                rest = tail;
            }
            None if tail.is_empty() || tail.starts_with([delimiter, '\n', '\r']) => {
                return Some((Cow::Owned(cell), tail));
            }
            None => return None,
        }
    }
}

/// Characters with which a spreadsheet may take a cell for a formula.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}

/// A text made safe for spreadsheets: one that they could take for a formula gets a leading `'`.
pub(super) fn guard(text: &str) -> String {
    if is_formula(text) { ["'", text].concat() } else { text.to_owned() }
}

/// Takes back what [`guard`] did.
fn unguard(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(bare) if is_formula(bare) => bare,
        _ => text,
    }
}
