//! Between which rates of units the rate of their whole lies: it is a mean of theirs, weighted by households. Of one unit
//! it is that unit's, and so is its change. docs/method.md §4.

use super::given::shown;
use super::plain::Plain;
use super::row::{Cell, Rich, Row, part_of};
use super::sum::Sum;
use super::template::{SCALE, Slot};

/// What units bound without adding up to it: the period's role, and the quantity.
pub(crate) const BETWEEN: [(usize, Slot); 7] = [
    (0, Slot::PoorRate),
    (0, Slot::NearRate),
    (0, Slot::MultiRate),
    (1, Slot::PoorRate),
    (1, Slot::NearRate),
    (1, Slot::MultiRate),
    (1, Slot::DropPoints),
];

/// The bounds that units set together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Between {
    pub lo: i64,
    pub hi: i64,
    /// No unit's rate is shown above this, in hundredths.
    pub shown_hi: i64,
    pub lo_told: bool,
    pub hi_told: bool,
    pub tainted: bool,
}

impl Between {
    const NONE: Self = Self { lo: SCALE, hi: -SCALE, shown_hi: i64::MIN, lo_told: true, hi_told: true, tainted: false };

    fn of_cell(cell: &Cell, slot: Slot, cap: i64) -> Self {
        // A printed rate is the shown one; a printed change may be a hundredth away from the exact one.
        let printed = cell.has(Cell::PRINTED) && slot.is_rate();
        Self {
            lo: cell.lo,
            hi: cell.hi,
            shown_hi: if printed { cell.typed } else { shown(cell.hi).min(cap) },
            lo_told: cell.has(Cell::LO_TOLD),
            hi_told: cell.has(Cell::HI_TOLD),
            tainted: cell.has(Cell::TAINTED),
        }
    }

    /// A rate known from counts.
    fn of_counts(part: i64, whole: i64, tainted: bool) -> Option<Self> {
        let (part, whole) = (i128::from(part) * i128::from(SCALE), i128::from(whole));
        let lo = i64::try_from(part.checked_div(whole)?).ok()?.min(SCALE);
        let hi = if part % whole == 0 { lo } else { lo.saturating_add(1).min(SCALE) };
        Some(Self { lo, hi, shown_hi: shown(hi), tainted, ..Self::NONE })
    }

    /// Whether a total's rate is known within these bounds, and so is not shown above those of its units.
    pub const fn holds(&self, cell: &Cell) -> bool {
        self.lo <= cell.lo && cell.hi <= self.hi
    }

    fn with(self, other: Self) -> Self {
        Self {
            lo: self.lo.min(other.lo),
            hi: self.hi.max(other.hi),
            shown_hi: self.shown_hi.max(other.shown_hi),
            lo_told: self.lo_told && other.lo_told,
            hi_told: self.hi_told && other.hi_told,
            tainted: self.tainted || other.tainted,
        }
    }
}

/// The rates of some units, of one quantity.
#[derive(Clone, Copy, Debug)]
struct Hull {
    rates: Between,
    /// The lowest and the highest of the units of plain counts, as part and whole: no division is made for each.
    least: Fraction,
    most: Fraction,
    /// Units in it, those without households included, which weigh nothing.
    units: u32,
}

#[derive(Clone, Copy, Debug)]
struct Fraction {
    part: u32,
    whole: u32,
}

impl Fraction {
    const fn is_below(self, other: Self) -> bool {
        (self.part as u64) * (other.whole as u64) < (other.part as u64) * (self.whole as u64)
    }

    fn bounds(self) -> Between {
        Between::of_counts(self.part.into(), self.whole.into(), false).unwrap_or(Between::NONE)
    }
}

const NO_FRACTION: Fraction = Fraction { part: 0, whole: 0 };

/// The rates of the units of a sum, by number of [`BETWEEN`].
#[derive(Clone, Debug)]
pub(crate) struct Hulls([Hull; BETWEEN.len()]);

impl Default for Hulls {
    fn default() -> Self {
        let none = Hull { rates: Between::NONE, least: NO_FRACTION, most: NO_FRACTION, units: 0 };
        Self([none; BETWEEN.len()])
    }
}

impl Hulls {
    /// Takes in a unit of plain counts.
    pub fn add_plain(&mut self, plain: &Plain) {
        for (hull, (role, slot)) in self.0.iter_mut().zip(BETWEEN) {
            let count = |slot| plain.count(role, slot).filter(|known| !known.tainted).map(|known| known.range.lo);
            let part = match slot {
                Slot::DropPoints => continue,
                Slot::MultiRate => count(Slot::Poor).zip(count(Slot::NearPoor)).map(|(poor, near)| poor + near),
                slot => count(part_of(slot)),
            };
            let (Some(part), Some(whole)) = (part, count(Slot::Households)) else { continue };
            let (Ok(part), Ok(whole)) = (u32::try_from(part), u32::try_from(whole)) else { continue };
            hull.units += 1;
            let rate = Fraction { part, whole };
            if whole == 0 {
                continue;
            }
            if hull.least.whole == 0 || rate.is_below(hull.least) {
                hull.least = rate;
            }
            if hull.most.whole == 0 || hull.most.is_below(rate) {
                hull.most = rate;
            }
        }
    }

    /// Takes in a place solved in full; `members` is the sum behind it when it is a group.
    pub fn add(&mut self, rich: &Rich, members: Option<&Sum>) {
        let units = members.map_or(1, |sum| sum.of);
        for (hull, (role, slot)) in self.0.iter_mut().zip(BETWEEN) {
            let cell = rich.cell(role, slot);
            let known = match slot {
                Slot::DropPoints if units != 1 => None,
                _ if cell.has(Cell::KNOWN) => Some(Between::of_cell(cell, slot, rich.cap(role, slot))),
                Slot::DropPoints => None,
                _ => of_sums(rich, role, slot).or_else(|| members?.between(role, slot)),
            };
            let households = rich.cell(role, Slot::Households);
            let weighs_nothing = slot != Slot::DropPoints && households.has(Cell::KNOWN) && households.hi == 0;
            match known {
                _ if weighs_nothing => hull.units += units,
                Some(known) => {
                    hull.rates = hull.rates.with(known);
                    hull.units += units;
                }
                None => {}
            }
        }
    }

    /// The bounds of a quantity of the whole of `of` units, when it is known of every one.
    pub fn between(&self, number: usize, of: u32) -> Option<Between> {
        let hull = self.0.get(number).filter(|hull| hull.units == of)?;
        let is_change = BETWEEN.get(number).is_some_and(|(_, slot)| slot.is_change());
        if is_change && of != 1 {
            return None;
        }
        let mut all = hull.rates;
        if hull.most.whole > 0 {
            all = all.with(hull.least.bounds()).with(hull.most.bounds());
        }
        (all.lo <= all.hi).then_some(all)
    }
}

/// The rate of a group with nothing but its sums.
fn of_sums(rich: &Rich, role: usize, slot: Slot) -> Option<Between> {
    let single = |slot| {
        let known = Row::Rich(rich).count(role, slot)?;
        Some((known.range.single()?, known.tainted))
    };
    let ((part, in_doubt), (whole, whole_in_doubt)) = (single(part_of(slot))?, single(Slot::Households)?);
    Between::of_counts(part, whole, in_doubt || whole_in_doubt)
}
