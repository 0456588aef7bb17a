//! The five shapes a poverty-reduction target comes in. Judging them is `verdict`'s work.

/// A target as assigned. Rates and points are in hundredths (22,31 % = 2231). Bounds are inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// "còn 22,31 %": the shown rate may be at most this.
    RateLeft { most: i64 },
    /// "giảm 4–5 điểm": fall by at least `least` points; more than `most` exceeds a range (`least == most` without one).
    PointsDown { least: i64, most: i64 },
    /// "còn 18.311 hộ": at most this many poor households.
    HouseholdsLeft { most: i64 },
    /// "giảm 840–930 hộ" or "giảm 1.970 hộ": at least `least` fewer poor households (`least == most` without a range).
    HouseholdsDown { least: i64, most: i64 },
}
