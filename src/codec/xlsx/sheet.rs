//! A sheet as it will be written and as it is compared: cells, looks and sizes.

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    /// `mantissa · 10^−decimals`.
    Number(i64, u8),
    /// A formula and what it shows now.
    Formula(String, Shown),
}

/// What a formula shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    Number(i64, u8),
    Text(String),
}

/// How a cell looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    pub shape: Shape,
    /// A group, subtotal or total.
    pub strong: bool,
    /// Follows from other cells.
    pub computed: bool,
}

/// What a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Letterhead,
    Title,
    Context,
    Heading,
    /// In the row that numbers the columns.
    Numbering,
    /// For programs: not shown.
    Key,
    Name,
    Centre,
    Count,
    /// With so many decimals.
    Decimal(u8),
    SignedCount,
    SignedDecimal,
    /// Text in a column of figures.
    Right,
    Note,
    Signature,
}

impl Look {
    pub const fn of(shape: Shape) -> Self {
        Self { shape, strong: false, computed: false }
    }
}

/// A sheet.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Row and column from 0, by rows.
    pub cells: Vec<(u32, u16, Cell, Look)>,
    /// First and last cell of each area.
    pub merges: Vec<((u32, u16), (u32, u16))>,
    /// In characters.
    pub widths: Vec<u16>,
    /// Columns that only programs read.
    pub hidden: Vec<u16>,
    /// Rows of two lines.
    pub high: Vec<u32>,
    /// The last row and column that are printed.
    pub printed: Option<(u32, u16)>,
    /// Rows of headings, which stay in view and are repeated on paper, and columns that stay in view.
    pub headings: (u32, u32),
    pub fixed_columns: u16,
}

impl Sheet {
    pub fn put(&mut self, row: u32, column: u16, cell: Cell, look: Look) {
        self.cells.push((row, column, cell, look));
    }

    pub fn text(&mut self, row: u32, column: u16, text: &str, shape: Shape) {
        if !text.is_empty() {
            self.put(row, column, Cell::Text(text.to_owned()), Look::of(shape));
        }
    }

    pub fn merge(&mut self, row: u32, first: u16, last: u16) {
        if first < last {
            self.merges.push(((row, first), (row, last)));
        }
    }
}
