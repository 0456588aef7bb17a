//! Numbers as people write them: `18.305`, `22,25 %`, "hơn 22.300 hộ"; read tolerantly, written exactly.

mod phrase;
mod run;
mod write;

pub use phrase::{Direction, Phrase, Unit};
pub use run::{Convention, Decimal};
pub use write::{canonical, count, data_value, figure, hundredths, margin, percent, read_canonical, value};

use super::target_text;
use crate::core::fact::{Fact, Figure, Qualifier, Reading, Unreadable};
use crate::core::measure::{Kind, Measure};
use crate::core::quantity::MAX_COUNT;

/// How a language writes numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `18.305`, `22,25 %`
    Vi,
    /// `18,305`, `22.25%`
    En,
}

impl Style {
    /// Mark between thousands.
    pub const fn thousands(self) -> char {
        match self {
            Style::Vi => '.',
            Style::En => ',',
        }
    }

    /// Mark before decimals.
    pub const fn decimal(self) -> char {
        match self {
            Style::Vi => ',',
            Style::En => '.',
        }
    }

    fn role(self, mark: char) -> run::Role {
        if mark == self.decimal() { run::Role::Decimal } else { run::Role::Thousands }
    }
}

/// Reads what was typed into a cell of this measure. `None` when it states nothing: blank, or a dash alone.
pub fn read(text: &str, measure: Measure, style: Style) -> Option<Reading> {
    read_column(&[text], measure, style).pop().flatten()
}

/// Reads a column: what its cells show about the separators decides the ones that could mean either.
///
/// `18.305` may be eighteen thousand or eighteen and a bit. If other cells show the point as a mark of decimals
/// (`8.43`) or of thousands (`1.018.305`), it is read so here; else a whole number has no decimals and a percentage is
/// never a thousand. A reading that is not how the user's language writes is marked `assumed`.
pub fn read_column(texts: &[&str], measure: Measure, style: Style) -> Vec<Option<Reading>> {
    if measure.kind() == Kind::Target {
        let targets = target_text::read_column(texts, style).into_iter();
        return targets
            .map(|target| Some(target?.map_or_else(Reading::Unreadable, |read| Reading::Target(read.target))))
            .collect();
    }
    let phrases: Vec<_> = texts.iter().map(|text| Phrase::parse(text)).collect();
    let mut convention = Convention::default();
    for phrase in phrases.iter().flatten().flatten() {
        convention.see(&phrase.first);
    }
    let read =
        |phrase: Result<Phrase, Unreadable>| match phrase.and_then(|p| of_phrase(&p, &convention, measure, style)) {
            Ok(figure) => Reading::Figure(figure),
            Err(reason) => Reading::Unreadable(reason),
        };
    phrases.into_iter().map(|phrase| phrase.map(read)).collect()
}

fn of_phrase(phrase: &Phrase, convention: &Convention, measure: Measure, style: Style) -> Result<Figure, Unreadable> {
    let kind = measure.kind();
    let whole = matches!(kind, Kind::Count | Kind::CountChange);
    let change = matches!(kind, Kind::CountChange | Kind::PointChange);
    if phrase.second.is_some() || phrase.percents > 2 {
        return Err(Unreadable::NotANumber);
    }
    if whole && phrase.percents > 0 {
        return Err(Unreadable::PercentInCount);
    }
    let fits = match phrase.unit {
        None => true,
        Some(Unit::Points) => kind == Kind::PointChange,
        Some(Unit::Persons) => matches!(measure, Measure::Persons | Measure::PoorPersons),
        Some(Unit::Households) => whole && !matches!(measure, Measure::Persons | Measure::PoorPersons),
    };
    let directed = match phrase.direction {
        None => true,
        // "giảm −5" says two things at once.
        Some(Direction::Down | Direction::Up) => change && phrase.sign == 0,
        Some(Direction::Left) => false,
    };
    if !fits || !directed {
        return Err(Unreadable::WrongUnit);
    }
    let (number, assumed) = convention.read(&phrase.first, whole, style)?;
    // Falls are positive in this program's changes, so a rise in words is a negative one.
    let negative = phrase.sign < 0 || phrase.direction == Some(Direction::Up);
    let figure = Figure {
        mantissa: if negative { -number.mantissa } else { number.mantissa },
        decimals: number.decimals,
        qualifier: if phrase.direction == Some(Direction::Up) { mirrored(phrase.qualifier) } else { phrase.qualifier },
        assumed: assumed || phrase.percents > 1,
    };
    check(figure, kind)?;
    Ok(figure)
}

/// "tăng hơn 5" bounds the rise from below, so the fall from above.
const fn mirrored(qualifier: Qualifier) -> Qualifier {
    match qualifier {
        Qualifier::MoreThan => Qualifier::LessThan,
        Qualifier::LessThan => Qualifier::MoreThan,
        Qualifier::AtLeast => Qualifier::AtMost,
        Qualifier::AtMost => Qualifier::AtLeast,
        other => other,
    }
}

/// Whether a cell of this kind can hold the figure.
pub const fn check(figure: Figure, kind: Kind) -> Result<(), Unreadable> {
    let hundred = match figure.decimals {
        0 => 100,
        1 => 1_000,
        2 => 10_000,
        3 => 100_000,
        4 => 1_000_000,
        _ => return Err(Unreadable::TooManyDecimals),
    };
    match kind {
        Kind::Count | Kind::CountChange if figure.decimals > 0 => Err(Unreadable::CountWithDecimals),
        Kind::Count | Kind::Rate if figure.mantissa < 0 => Err(Unreadable::Negative),
        Kind::Count | Kind::CountChange if figure.mantissa.unsigned_abs() > MAX_COUNT as u64 => {
            Err(Unreadable::TooLarge)
        }
        Kind::Rate | Kind::PointChange if figure.mantissa.unsigned_abs() > hundred => Err(Unreadable::RateOver100),
        Kind::Target => Err(Unreadable::NotATarget),
        _ => Ok(()),
    }
}

/// The fact that a typed text states; `None` for a blank one, which clears the cell.
///
/// The text is kept beside a reading that the user has yet to confirm, and where there is no reading; everything else
/// is written again from the reading, in the language of the moment.
pub fn make_fact(text: &str, measure: Measure, style: Style) -> Option<Fact> {
    if measure.kind() == Kind::Target {
        return Some(target_fact(text, target_text::read(text, style)?));
    }
    Some(figure_fact(text, read(text, measure, style)?))
}

/// The facts of a column, each as [`make_fact`] makes it but read with the others in view.
pub fn make_facts(texts: &[&str], measure: Measure, style: Style) -> Vec<Option<Fact>> {
    if measure.kind() == Kind::Target {
        let read = target_text::read_column(texts, style).into_iter();
        return read.zip(texts).map(|(read, text)| Some(target_fact(text, read?))).collect();
    }
    let read = read_column(texts, measure, style).into_iter();
    read.zip(texts).map(|(reading, text)| Some(figure_fact(text, reading?))).collect()
}

fn figure_fact(text: &str, reading: Reading) -> Fact {
    let keep = !matches!(reading, Reading::Figure(Figure { assumed: false, .. }));
    Fact { text: keep.then(|| text.trim().into()), ..Fact::new(reading) }
}

fn target_fact(text: &str, read: Result<target_text::Read, Unreadable>) -> Fact {
    match read {
        Ok(target_text::Read { target, keep }) => {
            Fact { text: keep.then(|| text.trim().into()), ..Fact::new(Reading::Target(target)) }
        }
        Err(reason) => Fact { text: Some(text.trim().into()), ..Fact::new(Reading::Unreadable(reason)) },
    }
}

/// The fact once the user has said that it was read rightly.
pub fn confirmed(fact: &Fact) -> Fact {
    let reading = match fact.reading {
        Reading::Figure(figure) => Reading::Figure(Figure { assumed: false, ..figure }),
        other => other,
    };
    let text = if matches!(reading, Reading::Unreadable(_)) { fact.text.clone() } else { None };
    Fact { reading, text, source: fact.source }
}

/// What the cell shows: the text as typed where it is kept, else the reading in the style of the moment.
pub fn fact_text(fact: &Fact, style: Style) -> String {
    match (&fact.text, fact.reading) {
        (Some(text), _) => text.as_ref().to_owned(),
        (None, Reading::Figure(read)) => figure(read, style),
        (None, Reading::Target(target)) => target_text::write(target, style),
        (None, Reading::Unreadable(_)) => String::new(),
    }
}
