//! The pages for a room: which there are, how units are ranked, and that no figure claims more than is known.

mod common;

use common::{AREA, Table, sample, tag, unit};
use giam_ngheo::core::edit::Edit;
use giam_ngheo::core::field::Field;
use giam_ngheo::core::period::Standard;
use giam_ngheo::core::target::Target;
use giam_ngheo::core::unit::{Unit, UnitId};
use giam_ngheo::state::present::{Certainty, MOST_LINES, MOST_UNITS, Page, Parts, certainty, deck, parts, ranking};
use giam_ngheo::state::session::Session;
use proptest::prelude::*;

fn open(table: &Table) -> Session {
    Session::new(table.book.clone())
}

fn numbers(units: &[UnitId]) -> Vec<u32> {
    units.iter().map(|unit| unit.0).collect()
}

#[test]
fn the_sample_has_eleven_pages() {
    let deck = deck(&open(&sample()));
    assert_eq!(deck.pages[..3], [Page::Area, Page::Ranking, Page::Why]);
    assert_eq!(deck.pages[3..], [0, 1, 2, 3, 4, 5, 6, 7].map(|id| Page::Unit(UnitId(id))));
    assert_eq!(deck.left_out, 0);
}

/// Margins of the sample in households: +8 −12 +79 +102 +34 +162 −47 −82.
#[test]
fn units_stand_from_the_best_to_the_worst() {
    let ranking = ranking(&open(&sample()));
    assert!(ranking.by_target);
    assert_eq!(numbers(&ranking.first), [5, 3, 2, 4, 0, 1, 6, 7]);
    assert_eq!((ranking.left_out, ranking.last.len(), ranking.tags.len()), (0, 0, 1));
}

#[test]
fn without_targets_the_poorest_come_first() {
    let mut table = sample();
    for id in 0..8 {
        table.clear(unit(id), Field::Target);
    }
    // Rates 1,97 26,60 16,00 14,60 16,82 23,60 43,92 49,26; one unknown.
    table.clear(unit(7), Field::PoorNow);
    let ranking = ranking(&open(&table));
    assert!(!ranking.by_target);
    assert_eq!(numbers(&ranking.first), [6, 1, 5, 4, 2, 3, 0, 7]);
}

/// −2214 · ½ (1/82076 + 1/82310) = −2,6936 and 19174 · (1/82310 − 1/82076) = −0,0664: 2,69 + 0,07 = 2,76.
#[test]
fn the_fall_is_made_of_two_parts_that_add_up() {
    assert_eq!(parts(&open(&sample())), Some(Parts { whole: 276, poor: 269, households: 7 }));
    let mut table = sample();
    table.standards(&[Standard::Y2016, Standard::Y2022]);
    assert_eq!(parts(&open(&table)), None, "rates under two standards are not compared");
    let mut table = sample();
    table.clear(unit(0), Field::HouseholdsNow);
    assert_eq!(parts(&open(&table)), None);
}

#[test]
fn small_tables_have_few_pages() {
    let pages = |table: &Table| deck(&open(table)).pages;
    assert_eq!(pages(&Table::new(0)), [Page::Area]);
    assert_eq!(pages(&Table::new(1)), [Page::Area, Page::Unit(UnitId(0))]);
    let mut alone = Table::with_years(2, &[2023]);
    alone.set(unit(0), Field::HouseholdsNow, "100").set(unit(0), Field::PoorNow, "20");
    assert_eq!(pages(&alone), [Page::Area, Page::Ranking, Page::Unit(UnitId(0)), Page::Unit(UnitId(1))]);
}

#[test]
fn many_units_are_cut_and_counted() {
    let mut table = Table::new(250);
    for id in 0..250 {
        table.counts(unit(id), [1_000, 200, 1_000, 100 + i64::from(id)]);
    }
    let session = open(&table);
    let cut = deck(&session);
    assert_eq!(cut.left_out, 250 - MOST_UNITS);
    assert_eq!(cut.pages.len(), 2 + MOST_UNITS, "all households stayed the same: nothing to explain");
    let ranking = ranking(&session);
    assert_eq!(ranking.first.len() + ranking.last.len() + 1, MOST_LINES);
    assert_eq!(ranking.first.len() + ranking.left_out + ranking.last.len(), 250);
    assert_eq!((ranking.first[0], *ranking.last.last().unwrap()), (UnitId(249), UnitId(0)));
    // In a tree, the groups have the pages.
    let mut tree = Table::new(3);
    for id in 3..300 {
        let unit = Unit { parent: Some(UnitId(2)), ..Unit::new(UnitId(id), "x") };
        Edit::InsertUnit { at: id as usize, unit, facts: Vec::new() }.apply(&mut tree.book);
    }
    let cut = deck(&open(&tree));
    let units: Vec<Page> = cut.pages.iter().copied().filter(|page| matches!(page, Page::Unit(_))).collect();
    assert_eq!((units, cut.left_out), ([0, 1, 2].map(|id| Page::Unit(UnitId(id))).to_vec(), 297));
}

#[test]
fn typed_figures_and_their_quotients_need_no_mark() {
    let session = open(&sample());
    for field in [Field::RatePrev, Field::RateNow, Field::DropPoints, Field::DropHouseholds, Field::HouseholdsNow] {
        for place in [AREA, unit(7), tag(0)] {
            assert_eq!(certainty(&session, place, field), Certainty::Plain, "{place:?} {field:?}");
        }
    }
    assert_eq!(certainty(&session, AREA, Field::GapHouseholds), Certainty::Plain);
}

/// 100 households of which 20 poor; the other unit's 30 poor follow from the total of 50.
#[test]
fn what_rests_on_an_inferred_count_says_so() {
    let mut table = Table::with_years(2, &[2023]);
    table.set(unit(0), Field::HouseholdsNow, "100").set(unit(0), Field::PoorNow, "20");
    table.set(unit(1), Field::HouseholdsNow, "200").set(AREA, Field::PoorNow, "50");
    table.target(unit(1), Target::HouseholdsLeft { most: 40 });
    let session = open(&table);
    assert_eq!(session.solution().value(unit(1), Field::PoorNow), common::exact(30));
    for field in [Field::PoorNow, Field::RateNow, Field::GapHouseholds] {
        assert_eq!(certainty(&session, unit(1), field), Certainty::Inferred, "{field:?}");
    }
    assert_eq!(certainty(&session, unit(1), Field::HouseholdsNow), Certainty::Plain);
    assert_eq!(certainty(&session, unit(0), Field::RateNow), Certainty::Plain);
    // The area's own count was typed; that of all households is a sum of typed ones.
    assert_eq!(certainty(&session, AREA, Field::RateNow), Certainty::Plain);
}

#[test]
fn the_unknown_and_the_contradictory_are_not_shown() {
    let mut table = sample();
    table.clear(unit(0), Field::PoorNow);
    let session = open(&table);
    assert_eq!(certainty(&session, unit(0), Field::RateNow), Certainty::Unknown);
    assert_eq!(certainty(&session, AREA, Field::PoorNow), Certainty::Unknown);
    let mut table = sample();
    table.set(unit(7), Field::RateNow, "4.93");
    let session = open(&table);
    assert_eq!(certainty(&session, unit(7), Field::RateNow), Certainty::Conflict);
    assert!(!certainty(&session, AREA, Field::RateNow).is_shown(), "the area rests on it");
    // A rate alone bounds the count it was rounded from.
    let mut table = Table::with_years(1, &[2023]);
    table.set(unit(0), Field::HouseholdsNow, "100000").set(unit(0), Field::RateNow, "4.93");
    assert_eq!(certainty(&open(&table), unit(0), Field::PoorNow), Certainty::Range);
    assert_eq!(certainty(&open(&table), unit(0), Field::RateNow), Certainty::Plain, "as it was typed");
}

proptest! {
    /// Whatever is typed: each unit stands once, and what is shown as plain is one known number.
    #[test]
    fn rankings_are_complete(counts in proptest::collection::vec([1i64..500, 0i64..500, 1i64..500, 0i64..500], 0..30), targets: bool) {
        let mut table = Table::new(counts.len() as u32);
        for (id, counts) in (0..).zip(&counts) {
            table.counts(unit(id), *counts);
            if targets && id % 3 > 0 {
                table.target(unit(id), Target::HouseholdsLeft { most: counts[3] + i64::from(id % 5) - 2 });
            }
        }
        let session = open(&table);
        let found = ranking(&session);
        let mut shown = numbers(&found.first);
        shown.extend(numbers(&found.last));
        prop_assert_eq!(shown.len() + found.left_out, counts.len());
        prop_assert!(shown.len() + usize::from(found.left_out > 0) <= MOST_LINES);
        shown.sort_unstable();
        shown.dedup();
        prop_assert_eq!(shown.len() + found.left_out, counts.len());
        for id in 0..counts.len() as u32 {
            if certainty(&session, unit(id), Field::RateNow) == Certainty::Plain {
                prop_assert!(session.solution().value(unit(id), Field::RateNow).single().is_some());
            }
        }
        if let Some(parts) = parts(&session) {
            prop_assert_eq!(parts.poor + parts.households, parts.whole);
        }
    }
}
