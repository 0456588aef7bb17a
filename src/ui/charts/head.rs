//! Above the lanes: which chart, what its marks mean, and the ticks of the axis.

use super::scale::{Axis, Chart, percent};
use crate::codec::number;
use crate::i18n::Text;
use crate::ui::app::App;
use crate::ui::dom::{El, button, div, span, svg};
use crate::ui::wording;

/// The two views, the key and the axis, for the table's header.
pub fn axis_header(app: App) -> El {
    let view = |chart: Chart, label: Text| {
        button("", move |_| app.set_chart(chart))
            .attr("role", "radio")
            .live_flag("aria-checked", move || app.chart.get() == chart)
            .tr(app, label)
    };
    let views = span("seg")
        .attr("role", "radiogroup")
        .attr_tr(app, "aria-label", Text::Chart)
        .child(view(Chart::Rate, Text::ChartRate))
        .child(view(Chart::Drop, Text::ChartDrop));
    div("").child(div("chart-head").child(views).child(legend(app, None))).child(ticks(app))
}

fn ticks(app: App) -> El {
    svg("svg", "axis").attr("aria-hidden", "true").live(move || {
        let axis = app.axis.get();
        let last = axis.ticks().last();
        // A last label that ends with the axis needs the room of the one before.
        let is_free = |tick: &i64| last.is_none_or(|last| axis.position(last) <= 9_500 || *tick != last - axis.step);
        axis.ticks().filter(is_free).map(|tick| tick_label(app, axis, tick, Some(tick) == last)).collect()
    })
}

fn tick_label(app: App, axis: Axis, tick: i64, last: bool) -> El {
    let words = tick_words(app, axis, tick, last);
    let position = axis.position(tick);
    let label = svg("text", "").attr("x", &percent(position)).attr("y", "20").text(&words);
    // At the very end a centred label would be cut off.
    if position > 9_500 {
        label.attr("dx", "8").attr("text-anchor", "end")
    } else {
        label.attr("text-anchor", "middle")
    }
}

/// A tick; the last one says the unit of the axis.
pub fn tick_words(app: App, axis: Axis, tick: i64, last: bool) -> String {
    if last { axis_end(app, axis, tick) } else { tick_text(app, axis, tick) }
}

/// A tick without its unit; decimals only where the ticks need them.
fn tick_text(app: App, axis: Axis, tick: i64) -> String {
    if axis.step % 100 == 0 { number::count(tick / 100, app.style()) } else { number::hundredths(tick, app.style()) }
}

/// A tick with the unit of the axis.
pub fn axis_end(app: App, axis: Axis, tick: i64) -> String {
    let key = match axis.chart {
        Chart::Rate => Text::ChartAxisPercent,
        Chart::Drop => Text::ChartAxisPoints,
    };
    app.tf(key, &[("n", &tick_text(app, axis, tick))])
}

/// One line of marks and words. The two years are those of the open table unless given; given ones are of a chart of
/// rates.
pub fn legend(app: App, years: Option<(String, String)>) -> El {
    let given = years.is_some();
    let key = move || {
        let dropped = !given && app.chart.get() == Chart::Drop;
        (dropped, given || app.watch(|session| session.span().prev.is_some()))
    };
    span("chart-key").attr("aria-hidden", "true").live_by(key, move |&(dropped, opens)| {
        let mut parts = Vec::with_capacity(3);
        if !dropped && opens {
            let circle = svg("circle", "db-prev").attr("cx", "4.5").attr("cy", "5").attr("r", "3.8");
            let mark = sized("9", "10").child(circle);
            parts.push(match &years {
                Some((prev, _)) => span("").child(mark).text(prev),
                None => span("").child(mark).live_text(move || {
                    let prev = app.watch(|session| session.span().prev);
                    prev.map(|id| wording::period_year(app, id)).unwrap_or_default()
                }),
            });
        }
        let circle = svg("circle", "db-met").attr("cx", "5").attr("cy", "5").attr("r", "4.8");
        let square = svg("rect", "db-missed").attr("x", "12").attr("y", "0.7").attr("rx", "1");
        let marks = sized("21", "10").child(circle).child(square.attr("width", "8.6").attr("height", "8.6"));
        let now = span("").child(marks);
        parts.push(match &years {
            _ if dropped => now.tr(app, Text::ChartKeyDropped),
            Some((_, year)) => now.text(year),
            None => now.live_text(move || wording::period_year(app, app.watch(|session| session.span().now))),
        });
        let notch = sized("3", "11").child(svg("rect", "db-target").attr("width", "2").attr("height", "11"));
        let target = if dropped { Text::ChartKeyAssigned } else { Text::ChartKeyTarget };
        parts.push(span("").child(notch).tr(app, target));
        parts
    })
}

fn sized(width: &str, height: &str) -> El {
    svg("svg", "").attr("width", width).attr("height", height)
}
