//! Pictures: an SVG as an address, as pixels, and on the clipboard.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement};

/// Pixels for each unit of the picture: sharp on paper and on large screens.
const SCALE: i64 = 2;
/// Longest side that every browser can draw, in pixels.
const MOST: i64 = 8000;

/// The picture as an address that an image can show.
pub fn address(svg: &str) -> String {
    let text = js_sys::encode_uri_component(svg).as_string().unwrap_or_default();
    ["data:image/svg+xml;charset=utf-8,", &text].concat()
}

/// The picture as a PNG; `None` where the browser cannot make one.
pub async fn png(svg: &str, (width, height): (i64, i64)) -> Option<Blob> {
    let document = web_sys::window()?.document()?;
    let image = HtmlImageElement::new().ok()?;
    image.set_src(&address(svg));
    JsFuture::from(image.decode()).await.ok()?;
    let scale = if height * SCALE > MOST { 1 } else { SCALE };
    let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width((width * scale) as u32);
    canvas.set_height((height * scale) as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    let (width, height) = ((width * scale) as f64, (height * scale) as f64);
    context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height).ok()?;
    let made = Promise::new(&mut |resolve: Function, _| {
        let _ = canvas.to_blob(&resolve);
    });
    JsFuture::from(made).await.ok()?.dyn_into().ok()
}

/// Puts the picture on the clipboard as a PNG; `false` where that does not work.
pub async fn copy(svg: &str, size: (i64, i64)) -> bool {
    // The browser wants to be asked at once, while the press is fresh: it gets a promise of the picture.
    let svg = svg.to_owned();
    let promise = wasm_bindgen_futures::future_to_promise(async move {
        png(&svg, size).await.map(JsValue::from).ok_or(JsValue::NULL)
    });
    match item("image/png", &promise) {
        Some(item) => write(&item).await.is_some(),
        None => false,
    }
}

/// A thing for the clipboard, of one kind.
fn item(kind: &str, content: &JsValue) -> Option<JsValue> {
    let kinds = Object::new();
    Reflect::set(&kinds, &kind.into(), content).ok()?;
    new_item(&kinds)
}

/// A thing for the clipboard, in several kinds: an object with a promise or a blob for each.
pub(super) fn new_item(kinds: &Object) -> Option<JsValue> {
    let make: Function = Reflect::get(&js_sys::global(), &"ClipboardItem".into()).ok()?.dyn_into().ok()?;
    Reflect::construct(&make, &Array::of1(kinds)).ok()
}

/// Puts it on the clipboard.
pub(super) async fn write(item: &JsValue) -> Option<()> {
    let navigator = web_sys::window()?.navigator();
    // Undefined outside secure contexts.
    let clipboard = Reflect::get(&navigator, &"clipboard".into()).ok().filter(JsValue::is_object)?;
    let write: Function = Reflect::get(&clipboard, &"write".into()).ok()?.dyn_into().ok()?;
    let written: Promise = write.call1(&clipboard, &Array::of1(item)).ok()?.dyn_into().ok()?;
    JsFuture::from(written).await.ok().map(drop)
}
