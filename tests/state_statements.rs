//! Figures of a text taken into a workbook: only what is confirmed counts, nothing typed is replaced unasked, and each
//! is held against the rest of the table.

use giam_ngheo::codec::article::{Context, PeriodTo, PlaceTo, read};
use giam_ngheo::codec::number::Style;
use giam_ngheo::core::actions::add_unit;
use giam_ngheo::core::edit::Edit;
use giam_ngheo::core::fact::{Fact, FactKey, Figure, Qualifier, Reading, Source};
use giam_ngheo::core::field::Field;
use giam_ngheo::core::measure::Measure;
use giam_ngheo::core::period::{Date, Period, PeriodId, Standard, Status};
use giam_ngheo::core::quantity::{State, Value};
use giam_ngheo::core::solve::solve;
use giam_ngheo::core::target::Target;
use giam_ngheo::core::unit::Place;
use giam_ngheo::core::workbook::{Heading, Workbook};
use giam_ngheo::state::statements::{Base, Entry, Stage, Standing, by_itself, confirm, standing};

/// A table about an area, with these year ends.
fn table(area: &str, years: &[i16]) -> Workbook {
    let mut workbook = Workbook::default();
    Edit::SetHeading(Heading { area: area.into(), ..Heading::default() }).apply(&mut workbook);
    for (at, year) in years.iter().enumerate() {
        let period = Period {
            id: workbook.next_identities().2,
            date: Date::year_end(*year),
            status: Status::Official,
            standard: Standard::usual_for(*year),
            note: String::new(),
        };
        Edit::InsertPeriod { at, period }.apply(&mut workbook);
    }
    workbook
}

fn entries(text: &str, workbook: &Workbook) -> Vec<Entry> {
    let names: Vec<&str> = workbook.units().iter().map(|unit| unit.name.as_str()).collect();
    let context = Context { names: &names, area: &workbook.heading.area };
    read(text, &context).into_iter().map(|proposal| Entry::new(proposal, workbook)).collect()
}

fn all(entries: &[Entry]) -> Vec<usize> {
    (0..entries.len()).collect()
}

fn set(workbook: &mut Workbook, period: u16, measure: Measure, fact: Fact) {
    let key = FactKey::of_all(Place::Area, PeriodId(period), measure);
    Edit::SetFact { key, fact: Some(fact) }.apply(workbook);
}

fn stands(entries: &[Entry], workbook: &Workbook) -> Vec<Standing> {
    entries.iter().map(|entry| standing(entry, workbook, &|_| false)).collect()
}

/// The commune's own words (xã Lục Bình, 2023): no count at all, and yet the year before is known to 0,2 points.
#[test]
fn a_statement_makes_its_unit_and_the_date_it_is_counted_from() {
    let mut workbook = table("huyện Bạch Thông", &[2023]);
    let mut entries = entries("xã Lục Bình 2023: 8,9 %, giảm 4,7", &workbook);
    assert_eq!(entries.len(), 2);
    let measures: Vec<_> = entries.iter().map(Entry::measure).collect();
    assert_eq!(measures, [Some(Measure::PoorRate), Some(Measure::DropPoints)]);
    assert_eq!(entries[1].base(&workbook), Base::New(Date::year_end(2022)));
    assert!(entries.iter().all(|entry| entry.is_ready(&workbook) && !entry.is_certain(&workbook)));

    let which = all(&entries);
    let outcome = confirm(&mut entries, &which, false, &workbook);
    assert_eq!((outcome.figures, outcome.units, outcome.asking), (2, 1, 0));
    let before = workbook.clone();
    let inverse = outcome.edit().apply(&mut workbook);
    let names: Vec<&str> = workbook.units().iter().map(|unit| unit.name.as_str()).collect();
    assert_eq!(names, ["xã Lục Bình"]);
    let years: Vec<i16> = workbook.periods().iter().map(|period| period.date.year).collect();
    assert_eq!(years, [2022, 2023]);
    let span = workbook.latest_span().expect("two periods");
    let place = Place::Unit(workbook.units()[0].id);
    let value = solve(&workbook, span).value(place, Field::RatePrev);
    assert_eq!(value, Value { state: State::Range, lo: 1350, hi: 1370 }, "13,5–13,7 %");
    let sources: Vec<Source> = workbook.facts_of(place).into_iter().map(|(_, fact)| fact.source).collect();
    assert_eq!(sources, [Source::Published, Source::Published]);

    inverse.apply(&mut workbook);
    assert_eq!(workbook, before, "one step takes all of it back");
    assert_eq!(stands(&entries, &workbook), [Standing::Gone, Standing::Gone]);
}

/// Preliminary figures of Bắc Kạn for 2023 as the press printed them: 18 305 of 82 263 households, 22,25 %, 2,46 points
/// down.
const REVIEW: &str = "Đến cuối năm 2023, toàn tỉnh Bắc Kạn có 18.305 hộ nghèo trong tổng số 82.263 hộ, chiếm tỷ lệ 22,25%, \
                      giảm 2,46% so với năm 2022.";

#[test]
fn figures_of_a_paragraph_confirm_each_other() {
    let mut workbook = table("tỉnh Bắc Kạn", &[2022, 2023]);
    let mut entries = entries(REVIEW, &workbook);
    let measures: Vec<_> = entries.iter().map(Entry::measure).collect();
    use Measure::{DropPoints, Households, PoorHouseholds, PoorRate};
    assert_eq!(measures, [PoorHouseholds, Households, PoorRate, DropPoints].map(Some));
    let which: Vec<usize> = all(&entries).into_iter().filter(|at| entries[*at].is_certain(&workbook)).collect();
    assert!(which.len() >= 3, "certain: {which:?}");
    let which = all(&entries);
    confirm(&mut entries, &which, false, &workbook).edit().apply(&mut workbook);
    let stands = stands(&entries, &workbook);
    assert_eq!(stands[2], Standing::Agrees(Some(Value { state: State::Exact, lo: 2225, hi: 2225 })));
    assert!(matches!(stands[0], Standing::Agrees(Some(Value { state: State::Range, .. }))), "{stands:?}");
    assert_eq!(stands[3], Standing::Alone, "nothing else says anything about 2022");
    // With the counts of the year before it is held against them.
    set(&mut workbook, 0, PoorHouseholds, Fact::whole(20_281));
    set(&mut workbook, 0, Households, Fact::whole(82_076));
    let agrees = standing(&entries[3], &workbook, &|_| false);
    assert_eq!(agrees, Standing::Agrees(Some(Value { state: State::Exact, lo: 246, hi: 246 })));
    // And a wrong one contradicts.
    set(&mut workbook, 0, PoorHouseholds, Fact::whole(21_281));
    assert_eq!(standing(&entries[3], &workbook, &|_| false), Standing::Conflict);
}

#[test]
fn a_figure_typed_before_is_replaced_only_when_asked() {
    let mut workbook = table("tỉnh Bắc Kạn", &[2022, 2023]);
    set(&mut workbook, 1, Measure::PoorHouseholds, Fact::whole(18_300));
    set(&mut workbook, 1, Measure::Households, Fact::whole(82_263));
    let before = workbook.clone();
    let mut entries = entries(REVIEW, &workbook);
    let outcome = confirm(&mut entries, &[0, 1], false, &workbook);
    assert_eq!((outcome.figures, outcome.asking), (0, 1));
    outcome.edit().apply(&mut workbook);
    assert_eq!(workbook, before);
    let key = FactKey::of_all(Place::Area, PeriodId(1), Measure::PoorHouseholds);
    assert_eq!(entries[0].stage, Stage::Asking(vec![(key, Fact::whole(18_300))]));
    assert!(matches!(entries[1].stage, Stage::Confirmed(_)), "the same figure needs no question");
    // Kept, it is said to differ.
    entries[0].stage = Stage::Kept(vec![(key, Fact::whole(18_300))]);
    assert_eq!(standing(&entries[0], &workbook, &|_| false), Standing::Other(Fact::whole(18_300)));
    // Replaced, the old one comes back with undo.
    let inverse = confirm(&mut entries, &[0], true, &workbook).edit().apply(&mut workbook);
    let there = workbook.fact(key).map(|fact| (fact.reading, fact.source));
    assert_eq!(there, Some((Reading::Figure(Figure::whole(18_305)), Source::Published)));
    inverse.apply(&mut workbook);
    assert_eq!(workbook, before);
}

/// "còn 22,31 %, giảm 1.970 hộ" are one target said twice (Kế hoạch 139/KH-UBND, Bắc Kạn 2023).
#[test]
fn two_ways_of_saying_one_target_are_one() {
    let mut workbook = table("tỉnh Bắc Kạn", &[2022, 2023]);
    set(&mut workbook, 0, Measure::PoorHouseholds, Fact::whole(20_281));
    set(&mut workbook, 0, Measure::Households, Fact::whole(82_076));
    let mut entries = entries("Kế hoạch tỉnh Bắc Kạn năm 2023: tỷ lệ hộ nghèo còn 22,31 %, giảm 1.970 hộ", &workbook);
    assert_eq!(entries.len(), 2);
    let which = all(&entries);
    confirm(&mut entries, &which, false, &workbook).edit().apply(&mut workbook);
    let key = FactKey::of_all(Place::Area, PeriodId(1), Measure::Target);
    let target = workbook.fact(key).map(|fact| fact.reading);
    assert_eq!(target, Some(Reading::Target(Target::RateLeft { most: 2231 })));
    assert_eq!(entries[1].stage, Stage::SameTarget(key));
    // A target that asks for something else is no second saying.
    let mut other = entries[1].clone();
    other.set_text("giảm 1.790 hộ", Style::Vi);
    let mut one = vec![other];
    confirm(&mut one, &[0], false, &workbook);
    assert!(matches!(one[0].stage, Stage::Asking(_)), "{:?}", one[0].stage);
}

#[test]
fn a_change_over_other_dates_has_no_cell() {
    let workbook = table("tỉnh Bắc Kạn", &[2021, 2022, 2023]);
    let entries = entries("Cuối năm 2023, tỷ lệ hộ nghèo tỉnh Bắc Kạn giảm 4,68% so với năm 2021.", &workbook);
    let change = entries.iter().find(|entry| entry.measure() == Some(Measure::DropPoints)).expect("a change");
    assert_eq!(change.base(&workbook), Base::Between(Date::year_end(2021)));
    assert!(!change.is_ready(&workbook));
}

#[test]
fn what_the_table_cannot_hold_is_checked_by_itself() {
    let workbook = table("tỉnh Bắc Kạn", &[2022, 2023]);
    let text = "Có 106/108 xã (98,1%) hoàn thành. Tổng vốn 269.703,467 triệu đồng, gồm 153.528 triệu đồng vốn đầu tư và \
                116.175,467 triệu đồng vốn sự nghiệp.";
    let own = entries(text, &workbook);
    assert!(own.iter().all(|entry| entry.statement.is_none()));
    assert_eq!(own.iter().filter_map(|entry| by_itself(&entry.proposal)).collect::<Vec<_>>(), [true, true]);
    let wrong = entries(&text.replace("98,1", "98,8").replace("153.528", "153.582"), &workbook);
    assert_eq!(wrong.iter().filter_map(|entry| by_itself(&entry.proposal)).collect::<Vec<_>>(), [false, false]);
}

#[test]
fn everything_about_a_figure_can_be_corrected() {
    let mut workbook = table("tỉnh Bắc Kạn", &[2022, 2023]);
    let (id, edit) = add_unit(&workbook, 0, "Ba Bể", None);
    edit.apply(&mut workbook);
    let mut entries = entries("Số xã hoàn thành là 106 xã.", &workbook);
    let entry = &mut entries[0];
    assert!(entry.statement.is_none() && !entry.is_ready(&workbook));
    entry.set_measure(Measure::PoorHouseholds, &workbook, Style::Vi);
    assert!(!entry.is_ready(&workbook), "the text says neither place nor time");
    entry.set_place(PlaceTo::Known(Place::Unit(id)));
    entry.set_period(PeriodTo::Known(PeriodId(1)));
    assert!(entry.is_ready(&workbook) && entry.is_certain(&workbook));
    entry.set_text("hơn 3.2x2", Style::Vi);
    assert!(!entry.is_ready(&workbook), "not a number");
    entry.set_text("hơn 3.200", Style::Vi);
    let figure = Figure { qualifier: Qualifier::MoreThan, ..Figure::whole(3_200) };
    let fact = Fact { source: Source::Published, ..Fact::new(Reading::Figure(figure)) };
    let facts = entry.statement.as_ref().map(|statement| statement.facts.clone());
    assert_eq!(facts, Some(vec![(Measure::PoorHouseholds, fact)]));
    confirm(&mut entries, &[0], false, &workbook).edit().apply(&mut workbook);
    let key = FactKey::of_all(Place::Unit(id), PeriodId(1), Measure::PoorHouseholds);
    assert_eq!(workbook.fact(key).map(|fact| fact.source), Some(Source::Published));
    entries[0].set_aside();
    assert!(entries[0].statement.is_none());
}

/// A province among the districts would be counted twice.
#[test]
fn a_province_is_the_whole_of_its_table_and_no_unit_of_it() {
    let mut workbook = table("Toàn tỉnh", &[2022, 2023]);
    let (_, edit) = add_unit(&workbook, 0, "Ba Bể", None);
    edit.apply(&mut workbook);
    let place = |workbook: &Workbook| {
        let entry = entries(REVIEW, workbook).remove(0);
        (entry.statement.as_ref().map(|statement| statement.place.clone()), entry.is_certain(workbook))
    };
    assert_eq!(place(&workbook), (Some(PlaceTo::Known(Place::Area)), false), "which province the table does not say");
    let heading = Heading { title: "Bắc Kạn — rà soát hộ nghèo 2023".into(), ..workbook.heading.clone() };
    Edit::SetHeading(heading).apply(&mut workbook);
    assert_eq!(place(&workbook), (Some(PlaceTo::Known(Place::Area)), true));
    let heading = Heading { area: "huyện Bạch Thông".into(), ..workbook.heading.clone() };
    Edit::SetHeading(heading).apply(&mut workbook);
    assert_eq!(place(&workbook), (Some(PlaceTo::Unknown), false), "a province has no place in a district's table");
}
