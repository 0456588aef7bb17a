//! Bounds propagation: tightens the bounds of every variable by every rule until nothing changes.
//!
//! Rules are applied in sweeps, always in the same order, those whose variables did not change since being skipped, which
//! gives the same bounds as applying all of them. Stopping early is sound: bounds only ever exclude what is impossible.
//! docs/method.md §4.

use super::template::{Rule, SCALE, Template, columns};
use super::trail::{Step, Trail};

/// Sweeps before propagation stops where it is, to go on when asked again.
const MAX_SWEEPS: u32 = 16;

/// What gave a bound: nothing, a stated figure, a rule of the place, or a sum over places. Packed, for there are two in
/// every bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Why(u32);

/// A [`Why`], unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    Nature,
    Given(u32),
    Rule(u16),
    /// A sum over places, by number.
    Tie(u32),
}

impl Why {
    const KIND: u32 = 30;
    pub const NATURE: Why = Why(0);

    pub const fn given(number: u32) -> Why {
        Why(1 << Self::KIND | number)
    }

    pub const fn rule(number: u16) -> Why {
        Why(2 << Self::KIND | number as u32)
    }

    pub const fn tie(number: u32) -> Why {
        Why(3 << Self::KIND | number)
    }

    const fn is_given(self) -> bool {
        self.0 >> Self::KIND == 1
    }

    pub const fn cause(self) -> Cause {
        let number = self.0 & ((1 << Self::KIND) - 1);
        match self.0 >> Self::KIND {
            0 => Cause::Nature,
            1 => Cause::Given(number),
            2 => Cause::Rule(number as u16),
            _ => Cause::Tie(number),
        }
    }
}

/// What is known of one variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bound {
    pub lo: i64,
    pub hi: i64,
    pub lo_why: Why,
    pub hi_why: Why,
    /// Number of the figure printed for it in the system's prints, plus one; 0 for none.
    print: u32,
    /// The bound rests on figures and says more than what is true of every table (0 ≤ P ≤ T).
    pub lo_told: bool,
    pub hi_told: bool,
}

impl Bound {
    pub const fn of_nature(lo: i64, hi: i64) -> Bound {
        Bound { lo, hi, lo_why: Why::NATURE, hi_why: Why::NATURE, print: 0, lo_told: false, hi_told: false }
    }

    /// What is known exactly is known from both sides.
    fn settle(&mut self) {
        if self.lo == self.hi && (self.lo_told || self.hi_told) {
            (self.lo_told, self.hi_told) = (true, true);
        }
    }

    /// A bound that stated figures put there.
    pub fn stated(&mut self, lo: (i64, bool), hi: (i64, bool), why: Why) {
        ((self.lo, self.lo_told), (self.hi, self.hi_told)) = (lo, hi);
        (self.lo_why, self.hi_why) = (why, why);
    }
}

const NOTHING: Bound = Bound::of_nature(i64::MIN, i64::MAX);

/// A rate or change as printed: the centre and half a unit of its last place, on the grid of rates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Printed {
    pub centre: i64,
    pub half: i64,
}

/// No value is left for this variable; `why` is what took the last one away, by its upper or its lower bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Empty {
    pub var: u16,
    pub upper: bool,
    pub why: Why,
}

/// The state of propagation: the bounds of one place, or of many places one after the other.
#[derive(Clone, Debug, Default)]
pub(crate) struct System {
    pub bounds: Vec<Bound>,
    prints: Vec<Print>,
    dirty: Vec<u64>,
    /// Where the bounds and the open rules of the place at hand begin.
    base: usize,
    words_at: usize,
    pub trail: Option<Trail>,
    /// Whether the last propagation came to an end by itself.
    pub is_finished: bool,
}

/// A rate or change as printed, with the number of its figure and of its variable in the whole system.
#[derive(Clone, Copy, Debug)]
struct Print {
    printed: Printed,
    given: u32,
    var: usize,
}

impl System {
    /// Forgets everything but the natural bounds.
    pub fn reset(&mut self, template: &Template) {
        self.bounds.clear();
        self.bounds.extend_from_slice(&template.fresh);
        self.dirty.clear();
        self.dirty.resize(template.words, 0);
        self.prints.clear();
        (self.base, self.words_at) = (0, 0);
    }

    /// Adds a place with its natural bounds.
    pub fn append(&mut self, template: &Template) {
        self.bounds.extend_from_slice(&template.fresh);
        self.dirty.resize(self.dirty.len() + template.words, 0);
    }

    /// Keeps every step from now on.
    pub fn record(&mut self) {
        self.trail = Some(Trail::new(self.bounds.len()));
    }

    /// How many steps and prints there are, to go back to.
    pub fn mark(&self) -> (usize, usize) {
        (self.trail.as_ref().map_or(0, |trail| trail.steps.len()), self.prints.len())
    }

    /// Takes one step after the mark back; `None` when there is none left. No rule may be open.
    pub fn step_back(&mut self, (steps, prints): (usize, usize)) -> Option<Step> {
        while self.prints.len() > prints {
            if let Some(print) = self.prints.pop()
                && let Some(bound) = self.bounds.get_mut(print.var)
            {
                bound.print = 0;
            }
        }
        let step = self.trail.as_mut()?.pop(steps)?;
        if let Some(bound) = self.bounds.get_mut(step.var as usize) {
            let side = if step.upper { (&mut bound.hi, &mut bound.hi_why) } else { (&mut bound.lo, &mut bound.lo_why) };
            (*side.0, *side.1) = step.old;
        }
        Some(step)
    }

    /// Leaves the open rules of the place at hand alone.
    pub fn close(&mut self, template: &Template) {
        self.dirty.iter_mut().skip(self.words_at).take(template.words).for_each(|word| *word = 0);
    }

    /// Turns to another place; each has as many variables and words of rules as the template says.
    pub fn enter(&mut self, place: usize, template: &Template) {
        self.base = place * template.domains.len();
        self.words_at = place * template.words;
    }

    /// Takes over the state of another system of the same template.
    pub fn restore(&mut self, other: &System) {
        self.bounds.clone_from(&other.bounds);
        self.prints.clone_from(&other.prints);
        self.dirty.clone_from(&other.dirty);
    }

    #[inline(always)]
    pub fn bound(&self, var: u16) -> Bound {
        self.bounds.get(self.base + var as usize).copied().unwrap_or(NOTHING)
    }

    /// Notes how a rate or change was printed, so that the rule on printed changes applies.
    pub fn print(&mut self, template: &Template, var: u16, printed: Printed, given: u32) {
        let at = self.base + var as usize;
        self.prints.push(Print { printed, given, var: at });
        let number = self.prints.len() as u32;
        if let Some(bound) = self.bounds.get_mut(at) {
            bound.print = number;
        }
        self.wake(template, var);
    }

    fn print_of(&self, var: u16) -> Option<Printed> {
        self.printed(var).map(|(printed, _)| printed)
    }

    /// How a variable was printed, and the number of that figure.
    pub fn printed(&self, var: u16) -> Option<(Printed, u32)> {
        let number = self.bound(var).print.checked_sub(1)?;
        self.prints.get(number as usize).map(|print| (print.printed, print.given))
    }

    /// Raises the lower bound.
    #[inline(always)]
    pub fn raise(&mut self, template: &Template, var: u16, lo: i64, why: Why, told: bool) -> Result<(), Empty> {
        let Some(bound) = self.bounds.get_mut(self.base + var as usize) else { return Ok(()) };
        if lo > bound.hi {
            return Err(Empty { var, upper: false, why });
        }
        let higher = lo > bound.lo;
        let given = why.is_given();
        let news = told && !bound.lo_told && (given || template.domains.get(var as usize).is_some_and(|d| lo > d.0));
        if higher && let Some(trail) = &mut self.trail {
            trail.push(self.base + var as usize, false, (bound.lo, bound.lo_why), lo, why);
        }
        if higher || given && lo == bound.lo && self.trail.is_none() {
            // What is stated needs no other reason.
            (bound.lo, bound.lo_why) = (lo, why);
        }
        if higher || news {
            bound.lo_told |= news;
            bound.settle();
            self.wake(template, var);
        }
        Ok(())
    }

    /// Lowers the upper bound.
    #[inline(always)]
    pub fn lower(&mut self, template: &Template, var: u16, hi: i64, why: Why, told: bool) -> Result<(), Empty> {
        let Some(bound) = self.bounds.get_mut(self.base + var as usize) else { return Ok(()) };
        if hi < bound.lo {
            return Err(Empty { var, upper: true, why });
        }
        let lower = hi < bound.hi;
        let given = why.is_given();
        let news = told && !bound.hi_told && (given || template.domains.get(var as usize).is_some_and(|d| hi < d.1));
        if lower && let Some(trail) = &mut self.trail {
            trail.push(self.base + var as usize, true, (bound.hi, bound.hi_why), hi, why);
        }
        if lower || given && hi == bound.hi && self.trail.is_none() {
            (bound.hi, bound.hi_why) = (hi, why);
        }
        if lower || news {
            bound.hi_told |= news;
            bound.settle();
            self.wake(template, var);
        }
        Ok(())
    }

    #[inline(always)]
    fn wake(&mut self, template: &Template, var: u16) {
        let open = self.dirty.get_mut(self.words_at..).unwrap_or_default();
        for (word, rules) in open.iter_mut().zip(template.rules_of(var)) {
            *word |= rules;
        }
    }

    /// Applies the rules until nothing changes.
    ///
    /// # Errors
    /// A variable for which no value is left: the figures contradict each other.
    pub fn propagate(&mut self, template: &Template) -> Result<(), Empty> {
        self.is_finished = false;
        for _ in 0..MAX_SWEEPS {
            let mut idle = true;
            for word in 0..template.words {
                let mut passed = 0;
                while let Some(bits) = self.dirty.get_mut(self.words_at + word) {
                    let open = *bits & !passed;
                    if open == 0 {
                        break;
                    }
                    let bit = open.trailing_zeros();
                    *bits &= !(1 << bit);
                    passed |= u64::MAX >> (63 - bit);
                    idle = false;
                    self.apply(template, (word * 64) as u16 + bit as u16)?;
                }
            }
            if idle {
                self.is_finished = true;
                break;
            }
        }
        Ok(())
    }

    fn apply(&mut self, template: &Template, number: u16) -> Result<(), Empty> {
        match template.rules.get(number as usize) {
            Some(&Rule::Ratio { part, whole, rate }) => self.ratio(template, number, part, whole, rate),
            Some(&Rule::Sum { parts: [a, b], whole }) => self.sum(template, number, a, b, whole),
            Some(&Rule::AtMost { part, whole }) => {
                let (least, most) = (self.bound(part).lo, self.bound(whole).hi);
                self.lower(template, part, most, Why::rule(number), false)?;
                self.raise(template, whole, least, Why::rule(number), false)
            }
            Some(&Rule::Printed { prev, now, change }) => self.printed_change(template, number, prev, now, change),
            Some(&Rule::Balance { first, end }) => self.balance(template, number, first, end),
            Some(&Rule::Same { one, other }) => {
                self.follow(template, number, one, other)?;
                self.follow(template, number, other, one)
            }
            None => Ok(()),
        }
    }

    /// `SCALE · part = rate · whole`, counts rounded inward, rates outward.
    fn ratio(&mut self, t: &Template, number: u16, part: u16, whole: u16, rate: u16) -> Result<(), Empty> {
        let why = Why::rule(number);
        let (p, w) = (self.bound(part), self.bound(whole));
        let r = self.bound(rate);
        // Rate from part and whole. With a whole that may be 0 the rate has no upper bound from here.
        let told = p.lo_told && w.hi_told;
        if p.lo > 0 && (told && !r.lo_told || !exceeds(r.lo.saturating_add(1), w.hi, p.lo, SCALE)) {
            self.raise(t, rate, mul_div_floor(p.lo, SCALE, w.hi), why, told)?;
        }
        let told = p.hi_told && w.lo_told;
        if p.hi < w.lo && (told && !r.hi_told || !exceeds(p.hi, SCALE, r.hi.saturating_sub(1), w.lo)) {
            self.lower(t, rate, mul_div_ceil(p.hi, SCALE, w.lo), why, told)?;
        }
        let r = self.bound(rate);
        if r.lo > 0 {
            let told = r.lo_told && w.lo_told;
            if told && !p.lo_told || exceeds(r.lo, w.lo, p.lo, SCALE) {
                self.raise(t, part, mul_div_ceil(r.lo, w.lo, SCALE), why, told)?;
            }
            let told = p.hi_told && r.lo_told;
            if told && !w.hi_told || exceeds(w.hi, r.lo, p.hi, SCALE) {
                self.lower(t, whole, mul_div_floor(p.hi, SCALE, r.lo), why, told)?;
            }
        }
        if r.hi < SCALE {
            let told = r.hi_told && w.hi_told;
            if told && !p.hi_told || exceeds(p.hi, SCALE, r.hi, w.hi) {
                self.lower(t, part, mul_div_floor(r.hi, w.hi, SCALE), why, told)?;
            }
            let told = p.lo_told && r.hi_told;
            if r.hi > 0 && p.lo > 0 && (told && !w.lo_told || exceeds(p.lo, SCALE, w.lo, r.hi)) {
                self.raise(t, whole, mul_div_ceil(p.lo, SCALE, r.hi), why, told)?;
            }
        }
        Ok(())
    }

    /// `a + b = whole`
    fn sum(&mut self, t: &Template, number: u16, a: u16, b: u16, whole: u16) -> Result<(), Empty> {
        let why = Why::rule(number);
        let (x, y) = (self.bound(a), self.bound(b));
        self.raise(t, whole, x.lo.saturating_add(y.lo), why, x.lo_told && y.lo_told)?;
        self.lower(t, whole, x.hi.saturating_add(y.hi), why, x.hi_told && y.hi_told)?;
        let w = self.bound(whole);
        self.raise(t, a, w.lo.saturating_sub(y.hi), why, w.lo_told && y.hi_told)?;
        self.lower(t, a, w.hi.saturating_sub(y.lo), why, w.hi_told && y.lo_told)?;
        let x = self.bound(a);
        self.raise(t, b, w.lo.saturating_sub(x.hi), why, w.lo_told && x.hi_told)?;
        self.lower(t, b, w.hi.saturating_sub(x.lo), why, w.hi_told && x.lo_told)
    }

    /// `one` has the bounds of `other`.
    fn follow(&mut self, t: &Template, number: u16, one: u16, other: u16) -> Result<(), Empty> {
        let bound = self.bound(other);
        self.raise(t, one, bound.lo, Why::rule(number), bound.lo_told)?;
        self.lower(t, one, bound.hi, Why::rule(number), bound.hi_told)
    }

    /// The columns of a form that add, less the others, come to its end: each of them by all the others.
    fn balance(&mut self, t: &Template, number: u16, first: u16, end: u16) -> Result<(), Empty> {
        let why = Why::rule(number);
        let terms = || columns(first).into_iter().chain([(end, false)]);
        for (var, adds) in terms() {
            // What the others that stand on the other side come to, less those on the same side.
            let (mut lo, mut hi, mut lo_told, mut hi_told) = (0_i64, 0_i64, true, true);
            for (other, also_adds) in terms().filter(|(other, _)| *other != var) {
                let bound = self.bound(other);
                if also_adds == adds {
                    (lo, hi) = (lo.saturating_sub(bound.hi), hi.saturating_sub(bound.lo));
                    (lo_told, hi_told) = (lo_told && bound.hi_told, hi_told && bound.lo_told);
                } else {
                    (lo, hi) = (lo.saturating_add(bound.lo), hi.saturating_add(bound.hi));
                    (lo_told, hi_told) = (lo_told && bound.lo_told, hi_told && bound.hi_told);
                }
            }
            self.raise(t, var, lo, why, lo_told)?;
            self.lower(t, var, hi, why, hi_told)?;
        }
        Ok(())
    }

    /// A printed change under either reading, as the convex hull of both: rounded after an exact subtraction
    /// (`±half` on the exact rates), or the difference of two rates printed with the same decimals (`±half` once the
    /// other rate's printed value is taken).
    fn printed_change(&mut self, t: &Template, number: u16, prev: u16, now: u16, change: u16) -> Result<(), Empty> {
        let Some(Printed { centre, half }) = self.print_of(change) else { return Ok(()) };
        let why = Why::rule(number);
        let known = |var| (self.bound(var), self.print_of(var).filter(|printed| printed.half == half));
        let (p, n) = (known(prev), known(now));
        let least = |(bound, printed): (Bound, Option<Printed>)| {
            bound.lo.min(printed.map_or_else(|| printed_least(bound.lo, half), |printed| printed.centre))
        };
        let most = |(bound, printed): (Bound, Option<Printed>)| {
            bound.hi.max(printed.map_or_else(|| printed_most(bound.hi, half), |printed| printed.centre))
        };
        self.raise(t, prev, least(n) + centre - half, why, n.0.lo_told)?;
        self.lower(t, prev, most(n) + centre + half, why, n.0.hi_told)?;
        self.raise(t, now, least(p) - centre - half, why, p.0.lo_told)?;
        self.lower(t, now, most(p) - centre + half, why, p.0.hi_told)
    }
}

/// The least value a rate of at least `rate` can be printed as, a tie rounded either way.
pub(crate) fn printed_least(rate: i64, half: i64) -> i64 {
    let unit = 2 * half;
    if unit <= 0 { rate } else { (rate - half + unit - 1).div_euclid(unit) * unit }
}

/// The greatest value a rate of at most `rate` can be printed as, a tie rounded either way.
pub(crate) fn printed_most(rate: i64, half: i64) -> i64 {
    let unit = 2 * half;
    if unit <= 0 { rate } else { (rate + half).div_euclid(unit) * unit }
}

/// Whether `a · b` fits `i64`, for `a, b ≥ 0`: told by leading zeros, for a checked product is slow in wasm.
const fn is_small(a: i64, b: i64) -> bool {
    a.leading_zeros() + b.leading_zeros() >= 65
}

/// Whether `a · b > c · d`, for numbers that are not negative: tells without a division whether one would give news.
#[inline(always)]
fn exceeds(a: i64, b: i64, c: i64, d: i64) -> bool {
    if is_small(a, b) && is_small(c, d) {
        return a.wrapping_mul(b) > c.wrapping_mul(d);
    }
    i128::from(a) * i128::from(b) > i128::from(c) * i128::from(d)
}

/// `a · b / c` rounded down, for `a, b ≥ 0 < c`; the largest `i64` where it does not fit.
pub(crate) fn mul_div_floor(a: i64, b: i64, c: i64) -> i64 {
    if c <= 0 {
        return i64::MAX;
    }
    if is_small(a, b) {
        return a.wrapping_mul(b) / c;
    }
    i64::try_from(i128::from(a) * i128::from(b) / i128::from(c)).unwrap_or(i64::MAX)
}

/// `a · b / c` rounded up, for `a, b ≥ 0 < c`; the largest `i64` where it does not fit.
pub(crate) fn mul_div_ceil(a: i64, b: i64, c: i64) -> i64 {
    if c <= 0 {
        return i64::MAX;
    }
    if is_small(a, b) {
        let product = a.wrapping_mul(b);
        let down = product / c;
        // Multiplied back: in wasm a remainder is a second division.
        return down + i64::from(down.wrapping_mul(c) != product);
    }
    let product = i128::from(a) * i128::from(b);
    i64::try_from((product + i128::from(c) - 1) / i128::from(c)).unwrap_or(i64::MAX)
}
