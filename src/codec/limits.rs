//! How much of a file or a link is believed (and so how much memory reading one can take), and what a typed figure may
//! be. Everything that comes from outside passes here.

use crate::core::fact::{Reading, Unreadable};
use crate::core::measure::{Kind, Measure};
use crate::core::quantity::MAX_COUNT;
use crate::core::target::Target;

/// Longest workbook file, in bytes.
pub const MAX_FILE: usize = 10_000_000;
/// Longest text that figures are taken from, in bytes.
pub const MAX_ARTICLE: usize = 200_000;
/// Longest link, in characters.
pub const MAX_LINK: usize = 200_000;
/// Longest heading line or note, in characters; names are limited by [`crate::core::unit::MAX_NAME`].
pub const MAX_TEXT: usize = 1000;
/// Longest official code, in digits.
pub const MAX_CODE: usize = 15;
pub const MAX_PERIODS: usize = 200;
pub const MAX_TAGS: usize = 500;
/// Most series: figures of one measure, period and group.
pub const MAX_SERIES: usize = 2000;
/// Deepest tree of units.
pub const MAX_DEPTH: usize = 16;
/// Unit identities from here on are given anew when a document is read.
pub const MAX_UNIT_ID: u32 = 100_000;
/// Highest identity of a period or tag accepted: leaves room to hand out more.
pub const MAX_SMALL_ID: u16 = 30_000;
/// Most cells reserved for the series of one document: series are stored by unit identity, so this bounds memory.
pub const MAX_SLOTS: usize = 2_000_000;

/// The text without characters that could break a line or turn its direction, and not longer than `most` characters;
/// `None` when it is so already.
pub fn clean(text: &str, most: usize) -> Option<String> {
    if text.len() <= most && text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return None;
    }
    let is_bad = |c: char| c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if text.chars().count() <= most && !text.contains(is_bad) {
        return None;
    }
    Some(text.chars().take(most).map(|c| if is_bad(c) { ' ' } else { c }).collect())
}

/// Whether a reading can stand for a measure, and if not why.
pub fn fits(measure: Measure, reading: &Reading) -> Result<(), Unreadable> {
    const PERCENT: i64 = 100;
    let figure = match (measure.kind(), reading) {
        (_, Reading::Unreadable(_)) => return Ok(()),
        (Kind::Target, Reading::Target(target)) => return fits_target(target),
        (Kind::Target, Reading::Figure(_)) => return Err(Unreadable::NotATarget),
        (_, Reading::Target(_)) => return Err(Unreadable::NotANumber),
        (_, Reading::Figure(figure)) => figure,
    };
    if figure.decimals > 4 {
        return Err(Unreadable::TooManyDecimals);
    }
    let one = 10_i64.pow(u32::from(figure.decimals));
    let (least, most, too_large) = match measure.kind() {
        Kind::Count => (0, MAX_COUNT, Unreadable::TooLarge),
        Kind::CountChange => (-MAX_COUNT, MAX_COUNT, Unreadable::TooLarge),
        Kind::Rate => (0, PERCENT * one, Unreadable::RateOver100),
        Kind::PointChange | Kind::Target => (-PERCENT * one, PERCENT * one, Unreadable::RateOver100),
    };
    if matches!(measure.kind(), Kind::Count | Kind::CountChange) && figure.decimals > 0 {
        return Err(Unreadable::CountWithDecimals);
    }
    match figure.mantissa {
        value if value > most => Err(too_large),
        value if value < least && least == 0 => Err(Unreadable::Negative),
        value if value < least => Err(too_large),
        _ => Ok(()),
    }
}

fn fits_target(target: &Target) -> Result<(), Unreadable> {
    let (least, most, limit) = match *target {
        Target::RateLeft { most } => (most, most, 10_000),
        Target::PointsDown { least, most } => (least, most, 10_000),
        Target::HouseholdsLeft { most } => (most, most, MAX_COUNT),
        Target::HouseholdsDown { least, most } => (least, most, MAX_COUNT),
    };
    if least < 0 {
        return Err(Unreadable::Negative);
    }
    if most > limit {
        return Err(if limit == MAX_COUNT { Unreadable::TooLarge } else { Unreadable::RateOver100 });
    }
    if least > most {
        return Err(Unreadable::NotATarget);
    }
    Ok(())
}
