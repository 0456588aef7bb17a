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
/// The width of a letter on the narrowest axis, in hundredths of a percent of its length.
const LETTER: i64 = 320;

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

/// The area close around its own figures; one figure alone among those of its units.
pub fn around(app: App) -> View {
    let lane = lane(app, Place::Area);
    match (ends(lane).min(), ends(lane).max()) {
        (Some(least), Some(most)) if least < most => View { axis: Axis::around(least, most), others: Vec::new() },
        _ => among(app, Place::Area),
    }
}

/// A place among the units.
pub fn among(app: App, place: Place) -> View {
    let leaves: Vec<UnitId> = app.watch(|session| session.solution().leaves().collect());
    let rate = |place: Place| {
        app.watch(|session| {
            let is_shown = certainty(session, place, Field::RateNow).is_shown();
            session.solution().value(place, Field::RateNow).single().filter(|_| is_shown)
        })
    };
    let others = leaves.into_iter().map(Place::Unit).filter(|other| *other != place);
    let others: Vec<i64> = others.filter_map(rate).take(MOST_OTHERS).collect();
    let most = others.iter().copied().chain(ends(lane(app, place))).max().unwrap_or_default();
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
    let said = |date: &str, bounds: (i64, i64)| app.tf(Text::ChartPrevValue, &[("year", date), ("n", &rate(bounds))]);
    let tone = match data.mark {
        Mark::Plain => "dated now",
        Mark::Met => "dated now met",
        Mark::Missed => "dated now missed",
        Mark::Unclear => "dated now caution",
    };
    let place_of = |mark: Option<i64>, range: Option<(i64, i64)>| mark.or(range.map(middle));
    let now = data.now.zip(place_of(drawing.now, drawing.now_range)).map(|(now, at)| (said(&now_date, now), at));
    let prev = data.prev.zip(place_of(drawing.prev, drawing.prev_range)).map(|(prev, at)| (said(&prev_date, prev), at));
    // Where they would touch each other, one stands lower.
    let near = now.as_ref().zip(prev.as_ref()).is_some_and(|((now, at), (prev, other))| {
        let letters = now.chars().count() + prev.chars().count();
        (at - other).abs() < letters as i64 * LETTER / 2
    });
    let mut rates = div("labels");
    if let Some((words, position)) = &now {
        rates = rates.child(at(*position, span(tone).text(words)));
    }
    if let Some((words, position)) = &prev {
        rates = rates.child(at(*position, span(if near { "dated low" } else { "dated" }).text(words)));
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
    let others = (!view.others.is_empty()).then(|| {
        el("p", "other-key")
            .child(el("i", "other"))
            .child(span("").tr(app, if place == Place::Area { Text::PresentUnits } else { Text::PresentOthers }))
    });
    div("place-chart")
        .child(div("labels above").maybe(target))
        .child(lane)
        .child(rates.live_class("deep", move || near))
        .child(ticks(app, axis))
        .maybe(others)
}
