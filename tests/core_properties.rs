//! What must hold for every table, true or not.

mod common;

use std::collections::BTreeMap;

use common::random::{Random, truth};
use common::{AREA, Table, tag, unit};
use giam_ngheo::core::check::{check, check_names};
use giam_ngheo::core::edit::Edit;
use giam_ngheo::core::explain::explain;
use giam_ngheo::core::fact::{Fact, FactKey, Figure, Qualifier, Reading, Unreadable};
use giam_ngheo::core::field::Field;
use giam_ngheo::core::headline::RankBy;
use giam_ngheo::core::measure::{Group, Measure};
use giam_ngheo::core::period::{Date, Period, PeriodId, Span, Standard, Status};
use giam_ngheo::core::quantity::{State, Value, shown_rate};
use giam_ngheo::core::solve::solve;
use giam_ngheo::core::target::Target;
use giam_ngheo::core::unit::{Place, Tag, TagId, Unit, UnitId};
use giam_ngheo::core::workbook::{Heading, Workbook};
use proptest::prelude::*;

fn cases(all: u32) -> ProptestConfig {
    let long = !cfg!(debug_assertions) || std::env::var_os("LONG").is_some();
    ProptestConfig { cases: if long { all } else { all / 10 }, failure_persistence: None, ..ProptestConfig::default() }
}

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

fn wild_reading(random: &mut Random, measure: Measure) -> Reading {
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
fn wild_edit(random: &mut Random, book: &Workbook, depth: u32) -> Edit {
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
        0 => AREA,
        1 => tag(random.between(0, 3) as u16),
        _ if book.units().is_empty() => AREA,
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
fn wild_book(random: &mut Random) -> Workbook {
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

fn spans(book: &Workbook) -> Vec<Span> {
    let ids: Vec<PeriodId> = book.periods().iter().map(|period| period.id).collect();
    let mut spans = vec![Span { prev: Some(PeriodId(77)), now: PeriodId(78) }];
    for &now in &ids {
        spans.push(Span { prev: None, now });
        spans.extend(ids.iter().map(|&prev| Span { prev: Some(prev), now }));
    }
    spans
}

fn places(book: &Workbook) -> Vec<Place> {
    let units = book.units().iter().map(|unit| Place::Unit(unit.id));
    let tags = book.tags().iter().map(|tag| Place::Tag(tag.id));
    units.chain(tags).chain([AREA, unit(999), tag(999)]).collect()
}

proptest! {
    #![proptest_config(cases(3_000))]

    #[test]
    fn taking_a_change_back_restores_the_document(seed in any::<u64>()) {
        let mut random = Random::new(seed);
        let mut book = wild_book(&mut random);
        for _ in 0..5 {
            let before = book.clone();
            let edit = wild_edit(&mut random, &book, 2);
            let inverse = edit.clone().apply(&mut book);
            let after = book.clone();
            let again = inverse.apply(&mut book);
            prop_assert_eq!(&book, &before, "{:?}", edit);
            again.apply(&mut book);
            prop_assert_eq!(&book, &after, "{:?}", edit);
        }
    }

    #[test]
    fn any_figures_give_an_answer(seed in any::<u64>()) {
        let mut random = Random::new(seed);
        let book = wild_book(&mut random);
        check_names(&book);
        for span in spans(&book) {
            let solution = solve(&book, span);
            solution.headline();
            for by in [RankBy::Rate, RankBy::Drop] {
                prop_assert!(solution.rank(by).len() <= book.units().len());
            }
            prop_assert!(solution.missed().count() + solution.exceeded().len() <= book.units().len());
            check(&book, &solution);
            for place in places(&book) {
                for field in Field::ALL {
                    let told = explain(&book, &solution, place, *field);
                    prop_assert_eq!(told.value, solution.value(place, *field));
                    let Value { state, lo, hi } = told.value;
                    prop_assert!(lo <= hi, "{place:?} {} {state:?} {lo} {hi}", field.key());
                    prop_assert!(state != State::Exact || lo == hi);
                    let coverage = solution.coverage(place, *field);
                    prop_assert!(coverage.known <= coverage.of);
                    // A typed text is shown as typed, whatever else is known.
                    let skips = span.prev.is_some_and(|prev| {
                        let at = |id| book.periods().iter().position(|period| period.id == id);
                        at(prev).map(|at| at + 1) != at(span.now)
                    });
                    let change = matches!(field, Field::DropPoints | Field::DropHouseholds);
                    let there = solution.coverage(place, Field::PoorNow).of > 0 || matches!(place, Place::Area);
                    // Movements are tied by their own equations and have no cell.
                    if !(field.is_flow() || change && skips) && there && span.prev != Some(span.now)
                        && book.key_of(span, place, *field).and_then(|key| book.fact(key)).is_some()
                    {
                        let shown = matches!(state, State::Typed | State::Conflict | State::Invalid);
                        prop_assert!(shown, "{place:?} {} {state:?}", field.key());
                    }
                }
                solution.judgement(place);
                solution.target_line(place);
                solution.exact_drop(place);
            }
        }
    }

    #[test]
    fn rows_read_directly_are_as_if_solved_in_full(seed in any::<u64>()) {
        let mut random = Random::new(seed);
        let count = random.between(1, 4) as u32;
        let mut table = Table::new(count);
        for id in 0..count {
            // Poor and near-poor together stay below the largest count, which would be a contradiction of its own.
            let most = random.pick(&[3, 60, 9000, 500_000_000]);
            for field in Field::ALL.iter().copied().filter(|field| field.fact().is_some()) {
                let counted = field.format() == giam_ngheo::core::field::Format::Count && field != Field::DropHouseholds;
                if counted && random.chance(75) {
                    table.set_fact(unit(id), field, Some(Fact::whole(random.between(0, most))));
                }
            }
            if random.chance(90) {
                let (a, b) = (random.between(0, 10_000), random.between(0, most.min(10_000)));
                table.target(unit(id), match random.between(0, 4) {
                    0 => Target::RateLeft { most: a },
                    1 => Target::PointsDown { least: a.min(b), most: a.max(b) },
                    2 => Target::HouseholdsDown { least: b, most: b + random.between(0, 3) },
                    _ => Target::HouseholdsLeft { most: random.between(0, most) },
                });
            }
        }
        let direct = table.solve();
        // A figure that is shown and states nothing sends the row through the rules.
        for id in 0..count {
            table.set(unit(id), Field::MultiRatePrev, "~1.0");
        }
        let full = table.solve();
        for place in (0..count).map(unit).chain([AREA]) {
            prop_assert_eq!(direct.verdict(place), full.verdict(place), "{:?} {:?}", place, direct.judgement(place));
            prop_assert_eq!(direct.judgement(place).map(|judged| judged.verdict), full.judgement(place).map(|judged| judged.verdict));
            prop_assert_eq!(direct.judgement(place).map_or(direct.verdict(place), |judged| judged.verdict), direct.verdict(place));
            for field in Field::ALL.iter().copied().filter(|field| *field != Field::MultiRatePrev) {
                let (a, b) = (direct.value(place, field), full.value(place, field));
                prop_assert_eq!(a, b, "{:?} {}", place, field.key());
            }
        }
        prop_assert_eq!(direct.headline(), full.headline());
    }

    #[test]
    fn totals_equal_a_naive_sum(seed in any::<u64>()) {
        let mut random = Random::new(seed);
        let count = random.between(1, 12) as u32;
        let mut table = Table::new(count);
        let tagged: Vec<u32> = (0..count).filter(|_| random.chance(40)).collect();
        table.add_tag(0, &tagged);
        let gaps = random.pick(&[0, 0, 5]);
        let mut rows: Vec<[Option<i64>; 4]> = Vec::new();
        for id in 0..count {
            let households = random.between(0, 50_000);
            let full = [households, random.between(0, households), households + 5, random.between(0, households)];
            let row = full.map(|count| (!random.chance(gaps)).then_some(count));
            for (field, count) in [Field::HouseholdsPrev, Field::PoorPrev, Field::HouseholdsNow, Field::PoorNow].into_iter().zip(row) {
                table.set_fact(unit(id), field, count.map(Fact::whole));
            }
            rows.push(row);
        }
        let solution = table.solve();
        let everyone: Vec<u32> = (0..count).collect();
        for (place, members) in [(AREA, &everyone), (tag(0), &tagged)] {
            let column = |at: usize| -> Option<i64> {
                let parts: Option<Vec<i64>> = members.iter().map(|id| rows[*id as usize][at]).collect();
                parts.filter(|parts| !parts.is_empty()).map(|parts| parts.iter().sum())
            };
            let rate = |part: Option<i64>, whole: Option<i64>| shown_rate(part?, whole?);
            let minus = |a: Option<i64>, b: Option<i64>| Some(a? - b?);
            let [t0, p0, t1, p1] = [0, 1, 2, 3].map(column);
            for (field, expected) in [
                (Field::HouseholdsPrev, t0),
                (Field::PoorPrev, p0),
                (Field::HouseholdsNow, t1),
                (Field::PoorNow, p1),
                (Field::RatePrev, rate(p0, t0)),
                (Field::RateNow, rate(p1, t1)),
                (Field::DropHouseholds, minus(p0, p1)),
                (Field::DropPoints, minus(rate(p0, t0), rate(p1, t1))),
            ] {
                prop_assert_eq!(solution.value(place, field).single(), expected, "{:?} {}", place, field.key());
            }
        }
    }

    #[test]
    fn the_order_of_units_does_not_matter(seed in any::<u64>()) {
        let (mut truth, _) = truth(seed);
        let before = truth.table.solve();
        let mut random = Random::new(seed);
        let count = truth.table.book.units().len();
        for _ in 0..5 {
            let (from, to) = (random.between(0, count as i64 - 1) as usize, random.between(0, count as i64 - 1) as usize);
            Edit::MoveUnit { from, to }.apply(&mut truth.table.book);
        }
        let after = truth.table.solve();
        for (place, _) in &truth.places {
            for field in Field::ALL {
                prop_assert_eq!(before.value(*place, *field), after.value(*place, *field));
                prop_assert_eq!(before.coverage(*place, *field), after.coverage(*place, *field));
            }
            prop_assert_eq!(before.judgement(*place), after.judgement(*place));
        }
        prop_assert_eq!(before.headline(), after.headline());
    }
}
