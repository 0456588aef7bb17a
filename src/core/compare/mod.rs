//! Two versions of a table held against each other: every statement in which they differ, what each difference does to
//! the area's rate, and the change that takes it over.
//!
//! "Mine" is the version that can be changed, "theirs" the other one. Two statements are the same when the check code
//! calls them so: how a figure was typed, who vouches for it and titles do not matter to it.

mod effect;
mod pairs;
mod take;

pub use effect::{Effect, Meter, Shift};
pub use pairs::{Likeness, Pairs, UnitPair};
pub use take::{Structure, take};

use super::fact::{Fact, FactKey, Figure, Reading};
use super::period::{Period, PeriodId};
use super::unit::{Place, TagId, Unit, UnitId};
use super::workbook::{SeriesKey, Workbook};

/// One statement in which two workbooks differ. Places and periods of mine where mine has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// A figure of a place at a time, both of which both have; one of the two may be empty.
    Figure {
        mine: FactKey,
        theirs: FactKey,
    },
    /// A unit that only they have, with its figures.
    UnitTheirs(UnitId),
    UnitMine(UnitId),
    /// Name, code, group or tags of a unit.
    Unit {
        mine: UnitId,
        theirs: UnitId,
    },
    /// A date that only they have, with its figures.
    PeriodTheirs(PeriodId),
    PeriodMine(PeriodId),
    /// Status, standard or note of a period.
    Period {
        mine: PeriodId,
        theirs: PeriodId,
    },
    /// A tag that only they have, with its figures and the units that carry it.
    TagTheirs(TagId),
    TagMine(TagId),
    /// Title, area, level or author.
    Heading,
}

/// Which of the two versions has something in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sides {
    /// Both, and not the same.
    Both,
    Theirs,
    Mine,
}

/// Two workbooks held against each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    pub pairs: Pairs,
    /// Periods, then units and tags, then figures in the order of mine.
    pub differences: Vec<Difference>,
    /// How many figures differ, those of units and periods that only one side has included.
    pub figures: usize,
    /// How many figures both state alike.
    pub alike: usize,
}

/// Holds theirs against mine.
pub fn compare(mine: &Workbook, theirs: &Workbook) -> Comparison {
    compare_with(mine, theirs, Pairs::of(mine, theirs))
}

/// As [`compare`], with the pairs already made.
pub fn compare_with(mine: &Workbook, theirs: &Workbook, pairs: Pairs) -> Comparison {
    let mut differences = Vec::new();
    differences.extend(pairs.periods_theirs.iter().map(|id| Difference::PeriodTheirs(*id)));
    differences.extend(pairs.periods_mine.iter().map(|id| Difference::PeriodMine(*id)));
    for &(left, right) in &pairs.periods {
        if let (Some(a), Some(b)) = (mine.period(left), theirs.period(right))
            && !same_period(a, b)
        {
            differences.push(Difference::Period { mine: left, theirs: right });
        }
    }
    differences.extend(pairs.units_theirs.iter().map(|id| Difference::UnitTheirs(*id)));
    differences.extend(pairs.units_mine.iter().map(|id| Difference::UnitMine(*id)));
    let partner = units_by_identity(theirs.units());
    for (unit, other) in mine.units().iter().filter_map(|unit| Some((unit, pairs.unit_theirs(unit.id)?))) {
        if let Some(other) = partner(other)
            && !same_unit(unit, other, &pairs)
        {
            differences.push(Difference::Unit { mine: unit.id, theirs: other.id });
        }
    }
    differences.extend(pairs.tags_theirs.iter().map(|id| Difference::TagTheirs(*id)));
    differences.extend(pairs.tags_mine.iter().map(|id| Difference::TagMine(*id)));
    if mine.heading != theirs.heading {
        differences.push(Difference::Heading);
    }
    let mut comparison = Comparison { pairs, differences, figures: 0, alike: 0 };
    comparison.compare_figures(mine, theirs);
    comparison
}

impl Comparison {
    fn compare_figures(&mut self, mine: &Workbook, theirs: &Workbook) {
        let mut found: Vec<Difference> = Vec::new();
        for (key, series) in mine.all_series() {
            let other = self.pairs.period_theirs(key.period);
            let other = other.and_then(|period| theirs.series(SeriesKey { period, ..*key }));
            for (place, fact) in series.iter() {
                let left = key_at(key, key.period, place);
                let right = self.pairs.period_theirs(key.period).zip(self.pairs.place_theirs(place));
                let Some((period, place)) = right else {
                    self.figures += 1;
                    continue;
                };
                let right = key_at(key, period, place);
                match other.and_then(|other| other.get(place)) {
                    Some(there) if same_statement(fact, there) => self.alike += 1,
                    _ => found.push(Difference::Figure { mine: left, theirs: right }),
                }
            }
        }
        for (key, series) in theirs.all_series() {
            let here = self.pairs.period_mine(key.period);
            let own = here.and_then(|period| mine.series(SeriesKey { period, ..*key }));
            for (place, _) in series.iter() {
                let Some((period, own_place)) = here.zip(self.pairs.place_mine(place)) else {
                    self.figures += 1;
                    continue;
                };
                if own.is_none_or(|own| own.get(own_place).is_none()) {
                    let left = key_at(key, period, own_place);
                    found.push(Difference::Figure { mine: left, theirs: key_at(key, key.period, place) });
                }
            }
        }
        self.figures += found.len();
        self.differences.extend(in_table_order(mine, &found));
    }

    /// Whether both state the same and nothing else differs.
    pub fn is_empty(&self) -> bool {
        self.differences.is_empty()
    }
}

/// Figures in the order of the rows of mine, and of the measures within a row.
fn in_table_order(mine: &Workbook, found: &[Difference]) -> Vec<Difference> {
    let mut position: Vec<u32> = Vec::new();
    for (at, unit) in mine.units().iter().enumerate() {
        let slot = unit.id.0 as usize;
        if position.len() <= slot {
            position.resize(slot + 1, u32::MAX);
        }
        if let Some(entry) = position.get_mut(slot) {
            *entry = at as u32;
        }
    }
    let rank = |at: usize| {
        let Some(Difference::Figure { mine: key, .. }) = found.get(at) else { return None };
        let row = match key.place {
            Place::Unit(id) => (0, position.get(id.0 as usize).copied().unwrap_or(u32::MAX)),
            Place::Tag(id) => (1, id.0.into()),
            Place::Area => (2, 0),
        };
        Some((row, key.period, key.measure, key.group))
    };
    let sorted = super::order::order(found.len(), &|a, b| rank(a).cmp(&rank(b)));
    sorted.into_iter().filter_map(|at| found.get(at).copied()).collect()
}

pub(super) fn key_at(key: &SeriesKey, period: PeriodId, place: Place) -> FactKey {
    FactKey { period, measure: key.measure, group: key.group, place }
}

/// Finds units by identity; a workbook's own search walks its whole list.
fn units_by_identity<'a>(units: &'a [Unit]) -> impl Fn(UnitId) -> Option<&'a Unit> + 'a {
    let mut slots: Vec<Option<&Unit>> = Vec::new();
    for unit in units {
        let slot = unit.id.0 as usize;
        if slots.len() <= slot {
            slots.resize(slot + 1, None);
        }
        if let Some(entry) = slots.get_mut(slot) {
            *entry = Some(unit);
        }
    }
    move |id| slots.get(id.0 as usize).copied().flatten()
}

/// Whether two facts state the same. 22,3 and 22,30 do not: they bound the true value differently.
pub fn same_statement(a: &Fact, b: &Fact) -> bool {
    let sure = |figure: Figure| Figure { assumed: false, ..figure };
    let text = |fact: &Fact| fact.text.as_deref().unwrap_or_default().trim().to_owned();
    match (a.reading, b.reading) {
        (Reading::Figure(a), Reading::Figure(b)) => sure(a) == sure(b),
        (Reading::Target(a), Reading::Target(b)) => a == b,
        (Reading::Unreadable(_), Reading::Unreadable(_)) => text(a) == text(b),
        _ => false,
    }
}

fn same_period(a: &Period, b: &Period) -> bool {
    a.status == b.status && a.standard == b.standard && a.note == b.note
}

fn same_unit(mine: &Unit, theirs: &Unit, pairs: &Pairs) -> bool {
    let group = theirs.parent.and_then(|parent| pairs.unit_mine(parent));
    // What stands under a group that only they have moves when that group is taken over.
    let same_group = mine.parent == group || theirs.parent.is_some_and(|parent| pairs.unit_mine(parent).is_none());
    let mut tags: Vec<TagId> = theirs.tags.iter().filter_map(|tag| pairs.tag_mine(*tag)).collect();
    let known = |tag: &&TagId| pairs.tag_theirs(**tag).is_some();
    tags.sort_unstable();
    mine.name == theirs.name && mine.code == theirs.code && same_group && mine.tags.iter().filter(known).eq(&tags)
}

impl Difference {
    /// Which of the two has something here.
    pub fn sides(&self, mine: &Workbook, theirs: &Workbook) -> Sides {
        match self {
            Difference::Figure { mine: left, theirs: right } => match (mine.fact(*left), theirs.fact(*right)) {
                (None, _) => Sides::Theirs,
                (_, None) => Sides::Mine,
                _ => Sides::Both,
            },
            Difference::UnitTheirs(_) | Difference::PeriodTheirs(_) | Difference::TagTheirs(_) => Sides::Theirs,
            Difference::UnitMine(_) | Difference::PeriodMine(_) | Difference::TagMine(_) => Sides::Mine,
            Difference::Unit { .. } | Difference::Period { .. } | Difference::Heading => Sides::Both,
        }
    }
}
