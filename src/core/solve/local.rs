//! Solving the system of one place: all figures together when they agree; one after the other when they do not, so that
//! counts go before totals and totals before rates, nothing is thrown away, and what a conflict feeds is known.

use super::engine::{Cause, Empty, System, Why};
use super::given::Stated;
use super::template::{Rule, Template};
use crate::order::order;

/// Order in which figures are believed when they contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    /// Counts of a unit, and complete sums of units.
    Count,
    /// Totals typed beside a complete sum.
    Total,
    /// Movements and groups, which say nothing against the counts they lead to or are part of; then totals of such typed
    /// beside their sum.
    Detail,
    DetailTotal,
    /// Changes in households.
    CountChange,
    Rate,
    PointChange,
}

/// Where a figure of the system comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    Typed,
    /// The sum of the units' figures, complete or as a lower bound.
    Sum,
    /// The rates of the units, between which that of the whole lies.
    Between,
    /// What a total leaves for this unit; `tainted` when figures in conflict feed it.
    Rest {
        of: u32,
        tainted: bool,
    },
}

/// One figure stated about one variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Given {
    pub var: u16,
    pub stated: Stated,
    pub rank: Rank,
    pub origin: Origin,
}

/// The bounds of a variable as they were.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Before {
    pub var: u16,
    pub lo: i64,
    pub hi: i64,
    pub lo_told: bool,
    pub hi_told: bool,
}

impl Before {
    fn state(&self, system: &mut System, template: &Template) -> Result<(), Empty> {
        system.raise(template, self.var, self.lo, Why::NATURE, self.lo_told)?;
        system.lower(template, self.var, self.hi, Why::NATURE, self.hi_told)
    }
}

/// What became of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Used.
    Held,
    /// Printed one unit in the last place away from what the better figures give: truncated, or a sum of rounded
    /// figures. Not used, no conflict.
    Near,
    /// Contradicts better figures.
    Refused,
}

/// The solver of one place; kept and used again so that nothing is allocated per unit.
#[derive(Debug, Default)]
pub(crate) struct Local {
    pub system: System,
    pub givens: Vec<Given>,
    /// Bounds found earlier from figures that still stand, to start from.
    pub before: Vec<Before>,
    pub fates: Vec<Fate>,
    /// Minimal sets of figures that cannot all be true, as numbers of `givens`.
    pub conflicts: Vec<Vec<u16>>,
    /// By variable: stands in a conflict, or follows from figures that do. Empty when there is none.
    pub tainted: Vec<bool>,
    saved: System,
    trial: System,
}

impl Local {
    /// Finds the bounds of every variable from `givens`.
    pub fn solve(&mut self, template: &Template) {
        self.fates.clear();
        self.fates.resize(self.givens.len(), Fate::Held);
        self.conflicts.clear();
        self.tainted.clear();
        self.system.reset(template);
        // Should what was found earlier be in the way, it is found anew.
        let begun = self.before.iter().try_for_each(|before| before.state(&mut self.system, template));
        if begun.is_err() {
            self.system.reset(template);
        }
        if all(&mut self.system, template, &self.givens, |_| true).is_err() {
            self.one_by_one(template);
        }
    }

    fn one_by_one(&mut self, template: &Template) {
        self.system.reset(template);
        let mut held: Vec<u16> = Vec::new();
        let count = self.givens.len() as u16;
        // Within a rank the figures printed most precisely go first.
        let turn = |at: usize| self.givens.get(at).map(|given| (given.rank, given.stated.half));
        let turns = order(self.givens.len(), &|a, b| turn(a).cmp(&turn(b)));
        for at in turns.into_iter().map(|at| at as u16) {
            let Some(&given) = self.givens.get(usize::from(at)) else { continue };
            self.saved.restore(&self.system);
            let Err(empty) = add(&mut self.system, template, at, given.var, &given.stated) else {
                held.push(at);
                continue;
            };
            let mut suspects = self.trace(template, empty);
            self.system.restore(&self.saved);
            if let Some(wider) = widened(&given.stated)
                && settled(&self.saved, template, given.var)
                && self.bears(template, at, given.var, &wider)
            {
                set(&mut self.fates, at, Fate::Near);
                continue;
            }
            set(&mut self.fates, at, Fate::Refused);
            if !self.contradict(template, &suspects) {
                suspects = held.clone();
                suspects.push(at);
            }
            let conflict = self.minimal(template, suspects, at);
            self.conflicts.push((0..count).filter(|other| conflict.contains(other)).collect());
        }
        if !self.conflicts.is_empty() {
            self.overlay();
            self.taint(template);
        }
    }

    /// Marks a variable whose figure comes from a conflict elsewhere, and what follows from it.
    pub fn feed(&mut self, template: &Template, var: u16) {
        self.tainted.resize(template.domains.len(), false);
        set(&mut self.tainted, var, true);
        self.spread(template);
    }

    /// Marks what follows from a total in conflict.
    pub fn feed_rests(&mut self, template: &Template) {
        for at in 0..self.givens.len() {
            if let Some(&given) = self.givens.get(at)
                && matches!(given.origin, Origin::Rest { tainted: true, .. })
            {
                let bound = self.system.bound(given.var);
                if bound.lo == given.stated.lo || bound.hi == given.stated.hi {
                    self.feed(template, given.var);
                }
            }
        }
    }

    /// Whether a figure agrees with those held so far.
    fn bears(&mut self, template: &Template, at: u16, var: u16, stated: &Stated) -> bool {
        self.trial.restore(&self.saved);
        add(&mut self.trial, template, at, var, stated).is_ok()
    }

    /// The figures behind the bounds that left a variable without a value.
    fn trace(&self, template: &Template, empty: Empty) -> Vec<u16> {
        let mut found: Vec<u16> = Vec::new();
        let mut seen = vec![false; template.domains.len()];
        let mut open = vec![empty.var];
        let follow = |why: Why, found: &mut Vec<u16>, open: &mut Vec<u16>| match why.cause() {
            Cause::Nature | Cause::Tie(_) => {}
            Cause::Given(at) => found.push(at as u16),
            Cause::Rule(number) => {
                if let Some(rule) = template.rules.get(usize::from(number)) {
                    rule.each(|var| open.push(var));
                }
            }
        };
        follow(empty.why, &mut found, &mut open);
        while let Some(var) = open.pop() {
            match seen.get_mut(usize::from(var)) {
                Some(flag) if !*flag => *flag = true,
                _ => continue,
            }
            let bound = self.system.bound(var);
            follow(bound.lo_why, &mut found, &mut open);
            follow(bound.hi_why, &mut found, &mut open);
            // A printed change speaks through its rule even where its own bounds come from elsewhere.
            for (at, given) in self.givens.iter().enumerate() {
                if given.var == var && given.stated.printed.is_some() {
                    found.push(at as u16);
                }
            }
        }
        (0..self.givens.len() as u16).filter(|at| found.contains(at)).collect()
    }

    fn contradict(&mut self, template: &Template, some: &[u16]) -> bool {
        self.trial.reset(template);
        all(&mut self.trial, template, &self.givens, |at| some.contains(&at)).is_err()
    }

    /// Leaves out what is not needed for the contradiction (deletion filter); `last` is known to be.
    fn minimal(&mut self, template: &Template, mut set: Vec<u16>, last: u16) -> Vec<u16> {
        let mut at = 0;
        while let Some(&candidate) = set.get(at) {
            if candidate == last {
                at += 1;
                continue;
            }
            let without: Vec<u16> = set.iter().copied().filter(|&other| other != candidate).collect();
            if self.contradict(template, &without) {
                set = without;
            } else {
                at += 1;
            }
        }
        set
    }

    /// A refused count still counts: it is what was typed, and no better figure stands in its place.
    fn overlay(&mut self) {
        for (at, given) in self.givens.iter().enumerate() {
            let better = |(other, rival): (usize, &Given)| {
                other != at && rival.var == given.var && self.fates.get(other) == Some(&Fate::Held)
            };
            if self.fates.get(at) == Some(&Fate::Refused)
                && matches!(given.rank, Rank::Count | Rank::Detail)
                && !self.givens.iter().enumerate().any(better)
                && let Some(bound) = self.system.bounds.get_mut(usize::from(given.var))
            {
                let Stated { lo, hi, lo_told, hi_told, .. } = given.stated;
                bound.stated((lo, lo_told), (hi, hi_told), Why::given(at as u32));
            }
        }
    }

    fn taint(&mut self, template: &Template) {
        self.tainted.resize(template.domains.len(), false);
        for conflict in &self.conflicts {
            let given = |at: &u16| self.givens.get(usize::from(*at));
            // A form that does not balance puts its movements in doubt, not the count at its end; so with parts and wholes.
            let is_detail = |given: &Given| template.scope.slot_of(given.var).1.is_detail();
            let of_details = conflict.iter().filter_map(given).any(is_detail);
            let least_believed = conflict.iter().filter_map(given).map(|given| given.rank).max();
            for given in conflict.iter().filter_map(given) {
                if !of_details || is_detail(given) || Some(given.rank) == least_believed {
                    set(&mut self.tainted, given.var, true);
                }
            }
        }
        self.spread(template);
    }

    fn spread(&mut self, template: &Template) {
        loop {
            let mut spread = false;
            for var in 0..template.domains.len() as u16 {
                if self.tainted.get(usize::from(var)) == Some(&true) {
                    continue;
                }
                let bound = self.system.bound(var);
                let fed = [bound.lo_why, bound.hi_why].into_iter().any(|why| {
                    let Cause::Rule(number) = why.cause() else { return false };
                    let Some(rule) = template.rules.get(usize::from(number)) else { return false };
                    let mut fed = false;
                    rule.each(|other| fed |= self.is_tainted(other));
                    fed
                });
                if fed {
                    set(&mut self.tainted, var, true);
                    spread = true;
                }
            }
            if !spread {
                break;
            }
        }
    }

    /// What became of the figure typed for a variable.
    pub fn fate(&self, var: u16) -> Option<Fate> {
        let typed = |given: &Given| given.var == var && given.origin == Origin::Typed;
        self.fates.get(self.givens.iter().position(typed)?).copied()
    }

    pub fn is_tainted(&self, var: u16) -> bool {
        self.tainted.get(usize::from(var)) == Some(&true)
    }
}

fn set<T>(list: &mut [T], at: u16, value: T) {
    if let Some(slot) = list.get_mut(usize::from(at)) {
        *slot = value;
    }
}

/// States the chosen figures and propagates.
pub(crate) fn all(
    system: &mut System,
    template: &Template,
    givens: &[Given],
    chosen: impl Fn(u16) -> bool,
) -> Result<(), Empty> {
    for (at, given) in givens.iter().enumerate() {
        if chosen(at as u16) {
            state(system, template, at as u16, given.var, &given.stated)?;
        }
    }
    system.propagate(template)
}

fn add(system: &mut System, template: &Template, at: u16, var: u16, stated: &Stated) -> Result<(), Empty> {
    state(system, template, at, var, stated)?;
    system.propagate(template)
}

fn state(system: &mut System, template: &Template, at: u16, var: u16, stated: &Stated) -> Result<(), Empty> {
    if let Some(printed) = stated.printed {
        system.print(template, var, printed, at.into());
    }
    system.raise(template, var, stated.lo, Why::given(at.into()), stated.lo_told)?;
    system.lower(template, var, stated.hi, Why::given(at.into()), stated.hi_told)
}

/// The same figure one unit in the last place either way; for plain rates and changes in points.
fn widened(stated: &Stated) -> Option<Stated> {
    let unit = 2 * stated.half;
    (unit > 0).then(|| Stated { lo: stated.lo - unit, hi: stated.hi + unit, printed: None, ..*stated })
}

/// Whether counts determine this rate, or both rates of this change.
fn settled(system: &System, template: &Template, var: u16) -> bool {
    let single = |var| {
        let bound = system.bound(var);
        bound.lo == bound.hi
    };
    template.rules.iter().any(|rule| match *rule {
        Rule::Ratio { part, whole, rate } => rate == var && single(part) && single(whole),
        Rule::Printed { prev, now, change } => {
            change == var && settled(system, template, prev) && settled(system, template, now)
        }
        _ => false,
    })
}
