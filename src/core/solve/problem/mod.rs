//! Asking which figures contradict each other: the whole table as one system, to which figures are added and taken away.
//!
//! [`super::solve`] reads a table place by place and settles contradictions by rank. A [`Problem`] is for whoever looks
//! for the figures *behind* a contradiction, or for a value that would end it: it holds the variables of every place
//! over every period that typed changes tie together, the rules of each place, the sums over units, and that rates of wholes
//! lie between those of their units (both ways), and says quickly whether some of the figures can all be true as far as
//! bounds tell. docs/method.md §4.
//!
//! ```text
//! let mut problem = Problem::new(&workbook, &solution);
//! let all: Vec<u32> = problem.every();
//! while let Some(clash) = problem.clash(&all, &[]) {        // a small superset of a minimal set
//!     … leave one figure of `clash.facts` out, ask again: `problem.clash(&fewer, &[])`
//! }
//! ```
//!
//! Cost: proportional to what the figures added set moving, so asking about twenty figures of a large table is as cheap
//! as of a small one. To try many things on top of the same figures, [`Problem::assume`] them once.

mod because;
mod between;
mod build;
mod queue;
mod settle;

use super::engine::{Empty, System, Why};
use super::given::{self, Stated};
use super::index::Tree;
use super::template::{Slot, Template, tied};
use super::trace::Relation;
use crate::fact::{FactKey, Figure};
use crate::period::PeriodId;
use crate::quantity::Interval;
use crate::unit::Place;
use queue::Queue;

/// Rounds of rules and sums before propagation stops where it is, which is sound.
const MAX_ROUNDS: u32 = 40;

/// Figures that cannot all be true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// Numbers of figures, rising. Leaving one out may still leave a contradiction; they are those that the bounds of
    /// this contradiction were drawn from, assumed ones included.
    pub facts: Vec<u32>,
    /// The equations they go through, each with the place it is about; for a sum over units that is its total.
    pub relations: Vec<(Place, Relation)>,
    /// Where a quantity was left without a value.
    pub place: Place,
}

/// A state of a [`Problem`] to go back to.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    steps: usize,
    prints: usize,
}

/// The figures of a table and everything that ties them together.
pub struct Problem {
    keys: Vec<FactKey>,
    /// By fact: its place and variable, and what it states.
    stated: Vec<(u32, u16, Stated)>,
    /// By key, for looking numbers up.
    sorted: Vec<u32>,
    /// Units in table order, then tags, then the area.
    places: Vec<Place>,
    /// Positions in the workbook's list of periods.
    periods: Vec<PeriodId>,
    /// Bit per period that compares with the one before it.
    links: u128,
    /// The rules of a place; all have the same, but a total may be larger than a unit.
    template: Template,
    /// By place: whether it adds units up.
    is_sum: Vec<bool>,
    sums: Vec<SumOf>,
    /// By place: where its list of sums begins in `parts_of`, and the sum it is the total of, plus one.
    part_of: Vec<u32>,
    member_lists: Vec<u32>,
    whole_of: Vec<u32>,
    system: System,
    /// By sum, period and tied slot: the sum of the lower and of the upper bounds. Nothing for what does not add up.
    ends: Vec<(i64, i64)>,
    open: Queue,
    open_ties: Queue,
    /// Steps already told to the sums.
    noted: usize,
}

/// A place that is the sum of others.
#[derive(Clone, Debug, Default)]
struct SumOf {
    whole: u32,
    parts: Vec<u32>,
}

/// Where propagation found no value, with the place.
struct Broken {
    place: usize,
    empty: Empty,
}

impl Problem {
    fn place_number(&self, tree: &Tree, place: Place) -> Option<usize> {
        match place {
            Place::Unit(id) => tree.position(id),
            _ => self.places.iter().position(|other| *other == place),
        }
    }

    fn cap(&self, place: usize) -> i64 {
        given::cap(self.is_sum.get(place) == Some(&false))
    }

    fn variables(&self) -> usize {
        self.periods.len() * self.template.scope.slots()
    }

    /// The number of a place's variable in the whole system.
    fn at(&self, place: usize, local: u16) -> usize {
        place * self.variables() + usize::from(local)
    }

    const fn tie(&self, sum: usize, k: usize, tied: usize) -> usize {
        (sum * self.periods.len() + k) * self.ties() + tied
    }

    /// The variable of a slot that adds up over units.
    fn tied_var(&self, k: usize, number: usize) -> u16 {
        self.template.scope.var(k, tied(number).unwrap_or(Slot::Households))
    }

    /// The figures, by number.
    pub fn facts(&self) -> &[FactKey] {
        &self.keys
    }

    /// The number of a figure; `None` if it is none of this problem's.
    pub fn number(&self, key: FactKey) -> Option<u32> {
        let found = self.sorted.partition_point(|at| self.keys.get(*at as usize).is_some_and(|other| *other < key));
        self.sorted.get(found).copied().filter(|at| self.keys.get(*at as usize) == Some(&key))
    }

    /// The numbers of all figures.
    pub fn every(&self) -> Vec<u32> {
        (0..self.keys.len() as u32).collect()
    }

    /// Whether these figures, beside those assumed, contradict each other. `instead` gives figures to take for some of
    /// them, to try a repair; one that cannot stand in its cell contradicts by itself.
    pub fn clash(&mut self, facts: &[u32], instead: &[(u32, Figure)]) -> Option<Clash> {
        let mark = self.mark();
        let clash = self.assume(facts, instead).err();
        self.undo(mark);
        clash
    }

    /// Takes figures for true until [`Self::undo`].
    ///
    /// # Errors
    /// They contradict each other, or those assumed before. Nothing is assumed then.
    pub fn assume(&mut self, facts: &[u32], instead: &[(u32, Figure)]) -> Result<(), Clash> {
        let mark = self.mark();
        for &number in facts {
            let Some(&(place, local, stated)) = self.stated.get(number as usize) else { continue };
            let place = place as usize;
            let mut stated = stated;
            if let Some((_, figure)) = instead.iter().find(|(other, _)| *other == number) {
                let measure = self.keys.get(number as usize).map(|key| key.measure);
                match measure.map(|measure| given::stated(measure, *figure, self.cap(place))) {
                    Some(Ok(Some(other))) => stated = other,
                    Some(Ok(None)) => continue,
                    _ => {
                        self.undo(mark);
                        let place = self.places.get(place).copied().unwrap_or(Place::Area);
                        return Err(Clash { facts: vec![number], relations: Vec::new(), place });
                    }
                }
            }
            if let Err(empty) = self.state(number, place, local, &stated) {
                return Err(self.fail(mark, &Broken { place, empty }));
            }
        }
        self.settle().map_err(|broken| self.fail(mark, &broken))
    }

    fn fail(&mut self, mark: Mark, broken: &Broken) -> Clash {
        let clash = self.explain(broken);
        self.undo(mark);
        clash
    }

    /// What is there now, to go back to.
    pub fn mark(&self) -> Mark {
        let (steps, prints) = self.system.mark();
        Mark { steps, prints }
    }

    /// Forgets everything assumed since the mark was made.
    pub fn undo(&mut self, mark: Mark) {
        for place in self.open.take() {
            self.enter(place as usize);
            self.system.close(&self.template);
        }
        self.open_ties.take();
        while let Some(step) = self.system.step_back((mark.steps, mark.prints)) {
            // Steps after the last one noted were never told to the sums.
            let noted = self.system.mark().0 < self.noted;
            if noted {
                self.tell(step.var as usize, step.upper, step.old.0.saturating_sub(step.new), false);
            }
        }
        self.noted = self.noted.min(mark.steps);
    }

    /// What the assumed figures leave for a quantity: households or persons, or 10⁻⁹ percentage points for rates and
    /// changes in points. `None` for a place, period or measure that is not part of the problem.
    pub fn room(&self, key: FactKey) -> Option<Interval> {
        let k = self.periods.iter().position(|period| *period == key.period)?;
        let place = self.places.iter().position(|place| *place == key.place)?;
        let slot = Slot::of(key.measure, key.group).filter(|slot| self.template.scope.has(*slot))?;
        let bound = self.system.bounds.get(self.at(place, self.template.scope.var(k, slot)))?;
        Some(Interval::new(bound.lo, bound.hi))
    }

    fn enter(&mut self, place: usize) {
        self.system.enter(place, &self.template);
    }

    fn state(&mut self, number: u32, place: usize, local: u16, stated: &Stated) -> Result<(), Empty> {
        self.enter(place);
        self.open.push(place);
        if let Some(printed) = stated.printed {
            self.system.print(&self.template, local, printed, number);
        }
        self.system.raise(&self.template, local, stated.lo, Why::given(number), false)?;
        self.system.lower(&self.template, local, stated.hi, Why::given(number), false)
    }
}
