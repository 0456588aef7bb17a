// The page calls `start` and nothing else; a `main` of its own would only bring the runtime's set-up into the first load.
#![cfg_attr(target_arch = "wasm32", no_main)]

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by `public/boot.js` once everything that it needs is in place.
#[wasm_bindgen]
pub fn start() {
    giam_ngheo::ui::mount();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
