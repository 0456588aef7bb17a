//! Title, area, level of units and author of the table.

use leptos::prelude::*;

use crate::core::edit::Edit;
use crate::core::workbook::Heading;
use crate::i18n::Text;
use crate::state::history::Label;
use crate::state::session::clean_name;
use crate::ui::app::use_app;
use crate::ui::modal::Modal;

#[component]
pub fn DetailsDialog() -> impl IntoView {
    let app = use_app();
    let heading = RwSignal::new(app.read(|session| session.workbook().heading.clone()));
    let field = move |label: Text, get: fn(&Heading) -> &String, set: fn(&mut Heading) -> &mut String| {
        view! {
            <label class="field">
                <span class="label">{move || app.t(label)}</span>
                <input type="text" maxlength="120" prop:value=move || heading.with(|heading| get(heading).clone())
                    on:input=move |event| heading.update(|heading| *set(heading) = event_target_value(&event))/>
            </label>
        }
    };
    let apply = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let mut new = heading.get_untracked();
        for text in [&mut new.title, &mut new.area, &mut new.level, &mut new.author] {
            *text = clean_name(text);
        }
        app.dialog.set(None);
        if app.read(|session| session.workbook().heading != new) {
            app.commit(Edit::SetHeading(new), Label::HeadingChanged, None);
        }
    };
    view! {
        <Modal title=Text::FileDetails>
            <form class="form" on:submit=apply>
                {field(Text::FileTitle, |heading| &heading.title, |heading| &mut heading.title)}
                {field(Text::FileArea, |heading| &heading.area, |heading| &mut heading.area)}
                {field(Text::BlankLevel, |heading| &heading.level, |heading| &mut heading.level)}
                {field(Text::FileAuthor, |heading| &heading.author, |heading| &mut heading.author)}
                <div class="form-actions">
                    <button type="button" class="btn" on:click=move |_| app.dialog.set(None)>{move || app.t(Text::Cancel)}</button>
                    <button type="submit" class="btn primary">{move || app.t(Text::Ok)}</button>
                </div>
            </form>
        </Modal>
    }
}
