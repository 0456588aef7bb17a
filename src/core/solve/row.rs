//! What is kept of one place: compact for a unit whose counts are all typed, in full for every other.

use super::given::shown;
use super::plain::Plain;
use super::solution::slot_of;
use super::template::{HUNDREDTH, LEVELS, MORE, SLOTS, Scope, Slot};
use crate::field::Field;
use crate::quantity::{Interval, State, Value, shown_rate};
use crate::target::Target;

/// A number known exactly or between bounds, and whether contradictory figures feed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    pub range: Interval,
    pub tainted: bool,
}

impl Known {
    pub const fn exactly(value: i64, tainted: bool) -> Self {
        Self { range: Interval::exactly(value), tainted }
    }

    /// As a computed value.
    pub const fn value(self) -> Value {
        let value = Value::computed(self.range.lo, self.range.hi);
        if self.tainted { Value { state: State::Conflict, ..value } } else { value }
    }

    pub const fn minus(self, other: Known) -> Known {
        Known { range: self.range.minus(other.range), tainted: self.tainted || other.tainted }
    }
}

/// One quantity of a place solved in full.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cell {
    /// Households, persons, or grid steps; what everything downstream uses.
    pub lo: i64,
    pub hi: i64,
    /// The typed figure as shown: whole, or hundredths. Means something with [`Cell::PLAIN`].
    pub typed: i64,
    pub flags: u8,
}

impl Cell {
    /// `lo` and `hi` say something.
    pub const KNOWN: u8 = 1;
    pub const TYPED: u8 = 2;
    /// Typed with a single value ("hơn" and the like have none).
    pub const PLAIN: u8 = 4;
    pub const INVALID: u8 = 8;
    pub const TAINTED: u8 = 16;
    /// Typed with exactly two decimals and not contradicted: this is the shown rate or change.
    pub const PRINTED: u8 = 32;
    /// Each bound by itself says something.
    pub const LO_TOLD: u8 = 64;
    pub const HI_TOLD: u8 = 128;

    pub const fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    fn known(&self) -> Option<Known> {
        let range = Interval::new(self.lo, self.hi);
        self.has(Cell::KNOWN).then(|| Known { range, tainted: self.has(Cell::TAINTED) })
    }

    /// As shown hundredths, and not above `cap`.
    fn known_rate(&self, cap: i64) -> Option<Known> {
        let tainted = self.has(Cell::TAINTED);
        if self.has(Cell::PRINTED) {
            return Some(Known::exactly(self.typed, tainted));
        }
        let range = Interval::new(shown(self.lo), shown(self.hi).min(cap).max(shown(self.lo)));
        self.has(Cell::KNOWN).then_some(Known { range, tainted })
    }
}

/// Cells of a [`Rich`] row: the levels of the opening, then of the closing period, then its two changes.
pub(crate) const CELLS: usize = 2 * LEVELS + 2;

/// A place solved in full.
#[derive(Clone, Debug)]
pub(crate) struct Rich {
    pub cells: [Cell; CELLS],
    /// Cells of the slots that only some tables have: of the opening, then of the closing period.
    more: Vec<Cell>,
    /// Of a total: rates that are not shown above these, in hundredths.
    pub caps: Vec<(usize, Slot, i64)>,
    pub target: Option<Target>,
    pub target_typed: bool,
    pub target_invalid: bool,
    /// A typed figure was not used, because it contradicts others or is a last digit off.
    pub disputed: bool,
    /// Propagation stopped early; there is more to be found.
    pub unfinished: bool,
    /// No rule was applied: a total with nothing but its sums.
    pub bare: bool,
    /// The fall in poor households is part of its system.
    pub has_drop: bool,
}

impl Default for Rich {
    fn default() -> Self {
        Self {
            cells: [Cell::default(); CELLS],
            more: Vec::new(),
            caps: Vec::new(),
            target: None,
            target_typed: false,
            target_invalid: false,
            disputed: false,
            unfinished: false,
            bare: false,
            has_drop: false,
        }
    }
}

/// Where a slot of every table lies in [`Rich::cells`].
#[inline(always)]
const fn cell_at(role: usize, slot: Slot) -> usize {
    let slot = slot as usize;
    if slot >= LEVELS { LEVELS + slot } else { role * LEVELS + slot }
}

impl Rich {
    pub fn new(scope: Scope) -> Self {
        let mut made = Self::default();
        if scope.more {
            made.more = vec![Cell::default(); 2 * MORE];
        }
        made
    }

    #[inline(always)]
    pub fn cell(&self, role: usize, slot: Slot) -> &Cell {
        const EMPTY: Cell = Cell { lo: 0, hi: 0, typed: 0, flags: 0 };
        let cell = match slot.is_more() {
            true => self.more.get(role * MORE + slot as usize - SLOTS),
            false => self.cells.get(cell_at(role, slot)),
        };
        cell.unwrap_or(&EMPTY)
    }

    pub fn cell_mut(&mut self, role: usize, slot: Slot) -> Option<&mut Cell> {
        match slot.is_more() {
            true => self.more.get_mut(role * MORE + slot as usize - SLOTS),
            false => self.cells.get_mut(cell_at(role, slot)),
        }
    }

    /// What a rate is not shown above.
    pub fn cap(&self, role: usize, slot: Slot) -> i64 {
        let cap = self.caps.iter().find(|(of, rate, _)| (*of, *rate) == (role, slot));
        cap.map_or(i64::MAX, |(.., cap)| *cap)
    }

    /// Whether it was solved with the slots that only some tables have.
    pub fn has_more(&self) -> bool {
        !self.more.is_empty()
    }

    /// Whether everything is known as it is there.
    pub fn is_as(&self, other: &Rich) -> bool {
        self.cells == other.cells && self.more == other.more
    }

    /// A range together with what the rules say, even where that by itself is not worth showing.
    fn within(&self, role: usize, slot: Slot, range: Interval, lo: fn(i64) -> i64, hi: fn(i64) -> i64) -> Interval {
        if self.bare || slot.is_change() && !self.has_drop {
            return range;
        }
        let cell = self.cell(role, slot);
        range.meet(Interval::new(lo(cell.lo), hi(cell.hi).min(self.cap(role, slot)))).unwrap_or(range)
    }

    /// Poor and near-poor together, exactly, where both are known exactly, even if they contradict other figures.
    pub fn add_up(&mut self) {
        for role in 0..2 {
            let (poor, near) = (*self.cell(role, Slot::Poor), *self.cell(role, Slot::NearPoor));
            let exact = |cell: &Cell| cell.has(Cell::KNOWN) && cell.lo == cell.hi;
            if exact(&poor)
                && exact(&near)
                && let Some(both) = self.cell_mut(role, Slot::Multi)
            {
                both.lo = poor.lo.saturating_add(near.lo);
                both.hi = both.lo;
                let tainted = (poor.flags | near.flags) & Cell::TAINTED;
                both.flags |= Cell::KNOWN | Cell::LO_TOLD | Cell::HI_TOLD | tainted;
            }
        }
    }
}

/// The part a rate has, beside the households.
pub(crate) const fn part_of(slot: Slot) -> Slot {
    match slot {
        Slot::NearRate => Slot::NearPoor,
        Slot::MultiRate => Slot::Multi,
        Slot::MinorityRate => Slot::MinorityPoor,
        Slot::MinorityNearRate => Slot::MinorityNearPoor,
        _ => Slot::Poor,
    }
}

/// What a rate is a rate of.
pub(crate) const fn whole_of(slot: Slot) -> Slot {
    match slot {
        Slot::MinorityRate | Slot::MinorityNearRate => Slot::MinorityHouseholds,
        _ => Slot::Households,
    }
}

/// A place's row, however it is kept.
#[derive(Clone, Copy)]
pub(crate) enum Row<'a> {
    Plain(&'a Plain),
    Rich(&'a Rich),
}

impl Row<'_> {
    /// A count as used downstream; `slot` must be one.
    pub fn count(self, role: usize, slot: Slot) -> Option<Known> {
        match self {
            Row::Rich(rich) => rich.cell(role, slot).known(),
            Row::Plain(plain) if slot == Slot::Multi => {
                let (poor, near) = (plain.count(role, Slot::Poor)?, plain.count(role, Slot::NearPoor)?);
                let sum = poor.range.lo.saturating_add(near.range.lo);
                Some(Known::exactly(sum, poor.tainted || near.tainted))
            }
            Row::Plain(plain) => plain.count(role, slot),
        }
    }

    /// A shown rate in hundredths: from counts where they determine it, else from what is known of it.
    pub fn rate(self, role: usize, slot: Slot) -> Option<Known> {
        let whole = self.count(role, whole_of(slot));
        if let (Some(p), Some(w)) = (self.count(role, part_of(slot)), whole) {
            let tainted = p.tainted || w.tainted;
            if let (Some(part), Some(whole)) = (p.range.single(), w.range.single()) {
                return shown_rate(part, whole).map(|rate| Known::exactly(rate, tainted));
            }
            if let Row::Rich(rich) = self
                && !rich.cell(role, slot).has(Cell::PRINTED)
            {
                let lo = shown_rate(p.range.lo, w.range.hi)?;
                let hi = shown_rate(p.range.hi, w.range.lo).unwrap_or(10_000).min(10_000).max(lo);
                let range = rich.within(role, slot, Interval::new(lo, hi), shown, shown);
                return Some(Known { range, tainted: tainted || rich.cell(role, slot).has(Cell::TAINTED) });
            }
        }
        match self {
            Row::Plain(_) => None,
            Row::Rich(rich) => rich.cell(role, slot).known_rate(rich.cap(role, slot)),
        }
    }

    /// Whether each bound of a known quantity says something by itself.
    pub fn tells(self, role: usize, slot: Slot) -> (bool, bool) {
        match self {
            Row::Plain(_) => (true, true),
            Row::Rich(rich) => {
                let cell = rich.cell(role, slot);
                (cell.has(Cell::LO_TOLD), cell.has(Cell::HI_TOLD))
            }
        }
    }

    /// Whether [`Self::rate`] has a value, without working it out.
    pub fn knows_rate(self, role: usize, slot: Slot) -> bool {
        let cell = match self {
            Row::Plain(_) => false,
            // As below, without making values of the cells: every unit that is not plain is asked.
            Row::Rich(rich) => {
                let [part, whole, rate] = [part_of(slot), whole_of(slot), slot].map(|slot| rich.cell(role, slot));
                let cell = rate.has(Cell::KNOWN | Cell::PRINTED);
                if !part.has(Cell::KNOWN) || !whole.has(Cell::KNOWN) {
                    return cell;
                }
                return if part.lo == part.hi && whole.lo == whole.hi { whole.lo > 0 } else { cell || whole.hi > 0 };
            }
        };
        match (self.count(role, part_of(slot)), self.count(role, whole_of(slot))) {
            (Some(part), Some(whole)) if part.range.lo == part.range.hi && whole.range.lo == whole.range.hi => {
                whole.range.lo > 0
            }
            (Some(_), Some(whole)) => cell || whole.range.hi > 0,
            _ => cell,
        }
    }

    /// Whether [`Self::drop_points`] has a value.
    pub fn knows_drop_points(self) -> bool {
        let told = match self {
            Row::Plain(_) => false,
            Row::Rich(rich) => rich.cell(1, Slot::DropPoints).has(Cell::KNOWN | Cell::PRINTED),
        };
        told || self.knows_rate(0, Slot::PoorRate) && self.knows_rate(1, Slot::PoorRate)
    }

    /// Fewer poor households: opening less closing.
    pub fn drop_households(self) -> Option<Known> {
        let counted = self.count(0, Slot::Poor).zip(self.count(1, Slot::Poor)).map(|(prev, now)| prev.minus(now));
        match (self, counted) {
            (_, Some(known)) if known.range.lo == known.range.hi => Some(known),
            (Row::Rich(rich), counted) => rich.cell(1, Slot::DropHouseholds).known().or_else(|| {
                let counted = counted?;
                let range = rich.within(1, Slot::DropHouseholds, counted.range, |lo| lo, |hi| hi);
                Some(Known { range, ..counted })
            }),
            (_, counted) => counted,
        }
    }

    /// Fall of the poor rate: difference of the two shown rates, in hundredths of a point.
    pub fn drop_points(self) -> Option<Known> {
        let rates = self.rate(0, Slot::PoorRate).zip(self.rate(1, Slot::PoorRate)).map(|(prev, now)| prev.minus(now));
        let Row::Rich(rich) = self else { return rates };
        if let Some(known) = rates
            && known.range.lo == known.range.hi
        {
            return rates;
        }
        let cell = rich.cell(1, Slot::DropPoints);
        let tainted = cell.has(Cell::TAINTED) || rates.is_some_and(|known| known.tainted);
        if cell.has(Cell::PRINTED) {
            return Some(Known::exactly(cell.typed, tainted));
        }
        // The difference of two shown rates is a whole hundredth less than 0,01 away from the exact difference.
        let (down, up) = (|lo: i64| lo.div_euclid(HUNDREDTH), |hi: i64| -(-hi).div_euclid(HUNDREDTH));
        if !cell.has(Cell::KNOWN) {
            let rates = rates?;
            return Some(Known { range: rich.within(1, Slot::DropPoints, rates.range, down, up), ..rates });
        }
        let exact = Interval::new(down(cell.lo), up(cell.hi));
        let range = match rates {
            Some(known) => known.range.meet(exact).unwrap_or(known.range),
            None => exact,
        };
        Some(Known { range, tainted })
    }

    pub fn target(self) -> Option<Target> {
        match self {
            Row::Plain(plain) => plain.target.target(),
            Row::Rich(rich) => rich.target,
        }
    }

    /// The state of the target's cell.
    pub fn target_state(self) -> State {
        let (invalid, typed) = match self {
            Row::Plain(plain) => (plain.target.is_invalid(), plain.target.target().is_some()),
            Row::Rich(rich) => (rich.target_invalid, rich.target_typed),
        };
        match () {
            () if invalid => State::Invalid,
            () if typed => State::Typed,
            () if self.target().is_some() => State::Exact,
            () => State::Unknown,
        }
    }

    /// Whether the field of this period was typed and can be used.
    pub fn is_typed(self, role: usize, fields: [Field; 2]) -> bool {
        let slot = fields.get(role).and_then(|field| Some(slot_of(*field)?.1));
        match (self, slot) {
            (_, None) => false,
            (Row::Plain(plain), Some(slot)) => Plain::bit(role, slot).is_some_and(|at| plain.known >> at & 1 == 1),
            (Row::Rich(rich), Some(slot)) => rich.cell(role, slot).has(Cell::TYPED),
        }
    }

    /// What the cell of a slot shows: what was typed in it, else what follows.
    pub fn shown(self, role: usize, slot: Slot, follows: Option<Known>) -> Value {
        let computed = follows.map_or(Value::UNKNOWN, Known::value);
        match self {
            Row::Plain(plain) => {
                let Some(at) = Plain::bit(role, slot) else { return computed };
                match () {
                    () if plain.invalid >> at & 1 == 1 => Value::INVALID,
                    () if computed.state == State::Exact => Value { state: State::Typed, ..computed },
                    () => computed,
                }
            }
            Row::Rich(rich) => {
                let cell = rich.cell(role, slot);
                if cell.has(Cell::INVALID) {
                    return Value::INVALID;
                }
                if !cell.has(Cell::TYPED) {
                    return computed;
                }
                let state = if cell.has(Cell::TAINTED) { State::Conflict } else { State::Typed };
                if cell.has(Cell::PLAIN) {
                    return Value { state, lo: cell.typed, hi: cell.typed };
                }
                Value { state, lo: computed.lo, hi: computed.hi }
            }
        }
    }
}
