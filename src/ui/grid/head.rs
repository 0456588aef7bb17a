//! The two header rows: groups by period, and the columns, which sort.

use crate::core::field::{Field, Format};
use crate::core::measure::Measure;
use crate::core::period::PeriodId;
use crate::i18n::Text;
use crate::state::view::{Column, ColumnGroup, Sort};
use crate::ui::app::App;
use crate::ui::charts::axis_header;
use crate::ui::dom::{El, button, div, span as span_el};
use crate::ui::wording;

/// Half digits by which a column grows. Every change of a width lays all rows out anew, which someone who types feels: one
/// step has room for a sign and a digit more.
const STEP: usize = 3;

/// Widths of the columns, as a grid template; `longest` has the [`half_digits`] of each column's longest figure, which is
/// never cut. The chart takes what is left.
pub fn template(columns: &[Column], longest: &[usize]) -> String {
    let mut template = String::with_capacity(columns.len() * 24);
    for (at, column) in columns.iter().enumerate() {
        // The least width, and how many half digits it surely has room for (style/grid.css).
        let (least, room) = match (column.field, column.field.format()) {
            (Field::Unit, _) => ("var(--w-name)", usize::MAX),
            (Field::Verdict, _) => ("var(--w-verdict)", usize::MAX),
            (Field::Target, _) => ("var(--w-target)", 20),
            (_, Format::Percent) => ("var(--w-rate)", 9),
            // With a sign, which comes and goes while someone types.
            (_, Format::Points) => ("var(--w-points)", 11),
            _ => ("var(--w-count)", 11),
        };
        let more = longest.get(at).copied().unwrap_or(0).saturating_sub(room).div_ceil(STEP);
        if more == 0 {
            template.push_str(least);
        } else {
            let halves = (room + more * STEP).to_string();
            for part in ["max(", least, ",calc(24px + ", &halves, "*var(--w-digit)/2))"] {
                template.push_str(part);
            }
        }
        template.push(' ');
    }
    template.push_str("minmax(var(--w-lane), 1fr)");
    template
}

/// About how wide a text is, in half digits: points, commas and spaces take half the room of anything else.
pub fn half_digits(text: &str) -> usize {
    text.chars().map(|character| if matches!(character, '.' | ',' | ' ' | '\u{a0}') { 1 } else { 2 }).sum()
}

/// Classes of a cell that follow from its column alone.
pub fn cell_class(column: Column) -> &'static str {
    match (column.field, column.field.format()) {
        (Field::Unit, _) => "cell name",
        (Field::Verdict, _) => "cell verdict",
        (Field::Target, _) => "cell num target",
        (Field::RateNow, _) => "cell num rate",
        (_, Format::Percent | Format::Points) => "cell num",
        _ => "cell num",
    }
}

/// The heading above a group of columns.
fn group_title(app: App, group: ColumnGroup) -> String {
    let span = app.watch(|session| session.span());
    let at = |id: PeriodId| wording::period_title(app, id);
    match group {
        ColumnGroup::Name => String::new(),
        ColumnGroup::Prev => span.prev.map(at).unwrap_or_default(),
        ColumnGroup::Now => at(span.now),
        ColumnGroup::Drop => app.t(Text::GroupDrop).into(),
        ColumnGroup::Target => app.tf(Text::GroupTarget, &[("year", &wording::period_year(app, span.now))]),
        ColumnGroup::Result => app.t(Text::GroupResult).into(),
        ColumnGroup::MinorityPrev => minority(app, span.prev),
        ColumnGroup::MinorityNow => minority(app, Some(span.now)),
        ColumnGroup::Movements(0) => app.t(Text::GroupMovesPoor).into(),
        ColumnGroup::Movements(1) => app.t(Text::GroupMovesNear).into(),
        ColumnGroup::Movements(2) => app.t(Text::GroupMovesPoorPersons).into(),
        ColumnGroup::Movements(_) => app.t(Text::GroupMovesNearPersons).into(),
    }
}

fn minority(app: App, period: Option<PeriodId>) -> String {
    let when = period.map(|id| wording::period_when(app, id)).unwrap_or_default();
    app.tf(Text::GroupMinority, &[("when", &when)])
}

/// The short title of a column of a form of movements.
const fn movement(measure: Measure) -> Text {
    use Measure as M;
    match measure {
        M::PoorStart | M::NearStart | M::PoorPersonsStart | M::NearPersonsStart => Text::ColStart,
        M::PoorToNear | M::PoorPersonsToNear => Text::ColToNear,
        M::PoorAbove | M::PoorPersonsAbove => Text::ColAbove,
        M::NearAbove | M::NearPersonsAbove => Text::ColNearAbove,
        M::NearToPoor | M::NearPersonsToPoor => Text::ColToPoor,
        M::PoorOtherOut | M::NearOtherOut | M::PoorPersonsOtherOut | M::NearPersonsOtherOut => Text::ColOtherOut,
        M::PoorFromNear | M::PoorPersonsFromNear => Text::ColFromNear,
        M::NearFromPoor | M::NearPersonsFromPoor => Text::ColFromPoor,
        M::PoorRelapsed | M::PoorPersonsRelapsed => Text::ColRelapsed,
        M::NearRelapsed | M::NearPersonsRelapsed => Text::ColNearRelapsed,
        M::PoorNew | M::NearNew | M::PoorPersonsNew | M::NearPersonsNew => Text::ColNew,
        M::NearPoorPersons => Text::ColEnd,
        _ => Text::ColOtherIn,
    }
}

/// The short title of a column.
fn column_title(field: Field) -> Text {
    match field {
        Field::Unit => Text::ColUnit,
        Field::HouseholdsPrev | Field::HouseholdsNow | Field::MinorityHouseholdsPrev | Field::MinorityHouseholdsNow => {
            Text::ColHouseholds
        }
        Field::PoorPrev | Field::PoorNow | Field::MinorityPoorPrev | Field::MinorityPoorNow => Text::ColPoor,
        Field::NearPoorPrev | Field::NearPoorNow | Field::MinorityNearPoorPrev | Field::MinorityNearPoorNow => {
            Text::ColNearPoor
        }
        Field::MultiPrev | Field::MultiNow => Text::ColMulti,
        Field::PersonsPrev | Field::PersonsNow => Text::ColPersons,
        Field::PoorPersonsPrev | Field::PoorPersonsNow => Text::ColPoorPersons,
        Field::RatePrev | Field::RateNow | Field::MinorityRatePrev | Field::MinorityRateNow => Text::ColRate,
        Field::NearRatePrev | Field::NearRateNow | Field::MinorityNearRatePrev | Field::MinorityNearRateNow => {
            Text::ColNearRate
        }
        Field::MultiRatePrev | Field::MultiRateNow => Text::ColMultiRate,
        Field::DropPoints => Text::ColDropPoints,
        Field::DropHouseholds => Text::ColDropHouseholds,
        Field::Target => Text::ColTargetAny,
        Field::GapPoints => Text::ColGapPoints,
        Field::GapHouseholds => Text::ColGapHouseholds,
        Field::Verdict => Text::ColVerdict,
        _ => match field.fact() {
            Some((measure, _)) => movement(measure),
            None => Text::ColUnit,
        },
    }
}

/// Runs of neighbouring columns of one group: the group and how many columns it spans.
fn runs(columns: &[Column]) -> Vec<(ColumnGroup, usize)> {
    let mut runs: Vec<(ColumnGroup, usize)> = Vec::new();
    for column in columns {
        match runs.last_mut() {
            Some((group, count)) if *group == column.group => *count += 1,
            _ => runs.push((column.group, 1)),
        }
    }
    runs
}

/// Both header rows.
pub fn head(app: App) -> El {
    let groups = move || {
        let runs = runs(&app.columns.get());
        let titles = runs.into_iter().map(|(group, count)| {
            let class = if group == ColumnGroup::Name { "group name" } else { "group" };
            let span = ["span ", &count.to_string()].concat();
            div(class)
                .live_style("grid-column", move || span.clone())
                .child(span_el("").live_text(move || group_title(app, group)))
        });
        titles.collect()
    };
    let titles = move || app.columns.with(|columns| columns.iter().map(|column| title(app, *column)).collect());
    let chart = div("lane").attr("role", "columnheader").child(axis_header(app));
    div("grid-head")
        .attr("role", "rowgroup")
        .child(div("row groups").attr("aria-hidden", "true").live(groups))
        .child(div("row titles").attr("role", "row").attr("aria-rowindex", "1").live(titles).child(chart))
}

/// One column's title; pressing it sorts by the column: high first, low first, table order.
fn title(app: App, column: Column) -> El {
    let field = column.field;
    let order = move || app.options.with(|options| options.sort.filter(|sort| sort.field == field));
    let press = move |_| {
        let starts_descending = field != Field::Unit;
        let next = match app.options.peek(|options| options.sort.filter(|sort| sort.field == field)) {
            None => Some(Sort { field, descending: starts_descending }),
            Some(sort) if sort.descending == starts_descending => Some(Sort { field, descending: !starts_descending }),
            Some(_) => None,
        };
        app.set_options(|options| options.sort = next);
    };
    let aria = move || {
        Some(match order() {
            None => "none".to_owned(),
            Some(sort) if sort.descending => "descending".to_owned(),
            Some(_) => "ascending".to_owned(),
        })
    };
    let full = move || Some(wording::field_name(app, field));
    let sort = button("sort", press)
        .attr("tabindex", "-1")
        .live_attr("title", full)
        .tr(app, column_title(field))
        .child(span_el("sr-only").live_text(move || [" ", &wording::field_name(app, field)].concat()));
    div(cell_class(column))
        .attr("role", "columnheader")
        .live_attr("aria-sort", aria)
        .live_class("sorted", move || order().is_some())
        .child(sort)
}
