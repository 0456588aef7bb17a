//! Figures taken from running text: a pasted paragraph of a report or of the press, or short statements, one a line.
//!
//! [`read`] proposes; nothing it says counts before the user has confirmed it. What is proposed as certain is meant to
//! be right without exception, so whatever could be read another way is at most likely. docs/articles.md says how it
//! reads and how well.

mod count;
mod draft;
mod households;
mod item;
mod lexicon;
mod link;
mod percent;
mod phrase;
mod place;
mod scope;
mod settle;
mod signs;
mod subject;
mod token;
mod when;
mod words;

use crate::codec::limits::MAX_ARTICLE;
use crate::core::fact::Figure;
use crate::core::target::Target;
pub use settle::{PeriodTo, PlaceTo, Statement, settle};
pub use when::{Moment, When};

/// Bytes of the text, from `start` up to `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

/// What a figure states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number of households, persons or other things.
    Count,
    /// A percentage of all households.
    Rate,
    /// A fall of a rate in points; a rise is negative.
    Points,
    /// A fall of a number of households; a rise is negative.
    Drop,
    /// A fall in percent of what was there before.
    Relative,
    /// Planned, in one of the shapes of a target.
    Target,
    /// Part and whole: `106/108`.
    Fraction,
    /// A percentage of something else.
    Share,
    /// An amount in đồng.
    Money,
}

/// What it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// All households.
    Households,
    Poor,
    NearPoor,
    /// Poor and near-poor together.
    Multidimensional,
    /// All persons.
    Persons,
    PoorPersons,
    NearPoorPersons,
    /// Anything else; [`Proposal::noun`] has the words. Households that are helped or do something are here too.
    Other,
}

/// One way of reading a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    pub kind: Kind,
    pub of: Of,
}

/// How sure a proposal is of kind and value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    Unclear,
    Likely,
    Certain,
}

/// A percentage printed beside a fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Percent {
    pub span: Span,
    pub figure: Figure,
    /// The fraction rounds to it.
    pub fits: bool,
}

/// A place as the text names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceGuess {
    /// Where it is named.
    pub span: Span,
    /// The name, "toàn tỉnh" already led back to the unit meant.
    pub name: String,
    /// Named in the same clause; else carried from earlier in the text.
    pub stated: bool,
    /// Several units under one name: "các huyện nghèo".
    pub tag: bool,
}

/// A time as the text names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeriodGuess {
    pub when: When,
    /// Named in the same sentence; else carried from earlier in the text.
    pub stated: bool,
}

/// Parts that the text sums up: `total = parts + gap`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// Positions of the parts among the proposals.
    pub parts: Vec<usize>,
    /// What the total has more than the parts, with `decimals` decimals in the unit of the total as printed.
    pub gap: i64,
    pub decimals: u8,
}

/// A check of a figure against others of the same sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// Nothing to check it against.
    None,
    /// It is what the others give.
    Fits,
    /// The others give this, in hundredths.
    Off(i64),
}

/// A figure that the text may state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The figure with its percent sign; both ends of a range.
    pub span: Span,
    /// The words around it that decided.
    pub words: Span,
    pub reading: Reading,
    /// Other readings that the words allow.
    pub others: Vec<Reading>,
    pub certainty: Certainty,
    /// As printed, with precision and qualifier. Falls are positive. For money in the unit of [`Proposal::scale`].
    pub first: Figure,
    /// The other end of a range; the whole of a fraction.
    pub second: Option<Figure>,
    /// The target it makes, for [`Kind::Target`].
    pub target: Option<Target>,
    /// For [`Kind::Money`], the power of ten of the unit printed: 6 for "triệu đồng".
    pub scale: u8,
    /// The percentage printed beside a fraction.
    pub percent: Option<Percent>,
    /// What is counted, where [`Of`] does not say it.
    pub noun: Option<Span>,
    /// About ethnic minorities only.
    pub minority: bool,
    /// Planned, not reached.
    pub plan: bool,
    pub place: Option<PlaceGuess>,
    pub period: Option<PeriodGuess>,
    /// What a change is counted from, where the text says it.
    pub against: Option<When>,
    pub sum: Option<Sum>,
    pub check: Check,
}

impl Proposal {
    /// An amount of money in đồng, when that is a whole number.
    pub fn dong(&self) -> Option<i64> {
        let power = i32::from(self.scale) - i32::from(self.first.decimals);
        let ten = 10_i64.checked_pow(power.unsigned_abs())?;
        if power >= 0 {
            self.first.mantissa.checked_mul(ten)
        } else {
            (self.first.mantissa % ten == 0).then_some(self.first.mantissa / ten)
        }
    }
}

/// A text above [`MAX_ARTICLE`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong {
    pub bytes: usize,
}

/// Whether a text is short enough to be read.
pub const fn fits(text: &str) -> Result<(), TooLong> {
    if text.len() > MAX_ARTICLE { Err(TooLong { bytes: text.len() }) } else { Ok(()) }
}

/// What is known beside the text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// Names of units that the text may speak of, beside the provinces.
    pub names: &'a [&'a str],
    /// The area of the open table, such as "tỉnh Bắc Kạn": what "toàn tỉnh" means where the text does not say it.
    pub area: &'a str,
}

/// The figures of a text, in its order. Total, in time that grows with the length of the text.
pub fn read(text: &str, context: &Context) -> Vec<Proposal> {
    let page = item::page(text, context.names);
    let scope = scope::Scope::of(&page);
    let mut drafts = draft::drafts(&page, &scope, text);
    link::check(&page, &mut drafts);
    let sums = link::sums(&page, &drafts, text);
    draft::finish(&page, &scope, drafts, sums, text, context)
}
