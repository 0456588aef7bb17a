//! Equations with their numbers, for people.

use super::Equation;
use super::bonds::{Bond, Law};
use super::facts::{Facts, Id};
use crate::fact::Qualifier;
use crate::measure::{Kind, Measure};
use crate::quantity::{Interval, round_half_up};
use crate::solve::template::SCALE;

/// Grid steps of one unit in the last place.
pub(super) fn place_of(decimals: u8) -> i64 {
    (0..decimals).fold(SCALE / 100, |place, _| place / 10).max(1)
}

/// The facts of an equation in reading order, and the equation in the last places of the stated figure.
pub(super) fn equation(facts: &Facts, bond: &Bond) -> Option<Equation> {
    let mut ids = bond.ids();
    let (mut computed, mut stated) = bond.form.sides(facts)?;
    if let Law::Between(..) = bond.law {
        return Some(between(facts, bond, ids, computed, stated));
    }
    let result = match bond.law {
        Law::HouseholdsDown => Some(Measure::DropHouseholds),
        Law::Balance(end) => Some(end),
        _ => None,
    };
    if let Some(result) = result {
        // Told as it is read: before less now is the fall, the columns come to the end.
        let is_result = |id: &Id| facts.key(*id).is_some_and(|key| key.measure == result);
        let at = ids.iter().position(is_result)?;
        let result = ids.remove(at);
        ids.push(result);
        let (lo, hi) = facts.statement(result)?.bounds();
        (computed, stated) = (bond.form.wants(facts, result)?, Interval::new(lo, hi));
    }
    let last = ids.last().copied();
    let (computed, stated, decimals) = match last.and_then(|id| Some((id, facts.statement(id)?.figure()?))) {
        Some((id, figure)) if !facts.is_count(id) => {
            // Rates printed more finely than what they add up to are told as finely.
            let finest =
                |id: &Id| facts.statement(*id).and_then(|made| made.figure()).map_or(0, |figure| figure.decimals);
            let decimals = ids.iter().map(finest).max().unwrap_or(figure.decimals).min(4);
            let place = place_of(decimals);
            let plain = figure.qualifier == Qualifier::Plain;
            let printed = figure.mantissa.saturating_mul(place_of(figure.decimals) / place);
            let stated = if plain { Interval::exactly(printed) } else { rounded(stated, place) };
            (rounded(computed, place), stated, decimals)
        }
        _ => (computed, stated, bond.form.decimals(facts)),
    };
    let facts = ids.iter().filter_map(|id| facts.key(*id)).collect();
    Some(Equation { law: bond.law, place: bond.place, period: bond.period, facts, computed, stated, decimals })
}

/// Between which rates the whole lies, told as finely as any of them is.
fn between(facts: &Facts, bond: &Bond, ids: Vec<Id>, units: Interval, whole: Interval) -> Equation {
    let figures = || ids.iter().filter(|id| !facts.is_count(**id)).filter_map(|id| facts.statement(*id)?.figure());
    let decimals = figures().map(|figure| figure.decimals).max().unwrap_or(2).min(4);
    let place = place_of(decimals);
    let last = ids.last().filter(|id| !facts.is_count(**id)).and_then(|id| facts.statement(*id)?.figure());
    let printed = last.filter(|figure| figure.qualifier == Qualifier::Plain);
    let printed = printed.map(|figure| figure.mantissa.saturating_mul(place_of(figure.decimals) / place));
    // The upper end of what is rounded to a figure is told as that figure, as its lower end is.
    let inward = |range: Interval| rounded(Interval::new(range.lo, range.hi.saturating_sub(1).max(range.lo)), place);
    Equation {
        law: bond.law,
        place: bond.place,
        period: bond.period,
        facts: ids.iter().filter_map(|id| facts.key(*id)).collect(),
        computed: inward(units),
        stated: printed.map_or_else(|| inward(whole), Interval::exactly),
        decimals,
    }
}

/// Each bound as it would be printed; grid steps are much finer than any printed place.
fn rounded(range: Interval, place: i64) -> Interval {
    let print = |grid: i64| round_half_up(i128::from(grid), i128::from(place)).unwrap_or(grid);
    Interval::new(print(range.lo), print(range.hi))
}

/// A rate that no whole number of households has: the nearest it could be, below and above.
pub(super) fn between_counts(facts: &Facts, ids: &[Id]) -> Option<Equation> {
    let [one, other] = ids else { return None };
    let is_whole = |id: Id| facts.key(id).is_some_and(|key| key.measure == Measure::Households);
    let (rate, whole) = if is_whole(*other) { (*one, *other) } else { (*other, *one) };
    let (key, figure) = (facts.key(rate)?, facts.statement(rate)?.figure()?);
    let (least, most) = facts.statement(whole)?.bounds();
    let same = facts.key(whole)?.group == key.group;
    if key.measure.kind() != Kind::Rate || !is_whole(whole) || !same || least != most || most <= 0 {
        return None;
    }
    let scale = SCALE / place_of(figure.decimals);
    let part = i64::try_from(i128::from(figure.mantissa) * i128::from(most) / i128::from(scale)).ok()?;
    let printed = |part: i64| round_half_up(i128::from(part) * i128::from(scale), i128::from(most));
    let (below, above) = (printed(part)?, printed(part.checked_add(1)?)?);
    let facts = vec![facts.key(whole)?, key];
    Some(Equation {
        law: Law::WholeHouseholds(key.measure),
        place: key.place,
        period: key.period,
        facts,
        computed: Interval::new(below, above),
        stated: Interval::exactly(figure.mantissa),
        decimals: figure.decimals,
    })
}

/// What contradictory facts without an equation of their own leave for one of them.
pub(super) fn chain(facts: &Facts, ids: &[Id], of: Id, room: Interval) -> Option<Equation> {
    let key = facts.key(of)?;
    let statement = facts.statement(of)?;
    let figure = statement.figure()?;
    let (lo, hi) = statement.bounds();
    let (computed, stated, decimals) = if facts.is_count(of) {
        (room, Interval::new(lo, hi), 0)
    } else {
        let place = place_of(figure.decimals);
        // What may be printed for it; outwards, since the bounds are.
        let computed = Interval::new(room.lo.div_euclid(place), -(-room.hi).div_euclid(place));
        (computed, Interval::exactly(figure.mantissa), figure.decimals)
    };
    let others = ids.iter().filter(|id| **id != of).chain([&of]);
    let keys = others.filter_map(|id| facts.key(*id)).collect();
    Some(Equation { law: Law::Chain, place: key.place, period: key.period, facts: keys, computed, stated, decimals })
}
