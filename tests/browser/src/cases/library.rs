//! The workbooks of the device, and the versions of one.

use crate::steps::{blank_table, choose_free_units, saved};
use crate::{page::Page, suite::Case};

pub const CASES: &[Case] = &[
    Case { name: "library_keeps_all_tables", run: keeps_all_tables },
    Case { name: "library_rename_duplicate_delete", run: rename_duplicate_delete },
    Case { name: "library_versions", run: versions },
];

/// Titles in the list of the start screen, in its order.
#[track_caller]
fn titles(page: &Page) -> Vec<String> {
    let body = "return [...document.querySelectorAll('[data-role=workbooks] [data-action=open-workbook] b')].map((title) => title.innerText)";
    let found = page.js(body, &[]);
    found.as_array().into_iter().flatten().map(|title| title.as_str().unwrap_or("").to_owned()).collect()
}

#[track_caller]
fn new_table(page: &Page, poor: &str) {
    page.action("start");
    page.action("blank");
    page.wait_dialog();
    choose_free_units(page);
    page.action("blank-create");
    page.wait_no_dialog();
    page.wait_until("the new table", || page.count("[data-row=total]") > 0 && !page.unit_rows().is_empty());
    let rows = page.unit_rows();
    page.enter(&rows[0], "poor_now", poor);
    saved(page);
}

/// However many tables are made, none pushes another out.
fn keeps_all_tables(page: &mut Page) {
    let rows = blank_table(page, 1);
    page.enter(&rows[0], "poor_now", "1");
    saved(page);
    for number in 2..=7 {
        new_table(page, &number.to_string());
    }
    page.reload();
    page.wait_ready();
    page.action("start");
    page.wait_until("the first of the list", || titles(page).len() == 5);
    page.action("all-workbooks");
    page.wait_until("all others", || titles(page).len() == 6);
    // The oldest is the last.
    page.click("[data-role=workbooks] li:last-child [data-action=open-workbook]");
    page.wait_cell(&rows[0], "poor_now", "1");
    page.check_unhurt();
}

/// Opens the menu of a row of the list.
#[track_caller]
fn row_action(page: &Page, row: usize, action: &str) {
    page.click(&format!("[data-role=workbooks] li:nth-child({row}) .menu-at > button"));
    page.action(action);
}

fn rename_duplicate_delete(page: &mut Page) {
    let rows = blank_table(page, 1);
    page.enter(&rows[0], "poor_now", "181");
    saved(page);
    new_table(page, "7");
    page.action("start");
    page.wait_until("the first table in the list", || titles(page).len() == 1);

    row_action(page, 1, "rename-workbook");
    page.wait_dialog();
    page.retype("dialog input", "Xã Cao Minh");
    page.keys(crate::contract::ENTER);
    page.wait_no_dialog();
    page.wait_until("the new title", || titles(page) == ["Xã Cao Minh"]);

    row_action(page, 1, "duplicate-workbook");
    page.wait_until("the copy", || titles(page).len() == 2);
    assert!(titles(page).contains(&"Xã Cao Minh (bản sao)".to_owned()), "{:?}", titles(page));

    let first = titles(page)[0].clone();
    row_action(page, 1, "delete-workbook");
    page.wait_until("one table less", || titles(page).len() == 1);
    page.wait_until("the way back", || page.text("[data-role=toast]").contains("Đã xóa"));
    page.action("toast-undo");
    page.wait_until("it to come back", || titles(page).len() == 2 && titles(page).contains(&first));

    row_action(page, 1, "delete-workbook");
    page.wait_until("one table less", || titles(page).len() == 1);
    page.reload();
    page.wait_ready();
    page.action("start");
    page.wait_until("the list", || titles(page).len() == 1);
    page.action("deleted-workbooks");
    page.action("undelete-workbook");
    page.wait_until("it to come back", || titles(page).len() == 2);
    let at = titles(page).iter().position(|title| title == "Xã Cao Minh").expect("the first table") + 1;
    page.click(&format!("[data-role=workbooks] li:nth-child({at}) [data-action=open-workbook]"));
    page.wait_cell(&rows[0], "poor_now", "181");
    assert!(page.text(".doc-title").contains("Xã Cao Minh"));
    page.check_unhurt();
}

/// A version kept under a name is brought back in one step, which can be taken back.
fn versions(page: &mut Page) {
    page.open();
    page.viewport(1440, 900);
    page.action("sample");
    page.enter(&page.row_of("Ba Bể"), "poor_now", "3000");
    saved(page);
    page.file_action("history");
    page.wait_dialog();
    page.retype("[data-role=version-name]", "Trước họp");
    page.action("keep-version");
    page.wait_until("the version", || page.text("[data-role=versions]").contains("Trước họp"));
    page.keys(crate::contract::ESCAPE);
    page.wait_no_dialog();

    // All figures cleared: the state before is kept without being asked for.
    page.file_action("clear-all");
    page.wait_cell("total", "poor_now", "");
    saved(page);
    page.file_action("history");
    page.wait_dialog();
    page.wait_until("both versions", || page.count(".history-row") == 2);
    let text = page.text("[data-role=versions]");
    assert!(text.contains("Trước khi đổi nhiều ô") && text.contains("khác "), "{text}");
    page.click(".history-row:last-child [data-action=restore-version]");
    page.wait_no_dialog();
    page.wait_cell("total", "poor_now", "17855");
    saved(page);
    page.action("toast-undo");
    page.wait_cell("total", "poor_now", "");
    page.action("undo");
    page.wait_cell("total", "poor_now", "17855");
    page.check_unhurt();
}
