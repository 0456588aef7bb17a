//! Pasted tables as they come: what each column and row is taken for.

mod common;

use common::paste::*;
use giam_ngheo::codec::number::{Role, Style};
use giam_ngheo::codec::paste::{self, Form, Mode, Note, PastePlan, RowKind, TotalCheck, Use};
use giam_ngheo::codec::sample::sample;
use giam_ngheo::core::check::{Check, Finding, Problem, check};
use giam_ngheo::core::field::Field;
use giam_ngheo::core::measure::Measure;
use giam_ngheo::core::solve::solve;
use giam_ngheo::core::unit::Place;

use Style::Vi;

#[test]
fn the_sample_file_becomes_the_sample() {
    let plan = file("sample_bac_kan_2022_2023");
    assert_eq!(
        columns(&plan),
        ["name", "tags", "households_prev", "poor_prev", "households_now", "poor_now", "target", "remark"]
    );
    assert_eq!(plan.years, (Some(2022), Some(2023)));
    assert_eq!(names(&plan, RowKind::Total), ["Toàn tỉnh"]);
    let sums: Vec<_> = paste::total_checks(&plan).iter().map(|c| (c.field, c.typed, c.sum)).collect();
    assert_eq!(
        sums,
        [
            (Field::HouseholdsPrev, 82076, 82076),
            (Field::PoorPrev, 20281, 20281),
            (Field::HouseholdsNow, 82310, 82310),
            (Field::PoorNow, 18067, 18067)
        ]
    );
    let (mut workbook, span) = blank();
    let applied = apply(&plan, &mut workbook, span, Mode::Append);
    assert_eq!((applied.new_units, applied.matched_units, applied.figures), (8, 0, 45));
    let built_in = sample();
    let of_sample = built_in.latest_span().expect("two periods");
    for known in built_in.units() {
        let place = unit(&workbook, &known.name);
        for field in COUNTS.into_iter().chain([Field::Target]) {
            let expected = cell(&built_in, of_sample, Place::Unit(known.id), field);
            assert_eq!(cell(&workbook, span, place, field), expected, "{} {}", known.name, field.key());
        }
    }
    let tag = workbook.tags().first().expect("a tag");
    assert_eq!(tag.name, "huyện nghèo");
    assert_eq!(workbook.units().iter().filter(|unit| unit.tags == [tag.id]).count(), 2);
    assert_eq!(cell(&workbook, span, Place::Area, Field::Target), "18311");
}

#[test]
fn official_form_1_in_full_dress() {
    let mut plan = plan(FORM_1);
    assert_eq!((plan.form, plan.head), (Some(Form::Result), 6));
    assert_eq!(
        columns(&plan),
        [
            "number",
            "name",
            "households_now",
            "persons_now",
            "poor_now",
            "=rate_now",
            "near_poor_now",
            "=near_rate_now",
            "blank",
            "unsupported"
        ]
    );
    let rows = plan.rows();
    let kinds: Vec<_> = rows.iter().map(|row| (row.name.as_str(), row.kind, row.parent)).collect();
    assert_eq!(
        kinds,
        [
            ("Huyện Cư Jút", RowKind::Group, None),
            ("TT Ea TLing", RowKind::Unit, Some(0)),
            ("Xã Ea Pô", RowKind::Unit, Some(0)),
            ("Tổng cộng", RowKind::Total, None),
            ("NGƯỜI LẬP BIỂU", RowKind::Skipped, None),
        ]
    );
    let (mut workbook, span) = blank();
    let applied = apply(&plan, &mut workbook, span, Mode::Append);
    assert_eq!((applied.new_units, applied.figures), (3, 16));
    let group = workbook.units().first().expect("the group").id;
    assert!(workbook.is_group(group));
    let fields = [Field::HouseholdsNow, Field::PersonsNow, Field::PoorNow, Field::NearPoorNow, Field::RateNow];
    assert_eq!(cells(&workbook, span, unit(&workbook, "Xã Ea Pô"), &fields), ["15000", "58000", "1000", "2000", ""]);
    // The rates follow from the counts; the user may take them over all the same.
    plan.set_use(5, Use::Figures(Field::RateNow));
    let (mut workbook, span) = blank();
    apply(&plan, &mut workbook, span, Mode::Append);
    assert_eq!(
        cells(&workbook, span, unit(&workbook, "Xã Ea Pô"), &fields),
        ["15000", "58000", "1000", "2000", "6.67"]
    );
}

#[test]
fn form_1_by_its_words_alone() {
    let text: String =
        FORM_1.lines().skip(4).filter(|line| !line.starts_with("A\t")).map(|line| format!("{line}\n")).collect();
    let plan = plan(&text);
    assert_eq!(plan.form, None);
    assert_eq!(
        columns(&plan)[..8],
        ["number", "name", "households_now", "persons_now", "poor_now", "=rate_now", "near_poor_now", "=near_rate_now"]
    );
}

#[test]
fn the_filled_forms_with_their_faults() {
    // Form 1 with rates of 2040 %: the rates follow from the counts, so only the counts are taken.
    let form = file("paste/form1_tong_hop_chinh_thuc_sample");
    assert_eq!(form.form, Some(Form::Result));
    assert_eq!(
        columns(&form)[..7],
        ["name", "households_now", "persons_now", "poor_now", "=rate_now", "near_poor_now", "=near_rate_now"]
    );
    assert_eq!(columns(&form)[9], "poor_persons_now");
    assert_eq!(names(&form, RowKind::Group), ["Huyện Cư Jút", "Huyện Đăk Glong"]);

    let form = file("paste/form2_dien_bien_ho_ngheo_sample");
    assert_eq!(form.form, Some(Form::PoorFlows));
    assert!(!form.notes.contains(&Note::FlowsUnused));
    assert_eq!(
        columns(&form)[..12],
        [
            "name",
            "unsupported",
            "facet",
            "poor_prev",
            "poor_to_near",
            "poor_above",
            "poor_other_out",
            "poor_from_near",
            "poor_relapsed",
            "poor_new",
            "poor_other_in",
            "poor_now"
        ]
    );
    let (mut workbook, span) = blank();
    let applied = apply(&form, &mut workbook, span, Mode::Append);
    // The three lines of persons join their districts.
    assert_eq!(applied.new_units, 18);
    let fields = [Field::PoorPrev, Field::PoorNow, Field::PoorPersonsPrev, Field::PoorPersonsNow];
    let glong = unit(&workbook, "Huyện Đăk Glong");
    assert_eq!(cells(&workbook, span, glong, &fields), ["1369", "923", "7723", "5056"]);
    let fields = [Field::PoorToNear, Field::PoorOtherOut, Field::PoorPersonsToNear, Field::PoorPersonsNew];
    assert_eq!(cells(&workbook, span, glong, &fields), ["374", "", "2269", "126"]);

    let form = file("paste/form3_dien_bien_ho_can_ngheo_sample");
    assert_eq!(form.form, Some(Form::NearPoorFlows));
    assert_eq!(
        columns(&form)[2..11],
        [
            "near_poor_prev",
            "near_above",
            "near_to_poor",
            "near_other_out",
            "near_from_poor",
            "near_relapsed",
            "near_new",
            "near_other_in",
            "near_poor_now"
        ]
    );
    // Both forms in one table: what does not balance, and what the two say differently.
    apply(&form, &mut workbook, span, Mode::MatchByName);
    let found = check(&workbook, &solve(&workbook, span));
    let of = |check: Check| found.iter().filter(|one| one.check == check).count();
    assert_eq!((of(Check::K3), of(Check::K4)), (16, 8));
    let glong = |one: &&Finding| one.place == glong && one.check == Check::K3 && one.field == Some(Field::PoorNow);
    let absorbed = Some((Measure::PoorOtherOut, 11));
    let end = Measure::PoorHouseholds;
    let problem = Problem::Unexplained { end, computed: 934, stated: 923, absorbed };
    assert_eq!(found.iter().find(glong).map(|one| &one.problem), Some(&problem));

    // Form 4 has the poor and no more that finds a place; nothing is taken for what it is not.
    let form = file("paste/form4_thieu_hut_ho_ngheo_sample");
    let used: Vec<String> = columns(&form).into_iter().filter(|word| !word.starts_with("un")).collect();
    assert_eq!(used, ["name", "poor_now"]);
}

#[test]
fn two_lines_per_unit_share_its_name() {
    let plan = plan(
        "TT\tXã\tPhân tổ\tSố hộ nghèo đầu kỳ\tSố hộ tái nghèo\tSố hộ nghèo cuối kỳ\n\
         1\tĐắk Ha\tHộ\t256\t0\t237\n\t\tNhân khẩu\t1.200\t0\t1.067\n2\tĐắk Som\tHộ\t65\t0\t52\n\t\tNhân khẩu\t300\t0\t250\n",
    );
    assert_eq!(plan.form, Some(Form::PoorFlows));
    assert_eq!(names(&plan, RowKind::Unit), ["Đắk Ha", "Đắk Som"], "{:?}", plan.columns);
    let (mut workbook, span) = blank();
    apply(&plan, &mut workbook, span, Mode::Append);
    let fields = [Field::PoorPrev, Field::PoorNow, Field::PoorPersonsPrev, Field::PoorPersonsNow];
    assert_eq!(cells(&workbook, span, unit(&workbook, "Đắk Som"), &fields), ["65", "52", "300", "250"]);
}

#[test]
fn headings_in_words() {
    for (heading, expected) in [
        ("Đơn vị\tTổng số hộ\tHộ nghèo\tHộ cận nghèo", "name households_now poor_now near_poor_now"),
        ("STT\tTên xã\tSố hộ nghèo năm 2022\tSố hộ nghèo năm 2023", "number name poor_prev poor_now"),
        ("Địa phương\tHộ nghèo đầu kỳ\tHộ nghèo cuối kỳ", "name poor_prev poor_now"),
        ("Đơn vị\tTỷ lệ hộ nghèo cuối năm 2022 (%)\tTỷ lệ hộ nghèo cuối năm 2023 (%)", "name rate_prev rate_now"),
        ("Đơn vị\tHộ nghèo đầu năm 2023\tHộ nghèo cuối năm 2023", "name poor_prev poor_now"),
        ("Huyện\tNhân khẩu\tKhẩu nghèo", "name persons_now poor_persons_now"),
        ("Xã\tTỷ lệ hộ cận nghèo\tTỷ lệ nghèo đa chiều", "name near_rate_now multi_rate_now"),
        (
            "Xã\tHộ nghèo năm trước\tHộ nghèo năm nay\tGiảm (hộ)\tGiảm (điểm %)",
            "name poor_prev poor_now drop_households? drop_points",
        ),
        ("Đơn vị\tHộ nghèo\tChỉ tiêu giảm nghèo 2023", "name poor_now target"),
        ("Đơn vị\tTổng số hộ\tTrong đó: hộ DTTS\tGhi chú", "name households_now minority_households_now remark"),
        (
            "Xã\tHộ dân tộc thiểu số 2022\tHộ nghèo DTTS 2022\tHộ dân tộc thiểu số 2023\tHộ nghèo DTTS 2023",
            "name minority_households_prev minority_poor_prev minority_households_now minority_poor_now",
        ),
        (
            "Commune\tEthnic minority households\tNear-poor ethnic minority households",
            "name minority_households_now minority_near_poor_now",
        ),
        ("Xã\tHộ nghèo\tTỷ lệ hộ nghèo DTTS (%)", "name poor_now unsupported"),
        ("Đơn vị\tHộ thoát nghèo\tHộ tái nghèo\tHộ nghèo phát sinh", "name unsupported unsupported unsupported"),
        (
            "Unit\tTotal households 2022\tPoor households 2022\tTotal households 2023\tPoor households 2023",
            "name households_prev poor_prev households_now poor_now",
        ),
        ("District\tPoor rate (%)\tNear-poor households", "name rate_now near_poor_now"),
        (
            "unit\thouseholds_prev\tpoor_prev\trate_now\tverdict\tgap_points",
            "name households_prev poor_prev rate_now computed computed",
        ),
        ("DON VI\tTONG SO HO\tHO NGHEO\tTI LE (%)", "name households_now poor_now rate_now?"),
        ("Đơn vị\tHộ nghèo 2020\tHộ nghèo 2021\tHộ nghèo 2022", "name otherperiod poor_prev poor_now"),
    ] {
        // Figures that agree with no rate, so that headings alone decide.
        let width = heading.split('\t').count();
        let row = |name: &str, from: usize| {
            let first = if heading.starts_with("STT") { format!("1\t{name}") } else { name.to_owned() };
            let rest = (first.split('\t').count()..width).map(|n| format!("\t{}", from + 7 * n));
            first.clone() + &rest.collect::<String>()
        };
        let plan = plan(&format!("{heading}\n{}\n{}\n", row("Ba Bể", 10), row("Na Rì", 20)));
        let words = columns(&plan);
        let expected: Vec<&str> = expected.split(' ').collect();
        let bare = |word: &str| word.trim_end_matches('?').to_owned();
        assert_eq!(
            words.iter().map(|w| bare(w)).collect::<Vec<_>>(),
            expected.iter().map(|w| bare(w)).collect::<Vec<_>>(),
            "{heading}"
        );
    }
}

#[test]
fn headings_that_say_more_than_is_understood() {
    for (heading, expected) in [
        ("Số hộ sử dụng nước sạch", "unknown?"),
        ("Hộ nghèo có trẻ em", "poor_now?"),
        ("Hộ vay vốn", "unsupported"),
        ("Hộ nghèo DTTS", "minority_poor_now"),
        ("Hộ nghèo DTTS tại chỗ", "minority_poor_now?"),
        ("Tỷ lệ hộ nghèo DTTS", "unsupported"),
        ("Cột này", "unknown?"),
        ("Số hộ dân cư tại thời điểm rà soát (hộ)", "households_now"),
        ("Tổng số hộ nghèo đến 31/12/2023", "poor_now"),
    ] {
        let plan = plan(&format!("Đơn vị\t{heading}\nBa Bể\t12\nNa Rì\t13\n"));
        assert_eq!(columns(&plan).get(1).map(String::as_str), Some(expected), "{heading}");
    }
}

#[test]
fn merged_headings_name_the_years() {
    let plan = plan(
        "TT\tĐơn vị\tNăm 2022\t\t\tNăm 2023\t\t\n\t\tTổng số hộ\tHộ nghèo\tTỷ lệ %\tTổng số hộ\tHộ nghèo\tTỷ lệ %\n\
         1\tPác Nặm\t7.619\t3.994\t52,42\t7.655\t3.771\t49,26\n2\tNgân Sơn\t7.471\t3.551\t47,53\t7.511\t3.299\t43,92\n\
         \tCộng\t15.090\t7.545\t50,00\t15.166\t7.070\t46,62\n",
    );
    assert_eq!(
        columns(&plan),
        ["number", "name", "households_prev", "poor_prev", "=rate_prev", "households_now", "poor_now", "=rate_now"]
    );
    assert_eq!((plan.head, names(&plan, RowKind::Total)), (2, vec!["Cộng".to_owned()]));
    let checks = paste::total_checks(&plan);
    assert_eq!(checks.len(), 4);
    assert!(checks.iter().all(|check| check.typed == check.sum));
}

#[test]
fn years_on_their_own_and_the_table_that_is_open() {
    let text = "Đơn vị\tHộ nghèo 2022\nBa Bể\t3.675\nNa Rì\t2.934\n";
    let side = |years| columns(&paste::plan(paste::read(None, text).expect("within bounds"), Vi, years))[1].clone();
    assert_eq!(side((None, None)), "poor_now");
    assert_eq!(side((Some(2022), Some(2023))), "poor_prev");
    assert_eq!(side((Some(2021), Some(2022))), "poor_now");
    // Three years pasted into a table of two: the two that are open.
    let text = "Đơn vị\tHộ nghèo 2021\tHộ nghèo 2022\tHộ nghèo 2023\nBa Bể\t1\t2\t3\n";
    let plan = paste::plan(paste::read(None, text).expect("within bounds"), Vi, (Some(2021), Some(2022)));
    assert_eq!(columns(&plan), ["name", "poor_prev", "poor_now", "otherperiod"]);
}

#[test]
fn a_rate_that_contradicts_its_counts_is_taken_over() {
    // 118/12.239 is 0,96; the second row prints 9,6.
    let plan = plan("Xã\tTổng số hộ\tHộ nghèo\tTỷ lệ\nA Lưới\t12.239\t285\t2,33\nBa Bể\t12.239\t118\t9,6\n");
    assert_eq!(columns(&plan), ["name", "households_now", "poor_now", "rate_now"]);
    // A rate without its counts says something of its own.
    let plan = self::plan("Xã\tTổng số hộ\tHộ nghèo\tTỷ lệ\nA Lưới\t12.239\t285\t2,33\nBa Bể\t\t\t8,9\n");
    assert_eq!(columns(&plan)[3], "rate_now");
}

#[test]
fn changes_with_falls_as_negative_numbers() {
    let text = "Xã\tHộ nghèo năm trước\tHộ nghèo năm nay\tTăng, giảm (hộ)\nBa Bể\t3.675\t3.212\t-463\nNa Rì\t2.934\t2.990\t56\nChợ Mới\t\t\t-5\nBa\t\t\t7\n";
    let plan = plan(text);
    assert_eq!(columns(&plan)[3], "drop_households");
    assert!(plan.columns[3].risen);
    let (mut workbook, span) = blank();
    apply(&plan, &mut workbook, span, Mode::Append);
    let drop = |name| cell(&workbook, span, unit(&workbook, name), Field::DropHouseholds);
    assert_eq!(["Ba Bể", "Na Rì", "Chợ Mới", "Ba"].map(drop), ["463", "-56", "5", "-7"]);
}

#[test]
fn targets_under_headings_that_say_their_shape() {
    for (heading, text, expected) in [
        ("Chỉ tiêu hộ nghèo còn lại 2023", "18.311", "18311"),
        ("Chỉ tiêu giảm (hộ)", "1.970", "-1970"),
        ("Kế hoạch giao giảm tỷ lệ (%)", "4", "-4.00pt"),
        ("Kế hoạch giao giảm tỷ lệ (%)", "4-5", "-4.00..5.00pt"),
        ("Chỉ tiêu tỷ lệ hộ nghèo (%)", "22", "22.00%"),
        ("Chỉ tiêu", "22,31 %", "22.31%"),
        ("Chỉ tiêu giảm (hộ)", "giảm 2,4 điểm", "-2.40pt"),
        ("Target", "840–930 hộ", "-840..930"),
    ] {
        let plan = plan(&format!("Đơn vị\tHộ nghèo\t{heading}\nBa Bể\t3.212\t{text}\n"));
        let (mut workbook, span) = blank();
        apply(&plan, &mut workbook, span, Mode::Append);
        assert_eq!(cell(&workbook, span, unit(&workbook, "Ba Bể"), Field::Target), expected, "{heading}: {text}");
    }
}

#[test]
fn without_headings_the_figures_speak() {
    for (text, expected) in [
        ("Ba Bể\t12.050\t3.675\nNa Rì\t10.480\t2.934\n", "name households_now? poor_now?"),
        // The other way round: the poor cannot be more than all.
        ("Ba Bể\t3.675\t12.050\nNa Rì\t2.934\t10.480\n", "name poor_now? households_now?"),
        ("Ba Bể\t12.050\t3.675\t12.075\t3.212\n", "name households_prev? poor_prev? households_now? poor_now?"),
        ("1\tBa Bể\t12.050\t3.675\n2\tNa Rì\t10.480\t2.934\n", "number name households_now? poor_now?"),
        ("Pác Nặm\t52,42\t49,26\nNgân Sơn\t47,53\t43,92\n", "name rate_prev? rate_now?"),
        // The rates show which counts they are of.
        (
            "Giáo Hiệu\t431\t181\t42\t56\t12,99\nKhác\t1.000\t250\t25,0\t100\t10,0\n",
            "name households_now? poor_now? =rate_now near_poor_now? =near_rate_now",
        ),
        ("TP\t285\t12.239\t2,33\nBa\t118\t12.239\t0,96\n", "name poor_now? households_now? =rate_now"),
        ("Ba Bể\nNa Rì\n", "name"),
    ] {
        let plan = plan(text);
        assert!(!plan.has_heading(), "{text}");
        assert_eq!(columns(&plan).join(" "), expected, "{text}");
    }
}

#[test]
fn totals_groups_and_the_rest() {
    let plan = plan(
        "Đơn vị\tTổng số hộ\tHộ nghèo\nTOÀN TỈNH\t60\t12\nI. Khu vực thành thị\t30\t5\n1. Phường 5\t10\t2\n2. Phường 12\t20\t3\n\
         II. Khu vực nông thôn\t30\t7\n1. Xã Cộng Hòa\t10\t3\n2. Xã Tổng Cọt\t20\t4\nĐơn vị\tTổng số hộ\tHộ nghèo\nNguồn: báo cáo của xã\n",
    );
    assert_eq!(names(&plan, RowKind::Total), ["TOÀN TỈNH"]);
    assert_eq!(names(&plan, RowKind::Group), ["Khu vực thành thị", "Khu vực nông thôn"]);
    assert_eq!(names(&plan, RowKind::Unit), ["Phường 5", "Phường 12", "Xã Cộng Hòa", "Xã Tổng Cọt"]);
    assert_eq!(names(&plan, RowKind::Skipped), ["Đơn vị", "Nguồn: báo cáo của xã"]);
    let checks = paste::total_checks(&plan);
    assert_eq!(checks.len(), 2);
    assert!(checks.contains(&TotalCheck { field: Field::HouseholdsNow, typed: 60, sum: 60 }));
    // Two totals in a published table: the one at the end counts, and the other is told of.
    let plan = file("paste/kon_tum_2021_dtts_districts");
    assert_eq!(names(&plan, RowKind::Total), ["Tổng cộng (published)"]);
    assert!(plan.notes.iter().any(|note| matches!(note, Note::SecondTotal { .. })));
    // The national table of 2022: 90 poor households are missing from the sum.
    let plan = file("paste/national_2022_regions");
    let poor = paste::total_checks(&plan).into_iter().find(|check| check.field == Field::PoorNow);
    assert_eq!(poor, Some(TotalCheck { field: Field::PoorNow, typed: 1_057_374, sum: 1_057_284 }));
    // Indicators down and years across.
    let plan = file("paste/bac_giang_2010_2017_series");
    assert!(plan.notes.contains(&Note::OnItsSide));
    assert!(!columns(&plan).iter().any(|word| word.contains('_')), "{:?}", columns(&plan));
}

#[test]
fn ragged_and_overlong_rows_are_told_with_their_place() {
    let plan = plan("Đơn vị\tTổng số hộ\tHộ nghèo\nBa Bể\t12.050\nNa Rì\t10.480\t2.934\t7\nChợ Mới\t10.300\t\n");
    let notes: Vec<_> =
        plan.notes.iter().filter(|n| matches!(n, Note::Ragged { row: 2, .. } | Note::Overlong { .. })).collect();
    assert_eq!(
        notes,
        [&Note::Overlong { row: 3, cells: 4, columns: 3 }, &Note::Ragged { row: 2, cells: 2, columns: 3 }]
    );
    let (mut workbook, span) = blank();
    let applied = apply(&plan, &mut workbook, span, Mode::Append);
    assert_eq!((applied.new_units, applied.figures), (3, 4));
}

#[test]
fn doubtful_separators_are_asked_about_by_column() {
    let mut plan = plan("Đơn vị\tTổng số hộ\tHộ nghèo\nBa Bể\t12,050\t3,675\nNa Rì\t10,480\t2,934\n");
    let doubt = |plan: &PastePlan, column| plan.reader(column).and_then(|reader| reader.doubt());
    assert_eq!(doubt(&plan, 1), Some((',', Role::Thousands)));
    assert_eq!(doubt(&plan, 0), None);
    plan.columns[1].decided = Some((',', Role::Thousands));
    assert_eq!(doubt(&plan, 1), None);
    let (mut workbook, span) = blank();
    apply(&plan, &mut workbook, span, Mode::Append);
    let fact = |field| {
        let key = workbook.key_of(span, unit(&workbook, "Ba Bể"), field).expect("a fact field");
        workbook.fact(key).cloned().expect("stated")
    };
    assert_eq!(fact(Field::HouseholdsNow).text, None);
    assert_eq!(fact(Field::PoorNow).text.as_deref(), Some("3,675"));
}

#[test]
fn unreadable_cells_are_kept_as_typed() {
    let plan = plan("Đơn vị\tHộ nghèo\nXã Ba Bể\tmười\nNa Rì\t-5\nChợ Mới\t-\nPác Nặm\t10,98\n");
    let (mut workbook, span) = blank();
    let applied = apply(&plan, &mut workbook, span, Mode::Append);
    let poor = |name| cell(&workbook, span, unit(&workbook, name), Field::PoorNow);
    assert_eq!(["Xã Ba Bể", "Na Rì", "Chợ Mới", "Pác Nặm"].map(poor), ["!mười", "!-5", "", "!10,98"]);
    assert_eq!(applied.figures, 3);
}

#[test]
fn sums_of_some_rows_are_not_counted_twice() {
    let text = "Đơn vị\tTổng số hộ\tHộ nghèo\nXã Cộng Hòa\t100\t10\nXã Tổng Cọt\t200\t30\nCộng Lạc\t300\t40\n\
                Cộng xã nghèo\t300\t40\nTổng số các phường\t300\t40\nSubtotal, rural\t300\t40\nTổng cộng\t600\t80\n";
    let plan = plan(text);
    assert_eq!(names(&plan, RowKind::Unit), ["Xã Cộng Hòa", "Xã Tổng Cọt", "Cộng Lạc"]);
    assert_eq!(names(&plan, RowKind::Skipped), ["Cộng xã nghèo", "Tổng số các phường", "Subtotal, rural"]);
    let sums: Vec<_> = paste::total_checks(&plan).iter().map(|check| (check.typed, check.sum)).collect();
    assert_eq!(sums, [(600, 600), (80, 80)]);
}

/// The review of 2022 by regions (Báo Bà Rịa–Vũng Tàu, 02/2023), households as printed.
const REGIONS: &str = "Vùng\tHộ nghèo và hộ cận nghèo\tHộ nghèo\tHộ cận nghèo
Trung du và miền núi phía Bắc\t701.461\t455.271\t246.190
Đồng bằng sông Hồng\t169.566\t69.239\t100.237
Bắc Trung Bộ và duyên hải miền Trung\t571.251\t284.137\t287.114
Tây Nguyên\t236.766\t129.160\t107.487
Đông Nam Bộ\t15.787\t9.710\t6.077
Đồng bằng sông Cửu Long\t277.936\t109.767\t168.169
Cả nước\t1.972.767\t1.057.374\t915.274";

#[test]
fn poor_and_near_poor_together_are_a_column_of_their_own() {
    let plan = plan(REGIONS);
    assert_eq!(columns(&plan), ["name", "multi_now", "poor_now", "near_poor_now"]);
    assert_eq!(names(&plan, RowKind::Total), ["Cả nước"]);
    let (mut workbook, span) = blank();
    apply(&plan, &mut workbook, span, Mode::Append);
    assert_eq!(cell(&workbook, span, unit(&workbook, "Tây Nguyên"), Field::MultiNow), "236766");
    // Said of the whole table, or of "nghèo đa chiều", which the press means the poor by, it names no column.
    for heading in [
        "Vùng\tSố hộ nghèo đa chiều\nA\t10\nB\t20",
        "Kết quả rà soát hộ nghèo, hộ cận nghèo\t\nXã\tSố hộ\nA\t10\nB\t20",
        "Xã\tNhân khẩu nghèo và cận nghèo\nA\t10\nB\t20",
    ] {
        let plan = self::plan(heading);
        assert!(!columns(&plan).iter().any(|column| column.starts_with("multi_")), "{heading}: {:?}", columns(&plan));
    }
}
