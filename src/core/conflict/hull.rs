//! The rate of a whole beside its units' rates, where no counts settle it: it lies between the lowest and the highest.

use super::bonds::{RATES, count};
use super::facts::{Change, Facts, Id};
use super::forms::{Form, Side, State, of_rate};
use crate::fact::FactKey;
use crate::measure::{Group, Measure};
use crate::period::PeriodId;
use crate::quantity::Interval;
use crate::solve::template::SCALE;
use crate::unit::Place;

/// A rate of a place by the counts it is of.
fn counted(facts: &Facts, key: FactKey) -> Option<Side> {
    let (_, parts) = RATES.into_iter().find(|(rate, _)| *rate == key.measure)?;
    let count = |measures: &[Measure]| count(facts, key.place, key.period, key.group, measures);
    count(parts).zip(count(&[Measure::Households])).map(|(part, whole)| Side::Counts { part, whole })
}

/// The rates of what a place is the sum of: as typed, or by counts; `None` when one is not known, or all are by counts,
/// which add up then.
fn units(facts: &Facts, key: FactKey) -> Option<Vec<Side>> {
    let (mut sides, mut open, mut any_typed) = (Vec::new(), facts.members(key.place)?.to_vec(), false);
    while let Some(place) = open.pop() {
        let of = FactKey { place, ..key };
        if let Some(typed) = facts.find(of) {
            any_typed = true;
            sides.push(Side::Typed(typed));
        } else if let Some(side) = counted(facts, of) {
            sides.push(side);
        } else {
            open.extend(facts.members(place)?);
        }
    }
    any_typed.then_some(sides)
}

/// The equation for a rate of a place, where its own figures give it and the counts of its units do not.
pub(super) fn made(facts: &Facts, place: Place, period: PeriodId, measure: Measure, group: Group) -> Option<Form> {
    let key = FactKey { place, period, measure, group };
    let members = facts.members(place)?;
    let of_own = |measure| facts.find(FactKey { measure, ..key });
    let whole = match of_own(measure) {
        Some(typed) => Side::Typed(typed),
        None => {
            of_own(Measure::Households)?;
            let (_, parts) = RATES.into_iter().find(|(rate, _)| *rate == measure)?;
            parts.iter().all(|part| of_own(*part).is_some()).then(|| counted(facts, key))??
        }
    };
    if members.iter().all(|member| counted(facts, FactKey { place: *member, ..key }).is_some()) {
        return None;
    }
    Some(Form::Between { units: units(facts, key)?, whole })
}

impl Side {
    /// The rate, on the grid; `None` where there is nobody to have one.
    pub fn rate(&self, facts: &Facts, changes: &[Change]) -> Option<Interval> {
        match self {
            Side::Counts { part, whole } => {
                super::forms::quotient(part.with(facts, changes), whole.with(facts, changes))
            }
            Side::Typed(id) => {
                let (lo, hi) = facts.changed(*id, changes)?.bounds();
                Some(Interval::new(lo, hi))
            }
        }
    }

    /// What one of its facts has to be for the rate to lie between bounds.
    fn wants(&self, facts: &Facts, id: Id, rate: Interval) -> Option<Interval> {
        match self {
            Side::Counts { part, whole } => Some(of_rate(facts, part, whole, rate, id)),
            Side::Typed(_) => Some(rate),
        }
    }
}

/// Between which rates those of units lie; `None` when nobody lives in any.
pub(super) fn hull<'a>(facts: &Facts, units: impl Iterator<Item = &'a Side>, changes: &[Change]) -> Option<Interval> {
    let rates = units.filter_map(|side| side.rate(facts, changes));
    rates.reduce(|all, rate| Interval::new(all.lo.min(rate.lo), all.hi.max(rate.hi)))
}

pub(super) fn state(facts: &Facts, units: &[Side], whole: &Side, changes: &[Change]) -> State {
    match (hull(facts, units.iter(), changes), whole.rate(facts, changes)) {
        (Some(units), Some(whole)) if units.meet(whole).is_none() => State::Open,
        _ => State::Closed,
    }
}

/// What a fact of it would have to state: the whole lies between its units; the only unit to reach up or down to the
/// whole does.
pub(super) fn wants(facts: &Facts, units: &[Side], whole: &Side, id: Id) -> Option<Interval> {
    if whole.holds(id) {
        return whole.wants(facts, id, hull(facts, units.iter(), &[])?);
    }
    let own = units.iter().find(|side| side.holds(id))?;
    let all = Interval::new(0, SCALE);
    let stated = whole.rate(facts, &[])?;
    let others = hull(facts, units.iter().filter(|side| !side.holds(id)), &[]);
    let room = match others {
        None => stated,
        Some(others) if others.hi < stated.lo => Interval { lo: stated.lo, ..all },
        Some(others) if stated.hi < others.lo => Interval { hi: stated.hi, ..all },
        Some(_) => return Some(Interval::new(i64::MIN, i64::MAX)),
    };
    own.wants(facts, id, room)
}
