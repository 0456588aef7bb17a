//! The two header rows: groups by period, and the columns, which sort.

use leptos::prelude::*;

use crate::core::field::{Field, Format};
use crate::core::period::PeriodId;
use crate::i18n::Text;
use crate::state::view::{Column, ColumnGroup, Sort};
use crate::ui::app::{App, use_app};
use crate::ui::charts::AxisHeader;
use crate::ui::wording;

/// Widths of the columns, as a grid template. The chart takes what is left.
pub fn template(columns: &[Column]) -> String {
    let mut template = String::with_capacity(columns.len() * 12);
    for (at, column) in columns.iter().enumerate() {
        template.push_str(match column.field {
            Field::Unit => "var(--w-name) ",
            Field::Verdict => "var(--w-verdict) ",
            Field::Target => "var(--w-target) ",
            _ => match column.field.format() {
                Format::Percent | Format::Points => "var(--w-rate) ",
                _ => "var(--w-count) ",
            },
        });
        if columns.get(at + 1).is_some_and(|next| next.group != column.group) {
            // A group's last column is followed by air, which belongs to it so that the rules above it end there.
            continue;
        }
    }
    template.push_str("minmax(var(--w-lane), 1fr)");
    template
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
fn group_title(app: &App, group: ColumnGroup) -> String {
    let span = app.watch(|session| session.span());
    let at = |id: PeriodId| wording::period_title(app, id);
    match group {
        ColumnGroup::Name => String::new(),
        ColumnGroup::Prev => span.prev.map(at).unwrap_or_default(),
        ColumnGroup::Now => at(span.now),
        ColumnGroup::Drop => app.t(Text::GroupDrop).into(),
        ColumnGroup::Target => app.tf(Text::GroupTarget, &[("year", &wording::period_year(app, span.now))]),
        ColumnGroup::Result => app.t(Text::GroupResult).into(),
    }
}

/// The short title of a column.
fn column_title(field: Field) -> Text {
    match field {
        Field::Unit => Text::ColUnit,
        Field::HouseholdsPrev | Field::HouseholdsNow => Text::ColHouseholds,
        Field::PoorPrev | Field::PoorNow => Text::ColPoor,
        Field::NearPoorPrev | Field::NearPoorNow => Text::ColNearPoor,
        Field::PersonsPrev | Field::PersonsNow => Text::ColPersons,
        Field::PoorPersonsPrev | Field::PoorPersonsNow => Text::ColPoorPersons,
        Field::RatePrev | Field::RateNow => Text::ColRate,
        Field::NearRatePrev | Field::NearRateNow => Text::ColNearRate,
        Field::MultiRatePrev | Field::MultiRateNow => Text::ColMultiRate,
        Field::DropPoints => Text::ColDropPoints,
        Field::DropHouseholds => Text::ColDropHouseholds,
        Field::Target => Text::ColTargetAny,
        Field::GapPoints => Text::ColGapPoints,
        Field::GapHouseholds => Text::ColGapHouseholds,
        Field::Verdict => Text::ColVerdict,
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

#[component]
pub fn Head() -> impl IntoView {
    let app = use_app();
    let groups = move || {
        let columns = app.columns.get();
        let titles = runs(&columns).into_iter().map(move |(group, count)| {
            let class = if group == ColumnGroup::Name { "group name" } else { "group" };
            view! {
                <div class=class style:grid-column=format!("span {count}") aria-hidden="true">
                    <span>{move || group_title(&app, group)}</span>
                </div>
            }
        });
        titles.collect_view()
    };
    let titles = move || {
        let columns = app.columns.get();
        columns.iter().map(|column| view! { <Title column=*column/> }).collect_view()
    };
    view! {
        <div class="grid-head" role="rowgroup">
            <div class="row groups" role="presentation">{groups}<div class="group lane"></div></div>
            <div class="row titles" role="row" aria-rowindex="1">
                {titles}
                <div class="lane" role="columnheader"><span class="sr-only">{move || app.t(Text::Chart)}</span><AxisHeader/></div>
            </div>
        </div>
    }
}

/// One column's title; pressing it sorts by the column: high first, low first, table order.
#[component]
fn Title(column: Column) -> impl IntoView {
    let app = use_app();
    let field = column.field;
    let order = move || app.options.with(|options| options.sort.filter(|sort| sort.field == field));
    let press = move |_| {
        let starts_descending = field != Field::Unit;
        let next = match app.options.with_untracked(|options| options.sort.filter(|sort| sort.field == field)) {
            None => Some(Sort { field, descending: starts_descending }),
            Some(sort) if sort.descending == starts_descending => Some(Sort { field, descending: !starts_descending }),
            Some(_) => None,
        };
        app.set_options(|options| options.sort = next);
    };
    let aria = move || match order() {
        None => "none",
        Some(sort) if sort.descending => "descending",
        Some(_) => "ascending",
    };
    let group = column.group;
    let full = move || wording::field_name(&app, field);
    view! {
        <div role="columnheader" class=cell_class(column) class:sorted=move || order().is_some() aria-sort=aria data-group=group as u8>
            <button class="sort" tabindex="-1" on:click=press title=full>
                {move || app.t(column_title(field))}
                <span class="sr-only">{move || format!(" {}", full())}</span>
            </button>
        </div>
    }
}
