//! Signs around a number of households: whether all of a place are meant, or some that are helped or do something.

use super::Certainty;
use super::Of;
use super::draft::View;
use super::item::What;
use super::lexicon::Sense;
use super::phrase::{Verb, is_class};
use Certainty::{Certain, Likely, Unclear};

/// "vượt so với kế hoạch là 137 hộ": a distance.
pub(super) fn exceeds(view: &View) -> bool {
    let mut before = (view.start..view.at).rev().take(6);
    let far =
        before.find(|j| matches!(view.page.what(*j), Some(What::Sense(Sense::Beyond) | What::Mark(',' | ';' | '('))));
    far.is_some_and(|j| view.page.sense(j) == Some(Sense::Beyond))
}

/// "tổng số hộ là 82.076 hộ"
pub(super) fn total_before(view: &View) -> bool {
    for j in (view.start..view.lead.first).rev().take(4) {
        match view.page.what(j) {
            Some(What::Sense(Sense::Noun { of: Of::Households, total: true })) => return true,
            Some(What::When { .. } | What::Place(_) | What::Sense(Sense::Filler | Sense::By)) => {}
            _ => return false,
        }
    }
    false
}

/// The households get or do something: "hộ nghèo vay vốn", "hộ tham gia".
pub(super) fn after_does(view: &View) -> bool {
    let mut direct = true;
    for at in view.tail.after..view.tail.after + 7 {
        match view.page.what(at) {
            Some(What::Sense(Sense::Does | Sense::Got | Sense::Have | Sense::Aids)) => return true,
            Some(What::Sense(Sense::Result | Sense::Filler | Sense::Joint | Sense::Minority))
            | Some(What::Place(_) | What::When { .. }) => {}
            Some(What::Word | What::Sense(Sense::Thing | Sense::Numbered | Sense::Kind(_) | Sense::Measure)) => {
                if direct {
                    return true;
                }
            }
            _ => return false,
        }
        direct = false;
    }
    false
}

/// Somewhere behind the households, before the clause ends, someone gets or does something: "500 hộ nghèo (312 hộ …) ở
/// 12 xã được hỗ trợ".
pub(super) fn does_later(view: &View) -> bool {
    let mut inside = false;
    for at in view.tail.after..view.tail.after + LATER {
        match view.page.what(at) {
            Some(What::Mark('(')) => inside = true,
            Some(What::Mark(')')) => inside = false,
            Some(_) if inside => {}
            Some(What::Sense(Sense::Does | Sense::Got | Sense::Aids)) => return true,
            // "300 hộ nghèo, 200 hộ cận nghèo được vay": the list goes on.
            Some(What::Mark(',')) if matches!(view.page.what(at + 1), Some(What::Number(_))) => {}
            Some(What::Mark(_) | What::Stop | What::Line | What::Sense(Sense::Take | Sense::Down | Sense::Up))
            | None => {
                return false;
            }
            _ => {}
        }
    }
    false
}

/// How far a clause is followed.
const LATER: usize = 16;

/// The households are helped: "hỗ trợ cho 4.145 hộ nghèo".
pub(super) fn aided(view: &View) -> bool {
    if matches!(view.lead.verb, Verb::Left | Verb::Is | Verb::Take | Verb::Total) {
        return false;
    }
    for j in (view.start..view.lead.first).rev().take(10) {
        match view.page.what(j) {
            Some(What::Sense(Sense::Aids | Sense::Does)) => return true,
            Some(What::Mark(_) | What::Number(_) | What::Sense(Sense::Noun { .. } | Sense::Left | Sense::Result)) => {
                return false;
            }
            _ => {}
        }
    }
    false
}

/// "trong đó 1.200 hộ nghèo": some of those just counted.
pub(super) fn within_class(view: &View) -> bool {
    let within = (view.start..view.lead.first).rev().take(6).any(|j| view.page.sense(j) == Some(Sense::Within));
    within && view.earlier.last().is_some_and(|last| is_class(last.reading.of) || last.reading.of == Of::Other)
}

/// How much around "18.305 hộ nghèo" says that all of a place are meant.
pub(super) fn evidence(view: &View) -> Certainty {
    let mut score = 0;
    let own = view.start..view.at;
    if own.clone().any(|j| matches!(view.page.what(j), Some(What::Place(_)))) {
        score += 1;
    }
    if own.clone().any(|j| matches!(view.page.what(j), Some(What::When { .. }))) {
        score += 1;
    }
    if matches!(view.lead.verb, Verb::Left | Verb::Is | Verb::Have) {
        score += 1;
    }
    for j in view.tail.after..view.tail.after + 5 {
        match view.page.what(j) {
            Some(What::Sense(
                Sense::Total | Sense::Take | Sense::RateOf { .. } | Sense::Noun { of: Of::Households, .. },
            )) => {
                score += 2;
                break;
            }
            Some(What::Mark('(')) if view.page.is_mark(j + 2, '%') => {
                score += 2;
                break;
            }
            Some(What::Mark('/')) => {
                score += 1;
                break;
            }
            Some(
                What::Mark(',')
                | What::Place(_)
                | What::When { .. }
                | What::Sense(Sense::Filler | Sense::Down | Sense::Up),
            ) => {}
            _ => break,
        }
    }
    // A project or a bank has its own households.
    let things = own
        .filter(|j| match view.page.sense(*j) {
            Some(Sense::Thing | Sense::Aids | Sense::Does) => true,
            // "cả bản", "toàn thôn" are places.
            Some(Sense::Numbered) => !j.checked_sub(1).is_some_and(|j| view.page.sense(j) == Some(Sense::Whole)),
            _ => false,
        })
        .count();
    score -= things.min(3) as i32;
    match score {
        3.. => Certain,
        1..=2 => Likely,
        _ => Unclear,
    }
}
