//! Workbooks made to do harm, cut off or damaged: refused or read within bounds, never a panic. How fast: `benches/files.rs`.
#![cfg(feature = "xlsx")]

#[path = "support/xlsx.rs"]
mod book;
mod support;

use giam_ngheo::codec::sample::sample;
use giam_ngheo::codec::xlsx::{MAX_BYTES, MAX_PARTS, Request, XlsxError, answer, write_request};

use book::{Part, export, try_read, unsealed, zip};
use support::Chance;

const WORKBOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const PACKAGE: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const SHEET: &str = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Xã</t></is></c><c r="B1" t="inlineStr"><is><t>Hộ nghèo</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>Cao Minh</t></is></c><c r="B2"><v>5</v></c></row></sheetData></worksheet>"#;

fn parts<'a>(sheet: &str) -> Vec<Part<'a>> {
    let part = |name, text: &str| (name, text.as_bytes().to_vec(), None);
    vec![
        part("_rels/.rels", PACKAGE),
        part("xl/workbook.xml", WORKBOOK),
        part("xl/_rels/workbook.xml.rels", RELATIONS),
        part("xl/worksheets/sheet1.xml", sheet),
    ]
}

fn noise(length: usize) -> Vec<u8> {
    let mut chance = Chance(7);
    (0..length).map(|_| chance.next() as u8).collect()
}

fn refused(file: &[u8]) -> XlsxError {
    try_read(file).map(|book| book.tables).expect_err("refused")
}

#[test]
fn the_package_of_these_tests_is_a_workbook() {
    let book = try_read(&zip(&parts(SHEET))).expect("a workbook");
    assert_eq!(book.tables[0].text.as_deref(), Ok("Xã\tHộ nghèo\r\nCao Minh\t5\r\n"));
}

#[test]
fn packages_that_grow_are_refused() {
    // Random bytes, so that the file is not small for what it holds.
    let mut bomb = parts(SHEET);
    bomb.push(("xl/media/x.png", noise(400_000), None));
    bomb.push(("xl/worksheets/sheet2.xml", vec![b' '; 1000], Some(70_000_000)));
    assert_eq!(refused(&zip(&bomb)), XlsxError::Unsafe, "more than all parts may be");
    // Small enough, but from nothing.
    let mut bomb = parts(SHEET);
    bomb.push(("xl/media/image1.png", vec![0; 1_000_000], None));
    assert_eq!(refused(&zip(&bomb)), XlsxError::Unsafe, "more than 200 times the file");
    // It says less than it is.
    let mut bomb = parts(SHEET);
    bomb.push(("xl/worksheets/sheet2.xml", vec![b'<'; 2_000_000], Some(1000)));
    assert_eq!(refused(&zip(&bomb)), XlsxError::Unsafe, "a part larger than it says");
    // Something large beside it, which is not even read, hides how much it grows.
    let mut bomb = parts(SHEET);
    bomb.push(("xl/media/x.png", noise(400_000), None));
    bomb.push(("xl/worksheets/sheet2.xml", vec![b'<'; 20_000_000], None));
    assert_eq!(refused(&zip(&bomb)), XlsxError::Unsafe, "a part of more than 200 times what it is packed");
    let mut blank = parts(SHEET);
    blank.push(("xl/media/x.png", noise(400_000), None));
    blank.push(("xl/worksheets/sheet2.xml", vec![b' '; 3_000_000], None));
    assert_eq!(refused(&zip(&blank)), XlsxError::Damaged, "a part that does not begin with an element");
    let mut many = parts(SHEET);
    many.extend((0..MAX_PARTS).map(|_| ("xl/media/x.png", Vec::new(), None)));
    assert_eq!(refused(&zip(&many)), XlsxError::Unsafe, "more parts than a workbook has");
    assert_eq!(refused(&vec![b'P'; MAX_BYTES + 1]), XlsxError::TooLarge);
}

#[test]
fn declarations_are_refused() {
    let laughs =
        r#"<?xml version="1.0"?><!-- x --><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>"#;
    assert_eq!(refused(&zip(&parts(&[laughs, SHEET].concat()))), XlsxError::Unsafe);
    let wide: Vec<u8> = SHEET.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut hidden = parts(SHEET);
    hidden[3].1 = [&[0xff, 0xfe][..], &wide].concat();
    assert_eq!(refused(&zip(&hidden)), XlsxError::Unsafe, "letters of two bytes could hide one");
    let twice = [parts(SHEET), parts(SHEET)].concat();
    assert_eq!(refused(&zip(&twice)), XlsxError::Unsafe, "two parts of one name");
    let mut locked = zip(&parts(SHEET));
    let at = locked.windows(6).position(|bytes| bytes == b"PK\x01\x02\x14\x00").unwrap();
    locked[at + 8] |= 1;
    assert_eq!(refused(&locked), XlsxError::OldOrLocked);
}

#[test]
fn what_a_part_says_of_its_size_is_not_believed() {
    // As many texts as there is no memory for.
    let mut strings = parts(&SHEET.replace(r#"<c r="B2"><v>5</v></c>"#, r#"<c r="B2" t="s"><v>0</v></c>"#));
    let text = r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="99999999999" uniqueCount="99999999999"><si><t>7</t></si></sst>"#;
    strings.push(("xl/sharedStrings.xml", text.as_bytes().to_vec(), None));
    let book = try_read(&zip(&strings)).expect("a workbook");
    assert_eq!(book.tables[0].text.as_deref(), Ok("Xã\tHộ nghèo\r\nCao Minh\t7\r\n"));
    // A sheet as large as there can be, with the cells of a small one.
    let wide = SHEET.replace("<sheetData>", r#"<dimension ref="A1:XFD1048576"/><sheetData>"#);
    assert_eq!(try_read(&zip(&parts(&wide))).expect("a workbook").tables.len(), 1);
    // Texts that one short part says over and over.
    let long = "x".repeat(30_000);
    let cells = r#"<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>"#.repeat(30_000);
    let mut echo = parts(&SHEET.replace("</sheetData>", &[&cells, "</sheetData>"].concat()));
    echo.push(("xl/sharedStrings.xml", format!("<sst><si><t>{long}</t></si></sst>").into_bytes(), None));
    echo.push(("xl/media/x.png", noise(200_000), None));
    let book = try_read(&zip(&echo)).expect("a workbook");
    assert!(book.tables[0].text.is_err(), "over the bound of a sheet's text");
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    let file = export(&sample());
    let step = if support::long() { 1 } else { 97 };
    for end in (0..file.len()).step_by(step) {
        let error = refused(&file[..end]);
        assert!(matches!(error, XlsxError::Damaged | XlsxError::NotAWorkbook), "{end}: {error:?}");
    }
}

/// A flipped byte is refused, or it stands where it says nothing – never another figure.
#[test]
fn a_changed_byte_changes_no_figure() {
    let file = export(&sample());
    let expected = try_read(&unsealed(&file)).expect("a workbook");
    let mut chance = Chance(11);
    for turn in 0..if support::long() { 20_000 } else { 400 } {
        let mut changed = if turn % 2 == 0 { file.clone() } else { unsealed(&file) };
        let at = chance.below(changed.len() as u64) as usize;
        changed[at] ^= 1 << chance.below(8);
        if let Ok(book) = try_read(&changed) {
            assert!(!book.tables.is_empty(), "byte {at}: read cell by cell");
            assert!(
                book.tables.iter().all(|table| table.text == expected.tables[0].text),
                "byte {at} of {}",
                file.len()
            );
            assert!(book.own.is_none() || book.own == expected.own, "byte {at} of {}", file.len());
        }
    }
}

#[test]
fn what_is_no_request_is_answered() {
    let mut chance = Chance(5);
    let request = write_request(&Request::Read(&export(&sample())));
    for length in 0..300 {
        let bytes: Vec<u8> = (0..length).map(|_| chance.next() as u8).collect();
        assert!(!answer(&bytes).is_empty());
        assert!(!answer(&request[..length.min(request.len() - 1)]).is_empty());
    }
}
