//! The table as laid out: which rows and columns are shown, in which order.

use std::cmp::Ordering;

use crate::core::field::{At, Field};
use crate::core::flows::FORMS;
use crate::core::measure::{Group, Measure};
use crate::core::names;
use crate::core::order::order;
use crate::core::period::Span;
use crate::core::quantity::Value;
use crate::core::solve::Solution;
use crate::core::unit::{Place, TagId, Unit, UnitId};
use crate::core::workbook::Workbook;

/// What a row of the table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    Unit,
    /// A unit whose figures are the sums of the units under it.
    Group,
    /// Subtotal over the units with a tag.
    Tag,
    Total,
}

/// One row of the table as shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    pub place: Place,
    pub kind: RowKind,
    /// Position among the units in table order, from 1; 0 for subtotals and the total.
    pub number: u32,
    /// How deep in the tree of units.
    pub depth: u8,
}

/// The headings columns stand under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnGroup {
    Name,
    Prev,
    Now,
    Drop,
    Target,
    Result,
    /// Households of ethnic minorities at the opening, and at the closing.
    MinorityPrev,
    MinorityNow,
    /// A form of movements, by its number in [`FORMS`].
    Movements(usize),
}

/// One column as shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    pub field: Field,
    pub group: ColumnGroup,
}

/// Order of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    pub field: Field,
    pub descending: bool,
}

/// Which units are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Filter {
    #[default]
    All,
    /// Units that have not met their target.
    Missed,
    /// Units that have.
    Met,
    /// Units with no figure typed yet, or with some figure unknown or unreadable.
    Incomplete,
    Tag(TagId),
}

/// What the user chose to see; kept on the device, not part of the document.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Options {
    pub near_poor: bool,
    /// Poor and near-poor households together, as tables print them that have both as columns.
    pub both: bool,
    pub persons: bool,
    /// The forms of movements; `None` shows those that figures were typed for.
    pub movements: Option<bool>,
    /// Households of ethnic minorities; `None` shows them where figures were typed for them.
    pub minority: Option<bool>,
    pub sort: Option<Sort>,
    pub find: String,
    pub filter: Filter,
}

impl Options {
    /// Shows the columns of movements or groups again that a field is one of, should they be hidden.
    pub fn show(&mut self, field: Field) {
        if field.is_flow() {
            self.movements = self.movements.filter(|shown| *shown);
        }
        if field.group() != Group::ALL {
            self.minority = self.minority.filter(|shown| *shown);
        }
    }
}

/// The columns shown, in order.
pub fn columns(options: &Options, workbook: &Workbook, span: Span) -> Vec<Column> {
    use ColumnGroup::{Drop, MinorityNow, MinorityPrev, Movements, Name, Now, Prev, Result, Target};
    let mut columns = Vec::with_capacity(Field::ALL.len());
    let mut add = |shown: bool, group: ColumnGroup, fields: &[Field]| {
        if shown {
            columns.extend(fields.iter().map(|field| Column { field: *field, group }));
        }
    };
    let two = span.prev.is_some();
    let (near, both, persons) = (options.near_poor, options.both, options.persons);
    add(true, Name, &[Field::Unit]);
    add(two, Prev, &[Field::HouseholdsPrev, Field::PoorPrev]);
    add(two && near, Prev, &[Field::NearPoorPrev]);
    add(two && both, Prev, &[Field::MultiPrev]);
    add(two && persons, Prev, &[Field::PersonsPrev, Field::PoorPersonsPrev]);
    add(two, Prev, &[Field::RatePrev]);
    add(two && near, Prev, &[Field::NearRatePrev, Field::MultiRatePrev]);
    add(true, Now, &[Field::HouseholdsNow, Field::PoorNow]);
    add(near, Now, &[Field::NearPoorNow]);
    add(both, Now, &[Field::MultiNow]);
    add(persons, Now, &[Field::PersonsNow, Field::PoorPersonsNow]);
    add(true, Now, &[Field::RateNow]);
    add(near, Now, &[Field::NearRateNow, Field::MultiRateNow]);
    add(two, Drop, &[Field::DropHouseholds, Field::DropPoints]);
    add(true, Target, &[Field::Target]);
    add(true, Result, &[Field::Verdict, Field::GapHouseholds, Field::GapPoints]);
    let minority = minority(options, workbook);
    add(two && minority, MinorityPrev, &[Field::MinorityHouseholdsPrev, Field::MinorityPoorPrev]);
    add(two && minority && near, MinorityPrev, &[Field::MinorityNearPoorPrev]);
    add(two && minority, MinorityPrev, &[Field::MinorityRatePrev]);
    add(two && minority && near, MinorityPrev, &[Field::MinorityNearRatePrev]);
    add(minority, MinorityNow, &[Field::MinorityHouseholdsNow, Field::MinorityPoorNow]);
    add(minority && near, MinorityNow, &[Field::MinorityNearPoorNow]);
    add(minority, MinorityNow, &[Field::MinorityRateNow]);
    add(minority && near, MinorityNow, &[Field::MinorityNearRateNow]);
    for (number, shown) in forms(options, workbook, span).into_iter().enumerate() {
        add(shown, Movements(number), &form_fields(number));
    }
    columns
}

/// Whether the columns of ethnic minorities are shown.
fn minority(options: &Options, workbook: &Workbook) -> bool {
    options.minority.unwrap_or_else(|| workbook.all_series().any(|(key, _)| key.group == Group::MINORITY))
}

/// The forms of movements shown: those with figures in the closing period, or both of households where someone asks for
/// them.
fn forms(options: &Options, workbook: &Workbook, span: Span) -> [bool; FORMS.len()] {
    let typed = |measure: &Measure| {
        workbook
            .all_series()
            .any(|(key, _)| key.period == span.now && key.group == Group::ALL && key.measure == *measure)
    };
    let held = [0, 1, 2, 3].map(|number| FORMS.get(number).is_some_and(|form| form.columns.iter().any(typed)));
    match options.movements {
        Some(false) => [false; FORMS.len()],
        Some(true) if !held.contains(&true) => [true, true, false, false],
        _ => held,
    }
}

/// The columns of a form of movements; that of near-poor persons with the count at its end, which stands nowhere else.
fn form_fields(number: usize) -> Vec<Field> {
    let Some(form) = FORMS.get(number) else { return Vec::new() };
    let end = Some(form.end).filter(|end| *end == Measure::NearPoorPersons);
    form.columns.into_iter().chain(end).filter_map(|measure| Field::of(measure, Group::ALL, At::Now)).collect()
}

/// The rows shown, in order: units, then a subtotal per tag in use, then the total.
pub fn rows(workbook: &Workbook, solution: &Solution, options: &Options) -> Vec<Row> {
    let groups = groups(workbook);
    let wanted = names::search_key(&options.find);
    let sorted = options.sort.is_some();
    let mut rows = Vec::with_capacity(workbook.units().len() + workbook.tags().len() + 1);
    let mut path: Vec<UnitId> = Vec::new();
    for (at, unit) in workbook.units().iter().enumerate() {
        while path.last().is_some_and(|last| Some(*last) != unit.parent) {
            path.pop();
        }
        let depth = path.len().min(u8::MAX as usize) as u8;
        let is_group = groups.get(at).copied().unwrap_or_default();
        if is_group {
            path.push(unit.id);
        }
        // Sorting and filtering compare units with units; the sums above them would only be in the way.
        let kind = if is_group { RowKind::Group } else { RowKind::Unit };
        let narrowed = sorted || options.filter != Filter::All || !wanted.is_empty();
        if (is_group && narrowed) || !passes(unit, solution, options, &wanted) {
            continue;
        }
        rows.push(Row {
            place: Place::Unit(unit.id),
            kind,
            number: at as u32 + 1,
            depth: if narrowed { 0 } else { depth },
        });
    }
    if let Some(sort) = options.sort {
        sort_rows(&mut rows, workbook, solution, sort);
    }
    for tag in workbook.tags() {
        if workbook.units().iter().any(|unit| unit.tags.contains(&tag.id)) {
            rows.push(Row { place: Place::Tag(tag.id), kind: RowKind::Tag, number: 0, depth: 0 });
        }
    }
    rows.push(Row { place: Place::Area, kind: RowKind::Total, number: 0, depth: 0 });
    rows
}

/// Whether each unit is named by others as their parent, in table order.
fn groups(workbook: &Workbook) -> Vec<bool> {
    let units = workbook.units();
    let mut groups = vec![false; units.len()];
    if units.iter().all(|unit| unit.parent.is_none()) {
        return groups;
    }
    let by_id = order(units.len(), &|a, b| units.get(a).map(|unit| unit.id).cmp(&units.get(b).map(|unit| unit.id)));
    for parent in units.iter().filter_map(|unit| unit.parent) {
        let found = by_id.binary_search_by_key(&Some(parent), |at| units.get(*at).map(|unit| unit.id));
        if let Some(group) = found.ok().and_then(|at| by_id.get(at)).and_then(|at| groups.get_mut(*at)) {
            *group = true;
        }
    }
    groups
}

fn passes(unit: &Unit, solution: &Solution, options: &Options, wanted: &str) -> bool {
    use crate::core::verdict::Verdict;
    let place = Place::Unit(unit.id);
    let by_filter = match options.filter {
        Filter::All => true,
        Filter::Missed => {
            matches!(solution.verdict(place), Verdict::Missed | Verdict::MetByRateOnly | Verdict::MetByHouseholdsOnly)
        }
        Filter::Met => matches!(solution.verdict(place), Verdict::Met | Verdict::Exceeded),
        Filter::Incomplete => !solution.value(place, Field::RateNow).is_known(),
        Filter::Tag(tag) => unit.tags.contains(&tag),
    };
    by_filter && (wanted.is_empty() || names::search_key(&unit.name).contains(wanted))
}

/// A stable sort: equal values stay in table order. Unknown values go last either way.
fn sort_rows(rows: &mut Vec<Row>, workbook: &Workbook, solution: &Solution, sort: Sort) {
    let turn = |ordering: Ordering| if sort.descending { ordering.reverse() } else { ordering };
    let sorted = if sort.field == Field::Unit {
        let keys: Vec<Vec<u8>> = rows.iter().map(|row| names::sort_key(name_at(workbook, row.number))).collect();
        order(rows.len(), &|a, b| turn(keys.get(a).cmp(&keys.get(b))))
    } else {
        let values: Vec<Option<i64>> = rows.iter().map(|row| middle(solution.value(row.place, sort.field))).collect();
        order(rows.len(), &|a, b| match (values.get(a).copied().flatten(), values.get(b).copied().flatten()) {
            (Some(a), Some(b)) => turn(a.cmp(&b)),
            (a, b) => b.is_some().cmp(&a.is_some()),
        })
    };
    *rows = sorted.iter().filter_map(|at| rows.get(*at).copied()).collect();
}

fn middle(value: Value) -> Option<i64> {
    value.is_known().then(|| value.lo.saturating_add(value.hi))
}

fn name_at(workbook: &Workbook, number: u32) -> &str {
    let at = (number as usize).wrapping_sub(1);
    workbook.units().get(at).map(|unit| unit.name.as_str()).unwrap_or_default()
}

/// Whether a field is shown only with the near-poor columns.
pub const fn needs_near_poor(field: Field) -> bool {
    matches!(
        field,
        Field::NearPoorPrev
            | Field::NearPoorNow
            | Field::NearRatePrev
            | Field::NearRateNow
            | Field::MultiRatePrev
            | Field::MultiRateNow
            | Field::MinorityNearPoorPrev
            | Field::MinorityNearPoorNow
            | Field::MinorityNearRatePrev
            | Field::MinorityNearRateNow
    )
}

/// Whether a field is shown only with the column of poor and near-poor together.
pub const fn needs_both(field: Field) -> bool {
    matches!(field, Field::MultiPrev | Field::MultiNow)
}

/// Whether a field is shown only with the columns of persons.
pub const fn needs_persons(field: Field) -> bool {
    matches!(field, Field::PersonsPrev | Field::PersonsNow | Field::PoorPersonsPrev | Field::PoorPersonsNow)
}
