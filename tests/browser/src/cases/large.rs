//! A table of 5 000 units.

use crate::steps::paste;
use crate::{page::Page, suite::Case};
use std::fmt::Write;

pub const CASES: &[Case] = &[Case { name: "large_table_is_a_window_of_rows", run: window_of_rows }];

const UNITS: usize = 5_000;

fn window_of_rows(page: &mut Page) {
    page.open();
    page.viewport(1440, 900);
    let mut text = String::from("unit\thouseholds_now\tpoor_now\n");
    for at in 1..=UNITS {
        let _ = writeln!(text, "Xã số {at}\t100\t{}", at % 50);
    }
    paste(page, &text);
    // 100 times 0 + 1 + … + 49.
    page.wait_cell("total", "poor_now", "122500");
    page.wait_cell("total", "rate_now", "24.50");
    // The header, the units and the total.
    let rows = page.js("return document.querySelector('[role=grid]').getAttribute('aria-rowcount')", &[]);
    assert_eq!(rows, (UNITS + 2).to_string(), "aria-rowcount");
    let shown = page.unit_rows().len();
    assert!((10..200).contains(&shown), "{shown} rows are in the page");
    let last = format!("[role='row'][aria-rowindex='{}']", UNITS + 1);
    assert_eq!(page.count(&last), 0, "the last row is not in the page at first");
    page.js("document.querySelector('.grid-scroll').scrollTop = 1e9", &[]);
    page.wait_until("the last unit to come", || page.count(&last) == 1);
    let body = "const cell = document.querySelector(arguments[0] + ' [data-col=unit]');\
        return [cell.dataset.row, cell.dataset.value]";
    let cell = page.js(body, &[last.as_str().into()]);
    assert_eq!(cell[1], format!("Xã số {UNITS}"));
    let row = cell[0].as_str().unwrap_or("").to_owned();
    page.enter(&row, "poor_now", "100");
    page.wait_cell("total", "poor_now", "122600");
    assert_eq!(page.cell(&row, "rate_now").value, "100.00");
    let indexes = page.js(
        "const rows = [...document.querySelectorAll('.grid-body [role=row]')].map((row) => +row.getAttribute('aria-rowindex'));\
        return rows.every((index, at) => at === 0 || index === rows[at - 1] + 1)",
        &[],
    );
    assert_eq!(indexes, true, "aria-rowindex counts without gaps");
    page.action("undo");
    page.wait_cell("total", "poor_now", "122500");
    page.check_unhurt();
}
