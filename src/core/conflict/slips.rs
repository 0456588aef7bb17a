//! What a figure may have been before a slip of the hand: every figure one common typing error away from it.

use crate::fact::Figure;
use crate::measure::Kind;

/// How a wrong figure may have come about; the likeliest first, which is the order repairs are offered in.
///
/// First come those that leave a trace nothing else leaves: the typed figure is exactly what the slip makes of other
/// figures. Then slips of the hand, in the order of how often they happen over how many figures they could have come
/// from: two digits have few neighbours to be swapped with, a missing digit could have been any at any place.
/// docs/inference.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slip {
    /// Poor and near-poor households stand in each other's cell.
    Exchanged,
    /// The rate was computed with the total of another period, usually last year's.
    OtherTotal,
    /// The figure is that of another period: another date, status (sơ bộ, chính thức) or poverty standard.
    OtherPeriod,
    /// A fall in percent of what was there before stands where points belong.
    Relative,
    /// The mean of the units' rates stands where the rate of their sums belongs.
    MeanOfRates,
    /// A fall was typed as a rise or the other way round.
    Sign,
    /// One unit in the last place off: cut off instead of rounded.
    LastPlace,
    /// Two neighbouring digits are swapped.
    Swapped,
    /// The mark for thousands or decimals slipped.
    Separator,
    /// A digit was typed twice.
    Doubled,
    /// One digit is wrong.
    Digit,
    /// A digit is missing.
    Missing,
}

/// Most digits looked at; more do not fit a figure.
const MAX_DIGITS: usize = 15;
const MAX_DECIMALS: usize = 4;

/// The digits of a figure as written, before and after the decimal mark.
struct Digits {
    digits: [u8; MAX_DIGITS + 1],
    length: usize,
    decimals: usize,
}

impl Digits {
    fn of(figure: Figure) -> Option<Self> {
        let decimals = usize::from(figure.decimals);
        let mut made = Self { digits: [0; MAX_DIGITS + 1], length: 0, decimals };
        let mut rest = figure.mantissa.unsigned_abs();
        // From the last digit to the first, with zeros up to the one before the mark.
        while rest > 0 || made.length <= decimals {
            if made.length >= MAX_DIGITS {
                return None;
            }
            made.insert(0, (rest % 10) as u8);
            rest /= 10;
        }
        Some(made)
    }

    fn copy(&self) -> Self {
        Self { digits: self.digits, length: self.length, decimals: self.decimals }
    }

    fn get(&self, at: usize) -> u8 {
        self.digits.get(at).copied().unwrap_or(0)
    }

    fn set(&mut self, at: usize, digit: u8) {
        if let Some(slot) = self.digits.get_mut(at) {
            *slot = digit;
        }
    }

    fn insert(&mut self, at: usize, digit: u8) {
        let mut place = self.length;
        while place > at {
            self.set(place, self.get(place - 1));
            place -= 1;
        }
        self.set(at, digit);
        self.length += 1;
    }

    fn remove(&mut self, at: usize) {
        for place in at + 1..self.length {
            self.set(place - 1, self.get(place));
        }
        self.length -= 1;
    }

    /// The number of digits before the mark.
    const fn whole(&self) -> usize {
        self.length.saturating_sub(self.decimals)
    }

    /// The number written so, if anybody writes it so: with no needless zero in front.
    fn value(&self) -> Option<(i64, u8)> {
        let whole = self.whole();
        if whole == 0 || (whole > 1 && self.get(0) == 0) || self.decimals > MAX_DECIMALS || self.length > MAX_DIGITS {
            return None;
        }
        let digits = self.digits.get(..self.length)?;
        let value = digits.iter().fold(0_i64, |value, digit| 10 * value + i64::from(*digit));
        Some((value, self.decimals as u8))
    }
}

/// Every figure from which one slip of the hand leads to `typed`, each once, with its likeliest slip.
///
/// The qualifier stays; the decimals stay unless the slip is about them. What the figures fit is not looked at.
pub fn slips(typed: Figure, kind: Kind) -> Vec<(Slip, Figure)> {
    let mut found = Found { typed, list: Vec::new() };
    let negative = typed.mantissa < 0;
    let Some(digits) = Digits::of(typed) else { return found.list };
    let counted = matches!(kind, Kind::Count | Kind::CountChange);
    let changes = matches!(kind, Kind::CountChange | Kind::PointChange);

    if changes {
        found.add(Slip::Sign, typed.mantissa.checked_neg(), typed.decimals);
    }
    if !counted {
        found.add(Slip::LastPlace, typed.mantissa.checked_add(1), typed.decimals);
        found.add(Slip::LastPlace, typed.mantissa.checked_sub(1), typed.decimals);
    }
    let mut note = |slip, made: &Digits| {
        if let Some((value, decimals)) = made.value() {
            found.add(slip, Some(if negative { -value } else { value }), decimals);
        }
    };

    for at in 1..digits.length {
        let mut made = digits.copy();
        made.set(at - 1, digits.get(at));
        made.set(at, digits.get(at - 1));
        note(Slip::Swapped, &made);
    }
    if counted {
        for zeros in 1..=3_usize {
            let mut more = digits.copy();
            let mut fewer = digits.copy();
            for _ in 0..zeros {
                if more.length < MAX_DIGITS {
                    more.insert(more.length, 0);
                }
                if fewer.length > 1 && fewer.get(fewer.length - 1) == 0 {
                    fewer.remove(fewer.length - 1);
                }
            }
            // A mark for thousands read as a decimal mark or the other way round leaves all zeros or none.
            if more.length == digits.length + zeros {
                note(Slip::Separator, &more);
            }
            if fewer.length + zeros == digits.length {
                note(Slip::Separator, &fewer);
            }
        }
    } else {
        for decimals in 0..=MAX_DECIMALS {
            let mut made = digits.copy();
            made.decimals = decimals;
            while made.length > 1 && made.whole() > 1 && made.get(0) == 0 {
                made.remove(0);
            }
            while made.length <= decimals && made.length < MAX_DIGITS {
                made.insert(0, 0);
            }
            if decimals != digits.decimals {
                note(Slip::Separator, &made);
            }
        }
    }
    for at in 1..digits.length {
        if digits.get(at) == digits.get(at - 1) {
            let mut made = digits.copy();
            made.remove(at);
            if at >= digits.whole() {
                made.decimals = made.decimals.saturating_sub(1);
            }
            note(Slip::Doubled, &made);
        }
    }
    for at in 0..digits.length {
        for digit in 0..10 {
            if digit != digits.get(at) {
                let mut made = digits.copy();
                made.set(at, digit);
                note(Slip::Digit, &made);
            }
        }
    }
    if digits.length < MAX_DIGITS {
        for at in 0..=digits.length {
            for digit in 0..10 {
                let mut made = digits.copy();
                made.insert(at, digit);
                if at <= digits.whole() {
                    note(Slip::Missing, &made);
                }
                if at >= digits.whole() && !counted {
                    made.decimals += 1;
                    note(Slip::Missing, &made);
                }
            }
        }
    }
    found.list
}

struct Found {
    typed: Figure,
    list: Vec<(Slip, Figure)>,
}

impl Found {
    fn add(&mut self, slip: Slip, mantissa: Option<i64>, decimals: u8) {
        let Some(mantissa) = mantissa else { return };
        let figure = Figure { mantissa, decimals, assumed: false, ..self.typed };
        let same = |other: &Figure| other.mantissa == mantissa && other.decimals == decimals;
        if !same(&self.typed) && !self.list.iter().any(|(_, other)| same(other)) {
            self.list.push((slip, figure));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slip_to(typed: Figure, wanted: Figure, kind: Kind) -> Option<Slip> {
        slips(typed, kind).into_iter().find(|(_, figure)| *figure == wanted).map(|(slip, _)| slip)
    }

    #[test]
    fn common_slips_of_counts() {
        let of = |typed, wanted| slip_to(Figure::whole(typed), Figure::whole(wanted), Kind::Count);
        assert_eq!(of(69_239, 69_329), Some(Slip::Swapped));
        assert_eq!(of(5_374, 5_347), Some(Slip::Swapped));
        assert_eq!(of(18_305, 18_395), Some(Slip::Digit));
        assert_eq!(of(1_835, 18_305), Some(Slip::Missing));
        assert_eq!(of(188_305, 18_305), Some(Slip::Doubled));
        assert_eq!(of(18_305_000, 18_305), Some(Slip::Separator));
        assert_eq!(of(18, 18_000), Some(Slip::Separator));
        assert_eq!(of(107_487, 107_606), None);
        assert_eq!(of(10, 1), Some(Slip::Separator));
    }

    #[test]
    fn common_slips_of_rates() {
        let of = |typed: (i64, u8), wanted: (i64, u8)| {
            let [typed, wanted] = [typed, wanted].map(|(mantissa, decimals)| Figure::decimal(mantissa, decimals));
            slip_to(typed, wanted, Kind::Rate)
        };
        assert_eq!(of((2_225, 2), (2_252, 2)), Some(Slip::Swapped));
        assert_eq!(of((2_225, 3), (2_225, 2)), Some(Slip::Separator));
        assert_eq!(of((5, 0), (5, 2)), Some(Slip::Separator));
        assert_eq!(of((273, 1), (274, 1)), Some(Slip::LastPlace));
        assert_eq!(of((225, 1), (2_225, 2)), Some(Slip::Missing));
        assert_eq!(of((225, 2), (2_225, 2)), Some(Slip::Missing));
        assert_eq!(of((22_225, 3), (2_225, 2)), Some(Slip::Doubled));
        assert_eq!(of((22_225, 2), (2_225, 2)), Some(Slip::Doubled));
    }

    #[test]
    fn a_slip_is_never_the_figure_itself_and_never_written_with_a_needless_zero() {
        for typed in [0, 1, 7, 10, 11, 100, 907, 18_305, 1_000_000_000] {
            let all = slips(Figure::whole(typed), Kind::Count);
            assert!(all.iter().all(|(_, figure)| figure.mantissa != typed && figure.mantissa >= 0));
            let mut values: Vec<i64> = all.iter().map(|(_, figure)| figure.mantissa).collect();
            values.sort_unstable();
            values.dedup();
            assert_eq!(values.len(), all.len());
        }
        assert!(slips(Figure::whole(i64::MIN), Kind::CountChange).is_empty());
    }
}
