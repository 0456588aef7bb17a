//! Reading is total, stays inside the text, and does not care how the same letters are encoded.

#[path = "articles/measure.rs"]
#[allow(dead_code)]
mod measure;

use std::fs;
use std::path::Path;

use giam_ngheo::codec::article::{Certainty, Context, Kind, Proposal, read};
use giam_ngheo::codec::plain::plain;
use measure::unmark;
use proptest::prelude::*;

/// Every text of our own, without its marks.
fn texts() -> Vec<String> {
    let mut all = Vec::new();
    for folder in ["own", "held", "fresh", "traps"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/articles").join(folder);
        for entry in fs::read_dir(path).expect("a folder of texts") {
            all.push(unmark(&fs::read_to_string(entry.expect("an entry").path()).expect("a text")).0);
        }
    }
    all
}

/// The text with every Vietnamese letter taken apart, by the table of the Unicode Character Database.
fn taken_apart(text: &str) -> String {
    let lines = include_str!("vietnamese_nfd.txt").lines().filter(|line| !line.starts_with('#'));
    let code = |hex: &str| char::from_u32(u32::from_str_radix(hex, 16).expect("hexadecimal")).expect("a character");
    let table: Vec<(char, String)> = lines
        .map(|line| {
            let mut codes = line.split(' ').map(code);
            (codes.next().expect("a letter"), codes.collect())
        })
        .collect();
    text.chars()
        .map(|c| table.iter().find(|(letter, _)| *letter == c).map_or(c.to_string(), |(_, apart)| apart.clone()))
        .collect()
}

/// What counts of a proposal, places of the text aside.
fn gist(proposal: &Proposal) -> String {
    let place = proposal.place.as_ref().map(|place| plain(&place.name));
    format!(
        "{:?} {:?} {:?} {:?} {:?} {place:?} {:?} {}",
        proposal.reading,
        proposal.certainty,
        proposal.first,
        proposal.second,
        proposal.target,
        proposal.period,
        proposal.plan
    )
}

#[test]
fn decomposed_text_reads_the_same() {
    for text in texts() {
        let apart = taken_apart(&text);
        let (whole, apart): (Vec<_>, Vec<_>) = (read(&text, &Context::default()), read(&apart, &Context::default()));
        assert_eq!(whole.iter().map(gist).collect::<Vec<_>>(), apart.iter().map(gist).collect::<Vec<_>>());
    }
}

#[test]
fn blanks_and_dashes_of_all_kinds_read_the_same() {
    for text in texts() {
        let other = text.replace(' ', "\u{a0}").replace('-', "–");
        // Blanks that cannot break may join digits; the traps have such on purpose.
        let (one, two) = (read(&text, &Context::default()), read(&other, &Context::default()));
        let figures = |all: &[Proposal]| all.iter().map(|p| (p.reading, p.first.mantissa)).collect::<Vec<_>>();
        assert_eq!(figures(&one), figures(&two), "{text}");
    }
}

/// Without marks many words coincide ("hộ so với", "hồ sơ"): most is still understood, and nothing proposed as certain.
#[test]
fn unmarked_text_is_read_with_more_care() {
    let (mut figures, mut same) = (0, 0);
    for text in texts() {
        for line in text.lines().filter(|line| !line.is_ascii()) {
            let whole = read(line, &Context::default());
            let bare = read(&plain(line), &Context::default());
            assert!(bare.iter().all(|proposal| proposal.certainty < Certainty::Certain), "{line}");
            let what = |p: &Proposal| (p.reading, p.first.mantissa, p.first.decimals);
            figures += whole.len();
            same += whole.iter().filter(|proposal| bare.iter().any(|other| what(other) == what(proposal))).count();
        }
    }
    assert!(same * 10 >= figures * 8, "{same} of {figures}");
}

fn check(text: &str) -> usize {
    let all = read(text, &Context { names: &["Ba Bể", "", "."], area: "tỉnh Bắc Kạn" });
    let mut end = 0;
    for proposal in &all {
        let (span, words) = (proposal.span, proposal.words);
        assert!(text.get(span.start..span.end).is_some_and(|figure| !figure.is_empty()), "{proposal:?}");
        assert!(text.get(words.start..words.end).is_some() && words.start <= span.start && span.end <= words.end);
        assert!(span.start >= end, "in the order of the text");
        end = span.end;
        if let Some(place) = &proposal.place {
            assert!(text.get(place.span.start..place.span.end).is_some());
        }
        for part in proposal.sum.iter().flat_map(|sum| &sum.parts) {
            assert!(*part < all.len());
        }
        assert!(
            proposal.reading.kind != Kind::Target
                || proposal.target.is_some()
                || proposal.certainty == Certainty::Unclear
        );
        assert!(!proposal.others.contains(&proposal.reading));
    }
    all.len()
}

#[test]
fn nothing_and_nonsense() {
    for text in [
        "",
        " ",
        "\n\n",
        "%",
        "%%%",
        "hộ nghèo",
        "0",
        "-",
        "…",
        "1/",
        "/1",
        "năm",
        "\u{301}",
        "5\u{301}%",
        "（１２％）",
    ] {
        check(text);
    }
    assert_eq!(check("x̛"), 0);
    assert_eq!(check("tỷ lệ hộ nghèo là １２,５％"), 1);
}

/// Texts that would take very long if anything were looked at again and again.
#[test]
fn long_texts_are_read_through() {
    let pieces = [
        "hộ nghèo ",
        "18.305 ",
        "1 000 ",
        "giảm ",
        "5% ",
        "từ ",
        "( ",
        "tỉnh Bắc Kạn ",
        "toàn tỉnh ",
        "năm 2023 ",
        "\"",
        "((((",
        "huyện A ",
        "1/2 ",
        "gồm 5 tỷ đồng, ",
        "a",
        "2023-",
        "9/",
        "tỷ lệ hộ nghèo ",
        "; ",
        ": ",
        "- ",
        "\n",
        "trong đó ",
        "xã Ab ",
        "hộ nghèo, hộ cận nghèo, ",
        "18.305 hộ nghèo (22,25%), ",
        "1.1.",
        "x_",
        "http://",
        "@",
        "U\u{301}",
        "Ba Bể ",
        "5%-",
        "chiếm 5%, ",
    ];
    for piece in pieces {
        check(&piece.repeat(10_000 / piece.len()));
    }
    check(&texts().join("\n").repeat(5));
}

/// Words and figures in any order.
fn jumble() -> impl Strategy<Value = String> {
    let pieces = vec![
        "hộ nghèo",
        "hộ cận nghèo",
        "hộ",
        "tỷ lệ hộ nghèo",
        "giảm",
        "còn",
        "xuống còn",
        "từ",
        "đến",
        "18.305",
        "22,25%",
        "2,46",
        "điểm phần trăm",
        "%",
        "năm 2023",
        "cuối năm",
        "so với",
        "(",
        ")",
        ",",
        ";",
        ".",
        ":",
        "-",
        "/",
        "106/108",
        "triệu đồng",
        "tỷ",
        "trong tổng số",
        "chiếm",
        "toàn tỉnh",
        "huyện Ba Bể",
        "các huyện nghèo",
        "phấn đấu",
        "kế hoạch",
        "mỗi",
        "hơn",
        "dưới",
        "được",
        "vay",
        "khẩu",
        "\n",
        "lần lượt",
        "poor households",
        "the",
        "31/12/2022",
        "139/KH-UBND",
        "xã",
        "6 tháng",
        "trong đó",
        "gồm",
        "trở lên",
        "0",
        "999999999999999999999",
        "1,2,3",
        "1.234.567,89",
    ];
    prop::collection::vec(prop::sample::select(pieces), 0..60).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn any_text_is_survived(text: String) {
        check(&text);
    }

    #[test]
    fn any_order_of_words_is_survived(text in jumble()) {
        check(&text);
    }

    #[test]
    fn any_cut_of_a_text_is_survived(which: prop::sample::Index, from: prop::sample::Index, to: prop::sample::Index) {
        let all = texts();
        let text = &all[which.index(all.len())];
        let at = |n: usize| (0..=n).rev().find(|n| text.is_char_boundary(*n)).unwrap_or(0);
        let (a, b) = (at(from.index(text.len())), at(to.index(text.len())));
        check(&text[a.min(b)..a.max(b)]);
    }
}
