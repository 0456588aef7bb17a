//! Why a cell shows what it shows, with the numbers in it, as data that i18n puts into words. docs/method.md.

use super::fact::{FactKey, Qualifier, Reading, Unreadable};
use super::field::{At, Field};
use super::quantity::{State, Value, round_half_up};
use super::solve::given;
use super::solve::row::{Known, Row, part_of, whole_of};
use super::solve::solution::slot_of;
use super::solve::template::Slot;
use super::solve::trace::reasons;
use super::solve::{Coverage, Premise, Reason, Relation, Solution};
use super::unit::Place;
use super::verdict::Judgement;
use super::workbook::Workbook;

/// A cell's value, where it comes from, and what else is worth saying.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    pub value: Value,
    pub origin: Origin,
    pub notes: Vec<Note>,
}

/// Where a value comes from. Counts are whole; rates and points in hundredths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nothing typed, and nothing follows.
    Nothing,
    /// The name of the unit.
    Name,
    Typed(Qualifier),
    /// Typed, but not to be used; the text is kept by the fact.
    Unusable(Unreadable),
    /// `part : whole × 100`, half up.
    Quotient {
        part: i64,
        whole: i64,
        hundredths: i64,
    },
    /// `(poor + near_poor) : whole × 100`, half up.
    QuotientOfSum {
        poor: i64,
        near_poor: i64,
        whole: i64,
        hundredths: i64,
    },
    /// `prev − now`: households, or shown rates.
    Difference {
        prev: Value,
        now: Value,
    },
    /// The units added up.
    Sum(Coverage),
    /// Typed figures bound it: why it is not lower, and why it is not higher.
    Bounded {
        lower: Reason,
        upper: Reason,
    },
    /// The units' household targets added up.
    TargetSum(Coverage),
    /// The judgement the target, a margin or the verdict belongs to.
    Judged(Box<Judgement>),
    /// No change is computed: see the note.
    NoChange(NoChange),
}

/// Why no change is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoChange {
    /// There is only one period.
    NoOpening,
    /// The two periods were counted under different poverty standards.
    Standards,
    /// Other periods lie between the two shown.
    NotAdjacent,
}

/// Something worth saying beside a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The exact rate or difference, in millionths of a percent or point.
    Exact { millionths: i64 },
    /// The difference of the shown rates is not the exact difference rounded: 0,01 apart.
    RoundedApart { shown: i64, exact: i64 },
    /// A typed cell: what follows from the other figures, if they say anything.
    Computed(Value),
    /// A typed total: the sum of the units beside it.
    SumBeside { sum: Value, coverage: Coverage },
    /// The units known and how many there are; a sum with an unknown part is not a total.
    Incomplete(Coverage),
    /// It is a total's rate: from the sums, never a mean of rates.
    FromSums(Coverage),
    /// Cells that are needed for this one and are empty.
    Missing(Vec<Field>),
    /// The figures contradict each other; see the findings.
    Contradiction,
    /// The opening figure was counted under another standard; only households decide.
    HouseholdsOnly,
}

/// Explains a cell.
pub fn explain(workbook: &Workbook, solution: &Solution, place: Place, field: Field) -> Explanation {
    let value = solution.value(place, field);
    let mut notes = Vec::new();
    if value.state == State::Conflict {
        notes.push(Note::Contradiction);
    }
    let origin = match field {
        Field::Unit => Origin::Name,
        Field::Target | Field::GapPoints | Field::GapHouseholds | Field::Verdict => {
            judged(workbook, solution, place, field, &mut notes)
        }
        _ => quantity(workbook, solution, place, field, value, &mut notes),
    };
    Explanation { value, origin, notes }
}

fn judged(workbook: &Workbook, solution: &Solution, place: Place, field: Field, notes: &mut Vec<Note>) -> Origin {
    let coverage = solution.coverage(place, Field::Target);
    if let Some(judgement) = solution.judgement(place) {
        if !solution.is_comparable() && solution.span().prev.is_some() {
            notes.push(Note::HouseholdsOnly);
        }
        if field == Field::Target && !judgement.typed {
            return Origin::TargetSum(coverage);
        }
        let sum = solution.sum(place).and_then(super::solve::sum::Sum::target);
        if let Some(sum) = sum.filter(|_| field == Field::Target && judgement.typed) {
            let households = match sum {
                super::target::Target::HouseholdsLeft { most } => Value::computed(most, most),
                super::target::Target::HouseholdsDown { least, most } => Value::computed(least, most),
                _ => Value::UNKNOWN,
            };
            notes.push(Note::SumBeside { sum: households, coverage });
        }
        return Origin::Judged(Box::new(judgement));
    }
    if let Some(why) = unusable(workbook, solution, place, Field::Target) {
        return Origin::Unusable(why);
    }
    if solution.sum(place).is_some() && coverage.known > 0 {
        notes.push(Note::Incomplete(coverage));
    }
    notes.push(Note::Missing(vec![Field::Target]));
    Origin::Nothing
}

fn fact_key(workbook: &Workbook, solution: &Solution, place: Place, field: Field) -> Option<FactKey> {
    workbook.key_of(solution.span(), place, field)
}

fn unusable(workbook: &Workbook, solution: &Solution, place: Place, field: Field) -> Option<Unreadable> {
    let key = fact_key(workbook, solution, place, field)?;
    let cap = given::cap(solution.sum(place).is_none());
    match &workbook.fact(key)?.reading {
        Reading::Unreadable(why) => Some(*why),
        reading if field == Field::Target => given::target(reading, cap).err(),
        Reading::Figure(figure) => given::stated(key.measure, *figure, cap).err(),
        Reading::Target(_) => Some(Unreadable::NotANumber),
    }
}

fn quantity(
    workbook: &Workbook,
    solution: &Solution,
    place: Place,
    field: Field,
    value: Value,
    notes: &mut Vec<Note>,
) -> Origin {
    let (Some((role, slot)), Some(row)) = (slot_of(field), solution.row(place)) else { return Origin::Nothing };
    if value.state == State::Invalid {
        let why = unusable(workbook, solution, place, field);
        return Origin::Unusable(why.unwrap_or(Unreadable::NotANumber));
    }
    let sum = solution.sum(place);
    let coverage = solution.coverage(place, field);
    if row.is_typed(role, [field, field]) {
        if let Some(total) = solution.own_sum(place).and_then(|sum| sum.total(role, slot)) {
            notes.push(Note::SumBeside { sum: Value::computed(total.lo, total.hi), coverage });
        } else if let Some(known) = solution.follows(row, role, slot)
            && !slot.is_count()
        {
            notes.push(Note::Computed(known.value()));
        }
        let key = fact_key(workbook, solution, place, field).and_then(|key| workbook.fact(key));
        let qualifier = match key.map(|fact| &fact.reading) {
            Some(Reading::Figure(figure)) => figure.qualifier,
            _ => Qualifier::Plain,
        };
        return Origin::Typed(qualifier);
    }
    let change = matches!(slot, Slot::DropHouseholds | Slot::DropPoints);
    if change && !solution.is_comparable() {
        return Origin::NoChange(no_change(workbook, solution));
    }
    let derived = match slot {
        Slot::DropHouseholds | Slot::DropPoints => difference(solution, place, row, slot, notes),
        slot if slot.is_rate() => quotient(row, role, slot, notes),
        _ => None,
    };
    if let Some(origin) = derived {
        if sum.is_some() {
            notes.push(Note::FromSums(coverage));
        }
        return origin;
    }
    if slot.is_count() && sum.is_some_and(|sum| sum.total(role, slot).is_some()) {
        return Origin::Sum(coverage);
    }
    if value.is_known() {
        return match reasons(workbook, solution, place, role, slot) {
            Some([lower, upper]) if lower != Reason::default() || upper != Reason::default() => {
                Origin::Bounded { lower, upper }
            }
            _ => ranges(solution, row, role, slot),
        };
    }
    if sum.is_some() {
        notes.push(Note::Incomplete(coverage));
    }
    notes.push(Note::Missing(missing(row, role, slot)));
    Origin::Nothing
}

fn no_change(workbook: &Workbook, solution: &Solution) -> NoChange {
    let span = solution.span();
    let standard = |id| workbook.period(id).map(|period| period.standard);
    match span.prev {
        None => NoChange::NoOpening,
        Some(prev) if standard(prev) != standard(span.now) => NoChange::Standards,
        Some(_) => NoChange::NotAdjacent,
    }
}

fn number(known: Option<Known>) -> Option<i64> {
    known?.range.single()
}

fn quotient(row: Row, role: usize, slot: Slot, notes: &mut Vec<Note>) -> Option<Origin> {
    let part = number(row.count(role, part_of(slot)))?;
    let whole = number(row.count(role, whole_of(slot)))?;
    let hundredths = number(row.rate(role, slot))?;
    if let Some(millionths) = round_half_up(100_000_000 * i128::from(part), i128::from(whole)) {
        notes.push(Note::Exact { millionths });
    }
    if slot == Slot::MultiRate
        && let (Some(poor), Some(near_poor)) =
            (number(row.count(role, Slot::Poor)), number(row.count(role, Slot::NearPoor)))
    {
        return Some(Origin::QuotientOfSum { poor, near_poor, whole, hundredths });
    }
    Some(Origin::Quotient { part, whole, hundredths })
}

fn difference(solution: &Solution, place: Place, row: Row, slot: Slot, notes: &mut Vec<Note>) -> Option<Origin> {
    let (prev, now) = match slot {
        Slot::DropHouseholds => (row.count(0, Slot::Poor), row.count(1, Slot::Poor)),
        _ => (row.rate(0, Slot::PoorRate), row.rate(1, Slot::PoorRate)),
    };
    let (prev, now) = (prev?, now?);
    if slot == Slot::DropPoints
        && let Some(exact) = solution.exact_drop(place)
    {
        notes.push(Note::Exact { millionths: exact.millionths });
        if exact.shown != exact.rounded {
            notes.push(Note::RoundedApart { shown: exact.shown, exact: exact.rounded });
        }
    }
    // A typed change that is known better than its two ends is explained by what bounds it.
    (number(Some(prev)).is_some() && number(Some(now)).is_some())
        .then(|| Origin::Difference { prev: prev.value(), now: now.value() })
}

/// A range that comes straight from ranges of sums.
fn ranges(solution: &Solution, row: Row, role: usize, slot: Slot) -> Origin {
    let shown = |role, slot| solution.follows(row, role, slot).map_or(Value::UNKNOWN, Known::value);
    match slot {
        Slot::DropHouseholds => Origin::Difference { prev: shown(0, Slot::Poor), now: shown(1, Slot::Poor) },
        Slot::DropPoints => Origin::Difference { prev: shown(0, Slot::PoorRate), now: shown(1, Slot::PoorRate) },
        _ => {
            let period = match (role, solution.span().prev) {
                (0, Some(prev)) => prev,
                _ => solution.span().now,
            };
            let measure = slot.measure();
            let premises = [part_of(slot), whole_of(slot)].map(|slot| Premise::Sum {
                measure: slot.measure(),
                group: slot.group(),
                period,
            });
            let relation = Relation::Rate { rate: measure, group: slot.group(), period };
            let reason = Reason { premises: premises.to_vec(), relations: vec![relation] };
            Origin::Bounded { lower: reason.clone(), upper: reason }
        }
    }
}

/// The empty cells that would give a value.
fn missing(row: Row, role: usize, slot: Slot) -> Vec<Field> {
    let wanted = match slot {
        Slot::PoorRate => vec![(role, Slot::Poor), (role, Slot::Households)],
        Slot::NearRate => vec![(role, Slot::NearPoor), (role, Slot::Households)],
        Slot::MultiRate => vec![(role, Slot::Poor), (role, Slot::NearPoor), (role, Slot::Households)],
        Slot::MinorityRate | Slot::MinorityNearRate => vec![(role, part_of(slot)), (role, whole_of(slot))],
        Slot::DropHouseholds => vec![(0, Slot::Poor), (1, Slot::Poor)],
        Slot::DropPoints => vec![(0, Slot::Poor), (0, Slot::Households), (1, Slot::Poor), (1, Slot::Households)],
        slot => vec![(role, slot)],
    };
    let field = |(role, slot): (usize, Slot)| {
        let at = if role == 0 { At::Prev } else { At::Now };
        Field::of(slot.measure(), slot.group(), at)
    };
    wanted.into_iter().filter(|&(role, slot)| row.count(role, slot).is_none()).filter_map(field).collect()
}
