//! A contradiction with nothing in it that could be left out: QuickXplain over the oracle.
//!
//! Source: Junker, QuickXplain: Preferred explanations and relaxations for over-constrained problems (2004).

use super::asking::Asking;
use super::facts::{Id, sorted};

/// The set found, and whether every fact in it is needed for sure: not when the questions ran out.
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
    let mut kept = Vec::new();
    let proven = explain(asking, &mut Vec::new(), false, &facts, &mut kept);
    Minimal { facts: sorted(if proven { kept } else { facts }), proven }
}

/// Adds to `found` the members of `open` that are needed beside `held`; `false` when there are no questions left.
fn explain(asking: &mut Asking, held: &mut Vec<Id>, grown: bool, open: &[Id], found: &mut Vec<Id>) -> bool {
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
    let done = explain(asking, held, true, second, &mut needed);
    held.truncate(before);
    if !done {
        return false;
    }
    held.extend(&needed);
    let done = explain(asking, held, !needed.is_empty(), first, found);
    held.truncate(before);
    found.extend(needed);
    done
}
