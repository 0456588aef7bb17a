//! Only what changed is written into the page: nothing old may stay, in the table, in the cards and around them.

use crate::steps::paste;
use crate::{
    contract::{DELETE, ENTER, ESCAPE},
    page::Page,
    suite::Case,
};
use std::fmt::Write;

pub const CASES: &[Case] = &[
    Case { name: "repaint_leaves_nothing_old_in_the_table", run: nothing_old_in_the_table },
    Case { name: "repaint_leaves_nothing_old_in_the_cards", run: nothing_old_in_the_cards },
    Case { name: "repaint_two_hundred_rows_all_there", run: two_hundred_rows },
];

/// Everything the page shows of the workbook.
fn shown(page: &Page) -> Vec<String> {
    let body = "const cells = [...document.querySelectorAll('[data-row][data-col], [data-metric], .db circle, .db rect')]\
        .filter((cell) => cell.tagName !== 'INPUT');\
        const around = [...document.querySelectorAll('.headline, .hero, .notes')];\
        return cells.map((cell) => [cell.dataset.row, cell.dataset.col, cell.dataset.metric, cell.dataset.value,\
          cell.dataset.state, cell.dataset.verdict, cell.classList.contains('warned'), cell.getAttribute('x'),\
          cell.getAttribute('cx'), cell.getAttribute('width'), cell.getAttribute('display'), cell.textContent].join('|'))\
        .concat(around.map((part) => part.textContent))";
    let lines = page.js(body, &[]);
    lines.as_array().into_iter().flatten().map(|line| line.as_str().unwrap_or_default().to_owned()).collect()
}

/// Holds what the page shows against what it shows once everything was written anew, as the other language demands.
#[track_caller]
fn check_nothing_old(page: &Page, after: &str) {
    let before = shown(page);
    for lang in ["en", "vi"] {
        let pressed = format!("document.querySelector(\"[data-action='lang-{lang}']\").click()");
        page.js(&pressed, &[]);
        page.wait_until(lang, || page.js("return document.documentElement.lang", &[]) == lang);
    }
    page.wait_until("Vietnamese figures", || !page.text("[data-metric='rate_now']").contains('.'));
    let fresh = shown(page);
    assert_eq!(before.len(), fresh.len(), "parts of the page after {after}");
    for (old, new) in before.iter().zip(&fresh) {
        assert_eq!(old, new, "after {after}");
    }
}

fn nothing_old_in_the_table(page: &mut Page) {
    page.open();
    page.viewport(1440, 900);
    page.action("sample");
    page.wait_metric("rate_now", "21.95");
    let at_first = shown(page);
    let row = page.row_of("Ba Bể");
    page.type_into(&row, "poor_now", "9999");
    page.wait_cell("total", "poor_now", "24854");
    page.keys(ESCAPE);
    page.wait_cell("total", "poor_now", "18067");
    assert_eq!(shown(page), at_first, "after a text that was taken back");

    page.enter(&row, "poor_now", "3000");
    page.wait_cell("total", "poor_now", "17855");
    check_nothing_old(page, "a figure");
    page.enter(&row, "households_now", "khoảng");
    page.wait_cell("total", "rate_now", "");
    check_nothing_old(page, "a text that cannot be read");
    page.action("undo");
    page.wait_cell("total", "households_now", "82310");
    check_nothing_old(page, "undo");
    page.enter(&row, "unit", "Ba Bể mới");
    page.wait_until("the new name", || page.unit_names().iter().any(|name| name == "Ba Bể mới"));
    check_nothing_old(page, "another name");
    page.enter("total", "unit", "Cả tỉnh");
    check_nothing_old(page, "another name of the area");
    page.select_cell(&row, "target");
    page.keys(DELETE);
    page.wait_cell("total", "target", "");
    check_nothing_old(page, "a target taken away");
    page.check_unhurt();
}

fn nothing_old_in_the_cards(page: &mut Page) {
    page.viewport(600, 844);
    page.open();
    page.action("sample");
    page.wait_metric("rate_now", "21.95");
    let row = page.row_of("Ba Bể");
    let field = format!("[data-row='{row}'][data-col='poor_now'] input");
    if page.count(&field) == 0 {
        page.click(&format!("[data-row='{row}'][data-col='unit']"));
        page.wait_until("the card to open", || page.count(&field) == 1);
    }
    page.retype(&field, "3500");
    page.wait_metric("rate_now", "22.30");
    page.keys(ENTER);
    page.wait_cell(&row, "poor_now", "3500");
    // Closed, so that the card itself is one of those that are only told what changed.
    page.click(&format!("[data-row='{row}'][data-col='unit']"));
    page.wait_until("the card to close", || page.count(&field) == 0);
    assert_eq!(page.cell(&row, "rate_now").value, "28.99");
    check_nothing_old(page, "a figure");
    page.action("undo");
    page.wait_cell(&row, "rate_now", "26.60");
    check_nothing_old(page, "undo");
    page.check_unhurt();
}

/// Up to 200 rows all stand in the page; the header, the names and the total stay in view however it is scrolled.
fn two_hundred_rows(page: &mut Page) {
    page.open();
    page.viewport(1100, 900);
    let mut text = String::from("unit\thouseholds_prev\tpoor_prev\thouseholds_now\tpoor_now\n");
    for at in 1..=200 {
        let _ = writeln!(text, "Xã số {at}\t1000\t{}\t1000\t{}", 100 + at % 50, at % 50);
    }
    paste(page, &text);
    page.wait_cell("total", "poor_now", "4900");
    assert_eq!(page.count(".grid-body [role='row']"), 200, "all rows are in the page");
    // The cell that has the keyboard is brought into view; who scrolls before that is brought back.
    let ready = "const grid = document.querySelector('.grid-scroll');\
        return grid.scrollHeight > 7000 && grid.contains(document.activeElement)";
    page.wait_until("all rows, and the keyboard in the table", || page.js(ready, &[]) == true);
    page.js("const grid = document.querySelector('.grid-scroll'); grid.scrollTop = 3000; grid.scrollLeft = 120", &[]);
    // What can be seen where: in the middle of the name column, and of the table.
    let body = "const grid = document.querySelector('.grid-scroll');\
        const { left, top, bottom, right } = grid.getBoundingClientRect();\
        const at = (x) => document.elementFromPoint(x, (top + bottom) / 2).closest('.cell');\
        const [name, figure] = [at(left + 60), at((left + right) / 2)];\
        if (!name || !figure) return 'rows that are not there yet';\
        const head = document.querySelector('.grid-head').getBoundingClientRect();\
        const foot = document.querySelector('.grid-foot').getBoundingClientRect();\
        return [grid.scrollLeft > 0, name.dataset.col, name.dataset.row === figure.dataset.row,\
          Math.abs(name.getBoundingClientRect().left - left) < 2, Math.abs(head.top - top) < 2,\
          Math.abs(foot.bottom - top - grid.clientHeight) < 2, figure.textContent !== '',\
          +name.parentElement.getAttribute('aria-rowindex') > 60]";
    page.wait_until("the rows in view, under the header, beside their names", || {
        page.js(body, &[]) == serde_json::json!([true, "unit", true, true, true, true, true, true])
    });
    page.enter(&page.row_of("Xã số 200"), "poor_now", "1000");
    page.wait_cell("total", "poor_now", "5900");
    page.check_unhurt();
}
