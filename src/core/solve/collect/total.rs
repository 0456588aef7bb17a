//! What a group, a tag or the area takes from its units.

use crate::solve::given::{self, Stated};
use crate::solve::hull::Between;
use crate::solve::local::Rank;
use crate::solve::rest::Bounded;
use crate::solve::row::part_of;
use crate::solve::sum::Sum;
use crate::solve::template::Slot;

/// What the units of a group, tag or the area add up to.
#[derive(Clone, Copy)]
pub(crate) struct Total<'a> {
    /// With what totals say of the units.
    pub sum: &'a Sum,
    /// By the units' own figures alone.
    pub own: &'a Sum,
    /// The ends of the sums that totals are stated for, and the number of this one.
    pub bounded: &'a Bounded,
    pub number: usize,
}

impl Total<'_> {
    /// The sum, when the units' own figures make it whole.
    pub(super) fn is_own(&self, role: usize, slot: Slot) -> bool {
        self.own.total(role, slot).is_some()
    }

    /// Between what the rates of the units keep that of the whole, where counts do not settle it.
    pub(super) fn between(&self, role: usize, slot: Slot) -> Option<Between> {
        let is_single = |role, slot| self.sum.total(role, slot).is_some_and(|total| total.single().is_some());
        let is_settled = |role, slot| is_single(role, part_of(slot)) && is_single(role, Slot::Households);
        let is_settled = match slot {
            Slot::DropPoints => is_settled(0, Slot::PoorRate) && is_settled(1, Slot::PoorRate),
            slot => is_settled(role, slot),
        };
        if is_settled { None } else { self.sum.between(role, slot) }
    }

    /// What the system takes from the units, as bounds and how firmly: a whole sum as it is, that of the falls
    /// after everything else, for the counts usually give it anyway; of an incomplete one the least and most the units allow.
    pub(super) fn stated(&self, role: usize, slot: Slot, column: usize) -> Option<(Stated, Rank)> {
        let (least, most) = slot.domain(given::cap(false));
        let made = |lo: i64, hi: i64, (lo_told, hi_told)| Stated {
            lo: lo.clamp(least, most),
            hi: hi.clamp(least, most),
            lo_told,
            hi_told,
            printed: None,
            half: 0,
        };
        if slot == Slot::DropHouseholds {
            let total = self.sum.total(role, slot)?;
            return Some((made(total.lo, total.hi, self.sum.tells(column)), Rank::PointChange));
        }
        if let Some(total) = self.sum.total(role, slot) {
            let rank = match (self.is_own(role, slot), slot.is_detail()) {
                (true, false) => Rank::Count,
                (false, false) => Rank::Total,
                (true, true) => Rank::Detail,
                (false, true) => Rank::DetailTotal,
            };
            return Some((made(total.lo, total.hi, self.sum.tells(column)), rank));
        }
        let floor = self.sum.floor(role, slot);
        let (lo, hi) = match self.bounded.ends(self.number, column) {
            Some(ends) => (floor.max(ends.lo), ends.hi),
            None => (floor, most),
        };
        (lo > least || hi < most).then(|| (made(lo, hi, (false, false)), Rank::Total))
    }
}
