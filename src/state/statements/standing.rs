//! How a figure of a text stands beside the table it was taken into, and beside the others of its sentence.

use super::confirm::same;
use super::{Entry, Stage, field_of, span_of};
use crate::codec::article::{Check, Proposal};
use crate::core::edit::Edit;
use crate::core::fact::{Fact, FactKey, Reading, Source};
use crate::core::quantity::{State, Value};
use crate::core::solve::solve;
use crate::core::target::Target;
use crate::core::verdict::Judgement;
use crate::core::workbook::Workbook;

/// How a figure stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing was decided.
    Open,
    Skipped,
    /// It was taken back since, or typed over.
    Gone,
    /// The other figures leave room for it: what they give, where that is one cell.
    Agrees(Option<Value>),
    /// It is printed as a bound ("hơn"), which leaves a range.
    Range(Value),
    /// No other figure says anything about it.
    Alone,
    /// It and others cannot all be true.
    Conflict,
    /// The table has this instead.
    Other(Fact),
}

/// How an entry stands in a workbook. `contradicts` tells whether a fact is part of a contradiction found by search.
pub fn standing(entry: &Entry, workbook: &Workbook, contradicts: &dyn Fn(FactKey) -> bool) -> Standing {
    match &entry.stage {
        Stage::Open | Stage::Asking(_) => Standing::Open,
        Stage::Skipped => Standing::Skipped,
        Stage::Kept(others) => others.first().map_or(Standing::Open, |(_, fact)| Standing::Other(fact.clone())),
        Stage::SameTarget(key) => match workbook.fact(*key) {
            Some(_) => Standing::Agrees(None),
            None => Standing::Gone,
        },
        Stage::Confirmed(facts) => confirmed(facts, workbook, contradicts),
    }
}

fn confirmed(facts: &[(FactKey, Fact)], workbook: &Workbook, contradicts: &dyn Fn(FactKey) -> bool) -> Standing {
    let mut all = Standing::Alone;
    for (key, fact) in facts {
        if !workbook.fact(*key).is_some_and(|there| same(there, fact)) {
            return Standing::Gone;
        }
        let one = if contradicts(*key) { Standing::Conflict } else { of_fact(*key, workbook) };
        all = match (all, one) {
            (_, Standing::Conflict) | (Standing::Conflict, _) => return Standing::Conflict,
            (Standing::Alone, other) => other,
            (Standing::Agrees(_), Standing::Agrees(_)) => Standing::Agrees(None),
            (kept, _) => kept,
        };
    }
    all
}

fn of_fact(key: FactKey, workbook: &Workbook) -> Standing {
    let (Some(span), Some(field)) = (span_of(workbook, key.period), field_of(key.measure)) else {
        return Standing::Alone;
    };
    let value = solve(workbook, span).value(key.place, field);
    if value.state == State::Conflict {
        return Standing::Conflict;
    }
    if value.is_known() && value.lo < value.hi {
        return Standing::Range(value);
    }
    // What the others say of it shows when it is not there.
    let mut without = workbook.clone();
    Edit::SetFact { key, fact: None }.apply(&mut without);
    let others = solve(&without, span).value(key.place, field);
    if others.is_known() { Standing::Agrees(Some(others)) } else { Standing::Alone }
}

/// How a figure that the table cannot hold stands by itself: a fraction beside its percentage, a total beside its parts.
/// `None` when there is nothing to hold it against.
pub fn by_itself(proposal: &Proposal) -> Option<bool> {
    if let Some(percent) = &proposal.percent {
        return Some(percent.fits);
    }
    if let Some(sum) = &proposal.sum {
        return Some(sum.gap == 0);
    }
    match proposal.check {
        Check::None => None,
        Check::Fits => Some(true),
        Check::Off(_) => Some(false),
    }
}

/// Whether a target says what the table's target at the same place says, in another way: "còn 22,31 %" and "giảm 1.970
/// hộ" of one plan. `None` where they cannot be compared.
pub(super) fn says_the_same(workbook: &Workbook, key: FactKey, target: Target) -> Option<bool> {
    let span = span_of(workbook, key.period)?;
    let there = match workbook.fact(key)?.reading {
        Reading::Target(there) => there,
        _ => return None,
    };
    let judged = |workbook: &Workbook| solve(workbook, span).judgement(key.place);
    let mut other = workbook.clone();
    let fact = Fact { source: Source::Published, ..Fact::new(Reading::Target(target)) };
    Edit::SetFact { key, fact: Some(fact) }.apply(&mut other);
    let answers =
        [judged(workbook).and_then(|made| gives(&made, target)), judged(&other).and_then(|made| gives(&made, there))];
    match answers {
        [Some(true), _] | [_, Some(true)] => Some(true),
        [None, None] => None,
        _ => Some(false),
    }
}

/// Whether what a target amounts to is this target.
fn gives(judgement: &Judgement, target: Target) -> Option<bool> {
    let is = |value: Value, wanted: i64| value.single().map(|one| one == wanted);
    match target {
        Target::RateLeft { most } => is(judgement.rate_left, most),
        Target::HouseholdsLeft { most } => match is(judgement.households_left, most) {
            Some(true) => Some(true),
            other => is(judgement.households_left_on_opening, most).or(other),
        },
        Target::PointsDown { least, most } if least == most => is(judgement.points_down, least),
        Target::HouseholdsDown { least, most } if least == most => is(judgement.households_down, least),
        _ => None,
    }
}
