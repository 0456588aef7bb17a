//! Time to find contradictions and their repairs: `cargo bench --no-default-features --bench conflict`.
//!
//! A word after `--` runs only the lines that contain it. Prints n, minimum, median, p95 and maximum in milliseconds of the
//! whole search, and the longest single step, which is what typing may have to wait for.

mod support;

use std::hint::black_box;
use std::time::Instant;

use giam_ngheo::core::conflict::Search;
use giam_ngheo::core::edit::Edit;
use giam_ngheo::core::fact::{Fact, FactKey, Figure, Reading};
use giam_ngheo::core::field::Field;
use giam_ngheo::core::period::Span;
use giam_ngheo::core::quantity::shown_rate;
use giam_ngheo::core::solve::solve;
use giam_ngheo::core::unit::{Place, Unit, UnitId};
use giam_ngheo::core::workbook::Workbook;

/// What is wrong with the table.
#[derive(Clone, Copy, PartialEq)]
enum Fault {
    /// Nothing.
    None,
    /// One unit's poor households, beside its rate and a total.
    Unit,
    /// A total, beside units without rates: every unit stands in the conflict.
    Total,
    /// The rate of the area, which is typed without totals: every unit stands in it twice.
    AreaRate,
    /// A rate of every unit.
    Everywhere,
    /// The rate of the area, beside units with nothing but rates.
    RatesAlone,
    /// The same with every third unit known by its counts.
    RatesAndCounts,
    /// The total of a population group, beside units with rates of it.
    Group,
}

fn set(book: &mut Workbook, span: Span, place: Place, field: Field, figure: Figure) {
    let Some(key): Option<FactKey> = book.key_of(span, place, field) else { return };
    Edit::SetFact { key, fact: Some(Fact::new(Reading::Figure(figure))) }.apply(book);
}

fn table(units: u32, fault: Fault) -> Workbook {
    let mut book = support::two_years();
    let span = book.latest_span().expect("periods");
    let mut random = support::numbers();
    let (mut all, mut poor, mut in_group) = (0, 0, 0);
    for id in 0..units {
        let place = Place::Unit(UnitId(id));
        let unit = Unit::new(UnitId(id), format!("Xã {id}"));
        Edit::InsertUnit { at: id as usize, unit, facts: Vec::new() }.apply(&mut book);
        let (t0, p0, n0) = (1500 + random(4000), 100 + random(700), 80 + random(500));
        let (t1, p1, n1) = (t0 + random(60), p0 - random(90), n0 - random(40));
        (all, poor) = (all + t1, poor + p1);
        let fields = [Field::HouseholdsPrev, Field::PoorPrev, Field::NearPoorPrev];
        let now = [Field::HouseholdsNow, Field::PoorNow, Field::NearPoorNow];
        if fault == Fault::RatesAlone || fault == Fault::RatesAndCounts && id % 3 > 0 {
            for (field, part, whole) in [(Field::RatePrev, p0, t0), (Field::RateNow, p1, t1)] {
                set(&mut book, span, place, field, Figure::decimal(shown_rate(part, whole).unwrap_or(0), 2));
            }
            continue;
        }
        if fault == Fault::Group {
            let (households, of_them) = (t1 / 2 + p1 / 3, p1 / 3);
            in_group += of_them;
            set(&mut book, span, place, Field::MinorityHouseholdsNow, Figure::whole(households));
            set(&mut book, span, place, Field::MinorityPoorNow, Figure::whole(of_them));
            let rate = shown_rate(of_them, households).unwrap_or(0);
            set(&mut book, span, place, Field::MinorityRateNow, Figure::decimal(rate, 2));
        }
        for (field, count) in fields.into_iter().chain(now).zip([t0, p0, n0, t1, p1, n1]) {
            let swapped = fault == Fault::Unit && id == units / 2 && field == Field::PoorNow;
            set(&mut book, span, place, field, Figure::whole(if swapped { count + 90 } else { count }));
        }
        if !matches!(fault, Fault::Total | Fault::AreaRate | Fault::RatesAndCounts) {
            let off = if fault == Fault::Everywhere { 300 } else { 0 };
            for (field, part, whole) in [(Field::RatePrev, p0, t0), (Field::RateNow, p1, t1)] {
                let rate = shown_rate(part, whole).unwrap_or(0) + off;
                set(&mut book, span, place, field, Figure::decimal(rate, 2));
            }
        }
    }
    if fault == Fault::Group {
        set(&mut book, span, Place::Area, Field::MinorityPoorNow, Figure::whole(in_group + 27));
    }
    if matches!(fault, Fault::RatesAlone | Fault::RatesAndCounts) {
        // The highest of any unit is below 60 %.
        set(&mut book, span, Place::Area, Field::RateNow, Figure::decimal(6_543, 2));
    } else if fault == Fault::AreaRate {
        set(&mut book, span, Place::Area, Field::RateNow, Figure::decimal(shown_rate(poor, all).unwrap_or(0) + 27, 2));
    } else {
        let off = if fault == Fault::Total { 27 } else { 0 };
        set(&mut book, span, Place::Area, Field::PoorNow, Figure::whole(poor + off));
    }
    book
}

fn measure(name: &str, units: u32, book: &Workbook) {
    if std::env::args().skip(1).any(|word| !word.starts_with('-') && !name.contains(&word)) {
        return;
    }
    let span = book.latest_span().expect("periods");
    let solution = solve(book, span);
    let runs = if cfg!(debug_assertions) { 2 } else { 40 };
    let (mut longest, mut steps, mut found) = (0.0_f64, 0, 0);
    let mut times: Vec<f64> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            let mut search = Search::new(black_box(book), black_box(&solution));
            let mut before = start.elapsed().as_secs_f64();
            longest = longest.max(before);
            steps = 0;
            loop {
                let done = search.step();
                let now = start.elapsed().as_secs_f64();
                longest = longest.max(now - before);
                before = now;
                steps += 1;
                if done {
                    break;
                }
            }
            found = search.finish().len();
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    let (least, median, p95, most) = (at(0.0), at(0.5), at(0.95), at(1.0));
    let longest = longest * 1000.0;
    println!(
        "{name:16} {units:6} units {found:3} found  n={runs}  min {least:8.2}  median {median:8.2}  p95 {p95:8.2}  max {most:8.2} ms  {steps} steps, longest {longest:.2} ms"
    );
}

fn main() {
    for units in [8, 200, 3_321, 10_600] {
        for (name, fault) in [
            ("no conflict", Fault::None),
            ("one unit", Fault::Unit),
            ("total", Fault::Total),
            ("rate of the area", Fault::AreaRate),
            ("every unit", Fault::Everywhere),
            ("rates alone", Fault::RatesAlone),
            ("rates and counts", Fault::RatesAndCounts),
            ("total of a group", Fault::Group),
        ] {
            measure(name, units, &table(units, fault));
        }
    }
}
