//! Keys and the clipboard in the table.

use crate::{
    contract::{BACKSPACE, DELETE, DOWN, ENTER, ESCAPE, F2, RIGHT},
    page::Page,
    suite::Case,
};
use fantoccini::key::Key::{Control, Shift};

pub const CASES: &[Case] = &[
    Case { name: "keyboard_escape_gives_the_old_value_back", run: escape },
    Case { name: "keyboard_undo_and_redo", run: undo_and_redo },
    Case { name: "keyboard_ranges_fill_and_delete", run: ranges },
    Case { name: "keyboard_copy_and_paste", run: copy_and_paste },
];

/// The sample on a laptop's screen; `data-row` of Ba Bể and of the unit below it.
#[track_caller]
fn sample(page: &mut Page) -> (String, String) {
    page.open();
    page.viewport(1440, 900);
    page.action("sample");
    page.wait_cell("total", "poor_now", "18067");
    (page.row_of("Ba Bể"), page.row_of("Bạch Thông"))
}

fn escape(page: &mut Page) {
    let (row, _) = sample(page);
    page.type_into(&row, "poor_now", "3000");
    page.wait_cell("total", "poor_now", "17855");
    let cell = page.cell(&row, "poor_now");
    assert_eq!(cell.text, "3.212", "the cell shows the committed value under the editor");
    page.keys(ESCAPE);
    page.wait_cell("total", "poor_now", "18067");
    assert_eq!(page.cell(&row, "poor_now"), cell);
    // F2 goes on with what is there.
    page.keys(F2);
    page.keys(BACKSPACE);
    page.keys("3");
    page.keys(ENTER);
    page.wait_cell(&row, "poor_now", "3213");
    page.check_unhurt();
}

fn undo_and_redo(page: &mut Page) {
    let (row, _) = sample(page);
    page.enter(&row, "poor_now", "3000");
    page.enter(&row, "poor_now", "2900");
    page.wait_cell("total", "poor_now", "17755");
    page.press(&[Control], "z");
    page.wait_cell(&row, "poor_now", "3000");
    page.press(&[Control], "z");
    page.wait_cell("total", "poor_now", "18067");
    page.press(&[Control], "y");
    page.wait_cell(&row, "poor_now", "3000");
    page.press(&[Control, Shift], "z");
    page.wait_cell(&row, "poor_now", "2900");
    page.action("undo");
    page.wait_cell(&row, "poor_now", "3000");
    page.action("redo");
    page.wait_cell(&row, "poor_now", "2900");
    page.action("undo");
    page.action("undo");
    page.wait_cell("total", "poor_now", "18067");
    assert_eq!(page.count("[data-action='undo'][disabled]"), 1, "there should be nothing left to undo");
    page.check_unhurt();
}

fn ranges(page: &mut Page) {
    let (first, second) = sample(page);
    page.select_cell(&first, "households_now");
    page.press(&[Shift], DOWN);
    page.press(&[Shift], RIGHT);
    page.wait_until("four cells to be selected", || page.count("[role='gridcell'][aria-selected='true']") == 4);
    page.press(&[Control], "d");
    page.wait_cell(&second, "poor_now", "3212");
    assert_eq!(page.cell(&second, "households_now").value, "12075", "Ctrl+D fills down");
    page.keys(DELETE);
    for row in [&first, &second] {
        page.wait_cell(row, "poor_now", "");
        page.wait_cell(row, "households_now", "");
    }
    // Each was one step.
    page.press(&[Control], "z");
    page.wait_cell(&second, "poor_now", "3212");
    page.press(&[Control], "z");
    page.wait_cell(&second, "poor_now", "1401");
    page.wait_cell("total", "poor_now", "18067");
    page.check_unhurt();
}

/// What the page puts on the clipboard when asked. Some engines show it only while the event is on its way.
const COPY_EVENT: &str = "const event = new ClipboardEvent('copy', { clipboardData: new DataTransfer(), bubbles: true, cancelable: true });\
    let seen = ['', ''];\
    const look = ({ clipboardData }) => seen = [clipboardData.getData('text/plain'), clipboardData.getData('text/html')];\
    addEventListener('copy', look);\
    document.activeElement.dispatchEvent(event);\
    removeEventListener('copy', look);\
    return [event.defaultPrevented, ...seen];";

fn copy_and_paste(page: &mut Page) {
    let (first, second) = sample(page);
    let select = |page: &Page| {
        page.select_cell(&first, "households_now");
        page.press(&[Shift], RIGHT);
        page.wait_until("two cells to be selected", || page.count("[role='gridcell'][aria-selected='true']") == 2);
    };
    select(page);
    let copied = page.js(COPY_EVENT, &[]);
    assert_eq!(copied[0], true, "the table answers to copying");
    assert_eq!(copied[1], "12.075\t3.212\r\n");
    // Spreadsheets take the number, everybody else the text.
    let html = copied[2].as_str().unwrap_or_default();
    for (number, text) in [("12075", "12.075"), ("3212", "3.212")] {
        let cell = html.split("<td").find(|cell| cell.contains(&format!(">{text}</td>"))).unwrap_or_default();
        assert!(cell.contains(&format!("x:num=\"{number}\"")), "{text} is not {number} in {html}");
    }
    // With the keys and the clipboard of the system, where there is one.
    page.press(&[Control], "c");
    page.select_cell(&second, "households_now");
    page.press(&[Control], "v");
    std::thread::sleep(std::time::Duration::from_millis(300));
    if page.cell(&second, "poor_now").value != "3212" {
        page.note(
            "the clipboard cannot be driven by keys here; a paste event of the same contents is dispatched instead",
        );
        page.paste_event("12.075\t3.212\r\n", "");
    }
    page.wait_cell(&second, "poor_now", "3212");
    assert_eq!(page.cell(&second, "households_now").value, "12075");
    page.press(&[Control], "z");
    page.wait_cell(&second, "poor_now", "1401");
    // A block of several rows goes in directly, too.
    page.select_cell(&first, "households_prev");
    page.paste_event("10.000\t1.000\n9.000\t900\n", "");
    page.wait_cell(&second, "poor_prev", "900");
    assert_eq!(page.cell(&first, "rate_prev").value, "10.00");
    page.press(&[Control], "z");
    page.wait_cell("total", "poor_prev", "20281");
    page.check_unhurt();
}
