//! From a message to the cell it is about.

use gloo::timers::callback::Timeout;

use crate::core::field::Field;
use crate::core::unit::Place;
use crate::platform::page;
use crate::ui::app::{App, Tab};
use crate::ui::dom::{El, button, el};

/// Goes to a cell of the table and gives it the keyboard.
pub fn jump(app: App, place: Place, field: Field) {
    app.tab.set(Tab::Data);
    // Once the table is there.
    Timeout::new(0, move || {
        app.select_cell(place, field);
        Timeout::new(0, || page::focus(".cell-editor")).forget();
    })
    .forget();
}

pub fn jump_button(app: App, place: Place, field: Field, words: &str) -> El {
    button("jump", move |_| jump(app, place, field)).child(el("b", "").text(words))
}
