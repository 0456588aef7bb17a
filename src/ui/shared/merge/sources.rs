//! The list of workbooks to be merged, and the ways to add more.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Event, File, HtmlInputElement};

use super::{Book, Merging, book};
use crate::codec::desk::{is_file, unpack};
use crate::codec::letters;
use crate::codec::link;
use crate::core::workbook::Workbook;
use crate::i18n::Text;
use crate::platform::desk::{self, DeskError};
use crate::platform::{files, xlsx};
use crate::ui::app::App;
use crate::ui::dom::{El, Live, button, div, el, span, value_of};
use crate::ui::files::is_workbook;
use crate::ui::icons::{Icon, icon};
use crate::ui::shared::is_work;
use crate::ui::shared::open::with_names;
use crate::ui::{library, wording};

/// Tables of this device offered to be added.
const OFFERED: usize = 6;

/// Begins with the table on the screen and the one parked beside it; one's own first.
pub fn add_open(app: App, state: Merging) {
    let front = app.read(|session| session.workbook().clone());
    let parked = app.beside.read_parked(Workbook::clone);
    let both = if app.beside.is_shown() { [parked, Some(front)] } else { [Some(front), parked] };
    let both = both.into_iter().flatten().filter(is_work);
    let books = both.map(|workbook| book(app, workbook, "")).collect();
    state.books.update(|all| *all = books);
}

fn add(app: App, state: Merging, workbook: Workbook, from: &str) {
    // The same figures twice would only be two lines of one table.
    let is_there = state.books.peek(|books| books.iter().any(|book| *book.workbook == workbook));
    if !is_there {
        let made = book(app, workbook, from);
        state.choices.update(Vec::clear);
        state.books.update(|books| books.push(made));
    }
}

fn problem(state: Merging, words: String) {
    state.problems.update(|problems| problems.push(words));
}

/// Each workbook with its size, its check code and what becomes of it.
pub fn list(app: App, state: Merging) -> El {
    el("ol", "merge-list").live(move || {
        let merged = state.merged.with(Clone::clone);
        let accounts = merged.map(|merged| merged.accounts.clone()).unwrap_or_default();
        state.books.with(|books| {
            let lines = books.iter().enumerate().map(|(at, book)| {
                let account = accounts.get(at).copied();
                let mut facts = vec![size(app, book)];
                let title = &book.workbook.heading.title;
                if !title.is_empty() && *title != book.name {
                    facts.insert(0, title.clone());
                }
                if let Some(account) = account.filter(|_| at > 0) {
                    let (matched, added) = (app.count_text(account.matched), app.count_text(account.added));
                    facts.push(app.tf(Text::MergeMatched, &[("matched", &matched), ("added", &added)]));
                }
                let mut line = el("li", "")
                    .attr("data-role", "merge-source")
                    .child(span("number").text(&app.count_text(at + 1)))
                    .child(div("").child(el("b", "").text(&book.name)).child(el("p", "mut").text(&facts.join(" · "))));
                let notes = account.map(|account| {
                    let left = [
                        (account.part_totals, Text::MergePartTotals),
                        (account.other_standard, Text::MergeOtherStandard),
                        (account.unknown_parts, Text::MergeUnknownParts),
                    ];
                    left.into_iter().filter(|(n, _)| *n > 0)
                });
                for (n, key) in notes.into_iter().flatten() {
                    line = line.child(
                        el("p", "note-line")
                            .child(icon(Icon::Info))
                            .child(span("").text(&app.tf(key, &[("n", &app.count_text(n))]))),
                    );
                }
                let remove = button("icon-btn", move |_| take_out(state, at))
                    .action("merge-remove")
                    .attr("aria-label", &[app.t(Text::MergeRemove), " ", &book.name].concat())
                    .child(icon(Icon::Close));
                line.child(remove)
            });
            lines.collect()
        })
    })
}

fn size(app: App, book: &Book) -> String {
    let figures: usize = book.workbook.all_series().map(|(_, series)| series.iter().count()).sum();
    [
        app.tf(Text::SharedUnits, &[("n", &app.count_text(book.workbook.leaf_count()))]),
        app.tf(Text::CompareFigures, &[("n", &app.count_text(figures))]),
        app.tf(Text::CheckCode, &[("code", &book.code)]),
    ]
    .join(" · ")
}

fn take_out(state: Merging, at: usize) {
    // What was said about sources by their numbers no longer holds.
    state.choices.update(Vec::clear);
    state.joined.update(Vec::clear);
    state.books.update(|books| {
        if at < books.len() {
            books.remove(at);
        }
    });
}

/// Files, links in any text, and tables of this device.
pub fn adding(app: App, state: Merging) -> El {
    let chosen = move |event: Event| {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
        state.problems.update(Vec::clear);
        if let Some(files) = input.files() {
            for file in (0..files.length()).filter_map(|at| files.get(at)) {
                read_file(app, state, file);
            }
        }
        input.set_value("");
    };
    let input = el("input", "sr-only")
        .attr("type", "file")
        .attr("multiple", "")
        .attr("data-role", "merge-files")
        .attr("accept", ".json,.txt,.xlsx,application/json,text/plain")
        .on("change", chosen);
    let files = el("label", "btn").child(icon(Icon::File)).child(span("").tr(app, Text::MergeFiles)).child(input);
    let typed = Live::new(String::new());
    let text = el("textarea", "input")
        .attr("data-role", "merge-links")
        .attr("rows", "2")
        .attr("spellcheck", "false")
        .attr_tr(app, "aria-label", Text::MergeLinks)
        .attr_tr(app, "placeholder", Text::MergeLinks)
        .live_value(move || typed.get())
        .on("input", move |event| {
            typed.set(value_of(&event));
            if read_links(app, state, &typed.now()) {
                typed.set(String::new());
            }
        });
    let offered = div("acts").live(move || {
        let entries = library::entries(app).into_iter().take(OFFERED);
        let offer = |entry: library::Entry| {
            let title = if entry.head.title.is_empty() { entry.head.area.clone() } else { entry.head.title.clone() };
            let name = title.clone();
            let press = move |_| {
                let name = name.clone();
                wasm_bindgen_futures::spawn_local(async move {
                    if let Some(workbook) = library::read(entry.id).await {
                        add(app, state, workbook, &name);
                    }
                });
            };
            button("btn small", press).action("merge-kept").child(icon(Icon::Add)).child(span("").text(&title))
        };
        entries.map(offer).collect()
    });
    let problems = div("")
        .attr("role", "alert")
        .live(move || state.problems.with(|all| all.iter().map(|words| el("p", "problem").text(words)).collect()));
    div("merge-add").child(files).child(text).child(offered).child(problems)
}

/// Adds every link of a text. Says whether there was one.
fn read_links(app: App, state: Merging, text: &str) -> bool {
    let found = link::find_links(text);
    if found.is_empty() {
        return false;
    }
    state.problems.update(Vec::clear);
    for one in found {
        match one.and_then(|link| link::read_link(&link).map(|opened| (link, opened))) {
            Ok((_, opened)) if opened.names_missing.is_none() => add(app, state, opened.workbook, ""),
            Ok((link, opened)) => wasm_bindgen_futures::spawn_local(async move {
                let (opened, remark) = with_names(&link, opened).await;
                if remark.is_some() {
                    problem(state, app.t(Text::SharedNamesMissing).to_owned());
                }
                add(app, state, opened.workbook, "");
            }),
            Err(error) => problem(state, wording::link_error(app, &error)),
        }
    }
    true
}

fn read_file(app: App, state: Merging, file: File) {
    wasm_bindgen_futures::spawn_local(async move {
        let name: Rc<str> = file.name().into();
        let bytes = match files::read_bytes(file).await {
            Ok(bytes) => bytes,
            Err(files::ReadError::TooLarge) => {
                let max = (files::MAX_BYTES as u32 / 1_000_000).to_string();
                return problem(state, app.tf(Text::FileTooBig, &[("name", &name), ("max", &max)]));
            }
            Err(files::ReadError::Refused) => return problem(state, app.tf(Text::FileBad, &[("name", &name)])),
        };
        if is_workbook(&name, &bytes) {
            // Of an Excel workbook only what this program put there can be taken as it is; a table has to be understood
            // by somebody first.
            let own = xlsx::read(&bytes).await.ok().and_then(|book| book.own).filter(|own| own.changed == 0);
            return match own.and_then(|own| unpack(&own.workbook)) {
                Some(workbook) => add(app, state, workbook, &name),
                None => problem(state, app.tf(Text::MergeNotOurs, &[("name", &name)])),
            };
        }
        let text = letters::read(&bytes).unwrap_or_default();
        if !is_file(&text) {
            if !read_links(app, state, &text) {
                problem(state, app.tf(Text::MergeNotOurs, &[("name", &name)]));
            }
            return;
        }
        match desk::read_file(&text).await {
            Ok(opened) => {
                if opened.repaired > 0 {
                    problem(state, app.tf(Text::FileRepaired, &[("name", &name)]));
                }
                add(app, state, opened.workbook, &name);
            }
            Err(DeskError::Refused(error)) => problem(state, wording::file_error(app, &name, &error)),
            Err(_) => problem(state, app.t(Text::DeskUnavailable).to_owned()),
        }
    });
}
