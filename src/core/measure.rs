//! What can be stated about a place at a time. Measures are data: the solver, the codecs and the grid read this table.

macro_rules! measures {
    ($($(#[$doc:meta])* $variant:ident $key:literal $kind:ident;)*) => {
        /// Something that can be typed or computed for a place and a period. Links number them in this order.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Measure { $($(#[$doc])* $variant),* }

        impl Measure {
            pub const ALL: [Measure; [$(Measure::$variant),*].len()] = [$(Measure::$variant),*];

            pub const fn kind(self) -> Kind {
                match self { $(Measure::$variant => Kind::$kind),* }
            }

            /// Stable name in files.
            pub const fn key(self) -> &'static str {
                match self { $(Measure::$variant => $key),* }
            }
        }
    };
}

measures! {
    Households "households" Count;
    PoorHouseholds "poor" Count;
    NearPoorHouseholds "near_poor" Count;
    Persons "persons" Count;
    PoorPersons "poor_persons" Count;
    PoorRate "rate" Rate;
    NearPoorRate "near_rate" Rate;
    MultidimensionalRate "multi_rate" Rate;
    /// Poor households of the period before less those of this period.
    DropHouseholds "drop_households" CountChange;
    /// Poor rate of the period before less that of this period, in points.
    DropPoints "drop_points" PointChange;
    /// The target set for this period.
    Target "target" Target;
    /// Poor and near-poor households together.
    PoorAndNearPoor "multi" Count;
    NearPoorPersons "near_poor_persons" Count;

    // The official forms of movements during the period that ends now, about poor and near-poor households and then
    // persons: see `core::flows`.
    /// Form 2, column 1.
    PoorStart "poor_start" Count;
    /// Form 2, column 2.
    PoorToNear "poor_to_near" Count;
    /// Form 2, column 3.
    PoorAbove "poor_above" Count;
    /// Form 2, column 4.
    PoorOtherOut "poor_other_out" Count;
    /// Form 2, column 5.
    PoorFromNear "poor_from_near" Count;
    /// Form 2, column 6.
    PoorRelapsed "poor_relapsed" Count;
    /// Form 2, column 7.
    PoorNew "poor_new" Count;
    /// Form 2, column 8.
    PoorOtherIn "poor_other_in" Count;
    /// Form 3, column 1.
    NearStart "near_start" Count;
    /// Form 3, column 2.
    NearAbove "near_above" Count;
    /// Form 3, column 3.
    NearToPoor "near_to_poor" Count;
    /// Form 3, column 4.
    NearOtherOut "near_other_out" Count;
    /// Form 3, column 5.
    NearFromPoor "near_from_poor" Count;
    /// Form 3, column 6.
    NearRelapsed "near_relapsed" Count;
    /// Form 3, column 7.
    NearNew "near_new" Count;
    /// Form 3, column 8.
    NearOtherIn "near_other_in" Count;
    PoorPersonsStart "poor_persons_start" Count;
    PoorPersonsToNear "poor_persons_to_near" Count;
    PoorPersonsAbove "poor_persons_above" Count;
    PoorPersonsOtherOut "poor_persons_other_out" Count;
    PoorPersonsFromNear "poor_persons_from_near" Count;
    PoorPersonsRelapsed "poor_persons_relapsed" Count;
    PoorPersonsNew "poor_persons_new" Count;
    PoorPersonsOtherIn "poor_persons_other_in" Count;
    NearPersonsStart "near_persons_start" Count;
    NearPersonsAbove "near_persons_above" Count;
    NearPersonsToPoor "near_persons_to_poor" Count;
    NearPersonsOtherOut "near_persons_other_out" Count;
    NearPersonsFromPoor "near_persons_from_poor" Count;
    NearPersonsRelapsed "near_persons_relapsed" Count;
    NearPersonsNew "near_persons_new" Count;
    NearPersonsOtherIn "near_persons_other_in" Count;
}

/// What kind of figure a measure takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Whole, not negative.
    Count,
    /// Percent of something, 0–100.
    Rate,
    /// Whole, signed.
    CountChange,
    /// Percentage points, signed.
    PointChange,
    Target,
}

impl Measure {
    /// The measure with this [`key`](Self::key).
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.key() == key)
    }

    /// Whether it stands in the forms of movements alone.
    pub const fn is_flow(self) -> bool {
        self as u8 >= Measure::NearPoorPersons as u8
    }
}

/// A population group; `ALL` is everybody. Further groups (ethnic minorities, urban, rural …) get numbers as they are
/// supported; files and links keep numbers they do not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Group(pub u8);

impl Group {
    pub const ALL: Group = Group(0);
    /// Households of ethnic minorities.
    pub const MINORITY: Group = Group(1);
}
