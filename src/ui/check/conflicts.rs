//! Contradictions: the figures that cannot all be true, the equations and by how much they miss, what may have happened
//! and the repair, which is applied only when the user says so.

use std::rc::Rc;

use super::search::Stand;
use super::{jump, jump_button};
use crate::core::conflict::{Conflict, Repair};
use crate::core::field::Field;
use crate::core::unit::Place;
use crate::i18n::Text;
use crate::platform::{clipboard, page};
use crate::state::history::Label;
use crate::ui::app::App;
use crate::ui::dom::{El, Live, button, div, el, span};
use crate::ui::icons::{Icon, icon};
use crate::ui::wording::{self, CellWords, ConflictWords, RepairWords};

/// Contradictions told before "… more".
const LISTED: usize = 5;
/// Figures named of one.
const FIGURES: usize = 8;

/// All of them, the first ones in full.
pub fn section(app: App) -> El {
    let all = Live::new(false);
    let list = move || {
        let found = app.check.conflicts.with(Clone::clone);
        let shown = if all.get() { usize::MAX } else { LISTED };
        let current = found.of == Some(Stand::of(app)) && !found.searching;
        let conflicts = found.list.iter().take(shown).cloned().map(Rc::new);
        conflicts.enumerate().map(|(at, conflict)| one(app, at, conflict, current)).collect()
    };
    let more = move || {
        let (told, further) = app.check.conflicts.with(|found| (found.list.len(), found.more));
        let hidden = if all.get() { 0 } else { told.saturating_sub(LISTED) };
        let mut parts = Vec::new();
        if hidden > 0 {
            let words = app.tf(Text::NoteMore, &[("n", &app.count_text(hidden))]);
            parts.push(button("btn small", move |_| all.set(true)).action("more-conflicts").text(&words));
        }
        if further > 0 && hidden == 0 {
            let words = app.tf(Text::ConflictsFurther, &[("n", &app.count_text(further))]);
            parts.push(el("p", "note").text(&words));
        }
        parts
    };
    div("").child(div("conflicts").live(list)).child(div("acts").live(more))
}

fn one(app: App, at: usize, conflict: Rc<Conflict>, current: bool) -> El {
    let words = wording::conflict(app, &conflict, FIGURES);
    let name = ["conflict-", &at.to_string()].concat();
    let mut card = el("section", "conflict-card")
        .attr("data-role", "conflict")
        .attr("aria-labelledby", &name)
        .child(el("h3", "").attr("id", &name).text(&words.title));
    let equations = words.equations.iter().map(|one| el("li", "").child(cell(app, one)));
    card = card.child(el("ul", "equations").children(equations.collect()));
    card = card.child(repairs(app, &conflict, &words, current));
    for hint in &words.hints {
        let hint = el("p", "conflict-hint").child(icon(Icon::Info)).child(span("").text(hint));
        card = card.child(hint.attr("data-role", "hint"));
    }
    let text = question(app, &words);
    let copy = button("btn small", move |_| copy(app, text.clone()))
        .action("copy-question")
        .child(icon(Icon::Copy))
        .child(span("").tr(app, Text::ConflictCopy));
    card.child(figures(app, &words)).child(div("acts").child(copy))
}

/// A sentence that leads to its cell.
fn cell(app: App, words: &CellWords) -> El {
    let (place, field) = words.cell;
    button("jump", move |_| jump::jump(app, place, field.unwrap_or(Field::Unit))).text(&words.text)
}

/// The figures involved, folded away: the equations name most of them.
fn figures(app: App, words: &ConflictWords) -> El {
    let open = Live::new(false);
    let list = words.facts.iter().map(|one| el("li", "").child(cell(app, one)));
    let mut list = el("ul", "figures").children(list.collect());
    if let Some(more) = &words.more {
        list = list.child(el("li", "mut").text(more));
    }
    let fold = button("btn quiet small", move |_| open.update(|open| *open = !*open))
        .live_flag("aria-expanded", move || open.get())
        .action("conflict-figures")
        .tr(app, Text::ConflictFigures);
    div("figures-frame").child(fold).child(list.live_attr("hidden", move || (!open.get()).then(String::new)))
}

fn repairs(app: App, conflict: &Rc<Conflict>, words: &ConflictWords, current: bool) -> El {
    let frame = div("repairs");
    let Some((first, others)) = words.repairs.split_first() else {
        let mut frame = frame.child(el("p", "no-repair").text(words.no_repair.unwrap_or_default()));
        if !words.suspects.is_empty() {
            let list = words.suspects.iter().map(|one| el("li", "").child(cell(app, one)));
            frame = frame.child(el("p", "note").text(words.suspects_title));
            frame = frame.child(el("ul", "suspects").children(list.collect()));
        }
        return frame;
    };
    let mut frame = frame.child(best(app, conflict, first, current));
    if !others.is_empty() {
        let line = |(at, words): (usize, &RepairWords)| {
            let (place, field) = words.cell;
            let body = el("p", "")
                .child(jump_button(app, place, field.unwrap_or(Field::Unit), &words.place))
                .child(span("").text(" ").text(&words.text));
            el("li", "").attr("data-role", "repair").child(body).maybe(take(app, conflict, at, current, "btn small"))
        };
        let list = others.iter().zip(1..).map(|(words, at)| line((at, words)));
        frame = frame.child(el("p", "note").tr(app, Text::ConflictOthers));
        frame = frame.child(el("ul", "other-repairs").children(list.collect()));
    }
    frame
}

/// The likeliest repair, large: what is written and what it may have been.
fn best(app: App, conflict: &Rc<Conflict>, words: &RepairWords, current: bool) -> El {
    let (place, field) = words.cell;
    let mut big = div("repair-big");
    if let Some((old, new)) = conflict.repairs.first().and_then(|repair| only_change(app, repair)) {
        let (was, now) = parted(&old, &new);
        big = big.child(written("s", &was)).child(span("arrow").attr("aria-hidden", "true").text("→"));
        big = big.child(written("b", &now));
    }
    let said = el("p", "")
        .child(jump_button(app, place, field.unwrap_or(Field::Unit), &words.place))
        .child(span("").text(" ").text(&words.text));
    div("repair-best").attr("data-role", "repair").child(big).child(said).child(div("acts").maybe(take(
        app,
        conflict,
        0,
        current,
        "btn primary",
    )))
}

/// The one figure that a repair changes, as written and as it may have been.
fn only_change(app: App, repair: &Repair) -> Option<(String, String)> {
    let [(key, fact)] = repair.changes.as_slice() else { return None };
    let style = app.style();
    let old = app.read(|session| session.workbook().fact(*key).cloned())?;
    let write = |fact| crate::codec::number::fact_text(fact, style);
    Some((write(&old), write(fact)))
}

/// Two texts in three parts each, the middle being what differs.
fn parted(old: &str, new: &str) -> ([String; 3], [String; 3]) {
    let (a, b): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
    let start = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let least = a.len().min(b.len()) - start;
    let end = a.iter().rev().zip(b.iter().rev()).take(least).take_while(|(a, b)| a == b).count();
    let part = |all: &[char]| {
        let text = |part: Option<&[char]>| part.unwrap_or_default().iter().collect::<String>();
        let last = all.len() - end;
        [text(all.get(..start)), text(all.get(start..last)), text(all.get(last..))]
    };
    (part(&a), part(&b))
}

fn written(tag: &str, [start, middle, end]: &[String; 3]) -> El {
    el(tag, "").text(start).child(el("u", "").text(middle)).text(end)
}

/// The button that applies a repair.
fn take(app: App, conflict: &Rc<Conflict>, at: usize, current: bool, class: &str) -> Option<El> {
    let repair = conflict.repairs.get(at)?;
    let label = match only_change(app, repair) {
        Some((_, new)) => app.tf(Text::EntryUse, &[("n", &new)]),
        None => app.t(Text::ConflictUse).to_owned(),
    };
    let conflict = conflict.clone();
    let act = move |_| {
        if let Some(repair) = conflict.repairs.get(at) {
            apply(app, repair);
        }
    };
    let button = button(class, act).action("apply-repair").text(&label);
    Some(if current { button } else { button.attr("disabled", "") })
}

/// Applies a repair as one step with a way back, unless the table has changed since it was found.
fn apply(app: App, repair: &Repair) {
    app.commit_draft();
    if app.check.conflicts.peek(|found| found.of) != Some(Stand::of(app)) {
        return app.say(app.t(Text::CheckSearching));
    }
    let label = Label::Cells(repair.changes.len());
    let at: Option<(Place, Field)> = repair.changes.first().and_then(|(key, _)| {
        let span = app.read(|session| session.span());
        let fact = |field: &&Field| {
            app.read(|session| session.workbook().key_of(span, key.place, **field)).is_some_and(|other| other == *key)
        };
        Some((key.place, *Field::ALL.iter().find(fact)?))
    });
    app.commit(repair.edit(), label.clone(), at);
    app.say_done(&label);
    page::focus(".check-title");
}

/// The contradiction as a text for whoever has the source.
fn question(app: App, words: &ConflictWords) -> String {
    let mut lines = vec![[&wording::title(app), ": ", &words.title].concat()];
    let line = |one: &CellWords| ["- ", &one.text].concat();
    lines.extend(words.equations.iter().map(line));
    lines.push(app.t(Text::ConflictFigures).to_owned());
    lines.extend(words.facts.iter().map(line));
    lines.extend(words.more.iter().map(|more| ["- ", more].concat()));
    let repair = |one: &RepairWords| [&one.place, ": ", &one.text].concat();
    lines.extend(words.repairs.first().map(repair));
    lines.push(app.t(Text::ConflictAsk).to_owned());
    lines.join("\n")
}

fn copy(app: App, text: String) {
    wasm_bindgen_futures::spawn_local(async move {
        let done = clipboard::copy(&text).await;
        app.say(app.t(if done { Text::ConflictCopied } else { Text::ToastCopyFailed }));
    });
}
