//! What a total says of its units: each is the total less the others.
//!
//! For every sum whose total is known better than its units add up to, each unit is bounded by the total less what the
//! others are at least and at most. All bounds of a round are drawn from the same state, so the order of units does not
//! matter. docs/method.md §4.

use super::index::Tree;
use super::plain::Plain;
use super::row::{Cell, Rich, Row};
use super::sum::{Sum, columns, of_column};
use super::template::{Scope, Slot};
use crate::quantity::{MAX_COUNT, MAX_TOTAL};
use crate::workbook::Workbook;

/// What a total leaves for one quantity of one of its units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rest {
    /// Position of the unit in the table.
    pub unit: u32,
    pub column: u8,
    /// Number of the sum.
    pub of: u32,
    pub lo: i64,
    pub hi: i64,
    pub lo_told: bool,
    pub hi_told: bool,
    /// The total or another unit stands in a conflict.
    pub tainted: bool,
}

impl Rest {
    const fn key(&self) -> (u32, u8, u32) {
        (self.unit, self.column, self.of)
    }
}

/// The sum of the units' bounds in one column, whether they are known or not.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Ends {
    pub lo: i64,
    pub hi: i64,
    known: u32,
    of: u32,
}

/// The columns of a sum, as bits.
type Mask = u128;

/// The ends of the sums that a total is stated for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bounded {
    /// By sum.
    masks: Vec<Mask>,
    /// By sum and column; empty when no sum is bounded.
    ends: Vec<Ends>,
    /// Columns of a sum.
    columns: usize,
}

impl Bounded {
    pub fn is_any(&self) -> bool {
        !self.ends.is_empty()
    }

    /// The ends of a sum's column, where its total is stated.
    pub fn ends(&self, sum: usize, column: usize) -> Option<Ends> {
        let within = self.masks.get(sum).is_some_and(|mask| mask >> column & 1 == 1);
        self.ends.get(sum * self.columns + column).copied().filter(|_| within)
    }
}

/// The rows that totals and units are read from.
pub(crate) struct Rows<'a> {
    pub workbook: &'a Workbook,
    pub tree: &'a Tree,
    pub sums: &'a [Sum],
    pub units: &'a dyn Fn(usize) -> Option<Row<'a>>,
    pub totals: &'a dyn Fn(usize) -> Option<&'a Rich>,
    pub comparable: bool,
    pub scope: Scope,
}

impl Rows<'_> {
    /// The columns in which a total is known better than its units add up to.
    fn masks(&self) -> Vec<Mask> {
        let mask = |number: usize| {
            let (Some(sum), Some(total)) = (self.sums.get(number), (self.totals)(number)) else { return 0 };
            if total.bare || sum.of == 0 {
                return 0;
            }
            let mut mask = 0;
            for column in 0..columns(self.scope) {
                let (role, slot) = of_column(column);
                let cell = total.cell(role, slot);
                if !cell.has(Cell::KNOWN) || slot == Slot::DropHouseholds && !self.comparable {
                    continue;
                }
                let news = match sum.total(role, slot) {
                    Some(units) => {
                        let (lo_told, hi_told) = sum.tells(column);
                        units.lo < cell.lo
                            || cell.hi < units.hi
                            || cell.has(Cell::LO_TOLD) && !lo_told
                            || cell.has(Cell::HI_TOLD) && !hi_told
                    }
                    None => true,
                };
                mask |= Mask::from(news) << column;
            }
            mask
        };
        (0..self.sums.len()).map(mask).collect()
    }

    /// Calls `each` with every sum that a unit belongs to and that is bounded.
    fn each_sum(&self, masks: &[Mask], at: usize, each: &mut dyn FnMut(usize, Mask)) {
        let area = self.sums.len().saturating_sub(1);
        let tags = self.tree.groups.len();
        let mut call = |sum: usize| match masks.get(sum) {
            Some(0) | None => {}
            Some(mask) => each(sum, *mask),
        };
        call(self.tree.home(at).unwrap_or(area));
        self.tree.each_tag(self.workbook, at, |tag| call(tags + tag));
    }

    /// Adds the units' bounds up where totals are stated.
    pub fn bounded(&self) -> Bounded {
        let masks = self.masks();
        if masks.iter().all(|mask| *mask == 0) {
            return Bounded::default();
        }
        let columns = columns(self.scope);
        let mut ends = vec![Ends::default(); self.sums.len() * columns];
        for at in 0..self.workbook.units().len() {
            let Some(row) = (self.units)(at) else { continue };
            self.each_sum(&masks, at, &mut |sum, mask| {
                for column in within(mask) {
                    let span = row.ends(column, self.members(at));
                    if let Some(ends) = ends.get_mut(sum * columns + column) {
                        ends.lo = ends.lo.saturating_add(span.lo);
                        ends.hi = ends.hi.saturating_add(span.hi);
                        ends.known += u32::from(span.known);
                        ends.of += 1;
                    }
                }
            });
        }
        Bounded { masks, ends, columns }
    }

    /// The sum behind a unit that is a group.
    fn members(&self, at: usize) -> Option<&Sum> {
        self.sums.get(self.tree.group(at)?)
    }

    /// Every unit's bounds that a total tightens, in table order.
    pub fn rests(&self, bounded: &Bounded) -> Vec<Rest> {
        let mut rests = Vec::new();
        if bounded.ends.is_empty() {
            return rests;
        }
        for at in 0..self.workbook.units().len() {
            let Some(row) = (self.units)(at) else { continue };
            self.each_sum(&bounded.masks, at, &mut |sum, mask| {
                for column in within(mask) {
                    rests.extend(self.rest(bounded, at, row, sum, column));
                }
            });
        }
        rests
    }

    fn rest(&self, bounded: &Bounded, at: usize, row: Row, number: usize, column: usize) -> Option<Rest> {
        let ends = bounded.ends(number, column)?;
        let (role, slot) = of_column(column);
        let total = (self.totals)(number)?.cell(role, slot);
        // How far a unit can lie above its lower bound, and below its upper one.
        let (above, below) = (total.hi.saturating_sub(ends.lo), ends.hi.saturating_sub(total.lo));
        if above < 0 || below < 0 {
            // The total leaves no room at all; that is said where the total stands.
            return None;
        }
        let cell = row.ends(column, self.members(at));
        let (lo, hi) = (cell.hi.saturating_sub(below), cell.lo.saturating_add(above));
        let (least, _) = slot.domain(MAX_TOTAL);
        // With nothing known of the others, that a part is not more than the total is not worth telling.
        let others_known = ends.known - u32::from(cell.known) + 1 == ends.of;
        let lo_told = total.has(Cell::LO_TOLD) && lo > least;
        let hi_told = total.has(Cell::HI_TOLD) && (others_known || ends.lo.saturating_sub(cell.lo) > 0);
        let is_news = lo > cell.lo || hi < cell.hi || lo_told && !cell.lo_told || hi_told && !cell.hi_told;
        is_news.then(|| Rest {
            unit: at as u32,
            column: column as u8,
            of: number as u32,
            lo,
            hi,
            lo_told,
            hi_told,
            tainted: total.has(Cell::TAINTED) || self.sums.get(number).is_some_and(|sum| sum.is_tainted(role, slot)),
        })
    }
}

/// The least and most a quantity can be, whether worth showing or not.
#[derive(Clone, Copy)]
struct Span {
    lo: i64,
    hi: i64,
    lo_told: bool,
    hi_told: bool,
    known: bool,
}

impl Span {
    const fn exactly(value: i64) -> Self {
        Span { lo: value, hi: value, lo_told: true, hi_told: true, known: true }
    }

    const fn untold(lo: i64, hi: i64) -> Self {
        Span { lo, hi, lo_told: false, hi_told: false, known: false }
    }
}

/// The columns of a mask.
fn within(mask: Mask) -> impl Iterator<Item = usize> {
    let mut left = mask;
    std::iter::from_fn(move || {
        let column = left.trailing_zeros();
        left &= left.wrapping_sub(1);
        (column < Mask::BITS).then_some(column as usize)
    })
}

impl Row<'_> {
    fn ends(self, column: usize, members: Option<&Sum>) -> Span {
        let (role, slot) = of_column(column);
        match self {
            Row::Plain(plain) => plain.ends(role, slot),
            Row::Rich(rich) => {
                let cell = rich.cell(role, slot);
                let known = cell.has(Cell::KNOWN);
                match () {
                    () if slot == Slot::DropHouseholds && !rich.has_drop => {
                        let most = if members.is_some() { MAX_TOTAL } else { MAX_COUNT };
                        Span::untold(-most, most)
                    }
                    () if (rich.bare || slot.is_more() && !rich.has_more()) && !known => {
                        let least = members.map_or(0, |sum| sum.floor(role, slot));
                        let cap = if members.is_some() || rich.bare { MAX_TOTAL } else { MAX_COUNT };
                        Span::untold(least, slot.domain(cap).1)
                    }
                    () => Span {
                        lo: cell.lo,
                        hi: cell.hi,
                        lo_told: cell.has(Cell::LO_TOLD),
                        hi_told: cell.has(Cell::HI_TOLD),
                        known,
                    },
                }
            }
        }
    }
}

impl Plain {
    fn ends(&self, role: usize, slot: Slot) -> Span {
        if slot.is_more() {
            return Span::untold(0, MAX_COUNT);
        }
        let count = |slot| self.count(role, slot).map(|known| known.range.lo);
        let at_most = |slot| count(slot).unwrap_or(MAX_COUNT);
        let known = match slot {
            Slot::Multi => count(Slot::Poor).zip(count(Slot::NearPoor)).map(|(poor, near)| poor + near),
            Slot::DropHouseholds => {
                let (before, now) = (self.ends(0, Slot::Poor), self.ends(1, Slot::Poor));
                if before.known && now.known {
                    return Span::exactly(before.lo - now.lo);
                }
                return Span::untold(before.lo - now.hi, before.hi - now.lo);
            }
            slot => count(slot),
        };
        if let Some(known) = known {
            return Span::exactly(known);
        }
        let least = |slot| count(slot).unwrap_or(0);
        let (lo, hi) = match slot {
            Slot::Households => (least(Slot::Poor) + least(Slot::NearPoor), MAX_COUNT),
            Slot::Poor => (0, at_most(Slot::Households) - least(Slot::NearPoor)),
            Slot::NearPoor => (0, at_most(Slot::Households) - least(Slot::Poor)),
            Slot::Multi => (least(Slot::Poor) + least(Slot::NearPoor), at_most(Slot::Households)),
            Slot::Persons => (least(Slot::PoorPersons), MAX_COUNT),
            _ => (0, at_most(Slot::Persons)),
        };
        // Counts that contradict each other bound nothing.
        if lo > hi { Span::untold(0, slot.domain(MAX_COUNT).1) } else { Span::untold(lo, hi) }
    }
}

/// Takes new bounds into the list of those known, which stays sorted.
pub(crate) fn merge(known: &mut Vec<Rest>, new: Vec<Rest>) {
    let mut merged: Vec<Rest> = Vec::with_capacity(known.len() + new.len());
    let sorted = crate::order::order(new.len(), &|a, b| new.get(a).map(Rest::key).cmp(&new.get(b).map(Rest::key)));
    let mut new = sorted.into_iter().filter_map(|at| new.get(at).copied()).peekable();
    for old in known.drain(..) {
        while let Some(rest) = new.next_if(|rest| rest.key() < old.key()) {
            merged.push(rest);
        }
        match new.next_if(|rest| rest.key() == old.key()) {
            None => merged.push(old),
            Some(rest) => {
                let (lower, upper) =
                    (if rest.lo > old.lo { rest } else { old }, if rest.hi < old.hi { rest } else { old });
                merged.push(Rest {
                    lo: lower.lo,
                    lo_told: old.lo_told || rest.lo_told,
                    hi: upper.hi,
                    hi_told: old.hi_told || rest.hi_told,
                    tainted: old.tainted || rest.tainted,
                    ..old
                });
            }
        }
    }
    merged.extend(new);
    *known = merged;
}

/// What totals say of the unit at a position.
pub(crate) fn of_unit(rests: &[Rest], at: usize) -> &[Rest] {
    let at = at as u32;
    let first = rests.partition_point(|rest| rest.unit < at);
    let last = rests.partition_point(|rest| rest.unit <= at);
    rests.get(first..last).unwrap_or_default()
}
