//! The five shapes of a target as people write them, and back.

use giam_ngheo::codec::number::{self, Style};
use giam_ngheo::codec::target_text::{self, Read};
use giam_ngheo::core::fact::{Fact, Reading, Unreadable};
use giam_ngheo::core::measure::Measure;
use giam_ngheo::core::target::Target::{self, *};
use proptest::prelude::*;

use Style::{En, Vi};
use Unreadable::*;

fn sure(target: Target) -> Option<Result<Read, Unreadable>> {
    Some(Ok(Read { target, keep: false }))
}

fn asks(target: Target) -> Option<Result<Read, Unreadable>> {
    Some(Ok(Read { target, keep: true }))
}

const fn households_down(n: i64) -> Target {
    HouseholdsDown { least: n, most: n }
}

const fn points_down(n: i64) -> Target {
    PointsDown { least: n, most: n }
}

#[test]
fn the_published_ways_of_setting_a_target() {
    for (text, expected) in [
        // Plan 139/KH-UBND of Bắc Kạn for 2023.
        ("22,31 %", RateLeft { most: 2231 }),
        ("22,31%", RateLeft { most: 2231 }),
        ("22.31%", RateLeft { most: 2231 }),
        ("còn 22,31%", RateLeft { most: 2231 }),
        ("giảm còn 22,31%", RateLeft { most: 2231 }),
        ("xuống còn 22,31 phần trăm", RateLeft { most: 2231 }),
        ("≤ 22,31%", RateLeft { most: 2231 }),
        ("còn không quá 10%", RateLeft { most: 1000 }),
        ("22,31", RateLeft { most: 2231 }),
        ("18311 hộ", HouseholdsLeft { most: 18311 }),
        ("18.311 hộ", HouseholdsLeft { most: 18311 }),
        ("18.311 hộ nghèo", HouseholdsLeft { most: 18311 }),
        ("còn 18.311", HouseholdsLeft { most: 18311 }),
        ("18311", HouseholdsLeft { most: 18311 }),
        ("0", HouseholdsLeft { most: 0 }),
        ("tối đa 250 hộ", HouseholdsLeft { most: 250 }),
        ("-1970 hộ", households_down(1970)),
        ("−1.970 hộ", households_down(1970)),
        ("-1970", households_down(1970)),
        ("giảm 1.970 hộ", households_down(1970)),
        ("giảm ít nhất 1.970 hộ", households_down(1970)),
        ("-2,4 điểm", points_down(240)),
        ("-2,4", points_down(240)),
        ("2,4 điểm", points_down(240)),
        ("giảm 2,4 điểm %", points_down(240)),
        ("giảm 2,4 điểm phần trăm", points_down(240)),
        // Ba Bể 2014, and the national programme.
        ("giảm ít nhất 5%", points_down(500)),
        ("giảm tối thiểu 4%", points_down(400)),
        ("giảm 4-5%/năm", PointsDown { least: 400, most: 500 }),
        ("giảm 4-5%", PointsDown { least: 400, most: 500 }),
        ("giảm từ 4% đến 5%", PointsDown { least: 400, most: 500 }),
        ("4–5 điểm", PointsDown { least: 400, most: 500 }),
        ("2-2,5 điểm", PointsDown { least: 200, most: 250 }),
        // Quảng Bình 2017, in points and in households.
        ("6,5–7,2 điểm", PointsDown { least: 650, most: 720 }),
        ("0,1–0,15 điểm", PointsDown { least: 10, most: 15 }),
        ("840–930 hộ", HouseholdsDown { least: 840, most: 930 }),
        ("840-930 hộ", HouseholdsDown { least: 840, most: 930 }),
        ("840 - 930", HouseholdsDown { least: 840, most: 930 }),
        ("1.070–1.190 hộ", HouseholdsDown { least: 1070, most: 1190 }),
        ("giảm 840 đến 930 hộ", HouseholdsDown { least: 840, most: 930 }),
        ("-840–930 hộ", HouseholdsDown { least: 840, most: 930 }),
    ] {
        assert_eq!(target_text::read(text, Vi), sure(expected), "{text:?}");
    }
    for (text, expected) in [
        ("22.31%", RateLeft { most: 2231 }),
        ("down to 22.31%", RateLeft { most: 2231 }),
        ("at most 22.31 percent", RateLeft { most: 2231 }),
        ("18,311 households", HouseholdsLeft { most: 18311 }),
        ("18,311 households left", HouseholdsLeft { most: 18311 }),
        ("down 1,970 households", households_down(1970)),
        ("down by 2.4 percentage points", points_down(240)),
        ("2.4 points", points_down(240)),
        ("4 to 5 points", PointsDown { least: 400, most: 500 }),
        ("840–930 households", HouseholdsDown { least: 840, most: 930 }),
    ] {
        assert_eq!(target_text::read(text, En), sure(expected), "{text:?}");
    }
}

#[test]
fn doubtful_and_strict_ones_keep_their_text() {
    for (text, expected) in [
        // The other reading, 22,31 written with three decimals, is not one a target has.
        ("22,310", HouseholdsLeft { most: 22310 }),
        ("18,311 hộ", HouseholdsLeft { most: 18311 }),
        ("22,31%%", RateLeft { most: 2231 }),
        // Strictly below 10,00 on a scale of two decimals.
        ("xuống dưới 10%", RateLeft { most: 999 }),
        ("< 100 hộ", HouseholdsLeft { most: 99 }),
        ("giảm trên 3%", points_down(301)),
        // Only a fall makes sense, but the words do not say so.
        ("> 3%", points_down(301)),
        ("ít nhất 5%", points_down(500)),
        ("tối thiểu 500 hộ", households_down(500)),
        ("4–5%", PointsDown { least: 400, most: 500 }),
        ("2,0-2,2", PointsDown { least: 200, most: 220 }),
    ] {
        assert_eq!(target_text::read(text, Vi), asks(expected), "{text:?}");
    }
}

#[test]
fn what_is_no_target_is_refused_with_its_reason() {
    for (text, reason) in [
        ("đạt và vượt", NotANumber),
        ("giảm 5% số hộ", NotANumber),
        ("giảm 5% hộ nghèo", NotATarget),
        ("khoảng 500 hộ", NotATarget),
        ("tăng 5 hộ", NotATarget),
        ("+5 hộ", NotATarget),
        ("giảm -5 hộ", NotATarget),
        ("giảm không quá 5 hộ", NotATarget),
        ("còn ít nhất 5 hộ", NotATarget),
        ("còn 5 điểm", NotATarget),
        ("còn 10–12%", NotATarget),
        ("5–4 điểm", NotATarget),
        ("ít nhất 4–5 điểm", NotATarget),
        ("22,314 %", TooManyDecimals),
        ("22,3141", TooManyDecimals),
        ("101%", RateOver100),
        ("2040,5", RateOver100),
        ("12,5 hộ", CountWithDecimals),
        ("1000000001 hộ", TooLarge),
        ("5 khẩu", WrongUnit),
        ("1.2.3", Separators),
        ("< 0 hộ", NotATarget),
    ] {
        assert_eq!(target_text::read(text, Vi), Some(Err(reason)), "{text:?}");
    }
    for blank in ["", " ", "-", "–"] {
        assert_eq!(target_text::read(blank, Vi), None);
    }
}

#[test]
fn a_bare_whole_number_among_rates_is_a_rate_to_confirm() {
    let read = |texts: &[&str]| {
        let reader = number::Reader::of(texts, Measure::Target, Vi);
        let target = |text: &&str| match reader.fact(text)? {
            Fact { reading: Reading::Target(target), text, .. } => Some((target, text.is_some())),
            other => panic!("{other:?}"),
        };
        texts.iter().map(target).collect::<Vec<_>>()
    };
    let rate = |most, keep| Some((RateLeft { most }, keep));
    assert_eq!(read(&["22,31", "15", "10,5"]), [rate(2231, false), rate(1500, true), rate(1050, false)]);
    // Beside households it stays a number of households.
    let households = |most| Some((HouseholdsLeft { most }, false));
    assert_eq!(read(&["22,31", "15", "250"]), [rate(2231, false), households(15), households(250)]);
    assert_eq!(read(&["15", "7", ""]), [households(15), households(7), None]);
}

#[test]
fn written_for_the_screen() {
    for (target, vi, en) in [
        (RateLeft { most: 2231 }, "22,31\u{a0}%", "22.31%"),
        (RateLeft { most: 1000 }, "10\u{a0}%", "10%"),
        (HouseholdsLeft { most: 18311 }, "18.311\u{a0}hộ", "18,311\u{a0}households"),
        (households_down(1970), "−1.970\u{a0}hộ", "−1,970\u{a0}households"),
        (HouseholdsDown { least: 840, most: 930 }, "840–930\u{a0}hộ", "840–930\u{a0}households"),
        (points_down(240), "−2,4\u{a0}điểm", "−2.4\u{a0}points"),
        (PointsDown { least: 400, most: 500 }, "4–5\u{a0}điểm", "4–5\u{a0}points"),
    ] {
        assert_eq!(target_text::write(target, Vi), vi);
        assert_eq!(target_text::write(target, En), en);
    }
}

#[test]
fn facts_keep_only_what_the_target_does_not_say() {
    let fact = |text| number::make_fact(text, Measure::Target, Vi).expect("not blank");
    assert_eq!(fact("giảm 4-5%").text, None);
    assert_eq!(number::fact_text(&fact("giảm 4-5%"), En), "4–5\u{a0}points");
    assert_eq!(number::fact_text(&fact("xuống dưới 10%"), Vi), "xuống dưới 10%");
    let bad = fact("đạt và vượt");
    assert_eq!((bad.reading, bad.text.as_deref()), (Reading::Unreadable(NotANumber), Some("đạt và vượt")));
}

fn any_target() -> impl Strategy<Value = Target> {
    let hundredths = 0i64..=10_000;
    let households = prop_oneof![0i64..=20_000, 0i64..=1_000_000_000];
    prop_oneof![
        hundredths.clone().prop_map(|most| RateLeft { most }),
        households.clone().prop_map(|most| HouseholdsLeft { most }),
        hundredths.clone().prop_map(points_down),
        households.clone().prop_map(households_down),
        (hundredths.clone(), hundredths).prop_map(|(a, b)| PointsDown { least: a.min(b), most: a.max(b) }),
        (households.clone(), households).prop_map(|(a, b)| HouseholdsDown { least: a.min(b), most: a.max(b) }),
    ]
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(target in any_target()) {
        for style in [Vi, En] {
            let text = target_text::write(target, style);
            prop_assert_eq!(target_text::read(&text, style), sure(target), "{}", text);
            // The canonical form is read in either style, so that files and pasted results mean the same everywhere.
            let text = target_text::canonical(target);
            prop_assert_eq!(target_text::read(&text, style), sure(target), "{}", text);
        }
        prop_assert_eq!(target_text::read_canonical(&target_text::canonical(target)), Some(target));
    }

    #[test]
    fn canonical_text_is_one_to_one(text in "[-0-9.%pt]{0,14}") {
        if let Some(target) = target_text::read_canonical(&text) {
            prop_assert_eq!(target_text::canonical(target), text);
        }
    }
}
