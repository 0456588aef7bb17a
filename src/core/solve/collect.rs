//! Reads the facts of one place and turns them into its row.

mod total;
mod window;

pub(crate) use total::Total;
use window::Shape;

use super::given::{self, Stated};
use super::hull::{BETWEEN, Between};
use super::local::{Before, Fate, Given, Local, Origin, Rank};
use super::plain::{COUNT_SLOTS, TYPED_COUNTS};
use super::rest::Rest;
use super::row::{Cell, Rich};
use super::sum::{Sum, columns, of_column};
use super::template::{Scope, Slot, Template};
use crate::fact::{Fact, Qualifier, Reading};
use crate::measure::{Group, Measure};
use crate::period::{Period, PeriodId, Span};
use crate::unit::Place;
use crate::workbook::{Series, Workbook};

/// Where the facts of the two periods lie, and the scratch space for solving.
pub(crate) struct Reader<'a> {
    periods: &'a [Period],
    /// By period: the facts there are about each quantity, in the order of slots.
    series: Vec<Vec<(Slot, &'a Series)>>,
    /// What the systems hold.
    pub scope: Scope,
    /// Positions of the opening and the closing period.
    pub prev: Option<usize>,
    pub now: usize,
    /// The opening is the period right before the closing one, under the same standard.
    pub comparable: bool,
    /// Bit of [`Plain::known`] and the facts behind it.
    pub(super) counts: Vec<(u8, &'a [Option<Fact>])>,
    /// Facts that need the rules.
    pub(super) special: Vec<&'a [Option<Fact>]>,
    pub(super) targets: Option<&'a Series>,
    templates: Vec<(Shape, Template)>,
    pub local: Local,
    /// Rates or changes are typed, so that a unit's rate may be known and its counts not.
    pub has_rates: bool,
    /// Rates and changes are left aside.
    pub counts_only: bool,
    /// The periods of the place solved last, and the number of its template.
    pub window: Vec<usize>,
    used: Option<usize>,
}

impl<'a> Reader<'a> {
    pub fn new(workbook: &'a Workbook, span: Span) -> Self {
        let periods = workbook.periods();
        let position = |id| periods.iter().position(|period| period.id == id);
        let now = position(span.now).unwrap_or(periods.len());
        let prev = span.prev.and_then(position).filter(|&prev| prev != now);
        let mut series: Vec<Vec<(Slot, &Series)>> = vec![Vec::new(); periods.len()];
        let (mut scope, mut targets) = (Scope::default(), None);
        for (key, facts) in workbook.all_series() {
            let Some(at) = position(key.period) else { continue };
            match Slot::of(key.measure, key.group) {
                Some(slot) => {
                    if let Some(list) = series.get_mut(at) {
                        list.push((slot, facts));
                    }
                    if at == now || Some(at) == prev {
                        scope.admit(slot);
                    }
                }
                None if key.measure == Measure::Target && key.group == Group::ALL && at == now => {
                    targets = Some(facts);
                }
                None => {}
            }
        }
        let mut reader = Self {
            periods,
            series,
            scope,
            prev,
            now,
            comparable: false,
            counts: Vec::new(),
            special: Vec::new(),
            targets,
            templates: Vec::new(),
            local: Local::default(),
            has_rates: false,
            counts_only: false,
            window: Vec::new(),
            used: None,
        };
        reader.comparable = prev.is_some_and(|prev| prev + 1 == now && reader.linked(now));
        reader.sort_out();
        reader
    }

    /// Whether the figures of a period compare with those of the period before it.
    fn linked(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.periods.get(before));
        before.zip(self.periods.get(at)).is_some_and(|(before, here)| before.standard == here.standard)
    }

    /// Periods lie between the two shown.
    fn skips(&self) -> bool {
        self.prev.is_some_and(|prev| prev + 1 != self.now)
    }

    fn facts(&self, period: usize, slot: Slot) -> Option<&'a Series> {
        let found = self.series.get(period)?.iter().find(|(other, _)| *other == slot);
        found.map(|(_, facts)| *facts)
    }

    /// Whether a change typed for a period, by any place or by this one, ties it to the period before it.
    fn ties(&self, at: usize, place: Option<Place>) -> bool {
        let typed = |slot| match (self.facts(at, slot), place) {
            (Some(facts), Some(place)) => facts.get(place).is_some(),
            (facts, _) => facts.is_some(),
        };
        self.linked(at) && (typed(Slot::DropHouseholds) || typed(Slot::DropPoints))
    }

    /// Lists what [`Self::plain`] has to look at.
    fn sort_out(&mut self) {
        for (role, at) in [self.prev, Some(self.now)].into_iter().enumerate() {
            for &(slot, facts) in at.and_then(|at| self.series.get(at)).into_iter().flatten() {
                match COUNT_SLOTS.iter().position(|other| *other == slot) {
                    Some(count) => self.counts.push(((role * TYPED_COUNTS + count) as u8, facts.by_unit())),
                    None => {
                        self.special.push(facts.by_unit());
                        self.has_rates |= !slot.is_count();
                    }
                }
            }
        }
        // A change typed after the closing period, or between the two, reaches them too.
        let first = self.prev.unwrap_or(self.now);
        for at in (first..=self.now + 1).filter(|at| Some(*at) != self.prev && *at != self.now) {
            for slot in [Slot::DropHouseholds, Slot::DropPoints] {
                if let Some(facts) = self.facts(at, slot) {
                    self.special.push(facts.by_unit());
                    self.has_rates = true;
                }
            }
        }
    }

    /// Solves a place with all its rules; `total` is what its units add up to, for a group, a tag or the area, `rests` what
    /// the totals it is part of leave for it, `before` what was known of it from fewer of these.
    pub fn rich(&mut self, place: Place, total: Option<Total>, rests: &[Rest], before: Option<&Rich>) -> Rich {
        let window = self.window(place);
        self.used = None;
        let of_unit = total.is_none();
        let cap = given::cap(of_unit);
        let scope = self.scope;
        let mut rich = Rich::new(scope);
        self.local.givens.clear();
        let roles =
            [self.prev, Some(self.now)].map(|at| at.and_then(|at| window.iter().position(|&other| other == at)));

        for (k, &at) in window.iter().enumerate() {
            let role = roles.iter().position(|&role| role == Some(k));
            for at in 0..self.series.get(at).map_or(0, Vec::len) {
                let Some(&(slot, facts)) = window.get(k).and_then(|period| self.series.get(*period)?.get(at)) else {
                    continue;
                };
                let Some(fact) = facts.get(place).filter(|_| scope.has(slot)) else { continue };
                // A change belongs to the cell of the closing period, when that is shown beside the period before it.
                let cell = role.filter(|&role| !slot.is_change() || role == 1 && !self.skips());
                let cell = cell.and_then(|role| rich.cell_mut(role, slot));
                let whole =
                    slot.is_count() && total.is_some_and(|total| role.is_some_and(|role| total.is_own(role, slot)));
                self.take(fact, slot, scope.var(k, slot), cap, whole, cell);
            }
        }
        self.local.before.clear();
        if let Some(before) = before.filter(|before| !before.bare && !before.disputed) {
            self.start_from(before, roles);
        }
        for rest in rests {
            let (role, slot) = of_column(usize::from(rest.column));
            let Some(&Some(k)) = roles.get(role) else { continue };
            let (least, most) = slot.domain(cap);
            let stated = Stated {
                lo: rest.lo.max(least),
                hi: rest.hi.min(most),
                lo_told: rest.lo_told,
                hi_told: rest.hi_told,
                printed: None,
                half: 0,
            };
            let origin = Origin::Rest { of: rest.of, tainted: rest.tainted };
            self.local.givens.push(Given { var: scope.var(k, slot), stated, rank: Rank::Total, origin });
        }
        let stated = self.local.givens.len();
        if let Some(total) = total {
            for column in 0..columns(scope) {
                let (role, slot) = of_column(column);
                let Some(&Some(k)) = roles.get(role) else { continue };
                if slot == Slot::DropHouseholds && !self.comparable {
                    continue;
                }
                if let Some((stated, rank)) = total.stated(role, slot, column) {
                    self.local.givens.push(Given { var: scope.var(k, slot), stated, rank, origin: Origin::Sum });
                }
            }
        }
        let between = self.between(total);
        for &(role, slot, between) in &between {
            let Some(&Some(k)) = roles.get(role) else { continue };
            let Between { lo, hi, lo_told, hi_told, .. } = between;
            let stated = Stated { lo, hi, lo_told, hi_told, printed: None, half: 0 };
            let rank = if slot.is_change() { Rank::PointChange } else { Rank::Rate };
            self.local.givens.push(Given { var: scope.var(k, slot), stated, rank, origin: Origin::Between });
        }
        match total {
            Some(total) if stated == 0 && between.is_empty() => bare(&mut rich, total.sum, self.comparable, scope),
            _ => self.run(&mut rich, &window, roles, of_unit, total.map(|total| total.sum), &between),
        }
        rich.add_up();
        self.window = window;

        if let Some(fact) = self.targets.and_then(|facts| facts.get(place)) {
            match given::target(&fact.reading, cap) {
                Ok(target) => (rich.target, rich.target_typed) = (Some(target), true),
                Err(_) => rich.target_invalid = true,
            }
        } else {
            rich.target = total.and_then(|total| total.sum.target());
        }
        rich
    }

    /// What the rates of its units say of a total.
    fn between(&self, total: Option<Total>) -> Vec<(usize, Slot, Between)> {
        let known = |(role, slot): (usize, Slot)| Some((role, slot, total?.between(role, slot)?));
        let is_asked = |slot: Slot| !self.counts_only && (!slot.is_change() || self.comparable);
        BETWEEN.into_iter().filter(|(_, slot)| is_asked(*slot)).filter_map(known).collect()
    }

    /// Bounds already found are not lost where propagation stops early.
    fn start_from(&mut self, before: &Rich, roles: [Option<usize>; 2]) {
        for (role, k) in roles.into_iter().enumerate() {
            let Some(k) = k else { continue };
            for slot in slots(self.scope, role == 1 && before.has_drop) {
                let cell = before.cell(role, slot);
                if !cell.has(Cell::TAINTED) {
                    let (lo_told, hi_told) = (cell.has(Cell::LO_TOLD), cell.has(Cell::HI_TOLD));
                    let var = self.scope.var(k, slot);
                    self.local.before.push(Before { var, lo: cell.lo, hi: cell.hi, lo_told, hi_told });
                }
            }
        }
    }

    /// Takes one typed figure into the system and marks its cell.
    fn take(&mut self, fact: &Fact, slot: Slot, var: u16, cap: i64, whole_sum: bool, cell: Option<&mut Cell>) {
        let mut ignored = Cell::default();
        let cell = cell.unwrap_or(&mut ignored);
        let Reading::Figure(figure) = fact.reading else {
            cell.flags |= Cell::INVALID;
            return;
        };
        let Ok(stated) = given::stated(slot.measure(), figure, cap) else {
            cell.flags |= Cell::INVALID;
            return;
        };
        cell.flags |= Cell::TYPED;
        if matches!(figure.qualifier, Qualifier::Plain | Qualifier::About) {
            cell.flags |= Cell::PLAIN;
            let counted = slot.is_count() || slot == Slot::DropHouseholds;
            cell.typed = if counted { given::whole(figure).unwrap_or(0) } else { given::hundredths(figure) };
            if !counted && figure.decimals == 2 && figure.qualifier == Qualifier::Plain {
                cell.flags |= Cell::PRINTED;
            }
        }
        let rank = match slot {
            slot if slot.is_count() && slot.is_detail() => match whole_sum {
                true => Rank::DetailTotal,
                false => Rank::Detail,
            },
            slot if slot.is_count() && whole_sum => Rank::Total,
            slot if slot.is_count() => Rank::Count,
            Slot::DropHouseholds => Rank::CountChange,
            Slot::DropPoints => Rank::PointChange,
            _ => Rank::Rate,
        };
        if let Some(stated) = stated.filter(|_| !self.counts_only || slot.is_count()) {
            self.local.givens.push(Given { var, stated, rank, origin: Origin::Typed });
        }
    }

    /// Applies the rules and writes down what they give.
    fn run(
        &mut self,
        rich: &mut Rich,
        window: &[usize],
        roles: [Option<usize>; 2],
        of_unit: bool,
        sum: Option<&Sum>,
        between: &[(usize, Slot, Between)],
    ) {
        let number = self.template(window, of_unit);
        let Some((_, template)) = self.templates.get(number) else { return };
        self.used = Some(number);
        self.local.solve(template);
        rich.disputed = self.local.fates.iter().any(|fate| *fate != Fate::Held);
        let scope = self.scope;
        for column in sum.map_or(0..0, |_| 0..columns(scope)) {
            let (role, slot) = of_column(column);
            if let (Some(&Some(k)), Some(sum)) = (roles.get(role), sum)
                && sum.is_tainted(role, slot)
            {
                self.local.feed(template, scope.var(k, slot));
            }
        }
        for (role, slot, _) in between.iter().filter(|(.., between)| between.tainted) {
            if let Some(&Some(k)) = roles.get(*role) {
                self.local.feed(template, scope.var(k, *slot));
            }
        }
        self.local.feed_rests(template);
        rich.has_drop = self.comparable;
        rich.unfinished = !self.local.system.is_finished && !rich.disputed;
        let disputed = rich.disputed || !self.local.tainted.is_empty();
        for (role, k) in roles.iter().enumerate() {
            let Some(k) = *k else { continue };
            for slot in slots(scope, role == 1 && self.comparable) {
                let Some(cell) = rich.cell_mut(role, slot) else { continue };
                let number = scope.var(k, slot);
                let bound = self.local.system.bound(number);
                let (least, most) = template.domains.get(usize::from(number)).copied().unwrap_or_default();
                // A count without an upper end says nothing; a rate always has one.
                let open = (slot.is_count() && bound.hi >= most)
                    || (slot == Slot::DropHouseholds && (bound.lo <= least || bound.hi >= most));
                (cell.lo, cell.hi) = (bound.lo, bound.hi);
                if bound.lo_told {
                    cell.flags |= Cell::LO_TOLD;
                }
                if bound.hi_told {
                    cell.flags |= Cell::HI_TOLD;
                }
                let whole = sum.is_some_and(|sum| sum.total(role, slot).is_some());
                if (whole || bound.lo_told || bound.hi_told) && !open {
                    cell.flags |= Cell::KNOWN;
                }
                if !disputed {
                    continue;
                }
                if self.local.is_tainted(number) {
                    cell.flags |= Cell::TAINTED;
                }
                if cell.has(Cell::PRINTED) && self.local.fate(number) != Some(Fate::Held) {
                    cell.flags &= !Cell::PRINTED;
                }
            }
        }
        for (role, slot, between) in between {
            if slot.is_rate() && between.holds(rich.cell(*role, *slot)) {
                rich.caps.push((*role, *slot, between.shown_hi));
            }
        }
    }

    /// The system of the place solved last; `None` when nothing was typed for it.
    pub fn solved(&mut self) -> Option<(&Template, &mut Local)> {
        let (_, template) = self.templates.get(self.used?)?;
        Some((template, &mut self.local))
    }

    /// The period at a position of the window.
    pub fn period(&self, k: usize) -> Option<PeriodId> {
        Some(self.periods.get(*self.window.get(k)?)?.id)
    }

    /// Which of the two shown periods a position of the window is.
    pub fn role(&self, k: usize) -> Option<usize> {
        let at = Some(*self.window.get(k)?);
        [self.prev, Some(self.now)].iter().position(|other| *other == at)
    }
}

/// The slots of a period, with its changes or without.
fn slots(scope: Scope, changes: bool) -> impl Iterator<Item = Slot> {
    static ALL: [Slot; Slot::ALL.len()] = Slot::ALL;
    let all = ALL.iter().take(scope.slots());
    all.copied().filter(move |slot| changes || !slot.is_change())
}

/// The row of a place with nothing typed: just its sums.
fn bare(rich: &mut Rich, sum: &Sum, comparable: bool, scope: Scope) {
    rich.bare = true;
    for column in 0..columns(scope) {
        let (role, slot) = of_column(column);
        let Some(cell) = rich.cell_mut(role, slot) else { continue };
        if slot == Slot::DropHouseholds && !comparable {
            continue;
        }
        if let Some(mut total) = sum.total(role, slot) {
            // The falls of some units may be known better than their counts, and the other way round.
            if slot == Slot::DropHouseholds
                && let (Some(before), Some(now)) = (sum.total(0, Slot::Poor), sum.total(1, Slot::Poor))
            {
                total = total.meet(before.minus(now)).unwrap_or(total);
            }
            (cell.lo, cell.hi) = (total.lo, total.hi);
            let (lo_told, hi_told) = sum.tells(column);
            cell.flags |= Cell::KNOWN;
            cell.flags |= if lo_told { Cell::LO_TOLD } else { 0 } | if hi_told { Cell::HI_TOLD } else { 0 };
        }
        if sum.is_tainted(role, slot) {
            cell.flags |= Cell::TAINTED;
        }
    }
}
