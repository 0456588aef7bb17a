//! Under the table: what to check, what was inferred, and the sentence for the report.

use super::app::{App, Tab};
use super::check::{self, jump_button};
use super::dom::{El, button, div, el, span};
use super::icons::{Icon, icon};
use super::wording;
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
    let list = move || {
        app.paint.track();
        wording::findings(app, None, SHOWN).into_iter().map(|words| check::finding(app, words)).collect()
    };
    let more = move || {
        let hidden = count().saturating_sub(SHOWN);
        let words = match (check::count(app), hidden) {
            (0, 0) => return Vec::new(),
            (0, n) => app.tf(Text::NoteMore, &[("n", &app.count_text(n))]),
            (n, _) => app.tf(Text::NoteConflicts, &[("n", &app.count_text(n))]),
        };
        let open = button("btn small", move |_| app.show(Tab::Check)).action("all-findings");
        let image = if check::count(app) > 0 { Icon::Conflict } else { Icon::Forward };
        vec![open.child(icon(image)).child(span("").text(&words))]
    };
    let heading = heading(Icon::Caution, move || count() == 0, title);
    let head = div("notes-head").child(heading).live(more);
    el("section", "").child(head).child(el("ul", "findings").live(list))
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
