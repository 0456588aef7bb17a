//! What a change does to the area's rate: it is made on a copy and everything is computed anew.

use crate::edit::Edit;
use crate::field::Field;
use crate::period::Span;
use crate::quantity::round_half_up;
use crate::solve::{Solution, solve};
use crate::unit::Place;
use crate::workbook::Workbook;

/// How the area's poor rate at one time moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shift {
    /// By so many millionths of a percentage point; 0 for not at all. A single household moves a province's rate by
    /// about a thousandth of a point, so hundredths would hide it.
    By(i64),
    /// It could not be said before and is now this, in hundredths of a percent.
    Appears(i64),
    /// It can no longer be said.
    Vanishes,
    /// It cannot be said, before or after.
    Unknown,
}

/// What a change does to the area's rate at the two times of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effect {
    pub prev: Shift,
    pub now: Shift,
}

impl Effect {
    /// For sorting: the larger of the two movements; one that makes a rate appear or vanish is larger than any.
    pub fn size(&self) -> u64 {
        let size = |shift: Shift| match shift {
            Shift::By(by) => by.unsigned_abs(),
            Shift::Appears(_) | Shift::Vanishes => u64::MAX,
            Shift::Unknown => 0,
        };
        size(self.prev).max(size(self.now))
    }
}

/// The area's poor rate: the quotient of exact counts, or what the solver says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rate {
    Counts { poor: i64, households: i64 },
    Hundredths(i64),
    Unknown,
}

/// Hundredths of a percent and percent, in millionths of a percentage point.
const HUNDREDTH: i64 = 10_000;
const WHOLE: i128 = 100_000_000;

impl Rate {
    fn of(solution: &Solution, poor: Field, households: Field, rate: Field) -> Self {
        let single = |field| solution.value(Place::Area, field).single();
        match (single(rate), single(poor), single(households)) {
            // A rate that was typed stands by itself, whatever the counts say.
            (Some(shown), Some(poor), Some(households))
                if crate::quantity::shown_rate(poor, households) == Some(shown) =>
            {
                Rate::Counts { poor, households }
            }
            (Some(shown), ..) => Rate::Hundredths(shown),
            _ => Rate::Unknown,
        }
    }

    fn hundredths(self) -> Option<i64> {
        match self {
            Rate::Counts { poor, households } => crate::quantity::shown_rate(poor, households),
            Rate::Hundredths(rate) => Some(rate),
            Rate::Unknown => None,
        }
    }

    fn millionths(self) -> Option<i64> {
        match self {
            Rate::Counts { poor, households } => round_half_up(WHOLE.checked_mul(poor.into())?, households.into()),
            Rate::Hundredths(rate) => rate.checked_mul(HUNDREDTH),
            Rate::Unknown => None,
        }
    }

    fn to(self, after: Self) -> Shift {
        if let (Rate::Counts { poor: p0, households: t0 }, Rate::Counts { poor: p1, households: t1 }) = (self, after) {
            // Exact, and rounded once.
            let [p0, t0, p1, t1] = [p0, t0, p1, t1].map(i128::from);
            let exact = (|| {
                let part = p1.checked_mul(t0)?.checked_sub(p0.checked_mul(t1)?)?;
                round_half_up(part.checked_mul(WHOLE)?, t0.checked_mul(t1)?)
            })();
            return exact.map_or(Shift::Unknown, Shift::By);
        }
        match (self.millionths(), after.millionths()) {
            (Some(before), Some(after)) => Shift::By(after.saturating_sub(before)),
            (None, Some(_)) => after.hundredths().map_or(Shift::Unknown, Shift::Appears),
            (Some(_), None) => Shift::Vanishes,
            (None, None) => Shift::Unknown,
        }
    }
}

/// Measures what changes of one workbook do, one by one.
pub struct Meter {
    workbook: Workbook,
    span: Span,
    before: [Rate; 2],
}

impl Meter {
    pub fn new(workbook: &Workbook, span: Span) -> Self {
        let before = rates(&solve(workbook, span));
        Self { workbook: workbook.clone(), span, before }
    }

    /// What a change would do. Takes as long as computing the whole table.
    pub fn effect(&mut self, change: Edit) -> Effect {
        let inverse = change.apply(&mut self.workbook);
        let [prev, now] = rates(&solve(&self.workbook, self.span));
        inverse.apply(&mut self.workbook);
        let [before_prev, before_now] = self.before;
        Effect { prev: before_prev.to(prev), now: before_now.to(now) }
    }
}

fn rates(solution: &Solution) -> [Rate; 2] {
    [
        Rate::of(solution, Field::PoorPrev, Field::HouseholdsPrev, Field::RatePrev),
        Rate::of(solution, Field::PoorNow, Field::HouseholdsNow, Field::RateNow),
    ]
}
