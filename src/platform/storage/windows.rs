//! Windows of one browser: the right to write a workbook, and messages. `public/boot/windows.js` does the work.

use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::*;

use crate::platform::page;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = giamngheoLock, catch)]
    async fn js_lock(name: &str, take: bool) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = giamngheoTell, catch)]
    fn js_tell(message: &str) -> Result<(), JsValue>;
}

/// A right that only one window has; dropping it lets it go.
pub struct Lock {
    /// What it is for.
    pub name: String,
    release: Function,
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = self.release.call0(&JsValue::UNDEFINED);
    }
}

/// Asks for the right of this name; `None` when another window has it. With `take` the other window is asked to let it
/// go, and loses it if it does not answer.
pub async fn lock(name: &str, take: bool) -> Option<Lock> {
    let release = js_lock(name, take).await.ok()?.dyn_into().ok()?;
    Some(Lock { name: name.to_owned(), release })
}

/// Tells the other windows.
pub fn tell(message: &str) {
    let _ = js_tell(message);
}

/// Calls back with each message of another window.
pub fn on_message(callback: impl Fn(&str) + 'static) {
    page::on_window("giamngheo:message", move |event| callback(&detail(event)));
}

/// Calls back with the name of a right that was taken away.
pub fn on_lost(callback: impl Fn(&str) + 'static) {
    page::on_window("giamngheo:lost", move |event| callback(&detail(event)));
}

fn detail(event: &web_sys::Event) -> String {
    Reflect::get(event, &"detail".into()).ok().and_then(|detail| detail.as_string()).unwrap_or_default()
}
