//! What of the change of a rate is fewer poor, and what a changed number of households: the exact (Shapley, Das Gupta 1993)
//! split of a quotient. docs/method.md §2.

use super::quantity::Interval;

/// Millionths of a point in a rate of 1.
const MILLIONTHS: i128 = 100_000_000;

/// The parts of the change of a rate, in millionths of a point, rounded outward; below 0 where they lower it. Both together
/// are the exact change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split {
    /// By the number of poor: `½ (P1 − P0) (1/T0 + 1/T1)`.
    pub poor: Interval,
    /// By the number of all households: `½ (P0 + P1) (1/T1 − 1/T0)`.
    pub households: Interval,
}

/// Splits the change from `p0` of `t0` to `p1` of `t1` households. `None` where there may be no household, or numbers are
/// beyond all sense.
pub fn split([p0, p1]: [i64; 2], [t0, t1]: [Interval; 2]) -> Option<Split> {
    let usual = |count: i64| (0..=super::quantity::MAX_TOTAL).contains(&count);
    if ![p0, p1, t0.lo, t0.hi, t1.lo, t1.hi].into_iter().all(usual) || t0.lo == 0 || t1.lo == 0 {
        return None;
    }
    // More households make less of a change in poor; more of those after than of those before lower the rate.
    let fall = p1 < p0;
    let (near, far) = ([t0.lo, t1.lo], [t0.hi, t1.hi]);
    let by_poor = |[t0, t1]: [i64; 2], up| part(i128::from(p1) - i128::from(p0), (t1, t0), 1, up);
    let by_households = |[t0, t1]: [i64; 2], up| part(i128::from(p0) + i128::from(p1), (t0, t1), -1, up);
    let (least, most) = if fall { (near, far) } else { (far, near) };
    Some(Split {
        poor: Interval::new(by_poor(least, false)?, by_poor(most, true)?),
        households: Interval::new(by_households([t0.lo, t1.hi], false)?, by_households([t0.hi, t1.lo], true)?),
    })
}

/// `½ count (a ± b) / (a b)` in millionths of a point, rounded down or up.
fn part(count: i128, (a, b): (i64, i64), sign: i128, up: bool) -> Option<i64> {
    let (a, b) = (i128::from(a), i128::from(b));
    let whole = a.checked_mul(b)?.checked_mul(2)?;
    let sum = count.checked_mul(a + sign * b)?;
    // In two steps, for the product of all is too large.
    let (points, rest) = (sum.div_euclid(whole), sum.rem_euclid(whole));
    let rest = rest.checked_mul(MILLIONTHS)?;
    let less = rest.div_euclid(whole) + i128::from(up && rest.rem_euclid(whole) != 0);
    i64::try_from(points.checked_mul(MILLIONTHS)?.checked_add(less)?).ok()
}
