//! The formulas of the sheet with results, in Excel's English notation, each with the value it has now.
//!
//! They follow docs/method.md: a rate is rounded half up to two decimals, a change of rates is the difference of the
//! rounded ones, and what has an unknown part is blank, never 0. A formula is only written where its value is the one
//! that the program computed.

use crate::core::quantity::{most_households, round_half_up, shown_rate};
use crate::core::target::Target;
use crate::core::verdict::Verdict;

/// A formula and the value it has now, in hundredths for rates and points; `None` where it shows nothing.
pub struct Formula {
    pub code: String,
    pub value: Option<i64>,
}

/// A number in a cell of the sheet: its address, and the number in hundredths for rates and points, if there is one.
/// Formulas of cells without addresses have a value alone.
#[derive(Clone, Debug)]
pub struct Operand {
    pub at: String,
    pub value: Option<i64>,
}

/// `code`, but nothing while one of the operands is missing.
fn guarded(operands: &[&Operand], code: &dyn Fn() -> String, value: Option<i64>) -> Formula {
    let value = value.filter(|_| operands.iter().all(|operand| operand.value.is_some()));
    if operands.iter().all(|operand| operand.at.is_empty()) {
        return Formula { code: String::new(), value };
    }
    let list = operands.iter().map(|operand| operand.at.as_str()).collect::<Vec<_>>().join(",");
    Formula { code: format!("IF(COUNT({list})={},{},\"\")", operands.len(), code()), value }
}

/// The percentage of the parts in all.
pub fn rate(parts: &[&Operand], all: &Operand) -> Formula {
    let mut operands = vec![all];
    operands.extend(parts);
    let part = parts.iter().try_fold(0_i64, |sum, part| sum.checked_add(part.value?));
    let value = part.zip(all.value).and_then(|(part, all)| shown_rate(part, all));
    let code = || {
        let sum = parts.iter().map(|part| part.at.as_str()).collect::<Vec<_>>().join("+");
        let sum = if parts.len() > 1 { format!("({sum})") } else { sum };
        let at = &all.at;
        format!("IF({at}>0,ROUND({sum}/{at}*100,2),\"\")")
    };
    let formula = guarded(&operands, &code, value);
    // Of nobody there is no rate.
    Formula { value, ..formula }
}

/// What the first has more than the second; of rates with two decimals.
pub fn difference(first: &Operand, second: &Operand, rates: bool) -> Formula {
    let code = || {
        let code = format!("{}-{}", first.at, second.at);
        if rates { format!("ROUND({code},2)") } else { code }
    };
    let value = first.value.zip(second.value).and_then(|(first, second)| first.checked_sub(second));
    guarded(&[first, second], &code, value)
}

/// Most characters of a formula that Excel takes, with room for the rest of it.
const MOST_LETTERS: usize = 3500;
/// Most ranges in a list.
const MOST_RANGES: usize = 250;

/// The sum of cells of one column, given by their rows from 1, in order. `None` when Excel could not hold the formula.
pub fn sum(column: &str, rows: &[(u32, Option<i64>)]) -> Option<Formula> {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for (row, _) in rows {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *row => *last = *row,
            _ => ranges.push((*row, *row)),
        }
    }
    let range = |(first, last): &(u32, u32)| {
        if first == last { format!("{column}{first}") } else { format!("{column}{first}:{column}{last}") }
    };
    let list = ranges.iter().map(range).collect::<Vec<_>>().join(",");
    if ranges.is_empty() || ranges.len() > MOST_RANGES || list.len() > MOST_LETTERS {
        return None;
    }
    let value = rows.iter().try_fold(0_i64, |sum, (_, value)| sum.checked_add((*value)?));
    Some(Formula { code: format!("IF(COUNT({list})={},SUM({list}),\"\")", rows.len()), value })
}

/// The figures of a place that its target is compared with.
pub struct Figures {
    pub households_prev: Operand,
    pub poor_prev: Operand,
    pub rate_prev: Operand,
    pub households_now: Operand,
    pub poor_now: Operand,
    pub rate_now: Operand,
    pub drop_households: Operand,
    pub drop_points: Operand,
}

/// Hundredths as a number of Excel: 2231 → `22.31`.
fn hundredths(value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", value.unsigned_abs() / 100, value.unsigned_abs() % 100)
}

/// How far `actual` is below its line, as [`crate::core::verdict`] has it: short of `met`, within, or beyond `exceeded`.
fn below(actual: &str, met: &str, exceeded: &str) -> String {
    if met == exceeded {
        format!("{met}-{actual}")
    } else {
        format!("IF({actual}>{met},{met}-{actual},IF({actual}<{exceeded},{exceeded}-{actual},0))")
    }
}

fn margin_below(actual: Option<i64>, met: Option<i64>, exceeded: Option<i64>) -> Option<i64> {
    let (actual, met, exceeded) = (actual?, met?, exceeded?);
    Some(if actual > met {
        met - actual
    } else if actual < exceeded {
        exceeded - actual
    } else {
        0
    })
}

/// How far a fall is beyond what was asked: the same with the signs turned.
fn above(actual: &str, least: &str, most: &str) -> String {
    if least == most {
        format!("{actual}-{least}")
    } else {
        format!("IF({actual}<{least},{actual}-{least},IF({actual}>{most},{actual}-{most},0))")
    }
}

fn margin_above(actual: Option<i64>, least: i64, most: i64) -> Option<i64> {
    margin_below(actual.map(|actual| -actual), Some(-least), Some(-most))
}

/// The margin in points.
pub fn gap_points(target: Target, f: &Figures) -> Formula {
    let rounded = |code: String| format!("ROUND({code},2)");
    // Of nobody there is no rate.
    let of_some = |code: String| format!("IF({}>0,{},\"\")", f.households_prev.at, rounded(code));
    // The rate of so many households on the opening total.
    let rate_of = |households: &str| format!("ROUND({households}/{}*100,2)", f.households_prev.at);
    let rate =
        |households: Option<i64>| households.zip(f.households_prev.value).and_then(|(n, all)| shown_rate(n, all));
    let now = &f.rate_now;
    match target {
        Target::RateLeft { most } => {
            let line = hundredths(most);
            let value = margin_below(now.value, Some(most), Some(most));
            guarded(&[now], &|| rounded(below(&now.at, &line, &line)), value)
        }
        Target::PointsDown { least, most } => {
            let fall = &f.drop_points;
            let code = || rounded(above(&fall.at, &hundredths(least), &hundredths(most)));
            guarded(&[fall], &code, margin_above(fall.value, least, most))
        }
        Target::HouseholdsLeft { most } => {
            let line = || rate_of(&most.to_string());
            let value = margin_below(now.value, rate(Some(most)), rate(Some(most)));
            guarded(&[&f.households_prev, now], &|| of_some(below(&now.at, &line(), &line())), value)
        }
        Target::HouseholdsDown { least, most } => {
            let poor = &f.poor_prev;
            let line = |down: i64| rate_of(&format!("({}-{down})", poor.at));
            let left = |down: i64| rate(poor.value.and_then(|poor| poor.checked_sub(down)));
            let value = margin_below(now.value, left(least), left(most));
            let code = || of_some(below(&now.at, &line(least), &line(most)));
            guarded(&[&f.households_prev, poor, now], &code, value)
        }
    }
}

/// The margin in households.
pub fn gap_households(target: Target, f: &Figures) -> Formula {
    let (all, poor) = (&f.households_now, &f.poor_now);
    match target {
        Target::RateLeft { most } => {
            let line = || format!("INT(({}*{}-1)/20000)", 2 * most + 1, all.at);
            let left = all.value.map(|all| most_households(most, all));
            guarded(&[all, poor], &|| below(&poor.at, &line(), &line()), margin_below(poor.value, left, left))
        }
        Target::PointsDown { least, most } => {
            let rate = &f.rate_prev;
            let line = |down: i64| {
                let (rate, all, down) = (&rate.at, &all.at, hundredths(down));
                format!("IF({rate}<{down},-1,INT(((2*ROUND(({rate}-{down})*100,0)+1)*{all}-1)/20000))")
            };
            let left = |down: i64| rate.value.zip(all.value).map(|(rate, all)| most_households(rate - down, all));
            let value = margin_below(poor.value, left(least), left(most));
            guarded(&[rate, all, poor], &|| below(&poor.at, &line(least), &line(most)), value)
        }
        Target::HouseholdsLeft { most } => {
            let line = most.to_string();
            let value = margin_below(poor.value, Some(most), Some(most));
            guarded(&[poor], &|| below(&poor.at, &line, &line), value)
        }
        Target::HouseholdsDown { least, most } => {
            let fall = &f.drop_households;
            let code = || above(&fall.at, &least.to_string(), &most.to_string());
            guarded(&[fall], &code, margin_above(fall.value, least, most))
        }
    }
}

/// A formula that holds only while a figure is what it is now, and shows nothing afterwards.
pub fn while_unchanged(operand: &Operand, formula: Formula) -> Formula {
    let Some(value) = operand.value.filter(|_| !operand.at.is_empty()) else { return formula };
    Formula { code: format!("IF({}={value},{},\"\")", operand.at, formula.code), ..formula }
}

/// The verdict in words, from the two margins; the words are those of [`Verdict`] in their order. Where parts outnumber
/// their whole – pairs of parts and whole, as formulas – it says so instead.
pub fn verdict(
    target: Target,
    points: &str,
    households: &str,
    checks: &[(String, String)],
    words: &[String],
) -> String {
    let word = words.get(Verdict::Conflict as usize).map_or("", String::as_str);
    let verdict = judged(target, points, households, words);
    let checked = checks.iter().rev().fold(verdict, |verdict, (parts, whole)| {
        let cells = parts.replace('+', ",");
        let count = cells.split(',').count() + 1;
        format!("IF(AND(COUNT({cells},{whole})={count},{parts}>{whole}),\"{}\",{verdict})", word.replace('"', "\"\""))
    });
    format!("IF(COUNT({points},{households})=0,\"\",{checked})")
}

fn judged(target: Target, points: &str, households: &str, words: &[String]) -> String {
    let word = |verdict: Verdict| {
        let word = words.get(verdict as usize).map_or("", String::as_str);
        format!("\"{}\"", word.replace('"', "\"\""))
    };
    let [exceeded, met, missed] = [Verdict::Exceeded, Verdict::Met, Verdict::Missed].map(word);
    if !matches!(target, Target::HouseholdsLeft { .. } | Target::HouseholdsDown { .. }) {
        return format!("IF(COUNT({points})=0,\"\",IF({points}>0,{exceeded},IF({points}=0,{met},{missed})))");
    }
    let [by_rate, by_households, open] =
        [Verdict::MetByRateOnly, Verdict::MetByHouseholdsOnly, Verdict::Undecided].map(word);
    let knows = format!("COUNT({points})=1");
    format!(
        "IF(COUNT({households})=0,{open},\
         IF({households}<0,IF(AND({knows},{points}>=0),{by_rate},{missed}),\
         IF(AND({knows},{points}<0),{by_households},IF({households}>0,{exceeded},{met}))))"
    )
}

/// A number with decimals in hundredths, half up.
pub fn to_hundredths(mantissa: i64, decimals: u8) -> Option<i64> {
    round_half_up(i128::from(mantissa) * 100, 10_i128.checked_pow(u32::from(decimals))?)
}

/// The letters of a column, from 0: 27 → `AB`.
pub fn column(at: usize) -> String {
    let last = char::from(b'A' + (at % 26) as u8);
    if at < 26 { last.to_string() } else { format!("{}{last}", column(at / 26 - 1)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_in_excel() {
        let letters = [0, 25, 26, 27, 51, 52, 701, 702].map(column);
        assert_eq!(letters, ["A", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn sums_name_runs_of_rows() {
        let rows = [(10, Some(1)), (11, Some(2)), (13, Some(3))];
        let sum = sum("D", &rows).unwrap();
        assert_eq!(sum.code, "IF(COUNT(D10:D11,D13)=3,SUM(D10:D11,D13),\"\")");
        assert_eq!(sum.value, Some(6));
        assert_eq!(super::sum("D", &[(10, None), (11, Some(2))]).unwrap().value, None, "an unknown part");
    }
}
