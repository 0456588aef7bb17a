//! The axis of the chart, in whole hundredths: its ends, its ticks, and where a value lies on it.

/// The two views of the chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Chart {
    /// Rate of the period before → rate now, with the target.
    #[default]
    Rate,
    /// Points achieved, from 0, with the points assigned.
    Drop,
}

/// A linear axis. All values are hundredths of a percent or of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Axis {
    pub chart: Chart,
    /// A multiple of `step`; above 0 only in an axis [around](Self::around) its values.
    pub min: i64,
    pub max: i64,
    /// Distance of two ticks; 0 only in the empty default axis.
    pub step: i64,
}

/// Most steps on an axis: more labels would touch each other in the narrowest lane.
const MOST_STEPS: i64 = 6;
/// Where the axis runs to at least, so that a table of tiny rates does not look dramatic: 1 percent or point.
const LEAST_SPAN: i64 = 100;
/// Ends of the axes while there is nothing to show.
const USUAL_RATE: i64 = 4_800;
const USUAL_DROP: i64 = 480;
/// What an axis around its values leaves on either side at least: 0,1 point.
const LEAST_AIR: i64 = 10;
/// Farther out nothing is a rate or a change of one.
const FARTHEST: i64 = 10_000;

impl Axis {
    /// The axis of rates from 0 to `most` or somewhat above.
    pub fn for_most(most: i64) -> Self {
        Self::fit(Chart::Rate, 0, most)
    }

    /// The axis of changes that holds `least`, 0 and `most`.
    pub fn for_drops(least: i64, most: i64) -> Self {
        Self::fit(Chart::Drop, least, most)
    }

    fn fit(chart: Chart, least: i64, most: i64) -> Self {
        let most = match (chart, least, most) {
            (Chart::Rate, _, 0) => USUAL_RATE,
            (Chart::Drop, 0, 0) => USUAL_DROP,
            _ => most.clamp(LEAST_SPAN, FARTHEST),
        };
        let least = least.clamp(-FARTHEST, 0);
        let step = step_for(most - least);
        // Some air beyond the last mark, rounded up to half a step.
        let half = (step / 2).max(1);
        let max = round_up(most + (most - least) / 25, half);
        let max = if chart == Chart::Rate { max.min(FARTHEST) } else { max };
        Self { chart, min: -round_up(-least, step), max, step }
    }

    /// The axis of rates close around these two, which then stand about a quarter from its ends. It does not begin at 0: its
    /// ticks must be seen.
    pub fn around(least: i64, most: i64) -> Self {
        let (least, most) = (least.clamp(0, FARTHEST), most.clamp(0, FARTHEST));
        let air = ((most - least) / 2).max(LEAST_AIR);
        let (least, most) = ((least - air).max(0), (most + air).min(FARTHEST));
        let step = step_for(most - least);
        Self { chart: Chart::Rate, min: least / step * step, max: most, step }
    }

    /// Where a value lies, in hundredths of a percent of the axis's length; values beyond the ends lie on them.
    pub fn position(self, value: i64) -> i64 {
        let length = self.max - self.min;
        if length <= 0 { 0 } else { (value.clamp(self.min, self.max) - self.min) * 10_000 / length }
    }

    /// The ticks, from the first to the last.
    pub fn ticks(self) -> impl Iterator<Item = i64> {
        let count = if self.step > 0 { (self.max - self.min) / self.step + 1 } else { 0 };
        (0..count).map(move |at| self.min + at * self.step)
    }

    /// Distance of two ticks as a CSS percentage of the axis's length, for the grid lines.
    pub fn tick_distance(self) -> String {
        percent(self.position(self.min + self.step))
    }
}

/// A position as an SVG or CSS percentage: 1234 → "12.34%".
pub fn percent(position: i64) -> String {
    format!("{}.{:02}%", position / 100, position % 100)
}

/// The distance of ticks: 1, 2, 5, 10, 20, 50, … hundredths.
fn step_for(length: i64) -> i64 {
    let mut step = 1;
    for factor in [2, 5, 2].into_iter().cycle() {
        if length / step < MOST_STEPS {
            break;
        }
        step = if factor == 5 { step / 2 * 5 } else { step * 2 };
    }
    step
}

fn round_up(value: i64, to: i64) -> i64 {
    (value + to - 1) / to * to
}
