//! Figures taken from running text, as they cross.

use super::Wire;
use crate::codec::article::{
    Certainty, Check, Kind, Moment, Of, Percent, PeriodGuess, PlaceGuess, Proposal, Reading, Span, Sum, TooLong, When,
};
use crate::codec::link::wire::Input;
use crate::core::fact::{Figure, Qualifier};
use crate::core::target::Target;

choice!(Kind { 0 Count {} 1 Rate {} 2 Points {} 3 Drop {} 4 Relative {} 5 Target {} 6 Fraction {} 7 Share {} 8 Money {} });
choice!(Of {
    0 Households {} 1 Poor {} 2 NearPoor {} 3 Multidimensional {} 4 Persons {} 5 PoorPersons {} 6 NearPoorPersons {}
    7 Other {}
});
choice!(Certainty { 0 Unclear {} 1 Likely {} 2 Certain {} });
choice!(Qualifier { 0 Plain {} 1 MoreThan {} 2 AtLeast {} 3 LessThan {} 4 AtMost {} 5 About {} });
choice!(Target {
    0 RateLeft { most: most } 1 PointsDown { least: least, most: most } 2 HouseholdsLeft { most: most }
    3 HouseholdsDown { least: least, most: most }
});
choice!(Moment {
    0 Year {} 1 End {} 2 Start {} 3 Months { 0: months } 4 Month { 0: month } 5 Day { 0: month, 1: day }
    6 Until { 0: last } 7 Now {} 8 Before {}
});
choice!(Check { 0 None {} 1 Fits {} 2 Off { 0: shown } });
structure!(Span { start, end });
structure!(Reading { kind, of });
structure!(Figure { mantissa, decimals, qualifier, assumed });
structure!(Percent { span, figure, fits });
structure!(When { year, moment });
structure!(PlaceGuess { span, name, stated, tag });
structure!(PeriodGuess { when, stated });
structure!(Sum { parts, gap, decimals });
structure!(Proposal {
    span,
    words,
    reading,
    others,
    certainty,
    first,
    second,
    target,
    scale,
    percent,
    noun,
    minority,
    plan,
    place,
    period,
    against,
    sum,
    check
});
structure!(TooLong { bytes });
