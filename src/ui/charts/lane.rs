//! What one row of the chart shows, and where. Nothing here knows the browser.

use super::scale::{Axis, Chart};

/// How a unit stands with its target; the mark's shape tells it without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Mark {
    /// No target: a plain circle.
    #[default]
    Plain,
    /// Circle.
    Met,
    /// Square.
    Missed,
    /// Hollow circle: undecided, or the figures contradict each other.
    Unclear,
}

/// The figures of one row, in hundredths, each as bounds; `None` where nothing is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct LaneData {
    pub prev: Option<(i64, i64)>,
    pub now: Option<(i64, i64)>,
    /// Points achieved.
    pub drop: Option<(i64, i64)>,
    /// The highest rate that meets the target.
    pub target: Option<i64>,
    pub mark: Mark,
}

/// Positions on the axis, in hundredths of a percent of its length. Spans go from left to right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Drawing {
    /// The bar from last period's mark, or from 0, to this one's.
    pub line: Option<(i64, i64)>,
    /// Ranges too wide for a mark.
    pub prev_range: Option<(i64, i64)>,
    pub now_range: Option<(i64, i64)>,
    /// Marks: hollow circle, and circle or square.
    pub prev: Option<i64>,
    pub now: Option<i64>,
    /// The notch.
    pub target: Option<i64>,
    pub mark: Mark,
}

/// A range no wider than this, in positions, is as good as its mark: about the mark's own width.
const MARK_WIDTH: i64 = 260;

impl LaneData {
    /// Lays the row out. A wide range is drawn as a range: a mark in its middle would claim to know.
    pub fn draw(self, axis: Axis) -> Drawing {
        let zero = Some((0, 0));
        let (from, to, target) = match axis.chart {
            Chart::Rate => (self.prev, self.now, self.target),
            // A drop is assigned against the rate it starts from, so only where that is known.
            Chart::Drop => (
                zero,
                self.drop,
                self.prev.filter(|(lo, hi)| lo == hi).zip(self.target).map(|(prev, target)| prev.0 - target),
            ),
        };
        let place = |bounds: Option<(i64, i64)>| bounds.map(|(lo, hi)| (axis.position(lo), axis.position(hi)));
        let (from, to) = (place(from), place(to));
        let is_mark = |(lo, hi): &(i64, i64)| hi - lo <= MARK_WIDTH;
        let middle = |(lo, hi): (i64, i64)| (lo + hi) / 2;
        let line = from.zip(to).and_then(|(from, to)| {
            if to.1 < from.0 {
                Some((to.1, from.0))
            } else if from.1 < to.0 {
                Some((from.1, to.0))
            } else {
                None
            }
        });
        let shows_prev = axis.chart == Chart::Rate;
        Drawing {
            line,
            prev_range: from.filter(|range| shows_prev && !is_mark(range)),
            now_range: to.filter(|range| !is_mark(range)),
            prev: from.filter(|range| shows_prev && is_mark(range)).map(middle),
            now: to.filter(is_mark).map(middle),
            target: target.map(|target| axis.position(target)),
            mark: self.mark,
        }
    }
}
