//! The frame of the screen: the bar on top, strips below it, the short messages at the bottom.

use std::cell::RefCell;

use gloo::timers::callback::Timeout;

use super::app::{App, Dialog, Saved, Screen, Tab};
use super::dom::{El, Live, button, div, el, span, watch};
use super::icons::{Icon, icon};
use super::modal::menu;
use super::{check, files, library, present, shared, theme, wording};
use crate::i18n::{Lang, Text};
use crate::platform::{page, storage};

/// A button that shows only a picture and says its name.
fn icon_button(app: App, image: Icon, name: Text, hint: Text, press: impl Fn() + 'static) -> El {
    button("icon-btn", move |_| press()).attr_tr(app, "aria-label", name).attr_tr(app, "title", hint).child(icon(image))
}

pub fn top_bar(app: App) -> El {
    let cannot = move |undo: bool| {
        move || app.watch(|session| if undo { !session.history().can_undo() } else { !session.history().can_redo() })
    };
    let title = button("doc-title", move |_| app.dialog.set(Some(Dialog::Details)))
        .attr_tr(app, "title", Text::FileDetails)
        .child(span("").live_text(move || wording::title(app)));
    let context = button("context wide", move |_| app.dialog.set(Some(Dialog::Periods)))
        .action("periods")
        .attr_tr(app, "title", Text::PeriodMenu)
        .live_text(move || wording::context(app));
    let share = button("btn primary", move |_| app.dialog.set(Some(Dialog::Share)))
        .action("share")
        .attr_tr(app, "aria-label", Text::Share)
        .child(icon(Icon::Share))
        .child(span("").tr(app, Text::Share));
    let home = icon_button(app, Icon::Brand, Text::FileStart, Text::FileStart, move || app.screen.set(Screen::Start));
    el("header", "bar")
        .child(home.attr("class", "brand").action("start"))
        .child(el("h1", "").child(title))
        .child(saved_state(app))
        .child(shared::changed_since(app))
        .child(span("grow"))
        .child(context)
        .child(
            icon_button(app, Icon::Undo, Text::Undo, Text::UndoHint, move || app.undo())
                .action("undo")
                .disabled(cannot(true)),
        )
        .child(
            icon_button(app, Icon::Redo, Text::Redo, Text::RedoHint, move || app.redo())
                .action("redo")
                .disabled(cannot(false))
                .attr("class", "icon-btn wide"),
        )
        .child(file_menu(app))
        .child(present::present_button(app))
        .child(share)
        .child(theme::theme_button(app).attr("class", "icon-btn wide"))
        .child(lang_switch(app))
}

/// The sides of the open table.
pub fn tabs(app: App) -> El {
    let tab = move |tab: Tab, action: &str, name: Text| {
        button("tab", move |_| app.show(tab))
            .action(action)
            .live_attr("aria-current", move || (app.tab.get() == tab).then(|| "page".to_owned()))
            .child(span("").tr(app, name))
    };
    let badge = move || match check::count(app) {
        0 => Vec::new(),
        n => {
            let words = app.tf(Text::TabCheckCount, &[("n", &app.count_text(n))]);
            vec![span("badge").attr("aria-hidden", "true").text(&app.count_text(n)), span("sr-only").text(&words)]
        }
    };
    let check = tab(Tab::Check, "tab-check", Text::TabCheck).live(badge);
    el("nav", "tabs")
        .attr_tr(app, "aria-label", Text::Tabs)
        .child(tab(Tab::Data, "tab-data", Text::TabData))
        .child(check)
}

/// VI | EN.
pub fn lang_switch(app: App) -> El {
    let choice = move |lang: Lang, action: &str, label: Text, name: Text| {
        let pick = move |_| {
            app.commit_draft();
            app.lang.set(lang);
            // What was just said was said in the other language.
            app.toast.set(None);
            storage::set("giamngheo.lang", lang.code());
        };
        button("", pick)
            .attr("role", "radio")
            .action(action)
            .live_flag("aria-checked", move || app.lang.get() == lang)
            .attr_tr(app, "aria-label", name)
            .tr(app, label)
    };
    span("seg small lang")
        .attr("role", "radiogroup")
        .attr_tr(app, "aria-label", Text::Language)
        .child(choice(Lang::Vi, "lang-vi", Text::LangVi, Text::LangViName))
        .child(choice(Lang::En, "lang-en", Text::LangEn, Text::LangEnName))
}

/// "Đã lưu trên máy này · Ngoại tuyến".
fn saved_state(app: App) -> El {
    let online = Live::new(page::is_online());
    page::on_window("online", move |_| online.set(true));
    page::on_window("offline", move |_| online.set(false));
    let parts = move || {
        let (image, words) = match app.saved.get() {
            _ if app.beside.shows_copy() => (Icon::Copies, Text::SharedUnsaved),
            _ if app.reader.get() => (Icon::Lock, Text::ReaderState),
            Saved::Yes => (Icon::Check, Text::Saved),
            Saved::Pending => (Icon::Check, Text::Saving),
            Saved::Failed => (Icon::Caution, Text::Unsaved),
        };
        let mut parts = vec![icon(image), span("").tr(app, words)];
        if !online.get() {
            parts.extend([span("sep"), icon(Icon::Offline), span("").tr(app, Text::Offline)]);
        }
        parts
    };
    span("state").attr("role", "status").live_class("bad", move || app.saved.get() == Saved::Failed).live(parts)
}

fn file_menu(app: App) -> El {
    let items = move || {
        let entry = move |name: Text, act: fn(App)| button("", move |_| act(app)).child(span("").tr(app, name));
        let dialog = move |name: Text, dialog: fn() -> Dialog| {
            button("", move |_| app.dialog.set(Some(dialog()))).child(span("").tr(app, name))
        };
        let keys = |name: &str| el("kbd", "").text(name);
        let mut items = vec![
            entry(Text::FileOpen, |_| files::pick()).action("open-file"),
            entry(Text::FileSave, files::save).action("export-json").child(keys("Ctrl+S")),
            entry(Text::FileExportXlsx, files::export_xlsx).action("export-xlsx"),
            entry(Text::FileExportCsv, files::export_csv).action("export-csv"),
            dialog(Text::FileExportHtml, || Dialog::Alone).action("export-html"),
            dialog(Text::FileExportChart, || Dialog::Chart).action("export-chart"),
            entry(Text::FileCopyTable, files::copy_table).action("copy-table"),
            entry(Text::FilePrint, |_| page::print()).action("print").child(keys("Ctrl+P")),
            el("hr", ""),
            dialog(Text::StartPastePhone, || Dialog::Paste { html: String::new(), text: String::new() })
                .action("paste"),
            dialog(Text::PeriodMenu, || Dialog::Periods).action("periods"),
            dialog(Text::FileDetails, || Dialog::Details),
            entry(Text::Theme, theme::step),
            entry(Text::ClearAll, files::clear_all).action("clear-all"),
            el("hr", ""),
        ];
        // Somebody else's table has no history here.
        if !app.beside.shows_copy() {
            items.insert(HISTORY_AT, dialog(Text::HistoryMenu, || Dialog::History).action("history"));
        }
        items.extend(recent(app));
        items.push(dialog(Text::MergeMenu, || Dialog::Merge).action("merge-books"));
        items.push(entry(Text::FileNew, |app| app.screen.set(Screen::Start)).action("start"));
        items.push(dialog(Text::Keys, || Dialog::Keys).child(keys("?")));
        items
    };
    menu(app, Box::new(move || app.t(Text::File).to_owned()), Some(Icon::File), "btn quiet", false, Box::new(items))
}

/// Where the versions stand in the menu.
const HISTORY_AT: usize = 9;

/// The workbooks that were open last, but for the one on the screen.
fn recent(app: App) -> Vec<El> {
    let last = library::entries(app).into_iter().take(RECENT);
    last.map(|entry| {
        let id = entry.id;
        let name = library::title_of(app, &entry);
        button("recent", move |_| library::open(app, id)).child(icon(Icon::Table)).child(span("").text(&name))
    })
    .collect()
}

/// How many workbooks the menu of files names; the start screen has them all.
const RECENT: usize = 4;

/// How long a message stays.
const TOAST_MS: u32 = 6_000;

/// The short message at the bottom.
pub fn toasts(app: App) -> El {
    let timer = RefCell::new(None);
    watch(move || {
        app.toast.track();
        // Dropping the timer before takes its call back.
        timer.replace(app.toast.peek(Option::is_some).then(|| Timeout::new(TOAST_MS, move || app.toast.set(None))));
    });
    let shown = move || {
        let Some(toast) = app.toast.get() else { return Vec::new() };
        let undo = toast.undo.then(|| {
            let back = move |_| {
                app.toast.set(None);
                app.undo();
            };
            button("", back).action("toast-undo").tr(app, Text::ToastUndo)
        });
        let undelete = toast.undelete.map(|id| {
            let back = move |_| {
                app.toast.set(None);
                library::undelete(app, id);
            };
            button("", back).action("toast-undo").tr(app, Text::ToastUndo)
        });
        let words = span("").text(&toast.text);
        vec![div("toast").attr("data-role", "toast").child(words).maybe(undo).maybe(undelete)]
    };
    div("toast-place").attr("role", "status").attr("aria-live", "polite").live(shown)
}
