//! Writing a workbook file.

use super::cell::push_reading;
use super::{LETTERS, STANDARDS, STATUSES, word_of};
use crate::codec::base64;
use crate::codec::foreign::{self, SERIES};
use crate::codec::json::push_text;
use crate::core::fact::{Fact, Figure, Reading, Source};
use crate::core::measure::Group;
use crate::core::period::{Date, Period};
use crate::core::unit::{Place, Unit};
use crate::core::workbook::{Series, SeriesKey, Workbook};

/// Writes the document as the text of a `*.giamngheo.json` file.
pub fn write_file(workbook: &Workbook) -> String {
    let mut out = Out(String::new());
    out.0.push_str("{\"format\":\"giamngheo\",\"version\":1");
    let heading = &workbook.heading;
    for (name, text) in [
        (",\n\"title\":", &heading.title),
        (",\n\"area\":", &heading.area),
        (",\n\"level\":", &heading.level),
        (",\n\"author\":", &heading.author),
    ] {
        out.0.push_str(name);
        out.text(text);
    }
    out.lines(",\n\"periods\":[", workbook.periods(), Out::period);
    out.lines("],\n\"tags\":[", workbook.tags(), |out, tag| {
        out.0.push_str("{\"id\":");
        out.integer(tag.id.0.into());
        out.0.push_str(",\"name\":");
        out.text(&tag.name);
        let members = workbook.units().iter().filter(|unit| unit.tags.contains(&tag.id));
        out.list(",\"units\":", members, |out, unit| out.integer(unit.id.0.into()));
        out.0.push('}');
    });
    out.0.push_str("],\n\"units\":");
    out.units(workbook.units());
    let series: Vec<_> = workbook.all_series().filter(|(key, _)| workbook.period(key.period).is_some()).collect();
    out.lines(",\n\"facts\":[", &series, |out, (key, series)| out.series(workbook, **key, series));
    for part in workbook.foreign.iter().filter(|part| part.name == SERIES) {
        out.0.push_str(if out.0.ends_with('[') { "\n" } else { ",\n" });
        out.0.push_str(std::str::from_utf8(&part.body).unwrap_or("null"));
    }
    let (unit, tag, period) = workbook.next_identities();
    out.0.push(']');
    out.list(",\n\"next\":", [unit.0, tag.0.into(), period.0.into()].iter(), |out, next| out.integer((*next).into()));
    for part in workbook.foreign.iter().filter(|part| part.name != SERIES) {
        out.0.push_str(",\n");
        out.text(&part.name);
        out.0.push(':');
        if foreign::section(&part.name).is_some() {
            out.0.push('"');
            base64::push(&mut out.0, &part.body);
            out.0.push('"');
        } else {
            out.0.push_str(std::str::from_utf8(&part.body).unwrap_or("null"));
        }
    }
    out.0.push_str("}\n");
    out.0
}

struct Out(String);

impl Out {
    fn text(&mut self, text: &str) {
        push_text(&mut self.0, text);
    }

    fn integer(&mut self, value: i64) {
        self.0.push_str(&value.to_string());
    }

    /// Opens a list with one element a line; the caller closes it.
    fn lines<T>(&mut self, opening: &str, elements: &[T], write: impl Fn(&mut Self, &T)) {
        self.0.push_str(opening);
        for (at, element) in elements.iter().enumerate() {
            self.0.push_str(if at == 0 { "\n" } else { ",\n" });
            write(self, element);
        }
    }

    /// A list on one line.
    fn list<'t, T: 't>(&mut self, opening: &str, elements: impl Iterator<Item = &'t T>, write: impl Fn(&mut Self, &T)) {
        self.0.push_str(opening);
        self.0.push('[');
        for (at, element) in elements.enumerate() {
            if at > 0 {
                self.0.push(',');
            }
            write(self, element);
        }
        self.0.push(']');
    }

    fn period(&mut self, period: &Period) {
        self.0.push_str("{\"id\":");
        self.integer(period.id.0.into());
        self.0.push_str(",\"date\":\"");
        let Date { year, month, day } = period.date;
        self.integer(year.into());
        for part in [month, day] {
            self.0.push_str(if part < 10 { "-0" } else { "-" });
            self.integer(part.into());
        }
        self.0.push_str("\",\"status\":");
        self.text(word_of(&STATUSES, period.status));
        self.0.push_str(",\"standard\":");
        self.text(word_of(&STANDARDS, period.standard));
        self.0.push_str(",\"note\":");
        self.text(&period.note);
        self.0.push('}');
    }

    /// Units as columns: ten thousand of them repeat no member name. Columns that would say nothing are left out.
    fn units(&mut self, units: &[Unit]) {
        self.0.push('{');
        if units.iter().enumerate().any(|(at, unit)| unit.id.0 as usize != at) {
            self.list("\"id\":", units.iter(), |out, unit| out.integer(unit.id.0.into()));
            self.0.push_str(",\n");
        }
        self.list("\"name\":", units.iter(), |out, unit| out.text(&unit.name));
        if units.iter().any(|unit| unit.code.is_some()) {
            self.list(",\n\"code\":", units.iter(), |out, unit| match &unit.code {
                Some(code) => out.text(code),
                None => out.0.push_str("null"),
            });
        }
        if units.iter().any(|unit| unit.parent.is_some()) {
            self.list(",\n\"parent\":", units.iter(), |out, unit| match unit.parent {
                Some(parent) => out.integer(parent.0.into()),
                None => out.0.push_str("null"),
            });
        }
        self.0.push('}');
    }

    fn series(&mut self, workbook: &Workbook, key: SeriesKey, series: &Series) {
        self.0.push_str("{\"period\":");
        self.integer(key.period.0.into());
        self.0.push_str(",\"measure\":");
        self.text(key.measure.key());
        if key.group != Group::ALL {
            self.0.push_str(",\"group\":");
            self.integer(key.group.0.into());
        }
        let units = workbook.units();
        let mut cells: Vec<Option<&Fact>> = units.iter().map(|unit| series.get(Place::Unit(unit.id))).collect();
        let filled = cells.iter().flatten().count();
        if filled * 3 < cells.len() {
            // Few of many: name the units rather than write row after row of nothing.
            if filled > 0 {
                let listed = units.iter().filter(|unit| series.get(Place::Unit(unit.id)).is_some());
                self.list(",\"ids\":", listed, |out, unit| out.integer(unit.id.0.into()));
            }
            cells.retain(Option::is_some);
        }
        self.column(",\"units\":", ",\"unit_sources\":", cells);
        let tags = workbook.tags().iter().map(|tag| series.get(Place::Tag(tag.id))).collect();
        self.column(",\"tags\":", ",\"tag_sources\":", tags);
        if let Some(fact) = series.get(Place::Area) {
            self.0.push_str(",\"area\":");
            self.fact(fact);
            if fact.source != Source::Entered {
                self.0.push_str(",\"area_source\":");
                self.text(word_of(&LETTERS, fact.source));
            }
        }
        self.0.push('}');
    }

    fn column(&mut self, name: &str, sources: &str, mut cells: Vec<Option<&Fact>>) {
        while matches!(cells.last(), Some(None)) {
            cells.pop();
        }
        if cells.is_empty() {
            return;
        }
        self.list(name, cells.iter(), |out, cell| match cell {
            Some(fact) => out.fact(fact),
            None => out.0.push_str("null"),
        });
        let letter = |cell: &Option<&Fact>| word_of(&LETTERS, cell.map_or(Source::Entered, |fact| fact.source));
        let letters: String = cells.iter().map(letter).collect();
        let letters = letters.trim_end_matches(word_of(&LETTERS, Source::Entered));
        if !letters.is_empty() {
            self.0.push_str(sources);
            self.text(letters);
        }
    }

    fn fact(&mut self, fact: &Fact) {
        if let (Reading::Figure(figure), None) = (fact.reading, &fact.text)
            && figure == Figure::whole(figure.mantissa)
        {
            return self.integer(figure.mantissa);
        }
        self.0.push_str(if fact.text.is_some() { "[\"" } else { "\"" });
        push_reading(&mut self.0, &fact.reading);
        self.0.push('"');
        if let Some(text) = &fact.text {
            self.0.push(',');
            self.text(text);
            self.0.push(']');
        }
    }
}
