//! The language files: complete in both languages, tidy to read, and refused by the build when they are not.

use std::collections::BTreeMap;

use giam_ngheo::core::names::{capital, uncapital};
use giam_ngheo::i18n::{Lang, Text, fill, text};
use giam_ngheo::tr;

#[path = "../build.rs"]
#[allow(dead_code)]
mod build_script;

use build_script::generate;

#[test]
fn texts_of_the_screens_read_as_designed() {
    assert_eq!(
        tr!(Lang::Vi, HeadlineTargetBoth, rate = "22,31", n = "18.311"),
        "So với chỉ tiêu còn 22,31\u{a0}% (18.311 hộ)"
    );
    assert_eq!(tr!(Lang::Vi, HeadlineBelow, n = "244"), "thấp hơn mức giao 244 hộ");
    assert_eq!(tr!(Lang::Vi, NeedHouseholds, n = "12", target = "3.200"), "cần bớt thêm 12 hộ để đạt 3.200");
    assert_eq!(
        tr!(Lang::Vi, FxRate, poor = "3.212", households = "12.075", rate = "26,60"),
        "3.212 : 12.075 × 100 = 26,60\u{a0}%"
    );
    assert_eq!(capital(&tr!(Lang::Vi, FieldPoor, when = "2023")), "Hộ nghèo 2023");
    assert_eq!(capital("đạt"), "Đạt");
    assert_eq!(capital(""), "");
    assert_eq!(uncapital("Đã đổi 84 ô"), "đã đổi 84 ô");
}

#[test]
fn english_counts_one_and_many() {
    assert_eq!(tr!(Lang::En, ShortHouseholds, n = "1"), "1 household short");
    assert_eq!(tr!(Lang::En, ShortHouseholds, n = "12"), "12 households short");
    assert_eq!(tr!(Lang::En, OverHouseholds, n = String::from("79")), "79 households better");
}

/// Whether a text is part of the first load or comes later, it is the one in the file.
#[test]
fn every_text_is_that_of_its_file() {
    for (lang, file) in [(Lang::Vi, "src/i18n/vi.txt"), (Lang::En, "src/i18n/en.txt")] {
        let source = std::fs::read_to_string(file).expect("the file is readable");
        let lines = source.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" = "));
        let written: BTreeMap<String, String> =
            lines.map(|(key, text)| (key.trim().replace('_', ""), text.trim().replace('~', "\u{a0}"))).collect();
        assert_eq!(written.len(), Text::ALL.len());
        for &key in Text::ALL {
            assert_eq!(
                Some(text(lang, key)),
                written.get(&format!("{key:?}").to_lowercase()).map(String::as_str),
                "{key:?}"
            );
        }
    }
}

#[test]
fn a_missing_value_stays_visible() {
    assert_eq!(fill(Lang::Vi, Text::NoteCheck, &[("m", "2")]), "Cần xem lại {n} ô");
}

#[test]
fn no_text_is_empty_and_braces_close() {
    for lang in [Lang::Vi, Lang::En] {
        for &key in Text::ALL {
            let text = text(lang, key);
            assert!(!text.is_empty(), "{key:?} is empty in {}", lang.code());
            assert_eq!(text.matches('{').count(), text.matches('}').count(), "{key:?}");
            assert_eq!(text, text.trim(), "{key:?}");
        }
    }
}

/// The rules at the top of the files that a program can check.
#[test]
fn typography_and_tone() {
    for lang in [Lang::Vi, Lang::En] {
        for &key in Text::ALL {
            let text = text(lang, key);
            assert!(!text.contains("} %"), "{key:?}: a space that never breaks (~) belongs before %");
            assert!(!text.contains("điểm %"), "{key:?}: ~ belongs between điểm and %");
            assert!(!text.contains('!'), "{key:?}: no exclamation");
            assert!(!text.contains("...") && !text.contains("  ") && !text.contains('"'), "{key:?}: plain punctuation");
            assert!(!text.chars().any(|c| ('\u{300}'..='\u{36f}').contains(&c)), "{key:?}: composed letters only");
            assert!(!text.to_lowercase().contains("vui lòng"), "{key:?}");
        }
    }
}

/// Vietnamese letters in the English file are names, forms of numbers as typed, or the language's own name.
#[test]
fn english_is_english() {
    let names =
        ["Giảm Nghèo", "Tiếng Việt", "Bắc Kạn", "Xã Giáo Hiệu", "Xã Cổ Linh", "xã Lục Bình", "huyện nghèo", "hộ", "QĐ"];
    for &key in Text::ALL {
        let mut rest = text(Lang::En, key).to_string();
        for name in names {
            rest = rest.replace(name, "");
        }
        let strange = rest.chars().find(|c| c.is_alphabetic() && !c.is_ascii());
        assert_eq!(strange, None, "{key:?}: {rest}");
    }
}

#[test]
fn languages_are_found_by_their_tags() {
    assert_eq!(Lang::from_code("vi-VN"), Some(Lang::Vi));
    assert_eq!(Lang::from_code("en"), Some(Lang::En));
    assert_eq!(Lang::from_code("fr"), None);
    assert_eq!(Lang::from_code("ế"), None);
    assert_eq!(Lang::from_code(""), None);
}

fn problems(vi: &str, en: &str) -> Vec<String> {
    generate(vi, en, &|_| false, false).expect_err("the files do not agree")
}

#[test]
fn files_that_disagree_stop_the_build_and_say_where() {
    assert!(generate("a = x {n}\n", "# c\n\na = {n?y|ys}\n", &|_| false, false).is_ok());
    assert_eq!(problems("a = x\nb = y\n", "a = x\n"), ["src/i18n/vi.txt:2: `b` is not in src/i18n/en.txt"]);
    assert_eq!(problems("a = x\n", "a = x\nb = y\n"), ["src/i18n/en.txt:2: `b` is not in src/i18n/vi.txt"]);
    assert_eq!(problems("a = {n}\n", "a = {m}\n").len(), 2);
    assert_eq!(problems("a = {n}\n", "\na = n\n"), ["src/i18n/vi.txt:1: `{n}` is not in src/i18n/en.txt"]);
    assert_eq!(problems("a = x\na = y\n", "a = x\n"), ["src/i18n/vi.txt:2: `a` is there twice, first in line 1"]);
    assert_eq!(problems("a_b = x\nab = y\na_b_ = z\n", "a_b = x\nab = y\n").len(), 2);
    assert_eq!(problems("a: x\n", ""), ["src/i18n/vi.txt:1: expected `key = text`"]);
    assert_eq!(problems("A = x\n", "A = x\n").len(), 2);
    assert_eq!(problems("a = {n\n", "a = {n}\n"), ["src/i18n/vi.txt:1: `{` without `}`"]);
    assert_eq!(problems("a = {n?one}\n", "a = {n}\n"), ["src/i18n/vi.txt:1: `{n?one}` must be `{n?one|many}`"]);
}

/// Each text costs every reader's first load: none is there that no screen shows.
#[test]
fn every_text_is_used() {
    let mut source = String::new();
    collect(std::path::Path::new("src"), &mut source);
    let unused: Vec<String> = Text::ALL
        .iter()
        .map(|key| format!("{key:?}"))
        .filter(|name| {
            let ends_there = |at: usize| !source[at + name.len()..].starts_with(|c: char| c.is_alphanumeric());
            let is_key = |at: usize| source[..at].ends_with("Text::") || source[..at].ends_with(", ");
            !source.match_indices(name.as_str()).any(|(at, _)| is_key(at) && ends_there(at))
        })
        .collect();
    assert!(unused.is_empty(), "{} unused: {}", unused.len(), unused.join(" "));
}

fn collect(folder: &std::path::Path, source: &mut String) {
    for entry in std::fs::read_dir(folder).expect("the sources are readable") {
        let path = entry.expect("the sources are readable").path();
        if path.is_dir() {
            collect(&path, source);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            source.push_str(&std::fs::read_to_string(&path).expect("the sources are text"));
        }
    }
}
