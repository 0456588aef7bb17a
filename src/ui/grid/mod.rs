//! The table one types into.
//!
//! Rows are *slots*: as many row elements as are visible stand in the page and stay there; scrolling, sorting and
//! recomputing write into them only the texts that changed. One real input lies over the active cell, so that input
//! methods such as Telex see an ordinary text field.

mod clipboard;
mod dom;
mod editor;
mod head;
mod keys;
mod paint;
mod slot;
mod window;

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};

use super::app::{App, use_app};
use crate::core::field::Field;
use crate::core::unit::{Place, UnitId};
use crate::i18n::Text;
use crate::state::select::{Selection, Spot};
use crate::state::view::RowKind;
use editor::Editor;
use head::Head;
use slot::Slot;
use window::Window;

pub use paint::{cell_view, is_typable, lane_of};

/// Handles the parts of the grid share.
#[derive(Clone, Copy)]
pub struct GridContext {
    pub scroll: NodeRef<Div>,
    pub body: NodeRef<Div>,
    pub foot: NodeRef<Div>,
    pub window: RwSignal<Window>,
    /// Whether the input over the active cell is being typed into, as opposed to lying in wait.
    pub editing: RwSignal<bool>,
}

/// The name of a place in `data-row`.
pub fn place_key(app: &App, place: Place) -> String {
    match place {
        Place::Unit(UnitId(id)) => id.to_string(),
        Place::Tag(id) => app.read(|session| format!("tag:{}", session.name(Place::Tag(id)))),
        Place::Area => "total".into(),
    }
}

/// How many of the rows are units; subtotals and the total follow them.
fn unit_rows(app: &App) -> usize {
    app.rows.with(|rows| rows.iter().take_while(|row| matches!(row.kind, RowKind::Unit | RowKind::Group)).count())
}

#[component]
pub fn Grid() -> impl IntoView {
    let app = use_app();
    let grid = GridContext {
        scroll: NodeRef::new(),
        body: NodeRef::new(),
        foot: NodeRef::new(),
        window: RwSignal::new(Window::default()),
        editing: RwSignal::new(false),
    };
    provide_context(grid);

    let units = Memo::new(move |_| unit_rows(&app));
    let all = Memo::new(move |_| app.rows.with(|rows| rows.len()));
    Effect::new(move |_| window::fit(grid, units.get()));
    crate::platform::page::on_window("resize", move |_| window::fit(grid, units.get_untracked()));

    // A slot is made anew only when the columns change.
    let body_slots = move || {
        let (first, last) = grid.window.with(|window| (window.first, window.last));
        let columns = app.columns.get();
        (0..last - first).map(|slot| (slot, columns.clone())).collect::<Vec<_>>()
    };
    let foot_slots = move || {
        let columns = app.columns.get();
        (0..all.get() - units.get()).map(|slot| (slot, columns.clone())).collect::<Vec<_>>()
    };
    let same =
        |a: &(usize, std::sync::Arc<Vec<crate::state::view::Column>>)| (a.0, std::sync::Arc::as_ptr(&a.1) as usize);

    let on_mouse_down = move |event: MouseEvent| {
        let Some(spot) = spot_at(&app, grid, event.target()) else { return };
        if event.button() != 0 {
            return;
        }
        event.prevent_default();
        let current = app.selection.get_untracked();
        let extend = event.shift_key();
        editor::leave(&app, grid);
        app.selection.set(Selection { anchor: if extend { current.anchor } else { spot }, head: spot });
        editor::focus(grid);
    };
    let on_mouse_over = move |event: MouseEvent| {
        let cell = cell_of(event.target());
        let spot = spot_at(&app, grid, event.target());
        // Dragging selects.
        if event.buttons() == 1
            && let Some(spot) = spot
            && !grid.editing.get_untracked()
        {
            app.selection.update(|selection| selection.head = spot);
        }
        let hovered = spot.and_then(|spot| app.cell_at(spot)).map(|(row, column)| (row.place, column.field));
        if cell.is_none() || hovered != app.hover.get_untracked() {
            app.hover.set(hovered);
        }
    };
    let on_double_click = move |event: MouseEvent| {
        if spot_at(&app, grid, event.target()).is_some() {
            editor::start(&app, grid, editor::Start::Keep);
        }
    };

    view! {
        <div class="grid-scroll" node_ref=grid.scroll on:scroll=move |_| window::fit(grid, units.get_untracked())
            on:mousedown=on_mouse_down on:mouseover=on_mouse_over on:dblclick=on_double_click
            on:mouseleave=move |_| app.hover.set(None)>
            <div class="grid" role="grid" aria-label=move || app.t(Text::GridLabel)
                aria-rowcount=move || all.get() + 1
                aria-colcount=move || app.columns.with(|columns| columns.len())
                aria-multiselectable="true"
                style:--cols=move || app.columns.with(|columns| head::template(columns))>
                <Head/>
                <div class="grid-body" role="rowgroup" node_ref=grid.body
                    style:padding-top=move || grid.window.with(|window| format!("{}px", window.before))
                    style:padding-bottom=move || grid.window.with(|window| format!("{}px", window.after))>
                    <For each=body_slots key=same let:slot>
                        <Slot columns=slot.1.clone() index=Signal::derive(move || grid.window.with(|window| window.first) + slot.0)/>
                    </For>
                </div>
                <div class="grid-foot" role="rowgroup" node_ref=grid.foot>
                    <For each=foot_slots key=same let:slot>
                        <Slot columns=slot.1.clone() index=Signal::derive(move || units.get() + slot.0)/>
                    </For>
                </div>
            </div>
            <Editor/>
        </div>
    }
}

fn cell_of(target: Option<web_sys::EventTarget>) -> Option<Element> {
    target?.dyn_into::<Element>().ok()?.closest("[data-col]").ok()?
}

/// The spot of the cell an event happened in.
fn spot_at(app: &App, grid: GridContext, target: Option<web_sys::EventTarget>) -> Option<Spot> {
    let cell = cell_of(target)?;
    let field = Field::from_key(&cell.get_attribute("data-col")?)?;
    let col = app.columns.get_untracked().iter().position(|column| column.field == field)?;
    let row = dom::row_of(app, grid, &cell.parent_element()?)?;
    Some(Spot { row, col })
}
