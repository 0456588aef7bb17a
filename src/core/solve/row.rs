//! What is kept of one place: compact for a unit whose counts are all typed, in full for every other.

use super::given::shown;
use super::template::{HUNDREDTH, LEVELS, Slot};
use crate::core::field::Field;
use crate::core::quantity::{Interval, State, Value, shown_rate};
use crate::core::target::Target;

/// Counts that may be typed per period.
pub(crate) const TYPED_COUNTS: usize = 5;

/// Slot of each typed count.
pub(crate) const COUNT_SLOTS: [Slot; TYPED_COUNTS] =
    [Slot::Households, Slot::Poor, Slot::NearPoor, Slot::Persons, Slot::PoorPersons];

const fn count_index(slot: Slot) -> Option<usize> {
    Some(match slot {
        Slot::Households => 0,
        Slot::Poor => 1,
        Slot::NearPoor => 2,
        Slot::Persons => 3,
        Slot::PoorPersons => 4,
        _ => return None,
    })
}

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

/// The shapes of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    None,
    RateLeft,
    PointsDown,
    HouseholdsLeft,
    HouseholdsDown,
}

/// A target in little room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Packed {
    kind: u8,
    least: u32,
    most: u32,
}

impl Packed {
    pub const INVALID: Packed = Packed { kind: 5, least: 0, most: 0 };

    /// `None` when the numbers do not fit, which a unit's never do once checked.
    pub fn new(target: Target) -> Option<Packed> {
        let (kind, least, most) = match target {
            Target::RateLeft { most } => (1, most, most),
            Target::PointsDown { least, most } => (2, least, most),
            Target::HouseholdsLeft { most } => (3, most, most),
            Target::HouseholdsDown { least, most } => (4, least, most),
        };
        Some(Packed { kind, least: u32::try_from(least).ok()?, most: u32::try_from(most).ok()? })
    }

    pub fn target(self) -> Option<Target> {
        let (least, most) = (i64::from(self.least), i64::from(self.most));
        Some(match self.kind {
            1 => Target::RateLeft { most },
            2 => Target::PointsDown { least, most },
            3 => Target::HouseholdsLeft { most },
            4 => Target::HouseholdsDown { least, most },
            _ => return None,
        })
    }

    pub const fn is_some(self) -> bool {
        matches!(self.kind, 1..=4)
    }

    /// The kind of target, and its two numbers, which are the same for a target without a range.
    pub const fn parts(self) -> (Kind, i64, i64) {
        let kind = match self.kind {
            1 => Kind::RateLeft,
            2 => Kind::PointsDown,
            3 => Kind::HouseholdsLeft,
            4 => Kind::HouseholdsDown,
            _ => Kind::None,
        };
        (kind, self.least as i64, self.most as i64)
    }

    pub fn is_invalid(self) -> bool {
        self.kind == Packed::INVALID.kind
    }
}

/// A unit with nothing but plain counts typed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Plain {
    /// Opening counts, then closing ones, in the order of [`COUNT_SLOTS`].
    pub counts: [u32; 2 * TYPED_COUNTS],
    /// Bit per count.
    pub known: u16,
    pub invalid: u16,
    pub tainted: u16,
    pub target: Packed,
}

impl Plain {
    fn bit(role: usize, slot: Slot) -> Option<usize> {
        Some(role * TYPED_COUNTS + count_index(slot)?)
    }

    fn count(&self, role: usize, slot: Slot) -> Option<Known> {
        let at = Self::bit(role, slot)?;
        let value = *self.counts.get(at)?;
        (self.known >> at & 1 == 1).then(|| Known::exactly(i64::from(value), self.tainted >> at & 1 == 1))
    }

    /// Marks the counts that contradict each other: more poor than households, more poor persons than persons.
    pub fn check(&mut self) {
        let [t0, p0, n0, m0, q0, t1, p1, n1, m1, q1] = self.counts;
        self.tainted = contradiction(self.known & 0b11111, t0, p0, n0, m0, q0)
            | contradiction(self.known >> TYPED_COUNTS, t1, p1, n1, m1, q1) << TYPED_COUNTS;
    }
}

/// The counts of a period that contradict each other, as bits; counts that are not known are 0.
#[inline(always)]
fn contradiction(known: u16, total: u32, poor: u32, near: u32, persons: u32, poor_persons: u32) -> u16 {
    let mut bad = 0;
    if poor as u64 + near as u64 > total as u64 && known & 1 == 1 {
        if poor > total {
            bad |= 0b011;
        }
        if near > total {
            bad |= 0b101;
        }
        if bad == 0 {
            bad = 0b111;
        }
    }
    if poor_persons > persons && known & 0b1000 != 0 {
        bad |= 0b11000;
    }
    bad
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

    pub const fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    fn known(&self) -> Option<Known> {
        let range = Interval::new(self.lo, self.hi);
        self.has(Cell::KNOWN).then(|| Known { range, tainted: self.has(Cell::TAINTED) })
    }

    /// As shown hundredths.
    fn known_rate(&self) -> Option<Known> {
        let tainted = self.has(Cell::TAINTED);
        if self.has(Cell::PRINTED) {
            return Some(Known::exactly(self.typed, tainted));
        }
        let range = Interval::new(shown(self.lo), shown(self.hi));
        self.has(Cell::KNOWN).then_some(Known { range, tainted })
    }
}

/// Cells of a [`Rich`] row: the levels of the opening, then of the closing period, then its two changes.
pub(crate) const CELLS: usize = 2 * LEVELS + 2;

/// A place solved in full.
#[derive(Clone, Debug)]
pub(crate) struct Rich {
    pub cells: [Cell; CELLS],
    pub target: Option<Target>,
    pub target_typed: bool,
    pub target_invalid: bool,
    /// A typed figure was not used, because it contradicts others or is a last digit off.
    pub disputed: bool,
}

impl Default for Rich {
    fn default() -> Self {
        Self {
            cells: [Cell::default(); CELLS],
            target: None,
            target_typed: false,
            target_invalid: false,
            disputed: false,
        }
    }
}

/// Where a slot lies in [`Rich::cells`].
pub(crate) const fn cell_at(role: usize, slot: Slot) -> usize {
    let slot = slot as usize;
    if slot >= LEVELS { LEVELS + slot } else { role * LEVELS + slot }
}

impl Rich {
    pub fn cell(&self, role: usize, slot: Slot) -> &Cell {
        const EMPTY: Cell = Cell { lo: 0, hi: 0, typed: 0, flags: 0 };
        self.cells.get(cell_at(role, slot)).unwrap_or(&EMPTY)
    }

    /// Poor and near-poor together, exactly, where both are known exactly, even if they contradict other figures.
    pub fn add_up(&mut self) {
        for role in 0..2 {
            let (poor, near) = (*self.cell(role, Slot::Poor), *self.cell(role, Slot::NearPoor));
            let exact = |cell: &Cell| cell.has(Cell::KNOWN) && cell.lo == cell.hi;
            if exact(&poor)
                && exact(&near)
                && let Some(both) = self.cells.get_mut(cell_at(role, Slot::Multi))
            {
                both.lo = poor.lo.saturating_add(near.lo);
                both.hi = both.lo;
                both.flags = Cell::KNOWN | (poor.flags | near.flags | both.flags) & Cell::TAINTED;
            }
        }
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
        let part = match slot {
            Slot::NearRate => Slot::NearPoor,
            Slot::MultiRate => Slot::Multi,
            _ => Slot::Poor,
        };
        let whole = self.count(role, Slot::Households);
        if let (Some(p), Some(w)) = (self.count(role, part), whole) {
            let tainted = p.tainted || w.tainted;
            if let (Some(part), Some(whole)) = (p.range.single(), w.range.single()) {
                return shown_rate(part, whole).map(|rate| Known::exactly(rate, tainted));
            }
            if let Row::Rich(rich) = self
                && !rich.cell(role, slot).has(Cell::KNOWN | Cell::PRINTED)
            {
                let lo = shown_rate(p.range.lo, w.range.hi)?;
                let hi = shown_rate(p.range.hi, w.range.lo).unwrap_or(10_000).min(10_000).max(lo);
                return Some(Known { range: Interval::new(lo, hi), tainted });
            }
        }
        match self {
            Row::Plain(_) => None,
            Row::Rich(rich) => rich.cell(role, slot).known_rate(),
        }
    }

    /// Fewer poor households: opening less closing.
    pub fn drop_households(self) -> Option<Known> {
        let counted = self.count(0, Slot::Poor).zip(self.count(1, Slot::Poor)).map(|(prev, now)| prev.minus(now));
        match (self, counted) {
            (_, Some(known)) if known.range.lo == known.range.hi => Some(known),
            (Row::Rich(rich), counted) => rich.cell(1, Slot::DropHouseholds).known().or(counted),
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
        if !cell.has(Cell::KNOWN) {
            return rates;
        }
        // The difference of two shown rates is a whole hundredth less than 0,01 away from the exact difference.
        let exact = Interval::new(cell.lo.div_euclid(HUNDREDTH), -(-cell.hi).div_euclid(HUNDREDTH));
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
        let slot = fields.get(role).and_then(|field| Slot::of(field.fact()?.0));
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
