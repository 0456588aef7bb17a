//! The phone's layout: one card per unit, one of them open with fields to type into and its result at once.

mod body;
mod deck;
mod field;
mod words;

use web_sys::{Event, HtmlElement, KeyboardEvent};

use wasm_bindgen::JsCast;

use super::app::{App, Dialog};
use super::charts::dumbbell;
use super::dom::{El, Live, button, div, el, set, span, toggle_class, value_of, watch};
use super::grid::{cell_view, lane_of, place_key};
use super::icons::{Icon, icon};
use super::modal::menu;
use super::tools::{column_choice, filter_choice, own_choices};
use super::units::{self, Where};
use super::{headline, notes, wording};
use crate::core::field::Field;
use crate::core::quantity::Value;
use crate::core::unit::Place;
use crate::i18n::Text;
use crate::state::view::{Filter, Row, RowKind, Sort};
use deck::Deck;

/// From so many units on a field to find them by name is worth its place.
const MANY: usize = 12;

/// Everything below the top bar on a phone.
pub fn cards(app: App) -> El {
    let deck = Deck::new(app);
    let units = div("cards")
        .attr("role", "grid")
        .attr_tr(app, "aria-label", Text::TabData)
        .live_attr("aria-rowcount", move || Some(deck.unit_count().to_string()))
        .each(move || deck.unit_keys(), move |key| card(app, deck, key));
    let totals = div("cards")
        .attr("role", "grid")
        .attr_tr(app, "aria-label", Text::TotalAll)
        .each(move || deck.total_keys(), move |key| card(app, deck, key));
    let more = move || {
        let left = deck.left();
        if left == 0 {
            return Vec::new();
        }
        let label = move || app.tf(Text::PhoneShowMore, &[("n", &app.count_text(left))]);
        vec![button("btn", move |_| deck.show_more()).live_text(label)]
    };
    el("main", "phone")
        .child(headline::phone_headline(app))
        .child(tools(app, deck))
        .child(super::tools::nothing(app))
        .child(units)
        .live(more)
        .child(totals)
        .child(notes::notes(app))
}

/// Orders that make sense on a small screen.
const ORDERS: [(Text, Option<Sort>); 5] = [
    (Text::SortTable, None),
    (Text::SortGap, Some(Sort { field: Field::GapHouseholds, descending: false })),
    (Text::SortRateHigh, Some(Sort { field: Field::RateNow, descending: true })),
    (Text::SortDropHigh, Some(Sort { field: Field::DropPoints, descending: true })),
    (Text::SortName, Some(Sort { field: Field::Unit, descending: false })),
];

/// Order and filter, the way to the table, and what else there is to do.
fn tools(app: App, deck: Deck) -> El {
    let label = move || {
        let sort = app.options.with(|options| options.sort);
        let order = ORDERS.iter().find(|(_, known)| *known == sort).map_or(Text::SortTable, |(text, _)| *text);
        let n = app.rows.with(|rows| rows.iter().filter(|row| row.kind == RowKind::Unit).count());
        app.tf(Text::UnitsSorted, &[("n", &app.count_text(n)), ("order", app.t(order))])
    };
    let order = menu(app, Box::new(label), Some(Icon::Down), "btn quiet", false, Box::new(move || order_items(app)));
    let as_table = button("btn quiet", move |_| {
        deck::leave_field();
        app.cards.set(false);
    });
    let as_table = as_table.child(icon(Icon::Table)).child(span("").tr(app, Text::AsTable));
    let others = move || app.t(Text::More).to_owned();
    let items = move || other_items(app, deck);
    let others = menu(app, Box::new(others), Some(Icon::More), "btn quiet", true, Box::new(items));
    let find = move || {
        let many = app.watch(|session| session.workbook().units().len()) > MANY;
        (!many).then(String::new)
    };
    let find = el("input", "input")
        .attr("type", "search")
        .attr("data-role", "find")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr_tr(app, "aria-label", Text::Find)
        .attr_tr(app, "placeholder", Text::Find)
        .live_attr("hidden", find)
        .live_value(move || app.options.with(|options| options.find.clone()))
        .on("input", move |event| app.set_options(|options| options.find = value_of(&event)));
    let _ = find.html().style().set_property("margin-bottom", "8px");
    let row = div("phone-tools").child(order).child(span("grow")).child(as_table).child(others);
    div("").child(row).child(find)
}

fn order_items(app: App) -> Vec<El> {
    let order = |(name, sort): (Text, Option<Sort>)| {
        button("", move |_| app.set_options(|options| options.sort = sort))
            .attr("role", "menuitemradio")
            .live_flag("aria-checked", move || app.options.with(|options| options.sort == sort))
            .tr(app, name)
    };
    let mut items: Vec<El> = ORDERS.into_iter().map(order).collect();
    items.push(el("hr", ""));
    let named = [
        (Text::FilterAll, Filter::All),
        (Text::FilterMissed, Filter::Missed),
        (Text::FilterMet, Filter::Met),
        (Text::FilterEmpty, Filter::Incomplete),
    ];
    items.extend(named.map(|(name, filter)| filter_choice(app, filter, app.t(name).to_owned())));
    let tags = app.read(|session| {
        let tags = session.workbook().tags().iter();
        tags.map(|tag| (Filter::Tag(tag.id), tag.name.clone())).collect::<Vec<_>>()
    });
    items.extend(tags.into_iter().map(|(filter, name)| filter_choice(app, filter, name)));
    items
}

fn other_items(app: App, deck: Deck) -> Vec<El> {
    let all = button("", move |_| deck.all_fields.set(!deck.all_fields.now()))
        .attr("role", "menuitemcheckbox")
        .live_flag("aria-checked", move || deck.all_fields.get())
        .tr(app, Text::PhoneMoreFields);
    let add = button("", move |_| {
        units::add(app, Where::End);
        deck::later(|| crate::platform::page::focus("#unit-name"));
    });
    let mut items = vec![
        column_choice(app, Text::ColumnsNear, "columns-near", |options| &mut options.near_poor),
        column_choice(app, Text::ColumnsBoth, "columns-both", |options| &mut options.both),
        column_choice(app, Text::ColumnsPersons, "columns-persons", |options| &mut options.persons),
    ];
    items.extend(own_choices(app));
    items.extend([
        all,
        el("hr", ""),
        add.action("add-unit").tr(app, Text::UnitAdd),
        button("", move |_| app.dialog.set(Some(Dialog::Periods))).tr(app, Text::PeriodMenu),
    ]);
    items
}

/// One card; which one is told by its key.
fn card(app: App, deck: Deck, key: u64) -> El {
    let Some(row) = deck.row(key) else { return div("") };
    let class = match row.kind {
        RowKind::Total => "card total",
        RowKind::Tag => "card subtotal",
        RowKind::Group => "card group",
        RowKind::Unit => "card",
    };
    // Kept apart, so that a card is made anew only when it is opened or closed itself.
    let open = Live::new(deck.open.now() == Some(row.place));
    watch(move || open.set(deck.open.get() == Some(row.place)));
    let seen = seen_at(app, row.place);
    let inside = move || {
        if open.get() {
            vec![body::body(app, deck, row)]
        } else {
            vec![line(seen, row).on("click", move |_| deck.turn(app, row.place))]
        }
    };
    div(class)
        .attr("role", "row")
        .live_class("open", move || open.get())
        .child(head(app, seen, deck, row, open))
        .live(inside)
}

/// The application as a closed card sees it, to be read only: repaints come when something of the place has changed.
/// Otherwise every part of every card would ask for its figures anew at every key press.
fn seen_at(app: App, place: Place) -> App {
    let changes = Live::new(0_u32);
    let mut before = None;
    watch(move || {
        let now = app.watch(|session| {
            // A name that is being typed may stand in other cards, too.
            let drafted = session.draft().is_some_and(|draft| draft.place == place || draft.field == Field::Unit);
            let figures: Vec<Value> = Field::ALL.iter().map(|field| session.solution().value(place, *field)).collect();
            let verdict = session.solution().verdict(place);
            (!drafted).then(|| (session.revision(), session.span(), verdict, figures))
        });
        if now.is_none() || before != now {
            before = now;
            changes.update(|count| *count = count.wrapping_add(1));
        }
    });
    let mut seen = app;
    seen.paint = changes;
    seen
}

/// Name, marks and verdict; pressing it opens and closes the card.
fn head(app: App, seen: App, deck: Deck, row: Row, open: Live<bool>) -> El {
    let place = row.place;
    let star = move || {
        let star = seen.watch(|session| session.is_illustrative(place));
        if !star {
            return Vec::new();
        }
        let mark = span("mut").attr("aria-hidden", "true").attr_tr(app, "title", Text::Illustrative).text(" *");
        vec![mark, span("sr-only").tr(app, Text::Illustrative)]
    };
    let tags = move || {
        seen.watch(|session| {
            let Place::Unit(id) = place else { return String::new() };
            let tags = session.workbook().unit(id).map(|unit| unit.tags.as_slice()).unwrap_or_default();
            tags.iter().map(|tag| session.name(Place::Tag(*tag))).collect::<Vec<_>>().join(" · ")
        })
    };
    let press = move |event: Event| {
        let event: KeyboardEvent = event.unchecked_into();
        match event.key().as_str() {
            "Enter" | " " => deck.turn(app, place),
            "ArrowDown" => step(&event, 1),
            "ArrowUp" => step(&event, -1),
            _ => return,
        }
        event.prevent_default();
    };
    let name = div("card-name")
        .attr("role", "gridcell")
        .attr("tabindex", "0")
        .live_flag("aria-expanded", move || open.get())
        .on("keydown", press);
    let name = cell(seen, name, place, Field::Unit, None)
        .child(el("b", "").live_text(move || shown_name(seen, place)))
        .child(span("").live(star))
        .child(el("small", "unit-tag").live_text(tags));
    let verdict = div("verdict").attr("role", "gridcell");
    let verdict = cell(seen, verdict, place, Field::Verdict, Some(Box::new(move || wording::gap(seen, place))));
    div("card-head").on("click", move |_| deck.turn(app, place)).child(name).child(verdict)
}

/// The committed name; a word in its place while there is none.
fn shown_name(app: App, place: Place) -> String {
    let name = app.watch(|session| cell_view(session, place, Field::Unit, app.lang.get()).text);
    if name.is_empty() { app.t(Text::UnitNew).to_owned() } else { name }
}

/// Moves the keyboard to the name of the next or previous card.
fn step(event: &KeyboardEvent, by: i32) {
    let Some(from) = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) else { return };
    let Ok(names) = super::dom::document().query_selector_all(".card-name") else { return };
    let at = (0..names.length()).find(|at| names.item(*at).as_ref() == Some(from.as_ref()));
    let next = at.and_then(|at| names.item(at.saturating_add_signed(by)));
    if let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
        let _ = next.focus();
    }
}

/// A closed card's lane and result: "26,60 % · giảm 3,90".
fn line(app: App, row: Row) -> El {
    let place = row.place;
    let lane = dumbbell(
        app,
        Box::new(move || {
            app.paint.track();
            lane_of(app, row)
        }),
        None,
    );
    let rate = move || {
        app.paint.track();
        let rate = wording::shown(app, place, Field::RateNow);
        if rate.is_empty() { app.t(Text::Unknown).to_owned() } else { rate }
    };
    let rate = cell(app, el("b", "").attr("role", "gridcell"), place, Field::RateNow, Some(Box::new(rate)));
    let drop = span("").attr("role", "gridcell");
    let drop = cell(app, drop, place, Field::DropPoints, Some(Box::new(move || words::closed(app, place))));
    div("card-line").child(span("lane").child(lane)).child(span("").child(rate).child(drop))
}

/// Makes an element the cell of a place and field: its public names and value, and its words if it has any of its own.
fn cell(app: App, element: El, place: Place, field: Field, words: Option<Box<dyn Fn() -> String>>) -> El {
    let made = element.attr("data-row", &place_key(app, place)).attr("data-col", field.key());
    let element = made.0.clone();
    let mut shown = (String::new(), String::new(), "");
    watch(move || {
        let view = app.watch(|session| cell_view(session, place, field, app.lang.get()));
        let words = words.as_ref().map(|words| words()).unwrap_or_default();
        if words != shown.0 {
            element.set_text_content(Some(&words));
            shown.0 = words;
        }
        // The first run always writes: no state is empty.
        if (&view.data_value, view.state) != (&shown.1, shown.2) {
            set(&element, "data-value", &view.data_value);
            set(&element, "data-state", view.state);
            if field == Field::Verdict {
                set(&element, "data-verdict", view.verdict);
            }
            (shown.1, shown.2) = (view.data_value, view.state);
        }
        toggle_class(&element, "of-sums", view.of_sums && field == Field::RateNow);
    });
    made
}
