//! The whole screen for one element, where the browser can; where it cannot, nothing happens.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Element;

/// Asks for the whole screen. Only right after a key or a press, says the browser. `lost` is called when it was given and,
/// by the time that is told, taken back already: then no event tells.
pub fn enter(element: &Element, lost: impl FnOnce() + 'static) {
    let Some(given) = call(element, &["requestFullscreen", "webkitRequestFullscreen"]) else { return };
    spawn_local(async move {
        if JsFuture::from(given).await.is_ok() && !is_on() {
            lost();
        }
    });
}

/// Gives the screen back.
pub fn leave() {
    if let (true, Some(document)) = (is_on(), document())
        && let Some(taken) = call(&document, &["exitFullscreen", "webkitExitFullscreen"])
    {
        spawn_local(async move {
            let _ = JsFuture::from(taken).await;
        });
    }
}

/// Whether something has the whole screen.
pub fn is_on() -> bool {
    let names = ["fullscreenElement", "webkitFullscreenElement"];
    document().is_some_and(|document| {
        names.iter().any(|name| Reflect::get(&document, &(*name).into()).is_ok_and(|found| found.is_object()))
    })
}

/// What tells that it begins or ends, under its two names.
pub const EVENTS: [&str; 2] = ["fullscreenchange", "webkitfullscreenchange"];

fn document() -> Option<JsValue> {
    web_sys::window()?.document().map(Into::into)
}

/// Calls the first of these methods that is there; what it answers must be awaited, for being refused is an ordinary
/// answer.
fn call(of: &JsValue, names: &[&str]) -> Option<Promise> {
    let found = names.iter().find_map(|name| Reflect::get(of, &(*name).into()).ok()?.dyn_into::<Function>().ok());
    found?.call0(of).ok()?.dyn_into().ok()
}
