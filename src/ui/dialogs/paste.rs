use leptos::prelude::*;
#[component]
pub fn PasteDialog(html: String, text: String) -> impl IntoView {
    let _ = (html, text);
}
