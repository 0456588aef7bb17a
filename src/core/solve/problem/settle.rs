//! Propagation over many places: the rules of each, and the sums that tie them together.

use std::ops::Range;

use super::{Broken, MAX_ROUNDS, Problem};
use crate::solve::engine::Why;
use crate::solve::template::{Slot, tied, tied_number};

impl Problem {
    /// Applies rules and sums until nothing changes.
    pub(super) fn settle(&mut self) -> Result<(), Broken> {
        for _ in 0..MAX_ROUNDS {
            let mut unfinished = Vec::new();
            while let Some(place) = self.open.pop() {
                self.enter(place);
                if let Err(empty) = self.system.propagate(&self.template) {
                    self.system.close(&self.template);
                    unfinished.into_iter().for_each(|place| self.open.push(place));
                    return Err(Broken { place, empty });
                }
                if !self.system.is_finished {
                    unfinished.push(place);
                }
            }
            unfinished.into_iter().for_each(|place| self.open.push(place));
            self.note();
            let ties = self.open_ties.take();
            if ties.is_empty() && self.open.is_empty() {
                break;
            }
            for tie in ties {
                self.apply_tie(tie as usize)?;
            }
        }
        // Where propagation stops early, nothing may stay open.
        for place in self.open.take() {
            self.enter(place as usize);
            self.system.close(&self.template);
        }
        self.note();
        self.open_ties.take();
        Ok(())
    }

    /// Tells the sums about the steps since the last time.
    fn note(&mut self) {
        let count = self.system.mark().0;
        while self.noted < count {
            let step = self.system.trail.as_ref().and_then(|trail| trail.steps.get(self.noted)).copied();
            self.noted += 1;
            if let Some(step) = step {
                self.tell(step.var as usize, step.upper, step.new.saturating_sub(step.old.0), true);
            }
        }
    }

    /// One bound moved by so much: the sums it is part of, or the total of, follow.
    pub(super) fn tell(&mut self, var: usize, upper: bool, by: i64, wake: bool) {
        let variables = self.variables().max(1);
        let (place, local) = (var / variables, var % variables);
        let (k, slot) = self.template.scope.slot_of(local as u16);
        let list = self.part_of.get(place).copied().unwrap_or(0)..self.part_of.get(place + 1).copied().unwrap_or(0);
        if wake {
            self.wake_between(var, place, upper, (k, slot), list.clone());
        }
        let Some(tied) = tied_number(slot) else { return };
        for at in list {
            let Some(&sum) = self.member_lists.get(at as usize) else { continue };
            let number = self.tie(sum as usize, k, tied);
            if let Some((lo, hi)) = self.ends.get_mut(number) {
                let end = if upper { hi } else { lo };
                *end = end.saturating_add(by);
            }
            if wake {
                self.open_ties.push(number);
            }
        }
        if wake && let Some(sum) = self.whole_of.get(place).and_then(|sum| sum.checked_sub(1)) {
            self.open_ties.push(self.tie(sum as usize, k, tied));
        }
    }

    /// A rate moved, or households that weigh it: nobody is left to have one, or somebody lives in the whole.
    fn wake_between(&mut self, var: usize, place: usize, upper: bool, (k, slot): (usize, Slot), list: Range<u32>) {
        let weighs = matches!(slot, Slot::Households | Slot::MinorityHouseholds);
        if slot == Slot::DropHouseholds || slot.is_count() && !weighs {
            return;
        }
        if !weighs || upper && self.system.bounds.get(var).is_some_and(|bound| bound.hi == 0) {
            for at in list {
                if let Some(&sum) = self.member_lists.get(at as usize) {
                    self.wake_of(sum as usize, k, slot);
                }
            }
        }
        if let Some(sum) = self.whole_of.get(place).and_then(|sum| sum.checked_sub(1)).filter(|_| !weighs || !upper) {
            self.wake_of(sum as usize, k, slot);
        }
    }

    pub(super) fn place_of_tie(&self, tie: usize) -> (usize, usize, usize) {
        let ties = self.ties();
        let per_sum = (self.periods.len() * ties).max(1);
        (tie / per_sum, tie % per_sum / ties, tie % ties)
    }

    /// Holds a whole and its parts against each other.
    fn apply_tie(&mut self, tie: usize) -> Result<(), Broken> {
        let (sum, k, number) = self.place_of_tie(tie);
        let local = self.tied_var(k, number);
        let why = Why::tie(tie as u32);
        // Falls add up where figures compare with the period before.
        if tied(number) == Some(Slot::DropHouseholds) && self.links >> k & 1 == 0 {
            return Ok(());
        }
        let (Some(&(lo, hi)), Some(sum)) = (self.ends.get(tie), self.sums.get_mut(sum)) else { return Ok(()) };
        let whole = sum.whole as usize;
        // A tag that no unit carries adds up to nothing in particular.
        if sum.parts.is_empty() {
            return Ok(());
        }
        let parts = std::mem::take(&mut sum.parts);
        let result = match self.between(number) {
            Some(slot) => self.bind_between(&parts, whole, k, slot, why),
            None => self.bind(&parts, whole, local, (lo, hi), why),
        };
        let (sum, ..) = self.place_of_tie(tie);
        if let Some(sum) = self.sums.get_mut(sum) {
            sum.parts = parts;
        }
        result
    }

    /// `parts = whole`: the total by its parts, and each part by the total less the others.
    fn bind(&mut self, parts: &[u32], whole: usize, local: u16, (lo, hi): (i64, i64), why: Why) -> Result<(), Broken> {
        self.push(whole, local, (lo, hi), why)?;
        self.enter(whole);
        let total = self.system.bound(local);
        // How far a part can lie above its lower bound, and below its upper one.
        let (above, below) = (total.hi.saturating_sub(lo), hi.saturating_sub(total.lo));
        for &part in parts {
            self.enter(part as usize);
            let bound = self.system.bound(local);
            let room = bound.hi.saturating_sub(bound.lo);
            if room > above || room > below {
                let ends = (bound.hi.saturating_sub(below), bound.lo.saturating_add(above));
                self.push(part as usize, local, ends, why)?;
            }
        }
        Ok(())
    }

    /// Bounds one variable of a place.
    pub(super) fn push(&mut self, place: usize, local: u16, (lo, hi): (i64, i64), why: Why) -> Result<(), Broken> {
        self.enter(place);
        self.open.push(place);
        let raised = self.system.raise(&self.template, local, lo, why, false);
        let pushed = raised.and_then(|()| self.system.lower(&self.template, local, hi, why, false));
        pushed.map_err(|empty| Broken { place, empty })
    }
}
