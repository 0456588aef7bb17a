//! The phone's layout: one card per unit, one of them open with fields to type into and its result at once.

use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::app::{Dialog, use_app};
use super::charts::{Axis, Dumbbell};
use super::grid::{cell_view, is_typable, lane_of, place_key};
use super::headline::PhoneHeadline;
use super::icons::{Icon, IconView};
use super::modal::Menu;
use super::notes::Notes;
use super::{units, wording};
use crate::core::field::{Field, Format};
use crate::core::unit::Place;
use crate::i18n::Text;
use crate::state::view::{Filter, Row, RowKind, Sort};

/// Cards in the page at first and added each time the end is reached.
const PAGE: usize = 60;

#[component]
pub fn Cards() -> impl IntoView {
    let app = use_app();
    let open = RwSignal::new(app.rows.with_untracked(|rows| rows.first().map(|row| row.place)));
    let shown = RwSignal::new(PAGE);
    let rows = move || app.rows.with(|rows| rows.iter().take(shown.get()).copied().collect::<Vec<_>>());
    let left = move || app.rows.with(|rows| rows.len().saturating_sub(shown.get()));
    let none = move || app.rows.with(|rows| rows.len() <= 1);
    view! {
        <main class="phone">
            <PhoneHeadline/>
            <PhoneTools/>
            {move || none().then(|| view! { <p class="empty">{app.t(Text::EmptyTable)}</p> })}
            <div class="cards" role="grid" aria-label=move || app.t(Text::TabData)>
                <For each=rows key=|row| row.place let:row><Card row=row open=open/></For>
            </div>
            {move || (left() > 0).then(|| {
                let n = app.count_text(left());
                view! {
                    <button class="btn" on:click=move |_| shown.update(|shown| *shown += PAGE)>
                        {app.tf(Text::NoteMore, &[("n", &n)])}
                    </button>
                }
            })}
            <Notes/>
        </main>
    }
}

/// Orders that make sense on a small screen.
const ORDERS: [(Text, Option<Sort>); 5] = [
    (Text::SortTable, None),
    (Text::SortGap, Some(Sort { field: Field::GapHouseholds, descending: false })),
    (Text::SortRateHigh, Some(Sort { field: Field::RateNow, descending: true })),
    (Text::SortDropHigh, Some(Sort { field: Field::DropPoints, descending: true })),
    (Text::SortName, Some(Sort { field: Field::Unit, descending: false })),
];

#[component]
fn PhoneTools() -> impl IntoView {
    let app = use_app();
    let order = move || {
        let sort = app.options.with(|options| options.sort);
        ORDERS.iter().find(|(_, known)| *known == sort).map_or(Text::SortTable, |(text, _)| *text)
    };
    let label = Signal::derive(move || {
        let n = app.rows.with(|rows| rows.iter().filter(|row| row.kind == RowKind::Unit).count());
        app.tf(Text::UnitsSorted, &[("n", &app.count_text(n)), ("order", app.t(order()))])
    });
    let columns = Signal::derive(move || app.t(Text::Columns).to_owned());
    view! {
        <div class="phone-tools">
            <Menu label=label icon=None>
                {ORDERS.into_iter().map(|(text, sort)| view! {
                    <button role="menuitemradio" aria-checked=move || app.options.with(|options| options.sort == sort).to_string()
                        on:click=move |_| app.set_options(|options| options.sort = sort)>{move || app.t(text)}</button>
                }).collect_view()}
                <hr/>
                {[(Text::FilterAll, Filter::All), (Text::FilterMissed, Filter::Missed), (Text::FilterEmpty, Filter::Incomplete)].into_iter()
                    .map(|(text, filter)| view! {
                        <button role="menuitemradio" aria-checked=move || app.options.with(|options| options.filter == filter).to_string()
                            on:click=move |_| app.set_options(|options| options.filter = filter)>{move || app.t(text)}</button>
                    }).collect_view()}
            </Menu>
            <Menu label=columns icon=Some(Icon::More) icon_only=true>
                <button on:click=move |_| app.set_options(|options| options.near_poor = !options.near_poor)>{move || app.t(Text::ColumnsNear)}</button>
                <button on:click=move |_| app.set_options(|options| options.persons = !options.persons)>{move || app.t(Text::ColumnsPersons)}</button>
                <button data-action="add-unit" on:click=move |_| units::add(&app, units::Where::End)>{move || app.t(Text::UnitAdd)}</button>
                <button on:click=move |_| app.dialog.set(Some(Dialog::Periods))>{move || app.t(Text::PeriodMenu)}</button>
                <button on:click=move |_| app.cards.set(false)>{move || app.t(Text::AsTable)}</button>
            </Menu>
        </div>
    }
}

#[component]
fn Card(row: Row, open: RwSignal<Option<Place>>) -> impl IntoView {
    let app = use_app();
    let place = row.place;
    let is_open = Memo::new(move |_| open.get() == Some(place));
    let name = Memo::new(move |_| app.watch(|session| wording::place_name(place, session.name(place), app.lang.get())));
    let mark = Memo::new(move |_| app.watch(|session| session.is_illustrative(place)));
    let tags = Memo::new(move |_| {
        app.watch(|session| {
            let Place::Unit(id) = place else { return String::new() };
            let tags = session.workbook().unit(id).map(|unit| unit.tags.as_slice()).unwrap_or_default();
            tags.iter().map(|tag| session.name(Place::Tag(*tag))).collect::<Vec<_>>().join(" · ")
        })
    });
    let lane = Memo::new(move |_| {
        app.paint.track();
        lane_of(&app, row)
    });
    let axis = Signal::derive(move || app.axis.get());
    let verdict = Memo::new(move |_| app.watch(|session| session.solution().verdict(place)));
    let gap = Memo::new(move |_| wording::gap(&app, place));
    let result = Memo::new(move |_| wording::phone_result(&app, place));
    let toggle = move |_| {
        app.update(|session| {
            session.commit_draft();
        });
        open.set(if is_open.get_untracked() { None } else { Some(place) });
    };
    let kind = match row.kind {
        RowKind::Total => "card total",
        RowKind::Tag => "card subtotal",
        RowKind::Group => "card group",
        RowKind::Unit => "card",
    };
    view! {
        <section class=kind role="row" class:open=move || is_open.get()>
            <button class="card-head" role="gridcell" data-row=place_key(&app, place) data-col="unit" data-value=move || name.get()
                data-state="typed" aria-expanded=move || is_open.get().to_string() on:click=toggle>
                <span class="card-name"><b>{move || name.get()}</b>{move || mark.get().then_some(" *")}<small class="unit-tag">{move || tags.get()}</small></span>
                <span class="verdict" data-verdict=move || verdict.get().key()>{move || gap.get()}</span>
            </button>
            {move || if is_open.get() {
                view! { <CardBody row=row open=open/> }.into_any()
            } else {
                view! {
                    <div class="card-line" role="gridcell">
                        <span class="lane"><Dumbbell data=lane axis=axis/></span>
                        <span>{move || result.get()}</span>
                    </div>
                }.into_any()
            }}
        </section>
    }
}

#[component]
fn CardBody(row: Row, open: RwSignal<Option<Place>>) -> impl IntoView {
    let app = use_app();
    let place = row.place;
    let lane = Memo::new(move |_| {
        app.paint.track();
        lane_of(&app, row)
    });
    let axis: Signal<Axis> = Signal::derive(move || app.axis.get());
    let columns = move || app.columns.get();
    // Counts and the target are fields; rates and changes stand in the result, and can be typed in the table.
    let fields = move || {
        let columns = columns();
        let entry = columns.iter().map(|column| column.field).filter(|field| is_field(*field)).collect::<Vec<_>>();
        entry.into_iter().map(|field| view! { <CardField place=place field=field/> }).collect_view()
    };
    let line = Memo::new(move |_| wording::phone_line(&app, place));
    let need = Memo::new(move |_| wording::need(&app, place));
    let position = move || {
        app.rows.with(|rows| {
            let units: Vec<&Row> = rows.iter().filter(|row| row.kind == RowKind::Unit).collect();
            let at = units.iter().position(|row| row.place == place)?;
            Some((at + 1, units.len(), units.get(at + 1).map(|row| row.place)))
        })
    };
    let next = move || position().and_then(|(_, _, next)| next);
    view! {
        <div class="card-body">
            <div class="card-fields">{fields}</div>
            <p class="card-result" aria-live="polite"><span>{move || line.get()}</span><span class="missed">{move || need.get()}</span></p>
            <div class="lane" role="gridcell"><Dumbbell data=lane axis=axis/></div>
            <p class="card-next">
                <span class="mut">{move || position().map(|(at, of, _)| {
                    app.tf(Text::PhonePosition, &[("n", &app.count_text(at)), ("all", &app.count_text(of))])
                })}</span>
                {move || next().map(|next| {
                    let name = app.watch(|session| session.name(next).to_owned());
                    view! {
                        <button class="btn" on:click=move |_| { app.update(|session| { session.commit_draft(); }); open.set(Some(next)) }>
                            {app.tf(Text::PhoneNext, &[("unit", &name)])}<IconView icon=Icon::Forward/>
                        </button>
                    }
                })}
            </p>
        </div>
    }
}

fn is_field(field: Field) -> bool {
    field == Field::RateNow
        || field == Field::Target
        || (field.fact().is_some() && field.format() == Format::Count && field != Field::DropHouseholds)
}

/// One field of the open card; a real input, so that the phone's keyboard and input methods work as everywhere.
#[component]
fn CardField(place: Place, field: Field) -> impl IntoView {
    let app = use_app();
    let input = NodeRef::<html::Input>::new();
    let view = Memo::new(move |_| app.watch(|session| cell_view(session, place, field, app.lang.get())));
    let typed = Memo::new(move |_| {
        app.watch(|session| {
            let drafting = session.draft().is_some_and(|draft| (draft.place, draft.field) == (place, field));
            // The field keeps exactly what is being typed.
            (!drafting).then(|| session.typed_text(place, field, app.style()))
        })
    });
    Effect::new(move |_| {
        if let (Some(text), Some(input)) = (typed.get(), input.get())
            && input.value() != text
        {
            input.set_value(&text);
        }
    });
    let computed = move || view.with(|view| if view.state == "typed" { String::new() } else { view.text.clone() });
    let on_input = move |event| {
        let text = event_target_value(&event);
        let style = super::app::style_of(app.lang.get_untracked());
        app.update(|session| session.type_text(place, field, &text, style));
    };
    let commit = move || {
        app.update(|session| {
            session.commit_draft();
        });
        wording::announce(&app, place, field);
    };
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" if !event.is_composing() => {
            event.prevent_default();
            commit();
            focus_next(&event);
        }
        "Escape" => app.update(|session| session.cancel_draft()),
        _ => {}
    };
    let problem = Memo::new(move |_| wording::cell_problem(&app, place, field));
    let typable = app.read(|session| is_typable(session, field));
    view! {
        <label class="card-field" role="gridcell" data-row=place_key(&app, place) data-col=field.key()
            data-value=move || view.with(|view| view.data_value.clone()) data-state=move || view.with(|view| view.state)
            class:warned=move || view.with(|view| view.warned)>
            <span class="card-label">{move || wording::phone_label(&app, field)}</span>
            <input node_ref=input type="text" disabled=!typable inputmode=if field == Field::Target { "text" } else { "decimal" } autocomplete="off"
                enterkeyhint="next" maxlength="60" placeholder=computed on:input=on_input on:blur=move |_| commit() on:keydown=on_key/>
            {move || problem.get().map(|text| view! { <small class="problem" role="alert">{text}</small> })}
        </label>
    }
}

/// Moves to the next field of the card, as the phone keyboard's "next" key promises.
fn focus_next(event: &KeyboardEvent) {
    use wasm_bindgen::JsCast;
    let input: web_sys::HtmlElement = event_target(event);
    let Ok(Some(card)) = input.closest(".card-fields") else { return };
    let Ok(fields) = card.query_selector_all("input") else { return };
    let at = (0..fields.length()).find(|at| fields.item(*at).as_ref() == Some(input.as_ref()));
    let next = at.and_then(|at| fields.item(at + 1)).and_then(|node| node.dyn_into::<web_sys::HtmlElement>().ok());
    match next {
        Some(next) => drop(next.focus()),
        None => drop(input.blur()),
    }
}
