//! The widths of the columns, in a style sheet of its own that holds nothing else.
//!
//! With one rule for all rows the browser works the widths out once. Set on each row they would be worked out two hundred
//! times, and inherited from the table they would have every cell styled anew, all while someone types.
//!
//! A column grows at once, so that nothing is cut. It shrinks only when a change was kept, and only from much too wide: all
//! rows move with it, and a first digit often makes a figure longer than the number that is meant.

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

/// In half digits; see [`super::head::half_digits`].
const SLACK: usize = 6;

/// For how long figures each column has room, in half digits.
#[derive(Default)]
pub struct Widths(Vec<usize>);

impl Widths {
    /// After a painting with these longest figures by column; `kept`: a change was kept, nothing is being typed.
    pub fn after(&mut self, longest: &[usize], kept: bool) -> &[usize] {
        self.0.resize(longest.len(), 0);
        for (room, &now) in self.0.iter_mut().zip(longest) {
            *room = if kept && now + SLACK < *room { now } else { now.max(*room) };
        }
        &self.0
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_grow_at_once_and_shrink_late() {
        let mut widths = Widths::default();
        assert_eq!(widths.after(&[9, 11], true), [9, 11]);
        assert_eq!(widths.after(&[11, 11], false), [11, 11]);
        assert_eq!(widths.after(&[9, 11], true), [11, 11]);
        assert_eq!(widths.after(&[20, 11], true), [20, 11]);
        assert_eq!(widths.after(&[9, 11], false), [20, 11]);
        assert_eq!(widths.after(&[9, 11], true), [9, 11]);
    }
}
