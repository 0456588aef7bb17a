//! Nothing is cut, covered or too small to hit in the windows people have.

use crate::steps::{changed_sample, sample};
use crate::{contract::ESCAPE, page::Page, suite::Case};

pub const CASES: &[Case] = &[
    Case { name: "fits_headline_and_explanations", run: headline_and_explanations },
    Case { name: "fits_all_rows_under_a_strip", run: all_rows_under_a_strip },
    Case { name: "fits_buttons_of_a_long_paste", run: buttons_of_a_long_paste },
    Case { name: "fits_fingers", run: fingers },
    Case { name: "fits_words_instead_of_no_rows", run: words_instead_of_no_rows },
];

/// Texts of which a part is out of sight.
const CUT: &str = "return [...document.querySelectorAll('.headline .label, .headline .value, .headline .sub, .formula > *,\
    .groups .group > span, .grid-body .name > *, .grid-foot .name > *')].filter((element) => element.clientWidth > 1 &&\
    (element.scrollWidth > element.clientWidth + 1 || element.closest('.formula') && element.scrollHeight > element.clientHeight + 1))\
    .map((element) => element.className + ': ' + element.innerText)";

fn headline_and_explanations(page: &mut Page) {
    sample(page);
    let row = page.row_of("Na Rì");
    for (width, height) in [(1440, 900), (1366, 768), (1024, 768)] {
        page.viewport(width, height);
        for lang in ["en", "vi"] {
            page.language(lang);
            for column in ["poor_now", "rate_now", "target", "gap_points", "drop_points"] {
                page.select_cell(&row, column);
                let cut = page.js(CUT, &[]);
                assert_eq!(cut.as_array().map(Vec::len), Some(0), "{width} px, {lang}, {column}: {cut}");
            }
        }
    }
    page.viewport(1440, 900);
    page.check_unhurt();
}

/// A copy opened beside one's own table puts a strip above it; the notes give way, not the rows.
fn all_rows_under_a_strip(page: &mut Page) {
    changed_sample(page);
    let link = page.share_url();
    page.keys(ESCAPE);
    page.wait_no_dialog();
    page.enter(&page.row_of("Ba Bể"), "poor_now", "3100");
    page.wait_cell("total", "poor_now", "17955");
    crate::steps::saved(page);
    page.goto("about:blank");
    page.goto(&link);
    page.wait_ready();
    page.wait_until("the copy", || page.count(".banner.beside") == 1 && page.count(".grid-body .row") == 8);
    page.viewport(1440, 900);
    let hidden = "const table = document.querySelector('.grid-scroll');\
        return table.scrollHeight - table.clientHeight";
    page.wait_until("all rows to be in sight", || page.js(hidden, &[]).as_i64().is_some_and(|hidden| hidden <= 1));
    page.check_unhurt();
}

/// However long the preview, what takes it over is in the window.
fn buttons_of_a_long_paste(page: &mut Page) {
    page.open();
    page.viewport(1366, 768);
    let rows: String = (1..=60).map(|at| format!("Xã số {at}\t{}\tkhông rõ\n", 100 + at)).collect();
    page.paste_text(&format!("unit\thouseholds_now\tpoor_now\n{rows}"));
    let ready = "[data-action='paste-apply']:not([disabled])";
    page.wait_until("the preview", || page.count(ready) == 1);
    let inside = "const button = document.querySelector(arguments[0]).getBoundingClientRect();\
        const seen = document.elementFromPoint(button.left + button.width / 2, button.top + button.height / 2);\
        return button.bottom <= innerHeight && !!seen.closest(arguments[0])";
    page.wait_until("the button in sight", || page.js(inside, &[ready.into()]) == true);
    page.keys(ESCAPE);
    page.wait_no_dialog();
    page.viewport(1440, 900);
    page.check_unhurt();
}

/// On a phone everything to press is 44 px high and wide, but for links in running text.
fn fingers(page: &mut Page) {
    page.viewport(390, 844);
    page.open();
    let small = "return [...document.querySelectorAll('button, select, input:not(.sr-only, [type=checkbox])')].filter((element) => {\
          const box = element.getBoundingClientRect();\
          return box.width > 1 && !element.classList.contains('jump') && (box.width < 43.5 || box.height < 41.5);\
        }).map((element) => element.className + ' ' + (element.dataset.action || element.innerText))";
    let check = |page: &Page, screen: &str| {
        let found = page.js(small, &[]);
        assert_eq!(found.as_array().map(Vec::len), Some(0), "{screen}: {found}");
    };
    check(page, "start");
    page.action("sample");
    page.wait_metric("rate_now", "21.95");
    page.wait_until("the cards", || page.count(".card") == 10);
    check(page, "cards");
    page.action("share");
    page.wait_dialog();
    check(page, "share");
    page.keys(ESCAPE);
    page.wait_no_dialog();
    page.viewport(1440, 900);
    page.check_unhurt();
}

fn words_instead_of_no_rows(page: &mut Page) {
    sample(page);
    page.click("[data-role='find']");
    page.keys("zzz");
    page.wait_until("the message", || page.count(".work .empty") == 1);
    page.click(".work .empty button");
    page.wait_until("all units", || page.unit_names().len() == 8 && page.count(".work .empty") == 0);
    page.check_unhurt();
}
