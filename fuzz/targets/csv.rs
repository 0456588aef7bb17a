//! Any text as a CSV file and as a pasted table: read, understood and applied without a panic, within the bounds of the
//! reader; what is read of it, written again, reads the same.
#![no_main]

use giam_ngheo::codec::block::{read_tsv, write_line};
use giam_ngheo::codec::csv;
use giam_ngheo::codec::grid::{MAX_COLUMNS, MAX_ROWS};
use giam_ngheo::codec::number::Style;
use giam_ngheo::codec::paste::{self, Mode, apply_edits};
use giam_ngheo::codec::sample::sample;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(grid) = csv::read(text) {
        assert!(grid.rows.len() <= MAX_ROWS && grid.width() <= MAX_COLUMNS);
        let mut again = String::new();
        for row in &grid.rows {
            write_line(&mut again, row.cells.iter());
        }
        // A guard in front of what begins like a formula is taken off once, so texts may lose one more.
        if !text.contains('\'') {
            let cells = |grid: &giam_ngheo::codec::grid::Grid| -> Vec<giam_ngheo::codec::grid::Cells> {
                grid.rows.iter().map(|row| row.cells.clone()).collect()
            };
            assert_eq!(read_tsv(&again).map(|grid| cells(&grid)), Ok(cells(&grid)));
        }
    }
    if let Ok(grid) = paste::read(Some(text), text) {
        let plan = paste::plan(grid, Style::Vi, (Some(2022), Some(2023)));
        let mut workbook = sample();
        let span = workbook.latest_span().expect("two periods");
        let applied = apply_edits(&plan, &mut workbook, span, Mode::MatchByName);
        let inverse = applied.edit.apply(&mut workbook);
        inverse.apply(&mut workbook);
    }
});
