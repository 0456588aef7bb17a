//! Contradictions as sentences: the figures with their places, the equations with their numbers and by how much they
//! miss, what may have happened, and what else may explain them.

use crate::codec::{number, target_text};
use crate::core::conflict::{Apart, Conflict, Equation, Hint, Law, Repair, Slip, Suspect};
use crate::core::fact::{Fact, FactKey, Figure, Reading};
use crate::core::field::{At, Field};
use crate::core::measure::{Kind, Measure};
use crate::core::names::capital;
use crate::core::period::PeriodId;
use crate::core::quantity::{Interval, MAX_TOTAL, shown_rate};
use crate::core::unit::Place;
use crate::i18n::Text;
use crate::ui::app::App;

use super::periods::{period_when, status_name};
use super::{fact_name, measure_name, of_group, place};

/// A sentence about a cell.
pub struct CellWords {
    /// The cell to jump to; no field when its period is not shown.
    pub cell: (Place, Option<Field>),
    pub text: String,
}

/// A repair, ready to be offered.
pub struct RepairWords {
    /// The cell that changes; the first of two that are exchanged.
    pub cell: (Place, Option<Field>),
    /// Where: "Đồng bằng sông Hồng · hộ nghèo cuối 2022".
    pub place: String,
    /// What: "Đảo hai chữ số liền nhau: 69.239 → 69.329; cả hai phép cộng khớp".
    pub text: String,
}

/// A contradiction, ready to be shown. `repairs` go with [`Conflict::repairs`] one by one.
pub struct ConflictWords {
    /// "3 số không thể cùng đúng"
    pub title: String,
    /// The equations that miss, with the place each is about.
    pub equations: Vec<CellWords>,
    /// The figures that cannot all be true: "Ba Bể · hộ nghèo cuối 2023: 1.234".
    pub facts: Vec<CellWords>,
    /// "và 190 ô khác", when not all figures are told.
    pub more: Option<String>,
    pub repairs: Vec<RepairWords>,
    /// What is said when there is no repair.
    pub no_repair: Option<&'static str>,
    /// "Nếu chỉ một ô sai thì là một trong các ô:", said before `suspects` when there are any.
    pub suspects_title: &'static str,
    /// Cells that could be wrong alone and what each would have to say; only when there is no repair.
    pub suspects: Vec<CellWords>,
    pub hints: Vec<String>,
}

/// A contradiction in words, with at most so many of its figures.
pub fn conflict(app: App, conflict: &Conflict, facts: usize) -> ConflictWords {
    let hidden = conflict.facts.len().saturating_sub(facts);
    let alone: Vec<&Suspect> = conflict.suspects.iter().filter(|suspect| suspect.leaves == 0).collect();
    let repaired = !conflict.repairs.is_empty();
    let no_repair = if alone.is_empty() { Text::ConflictNoRepair } else { Text::ConflictNoSlip };
    ConflictWords {
        title: app.tf(Text::ConflictTitle, &[("n", &app.count_text(conflict.facts.len()))]),
        equations: conflict.equations.iter().map(|equation| equation_words(app, equation)).collect(),
        facts: conflict.facts.iter().take(facts).map(|key| fact_words(app, *key)).collect(),
        more: (hidden > 0).then(|| app.tf(Text::ConflictMoreFacts, &[("n", &app.count_text(hidden))])),
        repairs: conflict.repairs.iter().map(|repair| repair_words(app, repair)).collect(),
        no_repair: (!repaired).then(|| app.t(no_repair)),
        suspects_title: app.t(Text::ConflictSuspects),
        suspects: alone.into_iter().filter(|_| !repaired).map(|suspect| suspect_words(app, suspect)).collect(),
        hints: conflict.hints.iter().map(|hint| hint_words(app, hint)).collect(),
    }
}

fn field_of(app: App, key: FactKey) -> Option<Field> {
    let span = app.read(|session| session.span());
    let at = match key.period {
        period if period == span.now => At::Now,
        period if Some(period) == span.prev => At::Prev,
        _ => return None,
    };
    Field::of(key.measure, key.group, at)
}

fn cell(app: App, key: FactKey) -> (Place, Option<Field>) {
    (key.place, field_of(app, key))
}

fn fact_of(app: App, key: FactKey) -> Option<Fact> {
    app.read(|session| session.workbook().fact(key).cloned())
}

/// The number of a fact as typed.
fn typed(app: App, key: FactKey) -> String {
    fact_of(app, key).map(|fact| number::fact_text(&fact, app.style())).unwrap_or_default()
}

/// The same with its sign of percent or points.
fn with_unit(app: App, measure: Measure, text: &str) -> String {
    match measure.kind() {
        Kind::Rate => app.tf(Text::PercentValue, &[("n", text)]),
        Kind::PointChange => app.tf(Text::PointsValue, &[("n", text)]),
        _ => text.to_owned(),
    }
}

fn fact_words(app: App, key: FactKey) -> CellWords {
    let value = with_unit(app, key.measure, &typed(app, key));
    let gaps = [("unit", place(app, key.place)), ("what", fact_name(app, key)), ("value", value)];
    CellWords { cell: cell(app, key), text: filled(app, Text::ConflictFact, &gaps) }
}

fn filled(app: App, key: Text, gaps: &[(&str, String)]) -> String {
    let gaps: Vec<(&str, &str)> = gaps.iter().map(|(name, value)| (*name, value.as_str())).collect();
    app.tf(key, &gaps)
}

fn exactly(app: App, value: i64, decimals: u8) -> String {
    number::figure(Figure::decimal(value, decimals), app.style())
}

fn range(app: App, range: Interval, decimals: u8) -> String {
    let Interval { lo, hi } = range;
    let write = |value| exactly(app, value, decimals);
    match () {
        () if lo == hi => write(lo),
        () if lo.abs() >= MAX_TOTAL => app.tf(Text::ConflictAtMost, &[("n", &write(hi))]),
        () if hi >= MAX_TOTAL => app.tf(Text::ConflictAtLeast, &[("n", &write(lo))]),
        () => [write(lo), write(hi)].join("–"),
    }
}

/// What plain counts of an equation add up to; `None` when there are none or one is not plain.
fn counted(app: App, equation: &Equation, measures: &[Measure], period: PeriodId) -> Option<i64> {
    let mut sum = None;
    for key in equation.facts.iter().filter(|key| key.period == period && measures.contains(&key.measure)) {
        match fact_of(app, *key)?.reading {
            Reading::Figure(figure) if figure == Figure::whole(figure.mantissa) => {
                sum = Some(sum.unwrap_or(0) + figure.mantissa);
            }
            _ => return None,
        }
    }
    sum
}

const POOR: &[Measure] = &[Measure::PoorHouseholds];
const HOUSEHOLDS: &[Measure] = &[Measure::Households];

/// The poor rate that goes into a change: as typed, or of counts.
fn rate_at(app: App, equation: &Equation, period: PeriodId) -> Option<String> {
    let is_rate = |key: &&FactKey| key.period == period && key.measure == Measure::PoorRate;
    if let Some(key) = equation.facts.iter().find(is_rate) {
        return Some(typed(app, *key));
    }
    let rate = shown_rate(counted(app, equation, POOR, period)?, counted(app, equation, HOUSEHOLDS, period)?)?;
    Some(exactly(app, rate, 2))
}

fn equation_words(app: App, equation: &Equation) -> CellWords {
    let text = equation_text(app, equation);
    let unit = place(app, equation.place);
    let text = app.tf(Text::FxAddress, &[("unit", &unit), ("field", &text)]);
    let last = equation.facts.last().copied();
    let field = last.filter(|key| key.place == equation.place).and_then(|key| field_of(app, key));
    CellWords { cell: (equation.place, field), text }
}

fn equation_text(app: App, equation: &Equation) -> String {
    let Equation { period, decimals, .. } = *equation;
    let last = equation.facts.last().copied();
    let computed = || range(app, equation.computed, decimals);
    let miss = || exactly(app, equation.miss().abs(), decimals);
    let stated = || match last {
        Some(key) if decimals > 0 && equation.law != Law::TargetSum && key.measure.kind() != Kind::Count => {
            typed(app, key)
        }
        _ => range(app, equation.stated, decimals),
    };
    let mut gaps = vec![("computed", computed()), ("stated", stated())];
    let before = || equation.facts.iter().map(|key| key.period).find(|other| *other != period);
    let key = match equation.law {
        Law::Rate(rate, _) => {
            let has_both = equation.facts.iter().any(|key| key.measure == Measure::PoorAndNearPoor);
            let parts: &[Measure] = match rate {
                _ if has_both => &[Measure::PoorAndNearPoor],
                Measure::NearPoorRate => &[Measure::NearPoorHouseholds],
                Measure::MultidimensionalRate => &[Measure::PoorHouseholds, Measure::NearPoorHouseholds],
                _ => POOR,
            };
            let counts = counted(app, equation, parts, period).zip(counted(app, equation, HOUSEHOLDS, period));
            gaps.push(("miss", miss()));
            match counts {
                Some((part, whole)) => {
                    gaps.extend([("part", exactly(app, part, 0)), ("whole", exactly(app, whole, 0))]);
                    Text::ConflictRate
                }
                None => Text::ConflictRateShort,
            }
        }
        Law::Between(rate, group) => {
            let what = of_group(app, group, measure_name(app, rate, period));
            gaps.extend([("what", what), ("miss", miss())]);
            Text::ConflictBetween
        }
        Law::RatesTogether => {
            gaps.push(("miss", miss()));
            Text::ConflictRates
        }
        Law::Together => {
            gaps.push(("miss", miss()));
            Text::ConflictTogether
        }
        Law::Balance(_) => {
            gaps.push(("miss", miss()));
            Text::ConflictBalance
        }
        Law::SameMovement(movement) => {
            gaps.extend([("what", measure_name(app, movement, period)), ("miss", miss())]);
            Text::ConflictMovement
        }
        Law::WithinAll(_) | Law::WithinGroup(_) => {
            let part = equation.facts.first().map(|key| fact_name(app, *key));
            let whole = last.map(|key| fact_name(app, key));
            gaps.extend([("part", part.unwrap_or_default()), ("whole", whole.unwrap_or_default()), ("miss", miss())]);
            Text::ConflictWithin
        }
        Law::WithinHouseholds | Law::WithinPersons => {
            let has = |measure| equation.facts.iter().any(|key| key.measure == measure);
            let part = match (has(Measure::PoorHouseholds), has(Measure::NearPoorHouseholds)) {
                _ if has(Measure::PoorAndNearPoor) => measure_name(app, Measure::PoorAndNearPoor, period),
                (true, true) => app.tf(Text::ConflictPoorAndNear, &[("when", &period_when(app, period))]),
                (true, false) => measure_name(app, Measure::PoorHouseholds, period),
                (false, true) => measure_name(app, Measure::NearPoorHouseholds, period),
                (false, false) => measure_name(app, Measure::PoorPersons, period),
            };
            let households = equation.law == Law::WithinHouseholds;
            let whole = if households { Measure::Households } else { Measure::Persons };
            gaps.extend([("part", part), ("whole", measure_name(app, whole, period)), ("miss", miss())]);
            Text::ConflictWithin
        }
        Law::HouseholdsDown => {
            let before = before().and_then(|before| counted(app, equation, POOR, before));
            gaps.push(("miss", miss()));
            match before.zip(counted(app, equation, POOR, period)) {
                Some((prev, now)) => {
                    gaps.extend([("prev", exactly(app, prev, 0)), ("now", exactly(app, now, 0))]);
                    Text::ConflictHouseholdsDown
                }
                None => Text::ConflictHouseholdsDownShort,
            }
        }
        Law::PointsDown => {
            let before = before().and_then(|before| rate_at(app, equation, before));
            gaps.push(("miss", miss()));
            match before.zip(rate_at(app, equation, period)) {
                Some((prev, now)) => {
                    gaps.extend([("prev", prev), ("now", now)]);
                    Text::ConflictPointsDown
                }
                None => Text::ConflictPointsDownShort,
            }
        }
        Law::Sum { all, .. } => {
            gaps.extend([("n", app.count_text(equation.facts.len().saturating_sub(1))), ("miss", miss())]);
            if all { Text::ConflictSum } else { Text::ConflictSumPart }
        }
        Law::TargetSum if decimals > 0 => Text::ConflictTargetRate,
        Law::TargetSum => {
            // One end of a range may agree.
            let (computed, stated) = (equation.computed, equation.stated);
            let (one, other) = (stated.lo - computed.lo, stated.hi - computed.hi);
            gaps.push(("miss", exactly(app, if one == 0 { other } else { one }.abs(), 0)));
            Text::ConflictTargetSum
        }
        Law::WholeHouseholds(_) => {
            let households = counted(app, equation, HOUSEHOLDS, period).unwrap_or(0);
            gaps = vec![
                ("households", exactly(app, households, 0)),
                ("below", exactly(app, equation.computed.lo, decimals)),
                ("above", exactly(app, equation.computed.hi, decimals)),
                ("stated", stated()),
            ];
            Text::ConflictWholeHouseholds
        }
        Law::Chain => match last.filter(|_| equation.miss() != 0) {
            Some(key) => {
                let unit = place(app, key.place);
                let what = fact_name(app, key);
                gaps.push(("what", app.tf(Text::FxAddress, &[("unit", &unit), ("field", &what)])));
                gaps.push(("miss", miss()));
                Text::ConflictChain
            }
            None => return app.t(Text::ConflictChainBetween).to_owned(),
        },
    };
    filled(app, key, &gaps)
}

fn suspect_words(app: App, suspect: &Suspect) -> CellWords {
    let key = suspect.fact;
    let gaps = [
        ("unit", place(app, key.place)),
        ("what", fact_name(app, key)),
        ("value", with_unit(app, key.measure, &typed(app, key))),
        ("wanted", with_unit(app, key.measure, &range(app, suspect.wanted, suspect.decimals))),
    ];
    CellWords { cell: cell(app, key), text: filled(app, Text::ConflictSuspect, &gaps) }
}

const fn slip_key(slip: Slip) -> Text {
    match slip {
        Slip::Exchanged => Text::SlipExchanged,
        Slip::OtherTotal => Text::SlipOtherTotal,
        Slip::OtherPeriod => Text::SlipOtherPeriod,
        Slip::Relative => Text::SlipRelative,
        Slip::MeanOfRates => Text::SlipMeanOfRates,
        Slip::Sign => Text::SlipSign,
        Slip::LastPlace => Text::SlipLastPlace,
        Slip::Swapped => Text::SlipSwapped,
        Slip::Separator => Text::SlipSeparator,
        Slip::Doubled => Text::SlipDoubled,
        Slip::Digit => Text::SlipDigit,
        Slip::Missing => Text::SlipMissing,
    }
}

fn repair_words(app: App, repair: &Repair) -> RepairWords {
    let when = repair.period.map(|period| period_when(app, period)).unwrap_or_default();
    let slip = match repair.slip {
        Slip::OtherTotal | Slip::OtherPeriod => app.tf(slip_key(repair.slip), &[("when", &when)]),
        slip => app.t(slip_key(slip)).to_owned(),
    };
    let change = |(key, fact): &(FactKey, Fact)| {
        let new = match fact.reading {
            Reading::Target(target) => target_text::write(target, app.style()),
            _ => number::fact_text(fact, app.style()),
        };
        app.tf(Text::ConflictChange, &[("old", &typed(app, *key)), ("new", &new)])
    };
    let changes: Vec<String> = repair.changes.iter().map(change).collect();
    let sums = repair.closes.iter().all(|(law, ..)| matches!(law, Law::Sum { .. } | Law::Together | Law::TargetSum));
    let mut closes = match repair.closes.len() {
        0 | 1 => app.t(Text::ConflictClosesOne).to_owned(),
        2 if sums => app.t(Text::ConflictClosesSums).to_owned(),
        2 => app.t(Text::ConflictClosesTwo).to_owned(),
        n => app.tf(Text::ConflictClosesMany, &[("n", &app.count_text(n))]),
    };
    if repair.leaves > 0 {
        closes.push_str(", ");
        closes.push_str(&app.tf(Text::ConflictLeaves, &[("n", &app.count_text(repair.leaves as usize))]));
    }
    let first = repair.changes.first().map(|(key, _)| *key);
    let gaps = [("slip", slip), ("change", changes.join(", ")), ("closes", closes)];
    let name = |key: FactKey| {
        let field = capital(&fact_name(app, key));
        app.tf(Text::FxAddress, &[("unit", &place(app, key.place)), ("field", &field)])
    };
    RepairWords {
        cell: first.map_or((Place::Area, None), |key| cell(app, key)),
        place: first.map(name).unwrap_or_default(),
        text: filled(app, Text::ConflictRepair, &gaps),
    }
}

fn hint_words(app: App, hint: &Hint) -> String {
    let when = |period| period_when(app, period);
    let value = |key: FactKey| with_unit(app, key.measure, &typed(app, key));
    let text = match *hint {
        Hint::OtherTotal { rate, period } => {
            app.tf(Text::HintOtherTotal, &[("value", &typed(app, rate)), ("when", &when(period))])
        }
        Hint::OtherPeriod { fact, period, apart } => {
            let other = app.read(|session| session.workbook().period(period).cloned());
            let mut gaps = vec![("value", value(fact)), ("when", when(period))];
            let key = match (apart, other) {
                (Apart::Standard, Some(other)) => {
                    gaps.push(("years", other.standard.years().to_owned()));
                    Text::HintOtherStandard
                }
                (Apart::Status, Some(other)) => {
                    gaps.push(("status", app.t(status_name(other.status)).to_owned()));
                    Text::HintOtherStatus
                }
                _ => Text::HintOtherDate,
            };
            filled(app, key, &gaps)
        }
        Hint::Relative { change, households } => {
            let key = if households { Text::HintRelativeHouseholds } else { Text::HintRelativeRate };
            let value = app.tf(Text::PercentValue, &[("n", &typed(app, change))]);
            app.tf(key, &[("value", &value)])
        }
        Hint::MeanOfRates { rate } => app.tf(Text::HintMeanOfRates, &[("value", &typed(app, rate))]),
        Hint::OtherWhole { rate, group, period, whole, .. } => {
            let name = of_group(app, group, measure_name(app, rate, period));
            let gaps = [("what", name), ("whole", range(app, whole, 0))];
            filled(app, Text::HintOtherWhole, &gaps)
        }
        Hint::Across { earlier, later, .. } => {
            let status = |period| {
                let status = app.read(|session| session.workbook().period(period).map(|period| period.status));
                status.map(|status| app.t(status_name(status)).to_owned()).unwrap_or_default()
            };
            let gaps = [
                ("earlier", when(earlier)),
                ("later", when(later)),
                ("one", status(earlier)),
                ("other", status(later)),
            ];
            filled(app, Text::HintAcrossStatus, &gaps)
        }
    };
    capital(&text)
}
