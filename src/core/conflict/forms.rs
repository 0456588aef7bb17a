//! The arithmetic of equations over typed figures: whether one holds, what it would take, and by how much it misses.
//!
//! Counts in households or persons, rates and points in steps of the grid of `solve::template`.

use std::rc::Rc;

use super::facts::{Change, Facts, Id, Statement, sorted};
use super::hull::Hull;
use crate::fact::Qualifier;
use crate::quantity::{Interval, shown_rate};
use crate::solve::engine::{Printed, mul_div_ceil, mul_div_floor, printed_least, printed_most};
use crate::solve::given::Stated;
use crate::solve::template::SCALE;
use crate::target::Target;

/// How an equation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    Closed,
    /// The last printed digit is off by one: cut off, or a sum of rounded figures. No contradiction.
    Near,
    Open,
}

/// Typed counts that are added up.
#[derive(Clone, Debug)]
pub(super) struct Total {
    /// Sorted.
    pub ids: Vec<Id>,
    /// What they add up to as typed.
    sum: Interval,
}

impl Total {
    pub fn new(facts: &Facts, ids: Vec<Id>) -> Self {
        let ids = sorted(ids);
        let mut sum = Interval::exactly(0);
        for id in &ids {
            add(&mut sum, bounds(facts, *id, &[]), 1);
        }
        Self { ids, sum }
    }

    pub fn holds(&self, id: Id) -> bool {
        self.ids.binary_search(&id).is_ok()
    }

    /// The sum when some of them are changed.
    pub fn with(&self, facts: &Facts, changes: &[Change]) -> Interval {
        let mut sum = self.sum;
        for (id, statement) in changes {
            if self.holds(*id) {
                add(&mut sum, bounds(facts, *id, &[]), -1);
                let (lo, hi) = statement.bounds();
                add(&mut sum, Interval::new(lo, hi), 1);
            }
        }
        sum
    }

    /// What one of them has to be for the sum to lie between bounds.
    fn rest(&self, facts: &Facts, id: Id, sum: Interval) -> Interval {
        let mut others = self.sum;
        add(&mut others, bounds(facts, id, &[]), -1);
        sum.minus(others)
    }
}

fn add(sum: &mut Interval, more: Interval, sign: i64) {
    sum.lo = sum.lo.saturating_add(sign * more.lo);
    sum.hi = sum.hi.saturating_add(sign * more.hi);
}

fn bounds(facts: &Facts, id: Id, changes: &[Change]) -> Interval {
    let (lo, hi) = facts.changed(id, changes).map_or((0, 0), |statement| statement.bounds());
    Interval::new(lo, hi)
}

fn stated(facts: &Facts, id: Id, changes: &[Change]) -> Option<Stated> {
    match facts.changed(id, changes)? {
        Statement::Figure(_, stated) => Some(stated),
        Statement::Target(_) => None,
    }
}

/// A rate as counts give it, or as typed.
#[derive(Clone, Debug)]
pub(super) enum Side {
    Counts { part: Total, whole: Total },
    Typed(Id),
}

/// What kind of equation it is, over the numbers of its facts.
#[derive(Clone, Debug)]
pub(super) enum Form {
    /// `Σ plus = Σ minus`, or `≤` with `at_most`.
    Linear { plus: Total, minus: Total, at_most: bool },
    /// `SCALE · part = rate · whole`
    Ratio { part: Total, whole: Total, rate: Id },
    /// `prev − now = change`, under either reading of a printed change.
    Points { prev: Side, now: Side, change: Id },
    /// The rate of `whole` lies between those of its units.
    Between(Rc<Hull>),
    /// The targets of `parts` make up that of `whole`; the opening counts of the whole where they are known.
    Targets { parts: Vec<Id>, whole: Id, poor: Option<Total>, households: Option<Total> },
}

impl Form {
    /// The facts in it, what is stated about the others last.
    pub fn ids(&self) -> Vec<Id> {
        let mut ids: Vec<Id> = Vec::new();
        let side = |side: &Side, ids: &mut Vec<Id>| side.each(|id| ids.push(id));
        match self {
            Form::Linear { plus, minus, .. } => {
                ids.extend(&plus.ids);
                ids.extend(&minus.ids);
            }
            Form::Ratio { part, whole, rate } => {
                ids.extend(&part.ids);
                ids.extend(&whole.ids);
                ids.push(*rate);
            }
            Form::Points { prev, now, change } => {
                side(prev, &mut ids);
                side(now, &mut ids);
                ids.push(*change);
            }
            Form::Between(hull) => hull.units.iter().chain([&hull.whole]).for_each(|one| side(one, &mut ids)),
            Form::Targets { parts, whole, poor, households } => {
                for total in [poor, households].into_iter().flatten() {
                    ids.extend(&total.ids);
                }
                ids.extend(parts);
                ids.push(*whole);
            }
        }
        ids
    }

    pub fn holds(&self, id: Id) -> bool {
        match self {
            Form::Linear { plus, minus, .. } => plus.holds(id) || minus.holds(id),
            Form::Ratio { part, whole, rate } => *rate == id || part.holds(id) || whole.holds(id),
            Form::Points { prev, now, change } => *change == id || prev.holds(id) || now.holds(id),
            Form::Between(hull) => hull.holds(id),
            Form::Targets { parts, whole, poor, households } => {
                *whole == id
                    || parts.contains(&id)
                    || [poor, households].into_iter().flatten().any(|total| total.holds(id))
            }
        }
    }

    pub fn state(&self, facts: &Facts, changes: &[Change]) -> State {
        match self {
            Form::Linear { plus, minus, at_most } => {
                let (plus, minus) = (plus.with(facts, changes), minus.with(facts, changes));
                closed(plus.lo <= minus.hi && (*at_most || plus.hi >= minus.lo))
            }
            Form::Ratio { part, whole, rate } => {
                let Some(rate) = stated(facts, *rate, changes) else { return State::Closed };
                let (part, whole) = (part.with(facts, changes), whole.with(facts, changes));
                let Some(computed) = quotient(part, whole) else { return State::Closed };
                near(computed, Interval::new(rate.lo, rate.hi), rate.half, single(part) && single(whole))
            }
            Form::Points { prev, now, change } => {
                let Some(change) = stated(facts, *change, changes) else { return State::Closed };
                let (Some(prev), Some(now)) =
                    (Printable::new(facts, prev, changes), Printable::new(facts, now, changes))
                else {
                    return State::Closed;
                };
                let settled = prev.settled && now.settled;
                match change.printed {
                    Some(Printed { centre, half }) => {
                        let forth = near(prev.rate, now.moved(centre, half), half, settled);
                        forth.max(near(now.rate, prev.moved(-centre, half), half, settled))
                    }
                    None => near(prev.rate.minus(now.rate), Interval::new(change.lo, change.hi), 0, false),
                }
            }
            Form::Between(hull) => hull.state(facts, changes),
            Form::Targets { .. } => closed(self.targets(facts, changes).is_none_or(|targets| targets.holds)),
        }
    }

    /// What a fact of it would have to state, the others being as they are; `None` where that is not worked out.
    pub fn wants(&self, facts: &Facts, id: Id) -> Option<Interval> {
        match self {
            Form::Linear { plus, minus, at_most } => {
                if plus.holds(id) {
                    let wanted = plus.rest(facts, id, minus.with(facts, &[]));
                    Some(if *at_most { Interval { lo: i64::MIN, ..wanted } } else { wanted })
                } else {
                    let wanted = minus.rest(facts, id, plus.with(facts, &[]));
                    Some(if *at_most { Interval { hi: i64::MAX, ..wanted } } else { wanted })
                }
            }
            Form::Ratio { part, whole, rate } => {
                let typed = stated(facts, *rate, &[])?;
                let (p, w) = (part.with(facts, &[]), whole.with(facts, &[]));
                if *rate == id {
                    return quotient(p, w);
                }
                Some(of_rate(facts, part, whole, Interval::new(typed.lo, typed.hi), id))
            }
            Form::Between(hull) => hull.wants(facts, id),
            Form::Points { prev, now, change } if *change == id => {
                let (prev, now) = (Printable::new(facts, prev, &[])?, Printable::new(facts, now, &[])?);
                let half = stated(facts, id, &[])?.half;
                let exact = prev.rate.minus(now.rate);
                Some(Interval::new(exact.lo.saturating_sub(2 * half), exact.hi.saturating_add(2 * half)))
            }
            Form::Points { .. } | Form::Targets { .. } => None,
        }
    }

    /// What the units' targets come to together, and what the target of the whole says; `None` where they cannot be
    /// compared.
    fn targets(&self, facts: &Facts, changes: &[Change]) -> Option<Targets> {
        let Form::Targets { parts, whole, poor, households } = self else { return None };
        let target = |id: Id| match facts.changed(id, changes)? {
            Statement::Target(target) => Some(target),
            Statement::Figure(..) => None,
        };
        let opening = |total: &Option<Total>| total.as_ref()?.with(facts, changes).single();
        let (mut left, mut least, mut most) = (0_i64, 0_i64, 0_i64);
        let (mut lefts, mut downs) = (0, 0);
        for part in parts {
            match target(*part)? {
                Target::HouseholdsLeft { most: n } => {
                    left = left.saturating_add(n);
                    lefts += 1;
                }
                Target::HouseholdsDown { least: a, most: b } => {
                    (least, most) = (least.saturating_add(a), most.saturating_add(b));
                    downs += 1;
                }
                Target::RateLeft { .. } | Target::PointsDown { .. } => return None,
            }
        }
        if lefts > 0 && downs > 0 {
            return None;
        }
        let left = || if lefts > 0 { Some(left) } else { opening(poor)?.checked_sub(least) };
        let equal = |computed: Interval, stated: Interval| {
            Some(Targets { computed, stated, decimals: 0, holds: computed == stated })
        };
        let one = Interval::exactly;
        match target(*whole)? {
            Target::HouseholdsLeft { most: n } if lefts > 0 || least == most => equal(one(left()?), one(n)),
            Target::HouseholdsDown { least: a, most: b } if downs > 0 => {
                equal(Interval::new(least, most), Interval::new(a, b))
            }
            Target::HouseholdsDown { least: a, most: b } if a == b => {
                equal(one(opening(poor)?.saturating_sub(left()?)), one(a))
            }
            // The units together have to reach the target of the whole; they may well be meant to do more.
            Target::RateLeft { most } => {
                let computed = shown_rate(left()?, opening(households)?)?;
                Some(Targets { computed: one(computed), stated: one(most), decimals: 2, holds: computed <= most })
            }
            Target::PointsDown { least: points, .. } => {
                let households = opening(households)?;
                let down = shown_rate(opening(poor)?, households)?.saturating_sub(shown_rate(left()?, households)?);
                Some(Targets { computed: one(down), stated: one(points), decimals: 2, holds: down >= points })
            }
            Target::HouseholdsLeft { .. } | Target::HouseholdsDown { .. } => None,
        }
    }

    /// The whole that part and rate of a quotient belong to.
    pub fn implied_whole(&self, facts: &Facts) -> Option<Interval> {
        let Form::Ratio { part, rate, .. } = self else { return None };
        let (part, rate) = (part.with(facts, &[]), bounds(facts, *rate, &[]));
        let (least, most) = (part.lo.max(0), part.hi.max(0));
        if rate.lo <= 0 {
            return None;
        }
        let range = Interval::new(mul_div_ceil(least, SCALE, rate.hi), mul_div_floor(most, SCALE, rate.lo));
        (range.lo <= range.hi).then_some(range)
    }

    /// The decimals that [`Self::sides`] has for targets.
    pub fn decimals(&self, facts: &Facts) -> u8 {
        self.targets(facts, &[]).map_or(0, |targets| targets.decimals)
    }

    /// The two sides of the equation: what follows from the others, and what is stated last.
    pub fn sides(&self, facts: &Facts) -> Option<(Interval, Interval)> {
        match self {
            Form::Linear { plus, minus, .. } => Some((plus.with(facts, &[]), minus.with(facts, &[]))),
            Form::Ratio { part, whole, rate } => {
                let computed = quotient(part.with(facts, &[]), whole.with(facts, &[]))?;
                Some((computed, bounds(facts, *rate, &[])))
            }
            Form::Points { prev, now, change } => {
                let (prev, now) = (Printable::new(facts, prev, &[])?, Printable::new(facts, now, &[])?);
                Some((prev.rate.minus(now.rate), bounds(facts, *change, &[])))
            }
            Form::Between(hull) => hull.sides(facts, &[]),
            Form::Targets { .. } => self.targets(facts, &[]).map(|targets| (targets.computed, targets.stated)),
        }
    }
}

impl Side {
    /// Calls `each` with the facts in it.
    pub fn each(&self, each: impl FnMut(Id)) {
        match self {
            Side::Typed(id) => [*id].into_iter().for_each(each),
            Side::Counts { part, whole } => part.ids.iter().chain(&whole.ids).copied().for_each(each),
        }
    }

    pub fn holds(&self, id: Id) -> bool {
        match self {
            Side::Typed(other) => *other == id,
            Side::Counts { part, whole } => part.holds(id) || whole.holds(id),
        }
    }
}

/// What a fact of one of two counts has to be for their quotient to lie between rates.
pub(super) fn of_rate(facts: &Facts, part: &Total, whole: &Total, rate: Interval, id: Id) -> Interval {
    let (p, w) = (part.with(facts, &[]), whole.with(facts, &[]));
    if part.holds(id) {
        let least = mul_div_ceil(rate.lo.max(0), w.lo.max(0), SCALE);
        let most = mul_div_floor(rate.hi.max(0), w.hi.max(0), SCALE);
        part.rest(facts, id, Interval::new(least, most))
    } else {
        let least = if rate.hi > 0 { mul_div_ceil(p.lo.max(0), SCALE, rate.hi) } else { 0 };
        let most = if rate.lo > 0 { mul_div_floor(p.hi.max(0), SCALE, rate.lo) } else { i64::MAX };
        whole.rest(facts, id, Interval::new(least, most))
    }
}

/// What units' targets come to, beside the target of the whole.
struct Targets {
    computed: Interval,
    stated: Interval,
    decimals: u8,
    holds: bool,
}

const fn closed(holds: bool) -> State {
    if holds { State::Closed } else { State::Open }
}

const fn single(range: Interval) -> bool {
    range.lo == range.hi
}

/// Whether what is computed meets what is stated; nearly, where counts leave the printed figure no other reason than the
/// way it was rounded.
fn near(computed: Interval, stated: Interval, half: i64, settled: bool) -> State {
    if computed.meet(stated).is_some() {
        return State::Closed;
    }
    let wider = Interval::new(stated.lo - 2 * half, stated.hi + 2 * half);
    if settled && computed.meet(wider).is_some() { State::Near } else { State::Open }
}

/// The rates that counts allow, on the grid; `None` without a total. Contradictory counts may give thousands of percent.
pub(super) fn quotient(part: Interval, whole: Interval) -> Option<Interval> {
    const MOST: i64 = 1000 * SCALE;
    if whole.hi <= 0 {
        return None;
    }
    let most = if whole.lo > 0 { mul_div_ceil(part.hi.max(0), SCALE, whole.lo) } else { MOST };
    Some(Interval::new(mul_div_floor(part.lo.max(0), SCALE, whole.hi).min(MOST), most.min(MOST)))
}

/// A rate that a printed change may have been computed from, exactly or as printed.
struct Printable {
    rate: Interval,
    printed: Option<Printed>,
    settled: bool,
}

impl Printable {
    fn new(facts: &Facts, side: &Side, changes: &[Change]) -> Option<Self> {
        Some(match side {
            Side::Counts { part, whole } => {
                let (part, whole) = (part.with(facts, changes), whole.with(facts, changes));
                let settled = single(part) && single(whole);
                Self { rate: quotient(part, whole)?, printed: None, settled }
            }
            Side::Typed(id) => {
                let Statement::Figure(figure, stated) = facts.changed(*id, changes)? else { return None };
                let printed = stated.printed.filter(|_| figure.qualifier == Qualifier::Plain);
                Self { rate: Interval::new(stated.lo, stated.hi), printed, settled: false }
            }
        })
    }

    /// The rates at the other end of a change printed with this precision: docs/method.md §4.
    fn moved(&self, by: i64, half: i64) -> Interval {
        let printed = self.printed.filter(|printed| printed.half == half).map(|printed| printed.centre);
        let least = self.rate.lo.min(printed.unwrap_or_else(|| printed_least(self.rate.lo, half)));
        let most = self.rate.hi.max(printed.unwrap_or_else(|| printed_most(self.rate.hi, half)));
        Interval::new(least.saturating_add(by).saturating_sub(half), most.saturating_add(by).saturating_add(half))
    }
}
