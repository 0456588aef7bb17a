//! From figures to proposals: each figure is looked at with its words, then with its neighbours.

use super::item::{Number, Page, What};
use super::lexicon::Sense;
use super::phrase::{Lead, Tail};
use super::scope::{Planned, Scope};
use super::{Certainty, Check, Context, Kind, Of, Percent, Proposal, Reading, Span, Sum, count, percent};
use crate::codec::number::{Reader, Role, Style};
use crate::core::fact::{Figure, Qualifier};
use crate::core::measure::Measure;
use crate::core::quantity::MAX_COUNT;
use crate::core::target::Target;

/// A figure on its way to a proposal.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// The item of the figure.
    pub at: usize,
    pub tail: Tail,
    pub reading: Reading,
    pub others: Vec<Reading>,
    pub certainty: Certainty,
    /// The most that its digits and its sentence allow.
    pub limit: Certainty,
    pub first: Figure,
    pub second: Option<Figure>,
    pub target: Option<Target>,
    pub percent: Option<Percent>,
    pub noun: Option<Span>,
    pub minority: bool,
    pub plan: bool,
    /// The leftmost item that decided.
    pub from: usize,
    pub check: Check,
    /// A level that was left behind: "từ 24,71 % xuống 21,95 %".
    pub before: bool,
}

impl Draft {
    pub fn new(view: &View, kind: Kind, of: Of, certainty: Certainty, first: Figure) -> Self {
        Draft {
            at: view.at,
            tail: view.tail,
            reading: Reading { kind, of },
            others: Vec::new(),
            certainty: certainty.min(view.limit),
            limit: view.limit,
            first,
            second: None,
            target: None,
            percent: None,
            noun: None,
            minority: false,
            plan: false,
            from: view.lead.first,
            check: Check::None,
            before: false,
        }
    }

    pub fn or(mut self, kind: Kind, of: Of) -> Self {
        self.others.push(Reading { kind, of });
        self
    }

    /// What the figures around it make sure.
    pub fn confirm(&mut self) {
        self.check = Check::Fits;
        if self.certainty == Certainty::Likely {
            self.certainty = self.limit;
        }
    }

    pub fn at_most(&mut self, certainty: Certainty) {
        self.certainty = self.certainty.min(certainty);
    }
}

/// One figure with its surroundings.
pub(super) struct View<'a> {
    pub page: &'a Page,
    pub at: usize,
    pub number: &'a Number,
    pub lead: Lead,
    pub tail: Tail,
    /// The first item of the sentence, as far as it is looked at.
    pub start: usize,
    pub planned: Planned,
    /// The figures before it in the sentence.
    pub earlier: &'a [Draft],
    /// The class that the sentence before was about.
    pub topic: Option<Of>,
    /// The most that its digits and its sentence allow.
    pub limit: Certainty,
    /// The sentence opens with a place or a time and a colon: a statement.
    pub statement: bool,
}

impl View<'_> {
    /// The qualifier before the figure, or the one behind it.
    pub fn qualifier(&self) -> Qualifier {
        match self.lead.qualifier {
            Qualifier::Plain => self.tail.trail.unwrap_or(Qualifier::Plain),
            before => before,
        }
    }
}

/// A number as read, and whether it might be read otherwise.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amount {
    pub mantissa: i64,
    pub decimals: u8,
    pub doubt: bool,
}

impl Amount {
    pub fn figure(self, qualifier: Qualifier) -> Figure {
        Figure { mantissa: self.mantissa, decimals: self.decimals, qualifier, assumed: self.doubt }
    }
}

/// What a number is to be read as.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum As {
    Whole,
    Percent,
    Money,
}

/// Reads digits as their language writes them; where that gives nothing usable, the other way, with a doubt.
pub(super) fn amount(number: &Number, kind: As) -> Option<Amount> {
    let run = number.run.as_str();
    let measure = if kind == As::Percent { Measure::PoorRate } else { Measure::Households };
    let mut reader = Reader::of(&[run], measure, number.style);
    let read = |reader: &Reader| reader.number(run);
    let Some(mark) = run.chars().rev().find(|c| matches!(c, '.' | ',')) else {
        let (mantissa, decimals) = read(&reader)?;
        return Some(Amount { mantissa, decimals, doubt: number.loose });
    };
    let own = if mark == number.style.decimal() { Role::Decimal } else { Role::Thousands };
    let other = if own == Role::Decimal { Role::Thousands } else { Role::Decimal };
    for (role, doubt) in [(own, false), (other, true)] {
        reader.decide(Some((mark, role)));
        let (mantissa, decimals) = read(&reader)?;
        let usable = match kind {
            As::Whole => decimals == 0,
            As::Percent => mantissa <= 1000 * 10_i64.pow(u32::from(decimals.min(4))),
            As::Money => true,
        };
        // A mark that can only be one thing but is not how the language writes: "22.25%".
        let foreign = matches!((number.style, mark, decimals), (Style::Vi, '.', 1..) | (Style::En, ',', 1..));
        if usable {
            return Some(Amount { mantissa, decimals, doubt: doubt || number.loose || foreign && kind == As::Money });
        }
    }
    None
}

/// Hundredths, when the figure has no finer decimals.
pub(super) fn hundredths(figure: Figure) -> Option<i64> {
    match figure.decimals {
        0 => figure.mantissa.checked_mul(100),
        1 => figure.mantissa.checked_mul(10),
        2 => Some(figure.mantissa),
        _ => None,
    }
}

/// How far back a sentence is looked through, in items and in figures: further only in texts that are no sentences.
const LONGEST: usize = 200;
const MOST: usize = 24;

/// Every figure of the text that states something.
pub(super) fn drafts(page: &Page, scope: &Scope, text: &str) -> Vec<Draft> {
    let mut all: Vec<Draft> = Vec::new();
    // Where the drafts of the sentence begin, and what the sentence before was about.
    let (mut sentence, mut begins, mut topic, mut here) = (0, 0, None, None);
    let mut supposed = false;
    let unclear = |item: &super::item::Item| matches!(item.what, What::Sense(Sense::Supposed | Sense::Respectively));
    let mut skip = 0;
    for (at, item) in page.items.iter().enumerate() {
        let (start, end) = scope.sentence(at);
        if start != sentence || at == 0 {
            (sentence, begins) = (start, all.len());
            // Statements, one a line, stand for themselves.
            topic = if is_statement(page, start, end.min(start + 12)) { None } else { here.or(topic) };
            here = None;
            supposed = page.items.get(start..end).is_some_and(|sentence| sentence.iter().any(unclear));
        }
        match item.what {
            What::Sense(Sense::Noun { of, .. } | Sense::RateOf { of, .. }) if super::phrase::is_class(of) => {
                // The poor are what most texts are about, whatever else they name.
                here = if of == Of::Poor { Some(of) } else { here.or(Some(of)) };
            }
            What::Number(number) if at >= skip => {
                let Some(number) = page.numbers.get(number) else { continue };
                let lead = page.lead(at);
                let tail = page.tail(at, |first, second| ascends(page, first, second));
                skip = tail.last + 1;
                let view = View {
                    page,
                    at,
                    number,
                    lead,
                    tail,
                    start: start.max(at.saturating_sub(LONGEST)),
                    planned: scope.planned(at),
                    earlier: all.get(begins.max(all.len().saturating_sub(MOST))..).unwrap_or_default(),
                    topic: here.or(topic),
                    limit: match supposed {
                        true => Certainty::Unclear,
                        false if number.unmarked => Certainty::Likely,
                        false => Certainty::Certain,
                    },
                    statement: is_statement(page, start, at),
                };
                let read = if tail.percents > 0 || tail.points.is_some() {
                    percent::read(&view)
                } else {
                    count::read(&view, text)
                };
                match read {
                    Some(Read::Draft(draft)) => all.push(*draft),
                    Some(Read::PercentOf(percent)) => {
                        if let Some(fraction) = all.last_mut() {
                            fraction.percent = Some(percent);
                            fraction.tail.after = tail.after;
                            if percent.fits {
                                fraction.check = Check::Fits;
                            }
                        }
                    }
                    None => {}
                }
            }
            _ => {}
        }
    }
    all
}

/// What came of a figure.
pub(super) enum Read {
    Draft(Box<Draft>),
    /// The percentage of the fraction before it.
    PercentOf(Percent),
}

fn ascends(page: &Page, first: usize, second: usize) -> bool {
    let (Some(first), Some(second)) = (page.numbers.get(first), page.numbers.get(second)) else { return false };
    let value = |number| amount(number, As::Percent).or_else(|| amount(number, As::Whole));
    let (Some(a), Some(b)) = (value(first), value(second)) else { return false };
    let scaled = |amount: Amount, other: Amount| {
        i128::from(amount.mantissa) * 10_i128.pow(u32::from(other.decimals.saturating_sub(amount.decimals)))
    };
    scaled(a, b) < scaled(b, a)
}

/// Whether the line opens with a place or a time, and a colon before the figure.
fn is_statement(page: &Page, start: usize, at: usize) -> bool {
    let opens = page.items.get(start..at).unwrap_or_default();
    let named = matches!(
        opens.first().map(|item| item.what),
        Some(What::Place(_) | What::When { .. } | What::Sense(Sense::PlanNoun))
    );
    let first_line = start.checked_sub(1).is_none_or(|before| page.what(before) == Some(What::Line));
    let colon = opens.iter().take(10).any(|item| item.what == What::Mark(':'));
    named && first_line && colon
}

/// Puts targets, places, times and sums to the drafts.
pub(super) fn finish(
    page: &Page,
    scope: &Scope,
    drafts: Vec<Draft>,
    mut sums: Vec<Option<Sum>>,
    text: &str,
    context: &Context,
) -> Vec<Proposal> {
    let mut out = Vec::with_capacity(drafts.len());
    for (n, draft) in drafts.into_iter().enumerate() {
        let span = |from: usize, to: usize| {
            let ends = page.items.get(from).zip(page.items.get(to));
            ends.map_or(Span { start: 0, end: 0 }, |(first, last)| Span { start: first.start, end: last.end })
        };
        let mut period = scope.period(page, draft.at, draft.tail.after);
        let against = scope.against(page, draft.tail.after);
        if draft.before && period.is_some_and(|period| !behind(page, draft.tail.after, period.when)) {
            // What was there before is not of the time that the sentence is about.
            period = against.map(|when| super::PeriodGuess { when, stated: false });
        }
        let target = draft.target.or_else(|| target(&draft));
        let mut draft = draft;
        let mut others: Vec<Reading> = Vec::with_capacity(draft.others.len());
        for other in draft.others.iter().filter(|other| **other != draft.reading) {
            if !others.contains(other) {
                others.push(*other);
            }
        }
        if draft.reading.kind == Kind::Target && target.is_none() {
            draft.at_most(Certainty::Unclear);
        }
        out.push(Proposal {
            span: span(draft.at, draft.tail.last),
            words: span(draft.from, draft.tail.after.saturating_sub(1).max(draft.tail.last)),
            reading: draft.reading,
            others,
            certainty: draft.certainty,
            first: draft.first,
            second: draft.second,
            target,
            scale: if draft.reading.kind == Kind::Money { draft.tail.money.unwrap_or(0) } else { 0 },
            percent: draft.percent,
            noun: draft.noun,
            minority: draft.minority,
            plan: draft.plan,
            place: scope.place(page, text, draft.at, draft.tail.after, context),
            period,
            against,
            sum: sums.get_mut(n).and_then(Option::take),
            check: draft.check,
        });
    }
    out
}

fn behind(page: &Page, after: usize, when: super::When) -> bool {
    matches!(page.what(after), Some(What::When { when: found, .. }) if found == when)
}

/// The shape of a target that a planned figure has. Strict bounds are the next value of the shown scale.
fn target(draft: &Draft) -> Option<Target> {
    if draft.reading.kind != Kind::Target {
        return None;
    }
    let of_rates = draft.tail.percents > 0 || draft.tail.points.is_some() || draft.first.decimals > 0;
    let value = |figure: Figure| if of_rates { hundredths(figure) } else { Some(figure.mantissa) };
    let low = value(draft.first)?;
    let high = match draft.second {
        Some(second) => value(second)?,
        None => low,
    };
    let left = draft.others.first().is_some_and(|was| matches!(was.kind, Kind::Rate | Kind::Count));
    let strict = i64::from(matches!(draft.first.qualifier, Qualifier::MoreThan | Qualifier::LessThan));
    let limit = if of_rates { 10_000 } else { MAX_COUNT };
    if low < 0 || high > limit || low > high {
        return None;
    }
    match (left, draft.first.qualifier) {
        (true, Qualifier::AtLeast | Qualifier::MoreThan) | (false, Qualifier::AtMost | Qualifier::LessThan) => None,
        (true, _) => {
            let most = high.checked_sub(strict).filter(|most| *most >= 0)?;
            Some(if of_rates { Target::RateLeft { most } } else { Target::HouseholdsLeft { most } })
        }
        (false, _) => {
            let (least, most) = (low + strict, high.max(low + strict));
            Some(if of_rates { Target::PointsDown { least, most } } else { Target::HouseholdsDown { least, most } })
        }
    }
}

/// Turns a figure of the poor into the target it is when it is planned; `left`: a level, not a fall.
pub(super) fn planned(view: &View, mut draft: Draft) -> Draft {
    if view.planned == Planned::No {
        return draft;
    }
    if view.planned == Planned::Unsure {
        draft.at_most(Certainty::Likely);
        return draft;
    }
    draft.plan = true;
    let was = draft.reading;
    let shape = matches!(was.kind, Kind::Rate | Kind::Points | Kind::Drop | Kind::Count);
    if was.of == Of::Poor && shape {
        draft.reading = Reading { kind: Kind::Target, of: Of::Poor };
        draft.others.insert(0, was);
    }
    if view.planned == Planned::Weak {
        draft.at_most(Certainty::Likely);
    }
    draft
}
