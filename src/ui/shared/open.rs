//! Opening links, and files beside one's own work.

use super::{Origin, Remark, show, turn};
use crate::codec::gazetteer::Era;
use crate::codec::link::{self, OfficialNames, Opened};
use crate::core::workbook::Workbook;
use crate::i18n::Text;
use crate::platform::{desk, page};
use crate::ui::app::{App, Banner, Screen};
use crate::ui::wording;

/// Opens a link given as text, or says in words why not. The address shows it until the copy is closed or kept, so that
/// a reload opens it again.
pub fn open_link(app: App, text: &str) {
    match link::read_link(text) {
        Ok(opened) if opened.names_missing.is_none() => show_link(app, text, opened, None),
        Ok(opened) => {
            let text = text.to_owned();
            wasm_bindgen_futures::spawn_local(async move {
                let (opened, remark) = with_names(&text, opened).await;
                show_link(app, &text, opened, remark);
            });
        }
        Err(error) => {
            page::clear_fragment();
            let mut words = wording::link_error(app, &error);
            if app.screen.now() == Screen::Table {
                words.push(' ');
                words.push_str(app.t(Text::LinkYoursKept));
            }
            app.banner.set(Some(Banner::Problem(words)));
        }
    }
}

/// Reads a link again with the names that it left to the official list.
pub async fn with_names(text: &str, opened: Opened) -> (Opened, Option<Remark>) {
    let Some(list) = opened.names_missing else { return (opened, None) };
    let Some(names) = official_names(&opened.workbook, list).await else { return (opened, Some(Remark::NamesMissing)) };
    let name = |code: &str| {
        let found = names.binary_search_by(|(other, _)| other.as_str().cmp(code));
        found.ok().and_then(|at| names.get(at)).map(|(_, name)| name.clone()).filter(|name| !name.is_empty())
    };
    match link::read_link_with(text, Some(&OfficialNames { list, name: &name })) {
        Ok(again) => {
            let remark = again.names_missing.map(|_| Remark::NamesDiffer);
            (again, remark)
        }
        Err(_) => (opened, Some(Remark::NamesMissing)),
    }
}

/// Codes and official names of the units of a workbook, sorted by code; `None` when the list cannot be had.
pub async fn official_names(workbook: &Workbook, list: u8) -> Option<Vec<(String, String)>> {
    let mut codes: Vec<&str> = workbook.units().iter().filter_map(|unit| unit.code.as_deref()).collect();
    codes.sort_unstable();
    codes.dedup();
    let names = desk::names(if list == 1 { Era::Former } else { Era::Current }, &codes).await.ok()?;
    Some(codes.into_iter().map(str::to_owned).zip(names).collect())
}

fn show_link(app: App, text: &str, opened: Opened, remark: Option<Remark>) {
    let remark = if opened.repaired.is_empty() { remark } else { Some(Remark::Repaired) };
    let origin = Origin::Link(text.to_owned());
    show_beside(app, opened.workbook, origin, remark);
}

/// Shows a workbook from a file: as one's own when there is nothing of one's own yet, else beside it.
pub fn open_file(app: App, workbook: Workbook, name: &str) {
    if app.screen.now() == Screen::Start && !app.read(|session| super::is_work(session.workbook())) {
        app.open(workbook);
        app.banner.set(None);
        return app.say(app.tf(Text::FileOpened, &[("name", name)]));
    }
    show_beside(app, workbook, Origin::File(name.to_owned()), None);
}

/// Shows a workbook of a later version of the program: beside one's own even where there is none yet, and unalterable.
pub fn look_at(app: App, workbook: Workbook, name: &str) {
    show_beside(app, workbook, Origin::File(name.to_owned()), Some(Remark::Newer));
}

/// Shows a workbook as a copy, unless it is one's own table word for word.
fn show_beside(app: App, workbook: Workbook, origin: Origin, remark: Option<Remark>) {
    app.dialog.set(None);
    let is_there = |shown: bool| {
        if shown == app.beside.is_shown() {
            app.read(|session| *session.workbook() == workbook)
        } else {
            app.beside.read_parked(|parked| *parked == workbook).unwrap_or(false)
        }
    };
    if is_there(true) && app.beside.is_shown() {
        // Opened twice.
        app.show_table();
        return;
    }
    if app.beside.copy.peek(Option::is_some) && is_there(true) {
        return turn(app);
    }
    if is_there(false) {
        super::put_back(app);
        page::clear_fragment();
        app.show_table();
        return app.say(app.t(Text::SharedSame));
    }
    if let Origin::Link(text) = &origin {
        page::set_fragment(text);
    }
    show(app, workbook, origin, remark);
}
