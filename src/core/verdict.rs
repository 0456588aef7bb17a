//! How a place stands against its target. docs/method.md §3.

use super::quantity::{Interval, Value};
use super::target::Target;

/// The judgement in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Verdict {
    /// Strictly beyond the target, or above the upper end of a range.
    Exceeded,
    /// On the line, within a range, or at least on the line when only a range is known.
    Met,
    Missed,
    /// A household target missed in households although the rate is at or below the target's rate.
    MetByRateOnly,
    /// A household target met in households although the rate is above the target's rate.
    MetByHouseholdsOnly,
    /// What is known lies on both sides of the line.
    Undecided,
    /// Contradictory figures feed the judgement.
    Conflict,
    /// No target, or nothing known to judge it by.
    #[default]
    None,
}

impl Verdict {
    /// The public name, used in `data-verdict`.
    pub const fn key(self) -> &'static str {
        match self {
            Verdict::Exceeded => "exceeded",
            Verdict::Met => "met",
            Verdict::Missed => "missed",
            Verdict::MetByRateOnly => "met_by_rate_only",
            Verdict::MetByHouseholdsOnly => "met_by_households_only",
            Verdict::Undecided => "undecided",
            Verdict::Conflict => "conflict",
            Verdict::None => "none",
        }
    }

    /// Met in every respect.
    pub const fn is_met(self) -> bool {
        matches!(self, Verdict::Exceeded | Verdict::Met)
    }
}

/// How one measure – the rate, or households – stands against the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Exceeded,
    Met,
    Missed,
    Undecided,
    /// Not known, or not to be judged by this measure.
    Unknown,
}

impl Standing {
    /// From a margin: > 0 beyond the target, 0 on the line, < 0 missing.
    pub const fn of(margin: Option<Interval>) -> Self {
        match margin {
            None => Standing::Unknown,
            Some(Interval { lo, .. }) if lo > 0 => Standing::Exceeded,
            Some(Interval { lo: 0, .. }) => Standing::Met,
            Some(Interval { hi, .. }) if hi < 0 => Standing::Missed,
            Some(_) => Standing::Undecided,
        }
    }
}

/// A target with everything that follows from it. Rates and points in hundredths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    pub target: Target,
    /// Typed for this place; otherwise the sum of its units' household targets.
    pub typed: bool,
    pub verdict: Verdict,
    pub by_rate: Standing,
    pub by_households: Standing,
    /// Margin in points: > 0 beyond the target, 0 on the line or within a range, < 0 missing.
    pub gap_points: Value,
    /// Margin in households, likewise.
    pub gap_households: Value,
    /// Poor households still to go until the target is met in its own measure; never negative.
    pub still_to_go: Value,
    /// The target as a rate left. A household target's rate is on the opening total, as plans compute it.
    pub rate_left: Value,
    /// The most poor households that meet the target, on the closing total for a target in percent or points.
    pub households_left: Value,
    /// The same on the opening total, as a plan would print it; known for targets in percent or points.
    pub households_left_on_opening: Value,
    /// The rate of a household target on the closing total; known for household targets.
    pub rate_left_on_closing: Value,
    /// Fall of the rate the target asks for.
    pub points_down: Value,
    /// Fall in poor households the target asks for (on the opening total).
    pub households_down: Value,
    /// `100 · actual / planned` fall of the rate, in tenths of a percent; absent when no fall was planned.
    pub achieved_points: Option<i64>,
    /// The same in households.
    pub achieved_households: Option<i64>,
    /// Within 0,01 point or one household of the line, or decided by rounding ("sát ngưỡng").
    pub near: bool,
    /// The comparison of the exact rates comes out otherwise than that of the shown ones.
    pub rounding_decides: bool,
    /// The closing rate and the target's line, exact to 10⁻⁶ percent; for `near` judgements with exact counts.
    pub exact: Option<ExactComparison>,
    /// The target can be reached at all: it does not ask for a rate or a number below 0.
    pub attainable: bool,
}

/// The two rates a verdict compares, in millionths of a percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExactComparison {
    pub rate: i64,
    pub line: i64,
}
