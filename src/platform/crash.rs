//! After a panic the program cannot be trusted: plain script covers the page and offers the saved data.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Defined by `public/boot.js`, which stands whatever happens to the wasm.
    #[wasm_bindgen(js_name = giamngheoCrash, catch)]
    fn show_crash(message: &str) -> Result<(), JsValue>;
}

/// Shows the banner when anything panics.
pub fn install() {
    std::panic::set_hook(Box::new(|info| {
        let _ = show_crash(&info.to_string());
    }));
}
