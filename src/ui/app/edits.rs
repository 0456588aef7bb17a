//! Changes of the figures: made, undone, made again, and said.

use super::{App, Toast};
use crate::core::edit::Edit;
use crate::core::field::Field;
use crate::core::names::capital;
use crate::core::unit::Place;
use crate::i18n::{Text, fill, text};
use crate::state::history::{Label, Step};
use crate::state::session::Session;
use crate::ui::autosave;
use leptos::prelude::untrack;

impl App {
    /// One undoable change.
    pub fn commit(self, edit: Edit, label: Label, at: Option<(Place, Field)>) {
        if self.refuses() {
            return;
        }
        autosave::before_edit(self, &edit);
        self.update(|session| session.commit(edit, label, at));
    }

    /// As [`commit`](Self::commit), where the state before has been kept already.
    pub fn commit_quietly(self, edit: Edit, label: Label) {
        self.update(|session| session.commit(edit, label, None));
    }

    /// Changes the session of one's own table, on the screen or aside.
    pub fn update_own(self, change: impl FnOnce(&mut Session)) {
        if !self.beside.is_shown() {
            return self.update(change);
        }
        if let Some(own) = self.beside.parked_mut().as_mut() {
            change(own);
        }
    }

    /// The edits of one's own table that the journal has not heard of yet.
    pub fn take_edits(self) -> Vec<Edit> {
        match (self.beside.is_shown(), &mut *self.beside.parked_mut()) {
            (true, Some(own)) => own.take_edits(),
            _ => self.session.borrow_mut().take_edits(),
        }
    }

    /// Whether nothing can be changed here; says so.
    pub fn refuses(self) -> bool {
        let locked = self.read(Session::is_locked);
        if locked {
            let is_copy = untrack(|| self.beside.is_view_only());
            self.say(self.t(if is_copy { Text::SharedNewerRefuses } else { Text::ReaderRefuses }));
        }
        locked
    }

    pub fn undo(self) {
        self.turn_back(Session::undo, Text::ToastUndone);
    }

    pub fn redo(self) {
        self.turn_back(Session::redo, Text::ToastRedone);
    }

    fn turn_back(self, turn: fn(&mut Session) -> Option<Step>, message: Text) {
        if self.refuses() {
            return;
        }
        let mut step = None;
        self.update(|session| step = turn(session));
        let Some(step) = step else { return };
        if let Some((place, field)) = step.at {
            self.select_cell(place, field);
        }
        let what = self.label_text(&step.label);
        self.say(self.tf(message, &[("what", &what)]));
    }

    /// What a step does, in words that follow "Đã" or "Đã hoàn tác:".
    pub fn label_text(self, label: &Label) -> String {
        let lang = self.lang.now();
        match label {
            Label::Cells(count) => fill(lang, Text::StepCells, &[("n", &self.count_text(*count))]),
            Label::UnitRemoved(name) => fill(lang, Text::StepUnitRemoved, &[("name", name)]),
            Label::Typed => text(lang, Text::StepTyped).into(),
            Label::UnitsRemoved(count) => fill(lang, Text::StepUnitsRemoved, &[("n", &self.count_text(*count))]),
            Label::UnitsMerged(count) => fill(lang, Text::StepUnitsMerged, &[("n", &self.count_text(*count))]),
            Label::UnitAdded => text(lang, Text::StepUnitAdded).into(),
            Label::UnitMoved => text(lang, Text::StepUnitMoved).into(),
            Label::UnitRenamed => text(lang, Text::StepUnitRenamed).into(),
            Label::TagsChanged => text(lang, Text::StepTags).into(),
            Label::PeriodAdded | Label::PeriodChanged => text(lang, Text::StepPeriod).into(),
            Label::HeadingChanged => text(lang, Text::StepHeading).into(),
            Label::Cleared => text(lang, Text::StepCleared).into(),
            Label::Repaired => text(lang, Text::StepTyped).into(),
            Label::Restored => text(lang, Text::StepRestored).into(),
        }
    }

    /// Says what was done, with a way back.
    pub fn say_done(self, label: &Label) {
        // What was refused was not done.
        if self.refuses() {
            return;
        }
        let text = capital(&self.tf(Text::StepDone, &[("what", &self.label_text(label))]));
        self.toast.set(Some(Toast { text, undo: true, undelete: None }));
    }
}
