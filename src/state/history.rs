//! Undo and redo of whole steps.

use crate::core::edit::Edit;
use crate::core::field::Field;
use crate::core::unit::Place;
use crate::core::workbook::Workbook;

/// What a step did, for telling the user what was undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    /// One cell typed.
    Typed,
    /// This many cells changed at once (paste, fill, clear).
    Cells(usize),
    UnitAdded,
    UnitRemoved(String),
    UnitsRemoved(usize),
    /// So many became one.
    UnitsMerged(usize),
    UnitMoved,
    UnitRenamed,
    TagsChanged,
    PeriodAdded,
    PeriodChanged,
    HeadingChanged,
    Cleared,
    Repaired,
    /// An older version brought back.
    Restored,
}

/// One step of the history.
#[derive(Clone, Debug)]
pub struct Step {
    /// Takes the step back (in the undo list) or does it again (in the redo list).
    edit: Edit,
    pub label: Label,
    /// Where to put the selection when the step is undone or redone.
    pub at: Option<(Place, Field)>,
}

impl Step {
    /// Whether units came, went, moved or changed their names.
    pub fn touches_units(&self) -> bool {
        self.edit.touches_units()
    }
}

/// Most steps that can be taken back; of more the oldest go, an eighth at a time. A day's typing must not fill the memory
/// of a telephone; what was before them is in the versions on the device.
const MOST: usize = 2_048;

/// The steps done and undone.
#[derive(Default)]
pub struct History {
    undo: Vec<Step>,
    redo: Vec<Step>,
}

impl History {
    /// Notes a step that has just been applied; `inverse` is what applying it gave back.
    pub fn push(&mut self, inverse: Edit, label: Label, at: Option<(Place, Field)>) {
        self.redo.clear();
        if self.undo.len() >= MOST {
            self.undo.drain(..MOST / 8);
        }
        self.undo.push(Step { edit: inverse, label, at });
    }

    /// Takes the last step back; gives what was done to the workbook for it, and the step as it can be done again.
    pub fn undo(&mut self, workbook: &mut Workbook) -> Option<(Edit, Step)> {
        Self::turn(&mut self.undo, &mut self.redo, workbook)
    }

    /// Does the last undone step again; gives what was done to the workbook, and the step as it can be taken back.
    pub fn redo(&mut self, workbook: &mut Workbook) -> Option<(Edit, Step)> {
        Self::turn(&mut self.redo, &mut self.undo, workbook)
    }

    fn turn(from: &mut Vec<Step>, to: &mut Vec<Step>, workbook: &mut Workbook) -> Option<(Edit, Step)> {
        let Step { edit, label, at } = from.pop()?;
        let inverse = edit.clone().apply(workbook);
        let step = Step { edit: inverse, label, at };
        to.push(step.clone());
        Some((edit, step))
    }

    pub fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    pub fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }
}
