//! Damaged, forged and hopeless links: whatever happens to one on its way, it opens as it was sent or says why not.

mod support;

use giam_ngheo::codec::base64;
use giam_ngheo::codec::crc::crc32;
use giam_ngheo::codec::file::{read_file, write_file};
use giam_ngheo::codec::link::{LinkError, read_link, write_link};
use giam_ngheo::core::workbook::Workbook;
use support::{Chance, chance_workbook, long};

const GOLDEN_SAMPLE: &str = include_str!("golden/link-A-sample.txt");
const GOLDEN: [&str; 3] =
    [GOLDEN_SAMPLE, include_str!("golden/link-A-rich.txt"), include_str!("golden/link-A-listed.txt")];
const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

#[test]
fn a_link_cut_anywhere_says_so() {
    for golden in GOLDEN {
        let want = golden.len();
        for have in 1..want {
            match read_link(&golden[..have]) {
                Err(LinkError::Cut { have: h, want: w }) => {
                    assert_eq!(h, have);
                    assert!(w == want || (w == 0 && have < 17), "{have}: {w}");
                }
                other => panic!("{have} of {want}: {other:?}"),
            }
        }
    }
}

#[test]
fn no_changed_missing_or_added_letter_goes_unnoticed() {
    let mut tried = 0;
    for golden in GOLDEN {
        for at in 0..golden.len() {
            let mut bytes = golden.as_bytes().to_vec();
            for &letter in LETTERS.iter().filter(|letter| **letter != golden.as_bytes()[at]) {
                bytes[at] = letter;
                let error = read_link(std::str::from_utf8(&bytes).unwrap()).unwrap_err();
                assert!(!matches!(error, LinkError::Invalid(_)), "letter {at}: {error:?} passed the checksum");
                tried += 1;
            }
            let mut shorter = golden.to_owned();
            shorter.remove(at);
            assert!(read_link(&shorter).is_err(), "without letter {at}");
            let mut longer = golden.to_owned();
            longer.insert(at, if golden.as_bytes()[at] == b'x' { 'y' } else { 'x' });
            assert!(read_link(&longer).is_err(), "one more letter at {at}");
            if at > 0 {
                let mut swapped = golden.as_bytes().to_vec();
                swapped.swap(at, at - 1);
                let swapped = String::from_utf8(swapped).unwrap();
                assert!(swapped == golden || read_link(&swapped).is_err(), "letters {at} swapped");
            }
        }
    }
    println!("{tried} single-letter changes refused");
}

/// A byte may also go wrong where the letters do not show it: in a program that unpacks, stores and packs them again.
#[test]
fn no_changed_byte_goes_unnoticed() {
    for golden in GOLDEN {
        let bytes = base64::decode(&golden.as_bytes()[1..]).unwrap();
        let opens = |bytes: &[u8]| {
            let mut link = String::from("A");
            base64::push(&mut link, bytes);
            read_link(&link).is_ok()
        };
        assert!(opens(&bytes));
        let mut changed = bytes.clone();
        for at in 0..bytes.len() {
            for byte in 0..=255 {
                changed[at] = byte;
                assert!(byte == bytes[at] || !opens(&changed), "byte {at} became {byte}");
            }
            changed[at] = bytes[at];
        }
    }
}

/// Characters that are no letters of a link end it; blanks vanish, and a percent sign takes two letters with it.
#[test]
fn no_foreign_character_goes_unnoticed() {
    for golden in GOLDEN {
        for at in (1..golden.len()).step_by(if long() { 1 } else { 5 }) {
            for foreign in (' '..='~').chain(['\n', 'ă', '\u{200b}', '—']).filter(|c| !LETTERS.contains(&(*c as u8)))
            {
                let mut text: String = golden[..at].into();
                text.push(foreign);
                text.push_str(&golden[at + 1..]);
                assert!(read_link(&text).is_err(), "{foreign:?} at {at}");
            }
        }
    }
}

#[test]
fn mutated_links_never_open() {
    let cases = if long() { 1_000_000 } else { 20_000 };
    let links: Vec<String> = GOLDEN
        .iter()
        .map(|golden| (*golden).to_owned())
        .chain((0..20).map(|seed| write_link(&chance_workbook(seed, 8)).unwrap()))
        .collect();
    let mut chance = Chance(77);
    let mut refused = 0;
    for _ in 0..cases {
        let original = &links[chance.below(links.len() as u64) as usize];
        let mut bytes = original.clone().into_bytes();
        for _ in 0..1 + chance.below(6) {
            if bytes.is_empty() {
                break;
            }
            let at = chance.below(bytes.len() as u64) as usize;
            match chance.below(5) {
                0 => drop(bytes.remove(at)),
                1 => bytes.insert(at, chance.pick(LETTERS)),
                2 => bytes.truncate(at),
                3 => bytes.rotate_left(at),
                _ => bytes[at] = chance.pick(LETTERS),
            }
        }
        let text = String::from_utf8(bytes).unwrap();
        // Letters put behind the end change nothing.
        if !text.starts_with(original.as_str()) {
            assert!(read_link(&text).is_err(), "{text}");
            refused += 1;
        }
    }
    println!("{refused} mutated links refused");
    assert!(refused > cases * 9 / 10);
}

#[test]
fn says_what_is_wrong() {
    assert_eq!(read_link(""), Err(LinkError::Empty));
    assert_eq!(read_link(" \n"), Err(LinkError::Empty));
    for text in [
        "#",
        "https://example.org/",
        "https://example.org/#about",
        "chào anh",
        "#giamngheo",
        "18.305",
        "{\"format\":1}",
    ] {
        assert_eq!(read_link(text), Err(LinkError::NotALink), "{text}");
    }
    assert_eq!(read_link(&format!("#B{}", &GOLDEN_SAMPLE[1..])), Err(LinkError::Newer));
    assert_eq!(read_link(&"A".repeat(400_001)), Err(LinkError::TooLong));
    let cut = format!("https://example.org/#{}…", &GOLDEN_SAMPLE[..100]);
    assert_eq!(read_link(&cut), Err(LinkError::Cut { have: 100, want: GOLDEN_SAMPLE.len() }));
    let changed =
        GOLDEN_SAMPLE.replacen(&GOLDEN_SAMPLE[60..61], if &GOLDEN_SAMPLE[60..61] == "q" { "r" } else { "q" }, 1);
    assert_eq!(read_link(&changed), Err(LinkError::Damaged));
}

/// A link of these bytes with a right checksum, as somebody with bad intentions would make it. `packed` is not packed:
/// unpacking it gives chance bytes, of which the reader must make something bounded.
fn forged(packed: &[u8], plain: usize) -> String {
    let mut lengths = Vec::new();
    for mut length in [packed.len(), plain] {
        while length > 127 {
            lengths.push(length as u8 | 128);
            length >>= 7;
        }
        lengths.push(length as u8);
    }
    let crc = crc32(&[b"A", &lengths[..], packed].concat());
    let mut out = String::from("A");
    base64::push(&mut out, &[&lengths, &crc.to_le_bytes()[..], packed].concat());
    out
}

#[test]
fn forged_links_are_refused_and_never_panic() {
    let mut chance = Chance(5);
    for _ in 0..if long() { 20_000 } else { 1000 } {
        let packed: Vec<u8> = (0..chance.below(60)).map(|_| chance.next() as u8).collect();
        let plain = chance.below(400) as usize;
        if let Ok(opened) = read_link(&forged(&packed, plain)) {
            assert_eq!(read_file(&write_file(&opened.workbook)).unwrap().0, opened.workbook);
        }
    }
    assert_eq!(read_link(&forged(&[], 0)).unwrap().workbook, Workbook::default());
    assert_eq!(read_link(&forged(&[1, 2, 3], 600_001)), Err(LinkError::Damaged));
    assert!(read_link(&forged(&[7; 1000], 600_000)).is_err());
}
