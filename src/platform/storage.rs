//! Small texts kept on the device.

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
