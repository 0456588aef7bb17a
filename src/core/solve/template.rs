//! The variables and rules of one place over some periods, as data.
//!
//! A place's system is the same for every unit, tag and area; only the figures differ. It is written down here once, as
//! two tables: what holds within a period, and what holds between a period and the next. docs/method.md §4.

use crate::core::measure::Measure;

/// 100 % on the grid of rates: one grid step is 10⁻⁹ of a percentage point.
pub(crate) const SCALE: i64 = 100_000_000_000;
/// One hundredth of a point on that grid.
pub(crate) const HUNDREDTH: i64 = SCALE / 10_000;

/// The quantities of one period, in the order of the tables below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Slot {
    Households,
    Poor,
    NearPoor,
    /// Poor and near-poor households together.
    Multi,
    Persons,
    PoorPersons,
    PoorRate,
    NearRate,
    MultiRate,
    DropHouseholds,
    /// The exact difference of the two poor rates.
    DropPoints,
}

/// Number of slots of a period.
pub(crate) const SLOTS: usize = 11;
/// Slots that are counts, which come first.
pub(crate) const COUNTS: usize = 6;
/// Slots that do not compare with another period.
pub(crate) const LEVELS: usize = 9;

impl Slot {
    pub(crate) const ALL: [Slot; SLOTS] = [
        Slot::Households,
        Slot::Poor,
        Slot::NearPoor,
        Slot::Multi,
        Slot::Persons,
        Slot::PoorPersons,
        Slot::PoorRate,
        Slot::NearRate,
        Slot::MultiRate,
        Slot::DropHouseholds,
        Slot::DropPoints,
    ];

    /// Where a typed measure belongs; a target states nothing about what is, and movements are no part of the system.
    pub(crate) const fn of(measure: Measure) -> Option<Slot> {
        Some(match measure {
            Measure::Households => Slot::Households,
            Measure::PoorHouseholds => Slot::Poor,
            Measure::NearPoorHouseholds => Slot::NearPoor,
            Measure::Persons => Slot::Persons,
            Measure::PoorPersons => Slot::PoorPersons,
            Measure::PoorRate => Slot::PoorRate,
            Measure::NearPoorRate => Slot::NearRate,
            Measure::MultidimensionalRate => Slot::MultiRate,
            Measure::DropHouseholds => Slot::DropHouseholds,
            Measure::DropPoints => Slot::DropPoints,
            Measure::PoorAndNearPoor => Slot::Multi,
            _ => return None,
        })
    }

    pub(crate) const fn is_count(self) -> bool {
        (self as usize) < COUNTS
    }

    pub(crate) const fn is_rate(self) -> bool {
        COUNTS <= self as usize && (self as usize) < LEVELS
    }

    /// What is typed for it.
    pub(crate) fn measure(self) -> Option<Measure> {
        Measure::SOLVED.into_iter().find(|measure| Slot::of(*measure) == Some(self))
    }

    /// The bounds a quantity has by nature, with `cap` the largest count.
    pub(crate) const fn domain(self, cap: i64) -> (i64, i64) {
        match self {
            Slot::Multi => (0, 2 * cap),
            Slot::DropHouseholds => (-cap, cap),
            Slot::DropPoints => (-SCALE, SCALE),
            slot if slot.is_rate() => (0, SCALE),
            _ => (0, cap),
        }
    }
}

/// Slots that add up over units.
pub(crate) const TIED: [Slot; 7] =
    [Slot::Households, Slot::Poor, Slot::NearPoor, Slot::Multi, Slot::Persons, Slot::PoorPersons, Slot::DropHouseholds];

/// What holds within a period; in the order in which figures usually lead on.
const WITHIN: &[Law] = &[
    Law::Ratio { part: Slot::Poor, rate: Slot::PoorRate },
    Law::Ratio { part: Slot::NearPoor, rate: Slot::NearRate },
    Law::Sum { whole: Slot::Multi, parts: [Slot::Poor, Slot::NearPoor] },
    Law::Ratio { part: Slot::Multi, rate: Slot::MultiRate },
    Law::Sum { whole: Slot::MultiRate, parts: [Slot::PoorRate, Slot::NearRate] },
    Law::AtMost { part: Slot::Multi, whole: Slot::Households },
    Law::AtMost { part: Slot::PoorPersons, whole: Slot::Persons },
];

/// What holds between a period and the next under the same standard.
const BETWEEN: &[Law] = &[
    Law::Drop { of: Slot::Poor, by: Slot::DropHouseholds },
    Law::Drop { of: Slot::PoorRate, by: Slot::DropPoints },
    Law::Printed { of: Slot::PoorRate, by: Slot::DropPoints },
];

#[derive(Clone, Copy)]
enum Law {
    /// `parts[0] + parts[1] = whole`
    Sum { whole: Slot, parts: [Slot; 2] },
    /// `part ≤ whole`, true of every table and so saying nothing that is worth showing.
    AtMost { part: Slot, whole: Slot },
    /// `100 · part = rate · Households`
    Ratio { part: Slot, rate: Slot },
    /// `of` at the period before − `of` now = `by`
    Drop { of: Slot, by: Slot },
    /// The printed change, under either reading.
    Printed { of: Slot, by: Slot },
}

/// A rule of the system, over the numbers of its variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// `SCALE · part = rate · whole`
    Ratio { part: u16, whole: u16, rate: u16 },
    /// `parts[0] + parts[1] = whole`
    Sum { parts: [u16; 2], whole: u16 },
    /// `part ≤ whole`
    AtMost { part: u16, whole: u16 },
    /// A change printed for `change`: bounds `prev` and `now` by each other.
    Printed { prev: u16, now: u16, change: u16 },
}

/// Variables, rules, and which rules each variable is in.
#[derive(Debug, Default)]
pub(crate) struct Template {
    /// Natural bounds of each variable.
    pub domains: Vec<(i64, i64)>,
    pub rules: Vec<Rule>,
    /// Words of 64 rules each.
    pub words: usize,
    /// The rules each variable is in, `words` words of bits per variable.
    watch: Vec<u64>,
}

/// The period and slot of a variable.
pub(crate) fn slot_of_var(var: u16) -> (usize, Slot) {
    let (period, slot) = (usize::from(var) / SLOTS, usize::from(var) % SLOTS);
    (period, Slot::ALL.get(slot).copied().unwrap_or(Slot::Households))
}

/// The variable of a slot in the window's `period`-th period.
pub(crate) const fn var(period: usize, slot: Slot) -> u16 {
    (period * SLOTS + slot as usize) as u16
}

impl Template {
    /// The system of `periods` periods; `linked(k)` says whether figures of period `k` compare with those of `k − 1`.
    pub fn new(periods: usize, cap: i64, linked: impl Fn(usize) -> bool) -> Self {
        let mut made = Template::default();
        for period in 0..periods {
            made.domains.extend(Slot::ALL.iter().map(|slot| slot.domain(cap)));
            for law in WITHIN {
                made.add(*law, period);
            }
            if period > 0 && linked(period) {
                for law in BETWEEN {
                    made.add(*law, period);
                }
            }
        }
        made.index();
        made
    }

    fn add(&mut self, law: Law, period: usize) {
        let here = |slot| var(period, slot);
        let before = |slot| var(period.saturating_sub(1), slot);
        self.rules.push(match law {
            Law::Sum { whole, parts } => Rule::Sum { parts: parts.map(here), whole: here(whole) },
            Law::AtMost { part, whole } => Rule::AtMost { part: here(part), whole: here(whole) },
            Law::Drop { of, by } => Rule::Sum { parts: [here(by), here(of)], whole: before(of) },
            Law::Ratio { part, rate } => {
                Rule::Ratio { part: here(part), whole: here(Slot::Households), rate: here(rate) }
            }
            Law::Printed { of, by } => Rule::Printed { prev: before(of), now: here(of), change: here(by) },
        });
    }

    fn index(&mut self) {
        self.words = self.rules.len().div_ceil(64);
        let mut watch = vec![0; self.words * self.domains.len()];
        for (number, rule) in self.rules.iter().enumerate() {
            for var in rule.vars() {
                if let Some(word) = watch.get_mut(usize::from(var) * self.words + number / 64) {
                    *word |= 1 << (number % 64);
                }
            }
        }
        self.watch = watch;
    }

    /// The rules a variable is in, as bits.
    pub fn rules_of(&self, var: u16) -> &[u64] {
        let at = var as usize * self.words;
        self.watch.get(at..at + self.words).unwrap_or(&[])
    }
}

/// The bounds that a rule draws one bound from: variables, and whether their upper one.
pub(crate) type Drawn = [Option<(u16, bool)>; 2];

impl Rule {
    /// What this rule draws the upper or lower bound of one of its variables from.
    pub fn drawn(self, var: u16, upper: bool) -> Drawn {
        match self {
            // `part = rate · whole`, all of them positive.
            Rule::Ratio { part, whole, rate } => match () {
                () if var == part => [Some((rate, upper)), Some((whole, upper))],
                () if var == whole => [Some((part, upper)), Some((rate, !upper))],
                () => [Some((part, upper)), Some((whole, !upper))],
            },
            Rule::Sum { parts: [a, b], whole } => match () {
                () if var == whole => [Some((a, upper)), Some((b, upper))],
                () if var == a => [Some((whole, upper)), Some((b, !upper))],
                () => [Some((whole, upper)), Some((a, !upper))],
            },
            Rule::AtMost { part, whole } => [Some((if var == part { whole } else { part }, upper)), None],
            Rule::Printed { prev, now, .. } => [Some((if var == prev { now } else { prev }, upper)), None],
        }
    }

    /// The variables it is about; the last one twice where there are only two.
    pub const fn vars(self) -> [u16; 3] {
        match self {
            Rule::Ratio { part, whole, rate } => [part, whole, rate],
            Rule::Sum { parts: [a, b], whole } => [a, b, whole],
            Rule::AtMost { part, whole } => [part, whole, whole],
            Rule::Printed { prev, now, change } => [prev, now, change],
        }
    }
}
