//! The dates of the figures: which two are compared, their status and standard, and a new one.

use leptos::prelude::*;

use crate::core::edit::Edit;
use crate::core::fact::FactKey;
use crate::core::period::{Date, Period, PeriodId, Span, Standard, Status};
use crate::i18n::Text;
use crate::state::history::Label;
use crate::ui::app::{App, use_app};
use crate::ui::modal::Modal;
use crate::ui::wording;

const STATUSES: [Status; 4] = [Status::Plan, Status::Preliminary, Status::Official, Status::Revised];

#[component]
pub fn PeriodsDialog() -> impl IntoView {
    let app = use_app();
    let ids =
        move || app.watch(|session| session.workbook().periods().iter().map(|period| period.id).collect::<Vec<_>>());
    view! {
        <Modal title=Text::PeriodMenu>
            <Compare/>
            <div class="periods">
                <For each=ids key=|id| *id let:id><PeriodRow id=id/></For>
            </div>
            <NewPeriod/>
        </Modal>
    }
}

/// The two periods side by side in the table.
#[component]
fn Compare() -> impl IntoView {
    let app = use_app();
    let options = move || {
        app.watch(|session| {
            session.workbook().periods().iter().map(|period| (period.id, period.date)).collect::<Vec<_>>()
        })
    };
    let select = move |label: Text, now: bool| {
        let chosen = move || {
            let span = app.watch(|session| session.span());
            if now { Some(span.now) } else { span.prev }
        };
        let pick = move |event: leptos::ev::Event| {
            let id = event_target_value(&event).parse().ok().map(PeriodId);
            let Span { prev, now: current } = app.read(|session| session.span());
            let span = match (now, id) {
                (true, Some(id)) => {
                    Span { prev: prev.filter(|prev| *prev != id).or_else(|| before(&app, id)), now: id }
                }
                (true, None) => return,
                (false, id) => Span { prev: id.filter(|id| *id != current), now: current },
            };
            app.update(|session| session.set_span(span));
        };
        let items = move || {
            options()
                .into_iter()
                .map(|(id, _)| {
                    let name = wording::period_title(&app, id);
                    view! { <option value=id.0.to_string() selected=move || chosen() == Some(id)>{name}</option> }
                })
                .collect_view()
        };
        view! {
            <label class="field">
                <span class="label">{move || app.t(label)}</span>
                <select on:change=pick>
                    {(!now).then(|| view! { <option value="" selected=move || chosen().is_none()>{move || app.t(Text::PeriodNone)}</option> })}
                    {items}
                </select>
            </label>
        }
    };
    view! { <div class="pair">{select(Text::PeriodChoosePrev, false)}{select(Text::PeriodChooseNow, true)}</div> }
}

/// The period before another.
fn before(app: &App, id: PeriodId) -> Option<PeriodId> {
    app.read(|session| {
        let periods = session.workbook().periods();
        let at = periods.iter().position(|period| period.id == id)?;
        Some(periods.get(at.checked_sub(1)?)?.id)
    })
}

#[component]
fn PeriodRow(id: PeriodId) -> impl IntoView {
    let app = use_app();
    let get = move || app.watch(|session| session.workbook().period(id).cloned());
    let change = move |change: &dyn Fn(&mut Period)| {
        let edit = app.read(|session| {
            let periods = session.workbook().periods();
            let at = periods.iter().position(|period| period.id == id)?;
            let mut period = periods.get(at)?.clone();
            change(&mut period);
            (periods.get(at) != Some(&period)).then_some(Edit::ReplacePeriod { at, period })
        });
        if let Some(edit) = edit {
            app.commit(edit, Label::PeriodChanged, None);
        }
    };
    let status = move || {
        STATUSES
            .into_iter()
            .enumerate()
            .map(|(at, status)| {
                let on = move || get().is_some_and(|period| period.status == status);
                view! { <option value=at.to_string() selected=on>{app.t(wording::status_name(status))}</option> }
            })
            .collect_view()
    };
    let standards = move || {
        Standard::ALL
            .into_iter()
            .enumerate()
            .map(|(at, standard)| {
                let on = move || get().is_some_and(|period| period.standard == standard);
                view! { <option value=at.to_string() selected=on>{standard.years()}</option> }
            })
            .collect_view()
    };
    let pick_status = move |event: leptos::ev::Event| {
        let status = event_target_value(&event).parse::<usize>().ok().and_then(|at| STATUSES.get(at).copied());
        change(&move |period| period.status = status.unwrap_or(period.status));
    };
    let pick_standard = move |event: leptos::ev::Event| {
        let standard = event_target_value(&event).parse::<usize>().ok().and_then(|at| Standard::ALL.get(at).copied());
        change(&move |period| period.standard = standard.unwrap_or(period.standard));
    };
    let note = move |event: leptos::ev::Event| {
        let note = crate::state::session::clean_name(&event_target_value(&event));
        change(&move |period| period.note.clone_from(&note));
    };
    let only = move || app.watch(|session| session.workbook().periods().len() < 2);
    view! {
        <fieldset class="period">
            <legend>{move || wording::period_title(&app, id)}</legend>
            <label class="field"><span class="label">{move || app.t(Text::PeriodStatus)}</span><select on:change=pick_status>{status}</select></label>
            <label class="field"><span class="label">{move || app.t(Text::PeriodStandard)}</span><select on:change=pick_standard>{standards}</select></label>
            <label class="field wide">
                <span class="label">{move || app.t(Text::PeriodNote)}</span>
                <input type="text" maxlength="120" placeholder=move || app.t(Text::PeriodNoteHint)
                    prop:value=move || get().map(|period| period.note).unwrap_or_default() on:change=note/>
            </label>
            <button class="btn small danger" disabled=only on:click=move |_| remove(&app, id)>{move || app.t(Text::PeriodRemove)}</button>
        </fieldset>
    }
}

/// Adds the year after the last one; its opening figures are the last one's closing figures.
#[component]
fn NewPeriod() -> impl IntoView {
    let app = use_app();
    let next =
        move || app.watch(|session| session.workbook().periods().last().map_or(2025, |period| period.date.year + 1));
    let typed = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<Text>);
    let add = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let text = typed.get_untracked();
        let date = if text.trim().is_empty() { Some(Date::year_end(untrack(next))) } else { wording::read_date(&text) };
        let result = date.ok_or(Text::PeriodBadDate).and_then(|date| insert(&app, date));
        wrong.set(result.err());
        if result.is_ok() {
            typed.set(String::new());
            app.dialog.set(None);
        }
    };
    view! {
        <form class="inline-form" on:submit=add>
            <label class="field">
                <span class="label">{move || app.t(Text::PeriodAdd)}</span>
                <input type="text" inputmode="numeric" data-role="period-date" placeholder=move || format!("31/12/{}", next())
                    prop:value=move || typed.get() on:input=move |event| typed.set(event_target_value(&event))/>
            </label>
            <button type="submit" class="btn primary" data-action="add-period">{move || app.t(Text::PeriodAdd)}</button>
            <p class="hint">{move || app.t(Text::PeriodRoll)}</p>
            {move || wrong.get().map(|key| view! { <p class="problem" role="alert">{app.t(key)}</p> })}
        </form>
    }
}

fn insert(app: &App, date: Date) -> Result<(), Text> {
    let (at, period) = app.read(|session| {
        let workbook = session.workbook();
        if workbook.periods().iter().any(|period| period.date == date) {
            return Err(Text::PeriodExists);
        }
        let at = workbook.periods().iter().filter(|period| period.date < date).count();
        let standard = Standard::usual_for(date.year);
        let period = Period {
            id: workbook.next_identities().2,
            date,
            status: Status::Preliminary,
            standard,
            note: String::new(),
        };
        Ok((at, period))
    })?;
    let id = period.id;
    app.commit(Edit::InsertPeriod { at, period }, Label::PeriodAdded, None);
    let prev = before(app, id);
    app.update(|session| session.set_span(Span { prev, now: id }));
    app.say_done(&Label::PeriodAdded);
    Ok(())
}

/// Takes a period out with all its figures, as one step with a way back.
fn remove(app: &App, id: PeriodId) {
    let edits = app.read(|session| {
        let workbook = session.workbook();
        let at = workbook.periods().iter().position(|period| period.id == id)?;
        let series = workbook.all_series().filter(|(key, _)| key.period == id);
        let mut edits: Vec<Edit> = series
            .flat_map(|(key, series)| {
                series.iter().map(|(place, _)| Edit::SetFact {
                    key: FactKey { place, period: key.period, measure: key.measure, group: key.group },
                    fact: None,
                })
            })
            .collect();
        edits.push(Edit::RemovePeriod { at });
        Some(edits)
    });
    if let Some(edits) = edits {
        app.commit(Edit::Batch(edits), Label::PeriodChanged, None);
        app.say_done(&Label::PeriodChanged);
    }
}
