//! The phone's layout: one card per unit.

use crate::{page::Page, suite::Case};
use fantoccini::key::Key::Control;

pub const CASES: &[Case] = &[Case { name: "phone_typing_in_a_card", run: typing_in_a_card }];

fn typing_in_a_card(page: &mut Page) {
    let (width, _) = page.viewport(390, 844);
    if width != 390 {
        page.note(&format!("the narrowest window it makes is {width} px, not 390"));
    }
    page.open();
    page.action("sample");
    page.wait_metric("rate_now", "21.95");
    assert_eq!(page.count(".grid"), 0, "one layout at a time");
    assert_eq!(page.unit_names().len(), 8);
    let row = page.row_of("Ba Bể");
    let field = format!("[data-row='{row}'][data-col='poor_now'] input");
    if page.count(&field) == 0 {
        page.click(&format!("[data-row='{row}'][data-col='unit']"));
        page.wait_until("the card to open", || page.count(&field) == 1);
    }
    assert_eq!(page.js("return document.querySelector(arguments[0]).inputMode", &[field.as_str().into()]), "decimal");
    page.click(&field);
    page.press(&[Control], "a");
    page.keys("3000");
    // At once, before the field is left.
    page.wait_metric("rate_now", "21.69");
    assert!(page.text(".hero").contains("21,69"), "{}", page.text(".hero"));
    assert_eq!(page.cell(&row, "poor_now").value, "3212", "the committed value, while it is being typed over");
    page.keys(crate::contract::ENTER);
    page.wait_cell(&row, "poor_now", "3000");
    let wide = page.js("return document.documentElement.scrollWidth <= innerWidth", &[]);
    assert_eq!(wide, true, "the page is wider than the phone");
    page.viewport(1440, 900);
    page.wait_cell("total", "poor_now", "17855");
    page.check_unhurt();
}
