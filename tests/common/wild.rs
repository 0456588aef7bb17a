//! Documents and changes that nobody would make: what must hold for every table is tried on them.
#![allow(dead_code)]

use std::collections::BTreeMap;

use super::random::Random;
use giam_ngheo::core::edit::Edit;
use giam_ngheo::core::fact::{Fact, FactKey, Figure, Qualifier, Reading, Unreadable};
use giam_ngheo::core::measure::{Group, Measure};
use giam_ngheo::core::period::{Date, Period, PeriodId, Standard, Status};
use giam_ngheo::core::target::Target;
use giam_ngheo::core::unit::{Place, Tag, TagId, Unit, UnitId};
use giam_ngheo::core::workbook::{Heading, Workbook};

fn wild_number(random: &mut Random) -> i64 {
    match random.between(0, 9) {
        0 => 0,
        1 => 1,
        2 => 1_000_000_000,
        3 => random.pick(&[i64::MAX, i64::MIN, -1, 1_000_000_001, 20_000_000_000_000, 20_000_000_000_001]),
        4 => random.between(-1_000_000_000, 1_000_000_000),
        5 | 6 => random.between(0, 100),
        _ => random.between(0, 100_000),
    }
}

/// What a cell of the measure may say, fitting it or not.
pub fn wild_reading(random: &mut Random, measure: Measure) -> Reading {
    let qualifier = random.pick(&[
        Qualifier::Plain,
        Qualifier::Plain,
        Qualifier::Plain,
        Qualifier::MoreThan,
        Qualifier::AtLeast,
        Qualifier::LessThan,
        Qualifier::AtMost,
        Qualifier::About,
    ]);
    let (a, b) = (wild_number(random), wild_number(random));
    match random.between(0, 19) {
        0 => Reading::Unreadable(random.pick(&[Unreadable::NotANumber, Unreadable::Negative, Unreadable::NotATarget])),
        1..=3 => Reading::Target(Target::HouseholdsLeft { most: a }),
        _ if measure == Measure::Target => Reading::Target(match random.between(0, 3) {
            0 => Target::RateLeft { most: a },
            1 => Target::PointsDown { least: a.min(b), most: a.max(b) },
            2 => Target::HouseholdsLeft { most: a },
            _ => Target::HouseholdsDown { least: a.min(b), most: a },
        }),
        _ => Reading::Figure(Figure {
            mantissa: a,
            decimals: random.pick(&[0, 0, 0, 1, 2, 2, 4, 9, 255]),
            qualifier,
            assumed: random.chance(5),
        }),
    }
}

fn wild_fact(random: &mut Random, measure: Measure) -> Fact {
    let mut fact = Fact::new(wild_reading(random, measure));
    if random.chance(10) {
        fact.text = Some("as typed".into());
    }
    fact
}

/// A change of any kind, fitting the document or not.
pub fn wild_edit(random: &mut Random, book: &Workbook, depth: u32) -> Edit {
    let at = |random: &mut Random, len: usize| random.between(0, len as i64 + 1) as usize;
    let unit_id = |random: &mut Random| UnitId(random.between(0, 9) as u32);
    let period_id = |random: &mut Random| PeriodId(random.between(0, 4) as u16);
    let key = |random: &mut Random, place: Place| FactKey {
        period: period_id(random),
        measure: random.pick(&Measure::ALL),
        group: if random.chance(90) { Group::ALL } else { Group(1) },
        place,
    };
    // Facts about units that are not there are not part of any document.
    let place = |random: &mut Random| match random.between(0, 9) {
        0 => Place::Area,
        1 => Place::Tag(TagId(random.between(0, 3) as u16)),
        _ if book.units().is_empty() => Place::Area,
        _ => Place::Unit(book.units()[random.between(0, book.units().len() as i64 - 1) as usize].id),
    };
    let wild_unit = |random: &mut Random, id: UnitId| {
        let mut unit = Unit::new(id, format!("unit {}", random.between(0, 5)));
        if random.chance(30) {
            unit.parent = Some(unit_id(random));
        }
        for id in 0..3 {
            if random.chance(20) {
                unit.tags.push(TagId(id));
            }
        }
        unit
    };
    let period = |random: &mut Random, id| Period {
        id,
        date: Date {
            year: random.pick(&[1900, 2021, 2022, 2022, 2023, 2200]),
            month: random.between(1, 12) as u8,
            day: 1,
        },
        status: Status::Official,
        standard: random.pick(&[Standard::Y2022, Standard::Y2022, Standard::Y2016]),
        note: String::new(),
    };
    let (units, tags, periods) = (book.units().len(), book.tags().len(), book.periods().len());
    let mut fresh = book.clone();
    match random.between(0, 15) {
        0 | 1 => {
            let id = fresh.fresh_unit();
            let facts = (0..random.between(0, 3))
                .map(|_| {
                    let key = key(random, Place::Unit(id));
                    (key, wild_fact(random, key.measure))
                })
                .collect::<BTreeMap<_, _>>();
            Edit::InsertUnit { at: at(random, units), unit: wild_unit(random, id), facts: facts.into_iter().collect() }
        }
        2 => Edit::RemoveUnit { at: at(random, units) },
        3 => {
            let at = at(random, units);
            match book.units().get(at) {
                Some(old) => Edit::ReplaceUnit { at, unit: wild_unit(random, old.id) },
                None => Edit::RemoveUnit { at },
            }
        }
        4 => Edit::MoveUnit { from: at(random, units), to: at(random, units) },
        5 => Edit::InsertTag { at: at(random, tags), tag: Tag { id: fresh.fresh_tag(), name: "t".into() } },
        6 => match book.tags().get(at(random, tags)) {
            Some(old) => Edit::ReplaceTag { at: 0, tag: Tag { id: old.id, name: "u".into() } },
            None => Edit::MoveUnit { from: 0, to: 0 },
        },
        7 => {
            let id = fresh.fresh_period();
            Edit::InsertPeriod { at: at(random, periods), period: period(random, id) }
        }
        8 => {
            let at = at(random, periods);
            match book.periods().get(at) {
                Some(old) => Edit::ReplacePeriod { at, period: period(random, old.id) },
                None => Edit::RemovePeriod { at },
            }
        }
        9 => Edit::SetHeading(Heading { title: random.between(0, 9).to_string(), ..Heading::default() }),
        10 if depth > 0 => {
            let mut after = book.clone();
            let mut batch = Vec::new();
            for _ in 0..random.between(0, 4) {
                let edit = wild_edit(random, &after, depth - 1);
                edit.clone().apply(&mut after);
                batch.push(edit);
            }
            Edit::Batch(batch)
        }
        _ => {
            let place = place(random);
            let key = key(random, place);
            let fact = random.chance(80).then(|| wild_fact(random, key.measure));
            Edit::SetFact { key, fact }
        }
    }
}

/// A document that came about by random changes.
pub fn wild_book(random: &mut Random) -> Workbook {
    let mut book = Workbook::default();
    for at in 0..3 {
        let period = Period {
            id: PeriodId(at),
            date: Date::year_end(2021 + at as i16),
            status: Status::Official,
            standard: Standard::Y2022,
            note: String::new(),
        };
        Edit::InsertPeriod { at: at.into(), period }.apply(&mut book);
    }
    for _ in 0..random.between(0, 60) {
        wild_edit(random, &book, 1).apply(&mut book);
    }
    book
}
