//! Where a value comes from and why figures contradict each other, found by solving the place once more and looking.

use super::collect::Reader;
use super::engine::{Cause, System, Why};
use super::local::{Fate, Origin, all};
use super::solution::Solution;
use super::template::{Rule, Slot, Template};
use crate::fact::FactKey;
use crate::flows::FORMS;
use crate::measure::{Group, Measure};
use crate::period::PeriodId;
use crate::quantity::Interval;
use crate::unit::Place;
use crate::workbook::Workbook;

/// A statement that bounds are drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Premise {
    /// A typed figure.
    Fact(FactKey),
    /// What the units of a group, tag or the area add up to; for an incomplete sum, the least it can be.
    Sum { measure: Measure, group: Group, period: PeriodId },
    /// The rates of the units, between which that of their whole lies; of one unit it is that unit's, as its change is.
    Between { measure: Measure, group: Group, period: PeriodId },
    /// What the total of a group, tag or the area leaves for the unit when the others are taken off.
    Rest { of: Place, measure: Measure, group: Group, period: PeriodId },
}

/// An equation that bounds are drawn through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// `100 · part = rate · households`; the part of the multidimensional rate is poor and near-poor together.
    Rate { rate: Measure, group: Group, period: PeriodId },
    /// Poor and near-poor add up: in households, or in rates.
    Together { rates: bool, period: PeriodId },
    /// A part is not more than its whole.
    AtMost { period: PeriodId },
    /// Households before less households now = the fall.
    HouseholdsDown { period: PeriodId },
    /// Rate before less rate now = the fall, exactly or as printed.
    PointsDown { period: PeriodId, printed: bool },
    /// The units add up to their total.
    Total { measure: Measure, group: Group, period: PeriodId },
    /// The rate of a whole lies between those of its units; a change is that of the only unit.
    Between { measure: Measure, group: Group, period: PeriodId },
    /// A form of movements comes to this count at its end.
    Balance { end: Measure, period: PeriodId },
    /// A form of movements starts from this count of the period before.
    Start { end: Measure, period: PeriodId },
    /// A movement is the same in both forms it stands in.
    SameMovement { period: PeriodId },
}

/// Why a value is not lower, or not higher.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Reason {
    pub premises: Vec<Premise>,
    pub relations: Vec<Relation>,
}

/// A figure that was not used: typed, or what units say of their total.
#[derive(Clone, Debug)]
pub(crate) struct Dispute {
    pub key: FactKey,
    /// Which of the two shown periods it belongs to.
    pub role: Option<usize>,
    pub slot: Slot,
    /// A last digit off, not a contradiction.
    pub near: bool,
    /// A minimal set that cannot all be true; empty when `near`.
    pub premises: Vec<Premise>,
    /// What the figures used instead allow it to be, in its own unit (counts, or grid steps).
    pub allowed: Interval,
    /// What the rates of the units allow it to be, in grid steps, when it is they that were not used.
    pub between: Option<Interval>,
}

fn premise(reader: &Reader, solution: &Solution, place: Place, given: u16) -> Option<Premise> {
    let given = reader.local.givens.get(usize::from(given))?;
    let (k, slot) = reader.scope.slot_of(given.var);
    let period = reader.period(k)?;
    let (measure, group) = (slot.measure(), slot.group());
    Some(match given.origin {
        Origin::Sum => Premise::Sum { measure, group, period },
        Origin::Between => Premise::Between { measure, group, period },
        Origin::Rest { of, .. } => Premise::Rest { of: solution.total_of(of)?, measure, group, period },
        Origin::Typed => Premise::Fact(FactKey { place, period, measure, group }),
    })
}

/// The typed figures of a place that were not used.
pub(crate) fn disputes(reader: &mut Reader, solution: &Solution, place: Place) -> Vec<Dispute> {
    solution.again(reader, place);
    let mut found = Vec::new();
    for (at, given) in reader.local.givens.iter().enumerate() {
        let at = at as u16;
        let near = match reader.local.fates.get(usize::from(at)) {
            Some(Fate::Near) => true,
            Some(Fate::Refused) => false,
            _ => continue,
        };
        // An incomplete sum above a typed total: the typed total is what there is to look at.
        let conflict = reader.local.conflicts.iter().find(|conflict| !near && conflict.contains(&at));
        let premises: Vec<Premise> =
            conflict.into_iter().flatten().filter_map(|&other| premise(reader, solution, place, other)).collect();
        let (k, slot) = reader.scope.slot_of(given.var);
        let Some(period) = reader.period(k) else { continue };
        let (measure, group) = (slot.measure(), slot.group());
        let bound = reader.local.system.bound(given.var);
        found.push(Dispute {
            key: FactKey { place, period, measure, group },
            role: reader.role(k),
            slot,
            near,
            premises,
            allowed: Interval::new(bound.lo, bound.hi),
            between: (given.origin == Origin::Between).then(|| Interval::new(given.stated.lo, given.stated.hi)),
        });
    }
    found
}

/// Why a value of a place solved in full is not lower and not higher; `None` when no rule bears on it.
pub(crate) fn reasons(
    workbook: &Workbook,
    solution: &Solution,
    place: Place,
    role: usize,
    slot: Slot,
) -> Option<[Reason; 2]> {
    let mut reader = Reader::new(workbook, solution.span());
    solution.again(&mut reader, place);
    let k = (0..reader.window.len()).find(|&k| reader.role(k) == Some(role))?;
    let number = reader.scope.var(k, slot);
    let sides = [false, true].map(|upper| reason(&mut reader, number, upper));
    let [lower, upper] = sides;
    let (lower, upper) = (lower?, upper?);
    Some([lower, upper].map(|(givens, rules)| {
        let premises = givens.iter().filter_map(|&given| premise(&reader, solution, place, given)).collect();
        let mut relations: Vec<Relation> = Vec::new();
        for relation in rules {
            if !relations.contains(&relation) {
                relations.push(relation);
            }
        }
        Reason { premises, relations }
    }))
}

/// The figures that give one bound – none of them can be left out – and the rules between them.
fn reason(reader: &mut Reader, number: u16, upper: bool) -> Option<(Vec<u16>, Vec<Relation>)> {
    let periods: Vec<Option<PeriodId>> = (0..reader.window.len()).map(|k| reader.period(k)).collect();
    let (template, local) = reader.solved()?;
    let pick = |system: &System| {
        let bound = system.bound(number);
        if upper { bound.hi } else { bound.lo }
    };
    let target = pick(&local.system);
    let mut kept: Vec<u16> =
        (0..local.givens.len() as u16).filter(|&at| local.fates.get(usize::from(at)) == Some(&Fate::Held)).collect();
    let mut trial = System::default();
    let reaches = |chosen: &[u16], trial: &mut System| {
        trial.reset(template);
        all(trial, template, &local.givens, |at| chosen.contains(&at)).is_ok() && pick(trial) == target
    };
    // Sums and what totals leave stand at the end: a place's own figures explain it better, so those go first.
    for at in (0..kept.len()).rev() {
        let mut fewer = kept.clone();
        fewer.remove(at);
        if reaches(&fewer, &mut trial) {
            kept = fewer;
        }
    }
    reaches(&kept, &mut trial);

    // The rules on the way from those figures to the bound.
    let mut rules: Vec<u16> = Vec::new();
    let mut seen = vec![false; template.domains.len()];
    let mut open = vec![(number, Some(upper))];
    while let Some((var, side)) = open.pop() {
        match seen.get_mut(usize::from(var)) {
            Some(flag) if !*flag => *flag = true,
            _ => continue,
        }
        let bound = trial.bound(var);
        let whys = match side {
            Some(true) => [bound.hi_why, Why::NATURE],
            Some(false) => [bound.lo_why, Why::NATURE],
            None => [bound.lo_why, bound.hi_why],
        };
        for why in whys {
            if let Cause::Rule(rule) = why.cause()
                && let Some(&laws) = template.rules.get(usize::from(rule))
            {
                if !rules.contains(&rule) {
                    rules.push(rule);
                }
                laws.each(|other| open.push((other, None)));
            }
        }
    }
    let period = |k: usize| periods.get(k).copied().flatten();
    let named = rules.iter().filter_map(|&rule| name(template, rule, &period)).collect();
    Some((kept, named))
}

/// A rule in the words of the domain; `period` tells the period at a position of the window.
pub(super) fn name(template: &Template, rule: u16, period: &dyn Fn(usize) -> Option<PeriodId>) -> Option<Relation> {
    let of = |var| {
        let (k, slot) = template.scope.slot_of(var);
        Some((period(k)?, slot))
    };
    Some(match *template.rules.get(usize::from(rule))? {
        Rule::Ratio { rate, .. } => {
            let (period, slot) = of(rate)?;
            Relation::Rate { rate: slot.measure(), group: slot.group(), period }
        }
        Rule::Printed { change, .. } => Relation::PointsDown { period: of(change)?.0, printed: true },
        Rule::AtMost { part, .. } => Relation::AtMost { period: of(part)?.0 },
        Rule::Sum { parts: [first, _], .. } => match of(first)? {
            (period, Slot::DropHouseholds) => Relation::HouseholdsDown { period },
            (period, Slot::DropPoints) => Relation::PointsDown { period, printed: false },
            (period, slot) => Relation::Together { rates: slot == Slot::PoorRate, period },
        },
        Rule::Balance { end, .. } => {
            let (period, slot) = of(end)?;
            Relation::Balance { end: slot.measure(), period }
        }
        Rule::Same { one, other } => {
            let (period, slot) = of(one)?;
            if of(other)?.0 == period {
                Relation::SameMovement { period }
            } else {
                let form = FORMS.iter().find(|form| form.columns.first() == Some(&slot.measure()))?;
                Relation::Start { end: form.end, period }
            }
        }
    })
}
