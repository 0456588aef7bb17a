//! Handing the table on: a link with its QR code, the share sheet of the device, files, print; and the check code by
//! which two people tell that they hold the same figures.

mod names;
mod qr;

use std::rc::Rc;

use super::labelled;
use crate::codec::check_code::check_code;
use crate::codec::link;
use crate::i18n::Text;
use crate::platform::share::Shared;
use crate::platform::{alone, clipboard, desk, page, share};
use crate::ui::app::{App, Dialog};
use crate::ui::dom::{El, Live, button, div, document, el, span};
use crate::ui::files;
use crate::ui::icons::{Icon, icon};
use crate::ui::modal::modal;
use crate::ui::{shared, wording};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;

/// Longer links are cut by some chats and mail programs.
const COMFORTABLE: usize = 2_000;
/// Longer ones by nearly all.
const LONGEST: usize = 8_000;
const FILE_TYPE: &str = "application/json";

pub fn share_dialog(app: App) -> El {
    app.commit_draft();
    // With all names, and, once it is known that it can be done, the shorter one without.
    let fragment = app.read(|session| link::write_link(session.workbook())).ok();
    let short: Live<Option<String>> = Live::new(None);
    let is_short = Live::new(false);
    if fragment.is_some() {
        names::offer(app, short);
    }
    let home = alone::home();
    let none = if home.is_some() { Text::ShareNoLink } else { Text::ShareNoHome };
    let url = Rc::new(move || {
        let fragment = if is_short.get() { short.get() } else { None }.or_else(|| fragment.clone())?;
        Some([home.as_deref()?, "#", &fragment].concat())
    });
    let picture = url.clone();
    let picture = div("share-code").live(move || picture().map(|url| qr::code(app, &url)).into_iter().collect());
    let way = div("share-way").live(move || match url() {
        Some(url) => the_link(app, url, short, is_short),
        None => vec![el("p", "problem").attr("role", "alert").tr(app, none)],
    });
    let top = div("share-top").child(picture).child(way.child(check_code_line(app)));
    modal(app, Text::ShareTitle, vec![top, other_ways(app)]).attr("class", "dialog share")
}

fn the_link(app: App, url: String, short: Live<Option<String>>, is_short: Live<bool>) -> Vec<El> {
    let length = url.chars().count();
    let advice = if length <= COMFORTABLE {
        Text::ShareLength
    } else if length <= LONGEST {
        Text::ShareLengthLong
    } else {
        Text::ShareTooLong
    };
    let address = el("input", "share-url")
        .attr("type", "text")
        .attr("data-role", "share-url")
        .attr("readonly", "")
        .attr("spellcheck", "false")
        .attr("value", &url)
        .on("focus", |_| select_link());
    let copied = Live::new(None);
    let to_copy = url.clone();
    let copy = move |_| {
        let url = to_copy.clone();
        spawn_local(async move {
            let done = clipboard::copy(&url).await;
            copied.set(Some(done));
            shared::remember(app);
            if !done {
                // Then Ctrl+C does it.
                select_link();
            }
        });
    };
    let word = span("").attr("role", "status").live_text(move || {
        let key = if copied.get() == Some(true) { Text::ShareCopied } else { Text::ShareCopy };
        app.t(key).to_owned()
    });
    let on_phone = share::is_there();
    let copy = button(if on_phone { "btn" } else { "btn primary" }, copy)
        .action("copy-link")
        .child(icon(Icon::Copy))
        .child(word);
    let copy = if on_phone { copy } else { copy.attr("autofocus", "") };
    let meter = el("p", if advice == Text::ShareLength { "hint" } else { "hint caution" })
        .attr("data-role", "share-length")
        .attr("data-value", &length.to_string())
        .live_text(move || app.tf(advice, &[("n", &app.count_text(length))]));
    let failed = el("p", "problem").attr("role", "alert").live_text(move || {
        if copied.get() == Some(false) { app.t(Text::ShareCopyFailed).to_owned() } else { String::new() }
    });
    let private = span("").child(el("b", "").tr(app, Text::SharePrivate)).tr(app, Text::SharePrivateSub);
    let mut parts = Vec::new();
    if on_phone {
        parts.push(send(app, url, advice != Text::ShareLength));
    }
    parts.push(div("share-line").child(labelled(app, Text::ShareLink, address)).child(copy));
    parts.extend([meter, failed]);
    parts.extend(short.get().map(|shorter| names::choice(app, &shorter, is_short)));
    parts.push(el("p", "private").child(icon(Icon::Lock)).child(private));
    parts
}

/// Puts the whole link under the next Ctrl+C.
fn select_link() {
    let found = document().query_selector("[data-role=share-url]").ok().flatten();
    if let Some(area) = found.and_then(|found| found.dyn_into::<HtmlInputElement>().ok()) {
        area.select();
    }
}

/// The share sheet: the link, or the file where the link is too long for chats and the sheet takes it.
fn send(app: App, url: String, too_long: bool) -> El {
    let name = files::file_name(app, ".giamngheo.json");
    let as_file = too_long && share::takes_file(&name, FILE_TYPE);
    // The sheet opens only right after the press: the file is made before.
    let text = Rc::new(std::cell::RefCell::new(None));
    if as_file {
        let text = text.clone();
        spawn_local(async move {
            let workbook = app.read(|session| session.workbook().clone());
            *text.borrow_mut() = desk::write_file(&workbook).await.ok();
        });
    }
    let press = move |_| {
        let (url, name, title) = (url.clone(), name.clone(), wording::title(app));
        let text = text.borrow().clone();
        spawn_local(async move {
            let done = match text {
                Some(text) => share::file(&name, FILE_TYPE, &text).await,
                None => share::link(&title, &url).await,
            };
            match done {
                Shared::Done => shared::remember(app),
                Shared::Cancelled => {}
                Shared::Refused => select_link(),
            }
        });
    };
    button("btn primary share-send", press)
        .action("share-sheet")
        .attr("autofocus", "")
        .child(icon(Icon::Share))
        .child(span("").tr(app, if as_file { Text::ShareSendFile } else { Text::ShareSend }))
}

/// The check code with what it is for.
fn check_code_line(app: App) -> El {
    let code = app.read(|session| shared::spaced(check_code(session.workbook())));
    let open = Live::new(false);
    let explain = button("jump mut", move |_| open.update(|open| *open = !*open))
        .action("explain-code")
        .live_flag("aria-expanded", move || open.get())
        .tr(app, Text::CheckCodeWhat);
    let words = el("p", "hint")
        .live_text(move || if open.get() { app.t(Text::CheckCodeExplained).to_owned() } else { String::new() });
    let code = el("b", "code").attr("data-role", "check-code").text(&code);
    div("check-code")
        .child(el("p", "").child(span("").tr(app, Text::CheckCodeFor)).child(code))
        .child(div("acts").child(explain).child(shared::changed_since(app)))
        .child(words)
}

/// The place for a QR code on paper, which opens the table again; see [`draw_printed_code`].
pub fn printed_code() -> El {
    div("print-code")
}

/// Draws the code of the table on the screen. At once: the page is about to be printed.
pub fn draw_printed_code(app: App) {
    let Some(place) = document().query_selector(".print-code").ok().flatten() else { return };
    place.set_text_content(None);
    let fragment = app.read(|session| link::write_link(session.workbook())).ok();
    let url = alone::home().zip(fragment).map(|(home, fragment)| [&home, "#", &fragment].concat());
    if let Some(code) = url.and_then(|url| qr::printed(app, &url)) {
        let _ = place.append_child(&code.0);
    }
}

/// "Mã kiểm UR56 29U8" of the table on the screen, under the table; opens the dialog that explains it.
pub fn check_code_key(app: App) -> El {
    button("jump mut", move |_| app.dialog.set(Some(Dialog::Share)))
        .attr_tr(app, "title", Text::CheckCodeExplained)
        .attr("data-role", "check-code-key")
        .live_text(move || wording::check_code(app))
}

fn other_ways(app: App) -> El {
    let way = |image: Icon, words: Text, sub: Text, go: fn(App)| {
        let press = move |_| {
            app.dialog.set(None);
            go(app);
        };
        button("", press).child(icon(image)).child(el("b", "").tr(app, words)).child(span("").tr(app, sub))
    };
    let save = |app| {
        files::save(app);
        shared::remember(app);
    };
    div("ways")
        .child(way(Icon::File, Text::ShareSave, Text::ShareSaveSub, save))
        .child(
            way(Icon::Offline, Text::ShareHtml, Text::ShareHtmlSub, |app| app.dialog.set(Some(Dialog::Alone)))
                .action("share-html"),
        )
        .child(way(Icon::Table, Text::ShareXlsx, Text::ShareXlsxSub, files::export_xlsx))
        .child(way(Icon::Print, Text::SharePrint, Text::SharePrintSub, |_| {
            // The dialog has to be gone before the page is printed.
            gloo::timers::callback::Timeout::new(50, page::print).forget();
        }))
}
