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
    out.raw("{\"format\":\"giamngheo\",\"version\":1");
    let heading = &workbook.heading;
    for (name, text) in [
        (",\n\"title\":", &heading.title),
        (",\n\"area\":", &heading.area),
        (",\n\"level\":", &heading.level),
        (",\n\"author\":", &heading.author),
    ] {
        out.raw(name);
        out.text(text);
    }
    out.raw(",\n\"periods\":[");
    for period in workbook.periods() {
        out.next_line();
        out.period(period);
    }
    out.raw("],\n\"tags\":[");
    for tag in workbook.tags() {
        out.next_line();
        out.raw("{\"id\":");
        out.integer(tag.id.0.into());
        out.raw(",\"name\":");
        out.text(&tag.name);
        out.raw(",\"units\":[");
        for unit in workbook.units().iter().filter(|unit| unit.tags.contains(&tag.id)) {
            out.next();
            out.integer(unit.id.0.into());
        }
        out.raw("]}");
    }
    out.raw("],\n\"units\":{");
    out.units(workbook.units());
    out.raw("},\n\"facts\":[");
    for (key, series) in workbook.all_series() {
        if workbook.period(key.period).is_some() {
            out.next_line();
            out.series(workbook, *key, series);
        }
    }
    for part in workbook.foreign.iter().filter(|part| part.name == SERIES) {
        out.next_line();
        out.raw(std::str::from_utf8(&part.body).unwrap_or("null"));
    }
    let (unit, tag, period) = workbook.next_identities();
    out.raw("],\n\"next\":[");
    for next in [unit.0, tag.0.into(), period.0.into()] {
        out.next();
        out.integer(next.into());
    }
    out.raw("]");
    for part in workbook.foreign.iter().filter(|part| part.name != SERIES) {
        out.raw(",\n");
        out.text(&part.name);
        out.raw(":");
        if foreign::section(&part.name).is_some() {
            out.raw("\"");
            base64::push(&mut out.0, &part.body);
            out.raw("\"");
        } else {
            out.raw(std::str::from_utf8(&part.body).unwrap_or("null"));
        }
    }
    out.raw("}\n");
    out.0
}

/// A text being written.
pub struct Out(pub String);

impl Out {
    pub fn raw(&mut self, text: &str) {
        self.0.push_str(text);
    }

    fn text(&mut self, text: &str) {
        push_text(&mut self.0, text);
    }

    pub fn integer(&mut self, value: i64) {
        self.raw(&value.to_string());
    }

    /// Before an element of a list.
    pub fn next(&mut self) {
        if !self.0.ends_with('[') {
            self.0.push(',');
        }
    }

    /// Before an element of a list that has one on each line.
    fn next_line(&mut self) {
        self.next();
        self.0.push('\n');
    }

    fn period(&mut self, period: &Period) {
        self.raw("{\"id\":");
        self.integer(period.id.0.into());
        self.raw(",\"date\":\"");
        let Date { year, month, day } = period.date;
        self.integer(year.into());
        for part in [month, day] {
            self.raw(if part < 10 { "-0" } else { "-" });
            self.integer(part.into());
        }
        self.raw("\",\"status\":");
        self.text(word_of(&STATUSES, period.status));
        self.raw(",\"standard\":");
        self.text(word_of(&STANDARDS, period.standard));
        self.raw(",\"note\":");
        self.text(&period.note);
        self.raw("}");
    }

    /// Units as columns: ten thousand of them repeat no member name. Columns that would say nothing are left out.
    fn units(&mut self, units: &[Unit]) {
        if units.iter().enumerate().any(|(at, unit)| unit.id.0 as usize != at) {
            self.raw("\"id\":[");
            for unit in units {
                self.next();
                self.integer(unit.id.0.into());
            }
            self.raw("],\n");
        }
        self.raw("\"name\":[");
        for unit in units {
            self.next();
            self.text(&unit.name);
        }
        if units.iter().any(|unit| unit.code.is_some()) {
            self.raw("],\n\"code\":[");
            for unit in units {
                self.next();
                match &unit.code {
                    Some(code) => self.text(code),
                    None => self.raw("null"),
                }
            }
        }
        if units.iter().any(|unit| unit.parent.is_some()) {
            self.raw("],\n\"parent\":[");
            for unit in units {
                self.next();
                match unit.parent {
                    Some(parent) => self.integer(parent.0.into()),
                    None => self.raw("null"),
                }
            }
        }
        self.raw("]");
    }

    fn series(&mut self, workbook: &Workbook, key: SeriesKey, series: &Series) {
        self.raw("{\"period\":");
        self.integer(key.period.0.into());
        self.raw(",\"measure\":");
        self.text(key.measure.key());
        if key.group != Group::ALL {
            self.raw(",\"group\":");
            self.integer(key.group.0.into());
        }
        let units = workbook.units();
        let mut cells: Vec<Option<&Fact>> = units.iter().map(|unit| series.get(Place::Unit(unit.id))).collect();
        let filled = cells.iter().flatten().count();
        if filled > 0 && filled * 3 < cells.len() {
            // Few of many: name the units rather than write row after row of nothing.
            self.raw(",\"ids\":[");
            for (unit, _) in units.iter().zip(&cells).filter(|(_, cell)| cell.is_some()) {
                self.next();
                self.integer(unit.id.0.into());
            }
            self.raw("]");
            cells.retain(Option::is_some);
        }
        self.column(",\"units\":[", ",\"unit_sources\":", &cells);
        let tags: Vec<_> = workbook.tags().iter().map(|tag| series.get(Place::Tag(tag.id))).collect();
        self.column(",\"tags\":[", ",\"tag_sources\":", &tags);
        if let Some(fact) = series.get(Place::Area) {
            self.raw(",\"area\":");
            self.fact(fact);
            if fact.source != Source::Entered {
                self.raw(",\"area_source\":");
                self.text(word_of(&LETTERS, fact.source));
            }
        }
        self.raw("}");
    }

    fn column(&mut self, name: &str, sources: &str, cells: &[Option<&Fact>]) {
        // The empty cells at the end go without saying, and so do the letters of what was simply entered.
        let (mut end, mut end_of_letters) = (0, 0);
        for (at, fact) in cells.iter().enumerate() {
            if let Some(fact) = fact {
                end = at + 1;
                if fact.source != Source::Entered {
                    end_of_letters = at + 1;
                }
            }
        }
        if end == 0 {
            return;
        }
        self.raw(name);
        for cell in cells.iter().take(end) {
            self.next();
            match cell {
                Some(fact) => self.fact(fact),
                None => self.raw("null"),
            }
        }
        self.raw("]");
        if end_of_letters > 0 {
            self.raw(sources);
            self.raw("\"");
            for cell in cells.iter().take(end_of_letters) {
                self.raw(word_of(&LETTERS, cell.map_or(Source::Entered, |fact| fact.source)));
            }
            self.raw("\"");
        }
    }

    fn fact(&mut self, fact: &Fact) {
        if let (Reading::Figure(figure), None) = (fact.reading, &fact.text)
            && figure == Figure::whole(figure.mantissa)
        {
            return self.integer(figure.mantissa);
        }
        self.raw(if fact.text.is_some() { "[\"" } else { "\"" });
        push_reading(&mut self.0, &fact.reading);
        self.raw("\"");
        if let Some(text) = &fact.text {
            self.raw(",");
            self.text(text);
            self.raw("]");
        }
    }
}
