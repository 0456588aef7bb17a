//! Findings as sentences, each with the one thing to do about it.

use crate::codec::number;
use crate::core::check::{Finding, Problem, Severity};
use crate::core::fact::{FactKey, Figure, Reading, Unreadable};
use crate::core::field::{Field, Format};
use crate::core::names::capital;
use crate::core::period::Standard;
use crate::core::quantity::{MAX_COUNT, Value};
use crate::core::unit::Place;
use crate::i18n::Text;
use crate::ui::app::{App, style_of};

/// What the user can do about a finding.
#[derive(Clone, PartialEq)]
pub enum Action {
    /// Accept the reading of a cell.
    Confirm(FactKey),
    Edit(Place, Field),
    Periods,
}

#[derive(Clone, PartialEq)]
pub struct ActionWords {
    pub label: String,
    pub action: Action,
}

/// One finding, ready to be shown.
#[derive(Clone, PartialEq)]
pub struct FindingWords {
    pub check: &'static str,
    pub severity: Severity,
    pub cell: (Place, Field),
    /// Place and column as the sentence begins: "Ba Bể, hộ nghèo cuối 2023:".
    pub place: String,
    /// The two apart; the column is empty where the finding is about a name or the dates.
    pub unit: String,
    pub column: String,
    pub text: String,
    pub actions: Vec<ActionWords>,
}

/// The gravest findings, in words; those of one severity when it is given.
pub fn findings(app: App, of: Option<Severity>, limit: usize) -> Vec<FindingWords> {
    let wanted = |finding: &&Finding| of.is_none_or(|severity| finding.severity == severity);
    let found: Vec<Finding> =
        app.read(|session| session.findings().iter().filter(wanted).take(limit).cloned().collect());
    found.iter().map(|finding| words(app, finding)).collect()
}

fn words(app: App, finding: &Finding) -> FindingWords {
    let field = finding.field.unwrap_or(Field::Unit);
    let (unit, column) = match (finding.field, &finding.problem) {
        (_, Problem::Standards { .. }) => (app.t(Text::PeriodMenu).to_owned(), String::new()),
        (None | Some(Field::Unit), _) => (super::place(app, finding.place), String::new()),
        _ => (super::place(app, finding.place), super::field_name(app, field)),
    };
    let place = match column.as_str() {
        "" => unit.clone(),
        column => app.tf(Text::NotePlace, &[("unit", &unit), ("field", column)]),
    };
    FindingWords {
        check: finding.check.key(),
        severity: finding.severity,
        cell: (finding.place, field),
        place,
        unit,
        column,
        text: sentence(app, finding, field),
        actions: actions(app, finding, field),
    }
}

fn actions(app: App, finding: &Finding, field: Field) -> Vec<ActionWords> {
    let edit = |key: Text| ActionWords { label: app.t(key).to_owned(), action: Action::Edit(finding.place, field) };
    match finding.problem {
        Problem::Standards { .. } => {
            vec![ActionWords { label: app.t(Text::ActionStandard).to_owned(), action: Action::Periods }]
        }
        Problem::Assumed { value, decimals } => {
            let written = number::figure(Figure::decimal(value, decimals), app.style());
            let confirm = app.read(|session| session.workbook().key_of(session.span(), finding.place, field));
            let confirm = confirm.map(|key| ActionWords {
                label: app.tf(Text::ActionRight, &[("n", &written)]),
                action: Action::Confirm(key),
            });
            confirm.into_iter().chain([edit(Text::ActionEdit)]).collect()
        }
        Problem::SimilarName { .. } => vec![edit(Text::ActionRename)],
        _ => vec![edit(Text::ActionEdit)],
    }
}

/// What is wrong, without its place.
fn sentence(app: App, finding: &Finding, field: Field) -> String {
    let style = app.style();
    let count = |value: i64| number::count(value, style);
    let hundredths = |value: i64| number::hundredths(value, style);
    let own = |value: i64| number::value(Value::computed(value, value), field.format(), style);
    let typed_text = || app.read(|session| session.typed_text(finding.place, field, style));
    // With the decimals and the qualifier it was typed with.
    let as_typed = |value: i64| Some(typed_text()).filter(|text| !text.is_empty()).unwrap_or_else(|| own(value));
    match &finding.problem {
        Problem::Unexplained { computed, stated, absorbed, .. } => {
            let diff = count((computed - stated).abs());
            let mut text = app.tf(
                Text::FindingUnexplained,
                &[("computed", &count(*computed)), ("stated", &count(*stated)), ("diff", &diff)],
            );
            if let Some((measure, n)) = absorbed {
                let what = super::measure_words(app, *measure, "");
                text.push(' ');
                text.push_str(&app.tf(Text::FindingAbsorbed, &[("what", &what), ("n", &count(*n))]));
            }
            text
        }
        Problem::OtherForm { measures: (measure, _), typed: [one, other], period } => {
            let what = super::measure_name(app, *measure, *period);
            let diff = count((one - other).abs());
            app.tf(
                Text::FindingOtherForm,
                &[("what", &what), ("one", &count(*one)), ("other", &count(*other)), ("diff", &diff)],
            )
        }
        Problem::NotTheClosing { start, closing, .. } => {
            let diff = count((start - closing).abs());
            let gaps = [("start", &*count(*start)), ("closing", &*count(*closing)), ("diff", &*diff)];
            app.tf(Text::FindingNotClosing, &gaps)
        }
        Problem::PoorOverTotal { poor, households } => {
            app.tf(Text::FindingPoorOverTotal, &[("poor", &count(*poor)), ("households", &count(*households))])
        }
        Problem::NearPoorOverTotal { near_poor, households } => {
            app.tf(Text::FindingNearOverTotal, &[("near", &count(*near_poor)), ("households", &count(*households))])
        }
        Problem::BothOverTotal { sum, households } => {
            app.tf(Text::FindingBothOverTotal, &[("sum", &count(*sum)), ("households", &count(*households))])
        }
        Problem::PoorPersonsOverPersons { poor, persons } => {
            app.tf(Text::FindingPersonsOverTotal, &[("poor", &count(*poor)), ("persons", &count(*persons))])
        }
        Problem::NoTotal { poor } => app.tf(Text::FindingNoTotal, &[("poor", &count(*poor))]),
        Problem::ZeroTotal => app.t(Text::FindingZeroTotal).to_owned(),
        Problem::NotTheSum { typed, sum, swapped } => {
            let key = if *swapped { Text::FindingTotalSumSwap } else { Text::FindingTotalSum };
            let diff = count((typed - sum).abs());
            app.tf(key, &[("typed", &as_typed(*typed)), ("sum", &own(*sum)), ("diff", &diff)])
        }
        Problem::OutsideTheSum { typed, least, most } => {
            app.tf(Text::FindingOutsideSum, &[("typed", &as_typed(*typed)), ("lo", &own(*least)), ("hi", &own(*most))])
        }
        Problem::BelowTheSum { typed, least } => {
            app.tf(Text::FindingBelowSum, &[("typed", &as_typed(*typed)), ("least", &own(*least))])
        }
        Problem::NotTogether { typed, sum } => {
            let diff = count((typed - sum).abs());
            app.tf(Text::FindingTogether, &[("typed", &as_typed(*typed)), ("sum", &own(*sum)), ("diff", &diff)])
        }
        Problem::NotFromCounts { typed, computed } => {
            app.tf(Text::FindingNotFromCounts, &[("typed", &as_typed(*typed)), ("computed", &own(*computed))])
        }
        Problem::LastDigit { typed, computed } => {
            app.tf(Text::FindingLastDigit, &[("typed", &as_typed(*typed)), ("computed", &own(*computed))])
        }
        Problem::Outside { typed, least, most, .. } => {
            app.tf(Text::FindingOutside, &[("typed", &as_typed(*typed)), ("lo", &own(*least)), ("hi", &own(*most))])
        }
        Problem::NotBetween { lo, hi, least, most } => {
            let shown = |lo, hi| number::value(Value::computed(lo, hi), field.format(), style);
            let units = shown(*least, *most);
            app.tf(Text::FindingNotBetween, &[("own", &shown(*lo, *hi)), ("units", &units)])
        }
        Problem::Contradiction { .. } => app.t(Text::FindingContradiction).to_owned(),
        Problem::HouseholdsJump { tenths } => {
            let p = number::figure(Figure::decimal(tenths.abs(), 1), style);
            app.tf(Text::FindingHouseholdsJump, &[("p", &p)])
        }
        Problem::RateJump { points } => app.tf(Text::FindingRateJump, &[("points", &hundredths(points.abs()))]),
        Problem::Standards { prev, now } => {
            let years = |standard: &Standard| standard.years();
            app.tf(Text::FindingStandards, &[("prev", years(prev)), ("now", years(now))])
        }
        Problem::PersonsPerHousehold { hundredths: per } => {
            app.tf(Text::FindingPersonsPerHousehold, &[("n", &hundredths(*per))])
        }
        Problem::Unusable(why) => unusable(app, *why, &typed_text()),
        Problem::Assumed { value, decimals } => {
            let value = number::figure(Figure::decimal(*value, *decimals), style);
            let text = typed_text();
            let key =
                if text.contains(',') && *decimals == 0 { Text::FindingReadingComma } else { Text::FindingReading };
            app.tf(key, &[("text", &text), ("value", &value)])
        }
        Problem::SimilarName { other, same } => {
            let (name, row) = app.read(|session| {
                let at = session.workbook().units().iter().position(|unit| unit.id == *other);
                (session.name(Place::Unit(*other)).to_owned(), at.map_or(0, |at| at + 1))
            });
            if *same {
                app.tf(Text::FindingSameNames, &[("other", &name), ("row", &app.count_text(row))])
            } else {
                app.tf(Text::FindingSimilarNames, &[("other", &name)])
            }
        }
        Problem::GroupOverWhole { part: (_, less), whole: (whole, group, more) } => {
            let whole = super::of_group(app, *group, super::measure_words(app, *whole, ""));
            app.tf(Text::FindingGroupOver, &[("less", &count(*less)), ("whole", &whole), ("more", &count(*more))])
        }
        Problem::OutOfOrder { other, rates: [own, next], falling } => {
            let percent = |rate: i64| number::value(Value::computed(rate, rate), Format::Percent, style);
            let name = app.read(|session| session.name(Place::Unit(*other)).to_owned());
            let key = if *falling { Text::FindingOrderFalling } else { Text::FindingOrderRising };
            app.tf(key, &[("own", &percent(*own)), ("other", &name), ("next", &percent(*next))])
        }
        Problem::NotTheTargetSum { typed, sum } => {
            let write = |target| crate::codec::target_text::write(target, style);
            app.tf(Text::FindingTargetSum, &[("typed", &write(*typed)), ("sum", &write(*sum))])
        }
    }
}

/// Why a typed text cannot be used.
pub fn unusable(app: App, why: Unreadable, text: &str) -> String {
    let key = match why {
        Unreadable::NotANumber => Text::FindingNotANumber,
        Unreadable::Separators => Text::FindingSeparators,
        Unreadable::Negative => Text::FindingNegative,
        Unreadable::TooLarge => {
            let max = number::count(MAX_COUNT, app.style());
            return app.tf(Text::FindingTooLarge, &[("text", text), ("max", &max)]);
        }
        Unreadable::CountWithDecimals => Text::FindingCountDecimals,
        Unreadable::PercentInCount => Text::FindingPercentInCount,
        Unreadable::RateOver100 => Text::FindingRateOver100,
        Unreadable::TooManyDecimals => Text::FindingTooManyDecimals,
        Unreadable::NotATarget => Text::FindingNotATarget,
        Unreadable::WrongUnit => Text::FindingWrongUnit,
    };
    app.tf(key, &[("text", text)])
}

/// Values the program worked out from rates and changes, for the note under the table.
#[derive(Default, PartialEq)]
pub struct Inferred {
    pub count: usize,
    pub lines: Vec<(Place, Field, String, String)>,
}

/// The inferred cells of the columns shown.
pub fn inferred(app: App, limit: usize) -> Inferred {
    let fields: Vec<Field> = app.columns.with(|columns| columns.iter().map(|column| column.field).collect());
    let cells = app.read(|session| session.inferred(&fields));
    let line = |(place, field): &(Place, Field)| {
        let unit = super::place(app, *place);
        let name = app.tf(Text::NotePlace, &[("unit", &unit), ("field", &super::field_name(app, *field))]);
        (*place, *field, name, super::shown(app, *place, *field))
    };
    Inferred { count: cells.len(), lines: cells.iter().take(limit).map(line).collect() }
}

/// What is wrong with a cell, in one sentence.
pub fn cell_problem(app: App, place: Place, field: Field) -> Option<String> {
    let style = style_of(app.lang.get());
    let fact =
        app.read(|session| session.fact(place, field).map(|fact| (fact.reading, number::fact_text(fact, style))));
    if let Some((Reading::Unreadable(why), text)) = fact {
        return Some(capital(&unusable(app, why, &text)));
    }
    let found: Option<Finding> = app.read(|session| {
        let of_cell = |finding: &&Finding| finding.place == place && finding.field == Some(field);
        session.findings().iter().find(of_cell).cloned()
    });
    let finding = found.filter(|finding| matches!(finding.severity, Severity::Error | Severity::Conflict))?;
    Some(capital(&sentence(app, &finding, field)))
}
