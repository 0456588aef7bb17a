//! A contradiction with nothing in it that could be left out: QuickXplain over the oracle.
//!
//! Source: Junker, QuickXplain: Preferred explanations and relaxations for over-constrained problems (2004).

use super::asking::Asking;
use super::facts::{Id, sorted};

/// Up to so many figures every question is asked anew, of all of them at once; beyond, one on top of the other.
const FEW: usize = 64;
/// Sets of more figures than this are told as they are found.
const MANY: usize = 1_000;

/// The set found, and whether every fact in it is needed for sure: not when there are too many or the questions ran out.
pub(super) struct Minimal {
    pub facts: Vec<Id>,
    pub proven: bool,
}

/// Leaves out of contradictory facts what is not needed for the contradiction.
pub(super) fn minimal(asking: &mut Asking, mut facts: Vec<Id>) -> Minimal {
    // What propagation names is often a small part already.
    while asking.calls > 0
        && let Some(clash) = asking.clash(&facts, &[])
        && clash.facts.len() < facts.len()
    {
        facts = clash.facts;
    }
    if (FEW + 1..=MANY).contains(&facts.len()) {
        // Propagation goes on for a limited number of rounds, so asked in another way it may find less.
        let mut kept = Vec::new();
        if explain(asking, &facts, &mut kept) && asking.clash(&kept, &[]).is_some() {
            facts = kept;
        }
    }
    let mut kept = Vec::new();
    let proven = facts.len() <= FEW && explain_anew(asking, &mut Vec::new(), false, &facts, &mut kept);
    Minimal { facts: sorted(if proven { kept } else { facts }), proven }
}

/// Adds to `found` the members of `open` that are needed beside the facts taken, which do not contradict each other
/// without `open`, but do with it; `false` when there are no questions left.
fn explain(asking: &mut Asking, open: &[Id], found: &mut Vec<Id>) -> bool {
    if asking.calls == 0 {
        return false;
    }
    if open.len() <= 1 {
        found.extend(open);
        return true;
    }
    let (first, second) = open.split_at(open.len() / 2);
    let mut needed = Vec::new();
    if let Some(mark) = asking.take(first) {
        let done = explain(asking, second, &mut needed);
        asking.drop(mark);
        if !done {
            return false;
        }
    }
    if needed.is_empty() {
        return explain(asking, first, found);
    }
    if let Some(mark) = asking.take(&needed) {
        let done = explain(asking, first, found);
        asking.drop(mark);
        if !done {
            return false;
        }
    }
    found.extend(needed);
    true
}

/// The same beside the facts `held`, which have `grown` since they were last asked about.
fn explain_anew(asking: &mut Asking, held: &mut Vec<Id>, grown: bool, open: &[Id], found: &mut Vec<Id>) -> bool {
    if asking.calls == 0 {
        return false;
    }
    if grown && asking.clash(held, &[]).is_some() {
        return true;
    }
    if open.len() <= 1 {
        found.extend(open);
        return true;
    }
    let (first, second) = open.split_at(open.len() / 2);
    let before = held.len();
    held.extend(first);
    let mut needed = Vec::new();
    let done = explain_anew(asking, held, true, second, &mut needed);
    held.truncate(before);
    if !done {
        return false;
    }
    held.extend(&needed);
    let done = explain_anew(asking, held, !needed.is_empty(), first, found);
    held.truncate(before);
    found.extend(needed);
    done
}
