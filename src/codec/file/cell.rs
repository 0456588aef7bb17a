//! A reading as a short word: how figures stand in workbook files. The same in every language and for ever; what people
//! see and type is the business of number text.
//!
//! ```text
//! figure      [> >= < <= ~] [-] digits [. digits] [?]     "?" marks a reading the user has not confirmed
//! target      rate 22.31 | points 4.00 | points 4.00..5.00 | left 18311 | down 1970 | down 840..930
//! unreadable  ! reason
//! ```

use crate::codec::number::{canonical, read_canonical};
use crate::core::fact::{Figure, Reading, Unreadable};
use crate::core::target::Target;

const fn reason_word(reason: Unreadable) -> &'static str {
    match reason {
        Unreadable::NotANumber => "not_a_number",
        Unreadable::Separators => "separators",
        Unreadable::Negative => "negative",
        Unreadable::TooLarge => "too_large",
        Unreadable::CountWithDecimals => "count_with_decimals",
        Unreadable::PercentInCount => "percent_in_count",
        Unreadable::RateOver100 => "rate_over_100",
        Unreadable::TooManyDecimals => "too_many_decimals",
        Unreadable::NotATarget => "not_a_target",
        Unreadable::WrongUnit => "wrong_unit",
    }
}

/// Writes a reading.
pub fn push_reading(out: &mut String, reading: &Reading) {
    match *reading {
        Reading::Figure(figure) => {
            out.push_str(&canonical(figure));
            if figure.assumed {
                out.push('?');
            }
        }
        Reading::Target(Target::RateLeft { most }) => push_range(out, "rate ", most, most, 2),
        Reading::Target(Target::PointsDown { least, most }) => push_range(out, "points ", least, most, 2),
        Reading::Target(Target::HouseholdsLeft { most }) => push_range(out, "left ", most, most, 0),
        Reading::Target(Target::HouseholdsDown { least, most }) => push_range(out, "down ", least, most, 0),
        Reading::Unreadable(reason) => {
            out.push('!');
            out.push_str(reason_word(reason));
        }
    }
}

/// Reads what [`push_reading`] wrote; `None` for anything else.
pub fn read_reading(word: &str) -> Option<Reading> {
    if let Some(reason) = word.strip_prefix('!') {
        // A reason of a later version: the text is kept all the same, only why it cannot be read is put more simply.
        let known = Unreadable::ALL.into_iter().find(|known| reason_word(*known) == reason);
        return Some(Reading::Unreadable(known.unwrap_or(Unreadable::NotANumber)));
    }
    if let Some((shape, range)) = word.split_once(' ') {
        // The first of the two points of a range has no digit after it.
        let dots = range.bytes().zip(range.bytes().skip(1)).position(|two| two == (b'.', b'.'));
        let (least, most) = match dots {
            Some(at) => (range.get(..at)?, range.get(at + 2..)?),
            None => (range, range),
        };
        let decimals = if matches!(shape, "rate" | "points") { 2 } else { 0 };
        let bound = |text| {
            let figure = read_canonical(text)?;
            (figure == Figure::decimal(figure.mantissa, decimals)).then_some(figure.mantissa)
        };
        let (least, most) = (bound(least)?, bound(most)?);
        let target = match shape {
            "rate" if least == most => Target::RateLeft { most },
            "points" => Target::PointsDown { least, most },
            "left" if least == most => Target::HouseholdsLeft { most },
            "down" => Target::HouseholdsDown { least, most },
            _ => return None,
        };
        return Some(Reading::Target(target));
    }
    let plain = word.strip_suffix('?');
    let figure = read_canonical(plain.unwrap_or(word))?;
    Some(Reading::Figure(Figure { assumed: plain.is_some(), ..figure }))
}

fn push_range(out: &mut String, shape: &str, least: i64, most: i64, decimals: u8) {
    out.push_str(shape);
    out.push_str(&canonical(Figure::decimal(least, decimals)));
    if least != most {
        out.push_str("..");
        out.push_str(&canonical(Figure::decimal(most, decimals)));
    }
}
