//! Targets as people write them: `18311 hộ`, "giảm 1.970 hộ", `22,31 %`, `-2,4 điểm`, `4–5 điểm`, "≤ 22,31 %".
//!
//! "giảm 4–5 %" is read in points, as reports mean it. A number without a unit is households if whole, else a rate; the
//! unit is always written back, so that the reading is seen.

use super::limits::fits;
use super::number::{Convention, Direction, Phrase, Run, Style, Unit, canonical as canonical_figure, count, percent};
use crate::core::fact::{Figure, Qualifier, Reading, Unreadable};
use crate::core::measure::Measure;
use crate::core::quantity::MAX_COUNT;
use crate::core::target::Target;

/// A target as read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Read {
    pub target: Target,
    /// The typed text says more than the target, or could be read otherwise, and is to be kept beside it.
    pub keep: bool,
}

/// Reads one target by itself. `None` for a blank cell. Columns are read by [`super::number::Reader`].
pub fn read(text: &str, style: Style) -> Option<Result<Read, Unreadable>> {
    let phrase = Phrase::parse(text)?;
    Some(phrase.and_then(|phrase| {
        let mut convention = Convention::default();
        phrase.show(&mut convention);
        of_phrase(&phrase, &convention, false, style)
    }))
}

/// Whether a column, of which no cell says that it counts households, holds rates: a bare `15` in it is a rate too.
pub(super) fn speaks_of_rates(phrases: &[Phrase], convention: &Convention, style: Style) -> bool {
    let mut rates = false;
    for phrase in phrases {
        if phrase.unit.is_some() || phrase.second.is_some() {
            continue;
        }
        match convention.read(&phrase.first, true, style) {
            _ if phrase.percents > 0 => rates = true,
            Ok((number, _)) if number.decimals > 0 => rates = true,
            Ok((number, _)) if number.mantissa > 100 => return false,
            _ => {}
        }
    }
    rates
}

/// One end of the target: hundredths or households.
struct End {
    value: i64,
    whole: bool,
    assumed: bool,
}

fn end(run: &Run, whole: bool, convention: &Convention, style: Style) -> Result<End, Unreadable> {
    let (number, assumed) = convention.read(run, whole, style)?;
    let scale = match number.decimals {
        0 => 100,
        1 => 10,
        2 => 1,
        _ => return Err(Unreadable::TooManyDecimals),
    };
    if whole && number.decimals == 0 {
        if number.mantissa > MAX_COUNT {
            return Err(Unreadable::TooLarge);
        }
        return Ok(End { value: number.mantissa, whole: true, assumed });
    }
    Ok(End { value: number.mantissa.saturating_mul(scale), whole: false, assumed })
}

pub(super) fn of_phrase(
    phrase: &Phrase,
    convention: &Convention,
    rates: bool,
    style: Style,
) -> Result<Read, Unreadable> {
    let bare = phrase.unit.is_none() && phrase.percents == 0;
    match phrase.unit {
        Some(Unit::Persons) => return Err(Unreadable::WrongUnit),
        // "5 % số hộ" is relative, which no target is.
        Some(Unit::Households) if phrase.percents > 0 => return Err(Unreadable::NotATarget),
        _ if phrase.percents > 2 => return Err(Unreadable::NotANumber),
        _ => {}
    }
    let whole = bare || phrase.unit == Some(Unit::Households);
    let mut low = end(&phrase.first, whole, convention, style)?;
    let mut high = match &phrase.second {
        Some(second) => Some(end(second, whole, convention, style)?),
        None => None,
    };
    let mut keep =
        low.assumed || high.as_ref().is_some_and(|end| end.assumed) || phrase.percents > 1 + u8::from(high.is_some());

    // Whole numbers and decimals of one range are of one kind: "2–2,5".
    let households = low.whole && high.as_ref().is_none_or(|end| end.whole);
    let in_hundredths = |end: &mut End| {
        if end.whole {
            *end = End { value: end.value.saturating_mul(100), whole: false, assumed: end.assumed }
        }
    };
    let households = if bare && households && high.is_none() && rates && low.value <= 100 {
        keep = true;
        false
    } else {
        households
    };
    if phrase.unit == Some(Unit::Households) && !households {
        return Err(Unreadable::CountWithDecimals);
    }
    if !households {
        in_hundredths(&mut low);
        if let Some(high) = &mut high {
            in_hundredths(high);
        }
        if low.value > 10_000 || high.as_ref().is_some_and(|high| high.value > 10_000) {
            return Err(Unreadable::RateOver100);
        }
    }

    let points = phrase.unit == Some(Unit::Points);
    let from_below = matches!(phrase.qualifier, Qualifier::AtLeast | Qualifier::MoreThan);
    let down = match (phrase.direction, phrase.sign) {
        (None, -1) | (Some(Direction::Down), 0) => true,
        (Some(Direction::Left), 0) if !points => false,
        (None, 0) if points => true,
        // "≥ 4 %" and "4–5 %" make sense of a fall only, but the words do not say so.
        (None, 0) if from_below || high.is_some() => {
            keep |= from_below || !households;
            true
        }
        (None, 0) => false,
        _ => return Err(Unreadable::NotATarget),
    };
    // A strict bound is the next value of the shown scale; the text says it better.
    let strict = i64::from(matches!(phrase.qualifier, Qualifier::MoreThan | Qualifier::LessThan));
    keep |= strict != 0;
    let target = match (down, phrase.qualifier, high) {
        (true, Qualifier::Plain, Some(high)) if low.value <= high.value => fall(households, low.value, high.value),
        (true, Qualifier::Plain | Qualifier::AtLeast | Qualifier::MoreThan, None)
            if phrase.sign == 0 || !from_below =>
        {
            fall(households, low.value + strict, low.value + strict)
        }
        (false, Qualifier::Plain | Qualifier::AtMost | Qualifier::LessThan, None) if low.value >= strict => {
            let most = low.value - strict;
            if households { Target::HouseholdsLeft { most } } else { Target::RateLeft { most } }
        }
        _ => return Err(Unreadable::NotATarget),
    };
    fits(Measure::Target, &Reading::Target(target))?;
    Ok(Read { target, keep })
}

const fn fall(households: bool, least: i64, most: i64) -> Target {
    if households { Target::HouseholdsDown { least, most } } else { Target::PointsDown { least, most } }
}

/// Writes a target for the screen: `18.311 hộ`, `−1.970 hộ`, `840–930 hộ`, `22,31 %`, `−2,4 điểm`, `4–5 điểm`.
pub fn write(target: Target, style: Style) -> String {
    let (households, points) = match style {
        Style::Vi => ("\u{a0}hộ", "\u{a0}điểm"),
        Style::En => ("\u{a0}households", "\u{a0}points"),
    };
    match target {
        Target::RateLeft { most } => percent(&short(most, style), style),
        Target::HouseholdsLeft { most } => [&count(most, style), households].concat(),
        Target::PointsDown { least, most } => [&down(least, most, |n| short(n, style)), points].concat(),
        Target::HouseholdsDown { least, most } => [&down(least, most, |n| count(n, style)), households].concat(),
    }
}

fn down(least: i64, most: i64, write: impl Fn(i64) -> String) -> String {
    if least != most {
        [&write(least), "–", &write(most)].concat()
    } else if least < 0 {
        // A rise, which no text is read as; shown for what it is.
        ["+", &write(least.saturating_neg())].concat()
    } else {
        ["−", &write(least)].concat()
    }
}

/// Hundredths without needless decimals: plans say "4–5 điểm".
fn short(hundredths: i64, style: Style) -> String {
    let decimals = if hundredths % 100 == 0 {
        0
    } else if hundredths % 10 == 0 {
        1
    } else {
        2
    };
    let mantissa = match decimals {
        0 => hundredths / 100,
        1 => hundredths / 10,
        _ => hundredths,
    };
    super::number::figure(Figure::decimal(mantissa, decimals), style)
}

/// A target free of any language: `22.31%`, `18311`, `-2.40pt`, `-4.00..5.00pt`, `-1970`, `-840..930`. [`read`] reads
/// it in either style.
pub fn canonical(target: Target) -> String {
    let range = |least, most, decimals| {
        let number = |n| canonical_figure(Figure::decimal(n, decimals));
        let sign = if least < 0 { "" } else { "-" };
        if least == most {
            [sign, &number(least)].concat()
        } else {
            [sign, &number(least), "..", &number(most)].concat()
        }
    };
    match target {
        Target::RateLeft { most } => [&canonical_figure(Figure::decimal(most, 2)), "%"].concat(),
        Target::HouseholdsLeft { most } => canonical_figure(Figure::whole(most)),
        Target::PointsDown { least, most } => [&range(least, most, 2), "pt"].concat(),
        Target::HouseholdsDown { least, most } => range(least, most, 0),
    }
}

/// Reads what [`canonical`] writes, and nothing else.
pub fn read_canonical(text: &str) -> Option<Target> {
    let target = read(text, Style::En)?.ok()?.target;
    (canonical(target) == text).then_some(target)
}
