//! Time to write and read files and links: `cargo bench --no-default-features --features xlsx --bench files [-- WORD]`.
//!
//! Prints n, minimum, median, p95 and maximum in milliseconds, for real commune names with seven counts each.

use std::hint::black_box;
use std::time::Instant;

use giam_ngheo::codec::check_code::check_code;
use giam_ngheo::codec::csv::results_csv;
use giam_ngheo::codec::desk::{Request, TableRequest, answer, read_answer, write_request};
use giam_ngheo::codec::file::{read_file, write_file};
use giam_ngheo::codec::grid::GridError;
use giam_ngheo::codec::link::{read_link, write_link};
use giam_ngheo::codec::number::Style;
use giam_ngheo::codec::paste::{self, Mode, PastedTable};
use giam_ngheo::codec::record::{load_record, save_record};
use giam_ngheo::core::edit::Edit;
use giam_ngheo::core::fact::{FactKey, Reading};
use giam_ngheo::core::measure::Measure;
use giam_ngheo::core::period::{Date, Period, PeriodId, Span, Standard, Status};
use giam_ngheo::core::solve::solve;
use giam_ngheo::core::target::Target;
use giam_ngheo::core::unit::Place;
use giam_ngheo::core::workbook::Workbook;

#[path = "../tests/support/mod.rs"]
mod support;

#[cfg(feature = "xlsx")]
#[path = "../tests/support/xlsx.rs"]
mod book;

/// Whether a line is wanted: all, or those with the word given as argument.
fn is_wanted(name: &str) -> bool {
    std::env::args().skip(1).find(|word| !word.starts_with('-')).is_none_or(|word| name.contains(&word))
}

fn measure(name: &str, units: usize, mut work: impl FnMut()) {
    if !is_wanted(name) {
        return;
    }
    let asked = std::env::var("RUNS").ok().and_then(|runs| runs.parse().ok());
    let runs = asked.unwrap_or(if cfg!(debug_assertions) { 3 } else { 60 });
    let mut times: Vec<f64> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    let (least, median, p95, most) = (at(0.0), at(0.5), at(0.95), at(1.0));
    println!(
        "{name:24} {units:6} units  n={runs}  min {least:7.2}  median {median:7.2}  p95 {p95:7.2}  max {most:7.2} ms"
    );
}

const COUNTS: [Measure; 3] = [Measure::Households, Measure::PoorHouseholds, Measure::NearPoorHouseholds];

fn main() {
    for units in [8, 200, 600] {
        let workbook = support::review(units, true);
        let link = write_link(&workbook).expect("a link");
        println!("link of {units} units: {} characters", link.len());
        measure("link written", units, || {
            black_box(write_link(black_box(&workbook))).expect("a link");
        });
        measure("link read", units, || {
            black_box(read_link(black_box(&link))).expect("a document");
        });
        measure("link written and read", units, || {
            let link = write_link(black_box(&workbook)).expect("a link");
            black_box(read_link(black_box(&link))).expect("a document");
        });
    }
    for units in [200, 3_321, 10_600] {
        let workbook = support::review(units, true);
        let file = write_file(&workbook);
        println!("file of {units} units: {} bytes", file.len());
        measure("file written", units, || {
            black_box(write_file(black_box(&workbook)));
        });
        measure("file read", units, || {
            black_box(read_file(black_box(&file))).expect("a document");
        });
        let record = save_record(1, 0, &workbook);
        measure("saved copy written", units, || {
            black_box(save_record(1, 0, black_box(&workbook)));
        });
        measure("saved copy read", units, || {
            black_box(load_record(black_box(&record))).expect("a document");
        });
        measure("check code", units, || {
            black_box(check_code(black_box(&workbook)));
        });
    }
    csv();
    #[cfg(feature = "xlsx")]
    workbooks();
}

/// A table as people keep it: names and their seven counts.
fn counts_csv(workbook: &Workbook) -> String {
    let mut out = String::from(
        "Xã,Tổng số hộ 2022,Hộ nghèo 2022,Hộ cận nghèo 2022,Tổng số hộ 2023,Hộ nghèo 2023,Hộ cận nghèo 2023,\
         Chỉ tiêu số hộ nghèo còn lại\r\n",
    );
    for unit in workbook.units() {
        out.push_str(&unit.name);
        for (period, measure) in [0, 1].into_iter().flat_map(|period| COUNTS.map(|measure| (period, measure))) {
            let fact = workbook.fact(FactKey::of_all(Place::Unit(unit.id), PeriodId(period), measure));
            if let Some(Reading::Figure(figure)) = fact.map(|fact| fact.reading) {
                out.push_str(&format!(",{}", figure.mantissa));
            }
        }
        let target = FactKey::of_all(Place::Unit(unit.id), PeriodId(1), Measure::Target);
        if let Some(Reading::Target(Target::HouseholdsLeft { most })) = workbook.fact(target).map(|fact| fact.reading) {
            out.push_str(&format!(",{most}"));
        }
        out.push_str("\r\n");
    }
    out
}

/// The results as CSV, and a table of CSV understood, as its preview needs it.
fn csv() {
    for units in [200, 10_600] {
        let workbook = support::review(units, true);
        let solution = solve(&workbook, workbook.latest_span().expect("two periods"));
        let (text, results) = (counts_csv(&workbook), results_csv(&workbook, &solution));
        println!("CSV of {units} units: {} bytes; with all results {}", text.len(), results.len());
        measure("CSV written", units, || {
            black_box(results_csv(black_box(&workbook), &solution));
        });
        for (name, text) in [("CSV understood", &text), ("CSV of results understood", &results)] {
            measure(name, units, || {
                let grid = paste::read(None, black_box(text)).expect("within bounds");
                black_box(paste::plan(grid, Style::Vi, (None, None)).into_table());
            });
        }
        measure("CSV asked for and answered", units, || {
            let request = TableRequest { text: black_box(&text), ..TableRequest::default() };
            let answered = answer(&write_request(&Request::ReadTable(request)));
            black_box(read_answer::<Result<PastedTable, GridError>>(&answered));
        });
        let grid = paste::read(None, &text).expect("within bounds");
        let table = paste::plan(grid, Style::Vi, (None, None)).into_table();
        measure("CSV applied", units, || {
            let mut workbook = Workbook::default();
            let period = Period {
                id: PeriodId(0),
                date: Date::year_end(2023),
                status: Status::Official,
                standard: Standard::Y2022,
                note: String::new(),
            };
            Edit::InsertPeriod { at: 0, period }.apply(&mut workbook);
            let span = Span { prev: None, now: PeriodId(0) };
            let applied = paste::apply(black_box(&table), &mut workbook, span, Mode::MatchByName);
            black_box(applied.edit.apply(&mut workbook));
        });
    }
}

/// Excel workbooks: written, read, and refused.
#[cfg(feature = "xlsx")]
fn workbooks() {
    for units in [200, 3_321] {
        let workbook = support::review(units, true);
        let file = book::export(&workbook);
        println!("workbook of {units} units: {} bytes", file.len());
        measure("workbook written", units, || {
            black_box(book::export(black_box(&workbook)));
        });
        measure("workbook read", units, || {
            black_box(book::read(black_box(&file)));
        });
        let file = book::unsealed(&file);
        measure("workbook read, saved anew", units, || {
            black_box(book::read(black_box(&file)));
        });
    }
    for (name, bomb) in bombs() {
        measure(name, bomb.len(), || {
            assert!(black_box(book::try_read(&bomb)).is_err(), "{name} is refused");
        });
    }
}

/// Files that grow when they are unpacked: by what they say, by more than they say, and by an echo of one long text.
#[cfg(feature = "xlsx")]
fn bombs() -> Vec<(&'static str, Vec<u8>)> {
    use book::zip;
    let mut chance = support::Chance(1);
    let noise: Vec<u8> = (0..400_000).map(|_| chance.next() as u8).collect();
    let sheet = |size: usize, claimed| ("xl/worksheets/sheet1.xml", vec![b' '; size], claimed);
    let workbook = ("xl/workbook.xml", b"<workbook/>".to_vec(), None);
    vec![
        ("bomb: 100 MB in 100 kB", zip(&[workbook.clone(), sheet(100_000_000, None)])),
        ("bomb: 63 MB, 157 times", zip(&[workbook.clone(), ("x.png", noise.clone(), None), sheet(63_000_000, None)])),
        ("bomb: says 1 kB, is 60 MB", zip(&[workbook, ("x.png", noise, None), sheet(60_000_000, Some(1000))])),
    ]
}
