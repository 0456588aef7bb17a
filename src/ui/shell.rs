//! The frame of the screen: the bar on top, strips below it, the short messages at the bottom.

use leptos::prelude::*;

use super::app::{Banner, Dialog, Saved, Screen, use_app};
use super::icons::{Icon, IconView};
use super::modal::Menu;
use super::{autosave, files, theme, wording};
use crate::i18n::{Lang, Text};
use crate::platform::{page, storage};

#[component]
pub fn TopBar() -> impl IntoView {
    let app = use_app();
    let title = move || wording::title(&app);
    let can_undo = Memo::new(move |_| app.watch(|session| session.history().can_undo()));
    let can_redo = Memo::new(move |_| app.watch(|session| session.history().can_redo()));
    view! {
        <header class="bar">
            <button class="brand" on:click=move |_| app.screen.set(Screen::Start) aria-label=move || app.t(Text::FileStart)>
                <IconView icon=Icon::Brand/>
            </button>
            <button class="doc-title" on:click=move |_| app.dialog.set(Some(Dialog::Details)) title=move || app.t(Text::FileDetails)>
                {title}
            </button>
            <SavedState/>
            <span class="grow"></span>
            <button class="context wide" on:click=move |_| app.dialog.set(Some(Dialog::Periods)) title=move || app.t(Text::PeriodMenu)>
                {move || wording::context(&app)}
            </button>
            <button class="icon-btn" data-action="undo" disabled=move || !can_undo.get() on:click=move |_| app.undo()
                aria-label=move || app.t(Text::Undo) title=move || app.t(Text::UndoHint)><IconView icon=Icon::Undo/></button>
            <button class="icon-btn wide" data-action="redo" disabled=move || !can_redo.get() on:click=move |_| app.redo()
                aria-label=move || app.t(Text::Redo) title=move || app.t(Text::RedoHint)><IconView icon=Icon::Redo/></button>
            <FileMenu/>
            <button class="btn primary" data-action="share" on:click=move |_| app.dialog.set(Some(Dialog::Share))
                aria-label=move || app.t(Text::Share)>
                <IconView icon=Icon::Share/><span>{move || app.t(Text::Share)}</span>
            </button>
            <theme::ThemeButton/>
            <LangSwitch/>
        </header>
    }
}

/// VI | EN.
#[component]
pub fn LangSwitch() -> impl IntoView {
    let app = use_app();
    let pick = move |lang: Lang| {
        app.update(|session| {
            session.commit_draft();
        });
        app.lang.set(lang);
        storage::set("giamngheo.lang", lang.code());
    };
    let button = move |lang: Lang, action: &'static str, label: Text, name: Text| {
        view! {
            <button role="radio" data-action=action aria-checked=move || (app.lang.get() == lang).to_string()
                aria-label=move || app.t(name) on:click=move |_| pick(lang)>{move || app.t(label)}</button>
        }
    };
    view! {
        <span class="seg small lang" role="radiogroup" aria-label=move || app.t(Text::Language)>
            {button(Lang::Vi, "lang-vi", Text::LangVi, Text::LangViName)}
            {button(Lang::En, "lang-en", Text::LangEn, Text::LangEnName)}
        </span>
    }
}

/// "Đã lưu trên máy này · Ngoại tuyến".
#[component]
fn SavedState() -> impl IntoView {
    let app = use_app();
    let online = RwSignal::new(page::is_online());
    page::on_window("online", move |_| online.set(true));
    page::on_window("offline", move |_| online.set(false));
    let saved = move || match app.saved.get() {
        Saved::Yes => (Icon::Check, app.t(Text::Saved)),
        Saved::Pending => (Icon::Check, app.t(Text::Saving)),
        Saved::Failed => (Icon::Caution, app.t(Text::Unsaved)),
    };
    view! {
        <span class="state" role="status" class:bad=move || app.saved.get() == Saved::Failed>
            {move || view! { <IconView icon=saved().0/> }}<span>{move || saved().1}</span>
            {move || (!online.get()).then(|| view! {
                <span class="sep"></span><IconView icon=Icon::Offline/><span>{move || app.t(Text::Offline)}</span>
            })}
        </span>
    }
}

#[component]
fn FileMenu() -> impl IntoView {
    let app = use_app();
    view! {
        <Menu label=Signal::derive(move || app.t(Text::File).to_owned()) icon=Some(Icon::File)>
            <button on:click=move |_| files::pick() data-action="open-file">{move || app.t(Text::FileOpen)}</button>
            <button on:click=move |_| files::save(&app) data-action="export-json">
                {move || app.t(Text::FileSave)}<kbd>{move || app.t(Text::FileSaveHint)}</kbd>
            </button>
            <button on:click=move |_| files::export_csv(&app) data-action="export-csv">{move || app.t(Text::FileExportCsv)}</button>
            <button on:click=move |_| page::print() data-action="print">{move || app.t(Text::FilePrint)}<kbd>"Ctrl+P"</kbd></button>
            <hr/>
            <button on:click=move |_| app.dialog.set(Some(Dialog::Paste { html: String::new(), text: String::new() })) data-action="paste">
                {move || app.t(Text::StartPastePhone)}
            </button>
            <button on:click=move |_| app.dialog.set(Some(Dialog::Periods))>{move || app.t(Text::PeriodMenu)}</button>
            <button on:click=move |_| app.dialog.set(Some(Dialog::Details))>{move || app.t(Text::FileDetails)}</button>
            <button on:click=move |_| files::clear_all(&app)>{move || app.t(Text::ClearAll)}</button>
            <hr/>
            <Recent/>
            <button on:click=move |_| app.screen.set(Screen::Start)>{move || app.t(Text::FileNew)}</button>
            <button on:click=move |_| app.dialog.set(Some(Dialog::Keys))>{move || app.t(Text::Keys)}<kbd>"?"</kbd></button>
        </Menu>
    }
}

/// The workbooks that were put aside on this device.
#[component]
pub fn Recent() -> impl IntoView {
    let app = use_app();
    let open = move |at: usize| {
        if let Some(workbook) = autosave::reopen(at) {
            app.open(workbook);
        }
    };
    let items = autosave::recent().into_iter().map(move |(at, title)| {
        let name = if title.is_empty() { app.t(Text::TitleUntitled).to_owned() } else { title };
        view! { <button class="recent" on:click=move |_| open(at)><IconView icon=Icon::Table/><span>{name}</span></button> }
    });
    items.collect_view()
}

/// The strip under the bar.
#[component]
pub fn BannerStrip() -> impl IntoView {
    let app = use_app();
    let strip = move || {
        let close = move |_| app.banner.set(None);
        let (class, text, action) = match app.banner.get()? {
            Banner::Shared { own_kept } => {
                let back = own_kept.then(|| view! {
                    <button class="btn small" on:click=move |_| files::back_to_own(&app)>{move || app.t(Text::SharedBack)}</button>
                }.into_any());
                ("banner info", app.t(Text::SharedBanner).to_owned(), back)
            }
            Banner::Problem(text) => ("banner caution", text, None),
            Banner::Update => {
                let now = view! {
                    <button class="btn small" on:click=move |_| super::offline::activate(app)>{move || app.t(Text::UpdateNow)}</button>
                }.into_any();
                ("banner", app.t(Text::UpdateReady).to_owned(), Some(now))
            }
        };
        Some(view! {
            <div class=class role="status" data-role="banner">
                <span>{text}</span>{action}
                <button class="icon-btn" on:click=close aria-label=move || app.t(Text::Close)><IconView icon=Icon::Close/></button>
            </div>
        })
    };
    let unsaved = move || {
        (app.saved.get() == Saved::Failed).then(|| view! {
        <div class="banner caution" role="alert" data-role="banner">
            <IconView icon=Icon::Caution/><span>{move || app.t(Text::SaveFailed)}</span>
            <button class="btn small" on:click=move |_| files::save(&app)>{move || app.t(Text::FileSave)}</button>
        </div>
    })
    };
    view! { {unsaved}{strip} }
}

/// How long a message stays.
const TOAST_MS: u32 = 6_000;

#[component]
pub fn ToastBar() -> impl IntoView {
    let app = use_app();
    let timer = StoredValue::new_local(None::<gloo::timers::callback::Timeout>);
    Effect::new(move |_| {
        let on = app.toast.with(Option::is_some);
        let timeout = on.then(|| gloo::timers::callback::Timeout::new(TOAST_MS, move || app.toast.set(None)));
        timer.set_value(timeout);
    });
    view! {
        <div class="toast-place" role="status" aria-live="polite">
            {move || app.toast.get().map(|toast| view! {
                <div class="toast" data-role="toast">
                    <span>{toast.text}</span>
                    {toast.undo.then(|| view! {
                        <button on:click=move |_| { app.toast.set(None); app.undo() }>{move || app.t(Text::ToastUndo)}</button>
                    })}
                </div>
            })}
        </div>
    }
}
