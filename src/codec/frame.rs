//! From parts read somewhere to a document that keeps its invariants: the one door for files, links and saved copies.

use super::limits::{
    MAX_CODE, MAX_DEPTH, MAX_PERIODS, MAX_SERIES, MAX_SLOTS, MAX_SMALL_ID, MAX_TAGS, MAX_TEXT, MAX_UNIT_ID, clean,
};
use crate::core::edit::Edit;
use crate::core::fact::{Fact, FactKey};
use crate::core::names::compose;
use crate::core::period::{Period, PeriodId};
use crate::core::unit::{MAX_NAME, MAX_UNITS, Place, Tag, TagId, Unit, UnitId};
use crate::core::workbook::{Heading, SeriesKey, Workbook};

/// Where in a document something is wrong; numbers count from 0 in the order of the source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// The document as a whole.
    #[default]
    Document,
    Heading,
    Period(u32),
    Tag(u32),
    Unit(u32),
    Series(u32),
    /// One figure; `series` and `row` (units, then tags, then the area) as in the source.
    Fact {
        series: u32,
        row: u32,
    },
}

/// What is wrong with a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Something required is not there.
    Missing,
    /// Has another shape than documented, such as a text where a number belongs.
    Shape,
    /// A word or number this version of the program has no meaning for; a member left out.
    Unknown,
    Duplicate,
    TooMany,
    /// Text longer than accepted, or with control characters; when repaired it was cut or blanked.
    Text,
    /// A part of a later version of the program: not shown, but kept and written back.
    Kept,
    /// Names something that is not in the document.
    NoSuch,
    /// Units are, through their parents, parts of themselves.
    Cycle,
    /// Stands in the wrong place; when repaired it was moved.
    Order,
    /// A date, count or rate that cannot be.
    OutOfRange,
    /// Identities could not be used and were given anew.
    Renumbered,
}

/// Something wrong and where. As an error: why reading was refused. As a warning: what was repaired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Defect {
    pub part: Part,
    pub wrong: Wrong,
}

impl Defect {
    pub const fn new(part: Part, wrong: Wrong) -> Self {
        Self { part, wrong }
    }
}

/// A document being read. First come heading, periods and units, then tags, then [`Frame::stand`], then figures.
///
/// Readers go on after something is refused, which keeps them short; [`Frame::finish`] tells. Limits bound what that
/// costs.
#[derive(Default)]
pub struct Frame {
    pub workbook: Workbook,
    /// Identities by position in the source, which repairs may have changed.
    pub unit_ids: Vec<UnitId>,
    pub tag_ids: Vec<TagId>,
    /// Units before they stand in their tree; parents are identities of the source.
    units: Vec<Unit>,
    positions: Positions,
    /// What is being read.
    pub here: Part,
    repaired: Vec<Defect>,
    refused: Option<Defect>,
    series: usize,
    /// Cells reserved so far, and how far the series last put into reaches.
    slots: usize,
    reach: Option<(SeriesKey, usize)>,
}

impl Frame {
    /// Notes a repair of what is being read; only the first hundred are kept.
    pub fn repair(&mut self, wrong: Wrong) {
        if self.repaired.len() < 100 {
            self.repaired.push(Defect { part: self.here, wrong });
        }
    }

    /// Notes that what is being read cannot be repaired; only the first is kept.
    pub fn refuse(&mut self, wrong: Wrong) {
        self.refused.get_or_insert(Defect { part: self.here, wrong });
    }

    /// Whether something was refused.
    pub const fn is_refused(&self) -> bool {
        self.refused.is_some()
    }

    /// The document, and what was repaired in it.
    ///
    /// # Errors
    /// The first thing that was refused.
    pub fn finish(self) -> Result<(Workbook, Vec<Defect>), Defect> {
        match self.refused {
            Some(defect) => Err(defect),
            None => Ok((self.workbook, self.repaired)),
        }
    }

    /// Cuts and blanks what a text may not hold.
    pub fn tidy(&mut self, text: &mut String, most: usize) {
        if let Some(better) = clean(text, most) {
            *text = better;
            self.repair(Wrong::Text);
        }
    }

    /// Takes the heading.
    pub fn heading(&mut self, mut heading: Heading) {
        self.here = Part::Heading;
        for text in [&mut heading.title, &mut heading.area, &mut heading.level, &mut heading.author] {
            self.tidy(text, MAX_TEXT);
        }
        self.workbook.heading = heading;
    }

    /// Takes the next period.
    pub fn period(&mut self, mut period: Period) {
        let count = self.workbook.periods().len();
        if count == MAX_PERIODS {
            return self.refuse(Wrong::TooMany);
        }
        if !period.date.is_valid() || period.id.0 > MAX_SMALL_ID {
            return self.refuse(Wrong::OutOfRange);
        }
        if self.workbook.period(period.id).is_some() {
            return self.refuse(Wrong::Duplicate);
        }
        self.tidy(&mut period.note, MAX_TEXT);
        let later = self.workbook.periods().iter().position(|other| other.date > period.date);
        if later.is_some() {
            self.repair(Wrong::Order);
        }
        Edit::InsertPeriod { at: later.unwrap_or(count), period }.apply(&mut self.workbook);
    }

    /// Takes the next unit, without tags.
    pub fn unit(&mut self, mut unit: Unit) {
        if self.units.len() == MAX_UNITS {
            return self.refuse(Wrong::TooMany);
        }
        unit.name = compose(&unit.name);
        self.tidy(&mut unit.name, MAX_NAME);
        if unit.code.as_ref().is_some_and(|code| code.len() > MAX_CODE || !code.bytes().all(|c| c.is_ascii_digit())) {
            unit.code = None;
            self.repair(Wrong::Text);
        }
        self.units.push(unit);
    }

    /// All units are there: finds where each identity stands.
    pub fn index(&mut self) {
        self.positions = Positions::of(&self.units);
    }

    /// Where a unit stands that the source calls by this identity; the first, where one is used twice.
    pub fn position(&self, id: u32) -> Option<usize> {
        self.positions.get(UnitId(id))
    }

    /// Takes the next tag.
    pub fn tag(&mut self, id: u16, name: &str) {
        let id = TagId(id);
        let at = self.tag_ids.len();
        if at == MAX_TAGS {
            return self.refuse(Wrong::TooMany);
        }
        if self.tag_ids.contains(&id) {
            return self.refuse(Wrong::Duplicate);
        }
        if id.0 > MAX_SMALL_ID {
            return self.refuse(Wrong::OutOfRange);
        }
        let mut name = compose(name);
        self.tidy(&mut name, MAX_NAME);
        Edit::InsertTag { at, tag: Tag { id, name } }.apply(&mut self.workbook);
        self.tag_ids.push(id);
    }

    /// Puts the tag last taken on the unit at a position.
    pub fn carry(&mut self, position: Option<usize>) {
        let unit = position.and_then(|at| self.units.get_mut(at));
        let Some((unit, tag)) = unit.zip(self.tag_ids.last()) else { return self.repair(Wrong::NoSuch) };
        if let Err(at) = unit.tags.binary_search(tag) {
            unit.tags.insert(at, *tag);
        }
    }

    /// Takes over which identities were handed out. Numbers out of range are passed over: those in use are known.
    pub fn reserve(&mut self, unit: u32, tag: u32, period: u32) {
        let small = |next: u32| if next <= u32::from(MAX_SMALL_ID) { next as u16 } else { 0 };
        let unit = if unit <= MAX_UNIT_ID { unit } else { 0 };
        self.workbook.reserve_identities((UnitId(unit), TagId(small(tag)), PeriodId(small(period))));
    }

    /// Sets the units up in their tree, every one after its parent.
    pub fn stand(&mut self) {
        self.here = Part::Document;
        let highest = self.units.iter().map(|unit| unit.id.0).max().unwrap_or(0);
        // Few units with high identities would cost as much memory as many.
        let is_costly = highest as usize > 20_000 + 4 * self.units.len();
        let renumber = highest >= MAX_UNIT_ID || is_costly || self.positions.repeat;
        if renumber {
            self.repair(Wrong::Renumbered);
        }
        for (at, unit) in self.units.iter().enumerate() {
            self.unit_ids.push(if renumber { UnitId(at as u32) } else { unit.id });
        }

        let mut units: Vec<Option<Unit>> = std::mem::take(&mut self.units).into_iter().map(Some).collect();
        // How deep each unit stands that has its place.
        let mut depths: Vec<Option<usize>> = vec![None; units.len()];
        let mut placed = 0;
        while placed < units.len() {
            let before = placed;
            for at in 0..units.len() {
                let Some(Some(unit)) = units.get(at) else { continue };
                let parent = unit.parent.map(|id| self.positions.get(id));
                let depth = match parent {
                    None | Some(None) => Some(0),
                    Some(Some(parent)) => depths.get(parent).copied().flatten().map(|depth| depth + 1),
                };
                // Its parent stands further down: wait for the next round.
                let Some(depth) = depth else { continue };
                self.here = Part::Unit(at as u32);
                if depth > MAX_DEPTH {
                    return self.refuse(Wrong::TooMany);
                }
                if parent == Some(None) {
                    self.repair(Wrong::NoSuch);
                }
                let Some(mut unit) = units.get_mut(at).and_then(Option::take) else { continue };
                unit.id = self.unit_ids.get(at).copied().unwrap_or(unit.id);
                unit.parent = parent.flatten().and_then(|parent| self.unit_ids.get(parent)).copied();
                Edit::InsertUnit { at: placed, unit, facts: Vec::new() }.apply(&mut self.workbook);
                placed += 1;
                if let Some(own) = depths.get_mut(at) {
                    *own = Some(depth);
                }
            }
            self.here = Part::Document;
            if placed == before {
                return self.refuse(Wrong::Cycle);
            }
            if placed < units.len() {
                self.repair(Wrong::Order);
            }
        }
    }

    /// The rows that the columns of a series are about: units, tags, the area. All of them in their order, or those
    /// with these identities, where there are such.
    pub fn rows(&self, units: Option<&[u32]>, tags: Option<&[u32]>) -> Rows {
        let mut places = Vec::new();
        let count = units.map_or(self.unit_ids.len(), <[u32]>::len);
        for at in 0..count {
            let position = units.map_or(Some(at), |ids| self.position(*ids.get(at)?));
            let id = position.and_then(|at| self.unit_ids.get(at));
            places.push(id.map(|id| Place::Unit(*id)));
        }
        let tag_count = tags.map_or(self.tag_ids.len(), <[u32]>::len);
        for at in 0..tag_count {
            let id = match tags {
                Some(ids) => self.tag_ids.iter().find(|tag| Some(&u32::from(tag.0)) == ids.get(at)),
                None => self.tag_ids.get(at),
            };
            places.push(id.map(|id| Place::Tag(*id)));
        }
        places.push(Some(Place::Area));
        Rows { places, units: count, tags: tag_count }
    }

    /// Whether figures may be put into a series: its period is there, and it has none yet.
    pub fn begin(&mut self, series: SeriesKey) {
        self.series += 1;
        if self.series > MAX_SERIES {
            self.refuse(Wrong::TooMany);
        }
        if self.workbook.period(series.period).is_none() {
            self.refuse(Wrong::NoSuch);
        }
        if self.workbook.series(series).is_some() {
            self.refuse(Wrong::Duplicate);
        }
    }

    /// Puts a figure in. The figures of one series come one after the other.
    pub fn set(&mut self, series: SeriesKey, place: Place, fact: Fact) {
        if let Place::Unit(id) = place {
            let reached = self.reach.filter(|(key, _)| *key == series).map_or(0, |(_, reached)| reached);
            let reach = reached.max(id.0 as usize + 1);
            self.slots += reach - reached;
            self.reach = Some((series, reach));
            if self.slots > MAX_SLOTS {
                return self.refuse(Wrong::TooMany);
            }
        }
        let key = FactKey { period: series.period, measure: series.measure, group: series.group, place };
        let before = Edit::SetFact { key, fact: Some(fact) }.apply(&mut self.workbook);
        if matches!(before, Edit::SetFact { fact: Some(_), .. }) {
            self.refuse(Wrong::Duplicate);
        }
    }
}

/// The rows of a series.
pub struct Rows {
    /// Units, tags, the area; `None` where there is no such unit or tag.
    pub places: Vec<Option<Place>>,
    /// How many of them are units.
    pub units: usize,
    /// How many are tags.
    pub tags: usize,
}

/// Where each unit stands, by identity.
#[derive(Default)]
pub struct Positions {
    /// Position plus 1; 0 for identities that no unit has.
    by_id: Vec<u32>,
    /// An identity is used twice, or too high to be looked up.
    repeat: bool,
}

impl Positions {
    /// Identities from here on are not found; no document gets there by being worked on.
    const HIGHEST: usize = 1 << 22;

    /// Of the units, in their order.
    pub fn of(units: &[Unit]) -> Self {
        let mut positions = Self::default();
        for (at, unit) in units.iter().enumerate() {
            let id = unit.id.0 as usize;
            if id >= positions.by_id.len() && id < Self::HIGHEST {
                positions.by_id.resize(id + 1, 0);
            }
            match positions.by_id.get_mut(id) {
                Some(position @ 0) => *position = at as u32 + 1,
                _ => positions.repeat = true,
            }
        }
        positions
    }

    pub fn get(&self, id: UnitId) -> Option<usize> {
        (*self.by_id.get(id.0 as usize)? as usize).checked_sub(1)
    }
}
