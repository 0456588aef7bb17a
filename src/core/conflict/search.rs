//! The search for contradictions, in steps small enough to be taken between two frames.

use super::asking::Asking;
use super::bonds::{Bond, Bonds, Law};
use super::facts::{Facts, Id};
use super::forms::{Form, State};
use super::hints::{self, Column};
use super::minimal::{Minimal, minimal};
use super::needed::needed;
use super::repairs::{self, Draft};
use super::suspects::{self, Lead};
use super::{Conflict, MAX_CONFLICTS, MAX_QUESTIONS, MAX_REPAIRS, Repair, tell};
use crate::order::order;
use crate::solve::problem::Mark;
use crate::solve::{Relation, Solution};
use crate::unit::Place;
use crate::workbook::Workbook;

/// Places looked at in one step.
const PLACES: usize = 400;
/// Equations considered in one step.
const CHOSEN: usize = 2;
/// Repairs tried in one step.
const TRIED: usize = 2;
/// Facts of an equation beyond which it is not put to the solver, which would take too long.
pub(super) const MANY: usize = 1_000;
/// Facts of an equation beyond which they are not left out one by one, which would take too long for one step.
const SOME: usize = 300;
/// Facts put to the solver in one step.
const TOGETHER: usize = 1_500;
/// Facts of an equation up to which the solver is asked which are needed.
const FEW: usize = 16;
/// Facts of a conflict looked at in one step.
const FACTS: usize = 24;

/// A contradiction under examination.
pub(super) struct Seed {
    pub ids: Vec<Id>,
    pub proven: bool,
    /// The equation that misses; a chain has none.
    pub bond: Option<Bond>,
    relations: Vec<(Place, Relation)>,
    leads: Vec<Lead>,
    drafts: Vec<Draft>,
    pub repairs: Vec<Repair>,
}

#[derive(Clone, Copy)]
enum Phase {
    /// Sums of units, then the solver's view of the table.
    Sums,
    Solver,
    /// Working out the equations of places from this one on.
    Equations(usize),
    /// Choosing conflicts among those that miss, from this one of the queue on.
    Choosing(usize),
    /// Putting the facts that are left to the solver, from this one on, with what there was before the first.
    Chains(usize, Option<Mark>),
    /// What is in no conflict is true together; a repair must not contradict it.
    Beside,
    /// Looking for repairs of a conflict, from this fact on.
    Repairs {
        seed: usize,
        fact: usize,
    },
    /// Putting them to the solver, the best first.
    Trying(usize),
    Done,
}

/// A search under way.
pub struct Search {
    facts: Facts,
    bonds: Bonds,
    asking: Asking,
    places: Vec<Place>,
    open: Vec<Bond>,
    columns: Vec<Column>,
    used: Vec<bool>,
    left: Vec<Id>,
    queue: Vec<usize>,
    seeds: Vec<Seed>,
    more: usize,
    phase: Phase,
    found: Vec<Conflict>,
}

impl Search {
    /// Begins a search in the table as it is now; nothing is borrowed, so that the table may change meanwhile.
    pub fn new(workbook: &Workbook, solution: &Solution) -> Self {
        let facts = Facts::new(workbook, solution.span());
        let asking = Asking::new(solution, MAX_QUESTIONS);
        let units = workbook.units().iter().map(|unit| Place::Unit(unit.id));
        let places = units.chain(workbook.tags().iter().map(|tag| Place::Tag(tag.id))).chain([Place::Area]).collect();
        let used = vec![false; facts.count() as usize];
        Self {
            facts,
            bonds: Bonds::default(),
            asking,
            places,
            open: Vec::new(),
            columns: Vec::new(),
            used,
            left: Vec::new(),
            queue: Vec::new(),
            seeds: Vec::new(),
            more: 0,
            phase: Phase::Sums,
            found: Vec::new(),
        }
    }

    /// Takes a step; `true` when there is nothing more to do.
    pub fn step(&mut self) -> bool {
        self.phase = match self.phase {
            Phase::Sums => {
                self.bonds = Bonds::new(&self.facts);
                Phase::Solver
            }
            Phase::Solver => {
                self.asking.prepare(&self.facts);
                Phase::Equations(0)
            }
            Phase::Equations(from) => self.equations(from),
            Phase::Choosing(from) => self.choose(from),
            Phase::Chains(from, start) => self.chain(from, start),
            Phase::Beside => {
                self.asking.keep(&self.facts);
                Phase::Repairs { seed: 0, fact: 0 }
            }
            Phase::Repairs { seed, fact } => self.repair(seed, fact),
            Phase::Trying(seed) => self.attempt(seed),
            Phase::Done => Phase::Done,
        };
        matches!(self.phase, Phase::Done)
    }

    /// Equations that miss and are not part of any conflict told, because there are too many of them.
    pub const fn more(&self) -> usize {
        self.more
    }

    /// The conflicts found so far.
    pub fn finish(self) -> Vec<Conflict> {
        self.found
    }

    fn equations(&mut self, from: usize) -> Phase {
        let to = self.places.len().min(from.saturating_add(PLACES));
        for &place in self.places.get(from..to).unwrap_or_default() {
            for bond in self.bonds.of(&self.facts, place).iter() {
                let open = bond.state(&self.facts, &[]) == State::Open;
                hints::note(&mut self.columns, &self.facts, bond, open);
                if open {
                    self.open.push(bond.clone());
                }
            }
        }
        if to < self.places.len() {
            return Phase::Equations(to);
        }
        let sizes: Vec<usize> = self.open.iter().map(|bond| bond.ids().len()).collect();
        self.queue = order(sizes.len(), &|a, b| sizes.get(a).cmp(&sizes.get(b)));
        Phase::Choosing(0)
    }

    /// Conflicts are chosen among the equations that miss so that no figure is in two: those with the fewest figures
    /// first, for they say most about each.
    fn choose(&mut self, from: usize) -> Phase {
        let to = self.queue.len().min(from.saturating_add(CHOSEN));
        for at in from..to {
            self.consider(at, false);
        }
        if to < self.queue.len() {
            return Phase::Choosing(to);
        }
        if self.seeds.len() >= MAX_CONFLICTS {
            return self.repairs();
        }
        self.left = self.left();
        Phase::Chains(0, None)
    }

    fn consider(&mut self, at: usize, targets: bool) {
        let bond = self.queue.get(at).and_then(|&at| self.open.get(at));
        let Some(bond) = bond.filter(|bond| targets == (bond.law == Law::TargetSum)) else { return };
        let ids = bond.ids();
        if ids.iter().any(|id| self.is_used(*id)) {
            return;
        }
        if self.seeds.len() >= MAX_CONFLICTS || self.asking.calls == 0 {
            self.more += 1;
            return;
        }
        let bond = bond.clone();
        if let Some(Minimal { facts, proven }) = self.reduced(&bond, ids) {
            self.seed(facts, proven, Some(bond), Vec::new());
        }
    }

    /// Targets come last: opening counts that are in doubt themselves say nothing about them.
    fn repairs(&mut self) -> Phase {
        for at in 0..self.queue.len() {
            self.consider(at, true);
        }
        if self.seeds.is_empty() { Phase::Done } else { Phase::Beside }
    }

    /// The facts of an equation that misses without those that are not needed for it to miss.
    fn reduced(&mut self, bond: &Bond, ids: Vec<Id>) -> Option<Minimal> {
        if matches!(bond.form, Form::Targets { .. }) {
            return Some(Minimal { facts: ids, proven: true });
        }
        // Of the equations of movements arithmetic tells all.
        if ids.iter().any(|id| self.facts.key(*id).is_some_and(|key| key.measure.is_flow())) {
            return needed(&self.facts, &bond.form);
        }
        if ids.len() > FEW
            && let Some(made) = needed(&self.facts, &bond.form)
            && (made.proven || made.facts.len() > SOME)
        {
            let sure = made.facts.len() > MANY && made.facts.iter().all(|id| self.asking.knows(*id));
            return (sure || self.asking.clash(&made.facts, &[]).is_some()).then_some(made);
        }
        // Where the solver lets it pass, because it believes other figures, it is no conflict.
        self.asking.clash(&ids, &[]).map(|clash| minimal(&mut self.asking, clash.facts))
    }

    fn is_used(&self, id: Id) -> bool {
        self.used.get(id as usize) == Some(&true)
    }

    fn seed(&mut self, ids: Vec<Id>, proven: bool, bond: Option<Bond>, relations: Vec<(Place, Relation)>) {
        for id in &ids {
            if let Some(flag) = self.used.get_mut(*id as usize) {
                *flag = true;
            }
        }
        self.seeds.push(Seed {
            ids,
            proven,
            bond,
            relations,
            leads: Vec::new(),
            drafts: Vec::new(),
            repairs: Vec::new(),
        });
    }

    fn left(&self) -> Vec<Id> {
        (0..self.facts.count()).filter(|id| !self.is_used(*id) && self.asking.knows(*id)).collect()
    }

    fn chain(&mut self, from: usize, start: Option<Mark>) -> Phase {
        let to = self.left.len().min(from.saturating_add(TOGETHER));
        let clash = match self.asking.fill(self.left.get(from..to).unwrap_or_default(), start) {
            Ok(start) if to < self.left.len() => return Phase::Chains(to, start),
            Ok(_) => {
                return self.repairs();
            }
            Err(clash) => clash,
        };
        if self.seeds.len() < MAX_CONFLICTS && self.asking.calls > 0 && !clash.facts.is_empty() {
            let Minimal { facts, proven } = minimal(&mut self.asking, clash.facts);
            // The rules of the smallest set, not of the first one met.
            let relations = self.asking.clash(&facts, &[]).map(|clash| clash.relations).unwrap_or_default();
            self.seed(facts, proven, None, relations);
            self.left = self.left();
            return Phase::Chains(0, None);
        }
        self.more += 1;
        self.repairs()
    }

    fn repair(&mut self, at: usize, from: usize) -> Phase {
        let Some(seed) = self.seeds.get_mut(at) else { return Phase::Done };
        let to = seed.ids.len().min(from.saturating_add(FACTS));
        let part: Vec<Id> = seed.ids.get(from..to).unwrap_or_default().to_vec();
        for id in part {
            let touched = repairs::touched(&self.facts, &self.bonds, &[id]);
            let lead = suspects::lead(&self.facts, &mut self.asking, seed, id, &touched);
            let wanted = lead.as_ref().map(|lead| lead.wanted);
            seed.leads.extend(lead);
            let drafts = repairs::drafts(&self.facts, &self.bonds, &mut self.asking, seed, id, wanted, &touched);
            seed.drafts.extend(drafts);
        }
        if to < seed.ids.len() {
            return Phase::Repairs { seed: at, fact: to };
        }
        seed.drafts = repairs::ranked(std::mem::take(&mut seed.drafts));
        seed.drafts.reverse();
        Phase::Trying(at)
    }

    fn attempt(&mut self, at: usize) -> Phase {
        let Some(seed) = self.seeds.get_mut(at) else { return Phase::Done };
        for _ in 0..TRIED {
            let Some(draft) = seed.drafts.pop().filter(|_| seed.repairs.len() < MAX_REPAIRS) else {
                let conflict = self.told(at);
                self.found.extend(conflict);
                return Phase::Repairs { seed: at + 1, fact: 0 };
            };
            let repair = repairs::verified(&self.facts, &mut self.asking, seed, draft);
            seed.repairs.extend(repair);
        }
        Phase::Trying(at)
    }

    fn told(&mut self, at: usize) -> Option<Conflict> {
        let seed = self.seeds.get_mut(at)?;
        let repairs = std::mem::take(&mut seed.repairs);
        let suspects = suspects::ranked(&self.facts, std::mem::take(&mut seed.leads));
        let mut equations = Vec::new();
        match &seed.bond {
            Some(bond) => equations.extend(tell::equation(&self.facts, bond)),
            None => {
                // Said of the cell that is most likely wrong, else of the one that is believed least.
                let changed = repairs.first().into_iter().flat_map(|repair| repair.changes.iter().map(|(key, _)| *key));
                let best = changed.chain(suspects.iter().map(|suspect| suspect.fact));
                let ids = best.filter_map(|key| self.facts.find(key)).filter(|id| seed.ids.contains(id));
                let ids: Vec<Id> = ids.chain(seed.ids.iter().rev().copied()).collect();
                let told = |of: Id, asking: &mut Asking| {
                    let others: Vec<Id> = seed.ids.iter().copied().filter(|id| *id != of).collect();
                    let room = asking.room_alone(&self.facts, &others, of)?;
                    tell::chain(&self.facts, &seed.ids, of, room)
                };
                let mut first = tell::between_counts(&self.facts, &seed.ids);
                for of in ids {
                    // Bounds may show the contradiction from one side only.
                    if first.as_ref().is_some_and(|first| first.law != Law::Chain || first.miss() != 0) {
                        break;
                    }
                    let other = told(of, &mut self.asking);
                    first = other.filter(|other| other.miss() != 0).or(first).or_else(|| told(of, &mut self.asking));
                }
                equations.extend(first);
            }
        }
        let same = |bond: &Bond| {
            let own = seed.bond.as_ref();
            own.is_some_and(|own| (own.law, own.place, own.period) == (bond.law, bond.place, bond.period))
        };
        let related = self.open.iter().filter(|bond| !same(bond) && seed.ids.iter().any(|id| bond.form.holds(*id)));
        equations.extend(related.take(MAX_EQUATIONS).filter_map(|bond| tell::equation(&self.facts, bond)));
        let hints = hints::hints(&self.facts, seed, &self.columns);
        Some(Conflict {
            facts: seed.ids.iter().filter_map(|id| self.facts.key(*id)).collect(),
            minimal: seed.proven,
            equations,
            relations: std::mem::take(&mut seed.relations),
            suspects,
            repairs,
            hints,
        })
    }
}

/// Most equations told beside a conflict's own.
const MAX_EQUATIONS: usize = 8;

/// Whether an equation only says that a part is not more than the whole.
pub(super) const fn is_weak(law: Law) -> bool {
    matches!(
        law,
        Law::WithinHouseholds | Law::WithinPersons | Law::WithinAll(_) | Law::WithinGroup(_) | Law::Between(..)
    )
}
