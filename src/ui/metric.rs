//! Figures inside sentences: each is marked with its public name and explained when pointed at.

use leptos::prelude::*;

use super::app::{App, use_app};
use crate::codec::number;
use crate::core::field::Field;
use crate::core::quantity::Value;
use crate::core::unit::Place;
use crate::i18n::{Text, text};

/// How a figure of the headline is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Show {
    Plain,
    /// Without its sign, which the words around it tell.
    Size,
}

fn write(app: &App, field: Field, value: Value, show: Show) -> String {
    let style = app.style();
    let value = match show {
        Show::Size if value.hi <= 0 && value.is_known() => Value { lo: -value.hi, hi: -value.lo, ..value },
        _ => value,
    };
    let written = number::value(value, field.format(), style);
    if written.is_empty() { app.t(Text::Unknown).into() } else { written }
}

/// One figure of the area.
#[component]
pub fn Metric(field: Field, #[prop(default = Show::Plain)] show: Show) -> impl IntoView {
    let app = use_app();
    let value = Memo::new(move |_| app.watch(|session| session.solution().value(Place::Area, field)));
    let hover = move |on: bool| app.hover.set(on.then_some((Place::Area, field)));
    view! {
        <span class="metric" data-metric=field.key()
            data-value=move || number::data_value(value.get(), field.format())
            data-state=move || value.get().state.key()
            on:mouseenter=move |_| hover(true) on:mouseleave=move |_| hover(false)>
            {move || write(&app, field, value.get(), show)}
        </span>
    }
}

/// What stands in the gap of a sentence.
#[derive(Clone)]
pub enum Gap {
    Figure(Field, Show),
    Words(String),
}

/// A sentence of the interface with figures in its gaps.
pub fn sentence(app: &App, key: Text, gaps: &[(&str, Gap)]) -> Vec<AnyView> {
    let mut rest = text(app.lang.get(), key);
    let mut parts = Vec::new();
    while let Some((before, after)) = rest.split_once('{') {
        if !before.is_empty() {
            parts.push(before.into_any());
        }
        let (name, tail) = after.split_once('}').unwrap_or((after, ""));
        let name = name.split('?').next().unwrap_or(name);
        match gaps.iter().find(|(given, _)| *given == name).map(|(_, gap)| gap.clone()) {
            Some(Gap::Figure(field, show)) => parts.push(view! { <Metric field=field show=show/> }.into_any()),
            Some(Gap::Words(words)) => parts.push(words.into_any()),
            None => {}
        }
        rest = tail;
    }
    if !rest.is_empty() {
        parts.push(rest.into_any());
    }
    parts
}
