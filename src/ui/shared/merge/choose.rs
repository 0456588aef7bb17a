//! What only a person can decide: how the tables fit together, which units are one, and which of two figures holds.

use std::rc::Rc;

use super::{Book, Merging};
use crate::core::merge::{Dispute, Doubt, Merged, Shape};
use crate::core::unit::Place;
use crate::i18n::Text;
use crate::ui::app::App;
use crate::ui::dom::{El, Live, button, checked_of, div, el, span};
use crate::ui::shared::words;

/// Disputed cells listed before "more".
const SHOWN: usize = 100;

pub fn parts(app: App, state: Merging) -> Vec<El> {
    let Some(merged) = state.merged.with(Clone::clone) else { return Vec::new() };
    let books = state.books.with(Clone::clone);
    let mut parts = vec![shapes(app, state)];
    if !merged.doubts.is_empty() {
        parts.push(doubts(app, state, &merged, &books));
    }
    if !merged.disputes.is_empty() {
        parts.push(disputes(app, state, &merged, &books));
    }
    parts
}

fn shapes(app: App, state: Merging) -> El {
    let choice = move |shape: Shape, name: Text, action: &str| {
        let pick = move |_| {
            state.joined.update(Vec::clear);
            state.choices.update(Vec::clear);
            state.shape.set(Some(shape));
        };
        let input = el("input", "").attr("type", "radio").attr("name", "shape").action(action).on("change", pick);
        let input = if state.shape() == shape { input.attr("checked", "") } else { input };
        el("label", "check").child(input).child(span("").tr(app, name))
    };
    el("fieldset", "merge-shape")
        .child(el("legend", "").tr(app, Text::MergeShape))
        .child(choice(Shape::OneTable, Text::MergeOneTable, "merge-one-table"))
        .child(choice(Shape::Groups, Text::MergeGroups, "merge-groups"))
}

fn doubts(app: App, state: Merging, merged: &Merged, books: &[Book]) -> El {
    let lines = merged.doubts.iter().filter_map(|doubt| doubt_line(app, state, *doubt, books));
    el("fieldset", "merge-doubts").child(el("legend", "").tr(app, Text::MergeDoubts)).children(lines.collect())
}

fn doubt_line(app: App, state: Merging, doubt: Doubt, books: &[Book]) -> Option<El> {
    let source = books.get(doubt.source)?;
    let theirs = words::place_name(app, &source.workbook, Place::Unit(doubt.pair.theirs));
    let mine = state.merged.peek(|merged| {
        let merged = merged.as_ref()?;
        Some(words::place_name(app, &merged.workbook, Place::Unit(doubt.pair.mine)))
    })?;
    let id = (doubt.source, doubt.pair.theirs);
    let input = el("input", "").attr("type", "checkbox").action("merge-join").on("change", move |event| {
        let on = checked_of(&event);
        state.choices.update(Vec::clear);
        state.joined.update(|joined| {
            joined.retain(|other| *other != id);
            if on {
                joined.push(id);
            }
        });
    });
    let input = if state.joined.with(|joined| joined.contains(&id)) { input.attr("checked", "") } else { input };
    let gaps = [("a", mine.as_str()), ("b", &theirs), ("source", &source.name)];
    Some(el("label", "check").child(input).child(span("").text(&app.tf(Text::MergeJoin, &gaps))))
}

fn disputes(app: App, state: Merging, merged: &Rc<Merged>, books: &[Book]) -> El {
    let count = app.count_text(merged.disputes.len());
    let mut by_source = div("acts");
    for (at, book) in books.iter().enumerate() {
        let all = merged.clone();
        let press = move |_| {
            for dispute in &all.disputes {
                if dispute.claim_of(at).is_some() {
                    state.choose(dispute.key, Some(at));
                }
            }
        };
        let words = app.tf(Text::MergeBySource, &[("n", &app.count_text(at + 1)), ("name", &book.name)]);
        by_source = by_source.child(button("btn small", press).action("merge-by-source").text(&words));
    }
    let shown = Live::new(SHOWN);
    let list = merged.clone();
    let rows = el("div", "disputes").live(move || {
        let lines = list.disputes.iter().take(shown.get());
        let mut lines: Vec<El> = lines.map(|dispute| dispute_line(app, state, &list, dispute)).collect();
        if shown.get() < list.disputes.len() {
            let more = app.count_text(list.disputes.len() - shown.get());
            let more = app.tf(Text::NoteMore, &[("n", &more)]);
            lines.push(button("btn small", move |_| shown.update(|shown| *shown += SHOWN)).text(&more));
        }
        lines
    });
    el("section", "")
        .child(el("h3", "").text(&app.tf(Text::MergeDisputes, &[("n", &count)])))
        .child(by_source)
        .child(rows)
}

/// The cell, and what each source says, to choose from.
fn dispute_line(app: App, state: Merging, merged: &Merged, dispute: &Dispute) -> El {
    let key = dispute.key;
    let name = words::place_name(app, &merged.workbook, key.place);
    let what = words::measure_name(app, key.measure, merged.workbook.period(key.period));
    let label = [&name, ", ", &what].concat();
    let option = |words: String, choice: Option<usize>| {
        button("", move |_| state.choose(key, choice))
            .attr("role", "radio")
            .attr("data-source", &choice.map(|at| (at + 1).to_string()).unwrap_or_default())
            .live_flag("aria-checked", move || state.choice(key) == Some(choice))
            .text(&words)
    };
    let mut options = div("seg").attr("role", "radiogroup").attr("aria-label", &label);
    for (source, fact) in &dispute.claims {
        let figure = words::fact_text(fact, key.measure, app.style());
        let words = app.tf(Text::MergeClaim, &[("n", &app.count_text(*source + 1)), ("figure", &figure)]);
        options = options.child(option(words, Some(*source)));
    }
    options = options.child(option(app.t(Text::MergeEmpty).to_owned(), None));
    div("dispute")
        .attr("data-role", "dispute")
        .child(div("what").child(el("b", "").text(&name)).child(span("").text(&what)))
        .child(options)
}
