//! What many cases begin with or wait for, each in terms of the page's public contract.

use crate::page::Page;

/// A blank table of units of one's own, for the ends of 2022 and 2023.
#[track_caller]
pub fn blank_table(page: &mut Page, units: usize) -> Vec<String> {
    page.open();
    page.viewport(1440, 900);
    page.action("blank");
    page.wait_dialog();
    choose_free_units(page);
    let count = "dialog div.form input[inputmode='numeric']";
    page.retype(count, &units.to_string());
    page.retype("dialog form > .two input[inputmode='numeric']", "2023");
    page.action("blank-create");
    page.wait_no_dialog();
    page.wait_until(&format!("{units} rows"), || page.unit_rows().len() == units);
    page.unit_rows()
}

/// In the dialog of a blank table. When the official list arrives just between press and release, the press is lost.
#[track_caller]
pub fn choose_free_units(page: &Page) {
    page.wait_until("the field for the number of units", || {
        let is_there = page.count("dialog div.form input[inputmode='numeric']") == 1;
        if !is_there {
            page.click("dialog .seg.large [role='radio']:nth-child(2)");
        }
        is_there
    });
}

/// The sample, opened with its button.
#[track_caller]
pub fn sample(page: &mut Page) {
    page.open();
    page.viewport(1440, 900);
    page.action("sample");
    page.wait_cell("total", "poor_now", "18067");
}

/// The sample with 3 000 poor households in Ba Bể.
#[track_caller]
pub fn changed_sample(page: &mut Page) {
    sample(page);
    page.enter(&page.row_of("Ba Bể"), "poor_now", "3000");
    page.wait_cell("total", "poor_now", "17855");
}

/// Every cell's public name and value.
#[track_caller]
pub fn all_values(page: &Page) -> serde_json::Value {
    page.js(
        "return [...document.querySelectorAll('[role=gridcell][data-row][data-col]')]\
            .map((cell) => [cell.dataset.row, cell.dataset.col, cell.dataset.value, cell.dataset.state].join(' '))",
        &[],
    )
}

/// 24,71 → 21,95 %, 2,76 points, 2 214 households, ahead of the target by 244 households or 0,36 points, 5 of 8 units.
#[track_caller]
pub fn check_headline(page: &Page) {
    for (key, value) in [
        ("rate_prev", "24.71"),
        ("rate_now", "21.95"),
        ("drop_points", "2.76"),
        ("drop_households", "2214"),
        ("gap_households", "244"),
        ("gap_points", "0.36"),
        ("units_met", "5"),
        ("verdict", "exceeded"),
    ] {
        page.wait_metric(key, value);
    }
}

/// Pastes a text and takes it over; returns what the preview said.
#[track_caller]
pub fn paste(page: &Page, text: &str) -> String {
    page.paste_text(text);
    page.wait_until("what was read of the paste", || !page.text("[data-role='paste-summary']").is_empty());
    let summary = page.text("[data-role='paste-summary']");
    page.wait_until("the paste to be applicable", || page.count("[data-action='paste-apply']:not([disabled])") == 1);
    page.action("paste-apply");
    page.wait_no_dialog();
    summary
}

/// Waits until the bar says that all is saved, and was not just about to be.
#[track_caller]
pub fn saved(page: &Page) {
    page.wait_until("the table to be saved", || {
        let says = || page.text("header .state").contains("Đã lưu");
        says() && {
            std::thread::sleep(std::time::Duration::from_millis(60));
            says()
        }
    });
}

/// The short and the long form of a count.
pub fn times(short: usize, long: usize) -> usize {
    if std::env::var_os("LONG").is_some() { long } else { short }
}

/// Opens the dialog for a blank table and chooses a province of before July 2025, or of now.
#[track_caller]
pub fn choose_province(page: &Page, former: bool, name: &str) {
    page.action("blank");
    page.wait_dialog();
    let era = if former { 2 } else { 1 };
    page.click(&format!("dialog .form .form .seg:not(.large) [role='radio']:nth-child({era})"));
    let body = "const list = document.querySelector('[data-role=province]');\
        const found = [...list.options].find((option) => option.text === arguments[0]);\
        if (!found) return [...list.options].map((option) => option.text).join(', ') || 'nothing';\
        list.value = found.value; list.dispatchEvent(new Event('change', { bubbles: true })); return '';";
    let mut seen = String::new();
    for _ in 0..200 {
        seen = page.js(body, &[name.into()]).as_str().unwrap_or("").to_owned();
        if seen.is_empty() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("{name} is not among the provinces: {seen}");
}

#[track_caller]
pub fn wait_units_offered(page: &Page, units: &str) {
    page.wait_until(&format!("{units} units to be offered"), || {
        page.text("[data-role='blank-preview']").split_whitespace().next() == Some(units)
    });
}
