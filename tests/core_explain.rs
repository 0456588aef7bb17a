//! What a cell's explanation holds: the numbers of its formula, and the figures behind each bound.

mod common;

use common::{AREA, Table, exact, range, sample, unit};
use giam_ngheo::core::explain::{Explanation, NoChange, Note, Origin, explain};
use giam_ngheo::core::fact::Qualifier;
use giam_ngheo::core::field::Field;
use giam_ngheo::core::measure::{Group, Measure};
use giam_ngheo::core::period::Standard;
use giam_ngheo::core::solve::{Coverage, Premise, Relation};
use giam_ngheo::core::unit::Place;
use giam_ngheo::core::verdict::Verdict;

fn told(table: &Table, place: Place, field: Field) -> Explanation {
    explain(&table.book, &table.solve(), place, field)
}

#[test]
fn a_rate_is_a_quotient() {
    let table = sample();
    let all = Coverage { known: 8, of: 8 };
    let why = told(&table, AREA, Field::RateNow);
    assert_eq!(why.origin, Origin::Quotient { part: 18_067, whole: 82_310, hundredths: 2195 });
    assert_eq!(why.notes, [Note::Exact { millionths: 21_949_945 }, Note::FromSums(all)]);
    let why = told(&table, AREA, Field::PoorNow);
    assert_eq!(why.origin, Origin::Sum(all));
}

#[test]
fn a_change_is_a_difference_of_shown_rates() {
    let why = told(&sample(), AREA, Field::DropPoints);
    assert_eq!(why.origin, Origin::Difference { prev: exact(2471), now: exact(2195) });
    // −2,760080 exactly (methods: explanation of the change).
    assert_eq!(why.notes[0], Note::Exact { millionths: 2_760_080 });
    let why = told(&sample(), unit(0), Field::DropHouseholds);
    let typed = |value| common::exact(value);
    assert_eq!(why.origin, Origin::Difference { prev: typed(285), now: typed(242) });
}

#[test]
fn where_rounding_moves_a_change_by_a_hundredth_it_says_so() {
    // 1/3 − 1/6 = 16,6667 points; shown 33,33 − 16,67 = 16,66.
    let mut table = Table::new(1);
    table.counts(unit(0), [3000, 1000, 3000, 500]);
    let why = told(&table, unit(0), Field::DropPoints);
    assert_eq!(why.value, exact(1666));
    assert!(why.notes.contains(&Note::RoundedApart { shown: 1666, exact: 1667 }), "{:?}", why.notes);
}

#[test]
fn an_unknown_cell_names_what_is_missing() {
    let mut table = sample();
    table.clear(unit(7), Field::PoorNow);
    let why = told(&table, unit(7), Field::RateNow);
    assert_eq!(why.origin, Origin::Nothing);
    assert_eq!(why.notes, [Note::Missing(vec![Field::PoorNow])]);
    let why = told(&table, AREA, Field::PoorNow);
    assert_eq!(why.notes[0], Note::Incomplete(Coverage { known: 7, of: 8 }));
}

fn facts(premises: &[Premise]) -> Vec<(&'static str, u16)> {
    let named = |premise: &Premise| match premise {
        Premise::Fact(key) => (key.measure.key(), key.period.0),
        Premise::Sum { measure, period, .. }
        | Premise::Between { measure, period, .. }
        | Premise::Rest { measure, period, .. } => (measure.key(), period.0),
    };
    premises.iter().map(named).collect()
}

#[test]
fn an_interval_names_the_figures_behind_each_bound() {
    let mut table = Table::new(1);
    table.set(unit(0), Field::RateNow, "8.9").set(unit(0), Field::DropPoints, "4.7");
    // Of no concern to the rates.
    table.set(unit(0), Field::PersonsNow, "1200");
    let why = told(&table, unit(0), Field::RatePrev);
    assert_eq!(why.value, range(1350, 1370));
    let Origin::Bounded { lower, upper } = why.origin else { panic!("{:?}", why.origin) };
    for side in [lower, upper] {
        assert_eq!(facts(&side.premises), [("rate", 1), ("drop_points", 1)]);
        let period = table.span.now;
        assert_eq!(side.relations, [Relation::PointsDown { period, printed: true }]);
    }
}

#[test]
fn a_count_from_a_total_and_a_rate() {
    let mut table = Table::new(1);
    table.set(unit(0), Field::HouseholdsNow, "421820").set(unit(0), Field::RateNow, "12.11");
    let why = told(&table, unit(0), Field::PoorNow);
    let Origin::Bounded { lower, .. } = why.origin else { panic!("{:?}", why.origin) };
    assert_eq!(facts(&lower.premises), [("households", 1), ("rate", 1)]);
    let period = table.span.now;
    assert_eq!(lower.relations, [Relation::Rate { rate: Measure::PoorRate, group: Group::ALL, period }]);
}

#[test]
fn a_typed_cell_says_what_the_others_give() {
    let mut table = Table::new(1);
    table.counts(unit(0), [82_076, 20_281, 82_310, 18_067]).set(unit(0), Field::RateNow, "21.9");
    let why = told(&table, unit(0), Field::RateNow);
    assert_eq!(why.origin, Origin::Typed(Qualifier::Plain));
    assert_eq!(why.notes, [Note::Computed(exact(2195))]);
    let mut table = sample();
    table.set(AREA, Field::PoorNow, ">18000");
    let why = told(&table, AREA, Field::PoorNow);
    assert_eq!(why.origin, Origin::Typed(Qualifier::MoreThan));
    assert_eq!(why.notes, [Note::SumBeside { sum: exact(18_067), coverage: Coverage { known: 8, of: 8 } }]);
}

#[test]
fn no_change_and_why() {
    let mut table = sample();
    table.standards(&[Standard::Y2016, Standard::Y2022]);
    assert_eq!(told(&table, AREA, Field::DropPoints).origin, Origin::NoChange(NoChange::Standards));
    let mut table = Table::with_years(1, &[2021, 2022, 2023]);
    table.span.prev = Some(table.book.periods()[0].id);
    assert_eq!(told(&table, AREA, Field::DropPoints).origin, Origin::NoChange(NoChange::NotAdjacent));
    table.span.prev = None;
    assert_eq!(told(&table, AREA, Field::DropPoints).origin, Origin::NoChange(NoChange::NoOpening));
}

#[test]
fn a_verdict_carries_its_judgement() {
    let why = told(&sample(), unit(1), Field::Verdict);
    let Origin::Judged(judged) = why.origin else { panic!("{:?}", why.origin) };
    assert_eq!((judged.verdict, judged.still_to_go), (Verdict::Missed, exact(12)));
    assert_eq!(told(&sample(), AREA, Field::Target).origin, Origin::TargetSum(Coverage { known: 8, of: 8 }));
    let missing = told(&Table::new(1), unit(0), Field::Verdict);
    assert_eq!(missing.notes, [Note::Missing(vec![Field::Target])]);
}
