//! Every change of the document is an [`Edit`]; applying one gives back its inverse. Undo, redo, autosave and comparing
//! with a shared copy are built on this.

use super::fact::{Fact, FactKey};
use super::period::Period;
use super::unit::{Tag, Unit};
use super::workbook::{Heading, Workbook};

/// One change. It says what shall be; what was there before comes back as the inverse when it is applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// States a figure (`Some`) or clears the cell (`None`).
    SetFact {
        key: FactKey,
        fact: Option<Fact>,
    },
    /// Puts a unit in at a position of the table, together with its facts.
    InsertUnit {
        at: usize,
        unit: Unit,
        facts: Vec<(FactKey, Fact)>,
    },
    /// Takes the unit at a position out, with its facts.
    RemoveUnit {
        at: usize,
    },
    /// Replaces name, code, parent and tags of a unit; its identity stays.
    ReplaceUnit {
        at: usize,
        unit: Unit,
    },
    /// Moves a unit to another position.
    MoveUnit {
        from: usize,
        to: usize,
    },
    InsertTag {
        at: usize,
        tag: Tag,
    },
    RemoveTag {
        at: usize,
    },
    ReplaceTag {
        at: usize,
        tag: Tag,
    },
    InsertPeriod {
        at: usize,
        period: Period,
    },
    /// Takes an empty period out; clear its facts in the same batch first.
    RemovePeriod {
        at: usize,
    },
    ReplacePeriod {
        at: usize,
        period: Period,
    },
    SetHeading(Heading),
    /// Several changes that are one step to the user.
    Batch(Vec<Edit>),
}

impl Edit {
    /// Whether it puts units in, takes them out, moves or renames them.
    pub fn touches_units(&self) -> bool {
        match self {
            Edit::InsertUnit { .. } | Edit::RemoveUnit { .. } | Edit::ReplaceUnit { .. } | Edit::MoveUnit { .. } => {
                true
            }
            Edit::Batch(edits) => edits.iter().any(Edit::touches_units),
            _ => false,
        }
    }

    /// Carries the change out and returns the edit that takes it back.
    ///
    /// Total: a change that does not fit the document (a position that is not there) does nothing, and so does its
    /// inverse.
    pub fn apply(self, workbook: &mut Workbook) -> Edit {
        let nothing = || Edit::Batch(Vec::new());
        match self {
            Edit::SetFact { key, fact } => {
                let old = workbook.set_fact(key, fact);
                Edit::SetFact { key, fact: old }
            }
            Edit::InsertUnit { at, unit, facts } => {
                let at = at.min(workbook.units().len());
                workbook.note_unit(unit.id);
                workbook.units_mut().insert(at, unit);
                for (key, fact) in facts {
                    workbook.set_fact(key, Some(fact));
                }
                Edit::RemoveUnit { at }
            }
            Edit::RemoveUnit { at } => {
                if at >= workbook.units().len() {
                    return nothing();
                }
                let unit = workbook.units_mut().remove(at);
                let facts = workbook.facts_of(super::unit::Place::Unit(unit.id));
                for (key, _) in &facts {
                    workbook.set_fact(*key, None);
                }
                Edit::InsertUnit { at, unit, facts }
            }
            Edit::ReplaceUnit { at, unit } => match workbook.units_mut().get_mut(at) {
                Some(slot) => Edit::ReplaceUnit { at, unit: std::mem::replace(slot, unit) },
                None => nothing(),
            },
            Edit::MoveUnit { from, to } => {
                let units = workbook.units_mut();
                if from >= units.len() || to >= units.len() {
                    return nothing();
                }
                let unit = units.remove(from);
                units.insert(to, unit);
                Edit::MoveUnit { from: to, to: from }
            }
            Edit::InsertTag { at, tag } => {
                let at = at.min(workbook.tags().len());
                workbook.note_tag(tag.id);
                workbook.tags_mut().insert(at, tag);
                Edit::RemoveTag { at }
            }
            Edit::RemoveTag { at } => {
                if at >= workbook.tags().len() {
                    return nothing();
                }
                let tag = workbook.tags_mut().remove(at);
                Edit::InsertTag { at, tag }
            }
            Edit::ReplaceTag { at, tag } => match workbook.tags_mut().get_mut(at) {
                Some(slot) => Edit::ReplaceTag { at, tag: std::mem::replace(slot, tag) },
                None => nothing(),
            },
            Edit::InsertPeriod { at, period } => {
                let at = at.min(workbook.periods().len());
                workbook.note_period(period.id);
                workbook.periods_mut().insert(at, period);
                Edit::RemovePeriod { at }
            }
            Edit::RemovePeriod { at } => {
                if at >= workbook.periods().len() {
                    return nothing();
                }
                let period = workbook.periods_mut().remove(at);
                Edit::InsertPeriod { at, period }
            }
            Edit::ReplacePeriod { at, period } => match workbook.periods_mut().get_mut(at) {
                Some(slot) => Edit::ReplacePeriod { at, period: std::mem::replace(slot, period) },
                None => nothing(),
            },
            Edit::SetHeading(heading) => Edit::SetHeading(std::mem::replace(&mut workbook.heading, heading)),
            Edit::Batch(edits) => {
                let mut inverses: Vec<Edit> = edits.into_iter().map(|edit| edit.apply(workbook)).collect();
                inverses.reverse();
                Edit::Batch(inverses)
            }
        }
    }
}
