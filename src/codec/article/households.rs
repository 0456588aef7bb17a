//! Numbers of households and persons: of a class, of all, their fall, or of some that are helped or do something.

use super::count::other;
use super::draft::{Draft, View};
use super::item::What;
use super::lexicon::Sense;
use super::phrase::{Verb, is_class};
use super::signs::{after_does, aided, does_later, evidence, exceeds, total_before, within_class};
use super::subject::Subject;
use super::{Certainty, Kind, Of};
use crate::core::fact::Figure;
use Certainty::{Certain, Likely, Unclear};

/// "18.305 hộ nghèo"
pub(super) fn class(view: &View, of: Of, figure: Figure, doubt: bool) -> Draft {
    let mut draft = match view.lead.verb {
        Verb::Down | Verb::Up if !view.lead.each => {
            let certainty = if after_does(view) || aided(view) { Unclear } else { Certain };
            Draft::new(view, Kind::Drop, of, certainty, directed(view, figure))
        }
        _ if view.lead.each => other(view, Unclear, figure).or(Kind::Count, of),
        _ if after_does(view) || aided(view) => other(view, Likely, figure).or(Kind::Count, of),
        _ => {
            let mut draft = Draft::new(view, Kind::Count, of, evidence(view), figure);
            if within_class(view) || does_later(view) {
                draft.at_most(Unclear);
                draft = draft.or(Kind::Count, Of::Other);
            }
            draft
        }
    };
    draft.minority = view.page.sense(view.tail.after) == Some(Sense::Minority);
    if view.lead.from {
        draft.at_most(Likely);
    }
    if doubt {
        draft.at_most(Likely);
        let kind = draft.reading.kind;
        draft = draft.or(kind, Of::Multidimensional);
    }
    draft
}

pub(super) fn directed(view: &View, figure: Figure) -> Figure {
    if view.lead.verb == Verb::Up { Figure { mantissa: -figure.mantissa, ..figure } } else { figure }
}

/// "82.263 hộ": all households, or the class spoken of, or some that do something.
pub(super) fn households(view: &View, figure: Figure) -> Draft {
    let subject = view.page.subject(view.lead.first, view.start);
    let near = subject.filter(|s| is_class(s.of) && !s.does);
    if view.lead.each {
        return other(view, Unclear, figure);
    }
    if matches!(view.lead.verb, Verb::Down | Verb::Up) {
        let Some(subject) = near else { return changed_alone(view, figure) };
        let certainty = if subject.noise <= 2 && !after_does(view) { Certain } else { Unclear };
        let mut draft = Draft::new(view, Kind::Drop, subject.of, certainty, directed(view, figure));
        noted(&mut draft, &subject);
        return draft;
    }
    if view.lead.verb == Verb::Total {
        let certainty = if after_does(view) { Unclear } else { Certain };
        return Draft::new(view, Kind::Count, Of::Households, certainty, figure);
    }
    // "2.200 hộ nghèo/8.363 hộ"
    let part = view.earlier.last().filter(|last| view.lead.slash && last.tail.after == view.lead.first);
    if part.is_some_and(|last| is_class(last.reading.of)) {
        return Draft::new(view, Kind::Count, Of::Households, Certain, figure);
    }
    if exceeds(view) {
        return other(view, Unclear, figure);
    }
    // "giảm 2–2,5 điểm %, tương đương 840–930 hộ"
    let takes = view.lead.verb == Verb::Take || view.lead.paren;
    if let Some(last) = view.earlier.last().filter(|last| takes && changes(last) && is_class(last.reading.of)) {
        return Draft::new(view, Kind::Drop, last.reading.of, Likely, figure);
    }
    // "số hộ nghèo còn 18.311 hộ"
    let own = near.filter(|s| !s.rate && !s.counted && s.commas <= 1 && !s.crossed);
    let said =
        |s: &Subject| matches!(view.lead.verb, Verb::Left | Verb::Is | Verb::Have) || s.at + 1 == view.lead.first;
    if let Some(subject) = own.filter(|s| !after_does(view) && (said(s) || s.noise <= 2)) {
        let certain =
            said(&subject) && subject.noise == 0 && subject.commas == 0 || subject.total && subject.noise == 0;
        let certainty = match subject {
            _ if certain && !aided(view) => Certain,
            s if s.noise <= 2 && !aided(view) => Likely,
            _ => Unclear,
        };
        let mut draft = Draft::new(view, Kind::Count, subject.of, certainty, figure);
        if subject.noise > 0 {
            draft = draft.or(Kind::Count, Of::Other);
        }
        noted(&mut draft, &subject);
        return draft;
    }
    // "tỷ lệ hộ nghèo 43,92 % (3.299 hộ)", "chiếm 31,75 % với 23.350 hộ"
    let rate = view.earlier.last().filter(|last| last.reading.kind == Kind::Rate && last.tail.after == view.lead.first);
    if let Some(rate) = rate.filter(|_| !after_does(view) && (view.lead.paren || view.lead.verb == Verb::Is)) {
        let mut draft = Draft::new(view, Kind::Count, rate.reading.of, Likely, figure).or(Kind::Count, Of::Other);
        draft.from = rate.from;
        return draft;
    }
    // "giảm từ 42 hộ … xuống còn 11 hộ"
    let counted = view.earlier.iter().rev().find(|last| last.reading.kind == Kind::Count && is_class(last.reading.of));
    if let Some(last) = counted.filter(|_| view.lead.verb == Verb::Left && !after_does(view)) {
        let mut draft = Draft::new(view, Kind::Count, last.reading.of, Likely, figure);
        draft.minority = last.minority;
        return draft;
    }
    let all = subject.filter(|s| s.at + 1 >= view.lead.first.saturating_sub(1) && s.of == Of::Households);
    let named = matches!(view.tail.noun, Some(Sense::Noun { .. }));
    let placed = (view.start..view.at)
        .any(|j| matches!(view.page.what(j), Some(What::Place(_) | What::Sense(Sense::Whole | Sense::Ground))));
    if after_does(view) || aided(view) {
        return other(view, Likely, figure);
    }
    let all = all.is_some() || total_before(view);
    if all {
        return Draft::new(view, Kind::Count, Of::Households, Certain, figure);
    }
    if placed && matches!(view.lead.verb, Verb::Have | Verb::Is) && (named || evidence(view) >= Likely) {
        return Draft::new(view, Kind::Count, Of::Households, Likely, figure).or(Kind::Count, Of::Other);
    }
    other(view, Unclear, figure).or(Kind::Count, Of::Households)
}

fn changes(draft: &Draft) -> bool {
    let kinds = (draft.reading.kind, draft.others.first().map(|other| other.kind));
    matches!(kinds, (Kind::Points | Kind::Relative, _) | (Kind::Target, Some(Kind::Points)))
}

/// "giảm 12 hộ" in a sentence that names no class.
fn changed_alone(view: &View, figure: Figure) -> Draft {
    let before = view.earlier.iter().rev().map(|last| last.reading.of).find(|of| is_class(*of));
    match before.or(view.topic) {
        _ if after_does(view) => other(view, Unclear, figure),
        Some(of) => {
            let certainty = if view.statement { Likely } else { Unclear };
            Draft::new(view, Kind::Drop, of, certainty, directed(view, figure))
        }
        None if view.statement => Draft::new(view, Kind::Drop, Of::Poor, Likely, directed(view, figure)),
        None => other(view, Unclear, figure),
    }
}

/// "1.013 khẩu": of the households counted right before.
pub(super) fn persons(view: &View, of: Of, figure: Figure) -> Draft {
    let whose = view.earlier.last().filter(|last| {
        let since = view.page.items.get(last.tail.after..view.lead.first).unwrap_or_default();
        let joined = view.lead.slash || view.lead.paren || since.len() <= 2;
        joined && matches!(last.reading.kind, Kind::Count | Kind::Rate)
    });
    let (of, certainty) = match (of, whose) {
        (Of::Persons, Some(last)) => match last.reading.of {
            Of::Poor => (Of::PoorPersons, if view.lead.slash { Certain } else { Likely }),
            Of::NearPoor => (Of::NearPoorPersons, if view.lead.slash { Certain } else { Likely }),
            Of::Households => (Of::Persons, Likely),
            _ => (Of::Other, Unclear),
        },
        (Of::Persons, None) => (Of::Persons, if view.lead.verb == Verb::Total { Likely } else { Unclear }),
        (of, _) => (of, Likely),
    };
    let certainty = if aided(view) || after_does(view) || view.lead.each { Unclear } else { certainty };
    let mut draft = Draft::new(view, Kind::Count, of, certainty, figure);
    if let Some(last) = whose {
        draft.from = last.from;
        draft.at_most(last.certainty);
    }
    draft
}

pub(super) fn noted(draft: &mut Draft, subject: &Subject) {
    draft.from = draft.from.min(subject.at);
    draft.minority = subject.minority;
    if subject.doubt {
        draft.at_most(Likely);
        let kind = draft.reading.kind;
        draft.others.push(super::Reading { kind, of: Of::Multidimensional });
    }
}
