//! The one input of the grid. It lies over the active cell and always has the keyboard; until something is typed it is
//! empty and invisible, so that the first letter of an input method lands in a real text field.

use leptos::html::Input;
use leptos::prelude::*;
use web_sys::{ClipboardEvent, HtmlElement, KeyboardEvent};

use super::{GridContext, clipboard, dom, keys};
use crate::core::field::{Field, Format};
use crate::i18n::Text;
use crate::state::select::{Rect, Selection, Spot};
use crate::ui::app::{App, use_app};
use crate::ui::wording;

/// With which text editing begins.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// With what the cell holds (F2, double click).
    Keep,
    /// With nothing (typing replaces).
    Replace,
}

const SELECTOR: &str = ".cell-editor";

fn input() -> Option<web_sys::HtmlInputElement> {
    use wasm_bindgen::JsCast;
    document().query_selector(SELECTOR).ok()??.dyn_into().ok()
}

/// Gives the grid the keyboard.
pub fn focus(_: GridContext) {
    if let Some(input) = input() {
        // The browser would scroll the input into view under the sticky header; `show` does it rightly.
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = input.focus_with_options(&options);
    }
}

/// Begins editing the active cell. Returns whether it can be edited.
pub fn start(app: &App, grid: GridContext, how: Start) -> bool {
    let Some((row, column)) = app.active() else { return false };
    if !app.read(|session| super::paint::is_typable(session, column.field)) {
        app.say(app.t(Text::ToastComputedCell));
        return false;
    }
    let Some(input) = input() else { return false };
    if how == Start::Keep {
        let lang = app.lang.get_untracked();
        let style = crate::ui::app::style_of(lang);
        let text = app.read(|session| session.typed_text(row.place, column.field, style));
        input.set_value(&text);
        let end = text.encode_utf16().count() as u32;
        let _ = input.set_selection_range(end, end);
    }
    grid.editing.set(true);
    true
}

/// Puts the text of the input into the session.
pub fn typed(app: &App, grid: GridContext) {
    let Some(input) = input() else { return };
    let text = input.value();
    if !grid.editing.get_untracked() {
        if text.is_empty() || !start(app, grid, Start::Replace) {
            input.set_value("");
            return;
        }
    }
    let Some((row, column)) = app.active() else { return };
    let style = crate::ui::app::style_of(app.lang.get_untracked());
    app.update(|session| session.type_text(row.place, column.field, &text, style));
}

/// Ends editing and keeps the text.
pub fn leave(app: &App, grid: GridContext) {
    stop(grid);
    if app.read(|session| session.draft().is_some()) {
        let at = app.active();
        app.update(|session| {
            session.commit_draft();
        });
        if let Some((row, column)) = at {
            wording::announce(app, row.place, column.field);
        }
    }
}

/// Ends editing and gives the old text back.
pub fn cancel(app: &App, grid: GridContext) {
    stop(grid);
    app.update(|session| session.cancel_draft());
}

fn stop(grid: GridContext) {
    if let Some(input) = input() {
        input.set_value("");
    }
    if grid.editing.get_untracked() {
        grid.editing.set(false);
    }
}

#[component]
pub fn Editor() -> impl IntoView {
    let app = use_app();
    let grid = expect_context::<GridContext>();
    let node = NodeRef::<Input>::new();
    let marked = StoredValue::new_local(Vec::<HtmlElement>::new());

    // Marks the selected cells and lays the input over the active one.
    Effect::new(move |before: Option<Selection>| {
        let selection = app.selection.get();
        grid.window.track();
        app.rows.track();
        app.columns.track();
        let Some(input) = node.get() else { return selection };
        if before != Some(selection) {
            show(&app, grid, selection.head);
        }
        marked.update_value(|marked| mark(&app, grid, selection, marked));
        match dom::cell_element(&app, grid, selection.head) {
            Some(cell) => {
                place_over(&input, &cell, grid);
                let _ = input.class_list().remove_1("away");
            }
            None => {
                let _ = input.class_list().add_1("away");
            }
        }
        selection
    });

    let label = move || {
        app.paint.track();
        app.lang.track();
        app.selection.track();
        let Some((row, column)) = app.active() else { return String::new() };
        wording::cell_label(&app, row.place, column.field)
    };
    let active_field = move || {
        app.selection.track();
        app.columns.track();
        app.active().map(|(_, column)| column.field)
    };
    let mode = move || match active_field().map(Field::format) {
        Some(Format::Text | Format::Target | Format::Verdict) => "text",
        _ => "decimal",
    };
    let on_key = move |event: KeyboardEvent| keys::press(&app, grid, &event);
    let on_paste = move |event: ClipboardEvent| clipboard::paste(&app, grid, &event);
    let on_copy = move |event: ClipboardEvent| clipboard::copy(&app, grid, &event, false);
    let on_cut = move |event: ClipboardEvent| clipboard::copy(&app, grid, &event, true);
    view! {
        <input class="cell-editor" node_ref=node type="text" autocomplete="off" autocapitalize="off"
            spellcheck="false" enterkeyhint="next" maxlength="400"
            inputmode=mode aria-label=label
            class:editing=move || grid.editing.get()
            class:name=move || active_field() == Some(Field::Unit)
            on:input=move |_| typed(&app, grid)
            on:keydown=on_key on:paste=on_paste on:copy=on_copy on:cut=on_cut
            on:blur=move |_| leave(&app, grid)/>
    }
}

fn mark(app: &App, grid: GridContext, selection: Selection, marked: &mut Vec<HtmlElement>) {
    for cell in marked.drain(..) {
        let _ = cell.class_list().remove_2("selected", "active");
        let _ = cell.remove_attribute("aria-selected");
    }
    let rect = selection.rect();
    let window = grid.window.get_untracked();
    let rows = app.rows.with_untracked(|rows| rows.len());
    for row in (rect.top..=rect.bottom.min(rows.saturating_sub(1)))
        .filter(|row| is_present(app, *row, window.first, window.last))
    {
        for col in rect.left..=rect.right {
            let Some(cell) = dom::cell_element(app, grid, Spot { row, col }) else { continue };
            let is_active = selection.head == (Spot { row, col });
            let _ = cell.class_list().add_1(if is_active { "active" } else { "selected" });
            let _ = cell.set_attribute("aria-selected", "true");
            marked.push(cell);
        }
    }
}

fn is_present(app: &App, row: usize, first: usize, last: usize) -> bool {
    (row >= first && row < last) || row >= untrack(|| super::unit_rows(app))
}

fn place_over(input: &HtmlElement, cell: &HtmlElement, grid: GridContext) {
    let Some(scroll) = grid.scroll.get_untracked() else { return };
    let (cell, frame) = (cell.get_bounding_client_rect(), scroll.get_bounding_client_rect());
    let left = cell.left() - frame.left() + f64::from(scroll.scroll_left());
    let top = cell.top() - frame.top() + f64::from(scroll.scroll_top());
    let px = |value: f64| format!("{}px", value.round() as i32);
    let style = web_sys::HtmlElement::style(input);
    for (name, value) in [("left", left), ("top", top), ("width", cell.width()), ("height", cell.height())] {
        let _ = style.set_property(name, &px(value));
    }
}

/// Scrolls so that a cell is in view, clear of the sticky header, name column and totals.
fn show(app: &App, grid: GridContext, spot: Spot) {
    let Some(scroll) = grid.scroll.get_untracked() else { return };
    let units = untrack(|| super::unit_rows(app));
    let height = |selector: &str| {
        let found = scroll.query_selector(selector).ok().flatten();
        found.map_or(0, |element| element.client_height())
    };
    let (head, foot) = (height(".grid-head"), height(".grid-foot"));
    let row_height = grid.window.get_untracked().row_height as i32;
    if spot.row < units && row_height > 0 {
        let top = spot.row as i32 * row_height;
        let view = (scroll.client_height() - head - foot).max(row_height);
        let at = scroll.scroll_top();
        if top < at {
            scroll.set_scroll_top(top);
        } else if top + row_height > at + view {
            scroll.set_scroll_top(top + row_height - view);
        }
        super::window::fit(grid, units);
    }
    if spot.col == 0 {
        return scroll.set_scroll_left(0);
    }
    let Some(cell) = dom::cell_element(app, grid, spot) else { return };
    let name = scroll.query_selector(".titles .name").ok().flatten().map_or(0, |name| name.client_width());
    let (left, right) = (cell.offset_left(), cell.offset_left() + cell.offset_width());
    if left < scroll.scroll_left() + name {
        scroll.set_scroll_left(left - name);
    } else if right > scroll.scroll_left() + scroll.client_width() {
        scroll.set_scroll_left(right - scroll.client_width());
    }
}

/// The selected cells.
pub fn selected(app: &App) -> Rect {
    app.selection.get_untracked().rect()
}
