//! Contradictions of the rate of a whole with the rates of its units, between which it must lie.

mod common;

use common::properties::{cases, contradict};
use common::random::{Random, figure_fact};
use common::{AREA, Table, tag, unit};
use giam_ngheo::core::check::check;
use giam_ngheo::core::conflict::{Conflict, Law, Slip, find};
use giam_ngheo::core::fact::{Fact, FactKey, Figure, Reading};
use giam_ngheo::core::field::Field;
use giam_ngheo::core::measure::{Group, Measure};
use giam_ngheo::core::quantity::Interval;
use giam_ngheo::core::solve::Relation;
use giam_ngheo::core::solve::problem::Problem;
use giam_ngheo::core::unit::{Place, UnitId};
use proptest::prelude::*;

/// Rates of the closing period.
fn rates(rates: &[&str]) -> Table {
    let mut table = Table::new(rates.len() as u32);
    for (id, rate) in (0..).zip(rates) {
        table.set(unit(id), Field::RateNow, rate);
    }
    table
}

fn conflicts(table: &Table) -> Vec<Conflict> {
    find(&table.book, &table.solve())
}

fn only(table: &Table) -> Conflict {
    let mut found = conflicts(table);
    assert_eq!(found.len(), 1, "{found:#?}");
    found.remove(0)
}

fn key(table: &Table, place: Place, field: Field) -> FactKey {
    table.book.key_of(table.span, place, field).expect("a field")
}

/// The figures that repairs offer for a cell, with their slips.
fn offered(conflict: &Conflict, cell: FactKey) -> Vec<(Slip, Figure)> {
    let all = conflict.repairs.iter().flat_map(|repair| repair.changes.iter().map(|change| (repair.slip, change)));
    let figures = all.filter_map(|(slip, (other, fact))| match fact.reading {
        Reading::Figure(figure) if *other == cell => Some((slip, figure)),
        _ => None,
    });
    figures.collect()
}

/// Each repair, carried out, leaves nothing to tell.
fn all_repair(table: &Table, conflict: &Conflict) {
    assert!(!conflict.repairs.is_empty(), "{conflict:#?}");
    for repair in &conflict.repairs {
        let mut repaired = Table { book: table.book.clone(), span: table.span };
        repair.edit().apply(&mut repaired.book);
        let found = conflicts(&repaired);
        assert!(found.is_empty(), "{repair:?} leaves {found:#?}");
        assert_eq!(check(&repaired.book, &repaired.solve()), [], "{repair:?}");
    }
}

#[test]
fn a_province_above_both_of_its_units() {
    let mut table = rates(&["10.0", "20.0"]);
    table.set(AREA, Field::RateNow, "15.0");
    assert_eq!(conflicts(&table), []);
    table.set(AREA, Field::RateNow, "25.0");
    let conflict = only(&table);
    assert!(conflict.minimal);
    let places = [unit(0), unit(1), AREA];
    let keys = places.map(|place| key(&table, place, Field::RateNow));
    assert_eq!(conflict.facts, keys);
    let own = &conflict.equations[0];
    assert_eq!((own.law, own.place, own.decimals), (Law::Between(Measure::PoorRate, Group::ALL), AREA, 1));
    assert_eq!((own.computed, own.stated, own.miss()), (Interval::new(100, 200), Interval::exactly(250), 50));
    // Any of the three may be wrong: a unit if it reaches up to the whole.
    let wanted = |cell| {
        let suspect = conflict.suspects.iter().find(|suspect| suspect.fact == cell);
        suspect.map(|suspect| (suspect.wanted.lo, suspect.wanted.hi))
    };
    assert_eq!(keys.map(wanted), [Some((249, 1000)), Some((249, 1000)), Some((99, 201))]);
    // One digit of the province's, or of the larger unit's.
    assert_eq!(offered(&conflict, keys[2]), [(Slip::Digit, Figure::decimal(200, 1))]);
    assert_eq!(offered(&conflict, keys[1]).first(), Some(&(Slip::Digit, Figure::decimal(250, 1))));
    all_repair(&table, &conflict);
}

#[test]
fn swapped_digits_of_a_units_rate() {
    // 29,63 with two digits swapped; in the other units fewer are poor, in all 27,20 %.
    let mut table = rates(&["12.41", "8.90", "26.93"]);
    table.set(AREA, Field::RateNow, "27.20");
    let conflict = only(&table);
    assert_eq!(conflict.facts.len(), 4);
    let slips = |place| offered(&conflict, key(&table, place, Field::RateNow));
    assert_eq!(slips(unit(2)).first(), Some(&(Slip::Swapped, Figure::decimal(2963, 2))));
    assert_eq!(slips(AREA).first(), Some(&(Slip::Swapped, Figure::decimal(2270, 2))));
    assert_eq!(conflict.repairs[1].slip, Slip::Swapped);
    all_repair(&table, &conflict);
}

#[test]
fn counts_of_the_whole_beside_rates_of_its_units() {
    // 500 of 1 000, where no unit has more than 12,35 %.
    let mut table = rates(&["8.90", "12.35"]);
    table.set(AREA, Field::HouseholdsNow, "1000").set(AREA, Field::PoorNow, "500");
    let conflict = only(&table);
    assert!(conflict.minimal);
    assert_eq!(conflict.facts.len(), 4);
    let own = &conflict.equations[0];
    assert_eq!(own.law, Law::Between(Measure::PoorRate, Group::ALL));
    assert_eq!((own.computed, own.stated), (Interval::new(890, 1235), Interval::exactly(5000)));
    // Of 1 000 households 89 to 123 would do, and 500 of 4 049 to 5 618.
    let wanted = |field| {
        let suspect = conflict.suspects.iter().find(|suspect| suspect.fact == key(&table, AREA, field));
        suspect.map(|suspect| (suspect.wanted.lo, suspect.wanted.hi))
    };
    // (Both rates have few whole numbers of households, which leaves even less.)
    assert!(matches!(wanted(Field::PoorNow), Some((89, 100..=123))), "{:?}", wanted(Field::PoorNow));
    assert!(matches!(wanted(Field::HouseholdsNow), Some((4_047.., ..=5_621))), "{:?}", wanted(Field::HouseholdsNow));
    all_repair(&table, &conflict);
}

#[test]
fn where_units_are_counted_the_sums_say_it() {
    // Both units have counts: it is the rate of their sums that is told.
    let mut table = rates(&["10.00", "20.00"]);
    table.counts(unit(0), [1000, 110, 1000, 100]).counts(unit(1), [1000, 210, 1000, 200]);
    table.set(AREA, Field::RateNow, "25.00");
    let conflict = only(&table);
    assert_eq!(conflict.equations[0].law, Law::Rate(Measure::PoorRate, Group::ALL));
    // One by counts, one by its rate.
    let mut table = rates(&["10.00", "20.00"]);
    table.set(unit(0), Field::HouseholdsNow, "1000").set(unit(0), Field::PoorNow, "100").clear(unit(0), Field::RateNow);
    table.set(AREA, Field::RateNow, "25.00");
    let conflict = only(&table);
    assert_eq!(conflict.equations[0].law, Law::Between(Measure::PoorRate, Group::ALL));
    assert_eq!(conflict.facts.len(), 4);
    // Nobody lives there: it says nothing, and the other unit's is the rate of all.
    table.set(unit(0), Field::HouseholdsNow, "0").set(unit(0), Field::PoorNow, "0").set(AREA, Field::RateNow, "15.00");
    let conflict = only(&table);
    let facts = [key(&table, unit(0), Field::HouseholdsNow)].into_iter();
    let facts = facts.chain([unit(1), AREA].map(|place| key(&table, place, Field::RateNow)));
    assert_eq!(conflict.facts, facts.collect::<Vec<_>>());
    table.set(AREA, Field::RateNow, "20.00");
    assert_eq!(conflicts(&table), []);
}

#[test]
fn tags_and_groups_and_what_only_propagation_sees() {
    let mut table = rates(&["8.90", "12.35", "40.00"]);
    table.add_tag(0, &[0, 1]).set(tag(0), Field::RateNow, "12.53");
    let conflict = only(&table);
    assert_eq!(conflict.equations[0].place, tag(0));
    let slips = offered(&conflict, key(&table, tag(0), Field::RateNow));
    assert!(slips.contains(&(Slip::Swapped, Figure::decimal(1235, 2))), "{slips:?}");
    // Of an area of one unit with nothing but a fall the fall is the same.
    let mut table = rates(&["8.90"]);
    table.clear(unit(0), Field::RateNow).set(unit(0), Field::DropPoints, "4.70");
    table.set(AREA, Field::RateNow, "8.90").set(AREA, Field::RatePrev, "16.30");
    let conflict = only(&table);
    assert_eq!(conflict.facts.len(), 3);
    assert!(conflict.relations.iter().any(|(place, relation)| {
        *place == AREA && matches!(relation, Relation::Between { measure: Measure::DropPoints, .. })
    }));
    all_repair(&table, &conflict);
    // A district between the units and the whole, known by nothing.
    let mut table = rates(&["0", "8.90", "12.35"]);
    table.clear(unit(0), Field::RateNow).set(AREA, Field::RateNow, "21.35");
    for id in [1, 2] {
        table.edit_unit(id, |unit| unit.parent = Some(UnitId(0)));
    }
    let conflict = only(&table);
    let slips = offered(&conflict, key(&table, AREA, Field::RateNow));
    assert!(slips.contains(&(Slip::Swapped, Figure::decimal(1235, 2))), "{slips:?}");
    all_repair(&table, &conflict);
}

#[test]
fn near_poor_both_together_and_groups_of_the_population() {
    for (field, law) in [
        (Field::NearRateNow, Law::Between(Measure::NearPoorRate, Group::ALL)),
        (Field::MultiRateNow, Law::Between(Measure::MultidimensionalRate, Group::ALL)),
        (Field::MinorityRateNow, Law::Between(Measure::PoorRate, Group::MINORITY)),
        (Field::MinorityNearRateNow, Law::Between(Measure::NearPoorRate, Group::MINORITY)),
    ] {
        let mut table = Table::new(2);
        table.set(unit(0), field, "10.00").set(unit(1), field, "20.00").set(AREA, field, "20.10");
        let conflict = only(&table);
        assert_eq!(conflict.equations[0].law, law);
        assert_eq!(conflict.facts.len(), 3);
        table.set(AREA, field, "20.00");
        assert_eq!(conflicts(&table), []);
    }
}

proptest! {
    #![proptest_config(cases(2_000, 50))]

    #[test]
    fn of_many_units_those_needed_are_told(seed in any::<u64>()) {
        let mut random = Random::new(seed);
        let units = random.between(2, 90) as u32;
        let mut table = Table::new(units);
        let (mut least, mut most) = (10_000, 0);
        for id in 0..units {
            let rate = random.between(500, 4_000);
            (least, most) = (least.min(rate), most.max(rate));
            if random.chance(20) {
                let (households, poor) = (random.between(1, 9), 10_000);
                table.set_fact(unit(id), Field::HouseholdsNow, Some(Fact::whole(households * poor)));
                table.set_fact(unit(id), Field::PoorNow, Some(Fact::whole(households * rate)));
            } else {
                table.set_fact(unit(id), Field::RateNow, figure_fact(Figure::decimal(rate, 2)));
            }
        }
        // Two hundredths apart no rounding explains it.
        let off = random.between(2, 400);
        let rate = if random.chance(50) { least - off } else { most + off };
        table.set_fact(AREA, Field::RateNow, figure_fact(Figure::decimal(rate, 2)));
        let found = conflicts(&table);
        let is_counted =
            |id| table.book.fact(key(&table, unit(id), Field::RateNow)).is_none();
        if (0..units).all(is_counted) {
            return Ok(());
        }
        prop_assert_eq!(found.len(), 1);
        let conflict = &found[0];
        // With many, some of them counted, it is too long to ask about each figure.
        let any_counted = (0..units).any(is_counted);
        prop_assert!(conflict.minimal || any_counted && conflict.facts.len() > 64);
        prop_assert_eq!(conflict.equations[0].law, Law::Between(Measure::PoorRate, Group::ALL));
        prop_assert_eq!(conflict.equations[0].miss().abs(), off);
        let mut problem = Problem::new(&table.book, &table.solve());
        prop_assert!(contradict(&mut problem, &conflict.facts));
        for at in 0..if conflict.minimal { conflict.facts.len() } else { 0 } {
            let mut fewer = conflict.facts.clone();
            fewer.remove(at);
            prop_assert!(!contradict(&mut problem, &fewer), "without {at}: {conflict:#?}");
        }
        for repair in &conflict.repairs {
            let mut book = table.book.clone();
            repair.edit().apply(&mut book);
            let after = find(&book, &giam_ngheo::core::solve::solve(&book, table.span));
            // Counts may contradict each other in more than one way; this one is gone.
            let own = |other: &&Conflict| other.facts.iter().all(|fact| conflict.facts.contains(fact));
            prop_assert_eq!(after.iter().filter(own).count(), 0, "{:?} leaves {:#?}", repair, after);
            prop_assert!(any_counted || after.is_empty(), "{repair:?} leaves {after:#?}");
        }
    }
}
