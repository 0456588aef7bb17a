//! The words around one figure: what leads up to it, what follows it, and the subject it is said of.

use super::Of;
use super::item::{Page, What};
use super::lexicon::Sense;
use crate::core::fact::Qualifier;

/// The word that says what the figure does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    None,
    Down,
    Up,
    Left,
    Is,
    Have,
    Take,
    Beyond,
    Total,
}

/// What stands right before a figure.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lead {
    /// The leftmost item that belongs to it; the figure itself if none does.
    pub first: usize,
    pub verb: Verb,
    pub qualifier: Qualifier,
    pub from: bool,
    pub paren: bool,
    pub slash: bool,
    /// "mỗi xã": not of the whole.
    pub each: bool,
    pub minus: bool,
}

/// What stands right behind a figure.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tail {
    /// The first item behind the figure and its unit.
    pub after: usize,
    /// The last item of the figure itself: its other end, its percent sign.
    pub last: usize,
    /// The number that ends a range.
    pub second: Option<usize>,
    /// The number under the stroke.
    pub over: Option<usize>,
    pub percents: u8,
    pub points: Option<bool>,
    pub money: Option<u8>,
    /// The item of the unit of money.
    pub money_at: usize,
    /// A comma strayed between the figure and its unit.
    pub stray: bool,
    pub noun: Option<Sense>,
    /// The item of the noun.
    pub noun_at: usize,
    pub trail: Option<Qualifier>,
    pub yearly: bool,
}

/// How far words are followed.
const NEAR: usize = 14;

impl Page {
    pub fn lead(&self, at: usize) -> Lead {
        let mut lead = Lead {
            first: at,
            verb: Verb::None,
            qualifier: Qualifier::Plain,
            from: false,
            paren: false,
            slash: false,
            each: false,
            minus: false,
        };
        for j in (0..at).rev().take(NEAR) {
            let Some(what) = self.what(j) else { break };
            let verb = match what {
                What::Sense(Sense::Bound(qualifier)) if lead.qualifier == Qualifier::Plain => {
                    // "285 hộ nghèo trên 12.239 hộ": out of, not more than.
                    let over = qualifier == Qualifier::MoreThan
                        && j + 1 == at
                        && j.checked_sub(1).is_some_and(|j| matches!(self.sense(j), Some(Sense::Noun { .. })));
                    if !over {
                        lead.qualifier = qualifier;
                        lead.first = j;
                        continue;
                    }
                    Verb::Total
                }
                What::Mark('≥' | '>' | '≤' | '<' | '~' | '≈' | '=') if lead.qualifier == Qualifier::Plain => {
                    lead.qualifier = match what {
                        What::Mark('≥') => Qualifier::AtLeast,
                        What::Mark('>') => Qualifier::MoreThan,
                        What::Mark('≤') => Qualifier::AtMost,
                        What::Mark('<') => Qualifier::LessThan,
                        What::Mark('=') if lead.first == j + 2 && self.is_mark(j + 1, '>') => Qualifier::AtLeast,
                        What::Mark('=') => Qualifier::Plain,
                        _ => Qualifier::About,
                    };
                    lead.first = j;
                    if what == What::Mark('=') { Verb::Is } else { continue }
                }
                What::Mark('-' | '+') if j + 1 == at && self.items.get(at).is_some_and(|item| item.glued) => {
                    lead.minus = what == What::Mark('-');
                    lead.first = j;
                    continue;
                }
                What::Sense(
                    Sense::Filler | Sense::By | Sense::Got | Sense::Region | Sense::Respectively | Sense::Joint,
                ) => continue,
                // "VND 128 billion"
                What::Sense(Sense::Money(0)) if j + 1 == at => continue,
                What::Sense(Sense::To) => continue,
                What::Sense(Sense::From) => {
                    lead.from = true;
                    lead.first = j;
                    continue;
                }
                What::Sense(Sense::Each) => {
                    lead.each = true;
                    continue;
                }
                What::When { .. } => continue,
                What::Sense(Sense::Down) => Verb::Down,
                What::Sense(Sense::Up) => Verb::Up,
                What::Sense(Sense::Left) => Verb::Left,
                What::Sense(Sense::Is) | What::Mark(':') => Verb::Is,
                What::Sense(Sense::Have) => Verb::Have,
                What::Sense(Sense::Take) => Verb::Take,
                What::Sense(Sense::Beyond) => Verb::Beyond,
                What::Sense(Sense::Total) => Verb::Total,
                What::Mark('(') => {
                    lead.paren = true;
                    lead.first = j;
                    break;
                }
                What::Mark('/') => {
                    lead.slash = true;
                    lead.first = j;
                    break;
                }
                _ => break,
            };
            lead.verb = verb;
            lead.first = j;
            break;
        }
        // "mỗi xã giảm hơn 20 hộ"
        if let Some(j) = lead.first.checked_sub(2)
            && self.sense(j) == Some(Sense::Each)
            && !matches!(self.what(j + 1), Some(What::When { .. }))
        {
            lead.each |=
                matches!(self.sense(j + 1), Some(Sense::Kind(_) | Sense::Thing | Sense::Numbered | Sense::House));
        }
        lead
    }

    pub fn tail(&self, at: usize, ascends: impl Fn(usize, usize) -> bool) -> Tail {
        let mut tail = Tail {
            after: at + 1,
            last: at,
            second: None,
            over: None,
            percents: 0,
            points: None,
            money: None,
            money_at: at,
            stray: false,
            noun: None,
            noun_at: at,
            trail: None,
            yearly: false,
        };
        let number = |j: usize| match self.what(j) {
            Some(What::Number(number)) => Some(number),
            _ => None,
        };
        let Some(own) = number(at) else { return tail };
        self.percents(&mut tail);
        let joins = self.is_mark(tail.after, '-') || self.sense(tail.after) == Some(Sense::To);
        if joins && let Some(second) = number(tail.after + 1).filter(|second| ascends(own, *second)) {
            tail.second = Some(second);
            tail.last = tail.after + 1;
            tail.after += 2;
            self.percents(&mut tail);
        } else if self.is_mark(tail.after, '/')
            && tail.percents == 0
            && let Some(over) = number(tail.after + 1)
        {
            tail.over = Some(over);
            tail.last = tail.after + 1;
            tail.after += 2;
        }
        self.unit(&mut tail);
        tail
    }

    fn percents(&self, tail: &mut Tail) {
        while self.is_mark(tail.after, '%') || self.sense(tail.after) == Some(Sense::Percent) {
            tail.percents = tail.percents.saturating_add(1);
            tail.last = tail.after;
            tail.after += 1;
        }
    }

    fn unit(&self, tail: &mut Tail) {
        for _ in 0..6 {
            let j = tail.after;
            match self.what(j) {
                Some(What::Sense(Sense::Points(full))) if tail.points.is_none() && tail.noun.is_none() => {
                    tail.points = Some(full);
                }
                Some(What::Sense(Sense::Money(scale))) if tail.money.is_none() && tail.percents == 0 => {
                    tail.money = Some(scale);
                    tail.money_at = j;
                }
                // "1,1, tỷ đồng"
                Some(What::Mark(','))
                    if tail.percents == 0
                        && tail.noun.is_none()
                        && matches!(self.sense(j + 1), Some(Sense::Money(_))) =>
                {
                    tail.stray = true;
                }
                Some(What::Mark('/')) if matches!(self.sense(j + 1), Some(Sense::Year | Sense::Measure)) => {
                    tail.yearly = true;
                    tail.after += 1;
                }
                Some(What::Sense(Sense::Trail(qualifier))) => tail.trail = Some(qualifier),
                Some(What::Sense(
                    sense @ (Sense::Noun { .. }
                    | Sense::Ambiguous
                    | Sense::House
                    | Sense::Turns
                    | Sense::Thing
                    | Sense::Numbered
                    | Sense::Label
                    | Sense::Region
                    | Sense::Kind(_)
                    | Sense::Tagged),
                )) if tail.noun.is_none() && tail.percents == 0 && tail.points.is_none() && tail.money.is_none() => {
                    tail.noun = Some(sense);
                    tail.noun_at = j;
                }
                _ => break,
            }
            tail.after += 1;
        }
        // Poor and near-poor, and those who have just left: "hộ nghèo, hộ cận nghèo, hộ mới thoát nghèo".
        if let Some(Sense::Noun { of: Of::Poor, total }) = tail.noun {
            let (of, after) = self.with_near_poor(tail.after);
            if after > tail.after {
                tail.noun = Some(if of == Of::Other { Sense::Thing } else { Sense::Noun { of, total } });
                tail.after = after;
            }
        }
    }

    /// What "hộ nghèo" is together with the classes listed right after it.
    pub fn with_near_poor(&self, from: usize) -> (Of, usize) {
        let (mut of, mut at) = (Of::Poor, from);
        while matches!(self.what(at), Some(What::Mark(',' | '/') | What::Sense(Sense::And))) {
            of = match self.sense(at + 1) {
                Some(Sense::Noun { of: Of::NearPoor, .. }) if of == Of::Poor => Of::Multidimensional,
                Some(Sense::Thing) if self.is_listed(at + 2) => Of::Other,
                _ => break,
            };
            // "hộ nghèo, hộ cận nghèo 229 hộ": a statement of its own.
            if matches!(
                self.what(at + 2),
                Some(What::Number(_) | What::Mark(':') | What::Sense(Sense::Is | Sense::Left))
            ) {
                return (Of::Poor, from);
            }
            at += 2;
        }
        (of, at)
    }

    fn is_listed(&self, at: usize) -> bool {
        !matches!(self.what(at), Some(What::Number(_)))
    }
}

/// Poor, near-poor, or both.
pub(super) const fn is_class(of: Of) -> bool {
    matches!(of, Of::Poor | Of::NearPoor | Of::Multidimensional)
}
