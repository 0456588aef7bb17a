//! What the figures themselves tell: which numbers are a rate of which, and whether a column says anything of its own.

use std::rc::Rc;

use super::columns::field_of;
use super::plan::{PastePlan, Use};
use crate::core::field::{At, Field};
use crate::core::measure::{Group, Kind, Measure};
use crate::core::quantity::round_half_up;

/// Rows looked at for a guess; more would not make it surer.
const SAMPLE: usize = 200;

type Number = Option<(i64, u8)>;

fn sample(plan: &PastePlan, column: usize, measure: Measure) -> Vec<Number> {
    first_numbers(plan, column, measure, SAMPLE)
}

fn numbers(plan: &PastePlan, column: usize, measure: Measure) -> Vec<Number> {
    first_numbers(plan, column, measure, usize::MAX)
}

fn first_numbers(plan: &PastePlan, column: usize, measure: Measure, rows: usize) -> Vec<Number> {
    let reader = plan.reader_of(column, measure);
    plan.body().take(rows).map(|row| reader.number(row.text(column))).collect()
}

fn whole(number: &Number) -> Option<i64> {
    number.filter(|(_, decimals)| *decimals == 0).map(|(mantissa, _)| mantissa)
}

/// Whether `rate` is the percentage `part / total` as printed; `None` where that cannot be told.
fn is_rate(rate: &Number, part: Option<i64>, total: Option<i64>) -> Option<bool> {
    let (mantissa, decimals) = (*rate)?;
    let scale = 10_i128.checked_pow(u32::from(decimals) + 2)?;
    let total = total.filter(|total| *total > 0)?;
    Some(round_half_up(i128::from(part?) * scale, i128::from(total))? == mantissa)
}

/// Rows that agree and rows that do not.
fn tally(rows: impl Iterator<Item = Option<bool>>) -> (usize, usize) {
    rows.flatten().fold((0, 0), |(yes, no), agrees| (yes + usize::from(agrees), no + usize::from(!agrees)))
}

/// Gives columns without any heading a likely use. None of it is sure.
pub fn guess(plan: &mut PastePlan, counts: &[usize], rates: &[usize]) {
    let free = |plan: &PastePlan, columns: &[usize]| -> Vec<usize> {
        let is_free = |c: &&usize| plan.columns.get(**c).is_some_and(|column| matches!(column.used, Use::Ignored(_)));
        columns.iter().filter(is_free).copied().take(12).collect()
    };
    let (counts, rates) = (free(plan, counts), free(plan, rates));
    let found = rates_of_counts(plan, &counts, &rates);
    if found.is_empty() {
        let fields = by_order(counts.len());
        for (column, field) in counts.iter().zip(fields) {
            set(plan, *column, *field);
        }
        swap_if_larger(plan);
        let sides: &[Field] = if rates.len() == 2 { &[Field::RatePrev, Field::RateNow] } else { &[Field::RateNow] };
        for (column, field) in rates.iter().zip(sides).take(if rates.len() > 2 { 0 } else { 2 }) {
            set(plan, *column, *field);
        }
        return;
    }
    let mut totals: Vec<usize> = found.iter().map(|rate| rate.total).collect();
    totals.sort_unstable();
    totals.dedup();
    for (side, total) in totals.iter().rev().zip([(At::Now), (At::Prev)]).map(|(total, at)| (at, *total)) {
        let households = field_of(Measure::Households, side);
        households.into_iter().for_each(|field| set(plan, total, field));
        let of_total = found.iter().filter(|rate| rate.total == total);
        let kinds =
            [(Measure::PoorHouseholds, Measure::PoorRate), (Measure::NearPoorHouseholds, Measure::NearPoorRate)];
        for (rate, (part, share)) in of_total.zip(kinds) {
            field_of(part, side).into_iter().for_each(|field| set(plan, rate.part, field));
            field_of(share, side).into_iter().for_each(|field| set(plan, rate.rate, field));
        }
    }
}

fn set(plan: &mut PastePlan, column: usize, field: Field) {
    if let Some(column) = plan.columns.get_mut(column) {
        column.used = Use::Figures(field);
        column.sure = false;
    }
}

/// The usual order of so many columns of counts.
const fn by_order(columns: usize) -> &'static [Field] {
    use Field::{HouseholdsNow, HouseholdsPrev, NearPoorNow, NearPoorPrev, PoorNow, PoorPrev, Target};
    match columns {
        1 => &[PoorNow],
        2 => &[HouseholdsNow, PoorNow],
        3 => &[HouseholdsNow, PoorNow, NearPoorNow],
        4 => &[HouseholdsPrev, PoorPrev, HouseholdsNow, PoorNow],
        5 => &[HouseholdsPrev, PoorPrev, HouseholdsNow, PoorNow, Target],
        6 => &[HouseholdsPrev, PoorPrev, NearPoorPrev, HouseholdsNow, PoorNow, NearPoorNow],
        _ => &[],
    }
}

/// Poor households cannot outnumber households: if they would in most rows, the columns stand the other way round.
fn swap_if_larger(plan: &mut PastePlan) {
    for (total, part) in [(Field::HouseholdsPrev, Field::PoorPrev), (Field::HouseholdsNow, Field::PoorNow)] {
        let (Some(t), Some(p)) = (plan.column(Use::Figures(total)), plan.column(Use::Figures(part))) else { continue };
        let totals = numbers(plan, t, Measure::Households);
        let parts = numbers(plan, p, Measure::PoorHouseholds);
        let fits = totals.iter().zip(&parts).map(|(t, p)| Some(whole(p)? <= whole(t)?));
        let (fit, misfit) = tally(fits);
        if misfit > fit {
            set(plan, t, part);
            set(plan, p, total);
        }
    }
}

struct Rate {
    rate: usize,
    part: usize,
    total: usize,
}

/// Rates that are the percentage of one column in another, in every row.
fn rates_of_counts(plan: &PastePlan, counts: &[usize], rates: &[usize]) -> Vec<Rate> {
    let values: Vec<Vec<Number>> = counts.iter().map(|c| sample(plan, *c, Measure::Households)).collect();
    let mut found = Vec::new();
    for rate in rates {
        let printed = sample(plan, *rate, Measure::PoorRate);
        let fits = |part: &[Number], total: &[Number]| {
            let rows = printed.iter().zip(part.iter().zip(total));
            let (yes, no) = tally(rows.map(|(rate, (part, total))| is_rate(rate, whole(part), whole(total))));
            yes > 0 && no == 0
        };
        let columns = || counts.iter().zip(&values);
        let of =
            |part: &[Number]| columns().find(|(_, total)| !std::ptr::eq(part, total.as_slice()) && fits(part, total));
        if let Some((part, (total, _))) = columns().find_map(|(column, part)| Some((column, of(part)?))) {
            found.push(Rate { rate: *rate, part: *part, total: *total });
        }
    }
    found
}

/// Checks rates and changes against the counts beside them. A column that follows from the counts in every row says
/// nothing of its own and is left to be computed; one that does not is taken over, so that the contradiction shows.
pub fn verify(plan: &mut PastePlan) {
    let mut counts = Counts::default();
    for column in 0..plan.columns.len() {
        let Some(Use::Figures(field)) = plan.columns.get(column).map(|column| column.used) else { continue };
        let Some((measure, at)) = field.fact().filter(|_| field.group() == Group::ALL) else { continue };
        // Counts follow from nothing.
        if matches!(measure.kind(), Kind::Count | Kind::Target) {
            continue;
        }
        let printed = numbers(plan, column, measure);
        let expected: Vec<Number> = match measure {
            Measure::PoorRate => counts.shares(plan, at, &[Measure::PoorHouseholds], &printed),
            Measure::NearPoorRate => counts.shares(plan, at, &[Measure::NearPoorHouseholds], &printed),
            Measure::MultidimensionalRate => {
                counts.shares(plan, at, &[Measure::PoorHouseholds, Measure::NearPoorHouseholds], &printed)
            }
            Measure::DropHouseholds => {
                let prev = counts.of(plan, Measure::PoorHouseholds, At::Prev);
                falls(&prev, &counts.of(plan, Measure::PoorHouseholds, At::Now))
            }
            Measure::DropPoints => {
                let hundredths = vec![Some((0, 2)); printed.len()];
                let prev = counts.shares(plan, At::Prev, &[Measure::PoorHouseholds], &hundredths);
                falls(&prev, &counts.shares(plan, At::Now, &[Measure::PoorHouseholds], &hundredths))
            }
            _ => continue,
        };
        let change = matches!(measure, Measure::DropHouseholds | Measure::DropPoints);
        let agree = |sign: i64| {
            let rows = printed.iter().zip(&expected);
            tally(rows.map(|(printed, expected)| same(*printed, *expected, sign)))
        };
        let (yes, no) = agree(1);
        let (turned, against) = if change { agree(-1) } else { (0, 0) };
        // A printed figure with no counts to follow from says something; a zero over nothing does not.
        let own = |(at, printed): (usize, &Number)| {
            printed.is_some_and(|(n, _)| n != 0) && expected.get(at).copied().flatten().is_none()
        };
        let tells = printed.iter().enumerate().any(own);
        let Some(column) = plan.columns.get_mut(column) else { continue };
        if yes + no == 0 {
            continue;
        }
        if change {
            column.risen = turned > yes || (column.risen && turned == yes);
        }
        let (yes, no) = if column.risen { (turned, against) } else { (yes, no) };
        if no == 0 && !tells {
            column.used = Use::Follows(field);
            column.sure = true;
        } else {
            column.sure &= yes > 0;
        }
    }
}

/// Whether two printed numbers are equal, the first with this sign.
fn same(printed: Number, expected: Number, sign: i64) -> Option<bool> {
    let ((a, a_decimals), (b, b_decimals)) = (printed?, expected?);
    let scale = |decimals: u8| 10_i128.pow(u32::from(4_u8.saturating_sub(decimals)));
    Some(i128::from(a) * i128::from(sign) * scale(a_decimals) == i128::from(b) * scale(b_decimals))
}

/// The columns of counts that others are checked against, each read once.
#[derive(Default)]
struct Counts(Vec<(Measure, At, Rc<[Number]>)>);

impl Counts {
    fn of(&mut self, plan: &PastePlan, measure: Measure, at: At) -> Rc<[Number]> {
        if let Some((.., known)) = self.0.iter().find(|(m, a, _)| (*m, *a) == (measure, at)) {
            return Rc::clone(known);
        }
        let column = field_of(measure, at).and_then(|field| plan.column(Use::Figures(field)));
        let read: Rc<[Number]> = column.map_or_else(Vec::new, |column| numbers(plan, column, measure)).into();
        self.0.push((measure, at, Rc::clone(&read)));
        read
    }

    /// The percentage of the parts in all households, with the decimals it is printed with.
    fn shares(&mut self, plan: &PastePlan, at: At, parts: &[Measure], printed: &[Number]) -> Vec<Number> {
        let totals = self.of(plan, Measure::Households, at);
        let parts: Vec<Rc<[Number]>> = parts.iter().map(|part| self.of(plan, *part, at)).collect();
        let share = |(row, total): (usize, &Number)| {
            let mut sum = 0_i64;
            for part in &parts {
                sum = sum.checked_add(whole(part.get(row)?)?)?;
            }
            let decimals = printed.get(row).copied().flatten()?.1;
            let scale = 10_i128.checked_pow(u32::from(decimals) + 2)?;
            let total = whole(total).filter(|total| *total > 0)?;
            Some((round_half_up(i128::from(sum) * scale, i128::from(total))?, decimals))
        };
        totals.iter().enumerate().map(share).collect()
    }
}

fn falls(prev: &[Number], now: &[Number]) -> Vec<Number> {
    prev.iter()
        .zip(now)
        .map(|(prev, now)| Some((prev.as_ref()?.0.checked_sub(now.as_ref()?.0)?, prev.as_ref()?.1)))
        .collect()
}
