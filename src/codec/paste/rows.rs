//! What each row of a pasted table is: a unit, a group of units, a total, a tag – or nothing to take over.

use std::borrow::Cow;

use super::head::is_number;
use super::plan::{Note, PastePlan, Use};
use super::words::{self, Said, Words};
use crate::codec::grid::Row;
use crate::codec::limits::MAX_CODE;
use crate::codec::plain::{begins_otherwise, is_tidy, plain};
use crate::core::field::{At, Field};
use crate::core::flows;
use crate::core::measure::{Group, Kind, Measure};
use crate::core::names::{UnitKind, kind_of, tidy};
use crate::core::unit::MAX_NAME;

/// What a row is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    Unit,
    /// A unit whose members follow; its figures are checks on their sums.
    Group,
    /// The whole area; its figures are checks on the sums.
    Total,
    /// The subtotal of the tag that the row is named after.
    Tag,
    /// Headings repeated, remarks, signatures, further totals: shown and left out.
    Skipped,
}

/// One row as it will be used.
#[derive(Clone, Debug)]
pub struct PlanRow {
    /// Its place among the rows of the grid.
    pub at: usize,
    pub name: String,
    pub kind: RowKind,
    /// The row, among all planned rows, of the group it belongs to.
    pub parent: Option<usize>,
    pub tags: Vec<String>,
    /// Official code, in full length.
    pub code: Option<String>,
    /// Where each figure stands in the grid: field, row, column.
    pub cells: Vec<(Field, usize, usize)>,
}

const TOTAL: [&str; 20] = [
    "tong",
    "cong",
    "tong cong",
    "tong so",
    "tong chung",
    "tong toan tinh",
    "toan tinh",
    "toan huyen",
    "toan thanh pho",
    "toan xa",
    "toan vung",
    "toan khu vuc",
    "toan quoc",
    "ca nuoc",
    "ca tinh",
    "total",
    "totals",
    "grand total",
    "sum",
    "whole province",
];
const SKIPPED: &[&str] = &[
    "#",
    "nguon:",
    "nguon ",
    "ghi chu",
    "luu y",
    "nguoi lap",
    "thu truong",
    "noi nhan",
    "ke toan",
    "nguoi tong hop",
    "chu tich",
    "tm.",
    "kt.",
    "source:",
    "note:",
];

/// How deep a running number stands: `II` and `A` above `3`, above `3.1`.
pub fn level(text: &str) -> Option<usize> {
    let text = text.trim().trim_end_matches(['.', ')']);
    let upper = |c: char| matches!(c, 'I' | 'V' | 'X' | 'L');
    if !text.is_empty()
        && (text.chars().all(upper) || (text.len() == 1 && text.chars().all(|c| c.is_ascii_uppercase())))
    {
        return Some(0);
    }
    let mut parts = 0;
    for part in text.split('.') {
        if part.is_empty() || part.len() > 5 || !part.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        parts += 1;
    }
    Some(parts)
}

/// A running number at the front of a name, and the name: "1. Ba Bể", "II) Nông thôn", "- Khmer".
fn numbered(name: &str) -> (Option<usize>, &str) {
    if let Some(rest) = name.strip_prefix(['-', '+', '–', '•', '*']) {
        return (None, rest.trim_start());
    }
    match name.split_once(' ') {
        Some((number, rest)) if number.ends_with(['.', ')']) && level(number).is_some() => {
            (level(number), rest.trim_start())
        }
        _ => (None, name),
    }
}

/// District level above commune level, province above both; for tables that show groups by their names alone.
fn level_of_kind(name: &str) -> Option<usize> {
    Some(match kind_of(name)? {
        UnitKind::Province => 0,
        UnitKind::City | UnitKind::UrbanDistrict | UnitKind::RuralDistrict | UnitKind::Town => 1,
        UnitKind::Commune | UnitKind::Ward | UnitKind::Township | UnitKind::SpecialZone => 2,
    })
}

struct Draft {
    row: PlanRow,
    level: Option<usize>,
}

/// Which columns tell what the rows are.
struct Layout {
    name: Option<usize>,
    number: Option<usize>,
    key: Option<usize>,
    tags: Option<usize>,
    facet: Option<usize>,
    /// Columns of figures, what they hold, and what they hold in a line of persons.
    figures: Vec<(usize, Field, Option<Field>)>,
}

impl Layout {
    fn of(plan: &PastePlan) -> Self {
        let columns = plan.columns.iter().enumerate();
        let figures = columns.filter_map(|(column, planned)| match planned.used {
            Use::Figures(field) => Some((column, field, persons_of(field))),
            _ => None,
        });
        Layout {
            name: plan.column(Use::Name),
            number: plan.column(Use::Number),
            key: plan.column(Use::Key),
            tags: plan.column(Use::Tags),
            facet: plan.column(Use::Facet),
            figures: figures.collect(),
        }
    }
}

/// Every row below the heading, in order. Lines of persons join the row of their unit.
pub fn rows(plan: &PastePlan) -> Vec<PlanRow> {
    let mut drafts: Vec<Draft> = Vec::new();
    let layout = Layout::of(plan);
    for (at, row) in plan.grid.rows.iter().enumerate().skip(plan.head) {
        let persons = layout.facet.is_some_and(|column| Words::of(row.text(column)).have("khau|nhan khau|persons"));
        let cells = cells(&layout, row, at, persons);
        let mut draft = draft(plan, &layout, row, at);
        draft.row.cells = cells;
        if persons {
            let same = |d: &&mut Draft| d.row.name == draft.row.name && d.row.kind == draft.row.kind;
            let unit = if draft.row.name.is_empty() { drafts.last_mut() } else { drafts.iter_mut().rev().find(same) };
            if let Some(unit) = unit {
                unit.row.cells.append(&mut draft.row.cells);
                continue;
            }
        }
        drafts.push(draft);
    }
    one_total(&mut drafts);
    group(&mut drafts);
    codes(plan, &mut drafts);
    drafts.into_iter().map(|draft| draft.row).collect()
}

fn draft(plan: &PastePlan, layout: &Layout, row: &Row, at: usize) -> Draft {
    let mut level_here = layout.number.and_then(|column| level(row.text(column)));
    let mut text = layout.name.map_or("", |column| row.text(column));
    if text.trim().is_empty() {
        // A merged cell "Tổng cộng" starts left of the names.
        let until = layout.name.unwrap_or(0);
        let left = row.filled().take_while(|(column, _)| *column < until).map(|(_, text)| text);
        text = left.filter(|text| level(text).is_none() && !is_number(text)).last().unwrap_or("");
    }
    let name = if is_tidy(text) { Cow::Borrowed(text) } else { Cow::Owned(tidy(text)) };
    let (number, bare) = numbered(&name);
    level_here = level_here.or(number);
    let key = layout.key.map_or("", |column| row.text(column).trim());
    // A look that spares most rows the rest.
    let front = if begins_otherwise(bare, b"tcsgw") {
        Cow::Borrowed("")
    } else {
        plain(bare.split('(').next().unwrap_or(bare))
    };
    let kind = if key == "total" {
        RowKind::Total
    } else if key.starts_with("tag:") {
        RowKind::Tag
    } else if is_skipped(plan, layout, row, &name) {
        RowKind::Skipped
    } else if may_be_sum(&front) && is_total(&front) {
        RowKind::Total
    } else if may_be_sum(&front) && is_subtotal(bare) {
        RowKind::Skipped
    } else {
        RowKind::Unit
    };
    let name = if kind == RowKind::Tag { tidy(key.trim_start_matches("tag:")) } else { bare.to_owned() };
    let tags = match layout.tags {
        Some(column) if kind == RowKind::Unit => {
            row.text(column).split([',', ';']).map(tidy).filter(|tag| !tag.is_empty()).collect()
        }
        _ => Vec::new(),
    };
    let row = PlanRow { at, name, kind, parent: None, tags, code: None, cells: Vec::new() };
    Draft { row, level: level_here }
}

fn is_total(name: &str) -> bool {
    TOTAL.contains(&Words::of(name).text())
}

/// Whether a name, in plain shape, begins like any of the words for totals: a look that spares most rows the rest.
fn may_be_sum(plain: &str) -> bool {
    let letter = plain.trim_start_matches(|c: char| !c.is_alphanumeric()).bytes().next();
    matches!(letter, Some(b't' | b'c' | b's' | b'g' | b'w'))
}

/// "Cộng huyện nghèo", "Tổng số các xã": the sum of some of the rows. Taken for a unit it would be counted twice. Communes
/// named Cộng Hòa and Tổng Cọt are none: what follows has to be a kind of places.
fn is_subtotal(name: &str) -> bool {
    let plain = plain(name);
    let kinds = |rest: &str| PLACES.split('|').any(|kind| crate::codec::plain::after(rest, kind).is_some());
    plain.starts_with("subtotal") || SUMS.iter().any(|sum| plain.strip_prefix(sum).is_some_and(kinds))
}

const SUMS: [&str; 4] = ["cong ", "tong cong ", "tong so ", "tong "];
const PLACES: &str =
    "huyen|xa|phuong|thon|ban|cac|khu vuc|vung|cum|nhom|nong thon|thanh thi|do thi|thanh pho|thi xa|thi tran";

fn is_skipped(plan: &PastePlan, layout: &Layout, row: &Row, name: &str) -> bool {
    let any_number = layout.figures.iter().any(|(column, ..)| is_number(row.text(*column)));
    if any_number {
        return false;
    }
    let plain = plain(name);
    // A heading repeated on the next page, or a remark of one long line.
    let repeated = row.filled().count() > 1
        && row
            .filled()
            .all(|(column, text)| plan.columns.get(column).is_some_and(|c| c.heading.ends_with(text.trim())));
    let lone_line =
        row.filled().count() == 1 && (name.chars().count() > 60 || SKIPPED.iter().any(|s| plain.starts_with(s)));
    let footer = SKIPPED.iter().any(|start| plain.starts_with(start)) && !layout.figures.is_empty();
    repeated || lone_line || footer || row.text(0).starts_with('#')
}

/// The figures of a row. In a line of persons, counts of households stand for their persons.
fn cells(layout: &Layout, row: &Row, at: usize, persons: bool) -> Vec<(Field, usize, usize)> {
    let mut cells = Vec::with_capacity(layout.figures.len());
    for &(column, field, of_persons) in &layout.figures {
        let Some(field) = (if persons { of_persons } else { Some(field) }) else { continue };
        let text = row.text(column);
        if layout.key.is_none() && text.starts_with(|c: char| c.is_ascii_digit()) {
            cells.push((field, at, column));
            continue;
        }
        let text = plain(text);
        // A range in a results file was computed and states nothing.
        let computed = layout.key.is_some() && field != Field::Target && text.contains("..");
        if !matches!(&*text, "" | "-") && !computed {
            cells.push((field, at, column));
        }
    }
    cells
}

fn persons_of(field: Field) -> Option<Field> {
    match field.fact().filter(|_| field.group() == Group::ALL) {
        Some((Measure::Households, At::Prev)) => Some(Field::PersonsPrev),
        Some((Measure::Households, At::Now)) => Some(Field::PersonsNow),
        Some((Measure::PoorHouseholds, At::Prev)) => Some(Field::PoorPersonsPrev),
        Some((Measure::PoorHouseholds, At::Now)) => Some(Field::PoorPersonsNow),
        Some((Measure::NearPoorHouseholds, At::Prev)) => Some(Field::NearPoorPersonsPrev),
        Some((Measure::NearPoorHouseholds, At::Now)) => Some(Field::NearPoorPersonsNow),
        Some((movement, at)) => match flows::of_persons(movement) {
            Some(movement) => super::columns::field_of(movement, at),
            None => None,
        },
        None => None,
    }
}

/// Digits of a commune's code. Spreadsheets drop the zeros in front: a column with codes as long as a commune's has
/// nothing else.
const COMMUNE_CODE: usize = 5;

/// Reads the codes of the units.
fn codes(plan: &PastePlan, drafts: &mut [Draft]) {
    let Some(column) = plan.column(Use::Code) else { return };
    let code = |draft: &Draft| {
        let text = plan.grid.rows.get(draft.row.at).map_or("", |row| row.text(column)).trim();
        let digits = (1..=MAX_CODE).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        let is_unit = matches!(draft.row.kind, RowKind::Unit | RowKind::Group);
        (digits && is_unit).then(|| text.to_owned())
    };
    let codes: Vec<Option<String>> = drafts.iter().map(code).collect();
    let longest = codes.iter().flatten().map(String::len).max().unwrap_or(0);
    for (draft, code) in drafts.iter_mut().zip(codes) {
        // A group above communes has a shorter code of its own.
        let full = if longest == COMMUNE_CODE && draft.row.kind == RowKind::Unit { COMMUNE_CODE } else { 0 };
        draft.row.code = code.map(|code| ["0".repeat(full.saturating_sub(code.len())), code].concat());
    }
}

/// Of several totals, one at the very end is the total, else the first; the others are left out.
fn one_total(drafts: &mut [Draft]) {
    let is_total = |draft: &Draft| draft.row.kind == RowKind::Total;
    let last = drafts.iter().rposition(|draft| draft.row.kind != RowKind::Skipped);
    let at_end = last.filter(|last| drafts.get(*last).is_some_and(is_total));
    let Some(total) = at_end.or_else(|| drafts.iter().position(is_total)) else { return };
    for (at, draft) in drafts.iter_mut().enumerate() {
        if at != total && draft.row.kind == RowKind::Total {
            draft.row.kind = RowKind::Skipped;
        }
    }
}

/// Makes groups of the rows whose members follow them.
fn group(drafts: &mut [Draft]) {
    let units = || drafts.iter().filter(|draft| draft.row.kind == RowKind::Unit);
    let shown = units().any(|draft| draft.level.is_some());
    // Only names that begin so are of districts; most tables have none, and nothing more is to be found out.
    let district = |draft: &Draft| {
        if begins_otherwise(&draft.row.name, b"tqh") {
            return false;
        }
        let plain = plain(&draft.row.name);
        let word = ["tp", "thanh", "tx", "thi", "quan", "huyen"].iter().any(|word| plain.starts_with(word));
        let letter = plain.strip_prefix(['q', 'h']).is_some_and(|rest| !rest.starts_with(char::is_alphabetic));
        (word || letter) && level_of_kind(&draft.row.name) == Some(1)
    };
    let of_kind = |wanted: usize| units().any(|draft| level_of_kind(&draft.row.name) == Some(wanted));
    let by_kind = !shown && units().any(district) && of_kind(2);
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut parents: Vec<(usize, usize)> = Vec::new();
    for (at, draft) in drafts.iter().enumerate() {
        if draft.row.kind != RowKind::Unit {
            continue;
        }
        let level = if by_kind { level_of_kind(&draft.row.name).or(Some(2)) } else { draft.level };
        let Some(level) = level else { continue };
        while open.last().is_some_and(|(_, above)| *above >= level) {
            open.pop();
        }
        if let Some((parent, _)) = open.last() {
            parents.push((at, *parent));
        }
        open.push((at, level));
    }
    for (at, parent) in parents {
        if let Some(draft) = drafts.get_mut(at) {
            draft.row.parent = Some(parent);
        }
        if let Some(draft) = drafts.get_mut(parent) {
            draft.row.kind = RowKind::Group;
        }
    }
}

/// Rows looked at for names of indicators; tables that lie on their side are short.
const INDICATORS: usize = 60;

/// Says what is odd about the rows as they are planned now.
pub fn note_rows(plan: &mut PastePlan) {
    let planned = rows(plan);
    // One row with too many cells makes the others none too short.
    let heading = plan.notes.iter().find_map(|note| match note {
        Note::Overlong { columns, .. } => Some(*columns),
        _ => None,
    });
    let columns = heading.or_else(|| plan.body().map(|row| row.width).max()).unwrap_or(0);
    let mut notes = Vec::new();
    for planned in &planned {
        let Some(row) = plan.grid.rows.get(planned.at) else { continue };
        if planned.kind == RowKind::Skipped {
            if is_total(planned.name.split('(').next().unwrap_or("")) {
                notes.push(Note::SecondTotal { row: row.number });
            }
            continue;
        }
        if row.width < columns {
            notes.push(Note::Ragged { row: row.number, cells: row.width, columns });
        }
        if planned.name.chars().count() > MAX_NAME {
            notes.push(Note::LongName { row: row.number });
        }
    }
    let indicator = |row: &&PlanRow| matches!(words::read(&[&row.name]).0, Said::Figure(_));
    if planned.iter().take(INDICATORS).filter(indicator).nth(1).is_some() {
        notes.push(Note::OnItsSide);
    }
    plan.notes.append(&mut notes);
    plan.planned = planned;
}

/// A pasted total beside the sum of the units pasted with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TotalCheck {
    pub field: Field,
    pub typed: i64,
    pub sum: i64,
}

/// The counts of the total row against the sums of the rows; counts that some unit lacks are not compared.
pub fn total_checks(plan: &PastePlan) -> Vec<TotalCheck> {
    checks(plan, plan.rows())
}

/// As [`total_checks`], of the rows as they are planned now.
pub(super) fn checks(plan: &PastePlan, rows: &[PlanRow]) -> Vec<TotalCheck> {
    let Some(total) = rows.iter().find(|row| row.kind == RowKind::Total) else { return Vec::new() };
    let mut checks = Vec::new();
    for &(field, at, column) in &total.cells {
        let Some((measure, _)) = field.fact().filter(|(measure, _)| measure.kind() == Kind::Count) else { continue };
        let reader = plan.reader_of(column, measure);
        let whole = |at: usize, column: usize| {
            reader.number(&plan.cell_text(at, column)).filter(|(_, decimals)| *decimals == 0).map(|(n, _)| n)
        };
        let mut sum = Some(0_i64);
        for row in rows.iter().filter(|row| row.kind == RowKind::Unit) {
            let cell = row.cells.iter().find(|(f, ..)| *f == field);
            sum = sum.zip(cell.and_then(|(_, at, column)| whole(*at, *column))).and_then(|(sum, n)| sum.checked_add(n));
        }
        if let (Some(sum), Some(typed)) = (sum, whole(at, column)) {
            checks.push(TotalCheck { field, typed, sum });
        }
    }
    checks
}
