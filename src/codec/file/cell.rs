//! A reading as a short word: how figures stand in workbook files. The same in every language and for ever; what people
//! see and type is the business of number text.
//!
//! ```text
//! figure      [> >= < <= ~] [-] digits [. digits] [?]     "?" marks a reading the user has not confirmed
//! target      rate 22.31 | points 4.00 | points 4.00..5.00 | left 18311 | down 1970 | down 840..930
//! unreadable  ! reason
//! ```

use crate::core::fact::{Figure, Qualifier, Reading, Unreadable};
use crate::core::target::Target;

const QUALIFIERS: [(Qualifier, &str); 6] = [
    // Longer marks before those they begin with.
    (Qualifier::AtLeast, ">="),
    (Qualifier::MoreThan, ">"),
    (Qualifier::AtMost, "<="),
    (Qualifier::LessThan, "<"),
    (Qualifier::About, "~"),
    (Qualifier::Plain, ""),
];

const REASONS: [(Unreadable, &str); 9] = [
    (Unreadable::NotANumber, "not_a_number"),
    (Unreadable::Separators, "separators"),
    (Unreadable::Negative, "negative"),
    (Unreadable::TooLarge, "too_large"),
    (Unreadable::CountWithDecimals, "count_with_decimals"),
    (Unreadable::PercentInCount, "percent_in_count"),
    (Unreadable::RateOver100, "rate_over_100"),
    (Unreadable::TooManyDecimals, "too_many_decimals"),
    (Unreadable::NotATarget, "not_a_target"),
];

/// Writes a reading.
pub fn push_reading(out: &mut String, reading: &Reading) {
    match *reading {
        Reading::Figure(figure) => {
            out.push_str(word_of(&QUALIFIERS, figure.qualifier));
            push_decimal(out, figure.mantissa, figure.decimals);
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
            out.push_str(word_of(&REASONS, reason));
        }
    }
}

/// Reads what [`push_reading`] wrote; `None` for anything else.
pub fn read_reading(word: &str) -> Option<Reading> {
    if let Some(reason) = word.strip_prefix('!') {
        // A reason of a later version: the text is kept all the same, only why it cannot be read is put more simply.
        let known = REASONS.iter().find(|(_, name)| *name == reason);
        return Some(Reading::Unreadable(known.map_or(Unreadable::NotANumber, |known| known.0)));
    }
    if let Some((shape, range)) = word.split_once(' ') {
        let (least, most) = range.split_once("..").unwrap_or((range, range));
        let decimals = if matches!(shape, "rate" | "points") { 2 } else { 0 };
        let bound = |text| read_decimal(text).filter(|bound| bound.1 == decimals).map(|bound| bound.0);
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
    let (qualifier, rest) =
        QUALIFIERS.iter().find_map(|(qualifier, mark)| Some((*qualifier, word.strip_prefix(mark)?)))?;
    let plain = rest.strip_suffix('?');
    let (mantissa, decimals) = read_decimal(plain.unwrap_or(rest))?;
    Some(Reading::Figure(Figure { mantissa, decimals, qualifier, assumed: plain.is_some() }))
}

fn word_of<T: Copy + PartialEq>(words: &[(T, &'static str)], sought: T) -> &'static str {
    words.iter().find(|(value, _)| *value == sought).map_or("", |(_, word)| word)
}

/// Writes a whole number.
pub fn push_integer(out: &mut String, value: i64) {
    push_decimal(out, value, 0);
}

fn push_decimal(out: &mut String, mantissa: i64, decimals: u8) {
    let mut digits = [b'0'; 24];
    let mut at = digits.len();
    let mut rest = mantissa.unsigned_abs();
    let mut written = 0;
    while rest > 0 || written <= decimals {
        at = at.saturating_sub(1);
        if let Some(slot) = digits.get_mut(at) {
            *slot = b'0' + (rest % 10) as u8;
        }
        rest /= 10;
        written = written.saturating_add(1);
    }
    if mantissa < 0 {
        out.push('-');
    }
    for (index, digit) in digits.iter().enumerate().skip(at) {
        if index + usize::from(decimals) == digits.len() && decimals > 0 {
            out.push('.');
        }
        out.push(char::from(*digit));
    }
}

fn push_range(out: &mut String, shape: &str, least: i64, most: i64, decimals: u8) {
    out.push_str(shape);
    push_decimal(out, least, decimals);
    if least != most {
        out.push_str("..");
        push_decimal(out, most, decimals);
    }
}

/// Mantissa and number of decimals. Accepts only what [`push_decimal`] writes, up to four decimals.
fn read_decimal(text: &str) -> Option<(i64, u8)> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    let fraction = fraction.unwrap_or("");
    let is_number = !whole.is_empty()
        && whole.len() + fraction.len() <= 18
        && fraction.len() <= 4
        && (whole == "0" || !whole.starts_with('0'))
        && digits.contains('.') != fraction.is_empty();
    if !is_number {
        return None;
    }
    let mut mantissa = 0_i64;
    for byte in whole.bytes().chain(fraction.bytes()) {
        mantissa = mantissa * 10 + i64::from(byte.checked_sub(b'0').filter(|digit| *digit < 10)?);
    }
    Some((sign * mantissa, fraction.len() as u8))
}
