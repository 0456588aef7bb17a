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

/// Copies a table as HTML and as plain text; `false` when no way of copying works.
pub async fn copy_table(text: &str, html: &str) -> bool {
    let kinds = js_sys::Object::new();
    for (kind, content) in [("text/plain", text), ("text/html", html)] {
        let Some(blob) = super::files::blob(kind, &content.into()) else { return false };
        if js_sys::Reflect::set(&kinds, &kind.into(), &blob).is_err() {
            return false;
        }
    }
    if let Some(item) = super::picture::new_item(&kinds)
        && super::picture::write(&item).await.is_some()
    {
        return true;
    }
    copy_by_event(text, html)
}

/// By a copy event of our own, which takes both kinds.
fn copy_by_event(text: &str, html: &str) -> bool {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return false };
    let (text, html) = (text.to_owned(), html.to_owned());
    let done = std::rc::Rc::new(std::cell::Cell::new(false));
    let took = done.clone();
    let options = gloo::events::EventListenerOptions {
        passive: false,
        ..gloo::events::EventListenerOptions::run_in_capture_phase()
    };
    let listener = gloo::events::EventListener::new_with_options(&document, "copy", options, move |event| {
        let taken = event.dyn_ref::<ClipboardEvent>().is_some_and(|event| offer(event, &text, &html));
        if taken {
            event.prevent_default();
            event.stop_propagation();
        }
        took.set(taken);
    });
    let exec = js_sys::Reflect::get(&document, &"execCommand".into()).ok();
    let exec = exec.and_then(|exec| exec.dyn_into::<js_sys::Function>().ok());
    let _ = exec.map(|exec| exec.call1(&document, &"copy".into()));
    drop(listener);
    done.get()
}
