//! One row's lane of the chart: last period's hollow circle, this one's circle or square, the target's notch above.

use web_sys::Element;

use super::lane::{Drawing, LaneData, Mark};
use super::scale::{Axis, percent};
use crate::ui::app::App;
use crate::ui::dom::{El, set, svg, watch};

/// The shapes of a lane in drawing order, as children of the inner `<svg>`.
const LINE: u32 = 0;
const PREV_RANGE: u32 = 1;
const NOW_RANGE: u32 = 2;
const PREV: u32 = 3;
const NOW: u32 = 4;
const TARGET: u32 = 5;

/// The lane. It fills its parent; positions are percentages, so nothing is redrawn when the width changes.
///
/// Without `axis` it follows the axis of the table. It is not read aloud, since the table beside it says the same.
pub fn dumbbell(app: App, data: Box<dyn Fn() -> LaneData>, axis: Option<Axis>) -> El {
    lane(app, data, axis).attr("aria-hidden", "true")
}

/// The lane as an image that says in words what it shows.
pub fn dumbbell_labelled(
    app: App,
    data: Box<dyn Fn() -> LaneData>,
    axis: Option<Axis>,
    label: Box<dyn Fn() -> String>,
) -> El {
    lane(app, data, axis).attr("role", "img").live_attr("aria-label", move || Some(label()))
}

fn lane(app: App, data: Box<dyn Fn() -> LaneData>, axis: Option<Axis>) -> El {
    let lane = shapes();
    follow(&lane.0, Box::new(move || data().draw(axis.unwrap_or_else(|| app.axis.get()))));
    lane
}

/// A lane that shows nothing yet; of a row of the table, as in [`dumbbell`]. [`follow`] brings it, or a copy, to life.
pub fn empty_lane() -> El {
    shapes().attr("aria-hidden", "true")
}

fn shapes() -> El {
    // Height 0 on the middle line of the lane: the shapes' heights count from there.
    let shapes = svg("svg", "")
        .attr("y", "50%")
        .child(hidden("rect", "db-line", &[("y", "2.25"), ("height", "2.5")]))
        .child(hidden("rect", "db-soft", &[("y", "0.5"), ("height", "6"), ("rx", "2")]))
        .child(hidden("rect", "db-soft", &[("y", "-0.5"), ("height", "8"), ("rx", "2")]))
        .child(hidden("circle", "db-prev", &[("cy", "3.5"), ("r", "3.8")]))
        .child(hidden("rect", "db-now", &ROUND))
        .child(hidden(
            "rect",
            "db-target",
            &[("y", "-11.5"), ("width", "2"), ("height", "9"), ("transform", "translate(-1)")],
        ));
    svg("svg", "db").child(shapes)
}

/// Lets a lane show a drawing.
pub fn follow(lane: &Element, drawing: Box<dyn Fn() -> Drawing>) {
    let Some(parts) = lane.first_element_child() else { return };
    // A drawing of nothing is what the shapes start with.
    let mut drawn = Drawing::default();
    // One effect a row, writing only what changed: a reactive attribute each would be ten effects a row.
    watch(move || {
        let drawing = drawing();
        paint(&parts, drawn, drawing);
        drawn = drawing;
    });
}

fn hidden(tag: &str, class: &str, attributes: &[(&str, &str)]) -> El {
    let shape = svg(tag, class).attr("display", "none");
    attributes.iter().fold(shape, |shape, (name, value)| shape.attr(name, value))
}

type Shape = [(&'static str, &'static str); 5];
const ROUND: Shape =
    [("y", "-1.3"), ("width", "9.6"), ("height", "9.6"), ("rx", "4.8"), ("transform", "translate(-4.8)")];
/// A square of the circle's width would look larger.
const SQUARE: Shape =
    [("y", "-0.8"), ("width", "8.6"), ("height", "8.6"), ("rx", "1"), ("transform", "translate(-4.3)")];

fn paint(shapes: &Element, old: Drawing, new: Drawing) {
    let children = shapes.children();
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
            let shape = if new.mark == Mark::Missed { SQUARE } else { ROUND };
            for (name, value) in shape {
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
