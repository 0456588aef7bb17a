//! The whole screen for one element, where the browser can; where it cannot, nothing happens.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Element;

/// Asks for the whole screen. Only right after a key or a press, says the browser.
pub fn enter(element: &Element) {
    call(element, &["requestFullscreen", "webkitRequestFullscreen"]);
}

/// Gives the screen back.
pub fn leave() {
    if let (true, Some(document)) = (is_on(), document()) {
        call(&document, &["exitFullscreen", "webkitExitFullscreen"]);
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

/// Calls the first of these methods that is there. Being refused is an ordinary answer.
fn call(of: &JsValue, names: &[&str]) {
    let found = names.iter().find_map(|name| Reflect::get(of, &(*name).into()).ok()?.dyn_into::<Function>().ok());
    let answer = found.and_then(|method| method.call0(of).ok());
    if let Some(answer) = answer.and_then(|answer| answer.dyn_into::<Promise>().ok()) {
        // Unless it is awaited, a refusal is an error of the page.
        spawn_local(async move {
            let _ = JsFuture::from(answer).await;
        });
    }
}
