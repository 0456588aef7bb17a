//! The workbooks of this device as the start screen lists them: open, rename, duplicate, delete with a way back.

use super::app::{App, Dialog};
use super::dom::{El, Live, button, div, el, span};
use super::icons::{Icon, icon};
use super::library::{self, Entry};
use super::modal::menu;
use super::wording;
use crate::i18n::Text;

/// Rows shown before "… more".
const SHOWN: usize = 5;

/// The list; nothing while there is none.
pub fn shelf(app: App, open: Option<El>) -> Vec<El> {
    let all = Live::new(false);
    let has_open = open.is_some();
    let is_empty = move || library::entries(app).is_empty() && library::deleted(app).is_empty() && !has_open;
    let rows = move || {
        let shown = if all.get() { usize::MAX } else { SHOWN };
        library::entries(app).into_iter().take(shown).map(|entry| row(app, entry)).collect()
    };
    let more = move || {
        let hidden = library::entries(app).len().saturating_sub(SHOWN);
        if hidden == 0 || all.get() {
            return Vec::new();
        }
        let words = app.tf(Text::LibraryMore, &[("n", &app.count_text(hidden))]);
        vec![button("btn quiet small", move |_| all.set(true)).action("all-workbooks").text(&words)]
    };
    let list = el("ul", "shelf-rows").attr("data-role", "workbooks").live(rows);
    let section = el("section", "shelf")
        .live_class("none", is_empty)
        .child(el("h2", "").tr(app, Text::LibraryTitle))
        .maybe(open)
        .child(list)
        .child(div("acts").live(more))
        .child(bin(app));
    vec![section]
}

/// "tỉnh Bắc Kạn · 8 đơn vị · hôm qua 14:05"
fn about(app: App, entry: &Entry) -> String {
    let mut parts = Vec::new();
    if !entry.head.area.is_empty() {
        parts.push(entry.head.area.clone());
    }
    parts.push(app.tf(Text::LibraryUnits, &[("n", &app.count_text(entry.head.units as usize))]));
    if entry.head.time > 0 {
        parts.push(wording::moment(app, entry.head.time));
    }
    parts.join(" · ")
}

fn row(app: App, entry: Entry) -> El {
    let id = entry.id;
    let title = library::title_of(app, &entry);
    let words = span("").child(el("b", "").text(&title)).child(span("").text(&about(app, &entry)));
    let open = button("shelf-open", move |_| library::open(app, id)).child(icon(Icon::Table)).child(words);
    let name = move |key: Text| {
        let title = title.clone();
        move || app.tf(key, &[("title", &title)])
    };
    let label = name(Text::LibraryActions);
    let items = move || {
        let entry = entry.clone();
        let renamed = entry.clone();
        let rename = move |_| {
            app.dialog.set(Some(Dialog::Rename { id, title: renamed.head.title.clone() }));
        };
        vec![
            button("", rename).action("rename-workbook").child(span("").tr(app, Text::LibraryRename)),
            button("", move |_| library::duplicate(app, id))
                .action("duplicate-workbook")
                .child(span("").tr(app, Text::LibraryDuplicate)),
            button("danger", move |_| library::delete(app, &entry))
                .action("delete-workbook")
                .child(span("").tr(app, Text::LibraryDelete)),
        ]
    };
    el("li", "shelf-row").attr("data-workbook", &id.text()).child(open.action("open-workbook")).child(menu(
        app,
        Box::new(label),
        Some(Icon::More),
        "icon-btn",
        true,
        Box::new(items),
    ))
}

/// What was deleted and can still be had back.
fn bin(app: App) -> El {
    let open = Live::new(false);
    div("shelf-bin").live(move || {
        let deleted = library::deleted(app);
        if deleted.is_empty() {
            return Vec::new();
        }
        let words = app.tf(Text::LibraryBin, &[("n", &app.count_text(deleted.len()))]);
        let head = button("btn quiet small", move |_| open.update(|open| *open = !*open))
            .action("deleted-workbooks")
            .attr("aria-expanded", if open.get() { "true" } else { "false" })
            .text(&words);
        let mut parts = vec![head];
        if open.get() {
            let rows = deleted.into_iter().map(|entry| {
                let id = entry.id;
                let words = span("")
                    .child(el("b", "").text(&library::title_of(app, &entry)))
                    .child(span("").text(&about(app, &entry)));
                let back = button("btn small", move |_| library::undelete(app, id)).tr(app, Text::LibraryUndelete);
                el("li", "shelf-row").child(words).child(back.action("undelete-workbook"))
            });
            parts.push(el("ul", "shelf-rows").children(rows.collect()));
            parts.push(el("p", "note").tr(app, Text::LibraryBinNote));
        }
        parts
    })
}
