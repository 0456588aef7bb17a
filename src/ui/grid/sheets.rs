//! What all rows have in common and changes while someone types: the widths of the columns and the ticks of the chart, each
//! in a style sheet of its own that holds nothing else.
//!
//! With one rule for all rows the browser works it out once. Set on each row it would be worked out two hundred times, and
//! inherited from the table it would have every cell styled anew.

use wasm_bindgen::JsValue;
use web_sys::{CssStyleSheet, HtmlElement};

use crate::ui::dom::document;

/// Gives every row of the table these columns, as a grid template.
pub fn set_columns(table: &HtmlElement, template: &str) {
    thread_local!(static SHEET: Option<CssStyleSheet> = adopted().ok());
    if !SHEET.with(|sheet| write(sheet, ".row{grid-template-columns:", template)) {
        // A browser without such sheets takes them from the table, and its time.
        let _ = table.style().set_property("--cols", template);
    }
}

/// The distance of two ticks of the chart, in percent of its axis.
pub fn set_tick(table: &HtmlElement, distance: &str) {
    thread_local!(static SHEET: Option<CssStyleSheet> = adopted().ok());
    if !SHEET.with(|sheet| write(sheet, ".grid .lane{--tick:", distance)) {
        let _ = table.style().set_property("--tick", distance);
    }
}

fn adopted() -> Result<CssStyleSheet, JsValue> {
    let sheet = CssStyleSheet::new()?;
    let sheets = document().adopted_style_sheets();
    document().set_adopted_style_sheets(&sheets.concat(&js_sys::Array::of1(&sheet)));
    Ok(sheet)
}

fn write(sheet: &Option<CssStyleSheet>, rule: &str, value: &str) -> bool {
    sheet.as_ref().is_some_and(|sheet| sheet.replace_sync(&[rule, value, "}"].concat()).is_ok())
}
