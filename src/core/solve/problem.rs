//! Asking which figures contradict each other: the whole table as one system, to which figures are added and taken away.
//!
//! [`super::solve`] reads a table place by place and settles contradictions by rank. A [`Problem`] is for whoever looks
//! for the figures *behind* a contradiction, or for a value that would end it: it holds the variables of every place
//! over every period that typed changes tie together, the rules of each place, and the sums over units (both ways), and
//! says quickly whether some of the figures can all be true as far as bounds tell. docs/method.md §4.
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

use super::collect::Reader;
use super::engine::{Cause, Empty, System, Why};
use super::given::{self, Stated};
use super::index::Tree;
use super::row::Row;
use super::solution::Solution;
use super::template::{Rule, SLOTS, Slot, TIED, Template, slot_of_var, var};
use super::trace::{self, Relation};
use crate::core::fact::{FactKey, Figure, Reading};
use crate::core::measure::Group;
use crate::core::period::PeriodId;
use crate::core::quantity::Interval;
use crate::core::unit::Place;
use crate::core::workbook::Workbook;

/// Rounds of rules and sums before propagation stops where it is, which is sound.
const MAX_ROUNDS: u32 = 40;
const TIES: usize = TIED.len();

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
    /// By sum, period and tied slot: the sum of the lower and of the upper bounds.
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

/// Numbers waiting for their turn, each once.
#[derive(Clone, Debug, Default)]
struct Queue {
    list: Vec<u32>,
    is_in: Vec<bool>,
}

impl Queue {
    fn new(count: usize) -> Self {
        Self { list: Vec::new(), is_in: vec![false; count] }
    }

    fn push(&mut self, number: usize) {
        if let Some(flag) = self.is_in.get_mut(number)
            && !*flag
        {
            *flag = true;
            self.list.push(number as u32);
        }
    }

    fn pop(&mut self) -> Option<usize> {
        let number = self.list.pop()? as usize;
        if let Some(flag) = self.is_in.get_mut(number) {
            *flag = false;
        }
        Some(number)
    }

    fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    fn take(&mut self) -> Vec<u32> {
        let list = std::mem::take(&mut self.list);
        for &number in &list {
            if let Some(flag) = self.is_in.get_mut(number as usize) {
                *flag = false;
            }
        }
        list
    }
}

/// Where propagation found no value, with the place.
struct Broken {
    place: usize,
    empty: Empty,
}

impl Problem {
    /// All usable figures about the whole population in the periods that figures tie to the two of `solution`. A rate
    /// or change that is merely a last digit off (K6, info) is not among them, for it contradicts nothing.
    pub fn new(workbook: &Workbook, solution: &Solution) -> Self {
        let mut reader = Reader::new(workbook, solution.span());
        let tree = Tree::new(workbook);
        let units = workbook.units();
        let places: Vec<Place> = units
            .iter()
            .map(|unit| Place::Unit(unit.id))
            .chain(tree.tags.iter().map(|tag| Place::Tag(*tag)))
            .chain([Place::Area])
            .collect();
        let area = places.len() - 1;

        let mut sums: Vec<SumOf> = Vec::new();
        let wholes = tree.groups.iter().copied().chain((units.len() as u32)..=area as u32);
        sums.extend(wholes.map(|whole| SumOf { whole, parts: Vec::new() }));
        let (first_tag, area_sum) = (tree.groups.len(), sums.len() - 1);
        let mut lists: Vec<Vec<u32>> = vec![Vec::new(); places.len()];
        for at in 0..units.len() {
            let mut join = |sum: usize| {
                if let (Some(sum_of), Some(list)) = (sums.get_mut(sum), lists.get_mut(at)) {
                    sum_of.parts.push(at as u32);
                    list.push(sum as u32);
                }
            };
            join(tree.home(at).unwrap_or(area_sum));
            tree.each_tag(workbook, at, |tag| join(first_tag + tag));
        }
        let mut whole_of = vec![0; places.len()];
        for (number, sum) in sums.iter().enumerate() {
            if !sum.parts.is_empty()
                && let Some(slot) = whole_of.get_mut(sum.whole as usize)
            {
                *slot = number as u32 + 1;
            }
        }
        let mut part_of = vec![0];
        let mut member_lists = Vec::new();
        for list in lists {
            member_lists.extend(list);
            part_of.push(member_lists.len() as u32);
        }

        let reach = reader.reach();
        let links = reader.links(&reach);
        let [template, of_sum] =
            [true, false].map(|of_unit| Template::new(reach.len(), given::cap(of_unit), |k| links >> k & 1 == 1));
        let periods: Vec<PeriodId> = reach.iter().filter_map(|&at| Some(workbook.periods().get(at)?.id)).collect();
        let mut system = System::default();
        let is_sum: Vec<bool> = (0..places.len()).map(|place| place >= units.len() || tree.is_group(place)).collect();
        for is_sum in &is_sum {
            system.append(if *is_sum { &of_sum } else { &template });
        }
        system.record();
        let ties = sums.len() * periods.len() * TIES;
        let mut problem = Self {
            keys: Vec::new(),
            stated: Vec::new(),
            sorted: Vec::new(),
            open: Queue::new(places.len()),
            open_ties: Queue::new(ties),
            places,
            periods,
            links,
            template,
            is_sum,
            sums,
            part_of,
            member_lists,
            whole_of,
            system,
            ends: vec![(0, 0); ties],
            noted: 0,
        };
        problem.add_up();
        let near = near(&mut reader, solution, workbook);
        problem.collect(workbook, &tree, &near);
        problem
    }

    /// The sums of the natural bounds.
    fn add_up(&mut self) {
        for sum in 0..self.sums.len() {
            for k in 0..self.periods.len() {
                for tied in 0..TIES {
                    let number = self.tie(sum, k, tied);
                    let local = tied_var(k, tied);
                    let parts = self.sums.get(sum).map(|sum| sum.parts.as_slice()).unwrap_or_default();
                    let mut ends = (0_i64, 0_i64);
                    for &part in parts {
                        let bound = self.system.bounds.get(self.at(part as usize, local));
                        let (lo, hi) = bound.map_or((0, 0), |bound| (bound.lo, bound.hi));
                        ends = (ends.0.saturating_add(lo), ends.1.saturating_add(hi));
                    }
                    if let Some(slot) = self.ends.get_mut(number) {
                        *slot = ends;
                    }
                }
            }
        }
    }

    fn collect(&mut self, workbook: &Workbook, tree: &Tree, near: &[FactKey]) {
        for (series, facts) in workbook.all_series() {
            let Some(k) = self.periods.iter().position(|period| *period == series.period) else { continue };
            let Some(slot) = Slot::of(series.measure).filter(|_| series.group == Group::ALL) else { continue };
            for (place, fact) in facts.iter() {
                let key = FactKey { place, period: series.period, measure: series.measure, group: series.group };
                let Some(at) = self.place_number(tree, place) else { continue };
                let Reading::Figure(figure) = fact.reading else { continue };
                let Ok(Some(stated)) = given::stated(key.measure, figure, self.cap(at)) else { continue };
                if !near.contains(&key) {
                    self.keys.push(key);
                    self.stated.push((at as u32, var(k, slot), stated));
                }
            }
        }
        let by_key = crate::core::order::order(self.keys.len(), &|a, b| self.keys.get(a).cmp(&self.keys.get(b)));
        self.sorted = by_key.into_iter().map(|at| at as u32).collect();
    }

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
        self.periods.len() * SLOTS
    }

    /// The number of a place's variable in the whole system.
    fn at(&self, place: usize, local: u16) -> usize {
        place * self.variables() + usize::from(local)
    }

    const fn tie(&self, sum: usize, k: usize, tied: usize) -> usize {
        (sum * self.periods.len() + k) * TIES + tied
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
        let slot = Slot::of(key.measure).filter(|_| key.group == Group::ALL)?;
        let bound = self.system.bounds.get(self.at(place, var(k, slot)))?;
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

    /// Applies rules and sums until nothing changes.
    fn settle(&mut self) -> Result<(), Broken> {
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
    fn tell(&mut self, var: usize, upper: bool, by: i64, wake: bool) {
        let variables = self.variables().max(1);
        let (place, local) = (var / variables, var % variables);
        let (k, slot) = slot_of_var(local as u16);
        let Some(tied) = TIED.iter().position(|other| *other == slot) else { return };
        let list = self.part_of.get(place).copied().unwrap_or(0)..self.part_of.get(place + 1).copied().unwrap_or(0);
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

    fn place_of_tie(&self, tie: usize) -> (usize, usize, usize) {
        let per_sum = (self.periods.len() * TIES).max(1);
        (tie / per_sum, tie % per_sum / TIES, tie % TIES)
    }

    /// `parts = whole`: the total by its parts, and each part by the total less the others.
    fn apply_tie(&mut self, tie: usize) -> Result<(), Broken> {
        let (sum, k, tied) = self.place_of_tie(tie);
        let local = tied_var(k, tied);
        let why = Why::tie(tie as u32);
        // Falls add up where figures compare with the period before.
        if TIED.get(tied) == Some(&Slot::DropHouseholds) && self.links >> k & 1 == 0 {
            return Ok(());
        }
        let (Some(&(lo, hi)), Some(sum)) = (self.ends.get(tie), self.sums.get_mut(sum)) else { return Ok(()) };
        let whole = sum.whole as usize;
        // A tag that no unit carries adds up to nothing in particular.
        if sum.parts.is_empty() {
            return Ok(());
        }
        let parts = std::mem::take(&mut sum.parts);
        let result = self.bind(&parts, whole, local, (lo, hi), why);
        let (sum, ..) = self.place_of_tie(tie);
        if let Some(sum) = self.sums.get_mut(sum) {
            sum.parts = parts;
        }
        result
    }

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
    fn push(&mut self, place: usize, local: u16, (lo, hi): (i64, i64), why: Why) -> Result<(), Broken> {
        self.enter(place);
        self.open.push(place);
        let raised = self.system.raise(&self.template, local, lo, why, false);
        let pushed = raised.and_then(|()| self.system.lower(&self.template, local, hi, why, false));
        pushed.map_err(|empty| Broken { place, empty })
    }

    /// The figures and equations behind a contradiction, found by going back over the steps that led there.
    fn explain(&mut self, broken: &Broken) -> Clash {
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
                for (other, upper) in rule.drawn(local, upper).into_iter().flatten() {
                    found.open.push((self.at(place, other), upper, until));
                }
                if let Rule::Printed { prev, now, change } = rule {
                    self.enter(place);
                    let other = if local == prev { now } else { prev };
                    let prints = [change, other].map(|var| self.system.printed(var));
                    found.facts.extend(prints.into_iter().flatten().map(|(_, fact)| fact));
                }
            }
            Cause::Tie(tie) => {
                let (sum, ..) = self.place_of_tie(tie as usize);
                let Some(sum) = self.sums.get(sum) else { return };
                found.rules.push((sum.whole as usize, why));
                let whole = sum.whole as usize;
                if whole == place {
                    found.open.extend(sum.parts.iter().map(|part| (self.at(*part as usize, local), upper, until)));
                } else {
                    found.open.push((self.at(whole, local), upper, until));
                    let others = sum.parts.iter().filter(|part| **part as usize != place);
                    found.open.extend(others.map(|part| (self.at(*part as usize, local), !upper, until)));
                }
            }
        }
    }

    fn relation(&self, place: usize, why: Why) -> Option<(Place, Relation)> {
        let place = *self.places.get(place)?;
        match why.cause() {
            Cause::Rule(number) => {
                let (k, named) = trace::name(self.template.rules.get(usize::from(number))?)?;
                Some((place, named(*self.periods.get(k)?)))
            }
            Cause::Tie(tie) => {
                let (_, k, tied) = self.place_of_tie(tie as usize);
                let measure = TIED.get(tied)?.measure();
                Some((place, Relation::Total { measure, period: *self.periods.get(k)? }))
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

fn tied_var(k: usize, tied: usize) -> u16 {
    var(k, TIED.get(tied).copied().unwrap_or(Slot::Households))
}

/// Rates and changes that are merely a last digit off.
fn near(reader: &mut Reader, solution: &Solution, workbook: &Workbook) -> Vec<FactKey> {
    let mut near = Vec::new();
    let units = workbook.units().iter().map(|unit| Place::Unit(unit.id));
    let tags = workbook.tags().iter().map(|tag| Place::Tag(tag.id));
    for place in units.chain(tags).chain([Place::Area]) {
        if let Some(Row::Rich(row)) = solution.row(place)
            && row.disputed
        {
            let disputes = trace::disputes(reader, solution, place);
            near.extend(disputes.into_iter().filter(|dispute| dispute.near).map(|dispute| dispute.key));
        }
    }
    near
}
