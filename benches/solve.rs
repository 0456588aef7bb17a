//! Time per unit of a full recompute: `cargo bench --no-default-features --bench solve`.
//!
//! A word after `--` runs only the lines that contain it. Prints n, minimum, median, p95 and maximum in nanoseconds per unit, for tables of as many units as Vietnam has
//! communes (3 321) and had before July 2025 (10 600).

mod support;

use std::hint::black_box;
use std::time::Instant;

use giam_ngheo::core::check::{check, check_names};
use giam_ngheo::core::edit::Edit;
use giam_ngheo::core::fact::{Fact, FactKey, Figure, Reading};
use giam_ngheo::core::field::Field;
use giam_ngheo::core::solve::solve;
use giam_ngheo::core::target::Target;
use giam_ngheo::core::unit::{Place, Unit, UnitId};
use giam_ngheo::core::workbook::Workbook;

/// How much of each unit is typed.
#[derive(Clone, Copy, PartialEq)]
enum Typed {
    /// Seven counts: households, poor and near-poor of both periods, and a household target.
    Counts,
    /// The counts, and the printed rates beside them.
    CountsAndRates,
    /// The same with rates that contradict the counts, in every unit.
    Contradictory,
    /// Half the cells: households and rate, sometimes a change.
    Half,
}

fn table(units: u32, typed: Typed) -> Workbook {
    let mut book = support::two_years();
    let span = book.latest_span().expect("periods");
    let mut random = support::numbers();
    for id in 0..units {
        let place = Place::Unit(UnitId(id));
        let (t0, p0, n0) = (1500 + random(4000), 100 + random(700), 80 + random(500));
        let (t1, p1, n1) = (t0 + random(60), p0 - random(90), n0 - random(40));
        let rate = |part: i64, whole: i64| Reading::Figure(Figure::decimal((20_000 * part + whole) / (2 * whole), 2));
        let count = |value| Reading::Figure(Figure::whole(value));
        let mut cells = vec![(Field::Target, Reading::Target(Target::HouseholdsLeft { most: p0 - random(80) }))];
        if typed == Typed::Half {
            cells.extend([
                (Field::HouseholdsPrev, count(t0)),
                (Field::HouseholdsNow, count(t1)),
                (Field::RateNow, rate(p1, t1)),
                (Field::NearRateNow, rate(n1, t1)),
            ]);
            if id % 2 == 0 {
                cells.push((Field::RatePrev, rate(p0, t0)));
            } else {
                cells.push((Field::DropHouseholds, count(p0 - p1)));
            }
        } else {
            cells.extend([
                (Field::HouseholdsPrev, count(t0)),
                (Field::PoorPrev, count(p0)),
                (Field::NearPoorPrev, count(n0)),
                (Field::HouseholdsNow, count(t1)),
                (Field::PoorNow, count(p1)),
                (Field::NearPoorNow, count(n1)),
            ]);
        }
        let off = if typed == Typed::Contradictory { 150 } else { 0 };
        if matches!(typed, Typed::CountsAndRates | Typed::Contradictory) {
            cells.extend([(Field::RatePrev, rate(p0, t0 + off)), (Field::RateNow, rate(p1, t1 + off))]);
        }
        let facts: Vec<(FactKey, Fact)> = cells
            .into_iter()
            .filter_map(|(field, reading)| Some((book.key_of(span, place, field)?, Fact::new(reading))))
            .collect();
        Edit::InsertUnit { at: id as usize, unit: Unit::new(UnitId(id), format!("Xã {id}")), facts }.apply(&mut book);
    }
    book
}

fn measure(name: &str, units: u32, mut work: impl FnMut()) {
    if std::env::args().skip(1).any(|word| !word.starts_with('-') && !name.contains(&word)) {
        return;
    }
    let runs = if cfg!(debug_assertions) { 5 } else { 200 };
    let mut times: Vec<f64> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_nanos() as f64 / f64::from(units)
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    let (least, median, p95, most) = (at(0.0), at(0.5), at(0.95), at(1.0));
    println!(
        "{name:34} {units:6} units  n={runs}  min {least:7.1}  median {median:7.1}  p95 {p95:7.1}  max {most:7.1} ns/unit"
    );
}

fn main() {
    for units in [3_321, 10_600] {
        for (name, typed) in [
            ("all counts", Typed::Counts),
            ("counts and rates", Typed::CountsAndRates),
            ("half the cells", Typed::Half),
            ("contradictory", Typed::Contradictory),
        ] {
            let book = table(units, typed);
            let span = book.latest_span().expect("periods");
            measure(&format!("solve, {name}"), units, || {
                black_box(solve(black_box(&book), span));
            });
            let solution = solve(&book, span);
            measure(&format!("headline, {name}"), units, || {
                black_box(solution.headline());
            });
            measure(&format!("check, {name}"), units, || {
                black_box(check(black_box(&book), &solution));
            });
        }
        let book = table(units, Typed::Counts);
        measure("check of names", units, || {
            black_box(check_names(black_box(&book)));
        });
    }
}
