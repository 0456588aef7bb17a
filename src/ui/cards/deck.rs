//! Which cards there are, in which order, and which one is open.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use crate::core::field::Field;
use crate::core::order::order;
use crate::core::unit::{Place, TagId, UnitId};
use crate::state::select::{Selection, Spot};
use crate::state::view::{Row, RowKind};
use crate::ui::app::App;
use crate::ui::dom::{Live, active_element, document, watch};

/// Cards in the page at first, and added each time more are asked for.
const PAGE: usize = 60;

/// Handles the parts of the layout share.
#[derive(Clone, Copy)]
pub struct Deck {
    rows: Live<Rc<Vec<Row>>>,
    /// Units shown at most.
    shown: Live<usize>,
    pub open: Live<Option<Place>>,
    /// The unit whose name is being typed.
    pub renaming: Live<Option<Place>>,
    /// Fields also for what is usually computed.
    pub all_fields: Live<bool>,
}

/// Units and groups of units, as opposed to subtotals and the total.
fn is_unit(row: &Row) -> bool {
    matches!(row.kind, RowKind::Unit | RowKind::Group)
}

/// A number for a row; a unit that becomes a group gets another.
fn key_of(row: &Row) -> u64 {
    let place = match row.place {
        Place::Unit(UnitId(id)) => u64::from(id),
        Place::Tag(TagId(id)) => 1 << 32 | u64::from(id),
        Place::Area => 1 << 33,
    };
    place << 1 | u64::from(row.kind == RowKind::Group)
}

impl Deck {
    /// The rows of the table as cards, the selected one open.
    pub fn new(app: App) -> Self {
        let deck = Self {
            rows: Live::new(app.rows.now()),
            shown: Live::new(PAGE),
            open: Live::new(None),
            renaming: Live::new(None),
            all_fields: Live::new(false),
        };
        if let Some((row, _)) = app.active() {
            deck.show(app, row.place);
        }
        watch(move || {
            app.rows.track();
            deck.adopt(app, false);
        });
        watch(move || {
            app.options.track();
            deck.adopt(app, true);
        });
        deck.follow_selection(app);
        deck
    }

    /// Takes the order of the table over. While someone types in a card the cards keep their places, as long as they
    /// are all still units: a card that moved or went would take the keyboard with it.
    fn adopt(self, app: App, at_once: bool) {
        let new = app.rows.now();
        if !at_once && field_in_use().is_some() && self.rows.peek(|old| still_good(app, old, &new)) {
            return;
        }
        self.rows.set(new);
    }

    /// Opens the card of a cell that something else selects: a finding, undo, a unit just added.
    fn follow_selection(self, app: App) {
        let mut before = app.selection.now();
        watch(move || {
            let now = app.selection.get();
            let (rows, columns) = (app.rows.peek(|rows| rows.len()), app.columns.peek(|columns| columns.len()));
            // A selection that was only pulled into a smaller table is nobody's choice.
            let chosen = before.within(rows, columns) != now;
            before = now;
            if let Some((row, _)) = app.cell_at(now.head).filter(|_| chosen)
                && self.open.now() != Some(row.place)
            {
                self.open_card(app, row.place);
            }
        });
    }

    pub fn row(self, key: u64) -> Option<Row> {
        self.rows.peek(|rows| rows.iter().find(|row| key_of(row) == key).copied())
    }

    pub fn unit_count(self) -> usize {
        self.rows.with(|rows| rows.iter().filter(|row| is_unit(row)).count())
    }

    /// The units shown.
    pub fn unit_keys(self) -> Vec<u64> {
        let shown = self.shown.get();
        self.rows.with(|rows| rows.iter().filter(|row| is_unit(row)).take(shown).map(key_of).collect())
    }

    /// Subtotals and the total.
    pub fn total_keys(self) -> Vec<u64> {
        self.rows.with(|rows| rows.iter().filter(|row| !is_unit(row)).map(key_of).collect())
    }

    /// Units not shown yet.
    pub fn left(self) -> usize {
        self.unit_count().saturating_sub(self.shown.get())
    }

    pub fn show_more(self) {
        self.shown.update(|shown| *shown += PAGE);
    }

    /// Where a place stands: its number among the units, their count, and the one after it.
    pub fn position(self, place: Place) -> Position {
        self.rows.with(|rows| {
            let mut position = Position::default();
            let mut passed = false;
            for row in rows.iter().filter(|row| is_unit(row)) {
                if passed && position.next.is_none() {
                    position.next = Some(row.place);
                }
                position.of += usize::from(row.kind == RowKind::Unit);
                if row.place == place {
                    passed = true;
                    if row.kind == RowKind::Unit {
                        position.number = position.of;
                    }
                }
            }
            position
        })
    }

    /// Opens a closed card, closes an open one.
    pub fn turn(self, app: App, place: Place) {
        if self.open.now() == Some(place) {
            leave_field();
            app.commit_draft();
            self.open.set(None);
            self.adopt(app, true);
            keep_focus();
        } else {
            self.open_card(app, place);
        }
    }

    /// Opens a card, closing the one that was open, and brings it into view.
    pub fn open_card(self, app: App, place: Place) {
        leave_field();
        app.commit_draft();
        self.show(app, place);
        later(|| {
            let Ok(Some(card)) = document().query_selector(".card.open") else { return };
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Nearest);
            card.scroll_into_view_with_scroll_into_view_options(&options);
        });
    }

    /// Opens a card and puts the keyboard into the first field that waits for a figure.
    pub fn open_to_type(self, app: App, place: Place) {
        self.open_card(app, place);
        later(|| {
            let Ok(inputs) = document().query_selector_all(".card.open .card-fields input") else { return };
            let inputs = (0..inputs.length()).filter_map(|at| inputs.item(at)?.dyn_into::<HtmlInputElement>().ok());
            let inputs: Vec<HtmlInputElement> = inputs.collect();
            let waits = |input: &&HtmlInputElement| input.value().is_empty() && input.placeholder().is_empty();
            if let Some(input) = inputs.iter().find(waits).or(inputs.first()) {
                let _ = input.focus();
            }
        });
    }

    fn show(self, app: App, place: Place) {
        let at = |rows: &Rc<Vec<Row>>| rows.iter().position(|row| row.place == place);
        let nameless = matches!(place, Place::Unit(_)) && app.read(|session| session.name(place).is_empty());
        self.renaming.set(nameless.then_some(place));
        let in_table = app.rows.peek(at);
        let in_deck = self.rows.peek(at).or(in_table).unwrap_or(0);
        if in_deck >= self.shown.now() && !matches!(place, Place::Tag(_) | Place::Area) {
            self.shown.set((in_deck / PAGE + 1) * PAGE);
        }
        self.open.set(Some(place));
        // The table, undo and work with units go by the selection.
        if let Some(row) = in_table {
            let col = app.columns.peek(|columns| columns.iter().position(|column| column.field != Field::Unit));
            app.selection.set(Selection::single(Spot { row, col: col.unwrap_or(0) }));
        }
    }
}

/// See [`Deck::position`].
#[derive(Clone, Copy, Default)]
pub struct Position {
    /// From 1; 0 for groups and totals.
    pub number: usize,
    pub of: usize,
    pub next: Option<Place>,
}

/// Whether every card stands for something that is still there and nothing new has come.
fn still_good(app: App, old: &[Row], new: &[Row]) -> bool {
    let sorted = |rows: &[Row]| {
        let mut keys: Vec<u64> = rows.iter().map(key_of).collect();
        let by_key = order(keys.len(), &|a, b| keys.get(a).cmp(&keys.get(b)));
        keys = by_key.iter().filter_map(|at| keys.get(*at).copied()).collect();
        keys
    };
    let (old_keys, new_keys) = (sorted(old), sorted(new));
    let gone = old.iter().filter(|row| new_keys.binary_search(&key_of(row)).is_err());
    new_keys.iter().all(|key| old_keys.binary_search(key).is_ok())
        && app.read(|session| {
            // Hidden by a filter is not gone.
            gone.into_iter().all(|row| matches!(row.place, Place::Unit(id) if session.workbook().unit(id).is_some()))
        })
}

/// The field of a card that has the keyboard.
fn field_in_use() -> Option<HtmlElement> {
    let active = active_element()?;
    active.closest(".card-field").ok()??;
    active.dyn_into().ok()
}

/// Takes the keyboard out of a field, so that what was typed is kept before the field goes.
pub fn leave_field() {
    if let Some(field) = field_in_use() {
        let _ = field.blur();
    }
}

/// Gives the keyboard back to the element that has it now, should its card be moved.
fn keep_focus() {
    let Some(active) = active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok()) else { return };
    later(move || {
        if active_element().as_ref() != Some(active.as_ref()) && active.is_connected() {
            let _ = active.focus();
        }
    });
}

/// Runs when the page shows what was changed just now.
pub fn later(run: impl FnOnce() + 'static) {
    Timeout::new(0, run).forget();
}
