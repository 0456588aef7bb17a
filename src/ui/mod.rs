//! The interface. Components read the session through [`app::App`]; the browser is reached through `platform` alone.

mod app;
mod autosave;
mod cards;
mod charts;
mod dialogs;
mod files;
mod formula;
mod grid;
mod headline;
mod icons;
mod metric;
mod modal;
mod notes;
mod offline;
mod shell;
mod start;
mod theme;
mod tools;
mod units;
mod wording;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, HtmlElement, KeyboardEvent};

use crate::i18n::{Lang, Text};
use crate::platform::{clipboard, crash, page, storage};
use crate::stub::link;
use app::{App, Banner, Dialog, Screen};

/// Below this width the table becomes cards (see `style/`).
const PHONE: &str = "(max-width: 719px)";

/// Puts the application into the page.
pub fn mount() {
    crash::install();
    if let Some(shell) = document().get_element_by_id("shell") {
        shell.remove();
    }
    leptos::mount::mount_to_body(Root);
    page::set_root_attribute("data-ready", "true");
    offline::started();
}

#[component]
fn Root() -> impl IntoView {
    let lang = storage::get("giamngheo.lang").and_then(|code| Lang::from_code(&code)).unwrap_or_default();
    let own = autosave::restore();
    let damaged = own.as_ref().is_some_and(|(_, damaged)| *damaged);
    let screen = if own.is_some() { Screen::Table } else { Screen::Start };
    let app = App::new(own.map(|(workbook, _)| workbook).unwrap_or_default(), screen, lang);
    provide_context(app);

    app.cards.set(page::matches(PHONE));
    page::on_media(PHONE, move |phone| app.cards.set(phone));
    Effect::new(move |_| page::set_root_attribute("lang", app.lang.get().code()));
    Effect::new(move |_| {
        if app.screen.get() == Screen::Table {
            page::set_title(&app.tf(Text::PageTitle, &[("title", &wording::title(&app))]));
        }
    });
    if damaged {
        app.banner.set(Some(Banner::Problem(app.t(Text::RestoreDamaged).to_owned())));
    }
    autosave::install(app);
    offline::install(app);
    open_fragment(&app);
    page::on_window("hashchange", move |_| open_fragment(&app));
    page::on_document("keydown", move |event| shortcut(&app, event));
    page::on_document("paste", move |event| paste_anywhere(&app, event));

    view! {
        <files::FileInput/>
        {move || match app.screen.get() {
            Screen::Start => view! { <shell::BannerStrip/><start::Start/> }.into_any(),
            Screen::Table => view! { <Table/> }.into_any(),
        }}
        <dialogs::Dialogs/>
        <shell::ToastBar/>
        <div class="sr-only" id="said" role="status" aria-live="polite"></div>
    }
}

#[component]
fn Table() -> impl IntoView {
    let app = app::use_app();
    view! {
        <div class="app" class:fixed=move || !app.cards.get()>
            <shell::TopBar/>
            <shell::BannerStrip/>
            {move || if app.cards.get() {
                view! { <cards::Cards/> }.into_any()
            } else {
                view! {
                    <main class="work">
                        <headline::Headline/>
                        <div class="strip"><formula::FormulaBar/><tools::Tools/></div>
                        <grid::Grid/>
                        <notes::Notes/>
                        <Foot/>
                    </main>
                }.into_any()
            }}
        </div>
    }
}

/// What the looks of cells mean.
#[component]
fn Foot() -> impl IntoView {
    let app = app::use_app();
    let sample = Memo::new(move |_| app.watch(|session| session.is_sample_like()));
    view! {
        <footer class="legend">
            <span class="key"><i class="swatch"></i>{move || app.t(Text::LegendTyped)}</span>
            <span class="key"><i class="swatch computed"></i>{move || app.t(Text::LegendComputed)}</span>
            <span class="key"><i class="swatch inferred"></i>{move || app.t(Text::LegendInferred)}</span>
            <span class="grow"></span>
            {move || sample.get().then(|| view! { <span class="sample-note">{app.t(Text::LegendSample)}</span> })}
        </footer>
    }
}

/// Opens the table the address carries, beside one's own.
fn open_fragment(app: &App) {
    let fragment = page::fragment();
    if fragment.is_empty() {
        return;
    }
    page::clear_fragment();
    let had_own = app.screen.get_untracked() == Screen::Table;
    match link::read_link(&fragment) {
        Ok(workbook) => {
            // The same table again, as when a link is opened twice, is no other table.
            if app.read(|session| *session.workbook() == workbook) {
                app.screen.set(Screen::Table);
                return;
            }
            app.open(workbook);
            app.banner.set(Some(Banner::Shared { own_kept: had_own && !autosave::recent().is_empty() }));
        }
        Err(error) => {
            let mut words = wording::link_error(app, &error);
            if had_own {
                words.push(' ');
                words.push_str(app.t(Text::LinkYoursKept));
            }
            app.banner.set(Some(Banner::Problem(words)));
        }
    }
}

/// Whether the keyboard is in a field of its own.
fn in_field(event: &web_sys::Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    target.is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"))
}

fn shortcut(app: &App, event: &web_sys::Event) {
    let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
    let command = event.ctrl_key() || event.meta_key();
    if app.screen.get_untracked() != Screen::Table || app.dialog.with_untracked(Option::is_some) {
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
fn paste_anywhere(app: &App, event: &web_sys::Event) {
    let Some(event) = event.dyn_ref::<ClipboardEvent>() else { return };
    if app.screen.get_untracked() != Screen::Start || app.dialog.with_untracked(Option::is_some) || in_field(event) {
        return;
    }
    event.prevent_default();
    paste_on_start(app, event);
}

/// Takes a paste on the first screen: a link is opened, anything else is taken for a table.
fn paste_on_start(app: &App, event: &ClipboardEvent) {
    let Some(pasted) = clipboard::pasted(event) else { return };
    if pasted.text.contains('#') && !pasted.text.trim().contains(['\t', '\n']) && link::read_link(&pasted.text).is_ok()
    {
        return start::open_link(app, &pasted.text);
    }
    app.dialog.set(Some(Dialog::Paste { html: pasted.html, text: pasted.text }));
}
