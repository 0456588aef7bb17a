//! The check code: the same for the same statements however they came, another for any other.

mod support;

use giam_ngheo::codec::check_code::check_code;
use giam_ngheo::codec::file::{read_file, write_file};
use giam_ngheo::codec::link::{read_link, write_link};
use giam_ngheo::codec::number::{Style, make_fact};
use giam_ngheo::codec::sample::sample;
use giam_ngheo::core::edit::Edit;
use giam_ngheo::core::fact::{Fact, FactKey, Figure, Reading, Source};
use giam_ngheo::core::measure::Measure;
use giam_ngheo::core::period::{Date, Period, PeriodId, Standard, Status};
use giam_ngheo::core::unit::{Place, Tag, TagId, Unit, UnitId};
use giam_ngheo::core::workbook::{Foreign, Heading, Workbook};
use proptest::prelude::*;
use support::{Chance, chance_workbook};

fn code(workbook: &Workbook) -> String {
    String::from_utf8(check_code(workbook).to_vec()).unwrap()
}

/// Read aloud over years: it must not change with the program.
#[test]
fn golden_codes() {
    assert_eq!(code(&Workbook::default()), "00000000");
    assert_eq!(code(&sample()), "UR5629U8");
    let rich = read_file(include_str!("golden/file-1-rich.giamngheo.json")).unwrap().0;
    assert_eq!(code(&rich), "14081433");
}

/// The sample typed by hand: other identities, other order, figures typed in either language, other title.
#[test]
fn the_same_figures_typed_by_somebody_else() {
    let sample = sample();
    for (style, thousands) in [(Style::Vi, "."), (Style::En, ",")] {
        let mut workbook = Workbook::default();
        workbook.reserve_identities((UnitId(70), TagId(3), PeriodId(5)));
        Edit::SetHeading(Heading { title: "Khác".into(), ..Default::default() }).apply(&mut workbook);
        let mut periods = Vec::new();
        for (at, period) in sample.periods().iter().enumerate() {
            let id = workbook.fresh_period();
            periods.push((period.id, id));
            let period = Period { id, note: "QĐ 1".into(), ..period.clone() };
            Edit::InsertPeriod { at, period }.apply(&mut workbook);
        }
        let tag = workbook.fresh_tag();
        Edit::InsertTag { at: 0, tag: Tag { id: tag, name: " huyện  nghèo".into() } }.apply(&mut workbook);
        let type_in = |workbook: &mut Workbook, from: Place, to: Place| {
            for (key, fact) in sample.facts_of(from) {
                let period = periods.iter().find(|(old, _)| *old == key.period).unwrap().1;
                let key = FactKey { period, place: to, ..key };
                let fact = match key.measure {
                    Measure::Target => Fact { source: Source::Entered, ..fact },
                    measure => {
                        let Reading::Figure(figure) = fact.reading else { panic!() };
                        let digits = figure.mantissa.to_string();
                        let text = match digits.len() {
                            4.. => format!("{}{thousands}{}", &digits[..digits.len() - 3], &digits[digits.len() - 3..]),
                            _ => digits,
                        };
                        make_fact(&text, measure, style).unwrap()
                    }
                };
                Edit::SetFact { key, fact: Some(fact) }.apply(workbook);
            }
        };
        for old in sample.units().iter().rev() {
            let mut unit = Unit::new(workbook.fresh_unit(), old.name.clone());
            unit.code = Some("00001".into());
            unit.tags = old.tags.iter().map(|_| tag).collect();
            let place = Place::Unit(unit.id);
            let at = workbook.units().len() / 2;
            Edit::InsertUnit { at, unit, facts: Vec::new() }.apply(&mut workbook);
            type_in(&mut workbook, Place::Unit(old.id), place);
        }
        type_in(&mut workbook, Place::Tag(sample.tags()[0].id), Place::Tag(tag));
        assert_eq!(code(&workbook), code(&sample), "{style:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn it_does_not_depend_on_how_the_table_travelled(seed: u64, units in 0_u64..20) {
        let mut workbook = chance_workbook(seed, units);
        let expected = code(&workbook);
        prop_assert_eq!(code(&read_file(&write_file(&workbook)).unwrap().0), &*expected);
        prop_assert_eq!(code(&read_link(&write_link(&workbook).unwrap()).unwrap().workbook), &*expected);
        workbook.foreign.push(Foreign { name: "other".into(), body: b"1".to_vec() });
        prop_assert_eq!(code(&workbook), expected);
    }

    #[test]
    fn every_change_of_a_figure_shows(seed: u64) {
        let mut workbook = chance_workbook(seed, 20);
        let mut chance = Chance(seed);
        let before = code(&workbook);
        let keys: Vec<FactKey> =
            workbook.units().iter().flat_map(|unit| workbook.facts_of(Place::Unit(unit.id))).map(|(key, _)| key).collect();
        prop_assume!(!keys.is_empty());
        let key = chance.pick(&keys);
        let old = workbook.fact(key).unwrap().clone();
        let new = Fact { source: old.source, ..chance.fact(key.measure) };
        let fact = (!chance.one_in(4)).then_some(new);
        let same = fact.as_ref().is_some_and(|new| {
            let plain = |fact: &Fact| (fact.reading, matches!(fact.reading, Reading::Unreadable(_)).then(|| fact.text.clone()));
            plain(new) == plain(&old)
        });
        prop_assume!(!same);
        let assumed_only = fact.as_ref().is_some_and(|new| match (new.reading, old.reading) {
            (Reading::Figure(a), Reading::Figure(b)) => Figure { assumed: b.assumed, ..a } == b,
            (Reading::Unreadable(_), Reading::Unreadable(_)) => new.text.as_deref().map(str::trim) == old.text.as_deref().map(str::trim),
            _ => false,
        });
        prop_assume!(!assumed_only);
        Edit::SetFact { key, fact }.apply(&mut workbook);
        prop_assert_ne!(code(&workbook), before);
    }
}

#[test]
fn names_tree_tags_and_dates_count() {
    let sample = sample();
    let changed = |edit: Edit| {
        let mut workbook = sample.clone();
        edit.apply(&mut workbook);
        code(&workbook)
    };
    let unit = |at: usize| sample.units()[at].clone();
    let period = sample.periods()[1].clone();
    let mut seen = vec![
        code(&sample),
        changed(Edit::ReplaceUnit { at: 0, unit: Unit { name: "Bắc Kạn".into(), ..unit(0) } }),
        changed(Edit::ReplaceUnit { at: 1, unit: Unit { parent: Some(unit(0).id), ..unit(1) } }),
        changed(Edit::ReplaceUnit { at: 1, unit: Unit { tags: vec![sample.tags()[0].id], ..unit(1) } }),
        changed(Edit::RemoveUnit { at: 3 }),
        changed(Edit::ReplacePeriod { at: 1, period: Period { status: Status::Preliminary, ..period.clone() } }),
        changed(Edit::ReplacePeriod { at: 1, period: Period { date: Date::year_end(2024), ..period.clone() } }),
        changed(Edit::ReplacePeriod { at: 1, period: Period { standard: Standard::Y2016, ..period } }),
    ];
    let count = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), count);
    let moved = changed(Edit::MoveUnit { from: 2, to: 6 });
    assert_eq!(moved, code(&sample), "the order of rows does not count");
}
