//! What can be stated about a place at a time. Measures are data: the solver, the codecs and the grid read this table.

/// Something that can be typed or computed for a place and a period. Links number them in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Measure {
    Households,
    PoorHouseholds,
    NearPoorHouseholds,
    Persons,
    PoorPersons,
    PoorRate,
    NearPoorRate,
    MultidimensionalRate,
    /// Poor households of the period before less those of this period.
    DropHouseholds,
    /// Poor rate of the period before less that of this period, in points.
    DropPoints,
    /// The target set for this period.
    Target,
    /// Poor and near-poor households together.
    PoorAndNearPoor,
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
    pub const ALL: [Measure; 12] = [
        Measure::Households,
        Measure::PoorHouseholds,
        Measure::NearPoorHouseholds,
        Measure::Persons,
        Measure::PoorPersons,
        Measure::PoorRate,
        Measure::NearPoorRate,
        Measure::MultidimensionalRate,
        Measure::DropHouseholds,
        Measure::DropPoints,
        Measure::Target,
        Measure::PoorAndNearPoor,
    ];

    pub const fn kind(self) -> Kind {
        match self {
            Measure::Households
            | Measure::PoorHouseholds
            | Measure::NearPoorHouseholds
            | Measure::Persons
            | Measure::PoorPersons
            | Measure::PoorAndNearPoor => Kind::Count,
            Measure::PoorRate | Measure::NearPoorRate | Measure::MultidimensionalRate => Kind::Rate,
            Measure::DropHouseholds => Kind::CountChange,
            Measure::DropPoints => Kind::PointChange,
            Measure::Target => Kind::Target,
        }
    }

    /// Stable name in files.
    pub const fn key(self) -> &'static str {
        match self {
            Measure::Households => "households",
            Measure::PoorHouseholds => "poor",
            Measure::NearPoorHouseholds => "near_poor",
            Measure::Persons => "persons",
            Measure::PoorPersons => "poor_persons",
            Measure::PoorRate => "rate",
            Measure::NearPoorRate => "near_rate",
            Measure::MultidimensionalRate => "multi_rate",
            Measure::DropHouseholds => "drop_households",
            Measure::DropPoints => "drop_points",
            Measure::Target => "target",
            Measure::PoorAndNearPoor => "multi",
        }
    }

    /// The measure with this [`key`](Self::key).
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.key() == key)
    }
}

/// A population group; `ALL` is everybody. Further groups (ethnic minorities, urban, rural …) get numbers as they are
/// supported; files and links keep numbers they do not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Group(pub u8);

impl Group {
    pub const ALL: Group = Group(0);
}
