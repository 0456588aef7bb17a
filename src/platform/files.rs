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

/// The bytes as text: UTF-8, or the letters of two bytes that Excel calls Unicode. What is neither becomes marks.
pub fn text(bytes: &[u8]) -> String {
    let wide = |read: fn([u8; 2]) -> u16| {
        let pairs = bytes.get(2..).unwrap_or_default().chunks_exact(2);
        let letters = pairs.filter_map(|pair| Some(read(pair.try_into().ok()?)));
        char::decode_utf16(letters).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        _ => String::from_utf8_lossy(bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes)).into_owned(),
    }
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
