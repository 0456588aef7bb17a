//! Targets in every shape: margins, verdicts, and what the target amounts to.

mod common;

use common::{AREA, Table, exact, range, sample, tag, unit};
use giam_ngheo::core::field::Field;
use giam_ngheo::core::quantity::{Value, most_households, shown_rate};
use giam_ngheo::core::target::Target;
use giam_ngheo::core::verdict::{Judgement, Standing, Verdict};

fn judged(counts: [i64; 4], target: Target) -> Judgement {
    let mut table = Table::new(1);
    table.counts(unit(0), counts).target(unit(0), target);
    let solution = table.solve();
    let judged = solution.judgement(unit(0)).expect("a target");
    assert_eq!(solution.verdict(unit(0)), judged.verdict);
    assert_eq!(solution.value(unit(0), Field::GapPoints), judged.gap_points);
    assert_eq!(solution.value(unit(0), Field::GapHouseholds), judged.gap_households);
    judged
}

fn gaps(judged: &Judgement) -> (Option<i64>, Option<i64>) {
    (judged.gap_points.single(), judged.gap_households.single())
}

/// Bắc Kạn, end-2022 to end-2023 (official).
const BAC_KAN: [i64; 4] = [82_076, 20_281, 82_310, 18_067];

#[test]
fn a_rate_left() {
    let met = judged(BAC_KAN, Target::RateLeft { most: 2231 });
    assert_eq!(met.verdict, Verdict::Exceeded);
    // 18 367 households are the most that keep 22,31 % of 82 310; 18 315 of last year's 82 076.
    assert_eq!(gaps(&met), (Some(36), Some(300)));
    assert_eq!((met.households_left, met.households_left_on_opening), (exact(18_367), exact(18_315)));
    assert_eq!((met.points_down, met.still_to_go), (exact(240), exact(0)));
    let line = judged(BAC_KAN, Target::RateLeft { most: 2195 });
    assert_eq!((line.verdict, line.gap_points), (Verdict::Met, exact(0)));
    let missed = judged(BAC_KAN, Target::RateLeft { most: 2100 });
    assert_eq!(missed.verdict, Verdict::Missed);
    let most = most_households(2100, 82_310);
    assert_eq!(gaps(&missed), (Some(-95), Some(most - 18_067)));
    assert_eq!(missed.still_to_go, exact(18_067 - most));
    // As many fewer, and the target is met; one less, and it is not.
    assert_eq!(judged([82_076, 20_281, 82_310, most], Target::RateLeft { most: 2100 }).verdict, Verdict::Met);
    assert_eq!(judged([82_076, 20_281, 82_310, most + 1], Target::RateLeft { most: 2100 }).verdict, Verdict::Missed);
}

#[test]
fn points_down() {
    // 2,76 points against 2,46: "vượt".
    let beyond = judged(BAC_KAN, Target::PointsDown { least: 246, most: 246 });
    assert_eq!((beyond.verdict, beyond.gap_points, beyond.rate_left), (Verdict::Exceeded, exact(30), exact(2225)));
    let line = judged(BAC_KAN, Target::PointsDown { least: 276, most: 276 });
    assert_eq!((line.verdict, line.gap_points), (Verdict::Met, exact(0)));
    let short = judged(BAC_KAN, Target::PointsDown { least: 277, most: 277 });
    assert_eq!((short.verdict, short.gap_points), (Verdict::Missed, exact(-1)));
    assert!(short.near);
    assert_eq!(short.gap_households, exact(most_households(2471 - 277, 82_310) - 18_067));
}

#[test]
fn a_range_of_points() {
    // 2–2,5 points for the province (Kế hoạch 139/KH-UBND): below missed, within met, above exceeded.
    let verdicts = |least, most| {
        let judged = judged(BAC_KAN, Target::PointsDown { least, most });
        (judged.verdict, judged.gap_points.single(), judged.gap_households.single().map(i64::signum))
    };
    assert_eq!(verdicts(200, 250), (Verdict::Exceeded, Some(26), Some(1)));
    assert_eq!(verdicts(276, 300), (Verdict::Met, Some(0), Some(0)));
    assert_eq!(verdicts(200, 276).0, Verdict::Met);
    assert_eq!(verdicts(200, 275).0, Verdict::Exceeded);
    assert_eq!(verdicts(277, 300), (Verdict::Missed, Some(-1), Some(-1)));
}

#[test]
fn households_left() {
    // The plan: 18 311 of last year's 82 076 = 22,31 %.
    let judged_now = judged(BAC_KAN, Target::HouseholdsLeft { most: 18_311 });
    assert_eq!((judged_now.verdict, gaps(&judged_now)), (Verdict::Exceeded, (Some(36), Some(244))));
    assert_eq!((judged_now.rate_left, judged_now.rate_left_on_closing), (exact(2231), exact(2225)));
    // 1 970 households planned, 2 214 reached; 2,40 points planned, 2,76 reached.
    assert_eq!((judged_now.achieved_households, judged_now.achieved_points), (Some(1124), Some(1150)));
}

#[test]
fn by_households_and_by_rate_may_disagree() {
    // More households dilute the rate: 205 of 1 100 is 18,64 %, while the plan was 200 of 1 000, 20 %.
    let rate_only = judged([1000, 250, 1100, 205], Target::HouseholdsLeft { most: 200 });
    assert_eq!(rate_only.verdict, Verdict::MetByRateOnly);
    assert_eq!((rate_only.by_rate, rate_only.by_households), (Standing::Exceeded, Standing::Missed));
    assert_eq!(gaps(&rate_only), (Some(136), Some(-5)));
    // Fewer households concentrate it: 198 of 900 is 22 %.
    let households_only = judged([1000, 250, 900, 198], Target::HouseholdsLeft { most: 200 });
    assert_eq!(households_only.verdict, Verdict::MetByHouseholdsOnly);
    assert_eq!(gaps(&households_only), (Some(-200), Some(2)));
    // Keys of the public contract.
    assert_eq!(rate_only.verdict.key(), "met_by_rate_only");
    assert_eq!(households_only.verdict.key(), "met_by_households_only");
}

#[test]
fn households_down() {
    let single = Target::HouseholdsDown { least: 1970, most: 1970 };
    let beyond = judged(BAC_KAN, single);
    assert_eq!((beyond.verdict, gaps(&beyond)), (Verdict::Exceeded, (Some(36), Some(244))));
    assert_eq!((beyond.households_left, beyond.rate_left), (exact(18_311), exact(2231)));
    // Minh Hóa (Quảng Bình 2017) was assigned 840–930 households.
    let verdicts = |poor: i64| {
        let target = Target::HouseholdsDown { least: 840, most: 930 };
        let judged = judged([13_000, 4000, 13_000, poor], target);
        (judged.verdict, judged.gap_households.single())
    };
    assert_eq!(verdicts(4000 - 839), (Verdict::Missed, Some(-1)));
    assert_eq!(verdicts(4000 - 840), (Verdict::Met, Some(0)));
    assert_eq!(verdicts(4000 - 930), (Verdict::Met, Some(0)));
    assert_eq!(verdicts(4000 - 931), (Verdict::Exceeded, Some(1)));
}

#[test]
fn margins_tell_the_verdict_in_every_shape() {
    for poor in [0, 1, 150, 199, 200, 201, 230, 250, 400, 1000] {
        for now in [900, 1000, 1100] {
            let counts = [1000, 250, now, poor.min(now)];
            for target in [
                Target::RateLeft { most: 2000 },
                Target::PointsDown { least: 500, most: 500 },
                Target::PointsDown { least: 400, most: 600 },
            ] {
                let judged = judged(counts, target);
                let expected = match judged.gap_points.single().expect("known").signum() {
                    1 => Verdict::Exceeded,
                    0 => Verdict::Met,
                    _ => Verdict::Missed,
                };
                assert_eq!(judged.verdict, expected, "{counts:?} {target:?}");
                // Households agree on which side of the line it is, and say how far.
                let households = judged.gap_households.single().expect("known");
                assert_eq!(households >= 0, expected != Verdict::Missed, "{counts:?} {target:?}");
                assert_eq!(judged.still_to_go, exact((-households).max(0)), "{counts:?} {target:?}");
            }
            for target in [Target::HouseholdsLeft { most: 200 }, Target::HouseholdsDown { least: 50, most: 50 }] {
                let judged = judged(counts, target);
                let (points, households) = gaps(&judged);
                let (points, households) = (points.expect("known"), households.expect("known"));
                assert_eq!(households, 200 - counts[3]);
                assert_eq!(points, 2000 - shown_rate(counts[3], now).expect("a rate"));
                let expected = match (households.signum(), points >= 0) {
                    (-1, false) => Verdict::Missed,
                    (-1, true) => Verdict::MetByRateOnly,
                    (_, false) => Verdict::MetByHouseholdsOnly,
                    (0, true) => Verdict::Met,
                    (_, true) => Verdict::Exceeded,
                };
                assert_eq!(judged.verdict, expected, "{counts:?} {target:?}");
            }
        }
    }
}

#[test]
fn achievement_as_reports_have_it() {
    // 4,46 of 4 points = 111,5 % of the plan; 5,02 of 4 = 125,5 %; 5,16 of 3,5 = 147,4 %; 915 of 725 households = 126,2 %.
    for (drop, planned, achieved) in [(446, 400, 1115), (502, 400, 1255), (516, 350, 1474)] {
        let target = Target::PointsDown { least: planned, most: planned };
        let judged = judged([10_000, 2000, 10_000, 2000 - drop], target);
        assert_eq!(judged.achieved_points, Some(achieved));
    }
    let by_count = judged([20_000, 5000, 20_000, 4085], Target::HouseholdsDown { least: 725, most: 725 });
    assert_eq!(by_count.achieved_households, Some(1262));
    // Nothing planned, nothing achieved.
    assert_eq!(judged([1000, 200, 1000, 150], Target::HouseholdsLeft { most: 200 }).achieved_households, None);
    assert_eq!(judged([1000, 200, 1000, 150], Target::HouseholdsLeft { most: 210 }).achieved_points, None);
}

#[test]
fn at_the_threshold() {
    let near = |poor: i64| judged([82_076, 20_281, 82_310, poor], Target::HouseholdsLeft { most: 18_311 }).near;
    assert!(near(18_311) && near(18_310) && near(18_312));
    assert!(!near(18_067) && !near(18_700));
    // By rate: within 0,01 point. 22,25 % shown and 22,2549 exactly; the line 22,25.
    let rounded = judged([82_076, 20_281, 82_310, 18_317], Target::RateLeft { most: 2225 });
    assert_eq!((rounded.verdict, rounded.near, rounded.rounding_decides), (Verdict::Met, true, true));
    let exact = rounded.exact.expect("both exact figures");
    assert_eq!((exact.rate, exact.line), (22_253_675, 22_250_000));
    assert!(!judged([82_076, 20_281, 82_310, 17_000], Target::RateLeft { most: 2225 }).near);
}

#[test]
fn a_range_decides_only_when_all_of_it_lies_on_one_side() {
    let judge = |rate: &str, target| {
        let mut table = Table::new(1);
        table.set(unit(0), Field::HouseholdsNow, "100000").set(unit(0), Field::RateNow, rate);
        table.target(unit(0), target);
        table.solve().judgement(unit(0)).expect("a target")
    };
    // "8,9 %" stands for 8,85 to 8,95.
    let decided = judge("8.9", Target::RateLeft { most: 900 });
    assert_eq!((decided.verdict, decided.gap_points), (Verdict::Exceeded, range(5, 15)));
    assert_eq!(judge("8.9", Target::RateLeft { most: 895 }).verdict, Verdict::Met);
    let open = judge("8.9", Target::RateLeft { most: 890 });
    assert_eq!((open.verdict, open.gap_points), (Verdict::Undecided, range(-5, 5)));
    assert_eq!(judge("8.9", Target::RateLeft { most: 880 }).verdict, Verdict::Missed);
    // Two printed decimals are the shown rate itself.
    assert_eq!(judge("8.90", Target::RateLeft { most: 890 }).verdict, Verdict::Met);
    assert_eq!(judge("8.91", Target::RateLeft { most: 890 }).verdict, Verdict::Missed);
}

#[test]
fn contradictory_figures_give_no_verdict() {
    let mut table = sample();
    table.set(unit(0), Field::RateNow, "3.10");
    let solution = table.solve();
    assert_eq!(solution.verdict(unit(0)), Verdict::Conflict);
    assert_eq!(solution.value(unit(0), Field::GapHouseholds), common::conflict(8));
    // The area rests on the same counts.
    assert_eq!(solution.verdict(AREA), Verdict::Conflict);
    assert_eq!(solution.value(AREA, Field::RateNow), common::conflict(2195));
    assert_eq!(solution.verdict(unit(1)), Verdict::Missed);
}

#[test]
fn the_area_is_judged_by_the_sum_only_when_every_unit_has_a_household_target() {
    let mut table = sample();
    assert_eq!(table.solve().target(AREA), Some(Target::HouseholdsLeft { most: 18_311 }));
    table.target(unit(0), Target::RateLeft { most: 204 });
    assert_eq!(table.solve().target(AREA), None);
    assert_eq!(table.solve().verdict(AREA), Verdict::None);
    assert_eq!(table.solve().value(AREA, Field::GapHouseholds), Value::UNKNOWN);
    table.target(AREA, Target::HouseholdsLeft { most: 18_311 });
    assert_eq!(table.solve().value(AREA, Field::GapHouseholds), exact(244));
    // A fall from a known count is a number of households left.
    table.clear(AREA, Field::Target).target(unit(0), Target::HouseholdsDown { least: 35, most: 35 });
    assert_eq!(table.solve().target(AREA), Some(Target::HouseholdsLeft { most: 18_311 }));
    assert_eq!(table.solve().target(tag(0)), Some(Target::HouseholdsLeft { most: 6941 }));
}

#[test]
fn a_target_that_cannot_be_reached_says_so() {
    let hopeless = judged([12_239, 285, 12_290, 242], Target::PointsDown { least: 400, most: 500 });
    assert!(!hopeless.attainable);
    assert_eq!((hopeless.verdict, hopeless.still_to_go), (Verdict::Missed, exact(242)));
    assert!(judged([12_239, 285, 12_290, 242], Target::PointsDown { least: 200, most: 200 }).attainable);
}

#[test]
fn only_poor_households_known_are_enough_for_a_household_target() {
    let mut table = Table::new(1);
    table.set(unit(0), Field::PoorNow, "2740").target(unit(0), Target::HouseholdsLeft { most: 2740 });
    let solution = table.solve();
    assert_eq!(solution.verdict(unit(0)), Verdict::Met);
    assert!(!solution.value(unit(0), Field::GapPoints).is_known());
    table.clear(unit(0), Field::PoorNow);
    assert_eq!(table.solve().verdict(unit(0)), Verdict::None);
}
