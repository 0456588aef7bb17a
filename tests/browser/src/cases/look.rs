//! Every screen and dialog in the eyes of axe-core, in both themes.

use crate::{contract::ESCAPE, page::Page, suite::Case};

pub const CASES: &[Case] = &[
    Case { name: "look_accessible_light", run: |page| accessible(page, "light") },
    Case { name: "look_accessible_dark", run: |page| accessible(page, "dark") },
];

fn accessible(page: &mut Page, theme: &str) {
    page.open();
    page.viewport(1440, 900);
    page.call("giamngheoTheme", theme);
    page.wait_until("the theme", || page.root("theme") == theme);
    let mut findings = Vec::new();
    let mut look = |page: &Page, name: &str| {
        page.picture(&format!("{name}-{theme}"));
        findings.extend(page.accessibility_findings().into_iter().map(|line| format!("{name}: {line}")));
    };
    let dialog = |page: &Page, open: &dyn Fn(&Page)| {
        open(page);
        page.wait_dialog();
        // Dialogs fade in; half-faded words have too little contrast.
        std::thread::sleep(std::time::Duration::from_millis(400));
    };
    let close = |page: &Page| {
        page.keys(ESCAPE);
        page.wait_no_dialog();
    };
    look(page, "start");
    dialog(page, &|page| page.action("blank"));
    look(page, "blank");
    close(page);
    page.action("sample");
    page.wait_metric("rate_now", "21.95");
    look(page, "table");
    dialog(page, &|page| page.action("share"));
    look(page, "share");
    close(page);
    dialog(page, &|page| page.action("periods"));
    look(page, "periods");
    close(page);
    dialog(page, &|page| page.paste_text("unit\tpoor_now\nBa Bể\t3000\n"));
    page.wait_until("the preview", || !page.text("[data-role='paste-summary']").is_empty());
    look(page, "paste");
    close(page);
    let row = page.row_of("Ba Bể");
    page.select_cell(&row, "unit");
    dialog(page, &|page| page.unit_action("tags"));
    look(page, "tags");
    close(page);
    // With something wrong in the table.
    page.enter(&row, "poor_now", "99999");
    look(page, "findings");
    page.viewport(390, 844);
    page.wait_until("the cards", || page.count(".cards") > 0);
    look(page, "cards");
    page.viewport(1440, 900);
    assert!(findings.is_empty(), "{}", findings.join("\n"));
    page.check_unhurt();
}
