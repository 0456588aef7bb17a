//! Contradictions of a population group: with its own rates, with its totals, and with all households.
//!
//! Figures of Kon Tum, end-2021, by district (bandantoc.kontum.gov.vn, table 05).

mod common;

use common::groups::{spoilt, truth};
use common::properties::{cases, contradict};
use common::{AREA, Table, unit};
use giam_ngheo::core::check::{Check, Finding, Problem as Told, Severity, check};
use giam_ngheo::core::conflict::{Conflict, Hint, Law, MAX_CONFLICTS, Slip, find};
use giam_ngheo::core::fact::{FactKey, Figure, Reading};
use giam_ngheo::core::field::Field;
use giam_ngheo::core::measure::{Group, Measure};
use giam_ngheo::core::solve::problem::Problem;
use giam_ngheo::core::unit::Place;
use proptest::prelude::*;

/// All households, those of ethnic minorities, the poor among them, their poor rate, and the share of them among all poor.
const KON_TUM: [(&str, &str, &str, &str, &str); 10] = [
    ("13389", "11710", "2510", "21.43", "99.13"),
    ("16029", "9133", "942", "10.31", "95.54"),
    ("12572", "6302", "1795", "28.48", "94.92"),
    ("18106", "8114", "2545", "31.37", "94.54"),
    ("14118", "7885", "2633", "33.39", "93.53"),
    ("44451", "12729", "772", "6.06", "73.38"),
    ("7378", "4812", "1746", "36.28", "95.2"),
    ("7551", "6495", "3353", "51.62", "100.0"),
    ("6805", "6452", "3545", "54.94", "99.97"),
    ("3162", "1944", "976", "50.21", "75.78"),
];

fn kon_tum() -> Table {
    let mut table = Table::new(KON_TUM.len() as u32);
    for (id, (all, households, poor, rate, _)) in (0..).zip(KON_TUM) {
        table.set(unit(id), Field::HouseholdsNow, all).set(unit(id), Field::MinorityHouseholdsNow, households);
        table.set(unit(id), Field::MinorityPoorNow, poor).set(unit(id), Field::MinorityRateNow, rate);
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

/// The cell and the figure of the repair offered first.
fn first(conflict: &Conflict) -> (FactKey, Figure) {
    let repair = conflict.repairs.first().unwrap_or_else(|| panic!("no repair: {conflict:#?}"));
    match repair.changes.as_slice() {
        [(key, fact)] => match fact.reading {
            Reading::Figure(figure) => (*key, figure),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

#[test]
fn figures_of_a_group_that_are_true_are_no_contradiction() {
    assert_eq!(conflicts(&kon_tum()), []);
    let mut table = kon_tum();
    table.set(AREA, Field::MinorityHouseholdsNow, "75576").set(AREA, Field::MinorityPoorNow, "20817");
    assert_eq!(conflicts(&table), []);
}

#[test]
fn more_households_of_a_group_than_there_are() {
    // 11 710 with two digits swapped is more than all 13 389.
    let mut table = kon_tum();
    table.clear(unit(0), Field::MinorityRateNow).set(unit(0), Field::MinorityHouseholdsNow, "17110");
    let found = check(&table.book, &table.solve());
    assert!(found.iter().any(|one| (one.check, one.severity) == (Check::K2, Severity::Error)), "{found:?}");
    let conflict = only(&table);
    let (part, whole) =
        (key(&table, unit(0), Field::MinorityHouseholdsNow), key(&table, unit(0), Field::HouseholdsNow));
    assert!(conflict.minimal);
    assert_eq!(conflict.facts, [whole, part]);
    let own = &conflict.equations[0];
    assert_eq!((own.law, own.place, own.miss()), (Law::WithinAll(Measure::Households), unit(0), 13_389 - 17_110));
    assert_eq!(own.facts, [part, whole]);
    // Beside it what the cell would have to say: at most all households, at least the poor among them.
    let suspect = conflict.suspects.iter().find(|suspect| suspect.fact == part).expect("a suspect");
    assert_eq!((suspect.wanted.lo, suspect.wanted.hi), (2_510, 13_389));
    assert!(conflict.repairs.iter().any(|repair| {
        repair.slip == Slip::Swapped
            && repair
                .changes
                .iter()
                .any(|(cell, fact)| *cell == part && fact.reading == Reading::Figure(Figure::whole(11_710)))
    }));
    // The rate of the group tells which digits.
    table.set(unit(0), Field::MinorityRateNow, "21.43");
    let conflict = only(&table);
    assert_eq!(first(&conflict), (part, Figure::whole(11_710)));
    assert_eq!(conflict.repairs[0].closes.len(), 2);
    conflict.repairs[0].edit().apply(&mut table.book);
    assert_eq!(conflicts(&table), []);
    assert!(check(&table.book, &table.solve()).iter().all(|finding| finding.severity > Severity::Warning));
}

#[test]
fn more_poor_of_a_group_than_poor_or_than_it_has() {
    let mut table = Table::new(1);
    table.set(unit(0), Field::HouseholdsNow, "1000").set(unit(0), Field::PoorNow, "90");
    table.set(unit(0), Field::MinorityHouseholdsNow, "400").set(unit(0), Field::MinorityPoorNow, "95");
    let poor = key(&table, unit(0), Field::MinorityPoorNow);
    let conflict = only(&table);
    assert_eq!(conflict.facts, [key(&table, unit(0), Field::PoorNow), poor]);
    assert_eq!(conflict.equations[0].law, Law::WithinAll(Measure::PoorHouseholds));
    assert_eq!(conflict.equations[0].miss(), -5);
    // Of fewer households than poor among them.
    table.set(unit(0), Field::PoorNow, "200").set(unit(0), Field::MinorityHouseholdsNow, "80");
    let conflict = only(&table);
    assert_eq!(conflict.facts, [key(&table, unit(0), Field::MinorityHouseholdsNow), poor]);
    assert_eq!(conflict.equations[0].law, Law::WithinGroup(Measure::PoorHouseholds));
}

#[test]
fn a_rate_of_a_group_beside_its_own_counts() {
    // 21,43 with two digits swapped.
    let mut table = kon_tum();
    table.set(unit(0), Field::MinorityRateNow, "24.13");
    let conflict = only(&table);
    let fields = [Field::MinorityHouseholdsNow, Field::MinorityPoorNow, Field::MinorityRateNow];
    assert_eq!(conflict.facts, fields.map(|field| key(&table, unit(0), field)));
    assert_eq!(conflict.equations[0].law, Law::Rate(Measure::PoorRate, Group::MINORITY));
    assert_eq!(conflict.equations[0].miss(), 270);
    assert_eq!(first(&conflict), (key(&table, unit(0), Field::MinorityRateNow), Figure::decimal(2143, 2)));
    assert_eq!(conflict.repairs[0].slip, Slip::Swapped);
    // No whole number of 8 114 households is 31,73 %.
    let mut table = kon_tum();
    table.set(unit(3), Field::MinorityRateNow, "31.73");
    let conflict = only(&table);
    assert_eq!(conflict.facts.len(), 2);
    let told = conflict.equations.iter().map(|equation| equation.law).collect::<Vec<_>>();
    assert!(told.contains(&Law::Rate(Measure::PoorRate, Group::MINORITY)), "{told:?}");
    assert_eq!(first(&conflict), (key(&table, unit(3), Field::MinorityRateNow), Figure::decimal(3137, 2)));
}

#[test]
fn a_total_of_a_group_that_its_units_do_not_add_up_to() {
    // 2 545 with two digits swapped, beside its rate and the total.
    let mut table = kon_tum();
    table.set(AREA, Field::MinorityPoorNow, "20817").set(unit(3), Field::MinorityPoorNow, "2455");
    let conflict = only(&table);
    assert_eq!(first(&conflict), (key(&table, unit(3), Field::MinorityPoorNow), Figure::whole(2_545)));
    let sum = Law::Sum { measure: Measure::PoorHouseholds, group: Group::MINORITY, all: true };
    let rate = Law::Rate(Measure::PoorRate, Group::MINORITY);
    let mut closed: Vec<Law> = conflict.repairs[0].closes.iter().map(|(law, ..)| *law).collect();
    closed.sort();
    assert_eq!(closed, [rate, sum]);
}

#[test]
fn a_column_of_shares_is_told_as_such() {
    // Under the heading of the rate stands the share of all 21 989 poor households of the province.
    let mut table = kon_tum();
    table.set(AREA, Field::MinorityPoorNow, "20817").set(AREA, Field::MinorityHouseholdsNow, "75576");
    for (id, (.., share)) in (0..).zip(KON_TUM) {
        table.set(unit(id), Field::MinorityRateNow, share);
    }
    table.set(AREA, Field::MinorityRateNow, "94.67");
    let found = conflicts(&table);
    assert_eq!(found.len(), 11);
    for conflict in &found {
        let whole = conflict.hints.iter().find_map(|hint| match hint {
            Hint::OtherWhole { rate: Measure::PoorRate, group: Group::MINORITY, place: AREA, whole, .. } => {
                Some(*whole)
            }
            _ => None,
        });
        let whole = whole.unwrap_or_else(|| panic!("{:?}", conflict.hints));
        assert!(whole.lo <= 21_989 && 21_989 <= whole.hi, "{whole:?}");
    }
}

proptest! {
    #![proptest_config(cases(10_000, 50))]

    #[test]
    fn true_tables_with_groups_have_no_conflict(seed in any::<u64>()) {
        let (table, typed) = truth(seed);
        let found = conflicts(&table);
        prop_assert!(found.is_empty(), "{found:#?} {typed:?}");
    }

    #[test]
    fn what_is_told_of_groups_is_minimal_and_all_there_is(seed in any::<u64>()) {
        let table = spoilt(seed);
        let solution = table.solve();
        let mut problem = Problem::new(&table.book, &solution);
        let every = problem.every();
        let found = conflicts(&table);
        prop_assert_eq!(problem.clash(&every, &[]).is_some(), !found.is_empty());
        let mut seen: Vec<FactKey> = Vec::new();
        for conflict in &found {
            prop_assert!(conflict.minimal && !conflict.equations.is_empty());
            prop_assert!(contradict(&mut problem, &conflict.facts), "{conflict:#?}");
            for at in 0..conflict.facts.len() {
                let mut fewer = conflict.facts.clone();
                fewer.remove(at);
                prop_assert!(!contradict(&mut problem, &fewer), "without {at}: {conflict:#?}");
            }
            seen.extend(&conflict.facts);
            for repair in &conflict.repairs {
                let mut book = table.book.clone();
                repair.edit().apply(&mut book);
                let solution = giam_ngheo::core::solve::solve(&book, table.span);
                let mut repaired = Problem::new(&book, &solution);
                let numbers: Vec<u32> = conflict.facts.iter().filter_map(|key| repaired.number(*key)).collect();
                prop_assert!(repaired.clash(&numbers, &[]).is_none(), "{repair:?} of {conflict:#?}");
            }
        }
        let rest: Vec<u32> =
            every.into_iter().filter(|number| !seen.contains(&problem.facts()[*number as usize])).collect();
        prop_assert!(found.len() >= MAX_CONFLICTS || problem.clash(&rest, &[]).is_none());
        // What is told place by place is told here too.
        let is_near = |finding: &Finding| matches!(finding.problem, Told::LastDigit { .. });
        let told = check(&table.book, &solution);
        if found.is_empty() && !told.iter().any(is_near) {
            let grave = |finding: &Finding| {
                matches!(finding.check, Check::K2 | Check::K5 | Check::K7) && finding.severity < Severity::Warning
            };
            prop_assert!(!told.iter().any(grave), "{told:?}");
        }
    }
}
