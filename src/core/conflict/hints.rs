//! Explanations that may leave every figure right.

use super::bonds::{Bond, Law};
use super::facts::Facts;
use super::forms::Form;
use super::origins::origins;
use super::search::Seed;
use super::slips::Slip;
use super::{Apart, Hint};
use crate::measure::{Group, Kind, Measure};
use crate::period::{Period, PeriodId};
use crate::quantity::Interval;
use crate::unit::Place;
use crate::workbook::Workbook;

/// Facts of a conflict that are looked at for where they come from.
const LOOKED_AT: usize = 24;
/// Rates of a column that must miss before the whole column is doubted.
const MANY: usize = 3;

/// The rates of one kind and period that were typed beside counts.
pub(super) struct Column {
    rate: Measure,
    group: Group,
    period: PeriodId,
    /// Where they miss, with the total that part and rate would belong to.
    open: Vec<(Place, Interval)>,
    closed: usize,
}

/// Takes an equation into the columns.
pub(super) fn note(columns: &mut Vec<Column>, facts: &Facts, bond: &Bond, open: bool) {
    let (Law::Rate(rate, group), Form::Ratio { .. }) = (bond.law, &bond.form) else { return };
    let same = |column: &Column| (column.rate, column.group, column.period) == (rate, group, bond.period);
    let at = columns.iter().position(same).unwrap_or_else(|| {
        columns.push(Column { rate, group, period: bond.period, open: Vec::new(), closed: 0 });
        columns.len() - 1
    });
    let Some(column) = columns.get_mut(at) else { return };
    match bond.form.implied_whole(facts) {
        Some(whole) if open => column.open.push((bond.place, whole)),
        _ => column.closed += usize::from(!open),
    }
}

impl Column {
    /// The sum whose members' rates, and its own, are shares of something that adds up likewise.
    fn share(&self, facts: &Facts, of: Place) -> Option<Hint> {
        let whole = |place: Place| self.open.iter().find(|(other, _)| *other == place).map(|(_, whole)| *whole);
        // Nearly all of a column is wrong only when it is something else.
        if self.open.len() < MANY || self.open.len() < 4 * self.closed {
            return None;
        }
        let sums = facts.above(of).into_iter().chain([of]).filter(|sum| facts.members(*sum).is_some());
        for sum in sums {
            let members = facts.members(sum).unwrap_or_default();
            let (Some(total), true) = (whole(sum), members.len() >= MANY) else { continue };
            let parts: Option<Vec<Interval>> = members.iter().map(|member| whole(*member)).collect();
            let Some(parts) = parts else { continue };
            let added = parts.iter().fold(Interval::exactly(0), |added, part| {
                Interval::new(added.lo.saturating_add(part.lo), added.hi.saturating_add(part.hi))
            });
            if let Some(whole) = added.meet(total) {
                let units = members.len() as u32;
                let (rate, group, period) = (self.rate, self.group, self.period);
                return Some(Hint::OtherWhole { rate, group, period, units, place: sum, whole });
            }
        }
        None
    }
}

/// What may explain a conflict without anything being wrong.
pub(super) fn hints(facts: &Facts, seed: &Seed, columns: &[Column]) -> Vec<Hint> {
    let mut found: Vec<Hint> = Vec::new();
    for id in seed.ids.iter().rev().take(LOOKED_AT) {
        let Some(key) = facts.key(*id) else { continue };
        for origin in origins(facts, *id) {
            let hint = match (origin.slip, origin.period) {
                (Slip::OtherTotal, Some(period)) => Hint::OtherTotal { rate: key, period },
                (Slip::OtherPeriod, Some(period)) => {
                    let apart = apart(&facts.workbook, key.period, period);
                    Hint::OtherPeriod { fact: key, period, apart }
                }
                (Slip::Relative, _) => Hint::Relative { change: key, households: origin.households },
                (Slip::MeanOfRates, _) => Hint::MeanOfRates { rate: key },
                _ => continue,
            };
            found.push(hint);
        }
        let is_own =
            |column: &&Column| (column.rate, column.group, column.period) == (key.measure, key.group, key.period);
        let column = columns.iter().find(is_own);
        found.extend(column.and_then(|column| column.share(facts, key.place)));
    }
    found.extend(across(facts, seed));
    found
}

/// The periods a change or a chain leads across, when they differ in more than the date.
fn across(facts: &Facts, seed: &Seed) -> Option<Hint> {
    let keys = || seed.ids.iter().filter_map(|id| facts.key(*id));
    // Without a change nothing ties two periods together.
    let kind = |kind| matches!(kind, Kind::CountChange | Kind::PointChange);
    if !keys().any(|key| kind(key.measure.kind())) {
        return None;
    }
    let mut periods: Vec<&Period> = Vec::new();
    for (id, _) in &facts.periods {
        let before = facts.periods.iter().position(|(other, _)| other == id);
        let after = before.and_then(|at| facts.periods.get(at + 1));
        let used = keys().any(|key| {
            key.period == *id
                || (kind(key.measure.kind()) && after.is_some_and(|(after, linked)| *linked && key.period == *after))
        });
        periods.extend(facts.workbook.period(*id).filter(|_| used));
    }
    let pair = periods.windows(2).find_map(|pair| match pair {
        [earlier, later] if earlier.status != later.status => Some((earlier.id, later.id)),
        _ => None,
    });
    pair.map(|(earlier, later)| Hint::Across { earlier, later, apart: Apart::Status })
}

fn apart(workbook: &Workbook, one: PeriodId, other: PeriodId) -> Apart {
    match (workbook.period(one), workbook.period(other)) {
        (Some(one), Some(other)) if one.standard != other.standard => Apart::Standard,
        (Some(one), Some(other)) if one.date.year == other.date.year && one.status != other.status => Apart::Status,
        _ => Apart::Date,
    }
}
