//! Under the table: what to check, what was inferred, and the sentence for the report.

use super::app::{App, Tab};
use super::check::{self, jump_button};
use super::dom::{El, button, div, el, span};
use super::icons::{Icon, icon};
use super::wording::{self, FindingWords, Inferred};
use crate::core::field::Field;
use crate::core::unit::Place;
use crate::i18n::Text;
use crate::platform::clipboard;

/// Findings shown here; the tab "Đối chiếu" has them all.
const SHOWN: usize = 3;

pub fn notes(app: App) -> El {
    el("div", "notes").child(to_check(app)).child(inferred(app)).child(sentence(app))
}

/// A heading that steps back when there is nothing under it.
fn heading(image: Icon, clear: impl Fn() -> bool + 'static, title: impl Fn() -> String + 'static) -> El {
    el("h3", "").live_class("clear", clear).child(icon(image)).child(span("").live_text(title))
}

fn to_check(app: App) -> El {
    let count = move || app.watch(|session| session.findings().len());
    let title = move || match count() {
        0 => app.t(Text::NoteCheckNone).to_owned(),
        n => app.tf(Text::NoteCheck, &[("n", &app.count_text(n))]),
    };
    let found = move || {
        app.paint.track();
        wording::findings(app, None, SHOWN)
    };
    let list = move |found: &Vec<FindingWords>| found.iter().cloned().map(|words| check::finding(app, words)).collect();
    let counts = move || (check::count(app), count().saturating_sub(SHOWN));
    let more = move |counts: &(usize, usize)| {
        let (image, key, n) = match *counts {
            (0, 0) => return Vec::new(),
            (0, n) => (Icon::Forward, Text::NoteMore, n),
            (n, _) => (Icon::Conflict, Text::NoteConflicts, n),
        };
        let words = move || app.tf(key, &[("n", &app.count_text(n))]);
        let open = button("btn small", move |_| app.show(Tab::Check)).action("all-findings");
        vec![open.child(icon(image)).child(span("").live_text(words))]
    };
    let heading = heading(Icon::Caution, move || count() == 0, title);
    let head = div("notes-head").child(heading).live_by(counts, more);
    el("section", "").child(head).child(el("ul", "findings").live_by(found, list))
}

fn inferred(app: App) -> El {
    let found = move || {
        app.paint.track();
        wording::inferred(app, SHOWN)
    };
    let body = move |found: &Inferred| {
        let count = found.count;
        let title = move || match count {
            0 => app.t(Text::NoteInferredNone).to_owned(),
            n => app.tf(Text::NoteInferred, &[("n", &app.count_text(n))]),
        };
        let lines = found.lines.iter().map(|(place, field, name, text)| {
            let jump = jump_button(app, *place, *field, name);
            el("li", "").child(el("p", "").child(jump).child(span("").text(" ").text(text)))
        });
        vec![heading(Icon::Range, move || count == 0, title), el("ul", "findings").children(lines.collect())]
    };
    el("section", "").live_by(found, body)
}

fn sentence(app: App) -> El {
    let written = move || {
        app.paint.track();
        wording::report_sentence(app)
    };
    let stands = move || match written() {
        Some(_) => Ok(app.read(|session| session.is_sample_like())),
        None => Err(why_no_sentence(app)),
    };
    let text = move || written().unwrap_or_default();
    let body = move |stands: &Result<bool, Text>| {
        let sample_like = match *stands {
            Ok(sample_like) => sample_like,
            Err(why) => return vec![el("p", "mut").tr(app, why)],
        };
        let sentence = span("").attr("data-role", "sentence").live_text(text);
        let doubt = sample_like.then(|| span("note").tr(app, Text::SentenceIllustrative));
        vec![el("p", "").child(sentence).child(span("").text(" ")).maybe(doubt)]
    };
    let copy = move |stands: &bool| {
        let copy = move |_| {
            let text = text();
            wasm_bindgen_futures::spawn_local(async move {
                let done = clipboard::copy(&text).await;
                app.say(app.t(if done { Text::ToastCopiedSentence } else { Text::ToastCopyFailed }));
            });
        };
        let button = || button("btn small", copy).child(icon(Icon::Copy)).child(span("").tr(app, Text::SentenceCopy));
        stands.then(button).into_iter().collect()
    };
    let head =
        div("notes-head").child(el("h3", "").tr(app, Text::NoteSentence)).live_by(move || stands().is_ok(), copy);
    el("section", "").child(head).child(div("").live_by(stands, body))
}

/// What a sentence for a report waits for: figures, or certain ones.
fn why_no_sentence(app: App) -> Text {
    let known = |field| app.read(|session| session.solution().value(Place::Area, field).is_known());
    if known(Field::PoorNow) && known(Field::RateNow) { Text::NoteSentenceDoubt } else { Text::NoteSentenceEmpty }
}
