//! Tables from the clipboard: cut into cells, understood, and turned into one edit that the user has seen beforehand.

mod apply;
mod columns;
mod evidence;
mod head;
mod html;
mod plan;
mod rows;
mod table;
mod text;
mod words;

pub use apply::{Applied, Mode, apply, apply_edits};
pub use plan::{Column, Form, Note, PastePlan, Use, Why, plan};
pub use rows::{PlanRow, RowKind, TotalCheck, total_checks};
pub use table::{PastedColumn, PastedRow, PastedTable, SHOWN};

use super::grid::{Grid, GridError};

/// Reads what the clipboard holds: the HTML if there is a table in it, else the plain text.
pub fn read(html: Option<&str>, text: &str) -> Result<Grid, GridError> {
    let table = match html {
        Some(html) => html::read(html)?.filter(|grid| grid.rows.iter().map(|row| row.cells.len()).sum::<usize>() > 1),
        None => None,
    };
    match table {
        Some(grid) => Ok(grid),
        // Markup pasted as text, such as a saved page.
        None if text.trim_start().starts_with('<') => html::read(text)?.map_or_else(|| text::read(text), Ok),
        None => text::read(text),
    }
}

/// The cells of a block pasted onto a cell, as offsets from it with their text: a full rectangle, blank cells included.
pub fn direct(grid: &Grid) -> Vec<(usize, usize, &str)> {
    let width = grid.width();
    let mut cells = Vec::new();
    let mut rows = grid.rows.iter().peekable();
    let height = grid.rows.last().map_or(0, |row| row.number);
    for number in 1..=height {
        let row = rows.next_if(|row| row.number == number);
        cells.extend((0..width).map(|column| (number - 1, column, row.map_or("", |row| row.text(column)))));
    }
    cells
}
