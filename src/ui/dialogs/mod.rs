//! The dialogs, one at a time.

mod blank;
mod details;
mod keys;
mod paste;
mod periods;
mod share;
mod tags;

use leptos::prelude::*;

use super::app::{Dialog, use_app};

#[component]
pub fn Dialogs() -> impl IntoView {
    let app = use_app();
    move || match app.dialog.get() {
        None => ().into_any(),
        Some(Dialog::Blank) => view! { <blank::BlankDialog/> }.into_any(),
        Some(Dialog::Paste { html, text }) => view! { <paste::PasteDialog html=html text=text/> }.into_any(),
        Some(Dialog::Share) => view! { <share::ShareDialog/> }.into_any(),
        Some(Dialog::Details) => view! { <details::DetailsDialog/> }.into_any(),
        Some(Dialog::Tags(id)) => view! { <tags::TagsDialog id=id/> }.into_any(),
        Some(Dialog::Periods) => view! { <periods::PeriodsDialog/> }.into_any(),
        Some(Dialog::Keys) => view! { <keys::KeysDialog/> }.into_any(),
    }
}
