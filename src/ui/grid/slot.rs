//! One row element, which shows whatever row stands at its place.

use leptos::prelude::Owner;

use super::head::cell_class;
use super::paint::{RowPainter, lane_of};
use crate::state::view::{Column, Row};
use crate::ui::app::App;
use crate::ui::charts::{LaneData, dumbbell};
use crate::ui::dom::{El, Live, div};

pub struct Slot {
    pub element: El,
    lane: Live<LaneData>,
    /// Keeps the chart's effect for as long as the row stands.
    owner: Owner,
    painter: RowPainter,
}

impl Slot {
    pub fn new(app: App, columns: &[Column]) -> Self {
        let lane = Live::new(LaneData::default());
        let mut element = div("row").attr("role", "row");
        let mut cells = Vec::with_capacity(columns.len());
        for column in columns {
            let cell = div(cell_class(*column)).attr("role", "gridcell").attr("data-col", column.field.key());
            cells.push((column.field, cell.0.clone()));
            element = element.child(cell);
        }
        let owner = Owner::new();
        let chart = owner.with(|| dumbbell(app, Box::new(move || lane.get()), None));
        let element = element.child(div("lane").attr("role", "gridcell").child(chart));
        Self { element, lane, owner, painter: RowPainter::new(cells) }
    }

    /// Takes the row out of the page.
    pub fn remove(self) {
        self.element.0.remove();
        self.owner.cleanup();
    }

    /// Shows a row; `longest` grows with the figures written.
    pub fn paint(&mut self, app: App, index: usize, row: Row, longest: &mut [usize]) {
        self.painter.paint(app, &self.element.0, index, row, longest);
        self.lane.set(lane_of(app, row));
    }
}
