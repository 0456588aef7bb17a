//! "Giảm 2,46 %": points, or percent of what was there before? Both are tried; where one alone fits, it is that one.

use super::tell::place_of;
use crate::edit::Edit;
use crate::fact::{FactKey, Figure};
use crate::measure::Measure;
use crate::period::{PeriodId, Span};
use crate::quantity::{Interval, MAX_TOTAL};
use crate::solve::engine::{mul_div_ceil, mul_div_floor, printed_least, printed_most};
use crate::solve::problem::Problem;
use crate::solve::solve;
use crate::solve::template::SCALE;
use crate::unit::Place;
use crate::workbook::Workbook;

/// Households grow or shrink by no more than this a year, in hundredths of a percent, unless units were merged or split.
const USUAL_GROWTH: i128 = 300;

/// How a reading goes with the other figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    Fits,
    /// All households would have changed by more than 3 % a year.
    Unlikely,
    Impossible,
}

/// One way to read a printed fall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    pub fit: Fit,
    /// The poor rate before that would follow from it, in 10⁻⁹ points.
    pub rate: Interval,
    /// All households before that would follow from it, where the poor households before are known.
    pub households: Option<Interval>,
}

/// The ways to read a printed fall of the poor rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fall {
    /// Percentage points.
    pub points: Reading,
    /// Percent of the rate before.
    pub of_rate: Reading,
    /// Percent of the poor households before.
    pub of_households: Reading,
}

/// What a fall is a fall of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FallKind {
    Points,
    OfRate,
    OfHouseholds,
}

impl Fall {
    /// The only reading that fits, if there is just one.
    pub fn only(&self) -> Option<FallKind> {
        let all = [
            (FallKind::Points, self.points),
            (FallKind::OfRate, self.of_rate),
            (FallKind::OfHouseholds, self.of_households),
        ];
        let mut fitting = all.into_iter().filter(|(_, reading)| reading.fit == Fit::Fits);
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first.0)
    }
}

/// What is known without the fall itself.
struct Known {
    /// Poor, households and rate, before and now.
    before: [Interval; 3],
    now: [Interval; 3],
    years: i128,
}

/// Tries a fall printed for a place and period in every way. `None` when the period before does not compare, or the other
/// figures contradict each other.
pub fn read_fall(workbook: &Workbook, span: Span, place: Place, period: PeriodId, figure: Figure) -> Option<Fall> {
    let mut others = workbook.clone();
    let key = FactKey::of_all(place, period, Measure::DropPoints);
    Edit::SetFact { key, fact: None }.apply(&mut others);
    let at = others.periods().iter().position(|other| other.id == period)?;
    let (now, before) = (others.periods().get(at)?, others.periods().get(at.checked_sub(1)?)?);
    if now.standard != before.standard {
        return None;
    }
    let years = i128::from(now.date.year.saturating_sub(before.date.year).max(1));
    let solution = solve(&others, span);
    let mut problem = Problem::new(&others, &solution);
    problem.assume(&problem.every(), &[]).ok()?;
    let room = |period| {
        let of = |measure| problem.room(FactKey::of_all(place, period, measure));
        Some([of(Measure::PoorHouseholds)?, of(Measure::Households)?, of(Measure::PoorRate)?])
    };
    let known = Known { before: room(before.id)?, now: room(period)?, years };
    let place = place_of(figure.decimals.min(4));
    let centre = figure.mantissa.checked_mul(place).filter(|centre| centre.abs() < SCALE)?;
    let half = place / 2;
    Some(Fall {
        points: known.points(centre, half),
        of_rate: known.of_rate(centre, half),
        of_households: known.of_households(centre, half),
    })
}

impl Known {
    /// Under either reading of a printed difference: docs/method.md §4.
    fn points(&self, centre: i64, half: i64) -> Reading {
        let [.., rate] = self.now;
        let least = rate.lo.min(printed_least(rate.lo, half));
        let most = rate.hi.max(printed_most(rate.hi, half));
        let [poor, ..] = self.before;
        self.judge(Interval::new(least + centre - half, most + centre + half), poor)
    }

    fn of_rate(&self, centre: i64, half: i64) -> Reading {
        let [.., rate] = self.now;
        let [poor, ..] = self.before;
        self.judge(raised(rate, centre, half), poor)
    }

    fn of_households(&self, centre: i64, half: i64) -> Reading {
        let [poor, ..] = self.now;
        let [_, _, rate] = self.before;
        self.judge(rate, raised(poor, centre, half))
    }

    /// How rate and poor households before go with what is known, and the households that follow.
    fn judge(&self, rate: Interval, poor: Interval) -> Reading {
        let [known_poor, known_households, known_rate] = self.before;
        let read = rate;
        let impossible = |households| Reading { fit: Fit::Impossible, rate: read, households };
        let (Some(rate), Some(poor)) = (rate.meet(known_rate), poor.meet(known_poor)) else {
            return impossible(follows(rate, poor));
        };
        let told = follows(rate, poor);
        let Some(households) = told.map_or(Some(known_households), |told| told.meet(known_households)) else {
            return impossible(told);
        };
        let [_, now, _] = self.now;
        let growth = USUAL_GROWTH * self.years;
        let grown = |least: i64, most: i64| i128::from(most) * 10_000 < i128::from(least) * (10_000 - growth);
        // The two totals as near to each other as they can be.
        let apart = grown(now.lo, households.hi) || grown(households.lo, now.hi);
        Reading { fit: if apart { Fit::Unlikely } else { Fit::Fits }, rate: read, households: told }
    }
}

/// What was there before a fall of `centre ± half` of it left `now`.
fn raised(now: Interval, centre: i64, half: i64) -> Interval {
    let (least, most) = (SCALE - (centre - half), SCALE - (centre + half));
    if most <= 0 {
        return Interval::new(mul_div_floor(now.lo.max(0), SCALE, least.max(1)), i64::MAX);
    }
    Interval::new(mul_div_floor(now.lo.max(0), SCALE, least), mul_div_ceil(now.hi.max(0), SCALE, most))
}

/// All households that so many poor are such a rate of; `None` when little is known of either.
fn follows(rate: Interval, poor: Interval) -> Option<Interval> {
    if rate.lo <= 0 || rate.lo > rate.hi || poor.lo > poor.hi || poor.hi >= MAX_TOTAL / 20_000 {
        return None;
    }
    Some(Interval::new(mul_div_ceil(poor.lo.max(0), SCALE, rate.hi), mul_div_floor(poor.hi, SCALE, rate.lo)))
}
