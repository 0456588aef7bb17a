//! Reading a link. Nothing in it is believed before its checksum is right, and little after.

use std::collections::{BTreeMap, VecDeque};

use serde::Deserialize;

use super::wire::{self, tag};
use super::{LOOK_BACK, OfficialNames, STANDARDS, STATUSES, form};
use crate::codec::crc::crc32;
use crate::codec::foreign;
use crate::codec::frame::{Defect, Frame, Part, Skeleton, Wrong, positions};
use crate::codec::limits;
use crate::core::measure::{Group, Measure};
use crate::core::period::{Date, Period, PeriodId};
use crate::core::unit::{MAX_UNITS, Place, Tag, TagId, Unit, UnitId};
use crate::core::workbook::{Heading, SeriesKey, Workbook};

/// A document that came by link.
#[derive(Debug, PartialEq, Eq)]
pub struct Opened {
    pub workbook: Workbook,
    /// What had to be repaired.
    pub repaired: Vec<Defect>,
    /// The link left names to this edition of the official list, which was not there or has other names: such units
    /// are named by their codes. Every figure is right.
    pub names_missing: Option<u8>,
}

const fn misshapen(part: Part) -> Defect {
    Defect::new(part, Wrong::Shape)
}

/// Reads the sections of a link.
pub fn read_sections(mut bytes: &[u8], official: Option<&OfficialNames>) -> Result<Opened, Defect> {
    let mut sections: Vec<(u32, &[u8])> = Vec::new();
    while !bytes.is_empty() {
        let next = || {
            let (tag, rest) = super::take_length(bytes)?;
            let (length, rest) = super::take_length(rest)?;
            let (body, rest) = rest.split_at_checked(length)?;
            Some((u32::try_from(tag).ok()?, body, rest))
        };
        let (tag, body, rest) = next().ok_or(misshapen(Part::Document))?;
        sections.push((tag, body));
        bytes = rest;
    }
    let one = |tag| {
        let mut found = sections.iter().filter(move |section| section.0 == tag).map(|section| section.1);
        let first = found.next();
        if found.next().is_some() { Err(Defect::new(Part::Document, Wrong::Duplicate)) } else { Ok(first) }
    };

    let mut skeleton = Skeleton::default();
    if let Some(body) = one(tag::HEADING)? {
        let wire::Heading { title, area, level, author } = parse(body, Part::Heading)?;
        let own = str::to_owned;
        skeleton.heading = Heading { title: own(title), area: own(area), level: own(level), author: own(author) };
    }
    if let Some(body) = one(tag::PERIODS)? {
        let periods: Vec<wire::Period> = parse(body, Part::Document)?;
        for (at, period) in periods.into_iter().enumerate() {
            let unknown = Defect::new(Part::Period(at as u32), Wrong::Unknown);
            skeleton.periods.push(Period {
                id: PeriodId(period.id),
                date: Date { year: period.year, month: period.month, day: period.day },
                status: *STATUSES.get(usize::from(period.status)).ok_or(unknown)?,
                standard: *STANDARDS.get(usize::from(period.standard)).ok_or(unknown)?,
                note: period.note.to_owned(),
            });
        }
    }
    let mut names_missing = None;
    if let Some(body) = one(tag::UNITS)? {
        skeleton.units = units(parse(body, Part::Document)?, official, &mut names_missing)?;
    }
    if let Some(body) = one(tag::TAGS)? {
        let tags: Vec<wire::Tag> = parse(body, Part::Document)?;
        for (at, tag) in tags.into_iter().enumerate() {
            let mut position = -1_i64;
            for step in tag.members {
                position = position.saturating_add(step);
                let unit = usize::try_from(position).ok().and_then(|at| skeleton.units.get_mut(at));
                let unit = unit.ok_or(Defect::new(Part::Tag(at as u32), Wrong::NoSuch))?;
                unit.tags.push(TagId(tag.id));
            }
            skeleton.tags.push(Tag { id: TagId(tag.id), name: tag.name.to_owned() });
        }
    }
    skeleton.series = sections.iter().filter(|(tag, _)| matches!(*tag, tag::SERIES | tag::SERIES_BY_ID)).count();

    let frame = Frame::new(skeleton)?;
    let ids: &[UnitId] = if sections.iter().any(|(tag, _)| *tag == tag::SERIES_BY_ID) { &frame.unit_ids } else { &[] };
    let by_id = positions(ids.iter().copied());
    let mut reader = Reader { frame, by_id, earlier: VecDeque::new(), number: 0 };
    for (tag, body) in &sections {
        reader.take(*tag, body)?;
    }
    let Frame { workbook, repaired, .. } = reader.frame;
    Ok(Opened { workbook, repaired, names_missing })
}

/// A whole section; what it holds more than it should makes it unreadable.
fn parse<'a, T: Deserialize<'a>>(body: &'a [u8], part: Part) -> Result<T, Defect> {
    match postcard::take_from_bytes(body) {
        Ok((value, [])) => Ok(value),
        _ => Err(misshapen(part)),
    }
}

fn units(
    wire: wire::Units,
    official: Option<&OfficialNames>,
    names_missing: &mut Option<u8>,
) -> Result<Vec<Unit>, Defect> {
    let wire::Units { count, ids, names, list, list_names, codes, parents } = wire;
    let count = count as usize;
    let misshapen = misshapen(Part::Document);
    let fits = |column: &[i64]| column.is_empty() || column.len() == count;
    if count > MAX_UNITS || !fits(&ids) || !fits(&codes) || !fits(&parents) {
        return Err(misshapen);
    }
    let mut units: Vec<Unit> = Vec::new();
    let mut parent_positions = Vec::new();
    let (mut id, mut code, mut parent) = (-1_i64, 0_i64, 0_i64);
    for (at, name) in names.split('\n').enumerate().take_while(|_| count > 0) {
        let step = |column: &[i64]| column.get(at).copied().unwrap_or(0);
        id = id.checked_add(step(&ids)).and_then(|id| id.checked_add(1)).ok_or(misshapen)?;
        code = code.checked_add(step(&codes)).ok_or(misshapen)?;
        parent = parent.checked_add(step(&parents)).ok_or(misshapen)?;
        let mut unit = Unit::new(UnitId(u32::try_from(id).map_err(|_| misshapen)?), name);
        if code != 0 {
            unit.code = Some(code.to_string().strip_prefix('1').ok_or(misshapen)?.to_owned());
        }
        units.push(unit);
        parent_positions.push(usize::try_from(parent).map_err(|_| misshapen)?.checked_sub(1));
    }
    if units.len() != count {
        return Err(misshapen);
    }
    for (at, position) in parent_positions.into_iter().enumerate() {
        let Some(position) = position else { continue };
        let parent = units.get(position).ok_or(misshapen)?.id;
        if let Some(unit) = units.get_mut(at) {
            unit.parent = Some(parent);
        }
    }
    if list != 0 {
        let mut taken = String::new();
        for unit in &mut units {
            if let (Some(code), true) = (&unit.code, unit.name.is_empty()) {
                let listed = official.filter(|official| official.list == list).and_then(|list| (list.name)(code));
                unit.name = listed.unwrap_or_else(|| code.clone());
                taken.push_str(&unit.name);
                taken.push('\n');
            }
        }
        *names_missing = (crc32(taken.as_bytes()) != list_names).then_some(list);
    }
    Ok(units)
}

/// The name under which [`tag::SERIES_BY_ID`] is kept.
const BY_ID: &str = "#8";

fn is_known(series: &wire::Series) -> bool {
    Measure::ALL.get(usize::from(series.measure)).is_some()
}

struct Reader {
    frame: Frame,
    /// The units by identity, for sections that use it.
    by_id: BTreeMap<u32, usize>,
    /// For each of the last series, newest first, the first number of each row.
    earlier: VecDeque<Vec<Option<i64>>>,
    /// How many series were read.
    number: u32,
}

impl Reader {
    fn take(&mut self, tag: u32, body: &[u8]) -> Result<(), Defect> {
        let place = Part::Series(self.number);
        match tag {
            tag::HEADING..=tag::UNITS => {}
            tag::SERIES => {
                let series: wire::Series = parse(body, place)?;
                if is_known(&series) {
                    let units = self.frame.unit_ids.iter().map(|id| Some(Place::Unit(*id)));
                    let tags = self.frame.tag_ids.iter().map(|id| Some(Place::Tag(*id)));
                    let rows: Vec<_> = units.chain(tags).chain([Some(Place::Area)]).collect();
                    self.series(series, &rows)?;
                } else {
                    self.remember(Vec::new());
                    self.keep_series(body);
                }
            }
            tag::SERIES_BY_ID => {
                let wire::SeriesById { units, tags, series } = parse(body, place)?;
                let series: wire::Series = parse(series, place)?;
                if is_known(&series) {
                    let units = units.iter().map(|id| self.by_id.contains_key(id).then_some(Place::Unit(UnitId(*id))));
                    let tags = tags.iter().map(|id| TagId(*id));
                    let tags = tags.map(|id| self.frame.tag_ids.contains(&id).then_some(Place::Tag(id)));
                    let rows: Vec<_> = units.chain(tags).chain([Some(Place::Area)]).collect();
                    self.series(series, &rows)?;
                } else {
                    self.remember(Vec::new());
                    self.keep(BY_ID, body);
                }
            }
            tag::NEXT => {
                let wire::Next { unit, tag, period } = parse(body, Part::Document)?;
                self.frame.reserve(unit, tag.into(), period.into());
            }
            tag::MEMBER => {
                let wire::Member { name, body } = parse(body, Part::Document)?;
                if name.starts_with('#') {
                    return Err(misshapen(Part::Document));
                }
                self.keep(name, body);
            }
            _ => self.keep(&["#", &tag.to_string()].concat(), body),
        }
        Ok(())
    }

    fn keep(&mut self, name: &str, body: &[u8]) {
        let kept = foreign::keep(&mut self.frame.workbook, name, body);
        self.frame.repair(Part::Document, if kept { Wrong::Kept } else { Wrong::Unknown });
    }

    /// Keeps a series of a measure this version does not know, with the identities its rows are about: units may be
    /// moved before it is written back.
    fn keep_series(&mut self, series: &[u8]) {
        let units = self.frame.unit_ids.iter().map(|id| id.0).collect();
        let tags = self.frame.tag_ids.iter().map(|id| id.0).collect();
        let body = postcard::to_allocvec(&wire::SeriesById { units, tags, series }).unwrap_or_default();
        self.keep(BY_ID, &body);
    }

    fn series(&mut self, wire: wire::Series, rows: &[Option<Place>]) -> Result<(), Defect> {
        let number = self.number;
        let part = Part::Series(number);
        let measure = *Measure::ALL.get(usize::from(wire.measure)).ok_or(misshapen(part))?;
        let key = SeriesKey { period: PeriodId(wire.period), measure, group: Group(wire.group) };
        if self.frame.workbook.period(key.period).is_none() {
            return Err(Defect::new(part, Wrong::NoSuch));
        }
        if self.frame.workbook.series(key).is_some() {
            return Err(Defect::new(part, Wrong::Duplicate));
        }
        let base = match wire.base {
            0 => None,
            back => Some(self.earlier.get(back as usize - 1).ok_or(misshapen(part))?.clone()),
        };
        let mut figures = wire.figures.into_iter();
        let mut texts = wire.texts.split('\n').peekable();
        let mut firsts = Vec::new();
        for run in wire.runs.chunks(2) {
            let &[form, length] = run else { return Err(misshapen(part)) };
            if length as usize > rows.len() - firsts.len() {
                return Err(misshapen(part));
            }
            for _ in 0..length {
                let row = firsts.len();
                let here = Part::Fact { series: number, row: row as u32 };
                if form == form::NONE {
                    firsts.push(None);
                    continue;
                }
                let text = if form::has_text(form) { Some(texts.next().ok_or(misshapen(here))?) } else { None };
                let lean = base.as_ref().and_then(|base| base.get(row).copied().flatten()).unwrap_or(0);
                let mut first = None;
                let next = || {
                    let number = figures.next()?.checked_add(first.unwrap_or(lean))?;
                    first.get_or_insert(number);
                    Some(number)
                };
                let fact = form::to_fact(form, text, next).ok_or(misshapen(here))?;
                if limits::fits(measure, &fact.reading).is_err() {
                    return Err(Defect::new(here, Wrong::OutOfRange));
                }
                firsts.push(first);
                if let Some(place) = rows.get(row).copied().flatten() {
                    self.frame.set(key, place, fact, here)?;
                }
            }
        }
        let texts_left = texts.next().is_some_and(|text| !text.is_empty() || texts.peek().is_some());
        if figures.next().is_some() || texts_left {
            return Err(misshapen(part));
        }
        self.remember(firsts);
        Ok(())
    }

    fn remember(&mut self, firsts: Vec<Option<i64>>) {
        self.number += 1;
        self.earlier.truncate(LOOK_BACK - 1);
        self.earlier.push_front(firsts);
    }
}
