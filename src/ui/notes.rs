//! Under the table: what to check, what was inferred, and the sentence for the report.

use super::app::{App, Dialog};
use super::dom::{El, Live, button, div, el, span};
use super::icons::{Icon, icon};
use super::wording::{self, Action, FindingWords};
use crate::core::check::Severity;
use crate::core::field::Field;
use crate::core::unit::Place;
use crate::i18n::Text;
use crate::platform::{clipboard, page};

/// Findings shown before "… more".
const SHOWN: usize = 3;

pub fn notes(app: App) -> El {
    el("div", "notes").child(to_check(app)).child(inferred(app)).child(sentence(app))
}

/// The mark before a finding, and its colour.
const fn mark_of(severity: Severity) -> (&'static str, Icon) {
    match severity {
        Severity::Error => ("missed", Icon::Missed),
        Severity::Conflict => ("missed", Icon::Conflict),
        Severity::Warning => ("caution", Icon::Caution),
        Severity::Info => ("mut", Icon::Info),
    }
}

/// A heading that steps back when there is nothing under it.
fn heading(image: Icon, clear: impl Fn() -> bool + 'static, title: impl Fn() -> String + 'static) -> El {
    el("h3", "").live_class("clear", clear).child(icon(image)).child(span("").live_text(title))
}

/// Goes to a cell and gives it the keyboard.
fn jump(app: App, place: Place, field: Field) {
    app.select_cell(place, field);
    page::focus(".cell-editor");
}

fn jump_button(app: App, place: Place, field: Field, words: &str) -> El {
    button("jump", move |_| jump(app, place, field)).child(el("b", "").text(words))
}

fn to_check(app: App) -> El {
    let all = Live::new(false);
    let count = move || app.watch(|session| session.findings().len());
    let title = move || match count() {
        0 => app.t(Text::NoteCheckNone).to_owned(),
        n => app.tf(Text::NoteCheck, &[("n", &app.count_text(n))]),
    };
    let list = move || {
        app.paint.track();
        let shown = if all.get() { usize::MAX } else { SHOWN };
        wording::findings(app, shown).into_iter().map(|words| finding(app, words)).collect()
    };
    let more = move || {
        let hidden = count().saturating_sub(SHOWN);
        if hidden == 0 || all.get() {
            return Vec::new();
        }
        let words = app.tf(Text::NoteMore, &[("n", &app.count_text(hidden))]);
        vec![button("btn quiet small", move |_| all.set(true)).action("all-findings").text(&words)]
    };
    let heading = heading(Icon::Caution, move || count() == 0, title);
    el("section", "").child(heading).child(el("ul", "findings").live(list)).child(div("acts").live(more))
}

fn finding(app: App, words: FindingWords) -> El {
    let (place, field) = words.cell;
    let actions = words.actions.into_iter().map(|action| {
        let act = action.action;
        button("btn small", move |_| perform(app, &act)).text(&action.label)
    });
    let (class, image) = mark_of(words.severity);
    let body = div("")
        .child(jump_button(app, place, field, &words.place))
        .child(span("").text(" ").text(&words.text))
        .child(span("acts").children(actions.collect()));
    el("li", "finding")
        .attr("data-role", "finding")
        .attr("data-check", words.check)
        .attr("data-row", &super::grid::place_key(app, place))
        .attr("data-col", field.key())
        .child(span(class).child(icon(image)))
        .child(body)
}

fn perform(app: App, action: &Action) {
    match action {
        Action::Confirm(key) => app.update(|session| session.confirm_reading(*key)),
        Action::Edit(place, field) => jump(app, *place, *field),
        Action::Periods => app.dialog.set(Some(Dialog::Periods)),
    }
}

fn inferred(app: App) -> El {
    let body = move || {
        app.paint.track();
        let found = wording::inferred(app, SHOWN);
        let none = found.count == 0;
        let title = match found.count {
            0 => app.t(Text::NoteInferredNone).to_owned(),
            n => app.tf(Text::NoteInferred, &[("n", &app.count_text(n))]),
        };
        let lines = found.lines.into_iter().map(|(place, field, name, text)| {
            let body = el("p", "").child(jump_button(app, place, field, &name)).child(span("").text(" ").text(&text));
            el("li", "").child(body)
        });
        let list = el("ul", "findings").children(lines.collect());
        vec![heading(Icon::Range, move || none, move || title.clone()), list]
    };
    el("section", "").live(body)
}

fn sentence(app: App) -> El {
    let body = move || {
        app.paint.track();
        let Some(text) = wording::report_sentence(app) else {
            return vec![el("p", "mut").tr(app, Text::NoteSentenceEmpty)];
        };
        let mut parts = vec![el("p", "").attr("data-role", "sentence").text(&text)];
        if app.read(|session| session.is_sample_like()) {
            parts.push(el("p", "note").tr(app, Text::SentenceIllustrative));
        }
        let copy = move |_| {
            let text = text.clone();
            wasm_bindgen_futures::spawn_local(async move {
                let done = clipboard::copy(&text).await;
                app.say(app.t(if done { Text::ToastCopiedSentence } else { Text::ToastCopyFailed }));
            });
        };
        let button = button("btn small", copy).child(icon(Icon::Copy)).child(span("").tr(app, Text::SentenceCopy));
        parts.push(div("acts").child(button));
        parts
    };
    el("section", "").child(el("h3", "").tr(app, Text::NoteSentence)).child(div("").live(body))
}
