//! Pasting tables by way of the preview.

use crate::steps::{blank_table, check_headline, paste};
use crate::{page::Page, suite::Case};

pub const CASES: &[Case] = &[
    Case { name: "paste_makes_a_table", run: makes_a_table },
    Case { name: "paste_into_the_table_and_undo", run: into_the_table_and_undo },
    Case { name: "paste_ragged_loses_nothing", run: ragged_loses_nothing },
    Case { name: "paste_of_some_units_leaves_the_total", run: of_some_units },
    Case { name: "paste_names_the_units_that_wait_for_names", run: names_what_waits },
    Case { name: "paste_column_is_given_another_use", run: gives_another_use },
];

/// The sample as a table with the public names of columns for a header.
const SAMPLE: &str = "unit\thouseholds_prev\tpoor_prev\thouseholds_now\tpoor_now\ttarget
TP Bắc Kạn\t12239\t285\t12290\t242\t250 hộ
Ba Bể\t12050\t3675\t12075\t3212\t3200 hộ
Bạch Thông\t8737\t1651\t8754\t1401\t1480 hộ
Chợ Đồn\t13180\t2241\t13205\t1928\t2030 hộ
Chợ Mới\t10300\t1950\t10320\t1736\t1770 hộ
Na Rì\t10480\t2934\t10500\t2478\t2640 hộ
Ngân Sơn\t7471\t3551\t7511\t3299\t3252 hộ
Pác Nặm\t7619\t3994\t7655\t3771\t3689 hộ
";

fn makes_a_table(page: &mut Page) {
    page.open();
    page.viewport(1440, 900);
    let summary = paste(page, SAMPLE);
    assert!(summary.contains('8'), "the summary should name 8 units: {summary}");
    check_headline(page);
    assert_eq!(page.unit_names().len(), 8);
    page.check_unhurt();
}

fn into_the_table_and_undo(page: &mut Page) {
    page.open();
    page.viewport(1440, 900);
    page.action("sample");
    check_headline(page);
    paste(page, "unit\tpoor_now\tpoor_prev\nBa Bể\t3000\t3600\nXã mới\t1\t2\n");
    let row = page.row_of("Ba Bể");
    page.wait_cell(&row, "poor_now", "3000");
    assert_eq!(page.cell(&row, "poor_prev").value, "3600");
    assert_eq!(page.cell(&page.row_of("Xã mới"), "poor_now").value, "1");
    // One step back takes back all of it.
    page.action("undo");
    check_headline(page);
    assert_eq!(page.unit_names().len(), 8);
    page.action("redo");
    page.wait_cell(&row, "poor_now", "3000");
    assert_eq!(page.unit_names().len(), 9);
    page.check_unhurt();
}

/// Lines of different lengths, a line that is no unit and a text where a figure belongs.
fn ragged_loses_nothing(page: &mut Page) {
    page.open();
    page.viewport(1440, 900);
    paste(page, "unit\thouseholds_now\tpoor_now\nA\t100\nB\t200\t20\tthừa\n\nC\tchưa có\t5\n");
    assert_eq!(page.unit_names(), ["A", "B", "C"]);
    page.wait_cell(&page.row_of("B"), "rate_now", "10.00");
    let bad = page.cell(&page.row_of("C"), "households_now");
    assert_eq!((bad.state.as_str(), bad.text.as_str()), ("invalid", "chưa có"), "the text stays in its cell");
    assert_eq!(page.cell(&page.row_of("A"), "poor_now").state, "unknown");
    page.check_unhurt();
}

/// The total of some of the units is a check of what was pasted, not the total of all.
fn of_some_units(page: &mut Page) {
    page.open();
    page.viewport(1440, 900);
    page.action("sample");
    check_headline(page);
    paste(page, "unit\tpoor_now\nBa Bể\t3000\nNa Rì\t2400\nTổng cộng\t5400\n");
    page.wait_cell("total", "poor_now", "17777");
    assert_ne!(page.cell("total", "poor_now").state, "typed");
    assert_eq!(page.findings_at("total", "poor_now"), "");
    page.check_unhurt();
}

/// A table begun with numbers for names: pasted units take those places, and the total is that of all.
fn names_what_waits(page: &mut Page) {
    blank_table(page, 2);
    let pasted = "Xã\tTổng số hộ\tHộ nghèo\nBằng Phúc\t620\t150\nYên Dương\t1.040\t200\nTổng cộng\t1.660\t350\n";
    paste(page, pasted);
    page.wait_until("the names", || page.unit_names() == ["Bằng Phúc", "Yên Dương"]);
    page.wait_cell("total", "rate_now", "21.08");
    page.action("undo");
    page.wait_until("numbers for names", || page.unit_names() == ["Đơn vị 1", "Đơn vị 2"]);
    page.check_unhurt();
}

/// The list of uses is filled when somebody turns to it, by keyboard or pointer, and moves nothing.
fn gives_another_use(page: &mut Page) {
    page.open();
    page.viewport(1440, 900);
    page.paste_text(SAMPLE);
    page.wait_until("the preview", || page.count(".preview th select") == 6);
    let lists = "return [...document.querySelectorAll('.preview th select')].map((list) => \
        [list.value, list.options.length > 20, Math.round(list.getBoundingClientRect().left)])";
    let before = page.js(lists, &[]);
    let uses = ["unit", "households_prev", "poor_prev", "households_now", "poor_now", "target"];
    for (at, value) in uses.iter().enumerate() {
        assert_eq!(before[at][0], *value, "{before}");
        assert_eq!(before[at][1], false, "{before}");
    }
    page.js("document.querySelectorAll('.preview th select')[2].focus()", &[]);
    page.wait_until("the uses", || page.js(lists, &[])[2][1] == true);
    let after = page.js(lists, &[]);
    for at in 0..uses.len() {
        assert_eq!((&after[at][0], &after[at][2]), (&before[at][0], &before[at][2]), "{after}");
    }
    let choose = "const list = document.querySelectorAll('.preview th select')[2]; list.value = '';\
        list.dispatchEvent(new Event('change', { bubbles: true }))";
    page.js(choose, &[]);
    page.wait_until("the column to be left out", || page.js(lists, &[])[2][0] == "");
    page.js("document.querySelectorAll('.preview th select')[2].blur()", &[]);
    page.wait_until("the list to close", || page.js(lists, &[])[2][1] == false);
    assert_eq!(page.js(lists, &[])[2][0], "");
    page.action("paste-apply");
    page.wait_no_dialog();
    let row = page.row_of("Ba Bể");
    page.wait_cell(&row, "poor_now", "3212");
    assert_eq!(page.cell(&row, "poor_prev").value, "");
    page.check_unhurt();
}
