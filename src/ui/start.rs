//! The first screen: one's own table, the sample, a blank table, a file or a link.

use leptos::prelude::*;

use super::app::{App, Banner, Dialog, Screen, use_app};
use super::charts::{Axis, Dumbbell, LaneData, Legend, Mark};
use super::icons::{Icon, IconView};
use super::shell::LangSwitch;
use super::theme::ThemeButton;
use super::{autosave, files, wording};
use crate::codec::{number, sample};
use crate::core::field::Field;
use crate::core::quantity::Value;
use crate::core::solve::solve;
use crate::core::unit::Place;
use crate::core::verdict::Verdict;
use crate::i18n::Text;
use crate::platform::page;
use crate::stub::link;

#[component]
pub fn Start() -> impl IntoView {
    let app = use_app();
    page::set_title(app.t(Text::AppStartTitle));
    view! {
        <main class="start">
            <section class="start-say">
                <p class="brand-line"><IconView icon=Icon::Brand/><span>{move || app.t(Text::AppName)}</span></p>
                <h1>{move || app.t(Text::StartLead)}</h1>
                <p>{move || app.t(Text::StartFor)}</p>
                <Art/>
                <p class="start-foot">
                    <span><IconView icon=Icon::Lock/>{move || app.t(Text::StartPrivate)}</span>
                    <span><IconView icon=Icon::Offline/>{move || app.t(Text::StartOffline)}</span>
                </p>
            </section>
            <section class="start-do">
                <div class="start-top"><ThemeButton/><LangSwitch/></div>
                <h2>{move || app.t(Text::StartOwn)}</h2>
                <PasteBox/>
                <div class="choices">
                    <Resume/>
                    <Choice icon=Icon::Table action="sample" title=Text::StartSample sub=Text::StartSampleSub
                        go=move |_| { app.open(sample::sample()); app.banner.set(None) }/>
                    <Choice icon=Icon::Blank action="blank" title=Text::StartBlank sub=Text::StartBlankSub
                        go=move |_| app.dialog.set(Some(Dialog::Blank))/>
                    <Choice icon=Icon::Paste action="paste" title=Text::StartPastePhone sub=Text::StartPastePhoneSub
                        go=move |_| app.dialog.set(Some(Dialog::Paste { html: String::new(), text: String::new() }))/>
                    <Choice icon=Icon::File action="open-file" title=Text::StartOpen sub=Text::StartOpenSub
                        go=move |_| files::pick()/>
                    <super::shell::Recent/>
                </div>
                <OpenLink/>
            </section>
        </main>
    }
}

#[component]
fn Choice(
    icon: Icon,
    action: &'static str,
    title: Text,
    sub: Text,
    go: impl Fn(leptos::ev::MouseEvent) + 'static,
) -> impl IntoView {
    let app = use_app();
    view! {
        <button data-action=action on:click=go>
            <IconView icon=icon/>
            <span><b>{move || app.t(title)}</b><span>{move || app.t(sub)}</span></span>
            <IconView icon=Icon::Forward/>
        </button>
    }
}

/// Back to the table that is open behind the start screen.
#[component]
fn Resume() -> impl IntoView {
    let app = use_app();
    let worth = app.read(|session| session.workbook().units().iter().any(|unit| !unit.name.is_empty()));
    let title = move || app.tf(Text::StartResume, &[("title", &wording::title(&app))]);
    worth.then(|| {
        view! {
            <button data-action="resume" on:click=move |_| app.screen.set(Screen::Table)>
                <IconView icon=Icon::Table/>
                <span><b>{title}</b><span>{move || app.t(Text::StartResumeSub)}</span></span>
                <IconView icon=Icon::Forward/>
            </button>
        }
    })
}

/// The picture of a table that says: copy yours and press Ctrl+V. It takes the paste itself.
#[component]
fn PasteBox() -> impl IntoView {
    let app = use_app();
    let on_paste = move |event: web_sys::ClipboardEvent| {
        event.prevent_default();
        super::paste_on_start(&app, &event);
    };
    // Phones paste through a menu that some keyboards report as typing.
    let on_input = move |event| {
        let text = event_target_value(&event);
        if text.len() > 3 {
            app.dialog.set(Some(Dialog::Paste { html: String::new(), text }));
        }
    };
    view! {
        <div class="paste-box">
            <p class="how"><IconView icon=Icon::Paste/><span>{move || app.t(Text::StartPaste)}</span><kbd>"Ctrl"</kbd><kbd>"V"</kbd></p>
            <table class="ghost" aria-hidden="true"><tbody>
                <tr><td>{move || app.t(Text::StartGhostUnit)}</td><td class="num">{move || app.t(Text::StartGhostHouseholds)}</td><td class="num">{move || app.t(Text::StartGhostPoor)}</td></tr>
                <tr><td>{move || app.t(Text::StartGhostRow1)}</td><td class="num">"431"</td><td class="num">"181"</td></tr>
                <tr><td>{move || app.t(Text::StartGhostRow2)}</td><td></td><td></td></tr>
                <tr><td>"…"</td><td></td><td></td></tr>
            </tbody></table>
            <textarea aria-label=move || app.t(Text::PasteHere) autocomplete="off" spellcheck="false" on:paste=on_paste on:input=on_input></textarea>
        </div>
        <p class="note">{move || app.t(Text::StartPasteOrder)}</p>
    }
}

/// A field for a link that arrived as text.
#[component]
fn OpenLink() -> impl IntoView {
    let app = use_app();
    let typed = RwSignal::new(String::new());
    let open = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        open_link(&app, &typed.get_untracked());
    };
    view! {
        <form class="link-form" on:submit=open>
            <input class="input" type="text" data-role="link-text" autocomplete="off" spellcheck="false" prop:value=move || typed.get()
                aria-label=move || app.t(Text::LinkPaste) placeholder=move || app.t(Text::LinkPaste)
                on:input=move |event| typed.set(event_target_value(&event))/>
            <button type="submit" class="btn" data-action="open-link">{move || app.t(Text::LinkPasteGo)}</button>
        </form>
    }
}

/// Opens a link given as text, or says in words why not.
pub fn open_link(app: &App, text: &str) {
    match link::read_link(text) {
        Ok(workbook) => {
            app.open(workbook);
            app.banner.set(Some(Banner::Shared { own_kept: !autosave::recent().is_empty() }));
        }
        Err(error) => app.banner.set(Some(Banner::Problem(wording::link_error(app, &error)))),
    }
}

/// The sample's chart, highest rate first: computed, not drawn beforehand.
#[component]
fn Art() -> impl IntoView {
    let app = use_app();
    let workbook = sample::sample();
    let Some(span) = workbook.latest_span() else { return ().into_any() };
    let solution = solve(&workbook, span);
    let mut units: Vec<_> = workbook
        .units()
        .iter()
        .map(|unit| {
            let place = Place::Unit(unit.id);
            let bounds = |value: Value| value.is_known().then_some((value.lo, value.hi));
            let value = |field| bounds(solution.value(place, field));
            let mark = match solution.verdict(place) {
                Verdict::Met | Verdict::Exceeded => Mark::Met,
                _ => Mark::Missed,
            };
            let lane = LaneData {
                prev: value(Field::RatePrev),
                now: value(Field::RateNow),
                drop: None,
                target: solution.target_line(place),
                mark,
            };
            (unit.name.clone(), lane, solution.value(place, Field::RateNow))
        })
        .collect();
    units.sort_by_key(|(_, _, rate)| std::cmp::Reverse(rate.lo));
    let rows = units.into_iter().map(|(name, lane, rate)| {
        view! {
            <div class="art-row">
                <span>{name}</span>
                <span class="lane"><Dumbbell data=RwSignal::new(lane) axis=Signal::stored(Axis::for_most(5_500))/></span>
                <span class="num">{move || number::hundredths(rate.lo, app.style())}</span>
            </div>
        }
    });
    view! {
        <div class="start-art">
            <div class="art-head">
                <span>{move || app.t(Text::StartArt)}</span>
                <Legend/>
                <span>{move || app.tf(Text::StartArtRate, &[("year", "2023")])}</span>
            </div>
            {rows.collect_view()}
        </div>
    }
    .into_any()
}
