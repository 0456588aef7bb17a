//! The document: units, tags, periods and the facts typed about them. Results are never stored.

use super::fact::{Fact, FactKey};
use super::field::{At, Field};
use super::measure::{Group, Measure};
use super::period::{Period, PeriodId, Span};
use super::unit::{Place, Tag, TagId, Unit, UnitId};

/// The facts of one period, measure and group, for every place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Series {
    /// Indexed by `UnitId`; shorter than the highest id when the rest is empty.
    units: Vec<Option<Fact>>,
    /// Sorted by tag.
    tags: Vec<(TagId, Fact)>,
    area: Option<Fact>,
}

impl Series {
    pub fn get(&self, place: Place) -> Option<&Fact> {
        match place {
            Place::Unit(id) => self.units.get(id.0 as usize)?.as_ref(),
            Place::Tag(id) => self.tags.iter().find(|(tag, _)| *tag == id).map(|(_, fact)| fact),
            Place::Area => self.area.as_ref(),
        }
    }

    fn set(&mut self, place: Place, fact: Option<Fact>) -> Option<Fact> {
        match place {
            Place::Unit(id) => {
                let slot = id.0 as usize;
                if self.units.len() <= slot {
                    fact.as_ref()?;
                    self.units.resize(slot + 1, None);
                }
                let old = std::mem::replace(self.units.get_mut(slot)?, fact);
                while matches!(self.units.last(), Some(None)) {
                    self.units.pop();
                }
                old
            }
            Place::Tag(id) => {
                let at = self.tags.partition_point(|(tag, _)| *tag < id);
                let there = self.tags.get_mut(at).filter(|(tag, _)| *tag == id);
                match (there, fact) {
                    (Some((_, old)), Some(fact)) => Some(std::mem::replace(old, fact)),
                    (Some(_), None) => Some(self.tags.remove(at).1),
                    (None, fact) => {
                        if let Some(fact) = fact {
                            self.tags.insert(at, (id, fact));
                        }
                        None
                    }
                }
            }
            Place::Area => std::mem::replace(&mut self.area, fact),
        }
    }

    /// The facts about units, indexed by `UnitId`, for reading many in one go.
    pub fn by_unit(&self) -> &[Option<Fact>] {
        &self.units
    }

    fn is_empty(&self) -> bool {
        self.units.is_empty() && self.tags.is_empty() && self.area.is_none()
    }

    /// All facts of the series: units by id, then tags, then the area.
    pub fn iter(&self) -> impl Iterator<Item = (Place, &Fact)> {
        let units = self.units.iter().enumerate();
        units
            .filter_map(|(slot, fact)| Some((Place::Unit(UnitId(slot as u32)), fact.as_ref()?)))
            .chain(self.tags.iter().map(|(id, fact)| (Place::Tag(*id), fact)))
            .chain(self.area.iter().map(|fact| (Place::Area, fact)))
    }
}

/// Identity of a [`Series`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SeriesKey {
    pub period: PeriodId,
    pub measure: Measure,
    pub group: Group,
}

/// Heading of the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heading {
    pub title: String,
    /// The area the table covers, such as "tỉnh Bắc Kạn"; names the total row.
    pub area: String,
    /// What the units are, such as "huyện" or "xã"; free text.
    pub level: String,
    /// Who made the table; free text.
    pub author: String,
}

/// A part of a file or link that this version of the program does not know; kept and written back unchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreign {
    /// How the codec that read it tells its parts apart.
    pub name: String,
    pub body: Vec<u8>,
}

/// The document.
#[derive(Clone, Debug, Default)]
pub struct Workbook {
    pub heading: Heading,
    /// Only the codecs look inside.
    pub foreign: Vec<Foreign>,
    /// In table order. A group stands before its members.
    units: Vec<Unit>,
    tags: Vec<Tag>,
    /// By date, oldest first.
    periods: Vec<Period>,
    /// Sorted by key; a handful of series, so a list is as quick as a tree and much less code.
    facts: Vec<(SeriesKey, Series)>,
    /// Numbers handed out so far, so that identities are never reused.
    next_unit: u32,
    next_tag: u16,
    next_period: u16,
}

impl Workbook {
    /// Whether there is nothing a figure could be about, so that nothing follows: no unit, no tag and no date.
    pub fn is_blank(&self) -> bool {
        self.units.is_empty() && self.tags.is_empty() && self.periods.is_empty()
    }

    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    pub fn tags(&self) -> &[Tag] {
        &self.tags
    }

    pub fn periods(&self) -> &[Period] {
        &self.periods
    }

    pub fn unit(&self, id: UnitId) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.id == id)
    }

    pub fn tag(&self, id: TagId) -> Option<&Tag> {
        self.tags.iter().find(|tag| tag.id == id)
    }

    pub fn period(&self, id: PeriodId) -> Option<&Period> {
        self.periods.iter().find(|period| period.id == id)
    }

    /// Whether other units name this one as their parent.
    pub fn is_group(&self, id: UnitId) -> bool {
        self.units.iter().any(|unit| unit.parent == Some(id))
    }

    /// How many units there are, not counting those that only group others.
    pub fn leaf_count(&self) -> usize {
        let mut groups: Vec<UnitId> = self.units.iter().filter_map(|unit| unit.parent).collect();
        groups.sort_unstable();
        groups.dedup();
        self.units.len().saturating_sub(groups.len())
    }

    /// The last two periods, or the only one.
    pub fn latest_span(&self) -> Option<Span> {
        let now = self.periods.last()?.id;
        let before = self.periods.len().checked_sub(2).and_then(|at| self.periods.get(at));
        Some(Span { prev: before.map(|period| period.id), now })
    }

    pub fn series(&self, key: SeriesKey) -> Option<&Series> {
        let at = self.facts.partition_point(|(other, _)| *other < key);
        self.facts.get(at).filter(|(other, _)| *other == key).map(|(_, series)| series)
    }

    /// Every series that holds a fact, in a fixed order.
    pub fn all_series(&self) -> impl Iterator<Item = (&SeriesKey, &Series)> {
        self.facts.iter().map(|(key, series)| (key, series))
    }

    pub fn fact(&self, key: FactKey) -> Option<&Fact> {
        self.series(SeriesKey { period: key.period, measure: key.measure, group: key.group })?.get(key.place)
    }

    /// The fact key that typing into a field of the table states.
    pub fn key_of(&self, span: Span, place: Place, field: Field) -> Option<FactKey> {
        let (measure, at) = field.fact()?;
        let period = match at {
            At::Prev => span.prev?,
            At::Now => span.now,
        };
        Some(FactKey { place, period, measure, group: field.group() })
    }

    /// Every fact about one unit, for taking the unit away and putting it back.
    pub fn facts_of(&self, place: Place) -> Vec<(FactKey, Fact)> {
        let all = self.facts.iter();
        all.filter_map(|(key, series)| {
            let fact = series.get(place)?.clone();
            Some((FactKey { place, period: key.period, measure: key.measure, group: key.group }, fact))
        })
        .collect()
    }

    /// An identity no unit has had.
    pub fn fresh_unit(&mut self) -> UnitId {
        let id = UnitId(self.next_unit);
        self.next_unit = self.next_unit.saturating_add(1);
        id
    }

    /// An identity no tag has had.
    pub fn fresh_tag(&mut self) -> TagId {
        let id = TagId(self.next_tag);
        self.next_tag = self.next_tag.saturating_add(1);
        id
    }

    /// An identity no period has had.
    pub fn fresh_period(&mut self) -> PeriodId {
        let id = PeriodId(self.next_period);
        self.next_period = self.next_period.saturating_add(1);
        id
    }

    /// The next unit, tag and period identity to be handed out, for saving.
    pub const fn next_identities(&self) -> (UnitId, TagId, PeriodId) {
        (UnitId(self.next_unit), TagId(self.next_tag), PeriodId(self.next_period))
    }

    /// Hands out no identity below these from now on; never lowers what is there. For a document being read.
    pub fn reserve_identities(&mut self, (unit, tag, period): (UnitId, TagId, PeriodId)) {
        self.next_unit = self.next_unit.max(unit.0);
        self.next_tag = self.next_tag.max(tag.0);
        self.next_period = self.next_period.max(period.0);
    }

    // The only ways to change the document; `edit` builds everything from them and keeps the inverse.

    pub(super) fn set_fact(&mut self, key: FactKey, fact: Option<Fact>) -> Option<Fact> {
        let series_key = SeriesKey { period: key.period, measure: key.measure, group: key.group };
        let at = self.facts.partition_point(|(other, _)| *other < series_key);
        if self.facts.get(at).is_none_or(|(other, _)| *other != series_key) {
            fact.as_ref()?;
            self.facts.insert(at, (series_key, Series::default()));
        }
        let (_, series) = self.facts.get_mut(at)?;
        let old = series.set(key.place, fact);
        if series.is_empty() {
            self.facts.remove(at);
        }
        old
    }

    pub(super) fn units_mut(&mut self) -> &mut Vec<Unit> {
        &mut self.units
    }

    pub(super) fn tags_mut(&mut self) -> &mut Vec<Tag> {
        &mut self.tags
    }

    pub(super) fn periods_mut(&mut self) -> &mut Vec<Period> {
        &mut self.periods
    }

    /// Raises the counters above an identity put in from outside.
    pub(super) fn note_unit(&mut self, id: UnitId) {
        self.next_unit = self.next_unit.max(id.0.saturating_add(1));
    }

    pub(super) fn note_tag(&mut self, id: TagId) {
        self.next_tag = self.next_tag.max(id.0.saturating_add(1));
    }

    pub(super) fn note_period(&mut self, id: PeriodId) {
        self.next_period = self.next_period.max(id.0.saturating_add(1));
    }
}

/// Two workbooks are equal when they state the same; which identities were once handed out does not matter.
impl PartialEq for Workbook {
    fn eq(&self, other: &Self) -> bool {
        self.heading == other.heading
            && self.foreign == other.foreign
            && self.units == other.units
            && self.tags == other.tags
            && self.periods == other.periods
            && self.facts == other.facts
    }
}

impl Eq for Workbook {}
