//! The variables and rules of one place over some periods, as data.
//!
//! A place's system is the same for every unit, tag and area; only the figures differ. It is written down here once, as
//! two tables: what holds within a period, and what holds between a period and the next. docs/method.md §4.

use super::engine::Bound;
use crate::flows::{ADDS, COLUMNS, FORMS, SHARED};
use crate::measure::{Group, Measure};

/// 100 % on the grid of rates: one grid step is 10⁻⁹ of a percentage point.
pub(crate) const SCALE: i64 = 100_000_000_000;
/// One hundredth of a point on that grid.
pub(crate) const HUNDREDTH: i64 = SCALE / 10_000;

macro_rules! slots {
    ($($(#[$doc:meta])* $slot:ident $measure:ident $group:ident;)*) => {
        /// The quantities of one period, in the order of their numbers: those of every table, then those that are part of
        /// the system only where a table has figures for them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(crate) enum Slot { $($(#[$doc])* $slot),* }

        impl Slot {
            pub(crate) const ALL: [Slot; [$(Slot::$slot),*].len()] = [$(Slot::$slot),*];

            /// Where a typed measure belongs; a target states nothing about what is.
            pub(crate) const fn of(measure: Measure, group: Group) -> Option<Slot> {
                match (measure, group) {
                    $((Measure::$measure, Group::$group) => Some(Slot::$slot),)*
                    _ => None,
                }
            }

            /// What is typed for it.
            pub(crate) const fn measure(self) -> Measure {
                match self { $(Slot::$slot => Measure::$measure),* }
            }

            /// Whom it is about.
            pub(crate) const fn group(self) -> Group {
                match self { $(Slot::$slot => Group::$group),* }
            }
        }
    };
}

slots! {
    Households Households ALL;
    Poor PoorHouseholds ALL;
    NearPoor NearPoorHouseholds ALL;
    /// Poor and near-poor households together.
    Multi PoorAndNearPoor ALL;
    Persons Persons ALL;
    PoorPersons PoorPersons ALL;
    PoorRate PoorRate ALL;
    NearRate NearPoorRate ALL;
    MultiRate MultidimensionalRate ALL;
    DropHouseholds DropHouseholds ALL;
    /// The exact difference of the two poor rates.
    DropPoints DropPoints ALL;

    NearPersons NearPoorPersons ALL;
    // Movements: each form's columns in their order, see `core::flows`.
    PoorStart PoorStart ALL;
    PoorToNear PoorToNear ALL;
    PoorAbove PoorAbove ALL;
    PoorOtherOut PoorOtherOut ALL;
    PoorFromNear PoorFromNear ALL;
    PoorRelapsed PoorRelapsed ALL;
    PoorNew PoorNew ALL;
    PoorOtherIn PoorOtherIn ALL;
    NearStart NearStart ALL;
    NearAbove NearAbove ALL;
    NearToPoor NearToPoor ALL;
    NearOtherOut NearOtherOut ALL;
    NearFromPoor NearFromPoor ALL;
    NearRelapsed NearRelapsed ALL;
    NearNew NearNew ALL;
    NearOtherIn NearOtherIn ALL;
    PoorPersonsStart PoorPersonsStart ALL;
    PoorPersonsToNear PoorPersonsToNear ALL;
    PoorPersonsAbove PoorPersonsAbove ALL;
    PoorPersonsOtherOut PoorPersonsOtherOut ALL;
    PoorPersonsFromNear PoorPersonsFromNear ALL;
    PoorPersonsRelapsed PoorPersonsRelapsed ALL;
    PoorPersonsNew PoorPersonsNew ALL;
    PoorPersonsOtherIn PoorPersonsOtherIn ALL;
    NearPersonsStart NearPersonsStart ALL;
    NearPersonsAbove NearPersonsAbove ALL;
    NearPersonsToPoor NearPersonsToPoor ALL;
    NearPersonsOtherOut NearPersonsOtherOut ALL;
    NearPersonsFromPoor NearPersonsFromPoor ALL;
    NearPersonsRelapsed NearPersonsRelapsed ALL;
    NearPersonsNew NearPersonsNew ALL;
    NearPersonsOtherIn NearPersonsOtherIn ALL;
    MinorityHouseholds Households MINORITY;
    MinorityPoor PoorHouseholds MINORITY;
    MinorityNearPoor NearPoorHouseholds MINORITY;
    MinorityRate PoorRate MINORITY;
    MinorityNearRate NearPoorRate MINORITY;
}

/// Slots of a period in every table.
pub(crate) const SLOTS: usize = 11;
/// Slots of every table that are counts, which come first.
pub(crate) const COUNTS: usize = 6;
/// Slots of every table that do not compare with another period.
pub(crate) const LEVELS: usize = 9;
/// Slots that only some tables have.
pub(crate) const MORE: usize = Slot::ALL.len() - SLOTS;
/// Of those, the counts, which come first.
pub(crate) const MORE_COUNTS: usize = MORE - 2;

impl Slot {
    /// Whether it is part of a system only where a table has figures for such quantities.
    pub(crate) const fn is_more(self) -> bool {
        self as usize >= SLOTS
    }

    pub(crate) const fn is_count(self) -> bool {
        (self as usize) < COUNTS || self.is_more() && (self as usize) < SLOTS + MORE_COUNTS
    }

    pub(crate) const fn is_rate(self) -> bool {
        !self.is_count() && !self.is_change()
    }

    /// Whether it compares with the period before.
    pub(crate) const fn is_change(self) -> bool {
        LEVELS <= self as usize && (self as usize) < SLOTS
    }

    /// Whether it is a column of a form of movements.
    pub(crate) const fn is_movement(self) -> bool {
        self as u8 > Slot::NearPersons as u8 && self as u8 <= Slot::NearPersonsOtherIn as u8
    }

    /// Whether it is a detail of other counts: figures that do not fit put details in doubt and not what they are details of.
    pub(crate) fn is_detail(self) -> bool {
        self.is_movement() || self.group() != Group::ALL
    }

    /// The bounds a quantity has by nature, with `cap` the largest count.
    pub(crate) const fn domain(self, cap: i64) -> (i64, i64) {
        match self {
            Slot::DropHouseholds => (-cap, cap),
            Slot::DropPoints => (-SCALE, SCALE),
            slot if slot.is_rate() => (0, SCALE),
            _ => (0, cap),
        }
    }
}

/// Slots of every table that add up over units; those that only some tables have follow when they are counts.
const TIED: [Slot; 7] =
    [Slot::Households, Slot::Poor, Slot::NearPoor, Slot::Multi, Slot::Persons, Slot::PoorPersons, Slot::DropHouseholds];

/// The slots that add up over units, by number.
pub(crate) fn tied(number: usize) -> Option<Slot> {
    match number.checked_sub(TIED.len()) {
        None => TIED.get(number).copied(),
        Some(more) => Slot::ALL.get(SLOTS + more).copied().filter(|slot| slot.is_count()),
    }
}

/// The number of a slot among those that add up over units.
pub(crate) fn tied_number(slot: Slot) -> Option<usize> {
    match () {
        () if slot.is_more() => slot.is_count().then(|| TIED.len() + slot as usize - SLOTS),
        () => TIED.iter().position(|other| *other == slot),
    }
}

/// What a table's systems hold beyond the quantities of every table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scope {
    /// Any of it.
    pub more: bool,
    /// The forms of movements of households, and of persons.
    pub forms: [bool; 2],
    /// Households of ethnic minorities.
    pub minority: bool,
}

impl Scope {
    /// Slots of a period.
    pub const fn slots(self) -> usize {
        if self.more { Slot::ALL.len() } else { SLOTS }
    }

    /// Slots of a period that add up over units.
    pub const fn tied(self) -> usize {
        if self.more { TIED.len() + MORE_COUNTS } else { TIED.len() }
    }

    /// Takes a quantity in that figures are typed for.
    pub fn admit(&mut self, slot: Slot) {
        self.more |= slot.is_more();
        self.minority |= slot.group() == Group::MINORITY;
        if slot.is_movement() {
            let of_persons = slot as u8 >= Slot::PoorPersonsStart as u8;
            let [households, persons] = &mut self.forms;
            *if of_persons { persons } else { households } = true;
        }
    }

    pub const fn has(self, slot: Slot) -> bool {
        self.more || !slot.is_more()
    }

    /// The variable of a slot in the window's `period`-th period.
    pub const fn var(self, period: usize, slot: Slot) -> u16 {
        (period * self.slots() + slot as usize) as u16
    }

    /// The period and slot of a variable.
    pub fn slot_of(self, var: u16) -> (usize, Slot) {
        let (period, slot) = (usize::from(var) / self.slots(), usize::from(var) % self.slots());
        (period, Slot::ALL.get(slot).copied().unwrap_or(Slot::Households))
    }
}

/// What holds within a period; in the order in which figures usually lead on.
const WITHIN: &[Law] = &[
    Law::Ratio { part: Slot::Poor, whole: Slot::Households, rate: Slot::PoorRate },
    Law::Ratio { part: Slot::NearPoor, whole: Slot::Households, rate: Slot::NearRate },
    Law::Sum { whole: Slot::Multi, parts: [Slot::Poor, Slot::NearPoor] },
    Law::Ratio { part: Slot::Multi, whole: Slot::Households, rate: Slot::MultiRate },
    Law::Sum { whole: Slot::MultiRate, parts: [Slot::PoorRate, Slot::NearRate] },
    Law::AtMost { part: Slot::Multi, whole: Slot::Households },
    Law::AtMost { part: Slot::PoorPersons, whole: Slot::Persons },
];

/// What holds of a group within a period: its rates are of its own households, and it is part of all.
const OF_MINORITY: &[Law] = &[
    Law::Ratio { part: Slot::MinorityPoor, whole: Slot::MinorityHouseholds, rate: Slot::MinorityRate },
    Law::Ratio { part: Slot::MinorityNearPoor, whole: Slot::MinorityHouseholds, rate: Slot::MinorityNearRate },
    Law::AtMost { part: Slot::MinorityHouseholds, whole: Slot::Households },
    Law::AtMost { part: Slot::MinorityPoor, whole: Slot::Poor },
    Law::AtMost { part: Slot::MinorityNearPoor, whole: Slot::NearPoor },
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
    /// `100 · part = rate · whole`
    Ratio { part: Slot, whole: Slot, rate: Slot },
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
    /// A form of movements: its columns, from `first` on, each added or taken off, come to `end`.
    Balance { first: u16, end: u16 },
    /// One quantity under two numbers.
    Same { one: u16, other: u16 },
}

/// Variables, rules, and which rules each variable is in.
#[derive(Debug, Default)]
pub(crate) struct Template {
    pub scope: Scope,
    /// Natural bounds of each variable.
    pub domains: Vec<(i64, i64)>,
    /// The same as bounds to begin with.
    pub fresh: Vec<Bound>,
    pub rules: Vec<Rule>,
    /// Words of 64 rules each.
    pub words: usize,
    /// The rules each variable is in, `words` words of bits per variable.
    watch: Vec<u64>,
}

impl Template {
    /// The system of `periods` periods; `linked(k)` says whether figures of period `k` compare with those of `k − 1`, and
    /// `opens(k, form)` whether a form of movements starts there from the count of the period before.
    pub fn new(
        scope: Scope,
        periods: usize,
        cap: i64,
        linked: impl Fn(usize) -> bool,
        opens: impl Fn(usize, usize) -> bool,
    ) -> Self {
        let mut made = Template { scope, ..Template::default() };
        for period in 0..periods {
            made.domains.extend(Slot::ALL.iter().take(scope.slots()).map(|slot| slot.domain(cap)));
            for law in WITHIN {
                made.add(*law, period);
            }
            let is_linked = period > 0 && linked(period);
            if is_linked {
                for law in BETWEEN {
                    made.add(*law, period);
                }
            }
            if scope.more {
                made.add(Law::AtMost { part: Slot::NearPersons, whole: Slot::Persons }, period);
                made.movements(period, |form| is_linked && opens(period, form));
            }
            if scope.minority {
                for law in OF_MINORITY {
                    made.add(*law, period);
                }
            }
        }
        made.fresh = made.domains.iter().map(|&(lo, hi)| Bound::of_nature(lo, hi)).collect();
        made.index();
        made
    }

    fn add(&mut self, law: Law, period: usize) {
        let scope = self.scope;
        let here = |slot| scope.var(period, slot);
        let before = |slot| scope.var(period.saturating_sub(1), slot);
        self.rules.push(match law {
            Law::Sum { whole, parts } => Rule::Sum { parts: parts.map(here), whole: here(whole) },
            Law::AtMost { part, whole } => Rule::AtMost { part: here(part), whole: here(whole) },
            Law::Drop { of, by } => Rule::Sum { parts: [here(by), here(of)], whole: before(of) },
            Law::Ratio { part, whole, rate } => Rule::Ratio { part: here(part), whole: here(whole), rate: here(rate) },
            Law::Printed { of, by } => Rule::Printed { prev: before(of), now: here(of), change: here(by) },
        });
    }

    /// The forms of movements of a period, and what they have in common with each other and with the period before.
    fn movements(&mut self, period: usize, opens: impl Fn(usize) -> bool) {
        let scope = self.scope;
        let var = |period, measure| Some(scope.var(period, Slot::of(measure, Group::ALL)?));
        for (number, form) in FORMS.iter().enumerate() {
            let of_persons = number / (FORMS.len() / 2);
            if scope.forms.get(of_persons) != Some(&true) {
                continue;
            }
            let [start, ..] = form.columns;
            let (Some(first), Some(end)) = (var(period, start), var(period, form.end)) else { continue };
            self.rules.push(Rule::Balance { first, end });
            if opens(number)
                && let Some(before) = period.checked_sub(1).and_then(|before| var(before, form.end))
            {
                self.rules.push(Rule::Same { one: first, other: before });
            }
        }
        for (number, (one, other)) in SHARED.into_iter().enumerate() {
            let of_persons = number / (SHARED.len() / 2);
            if scope.forms.get(of_persons) == Some(&true)
                && let (Some(one), Some(other)) = (var(period, one), var(period, other))
            {
                self.rules.push(Rule::Same { one, other });
            }
        }
    }

    fn index(&mut self) {
        self.words = self.rules.len().div_ceil(64);
        let mut watch = vec![0; self.words * self.domains.len()];
        for (number, rule) in self.rules.iter().enumerate() {
            rule.each(|var| {
                if let Some(word) = watch.get_mut(usize::from(var) * self.words + number / 64) {
                    *word |= 1 << (number % 64);
                }
            });
        }
        self.watch = watch;
    }

    /// The rules a variable is in, as bits.
    #[inline(always)]
    pub fn rules_of(&self, var: u16) -> &[u64] {
        let at = var as usize * self.words;
        self.watch.get(at..at + self.words).unwrap_or(&[])
    }
}

/// The variables of a form of movements: each column, and whether it adds to the end.
pub(crate) fn columns(first: u16) -> [(u16, bool); COLUMNS] {
    let mut column = first;
    ADDS.map(|adds| {
        let var = column;
        column += 1;
        (var, adds)
    })
}

impl Rule {
    /// Calls `drawn` with what this rule draws the upper or lower bound of one of its variables from: bounds of others,
    /// and whether their upper one.
    pub fn drawn(self, var: u16, upper: bool, mut drawn: impl FnMut(u16, bool)) {
        match self {
            // `part = rate · whole`, all of them positive.
            Rule::Ratio { part, whole, rate } => {
                let pair = match () {
                    () if var == part => [(rate, upper), (whole, upper)],
                    () if var == whole => [(part, upper), (rate, !upper)],
                    () => [(part, upper), (whole, !upper)],
                };
                pair.into_iter().for_each(|(other, upper)| drawn(other, upper));
            }
            Rule::Sum { parts: [a, b], whole } => {
                let pair = match () {
                    () if var == whole => [(a, upper), (b, upper)],
                    () if var == a => [(whole, upper), (b, !upper)],
                    () => [(whole, upper), (a, !upper)],
                };
                pair.into_iter().for_each(|(other, upper)| drawn(other, upper));
            }
            Rule::AtMost { part, whole } => drawn(if var == part { whole } else { part }, upper),
            Rule::Same { one, other } => drawn(if var == one { other } else { one }, upper),
            Rule::Printed { prev, now, .. } => drawn(if var == prev { now } else { prev }, upper),
            Rule::Balance { first, end } => {
                let terms = columns(first);
                // What adds stands on one side, what is taken off and the end on the other.
                let side = |of: u16| terms.iter().any(|(column, adds)| *column == of && *adds);
                let own = side(var);
                let others = terms.into_iter().map(|(column, _)| column).chain([end]);
                others.filter(|other| *other != var).for_each(|other| drawn(other, upper == (side(other) != own)));
            }
        }
    }

    /// Calls `each` with the variables it is about.
    pub fn each(self, mut each: impl FnMut(u16)) {
        match self {
            Rule::Ratio { part: a, whole: b, rate: c }
            | Rule::Sum { parts: [a, b], whole: c }
            | Rule::Printed { prev: a, now: b, change: c } => [a, b, c].into_iter().for_each(each),
            Rule::AtMost { part: a, whole: b } | Rule::Same { one: a, other: b } => [a, b].into_iter().for_each(each),
            Rule::Balance { first, end } => {
                columns(first).into_iter().for_each(|(column, _)| each(column));
                each(end);
            }
        }
    }
}
