//! Forms of movements and groups of the population: columns of their own, what follows from them, and what is wrong.

use crate::steps::paste;
use crate::{contract::DELETE, page::Page, suite::Case};

pub const CASES: &[Case] =
    &[Case { name: "movements_fill_their_gaps", run: form }, Case { name: "groups_are_part_of_all", run: group }];

/// Two communes of Đắk Nông in a form of movements of poor households; the second does not come to its end.
const FORM: &str = "\
unit\tpoor_prev\tpoor_to_near\tpoor_above\tpoor_other_out\tpoor_from_near\tpoor_relapsed\tpoor_new\tpoor_other_in\tpoor_now
Xã Đắk DRông\t119\t10\t45\t0\t3\t0\t7\t0\t74
Xã Đắk Ha\t256\t54\t10\t\t12\t8\t27\t\t237
";

/// Two districts of Kon Tum; the second with two digits swapped.
const GROUP: &str = "\
Đơn vị\tTổng số hộ\tHộ nghèo\tHộ DTTS\tHộ nghèo DTTS
Đăk Glei\t13389\t2532\t11710\t2510
Ngọc Hồi\t16029\t986\t9133\t992
";

fn form(page: &mut Page) {
    page.open();
    paste(page, FORM);
    let (first, second) = (page.row_of("Xã Đắk DRông"), page.row_of("Xã Đắk Ha"));
    page.wait_cell(&first, "poor_start", "119");
    // What is wrong with a form stands before the totals that are still to come.
    page.wait_until("the difference", || page.findings_at(&second, "poor_now").contains("chênh 2"));
    // A figure that is taken away follows from the others, and comes back with a step back.
    page.select_cell(&first, "poor_new");
    page.keys(DELETE);
    page.wait_until("the inferred figure", || page.cell(&first, "poor_new").state == "exact");
    assert_eq!(page.cell(&first, "poor_new").value, "7");
    page.action("undo");
    page.wait_until("the typed figure", || page.cell(&first, "poor_new").state == "typed");
    page.check_unhurt();
}

fn group(page: &mut Page) {
    page.open();
    paste(page, GROUP);
    let (first, second) = (page.row_of("Đăk Glei"), page.row_of("Ngọc Hồi"));
    page.wait_cell(&first, "minority_rate_now", "21.43");
    page.wait_until("the group to be more than all", || page.findings_at(&second, "minority_poor_now").contains("K2"));
    page.enter(&second, "minority_poor_now", "942");
    page.wait_cell(&second, "minority_rate_now", "10.31");
    page.wait_until("nothing more to say", || page.findings_at(&second, "minority_poor_now").is_empty());
    page.check_unhurt();
}
