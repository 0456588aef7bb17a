//! What is carried in files: Excel workbooks, the page that opens by itself, pictures of the chart, the table for others.

use crate::files::{catch_downloads, file_of, offered, open_file};
use crate::steps::{all_values, changed_sample, check_headline};
use crate::{engine::Engine, page::Page, suite::Case};
use std::path::PathBuf;

pub const CASES: &[Case] = &[
    Case { name: "files_workbook_out_and_in", run: workbook_out_and_in },
    Case { name: "files_official_form_chosen", run: official_form_chosen },
    Case { name: "files_that_are_no_workbook", run: no_workbook },
    Case { name: "files_of_a_later_version", run: of_a_later_version },
    Case { name: "files_letters_of_older_programs", run: letters_of_older_programs },
    Case { name: "files_workbook_without_network", run: workbook_without_network },
    Case { name: "files_page_opens_by_itself", run: page_opens_by_itself },
    Case { name: "files_dropped_on_the_page", run: dropped_on_the_page },
    Case { name: "files_chart_as_picture", run: chart_as_picture },
    Case { name: "files_table_for_others", run: table_for_others },
];

const FILE: &str = include_str!("../../../golden/file-1-sample.giamngheo.json");
const FORMS: &[u8] = include_bytes!("../../../data/official_forms.xlsx");

fn workbook_out_and_in(page: &mut Page) {
    changed_sample(page);
    let values = all_values(page);
    catch_downloads(page);
    page.file_action("export-xlsx");
    let (name, bytes) = offered(page);
    assert!(name.ends_with(".xlsx") && bytes.starts_with(b"PK"), "{name}");
    let there = page.other_device();
    page.goto(&there);
    page.wait_ready();
    open_file(page, &name, &bytes);
    page.wait_until("the table of the file", || page.count("[role='gridcell'][data-row='total']") > 0);
    page.wait_cell("total", "poor_now", "17855");
    assert_eq!(all_values(page), values, "every cell as it was exported");
    page.check_unhurt();
}

/// The three forms of `tests/data/official_forms.xlsx`; its figures are in `tests/data/paste/form1…`.
fn official_form_chosen(page: &mut Page) {
    page.open();
    page.viewport(1440, 900);
    open_file(page, "bieu.xlsx", FORMS);
    page.wait_dialog();
    page.wait_until("the three forms", || page.count("[data-action='choose-sheet']") == 3);
    let text = page.text("[data-role='sheets']");
    for words in ["Biểu 1", "biểu 2", "biểu 3", "DIỄN BIẾN HỘ CẬN NGHÈO"] {
        assert!(text.contains(words), "{text}");
    }
    page.picture("choose-sheet");
    assert_eq!(page.accessibility_findings(), Vec::<String>::new());
    page.click("[data-action='choose-sheet']");
    page.wait_until("the preview", || page.count("[data-role='paste-summary']") == 1);
    page.wait_until("the button", || page.count("[data-action='paste-apply']:not([disabled])") == 1);
    page.click("[data-action='paste-apply']");
    page.wait_no_dialog();
    let commune = page.row_of("Xã Đắk RMăng");
    page.wait_cell(&commune, "households_now", "236");
    assert_eq!(page.cell(&commune, "poor_now").value, "236");
    assert_eq!(page.cell(&page.row_of("Huyện Đắk Mil"), "rate_now").value, "4.34");
    page.check_unhurt();
}

fn no_workbook(page: &mut Page) {
    changed_sample(page);
    let values = all_values(page);
    let old = [&[0xd0, 0xcf, 0x11, 0xe0][..], &[0; 2000]].concat();
    for (name, bytes, words) in [
        ("cu.xls", old, "đời cũ"),
        ("cut.xlsx", FORMS[..FORMS.len() / 2].to_vec(), "bị hỏng"),
        ("text.xlsx", b"Ba Be,3212".to_vec(), "Không đọc được"),
        ("anh.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "không phải tệp"),
        ("trong.csv", Vec::new(), "không có gì"),
    ] {
        open_file(page, name, &bytes);
        page.wait_banner(words);
        assert_eq!(all_values(page), values, "the table stays");
    }
    page.check_unhurt();
}

/// A later version's file that says it can be read is shown beside one's own table, and cannot be changed.
fn of_a_later_version(page: &mut Page) {
    changed_sample(page);
    let later = FILE.replacen("\"version\":1", "\"version\":3,\"reads_as\":1,\"districts\":[1]", 1);
    open_file(page, "moi.giamngheo.json", later.as_bytes());
    page.wait_cell("total", "poor_now", "18067");
    page.wait_until("a word about it", || page.text("[data-role='shared-bar']").contains("chỉ xem"));
    assert_eq!(page.count("[data-action='keep-copy'], [data-action='merge-copy']"), 0);
    page.enter(&page.row_of("Ba Bể"), "poor_now", "9");
    page.wait_until("the reason", || page.text("[data-role=toast]").contains("chỉ để xem"));
    assert_eq!(page.cell("total", "poor_now").value, "18067");
    page.action("back-to-own");
    page.wait_cell("total", "poor_now", "17855");
    page.enter(&page.row_of("Ba Bể"), "poor_now", "3001");
    page.wait_cell("total", "poor_now", "17856");
    page.check_unhurt();
}

/// Tables as older programs write them: the letters of Windows-1258, and those of two bytes without a mark in front.
fn letters_of_older_programs(page: &mut Page) {
    page.open();
    page.viewport(1440, 900);
    let wide = "Xã\tHộ nghèo\r\nBằng Thành\t470\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let old = b"X\xe3;H\xf4\xf2 ngh\xe8o\r\nB\xe3\xccng Th\xe0nh;512\r\n".to_vec();
    for (name, bytes, poor) in [("1258.csv", old, "512"), ("unicode.txt", wide, "470")] {
        open_file(page, name, &bytes);
        page.wait_until("the preview", || page.count("[data-action='paste-apply']:not([disabled])") == 1);
        page.click("[data-action='paste-apply']");
        page.wait_no_dialog();
        let row = page.row_of("Bằng Thành");
        page.wait_cell(&row, "poor_now", poor);
    }
    page.check_unhurt();
}

/// The program that writes workbooks is kept in the background.
fn workbook_without_network(page: &mut Page) {
    changed_sample(page);
    page.wait_offline_ready();
    let kept = "for (const name of await caches.keys()) {\
        const keys = await (await caches.open(name)).keys();\
        if (keys.some((request) => request.url.endsWith('alone/page.html'))) return true; } return false";
    page.wait_until("all files to be kept", || page.js_async(kept, &[]) == true);
    page.stop_server();
    catch_downloads(page);
    page.file_action("export-xlsx");
    let (name, bytes) = offered(page);
    assert!(name.ends_with(".xlsx") && bytes.starts_with(b"PK"), "{name}");
}

/// Makes the page through its dialog; gives its bytes.
#[track_caller]
fn page_of(page: &Page) -> (String, Vec<u8>) {
    catch_downloads(page);
    page.file_action("export-html");
    page.wait_dialog();
    page.wait_until("the size to be said", || page.text("[data-role='html-size']").contains("MB"));
    page.click("[data-action='save-html']");
    offered(page)
}

fn page_opens_by_itself(page: &mut Page) {
    changed_sample(page);
    let values = all_values(page);
    let (name, bytes) = page_of(page);
    assert!(name.ends_with(".html"), "{name}");
    if page.is(Engine::WebKit) {
        page.note("its driver opens no file of this machine; the file is the same that the two others open");
        return;
    }
    let address = |path: PathBuf| format!("file://{}", path.display());
    let first = address(file_of(page, &name, &bytes));
    page.stop_server();
    page.goto(&first);
    page.wait_ready();
    page.wait_cell("total", "poor_now", "17855");
    assert_eq!(all_values(page), values, "every cell as it was saved");
    page.wait_metric("rate_now", "21.69");
    assert_eq!(page.js("return document.documentElement.translate", &[]), false, "a browser would translate its texts");
    // What is changed outlives a reload.
    page.enter(&page.row_of("Ba Bể"), "poor_now", "3212");
    page.wait_cell("total", "poor_now", "18067");
    page.wait_until("the change to be saved", || page.text(".state").contains("Đã lưu"));
    page.reload();
    page.wait_ready();
    page.wait_cell("total", "poor_now", "18067");
    check_headline(page);
    // The other two programs, the official units, and the page itself once more.
    catch_downloads(page);
    page.file_action("export-json");
    let (name, json) = offered(page);
    assert!(name.ends_with(".json") && json.starts_with(b"{\"format\""), "{name}");
    catch_downloads(page);
    page.file_action("export-xlsx");
    let (name, workbook) = offered(page);
    assert!(name.ends_with(".xlsx") && workbook.starts_with(b"PK"), "{name}");
    open_file(page, "bieu.xlsx", FORMS);
    page.wait_until("the three forms", || page.count("[data-action='choose-sheet']") == 3);
    page.press(&[], "\u{e00c}");
    page.wait_no_dialog();
    let (_, again) = page_of(page);
    let second = address(file_of(page, "again.html", &again));
    page.goto(&second);
    page.wait_ready();
    page.wait_cell("total", "poor_now", "18067");
    page.check_unhurt();
}

/// The page takes dropped files and Ctrl+S before the browser does, which would leave the page for the file.
fn dropped_on_the_page(page: &mut Page) {
    page.open();
    page.viewport(1440, 900);
    let drop = "const data = new DataTransfer();\
        data.items.add(new File(['unit,households_now,poor_now\\nBa Bể,12075,3212\\n'], 'bang.csv'));\
        return ['dragover', 'drop'].map((name) => {\
          const event = new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer: data });\
          document.body.dispatchEvent(event); return event.defaultPrevented; })";
    assert_eq!(page.js(drop, &[]), serde_json::json!([true, true]));
    page.wait_until("the preview", || page.count("[data-action='paste-apply']:not([disabled])") == 1);
    page.click("[data-action='paste-apply']");
    page.wait_no_dialog();
    page.wait_cell("total", "poor_now", "3212");
    catch_downloads(page);
    let save = "const event = new KeyboardEvent('keydown', { key: 's', ctrlKey: true, bubbles: true, cancelable: true });\
        document.body.dispatchEvent(event); return event.defaultPrevented";
    assert_eq!(page.js(save, &[]), true);
    let (name, _) = offered(page);
    assert!(name.ends_with(".giamngheo.json"), "{name}");
    page.check_unhurt();
}

fn chart_as_picture(page: &mut Page) {
    changed_sample(page);
    page.file_action("export-chart");
    page.wait_dialog();
    page.wait_until("the picture", || {
        page.js("return document.querySelector('.chart-picture').naturalWidth > 0", &[]) == true
    });
    page.picture("chart-picture");
    catch_downloads(page);
    page.click("[data-action='chart-svg']");
    let (name, svg) = offered(page);
    let svg = String::from_utf8(svg).expect("UTF-8");
    assert!(name.ends_with(".svg"), "{name}");
    for figures in [">30,50 → 24,84<", ">24,71 → 21,69<", ">Pác Nặm *<", ">Cộng huyện nghèo<"] {
        assert!(svg.contains(figures), "no {figures} in {svg}");
    }
    let parses =
        "return new DOMParser().parseFromString(arguments[0], 'image/svg+xml').querySelector('parsererror') === null";
    assert_eq!(page.js(parses, &[svg.into()]), true);
    catch_downloads(page);
    page.click("[data-action='chart-png']");
    let (name, png) = offered(page);
    assert!(name.ends_with(".png") && png.starts_with(b"\x89PNG\r\n"), "{name}");
    // 1 000 units wide, twice as sharp.
    assert_eq!(png[16..20], 2000_u32.to_be_bytes());
    page.check_unhurt();
}

/// The clipboard itself asks for permissions that a driver cannot give everywhere: what is handed to it is looked at.
fn table_for_others(page: &mut Page) {
    changed_sample(page);
    let catch = "window.copied = undefined;\
        window.ClipboardItem = class { constructor(kinds) { this.kinds = kinds; } };\
        Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { write: async ([item]) => {\
          window.copied = [await item.kinds['text/plain'].text(), await item.kinds['text/html'].text()]; } } });";
    page.js(catch, &[]);
    page.file_action("copy-table");
    page.wait_until("the table to be copied", || page.js("return window.copied !== undefined", &[]) == true);
    let copied = page.js("return window.copied", &[]);
    let (text, html) = (copied[0].as_str().unwrap_or(""), copied[1].as_str().unwrap_or(""));
    let lines: Vec<&str> = text.trim_end().split("\r\n").collect();
    assert!(lines[0].starts_with("Đơn vị\t"), "{}", lines[0]);
    assert!(lines.last().is_some_and(|line| line.contains("\t17.855\t")), "{text}");
    assert!(html.contains("x:num=\"17855\"") && html.contains("<th"), "{html}");
    assert!(page.text("[data-role='toast']").contains("Đã chép bảng"));
    // It comes back through the preview as it went.
    let values = all_values(page);
    let there = page.other_device();
    page.goto(&there);
    page.wait_ready();
    page.paste_event(text, html);
    page.wait_until("the preview", || page.count("[data-action='paste-apply']:not([disabled])") == 1);
    page.click("[data-action='paste-apply']");
    page.wait_no_dialog();
    page.wait_cell("total", "poor_now", "17855");
    let total = |values: &serde_json::Value| {
        let all = values.as_array().cloned().unwrap_or_default();
        let figures = all.into_iter().filter_map(|cell| cell.as_str().map(str::to_owned));
        figures.filter(|cell| cell.starts_with("total rate_") || cell.starts_with("total drop_")).collect::<Vec<_>>()
    };
    assert_eq!(total(&all_values(page)), total(&values));
    page.check_unhurt();
}
