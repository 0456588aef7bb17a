//! What the change of the area's rate is made of.

use super::chart::at;
use crate::i18n::Text;
use crate::state::present::parts;
use crate::ui::app::App;
use crate::ui::dom::{El, div, el, span};
use crate::ui::wording::present as words;

pub fn why(app: App) -> Vec<El> {
    let Some(parts) = app.watch(parts) else { return Vec::new() };
    let all = [
        (parts.poor, Text::PresentPartPoor, "part"),
        (parts.households, Text::PresentPartHouseholds, "part"),
        (parts.whole, Text::PresentPartWhole, "part whole"),
    ];
    let longest = all.iter().map(|(part, ..)| part.abs()).max().unwrap_or_default().max(1);
    let line = |(part, name, class): (i64, Text, &str)| {
        let bar = el("i", if part < 0 { "length rise" } else { "length" });
        div(class)
            .child(span("cause").text(app.t(name)))
            .child(div("beam").child(at(part.abs() * 10_000 / longest, bar)))
            .child(span("size").text(&words::part(app, part)))
    };
    vec![div("parts").children(all.into_iter().map(line).collect())]
}
