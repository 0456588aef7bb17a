//! The bar that explains the cell the user looks at: what it is, what it holds, how it came about.

use super::app::App;
use super::dom::{El, div, el, span};
use super::wording;
use crate::core::field::Field;
use crate::core::unit::Place;
use crate::i18n::Text;

/// Identity of the words that explain, for what they describe.
pub const EXPLANATION: &str = "explanation";

pub fn formula_bar(app: App) -> El {
    let cell = move || -> Option<(Place, Field)> {
        app.rows.track();
        app.columns.track();
        let selected = app.selection.get();
        app.hover.get().or_else(|| app.cell_at(selected.head).map(|(row, column)| (row.place, column.field)))
    };
    let words = move || {
        app.paint.track();
        cell().map(|(place, field)| wording::explain(app, place, field)).unwrap_or_default()
    };
    let address = move || cell().map(|(place, field)| wording::address(app, place, field)).unwrap_or_default();
    let value = move || {
        app.paint.track();
        let figure = cell().filter(|(_, field)| *field != Field::Unit);
        figure.map(|(place, field)| wording::shown(app, place, field)).unwrap_or_default()
    };
    let key = |name: &str, what: Text| [el("kbd", "").text(name), span("").tr(app, what)];
    // The mark of a verdict or a fault stands before the words it is about.
    let class = move |of_note: bool| {
        let words = words();
        Some(if of_note == words.note.is_empty() { "" } else { words.class }.to_owned())
    };
    let how = span("how")
        .attr("id", EXPLANATION)
        .child(span("").live_attr("class", move || class(false)).live_text(move || words().text))
        .child(span("").live_attr("class", move || class(true)).live_text(move || words().note));
    let mut keys = span("keys").attr("aria-hidden", "true");
    for part in [key("Enter", Text::KeyDown), key("Tab", Text::KeyRight), key("Esc", Text::KeyLeave)] {
        keys = keys.children(part.into());
    }
    div("formula")
        .attr("role", "group")
        .attr("data-role", "explanation")
        .attr_tr(app, "aria-label", Text::Fx)
        .child(span("address").live_text(address))
        .child(span("typed").live_text(value))
        .child(how)
        .child(keys)
}
