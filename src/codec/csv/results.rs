//! The table with its results as CSV, for spreadsheets and other programs.

use super::guard;
use crate::codec::number::{data_value, read_canonical};
use crate::codec::target_text;
use crate::core::field::{Field, Format};
use crate::core::solve::Solution;
use crate::core::unit::Place;
use crate::core::workbook::Workbook;

/// Writes the table: byte-order mark, comma, decimal point, no thousands separators; columns `row`, `unit` and the keys
/// of [`Field`]; units in their order, then tags, the whole area last.
///
/// Ranges are written `lo..hi`, unknown values are empty, targets are in the form of [`target_text::canonical`].
pub fn results_csv(workbook: &Workbook, solution: &Solution) -> String {
    let mut out = String::from("\u{feff}row");
    for field in Field::EXPORTED {
        out.push(',');
        out.push_str(field.key());
    }
    out.push_str("\r\n");
    let mut line = |place: Place, row: String, name: &str| {
        push(&mut out, &row);
        for field in Field::EXPORTED {
            out.push(',');
            match field.format() {
                Format::Text => push_quoted(&mut out, &guard(name)),
                Format::Verdict => push(&mut out, solution.verdict(place).key()),
                Format::Target => {
                    push(&mut out, &solution.target(place).map_or(String::new(), target_text::canonical));
                }
                format => push(&mut out, &data_value(solution.value(place, *field), format)),
            }
        }
        out.push_str("\r\n");
    };
    for unit in workbook.units() {
        line(Place::Unit(unit.id), unit.id.0.to_string(), &unit.name);
    }
    for tag in workbook.tags() {
        line(Place::Tag(tag.id), ["tag:", &tag.name].concat(), &tag.name);
    }
    line(Place::Area, "total".to_owned(), &workbook.heading.area);
    out
}

/// A value. Numbers go as they are; everything else is guarded against being taken for a formula.
fn push(out: &mut String, value: &str) {
    if read_canonical(value).is_some() {
        out.push_str(value);
    } else {
        push_quoted(out, &guard(value));
    }
}

/// A text, quoted where it needs to be.
fn push_quoted(out: &mut String, text: &str) {
    if text.contains([',', '"', '\r', '\n', '\t', ';']) || text.starts_with(' ') || text.ends_with(' ') {
        out.push('"');
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(text);
    }
}
