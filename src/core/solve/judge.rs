//! Judging a place against its target. docs/method.md §3.

use super::plain::{Kind, Packed, Plain, TYPED_COUNTS};
use super::row::{Cell, Known, Rich, Row};
use super::template::Slot;
use crate::quantity::{Interval, Value, most_households, round_half_up, shown_rate};
use crate::target::Target;
use crate::verdict::{ExactComparison, Judgement, Standing, Verdict};

/// The figures a judgement rests on.
struct Figures {
    opening_households: Option<Known>,
    closing_households: Option<Known>,
    opening_poor: Option<Known>,
    closing_poor: Option<Known>,
    opening_rate: Option<Known>,
    closing_rate: Option<Known>,
    drop_points: Option<Known>,
    drop_households: Option<Known>,
}

/// A target whose rate and households are both lines on which the closing figure may lie, falling when it must fall more.
struct Lines {
    /// Meets the target; for a range, also the line of its upper end.
    met: Option<Known>,
    exceeded: Option<Known>,
}

impl Lines {
    fn one(line: Option<Known>) -> Self {
        Self { met: line, exceeded: line }
    }

    /// How far `actual` is below the line: short of the first, within both, or beyond the second.
    fn margin(&self, actual: Option<Known>) -> Option<Known> {
        let (actual, met, exceeded) = (actual?, self.met?, self.exceeded?);
        let at = |actual: i64, met: i64, exceeded: i64| match () {
            () if actual > met => met.saturating_sub(actual),
            () if actual < exceeded => exceeded.saturating_sub(actual),
            () => 0,
        };
        let lo = at(actual.range.hi, met.range.lo, exceeded.range.lo);
        let hi = at(actual.range.lo, met.range.hi, exceeded.range.hi);
        Some(Known { range: Interval::new(lo, hi), tainted: actual.tainted || met.tainted || exceeded.tainted })
    }
}

fn map(known: Option<Known>, value: impl Fn(i64) -> Option<i64>) -> Option<Known> {
    let known = known?;
    let (a, b) = (value(known.range.lo)?, value(known.range.hi)?);
    Some(Known { range: Interval::new(a.min(b), a.max(b)), ..known })
}

fn less(known: Option<Known>, by: i64) -> Option<Known> {
    map(known, |value| Some(value.saturating_sub(by)))
}

/// `most_households` over ranges of rate and total.
fn most(rate: Option<Known>, whole: Option<Known>) -> Option<Known> {
    let (rate, whole) = (rate?, whole?);
    let lo = most_households(rate.range.lo, whole.range.lo).min(most_households(rate.range.lo, whole.range.hi));
    let hi = most_households(rate.range.hi, whole.range.hi).max(lo);
    Some(Known { range: Interval::new(lo, hi), tainted: rate.tainted || whole.tainted })
}

/// The shown rate over ranges of part and whole; `None` when the whole may be 0.
fn rate(part: Option<Known>, whole: Option<Known>) -> Option<Known> {
    let (part, whole) = (part?, whole?);
    let corners = [
        shown_rate(part.range.lo, whole.range.hi)?,
        shown_rate(part.range.lo, whole.range.lo)?,
        shown_rate(part.range.hi, whole.range.lo)?,
        shown_rate(part.range.hi, whole.range.hi)?,
    ];
    let lo = corners.iter().copied().min()?;
    let hi = corners.iter().copied().max()?;
    Some(Known { range: Interval::new(lo, hi), tainted: part.tainted || whole.tainted })
}

fn constant(value: i64) -> Option<Known> {
    Some(Known::exactly(value, false))
}

fn value(known: Option<Known>) -> Value {
    known.map_or(Value::UNKNOWN, Known::value)
}

/// The target's lines in hundredths of a percent and in households.
fn lines(target: Target, f: &Figures) -> (Lines, Lines) {
    match target {
        Target::RateLeft { most: rate_left } => {
            let line = constant(rate_left);
            (Lines::one(line), Lines::one(most(line, f.closing_households)))
        }
        Target::PointsDown { least, most: upper } => {
            let (met, exceeded) = (less(f.opening_rate, least), less(f.opening_rate, upper));
            let households = |line| most(line, f.closing_households);
            (Lines { met, exceeded }, Lines { met: households(met), exceeded: households(exceeded) })
        }
        Target::HouseholdsLeft { most: left } => {
            let line = constant(left);
            (Lines::one(rate(line, f.opening_households)), Lines::one(line))
        }
        Target::HouseholdsDown { least, most: upper } => {
            let (met, exceeded) = (less(f.opening_poor, least), less(f.opening_poor, upper));
            let rates = |line| rate(line, f.opening_households);
            (Lines { met: rates(met), exceeded: rates(exceeded) }, Lines { met, exceeded })
        }
    }
}

/// The margin of a target that asks for a fall, from the fall itself, where that is known better than its two ends.
fn margin_of_fall(least: i64, upper: i64, fall: Option<Known>) -> Option<Known> {
    map(fall, |fall| {
        Some(match () {
            () if fall < least => fall.saturating_sub(least),
            () if fall > upper => fall.saturating_sub(upper),
            () => 0,
        })
    })
}

/// Judges a place. `comparable` says whether its opening figures are the period before under the same standard; if not,
/// a target that asks for a fall is not judged and a household target is judged by households alone.
pub(crate) fn judge(row: Row, target: Target, typed: bool, comparable: bool) -> Judgement {
    let opening = |known: Option<Known>| known.filter(|_| comparable);
    let f = Figures {
        opening_households: opening(row.count(0, Slot::Households)),
        closing_households: row.count(1, Slot::Households),
        opening_poor: opening(row.count(0, Slot::Poor)),
        closing_poor: row.count(1, Slot::Poor),
        opening_rate: opening(row.rate(0, Slot::PoorRate)),
        closing_rate: row.rate(1, Slot::PoorRate),
        drop_points: opening(row.drop_points()),
        drop_households: opening(row.drop_households()),
    };
    let (rate_lines, household_lines) = lines(target, &f);
    let points = match target {
        Target::PointsDown { least, most } => margin_of_fall(least, most, f.drop_points),
        _ => rate_lines.margin(f.closing_rate),
    };
    let households = match target {
        Target::HouseholdsDown { least, most } => margin_of_fall(least, most, f.drop_households),
        _ => household_lines.margin(f.closing_poor),
    };
    let in_households = matches!(target, Target::HouseholdsLeft { .. } | Target::HouseholdsDown { .. });
    let by_rate = Standing::of(points.map(|known| known.range));
    let by_households = Standing::of(households.map(|known| known.range));
    let tainted = points.is_some_and(|known| known.tainted) || households.is_some_and(|known| known.tainted);
    let verdict = match () {
        () if points.is_none() && households.is_none() => Verdict::None,
        () if tainted => Verdict::Conflict,
        () if in_households => by_both(by_households, by_rate),
        () => alone(by_rate),
    };
    let line = match target {
        Target::HouseholdsDown { .. } | Target::HouseholdsLeft { .. } => household_lines.met,
        _ => most(rate_lines.met, f.closing_households),
    };
    let still_to_go = line.zip(f.closing_poor).map(|(line, poor)| {
        let short = poor.minus(line);
        let clamp = |short: i64, poor: i64| short.clamp(0, poor.max(0));
        let range = Interval::new(clamp(short.range.lo, poor.range.lo), clamp(short.range.hi, poor.range.hi));
        Known { range, ..short }
    });
    let (on_opening, on_closing) = if in_households {
        (None, rate(household_lines.met, f.closing_households))
    } else {
        (most(rate_lines.met, f.opening_households), None)
    };
    let points_down = match target {
        Target::PointsDown { least, .. } => constant(least),
        _ => f.opening_rate.zip(rate_lines.met).map(|(rate, line)| rate.minus(line)),
    };
    let households_down = match target {
        Target::HouseholdsDown { least, .. } => constant(least),
        Target::HouseholdsLeft { most } => less(f.opening_poor, most),
        _ => f.opening_poor.zip(on_opening).map(|(poor, line)| poor.minus(line)),
    };
    let exact = exact_comparison(&f, target);
    let rounding_decides = exact.as_ref().is_some_and(|exact| {
        points.and_then(|known| known.range.single()).is_some_and(|margin| (margin >= 0) != exact.met)
    });
    let near = !tainted
        && (rounding_decides
            || edges(&rate_lines, f.closing_rate, 1)
            || fall_edges(target, f.drop_points)
            || edges(&household_lines, f.closing_poor, 1));
    Judgement {
        target,
        typed,
        verdict,
        by_rate,
        by_households,
        gap_points: value(points),
        gap_households: value(households),
        still_to_go: value(still_to_go),
        rate_left: value(rate_lines.met),
        households_left: value(household_lines.met),
        households_left_on_opening: value(on_opening),
        rate_left_on_closing: value(on_closing),
        points_down: value(points_down),
        households_down: value(households_down),
        achieved_points: achieved(f.drop_points, points_down),
        achieved_households: achieved(f.drop_households, households_down),
        near,
        rounding_decides,
        exact: exact.filter(|_| near).map(|exact| exact.figures),
        attainable: ![rate_lines.met, household_lines.met].iter().flatten().any(|line| line.range.hi < 0),
    }
}

/// A target in percent or points: the shown rate decides, and households follow it.
const fn alone(standing: Standing) -> Verdict {
    match standing {
        Standing::Exceeded => Verdict::Exceeded,
        Standing::Met => Verdict::Met,
        Standing::Missed => Verdict::Missed,
        Standing::Undecided => Verdict::Undecided,
        Standing::Unknown => Verdict::None,
    }
}

/// A household target: households decide how far, and the rate on the opening total must agree.
const fn by_both(households: Standing, rate: Standing) -> Verdict {
    match (households, rate) {
        (Standing::Unknown, Standing::Unknown) => Verdict::None,
        (Standing::Undecided | Standing::Unknown, _) | (_, Standing::Undecided) => Verdict::Undecided,
        (Standing::Missed, Standing::Exceeded | Standing::Met) => Verdict::MetByRateOnly,
        (Standing::Missed, _) => Verdict::Missed,
        (_, Standing::Missed) => Verdict::MetByHouseholdsOnly,
        (Standing::Exceeded, _) => Verdict::Exceeded,
        (Standing::Met, _) => Verdict::Met,
    }
}

fn edges(lines: &Lines, actual: Option<Known>, within: i64) -> bool {
    let Some(actual) = actual.and_then(|known| known.range.single()) else { return false };
    [lines.met, lines.exceeded]
        .into_iter()
        .flatten()
        .filter_map(|line| line.range.single())
        .any(|line| line.saturating_sub(actual).abs() <= within)
}

fn fall_edges(target: Target, fall: Option<Known>) -> bool {
    let (Target::PointsDown { least, most }, Some(fall)) = (target, fall.and_then(|known| known.range.single())) else {
        return false;
    };
    [least, most].iter().any(|edge| fall.saturating_sub(*edge).abs() <= 1)
}

/// `100 · actual / planned` in tenths of a percent, for a planned fall.
fn achieved(actual: Option<Known>, planned: Option<Known>) -> Option<i64> {
    let (actual, planned) = (actual?, planned?);
    if actual.tainted || planned.tainted {
        return None;
    }
    let (actual, planned) = (actual.range.single()?, planned.range.single()?);
    if planned <= 0 {
        return None;
    }
    round_half_up(1000 * i128::from(actual), i128::from(planned))
}

struct Exact {
    figures: ExactComparison,
    met: bool,
}

/// The exact closing rate beside the exact line of the target, for exact counts.
fn exact_comparison(f: &Figures, target: Target) -> Option<Exact> {
    let number = |known: Option<Known>| known?.range.single().map(i128::from);
    let (p1, t1) = (number(f.closing_poor)?, number(f.closing_households)?);
    // The line as a fraction.
    let (part, whole) = match target {
        Target::RateLeft { most } => (i128::from(most), 10_000),
        Target::PointsDown { least, .. } => {
            let (p0, t0) = (number(f.opening_poor)?, number(f.opening_households)?);
            (p0.checked_mul(10_000)?.checked_sub(i128::from(least).checked_mul(t0)?)?, t0.checked_mul(10_000)?)
        }
        Target::HouseholdsLeft { most } => (i128::from(most), number(f.opening_households)?),
        Target::HouseholdsDown { least, .. } => {
            (number(f.opening_poor)? - i128::from(least), number(f.opening_households)?)
        }
    };
    if t1 <= 0 || whole <= 0 {
        return None;
    }
    let millionths = |part: i128, whole: i128| round_half_up(part.checked_mul(100_000_000)?, whole);
    let met = p1.checked_mul(whole)? <= part.checked_mul(t1)?;
    Some(Exact { figures: ExactComparison { rate: millionths(p1, t1)?, line: millionths(part, whole)? }, met })
}

/// The verdict on a unit whose counts are known without contradiction, for judging thousands: the same as [`judge`]
/// gives, with comparisons in place of divisions.
///
/// Total and poor households of the opening period, if it can be compared with, and of the closing one; at most
/// `MAX_COUNT`. `None` when the quick way does not apply.
pub(crate) fn quick(target: Packed, opening: Option<(i64, i64)>, (t1, p1): (i64, i64)) -> Option<Verdict> {
    let (kind, least, most) = target.parts();
    if t1 == 0 {
        return None;
    }
    if kind == Kind::RateLeft {
        return Some(by_rate(p1, t1, most, most));
    }
    let (t0, p0) = opening?;
    if t0 == 0 {
        return None;
    }
    let (met, exceeded) = match kind {
        Kind::HouseholdsLeft => (most, most),
        Kind::HouseholdsDown => (p0 - least, p0 - most),
        Kind::PointsDown => {
            let rate = shown_rate(p0, t0)?;
            return Some(by_rate(p1, t1, rate - least, rate - most));
        }
        _ => return None,
    };
    // P1/T1 ≤ n/T0 exactly, then also as shown.
    let rate_met = p1 * t0 <= met * t1 || is_at_most(p1, t1, shown_rate(met, t0)?);
    Some(match (p1 <= met, rate_met) {
        (false, false) => Verdict::Missed,
        (false, true) => Verdict::MetByRateOnly,
        (true, false) => Verdict::MetByHouseholdsOnly,
        (true, true) if p1 < exceeded => Verdict::Exceeded,
        (true, true) => Verdict::Met,
    })
}

/// [`quick`] for a row of plain counts.
#[inline(always)]
pub(crate) fn quick_plain(plain: &Plain, comparable: bool) -> Option<Verdict> {
    const OPENING: u16 = 0b11;
    const CLOSING: u16 = 0b11 << TYPED_COUNTS;
    if plain.tainted != 0 || plain.known & CLOSING != CLOSING {
        return None;
    }
    let [t0, p0, .., t1, p1, _, _, _] = plain.counts;
    let opening = (comparable && plain.known & OPENING == OPENING).then_some((t0 as i64, p0 as i64));
    quick(plain.target, opening, (t1 as i64, p1 as i64))
}

/// [`quick`] for a unit solved in full.
pub(crate) fn quick_rich(rich: &Rich, comparable: bool) -> Option<Verdict> {
    let pair = |role| {
        let number = |slot| {
            let cell = rich.cell(role, slot);
            (cell.has(Cell::KNOWN) && !cell.has(Cell::TAINTED) && cell.lo == cell.hi).then_some(cell.lo)
        };
        Some((number(Slot::Households)?, number(Slot::Poor)?))
    };
    let closing = pair(1)?;
    let opening = pair(0);
    // Without an opening pair known exactly the full judgement may still use what is known of it.
    let opening = if comparable { Some(opening?) } else { None };
    quick(Packed::new(rich.target?)?, opening, closing)
}

/// Whether the shown rate of `part` in `whole` is at most `line`, without dividing.
fn is_at_most(part: i64, whole: i64, line: i64) -> bool {
    line >= 0 && 20_000 * part < (2 * line + 1) * whole
}

fn by_rate(part: i64, whole: i64, met: i64, exceeded: i64) -> Verdict {
    match () {
        () if !is_at_most(part, whole, met) => Verdict::Missed,
        () if is_at_most(part, whole, exceeded - 1) => Verdict::Exceeded,
        () => Verdict::Met,
    }
}
