//! Which periods the figures of a place tie together, and the system for them.

use super::Reader;
use crate::flows::FORMS;
use crate::measure::Group;
use crate::period::tied_around;
use crate::solve::given;
use crate::solve::template::{Slot, Template};
use crate::unit::Place;

/// Periods a chain of typed changes is followed in either direction.
const REACH: usize = 30;
/// Periods of a window in which a form of movements can start from the count before.
const OPENINGS: usize = 128 / FORMS.len();

/// What the system of a place looks like.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    periods: usize,
    /// Bit per period that compares with the one before it.
    links: u128,
    /// Bit per period and form of movements that starts from the count before.
    openings: u128,
    of_unit: bool,
}

impl Reader<'_> {
    /// The positions of the periods a place's figures tie together: the two shown, and those that typed changes lead to.
    pub(super) fn window(&mut self, place: Place) -> Vec<usize> {
        let mut window = std::mem::take(&mut self.window);
        window.clear();
        let ties = |at: usize| self.ties(at, Some(place));
        let [earlier, later] = match self.prev {
            Some(prev) if prev > self.now => [Some(self.now), Some(prev)],
            prev => [prev, Some(self.now)],
        };
        for at in [earlier, later].into_iter().flatten() {
            for at in tied_around(at, REACH, ties) {
                if !window.contains(&at) {
                    window.push(at);
                }
            }
        }
        window
    }

    /// The positions of all periods that figures of any place tie to the two shown.
    pub fn reach(&self) -> Vec<usize> {
        let tied = |at: usize| self.ties(at, None);
        let mut reach = vec![false; self.periods.len()];
        for at in [self.prev, Some(self.now)].into_iter().flatten() {
            for at in tied_around(at, REACH, tied) {
                reach.get_mut(at).into_iter().for_each(|within| *within = true);
            }
        }
        (0..reach.len()).filter(|&at| reach.get(at) == Some(&true)).collect()
    }

    /// Bit `k` is set where the `k`-th period of a window compares with the one before it there.
    pub fn links(&self, window: &[usize]) -> u128 {
        let mut links = 0;
        for (k, pair) in window.windows(2).enumerate() {
            if let [before, here] = pair
                && before + 1 == *here
                && self.linked(*here)
            {
                links |= 1 << (k + 1);
            }
        }
        links
    }

    /// The forms of movements that start from the count of the period before, a bit for each of a window's periods and
    /// forms: those for which no start is typed in the whole table.
    fn openings(&self, window: &[usize]) -> u128 {
        let mut openings = 0;
        if self.scope.more {
            for (k, &at) in window.iter().enumerate().take(OPENINGS) {
                for (number, form) in FORMS.iter().enumerate() {
                    let [start, ..] = form.columns;
                    if Slot::of(start, Group::ALL).is_some_and(|start| self.facts(at, start).is_none()) {
                        openings |= 1 << (k * FORMS.len() + number);
                    }
                }
            }
        }
        openings
    }

    /// The system for a window.
    pub fn made(&self, window: &[usize], of_unit: bool) -> Template {
        let (links, openings) = (self.links(window), self.openings(window));
        let opens = |k: usize, form: usize| k < OPENINGS && openings >> (k * FORMS.len() + form) & 1 == 1;
        Template::new(self.scope, window.len(), given::cap(of_unit), |k| links >> k & 1 == 1, opens)
    }

    /// The system for a window, made when first asked for; its number.
    pub(super) fn template(&mut self, window: &[usize], of_unit: bool) -> usize {
        let (links, openings) = (self.links(window), self.openings(window));
        let shape = Shape { periods: window.len(), links, openings, of_unit };
        if let Some(found) = self.templates.iter().position(|(other, _)| *other == shape) {
            return found;
        }
        let made = self.made(window, of_unit);
        self.templates.push((shape, made));
        self.templates.len() - 1
    }
}
