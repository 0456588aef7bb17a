//! The service worker's messages: ready for offline use, a new version waiting.

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use super::app::{App, Banner};
use super::autosave;
use crate::platform::page;

#[wasm_bindgen]
extern "C" {
    /// Defined by `public/boot.js`: lets the waiting version take over and reloads once.
    #[wasm_bindgen(js_name = giamngheoActivate, catch)]
    fn activate_update() -> Result<(), JsValue>;
}

/// Listens for a new version.
pub fn install(app: App) {
    page::on_window("giamngheo:update", move |_| app.banner.set(Some(Banner::Update)));
}

/// Saves, then starts the new version.
pub fn activate(app: App) {
    app.commit_draft();
    autosave::save(app);
    let _ = activate_update();
    // Should the new version never answer, the banner must not promise it for ever.
    Timeout::new(10_000, move || app.banner.set(None)).forget();
}

/// Tells the page that the program runs, so that the version before it may go.
pub fn started() {
    if let Some(window) = web_sys::window()
        && let Ok(event) = web_sys::Event::new("giamngheo-started")
    {
        let _ = window.unchecked_ref::<web_sys::EventTarget>().dispatch_event(&event);
    }
}
