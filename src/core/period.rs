//! Points in time the figures describe, and the poverty standard they were counted under.

use std::ops::RangeInclusive;

/// Identity of a period within a workbook, never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PeriodId(pub u16);

/// A calendar day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    pub year: i16,
    /// 1–12
    pub month: u8,
    /// 1–31
    pub day: u8,
}

impl Date {
    /// 31 December, the usual date of a review.
    pub const fn year_end(year: i16) -> Self {
        Self { year, month: 12, day: 31 }
    }

    pub const fn is_year_end(self) -> bool {
        self.month == 12 && self.day == 31
    }

    /// Whether the day exists in the calendar.
    pub const fn is_valid(self) -> bool {
        let leap = self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0);
        let days = match self.month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return false,
        };
        self.day >= 1 && self.day <= days && self.year >= 1900 && self.year <= 2200
    }
}

/// How far along the figures are: planned, preliminary (sơ bộ), official (chính thức) or revised (điều chỉnh).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    Plan,
    Preliminary,
    Official,
    Revised,
}

/// A poverty standard in force for some years. Rates under different standards are never compared.
///
/// Source: Nghị định 07/2021/NĐ-CP (2022–2025, still in force for 2026) and 351/2025/NĐ-CP (2027–2030).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standard {
    Y2011,
    Y2016,
    Y2022,
    Y2027,
}

impl Standard {
    pub const ALL: [Standard; 4] = [Standard::Y2011, Standard::Y2016, Standard::Y2022, Standard::Y2027];

    /// Name of the standard by the years it is known by; the same in every language.
    pub const fn years(self) -> &'static str {
        match self {
            Standard::Y2011 => "2011–2015",
            Standard::Y2016 => "2016–2020",
            Standard::Y2022 => "2022–2025",
            Standard::Y2027 => "2027–2030",
        }
    }

    /// The standard a review at this year's end uses unless the user says otherwise: 2021 was first counted under the
    /// standard of 2016, 2026 is still counted under that of 2022.
    pub const fn usual_for(year: i16) -> Self {
        match year {
            ..=2015 => Standard::Y2011,
            2016..=2021 => Standard::Y2016,
            2022..=2026 => Standard::Y2022,
            _ => Standard::Y2027,
        }
    }
}

/// One point in time with its figures' status and standard, and the paper they come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    pub id: PeriodId,
    pub date: Date,
    pub status: Status,
    pub standard: Standard,
    /// Decision number, author or other note on the source; free text, may be empty.
    pub note: String,
}

/// The two periods a table sets side by side: opening and closing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Absent when the workbook has only one period.
    pub prev: Option<PeriodId>,
    pub now: PeriodId,
}

/// The positions around one that hang together with it, at most `reach` in either direction; `ties` tells of a position
/// whether it hangs together with the one before.
pub(crate) fn tied_around(at: usize, reach: usize, ties: impl Fn(usize) -> bool) -> RangeInclusive<usize> {
    let mut first = at;
    while at - first < reach && ties(first) {
        first -= 1;
    }
    let mut last = at;
    while last - at < reach && ties(last + 1) {
        last += 1;
    }
    first..=last
}
