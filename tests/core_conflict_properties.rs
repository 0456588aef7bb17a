//! Contradictions in random tables: none where all is true, none told that could be smaller, and repairs that repair.

mod common;

use common::properties::{cases, contradict};
use common::random::{Random, Truth, figure_fact, truth};
use common::{Table, unit};
use giam_ngheo::core::conflict::{Conflict, Law, MAX_CONFLICTS, Slip, find};
use giam_ngheo::core::fact::{Fact, FactKey, Figure, Qualifier, Reading};
use giam_ngheo::core::field::Field;
use giam_ngheo::core::solve::problem::Problem;
use giam_ngheo::core::target::Target;
use giam_ngheo::core::unit::Place;
use proptest::prelude::*;

/// Conflicts between figures: the targets of random tables are made up.
fn conflicts(table: &Table) -> Vec<Conflict> {
    let mut found = find(&table.book, &table.solve());
    found.retain(|conflict| conflict.equations.first().is_none_or(|equation| equation.law != Law::TargetSum));
    found
}

/// Some figures of a true table changed by a little or much.
fn spoilt(seed: u64) -> (Truth, Vec<(Place, Field, Figure)>) {
    let (mut truth, typed) = truth(seed);
    let mut random = Random::new(seed ^ 7);
    if !typed.is_empty() {
        for _ in 0..random.between(1, 3) {
            let (place, field, figure) = random.pick(&typed);
            let off = random.pick(&[-90, -1, 1, 9, 1000]);
            let mantissa = (figure.mantissa + off).max(0);
            truth.table.set_fact(place, field, figure_fact(Figure { mantissa, ..figure }));
        }
    }
    (truth, typed)
}

proptest! {
    #![proptest_config(cases(10_000, 100))]

    #[test]
    fn true_tables_have_no_conflict(seed in any::<u64>()) {
        let (truth, typed) = truth(seed);
        let found = conflicts(&truth.table);
        prop_assert!(found.is_empty(), "{found:#?} {typed:?}");
    }

    #[test]
    fn a_conflict_is_a_contradiction_that_no_figure_can_be_left_out_of(seed in any::<u64>()) {
        let (truth, _) = spoilt(seed);
        let mut problem = Problem::new(&truth.table.book, &truth.table.solve());
        let every = problem.every();
        let clash = problem.clash(&every, &[]);
        let found = conflicts(&truth.table);
        prop_assert_eq!(clash.is_some(), !found.is_empty());
        let mut seen: Vec<FactKey> = Vec::new();
        for conflict in &found {
            prop_assert!(conflict.minimal);
            prop_assert!(contradict(&mut problem, &conflict.facts), "{conflict:#?}");
            for at in 0..conflict.facts.len() {
                let mut fewer = conflict.facts.clone();
                fewer.remove(at);
                prop_assert!(!contradict(&mut problem, &fewer), "without {at}: {conflict:#?}");
            }
            // No figure is in two of them, and what is missed is told.
            prop_assert!(conflict.facts.iter().all(|fact| !seen.contains(fact)));
            seen.extend(&conflict.facts);
            prop_assert!(!conflict.equations.is_empty());
            let own = &conflict.equations[0];
            let between = matches!(own.law, Law::WholeHouseholds(_) | Law::Chain);
            prop_assert!(own.miss() != 0 || own.decimals > 0 || between, "{own:?}");
        }
        // Without them everything else is true together.
        let rest: Vec<u32> =
            every.into_iter().filter(|number| !seen.contains(&problem.facts()[*number as usize])).collect();
        prop_assert!(found.len() >= MAX_CONFLICTS || problem.clash(&rest, &[]).is_none());
    }

    #[test]
    fn a_repair_leaves_no_conflict_among_those_figures(seed in any::<u64>()) {
        let (truth, typed) = spoilt(seed);
        let before = conflicts(&truth.table);
        for conflict in &before {
            for repair in &conflict.repairs {
                let mut book = truth.table.book.clone();
                let undo = repair.edit().apply(&mut book);
                let solution = giam_ngheo::core::solve::solve(&book, truth.table.span);
                let mut problem = Problem::new(&book, &solution);
                let numbers: Vec<u32> = conflict.facts.iter().filter_map(|key| problem.number(*key)).collect();
                prop_assert!(problem.clash(&numbers, &[]).is_none(), "{repair:?} of {conflict:#?} {typed:?}");
                prop_assert!(!repair.closes.is_empty());
                // One step, undone in one step.
                undo.apply(&mut book);
                prop_assert_eq!(&book, &truth.table.book);
                // The text keeps its precision unless the slip is about it.
                for (key, fact) in &repair.changes {
                    let old = truth.table.book.fact(*key).expect("a fact");
                    prop_assert_eq!(fact.source, old.source);
                    if let (Reading::Figure(new), Reading::Figure(old)) = (fact.reading, old.reading)
                        && repair.slip != Slip::Exchanged
                    {
                        prop_assert_eq!(new.qualifier, old.qualifier);
                        let about = matches!(repair.slip, Slip::Separator | Slip::Doubled | Slip::Missing);
                        prop_assert!(new.decimals == old.decimals || about);
                    }
                }
            }
            if before.len() == 1 && let Some(repair) = conflict.repairs.first() && repair.leaves == 0 {
                let mut book = truth.table.book.clone();
                repair.edit().apply(&mut book);
                let after = find(&book, &giam_ngheo::core::solve::solve(&book, truth.table.span));
                let own = |other: &&Conflict| other.facts.iter().all(|fact| conflict.facts.contains(fact));
                prop_assert_eq!(after.iter().filter(own).count(), 0);
            }
        }
    }

    #[test]
    fn of_many_units_those_needed_are_told(seed in any::<u64>()) {
        let mut random = Random::new(seed);
        let units = random.between(9, 30) as u32;
        let mut table = Table::new(units);
        let (mut all, mut parts) = (0, 0);
        for id in 0..units {
            let digits = random.between(1, 5) as u32;
            let households = random.between(1, 10_i64.pow(digits));
            let poor = random.between(0, households);
            let near = random.between(0, households - poor);
            for (field, count) in
                [(Field::HouseholdsNow, households), (Field::PoorNow, poor), (Field::NearPoorNow, near)]
            {
                table.set_fact(unit(id), field, Some(Fact::whole(count)));
            }
            (all, parts) = (all + households, parts + poor + near);
        }
        match random.between(0, 2) {
            0 => {
                let total = random.between(0, 2 * all);
                table.set_fact(Place::Area, Field::HouseholdsNow, Some(Fact::whole(total)));
            }
            1 => {
                let rate = random.between(0, 10_000);
                table.set_fact(Place::Area, Field::RateNow, figure_fact(Figure::decimal(rate, 2)));
            }
            _ => {
                let rate = random.pick(&[parts * 10_000 / all + 300, parts * 10_000 / all - 300, 9_000]).clamp(0, 10_000);
                table.set_fact(Place::Area, Field::MultiRateNow, figure_fact(Figure::decimal(rate, 2)));
            }
        }
        let mut problem = Problem::new(&table.book, &table.solve());
        for conflict in conflicts(&table) {
            prop_assert!(conflict.minimal);
            prop_assert!(contradict(&mut problem, &conflict.facts), "{conflict:#?}");
            for at in 0..conflict.facts.len() {
                let mut fewer = conflict.facts.clone();
                let left_out = fewer.remove(at);
                prop_assert!(!contradict(&mut problem, &fewer), "without {left_out:?}: {conflict:#?}");
            }
        }
    }

    #[test]
    fn any_figures_at_all_give_an_answer(seed in any::<u64>()) {
        let mut random = Random::new(seed);
        let units = random.between(1, 6) as u32;
        let mut table = Table::with_years(units, &[2020, 2021, 2022, 2023]);
        for id in 1..units {
            if random.chance(40) {
                let parent = random.between(0, i64::from(units) - 1) as u32;
                table.edit_unit(id, |unit| unit.parent = Some(giam_ngheo::core::unit::UnitId(parent)));
            }
        }
        table.add_tag(0, &[0]);
        let periods: Vec<_> = table.book.periods().iter().map(|period| period.id).collect();
        for _ in 0..random.between(0, 60) {
            let place = match random.between(0, 9) {
                0 => Place::Area,
                1 => common::tag(0),
                _ => unit(random.between(0, i64::from(units) - 1) as u32),
            };
            let measure = random.pick(&giam_ngheo::core::measure::Measure::ALL);
            let number = random.pick(&[0, 1, 9, 10, 100, 2_225, 100_000, 1_000_000_000, i64::MAX, -5, i64::MIN]);
            let qualifier = random.pick(&[
                Qualifier::Plain, Qualifier::Plain, Qualifier::MoreThan, Qualifier::AtLeast, Qualifier::LessThan,
                Qualifier::AtMost, Qualifier::About,
            ]);
            let decimals = random.between(0, 5) as u8;
            let figure = Figure { mantissa: number, decimals, qualifier, assumed: false };
            let reading = match random.between(0, 6) {
                0 => Reading::Target(Target::HouseholdsDown { least: number, most: random.between(0, 100) }),
                1 => Reading::Target(Target::HouseholdsLeft { most: number }),
                2 => Reading::Target(Target::PointsDown { least: number, most: number }),
                _ => Reading::Figure(figure),
            };
            let key = FactKey::of_all(place, random.pick(&periods), measure);
            giam_ngheo::core::edit::Edit::SetFact { key, fact: Some(Fact::new(reading)) }.apply(&mut table.book);
        }
        let found = find(&table.book, &table.solve());
        prop_assert!(found.len() <= MAX_CONFLICTS);
    }
}
