//! The widths of the columns, in a style sheet of its own that holds nothing else.
//!
//! With one rule for all rows the browser works the widths out once. Set on each row they would be worked out two hundred
//! times, and inherited from the table they would have every cell styled anew, all while someone types.

use wasm_bindgen::JsValue;
use web_sys::{CssStyleSheet, HtmlElement};

use crate::ui::dom::document;

thread_local! {
    static SHEET: Option<CssStyleSheet> = adopted().ok();
}

fn adopted() -> Result<CssStyleSheet, JsValue> {
    let sheet = CssStyleSheet::new()?;
    let sheets = document().adopted_style_sheets();
    document().set_adopted_style_sheets(&sheets.concat(&js_sys::Array::of1(&sheet)));
    Ok(sheet)
}

/// Gives every row of the table these columns.
pub fn set(table: &HtmlElement, template: &str) {
    let rule = [".row{grid-template-columns:", template, "}"].concat();
    let done = SHEET.with(|sheet| sheet.as_ref().is_some_and(|sheet| sheet.replace_sync(&rule).is_ok()));
    // A browser without such sheets takes them from the table, and its time.
    if !done {
        let _ = table.style().set_property("--cols", template);
    }
}
