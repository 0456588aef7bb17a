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
    pub cells: Cells,
    /// How many cells the source had in it, blank ones at the end included.
    pub width: usize,
    /// Whether a cell of it was in bold type.
    pub bold: bool,
}

/// The texts of a row, one behind the other: a table has a hundred thousand, and making each a string of its own would take
/// longer than reading what they say.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Cells {
    text: String,
    /// Where each cell ends.
    ends: Vec<u32>,
}

impl Cells {
    /// With room for a row as long as another.
    pub fn like(other: &Cells) -> Self {
        Cells { text: String::with_capacity(other.text.len() + 16), ends: Vec::with_capacity(other.ends.len()) }
    }

    pub fn push(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.ends.push(self.text.len() as u32);
    }

    fn pop(&mut self) {
        self.ends.pop();
        self.text.truncate(self.ends.last().map_or(0, |end| *end as usize));
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    pub fn get(&self, column: usize) -> Option<&str> {
        let end = *self.ends.get(column)? as usize;
        let start = column.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize);
        self.text.get(start..end)
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|column| self.get(column))
    }
}

impl std::fmt::Debug for Cells {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<S: AsRef<str>> FromIterator<S> for Cells {
    fn from_iter<I: IntoIterator<Item = S>>(cells: I) -> Self {
        let mut all = Cells::default();
        cells.into_iter().for_each(|cell| all.push(cell.as_ref()));
        all
    }
}

impl<S: AsRef<str>, const N: usize> PartialEq<[S; N]> for Cells {
    fn eq(&self, other: &[S; N]) -> bool {
        self.iter().eq(other.iter().map(AsRef::as_ref))
    }
}

impl Row {
    /// The text at a column; empty beyond the end of the row.
    pub fn text(&self, column: usize) -> &str {
        self.cells.get(column).unwrap_or("")
    }

    /// The cells that hold something, with their columns.
    pub fn filled(&self) -> impl Iterator<Item = (usize, &str)> {
        self.cells.iter().enumerate().filter(|(_, text)| !is_blank(text))
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
    // A sign or a letter of ASCII, as most cells begin with, shows something.
    !text.as_bytes().first().is_some_and(u8::is_ascii_graphic)
        && text.chars().all(|c| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}'))
}

impl Grid {
    /// Length of the longest row.
    pub fn width(&self) -> usize {
        self.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0)
    }

    /// Takes the next row of the source; a blank one is left out.
    pub(super) fn push(&mut self, mut row: Row) -> Result<(), GridError> {
        row.width = row.cells.len();
        while row.cells.len().checked_sub(1).and_then(|last| row.cells.get(last)).is_some_and(is_blank) {
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
