//! The built-in sample against the table it was taken from (`tests/data/sample_bac_kan_2022_2023.csv`).

use giam_ngheo::codec::sample::sample;
use giam_ngheo::core::fact::{FactKey, Figure, Reading, Source};
use giam_ngheo::core::measure::Measure;
use giam_ngheo::core::period::{Date, Standard, Status};
use giam_ngheo::core::target::Target;
use giam_ngheo::core::unit::Place;

const TABLE: &str = include_str!("data/sample_bac_kan_2022_2023.csv");

struct Row {
    unit: String,
    tag: String,
    figures: [i64; 5],
    provenance: String,
}

fn rows() -> Vec<Row> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#')).skip(1);
    lines
        .map(|line| {
            let parts: Vec<&str> = line.splitn(8, ',').collect();
            let figures = [2, 3, 4, 5, 6].map(|at| parts[at].parse().unwrap());
            Row { unit: parts[0].into(), tag: parts[1].into(), figures, provenance: parts[7].trim_matches('"').into() }
        })
        .collect()
}

#[test]
fn the_sample_is_the_printed_table() {
    let workbook = sample();
    let span = workbook.latest_span().unwrap();
    let prev = span.prev.unwrap();
    let columns = [
        (prev, Measure::Households),
        (prev, Measure::PoorHouseholds),
        (span.now, Measure::Households),
        (span.now, Measure::PoorHouseholds),
        (span.now, Measure::Target),
    ];
    let mut rows = rows();
    let total = rows.pop().unwrap();
    assert_eq!(total.tag, "total");
    assert_eq!(workbook.units().len(), rows.len());

    let mut sums = [0; 5];
    for (unit, row) in workbook.units().iter().zip(&rows) {
        assert_eq!(unit.name, row.unit);
        let tags: Vec<&str> = unit.tags.iter().map(|id| workbook.tag(*id).unwrap().name.as_str()).collect();
        assert_eq!(tags.join(","), row.tag);
        for (at, (period, measure)) in columns.into_iter().enumerate() {
            let fact = workbook.fact(FactKey::of_all(Place::Unit(unit.id), period, measure)).unwrap();
            let expected = row.figures[at];
            match measure {
                Measure::Target => {
                    assert_eq!(fact.reading, Reading::Target(Target::HouseholdsLeft { most: expected }))
                }
                _ => assert_eq!(fact.reading, Reading::Figure(Figure::whole(expected))),
            }
            sums[at] += expected;
        }
    }
    assert_eq!(sums, total.figures);
}

#[test]
fn every_figure_says_where_it_comes_from() {
    let workbook = sample();
    let source = |row: usize, at: usize| {
        let unit = workbook.units()[row].id;
        let facts = workbook.facts_of(Place::Unit(unit));
        facts[at].1.source
    };
    // In key order: households, poor at the end of 2022; households, poor, target at the end of 2023.
    use Source::{Derived as D, Illustrative as I, Published as P};
    for (row, expected) in rows().iter().take(8).enumerate() {
        let letters = match expected.provenance.as_str() {
            "illustrative" => [I, I, I, I, I],
            text if text.starts_with("2022 published") && text.ends_with("counts illustrative") => [P, P, I, I, I],
            text if text.starts_with("2023 count and rates published") => [D, D, D, P, I],
            text => panic!("{text}"),
        };
        for (at, letter) in letters.into_iter().enumerate() {
            assert_eq!(source(row, at), letter, "{} {at}", expected.unit);
        }
    }
}

#[test]
fn heading_periods_and_the_tag_target() {
    let workbook = sample();
    assert_eq!(workbook.heading.title, "Bắc Kạn — rà soát hộ nghèo 2023");
    assert_eq!(workbook.heading.area, "Toàn tỉnh");
    let dates: Vec<Date> = workbook.periods().iter().map(|period| period.date).collect();
    assert_eq!(dates, [Date::year_end(2022), Date::year_end(2023)]);
    for period in workbook.periods() {
        assert_eq!((period.status, period.standard), (Status::Official, Standard::Y2022));
    }
    let tag = &workbook.tags()[0];
    let facts = workbook.facts_of(Place::Tag(tag.id));
    assert_eq!(facts.len(), 1);
    assert_eq!(facts[0].1.reading, Reading::Target(Target::PointsDown { least: 400, most: 500 }));
    assert!(workbook.facts_of(Place::Area).is_empty(), "the area follows from sums");
}
