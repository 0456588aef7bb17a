//! The built-in sample: Bắc Kạn at the end of 2022 and of 2023, one click away on the first screen.
//!
//! The province's totals, Ngân Sơn, Pác Nặm and the city's figures of 2022 agree with what was printed; the five other
//! units are an illustrative split that adds up to the printed totals, and so are all targets of single units (the
//! annex of the province's plan was never found). Every figure says which it is, and the screen marks it.
//! `tests/data/sample_bac_kan_2022_2023.csv` is the same table with its provenance in words; a test holds them together.

use crate::core::edit::Edit;
use crate::core::fact::{Fact, FactKey, Figure, Reading, Source};
use crate::core::measure::Measure;
use crate::core::period::{Date, Period, Standard, Status};
use crate::core::target::Target;
use crate::core::unit::{Place, Tag, Unit};
use crate::core::workbook::{Heading, Workbook};

/// Name, figures in the order of the columns of `sample`, and the source of each as the letter of [`source`].
type Row = (&'static str, [u16; 5], &'static [u8; 5]);

const ROWS: [Row; 8] = [
    ("TP Bắc Kạn", [12239, 285, 12290, 242, 250], b"ppiii"),
    ("Ba Bể", [12050, 3675, 12075, 3212, 3200], b"iiiii"),
    ("Bạch Thông", [8737, 1651, 8754, 1401, 1480], b"iiiii"),
    ("Chợ Đồn", [13180, 2241, 13205, 1928, 2030], b"iiiii"),
    ("Chợ Mới", [10300, 1950, 10320, 1736, 1770], b"iiiii"),
    ("Na Rì", [10480, 2934, 10500, 2478, 2640], b"iiiii"),
    ("Ngân Sơn", [7471, 3551, 7511, 3299, 3252], b"dddpi"),
    ("Pác Nặm", [7619, 3994, 7655, 3771, 3689], b"dddpi"),
];

/// The poor districts are the last two rows; their target of 4–5 points a year was printed.
const POOR_DISTRICTS: usize = 2;

const fn source(letter: u8) -> Source {
    match letter {
        b'p' => Source::Published,
        b'd' => Source::Derived,
        _ => Source::Illustrative,
    }
}

/// The sample as a new workbook.
pub fn sample() -> Workbook {
    let mut workbook = Workbook::default();
    let heading = Heading {
        title: "Bắc Kạn — rà soát hộ nghèo 2023".into(),
        area: "Toàn tỉnh".into(),
        level: "huyện".into(),
        author: String::new(),
    };
    Edit::SetHeading(heading).apply(&mut workbook);

    let (prev, now) = (workbook.fresh_period(), workbook.fresh_period());
    for (at, id) in [prev, now].into_iter().enumerate() {
        let date = Date::year_end(2022 + at as i16);
        let period = Period { id, date, status: Status::Official, standard: Standard::Y2022, note: String::new() };
        Edit::InsertPeriod { at, period }.apply(&mut workbook);
    }
    let columns = [
        (prev, Measure::Households),
        (prev, Measure::PoorHouseholds),
        (now, Measure::Households),
        (now, Measure::PoorHouseholds),
        (now, Measure::Target),
    ];

    let poor_district = workbook.fresh_tag();
    Edit::InsertTag { at: 0, tag: Tag { id: poor_district, name: "huyện nghèo".into() } }.apply(&mut workbook);
    let points = Target::PointsDown { least: 400, most: 500 };
    let fact = Fact { reading: Reading::Target(points), text: None, source: Source::Published };
    let key = FactKey::of_all(Place::Tag(poor_district), now, Measure::Target);
    Edit::SetFact { key, fact: Some(fact) }.apply(&mut workbook);

    for (at, (name, figures, sources)) in ROWS.into_iter().enumerate() {
        let mut unit = Unit::new(workbook.fresh_unit(), name);
        if at + POOR_DISTRICTS >= ROWS.len() {
            unit.tags.push(poor_district);
        }
        let mut facts = Vec::with_capacity(columns.len());
        for ((&(period, measure), figure), &letter) in columns.iter().zip(figures).zip(sources) {
            let figure = i64::from(figure);
            let reading = match measure {
                Measure::Target => Reading::Target(Target::HouseholdsLeft { most: figure }),
                _ => Reading::Figure(Figure::whole(figure)),
            };
            let fact = Fact { reading, text: None, source: source(letter) };
            facts.push((FactKey::of_all(Place::Unit(unit.id), period, measure), fact));
        }
        Edit::InsertUnit { at, unit, facts }.apply(&mut workbook);
    }
    workbook
}
