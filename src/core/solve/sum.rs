//! Sums over units. A sum with an unknown part is not a total: each quantity carries how many of the units it covers.

use super::hull::{BETWEEN, Between, Hulls};
use super::plain::{Kind, Plain, TYPED_COUNTS};
use super::row::{Cell, Row};
use super::template::{COUNTS, MORE_COUNTS, SLOTS, Scope, Slot};
use crate::quantity::Interval;
use crate::target::Target;

/// What adds up over units in every table: six counts for both periods, and the fall in poor households.
const COLUMNS: usize = 2 * COUNTS + 1;
const DROP: usize = 2 * COUNTS;

/// The columns of a sum: where a table has more quantities, their counts for both periods follow.
pub(crate) const fn columns(scope: Scope) -> usize {
    if scope.more { COLUMNS + 2 * MORE_COUNTS } else { COLUMNS }
}

/// The column of a quantity, if it adds up.
pub(crate) const fn column(role: usize, slot: Slot) -> Option<usize> {
    match slot {
        Slot::DropHouseholds if role == 1 => Some(DROP),
        slot if !slot.is_count() => None,
        slot if slot.is_more() => Some(COLUMNS + role * MORE_COUNTS + slot as usize - SLOTS),
        slot => Some(role * COUNTS + slot as usize),
    }
}

/// The quantity of a column.
pub(crate) fn of_column(column: usize) -> (usize, Slot) {
    let (role, slot) = match column.checked_sub(COLUMNS) {
        Some(more) => (more / MORE_COUNTS, SLOTS + more % MORE_COUNTS),
        None if column < DROP => (column / COUNTS, column % COUNTS),
        None => (1, Slot::DropHouseholds as usize),
    };
    (role, Slot::ALL.get(slot).copied().unwrap_or(Slot::Households))
}

/// Things whose coverage is counted: six counts and three rates for both periods, two changes, the target.
const COVERED: usize = 21;
const DROP_HOUSEHOLDS: usize = 18;
const DROP_POINTS: usize = 19;
pub(crate) const TARGETS: usize = 20;

/// Place of a slot of every table among the covered things.
const fn covered(role: usize, slot: Slot) -> usize {
    match slot {
        Slot::DropHouseholds => DROP_HOUSEHOLDS,
        Slot::DropPoints => DROP_POINTS,
        slot => role * 9 + slot as usize,
    }
}

/// The covered things that add up, as bits.
const ADDED: u32 = 0b111_111 | 0b111_111 << 9 | 1 << DROP_HOUSEHOLDS;

/// The sum of some units.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sum {
    /// By column: sum of the lower bounds, also of units that are not known.
    lo: [i64; COLUMNS],
    /// Sum of `hi − lo` of the known units.
    spread: [i64; COLUMNS],
    tainted: u16,
    /// Columns in which the lower, or the upper, bound of a known unit is not worth telling by itself.
    lo_untold: u16,
    hi_untold: u16,
    /// Units, counting the members of groups and not the groups.
    pub of: u32,
    known: [u32; COVERED],
    /// The same coverage pattern usually repeats from unit to unit: counted when it changes.
    pattern: u32,
    run: u32,
    /// What `pattern` was made from.
    plain_known: u16,
    targets: Targets,
    hulls: Hulls,
    /// By column beyond those of every table; empty until a unit has such quantities.
    more: Vec<Added>,
}

/// The sum of one quantity that only some tables have.
#[derive(Clone, Copy, Debug, Default)]
struct Added {
    lo: i64,
    spread: i64,
    known: u32,
    tainted: bool,
    lo_untold: bool,
    hi_untold: bool,
}

/// Never the known counts of a plain row.
const NO_PATTERN: u16 = u16::MAX;

/// Household targets of the units.
#[derive(Clone, Copy, Debug, Default)]
struct Targets {
    left: i64,
    left_of: u32,
    down_least: i64,
    down_most: i64,
    down_of: u32,
    /// Falls from a known count, turned into households left.
    turned: i64,
    turned_of: u32,
}

impl Sum {
    /// Adds a unit of plain counts; those that are not known are 0.
    pub fn add_plain(&mut self, plain: &Plain) {
        self.of += 1;
        let [t0, p0, n0, m0, q0, t1, p1, n1, m1, q1] = plain.counts;
        let [st0, sp0, sn0, sb0, sm0, sq0, st1, sp1, sn1, sb1, sm1, sq1, drop] = &mut self.lo;
        *st0 += t0 as i64;
        *sp0 += p0 as i64;
        *sn0 += n0 as i64;
        *sb0 += p0 as i64 + n0 as i64;
        *sm0 += m0 as i64;
        *sq0 += q0 as i64;
        *st1 += t1 as i64;
        *sp1 += p1 as i64;
        *sn1 += n1 as i64;
        *sb1 += p1 as i64 + n1 as i64;
        *sm1 += m1 as i64;
        *sq1 += q1 as i64;
        *drop += p0 as i64 - p1 as i64;
        if plain.known != self.plain_known {
            self.settle();
            self.plain_known = plain.known;
            self.pattern = plain_pattern(plain.known);
        }
        self.run += 1;
        if plain.tainted != 0 {
            self.taint(Row::Plain(plain));
        }
        let (kind, least, most) = plain.target.parts();
        let targets = &mut self.targets;
        if kind == Kind::HouseholdsLeft {
            targets.left += most;
            targets.left_of += 1;
        } else if kind == Kind::HouseholdsDown {
            self.add_target(
                Target::HouseholdsDown { least, most },
                (plain.known >> 1 & 1 == 1).then_some(p0 as i64),
                1,
            );
        }
    }

    /// Adds a place solved in full; `members` is the sum behind it when it is a group.
    pub fn add(&mut self, row: Row, members: Option<&Sum>) {
        let weight = members.map_or(1, |sum| sum.of);
        self.of += weight;
        let mut pattern = 0;
        for (column, (sum, total)) in self.lo.iter_mut().zip(&mut self.spread).enumerate() {
            let (role, slot) = of_column(column);
            // Read from its cell, where it has one: every unit that is not plain comes by here.
            let known = match row {
                Row::Rich(rich) if column != DROP => {
                    let cell = rich.cell(role, slot);
                    cell.has(Cell::KNOWN).then_some((cell.lo, cell.hi, cell.has(Cell::TAINTED)))
                }
                _ => {
                    let known = if column == DROP { row.drop_households() } else { row.count(role, slot) };
                    known.map(|known| (known.range.lo, known.range.hi, known.tainted))
                }
            };
            let Some((lo, hi, tainted)) = known else {
                let least = members.and_then(|sum| sum.lo.get(column)).copied().unwrap_or(0);
                *sum = sum.saturating_add(least);
                continue;
            };
            *sum = sum.saturating_add(lo);
            pattern |= 1 << covered(role, slot);
            let (lo_told, hi_told) = row.tells(role, slot);
            self.lo_untold |= u16::from(!lo_told) << column;
            self.hi_untold |= u16::from(!hi_told) << column;
            self.tainted |= u16::from(tainted) << column;
            *total = total.saturating_add(hi.saturating_sub(lo));
        }
        for role in 0..2 {
            for slot in [Slot::PoorRate, Slot::NearRate, Slot::MultiRate] {
                if row.knows_rate(role, slot) {
                    pattern |= 1 << covered(role, slot);
                }
            }
        }
        if row.knows_drop_points() {
            pattern |= 1 << DROP_POINTS;
        }
        self.add_more(row, members);
        if let Row::Rich(rich) = row {
            self.hulls.add(rich, members);
        }
        self.count(pattern, weight);
        if let Some(sum) = members {
            // What the group itself does not know may still be known of some of its members; of quantities that add up
            // not of all.
            for at in 0..TARGETS {
                if pattern >> at & 1 == 0
                    && let Some(known) = self.known.get_mut(at)
                {
                    let whole = ADDED >> at & 1 == 1;
                    *known += sum.known_at(at).min(weight.saturating_sub(u32::from(whole)));
                }
            }
        }
        let prev = row.count(0, Slot::Poor).and_then(|known| known.range.single());
        match members.filter(|sum| sum.target().is_some()) {
            Some(sum) => self.add_targets(&sum.targets),
            None => {
                if let Some(target) = row.target() {
                    self.add_target(target, prev, weight);
                } else if let Some(sum) = members {
                    self.add_targets(&sum.targets);
                }
            }
        }
    }

    /// Adds what only some tables have.
    fn add_more(&mut self, row: Row, members: Option<&Sum>) {
        if !matches!(row, Row::Rich(rich) if rich.has_more()) {
            return;
        }
        self.more.resize(2 * MORE_COUNTS, Added::default());
        for (at, sum) in self.more.iter_mut().enumerate() {
            let (role, slot) = of_column(COLUMNS + at);
            let of_members = members.and_then(|members| members.more.get(at)).copied().unwrap_or_default();
            let Some(known) = row.count(role, slot) else {
                sum.lo = sum.lo.saturating_add(of_members.lo);
                sum.known += of_members.known.min(members.map_or(1, |members| members.of).saturating_sub(1));
                continue;
            };
            let (lo_told, hi_told) = row.tells(role, slot);
            sum.lo = sum.lo.saturating_add(known.range.lo);
            sum.spread = sum.spread.saturating_add(known.range.hi.saturating_sub(known.range.lo));
            sum.known += members.map_or(1, |members| members.of);
            sum.tainted |= known.tainted;
            sum.lo_untold |= !lo_told;
            sum.hi_untold |= !hi_told;
        }
    }

    /// Takes in the rates of a unit of plain counts, in a table where some units have nothing but rates.
    pub fn add_plain_rates(&mut self, plain: &Plain) {
        self.hulls.add_plain(plain);
    }

    /// Between which rates of its units that of the whole lies, when every unit's is known.
    pub fn between(&self, role: usize, slot: Slot) -> Option<Between> {
        let number = BETWEEN.iter().position(|other| *other == (role, slot))?;
        self.hulls.between(number, self.of)
    }

    fn added(&self, column: usize) -> Option<Added> {
        Some(self.more.get(column.checked_sub(COLUMNS)?).copied().unwrap_or_default())
    }

    fn taint(&mut self, row: Row) {
        for column in 0..COLUMNS {
            let (role, slot) = of_column(column);
            let known = if column == DROP { row.drop_households() } else { row.count(role, slot) };
            if known.is_some_and(|known| known.tainted) {
                self.tainted |= 1 << column;
            }
        }
    }

    fn count(&mut self, pattern: u32, weight: u32) {
        self.settle();
        (self.plain_known, self.pattern, self.run) = (NO_PATTERN, pattern, weight);
    }

    fn settle(&mut self) {
        for (at, known) in self.known.iter_mut().enumerate() {
            if self.pattern >> at & 1 == 1 {
                *known += self.run;
            }
        }
        self.run = 0;
    }

    fn add_target(&mut self, target: Target, prev: Option<i64>, weight: u32) {
        let targets = &mut self.targets;
        match target {
            Target::HouseholdsLeft { most } => {
                targets.left = targets.left.saturating_add(most);
                targets.left_of += weight;
            }
            Target::HouseholdsDown { least, most } => {
                targets.down_least = targets.down_least.saturating_add(least);
                targets.down_most = targets.down_most.saturating_add(most);
                targets.down_of += weight;
                if let Some(prev) = prev
                    && least == most
                    && least <= prev
                {
                    targets.turned = targets.turned.saturating_add(prev - least);
                    targets.turned_of += weight;
                }
            }
            Target::RateLeft { .. } | Target::PointsDown { .. } => {}
        }
    }

    fn add_targets(&mut self, other: &Targets) {
        let targets = &mut self.targets;
        targets.left = targets.left.saturating_add(other.left);
        targets.left_of += other.left_of;
        targets.down_least = targets.down_least.saturating_add(other.down_least);
        targets.down_most = targets.down_most.saturating_add(other.down_most);
        targets.down_of += other.down_of;
        targets.turned = targets.turned.saturating_add(other.turned);
        targets.turned_of += other.turned_of;
    }

    /// How many units a covered thing is known for.
    pub fn known_at(&self, at: usize) -> u32 {
        if at == TARGETS {
            return self.targets.left_of + self.targets.down_of;
        }
        let pending = if self.pattern >> at & 1 == 1 { self.run } else { 0 };
        self.known.get(at).copied().unwrap_or(0) + pending
    }

    /// How many units a quantity is known for.
    pub fn known_of(&self, role: usize, slot: Slot) -> u32 {
        if !slot.is_more() {
            return self.known_at(covered(role, slot));
        }
        let column = column(role, slot);
        column.and_then(|column| self.added(column)).map_or(0, |added| added.known)
    }

    /// The sum, when no unit is unknown.
    pub fn total(&self, role: usize, slot: Slot) -> Option<Interval> {
        if self.of == 0 || self.known_of(role, slot) != self.of {
            return None;
        }
        let at = column(role, slot)?;
        let (lo, spread) = match self.added(at) {
            Some(added) => (added.lo, added.spread),
            None => (*self.lo.get(at)?, *self.spread.get(at)?),
        };
        Some(Interval::new(lo, lo.saturating_add(spread)))
    }

    /// Whether the bounds of a whole sum each rest on figures, and are more than what is true of every table.
    pub fn tells(&self, column: usize) -> (bool, bool) {
        match self.added(column) {
            Some(added) => (!added.lo_untold, !added.hi_untold),
            None => (self.lo_untold >> column & 1 == 0, self.hi_untold >> column & 1 == 0),
        }
    }

    /// What a sum of counts is at least, whatever the unknown units hold.
    pub fn floor(&self, role: usize, slot: Slot) -> i64 {
        let column = column(role, slot).filter(|column| *column != DROP);
        column.map_or(0, |column| match self.added(column) {
            Some(added) => added.lo,
            None => self.lo.get(column).copied().unwrap_or(0),
        })
    }

    pub fn is_tainted(&self, role: usize, slot: Slot) -> bool {
        column(role, slot).is_some_and(|column| match self.added(column) {
            Some(added) => added.tainted,
            None => self.tainted >> column & 1 == 1,
        })
    }

    /// The sum of the units' household targets, when every unit has one.
    pub fn target(&self) -> Option<Target> {
        let targets = &self.targets;
        match self.of {
            0 => None,
            of if targets.left_of == of => Some(Target::HouseholdsLeft { most: targets.left }),
            of if targets.down_of == of => {
                Some(Target::HouseholdsDown { least: targets.down_least, most: targets.down_most })
            }
            of if targets.left_of + targets.turned_of == of => {
                Some(Target::HouseholdsLeft { most: targets.left.saturating_add(targets.turned) })
            }
            _ => None,
        }
    }
}

/// The coverage pattern of a unit of plain counts.
fn plain_pattern(known: u16) -> u32 {
    let mut pattern = 0;
    for role in 0..2 {
        let bits = u32::from(known >> (role * TYPED_COUNTS) & 0b11111);
        let (t, p, n) = (bits & 1, bits >> 1 & 1, bits >> 2 & 1);
        let levels = bits & 0b111 | (p & n) << 3 | (bits >> 3) << 4 | (t & p) << 6 | (t & n) << 7 | (t & p & n) << 8;
        pattern |= levels << (role * 9);
    }
    let drop_households = pattern >> 1 & pattern >> 10 & 1;
    let drop_points = pattern >> 6 & pattern >> 15 & 1;
    pattern | drop_households << DROP_HOUSEHOLDS | drop_points << DROP_POINTS
}
