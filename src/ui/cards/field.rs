//! The fields of the open card: real inputs, so that the phone's keyboard and input methods work as everywhere.

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlInputElement, KeyboardEvent};

use super::deck::Deck;
use crate::core::field::{Field, Format};
use crate::core::unit::Place;
use crate::i18n::Text;
use crate::ui::app::{App, style_of};
use crate::ui::dom::{El, div, el, set, span, toggle_class, value_of, watch};
use crate::ui::grid::{cell_view, place_key};
use crate::ui::wording;

/// Characters that fit at the usual size.
const LONG: usize = 11;

/// One figure, with its label above and what is wrong with it below.
pub fn number_field(app: App, place: Place, field: Field) -> El {
    let id = ["field-", field.key()].concat();
    let problem_id = [&id, "-problem"].concat();
    // Neither targets ("22,31 %") nor falls (which may be negative) can be typed on a pad of digits.
    let digits = matches!(field.format(), Format::Count | Format::Percent) && field != Field::DropHouseholds;
    let input = input(app, place, field, &id)
        .attr("inputmode", if digits { "decimal" } else { "text" })
        .attr("aria-describedby", &problem_id);
    let label = el("label", "card-label")
        .attr("for", &id)
        .live_text(move || wording::phone_label(app, field))
        .child(span("mut").live_text(move || inferred(app, place, field)));
    let problem = el("small", "problem").attr("id", &problem_id).live_text(move || {
        app.paint.track();
        wording::cell_problem(app, place, field).unwrap_or_default()
    });
    let cell = div("card-field box")
        .attr("role", "gridcell")
        .attr("data-row", &place_key(app, place))
        .attr("data-col", field.key());
    // The committed value as text; on the screen it stands in the input.
    let text = span("sr-only").attr("aria-hidden", "true");
    paint(app, place, field, &cell, &text, &input);
    let whole = div("card-field").child(label).child(cell.child(text).child(input)).child(problem);
    if matches!(field, Field::HouseholdsNow | Field::Target) {
        // A period begins a line, whatever stood before it.
        let _ = whole.html().style().set_property("grid-column-start", "1");
    }
    whole
}

/// The name of a unit, while it is being changed.
pub fn name_field(app: App, deck: Deck, place: Place) -> El {
    let done = move |_| {
        if app.read(|session| !session.name(place).is_empty()) && deck.renaming.now() == Some(place) {
            deck.renaming.set(None);
        }
    };
    let input = input(app, place, Field::Unit, "unit-name").on("blur", done);
    let _ = input.html().style().set_property("text-align", "start");
    let label = el("label", "card-label").attr("for", "unit-name").tr(app, Text::UnitName);
    div("card-field").attr("role", "gridcell").child(label).child(input)
}

/// An input for a cell: every letter counts at once, and nothing typed is lost when it is left.
fn input(app: App, place: Place, field: Field, id: &str) -> El {
    let typed = move |event: Event| {
        let text = value_of(&event);
        app.update(|session| session.type_text(place, field, &text, style_of(app.lang.now())));
    };
    let press = move |event: Event| {
        let event: KeyboardEvent = event.unchecked_into();
        match event.key().as_str() {
            // An input method takes Enter for itself.
            "Enter" if !event.is_composing() => {
                event.prevent_default();
                commit(app, place, field);
                focus_next(&event);
            }
            "Escape" => app.update(|session| session.cancel_draft()),
            _ => {}
        }
    };
    let made = el("input", "")
        .attr("id", id)
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("autocapitalize", if field == Field::Unit { "words" } else { "off" })
        .attr("spellcheck", "false")
        .attr("enterkeyhint", "next")
        .attr("maxlength", "400")
        .live_attr("readonly", move || (app.reader.get() || app.beside.is_view_only()).then(String::new))
        .on("input", typed)
        .on("focus", move |_| app.hover.set(Some((place, field))))
        .on("blur", move |_| {
            app.hover.set(None);
            commit(app, place, field);
        })
        .on("keydown", press);
    let input: HtmlInputElement = made.0.clone().unchecked_into();
    watch(move || {
        let style = app.style();
        let text = app.watch(|session| {
            let drafting = session.draft().is_some_and(|draft| (draft.place, draft.field) == (place, field));
            // The field keeps exactly what is being typed.
            (!drafting).then(|| session.typed_text(place, field, style))
        });
        if let Some(text) = text
            && input.value() != text
        {
            input.set_value(&text);
        }
    });
    made
}

/// Keeps the cell's public attributes and the input's looks in step with the session.
fn paint(app: App, place: Place, field: Field, cell: &El, text: &El, input: &El) {
    let (cell, text) = (cell.0.clone(), text.0.clone());
    let input: HtmlInputElement = input.0.clone().unchecked_into();
    let mut shown = None;
    watch(move || {
        let view = app.watch(|session| cell_view(session, place, field, app.lang.get()));
        if shown.as_ref() == Some(&view) {
            return;
        }
        set(&cell, "data-value", &view.data_value);
        set(&cell, "data-state", view.state);
        toggle_class(&cell, "warned", view.warned);
        text.set_text_content(Some(&view.text));
        let computed = if matches!(view.state, "exact" | "range") { view.text.as_str() } else { "" };
        input.set_placeholder(computed);
        set(&input, "aria-invalid", if view.state == "invalid" { "true" } else { "false" });
        input.set_disabled(!view.typable);
        // A long target ("18,311 households") would not fit.
        let size = if view.text.chars().count() > LONG { "1rem" } else { "" };
        let _ = input.style().set_property("font-size", size);
        shown = Some(view);
    });
}

/// ", máy suy ra" after the label of a unit's count that was not typed.
fn inferred(app: App, place: Place, field: Field) -> String {
    use crate::core::quantity::State;
    let state = app.watch(|session| session.solution().value(place, field).state);
    let shown = matches!(place, Place::Unit(_)) && field.format() == Format::Count;
    if shown && matches!(state, State::Exact | State::Range) {
        [", ", app.t(Text::PhoneInferred)].concat()
    } else {
        String::new()
    }
}

/// Keeps what was typed and says the result aloud.
fn commit(app: App, place: Place, field: Field) {
    if app.read(|session| session.draft().is_some()) {
        app.commit_draft();
        wording::announce(app, place, field);
    }
}

/// Moves to the next field of the card, as the phone keyboard's "next" key promises; from the last one to the button
/// for the next unit.
fn focus_next(event: &KeyboardEvent) {
    let Some(from) = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) else { return };
    let Ok(Some(card)) = from.closest(".card") else { return };
    let Ok(fields) = card.query_selector_all("input:not(:disabled), .card-next > .btn") else { return };
    let at = (0..fields.length()).find(|at| fields.item(*at).as_ref() == Some(from.as_ref()));
    let next = at.and_then(|at| fields.item(at + 1)).and_then(|node| node.dyn_into::<HtmlElement>().ok());
    let _ = match next {
        Some(next) => next.focus(),
        None => from.blur(),
    };
}
