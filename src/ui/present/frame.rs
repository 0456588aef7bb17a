//! What every page has around it: whose figures, of when, the check code, the number of the page, and the ways on.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlSelectElement, MouseEvent};

use super::{chart, close, place, ranking, why};
use crate::core::period::PeriodId;
use crate::core::unit::Place;
use crate::i18n::Text;
use crate::state::present::Page;
use crate::ui::app::App;
use crate::ui::dom::{El, button, div, el, span, watch};
use crate::ui::icons::{Icon, icon};
use crate::ui::shell;
use crate::ui::wording::{self, present as words};

/// More names than this do not fit beside each other: a list takes their place.
const MOST_NAMES: usize = 14;

/// The whole layer.
pub fn frame(app: App) -> El {
    let present = app.present;
    let stage =
        div("stage").attr("data-role", "present-page").on("click", move |event| tap(app, &event)).live(move || {
            app.paint.track();
            body(app, present.page())
        });
    let scrolled = stage.0.clone();
    watch(move || {
        present.at.track();
        scrolled.set_scroll_top(0);
    });
    let said = div("sr-only").attr("role", "status").attr("aria-live", "polite").live_text(move || {
        let (n, all) = position(app);
        app.tf(Text::PresentSaid, &[("n", &n), ("all", &all), ("message", &words::message(app, present.page()))])
    });
    div("present")
        .attr("role", "dialog")
        .attr("aria-modal", "true")
        .attr("tabindex", "-1")
        .attr_tr(app, "aria-label", Text::Present)
        .child(head(app))
        .child(stage)
        .child(foot(app))
        .child(said)
}

fn position(app: App) -> (String, String) {
    let at = app.present.at.get();
    (app.count_text(at + 1), app.count_text(app.present.deck.with(|deck| deck.pages.len())))
}

/// Area, date, what marks mean, check code, number of the page.
fn head(app: App) -> El {
    let about = move || {
        let (now, status) = app.watch(|session| {
            let now: PeriodId = session.span().now;
            (now, session.workbook().period(now).map(|period| period.status))
        });
        let mut parts = vec![wording::title(app), words::name(app, Place::Area), wording::period_title(app, now)];
        parts.extend(status.map(|status| app.t(wording::status_name(status)).to_owned()));
        parts.dedup();
        parts.join(" · ")
    };
    let number = move || {
        let (n, all) = position(app);
        app.tf(Text::PresentPosition, &[("n", &n), ("all", &all)])
    };
    el("header", "present-head")
        .child(span("about").live_text(about))
        .child(span("code").attr("data-role", "present-code").live_text(move || wording::check_code(app)))
        .child(span("number").attr("data-role", "present-number").live_text(number))
}

/// The sentence of a page and what stands under it.
fn body(app: App, page: Page) -> Vec<El> {
    let kind = match page {
        Page::Area => "area",
        Page::Ranking => "ranking",
        Page::Why => "why",
        Page::Unit(_) => "unit",
    };
    let message = el("h2", "message").attr("data-page", kind).text(&words::message(app, page));
    let mut parts = vec![message];
    parts.extend(match page {
        Page::Area => place::place(app, Place::Area, chart::around(app)),
        Page::Unit(id) => place::place(app, Place::Unit(id), chart::among(app, id)),
        Page::Ranking => ranking::ranking(app),
        Page::Why => why::why(app),
    });
    parts
}

/// A tap on the left goes back, elsewhere on.
fn tap(app: App, event: &web_sys::Event) {
    let Some(event) = event.dyn_ref::<MouseEvent>() else { return };
    let Some(stage) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let left = event.client_x() * 10 < stage.client_width() * 3;
    app.present.step(if left { -1 } else { 1 });
}

/// The pages by name, the language, back, on, and out.
fn foot(app: App) -> El {
    let present = app.present;
    let is_list = move || present.deck.with(|deck| deck.pages.len() > MOST_NAMES);
    let arrow = |name: Text, action: &str, image: Icon, by: isize| {
        button("icon-btn", move |_| present.step(by))
            .action(action)
            .attr_tr(app, "aria-label", name)
            .attr_tr(app, "title", name)
            .child(icon(image))
    };
    let back = arrow(Text::PresentBack, "present-back", Icon::Back, -1).disabled(move || present.at.get() == 0);
    let on = arrow(Text::PresentOn, "present-on", Icon::Forward, 1)
        .disabled(move || present.at.get() + 1 >= present.deck.with(|deck| deck.pages.len()));
    let leave = button("icon-btn", move |_| close(app))
        .action("present-leave")
        .attr_tr(app, "aria-label", Text::PresentLeave)
        .attr("title", "Esc")
        .child(icon(Icon::Close));
    let names = el("nav", "present-names")
        .attr_tr(app, "aria-label", Text::PresentPages)
        .live_class("many", is_list)
        .live(move || pages(app));
    let ways = div("present-ways").child(shell::lang_switch(app)).child(back).child(on).child(leave);
    el("footer", "present-foot").child(names).child(ways)
}

/// The names as buttons, and the same as a list for narrow screens and many pages.
fn pages(app: App) -> Vec<El> {
    app.paint.track();
    let present = app.present;
    let deck = present.deck.get();
    let names: Vec<String> = deck.pages.iter().map(|page| words::page_name(app, *page)).collect();
    let choose = move |event: web_sys::Event| {
        let list = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        if let Some(at) = list.and_then(|list| usize::try_from(list.selected_index()).ok()) {
            present.go(at);
        }
    };
    let mut list = el("select", "input").attr_tr(app, "aria-label", Text::PresentPages).on("change", choose);
    for (at, name) in names.iter().enumerate() {
        list = list.child(el("option", "").text(&[&app.count_text(at + 1), ". ", name].concat()));
    }
    let shown: HtmlSelectElement = list.0.clone().unchecked_into();
    watch(move || shown.set_selected_index(present.at.get() as i32));
    let mut parts = vec![list];
    if names.len() <= MOST_NAMES {
        parts.extend(names.iter().enumerate().map(|(at, name)| {
            button("page", move |_| present.go(at))
                .live_attr("aria-current", move || (present.at.get() == at).then(|| "page".to_owned()))
                .attr("title", name)
                .child(span("").text(name))
        }));
    }
    parts
}
