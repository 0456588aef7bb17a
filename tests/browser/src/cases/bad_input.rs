//! Figures and names that cannot be used: said at the cell, kept as typed, and nothing else lost.

use crate::{
    contract::{DELETE, DOWN},
    page::Page,
    suite::Case,
};
use fantoccini::key::Key::{Control, Shift};

pub const CASES: &[Case] = &[
    Case { name: "bad_input_figures_say_so", run: figures_say_so },
    Case { name: "bad_input_names_are_text", run: names_are_text },
    Case { name: "bad_input_empty_table", run: empty_table },
];

fn figures_say_so(page: &mut Page) {
    page.open();
    page.viewport(1440, 900);
    page.action("sample");
    let row = page.row_of("Ba Bể");
    // What is typed; the state of its cell; a word of the message.
    let cases = [
        ("nhiều", "invalid", "nhiều"),
        ("-5", "invalid", "âm"),
        ("1000000000000", "invalid", "1000000000000"),
        ("12076", "conflict", "nhiều hơn tổng hộ"),
    ];
    for (text, state, word) in cases {
        page.enter(&row, "poor_now", text);
        page.wait_until(&format!("a finding about {text}"), || !page.findings_at(&row, "poor_now").is_empty());
        let found = page.findings_at(&row, "poor_now");
        let plain = found.replace('.', "");
        assert!(found.contains(word) || plain.contains(word), "the message about {text} lacks '{word}': {found}");
        let cell = page.cell(&row, "poor_now");
        assert_eq!(cell.state, state, "state of {text}");
        assert_eq!(cell.text.replace('.', ""), text, "what was typed stays in its cell");
        if state == "invalid" {
            assert_ne!(page.cell("total", "poor_now").state, "exact", "no exact total of a table with {text}");
        }
        assert_eq!(page.cell(&row, "households_now").value, "12075");
        assert_eq!(page.cell("total", "poor_prev").value, "20281");
        page.press(&[Control], "z");
        page.wait_cell("total", "poor_now", "18067");
        page.wait_until("the finding to go", || page.findings_at(&row, "poor_now").is_empty());
    }
    page.check_unhurt();
}

fn names_are_text(page: &mut Page) {
    page.open();
    page.viewport(1440, 900);
    page.action("sample");
    let row = page.row_of("Ba Bể");
    let name = "<img src=x onerror=window.inserted=1><script>window.inserted=1</script>";
    page.enter(&row, "unit", name);
    page.wait_until("the name", || page.unit_names().iter().any(|shown| shown == name));
    page.select_cell(&row, "poor_now");
    assert_eq!(page.count("img, main script"), 0, "a name became elements");
    assert_eq!(page.js("return window.inserted === undefined", &[]), true);
    page.reload();
    page.wait_ready();
    assert!(page.unit_names().iter().any(|shown| shown == name), "{:?}", page.unit_names());
    assert_eq!(page.count("img, main script"), 0, "a name became elements after a reload");
    page.check_unhurt();
}

/// All figures, then all units deleted, and brought back.
fn empty_table(page: &mut Page) {
    page.open();
    page.viewport(1440, 900);
    page.action("sample");
    page.select_cell(&page.row_of("TP Bắc Kạn"), "poor_now");
    page.press(&[Control], "a");
    page.keys(DELETE);
    page.wait_metric("rate_now", "");
    page.press(&[Control], "z");
    page.wait_metric("rate_now", "21.95");
    page.select_cell(&page.row_of("TP Bắc Kạn"), "poor_now");
    for _ in 0..7 {
        page.press(&[Shift], DOWN);
    }
    page.unit_action("delete-unit");
    page.wait_until("the units to go", || page.unit_rows().is_empty());
    page.wait_metric("rate_now", "");
    page.language("en");
    page.language("vi");
    page.action("undo");
    page.wait_cell("total", "poor_now", "18067");
    assert_eq!(page.unit_names().len(), 8);
    page.check_unhurt();
}
