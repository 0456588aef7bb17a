//! Building workbooks for tests.
#![allow(dead_code)]

pub mod groups;
pub mod movements;
pub mod paste;
// Not in the fuzz targets, which share the rest and have no proptest.
#[cfg(test)]
pub mod properties;
pub mod random;
pub mod wild;

use giam_ngheo::core::edit::Edit;
use giam_ngheo::core::fact::{Fact, FactKey, Figure, Qualifier, Reading};
use giam_ngheo::core::field::Field;
use giam_ngheo::core::period::{Date, Period, PeriodId, Span, Standard, Status};
use giam_ngheo::core::quantity::{State, Value};
use giam_ngheo::core::solve::{Solution, solve};
use giam_ngheo::core::target::Target;
use giam_ngheo::core::unit::{Place, Tag, TagId, Unit, UnitId};
use giam_ngheo::core::workbook::Workbook;

/// A workbook under construction, with its two periods.
pub struct Table {
    pub book: Workbook,
    pub span: Span,
}

pub const AREA: Place = Place::Area;

pub fn unit(id: u32) -> Place {
    Place::Unit(UnitId(id))
}

pub fn tag(id: u16) -> Place {
    Place::Tag(TagId(id))
}

/// A figure from text such as "22.31", with a qualifier sign in front: `>` more than, `>=`, `<`, `<=`, `~` about.
pub fn figure(text: &str) -> Figure {
    let (qualifier, number) = match () {
        () if text.starts_with(">=") => (Qualifier::AtLeast, &text[2..]),
        () if text.starts_with("<=") => (Qualifier::AtMost, &text[2..]),
        () if text.starts_with('>') => (Qualifier::MoreThan, &text[1..]),
        () if text.starts_with('<') => (Qualifier::LessThan, &text[1..]),
        () if text.starts_with('~') => (Qualifier::About, &text[1..]),
        () => (Qualifier::Plain, text),
    };
    let decimals = number.split_once('.').map_or(0, |(_, places)| places.len()) as u8;
    let mantissa = number.replace('.', "").parse().expect("a number");
    Figure { mantissa, decimals, qualifier, assumed: false }
}

impl Table {
    /// Units `0..units`, end-2022 and end-2023 under one standard.
    pub fn new(units: u32) -> Self {
        Self::with_years(units, &[2022, 2023])
    }

    pub fn with_years(units: u32, years: &[i16]) -> Self {
        let mut book = Workbook::default();
        for (at, year) in years.iter().enumerate() {
            let period = Period {
                id: PeriodId(at as u16),
                date: Date::year_end(*year),
                status: Status::Official,
                standard: Standard::Y2022,
                note: String::new(),
            };
            Edit::InsertPeriod { at, period }.apply(&mut book);
        }
        for id in 0..units {
            let unit = Unit::new(UnitId(id), format!("unit {id}"));
            Edit::InsertUnit { at: id as usize, unit, facts: Vec::new() }.apply(&mut book);
        }
        let span = book.latest_span().expect("periods");
        Self { book, span }
    }

    pub fn set_fact(&mut self, place: Place, field: Field, fact: Option<Fact>) -> &mut Self {
        let key: FactKey = self.book.key_of(self.span, place, field).expect("a field that can be typed");
        Edit::SetFact { key, fact }.apply(&mut self.book);
        self
    }

    /// Types a figure written as for [`figure`].
    pub fn set(&mut self, place: Place, field: Field, text: &str) -> &mut Self {
        self.set_fact(place, field, Some(Fact::new(Reading::Figure(figure(text)))))
    }

    pub fn clear(&mut self, place: Place, field: Field) -> &mut Self {
        self.set_fact(place, field, None)
    }

    pub fn target(&mut self, place: Place, target: Target) -> &mut Self {
        self.set_fact(place, Field::Target, Some(Fact::new(Reading::Target(target))))
    }

    /// Opening households and poor, closing households and poor.
    pub fn counts(&mut self, place: Place, counts: [i64; 4]) -> &mut Self {
        let fields = [Field::HouseholdsPrev, Field::PoorPrev, Field::HouseholdsNow, Field::PoorNow];
        for (field, count) in fields.into_iter().zip(counts) {
            self.set_fact(place, field, Some(Fact::whole(count)));
        }
        self
    }

    pub fn edit_unit(&mut self, id: u32, change: impl FnOnce(&mut Unit)) -> &mut Self {
        let at = self.book.units().iter().position(|unit| unit.id == UnitId(id)).expect("a unit");
        let mut unit = self.book.units()[at].clone();
        change(&mut unit);
        Edit::ReplaceUnit { at, unit }.apply(&mut self.book);
        self
    }

    pub fn add_tag(&mut self, id: u16, units: &[u32]) -> &mut Self {
        let at = self.book.tags().len();
        Edit::InsertTag { at, tag: Tag { id: TagId(id), name: format!("tag {id}") } }.apply(&mut self.book);
        for unit in units {
            self.edit_unit(*unit, |unit| unit.tags.push(TagId(id)));
        }
        self
    }

    pub fn standards(&mut self, standards: &[Standard]) -> &mut Self {
        for (at, standard) in standards.iter().enumerate() {
            let mut period = self.book.periods()[at].clone();
            period.standard = *standard;
            Edit::ReplacePeriod { at, period }.apply(&mut self.book);
        }
        self
    }

    pub fn solve(&self) -> Solution {
        solve(&self.book, self.span)
    }
}

pub fn typed(value: i64) -> Value {
    Value { state: State::Typed, lo: value, hi: value }
}

pub fn exact(value: i64) -> Value {
    Value { state: State::Exact, lo: value, hi: value }
}

pub fn range(lo: i64, hi: i64) -> Value {
    Value { state: State::Range, lo, hi }
}

pub fn conflict(value: i64) -> Value {
    Value { state: State::Conflict, lo: value, hi: value }
}

/// The built-in sample: eight units of Bắc Kạn, tag 0 = huyện nghèo. See the head of the file for what is published.
pub fn sample() -> Table {
    let text = include_str!("../published/sample_bac_kan_2022_2023.csv");
    let rows: Vec<Vec<&str>> = text.lines().skip(3).map(|line| line.splitn(8, ',').collect()).collect();
    let mut table = Table::new(8);
    let mut poor_districts = Vec::new();
    for (id, row) in rows.iter().take(8).enumerate() {
        let place = unit(id as u32);
        let number = |at: usize| row[at].parse::<i64>().expect("a count");
        table.counts(place, [number(2), number(3), number(4), number(5)]);
        table.target(place, Target::HouseholdsLeft { most: number(6) });
        table.edit_unit(id as u32, |unit| unit.name = row[0].into());
        if row[1] == "huyện nghèo" {
            poor_districts.push(id as u32);
        }
    }
    table.add_tag(0, &poor_districts);
    table
}
