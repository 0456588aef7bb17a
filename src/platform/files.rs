//! Files to and from the device.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, HtmlAnchorElement, Url};

/// Offers a text as a download; `false` when the browser refuses.
pub fn download(name: &str, mime: &str, text: &str) -> bool {
    blob(mime, &JsValue::from_str(text)).is_some_and(|blob| download_blob(name, &blob))
}

/// Offers bytes as a download; `false` when the browser refuses.
pub fn download_bytes(name: &str, mime: &str, bytes: &[u8]) -> bool {
    blob(mime, &Uint8Array::from(bytes)).is_some_and(|blob| download_blob(name, &blob))
}

/// A file in memory, of one part: a text, bytes, or another such file.
pub fn blob(mime: &str, part: &JsValue) -> Option<Blob> {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    Blob::new_with_blob_sequence_and_options(&Array::of1(part), &options).ok()
}

/// Offers a file in memory as a download; `false` when the browser refuses.
pub fn download_blob(name: &str, blob: &Blob) -> bool {
    try_download(name, blob).is_ok()
}

fn try_download(name: &str, blob: &Blob) -> Result<(), JsValue> {
    let url = Url::create_object_url_with_blob(blob)?;
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The download has its own hold on the data once it has begun.
    gloo::timers::callback::Timeout::new(10_000, move || {
        let _ = Url::revoke_object_url(&url);
    })
    .forget();
    Ok(())
}

/// Largest file read, in bytes.
pub const MAX_BYTES: f64 = 10_000_000.0;

/// Why a file could not be read.
pub enum ReadError {
    TooLarge,
    Refused,
}

/// The bytes of a chosen file.
pub async fn read_bytes(file: File) -> Result<Vec<u8>, ReadError> {
    if file.size() > MAX_BYTES {
        return Err(ReadError::TooLarge);
    }
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|_| ReadError::Refused)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// The bytes of a file that belongs to the program, fetched when first needed.
pub async fn fetch_bytes(path: &str) -> Option<Vec<u8>> {
    let window = web_sys::window()?;
    let response: web_sys::Response = JsFuture::from(window.fetch_with_str(path)).await.ok()?.unchecked_into();
    if !response.ok() {
        return None;
    }
    let buffer = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some(js_sys::Uint8Array::new(&buffer).to_vec())
}
