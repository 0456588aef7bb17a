//! Under the table: what to check, what was inferred, and the sentence for the report.

use leptos::prelude::*;

use super::app::use_app;
use super::icons::{Icon, IconView};
use super::wording::{self, Action};
use crate::i18n::Text;
use crate::platform::clipboard;
use crate::stub::check::Severity;

/// Findings shown before "… more".
const SHOWN: usize = 4;

#[component]
pub fn Notes() -> impl IntoView {
    view! { <section class="notes"><ToCheck/><Inferred/><Sentence/></section> }
}

const fn icon_of(severity: Severity) -> (Icon, &'static str) {
    match severity {
        Severity::Error => (Icon::Missed, "missed"),
        Severity::Conflict => (Icon::Conflict, "missed"),
        Severity::Warning => (Icon::Caution, "caution"),
        Severity::Info => (Icon::Info, "quiet"),
    }
}

#[component]
fn ToCheck() -> impl IntoView {
    let app = use_app();
    let all = RwSignal::new(false);
    let notes = Memo::new(move |_| {
        app.lang.track();
        wording::findings(&app, if all.get() { usize::MAX } else { SHOWN })
    });
    let count = Memo::new(move |_| app.watch(|session| session.findings().len()));
    let title = move || match count.get() {
        0 => app.t(Text::NoteCheckNone).to_owned(),
        n => app.tf(Text::NoteCheck, &[("n", &app.count_text(n))]),
    };
    let list = move || {
        notes.get().into_iter().map(|note| {
            let (icon, class) = icon_of(note.severity);
            let (place, field) = note.cell;
            let row = super::grid::place_key(&app, place);
            let actions = note.actions.into_iter().map(move |action| {
                let label = action.label;
                let go = action.action;
                view! { <button class="btn small" on:click=move |_| perform(&app, &go)>{label}</button> }
            });
            view! {
                <li class="finding" data-role="finding" data-check=note.check data-row=row data-col=field.key()>
                    <span class=class><IconView icon=icon/></span>
                    <div>
                        <button class="jump" on:click=move |_| { app.select_cell(place, field); crate::platform::page::focus(".cell-editor") }>
                            <b>{note.place}</b>
                        </button>
                        " " <span>{note.text}</span>
                        <span class="acts">{actions.collect_view()}</span>
                    </div>
                </li>
            }
        }).collect_view()
    };
    let more = move || {
        let hidden = count.get().saturating_sub(SHOWN);
        (hidden > 0 && !all.get()).then(|| {
            let n = app.count_text(hidden);
            view! {
                <button class="btn quiet small" on:click=move |_| all.set(true)>
                    {app.tf(Text::NoteMore, &[("n", &n)])}
                </button>
            }
        })
    };
    view! {
        <section aria-label=title>
            <h3 class:clear=move || count.get() == 0>
                {move || (count.get() > 0).then(|| view! { <IconView icon=Icon::Caution/> })}
                <span>{title}</span>
            </h3>
            <ul class="findings">{list}</ul>
            {more}
        </section>
    }
}

fn perform(app: &super::app::App, action: &Action) {
    match action {
        Action::Confirm(key) => app.update(|session| session.confirm_reading(*key)),
        Action::Edit(place, field) => {
            app.select_cell(*place, *field);
            crate::platform::page::focus(".cell-editor");
        }
        Action::Periods => app.dialog.set(Some(super::app::Dialog::Periods)),
    }
}

#[component]
fn Inferred() -> impl IntoView {
    let app = use_app();
    let notes = Memo::new(move |_| {
        app.lang.track();
        wording::inferred(&app, SHOWN)
    });
    let title = move || match notes.with(|notes| notes.count) {
        0 => app.t(Text::NoteInferredNone).to_owned(),
        n => app.tf(Text::NoteInferred, &[("n", &app.count_text(n))]),
    };
    let list = move || {
        notes.get().lines.into_iter().map(|(place, field, name, text)| {
            view! {
                <li>
                    <button class="jump" on:click=move |_| { app.select_cell(place, field); crate::platform::page::focus(".cell-editor") }><b>{name}</b></button>
                    " " <span>{text}</span>
                </li>
            }
        }).collect_view()
    };
    view! {
        <section>
            <h3 class:clear=move || notes.with(|notes| notes.count == 0)><IconView icon=Icon::Range/><span>{title}</span></h3>
            <ul class="findings">{list}</ul>
        </section>
    }
}

#[component]
fn Sentence() -> impl IntoView {
    let app = use_app();
    let sentence = Memo::new(move |_| {
        app.lang.track();
        wording::report_sentence(&app)
    });
    let illustrative = Memo::new(move |_| app.watch(|session| session.is_sample_like()));
    let copy = move |_| {
        let Some(text) = sentence.get_untracked() else { return };
        leptos::task::spawn_local(async move {
            let done = clipboard::copy(&text).await;
            app.say(app.t(if done { Text::ToastCopiedSentence } else { Text::ToastCopyFailed }));
        });
    };
    view! {
        <section>
            <h3><span>{move || app.t(Text::NoteSentence)}</span></h3>
            {move || match sentence.get() {
                None => view! { <p class="mut">{app.t(Text::NoteSentenceEmpty)}</p> }.into_any(),
                Some(text) => view! {
                    <p data-role="sentence">{text}</p>
                    {illustrative.get().then(|| view! { <p class="hint">{app.t(Text::SentenceIllustrative)}</p> })}
                    <button class="btn small" on:click=copy><IconView icon=Icon::Copy/><span>{app.t(Text::SentenceCopy)}</span></button>
                }.into_any(),
            }}
        </section>
    }
}
