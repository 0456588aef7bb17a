//! The findings: each check with a table that has it and one that has not.

mod common;

use common::{AREA, Table, sample, tag, unit};
use giam_ngheo::core::check::{Check, Finding, Problem, Severity, check, check_names};
use giam_ngheo::core::fact::{Fact, Figure, Reading, Unreadable};
use giam_ngheo::core::field::Field;
use giam_ngheo::core::period::Standard;
use giam_ngheo::core::solve::Premise;
use giam_ngheo::core::target::Target;

fn findings(table: &Table) -> Vec<Finding> {
    check(&table.book, &table.solve())
}

fn only(table: &Table) -> Finding {
    let found = findings(table);
    assert_eq!(found.len(), 1, "{found:?}");
    found.into_iter().next().expect("one")
}

#[test]
fn the_sample_has_none() {
    assert_eq!(findings(&sample()), []);
    assert_eq!(check_names(&sample().book), []);
}

#[test]
fn k1_more_poor_than_households() {
    // Cư Jút printed 204 poor of 10 households, 2040 %.
    let mut table = Table::new(2);
    table.set(unit(0), Field::HouseholdsNow, "10").set(unit(0), Field::PoorNow, "204");
    let found = only(&table);
    assert_eq!((found.check, found.severity), (Check::K1, Severity::Error));
    assert_eq!((found.place, found.field), (unit(0), Some(Field::PoorNow)));
    assert_eq!(found.problem, Problem::PoorOverTotal { poor: 204, households: 10 });
    let solution = table.solve();
    assert_eq!(solution.value(unit(0), Field::RateNow), common::conflict(204_000));
}

#[test]
fn k1_poor_and_near_poor_together() {
    let mut table = Table::new(1);
    table.set(unit(0), Field::HouseholdsNow, "100").set(unit(0), Field::PoorNow, "60");
    table.set(unit(0), Field::NearPoorNow, "41");
    assert_eq!(only(&table).problem, Problem::BothOverTotal { sum: 101, households: 100 });
    table.set(unit(0), Field::NearPoorNow, "40");
    assert_eq!(findings(&table), []);
}

#[test]
fn k1_without_a_total_there_is_no_rate() {
    let mut table = Table::new(1);
    table.set(unit(0), Field::PoorNow, "5");
    let found = only(&table);
    assert_eq!((found.field, found.problem), (Some(Field::HouseholdsNow), Problem::NoTotal { poor: 5 }));
    // A printed rate gives the total, if only as a range.
    table.set(unit(0), Field::RateNow, "5.0");
    assert_eq!(findings(&table), []);
    let mut table = Table::new(1);
    table.set(unit(0), Field::HouseholdsNow, "0").set(unit(0), Field::PoorNow, "0");
    assert_eq!(only(&table).problem, Problem::ZeroTotal);
    assert!(!table.solve().value(unit(0), Field::RateNow).is_known());
}

#[test]
fn k1_poor_persons() {
    let mut table = Table::new(1);
    table.set(unit(0), Field::PersonsNow, "400").set(unit(0), Field::PoorPersonsNow, "401");
    assert_eq!(only(&table).problem, Problem::PoorPersonsOverPersons { poor: 401, persons: 400 });
}

#[test]
fn k5_a_typed_total_beside_the_sum() {
    // Quảng Bình 2017 printed a total of 5.374 where the districts give 5.347.
    let mut table = Table::new(2);
    table.counts(unit(0), [40_000, 3_000, 40_100, 2_800]).counts(unit(1), [30_000, 2_600, 30_050, 2_547]);
    table.set(AREA, Field::PoorNow, "5374");
    let found = only(&table);
    assert_eq!((found.check, found.severity, found.place), (Check::K5, Severity::Conflict, AREA));
    assert_eq!(found.problem, Problem::NotTheSum { typed: 5374, sum: 5347, swapped: true });
    let solution = table.solve();
    assert_eq!(solution.value(AREA, Field::PoorNow), common::conflict(5374));
    // The units' counts go on; what rests on the dispute says so.
    assert_eq!(solution.value(AREA, Field::DropHouseholds), common::conflict(253));
    assert_eq!(solution.value(AREA, Field::RatePrev), common::exact(800));
    table.set(AREA, Field::PoorNow, "5350");
    assert_eq!(only(&table).problem, Problem::NotTheSum { typed: 5350, sum: 5347, swapped: false });
    table.set(AREA, Field::PoorNow, "5347");
    assert_eq!(findings(&table), []);
    assert_eq!(table.solve().value(AREA, Field::PoorNow), common::typed(5347));
}

#[test]
fn k5_a_typed_total_of_an_incomplete_table_is_used() {
    let mut table = Table::new(2);
    table.counts(unit(0), [40_000, 3_000, 40_100, 2_800]);
    for (field, text) in [(Field::HouseholdsNow, "70150"), (Field::PoorNow, "5347")] {
        table.set(AREA, field, text);
    }
    assert_eq!(findings(&table), []);
    assert_eq!(table.solve().value(AREA, Field::RateNow), common::exact(762));
    // It cannot be less than what is known already.
    table.set(AREA, Field::PoorNow, "2799");
    assert_eq!(only(&table).problem, Problem::BelowTheSum { typed: 2799, least: 2800 });
}

#[test]
fn k6_a_typed_rate_against_counts() {
    let mut table = Table::new(1);
    table.set(unit(0), Field::HouseholdsNow, "412204").set(unit(0), Field::PoorNow, "63379");
    table.set(unit(0), Field::RateNow, "15.40");
    let found = only(&table);
    assert_eq!((found.check, found.severity, found.field), (Check::K6, Severity::Conflict, Some(Field::RateNow)));
    assert_eq!(found.problem, Problem::NotFromCounts { typed: 1540, computed: 1538 });
    // 285 of 12 239 is 2,3286 %: 2,32 is cut off, a last digit off, no conflict.
    let mut table = Table::new(1);
    table.counts(unit(0), [12_239, 285, 12_290, 242]).set(unit(0), Field::RatePrev, "2.32");
    let found = only(&table);
    assert_eq!((found.check, found.severity), (Check::K6, Severity::Info));
    assert_eq!(found.problem, Problem::LastDigit { typed: 232, computed: 233 });
    assert_eq!(table.solve().value(unit(0), Field::RatePrev), common::typed(232));
    assert_eq!(table.solve().value(AREA, Field::RatePrev), common::exact(233));
    table.set(unit(0), Field::RatePrev, "2.3");
    assert_eq!(findings(&table), []);
    table.set(unit(0), Field::RatePrev, "2.2");
    assert_eq!(only(&table).severity, Severity::Info);
    table.set(unit(0), Field::RatePrev, "2.1");
    assert_eq!(only(&table).severity, Severity::Conflict);
}

#[test]
fn k6_a_typed_change_against_counts() {
    let mut table = Table::new(1);
    table.counts(unit(0), [82_076, 20_281, 82_310, 18_067]);
    table.set(unit(0), Field::DropPoints, "2.46").set(unit(0), Field::DropHouseholds, "1976");
    let problems: Vec<_> = findings(&table).into_iter().map(|found| found.problem).collect();
    assert!(problems.contains(&Problem::NotFromCounts { typed: 246, computed: 276 }), "{problems:?}");
    assert!(problems.contains(&Problem::NotFromCounts { typed: 1976, computed: 2214 }), "{problems:?}");
    table.set(unit(0), Field::DropPoints, "2.76").set(unit(0), Field::DropHouseholds, "2214");
    assert_eq!(findings(&table), []);
}

#[test]
fn k7_two_pairs_that_leave_no_total() {
    let mut table = Table::new(1);
    table.set(unit(0), Field::PoorNow, "9604").set(unit(0), Field::RateNow, "3.14");
    table.set(unit(0), Field::NearPoorNow, "6943").set(unit(0), Field::NearRateNow, "2.27");
    assert_eq!(findings(&table), []);
    table.set(unit(0), Field::NearRateNow, "2.72");
    let found = only(&table);
    assert_eq!((found.check, found.severity), (Check::K7, Severity::Conflict));
    let Problem::Outside { typed, least, most, with } = found.problem else { panic!("{:?}", found.problem) };
    assert_eq!(typed, 272);
    assert!(least <= 227 && (227..272).contains(&most), "{least}..{most}");
    let measures: Vec<_> = with
        .iter()
        .map(|premise| match premise {
            Premise::Fact(key) => key.measure.key(),
            Premise::Sum { .. } | Premise::Rest { .. } | Premise::Between { .. } => "sum",
        })
        .collect();
    assert_eq!(measures, ["poor", "near_poor", "rate"]);
}

#[test]
fn k9_jumps() {
    let mut table = Table::new(1);
    table.counts(unit(0), [1000, 200, 1031, 200]);
    assert_eq!(only(&table).problem, Problem::HouseholdsJump { tenths: 31 });
    table.counts(unit(0), [1000, 200, 1030, 200]);
    assert_eq!(findings(&table), []);
    table.counts(unit(0), [1000, 200, 1000, 351]);
    assert_eq!(only(&table).problem, Problem::RateJump { points: 1510 });
    table.counts(unit(0), [1000, 200, 1000, 350]);
    assert_eq!(findings(&table), []);
    // More poor than households is said once.
    table.counts(unit(0), [1000, 200, 1000, 1200]);
    assert_eq!(only(&table).check, Check::K1);
    // Over two years 6 % is 3 % a year.
    let mut table = Table::with_years(1, &[2021, 2023]);
    table.counts(unit(0), [1000, 200, 1060, 200]);
    assert_eq!(findings(&table), []);
}

#[test]
fn k10_two_standards() {
    let mut table = Table::new(1);
    table.counts(unit(0), [1000, 200, 1010, 300]).standards(&[Standard::Y2016, Standard::Y2022]);
    let found = only(&table);
    assert_eq!(found.check, Check::K10);
    assert_eq!(found.problem, Problem::Standards { prev: Standard::Y2016, now: Standard::Y2022 });
}

#[test]
fn k12_persons_per_household() {
    let mut table = Table::new(1);
    table.set(unit(0), Field::HouseholdsNow, "100").set(unit(0), Field::PersonsNow, "1201");
    assert_eq!(only(&table).problem, Problem::PersonsPerHousehold { hundredths: 1201 });
    table.set(unit(0), Field::PersonsNow, "99");
    assert_eq!(only(&table).problem, Problem::PersonsPerHousehold { hundredths: 99 });
    table.set(unit(0), Field::PersonsNow, "1200");
    assert_eq!(findings(&table), []);
}

#[test]
fn k13_texts_that_cannot_be_used() {
    let mut table = Table::new(2);
    let fact = |reading| Some(Fact::new(reading));
    table.set_fact(unit(0), Field::PoorNow, fact(Reading::Unreadable(Unreadable::NotANumber)));
    let found = only(&table);
    assert_eq!((found.check, found.severity), (Check::K13, Severity::Error));
    assert_eq!(found.problem, Problem::Unusable(Unreadable::NotANumber));
    assert_eq!(table.solve().value(unit(0), Field::PoorNow), giam_ngheo::core::quantity::Value::INVALID);
    for (field, reading, why) in [
        (Field::PoorNow, Reading::Figure(Figure::whole(-3)), Unreadable::Negative),
        (Field::PoorNow, Reading::Figure(Figure::whole(1_000_000_001)), Unreadable::TooLarge),
        (Field::PoorNow, Reading::Figure(Figure::decimal(125, 1)), Unreadable::CountWithDecimals),
        (Field::RateNow, Reading::Figure(Figure::decimal(10_001, 2)), Unreadable::RateOver100),
        (Field::RateNow, Reading::Figure(Figure::decimal(1, 5)), Unreadable::TooManyDecimals),
        (Field::Target, Reading::Figure(Figure::whole(3)), Unreadable::NotATarget),
        (Field::Target, Reading::Target(Target::RateLeft { most: 10_001 }), Unreadable::RateOver100),
        (Field::Target, Reading::Target(Target::PointsDown { least: 500, most: 400 }), Unreadable::NotATarget),
    ] {
        let mut table = Table::new(1);
        table.set_fact(unit(0), field, fact(reading));
        assert_eq!(only(&table).problem, Problem::Unusable(why), "{reading:?}");
        let state = table.solve().value(unit(0), field).state;
        assert_eq!(state, giam_ngheo::core::quantity::State::Invalid, "{reading:?}");
    }
    // "13,205" read as 13 205, to be confirmed.
    let mut table = Table::new(1);
    let assumed = Figure { assumed: true, ..Figure::whole(13_205) };
    table.set_fact(unit(0), Field::HouseholdsNow, fact(Reading::Figure(assumed)));
    assert_eq!(only(&table).problem, Problem::Assumed { value: 13_205, decimals: 0 });
}

#[test]
fn k15_names() {
    let mut table = Table::new(3);
    for (id, name) in ["Pác Nặm", "Pắc Nặm", "Chợ Mới"].into_iter().enumerate() {
        table.edit_unit(id as u32, |unit| unit.name = name.into());
    }
    let found = check_names(&table.book);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].check, found[0].place), (Check::K15, unit(1)));
    // Under different parents the same name is another place.
    table.edit_unit(1, |unit| unit.parent = Some(giam_ngheo::core::unit::UnitId(2)));
    assert_eq!(check_names(&table.book), []);
}

#[test]
fn a_typed_target_beside_the_sum_of_targets() {
    let mut table = sample();
    table.target(AREA, Target::HouseholdsLeft { most: 18_311 });
    assert_eq!(findings(&table), []);
    table.target(AREA, Target::HouseholdsLeft { most: 18_300 });
    let found = only(&table);
    assert_eq!((found.check, found.field), (Check::TargetSum, Some(Field::Target)));
    // The typed target is the one that is judged.
    assert_eq!(table.solve().value(AREA, Field::GapHouseholds), common::exact(233));
    table.target(tag(0), Target::PointsDown { least: 400, most: 500 });
    assert_eq!(findings(&table).len(), 1);
}
