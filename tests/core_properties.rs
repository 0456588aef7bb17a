//! What must hold for every table, true or not.

mod common;

use common::properties::cases;
use common::random::{Random, truth};
use common::wild::{wild_book, wild_edit};
use common::{AREA, Table, tag, unit};
use giam_ngheo::core::check::{check, check_names};
use giam_ngheo::core::edit::Edit;
use giam_ngheo::core::explain::explain;
use giam_ngheo::core::fact::Fact;
use giam_ngheo::core::field::Field;
use giam_ngheo::core::headline::RankBy;
use giam_ngheo::core::period::{PeriodId, Span};
use giam_ngheo::core::quantity::{State, Value, shown_rate};
use giam_ngheo::core::solve::solve;
use giam_ngheo::core::target::Target;
use giam_ngheo::core::unit::Place;
use giam_ngheo::core::workbook::Workbook;
use proptest::prelude::*;

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
    #![proptest_config(cases(3_000, 10))]

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

    /// The table does not paint a unit anew whose imprint is the old one.
    #[test]
    fn equal_imprints_stand_for_equal_values(seed in any::<u64>()) {
        let mut random = Random::new(seed);
        let mut book = wild_book(&mut random);
        let before: Vec<_> = spans(&book).into_iter().map(|span| (span, solve(&book, span))).collect();
        let edit = wild_edit(&mut random, &book, 2);
        edit.clone().apply(&mut book);
        for (span, old) in &before {
            let new = solve(&book, *span);
            for place in places(&book) {
                if old.imprint(place).is_none() || old.imprint(place) != new.imprint(place) {
                    continue;
                }
                for &field in Field::ALL {
                    prop_assert_eq!(old.value(place, field), new.value(place, field), "{:?} {:?}", field, &edit);
                }
                prop_assert_eq!(old.verdict(place), new.verdict(place));
                prop_assert_eq!(old.target(place), new.target(place));
                prop_assert_eq!(old.target_line(place), new.target_line(place));
            }
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
