//! What holds around a figure: its sentence, whether plans are spoken of, the place and the time.

use std::ops::Range;

use super::item::{Page, What};
use super::lexicon::Sense;
use super::place::{Mention, Named, is_province};
use super::when::{Moment, When};
use super::{Context, PeriodGuess, PlaceGuess, Span};
use crate::core::names::{UnitKind, kind_of, same_name};

/// Whether a figure is planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Planned {
    No,
    /// The sentence before was about plans; this one does not say.
    Unsure,
    /// A plan is named nearby.
    Weak,
    Yes,
}

/// What a time is to the figures around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Plain,
    /// What figures are compared with, or a poverty standard: never their own time.
    Against,
    Standard,
    /// Right behind a figure: its own time and no other's.
    Behind(usize),
}

pub(super) struct Scope {
    /// For each item, the first of its sentence and the one after the last.
    bounds: Vec<(usize, usize)>,
    plans: Vec<Planned>,
    roles: Vec<Role>,
    /// For each item, the last time named in the sentences before.
    carried: Vec<Option<When>>,
    /// For each item, the place that the part of the text is about.
    section: Vec<Option<usize>>,
}

impl Scope {
    pub fn of(page: &Page) -> Self {
        let bounds = bounds(page);
        let plans = plans(page);
        let roles: Vec<Role> = (0..page.items.len()).map(|at| role(page, at)).collect();
        let carried = carried(page, &bounds, &roles);
        let section = sections(page);
        Scope { bounds, plans, roles, carried, section }
    }

    /// The items of the sentence around one.
    pub fn sentence(&self, at: usize) -> (usize, usize) {
        self.bounds.get(at).copied().unwrap_or((at, at))
    }

    pub fn planned(&self, at: usize) -> Planned {
        self.plans.get(at).copied().unwrap_or(Planned::No)
    }

    fn role(&self, at: usize) -> Role {
        self.roles.get(at).copied().unwrap_or(Role::Plain)
    }

    /// The time of the figure at an item; `after`: the first item behind it and its unit.
    pub fn period(&self, page: &Page, at: usize, after: usize) -> Option<PeriodGuess> {
        let (from, to) = self.sentence(at);
        let stated = |when| Some(PeriodGuess { when, stated: true });
        for next in after..to.min(after + 4) {
            match page.what(next) {
                Some(What::When { when, .. }) if self.is_own(next, at..after) && when.year.is_some() => {
                    return stated(when);
                }
                // "24,31 % (năm 2010)"
                Some(What::Mark('(')) if matches!(page.what(next + 1), Some(What::When { .. })) => {}
                Some(What::Sense(Sense::Filler | Sense::By) | What::Place(_)) => {}
                _ => break,
            }
        }
        for before in (from..at).rev().take(FAR) {
            let Some(What::When { when, .. }) = page.what(before) else { continue };
            match (self.role(before), when.moment) {
                (Role::Plain, Moment::Now | Moment::Before) => break,
                (Role::Plain, Moment::Until(_)) => {}
                (Role::Plain, moment) if when.year.is_none() => return self.dated(page, before, moment),
                (Role::Plain, _) => return stated(when),
                _ => {}
            }
        }
        let when = self.carried.get(at).copied().flatten()?;
        Some(PeriodGuess { when, stated: false })
    }

    /// "cuối năm": of the last year named before it.
    fn dated(&self, page: &Page, at: usize, moment: Moment) -> Option<PeriodGuess> {
        let (from, _) = self.sentence(at);
        let here = (from..at).rev().take(FAR).find_map(|before| match page.what(before)? {
            What::When { when, .. } if self.role(before) != Role::Against => when.year,
            _ => None,
        });
        let year = here.or_else(|| self.carried.get(at).copied().flatten()?.year)?;
        Some(PeriodGuess { when: When { year: Some(year), moment }, stated: false })
    }

    fn is_own(&self, time: usize, figure: Range<usize>) -> bool {
        match self.role(time) {
            Role::Plain => true,
            Role::Behind(of) => figure.contains(&of),
            _ => false,
        }
    }

    /// What a change is counted from: "so với cuối năm 2022".
    pub fn against(&self, page: &Page, after: usize) -> Option<When> {
        let (_, to) = self.sentence(after);
        for next in after..to.min(after + 8) {
            match page.what(next)? {
                What::When { when, .. } if self.role(next) == Role::Against => return Some(when),
                What::Number(_) | What::Mark(',' | ';') => return None,
                _ => {}
            }
        }
        None
    }

    /// The place of the figure at an item.
    pub fn place(&self, page: &Page, text: &str, at: usize, after: usize, context: &Context) -> Option<PlaceGuess> {
        let (from, to) = self.sentence(at);
        let guess = |found: usize, stated: bool| self.resolve(page, text, found, stated, context);
        // Behind a semicolon, "các huyện nghèo" is over.
        let (mut near, mut crossed, mut tagged) = (None, false, true);
        for before in (from..at).rev().take(FAR) {
            match page.what(before)? {
                What::Place(place) if tagged || page.places.get(place).is_none_or(|named| named.what != Named::Tag) => {
                    near = Some((place, !crossed));
                    break;
                }
                What::Mark(';') => {
                    crossed = true;
                    tagged = false;
                    if let Some(place) = heading(page, from, before) {
                        near = Some((place, true));
                        break;
                    }
                }
                // Behind another figure, a place may be that figure's.
                What::Number(_) => crossed = true,
                _ => {}
            }
        }
        // "18.305 hộ nghèo toàn tỉnh"
        for next in after..to.min(after + 4) {
            match page.what(next)? {
                What::Place(place) if near.is_none_or(|(_, stated)| !stated) => return guess(place, true),
                What::Sense(Sense::Filler | Sense::Ground | Sense::Whole) | What::When { .. } => {}
                _ => break,
            }
        }
        if let Some((place, stated)) = near {
            return guess(place, stated || heading(page, from, at) == Some(place));
        }
        guess(self.section.get(at).copied().flatten()?, false)
    }

    /// Leads "toàn tỉnh" back to the unit meant.
    fn resolve(&self, page: &Page, text: &str, at: usize, stated: bool, context: &Context) -> Option<PlaceGuess> {
        let mention = page.places.get(at)?;
        let words = |mention: &Mention| text.get(mention.start..mention.end).unwrap_or_default();
        let mut name = words(mention);
        let mut stated = stated;
        if let Named::Whole(kind) = mention.what {
            let earlier = page.places.get(..at)?;
            let named =
                earlier.iter().rev().take(FAR).find(|other| matches!(other.what, Named::Unit(Some(k)) if k == kind));
            let one = named.is_none_or(|found| {
                let same = |other: &&Mention| matches!(other.what, Named::Unit(Some(k)) if k == kind);
                earlier.iter().rev().take(FAR).filter(same).all(|other| same_name(words(other), words(found)))
            });
            stated &= one;
            let province = kind == UnitKind::Province;
            let bare = || earlier.iter().take(FAR).find(|other| province && is_province(words(other)));
            match named {
                Some(found) => name = words(found),
                None if kind_of(context.area) == Some(kind) => name = context.area,
                None => match bare() {
                    Some(found) => name = words(found),
                    None => stated = false,
                },
            }
        }
        let span = Span { start: mention.start, end: mention.end };
        Some(PlaceGuess { span, name: crate::core::names::tidy(name), stated, tag: mention.what == Named::Tag })
    }
}

/// How many items are looked back over; sentences are shorter, other texts are not worth it.
const FAR: usize = 80;

/// The place that a statement opens with: "Ba Bể cuối năm 2023: …".
fn heading(page: &Page, from: usize, to: usize) -> Option<usize> {
    let What::Place(place) = page.what(from)? else { return None };
    let colon = (from..to).take(10).any(|at| page.is_mark(at, ':'));
    colon.then_some(place)
}

fn bounds(page: &Page) -> Vec<(usize, usize)> {
    let mut out = Vec::with_capacity(page.items.len());
    for sentence in page.items.split_inclusive(|item| matches!(item.what, What::Stop | What::Line)) {
        let from = out.len();
        out.extend(std::iter::repeat_n((from, from + sentence.len()), sentence.len()));
    }
    out
}

fn role(page: &Page, at: usize) -> Role {
    let Some(What::When { standard, .. }) = page.what(at) else { return Role::Plain };
    if standard {
        return Role::Standard;
    }
    for before in (0..at).rev().take(4) {
        match page.what(before) {
            Some(What::Sense(Sense::Against | Sense::From)) => return Role::Against,
            Some(What::Sense(Sense::Standard)) => return Role::Standard,
            Some(What::Sense(Sense::Filler | Sense::By | Sense::Now)) => {}
            _ => break,
        }
    }
    for before in (0..at).rev().take(4) {
        match page.what(before) {
            Some(What::Number(_)) => return Role::Behind(before),
            Some(What::Mark('%' | '(')) => {}
            Some(What::Sense(
                Sense::Noun { .. }
                | Sense::Ambiguous
                | Sense::House
                | Sense::Turns
                | Sense::Thing
                | Sense::Numbered
                | Sense::Kind(_)
                | Sense::Percent
                | Sense::Points(_)
                | Sense::Money(_)
                | Sense::Filler,
            )) => {}
            _ => break,
        }
    }
    Role::Plain
}

fn carried(page: &Page, bounds: &[(usize, usize)], roles: &[Role]) -> Vec<Option<When>> {
    let (mut last, mut here) = (None, None);
    let mut out = Vec::with_capacity(page.items.len());
    for (at, item) in page.items.iter().enumerate() {
        if bounds.get(at).is_some_and(|(from, _)| *from == at) {
            last = here;
        }
        out.push(last);
        if let What::When { when, .. } = item.what
            && matches!(roles.get(at), Some(Role::Plain | Role::Behind(_)))
            && when.year.is_some()
            && !matches!(when.moment, Moment::Until(_))
        {
            here = Some(when);
        }
    }
    out
}

/// The place each part of the text is about: that of the last heading line, else the first one named.
fn sections(page: &Page) -> Vec<Option<usize>> {
    let first = page.places.iter().position(|place| matches!(place.what, Named::Unit(_)));
    let mut section = first;
    let mut out = Vec::with_capacity(page.items.len());
    for line in page.items.split_inclusive(|item| item.what == What::Line) {
        let place = line.iter().find_map(|item| match item.what {
            What::Place(at) if page.places.get(at).is_some_and(|place| matches!(place.what, Named::Unit(_))) => {
                Some(at)
            }
            _ => None,
        });
        let figures = line.iter().any(|item| matches!(item.what, What::Number(_)));
        let colon = line.iter().rev().find(|item| item.what != What::Line).is_some_and(|i| i.what == What::Mark(':'));
        if place.is_some() && !figures && colon {
            section = place;
        }
        out.extend(std::iter::repeat_n(section, line.len()));
    }
    out
}

fn plans(page: &Page) -> Vec<Planned> {
    let mut out = Vec::with_capacity(page.items.len());
    // Points of a list are planned when the line above the list is; so is what follows a line that ends in a colon.
    let (mut above, mut after_colon) = (Planned::No, false);
    for line in page.items.split_inclusive(|item| item.what == What::Line) {
        let base = out.len();
        if line.iter().all(|item| item.what == What::Line) {
            out.resize(base + line.len(), Planned::No);
            continue;
        }
        let point = matches!(line.first().map(|item| item.what), Some(What::Mark('-' | '+' | '*' | '•' | '–')));
        let mut state = if point || after_colon { above } else { Planned::No };
        let base_state = state;
        let mut outside = state;
        for (n, item) in line.iter().enumerate() {
            let at = base + n;
            match item.what {
                What::Sense(Sense::Plan) => state = Planned::Yes,
                What::Sense(Sense::PlanNoun) => state = plan_noun(page, at, state),
                What::Sense(Sense::Result) => state = Planned::No,
                What::Mark('(') => outside = state,
                What::Mark(')') => state = outside,
                What::Stop if n + 1 < line.len() => {
                    out.push(state);
                    state = match (base_state, state) {
                        (Planned::Yes | Planned::Weak, _) => base_state,
                        (_, Planned::No) => Planned::No,
                        _ => Planned::Unsure,
                    };
                    continue;
                }
                _ => {}
            }
            out.push(state);
        }
        let colon = line.iter().rev().find(|item| item.what != What::Line).is_some_and(|i| i.what == What::Mark(':'));
        if !point {
            above = state;
        }
        after_colon = colon;
    }
    out
}

/// "kế hoạch", "chỉ tiêu", "mục tiêu": a plan's own figures follow, or results are held against it.
fn plan_noun(page: &Page, at: usize, state: Planned) -> Planned {
    for next in (at + 1..).take(7) {
        match page.what(next) {
            Some(What::Mark(':') | What::Sense(Sense::Down | Sense::Left | Sense::RateOf { .. })) => {
                return Planned::Yes;
            }
            Some(What::Sense(Sense::Is)) if next < at + 3 => return Planned::Yes,
            Some(
                What::Sense(Sense::Filler | Sense::PlanNoun | Sense::Have | Sense::Noun { .. })
                | What::Word
                | What::When { .. }
                | What::Place(_),
            ) => {}
            _ => break,
        }
    }
    match at.checked_sub(1).and_then(|before| page.what(before)) {
        Some(
            What::Sense(Sense::Beyond | Sense::Is | Sense::Against | Sense::By | Sense::Percent) | What::Mark('%'),
        ) => state,
        _ if state == Planned::Yes => state,
        _ => Planned::Weak,
    }
}
