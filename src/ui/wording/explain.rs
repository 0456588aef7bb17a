//! How a cell came about.

use crate::core::field::Field;
use crate::core::unit::Place;
use crate::ui::app::App;

/// An explanation: the calculation, and a note beside it in the colour of its kind.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Words {
    pub text: String,
    pub note: String,
    pub class: &'static str,
}

pub fn explain(_app: &App, _place: Place, _field: Field) -> Words {
    Words::default()
}
