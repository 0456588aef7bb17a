//! Where things stand in the chart: nice ticks, marks in their places, and no mark for what is not known.

#[path = "../src/ui/charts"]
mod charts {
    #[allow(dead_code)]
    pub mod lane;
    #[allow(dead_code)]
    pub mod scale;
}

use charts::lane::{Drawing, LaneData, Mark};
use charts::scale::{Axis, Chart, percent};
use proptest::prelude::*;

#[test]
fn axes_of_the_sample_table() {
    // Highest rate 52,42 %: ticks 0, 10 … 50, ends at 55.
    let axis = Axis::for_most(5_242);
    assert_eq!((axis.min, axis.max, axis.step), (0, 5_500, 1_000));
    assert_eq!(axis.ticks().collect::<Vec<_>>(), [0, 1_000, 2_000, 3_000, 4_000, 5_000]);
    assert_eq!(axis.tick_distance(), "18.18%");
    // Largest fall 4,40 points: 0 to 5.
    let axis = Axis::for_drops(36, 440);
    assert_eq!((axis.min, axis.max, axis.step), (0, 500, 100));
    assert_eq!(axis.ticks().last(), Some(500));
}

/// 24,71 → 21,95 with a target of 22,31: ticks at 21, 22 … 26.
#[test]
fn the_axis_around_the_samples_area() {
    let axis = Axis::around(2_195, 2_471);
    assert_eq!((axis.min, axis.max, axis.step), (2_000, 2_609, 100));
    assert_eq!(axis.ticks().collect::<Vec<_>>(), [2_000, 2_100, 2_200, 2_300, 2_400, 2_500, 2_600]);
}

#[test]
fn extreme_axes() {
    assert_eq!(Axis::for_most(10_000).max, 10_000);
    assert_eq!(Axis::for_most(1), Axis::for_most(100));
    // With nothing to show, the axis of a usual table.
    let (rates, falls) = (Axis::for_most(0), Axis::for_drops(0, 0));
    assert_eq!((rates.max, rates.step, falls.min, falls.max), (5_000, 1_000, 0, 500));
    assert_eq!(Axis::for_most(i64::MAX).max, 10_000);
    let rises = Axis::for_drops(-230, 120);
    assert_eq!((rises.min, rises.step), (-300, 100));
    assert!(rises.ticks().any(|tick| tick == 0));
    assert_eq!(Axis::default().position(500), 0);
    assert_eq!(Axis::default().ticks().count(), 0);
    assert_eq!(percent(1_205), "12.05%");
}

#[test]
fn a_row_with_all_figures() {
    let axis = Axis::for_most(5_242);
    // Ba Bể: 30,50 → 26,60, target 26,56.
    let row = LaneData {
        prev: Some((3_050, 3_050)),
        now: Some((2_660, 2_660)),
        drop: Some((390, 390)),
        target: Some(2_656),
        mark: Mark::Missed,
    };
    let drawing = row.draw(axis);
    assert_eq!((drawing.prev, drawing.now, drawing.target), (Some(5_545), Some(4_836), Some(4_829)));
    assert_eq!(drawing.line, Some((4_836, 5_545)));
    assert_eq!((drawing.prev_range, drawing.now_range), (None, None));
    // As a fall: from 0 to 3,90 of 5 points; assigned 30,50 − 26,56 = 3,94.
    let drawing = row.draw(Axis::for_drops(36, 440));
    assert_eq!((drawing.prev, drawing.now, drawing.target), (None, Some(7_800), Some(7_880)));
    assert_eq!(drawing.line, Some((0, 7_800)));
}

#[test]
fn what_is_not_known_is_not_drawn() {
    let axis = Axis::for_most(5_000);
    assert_eq!(LaneData::default().draw(axis), Drawing::default());
    let only_now = LaneData { now: Some((1_000, 1_000)), ..LaneData::default() }.draw(axis);
    assert_eq!((only_now.prev, only_now.line, only_now.target), (None, None, None));
    assert!(only_now.now.is_some());
    // No assigned points where the rate they start from is a range.
    let vague =
        LaneData { prev: Some((3_000, 3_100)), drop: Some((200, 300)), target: Some(2_900), ..LaneData::default() };
    assert_eq!(vague.draw(Axis::for_drops(0, 300)).target, None);
}

#[test]
fn a_wide_range_gets_no_mark() {
    let axis = Axis::for_most(5_000);
    let row = LaneData { prev: Some((1_350, 1_370)), now: Some((800, 1_200)), ..LaneData::default() };
    let drawing = row.draw(axis);
    assert_eq!(drawing.now, None);
    assert_eq!(drawing.now_range, Some((axis.position(800), axis.position(1_200))));
    // 0,20 points are narrower than the mark.
    assert_eq!((drawing.prev, drawing.prev_range), (Some(axis.position(1_360)), None));
    assert_eq!(drawing.line, Some((axis.position(1_200), axis.position(1_350))));
}

proptest! {
    /// Every axis has few nice ticks, contains its data and 0, and keeps the order of values.
    #[test]
    fn axes_fit(least in -9_000i64..=0, most in 0i64..=10_000, a in 0i64..=10_000, b in 0i64..=10_000) {
        for axis in [Axis::for_most(most), Axis::for_drops(least, most)] {
            let ticks: Vec<i64> = axis.ticks().collect();
            prop_assert!((2..=8).contains(&ticks.len()), "{axis:?}");
            prop_assert!(ticks.contains(&0));
            let lead = axis.step / 10i64.pow(axis.step.ilog10());
            prop_assert!([1, 2, 5].contains(&lead) && axis.step == lead * 10i64.pow(axis.step.ilog10()));
            prop_assert!(axis.max >= most && (axis.chart == Chart::Rate || axis.min <= least));
            let (low, high) = (a.min(b), a.max(b));
            prop_assert!(axis.position(low) <= axis.position(high));
            prop_assert!((0..=10_000).contains(&axis.position(low)));
        }
    }

    /// An axis around two rates shows ticks, and leaves room beside them but where the scale of rates itself ends.
    #[test]
    fn axes_around_rates_leave_room(a in 0i64..=10_000, b in 0i64..=10_000) {
        let (least, most) = (a.min(b), a.max(b));
        let axis = Axis::around(least, most);
        prop_assert!((2..=8).contains(&axis.ticks().count()), "{axis:?}");
        prop_assert_eq!(axis.min % axis.step, 0);
        prop_assert!(axis.position(least) >= 2_000 || axis.min == 0, "{axis:?}");
        prop_assert!(axis.position(most) <= 8_500 || axis.max == 10_000, "{axis:?}");
    }
}
