//! What a paste does to the table that is open.

mod common;

use common::paste::*;
use giam_ngheo::codec::csv;
use giam_ngheo::codec::number::Style;
use giam_ngheo::codec::paste::{self, Mode, Note, Use, apply_edits};
use giam_ngheo::codec::sample::sample;
use giam_ngheo::core::edit::Edit;
use giam_ngheo::core::field::Field;
use giam_ngheo::core::period::{Date, Period, Span, Standard, Status};
use giam_ngheo::core::solve::solve;
use giam_ngheo::core::unit::{Place, Unit};
use giam_ngheo::core::workbook::Workbook;

use Style::{En, Vi};

#[test]
fn matching_by_name_changes_only_what_is_pasted() {
    let mut workbook = sample();
    let span = workbook.latest_span().expect("two periods");
    let units = workbook.units().len();
    // Another spelling, another order, one new unit, one blank cell.
    let plan = plan("Huyện\tTổng số hộ\tHộ nghèo\nHuyện Na Rì\t10.501\t\nPÁC NẶM\t7.655\t3.770\nBa Bê\t5\t1\n");
    let applied = apply(&plan, &mut workbook, span, Mode::MatchByName);
    assert_eq!((applied.matched_units, applied.new_units, applied.figures), (2, 1, 5));
    assert_eq!(workbook.units().len(), units + 1);
    assert_eq!(cells(&workbook, span, unit(&workbook, "Na Rì"), &COUNTS), ["10480", "2934", "10501", "2478"]);
    assert_eq!(cells(&workbook, span, unit(&workbook, "Pác Nặm"), &COUNTS), ["7619", "3994", "7655", "3770"]);
    assert_eq!(workbook.units().last().map(|unit| unit.name.as_str()), Some("Ba Bê"));
    // Twice the same name: the second row is another unit, not an overwrite.
    let mut twice = sample();
    let plan = self::plan("Huyện\tHộ nghèo\nBa Bể\t1\nBa Bể\t2\n");
    let applied = apply(&plan, &mut twice, span, Mode::MatchByName);
    assert_eq!((applied.matched_units, applied.new_units), (1, 1));
}

#[test]
fn replacing_leaves_nothing_of_the_old_table() {
    let mut workbook = sample();
    let span = workbook.latest_span().expect("two periods");
    let plan = plan("Xã\tHộ nghèo\nLục Bình\t80\n");
    apply(&plan, &mut workbook, span, Mode::Replace);
    let names: Vec<&str> = workbook.units().iter().map(|unit| unit.name.as_str()).collect();
    assert_eq!((names, workbook.tags().len()), (vec!["Lục Bình"], 0));
    assert_eq!(workbook.all_series().map(|(_, series)| series.iter().count()).sum::<usize>(), 1);
}

#[test]
fn members_join_a_group_that_is_there() {
    let (mut workbook, span) = blank();
    apply(
        &plan("TT\tĐơn vị\tHộ nghèo\n1\tHuyện A\t5\n1.1\tXã B\t5\n2\tHuyện C\t3\n2.1\tXã D\t3\n"),
        &mut workbook,
        span,
        Mode::Append,
    );
    let more = plan("TT\tĐơn vị\tHộ nghèo\n1\tHuyện A\t7\n1.1\tXã B\t5\n1.2\tXã E\t2\n");
    apply(&more, &mut workbook, span, Mode::MatchByName);
    let names: Vec<&str> = workbook.units().iter().map(|unit| unit.name.as_str()).collect();
    assert_eq!(names, ["Huyện A", "Xã B", "Xã E", "Huyện C", "Xã D"]);
}

#[test]
fn an_earlier_period_comes_along_where_there_is_none() {
    let mut workbook = Workbook::default();
    let id = workbook.fresh_period();
    let date = Date::year_end(2023);
    let period = Period { id, date, status: Status::Official, standard: Standard::Y2022, note: "QĐ 1".into() };
    Edit::InsertPeriod { at: 0, period }.apply(&mut workbook);
    let span = Span { prev: None, now: id };
    let plan = plan("Đơn vị\tHộ nghèo 2021\tHộ nghèo 2023\nBa Bể\t5\t3\n");
    apply(&plan, &mut workbook, span, Mode::Append);
    assert_eq!(workbook.periods().iter().map(|period| period.date.year).collect::<Vec<_>>(), [2021, 2023]);
    let span = workbook.latest_span().expect("two periods");
    assert_eq!(cells(&workbook, span, unit(&workbook, "Ba Bể"), &COUNTS), ["", "5", "", "3"]);
}

#[test]
fn a_results_file_pasted_back_states_the_same() {
    let workbook = sample();
    let span = workbook.latest_span().expect("two periods");
    let text = csv::results_csv(&workbook, &solve(&workbook, span));
    for style in [Vi, En] {
        let plan = paste::plan(paste::read(None, &text).expect("within bounds"), style, (None, None));
        let (mut copy, copied) = blank();
        apply(&plan, &mut copy, copied, Mode::Append);
        for known in workbook.units() {
            let place = unit(&copy, &known.name);
            // What was computed stays to be computed.
            for field in COUNTS.into_iter().chain([Field::Target, Field::DropPoints, Field::RateNow]) {
                assert_eq!(cell(&copy, copied, place, field), cell(&workbook, span, Place::Unit(known.id), field));
            }
        }
        let (tag, copied_tag) = (workbook.tags()[0].id, copy.tags()[0].id);
        assert_eq!(copy.tags()[0].name, workbook.tags()[0].name);
        let target = cell(&copy, copied, Place::Tag(copied_tag), Field::Target);
        assert_eq!(target, cell(&workbook, span, Place::Tag(tag), Field::Target));
        assert_eq!(copy.units().len(), workbook.units().len());
    }
}

#[test]
fn large_tables_and_odd_ones() {
    let rows: String = (0..5000).map(|n| format!("Xã số {n}\t{}\t{}\n", 1000 + n, n % 900)).collect();
    let plan = plan(&format!("Đơn vị\tTổng số hộ\tHộ nghèo\n{rows}Tổng cộng\t1\t1\n"));
    let (mut workbook, span) = blank();
    let applied = apply(&plan, &mut workbook, span, Mode::MatchByName);
    assert_eq!((applied.new_units, applied.figures), (5000, 10_002));
    // Again onto itself: every row finds its unit.
    let again = apply(&plan, &mut workbook, span, Mode::MatchByName);
    assert_eq!((again.new_units, again.matched_units), (0, 5000));
    for text in
        ["", "5", "x", "\t\t5", "a\tb\tc", "=1+1", "<script>\t5\n", "Tổng cộng\t5", "1\t2\t3\n4\t5\t6", "%", "\u{feff}"]
    {
        let plan = self::plan(text);
        let (mut workbook, span) = blank();
        for mode in [Mode::Append, Mode::MatchByName, Mode::Replace] {
            apply(&plan, &mut workbook, span, mode);
        }
    }
    // Names longer than accepted are cut and told of.
    let plan = self::plan(&format!("Đơn vị\tHộ nghèo\n{}\t5\n", "x".repeat(200)));
    assert!(plan.notes.contains(&Note::LongName { row: 2 }));
    let (mut workbook, span) = blank();
    apply(&plan, &mut workbook, span, Mode::Append);
    assert_eq!(workbook.units()[0].name.len(), 120);
}

#[test]
fn every_table_cut_at_any_byte_is_survived() {
    let mut workbook = sample();
    let span = workbook.latest_span().expect("two periods");
    for end in (0..=FORM_1.len()).filter(|end| FORM_1.is_char_boundary(*end)) {
        let plan = plan(&FORM_1[..end]);
        let applied = apply_edits(&plan, &mut workbook, span, Mode::MatchByName);
        assert!(applied.new_units <= 12);
        paste::total_checks(&plan);
    }
}

#[test]
fn units_of_the_same_name_as_one_there_are_matched_in_order() {
    let (mut workbook, span) = blank();
    for name in ["Tân Thành", "Tân Thành"] {
        let unit = Unit::new(workbook.fresh_unit(), name);
        Edit::InsertUnit { at: workbook.units().len(), unit, facts: Vec::new() }.apply(&mut workbook);
    }
    apply(&plan("Xã\tHộ nghèo\nTân Thành\t1\nTân Thành\t2\n"), &mut workbook, span, Mode::MatchByName);
    let poor = |at: usize| cell(&workbook, span, Place::Unit(workbook.units()[at].id), Field::PoorNow);
    assert_eq!((workbook.units().len(), poor(0), poor(1)), (2, "1".to_owned(), "2".to_owned()));
}

mod any_table {
    use super::*;
    use proptest::prelude::*;

    /// Cells as they occur in tables, good and bad.
    fn any_cell() -> impl Strategy<Value = String> {
        let words = prop::sample::select(vec![
            "",
            "-",
            "TT",
            "Đơn vị",
            "Xã",
            "Hộ nghèo",
            "Tổng số hộ",
            "Tỷ lệ (%)",
            "Năm 2022",
            "2023",
            "Chỉ tiêu giảm (hộ)",
            "Tăng, giảm",
            "Phân tổ",
            "Nhân khẩu",
            "Hộ",
            "Tổng cộng",
            "Cộng",
            "I",
            "1",
            "1.1",
            "2)",
            "4=3/1*100",
            "6=5/1*100",
            "đầu kỳ",
            "cuối kỳ",
            "phát sinh",
            "Ba Bể",
            "Huyện Cư Jút",
            "Xã Ea Pô",
            "row",
            "unit",
            "total",
            "tag:x",
            "target",
            "12.050",
            "3,675",
            "26,60",
            "8.43%",
            "> 5",
            "mười",
            "18 305",
            "-463",
            "4–5 %",
            "1000000000000",
            "=1+1",
        ]);
        prop_oneof![8 => words.prop_map(str::to_owned), 3 => (0u32..50_000).prop_map(|n| n.to_string()), 1 => any::<String>()]
    }

    proptest! {
        #[test]
        fn is_planned_applied_and_undone(
            rows in prop::collection::vec(prop::collection::vec(any_cell(), 0..8), 0..12),
            changes in prop::collection::vec((0usize..8, 0usize..Field::ALL.len()), 0..4),
        ) {
            let quote = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
            let text: String = rows.iter().map(|row| row.iter().map(quote).collect::<Vec<_>>().join("\t") + "\n").collect();
            let grid = csv::read_delimited(&text, '\t').expect("within bounds");
            let mut plan = paste::plan(grid, Vi, (Some(2022), Some(2023)));
            for (column, field) in changes {
                plan.set_use(column, Use::Figures(Field::ALL[field]));
            }
            // Every row below the heading is planned for, and no cell is taken twice.
            let planned = plan.rows();
            let mut places: Vec<_> = planned.iter().flat_map(|row| &row.cells).map(|(_, row, column)| (*row, *column)).collect();
            let count = places.len();
            places.sort_unstable();
            places.dedup();
            prop_assert_eq!(places.len(), count);
            prop_assert!(planned.iter().all(|row| row.parent.is_none_or(|parent| parent < planned.len())));
            paste::total_checks(&plan);
            for mode in [Mode::Append, Mode::MatchByName, Mode::Replace] {
                let mut workbook = sample();
                let span = workbook.latest_span().expect("two periods");
                apply(&plan, &mut workbook, span, mode);
            }
        }
    }
}
