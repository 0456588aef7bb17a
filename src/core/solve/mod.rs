//! From facts to values: one engine over the figures of every unit, tag, group and the area. docs/method.md.
//!
//! A unit with nothing but plain counts typed needs no propagation and is read straight into a compact row; every other
//! place goes through the rules of its [`template`], applied by the [`engine`]. Sums of units enter the systems of
//! groups, tags and the area as figures of their own.

pub(crate) mod collect;
mod direct;
pub(crate) mod engine;
pub(crate) mod given;
mod hull;
pub(crate) mod index;
mod judge;
mod local;
pub(crate) mod plain;
pub mod problem;
mod rest;
pub(crate) mod row;
pub(crate) mod solution;
pub(crate) mod sum;
pub(crate) mod template;
pub(crate) mod trace;
mod trail;

pub use solution::{Coverage, ExactDrop, Imprint, Solution, Standings};
pub use trace::{Premise, Reason, Relation};

use crate::apart;
use crate::order::order;
use crate::period::Span;
use crate::unit::{Place, TagId};
use crate::verdict::Verdict;
use crate::workbook::Workbook;
use collect::{Reader, Total};
use index::Tree;
use rest::{Bounded, Rest, Rows};
use row::{Rich, Row};
use solution::{Kept, NONE};
use sum::Sum;

/// Rounds of totals bounding units before it stops where it is, which is sound. Each level of the tree takes one.
const MAX_ROUNDS: u32 = 16;

/// Computes everything that follows from the facts, for the two periods of `span`.
///
/// Total: any document gives an answer, in time proportional to its size.
pub fn solve(workbook: &Workbook, span: Span) -> Solution {
    // The first screen has such a table behind it, and is spared the whole engine.
    if workbook.is_blank() {
        return Solution::blank(span);
    }
    apart::<fn(&Workbook, Span) -> Solution>(solve_filled)(workbook, span)
}

fn solve_filled(workbook: &Workbook, span: Span) -> Solution {
    let mut work = Work::new(workbook, span);
    work.read_units();
    work.totals();
    work.bind();
    let Work { reader, tree, kept, rich, sums, own_sums, bounded, rests, tags, area, standings, .. } = work;
    Solution {
        span,
        comparable: reader.comparable,
        units: tree.into_units(),
        kept,
        rich,
        sums,
        own_sums,
        bounded,
        rests,
        tags,
        area,
        standings,
    }
}

/// A table being solved.
struct Work<'a> {
    workbook: &'a Workbook,
    span: Span,
    reader: Reader<'a>,
    tree: Tree,
    /// By position in the table.
    kept: Vec<Kept>,
    rich: Vec<Rich>,
    /// Of the groups, then the tags, then the area.
    sums: Vec<Sum>,
    own_sums: Vec<Sum>,
    bounded: Bounded,
    rests: Vec<Rest>,
    tags: Vec<(TagId, Kept)>,
    area: Kept,
    standings: Standings,
}

impl<'a> Work<'a> {
    fn new(workbook: &'a Workbook, span: Span) -> Self {
        let reader = Reader::new(workbook, span);
        let tree = Tree::new(workbook);
        let mut kept: Vec<Kept> = Vec::new();
        kept.resize(workbook.units().len(), Kept::default());
        let tag_sums = tree.groups.len() as u32;
        let total = |sum| Kept { sum, ..Kept::default() };
        for (&at, group) in tree.groups.iter().zip(0..) {
            if let Some(entry) = kept.get_mut(at as usize) {
                entry.sum = group;
            }
        }
        let tags: Vec<(TagId, Kept)> =
            tree.tags.iter().zip(tag_sums..).map(|(tag, number)| (*tag, total(number))).collect();
        let area = total(tag_sums + tags.len() as u32);
        Self {
            workbook,
            span,
            reader,
            tree,
            kept,
            rich: Vec::new(),
            sums: Vec::new(),
            own_sums: Vec::new(),
            bounded: Bounded::default(),
            rests: Vec::new(),
            tags,
            area,
            standings: Standings::default(),
        }
    }

    fn clear_sums(&mut self) {
        self.sums.clear();
        self.sums.resize_with(self.area.sum as usize + 1, Sum::default);
    }

    /// Reads the units without members, in table order, and adds them up.
    fn read_units(&mut self) {
        self.clear_sums();
        let Self { workbook, reader, tree, kept, rich, sums, area, .. } = self;
        let comparable = reader.comparable;
        let (area_sum, tag_sums) = (area.sum as usize, tree.groups.len());
        for (at, (unit, entry)) in workbook.units().iter().zip(kept).enumerate() {
            if tree.is_group(at) {
                continue;
            }
            let home = tree.home(at).unwrap_or(area_sum);
            let has_target;
            if reader.plain(unit.id, &mut entry.plain) {
                let plain = &entry.plain;
                let has_rates = reader.has_rates;
                let mut add = |sum: usize| {
                    if let Some(sum) = sums.get_mut(sum) {
                        sum.add_plain(plain);
                        if has_rates {
                            sum.add_plain_rates(plain);
                        }
                    }
                };
                add(home);
                if !unit.tags.is_empty() {
                    tree.each_tag(workbook, at, |tag| add(tag_sums + tag));
                }
                has_target = plain.target.is_some();
                if has_target {
                    entry.verdict = judge::quick_plain(plain, comparable)
                        .unwrap_or_else(|| verdict(Row::Plain(plain), true, comparable));
                }
            } else {
                let full = reader.rich(Place::Unit(unit.id), None, &[], None);
                let row = Row::Rich(&full);
                if let Some(sum) = sums.get_mut(home) {
                    sum.add(row, None);
                }
                tree.each_tag(workbook, at, |tag| {
                    if let Some(sum) = sums.get_mut(tag_sums + tag) {
                        sum.add(row, None);
                    }
                });
                has_target = full.target.is_some();
                entry.verdict = judge::quick_rich(&full, comparable).unwrap_or_else(|| verdict(row, true, comparable));
                entry.rich = rich.len() as u32;
                rich.push(full);
            }
            self.standings.add(has_target, entry.verdict);
        }
    }

    /// Adds the units without members up again.
    fn add_units(&mut self) {
        self.clear_sums();
        let Self { workbook, reader, tree, kept, rich, sums, area, .. } = self;
        let (area_sum, tag_sums) = (area.sum as usize, tree.groups.len());
        for (at, entry) in kept.iter().enumerate() {
            if tree.is_group(at) {
                continue;
            }
            let mut add = |sum: usize| {
                let Some(sum) = sums.get_mut(sum) else { return };
                match rich.get(entry.rich as usize) {
                    None => {
                        sum.add_plain(&entry.plain);
                        if reader.has_rates {
                            sum.add_plain_rates(&entry.plain);
                        }
                    }
                    Some(rich) => sum.add(Row::Rich(rich), None),
                }
            };
            add(tree.home(at).unwrap_or(area_sum));
            tree.each_tag(workbook, at, |tag| add(tag_sums + tag));
        }
    }

    /// Solves groups, the innermost first so that each is whole when its own group asks for it, then tags and the area.
    /// Whether anything is known otherwise than before.
    fn totals(&mut self) -> bool {
        let mut news = false;
        let (area_sum, tag_sums) = (self.area.sum as usize, self.tree.groups.len());
        for place in 0..self.tree.order.len() {
            let Some(&group) = self.tree.order.get(place) else { continue };
            let Some(&at) = self.tree.groups.get(group as usize) else { continue };
            let at = at as usize;
            let Some(unit) = self.workbook.units().get(at) else { continue };
            let Some(kept) = self.kept.get(at).copied() else { continue };
            let kept =
                self.total(Place::Unit(unit.id), kept, rest::of_unit(&self.rests, at).to_vec().as_slice(), &mut news);
            if let Some(entry) = self.kept.get_mut(at) {
                *entry = kept;
            }
            let Some(members) = self.sums.get(group as usize).cloned() else { continue };
            let Some(row) = self.rich.get(kept.rich as usize) else { continue };
            let mut sums = std::mem::take(&mut self.sums);
            let mut add = |sum: usize| {
                if let Some(sum) = sums.get_mut(sum) {
                    sum.add(Row::Rich(row), Some(&members));
                }
            };
            add(self.tree.home(at).unwrap_or(area_sum));
            self.tree.each_tag(self.workbook, at, |tag| add(tag_sums + tag));
            self.sums = sums;
        }
        for tag in 0..self.tags.len() {
            let Some(&(id, kept)) = self.tags.get(tag) else { continue };
            let kept = self.total(Place::Tag(id), kept, &[], &mut news);
            if let Some(entry) = self.tags.get_mut(tag) {
                entry.1 = kept;
            }
        }
        self.area = self.total(Place::Area, self.area, &[], &mut news);
        news
    }

    /// Solves one total in place of what was known of it.
    fn total(&mut self, place: Place, kept: Kept, rests: &[Rest], news: &mut bool) -> Kept {
        let number = kept.sum as usize;
        let Some(sum) = self.sums.get(number) else { return kept };
        let own = self.own_sums.get(number).unwrap_or(sum);
        let total = Total { sum, own, bounded: &self.bounded, number };
        let row = self.reader.rich(place, Some(total), rests, self.rich.get(kept.rich as usize));
        let verdict = verdict(Row::Rich(&row), row.target_typed, self.reader.comparable);
        let rich = match self.rich.get_mut(kept.rich as usize) {
            Some(old) => {
                *news |= !old.is_as(&row);
                *old = row;
                kept.rich
            }
            None => {
                *news = true;
                self.rich.push(row);
                self.rich.len() as u32 - 1
            }
        };
        Kept { rich, verdict, ..kept }
    }

    /// Lets totals bound their units and these their totals again.
    ///
    /// A figure that is wrong in one place may so end up contradicting right ones in others, and a rate of a unit the
    /// total. Then only counts pass from place to place; contradictions stay where they arise, if there are any left.
    fn bind(&mut self) {
        let disputed = |work: &Self| work.rich.iter().filter(|row| row.disputed).count();
        let before = disputed(self);
        let of_totals =
            before > 0 && (0..self.sums.len()).any(|sum| self.total_row(sum).is_some_and(|row| row.disputed));
        self.rounds();
        if of_totals || disputed(self) > before {
            let all = self.counts_alone();
            if disputed(self) == 0 {
                *self = all;
            }
        }
        self.judge_again();
    }

    /// The row of the group, tag or area that a sum belongs to.
    fn total_row(&self, sum: usize) -> Option<&Rich> {
        let groups = self.tree.groups.len();
        let kept = match self.tree.groups.get(sum) {
            Some(&at) => self.kept.get(at as usize)?,
            None => self.tags.get(sum - groups).map_or(&self.area, |(_, kept)| kept),
        };
        self.rich.get(kept.rich as usize)
    }

    /// Starts anew, with nothing but counts passing from totals to units. Gives what was there.
    fn counts_alone(&mut self) -> Self {
        let mut counted = Work::new(self.workbook, self.span);
        counted.reader.counts_only = true;
        counted.read_units();
        counted.totals();
        counted.rounds();
        let mut work = Work::new(self.workbook, self.span);
        work.read_units();
        work.rests = counted.rests;
        work.own_sums.clone_from(&work.sums);
        for at in 0..work.kept.len() {
            if !rest::of_unit(&work.rests, at).is_empty() {
                work.solve_again(at);
            }
        }
        work.add_units();
        work.totals();
        work.bounded = work.rests().0;
        work.doubt();
        work.add_units();
        work.totals();
        std::mem::replace(self, work)
    }

    /// Marks what totals in conflict leave for their units.
    fn doubt(&mut self) {
        let mut rests = std::mem::take(&mut self.rests);
        let mut units = Vec::new();
        for rest in &mut rests {
            let (role, slot) = sum::of_column(usize::from(rest.column));
            let tainted = |row: &Rich| row.cell(role, slot).has(row::Cell::TAINTED);
            rest.tainted = self.total_row(rest.of as usize).is_some_and(tainted)
                || self.sums.get(rest.of as usize).is_some_and(|sum| sum.is_tainted(role, slot));
            if rest.tainted && units.last() != Some(&rest.unit) {
                units.push(rest.unit);
            }
        }
        self.rests = rests;
        for at in units {
            self.solve_again(at as usize);
        }
    }

    /// Rounds of it, until nothing changes.
    ///
    /// Every place gets the same number of rounds and of sweeps in each unless it has come to an end, so that further
    /// figures never make a bound worse.
    fn rounds(&mut self) {
        for _ in 0..MAX_ROUNDS {
            let (bounded, rests) = self.rests();
            let mut units: Vec<u32> = rests.iter().map(|rest| rest.unit).collect();
            let is_unfinished = |kept: &Kept| self.rich.get(kept.rich as usize).is_some_and(|row| row.unfinished);
            units.extend((0..).zip(&self.kept).filter(|(_, kept)| is_unfinished(kept)).map(|(at, _)| at));
            let open = self.rich.iter().any(|row| row.unfinished);
            if !bounded.is_any() && !open {
                break;
            }
            if self.own_sums.is_empty() {
                self.own_sums.clone_from(&self.sums);
            }
            self.bounded = bounded;
            let is_new = !units.is_empty() || open;
            rest::merge(&mut self.rests, rests);
            let in_order = order(units.len(), &|a, b| units.get(a).cmp(&units.get(b)));
            let mut last = None;
            for at in in_order.into_iter().filter_map(|at| units.get(at).copied()) {
                if last.replace(at) != Some(at) {
                    self.solve_again(at as usize);
                }
            }
            self.add_units();
            if !self.totals() && !is_new {
                break;
            }
        }
    }

    /// Counts the verdicts again, if totals changed what is known of units.
    fn judge_again(&mut self) {
        if self.rests.is_empty() {
            return;
        }
        self.standings = Standings::default();
        for (at, kept) in self.kept.iter().enumerate() {
            if !self.tree.is_group(at) {
                let row = self.rich.get(kept.rich as usize).map_or(Row::Plain(&kept.plain), Row::Rich);
                self.standings.add(row.target().is_some(), kept.verdict);
            }
        }
    }

    fn rests(&self) -> (Bounded, Vec<Rest>) {
        let unit = |at: usize| {
            let kept = self.kept.get(at)?;
            Some(self.rich.get(kept.rich as usize).map_or(Row::Plain(&kept.plain), Row::Rich))
        };
        let total = |sum: usize| self.total_row(sum);
        let rows = Rows {
            workbook: self.workbook,
            tree: &self.tree,
            sums: &self.sums,
            units: &unit,
            totals: &total,
            comparable: self.reader.comparable,
            scope: self.reader.scope,
        };
        let bounded = rows.bounded();
        let rests = rows.rests(&bounded);
        (bounded, rests)
    }

    /// Solves a unit without members with what totals say of it.
    fn solve_again(&mut self, at: usize) {
        let (Some(unit), Some(entry)) = (self.workbook.units().get(at), self.kept.get_mut(at)) else { return };
        if entry.sum != NONE {
            return;
        }
        let comparable = self.reader.comparable;
        let before = self.rich.get(entry.rich as usize);
        let row = self.reader.rich(Place::Unit(unit.id), None, rest::of_unit(&self.rests, at), before);
        entry.verdict =
            judge::quick_rich(&row, comparable).unwrap_or_else(|| verdict(Row::Rich(&row), true, comparable));
        match self.rich.get_mut(entry.rich as usize) {
            Some(old) => *old = row,
            None => {
                entry.rich = self.rich.len() as u32;
                self.rich.push(row);
            }
        }
    }
}

fn verdict(row: Row, typed: bool, comparable: bool) -> Verdict {
    row.target().map_or(Verdict::None, |target| judge::judge(row, target, typed, comparable).verdict)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{check, check_names};
    use crate::field::Field;
    use crate::period::PeriodId;

    /// What the first screen has behind it, without the engine and through it.
    #[test]
    fn a_blank_workbook_is_what_the_engine_makes_of_it() {
        let workbook = Workbook::default();
        let span = Span { prev: None, now: PeriodId(0) };
        let (short, long) = (solve(&workbook, span), solve_filled(&workbook, span));
        for field in Field::ALL {
            assert_eq!(short.value(Place::Area, *field), long.value(Place::Area, *field), "{field:?}");
            assert_eq!(short.coverage(Place::Area, *field), long.coverage(Place::Area, *field), "{field:?}");
        }
        assert_eq!(short.judgement(Place::Area), long.judgement(Place::Area));
        assert_eq!((short.span(), short.is_comparable()), (long.span(), long.is_comparable()));
        assert!(check(&workbook, &short).is_empty() && check_names(&workbook).is_empty());
    }
}
