//! Opening and saving files, and what can be taken away from the program.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Event, File, HtmlInputElement};

use super::app::{App, Banner, Dialog, use_app};
use super::{autosave, wording};
use crate::codec::{csv, file};
use crate::core::edit::Edit;
use crate::i18n::{Text, fill};
use crate::platform::{files, page};
use crate::state::history::Label;
use crate::stub::link;

const INPUT: &str = "[data-role=file-input]";

/// The hidden input through which files are chosen; dropped files come the same way.
#[component]
pub fn FileInput() -> impl IntoView {
    let app = use_app();
    let chosen = move |event: Event| {
        let input: HtmlInputElement = event_target(&event);
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            open(app, file);
        }
        input.set_value("");
    };
    page::on_document("dragover", |event| event.prevent_default());
    page::on_document("drop", move |event| {
        event.prevent_default();
        let files = event.dyn_ref::<DragEvent>().and_then(|event| event.data_transfer()).and_then(|data| data.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            open(app, file);
        }
    });
    view! {
        <input class="sr-only" type="file" data-role="file-input" tabindex="-1" aria-label=move || app.t(Text::FileOpen)
            accept=".json,.csv,.tsv,.txt,application/json,text/csv,text/plain" on:change=chosen/>
    }
}

/// Lets the user choose a file.
pub fn pick() {
    let found = document().query_selector(INPUT).ok().flatten();
    if let Some(input) = found.and_then(|input| input.dyn_into::<web_sys::HtmlElement>().ok()) {
        input.click();
    }
}

fn open(app: App, file: File) {
    let name = file.name();
    leptos::task::spawn_local(async move {
        let text = match files::read_text(file).await {
            Ok(text) => text,
            Err(files::ReadError::TooLarge) => {
                let max = (files::MAX_BYTES as u32 / 1_000_000).to_string();
                return problem(&app, Text::FileTooBig, &[("name", &name), ("max", &max)]);
            }
            Err(files::ReadError::Refused) => return problem(&app, Text::FileBad, &[("name", &name)]),
        };
        open_text(&app, &name, &text);
    });
}

fn problem(app: &App, key: Text, gaps: &[(&str, &str)]) {
    app.banner.set(Some(Banner::Problem(fill(app.lang.get_untracked(), key, gaps))));
}

/// Opens whatever a file holds: a workbook, a table, or a link somebody saved.
fn open_text(app: &App, name: &str, text: &str) {
    if name.ends_with(".xlsx") || name.ends_with(".xls") || text.starts_with("PK\u{3}\u{4}") {
        return problem(app, Text::FileExcel, &[("name", name)]);
    }
    if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
        return match file::read_file(text) {
            Ok((workbook, defects)) => {
                app.open(workbook);
                app.banner.set(None);
                if defects.is_empty() {
                    app.say(app.tf(Text::FileOpened, &[("name", name)]));
                } else {
                    problem(app, Text::FileRepaired, &[("name", name)]);
                }
            }
            Err(error) => app.banner.set(Some(Banner::Problem(wording::file_error(app, name, &error)))),
        };
    }
    if text.len() < 400_000
        && !text.trim().contains(['\t', ';', '\n'])
        && let Ok(workbook) = link::read_link(text)
    {
        app.open(workbook);
        app.banner.set(None);
        return;
    }
    // Anything else is taken for a table; the preview says what is wrong with it.
    app.dialog.set(Some(Dialog::Paste { html: String::new(), text: text.to_owned() }));
}

/// A file name made of the table's title.
fn file_name(app: &App, ending: &str) -> String {
    let title = app.read(|session| session.workbook().heading.title.clone());
    let folded = crate::core::names::search_key(&title);
    let mut name = String::new();
    for c in folded.chars() {
        if c.is_ascii_alphanumeric() {
            name.push(c);
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    let name = name.trim_end_matches('-');
    format!("{}{ending}", if name.is_empty() { "giam-ngheo" } else { name })
}

fn commit_draft(app: &App) {
    app.update(|session| {
        session.commit_draft();
    });
}

/// Saves the workbook as a file.
pub fn save(app: &App) {
    commit_draft(app);
    let name = file_name(app, ".giamngheo.json");
    let text = app.read(|session| file::write_file(session.workbook()));
    if files::download(&name, "application/json", &text) {
        app.say(app.tf(Text::FileSaved, &[("name", &name)]));
    }
}

/// Saves the results as CSV.
pub fn export_csv(app: &App) {
    commit_draft(app);
    let name = file_name(app, ".csv");
    let text = app.read(|session| {
        let solution = session.solution();
        csv::results_csv(session.workbook(), session.span(), &|place, field| solution.value(place, field), &|place| {
            solution.verdict(place).key()
        })
    });
    if files::download(&name, "text/csv;charset=utf-8", &text) {
        app.say(app.tf(Text::FileExported, &[("name", &name)]));
    }
}

/// Clears every figure of the two periods shown; the units stay.
pub fn clear_all(app: &App) {
    let edits: Vec<Edit> = app.read(|session| {
        let span = session.span();
        let shown = |period| period == span.now || Some(period) == span.prev;
        let series = session.workbook().all_series().filter(|(key, _)| shown(key.period));
        series
            .flat_map(|(key, series)| {
                series.iter().map(|(place, _)| Edit::SetFact {
                    key: crate::core::fact::FactKey {
                        place,
                        period: key.period,
                        measure: key.measure,
                        group: key.group,
                    },
                    fact: None,
                })
            })
            .collect()
    });
    if edits.is_empty() {
        return;
    }
    app.commit(Edit::Batch(edits), Label::Cleared, None);
    app.say_done(&Label::Cleared);
}

/// Leaves a shared table for one's own, which was put aside when it was opened.
pub fn back_to_own(app: &App) {
    if let Some(workbook) = autosave::reopen(0) {
        app.open(workbook);
        app.banner.set(None);
    }
}
