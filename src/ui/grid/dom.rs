//! From positions in the table to elements of the page and back.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::super::app::App;
use super::{GridContext, unit_rows};
use crate::state::select::Spot;

/// The row element that shows a row, if it is in the page now.
pub fn row_element(app: &App, grid: GridContext, row: usize) -> Option<Element> {
    let units = untrack(|| unit_rows(app));
    if row >= units {
        return grid.foot.get_untracked()?.children().item((row - units) as u32);
    }
    let window = grid.window.get_untracked();
    let slot = row.checked_sub(window.first)?;
    if row >= window.last {
        return None;
    }
    grid.body.get_untracked()?.children().item(slot as u32)
}

/// The element of a cell, if it is in the page now.
pub fn cell_element(app: &App, grid: GridContext, spot: Spot) -> Option<HtmlElement> {
    row_element(app, grid, spot.row)?.children().item(spot.col as u32)?.dyn_into().ok()
}

/// Which row a row element shows.
pub fn row_of(app: &App, grid: GridContext, element: &Element) -> Option<usize> {
    let rowgroup = element.parent_element()?;
    let children = rowgroup.children();
    let slot = (0..children.length()).find(|at| children.item(*at).as_ref() == Some(element))? as usize;
    let in_foot = grid.foot.get_untracked().is_some_and(|foot| rowgroup == **foot);
    Some(if in_foot { untrack(|| unit_rows(app)) + slot } else { grid.window.get_untracked().first + slot })
}
