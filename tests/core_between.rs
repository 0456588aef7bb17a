//! Units with nothing but rates: what their rates say of the rate of the whole.

mod common;

use common::{AREA, Table, conflict, exact, range, sample, tag, typed, unit};
use giam_ngheo::core::check::{Check, Problem, check};
use giam_ngheo::core::explain::{Origin, explain};
use giam_ngheo::core::field::Field;
use giam_ngheo::core::measure::{Group, Measure};
use giam_ngheo::core::quantity::{State, Value};
use giam_ngheo::core::solve::Premise;
use giam_ngheo::core::target::Target;
use giam_ngheo::core::unit::{Place, UnitId};
use giam_ngheo::core::verdict::Verdict;

/// Rates of the closing period.
fn rates(rates: &[&str]) -> Table {
    let mut table = Table::new(rates.len() as u32);
    for (id, rate) in (0..).zip(rates) {
        table.set(unit(id), Field::RateNow, rate);
    }
    table
}

fn value(table: &Table, place: Place, field: Field) -> Value {
    table.solve().value(place, field)
}

#[test]
fn an_area_of_one_unit_has_its_rates() {
    // Lục Bình: "8,9 %, giảm 4,7", no counts at all.
    let mut table = rates(&["8.9"]);
    table.set(unit(0), Field::DropPoints, "4.7");
    let solution = table.solve();
    assert_eq!(solution.value(AREA, Field::RatePrev), range(1350, 1370));
    assert_eq!(solution.value(AREA, Field::RateNow), range(885, 895));
    let drop = solution.value(AREA, Field::DropPoints);
    assert!(drop.state == State::Range && drop.lo <= 465 && 475 <= drop.hi && drop.hi - drop.lo <= 20, "{drop:?}");
    assert_eq!(solution.headline().rate_now, range(885, 895));
    for count in [Field::HouseholdsNow, Field::PoorNow, Field::DropHouseholds] {
        assert!(!solution.value(AREA, count).is_known());
    }
    assert_eq!(check(&table.book, &solution), []);
    // It says why.
    let Origin::Bounded { lower, upper } = explain(&table.book, &solution, AREA, Field::RateNow).origin else {
        panic!()
    };
    let units = Premise::Between { measure: Measure::PoorRate, group: Group::ALL, period: table.span.now };
    assert_eq!([lower.premises, upper.premises], [vec![units], vec![units]]);
}

#[test]
fn a_rate_with_two_decimals_is_the_shown_rate_of_the_whole_too() {
    assert_eq!(value(&rates(&["8.90"]), AREA, Field::RateNow), exact(890));
    assert_eq!(value(&rates(&["8.90", "8.90"]), AREA, Field::RateNow), exact(890));
}

#[test]
fn the_rate_of_several_lies_between_theirs() {
    let table = rates(&["8.90", "12.35", "10.00"]);
    assert_eq!(value(&table, AREA, Field::RateNow), range(890, 1235));
    // A unit of counts alone has a rate like any other: 3 of 50 is 6,00 %.
    let mut mixed = rates(&["8.90", "12.35", "1"]);
    mixed.clear(unit(2), Field::RateNow).set(unit(2), Field::HouseholdsNow, "50").set(unit(2), Field::PoorNow, "3");
    assert_eq!(value(&mixed, AREA, Field::RateNow), range(600, 1235));
    // No households, no weight; no rate, no bound for the whole.
    mixed.set(unit(2), Field::HouseholdsNow, "0").set(unit(2), Field::PoorNow, "0");
    assert_eq!(value(&mixed, AREA, Field::RateNow), range(890, 1235));
    mixed.clear(unit(2), Field::HouseholdsNow).clear(unit(2), Field::PoorNow);
    assert!(!value(&mixed, AREA, Field::RateNow).is_known());
}

#[test]
fn a_bound_from_above_alone_is_one() {
    let table = rates(&["<10", "8.90"]);
    let known = value(&table, AREA, Field::RateNow);
    assert_eq!((known.state, known.hi), (State::Range, 1000));
}

#[test]
fn the_change_of_several_is_not_between_theirs() {
    // Each fell by 1 point, but the whole may rise when the poorer unit grows.
    let mut table = rates(&["10.00", "20.00"]);
    table.set(unit(0), Field::RatePrev, "11.00").set(unit(1), Field::RatePrev, "21.00");
    table.set(unit(0), Field::DropPoints, "1.00").set(unit(1), Field::DropPoints, "1.00");
    let drop = value(&table, AREA, Field::DropPoints);
    assert!(drop.lo <= -900 && 1100 <= drop.hi, "{drop:?}");
}

#[test]
fn tags_and_groups_have_it_too_and_it_goes_on_to_counts() {
    let mut table = rates(&["8.90", "12.35", "40.00"]);
    table.add_tag(0, &[0, 1]);
    assert_eq!(value(&table, tag(0), Field::RateNow), range(890, 1235));
    table.edit_unit(0, |unit| unit.parent = Some(UnitId(2)));
    table.edit_unit(1, |unit| unit.parent = Some(UnitId(2)));
    table.clear(unit(2), Field::RateNow);
    assert_eq!(value(&table, unit(2), Field::RateNow), range(890, 1235));
    assert_eq!(value(&table, AREA, Field::RateNow), range(890, 1235));
    // Of 1 000 households 89 to 123 are poor; a target of 10 % is open, one of 13 % met for certain.
    table.set(AREA, Field::HouseholdsNow, "1000");
    assert_eq!(value(&table, AREA, Field::PoorNow), range(89, 123));
    table.target(AREA, Target::RateLeft { most: 1000 });
    assert_eq!(table.solve().verdict(AREA), Verdict::Undecided);
    table.target(AREA, Target::RateLeft { most: 1300 });
    assert_eq!(table.solve().verdict(AREA), Verdict::Exceeded);
}

#[test]
fn a_whole_that_no_unit_comes_up_to_is_a_contradiction() {
    // 500 of 1 000, where no unit has more than 12,35 %.
    let mut table = rates(&["8.90", "12.35"]);
    table.set(AREA, Field::HouseholdsNow, "1000").set(AREA, Field::PoorNow, "500");
    let solution = table.solve();
    let found = check(&table.book, &solution);
    let found: Vec<_> = found.iter().filter(|found| found.check == Check::K7).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].place, found[0].field), (AREA, Some(Field::RateNow)));
    assert_eq!(found[0].problem, Problem::NotBetween { lo: 5000, hi: 5000, least: 890, most: 1236 });
    assert_eq!(solution.value(AREA, Field::RateNow).state, State::Conflict);
    // Typed as a rate it is that figure which is named.
    let mut table = rates(&["8.90", "12.35"]);
    table.set(AREA, Field::RateNow, "20");
    let found = check(&table.book, &table.solve());
    assert!(matches!(found[0].problem, Problem::Outside { typed: 2000, .. }), "{found:?}");
    assert_eq!(value(&rates(&["8.90"]), unit(0), Field::RateNow), typed(890));
}

#[test]
fn a_rate_beside_a_typed_total_that_is_not_the_sum_is_that_of_the_units() {
    let mut table = sample();
    table.set(AREA, Field::PoorNow, "18076");
    let solution = table.solve();
    // The row shows 18 076, typed; its rate, fall and margins are those of the units, and say so.
    assert_eq!(solution.value(AREA, Field::PoorNow), conflict(18_076));
    assert_eq!(solution.used(AREA, Field::PoorNow).single(), Some(18_067));
    assert_eq!(solution.value(AREA, Field::RateNow), conflict(2195));
    let of_sums = [Field::RateNow, Field::DropHouseholds, Field::DropPoints, Field::GapPoints, Field::GapHouseholds];
    for field in Field::ALL {
        assert_eq!(solution.is_of_sums(AREA, *field), of_sums.contains(field), "{}", field.key());
    }
    // Where they agree, or where there is no total, there is nothing to say.
    table.set(AREA, Field::PoorNow, "18067");
    assert!(!table.solve().is_of_sums(AREA, Field::RateNow));
    table.set(unit(0), Field::PoorNow, "99999");
    assert!(Field::ALL.iter().all(|field| !table.solve().is_of_sums(unit(0), *field)));
}
