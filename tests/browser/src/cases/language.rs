//! Languages and themes, switched at any moment.

use crate::{page::Page, suite::Case};

pub const CASES: &[Case] = &[
    Case { name: "language_switches_while_typing", run: switches_while_typing },
    Case { name: "language_is_remembered", run: is_remembered },
    Case { name: "theme_is_followed_and_remembered", run: theme },
];

/// What is half typed stays, and is read in the style it was typed in.
fn switches_while_typing(page: &mut Page) {
    page.open();
    page.viewport(1440, 900);
    page.action("sample");
    let row = page.row_of("Ba Bể");
    page.type_into(&row, "poor_now", "3.000");
    page.wait_cell("total", "poor_now", "17855");
    page.language("en");
    page.wait_cell(&row, "poor_now", "3000");
    assert_eq!(page.cell(&row, "poor_now").text, "3,000");
    assert_eq!(page.cell("total", "rate_now").text, "21.69");
    page.type_into(&row, "poor_now", "2,900");
    page.language("vi");
    page.wait_cell(&row, "poor_now", "2900");
    assert_eq!(page.cell(&row, "poor_now").text, "2.900");
    // A rate with a decimal comma in one language and a point in the other is the same rate.
    page.enter(&row, "rate_prev", "30,50");
    page.language("en");
    assert_eq!(page.cell(&row, "rate_prev").text, "30.50");
    assert_eq!(page.cell(&row, "rate_prev").value, "30.50");
    page.enter(&row, "rate_prev", "30.49");
    page.wait_cell(&row, "rate_prev", "30.49");
    page.check_unhurt();
}

fn is_remembered(page: &mut Page) {
    page.open();
    page.language("en");
    page.reload();
    page.wait_ready();
    page.wait_language("en");
}

/// The button goes through light, dark and whatever the system says.
fn theme(page: &mut Page) {
    page.open();
    page.viewport(1440, 900);
    page.action("sample");
    let mut seen = Vec::new();
    for _ in 0..3 {
        seen.push(page.root("theme"));
        page.action("theme");
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    assert!(seen.contains(&"light".to_owned()) && seen.contains(&"dark".to_owned()), "themes seen: {seen:?}");
    for _ in 0..3 {
        if page.root("theme") != "dark" {
            page.action("theme");
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
    }
    assert_eq!(page.root("theme"), "dark");
    page.reload();
    page.wait_ready();
    assert_eq!(page.root("theme"), "dark", "after a reload");
}
