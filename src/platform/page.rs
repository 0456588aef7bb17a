//! The page around the program: its address, its root element, what the device prefers.

use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement, Window};

use crate::core::period::Date;

fn window() -> Option<Window> {
    web_sys::window()
}

pub(super) fn root() -> Option<Element> {
    window()?.document()?.document_element()
}

/// Sets an attribute of `<html>`.
pub fn set_root_attribute(name: &str, value: &str) {
    if let Some(root) = root() {
        let _ = root.set_attribute(name, value);
    }
}

pub fn set_title(title: &str) {
    if let Some(document) = window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}

/// Whether the page was opened from a file, not from an address of the web.
pub fn is_file() -> bool {
    window().and_then(|window| window.location().protocol().ok()).is_some_and(|protocol| protocol == "file:")
}

/// The part of the address after `#`, without it.
pub fn fragment() -> String {
    let hash = window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    hash.strip_prefix('#').unwrap_or(&hash).to_owned()
}

/// The address of the page without its fragment.
pub fn address() -> String {
    let href = window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    href.split('#').next().unwrap_or_default().to_owned()
}

/// Takes the fragment out of the address without leaving the page, so that a reload opens one's own work.
pub fn clear_fragment() {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&address()));
    }
}

/// Puts a link into the address without leaving the page or telling anybody, so that a reload opens it again.
pub fn set_fragment(link: &str) {
    let fragment = link.rsplit('#').next().unwrap_or_default().trim();
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let address = [&address(), "#", fragment].concat();
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&address));
    }
}

/// Whether a media query holds now.
pub fn matches(query: &str) -> bool {
    window().and_then(|window| window.match_media(query).ok().flatten()).is_some_and(|list| list.matches())
}

/// Calls back whenever a media query starts or stops to hold.
pub fn on_media(query: &str, callback: impl Fn(bool) + 'static) {
    let Some(list) = window().and_then(|window| window.match_media(query).ok().flatten()) else { return };
    let closure = wasm_bindgen::closure::Closure::<dyn Fn(web_sys::MediaQueryListEvent)>::new(
        move |event: web_sys::MediaQueryListEvent| callback(event.matches()),
    );
    let _ = list.add_event_listener_with_callback("change", closure.as_ref().unchecked_ref());
    closure.forget();
}

/// Calls back on an event of the window for as long as the page lives.
pub fn on_window(event: &'static str, callback: impl Fn(&web_sys::Event) + 'static) {
    if let Some(window) = window() {
        gloo::events::EventListener::new(&window, event, callback).forget();
    }
}

/// Calls back on an event of the document for as long as the page lives. The callback may keep the browser from doing
/// what it would do itself: opening a dropped file in place of the page, saving the page at Ctrl+S.
pub fn on_document(event: &'static str, callback: impl Fn(&web_sys::Event) + 'static) {
    if let Some(document) = window().and_then(|window| window.document()) {
        let options = gloo::events::EventListenerOptions::enable_prevent_default();
        gloo::events::EventListener::new_with_options(&document, event, options, callback).forget();
    }
}

pub fn is_hidden() -> bool {
    window().and_then(|window| window.document()).is_some_and(|document| document.hidden())
}

pub fn is_online() -> bool {
    window().is_some_and(|window| window.navigator().on_line())
}

pub fn print() {
    if let Some(window) = window() {
        let _ = window.print();
    }
}

/// Back to the top of the page.
pub fn scroll_up() {
    if let Some(window) = window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// Moves the keyboard to the first element a selector finds, and brings it into view.
pub fn focus(selector: &str) {
    if let Some(element) = find(selector) {
        let _ = element.focus();
    }
}

/// Moves the keyboard to the table, which brings its active cell into view by itself.
pub fn focus_table() {
    if let Some(input) = find(".cell-editor") {
        focus_in_place(&input);
    }
}

/// Moves the keyboard without scrolling. A browser would bring what it moves to into view at a frame of its choice, under a
/// sticky header, and may take back what somebody has scrolled meanwhile.
pub fn focus_in_place(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

fn find(selector: &str) -> Option<HtmlElement> {
    window()?.document()?.query_selector(selector).ok()??.dyn_into().ok()
}

/// Lets the page go on with other things for so many milliseconds.
pub async fn pause(ms: i32) {
    let timer = js_sys::Promise::new(&mut |done, _| {
        if let Some(window) = window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&done, ms);
        }
    });
    let _ = wasm_bindgen_futures::JsFuture::from(timer).await;
}

/// Those who wait for something that happens once in a while.
#[derive(Default)]
pub struct Waiters(std::cell::RefCell<Vec<js_sys::Function>>);

impl Waiters {
    /// It happened.
    pub fn wake(&self) {
        for waiter in self.0.take() {
            let _ = waiter.call0(&wasm_bindgen::JsValue::UNDEFINED);
        }
    }

    /// Waits until it happens, at most so many milliseconds.
    pub async fn wait(&self, ms: i32) {
        let first = js_sys::Promise::new(&mut |done, _| {
            if let Some(window) = window() {
                let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&done, ms);
            }
            self.0.borrow_mut().push(done);
        });
        let _ = wasm_bindgen_futures::JsFuture::from(first).await;
    }
}

/// Whether the second part of the program is in place, so that using it holds nothing up.
pub fn is_whole() -> bool {
    root().is_some_and(|root| root.has_attribute("data-rest"))
}

/// A number that nobody has drawn before.
pub fn random() -> u64 {
    let half = || (js_sys::Math::random() * 4_294_967_296.0) as u64;
    half() << 32 | half()
}

/// Whether the program stopped twice in a minute, so that the last workbook must not be opened.
pub fn is_safe_mode() -> bool {
    root().is_some_and(|root| root.has_attribute("data-safe"))
}

/// Whether the browser's database cannot be had, so that what is in it cannot be seen.
pub fn is_without_database() -> bool {
    root().is_some_and(|root| root.has_attribute("data-store"))
}

/// Whether something was typed that is not in its workbook, because it could not be written in time.
pub fn has_left_over() -> bool {
    root().is_some_and(|root| root.has_attribute("data-left"))
}

/// A moment in milliseconds since 1970 as people here read it off the clock.
pub struct Moment {
    pub year: u32,
    /// 1–12
    pub month: u32,
    pub day: u32,
    pub hour: u32,
    pub minute: u32,
    /// How many midnights lie between then and now.
    pub days_ago: u32,
}

/// The moment on this device's clock and calendar.
pub fn moment(time: u64) -> Moment {
    let at = |time: f64| js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(time));
    let midnight = |date: &js_sys::Date| {
        let copy = at(date.get_time());
        copy.set_hours(0);
        copy.set_minutes(0);
        copy.set_seconds(0);
        copy.set_milliseconds(0)
    };
    let date = at(time as f64);
    let days = (midnight(&js_sys::Date::new_0()) - midnight(&date)) / 86_400_000.0;
    Moment {
        year: date.get_full_year(),
        month: date.get_month() + 1,
        day: date.get_date(),
        hour: date.get_hours(),
        minute: date.get_minutes(),
        // Days of a clock change are an hour shorter or longer.
        days_ago: (days + 0.5).max(0.0) as u32,
    }
}

/// Milliseconds since 1970.
pub fn now() -> u64 {
    js_sys::Date::now() as u64
}

/// The day of the device's clock.
pub fn today() -> Date {
    let today = js_sys::Date::new_0();
    Date { year: today.get_full_year() as i16, month: today.get_month() as u8 + 1, day: today.get_date() as u8 }
}

/// The year whose review is running or was done last: reviews end in December and are worked on until spring.
pub fn review_year() -> i16 {
    let today = js_sys::Date::new_0();
    let year = today.get_full_year() as i16;
    if today.get_month() < 6 { year - 1 } else { year }
}
