//! The chart as a picture: how it will look, and the ways to take it along.

use crate::codec::number;
use crate::core::field::Field;
use crate::i18n::Text;
use crate::platform::{files, picture};
use crate::state::view::{Row, RowKind};
use crate::ui::app::App;
use crate::ui::charts::{Chart, Picture, PictureRow, tick_words};
use crate::ui::dom::{El, button, div, el, span};
use crate::ui::files::{file_name, problem};
use crate::ui::grid::lane_of;
use crate::ui::icons::{Icon, icon};
use crate::ui::modal::modal;
use crate::ui::wording;

const SVG: &str = "image/svg+xml";

pub fn chart_dialog(app: App) -> El {
    let picture = picture(app);
    let svg = picture.svg();
    let size = picture.size();
    let alt = app.tf(Text::ChartAlt, &[("title", &picture.title)]);
    // As an image, so that nothing in it can reach the page.
    let shown = el("img", "chart-picture").attr("alt", &alt).attr("src", &picture::address(&svg));
    let text = svg.clone();
    let save_svg = move |_| {
        let name = file_name(app, ".svg");
        if files::download(&name, SVG, &text) {
            app.say(app.tf(Text::FileExported, &[("name", &name)]));
        }
    };
    let text = svg.clone();
    let save_png = move |_| {
        let text = text.clone();
        leptos::task::spawn_local(async move {
            let name = file_name(app, ".png");
            match picture::png(&text, size).await {
                Some(png) if files::download_blob(&name, &png) => {
                    app.say(app.tf(Text::FileExported, &[("name", &name)]));
                }
                _ => problem(app, Text::ChartFailed, &[]),
            }
        });
    };
    let copy = move |_| {
        let text = svg.clone();
        leptos::task::spawn_local(async move {
            let done = picture::copy(&text, size).await;
            app.say(app.t(if done { Text::ChartCopied } else { Text::ChartFailed }));
        });
    };
    let way = |action: &str, image: Icon, words: Text, press: Box<dyn Fn(web_sys::Event)>| {
        button("btn", press).action(action).child(icon(image)).child(span("").tr(app, words))
    };
    let ways = div("form-actions")
        .child(way("chart-copy", Icon::Copy, Text::ChartCopy, Box::new(copy)))
        .child(way("chart-svg", Icon::File, Text::ChartSaveSvg, Box::new(save_svg)))
        .child(way("chart-png", Icon::File, Text::ChartSavePng, Box::new(save_png)).attr("class", "btn primary"));
    modal(app, Text::ChartTitle, vec![shown, ways]).attr("class", "dialog large")
}

/// The chart as it stands on the screen: its rows in their order, its scale.
fn picture(app: App) -> Picture {
    let axis = app.axis.now();
    let span = app.read(|session| session.span());
    let year = |id| wording::period_year(app, id);
    let prev = span.prev.map(year).unwrap_or_default();
    let key = match axis.chart {
        Chart::Rate => [prev, year(span.now), app.t(Text::ChartKeyTarget).to_owned()],
        Chart::Drop => {
            [String::new(), app.t(Text::ChartKeyDropped).to_owned(), app.t(Text::ChartKeyAssigned).to_owned()]
        }
    };
    let all = app.rows.now();
    // Of thousands of rows, the first and the sums.
    let is_sum = |row: &&Row| matches!(row.kind, RowKind::Tag | RowKind::Total);
    let units = all.iter().filter(|row| !is_sum(row));
    let left_out = units.clone().count().saturating_sub(MOST_ROWS);
    let rows: Vec<PictureRow> =
        units.take(MOST_ROWS).chain(all.iter().filter(is_sum)).map(|row| line(app, *row, axis.chart)).collect();
    let mut notes = Vec::new();
    if left_out > 0 {
        notes.push(app.tf(Text::PasteMoreRows, &[("n", &app.count_text(left_out))]));
    }
    if app.read(|session| session.is_sample_like()) {
        notes.push(app.t(Text::LegendSample).to_owned());
    }
    Picture {
        title: wording::title(app),
        subtitle: wording::context(app),
        axis,
        rows,
        ticks: axis
            .ticks()
            .map(|tick| (tick, tick_words(app, axis, tick, Some(tick) == axis.ticks().last())))
            .collect(),
        key,
        notes,
    }
}

/// Units drawn at most.
const MOST_ROWS: usize = 120;

fn line(app: App, row: Row, chart: Chart) -> PictureRow {
    let lang = app.lang.now();
    let (name, figures) = app.read(|session| {
        let shown =
            |field: Field| number::value(session.solution().value(row.place, field), field.format(), app.style());
        let figures = match chart {
            Chart::Rate => [shown(Field::RatePrev), shown(Field::RateNow)],
            Chart::Drop => [String::new(), shown(Field::DropPoints)],
        };
        let known: Vec<&str> = figures.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
        (wording::place_name(row.place, session.name(row.place), lang), known.join(" → "))
    });
    let starred = app.read(|session| session.is_illustrative(row.place));
    PictureRow { name, lane: lane_of(app, row), figures, strong: row.kind != RowKind::Unit, starred }
}
