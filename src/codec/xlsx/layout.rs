//! Where everything stands on the sheet with results. Only positions, numbers and texts: [`super::write`] turns them into
//! a file, and [`super::own`] compares them with what comes back.

mod figures;

use super::Words;
use super::formula::column;
use super::sheet::{Cell, Look, Shape, Sheet};
use crate::codec::number::Style;
use crate::core::fact::Fact;
use crate::core::field::{At, Field, Format};
use crate::core::solve::Solution;
use crate::core::unit::{Place, UnitId};
use crate::core::workbook::Workbook;

/// The rows above the table: letterhead, title and dates.
const TITLE: u32 = 3;
const GROUPS: u32 = 6;
const HEADINGS: u32 = 7;
const NUMBERING: u32 = 8;
/// The first row of figures.
pub const FIRST: u32 = 9;

/// A row of the table.
struct Row {
    place: Place,
    number: String,
    name: String,
    code: String,
    tags: String,
    strong: bool,
}

struct Layout<'a> {
    workbook: &'a Workbook,
    solution: &'a Solution,
    words: &'a Words,
    style: Style,
    rows: Vec<Row>,
    /// Rows of the units, by identity.
    unit_rows: Vec<Option<u32>>,
    /// For each row, the rows that its counts are sums of.
    members: Vec<Vec<u32>>,
    fields: Vec<Field>,
    /// The column of the first field.
    first: u16,
    has_codes: bool,
    has_tags: bool,
    /// Only what stands where: formulas and verdicts need not be written out.
    bare: bool,
}

/// The sheet with the table and its results.
pub fn results(workbook: &Workbook, solution: &Solution, words: &Words, style: Style) -> Sheet {
    laid_out(workbook, solution, words, style, false)
}

/// The same, with the figures that cells show and without words and formulas: to find out what was changed.
pub fn figures(workbook: &Workbook, solution: &Solution, style: Style) -> Sheet {
    laid_out(workbook, solution, &Words::default(), style, true)
}

fn laid_out(workbook: &Workbook, solution: &Solution, words: &Words, style: Style, bare: bool) -> Sheet {
    let mut layout = Layout {
        workbook,
        solution,
        words,
        style,
        rows: Vec::new(),
        unit_rows: Vec::new(),
        members: Vec::new(),
        fields: Vec::new(),
        first: 2,
        has_codes: workbook.units().iter().any(|unit| unit.code.is_some()),
        has_tags: !workbook.tags().is_empty(),
        bare,
    };
    layout.first += u16::from(layout.has_codes);
    layout.list_rows();
    layout.list_fields();
    layout.sheet()
}

/// Fields that every table has.
const ALWAYS: [Field; 3] = [Field::HouseholdsNow, Field::PoorNow, Field::RateNow];
/// The order of the columns.
const ORDER: [Field; 22] = [
    Field::HouseholdsPrev,
    Field::PoorPrev,
    Field::RatePrev,
    Field::NearPoorPrev,
    Field::NearRatePrev,
    Field::MultiRatePrev,
    Field::PersonsPrev,
    Field::PoorPersonsPrev,
    Field::HouseholdsNow,
    Field::PoorNow,
    Field::RateNow,
    Field::NearPoorNow,
    Field::NearRateNow,
    Field::MultiRateNow,
    Field::PersonsNow,
    Field::PoorPersonsNow,
    Field::DropHouseholds,
    Field::DropPoints,
    Field::Target,
    Field::GapHouseholds,
    Field::GapPoints,
    Field::Verdict,
];

/// The group of columns that a field stands in; as in [`Words::groups`].
const fn group(field: Field) -> usize {
    match field {
        Field::DropHouseholds | Field::DropPoints => 2,
        Field::Target => 3,
        Field::GapHouseholds | Field::GapPoints | Field::Verdict => 4,
        _ => match field.fact() {
            Some((_, At::Prev)) => 0,
            _ => 1,
        },
    }
}

impl Layout<'_> {
    fn list_rows(&mut self) {
        let units = self.workbook.units();
        let mut parents: Vec<UnitId> = units.iter().filter_map(|unit| unit.parent).collect();
        parents.sort_unstable();
        // Numbers as officials give them: 1, 1.1, 1.2, 2.
        let mut numbers: Vec<(UnitId, String, u32)> = Vec::new();
        let mut top = 0;
        let mut of_area = Vec::new();
        for unit in units {
            let row = self.rows.len() as u32;
            let group = unit.parent.and_then(|parent| numbers.iter_mut().rev().find(|(id, ..)| *id == parent));
            let number = match group {
                Some((_, number, count)) => {
                    *count += 1;
                    format!("{number}.{count}")
                }
                None => {
                    top += 1;
                    top.to_string()
                }
            };
            match unit.parent.and_then(|parent| self.row_of(parent)) {
                Some(parent) => {
                    if let Some(members) = self.members.get_mut(parent as usize) {
                        members.push(row);
                    }
                }
                None => of_area.push(row),
            }
            let is_group = parents.binary_search(&unit.id).is_ok();
            if is_group {
                numbers.push((unit.id, number.clone(), 0));
            }
            let names = unit.tags.iter().filter_map(|tag| self.workbook.tag(*tag)).map(|tag| tag.name.as_str());
            let tags = names.collect::<Vec<_>>().join("; ");
            self.rows.push(Row {
                place: Place::Unit(unit.id),
                number,
                name: unit.name.clone(),
                code: unit.code.clone().unwrap_or_default(),
                tags,
                strong: is_group,
            });
            self.members.push(Vec::new());
            let slot = unit.id.0 as usize;
            if self.unit_rows.len() <= slot {
                self.unit_rows.resize(slot + 1, None);
            }
            if let Some(entry) = self.unit_rows.get_mut(slot) {
                *entry = Some(row);
            }
        }
        for tag in self.workbook.tags() {
            let tagged = units.iter().filter(|unit| unit.tags.contains(&tag.id));
            self.members.push(tagged.filter_map(|unit| self.row_of(unit.id)).collect());
            let name = self.words.tag_total.replace("{tag}", &tag.name);
            self.push_sum(Place::Tag(tag.id), name);
        }
        self.members.push(of_area);
        self.push_sum(Place::Area, self.words.total.clone());
    }

    fn push_sum(&mut self, place: Place, name: String) {
        let [number, code, tags] = [const { String::new() }; 3];
        self.rows.push(Row { place, number, name, code, tags, strong: true });
    }

    fn row_of(&self, unit: UnitId) -> Option<u32> {
        self.unit_rows.get(unit.0 as usize).copied().flatten()
    }

    fn list_fields(&mut self) {
        let says = |field: Field| {
            self.rows.iter().any(|row| match field {
                Field::Target | Field::GapHouseholds | Field::GapPoints | Field::Verdict => {
                    self.solution.target(row.place).is_some() || self.fact(row.place, Field::Target).is_some()
                }
                _ => self.fact(row.place, field).is_some() || self.solution.value(row.place, field).is_known(),
            })
        };
        let has_prev = self.solution.span().prev.is_some();
        let shows = |field: &Field| match group(*field) {
            0 | 2 if !has_prev => false,
            2 => self.solution.is_comparable(),
            _ => ALWAYS.contains(field) || says(*field),
        };
        // What the changes are computed from is there too.
        let prev = [Field::HouseholdsPrev, Field::PoorPrev, Field::RatePrev];
        self.fields = ORDER.into_iter().filter(|field| shows(field) || (has_prev && prev.contains(field))).collect();
    }

    fn fact(&self, place: Place, field: Field) -> Option<&Fact> {
        let key = self.workbook.key_of(self.solution.span(), place, field)?;
        self.workbook.fact(key)
    }

    /// The last column that is shown.
    fn last_column(&self) -> u16 {
        self.first + self.fields.len() as u16 - 1 + u16::from(self.has_tags)
    }

    fn sheet(&self) -> Sheet {
        let mut sheet = Sheet { headings: (GROUPS, NUMBERING), fixed_columns: self.first, ..Sheet::default() };
        let last = self.last_column();
        self.head(&mut sheet, last);
        for (at, row) in self.rows.iter().enumerate() {
            self.row(&mut sheet, at, row, last);
        }
        self.foot(&mut sheet, last);
        sheet.cells.sort_by_key(|(row, column, ..)| (*row, *column));
        sheet
    }

    fn head(&self, sheet: &mut Sheet, last: u16) {
        let words = self.words;
        // The letterhead leaves a column free between authority and state.
        let middle = (last / 2).max(self.first);
        sheet.text(0, 0, &words.authority.to_uppercase(), Shape::Letterhead);
        sheet.merge(0, 0, middle.saturating_sub(1));
        for (row, line) in [(0, words.nation.to_uppercase()), (1, words.motto.clone())] {
            sheet.text(row, middle, &line, Shape::Letterhead);
            sheet.merge(row, middle, last);
        }
        for (row, line, shape) in [(TITLE, &words.title, Shape::Title), (TITLE + 1, &words.context, Shape::Context)] {
            sheet.text(row, 0, line, shape);
            sheet.merge(row, 0, last);
        }
        let mut fixed = vec![(&words.number, 5)];
        if self.has_codes {
            fixed.push((&words.code, 9));
        }
        let unit = words.columns.first();
        fixed.extend(unit.map(|unit| (unit, 24)));
        for (at, (name, width)) in (0_u16..).zip(&fixed) {
            sheet.text(GROUPS, at, name, Shape::Heading);
            sheet.merges.push(((GROUPS, at), (HEADINGS, at)));
            sheet.widths.push(*width);
            let letter = column(usize::from(at));
            sheet.text(NUMBERING, at, &letter, Shape::Numbering);
        }
        let mut start = self.first;
        for run in self.fields.chunk_by(|a, b| group(*a) == group(*b)) {
            let name = run.first().and_then(|field| words.groups.get(group(*field)));
            sheet.text(GROUPS, start, name.map_or("", String::as_str), Shape::Heading);
            sheet.merge(GROUPS, start, start + run.len() as u16 - 1);
            start += run.len() as u16;
        }
        for (at, field) in self.fields.iter().enumerate() {
            let position = self.first + at as u16;
            let name = words.columns.get(*field as usize).map_or("", String::as_str);
            sheet.text(HEADINGS, position, name, Shape::Heading);
            sheet.text(NUMBERING, position, &self.numbering(at, *field), Shape::Numbering);
            sheet.widths.push(match field.format() {
                Format::Target | Format::Verdict => 14,
                Format::Percent | Format::Points => 9,
                _ => 11,
            });
        }
        if self.has_tags {
            sheet.text(GROUPS, last, &words.tags, Shape::Heading);
            sheet.merges.push(((GROUPS, last), (HEADINGS, last)));
            sheet.widths.push(18);
        }
        // For reading the file back: which rows are totals and tags, in the words of the results as CSV.
        sheet.text(HEADINGS, last + 1, "row", Shape::Key);
        sheet.widths.push(8);
        sheet.high.push(HEADINGS);
        sheet.hidden.push(last + 1);
    }

    /// The number of a column and, for rates and changes, how it follows from the others: `3=2/1*100`.
    fn numbering(&self, at: usize, field: Field) -> String {
        let number = |field: Field| self.fields.iter().position(|other| *other == field).map(|at| at + 1);
        let of = |text: &str, parts: [Field; 2]| {
            let [a, b] = parts.map(number);
            Some(text.replacen("{}", &a?.to_string(), 1).replacen("{}", &b?.to_string(), 1))
        };
        let percent = "{}/{}*100";
        let how = match field {
            Field::RatePrev => of(percent, [Field::PoorPrev, Field::HouseholdsPrev]),
            Field::RateNow => of(percent, [Field::PoorNow, Field::HouseholdsNow]),
            Field::NearRatePrev => of(percent, [Field::NearPoorPrev, Field::HouseholdsPrev]),
            Field::NearRateNow => of(percent, [Field::NearPoorNow, Field::HouseholdsNow]),
            Field::DropHouseholds => of("{}-{}", [Field::PoorPrev, Field::PoorNow]),
            Field::DropPoints => of("{}-{}", [Field::RatePrev, Field::RateNow]),
            _ => None,
        };
        how.map_or_else(|| (at + 1).to_string(), |how| format!("{}={how}", at + 1))
    }

    fn row(&self, sheet: &mut Sheet, at: usize, row: &Row, last: u16) {
        let line = FIRST + at as u32;
        let strong = |shape| Look { strong: row.strong, ..Look::of(shape) };
        let mut text = |column: u16, text: &str, shape| {
            // Empty cells too, so that the table has its lines everywhere.
            sheet.put(line, column, Cell::Text(text.to_owned()), strong(shape));
        };
        text(0, &row.number, Shape::Centre);
        if self.has_codes {
            text(1, &row.code, Shape::Centre);
        }
        text(self.first - 1, &row.name, Shape::Name);
        if self.has_tags {
            text(last, &row.tags, Shape::Name);
        }
        let key = match row.place {
            Place::Unit(id) => id.0.to_string(),
            Place::Tag(id) => ["tag:", self.workbook.tag(id).map_or("", |tag| &tag.name)].concat(),
            Place::Area => "total".to_owned(),
        };
        text(last + 1, &key, Shape::Key);
        for (column, field) in (self.first..).zip(&self.fields) {
            let (cell, look) = self.cell(at, row, *field);
            sheet.put(line, column, cell, Look { strong: row.strong, ..look });
        }
    }

    fn foot(&self, sheet: &mut Sheet, last: u16) {
        let mut line = FIRST + self.rows.len() as u32 + 1;
        for note in &self.words.notes {
            sheet.text(line, 0, note, Shape::Note);
            sheet.merge(line, 0, last);
            line += 1;
        }
        let middle = (last / 2).max(self.first);
        for (column, signature) in [0, middle].into_iter().zip(&self.words.signatures) {
            sheet.text(line + 1, column, &signature.to_uppercase(), Shape::Signature);
        }
        sheet.merge(line + 1, 0, middle.saturating_sub(1));
        sheet.merge(line + 1, middle, last);
        // Room for the signatures.
        sheet.printed = Some((line + 7, last));
    }
}
