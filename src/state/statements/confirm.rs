//! Taking figures over: one edit for all of them, with the units and dates they need.

use super::standing::says_the_same;
use super::{Base, Entry, Stage, fit, status_for};
use crate::codec::article::PeriodTo;
use crate::core::edit::Edit;
use crate::core::fact::{Fact, FactKey, Reading};
use crate::core::measure::Measure;
use crate::core::period::{Date, Period, Standard};
use crate::core::unit::MAX_UNITS;
use crate::core::workbook::Workbook;

/// What confirming comes to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The changes, one step to the user.
    pub edits: Vec<Edit>,
    /// Figures put into the table.
    pub figures: usize,
    /// Units made for them.
    pub units: usize,
    /// Figures that the table has otherwise; each asks now.
    pub asking: usize,
}

impl Outcome {
    pub fn edit(self) -> Edit {
        Edit::Batch(self.edits)
    }
}

/// Confirms some of the entries. What the table has otherwise is replaced only with `over`; without it the entry asks.
/// The entries are marked as if the edit had been made.
pub fn confirm(entries: &mut [Entry], which: &[usize], over: bool, workbook: &Workbook) -> Outcome {
    let mut outcome = Outcome::default();
    // What the workbook will be, so that later figures find the units and dates made for earlier ones.
    let mut then = workbook.clone();
    for at in which {
        if let Some(entry) = entries.get_mut(*at) {
            one(entry, over, &mut then, &mut outcome);
        }
    }
    outcome
}

fn one(entry: &mut Entry, over: bool, then: &mut Workbook, outcome: &mut Outcome) {
    entry.resolve(then);
    if !entry.is_ready(then) {
        return;
    }
    let mut edits = Vec::new();
    if let Base::New(date) = entry.base(then) {
        let standard = now_standard(entry, then);
        edits.push(insert_period(then, date, standard, false));
    }
    let mut trial = then.clone();
    edits.iter().for_each(|edit| drop(edit.clone().apply(&mut trial)));
    let Some(statement) = &entry.statement else { return };
    if !fit(&statement.facts) || trial.units().len() >= MAX_UNITS {
        return;
    }
    if let PeriodTo::New(date) = statement.period {
        let edit = insert_period(&trial, date, Standard::usual_for(date.year), is_planned(entry, &statement.facts));
        edit.clone().apply(&mut trial);
        edits.push(edit);
        entry.resolve(&trial);
    }
    let Some(statement) = &entry.statement else { return };
    let units = trial.units().len();
    let Some(Edit::Batch(own)) = statement.edit(&trial) else { return };
    let mut facts: Vec<(FactKey, Fact)> = Vec::new();
    for edit in own {
        match edit {
            Edit::SetFact { key, fact: Some(fact) } => facts.push((key, fact)),
            other => {
                other.clone().apply(&mut trial);
                edits.push(other);
            }
        }
    }
    let differs = |(key, fact): &&(FactKey, Fact)| trial.fact(*key).is_some_and(|there| !same(there, fact));
    let others: Vec<(FactKey, Fact)> =
        facts.iter().filter(differs).filter_map(|(key, _)| Some((*key, trial.fact(*key)?.clone()))).collect();
    if !over && !others.is_empty() {
        if let [(key, fact)] = facts.as_slice()
            && let Reading::Target(target) = fact.reading
            && says_the_same(&trial, *key, target) == Some(true)
        {
            entry.stage = Stage::SameTarget(*key);
            return;
        }
        entry.stage = Stage::Asking(others);
        outcome.asking += 1;
        return;
    }
    for (key, fact) in &facts {
        // What stands there already keeps who vouched for it.
        if trial.fact(*key).is_some_and(|there| same(there, fact)) {
            continue;
        }
        let edit = Edit::SetFact { key: *key, fact: Some(fact.clone()) };
        edit.clone().apply(&mut trial);
        edits.push(edit);
        outcome.figures += 1;
    }
    outcome.units += trial.units().len() - units;
    outcome.edits.append(&mut edits);
    entry.stage = Stage::Confirmed(facts);
    *then = trial;
    entry.resolve(then);
}

/// Whether two facts state the same figure.
pub(super) fn same(a: &Fact, b: &Fact) -> bool {
    match (&a.reading, &b.reading) {
        // Whether a reading was confirmed makes no other figure of it.
        (Reading::Figure(a), Reading::Figure(b)) => {
            (a.mantissa, a.decimals, a.qualifier) == (b.mantissa, b.decimals, b.qualifier)
        }
        (a, b) => a == b,
    }
}

fn is_planned(entry: &Entry, facts: &[(Measure, Fact)]) -> bool {
    entry.proposal.plan && facts.iter().all(|(measure, _)| *measure != Measure::Target)
}

/// The standard of the date that a change is stated for: the two it compares were counted under one.
fn now_standard(entry: &Entry, workbook: &Workbook) -> Standard {
    match entry.statement.as_ref().map(|statement| statement.period) {
        Some(PeriodTo::Known(id)) => workbook.period(id).map_or(Standard::Y2022, |period| period.standard),
        Some(PeriodTo::New(date)) => Standard::usual_for(date.year),
        _ => Standard::Y2022,
    }
}

fn insert_period(workbook: &Workbook, date: Date, standard: Standard, planned: bool) -> Edit {
    let at = workbook.periods().partition_point(|period| period.date <= date);
    let id = workbook.next_identities().2;
    Edit::InsertPeriod { at, period: Period { id, date, status: status_for(planned), standard, note: String::new() } }
}
