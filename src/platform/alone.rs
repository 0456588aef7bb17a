//! The page that carries the whole program and a table in one file (`tools/src/alone.rs`, `public/alone/`): making one,
//! and being one.

use js_sys::{Array, Function, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, RequestInit, Response};

use super::desk::fetch_lazy;
use super::{page, worker};

const TEMPLATE: &str = "alone/page.html";
const WORKER: &str = "alone/worker.js";
/// How the template introduces the list of its parts.
const PARTS: &str = "id=\"alone-parts\">";

/// Inside such a page: the table it carries, as the fragment of a link or as a workbook file; empty when this tab has
/// opened it before.
pub fn table() -> Option<String> {
    inside("table")?.as_string().map(|text| text.trim().to_owned())
}

/// Its table needs not be opened again when this tab loads the page anew.
pub fn note_opened() {
    if let Some(opened) = inside("opened").and_then(|opened| opened.dyn_into::<Function>().ok()) {
        let _ = opened.call0(&JsValue::NULL);
    }
}

/// What links begin with: the address of the page or, when it was opened from a file, that of the site it was made on.
/// `None` when there is no address that somebody else could open.
pub fn home() -> Option<String> {
    if !page::is_file() {
        return Some(page::address());
    }
    inside("home")?.as_string().filter(|home| !home.is_empty())
}

/// What the page knows about itself, if it is one.
fn inside(name: &str) -> Option<JsValue> {
    let alone = Reflect::get(&web_sys::window()?.into(), &"giamngheoAlone".into()).ok().filter(JsValue::is_object)?;
    Reflect::get(&alone, &name.into()).ok()
}

/// Why there is no page.
pub enum AloneError {
    /// A part of the program could not be fetched.
    Unavailable,
    /// The browser cannot put it together.
    Failed,
}

/// Makes a page with this table inside: the fragment of a link, or the text of a workbook file.
pub async fn make(table: &str) -> Result<Blob, AloneError> {
    let template = match fetch_lazy(TEMPLATE).await {
        Ok(response) => bytes_of(response).await,
        // Such a page has the template of its own kind beside the list of its parts.
        Err(_) => fetch(TEMPLATE, None).await,
    };
    let template = template.ok_or(AloneError::Unavailable)?;
    let text = String::from_utf8_lossy(&template.to_vec()).into_owned();
    let parts = Array::new();
    for (path, integrity, needed) in list(&text).ok_or(AloneError::Failed)? {
        let bytes = fetch(&path, Some(&integrity)).await.ok_or(AloneError::Unavailable)?;
        parts.push(&Array::of3(&path.into(), &bytes, &needed.into()));
    }
    parts.push(&Array::of3(&TEMPLATE.into(), &template, &false.into()));
    // Nothing in a table may end the element that it stands in.
    let table = table.replace('<', "\\u003c");
    let home = home().unwrap_or_default();
    let message = [("template", text.into()), ("parts", parts.into()), ("table", table.into()), ("home", home.into())];
    let page = worker::ask(WORKER, &message, &Array::new()).await;
    page.and_then(Result::ok).and_then(|page| page.dyn_into().ok()).ok_or(AloneError::Failed)
}

/// The parts that the template names: path, fingerprint, and whether the program needs the part to start.
fn list(template: &str) -> Option<Vec<(String, String, bool)>> {
    let (_, rest) = template.split_once(PARTS)?;
    let (text, _) = rest.split_once("</script>")?;
    let parts = js_sys::JSON::parse(text).ok()?;
    let mut list = Vec::new();
    for (name, needed) in [("needed", true), ("later", false)] {
        for part in Array::from(&Reflect::get(&parts, &name.into()).ok()?) {
            let part = Array::from(&part);
            list.push((part.get(0).as_string()?, part.get(1).as_string()?, needed));
        }
    }
    Some(list)
}

/// A file of this version, checked against its fingerprint.
async fn fetch(path: &str, integrity: Option<&str>) -> Option<Uint8Array> {
    let options = RequestInit::new();
    if let Some(integrity) = integrity {
        options.set_integrity(integrity);
    }
    let window = web_sys::window()?;
    bytes_of(JsFuture::from(window.fetch_with_str_and_init(path, &options)).await.ok()?).await
}

async fn bytes_of(response: JsValue) -> Option<Uint8Array> {
    let response: Response = response.dyn_into().ok()?;
    let buffer = JsFuture::from(response.array_buffer().ok().filter(|_| response.ok())?).await.ok()?;
    Some(Uint8Array::new(&buffer))
}
