//! Records by name, in IndexedDB or in its place; `public/boot/store.js` does the work, because it must work when this
//! program does not.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = giamngheoStored, catch)]
    fn js_stored() -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = giamngheoRead, catch)]
    async fn js_read(beginnings: Array) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = giamngheoNames, catch)]
    async fn js_names(beginnings: Array) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = giamngheoWrite, catch)]
    async fn js_write(guard: JsValue, puts: Array, deletes: Array, urgent: bool) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = giamngheoDownload, catch)]
    async fn js_download(beginnings: Array, name: &str) -> Result<JsValue, JsValue>;
}

/// Names and bytes.
pub type Records = Vec<(String, Vec<u8>)>;

/// A record that a write is guarded by, and what must be there.
pub type Guard = (String, Option<Vec<u8>>);

/// How a write ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    Done,
    /// Another window has written since; nothing was changed.
    Newer,
    /// What the write was to follow is not there any more; nothing was changed.
    Gone,
    /// The device refused: full, blocked, or not there.
    Failed,
}

fn list<T: AsRef<str>>(texts: &[T]) -> Array {
    texts.iter().map(|text| JsValue::from_str(text.as_ref())).collect()
}

fn records(value: JsValue) -> Option<Records> {
    let pairs: Array = value.dyn_into().ok()?;
    let pair = |pair: JsValue| {
        let pair: Array = pair.dyn_into().ok()?;
        // What somebody else put there is a record that cannot be read.
        let bytes = pair.get(1).dyn_into::<Uint8Array>().map(|bytes| bytes.to_vec()).unwrap_or_default();
        Some((pair.get(0).as_string()?, bytes))
    };
    Some(pairs.iter().filter_map(pair).collect())
}

/// What was read before this program ran: all heads, and the records of the workbook that was open last. `None` when the
/// device could not be asked.
pub fn stored() -> Option<Records> {
    records(js_stored().ok()?)
}

/// The records whose names begin in one of these ways; `None` when the device cannot be asked.
pub async fn read<T: AsRef<str>>(beginnings: &[T]) -> Option<Records> {
    records(js_read(list(beginnings)).await.ok()?)
}

/// The names that begin in one of these ways; none when the device cannot be asked.
pub async fn names<T: AsRef<str>>(beginnings: &[T]) -> Vec<String> {
    let found = js_names(list(beginnings)).await.ok().and_then(|names| names.dyn_into::<Array>().ok());
    found.iter().flat_map(Array::iter).filter_map(|name| name.as_string()).collect()
}

/// Writes and deletes, all of it or nothing. `urgent`: the page may be gone the next moment.
pub async fn write(guard: Option<&Guard>, puts: &Records, deletes: &[String], urgent: bool) -> Written {
    let bytes = |bytes: &[u8]| JsValue::from(Uint8Array::from(bytes));
    let guard = guard.map(|(name, record)| {
        let record = record.as_deref().map_or(JsValue::UNDEFINED, bytes);
        JsValue::from(Array::of2(&JsValue::from_str(name), &record))
    });
    let puts = puts.iter().map(|(name, record)| JsValue::from(Array::of2(&JsValue::from_str(name), &bytes(record))));
    match js_write(guard.unwrap_or_default(), puts.collect(), list(deletes), urgent).await {
        Ok(answer) => match answer.as_string().as_deref() {
            Some("done") => Written::Done,
            Some("newer") => Written::Newer,
            Some("gone") => Written::Gone,
            _ => Written::Failed,
        },
        Err(_) => Written::Failed,
    }
}

/// Offers the records whose names begin in one of these ways as a file; whether there were any.
pub async fn download<T: AsRef<str>>(beginnings: &[T], name: &str) -> bool {
    js_download(list(beginnings), name).await.is_ok_and(|any| any.is_truthy())
}
