//! The link that carries the table, and the other ways to hand it on.

use leptos::prelude::*;

use crate::i18n::Text;
use crate::platform::{clipboard, page};
use crate::stub::link;
use crate::ui::app::use_app;
use crate::ui::files;
use crate::ui::icons::{Icon, IconView};
use crate::ui::modal::Modal;

/// Longer links are cut by some chats and mail programs.
const COMFORTABLE: usize = 2_000;

#[component]
pub fn ShareDialog() -> impl IntoView {
    let app = use_app();
    app.update(|session| {
        session.commit_draft();
    });
    let made = app.read(|session| link::write_link(session.workbook()));
    let url = made.ok().map(|fragment| format!("{}#{fragment}", page::address()));
    let Some(url) = url else {
        return view! {
            <Modal title=Text::ShareTitle>
                <p class="problem" role="alert">{app.t(Text::LinkTooBig)}</p>
                <OtherWays/>
            </Modal>
        }
        .into_any();
    };
    let length = url.chars().count();
    let copied = RwSignal::new(None::<bool>);
    let text = StoredValue::new(url.clone());
    let copy = move |_| {
        leptos::task::spawn_local(async move {
            let done = clipboard::copy(&text.get_value()).await;
            copied.set(Some(done));
        });
    };
    let advice = move || {
        let n = app.count_text(length);
        app.tf(if length > COMFORTABLE { Text::ShareLengthLong } else { Text::ShareLength }, &[("n", &n)])
    };
    let select_all = move |event: leptos::ev::FocusEvent| {
        let area: web_sys::HtmlTextAreaElement = event_target(&event);
        area.select();
    };
    view! {
        <Modal title=Text::ShareTitle>
            <label class="field">
                <span class="label">{move || app.t(Text::ShareLink)}</span>
                <textarea class="share-url" data-role="share-url" readonly rows="3" spellcheck="false" on:focus=select_all prop:value=url.clone()>
                    {url.clone()}
                </textarea>
            </label>
            <div class="share-actions">
                <button class="btn primary" data-action="copy-link" on:click=copy>
                    <IconView icon=Icon::Copy/>
                    <span>{move || app.t(if copied.get() == Some(true) { Text::ShareCopied } else { Text::ShareCopy })}</span>
                </button>
                <span class="hint">{advice}</span>
            </div>
            {move || (copied.get() == Some(false)).then(|| view! { <p class="problem" role="alert">{app.t(Text::ShareCopyFailed)}</p> })}
            <p class="private"><IconView icon=Icon::Lock/><span><b>{move || app.t(Text::SharePrivate)}</b>{move || app.t(Text::SharePrivateSub)}</span></p>
            <OtherWays/>
        </Modal>
    }
    .into_any()
}

#[component]
fn OtherWays() -> impl IntoView {
    let app = use_app();
    let way = move |icon: Icon, label: Text, sub: Text, go: fn(&crate::ui::app::App)| {
        view! {
            <button on:click=move |_| { app.dialog.set(None); go(&app) }>
                <IconView icon=icon/><b>{move || app.t(label)}</b><span>{move || app.t(sub)}</span>
            </button>
        }
    };
    view! {
        <div class="ways">
            {way(Icon::File, Text::ShareSave, Text::ShareSaveSub, files::save)}
            {way(Icon::Table, Text::ShareCsv, Text::ShareCsvSub, files::export_csv)}
            {way(Icon::Print, Text::SharePrint, Text::SharePrintSub, |_| {
                // The dialog has to be gone before the page is printed.
                gloo::timers::callback::Timeout::new(50, page::print).forget();
            })}
        </div>
    }
}
