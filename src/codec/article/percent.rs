//! Percentages and points: a rate, a fall in points or in percent, a share of something, the percentage of a fraction.

use super::draft::{Amount, As, Draft, Read, View, amount, hundredths, planned};
use super::item::What;
use super::lexicon::Sense;
use super::phrase::{Verb, is_class};
use super::subject::{Follow, Subject};
use super::{Certainty, Kind, Of, Percent, Span};
use crate::core::fact::{Figure, Qualifier};
use crate::core::quantity::shown_rate;
use Certainty::{Certain, Likely, Unclear};

pub(super) fn read(view: &View) -> Option<Read> {
    let value = amount(view.number, As::Percent)?;
    if view.tail.points.is_some() {
        return Some(Read::Draft(Box::new(points(view, value)?)));
    }
    if let Some(percent) = of_fraction(view, value) {
        return Some(Read::PercentOf(percent));
    }
    let mut draft = plain(view, value);
    if view.tail.percents > 1 + u8::from(view.tail.second.is_some()) || value.doubt {
        draft.at_most(Likely);
    }
    if let Some(second) = view.tail.second {
        let second = amount(view.page.numbers.get(second)?, As::Percent)?;
        draft.second = Some(second.figure(Qualifier::Plain));
    }
    let one = 10_i64.pow(u32::from(value.decimals.min(4)));
    if draft.reading.kind == Kind::Rate && draft.first.mantissa > 100 * one {
        draft.reading.kind = Kind::Share;
        draft.reading.of = Of::Other;
        draft.at_most(Unclear);
    }
    Some(Read::Draft(Box::new(planned(view, draft))))
}

/// A fall is positive.
fn directed(view: &View, value: Amount, up: bool) -> Figure {
    let figure = value.figure(view.qualifier());
    if !up {
        return figure;
    }
    let qualifier = match figure.qualifier {
        Qualifier::MoreThan => Qualifier::LessThan,
        Qualifier::LessThan => Qualifier::MoreThan,
        Qualifier::AtLeast => Qualifier::AtMost,
        Qualifier::AtMost => Qualifier::AtLeast,
        other => other,
    };
    Figure { mantissa: -figure.mantissa, qualifier, ..figure }
}

/// "106/108 xã (98,1%)"
fn of_fraction(view: &View, value: Amount) -> Option<Percent> {
    let last = view.earlier.last().filter(|last| last.reading.kind == Kind::Fraction && last.percent.is_none())?;
    let between = view.page.items.get(last.tail.after..view.lead.first)?;
    let near = between.len() <= 4
        && between.iter().all(|item| {
            matches!(
                item.what,
                What::Word | What::Mark(',' | '(') | What::Sense(Sense::Filler | Sense::Thing | Sense::Kind(_))
            )
        });
    let leads = view.lead.paren || matches!(view.lead.verb, Verb::Take | Verb::Is | Verb::None);
    let figure = value.figure(Qualifier::Plain);
    let fits = fits(last.first.mantissa, last.second?.mantissa, figure);
    let said = view.lead.paren && between.is_empty() || fits;
    let item = view.page.items.get(view.at).zip(view.page.items.get(view.tail.last))?;
    (near && leads && said).then_some(Percent { span: Span { start: item.0.start, end: item.1.end }, figure, fits })
}

/// Whether the percentage is that of the fraction, rounded or cut off to its decimals.
pub(super) fn fits(part: i64, whole: i64, percent: Figure) -> bool {
    let Some(shown) = hundredths(percent) else { return false };
    let Some(rate) = shown_rate(part, whole) else { return false };
    let half = match percent.decimals {
        0 => 50,
        1 => 5,
        _ => 0,
    };
    (rate - shown).abs() <= half
}

/// "2,76 điểm phần trăm"
fn points(view: &View, value: Amount) -> Option<Draft> {
    let full = view.tail.points == Some(true) || view.tail.percents > 0;
    let subject = view.page.subject(view.lead.first, view.start);
    let direction = match view.lead.verb {
        Verb::Down => Some(false),
        Verb::Up => Some(true),
        Verb::Beyond => None,
        _ => earlier_direction(view, subject.as_ref()),
    };
    // "điểm" alone counts many things.
    if !full && direction.is_none() {
        return None;
    }
    let of = topic(view, subject.as_ref());
    let changed = direction.is_some();
    let certainty = match (&subject, of) {
        (Some(s), of) if changed && full && is_class(of) && !s.doubt && !s.does && s.noise == 0 => Certain,
        (_, of) if changed && is_class(of) => Likely,
        _ => Unclear,
    };
    let known = changed && is_class(of);
    let (kind, of) = if known { (Kind::Points, of) } else { (Kind::Share, Of::Other) };
    let figure = directed(view, value, known && direction == Some(true));
    let mut draft = Draft::new(view, kind, of, certainty, figure);
    if let Some(second) = view.tail.second {
        draft.second = Some(amount(view.page.numbers.get(second)?, As::Percent)?.figure(Qualifier::Plain));
    }
    note(&mut draft, subject.as_ref());
    Some(planned(view, draft))
}

/// "mức giảm đạt 3,16 điểm", "giảm 47 hộ (0,43 điểm)"
fn earlier_direction(view: &View, subject: Option<&Subject>) -> Option<bool> {
    if subject.is_some_and(|subject| subject.falling && view.lead.verb != Verb::Left) {
        return Some(false);
    }
    for j in (view.start..view.lead.first).rev().take(6) {
        match view.page.sense(j) {
            Some(Sense::Down) => return Some(false),
            Some(Sense::Up) => return Some(true),
            Some(Sense::Beyond | Sense::Left | Sense::RateOf { .. }) => return None,
            _ => {}
        }
    }
    None
}

/// The class that a change without words of its own is about.
fn topic(view: &View, subject: Option<&Subject>) -> Of {
    match subject {
        Some(subject) if subject.does => Of::Other,
        Some(subject) => subject.of,
        None => view.topic.unwrap_or(Of::Other),
    }
}

fn note(draft: &mut Draft, subject: Option<&Subject>) {
    if let Some(subject) = subject {
        draft.from = draft.from.min(subject.at);
        draft.minority = subject.minority;
    }
}

fn share(view: &View, value: Amount, certainty: Certainty) -> Draft {
    Draft::new(view, Kind::Share, Of::Other, certainty, value.figure(view.qualifier()))
}

fn plain(view: &View, value: Amount) -> Draft {
    let subject = view.page.subject(view.lead.first, view.start);
    let follow = match view.page.follow(view.tail.after) {
        // Of their own households, when they are spoken of.
        Follow::AllMinority if subject.is_some_and(|s| s.minority) => Follow::All,
        Follow::AllMinority => Follow::Thing,
        other => other,
    };
    let clear = subject.filter(|s| is_class(s.of) && s.rate && !s.does && s.noise == 0 && !s.crossed);
    if follow == Follow::Plan {
        return share(view, value, if view.lead.verb == Verb::Is { Certain } else { Likely });
    }
    if view.lead.verb == Verb::Beyond || view.lead.each {
        return share(view, value, Unclear).or(Kind::Points, topic(view, subject.as_ref()));
    }
    if follow == Follow::Thing {
        return share(view, value, if clear.is_some() { Unclear } else { Likely });
    }
    // "từ 24,71 % xuống 21,95 %"
    if view.lead.from && reaches(view) {
        return match subject.filter(|s| is_class(s.of)) {
            Some(subject) => {
                let mut draft = Draft::new(view, Kind::Rate, subject.of, Likely, value.figure(view.qualifier()));
                draft.before = true;
                rated(&subject, draft)
            }
            None => share(view, value, Unclear),
        };
    }
    let level = matches!(view.lead.verb, Verb::Left);
    let falling = subject.is_some_and(|s| s.falling && !level && !s.crossed && view.lead.verb != Verb::Take);
    let minus = view.lead.minus && subject.is_some();
    if matches!(view.lead.verb, Verb::Down | Verb::Up) || falling || minus {
        return change(view, value, follow, subject.as_ref());
    }
    // Behind a number of households in the same sentence: "18.305 hộ nghèo (22,25 %)", "…, chiếm 22,25 %".
    if let Some(draft) = of_count(view, value, follow, subject.as_ref()) {
        return draft;
    }
    match subject {
        Some(subject) if subject.rate && subject.of == Of::Other => {
            share(view, value, if subject.crossed { Unclear } else { Likely })
        }
        Some(subject) if view.lead.verb == Verb::Take && has_own_words(view) && !subject.minority => {
            share(view, value, Unclear).or(Kind::Rate, subject.of)
        }
        Some(subject) if subject.does => share(view, value, Unclear).or(Kind::Rate, subject.of),
        Some(subject) => match follow {
            Follow::Class(_) => share(view, value, Likely),
            _ => level_of(view, value, follow, &subject),
        },
        None => alone(view, value, follow),
    }
}

/// A percentage that says what a rate is.
fn level_of(view: &View, value: Amount, follow: Follow, subject: &Subject) -> Draft {
    let said = matches!(view.lead.verb, Verb::Is | Verb::Left | Verb::Take | Verb::Have);
    let adjacent = subject.at + 1 == view.lead.first || view.lead.verb != Verb::None;
    let placed = view.lead.first.checked_sub(1).is_some_and(|j| matches!(view.page.what(j), Some(What::Place(_))));
    let plain = matches!(follow, Follow::Nothing | Follow::All);
    let certainty = match subject {
        s if s.rate && said && plain && s.noise == 0 && s.commas <= 1 && !s.crossed => Certain,
        s if s.rate && adjacent && plain && s.noise == 0 && s.commas == 0 && !s.crossed => Certain,
        s if s.rate && (said || placed || adjacent) && s.noise <= 4 => Likely,
        s if s.rate && s.noise <= 8 => Unclear,
        _ if view.statement => Likely,
        _ => Unclear,
    };
    let mut draft = Draft::new(view, Kind::Rate, subject.of, certainty, value.figure(view.qualifier()));
    // "xã có tỷ lệ hộ nghèo trên 20 %", "tiêu chí: tỷ lệ hộ nghèo dưới 5 %": conditions, not figures.
    if draft.first.qualifier != Qualifier::Plain && draft.first.qualifier != Qualifier::About {
        let had = subject.at.checked_sub(1).is_some_and(|j| view.page.sense(j) == Some(Sense::Have));
        if had || view.lead.verb == Verb::None || view.lead.from {
            draft.at_most(Unclear);
            draft = draft.or(Kind::Share, Of::Other);
        }
    }
    if subject.noise > 0 || subject.crossed {
        draft = draft.or(Kind::Share, Of::Other);
    }
    rated(subject, draft)
}

/// What the subject says about a rate beside its class.
fn rated(subject: &Subject, mut draft: Draft) -> Draft {
    note(&mut draft, Some(subject));
    if subject.doubt {
        draft.at_most(Likely);
        let other = if subject.of == Of::Poor { Of::Multidimensional } else { Of::Poor };
        draft = draft.or(Kind::Rate, other);
    }
    draft
}

/// "giảm 2,46 %": points, unless percent of what was there.
fn change(view: &View, value: Amount, follow: Follow, subject: Option<&Subject>) -> Draft {
    let of = topic(view, subject);
    let up = view.lead.verb == Verb::Up;
    let figure = directed(view, value, up);
    let class = match follow {
        Follow::Class(of) if is_class(of) => Some(of),
        _ => None,
    };
    if let Some(of) = class {
        // "giảm 2 % số hộ nghèo", "giảm 2 % hộ nghèo": either is meant.
        return Draft::new(view, Kind::Relative, of, Unclear, figure).or(Kind::Points, of);
    }
    if let Follow::Rate(of) = follow {
        let of = if is_class(of) { of } else { Of::Poor };
        return Draft::new(view, Kind::Points, of, Unclear, figure).or(Kind::Relative, of);
    }
    let Some(subject) = subject.filter(|s| is_class(s.of) && !s.does) else {
        let inherited = subject.is_none() && is_class(of) && follow == Follow::Nothing && !has_own_words(view);
        if inherited {
            return Draft::new(view, Kind::Points, of, Unclear, figure).or(Kind::Relative, of);
        }
        return share(view, value, Unclear);
    };
    // By the words, of the number of households; the press also means points.
    let of_number = !subject.rate && subject.total && !subject.crossed && subject.commas == 0;
    let mut certainty = if subject.noise <= 6 { Likely } else { Unclear };
    if matches!(follow, Follow::Word | Follow::All) && !subject.rate {
        certainty = Unclear;
    }
    let (first, second) = if of_number { (Kind::Relative, Kind::Points) } else { (Kind::Points, Kind::Relative) };
    let mut of = subject.of;
    let mut others = Vec::new();
    if subject.doubt {
        // "tỷ lệ nghèo đa chiều giảm 2,66 %": the press means the poor.
        others.push(Of::Multidimensional);
        of = Of::Poor;
    }
    let mut draft = Draft::new(view, first, of, certainty, figure).or(second, of);
    for other in others {
        draft = draft.or(Kind::Points, other);
    }
    note(&mut draft, Some(subject));
    draft
}

/// Behind a number of households, a percentage is its share of all.
fn of_count(view: &View, value: Amount, follow: Follow, subject: Option<&Subject>) -> Option<Draft> {
    let takes = view.lead.paren || view.lead.verb == Verb::Take;
    let beside = |of: Of| matches!(of, Of::PoorPersons | Of::NearPoorPersons | Of::Persons | Of::Households);
    let last = view.earlier.iter().rev().find(|last| !beside(last.reading.of))?;
    let since = view.page.items.get(last.tail.after..view.lead.first)?;
    let near = since.len() <= 12 && !since.iter().any(|item| matches!(item.what, What::Mark(';')));
    let spoken = subject.is_some_and(|s| s.rate && s.at > last.at);
    if !takes || !near || spoken || !view.lead.paren && has_own_words(view) {
        return None;
    }
    let figure = value.figure(view.qualifier());
    let of = last.reading.of;
    let kinds = (last.reading.kind, last.others.first().map(|other| other.kind));
    Some(match (kinds, follow) {
        (_, Follow::Class(_)) => share(view, value, Likely),
        ((Kind::Drop, _) | (Kind::Target, Some(Kind::Drop)), _) if is_class(of) => {
            let up = last.first.mantissa < 0;
            Draft::new(view, Kind::Points, of, Likely, directed(view, value, up)).or(Kind::Relative, of)
        }
        (
            (Kind::Count | Kind::Fraction, _) | (Kind::Target, Some(Kind::Count)),
            Follow::Nothing | Follow::All | Follow::Word,
        ) if is_class(of) => {
            let mut draft = Draft::new(view, Kind::Rate, of, Likely, figure).or(Kind::Share, Of::Other);
            draft.minority = last.minority;
            draft.from = last.from;
            if last.certainty == Unclear || follow == Follow::Word {
                draft.at_most(Unclear);
            }
            draft
        }
        ((Kind::Rate | Kind::Points, _), _) => return None,
        _ => share(view, value, Likely),
    })
}

/// No class and no rate is named in the sentence.
fn alone(view: &View, value: Amount, follow: Follow) -> Draft {
    if has_own_words(view) {
        return share(view, value, Unclear);
    }
    if view.tail.yearly && follow == Follow::Nothing && view.topic.is_some_and(is_class) {
        let of = view.topic.unwrap_or(Of::Poor);
        return Draft::new(view, Kind::Points, of, Unclear, value.figure(view.qualifier())).or(Kind::Share, Of::Other);
    }
    if view.statement && follow == Follow::Nothing {
        let of = Of::Poor;
        return Draft::new(view, Kind::Rate, of, Likely, value.figure(view.qualifier())).or(Kind::Share, Of::Other);
    }
    match (follow, view.topic) {
        (Follow::Class(of), _) if is_class(of) => match view.page.what(view.page.with_near_poor(view.tail.after + 1).1)
        {
            // "còn 8,9 % hộ nghèo"
            Some(
                What::Word | What::Sense(Sense::Does | Sense::Got | Sense::Have | Sense::Minority | Sense::Measure),
            ) => share(view, value, Likely),
            _ if view.lead.verb == Verb::Left => {
                Draft::new(view, Kind::Rate, of, Unclear, value.figure(view.qualifier())).or(Kind::Share, Of::Other)
            }
            _ => share(view, value, Likely),
        },
        (Follow::Nothing, Some(of)) if view.lead.verb != Verb::None || placed(view) => {
            Draft::new(view, Kind::Rate, of, Unclear, value.figure(view.qualifier())).or(Kind::Share, Of::Other)
        }
        (Follow::All, _) => share(view, value, Likely),
        _ => share(view, value, Unclear),
    }
}

/// "thu ngân sách tăng 12 %", "nợ quá hạn chiếm 0,12 %": said of something that the words before it name.
fn has_own_words(view: &View) -> bool {
    let before = view.lead.first.checked_sub(1).filter(|j| *j >= view.start).and_then(|j| view.page.what(j));
    matches!(before, Some(What::Word | What::Sense(Sense::Thing | Sense::Numbered | Sense::Aids | Sense::Minority)))
}

fn placed(view: &View) -> bool {
    view.lead.first.checked_sub(1).is_some_and(|j| matches!(view.page.what(j), Some(What::Place(_))))
}

/// Whether the sentence goes on to the level reached: "… xuống còn 21,95 %".
fn reaches(view: &View) -> bool {
    let items = view.page.items.get(view.tail.after..).unwrap_or_default();
    for (n, item) in items.iter().take(12).enumerate() {
        match item.what {
            What::Sense(Sense::Left | Sense::To) => {
                let rest = items.iter().skip(n + 1).take(4);
                return rest.clone().any(|item| matches!(item.what, What::Number(_)));
            }
            What::Stop | What::Line | What::Mark(';') | What::Number(_) => return false,
            _ => {}
        }
    }
    false
}
