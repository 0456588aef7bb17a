//! What is kept on the device: small texts (`localStorage`), and [records] by name.

pub mod records;
pub mod windows;

use web_sys::Storage;

fn local() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// The text kept under a key.
pub fn get(key: &str) -> Option<String> {
    local()?.get_item(key).ok()?
}

/// Keeps a text; `false` when the device refuses (private window, full storage).
pub fn set(key: &str, text: &str) -> bool {
    local().is_some_and(|storage| storage.set_item(key, text).is_ok())
}

pub fn remove(key: &str) {
    if let Some(storage) = local() {
        let _ = storage.remove_item(key);
    }
}

/// Keeps a text for this window, and for windows opened later.
pub fn set_here(key: &str, text: &str) {
    if let Some(session) = web_sys::window().and_then(|window| window.session_storage().ok().flatten()) {
        let _ = session.set_item(key, text);
    }
    set(key, text);
}

/// The text kept for this window, or else for any.
pub fn get_here(key: &str) -> Option<String> {
    let session = web_sys::window().and_then(|window| window.session_storage().ok().flatten());
    session.and_then(|session| session.get_item(key).ok().flatten()).or_else(|| get(key))
}

/// Asks the browser not to clear the device's storage when space runs short. Some ask the user.
pub fn persist() {
    let Some(navigator) = web_sys::window().map(|window| window.navigator()) else { return };
    // Missing at addresses that are not secure.
    let storage = js_sys::Reflect::get(&navigator, &"storage".into()).unwrap_or_default();
    let persist = js_sys::Reflect::get(&storage, &"persist".into()).unwrap_or_default();
    if let Some(persist) = wasm_bindgen::JsCast::dyn_ref::<js_sys::Function>(&persist) {
        let _ = persist.call0(&storage);
    }
}
