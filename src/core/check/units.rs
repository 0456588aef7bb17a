//! Checks of single rows: K1, K9, K12. They run over every unit on every keystroke, so a unit without a finding costs a
//! few comparisons.

use super::{Check, Finding, Problem, Severity};
use crate::field::Field;
use crate::quantity::round_half_up;
use crate::solve::Solution;
use crate::solve::plain::TYPED_COUNTS;
use crate::solve::row::Row;
use crate::solve::solution::{Kept, NONE};
use crate::solve::template::Slot;
use crate::unit::Place;
use crate::workbook::Workbook;

const HOUSEHOLDS: [Field; 2] = [Field::HouseholdsPrev, Field::HouseholdsNow];
const POOR: [Field; 2] = [Field::PoorPrev, Field::PoorNow];
const NEAR_POOR: [Field; 2] = [Field::NearPoorPrev, Field::NearPoorNow];
const PERSONS: [Field; 2] = [Field::PersonsPrev, Field::PersonsNow];
const POOR_PERSONS: [Field; 2] = [Field::PoorPersonsPrev, Field::PoorPersonsNow];

/// Months between the two periods, for changes per year; at least one.
pub(super) fn months(workbook: &Workbook, solution: &Solution) -> Option<i64> {
    let span = solution.span();
    let (prev, now) = (workbook.period(span.prev?)?.date, workbook.period(span.now)?.date);
    let months = (i64::from(now.year) - i64::from(prev.year)) * 12 + i64::from(now.month) - i64::from(prev.month);
    Some(months.max(1))
}

pub(super) fn check(workbook: &Workbook, solution: &Solution, found: &mut Vec<Finding>) {
    let months = months(workbook, solution);
    let same_standard = solution.is_comparable();
    for (id, kept) in solution.units.ids.iter().zip(&solution.kept) {
        let row = solution.row_of(kept);
        if let Row::Plain(plain) = row {
            let [t0, p0, _, m0, q0, t1, p1, _, m1, q1] = plain.counts;
            let quiet = plain.tainted == 0
                && quiet(plain.known, t0, p0, m0, q0)
                && quiet(plain.known >> TYPED_COUNTS, t1, p1, m1, q1)
                && (t0 == 0
                    || t1 == 0
                    || months.is_none_or(|months| !jumps(i64::from(t0), i64::from(t1), months))
                        && !(same_standard && far(p0, t0, p1, t1)));
            if quiet {
                continue;
            }
        }
        row_findings(solution, Place::Unit(*id), kept, months, found);
    }
}

/// Nothing to say about the counts of a period; those that are not known are 0.
const fn quiet(known: u16, households: u32, poor: u32, persons: u32, poor_persons: u32) -> bool {
    let no_persons = persons == 0 && known & 0b1000 == 0;
    let no_poor_persons = poor_persons == 0 && known & 0b10000 == 0;
    (households > 0 || poor == 0 && known & 1 == 0)
        && (no_persons || likely(persons, households))
        && (no_poor_persons || likely(poor_persons, poor))
}

/// One to twelve persons per household.
const fn likely(persons: u32, households: u32) -> bool {
    persons >= households && persons as u64 <= 12 * households as u64
}

/// More than 3 % a year.
const fn jumps(before: i64, now: i64, months: i64) -> bool {
    (now - before).abs() * 1200 > 3 * before * months
}

/// The rates may be more than 15 points apart: a rough test that never misses, the shown rates decide.
fn far(p0: u32, t0: u32, p1: u32, t1: u32) -> bool {
    let [p0, t0, p1, t1] = [p0, t0, p1, t1].map(u64::from);
    (p0 * t1).abs_diff(p1 * t0) > t0 * t1 / 8
}

pub(super) fn row_findings(
    solution: &Solution,
    place: Place,
    kept: &Kept,
    months: Option<i64>,
    found: &mut Vec<Finding>,
) {
    let row = solution.row_of(kept);
    let mut add = |check, severity, field, problem| {
        found.push(Finding { check, severity, place, field: Some(field), problem });
    };
    let number = |role, slot| row.count(role, slot).and_then(|known| known.range.single());
    for role in 0..2 {
        let field = |fields: [Field; 2]| fields.into_iter().nth(role).unwrap_or(Field::HouseholdsNow);
        // What a group, tag or the area only sums up is reported at the units.
        let typed = |fields: [Field; 2]| row.is_typed(role, fields);
        let [total, poor, near, persons, poor_persons] =
            [Slot::Households, Slot::Poor, Slot::NearPoor, Slot::Persons, Slot::PoorPersons]
                .map(|slot| number(role, slot));
        let typed_counts = typed(HOUSEHOLDS) || typed(POOR) || typed(NEAR_POOR);
        match total {
            Some(households) if typed_counts => {
                let over = |part: Option<i64>| part.filter(|part| *part > households);
                if let Some(poor) = over(poor) {
                    let problem = Problem::PoorOverTotal { poor, households };
                    add(Check::K1, Severity::Error, field(POOR), problem);
                }
                if let Some(near_poor) = over(near) {
                    let problem = Problem::NearPoorOverTotal { near_poor, households };
                    add(Check::K1, Severity::Error, field(NEAR_POOR), problem);
                }
                if let (Some(poor), Some(near)) = (poor, near)
                    && poor <= households
                    && near <= households
                    && poor + near > households
                {
                    let problem = Problem::BothOverTotal { sum: poor + near, households };
                    add(Check::K1, Severity::Error, field(NEAR_POOR), problem);
                }
                if households == 0 && poor.is_none_or(|poor| poor == 0) {
                    add(Check::K1, Severity::Warning, field(HOUSEHOLDS), Problem::ZeroTotal);
                }
            }
            None if typed(POOR) => {
                if let (Some(poor), None) = (poor.filter(|poor| *poor > 0), row.count(role, Slot::Households)) {
                    add(Check::K1, Severity::Error, field(HOUSEHOLDS), Problem::NoTotal { poor });
                }
            }
            _ => {}
        }
        if let (Some(persons), Some(poor)) = (persons, poor_persons)
            && poor > persons
            && (typed(PERSONS) || typed(POOR_PERSONS))
        {
            let problem = Problem::PoorPersonsOverPersons { poor, persons };
            add(Check::K1, Severity::Error, field(POOR_PERSONS), problem);
        }
        let mut crowd = |persons: Option<i64>, households: Option<i64>, at: [Field; 2]| {
            if let (Some(persons), Some(households)) = (persons, households)
                && households > 0
                && (persons < households || persons > 12 * households)
                && typed(at)
                && let Some(hundredths) = round_half_up(100 * i128::from(persons), i128::from(households))
            {
                let problem = Problem::PersonsPerHousehold { hundredths };
                add(Check::K12, Severity::Warning, field(at), problem);
            }
        };
        crowd(persons, total, PERSONS);
        crowd(poor_persons, poor, POOR_PERSONS);
    }
    // A jump of a sum is a jump of its units, and reported there.
    let summed = kept.sum != NONE;
    let typed = |fields| row.is_typed(0, fields) || row.is_typed(1, fields);
    if summed && !typed(HOUSEHOLDS) && !typed(POOR) {
        return;
    }
    if let (Some(before), Some(now), Some(months)) = (number(0, Slot::Households), number(1, Slot::Households), months)
        && before > 0
        && jumps(before, now, months)
    {
        let change = i128::from(now) - i128::from(before);
        if let Some(tenths) = round_half_up(change * 12_000, i128::from(before) * i128::from(months)) {
            add(Check::K9, Severity::Warning, Field::HouseholdsNow, Problem::HouseholdsJump { tenths });
        }
    }
    // More poor than households is an error of its own (K1), and no jump.
    let is_rate = |role| row.rate(role, Slot::PoorRate).is_none_or(|known| known.range.hi <= 10_000);
    if solution.is_comparable()
        && is_rate(0)
        && is_rate(1)
        && let Some(drop) = row.drop_points().and_then(|known| known.range.single())
        && drop.abs() > 1500
    {
        add(Check::K9, Severity::Warning, Field::RateNow, Problem::RateJump { points: -drop });
    }
}
