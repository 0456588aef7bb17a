//! The steps of propagation, kept where somebody wants to go back or to know what a bound rests on.

use super::engine::Why;

/// One bound that moved.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    /// Number of the variable in the whole system.
    pub var: u32,
    pub upper: bool,
    /// What was there before, and what gave it.
    pub old: (i64, Why),
    pub new: i64,
    /// What moved it.
    pub why: Why,
    /// The step before this one that moved the same bound, plus one; 0 for none.
    before: u32,
}

/// All steps since the beginning, and the last one of every bound.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trail {
    pub steps: Vec<Step>,
    /// Lower, then upper bound of each variable: its last step, plus one.
    last: Vec<u32>,
}

impl Trail {
    pub fn new(variables: usize) -> Self {
        Self { steps: Vec::new(), last: vec![0; 2 * variables] }
    }

    pub fn push(&mut self, var: usize, upper: bool, old: (i64, Why), new: i64, why: Why) {
        let number = self.steps.len() as u32 + 1;
        let Some(last) = self.last.get_mut(2 * var + usize::from(upper)) else { return };
        let before = std::mem::replace(last, number);
        self.steps.push(Step { var: var as u32, upper, old, new, why, before });
    }

    /// Takes the last step off, if there are more than `mark`.
    pub fn pop(&mut self, mark: usize) -> Option<Step> {
        let step = if self.steps.len() > mark { self.steps.pop()? } else { return None };
        if let Some(last) = self.last.get_mut(2 * step.var as usize + usize::from(step.upper)) {
            *last = step.before;
        }
        Some(step)
    }

    /// The step that gave a bound the value it had before step number `until`; `None` for its natural value.
    pub fn giving(&self, var: usize, upper: bool, until: usize) -> Option<usize> {
        let mut number = self.last.get(2 * var + usize::from(upper)).copied().unwrap_or(0);
        while number as usize > until {
            number = self.steps.get(number as usize - 1)?.before;
        }
        number.checked_sub(1).map(|at| at as usize)
    }
}
