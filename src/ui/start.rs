//! The first screen: one's own table, the sample, a blank table, a file or a link.

use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, HtmlInputElement};

use super::app::{App, Dialog};
use super::charts::{self, Axis, LaneData, Mark};
use super::dom::{El, Live, button, div, el, span, value_of};
use super::icons::{Icon, icon};
use super::{files, shared, shelf, shell, theme, wording};
use crate::codec::{number, sample};
use crate::core::field::Field;
use crate::core::order::order;
use crate::core::quantity::Value;
use crate::core::solve::solve;
use crate::core::unit::Place;
use crate::core::verdict::Verdict;
use crate::i18n::Text;
use crate::platform::rest;

pub fn start(app: App) -> El {
    el("main", "start").child(say(app)).child(offer(app))
}

/// What the program is for.
fn say(app: App) -> El {
    let brand = el("p", "brand-line").child(icon(Icon::Brand)).child(span("").tr(app, Text::AppName));
    let on_phone =
        move |phone: Text, else_: Text| move || app.t(if app.cards.get() { phone } else { else_ }).to_owned();
    let foot = |image: Icon, words: Text| span("").child(icon(image)).child(span("").tr(app, words));
    el("section", "start-say")
        .child(brand)
        .child(el("h1", "").live_text(on_phone(Text::StartLeadPhone, Text::StartLead)))
        .child(el("p", "").live_text(on_phone(Text::StartForPhone, Text::StartFor)))
        .child(art(app))
        .child(
            el("p", "start-foot")
                .child(foot(Icon::Lock, Text::StartPrivate))
                .child(foot(Icon::Offline, Text::StartOffline)),
        )
}

/// The ways to begin.
fn offer(app: App) -> El {
    let open = |image: Icon, action: &str, title: Text, sub: Text, go: fn(App)| {
        let words = span("").child(el("b", "").tr(app, title)).child(span("").tr(app, sub));
        choice(image, words, move |_| go(app)).action(action)
    };
    let paste = |app: App| app.dialog.set(Some(Dialog::Paste { html: String::new(), text: String::new() }));
    let choices = div("choices")
        .child(open(Icon::Table, "sample", Text::StartSample, Text::StartSampleSub, |app| {
            app.open(sample::sample());
            app.banner.set(None);
        }))
        .child(open(Icon::Blank, "blank", Text::StartBlank, Text::StartBlankSub, |app| {
            app.dialog.set(Some(Dialog::Blank));
        }))
        .child(open(Icon::Paste, "paste", Text::StartPastePhone, Text::StartPastePhoneSub, paste))
        .child(open(Icon::File, "open-file", Text::StartOpen, Text::StartOpenSub, |_| files::pick()));
    el("section", "start-do")
        .child(div("start-top").child(theme::theme_button(app)).child(shell::lang_switch(app)))
        .children(shelf::shelf(app, resume(app)))
        .child(el("h2", "").tr(app, Text::StartOwn))
        .child(paste_box(app))
        .child(el("p", "note").tr(app, Text::StartPasteOrder))
        .child(choices)
        .child(link_form(app))
}

fn choice(image: Icon, words: El, go: impl FnMut(web_sys::Event) + 'static) -> El {
    button("", go).child(icon(image)).child(words).child(icon(Icon::Forward))
}

/// Back to the table that is open behind the start screen.
fn resume(app: App) -> Option<El> {
    if !app.read(|session| session.workbook().units().iter().any(|unit| !unit.name.is_empty())) {
        return None;
    }
    let title = el("b", "").live_text(move || app.tf(Text::StartResume, &[("title", &wording::title(app))]));
    let words = span("").child(title).child(span("").tr(app, Text::StartResumeSub));
    let open = button("shelf-open", move |_| app.show_table()).child(icon(Icon::Table)).child(words);
    Some(open.child(icon(Icon::Forward)).action("resume"))
}

/// The picture of a table that says: copy yours and press Ctrl+V. It takes the paste itself.
fn paste_box(app: App) -> El {
    let how = el("p", "how")
        .child(icon(Icon::Paste))
        .child(span("").tr(app, Text::StartPaste))
        .child(el("kbd", "").text("Ctrl"))
        .child(el("kbd", "").text("V"));
    let cell = |key: Option<Text>, class: &str| {
        let cell = el("td", class);
        match key {
            Some(key) => cell.tr(app, key),
            None => cell,
        }
    };
    let line = |cells: [El; 3]| el("tr", "").children(cells.into());
    let ghost = el("tbody", "").children(vec![
        line([
            cell(Some(Text::StartGhostUnit), ""),
            cell(Some(Text::StartGhostHouseholds), "num"),
            cell(Some(Text::StartGhostPoor), "num"),
        ]),
        line([cell(Some(Text::StartGhostRow1), ""), cell(None, "num").text("431"), cell(None, "num").text("181")]),
        line([cell(Some(Text::StartGhostRow2), ""), cell(None, ""), cell(None, "")]),
        line([cell(None, "").text("…"), cell(None, ""), cell(None, "")]),
    ]);
    let pasted = move |event: web_sys::Event| {
        if let Some(event) = event.dyn_ref::<ClipboardEvent>() {
            event.prevent_default();
            super::paste_on_start(app, event);
        }
    };
    // Phones paste through a menu that some keyboards report as typing.
    let typed = move |event: web_sys::Event| {
        let text = value_of(&event);
        if text.len() > 3 {
            let field = event.target().map(|field| field.unchecked_into::<HtmlInputElement>());
            field.iter().for_each(|field| field.set_value(""));
            app.dialog.set(Some(Dialog::Paste { html: String::new(), text }));
        }
    };
    let take = el("textarea", "")
        .attr_tr(app, "aria-label", Text::PasteHere)
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .on("paste", pasted)
        .on("input", typed);
    div("paste-box").child(how).child(el("table", "ghost").attr("aria-hidden", "true").child(ghost)).child(take)
}

/// A field for a link that arrived as text.
fn link_form(app: App) -> El {
    let typed = Live::new(String::new());
    let field = el("input", "input")
        .attr("type", "text")
        .attr("data-role", "link-text")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr_tr(app, "aria-label", Text::LinkPaste)
        .attr_tr(app, "placeholder", Text::LinkPaste)
        .on("input", move |event| typed.set(value_of(&event)));
    let open = el("button", "btn").attr("type", "submit").action("open-link").tr(app, Text::LinkPasteGo);
    let send = move |event: web_sys::Event| {
        event.prevent_default();
        shared::open_link(app, &typed.now());
    };
    el("form", "link-form").child(field).child(open).on("submit", send)
}

/// The top of the scale on which the sample's chart is drawn: 55 %, as its tallest mark needs.
const ART_MOST: i64 = 5_500;

/// Room for the sample's chart. It is computed, not drawn beforehand, and what computes it is not waited for.
fn art(app: App) -> El {
    let here = Live::new(rest::is_here());
    if !here.now() {
        rest::when_here(move || here.set(true));
    }
    div("start-art").live(move || if here.get() { chart(app) } else { Vec::new() })
}

/// The sample's chart, highest rate first.
fn chart(app: App) -> Vec<El> {
    let workbook = sample::sample();
    let Some(shown) = workbook.latest_span() else { return Vec::new() };
    let solution = solve(&workbook, shown);
    let mut units: Vec<(&str, LaneData, Value)> = Vec::new();
    for unit in workbook.units() {
        let place = Place::Unit(unit.id);
        let bounds = |field| {
            let value = solution.value(place, field);
            value.is_known().then_some((value.lo, value.hi))
        };
        let mark = match solution.verdict(place) {
            Verdict::Met | Verdict::Exceeded => Mark::Met,
            _ => Mark::Missed,
        };
        let (prev, now) = (bounds(Field::RatePrev), bounds(Field::RateNow));
        let lane = LaneData { prev, now, drop: None, target: solution.target_line(place), mark };
        units.push((&unit.name, lane, solution.value(place, Field::RateNow)));
    }
    let rate_at = |at: usize| units.get(at).map(|(_, _, rate)| rate.lo);
    let highest_first = order(units.len(), &|a, b| rate_at(b).cmp(&rate_at(a)));
    let year = |id| workbook.period(id).map(|period| period.date.year.to_string()).unwrap_or_default();
    let now = year(shown.now);
    let prev = shown.prev.map(year).unwrap_or_default();
    let head = div("art-head")
        .child(span("").tr(app, Text::StartArt))
        .child(charts::legend(app, Some((prev, now.clone()))))
        .child(span("").live_text(move || app.tf(Text::StartArtRate, &[("year", &now)])));
    let mut rows = vec![head];
    for (name, lane, rate) in highest_first.iter().filter_map(|at| units.get(*at).copied()) {
        let chart = charts::dumbbell(app, Box::new(move || lane), Some(Axis::for_most(ART_MOST)));
        let number = span("num").live_text(move || number::hundredths(rate.lo, app.style()));
        rows.push(div("art-row").child(span("").text(name)).child(span("lane").child(chart)).child(number));
    }
    rows
}
