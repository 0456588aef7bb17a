//! Bounds propagation: tightens the bounds of every variable by every rule until nothing changes.
//!
//! Rules are applied in sweeps, always in the same order, those whose variables did not change since being skipped, which
//! gives the same bounds as applying all of them. Stopping early is sound: bounds only ever exclude what is impossible.
//! docs/method.md §4.

use super::template::{Rule, SCALE, Template};

/// Sweeps before propagation stops where it is.
const MAX_SWEEPS: u32 = 40;

/// What gave a bound: nothing, a stated figure, or a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    Nature,
    Given(u16),
    Rule(u16),
}

/// What is known of one variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bound {
    pub lo: i64,
    pub hi: i64,
    pub lo_why: Why,
    pub hi_why: Why,
    /// The bound rests on figures and says more than what is true of every table (0 ≤ P ≤ T).
    pub lo_told: bool,
    pub hi_told: bool,
}

const NOTHING: Bound =
    Bound { lo: i64::MIN, hi: i64::MAX, lo_why: Why::Nature, hi_why: Why::Nature, lo_told: false, hi_told: false };

/// A rate or change as printed: the centre and half a unit of its last place, on the grid of rates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Printed {
    pub centre: i64,
    pub half: i64,
}

/// No value is left for this variable; `why` is what took the last one away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Empty {
    pub var: u16,
    pub why: Why,
}

/// The state of propagation in one system.
#[derive(Clone, Debug, Default)]
pub(crate) struct System {
    pub bounds: Vec<Bound>,
    /// Rates and changes as printed, by variable.
    printed: Vec<(u16, Printed)>,
    dirty: Vec<u64>,
}

impl System {
    /// Forgets everything but the natural bounds.
    pub fn reset(&mut self, template: &Template) {
        self.bounds.clear();
        self.bounds.extend(template.domains.iter().map(|&(lo, hi)| Bound {
            lo,
            hi,
            lo_why: Why::Nature,
            hi_why: Why::Nature,
            lo_told: false,
            hi_told: false,
        }));
        self.printed.clear();
        self.dirty.clear();
        self.dirty.resize(template.words, 0);
    }

    /// Takes over the state of another system of the same template.
    pub fn restore(&mut self, other: &System) {
        self.bounds.clone_from(&other.bounds);
        self.printed.clone_from(&other.printed);
        self.dirty.clone_from(&other.dirty);
    }

    #[inline(always)]
    pub fn bound(&self, var: u16) -> Bound {
        self.bounds.get(var as usize).copied().unwrap_or(NOTHING)
    }

    /// Notes how a rate or change was printed, so that the rule on printed changes applies.
    pub fn print(&mut self, template: &Template, var: u16, printed: Printed) {
        self.printed.push((var, printed));
        self.wake(template, var);
    }

    fn print_of(&self, var: u16) -> Option<Printed> {
        self.printed.iter().find(|(other, _)| *other == var).map(|(_, printed)| *printed)
    }

    /// Raises the lower bound.
    pub fn raise(&mut self, template: &Template, var: u16, lo: i64, why: Why, told: bool) -> Result<(), Empty> {
        let Some(bound) = self.bounds.get_mut(var as usize) else { return Ok(()) };
        let given = matches!(why, Why::Given(_));
        if lo > bound.hi {
            return Err(Empty { var, why });
        }
        let higher = lo > bound.lo;
        let news = told && !bound.lo_told && (given || template.domains.get(var as usize).is_some_and(|d| lo > d.0));
        if higher || given && lo == bound.lo {
            // What is stated needs no other reason.
            (bound.lo, bound.lo_why) = (lo, why);
        }
        if higher || news {
            bound.lo_told |= news;
            self.wake(template, var);
        }
        Ok(())
    }

    /// Lowers the upper bound.
    pub fn lower(&mut self, template: &Template, var: u16, hi: i64, why: Why, told: bool) -> Result<(), Empty> {
        let Some(bound) = self.bounds.get_mut(var as usize) else { return Ok(()) };
        let given = matches!(why, Why::Given(_));
        if hi < bound.lo {
            return Err(Empty { var, why });
        }
        let lower = hi < bound.hi;
        let news = told && !bound.hi_told && (given || template.domains.get(var as usize).is_some_and(|d| hi < d.1));
        if lower || given && hi == bound.hi {
            (bound.hi, bound.hi_why) = (hi, why);
        }
        if lower || news {
            bound.hi_told |= news;
            self.wake(template, var);
        }
        Ok(())
    }

    fn wake(&mut self, template: &Template, var: u16) {
        for (word, rules) in self.dirty.iter_mut().zip(template.rules_of(var)) {
            *word |= rules;
        }
    }

    /// Applies the rules until nothing changes.
    ///
    /// # Errors
    /// A variable for which no value is left: the figures contradict each other.
    pub fn propagate(&mut self, template: &Template) -> Result<(), Empty> {
        for _ in 0..MAX_SWEEPS {
            let mut idle = true;
            for word in 0..self.dirty.len() {
                let mut passed = 0;
                while let Some(bits) = self.dirty.get_mut(word) {
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
                self.lower(template, part, most, Why::Rule(number), false)?;
                self.raise(template, whole, least, Why::Rule(number), false)
            }
            Some(&Rule::Printed { prev, now, change }) => self.printed(template, number, prev, now, change),
            None => Ok(()),
        }
    }

    /// `SCALE · part = rate · whole`, counts rounded inward, rates outward.
    fn ratio(&mut self, t: &Template, number: u16, part: u16, whole: u16, rate: u16) -> Result<(), Empty> {
        let why = Why::Rule(number);
        let (p, w) = (self.bound(part), self.bound(whole));
        // Rate from part and whole. With a whole that may be 0 the rate has no upper bound from here.
        if p.lo > 0 {
            self.raise(t, rate, mul_div_floor(p.lo, SCALE, w.hi), why, p.lo_told && w.hi_told)?;
        }
        if p.hi < w.lo {
            self.lower(t, rate, mul_div_ceil(p.hi, SCALE, w.lo), why, p.hi_told && w.lo_told)?;
        }
        let r = self.bound(rate);
        if r.lo > 0 {
            self.raise(t, part, mul_div_ceil(r.lo, w.lo, SCALE), why, r.lo_told && w.lo_told)?;
            self.lower(t, whole, mul_div_floor(p.hi, SCALE, r.lo), why, p.hi_told && r.lo_told)?;
        }
        if r.hi < SCALE {
            self.lower(t, part, mul_div_floor(r.hi, w.hi, SCALE), why, r.hi_told && w.hi_told)?;
            if r.hi > 0 && p.lo > 0 {
                self.raise(t, whole, mul_div_ceil(p.lo, SCALE, r.hi), why, p.lo_told && r.hi_told)?;
            }
        }
        Ok(())
    }

    /// `a + b = whole`
    fn sum(&mut self, t: &Template, number: u16, a: u16, b: u16, whole: u16) -> Result<(), Empty> {
        let why = Why::Rule(number);
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

    /// A printed change under either reading, as the convex hull of both: rounded after an exact subtraction
    /// (`±half` on the exact rates), or the difference of two rates printed with the same decimals (`±half` once the
    /// other rate's printed value is taken).
    fn printed(&mut self, t: &Template, number: u16, prev: u16, now: u16, change: u16) -> Result<(), Empty> {
        let Some(Printed { centre, half }) = self.print_of(change) else { return Ok(()) };
        let why = Why::Rule(number);
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
fn printed_least(rate: i64, half: i64) -> i64 {
    let unit = 2 * half;
    if unit <= 0 { rate } else { (rate - half + unit - 1).div_euclid(unit) * unit }
}

/// The greatest value a rate of at most `rate` can be printed as, a tie rounded either way.
fn printed_most(rate: i64, half: i64) -> i64 {
    let unit = 2 * half;
    if unit <= 0 { rate } else { (rate + half).div_euclid(unit) * unit }
}

/// Whether `a · b` fits `i64`, for `a, b ≥ 0`: told by leading zeros, for a checked product is slow in wasm.
const fn is_small(a: i64, b: i64) -> bool {
    a.leading_zeros() + b.leading_zeros() >= 65
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
        return product / c + i64::from(product % c != 0);
    }
    let product = i128::from(a) * i128::from(b);
    i64::try_from((product + i128::from(c) - 1) / i128::from(c)).unwrap_or(i64::MAX)
}
