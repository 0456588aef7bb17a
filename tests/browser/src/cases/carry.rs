//! Figures carried to another window, another device and another day: links, files and the copy on the device.

use crate::files::{open_file, saved_by};
use crate::steps::{all_values, changed_sample, check_headline};
use crate::{page::Page, suite::Case};

pub const CASES: &[Case] = &[
    Case { name: "carry_link_to_another_device", run: link_to_another_device },
    Case { name: "carry_link_beside_ones_own", run: link_beside_ones_own },
    Case { name: "carry_bad_links_say_so", run: bad_links_say_so },
    Case { name: "carry_reload_without_network", run: reload_without_network },
    Case { name: "carry_file_saved_and_opened", run: file_saved_and_opened },
    Case { name: "carry_csv_of_results", run: csv_of_results },
];

const SAMPLE_LINK: &str = include_str!("../../../golden/link-A-sample.txt");

/// The payload of a link.
fn payload(link: &str) -> &str {
    link.rsplit('#').next().unwrap_or("").trim()
}

fn link_to_another_device(page: &mut Page) {
    changed_sample(page);
    let values = all_values(page);
    let link = page.share_url();
    assert!(link.starts_with(&page.url()), "{link}");
    let there = page.other_device() + "#" + payload(&link);
    page.new_window();
    page.viewport(1440, 900);
    page.goto(&there);
    page.wait_ready();
    page.wait_cell("total", "poor_now", "17855");
    page.wait_metric("rate_now", "21.69");
    assert_eq!(all_values(page), values, "every cell as it was sent");
    page.check_unhurt();
}

/// A second window of the same browser: the table of the link is shown, one's own is a click away.
fn link_beside_ones_own(page: &mut Page) {
    changed_sample(page);
    let here = page.url();
    page.new_window();
    page.viewport(1440, 900);
    page.goto(&here);
    page.wait_ready();
    page.wait_cell("total", "poor_now", "17855");
    page.goto(&format!("{here}#{}", payload(SAMPLE_LINK)));
    check_headline(page);
    page.action("back-to-own");
    page.wait_cell("total", "poor_now", "17855");
    page.check_unhurt();
}

fn bad_links_say_so(page: &mut Page) {
    let good = payload(SAMPLE_LINK).to_owned();
    let cut = good[..good.len() - 20].to_owned();
    let middle = good.len() / 2;
    let swapped = if &good[middle..=middle] == "A" { "B" } else { "A" };
    let damaged = format!("{}{swapped}{}", &good[..middle], &good[middle + 1..]);
    let cases = [(cut, "bị cắt"), (damaged, "sai vài ký tự"), ("hello".to_owned(), "không phải liên kết")];
    // Where there is no table yet, and where there is one.
    for (fragment, words) in &cases {
        let url = page.other_device() + "#" + fragment;
        page.goto(&url);
        page.wait_ready();
        page.wait_banner(words);
        assert_eq!(page.count("[role='gridcell']"), 0, "nothing is opened from {fragment}");
    }
    changed_sample(page);
    let values = all_values(page);
    for (fragment, words) in &cases {
        page.goto(&format!("{}#{fragment}", page.url()));
        page.wait_banner(words);
        page.wait_banner("Bảng của bạn vẫn nguyên");
        assert_eq!(all_values(page), values, "one's own table stays");
    }
    page.check_unhurt();
}

/// Also what was typed a moment before and not yet left.
fn reload_without_network(page: &mut Page) {
    changed_sample(page);
    page.wait_offline_ready();
    page.stop_server();
    page.type_into(&page.row_of("Na Rì"), "poor_now", "2400");
    page.wait_cell("total", "poor_now", "17777");
    page.reload();
    page.wait_ready();
    page.wait_cell("total", "poor_now", "17777");
    assert_eq!(page.cell(&page.row_of("Na Rì"), "poor_now").value, "2400");
    assert_eq!(page.cell(&page.row_of("Ba Bể"), "poor_now").value, "3000");
}

fn file_saved_and_opened(page: &mut Page) {
    changed_sample(page);
    let values = all_values(page);
    let (name, bytes) = saved_by(page, "export-json");
    assert!(name.ends_with(".giamngheo.json"), "{name}");
    let there = page.other_device();
    page.goto(&there);
    page.wait_ready();
    open_file(page, &name, &bytes);
    page.wait_until("the table of the file", || page.count("[role='gridcell'][data-row='total']") > 0);
    page.wait_cell("total", "poor_now", "17855");
    assert_eq!(all_values(page), values, "every cell as it was saved");
    // A file that holds something else says so, and the table stays.
    open_file(page, "broken.giamngheo.json", b"{\"giam\": 1");
    page.wait_banner("broken.giamngheo.json");
    assert_eq!(all_values(page), values, "the table stays");
    page.check_unhurt();
}

fn csv_of_results(page: &mut Page) {
    changed_sample(page);
    let (name, bytes) = saved_by(page, "export-csv");
    assert!(name.ends_with(".csv"), "{name}");
    let text = String::from_utf8(bytes).expect("UTF-8");
    assert!(text.starts_with("\u{feff}row,unit,households_prev,"), "{}", text.lines().next().unwrap_or(""));
    let last = text.lines().last().unwrap_or("");
    assert!(last.starts_with("total,") && last.contains("17855") && last.contains("21.69"), "{last}");
    page.check_unhurt();
}
