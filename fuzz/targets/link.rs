//! Links: whatever text or bytes come in, a document that holds together or an error that says why; and what was read
//! can be written, read again, compared and merged.

#![no_main]

use giam_ngheo::codec::check_code::check_code;
use giam_ngheo::codec::file::{read_file, write_file};
use giam_ngheo::codec::link::{find_links, from_bytes, plain_bytes, read_link, to_bytes, write_link};
use giam_ngheo::codec::sample::sample;
use giam_ngheo::core::compare::{compare, take};
use giam_ngheo::core::merge::{merge, usual_shape};
use giam_ngheo::core::workbook::Workbook;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((kind, rest)) = data.split_first() else { return };
    match kind % 3 {
        // Text, as it is pasted; links begin with a letter of this kind.
        2 => {
            let text = String::from_utf8_lossy(data);
            find_links(&text);
            if let Ok(opened) = read_link(&text) {
                check(&opened.workbook);
            }
        }
        // A good link with letters changed: it opens as it was, or not at all.
        1 => {
            let good = write_link(&sample()).expect("a short link");
            let mut letters = good.clone().into_bytes();
            for change in rest.chunks_exact(3) {
                let at = usize::from(change[0]) << 8 | usize::from(change[1]);
                let count = letters.len();
                letters[at % count] = b'!' + change[2] % 94;
            }
            let text = String::from_utf8_lossy(&letters);
            if let Ok(bytes) = plain_bytes(&text) {
                assert_eq!(bytes, plain_bytes(&good).expect("a good link"));
            }
        }
        // The bytes inside, where no checksum protects from what cannot be.
        _ => {
            if let Ok(opened) = from_bytes(rest) {
                check(&opened.workbook);
            }
        }
    }
});

fn check(workbook: &Workbook) {
    let again = from_bytes(&to_bytes(workbook)).expect("what was written can be read");
    assert_eq!(again.workbook, *workbook);
    let (from_file, _) = read_file(&write_file(workbook)).expect("what was written can be read");
    assert_eq!(from_file, *workbook);
    assert_eq!(check_code(&from_file), check_code(workbook));
    assert!(compare(workbook, &from_file).is_empty());

    let mut mine = sample();
    let before = mine.clone();
    let comparison = compare(&mine, workbook);
    let inverse = take(&mine, workbook, &comparison, &comparison.differences).apply(&mut mine);
    inverse.apply(&mut mine);
    assert_eq!(mine, before);
    let sources = [&before, workbook];
    merge(&sources, usual_shape(&sources), &[]);
}
