//! Opening and saving files, and what can be taken away from the program.

mod xlsx;

use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Event, File, HtmlInputElement};

use super::app::{App, Banner, Dialog};
use super::dom::{El, document, el};
use super::grid::cell_view;
use super::{shared, wording};
use crate::codec::block::{self, Cell};
use crate::codec::csv;
use crate::codec::desk::is_file;
use crate::codec::letters;
use crate::codec::link;
use crate::core::actions;
use crate::core::edit::Edit;
use crate::core::field::Field;
use crate::i18n::{Text, fill};
use crate::platform::desk::{self, DeskError};
use crate::platform::{alone, clipboard, files, page};
use crate::state::history::Label;
pub use xlsx::{is_workbook, open_own};

const INPUT: &str = "[data-role=file-input]";

/// The hidden input through which files are chosen; dropped files come the same way.
pub fn file_input(app: App) -> El {
    let chosen = move |event: Event| {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
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
    el("input", "sr-only")
        .attr("type", "file")
        .attr("data-role", "file-input")
        .attr("tabindex", "-1")
        .attr("accept", ".json,.csv,.tsv,.txt,.xlsx,.xlsm,.html,application/json,text/csv,text/plain")
        .attr_tr(app, "aria-label", Text::FileOpen)
        .on("change", chosen)
}

/// Lets the user choose a file.
pub fn pick() {
    let found = document().query_selector(INPUT).ok().flatten();
    if let Some(input) = found.and_then(|input| input.dyn_into::<web_sys::HtmlElement>().ok()) {
        input.click();
    }
}

fn open(app: App, file: File) {
    wasm_bindgen_futures::spawn_local(async move {
        let name = file.name();
        match files::read_bytes(file).await {
            Ok(bytes) if bytes.is_empty() => problem(app, Text::FileEmpty, &[("name", &name)]),
            Ok(bytes) if xlsx::is_workbook(&name, &bytes) => xlsx::open(app, &name, &bytes).await,
            Ok(bytes) => match letters::read(&bytes) {
                Some(text) if text.trim().is_empty() => problem(app, Text::FileEmpty, &[("name", &name)]),
                Some(text) => open_text(app, &name, text).await,
                None => problem(app, Text::FileBad, &[("name", &name)]),
            },
            Err(files::ReadError::TooLarge) => {
                let max = (files::MAX_BYTES as u32 / 1_000_000).to_string();
                problem(app, Text::FileTooBig, &[("name", &name), ("max", &max)]);
            }
            Err(files::ReadError::Refused) => problem(app, Text::FileBad, &[("name", &name)]),
        }
    });
}

pub(super) fn problem(app: App, key: Text, gaps: &[(&str, &str)]) {
    app.banner.set(Some(Banner::Problem(fill(app.lang.now(), key, gaps))));
}

/// Opens whatever a file holds: a workbook, a table, or a link somebody saved.
async fn open_text(app: App, name: &str, text: String) {
    if is_file(&text) || name.ends_with(".json") {
        return match desk::read_file(&text).await {
            Ok(opened) => {
                if opened.newer {
                    return shared::look_at(app, opened.workbook, name);
                }
                shared::open_file(app, opened.workbook, name);
                if opened.repaired > 0 {
                    problem(app, Text::FileRepaired, &[("name", name)]);
                }
            }
            Err(DeskError::Refused(error)) => {
                app.banner.set(Some(Banner::Problem(wording::file_error(app, name, &error))));
            }
            Err(_) => problem(app, Text::DeskUnavailable, &[]),
        };
    }
    if !text.trim().contains(['\t', ';', '\n']) && link::read_link(&text).is_ok() {
        return shared::open_link(app, &text);
    }
    // Anything else is taken for a table; the preview says what is wrong with it.
    app.dialog.set(Some(Dialog::Paste { html: String::new(), text }));
}

/// A file name made of the table's title.
pub fn file_name(app: App, ending: &str) -> String {
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

/// Saves the workbook as a file.
pub fn save(app: App) {
    app.commit_draft();
    wasm_bindgen_futures::spawn_local(async move {
        let name = file_name(app, ".giamngheo.json");
        let workbook = app.read(|session| session.workbook().clone());
        match desk::write_file(&workbook).await {
            Ok(text) if files::download(&name, "application/json", &text) => {
                app.say(app.tf(Text::FileSaved, &[("name", &name)]));
            }
            _ => problem(app, Text::DeskUnavailable, &[]),
        }
    });
}

/// Saves the table with its results as an Excel workbook.
pub fn export_xlsx(app: App) {
    app.commit_draft();
    let name = file_name(app, ".xlsx");
    app.say(app.tf(Text::FilePreparing, &[("name", &name)]));
    wasm_bindgen_futures::spawn_local(async move { xlsx::export(app, &name).await });
}

/// The fragment of a link to the table, or its workbook file where a link cannot hold it: what a page that carries the
/// table has inside.
pub async fn table_text(app: App) -> Option<String> {
    if let Ok(fragment) = app.read(|session| link::write_link(session.workbook())) {
        return Some(fragment);
    }
    let workbook = app.read(|session| session.workbook().clone());
    desk::write_file(&workbook).await.ok()
}

/// Opens the table that this page carries, when it is one that carries everything; like any other file, beside what there
/// is of one's own.
pub fn open_carried(app: App) {
    let Some(text) = alone::table() else { return };
    page::on_window("pagehide", move |_| {
        if !app.beside.has_copy() {
            alone::note_opened();
        }
    });
    if text.is_empty() {
        return;
    }
    let name = app.t(Text::HtmlTitle);
    match link::read_link(&text) {
        Ok(opened) => shared::open_file(app, opened.workbook, name),
        Err(_) => wasm_bindgen_futures::spawn_local(async move { open_text(app, name, text).await }),
    }
}

/// Copies the table as it is shown, with its headings, for Word, Excel and chats.
pub fn copy_table(app: App) {
    app.commit_draft();
    let table = shown_table(app);
    wasm_bindgen_futures::spawn_local(async move {
        let done = clipboard::copy_table(&block::write_tsv(&table), &block::write_html(&table)).await;
        app.say(app.t(if done { Text::TableCopied } else { Text::TableCopyFailed }));
    });
}

/// The cells of the table as they are shown, under their full names.
fn shown_table(app: App) -> Vec<Vec<Cell>> {
    let (rows, columns) = (app.rows.now(), app.columns.now());
    let name = |field: Field| match field {
        Field::Unit => app.t(Text::ColUnit).to_owned(),
        field => wording::phone_label(app, field),
    };
    let heading = |field| Cell { text: name(field), number: String::new(), heading: true };
    let mut table = vec![columns.iter().map(|column| heading(column.field)).collect()];
    app.read(|session| {
        let lang = app.lang.now();
        table.extend(rows.iter().map(|row| {
            let cell = |field| {
                let view = cell_view(session, row.place, field, lang);
                let number = if field == Field::Unit { String::new() } else { view.data_value };
                Cell { text: view.text, number, heading: false }
            };
            columns.iter().map(|column| cell(column.field)).collect()
        }));
    });
    table
}

/// Saves the results as CSV.
pub fn export_csv(app: App) {
    app.commit_draft();
    let name = file_name(app, ".csv");
    let text = app.read(|session| csv::results_csv(session.workbook(), session.solution()));
    if files::download(&name, "text/csv;charset=utf-8", &text) {
        app.say(app.tf(Text::FileExported, &[("name", &name)]));
    }
}

/// Clears every figure; the units stay. One step with a way back.
pub fn clear_all(app: App) {
    let edit = app.read(|session| actions::clear_figures(session.workbook()));
    if edit != Edit::Batch(Vec::new()) {
        app.commit(edit, Label::Cleared, None);
        app.say_done(&Label::Cleared);
    }
}
