//! One workbook being worked on: the document, what follows from it, the history of steps and the text being typed.

use std::borrow::Cow;

use crate::codec::number::{self, Style};
use crate::core::check::{Finding, check, check_names};
use crate::core::edit::Edit;
use crate::core::fact::{Fact, FactKey, Source};
use crate::core::field::{Field, Format};
use crate::core::measure::Kind;
use crate::core::period::{PeriodId, Span};
use crate::core::quantity::{State, Value};
use crate::core::solve::{Solution, solve};
use crate::core::unit::{MAX_NAME, Place, UnitId};
use crate::core::workbook::Workbook;

use super::history::{History, Label, Step};

/// Text being typed into one cell. It counts at once, and can be taken back as if it had never been.
pub struct Draft {
    pub place: Place,
    pub field: Field,
    /// States the draft.
    edit: Edit,
    /// Takes the draft back.
    inverse: Edit,
    /// What the cell showed before, and goes on showing under the editor.
    pub committed: String,
    pub committed_value: Value,
}

/// The state of one open workbook.
pub struct Session {
    workbook: Workbook,
    span: Span,
    solution: Solution,
    findings: Vec<Finding>,
    /// Findings on names: asked for anew only when units change.
    name_findings: Vec<Finding>,
    history: History,
    draft: Option<Draft>,
    /// Counts committed changes; autosave compares it.
    revision: u64,
    /// The edits carried out since they were last [taken](Self::take_edits), undoing included: what the journal needs.
    edits: Vec<Edit>,
    /// Nothing may be changed: another window has the workbook, or it cannot be kept.
    is_locked: bool,
}

impl Session {
    /// Opens a workbook at its latest two periods.
    pub fn new(workbook: Workbook) -> Self {
        let span = workbook.latest_span().unwrap_or(Span { prev: None, now: PeriodId(0) });
        let solution = solve(&workbook, span);
        let mut session = Self {
            workbook,
            span,
            solution,
            findings: Vec::new(),
            name_findings: Vec::new(),
            history: History::default(),
            draft: None,
            revision: 0,
            edits: Vec::new(),
            is_locked: false,
        };
        session.check_names();
        session.find();
        session
    }

    /// Opens a workbook in place of another; revisions go on counting, so that autosave sees the change.
    pub fn opened(workbook: Workbook, revision: u64) -> Self {
        Self { revision, ..Self::new(workbook) }
    }

    pub fn workbook(&self) -> &Workbook {
        &self.workbook
    }

    pub fn span(&self) -> Span {
        self.span
    }

    pub fn solution(&self) -> &Solution {
        &self.solution
    }

    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    pub fn history(&self) -> &History {
        &self.history
    }

    pub fn draft(&self) -> Option<&Draft> {
        self.draft.as_ref()
    }

    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The edits since the last call, in the order they were carried out; a draft is not among them.
    pub fn take_edits(&mut self) -> Vec<Edit> {
        std::mem::take(&mut self.edits)
    }

    /// Whether [`take_edits`](Self::take_edits) would give any.
    pub fn has_edits(&self) -> bool {
        !self.edits.is_empty()
    }

    /// The text being typed, as an edit.
    pub fn draft_edit(&self) -> Option<&Edit> {
        self.draft.as_ref().map(|draft| &draft.edit)
    }

    /// The workbook without the text being typed.
    pub fn committed(&self) -> Cow<'_, Workbook> {
        let Some(draft) = &self.draft else { return Cow::Borrowed(&self.workbook) };
        let mut workbook = self.workbook.clone();
        draft.inverse.clone().apply(&mut workbook);
        Cow::Owned(workbook)
    }

    /// Lets nothing be changed, or lets it again. What is being typed is dropped.
    pub fn set_locked(&mut self, is_locked: bool) {
        if is_locked {
            self.cancel_draft();
        }
        self.is_locked = is_locked;
    }

    /// Whether nothing may be changed.
    pub const fn is_locked(&self) -> bool {
        self.is_locked
    }

    /// Puts the workbook as somebody else left it in the place of this one. Steps before cannot be undone: they may not
    /// fit any more.
    pub fn follow(&mut self, workbook: Workbook) {
        let Self { span, revision, is_locked, .. } = *self;
        *self = Self { revision: revision + 1, is_locked, ..Self::new(workbook) };
        if [Some(span.now), span.prev].into_iter().flatten().all(|id| self.workbook.period(id).is_some()) {
            self.set_span(span);
        }
    }

    /// Shows another pair of periods.
    pub fn set_span(&mut self, span: Span) {
        self.commit_draft();
        self.span = span;
        self.recompute();
    }

    /// Carries out a change as one step of the history.
    pub fn commit(&mut self, edit: Edit, label: Label, at: Option<(Place, Field)>) {
        self.commit_draft();
        if self.is_locked {
            return;
        }
        let units = edit.touches_units();
        self.edits.push(edit.clone());
        let inverse = edit.apply(&mut self.workbook);
        self.history.push(inverse, label, at);
        self.changed(units);
    }

    /// Takes the last step back; a draft is dropped first.
    pub fn undo(&mut self) -> Option<Step> {
        self.turn(History::undo)
    }

    pub fn redo(&mut self) -> Option<Step> {
        self.turn(History::redo)
    }

    fn turn(&mut self, turn: fn(&mut History, &mut Workbook) -> Option<(Edit, Step)>) -> Option<Step> {
        self.cancel_draft();
        if self.is_locked {
            return None;
        }
        let (edit, step) = turn(&mut self.history, &mut self.workbook)?;
        self.edits.push(edit);
        self.changed(step.touches_units());
        Some(step)
    }

    /// Puts text into a cell without committing it: results follow at once. The first call starts the draft.
    pub fn type_text(&mut self, place: Place, field: Field, text: &str, style: Style) {
        if self.draft.as_ref().is_some_and(|draft| (draft.place, draft.field) != (place, field)) {
            self.commit_draft();
        }
        if self.is_locked {
            return;
        }
        let Some(edit) = self.typing(place, field, text, style) else { return };
        let committed = self.cell_text(place, field, style);
        let committed_value = self.solution.value(place, field);
        let inverse = edit.clone().apply(&mut self.workbook);
        match &mut self.draft {
            Some(draft) => draft.edit = edit,
            None => self.draft = Some(Draft { place, field, edit, inverse, committed, committed_value }),
        }
        self.recompute();
    }

    /// Keeps what is being typed, as one step. Returns whether anything changed.
    pub fn commit_draft(&mut self) -> bool {
        let Some(draft) = self.draft.take() else { return false };
        if self.is_unchanged(&draft) {
            draft.inverse.apply(&mut self.workbook);
            self.recompute();
            return false;
        }
        let renamed = draft.field == Field::Unit;
        let label = if renamed { Label::UnitRenamed } else { Label::Typed };
        self.edits.push(draft.edit);
        self.history.push(draft.inverse, label, Some((draft.place, draft.field)));
        self.changed(renamed);
        true
    }

    /// Drops what is being typed; the cell is as it was.
    pub fn cancel_draft(&mut self) {
        if let Some(draft) = self.draft.take() {
            draft.inverse.apply(&mut self.workbook);
            self.recompute();
        }
    }

    /// The edit that typing a text into a cell states; `None` where nothing can be typed.
    pub fn typing(&self, place: Place, field: Field, text: &str, style: Style) -> Option<Edit> {
        if field == Field::Unit {
            return self.renaming(place, text);
        }
        let key = self.workbook.key_of(self.span, place, field)?;
        Some(Edit::SetFact { key, fact: number::make_fact(text, key.measure, style) })
    }

    fn renaming(&self, place: Place, text: &str) -> Option<Edit> {
        let name = clean_name(text);
        match place {
            Place::Unit(id) => {
                let at = self.workbook.units().iter().position(|unit| unit.id == id)?;
                let mut unit = self.workbook.units().get(at)?.clone();
                unit.name = name;
                Some(Edit::ReplaceUnit { at, unit })
            }
            Place::Tag(id) => {
                let at = self.workbook.tags().iter().position(|tag| tag.id == id)?;
                let mut tag = self.workbook.tags().get(at)?.clone();
                tag.name = name;
                Some(Edit::ReplaceTag { at, tag })
            }
            Place::Area => {
                let mut heading = self.workbook.heading.clone();
                heading.area = name;
                Some(Edit::SetHeading(heading))
            }
        }
    }

    /// Whether the fact under a cell stands for what was there before the draft.
    fn is_unchanged(&self, draft: &Draft) -> bool {
        match &draft.inverse {
            Edit::SetFact { key, fact } => {
                let now = self.workbook.fact(*key);
                match (now, fact) {
                    (None, None) => true,
                    // Who vouches for a figure does not change by typing it again.
                    (Some(now), Some(before)) => now.reading == before.reading && now.text == before.text,
                    _ => false,
                }
            }
            Edit::ReplaceUnit { at, unit } => self.workbook.units().get(*at) == Some(unit),
            Edit::ReplaceTag { at, tag } => self.workbook.tags().get(*at) == Some(tag),
            Edit::SetHeading(heading) => self.workbook.heading == *heading,
            _ => false,
        }
    }

    /// The fact behind a cell, if one was typed.
    pub fn fact(&self, place: Place, field: Field) -> Option<&Fact> {
        self.workbook.fact(self.workbook.key_of(self.span, place, field)?)
    }

    /// What was typed into a cell, as the editor shows it; empty where nothing was.
    pub fn typed_text(&self, place: Place, field: Field, style: Style) -> String {
        if field == Field::Unit {
            return self.name(place).to_owned();
        }
        self.fact(place, field).map(|fact| number::fact_text(fact, style)).unwrap_or_default()
    }

    /// What a cell shows: the typed text, or the computed value.
    pub fn cell_text(&self, place: Place, field: Field, style: Style) -> String {
        let typed = self.typed_text(place, field, style);
        if typed.is_empty() { number::value(self.solution.value(place, field), field.format(), style) } else { typed }
    }

    /// Name of a unit, tag or the area.
    pub fn name(&self, place: Place) -> &str {
        match place {
            Place::Unit(id) => self.workbook.unit(id).map(|unit| unit.name.as_str()).unwrap_or_default(),
            Place::Tag(id) => self.workbook.tag(id).map(|tag| tag.name.as_str()).unwrap_or_default(),
            Place::Area => &self.workbook.heading.area,
        }
    }

    /// Whether any figure of the place in the two periods shown was made up for illustration.
    pub fn is_illustrative(&self, place: Place) -> bool {
        Field::ALL.iter().any(|field| self.fact(place, *field).is_some_and(|fact| fact.source == Source::Illustrative))
    }

    /// The cells of units that nobody typed and that follow from typed rates, changes, movements and totals, in table order;
    /// sums and quotients of counts are not among them. Only units with such a figure are looked at.
    pub fn inferred(&self, fields: &[Field]) -> Vec<(Place, Field)> {
        let Some(slots) = self.workbook.units().iter().map(|unit| unit.id.0 as usize + 1).max() else {
            return Vec::new();
        };
        let mut given = vec![false; slots];
        for (key, series) in self.workbook.all_series() {
            if matches!(key.measure.kind(), Kind::Count | Kind::Target) && !key.measure.is_flow() {
                continue;
            }
            for (place, _) in series.iter() {
                if let Place::Unit(id) = place
                    && let Some(slot) = given.get_mut(id.0 as usize)
                {
                    *slot = true;
                }
            }
        }
        for id in self.solution.bounded_by_totals() {
            if let Some(slot) = given.get_mut(id.0 as usize) {
                *slot = true;
            }
        }
        let is_given = |id: UnitId| given.get(id.0 as usize).copied().unwrap_or_default();
        let units = self.workbook.units().iter().map(|unit| unit.id).filter(|id| is_given(*id)).map(Place::Unit);
        units
            .flat_map(|place| fields.iter().map(move |field| (place, *field)))
            .filter(|(place, field)| self.is_inferred(*place, *field))
            .collect()
    }

    fn is_inferred(&self, place: Place, field: Field) -> bool {
        // What a form starts from is the count before once more.
        let is_start =
            matches!(field, Field::PoorStart | Field::NearStart | Field::PoorPersonsStart | Field::NearPersonsStart);
        if field.fact().is_none() || field == Field::Target || is_start || self.fact(place, field).is_some() {
            return false;
        }
        let state = self.solution.value(place, field).state;
        // A count nobody typed is inferred; a rate only where its counts are not known, and then it is a range.
        match field.format() {
            Format::Count => matches!(state, State::Exact | State::Range) && field != Field::DropHouseholds,
            _ => state == State::Range,
        }
    }

    /// Whether any figure in the table was made up for illustration, which must be said beside it.
    pub fn is_sample_like(&self) -> bool {
        self.workbook.all_series().any(|(_, series)| series.iter().any(|(_, fact)| fact.source == Source::Illustrative))
    }

    /// Accepts the reading of a cell whose text could be read otherwise.
    pub fn confirm_reading(&mut self, key: FactKey) {
        let Some(fact) = self.workbook.fact(key) else { return };
        let confirmed = number::confirmed(fact);
        self.commit(Edit::SetFact { key, fact: Some(confirmed) }, Label::Typed, None);
    }

    fn changed(&mut self, units: bool) {
        self.revision += 1;
        if units {
            self.check_names();
        }
        // Undo may take away the very period that is shown.
        let gone = |id: PeriodId| self.workbook.period(id).is_none();
        if gone(self.span.now) || self.span.prev.is_some_and(gone) {
            self.span = self.workbook.latest_span().unwrap_or(self.span);
        }
        self.recompute();
    }

    fn recompute(&mut self) {
        self.solution = solve(&self.workbook, self.span);
        self.find();
    }

    fn check_names(&mut self) {
        self.name_findings = check_names(&self.workbook);
    }

    fn find(&mut self) {
        self.findings = check(&self.workbook, &self.solution);
        self.findings.extend(self.name_findings.iter().cloned());
    }
}

/// A name as it may be stored: one line, no control characters, at most [`MAX_NAME`] characters.
pub fn clean_name(text: &str) -> String {
    let composed = crate::core::names::compose(text);
    let words = composed.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let mut name = String::with_capacity(text.len());
    for word in words {
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(word);
    }
    match name.char_indices().nth(MAX_NAME) {
        Some((end, _)) => name[..end].to_owned(),
        None => name,
    }
}
