//! For a room: one sentence, one number, one chart at a time, over the whole screen.
//!
//! The layer lies over the page, which stays as it is underneath, out of reach of keyboard and screen reader; leaving
//! takes the layer away and gives the keyboard back. Which pages there are and how sure their figures are is
//! `state/present.rs`; what they say is `wording/present.rs`.

mod chart;
mod frame;
mod place;
mod ranking;
mod why;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::EventListener;
use leptos::prelude::{Owner, untrack};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::app::{App, Screen};
use super::dom::{El, Live, active_element, button, document, span, toggle_class, watch};
use super::icons::{Icon, icon};
use crate::i18n::Text;
use crate::platform::{fullscreen, page};
use crate::state::present::{Deck, Page, deck};

/// The pages and which of them is shown.
#[derive(Clone, Copy)]
pub struct Present {
    deck: Live<Rc<Deck>>,
    at: Live<usize>,
    open: &'static RefCell<Option<Opened>>,
}

/// What has to be put back at the end.
struct Opened {
    layer: El,
    owner: Owner,
    /// Had the keyboard before.
    before: Option<HtmlElement>,
    _events: Vec<EventListener>,
    /// The digits of a page number typed so far, and when the last of them was.
    digits: (usize, u64),
}

impl Present {
    pub fn new() -> Self {
        Self { deck: Live::new(Rc::default()), at: Live::new(0), open: Box::leak(Box::default()) }
    }

    pub fn is_open(self) -> bool {
        self.open.borrow().is_some()
    }

    /// The page shown.
    fn page(self) -> Page {
        let at = self.at.get();
        self.deck.with(|deck| deck.pages.get(at).copied().unwrap_or(Page::Area))
    }

    fn go(self, at: usize) {
        self.at.set(at.min(self.deck.peek(|deck| deck.pages.len()).saturating_sub(1)));
    }

    fn step(self, by: isize) {
        self.go(self.at.now().saturating_add_signed(by));
    }
}

/// The button that begins it.
pub fn present_button(app: App) -> El {
    button("btn quiet present-open", move |event| {
        let pressed = event.current_target().and_then(|target| target.dyn_into().ok());
        open(app, pressed);
    })
    .action("present")
    .attr_tr(app, "aria-label", Text::Present)
    .attr_tr(app, "title", Text::PresentHint)
    .child(icon(Icon::Present))
    .child(span("").tr(app, Text::Present))
}

/// Shows the first page. The keyboard goes back to `opener` at the end, or to where it was.
pub fn open(app: App, opener: Option<HtmlElement>) {
    let present = app.present;
    if present.is_open() {
        return;
    }
    app.commit_draft();
    present.at.set(0);
    let before = opener.or_else(|| active_element()?.dyn_into().ok());
    let owner = Owner::new();
    let layer = owner.with(|| {
        follow(app);
        untrack(|| frame::frame(app))
    });
    let Some(body) = document().body() else { return };
    let _ = body.insert_before(&layer.0, body.first_child().as_ref());
    toggle_class(&body, "presenting", true);
    page::focus_in_place(&layer.html());
    // Whoever leaves the whole screen by the browser's own key leaves all of it. What the browser takes back as soon as it
    // was given, nobody asked for: the pages stay, in the window.
    let since = Rc::new(Cell::new(None));
    let events = fullscreen::EVENTS.map(|name| {
        let since = since.clone();
        EventListener::new(&document(), name, move |_| {
            if fullscreen::is_on() {
                since.set(since.get().or_else(|| Some(page::now())));
            } else if since.take().is_some_and(|given| page::now().saturating_sub(given) >= SETTLED_MS) {
                close(app);
            }
        })
    });
    fullscreen::enter(&layer.0);
    let opened = Opened { layer, owner, before, _events: events.into(), digits: (0, 0) };
    present.open.replace(Some(opened));
}

/// How long the whole screen must have been given before its end is somebody's wish.
const SETTLED_MS: u64 = 1_500;

/// Keeps the pages those of the table as it changes, and the page shown the same one.
fn follow(app: App) {
    let present = app.present;
    watch(move || {
        let new = app.watch(deck);
        let at = present.at.now();
        let shown = present.deck.peek(|deck| deck.pages.get(at).copied());
        let still = new.pages.iter().position(|page| Some(*page) == shown);
        let at = still.unwrap_or(at).min(new.pages.len().saturating_sub(1));
        present.deck.set(Rc::new(new));
        present.at.set(at);
    });
}

/// Back to the table, as it was.
pub fn close(app: App) {
    let Some(opened) = app.present.open.take() else { return };
    fullscreen::leave();
    if let Some(body) = document().body() {
        toggle_class(&body, "presenting", false);
    }
    opened.layer.0.remove();
    opened.owner.cleanup();
    match opened.before.filter(|element| element.is_connected()) {
        Some(element) => page::focus_in_place(&element),
        None => page::focus("[data-action=present]"),
    }
}

/// F5 begins it; while it is shown, all keys of the page are its own. Says whether the key was taken.
pub fn key(app: App, event: &KeyboardEvent) -> bool {
    let held = event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key();
    let key = event.key();
    let present = app.present;
    if !present.is_open() {
        let begins = key == "F5" && !held && app.screen.now() == Screen::Table && app.dialog.peek(Option::is_none);
        if begins {
            open(app, None);
        }
        return begins;
    }
    // Undo and the like would change what nobody sees; copying and the browser's own keys stay.
    if held {
        return matches!(key.as_str(), "z" | "Z" | "y" | "Y" | "s" | "S") && !event.alt_key();
    }
    let digit = key.parse::<usize>().ok().filter(|digit| *digit < 10);
    if digit.is_none()
        && let Some(opened) = present.open.borrow_mut().as_mut()
    {
        opened.digits = (0, 0);
    }
    let in_list = event.target().is_some_and(|target| target.has_type::<web_sys::HtmlSelectElement>());
    match key.as_str() {
        "Escape" => close(app),
        // Instead of loading the page anew before a full room.
        "F5" => {}
        "PageDown" => present.step(1),
        "PageUp" => present.step(-1),
        _ if in_list => return false,
        "ArrowRight" => present.step(1),
        "ArrowLeft" => present.step(-1),
        "Home" => present.go(0),
        "End" => present.go(usize::MAX),
        _ => match digit {
            Some(digit) => type_digit(present, digit),
            None => return false,
        },
    }
    true
}

/// How long a page number waits for its next digit.
const DIGITS_MS: u64 = 1_200;

/// Goes to the page of the number typed so far.
fn type_digit(present: Present, digit: usize) {
    let pages = present.deck.peek(|deck| deck.pages.len());
    let mut opened = present.open.borrow_mut();
    let Some(opened) = opened.as_mut() else { return };
    let now = page::now();
    let (typed, at) = opened.digits;
    let longer = typed * 10 + digit;
    let number = if now.saturating_sub(at) < DIGITS_MS && longer <= pages { longer } else { digit };
    opened.digits = (number, now);
    if (1..=pages).contains(&number) {
        present.go(number - 1);
    }
}
