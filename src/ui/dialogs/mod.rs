//! The dialogs, one at a time, and the pieces their forms are made of.

mod alone;
mod blank;
mod chart;
mod details;
mod history;
mod keys;
mod paste;
mod periods;
mod rename;
mod share;
mod sheets;
mod tags;
mod units;

pub use share::{check_code_key, draw_printed_code, printed_code};

use gloo::timers::callback::Timeout;
use leptos::prelude::untrack;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};

use super::app::{App, Dialog};
use super::dom::{El, Live, button, checked_of, div, document, el, span, value_of, watch};
use super::shared;
use crate::core::apart;
use crate::i18n::Text;
use crate::platform::page;
pub use sheets::Sheets;

/// Holds the dialog that is open.
pub fn dialogs(app: App) -> El {
    move_focus(app);
    div("").live(move || {
        let open = app.dialog.get();
        // A dialog follows what it shows by itself; it is made once, when it opens.
        open.map(|open| untrack(|| apart::<fn(App, Dialog) -> El>(make)(app, open))).into_iter().collect()
    })
}

/// Puts the keyboard on the first field of a dialog, and back to where it was before, or else into the table.
fn move_focus(app: App) {
    let mut was_open = false;
    let mut before: Option<HtmlElement> = None;
    watch(move || {
        let is_open = app.dialog.with(Option::is_some);
        if is_open && !was_open {
            before = focused();
            // Once the dialog is there; one that names its first control itself has it by then.
            let first = || page::focus(".dialog-body:not(:has([autofocus])) :is(input, select)");
            Timeout::new(20, first).forget();
        } else if was_open && !is_open {
            let before = before.take();
            // Once the dialog is gone.
            let put_back = move || match before.filter(|element| element.is_connected()) {
                // Whatever the dialog did may have moved the keyboard on already.
                _ if focused().is_some() => {}
                Some(element) => page::focus_in_place(&element),
                None => page::focus_table(),
            };
            Timeout::new(0, put_back).forget();
        }
        was_open = is_open;
    });
}

/// The element that has the keyboard; nothing when it is the page as a whole.
fn focused() -> Option<HtmlElement> {
    let element = document().active_element().filter(|element| element.tag_name() != "BODY")?;
    element.dyn_into().ok()
}

fn make(app: App, open: Dialog) -> El {
    match open {
        Dialog::Blank => blank::blank_dialog(app),
        Dialog::Paste { html, text } => paste::paste_dialog(app, html, text),
        Dialog::Share => share::share_dialog(app),
        Dialog::Details => details::details_dialog(app),
        Dialog::Tags(id) => tags::tags_dialog(app, id),
        Dialog::Periods => periods::periods_dialog(app),
        Dialog::Keys => keys::keys_dialog(app),
        Dialog::Rename { id, title } => rename::rename_dialog(app, id, title),
        Dialog::History => history::history_dialog(app),
        Dialog::MergeUnits(ids) => units::merge_units_dialog(app, ids),
        Dialog::SplitUnit(id) => units::split_unit_dialog(app, id),
        Dialog::Compare => shared::compare_dialog(app),
        Dialog::Merge => shared::merge_dialog(app),
        Dialog::Chart => chart::chart_dialog(app),
        Dialog::Alone => alone::alone_dialog(app),
        Dialog::Sheets(found) => sheets::sheets_dialog(app, &found),
    }
}

/// A form that Enter sends off.
fn form(class: &str, mut send: Box<dyn FnMut()>) -> El {
    el("form", class).on("submit", move |event| {
        event.prevent_default();
        send();
    })
}

/// The end of a form: the way out, and what the form is for.
fn actions(app: App, send: El) -> El {
    let cancel = button("btn", move |_| app.dialog.set(None)).tr(app, Text::Cancel);
    div("form-actions").child(cancel).child(send)
}

/// The button that sends a form off.
fn send(app: App, key: Text) -> El {
    el("button", "btn primary").attr("type", "submit").tr(app, key)
}

/// A control under its name.
pub fn labelled(app: App, key: Text, control: El) -> El {
    el("label", "field").child(span("label").tr(app, key)).child(control)
}

/// A line of text that goes into `value` as it is typed.
fn text_field(app: App, key: Text, value: Live<String>) -> El {
    labelled(app, key, text_input(value))
}

fn text_input(value: Live<String>) -> El {
    el("input", "")
        .attr("type", "text")
        .attr("maxlength", "120")
        .attr("autocomplete", "off")
        .live_value(move || value.get())
        .on("input", move |event| value.set(value_of(&event)))
}

/// A whole number: the keypad on phones.
fn number_field(app: App, key: Text, value: Live<String>) -> El {
    labelled(app, key, text_input(value).attr("inputmode", "numeric"))
}

/// One of a list of choices.
pub struct Item {
    pub value: String,
    pub words: String,
    pub chosen: bool,
}

/// A list of choices, made anew when what it reads changes.
pub fn select(items: Box<dyn Fn() -> Vec<Item>>, mut pick: Box<dyn FnMut(String)>) -> El {
    let option = |item: Item| {
        let option = el("option", "").attr("value", &item.value).text(&item.words);
        if item.chosen { option.attr("selected", "") } else { option }
    };
    let list = el("select", "").live(move || items().into_iter().map(option).collect());
    list.on("change", move |event| pick(value_of(&event)))
}

/// A tick box with its words.
fn tick(words: El, on: Box<dyn Fn() -> bool>, mut change: Box<dyn FnMut(bool)>) -> El {
    let input = el("input", "").attr("type", "checkbox").on("change", move |event| change(checked_of(&event)));
    let node: HtmlInputElement = input.0.clone().unchecked_into();
    watch(move || node.set_checked(on()));
    el("label", "check").child(input).child(words)
}

/// Two or three choices side by side, of which one holds.
fn radios(app: App, class: &str, key: Text, chosen: Live<usize>, choices: &[Text]) -> El {
    let mut group = div(class).attr("role", "radiogroup").attr_tr(app, "aria-label", key);
    for (at, choice) in choices.iter().enumerate() {
        let option = button("", move |_| chosen.set(at)).attr("role", "radio");
        group = group.child(option.live_flag("aria-checked", move || chosen.get() == at).tr(app, *choice));
    }
    group
}

/// What is wrong with the form, said aloud too; nothing while empty.
fn problem(words: Live<String>) -> El {
    el("p", "error").attr("role", "alert").live_text(move || words.get())
}
