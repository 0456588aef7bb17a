//! The oracle: whether some of the facts can all be true, as far as propagation sees. Everything asked of the solver
//! goes through here and is counted.

use super::facts::{Change, Facts, Id, sorted};
use crate::core::fact::{FactKey, Figure};
use crate::core::quantity::Interval;
use crate::core::solve::problem::Problem;
use crate::core::solve::{Relation, Solution};
use crate::core::unit::Place;
use crate::core::workbook::Workbook;

/// Facts that contradict each other, not the fewest possible, and the equations the contradiction was found through.
pub(super) struct Clash {
    pub facts: Vec<Id>,
    pub relations: Vec<(Place, Relation)>,
}

pub(super) struct Asking<'a> {
    workbook: &'a Workbook,
    solution: &'a Solution,
    alone: Problem,
    /// With everything held that is in no conflict.
    beside: Option<Problem>,
    /// By fact: its number in the problem. Targets state nothing about what is, and a last digit off contradicts nothing.
    numbers: Vec<Option<u32>>,
    /// By number: its fact.
    ids: Vec<Id>,
    /// Questions left.
    pub calls: u32,
}

impl<'a> Asking<'a> {
    pub fn new(facts: &Facts<'a>, solution: &'a Solution, calls: u32) -> Self {
        let alone = Problem::new(facts.workbook, solution);
        let numbers: Vec<Option<u32>> =
            (0..facts.count()).map(|id| facts.key(id).and_then(|key| alone.number(key))).collect();
        let mut ids = vec![Id::MAX; alone.facts().len()];
        for (id, number) in numbers.iter().enumerate() {
            if let Some(slot) = number.and_then(|number| ids.get_mut(number as usize)) {
                *slot = id as Id;
            }
        }
        Self { workbook: facts.workbook, solution, alone, beside: None, numbers, ids, calls }
    }

    /// Whether the solver knows this fact at all.
    pub fn knows(&self, id: Id) -> bool {
        matches!(self.numbers.get(id as usize), Some(Some(_)))
    }

    fn numbers(&self, facts: &[Id]) -> Vec<u32> {
        facts.iter().filter_map(|id| *self.numbers.get(*id as usize)?).collect()
    }

    fn instead(&self, changes: &[Change]) -> Vec<(u32, Figure)> {
        let figure = |(id, statement): &Change| Some(((*self.numbers.get(*id as usize)?)?, statement.figure()?));
        changes.iter().filter_map(figure).collect()
    }

    /// Whether these facts by themselves contradict each other, with other statements in the place of `changes`.
    pub fn clash(&mut self, facts: &[Id], changes: &[Change]) -> Option<Clash> {
        self.calls = self.calls.saturating_sub(1);
        let (numbers, instead) = (self.numbers(facts), self.instead(changes));
        let clash = self.alone.clash(&numbers, &instead)?;
        let ids = clash.facts.iter().filter_map(|number| self.ids.get(*number as usize).copied());
        Some(Clash { facts: sorted(ids.collect()), relations: clash.relations })
    }

    /// Holds facts that do not contradict each other for true from now on, wherever is asked beside them.
    pub fn hold(&mut self, facts: &[Id]) {
        let numbers = self.numbers(facts);
        let mut problem = Problem::new(self.workbook, self.solution);
        self.calls = self.calls.saturating_sub(1);
        self.beside = problem.assume(&numbers, &[]).is_ok().then_some(problem);
    }

    /// Whether what is held speaks against the changes: these facts do not fit beside it, but would without those that
    /// are changed.
    pub fn speaks_against(&mut self, facts: &[Id], changes: &[Change]) -> bool {
        let is_changed = |id: &Id| changes.iter().any(|(other, _)| other == id);
        let others: Vec<Id> = facts.iter().copied().filter(|id| !is_changed(id)).collect();
        let (numbers, instead) = (self.numbers(facts), self.instead(changes));
        let others = self.numbers(&others);
        let Some(beside) = &mut self.beside else { return false };
        self.calls = self.calls.saturating_sub(2);
        beside.clash(&numbers, &instead).is_some() && beside.clash(&others, &[]).is_none()
    }

    /// What the facts held and these others leave for a fact – where they contradict each other, these others alone – in
    /// households, persons or steps of the grid of rates.
    pub fn room(&mut self, facts: &Facts, others: &[Id], of: Id) -> Option<Interval> {
        let numbers = self.numbers(others);
        let key = facts.key(of)?;
        self.calls = self.calls.saturating_sub(1);
        let beside = self.beside.as_mut().and_then(|problem| room(problem, &numbers, key));
        beside.or_else(|| room(&mut self.alone, &numbers, key))
    }

    /// What these others alone leave for a fact.
    pub fn room_alone(&mut self, facts: &Facts, others: &[Id], of: Id) -> Option<Interval> {
        let numbers = self.numbers(others);
        self.calls = self.calls.saturating_sub(1);
        room(&mut self.alone, &numbers, facts.key(of)?)
    }
}

fn room(problem: &mut Problem, numbers: &[u32], of: FactKey) -> Option<Interval> {
    let mark = problem.mark();
    problem.assume(numbers, &[]).ok()?;
    let room = problem.room(of);
    problem.undo(mark);
    room
}
