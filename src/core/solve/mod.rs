//! From facts to values: one engine over the figures of every unit, tag, group and the area. docs/method.md.
//!
//! A unit with nothing but plain counts typed needs no propagation and is read straight into a compact row; every other
//! place goes through the rules of its [`template`], applied by the [`engine`]. Sums of units enter the systems of
//! groups, tags and the area as figures of their own.

pub(crate) mod collect;
mod direct;
pub(crate) mod engine;
pub(crate) mod given;
pub(crate) mod index;
mod judge;
mod local;
pub(crate) mod plain;
pub mod problem;
pub(crate) mod row;
pub(crate) mod solution;
pub(crate) mod sum;
pub(crate) mod template;
pub(crate) mod trace;
mod trail;

pub use solution::{Coverage, ExactDrop, Solution, Standings};
pub use trace::{Premise, Reason, Relation};

use crate::core::period::Span;
use crate::core::unit::Place;
use crate::core::verdict::Verdict;
use crate::core::workbook::Workbook;
use collect::Reader;
use index::Tree;
use row::Row;
use solution::Kept;
use sum::Sum;

/// Computes everything that follows from the facts, for the two periods of `span`.
///
/// Total: any document gives an answer, in time proportional to its size.
pub fn solve(workbook: &Workbook, span: Span) -> Solution {
    let mut reader = Reader::new(workbook, span);
    let tree = Tree::new(workbook);
    let comparable = reader.comparable;
    let units = workbook.units();

    let mut kept: Vec<Kept> = Vec::new();
    kept.resize(units.len(), Kept::default());
    let mut rich = Vec::new();
    let mut sums: Vec<Sum> = Vec::new();
    sums.resize_with(tree.groups.len() + tree.tags.len() + 1, Sum::default);
    let area_sum = sums.len() - 1;
    let tag_sums = tree.groups.len();
    let mut standings = Standings::default();

    // Units without members, in table order.
    for (at, (unit, entry)) in units.iter().zip(&mut kept).enumerate() {
        if tree.is_group(at) {
            continue;
        }
        let home = tree.home(at).unwrap_or(area_sum);
        let has_target;
        if reader.plain(unit.id, &mut entry.plain) {
            let plain = &entry.plain;
            if let Some(sum) = sums.get_mut(home) {
                sum.add_plain(plain);
            }
            if !unit.tags.is_empty() {
                tree.each_tag(workbook, at, |tag| {
                    if let Some(sum) = sums.get_mut(tag_sums + tag) {
                        sum.add_plain(plain);
                    }
                });
            }
            has_target = plain.target.is_some();
            if has_target {
                entry.verdict = judge::quick_plain(plain, comparable)
                    .unwrap_or_else(|| verdict(Row::Plain(plain), true, comparable));
            }
        } else {
            let full = reader.rich(Place::Unit(unit.id), None);
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
        standings.add(has_target, entry.verdict);
    }

    // Groups, the innermost first, so that each is whole when its own group asks for it.
    for &group in &tree.order {
        let Some(&at) = tree.groups.get(group as usize) else { continue };
        let Some(unit) = units.get(at as usize) else { continue };
        let sum = sums.get(group as usize).cloned().unwrap_or_default();
        let row = reader.rich(Place::Unit(unit.id), Some(&sum));
        let home = tree.home(at as usize).unwrap_or(area_sum);
        if let Some(home) = sums.get_mut(home) {
            home.add(Row::Rich(&row), Some(&sum));
        }
        tree.each_tag(workbook, at as usize, |tag| {
            if let Some(tagged) = sums.get_mut(tag_sums + tag) {
                tagged.add(Row::Rich(&row), Some(&sum));
            }
        });
        if let Some(entry) = kept.get_mut(at as usize) {
            entry.rich = rich.len() as u32;
            entry.sum = group;
            entry.verdict = verdict(Row::Rich(&row), row.target_typed, comparable);
        }
        rich.push(row);
    }

    let mut tags = Vec::with_capacity(tree.tags.len());
    for (tag, id) in tree.tags.iter().enumerate() {
        let row = reader.rich(Place::Tag(*id), sums.get(tag_sums + tag));
        let verdict = verdict(Row::Rich(&row), row.target_typed, comparable);
        let at = rich.len() as u32;
        rich.push(row);
        tags.push((*id, Kept { rich: at, sum: (tag_sums + tag) as u32, verdict, ..Kept::default() }));
    }
    let row = reader.rich(Place::Area, sums.get(area_sum));
    let verdict = verdict(Row::Rich(&row), row.target_typed, comparable);
    let area = Kept { rich: rich.len() as u32, sum: area_sum as u32, verdict, ..Kept::default() };
    rich.push(row);

    Solution { span, comparable, units: tree.into_units(), kept, rich, sums, tags, area, standings }
}

fn verdict(row: Row, typed: bool, comparable: bool) -> Verdict {
    row.target().map_or(Verdict::None, |target| judge::judge(row, target, typed, comparable).verdict)
}
