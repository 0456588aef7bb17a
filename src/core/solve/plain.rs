//! The compact row of a unit with nothing but plain counts typed.

use super::row::Known;
use super::template::Slot;
use crate::target::Target;

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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
    pub fn bit(role: usize, slot: Slot) -> Option<usize> {
        Some(role * TYPED_COUNTS + count_index(slot)?)
    }

    pub fn count(&self, role: usize, slot: Slot) -> Option<Known> {
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
