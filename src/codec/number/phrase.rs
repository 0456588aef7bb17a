//! The words and signs around the digits: "hơn 22.300 hộ", "giảm 4–5 %/năm", "≤ 22,31 %".

use super::run::{self, Run};
use crate::codec::plain::{after, plain};
use crate::core::fact::{Qualifier, Unreadable};

/// What a figure says it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Households,
    Persons,
    Points,
}

/// Where the words say a figure points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// "giảm", "down"
    Down,
    /// "tăng", "up"
    Up,
    /// "còn", "left"
    Left,
}

/// A typed cell taken apart; what its marks mean is not told yet.
#[derive(Clone, Copy, Debug)]
pub struct Phrase {
    pub qualifier: Qualifier,
    pub direction: Option<Direction>,
    /// −1 for a minus before the digits, 1 for a plus, 0 for neither.
    pub sign: i8,
    pub first: Run,
    /// The other end of a range.
    pub second: Option<Run>,
    pub percents: u8,
    pub unit: Option<Unit>,
}

#[derive(Clone, Copy)]
enum Means {
    Bound(Qualifier),
    Towards(Direction),
    Counts(Unit),
    Percent,
    Nothing,
}

use Direction::{Down, Left, Up};
use Means::{Bound, Counts, Nothing, Percent, Towards};
use Qualifier::{About, AtLeast, AtMost, LessThan, MoreThan};

/// Before the digits, in plain shape. A longer phrase stands before a shorter one that it starts with.
const LEADS: &[(&str, Means)] = &[
    ("it nhat", Bound(AtLeast)),
    ("toi thieu", Bound(AtLeast)),
    ("khong duoi", Bound(AtLeast)),
    ("at least", Bound(AtLeast)),
    (">=", Bound(AtLeast)),
    ("≥", Bound(AtLeast)),
    ("nhieu nhat", Bound(AtMost)),
    ("toi da", Bound(AtMost)),
    ("khong qua", Bound(AtMost)),
    ("at most", Bound(AtMost)),
    ("up to", Bound(AtMost)),
    ("<=", Bound(AtMost)),
    ("≤", Bound(AtMost)),
    ("tren duoi", Bound(About)),
    ("khoang", Bound(About)),
    ("xap xi", Bound(About)),
    ("about", Bound(About)),
    ("around", Bound(About)),
    ("~", Bound(About)),
    ("≈", Bound(About)),
    ("hon", Bound(MoreThan)),
    ("tren", Bound(MoreThan)),
    ("more than", Bound(MoreThan)),
    ("over", Bound(MoreThan)),
    (">", Bound(MoreThan)),
    ("gan", Bound(LessThan)),
    ("duoi", Bound(LessThan)),
    ("nearly", Bound(LessThan)),
    ("less than", Bound(LessThan)),
    ("under", Bound(LessThan)),
    ("<", Bound(LessThan)),
    ("xuong", Towards(Left)),
    ("con", Towards(Left)),
    ("down to", Towards(Left)),
    ("giam", Towards(Down)),
    ("bot", Towards(Down)),
    ("down by", Towards(Down)),
    ("down", Towards(Down)),
    ("tang", Towards(Up)),
    ("up by", Towards(Up)),
    ("up", Towards(Up)),
    ("tu", Nothing),
];

/// Between the ends of a range.
const BETWEEN: &[&str] = &["-", "..", "den", "to"];

/// After the digits.
const TRAILS: &[(&str, Means)] = &[
    ("%", Percent),
    ("phan tram", Percent),
    ("percentage points", Counts(Unit::Points)),
    ("percentage point", Counts(Unit::Points)),
    ("percent", Percent),
    ("diem phan tram", Counts(Unit::Points)),
    ("diem", Counts(Unit::Points)),
    ("points", Counts(Unit::Points)),
    ("point", Counts(Unit::Points)),
    ("pt", Counts(Unit::Points)),
    ("ho can ngheo", Counts(Unit::Households)),
    ("ho ngheo", Counts(Unit::Households)),
    ("ho", Counts(Unit::Households)),
    ("households", Counts(Unit::Households)),
    ("household", Counts(Unit::Households)),
    ("nhan khau", Counts(Unit::Persons)),
    ("khau", Counts(Unit::Persons)),
    ("nguoi", Counts(Unit::Persons)),
    ("persons", Counts(Unit::Persons)),
    ("people", Counts(Unit::Persons)),
    ("tro len", Bound(AtLeast)),
    ("tro xuong", Bound(AtMost)),
    ("left", Towards(Left)),
    ("/ nam", Nothing),
    ("/nam", Nothing),
    ("moi nam", Nothing),
    ("/year", Nothing),
    ("a year", Nothing),
];

impl Phrase {
    const EMPTY: Phrase = Phrase {
        qualifier: Qualifier::Plain,
        direction: None,
        sign: 0,
        first: Run::NONE,
        second: None,
        percents: 0,
        unit: None,
    };

    /// Takes a text apart. `None` for a text that states nothing: blank, or a dash alone.
    pub fn parse(text: &str) -> Option<Result<Phrase, Unreadable>> {
        // Nearly every cell of a table: a number and nothing else.
        if let Some((run, "")) = run::take(text) {
            return Some(Ok(Phrase { first: Run::of(run), ..Phrase::EMPTY }));
        }
        let text = plain(text);
        if text.is_empty() || text == "-" {
            return None;
        }
        Some(Self::of_plain(&text).ok_or(Unreadable::NotANumber))
    }

    /// The same words around another number; `None` where the text is more than one.
    pub fn around(&self, number: &str) -> Option<Phrase> {
        let (run, rest) = run::take(number)?;
        rest.is_empty().then(|| Phrase { first: Run::of(run), ..*self })
    }

    /// Lets a column learn from the numbers of this cell.
    pub fn show(&self, convention: &mut run::Convention) {
        convention.see(&self.first);
        if let Some(second) = &self.second {
            convention.see(second);
        }
    }

    fn of_plain(text: &str) -> Option<Phrase> {
        let mut phrase = Phrase::EMPTY;
        let mut rest = text;
        let (first, mut rest) = loop {
            rest = rest.trim_start();
            if let Some(split) = run::take(rest) {
                break split;
            }
            if let Some(tail) = rest.strip_prefix(['-', '+']) {
                if phrase.sign != 0 {
                    return None;
                }
                phrase.sign = if rest.starts_with('-') { -1 } else { 1 };
                rest = tail;
            } else {
                rest = phrase.take(LEADS, rest)?;
            }
        };
        phrase.first = Run::of(first);
        while !rest.is_empty() {
            if rest.starts_with(' ') {
                rest = rest.trim_start();
                continue;
            }
            if phrase.second.is_none()
                && let Some((second, tail)) = range_end(rest)
            {
                phrase.second = Some(Run::of(second));
                rest = tail;
                continue;
            }
            rest = phrase.take(TRAILS, rest)?;
        }
        Some(phrase)
    }

    /// Takes one word or sign of the table off the text. `None` when there is none, or when it contradicts another.
    fn take<'a>(&mut self, table: &[(&str, Means)], text: &'a str) -> Option<&'a str> {
        // Most words of the table begin with another letter.
        let letter = text.as_bytes().first();
        let mut fitting = table.iter().filter(|(lead, _)| lead.as_bytes().first() == letter);
        let (means, rest) = fitting.find_map(|(lead, means)| Some((*means, after(text, lead)?)))?;
        match means {
            Bound(qualifier) if self.qualifier == Qualifier::Plain => self.qualifier = qualifier,
            // "giảm còn": what it comes down to.
            Towards(direction) if matches!((self.direction, direction), (None, _) | (Some(Down | Left), Left)) => {
                self.direction = Some(direction)
            }
            Counts(unit) if self.unit.is_none_or(|had| had == unit) => self.unit = Some(unit),
            Percent => self.percents = self.percents.saturating_add(1),
            Nothing => {}
            _ => return None,
        }
        Some(rest)
    }
}

fn range_end(text: &str) -> Option<(&str, &str)> {
    let rest = BETWEEN.iter().find_map(|between| after(text, between))?;
    run::take(rest.trim_start())
}
