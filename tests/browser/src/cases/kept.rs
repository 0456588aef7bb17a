//! Nothing typed is lost: tables that give way to others, and a device that cannot save.

use super::typed::blank_table;
use crate::{page::Page, suite::Case};

pub const CASES: &[Case] = &[
    Case { name: "kept_when_another_table_is_opened", run: another_table_is_opened },
    Case { name: "kept_when_a_link_comes_while_typing", run: link_comes_while_typing },
    Case { name: "kept_said_when_it_cannot_be_saved", run: cannot_be_saved },
    Case { name: "kept_when_the_copy_is_damaged", run: copy_is_damaged },
];

const SAMPLE_LINK: &str = include_str!("../../../golden/link-A-sample.txt");

/// One's own table, the start screen, the sample: one's own is in the list of tables kept.
fn another_table_is_opened(page: &mut Page) {
    let rows = blank_table(page, 1);
    page.enter(&rows[0], "households_now", "431");
    page.enter(&rows[0], "poor_now", "181");
    page.wait_cell("total", "poor_now", "181");
    page.action("start");
    page.action("sample");
    page.wait_cell("total", "poor_now", "18067");
    page.action("start");
    let kept = "return Object.keys(localStorage).filter((key) => key.startsWith('giamngheo.recent')).join(' ')";
    let kept = page.js(kept, &[]);
    page.wait_until(&format!("one's own table in the list of those kept (on the device: {kept})"), || {
        page.count(".recent") == 1
    });
    page.click(".recent");
    page.wait_cell("total", "poor_now", "181");
    assert_eq!(page.cell(&rows[0], "households_now").value, "431");
    page.check_unhurt();
}

fn link_comes_while_typing(page: &mut Page) {
    let rows = blank_table(page, 1);
    page.enter(&rows[0], "households_now", "431");
    page.type_into(&rows[0], "poor_now", "181");
    page.wait_cell("total", "poor_now", "181");
    page.js("location.hash = arguments[0]", &[SAMPLE_LINK.rsplit('#').next().unwrap_or("").trim().into()]);
    page.wait_cell("total", "poor_now", "18067");
    page.action("back-to-own");
    page.wait_cell("total", "poor_now", "181");
    page.check_unhurt();
}

/// Within a second the screen says that the figures are not saved, and offers a file.
fn cannot_be_saved(page: &mut Page) {
    page.open();
    page.viewport(1440, 900);
    page.action("sample");
    page.wait_until("the table to be saved", || page.text("header .state").contains("Đã lưu"));
    page.js("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }", &[]);
    page.enter(&page.row_of("Ba Bể"), "poor_now", "3000");
    page.wait_until("'Chưa lưu'", || page.text("header .state").contains("Chưa lưu"));
    page.wait_banner("Chưa lưu được trên máy này");
    assert_eq!(page.cell("total", "poor_now").value, "17855", "the work goes on");
    page.check_unhurt();
}

/// A copy that cannot be read is said and kept; the one before it is opened.
fn copy_is_damaged(page: &mut Page) {
    page.open();
    page.viewport(1440, 900);
    page.action("sample");
    page.enter(&page.row_of("Ba Bể"), "poor_now", "3000");
    page.wait_until("the table to be saved", || page.text("header .state").contains("Đã lưu"));
    let body = "const slots = ['giamngheo.autosave.0', 'giamngheo.autosave.1'].filter((slot) => localStorage[slot]);\
        const sequence = (slot) => +localStorage[slot].split(' ')[2];\
        const newest = slots.sort((a, b) => sequence(b) - sequence(a))[0];\
        localStorage[newest] = localStorage[newest].slice(0, -40);\
        return [slots.length, newest]";
    let damaged = page.js(body, &[]);
    page.reload();
    page.wait_ready();
    page.wait_banner("Bản lưu trên máy bị hỏng");
    if damaged[0] == 2 {
        page.wait_until("the copy before it", || page.count("[data-row='total'][data-col='poor_now']") == 1);
    }
    let aside = "return Object.keys(localStorage).some((key) => key === arguments[0] + '.aside')";
    assert_eq!(page.js(aside, &[damaged[1].clone()]), true, "the damaged copy is kept");
    page.check_unhurt();
}
