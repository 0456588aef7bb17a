//! Which typed figures contradict each other, and what may have gone wrong. docs/inference.md.
//!
//! ```text
//! let conflicts = conflict::find(&workbook, &solution);          // all at once
//!
//! let mut search = Search::new(&workbook, &solution);            // or in slices that never block typing
//! while !search.step() { /* let the page breathe */ }
//! let conflicts = search.finish();
//!
//! for conflict in &conflicts {
//!     conflict.facts          // FactKey: they cannot all be true, and none of them can be left out
//!     conflict.equations      // what connects them, with both sides and by how much they miss; own equation first
//!     conflict.suspects       // cells one of which could make everything close, and what it would have to be
//!     conflict.repairs        // ranked: slip, closes (equations), edit() – one undoable Edit, never applied by itself
//!     conflict.hints          // explanations instead of an error: another denominator, date, status, standard …
//! }
//! ```
//!
//! [`read_fall`] tries a printed "giảm x %" as points and as percent.
//!
//! `repairs` is empty where no one-cell slip explains the conflict; say so, and ask the source.
//!
//! First every equation over typed figures is worked out by itself (`bonds`, `forms`); those that miss are conflicts, the
//! smallest first, each over figures of its own. Then the solver's propagation is asked for contradictions that only
//! show by way of figures nobody typed, and each is reduced to a set that cannot be reduced (`minimal`). A repair is a
//! figure one slip away (`slips`, `origins`) with which all equations of the conflict close and none opens.
//!
//! Total: any document gives an answer. At most [`MAX_CONFLICTS`] conflicts are told – [`Search::more`] counts the
//! equations that miss beyond them – and the solver is asked at most [`MAX_QUESTIONS`] times.

mod asking;
mod bonds;
mod facts;
mod fall;
mod forms;
mod hints;
mod hull;
mod minimal;
mod needed;
mod origins;
mod repairs;
mod search;
mod slips;
mod suspects;
mod tell;

pub use bonds::Law;
pub use fall::{Fall, FallKind, Fit, Reading as FallReading, read_fall};
pub use search::Search;
pub use slips::{Slip, slips};

use super::edit::Edit;
use super::fact::{Fact, FactKey};
use super::measure::{Group, Measure};
use super::period::PeriodId;
use super::quantity::Interval;
use super::solve::{Relation, Solution};
use super::unit::Place;
use super::workbook::Workbook;

/// Most conflicts told.
pub const MAX_CONFLICTS: usize = 64;
/// Most questions put to the solver in one search.
pub const MAX_QUESTIONS: u32 = 20_000;
/// Most repairs offered for one conflict.
pub const MAX_REPAIRS: usize = 6;
/// Most cells named as the one that could be wrong.
pub const MAX_SUSPECTS: usize = 12;

/// Figures that cannot all be true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// None of them can be left out without the contradiction going away.
    pub facts: Vec<FactKey>,
    /// Whether that was shown; not when the solver had been asked too often.
    pub minimal: bool,
    /// The equations that miss: the conflict's own first, then others that one of its facts stands in.
    pub equations: Vec<Equation>,
    /// Rules the contradiction was found through, when it has no single equation.
    pub relations: Vec<(Place, Relation)>,
    /// Cells that could be wrong alone, those that would make most equations close first.
    pub suspects: Vec<Suspect>,
    /// What may have happened, the likeliest first; empty where no slip in one cell explains the conflict.
    pub repairs: Vec<Repair>,
    pub hints: Vec<Hint>,
}

/// An equation that misses, with its two sides.
///
/// Both in units of the last place of the stated figure: whole households or persons with `decimals` 0, else
/// `10^−decimals` percent or points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equation {
    pub law: Law,
    pub place: Place,
    pub period: PeriodId,
    /// What goes in, the stated figure last.
    pub facts: Vec<FactKey>,
    /// What the others give: a sum, a quotient, a difference. For "at most", the part.
    pub computed: Interval,
    /// What is stated: a total, a rate, a change. For "at most", the whole.
    pub stated: Interval,
    pub decimals: u8,
}

impl Equation {
    /// By how much what is stated lies above (> 0) or below (< 0) what follows from the others.
    pub const fn miss(&self) -> i64 {
        if self.stated.lo > self.computed.hi {
            self.stated.lo.saturating_sub(self.computed.hi)
        } else if self.stated.hi < self.computed.lo {
            self.stated.hi.saturating_sub(self.computed.lo)
        } else {
            0
        }
    }
}

/// A cell that could be wrong alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suspect {
    pub fact: FactKey,
    /// What it would have to say, in units of its last printed place. `hi` is the largest count when nothing bounds it.
    pub wanted: Interval,
    pub decimals: u8,
    /// Equations that would close.
    pub closes: u32,
    /// Equations it stands in that would still miss.
    pub leaves: u32,
}

/// What may have happened, and the figures put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    pub slip: Slip,
    /// For [`Slip::OtherTotal`] and [`Slip::OtherPeriod`]: which one.
    pub period: Option<PeriodId>,
    /// The cells and what they shall say: one, or two that are exchanged.
    pub changes: Vec<(FactKey, Fact)>,
    /// The equations that close with it. None opens.
    pub closes: Vec<(Law, Place, PeriodId)>,
    /// Equations the cells stand in that miss before and after.
    pub leaves: u32,
}

impl Repair {
    /// The change as one step that can be undone.
    pub fn edit(&self) -> Edit {
        let set = |(key, fact): &(FactKey, Fact)| Edit::SetFact { key: *key, fact: Some(fact.clone()) };
        match self.changes.as_slice() {
            [one] => set(one),
            all => Edit::Batch(all.iter().map(set).collect()),
        }
    }
}

/// An explanation that may leave both figures right: they speak of different things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// The rate is that of its counts over the total of another period.
    OtherTotal { rate: FactKey, period: PeriodId },
    /// The figure is that of another period. What sets the period apart is said by [`Apart`].
    OtherPeriod { fact: FactKey, period: PeriodId, apart: Apart },
    /// The fall in points is a fall in percent of the rate, or of the poor households (`households`).
    Relative { change: FactKey, households: bool },
    /// The rate is the mean of the units' rates.
    MeanOfRates { rate: FactKey },
    /// All rates of this kind are shares of something else that adds up like a total and is `whole` in all.
    OtherWhole { rate: Measure, group: Group, period: PeriodId, units: u32, place: Place, whole: Interval },
    /// The figures come from two periods that differ in this.
    Across { earlier: PeriodId, later: PeriodId, apart: Apart },
}

/// What sets two periods apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Apart {
    /// Another poverty standard.
    Standard,
    /// Preliminary, official, revised or planned.
    Status,
    Date,
}

/// Finds the contradictions in a table, with what may have gone wrong.
pub fn find(workbook: &Workbook, solution: &Solution) -> Vec<Conflict> {
    let mut search = Search::new(workbook, solution);
    while !search.step() {}
    search.finish()
}
