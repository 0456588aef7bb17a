//! Households of ethnic minorities: part of all, with rates of their own households (K2).
//!
//! Figures of Kon Tum, end-2021, by district (bandantoc.kontum.gov.vn, table 05): all households, households of ethnic
//! minorities and the poor among them; the rates were recomputed independently of this program.

mod common;

use common::groups::{FIELDS, counts};
use common::random::Random;
use common::{AREA, Table, conflict, exact, range, typed, unit};
use giam_ngheo::core::check::{Check, Problem, Severity, check};
use giam_ngheo::core::explain::{Origin, explain};
use giam_ngheo::core::field::Field;
use giam_ngheo::core::measure::{Group, Measure};
use giam_ngheo::core::quantity::State;

const KON_TUM: [(i64, i64, i64, i64); 8] = [
    (13_389, 11_710, 2_510, 2143),
    (16_029, 9_133, 942, 1031),
    (12_572, 6_302, 1_795, 2848),
    (18_106, 8_114, 2_545, 3137),
    (14_118, 7_885, 2_633, 3339),
    (44_451, 12_729, 772, 606),
    (7_378, 4_812, 1_746, 3628),
    (7_551, 6_495, 3_353, 5162),
];

fn kon_tum() -> Table {
    let mut table = Table::new(KON_TUM.len() as u32);
    for (id, (all, households, poor, _)) in KON_TUM.into_iter().enumerate() {
        let place = unit(id as u32);
        table.set(place, Field::HouseholdsNow, &all.to_string());
        table.set(place, Field::MinorityHouseholdsNow, &households.to_string());
        table.set(place, Field::MinorityPoorNow, &poor.to_string());
    }
    table
}

#[test]
fn a_groups_rate_is_of_its_own_households() {
    let table = kon_tum();
    let solution = table.solve();
    for (id, (.., rate)) in KON_TUM.into_iter().enumerate() {
        assert_eq!(solution.value(unit(id as u32), Field::MinorityRateNow), exact(rate));
    }
    let sum = |part: fn(&(i64, i64, i64, i64)) -> i64| KON_TUM.iter().map(part).sum::<i64>();
    let (households, poor) = (sum(|row| row.1), sum(|row| row.2));
    assert_eq!(solution.value(AREA, Field::MinorityHouseholdsNow), exact(households));
    assert_eq!(solution.value(AREA, Field::MinorityPoorNow), exact(poor));
    let rate = giam_ngheo::core::quantity::shown_rate(poor, households).expect("a rate");
    assert_eq!(solution.value(AREA, Field::MinorityRateNow), exact(rate));
    let said = explain(&table.book, &solution, unit(0), Field::MinorityRateNow);
    assert_eq!(said.origin, Origin::Quotient { part: 2_510, whole: 11_710, hundredths: 2143 });
    // Nothing of it is said of all.
    assert_eq!(solution.value(unit(0), Field::PoorNow).state, State::Unknown);
    assert_eq!(check(&table.book, &solution), []);
}

#[test]
fn bounds_flow_between_a_part_and_its_whole() {
    let mut table = Table::new(2);
    // 50 % of 1 000 households of minorities are 500 poor or so, so there are as many poor in all.
    table.set(unit(0), Field::MinorityHouseholdsNow, "1000").set(unit(0), Field::MinorityRateNow, "50.00");
    assert_eq!(table.solve().value(unit(0), Field::MinorityPoorNow), exact(500));
    table.set(unit(0), Field::PoorNow, "<=600").set(unit(0), Field::MinorityRateNow, "50");
    assert_eq!(table.solve().value(unit(0), Field::MinorityPoorNow), range(495, 505));
    let poor = table.solve().value(unit(0), Field::PoorNow);
    assert_eq!((poor.state, poor.lo, poor.hi), (State::Typed, 495, 600));
    // And not more of them poor than are poor at all.
    table.set(unit(0), Field::PoorNow, "500");
    assert_eq!(table.solve().value(unit(0), Field::MinorityPoorNow), range(495, 500));
    // A count and its rate bound the group's households, these all households.
    let mut table = Table::new(1);
    table.set(unit(0), Field::MinorityPoorNow, "2510").set(unit(0), Field::MinorityRateNow, "21.43");
    assert_eq!(table.solve().value(unit(0), Field::MinorityHouseholdsNow), range(11_710, 11_715));
    // A total gives the one that is missing.
    let mut table = Table::new(2);
    table.set(unit(0), Field::MinorityPoorNow, "30").set(AREA, Field::MinorityPoorNow, "75");
    assert_eq!(table.solve().value(unit(1), Field::MinorityPoorNow), exact(45));
}

#[test]
fn k2_a_part_is_not_more_than_its_whole() {
    let mut table = Table::new(1);
    table.counts(unit(0), [1000, 100, 1000, 90]);
    table.set(unit(0), Field::MinorityHouseholdsNow, "80").set(unit(0), Field::MinorityPoorNow, "95");
    let solution = table.solve();
    let found = check(&table.book, &solution);
    let problem = |whole, group, more| Problem::GroupOverWhole {
        part: (Measure::PoorHouseholds, 95),
        whole: (whole, group, more),
    };
    let expected =
        [problem(Measure::PoorHouseholds, Group::ALL, 90), problem(Measure::Households, Group::MINORITY, 80)];
    assert_eq!(found.len(), 2, "{found:?}");
    for (finding, problem) in found.iter().zip(expected) {
        assert_eq!((finding.check, finding.severity), (Check::K2, Severity::Error));
        assert_eq!((finding.place, finding.field), (unit(0), Some(Field::MinorityPoorNow)));
        assert_eq!(finding.problem, problem);
    }
    // The group is in doubt, not all: their rate and verdict stand.
    assert_eq!(solution.value(unit(0), Field::MinorityPoorNow), conflict(95));
    assert_eq!(solution.value(unit(0), Field::PoorNow), typed(90));
    assert_eq!(solution.value(unit(0), Field::RateNow), exact(900));
    assert_eq!(solution.value(AREA, Field::PoorNow), exact(90));
    // More households of minorities than there are households.
    table.set(unit(0), Field::MinorityPoorNow, "50").set(unit(0), Field::MinorityHouseholdsNow, "1001");
    let found = check(&table.book, &table.solve());
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].field, Some(Field::MinorityHouseholdsNow));
    // In order.
    table.set(unit(0), Field::MinorityHouseholdsNow, "800");
    assert_eq!(check(&table.book, &table.solve()), []);
}

#[test]
fn a_rate_that_is_none_of_the_groups() {
    // Kon Tum prints 99,13 where 21,43 % of the households of minorities are poor: the share among all poor.
    let mut table = kon_tum();
    table.set(unit(0), Field::MinorityRateNow, "99.13");
    let solution = table.solve();
    let found = check(&table.book, &solution);
    let problem = Problem::NotFromCounts { typed: 9913, computed: 2143 };
    assert!(found.iter().any(|one| one.problem == problem && one.field == Some(Field::MinorityRateNow)), "{found:?}");
    assert_eq!(solution.value(unit(0), Field::MinorityRateNow), conflict(9913));
    assert_eq!(solution.value(unit(0), Field::HouseholdsNow), typed(13_389));
}

#[test]
fn the_truth_is_inside_what_is_inferred_of_groups() {
    let long = !cfg!(debug_assertions) || std::env::var_os("LONG").is_some();
    for seed in 0..if long { 20_000 } else { 2_000 } {
        let mut random = Random::new(seed);
        let count = random.between(1, 4) as u32;
        let mut table = Table::new(count);
        let truth: Vec<[i64; 6]> = (0..count).map(|_| counts(&mut random, 5_000)).collect();
        let mut places: Vec<_> = (0..count).map(|id| (unit(id), truth[id as usize])).collect();
        let total = truth.iter().fold([0; 6], |sum, row| std::array::from_fn(|at| sum[at] + row[at]));
        places.push((AREA, total));
        let share = random.pick(&[30, 60, 90]);
        for (place, counts) in &places {
            let share = if *place == AREA { share / 2 } else { share };
            for (field, value) in FIELDS.into_iter().zip(counts) {
                if random.chance(share) {
                    table.set(*place, field, &value.to_string());
                }
            }
            if random.chance(share) && counts[3] > 0 {
                let rate = common::random::printed(counts[4], counts[3], 1);
                table.set(*place, Field::MinorityRateNow, &format!("{}.{}", rate / 10, rate % 10));
            }
        }
        let solution = table.solve();
        for (place, counts) in &places {
            for (field, value) in FIELDS.into_iter().zip(counts) {
                let found = solution.value(*place, field);
                assert!(found.state != State::Conflict, "{seed} {place:?} {} {found:?}", field.key());
                if found.is_known() {
                    assert!(found.lo <= *value && *value <= found.hi, "{seed} {place:?} {} {found:?}", field.key());
                }
            }
        }
        let grave = |finding: &giam_ngheo::core::check::Finding| {
            finding.severity < Severity::Warning && !matches!(finding.problem, Problem::NoTotal { .. })
        };
        let found = check(&table.book, &solution);
        assert!(!found.iter().any(grave), "{seed} {found:?}");
    }
}
