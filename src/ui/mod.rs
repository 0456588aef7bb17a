//! The interface. Components read the session through [`app::App`]; the browser is reached through `platform` alone.

mod app;
mod autosave;
mod banners;
mod cards;
mod charts;
mod check;
mod dialogs;
mod dom;
mod files;
mod formula;
mod grid;
mod headline;
mod icons;
mod library;
mod metric;
mod modal;
mod notes;
mod offline;
mod present;
mod shared;
mod shelf;
mod shell;
mod start;
mod theme;
mod tools;
mod units;
mod wording;

use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, HtmlElement, KeyboardEvent};

use crate::codec::link;
use crate::i18n::{Lang, Text};
use crate::platform::{clipboard, crash, page, storage};
use app::{App, Dialog, Screen, Tab};
use dom::{El, div, document, el, span, watch};

/// Below this width the table becomes cards (see `style/`).
const PHONE: &str = "(max-width: 719px)";

/// Whether the screen is one for cards.
fn is_phone() -> bool {
    page::matches(PHONE)
}

/// Puts the application into the page.
pub fn mount() {
    crash::install();
    if let Some(shell) = document().get_element_by_id("shell") {
        shell.remove();
    }
    leptos::mount::mount_to_body(|| {
        for part in root() {
            let _ = document().body().map(|body| body.append_child(&part.0));
        }
    });
    page::set_root_attribute("data-ready", "true");
}

fn root() -> Vec<El> {
    let lang = storage::get("giamngheo.lang").and_then(|code| Lang::from_code(&code)).unwrap_or_default();
    let mut restored = autosave::restore();
    let own = restored.workbook.take();
    let screen = if own.is_some() { Screen::Table } else { Screen::Start };
    let app = App::new(own.unwrap_or_default(), screen, lang);

    app.cards.set(is_phone());
    page::on_media(PHONE, move |phone| {
        app.commit_draft();
        app.cards.set(phone);
    });
    watch(move || page::set_root_attribute("lang", app.lang.get().code()));
    watch(move || {
        let title = match app.screen.get() {
            Screen::Start => app.t(Text::AppStartTitle).to_owned(),
            Screen::Table => app.tf(Text::PageTitle, &[("title", &wording::title(app))]),
        };
        page::set_title(&title);
    });
    autosave::install(app, restored);
    offline::install(app);
    check::install(app);
    shared::install(app);
    theme::install(app);
    files::open_carried(app);
    open_fragment(app);
    page::on_window("hashchange", move |_| open_fragment(app));
    page::on_document("keydown", move |event| shortcut(app, event));
    page::on_document("paste", move |event| paste_anywhere(app, event));

    let screen = move || match app.screen.get() {
        Screen::Start => vec![banners::banners(app), start::start(app)],
        Screen::Table => vec![table(app)],
    };
    let said = div("sr-only").attr("id", "said").attr("role", "status").attr("aria-live", "polite");
    vec![files::file_input(app), div("screen").live(screen), dialogs::dialogs(app), shell::toasts(app), said]
}

fn table(app: App) -> El {
    let main = move || {
        if app.tab.get() == Tab::Check {
            return vec![check::page(app)];
        }
        if app.cards.get() {
            return vec![cards::cards(app)];
        }
        let main = el("main", "work")
            .child(print_head(app))
            .child(headline::headline(app))
            .child(div("strip").child(formula::formula_bar(app)).child(tools::tools(app)))
            .child(grid::grid(app))
            .child(tools::nothing(app))
            .child(notes::notes(app))
            .child(foot(app));
        vec![main]
    };
    let mut app_element = div("app").live_class("fixed", move || app.tab.get() == Tab::Data && !app.cards.get());
    app_element = app_element
        .child(shell::top_bar(app))
        .child(shell::tabs(app))
        .child(banners::banners(app))
        .child(shared::bar(app));
    app_element.live(main)
}

/// What only print shows above the table: its title, dates and standard, who made it, and whether figures are made up.
fn print_head(app: App) -> El {
    let line = move |words: fn(App) -> String| el("p", "").live_text(move || words(app));
    div("print-head")
        .child(dialogs::printed_code())
        .child(el("h2", "").live_text(move || wording::title(app)))
        .child(line(wording::context))
        .child(line(|app| app.watch(|session| session.workbook().heading.author.clone())))
        .child(line(wording::check_code))
        .child(line(sample_note))
}

/// Says that figures are made up, if any are.
fn sample_note(app: App) -> String {
    if app.watch(|session| session.is_sample_like()) { app.t(Text::LegendSample).to_owned() } else { String::new() }
}

/// What the looks of cells mean.
fn foot(app: App) -> El {
    let key = |class: &str, words: Text| span("key").child(el("i", class)).child(span("").tr(app, words));
    el("footer", "legend")
        .child(key("swatch", Text::LegendTyped))
        .child(key("swatch computed", Text::LegendComputed))
        .child(key("swatch inferred", Text::LegendInferred))
        .child(span("grow"))
        .child(span("sample-note").live_text(move || sample_note(app)))
        .child(dialogs::check_code_key(app))
}

/// Opens the table the address carries, beside one's own.
fn open_fragment(app: App) {
    let fragment = page::fragment();
    if fragment.is_empty() {
        return;
    }
    shared::open_link(app, &fragment);
}

/// Whether the keyboard is in a field of its own.
fn in_field(event: &web_sys::Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    target.is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"))
}

fn shortcut(app: App, event: &web_sys::Event) {
    let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
    if present::key(app, event) {
        return event.prevent_default();
    }
    let command = event.ctrl_key() || event.meta_key();
    if app.screen.now() != Screen::Table || app.dialog.peek(Option::is_some) || app.present.is_open() {
        return;
    }
    let in_field = in_field(event);
    match event.key().as_str() {
        "s" | "S" if command => files::save(app),
        "z" | "Z" if command && !in_field => {
            if event.shift_key() {
                app.redo();
            } else {
                app.undo();
            }
        }
        "y" | "Y" if command && !in_field => app.redo(),
        "?" if !in_field => app.dialog.set(Some(Dialog::Keys)),
        _ => return,
    }
    event.prevent_default();
}

/// A table pasted on the first screen, or a link.
fn paste_anywhere(app: App, event: &web_sys::Event) {
    let Some(event) = event.dyn_ref::<ClipboardEvent>() else { return };
    if app.screen.now() != Screen::Start || app.dialog.peek(Option::is_some) || in_field(event) {
        return;
    }
    event.prevent_default();
    paste_on_start(app, event);
}

/// Takes a paste on the first screen: a link is opened, anything else is taken for a table.
fn paste_on_start(app: App, event: &ClipboardEvent) {
    let Some(pasted) = clipboard::pasted(event) else { return };
    if pasted.text.contains('#') && !pasted.text.trim().contains(['\t', '\n']) && link::read_link(&pasted.text).is_ok()
    {
        return shared::open_link(app, &pasted.text);
    }
    app.dialog.set(Some(Dialog::Paste { html: pasted.html, text: pasted.text }));
}
