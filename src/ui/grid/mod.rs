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
mod sheets;
mod slot;
mod widths;
mod window;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use leptos::prelude::Owner;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventTarget, HtmlElement, MouseEvent};

use super::app::App;
use super::charts::Axis;
use super::dom::{El, Live, div, watch};
use crate::core::field::Field;
use crate::core::unit::{Place, UnitId};
use crate::i18n::{Lang, Text};
use crate::state::select::{Selection, Spot};
use crate::state::view::RowKind;
use slot::Slot;
use widths::Widths;
use window::Window;

pub use paint::{cell_view, lane_of};

/// Handles the parts of the grid share.
#[derive(Clone)]
pub struct Grid {
    pub app: App,
    pub scroll: HtmlElement,
    pub body: HtmlElement,
    pub foot: HtmlElement,
    pub input: web_sys::HtmlInputElement,
    pub window: Live<Window>,
    /// The rows in view when that was last looked at, from the first to the one after the last.
    pub seen: Rc<Cell<(usize, usize)>>,
    /// Whether the input over the active cell is being typed into, as opposed to lying in wait.
    pub editing: Live<bool>,
}

/// The name of a place in `data-row`.
pub fn place_key(app: App, place: Place) -> String {
    match place {
        Place::Unit(UnitId(id)) => id.to_string(),
        Place::Tag(_) => app.read(|session| ["tag:", session.name(place)].concat()),
        Place::Area => "total".into(),
    }
}

impl Grid {
    /// How many of the rows are units; subtotals and the total follow them.
    pub fn unit_rows(&self) -> usize {
        let is_unit = |kind| matches!(kind, RowKind::Unit | RowKind::Group);
        self.app.rows.peek(|rows| rows.iter().take_while(|row| is_unit(row.kind)).count())
    }

    pub fn row_count(&self) -> usize {
        self.app.rows.peek(|rows| rows.len())
    }

    pub fn column_count(&self) -> usize {
        self.app.columns.peek(|columns| columns.len())
    }
}

/// The table with its header, totals and the input.
pub fn grid(app: App) -> El {
    let input = editor::input();
    let (scroll, body, foot) = (div("grid-scroll"), div("grid-body"), div("grid-foot"));
    let grid = Grid {
        app,
        scroll: scroll.html(),
        body: body.html(),
        foot: foot.html(),
        input: input.0.clone().unchecked_into(),
        window: Live::new(Window::default()),
        seen: Rc::new(Cell::new((0, usize::MAX))),
        editing: Live::new(false),
    };
    let table = div("grid")
        .attr("role", "grid")
        .attr("aria-multiselectable", "true")
        .live_attr("aria-label", move || {
            Some(app.tf(Text::Table, &[("area", &super::wording::place(app, Place::Area))]))
        })
        .live_attr("aria-rowcount", move || Some((app.rows.with(|rows| rows.len()) + 1).to_string()))
        .live_attr("aria-colcount", move || Some((app.columns.with(|columns| columns.len()) + 1).to_string()))
        .child(head::head(app))
        .child(body.attr("role", "rowgroup"))
        .child(foot.attr("role", "rowgroup"));
    keep_slots(&grid);
    keep_pointer(&grid);
    editor::keep(&grid, &input);
    let fit = grid.clone();
    let scroll = scroll.on("scroll", move |_| window::fit(&fit)).child(table).child(input);
    let fit = grid.clone();
    watch(move || {
        app.rows.track();
        window::fit(&fit);
    });
    let asked = grid.clone();
    let mut last = app.edit_asked.now();
    watch(move || {
        let ask = app.edit_asked.get();
        if std::mem::replace(&mut last, ask) != ask {
            editor::focus(&asked);
            editor::start(&asked, editor::Start::Keep);
        }
    });
    // Nothing can be measured before the table is in the page.
    let fit = grid.clone();
    gloo::timers::callback::Timeout::new(0, move || {
        window::fit(&fit);
        editor::focus(&fit);
    })
    .forget();
    let fit = grid.clone();
    let resize = gloo::events::EventListener::new(&super::dom::window(), "resize", move |_| window::fit(&fit));
    leptos::prelude::StoredValue::new_local((resize, keep_print(&grid)));
    scroll
}

/// Puts every row into the page while it is printed.
fn keep_print(grid: &Grid) -> [gloo::events::EventListener; 2] {
    let listen = |event: &'static str, run: fn(&Grid)| {
        let grid = grid.clone();
        gloo::events::EventListener::new(&super::dom::window(), event, move |_| run(&grid))
    };
    [listen("beforeprint", window::show_all), listen("afterprint", window::fit)]
}

/// Makes as many row elements as there are rows in view. They are made anew only when the columns change.
fn keep_slots(grid: &Grid) {
    let grid = grid.clone();
    let app = grid.app;
    // Rows outlive the runs of the effect that paints them.
    let home = Owner::current().unwrap_or_default();
    let mut columns_of: Option<Rc<Vec<crate::state::view::Column>>> = None;
    let mut pattern = slot::pattern(&[]);
    let slots: Rc<RefCell<Vec<Slot>>> = Rc::default();
    let mut foot: Vec<Slot> = Vec::new();
    let mut later: Option<Timeout> = None;
    let mut painted: Option<(u64, Lang)> = None;
    let mut widths = Widths::default();
    let mut template = String::new();
    let mut ticks: Option<Axis> = None;
    watch(move || {
        app.paint.track();
        let axis = app.axis.get();
        let lang = app.lang.get();
        let columns = app.columns.get();
        let mut body = slots.borrow_mut();
        if columns_of.as_ref().is_none_or(|old| **old != *columns) {
            body.drain(..).chain(foot.drain(..)).for_each(Slot::remove);
            pattern = slot::pattern(&columns);
            columns_of = Some(columns.clone());
            widths = Widths::default();
        }
        let window = grid.window.get();
        let rows = app.rows.get();
        let units = grid.unit_rows();
        home.with(|| {
            let make = || Slot::new(&pattern, &columns);
            fill(&grid.body, &mut body, window.last.min(units).saturating_sub(window.first), &make);
            fill(&grid.foot, &mut foot, rows.len() - units, &make);
        });
        set_height(&grid.body, "padding-top", window.before);
        set_height(&grid.body, "padding-bottom", window.after);
        let placed = body.iter_mut().zip(window.first..).chain(foot.iter_mut().zip(units..));
        let mut longest = vec![0; columns.len()];
        let (first, last) = grid.seen.get();
        let mut behind = false;
        for (slot, index) in placed {
            if let Some(row) = rows.get(index) {
                slot.paint(app, index, *row, &mut longest);
            }
            let is_seen = index >= units || (first..last).contains(&index);
            match slot.is_on(axis) {
                true => {}
                false if is_seen => slot.draw_on(axis),
                false => behind = true,
            }
        }
        // A new axis moves every mark of the chart: first those in view, so that a key press waits for no others.
        drop(later.take());
        let all = slots.clone();
        later = behind.then(|| Timeout::new(LATER_MS, move || draw_all(&mut all.borrow_mut(), axis)));
        if ticks.replace(axis) != Some(axis) {
            sheets::set_tick(&grid.scroll, &axis.tick_distance());
        }
        let state = (app.revision.now(), lang);
        let kept = app.read(|session| session.draft().is_none()) && painted != Some(state);
        if kept {
            painted = Some(state);
        }
        let longest = widths.after(&longest, kept);
        let new = head::template(&columns, longest);
        if new != template {
            sheets::set_columns(&grid.scroll, &new);
            template = new;
        }
    });
}

/// Until the marks out of view follow a new axis, in milliseconds: long enough for the frame with those in view.
const LATER_MS: u32 = 40;

fn draw_all(slots: &mut [Slot], axis: Axis) {
    slots.iter_mut().filter(|slot| !slot.is_on(axis)).for_each(|slot| slot.draw_on(axis));
}

fn fill(parent: &HtmlElement, slots: &mut Vec<Slot>, count: usize, make: &dyn Fn() -> Slot) {
    slots.drain(count.min(slots.len())..).for_each(Slot::remove);
    while slots.len() < count {
        let slot = make();
        let _ = parent.append_child(&slot.element.0);
        slots.push(slot);
    }
}

fn set_height(element: &HtmlElement, name: &str, pixels: usize) {
    let mut value = pixels.to_string();
    value.push_str("px");
    let _ = element.style().set_property(name, &value);
}

/// Pointer: press selects, dragging selects a range, twice edits, hovering explains.
fn keep_pointer(grid: &Grid) {
    let app = grid.app;
    let pressed = grid.clone();
    let press = move |event: Event| {
        let event: MouseEvent = event.unchecked_into();
        let Some(spot) = spot_at(&pressed, event.target()) else { return };
        if event.button() != 0 {
            return;
        }
        event.prevent_default();
        editor::leave(&pressed);
        let anchor = if event.shift_key() { app.selection.now().anchor } else { spot };
        app.selection.set(Selection { anchor, head: spot });
        editor::focus(&pressed);
    };
    let hovered = grid.clone();
    let hover = move |event: Event| {
        let event: MouseEvent = event.unchecked_into();
        let spot = spot_at(&hovered, event.target());
        if let Some(spot) = spot.filter(|_| event.buttons() == 1 && !hovered.editing.now()) {
            let anchor = app.selection.now().anchor;
            app.selection.set(Selection { anchor, head: spot });
        }
        let cell = spot.and_then(|spot| app.cell_at(spot)).map(|(row, column)| (row.place, column.field));
        app.hover.set(cell);
    };
    let twice = grid.clone();
    let edit = move |event: Event| {
        if spot_at(&twice, event.target()).is_some() {
            editor::start(&twice, editor::Start::Keep);
        }
    };
    El(grid.scroll.clone().into())
        .on("mousedown", press)
        .on("mouseover", hover)
        .on("dblclick", edit)
        .on("mouseleave", move |_| app.hover.set(None));
}

/// The spot of the cell an event happened in.
fn spot_at(grid: &Grid, target: Option<EventTarget>) -> Option<Spot> {
    let cell = target?.dyn_into::<Element>().ok()?.closest(".grid-body [data-col], .grid-foot [data-col]").ok()??;
    let field = Field::from_key(&cell.get_attribute("data-col")?)?;
    let col = grid.app.columns.peek(|columns| columns.iter().position(|column| column.field == field))?;
    let row = dom::row_of(grid, &cell.parent_element()?)?;
    Some(Spot { row, col })
}
