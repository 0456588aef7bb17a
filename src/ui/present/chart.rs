//! The chart of one place: where it was, where it is, where it should be.

use crate::codec::number;
use crate::core::field::Field;
use crate::core::quantity::Value;
use crate::core::unit::{Place, UnitId};
use crate::i18n::Text;
use crate::state::present::certainty;
use crate::state::view::{Row, RowKind};
use crate::ui::app::App;
use crate::ui::charts::{Axis, LaneData, Mark, dumbbell_labelled, percent, tick_words};
use crate::ui::dom::{El, div, el, span};
use crate::ui::grid::lane_of;
use crate::ui::wording::present as words;

/// What one place is shown on.
pub struct View {
    axis: Axis,
    /// Where other units are, in hundredths of a percent of the axis.
    others: Vec<i64>,
}

/// Other units drawn at most.
const MOST_OTHERS: usize = 300;
/// Labels closer than this, in hundredths of a percent of the axis, stand under each other.
const APART: i64 = 3_600;

/// What may be drawn of a place: nothing that rests on a contradiction.
pub fn lane(app: App, place: Place) -> LaneData {
    let lane = lane_of(app, Row { place, kind: RowKind::Unit, number: 0, depth: 0 });
    let is_shown = |field| app.watch(|session| certainty(session, place, field).is_shown());
    LaneData {
        prev: lane.prev.filter(|_| is_shown(Field::RatePrev)),
        now: lane.now.filter(|_| is_shown(Field::RateNow)),
        ..lane
    }
}

fn ends(lane: LaneData) -> impl Iterator<Item = i64> {
    let bounds = [lane.prev, lane.now].into_iter().flatten().flat_map(|(lo, hi)| [lo, hi]);
    bounds.chain(lane.target)
}

/// Close around the area's own figures.
pub fn around(app: App) -> View {
    let lane = lane(app, Place::Area);
    let axis = match (ends(lane).min(), ends(lane).max()) {
        (Some(least), Some(most)) => Axis::around(least, most),
        _ => Axis::for_most(0),
    };
    View { axis, others: Vec::new() }
}

/// A unit among the others.
pub fn among(app: App, id: UnitId) -> View {
    let leaves: Vec<UnitId> = app.watch(|session| session.solution().leaves().collect());
    let rate = |id: UnitId| {
        app.watch(|session| {
            let place = Place::Unit(id);
            let is_shown = certainty(session, place, Field::RateNow).is_shown();
            session.solution().value(place, Field::RateNow).single().filter(|_| is_shown)
        })
    };
    let others: Vec<i64> = leaves.into_iter().filter(|other| *other != id).filter_map(rate).take(MOST_OTHERS).collect();
    let own = lane(app, Place::Unit(id));
    let most = others.iter().copied().chain(ends(own)).max().unwrap_or_default();
    let axis = Axis::for_most(most);
    View { axis, others: others.into_iter().map(|rate| axis.position(rate)).collect() }
}

/// An element at a position of the axis.
pub fn at(position: i64, element: El) -> El {
    let _ = element.html().style().set_property("--x", &percent(position));
    element
}

/// The ticks of an axis, the last with its unit.
pub fn ticks(app: App, axis: Axis) -> El {
    let last = axis.ticks().last();
    let tick = |tick: i64| at(axis.position(tick), span("tick").text(&tick_words(app, axis, tick, Some(tick) == last)));
    div("ticks").attr("aria-hidden", "true").children(axis.ticks().map(tick).collect())
}

/// The chart with its labels: the target above, the two rates below, the axis at the bottom.
pub fn chart(app: App, place: Place, view: &View) -> El {
    let axis = view.axis;
    let data = lane(app, place);
    if data.prev.is_none() && data.now.is_none() {
        return div("");
    }
    let drawing = data.draw(axis);
    let middle = |(from, to): (i64, i64)| (from + to) / 2;
    let rate = |(lo, hi): (i64, i64)| number::value(Value::computed(lo, hi), Field::RateNow.format(), app.style());
    let [prev_date, now_date] = words::mark_dates(app);
    let label = |class: &str, position: i64, date: &str, bounds: (i64, i64)| {
        let words = app.tf(Text::ChartPrevValue, &[("year", date), ("n", &rate(bounds))]);
        at(position, span(class).text(&words))
    };
    let tone = match data.mark {
        Mark::Plain => "dated now",
        Mark::Met => "dated now met",
        Mark::Missed => "dated now missed",
        Mark::Unclear => "dated now caution",
    };
    let now = data.now.zip(drawing.now.or(drawing.now_range.map(middle)));
    let prev = data.prev.zip(drawing.prev.or(drawing.prev_range.map(middle)));
    let near = matches!((now, prev), (Some((_, now)), Some((_, prev))) if (now - prev).abs() < APART);
    let mut rates = div("labels");
    if let Some((bounds, position)) = now {
        rates = rates.child(label(tone, position, &now_date, bounds));
    }
    if let Some((bounds, position)) = prev {
        rates = rates.child(label(if near { "dated low" } else { "dated" }, position, &prev_date, bounds));
    }
    let target = drawing.target.zip(data.target).map(|(position, target)| {
        let words = app.tf(Text::ChartTargetValue, &[("n", &number::hundredths(target, app.style()))]);
        at(position, span("dated").text(&words))
    });
    let dots = view.others.iter().map(|position| at(*position, el("i", "other"))).collect();
    let lane = div("track").children(dots).child(dumbbell_labelled(
        app,
        Box::new(move || lane(app, place)),
        Some(axis),
        Box::new(move || words::lane(app, place)),
    ));
    let others = (!view.others.is_empty())
        .then(|| el("p", "other-key").child(el("i", "other")).child(span("").tr(app, Text::PresentOthers)));
    div("place-chart")
        .child(div("labels above").maybe(target))
        .child(lane)
        .child(rates.live_class("deep", move || near))
        .child(ticks(app, axis))
        .maybe(others)
}
