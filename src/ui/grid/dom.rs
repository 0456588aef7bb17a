//! From positions in the table to elements of the page and back.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::Grid;
use crate::state::select::Spot;

/// The row element that shows a row, if it is in the page now.
pub fn row_element(grid: &Grid, row: usize) -> Option<Element> {
    let units = grid.unit_rows();
    if row >= units {
        return grid.foot.children().item((row - units) as u32);
    }
    let window = grid.window.now();
    let slot = row.checked_sub(window.first).filter(|_| row < window.last)?;
    grid.body.children().item(slot as u32)
}

/// The element of a cell, if it is in the page now.
pub fn cell_element(grid: &Grid, spot: Spot) -> Option<HtmlElement> {
    row_element(grid, spot.row)?.children().item(spot.col as u32)?.dyn_into().ok()
}

/// Which row a row element shows.
pub fn row_of(grid: &Grid, element: &Element) -> Option<usize> {
    let parent = element.parent_element()?;
    let children = parent.children();
    let slot = (0..children.length()).find(|at| children.item(*at).as_ref() == Some(element))? as usize;
    let in_foot = parent == *grid.foot;
    Some(slot + if in_foot { grid.unit_rows() } else { grid.window.now().first })
}
