//! Pages for a room: figures, keys and taps, the check code, languages, and back to the table as it was.

use crate::steps::{blank_table, check_headline, sample};
use crate::{contract::ESCAPE, page::Page, suite::Case};
use std::{thread, time::Duration};

pub const CASES: &[Case] = &[
    Case { name: "present_says_the_headline", run: says_the_headline },
    Case { name: "present_keys_and_taps", run: keys_and_taps },
    Case { name: "present_leaves_the_table_as_it_was", run: leaves_the_table_as_it_was },
    Case { name: "present_claims_nothing_unknown", run: claims_nothing_unknown },
    Case { name: "present_fits_and_is_accessible", run: fits_and_is_accessible },
];

const LAYER: &str = ".present";
const MESSAGE: &str = ".present .message";
const RIGHT: &str = "\u{e014}";
const LEFT: &str = "\u{e012}";
const HOME: &str = "\u{e011}";
const END: &str = "\u{e010}";
const PAGE_UP: &str = "\u{e00e}";
const PAGE_DOWN: &str = "\u{e00f}";
const F5: &str = "\u{e035}";

#[track_caller]
fn begin(page: &Page) {
    // When the bar changes between press and release, the press is lost.
    page.wait_until("the first page", || {
        let is_there = page.count(MESSAGE) == 1;
        if !is_there {
            page.action("present");
        }
        is_there
    });
}

#[track_caller]
fn wait_number(page: &Page, number: &str) {
    page.wait_until(&format!("page {number}"), || page.text("[data-role='present-number']") == number);
}

#[track_caller]
fn leave(page: &Page) {
    // Where the browser has just given the whole screen, its own Escape ends only that: then once more.
    for _ in 0..5 {
        page.keys(ESCAPE);
        for _ in 0..40 {
            if page.count(LAYER) == 0 {
                return;
            }
            thread::sleep(Duration::from_millis(25));
        }
    }
    panic!("Escape does not leave the pages");
}

/// 24,71 → 21,95 %, as the table says; the same code as in the dialog; both languages.
fn says_the_headline(page: &mut Page) {
    sample(page);
    begin(page);
    assert_eq!(page.text(MESSAGE), "Tỷ lệ hộ nghèo giảm 2,76 điểm\u{a0}%, vượt chỉ tiêu");
    assert_eq!(page.js("return document.querySelector('.present .giant').dataset.value", &[]), "21.95");
    let words = page.text(LAYER);
    for part in ["21,95", "24,71", "22,31", "2.214", "18.067", "82.310", "Vượt 244 hộ", "Cuối 2023", "số chính thức"]
    {
        assert!(words.contains(part), "{part} is not in {words}");
    }
    wait_number(page, "1 / 11");
    page.wait_until("the check code", || page.text("[data-role='present-code']").contains("Mã kiểm"));
    let code = page.text("[data-role='present-code']");
    page.language("en");
    page.wait_until("the English sentence", || page.text(MESSAGE) == "Poverty rate down 2.76 points, target exceeded");
    page.language("vi");
    page.keys("2");
    wait_number(page, "2 / 11");
    assert_eq!(page.text(MESSAGE), "5 trên 8 đơn vị đạt chỉ tiêu, 3 đơn vị chưa đạt");
    page.keys("3");
    wait_number(page, "3 / 11");
    assert_eq!(page.text(MESSAGE), "Giảm 2,76 điểm\u{a0}%: do số hộ nghèo −2,69, do tổng số hộ −0,07");
    page.keys(END);
    wait_number(page, "11 / 11");
    assert_eq!(page.text(MESSAGE), "Pác Nặm: giảm 3,16 điểm\u{a0}%, chưa đạt chỉ tiêu");
    leave(page);
    page.action("share");
    page.wait_dialog();
    assert_eq!(code, ["Mã kiểm ", &page.text("[data-role='check-code']")].concat());
    page.keys(ESCAPE);
    page.wait_no_dialog();
    page.check_unhurt();
}

fn keys_and_taps(page: &mut Page) {
    sample(page);
    begin(page);
    for (keys, number) in [
        (RIGHT, "2 / 11"),
        (PAGE_DOWN, "3 / 11"),
        (LEFT, "2 / 11"),
        (PAGE_UP, "1 / 11"),
        (LEFT, "1 / 11"),
        (END, "11 / 11"),
        (RIGHT, "11 / 11"),
        (HOME, "1 / 11"),
        ("10", "10 / 11"),
        // Instead of loading the page anew.
        (F5, "10 / 11"),
    ] {
        page.keys(keys);
        wait_number(page, number);
    }
    // A tap in the middle goes on, one at the left edge back.
    page.keys(HOME);
    page.click(".present .stage");
    wait_number(page, "2 / 11");
    let tap = "document.querySelector('.present .stage')\
        .dispatchEvent(new MouseEvent('click', { clientX: 40, clientY: 400, bubbles: true }))";
    page.js(tap, &[]);
    wait_number(page, "1 / 11");
    page.click(".present-names .page:nth-of-type(4)");
    wait_number(page, "4 / 11");
    assert!(page.text(".present [aria-current='page']").contains("TP Bắc Kạn"));
    assert!(page.text(".present [aria-live]").starts_with("Trang 4 trên 11. TP Bắc Kạn"));
    page.action("present-leave");
    page.wait_until("the pages to go", || page.count(LAYER) == 0);
    // Where the browser gives the whole screen, giving it back is leaving: not at once, but once somebody saw it.
    begin(page);
    page.js("window.begun = performance.now()", &[]);
    page.wait_until("a while", || page.js("return performance.now() - window.begun > 2500", &[]) == true);
    if page.js("return document.fullscreenElement === document.querySelector('.present')", &[]) == true {
        page.js("document.exitFullscreen()", &[]);
        page.wait_until("the pages to go with the whole screen", || page.count(LAYER) == 0);
    } else {
        leave(page);
    }
    page.check_unhurt();
}

/// Selection and keyboard are where they were; keys of the table do nothing meanwhile.
fn leaves_the_table_as_it_was(page: &mut Page) {
    sample(page);
    let row = page.row_of("Ba Bể");
    page.enter(&row, "poor_now", "3000");
    page.wait_cell("total", "poor_now", "17855");
    page.select_cell(&row, "poor_prev");
    let selected = format!("[data-row='{row}'][data-col='poor_prev'][aria-selected='true']");
    page.keys(F5);
    page.wait_until("the first page", || page.count(MESSAGE) == 1);
    assert!(page.text(LAYER).contains("17.855"));
    page.press(&[fantoccini::key::Key::Control], "z");
    page.keys("7");
    wait_number(page, "7 / 11");
    let inside = "return document.querySelector('.present').contains(document.activeElement)";
    for _ in 0..4 {
        assert_eq!(page.js(inside, &[]), true);
        page.keys(crate::contract::TAB);
    }
    leave(page);
    page.wait_cell("total", "poor_now", "17855");
    assert_eq!(page.count(&selected), 1);
    page.wait_until("the keyboard in the table", || {
        page.js("return document.activeElement.classList.contains('cell-editor')", &[]) == true
    });
    // Typing goes on where it was.
    page.keys("3675");
    page.keys(crate::contract::ENTER);
    page.wait_cell(&row, "poor_prev", "3675");
    // Begun with its button, the keyboard goes back there.
    begin(page);
    leave(page);
    page.wait_until("the keyboard on the button", || {
        page.js("return document.activeElement.dataset.action", &[]) == "present"
    });
    page.check_unhurt();
}

fn claims_nothing_unknown(page: &mut Page) {
    let rows = blank_table(page, 2);
    begin(page);
    page.wait_until("the friendly page", || page.text(MESSAGE).contains("chưa đủ số liệu"));
    assert!(!page.text(".present .stage").contains('0'), "nothing known is no zero: {}", page.text(".present .stage"));
    leave(page);
    // A contradiction shows no number; with one unit unknown the area has none either.
    page.enter(&rows[0], "households_now", "100");
    page.enter(&rows[0], "poor_now", "20");
    page.enter(&rows[0], "rate_now", "35");
    page.wait_cell(&rows[0], "rate_now", "35.00");
    begin(page);
    page.wait_until("no number for the area", || page.count(".present .giant.none") == 1);
    page.keys(END);
    page.keys(LEFT);
    page.wait_until("the unit that contradicts itself", || {
        page.count(".present .giant.none[data-state='conflict']") == 1
    });
    assert!(page.text(MESSAGE).contains("mâu thuẫn"), "{}", page.text(MESSAGE));
    leave(page);
    // What follows from the total alone is marked.
    page.enter(&rows[0], "rate_now", "20");
    page.enter(&rows[1], "households_now", "200");
    page.enter("total", "poor_now", "50");
    page.wait_cell(&rows[1], "poor_now", "30");
    begin(page);
    page.keys(END);
    page.wait_until("the inferred rate with its mark", || page.text(".present .giant").contains("≈\u{a0}15,00"));
    assert!(page.text(".present .stage").contains("≈ là số máy suy ra"));
    leave(page);
    page.check_unhurt();
}

fn fits_and_is_accessible(page: &mut Page) {
    sample(page);
    check_headline(page);
    let mut findings = Vec::new();
    for theme in ["light", "dark"] {
        page.viewport(1440, 900);
        page.call("giamngheoTheme", theme);
        page.wait_until("the theme", || page.root("theme") == theme);
        begin(page);
        for at in ["1", "2", "3", "4"] {
            page.keys(at);
            wait_number(page, &format!("{at} / 11"));
            page.picture(&format!("present-{at}-{theme}"));
            let found = page.accessibility_findings();
            findings.extend(found.into_iter().map(|line| format!("{at} {theme}: {line}")));
            // The next digit shall begin a number of its own.
            page.keys(HOME);
        }
        leave(page);
    }
    for (width, height) in [(1920, 1080), (1366, 768), (1024, 768), (844, 390), (390, 844)] {
        page.viewport(width, height);
        begin(page);
        for at in 0..11 {
            wait_number(page, &format!("{} / 11", at + 1));
            let over = "const stage = document.querySelector('.present .stage');\
                return [stage.scrollWidth > stage.clientWidth, stage.scrollHeight > stage.clientHeight]";
            let over = page.js(over, &[]);
            assert_eq!(over[0], false, "page {} is too wide for {width} × {height}", at + 1);
            assert!(
                over[1] == false || height < 600 || width < 600,
                "page {} is too high for {width} × {height}",
                at + 1
            );
            page.keys(RIGHT);
        }
        leave(page);
    }
    page.viewport(1440, 900);
    assert!(findings.is_empty(), "{}", findings.join("\n"));
    page.check_unhurt();
}
