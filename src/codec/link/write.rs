//! Writing a link.

use serde::Serialize;

use super::wire::{self, tag};
use super::{LOOK_BACK, MAX_PLAIN, OfficialNames, STANDARDS, STATUSES, VERSION, checksum, form, pack, push_length};
use crate::codec::base64;
use crate::codec::crc::crc32;
use crate::codec::foreign;
use crate::codec::limits::{self, MAX_LINK, MAX_TEXT, clean};
use crate::codec::number::canonical;
use crate::core::fact::{Fact, Reading};
use crate::core::unit::{MAX_NAME, Place, Unit};
use crate::core::workbook::{Series, SeriesKey, Workbook};

/// The document as the fragment of a link, without the `#`; `None` when it is too large for one. Whoever opens it needs
/// nothing else.
pub fn write_link(workbook: &Workbook) -> Option<String> {
    write_link_with(workbook, None)
}

/// As [`write_link`], but units with an official code go without their names where these are the official ones: shorter,
/// but whoever opens it needs that list to see the names.
pub fn write_link_with(workbook: &Workbook, official: Option<&OfficialNames>) -> Option<String> {
    let plain = sections(workbook, official);
    if plain.len() > MAX_PLAIN {
        return None;
    }
    let packed = pack::pack(&plain);
    let mut bytes = Vec::with_capacity(packed.len() + 12);
    push_length(&mut bytes, packed.len());
    push_length(&mut bytes, plain.len());
    let crc = checksum(&bytes, &packed);
    bytes.extend(crc.to_le_bytes());
    bytes.extend(packed);
    let mut out = String::from(char::from(VERSION));
    base64::push(&mut out, &bytes);
    (out.len() <= MAX_LINK).then_some(out)
}

fn sections(workbook: &Workbook, official: Option<&OfficialNames>) -> Vec<u8> {
    let mut out = Vec::new();
    let lines = |text: &str| clean(text, MAX_TEXT).unwrap_or_else(|| text.to_owned());
    let heading = [&workbook.heading.title, &workbook.heading.area, &workbook.heading.level, &workbook.heading.author];
    let [title, area, level, author] = heading.map(|text| lines(text));
    push(&mut out, tag::HEADING, &wire::Heading { title: &title, area: &area, level: &level, author: &author });

    let notes: Vec<String> = workbook.periods().iter().map(|period| lines(&period.note)).collect();
    let periods = workbook.periods().iter().zip(&notes).map(|(period, note)| wire::Period {
        id: period.id.0,
        year: period.date.year,
        month: period.date.month,
        day: period.date.day,
        status: STATUSES.iter().position(|status| *status == period.status).unwrap_or(0) as u8,
        standard: STANDARDS.iter().position(|standard| *standard == period.standard).unwrap_or(0) as u8,
        note,
    });
    push(&mut out, tag::PERIODS, &periods.collect::<Vec<_>>());

    let units = workbook.units();
    let names: Vec<String> = workbook.tags().iter().map(|tag| name(&tag.name)).collect();
    let tags = workbook.tags().iter().zip(&names).map(|(tag, name)| {
        let members = units.iter().enumerate().filter(|(_, unit)| unit.tags.contains(&tag.id));
        wire::Tag { id: tag.id.0, name, members: differences(members.map(|(at, _)| at as i64), -1) }
    });
    push(&mut out, tag::TAGS, &tags.collect::<Vec<_>>());
    push_units(&mut out, units, official);

    let mut earlier: Vec<Vec<Option<i64>>> = Vec::new();
    for (key, series) in workbook.all_series().filter(|(key, _)| workbook.period(key.period).is_some()) {
        earlier.push(push_series(&mut out, workbook, *key, series, &earlier));
    }
    let (unit, tag, period) = workbook.next_identities();
    push(&mut out, tag::NEXT, &wire::Next { unit: unit.0, tag: tag.0, period: period.0 });
    for part in &workbook.foreign {
        match foreign::section(&part.name) {
            Some(tag) => push_section(&mut out, tag, &part.body),
            None => push(&mut out, tag::MEMBER, &wire::Member { name: &part.name, body: &part.body }),
        }
    }
    out
}

fn push<T: Serialize>(out: &mut Vec<u8>, tag: u32, section: &T) {
    // Writing to memory does not fail.
    push_section(out, tag, &postcard::to_allocvec(section).unwrap_or_default());
}

fn push_section(out: &mut Vec<u8>, tag: u32, body: &[u8]) {
    push_length(out, tag as usize);
    push_length(out, body.len());
    out.extend(body);
}

fn name(text: &str) -> String {
    clean(text, MAX_NAME).unwrap_or_else(|| text.to_owned())
}

/// Each number less the one before it.
fn differences(numbers: impl Iterator<Item = i64>, mut before: i64) -> Vec<i64> {
    numbers.map(|number| number - std::mem::replace(&mut before, number)).collect()
}

fn push_units(out: &mut Vec<u8>, units: &[Unit], official: Option<&OfficialNames>) {
    // Where a coded unit has no name, an empty name cannot also mean the official one.
    let official = official.filter(|_| !units.iter().any(|unit| unit.code.is_some() && unit.name.is_empty()));
    let (mut names, mut taken) = (String::new(), String::new());
    for (at, unit) in units.iter().enumerate() {
        if at > 0 {
            names.push('\n');
        }
        let listed = official.zip(unit.code.as_deref()).and_then(|(official, code)| (official.name)(code));
        if listed.as_ref() == Some(&unit.name) {
            taken.push_str(&unit.name);
            taken.push('\n');
        } else {
            names.push_str(&name(&unit.name));
        }
    }
    let mut ids = Vec::new();
    if units.iter().enumerate().any(|(at, unit)| unit.id.0 as usize != at) {
        ids = differences(units.iter().map(|unit| i64::from(unit.id.0)), -1);
        ids.iter_mut().for_each(|id| *id -= 1);
    }
    let mut codes = Vec::new();
    if units.iter().any(|unit| unit.code.is_some()) {
        let code = |unit: &Unit| unit.code.as_ref().and_then(|code| ["1", code].concat().parse().ok()).unwrap_or(0);
        codes = differences(units.iter().map(code), 0);
    }
    let mut parents = Vec::new();
    if units.iter().any(|unit| unit.parent.is_some()) {
        let positions = crate::codec::frame::positions(units.iter().map(|unit| unit.id));
        let parent = |unit: &Unit| {
            let position = unit.parent.and_then(|parent| positions.get(&parent.0));
            position.map_or(0, |position| *position as i64 + 1)
        };
        parents = differences(units.iter().map(parent), 0);
    }
    let section = wire::Units {
        count: units.len() as u32,
        ids,
        names: &names,
        list: official.filter(|_| !taken.is_empty()).map_or(0, |official| official.list),
        list_names: crc32(taken.as_bytes()),
        codes,
        parents,
    };
    push(out, tag::UNITS, &section);
}

/// Writes a series and gives the first number of each row, for later series to lean on.
fn push_series(
    out: &mut Vec<u8>,
    workbook: &Workbook,
    key: SeriesKey,
    series: &Series,
    earlier: &[Vec<Option<i64>>],
) -> Vec<Option<i64>> {
    let units = workbook.units().iter().map(|unit| Place::Unit(unit.id));
    let tags = workbook.tags().iter().map(|tag| Place::Tag(tag.id));
    let mut texts = String::new();
    let mut has_text = false;
    let mut runs: Vec<u32> = Vec::new();
    let mut rows = Vec::new();
    for place in units.chain(tags).chain([Place::Area]) {
        let fact = series.get(place).map(|fact| fitting(key, fact));
        let (form, first, second) = fact.as_ref().map_or((form::NONE, None, None), form::of_fact);
        match runs.last_chunk_mut::<2>() {
            Some([last, length]) if *last == form => *length += 1,
            _ => runs.extend([form, 1]),
        }
        if form::has_text(form) {
            if has_text {
                texts.push('\n');
            }
            has_text = true;
            let text = fact.as_ref().and_then(|fact| fact.text.as_deref()).unwrap_or_default();
            texts.push_str(&clean(text, MAX_TEXT).unwrap_or_else(|| text.to_owned()));
        }
        rows.push((first, second));
    }
    // The rows at the end that hold nothing go without saying.
    if runs.len().checked_sub(2).and_then(|at| runs.get(at)) == Some(&form::NONE) {
        runs.truncate(runs.len() - 2);
    }
    let firsts: Vec<Option<i64>> = rows.iter().map(|row| row.0).collect();
    let bits = |base: Option<&Vec<Option<i64>>>| -> u32 {
        let step = |(at, first): (usize, &Option<i64>)| {
            let lean = base.and_then(|base| base.get(at).copied().flatten()).unwrap_or(0);
            first.map_or(0, |first| 65 - (first - lean).unsigned_abs().leading_zeros())
        };
        firsts.iter().enumerate().map(step).sum()
    };
    let bases = earlier.iter().rev().take(LOOK_BACK).enumerate();
    let best = bases.map(|(back, base)| (bits(Some(base)), back + 1)).min();
    let back = best.filter(|(cost, _)| *cost < bits(None)).map_or(0, |(_, back)| back);
    let base = back.checked_sub(1).and_then(|back| earlier.iter().rev().nth(back));
    let mut figures = Vec::new();
    for (at, (first, second)) in rows.into_iter().enumerate() {
        let Some(first) = first else { continue };
        figures.push(first - base.and_then(|base| base.get(at).copied().flatten()).unwrap_or(0));
        figures.extend(second.map(|second| second - first));
    }
    let section = wire::Series {
        period: key.period.0,
        measure: key.measure as u8,
        group: key.group.0,
        base: back as u32,
        runs,
        figures,
        texts: &texts,
    };
    push(out, tag::SERIES, &section);
    firsts
}

/// The fact, or unreadable text in place of a figure that cannot stand in this series.
fn fitting(key: SeriesKey, fact: &Fact) -> Fact {
    match (limits::fits(key.measure, &fact.reading), fact.reading) {
        (Ok(()), _) => fact.clone(),
        (Err(reason), reading) => {
            let written = match reading {
                Reading::Figure(figure) => canonical(figure).into(),
                _ => Default::default(),
            };
            let text = Some(fact.text.clone().unwrap_or(written));
            Fact { reading: Reading::Unreadable(reason), text, source: fact.source }
        }
    }
}
