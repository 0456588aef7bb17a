//! Sums over units, read in both directions: what a total leaves for the units it is made of.

mod common;

use common::{AREA, Table, conflict, exact, range, sample, tag, typed, unit};
use giam_ngheo::core::check::{Check, Problem, check};
use giam_ngheo::core::explain::{Note, Origin, explain};
use giam_ngheo::core::field::Field;
use giam_ngheo::core::measure::{Group, Measure};
use giam_ngheo::core::quantity::State;
use giam_ngheo::core::solve::{Coverage, Premise, Relation};
use giam_ngheo::core::target::Target;
use giam_ngheo::core::unit::{Place, UnitId};
use giam_ngheo::core::verdict::Verdict;

#[test]
fn a_missing_count_is_the_total_less_the_others() {
    let mut table = sample();
    table.clear(unit(3), Field::PoorNow).set(AREA, Field::PoorNow, "18067");
    let solution = table.solve();
    assert_eq!(solution.value(unit(3), Field::PoorNow), exact(1928));
    // Everything that follows from it follows.
    assert_eq!(solution.value(unit(3), Field::RateNow), exact(1460));
    assert_eq!(solution.value(unit(3), Field::DropHouseholds), exact(313));
    assert_eq!(solution.verdict(unit(3)), sample().solve().verdict(unit(3)));
    assert_eq!(solution.headline(), {
        let mut table = sample();
        table.set(AREA, Field::PoorNow, "18067");
        table.solve().headline()
    });
    // It says why: the total less the others, and nothing else.
    let why = explain(&table.book, &solution, unit(3), Field::PoorNow);
    let period = table.span.now;
    let Origin::Bounded { lower, upper } = why.origin else { panic!("{:?}", why.origin) };
    for side in [lower, upper] {
        let rest = Premise::Rest { of: AREA, measure: Measure::PoorHouseholds, group: Group::ALL, period };
        assert_eq!(side.premises, [rest]);
    }
    // The typed total is still typed, and no sum beside it confirms it: the sum rests on it.
    let total = explain(&table.book, &solution, AREA, Field::PoorNow);
    assert_eq!(total.value, typed(18_067));
    assert!(!total.notes.iter().any(|note| matches!(note, Note::SumBeside { .. })), "{:?}", total.notes);
    assert_eq!(check(&table.book, &solution), []);
}

#[test]
fn two_missing_counts_share_what_is_left() {
    let mut table = sample();
    table.clear(unit(0), Field::PoorNow).clear(unit(3), Field::PoorNow).set(AREA, Field::PoorNow, "18067");
    let solution = table.solve();
    // 242 + 1928, and neither more than its households.
    assert_eq!(solution.value(unit(0), Field::PoorNow), range(0, 2170));
    assert_eq!(solution.value(unit(3), Field::PoorNow), range(0, 2170));
    // 13 205 households: at most 16,43 %.
    assert_eq!(solution.value(unit(3), Field::RateNow), range(0, 1643));
    // More of one is less of the other.
    table.set(unit(0), Field::PoorNow, ">=200");
    assert_eq!(table.solve().value(unit(3), Field::PoorNow), range(0, 1970));
    // Of nothing but a total, units say nothing.
    let mut bare = Table::new(3);
    bare.set(AREA, Field::HouseholdsNow, "1000");
    assert_eq!(bare.solve().value(unit(0), Field::HouseholdsNow).state, State::Unknown);
}

#[test]
fn rates_of_the_total_bound_a_unit() {
    // The area by its households and a rate with two decimals: 21,95 % of 82 310 is 18 063 to 18 071.
    let mut table = sample();
    table.clear(unit(3), Field::PoorNow).set(AREA, Field::HouseholdsNow, "82310").set(AREA, Field::RateNow, "21.95");
    assert_eq!(table.solve().value(unit(3), Field::PoorNow), range(1924, 1932));
    // A rate of the unit itself, and the total's: both together.
    table.set(unit(3), Field::RateNow, "14.6");
    assert_eq!(table.solve().value(unit(3), Field::PoorNow), range(1924, 1932));
    table.set(unit(3), Field::RateNow, "14.60");
    assert_eq!(
        table.solve().value(unit(3), Field::PoorNow),
        range(1928, 1928).single().map_or(range(1928, 1928), exact)
    );
}

#[test]
fn a_fall_of_the_total_bounds_the_falls_of_units() {
    let mut table = Table::new(3);
    for (id, fall) in [(0, "40"), (1, "25")] {
        table.set(unit(id), Field::DropHouseholds, fall);
    }
    table.set(AREA, Field::DropHouseholds, "100");
    let solution = table.solve();
    assert_eq!(solution.value(unit(2), Field::DropHouseholds), exact(35));
    table.clear(AREA, Field::DropHouseholds).set(unit(2), Field::DropHouseholds, "35");
    assert_eq!(table.solve().value(AREA, Field::DropHouseholds), exact(100));
}

#[test]
fn persons_and_both_together_add_up_too() {
    let fields = [Field::PersonsNow, Field::PoorPersonsNow, Field::MultiNow, Field::NearPoorNow, Field::HouseholdsPrev];
    for field in fields {
        let mut table = Table::new(3);
        table.set(unit(0), field, "400").set(unit(1), field, "350").set(AREA, field, "1000");
        assert_eq!(table.solve().value(unit(2), field), exact(250), "{}", field.key());
    }
}

#[test]
fn totals_reach_through_groups_and_tags() {
    // Area: a district of two communes and a town; the district itself is not typed.
    let mut table = Table::new(4);
    for id in [1, 2] {
        table.edit_unit(id, |unit| unit.parent = Some(UnitId(0)));
    }
    table.set(unit(1), Field::HouseholdsNow, "700").set(unit(3), Field::HouseholdsNow, "1000");
    table.set(AREA, Field::HouseholdsNow, "3000");
    let solution = table.solve();
    assert_eq!(solution.value(unit(0), Field::HouseholdsNow), exact(2000));
    assert_eq!(solution.value(unit(2), Field::HouseholdsNow), exact(1300));
    assert_eq!(solution.coverage(AREA, Field::HouseholdsNow), Coverage { known: 3, of: 3 });
    // A tag's total gives its one unknown unit, which completes the area.
    let mut table = Table::new(4);
    table.add_tag(0, &[0, 1]);
    for (id, households) in [(0, "500"), (2, "300"), (3, "200")] {
        table.set(unit(id), Field::HouseholdsNow, households);
    }
    table.set(tag(0), Field::HouseholdsNow, "900");
    let solution = table.solve();
    assert_eq!(solution.value(unit(1), Field::HouseholdsNow), exact(400));
    assert_eq!(solution.value(AREA, Field::HouseholdsNow), exact(1400));
}

#[test]
fn a_verdict_may_follow_from_the_total() {
    let mut table = sample();
    table.clear(unit(1), Field::PoorNow).set(AREA, Field::PoorNow, "18067");
    let solution = table.solve();
    // 3 212 of 3 200 allowed.
    assert_eq!(solution.verdict(unit(1)), Verdict::Missed);
    assert_eq!(solution.judgement(unit(1)).map(|judged| judged.still_to_go), Some(exact(12)));
    assert_eq!(solution.standings(), sample().solve().standings());
}

#[test]
fn a_total_that_leaves_no_room_is_said_where_it_stands() {
    let mut table = sample();
    table.clear(unit(3), Field::PoorNow).set(AREA, Field::PoorNow, "16138");
    let solution = table.solve();
    let found = check(&table.book, &solution);
    // The other seven have 16 139.
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].place, found[0].field, found[0].check), (AREA, Some(Field::PoorNow), Check::K5));
    assert_eq!(found[0].problem, Problem::BelowTheSum { typed: 16_138, least: 16_139 });
    assert_eq!(solution.value(AREA, Field::PoorNow), conflict(16_138));
    assert_eq!(solution.value(unit(3), Field::PoorNow).state, State::Unknown);
    // More than the other seven and every household of the eighth.
    table.set(AREA, Field::PoorNow, "29345");
    let found = check(&table.book, &table.solve());
    assert_eq!(found[0].problem, Problem::OutsideTheSum { typed: 29_345, least: 16_139, most: 29_344 });
    table.set(AREA, Field::PoorNow, "29344");
    assert_eq!(table.solve().value(unit(3), Field::PoorNow), exact(13_205));
}

#[test]
fn what_a_contradiction_leaves_says_so() {
    // The area's figures contradict each other; what they leave for the unit carries the doubt.
    let mut table = sample();
    table.clear(unit(3), Field::PoorNow).set(AREA, Field::PoorNow, "18067").set(AREA, Field::RateNow, "25.00");
    let solution = table.solve();
    assert_eq!(solution.value(AREA, Field::RateNow).state, State::Conflict);
    assert_eq!(solution.value(unit(3), Field::PoorNow), conflict(1928));
    assert_eq!(solution.verdict(unit(3)), Verdict::Conflict);
}

#[test]
fn one_wrong_rate_does_not_spread() {
    // A wrong rate in one unit, by which the total would contradict the right figures of others.
    let mut table = sample();
    table.set(AREA, Field::PoorNow, "18067").set(AREA, Field::HouseholdsNow, "82310").set(
        AREA,
        Field::RateNow,
        "21.95",
    );
    table.clear(unit(3), Field::PoorNow).set(unit(3), Field::RateNow, "41.60");
    table.set(unit(2), Field::RateNow, "16.00");
    let found = check(&table.book, &table.solve());
    let places: Vec<Place> = found.iter().map(|finding| finding.place).collect();
    assert_eq!(places, [unit(3)], "{found:?}");
}

#[test]
fn typed_changes_tie_many_periods() {
    // 2014 to 2023: one count, and the fall of every year.
    let years: Vec<i16> = (2014..=2023).collect();
    let mut table = Table::with_years(1, &years);
    let periods: Vec<_> = table.book.periods().iter().map(|period| period.id).collect();
    let latest = table.span;
    for pair in periods.windows(2) {
        table.span = giam_ngheo::core::period::Span { prev: Some(pair[0]), now: pair[1] };
        table.set(unit(0), Field::DropHouseholds, "100");
    }
    table.span = giam_ngheo::core::period::Span { prev: Some(periods[0]), now: periods[1] };
    table.set(unit(0), Field::PoorPrev, "5000");
    table.span = latest;
    let solution = table.solve();
    assert_eq!(solution.value(unit(0), Field::PoorPrev), exact(4200));
    assert_eq!(solution.value(unit(0), Field::PoorNow), exact(4100));
    assert_eq!(solution.value(AREA, Field::PoorNow), exact(4100));
    // The reasons are figures of all the years between.
    let why = explain(&table.book, &solution, unit(0), Field::PoorNow);
    let Origin::Bounded { lower, .. } = why.origin else { panic!("{:?}", why.origin) };
    assert_eq!(lower.premises.len(), 10);
    assert_eq!(lower.relations.len(), 9);
    assert!(lower.relations.iter().all(|relation| matches!(relation, Relation::HouseholdsDown { .. })));
}

#[test]
fn a_target_of_the_area_and_counts_of_the_rest() {
    // Targets do not say what is: they leave nothing for a unit.
    let mut table = Table::new(2);
    table.counts(unit(0), [1000, 300, 1000, 250]).target(AREA, Target::HouseholdsLeft { most: 400 });
    assert_eq!(table.solve().value(unit(1), Field::PoorNow).state, State::Unknown);
}
