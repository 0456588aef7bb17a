//! From values to words: the one place where results, findings and errors become sentences of the language files.

mod conflict;
mod errors;
mod explain;
mod fall;
mod findings;
mod moments;
mod periods;
pub mod present;
mod results;
mod sentence;

pub use conflict::{CellWords, ConflictWords, RepairWords, conflict};
pub use errors::{file_error, link_error, paste_error};
pub use explain::explain;
pub use fall::fall;
pub use findings::{Action, FindingWords, Inferred, cell_problem, findings, inferred, unusable};
pub use moments::moment;
pub use periods::{context, date_when, day_text, period_title, period_when, period_year, read_date, status_name};
pub use results::{against_target, chart_row, gap, missed_units, need, verdict_word};
pub use sentence::report_sentence;

use super::app::App;
use super::grid::cell_view;
use crate::core::fact::FactKey;
use crate::core::field::{At, Field, Format};
use crate::core::measure::{Group, Measure};
use crate::core::names::capital;
use crate::core::period::PeriodId;
use crate::core::unit::Place;
use crate::i18n::{Lang, Text, fill, text};

/// The title of the table, made up from the area while none was typed.
pub fn title(app: App) -> String {
    let (title, area) = app.watch(|session| {
        let heading = &session.workbook().heading;
        (heading.title.clone(), heading.area.clone())
    });
    if !title.is_empty() {
        return title;
    }
    if area.is_empty() {
        return app.t(Text::TitleUntitled).into();
    }
    let year = period_year(app, app.read(|session| session.span().now));
    app.tf(Text::TitleDefault, &[("area", area_name(&area, app.lang.get())), ("year", &year)])
}

/// "Mã kiểm UR56 29U8" of the table on the screen; nothing while a figure is being typed.
pub fn check_code(app: App) -> String {
    let code = app.beside.code.get();
    if code.is_empty() || app.watch(|session| session.draft().is_some()) {
        return String::new();
    }
    app.tf(Text::CheckCode, &[("code", &code)])
}

/// What stands in the name column.
pub fn place_name(place: Place, name: &str, lang: Lang) -> String {
    match place {
        Place::Unit(_) => name.into(),
        Place::Tag(_) => fill(lang, Text::SubtotalTag, &[("tag", name)]),
        Place::Area if name.is_empty() => text(lang, Text::TotalAll).into(),
        Place::Area => area_name(name, lang).into(),
    }
}

/// "Toàn tỉnh" is a word and no name: it follows the language.
pub fn whole(name: &str, lang: Lang) -> Option<&'static str> {
    let words = [Text::WholeCountry, Text::WholeProvince, Text::WholeCity, Text::WholeDistrict, Text::WholeCommune];
    let key = words.into_iter().find(|key| text(Lang::Vi, *key) == name)?;
    Some(text(lang, key))
}

/// The name of an area, or the word for it.
pub fn area_name(name: &str, lang: Lang) -> &str {
    whole(name, lang).unwrap_or(name)
}

/// A place as sentences name it.
pub fn place(app: App, place: Place) -> String {
    let lang = app.lang.get();
    let name = app.read(|session| session.name(place).to_owned());
    match place {
        Place::Unit(_) if name.is_empty() => text(lang, Text::UnitNew).into(),
        _ => place_name(place, &name, lang),
    }
}

/// The full name of a field with its date: "hộ nghèo cuối 2023".
pub fn field_name(app: App, field: Field) -> String {
    let span = app.watch(|session| session.span());
    if let Some((measure, at)) = field.fact() {
        let period = if at == At::Prev { span.prev } else { Some(span.now) };
        let words = period.map(|period| measure_name(app, measure, period)).unwrap_or_default();
        return of_group(app, field.group(), words);
    }
    let key = match field {
        Field::Unit => return app.t(Text::FieldUnit).to_owned(),
        Field::GapPoints => Text::FieldGapPoints,
        Field::GapHouseholds => Text::FieldGapHouseholds,
        _ => Text::FieldVerdict,
    };
    app.tf(key, &[("when", &period_when(app, span.now))])
}

/// What a figure is about, in full.
pub fn fact_name(app: App, key: FactKey) -> String {
    of_group(app, key.group, measure_name(app, key.measure, key.period))
}

/// The name of a measure, with the group it is of.
pub fn of_group(app: App, group: Group, words: String) -> String {
    if group == Group::ALL { words } else { app.tf(Text::OfMinority, &[("what", &words)]) }
}

/// The full name of a measure at a date.
pub fn measure_name(app: App, measure: Measure, period: PeriodId) -> String {
    measure_words(app, measure, &period_when(app, period))
}

/// The name of a measure, with its date in words where it is about a state and not about a movement.
pub fn measure_words(app: App, measure: Measure, when: &str) -> String {
    let words = app.tf(measure_key(measure), &[("when", when)]);
    let words = words.trim();
    let of_persons = measure as u8 >= Measure::PoorPersonsStart as u8;
    if of_persons { app.tf(Text::FlowPersons, &[("what", words)]) } else { words.to_owned() }
}

/// The text that names a measure; its gap is the date. Movements of persons have the names of those of households.
pub const fn measure_key(measure: Measure) -> Text {
    match measure {
        Measure::Households => Text::FieldHouseholds,
        Measure::PoorHouseholds => Text::FieldPoor,
        Measure::NearPoorHouseholds => Text::FieldNearPoor,
        Measure::Persons => Text::FieldPersons,
        Measure::PoorPersons => Text::FieldPoorPersons,
        Measure::PoorRate => Text::FieldRate,
        Measure::NearPoorRate => Text::FieldNearRate,
        Measure::MultidimensionalRate => Text::FieldMultiRate,
        Measure::DropHouseholds => Text::FieldDropHouseholds,
        Measure::DropPoints => Text::FieldDropPoints,
        Measure::Target => Text::FieldTarget,
        Measure::PoorAndNearPoor => Text::FieldMulti,
        Measure::NearPoorPersons => Text::FieldNearPoorPersons,
        Measure::PoorStart | Measure::PoorPersonsStart => Text::FlowPoorStart,
        Measure::PoorToNear | Measure::PoorPersonsToNear => Text::FlowPoorToNear,
        Measure::PoorAbove | Measure::PoorPersonsAbove => Text::FlowPoorAbove,
        Measure::PoorOtherOut | Measure::PoorPersonsOtherOut => Text::FlowPoorOtherOut,
        Measure::PoorFromNear | Measure::PoorPersonsFromNear => Text::FlowPoorFromNear,
        Measure::PoorRelapsed | Measure::PoorPersonsRelapsed => Text::FlowPoorRelapsed,
        Measure::PoorNew | Measure::PoorPersonsNew => Text::FlowPoorNew,
        Measure::PoorOtherIn | Measure::PoorPersonsOtherIn => Text::FlowPoorOtherIn,
        Measure::NearStart | Measure::NearPersonsStart => Text::FlowNearStart,
        Measure::NearAbove | Measure::NearPersonsAbove => Text::FlowNearAbove,
        Measure::NearToPoor | Measure::NearPersonsToPoor => Text::FlowNearToPoor,
        Measure::NearOtherOut | Measure::NearPersonsOtherOut => Text::FlowNearOtherOut,
        Measure::NearFromPoor | Measure::NearPersonsFromPoor => Text::FlowNearFromPoor,
        Measure::NearRelapsed | Measure::NearPersonsRelapsed => Text::FlowNearRelapsed,
        Measure::NearNew | Measure::NearPersonsNew => Text::FlowNearNew,
        Measure::NearOtherIn | Measure::NearPersonsOtherIn => Text::FlowNearOtherIn,
    }
}

/// A field's label on a phone.
pub fn phone_label(app: App, field: Field) -> String {
    capital(&field_name(app, field))
}

/// "Ba Bể · Hộ nghèo cuối 2023".
pub fn address(app: App, at: Place, field: Field) -> String {
    app.tf(Text::FxAddress, &[("unit", &place(app, at)), ("field", &capital(&field_name(app, field)))])
}

/// What a cell shows.
pub fn shown(app: App, at: Place, field: Field) -> String {
    let view = app.read(|session| cell_view(session, at, field, app.lang.get()));
    match field.format() {
        Format::Percent if !view.text.is_empty() => app.tf(Text::PercentValue, &[("n", &view.text)]),
        _ => view.text,
    }
}

/// What a screen reader says of the selected cell.
pub fn cell_label(app: App, at: Place, field: Field) -> String {
    let view = app.read(|session| cell_view(session, at, field, app.lang.get()));
    let state = match view.state {
        "typed" => Text::StateTyped,
        "exact" => Text::StateExact,
        "range" => Text::StateRange,
        "conflict" => Text::StateConflict,
        "invalid" => Text::StateInvalid,
        _ => Text::CellEmpty,
    };
    let value = if view.text.is_empty() { app.t(Text::CellEmpty) } else { &view.text };
    let mut label = format!("{}: {value}", address(app, at, field));
    if field != Field::Unit && !view.text.is_empty() {
        label.push_str(", ");
        label.push_str(app.t(state));
    }
    if let Some(problem) = cell_problem(app, at, field) {
        label.push_str(". ");
        label.push_str(&problem);
    }
    label
}

/// Says the result of a row aloud after a cell was kept.
pub fn announce(app: App, at: Place, field: Field) {
    let name = place(app, at);
    let (rate, verdict, state) = app.read(|session| {
        let solution = session.solution();
        let value = solution.value(at, Field::RateNow);
        let rate = crate::codec::number::value(value, Format::Percent, app.style());
        (rate, solution.verdict(at), solution.value(at, field).state)
    });
    let words = if state == crate::core::quantity::State::Invalid {
        app.tf(Text::SaidInvalid, &[("unit", &name), ("field", &field_name(app, field))])
    } else if rate.is_empty() {
        return;
    } else if verdict == crate::core::verdict::Verdict::None {
        app.tf(Text::SaidRowBare, &[("unit", &name), ("rate", &rate)])
    } else {
        let verdict = verdict_word(verdict, app.lang.get());
        app.tf(Text::SaidRow, &[("unit", &name), ("rate", &rate), ("verdict", verdict)])
    };
    if let Some(said) = super::dom::document().get_element_by_id("said") {
        said.set_text_content(Some(&words));
    }
}
