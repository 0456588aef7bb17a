//! The sheet of what was typed: a row for every place, a column for every measure of every period, each figure written as
//! it was typed, with its decimals, its qualifier, and `*` where it was made up.

use super::Words;
use super::sheet::{Cell, Look, Shape, Sheet};
use crate::codec::number::{Style, fact_text};
use crate::core::fact::Source;
use crate::core::measure::{Group, Measure};
use crate::core::unit::Place;
use crate::core::workbook::{SeriesKey, Workbook};

/// Most columns of figures; the document inside the file has all of them.
const MOST: usize = 200;
const HEADINGS: u32 = 2;
/// The first row of figures.
pub const FIRST: u32 = 4;

pub fn facts(workbook: &Workbook, words: &Words, style: Style) -> Sheet {
    let mut sheet =
        Sheet { headings: (HEADINGS, FIRST - 1), fixed_columns: 2, widths: vec![9, 24], ..Sheet::default() };
    sheet.high.push(FIRST - 1);
    sheet.text(0, 0, &words.facts_lead, Shape::Note);
    sheet.text(HEADINGS + 1, 0, &words.code, Shape::Heading);
    sheet.text(HEADINGS + 1, 1, words.columns.first().map_or("", String::as_str), Shape::Heading);
    let units = workbook.units().iter().map(|unit| (Place::Unit(unit.id), unit.name.clone(), unit.code.as_deref()));
    let tags =
        workbook.tags().iter().map(|tag| (Place::Tag(tag.id), words.tag_total.replace("{tag}", &tag.name), None));
    let places = units.chain(tags).chain([(Place::Area, words.total.clone(), None)]);
    let mut lines: Vec<(Place, u32)> = Vec::new();
    for (line, (place, name, code)) in (FIRST..).zip(places) {
        lines.push((place, line));
        let look = Look { strong: !matches!(place, Place::Unit(_)), ..Look::of(Shape::Name) };
        sheet.put(line, 0, Cell::Text(code.unwrap_or_default().to_owned()), look);
        sheet.put(line, 1, Cell::Text(name), look);
    }
    lines.sort_unstable();
    let line_of =
        |place: Place| lines.binary_search_by_key(&place, |(place, _)| *place).ok().and_then(|at| lines.get(at));
    // In the order of the periods, then of the measures.
    let mut series: Vec<_> = workbook.all_series().filter(|(key, _)| key.group == Group::ALL).collect();
    let place_of = |key: &SeriesKey| workbook.periods().iter().position(|period| period.id == key.period);
    series.sort_by_key(|(key, _)| (place_of(key), key.measure));
    series.retain(|(key, _)| place_of(key).is_some());
    series.truncate(MOST);
    for (column, (key, series)) in (2..).zip(series) {
        let period = place_of(key).and_then(|at| words.periods.get(at));
        let measure = Measure::ALL.iter().position(|measure| *measure == key.measure);
        let measure = measure.and_then(|at| words.measures.get(at));
        sheet.text(HEADINGS, column, period.map_or("", String::as_str), Shape::Heading);
        sheet.text(HEADINGS + 1, column, measure.map_or("", String::as_str), Shape::Heading);
        sheet.widths.push(13);
        for (place, fact) in series.iter() {
            let Some((_, line)) = line_of(place) else { continue };
            let mark = if fact.source == Source::Illustrative { " *" } else { "" };
            sheet.text(*line, column, &[&fact_text(fact, style), mark].concat(), Shape::Right);
        }
    }
    sheet.cells.sort_by_key(|(row, column, ..)| (*row, *column));
    sheet
}
