//! The area, or one unit: its rate as large as the screen allows, and what led there.

use crate::codec::number;
use crate::core::field::Field;
use crate::core::unit::Place;
use crate::ui::app::App;
use crate::ui::dom::{El, div, el, span};
use crate::ui::wording::present as words;

use super::chart::{self, View};

/// The figures whose marks are explained under the page.
const FIGURES: [Field; 6] = [
    Field::RateNow,
    Field::DropPoints,
    Field::DropHouseholds,
    Field::PoorNow,
    Field::HouseholdsNow,
    Field::GapHouseholds,
];

pub fn place(app: App, place: Place, view: View) -> Vec<El> {
    let mut facts = el("ul", "facts");
    if let Some((verdict, said)) = words::verdict(app, place) {
        let words = span("verdict").attr("data-verdict", verdict.key()).text(&said);
        facts = facts.child(el("li", "").child(words));
    }
    for line in words::lines(app, place) {
        facts = facts.child(el("li", "").text(&line));
    }
    let remarks = words::remarks(app, &[place], &FIGURES);
    vec![
        div("mid").child(giant(app, place)).child(facts),
        chart::chart(app, place, &view),
        el("p", "remarks").text(&remarks.join(" · ")),
    ]
}

/// The rate, or why none is shown.
fn giant(app: App, place: Place) -> El {
    let value = app.watch(|session| session.solution().value(place, Field::RateNow));
    let giant = |class: &str| {
        div(class)
            .attr("data-figure", Field::RateNow.key())
            .attr("data-value", &number::data_value(value, Field::RateNow.format()))
            .attr("data-state", value.state.key())
    };
    match words::figure(app, place, Field::RateNow) {
        Some(figure) => {
            // Half as large where two bounds have to stand beside each other.
            let class = if figure.chars().count() > 8 { "giant range" } else { "giant" };
            giant(class).child(span("").text(&figure)).child(el("small", "").text("%"))
        }
        None => giant("giant none").text(words::no_figure(app, place, Field::RateNow)),
    }
}
