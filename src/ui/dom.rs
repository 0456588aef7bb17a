//! Elements of the page, built by plain calls and kept up to date by Leptos effects.
//!
//! Everything here takes boxed closures and names as text, so that each line of the interface costs a call and not a
//! type of its own: Leptos' own views made the same screens three times too large for the first load
//! (docs/decisions.md, "Elements").

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, Element, Event, HtmlElement, HtmlInputElement, Node};

use super::app::App;
use crate::i18n::Text;

/// A value that can be watched. Copied freely; lives as long as the page, like the few things that are kept in it.
pub struct Live<T: 'static> {
    value: &'static RefCell<T>,
    version: RwSignal<u32>,
}

impl<T> Clone for Live<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Live<T> {}

impl<T> Live<T> {
    pub fn new(value: T) -> Self {
        Self { value: Box::leak(Box::new(RefCell::new(value))), version: RwSignal::new(0) }
    }

    /// Follows the value from the effect that runs now.
    pub fn track(self) {
        let _ = self.version.try_get();
    }

    /// Reads and follows.
    pub fn with<R>(self, reader: impl FnOnce(&T) -> R) -> R {
        self.track();
        reader(&self.value.borrow())
    }

    /// Reads without following.
    pub fn peek<R>(self, reader: impl FnOnce(&T) -> R) -> R {
        reader(&self.value.borrow())
    }

    /// Changes the value and tells whoever follows it.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        change(&mut self.value.borrow_mut());
        self.tell();
    }

    /// Tells those who follow that the value changed.
    fn tell(self) {
        bump(self.version);
    }
}

/// Every signal is a counter, so the machinery of signals is in the program once.
fn bump(version: RwSignal<u32>) {
    let _ = version.try_update(|count| *count = count.wrapping_add(1));
}

impl<T: Clone + PartialEq> Live<T> {
    /// Reads and follows.
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// Reads without following.
    pub fn now(self) -> T {
        self.peek(T::clone)
    }

    /// Puts a value in; nobody is told when it is the same.
    pub fn set(self, value: T) {
        if *self.value.borrow() != value {
            self.update(|old| *old = value);
        }
    }
}

/// Runs now, and again whenever something it followed changes, until the part of the page it belongs to goes.
pub fn watch(run: impl FnMut() + 'static) {
    watch_boxed(Box::new(run));
}

fn watch_boxed(mut run: Box<dyn FnMut()>) {
    let effect = RenderEffect::new(move |_: Option<()>| run());
    // The effect ends when it is dropped; its owner keeps it.
    StoredValue::new_local(effect);
}

/// The document.
pub fn document() -> Document {
    leptos::prelude::document()
}

/// The window.
pub fn window() -> web_sys::Window {
    leptos::prelude::window()
}

/// The element that has the keyboard.
pub fn active_element() -> Option<Element> {
    document().active_element()
}

/// An element being built.
#[derive(Clone)]
pub struct El(pub Element);

/// An HTML element; an empty class is left out.
pub fn el(tag: &str, class: &str) -> El {
    made(document().create_element(tag), class)
}

/// An SVG element.
pub fn svg(tag: &str, class: &str) -> El {
    made(document().create_element_ns(Some("http://www.w3.org/2000/svg"), tag), class)
}

fn made(element: Result<Element, wasm_bindgen::JsValue>, class: &str) -> El {
    // The tags of the program are all valid names, for which creating an element does not fail.
    let Ok(element) = element else { wasm_bindgen::throw_str("an element was refused") };
    if class.is_empty() { El(element) } else { El(element).attr("class", class) }
}

pub fn div(class: &str) -> El {
    el("div", class)
}

pub fn span(class: &str) -> El {
    el("span", class)
}

/// A button that never submits a form by accident.
pub fn button(class: &str, press: impl FnMut(Event) + 'static) -> El {
    el("button", class).attr("type", "button").on("click", press)
}

impl El {
    pub fn attr(self, name: &str, value: &str) -> Self {
        set(&self.0, name, value);
        self
    }

    /// The public name of a control.
    pub fn action(self, name: &str) -> Self {
        self.attr("data-action", name)
    }

    pub fn text(self, text: &str) -> Self {
        let _ = self.0.append_child(&document().create_text_node(text));
        self
    }

    /// A text of the interface, following the language.
    pub fn tr(self, app: App, key: Text) -> Self {
        self.live_text(move || app.t(key).to_owned())
    }

    /// An attribute with a text of the interface, following the language.
    pub fn attr_tr(self, app: App, name: &'static str, key: Text) -> Self {
        self.live_attr(name, move || Some(app.t(key).to_owned()))
    }

    /// Text that follows what it reads.
    pub fn live_text(self, text: impl Fn() -> String + 'static) -> Self {
        let node = document().create_text_node("");
        let _ = self.0.append_child(&node);
        keep_text(node, Box::new(text));
        self
    }

    /// An attribute that follows what it reads; `None` takes it away.
    pub fn live_attr(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> Self {
        keep_attribute(self.0.clone(), name, Box::new(value));
        self
    }

    /// A class that is there while the condition holds.
    pub fn live_class(self, name: &'static str, on: impl Fn() -> bool + 'static) -> Self {
        let on: Box<dyn Fn() -> bool> = Box::new(on);
        let element = self.0.clone();
        watch(move || toggle_class(&element, name, on()));
        self
    }

    /// `true`/`false` attributes such as `aria-checked`.
    pub fn live_flag(self, name: &'static str, on: impl Fn() -> bool + 'static) -> Self {
        self.live_attr(name, move || Some(if on() { "true" } else { "false" }.to_owned()))
    }

    /// Not to be used while the condition holds.
    pub fn disabled(self, when: impl Fn() -> bool + 'static) -> Self {
        self.live_attr("disabled", move || when().then(String::new))
    }

    /// A CSS property, which the content-security policy allows where a `style` attribute is not.
    pub fn live_style(self, name: &'static str, value: impl Fn() -> String + 'static) -> Self {
        let value: Box<dyn Fn() -> String> = Box::new(value);
        let element: HtmlElement = self.0.clone().unchecked_into();
        watch(move || {
            let _ = element.style().set_property(name, &value());
        });
        self
    }

    /// What is in an input, following what it reads without disturbing what is being typed.
    pub fn live_value(self, value: impl Fn() -> String + 'static) -> Self {
        let value: Box<dyn Fn() -> String> = Box::new(value);
        let input: HtmlInputElement = self.0.clone().unchecked_into();
        watch(move || {
            let value = value();
            if input.value() != value {
                input.set_value(&value);
            }
        });
        self
    }

    pub fn on(self, event: &str, run: impl FnMut(Event) + 'static) -> Self {
        listen(&self.0, event, Box::new(run));
        self
    }

    pub fn child(self, child: El) -> Self {
        let _ = self.0.append_child(&child.0);
        self
    }

    pub fn children(mut self, children: Vec<El>) -> Self {
        for child in children {
            self = self.child(child);
        }
        self
    }

    pub fn maybe(self, child: Option<El>) -> Self {
        match child {
            Some(child) => self.child(child),
            None => self,
        }
    }

    /// Children made anew whenever something read while making them changes.
    pub fn live(self, make: impl Fn() -> Vec<El> + 'static) -> Self {
        keep_children(self.0.clone(), Box::new(make));
        self
    }

    /// Children made anew when the key changes; what else they show, they follow by themselves. For what is repainted at
    /// every key press: new elements cost the browser far more than new texts.
    pub fn live_by<K: PartialEq + 'static>(
        self,
        key: impl Fn() -> K + 'static,
        make: impl Fn(&K) -> Vec<El> + 'static,
    ) -> Self {
        let stands_for: Rc<RefCell<Option<K>>> = Rc::default();
        let made_for = stands_for.clone();
        let is_new = move || {
            let key = Some(key());
            let is_new = *stands_for.borrow() != key;
            stands_for.replace(key);
            is_new
        };
        let make = move || made_for.borrow().as_ref().map(&make).unwrap_or_default();
        keep_children_by(self.0.clone(), Box::new(is_new), Box::new(make));
        self
    }

    /// Children that stand for keys: those of new keys are made, those of gone keys removed, the others moved.
    pub fn each(self, keys: impl Fn() -> Vec<u64> + 'static, make: impl Fn(u64) -> El + 'static) -> Self {
        keep_list(self.0.clone(), Box::new(keys), Box::new(make));
        self
    }

    pub fn html(&self) -> HtmlElement {
        self.0.clone().unchecked_into()
    }
}

/// Sets an attribute.
pub fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

pub fn toggle_class(element: &Element, name: &str, on: bool) {
    let _ = element.class_list().toggle_with_force(name, on);
}

/// The text of the input an event comes from.
pub fn value_of(event: &Event) -> String {
    let target = event.target();
    target.map(|target| target.unchecked_into::<HtmlInputElement>().value()).unwrap_or_default()
}

/// Whether the box an event comes from is ticked.
pub fn checked_of(event: &Event) -> bool {
    event.target().is_some_and(|target| target.unchecked_into::<HtmlInputElement>().checked())
}

/// Listens for as long as the element lives: taking an element out of the page still fires events on it, so the
/// closure goes with the element (the browser collects both), not with the effect that made them.
pub fn listen(element: &Element, event: &str, run: Box<dyn FnMut(Event)>) {
    let closure = Closure::wrap(run).into_js_value();
    let _ = element.add_event_listener_with_callback(event, closure.unchecked_ref());
}

fn keep_text(node: web_sys::Text, text: Box<dyn Fn() -> String>) {
    let mut shown = String::new();
    watch(move || {
        let text = text();
        if text != shown {
            node.set_data(&text);
            shown = text;
        }
    });
}

fn keep_attribute(element: Element, name: &'static str, value: Box<dyn Fn() -> Option<String>>) {
    let mut shown = None;
    watch(move || {
        let value = value();
        if value != shown {
            match &value {
                Some(value) => set(&element, name, value),
                None => drop(element.remove_attribute(name)),
            }
            shown = value;
        }
    });
}

fn keep_children(parent: Element, make: Box<dyn Fn() -> Vec<El>>) {
    let mut place = Place::after_last_of(&parent);
    // What the last run made belongs to this effect and has just been let go with it.
    watch(move || place.show(make()));
}

/// Children made anew when asked for.
fn keep_children_by(parent: Element, is_new: Box<dyn Fn() -> bool>, make: Box<dyn Fn() -> Vec<El>>) {
    let mut place = Place::after_last_of(&parent);
    // Children outlive the runs of the effect, so they belong to an owner of their own.
    let owner = Owner::current().unwrap_or_default().with(Owner::new);
    watch(move || {
        if is_new() {
            owner.cleanup();
            place.show(owner.with(|| untrack(&make)));
        }
    });
}

/// Where children that come and go stand among those that stay.
struct Place {
    end: Node,
    shown: Vec<El>,
}

impl Place {
    fn after_last_of(parent: &Element) -> Place {
        let end: Node = document().create_comment("").into();
        let _ = parent.append_child(&end);
        Place { end, shown: Vec::new() }
    }

    /// Puts new children in the place of those shown.
    fn show(&mut self, made: Vec<El>) {
        for old in self.shown.drain(..) {
            old.0.remove();
        }
        let Some(parent) = self.end.parent_node() else { return };
        for new in &made {
            let _ = parent.insert_before(&new.0, Some(&self.end));
        }
        self.shown = made;
    }
}

struct Kept {
    key: u64,
    element: El,
    owner: Owner,
}

fn keep_list(parent: Element, keys: Box<dyn Fn() -> Vec<u64>>, make: Box<dyn Fn(u64) -> El>) {
    let mut shown: Vec<Kept> = Vec::new();
    // Children outlive the runs of the effect, so they belong to the list's own owner.
    let home = Owner::current().unwrap_or_default();
    watch(move || {
        let keys = keys();
        shown.retain(|kept| {
            let stays = keys.contains(&kept.key);
            if !stays {
                kept.element.0.remove();
                kept.owner.cleanup();
            }
            stays
        });
        let mut next = Vec::with_capacity(keys.len());
        for key in keys {
            let at = shown.iter().position(|kept| kept.key == key);
            next.push(match at {
                Some(at) => shown.swap_remove(at),
                None => {
                    let owner = home.with(Owner::new);
                    let element = owner.with(|| untrack(|| make(key)));
                    Kept { key, element, owner }
                }
            });
        }
        for (at, kept) in next.iter().enumerate() {
            let there = parent.children().item(at as u32);
            if there.as_ref() != Some(&kept.element.0) {
                let _ = parent.insert_before(&kept.element.0, there.as_deref());
            }
        }
        shown = next;
    });
}
