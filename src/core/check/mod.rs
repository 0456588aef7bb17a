//! The checks: what in the table cannot be right, or should be looked at. docs/method.md, "Checks".
//!
//! A finding names its cell and carries numbers; the words are i18n's.

mod flows;
mod groups;
mod listed;
mod names;
mod places;
mod units;

pub use names::check_names;

use super::apart;
use super::fact::{Qualifier, Reading, Unreadable};
use super::field::{At, Field};
use super::measure::{Group, Kind, Measure};
use super::order::order;
use super::period::{PeriodId, Standard};
use super::quantity::MAX_COUNT;
use super::solve::given;
use super::solve::{Premise, Solution};
use super::target::Target;
use super::unit::{Place, UnitId};
use super::workbook::Workbook;

/// The check that a finding comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Check {
    /// 0 ≤ P, N; P + N ≤ T; T missing with P > 0; poor persons ≤ persons.
    K1,
    /// A population group that is more than all, or its poor more than the group.
    K2,
    /// A form of movements that does not balance.
    K3,
    /// One movement with two figures in two forms.
    K4,
    /// A typed total is not the sum of the units.
    K5,
    /// A typed rate or change against the counts.
    K6,
    /// Figures that leave no room for each other, without one being determined by the others.
    K7,
    /// What a form of movements starts from is not the count at the end of the period before.
    K8,
    /// Households changed by more than 3 % a year, or the rate by more than 15 points.
    K9,
    /// Comparison across poverty standards.
    K10,
    /// Persons per household outside 1–12.
    K12,
    /// Text that cannot be read as its column asks, or whose reading is not confirmed.
    K13,
    /// Names that may be one name written twice.
    K15,
    /// A typed household target is not the sum of the units' targets.
    TargetSum,
    /// Rates listed by size, all but two of them.
    Order,
}

impl Check {
    /// The public name, used in `data-check`.
    pub const fn key(self) -> &'static str {
        match self {
            Check::K1 => "K1",
            Check::K2 => "K2",
            Check::K3 => "K3",
            Check::K4 => "K4",
            Check::K5 => "K5",
            Check::K6 => "K6",
            Check::K7 => "K7",
            Check::K8 => "K8",
            Check::K9 => "K9",
            Check::K10 => "K10",
            Check::K12 => "K12",
            Check::K13 => "K13",
            Check::K15 => "K15",
            Check::TargetSum => "target_sum",
            Check::Order => "order",
        }
    }
}

/// How grave a finding is; the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A figure that cannot be used, or cannot be right by itself.
    Error,
    /// Figures that cannot all be true.
    Conflict,
    Warning,
    Info,
}

/// What is wrong. Counts are whole; rates and points are in hundredths unless said otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    PoorOverTotal {
        poor: i64,
        households: i64,
    },
    NearPoorOverTotal {
        near_poor: i64,
        households: i64,
    },
    BothOverTotal {
        sum: i64,
        households: i64,
    },
    PoorPersonsOverPersons {
        poor: i64,
        persons: i64,
    },
    /// Poor households without a total: no rate.
    NoTotal {
        poor: i64,
    },
    ZeroTotal,
    /// A typed total beside the sum of the units. `swapped`: the difference is a multiple of 9, as when two digits are
    /// swapped.
    NotTheSum {
        typed: i64,
        sum: i64,
        swapped: bool,
    },
    /// A typed total outside what the units' ranges add up to.
    OutsideTheSum {
        typed: i64,
        least: i64,
        most: i64,
    },
    /// A typed total below what the units known so far already add up to.
    BelowTheSum {
        typed: i64,
        least: i64,
    },
    /// Poor and near-poor together as typed, beside what the two add up to.
    NotTogether {
        typed: i64,
        sum: i64,
    },
    /// A typed rate or change beside what the counts give.
    NotFromCounts {
        typed: i64,
        computed: i64,
    },
    /// The same, one unit in the last place off: truncated, or a sum of rounded figures.
    LastDigit {
        typed: i64,
        computed: i64,
    },
    /// A typed figure beside what the others allow.
    Outside {
        typed: i64,
        least: i64,
        most: i64,
        with: Vec<Premise>,
    },
    /// The rate of a whole by its own figures, from `lo` to `hi`, and what the rates of its units allow.
    NotBetween {
        lo: i64,
        hi: i64,
        least: i64,
        most: i64,
    },
    /// Figures that cannot all be true.
    Contradiction {
        with: Vec<Premise>,
    },
    /// Households changed by this many tenths of a percent a year.
    HouseholdsJump {
        tenths: i64,
    },
    /// The rate changed by this many hundredths of a point.
    RateJump {
        points: i64,
    },
    Standards {
        prev: Standard,
        now: Standard,
    },
    /// Persons per household, in hundredths.
    PersonsPerHousehold {
        hundredths: i64,
    },
    /// The typed text, which the fact keeps, cannot be used.
    Unusable(Unreadable),
    /// The typed text has another reading; this one is not confirmed.
    Assumed {
        value: i64,
        decimals: u8,
    },
    /// Another unit of the same (`same`) or nearly the same name.
    SimilarName {
        other: UnitId,
        same: bool,
    },
    NotTheTargetSum {
        typed: Target,
        sum: Target,
    },
    /// A count of a group above that of which it is a part: of all, or of the group's households.
    GroupOverWhole {
        part: (Measure, i64),
        whole: (Measure, Group, i64),
    },
    /// Rates, in hundredths, that stand the wrong way round among rates listed by size; the other unit follows.
    OutOfOrder {
        other: UnitId,
        rates: [i64; 2],
        falling: bool,
    },
    /// What the columns of a form come to, beside the count at its end; the "other" column that would take the difference
    /// up, with what it would say.
    Unexplained {
        end: Measure,
        computed: i64,
        stated: i64,
        absorbed: Option<(Measure, i64)>,
    },
    /// A movement as two forms have it.
    OtherForm {
        measures: (Measure, Measure),
        typed: [i64; 2],
        period: PeriodId,
    },
    /// The start of a form beside the count at the end of the period before.
    NotTheClosing {
        end: Measure,
        start: i64,
        closing: i64,
    },
}

/// One thing to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub check: Check,
    pub severity: Severity,
    pub place: Place,
    /// The column to jump to; `None` when the figure belongs to a period that is not shown.
    pub field: Option<Field>,
    pub problem: Problem,
}

/// The figures' findings, the gravest first and in table order within a severity. Names are checked by [`check_names`],
/// which need not be asked again while names stay the same.
pub fn check(workbook: &Workbook, solution: &Solution) -> Vec<Finding> {
    if workbook.is_blank() {
        return Vec::new();
    }
    apart::<fn(&Workbook, &Solution) -> Vec<Finding>>(check_filled)(workbook, solution)
}

fn check_filled(workbook: &Workbook, solution: &Solution) -> Vec<Finding> {
    let mut found = Vec::new();
    unusable(workbook, solution, &mut found);
    units::check(workbook, solution, &mut found);
    places::check(workbook, solution, &mut found);
    flows::excuse(workbook, solution, &mut found);
    groups::check(workbook, solution, &mut found);
    flows::check(workbook, solution, &mut found);
    listed::check(workbook, solution, &mut found);
    standards(workbook, solution, &mut found);
    let by_severity = order(found.len(), &|a, b| found.get(a).map(grave).cmp(&found.get(b).map(grave)));
    let mut found: Vec<Option<Finding>> = found.into_iter().map(Some).collect();
    by_severity.into_iter().filter_map(|at| found.get_mut(at)?.take()).collect()
}

fn grave(finding: &Finding) -> Severity {
    finding.severity
}

/// K13: texts that cannot be used, and readings not yet confirmed.
fn unusable(workbook: &Workbook, solution: &Solution, found: &mut Vec<Finding>) {
    let span = solution.span();
    for (key, series) in workbook.all_series() {
        let at = match () {
            () if key.period == span.now => At::Now,
            () if Some(key.period) == span.prev => At::Prev,
            () => continue,
        };
        let Some(field) = Field::of(key.measure, key.group, at) else { continue };
        let counted = matches!(key.measure.kind(), Kind::Count);
        let targets = key.measure == Measure::Target;
        for (place, fact) in series.iter() {
            if is_usual(&fact.reading, counted, targets) {
                continue;
            }
            let cap = given::cap(solution.sum(place).is_none());
            let (severity, problem) = match &fact.reading {
                Reading::Unreadable(why) => (Severity::Error, Problem::Unusable(*why)),
                Reading::Figure(figure) => match given::stated(key.measure, *figure, cap) {
                    Err(why) => (Severity::Error, Problem::Unusable(why)),
                    Ok(_) if figure.assumed => {
                        let problem = Problem::Assumed { value: figure.mantissa, decimals: figure.decimals };
                        (Severity::Warning, problem)
                    }
                    Ok(_) => continue,
                },
                target @ Reading::Target(_) if field == Field::Target => match given::target(target, cap) {
                    Err(why) => (Severity::Error, Problem::Unusable(why)),
                    Ok(_) => continue,
                },
                Reading::Target(_) => (Severity::Error, Problem::Unusable(Unreadable::NotANumber)),
            };
            if solution.kept(place).is_some() {
                found.push(Finding { check: Check::K13, severity, place, field: Some(field), problem });
            }
        }
    }
}

/// A plain whole number in a column of counts, or a common target: nearly all there is, and nothing to say about it.
fn is_usual(reading: &Reading, counted: bool, targets: bool) -> bool {
    match reading {
        Reading::Figure(figure) => {
            counted
                && figure.decimals == 0
                && !figure.assumed
                && matches!(figure.qualifier, Qualifier::Plain)
                && figure.mantissa as u64 <= MAX_COUNT as u64
        }
        Reading::Target(Target::HouseholdsLeft { most }) => targets && *most as u64 <= MAX_COUNT as u64,
        _ => false,
    }
}

/// K10: the two periods were counted under different standards.
fn standards(workbook: &Workbook, solution: &Solution, found: &mut Vec<Finding>) {
    let span = solution.span();
    let standard = |id| workbook.period(id).map(|period| period.standard);
    if let (Some(prev), Some(now)) = (span.prev.and_then(standard), standard(span.now))
        && prev != now
    {
        found.push(Finding {
            check: Check::K10,
            severity: Severity::Warning,
            place: Place::Area,
            field: Some(Field::DropPoints),
            problem: Problem::Standards { prev, now },
        });
    }
}
