//! Reading a workbook file. What is damaged is repaired and reported where that loses nothing, and refused otherwise.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::cell::read_reading;
use super::{LETTERS, STANDARDS, STATUSES, of_word};
use crate::codec::foreign::{self, SERIES};
use crate::codec::frame::{Defect, Frame, Part, Skeleton, Wrong, positions};
use crate::codec::json::Json;
use crate::codec::limits::{self, MAX_FILE};
use crate::core::fact::{Fact, Figure, Reading, Source, Unreadable};
use crate::core::measure::{Group, Measure};
use crate::core::period::{Date, Period, PeriodId};
use crate::core::unit::{Place, Tag, TagId, Unit, UnitId};
use crate::core::workbook::{SeriesKey, Workbook};

/// Why a file was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileError {
    /// Longer than [`MAX_FILE`].
    TooLong,
    /// Not JSON from this place on; both count from 1.
    NotJson { line: u32, column: u32 },
    /// JSON, but not a workbook.
    NotOurs,
    /// Written by a later version of the program: must not be altered by this one.
    Newer { version: i64 },
    /// Something in it that cannot be repaired.
    Invalid(Defect),
}

impl From<Defect> for FileError {
    fn from(defect: Defect) -> Self {
        FileError::Invalid(defect)
    }
}

/// Reads the text of a workbook file. The list says what had to be repaired.
///
/// # Errors
/// See [`FileError`].
pub fn read_file(text: &str) -> Result<(Workbook, Vec<Defect>), FileError> {
    if text.len() > MAX_FILE {
        return Err(FileError::TooLong);
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let json = Json::parse(text).map_err(|at| not_json(text, at))?;
    let mut top = Object::new(json, Part::Document).map_err(|defect| match defect.wrong {
        Wrong::Shape => FileError::NotOurs,
        _ => FileError::Invalid(defect),
    })?;
    if top.take("format").and_then(Json::text).as_deref() != Some("giamngheo") {
        return Err(FileError::NotOurs);
    }
    match top.take("version").and_then(Json::integer) {
        Some(1) => Ok(read_version_1(top)?),
        Some(version) if version > 1 => Err(FileError::Newer { version }),
        _ => Err(FileError::NotOurs),
    }
}

fn not_json(text: &str, at: usize) -> FileError {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    let line = before.iter().filter(|byte| **byte == b'\n').count();
    // Bytes that begin a character, since the last line break.
    let column = before.iter().rev().take_while(|byte| **byte != b'\n').filter(|byte| **byte & 0xc0 != 0x80).count();
    FileError::NotJson { line: line as u32 + 1, column: column as u32 + 1 }
}

fn read_version_1(mut top: Object) -> Result<(Workbook, Vec<Defect>), Defect> {
    let mut skeleton = Skeleton::default();
    let mut dropped = Vec::new();

    let heading = &mut skeleton.heading;
    for (name, text) in [
        ("title", &mut heading.title),
        ("area", &mut heading.area),
        ("level", &mut heading.level),
        ("author", &mut heading.author),
    ] {
        *text = text_of(top.take(name), Part::Heading)?;
    }
    for (at, json) in list(top.take("periods"), Part::Document)?.enumerate() {
        skeleton.periods.push(read_period(json, Part::Period(at as u32), &mut dropped)?);
    }
    skeleton.units = read_units(top.take("units"), &mut dropped)?;
    let source = positions(skeleton.units.iter().map(|unit| unit.id));
    for (at, json) in list(top.take("tags"), Part::Document)?.enumerate() {
        let part = Part::Tag(at as u32);
        let mut object = Object::new(json, part)?;
        let id = TagId(small(object.take("id"), part)?);
        skeleton.tags.push(Tag { id, name: text_of(object.take("name"), part)? });
        for json in list(object.take("units"), part)? {
            let position = json.integer().and_then(|id| source.get(&u32::try_from(id).ok()?).copied());
            match position.and_then(|at| skeleton.units.get_mut(at)) {
                Some(unit) => unit.tags.push(id),
                None => dropped.push(Defect::new(part, Wrong::NoSuch)),
            }
        }
        object.end(part, &mut dropped);
    }
    let facts = top.take("facts");
    skeleton.series = list(facts, Part::Document)?.count();

    let mut frame = Frame::new(skeleton)?;
    for defect in dropped {
        frame.repair(defect.part, defect.wrong);
    }
    for (at, json) in list(facts, Part::Document)?.enumerate() {
        read_series(&mut frame, &source, json, at as u32)?;
    }
    let next: Vec<u32> = list(top.take("next"), Part::Document)?
        .filter_map(|json| json.integer().and_then(|next| u32::try_from(next).ok()))
        .collect();
    if let [unit, tag, period] = next[..] {
        frame.reserve(unit, tag, period);
    }
    for (name, json) in top.0 {
        let kept = foreign::keep_member(&mut frame.workbook, &name, json);
        frame.repair(Part::Document, if kept { Wrong::Kept } else { Wrong::Unknown });
    }
    Ok((frame.workbook, frame.repaired))
}

fn read_period(json: Json, part: Part, dropped: &mut Vec<Defect>) -> Result<Period, Defect> {
    let mut object = Object::new(json, part)?;
    let period = Period {
        id: PeriodId(small(object.take("id"), part)?),
        date: read_date(&text_of(object.take("date"), part)?).ok_or(Defect::new(part, Wrong::OutOfRange))?,
        status: of_word(&STATUSES, &text_of(object.take("status"), part)?).ok_or(Defect::new(part, Wrong::Unknown))?,
        standard: of_word(&STANDARDS, &text_of(object.take("standard"), part)?)
            .ok_or(Defect::new(part, Wrong::Unknown))?,
        note: text_of(object.take("note"), part)?,
    };
    object.end(part, dropped);
    Ok(period)
}

fn read_date(text: &str) -> Option<Date> {
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    Some(Date { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()? })
}

fn read_units(json: Option<Json>, dropped: &mut Vec<Defect>) -> Result<Vec<Unit>, Defect> {
    let Some(json) = json else { return Ok(Vec::new()) };
    let mut object = Object::new(json, Part::Document)?;
    let mut units = Vec::new();
    for (at, json) in list(object.take("name"), Part::Document)?.enumerate() {
        units.push(Unit::new(UnitId(at as u32), text_of(Some(json), Part::Unit(at as u32))?));
    }
    for column in ["id", "code", "parent"] {
        for (at, json) in list(object.take(column), Part::Document)?.enumerate() {
            let part = Part::Unit(at as u32);
            let Some(unit) = units.get_mut(at) else { return Err(Defect::new(part, Wrong::Missing)) };
            if json.is_null() && column != "id" {
                continue;
            }
            if column == "code" {
                unit.code = Some(text_of(Some(json), part)?);
                continue;
            }
            let id = json.integer().and_then(|id| u32::try_from(id).ok()).ok_or(Defect::new(part, Wrong::Shape))?;
            if column == "id" {
                unit.id = UnitId(id);
            } else {
                unit.parent = Some(UnitId(id));
            }
        }
    }
    object.end(Part::Document, dropped);
    Ok(units)
}

fn read_series(frame: &mut Frame, source: &BTreeMap<u32, usize>, json: Json, at: u32) -> Result<(), Defect> {
    let part = Part::Series(at);
    let mut object = Object::new(json, part)?;
    let Some(measure) = Measure::from_key(&text_of(object.take("measure"), part)?) else {
        keep_series(frame, &object, json, part);
        return Ok(());
    };
    let period = PeriodId(small(object.take("period"), part)?);
    if frame.workbook.period(period).is_none() {
        return Err(Defect::new(part, Wrong::NoSuch));
    }
    let group = match object.take("group") {
        Some(json) => Group(u8::try_from(small(Some(json), part)?).map_err(|_| Defect::new(part, Wrong::Unknown))?),
        None => Group::ALL,
    };
    let key = SeriesKey { period, measure, group };
    if frame.workbook.series(key).is_some() {
        return Err(Defect::new(part, Wrong::Duplicate));
    }
    let unit = |frame: &Frame, id: Json| {
        let id = id.integer().and_then(|id| u32::try_from(id).ok())?;
        frame.position(source, id).map(Place::Unit)
    };
    let tag = |frame: &Frame, id: Json| {
        let id = TagId(id.integer().and_then(|id| u16::try_from(id).ok())?);
        frame.tag_ids.contains(&id).then_some(Place::Tag(id))
    };
    let units = match object.take("ids") {
        Some(ids) => list(Some(ids), part)?.map(|id| unit(frame, id)).collect(),
        None => frame.unit_ids.iter().map(|id| Some(Place::Unit(*id))).collect(),
    };
    let tags = match object.take("tag_ids") {
        Some(ids) => list(Some(ids), part)?.map(|id| tag(frame, id)).collect(),
        None => frame.tag_ids.iter().map(|id| Some(Place::Tag(*id))).collect(),
    };
    let mut row = 0;
    for (cells, sources, places) in [
        ("units", "unit_sources", units),
        ("tags", "tag_sources", tags),
        ("area", "area_source", vec![Some(Place::Area)]),
    ] {
        let letters = text_of(object.take(sources), part)?;
        let mut letters = letters.split_inclusive(|_| true);
        let mut places = places.into_iter();
        let column = object.take(cells);
        let column: Vec<Json> =
            if cells == "area" { column.into_iter().collect() } else { list(column, part)?.collect() };
        for cell in column {
            let letter = letters.next().unwrap_or("e");
            let part = Part::Fact { series: at, row };
            row += 1;
            let place = places.next().ok_or(Defect::new(part, Wrong::Missing))?;
            if cell.is_null() {
                continue;
            }
            let fact_source = of_word(&LETTERS, letter).ok_or(Defect::new(part, Wrong::Unknown))?;
            match place {
                Some(place) => {
                    let fact = read_fact(frame, cell, measure, fact_source, part)?;
                    frame.set(key, place, fact, part)?;
                }
                None => frame.repair(part, Wrong::NoSuch),
            }
        }
        row += places.len() as u32;
    }
    let mut dropped = Vec::new();
    object.end(part, &mut dropped);
    for defect in dropped {
        frame.repair(defect.part, defect.wrong);
    }
    Ok(())
}

/// Keeps a series of a measure this version does not know, with the identities its columns are about: units may be moved
/// before it is written back.
fn keep_series(frame: &mut Frame, object: &Object, json: Json, part: Part) {
    let mut body = String::from("{");
    let units: Vec<u32> = frame.unit_ids.iter().map(|id| id.0).collect();
    let tags: Vec<u32> = frame.tag_ids.iter().map(|id| id.0.into()).collect();
    for (name, ids) in [("ids", units), ("tag_ids", tags)] {
        if !object.0.iter().any(|(member, _)| member == name) {
            body.push('"');
            body.push_str(name);
            body.push_str("\":[");
            for (at, id) in ids.into_iter().enumerate() {
                if at > 0 {
                    body.push(',');
                }
                body.push_str(&id.to_string());
            }
            body.push_str("],");
        }
    }
    body.push_str(json.raw().get(1..).unwrap_or_default());
    let kept = foreign::keep(&mut frame.workbook, SERIES, body.as_bytes());
    frame.repair(part, if kept { Wrong::Kept } else { Wrong::Unknown });
}

/// A cell is a whole number, a reading, or a list of a reading and the text as typed. What cannot stand there is kept
/// as unreadable text, which the table shows with its reason.
fn read_fact(frame: &mut Frame, cell: Json, measure: Measure, source: Source, part: Part) -> Result<Fact, Defect> {
    let mut text: Option<Cow<str>> = None;
    let word = match cell.elements() {
        None => cell.text().unwrap_or(Cow::Borrowed(cell.raw())),
        Some(mut pair) => {
            let shape = Defect::new(part, Wrong::Shape);
            let (word, typed) = (pair.next().and_then(Json::text), pair.next().and_then(Json::text));
            text = Some(typed.filter(|_| pair.next().is_none()).ok_or(shape)?);
            word.ok_or(shape)?
        }
    };
    let plain = cell.integer().map(|value| Reading::Figure(Figure::whole(value)));
    let reading = plain.or_else(|| read_reading(&word));
    let reading = match reading {
        None => Err(Unreadable::NotANumber),
        Some(reading) => limits::fits(measure, &reading).map(|()| reading),
    };
    Ok(match reading {
        Ok(reading) => Fact { reading, text: text.map(|text| text.into()), source },
        Err(reason) => {
            frame.repair(part, Wrong::OutOfRange);
            let text = text.unwrap_or(word);
            Fact { reading: Reading::Unreadable(reason), text: Some(text.into()), source }
        }
    })
}

/// The members of an object not yet taken.
struct Object<'a>(Vec<(Cow<'a, str>, Json<'a>)>);

impl<'a> Object<'a> {
    fn new(json: Json<'a>, part: Part) -> Result<Self, Defect> {
        const MOST: usize = 500;
        let members = json.members().ok_or(Defect::new(part, Wrong::Shape))?;
        let mut taken: Vec<(Cow<str>, Json)> = Vec::new();
        for (name, value) in members {
            if taken.iter().any(|(other, _)| *other == name) {
                return Err(Defect::new(part, Wrong::Duplicate));
            }
            if taken.len() == MOST {
                return Err(Defect::new(part, Wrong::TooMany));
            }
            taken.push((name, value));
        }
        Ok(Object(taken))
    }

    fn take(&mut self, name: &str) -> Option<Json<'a>> {
        let at = self.0.iter().position(|(member, _)| member == name)?;
        Some(self.0.remove(at).1)
    }

    /// Reports what is left over, which is dropped. Additions within a version come as members of the document, so this
    /// is damage or somebody's own addition.
    fn end(self, part: Part, dropped: &mut Vec<Defect>) {
        if !self.0.is_empty() {
            dropped.push(Defect::new(part, Wrong::Unknown));
        }
    }
}

/// The elements of a list; none when the member is not there.
fn list<'a>(json: Option<Json<'a>>, part: Part) -> Result<impl Iterator<Item = Json<'a>>, Defect> {
    match json {
        None => Ok(None.into_iter().flatten()),
        Some(json) => {
            json.elements().map(|list| Some(list).into_iter().flatten()).ok_or(Defect::new(part, Wrong::Shape))
        }
    }
}

/// A text; empty when the member is not there.
fn text_of(json: Option<Json>, part: Part) -> Result<String, Defect> {
    match json {
        None => Ok(String::new()),
        Some(json) => json.text().map(Cow::into_owned).ok_or(Defect::new(part, Wrong::Shape)),
    }
}

fn small(json: Option<Json>, part: Part) -> Result<u16, Defect> {
    let json = json.ok_or(Defect::new(part, Wrong::Missing))?;
    json.integer().and_then(|value| u16::try_from(value).ok()).ok_or(Defect::new(part, Wrong::Shape))
}
