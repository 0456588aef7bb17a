//! The rate of a whole beside its units' rates, where no counts settle it: it lies between the lowest and the highest.

use std::rc::Rc;

use super::bonds::{RATES, count};
use super::facts::{Change, Facts, Id};
use super::forms::{Form, Side, State, of_rate, quotient};
use crate::fact::FactKey;
use crate::measure::{Group, Measure};
use crate::order::order;
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
    Some(Form::Between(Rc::new(Hull::new(facts, units(facts, key)?, whole))))
}

/// Changes touch two facts at most, so that the third lowest and highest is always one of the others.
const ENDS: usize = 3;

/// The rates of units and that of their whole, ready to be asked again and again with one or two figures changed.
#[derive(Debug)]
pub(super) struct Hull {
    pub units: Vec<Side>,
    pub whole: Side,
    /// Each fact of a unit, with the unit's number; sorted.
    owners: Vec<(Id, usize)>,
    /// The lowest rates, and the highest, with the number of the unit.
    lowest: Vec<(i64, usize)>,
    highest: Vec<(i64, usize)>,
}

impl Hull {
    fn new(facts: &Facts, units: Vec<Side>, whole: Side) -> Self {
        let mut owners = Vec::new();
        let (mut lowest, mut highest) = (Vec::new(), Vec::new());
        let keep = |ends: &mut Vec<(i64, usize)>, end: (i64, usize), goes_before: &dyn Fn(i64) -> bool| {
            let at = ends.iter().position(|(other, _)| goes_before(*other)).unwrap_or(ends.len());
            ends.insert(at, end);
            ends.truncate(ENDS);
        };
        for (number, side) in units.iter().enumerate() {
            side.each(|id| owners.push((id, number)));
            if let Some(rate) = side.rate(facts, &[]) {
                keep(&mut lowest, (rate.lo, number), &|other| rate.lo < other);
                keep(&mut highest, (rate.hi, number), &|other| other < rate.hi);
            }
        }
        let by_id = order(owners.len(), &|a, b| owners.get(a).cmp(&owners.get(b)));
        let owners = by_id.into_iter().filter_map(|at| owners.get(at).copied()).collect();
        Self { units, whole, owners, lowest, highest }
    }

    /// The number of the unit that a fact is of.
    fn owner(&self, id: Id) -> Option<usize> {
        let at = self.owners.partition_point(|(other, _)| *other < id);
        self.owners.get(at).filter(|(other, _)| *other == id).map(|(_, number)| *number)
    }

    pub fn holds(&self, id: Id) -> bool {
        self.whole.holds(id) || self.owner(id).is_some()
    }

    /// Between which rates those of the units lie, but for some; `None` when nobody lives in any.
    fn without(&self, some: &[usize]) -> Option<Interval> {
        let end = |ends: &[(i64, usize)]| ends.iter().find(|(_, number)| !some.contains(number)).map(|(rate, _)| *rate);
        Some(Interval::new(end(&self.lowest)?, end(&self.highest)?))
    }

    /// The rates of the units together, and that of the whole.
    pub fn sides(&self, facts: &Facts, changes: &[Change]) -> Option<(Interval, Interval)> {
        let mut changed: Vec<usize> = Vec::new();
        for (id, _) in changes {
            changed.extend(self.owner(*id).filter(|number| !changed.contains(number)));
        }
        let mut all = self.without(&changed);
        for number in changed {
            let rate = self.units.get(number).and_then(|side| side.rate(facts, changes));
            let both = |all: Interval, rate: Interval| Interval::new(all.lo.min(rate.lo), all.hi.max(rate.hi));
            all = all.zip(rate).map(|(all, rate)| both(all, rate)).or(all).or(rate);
        }
        Some((all?, self.whole.rate(facts, changes)?))
    }

    pub fn state(&self, facts: &Facts, changes: &[Change]) -> State {
        match self.sides(facts, changes) {
            Some((units, whole)) if units.meet(whole).is_none() => State::Open,
            _ => State::Closed,
        }
    }

    /// What a fact of it would have to state: the whole lies between its units; the only unit to reach up or down to the
    /// whole does.
    pub fn wants(&self, facts: &Facts, id: Id) -> Option<Interval> {
        let Some(number) = self.owner(id) else {
            return self.whole.wants(facts, id, self.without(&[])?);
        };
        let (all, stated) = (Interval::new(0, SCALE), self.whole.rate(facts, &[])?);
        let room = match self.without(&[number]) {
            None => stated,
            Some(others) if others.hi < stated.lo => Interval { lo: stated.lo, ..all },
            Some(others) if stated.hi < others.lo => Interval { hi: stated.hi, ..all },
            Some(_) => return Some(Interval::new(i64::MIN, i64::MAX)),
        };
        self.units.get(number)?.wants(facts, id, room)
    }
}

impl Side {
    /// The rate, on the grid; `None` where there is nobody to have one.
    fn rate(&self, facts: &Facts, changes: &[Change]) -> Option<Interval> {
        match self {
            Side::Counts { part, whole } => quotient(part.with(facts, changes), whole.with(facts, changes)),
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
