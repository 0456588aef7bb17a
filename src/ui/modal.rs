//! Dialogs and menus: the browser's own modal dialog (focus stays inside, Escape closes), and small drop-down menus.

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{
    Event, FocusEvent, HtmlDialogElement, HtmlElement, KeyboardEvent, Node, ScrollIntoViewOptions,
    ScrollLogicalPosition,
};

use super::app::App;
use super::dom::{El, Live, button, div, el, span};
use super::icons::{Icon, icon};
use crate::i18n::Text;

/// A dialog over the page. Closing it in any way clears [`App::dialog`].
pub fn modal(app: App, title: Text, body: Vec<El>) -> El {
    let close = button("icon-btn", move |_| app.dialog.set(None))
        .attr_tr(app, "aria-label", Text::Close)
        .child(icon(Icon::Close));
    let head = el("header", "dialog-head").child(el("h2", "").attr("id", "dialog-title").tr(app, title)).child(close);
    let dialog = el("dialog", "dialog")
        .attr("aria-labelledby", "dialog-title")
        .on("close", move |_| app.dialog.set(None))
        .child(head)
        .child(div("dialog-body").children(body));
    let element: HtmlDialogElement = dialog.0.clone().unchecked_into();
    // It can be shown only once it is in the page.
    Timeout::new(0, move || {
        if element.is_connected() && !element.open() {
            let _ = element.show_modal();
        }
    })
    .forget();
    dialog
}

/// A button that opens a short list. `icon_only` hides the label but says it.
pub fn menu(
    app: App,
    label: Box<dyn Fn() -> String>,
    image: Option<Icon>,
    class: &str,
    icon_only: bool,
    items: Box<dyn Fn() -> Vec<El>>,
) -> El {
    let _ = app;
    let open = Live::new(false);
    let mut opener = button(class, move |_| open.update(|open| *open = !*open))
        .attr("aria-haspopup", "true")
        .live_flag("aria-expanded", move || open.get())
        .maybe(image.map(icon));
    opener = if icon_only {
        let label: std::rc::Rc<dyn Fn() -> String> = label.into();
        let title = label.clone();
        opener.live_attr("aria-label", move || Some(label())).live_attr("title", move || Some(title()))
    } else {
        opener.child(span("").live_text(label))
    };
    let opened: HtmlElement = opener.html();
    let opened_again = opened.clone();
    let root = div("menu-at").child(opener);
    let element = root.html();
    let left = element.clone();
    let leave = move |event: Event| {
        let next = event.unchecked_into::<FocusEvent>().related_target();
        let next = next.and_then(|target| target.dyn_into::<Node>().ok());
        // Without a new focus the pointer went down on something that takes none; the scrim below sees to that.
        if next.is_some() && !left.contains(next.as_ref()) {
            open.set(false);
        }
    };
    let key = move |event: Event| {
        let event: KeyboardEvent = event.unchecked_into();
        if !open.now() {
            return;
        }
        match event.key().as_str() {
            "Escape" => {
                open.set(false);
                let _ = opened.focus();
            }
            "ArrowDown" => step(&element, 1),
            "ArrowUp" => step(&element, -1),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let (button_of, root_of) = (opened_again, root.html());
    // Made when it opens and left alone until it closes: an entry must not change under the finger that presses it.
    let list = move |is_open: &bool| {
        if !is_open {
            return Vec::new();
        }
        let scrim = div("menu-scrim").on("click", move |_| open.set(false));
        // Entries act first; the list closes after them.
        let (button, root) = (button_of.clone(), root_of.clone());
        let list = div("menu").children(items()).on("click", move |event| {
            let in_field =
                event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok()).is_some();
            if !in_field {
                // The keyboard stays where the list was opened, unless the entry has taken it elsewhere.
                if root.contains(super::dom::active_element().as_deref()) {
                    let _ = button.focus();
                }
                open.set(false);
            }
        });
        // Near the lower edge it would open out of sight.
        let opened = list.html();
        Timeout::new(0, move || {
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Nearest);
            opened.scroll_into_view_with_scroll_into_view_options(&options);
        })
        .forget();
        vec![scrim, list]
    };
    root.on("focusout", leave).on("keydown", key).live_by(move || open.get(), list)
}

/// Moves the keyboard to the next or previous entry.
fn step(root: &HtmlElement, by: isize) {
    let Ok(found) = root.query_selector_all(".menu button:not(:disabled), .menu input") else { return };
    let items: Vec<HtmlElement> = (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect();
    let active = super::dom::active_element();
    let at = items.iter().position(|item| active.as_ref() == Some(item.as_ref()));
    let next = at.map_or(0, |at| at.saturating_add_signed(by).min(items.len().saturating_sub(1)));
    if let Some(item) = items.get(next) {
        let _ = item.focus();
    }
}
