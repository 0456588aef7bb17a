//! Sets of facts: whatever is typed wherever, there is an answer – values, findings, gaps, contradictions with repairs that
//! can be taken back – and a figure more or less never stops it.

#![no_main]

use common::random::Random;
use common::wild::{wild_book, wild_reading};
use giam_ngheo::core::check::check;
use giam_ngheo::core::conflict::find;
use giam_ngheo::core::edit::Edit;
use giam_ngheo::core::fact::{Fact, FactKey};
use giam_ngheo::core::field::Field;
use giam_ngheo::core::gaps::{gaps, one_cell};
use giam_ngheo::core::measure::{Group, Measure};
use giam_ngheo::core::period::{PeriodId, Span};
use giam_ngheo::core::quantity::State;
use giam_ngheo::core::solve::solve;
use giam_ngheo::core::unit::Place;
use libfuzzer_sys::fuzz_target;

#[path = "../../tests/common/mod.rs"]
mod common;

fuzz_target!(|data: &[u8]| {
    let mut random = Random::fed(data);
    let mut book = wild_book(&mut random);
    let units: Vec<Place> = book.units().iter().map(|unit| Place::Unit(unit.id)).collect();
    let main: Vec<Measure> = Measure::ALL.into_iter().filter(|measure| !measure.is_flow()).collect();
    // Half of the figures within a year, and most about no movement, where they have most to do with each other.
    while !random.is_spent() {
        let tags = book.tags().iter().map(|tag| Place::Tag(tag.id));
        let places: Vec<Place> = units.iter().copied().chain(tags).chain([Place::Area]).collect();
        let place = random.pick(&places);
        let period = PeriodId(if random.chance(50) { 1 } else { random.between(0, 3) as u16 });
        let any = random.chance(40);
        let measure = random.pick(if any { &Measure::ALL[..] } else { &main[..] });
        let fact = Some(Fact::new(wild_reading(&mut random, measure)));
        let group = if random.chance(99) { Group::ALL } else { Group(1) };
        Edit::SetFact { key: FactKey { place, period, measure, group }, fact }.apply(&mut book);
    }
    let periods: Vec<PeriodId> = book.periods().iter().map(|period| period.id).collect();
    let (Some(first), Some(last)) = (periods.first().copied(), periods.last().copied()) else { return };
    let second = periods.get(1).copied().unwrap_or(last);
    let spans = [
        Span { prev: Some(first), now: second },
        Span { prev: None, now: first },
        Span { prev: Some(first), now: last },
    ];
    for span in spans {
        let solution = solve(&book, span);
        for place in units.iter().copied().chain([Place::Area]) {
            for field in Field::ALL.iter().filter(|field| field.fact().is_some()) {
                let value = solution.value(place, *field);
                assert!(value.state == State::Conflict || !value.is_known() || value.lo <= value.hi, "{value:?}");
            }
            solution.verdict(place);
        }
        check(&book, &solution);
        let all = gaps(&book, span);
        for cell in one_cell(&book, &all) {
            assert_ne!(cell.typed, cell.instead);
            assert!(cell.closes.iter().all(|number| all[*number].size() != 0));
        }
        for conflict in find(&book, &solution) {
            assert!(conflict.facts.iter().all(|key| book.fact(*key).is_some()));
            for repair in &conflict.repairs {
                let mut changed = book.clone();
                let undo = repair.edit().apply(&mut changed);
                assert_ne!(changed, book);
                undo.apply(&mut changed);
                assert_eq!(changed, book);
            }
        }
    }
});
