//! The tags of a unit: those in use, those usual in reports, and any other.

use leptos::prelude::*;

use crate::core::unit::{Place, UnitId};
use crate::i18n::Text;
use crate::ui::app::use_app;
use crate::ui::modal::Modal;
use crate::ui::units;

/// Tags the poverty reports use.
const USUAL: [Text; 9] = [
    Text::TagPoorDistrict,
    Text::TagPoorCommune,
    Text::TagHardCommune,
    Text::TagZone1,
    Text::TagZone2,
    Text::TagZone3,
    Text::TagUrban,
    Text::TagRural,
    Text::TagFormer,
];

#[component]
pub fn TagsDialog(id: UnitId) -> impl IntoView {
    let app = use_app();
    let own = RwSignal::new(String::new());
    let names = move || {
        let mut names: Vec<String> =
            app.watch(|session| session.workbook().tags().iter().map(|tag| tag.name.clone()).collect());
        // Tags are data of the document: the usual ones are offered in Vietnamese, as the reports write them.
        for usual in USUAL {
            let name = crate::i18n::text(crate::i18n::Lang::Vi, usual);
            if !names.iter().any(|known| crate::core::names::same_name(known, name)) {
                names.push(name.to_owned());
            }
        }
        names
    };
    let has = move |name: &str| {
        app.watch(|session| {
            let tags = session.workbook().unit(id).map(|unit| unit.tags.clone()).unwrap_or_default();
            tags.iter().any(|tag| session.name(Place::Tag(*tag)) == name)
        })
    };
    let title = move || app.watch(|session| session.name(Place::Unit(id)).to_owned());
    let choices = move || {
        names().into_iter().map(|name| {
            let (shown, toggled) = (name.clone(), name.clone());
            view! {
                <label class="check">
                    <input type="checkbox" prop:checked=move || has(&name) on:change=move |_| units::toggle_tag(&app, id, &toggled)/>
                    <span>{shown}</span>
                </label>
            }
        }).collect_view()
    };
    let add = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let name = own.get_untracked();
        if !name.trim().is_empty() {
            units::toggle_tag(&app, id, &name);
            own.set(String::new());
        }
    };
    view! {
        <Modal title=Text::Tags>
            <p class="lead">{title}</p>
            <div class="choices">{choices}</div>
            <form class="inline-form" on:submit=add>
                <label class="field">
                    <span class="label">{move || app.t(Text::TagName)}</span>
                    <input type="text" maxlength="60" prop:value=move || own.get() on:input=move |event| own.set(event_target_value(&event))/>
                </label>
                <button type="submit" class="btn">{move || app.t(Text::TagAdd)}</button>
            </form>
        </Modal>
    }
}
