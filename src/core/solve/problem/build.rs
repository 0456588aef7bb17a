//! Making a [`Problem`] of a table.

use super::queue::Queue;
use super::{Problem, SumOf};
use crate::fact::{FactKey, Reading};
use crate::period::PeriodId;
use crate::solve::collect::Reader;
use crate::solve::engine::System;
use crate::solve::given;
use crate::solve::index::Tree;
use crate::solve::row::Row;
use crate::solve::solution::Solution;
use crate::solve::template::Slot;
use crate::solve::trace;
use crate::unit::Place;
use crate::workbook::Workbook;

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
        let [template, of_sum] = [true, false].map(|of_unit| reader.made(&reach, of_unit));
        let periods: Vec<PeriodId> = reach.iter().filter_map(|&at| Some(workbook.periods().get(at)?.id)).collect();
        let mut system = System::default();
        let is_sum: Vec<bool> = (0..places.len()).map(|place| place >= units.len() || tree.is_group(place)).collect();
        for is_sum in &is_sum {
            system.append(if *is_sum { &of_sum } else { &template });
        }
        system.record();
        let mut problem = Self {
            keys: Vec::new(),
            stated: Vec::new(),
            sorted: Vec::new(),
            open: Queue::new(places.len()),
            open_ties: Queue::default(),
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
            ends: Vec::new(),
            noted: 0,
        };
        let ties = problem.sums.len() * problem.periods.len() * problem.ties();
        problem.open_ties = Queue::new(ties);
        problem.ends = vec![(0, 0); ties];
        problem.add_up();
        let near = near(&mut reader, solution, workbook);
        problem.collect(workbook, &tree, &near);
        problem
    }

    /// The sums of the natural bounds.
    fn add_up(&mut self) {
        for sum in 0..self.sums.len() {
            for k in 0..self.periods.len() {
                for tied in 0..self.template.scope.tied() {
                    let number = self.tie(sum, k, tied);
                    let local = self.tied_var(k, tied);
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
            let slot = Slot::of(series.measure, series.group).filter(|slot| self.template.scope.has(*slot));
            let Some(slot) = slot else { continue };
            for (place, fact) in facts.iter() {
                let key = FactKey { place, period: series.period, measure: series.measure, group: series.group };
                let Some(at) = self.place_number(tree, place) else { continue };
                let Reading::Figure(figure) = fact.reading else { continue };
                let Ok(Some(stated)) = given::stated(key.measure, figure, self.cap(at)) else { continue };
                if !near.contains(&key) {
                    self.keys.push(key);
                    self.stated.push((at as u32, self.template.scope.var(k, slot), stated));
                }
            }
        }
        let by_key = crate::order::order(self.keys.len(), &|a, b| self.keys.get(a).cmp(&self.keys.get(b)));
        self.sorted = by_key.into_iter().map(|at| at as u32).collect();
    }
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
