//! The link: round trips, size, what it holds, and links that must open for ever.

mod support;

use giam_ngheo::codec::file::{read_file, write_file};
use giam_ngheo::codec::frame::Wrong;
use giam_ngheo::codec::link::{
    LinkError, OfficialNames, Opened, find_links, read_link, read_link_with, write_link, write_link_with,
};
use giam_ngheo::codec::sample::sample;
use giam_ngheo::core::edit::Edit;
use giam_ngheo::core::fact::{Fact, FactKey, Figure, Reading};
use giam_ngheo::core::measure::Measure;
use giam_ngheo::core::unit::Place;
use giam_ngheo::core::workbook::{Foreign, Workbook};
use proptest::prelude::*;
use support::{chance_workbook, communes, long, review};

const GOLDEN_SAMPLE: &str = include_str!("golden/link-A-sample.txt");
/// The document of `golden/file-1-rich.giamngheo.json`.
const GOLDEN_RICH: &str = include_str!("golden/link-A-rich.txt");
/// Communes without their names, for which the official list is needed.
const GOLDEN_LISTED: &str = include_str!("golden/link-A-listed.txt");

fn rich() -> Workbook {
    read_file(include_str!("golden/file-1-rich.giamngheo.json")).unwrap().0
}

/// Names of the official list until June 2025, as far as these tests have it.
fn official_name(code: &str) -> Option<String> {
    let found = communes().into_iter().find(|commune| commune.0 == code);
    found.map(|(_, name)| name.to_owned())
}

const OFFICIAL: OfficialNames = OfficialNames { list: 1, name: &official_name };

/// Opens without complaint.
fn open(link: &str) -> Workbook {
    let Opened { workbook, repaired, names_missing } = read_link(link).unwrap();
    assert!(repaired.iter().all(|defect| defect.wrong == Wrong::Kept), "{repaired:?}");
    assert_eq!(names_missing, None);
    workbook
}

fn link(workbook: &Workbook) -> String {
    write_link(workbook).unwrap()
}

#[test]
fn golden_links_open_for_ever() {
    assert_eq!(open(GOLDEN_SAMPLE), sample());
    assert_eq!(open(GOLDEN_RICH), rich());
    assert_eq!(open(GOLDEN_RICH).next_identities(), rich().next_identities());
    let listed = read_link_with(GOLDEN_LISTED, Some(&OFFICIAL)).unwrap();
    assert_eq!(listed, Opened { workbook: review(12, true), repaired: Vec::new(), names_missing: None });
}

/// Not a promise, but a change here should be made on purpose.
#[test]
fn links_are_written_as_the_newest_golden_ones() {
    assert_eq!(link(&sample()), GOLDEN_SAMPLE);
    assert_eq!(link(&rich()), GOLDEN_RICH);
    assert_eq!(write_link_with(&review(12, true), Some(&OFFICIAL)).unwrap(), GOLDEN_LISTED);
}

#[test]
fn names_left_to_the_official_list() {
    // Without the list the codes stand for the names, and that is said; the figures are there.
    let opened = read_link(GOLDEN_LISTED).unwrap();
    assert_eq!(opened.names_missing, Some(1));
    let review = review(12, true);
    assert_eq!(opened.workbook.units()[3].name, review.units()[3].code.clone().unwrap());
    let facts = |workbook: &Workbook| workbook.facts_of(Place::Unit(workbook.units()[3].id));
    assert_eq!(facts(&opened.workbook), facts(&review));
    // Another list, or one in which a name has changed, is noticed.
    let other = OfficialNames { list: 2, ..OFFICIAL };
    assert_eq!(read_link_with(GOLDEN_LISTED, Some(&other)).unwrap().names_missing, Some(1));
    let renamed = |code: &str| official_name(code).map(|name| name.replace("Đức Xuân", "Đức Xuân mới"));
    let changed = OfficialNames { list: 1, name: &renamed };
    assert_eq!(read_link_with(GOLDEN_LISTED, Some(&changed)).unwrap().names_missing, Some(1));
    // Names that are not the official ones, and units without codes, keep theirs.
    let mut workbook = review.clone();
    let mut own = workbook.units()[2].clone();
    own.name = "Đức Xuân (cũ)".into();
    Edit::ReplaceUnit { at: 2, unit: own }.apply(&mut workbook);
    let mut bare = workbook.units()[5].clone();
    bare.code = None;
    Edit::ReplaceUnit { at: 5, unit: bare }.apply(&mut workbook);
    let link = write_link_with(&workbook, Some(&OFFICIAL)).unwrap();
    assert_eq!(read_link_with(&link, Some(&OFFICIAL)).unwrap().workbook, workbook);
    // An empty name of a coded unit must not come back as the official one.
    let mut nameless = workbook.units()[1].clone();
    nameless.name = String::new();
    Edit::ReplaceUnit { at: 1, unit: nameless }.apply(&mut workbook);
    let link = write_link_with(&workbook, Some(&OFFICIAL)).unwrap();
    assert_eq!(read_link_with(&link, Some(&OFFICIAL)).unwrap().workbook, workbook);
}

#[test]
fn links_are_short() {
    let per_unit = |characters: usize| characters as f64 / 200.0;
    let named = link(&review(200, false)).len();
    let both = link(&review(200, true)).len();
    let coded = write_link_with(&review(200, true), Some(&OFFICIAL)).unwrap().len();
    let eight = link(&sample()).len();
    println!("200 communes, 7 counts each, characters per unit:");
    println!(
        "  names {:.2}, names and codes {:.2}, official codes {:.2}",
        per_unit(named),
        per_unit(both),
        per_unit(coded)
    );
    println!("sample of 8 districts: {eight} characters");
    assert!(per_unit(named) <= 22.0 && per_unit(both) <= 22.0);
    assert!(per_unit(coded) <= 14.0);
    assert!(eight <= 400);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if long() { 20_000 } else { 200 }))]

    #[test]
    fn documents_survive(seed: u64, units in 0_u64..60) {
        let workbook = chance_workbook(seed, units);
        let again = open(&link(&workbook));
        prop_assert_eq!(&again, &workbook);
        prop_assert_eq!(again.next_identities(), workbook.next_identities());
        prop_assert_eq!(link(&again), link(&workbook));
    }

    /// A link and a file say the same: parts that the one does not know pass through the other.
    #[test]
    fn links_and_files_are_exchangeable(seed: u64, units in 0_u64..20) {
        let workbook = chance_workbook(seed, units);
        let through_file = read_file(&write_file(&open(&link(&workbook)))).unwrap().0;
        prop_assert_eq!(&through_file, &workbook);
        prop_assert_eq!(link(&through_file), link(&workbook));
    }

    #[test]
    fn no_text_makes_it_panic(text: String, letters in "#?A[A-Za-z0-9_-]{0,80}") {
        prop_assert!(read_link(&text).is_err());
        prop_assert!(read_link(&letters).is_err());
    }
}

/// The golden links and the ways in which they get damaged.
#[test]
fn links_are_found_in_what_people_paste() {
    let link = GOLDEN_RICH;
    let broken: String = link
        .chars()
        .enumerate()
        .flat_map(|(at, c)| if at % 60 == 59 { vec![c, '\r', '\n', ' '] } else { vec![c] })
        .collect();
    let hidden: String = link
        .chars()
        .enumerate()
        .flat_map(|(at, c)| if at % 50 == 49 { vec![c, '\u{200b}', '\u{a0}'] } else { vec![c] })
        .collect();
    let texts = [
        link.to_owned(),
        format!("#{link}"),
        format!("https://example.org/giam-ngheo/?x=1#{link}"),
        format!("http://127.0.0.1:8080/#{link}"),
        format!("Bảng #giamngheo năm 2023: https://example.org/#{link}. Nhờ anh xem giúp, #gấp"),
        format!("<https://example.org/#{link}>"),
        format!("(https://example.org/#{link})"),
        format!("[bảng](https://example.org/#{link})"),
        format!("https://example.org/%23{link}"),
        format!("https://example.org/#{}", link.replace('-', "%2D").replace('_', "%5f")),
        format!("https://example.org/#{broken}\n"),
        format!("\u{feff}https://example.org/#{hidden}"),
        format!("{link}Chào"),
    ];
    for text in texts {
        assert_eq!(open(&text), rich(), "{text}");
    }
}

/// Several links in one message, one below the other, one of them cut.
#[test]
fn all_links_of_a_message_are_found() {
    let cut = &GOLDEN_RICH[..GOLDEN_RICH.len() - 9];
    let text = format!(
        "Xã A: https://example.org/#{GOLDEN_SAMPLE}\nXã B https://example.org/#{cut}\n\nhttps://example.org/#{GOLDEN_LISTED}\ncảm ơn #gấp"
    );
    let found = find_links(&text);
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(open(found[0].as_ref().unwrap()), sample());
    assert!(matches!(found[1], Err(LinkError::Cut { .. } | LinkError::Damaged)), "{:?}", found[1]);
    assert_eq!(read_link(found[2].as_ref().unwrap()).unwrap().names_missing, Some(1));
    assert_eq!(open(find_links(GOLDEN_RICH)[0].as_ref().unwrap()), rich());
    assert_eq!(find_links("Chào anh, #gấp"), []);
    assert_eq!(find_links(&"#".repeat(2_000_001)), [Err(LinkError::TooLong)]);
}

/// The sections are what postcard writes for these types (but for the packing around them). Read here with postcard
/// itself: numbers, texts, lists and pairs of a link from the golden sample's figures.
#[test]
fn the_bytes_inside_are_postcard() {
    type Heading<'a> = (&'a str, &'a str, &'a str, &'a str);
    type Period<'a> = (u16, i16, u8, u8, u8, u8, &'a str);
    type Tag<'a> = (u16, &'a str, Vec<i64>);
    type Units<'a> = (u32, Vec<i64>, &'a str, u8, u32, Vec<i64>, Vec<i64>);
    type Series<'a> = (u16, u8, u8, u32, Vec<u32>, Vec<i64>, &'a str);
    let plain = giam_ngheo::codec::link::plain_bytes(GOLDEN_SAMPLE).unwrap();
    let mut rest = plain.as_slice();
    let mut sections: Vec<(u32, &[u8])> = Vec::new();
    while !rest.is_empty() {
        let (section, after) = postcard::take_from_bytes(rest).unwrap();
        sections.push(section);
        rest = after;
    }
    let tags: Vec<u32> = sections.iter().map(|section| section.0).collect();
    assert_eq!(tags, [1, 2, 3, 4, 5, 5, 5, 5, 5, 6]);
    fn whole<'a, T: serde::Deserialize<'a>>(body: &'a [u8]) -> T {
        let (value, rest) = postcard::take_from_bytes(body).unwrap();
        assert!(rest.is_empty());
        value
    }
    let heading: Heading = whole(sections[0].1);
    assert_eq!(heading, ("Bắc Kạn — rà soát hộ nghèo 2023", "Toàn tỉnh", "huyện", ""));
    let periods: Vec<Period> = whole(sections[1].1);
    assert_eq!(periods, [(0, 2022, 12, 31, 2, 2, ""), (1, 2023, 12, 31, 2, 2, "")]);
    let tags: Vec<Tag> = whole(sections[2].1);
    assert_eq!(tags, [(0, "huyện nghèo", vec![7, 1])]);
    let units: Units = whole(sections[3].1);
    assert_eq!((units.0, units.2.lines().nth(6), units.3), (8, Some("Ngân Sơn"), 0));
    let series: Series = whole(sections[4].1);
    assert_eq!((series.0, series.1, series.2, series.3), (0, 0, 0, 0));
    assert_eq!(series.4, [2, 1, 4, 5, 3, 2], "one published, five illustrative, two derived");
    assert_eq!(series.5, [12239, 12050, 8737, 13180, 10300, 10480, 7471, 7619]);
    let next: (u32, u16, u16) = whole(sections[9].1);
    assert_eq!(next, (8, 1, 2));
}

#[test]
fn parts_it_does_not_know_are_kept() {
    let mut workbook = sample();
    workbook.foreign = vec![
        Foreign { name: "#16".into(), body: b"a later section".to_vec() },
        Foreign { name: "#200000000".into(), body: vec![0; 300] },
        Foreign { name: "flows".into(), body: br#"{"a":[1]}"#.to_vec() },
    ];
    let opened = read_link(&link(&workbook)).unwrap();
    assert_eq!(opened.workbook, workbook);
    assert_eq!(opened.repaired.len(), 3, "the user is told");
    assert!(opened.repaired.iter().all(|defect| defect.wrong == Wrong::Kept));
}

/// What a document may hold that no link takes over.
#[test]
fn what_would_spoil_the_document_is_left_out() {
    for (name, body) in
        [("title", "1"), ("#3", ""), ("flows", "{"), ("#x", "1"), ("facts[]", "[]"), ("deep", &"[".repeat(40))]
    {
        let mut workbook = sample();
        workbook.foreign = vec![Foreign { name: name.into(), body: body.into() }];
        if let Ok(link) = write_link(&workbook)
            && let Ok(opened) = read_link(&link)
        {
            assert_eq!(opened.workbook.foreign, [], "{name}");
            assert_eq!(read_file(&write_file(&opened.workbook)).unwrap().0, opened.workbook);
        }
    }
}

#[test]
fn figures_that_cannot_be_travel_as_text() {
    let mut workbook = sample();
    let unit = workbook.units()[0].id;
    let span = workbook.latest_span().unwrap();
    let key = FactKey::of_all(Place::Unit(unit), span.now, Measure::PoorHouseholds);
    for figure in [Figure::whole(-1), Figure::whole(2_000_000_000), Figure::decimal(15, 1), Figure::decimal(1, 9)] {
        let fact = Fact::new(Reading::Figure(figure));
        Edit::SetFact { key, fact: Some(fact) }.apply(&mut workbook);
        let opened = open(&link(&workbook));
        let fact = opened.fact(key).unwrap();
        assert!(matches!(fact.reading, Reading::Unreadable(_)) && fact.text.is_some());
    }
}

#[test]
fn a_document_too_large_for_a_link_gives_none() {
    assert_eq!(write_link(&review(20_000, true)), Err(LinkError::TooLong));
    let workbook = review(3000, true);
    assert_eq!(open(&link(&workbook)), workbook);
}

/// Three parts of the sample as three people would send them: two rows are in two of them, and in one of these the poor
/// households of Bạch Thông differ.
fn parts() -> [Workbook; 3] {
    let part = |wanted: std::ops::Range<usize>| {
        let mut part = sample();
        for at in (0..part.units().len()).rev().filter(|at| !wanted.contains(at)) {
            Edit::RemoveUnit { at }.apply(&mut part);
        }
        part
    };
    let mut parts = [part(0..3), part(2..6), part(5..8)];
    let unit = parts[1].units()[0].clone();
    assert_eq!(unit.name, "Bạch Thông");
    let key = FactKey::of_all(Place::Unit(unit.id), parts[1].latest_span().unwrap().now, Measure::PoorHouseholds);
    Edit::SetFact { key, fact: Some(Fact::whole(1_300)) }.apply(&mut parts[1]);
    parts
}

#[test]
fn golden_parts_open_for_ever() {
    let golden = [
        include_str!("golden/link-A-part-1.txt"),
        include_str!("golden/link-A-part-2.txt"),
        include_str!("golden/link-A-part-3.txt"),
    ];
    for (part, golden) in parts().iter().zip(golden) {
        assert_eq!(open(golden), *part);
        assert_eq!(link(part), golden);
    }
}

#[test]
#[ignore = "writes the golden links anew; only when they change on purpose"]
fn write_golden_links() {
    std::fs::write("tests/golden/link-A-sample.txt", link(&sample())).unwrap();
    std::fs::write("tests/golden/link-A-rich.txt", link(&rich())).unwrap();
    let listed = write_link_with(&review(12, true), Some(&OFFICIAL)).unwrap();
    std::fs::write("tests/golden/link-A-listed.txt", listed).unwrap();
    for (at, part) in parts().iter().enumerate() {
        std::fs::write(format!("tests/golden/link-A-part-{}.txt", at + 1), link(part)).unwrap();
    }
}
