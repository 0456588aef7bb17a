//! The tags of a unit: those usual in reports, those in use, and any other.

use super::{form, text_field, tick};
use crate::core::names::same_name;
use crate::core::unit::{Place, UnitId};
use crate::i18n::{Lang, Text, text};
use crate::ui::app::App;
use crate::ui::dom::{El, Live, div, el, span, watch};
use crate::ui::modal::modal;
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

pub fn tags_dialog(app: App, id: UnitId) -> El {
    // Kept apart from the table, so that ticking a box does not make the list anew under the keyboard.
    let names = Live::new(Vec::new());
    watch(move || names.set(offered(app)));
    let choices = move || names.get().into_iter().map(|name| choice(app, id, name)).collect();
    let own = Live::new(String::new());
    let add = move || {
        let name = own.now();
        // A tag that is there already is not taken away by naming it.
        if !name.trim().is_empty() && !has(app, id, &name) {
            units::toggle_tag(app, id, &name);
        }
        own.set(String::new());
    };
    let unit = el("p", "lead").live_text(move || app.watch(|session| session.name(Place::Unit(id)).to_owned()));
    let new = form("inline-form", Box::new(add))
        .child(text_field(app, Text::TagName, own))
        .child(el("button", "btn").attr("type", "submit").tr(app, Text::TagAdd));
    modal(app, Text::Tags, vec![unit, div("choices").live(choices), new])
}

/// The names to choose from. Tags are data of the document: the usual ones are offered in Vietnamese, as the reports
/// write them.
fn offered(app: App) -> Vec<String> {
    let mut names: Vec<String> = USUAL.iter().map(|usual| text(Lang::Vi, *usual).to_owned()).collect();
    app.watch(|session| {
        for tag in session.workbook().tags() {
            match names.iter_mut().find(|name| same_name(name, &tag.name)) {
                Some(name) => name.clone_from(&tag.name),
                None => names.push(tag.name.clone()),
            }
        }
    });
    names
}

fn has(app: App, id: UnitId, name: &str) -> bool {
    app.watch(|session| {
        let tags = session.workbook().unit(id).map(|unit| unit.tags.as_slice()).unwrap_or_default();
        tags.iter().any(|tag| same_name(session.name(Place::Tag(*tag)), name))
    })
}

fn choice(app: App, id: UnitId, name: String) -> El {
    let words = span("").text(&name);
    let toggled = name.clone();
    tick(words, Box::new(move || has(app, id, &name)), Box::new(move |_| units::toggle_tag(app, id, &toggled)))
}
