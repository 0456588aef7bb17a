//! One row element, which shows whatever row stands at its place.

use leptos::prelude::Owner;
use wasm_bindgen::JsCast;

use super::head::cell_class;
use super::paint::{RowPainter, lane_of};
use crate::state::view::{Column, Row};
use crate::ui::app::App;
use crate::ui::charts::{Axis, Drawing, LaneData, empty_lane, follow};
use crate::ui::dom::{El, Live, div};

pub struct Slot {
    pub element: El,
    lane: LaneData,
    axis: Axis,
    drawing: Live<Drawing>,
    /// Keeps the chart's effect for as long as the row stands.
    owner: Owner,
    painter: RowPainter,
}

/// An empty row, of which all others are copies: making each by its parts takes several times as long.
pub fn pattern(columns: &[Column]) -> El {
    let cell = |column: &Column| div(cell_class(*column)).attr("role", "gridcell").attr("data-col", column.field.key());
    let row = columns.iter().fold(div("row").attr("role", "row"), |row, column| row.child(cell(column)));
    row.child(div("lane").attr("role", "gridcell").child(empty_lane()))
}

impl Slot {
    /// A copy of the [`pattern`] of these columns.
    pub fn new(whole: &El, columns: &[Column]) -> Self {
        let drawing = Live::new(Drawing::default());
        let copy = whole.0.clone_node_with_deep(true).map(JsCast::unchecked_into);
        let element = copy.map_or_else(|_| pattern(columns), El);
        let mut cells = Vec::with_capacity(columns.len());
        let mut next = element.0.first_element_child();
        for column in columns {
            let Some(cell) = next else { break };
            next = cell.next_element_sibling();
            cells.push((column.field, cell));
        }
        let owner = Owner::new();
        if let Some(chart) = next.and_then(|lane| lane.first_element_child()) {
            owner.with(|| follow(&chart, Box::new(move || drawing.get())));
        }
        let (lane, axis) = (LaneData::default(), Axis::default());
        Self { element, lane, axis, drawing, owner, painter: RowPainter::new(cells) }
    }

    /// Takes the row out of the page.
    pub fn remove(self) {
        self.element.0.remove();
        self.owner.cleanup();
    }

    /// Shows a row; `longest` grows with the figures written.
    pub fn paint(&mut self, app: App, index: usize, row: Row, longest: &mut [usize]) {
        if self.painter.paint(app, &self.element.0, index, row, longest) {
            self.lane = lane_of(app, row);
            self.drawing.set(self.lane.draw(self.axis));
        }
    }

    /// Whether the chart is drawn on this axis.
    pub fn is_on(&self, axis: Axis) -> bool {
        self.axis == axis
    }

    /// Draws the chart on this axis.
    pub fn draw_on(&mut self, axis: Axis) {
        self.axis = axis;
        self.drawing.set(self.lane.draw(axis));
    }
}
