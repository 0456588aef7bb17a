//! From a typed name to the official unit.

use super::OfficialUnit;
use crate::core::names::{fold, kind_of, near_key, sort_key};
use crate::core::order::order;

/// How well an official name answers to a typed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The same but for harmless differences.
    Same,
    /// Perhaps a slip: letters agree, marks or a confusable letter do not, or the kind is another.
    Near,
}

/// An official unit that a typed name may mean.
#[derive(Clone, Copy)]
pub struct Match<'a> {
    pub unit: OfficialUnit<'a>,
    pub likeness: Likeness,
}

/// An index over some units, to look up many names quickly.
pub struct Finder<'a> {
    /// Sorted by key.
    entries: Vec<(String, OfficialUnit<'a>)>,
}

impl<'a> Finder<'a> {
    /// Indexes the units to look among: all of a level, or those of one province or district.
    pub fn new(units: impl Iterator<Item = OfficialUnit<'a>>) -> Self {
        let units: Vec<_> = units.map(|u| (near_key(u.name()), u)).collect();
        let sorted = order(units.len(), &|a, b| units.get(a).map(|u| &u.0).cmp(&units.get(b).map(|u| &u.0)));
        Self { entries: sorted.into_iter().filter_map(|i| units.get(i).cloned()).collect() }
    }

    /// The units a name may mean: the same names first, then near ones; each group in the order given to [`Finder::new`].
    pub fn find(&self, name: &str) -> Vec<Match<'a>> {
        let key = near_key(name);
        let of = |likeness| {
            let alike = self.from(&key).take_while(|e| e.0 == key).map(|e| e.1);
            alike.filter(move |u| self::likeness(name, *u) == likeness).map(move |unit| Match { unit, likeness })
        };
        of(Likeness::Same).chain(of(Likeness::Near)).collect()
    }

    fn from(&self, key: &str) -> impl Iterator<Item = &(String, OfficialUnit<'a>)> {
        let first = self.entries.partition_point(|e| &*e.0 < key);
        self.entries.iter().skip(first)
    }

    /// The one unit a name means: the only one of the same name, if there is exactly one.
    pub fn only(&self, name: &str) -> Option<OfficialUnit<'a>> {
        match self.find(name).as_slice() {
            [m] if m.likeness == Likeness::Same => Some(m.unit),
            [m, other, ..] if m.likeness == Likeness::Same && other.likeness == Likeness::Near => Some(m.unit),
            _ => None,
        }
    }

    /// Units whose names begin like the text typed so far, with or without marks; at most `limit`, in the order of the
    /// alphabet.
    pub fn begin_with(&self, typed: &str, limit: usize) -> Vec<OfficialUnit<'a>> {
        let key = near_key(typed);
        let units: Vec<_> = self.from(&key).take_while(|e| e.0.starts_with(&key)).map(|e| e.1).collect();
        let keys: Vec<Vec<u8>> = units.iter().map(|u| sort_key(u.name())).collect();
        let sorted = order(units.len(), &|a, b| keys.get(a).cmp(&keys.get(b)));
        sorted.into_iter().take(limit).filter_map(|i| units.get(i).copied()).collect()
    }
}

fn likeness(typed: &str, unit: OfficialUnit) -> Likeness {
    let kind_fits = kind_of(typed).is_none_or(|k| k == unit.kind());
    if kind_fits && fold(typed) == fold(unit.name()) { Likeness::Same } else { Likeness::Near }
}
