//! K15: names that may be one name written twice.

use super::{Check, Finding, Problem, Severity};
use crate::apart;
use crate::field::Field;
use crate::names::near_pairs;
use crate::order::order;
use crate::unit::Place;
use crate::workbook::Workbook;

/// Units of the same name, or nearly, under the same parent. Communes of different districts may well share a name.
pub fn check_names(workbook: &Workbook) -> Vec<Finding> {
    if workbook.is_blank() {
        return Vec::new();
    }
    apart::<fn(&Workbook) -> Vec<Finding>>(check_filled)(workbook)
}

fn check_filled(workbook: &Workbook) -> Vec<Finding> {
    let units = workbook.units();
    let mut found = Vec::new();
    let parent = |at: usize| units.get(at).and_then(|unit| unit.parent);
    let by_parent = order(units.len(), &|a, b| parent(a).cmp(&parent(b)));
    for members in by_parent.chunk_by(|&a, &b| parent(a) == parent(b)) {
        let names: Vec<&str> = members.iter().filter_map(|&at| units.get(at)).map(|unit| unit.name.as_str()).collect();
        for pair in near_pairs(&names) {
            let unit = |at: usize| units.get(*members.get(at)?).map(|unit| unit.id);
            let (Some(first), Some(second)) = (unit(pair.first), unit(pair.second)) else { continue };
            found.push(Finding {
                check: Check::K15,
                severity: if pair.same { Severity::Warning } else { Severity::Info },
                place: Place::Unit(second),
                field: Some(Field::Unit),
                problem: Problem::SimilarName { other: first, same: pair.same },
            });
        }
    }
    found
}
