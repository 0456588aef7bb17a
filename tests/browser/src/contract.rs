//! Reading and using the page through its public contract: `data-row`, `data-col`, `data-metric`,
//! `data-value`, `data-state`, `data-verdict`, `data-action`, `data-role`.

use crate::{browser::PATIENCE, page::Page};
use fantoccini::key::Key;
use serde_json::Value;
use std::time::Instant;

pub const TAB: &str = "\u{e004}";
pub const ENTER: &str = "\u{e007}";
pub const ESCAPE: &str = "\u{e00c}";
pub const DOWN: &str = "\u{e015}";
pub const RIGHT: &str = "\u{e014}";
pub const BACKSPACE: &str = "\u{e003}";
pub const DELETE: &str = "\u{e017}";
pub const F2: &str = "\u{e032}";

/// What a cell or a headline figure says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// `data-value`: canonical, with a decimal point; empty when unknown.
    pub value: String,
    /// `data-state`: `typed`, `exact`, `range`, `conflict`, `unknown`, `invalid`.
    pub state: String,
    /// `data-verdict`, empty where there is none.
    pub verdict: String,
    /// What people read.
    pub text: String,
}

impl Page<'_> {
    #[track_caller]
    fn figure(&self, selector: &str) -> Figure {
        let body = "const found = document.querySelectorAll(arguments[0]);\
            if (found.length !== 1) return found.length;\
            const { value, state, verdict } = found[0].dataset;\
            return { value, state, verdict, text: found[0].innerText.trim() };";
        let found = self.js(body, &[selector.into()]);
        if let Some(count) = found.as_u64() {
            panic!("{count} elements match {selector}, expected 1");
        }
        let part = |key: &str| found[key].as_str().unwrap_or("").to_owned();
        Figure { value: part("value"), state: part("state"), verdict: part("verdict"), text: part("text") }
    }

    /// The cell in a row (`data-row`) and a column (`data-col`).
    #[track_caller]
    pub fn cell(&self, row: &str, column: &str) -> Figure {
        self.figure(&cell_selector(row, column))
    }

    /// A headline figure.
    #[track_caller]
    pub fn metric(&self, key: &str) -> Figure {
        self.figure(&format!("[data-metric='{key}']"))
    }

    /// `data-row` of the unit with this name.
    #[track_caller]
    pub fn row_of(&self, name: &str) -> String {
        let body = "const cells = [...document.querySelectorAll('[data-col=unit][data-row]')];\
            const found = cells.find((cell) => (cell.dataset.value || cell.innerText).trim() === arguments[0]);\
            return found ? found.dataset.row : '';";
        let row = self.js(body, &[name.into()]).as_str().unwrap_or("").to_owned();
        assert!(!row.is_empty(), "no unit is called {name}: {:?}", self.unit_names());
        row
    }

    /// Names of the units on screen, in their order, without totals and tags.
    #[track_caller]
    pub fn unit_names(&self) -> Vec<String> {
        let body = "return [...document.querySelectorAll('[data-col=unit][data-row]')]\
            .filter((cell) => cell.dataset.row !== 'total' && !cell.dataset.row.startsWith('tag:'))\
            .map((cell) => (cell.dataset.value || cell.innerText).trim())";
        let names = self.js(body, &[]);
        names.as_array().into_iter().flatten().map(|name| name.as_str().unwrap_or("").to_owned()).collect()
    }

    /// Clicks the control for an action.
    #[track_caller]
    pub fn action(&self, name: &str) {
        self.click(&format!("[data-action='{name}']"));
    }

    /// Switches the language.
    #[track_caller]
    pub fn language(&self, lang: &str) {
        self.action(&format!("lang-{lang}"));
        self.wait_language(lang);
    }

    #[track_caller]
    pub fn wait_language(&self, lang: &str) {
        self.wait_until(lang, || self.js("return document.documentElement.lang", &[]) == lang);
    }

    /// Clicks the control for an action in the menu of files.
    #[track_caller]
    pub fn file_action(&self, name: &str) {
        self.click("header.bar .menu-at > button");
        self.action(name);
    }

    /// Clicks the control for an action in the menu of units; it acts on the selected unit.
    #[track_caller]
    pub fn unit_action(&self, name: &str) {
        self.click(".tools .menu-at:last-child > button");
        self.action(name);
    }

    /// Clicks a cell. Over the active one lies the input, which takes the click itself.
    #[track_caller]
    pub fn select_cell(&self, row: &str, column: &str) {
        let selector = cell_selector(row, column);
        let selected = format!("{selector}[aria-selected='true']");
        // A message may lie over the last rows of a low window, with a way back in it that is not to be pressed.
        let free = "const cell = document.querySelector(arguments[0]); if (!cell) return true;\
            cell.scrollIntoView({ block: 'center', inline: 'nearest' });\
            const box = cell.getBoundingClientRect(); const over = (at) => document.elementFromPoint(at, box.top + box.height / 2);\
            const middle = box.left + box.width / 2;\
            return ![middle - 12, middle, middle + 12].some((at) => over(at)?.closest('[data-role=toast]'));";
        self.wait_until(&format!("the message over {row} {column} to go"), || {
            self.js(free, &[selector.as_str().into()]) == true
        });
        // What was just typed may move the rows under the pointer: then once more, too late for a double click.
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            self.press_on(&selector);
            for _ in 0..40 {
                if self.count(&selected) == 1 {
                    return;
                }
                std::thread::sleep(std::time::Duration::from_millis(25));
            }
        }
        let there = "const box = document.querySelector(arguments[0])?.getBoundingClientRect(); if (!box) return 'no such cell';\
            const over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);\
            return [over?.outerHTML.slice(0, 200), document.activeElement?.outerHTML.slice(0, 200), document.hasFocus()].join(' | ');";
        let there = self.js(there, &[selector.as_str().into()]);
        panic!("{row} {column} cannot be selected: {there}");
    }

    /// Selects a cell and types a text into it, without leaving it.
    #[track_caller]
    pub fn type_into(&self, row: &str, column: &str, text: &str) {
        self.select_cell(row, column);
        self.keys(text);
    }

    /// Selects a cell, types a text into it and presses Enter.
    #[track_caller]
    pub fn enter(&self, row: &str, column: &str, text: &str) {
        self.type_into(row, column, text);
        self.keys(ENTER);
    }

    /// `data-row` of the units on screen, in their order.
    #[track_caller]
    pub fn unit_rows(&self) -> Vec<String> {
        let body = "return [...document.querySelectorAll('[data-col=unit][data-row]')].map((cell) => cell.dataset.row)\
            .filter((row) => row !== 'total' && !row.startsWith('tag:'))";
        let rows = self.js(body, &[]);
        rows.as_array().into_iter().flatten().map(|row| row.as_str().unwrap_or("").to_owned()).collect()
    }

    /// Text of the findings about a cell, one line each.
    #[track_caller]
    pub fn findings_at(&self, row: &str, column: &str) -> String {
        let body = "return [...document.querySelectorAll('[data-role=finding]')]\
            .filter((one) => one.dataset.row === arguments[0] && one.dataset.col === arguments[1])\
            .map((one) => one.dataset.check + ' ' + one.innerText.replace(/\\s+/g, ' ')).join('\\n')";
        self.js(body, &[row.into(), column.into()]).as_str().unwrap_or("").to_owned()
    }

    /// Waits until the strip under the bar says something.
    #[track_caller]
    pub fn wait_banner(&self, words: &str) {
        let mut text = String::new();
        self.wait_until(&format!("the strip to say '{words}'"), || {
            text = self.text(".banners");
            text.contains(words)
        });
    }

    /// Waits until no dialog is open.
    #[track_caller]
    pub fn wait_no_dialog(&self) {
        self.wait_until("the dialog to close", || self.count("dialog") == 0);
    }

    /// Waits until a dialog is open and has come to rest.
    #[track_caller]
    pub fn wait_dialog(&self) {
        let body = "const dialog = document.querySelector('dialog[open]');\
            return !!dialog && dialog.getAnimations().every((one) => one.playState !== 'running')";
        self.wait_until("the dialog", || self.js(body, &[]) == true);
    }

    /// Replaces what a field of a form holds, by keyboard.
    #[track_caller]
    pub fn retype(&self, selector: &str, text: &str) {
        self.click(selector);
        self.press(&[Key::Control], "a");
        self.keys(text);
    }

    /// The program did not stop, complained about nothing and spoke to no other host.
    #[track_caller]
    pub fn check_unhurt(&mut self) {
        assert_eq!(self.count(".crash"), 0, "the program stopped: {}", self.text(".crash"));
        assert_eq!(self.console_errors(), Vec::<String>::new(), "the console should be empty");
        assert_eq!(self.foreign_requests(), Vec::<String>::new(), "addresses of other hosts");
    }

    /// Waits until a cell has a value.
    #[track_caller]
    pub fn wait_cell(&self, row: &str, column: &str, value: &str) {
        // A table that is just being opened has no cells yet.
        let selector = cell_selector(row, column);
        let is_there = || self.count(&selector) == 1 && self.cell(row, column).value == value;
        self.wait_until(&format!("{row} {column} to become {value}"), is_there);
    }

    /// Waits until a headline figure has a value.
    #[track_caller]
    pub fn wait_metric(&self, key: &str, value: &str) {
        let selector = format!("[data-metric='{key}'][data-value='{value}']");
        self.wait_until(&format!("{key} to become {value}"), || self.count(&selector) == 1);
    }

    /// Puts a text into a field as if it had been typed or pasted in one go. Key presses would not do for
    /// tabs and line ends.
    #[track_caller]
    pub fn fill(&self, selector: &str, text: &str) {
        let body = "const field = document.querySelector(arguments[0]);\
            if (!field) return false;\
            field.value = arguments[1];\
            field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));\
            return true;";
        assert_eq!(self.js(body, &[selector.into(), text.into()]), Value::Bool(true), "no field {selector}");
    }

    /// Opens the paste dialog and puts a text into it; it is not applied yet.
    #[track_caller]
    pub fn paste_text(&self, text: &str) {
        if self.count("[data-action='paste']") == 0 {
            self.file_action("paste")
        } else {
            self.action("paste")
        }
        self.wait_until("the paste dialog", || self.count("[data-role='paste-text']") == 1);
        self.fill("[data-role='paste-text']", text);
    }

    /// A paste event on the element with the focus, with the contents that a spreadsheet puts on the
    /// clipboard. Not trusted, but the same in every engine and in need of no permission.
    #[track_caller]
    pub fn paste_event(&self, text: &str, html: &str) {
        let body = "const data = new DataTransfer();\
            data.setData('text/plain', arguments[0]);\
            if (arguments[1]) data.setData('text/html', arguments[1]);\
            const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });\
            if (event.clipboardData?.getData('text/plain') !== arguments[0])\
              Object.defineProperty(event, 'clipboardData', { value: data });\
            (document.activeElement || document.body).dispatchEvent(event);";
        self.js(body, &[text.into(), html.into()]);
    }

    /// The link that the share dialog offers.
    #[track_caller]
    pub fn share_url(&self) -> String {
        self.action("share");
        let body = "const field = document.querySelector(\"[data-role='share-url']\");\
            return field ? field.value || field.dataset.value || field.innerText : ''";
        let mut url = String::new();
        self.wait_until("the link to be made", || {
            url = self.js(body, &[]).as_str().unwrap_or("").trim().to_owned();
            url.contains('#')
        });
        // In the page it is before it is open and hears keys.
        self.wait_dialog();
        url
    }
}

fn cell_selector(row: &str, column: &str) -> String {
    format!("[role='gridcell'][data-row='{row}'][data-col='{column}']")
}
