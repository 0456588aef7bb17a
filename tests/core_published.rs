//! Published figures: what follows from them by exact arithmetic, and where they contradict each other.
//!
//! Every case names its source. The intervals were computed independently of this program, with exact fractions.

mod common;

use common::{AREA, Table, exact, range, typed, unit};
use giam_ngheo::core::check::{Problem, Severity, check};
use giam_ngheo::core::fact::Unreadable;
use giam_ngheo::core::field::Field;
use giam_ngheo::core::period::Standard;
use giam_ngheo::core::quantity::{State, most_households, shown_rate};
use giam_ngheo::core::target::Target;
use giam_ngheo::core::verdict::Verdict;

/// Bắc Kạn, year-ends 2019–2023: total, poor, printed rate. Sources: giamngheo.backan.gov.vn (2019), Sở KH&ĐT Bắc Kạn
/// (2020), Kế hoạch 139/KH-UBND of 02/3/2023 and the reports on the review of 2023.
const BAC_KAN: [(i64, i64, i64); 6] = [
    (80_276, 16_003, 1993),
    (80_972, 14_982, 1850),
    (82_076, 20_281, 2471),
    (82_076, 18_311, 2231),
    (82_263, 18_305, 2225),
    (82_310, 18_067, 2195),
];

#[test]
fn rates_are_shown_as_printed() {
    for (total, poor, rate) in BAC_KAN {
        assert_eq!(shown_rate(poor, total), Some(rate), "{poor} of {total}");
    }
    // Near-poor 2019 and 2020; TP Bắc Kạn end-2022: 285 of 12 239, near-poor 118; 2018 near-poor printed "2,2", is 2,06.
    assert_eq!(shown_rate(8_668, 80_276), Some(1080));
    assert_eq!(shown_rate(8_469, 80_972), Some(1046));
    assert_eq!(shown_rate(285, 12_239), Some(233));
    assert_eq!(shown_rate(118, 12_239), Some(96));
    assert_eq!(shown_rate(1, 0), None);
    assert_eq!(shown_rate(0, 0), None);
    // Half up: 1/8 of a percent of a hundredth.
    assert_eq!(shown_rate(1, 20_000), Some(1));
    assert_eq!(shown_rate(1, 20_001), Some(0));
}

#[test]
fn most_households_that_keep_a_rate() {
    assert_eq!(most_households(2231, 82_076), 18_315);
    assert_eq!(most_households(2231, 82_310), 18_367);
    for (rate, whole) in [(2231, 82_076), (0, 7), (0, 20_001), (10_000, 33), (1, 12_345), (4999, 10_000)] {
        let most = most_households(rate, whole);
        assert!(shown_rate(most, whole) <= Some(rate) && shown_rate(most + 1, whole) > Some(rate), "{rate} {whole}");
    }
}

#[test]
fn the_preliminary_review_of_2023() {
    let mut table = Table::new(1);
    table.counts(unit(0), [82_076, 20_281, 82_263, 18_305]).target(unit(0), Target::HouseholdsLeft { most: 18_311 });
    let solution = table.solve();
    let shown = |field| solution.value(unit(0), field);
    assert_eq!(shown(Field::RateNow), exact(2225));
    assert_eq!(shown(Field::DropPoints), exact(246));
    assert_eq!(shown(Field::DropHouseholds), exact(1976));
    assert_eq!((shown(Field::GapPoints), shown(Field::GapHouseholds)), (exact(6), exact(6)));
    assert_eq!(solution.verdict(unit(0)), Verdict::Exceeded);
    let judged = solution.judgement(unit(0)).unwrap();
    assert_eq!(judged.rate_left, exact(2231));
    assert_eq!((judged.points_down, judged.households_down), (exact(240), exact(1970)));
    assert_eq!((judged.achieved_points, judged.achieved_households), (Some(1025), Some(1003)));
}

#[test]
fn luc_binh_printed_no_counts_at_all() {
    // "8,9 %, giảm 4,7" against end-2022: 13,6 would be a wrong certainty.
    let mut table = Table::new(1);
    table.set(unit(0), Field::RateNow, "8.9").set(unit(0), Field::DropPoints, "4.7");
    let solution = table.solve();
    assert_eq!(solution.value(unit(0), Field::RatePrev), range(1350, 1370));
    assert_eq!(solution.value(unit(0), Field::RateNow), typed(890));
    assert_eq!(solution.value(unit(0), Field::DropPoints), typed(470));
    assert!(!solution.value(unit(0), Field::PoorPrev).is_known());
    assert!(!solution.value(unit(0), Field::HouseholdsPrev).is_known());
}

/// Total households behind a count and a printed rate.
fn households_behind(pairs: &[(Field, i64, Field, &str)]) -> (i64, i64) {
    let mut table = Table::new(1);
    for (count, value, rate, printed) in pairs {
        table.set(unit(0), *count, &value.to_string()).set(unit(0), *rate, printed);
    }
    let value = table.solve().value(unit(0), Field::HouseholdsNow);
    assert_eq!(value.state, State::Range);
    (value.lo, value.hi)
}

fn poor(value: i64, rate: &str) -> (Field, i64, Field, &str) {
    (Field::PoorNow, value, Field::RateNow, rate)
}

fn near(value: i64, rate: &str) -> (Field, i64, Field, &str) {
    (Field::NearPoorNow, value, Field::NearRateNow, rate)
}

#[test]
fn a_count_and_its_rate_bound_the_total() {
    // Kế hoạch 139/KH-UBND: 18 311 poor = 22,31 %.
    assert_eq!(households_behind(&[poor(18_311, "22.31")]), (82_057, 82_093));
    // Bắc Kạn end-2021, both standards (Sở KH&ĐT Bắc Kạn, 02/03/2022).
    assert_eq!(households_behind(&[poor(21_946, "26.93")]), (81_478, 81_507));
    assert_eq!(households_behind(&[near(7_935, "9.74")]), (81_427, 81_510));
    assert_eq!(households_behind(&[poor(13_867, "17.02")]), (81_451, 81_498));
    assert_eq!(households_behind(&[near(8_239, "10.11")]), (81_454, 81_533));
    assert_eq!(households_behind(&[poor(21_946, "26.93"), near(7_935, "9.74")]), (81_478, 81_507));
    assert_eq!(households_behind(&[poor(13_867, "17.02"), near(8_239, "10.11")]), (81_454, 81_498));
    // Cà Mau 2023 (Báo Cà Mau 09/04/2024), Hải Dương 2022 (Báo Hải Dương), Ninh Bình 2024 (Báo Ninh Bình).
    assert_eq!(households_behind(&[poor(9_604, "3.14"), near(6_943, "2.27")]), (305_374, 306_347));
    assert_eq!(households_behind(&[poor(13_823, "2.15"), near(14_441, "2.24")]), (643_252, 644_428));
    assert_eq!(households_behind(&[poor(4_806, "1.51"), near(6_006, "1.89")]), (317_228, 318_620));
}

#[test]
fn regions_of_the_nation_bound_their_totals() {
    // Poor and near-poor together, 2023 and 2024: trithucvn.co; Quyết định 217/QĐ-BLĐTBXH of 04/02/2025.
    let published: [(i64, &str, (i64, i64)); 12] = [
        (587_952, "18.20", (3_229_619, 3_231_393)),
        (129_779, "1.87", (6_921_547, 6_958_659)),
        (460_456, "8.03", (5_730_629, 5_737_769)),
        (195_795, "12.46", (1_570_759, 1_572_019)),
        (10_791, "0.23", (4_591_915, 4_796_000)),
        (201_563, "4.15", (4_851_096, 4_862_798)),
        (486_623, "14.98", (3_247_401, 3_249_569)),
        (97_755, "1.40", (6_957_652, 7_007_526)),
        (360_614, "6.24", (5_774_444, 5_783_704)),
        (152_970, "9.45", (1_617_875, 1_619_587)),
        (7_585, "0.15", (4_893_549, 5_231_034)),
        (153_450, "3.14", (4_879_174, 4_894_736)),
    ];
    for (count, rate, expected) in published {
        assert_eq!(households_behind(&[poor(count, rate)]), expected, "{count} = {rate} %");
    }
    // Misprint: 587 952 beside 1,87 % would mean thirty-one million households.
    assert_eq!(households_behind(&[poor(587_952, "1.87")]), (31_357_440, 31_525_576));
    // The nation by its own rates does not meet the sum of its regions (26 895 565 to 27 158 638 in 2023).
    let mut nation = Table::new(1);
    for (field, text) in [
        (Field::PoorNow, "815101"),
        (Field::RateNow, "2.93"),
        (Field::NearPoorNow, "771235"),
        (Field::NearRateNow, "2.78"),
        (Field::MultiRateNow, "5.71"),
    ] {
        nation.set(unit(0), field, text);
    }
    assert_eq!(nation.solve().value(unit(0), Field::HouseholdsNow), range(27_771_755, 27_792_252));
    // 2024: 1 258 997 = 4,06 %, of them 599 608 poor = 1,93 %.
    let mut nation = Table::new(1);
    for (field, text) in [
        (Field::PoorNow, "599608"),
        (Field::RateNow, "1.93"),
        (Field::NearPoorNow, "659389"),
        (Field::MultiRateNow, "4.06"),
    ] {
        nation.set(unit(0), field, text);
    }
    assert_eq!(nation.solve().value(unit(0), Field::HouseholdsNow), range(30_987_494, 31_048_014));
}

#[test]
fn three_pairs_bound_the_total_together() {
    // The review of 2022 by regions (Báo Bà Rịa–Vũng Tàu, 02/2023, after Bộ LĐ-TBXH): poor, near-poor and their rates, and the
    // rate of both; the regions whose rows close.
    type Region = (i64, &'static str, i64, &'static str, &'static str, (i64, i64));
    let published: [Region; 4] = [
        (455_271, "14.23", 246_190, "7.69", "21.92", (3_199_367, 3_200_499)),
        (284_137, "4.99", 287_114, "5.05", "10.04", (5_688_429, 5_691_060)),
        (9_710, "0.21", 6_077, "0.13", "0.34", (4_575_943, 4_712_537)),
        (109_767, "2.26", 168_169, "3.46", "5.73", (4_853_363, 4_854_777)),
    ];
    for (poor, poor_rate, near, near_rate, multi_rate, expected) in published {
        let mut table = Table::new(1);
        for (field, text) in [
            (Field::PoorNow, poor.to_string().as_str()),
            (Field::RateNow, poor_rate),
            (Field::NearPoorNow, near.to_string().as_str()),
            (Field::NearRateNow, near_rate),
            (Field::MultiRateNow, multi_rate),
        ] {
            table.set(unit(0), field, text);
        }
        assert_eq!(table.solve().value(unit(0), Field::HouseholdsNow), range(expected.0, expected.1), "{poor}");
    }
}

#[test]
fn the_interval_behind_a_printed_number() {
    // R package `scrutiny` at commit a56a945, tests of `unround`, both ends included: in millionths of a percent of 10⁸.
    for (printed, lower, upper) in [
        ("4.5", 4_450_000, 4_550_000),
        ("4.50", 4_495_000, 4_505_000),
        ("4.500", 4_499_500, 4_500_500),
        ("4.5000", 4_499_950, 4_500_050),
        ("8.2", 8_150_000, 8_250_000),
    ] {
        let mut table = Table::new(1);
        table.set(unit(0), Field::HouseholdsNow, "100000000").set(unit(0), Field::RateNow, printed);
        assert_eq!(table.solve().value(unit(0), Field::PoorNow), range(lower, upper), "{printed}");
    }
}

#[test]
fn a_printed_change_is_read_both_ways() {
    // 20 281 poor at end-2022; 22,25 % from counts at end-2023; "giảm 2,46".
    let mut table = Table::new(1);
    table
        .set(unit(0), Field::PoorPrev, "20281")
        .set(unit(0), Field::HouseholdsNow, "82263")
        .set(unit(0), Field::PoorNow, "18305")
        .set(unit(0), Field::DropPoints, "2.46");
    assert_eq!(table.solve().value(unit(0), Field::HouseholdsPrev), range(82_054, 82_092));
    // 2019: 16 003 of 80 276, fell by 1 432 households and 1,95 points.
    let mut table = Table::new(1);
    table
        .set(unit(0), Field::HouseholdsNow, "80276")
        .set(unit(0), Field::PoorNow, "16003")
        .set(unit(0), Field::DropHouseholds, "1432")
        .set(unit(0), Field::DropPoints, "1.95");
    let solution = table.solve();
    assert_eq!(solution.value(unit(0), Field::PoorPrev), exact(17_435));
    assert_eq!(solution.value(unit(0), Field::HouseholdsPrev), range(79_649, 79_702));
}

#[test]
fn a_change_and_the_plan_narrow_the_total_together() {
    // End-2022 once more: the plan's 18 311 households = 22,31 % stand on the same total. They are typed as the near-poor
    // here, which no figure contradicts, so that both bounds meet on one total: 82 054–82 092 and 82 057–82 093.
    let mut table = Table::new(1);
    table.set(unit(0), Field::PoorPrev, "20281").set(unit(0), Field::DropPoints, "2.46");
    table.set(unit(0), Field::HouseholdsNow, "82263").set(unit(0), Field::PoorNow, "18305");
    table.set(unit(0), Field::NearPoorPrev, "18311").set(unit(0), Field::NearRatePrev, "22.31");
    assert_eq!(table.solve().value(unit(0), Field::HouseholdsPrev), range(82_057, 82_092));
    // "Giảm 2,46" is met by points alone; the target by 6 households and 0,06 points: `the_preliminary_review_of_2023`.
    assert_eq!((shown_rate(18_305, 82_263), shown_rate(18_311, 82_076)), (Some(2225), Some(2231)));
}

#[test]
fn a_rate_among_counts_is_no_count() {
    // Bắc Giang, households leaving poverty: "10.98" among 13 558, 12 370, 6 644.
    let mut table = Table::new(1);
    table.set(unit(0), Field::DropHouseholds, "10.98");
    let found = check(&table.book, &table.solve());
    let unusable = Problem::Unusable(Unreadable::CountWithDecimals);
    assert!(found.iter().any(|one| one.problem == unusable && one.severity == Severity::Error), "{found:?}");
    // Its rise from 31 046 to 42 813 is a change of standard: nothing is computed across it.
    let mut table = Table::new(1);
    table.counts(unit(0), [443_514, 31_046, 448_365, 42_813]).standards(&[Standard::Y2011, Standard::Y2016]);
    let solution = table.solve();
    assert!(!solution.value(unit(0), Field::DropHouseholds).is_known());
    assert!(check(&table.book, &solution).iter().any(|one| matches!(one.problem, Problem::Standards { .. })));
}

#[test]
fn total_count_and_rate_all_printed() {
    // Sở KH&ĐT Bắc Giang, target series 2010–2017: total, poor, rate; whether they agree; the poor that the total and the
    // rate allow; the totals that the poor and the rate allow.
    type Row = (i64, i64, &'static str, bool, (i64, i64), (i64, i64));
    let published: [Row; 8] = [
        (412_204, 63_379, "15.40", false, (63_459, 63_500), (411_419, 411_685)),
        (421_820, 51_085, "12.11", true, (51_062, 51_103), (421_668, 422_015)),
        (423_400, 44_541, "10.44", false, (44_182, 44_224), (426_434, 426_842)),
        (432_487, 38_386, "8.88", true, (38_384, 38_426), (432_032, 432_518)),
        (436_960, 32_772, "7.50", true, (32_751, 32_793), (436_669, 437_251)),
        (443_514, 31_046, "7.00", true, (31_024, 31_068), (443_198, 443_831)),
        (448_365, 42_813, "9.55", true, (42_797, 42_841), (448_070, 448_538)),
        (452_560, 34_168, "7.55", true, (34_146, 34_190), (452_257, 452_856)),
    ];
    for (total, count, rate, agrees, poor_range, total_range) in published {
        let mut table = Table::new(1);
        table.set(unit(0), Field::HouseholdsNow, &total.to_string()).set(unit(0), Field::RateNow, rate);
        assert_eq!(table.solve().value(unit(0), Field::PoorNow), range(poor_range.0, poor_range.1));
        table.set(unit(0), Field::PoorNow, &count.to_string());
        let solution = table.solve();
        let expected = if agrees { State::Typed } else { State::Conflict };
        for field in [Field::RateNow, Field::PoorNow, Field::HouseholdsNow] {
            assert_eq!(solution.value(unit(0), field).state, expected, "{total} {count} {rate} {}", field.key());
        }
        // Counts feed what follows, marked where they are in doubt.
        let area = solution.value(AREA, Field::RateNow);
        assert_eq!(area.single(), shown_rate(count, total));
        assert_eq!(area.state, if agrees { State::Exact } else { State::Conflict });
        table.clear(unit(0), Field::HouseholdsNow);
        assert_eq!(table.solve().value(unit(0), Field::HouseholdsNow), range(total_range.0, total_range.1));
    }
}

#[test]
fn documents_that_contradict_each_other() {
    // End-2021 26,93; "giảm 2,66" in 2022; end-2022 = 22,25 + 2,46 by the report of 2023: 24,27 against 24,71.
    let mut table = Table::with_years(1, &[2021, 2022, 2023]);
    table.set(unit(0), Field::HouseholdsNow, "82263").set(unit(0), Field::PoorNow, "18305").set(
        unit(0),
        Field::DropPoints,
        "2.46",
    );
    let latest = table.span;
    assert_eq!(table.solve().value(unit(0), Field::RatePrev), range(2471, 2472));
    let periods: Vec<_> = table.book.periods().iter().map(|period| period.id).collect();
    table.span = giam_ngheo::core::period::Span { prev: Some(periods[0]), now: periods[1] };
    table.set(unit(0), Field::DropPoints, "2.66");
    // 27,37 is what the later documents call the opening rate; it agrees.
    table.set(unit(0), Field::RatePrev, "27.37");
    assert_eq!(table.solve().value(unit(0), Field::DropPoints).state, State::Typed);
    assert_eq!(table.solve().value(unit(0), Field::RateNow), range(2471, 2472));
    table.set(unit(0), Field::RatePrev, "26.93");
    let solution = table.solve();
    assert_eq!(solution.value(unit(0), Field::DropPoints).state, State::Conflict);
    assert_eq!(solution.value(unit(0), Field::RatePrev).state, State::Conflict);
    table.span = latest;
    assert_eq!(table.solve().value(unit(0), Field::DropPoints).state, State::Conflict);
}

#[test]
fn no_change_across_two_standards() {
    // Bắc Kạn end-2021: 17,02 % under the old standard, 26,93 % under the new one.
    let mut table = Table::new(1);
    table.counts(unit(0), [81_480, 13_867, 81_490, 21_946]).standards(&[Standard::Y2016, Standard::Y2022]);
    table.target(unit(0), Target::PointsDown { least: 100, most: 100 });
    let solution = table.solve();
    assert!(!solution.is_comparable());
    for place in [unit(0), AREA] {
        assert_eq!(solution.value(place, Field::RatePrev), exact(1702));
        assert_eq!(solution.value(place, Field::RateNow), exact(2693));
        for field in [Field::DropPoints, Field::DropHouseholds, Field::GapPoints, Field::GapHouseholds] {
            assert!(!solution.value(place, field).is_known(), "{}", field.key());
        }
    }
    assert_eq!(solution.verdict(unit(0)), Verdict::None);
    // A household target is still judged by households, and by them alone.
    table.target(unit(0), Target::HouseholdsLeft { most: 21_946 });
    assert_eq!(table.solve().verdict(unit(0)), Verdict::Met);
    assert!(!table.solve().value(unit(0), Field::GapPoints).is_known());
}

#[test]
fn percentages_and_the_numbers_behind_them() {
    // GRIM (Brown & Heathers 2017), cases of the R package `scrutiny` at commit a56a945 and of The Economist,
    // 18 June 2016: is there a whole number among n that is printed so? Means are read by their decimals' part.
    let cases: [(&str, i64, bool, bool); 39] = [
        ("5.27", 43, false, false),
        ("2.61", 28, false, true),
        ("3.64", 28, false, true),
        ("10.46", 28, false, true),
        ("5.90", 40, false, true),
        ("3.50", 40, false, true),
        ("4.61", 40, false, false),
        ("5.90", 120, false, true),
        ("3.50", 120, false, true),
        ("4.61", 120, false, true),
        ("32.5", 438, true, false),
        ("21.7", 501, true, false),
        ("7.22", 32, false, true),
        ("5.23", 29, false, false),
        ("6.77", 27, false, false),
        ("7.01", 29, false, false),
        ("3.14", 27, false, false),
        ("5.00", 25, false, true),
        ("67.4", 150, true, false),
        ("54.0", 150, true, true),
        ("68.1", 150, true, false),
        ("5.19", 28, false, false),
        ("5.21", 28, false, true),
        ("5.23", 28, false, false),
        ("5.25", 28, false, true),
        ("5.27", 28, false, false),
        ("5.29", 28, false, true),
        ("6", 50, true, true),
        ("8", 50, true, true),
        ("10", 50, true, true),
        ("12", 50, true, true),
        ("14", 50, true, true),
        ("16", 50, true, true),
        ("4.71", 19, false, false),
        ("4.71", 17, false, true),
        ("5.3", 20, false, true),
        ("5.3", 22, false, true),
        ("5.3", 24, false, true),
        ("3.48", 20, false, false),
    ];
    for (printed, n, percent, consistent) in cases {
        // A mean of 5.27 over n persons is a share of 0.27 beyond the whole part, that is 27 %.
        let rate = if percent {
            printed.to_owned()
        } else {
            let places = printed.split_once('.').expect("decimals").1;
            let (whole, rest) = places.split_at(2.min(places.len()));
            match (whole.len(), rest) {
                (1, _) => format!("{whole}e1"),
                _ => whole.to_owned(),
            }
        };
        let mut table = Table::new(1);
        table.set(unit(0), Field::HouseholdsNow, &n.to_string());
        match rate.strip_suffix("e1") {
            // One decimal of a mean is tens of percent: 30 % ± 5.
            Some(tens) => {
                let tens: i64 = tens.parse().unwrap();
                let low = format!(">={}", tens * 10 - 5);
                table.set(unit(0), Field::RateNow, &low);
                let value = table.solve().value(unit(0), Field::PoorNow);
                assert_eq!(value.lo * 100 <= (tens * 10 + 5) * n, consistent, "{printed} of {n}");
                continue;
            }
            None => table.set(unit(0), Field::RateNow, &rate),
        };
        let state = table.solve().value(unit(0), Field::RateNow).state;
        assert_eq!(state, if consistent { State::Typed } else { State::Conflict }, "{printed} of {n}");
    }
}
