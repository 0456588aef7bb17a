//! The times a text names: years, ends of years, parts of them, spans of years.

use super::lexicon::{Lexicon, Sense, Tongue};
use super::token::{Shape, Token, year};
use crate::core::period::Date;

/// A time as named; [`When::year`] is absent in "cùng kỳ năm trước", "hiện nay".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    pub year: Option<i16>,
    pub moment: Moment,
}

/// Which part of a year is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The year as such: for what stands, its end; for a change, from end to end.
    Year,
    End,
    Start,
    /// The first months of it, as many as said, or a quarter's.
    Months(u8),
    Month(u8),
    Day(u8, u8),
    /// From the year to this one.
    Until(i16),
    /// "hiện nay"
    Now,
    /// "cùng kỳ năm trước", "năm trước"
    Before,
}

impl When {
    const fn of(year: i16, moment: Moment) -> Self {
        When { year: Some(year), moment }
    }

    const fn dated(date: Date) -> Self {
        When::of(date.year, Moment::Day(date.month, date.day))
    }

    /// The day it ends, when the text says so.
    pub fn date(self) -> Option<Date> {
        let year = self.year?;
        let last_of = |month: u8| (28..=31).rev().map(|day| Date { year, month, day }).find(|date| date.is_valid());
        match self.moment {
            Moment::Year | Moment::End => Some(Date::year_end(year)),
            // The figures of a year's start are those of the end of the year before.
            Moment::Start => Some(Date::year_end(year.checked_sub(1)?)),
            Moment::Months(month) | Moment::Month(month) => last_of(month),
            Moment::Day(month, day) => Some(Date { year, month, day }).filter(|date| date.is_valid()),
            Moment::Until(last) => Some(Date::year_end(last)),
            Moment::Now | Moment::Before => None,
        }
    }
}

/// What a time at the start of some tokens is.
pub(super) enum Found {
    When(When),
    /// Digits of a time that says no year: no figure, and no period either.
    Nothing,
}

/// A time at the start of the tokens, and how many of them it takes.
pub(super) fn find(tokens: &[Token], lexicon: &Lexicon, tongue: Tongue) -> Option<(usize, Found)> {
    let head = tokens.first()?;
    match head.shape {
        Shape::Date(date) => return Some((1, Found::When(When::dated(date)))),
        Shape::Month(month, year) => return Some((1, Found::When(When::of(year, Moment::Month(month))))),
        Shape::Number { .. } => return number_first(tokens, lexicon, tongue),
        _ => {}
    }
    let (length, sense) = lexicon.find(tokens, tongue)?;
    let rest = tokens.get(length..)?;
    let (more, found) = match sense {
        Sense::Year => year_then(rest, Moment::Year)?,
        Sense::End => year_then(rest, Moment::End).or_else(|| undated(tokens, length, Moment::End))?,
        Sense::Start => year_then(rest, Moment::Start).or_else(|| undated(tokens, length, Moment::Start))?,
        Sense::Range => span(rest)?,
        Sense::Months => month(rest, lexicon, tongue)?,
        Sense::Quarter => quarter(rest, lexicon, tongue)?,
        Sense::Now => (0, Found::When(When { year: None, moment: Moment::Now })),
        Sense::Before => (0, Found::When(When { year: None, moment: Moment::Before })),
        Sense::Day => day(rest)?,
        _ => return None,
    };
    Some((length + more, found))
}

fn year_at(tokens: &[Token], at: usize) -> Option<i16> {
    let token = tokens.get(at)?;
    if matches!(token.shape, Shape::Number { .. }) { year(&token.word) } else { None }
}

fn small_number(tokens: &[Token], at: usize, most: u8) -> Option<u8> {
    let token = tokens.get(at).filter(|token| matches!(token.shape, Shape::Number { .. }))?;
    token.word.parse().ok().filter(|n| (1..=most).contains(n))
}

fn is_mark(tokens: &[Token], at: usize, mark: char) -> bool {
    tokens.get(at).is_some_and(|token| token.shape == Shape::Mark(mark))
}

fn year_then(rest: &[Token], moment: Moment) -> Option<(usize, Found)> {
    if let Some((length, Found::When(when))) = span(rest) {
        return Some((length, Found::When(when)));
    }
    // "cuối tháng 11/2023", "đầu năm 2016"
    match rest.first()?.shape {
        Shape::Month(month, year) => Some((1, Found::When(When::of(year, Moment::Month(month))))),
        Shape::Date(date) => Some((1, Found::When(When::dated(date)))),
        _ => Some((1, Found::When(When::of(year_at(rest, 0)?, moment)))),
    }
}

/// "cuối năm" of the year that the text is about.
fn undated(tokens: &[Token], length: usize, moment: Moment) -> Option<(usize, Found)> {
    let last = tokens.get(length.checked_sub(1)?)?;
    let says = last.word == "năm" || last.word == "nam";
    says.then_some((0, Found::When(When { year: None, moment })))
}

/// `2021 - 2025`
fn span(rest: &[Token]) -> Option<(usize, Found)> {
    let first = year_at(rest, 0)?;
    let joined = is_mark(rest, 1, '-') || rest.get(1).is_some_and(|token| token.word == "đến" || token.word == "to");
    let last = year_at(rest, 2).filter(|_| joined)?;
    Some((3, Found::When(When::of(first, Moment::Until(last)))))
}

/// The year behind a month or a quarter: `/2024`, "năm 2024".
fn year_behind(rest: &[Token], lexicon: &Lexicon, tongue: Tongue) -> Option<(usize, i16)> {
    if is_mark(rest, 0, '/') {
        return Some((2, year_at(rest, 1)?));
    }
    let (length, sense) = lexicon.find(rest, tongue)?;
    if sense == Sense::Year { Some((length + 1, year_at(rest, length)?)) } else { None }
}

fn month(rest: &[Token], lexicon: &Lexicon, tongue: Tongue) -> Option<(usize, Found)> {
    if let Shape::Month(month, year) = rest.first()?.shape {
        return Some((1, Found::When(When::of(year, Moment::Month(month)))));
    }
    let month = small_number(rest, 0, 12)?;
    let behind = rest.get(1..).and_then(|rest| year_behind(rest, lexicon, tongue));
    Some(match behind {
        Some((length, year)) => (1 + length, Found::When(When::of(year, Moment::Month(month)))),
        None => (1, Found::Nothing),
    })
}

fn quarter(rest: &[Token], lexicon: &Lexicon, tongue: Tongue) -> Option<(usize, Found)> {
    let roman =
        ["i", "ii", "iii", "iv"].iter().position(|roman| rest.first().is_some_and(|token| token.word == *roman));
    let quarter = match roman {
        Some(at) => at as u8 + 1,
        None => small_number(rest, 0, 4)?,
    };
    let behind = rest.get(1..).and_then(|rest| year_behind(rest, lexicon, tongue));
    Some(match behind {
        Some((length, year)) => (1 + length, Found::When(When::of(year, Moment::Months(3 * quarter)))),
        None => (1, Found::Nothing),
    })
}

/// Day and month without a year: `23/8`, `15`.
fn day(rest: &[Token]) -> Option<(usize, Found)> {
    match rest.first()?.shape {
        Shape::Date(date) => return Some((1, Found::When(When::dated(date)))),
        Shape::Number { .. } => {}
        _ => return None,
    }
    small_number(rest, 0, 31)?;
    let dated = is_mark(rest, 1, '/') || is_mark(rest, 1, '-');
    Some((if dated && small_number(rest, 2, 12).is_some() { 3 } else { 1 }, Found::Nothing))
}

/// "6 tháng đầu năm 2016", `2021-2025`.
fn number_first(tokens: &[Token], lexicon: &Lexicon, tongue: Tongue) -> Option<(usize, Found)> {
    if let Some(found) = span(tokens) {
        return Some(found);
    }
    let months = small_number(tokens, 0, 12)?;
    let rest = tokens.get(1..)?;
    let (length, sense) = lexicon.find(rest, tongue)?;
    if sense != Sense::Months {
        return None;
    }
    let mut used = 1 + length;
    let rest = tokens.get(used..).unwrap_or_default();
    if let Some((length, Sense::Start | Sense::End | Sense::Year)) = lexicon.find(rest, tongue) {
        used += length;
        if let Some(year) = year_at(rest, length) {
            return Some((used + 1, Found::When(When::of(year, Moment::Months(months)))));
        }
    }
    Some((used, Found::Nothing))
}
