//! A table typed by keyboard, from a blank one to the headline; and figures inferred from what was typed.

use crate::steps::{blank_table, check_headline};
use crate::{
    contract::{DELETE, ENTER, ESCAPE, TAB},
    page::Page,
    suite::Case,
};

pub const CASES: &[Case] = &[
    Case { name: "typed_sample_by_keyboard", run: sample_by_keyboard },
    Case { name: "typed_rate_gives_the_households", run: rate_gives_the_households },
    Case { name: "typed_one_unit", run: one_unit },
    Case { name: "typed_rates_without_counts", run: rates_without_counts },
];

/// Name; households and poor households of both years; target (tests/data/sample_bac_kan_2022_2023.csv).
const UNITS: [(&str, [&str; 5]); 8] = [
    ("TP Bắc Kạn", ["12239", "285", "12290", "242", "250 hộ"]),
    ("Ba Bể", ["12050", "3675", "12075", "3212", "3200 hộ"]),
    ("Bạch Thông", ["8737", "1651", "8754", "1401", "1480 hộ"]),
    ("Chợ Đồn", ["13180", "2241", "13205", "1928", "2030 hộ"]),
    ("Chợ Mới", ["10300", "1950", "10320", "1736", "1770 hộ"]),
    ("Na Rì", ["10480", "2934", "10500", "2478", "2640 hộ"]),
    ("Ngân Sơn", ["7471", "3551", "7511", "3299", "3252 hộ"]),
    ("Pác Nặm", ["7619", "3994", "7655", "3771", "3689 hộ"]),
];

fn sample_by_keyboard(page: &mut Page) {
    let rows = blank_table(page, UNITS.len());
    page.select_cell(&rows[0], "unit");
    for (name, _) in UNITS {
        page.keys(name);
        page.keys(ENTER);
    }
    assert_eq!(page.unit_names(), UNITS.map(|(name, _)| name.to_owned()));
    page.select_cell(&rows[0], "households_prev");
    for (number, (_, figures)) in UNITS.iter().enumerate() {
        for figure in figures {
            page.keys(figure);
            page.keys(TAB);
        }
        if number + 2 == UNITS.len() {
            // What is still to come is said of either period.
            for line in ["kỳ trước mới có 7 trên 8 đơn vị", "\nmới có 7 trên 8 đơn vị"] {
                page.wait_until(line, || page.text(".headline").contains(line));
            }
        }
    }
    check_headline(page);
    // Between a figure and its unit there is space on the screen, if not always a character.
    let headline: String = page.text(".headline").split_whitespace().collect();
    for words in ["24,71%", "21,95%", "2,76điểm", "2.214hộ", "244hộ", "Vượt0,36điểm", "5trên8"] {
        assert!(headline.contains(words), "{words} is not in the headline: {headline}");
    }
    for name in ["Ngân Sơn", "Pác Nặm"] {
        page.select_cell(&page.row_of(name), "unit");
        page.unit_action("tags");
        page.wait_dialog();
        page.click_text("dialog label.check", "huyện nghèo");
        page.keys(ESCAPE);
        page.wait_no_dialog();
    }
    page.wait_until("the subtotal of the tag", || page.count("[data-row='tag:huyện nghèo']") > 0);
    page.wait_cell("tag:huyện nghèo", "rate_prev", "50.00");
    page.wait_cell("tag:huyện nghèo", "rate_now", "46.62");
    assert_eq!(page.cell("tag:huyện nghèo", "rate_now").text, "46,62");
    check_headline(page);
    page.check_unhurt();
}

/// 3 771 poor households at 49,26 % are 7 655 or 7 656 households; the province's rate does not depend on which.
fn rate_gives_the_households(page: &mut Page) {
    page.open();
    page.viewport(1440, 900);
    page.action("sample");
    let row = page.row_of("Pác Nặm");
    page.select_cell(&row, "households_now");
    page.keys(DELETE);
    page.wait_cell(&row, "households_now", "");
    assert_ne!(page.cell("total", "rate_now").state, "exact", "the total rate with one unit's households missing");
    page.enter(&row, "rate_now", "49,26");
    page.wait_cell(&row, "households_now", "7655..7656");
    assert_eq!(page.cell(&row, "households_now").state, "range");
    assert_eq!(page.cell(&row, "rate_now").state, "typed");
    assert_eq!(page.cell("total", "households_now").value, "82310..82311");
    let total = page.cell("total", "rate_now");
    assert_eq!((total.value.as_str(), total.state.as_str()), ("21.95", "exact"));
    page.check_unhurt();
}

fn one_unit(page: &mut Page) {
    let rows = blank_table(page, 1);
    page.enter(&rows[0], "households_now", "7655");
    page.enter(&rows[0], "poor_now", "3771");
    page.wait_metric("rate_now", "49.26");
    assert_eq!(page.cell("total", "poor_now").value, "3771");
    page.check_unhurt();
}

/// Lục Bình: "8,9 %, giảm 4,7", no counts at all. An area of one unit is that unit.
fn rates_without_counts(page: &mut Page) {
    let rows = blank_table(page, 1);
    page.enter(&rows[0], "rate_now", "8,9");
    page.enter(&rows[0], "drop_points", "4,7");
    page.wait_cell(&rows[0], "rate_prev", "13.50..13.70");
    page.wait_cell("total", "rate_prev", "13.50..13.70");
    page.wait_cell("total", "rate_now", "8.85..8.95");
    assert_eq!(page.cell("total", "rate_now").state, "range");
    let headline = page.text(".headline");
    assert!(headline.contains("8,85–8,95") && headline.contains("chưa có số hộ"), "{headline}");
    page.select_cell("total", "rate_now");
    page.wait_until("why", || page.text("[data-role='explanation']").contains("của đơn vị duy nhất"));
    page.check_unhurt();
}
