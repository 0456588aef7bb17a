//! The headline figures, the ranking of units, and who met the target.

use super::field::Field;
use super::order::order;
use super::quantity::Value;
use super::solve::{Solution, Standings};
use super::target::Target;
use super::unit::{Place, UnitId};
use super::verdict::Verdict;

/// The figures at the top of the page: the area's, and the units' verdicts counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    pub rate_prev: Value,
    pub rate_now: Value,
    pub poor_prev: Value,
    pub poor_now: Value,
    pub drop_points: Value,
    pub drop_households: Value,
    pub target: Option<Target>,
    /// The target as a rate, in hundredths.
    pub target_line: Option<i64>,
    pub gap_points: Value,
    pub gap_households: Value,
    pub verdict: Verdict,
    pub standings: Standings,
}

/// What units are ranked by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RankBy {
    /// The closing poor rate, highest first, as reports list them.
    Rate,
    /// The fall of the poor rate in points, largest first.
    Drop,
}

/// A unit's place in the ranking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ranked {
    pub unit: UnitId,
    /// From 1; equal values share a rank.
    pub rank: u32,
    /// The shown value, in hundredths.
    pub value: i64,
}

/// A unit that missed its target, in table order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missed {
    pub unit: UnitId,
    /// Households still to go; unknown when only rates are.
    pub households: Value,
}

impl Solution {
    /// The headline of the table.
    pub fn headline(&self) -> Headline {
        let value = |field| self.value(Place::Area, field);
        let judged = self.judgement(Place::Area);
        let gap = |of: fn(&super::verdict::Judgement) -> Value| judged.as_ref().map_or(Value::UNKNOWN, of);
        Headline {
            rate_prev: value(Field::RatePrev),
            rate_now: value(Field::RateNow),
            poor_prev: value(Field::PoorPrev),
            poor_now: value(Field::PoorNow),
            drop_points: value(Field::DropPoints),
            drop_households: value(Field::DropHouseholds),
            target: self.target(Place::Area),
            target_line: self.target_line(Place::Area),
            gap_points: gap(|judged| judged.gap_points),
            gap_households: gap(|judged| judged.gap_households),
            verdict: self.verdict(Place::Area),
            standings: self.standings(),
        }
    }

    /// The units whose value is known as one number, ranked; groups are not ranked among their members. A value that
    /// rests on a contradiction is not ranked.
    pub fn rank(&self, by: RankBy) -> Vec<Ranked> {
        let field = match by {
            RankBy::Rate => Field::RateNow,
            RankBy::Drop => Field::DropPoints,
        };
        let unordered: Vec<Ranked> = self
            .leaves()
            .filter_map(|unit| {
                let value = self.value(Place::Unit(unit), field);
                let value = value.single().filter(|_| value.state != super::quantity::State::Conflict)?;
                Some(Ranked { unit, rank: 0, value })
            })
            .collect();
        let value = |at: usize| unordered.get(at).map(|entry| entry.value);
        let falling = order(unordered.len(), &|a, b| value(b).cmp(&value(a)));
        let mut ranked: Vec<Ranked> = falling.into_iter().filter_map(|at| unordered.get(at).copied()).collect();
        let (mut rank, mut last) = (0, None);
        for (at, entry) in ranked.iter_mut().enumerate() {
            if last != Some(entry.value) {
                rank = at as u32 + 1;
                last = Some(entry.value);
            }
            entry.rank = rank;
        }
        ranked
    }

    /// The units that missed their target, with the households still to go; worked out as they are asked for.
    pub fn missed(&self) -> impl Iterator<Item = Missed> {
        let missed = self.leaves().filter(|unit| self.verdict(Place::Unit(*unit)) == Verdict::Missed);
        missed.map(|unit| {
            let judged = self.judgement(Place::Unit(unit));
            Missed { unit, households: judged.map_or(Value::UNKNOWN, |judged| judged.still_to_go) }
        })
    }

    /// The units that went beyond their target ("vượt chỉ tiêu").
    pub fn exceeded(&self) -> Vec<UnitId> {
        self.leaves().filter(|unit| self.verdict(Place::Unit(*unit)) == Verdict::Exceeded).collect()
    }
}
