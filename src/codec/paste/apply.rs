//! Turns a planned paste into one edit.

use super::plan::PastePlan;
use super::rows::RowKind;
use super::table::{PastedRow, PastedTable};
use crate::core::edit::Edit;
use crate::core::fact::{Fact, FactKey};
use crate::core::field::At;
use crate::core::names::{fold, same_name};
use crate::core::period::{Date, Period, PeriodId, Span};
use crate::core::unit::{MAX_NAME, MAX_UNITS, Place, Tag, TagId, Unit, UnitId};
use crate::core::workbook::Workbook;

/// How pasted rows meet those of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Every row becomes a new unit.
    Append,
    /// Figures go to the unit of the same name; other rows become new units. Blank cells change nothing.
    MatchByName,
    /// The pasted table takes the place of the units, tags and totals there were.
    Replace,
}

/// The edit of a paste, and what it does.
#[derive(Clone, Debug)]
pub struct Applied {
    /// One step to the user.
    pub edit: Edit,
    pub new_units: usize,
    pub matched_units: usize,
    /// Cells that get a figure or a text.
    pub figures: usize,
    /// Rows left out because the table would get more than [`MAX_UNITS`] units.
    pub left_out: usize,
}

/// Builds the edit that pastes a table as it is planned; see [`apply`].
pub fn apply_edits(plan: &PastePlan, workbook: &mut Workbook, span: Span, mode: Mode) -> Applied {
    apply(&plan.clone().into_table(), workbook, span, mode)
}

/// Builds the edit. The workbook only hands out identities; it is changed by applying the edit.
///
/// Figures of the earlier period without one in `span` bring the period along, a year before.
pub fn apply(table: &PastedTable, workbook: &mut Workbook, span: Span, mode: Mode) -> Applied {
    let mut paste = Paste {
        edits: Vec::new(),
        units: workbook.units().iter().map(|unit| (unit.id, unit.parent)).collect(),
        tags: workbook.tags().to_vec(),
        free: Vec::new(),
        span,
        applied: Applied { edit: Edit::Batch(Vec::new()), new_units: 0, matched_units: 0, figures: 0, left_out: 0 },
    };
    if span.prev.is_none() && table.has_prev() {
        paste.add_period(table, workbook);
    }
    match mode {
        Mode::Append => {}
        Mode::MatchByName => paste.index(workbook),
        Mode::Replace => paste.clear(workbook),
    }
    let mut ids: Vec<Option<UnitId>> = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let id = match row.kind {
            RowKind::Unit | RowKind::Group => {
                let parent = row.parent.and_then(|parent| ids.get(parent).copied().flatten());
                paste.unit(workbook, row, parent)
            }
            RowKind::Total => {
                paste.figures(row, Place::Area);
                None
            }
            RowKind::Tag => {
                let tag = paste.tag(workbook, &row.name);
                paste.figures(row, Place::Tag(tag));
                None
            }
            RowKind::Skipped => None,
        };
        ids.push(id);
    }
    let mut applied = paste.applied;
    applied.edit = Edit::Batch(paste.edits);
    applied
}

struct Paste {
    edits: Vec<Edit>,
    /// Units with their parents, and tags, as they will stand after the edits so far.
    units: Vec<(UnitId, Option<UnitId>)>,
    tags: Vec<Tag>,
    /// Units that no row has gone to yet, by their folded names; places in the table.
    free: Vec<(String, Option<usize>)>,
    span: Span,
    applied: Applied,
}

impl Paste {
    fn add_period(&mut self, table: &PastedTable, workbook: &mut Workbook) {
        let Some(now) = workbook.period(self.span.now).cloned() else { return };
        let year = table.years.0.unwrap_or(now.date.year - 1).min(now.date.year - 1);
        let id = workbook.fresh_period();
        let date = Date { year, ..now.date };
        let date = if date.is_valid() { date } else { Date::year_end(year) };
        let at = workbook.periods().iter().position(|period| period.date > date).unwrap_or(workbook.periods().len());
        self.edits.push(Edit::InsertPeriod { at, period: Period { id, date, note: String::new(), ..now } });
        self.span.prev = Some(id);
    }

    fn clear(&mut self, workbook: &Workbook) {
        let places = workbook.tags().iter().map(|tag| Place::Tag(tag.id)).chain([Place::Area]);
        for (key, _) in places.flat_map(|place| workbook.facts_of(place)) {
            self.edits.push(Edit::SetFact { key, fact: None });
        }
        self.edits.extend((0..self.units.len()).rev().map(|at| Edit::RemoveUnit { at }));
        self.edits.extend((0..self.tags.len()).rev().map(|at| Edit::RemoveTag { at }));
        self.units.clear();
        self.tags.clear();
    }

    fn index(&mut self, workbook: &Workbook) {
        self.free = workbook.units().iter().enumerate().map(|(at, unit)| (fold(&unit.name), Some(at))).collect();
        self.free.sort();
    }

    /// The first unit of this name that no row has gone to.
    fn find(&mut self, workbook: &Workbook, name: &str) -> Option<Unit> {
        let key = fold(name);
        let start = self.free.partition_point(|(other, _)| *other < key);
        for (other, free) in self.free.iter_mut().skip(start) {
            if *other != key {
                break;
            }
            let unit = free.and_then(|at| workbook.units().get(at));
            if let Some(unit) = unit.filter(|unit| same_name(&unit.name, name)) {
                *free = None;
                return Some(unit.clone());
            }
        }
        None
    }

    fn unit(&mut self, workbook: &mut Workbook, row: &PastedRow, parent: Option<UnitId>) -> Option<UnitId> {
        let name: String = row.name.chars().filter(|c| !c.is_control()).take(MAX_NAME).collect();
        let mut tags: Vec<TagId> = row.tags.iter().map(|tag| self.tag(workbook, tag)).collect();
        tags.sort_unstable();
        tags.dedup();
        if let Some(mut unit) = self.find(workbook, &name) {
            let id = unit.id;
            self.applied.matched_units += 1;
            tags.retain(|tag| !unit.tags.contains(tag));
            let code = row.code.clone().filter(|_| unit.code.is_none());
            if let Some(at) = self.place(id).filter(|_| !tags.is_empty() || code.is_some()) {
                unit.tags.append(&mut tags);
                unit.tags.sort_unstable();
                unit.code = code.or(unit.code);
                self.edits.push(Edit::ReplaceUnit { at, unit });
            }
            self.figures(row, Place::Unit(id));
            return Some(id);
        }
        if self.units.len() >= MAX_UNITS {
            self.applied.left_out += 1;
            return None;
        }
        let unit = Unit { parent, tags, code: row.code.clone(), ..Unit::new(workbook.fresh_unit(), name) };
        let id = unit.id;
        // A member stands behind the members that its group has already.
        let at = parent.map_or(self.units.len(), |group| self.end_of(group));
        let facts = self.facts(row, Place::Unit(id));
        self.applied.figures += facts.len();
        self.applied.new_units += 1;
        self.units.insert(at, (id, parent));
        self.edits.push(Edit::InsertUnit { at, unit, facts });
        Some(id)
    }

    fn place(&self, id: UnitId) -> Option<usize> {
        self.units.iter().position(|(unit, _)| *unit == id)
    }

    fn end_of(&self, group: UnitId) -> usize {
        let end = self.units.len();
        if self.units.last().is_some_and(|(id, parent)| *id == group || *parent == Some(group)) {
            return end;
        }
        let Some(start) = self.place(group) else { return end };
        let mut inside = vec![group];
        for (at, (id, parent)) in self.units.iter().enumerate().skip(start + 1) {
            if !parent.is_some_and(|parent| inside.contains(&parent)) {
                return at;
            }
            inside.push(*id);
        }
        end
    }

    fn tag(&mut self, workbook: &mut Workbook, name: &str) -> TagId {
        if let Some(tag) = self.tags.iter().find(|tag| same_name(&tag.name, name)) {
            return tag.id;
        }
        let name = name.chars().filter(|c| !c.is_control()).take(MAX_NAME).collect();
        let tag = Tag { id: workbook.fresh_tag(), name };
        self.edits.push(Edit::InsertTag { at: self.tags.len(), tag: tag.clone() });
        let id = tag.id;
        self.tags.push(tag);
        id
    }

    /// States the figures of a row about a place that is there already.
    fn figures(&mut self, row: &PastedRow, place: Place) {
        let facts = self.facts(row, place);
        self.applied.figures += facts.len();
        self.edits.extend(facts.into_iter().map(|(key, fact)| Edit::SetFact { key, fact: Some(fact) }));
    }

    fn facts(&self, row: &PastedRow, place: Place) -> Vec<(FactKey, Fact)> {
        let stated = row.facts.iter().filter_map(|(field, fact)| {
            let (measure, side) = field.fact()?;
            let period = self.period(side)?;
            Some((FactKey { place, period, measure, group: field.group() }, fact.clone()))
        });
        stated.collect()
    }

    fn period(&self, side: At) -> Option<PeriodId> {
        match side {
            At::Prev => self.span.prev,
            At::Now => Some(self.span.now),
        }
    }
}
