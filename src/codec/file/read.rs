//! Reading a workbook file. What is damaged is repaired and reported where that loses nothing, and refused otherwise.

use std::borrow::Cow;

use super::cell::read_reading;
use super::write::Out;
use super::{LETTERS, STANDARDS, STATUSES, of_word};
use crate::codec::foreign::{self, SERIES};
use crate::codec::frame::{Defect, Frame, Part, Wrong};
use crate::codec::json::{Elements, Json};
use crate::codec::limits::{self, MAX_FILE};
use crate::core::fact::{Fact, Figure, Reading, Source, Unreadable};
use crate::core::measure::{Group, Measure};
use crate::core::period::{Date, Period, PeriodId};
use crate::core::unit::{Unit, UnitId};
use crate::core::workbook::{Heading, SeriesKey, Workbook};

/// Member of a later version's file: the version that it can be read as.
const READS_AS: &str = "reads_as";

/// Why a file was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileError {
    /// Longer than [`MAX_FILE`].
    TooLong,
    /// Not JSON from this place on; both count from 1.
    NotJson { line: u32, column: u32 },
    /// JSON, but not a workbook.
    NotOurs,
    /// Written by a later version of the program, and nothing in it says that it reads like this one's.
    Newer { version: i64 },
    /// Something in it that cannot be repaired.
    Invalid(Defect),
}

/// Reads the text of a workbook file. The list says what had to be repaired.
///
/// # Errors
/// See [`FileError`].
pub fn read_file(text: &str) -> Result<(Workbook, Vec<Defect>), FileError> {
    read(text, false)
}

/// Reads the text of a file of a later version that says that all this version knows in it means the same (`reads_as`):
/// to be looked at, for what is new in it is not understood here.
///
/// # Errors
/// See [`FileError`].
pub fn read_later(text: &str) -> Result<(Workbook, Vec<Defect>), FileError> {
    read(text, true)
}

fn read(text: &str, later: bool) -> Result<(Workbook, Vec<Defect>), FileError> {
    if text.len() > MAX_FILE {
        return Err(FileError::TooLong);
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let json = Json::parse(text).map_err(|at| not_json(text, at))?;
    let mut reader = Reader { frame: Frame::default() };
    if json.members().is_none() {
        return Err(FileError::NotOurs);
    }
    let mut members = [None; foreign::MEMBERS.len()];
    let mut others = reader.members(json, &foreign::MEMBERS, &mut members);
    let [format, version, ..] = members;
    if format.and_then(Json::text).as_deref() != Some("giamngheo") {
        return Err(FileError::NotOurs);
    }
    match version.and_then(Json::integer) {
        Some(1) => reader.version_1(members, others),
        Some(version) if version > 1 => {
            let reads_as = others.iter().position(|(name, _)| name == READS_AS).map(|at| others.remove(at).1);
            if !later || reads_as.and_then(Json::integer) != Some(1) {
                return Err(FileError::Newer { version });
            }
            reader.version_1(members, others);
        }
        _ => return Err(FileError::NotOurs),
    }
    reader.frame.finish().map_err(FileError::Invalid)
}

fn not_json(text: &str, at: usize) -> FileError {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    let (mut line, mut column) = (1, 1);
    for byte in before {
        match byte {
            b'\n' => (line, column) = (line + 1, 1),
            // The second and further bytes of a character.
            0x80..0xc0 => {}
            _ => column += 1,
        }
    }
    FileError::NotJson { line, column }
}

struct Reader {
    frame: Frame,
}

impl Reader {
    fn version_1(&mut self, members: [Option<Json>; foreign::MEMBERS.len()], others: Vec<(Cow<str>, Json)>) {
        let [_, _, title, area, level, author, periods, tags, units, facts, next] = members;
        self.frame.here = Part::Heading;
        let [title, area, level, author] = [title, area, level, author].map(|text| self.text(text));
        self.frame.heading(Heading { title, area, level, author });
        self.frame.here = Part::Document;
        for (at, json) in self.list(periods).enumerate() {
            self.frame.here = Part::Period(at as u32);
            self.period(json);
        }
        self.frame.here = Part::Document;
        if let Some(units) = units {
            self.units(units);
        }
        self.frame.index();
        self.frame.here = Part::Document;
        for (at, json) in self.list(tags).enumerate() {
            self.frame.here = Part::Tag(at as u32);
            self.tag(json);
        }
        self.frame.here = Part::Document;
        self.frame.stand();
        self.frame.here = Part::Document;
        for (at, json) in self.list(facts).enumerate() {
            // Nothing more is worth reading, and the limits were made for what is.
            if self.frame.is_refused() {
                return;
            }
            self.series(json, at as u32);
        }
        self.frame.here = Part::Document;
        let mut next = self.list(next);
        let mut next = || next.next().and_then(identity).unwrap_or(0);
        self.frame.reserve(next(), next(), next());
        for (name, value) in others {
            let kept = foreign::keep_member(&mut self.frame.workbook, &name, value);
            self.frame.repair(if kept { Wrong::Kept } else { Wrong::Unknown });
        }
    }

    fn period(&mut self, json: Json) {
        let [id, date, status, standard, note] = self.known(json, ["id", "date", "status", "standard", "note"]);
        let id = PeriodId(self.small(id));
        let date = read_date(&self.text(date));
        let status = of_word(&STATUSES, &self.text(status));
        let standard = of_word(&STANDARDS, &self.text(standard));
        let note = self.text(note);
        match (date, status, standard) {
            (None, ..) => self.frame.refuse(Wrong::OutOfRange),
            (Some(date), Some(status), Some(standard)) => {
                self.frame.period(Period { id, date, status, standard, note });
            }
            _ => self.frame.refuse(Wrong::Unknown),
        }
    }

    fn units(&mut self, json: Json) {
        let [names, mut ids, mut codes, mut parents] =
            self.known(json, ["name", "id", "code", "parent"]).map(|column| self.list(column));
        let mut at = 0;
        for name in names {
            self.frame.here = Part::Unit(at);
            let mut unit = Unit::new(UnitId(at), self.text(Some(name)));
            if let Some(id) = ids.next() {
                unit.id = UnitId(self.identity(id));
            }
            if let Some(code) = codes.next().filter(|code| !code.is_null()) {
                unit.code = Some(self.text(Some(code)));
            }
            if let Some(parent) = parents.next().filter(|parent| !parent.is_null()) {
                unit.parent = Some(UnitId(self.identity(parent)));
            }
            self.frame.unit(unit);
            at += 1;
        }
        if [ids, codes, parents].iter_mut().any(|column| column.next().is_some()) {
            self.frame.here = Part::Unit(at);
            self.frame.refuse(Wrong::Missing);
        }
    }

    fn tag(&mut self, json: Json) {
        let [id, name, units] = self.known(json, ["id", "name", "units"]);
        let id = self.small(id);
        let name = self.text(name);
        self.frame.tag(id, &name);
        for json in self.list(units) {
            let position = identity(json).and_then(|id| self.frame.position(id));
            self.frame.carry(position);
        }
    }

    fn series(&mut self, json: Json, number: u32) {
        const NAMES: [&str; 11] = [
            "measure",
            "period",
            "group",
            "ids",
            "tag_ids",
            "units",
            "tags",
            "area",
            "unit_sources",
            "tag_sources",
            "area_source",
        ];
        self.frame.here = Part::Series(number);
        let mut members = [None; NAMES.len()];
        let others = self.members(json, &NAMES, &mut members);
        let [measure, period, group, ids, tag_ids, units, tags, area, unit_sources, tag_sources, area_source] = members;
        let Some(measure) = Measure::from_key(&self.text(measure)) else {
            return self.keep_series(json, ids.is_some(), tag_ids.is_some());
        };
        if !others.is_empty() {
            self.frame.repair(Wrong::Unknown);
        }
        let period = PeriodId(self.small(period));
        let Ok(group) = u8::try_from(self.small(group.or(Some(Json::ZERO)))) else {
            return self.frame.refuse(Wrong::Unknown);
        };
        let key = SeriesKey { period, measure, group: Group(group) };
        self.frame.begin(key);

        let ids = ids.map(|ids| self.identities(ids));
        let tag_ids = tag_ids.map(|ids| self.identities(ids));
        let rows = self.frame.rows(ids.as_deref(), tag_ids.as_deref());
        let mut first = 0;
        for (cells, letters, count) in [
            (self.list(units), unit_sources, rows.units),
            (self.list(tags), tag_sources, rows.tags),
            (area.map(Json::alone).unwrap_or_default(), area_source, 1),
        ] {
            let letters = self.text(letters);
            let mut letters = letters.bytes();
            for (at, cell) in cells.enumerate() {
                self.frame.here = Part::Fact { series: number, row: (first + at) as u32 };
                let letter = letters.next().unwrap_or(b'e');
                let place = rows.places.get(first + at).filter(|_| at < count);
                let source = LETTERS.iter().find(|(_, word)| word.as_bytes() == [letter]);
                match (place, source) {
                    (None, _) => return self.frame.refuse(Wrong::Missing),
                    _ if cell.is_null() => {}
                    (_, None) => self.frame.refuse(Wrong::Unknown),
                    (Some(None), _) => self.frame.repair(Wrong::NoSuch),
                    (Some(Some(place)), Some((source, _))) => {
                        let fact = self.fact(cell, measure, *source);
                        self.frame.set(key, *place, fact);
                    }
                }
            }
            first += count;
        }
    }

    /// Keeps a series of a measure this version does not know, with the identities its columns are about: units may be
    /// moved before it is written back.
    fn keep_series(&mut self, json: Json, has_ids: bool, has_tag_ids: bool) {
        let mut out = Out(String::from("{"));
        if !has_ids {
            out.raw("\"ids\":[");
            for id in &self.frame.unit_ids {
                out.next();
                out.integer(id.0.into());
            }
            out.raw("],");
        }
        if !has_tag_ids {
            out.raw("\"tag_ids\":[");
            for id in &self.frame.tag_ids {
                out.next();
                out.integer(id.0.into());
            }
            out.raw("],");
        }
        out.raw(json.raw().get(1..).unwrap_or_default());
        let kept = foreign::keep(&mut self.frame.workbook, SERIES, out.0.as_bytes());
        self.frame.repair(if kept { Wrong::Kept } else { Wrong::Unknown });
    }

    /// A cell is a whole number, a reading, or a list of a reading and the text as typed. What cannot stand there is
    /// kept as unreadable text, which the table shows with its reason.
    fn fact(&mut self, cell: Json, measure: Measure, source: Source) -> Fact {
        let mut text: Option<Cow<str>> = None;
        let mut word = cell.text().unwrap_or(Cow::Borrowed(cell.raw()));
        if let Some(mut pair) = cell.elements() {
            let reading = pair.next().and_then(Json::text);
            text = pair.next().and_then(Json::text);
            if reading.is_none() || text.is_none() || pair.next().is_some() {
                self.frame.refuse(Wrong::Shape);
            }
            word = reading.unwrap_or_default();
        }
        let plain = cell.integer().map(|value| Reading::Figure(Figure::whole(value)));
        let reading = match plain.or_else(|| read_reading(&word)) {
            None => Err(Unreadable::NotANumber),
            Some(reading) => limits::fits(measure, &reading).map(|()| reading),
        };
        if reading.is_err() {
            self.frame.repair(Wrong::OutOfRange);
            text.get_or_insert(word);
        }
        let reading = reading.unwrap_or_else(Reading::Unreadable);
        let mut text = text.map(Cow::into_owned);
        if let Some(text) = &mut text {
            self.frame.tidy(text, limits::MAX_TEXT);
        }
        Fact { reading, text: text.map(String::into_boxed_str), source }
    }

    /// The members of these names. Others are dropped and reported: additions within a version come as members of the
    /// document, so they are damage or somebody's own.
    fn known<'a, const N: usize>(&mut self, json: Json<'a>, names: [&str; N]) -> [Option<Json<'a>>; N] {
        let mut found = [None; N];
        if !self.members(json, &names, &mut found).is_empty() {
            self.frame.repair(Wrong::Unknown);
        }
        found
    }

    /// Finds members by name and gives the others.
    fn members<'a>(
        &mut self,
        json: Json<'a>,
        names: &[&str],
        found: &mut [Option<Json<'a>>],
    ) -> Vec<(Cow<'a, str>, Json<'a>)> {
        let mut others = Vec::new();
        let Some(members) = json.members() else {
            self.frame.refuse(Wrong::Shape);
            return others;
        };
        for (name, value) in members {
            match names.iter().position(|known| *known == name).and_then(|at| found.get_mut(at)) {
                None => others.push((name, value)),
                Some(Some(_)) => self.frame.refuse(Wrong::Duplicate),
                Some(slot) => *slot = Some(value),
            }
        }
        others
    }

    /// The elements of a list; none when the member is not there.
    fn list<'a>(&mut self, json: Option<Json<'a>>) -> Elements<'a> {
        let elements = json.unwrap_or(Json::EMPTY).elements();
        if elements.is_none() {
            self.frame.refuse(Wrong::Shape);
        }
        elements.unwrap_or_default()
    }

    /// A text; empty when the member is not there.
    fn text(&mut self, json: Option<Json>) -> String {
        let text = json.unwrap_or(Json::BLANK).text();
        if text.is_none() {
            self.frame.refuse(Wrong::Shape);
        }
        text.unwrap_or_default().into_owned()
    }

    fn identities(&mut self, json: Json) -> Vec<u32> {
        self.list(Some(json)).map(|id| self.identity(id)).collect()
    }

    fn identity(&mut self, json: Json) -> u32 {
        let number = identity(json);
        if number.is_none() {
            self.frame.refuse(Wrong::Shape);
        }
        number.unwrap_or(0)
    }

    /// A number up to 65 535 that must be there.
    fn small(&mut self, json: Option<Json>) -> u16 {
        if json.is_none() {
            self.frame.refuse(Wrong::Missing);
        }
        let number = self.identity(json.unwrap_or(Json::ZERO));
        if number > u32::from(u16::MAX) {
            self.frame.refuse(Wrong::Shape);
        }
        number as u16
    }
}

fn identity(json: Json) -> Option<u32> {
    json.integer().and_then(|id| u32::try_from(id).ok())
}

fn read_date(text: &str) -> Option<Date> {
    let mut parts = text.split('-').map(|digits| digits.parse::<i64>().ok());
    let mut part = || parts.next().flatten();
    let (year, month, day) = (part()?, part()?, part()?);
    Some(Date { year: i16::try_from(year).ok()?, month: u8::try_from(month).ok()?, day: u8::try_from(day).ok()? })
}
