//! The figures of a text one by one: the words, what they are taken for, the value, and how it stands.

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::sources::{self, At, Source};
use super::{correct, jump, words};
use crate::codec::article::{Certainty, PlaceTo};
use crate::codec::number;
use crate::core::field::Field;
use crate::core::quantity::State;
use crate::core::unit::Place;
use crate::i18n::Text;
use crate::state::statements::{Entry, Stage, Standing, by_itself, printed};
use crate::ui::app::App;
use crate::ui::dom::{El, Live, button, div, document, el, span, watch};
use crate::ui::icons::{Icon, icon};
use crate::ui::wording;

/// What can be done about a figure.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    /// To be confirmed; or, not ready, to be completed first.
    Open {
        ready: bool,
        new: bool,
    },
    /// The table has another figure.
    Asking,
    Done,
    Skipped,
    /// The table has no cell for it.
    Aside,
}

fn act(app: App, entry: &Entry, stand: &Standing) -> Act {
    let Some(statement) = &entry.statement else { return Act::Aside };
    match entry.stage {
        Stage::Asking(_) => Act::Asking,
        Stage::Skipped => Act::Skipped,
        _ if *stand != Standing::Gone && entry.stage != Stage::Open => Act::Done,
        _ => Act::Open {
            ready: app.watch(|session| entry.is_ready(session.workbook())),
            new: matches!(statement.place, PlaceTo::New(_)),
        },
    }
}

/// Whether a figure is worth a line of its own.
fn is_listed(entry: &Entry) -> bool {
    entry.statement.is_some() || entry.corrected || by_itself(&entry.proposal).is_some()
}

pub fn list(app: App, id: u32) -> El {
    let state = app.check.sources;
    let all = Live::new(false);
    let of = move |wanted: bool| -> Vec<u64> {
        state.list.with(|list| {
            let source = list.iter().find(|source| source.id == id);
            let entries = source.map(|source| source.entries.as_slice()).unwrap_or_default().iter().enumerate();
            entries.filter(|(_, entry)| is_listed(entry) == wanted).map(|(at, _)| at as u64).collect()
        })
    };
    let keys = move || {
        let mut keys = of(true);
        if all.get() {
            keys.extend(of(false));
        }
        keys
    };
    let more = move || {
        let n = of(false).len();
        if n == 0 || all.get() {
            return Vec::new();
        }
        let words = app.tf(Text::SourceMore, &[("n", &app.count_text(n))]);
        vec![button("btn quiet small", move |_| all.set(true)).action("more-entries").text(&words)]
    };
    let head = div("entries-head").attr("aria-hidden", "true");
    let head = head
        .child(span("").tr(app, Text::EntryQuote))
        .child(span("").tr(app, Text::EntryReads))
        .child(span("num").tr(app, Text::EntryValue))
        .child(span("").tr(app, Text::EntryStands));
    div("entries-frame")
        .child(head)
        .child(el("ul", "entries").each(keys, move |at| row(app, (id, at as usize))))
        .child(el("ul", "entries").live(move || inferred(app, id)))
        .child(div("acts").live(more))
}

fn row(app: App, at: At) -> El {
    let state = app.check.sources;
    let doing = Live::new(Act::Aside);
    watch(move || {
        if let Some(now) = state.with(at, |_, entry, stand| act(app, entry, stand)) {
            doing.set(now);
        }
    });
    let conflicts = move || state.with(at, |_, _, stand| *stand == Standing::Conflict).unwrap_or_default();
    let stage = move || {
        Some(
            match doing.get() {
                Act::Open { .. } => "open",
                Act::Asking => "asking",
                Act::Done => "done",
                Act::Skipped => "skipped",
                Act::Aside => "aside",
            }
            .to_owned(),
        )
    };
    let understood = move || {
        state.with(at, |_, entry, _| {
            let (what, look) = words::understood(app, entry);
            let place = entry.statement.as_ref().map(|statement| words::place(app, &statement.place));
            (place, what, look)
        })
    };
    let place = move || understood().and_then(|(place, ..)| place).map(|(name, _)| name).unwrap_or_default();
    let place_open = move || understood().and_then(|(place, ..)| place).is_some_and(|(_, look)| look);
    let what = move || understood().map(|(_, what, _)| what).unwrap_or_default();
    let what_open = move || understood().is_some_and(|(_, _, look)| look);
    let reads = div("reads")
        .child(span("sr-only").tr(app, Text::EntryReads))
        .child(el("b", "").live_class("caution", place_open).live_text(place))
        .child(span("").live_class("caution", what_open).live_text(what));
    let editor = move || {
        let is_open = state.editing.get() == Some(at);
        if is_open { vec![correct::form(app, at)] } else { Vec::new() }
    };
    el("li", "entry")
        .attr("data-entry", &at.1.to_string())
        .attr("data-role", "entry")
        .live_attr("data-stage", stage)
        .live_class("in-conflict", conflicts)
        .child(quote(app, at, doing))
        .child(reads)
        .child(div("value num").live(move || vec![value(app, at, doing.get())]))
        .child(div("stands").live(move || stands(app, at, doing.get())))
        .child(div("remark").attr("role", "status").live(move || remark(app, at, doing.get())))
        .child(div("").live(editor))
}

/// The words of the text around the figure.
fn quote(app: App, at: At, doing: Live<Act>) -> El {
    let state = app.check.sources;
    let part = |source: &Source, entry: &Entry| {
        let proposal = &entry.proposal;
        let (from, mut to) = (proposal.words.start.min(proposal.span.start), proposal.words.end.max(proposal.span.end));
        // A bracket that opens within closes there too.
        to += usize::from(source.text.get(to..).is_some_and(|rest| rest.starts_with(')')));
        let text = |from: usize, to: usize| source.text.get(from..to).unwrap_or_default().to_owned();
        [text(from, proposal.span.start), text(proposal.span.start, proposal.span.end), text(proposal.span.end, to)]
    };
    let parts = state.list.peek(|list| {
        let source = list.iter().find(|source| source.id == at.0)?;
        Some(part(source, source.entries.get(at.1)?))
    });
    let [before, figure, after] = parts.unwrap_or_default();
    let certainty = move || state.with(at, |_, entry, _| (entry.proposal.certainty, entry.corrected));
    let sure = move || {
        let Some((certainty, corrected)) = certainty() else { return Vec::new() };
        if corrected || !matches!(doing.get(), Act::Open { .. }) {
            return Vec::new();
        }
        let (key, image) = words::mark_of(certainty);
        let class = match certainty {
            Certainty::Certain => "sure met",
            Certainty::Likely => "sure mut",
            Certainty::Unclear => "sure caution",
        };
        let name = app.t(words::name_of(certainty));
        vec![
            span(class).attr("data-certainty", key).attr("title", name).child(icon(image)),
            span("sr-only").text(name).text(" "),
        ]
    };
    let words = span("").text(&before).child(el("b", "").text(&figure)).text(&after);
    div("quote").attr("lang", "vi").live(sure).child(words)
}

fn value(app: App, at: At, doing: Act) -> El {
    let state = app.check.sources;
    let text = state.with(at, |source, entry, _| {
        if entry.statement.is_some() {
            return words::value(app, entry);
        }
        // As it stands in the text: with its unit, whatever that is.
        let span = entry.proposal.span;
        source.text.get(span.start..span.end).map_or_else(|| printed(&entry.proposal, app.style()), str::to_owned)
    });
    let text = text.unwrap_or_default();
    let key = state.with(at, |_, entry, _| match &entry.stage {
        Stage::Confirmed(facts) => facts.first().map(|(key, _)| *key),
        Stage::SameTarget(key) => Some(*key),
        Stage::Kept(others) => others.first().map(|(key, _)| *key),
        _ => None,
    });
    match key.flatten().filter(|_| doing == Act::Done) {
        Some(key) => button("jump", move |_| jump::to_fact(app, key))
            .action("go-to-cell")
            .attr_tr(app, "title", Text::EntryGoTo)
            .text(&text),
        None => span("").text(&text),
    }
}

/// What to do, or how it stands.
fn stands(app: App, at: At, doing: Act) -> Vec<El> {
    let state = app.check.sources;
    let (id, index) = at;
    let chip = |(class, word, note): (&str, Text, String)| {
        let chip = span(["verdict ", class].concat().as_str()).attr("data-role", "standing").text(app.t(word));
        let mut parts = vec![if class == "mut" { chip.attr("class", "mut") } else { chip }];
        if !note.is_empty() {
            parts.push(span("note").text(&note));
        }
        parts
    };
    let edit =
        || button("btn quiet small", move |_| correct::open(app, at)).action("entry-edit").tr(app, Text::EntryEdit);
    match doing {
        Act::Open { ready, new } => {
            let act = if ready {
                let name = if new { Text::EntryTakeNew } else { Text::EntryTake };
                let take = move |_| sources::take(app, id, &[index], false);
                button("btn small", take).action("entry-take").tr(app, name)
            } else {
                button("btn small", move |_| correct::open(app, at)).action("entry-edit").tr(app, Text::EntryChoose)
            };
            let skip = move |_| {
                state.change(at, |entry| entry.stage = Stage::Skipped);
                sources::go_on(id, index + 1);
            };
            let skip = button("icon-btn small", skip)
                .action("entry-skip")
                .attr_tr(app, "aria-label", Text::EntrySkip)
                .attr_tr(app, "title", Text::EntrySkip)
                .child(icon(Icon::Close));
            let mut acts = vec![act];
            if ready {
                acts.push(edit());
            }
            acts.push(skip);
            vec![div("acts").children(acts)]
        }
        Act::Asking => Vec::new(),
        Act::Done => {
            let standing = state.with(at, |_, entry, stand| words::standing(app, entry, stand)).flatten();
            standing.map(chip).unwrap_or_default()
        }
        Act::Skipped => {
            let back = button("btn quiet small", move |_| state.change(at, |entry| entry.stage = Stage::Open));
            vec![span("mut").tr(app, Text::StandSkipped), back.action("entry-unskip").tr(app, Text::EntryUnskip)]
        }
        Act::Aside => {
            let own = state.with(at, |source, entry, _| words::own_standing(app, entry, &source.entries)).flatten();
            let mut parts = own.map(chip).unwrap_or_default();
            parts.insert(parts.len().min(1), edit());
            parts
        }
    }
}

/// What needs a look, and the question when the table has another figure.
fn remark(app: App, at: At, doing: Act) -> Vec<El> {
    let state = app.check.sources;
    let (id, index) = at;
    if doing == Act::Asking {
        let style = app.style();
        let there = state.with(at, |_, entry, _| {
            let Stage::Asking(others) = &entry.stage else { return Default::default() };
            let texts: Vec<String> = others.iter().map(|(_, fact)| number::fact_text(fact, style)).collect();
            (texts.join("/"), entry.text(style))
        });
        let (old, new) = there.unwrap_or_default();
        let words = app.tf(Text::EntryAsks, &[("old", &old), ("new", &new)]);
        let keep = move |_| {
            state.change(at, |entry| {
                if let Stage::Asking(others) = &entry.stage {
                    entry.stage = Stage::Kept(others.clone());
                }
            });
            sources::take(app, id, &[], false);
            sources::go_on(id, index + 1);
        };
        let acts = vec![
            button("btn small primary", move |_| sources::take(app, id, &[index], true))
                .action("entry-replace")
                .text(&app.tf(Text::EntryUse, &[("n", &new)])),
            button("btn small", keep).action("entry-keep").text(&app.tf(Text::EntryKeep, &[("n", &old)])),
        ];
        return vec![el("p", "caution").text(&words), div("acts").children(acts)];
    }
    let fall = || state.with(at, |_, entry, _| words::fall(app, entry)).flatten();
    let note = |words: String| vec![el("p", "").text(&words)];
    if doing == Act::Done {
        return fall().map(note).unwrap_or_default();
    }
    if !matches!(doing, Act::Open { .. } | Act::Aside) {
        return Vec::new();
    }
    let gone = state.with(at, |_, _, stand| *stand == Standing::Gone).unwrap_or_default();
    if gone {
        return vec![el("p", "").tr(app, Text::StandGone)];
    }
    let remark = state.with(at, |_, entry, _| words::remark(app, entry)).flatten();
    match remark {
        Some((words, grave)) => vec![el("p", if grave { "caution" } else { "" }).text(&words)],
        None => fall().map(note).unwrap_or_default(),
    }
}

/// What follows from the figures taken over and no text says.
fn inferred(app: App, id: u32) -> Vec<El> {
    use Field::{HouseholdsNow, HouseholdsPrev, PoorNow, PoorPrev, RateNow, RatePrev};
    app.paint.track();
    let places = app.check.sources.list.with(|list| {
        let mut places: Vec<Place> = Vec::new();
        let source = list.iter().find(|source| source.id == id);
        for (entry, stand) in source.into_iter().flat_map(|source| source.entries.iter().zip(&source.stands)) {
            if let Stage::Confirmed(facts) = &entry.stage
                && *stand != Standing::Gone
                && let Some((key, _)) = facts.first()
                && !places.contains(&key.place)
            {
                places.push(key.place);
            }
        }
        places
    });
    let mut lines = Vec::new();
    for place in places {
        for field in [HouseholdsPrev, PoorPrev, RatePrev, HouseholdsNow, PoorNow, RateNow] {
            let (value, typed) =
                app.read(|session| (session.solution().value(place, field), session.fact(place, field).is_some()));
            if !typed && value.state == State::Range {
                lines.push(line(app, place, field));
            }
        }
    }
    lines
}

fn line(app: App, place: Place, field: Field) -> El {
    let explained = wording::explain(app, place, field);
    let reads = div("reads")
        .child(el("b", "").text(&wording::place(app, place)))
        .child(span("").text(&wording::field_name(app, field)));
    let value = button("jump", move |_| jump::jump(app, place, field)).text(&wording::shown(app, place, field));
    let stands = div("stands")
        .child(span("verdict range").attr("data-role", "standing").tr(app, Text::StandRange))
        .child(span("note").text(&explained.text));
    el("li", "entry inferred")
        .attr("data-role", "inferred")
        .attr("data-col", field.key())
        .attr("data-row", &crate::ui::grid::place_key(app, place))
        .child(div("quote mut").tr(app, Text::EntryNotPrinted))
        .child(reads)
        .child(div("value num").child(value))
        .child(stands)
}

/// Brings a figure's line into view and gives it the keyboard.
pub fn show((id, index): At) {
    let selector = ["[data-source='", &id.to_string(), "'] [data-entry='", &index.to_string(), "']"].concat();
    let found = document().query_selector(&selector).ok().flatten();
    let Some(row) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) else { return };
    row.scroll_into_view();
    let first = row.query_selector("button").ok().flatten().and_then(|one| one.dyn_into::<HtmlElement>().ok());
    let _ = first.map(|button| button.focus());
    let _ = row.class_list().add_1("shown");
    Timeout::new(1200, move || drop(row.class_list().remove_1("shown"))).forget();
}
