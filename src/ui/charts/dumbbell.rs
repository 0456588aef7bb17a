//! One row's lane of the chart: last period's hollow circle, this one's circle or square, the target's notch above.

use leptos::prelude::*;
use leptos::svg::Svg;
use web_sys::Element;

use super::lane::{Drawing, LaneData, Mark};
use super::scale::{Axis, percent};
use crate::ui::app::use_app;

/// The shapes of a lane in drawing order, as children of the inner `<svg>`.
const LINE: u32 = 0;
const PREV_RANGE: u32 = 1;
const NOW_RANGE: u32 = 2;
const PREV: u32 = 3;
const NOW: u32 = 4;
const TARGET: u32 = 5;

/// The lane. It fills its parent; positions are percentages, so nothing is redrawn when the width changes.
///
/// Without `axis` it follows the axis of the table. With `label` it is an image to screen readers; without, it is left
/// out, since the table beside it says the same.
#[component]
pub fn Dumbbell(
    #[prop(into)] data: Signal<LaneData>,
    #[prop(optional, into)] axis: Option<Signal<Axis>>,
    #[prop(optional, into)] label: Option<Signal<String>>,
) -> impl IntoView {
    let axis = axis.unwrap_or_else(|| use_app().axis.into());
    let node = NodeRef::<Svg>::new();
    // One effect a row, writing only what changed: a reactive attribute each would be ten effects a row.
    Effect::new(move |drawn: Option<Drawing>| {
        let drawing = data.get().draw(axis.get());
        if let Some(shapes) = node.get().and_then(|svg| svg.first_element_child()) {
            paint(&shapes, drawn, drawing);
        }
        drawing
    });
    let described = label.is_some();
    view! {
        <svg class="db" node_ref=node role=described.then_some("img") aria-hidden=(!described).then_some("true")
            aria-label=move || label.map(|label| label.get())>
            <svg y="50%">
                <rect class="db-line" y="2.25" height="2.5" display="none"></rect>
                <rect class="db-soft" y="0.5" height="6" rx="2" display="none"></rect>
                <rect class="db-soft" y="-0.5" height="8" rx="2" display="none"></rect>
                <circle class="db-prev" cy="3.5" r="3.8" display="none"></circle>
                <rect class="db-now" y="-1.3" width="9.6" height="9.6" rx="4.8" transform="translate(-4.8)" display="none"></rect>
                <rect class="db-target" y="-11.5" width="2" height="9" transform="translate(-1)" display="none"></rect>
            </svg>
        </svg>
    }
}

fn paint(shapes: &Element, old: Option<Drawing>, new: Drawing) {
    let children = shapes.children();
    // A drawing of nothing is what the markup starts with.
    let old = old.unwrap_or_default();
    let shape = |at: u32| children.item(at);
    let span = |at: u32, old: Option<(i64, i64)>, new: Option<(i64, i64)>| {
        let Some(element) = shape(at).filter(|_| old != new) else { return };
        if let Some((from, to)) = new {
            set(&element, "x", &percent(from));
            set(&element, "width", &percent(to - from));
        }
        show(&element, old.is_some(), new.is_some());
    };
    let point = |at: u32, attribute: &str, old: Option<i64>, new: Option<i64>| {
        let Some(element) = shape(at).filter(|_| old != new) else { return };
        if let Some(position) = new {
            set(&element, attribute, &percent(position));
        }
        show(&element, old.is_some(), new.is_some());
    };
    span(LINE, old.line, new.line);
    span(PREV_RANGE, old.prev_range, new.prev_range);
    span(NOW_RANGE, old.now_range, new.now_range);
    point(PREV, "cx", old.prev, new.prev);
    point(NOW, "x", old.now, new.now);
    point(TARGET, "x", old.target, new.target);
    if old.mark != new.mark {
        let square = new.mark == Mark::Missed;
        let (class, soft) = match new.mark {
            Mark::Plain => ("db-now", "db-soft"),
            Mark::Met => ("db-now db-met", "db-soft db-met"),
            Mark::Missed => ("db-now db-missed", "db-soft db-missed"),
            Mark::Unclear => ("db-now db-unclear", "db-soft"),
        };
        if let Some(range) = shape(NOW_RANGE) {
            set(&range, "class", soft);
        }
        if let Some(now) = shape(NOW) {
            set(&now, "class", class);
            // A square of the circle's width would look larger.
            let (side, y, corner, shift) = if square {
                ("8.6", "-0.8", "1", "translate(-4.3)")
            } else {
                ("9.6", "-1.3", "4.8", "translate(-4.8)")
            };
            for (name, value) in [("width", side), ("height", side), ("y", y), ("rx", corner), ("transform", shift)] {
                set(&now, name, value);
            }
        }
    }
}

fn show(element: &Element, was: bool, is: bool) {
    if is && !was {
        let _ = element.remove_attribute("display");
    } else if was && !is {
        set(element, "display", "none");
    }
}

fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}
