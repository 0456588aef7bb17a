use wasm_bindgen::prelude::wasm_bindgen;

/// Called by `public/boot.js` once everything that it needs is in place.
#[wasm_bindgen]
pub fn start() {
    giam_ngheo::ui::mount();
}

fn main() {}
