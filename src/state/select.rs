//! The selected cells: a rectangle between an anchor and a head, and how keys move it.

/// A cell of the table as laid out: row and column positions on the screen, not identities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Spot {
    pub row: usize,
    pub col: usize,
}

/// The selected rectangle. The head is the active cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Selection {
    pub anchor: Spot,
    pub head: Spot,
}

/// Where a key sends the head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    Up,
    Down,
    Left,
    Right,
    RowStart,
    RowEnd,
    /// Ctrl+arrow: to the edge of the filled block, or of the table.
    Edge(i8, i8),
    First,
    Last,
    PageUp(usize),
    PageDown(usize),
}

/// A rectangle of cells, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rect {
    pub top: usize,
    pub bottom: usize,
    pub left: usize,
    pub right: usize,
}

impl Rect {
    pub const fn contains(self, spot: Spot) -> bool {
        spot.row >= self.top && spot.row <= self.bottom && spot.col >= self.left && spot.col <= self.right
    }

    pub const fn is_single(self) -> bool {
        self.top == self.bottom && self.left == self.right
    }

    /// Every cell, row by row.
    pub fn spots(self) -> impl Iterator<Item = Spot> {
        (self.top..=self.bottom).flat_map(move |row| (self.left..=self.right).map(move |col| Spot { row, col }))
    }
}

impl Selection {
    pub const fn single(spot: Spot) -> Self {
        Self { anchor: spot, head: spot }
    }

    pub fn rect(self) -> Rect {
        Rect {
            top: self.anchor.row.min(self.head.row),
            bottom: self.anchor.row.max(self.head.row),
            left: self.anchor.col.min(self.head.col),
            right: self.anchor.col.max(self.head.col),
        }
    }

    /// The selection after a move in a table of `rows` × `cols`. `filled` tells whether a cell holds something, for
    /// jumps to the edge of a block; `extend` keeps the anchor (Shift).
    pub fn moved(self, to: Move, rows: usize, cols: usize, extend: bool, filled: impl Fn(Spot) -> bool) -> Self {
        if rows == 0 || cols == 0 {
            return Self::default();
        }
        let (last_row, last_col) = (rows - 1, cols - 1);
        let Spot { row, col } = self.head;
        let head = match to {
            Move::Up => Spot { row: row.saturating_sub(1), col },
            Move::Down => Spot { row: row + 1, col },
            Move::Left => Spot { row, col: col.saturating_sub(1) },
            Move::Right => Spot { row, col: col + 1 },
            Move::RowStart => Spot { row, col: 0 },
            Move::RowEnd => Spot { row, col: last_col },
            Move::First => Spot { row: 0, col: 0 },
            Move::Last => Spot { row: last_row, col: last_col },
            Move::PageUp(by) => Spot { row: row.saturating_sub(by), col },
            Move::PageDown(by) => Spot { row: row.saturating_add(by), col },
            Move::Edge(down, right) => edge(self.head, down, right, last_row, last_col, filled),
        };
        let head = Spot { row: head.row.min(last_row), col: head.col.min(last_col) };
        Self { anchor: if extend { self.anchor } else { head }, head }
    }

    /// The selection pulled into a table of `rows` × `cols`.
    pub fn within(self, rows: usize, cols: usize) -> Self {
        let pull =
            |spot: Spot| Spot { row: spot.row.min(rows.saturating_sub(1)), col: spot.col.min(cols.saturating_sub(1)) };
        Self { anchor: pull(self.anchor), head: pull(self.head) }
    }
}

/// Excel's rule: from inside a block to its end; from its end or an empty cell to the next block, else to the border.
fn edge(from: Spot, down: i8, right: i8, last_row: usize, last_col: usize, filled: impl Fn(Spot) -> bool) -> Spot {
    let step = |spot: Spot| -> Option<Spot> {
        let row = spot.row.checked_add_signed(down as isize)?;
        let col = spot.col.checked_add_signed(right as isize)?;
        (row <= last_row && col <= last_col).then_some(Spot { row, col })
    };
    let Some(mut spot) = step(from) else { return from };
    let in_block = filled(from) && filled(spot);
    loop {
        let Some(next) = step(spot) else { return spot };
        if in_block && !filled(next) {
            return spot;
        }
        if !in_block && filled(spot) {
            return spot;
        }
        spot = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(row: usize, col: usize) -> Selection {
        Selection::single(Spot { row, col })
    }

    #[test]
    fn stays_inside_the_table() {
        let none = |_: Spot| false;
        assert_eq!(at(0, 0).moved(Move::Up, 3, 4, false, none), at(0, 0));
        assert_eq!(at(2, 3).moved(Move::Down, 3, 4, false, none), at(2, 3));
        assert_eq!(at(2, 3).moved(Move::Right, 3, 4, false, none), at(2, 3));
        assert_eq!(at(1, 1).moved(Move::PageDown(50), 3, 4, false, none), at(2, 1));
        assert_eq!(at(5, 9).moved(Move::Left, 0, 0, false, none), Selection::default());
        assert_eq!(at(5, 9).within(3, 4), at(2, 3));
    }

    #[test]
    fn shift_keeps_the_anchor() {
        let extended = at(1, 1).moved(Move::Down, 5, 5, true, |_| false).moved(Move::Right, 5, 5, true, |_| false);
        assert_eq!(extended.rect(), Rect { top: 1, bottom: 2, left: 1, right: 2 });
        assert_eq!(extended.rect().spots().count(), 4);
        let back = extended.moved(Move::Up, 5, 5, true, |_| false).moved(Move::Up, 5, 5, true, |_| false);
        assert_eq!(back.rect(), Rect { top: 0, bottom: 1, left: 1, right: 2 });
    }

    #[test]
    fn ctrl_arrow_goes_to_block_edges_as_in_excel() {
        // Column 0 holds rows 0–2 and 5.
        let filled = |spot: Spot| matches!(spot.row, 0..=2 | 5);
        let down = Move::Edge(1, 0);
        let rows = |from: usize| at(from, 0).moved(down, 9, 1, false, filled).head.row;
        assert_eq!(rows(0), 2, "inside a block: to its end");
        assert_eq!(rows(2), 5, "at its end: to the next block");
        assert_eq!(rows(3), 5, "from the gap: to the next block");
        assert_eq!(rows(5), 8, "nothing below: to the border");
        assert_eq!(at(8, 0).moved(Move::Edge(-1, 0), 9, 1, false, filled).head.row, 5);
    }
}
