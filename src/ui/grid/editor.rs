//! The one input of the grid. It lies over the active cell and always has the keyboard; until something is typed it is
//! empty and invisible, so that the first letter of an input method lands in a real text field.

use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Event, HtmlElement, KeyboardEvent};

use super::{Grid, clipboard, dom, keys};
use crate::core::field::{Field, Format};
use crate::i18n::Text;
use crate::platform::page::focus_in_place;
use crate::state::select::{Selection, Spot};
use crate::ui::app::style_of;
use crate::ui::dom::{El, el, watch};
use crate::ui::wording;

/// With which text editing begins.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// With what the cell holds (F2, double click).
    Keep,
    /// With nothing (typing replaces).
    Replace,
}

/// The bare input; [`keep`] brings it to life.
pub fn input() -> El {
    let mut input = el("input", "cell-editor away");
    for (name, value) in [
        ("type", "text"),
        ("autocomplete", "off"),
        ("autocapitalize", "off"),
        ("spellcheck", "false"),
        ("enterkeyhint", "next"),
        ("maxlength", "400"),
    ] {
        input = input.attr(name, value);
    }
    input
}

/// Gives the grid the keyboard.
pub fn focus(grid: &Grid) {
    // `show` brings the active cell into view.
    focus_in_place(&grid.input);
}

/// Begins editing the active cell. Returns whether it can be edited.
pub fn start(grid: &Grid, how: Start) -> bool {
    let app = grid.app;
    let Some((row, column)) = app.active() else { return false };
    if app.refuses() {
        return false;
    }
    if !app.read(|session| super::paint::is_typable(session, column.field)) {
        app.say(app.t(Text::ToastComputedCell));
        return false;
    }
    if how == Start::Keep {
        let style = style_of(app.lang.now());
        let text = app.read(|session| session.typed_text(row.place, column.field, style));
        grid.input.set_value(&text);
        let end = text.encode_utf16().count() as u32;
        let _ = grid.input.set_selection_range(end, end);
    }
    grid.editing.set(true);
    true
}

/// Puts the text of the input into the session.
fn typed(grid: &Grid) {
    let app = grid.app;
    let text = grid.input.value();
    if !grid.editing.now() && (text.is_empty() || !start(grid, Start::Replace)) {
        return grid.input.set_value("");
    }
    let Some((row, column)) = app.active() else { return };
    let style = style_of(app.lang.now());
    app.update(|session| session.type_text(row.place, column.field, &text, style));
}

/// Ends editing and keeps the text.
pub fn leave(grid: &Grid) {
    let app = grid.app;
    stop(grid);
    if app.read(|session| session.draft().is_some()) {
        let at = app.active();
        app.commit_draft();
        if let Some((row, column)) = at {
            wording::announce(app, row.place, column.field);
        }
    }
}

/// Ends editing and gives the old text back.
pub fn cancel(grid: &Grid) {
    stop(grid);
    grid.app.update(|session| session.cancel_draft());
}

fn stop(grid: &Grid) {
    grid.input.set_value("");
    grid.editing.set(false);
}

/// Lets the input follow the selection and hear the keyboard.
pub fn keep(grid: &Grid, input: &El) {
    let app = grid.app;
    let mut marked: Vec<HtmlElement> = Vec::new();
    let mut before: Option<Selection> = None;
    let placed = grid.clone();
    // Marks the selected cells and lays the input over the active one.
    watch(move || {
        let selection = app.selection.get();
        placed.window.track();
        app.rows.track();
        app.columns.track();
        if before.replace(selection) != Some(selection) {
            show(&placed, selection.head);
        }
        mark(&placed, selection, &mut marked);
        let classes = placed.input.class_list();
        match dom::cell_element(&placed, selection.head) {
            Some(cell) => {
                place_over(&placed, &cell);
                let _ = classes.toggle_with_force("foot", selection.head.row >= placed.unit_rows());
                let _ = classes.remove_1("away");
            }
            None => drop(classes.add_1("away")),
        }
    });
    let active = move || {
        app.columns.track();
        app.rows.track();
        app.cell_at(app.selection.get().head)
    };
    let label = move || {
        app.paint.track();
        active().map(|(row, column)| wording::cell_label(app, row.place, column.field))
    };
    let mode = move || {
        Some(match active().map(|(_, column)| column.field.format()) {
            Some(Format::Text | Format::Target | Format::Verdict) => "text".to_owned(),
            _ => "decimal".to_owned(),
        })
    };
    let is_name = move || active().is_some_and(|(_, column)| column.field == Field::Unit);
    let editing = grid.editing;
    let with = |run: fn(&Grid, Event)| {
        let grid = grid.clone();
        move |event: Event| run(&grid, event)
    };
    let _ = input
        .clone()
        .live_attr("aria-label", label)
        .live_attr("inputmode", mode)
        .live_class("name", is_name)
        .live_class("editing", move || editing.get())
        .on("input", with(|grid, _| typed(grid)))
        .on("keydown", with(|grid, event| keys::press(grid, event.unchecked_ref::<KeyboardEvent>())))
        .on("paste", with(|grid, event| clipboard::paste(grid, event.unchecked_ref::<ClipboardEvent>())))
        .on("copy", with(|grid, event| clipboard::copy(grid, event.unchecked_ref::<ClipboardEvent>(), false)))
        .on("cut", with(|grid, event| clipboard::copy(grid, event.unchecked_ref::<ClipboardEvent>(), true)))
        .on("blur", with(|grid, _| leave(grid)));
}

fn mark(grid: &Grid, selection: Selection, marked: &mut Vec<HtmlElement>) {
    for cell in marked.drain(..) {
        let _ = cell.class_list().remove_2("selected", "active");
        let _ = cell.remove_attribute("aria-selected");
    }
    let rect = selection.rect();
    let window = grid.window.now();
    let (units, rows) = (grid.unit_rows(), grid.row_count());
    let present = |row: &usize| (*row >= window.first && *row < window.last) || *row >= units;
    for row in (rect.top..=rect.bottom.min(rows.saturating_sub(1))).filter(present) {
        for col in rect.left..=rect.right {
            let Some(cell) = dom::cell_element(grid, Spot { row, col }) else { continue };
            let is_active = selection.head == (Spot { row, col });
            let _ = cell.class_list().add_1(if is_active { "active" } else { "selected" });
            let _ = cell.set_attribute("aria-selected", "true");
            marked.push(cell);
        }
    }
}

fn place_over(grid: &Grid, cell: &HtmlElement) {
    let (at, frame) = (cell.get_bounding_client_rect(), grid.scroll.get_bounding_client_rect());
    let left = at.left() - frame.left() + f64::from(grid.scroll.scroll_left());
    let top = at.top() - frame.top() + f64::from(grid.scroll.scroll_top());
    let style = HtmlElement::style(&grid.input);
    for (name, value) in [("left", left), ("top", top), ("width", at.width()), ("height", at.height())] {
        let mut pixels = (value.round() as i32).to_string();
        pixels.push_str("px");
        let _ = style.set_property(name, &pixels);
    }
}

/// Scrolls so that a cell is in view, clear of the sticky header, name column and totals.
fn show(grid: &Grid, spot: Spot) {
    let scroll = &grid.scroll;
    let units = grid.unit_rows();
    let find = |selector: &str| scroll.query_selector(selector).ok().flatten();
    let head = find(".grid-head").map_or(0, |head| head.client_height());
    let row_height = grid.window.now().row_height as i32;
    if spot.row < units && row_height > 0 {
        let top = spot.row as i32 * row_height;
        let view = (scroll.client_height() - head - grid.foot.client_height()).max(row_height);
        let at = scroll.scroll_top();
        if top < at {
            scroll.set_scroll_top(top);
        } else if top + row_height > at + view {
            scroll.set_scroll_top(top + row_height - view);
        }
        super::window::fit(grid);
    }
    if spot.col == 0 {
        return scroll.set_scroll_left(0);
    }
    let Some(cell) = dom::cell_element(grid, spot) else { return };
    let name = find(".titles .name").map_or(0, |name| name.client_width());
    let (left, right) = (cell.offset_left(), cell.offset_left() + cell.offset_width());
    if left < scroll.scroll_left() + name {
        scroll.set_scroll_left(left - name);
    } else if right > scroll.scroll_left() + scroll.client_width() {
        scroll.set_scroll_left(right - scroll.client_width());
    }
}
