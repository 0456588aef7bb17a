//! Edits as they stand in records, in postcard's wire format. These shapes are frozen: variants are only ever added at
//! the end, fields never; anything else needs a new version of records and keeps these for reading.
//!
//! Batches are written flat: the edits of a batch one after the other do the same.

use serde::{Deserialize, Serialize};

use crate::codec::limits::{self, MAX_CODE, MAX_SMALL_ID, MAX_TEXT};
use crate::codec::link::{STANDARDS, STATUSES, form};
use crate::core::edit::Edit;
use crate::core::fact::{Fact, FactKey};
use crate::core::measure::{Group, Measure};
use crate::core::period::{Date, Period, PeriodId};
use crate::core::unit::{MAX_NAME, Place, Tag, TagId, Unit, UnitId};
use crate::core::workbook::Heading;

/// Highest identity of a unit in an edit: figures are stored by it, so this bounds memory.
const MAX_UNIT: u32 = 1_000_000;
/// Texts may hold a few characters more than what files keep of them; beyond this nothing was ever typed.
const MAX_CHARACTERS: usize = 4 * MAX_TEXT;

#[derive(Serialize, Deserialize)]
pub enum WireEdit {
    SetFact(WireKey, Option<WireFact>),
    InsertUnit(u32, WireUnit, Vec<(WireKey, WireFact)>),
    RemoveUnit(u32),
    ReplaceUnit(u32, WireUnit),
    MoveUnit(u32, u32),
    InsertTag(u32, WireTag),
    RemoveTag(u32),
    ReplaceTag(u32, WireTag),
    InsertPeriod(u32, WirePeriod),
    RemovePeriod(u32),
    ReplacePeriod(u32, WirePeriod),
    SetHeading([String; 4]),
}

#[derive(Serialize, Deserialize)]
pub struct WireKey {
    period: u16,
    /// Position in [`Measure::ALL`], as in links.
    measure: u8,
    group: u8,
    place: WirePlace,
}

#[derive(Serialize, Deserialize)]
enum WirePlace {
    Unit(u32),
    Tag(u16),
    Area,
}

/// A figure in the form it has in links: a number for its shape, up to two numbers, and perhaps a text.
#[derive(Serialize, Deserialize)]
pub struct WireFact {
    form: u32,
    numbers: Vec<i64>,
    text: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub struct WireUnit {
    id: u32,
    name: String,
    code: Option<String>,
    parent: Option<u32>,
    tags: Vec<u16>,
}

#[derive(Serialize, Deserialize)]
pub struct WireTag {
    id: u16,
    name: String,
}

#[derive(Serialize, Deserialize)]
pub struct WirePeriod {
    id: u16,
    year: i16,
    month: u8,
    day: u8,
    /// Numbers as in links.
    status: u8,
    standard: u8,
    note: String,
}

/// Appends an edit, its batches flat.
pub fn push_edit(out: &mut Vec<WireEdit>, edit: &Edit) {
    out.push(match edit {
        Edit::SetFact { key, fact } => WireEdit::SetFact(key.into(), fact.as_ref().map(Into::into)),
        Edit::InsertUnit { at, unit, facts } => {
            let facts = facts.iter().map(|(key, fact)| (key.into(), fact.into())).collect();
            WireEdit::InsertUnit(*at as u32, unit.into(), facts)
        }
        Edit::RemoveUnit { at } => WireEdit::RemoveUnit(*at as u32),
        Edit::ReplaceUnit { at, unit } => WireEdit::ReplaceUnit(*at as u32, unit.into()),
        Edit::MoveUnit { from, to } => WireEdit::MoveUnit(*from as u32, *to as u32),
        Edit::InsertTag { at, tag } => WireEdit::InsertTag(*at as u32, tag.into()),
        Edit::RemoveTag { at } => WireEdit::RemoveTag(*at as u32),
        Edit::ReplaceTag { at, tag } => WireEdit::ReplaceTag(*at as u32, tag.into()),
        Edit::InsertPeriod { at, period } => WireEdit::InsertPeriod(*at as u32, period.into()),
        Edit::RemovePeriod { at } => WireEdit::RemovePeriod(*at as u32),
        Edit::ReplacePeriod { at, period } => WireEdit::ReplacePeriod(*at as u32, period.into()),
        Edit::SetHeading(Heading { title, area, level, author }) => {
            WireEdit::SetHeading([title.clone(), area.clone(), level.clone(), author.clone()])
        }
        Edit::Batch(edits) => return edits.iter().for_each(|edit| push_edit(out, edit)),
    });
}

impl WireEdit {
    /// The edit; `None` when it says what cannot be.
    pub fn read(self) -> Option<Edit> {
        Some(match self {
            WireEdit::SetFact(key, fact) => {
                let key = key.read()?;
                let fact = match fact {
                    Some(fact) => Some(fact.read(key.measure)?),
                    None => None,
                };
                Edit::SetFact { key, fact }
            }
            WireEdit::InsertUnit(at, unit, facts) => {
                let read = |(key, fact): (WireKey, WireFact)| {
                    let key = key.read()?;
                    Some((key, fact.read(key.measure)?))
                };
                let facts = facts.into_iter().map(read).collect::<Option<_>>()?;
                Edit::InsertUnit { at: at as usize, unit: unit.read()?, facts }
            }
            WireEdit::RemoveUnit(at) => Edit::RemoveUnit { at: at as usize },
            WireEdit::ReplaceUnit(at, unit) => Edit::ReplaceUnit { at: at as usize, unit: unit.read()? },
            WireEdit::MoveUnit(from, to) => Edit::MoveUnit { from: from as usize, to: to as usize },
            WireEdit::InsertTag(at, tag) => Edit::InsertTag { at: at as usize, tag: tag.read()? },
            WireEdit::RemoveTag(at) => Edit::RemoveTag { at: at as usize },
            WireEdit::ReplaceTag(at, tag) => Edit::ReplaceTag { at: at as usize, tag: tag.read()? },
            WireEdit::InsertPeriod(at, period) => Edit::InsertPeriod { at: at as usize, period: period.read()? },
            WireEdit::RemovePeriod(at) => Edit::RemovePeriod { at: at as usize },
            WireEdit::ReplacePeriod(at, period) => Edit::ReplacePeriod { at: at as usize, period: period.read()? },
            WireEdit::SetHeading(texts) => {
                if texts.iter().any(|text| too_long(text)) {
                    return None;
                }
                let [title, area, level, author] = texts;
                Edit::SetHeading(Heading { title, area, level, author })
            }
        })
    }
}

fn too_long(text: &str) -> bool {
    text.chars().nth(MAX_CHARACTERS).is_some()
}

fn name(text: String) -> Option<String> {
    text.chars().nth(4 * MAX_NAME).is_none().then_some(text)
}

impl From<&FactKey> for WireKey {
    fn from(key: &FactKey) -> Self {
        let place = match key.place {
            Place::Unit(id) => WirePlace::Unit(id.0),
            Place::Tag(id) => WirePlace::Tag(id.0),
            Place::Area => WirePlace::Area,
        };
        WireKey { period: key.period.0, measure: key.measure as u8, group: key.group.0, place }
    }
}

impl WireKey {
    fn read(self) -> Option<FactKey> {
        let place = match self.place {
            WirePlace::Unit(id) => Place::Unit(unit_id(id)?),
            WirePlace::Tag(id) => Place::Tag(tag_id(id)?),
            WirePlace::Area => Place::Area,
        };
        let measure = Measure::ALL.get(usize::from(self.measure)).copied()?;
        Some(FactKey { period: PeriodId(self.period), measure, group: Group(self.group), place })
    }
}

fn unit_id(id: u32) -> Option<UnitId> {
    (id <= MAX_UNIT).then_some(UnitId(id))
}

fn tag_id(id: u16) -> Option<TagId> {
    (id <= MAX_SMALL_ID).then_some(TagId(id))
}

impl From<&Fact> for WireFact {
    fn from(fact: &Fact) -> Self {
        let (form, first, second) = form::of_fact(fact);
        let numbers = first.into_iter().chain(second).collect();
        // What cannot be read is nothing without its text.
        let text = form::has_text(form).then(|| fact.text.as_deref().unwrap_or_default().to_owned());
        WireFact { form, numbers, text }
    }
}

impl WireFact {
    fn read(self, measure: Measure) -> Option<Fact> {
        if self.text.as_deref().is_some_and(too_long) || self.text.is_some() != form::has_text(self.form) {
            return None;
        }
        let mut numbers = self.numbers.into_iter();
        let fact = form::to_fact(self.form, self.text.as_deref(), || numbers.next())?;
        (numbers.next().is_none() && limits::fits(measure, &fact.reading).is_ok()).then_some(fact)
    }
}

impl From<&Unit> for WireUnit {
    fn from(unit: &Unit) -> Self {
        WireUnit {
            id: unit.id.0,
            name: unit.name.clone(),
            code: unit.code.clone(),
            parent: unit.parent.map(|id| id.0),
            tags: unit.tags.iter().map(|id| id.0).collect(),
        }
    }
}

impl WireUnit {
    fn read(self) -> Option<Unit> {
        let parent = match self.parent {
            Some(id) => Some(unit_id(id)?),
            None => None,
        };
        let tags: Vec<TagId> = self.tags.into_iter().map(tag_id).collect::<Option<_>>()?;
        let is_sorted = tags.iter().zip(tags.iter().skip(1)).all(|(a, b)| a < b);
        let code = self.code.filter(|code| code.len() <= 4 * MAX_CODE);
        is_sorted.then_some(Unit { id: unit_id(self.id)?, name: name(self.name)?, code, parent, tags })
    }
}

impl From<&Tag> for WireTag {
    fn from(tag: &Tag) -> Self {
        WireTag { id: tag.id.0, name: tag.name.clone() }
    }
}

impl WireTag {
    fn read(self) -> Option<Tag> {
        Some(Tag { id: tag_id(self.id)?, name: name(self.name)? })
    }
}

impl From<&Period> for WirePeriod {
    fn from(period: &Period) -> Self {
        let Date { year, month, day } = period.date;
        let status = STATUSES.iter().position(|status| *status == period.status).unwrap_or(0) as u8;
        let standard = STANDARDS.iter().position(|standard| *standard == period.standard).unwrap_or(0) as u8;
        WirePeriod { id: period.id.0, year, month, day, status, standard, note: period.note.clone() }
    }
}

impl WirePeriod {
    fn read(self) -> Option<Period> {
        let date = Date { year: self.year, month: self.month, day: self.day };
        let status = STATUSES.get(usize::from(self.status)).copied()?;
        let standard = STANDARDS.get(usize::from(self.standard)).copied()?;
        let sound = date.is_valid() && self.id <= MAX_SMALL_ID && !too_long(&self.note);
        sound.then_some(Period { id: PeriodId(self.id), date, status, standard, note: self.note })
    }
}
