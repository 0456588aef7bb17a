//! Which cells could be wrong alone, and what they would have to say.

use super::asking::Asking;
use super::facts::{Facts, Id};
use super::forms::State;
use super::repairs::Touched;
use super::search::{Seed, is_weak};
use super::tell::place_of;
use super::{MAX_SUSPECTS, Suspect};
use crate::measure::Kind;
use crate::order::order;
use crate::quantity::{Interval, MAX_TOTAL};

/// Facts of a conflict up to which the solver is asked what the rest of the table leaves for each.
const ASKED: usize = 40;

/// A cell that could be wrong alone.
pub(super) struct Lead {
    id: Id,
    pub wanted: Interval,
    closes: u32,
    leaves: u32,
}

/// What a fact would have to state for the conflict to go away and nothing else to break; `None` when nothing would do.
pub(super) fn lead(facts: &Facts, asking: &mut Asking, seed: &Seed, id: Id, touched: &[Touched]) -> Option<Lead> {
    facts.statement(id)?.figure()?;
    let asked = seed.bond.is_none() || seed.ids.len() <= ASKED && asking.knows(id);
    let mut wanted = match &seed.bond {
        Some(bond) => bond.form.wants(facts, id).unwrap_or(Interval::new(i64::MIN, i64::MAX)),
        None => Interval::new(i64::MIN, i64::MAX),
    };
    if asked {
        let others: Vec<Id> = seed.ids.iter().copied().filter(|other| *other != id).collect();
        wanted = wanted.meet(asking.room(facts, &others, id)?)?;
    }
    let (mut closes, mut leaves) = (u32::from(seed.bond.is_none()), 0);
    for other in touched.iter().filter(|other| other.before != State::Open) {
        if let Some(range) = other.bond.form.wants(facts, id) {
            wanted = wanted.meet(range)?;
        }
    }
    for other in touched.iter().filter(|other| other.before == State::Open) {
        match other.bond.form.wants(facts, id).map(|range| wanted.meet(range)) {
            Some(Some(both)) => {
                wanted = both;
                closes += u32::from(!is_weak(other.bond.law) || seed.bond.as_ref().is_some_and(|own| is_weak(own.law)));
            }
            _ => leaves += 1,
        }
    }
    Some(Lead { id, wanted, closes, leaves })
}

/// The cells that would make most close, and leave least open.
pub(super) fn ranked(facts: &Facts, leads: Vec<Lead>) -> Vec<Suspect> {
    let rank = |at: usize| leads.get(at).map(|lead| (lead.leaves, std::cmp::Reverse(lead.closes)));
    let best = order(leads.len(), &|a, b| rank(a).cmp(&rank(b)));
    let told = best.into_iter().filter_map(|at| leads.get(at)).filter_map(|lead| suspect(facts, lead));
    told.take(MAX_SUSPECTS).collect()
}

fn suspect(facts: &Facts, lead: &Lead) -> Option<Suspect> {
    let fact = facts.key(lead.id)?;
    let figure = facts.statement(lead.id)?.figure()?;
    let Interval { lo, hi } = lead.wanted;
    let (wanted, decimals) = match fact.measure.kind() {
        Kind::Count | Kind::CountChange | Kind::Target => (Interval::new(lo.max(-MAX_TOTAL), hi.min(MAX_TOTAL)), 0),
        Kind::Rate | Kind::PointChange => {
            // What is printed may lie half a place beyond the exact bounds.
            let place = place_of(figure.decimals);
            let least = lo.saturating_sub(place / 2);
            let most = hi.saturating_add(place / 2).div_euclid(place);
            (Interval::new(-(least.saturating_neg()).div_euclid(place), most), figure.decimals)
        }
    };
    (wanted.lo <= wanted.hi).then_some(Suspect { fact, wanted, decimals, closes: lead.closes, leaves: lead.leaves })
}
