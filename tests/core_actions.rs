//! Actions on the document: what they change, and that they can be taken back.

mod common;

use common::{AREA, Table, exact, sample, tag, typed, unit};
use giam_ngheo::core::actions::{
    add_period, add_tag, add_unit, clear_figures, clear_table, fill_period, merge_units, redate_period, remove_period,
    remove_tag, remove_unit, rename_unit, set_parent, split_unit, tag_units, title_after,
};
use giam_ngheo::core::edit::Edit;
use giam_ngheo::core::field::Field;
use giam_ngheo::core::measure::Measure;
use giam_ngheo::core::period::{Date, Standard};
use giam_ngheo::core::target::Target;
use giam_ngheo::core::unit::{Place, TagId, UnitId};

/// Applies an edit, and shows that it can be taken back.
fn act(table: &mut Table, edit: Edit) {
    let before = table.book.clone();
    let inverse = edit.clone().apply(&mut table.book);
    let mut undone = table.book.clone();
    inverse.apply(&mut undone);
    assert_eq!(undone, before);
}

#[test]
fn a_new_period_turns_closing_into_opening() {
    let mut table = sample();
    let (id, edit) = add_period(&table.book).expect("a period");
    act(&mut table, edit);
    table.span = table.book.latest_span().expect("periods");
    assert_eq!(table.span.now, id);
    assert_eq!(table.book.period(id).map(|period| period.date.year), Some(2024));
    let solution = table.solve();
    assert_eq!(solution.value(AREA, Field::PoorPrev), exact(18_067));
    assert_eq!(solution.value(AREA, Field::RatePrev), exact(2195));
    assert!(!solution.value(AREA, Field::PoorNow).is_known());
    // Last year's totals, to be corrected.
    let span = table.span;
    let edit = fill_period(&table.book, span.prev.expect("opening"), span.now, &[Measure::Households]);
    act(&mut table, edit);
    assert_eq!(table.solve().value(AREA, Field::HouseholdsNow), exact(82_310));
    let edit = remove_period(&table.book, id).expect("the period");
    act(&mut table, edit);
    table.span = table.book.latest_span().expect("periods");
    assert_eq!(table.book, sample().book);
}

#[test]
fn clearing() {
    let mut table = sample();
    let edit = clear_figures(&table.book);
    act(&mut table, edit);
    assert_eq!(table.book.all_series().count(), 0);
    assert_eq!((table.book.units().len(), table.book.tags().len()), (8, 1));
    let mut table = sample();
    let edit = clear_table(&table.book);
    act(&mut table, edit);
    assert_eq!((table.book.units().len(), table.book.tags().len(), table.book.periods().len()), (0, 0, 2));
}

#[test]
fn units_come_and_go() {
    let mut table = sample();
    let (id, edit) = add_unit(&table.book, 0, "  Xã   mới ", None);
    act(&mut table, edit);
    assert_eq!(table.book.units()[0].name, "Xã mới");
    assert_eq!(table.solve().coverage(AREA, Field::PoorNow).known, 8);
    let edit = set_parent(&table.book, UnitId(3), Some(id)).expect("a change");
    act(&mut table, edit);
    assert_eq!((table.book.units().len(), table.book.leaf_count()), (9, 8), "a group is no unit that is counted");
    assert_eq!(set_parent(&table.book, id, Some(UnitId(3))), None);
    assert_eq!(set_parent(&table.book, id, Some(id)), None);
    assert_eq!(table.solve().value(common::unit(id.0), Field::PoorNow), exact(1928));
    let edit = rename_unit(&table.book, id, "Vùng cao").expect("a change");
    act(&mut table, edit);
    assert_eq!(rename_unit(&table.book, id, "Vùng cao "), None);
    // Members stay when their group goes.
    let edit = remove_unit(&table.book, id).expect("the unit");
    act(&mut table, edit);
    assert_eq!(table.book, sample().book);
}

#[test]
fn tags_come_and_go() {
    let mut table = sample();
    let (id, edit) = add_tag(&table.book, "thành thị");
    act(&mut table, edit.expect("a new tag"));
    assert_eq!(add_tag(&table.book, "Thành Thị").0, id);
    let edit = tag_units(&table.book, &[UnitId(0), UnitId(7)], id, true);
    act(&mut table, edit);
    assert_eq!(table.solve().value(tag(id.0), Field::PoorNow), exact(242 + 3771));
    let edit = tag_units(&table.book, &[UnitId(7)], TagId(0), false);
    act(&mut table, edit);
    assert_eq!(table.solve().value(tag(0), Field::PoorNow), exact(3299));
    table.target(tag(0), Target::RateLeft { most: 1000 });
    let edit = remove_tag(&table.book, TagId(0)).expect("the tag");
    act(&mut table, edit);
    assert!(table.book.facts_of(tag(0)).is_empty());
    assert!(table.book.units().iter().all(|unit| !unit.tags.contains(&TagId(0))));
}

#[test]
fn merging_adds_counts_and_never_rates() {
    // Old Thái Nguyên and Bắc Kạn, 2025: 42 903 of 416 888 = 10,29 %, not the mean 16,8 %. Totals are illustrative.
    let mut table = Table::new(3);
    for (id, households, poor, rate) in [(0, "335400", "20600", "6.14"), (2, "81488", "22303", "27.37")] {
        table.set(unit(id), Field::HouseholdsNow, households).set(unit(id), Field::PoorNow, poor);
        table.set(unit(id), Field::RateNow, rate);
    }
    table.set(unit(0), Field::NearPoorNow, "5");
    table.add_tag(0, &[0, 2]).add_tag(1, &[0]);
    let merged = merge_units(&table.book, &[UnitId(2), UnitId(0)], "Thái Nguyên").expect("two units");
    assert_eq!(merged.dropped.len(), 3, "{:?}", merged.dropped);
    act(&mut table, merged.edit);
    assert_eq!(table.book.units().len(), 2);
    assert_eq!(table.book.units()[0].id, merged.unit);
    assert_eq!(table.book.units()[0].tags, [TagId(0)]);
    let solution = table.solve();
    let place = unit(merged.unit.0);
    assert_eq!(solution.value(place, Field::PoorNow), typed(42_903));
    assert_eq!(solution.value(place, Field::HouseholdsNow), typed(416_888));
    assert_eq!(solution.value(place, Field::RateNow), exact(1029));
    assert!(!solution.value(place, Field::NearPoorNow).is_known());
    assert_eq!(merge_units(&table.book, &[merged.unit], "x"), None);
}

#[test]
fn splitting_makes_a_group_whose_figures_check_the_sum() {
    let mut table = sample();
    let before = table.solve().headline();
    let names = ["Ngân Sơn bắc".to_owned(), "Ngân Sơn nam".to_owned()];
    assert_eq!(split_unit(&table.book, UnitId(6), &[]), None);
    assert_eq!(split_unit(&table.book, UnitId(99), &names), None);
    let edit = split_unit(&table.book, UnitId(6), &names).expect("a unit");
    act(&mut table, edit);
    let units = table.book.units();
    assert_eq!(units.len(), 10);
    let new: Vec<(&str, Option<UnitId>)> = units[7..9].iter().map(|unit| (unit.name.as_str(), unit.parent)).collect();
    assert_eq!(new, [("Ngân Sơn bắc", Some(UnitId(6))), ("Ngân Sơn nam", Some(UnitId(6)))]);
    // What was stated stands, and so do the totals.
    let after = table.solve().headline();
    assert_eq!((after.rate_now, after.poor_now), (before.rate_now, before.poor_now));
    // 2 000 and 1 298 of the 3 299 stated: the check misses by one.
    table.set(Place::Unit(units_of(&table, 7)), Field::PoorNow, "2000");
    table.set(Place::Unit(units_of(&table, 8)), Field::PoorNow, "1298");
    let findings = giam_ngheo::core::check::check(&table.book, &table.solve());
    assert!(findings.iter().any(|finding| finding.place == Place::Unit(UnitId(6))), "{findings:?}");
}

fn units_of(table: &Table, at: usize) -> UnitId {
    table.book.units()[at].id
}

#[test]
fn merging_the_sample_keeps_the_area_and_its_target() {
    let mut table = sample();
    let before = table.solve().headline();
    let merged = merge_units(&table.book, &[UnitId(6), UnitId(7)], "Ngân Sơn – Pác Nặm").expect("two units");
    assert_eq!(merged.dropped, []);
    act(&mut table, merged.edit);
    let after = table.solve().headline();
    assert_eq!((after.rate_now, after.target, after.verdict), (before.rate_now, before.target, before.verdict));
    assert_eq!(after.standings.units, 7);
}

#[test]
fn a_date_is_put_right_with_its_figures() {
    let mut table = sample();
    let (before, now) = (table.book.clone(), table.span.now);
    let day = |year, month, day| Date { year, month, day };
    // In its place; the standard follows the date as it did before.
    let edit = redate_period(&table.book, now, day(2024, 6, 30)).expect("a free date");
    let back = edit.apply(&mut table.book);
    assert_eq!(table.book.period(now).map(|period| period.date), Some(day(2024, 6, 30)));
    assert_eq!(table.solve().value(AREA, Field::RateNow), exact(2195));
    back.apply(&mut table.book);
    // Past another: order and figures go with it, and come back.
    let edit = redate_period(&table.book, now, day(2020, 12, 31)).expect("a free date");
    let back = edit.apply(&mut table.book);
    let dates: Vec<Date> = table.book.periods().iter().map(|period| period.date).collect();
    assert_eq!(dates, [day(2020, 12, 31), day(2022, 12, 31)]);
    assert_eq!(table.book.period(now).map(|period| period.standard), Some(Standard::Y2016));
    assert_eq!(table.solve().value(AREA, Field::PoorNow), exact(18_067));
    back.apply(&mut table.book);
    assert_eq!(table.book, before);
    // Two of one day, and days that do not exist.
    assert_eq!(redate_period(&table.book, now, day(2022, 12, 31)), None);
    assert_eq!(redate_period(&table.book, now, day(2023, 2, 30)), None);
}

#[test]
fn a_title_that_ends_in_the_year_goes_on_with_it() {
    let after = |title| title_after(title, Date::year_end(2023), Date::year_end(2024));
    assert_eq!(after("Bắc Kạn — rà soát hộ nghèo 2023").as_deref(), Some("Bắc Kạn — rà soát hộ nghèo 2024"));
    for kept in ["", "Rà soát 2022", "Biểu số 12023", "Năm 2023, lần 2"] {
        assert_eq!(after(kept), None, "{kept}");
    }
    assert_eq!(title_after("Rà soát 2023", Date::year_end(2023), Date::year_end(2021)), None);
}
