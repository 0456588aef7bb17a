//! Figures inside sentences: each is marked with its public name and explained when pointed at, touched or focused.

use super::app::App;
use super::dom::{El, span};
use super::formula::EXPLANATION;
use crate::codec::number;
use crate::core::field::Field;
use crate::core::quantity::{State, Value};
use crate::core::unit::Place;
use crate::i18n::{Text, text};

/// How a figure of the headline is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Show {
    Plain,
    /// Without its sign, which the words around it tell.
    Size,
}

/// A value without its sign.
pub fn size(value: Value) -> Value {
    if value.is_known() && value.hi <= 0 { Value { lo: -value.hi, hi: -value.lo, ..value } } else { value }
}

fn of_area(app: App, field: Field) -> Value {
    app.watch(|session| session.solution().value(Place::Area, field))
}

/// One figure of the area.
pub fn metric(app: App, field: Field, show: Show) -> El {
    let format = field.format();
    let written = move || {
        let value = of_area(app, field);
        let value = if show == Show::Size { size(value) } else { value };
        let written = number::value(value, format, app.style());
        if written.is_empty() { app.t(Text::Unknown).to_owned() } else { written }
    };
    let explain = move |_| app.hover.set(Some((Place::Area, field)));
    let leave = move |_| app.hover.set(None);
    let of_sums = move || {
        let is_doubtful = of_area(app, field).state == State::Conflict;
        is_doubtful && app.watch(|session| session.solution().is_of_sums(Place::Area, field))
    };
    span("metric")
        .live_class("of-sums", of_sums)
        .attr("data-metric", field.key())
        .live_attr("data-value", move || Some(number::data_value(of_area(app, field), format)))
        .live_attr("data-state", move || Some(of_area(app, field).state.key().to_owned()))
        .attr("tabindex", "0")
        .attr("aria-describedby", EXPLANATION)
        .on("mouseenter", explain)
        .on("mouseleave", leave)
        .on("focus", explain)
        .on("blur", leave)
        .live_text(written)
}

/// What stands in the gap of a sentence.
#[derive(PartialEq)]
pub enum Gap {
    Figure(Field, Show),
    Words(String),
}

/// A sentence of the interface and what stands in its gaps.
pub type Line = (Text, Vec<(&'static str, Gap)>);

/// A sentence of the interface with figures in its gaps, in the language of the moment.
pub fn sentence(app: App, key: Text, gaps: &[(&str, Gap)]) -> Vec<El> {
    let mut rest = text(app.lang.get(), key);
    let mut parts = Vec::new();
    while let Some((before, after)) = rest.split_once('{') {
        if !before.is_empty() {
            parts.push(span("").text(before));
        }
        let (name, tail) = after.split_once('}').unwrap_or((after, ""));
        match gaps.iter().find(|(given, _)| *given == name) {
            Some((_, Gap::Figure(field, show))) => parts.push(metric(app, *field, *show)),
            Some((_, Gap::Words(words))) => parts.push(span("").text(words)),
            None => {}
        }
        rest = tail;
    }
    if !rest.is_empty() {
        parts.push(span("").text(rest));
    }
    parts
}
