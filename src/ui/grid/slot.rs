//! One row element, which shows whatever row stands at its place.

use std::sync::Arc;

use leptos::html::Div;
use leptos::prelude::*;

use super::paint::{RowPainter, lane_of};
use crate::state::view::Column;
use crate::ui::app::use_app;
use crate::ui::charts::{Dumbbell, LaneData};

#[component]
pub fn Slot(columns: Arc<Vec<Column>>, index: Signal<usize>) -> impl IntoView {
    let app = use_app();
    let row = NodeRef::<Div>::new();
    let lane = RwSignal::new(LaneData::default());
    let painter = StoredValue::new_local(RowPainter::new(&columns));
    Effect::new(move |_| {
        app.paint.track();
        let (index, lang) = (index.get(), app.lang.get());
        let shown = app.rows.with(|rows| rows.get(index).copied());
        let (Some(element), Some(shown)) = (row.get(), shown) else { return };
        painter.update_value(|painter| painter.paint(&app, &element, index, shown, lang));
        let data = lane_of(&app, shown);
        if lane.get_untracked() != data {
            lane.set(data);
        }
    });
    let cells = columns.iter().map(|column| {
        view! { <div role="gridcell" data-col=column.field.key() class=super::head::cell_class(*column)></div> }
    });
    view! {
        <div class="row" role="row" node_ref=row>
            {cells.collect_view()}
            <div class="lane" role="gridcell"><Dumbbell data=lane/></div>
        </div>
    }
}
