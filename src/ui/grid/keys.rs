//! What keys do in the grid, as in Excel.

use web_sys::KeyboardEvent;

use super::Grid;
use super::editor::{self, Start};
use crate::core::edit::Edit;
use crate::core::field::Field;
use crate::core::quantity::State;
use crate::state::history::Label;
use crate::state::select::{Move, Selection, Spot};
use crate::ui::app::{App, style_of};

/// Handles a key press in the grid's input.
pub fn press(grid: &Grid, event: &KeyboardEvent) {
    let app = grid.app;
    // While an input method composes, every key belongs to it (229: browsers that do not say so otherwise).
    if event.is_composing() || event.key_code() == 229 {
        return;
    }
    let editing = grid.editing.now();
    let command = event.ctrl_key() || event.meta_key();
    let shift = event.shift_key();
    let key = event.key();
    let handled = match key.as_str() {
        "Enter" if command => accept(app),
        "Enter" => step(grid, if shift { Move::Up } else { Move::Down }, false),
        "Tab" => return tab(grid, event, shift),
        "Escape" if editing => {
            editor::cancel(grid);
            true
        }
        "F2" => editing || editor::start(grid, Start::Keep),
        "z" | "Z" if command && !editing => {
            if shift {
                app.redo()
            } else {
                app.undo()
            };
            true
        }
        "y" | "Y" if command && !editing => {
            app.redo();
            true
        }
        "a" | "A" if command && !editing => select_all(grid),
        "d" | "D" if command && !editing => fill_down(app),
        "Delete" | "Backspace" if !editing => clear(app),
        _ => match direction(&key, command, page_rows(grid)) {
            // Left and right, Home and End move the caret while text is being edited.
            Some(to) if !editing || matches!(to, Move::Up | Move::Down | Move::PageUp(_) | Move::PageDown(_)) => {
                step(grid, to, shift && !editing)
            }
            _ => false,
        },
    };
    if handled {
        event.prevent_default();
    }
}

fn direction(key: &str, command: bool, page: usize) -> Option<Move> {
    Some(match (key, command) {
        ("ArrowUp", false) => Move::Up,
        ("ArrowDown", false) => Move::Down,
        ("ArrowLeft", false) => Move::Left,
        ("ArrowRight", false) => Move::Right,
        ("ArrowUp", true) => Move::Edge(-1, 0),
        ("ArrowDown", true) => Move::Edge(1, 0),
        ("ArrowLeft", true) => Move::Edge(0, -1),
        ("ArrowRight", true) => Move::Edge(0, 1),
        ("Home", false) => Move::RowStart,
        ("End", false) => Move::RowEnd,
        ("Home", true) => Move::First,
        ("End", true) => Move::Last,
        ("PageUp", _) => Move::PageUp(page),
        ("PageDown", _) => Move::PageDown(page),
        _ => return None,
    })
}

fn page_rows(grid: &Grid) -> usize {
    let height = grid.scroll.client_height().max(0) as usize;
    let row = grid.window.now().row_height.max(1);
    (height / row).saturating_sub(3).max(1)
}

/// Keeps what was typed and moves.
fn step(grid: &Grid, to: Move, extend: bool) -> bool {
    let app = grid.app;
    editor::leave(grid);
    let (rows, cols) = (grid.row_count(), grid.column_count());
    let filled = |spot: Spot| is_filled(app, spot);
    let next = app.selection.now().moved(to, rows, cols, extend, filled);
    app.selection.set(next);
    true
}

fn is_filled(app: App, spot: Spot) -> bool {
    let Some((row, column)) = app.cell_at(spot) else { return false };
    column.field == Field::Unit || app.read(|session| session.solution().value(row.place, column.field).is_known())
}

/// Tab goes to the next cell that can be typed into, row by row, and after the last one leaves the grid.
fn tab(grid: &Grid, event: &KeyboardEvent, back: bool) {
    let app = grid.app;
    editor::leave(grid);
    let rows = app.rows.now();
    let columns = app.columns.now();
    let typable = |col: usize| {
        columns.get(col).is_some_and(|column| {
            column.field != Field::Unit
                && is_entry(column.field)
                && app.read(|session| super::paint::is_typable(session, column.field))
        })
    };
    let Spot { mut row, mut col } = app.selection.now().head;
    loop {
        if back {
            match (col, row) {
                (0, 0) => return,
                (0, _) => (row, col) = (row - 1, columns.len().saturating_sub(1)),
                _ => col -= 1,
            }
        } else {
            col += 1;
            if col >= columns.len() {
                (row, col) = (row + 1, 0);
            }
            if row >= rows.len() {
                return;
            }
        }
        if typable(col) {
            break;
        }
    }
    app.selection.set(Selection::single(Spot { row, col }));
    event.prevent_default();
}

/// Columns that are usually typed; rates and changes can be, but Tab passes them by.
const fn is_entry(field: Field) -> bool {
    use crate::core::measure::{Kind, Measure};
    match field.fact() {
        Some((Measure::Target, _)) => true,
        Some((measure, _)) => matches!(measure.kind(), Kind::Count),
        None => false,
    }
}

fn select_all(grid: &Grid) -> bool {
    let app = grid.app;
    let (rows, cols) = (grid.row_count(), grid.column_count());
    let head = app.selection.now().head;
    let last = Spot { row: rows.saturating_sub(1), col: cols.saturating_sub(1) };
    app.selection.set(Selection { anchor: Spot { row: 0, col: 0 }, head: if head == last { head } else { last } });
    true
}

/// The edits that put a text into every typable cell of the selection.
fn clear(app: App) -> bool {
    let style = style_of(app.lang.now());
    let rect = app.selection.now().rect();
    let edits: Vec<Edit> = app.read(|session| {
        let cells = rect.spots().filter_map(|spot| app.cell_at(spot));
        cells
            .filter(|(row, column)| column.field != Field::Unit && session.fact(row.place, column.field).is_some())
            .filter_map(|(row, column)| session.typing(row.place, column.field, "", style))
            .collect()
    });
    commit_cells(app, edits, rect.is_single());
    true
}

/// Copies the first row of the selection into the rows below it (Ctrl+D); with one cell, the cell above it.
fn fill_down(app: App) -> bool {
    let style = style_of(app.lang.now());
    let rect = app.selection.now().rect();
    let from = if rect.top == rect.bottom { rect.top.checked_sub(1) } else { Some(rect.top) };
    let Some(from) = from else { return true };
    let edits: Vec<Edit> = app.read(|session| {
        let targets = rect.spots().filter(|spot| spot.row != from);
        targets
            .filter_map(|spot| {
                let (above, column) = app.cell_at(Spot { row: from, col: spot.col })?;
                let (row, _) = app.cell_at(spot)?;
                if column.field == Field::Unit {
                    return None;
                }
                let text = session.typed_text(above.place, column.field, style);
                session.typing(row.place, column.field, &text, style)
            })
            .collect()
    });
    commit_cells(app, edits, false);
    true
}

/// One step out of the edits of several cells, said aloud with a way back unless it is only one cell.
pub fn commit_cells(app: App, edits: Vec<Edit>, quietly: bool) {
    if edits.is_empty() {
        return;
    }
    let label = Label::Cells(edits.len());
    let at = app.active().map(|(row, column)| (row.place, column.field));
    app.commit(Edit::Batch(edits), label.clone(), at);
    if !quietly {
        app.say_done(&label);
    }
}

/// Takes an inferred value as if it had been typed (Ctrl+Enter).
fn accept(app: App) -> bool {
    let Some((row, column)) = app.active() else { return true };
    let style = style_of(app.lang.now());
    let edit = app.read(|session| {
        let value = session.solution().value(row.place, column.field);
        if value.state != State::Exact || session.fact(row.place, column.field).is_some() {
            return None;
        }
        let text = session.cell_text(row.place, column.field, style);
        session.typing(row.place, column.field, &text, style)
    });
    if let Some(edit) = edit {
        app.commit(edit, Label::Typed, Some((row.place, column.field)));
    }
    true
}
