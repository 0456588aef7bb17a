//! Tables handed on: a copy beside one's own, comparing and taking over, what changed since, the QR code, merging.

use crate::steps::{check_headline, choose_province, wait_units_offered};
use crate::{page::Page, suite::Case};

pub const CASES: &[Case] = &[
    Case { name: "share_copy_stands_beside_ones_own", run: copy_stands_beside_ones_own },
    Case { name: "share_copy_that_is_kept_or_changed", run: copy_that_is_kept_or_changed },
    Case { name: "share_compare_and_take_over", run: compare_and_take_over },
    Case { name: "share_changed_since_sent", run: changed_since_sent },
    Case { name: "share_qr_is_the_link", run: qr_is_the_link },
    Case { name: "share_printed_form_opens_the_table", run: printed_form_opens_the_table },
    Case { name: "share_merge_three_links", run: merge_three_links },
    Case { name: "share_long_links_say_so", run: long_links_say_so },
    Case { name: "share_names_of_the_official_list", run: names_of_the_official_list },
    Case { name: "share_sheet_and_clipboard", run: sheet_and_clipboard },
    Case { name: "share_dialogs_are_accessible", run: dialogs_are_accessible },
];

const SAMPLE_LINK: &str = include_str!("../../../golden/link-A-sample.txt");
const PARTS: [&str; 3] = [
    include_str!("../../../golden/link-A-part-1.txt"),
    include_str!("../../../golden/link-A-part-2.txt"),
    include_str!("../../../golden/link-A-part-3.txt"),
];
const BAR: &str = "[data-role='shared-bar']";

fn fragment(link: &str) -> &str {
    link.rsplit('#').next().unwrap_or("").trim()
}

/// One's own table: the sample with 3 000 poor households in Ba Bể.
#[track_caller]
fn own_table(page: &mut Page) {
    page.open();
    page.viewport(1440, 900);
    page.action("sample");
    page.enter(&page.row_of("Ba Bể"), "poor_now", "3000");
    page.wait_cell("total", "poor_now", "17855");
    page.wait_until("the table to be saved", || page.text("header .state").contains("Đã lưu"));
}

/// Opens the link of the untouched sample in the same window.
#[track_caller]
fn open_copy(page: &mut Page) {
    page.js("location.hash = arguments[0]", &[fragment(SAMPLE_LINK).into()]);
    page.wait_cell("total", "poor_now", "18067");
    wait_bar(page, "copy");
}

#[track_caller]
fn wait_bar(page: &Page, shown: &str) {
    let selector = format!("{BAR}[data-shown='{shown}']");
    page.wait_until(&format!("the bar that shows the {shown}"), || page.count(&selector) == 1);
}

#[track_caller]
fn wait_no_bar(page: &Page) {
    page.wait_until("the bar to go", || page.count(BAR) == 0);
}

/// The copy is shown, also after a reload; one's own is untouched whatever happens.
fn copy_stands_beside_ones_own(page: &mut Page) {
    own_table(page);
    open_copy(page);
    check_headline(page);
    let words = page.text(BAR);
    assert!(words.contains("Bản chia sẻ") && words.contains("Bảng của bạn vẫn nguyên"), "{words}");
    assert!(words.contains("8 đơn vị") && words.contains("UR56\u{a0}29U8"), "{words}");
    page.reload();
    page.wait_ready();
    wait_bar(page, "copy");
    page.wait_cell("total", "poor_now", "18067");
    page.action("back-to-own");
    page.wait_cell("total", "poor_now", "17855");
    wait_bar(page, "own");
    // A change of one's own while the copy is aside, and back and forth.
    page.enter(&page.row_of("Na Rì"), "poor_now", "2400");
    page.wait_cell("total", "poor_now", "17777");
    page.action("view-copy");
    page.wait_cell("total", "poor_now", "18067");
    page.action("close-copy");
    wait_no_bar(page);
    page.wait_cell("total", "poor_now", "17777");
    // Undo goes on where it was.
    page.action("undo");
    page.wait_cell("total", "poor_now", "17855");
    page.wait_until("the table to be saved", || page.text("header .state").contains("Đã lưu"));
    page.reload();
    page.wait_ready();
    page.wait_cell("total", "poor_now", "17855");
    assert_eq!(page.count(BAR), 0, "a closed copy stays closed");
    // One's own table as a link is no other table.
    let own = page.share_url();
    page.goto(&own);
    page.wait_ready();
    page.wait_cell("total", "poor_now", "17855");
    assert_eq!(page.count(BAR), 0);
    page.check_unhurt();
}

fn copy_that_is_kept_or_changed(page: &mut Page) {
    own_table(page);
    open_copy(page);
    page.action("keep-copy");
    wait_no_bar(page);
    page.wait_cell("total", "poor_now", "18067");
    page.wait_until("the table to be saved", || page.text("header .state").contains("Đã lưu"));
    page.reload();
    page.wait_ready();
    page.wait_cell("total", "poor_now", "18067");
    // The table of before is in the list.
    page.action("start");
    page.wait_until("the list of tables", || page.count("[data-action=open-workbook]") > 0);
    page.action("open-workbook");
    page.wait_cell("total", "poor_now", "17855");
    // Whoever changes a copy keeps it with the change; undo takes the change back.
    open_copy(page);
    page.enter(&page.row_of("Na Rì"), "poor_now", "2400");
    page.wait_cell("total", "poor_now", "17989");
    wait_no_bar(page);
    page.action("undo");
    page.wait_cell("total", "poor_now", "18067");
    page.enter(&page.row_of("Na Rì"), "poor_now", "2400");
    page.wait_until("the table to be saved", || page.text("header .state").contains("Đã lưu"));
    page.reload();
    page.wait_ready();
    page.wait_cell("total", "poor_now", "17989");
    page.check_unhurt();
}

#[track_caller]
fn wait_differences(page: &Page, count: u64) {
    page.wait_until(&format!("{count} differences"), || page.count("[data-role='difference']") == count);
}

fn compare_and_take_over(page: &mut Page) {
    own_table(page);
    page.enter(&page.row_of("Na Rì"), "households_now", "10481");
    open_copy(page);
    page.action("compare-copy");
    page.wait_dialog();
    wait_differences(page, 2);
    wait_bar(page, "own");
    let summary = page.text("[data-role='compare-summary']");
    assert!(summary.contains("Khác nhau 2 số") && summary.contains("21,95"), "{summary}");
    // The larger effect first: 212 poor households against one household.
    let first = page.text("[data-role='difference']");
    assert!(first.contains("Ba Bể") && first.contains("3.000") && first.contains("+0,26"), "{first}");
    page.click("[data-role='difference'] [data-action='take-difference']");
    wait_differences(page, 1);
    page.wait_cell("total", "poor_now", "18067");
    page.action("undo-taken");
    wait_differences(page, 2);
    page.wait_cell("total", "poor_now", "17855");
    page.action("take-all");
    page.wait_until("no difference", || page.text("[data-role='compare-summary']").contains("giống nhau"));
    page.click("dialog .dialog-head .icon-btn");
    page.wait_no_dialog();
    page.wait_cell("total", "poor_now", "18067");
    page.action("undo");
    page.wait_cell("total", "poor_now", "17855");
    // From a difference to its cell.
    page.action("compare-copy");
    page.wait_dialog();
    wait_differences(page, 2);
    page.action("jump-difference");
    page.wait_no_dialog();
    let row = page.row_of("Ba Bể");
    let active = format!("[data-row='{row}'][data-col='poor_now'][aria-selected='true']");
    page.wait_until("the cell of the difference", || page.count(&active) == 1);
    page.check_unhurt();
}

fn changed_since_sent(page: &mut Page) {
    own_table(page);
    page.js("navigator.clipboard && (navigator.clipboard.writeText = async () => {})", &[]);
    page.action("share");
    page.wait_dialog();
    page.action("copy-link");
    page.wait_until("the link to be copied", || page.text("[data-action='copy-link']").contains("Đã chép"));
    page.click("dialog .dialog-head .icon-btn");
    page.wait_no_dialog();
    assert_eq!(page.count("header [data-action='changed-since']"), 0, "nothing changed yet");
    for (unit, column, figure) in
        [("Na Rì", "poor_now", "2400"), ("Ba Bể", "poor_now", "3001"), ("Na Rì", "households_now", "10481")]
    {
        page.enter(&page.row_of(unit), column, figure);
    }
    let chip = "header [data-action='changed-since']";
    page.wait_until("three changed cells", || page.count(&format!("{chip}[data-value='3']")) == 1);
    assert!(page.text(chip).contains("đã sửa 3 ô từ khi gửi"), "{}", page.text(chip));
    // The device remembers.
    page.wait_until("the table to be saved", || page.text("header .state").contains("Đã lưu"));
    page.reload();
    page.wait_ready();
    page.wait_until("three changed cells", || page.count(&format!("{chip}[data-value='3']")) == 1);
    page.click(chip);
    page.wait_dialog();
    wait_differences(page, 3);
    assert!(page.text("[data-role='differences'] thead").contains("Bản đã gửi"));
    page.action("take-all");
    page.click("dialog .dialog-head .icon-btn");
    page.wait_no_dialog();
    page.wait_cell("total", "poor_now", "17855");
    page.wait_until("no changed cell", || page.count(chip) == 0);
    page.check_unhurt();
}

/// The text of the QR code on the screen, read from its modules as a camera would.
#[track_caller]
fn scanned(page: &Page, selector: &str) -> String {
    let body = "const code = document.querySelector(arguments[0]);\
        return [...code.querySelectorAll('rect')].slice(1).map((rect) => ['x', 'y', 'width'].map((key) => +rect.getAttribute(key)))\
            .concat([[+code.viewBox.baseVal.width]])";
    let drawn = page.js(body, &[selector.into()]);
    let mut rects: Vec<Vec<usize>> = serde_json::from_value(drawn).expect("rectangles");
    let side = rects.pop().expect("a side")[0];
    const PIXELS: usize = 4;
    let width = side * PIXELS;
    let mut image = vec![255_u8; width * width];
    for rect in rects {
        for y in rect[1] * PIXELS..(rect[1] + 1) * PIXELS {
            image[y * width + rect[0] * PIXELS..][..rect[2] * PIXELS].fill(0);
        }
    }
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, width, |x, y| image[y * width + x]);
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1, "one code is found");
    grids[0].decode().expect("a readable code").1
}

fn qr_is_the_link(page: &mut Page) {
    own_table(page);
    let url = page.share_url();
    page.wait_dialog();
    assert_eq!(scanned(page, "[data-role='qr']"), url);
    let code = page.text("[data-role='check-code']");
    assert_eq!(code.chars().filter(|c| c.is_ascii_alphanumeric()).count(), 8, "{code}");
    page.action("explain-code");
    page.wait_until("the explanation", || page.text(".check-code").contains("Tám ký tự"));
    // Over the whole screen for the projector.
    page.action("qr-large");
    page.wait_until("the large code", || page.count("dialog.qr-large[open]") == 1);
    assert_eq!(scanned(page, "dialog.qr-large [data-role='qr']"), url);
    let side =
        page.js("return document.querySelector('dialog.qr-large [data-role=qr]').getBoundingClientRect().width", &[]);
    assert!(side.as_f64().unwrap_or(0.0) > 600.0, "{side}");
    assert!(page.text("dialog.qr-large").contains(code.trim()), "the check code stands under it");
    page.keys(crate::contract::ESCAPE);
    page.wait_until("the small code", || page.count("dialog.qr-large") == 0);
    assert_eq!(page.count("dialog.share[open]"), 1, "the dialog under it stays");
    page.check_unhurt();
}

/// Paper carries the check code and a QR code of the figures as they are when it is printed.
fn printed_form_opens_the_table(page: &mut Page) {
    own_table(page);
    let url = page.share_url();
    page.wait_dialog();
    let code = page.text("[data-role='check-code']");
    page.keys(crate::contract::ESCAPE);
    page.wait_no_dialog();
    page.js("window.dispatchEvent(new Event('beforeprint'))", &[]);
    assert_eq!(scanned(page, ".print-code > svg"), url);
    let head = "return document.querySelector('.print-head').textContent";
    page.wait_until("the check code on paper", || {
        page.js(head, &[]).as_str().is_some_and(|words| words.contains(code.trim()))
    });
    page.check_unhurt();
}

fn merge_three_links(page: &mut Page) {
    page.open();
    page.viewport(1440, 900);
    page.action("sample");
    page.wait_cell("total", "poor_now", "18067");
    page.file_action("merge-books");
    page.wait_dialog();
    page.wait_until("the open table in the list", || page.count("[data-role='merge-source']") == 1);
    page.action("merge-remove");
    let url = page.url();
    let message: String = PARTS.iter().map(|part| format!("Gửi chị: {url}#{}\n", fragment(part))).collect();
    page.fill("[data-role='merge-links']", &message);
    page.wait_until("three tables", || page.count("[data-role='merge-source']") == 3);
    // Bạch Thông stands in two of them with two figures: nothing is merged before somebody chooses.
    page.wait_until("one dispute", || page.count("[data-role='dispute']") == 1);
    assert!(page.text("[data-role='dispute']").contains("Bạch Thông"));
    assert_eq!(page.js("return document.querySelector(\"[data-action='merge-go']\").disabled", &[]), true);
    page.click("[data-role='dispute'] [data-source='1']");
    page.wait_until("nothing left to decide", || page.text("[data-role='merge-summary']").contains("8 đơn vị"));
    page.action("merge-go");
    page.wait_no_dialog();
    wait_bar(page, "copy");
    // The published headline comes out of the three parts.
    page.wait_cell("total", "poor_now", "18067");
    page.wait_metric("rate_now", "21.95");
    assert_eq!(page.unit_names().len(), 8);
    assert!(page.text(BAR).contains("gộp từ 3 bảng"), "{}", page.text(BAR));
    page.action("close-copy");
    wait_no_bar(page);
    page.wait_cell("total", "poor_now", "18067");
    page.check_unhurt();
}

/// A pasted table of so many communes with five figures each.
#[track_caller]
fn large_table(page: &mut Page, units: usize) {
    page.open();
    page.viewport(1440, 900);
    let mut text = String::from("unit\thouseholds_prev\tpoor_prev\thouseholds_now\tpoor_now\tnear_poor_now\n");
    for at in 0..units {
        let spread = at * 7919 % 1000;
        text.push_str(&format!(
            "Xã Bản {at}\t{}\t{}\t{}\t{}\t{}\n",
            900 + spread,
            100 + spread / 3,
            905 + spread,
            90 + spread / 4,
            40 + spread / 9
        ));
    }
    page.paste_text(&text);
    page.wait_until("the table to be understood", || page.count("[data-action='paste-apply']:not([disabled])") == 1);
    page.action("paste-apply");
    page.wait_until("the pasted table", || page.count("[role='gridcell'][data-row='total']") > 0);
}

fn long_links_say_so(page: &mut Page) {
    large_table(page, 420);
    let url = page.share_url();
    page.wait_dialog();
    assert!(url.len() > 2_000 && url.len() < 8_000, "{}", url.len());
    let advice = page.text("[data-role='share-length']");
    assert!(advice.contains("gửi bằng tệp thì chắc hơn"), "{advice}");
    assert_eq!(page.count("[data-role='qr']"), 0);
    assert!(page.text("[data-role='qr-none']").contains("không quét được"));
    page.check_unhurt();
}

/// A table of official units: the link without their names opens with them on another device.
fn names_of_the_official_list(page: &mut Page) {
    page.open();
    page.viewport(1440, 900);
    choose_province(page, true, "Tỉnh Bắc Kạn");
    wait_units_offered(page, "8");
    page.action("blank-create");
    page.wait_no_dialog();
    let names = page.unit_names();
    page.enter(&page.unit_rows()[0], "poor_now", "5");
    let long = page.share_url();
    page.wait_dialog();
    page.wait_until("the offer", || page.count("[data-action='official-names']") == 1);
    page.action("official-names");
    let body = "return document.querySelector(\"[data-role='share-url']\").value";
    let mut short = String::new();
    page.wait_until("the shorter link", || {
        short = page.js(body, &[]).as_str().unwrap_or("").to_owned();
        short.len() < long.len()
    });
    let there = page.other_device() + "#" + fragment(&short);
    page.new_window();
    page.goto(&there);
    page.wait_ready();
    wait_bar(page, "copy");
    assert_eq!(page.unit_names(), names);
    page.check_unhurt();
}

fn sheet_and_clipboard(page: &mut Page) {
    own_table(page);
    // A device with a share sheet.
    page.js("window.sheet = []; navigator.share = async (data) => { window.sheet.push(data); }", &[]);
    let url = page.share_url();
    page.wait_dialog();
    page.action("share-sheet");
    page.wait_until("the share sheet", || page.js("return window.sheet.length", &[]) == 1);
    assert_eq!(page.js("return window.sheet[0].url", &[]), url.as_str());
    // A browser that refuses the clipboard: the link is selected, and the words say what to press.
    page.js(
        "const refuse = async () => { throw new DOMException('no', 'NotAllowedError'); };\
         if (navigator.clipboard) Object.defineProperty(navigator, 'clipboard', { value: { writeText: refuse } });\
         document.execCommand = () => false",
        &[],
    );
    page.action("copy-link");
    page.wait_until("the advice", || page.text(".share-way").contains("Ctrl+C"));
    let selected = "const field = document.querySelector(\"[data-role='share-url']\");\
        return field.value.slice(field.selectionStart, field.selectionEnd)";
    assert_eq!(page.js(selected, &[]), url.as_str());
    page.check_unhurt();
}

fn dialogs_are_accessible(page: &mut Page) {
    own_table(page);
    open_copy(page);
    let check = |page: &Page, what: &str| {
        assert_eq!(page.accessibility_findings(), Vec::<String>::new(), "{what}");
    };
    check(page, "the bar of a copy");
    page.action("share");
    page.wait_dialog();
    check(page, "sharing");
    page.click("dialog .dialog-head .icon-btn");
    page.wait_no_dialog();
    page.action("merge-copy");
    page.wait_dialog();
    page.wait_until("the dispute", || page.count("[data-role='dispute']") == 1);
    check(page, "merging");
    page.click("dialog .dialog-head .icon-btn");
    page.wait_no_dialog();
    page.action("compare-copy");
    page.wait_dialog();
    wait_differences(page, 1);
    check(page, "comparing");
}
