//! Where everything stands on the sheet with results. Only positions, numbers and texts: [`super::write`] turns them into
//! a file, and [`super::own`] compares them with what comes back.

use super::Words;
use super::formula::{self, Figures, Formula, Operand, column, to_hundredths};
use crate::codec::number::{self, Style, fact_text};
use crate::codec::target_text;
use crate::core::fact::{Fact, Figure, Qualifier, Reading};
use crate::core::field::{At, Field, Format};
use crate::core::quantity::State;
use crate::core::solve::Solution;
use crate::core::target::Target;
use crate::core::unit::{Place, UnitId};
use crate::core::verdict::Verdict;
use crate::core::workbook::Workbook;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    /// `mantissa · 10^−decimals`.
    Number(i64, u8),
    /// A formula and what it shows now.
    Formula(String, Shown),
}

/// What a formula shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    Number(i64, u8),
    Text(String),
}

/// How a cell looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    pub shape: Shape,
    /// A group, subtotal or total.
    pub strong: bool,
    /// Follows from other cells.
    pub computed: bool,
}

/// What a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Letterhead,
    Title,
    Context,
    Heading,
    /// In the row that numbers the columns.
    Numbering,
    /// For programs: not shown.
    Key,
    Name,
    Centre,
    Count,
    /// With so many decimals.
    Decimal(u8),
    SignedCount,
    SignedDecimal,
    /// Text in a column of figures.
    Right,
    Note,
    Signature,
}

impl Look {
    pub const fn of(shape: Shape) -> Self {
        Self { shape, strong: false, computed: false }
    }
}

/// A sheet.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Row and column from 0, by rows.
    pub cells: Vec<(u32, u16, Cell, Look)>,
    /// First and last cell of each area.
    pub merges: Vec<((u32, u16), (u32, u16))>,
    /// In characters.
    pub widths: Vec<u16>,
    /// Columns that only programs read.
    pub hidden: Vec<u16>,
    /// Rows of two lines.
    pub high: Vec<u32>,
    /// The last row and column that are printed.
    pub printed: Option<(u32, u16)>,
    /// Rows of headings, which stay in view and are repeated on paper, and columns that stay in view.
    pub headings: (u32, u32),
    pub fixed_columns: u16,
}

impl Sheet {
    pub fn put(&mut self, row: u32, column: u16, cell: Cell, look: Look) {
        self.cells.push((row, column, cell, look));
    }

    pub fn text(&mut self, row: u32, column: u16, text: &str, shape: Shape) {
        if !text.is_empty() {
            self.put(row, column, Cell::Text(text.to_owned()), Look::of(shape));
        }
    }

    pub fn merge(&mut self, row: u32, first: u16, last: u16) {
        if first < last {
            self.merges.push(((row, first), (row, last)));
        }
    }
}

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
}

/// The sheet with the table and its results.
pub fn results(workbook: &Workbook, solution: &Solution, words: &Words, style: Style) -> Sheet {
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

    /// The cell of a field, with a formula where one gives what the program computed.
    fn cell(&self, at: usize, row: &Row, field: Field) -> (Cell, Look) {
        let format = field.format();
        match format {
            Format::Target => return self.target(row),
            Format::Verdict => return self.verdict(at, row),
            _ => {}
        }
        let value = self.solution.value(row.place, field);
        let fact = self.fact(row.place, field);
        let formula = self.formula(at, row, field);
        if let Some(fact) = fact {
            let typed = typed_number(fact);
            // A typed total that is the sum of its units stays one when they change.
            let sum = formula.filter(|formula| {
                matches!(row.place, Place::Area | Place::Tag(_)) || row.strong && formula.value.is_some()
            });
            return match (typed, sum) {
                (Some(typed), Some(formula)) if formula.value.is_some() && scaled(typed, format) == formula.value => {
                    self.computed(formula, field)
                }
                (Some((mantissa, decimals)), _) => (Cell::Number(mantissa, decimals), number_look(field, decimals)),
                (None, _) => (Cell::Text(fact_text(fact, self.style)), Look::of(Shape::Right)),
            };
        }
        match formula {
            Some(formula) if formula.value == value.single() && (formula.value.is_some() || !value.is_known()) => {
                self.computed(formula, field)
            }
            _ => {
                let look = Look { computed: true, ..number_look(field, decimals(format)) };
                match value.single() {
                    Some(single) => (Cell::Number(single, decimals(format)), look),
                    None if value.is_known() => {
                        let text = number::value(value, format, self.style);
                        (Cell::Text(text), Look { shape: Shape::Right, ..look })
                    }
                    None => {
                        let typeable = field.fact().is_some() && matches!(format, Format::Count);
                        (Cell::Text(String::new()), Look { computed: !typeable || row.strong, ..look })
                    }
                }
            }
        }
    }

    fn computed(&self, formula: Formula, field: Field) -> (Cell, Look) {
        let decimals = decimals(field.format());
        let shown = formula.value.map_or(Shown::Text(String::new()), |value| Shown::Number(value, decimals));
        (Cell::Formula(formula.code, shown), Look { computed: true, ..number_look(field, decimals) })
    }

    fn address(&self, at: usize, field: Field) -> Option<String> {
        let position = self.fields.iter().position(|other| *other == field)?;
        Some(format!("{}{}", column(usize::from(self.first) + position), FIRST + at as u32 + 1))
    }

    /// The number that stands in a cell, in hundredths for rates and points.
    fn number_in(&self, place: Place, field: Field) -> Option<i64> {
        let format = field.format();
        match self.fact(place, field) {
            Some(fact) => typed_number(fact).and_then(|typed| scaled(typed, format)),
            None => self.solution.value(place, field).single(),
        }
    }

    fn operand(&self, at: usize, row: &Row, field: Field) -> Option<Operand> {
        Some(Operand { at: self.address(at, field)?, value: self.number_in(row.place, field) })
    }

    fn formula(&self, at: usize, row: &Row, field: Field) -> Option<Formula> {
        let operand = |field| self.operand(at, row, field);
        let rate = |parts: &[Field], all: Field| {
            let parts: Option<Vec<Operand>> = parts.iter().map(|part| operand(*part)).collect();
            Some(formula::rate(&parts?.iter().collect::<Vec<_>>(), &operand(all)?))
        };
        use Field::{HouseholdsNow, HouseholdsPrev, NearPoorNow, NearPoorPrev, PoorNow, PoorPrev, RateNow, RatePrev};
        match field {
            Field::RatePrev => rate(&[PoorPrev], HouseholdsPrev),
            Field::RateNow => rate(&[PoorNow], HouseholdsNow),
            Field::NearRatePrev => rate(&[NearPoorPrev], HouseholdsPrev),
            Field::NearRateNow => rate(&[NearPoorNow], HouseholdsNow),
            Field::MultiRatePrev => rate(&[PoorPrev, NearPoorPrev], HouseholdsPrev),
            Field::MultiRateNow => rate(&[PoorNow, NearPoorNow], HouseholdsNow),
            Field::DropHouseholds => Some(formula::difference(&operand(PoorPrev)?, &operand(PoorNow)?, false)),
            Field::DropPoints => Some(formula::difference(&operand(RatePrev)?, &operand(RateNow)?, true)),
            Field::GapHouseholds | Field::GapPoints => {
                let (target, figures) = self.judged(at, row)?;
                let of = if field == Field::GapPoints { formula::gap_points } else { formula::gap_households };
                let formula = of(target, &figures);
                Some(if self.rests_on_opening(row) {
                    formula::while_unchanged(&figures.poor_prev, formula)
                } else {
                    formula
                })
            }
            _ => {
                let members = self.members.get(at).filter(|members| !members.is_empty())?;
                let position = self.fields.iter().position(|other| *other == field)?;
                let value = |row: &u32| {
                    let place = self.rows.get(*row as usize)?.place;
                    self.number_in(place, field)
                };
                let rows: Vec<_> = members.iter().map(|row| (FIRST + row + 1, value(row))).collect();
                formula::sum(&column(usize::from(self.first) + position), &rows)
            }
        }
    }

    /// The target of a place with the cells it is compared with, where the table has them all.
    fn judged(&self, at: usize, row: &Row) -> Option<(Target, Figures)> {
        let target = self.solution.target(row.place)?;
        let operand = |field| self.operand(at, row, field);
        // Without an earlier period these are asked for by no formula that is written.
        let nowhere = || Operand { at: "Z1".to_owned(), value: None };
        let figures = Figures {
            households_prev: operand(Field::HouseholdsPrev).unwrap_or_else(nowhere),
            poor_prev: operand(Field::PoorPrev).unwrap_or_else(nowhere),
            rate_prev: operand(Field::RatePrev).unwrap_or_else(nowhere),
            households_now: operand(Field::HouseholdsNow)?,
            poor_now: operand(Field::PoorNow)?,
            rate_now: operand(Field::RateNow)?,
            drop_households: operand(Field::DropHouseholds).unwrap_or_else(nowhere),
            drop_points: operand(Field::DropPoints).unwrap_or_else(nowhere),
        };
        Some((target, figures))
    }

    /// Whether the target of a sum was put together from targets of several shapes, some of which count from the opening
    /// figures: it is another one when those change.
    fn rests_on_opening(&self, row: &Row) -> bool {
        let down = |place| matches!(self.solution.target(place), Some(Target::HouseholdsDown { .. }));
        row.strong
            && self.fact(row.place, Field::Target).is_none()
            && matches!(self.solution.target(row.place), Some(Target::HouseholdsLeft { .. }))
            && self.rows.iter().any(|row| matches!(row.place, Place::Unit(_)) && down(row.place))
    }

    fn target(&self, row: &Row) -> (Cell, Look) {
        let text = match (self.fact(row.place, Field::Target), self.solution.target(row.place)) {
            (Some(fact), _) => fact_text(fact, self.style),
            (None, Some(target)) => target_text::write(target, self.style),
            (None, None) => String::new(),
        };
        let computed = self.fact(row.place, Field::Target).is_none() && !text.is_empty();
        (Cell::Text(text), Look { computed, ..Look::of(Shape::Right) })
    }

    fn verdict(&self, at: usize, row: &Row) -> (Cell, Look) {
        let look = Look { computed: true, ..Look::of(Shape::Centre) };
        let verdict = self.solution.verdict(row.place);
        let word = if verdict == Verdict::None {
            String::new()
        } else {
            self.words.verdicts.get(verdict as usize).cloned().unwrap_or_default()
        };
        let live = |field| {
            let value = self.solution.value(row.place, field);
            let formula = self.formula(at, row, field)?;
            (formula.value == value.single() && value.state != State::Conflict).then_some(())?;
            self.address(at, field)
        };
        let gaps = live(Field::GapPoints).zip(live(Field::GapHouseholds));
        match (self.solution.target(row.place), gaps) {
            (Some(target), Some((points, households))) if verdict != Verdict::Conflict => {
                let checks = self.checks(at);
                let code = formula::verdict(target, &points, &households, &checks, &self.words.verdicts);
                (Cell::Formula(code, Shown::Text(word)), look)
            }
            _ => (Cell::Text(word), look),
        }
    }

    /// The cells of a row that may not outnumber another: parts and their whole.
    fn checks(&self, at: usize) -> Vec<(String, String)> {
        let periods = [
            [Field::HouseholdsPrev, Field::PoorPrev, Field::NearPoorPrev],
            [Field::HouseholdsNow, Field::PoorNow, Field::NearPoorNow],
        ];
        let mut checks = Vec::new();
        for [whole, poor, near] in periods {
            let (Some(whole), Some(poor)) = (self.address(at, whole), self.address(at, poor)) else { continue };
            if let Some(near) = self.address(at, near) {
                checks.push(([&*poor, "+", &near].concat(), whole.clone()));
            }
            checks.push((poor, whole));
        }
        checks
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

/// Decimals that a computed value is shown with.
const fn decimals(format: Format) -> u8 {
    match format {
        Format::Percent | Format::Points => 2,
        _ => 0,
    }
}

/// The number that was typed, if it is plain: a qualified one stays a text.
fn typed_number(fact: &Fact) -> Option<(i64, u8)> {
    match fact.reading {
        Reading::Figure(Figure { mantissa, decimals, qualifier: Qualifier::Plain, .. }) => Some((mantissa, decimals)),
        _ => None,
    }
}

/// A typed number as values are compared.
fn scaled((mantissa, decimals): (i64, u8), format: Format) -> Option<i64> {
    match format {
        Format::Percent | Format::Points => to_hundredths(mantissa, decimals),
        _ => (decimals == 0).then_some(mantissa),
    }
}

const fn number_look(field: Field, decimals: u8) -> Look {
    Look::of(match field {
        Field::GapPoints => Shape::SignedDecimal,
        Field::GapHouseholds => Shape::SignedCount,
        _ if decimals > 0 => Shape::Decimal(decimals),
        _ => Shape::Count,
    })
}
