//! From parts read somewhere to a document that keeps its invariants: the one door for files, links and saved copies.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// The document as a whole.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// A unit is, through its parents, a part of itself.
    Cycle,
    /// Stands in the wrong place; when repaired it was moved.
    Order,
    /// A date, count or rate that cannot be.
    OutOfRange,
    /// Identities could not be used and were given anew.
    Renumbered,
}

/// Something wrong and where. As an error: why reading was refused. As a warning: what was repaired.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Defect {
    pub part: Part,
    pub wrong: Wrong,
}

impl Defect {
    pub const fn new(part: Part, wrong: Wrong) -> Self {
        Self { part, wrong }
    }
}

/// What a document stands on before its figures, as found in a source. Parents and tags of units name identities of the
/// source; nothing is checked yet.
#[derive(Default)]
pub struct Skeleton {
    pub heading: Heading,
    pub periods: Vec<Period>,
    pub tags: Vec<Tag>,
    pub units: Vec<Unit>,
    /// How many series of figures will follow.
    pub series: usize,
}

/// A document being read: its skeleton stands, its figures are being put in.
pub struct Frame {
    pub workbook: Workbook,
    /// Identities by position in the source, which repairs may have changed.
    pub unit_ids: Vec<UnitId>,
    pub tag_ids: Vec<TagId>,
    /// What was repaired; only the first hundred are kept.
    pub repaired: Vec<Defect>,
    /// Cells that may still be reserved, and how far the series last put into reaches.
    slots: usize,
    reach: Option<(SeriesKey, usize)>,
}

impl Frame {
    /// Checks and repairs a skeleton.
    ///
    /// # Errors
    /// What cannot be repaired: too many parts, identities used twice for periods or tags, impossible dates, a tree
    /// deeper than [`MAX_DEPTH`].
    pub fn new(skeleton: Skeleton) -> Result<Self, Defect> {
        let Skeleton { heading, periods, tags, units, series } = skeleton;
        let too_many = |part| Err(Defect::new(part, Wrong::TooMany));
        if periods.len() > MAX_PERIODS {
            return too_many(Part::Period(MAX_PERIODS as u32));
        }
        if tags.len() > MAX_TAGS {
            return too_many(Part::Tag(MAX_TAGS as u32));
        }
        if units.len() > MAX_UNITS {
            return too_many(Part::Unit(MAX_UNITS as u32));
        }
        if series > MAX_SERIES {
            return too_many(Part::Series(MAX_SERIES as u32));
        }
        let mut frame = Frame {
            workbook: Workbook::default(),
            unit_ids: Vec::new(),
            tag_ids: tags.iter().map(|tag| tag.id).collect(),
            repaired: Vec::new(),
            slots: MAX_SLOTS,
            reach: None,
        };
        frame.take_heading(heading);
        frame.take_periods(periods)?;
        frame.take_tags(tags)?;
        frame.take_units(units, series)?;
        Ok(frame)
    }

    /// Notes a repair.
    pub fn repair(&mut self, part: Part, wrong: Wrong) {
        if self.repaired.len() < 100 {
            self.repaired.push(Defect::new(part, wrong));
        }
    }

    /// Puts a figure in. The figures of one series come one after the other.
    ///
    /// # Errors
    /// The cell has a figure already, or the document reserves more cells than [`MAX_SLOTS`].
    pub fn set(&mut self, series: SeriesKey, place: Place, fact: Fact, part: Part) -> Result<(), Defect> {
        if let Place::Unit(id) = place {
            let reached = self.reach.filter(|(key, _)| *key == series).map_or(0, |(_, reached)| reached);
            let reach = reached.max(id.0 as usize + 1);
            self.slots = self.slots.checked_sub(reach - reached).ok_or(Defect::new(part, Wrong::TooMany))?;
            self.reach = Some((series, reach));
        }
        let key = FactKey { period: series.period, measure: series.measure, group: series.group, place };
        match (Edit::SetFact { key, fact: Some(fact) }).apply(&mut self.workbook) {
            Edit::SetFact { fact: Some(_), .. } => Err(Defect::new(part, Wrong::Duplicate)),
            _ => Ok(()),
        }
    }

    /// Takes over which identities were handed out. Numbers out of range are passed over: those in use are known.
    pub fn reserve(&mut self, unit: u32, tag: u32, period: u32) {
        let unit = if unit <= MAX_UNIT_ID { unit } else { 0 };
        let small = |next: u32| if next <= u32::from(MAX_SMALL_ID) { next as u16 } else { 0 };
        self.workbook.reserve_identities((UnitId(unit), TagId(small(tag)), PeriodId(small(period))));
    }

    /// The unit a source calls by this identity.
    pub fn position(&self, source: &BTreeMap<u32, usize>, id: u32) -> Option<UnitId> {
        self.unit_ids.get(*source.get(&id)?).copied()
    }

    fn tidy(&mut self, text: &mut String, most: usize, part: Part) {
        if let Some(better) = clean(text, most) {
            *text = better;
            self.repair(part, Wrong::Text);
        }
    }

    fn take_heading(&mut self, mut heading: Heading) {
        for text in [&mut heading.title, &mut heading.area, &mut heading.level, &mut heading.author] {
            self.tidy(text, MAX_TEXT, Part::Heading);
        }
        self.workbook.heading = heading;
    }

    fn take_periods(&mut self, mut periods: Vec<Period>) -> Result<(), Defect> {
        let mut ids = Vec::new();
        for (at, period) in periods.iter_mut().enumerate() {
            let part = Part::Period(at as u32);
            if !period.date.is_valid() || period.id.0 > MAX_SMALL_ID {
                return Err(Defect::new(part, Wrong::OutOfRange));
            }
            if ids.contains(&period.id) {
                return Err(Defect::new(part, Wrong::Duplicate));
            }
            ids.push(period.id);
            self.tidy(&mut period.note, MAX_TEXT, part);
        }
        if !periods.is_sorted_by_key(|period| period.date) {
            periods.sort_by_key(|period| period.date);
            self.repair(Part::Document, Wrong::Order);
        }
        for (at, period) in periods.into_iter().enumerate() {
            Edit::InsertPeriod { at, period }.apply(&mut self.workbook);
        }
        Ok(())
    }

    fn take_tags(&mut self, tags: Vec<Tag>) -> Result<(), Defect> {
        for (at, mut tag) in tags.into_iter().enumerate() {
            let part = Part::Tag(at as u32);
            if self.workbook.tag(tag.id).is_some() {
                return Err(Defect::new(part, Wrong::Duplicate));
            }
            if tag.id.0 > MAX_SMALL_ID {
                return Err(Defect::new(part, Wrong::OutOfRange));
            }
            tag.name = compose(&tag.name);
            self.tidy(&mut tag.name, MAX_NAME, part);
            Edit::InsertTag { at, tag }.apply(&mut self.workbook);
        }
        Ok(())
    }

    fn take_units(&mut self, mut units: Vec<Unit>, series: usize) -> Result<(), Defect> {
        let source = positions(units.iter().map(|unit| unit.id));
        let mut parents = vec![None; units.len()];
        let mut known = self.tag_ids.clone();
        known.sort_unstable();
        for (at, (unit, parent)) in units.iter_mut().zip(&mut parents).enumerate() {
            let part = Part::Unit(at as u32);
            unit.name = compose(&unit.name);
            self.tidy(&mut unit.name, MAX_NAME, part);
            if unit.code.as_ref().is_some_and(|code| !is_code(code)) {
                unit.code = None;
                self.repair(part, Wrong::Text);
            }
            unit.tags.sort_unstable();
            unit.tags.dedup();
            let tags = unit.tags.len();
            unit.tags.retain(|id| known.binary_search(id).is_ok());
            *parent = unit.parent.and_then(|id| source.get(&id.0).copied());
            if tags != unit.tags.len() || parent.is_some() != unit.parent.is_some() {
                self.repair(part, Wrong::NoSuch);
            }
        }

        let highest = source.last_key_value().map_or(0, |(id, _)| *id);
        let slots = (highest as usize).saturating_add(1).saturating_mul(series);
        if source.len() < units.len() || highest >= MAX_UNIT_ID || slots > MAX_SLOTS {
            for (at, unit) in units.iter_mut().enumerate() {
                unit.id = UnitId(at as u32);
            }
            self.repair(Part::Document, Wrong::Renumbered);
        }
        self.unit_ids = units.iter().map(|unit| unit.id).collect();

        let order = self.parents_first(&mut parents)?;
        let mut slots: Vec<Option<Unit>> = units.into_iter().map(Some).collect();
        for (at, from) in order.into_iter().enumerate() {
            let Some(mut unit) = slots.get_mut(from).and_then(Option::take) else { continue };
            let parent = parents.get(from).copied().flatten();
            unit.parent = parent.and_then(|parent| self.unit_ids.get(parent).copied());
            Edit::InsertUnit { at, unit, facts: Vec::new() }.apply(&mut self.workbook);
        }
        Ok(())
    }

    /// The order in which every unit stands after its parent, as close to the given one as that allows; cuts cycles.
    fn parents_first(&mut self, parents: &mut [Option<usize>]) -> Result<Vec<usize>, Defect> {
        let count = parents.len();
        let mut order: Vec<usize> = (0..count).collect();
        if parents.iter().enumerate().any(|(at, parent)| parent.is_some_and(|parent| parent >= at)) {
            self.repair(Part::Document, Wrong::Order);
            let mut members = vec![Vec::new(); count];
            for (at, parent) in parents.iter().enumerate().rev() {
                if let Some(members) = parent.and_then(|parent| members.get_mut(parent)) {
                    members.push(at);
                }
            }
            order.clear();
            let mut placed = vec![false; count];
            // Roots first; what is left after that hangs together in cycles, each cut at its first unit.
            for cut in [false, true] {
                for (root, parent) in parents.iter_mut().enumerate() {
                    if placed.get(root) == Some(&true) || (parent.is_some() && !cut) {
                        continue;
                    }
                    if parent.take().is_some() {
                        self.repair(Part::Unit(root as u32), Wrong::Cycle);
                    }
                    let mut waiting = vec![root];
                    while let Some(at) = waiting.pop() {
                        if let Some(placed) = placed.get_mut(at).filter(|placed| !**placed) {
                            *placed = true;
                            order.push(at);
                            waiting.extend(members.get(at).into_iter().flatten());
                        }
                    }
                }
            }
        }
        let mut depth = vec![0; count];
        for &at in &order {
            let above = parents.get(at).copied().flatten().and_then(|parent| depth.get(parent)).copied();
            let own = above.map_or(0, |above: usize| above + 1);
            if own > MAX_DEPTH {
                return Err(Defect::new(Part::Unit(at as u32), Wrong::TooMany));
            }
            if let Some(depth) = depth.get_mut(at) {
                *depth = own;
            }
        }
        Ok(order)
    }
}

/// Where each identity of a source stands; the first, where one is used twice.
pub fn positions(ids: impl DoubleEndedIterator<Item = UnitId> + ExactSizeIterator) -> BTreeMap<u32, usize> {
    ids.enumerate().rev().map(|(at, id)| (id.0, at)).collect()
}

fn is_code(code: &str) -> bool {
    (1..=MAX_CODE).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit())
}
