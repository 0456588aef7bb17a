//! How a cell came about: the formula with the numbers in it, and what is worth saying beside it.

use crate::codec::{number, target_text};
use crate::core::explain::{self, Explanation, NoChange, Note, Origin};
use crate::core::fact::Fact;
use crate::core::field::{At, Field, Format};
use crate::core::measure::{Group, Measure};
use crate::core::quantity::{Interval, Value, round_half_up};
use crate::core::solve::{Coverage, Premise, Reason, Relation};
use crate::core::target::Target;
use crate::core::unit::Place;
use crate::core::verdict::{Judgement, Verdict};
use crate::i18n::Text;
use crate::ui::app::App;
use crate::ui::metric::size;

/// An explanation: the calculation, and a note beside it in the colour of its kind.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Words {
    pub text: String,
    pub note: String,
    pub class: &'static str,
}

/// The rate a typed count leads to: what people want to see while they type it.
const fn outcome(field: Field) -> Field {
    match field {
        Field::HouseholdsPrev | Field::PoorPrev => Field::RatePrev,
        Field::HouseholdsNow | Field::PoorNow => Field::RateNow,
        Field::NearPoorPrev => Field::NearRatePrev,
        Field::NearPoorNow => Field::NearRateNow,
        Field::MinorityHouseholdsPrev | Field::MinorityPoorPrev => Field::MinorityRatePrev,
        Field::MinorityHouseholdsNow | Field::MinorityPoorNow => Field::MinorityRateNow,
        other => other,
    }
}

pub fn explain(app: App, place: Place, field: Field) -> Words {
    if let Some(problem) = super::cell_problem(app, place, field) {
        return Words { text: problem, note: String::new(), class: "verdict missed" };
    }
    let explained = |field| app.read(|session| explain::explain(session.workbook(), session.solution(), place, field));
    let own = explained(field);
    let text = match &own.origin {
        // A typed count says little by itself; a sum is worth saying before the rate made of it.
        Origin::Typed(_) | Origin::Nothing if outcome(field) != field => {
            let shown = outcome(field);
            let text = origin(app, place, shown, &explained(shown));
            if text.is_empty() { origin(app, place, field, &own) } else { text }
        }
        _ => origin(app, place, field, &own),
    };
    let mut words = Words { text, note: notes(app, field, &own), class: "" };
    if words.note.is_empty() && field == Field::DropPoints {
        words.note = parts(app, place);
    }
    if words.note.is_empty() && is_about_target(field) {
        (words.note, words.class) = towards_target(app, place);
    }
    words
}

/// Cells beside which it helps to know what is missing to the target.
const fn is_about_target(field: Field) -> bool {
    matches!(
        field,
        Field::HouseholdsNow
            | Field::PoorNow
            | Field::RateNow
            | Field::Target
            | Field::GapPoints
            | Field::GapHouseholds
            | Field::Verdict
    )
}

fn written(app: App, value: Value, format: Format) -> String {
    number::value(value, format, app.style())
}

fn exactly(app: App, value: i64, format: Format) -> String {
    written(app, Value::computed(value, value), format)
}

fn origin(app: App, place: Place, field: Field, explanation: &Explanation) -> String {
    let text = calculation(app, place, field, explanation);
    let is_of_sums = app.read(|session| session.solution().is_of_sums(place, field));
    if is_of_sums && !text.is_empty() { filled(app, Text::FxOfSums, &[("text", text)]) } else { text }
}

fn calculation(app: App, place: Place, field: Field, explanation: &Explanation) -> String {
    let count = |value: i64| exactly(app, value, Format::Count);
    let percent = |value: i64| exactly(app, value, Format::Percent);
    let value = written(app, explanation.value, field.format());
    match &explanation.origin {
        Origin::Nothing => missing(app, explanation),
        Origin::Name => String::new(),
        Origin::Typed(_) => app.t(Text::FxTyped).to_owned(),
        Origin::Unusable(_) => app.t(Text::FxInvalid).to_owned(),
        Origin::Quotient { part, whole, hundredths } => {
            let gaps = [("poor", count(*part)), ("households", count(*whole)), ("rate", percent(*hundredths))];
            filled(app, Text::FxRate, &gaps)
        }
        Origin::QuotientOfSum { poor, near_poor, whole, hundredths } => {
            let gaps = [
                ("poor", count(*poor)),
                ("near", count(*near_poor)),
                ("households", count(*whole)),
                ("rate", percent(*hundredths)),
            ];
            filled(app, Text::FxMulti, &gaps)
        }
        Origin::Difference { prev, now } => {
            let (key, format) = match field {
                Field::DropPoints => (Text::FxDropPoints, Format::Percent),
                _ => (Text::FxDropHouseholds, Format::Count),
            };
            let gaps = [("prev", written(app, *prev, format)), ("now", written(app, *now, format)), ("n", value)];
            filled(app, key, &gaps)
        }
        Origin::Sum(Coverage { of, .. }) => {
            filled(app, Text::FxSum, &[("n", app.count_text(*of as usize)), ("total", value)])
        }
        Origin::TargetSum(Coverage { of, .. }) => {
            let total = app.read(|session| session.solution().target(place));
            let total = total.map(|target| target_text::write(target, app.style())).unwrap_or_default();
            filled(app, Text::FxSum, &[("n", app.count_text(*of as usize)), ("total", total)])
        }
        Origin::Bounded { lower, upper } => {
            let mut relations = lower.relations.iter().chain(&upper.relations);
            let balances = relations.any(|relation| matches!(relation, Relation::Balance { .. }));
            let key = if balances { Text::FxBalance } else { Text::FxFrom };
            filled(app, key, &[("facts", premises(app, place, lower, upper))])
        }
        Origin::Judged(judgement) => judged(app, place, field, judgement),
        Origin::NoChange(NoChange::NoOpening) => app.t(Text::HeadlineDropMissing).to_owned(),
        Origin::NoChange(NoChange::Standards) => app.t(Text::FxStandards).to_owned(),
        Origin::NoChange(NoChange::NotAdjacent) => app.t(Text::FxNotAdjacent).to_owned(),
    }
}

fn filled(app: App, key: Text, gaps: &[(&str, String)]) -> String {
    let gaps: Vec<(&str, &str)> = gaps.iter().map(|(name, value)| (*name, value.as_str())).collect();
    app.tf(key, &gaps)
}

/// "thiếu tổng hộ cuối 2023", or how many units are still to come.
fn missing(app: App, explanation: &Explanation) -> String {
    for note in &explanation.notes {
        match note {
            Note::Incomplete(Coverage { known, of }) if *known > 0 => {
                let gaps = [
                    ("n", app.count_text(*known as usize)),
                    ("all", app.count_text(*of as usize)),
                    ("missing", app.count_text((of - known) as usize)),
                ];
                return filled(app, Text::FxSumPartial, &gaps);
            }
            Note::Missing(fields) if !fields.is_empty() => {
                let names: Vec<String> = fields.iter().map(|field| super::field_name(app, *field)).collect();
                return filled(app, Text::FxMissing, &[("what", names.join(", "))]);
            }
            _ => {}
        }
    }
    String::new()
}

/// The typed figures that bounds rest on: "tỷ lệ hộ nghèo cuối 2023 8,9 %, mức giảm 4,7".
fn premises(app: App, place: Place, lower: &Reason, upper: &Reason) -> String {
    let mut words: Vec<String> = Vec::new();
    for premise in lower.premises.iter().chain(&upper.premises) {
        let word = match premise {
            Premise::Fact(key) => {
                let text =
                    app.read(|session| session.workbook().fact(*key).map(|fact| fact_words(app, fact, key.measure)));
                let name = super::fact_name(app, *key);
                text.map(|text| [name, text].join(" "))
            }
            Premise::Sum { measure, group, period } => {
                let field = field_of(app, *measure, *group, *period);
                let value = field.map(|field| super::shown(app, place, field)).unwrap_or_default();
                let name = super::of_group(app, *group, super::measure_name(app, *measure, *period));
                Some([name, value].join(" "))
            }
            Premise::Between { measure, group, period } => {
                let name = super::of_group(app, *group, super::measure_name(app, *measure, *period));
                let field = field_of(app, *measure, *group, *period);
                let of = field.map(|field| app.read(|session| session.solution().coverage(place, field)).of);
                let key = if of == Some(1) { Text::FxOfOnlyUnit } else { Text::FxBetween };
                Some(filled(app, key, &[("measure", name)]))
            }
            Premise::Rest { of, measure, group, period } => {
                let name = super::of_group(app, *group, super::measure_name(app, *measure, *period));
                let gaps = [("measure", name), ("place", super::place(app, *of))];
                Some(filled(app, Text::FxRest, &gaps))
            }
        };
        if let Some(word) = word.filter(|word| !words.contains(word)) {
            words.push(word);
        }
    }
    words.join(", ")
}

fn fact_words(app: App, fact: &Fact, measure: Measure) -> String {
    let text = number::fact_text(fact, app.style());
    match measure {
        Measure::PoorRate | Measure::NearPoorRate | Measure::MultidimensionalRate => {
            app.tf(Text::PercentValue, &[("n", &text)])
        }
        Measure::DropPoints => app.tf(Text::PointsValue, &[("n", &text)]),
        _ => text,
    }
}

fn field_of(app: App, measure: Measure, group: Group, period: crate::core::period::PeriodId) -> Option<Field> {
    let span = app.read(|session| session.span());
    let at = if period == span.now { At::Now } else { At::Prev };
    Field::of(measure, group, at)
}

/// What a target means, or how the closing figure stands against it.
fn judged(app: App, place: Place, field: Field, judgement: &Judgement) -> String {
    let value = |field| app.read(|session| session.solution().value(place, field));
    if field == Field::GapHouseholds && judgement.gap_households.is_known() {
        let gaps = [
            ("target", written(app, judgement.households_left, Format::Count)),
            ("now", written(app, value(Field::PoorNow), Format::Count)),
            ("n", number::margin(judgement.gap_households, Format::Count, app.style())),
        ];
        return filled(app, Text::FxGapHouseholds, &gaps);
    }
    if field == Field::GapPoints && judgement.gap_points.is_known() {
        let gaps = [
            ("target", written(app, judgement.rate_left, Format::Percent)),
            ("now", written(app, value(Field::RateNow), Format::Percent)),
            ("n", number::margin(judgement.gap_points, Format::Points, app.style())),
        ];
        return filled(app, Text::FxGapPoints, &gaps);
    }
    let own = target_text::write(judgement.target, app.style());
    let rate = written(app, judgement.rate_left, Format::Percent);
    let households = written(app, judgement.households_left, Format::Count);
    let mut words = vec![own];
    match judgement.target {
        Target::HouseholdsLeft { most } => {
            let opening = value(Field::HouseholdsPrev);
            if !rate.is_empty() && opening.single().is_some() {
                let gaps = [
                    ("n", exactly(app, most, Format::Count)),
                    ("households", written(app, opening, Format::Count)),
                    ("rate", rate),
                ];
                words = vec![filled(app, Text::FxTargetRate, &gaps)];
            }
        }
        _ if !households.is_empty() && !rate.is_empty() => {
            words.push(filled(app, Text::FxTargetMost, &[("n", households), ("rate", rate)]));
        }
        _ => {}
    }
    words.join(" · ")
}

/// What of a change in points is due to the poor households, and what to all households: "trong đó −2,41 do số hộ nghèo …".
fn parts(app: App, place: Place) -> String {
    let Some(split) = app.read(|session| session.solution().split(place)) else { return String::new() };
    let hundredths = |part: Interval| round_half_up(i128::from(part.lo) + i128::from(part.hi), 20_000);
    let (Some(poor), Some(households)) = (hundredths(split.poor), hundredths(split.households)) else {
        return String::new();
    };
    // Only where the number of households is felt, and both are known to the last digit shown.
    let vague = |part: Interval| part.hi - part.lo > 10_000;
    if households == 0 || vague(split.poor) || vague(split.households) {
        return String::new();
    }
    let signed = |value| number::margin(Value::computed(value, value), Format::Points, app.style());
    filled(app, Text::FxSplit, &[("poor", signed(poor)), ("households", signed(households))])
}

/// What else is worth saying: a contradiction, or a difference that rounding makes.
fn notes(app: App, field: Field, explanation: &Explanation) -> String {
    for note in &explanation.notes {
        match note {
            Note::Contradiction => return app.t(Text::FindingContradiction).to_owned(),
            Note::RoundedApart { exact, .. } => {
                return filled(app, Text::FxDropPointsExact, &[("exact", exactly(app, *exact, Format::Points))]);
            }
            Note::Computed(value) => {
                return filled(app, Text::FxComputed, &[("n", written(app, *value, field.format()))]);
            }
            Note::SumBeside { sum, coverage } if sum.is_known() && coverage.is_complete() => {
                let gaps = [("n", app.count_text(coverage.of as usize)), ("total", written(app, *sum, Format::Count))];
                return filled(app, Text::FxSum, &gaps);
            }
            Note::HouseholdsOnly => return app.t(Text::FxStandards).to_owned(),
            _ => {}
        }
    }
    String::new()
}

/// "cần bớt thêm 12 hộ để đạt 3.200", "vượt 244 hộ", with how near the line it is.
fn towards_target(app: App, place: Place) -> (String, &'static str) {
    let Some(judgement) = app.read(|session| session.solution().judgement(place)) else { return (String::new(), "") };
    let gap = judgement.gap_households;
    let n = written(app, size(gap), Format::Count);
    let (mut words, class) = match judgement.verdict {
        Verdict::Missed if judgement.still_to_go.is_known() && judgement.still_to_go.lo > 0 => {
            let gaps = [
                ("n", written(app, judgement.still_to_go, Format::Count)),
                ("target", written(app, judgement.households_left, Format::Count)),
            ];
            (filled(app, Text::NeedHouseholds, &gaps), "verdict missed")
        }
        Verdict::Exceeded if gap.is_known() => (filled(app, Text::OverHouseholds, &[("n", n)]), "verdict met"),
        Verdict::Met => (app.t(Text::VerdictMetLong).to_owned(), "verdict met"),
        Verdict::MetByRateOnly => (app.t(Text::VerdictMetByRateOnlyLong).to_owned(), "verdict missed"),
        Verdict::MetByHouseholdsOnly => (app.t(Text::VerdictMetByHouseholdsOnlyLong).to_owned(), "verdict missed"),
        Verdict::Missed => (app.t(Text::VerdictMissedLong).to_owned(), "verdict missed"),
        Verdict::Undecided => (app.t(Text::VerdictUndecidedLong).to_owned(), ""),
        _ => return (String::new(), ""),
    };
    if let Some(tenths) = judgement.achieved_points.or(judgement.achieved_households) {
        let p = number::figure(crate::core::fact::Figure::decimal(tenths, 1), app.style());
        words.push_str(" · ");
        words.push_str(&filled(app, Text::Achieved, &[("p", p)]));
    }
    if judgement.near {
        words.push_str(" · ");
        words.push_str(app.t(Text::NearLine));
    }
    (words, class)
}
