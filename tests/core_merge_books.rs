//! Several workbooks put into one: matched units, disputes, totals of parts, areas side by side.

mod common;
mod support;

use common::Table;
use giam_ngheo::codec::check_code::check_code;
use giam_ngheo::codec::sample::sample;
use giam_ngheo::core::actions;
use giam_ngheo::core::check::check;
use giam_ngheo::core::compare::{Likeness, compare};
use giam_ngheo::core::edit::Edit;
use giam_ngheo::core::fact::Fact;
use giam_ngheo::core::field::Field;
use giam_ngheo::core::merge::{Shape, merge, usual_shape};
use giam_ngheo::core::period::{Standard, Status};
use giam_ngheo::core::quantity::State;
use giam_ngheo::core::solve::solve;
use giam_ngheo::core::unit::{Place, UnitId};
use giam_ngheo::core::workbook::{Heading, Workbook};
use proptest::prelude::*;
use support::{Chance, chance_workbook, long, review};

/// The units of a table that are wanted, with their figures.
fn part(whole: &Workbook, wanted: impl Fn(usize) -> bool) -> Workbook {
    let mut part = whole.clone();
    for at in (0..whole.units().len()).rev().filter(|at| !wanted(*at)) {
        Edit::RemoveUnit { at }.apply(&mut part);
    }
    part
}

fn named(workbook: &Workbook, name: &str) -> Place {
    Place::Unit(workbook.units().iter().find(|unit| unit.name == name).unwrap_or_else(|| panic!("{name}")).id)
}

fn set(workbook: &mut Workbook, place: Place, field: Field, value: i64) {
    let key = workbook.key_of(workbook.latest_span().unwrap(), place, field).unwrap();
    Edit::SetFact { key, fact: Some(Fact::whole(value)) }.apply(workbook);
}

fn without_totals(workbook: &Workbook) -> Workbook {
    let mut out = workbook.clone();
    for place in workbook.tags().iter().map(|tag| Place::Tag(tag.id)).chain([Place::Area]) {
        for (key, _) in workbook.facts_of(place) {
            Edit::SetFact { key, fact: None }.apply(&mut out);
        }
    }
    out
}

#[test]
fn three_parts_make_the_whole() {
    let whole = sample();
    let parts = [part(&whole, |at| at < 3), part(&whole, |at| (2..6).contains(&at)), part(&whole, |at| at > 4)];
    let parts: Vec<&Workbook> = parts.iter().collect();
    assert_eq!(usual_shape(&parts), Shape::OneTable);
    let merged = merge(&parts, Shape::OneTable, &[]);
    assert_eq!((merged.disputes.as_slice(), merged.doubts.as_slice()), (&[][..], &[][..]));
    assert_eq!(check_code(&without_totals(&merged.workbook)), check_code(&without_totals(&whole)));
    let names: Vec<&str> = merged.workbook.units().iter().map(|unit| unit.name.as_str()).collect();
    assert_eq!(names, whole.units().iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>());
    let found: Vec<(usize, usize)> = merged.accounts.iter().map(|account| (account.matched, account.added)).collect();
    assert_eq!(found, [(0, 3), (1, 3), (1, 2)]);
    // The published headline comes out of the merged table.
    let solution = solve(&merged.workbook, merged.workbook.latest_span().unwrap());
    assert_eq!(solution.value(Place::Area, Field::RateNow).single(), Some(2195));
}

/// The total of a part is not one of the whole; a total of the whole is, and is checked against the sum.
#[test]
fn totals_of_parts_are_left_out() {
    let whole = sample();
    let mut first = part(&whole, |at| at < 4);
    let mut second = whole.clone();
    set(&mut first, Place::Area, Field::PoorNow, 7_000);
    set(&mut second, Place::Area, Field::PoorNow, 18_068);
    let totals_of_first = first.facts_of(Place::Area).len() + first.facts_of(Place::Tag(first.tags()[0].id)).len();
    let merged = merge(&[&first, &second], Shape::OneTable, &[]);
    assert_eq!(merged.disputes, []);
    assert_eq!(merged.accounts[0].part_totals, totals_of_first);
    assert_eq!(merged.accounts[1].part_totals, 0);
    let solution = solve(&merged.workbook, merged.workbook.latest_span().unwrap());
    assert_eq!(solution.value(Place::Area, Field::PoorNow).lo, 18_068);
    let findings = check(&merged.workbook, &solution);
    assert!(findings.iter().any(|finding| finding.place == Place::Area), "the sums are checked: 18 067 is not 18 068");
}

#[test]
fn disputed_cells_stay_empty_until_somebody_chooses() {
    let first = sample();
    let (mut second, third) = (sample(), sample());
    let place = named(&first, "Ba Bể");
    set(&mut second, place, Field::PoorNow, 3_000);
    let merged = merge(&[&first, &second, &third], Shape::OneTable, &[]);
    let [dispute] = merged.disputes.as_slice() else { panic!("{:?}", merged.disputes) };
    assert_eq!(dispute.claims.iter().map(|(source, _)| *source).collect::<Vec<_>>(), [0, 1, 2]);
    let place = named(&merged.workbook, "Ba Bể");
    assert_eq!(dispute.key.place, place);
    assert_eq!(merged.workbook.fact(dispute.key), None);
    let value =
        |workbook: &Workbook, place| solve(workbook, workbook.latest_span().unwrap()).value(place, Field::PoorNow);
    assert_eq!(value(&merged.settled(&[None]), Place::Area).state, State::Unknown);
    assert_eq!(value(&merged.settled(&[dispute.claim_of(1)]), place).lo, 3_000);
    assert_eq!(check_code(&merged.settled(&[dispute.claim_of(2)])), check_code(&first));
}

/// Villages of three communes, some with the same names.
fn commune(name: &str, villages: &[(&str, i64, i64)]) -> Workbook {
    let mut table = Table::new(0);
    let heading = Heading { area: name.into(), level: "thôn".into(), ..Heading::default() };
    Edit::SetHeading(heading).apply(&mut table.book);
    for (at, (village, households, poor)) in villages.iter().enumerate() {
        let (id, edit) = actions::add_unit(&table.book, at, village, None);
        edit.apply(&mut table.book);
        set(&mut table.book, Place::Unit(id), Field::HouseholdsNow, *households);
        set(&mut table.book, Place::Unit(id), Field::PoorNow, *poor);
    }
    table.book
}

#[test]
fn areas_side_by_side_become_groups() {
    let mut first = commune("Xã Lục Bình", &[("Nà Chuông", 60, 7), ("Bản Piềng", 48, 5)]);
    let second = commune("Xã Vi Hương", &[("Nà Chuông", 70, 9)]);
    let third = commune("Xã Tân Tú", &[("Khuổi Đẳng", 35, 2)]);
    set(&mut first, Place::Area, Field::PoorNow, 13);
    let sources = [&first, &second, &third];
    assert_eq!(usual_shape(&[&first, &third]), Shape::Groups);
    let merged = merge(&sources, Shape::Groups, &[]);
    assert_eq!((merged.disputes.len(), merged.doubts.len()), (0, 0));
    let rows: Vec<(String, Option<&str>)> = merged
        .workbook
        .units()
        .iter()
        .map(|unit| {
            let group = unit.parent.and_then(|id| merged.workbook.unit(id)).map(|unit| unit.name.as_str());
            (unit.name.clone(), group)
        })
        .collect();
    let rows: Vec<(&str, Option<&str>)> = rows.iter().map(|(name, group)| (name.as_str(), *group)).collect();
    assert_eq!(
        rows,
        [
            ("Xã Lục Bình", None),
            ("Nà Chuông", Some("Xã Lục Bình")),
            ("Bản Piềng", Some("Xã Lục Bình")),
            ("Xã Vi Hương", None),
            ("Nà Chuông", Some("Xã Vi Hương")),
            ("Xã Tân Tú", None),
            ("Khuổi Đẳng", Some("Xã Tân Tú")),
        ]
    );
    let solution = solve(&merged.workbook, merged.workbook.latest_span().unwrap());
    // 60 + 48 + 70 + 35 households.
    assert_eq!(solution.value(Place::Area, Field::HouseholdsNow).single(), Some(213));
    // The commune's own total stands as a check on its villages: 7 + 5 is not 13.
    let findings = check(&merged.workbook, &solution);
    let group = named(&merged.workbook, "Xã Lục Bình");
    assert!(findings.iter().any(|finding| finding.place == group));
}

#[test]
fn doubtful_units_become_one_only_when_said_so() {
    let first = commune("", &[("Pác Nặm", 60, 7)]);
    let second = commune("", &[("Pắc Nặm", 60, 8)]);
    let sources = [&first, &second];
    let apart = merge(&sources, Shape::OneTable, &[]);
    assert_eq!((apart.workbook.units().len(), apart.disputes.len()), (2, 0));
    let [doubt] = apart.doubts.as_slice() else { panic!("{:?}", apart.doubts) };
    assert_eq!((doubt.source, doubt.pair.by), (1, Likeness::Near));
    let together = merge(&sources, Shape::OneTable, &[(1, doubt.pair.theirs)]);
    assert_eq!((together.workbook.units().len(), together.disputes.len()), (1, 1));
    assert_eq!(together.doubts.len(), 1, "it can be taken back");
}

#[test]
fn another_standard_is_another_table_and_preliminary_figures_stay_so() {
    let first = commune("", &[("Nà Chuông", 60, 7)]);
    let mut second = commune("", &[("Bản Piềng", 48, 5)]);
    let mut period = second.periods()[1].clone();
    period.status = Status::Preliminary;
    Edit::ReplacePeriod { at: 1, period: period.clone() }.apply(&mut second);
    let merged = merge(&[&first, &second], Shape::OneTable, &[]);
    assert_eq!(merged.workbook.periods()[1].status, Status::Preliminary);
    assert_eq!(merged.accounts[1].figures, 2);
    period.standard = Standard::Y2027;
    Edit::ReplacePeriod { at: 1, period }.apply(&mut second);
    let merged = merge(&[&first, &second], Shape::OneTable, &[]);
    assert_eq!((merged.accounts[1].figures, merged.accounts[1].other_standard), (0, 2));
}

fn count(workbook: &Workbook) -> usize {
    workbook.all_series().map(|(_, series)| series.iter().count()).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if long() { 20_000 } else { 200 }))]

    /// A table merged with itself is itself; in any order of parts, nothing is lost and nothing made up.
    #[test]
    fn merging_what_agrees_changes_nothing(seed: u64, units in 1_usize..40) {
        let whole = review(units, seed % 2 == 0);
        let merged = merge(&[&whole, &whole, &whole], Shape::OneTable, &[]);
        prop_assert_eq!(merged.disputes.len(), 0);
        prop_assert_eq!(check_code(&merged.workbook), check_code(&whole));
        let mut chance = Chance(seed);
        let homes: Vec<u64> = (0..units).map(|_| chance.below(3)).collect();
        let parts = [0, 1, 2].map(|part_of| part(&whole, |at| homes[at] == part_of || homes[at] == 0));
        let merged = merge(&[&parts[1], &parts[2], &parts[0]], Shape::OneTable, &[]);
        prop_assert_eq!(check_code(&merged.workbook), check_code(&whole));
    }

    /// Any tables at all: every figure is in the merged table, in a dispute, or accounted for.
    #[test]
    fn every_figure_is_accounted_for(seed: u64, groups: bool) {
        let sources = [0, 1, 2].map(|at| chance_workbook(seed ^ at, 12));
        let sources: Vec<&Workbook> = sources.iter().collect();
        let shape = if groups { Shape::Groups } else { Shape::OneTable };
        let merged = merge(&sources, shape, &[]);
        for (source, account) in sources.iter().zip(&merged.accounts) {
            prop_assert_eq!(account.figures + account.part_totals + account.other_standard, count(source));
        }
        let stated: usize = merged.accounts.iter().map(|account| account.figures).sum();
        let disputed: usize = merged.disputes.iter().map(|dispute| dispute.claims.len()).sum();
        prop_assert!(count(&merged.workbook) + disputed <= stated);
        for dispute in &merged.disputes {
            prop_assert!(dispute.claims.len() >= 2);
            prop_assert_eq!(merged.workbook.fact(dispute.key), None);
        }
        // Groups stand before their members.
        for (at, unit) in merged.workbook.units().iter().enumerate() {
            let before = &merged.workbook.units()[..at];
            prop_assert!(unit.parent.is_none_or(|parent| before.iter().any(|unit| unit.id == parent)));
        }
        // The first source's choice everywhere gives a table that agrees with it.
        let firsts: Vec<Option<usize>> = merged.disputes.iter().map(|dispute| dispute.claim_of(0)).collect();
        let settled = merged.settled(&firsts);
        if shape == Shape::OneTable {
            let comparison = compare(&settled, sources[0]);
            prop_assert!(comparison.alike <= count(sources[0]));
        }
        prop_assert_eq!(joined_all(&sources, &merged.doubts.iter().map(|d| (d.source, d.pair.theirs)).collect::<Vec<_>>()), sources.len());
    }
}

/// Joining every doubtful pair never fails.
fn joined_all(sources: &[&Workbook], joined: &[(usize, UnitId)]) -> usize {
    merge(sources, Shape::OneTable, joined).accounts.len()
}
