//! Checks that need more than one row or more than counts: totals against sums (K5), rates and changes against counts
//! (K6), other contradictions (K7), targets against the sum of targets.

use super::{Check, Finding, Problem, Severity, flows, groups, units};
use crate::fact::{FactKey, Reading};
use crate::field::{At, Field};
use crate::measure::{Group, Measure};
use crate::quantity::{Interval, shown_rate};
use crate::solve::collect::Reader;
use crate::solve::given;
use crate::solve::row::Row;
use crate::solve::template::{HUNDREDTH, Slot};
use crate::solve::trace::{Dispute, disputes};
use crate::solve::{Premise, Solution};
use crate::target::Target;
use crate::unit::Place;
use crate::workbook::Workbook;

pub(super) fn check(workbook: &Workbook, solution: &Solution, found: &mut Vec<Finding>) {
    let months = units::months(workbook, solution);
    let mut reader = None;
    let groups = solution.units.ids.iter().zip(&solution.kept).map(|(id, kept)| (Place::Unit(*id), kept));
    let tags = solution.tags.iter().map(|(id, kept)| (Place::Tag(*id), kept));
    for (place, kept) in groups.chain(tags).chain([(Place::Area, &solution.area)]) {
        let Row::Rich(row) = solution.row_of(kept) else { continue };
        if row.disputed {
            let reader = reader.get_or_insert_with(|| Reader::new(workbook, solution.span()));
            for dispute in disputes(reader, solution, place) {
                found.extend(finding(workbook, solution, place, &dispute));
            }
        }
        if solution.sum(place).is_some() {
            if !matches!(place, Place::Unit(_)) {
                units::row_findings(solution, place, kept, months, found);
            }
            found.extend(target_sum(solution, place));
        }
    }
}

/// The column of a fact, when its period is shown.
fn field_of(solution: &Solution, key: FactKey) -> Option<Field> {
    let span = solution.span();
    let at = if key.period == span.now { At::Now } else { At::Prev };
    (key.period == span.now || Some(key.period) == span.prev).then(|| Field::of(key.measure, key.group, at)).flatten()
}

fn finding(workbook: &Workbook, solution: &Solution, place: Place, dispute: &Dispute) -> Option<Finding> {
    if let Some(units) = dispute.between {
        let [(lo, hi), (least, most)] =
            [dispute.allowed, units].map(|range| (given::shown(range.lo), given::shown(range.hi)));
        let (field, problem) = (field_of(solution, dispute.key), Problem::NotBetween { lo, hi, least, most });
        return Some(Finding { check: Check::K7, severity: Severity::Conflict, place, field, problem });
    }
    let typed = match workbook.fact(dispute.key)?.reading {
        Reading::Figure(figure) if dispute.slot.is_count() || dispute.slot == Slot::DropHouseholds => {
            given::whole(figure)?
        }
        Reading::Figure(figure) => given::hundredths(figure),
        _ => return None,
    };
    let field = field_of(solution, dispute.key);
    let made = |check, severity, problem| Some(Finding { check, severity, place, field, problem });
    if dispute.slot.is_count() {
        let together = dispute.slot == Slot::Multi;
        // What units in conflict add up to is told for the figures themselves, not for both together.
        let in_doubt = |role| solution.own_sum(place).is_some_and(|sum| sum.is_tainted(role, dispute.slot));
        let is_sure = !together || !dispute.role.is_some_and(in_doubt);
        let problem = against_sum(solution, place, dispute, typed);
        // A movement that is the sum may stand against the other form, or its own.
        let is_sum = matches!(problem, Some(Problem::NotTheSum { typed, sum, .. }) if typed == sum);
        if is_sure
            && !(is_sum && dispute.slot.is_detail())
            && let Some(problem) = problem
        {
            return made(Check::K5, Severity::Conflict, problem);
        }
        if together
            && let Some(sum) = both(workbook, solution, place, dispute)
            && sum != typed
        {
            return made(Check::K5, Severity::Conflict, Problem::NotTogether { typed, sum });
        }
        if dispute.slot.is_movement() && dispute.role.is_some() {
            let before = solution.span().prev.filter(|_| solution.is_comparable() && dispute.role == Some(1));
            if flows::tells(workbook, dispute.key, before) {
                return None;
            }
        }
        if dispute.key.group != Group::ALL
            && dispute.role.is_some_and(|role| groups::tells(solution, place, role, dispute.slot))
        {
            return None;
        }
        // Counts against each other are K1, found row by row.
        let counts_only = dispute.premises.iter().all(|premise| match premise {
            Premise::Fact(key) => Slot::of(key.measure, key.group).is_some_and(Slot::is_count),
            Premise::Sum { .. } | Premise::Rest { .. } => true,
            Premise::Between { .. } => false,
        });
        if counts_only && dispute.role.is_some() && !dispute.slot.is_more() {
            return None;
        }
    }
    let computed = computed(solution, place, dispute);
    if dispute.near {
        let computed = computed.unwrap_or_else(|| given::shown(dispute.allowed.lo));
        return made(Check::K6, Severity::Info, Problem::LastDigit { typed, computed });
    }
    if let Some(computed) = computed {
        return made(Check::K6, Severity::Conflict, Problem::NotFromCounts { typed, computed });
    }
    let with: Vec<Premise> =
        dispute.premises.iter().copied().filter(|premise| *premise != Premise::Fact(dispute.key)).collect();
    let (least, most) = if dispute.slot.is_count() || dispute.slot == Slot::DropHouseholds {
        (dispute.allowed.lo, dispute.allowed.hi)
    } else {
        let down = dispute.allowed.lo.div_euclid(HUNDREDTH);
        (down, -(-dispute.allowed.hi).div_euclid(HUNDREDTH))
    };
    let problem = if typed < least || typed > most {
        Problem::Outside { typed, least, most, with }
    } else {
        Problem::Contradiction { with }
    };
    made(Check::K7, Severity::Conflict, problem)
}

/// Poor and near-poor households added up, as typed for the place or as they follow.
fn both(workbook: &Workbook, solution: &Solution, place: Place, dispute: &Dispute) -> Option<i64> {
    let (row, role) = (solution.row(place)?, dispute.role?);
    let count = |measure, slot| match workbook.fact(FactKey { measure, ..dispute.key }).map(|fact| fact.reading) {
        Some(Reading::Figure(figure)) => given::whole(figure),
        _ => row.count(role, slot)?.range.single(),
    };
    let (poor, near) = (Measure::PoorHouseholds, Measure::NearPoorHouseholds);
    Some(count(poor, Slot::Poor)?.saturating_add(count(near, Slot::NearPoor)?))
}

fn against_sum(solution: &Solution, place: Place, dispute: &Dispute, typed: i64) -> Option<Problem> {
    let (sum, role) = (solution.own_sum(place)?, dispute.role?);
    let Some(total) = sum.total(role, dispute.slot) else {
        let Interval { lo: least, hi: most } = solution.ends_of_sum(place, role, dispute.slot)?;
        return match () {
            () if typed < least => Some(Problem::BelowTheSum { typed, least }),
            () if typed > most => Some(Problem::OutsideTheSum { typed, least, most }),
            () => None,
        };
    };
    Some(match total.single() {
        Some(sum) => Problem::NotTheSum { typed, sum, swapped: typed != sum && (typed - sum) % 9 == 0 },
        None => Problem::OutsideTheSum { typed, least: total.lo, most: total.hi },
    })
}

/// What the counts make of a typed rate or change, as shown.
fn computed(solution: &Solution, place: Place, dispute: &Dispute) -> Option<i64> {
    let row = solution.row(place)?;
    let count = |role, slot: Slot| row.count(role, slot)?.range.single();
    let rate = |role, part| shown_rate(count(role, part)?, count(role, Slot::Households)?);
    let of_group = |role, part| shown_rate(count(role, part)?, count(role, Slot::MinorityHouseholds)?);
    let role = dispute.role?;
    match dispute.slot {
        Slot::PoorRate => rate(role, Slot::Poor),
        Slot::NearRate => rate(role, Slot::NearPoor),
        Slot::MultiRate => rate(role, Slot::Multi),
        Slot::MinorityRate => of_group(role, Slot::MinorityPoor),
        Slot::MinorityNearRate => of_group(role, Slot::MinorityNearPoor),
        Slot::DropHouseholds if role == 1 => Some(count(0, Slot::Poor)? - count(1, Slot::Poor)?),
        Slot::DropPoints if role == 1 => Some(rate(0, Slot::Poor)? - rate(1, Slot::Poor)?),
        _ => None,
    }
}

/// A typed household target beside the sum of the units' household targets.
fn target_sum(solution: &Solution, place: Place) -> Option<Finding> {
    let row = solution.row(place)?;
    let (typed, sum) = (row.target()?, solution.sum(place)?.target()?);
    let Row::Rich(rich) = row else { return None };
    let opening = || row.count(0, Slot::Poor)?.range.single();
    let differs = rich.target_typed
        && match (typed, sum) {
            (Target::HouseholdsLeft { most: typed }, Target::HouseholdsLeft { most: sum }) => typed != sum,
            (Target::HouseholdsDown { .. }, Target::HouseholdsDown { .. }) => typed != sum,
            (Target::HouseholdsLeft { most: left }, Target::HouseholdsDown { least, most })
            | (Target::HouseholdsDown { least, most }, Target::HouseholdsLeft { most: left }) => {
                least == most && opening().is_some_and(|poor| poor - least != left)
            }
            _ => false,
        };
    differs.then_some(Finding {
        check: Check::TargetSum,
        severity: Severity::Conflict,
        place,
        field: Some(Field::Target),
        problem: Problem::NotTheTargetSum { typed, sum },
    })
}
