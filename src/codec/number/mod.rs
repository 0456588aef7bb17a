//! Numbers as people write them: `18.305`, `22,25 %`, "hơn 22.300 hộ"; read tolerantly, written exactly.

mod phrase;
mod run;
mod write;

pub use phrase::{Direction, Phrase, Unit};
pub use run::{Convention, Role, Run};
pub use write::{canonical, count, data_value, figure, hundredths, margin, percent, read_canonical, value};

use std::borrow::Cow;

use super::limits::{MAX_TEXT, clean, fits};
use super::plain::trimmed;
use super::target_text;
use crate::core::fact::{Fact, Figure, Qualifier, Reading, Unreadable};
use crate::core::measure::{Kind, Measure};

/// How a language writes numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// `18.305`, `22,25 %`
    #[default]
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

    fn role(self, mark: char) -> Role {
        if mark == self.decimal() { Role::Decimal } else { Role::Thousands }
    }
}

/// Reads what was typed into a cell of this measure. `None` when it states nothing: blank, or a dash alone.
pub fn read(text: &str, measure: Measure, style: Style) -> Option<Reading> {
    Reader::of(&[text], measure, style).reading(text)
}

/// Reads a column, each cell with the others in view; see [`Reader`].
pub fn read_column(texts: &[&str], measure: Measure, style: Style) -> Vec<Option<Reading>> {
    let reader = Reader::of(texts, measure, style);
    texts.iter().map(|text| reader.reading(text)).collect()
}

/// The fact that a typed text states; `None` for a blank one, which clears the cell.
pub fn make_fact(text: &str, measure: Measure, style: Style) -> Option<Fact> {
    Reader::of(&[text], measure, style).fact(text)
}

/// Reads the cells of one column. What they all show about the separators decides the ones that could mean either.
///
/// `18.305` may be eighteen thousand or eighteen and a bit. If other cells show the point as a mark of decimals
/// (`8.43`) or of thousands (`1.018.305`), it is read so here; else a whole number has no decimals and a percentage is
/// never a thousand. A reading that is not how the user's language writes is marked `assumed`.
#[derive(Clone, Copy)]
pub struct Reader {
    measure: Measure,
    style: Style,
    convention: Convention,
    /// In a column of targets: bare whole numbers are rates.
    rates: bool,
}

impl Reader {
    /// A reader that has seen the whole column.
    pub fn of(texts: &[&str], measure: Measure, style: Style) -> Self {
        Self::of_phrases(&mut texts.iter().filter_map(|text| Phrase::parse(text)?.ok()), measure, style)
    }

    /// As [`Reader::of`], for the cells of a column taken apart. Of other columns than targets, cells that
    /// [show nothing](shows_nothing) may be left out.
    pub fn of_phrases(phrases: &mut dyn Iterator<Item = Phrase>, measure: Measure, style: Style) -> Self {
        let mut convention = Convention::default();
        // Of targets; none once one of them is of households.
        let mut targets = (measure.kind() == Kind::Target).then(Vec::new);
        for phrase in phrases {
            phrase.show(&mut convention);
            if phrase.unit == Some(Unit::Households) {
                targets = None;
            }
            if let Some(targets) = &mut targets {
                targets.push(phrase);
            }
        }
        let rates = targets.is_some_and(|targets| target_text::speaks_of_rates(&targets, &convention, style));
        Self { measure, style, convention, rates }
    }

    /// A separator that the column reads otherwise than the user's language writes it, for the user to confirm or flip.
    pub fn doubt(&self) -> Option<(char, Role)> {
        let whole = !matches!(self.measure.kind(), Kind::Rate | Kind::PointChange);
        self.convention.doubt(whole, self.style)
    }

    /// Reads a separator as the user says, where it could mean either.
    pub const fn decide(&mut self, decided: Option<(char, Role)>) {
        self.convention.decide(decided);
    }

    /// What a cell says. `None` when it states nothing: blank, or a dash alone.
    pub fn reading(&self, text: &str) -> Option<Reading> {
        Some(self.read(text)?.0)
    }

    /// The fact that a cell states; `None` for a blank one.
    ///
    /// The text is kept beside a reading that the user has yet to confirm, and where there is no reading; everything
    /// else is written again from the reading, in the language of the moment.
    pub fn fact(&self, text: &str) -> Option<Fact> {
        self.bare(text).or_else(|| Some(self.fact_of(Phrase::parse(text)?, &|| Cow::Borrowed(text))))
    }

    /// The fact that a cell states in digits alone, in a column of counts: what [`fact`](Self::fact) gives, at once.
    pub fn bare(&self, text: &str) -> Option<Fact> {
        let count = bare_count(text).filter(|_| self.measure.kind() == Kind::Count)?;
        Some(Fact::new(Reading::Figure(Figure::whole(count))))
    }

    /// The fact that a cell states that was taken apart. Its text is only asked for when it is to be kept.
    pub fn fact_of<'a>(&self, phrase: Result<Phrase, Unreadable>, text: &dyn Fn() -> Cow<'a, str>) -> Fact {
        let (reading, keep) = self.read_phrase(phrase);
        // Within what files and links hold, so that nothing is cut later in silence.
        let kept = |text: &str| clean(text, MAX_TEXT).map_or_else(|| text.into(), String::into_boxed_str);
        Fact { text: keep.then(|| kept(text().trim())), ..Fact::new(reading) }
    }

    /// The plain number in a cell as mantissa and decimals, whatever the measure can hold.
    pub fn number(&self, text: &str) -> Option<(i64, u8)> {
        if let Some(count) = bare_count(text) {
            return Some((count, 0));
        }
        let phrase = Phrase::parse(text)?.ok().filter(|p| p.second.is_none() && p.qualifier == Qualifier::Plain)?;
        let whole = matches!(self.measure.kind(), Kind::Count | Kind::CountChange);
        let (number, _) = self.convention.read(&phrase.first, whole, self.style).ok()?;
        let negative = phrase.sign < 0 || phrase.direction == Some(Direction::Up);
        Some((if negative { -number.mantissa } else { number.mantissa }, number.decimals))
    }

    /// The reading, and whether the text is to be kept beside it.
    fn read(&self, text: &str) -> Option<(Reading, bool)> {
        if let Some(count) = bare_count(text).filter(|_| self.measure.kind() == Kind::Count) {
            return Some((Reading::Figure(Figure::whole(count)), false));
        }
        Some(self.read_phrase(Phrase::parse(text)?))
    }

    fn read_phrase(&self, phrase: Result<Phrase, Unreadable>) -> (Reading, bool) {
        let read = phrase.and_then(|phrase| {
            if self.measure.kind() == Kind::Target {
                let read = target_text::of_phrase(&phrase, &self.convention, self.rates, self.style)?;
                Ok((Reading::Target(read.target), read.keep))
            } else {
                let figure = of_phrase(&phrase, &self.convention, self.measure, self.style)?;
                Ok((Reading::Figure(figure), figure.assumed))
            }
        });
        read.unwrap_or_else(|reason| (Reading::Unreadable(reason), true))
    }
}

/// Whether a cell says nothing of how its column writes numbers: bare digits, as most cells of most columns are.
pub fn shows_nothing(text: &str) -> bool {
    bare_count(text).is_some()
}

/// A count written in digits alone, as most cells of most tables are: the same reading, without the way through words
/// and marks.
fn bare_count(text: &str) -> Option<i64> {
    let text = trimmed(text);
    if text.is_empty() || text.len() > 9 || text.starts_with('0') {
        return None;
    }
    // Nine digits are below 2³².
    let count = text.bytes().try_fold(0_u32, |count, byte| {
        byte.is_ascii_digit().then(|| count.wrapping_mul(10).wrapping_add(u32::from(byte & 15)))
    });
    count.map(i64::from)
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
    let unit_fits = match phrase.unit {
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
    if !unit_fits || !directed {
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
    fits(measure, &Reading::Figure(figure))?;
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
