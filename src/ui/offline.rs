//! The service worker's messages: ready for offline use, a new version waiting or taken up by another window.

use gloo::timers::callback::Timeout;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::app::{App, Banner};
use super::autosave;
use crate::i18n::Text;
use crate::platform::{page, storage};

/// That the user has been told that the program works without network.
const TOLD: &str = "giamngheo.told-offline";

#[wasm_bindgen]
extern "C" {
    /// Defined by `public/boot/worker.js`: lets the waiting version take over and reloads once.
    #[wasm_bindgen(js_name = giamngheoActivate, catch)]
    fn activate_update() -> Result<(), JsValue>;
}

/// Listens to the service worker.
pub fn install(app: App) {
    page::on_window("giamngheo:update", move |_| app.banner.set(Some(Banner::Update)));
    // Another window runs the new version already: this one must not wait long with its own figures.
    page::on_window("giamngheo:replaced", move |_| {
        spawn_local(async move {
            autosave::finish(app).await;
            app.banner.set(Some(Banner::Update));
        });
    });
    page::on_window("giamngheo:offline", move |_| {
        if storage::get(TOLD).is_none() && storage::set(TOLD, "1") {
            app.say(app.t(Text::OfflineReady));
        }
    });
}

/// Saves, then starts the new version. What cannot be saved keeps the old one running.
pub fn activate(app: App) {
    spawn_local(async move {
        if !autosave::finish(app).await {
            return app.say(app.t(Text::UpdateNotSaved));
        }
        let _ = activate_update();
        // Should the new version never answer, the banner must not promise it for ever.
        Timeout::new(10_000, move || app.banner.set(None)).forget();
    });
}
