//! Copy, cut and paste of cells.

use web_sys::ClipboardEvent;

use super::{Grid, editor, keys};
use crate::codec::block::{self, Cell, has_heading, read_tsv};
use crate::codec::grid::Grid as Block;
use crate::core::edit::Edit;
use crate::core::field::Field;
use crate::platform::clipboard;
use crate::state::select::{Selection, Spot};
use crate::ui::app::{App, Dialog, style_of};

/// Copies or cuts the selected cells, as a table that Excel, Word and chats take.
pub fn copy(grid: &Grid, event: &ClipboardEvent, cut: bool) {
    let app = grid.app;
    if grid.editing.now() {
        return;
    }
    let style = style_of(app.lang.now());
    let rect = app.selection.now().rect();
    let rows: Vec<Vec<Cell>> = app.read(|session| {
        let cell = |spot: Spot| {
            let (row, column) = app.cell_at(spot)?;
            let view = super::paint::cell_view(session, row.place, column.field, app.lang.now());
            Some(Cell { text: view.text, number: view.data_value, heading: false })
        };
        let line = |row| (rect.left..=rect.right).map(|col| cell(Spot { row, col }).unwrap_or_default()).collect();
        (rect.top..=rect.bottom).map(line).collect()
    });
    if !clipboard::offer(event, &block::write_tsv(&rows), &block::write_html(&rows)) {
        return;
    }
    event.prevent_default();
    if cut {
        let edits: Vec<Edit> = app.read(|session| {
            let cells = rect.spots().filter_map(|spot| app.cell_at(spot));
            cells
                .filter(|(_, column)| column.field != Field::Unit)
                .filter(|(row, column)| session.fact(row.place, column.field).is_some())
                .filter_map(|(row, column)| session.typing(row.place, column.field, "", style))
                .collect()
        });
        keys::commit_cells(app, edits, false);
    }
}

/// Pastes: one text into the cell being edited, a block without header straight into the cells from the active one on,
/// anything else by way of the preview.
pub fn paste(grid: &Grid, event: &ClipboardEvent) {
    let app = grid.app;
    let Some(pasted) = clipboard::pasted(event) else { return };
    let one_text = !pasted.text.contains(['\t', '\n', '\r']);
    if grid.editing.now() && one_text {
        return;
    }
    event.prevent_default();
    editor::leave(grid);
    let Ok(table) = read_tsv(&pasted.text) else {
        app.dialog.set(Some(Dialog::Paste { html: pasted.html, text: pasted.text }));
        return;
    };
    if has_heading(&table) {
        app.dialog.set(Some(Dialog::Paste { html: pasted.html, text: pasted.text }));
        return;
    }
    direct(app, &table);
}

/// Writes a block into the cells from the active one on.
fn direct(app: App, table: &Block) {
    let style = style_of(app.lang.now());
    let Rows { edits, outside, last } = placed(app, table, style);
    let start = app.selection.now().head;
    keys::commit_cells(app, edits, table.rows.len() == 1 && table.width() == 1);
    app.selection.set(Selection { anchor: start, head: last });
    if outside > 0 {
        let n = app.count_text(outside);
        app.say(app.tf(crate::i18n::Text::PasteOutside, &[("n", &n)]));
    }
}

struct Rows {
    edits: Vec<Edit>,
    /// Filled cells that found no place.
    outside: usize,
    last: Spot,
}

fn placed(app: App, table: &Block, style: crate::codec::number::Style) -> Rows {
    let start = app.selection.now().head;
    let mut found = Rows { edits: Vec::new(), outside: 0, last: start };
    app.read(|session| {
        let top = table.rows.first().map_or(0, |row| row.number);
        for line in &table.rows {
            for (right, text) in line.cells.iter().enumerate() {
                // Blank rows of the source are left out of the table, but keep their place.
                let spot = Spot { row: start.row + line.number.saturating_sub(top), col: start.col + right };
                let cell = app.cell_at(spot);
                let edit = cell.and_then(|(row, column)| session.typing(row.place, column.field, text, style));
                match edit {
                    Some(edit) => {
                        found.edits.push(edit);
                        found.last = spot;
                    }
                    None if text.trim().is_empty() => {}
                    None => found.outside += 1,
                }
            }
        }
    });
    found
}
