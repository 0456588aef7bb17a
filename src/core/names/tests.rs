use proptest::prelude::*;

use super::*;

/// Each Vietnamese letter with mark or tone, and its full decomposition, by the Unicode Character Database.
fn decompositions() -> Vec<(char, String)> {
    let code = |hex: &str| char::from_u32(u32::from_str_radix(hex, 16).unwrap()).unwrap();
    let lines = include_str!("../../../tests/vietnamese_nfd.txt").lines().filter(|l| !l.starts_with('#'));
    let row = |line: &str| {
        let mut codes = line.split(' ').map(code);
        (codes.next().unwrap(), codes.collect())
    };
    lines.map(row).collect()
}

/// Canonical decomposition of composed Vietnamese text.
fn nfd(text: &str) -> String {
    let table = decompositions();
    let one = |c: char| table.iter().find(|d| d.0 == c).map_or_else(|| c.to_string(), |d| d.1.clone());
    text.chars().map(one).collect()
}

/// Every letter of the alphabet in every form, as Unicode knows them.
fn alphabet() -> String {
    let lower = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵfjwz";
    format!("{lower}{}", lower.to_uppercase())
}

#[test]
fn composes_like_unicode_nfc() {
    assert_eq!(decompositions().len(), 132);
    for (letter, parts) in decompositions() {
        assert_eq!(compose(&parts), letter.to_string(), "{parts:?}");
        assert_eq!(compose(&letter.to_string()), letter.to_string());
    }
    // Half-composed, as some keyboards and old code pages produce.
    for (typed, whole) in [("e\u{302}\u{323}", "ệ"), ("ẹ\u{302}", "ệ"), ("ê\u{323}", "ệ"), ("U\u{31B}\u{300}", "Ừ")]
    {
        assert_eq!(compose(typed), whole);
    }
}

#[test]
fn compose_leaves_what_is_not_vietnamese() {
    for text in
        ["", "\u{301}", "n\u{303}", "b\u{301}\u{302}", "漢字 Ωé", "<script>", "1\u{323}", "á\u{301}", "đ\u{306}"]
    {
        assert_eq!(compose(text), text);
    }
}

#[test]
fn lower_case_agrees_with_unicode() {
    for c in alphabet().chars() {
        assert_eq!(letters::lower(c).to_string(), c.to_lowercase().to_string());
    }
}

#[test]
fn tidy_names() {
    assert_eq!(tidy("  Xa\u{303}  Cao\u{A0}\tMinh \u{200B} "), "Xã Cao Minh");
    assert_eq!(tidy("\u{FEFF}"), "");
}

#[test]
fn kinds() {
    use UnitKind::*;
    for (name, kind, bare) in [
        ("Xã Cao Minh", Some(Commune), "Cao Minh"),
        ("XÃ CAO MINH", Some(Commune), "CAO MINH"),
        ("TP. Bắc Kạn", Some(City), "Bắc Kạn"),
        ("TP Bắc Kạn", Some(City), "Bắc Kạn"),
        ("thành phố Bắc Kạn", Some(City), "Bắc Kạn"),
        ("Thị xã Kỳ Anh", Some(Town), "Kỳ Anh"),
        ("Thị trấn Chợ Rã", Some(Township), "Chợ Rã"),
        ("TT.Chợ Rã", Some(Township), "Chợ Rã"),
        ("Đặc khu Phú Quốc", Some(SpecialZone), "Phú Quốc"),
        ("H. Ba Bể", Some(RuralDistrict), "Ba Bể"),
        ("Phường 1", Some(Ward), "1"),
        ("P1", Some(Ward), "1"),
        ("Q.3", Some(UrbanDistrict), "3"),
        ("Tỉnh Thái Nguyên", Some(Province), "Thái Nguyên"),
        // Names that only begin like a kind word.
        ("Xa Dung", None, "Xa Dung"),
        ("Phương Độ", None, "Phương Độ"),
        ("Thành Công", None, "Thành Công"),
        ("Thị Hoa", None, "Thị Hoa"),
        ("Quan Hóa", None, "Quan Hóa"),
        ("H Lung", None, "H Lung"),
        ("Tổng cộng", None, "Tổng cộng"),
        ("Xã", None, "Xã"),
        ("TP.", None, "TP"),
        ("", None, ""),
    ] {
        assert_eq!((kind_of(name), Name::read(name).letters), (kind, letters_of(bare)), "{name}");
    }
}

#[test]
fn the_same_name_in_other_spelling() {
    for (a, b) in [
        ("Hoà Bình", "Hòa Bình"),
        ("Thuỷ Nguyên", "Thủy Nguyên"),
        ("Đắk R'Lấp", "Đắk R’Lấp"),
        ("Đắk R'Lấp", "Đắk RLấp"),
        ("Đắk R'lấp", "ĐẮK R LẤP"),
        ("Cư Jút", "CưJút"),
        ("Cao Minh", "Xã  Cao Minh "),
        ("TP Bắc Kạn", "thành phố Bắc Kạn"),
        ("Phường 1", "phường 01"),
        ("Bà Rịa - Vũng Tàu", "Bà Rịa–Vũng Tàu"),
        ("Phường Đúc", "Phường Phường Đúc"),
        ("Đắk Nông", "Ðắk Nông"), // with the Icelandic eth of old font converters
        ("Quý Hòa", "Qúy Hoà"),
    ] {
        assert!(same_name(a, b), "{a} = {b}: {} {}", fold(a), fold(b));
        assert!(!near_name(a, b), "{a} is the same as {b}, not near");
        assert!(same_name(&nfd(a), b) && same_name(a, &nfd(b)));
    }
}

#[test]
fn near_names_are_asked_about() {
    // The first five are the pairs named in the list of checks.
    for (a, b) in [
        ("Pác Nặm", "Pắc Nặm"),
        ("Cư Jút", "Chư Jút"),
        ("Đăk Mil", "Đắk Mil"),
        ("Đăk Lăk", "Đắc Lắc"),
        ("Xã Hoà An", "Hóa An"),
        ("Pac Nam", "huyện Pác Nặm"),
        ("Krông Păk", "Krông Pắc"),
        ("Xuân Sơn", "Suân Sơn"),
        ("Nghi Sơn", "Nghy Sơn"),
    ] {
        assert!(near_name(a, b) && near_name(b, a), "{a} ~ {b}: {} {}", near_key(a), near_key(b));
        assert!(!same_name(a, b), "{a} ≠ {b}");
    }
}

#[test]
fn different_names_stay_different() {
    for (a, b) in [
        ("Phường 1", "Phường 11"),
        ("Phường 1 1", "Phường 11"),
        ("Phường 1", "Quận 1"),
        ("Xã Tân Thành", "Phường Tân Thành"),
        ("Xuân Lạc", "Xuân Lập"),
        ("Tân Phú", "Tân Phúc"),
        ("Tân Nam", "Tân Am"),
        ("Bình Khương", "Bình Chương"),
        ("Móng Cái 1", "Móng Cái 2"),
        ("Thành Thới A", "Thành Thới B"),
        ("-", "."),
    ] {
        assert!(!same_name(a, b) && !near_name(a, b), "{a} {b}");
    }
}

#[test]
fn pairs_of_a_list() {
    let names = ["Pác Nặm", "Ba Bể", "", "Pắc Nặm", "BA BỂ", "Xã Tân An", "Phường Tân An", " ", "Tân An"];
    let pair = |first, second, same| NamePair { first, second, same };
    assert_eq!(near_pairs(&names), [pair(0, 3, false), pair(1, 4, true), pair(5, 8, true)]);
}

#[test]
fn search_without_marks() {
    assert_eq!(search_key("Huyện Pác Nặm"), "huyen pac nam");
    assert_eq!(search_key("ĐẮK R’LẤP"), "dak rlap");
    assert_eq!(search_key("Bà Rịa - Vũng Tàu"), "ba ria vung tau");
}

#[test]
fn sorted_as_in_vietnamese() {
    let sorted = [
        "An Bình",
        "Anh Sơn",
        "Ân Thi",
        "Ba Bể",
        "Bà Bể",
        "Bả Bể",
        "Bã Bể",
        "Bá Bể",
        "Bạ Bể",
        "Ba Chẽ",
        "Bạch Thông",
        "Bắc Kạn",
        "Dầu Tiếng",
        "Đà Bắc",
        "Đại Từ",
        "Ea Kar",
        "Êa Kar",
        "Lục Yên",
        "Mai Sơn",
        "Mèo Vạc",
        "Na Rì",
        "Ngân Sơn",
        "Ô Môn",
        "Ơ Môn",
        "Pác Nặm",
        "Phường 2",
        "Phường 02 A",
        "Phường 10",
        "Phường Đúc",
        "Tu Mơ Rông",
        "Tư Nghĩa",
        "Xín Mần",
        "Ý Yên",
    ];
    for pair in sorted.windows(2) {
        if let [a, b] = pair {
            assert!(sort_key(a) < sort_key(b), "{a} before {b}");
        }
    }
    assert_eq!(sort_key("Pa\u{301}c Nặm"), sort_key("PÁC NẶM"));
}

/// Text of the alphabet, digits and separators, composed, and the same with any of its letters decomposed.
fn any_name() -> impl Strategy<Value = (String, String)> {
    let pool: Vec<char> = alphabet().chars().chain("0123456789 -'’.".chars()).collect();
    proptest::collection::vec((proptest::sample::select(pool), any::<bool>()), 0..24).prop_map(|letters| {
        letters.into_iter().map(|(c, apart)| (c, if apart { nfd(&c.to_string()) } else { c.to_string() })).unzip()
    })
}

proptest! {
    #[test]
    fn unicode_form_never_matters((nfc, text) in any_name()) {
        let nfd = nfd(&nfc);
        prop_assert_eq!(&compose(&text), &nfc);
        for form in [&text, &nfd] {
            prop_assert_eq!(fold(form), fold(&nfc));
            prop_assert_eq!(near_key(form), near_key(&nfc));
            prop_assert_eq!(search_key(form), search_key(&nfc));
            prop_assert_eq!(sort_key(form), sort_key(&nfc));
            prop_assert!(same_name(form, &nfc));
        }
    }

    #[test]
    fn same_names_share_the_near_key((name, _) in any_name()) {
        let joined: String = name.chars().filter(|c| !c.is_whitespace()).collect();
        for other in [name.to_uppercase(), joined, name.replace('\'', "’"), name.replace(' ', "  ")] {
            if fold(&name) == fold(&other) {
                prop_assert_eq!(near_key(&name), near_key(&other));
            }
            prop_assert!(!(same_name(&name, &other) && near_name(&name, &other)));
        }
    }

    #[test]
    fn any_text_has_keys(text in ".{0,40}") {
        prop_assert!(same_name(&text, &text));
        prop_assert_eq!(fold(&text.to_uppercase()).is_empty(), fold(&text).is_empty());
        prop_assert!(sort_key(&text).contains(&0));
    }
}

#[test]
fn only_small_letters_become_capitals() {
    for (text, expected) in [
        ("cả cột", "Cả cột"),
        ("Cả cột", "Cả cột"),
        ("đồng bằng", "Đồng bằng"),
        ("Đồng bằng", "Đồng bằng"),
        ("ấp 3", "Ấp 3"),
        ("Ấp 3", "Ấp 3"),
        ("ở xã", "Ở xã"),
        ("ưu tiên", "Ưu tiên"),
        ("Ưu tiên", "Ưu tiên"),
        ("ơn", "Ơn"),
        ("8 hộ", "8 hộ"),
        ("100,00 %", "100,00 %"),
        ("−47", "−47"),
        ("÷", "÷"),
        ("", ""),
    ] {
        assert_eq!(capital(text), expected);
    }
}
