//! Several windows of one browser with the same table: one writes, the others follow and can take over.

use crate::steps::{blank_table, saved, times};
use crate::{page::Page, suite::Case};

pub const CASES: &[Case] = &[
    Case { name: "windows_take_turns", run: take_turns },
    Case { name: "windows_one_that_does_not_answer", run: one_that_does_not_answer },
];

/// Alternating edits in two windows: each takes over, types, and the other one shows it. None is lost.
fn take_turns(page: &mut Page) {
    let rows = blank_table(page, 2);
    page.enter(&rows[0], "households_now", "5000");
    saved(page);
    let url = page.url();
    let mut windows = page.windows();
    page.new_window();
    page.viewport(1440, 900);
    page.goto(&url);
    page.wait_ready();
    page.wait_banner("cửa sổ khác");
    assert_eq!(page.cell(&rows[0], "households_now").value, "5000");
    // Typing does nothing but say why.
    page.enter(&rows[0], "households_now", "1");
    assert_eq!(page.cell(&rows[0], "households_now").value, "5000");
    page.wait_until("the reason", || page.text("[data-role=toast]").contains("chỉ xem"));

    // Drivers name them in whatever order.
    let second = page.windows().into_iter().find(|window| !windows.contains(window)).expect("the second window");
    windows.push(second);
    let turns = times(10, 100);
    for turn in 0..turns {
        // The second window has the first turn.
        page.go_to_window(&windows[(turn + 1) % 2]);
        page.wait_until("the way to take over", || page.count("[data-action=take-over]") == 1);
        page.action("take-over");
        page.wait_until("the right to write", || page.count("[data-action=take-over]") == 0);
        if turn > 0 {
            page.wait_cell(&rows[turn % 2], "poor_now", &(100 + turn - 1).to_string());
            page.wait_cell(&rows[(turn + 1) % 2], "households_prev", &(500 + turn - 1).to_string());
        }
        page.enter(&rows[(turn + 1) % 2], "poor_now", &(100 + turn).to_string());
        // The last text is left uncommitted: it goes over too.
        page.type_into(&rows[turn % 2], "households_prev", &(500 + turn).to_string());
    }
    page.go_to_window(&windows[turns % 2]);
    saved(page);
    page.reload();
    page.wait_ready();
    page.wait_cell(&rows[turns % 2], "poor_now", &(100 + turns - 1).to_string());
    page.wait_cell(&rows[(turns + 1) % 2], "poor_now", &(100 + turns - 2).to_string());
    page.wait_cell(&rows[(turns + 1) % 2], "households_prev", &(500 + turns - 1).to_string());
    page.action("start");
    page.wait_until("the start screen", || page.count("[data-action=resume]") == 1);
    assert_eq!(page.count("[data-action=open-workbook]"), 0, "there is one table, and no copy of it");
    page.check_unhurt();
}

/// A window that hangs loses the right to write after a moment; what it still wrote later would be refused, and kept as a
/// table of its own.
fn one_that_does_not_answer(page: &mut Page) {
    let rows = blank_table(page, 1);
    page.enter(&rows[0], "poor_now", "181");
    saved(page);
    // It neither hears the others nor learns that its right is gone: the worst that can be.
    let deaf = "const really = window.dispatchEvent.bind(window);\
        window.dispatchEvent = (event) => /^giamngheo:(message|lost)$/.test(event.type) || really(event)";
    page.js(deaf, &[]);
    let url = page.url();
    let windows = page.windows();
    page.new_window();
    page.viewport(1440, 900);
    page.goto(&url);
    page.wait_ready();
    page.wait_banner("cửa sổ khác");
    let second = page.windows().into_iter().find(|window| !windows.contains(window)).expect("the second window");
    page.action("take-over");
    page.wait_until("the right to write", || page.count("[data-action=take-over]") == 0);
    page.enter(&rows[0], "poor_now", "200");
    saved(page);

    page.go_to_window(&windows[0]);
    page.enter(&rows[0], "poor_now", "199");
    page.wait_banner("giữ thành bảng riêng");
    assert_eq!(page.cell(&rows[0], "poor_now").value, "199");
    saved(page);
    page.go_to_window(&second);
    assert_eq!(page.cell(&rows[0], "poor_now").value, "200");
    page.reload();
    page.wait_ready();
    assert_eq!(page.cell(&rows[0], "poor_now").value, "200", "what the other window wrote is as it was");
    page.action("start");
    page.wait_until("both tables", || page.count("[data-action=open-workbook]") == 1);
    page.click("[data-action=open-workbook]");
    page.wait_cell(&rows[0], "poor_now", "199");
    page.check_unhurt();
}
