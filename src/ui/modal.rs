//! Dialogs and menus: the browser's own modal dialog (focus stays inside, Escape closes), and small drop-down menus.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, HtmlElement, KeyboardEvent, Node};

use super::app::use_app;
use super::icons::{Icon, IconView};
use crate::i18n::Text;

/// A dialog over the page. Closing it in any way clears [`super::app::App::dialog`].
#[component]
pub fn Modal(title: Text, children: Children) -> impl IntoView {
    let app = use_app();
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = node.get()
            && !dialog.open()
        {
            let _ = dialog.show_modal();
        }
    });
    let close = move |_| app.dialog.set(None);
    view! {
        <dialog class="dialog" node_ref=node on:close=move |_| app.dialog.set(None) aria-labelledby="dialog-title">
            <header class="dialog-head">
                <h2 id="dialog-title">{move || app.t(title)}</h2>
                <button class="icon-btn" on:click=close aria-label=move || app.t(Text::Close)><IconView icon=Icon::Close/></button>
            </header>
            <div class="dialog-body">{children()}</div>
        </dialog>
    }
}

/// A button that opens a short list.
#[component]
pub fn Menu(
    #[prop(into)] label: Signal<String>,
    icon: Option<Icon>,
    #[prop(default = "btn quiet")] class: &'static str,
    #[prop(default = false)] icon_only: bool,
    children: ChildrenFn,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let root = NodeRef::<html::Div>::new();
    let leave = move |event: FocusEvent| {
        let next = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
        let inside = root.get_untracked().is_some_and(|root| root.contains(next.as_ref()));
        // Without a new focus the pointer went down inside the list or outside everything; the scrim sees to the latter.
        if next.is_some() && !inside {
            open.set(false);
        }
    };
    let key = move |event: KeyboardEvent| {
        let Some(root) = root.get_untracked() else { return };
        match event.key().as_str() {
            "Escape" if open.get_untracked() => {
                open.set(false);
                focus_nth(&root, "summary-button", 0);
                event.stop_propagation();
            }
            "ArrowDown" | "ArrowUp" if open.get_untracked() => {
                step(&root, if event.key() == "ArrowDown" { 1 } else { -1 });
                event.prevent_default();
            }
            _ => {}
        }
    };
    let children = StoredValue::new(children);
    view! {
        <div class="menu-at" node_ref=root on:focusout=leave on:keydown=key>
            <button class=format!("{class} summary-button") aria-haspopup="true" aria-expanded=move || open.get().to_string()
                aria-label=move || icon_only.then(|| label.get())
                title=move || icon_only.then(|| label.get())
                on:click=move |_| open.update(|open| *open = !*open)>
                {icon.map(|icon| view! { <IconView icon=icon/> })}
                {(!icon_only).then(|| view! { <span>{move || label.get()}</span> })}
            </button>
            {move || open.get().then(|| view! {
                <div class="menu-scrim" on:click=move |_| open.set(false)></div>
                <div class="menu" on:click=move |_| open.set(false)>{children.with_value(|children| children())}</div>
            })}
        </div>
    }
}

fn buttons(root: &HtmlElement) -> Vec<HtmlElement> {
    let Ok(found) = root.query_selector_all(".menu button, .menu label, .menu input, .menu a") else {
        return Vec::new();
    };
    (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
}

fn step(root: &HtmlElement, by: isize) {
    let items = buttons(root);
    let active = document().active_element();
    let at = items.iter().position(|item| active.as_ref() == Some(item.as_ref()));
    let next = match at {
        Some(at) => at.saturating_add_signed(by).min(items.len().saturating_sub(1)),
        None => 0,
    };
    if let Some(item) = items.get(next) {
        let _ = item.focus();
    }
}

fn focus_nth(root: &HtmlElement, class: &str, nth: u32) {
    let found = root.get_elements_by_class_name(class).item(nth);
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}
