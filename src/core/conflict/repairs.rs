//! Repairs: figures one slip away with which the conflict goes away and nothing else breaks.

use std::cmp::Reverse;

use super::Repair;
use super::asking::Asking;
use super::bonds::{Bond, Bonds, Law};
use super::facts::{Change, Facts, Id, Statement};
use super::forms::State;
use super::origins;
use super::search::{MANY, Seed, is_weak};
use super::slips::{Slip, slips};
use crate::fact::{FactKey, Figure, Reading};
use crate::measure::Kind;
use crate::order::order;
use crate::period::PeriodId;
use crate::quantity::Interval;
use crate::target::Target;
use crate::unit::Place;

/// Repairs of one conflict put to the solver.
const MAX_TRIED: usize = 48;
/// The squared relative distance, in millionths, that counts as coming clearly nearer to the other period's figure.
const CLEARLY: i64 = 50_000;

/// An equation that one of the facts at hand stands in, and how it stands as typed.
pub(super) struct Touched {
    pub bond: Bond,
    pub before: State,
}

/// A repair under examination.
pub(super) struct Draft {
    slip: Slip,
    period: Option<PeriodId>,
    changes: Vec<Change>,
    closes: Vec<(Law, Place, PeriodId)>,
    leaves: u32,
    /// How much nearer they come to the other period's figures, in millionths of the larger one.
    gain: i64,
    /// How far the figures move, likewise.
    size: i64,
}

/// Every equation that some facts stand in.
pub(super) fn touched(facts: &Facts, bonds: &Bonds, ids: &[Id]) -> Vec<Touched> {
    let mut found: Vec<Touched> = Vec::new();
    for id in ids {
        for bond in bonds.touching(facts, *id) {
            let name = |bond: &Bond| (bond.law, bond.place, bond.period, bond.form.ids().len());
            if ids.len() < 2 || !found.iter().any(|other| name(&other.bond) == name(&bond)) {
                let before = bond.state(facts, &[]);
                found.push(Touched { bond, before });
            }
        }
    }
    found
}

/// Everything a slip in this fact could explain.
pub(super) fn drafts(
    facts: &Facts,
    bonds: &Bonds,
    asking: &mut Asking,
    seed: &Seed,
    id: Id,
    wanted: Option<Interval>,
    touched: &[Touched],
) -> Vec<Draft> {
    let mut found = Vec::new();
    let (Some(key), Some(statement)) = (facts.key(id), facts.statement(id)) else { return found };
    let of_unit = facts.members(key.place).is_none();
    // Without an equation of its own the conflict is weighed by the solver; what lies outside the room left is no use.
    let room = match &seed.bond {
        Some(_) => Interval::new(i64::MIN, i64::MAX),
        None => {
            let others: Vec<Id> = seed.ids.iter().copied().filter(|other| *other != id).collect();
            let Some(room) = asking.room(facts, &others, id) else { return found };
            room
        }
    };
    let fits = |statement: &Statement| {
        let (lo, hi) = statement.bounds();
        room.meet(Interval::new(lo, hi)).is_some()
    };
    let mut examine = |slip, period, changes: Vec<Change>, touched: &[Touched]| {
        found.extend(draft(facts, asking, seed, slip, period, changes, touched));
    };
    for (slip, reading) in neighbours(statement, key.measure.kind()) {
        if let Some(statement) = Statement::new(key, &reading, of_unit).filter(|made| fits(made)) {
            examine(slip, None, vec![(id, statement)], touched);
        }
    }
    if let Some(cut) = wanted.and_then(|wanted| cut(statement, wanted)).filter(|_| key.measure.kind() == Kind::Count)
        && let Some(made) = Statement::new(key, &Reading::Figure(cut), of_unit)
    {
        examine(Slip::Separator, None, vec![(id, made)], touched);
    }
    for origin in origins::origins(facts, id) {
        if origin.changes.len() > 1 {
            let ids: Vec<Id> = origin.changes.iter().map(|(id, _)| *id).collect();
            examine(origin.slip, origin.period, origin.changes, &self::touched(facts, bonds, &ids));
        } else if !origin.changes.is_empty() {
            examine(origin.slip, origin.period, origin.changes, touched);
        }
    }
    found
}

/// The one count wanted of which only the thousands stand there: "18.305" taken for 18,305 and shown as 18.
fn cut(statement: Statement, wanted: Interval) -> Option<Figure> {
    let figure = statement.figure()?;
    let thousands = figure.mantissa.checked_mul(1000)?;
    let shown = Interval::new(thousands.checked_sub(500)?, thousands.checked_add(999)?);
    let value = wanted.meet(shown)?.single()?;
    Some(Figure { mantissa: value, assumed: false, ..figure }).filter(|_| figure.decimals == 0)
}

/// What a statement may have been before one slip of the hand.
fn neighbours(statement: Statement, kind: Kind) -> Vec<(Slip, Reading)> {
    let whole = |value: i64| slips(Figure::whole(value), Kind::Count).into_iter();
    let hundredths = |value: i64| {
        let all = slips(Figure::decimal(value, 2), Kind::Rate).into_iter();
        all.filter(|(_, figure)| figure.decimals <= 2).map(|(slip, figure)| {
            let scale = if figure.decimals == 2 {
                1
            } else if figure.decimals == 1 {
                10
            } else {
                100
            };
            (slip, Figure::decimal(figure.mantissa.saturating_mul(scale), 2))
        })
    };
    let target = |(slip, target)| (slip, Reading::Target(target));
    match statement {
        Statement::Figure(figure, _) => {
            slips(figure, kind).into_iter().map(|(slip, figure)| (slip, Reading::Figure(figure))).collect()
        }
        Statement::Target(Target::HouseholdsLeft { most }) => {
            let made = whole(most).map(|(slip, n)| (slip, Target::HouseholdsLeft { most: n.mantissa }));
            made.map(target).collect()
        }
        Statement::Target(Target::HouseholdsDown { least, most }) if least == most => {
            let made =
                whole(most).map(|(slip, n)| (slip, Target::HouseholdsDown { least: n.mantissa, most: n.mantissa }));
            made.map(target).collect()
        }
        Statement::Target(Target::HouseholdsDown { least, most }) => {
            let lower = whole(least).map(|(slip, n)| (slip, Target::HouseholdsDown { least: n.mantissa, most }));
            let upper = whole(most).map(|(slip, n)| (slip, Target::HouseholdsDown { least, most: n.mantissa }));
            lower.chain(upper).map(target).collect()
        }
        Statement::Target(Target::RateLeft { most }) => {
            hundredths(most).map(|(slip, n)| (slip, Target::RateLeft { most: n.mantissa })).map(target).collect()
        }
        Statement::Target(Target::PointsDown { least, most }) => {
            let made = hundredths(least).map(|(slip, n)| {
                let most = if least == most { n.mantissa } else { most };
                (slip, Target::PointsDown { least: n.mantissa, most })
            });
            made.map(target).collect()
        }
    }
}

/// A repair, if the conflict's equations close with it and none opens.
fn draft(
    facts: &Facts,
    asking: &mut Asking,
    seed: &Seed,
    slip: Slip,
    period: Option<PeriodId>,
    changes: Vec<Change>,
    touched: &[Touched],
) -> Option<Draft> {
    if let Some(own) = &seed.bond
        && own.state(facts, &changes) != State::Closed
    {
        return None;
    }
    let (mut closes, mut leaves) = (Vec::new(), 0);
    for Touched { bond, before } in touched {
        match (before, bond.state(facts, &changes)) {
            (State::Open, State::Closed) => {
                let name = (bond.law, bond.place, bond.period);
                let own = seed.bond.as_ref().is_some_and(|own| own.law == bond.law);
                // That a part is within its whole says little beside an equation.
                if (own || !is_weak(bond.law)) && !closes.contains(&name) {
                    closes.push(name);
                }
            }
            (State::Open, _) => leaves += 1,
            (before, after) if after > *before => return None,
            _ => {}
        }
    }
    if seed.bond.is_none() {
        if asking.clash(&seed.ids, &changes).is_some() {
            return None;
        }
        let key = facts.key(changes.first()?.0)?;
        closes.insert(0, (Law::Chain, key.place, key.period));
    }
    let size = changes.iter().map(|(id, made)| apart(facts.statement(*id).as_ref(), Some(made))).max()?;
    let gain = changes.iter().map(|(id, made)| nearer(facts, *id, made)).sum();
    Some(Draft { slip, period, changes, closes, leaves, gain, size })
}

/// How much nearer a figure comes to that of the period before or after.
fn nearer(facts: &Facts, id: Id, made: &Statement) -> i64 {
    let Some(key) = facts.key(id).filter(|key| matches!(key.measure.kind(), Kind::Count | Kind::Rate)) else {
        return 0;
    };
    let others = [facts.before(key.period), facts.after(key.period)];
    let other = others.into_iter().flatten().find_map(|period| facts.find(FactKey { period, ..key }));
    let other = other.and_then(|other| facts.statement(other));
    if other.is_none() {
        return 0;
    }
    let square = |far: i64| far * far / 1_000_000;
    square(apart(facts.statement(id).as_ref(), other.as_ref())) - square(apart(Some(made), other.as_ref()))
}

/// How far two figures are apart, in millionths of the larger one.
fn apart(one: Option<&Statement>, other: Option<&Statement>) -> i64 {
    let value = |statement: &Statement| match statement {
        // Compared on one scale: four decimals.
        Statement::Figure(figure, _) => {
            (0..4_u8.saturating_sub(figure.decimals)).fold(i128::from(figure.mantissa), |value, _| value * 10)
        }
        Statement::Target(
            Target::RateLeft { most: n }
            | Target::HouseholdsLeft { most: n }
            | Target::PointsDown { least: n, .. }
            | Target::HouseholdsDown { least: n, .. },
        ) => i128::from(*n),
    };
    let (Some(one), Some(other)) = (one.map(value), other.map(value)) else { return 0 };
    let largest = one.abs().max(other.abs()).max(1);
    ((one - other).abs() * 1_000_000 / largest) as i64
}

/// The drafts worth trying, the best first.
pub(super) fn ranked(drafts: Vec<Draft>) -> Vec<Draft> {
    let rank = |at: usize| {
        let draft = drafts.get(at)?;
        // What comes clearly nearer to the other period goes before what is the likelier slip.
        let gain = draft.gain.max(0) / CLEARLY;
        Some((Reverse(draft.closes.len()), draft.leaves, Reverse(gain), draft.slip, Reverse(draft.gain), draft.size))
    };
    let best = order(drafts.len(), &|a, b| rank(a).cmp(&rank(b)));
    let mut drafts: Vec<Option<Draft>> = drafts.into_iter().map(Some).collect();
    best.into_iter().take(MAX_TRIED).filter_map(|at| drafts.get_mut(at)?.take()).collect()
}

/// The repair, if nothing else in the table speaks against it.
pub(super) fn verified(facts: &Facts, asking: &mut Asking, seed: &Seed, draft: Draft) -> Option<Repair> {
    let Draft { slip, period, changes, closes, leaves, .. } = draft;
    let rewritten = changes.iter().map(|(id, statement)| facts.rewritten(*id, statement));
    let rewritten = rewritten.collect::<Option<Vec<_>>>()?;
    if seed.repairs.iter().any(|other| other.changes == rewritten) {
        return None;
    }
    // An equation holds wherever its bounds meet; the solver knows that counts are whole.
    let asked = seed.ids.len() <= MANY;
    if asked && (asking.clash(&seed.ids, &changes).is_some() || asking.speaks_against(&seed.ids, &changes)) {
        return None;
    }
    Some(Repair { slip, period, changes: rewritten, closes, leaves })
}
