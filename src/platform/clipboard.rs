//! The clipboard, where the browser gives one.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ClipboardEvent, HtmlTextAreaElement};

/// Copies a text; `false` when neither way of copying works.
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    // `navigator.clipboard` is undefined outside secure contexts, such as a file or a plain address in a local network.
    let navigator = window.navigator();
    let has_clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|value| value.is_object());
    if has_clipboard && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok() {
        return true;
    }
    copy_by_selection(text).unwrap_or(false)
}

fn copy_by_selection(text: &str) -> Option<bool> {
    let document = web_sys::window()?.document()?;
    let area: HtmlTextAreaElement = document.create_element("textarea").ok()?.unchecked_into();
    area.set_value(text);
    area.set_class_name("sr-only");
    let focused = document.active_element();
    document.body()?.append_child(&area).ok()?;
    area.select();
    let exec = js_sys::Reflect::get(&document, &"execCommand".into()).ok()?;
    let done = exec.dyn_ref::<js_sys::Function>()?.call1(&document, &"copy".into()).ok()?;
    area.remove();
    if let Some(element) = focused.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
    done.as_bool()
}

/// What a paste brings: HTML where the source offers it (Excel, Sheets, Word), and plain text.
pub struct Pasted {
    pub html: String,
    pub text: String,
}

/// Reads a paste event.
pub fn pasted(event: &ClipboardEvent) -> Option<Pasted> {
    let data = event.clipboard_data()?;
    let read = |kind: &str| data.get_data(kind).unwrap_or_default();
    Some(Pasted { html: read("text/html"), text: read("text/plain") })
}

/// Puts a table into a copy or cut event, as plain text and as HTML. Returns whether the event took it.
pub fn offer(event: &ClipboardEvent, text: &str, html: &str) -> bool {
    let Some(data) = event.clipboard_data() else { return false };
    data.set_data("text/plain", text).is_ok() && data.set_data("text/html", html).is_ok()
}
