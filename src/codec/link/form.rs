//! How one figure stands in a link: a number for its form, and the numbers and text that the form calls for.

use crate::core::fact::{Fact, Figure, Qualifier, Reading, Source, Unreadable};
use crate::core::target::Target;

/// A row without a figure.
pub const NONE: u32 = 0;

const SOURCES: [Source; 4] = [Source::Entered, Source::Published, Source::Derived, Source::Illustrative];
const QUALIFIERS: [Qualifier; 6] = [
    Qualifier::Plain,
    Qualifier::MoreThan,
    Qualifier::AtLeast,
    Qualifier::LessThan,
    Qualifier::AtMost,
    Qualifier::About,
];
const REASONS: [Unreadable; 10] = [
    Unreadable::NotANumber,
    Unreadable::Separators,
    Unreadable::Negative,
    Unreadable::TooLarge,
    Unreadable::CountWithDecimals,
    Unreadable::PercentInCount,
    Unreadable::RateOver100,
    Unreadable::TooManyDecimals,
    Unreadable::NotATarget,
    Unreadable::WrongUnit,
];
const TARGETS: u32 = 64;
const UNREADABLE: u32 = 96;

fn index<T: PartialEq>(all: &[T], sought: &T) -> u32 {
    all.iter().position(|one| one == sought).unwrap_or(0) as u32
}

/// The form of a fact, and its one or two numbers.
pub fn of_fact(fact: &Fact) -> (u32, Option<i64>, Option<i64>) {
    let (shape, first, second) = match fact.reading {
        Reading::Figure(Figure { mantissa, decimals, qualifier, assumed }) => {
            let shape = (index(&QUALIFIERS, &qualifier) * 5 + u32::from(decimals)) * 2 + u32::from(assumed);
            (shape, Some(mantissa), None)
        }
        Reading::Target(target) => {
            let (shape, first, second) = match target {
                Target::RateLeft { most } => (0, most, None),
                Target::PointsDown { least, most } if least == most => (1, least, None),
                Target::PointsDown { least, most } => (2, least, Some(most)),
                Target::HouseholdsLeft { most } => (3, most, None),
                Target::HouseholdsDown { least, most } if least == most => (4, least, None),
                Target::HouseholdsDown { least, most } => (5, least, Some(most)),
            };
            (TARGETS + shape, Some(first), second)
        }
        Reading::Unreadable(reason) => (UNREADABLE + index(&REASONS, &reason), None, None),
    };
    // What cannot be read is nothing without its text.
    let has_text = fact.text.is_some() || shape >= UNREADABLE;
    let form = 1 + index(&SOURCES, &fact.source) + 4 * u32::from(has_text) + 8 * shape;
    (form, first, second)
}

/// Whether rows of this form have a text.
pub const fn has_text(form: u32) -> bool {
    form != NONE && (form - 1) & 4 != 0
}

/// The fact of a form; `next` gives its numbers. `None` when there is no such form.
pub fn to_fact(form: u32, text: Option<&str>, mut next: impl FnMut() -> Option<i64>) -> Option<Fact> {
    let form = form.checked_sub(1)?;
    let shape = form / 8;
    let reading = if shape < TARGETS {
        let qualifier = *QUALIFIERS.get((shape / 10) as usize)?;
        let (decimals, assumed) = ((shape / 2 % 5) as u8, shape & 1 == 1);
        Reading::Figure(Figure { mantissa: next()?, decimals, qualifier, assumed })
    } else if shape < UNREADABLE {
        let least = next()?;
        Reading::Target(match shape - TARGETS {
            0 => Target::RateLeft { most: least },
            1 => Target::PointsDown { least, most: least },
            2 => Target::PointsDown { least, most: next()? },
            3 => Target::HouseholdsLeft { most: least },
            4 => Target::HouseholdsDown { least, most: least },
            5 => Target::HouseholdsDown { least, most: next()? },
            _ => return None,
        })
    } else {
        // A reason of a later version: why the text cannot be read is put more simply.
        let reason = REASONS.get((shape - UNREADABLE) as usize).copied().unwrap_or(Unreadable::NotANumber);
        text?;
        Reading::Unreadable(reason)
    };
    let source = *SOURCES.get((form & 3) as usize)?;
    Some(Fact { reading, text: text.map(Into::into), source })
}
