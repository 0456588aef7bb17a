//! Nothing typed is lost: tables that give way to others, and a device that cannot save.

use crate::steps::blank_table;
use crate::{page::Page, suite::Case};

pub const CASES: &[Case] = &[
    Case { name: "kept_when_another_table_is_opened", run: another_table_is_opened },
    Case { name: "kept_when_a_link_comes_while_typing", run: link_comes_while_typing },
];

const SAMPLE_LINK: &str = include_str!("../../../golden/link-A-sample.txt");

/// One's own table, the start screen, the sample: one's own is in the list of tables kept.
fn another_table_is_opened(page: &mut Page) {
    let rows = blank_table(page, 1);
    page.enter(&rows[0], "households_now", "431");
    page.enter(&rows[0], "poor_now", "181");
    page.wait_cell("total", "poor_now", "181");
    page.action("start");
    page.action("sample");
    page.wait_cell("total", "poor_now", "18067");
    page.action("start");
    page.wait_until("one's own table in the list of those kept", || page.count("[data-action=open-workbook]") == 1);
    page.action("open-workbook");
    page.wait_cell("total", "poor_now", "181");
    assert_eq!(page.cell(&rows[0], "households_now").value, "431");
    page.check_unhurt();
}

fn link_comes_while_typing(page: &mut Page) {
    let rows = blank_table(page, 1);
    page.enter(&rows[0], "households_now", "431");
    page.type_into(&rows[0], "poor_now", "181");
    page.wait_cell("total", "poor_now", "181");
    page.js("location.hash = arguments[0]", &[SAMPLE_LINK.rsplit('#').next().unwrap_or("").trim().into()]);
    page.wait_cell("total", "poor_now", "18067");
    page.action("back-to-own");
    page.wait_cell("total", "poor_now", "181");
    page.check_unhurt();
}
