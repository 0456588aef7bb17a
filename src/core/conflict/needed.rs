//! Which facts of a sum or a quotient over many units are needed for it to miss, without asking the solver about each.
//!
//! A count that nobody typed is still not negative, and the poor of a unit are at most its households: so a side that is
//! too large stays too large without its smallest parts.

use super::facts::{Facts, Id, sorted};
use super::forms::{Form, Side, Total};
use super::hull::Hull;
use super::minimal::Minimal;
use crate::fact::FactKey;
use crate::measure::{Kind, Measure};
use crate::order::order;
use crate::quantity::{Interval, MAX_COUNT};
use crate::solve::engine::{mul_div_ceil, mul_div_floor};
use crate::solve::template::SCALE;

/// The facts of an equation that misses without which it would not, as far as that is known this way; `None` where it is
/// not.
pub(super) fn needed(facts: &Facts, form: &Form) -> Option<Minimal> {
    match form {
        Form::Linear { plus, minus, .. } => Some(of_sum(facts, plus, minus)),
        Form::Ratio { part, whole, rate } => of_quotient(facts, part, whole, *rate),
        Form::Between(hull) => Some(of_units(hull)),
        Form::Points { .. } | Form::Targets { .. } => None,
    }
}

fn bounds(facts: &Facts, id: Id) -> Interval {
    let (lo, hi) = facts.statement(id).map_or((0, 0), |statement| statement.bounds());
    Interval::new(lo, hi)
}

fn by_size(facts: &Facts, ids: &[Id]) -> Vec<Id> {
    let least = |at: usize| ids.get(at).map(|id| bounds(facts, *id).lo);
    order(ids.len(), &|a, b| least(a).cmp(&least(b))).into_iter().filter_map(|at| ids.get(at).copied()).collect()
}

fn of_sum(facts: &Facts, plus: &Total, minus: &Total) -> Minimal {
    let (left, right) = (plus.with(facts, &[]), minus.with(facts, &[]));
    let (large, small, mut over) = if left.lo > right.hi {
        (plus, minus, left.lo.saturating_sub(right.hi))
    } else {
        (minus, plus, right.lo.saturating_sub(left.hi))
    };
    let signed = |id: Id| facts.key(id).is_some_and(|key| key.measure.kind() == Kind::CountChange);
    let mut kept: Vec<Id> = small.ids.clone();
    for id in by_size(facts, &large.ids) {
        let least = bounds(facts, id).lo;
        if !signed(id) && least < over {
            over -= least;
        } else {
            kept.push(id);
        }
    }
    Minimal { facts: sorted(kept), proven: true }
}

/// Any unit could reach as far as the whole, were its rate not known. Where some are known by counts these may say more,
/// and not all be needed.
fn of_units(hull: &Hull) -> Minimal {
    let (mut kept, mut proven) = (Vec::new(), true);
    for side in hull.units.iter().chain([&hull.whole]) {
        proven &= matches!(side, Side::Typed(_));
        side.each(|id| kept.push(id));
    }
    Minimal { facts: sorted(kept), proven }
}

/// A unit's typed parts beside its typed households.
struct Unit {
    parts: Vec<Id>,
    whole: Id,
}

fn of_quotient(facts: &Facts, part: &Total, whole: &Total, rate: Id) -> Option<Minimal> {
    let stated = bounds(facts, rate);
    let (mut p, mut w) = (part.with(facts, &[]), whole.with(facts, &[]));
    let mut units: Vec<Unit> = Vec::new();
    for id in by_size(facts, &whole.ids) {
        let key = facts.key(id)?;
        let of_place = |measure| facts.find(FactKey { measure, ..key }).filter(|id| part.holds(*id));
        let parts = [Measure::PoorHouseholds, Measure::NearPoorHouseholds, Measure::PoorAndNearPoor];
        let parts = parts.into_iter().filter_map(of_place);
        units.push(Unit { parts: parts.collect(), whole: id });
    }
    // Every part beside its own whole, or it does not go by units.
    if units.iter().map(|unit| unit.parts.len()).sum::<usize>() != part.ids.len() {
        return None;
    }
    let scaled = |count: i64| i128::from(count) * i128::from(SCALE);
    let times = |rate: i64, count: i64| i128::from(rate) * i128::from(count);
    let mut kept = vec![rate];
    // No whole number of households may have that rate of so many.
    let (least, most) = (mul_div_ceil(stated.lo, w.hi, SCALE), mul_div_floor(stated.hi, w.hi, SCALE));
    if w.lo == w.hi && least > most {
        kept.extend(&whole.ids);
        return Some(Minimal { facts: sorted(kept), proven: true });
    }
    if scaled(p.lo) > times(stated.hi, w.hi) {
        // Too many: fewer may do, and an unknown whole could be any.
        for id in &whole.ids {
            let without = w.hi.saturating_add(MAX_COUNT).saturating_sub(bounds(facts, *id).hi);
            if scaled(p.lo) > times(stated.hi, without) {
                w.hi = without;
            } else {
                kept.push(*id);
            }
        }
        for id in by_size(facts, &part.ids) {
            let without = p.lo.saturating_sub(bounds(facts, id).lo);
            if scaled(without) > times(stated.hi, w.hi) {
                p.lo = without;
            } else {
                kept.push(id);
            }
        }
        return Some(Minimal { facts: sorted(kept), proven: true });
    }
    // Too few: unknown parts may fill their whole, and an unknown whole may be no more than its parts.
    for Unit { parts, whole } in units {
        let most: i64 = parts.iter().map(|id| bounds(facts, *id).hi).sum();
        let least: i64 = parts.iter().map(|id| bounds(facts, *id).lo).sum();
        let size = bounds(facts, whole);
        let filled = p.hi.saturating_add(size.hi.saturating_sub(most));
        let shrunk = w.lo.saturating_sub(size.lo.saturating_sub(least));
        if scaled(filled) < times(stated.lo, w.lo) {
            p.hi = filled;
            kept.push(whole);
        } else if scaled(p.hi) < times(stated.lo, shrunk) {
            w.lo = shrunk;
            kept.extend(parts);
        } else {
            kept.extend(parts);
            kept.push(whole);
        }
    }
    Some(Minimal { facts: sorted(kept), proven: true })
}
