//! Rates that are listed by size, all but two of them.

use super::{Check, Finding, Problem, Severity};
use crate::fact::{Figure, Qualifier, Reading};
use crate::field::{At, Field};
use crate::measure::{Group, Measure};
use crate::solve::{Solution, given};
use crate::unit::{Place, UnitId};
use crate::workbook::{SeriesKey, Workbook};

/// Fewer stand in a row by chance.
const FEWEST: usize = 7;

/// In a table without groups whose every unit has a typed rate: two neighbours that stand the wrong way round where all
/// others fall, or rise, from row to row.
pub(super) fn check(workbook: &Workbook, solution: &Solution, found: &mut Vec<Finding>) {
    let span = solution.span();
    if workbook.units().len() < FEWEST || workbook.units().iter().any(|unit| unit.parent.is_some()) {
        return;
    }
    for (period, at) in [(span.prev, At::Prev), (Some(span.now), At::Now)] {
        let Some(period) = period else { continue };
        for measure in [Measure::PoorRate, Measure::NearPoorRate, Measure::MultidimensionalRate] {
            let Some(series) = workbook.series(SeriesKey { period, measure, group: Group::ALL }) else { continue };
            let typed = |id: UnitId| match series.get(Place::Unit(id))?.reading {
                Reading::Figure(figure @ Figure { qualifier: Qualifier::Plain, .. }) => Some(given::hundredths(figure)),
                _ => None,
            };
            let rates: Option<Vec<i64>> = workbook.units().iter().map(|unit| typed(unit.id)).collect();
            let Some(rates) = rates else { continue };
            for falling in [true, false] {
                let Some(pair) = swapped(&rates, falling) else { continue };
                let unit = |at: usize| workbook.units().get(at).map(|unit| unit.id);
                let (Some(first), Some(second)) = (unit(pair), unit(pair + 1)) else { continue };
                let rate = |at: usize| rates.get(at).copied().unwrap_or_default();
                found.push(Finding {
                    check: Check::Order,
                    severity: Severity::Info,
                    place: Place::Unit(first),
                    field: Field::of(measure, Group::ALL, at),
                    problem: Problem::OutOfOrder { other: second, rates: [rate(pair), rate(pair + 1)], falling },
                });
            }
        }
    }
}

/// The first of the only two neighbours that stand the wrong way round, if all would be in order with them exchanged.
fn swapped(rates: &[i64], falling: bool) -> Option<usize> {
    let right = |one: i64, other: i64| if falling { one >= other } else { one <= other };
    let wrong = |(_, pair): &(usize, &[i64])| matches!(pair, [one, other] if !right(*one, *other));
    let mut breaks = rates.windows(2).enumerate().filter(wrong);
    let (at, _) = breaks.next()?;
    if breaks.next().is_some() {
        return None;
    }
    let rate = |at: usize| rates.get(at).copied();
    let before =
        at.checked_sub(1).and_then(rate).is_none_or(|before| rate(at + 1).is_some_and(|next| right(before, next)));
    let after = rate(at + 2).is_none_or(|after| rate(at).is_some_and(|first| right(first, after)));
    (before && after).then_some(at)
}
