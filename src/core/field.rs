//! The columns of the table under their public names, which tests, files and pasted headers use.

use super::measure::{Group, Kind, Measure};

/// Which of the two periods of a [`super::period::Span`] a field is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    Prev,
    Now,
}

macro_rules! fields {
    ($($variant:ident $key:literal $what:expr;)*) => {
        /// A column of the table.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Field { $($variant),* }

        impl Field {
            pub const ALL: &'static [Field] = &[$(Field::$variant),*];

            /// The public name, used in `data-col`, `data-metric`, CSV and pasted headers.
            pub const fn key(self) -> &'static str {
                match self { $(Field::$variant => $key),* }
            }

            const fn what(self) -> What {
                match self { $(Field::$variant => $what),* }
            }
        }
    };
}

#[derive(Clone, Copy)]
enum What {
    Name,
    /// May be typed.
    Fact(Measure, At),
    /// May be typed, of households of ethnic minorities.
    Minority(Measure, At),
    /// Only computed.
    GapPoints,
    GapHouseholds,
    Verdict,
}

use At::{Now, Prev};
use What::{Fact, Minority};

fields! {
    Unit "unit" What::Name;
    HouseholdsPrev "households_prev" Fact(Measure::Households, Prev);
    PoorPrev "poor_prev" Fact(Measure::PoorHouseholds, Prev);
    NearPoorPrev "near_poor_prev" Fact(Measure::NearPoorHouseholds, Prev);
    PersonsPrev "persons_prev" Fact(Measure::Persons, Prev);
    PoorPersonsPrev "poor_persons_prev" Fact(Measure::PoorPersons, Prev);
    HouseholdsNow "households_now" Fact(Measure::Households, Now);
    PoorNow "poor_now" Fact(Measure::PoorHouseholds, Now);
    NearPoorNow "near_poor_now" Fact(Measure::NearPoorHouseholds, Now);
    PersonsNow "persons_now" Fact(Measure::Persons, Now);
    PoorPersonsNow "poor_persons_now" Fact(Measure::PoorPersons, Now);
    RatePrev "rate_prev" Fact(Measure::PoorRate, Prev);
    RateNow "rate_now" Fact(Measure::PoorRate, Now);
    NearRatePrev "near_rate_prev" Fact(Measure::NearPoorRate, Prev);
    NearRateNow "near_rate_now" Fact(Measure::NearPoorRate, Now);
    MultiRatePrev "multi_rate_prev" Fact(Measure::MultidimensionalRate, Prev);
    MultiRateNow "multi_rate_now" Fact(Measure::MultidimensionalRate, Now);
    DropPoints "drop_points" Fact(Measure::DropPoints, Now);
    DropHouseholds "drop_households" Fact(Measure::DropHouseholds, Now);
    Target "target" Fact(Measure::Target, Now);
    GapPoints "gap_points" What::GapPoints;
    GapHouseholds "gap_households" What::GapHouseholds;
    Verdict "verdict" What::Verdict;
    MultiPrev "multi_prev" Fact(Measure::PoorAndNearPoor, Prev);
    MultiNow "multi_now" Fact(Measure::PoorAndNearPoor, Now);
    NearPoorPersonsPrev "near_poor_persons_prev" Fact(Measure::NearPoorPersons, Prev);
    NearPoorPersonsNow "near_poor_persons_now" Fact(Measure::NearPoorPersons, Now);
    PoorToNear "poor_to_near" Fact(Measure::PoorToNear, Now);
    PoorAbove "poor_above" Fact(Measure::PoorAbove, Now);
    PoorOtherOut "poor_other_out" Fact(Measure::PoorOtherOut, Now);
    PoorFromNear "poor_from_near" Fact(Measure::PoorFromNear, Now);
    PoorRelapsed "poor_relapsed" Fact(Measure::PoorRelapsed, Now);
    PoorNew "poor_new" Fact(Measure::PoorNew, Now);
    PoorOtherIn "poor_other_in" Fact(Measure::PoorOtherIn, Now);
    NearAbove "near_above" Fact(Measure::NearAbove, Now);
    NearToPoor "near_to_poor" Fact(Measure::NearToPoor, Now);
    NearOtherOut "near_other_out" Fact(Measure::NearOtherOut, Now);
    NearFromPoor "near_from_poor" Fact(Measure::NearFromPoor, Now);
    NearRelapsed "near_relapsed" Fact(Measure::NearRelapsed, Now);
    NearNew "near_new" Fact(Measure::NearNew, Now);
    NearOtherIn "near_other_in" Fact(Measure::NearOtherIn, Now);
    PoorPersonsToNear "poor_persons_to_near" Fact(Measure::PoorPersonsToNear, Now);
    PoorPersonsAbove "poor_persons_above" Fact(Measure::PoorPersonsAbove, Now);
    PoorPersonsOtherOut "poor_persons_other_out" Fact(Measure::PoorPersonsOtherOut, Now);
    PoorPersonsFromNear "poor_persons_from_near" Fact(Measure::PoorPersonsFromNear, Now);
    PoorPersonsRelapsed "poor_persons_relapsed" Fact(Measure::PoorPersonsRelapsed, Now);
    PoorPersonsNew "poor_persons_new" Fact(Measure::PoorPersonsNew, Now);
    PoorPersonsOtherIn "poor_persons_other_in" Fact(Measure::PoorPersonsOtherIn, Now);
    NearPersonsAbove "near_persons_above" Fact(Measure::NearPersonsAbove, Now);
    NearPersonsToPoor "near_persons_to_poor" Fact(Measure::NearPersonsToPoor, Now);
    NearPersonsOtherOut "near_persons_other_out" Fact(Measure::NearPersonsOtherOut, Now);
    NearPersonsFromPoor "near_persons_from_poor" Fact(Measure::NearPersonsFromPoor, Now);
    NearPersonsRelapsed "near_persons_relapsed" Fact(Measure::NearPersonsRelapsed, Now);
    NearPersonsNew "near_persons_new" Fact(Measure::NearPersonsNew, Now);
    NearPersonsOtherIn "near_persons_other_in" Fact(Measure::NearPersonsOtherIn, Now);
    PoorStart "poor_start" Fact(Measure::PoorStart, Now);
    NearStart "near_start" Fact(Measure::NearStart, Now);
    PoorPersonsStart "poor_persons_start" Fact(Measure::PoorPersonsStart, Now);
    NearPersonsStart "near_persons_start" Fact(Measure::NearPersonsStart, Now);
    MinorityHouseholdsPrev "minority_households_prev" Minority(Measure::Households, Prev);
    MinorityPoorPrev "minority_poor_prev" Minority(Measure::PoorHouseholds, Prev);
    MinorityNearPoorPrev "minority_near_poor_prev" Minority(Measure::NearPoorHouseholds, Prev);
    MinorityRatePrev "minority_rate_prev" Minority(Measure::PoorRate, Prev);
    MinorityNearRatePrev "minority_near_rate_prev" Minority(Measure::NearPoorRate, Prev);
    MinorityHouseholdsNow "minority_households_now" Minority(Measure::Households, Now);
    MinorityPoorNow "minority_poor_now" Minority(Measure::PoorHouseholds, Now);
    MinorityNearPoorNow "minority_near_poor_now" Minority(Measure::NearPoorHouseholds, Now);
    MinorityRateNow "minority_rate_now" Minority(Measure::PoorRate, Now);
    MinorityNearRateNow "minority_near_rate_now" Minority(Measure::NearPoorRate, Now);
}

/// How a field's value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Text,
    /// Whole number.
    Count,
    /// Hundredths of a percent.
    Percent,
    /// Hundredths of a percentage point.
    Points,
    Target,
    Verdict,
}

impl Field {
    /// The columns of the results file: all but those of two-way tables and of the forms of movements.
    pub const EXPORTED: &'static [Field] = Field::ALL.split_at(Field::MultiPrev as usize).0;

    /// The field with this [`key`](Self::key).
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|f| f.key() == key)
    }

    /// The field in which a measure of a group is typed for one of the two periods.
    pub fn of(measure: Measure, group: Group, at: At) -> Option<Self> {
        let stated = |field: &Field| field.fact() == Some((measure, at)) && field.group() == group;
        Self::ALL.iter().copied().find(stated)
    }

    /// Whom the field is about.
    pub const fn group(self) -> Group {
        if matches!(self.what(), What::Minority(..)) { Group::MINORITY } else { Group::ALL }
    }

    /// The measure and period that typing into this field states; `None` for fields that are only computed.
    pub const fn fact(self) -> Option<(Measure, At)> {
        match self.what() {
            What::Fact(measure, at) | What::Minority(measure, at) => Some((measure, at)),
            _ => None,
        }
    }

    pub const fn format(self) -> Format {
        match self.what() {
            What::Name => Format::Text,
            What::Fact(measure, _) | What::Minority(measure, _) => match measure.kind() {
                Kind::Count | Kind::CountChange => Format::Count,
                Kind::Rate => Format::Percent,
                Kind::PointChange => Format::Points,
                Kind::Target => Format::Target,
            },
            What::GapPoints => Format::Points,
            What::GapHouseholds => Format::Count,
            What::Verdict => Format::Verdict,
        }
    }

    /// Whether it is a column of the forms of movements.
    pub const fn is_flow(self) -> bool {
        matches!(self.what(), What::Fact(measure, _) if measure.is_flow())
    }

    /// Whether the value is a difference and is written with its sign.
    pub const fn is_margin(self) -> bool {
        matches!(self, Field::GapPoints | Field::GapHouseholds)
    }
}
