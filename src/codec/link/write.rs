//! Writing a link.

use super::wire::{push_bytes, push_column, push_number, push_signed, tag};
use super::{LOOK_BACK, LinkError, MAX_PLAIN, OfficialNames, STANDARDS, STATUSES, VERSION, checksum, form, lean, pack};
use crate::codec::base64;
use crate::codec::crc::crc32;
use crate::codec::foreign;
use crate::codec::frame::Positions;
use crate::codec::limits::{self, MAX_LINK, MAX_TEXT, clean};
use crate::codec::number::canonical;
use crate::core::fact::{Fact, Reading};
use crate::core::unit::{MAX_NAME, Place, Unit};
use crate::core::workbook::{Series, SeriesKey, Workbook};

/// The document as the fragment of a link, without the `#`. Whoever opens it needs nothing else.
///
/// # Errors
/// [`LinkError::TooLong`] when the document is too large for a link.
pub fn write_link(workbook: &Workbook) -> Result<String, LinkError> {
    write_link_with(workbook, None)
}

/// As [`write_link`], but units with an official code go without their names where these are the official ones: shorter,
/// but whoever opens it needs that list to see the names.
///
/// # Errors
/// As [`write_link`].
pub fn write_link_with(workbook: &Workbook, official: Option<&OfficialNames>) -> Result<String, LinkError> {
    let plain = sections(workbook, official);
    if plain.len() > MAX_PLAIN {
        return Err(LinkError::TooLong);
    }
    let packed = pack::pack(&plain);
    let mut bytes = Vec::with_capacity(packed.len() + 12);
    push_number(&mut bytes, packed.len() as u64);
    push_number(&mut bytes, plain.len() as u64);
    let crc = checksum(&bytes, &packed);
    bytes.extend(crc.to_le_bytes());
    bytes.extend(packed);
    let mut out = String::from(char::from(VERSION));
    base64::push(&mut out, &bytes);
    if out.len() > MAX_LINK { Err(LinkError::TooLong) } else { Ok(out) }
}

/// The sections of a link, one after the other.
pub fn sections(workbook: &Workbook, official: Option<&OfficialNames>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut body = Vec::new();
    let heading = &workbook.heading;
    for text in [&heading.title, &heading.area, &heading.level, &heading.author] {
        push_text(&mut body, text, MAX_TEXT);
    }
    push_section(&mut out, tag::HEADING, &mut body);

    push_number(&mut body, workbook.periods().len() as u64);
    for period in workbook.periods() {
        push_number(&mut body, period.id.0.into());
        push_signed(&mut body, period.date.year.into());
        body.extend([period.date.month, period.date.day]);
        body.push(STATUSES.iter().position(|status| *status == period.status).unwrap_or(0) as u8);
        body.push(STANDARDS.iter().position(|standard| *standard == period.standard).unwrap_or(0) as u8);
        push_text(&mut body, &period.note, MAX_TEXT);
    }
    push_section(&mut out, tag::PERIODS, &mut body);

    let units = workbook.units();
    push_number(&mut body, workbook.tags().len() as u64);
    for tag in workbook.tags() {
        push_number(&mut body, tag.id.0.into());
        push_text(&mut body, &tag.name, MAX_NAME);
        let mut members = Vec::new();
        for (at, unit) in units.iter().enumerate() {
            if unit.tags.contains(&tag.id) {
                members.push(at as i64);
            }
        }
        differences(&mut members, -1);
        push_column(&mut body, &members);
    }
    push_section(&mut out, tag::TAGS, &mut body);
    push_units(&mut body, units, official);
    push_section(&mut out, tag::UNITS, &mut body);

    let mut earlier: Vec<Vec<Option<i64>>> = Vec::new();
    for (key, series) in workbook.all_series() {
        if workbook.period(key.period).is_some() {
            earlier.push(push_series(&mut body, workbook, *key, series, &earlier));
            push_section(&mut out, tag::SERIES, &mut body);
        }
    }
    let (unit, tag, period) = workbook.next_identities();
    for next in [unit.0, tag.0.into(), period.0.into()] {
        push_number(&mut body, next.into());
    }
    push_section(&mut out, tag::NEXT, &mut body);
    for part in &workbook.foreign {
        let tag = foreign::section(&part.name);
        if tag.is_some() {
            body.extend(&part.body);
        } else {
            push_bytes(&mut body, part.name.as_bytes());
            push_bytes(&mut body, &part.body);
        }
        push_section(&mut out, tag.map_or(tag::MEMBER, u64::from), &mut body);
    }
    out
}

/// Writes a section and leaves its body empty for the next.
fn push_section(out: &mut Vec<u8>, tag: u64, body: &mut Vec<u8>) {
    push_number(out, tag);
    push_bytes(out, body);
    body.clear();
}

fn push_text(out: &mut Vec<u8>, text: &str, most: usize) {
    push_bytes(out, clean(text, most).as_deref().unwrap_or(text).as_bytes());
}

/// Makes each number the difference to the one before it.
fn differences(numbers: &mut [i64], mut before: i64) {
    for number in numbers {
        let own = *number;
        *number = own.wrapping_sub(before);
        before = own;
    }
}

fn push_units(body: &mut Vec<u8>, units: &[Unit], official: Option<&OfficialNames>) {
    // Where a coded unit has no name, an empty name cannot also mean the official one.
    let official = official.filter(|_| !units.iter().any(|unit| unit.code.is_some() && unit.name.is_empty()));
    let (mut names, mut taken) = (String::new(), String::new());
    let (mut ids, mut codes, mut parents) = (Vec::new(), Vec::new(), Vec::new());
    let positions = Positions::of(units);
    for unit in units {
        let listed = official.zip(unit.code.as_deref()).and_then(|(official, code)| (official.name)(code));
        if listed.as_ref() == Some(&unit.name) {
            taken.push_str(&unit.name);
            taken.push('\n');
        } else {
            names.push_str(clean(&unit.name, MAX_NAME).as_deref().unwrap_or(&unit.name));
        }
        names.push('\n');
        ids.push(i64::from(unit.id.0));
        codes.push(unit.code.as_ref().and_then(|code| ["1", code].concat().parse().ok()).unwrap_or(0));
        parents.push(unit.parent.and_then(|id| positions.get(id)).map_or(0, |position| position as i64 + 1));
    }
    names.pop();
    if ids.iter().enumerate().all(|(at, id)| *id == at as i64) {
        ids.clear();
    }
    differences(&mut ids, -1);
    for id in &mut ids {
        *id -= 1;
    }
    for column in [&mut codes, &mut parents] {
        if column.iter().all(|number| *number == 0) {
            column.clear();
        }
        differences(column, 0);
    }
    push_number(body, units.len() as u64);
    push_column(body, &ids);
    push_bytes(body, names.as_bytes());
    body.push(official.filter(|_| !taken.is_empty()).map_or(0, |official| official.list));
    push_number(body, crc32(taken.as_bytes()).into());
    push_column(body, &codes);
    push_column(body, &parents);
}

/// Writes a series and gives the first number of each row, for later series to lean on.
fn push_series(
    body: &mut Vec<u8>,
    workbook: &Workbook,
    key: SeriesKey,
    series: &Series,
    earlier: &[Vec<Option<i64>>],
) -> Vec<Option<i64>> {
    let mut texts = String::new();
    let mut runs: Vec<u32> = Vec::new();
    let (mut firsts, mut seconds) = (Vec::new(), Vec::new());
    let mut row = |place: Place| {
        let fact = series.get(place).map(|fact| fitting(key, fact));
        let (form, first, second) = fact.as_ref().map_or((form::NONE, None, None), form::of_fact);
        match runs.last_chunk_mut::<2>() {
            Some([last, length]) if *last == form => *length += 1,
            _ => runs.extend([form, 1]),
        }
        if form::has_text(form) {
            let text = fact.as_ref().and_then(|fact| fact.text.as_deref()).unwrap_or_default();
            texts.push_str(clean(text, MAX_TEXT).as_deref().unwrap_or(text));
            texts.push('\n');
        }
        firsts.push(first);
        seconds.push(second);
    };
    workbook.units().iter().for_each(|unit| row(Place::Unit(unit.id)));
    workbook.tags().iter().for_each(|tag| row(Place::Tag(tag.id)));
    row(Place::Area);
    texts.pop();
    // The rows at the end that hold nothing go without saying.
    if let [.., form::NONE, _] = runs[..] {
        runs.truncate(runs.len() - 2);
    }

    let none = Vec::new();
    let (mut back, mut base, mut cost) = (0, &none, bits(&firsts, &none));
    for (at, other) in earlier.iter().rev().take(LOOK_BACK).enumerate() {
        let bits = bits(&firsts, other);
        if bits < cost {
            (back, base, cost) = (at + 1, other, bits);
        }
    }
    let mut figures = Vec::new();
    for (at, (first, second)) in firsts.iter().zip(seconds).enumerate() {
        if let Some(first) = *first {
            figures.push(first - lean(base, at));
            figures.extend(second.map(|second| second - first));
        }
    }
    push_number(body, key.period.0.into());
    body.extend([key.measure as u8, key.group.0]);
    push_number(body, back as u64);
    push_number(body, runs.len() as u64);
    for number in runs {
        push_number(body, number.into());
    }
    push_column(body, &figures);
    push_bytes(body, texts.as_bytes());
    firsts
}

/// About how many bits the figures take as differences to a base.
fn bits(firsts: &[Option<i64>], base: &[Option<i64>]) -> u32 {
    let mut sum = 0;
    for (at, first) in firsts.iter().enumerate() {
        if let Some(first) = first {
            sum += 65 - (first - lean(base, at)).unsigned_abs().leading_zeros();
        }
    }
    sum
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
