//! K2: a population group against all, and its poor against the group.

use super::{Check, Finding, Problem, Severity};
use crate::fact::FactKey;
use crate::field::{At, Field};
use crate::measure::Group;
use crate::solve::Solution;
use crate::solve::row::Row;
use crate::solve::template::Slot;
use crate::unit::Place;
use crate::workbook::Workbook;

/// Each count of the group, and what it is part of.
const PARTS: [(Slot, Slot); 5] = [
    (Slot::MinorityHouseholds, Slot::Households),
    (Slot::MinorityPoor, Slot::Poor),
    (Slot::MinorityNearPoor, Slot::NearPoor),
    (Slot::MinorityPoor, Slot::MinorityHouseholds),
    (Slot::MinorityNearPoor, Slot::MinorityHouseholds),
];

pub(super) fn check(workbook: &Workbook, solution: &Solution, found: &mut Vec<Finding>) {
    if !workbook.all_series().any(|(key, _)| key.group == Group::MINORITY) {
        return;
    }
    let units = solution.units.ids.iter().map(|id| Place::Unit(*id));
    let tags = solution.tags.iter().map(|(id, _)| Place::Tag(*id));
    for place in units.chain(tags).chain([Place::Area]) {
        let Some(row) = solution.row(place) else { continue };
        for role in 0..2 {
            for (part, whole) in PARTS {
                found.extend(finding(workbook, solution, place, row, role, (part, whole)));
            }
        }
    }
}

fn finding(
    workbook: &Workbook,
    solution: &Solution,
    place: Place,
    row: Row,
    role: usize,
    (part, whole): (Slot, Slot),
) -> Option<Finding> {
    let at = if role == 0 { At::Prev } else { At::Now };
    let count = |slot| row.count(role, slot)?.range.single();
    let (less, more) = (count(part)?, count(whole)?);
    let field = Field::of(part.measure(), part.group(), at)?;
    // What a group, tag or the area only sums up is reported at the units.
    let typed = |slot: Slot| {
        let key = Field::of(slot.measure(), slot.group(), at)
            .and_then(|field| workbook.key_of(solution.span(), place, field));
        key.is_some_and(|key: FactKey| workbook.fact(key).is_some())
    };
    let problem =
        Problem::GroupOverWhole { part: (part.measure(), less), whole: (whole.measure(), whole.group(), more) };
    (less > more && (typed(part) || typed(whole))).then_some(Finding {
        check: Check::K2,
        severity: Severity::Error,
        place,
        field: Some(field),
        problem,
    })
}

/// Whether such a finding says already that this figure of a group is in doubt.
pub(super) fn tells(solution: &Solution, place: Place, role: usize, slot: Slot) -> bool {
    let Some(row) = solution.row(place) else { return false };
    let count = |slot| row.count(role, slot)?.range.single();
    PARTS.into_iter().any(|(part, whole)| {
        (part == slot || whole == slot) && count(part).zip(count(whole)).is_some_and(|(less, more)| less > more)
    })
}
