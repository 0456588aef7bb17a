//! Which units, periods and tags of two workbooks are the same: by official code, then by name, whatever their
//! identities are. Identities only tell apart what is otherwise alike.

use crate::names::{fold, kind_of, near_key, near_name, same_name};
use crate::order::order;
use crate::period::PeriodId;
use crate::unit::{Place, TagId, Unit, UnitId};
use crate::workbook::Workbook;

/// What makes two units one, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The same official code, and names that are the same or near.
    Code,
    /// The same name in the same group, or a name that each table has only once.
    Name,
    /// The same official code under two names: a unit that was renamed, or two units of different years, since codes
    /// are given out again.
    CodeAlone,
    /// Several units of the same name in the same group, as many on both sides: taken in their order.
    Order,
    /// A name that may be a slip of the other, and may be a neighbour's.
    Near,
}

impl Likeness {
    /// Whether a person should look at the pair before figures are put together.
    pub const fn is_doubtful(self) -> bool {
        matches!(self, Likeness::CodeAlone | Likeness::Order | Likeness::Near)
    }
}

/// A unit that both have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitPair {
    pub mine: UnitId,
    pub theirs: UnitId,
    pub by: Likeness,
}

/// What two workbooks have in common, and what only one of them has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs {
    /// In the order of mine.
    pub units: Vec<UnitPair>,
    /// In table order.
    pub units_mine: Vec<UnitId>,
    /// In table order.
    pub units_theirs: Vec<UnitId>,
    /// Periods of the same date, mine first.
    pub periods: Vec<(PeriodId, PeriodId)>,
    pub periods_mine: Vec<PeriodId>,
    pub periods_theirs: Vec<PeriodId>,
    /// Tags of the same name, mine first.
    pub tags: Vec<(TagId, TagId)>,
    pub tags_mine: Vec<TagId>,
    pub tags_theirs: Vec<TagId>,
    /// Mine of each unit of theirs, indexed by identity.
    to_mine: Vec<Option<UnitId>>,
    to_theirs: Vec<Option<UnitId>>,
}

impl Pairs {
    pub fn of(mine: &Workbook, theirs: &Workbook) -> Self {
        Self::with(mine, theirs, &|_| true)
    }

    /// As [`Self::of`], with a say in which pairs of units hold; those that do not are units of one side each.
    pub fn with(mine: &Workbook, theirs: &Workbook, holds: &dyn Fn(UnitPair) -> bool) -> Self {
        let mut pairs = Pairs::default();
        pairs.pair_units(mine.units(), theirs.units(), holds);
        pairs.pair_periods(mine, theirs);
        pairs.pair_tags(mine, theirs);
        pairs
    }

    /// Mine of a unit of theirs.
    pub fn unit_mine(&self, theirs: UnitId) -> Option<UnitId> {
        self.to_mine.get(theirs.0 as usize).copied().flatten()
    }

    /// Theirs of a unit of mine.
    pub fn unit_theirs(&self, mine: UnitId) -> Option<UnitId> {
        self.to_theirs.get(mine.0 as usize).copied().flatten()
    }

    pub fn period_mine(&self, theirs: PeriodId) -> Option<PeriodId> {
        self.periods.iter().find(|(_, other)| *other == theirs).map(|(mine, _)| *mine)
    }

    pub fn period_theirs(&self, mine: PeriodId) -> Option<PeriodId> {
        self.periods.iter().find(|(other, _)| *other == mine).map(|(_, theirs)| *theirs)
    }

    pub fn tag_mine(&self, theirs: TagId) -> Option<TagId> {
        self.tags.iter().find(|(_, other)| *other == theirs).map(|(mine, _)| *mine)
    }

    pub fn tag_theirs(&self, mine: TagId) -> Option<TagId> {
        self.tags.iter().find(|(other, _)| *other == mine).map(|(_, theirs)| *theirs)
    }

    /// The place of mine that a place of theirs is.
    pub fn place_mine(&self, theirs: Place) -> Option<Place> {
        match theirs {
            Place::Unit(id) => self.unit_mine(id).map(Place::Unit),
            Place::Tag(id) => self.tag_mine(id).map(Place::Tag),
            Place::Area => Some(Place::Area),
        }
    }

    /// The place of theirs that a place of mine is.
    pub fn place_theirs(&self, mine: Place) -> Option<Place> {
        match mine {
            Place::Unit(id) => self.unit_theirs(id).map(Place::Unit),
            Place::Tag(id) => self.tag_theirs(id).map(Place::Tag),
            Place::Area => Some(Place::Area),
        }
    }

    /// Notes that a unit of theirs now has this one of mine.
    pub(super) fn join(&mut self, mine: UnitId, theirs: UnitId) {
        put(&mut self.to_mine, theirs, mine);
        put(&mut self.to_theirs, mine, theirs);
    }

    fn pair_units(&mut self, mine: &[Unit], theirs: &[Unit], holds: &dyn Fn(UnitPair) -> bool) {
        let (left, right) = (Side::new(mine), Side::new(theirs));
        let mut found = Found { mine: vec![None; mine.len()], theirs: vec![false; theirs.len()] };
        let all = |key: fn(&Side, usize) -> Option<String>| (left.keys(key), right.keys(key));

        found.once(&all(|side, at| side.unit(at)?.code.clone()), &|l, r| {
            let (l, r) = (left.name(l), right.name(r));
            Some(if same_name(l, r) || near_name(l, r) { Likeness::Code } else { Likeness::CodeAlone })
        });
        // Two units with two codes are two units, whatever they are called.
        let may = |l: usize, r: usize| {
            let codes =
                left.unit(l).and_then(|unit| unit.code.as_ref()).zip(right.unit(r).and_then(|unit| unit.code.as_ref()));
            codes.is_none_or(|(l, r)| l == r)
        };
        let named = |l: usize, r: usize| {
            let named = may(l, r) && !left.folded(l).is_empty() && same_name(left.name(l), right.name(r));
            named.then_some(Likeness::Name)
        };
        let with_kind = all(|side, at| Some([side.path(at), &side.kinded(at)].concat()));
        found.once(&with_kind, &named);
        found.once(&all(|side, at| Some([side.path(at), &side.folded(at)].concat())), &named);
        found.once(&all(|side, at| Some(side.kinded(at))), &named);
        found.once(&all(|side, at| Some(side.folded(at))), &named);
        found.in_order(&with_kind, &may);
        found.once(&all(|side, at| Some(near_key(side.name(at))).filter(|key| !key.is_empty())), &|l, r| {
            (may(l, r) && near_name(left.name(l), right.name(r))).then_some(Likeness::Near)
        });

        for (unit, other) in mine.iter().zip(&found.mine) {
            let pair = other.and_then(|(at, by)| Some(UnitPair { mine: unit.id, theirs: theirs.get(at)?.id, by }));
            match pair.filter(|pair| holds(*pair)) {
                Some(pair) => {
                    self.units.push(pair);
                    self.join(pair.mine, pair.theirs);
                }
                None => self.units_mine.push(unit.id),
            }
        }
        let alone = theirs.iter().map(|unit| unit.id).filter(|id| self.unit_mine(*id).is_none());
        self.units_theirs = alone.collect();
    }

    fn pair_periods(&mut self, mine: &Workbook, theirs: &Workbook) {
        let mut left: Vec<_> = theirs.periods().iter().collect();
        for period in mine.periods() {
            match left.iter().position(|other| other.date == period.date) {
                Some(at) => self.periods.push((period.id, left.remove(at).id)),
                None => self.periods_mine.push(period.id),
            }
        }
        self.periods_theirs = left.iter().map(|period| period.id).collect();
    }

    fn pair_tags(&mut self, mine: &Workbook, theirs: &Workbook) {
        let mut left: Vec<_> = theirs.tags().iter().collect();
        for tag in mine.tags() {
            let same = left.iter().position(|other| other.name == tag.name);
            match same.or_else(|| left.iter().position(|other| same_name(&other.name, &tag.name))) {
                Some(at) => self.tags.push((tag.id, left.remove(at).id)),
                None => self.tags_mine.push(tag.id),
            }
        }
        self.tags_theirs = left.iter().map(|tag| tag.id).collect();
    }
}

fn put(map: &mut Vec<Option<UnitId>>, from: UnitId, to: UnitId) {
    let slot = from.0 as usize;
    if map.len() <= slot {
        map.resize(slot + 1, None);
    }
    if let Some(entry) = map.get_mut(slot) {
        *entry = Some(to);
    }
}

/// The units of one workbook with the keys they are found by.
struct Side<'a> {
    units: &'a [Unit],
    /// Folded names.
    folded: Vec<String>,
    /// Folded names of the groups above, each followed by a slash.
    paths: Vec<String>,
}

impl<'a> Side<'a> {
    fn new(units: &'a [Unit]) -> Self {
        let mut side = Side { units, folded: Vec::with_capacity(units.len()), paths: Vec::with_capacity(units.len()) };
        let mut slots: Vec<Option<usize>> = Vec::new();
        for (at, unit) in units.iter().enumerate() {
            // A group stands before its members.
            let above = unit.parent.and_then(|parent| slots.get(parent.0 as usize).copied().flatten());
            let path = above.map(|at| [side.path(at), &side.folded(at), "/"].concat());
            side.paths.push(path.unwrap_or_default());
            side.folded.push(fold(&unit.name));
            let slot = unit.id.0 as usize;
            if slots.len() <= slot {
                slots.resize(slot + 1, None);
            }
            if let Some(entry) = slots.get_mut(slot) {
                *entry = Some(at);
            }
        }
        side
    }

    fn unit(&self, at: usize) -> Option<&'a Unit> {
        self.units.get(at)
    }

    fn name(&self, at: usize) -> &'a str {
        self.units.get(at).map(|unit| unit.name.as_str()).unwrap_or_default()
    }

    fn path(&self, at: usize) -> &str {
        self.paths.get(at).map(String::as_str).unwrap_or_default()
    }

    fn folded(&self, at: usize) -> String {
        self.folded.get(at).cloned().unwrap_or_default()
    }

    /// The folded name with the kind that the name says.
    fn kinded(&self, at: usize) -> String {
        let kind = kind_of(self.name(at)).map(|kind| kind.word()).unwrap_or_default();
        [kind, "|", &self.folded(at)].concat()
    }

    fn keys(&self, key: fn(&Self, usize) -> Option<String>) -> Vec<Option<String>> {
        (0..self.units.len()).map(|at| key(self, at)).collect()
    }
}

/// The keys of both sides; units without one are left out of a round.
type Keys = (Vec<Option<String>>, Vec<Option<String>>);

/// Looks at the units of one key, mine and theirs.
type Run<'a> = dyn FnMut(&[usize], &[usize], &mut Found) + 'a;

/// The pairs found so far, by position.
struct Found {
    mine: Vec<Option<(usize, Likeness)>>,
    theirs: Vec<bool>,
}

impl Found {
    /// Pairs units of one key where each side has just one such unit.
    fn once(&mut self, keys: &Keys, judge: &dyn Fn(usize, usize) -> Option<Likeness>) {
        self.groups(keys, &mut |mine, theirs, found| {
            if let ([l], [r]) = (mine, theirs)
                && let Some(by) = judge(*l, *r)
            {
                found.put(*l, *r, by);
            }
        });
    }

    /// Pairs units of one key in their order where both sides have the same number of them.
    fn in_order(&mut self, keys: &Keys, may: &dyn Fn(usize, usize) -> bool) {
        self.groups(keys, &mut |mine, theirs, found| {
            if mine.len() == theirs.len() && mine.iter().zip(theirs).all(|(l, r)| may(*l, *r)) {
                for (l, r) in mine.iter().zip(theirs) {
                    found.put(*l, *r, Likeness::Order);
                }
            }
        });
    }

    fn put(&mut self, mine: usize, theirs: usize, by: Likeness) {
        if let (Some(entry), Some(taken)) = (self.mine.get_mut(mine), self.theirs.get_mut(theirs)) {
            (*entry, *taken) = (Some((theirs, by)), true);
        }
    }

    /// Gives the units that have no partner yet, key by key, both sides in table order.
    fn groups(&mut self, (mine, theirs): &Keys, run: &mut Run) {
        let mut all: Vec<(&str, usize, bool)> = Vec::new();
        for (at, key) in mine.iter().enumerate() {
            if let (Some(key), Some(None)) = (key, self.mine.get(at)) {
                all.push((key, at, false));
            }
        }
        for (at, key) in theirs.iter().enumerate() {
            if let (Some(key), Some(false)) = (key, self.theirs.get(at)) {
                all.push((key, at, true));
            }
        }
        let key_of = |at: usize| all.get(at).map(|(key, ..)| *key);
        let sorted = order(all.len(), &|a, b| key_of(a).cmp(&key_of(b)));
        for group in sorted.chunk_by(|a, b| key_of(*a) == key_of(*b)) {
            let side = |wanted: bool| -> Vec<usize> {
                let members = group.iter().filter_map(|at| all.get(*at));
                members.filter(|(.., theirs)| *theirs == wanted).map(|(_, at, _)| *at).collect()
            };
            run(&side(false), &side(true), self);
        }
    }
}
