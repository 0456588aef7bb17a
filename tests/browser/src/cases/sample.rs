//! The built-in sample: Bắc Kạn's eight units, end-2022 to end-2023, and the figures it must give
//! (tests/data/sample_bac_kan_2022_2023.csv; province totals 20 281/82 076 → 18 067/82 310, target 18 311).

use crate::steps::check_headline;
use crate::{page::Page, suite::Case};

pub const CASES: &[Case] = &[
    Case { name: "sample_headline_and_totals", run: headline_and_totals },
    Case { name: "sample_in_both_languages", run: in_both_languages },
    Case { name: "sample_accessible_in_both_themes", run: accessible_in_both_themes },
];

fn headline_and_totals(page: &mut Page) {
    page.open();
    page.action("sample");
    check_headline(page);
    let headline = page.text(".headline");
    for words in ["24,71", "21,95", "2,76", "2.214", "244", "0,36"] {
        assert!(headline.contains(words), "{words} is not in the headline: {headline}");
    }
    for (column, value) in [
        ("households_prev", "82076"),
        ("poor_prev", "20281"),
        ("households_now", "82310"),
        ("poor_now", "18067"),
        ("rate_prev", "24.71"),
        ("rate_now", "21.95"),
        ("gap_households", "244"),
    ] {
        assert_eq!(page.cell("total", column).value, value, "total {column}");
    }
    assert_eq!(page.cell("tag:huyện nghèo", "rate_prev").value, "50.00");
    assert_eq!(page.cell("tag:huyện nghèo", "rate_now").value, "46.62");
    assert_eq!(page.unit_names().len(), 8);
    let ba_be = page.row_of("Ba Bể");
    let poor = page.cell(&ba_be, "poor_now");
    assert_eq!((poor.value.as_str(), poor.state.as_str(), poor.text.as_str()), ("3212", "typed", "3.212"));
    assert_eq!(page.cell(&ba_be, "verdict").verdict, "missed");
}

/// Words and number style follow the language; the canonical values do not.
fn in_both_languages(page: &mut Page) {
    page.open();
    page.action("sample");
    check_headline(page);
    page.language("en");
    check_headline(page);
    let headline = page.text(".headline");
    for words in ["21.95", "2.76", "2,214", "244"] {
        assert!(headline.contains(words), "{words} is not in the headline: {headline}");
    }
    assert_eq!(page.cell("total", "poor_now").text, "18,067");
    page.language("vi");
    page.wait_until("Vietnamese", || page.cell("total", "poor_now").text == "18.067");
}

/// First screen and table, laptop and phone, light and dark: nothing serious in the eyes of axe-core.
fn accessible_in_both_themes(page: &mut Page) {
    let mut findings = Vec::new();
    for (name, width, height) in [("laptop", 1440, 900), ("phone", 390, 844)] {
        let (real, _) = page.viewport(width, height);
        if real != width {
            page.note(&format!("the narrowest window it makes is {real} px, not {width}"));
        }
        for theme in ["light", "dark"] {
            page.open();
            page.call("giamngheoTheme", theme);
            page.wait_until("the theme", || page.root("theme") == theme);
            let mut look = |page: &Page, screen: &str| {
                let place = format!("{screen}-{name}-{theme}");
                page.picture(&place);
                findings.extend(page.accessibility_findings().into_iter().map(|line| format!("{place}: {line}")));
            };
            if page.count("[data-action='sample']") > 0 {
                look(page, "start");
                page.action("sample");
            }
            page.wait_metric("rate_now", "21.95");
            look(page, "table");
        }
    }
    page.viewport(1440, 900);
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}
