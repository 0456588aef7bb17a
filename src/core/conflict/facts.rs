//! The typed figures that can contradict each other, numbered, and which units add up to which.

use crate::fact::{Fact, FactKey, Figure, Reading};
use crate::measure::{Group, Kind, Measure};
use crate::order::order;
use crate::period::{PeriodId, Span, tied_around};
use crate::solve::given::{self, Stated};
use crate::solve::index::Tree;
use crate::solve::template::Slot;
use crate::target::Target;
use crate::unit::Place;
use crate::workbook::Workbook;

/// The number of a fact.
pub(super) type Id = u32;

/// Most sums a place is followed up to.
const MAX_ABOVE: usize = 64;
/// Periods a chain of typed changes is followed in either direction.
const REACH: usize = 4;

/// What a fact states.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Statement {
    Figure(Figure, Stated),
    Target(Target),
}

impl Statement {
    /// What a fact about `key` states; `None` for what says nothing or cannot be used.
    pub fn new(key: FactKey, reading: &Reading, of_unit: bool) -> Option<Self> {
        let cap = given::cap(of_unit);
        if key.measure.kind() == Kind::Target {
            return given::target(reading, cap).ok().map(Statement::Target);
        }
        let Reading::Figure(figure) = reading else { return None };
        given::stated(key.measure, *figure, cap).ok()?.map(|stated| Statement::Figure(*figure, stated))
    }

    pub const fn reading(&self) -> Reading {
        match self {
            Statement::Figure(figure, _) => Reading::Figure(*figure),
            Statement::Target(target) => Reading::Target(*target),
        }
    }

    pub const fn figure(&self) -> Option<Figure> {
        match self {
            Statement::Figure(figure, _) => Some(*figure),
            Statement::Target(_) => None,
        }
    }

    /// The bounds it sets, in households, persons or steps of the grid of rates.
    pub const fn bounds(&self) -> (i64, i64) {
        match self {
            Statement::Figure(_, stated) => (stated.lo, stated.hi),
            Statement::Target(_) => (0, 0),
        }
    }
}

/// A fact that other statements stand in for: what is tried in its place.
pub(super) type Change = (Id, Statement);

/// The facts in view, by key.
pub(super) struct Facts {
    pub workbook: Workbook,
    list: Vec<(FactKey, Statement)>,
    /// The periods in view, oldest first, with whether each compares with the one before it.
    pub periods: Vec<(PeriodId, bool)>,
    /// Every group, tag and the area with what it is the sum of, sorted.
    sums: Vec<(Place, Vec<Place>)>,
    /// A place and a sum it is part of, sorted.
    above: Vec<(Place, Place)>,
    /// Whether there are any of a population group.
    pub has_groups: bool,
}

impl Facts {
    pub fn new(workbook: &Workbook, span: Span) -> Self {
        let mut facts = Self {
            workbook: workbook.clone(),
            list: Vec::new(),
            periods: scope(workbook, span),
            sums: Vec::new(),
            above: Vec::new(),
            has_groups: false,
        };
        facts.grow();
        for (series, cells) in workbook.all_series() {
            if !facts.periods.iter().any(|(period, _)| *period == series.period) {
                continue;
            }
            if series.group != Group::ALL && Slot::of(series.measure, series.group).is_none() {
                continue;
            }
            // Targets are judged for the closing period only.
            if series.measure == Measure::Target && series.period != span.now {
                continue;
            }
            facts.has_groups |= series.group != Group::ALL;
            for (place, fact) in cells.iter() {
                let key = FactKey { period: series.period, measure: series.measure, group: series.group, place };
                if let Some(statement) = Statement::new(key, &fact.reading, facts.members(place).is_none()) {
                    facts.list.push((key, statement));
                }
            }
        }
        facts
    }

    fn grow(&mut self) {
        let tree = Tree::new(&self.workbook);
        let units = self.workbook.units();
        for (at, unit) in units.iter().enumerate() {
            let place = Place::Unit(unit.id);
            let home = tree.home(at).and_then(|home| units.get(*tree.groups.get(home)? as usize));
            self.above.push((place, home.map_or(Place::Area, |group| Place::Unit(group.id))));
            let above = &mut self.above;
            tree.each_tag(&self.workbook, at, |tag| {
                above.extend(tree.tags.get(tag).map(|&tag| (place, Place::Tag(tag))));
            });
        }
        let holders: Vec<Place> = self.above.iter().map(|(_, sum)| *sum).collect();
        let by_sum = order(holders.len(), &|a, b| holders.get(a).cmp(&holders.get(b)));
        for at in by_sum {
            let Some(&(place, sum)) = self.above.get(at) else { continue };
            match self.sums.last_mut() {
                Some((last, members)) if *last == sum => members.push(place),
                _ => self.sums.push((sum, vec![place])),
            }
        }
        let sorted = order(self.above.len(), &|a, b| self.above.get(a).cmp(&self.above.get(b)));
        self.above = sorted.into_iter().filter_map(|at| self.above.get(at).copied()).collect();
    }

    pub fn count(&self) -> Id {
        self.list.len() as Id
    }

    /// The number of the fact stated for a key.
    pub fn find(&self, key: FactKey) -> Option<Id> {
        self.list.binary_search_by(|(other, _)| other.cmp(&key)).ok().map(|at| at as Id)
    }

    pub fn key(&self, id: Id) -> Option<FactKey> {
        self.list.get(id as usize).map(|(key, _)| *key)
    }

    pub fn statement(&self, id: Id) -> Option<Statement> {
        self.list.get(id as usize).map(|(_, statement)| *statement)
    }

    /// Whether a fact is about whole households or persons, and not about rates.
    pub fn is_count(&self, id: Id) -> bool {
        let kind = self.key(id).map(|key| key.measure.kind());
        !matches!(kind, Some(Kind::Rate | Kind::PointChange))
    }

    /// What a fact states when some are changed.
    pub fn changed(&self, id: Id, changes: &[Change]) -> Option<Statement> {
        let change = changes.iter().find(|(other, _)| *other == id);
        change.map(|(_, statement)| *statement).or_else(|| self.statement(id))
    }

    /// The fact with another statement in its place; source and everything else stay.
    pub fn rewritten(&self, id: Id, statement: &Statement) -> Option<(FactKey, Fact)> {
        let key = self.key(id)?;
        let source = self.workbook.fact(key)?.source;
        Some((key, Fact { source, ..Fact::new(statement.reading()) }))
    }

    /// What the figures of a place are the sum of; `None` for a unit without members.
    pub fn members(&self, place: Place) -> Option<&[Place]> {
        let at = self.sums.binary_search_by(|(other, _)| other.cmp(&place)).ok()?;
        self.sums.get(at).map(|(_, members)| members.as_slice())
    }

    /// Every group, tag and the area that something is part of.
    pub fn sums(&self) -> impl Iterator<Item = Place> {
        self.sums.iter().map(|(place, _)| *place)
    }

    /// The sums a place is part of: its group, that group's group …, their tags, the area.
    pub fn above(&self, place: Place) -> Vec<Place> {
        let mut found: Vec<Place> = Vec::new();
        let mut open = vec![place];
        while let Some(part) = open.pop() {
            let first = self.above.partition_point(|(other, _)| *other < part);
            for (_, holder) in self.above.iter().skip(first).take_while(|(other, _)| *other == part) {
                if !found.contains(holder) && found.len() < MAX_ABOVE {
                    found.push(*holder);
                    open.push(*holder);
                }
            }
        }
        found
    }

    /// The period right before one, when the figures of both compare.
    pub fn before(&self, period: PeriodId) -> Option<PeriodId> {
        let at = self.periods.iter().position(|(other, _)| *other == period)?;
        let (_, linked) = self.periods.get(at)?;
        let (before, _) = self.periods.get(at.checked_sub(1)?)?;
        linked.then_some(*before)
    }

    /// The period right after one, when the figures of both compare.
    pub fn after(&self, period: PeriodId) -> Option<PeriodId> {
        let at = self.periods.iter().position(|(other, _)| *other == period)?;
        self.periods.get(at + 1).filter(|(_, linked)| *linked).map(|(after, _)| *after)
    }
}

/// In rising order.
pub(super) fn sorted(ids: Vec<Id>) -> Vec<Id> {
    if ids.is_sorted() {
        return ids;
    }
    let by_number = order(ids.len(), &|a, b| ids.get(a).cmp(&ids.get(b)));
    by_number.into_iter().filter_map(|at| ids.get(at).copied()).collect()
}

/// The two periods, and those that typed changes tie to them.
fn scope(workbook: &Workbook, span: Span) -> Vec<(PeriodId, bool)> {
    let periods = workbook.periods();
    let position = |id| periods.iter().position(|period| period.id == id);
    let linked = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| periods.get(before));
        before.zip(periods.get(at)).is_some_and(|(before, here)| before.standard == here.standard)
    };
    let ties = |at: usize| {
        linked(at)
            && workbook.all_series().any(|(key, _)| {
                periods.get(at).is_some_and(|period| period.id == key.period)
                    && matches!(key.measure.kind(), Kind::CountChange | Kind::PointChange)
            })
    };
    let mut wanted: Vec<usize> = Vec::new();
    for at in [span.prev.and_then(position), position(span.now)].into_iter().flatten() {
        wanted.extend(tied_around(at, REACH, ties));
    }
    let in_view = (0..periods.len()).filter(|at| wanted.contains(at));
    let compares = |at: usize| linked(at) && wanted.contains(&(at - 1));
    in_view.filter_map(|at| Some((periods.get(at)?.id, compares(at)))).collect()
}
