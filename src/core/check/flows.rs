//! Movements: K3 (a form that does not balance), K4 (one movement, two figures), K8 (a start that is not the end before).

use super::{Check, Finding, Problem, Severity};
use crate::fact::FactKey;
use crate::field::{At, Field};
use crate::flows::{FORMS, Form, SHARED, balance, opening, shared};
use crate::measure::{Group, Measure};
use crate::period::PeriodId;
use crate::solve::Solution;
use crate::unit::Place;
use crate::workbook::Workbook;

pub(super) fn check(workbook: &Workbook, solution: &Solution, found: &mut Vec<Finding>) {
    let span = solution.span();
    let has_flows = |period| workbook.all_series().any(|(key, _)| key.period == period && key.measure.is_flow());
    for (period, before) in [(span.prev, None), (Some(span.now), span.prev)] {
        let Some(period) = period.filter(|period| has_flows(*period)) else { continue };
        let before = before.filter(|_| solution.is_comparable());
        let units = solution.units.ids.iter().map(|id| Place::Unit(*id));
        let tags = solution.tags.iter().map(|(id, _)| Place::Tag(*id));
        for place in units.chain(tags).chain([Place::Area]) {
            of_place(workbook, place, period, before, period == span.now, found);
        }
    }
}

/// The forms of movements have no column for all households: where there are such forms and no total at all, that totals are
/// still to come is no error, and must not stand before what is wrong with the forms.
pub(super) fn excuse(workbook: &Workbook, solution: &Solution, found: &mut [Finding]) {
    let span = solution.span();
    if !workbook.all_series().any(|(key, _)| key.period == span.now && key.measure.is_flow()) {
        return;
    }
    let has_totals =
        |period| workbook.all_series().any(|(key, _)| key.period == period && key.measure == Measure::Households);
    for finding in found {
        let period = match finding.field {
            Some(Field::HouseholdsPrev) => span.prev,
            _ => Some(span.now),
        };
        if matches!(finding.problem, Problem::NoTotal { .. }) && !period.is_some_and(has_totals) {
            finding.severity = Severity::Info;
        }
    }
}

/// The column of the count at a form's end.
fn end_field(end: Measure, is_now: bool) -> Option<Field> {
    Some(match (end, is_now) {
        (Measure::PoorHouseholds, true) => Field::PoorNow,
        (Measure::PoorHouseholds, false) => Field::PoorPrev,
        (Measure::NearPoorHouseholds, true) => Field::NearPoorNow,
        (Measure::NearPoorHouseholds, false) => Field::NearPoorPrev,
        (Measure::PoorPersons, true) => Field::PoorPersonsNow,
        (Measure::PoorPersons, false) => Field::PoorPersonsPrev,
        _ => return None,
    })
}

fn of_place(
    workbook: &Workbook,
    place: Place,
    period: PeriodId,
    before: Option<PeriodId>,
    is_now: bool,
    found: &mut Vec<Finding>,
) {
    let mut add = |check, severity, field, problem| found.push(Finding { check, severity, place, field, problem });
    for form in &FORMS {
        let Form { end, .. } = *form;
        if let Some(made) = balance(workbook, place, (before, period), Group::ALL, form)
            && made.unexplained() != 0
        {
            let problem =
                Problem::Unexplained { end, computed: made.computed, stated: made.stated, absorbed: made.absorbed };
            add(Check::K3, Severity::Warning, end_field(end, is_now), problem);
        }
        if let Some((start, closing)) =
            before.and_then(|before| opening(workbook, place, [before, period], Group::ALL, form))
            && start != closing
        {
            let problem = Problem::NotTheClosing { end, start, closing };
            add(Check::K8, Severity::Info, end_field(end, false), problem);
        }
    }
    for pair in SHARED {
        if let Some((one, other)) = shared(workbook, place, period, Group::ALL, pair)
            && one != other
        {
            let field = Field::of(pair.1, Group::ALL, At::Now).filter(|_| is_now);
            add(
                Check::K4,
                Severity::Warning,
                field,
                Problem::OtherForm { measures: pair, typed: [one, other], period },
            );
        }
    }
}

/// Whether a form that does not balance, or the other form of a movement, says already that this figure is in doubt.
pub(super) fn tells(workbook: &Workbook, key: FactKey, before: Option<PeriodId>) -> bool {
    let FactKey { place, period, measure, group } = key;
    let unbalanced = |form: &Form| {
        let made = balance(workbook, place, (before, period), group, form);
        form.columns.contains(&measure) && made.is_some_and(|made| made.unexplained() != 0)
    };
    let differs = |pair: (Measure, Measure)| {
        let typed = shared(workbook, place, period, group, pair);
        (pair.0 == measure || pair.1 == measure) && typed.is_some_and(|(one, other)| one != other)
    };
    FORMS.iter().any(unbalanced) || SHARED.into_iter().any(differs)
}
