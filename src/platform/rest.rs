//! The second part of this program: what the first load does not need (`tools/src/split/`).

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Defined by `public/boot.js`: has the second part in place when it returns, or throws.
    #[wasm_bindgen(js_name = giamngheoRest)]
    fn fetch_rest();
}

/// Called by the stubs that the build leaves behind for functions of the second part, as long as it is not loaded.
/// Usually it already is: the page fetches it as soon as the program answers.
#[wasm_bindgen]
pub fn load_rest() {
    fetch_rest();
}
