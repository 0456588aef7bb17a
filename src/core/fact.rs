//! A fact: what was typed for one cell, how it was read, and where it comes from.

use super::measure::{Group, Measure};
use super::period::PeriodId;
use super::target::Target;
use super::unit::Place;

/// Where a fact stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactKey {
    pub period: PeriodId,
    pub measure: Measure,
    pub group: Group,
    pub place: Place,
}

impl FactKey {
    /// A fact about the whole population.
    pub const fn of_all(place: Place, period: PeriodId, measure: Measure) -> Self {
        Self { place, period, measure, group: Group::ALL }
    }
}

/// How a printed figure bounds the true one ("hơn 22.300", "gần 128").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Qualifier {
    /// Printed plainly: a count is exact, a rate is rounded to its decimals.
    Plain,
    /// "hơn", "trên": more than.
    MoreThan,
    /// "ít nhất", "tối thiểu": at least.
    AtLeast,
    /// "gần", "dưới": less than.
    LessThan,
    /// "nhiều nhất", "tối đa": at most.
    AtMost,
    /// "khoảng": shown, constrains nothing.
    About,
}

/// A number as printed: `mantissa · 10^−decimals`. "22,3" and "22,30" differ: they bound the true value differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    pub mantissa: i64,
    /// At most 4.
    pub decimals: u8,
    pub qualifier: Qualifier,
    /// Another reading was possible ("13,205" for 13 205); the user has not confirmed this one yet.
    pub assumed: bool,
}

impl Figure {
    /// A plain whole number.
    pub const fn whole(value: i64) -> Self {
        Self { mantissa: value, decimals: 0, qualifier: Qualifier::Plain, assumed: false }
    }

    /// A plain number with decimals: `Figure::decimal(2231, 2)` is 22.31.
    pub const fn decimal(mantissa: i64, decimals: u8) -> Self {
        Self { mantissa, decimals, qualifier: Qualifier::Plain, assumed: false }
    }
}

/// Why a typed text cannot be used in its cell (check K13).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Not a number.
    NotANumber,
    /// Separators that fit no way of writing numbers.
    Separators,
    Negative,
    /// A count above [`super::quantity::MAX_COUNT`].
    TooLarge,
    CountWithDecimals,
    PercentInCount,
    RateOver100,
    TooManyDecimals,
    /// The words say it counts something else: "khẩu" among households, "điểm" in a rate.
    WrongUnit,
    /// Not one of the shapes a target has.
    NotATarget,
}

impl Unreadable {
    /// Every reason there is.
    pub const ALL: [Self; 10] = [
        Self::NotANumber,
        Self::Separators,
        Self::Negative,
        Self::TooLarge,
        Self::CountWithDecimals,
        Self::PercentInCount,
        Self::RateOver100,
        Self::TooManyDecimals,
        Self::WrongUnit,
        Self::NotATarget,
    ];
}

/// What the program made of the typed text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    Figure(Figure),
    Target(Target),
    Unreadable(Unreadable),
}

/// Who vouches for a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Source {
    /// Typed by the user; nothing else known.
    #[default]
    Entered,
    /// Printed in a source.
    Published,
    /// Computed from printed figures.
    Derived,
    /// Made up so that totals close; marked `*` wherever it is shown.
    Illustrative,
}

/// One typed figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub reading: Reading,
    /// The text as typed, kept when writing the reading out again would lose something: always for unreadable text,
    /// and for a reading that the user has not confirmed yet.
    pub text: Option<Box<str>>,
    pub source: Source,
}

impl Fact {
    /// A fact known by its reading alone.
    pub const fn new(reading: Reading) -> Self {
        Self { reading, text: None, source: Source::Entered }
    }

    /// A plain whole number.
    pub const fn whole(value: i64) -> Self {
        Self::new(Reading::Figure(Figure::whole(value)))
    }
}
