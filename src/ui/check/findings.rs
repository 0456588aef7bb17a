//! Everything there is to check, as a list that jumps to the cells and can be copied for whoever corrects the figures.

use super::{jump, jump_button};
use crate::core::check::Severity;
use crate::i18n::Text;
use crate::platform::clipboard;
use crate::ui::app::{App, Dialog};
use crate::ui::dom::{El, button, div, el, span};
use crate::ui::grid;
use crate::ui::icons::{Icon, icon};
use crate::ui::wording::{self, Action, FindingWords};

/// Findings listed before "… more".
pub const LISTED: usize = 50;

const SEVERITIES: [Severity; 4] = [Severity::Error, Severity::Conflict, Severity::Warning, Severity::Info];

/// The mark before a finding, and its colour.
const fn mark_of(severity: Severity) -> (&'static str, Icon) {
    match severity {
        Severity::Error => ("missed", Icon::Missed),
        Severity::Conflict => ("missed", Icon::Conflict),
        Severity::Warning => ("caution", Icon::Caution),
        Severity::Info => ("mut", Icon::Info),
    }
}

const fn name_of(severity: Severity) -> Text {
    match severity {
        Severity::Error => Text::SeverityError,
        Severity::Conflict => Text::SeverityConflict,
        Severity::Warning => Text::SeverityWarning,
        Severity::Info => Text::SeverityInfo,
    }
}

const fn key_of(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Conflict => "conflict",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

fn count(app: App, of: Option<Severity>) -> usize {
    app.watch(|session| {
        let all = session.findings().iter();
        all.filter(|finding| of.is_none_or(|severity| finding.severity == severity)).count()
    })
}

/// The severity chosen, as long as there are findings of it.
fn chosen(app: App) -> Option<Severity> {
    app.check.severity.get().filter(|severity| count(app, Some(*severity)) > 0)
}

/// The list under its filter.
pub fn section(app: App) -> El {
    let title = move || match count(app, None) {
        0 => app.t(Text::NoteCheckNone).to_owned(),
        n => app.tf(Text::NoteCheck, &[("n", &app.count_text(n))]),
    };
    let list = move || {
        app.paint.track();
        wording::findings(app, chosen(app), app.check.listed.get()).into_iter().map(|words| item(app, words)).collect()
    };
    let more = move || {
        let hidden = count(app, chosen(app)).saturating_sub(app.check.listed.get());
        if hidden == 0 {
            return Vec::new();
        }
        let words = app.tf(Text::NoteMore, &[("n", &app.count_text(hidden))]);
        let show = move |_| app.check.listed.update(|listed| *listed += 4 * LISTED);
        vec![button("btn quiet small", show).action("more-findings").text(&words)]
    };
    let copy = button("btn small", move |_| copy(app))
        .action("copy-findings")
        .disabled(move || count(app, None) == 0)
        .child(icon(Icon::Copy))
        .child(span("").tr(app, Text::CheckCopy));
    let head = div("check-part-head").child(el("h3", "").attr("id", "check-findings").live_text(title)).child(copy);
    el("section", "check-part")
        .attr("aria-labelledby", "check-findings")
        .child(head)
        .child(filter(app))
        .child(el("ul", "findings").live(list))
        .child(div("acts").live(more))
}

/// All, or those of one severity; nothing to choose while all are of one.
fn filter(app: App) -> El {
    let choice = move |severity: Option<Severity>| {
        let label = severity.map_or(Text::SeverityAll, name_of);
        let words = move || {
            app.tf(Text::SeverityCount, &[("name", app.t(label)), ("n", &app.count_text(count(app, severity)))])
        };
        button("", move |_| app.check.severity.set(severity))
            .attr("data-severity", severity.map_or("all", key_of))
            .live_flag("aria-pressed", move || chosen(app) == severity)
            .maybe(severity.map(|severity| span(mark_of(severity).0).child(icon(mark_of(severity).1))))
            .child(span("").live_text(words))
    };
    // Made anew for other severities only: a button must not change under the finger that presses it.
    let there = move || -> Vec<Severity> {
        SEVERITIES.into_iter().filter(|severity| count(app, Some(*severity)) > 0).collect()
    };
    let choices = move |there: &Vec<Severity>| {
        if there.len() < 2 {
            return Vec::new();
        }
        std::iter::once(None).chain(there.iter().copied().map(Some)).map(choice).collect()
    };
    div("chips").attr("role", "group").attr_tr(app, "aria-label", Text::SeverityFilter).live_by(there, choices)
}

/// One finding: where, what, and what to do about it.
pub fn item(app: App, words: FindingWords) -> El {
    let (place, field) = words.cell;
    let actions = words.actions.into_iter().map(|action| {
        let act = action.action;
        button("btn small", move |_| perform(app, &act)).text(&action.label)
    });
    let (class, image) = mark_of(words.severity);
    let said =
        el("p", "").child(jump_button(app, place, field, &words.place)).child(span("").text(" ").text(&words.text));
    let body = div("said").child(said).child(span("acts").children(actions.collect()));
    el("li", "finding")
        .attr("data-role", "finding")
        .attr("data-check", words.check)
        .attr("data-severity", key_of(words.severity))
        .attr("data-row", &grid::place_key(app, place))
        .attr("data-col", field.key())
        .child(span(class).child(icon(image)).child(span("sr-only").tr(app, name_of(words.severity))))
        .child(body)
}

fn perform(app: App, action: &Action) {
    match action {
        Action::Confirm(key) => app.update(|session| session.confirm_reading(*key)),
        Action::Edit(place, field) => jump(app, *place, *field),
        Action::Periods => app.dialog.set(Some(Dialog::Periods)),
    }
}

/// The findings shown, one a line, for the person who has to correct the figures.
fn lines(app: App) -> String {
    let found = wording::findings(app, chosen(app), usize::MAX);
    let n = app.count_text(found.len());
    let mut text = app.tf(Text::CheckCopyHead, &[("title", &wording::title(app)), ("n", &n)]);
    for FindingWords { severity, unit, column, text: wrong, .. } in &found {
        text.push('\n');
        text.push_str(app.t(name_of(*severity)));
        for part in [unit, column, wrong].into_iter().filter(|part| !part.is_empty()) {
            text.push_str(" · ");
            text.push_str(part);
        }
    }
    text
}

fn copy(app: App) {
    let text = lines(app);
    let n = app.count_text(count(app, chosen(app)));
    wasm_bindgen_futures::spawn_local(async move {
        let done = clipboard::copy(&text).await;
        app.say(if done { app.tf(Text::CheckCopied, &[("n", &n)]) } else { app.t(Text::ToastCopyFailed).to_owned() });
    });
}
