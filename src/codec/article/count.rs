//! Whole numbers and money: households of a class, their fall, persons, fractions, amounts, and what else is counted.

use super::draft::{Amount, As, Draft, Read, View, amount, planned};
use super::households::{class, directed, households, noted, persons};
use super::item::What;
use super::lexicon::Sense;
use super::percent::fits;
use super::phrase::{Verb, is_class};
use super::signs::{after_does, aided};
use super::{Certainty, Kind, Of, Span};
use crate::core::fact::{Figure, Qualifier};
use crate::core::quantity::MAX_COUNT;
use Certainty::{Certain, Likely, Unclear};

pub(super) fn read(view: &View, text: &str) -> Option<Read> {
    Some(Read::Draft(Box::new(draft(view, text)?)))
}

fn draft(view: &View, text: &str) -> Option<Draft> {
    if let Some(scale) = view.tail.money {
        return money(view, scale, text);
    }
    if let Some(over) = view.tail.over {
        return fraction(view, over, text);
    }
    let Some(value) = amount(view.number, As::Whole) else { return bare_points(view) };
    if value.mantissa > MAX_COUNT {
        return None;
    }
    let mut draft = counted(view, value, text)?;
    if value.doubt {
        draft.at_most(Likely);
    }
    if let Some(second) = view.tail.second {
        let second = amount(view.page.numbers.get(second)?, As::Whole)?;
        draft.second = Some(second.figure(Qualifier::Plain));
    }
    Some(planned(view, draft))
}

/// Where the noun and the words after it stand.
fn noun_span(view: &View, from: usize) -> Option<Span> {
    let items = view.page.items.get(from..)?;
    let is_part = |what: What| {
        matches!(
            what,
            What::Word
                | What::Sense(
                    Sense::Thing | Sense::House | Sense::Turns | Sense::Noun { .. } | Sense::Kind(_) | Sense::Numbered
                )
        )
    };
    let length = items.iter().take(4).take_while(|item| is_part(item.what)).count();
    let (first, last) = (items.first()?, items.get(length.checked_sub(1)?)?);
    Some(Span { start: first.start, end: last.end })
}

pub(super) fn other(view: &View, certainty: Certainty, figure: Figure) -> Draft {
    let mut draft = Draft::new(view, Kind::Count, Of::Other, certainty, figure);
    draft.noun = noun_span(view, if view.tail.noun.is_some() { view.tail.noun_at } else { view.tail.after });
    draft
}

/// An amount of money: the unit says so, whatever stands around it.
fn money(view: &View, scale: u8, text: &str) -> Option<Draft> {
    let value = amount(view.number, As::Money)?;
    let figure = value.figure(view.qualifier());
    // "2 triệu lượt người": millions of something.
    let unit = view.page.items.get(view.tail.money_at)?;
    let named = text.get(unit.start..unit.end).is_some_and(|word| word.ends_with(['g', 'G', 'đ', 'D', 'd']));
    let counted = match view.page.sense(view.tail.after) {
        Some(Sense::Noun { of: Of::Poor, .. }) => Some(view.page.with_near_poor(view.tail.after + 1).0),
        Some(Sense::Noun { of, .. }) => Some(of),
        Some(
            Sense::Thing
            | Sense::Numbered
            | Sense::Turns
            | Sense::House
            | Sense::Kind(_)
            | Sense::Minority
            | Sense::Measure,
        ) => Some(Of::Other),
        _ => None,
    };
    if let Some(of) = counted.filter(|_| !named) {
        let power = u32::from(scale).checked_sub(u32::from(figure.decimals))?;
        let mantissa = figure.mantissa.checked_mul(10_i64.checked_pow(power)?).filter(|count| *count <= MAX_COUNT)?;
        // Rounded to what is printed, so at best about.
        let qualifier = if figure.qualifier == Qualifier::Plain { Qualifier::About } else { figure.qualifier };
        let whole = Figure { mantissa, decimals: 0, qualifier, ..figure };
        let certainty = if of == Of::Other { Likely } else { Unclear };
        let mut draft = Draft::new(view, Kind::Count, of, certainty, whole);
        draft.noun = noun_span(view, view.tail.after);
        return Some(draft);
    }
    let certainty = if view.tail.stray || value.doubt || !named && scale == 6 { Likely } else { Certain };
    let mut draft = Draft::new(view, Kind::Money, Of::Other, certainty, figure);
    if let Some(second) = view.tail.second {
        draft.second = Some(amount(view.page.numbers.get(second)?, As::Money)?.figure(Qualifier::Plain));
    }
    draft.plan = matches!(view.planned, super::scope::Planned::Yes | super::scope::Planned::Weak);
    Some(draft)
}

/// Part and whole: `106/108 xã`, `285/12.239 hộ nghèo`. A day and a month look the same.
fn fraction(view: &View, over: usize, text: &str) -> Option<Draft> {
    let part = amount(view.number, As::Whole)?;
    let whole = amount(view.page.numbers.get(over)?, As::Whole)?;
    if whole.mantissa < 1 || part.mantissa > whole.mantissa {
        return None;
    }
    let is_date = (1..=31).contains(&part.mantissa) && whole.mantissa <= 12;
    let noun = view.tail.noun;
    let word = matches!(view.page.what(view.tail.after), Some(What::Word)) && !opens_capital(view, text);
    let subject = view.page.subject(view.lead.first, view.start);
    let of = match noun {
        Some(Sense::Noun { of, .. }) => of,
        Some(Sense::House) | None if !is_date => {
            subject.filter(|s| !s.does && !s.rate && s.commas == 0 && !s.crossed).map_or(Of::Other, |s| s.of)
        }
        _ => Of::Other,
    };
    // "từ 01/9 đến 14/12"
    let dated = matches!(view.lead.verb, Verb::None) && (view.lead.from || before_is(view, Sense::To));
    let counted = noun.is_some() || word || percent_follows(view, part, whole);
    if is_date && (dated || !counted) {
        return None;
    }
    // "1/3 số hộ nghèo" has no households in it.
    let proportion = matches!(noun, Some(Sense::Noun { total: true, .. })) || whole.mantissa <= 10 && noun.is_none();
    let helped = aided(view) || after_does(view);
    let (of, certainty) = match noun {
        _ if proportion => (Of::Other, Unclear),
        Some(Sense::Noun { of, .. }) if is_class(of) && !helped => {
            (of, if whole.mantissa > 100 { Certain } else { Likely })
        }
        Some(Sense::Noun { .. } | Sense::House) if helped => (Of::Other, Likely),
        Some(Sense::House) if is_class(of) => (of, Likely),
        Some(Sense::Thing | Sense::Numbered | Sense::Kind(_) | Sense::Turns | Sense::Tagged) => {
            (Of::Other, if is_date { Likely } else { Certain })
        }
        Some(_) => (Of::Other, Likely),
        None if is_class(of) && whole.mantissa > 31 => (of, Likely),
        None if word => (Of::Other, Likely),
        None => (Of::Other, Unclear),
    };
    let mut draft = Draft::new(view, Kind::Fraction, of, certainty, part.figure(view.lead.qualifier));
    draft.second = Some(whole.figure(Qualifier::Plain));
    draft.noun = noun_span(view, if noun.is_some() { view.tail.noun_at } else { view.tail.after });
    if part.doubt || whole.doubt {
        draft.at_most(Likely);
    }
    if let Some(subject) = subject.filter(|_| is_class(of)) {
        draft.from = draft.from.min(subject.at);
    }
    draft.plan = matches!(view.planned, super::scope::Planned::Yes | super::scope::Planned::Weak);
    Some(draft)
}

fn before_is(view: &View, sense: Sense) -> bool {
    view.at.checked_sub(1).is_some_and(|j| view.page.sense(j) == Some(sense))
}

/// The next word is a name: what stands before it was not its number.
fn opens_capital(view: &View, text: &str) -> bool {
    let Some(item) = view.page.items.get(view.tail.after) else { return false };
    let first = text.get(item.start..item.end).and_then(|word| word.chars().next());
    first.is_some_and(|c| super::token::small(c) != c)
}

/// "5/8 (62,5 %)"
fn percent_follows(view: &View, part: Amount, whole: Amount) -> bool {
    let Some(What::Number(next)) = view.page.what(view.tail.after + 1) else { return false };
    let opens = view.page.is_mark(view.tail.after, '(') && view.page.is_mark(view.tail.after + 2, '%');
    let percent = view.page.numbers.get(next).and_then(|number| amount(number, As::Percent));
    opens && percent.is_some_and(|percent| fits(part.mantissa, whole.mantissa, percent.figure(Qualifier::Plain)))
}

/// "giảm 4,7" in a statement: points, since households have no decimals.
fn bare_points(view: &View) -> Option<Draft> {
    let value = amount(view.number, As::Percent).filter(|value| value.decimals > 0)?;
    let changes = matches!(view.lead.verb, Verb::Down | Verb::Up);
    let ends = matches!(
        view.page.what(view.tail.after),
        None | Some(What::Line | What::Stop | What::Mark(',' | ';' | ')' | '.'))
    );
    if !changes || !ends || view.tail.noun.is_some() {
        return None;
    }
    let rate = view.earlier.iter().rev().find(|last| last.reading.kind == Kind::Rate)?;
    let up = view.lead.verb == Verb::Up;
    let figure = value.figure(view.qualifier());
    let figure = if up { Figure { mantissa: -figure.mantissa, ..figure } } else { figure };
    let draft = Draft::new(view, Kind::Points, rate.reading.of, Likely, figure).or(Kind::Relative, rate.reading.of);
    Some(planned(view, draft))
}

/// A whole number, by what is said to be counted.
fn counted(view: &View, value: Amount, text: &str) -> Option<Draft> {
    let figure = value.figure(view.qualifier());
    match view.tail.noun {
        Some(Sense::Noun { of, .. }) if is_class(of) => Some(class(view, of, figure, false)),
        Some(Sense::Ambiguous) => Some(class(view, Of::Poor, figure, true)),
        Some(Sense::Noun { of: Of::Households, .. } | Sense::House) => Some(households(view, figure)),
        Some(Sense::Noun { of, .. }) => Some(persons(view, of, figure)),
        Some(Sense::Turns) => Some(other(view, Certain, figure)),
        Some(Sense::Thing | Sense::Numbered | Sense::Kind(_) | Sense::Tagged) => Some(other(view, Certain, figure)),
        Some(_) => Some(other(view, Likely, figure)),
        None => without_noun(view, figure, text),
    }
}

/// "hộ nghèo 20.281": the noun before says what is counted.
fn without_noun(view: &View, figure: Figure, text: &str) -> Option<Draft> {
    let next = view.page.what(view.tail.after);
    if next == Some(What::Word) && !opens_capital(view, text) {
        // A word that the lexicon has not: something is counted, or it only follows.
        return Some(other(view, Unclear, figure)).filter(|_| view.tail.last + 1 == view.tail.after);
    }
    if matches!(
        view.page.sense(view.tail.after),
        Some(Sense::Year | Sense::Months | Sense::Quarter | Sense::Measure | Sense::Day)
    ) {
        return None;
    }
    let subject = view.page.subject(view.lead.first, view.start);
    let direct = |at: usize| {
        let between = view.page.items.get(at + 1..view.lead.first).unwrap_or_default();
        between.iter().all(|item| {
            matches!(item.what, What::When { .. } | What::Place(_) | What::Sense(Sense::Filler | Sense::By))
        })
    };
    let ends = matches!(next, None | Some(What::Line | What::Stop | What::Mark(_) | What::Sense(Sense::And)));
    if let Some(subject) = subject.filter(|s| is_class(s.of) && !s.rate && !s.counted && !s.does && direct(s.at)) {
        let falls = matches!(view.lead.verb, Verb::Down | Verb::Up);
        let kind = if falls { Kind::Drop } else { Kind::Count };
        let told = ends && !aided(view) && (view.statement || subject.total || view.lead.verb == Verb::Is) && !falls;
        let mut draft = Draft::new(view, kind, subject.of, if told { Certain } else { Likely }, directed(view, figure));
        noted(&mut draft, &subject);
        return Some(draft);
    }
    // "hộ nghèo 1.544 (giảm 203)"
    let last = view.earlier.last().filter(|last| last.reading.kind == Kind::Count && is_class(last.reading.of));
    if let Some(last) = last.filter(|_| ends && matches!(view.lead.verb, Verb::Down | Verb::Up)) {
        let near = view.lead.first.saturating_sub(last.tail.after) <= 3;
        let draft = Draft::new(view, Kind::Drop, last.reading.of, Likely, directed(view, figure));
        return Some(draft).filter(|_| near);
    }
    // "tổng số hộ 12.075"
    let all =
        (view.start..view.lead.first).rev().take(4).find(|j| matches!(view.page.sense(*j), Some(Sense::Noun { .. })));
    if let Some(at) = all.filter(|at| ends && direct(*at))
        && let Some(Sense::Noun { of: of @ (Of::Households | Of::Persons | Of::PoorPersons), total }) =
            view.page.sense(at)
    {
        let mut draft =
            Draft::new(view, Kind::Count, of, if total && view.statement { Certain } else { Likely }, figure);
        draft.from = at;
        return Some(draft);
    }
    None
}
