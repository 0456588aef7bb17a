//! The formulas of an exported workbook: they give what this program computes, now and after figures are changed in Excel.
#![cfg(feature = "xlsx")]

#[path = "support/xlsx.rs"]
mod book;
#[path = "support/formula.rs"]
mod formula;
mod support;

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use giam_ngheo::codec::sample::sample;
use giam_ngheo::core::edit::Edit;
use giam_ngheo::core::fact::{Fact, FactKey, Reading};
use giam_ngheo::core::field::{Field, Format};
use giam_ngheo::core::measure::Measure;
use giam_ngheo::core::quantity::State;
use giam_ngheo::core::solve::{Solution, solve};
use giam_ngheo::core::target::Target;
use giam_ngheo::core::unit::{Place, Tag, UnitId};
use giam_ngheo::core::verdict::Verdict;
use giam_ngheo::core::workbook::Workbook;

use formula::{Sheet, Value};
use support::{Chance, review};

/// The first row of figures, from 0.
const FIRST: u32 = 9;

struct Exported {
    sheet: Sheet,
    /// What the file itself says each cell shows.
    cached: Sheet,
    /// Columns by their field.
    columns: Vec<(Field, u32)>,
}

fn value(data: &Data) -> Value {
    match data {
        Data::Float(number) => Value::Number(*number),
        Data::Int(number) => Value::Number(*number as f64),
        Data::String(text) if text.is_empty() => Value::Blank,
        Data::String(text) => Value::Text(text.clone()),
        _ => Value::Blank,
    }
}

fn exported(workbook: &Workbook) -> Exported {
    let file = book::export(workbook);
    let mut reader: Xlsx<_> = Xlsx::new(Cursor::new(file)).expect("a workbook");
    let (range, formulas) = (reader.worksheet_range("Kết quả").unwrap(), reader.worksheet_formula("Kết quả").unwrap());
    let (mut sheet, mut cached) = (Sheet::default(), Sheet::default());
    let (top, left) = range.start().unwrap();
    for (row, column, data) in range.used_cells() {
        let at = (row as u32 + top, column as u32 + left);
        sheet.values.insert(at, value(data));
        cached.values.insert(at, value(data));
    }
    let (top, left) = formulas.start().unwrap_or((0, 0));
    for (row, column, code) in formulas.used_cells() {
        let at = (row as u32 + top, column as u32 + left);
        sheet.formulas.insert(at, code.trim_start_matches('=').to_owned());
    }
    Exported { columns: columns(&range), sheet, cached }
}

/// Fields by the two rows of headings.
fn columns(range: &calamine::Range<Data>) -> Vec<(Field, u32)> {
    let words = book::words(&sample());
    let width = range.end().unwrap().1;
    let text = |row, column| range.get_value((row, column)).map(ToString::to_string).unwrap_or_default();
    let mut found: Vec<(Field, u32)> = Vec::new();
    for column in 0..=width {
        let leaf = text(7, column);
        let of = Field::ALL.iter().filter(|field| words.columns[**field as usize] == leaf && !leaf.is_empty());
        // The earlier period stands first.
        let field = of.copied().find(|field| found.iter().all(|(other, _)| other != field));
        if let Some(field) = field.filter(|field| *field != Field::Unit) {
            found.push((field, column));
        }
    }
    found
}

/// The places in the order of the rows.
fn places(workbook: &Workbook) -> Vec<Place> {
    let units = workbook.units().iter().map(|unit| Place::Unit(unit.id));
    units.chain(workbook.tags().iter().map(|tag| Place::Tag(tag.id))).chain([Place::Area]).collect()
}

/// What the program computes for a cell, as a spreadsheet would show it.
fn expected(solution: &Solution, place: Place, field: Field) -> Value {
    if field == Field::Verdict {
        let verdict = solution.verdict(place);
        let word = &book::words(&sample()).verdicts[verdict as usize];
        return if verdict == Verdict::None { Value::Blank } else { Value::Text(word.clone()) };
    }
    match solution.value(place, field).single() {
        None => Value::Blank,
        Some(value) if matches!(field.format(), Format::Percent | Format::Points) => {
            Value::Number(value as f64 / 100.0)
        }
        Some(value) => Value::Number(value as f64),
    }
}

fn same(a: &Value, b: &Value) -> bool {
    let blank = |value: &Value| *value == Value::Blank || *value == Value::Text(String::new());
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => (a - b).abs() < 1e-9,
        _ => a == b || blank(a) && blank(b),
    }
}

/// Every formula of the sheet shows what the program computes.
fn assert_agrees(exported: &Exported, workbook: &Workbook, what: &str) -> usize {
    let solution = solve(workbook, workbook.latest_span().unwrap());
    let mut count = 0;
    for (row, place) in (FIRST..).zip(places(workbook)) {
        for (field, column) in &exported.columns {
            let at = (row, *column);
            // A sum whose units contradict themselves is only seen by the program.
            if *field == Field::Verdict && solution.verdict(place) == Verdict::Conflict && !is_unit(workbook, place) {
                continue;
            }
            if let Some(code) = exported.sheet.formulas.get(&at) {
                let (shown, expected) = (exported.sheet.value(at), expected(&solution, place, *field));
                count += 1;
                // The sheet says so too where the contradiction is not about what the target is compared with.
                let contradicts = |field: &Field| solution.value(place, *field).state == State::Conflict;
                if shown == Value::Text("Mâu thuẫn".into()) && Field::ALL.iter().any(contradicts) {
                    continue;
                }
                // A sum's target put together from several shapes is another one when opening figures change: then the
                // sheet shows nothing.
                let is_judgement = matches!(field, Field::GapPoints | Field::GapHouseholds | Field::Verdict);
                if is_judgement && !is_unit(workbook, place) && same(&shown, &Value::Blank) {
                    continue;
                }
                assert!(
                    same(&shown, &expected),
                    "{what}: {place:?} {field:?} {code}: {shown:?}, computed {expected:?}"
                );
            }
        }
    }
    count
}

fn is_unit(workbook: &Workbook, place: Place) -> bool {
    matches!(place, Place::Unit(id) if !workbook.is_group(id))
}

fn assert_cached(exported: &Exported) {
    for at in exported.sheet.formulas.keys() {
        let (shown, cached) = (exported.sheet.value(*at), exported.cached.value(*at));
        assert!(same(&shown, &cached), "{at:?}: {shown:?}, written with {cached:?}");
    }
}

#[test]
fn the_sample_recomputes_in_full() {
    let workbook = sample();
    let exported = exported(&workbook);
    assert_cached(&exported);
    // 10 rows of two rates, two falls, two margins and a verdict; and four sums in the two rows of sums.
    assert_eq!(assert_agrees(&exported, &workbook, "sample"), 10 * 7 + 2 * 4);
    let total = (FIRST + 9, exported.columns.iter().find(|(field, _)| *field == Field::RateNow).unwrap().1);
    assert_eq!(exported.sheet.value(total), Value::Number(21.95));
}

fn type_count(workbook: &mut Workbook, unit: UnitId, at: usize, measure: Measure, count: Option<i64>) {
    let period = workbook.periods()[at].id;
    let key = FactKey::of_all(Place::Unit(unit), period, measure);
    Edit::SetFact { key, fact: count.map(Fact::whole) }.apply(workbook);
}

/// Changes counts of units here and in the sheet alike.
fn change(workbook: &mut Workbook, exported: &mut Exported, chance: &mut Chance) {
    let fields = [Field::HouseholdsPrev, Field::PoorPrev, Field::HouseholdsNow, Field::PoorNow];
    for _ in 0..3 {
        let at = chance.below(workbook.units().len() as u64) as usize;
        let unit = workbook.units()[at].id;
        if workbook.is_group(unit) {
            continue;
        }
        let field = chance.pick(&fields);
        let (measure, _) = field.fact().unwrap();
        let period = usize::from(matches!(field, Field::HouseholdsNow | Field::PoorNow));
        let count = if chance.one_in(6) {
            None
        } else {
            Some(chance.below(900) as i64 + if measure == Measure::Households { 900 } else { 0 })
        };
        type_count(workbook, unit, period, measure, count);
        let column = exported.columns.iter().find(|(other, _)| *other == field).unwrap().1;
        let value = count.map_or(Value::Blank, |count| Value::Number(count as f64));
        let cell = (FIRST + at as u32, column);
        assert!(!exported.sheet.formulas.contains_key(&cell), "a count of a unit is typed");
        exported.sheet.values.insert(cell, value);
    }
}

/// A table with groups, a tag, and targets of every shape.
fn table(chance: &mut Chance) -> Workbook {
    let mut workbook = review(2 + chance.below(12) as usize, chance.one_in(2));
    let period = workbook.periods()[1].id;
    let tag = Tag { id: workbook.fresh_tag(), name: "xã nghèo".into() };
    Edit::InsertTag { at: 0, tag: tag.clone() }.apply(&mut workbook);
    let units: Vec<_> = workbook.units().to_vec();
    let grouped = chance.one_in(2);
    for (at, mut unit) in units.clone().into_iter().enumerate() {
        // The first unit is a group of the next three, with figures of their sums only.
        if grouped && (1..4).contains(&at) {
            unit.parent = Some(units[0].id);
        } else if chance.one_in(2) && at > 0 {
            unit.tags = vec![tag.id];
        }
        let place = Place::Unit(unit.id);
        if grouped && at == 0 && units.len() > 1 {
            for (key, _) in workbook.facts_of(place) {
                Edit::SetFact { key, fact: None }.apply(&mut workbook);
            }
        }
        let down = chance.below(60) as i64;
        let target = match chance.below(8) {
            0 => Target::RateLeft { most: chance.below(4500) as i64 },
            1 => Target::PointsDown { least: down * 10, most: down * 10 },
            2 => Target::PointsDown { least: down * 5, most: down * 10 },
            3 => Target::HouseholdsDown { least: down, most: down },
            4 => Target::HouseholdsDown { least: down, most: down * 2 },
            _ => Target::HouseholdsLeft { most: 5 * down },
        };
        let key = FactKey::of_all(place, period, Measure::Target);
        let fact = (!chance.one_in(5)).then(|| Fact::new(Reading::Target(target)));
        Edit::SetFact { key, fact }.apply(&mut workbook);
        Edit::ReplaceUnit { at, unit }.apply(&mut workbook);
    }
    workbook
}

#[test]
fn formulas_follow_when_figures_change() {
    let runs = if support::long() { 1_000 } else { 60 };
    let mut formulas = 0;
    for seed in 0..runs {
        let mut chance = Chance(seed);
        let mut workbook = table(&mut chance);
        let mut exported = exported(&workbook);
        assert_cached(&exported);
        formulas += assert_agrees(&exported, &workbook, &format!("seed {seed}"));
        change(&mut workbook, &mut exported, &mut chance);
        assert_agrees(&exported, &workbook, &format!("seed {seed}, changed"));
    }
    assert!(formulas > runs as usize * 40, "most results are formulas: {formulas}");
}

#[test]
fn a_blank_table_computes_as_soon_as_it_is_filled() {
    let mut workbook = sample();
    let units: Vec<UnitId> = workbook.units().iter().map(|unit| unit.id).collect();
    for unit in &units {
        for (key, _) in workbook.facts_of(Place::Unit(*unit)) {
            if key.measure != Measure::Target {
                Edit::SetFact { key, fact: None }.apply(&mut workbook);
            }
        }
    }
    let mut exported = exported(&workbook);
    let full = sample();
    for (row, unit) in (FIRST..).zip(&units) {
        for (field, column) in exported.columns.clone() {
            if let Some(key) = full.key_of(full.latest_span().unwrap(), Place::Unit(*unit), field)
                && let Some(Reading::Figure(figure)) = full.fact(key).map(|fact| fact.reading)
            {
                exported.sheet.values.insert((row, column), Value::Number(figure.mantissa as f64));
            }
        }
    }
    assert_agrees(&exported, &full, "filled in");
}
