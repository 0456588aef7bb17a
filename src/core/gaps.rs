//! Equations between typed figures: both sides as printed, how far they are apart, and the single cells that would close
//! them. docs/method.md §4, "Gaps".
//!
//! Only typed figures stand here, never inferred ones: this is for looking at a table somebody printed.

use super::fact::{FactKey, Figure, Qualifier, Reading};
use super::measure::{Group, Kind, Measure};
use super::order::order;
use super::period::{PeriodId, Span};
use super::solve::given;
use super::solve::index::Tree;
use super::unit::Place;
use super::workbook::Workbook;

/// An equation that a table ought to fulfil.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Equation {
    /// The units of a group, a tag or the area add up to its typed figure.
    Units { total: Place, measure: Measure, group: Group, period: PeriodId },
    /// Poor and near-poor households add up to both together.
    Together { place: Place, group: Group, period: PeriodId },
    /// Households before less households now are the fall typed for this period.
    Fall { place: Place, group: Group, period: PeriodId },
}

/// An equation whose figures are all typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    pub equation: Equation,
    /// What the parts add up to.
    pub parts: i64,
    /// What was typed for the whole.
    pub whole: i64,
    /// The figures, and whether each counts for the parts (1) or against them (−1).
    terms: Vec<(FactKey, i64)>,
}

impl Gap {
    /// Parts less whole: 0 when the equation holds.
    pub const fn size(&self) -> i64 {
        self.parts - self.whole
    }
}

/// Another figure for one cell that closes equations and opens none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneCell {
    pub key: FactKey,
    pub typed: i64,
    pub instead: i64,
    /// Numbers of the gaps it closes.
    pub closes: Vec<usize>,
}

/// Every equation between plain typed counts of the two periods, those that hold and those that do not.
pub fn gaps(workbook: &Workbook, span: Span) -> Vec<Gap> {
    let reader = Reader { workbook, tree: Tree::new(workbook) };
    let mut found = Vec::new();
    let mut columns: Vec<(PeriodId, Measure, Group)> = Vec::new();
    for (key, _) in workbook.all_series() {
        let within = key.period == span.now || Some(key.period) == span.prev;
        if within && matches!(key.measure.kind(), Kind::Count | Kind::CountChange) {
            columns.push((key.period, key.measure, key.group));
        }
    }
    let units = workbook.units().len();
    for &(period, measure, group) in &columns {
        let key = |place| FactKey { place, period, measure, group };
        let groups = reader.tree.groups.iter().filter_map(|at| workbook.units().get(*at as usize));
        let groups = groups.map(|unit| Place::Unit(unit.id));
        let tags = workbook.tags().iter().map(|tag| Place::Tag(tag.id));
        for (number, total) in groups.chain(tags).chain([Place::Area]).enumerate() {
            let Some(whole) = reader.typed(key(total)) else { continue };
            let members = (0..units).filter(|&at| reader.belongs(at, number));
            let mut terms = Vec::new();
            if members.into_iter().all(|at| reader.add(at, &key, &mut terms)) && !terms.is_empty() {
                let equation = Equation::Units { total, measure, group, period };
                found.extend(reader.gap(equation, terms, key(total), whole));
            }
        }
    }
    for &(period, measure, group) in &columns {
        let places = || workbook.series(super::workbook::SeriesKey { period, measure, group });
        for (place, _) in places().iter().flat_map(|series| series.iter()) {
            let key = |measure, period| FactKey { place, period, measure, group };
            let typed = key(measure, period);
            let Some(whole) = reader.typed(typed) else { continue };
            let (equation, terms) = match measure {
                Measure::PoorAndNearPoor => {
                    let parts = [Measure::PoorHouseholds, Measure::NearPoorHouseholds];
                    (Equation::Together { place, group, period }, parts.map(|part| (key(part, period), 1)))
                }
                Measure::DropHouseholds if period == span.now => {
                    let Some(before) = reader.before(span) else { continue };
                    let poor = Measure::PoorHouseholds;
                    (Equation::Fall { place, group, period }, [(key(poor, before), 1), (key(poor, period), -1)])
                }
                _ => continue,
            };
            found.extend(reader.gap(equation, terms.to_vec(), typed, whole));
        }
    }
    found
}

/// The cells that close a gap by themselves and break no equation that holds; those that close most come first.
pub fn one_cell(workbook: &Workbook, gaps: &[Gap]) -> Vec<OneCell> {
    // Every figure with the equations it is in.
    let mut uses: Vec<(FactKey, usize, i64)> = Vec::new();
    for (number, gap) in gaps.iter().enumerate() {
        uses.extend(gap.terms.iter().map(|(key, sign)| (*key, number, *sign)));
    }
    let sorted = order(uses.len(), &|a, b| uses.get(a).cmp(&uses.get(b)));
    let sorted: Vec<(FactKey, usize, i64)> = sorted.into_iter().filter_map(|at| uses.get(at).copied()).collect();
    let reader = Reader { workbook, tree: Tree::new(workbook) };
    let mut found = Vec::new();
    for cell in sorted.chunk_by(|a, b| a.0 == b.0) {
        // What this cell would have to change by, for each equation.
        let mut by = cell.iter().filter_map(|(_, number, sign)| Some(-gaps.get(*number)?.size() * sign));
        let (Some(&(key, ..)), Some(first)) = (cell.first(), by.next()) else { continue };
        let Some(typed) = reader.typed(key) else { continue };
        let instead = typed.saturating_add(first);
        if first != 0 && by.all(|other| other == first) && (instead >= 0 || key.measure.kind() == Kind::CountChange) {
            let closes = cell.iter().map(|(_, number, _)| *number).collect();
            found.push(OneCell { key, typed, instead, closes });
        }
    }
    let most = order(found.len(), &|a, b| {
        let closes = |at: usize| found.get(at).map(|cell: &OneCell| cell.closes.len());
        closes(b).cmp(&closes(a))
    });
    most.into_iter().filter_map(|at| found.get(at).cloned()).collect()
}

struct Reader<'a> {
    workbook: &'a Workbook,
    tree: Tree,
}

impl Reader<'_> {
    /// A plain whole number as typed.
    fn typed(&self, key: FactKey) -> Option<i64> {
        match self.workbook.fact(key)?.reading {
            Reading::Figure(figure @ Figure { qualifier: Qualifier::Plain, .. }) => given::whole(figure),
            _ => None,
        }
    }

    fn before(&self, span: Span) -> Option<PeriodId> {
        let periods = self.workbook.periods();
        let at = periods.iter().position(|period| period.id == span.now)?;
        let (now, before) = (periods.get(at)?, periods.get(at.checked_sub(1)?)?);
        (Some(before.id) == span.prev && before.standard == now.standard).then_some(before.id)
    }

    /// Whether a unit is a part of the total of this number: groups, then tags, then the area.
    fn belongs(&self, at: usize, total: usize) -> bool {
        let (groups, tags) = (self.tree.groups.len(), self.workbook.tags().len());
        if total < groups {
            return self.tree.home(at) == Some(total);
        }
        if total == groups + tags {
            return self.tree.home(at).is_none();
        }
        let mut found = false;
        self.tree.each_tag(self.workbook, at, |tag| found |= groups + tag == total);
        found
    }

    /// Adds what was typed for a unit; for a group without a figure of its own, what was typed for its members.
    fn add(&self, at: usize, key: &dyn Fn(Place) -> FactKey, terms: &mut Vec<(FactKey, i64)>) -> bool {
        let Some(unit) = self.workbook.units().get(at) else { return false };
        let own = key(Place::Unit(unit.id));
        if self.typed(own).is_some() {
            terms.push((own, 1));
            return true;
        }
        let Some(group) = self.tree.group(at) else { return false };
        // The tree has no cycles: a unit that lies within itself was cut loose.
        let mut members = (0..self.workbook.units().len()).filter(|&member| self.tree.home(member) == Some(group));
        let before = terms.len();
        members.all(|member| self.add(member, key, terms)) && terms.len() > before
    }

    fn gap(&self, equation: Equation, mut terms: Vec<(FactKey, i64)>, total: FactKey, whole: i64) -> Option<Gap> {
        let mut parts = 0_i64;
        for (key, sign) in &terms {
            parts = parts.saturating_add(sign * self.typed(*key)?);
        }
        terms.push((total, -1));
        Some(Gap { equation, parts, whole, terms })
    }
}
