//! The strip above the table: find, filter, columns, work with units, and which dates are compared.

use leptos::prelude::*;

use super::app::{Dialog, use_app};
use super::icons::{Icon, IconView};
use super::modal::Menu;
use super::units;
use crate::core::unit::Place;
use crate::i18n::Text;
use crate::state::view::Filter;

#[component]
pub fn Tools() -> impl IntoView {
    let app = use_app();
    view! {
        <div class="tools" role="toolbar" aria-label=move || app.t(Text::TabData)>
            <Find/>
            <FilterMenu/>
            <ColumnsMenu/>
            <UnitMenu/>
        </div>
    }
}

#[component]
fn Find() -> impl IntoView {
    let app = use_app();
    let text = move || app.options.with(|options| options.find.clone());
    view! {
        <input class="input" type="search" data-role="find" autocomplete="off" spellcheck="false" prop:value=text
            aria-label=move || app.t(Text::Find) placeholder=move || app.t(Text::Find)
            on:input=move |event| app.set_options(|options| options.find = event_target_value(&event))/>
    }
}

fn filter_name(app: &super::app::App, filter: Filter) -> String {
    match filter {
        Filter::All => app.t(Text::FilterAll).into(),
        Filter::Missed => app.t(Text::FilterMissed).into(),
        Filter::Met => app.t(Text::FilterMet).into(),
        Filter::Incomplete => app.t(Text::FilterEmpty).into(),
        Filter::Tag(tag) => app.watch(|session| session.name(Place::Tag(tag)).to_owned()),
    }
}

#[component]
fn FilterMenu() -> impl IntoView {
    let app = use_app();
    let label = Signal::derive(move || {
        let filter = app.options.with(|options| options.filter);
        match filter {
            Filter::All => app.t(Text::Filter).to_owned(),
            other => format!("{}: {}", app.t(Text::Filter), filter_name(&app, other)),
        }
    });
    let choices = move || {
        let mut filters = vec![Filter::All, Filter::Missed, Filter::Met, Filter::Incomplete];
        filters.extend(
            app.read(|session| session.workbook().tags().iter().map(|tag| Filter::Tag(tag.id)).collect::<Vec<_>>()),
        );
        filters
            .into_iter()
            .map(|filter| {
                let on = move || app.options.with(|options| options.filter == filter);
                view! {
                    <button role="menuitemradio" aria-checked=move || on().to_string()
                        on:click=move |_| app.set_options(|options| options.filter = filter)>
                        {filter_name(&app, filter)}
                    </button>
                }
            })
            .collect_view()
    };
    view! { <Menu label=label icon=Some(Icon::Filter)>{choices()}</Menu> }
}

#[component]
fn ColumnsMenu() -> impl IntoView {
    let app = use_app();
    let label = Signal::derive(move || app.t(Text::Columns).to_owned());
    view! {
        <Menu label=label icon=Some(Icon::Columns)>
            <button role="menuitemcheckbox" data-action="columns-near" aria-checked=move || app.options.with(|options| options.near_poor).to_string()
                on:click=move |_| app.set_options(|options| options.near_poor = !options.near_poor)>
                {move || app.t(Text::ColumnsNear)}
            </button>
            <button role="menuitemcheckbox" data-action="columns-persons" aria-checked=move || app.options.with(|options| options.persons).to_string()
                on:click=move |_| app.set_options(|options| options.persons = !options.persons)>
                {move || app.t(Text::ColumnsPersons)}
            </button>
        </Menu>
    }
}

#[component]
fn UnitMenu() -> impl IntoView {
    let app = use_app();
    let label = Signal::derive(move || app.t(Text::UnitMenu).to_owned());
    let active = move || {
        app.selection.track();
        match app.active().map(|(row, _)| row.place) {
            Some(Place::Unit(id)) => Some(id),
            _ => None,
        }
    };
    let none = move || active().is_none();
    view! {
        <button class="btn quiet" data-action="add-unit" on:click=move |_| units::add(&app, units::Where::End)>
            <IconView icon=Icon::Add/><span>{move || app.t(Text::UnitAdd)}</span>
        </button>
        <Menu label=label icon=Some(Icon::More)>
            <button disabled=none on:click=move |_| units::add(&app, units::Where::Above)>{move || app.t(Text::UnitAddAbove)}</button>
            <button disabled=none on:click=move |_| units::add(&app, units::Where::Below)>{move || app.t(Text::UnitAddBelow)}</button>
            <button disabled=none on:click=move |_| units::shift(&app, -1)>{move || app.t(Text::UnitUp)}</button>
            <button disabled=none on:click=move |_| units::shift(&app, 1)>{move || app.t(Text::UnitDown)}</button>
            <button disabled=none data-action="tags" on:click=move |_| if let Some(id) = active() { app.dialog.set(Some(Dialog::Tags(id))) }>
                {move || app.t(Text::Tags)}
            </button>
            <hr/>
            <button class="danger" disabled=none data-action="delete-unit" on:click=move |_| units::remove_selected(&app)>{move || app.t(Text::UnitDelete)}</button>
        </Menu>
    }
}
