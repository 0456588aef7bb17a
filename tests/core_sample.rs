//! The sample table against the figures printed for Bắc Kạn (docs/method.md, "Golden figures").

mod common;

use common::{AREA, exact, sample, tag, typed, unit};
use giam_ngheo::core::field::Field;
use giam_ngheo::core::headline::RankBy;
use giam_ngheo::core::target::Target;
use giam_ngheo::core::unit::UnitId;
use giam_ngheo::core::verdict::Verdict;

#[test]
fn the_area_agrees_with_the_published_figures() {
    let solution = sample().solve();
    let shown = |field| solution.value(AREA, field);
    assert_eq!(shown(Field::HouseholdsPrev), exact(82_076));
    assert_eq!(shown(Field::PoorPrev), exact(20_281));
    assert_eq!(shown(Field::HouseholdsNow), exact(82_310));
    assert_eq!(shown(Field::PoorNow), exact(18_067));
    assert_eq!(shown(Field::RatePrev), exact(2471));
    assert_eq!(shown(Field::RateNow), exact(2195));
    assert_eq!(shown(Field::DropPoints), exact(276));
    assert_eq!(shown(Field::DropHouseholds), exact(2214));
    assert_eq!(shown(Field::GapPoints), exact(36));
    assert_eq!(shown(Field::GapHouseholds), exact(244));
    assert_eq!(solution.target(AREA), Some(Target::HouseholdsLeft { most: 18_311 }));
    assert_eq!(solution.target_line(AREA), Some(2231));
    assert_eq!(solution.verdict(AREA), Verdict::Exceeded);
}

#[test]
fn units_agree_with_the_published_rates() {
    let solution = sample().solve();
    let shown = |id, field| solution.value(unit(id), field);
    // TP Bắc Kạn 2,33 → 1,97; Ngân Sơn 47,53 → 43,92, down 3,61; Pác Nặm 52,42 → 49,26, down 3,16.
    assert_eq!((shown(0, Field::RatePrev), shown(0, Field::RateNow)), (exact(233), exact(197)));
    assert_eq!((shown(6, Field::RatePrev), shown(6, Field::RateNow)), (exact(4753), exact(4392)));
    assert_eq!(shown(6, Field::DropPoints), exact(361));
    assert_eq!((shown(7, Field::RatePrev), shown(7, Field::RateNow)), (exact(5242), exact(4926)));
    assert_eq!(shown(7, Field::DropPoints), exact(316));
    assert_eq!(shown(7, Field::PoorNow), typed(3771));
    assert_eq!(shown(7, Field::GapHouseholds), exact(-82));
    assert_eq!(solution.judgement(unit(7)).unwrap().still_to_go, exact(82));
}

#[test]
fn five_of_eight_units_met_their_target() {
    let solution = sample().solve();
    let standings = solution.headline().standings;
    assert_eq!((standings.met, standings.with_target, standings.units), (5, 8, 8));
    let short: Vec<_> = solution.missed().map(|missed| (missed.unit.0, missed.households.single())).collect();
    assert_eq!(short, [(1, Some(12)), (6, Some(47)), (7, Some(82))]);
    let beat: Vec<_> = solution.exceeded().iter().map(|unit| unit.0).collect();
    assert_eq!(beat, [0, 2, 3, 4, 5]);
}

#[test]
fn the_poor_districts_fell_short_of_four_to_five_points() {
    let mut table = sample();
    table.target(tag(0), Target::PointsDown { least: 400, most: 500 });
    let solution = table.solve();
    assert_eq!(solution.value(tag(0), Field::RatePrev), exact(5000));
    assert_eq!(solution.value(tag(0), Field::RateNow), exact(4662));
    assert_eq!(solution.value(tag(0), Field::DropPoints), exact(338));
    assert_eq!(solution.value(tag(0), Field::GapPoints), exact(-62));
    assert_eq!(solution.verdict(tag(0)), Verdict::Missed);
}

#[test]
fn without_a_target_of_its_own_the_tag_is_judged_by_the_sum_of_its_units() {
    let solution = sample().solve();
    assert_eq!(solution.target(tag(0)), Some(Target::HouseholdsLeft { most: 6941 }));
    assert_eq!(solution.value(tag(0), Field::GapHouseholds), exact(-129));
}

#[test]
fn units_rank_from_the_highest_rate_to_the_lowest() {
    let ranked = sample().solve().rank(RankBy::Rate);
    let order: Vec<_> = ranked.iter().map(|entry| entry.unit).collect();
    assert_eq!(order, [7, 6, 1, 5, 4, 2, 3, 0].map(UnitId));
    assert_eq!((ranked[0].rank, ranked[0].value), (1, 4926));
    let by_drop = sample().solve().rank(RankBy::Drop);
    assert_eq!((by_drop[0].unit, by_drop[0].value), (UnitId(5), 440));
}

#[test]
fn one_missing_count_leaves_the_total_unknown_and_says_of_how_many_units_it_is() {
    let mut table = sample();
    table.clear(unit(7), Field::PoorNow);
    let solution = table.solve();
    for field in [Field::PoorNow, Field::RateNow, Field::DropPoints, Field::DropHouseholds, Field::GapPoints] {
        assert!(!solution.value(AREA, field).is_known(), "{}", field.key());
    }
    let coverage = solution.coverage(AREA, Field::PoorNow);
    assert_eq!((coverage.known, coverage.of), (7, 8));
    assert_eq!(solution.coverage(AREA, Field::RateNow).known, 7);
    assert_eq!(solution.value(AREA, Field::HouseholdsNow), exact(82_310));
    assert_eq!(solution.value(AREA, Field::RatePrev), exact(2471));
    assert_eq!(solution.verdict(AREA), Verdict::None);
}
