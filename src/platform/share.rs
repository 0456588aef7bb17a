//! The share sheet of the device: chats, mail, nearby devices. Telephones have it, most desktop browsers do not.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FilePropertyBag, Navigator};

fn navigator() -> Option<Navigator> {
    Some(web_sys::window()?.navigator())
}

fn method(name: &str) -> Option<(Navigator, js_sys::Function)> {
    let navigator = navigator()?;
    let method = Reflect::get(&navigator, &name.into()).ok()?.dyn_into().ok()?;
    Some((navigator, method))
}

/// How it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    Done,
    /// The user closed the sheet.
    Cancelled,
    Refused,
}

/// Whether there is a share sheet.
pub fn is_there() -> bool {
    method("share").is_some()
}

fn text_file(name: &str, mime: &str, text: &str) -> Option<File> {
    let options = FilePropertyBag::new();
    options.set_type(mime);
    File::new_with_str_sequence_and_options(&Array::of1(&text.into()), name, &options).ok()
}

fn with_file(file: &File) -> Object {
    let data = Object::new();
    let _ = Reflect::set(&data, &"files".into(), &Array::of1(file));
    data
}

/// Whether the share sheet takes a file of this kind.
pub fn takes_file(name: &str, mime: &str) -> bool {
    let Some((navigator, can)) = method("canShare") else { return false };
    let Some(file) = text_file(name, mime, "{}") else { return false };
    can.call1(&navigator, &with_file(&file)).is_ok_and(|can| can.is_truthy())
}

/// Hands a link on. Only right after a press of the user, or the browser refuses.
pub async fn link(title: &str, url: &str) -> Shared {
    let data = Object::new();
    let _ = Reflect::set(&data, &"title".into(), &title.into());
    let _ = Reflect::set(&data, &"url".into(), &url.into());
    open(data).await
}

/// Hands a text on as a file.
pub async fn file(name: &str, mime: &str, text: &str) -> Shared {
    let Some(file) = text_file(name, mime, text) else { return Shared::Refused };
    open(with_file(&file)).await
}

async fn open(data: Object) -> Shared {
    let Some((navigator, share)) = method("share") else { return Shared::Refused };
    let Ok(promise) = share.call1(&navigator, &data) else { return Shared::Refused };
    match JsFuture::from(promise.unchecked_into::<js_sys::Promise>()).await {
        Ok(_) => Shared::Done,
        Err(error) => {
            let name = Reflect::get(&error, &"name".into()).unwrap_or(JsValue::NULL);
            if name.as_string().as_deref() == Some("AbortError") { Shared::Cancelled } else { Shared::Refused }
        }
    }
}
