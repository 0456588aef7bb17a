//! Taking differences over: the edits that make mine state what theirs states.

use super::pairs::Pairs;
use super::{Comparison, Difference, key_at};
use crate::actions;
use crate::edit::Edit;
use crate::fact::{Fact, FactKey};
use crate::period::{Period, PeriodId};
use crate::unit::{Place, Tag, TagId, Unit, UnitId};
use crate::workbook::Workbook;

/// The one edit that takes the chosen differences over into mine.
pub fn take(mine: &Workbook, theirs: &Workbook, comparison: &Comparison, chosen: &[Difference]) -> Edit {
    let set = |difference: &Difference| match difference {
        Difference::Figure { mine, theirs: key } => {
            Some(Edit::SetFact { key: *mine, fact: theirs.fact(*key).cloned() })
        }
        _ => None,
    };
    // Figures alone need no copy of the workbook; there may be thousands to be tried one by one.
    if let Some(edits) = chosen.iter().map(set).collect() {
        return Edit::Batch(edits);
    }
    let mut taking = Structure::new(mine.clone(), theirs, comparison.pairs.clone());
    for difference in chosen {
        taking.take(*difference);
    }
    Edit::Batch(taking.edits)
}

/// A copy of mine that takes over what it lacks of theirs, step by step, and keeps the edits.
pub struct Structure<'a> {
    pub mine: Workbook,
    theirs: &'a Workbook,
    pub pairs: Pairs,
    pub edits: Vec<Edit>,
    /// The unit of mine under which units of theirs without a group go.
    pub root: Option<UnitId>,
}

impl<'a> Structure<'a> {
    pub fn new(mine: Workbook, theirs: &'a Workbook, pairs: Pairs) -> Self {
        Self { mine, theirs, pairs, edits: Vec::new(), root: None }
    }

    fn apply(&mut self, edit: Edit) {
        self.edits.push(edit.clone());
        edit.apply(&mut self.mine);
    }

    fn take(&mut self, difference: Difference) {
        match difference {
            Difference::Figure { mine, theirs } => {
                self.apply(Edit::SetFact { key: mine, fact: self.theirs.fact(theirs).cloned() });
            }
            Difference::UnitTheirs(id) => self.unit(id, true),
            Difference::UnitMine(id) => self.all(actions::remove_unit(&self.mine, id)),
            Difference::Unit { mine, theirs } => self.change_unit(mine, theirs),
            Difference::PeriodTheirs(id) => self.period(id, true),
            Difference::PeriodMine(id) => self.all(actions::remove_period(&self.mine, id)),
            Difference::Period { mine, theirs } => self.change_period(mine, theirs),
            Difference::TagTheirs(id) => self.tag(id, true),
            Difference::TagMine(id) => self.all(actions::remove_tag(&self.mine, id)),
            Difference::Heading => self.apply(Edit::SetHeading(self.theirs.heading.clone())),
        }
    }

    fn all(&mut self, edit: Option<Edit>) {
        if let Some(edit) = edit {
            self.apply(edit);
        }
    }

    /// Takes a period of theirs in, with or without its figures.
    pub fn period(&mut self, id: PeriodId, figures: bool) {
        let Some(period) = self.theirs.period(id).filter(|_| self.pairs.period_mine(id).is_none()) else { return };
        let fresh = self.mine.next_identities().2;
        let at = self.mine.periods().partition_point(|other| other.date <= period.date);
        self.apply(Edit::InsertPeriod { at, period: Period { id: fresh, ..period.clone() } });
        self.pairs.periods.push((fresh, id));
        if figures {
            let series = self.theirs.all_series().filter(|(key, _)| key.period == id);
            let facts = series
                .flat_map(|(key, series)| series.iter().map(|(place, fact)| (key_at(key, id, place), fact.clone())));
            self.figures(facts.collect());
        }
    }

    /// Takes a unit of theirs in behind the one it stands behind there, and the groups above it; with or without
    /// figures.
    pub fn unit(&mut self, id: UnitId, figures: bool) {
        let units = self.theirs.units();
        let Some(at) = units.iter().position(|unit| unit.id == id) else { return };
        let Some(unit) = units.get(at).filter(|_| self.pairs.unit_mine(id).is_none()) else { return };
        if let Some(parent) = unit.parent.filter(|parent| *parent != id) {
            self.unit(parent, figures);
        }
        let parent = unit.parent.and_then(|parent| self.pairs.unit_mine(parent)).or(self.root);
        let fresh = self.mine.next_identities().0;
        let behind = self.behind(at, parent);
        let mut tags: Vec<TagId> = unit.tags.iter().filter_map(|tag| self.pairs.tag_mine(*tag)).collect();
        tags.sort_unstable();
        let copy = Unit { id: fresh, parent, tags, ..unit.clone() };
        self.apply(Edit::InsertUnit { at: behind, unit: copy, facts: Vec::new() });
        self.pairs.join(fresh, id);
        if figures {
            self.figures(self.theirs.facts_of(Place::Unit(id)));
        }
    }

    /// Where a unit goes that stands at a position in theirs: behind the nearest one before it that mine has too and the
    /// members of that one, and in no case before its own group.
    fn behind(&self, at: usize, parent: Option<UnitId>) -> usize {
        let units = self.mine.units();
        let position = |id: UnitId| units.iter().position(|unit| unit.id == id);
        let depth = |mut above: Option<UnitId>| {
            let mut depth = 0;
            while let Some(id) = above.filter(|_| depth <= units.len()) {
                (above, depth) = (self.mine.unit(id).and_then(|unit| unit.parent), depth + 1);
            }
            depth
        };
        let before = self.theirs.units().iter().take(at).rev().find_map(|unit| self.pairs.unit_mine(unit.id));
        let before = before.and_then(position).max(parent.and_then(position));
        let first = before.map_or(0, |at| at + 1);
        let deeper = |unit: &&Unit| unit.parent.is_some() && depth(unit.parent) > depth(parent);
        first + units.iter().skip(first).take_while(deeper).count()
    }

    /// Takes a tag of theirs in, onto the units that carry it there; with or without its figures.
    pub fn tag(&mut self, id: TagId, figures: bool) {
        let Some(tag) = self.theirs.tag(id).filter(|_| self.pairs.tag_mine(id).is_none()) else { return };
        let fresh = self.mine.next_identities().1;
        self.apply(Edit::InsertTag { at: self.mine.tags().len(), tag: Tag { id: fresh, name: tag.name.clone() } });
        self.pairs.tags.push((fresh, id));
        let carriers = self.theirs.units().iter().filter(|unit| unit.tags.contains(&id));
        let carriers: Vec<UnitId> = carriers.filter_map(|unit| self.pairs.unit_mine(unit.id)).collect();
        self.apply(actions::tag_units(&self.mine, &carriers, fresh, true));
        if figures {
            self.figures(self.theirs.facts_of(Place::Tag(id)));
        }
    }

    /// Sets figures of theirs that have a place and a time here.
    fn figures(&mut self, facts: Vec<(FactKey, Fact)>) {
        let mut edits = Vec::new();
        for (key, fact) in facts {
            if let Some((period, place)) = self.pairs.period_mine(key.period).zip(self.pairs.place_mine(key.place)) {
                edits.push(Edit::SetFact { key: FactKey { period, place, ..key }, fact: Some(fact) });
            }
        }
        self.apply(Edit::Batch(edits));
    }

    fn change_period(&mut self, mine: PeriodId, theirs: PeriodId) {
        let Some(at) = self.mine.periods().iter().position(|period| period.id == mine) else { return };
        if let Some(period) = self.theirs.period(theirs) {
            self.apply(Edit::ReplacePeriod { at, period: Period { id: mine, ..period.clone() } });
        }
    }

    fn change_unit(&mut self, mine: UnitId, theirs: UnitId) {
        let Some(there) = self.theirs.unit(theirs) else { return };
        for tag in &there.tags {
            self.tag(*tag, false);
        }
        let Some(at) = self.mine.units().iter().position(|unit| unit.id == mine) else { return };
        let Some(old) = self.mine.units().get(at) else { return };
        let kept = old.tags.iter().copied().filter(|tag| self.pairs.tag_theirs(*tag).is_none());
        let mut tags: Vec<TagId> = kept.chain(there.tags.iter().filter_map(|tag| self.pairs.tag_mine(*tag))).collect();
        tags.sort_unstable();
        tags.dedup();
        let unit = Unit { name: there.name.clone(), code: there.code.clone(), tags, ..old.clone() };
        self.apply(Edit::ReplaceUnit { at, unit });
        let parent = there.parent.and_then(|parent| self.pairs.unit_mine(parent));
        // A group stands before its members; a unit that would have to move for it stays in its own.
        let fits = parent.is_none_or(|parent| self.mine.units().iter().take(at).any(|unit| unit.id == parent));
        if fits && (parent.is_some() || there.parent.is_none()) {
            self.all(actions::set_parent(&self.mine, mine, parent));
        }
    }
}
