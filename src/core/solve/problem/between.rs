//! The rate of a whole lies between those of its parts, both ways: see [`crate::solve::hull`].
//!
//! Ties of this kind are numbered after those that add up. They keep nothing: parts are looked at until two say that
//! nothing follows, which is soon where few of them are known.

use super::{Broken, Problem};
use crate::solve::engine::Why;
use crate::solve::row::whole_of;
use crate::solve::template::{SCALE, Slot};

/// What lies between its parts without adding up; a change is that of the only part.
const BETWEEN: [Slot; 6] =
    [Slot::PoorRate, Slot::NearRate, Slot::MultiRate, Slot::DropPoints, Slot::MinorityRate, Slot::MinorityNearRate];

impl Problem {
    /// Ties of a sum in one period: what adds up, then what lies between.
    pub(super) const fn ties(&self) -> usize {
        self.template.scope.tied() + BETWEEN.len()
    }

    /// The slot of a tie that lies between its parts.
    pub(super) fn between(&self, number: usize) -> Option<Slot> {
        let slot = BETWEEN.get(number.checked_sub(self.template.scope.tied())?).copied();
        slot.filter(|slot| self.template.scope.has(*slot))
    }

    /// Wakes the ties of this kind that a rate stands in, or those of the rates that such households weigh.
    pub(super) fn wake_of(&mut self, sum: usize, k: usize, slot: Slot) {
        for (number, other) in BETWEEN.into_iter().enumerate() {
            if other == slot || slot.is_count() && whole_of(other) == slot {
                self.open_ties.push(self.tie(sum, k, self.template.scope.tied() + number));
            }
        }
    }

    /// The whole by its parts, and the only part that comes up or down to the whole by it.
    pub(super) fn bind_between(
        &mut self,
        parts: &[u32],
        whole: usize,
        k: usize,
        slot: Slot,
        why: Why,
    ) -> Result<(), Broken> {
        let scope = self.template.scope;
        let (local, weight) = (scope.var(k, slot), scope.var(k, whole_of(slot)));
        if slot.is_change() && (parts.len() != 1 || self.links >> k & 1 == 0) {
            return Ok(());
        }
        let (least, most) = slot.domain(SCALE);
        let bound = |problem: &Self, place: usize, local| {
            problem.system.bounds.get(problem.at(place, local)).map_or((least, most), |bound| (bound.lo, bound.hi))
        };
        // Parts without households weigh nothing. Where nobody may live at all, none of them is left out: what is known
        // more must never bound less.
        let is_lived_in = !slot.is_change() && (bound(self, whole, weight).0 > 0 || bound(self, whole, local).0 > 0);
        let weighs = |problem: &Self, part: usize| !is_lived_in || bound(problem, part, weight).1 > 0;
        let (mut lo, mut hi) = (most, least);
        for &part in parts {
            if weighs(self, part as usize) {
                let (part_lo, part_hi) = bound(self, part as usize, local);
                (lo, hi) = (lo.min(part_lo), hi.max(part_hi));
                if lo <= least && hi >= most {
                    break;
                }
            }
        }
        let (whole_lo, whole_hi) = bound(self, whole, local);
        if lo > whole_lo || hi < whole_hi {
            self.push(whole, local, (lo, hi), why)?;
        }
        let (whole_lo, whole_hi) = bound(self, whole, local);
        let only = |problem: &Self, reaches: &dyn Fn((i64, i64)) -> bool| {
            let reaches =
                |part: &&u32| weighs(problem, **part as usize) && reaches(bound(problem, **part as usize, local));
            let mut those = parts.iter().filter(reaches);
            those.next().filter(|_| those.next().is_none()).map(|part| *part as usize)
        };
        if whole_lo > least
            && let Some(part) = only(self, &|(_, hi)| hi >= whole_lo)
            && bound(self, part, local).0 < whole_lo
        {
            self.push(part, local, (whole_lo, most), why)?;
        }
        if whole_hi < most
            && let Some(part) = only(self, &|(lo, _)| lo <= whole_hi)
            && bound(self, part, local).1 > whole_hi
        {
            self.push(part, local, (least, whole_hi), why)?;
        }
        Ok(())
    }
}
