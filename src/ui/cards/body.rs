//! The open card: fields two by two, the result, the lane with its figures, and the way to the next unit.

use super::deck::{self, Deck};
use super::field::{name_field, number_field};
use super::words;
use crate::codec::number;
use crate::core::field::{Field, Format};
use crate::core::quantity::Value;
use crate::core::unit::Place;
use crate::i18n::Text;
use crate::platform::page;
use crate::state::view::Row;
use crate::ui::app::{App, Dialog};
use crate::ui::charts::{self, Chart, axis_end, dumbbell_labelled};
use crate::ui::dom::{El, button, div, el, span, svg};
use crate::ui::grid::lane_of;
use crate::ui::icons::{Icon, icon};
use crate::ui::modal::menu;
use crate::ui::{units, wording};

pub fn body(app: App, deck: Deck, row: Row) -> El {
    let place = row.place;
    let name = move || {
        let shown = deck.renaming.get() == Some(place);
        if shown { vec![name_field(app, deck, place)] } else { Vec::new() }
    };
    let keys = move || fields(app, deck, place).into_iter().map(|field| field as u64).collect();
    let make = move |key: u64| {
        let field = Field::ALL.get(key as usize).copied().unwrap_or(Field::RateNow);
        number_field(app, place, field)
    };
    // Fields stand on one line by their lower ends, as labels may wrap; a message below one of them must not push its
    // neighbour down.
    let alignment = move || {
        app.paint.track();
        let fields = fields(app, deck, place);
        let wrong = fields.into_iter().any(|field| wording::cell_problem(app, place, field).is_some());
        if wrong { "start" } else { "" }.to_owned()
    };
    let result = div("card-result")
        .attr("role", "gridcell")
        .child(span("").live_text(move || words::open(app, place)))
        .child(span("missed").live_text(move || wording::need(app, place)));
    // How the figure comes about whose field has the keyboard; else the rate.
    let how = move || {
        app.paint.track();
        let field = app.hover.get().filter(|(of, _)| *of == place).map_or(Field::RateNow, |(_, field)| field);
        wording::explain(app, place, field).text
    };
    div("card-body")
        .live(name)
        .child(div("card-fields").live_style("align-items", alignment).each(keys, make))
        .child(result)
        .child(div("card-how").attr("role", "gridcell").attr("data-role", "explanation").live_text(how))
        .child(div("lane").attr("role", "gridcell").child(lane(app, row)))
        .maybe(matches!(place, Place::Unit(_)).then(|| footer(app, deck, place)))
}

/// Counts, target and closing rate; besides, whatever was typed elsewhere, so that no typed figure is out of sight.
fn fields(app: App, deck: Deck, place: Place) -> Vec<Field> {
    let all = deck.all_fields.get();
    let columns: Vec<Field> = app.columns.with(|columns| columns.iter().map(|column| column.field).collect());
    let is_count =
        |field: Field| field.fact().is_some() && field.format() == Format::Count && field != Field::DropHouseholds;
    let mut fields: Vec<Field> = columns.iter().copied().filter(|field| is_count(*field)).collect();
    fields.extend([Field::Target, Field::RateNow]);
    let others = app.watch(|session| {
        let draft = session.draft().map(|draft| (draft.place, draft.field));
        let typed = |field: Field| session.fact(place, field).is_some() || draft == Some((place, field));
        let other = |field: &&Field| field.fact().is_some() && !fields.contains(field) && (all || typed(**field));
        columns.iter().filter(other).copied().collect::<Vec<_>>()
    });
    fields.extend(others);
    fields
}

/// Where the unit stands in the list, what can be done with it, and the next one.
fn footer(app: App, deck: Deck, place: Place) -> El {
    let name = move || app.watch(|session| session.name(place).to_owned());
    let label = move || app.tf(Text::UnitMenuOf, &[("unit", &name())]);
    let items = move || unit_items(app, deck, place);
    let position = move || {
        let position = deck.position(place);
        if position.number == 0 {
            return String::new();
        }
        let (n, all) = (app.count_text(position.number), app.count_text(position.of));
        app.tf(Text::PhonePosition, &[("n", &n), ("all", &all)])
    };
    let next = move || {
        let Some(next) = deck.position(place).next else { return Vec::new() };
        let label = move || app.tf(Text::PhoneNext, &[("unit", &wording::place(app, next))]);
        let go = button("btn", move |_| deck.open_to_type(app, next));
        vec![go.child(span("").live_text(label)).child(icon(Icon::Forward))]
    };
    div("card-next")
        .attr("role", "gridcell")
        .child(menu(app, Box::new(label), Some(Icon::More), "icon-btn", true, Box::new(items)))
        .child(span("mut").live_text(position))
        .child(span("grow"))
        .live(next)
}

fn unit_items(app: App, deck: Deck, place: Place) -> Vec<El> {
    let entry = move |name: Text, act: fn(App)| {
        let act = move |_| {
            app.commit_draft();
            // Work with units goes by the selection.
            app.select_cell(place, Field::Unit);
            // The card may go with the unit, so the press must have gone its way through it first.
            deck::later(move || act(app));
        };
        button("", act).tr(app, name)
    };
    let rename = button("", move |_| {
        deck.renaming.set(Some(place));
        deck::later(|| page::focus("#unit-name"));
    });
    let tags = button("", move |_| {
        if let Place::Unit(id) = place {
            app.dialog.set(Some(Dialog::Tags(id)));
        }
    });
    vec![
        rename.action("rename-unit").tr(app, Text::UnitRename),
        tags.action("tags").tr(app, Text::Tags),
        entry(Text::UnitUp, |app| units::shift(app, -1)),
        entry(Text::UnitDown, |app| units::shift(app, 1)),
        el("hr", ""),
        entry(Text::UnitDelete, units::remove_selected).action("delete-unit").attr("class", "danger"),
    ]
}

/// The lane, with its figures beside the marks.
fn lane(app: App, row: Row) -> El {
    let data = move || {
        app.paint.track();
        lane_of(app, row)
    };
    let words = move || lane_words(app, row.place);
    dumbbell_labelled(app, Box::new(data), None, Box::new(words)).live(move || labels(app, row))
}

fn percent(app: App, place: Place, field: Field) -> String {
    let value = app.watch(|session| session.solution().value(place, field));
    number::value(value, Format::Percent, app.style())
}

/// "Ba Bể: 30,50 % → 26,60 %, chỉ tiêu 26,56 %"
fn lane_words(app: App, place: Place) -> String {
    let unit = wording::place(app, place);
    let (prev, now) = (percent(app, place, Field::RatePrev), percent(app, place, Field::RateNow));
    wording::chart_row(app, place, &unit, [&prev, &now])
}

/// Where the axis begins, the target beside its notch, and last period's rate.
fn labels(app: App, row: Row) -> Vec<El> {
    app.paint.track();
    let axis = app.axis.get();
    let lane = lane_of(app, row);
    let label = |x: &str, y: &str, anchor: &str, words: &str| {
        let label = svg("text", "mut").attr("x", x).attr("y", y).attr("text-anchor", anchor);
        label.attr("font-size", "13").attr("fill", "currentColor").text(words)
    };
    let mut labels = vec![label("0", "43", "start", &axis_end(app, axis, axis.min))];
    if axis.chart == Chart::Drop {
        return labels;
    }
    if let Some(target) = lane.target {
        let position = axis.position(target);
        let words = app.tf(Text::ChartTargetValue, &[("n", &number::hundredths(target, app.style()))]);
        // On the side where there is room.
        let (anchor, shift) = if position > 4_000 { ("end", "-7") } else { ("start", "7") };
        labels.push(label(&charts::percent(position), "18", anchor, &words).attr("dx", shift));
    }
    if let (Some((lo, hi)), Some(prev)) = (lane.prev, app.read(|session| session.span().prev)) {
        let n = number::value(Value::computed(lo, hi), Format::Percent, app.style());
        let year = wording::period_year(app, prev);
        labels.push(label("100%", "43", "end", &app.tf(Text::ChartPrevValue, &[("year", &year), ("n", &n)])));
    }
    labels
}
