//! Correcting one figure of a text: what it states, where, when, and its value.

use std::collections::BTreeMap;

use gloo::timers::callback::Timeout;

use super::sources::{self, At};
use super::words;
use crate::codec::article::{PeriodTo, PlaceTo};
use crate::core::measure::Measure;
use crate::core::names::{capital, fold, same_name, search_key};
use crate::core::period::PeriodId;
use crate::core::unit::Place;
use crate::i18n::Text;
use crate::platform::page;
use crate::state::session::clean_name;
use crate::state::statements::Entry;
use crate::ui::app::{App, style_of};
use crate::ui::dialogs::{Item, labelled, select};
use crate::ui::dom::{El, Live, button, div, el, value_of};
use crate::ui::wording;

/// Names offered while a place is typed.
const OFFERED: usize = 500;

/// Opens the form of a figure.
pub fn open(app: App, at: At) {
    app.check.sources.editing.set(Some(at));
    Timeout::new(0, || page::focus(".correct select")).forget();
}

/// Closes it again.
fn close(app: App, (id, index): At) {
    app.check.sources.editing.set(None);
    sources::go_on(id, index);
}

pub fn form(app: App, at: At) -> El {
    let state = app.check.sources;
    let has_cell = move || state.with(at, |_, entry, _| entry.statement.is_some()).unwrap_or_default();
    let rest = move || {
        if !has_cell() {
            return Vec::new();
        }
        vec![place(app, at), period(app, at), value(app, at)]
    };
    // The rest is made anew only when the figure gets or loses its cell.
    let shape = Live::new(has_cell());
    crate::ui::dom::watch(move || shape.set(has_cell()));
    let rest = move || {
        shape.track();
        leptos::prelude::untrack(rest)
    };
    let ready = move || {
        state.with(at, |_, entry, _| app.watch(|session| entry.is_ready(session.workbook()))).unwrap_or_default()
    };
    let (id, index) = at;
    let take = button("btn small primary", move |_| sources::take(app, id, &[index], false))
        .action("entry-take")
        .disabled(move || !ready())
        .tr(app, Text::EntryTake);
    let done = button("btn small", move |_| close(app, at)).action("entry-close").tr(app, Text::Close);
    div("correct")
        .attr("role", "group")
        .attr_tr(app, "aria-label", Text::EntryEdit)
        .child(kind(app, at))
        .child(div("correct-rest").live(rest))
        .child(div("acts").child(take).child(done))
}

/// What the figure states.
fn kind(app: App, at: At) -> El {
    let state = app.check.sources;
    const FRACTION: &str = "fraction";
    let items = move || {
        let now = state.with(at, |_, entry, _| {
            let is_fraction = entry.statement.as_ref().is_some_and(|statement| statement.facts.len() > 1);
            (entry.measure(), is_fraction, entry.statement.is_none(), offers_fraction(app, entry))
        });
        let Some((measure, is_fraction, is_aside, offered)) = now else { return Vec::new() };
        let mut items =
            vec![Item { value: String::new(), words: app.t(Text::EntryNoCell).to_owned(), chosen: is_aside }];
        if offered {
            let words = app.t(Text::EntryFractionKind).to_owned();
            items.push(Item { value: FRACTION.to_owned(), words, chosen: is_fraction });
        }
        items.extend(Measure::ALL.into_iter().map(|one| Item {
            value: one.key().to_owned(),
            words: capital(&wording::measure_words(app, one, "")),
            chosen: measure == Some(one),
        }));
        items
    };
    let pick = move |value: String| {
        let style = style_of(app.lang.now());
        app.read(|session| {
            state.change(at, |entry| match (value.as_str(), Measure::from_key(&value)) {
                (FRACTION, _) => drop(entry.set_fraction(session.workbook())),
                (_, Some(measure)) => entry.set_measure(measure, session.workbook(), style),
                _ => entry.set_aside(),
            });
        });
    };
    labelled(app, Text::EntryKind, select(Box::new(items), Box::new(pick)).attr("data-role", "entry-kind"))
}

fn offers_fraction(app: App, entry: &Entry) -> bool {
    let own = crate::codec::article::settle;
    let facts = app.read(|session| own(&entry.proposal, entry.proposal.reading, session.workbook()));
    facts.is_some_and(|made| made.facts.len() > 1)
}

/// Every place of the table under a name of its own.
fn places(app: App) -> Vec<(String, Place)> {
    let mut all = vec![(wording::place(app, Place::Area), Place::Area)];
    app.read(|session| {
        let workbook = session.workbook();
        let name = |id| workbook.unit(id).map(|unit| unit.name.as_str()).unwrap_or_default();
        let mut bearers: BTreeMap<String, u32> = BTreeMap::new();
        for unit in workbook.units() {
            *bearers.entry(fold(&unit.name)).or_default() += 1;
        }
        for unit in workbook.units().iter().filter(|unit| !unit.name.is_empty()) {
            let twice = bearers.get(&fold(&unit.name)).is_some_and(|bearers| *bearers > 1);
            let label = match unit.parent.filter(|_| twice) {
                Some(parent) => [&unit.name, " (", name(parent), ")"].concat(),
                None => unit.name.clone(),
            };
            all.push((label, Place::Unit(unit.id)));
        }
        for tag in workbook.tags() {
            all.push((wording::place_name(Place::Tag(tag.id), &tag.name, app.lang.now()), Place::Tag(tag.id)));
        }
    });
    all
}

fn place(app: App, at: At) -> El {
    let state = app.check.sources;
    let shown = move || {
        state
            .with(at, |_, entry, _| match entry.statement.as_ref().map(|statement| &statement.place) {
                Some(PlaceTo::Known(place)) => Some(wording::place(app, *place)),
                Some(PlaceTo::New(name)) => Some(name.clone()),
                _ => None,
            })
            .flatten()
            .unwrap_or_default()
    };
    let change = move |text: String| {
        let name = clean_name(&text);
        // Typed without marks it is looked for without them.
        let bare = name.is_ascii().then(|| search_key(&name));
        let fits = |label: &str| {
            label == name || same_name(label, &name) || bare.as_ref().is_some_and(|bare| *bare == search_key(label))
        };
        let mut fitting = places(app).into_iter().filter(|(label, _)| fits(label)).map(|(_, place)| place);
        let place = match (fitting.next(), fitting.next()) {
            _ if name.is_empty() => PlaceTo::Unknown,
            (Some(place), None) => PlaceTo::Known(place),
            (Some(_), Some(_)) => PlaceTo::Unknown,
            (None, _) => PlaceTo::New(name),
        };
        state.change(at, |entry| entry.set_place(place));
    };
    let list = ["places-", &at.0.to_string(), "-", &at.1.to_string()].concat();
    let options = places(app).into_iter().take(OFFERED).map(|(name, _)| el("option", "").attr("value", &name));
    let input = el("input", "")
        .attr("type", "text")
        .attr("list", &list)
        .attr("maxlength", "120")
        .attr("autocomplete", "off")
        .attr("data-role", "entry-place")
        .live_value(shown)
        .on("change", move |event| change(value_of(&event)));
    let field = labelled(app, Text::EntryPlace, input);
    let hint = move || {
        let place = state.with(at, |_, entry, _| entry.statement.as_ref().map(|statement| statement.place.clone()));
        match place.flatten() {
            Some(PlaceTo::New(_)) => app.t(Text::EntryPlaceNew).to_owned(),
            Some(PlaceTo::Unknown) => app.t(Text::EntryPlaceUnknown).to_owned(),
            _ => String::new(),
        }
    };
    div("")
        .child(field)
        .child(el("p", "hint").live_text(hint))
        .child(el("datalist", "").attr("id", &list).children(options.collect()))
}

fn period(app: App, at: At) -> El {
    const OTHER: &str = "other";
    let state = app.check.sources;
    let other = Live::new(false);
    let now = move || {
        let period = state.with(at, |_, entry, _| entry.statement.as_ref().map(|statement| statement.period));
        period.flatten().unwrap_or(PeriodTo::Unknown)
    };
    let items = move || {
        let chosen = now();
        let mut items = Vec::new();
        if chosen == PeriodTo::Unknown && !other.get() {
            items.push(Item { value: String::new(), words: app.t(Text::EntryNoPeriod).to_owned(), chosen: true });
        }
        let known: Vec<PeriodId> =
            app.watch(|session| session.workbook().periods().iter().map(|period| period.id).collect());
        items.extend(known.into_iter().map(|id| Item {
            value: id.0.to_string(),
            words: wording::period_title(app, id),
            chosen: !other.get() && chosen == PeriodTo::Known(id),
        }));
        if let PeriodTo::New(date) = chosen {
            let words = app.tf(Text::EntryNewPeriod, &[("when", &capital(&words::date(app, date)))]);
            items.push(Item { value: "new".to_owned(), words, chosen: !other.get() });
        }
        items.push(Item {
            value: OTHER.to_owned(),
            words: app.t(Text::EntryOtherPeriod).to_owned(),
            chosen: other.get(),
        });
        items
    };
    let pick = move |value: String| {
        other.set(value == OTHER);
        if let Ok(id) = value.parse() {
            state.change(at, |entry| entry.set_period(PeriodTo::Known(PeriodId(id))));
        }
    };
    let typed = move |event: web_sys::Event| {
        let date = wording::read_date(&value_of(&event));
        let period = date.map_or(PeriodTo::Unknown, |date| {
            let known = app.read(|session| {
                session.workbook().periods().iter().find(|period| period.date == date).map(|period| period.id)
            });
            known.map_or(PeriodTo::New(date), PeriodTo::Known)
        });
        other.set(date.is_none());
        state.change(at, |entry| entry.set_period(period));
    };
    let date = move || {
        if !other.get() {
            return Vec::new();
        }
        let input = el("input", "")
            .attr("type", "text")
            .attr("inputmode", "numeric")
            .attr("placeholder", "31/12/2023")
            .attr("data-role", "entry-date")
            .on("change", typed);
        vec![labelled(app, Text::PeriodDate, input)]
    };
    let field =
        labelled(app, Text::EntryPeriod, select(Box::new(items), Box::new(pick)).attr("data-role", "entry-period"));
    div("").child(field).live(date)
}

fn value(app: App, at: At) -> El {
    let state = app.check.sources;
    let shown = move || state.with(at, |_, entry, _| entry.text(app.style())).unwrap_or_default();
    let typed = move |event: web_sys::Event| {
        let style = style_of(app.lang.now());
        state.change(at, |entry| entry.set_text(&value_of(&event), style));
    };
    let input = el("input", "num")
        .attr("type", "text")
        .attr("maxlength", "60")
        .attr("autocomplete", "off")
        .attr("data-role", "entry-value")
        .disabled(move || state.with(at, |_, entry, _| entry.measure().is_none()).unwrap_or(true))
        .live_value(shown)
        .on("change", typed);
    div("").child(labelled(app, Text::EntryValue, input))
}
