//! Exact numbers: the one rounding function, intervals, and what a cell can hold.

/// Largest count accepted for one unit (10⁹ households or persons).
pub const MAX_COUNT: i64 = 1_000_000_000;

/// Rounds `numerator / denominator` half up (half away from zero for negative values) to a whole number.
///
/// The only rounding in the program: rates are shown as `round_half_up(10_000 · part, whole)` hundredths of a percent.
/// `None` when the denominator is 0 or the arithmetic would overflow.
pub const fn round_half_up(numerator: i128, denominator: i128) -> Option<i64> {
    if denominator == 0 {
        return None;
    }
    let negative = (numerator < 0) != (denominator < 0);
    let (n, d) = (numerator.unsigned_abs(), denominator.unsigned_abs());
    let Some(doubled) = n.checked_mul(2) else { return None };
    let Some(sum) = doubled.checked_add(d) else { return None };
    let Some(twice) = d.checked_mul(2) else { return None };
    let rounded = sum / twice;
    if rounded > i64::MAX as u128 {
        return None;
    }
    Some(if negative { -(rounded as i64) } else { rounded as i64 })
}

/// Largest sum: [`MAX_COUNT`] in each of [`super::unit::MAX_UNITS`] units. `20 000 ·` this fits `i64`.
pub const MAX_TOTAL: i64 = MAX_COUNT * super::unit::MAX_UNITS as i64;

/// The shown rate `100 · part / whole`, in hundredths of a percent, half up.
///
/// `None` – shown blank, never 0 or infinite – when `whole` is not positive. docs/method.md §1.
pub const fn shown_rate(part: i64, whole: i64) -> Option<i64> {
    if whole <= 0 {
        return None;
    }
    if part >= 0 && part <= 2 * MAX_TOTAL && whole <= MAX_TOTAL {
        return Some((20_000 * part + whole) / (2 * whole));
    }
    round_half_up(10_000 * part as i128, whole as i128)
}

/// The most poor households among `whole` whose shown rate is at most `rate` hundredths of a percent:
/// `((2·rate + 1)·whole − 1) div 20 000`. docs/method.md §3.
///
/// −1, that is "not even none", for a negative rate.
pub const fn most_households(rate: i64, whole: i64) -> i64 {
    if rate < 0 || whole < 0 {
        return -1;
    }
    let numerator = (2 * rate as i128 + 1) * whole as i128 - 1;
    if numerator <= i64::MAX as i128 {
        (numerator as i64).div_euclid(20_000)
    } else {
        let most = numerator / 20_000;
        if most > i64::MAX as i128 { i64::MAX } else { most as i64 }
    }
}

/// Whole numbers from `lo` to `hi`, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    pub lo: i64,
    pub hi: i64,
}

impl Interval {
    pub const fn new(lo: i64, hi: i64) -> Self {
        Self { lo, hi }
    }

    pub const fn exactly(value: i64) -> Self {
        Self { lo: value, hi: value }
    }

    /// The number, when there is just one.
    pub const fn single(self) -> Option<i64> {
        if self.lo == self.hi { Some(self.lo) } else { None }
    }

    /// Every difference of a member of this and a member of the other.
    pub const fn minus(self, other: Interval) -> Interval {
        Interval { lo: self.lo.saturating_sub(other.hi), hi: self.hi.saturating_sub(other.lo) }
    }

    /// The members of both, if any.
    pub fn meet(self, other: Interval) -> Option<Interval> {
        let both = Interval { lo: self.lo.max(other.lo), hi: self.hi.min(other.hi) };
        (both.lo <= both.hi).then_some(both)
    }
}

/// How sure a shown value is, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Typed by the user.
    Typed,
    /// Follows exactly from what was typed.
    Exact,
    /// Known to lie between two bounds.
    Range,
    /// Typed figures contradict each other here, or this is computed from such figures.
    Conflict,
    /// Nothing known: shown blank, never 0.
    Unknown,
    /// Typed text that cannot be read; not used.
    Invalid,
}

impl State {
    /// The public name, used in `data-state`.
    pub const fn key(self) -> &'static str {
        match self {
            State::Typed => "typed",
            State::Exact => "exact",
            State::Range => "range",
            State::Conflict => "conflict",
            State::Unknown => "unknown",
            State::Invalid => "invalid",
        }
    }
}

/// What a cell shows: bounds in the unit of its field (whole households, or hundredths of a percent or point).
///
/// `lo == hi` for a known number. In states `Unknown` and `Invalid` the bounds mean nothing and are 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value {
    pub state: State,
    pub lo: i64,
    pub hi: i64,
}

impl Value {
    pub const UNKNOWN: Value = Value { state: State::Unknown, lo: 0, hi: 0 };
    pub const INVALID: Value = Value { state: State::Invalid, lo: 0, hi: 0 };

    /// A computed value: exact when the bounds meet, else a range.
    pub const fn computed(lo: i64, hi: i64) -> Self {
        Self { state: if lo == hi { State::Exact } else { State::Range }, lo, hi }
    }

    /// The number, when there is just one.
    pub const fn single(self) -> Option<i64> {
        match self.state {
            State::Unknown | State::Invalid => None,
            _ if self.lo == self.hi => Some(self.lo),
            _ => None,
        }
    }

    pub const fn is_known(self) -> bool {
        !matches!(self.state, State::Unknown | State::Invalid)
    }
}
