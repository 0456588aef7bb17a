//! Which rows stand in the page: all up to a limit, above it those in view and some around them.

use super::Grid;
use crate::ui::dom::toggle_class;

/// Up to this many rows are simply all there.
const PLAIN_ROWS: usize = 200;
/// So many rows of a long table stand before the height of one is known: about a screenful. All up to [`PLAIN_ROWS`] would
/// be made and laid out only to be taken away again, which takes longer than everything else when a table is opened.
const FIRST_ROWS: usize = 48;
/// Rows kept above and below the view, so that a small scroll finds them painted.
const MARGIN_ROWS: usize = 12;

/// The slice of the rows that is in the page, and the heights that stand for the rest, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Window {
    pub first: usize,
    pub last: usize,
    pub before: usize,
    pub after: usize,
    /// Height of a row; 0 until one has been measured.
    pub row_height: usize,
}

/// The slice for a view of `height` pixels scrolled down by `top`.
fn slice(rows: usize, row_height: usize, top: usize, height: usize) -> Window {
    if rows <= PLAIN_ROWS || row_height == 0 {
        let last = if rows <= PLAIN_ROWS { rows } else { FIRST_ROWS };
        return Window { first: 0, last, before: 0, after: 0, row_height };
    }
    let visible = height / row_height + 2;
    let count = (visible + 2 * MARGIN_ROWS).min(rows);
    // Steps of half the margin: small scrolls write nothing.
    let step = MARGIN_ROWS / 2;
    let first = (top / row_height).saturating_sub(MARGIN_ROWS) / step * step;
    let first = first.min(rows - count);
    let last = first + count;
    Window { first, last, before: first * row_height, after: (rows - last) * row_height, row_height }
}

/// Shows every row.
pub fn show_all(grid: &Grid) {
    let row_height = grid.window.now().row_height;
    grid.seen.set((0, usize::MAX));
    grid.window.set(Window { first: 0, last: grid.unit_rows(), before: 0, after: 0, row_height });
}

/// Fits the window to what is in view.
pub fn fit(grid: &Grid) {
    let rows = grid.unit_rows();
    let old = grid.window.now();
    let row_height = measured_row(grid).unwrap_or(old.row_height);
    let (top, height) = (grid.scroll.scroll_top().max(0) as usize, grid.scroll.client_height().max(0) as usize);
    if let (Some(first), Some(last)) = (top.checked_div(row_height), (top + height).checked_div(row_height)) {
        grid.seen.set((first, last + 1));
    }
    grid.window.set(slice(rows, row_height, top, height));
    toggle_class(&grid.body, "whole", rows <= PLAIN_ROWS);
    toggle_class(&grid.scroll, "long", grid.scroll.scroll_height() > grid.scroll.client_height());
    // The first rows of a long table have to stand before they can be measured.
    if row_height == 0 && rows > PLAIN_ROWS {
        let grid = grid.clone();
        gloo::timers::callback::Timeout::new(0, move || fit(&grid)).forget();
    }
}

fn measured_row(grid: &Grid) -> Option<usize> {
    let row = grid.body.first_element_child()?;
    let height = row.get_bounding_client_rect().height().round() as usize;
    (height > 0).then_some(height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_tables_are_plain() {
        assert_eq!(slice(0, 42, 0, 600), Window { row_height: 42, ..Window::default() });
        assert_eq!(slice(200, 42, 900, 600), Window { first: 0, last: 200, row_height: 42, ..Window::default() });
        assert_eq!(slice(200, 0, 0, 600), Window { last: 200, ..Window::default() });
    }

    #[test]
    fn a_long_table_begins_with_a_screenful() {
        assert_eq!(slice(201, 0, 0, 0), Window { last: FIRST_ROWS, ..Window::default() });
    }

    #[test]
    fn long_tables_keep_their_height() {
        for top in (0..10_600 * 42).step_by(997) {
            let window = slice(10_600, 42, top, 600);
            assert_eq!(window.before + (window.last - window.first) * 42 + window.after, 10_600 * 42);
            let (seen_first, seen_last) = (top / 42, (top + 600) / 42);
            assert!(window.first <= seen_first && window.last > seen_last.min(10_599), "{top}: {window:?}");
        }
    }
}
