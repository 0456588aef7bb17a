//! What a figure is said of: the class or rate named before it, and what the words behind a percentage say.

use super::Of;
use super::item::{Page, What};
use super::lexicon::Sense;
use super::phrase::is_class;

/// What a percentage or a bare number is said of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Subject {
    pub at: usize,
    pub of: Of,
    pub rate: bool,
    /// The words speak of its fall.
    pub falling: bool,
    /// "nghèo đa chiều" and the like: the class is not sure.
    pub doubt: bool,
    /// All of them are meant: "số hộ nghèo".
    pub total: bool,
    pub minority: bool,
    /// It counts households that get or do something.
    pub does: bool,
    /// Words between it and the figure that say nothing known.
    pub noise: u32,
    pub commas: u32,
    /// Another figure stands between.
    pub crossed: bool,
    /// It is the unit of a figure before it: "18.305 hộ nghèo".
    pub counted: bool,
}

/// What a percentage is a percentage of, as far as the words behind it say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Follow {
    Nothing,
    /// "% kế hoạch"
    Plan,
    /// "% tổng số hộ"
    All,
    /// "% tổng số hộ dân tộc thiểu số"
    AllMinority,
    /// "% số hộ nghèo"
    Class(Of),
    /// "% tỷ lệ hộ nghèo"
    Rate(Of),
    /// Something that is counted.
    Thing,
    /// A word that says nothing known.
    Word,
}

/// How far back a subject is looked for.
const FAR: usize = 48;

impl Page {
    /// The nearest class of households, or rate, named before `from` in the sentence that starts at `start`.
    pub fn subject(&self, from: usize, start: usize) -> Option<Subject> {
        let mut subject = Subject {
            at: from,
            of: Of::Other,
            rate: false,
            falling: false,
            doubt: false,
            total: false,
            minority: false,
            does: false,
            noise: 0,
            commas: 0,
            crossed: false,
            counted: false,
        };
        // The figure that the words looked at lead up to, and what was found behind the last one crossed.
        let (mut next, mut ahead, mut does) = (from, 0, false);
        for j in (start..from).rev().take(FAR) {
            match self.what(j)? {
                What::Sense(Sense::RateOf { of, falling, doubt }) => {
                    subject.at = j;
                    subject.rate = true;
                    subject.of = self.joined(of, j + 1, from);
                    subject.falling = falling || self.falls_before(j);
                    subject.doubt = doubt;
                    return Some(subject);
                }
                What::Sense(Sense::Noun { of, total }) if is_class(of) => {
                    subject.at = j;
                    subject.of = self.joined(of, j + 1, from);
                    subject.total = total;
                    subject.falling = self.falls_before(j);
                    subject.counted = j.checked_sub(1).is_some_and(|j| matches!(self.what(j), Some(What::Number(_))));
                    // "hộ nghèo và hộ cận nghèo": the nearer one is found first.
                    if of == Of::NearPoor && self.closes_pair(j, start) {
                        subject.of = Of::Multidimensional;
                    }
                    return Some(subject);
                }
                What::Sense(Sense::Ambiguous) => {
                    subject.at = j;
                    subject.of = Of::Poor;
                    subject.doubt = true;
                    return Some(subject);
                }
                What::Sense(Sense::Minority) => subject.minority = true,
                What::Sense(Sense::Does) => subject.does |= subject.commas == 0,
                // "được kéo giảm còn 3 %": only the passive.
                What::Sense(Sense::Got) if matches!(self.sense(j + 1), Some(Sense::Down | Sense::Up | Sense::Left)) => {
                }
                What::Sense(Sense::Got | Sense::Have | Sense::Measure) => {
                    // Before a figure they say something of that figure.
                    subject.does |= subject.commas == 0 && j + 1 < next;
                }
                What::Sense(Sense::Thing | Sense::Numbered | Sense::Turns | Sense::Label)
                | What::Word
                | What::Opaque => {
                    subject.noise += 1;
                }
                What::Mark(',') => subject.commas += 1,
                What::Number(_) => {
                    // Of the words on the way, those at either end count: the rest belongs to the figures between.
                    if subject.crossed {
                        subject.noise = ahead;
                        subject.does = does;
                    } else {
                        (ahead, does) = (subject.noise, subject.does);
                    }
                    subject.crossed = true;
                    next = self.lead(j).first;
                }
                _ => {}
            }
        }
        None
    }

    /// "giảm tỷ lệ hộ nghèo", "giảm số hộ nghèo"
    fn falls_before(&self, at: usize) -> bool {
        let mut before = (0..at).rev().take(3);
        before.find(|j| self.sense(*j) != Some(Sense::Filler)).is_some_and(|j| self.sense(j) == Some(Sense::Down))
    }

    /// The class at `at - 1` together with the one named right after it.
    fn joined(&self, of: Of, at: usize, end: usize) -> Of {
        let joins = matches!(self.what(at), Some(What::Mark(',' | '/') | What::Sense(Sense::And)));
        let near = matches!(self.sense(at + 1), Some(Sense::Noun { of: Of::NearPoor, .. }));
        if of == Of::Poor && joins && near && at + 1 < end { Of::Multidimensional } else { of }
    }

    fn closes_pair(&self, at: usize, start: usize) -> bool {
        let Some(joint) = at.checked_sub(1).filter(|joint| *joint > start) else { return false };
        matches!(self.what(joint), Some(What::Mark(',' | '/') | What::Sense(Sense::And)))
            && matches!(
                self.sense(joint - 1),
                Some(Sense::Noun { of: Of::Poor, .. } | Sense::RateOf { of: Of::Poor, .. })
            )
            && !joint.checked_sub(2).is_some_and(|j| matches!(self.what(j), Some(What::Number(_))))
    }

    /// What the words behind a percentage say it is a percentage of.
    pub fn follow(&self, from: usize) -> Follow {
        let mut at = from;
        for _ in 0..4 {
            return match self.what(at) {
                Some(What::Sense(Sense::Filler | Sense::By | Sense::Total | Sense::Against | Sense::Plan)) => {
                    at += 1;
                    continue;
                }
                Some(What::Sense(Sense::PlanNoun)) => Follow::Plan,
                Some(What::Sense(Sense::Noun { of: Of::Households, .. } | Sense::House)) => self.all_or_some(at + 1),
                Some(What::Sense(Sense::Noun { of, .. })) => Follow::Class(of),
                Some(What::Sense(Sense::Ambiguous)) => Follow::Class(Of::Poor),
                Some(What::Sense(Sense::RateOf { of, .. })) => Follow::Rate(of),
                Some(What::Sense(
                    Sense::Thing
                    | Sense::Numbered
                    | Sense::Turns
                    | Sense::Kind(_)
                    | Sense::Minority
                    | Sense::Money(_)
                    | Sense::Measure
                    | Sense::Aids,
                )) => Follow::Thing,
                Some(What::Word) => Follow::Word,
                Some(What::Sense(Sense::Does)) => Follow::Word,
                _ => Follow::Nothing,
            };
        }
        Follow::Nothing
    }

    /// "% tổng số hộ" and "% hộ được dùng nước sạch" differ by what follows.
    fn all_or_some(&self, at: usize) -> Follow {
        match self.what(at) {
            Some(What::Sense(Sense::Minority)) => Follow::AllMinority,
            Some(What::Word | What::Sense(Sense::Does | Sense::Got | Sense::Have | Sense::Measure)) => Follow::Thing,
            _ => Follow::All,
        }
    }
}
