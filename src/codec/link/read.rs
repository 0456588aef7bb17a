//! Reading a link. Nothing in it is believed before its checksum is right, and little after.

use super::wire::{Input, push_bytes, push_number, tag};
use super::{LOOK_BACK, OfficialNames, STANDARDS, STATUSES, form, lean};
use crate::codec::crc::crc32;
use crate::codec::foreign;
use crate::codec::frame::{Defect, Frame, Part, Wrong};
use crate::codec::limits::{self, MAX_SERIES};
use crate::core::measure::{Group, Measure};
use crate::core::period::{Date, Period, PeriodId};
use crate::core::unit::{MAX_UNITS, Place, Unit, UnitId};
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

/// Reads the sections of a link.
pub fn read_sections(bytes: &[u8], official: Option<&OfficialNames>) -> Result<Opened, Defect> {
    let mut reader = Reader { frame: Frame::default(), official, names_missing: None, earlier: Vec::new(), number: 0 };
    let mut sections: Vec<(u64, &[u8])> = Vec::new();
    let mut input = Input::new(bytes);
    while !input.is_empty() {
        let tag = input.number();
        sections.push((tag, input.bytes()));
    }
    if !input.is_sound() {
        reader.frame.refuse(Wrong::Shape);
    }
    // Each kind of section in its turn: tags name units, figures name everything.
    let last = u64::MAX;
    for turn in [tag::HEADING, tag::PERIODS, tag::UNITS, tag::TAGS, last] {
        if turn == last {
            reader.frame.stand();
        }
        let mut found = 0;
        for (tag, body) in &sections {
            if reader.frame.is_refused() {
                break;
            }
            if *tag == turn || (turn == last && *tag > tag::UNITS) {
                reader.section(*tag, body);
                found += usize::from(*tag <= tag::UNITS);
            }
        }
        if found > 1 {
            reader.frame.here = Part::Document;
            reader.frame.refuse(Wrong::Duplicate);
        }
    }
    let names_missing = reader.names_missing;
    let (workbook, repaired) = reader.frame.finish()?;
    Ok(Opened { workbook, repaired, names_missing })
}

struct Reader<'a> {
    frame: Frame,
    official: Option<&'a OfficialNames<'a>>,
    names_missing: Option<u8>,
    /// For each of the last series, newest last, the first number of each row.
    earlier: Vec<Vec<Option<i64>>>,
    /// How many series were read.
    number: u32,
}

impl Reader<'_> {
    fn section(&mut self, tag: u64, body: &[u8]) {
        let mut input = Input::new(body);
        self.frame.here = Part::Document;
        if self.number as usize > MAX_SERIES {
            return self.frame.refuse(Wrong::TooMany);
        }
        match tag {
            tag::HEADING => {
                let [title, area, level, author] = [(); 4].map(|()| input.text().to_owned());
                self.frame.heading(Heading { title, area, level, author });
            }
            tag::PERIODS => {
                for at in 0..input.length() {
                    self.frame.here = Part::Period(at as u32);
                    self.period(&mut input);
                }
            }
            tag::UNITS => self.units(&mut input),
            tag::TAGS => {
                for at in 0..input.length() {
                    self.frame.here = Part::Tag(at as u32);
                    let id = input.small();
                    self.frame.tag(id, input.text());
                    let mut position = -1_i64;
                    for step in input.column() {
                        position = position.saturating_add(step);
                        self.frame.carry(usize::try_from(position).ok());
                    }
                }
            }
            tag::SERIES => {
                self.frame.here = Part::Series(self.number);
                let rows = self.frame.rows(None, None).places;
                if !self.series(&mut input, &rows) {
                    self.keep_series(body);
                    return;
                }
            }
            tag::SERIES_BY_ID => {
                self.frame.here = Part::Series(self.number);
                let (units, tags) = (input.identities(), input.identities());
                let rows = self.frame.rows(Some(&units), Some(&tags)).places;
                let mut series = Input::new(input.bytes());
                if !self.series(&mut series, &rows) {
                    self.keep(tag, body);
                    return;
                }
                if !series.is_sound() || !series.is_empty() {
                    self.frame.refuse(Wrong::Shape);
                }
            }
            tag::NEXT => self.frame.reserve(input.short(), input.short(), input.short()),
            tag::MEMBER => {
                let name = input.text();
                let kept = !name.starts_with('#') && foreign::keep(&mut self.frame.workbook, name, input.bytes());
                self.frame.repair(if kept { Wrong::Kept } else { Wrong::Unknown });
            }
            _ => return self.keep(tag, body),
        }
        // What a section holds more than it should is damage too.
        if !input.is_sound() || !input.is_empty() {
            self.frame.refuse(Wrong::Shape);
        }
    }

    fn period(&mut self, input: &mut Input) {
        let id = PeriodId(input.small());
        let year = i16::try_from(input.signed()).unwrap_or(0);
        let date = Date { year, month: input.byte(), day: input.byte() };
        let status = STATUSES.get(usize::from(input.byte())).copied();
        let standard = STANDARDS.get(usize::from(input.byte())).copied();
        let note = input.text().to_owned();
        match status.zip(standard) {
            Some((status, standard)) => self.frame.period(Period { id, date, status, standard, note }),
            None => self.frame.refuse(Wrong::Unknown),
        }
    }

    fn units(&mut self, input: &mut Input) {
        let count = input.number() as usize;
        let ids = input.column();
        let names = input.text();
        let list = input.byte();
        let list_names = input.short();
        let (codes, parents) = (input.column(), input.column());
        let fits = |column: &[i64]| column.is_empty() || column.len() == count;
        if !input.is_sound() || count > MAX_UNITS || !fits(&ids) || !fits(&codes) || !fits(&parents) {
            return self.frame.refuse(Wrong::Shape);
        }
        let official = self.official.filter(|official| official.list == list);
        let mut taken = String::new();
        let mut units: Vec<Unit> = Vec::with_capacity(count);
        let (mut id, mut code) = (-1_i64, 0_i64);
        let mut names = names.split('\n');
        for at in 0..count {
            let step = |column: &[i64]| column.get(at).copied().unwrap_or(0);
            id = id.saturating_add(step(&ids)).saturating_add(1);
            code = code.saturating_add(step(&codes));
            let (Ok(id), Some(name)) = (u32::try_from(id), names.next()) else {
                self.frame.here = Part::Unit(at as u32);
                return self.frame.refuse(Wrong::Shape);
            };
            let mut unit = Unit::new(UnitId(id), name);
            if code != 0 {
                unit.code = code.to_string().strip_prefix('1').map(str::to_owned);
            }
            if let (Some(code), true) = (&unit.code, list != 0 && name.is_empty()) {
                unit.name = official.and_then(|list| (list.name)(code)).unwrap_or_else(|| code.clone());
                taken.push_str(&unit.name);
                taken.push('\n');
            }
            units.push(unit);
        }
        if names.next().is_some_and(|name| count > 0 || !name.is_empty()) {
            self.frame.refuse(Wrong::Shape);
        }
        if list != 0 && crc32(taken.as_bytes()) != list_names {
            self.names_missing = Some(list);
        }
        let ids: Vec<UnitId> = units.iter().map(|unit| unit.id).collect();
        let mut parent = 0_i64;
        for (at, mut unit) in units.into_iter().enumerate() {
            self.frame.here = Part::Unit(at as u32);
            parent = parent.saturating_add(parents.get(at).copied().unwrap_or(0));
            if parent != 0 {
                let position = usize::try_from(parent).ok().and_then(|parent| parent.checked_sub(1));
                unit.parent = position.and_then(|position| ids.get(position)).copied();
                if unit.parent.is_none() {
                    self.frame.refuse(Wrong::NoSuch);
                }
            }
            self.frame.unit(unit);
        }
        self.frame.index();
    }

    fn keep(&mut self, tag: u64, body: &[u8]) {
        let kept = foreign::keep(&mut self.frame.workbook, &["#", &tag.to_string()].concat(), body);
        self.frame.repair(if kept { Wrong::Kept } else { Wrong::Unknown });
    }

    /// Keeps a series of a measure this version does not know, with the identities its rows are about: units may be
    /// moved before it is written back.
    fn keep_series(&mut self, series: &[u8]) {
        let mut body = Vec::new();
        push_number(&mut body, self.frame.unit_ids.len() as u64);
        for id in &self.frame.unit_ids {
            push_number(&mut body, id.0.into());
        }
        push_number(&mut body, self.frame.tag_ids.len() as u64);
        for id in &self.frame.tag_ids {
            push_number(&mut body, id.0.into());
        }
        push_bytes(&mut body, series);
        self.keep(tag::SERIES_BY_ID, &body);
    }

    /// Takes the figures of a series. Says no, and takes nothing, when its measure is not known.
    fn series(&mut self, input: &mut Input, rows: &[Option<Place>]) -> bool {
        let number = self.number;
        self.number += 1;
        let period = PeriodId(input.small());
        let measure = Measure::ALL.get(usize::from(input.byte())).copied();
        let group = Group(input.byte());
        let Some(measure) = measure else {
            self.remember(Vec::new());
            return false;
        };
        let key = SeriesKey { period, measure, group };
        self.frame.begin(key);
        let back = input.number() as usize;
        let base = self.earlier.len().checked_sub(back).and_then(|at| self.earlier.get(at));
        if base.is_none() && back > 0 {
            self.frame.refuse(Wrong::Shape);
        }
        let base = base.cloned().unwrap_or_default();
        let runs: Vec<u32> = input.identities();
        let mut figures = input.column().into_iter();
        let texts = input.text();
        let mut texts = texts.split('\n');
        let mut has_texts = false;
        let mut firsts = Vec::new();
        for run in runs.chunks(2) {
            let (form, length) = (run.first().copied().unwrap_or(0), run.get(1).copied().unwrap_or(u32::MAX));
            if length as usize > rows.len() - firsts.len() {
                self.frame.refuse(Wrong::Shape);
                break;
            }
            for _ in 0..length {
                let row = firsts.len();
                self.frame.here = Part::Fact { series: number, row: row as u32 };
                if form == form::NONE {
                    firsts.push(None);
                    continue;
                }
                has_texts |= form::has_text(form);
                let text = if form::has_text(form) { texts.next() } else { None };
                let mut first = None;
                let next = || {
                    let number = figures.next()?.checked_add(first.unwrap_or(lean(&base, row)))?;
                    first.get_or_insert(number);
                    Some(number)
                };
                let fact = form::to_fact(form, text, next).filter(|_| text.is_some() == form::has_text(form));
                let Some(fact) = fact else {
                    self.frame.refuse(Wrong::Shape);
                    return true;
                };
                if limits::fits(measure, &fact.reading).is_err() {
                    self.frame.refuse(Wrong::OutOfRange);
                }
                firsts.push(first);
                if let Some(Some(place)) = rows.get(row) {
                    self.frame.set(key, *place, fact);
                }
            }
        }
        if figures.next().is_some() || texts.next().is_some_and(|text| has_texts || !text.is_empty()) {
            self.frame.refuse(Wrong::Shape);
        }
        self.remember(firsts);
        true
    }

    fn remember(&mut self, firsts: Vec<Option<i64>>) {
        if self.earlier.len() == LOOK_BACK {
            self.earlier.remove(0);
        }
        self.earlier.push(firsts);
    }
}
