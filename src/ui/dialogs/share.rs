//! The link that carries the table, and the other ways to hand it on.

use super::labelled;
use crate::codec::link;
use crate::i18n::Text;
use crate::platform::{clipboard, page};
use crate::ui::app::App;
use crate::ui::dom::{El, Live, button, div, el, span};
use crate::ui::files;
use crate::ui::icons::{Icon, icon};
use crate::ui::modal::modal;
use wasm_bindgen::JsCast;

/// Longer links are cut by some chats and mail programs.
const COMFORTABLE: usize = 2_000;
/// Longer ones by nearly all.
const LONGEST: usize = 8_000;

pub fn share_dialog(app: App) -> El {
    app.commit_draft();
    let made = app.read(|session| link::write_link(session.workbook()));
    let mut body = match made {
        Ok(fragment) => the_link(app, [&page::address(), "#", &fragment].concat()),
        Err(_) => vec![el("p", "problem").attr("role", "alert").tr(app, Text::ShareNoLink)],
    };
    body.push(other_ways(app));
    modal(app, Text::ShareTitle, body)
}

fn the_link(app: App, url: String) -> Vec<El> {
    let length = url.chars().count();
    let advice = if length <= COMFORTABLE {
        Text::ShareLength
    } else if length <= LONGEST {
        Text::ShareLengthLong
    } else {
        Text::ShareTooLong
    };
    let address = el("textarea", "share-url")
        .attr("data-role", "share-url")
        .attr("readonly", "")
        .attr("rows", "3")
        .attr("spellcheck", "false")
        .text(&url)
        .on("focus", |event| {
            let area = event.target().map(|target| target.unchecked_into::<web_sys::HtmlTextAreaElement>());
            area.iter().for_each(|area| area.select());
        });
    let copied = Live::new(None);
    let copy = move |_| {
        let url = url.clone();
        leptos::task::spawn_local(async move { copied.set(Some(clipboard::copy(&url).await)) });
    };
    let word = span("").attr("role", "status").live_text(move || {
        let key = if copied.get() == Some(true) { Text::ShareCopied } else { Text::ShareCopy };
        app.t(key).to_owned()
    });
    let copy =
        button("btn primary", copy).action("copy-link").attr("autofocus", "").child(icon(Icon::Copy)).child(word);
    let length = span(if advice == Text::ShareLength { "hint" } else { "hint caution" })
        .live_text(move || app.tf(advice, &[("n", &app.count_text(length))]));
    let failed = el("p", "problem").attr("role", "alert").live_text(move || {
        if copied.get() == Some(false) { app.t(Text::ShareCopyFailed).to_owned() } else { String::new() }
    });
    let private = span("").child(el("b", "").tr(app, Text::SharePrivate)).tr(app, Text::SharePrivateSub);
    vec![
        labelled(app, Text::ShareLink, address),
        div("share-actions").child(copy).child(length),
        failed,
        el("p", "private").child(icon(Icon::Lock)).child(private),
    ]
}

fn other_ways(app: App) -> El {
    let way = |image: Icon, words: Text, sub: Text, go: fn(App)| {
        let press = move |_| {
            app.dialog.set(None);
            go(app);
        };
        button("", press).child(icon(image)).child(el("b", "").tr(app, words)).child(span("").tr(app, sub))
    };
    div("ways")
        .child(way(Icon::File, Text::ShareSave, Text::ShareSaveSub, files::save))
        .child(way(Icon::Table, Text::ShareCsv, Text::ShareCsvSub, files::export_csv))
        .child(way(Icon::Print, Text::SharePrint, Text::SharePrintSub, |_| {
            // The dialog has to be gone before the page is printed.
            gloo::timers::callback::Timeout::new(50, page::print).forget();
        }))
}
