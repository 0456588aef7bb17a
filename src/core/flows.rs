//! The official forms of movements: who was poor or near-poor at the start of a period, who left and who came, and who is
//! at its end. docs/method.md §4, "Movements".
//!
//! A form's ninth column is its first less what was taken off plus what was added. Two columns stand in two forms: the
//! poor who became near-poor, and the near-poor who became poor.

use super::fact::{FactKey, Figure, Qualifier, Reading};
use super::measure::{Group, Measure};
use super::period::PeriodId;
use super::solve::given;
use super::unit::Place;
use super::workbook::Workbook;

/// Columns of a form before the last.
pub const COLUMNS: usize = 8;
/// Whether each of them adds to the end.
pub const ADDS: [bool; COLUMNS] = [true, false, false, false, true, true, true, true];
/// "Số hộ khác": left or came for other reasons than those the form names. Filled forms often leave them blank.
const OTHER_OUT: usize = 3;
const OTHER_IN: usize = 7;

/// A form: its columns, and the count at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    pub columns: [Measure; COLUMNS],
    pub end: Measure,
}

/// Poor and near-poor households, then persons.
pub const FORMS: [Form; 4] = [
    Form {
        columns: [
            Measure::PoorStart,
            Measure::PoorToNear,
            Measure::PoorAbove,
            Measure::PoorOtherOut,
            Measure::PoorFromNear,
            Measure::PoorRelapsed,
            Measure::PoorNew,
            Measure::PoorOtherIn,
        ],
        end: Measure::PoorHouseholds,
    },
    Form {
        columns: [
            Measure::NearStart,
            Measure::NearAbove,
            Measure::NearToPoor,
            Measure::NearOtherOut,
            Measure::NearFromPoor,
            Measure::NearRelapsed,
            Measure::NearNew,
            Measure::NearOtherIn,
        ],
        end: Measure::NearPoorHouseholds,
    },
    Form {
        columns: [
            Measure::PoorPersonsStart,
            Measure::PoorPersonsToNear,
            Measure::PoorPersonsAbove,
            Measure::PoorPersonsOtherOut,
            Measure::PoorPersonsFromNear,
            Measure::PoorPersonsRelapsed,
            Measure::PoorPersonsNew,
            Measure::PoorPersonsOtherIn,
        ],
        end: Measure::PoorPersons,
    },
    Form {
        columns: [
            Measure::NearPersonsStart,
            Measure::NearPersonsAbove,
            Measure::NearPersonsToPoor,
            Measure::NearPersonsOtherOut,
            Measure::NearPersonsFromPoor,
            Measure::NearPersonsRelapsed,
            Measure::NearPersonsNew,
            Measure::NearPersonsOtherIn,
        ],
        end: Measure::NearPoorPersons,
    },
];

/// The same movement in the form of the poor and in that of the near-poor.
pub const SHARED: [(Measure, Measure); 4] = [
    (Measure::PoorToNear, Measure::NearFromPoor),
    (Measure::PoorFromNear, Measure::NearToPoor),
    (Measure::PoorPersonsToNear, Measure::NearPersonsFromPoor),
    (Measure::PoorPersonsFromNear, Measure::NearPersonsToPoor),
];

/// The movement of persons that goes with one of households.
pub fn of_persons(movement: Measure) -> Option<Measure> {
    let (households, persons) = FORMS.split_at(FORMS.len() / 2);
    households.iter().zip(persons).find_map(|(households, persons)| {
        let at = households.columns.iter().position(|column| *column == movement)?;
        persons.columns.get(at).copied()
    })
}

/// A form whose named columns are all typed, beside the count at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    pub end: Measure,
    /// What the columns come to; "other" columns that are blank are left out.
    pub computed: i64,
    /// The count typed for the end.
    pub stated: i64,
    /// The "other" column that would take the difference up, and what it would have to say; `None` when nothing is
    /// missing or it cannot.
    pub absorbed: Option<(Measure, i64)>,
}

impl Balance {
    /// Columns less end: more than 0 when more must have left, or fewer come.
    pub const fn unexplained(&self) -> i64 {
        self.computed - self.stated
    }
}

/// A plain count as typed.
fn typed(workbook: &Workbook, key: FactKey) -> Option<i64> {
    match workbook.fact(key)?.reading {
        Reading::Figure(figure @ Figure { qualifier: Qualifier::Plain, .. }) => {
            given::whole(figure).filter(|count| *count >= 0)
        }
        _ => None,
    }
}

/// How a form of a place balances; `None` unless all of its figures but the "other" columns are typed. A start that is not
/// typed is the count at the end of the period before, where that is told.
pub fn balance(
    workbook: &Workbook,
    place: Place,
    (before, period): (Option<PeriodId>, PeriodId),
    group: Group,
    form: &Form,
) -> Option<Balance> {
    let count = |measure| typed(workbook, FactKey { place, period, measure, group });
    let closing = || typed(workbook, FactKey { place, period: before?, measure: form.end, group });
    let stated = count(form.end)?;
    let mut computed = 0_i64;
    for (at, (&measure, adds)) in form.columns.iter().zip(ADDS).enumerate() {
        let is_other = at == OTHER_OUT || at == OTHER_IN;
        let blank = workbook.fact(FactKey { place, period, measure, group }).is_none();
        let value = match (at, blank) {
            (0, true) => closing()?,
            (_, true) if is_other => 0,
            _ => count(measure)?,
        };
        computed = if adds { computed.saturating_add(value) } else { computed.saturating_sub(value) };
    }
    let difference = computed.saturating_sub(stated);
    let other = |at: usize, more: i64| {
        let measure = *form.columns.get(at)?;
        Some((measure, count(measure).unwrap_or(0).saturating_add(more)))
    };
    let absorbed = match difference {
        0 => None,
        out if out > 0 => other(OTHER_OUT, out),
        into => other(OTHER_IN, into.saturating_neg()),
    };
    Some(Balance { end: form.end, computed, stated, absorbed })
}

/// Both figures of a movement that stands in two forms, where both are typed.
pub fn shared(
    workbook: &Workbook,
    place: Place,
    period: PeriodId,
    group: Group,
    pair: (Measure, Measure),
) -> Option<(i64, i64)> {
    let count = |measure| typed(workbook, FactKey { place, period, measure, group });
    Some((count(pair.0)?, count(pair.1)?))
}

/// The start of a form and the count at the end of the period before, where both are typed.
pub fn opening(
    workbook: &Workbook,
    place: Place,
    [before, period]: [PeriodId; 2],
    group: Group,
    form: &Form,
) -> Option<(i64, i64)> {
    let start = form.columns.first()?;
    let start = typed(workbook, FactKey { place, period, measure: *start, group })?;
    Some((start, typed(workbook, FactKey { place, period: before, measure: form.end, group })?))
}
