//! The bar that explains the cell the user looks at: what it is, what it holds, how it came about.

use leptos::prelude::*;

use super::app::use_app;
use super::wording;
use crate::core::field::Field;
use crate::core::unit::Place;
use crate::i18n::Text;

#[component]
pub fn FormulaBar() -> impl IntoView {
    let app = use_app();
    let cell = Memo::new(move |_| {
        app.rows.track();
        app.columns.track();
        let selected = app.selection.get();
        app.hover.get().or_else(|| app.cell_at(selected.head).map(|(row, column)| (row.place, column.field)))
    });
    let words = Memo::new(move |_| {
        app.paint.track();
        app.lang.track();
        cell.get().map(|(place, field): (Place, Field)| wording::explain(&app, place, field))
    });
    let address = move || cell.get().map(|(place, field)| wording::address(&app, place, field)).unwrap_or_default();
    let value = move || {
        app.paint.track();
        cell.get().filter(|(_, field)| *field != Field::Unit).map(|(place, field)| wording::shown(&app, place, field))
    };
    view! {
        <div class="formula" aria-label=move || app.t(Text::Fx) role="group" data-role="explanation">
            <span class="address">{address}</span>
            <span class="typed">{value}</span>
            <span class="how">
                <span>{move || words.get().map(|words| words.text)}</span>
                <span class=move || words.get().map_or("", |words| words.class)>{move || words.get().map(|words| words.note)}</span>
            </span>
            <span class="keys" aria-hidden="true">
                <kbd>"Enter"</kbd>{move || app.t(Text::KeyDown)}
                <kbd>"Tab"</kbd>{move || app.t(Text::KeyRight)}
                <kbd>"Esc"</kbd>{move || app.t(Text::KeyLeave)}
            </span>
        </div>
    }
}
