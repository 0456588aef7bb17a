//! Where each unit stands, and which sums it belongs to: its group or the area, and its tags.

use crate::order::order;
use crate::unit::{TagId, UnitId};
use crate::workbook::Workbook;

const NONE: u32 = u32::MAX;

/// Unit identities in table order, findable by identity.
#[derive(Clone, Debug, Default)]
pub(crate) struct Units {
    /// In table order.
    pub ids: Vec<UnitId>,
    /// By identity; empty when `ids` are in rising order anyway.
    sorted: Vec<(UnitId, u32)>,
}

impl Units {
    fn new(workbook: &Workbook) -> Self {
        let ids: Vec<UnitId> = workbook.units().iter().map(|unit| unit.id).collect();
        let mut sorted = Vec::new();
        if !ids.is_sorted() {
            let by_id = order(ids.len(), &|a, b| ids.get(a).cmp(&ids.get(b)));
            sorted = by_id.into_iter().filter_map(|at| Some((*ids.get(at)?, at as u32))).collect();
        }
        Self { ids, sorted }
    }

    /// The position of a unit in the table.
    pub fn position(&self, id: UnitId) -> Option<usize> {
        // Units are usually numbered as they stand.
        if self.ids.get(id.0 as usize) == Some(&id) {
            return Some(id.0 as usize);
        }
        if self.sorted.is_empty() {
            return self.ids.binary_search(&id).ok();
        }
        let at = self.sorted.partition_point(|(other, _)| *other < id);
        self.sorted.get(at).filter(|(other, _)| *other == id).map(|(_, position)| *position as usize)
    }
}

/// The tree of units, and the tags.
pub(crate) struct Tree {
    units: Units,
    /// Positions of the units that others name as their parent.
    pub groups: Vec<u32>,
    /// By position: the number of the group this unit is. Empty without groups.
    group_of: Vec<u32>,
    /// By position: the number of the group this unit belongs to. Empty without groups.
    home_of: Vec<u32>,
    /// Numbers of the groups, the innermost first.
    pub order: Vec<u32>,
    pub tags: Vec<TagId>,
    tags_sorted: bool,
}

impl Tree {
    pub fn new(workbook: &Workbook) -> Self {
        let units = Units::new(workbook);
        let tags: Vec<TagId> = workbook.tags().iter().map(|tag| tag.id).collect();
        let tags_sorted = tags.is_sorted();
        let (groups, group_of, home_of, order) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut tree = Self { units, groups, group_of, home_of, order, tags, tags_sorted };
        if workbook.units().iter().any(|unit| unit.parent.is_some()) {
            tree.grow(workbook);
        }
        tree
    }

    fn grow(&mut self, workbook: &Workbook) {
        let count = workbook.units().len();
        let mut parent_at = vec![NONE; count];
        self.group_of = vec![NONE; count];
        self.home_of = vec![NONE; count];
        let mut last = None;
        for (at, unit) in workbook.units().iter().enumerate() {
            let Some(parent) = unit.parent else { continue };
            // Members of a group usually follow each other.
            let position = match last {
                Some((id, position)) if id == parent => position,
                _ => self.units.position(parent),
            };
            last = Some((parent, position));
            let Some(position) = position.filter(|&position| position != at) else { continue };
            put(&mut parent_at, at, position as u32);
            if get(&self.group_of, position) == NONE {
                put(&mut self.group_of, position, self.groups.len() as u32);
                self.groups.push(position as u32);
            }
        }
        let depths = self.depths(&parent_at);
        for (group, depth) in depths.iter().enumerate() {
            if *depth == usize::MAX {
                put(&mut parent_at, self.groups.get(group).map_or(0, |&at| at as usize), NONE);
            }
        }
        for (at, home) in self.home_of.iter_mut().enumerate() {
            let parent = get(&parent_at, at);
            *home = if parent == NONE { NONE } else { get(&self.group_of, parent as usize) };
        }
        let inner_first = order(self.groups.len(), &|a, b| depths.get(b).cmp(&depths.get(a)));
        self.order = inner_first.into_iter().map(|group| group as u32).collect();
    }

    /// How deep each group lies, by number; `usize::MAX` for one that lies within itself, which is then cut loose.
    fn depths(&self, parent_at: &[u32]) -> Vec<usize> {
        const OPEN: usize = usize::MAX - 1;
        const ON_PATH: usize = usize::MAX - 2;
        let mut depths = vec![OPEN; self.groups.len()];
        let mut path = Vec::new();
        for start in 0..self.groups.len() {
            let mut group = start;
            let mut depth = loop {
                match depths.get_mut(group) {
                    Some(depth) if *depth == OPEN => *depth = ON_PATH,
                    Some(depth) if *depth == ON_PATH => break usize::MAX,
                    Some(depth) => break *depth,
                    None => break usize::MAX,
                }
                path.push(group);
                let above = self.groups.get(group).map_or(NONE, |&at| get(parent_at, at as usize));
                if above == NONE {
                    break 0;
                }
                group = get(&self.group_of, above as usize) as usize;
            };
            while let Some(group) = path.pop() {
                if let Some(slot) = depths.get_mut(group) {
                    *slot = depth;
                }
                depth = if depth == usize::MAX { depth } else { depth + 1 };
            }
        }
        depths
    }

    /// The position of a unit in the table.
    pub fn position(&self, id: UnitId) -> Option<usize> {
        self.units.position(id)
    }

    /// Whether the unit at this position has members.
    pub fn is_group(&self, at: usize) -> bool {
        !self.groups.is_empty() && get(&self.group_of, at) != NONE
    }

    /// The number of the group the unit at this position is.
    pub fn group(&self, at: usize) -> Option<usize> {
        match get(&self.group_of, at) {
            NONE => None,
            group => Some(group as usize),
        }
    }

    /// The number of the group the unit at this position belongs to.
    pub fn home(&self, at: usize) -> Option<usize> {
        match get(&self.home_of, at) {
            NONE => None,
            group => Some(group as usize),
        }
    }

    /// Calls `each` with the number of every tag of the unit, but those of a group it belongs to, which count there.
    #[inline]
    pub fn each_tag(&self, workbook: &Workbook, at: usize, mut each: impl FnMut(usize)) {
        let Some(unit) = workbook.units().get(at) else { return };
        for tag in &unit.tags {
            let number = if self.tags_sorted {
                self.tags.binary_search(tag).ok()
            } else {
                self.tags.iter().position(|other| other == tag)
            };
            if let Some(number) = number
                && !self.above_has(workbook, at, *tag)
            {
                each(number);
            }
        }
    }

    fn above_has(&self, workbook: &Workbook, at: usize, tag: TagId) -> bool {
        let mut home = self.home(at);
        let mut steps = 0;
        while let Some(group) = home {
            let Some(&above) = self.groups.get(group) else { return false };
            if workbook.units().get(above as usize).is_some_and(|unit| unit.tags.contains(&tag)) {
                return true;
            }
            home = self.home(above as usize);
            steps += 1;
            if steps > self.groups.len() {
                return false;
            }
        }
        false
    }

    pub fn into_units(self) -> Units {
        self.units
    }
}

fn get(list: &[u32], at: usize) -> u32 {
    list.get(at).copied().unwrap_or(NONE)
}

fn put(list: &mut [u32], at: usize, value: u32) {
    if let Some(slot) = list.get_mut(at) {
        *slot = value;
    }
}
