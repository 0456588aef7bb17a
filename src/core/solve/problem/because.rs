//! Going back over the steps that led to a contradiction.

use super::{Broken, Clash, Problem};
use crate::solve::engine::{Cause, Why};
use crate::solve::row::whole_of;
use crate::solve::template::{Rule, tied};
use crate::solve::trace::{self, Relation};
use crate::unit::Place;

impl Problem {
    /// The figures and equations behind a contradiction, found by going back over the steps that led there.
    pub(super) fn explain(&mut self, broken: &Broken) -> Clash {
        let now = self.system.mark().0;
        let var = self.at(broken.place, broken.empty.var);
        let mut found = Found { facts: Vec::new(), rules: Vec::new(), open: Vec::new() };
        self.drawn(&mut found, var, broken.empty.upper, broken.empty.why, now);
        found.open.push((var, !broken.empty.upper, now));
        let mut seen = vec![false; now];
        while let Some((var, upper, until)) = found.open.pop() {
            let step = self.system.trail.as_ref().and_then(|trail| {
                let at = trail.giving(var, upper, until)?;
                Some((at, trail.steps.get(at)?.why))
            });
            let Some((at, why)) = step else { continue };
            if let Some(flag) = seen.get_mut(at)
                && !*flag
            {
                *flag = true;
                self.drawn(&mut found, var, upper, why, at);
            }
        }
        let many = found.facts;
        let mut is_in = vec![false; self.keys.len()];
        many.iter().for_each(|fact| {
            if let Some(flag) = is_in.get_mut(*fact as usize) {
                *flag = true;
            }
        });
        let facts = (0..self.keys.len() as u32).filter(|fact| is_in.get(*fact as usize) == Some(&true)).collect();
        let mut relations = Vec::new();
        for (place, why) in found.rules {
            if let Some(relation) = self.relation(place, why)
                && !relations.contains(&relation)
            {
                relations.push(relation);
            }
        }
        Clash { facts, relations, place: self.places.get(broken.place).copied().unwrap_or(Place::Area) }
    }

    /// Notes what a bound was drawn from, as of a moment.
    fn drawn(&mut self, found: &mut Found, var: usize, upper: bool, why: Why, until: usize) {
        let variables = self.variables().max(1);
        let (place, local) = (var / variables, (var % variables) as u16);
        match why.cause() {
            Cause::Nature => {}
            Cause::Given(fact) => found.facts.push(fact),
            Cause::Rule(number) => {
                let Some(&rule) = self.template.rules.get(usize::from(number)) else { return };
                found.rules.push((place, why));
                rule.drawn(local, upper, |other, upper| found.open.push((self.at(place, other), upper, until)));
                if let Rule::Printed { prev, now, change } = rule {
                    self.enter(place);
                    let other = if local == prev { now } else { prev };
                    let prints = [change, other].map(|var| self.system.printed(var));
                    found.facts.extend(prints.into_iter().flatten().map(|(_, fact)| fact));
                }
            }
            Cause::Tie(tie) => {
                let (sum, k, number) = self.place_of_tie(tie as usize);
                let Some(sum) = self.sums.get(sum) else { return };
                found.rules.push((sum.whole as usize, why));
                let whole = sum.whole as usize;
                let weight = self.between(number).filter(|slot| !slot.is_change()).map(whole_of);
                // Where somebody lives, parts in which nobody does say nothing.
                let of_whole = weight.map(|weight| self.at(whole, self.template.scope.var(k, weight)));
                let lived_in = of_whole.into_iter().chain([self.at(whole, local)]);
                let lived_in = lived_in.filter(|_| weight.is_some()).find(|var| self.was_some(*var, until));
                let weight = weight.filter(|_| lived_in.is_some());
                let mut left_out = false;
                let mut of_part = |part: usize, upper: bool| {
                    let weight = weight.map(|weight| self.at(part, self.template.scope.var(k, weight)));
                    match weight.filter(|weight| self.was_none(*weight, until)) {
                        Some(weight) => {
                            left_out = true;
                            (weight, true, until)
                        }
                        None => (self.at(part, local), upper, until),
                    }
                };
                if whole == place {
                    found.open.extend(sum.parts.iter().map(|part| of_part(*part as usize, upper)));
                } else {
                    found.open.push((self.at(whole, local), upper, until));
                    let others = sum.parts.iter().filter(|part| **part as usize != place);
                    found.open.extend(others.map(|part| of_part(*part as usize, !upper)));
                }
                if let Some(var) = lived_in.filter(|_| left_out) {
                    found.open.push((var, false, until));
                }
            }
        }
    }

    /// Whether the upper bound of a count was 0 at a moment.
    fn was_none(&self, var: usize, until: usize) -> bool {
        let step = self.system.trail.as_ref().and_then(|trail| trail.steps.get(trail.giving(var, true, until)?));
        step.is_some_and(|step| step.new == 0)
    }

    /// Whether the lower bound of a quantity was above 0 at a moment.
    fn was_some(&self, var: usize, until: usize) -> bool {
        let step = self.system.trail.as_ref().and_then(|trail| trail.steps.get(trail.giving(var, false, until)?));
        step.is_some_and(|step| step.new > 0)
    }

    fn relation(&self, place: usize, why: Why) -> Option<(Place, Relation)> {
        let place = *self.places.get(place)?;
        match why.cause() {
            Cause::Rule(number) => {
                Some((place, trace::name(&self.template, number, &|k| self.periods.get(k).copied())?))
            }
            Cause::Tie(tie) => {
                let (_, k, number) = self.place_of_tie(tie as usize);
                if let Some(slot) = self.between(number) {
                    let (measure, group) = (slot.measure(), slot.group());
                    return Some((place, Relation::Between { measure, group, period: *self.periods.get(k)? }));
                }
                let (measure, group) = (tied(number)?.measure(), tied(number)?.group());
                Some((place, Relation::Total { measure, group, period: *self.periods.get(k)? }))
            }
            _ => None,
        }
    }
}

/// What going back over the steps finds.
struct Found {
    facts: Vec<u32>,
    /// Rules and sums, with the place they are applied at.
    rules: Vec<(usize, Why)>,
    /// Bounds still to be told: variable, whether the upper one, as of which step.
    open: Vec<(usize, bool, usize)>,
}
