//! The direct path: reading a unit of plain counts without any rule.

use super::collect::Reader;
use super::given::{self, Stated};
use super::plain::{Packed, Plain};
use crate::fact::{Qualifier, Reading};
use crate::measure::Measure;
use crate::quantity::MAX_COUNT;
use crate::unit::UnitId;
use crate::workbook::Series;

impl Reader<'_> {
    /// Reads the row of a unit that has nothing but plain counts typed into `plain`, which must be empty; gives up, with
    /// `false`, when the rules are needed.
    #[inline(always)]
    pub fn plain(&self, id: UnitId, plain: &mut Plain) -> bool {
        let at = id.0 as usize;
        for facts in &self.special {
            if let Some(Some(_)) = facts.get(at) {
                return false;
            }
        }
        let mut known = 0_u16;
        for &(bit, facts) in &self.counts {
            let Some(Some(fact)) = facts.get(at) else { continue };
            let Some(slot) = plain.counts.get_mut(bit as usize) else { continue };
            if let Reading::Figure(figure) = &fact.reading
                && figure.decimals == 0
                && matches!(figure.qualifier, Qualifier::Plain)
                && figure.mantissa as u64 <= MAX_COUNT as u64
            {
                *slot = figure.mantissa as u32;
                known |= 1 << bit;
                continue;
            }
            match unusual_count(&fact.reading) {
                Unusual::Count(count) => {
                    *slot = count;
                    known |= 1 << bit;
                }
                Unusual::Bounds => {
                    *plain = Plain::default();
                    return false;
                }
                Unusual::Unusable => plain.invalid |= 1 << bit,
            }
        }
        plain.known = known;
        if let Some(Some(fact)) = self.targets.map(Series::by_unit).unwrap_or_default().get(at) {
            plain.target = packed(&fact.reading);
        }
        plain.check();
        true
    }
}

/// A count that is not plainly a whole number.
enum Unusual {
    /// Written with decimals that are all 0.
    Count(u32),
    /// "hơn", "gần", "khoảng".
    Bounds,
    Unusable,
}

#[cold]
fn unusual_count(reading: &Reading) -> Unusual {
    let Reading::Figure(figure) = reading else { return Unusual::Unusable };
    match given::stated(Measure::Households, *figure, MAX_COUNT) {
        Ok(_) if figure.qualifier != Qualifier::Plain => Unusual::Bounds,
        Ok(Some(Stated { lo, .. })) => u32::try_from(lo).map_or(Unusual::Unusable, Unusual::Count),
        _ => Unusual::Unusable,
    }
}

fn packed(reading: &Reading) -> Packed {
    given::target(reading, MAX_COUNT).ok().and_then(Packed::new).unwrap_or(Packed::INVALID)
}
