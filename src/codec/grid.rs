//! A table of plain text, as read from a file or the clipboard, within bounds.

/// Longest text taken in, in bytes.
pub const MAX_BYTES: usize = 10_000_000;
/// Most rows that hold anything.
pub const MAX_ROWS: usize = 20_000;
/// Most columns, not counting blank ones at the end of a row.
pub const MAX_COLUMNS: usize = 100;

/// A row that holds something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its place in the source, from 1; blank rows are counted and left out.
    pub number: usize,
    /// Up to the last cell that holds something.
    pub cells: Vec<String>,
    /// How many cells the source had in it, blank ones at the end included.
    pub width: usize,
    /// Whether a cell of it was in bold type.
    pub bold: bool,
}

impl Row {
    /// The text at a column; empty beyond the end of the row.
    pub fn text(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// The cells that hold something, with their columns.
    pub fn filled(&self) -> impl Iterator<Item = (usize, &str)> {
        self.cells.iter().map(String::as_str).enumerate().filter(|(_, text)| !is_blank(text))
    }
}

/// Rows of text; rows may differ in length.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    pub rows: Vec<Row>,
    /// Other tables in the same source that were left aside.
    pub left_aside: usize,
}

/// Why a source gives no grid. Rows count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GridError {
    /// Over [`MAX_BYTES`].
    TooLong { bytes: usize },
    /// Over [`MAX_ROWS`], at this row of the source.
    TooManyRows { row: usize },
    /// Over [`MAX_COLUMNS`] in this row of the source.
    TooManyColumns { row: usize, columns: usize },
}

/// Whether a cell shows nothing.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}'))
}

impl Grid {
    /// Length of the longest row.
    pub fn width(&self) -> usize {
        self.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0)
    }

    /// Takes the next row of the source; a blank one is left out.
    pub(super) fn push(&mut self, mut row: Row) -> Result<(), GridError> {
        row.width = row.cells.len();
        while row.cells.last().is_some_and(|cell| is_blank(cell)) {
            row.cells.pop();
        }
        if row.cells.is_empty() {
            return Ok(());
        }
        if row.cells.len() > MAX_COLUMNS {
            return Err(GridError::TooManyColumns { row: row.number, columns: row.cells.len() });
        }
        if self.rows.len() == MAX_ROWS {
            return Err(GridError::TooManyRows { row: row.number });
        }
        self.rows.push(row);
        Ok(())
    }
}

/// Refuses a source that is too long to be read.
pub(super) const fn check_length(text: &str) -> Result<(), GridError> {
    if text.len() > MAX_BYTES { Err(GridError::TooLong { bytes: text.len() }) } else { Ok(()) }
}
