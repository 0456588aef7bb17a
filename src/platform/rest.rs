//! The second part of this program: what the first load does not need (`tools/src/split/`).

use wasm_bindgen::prelude::*;
use web_sys::{MutationObserver, MutationObserverInit};

/// The attribute of `<html>` that `public/boot.js` sets once the second part is in place.
const MARK: &str = "data-rest";

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

/// Whether the second part is in place.
pub fn is_here() -> bool {
    super::page::root().is_some_and(|root| root.has_attribute(MARK))
}

/// Calls `then` once the second part is in place, not before this returns.
pub fn when_here(then: impl FnOnce() + 'static) {
    // The mark may be set again; that is not news.
    let mut then = Some(then);
    let told = move || {
        if let Some(then) = then.take() {
            then();
        }
    };
    let observe = Closure::<dyn FnMut()>::new(told).into_js_value();
    let options = MutationObserverInit::new();
    options.set_attribute_filter(&js_sys::Array::of1(&JsValue::from_str(MARK)));
    if let (Ok(observer), Some(root)) = (MutationObserver::new(observe.unchecked_ref()), super::page::root()) {
        let _ = observer.observe_with_options(&root, &options);
    }
}
