//! From a message to the cell it is about.

use gloo::timers::callback::Timeout;

use crate::core::fact::FactKey;
use crate::core::field::{At, Field};
use crate::core::period::Span;
use crate::core::unit::Place;
use crate::platform::page;
use crate::state::statements::{field_of, span_of};
use crate::ui::app::{App, Tab};
use crate::ui::dom::{El, button, el};

/// Goes to a cell of the table and gives it the keyboard.
pub fn jump(app: App, place: Place, field: Field) {
    app.show(Tab::Data);
    // Once the table is there.
    Timeout::new(0, move || {
        app.select_cell(place, field);
        Timeout::new(0, page::focus_table).forget();
    })
    .forget();
}

pub fn jump_button(app: App, place: Place, field: Field, words: &str) -> El {
    button("jump", move |_| jump(app, place, field)).child(el("b", "").text(words))
}

/// Goes to the cell of a fact, showing its date if the table shows others.
pub fn to_fact(app: App, key: FactKey) {
    let field = app.read(|session| {
        let at = match session.span() {
            Span { now, .. } if now == key.period => At::Now,
            Span { prev: Some(prev), .. } if prev == key.period => At::Prev,
            _ => return None,
        };
        Field::of(key.measure, key.group, at)
    });
    if let Some(field) = field {
        return jump(app, key.place, field);
    }
    if let Some(span) = app.read(|session| span_of(session.workbook(), key.period)) {
        app.update(|session| session.set_span(span));
    }
    if let Some(field) = field_of(key.measure) {
        jump(app, key.place, field);
    }
}
