//! Official units, work with units, order and filter, periods, and the line that explains a figure.

use crate::steps::{choose_province, sample, wait_units_offered};
use crate::{
    contract::{ENTER, ESCAPE},
    page::Page,
    suite::Case,
};
use fantoccini::key::Key::Control;

pub const CASES: &[Case] = &[
    Case { name: "units_official_districts", run: official_districts },
    Case { name: "units_official_communes_without_network", run: official_communes_without_network },
    Case { name: "units_added_renamed_moved_deleted", run: added_renamed_moved_deleted },
    Case { name: "units_found_and_sorted", run: found_and_sorted },
    Case { name: "units_columns_shown_when_wanted", run: columns_shown_when_wanted },
    Case { name: "units_next_year_opens_with_this_one", run: next_year },
    Case { name: "units_date_put_right", run: date_put_right },
    Case { name: "units_every_figure_is_explained", run: explained },
    Case { name: "units_total_beside_the_sum", run: total_beside_the_sum },
];

/// Bắc Kạn had eight districts before July 2025.
fn official_districts(page: &mut Page) {
    page.open();
    page.viewport(1440, 900);
    choose_province(page, true, "Tỉnh Bắc Kạn");
    wait_units_offered(page, "8");
    page.action("blank-create");
    page.wait_no_dialog();
    let names = page.unit_names();
    assert_eq!(names.len(), 8, "{names:?}");
    for name in ["Pác Nặm", "Ba Bể", "Ngân Sơn", "Chợ Mới"] {
        assert!(names.iter().any(|found| found.contains(name)), "{name} is not among {names:?}");
    }
    page.check_unhurt();
}

/// And 108 communes; the list is there without network.
fn official_communes_without_network(page: &mut Page) {
    page.open();
    page.viewport(1440, 900);
    page.wait_offline_ready();
    let kept = "const names = await caches.keys();\
        for (const name of names) for (const request of await (await caches.open(name)).keys())\
          if (request.url.includes('/units/positions')) return true;\
        return false;";
    page.wait_until("the list of units to be kept", || page.js_async(kept, &[]) == true);
    page.stop_server();
    page.reload();
    page.wait_ready();
    choose_province(page, true, "Tỉnh Bắc Kạn");
    let body = "const list = document.querySelector('[data-role=district]');\
        if (!list) return false; list.value = 'communes';\
        list.dispatchEvent(new Event('change', { bubbles: true })); return true;";
    page.wait_until("the choice of districts", || page.js(body, &[]) == true);
    wait_units_offered(page, "108");
    page.action("blank-create");
    page.wait_no_dialog();
    let said = page.text(".toast");
    assert!(said.contains("108"), "districts are none of the units that are counted: {said}");
    let communes = page.count(".grid-body .row:not(.group)");
    assert_eq!((communes, page.count(".grid-body .row.group")), (108, 8), "communes and districts");
}

fn added_renamed_moved_deleted(page: &mut Page) {
    sample(page);
    page.action("add-unit");
    page.wait_until("nine units", || page.unit_rows().len() == 9);
    // The keyboard is in the name of the new unit.
    page.keys("Xã mới");
    page.keys(ENTER);
    page.wait_until("the name", || page.unit_names().last().is_some_and(|name| name == "Xã mới"));
    let row = page.row_of("Xã mới");
    page.enter(&row, "households_now", "100");
    page.wait_cell("total", "households_now", "82410");
    page.enter(&row, "poor_now", "0");
    page.wait_cell("total", "poor_now", "18067");
    page.select_cell(&row, "poor_now");
    page.unit_action("rename-unit");
    page.wait_until("the name under the hand", || page.js("return document.activeElement.value", &[]) == "Xã mới");
    page.keys(" B");
    page.keys(ENTER);
    page.wait_until("the new name", || page.unit_names().last().is_some_and(|name| name == "Xã mới B"));
    page.action("undo");
    page.wait_until("the old name", || page.unit_names().last().is_some_and(|name| name == "Xã mới"));
    page.wait_until("what was undone", || page.text(".toast").contains("Đã hoàn tác: đổi"));
    page.select_cell(&row, "unit");
    page.click(".tools .menu-at:last-child > button");
    page.click_text(".menu button", "Chuyển lên");
    page.wait_until("the unit to move up", || page.unit_names().get(7).is_some_and(|name| name == "Xã mới"));
    page.select_cell(&page.row_of("Pác Nặm"), "poor_now");
    page.unit_action("delete-unit");
    page.wait_cell("total", "poor_now", "14296");
    page.action("toast-undo");
    page.wait_cell("total", "poor_now", "18067");
    assert_eq!(page.cell(&page.row_of("Pác Nặm"), "poor_prev").value, "3994", "its figures are back, too");
    // Moved, two figures, a name, the unit itself.
    for _ in 0..5 {
        page.action("undo");
    }
    page.wait_until("eight units", || page.unit_rows().len() == 8);
    page.check_unhurt();
}

fn found_and_sorted(page: &mut Page) {
    sample(page);
    page.click("[data-role='find']");
    page.keys("cho");
    page.wait_until("two units to be found without tone marks", || page.unit_names() == ["Chợ Đồn", "Chợ Mới"]);
    assert_eq!(page.cell("total", "poor_now").value, "18067", "finding changes no total");
    page.press(&[Control], "a");
    page.keys(crate::contract::DELETE);
    page.wait_until("all units", || page.unit_names().len() == 8);
    page.click("[role='columnheader'] button[title*='Tỷ lệ'], .titles [role='columnheader']:nth-child(7) button");
    page.wait_until("the highest rate first", || page.unit_names().first().is_some_and(|name| name == "Pác Nặm"));
    page.press_on(".titles [role='columnheader']:first-child button");
    page.wait_until("the order of names", || page.unit_names().first().is_some_and(|name| name == "Ba Bể"));
    assert_eq!(page.cell("total", "rate_now").value, "21.95");
    page.check_unhurt();
}

fn columns_shown_when_wanted(page: &mut Page) {
    sample(page);
    assert_eq!(page.count("[data-col='near_poor_now']"), 0);
    page.click(".tools .menu-at:nth-of-type(2) > button");
    page.action("columns-near");
    page.wait_until("the columns of near-poor households", || page.count("[data-col='near_poor_now']") > 0);
    page.enter(&page.row_of("Ba Bể"), "near_poor_now", "1000");
    page.wait_cell(&page.row_of("Ba Bể"), "near_rate_now", "8.28");
    page.check_unhurt();
}

/// The next year begins with what this one closed with; its own figures are empty.
fn next_year(page: &mut Page) {
    sample(page);
    page.action("periods");
    page.wait_dialog();
    page.action("add-period");
    page.wait_no_dialog();
    page.wait_cell("total", "poor_prev", "18067");
    page.wait_until("the title to go on with the year", || page.text(".doc-title").ends_with("2024"));
    assert_eq!(page.cell("total", "households_prev").value, "82310");
    assert_eq!(page.cell(&page.row_of("Ba Bể"), "poor_now").value, "");
    page.enter(&page.row_of("Ba Bể"), "poor_now", "3000");
    page.wait_cell(&page.row_of("Ba Bể"), "drop_households", "212");
    page.check_unhurt();
}

/// A date typed wrong is put right; the figures stay with it.
fn date_put_right(page: &mut Page) {
    sample(page);
    page.action("periods");
    page.wait_dialog();
    let last = ".periods fieldset:last-child [data-role='period-redate']";
    page.retype(last, "31/12/2022");
    page.keys(ENTER);
    page.wait_until("two of one day to be refused", || page.text("dialog .periods").contains("Đã có mốc này"));
    page.retype(last, "30/6/2024");
    page.keys(ENTER);
    page.wait_until("the heading", || page.text(".periods fieldset:last-child legend").contains("30/6/2024"));
    page.keys(ESCAPE);
    page.wait_no_dialog();
    page.wait_cell("total", "poor_now", "18067");
    page.wait_until("the day at the top", || page.text(".headline").contains("30/6/2024"));
    page.check_unhurt();
}

fn explained(page: &mut Page) {
    sample(page);
    let row = page.row_of("Ba Bể");
    page.select_cell(&row, "rate_now");
    let text = page.text("[data-role='explanation']");
    for words in ["3.212", "12.075", "26,60"] {
        assert!(text.contains(words), "the explanation of the rate lacks {words}: {text}");
    }
    page.select_cell("total", "rate_now");
    let text = page.text("[data-role='explanation']");
    for words in ["18.067", "82.310", "21,95"] {
        assert!(text.contains(words), "the explanation of the total lacks {words}: {text}");
    }
    page.select_cell(&row, "gap_households");
    let text = page.text("[data-role='explanation']");
    for words in ["3.200", "3.212", "12"] {
        assert!(text.contains(words), "the explanation of the gap lacks {words}: {text}");
    }
    // A figure of the headline, by keyboard or touch.
    page.js("document.querySelector(\"[data-metric='drop_points']\").focus()", &[]);
    let described = "return document.getElementById(document.activeElement.getAttribute('aria-describedby')).innerText";
    page.wait_until("the explanation of the fall", || {
        let text = page.js(described, &[]).to_string();
        ["24,71", "21,95", "2,76"].into_iter().all(|words| text.contains(words))
    });
    page.check_unhurt();
}

/// Two digits swapped in a typed total: said at the total, with both figures.
fn total_beside_the_sum(page: &mut Page) {
    sample(page);
    page.enter("total", "poor_now", "18076");
    page.wait_until("a finding at the total", || page.findings_at("total", "poor_now").starts_with("K5"));
    let found = page.findings_at("total", "poor_now");
    assert!(found.contains("18.076") && found.contains("18.067"), "{found}");
    assert_eq!(page.cell("total", "poor_now").state, "conflict");
    assert_eq!(page.cell("total", "rate_now").state, "conflict", "what rests on the dispute says so");
    // The rate is that of the units, 18.067, and the row shows 18.076: it says so, in the cell, at the top and in words.
    let of_sums = "[data-row='total'].of-sums[data-col='rate_now'][data-value='21.95']";
    assert_eq!(page.count(of_sums), 1, "the rate of the total is not marked as that of the units");
    assert_eq!(page.count(".headline .of-sums[data-metric='rate_now']"), 1);
    assert!(page.text(".headline").contains("18.067"), "{}", page.text(".headline"));
    page.select_cell("total", "rate_now");
    page.wait_until("the words", || page.text("[data-role='explanation']").contains("cộng các đơn vị: 18.067"));
    page.press(&[Control], "z");
    page.wait_until("the finding to go", || page.findings_at("total", "poor_now").is_empty());
    page.check_unhurt();
}
