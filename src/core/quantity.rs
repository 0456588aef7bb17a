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
