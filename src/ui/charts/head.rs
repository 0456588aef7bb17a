//! Above the lanes: which chart, what its marks mean, and the ticks of the axis.

use leptos::prelude::*;

use super::scale::{Chart, percent};
use crate::codec::number;
use crate::i18n::Text;
use crate::ui::app::{App, use_app};
use crate::ui::wording;

/// The two views, the key and the axis, for the table's header.
#[component]
pub fn AxisHeader() -> impl IntoView {
    let app = use_app();
    let button = move |chart: Chart, label: Text| {
        view! {
            <button role="radio" aria-checked=move || (app.chart.get() == chart).to_string() on:click=move |_| app.chart.set(chart)>
                {move || app.t(label)}
            </button>
        }
    };
    view! {
        <div class="chart-head">
            <span class="seg" role="radiogroup" aria-label=move || app.t(Text::Chart)>
                {button(Chart::Rate, Text::ChartRate)}
                {button(Chart::Drop, Text::ChartDrop)}
            </span>
            <Legend/>
        </div>
        <Ticks/>
    }
}

#[component]
fn Ticks() -> impl IntoView {
    let app = use_app();
    let labels = move || {
        let axis = app.axis.get();
        let last = axis.ticks().last();
        let ticks = axis.ticks().map(|tick| {
            let text = tick_text(&app, tick, axis.step);
            let text = match (Some(tick) == last, axis.chart) {
                (false, _) => text,
                (true, Chart::Rate) => app.tf(Text::ChartAxisPercent, &[("n", &text)]),
                (true, Chart::Drop) => app.tf(Text::ChartAxisPoints, &[("n", &text)]),
            };
            let position = axis.position(tick);
            // At the very end a centred label would be cut off.
            let anchor = if position > 9_500 { "end" } else { "middle" };
            view! { <text x=percent(position) dx=(position > 9_500).then_some("8") y="20" text-anchor=anchor>{text}</text> }
        });
        ticks.collect_view()
    };
    view! { <svg class="axis" aria-hidden="true">{labels}</svg> }
}

fn tick_text(app: &App, tick: i64, step: i64) -> String {
    if step % 100 == 0 { (tick / 100).to_string().replace('-', "−") } else { number::hundredths(tick, app.style()) }
}

/// One line of marks and words. The two periods are those of the open table unless said otherwise.
#[component]
pub fn Legend(
    #[prop(optional, into)] prev: Option<Signal<String>>,
    #[prop(optional, into)] now: Option<Signal<String>>,
) -> impl IntoView {
    let app = use_app();
    let fixed = prev.is_some() || now.is_some();
    let span = move || app.watch(|session| session.span());
    let prev = move || match prev {
        Some(prev) => prev.get(),
        None => span().prev.map(|id| wording::period_year(&app, id)).unwrap_or_default(),
    };
    let now = move || match now {
        Some(now) => now.get(),
        None => wording::period_year(&app, span().now),
    };
    let dropped = move || !fixed && app.chart.get() == Chart::Drop;
    view! {
        <span class="chart-key" aria-hidden="true">
            {move || (!dropped()).then(|| view! {
                <span><svg width="9" height="10"><circle class="db-prev" cx="4.5" cy="5" r="3.8"></circle></svg>{prev}</span>
            })}
            <span>
                <svg width="21" height="10">
                    <circle class="db-met" cx="5" cy="5" r="4.8"></circle>
                    <rect class="db-missed" x="12" y="0.7" width="8.6" height="8.6" rx="1"></rect>
                </svg>
                {move || if dropped() { app.t(Text::ChartKeyDropped).to_owned() } else { now() }}
            </span>
            <span>
                <svg width="3" height="11"><rect class="db-target" width="2" height="11"></rect></svg>
                {move || app.t(if dropped() { Text::ChartKeyAssigned } else { Text::ChartKeyTarget })}
            </span>
        </span>
    }
}
