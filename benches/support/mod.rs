//! What the tables of the benches begin with.

use giam_ngheo::core::edit::Edit;
use giam_ngheo::core::period::{Date, Period, PeriodId, Standard, Status};
use giam_ngheo::core::workbook::Workbook;

/// A workbook of two year ends without units.
pub fn two_years() -> Workbook {
    let mut book = Workbook::default();
    for (at, year) in [2022, 2023].into_iter().enumerate() {
        let period = Period {
            id: PeriodId(at as u16),
            date: Date::year_end(year),
            status: Status::Official,
            standard: Standard::Y2022,
            note: String::new(),
        };
        Edit::InsertPeriod { at, period }.apply(&mut book);
    }
    book
}

/// Numbers from 0 to below the one given, the same ones in every run.
pub fn numbers() -> impl FnMut(i64) -> i64 {
    let mut seed = 12_345_u64;
    move |below| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((seed >> 33) as i64) % below
    }
}
