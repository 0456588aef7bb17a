//! Soundness of what is inferred: on true figures the truth lies inside every interval and nothing is called a conflict.

mod common;

use common::movements::moving;
use common::properties::cases;
use common::random::{COUNT_FIELDS, Random, Truth, figure_fact, true_value, truth};
use giam_ngheo::core::check::{Check, Finding, Problem, Severity, check};
use giam_ngheo::core::fact::{FactKey, Figure};
use giam_ngheo::core::field::Field;
use giam_ngheo::core::flows::FORMS;
use giam_ngheo::core::quantity::State;
use giam_ngheo::core::target::Target;
use giam_ngheo::core::unit::Place;
use giam_ngheo::core::verdict::{Standing, Verdict};
use proptest::prelude::*;

/// Fields with a number of their own.
fn numbers() -> impl Iterator<Item = Field> {
    Field::ALL.iter().copied().filter(|field| field.fact().is_some() && *field != Field::Target)
}

/// Takes one figure out of a random table and puts it back.
fn never_widens(seed: u64) -> Result<(), TestCaseError> {
    let (mut truth, typed) = truth(seed);
    let Some((place, field, figure)) = (!typed.is_empty()).then(|| Random::new(seed ^ 1).pick(&typed)) else {
        return Ok(());
    };
    is_no_wider_with(&mut truth, (place, field, figure), &typed)
}

/// Whether every interval is as narrow with one typed figure as without it.
fn is_no_wider_with(
    truth: &mut Truth,
    (place, field, figure): (Place, Field, Figure),
    typed: &[(Place, Field, Figure)],
) -> Result<(), TestCaseError> {
    let with = truth.table.solve();
    truth.table.clear(place, field);
    let without = truth.table.solve();
    for (other, _) in &truth.places {
        for column in numbers() {
            let (before, after) = (without.value(*other, column), with.value(*other, column));
            if (*other, column) == (place, field) || before.state == State::Typed || !before.is_known() {
                continue;
            }
            prop_assert!(
                after.is_known() && before.lo <= after.lo && after.hi <= before.hi,
                "{other:?} {} {before:?} became {after:?} by {place:?} {} {figure:?}; {typed:?}",
                column.key(),
                field.key()
            );
        }
    }
    Ok(())
}

/// A group whose poor and near-poor together had no bound but what no unit can exceed.
#[test]
fn what_nobody_typed_bounds_nothing() {
    never_widens(8_919_023_663_540_334_579).unwrap();
}

/// A group whose only member has a rate with two decimals: a rate of its own with one says no less.
#[test]
fn a_rate_typed_for_a_whole_is_no_wider_than_its_units() {
    never_widens(4_209_242_347_540_712_049).unwrap();
}

proptest! {
    #![proptest_config(cases(20_000, 10))]

    #[test]
    fn the_truth_is_inside_every_interval_and_no_conflict_is_raised(seed in any::<u64>()) {
        let (truth, typed) = truth(seed);
        let solution = truth.table.solve();
        for (place, counts) in &truth.places {
            for field in numbers() {
                let value = solution.value(*place, field);
                prop_assert!(value.state != State::Conflict, "{place:?} {} {value:?} {typed:?}", field.key());
                prop_assert!(value.state != State::Invalid, "{place:?} {} {typed:?}", field.key());
                let is_typed = typed.iter().any(|(p, f, _)| p == place && *f == field);
                prop_assert_eq!(value.state == State::Typed, is_typed);
                if value.is_known() && !is_typed && let Some(truth) = true_value(counts, field) {
                    let inside = value.lo <= truth && truth <= value.hi;
                    prop_assert!(inside, "{place:?} {} {truth} in {value:?}; {typed:?}", field.key());
                }
            }
        }
        for found in check(&truth.table.book, &solution) {
            prop_assert!(found.severity >= Severity::Warning || is_harmless(&found), "{found:?} {typed:?}");
        }
    }

    #[test]
    fn the_truth_is_inside_every_interval_where_movements_are_typed(seed in any::<u64>()) {
        let moving = moving(seed);
        let truth = &moving.truth;
        let solution = truth.table.solve();
        for (place, counts) in &truth.places {
            for field in numbers() {
                let value = solution.value(*place, field);
                prop_assert!(value.state != State::Conflict, "{place:?} {} {value:?} {:?}", field.key(), moving.typed);
                let is_typed = moving.typed.iter().any(|(p, f, _)| p == place && *f == field);
                prop_assert_eq!(value.state == State::Typed, is_typed);
                let is = moving.value(*place, field).or_else(|| true_value(counts, field));
                if value.is_known() && !is_typed && let Some(is) = is {
                    let inside = value.lo <= is && is <= value.hi;
                    prop_assert!(inside, "{place:?} {} {is} in {value:?}; {:?}", field.key(), moving.typed);
                }
            }
        }
        for found in check(&truth.table.book, &solution) {
            // "Other" columns left blank, and a start that is not the count before, are asked for: nothing contradicts.
            prop_assert!(found.check != Check::K4, "{found:?}");
            if let Problem::Unexplained { end, .. } = found.problem {
                let form = FORMS.iter().find(|form| form.end == end).expect("a form");
                let [start, _, _, out, _, _, _, into] = form.columns;
                let now = truth.table.span.now;
                let blank = |measure| truth.table.book.fact(FactKey::of_all(found.place, now, measure)).is_none();
                prop_assert!([start, out, into].into_iter().any(blank), "{found:?}");
            }
            prop_assert!(found.severity >= Severity::Warning || is_harmless(&found), "{found:?}");
        }
    }

    #[test]
    fn a_further_movement_never_widens_an_interval(seed in any::<u64>()) {
        let mut moving = moving(seed);
        let Some((place, field, figure)) = (!moving.typed.is_empty()).then(|| Random::new(seed ^ 1).pick(&moving.typed))
        else {
            return Ok(());
        };
        let starts = [Field::PoorStart, Field::NearStart];
        let others = moving.typed.iter().filter(|(p, f, _)| *f == field && *p != place).count();
        // With its last start a form starts from the count before, which is another table.
        if starts.contains(&field) && others == 0 {
            return Ok(());
        }
        is_no_wider_with(&mut moving.truth, (place, field, figure), &moving.typed)?;
    }

    #[test]
    fn a_further_figure_never_widens_an_interval(seed in any::<u64>()) {
        never_widens(seed)?;
    }

    #[test]
    fn a_verdict_given_on_part_of_the_figures_stands_when_all_are_known(seed in any::<u64>()) {
        let (mut truth, typed) = truth(seed);
        let part = truth.table.solve();
        let places = truth.places.clone();
        for (place, counts) in &places {
            for (at, row) in counts.iter().enumerate() {
                for (field, value) in COUNT_FIELDS[at].into_iter().zip(row) {
                    let figure = Figure::whole(*value);
                    truth.table.set_fact(*place, field, figure_fact(figure));
                }
            }
        }
        let full = truth.table.solve();
        for (place, _) in &places {
            // A change printed in points decides as printed, even where the counts round otherwise.
            let points = matches!(part.target(*place), Some(Target::PointsDown { .. }));
            if points && typed.iter().any(|(p, f, _)| p == place && *f == Field::DropPoints) {
                continue;
            }
            // With the units' counts known, the sum of their targets may take the place of nothing.
            if part.target(*place) != full.target(*place) {
                continue;
            }
            let (guess, truth) = (part.verdict(*place), full.verdict(*place));
            let by_households_alone = part.judgement(*place).is_some_and(|judged| judged.by_rate == Standing::Unknown);
            let agrees = match guess {
                Verdict::None | Verdict::Undecided => true,
                // On the line or beyond it: a range that starts on the line says no more.
                Verdict::Met if truth == Verdict::Exceeded => true,
                _ if by_households_alone => by_households(guess) == by_households(truth),
                guess => guess == truth,
            };
            prop_assert!(agrees, "{place:?} {guess:?} then {truth:?} {typed:?}");
        }
    }
}

/// What a verdict says about households.
fn by_households(verdict: Verdict) -> bool {
    verdict.is_met() || verdict == Verdict::MetByHouseholdsOnly
}

/// Not about figures being true: poor households whose total nobody stated yet, and targets, which are made up.
fn is_harmless(found: &Finding) -> bool {
    matches!(found.problem, Problem::NoTotal { .. } | Problem::NotTheTargetSum { .. })
}
