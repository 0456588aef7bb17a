//! The oracle: whether some of the facts can all be true, as far as propagation sees. Everything asked of the solver
//! goes through here and is counted.

use super::facts::{Change, Facts, Id, sorted};
use crate::fact::{FactKey, Figure};
use crate::quantity::Interval;
use crate::solve::problem::{self, Mark, Problem};
use crate::solve::{Relation, Solution};
use crate::unit::Place;

/// Facts that contradict each other, not the fewest possible, and the equations the contradiction was found through.
pub(super) struct Clash {
    pub facts: Vec<Id>,
    pub relations: Vec<(Place, Relation)>,
}

pub(super) struct Asking {
    solution: Solution,
    /// Empty, or with everything that is in no conflict once [`Self::fill`] is done.
    main: Option<Problem>,
    filled: bool,
    /// An empty one beside the filled one.
    second: Option<Problem>,
    /// By fact: its number in the problem. Targets state nothing about what is, and a last digit off contradicts nothing.
    numbers: Vec<Option<u32>>,
    /// By number: its fact.
    ids: Vec<Id>,
    /// Questions left.
    pub calls: u32,
}

impl Asking {
    /// Knows nothing until it is prepared.
    pub fn new(solution: &Solution, calls: u32) -> Self {
        Self {
            solution: solution.clone(),
            main: None,
            filled: false,
            second: None,
            numbers: Vec::new(),
            ids: Vec::new(),
            calls,
        }
    }

    pub fn prepare(&mut self, facts: &Facts) {
        let problem = Problem::new(&facts.workbook, &self.solution);
        self.numbers = (0..facts.count()).map(|id| facts.key(id).and_then(|key| problem.number(key))).collect();
        self.ids = vec![Id::MAX; problem.facts().len()];
        for (id, number) in self.numbers.iter().enumerate() {
            if let Some(slot) = number.and_then(|number| self.ids.get_mut(number as usize)) {
                *slot = id as Id;
            }
        }
        self.main = Some(problem);
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

    fn empty(&mut self) -> Option<&mut Problem> {
        self.calls = self.calls.saturating_sub(1);
        if self.filled { self.second.as_mut() } else { self.main.as_mut() }
    }

    fn told(&self, clash: problem::Clash) -> Clash {
        let ids = clash.facts.iter().filter_map(|number| self.ids.get(*number as usize).copied());
        Clash { facts: sorted(ids.collect()), relations: clash.relations }
    }

    /// Whether these facts by themselves contradict each other, with other statements in the place of `changes`.
    pub fn clash(&mut self, facts: &[Id], changes: &[Change]) -> Option<Clash> {
        let (numbers, instead) = (self.numbers(facts), self.instead(changes));
        let clash = self.empty()?.clash(&numbers, &instead)?;
        Some(self.told(clash))
    }

    /// Takes facts for true beside those taken before, until [`Self::drop`]; `None` when they contradict each other.
    pub fn take(&mut self, facts: &[Id]) -> Option<Mark> {
        let numbers = self.numbers(facts);
        let problem = self.empty()?;
        let mark = problem.mark();
        problem.assume(&numbers, &[]).is_ok().then_some(mark)
    }

    pub fn drop(&mut self, mark: Mark) {
        if let Some(problem) = self.empty() {
            problem.undo(mark);
        }
    }

    /// Takes facts for true for good; if they contradict each other or those before, all of them are forgotten.
    pub fn fill(&mut self, facts: &[Id], start: Option<Mark>) -> Result<Option<Mark>, Clash> {
        let numbers = self.numbers(facts);
        let Some(problem) = self.empty() else { return Ok(None) };
        let start = start.unwrap_or_else(|| problem.mark());
        match problem.assume(&numbers, &[]) {
            Ok(()) => Ok(Some(start)),
            Err(clash) => {
                problem.undo(start);
                Err(self.told(clash))
            }
        }
    }

    /// What was filled in stays, and can be asked beside.
    pub fn keep(&mut self, facts: &Facts) {
        self.second = Some(Problem::new(&facts.workbook, &self.solution));
        self.filled = true;
    }

    /// Whether what was filled in speaks against the changes: these facts do not fit beside it, but would without those
    /// that are changed.
    pub fn speaks_against(&mut self, facts: &[Id], changes: &[Change]) -> bool {
        let is_changed = |id: &Id| changes.iter().any(|(other, _)| other == id);
        let others: Vec<Id> = facts.iter().copied().filter(|id| !is_changed(id)).collect();
        let (numbers, others, instead) = (self.numbers(facts), self.numbers(&others), self.instead(changes));
        self.calls = self.calls.saturating_sub(2);
        let Some(beside) = self.main.as_mut().filter(|_| self.filled) else { return false };
        beside.clash(&numbers, &instead).is_some() && beside.clash(&others, &[]).is_none()
    }

    /// What was filled in and these others leave for a fact – where they contradict each other, these others alone – in
    /// households, persons or steps of the grid of rates.
    pub fn room(&mut self, facts: &Facts, others: &[Id], of: Id) -> Option<Interval> {
        let (numbers, key) = (self.numbers(others), facts.key(of)?);
        let beside = self.main.as_mut().filter(|_| self.filled);
        beside.and_then(|problem| room(problem, &numbers, key)).or_else(|| room(self.empty()?, &numbers, key))
    }

    /// What these others alone leave for a fact.
    pub fn room_alone(&mut self, facts: &Facts, others: &[Id], of: Id) -> Option<Interval> {
        let (numbers, key) = (self.numbers(others), facts.key(of)?);
        room(self.empty()?, &numbers, key)
    }
}

fn room(problem: &mut Problem, numbers: &[u32], of: FactKey) -> Option<Interval> {
    let mark = problem.mark();
    problem.assume(numbers, &[]).ok()?;
    let room = problem.room(of);
    problem.undo(mark);
    room
}
