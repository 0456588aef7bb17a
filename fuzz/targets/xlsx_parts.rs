//! A sound package with any bytes as its parts: sheet, shared texts and styles, cut at the first two `|`.
#![no_main]

use giam_ngheo::codec::crc::crc32;
use giam_ngheo::codec::number::Style;
use giam_ngheo::codec::paste;
use giam_ngheo::codec::xlsx::read;
use libfuzzer_sys::fuzz_target;

const PACKAGE: &[u8] = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &[u8] = br#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &[u8] = br#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(3, |byte| *byte == b'|');
    let mut next = || parts.next().unwrap_or_default();
    let package = zip(&[
        ("_rels/.rels", PACKAGE),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/worksheets/sheet1.xml", next()),
        ("xl/sharedStrings.xml", next()),
        ("xl/styles.xml", next()),
    ]);
    if let Ok(book) = read(&package) {
        for table in &book.tables {
            if let Ok(text) = &table.text
                && let Ok(grid) = paste::read(None, text)
            {
                paste::plan(grid, Style::Vi, (None, None)).into_table();
            }
        }
    }
});

/// A package without compression.
fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in parts {
        let offset = (file.len() as u32).to_le_bytes();
        let mut common = vec![20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0];
        for number in [crc32(content), content.len() as u32, content.len() as u32] {
            common.extend(number.to_le_bytes());
        }
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        file.extend([&b"PK\x03\x04"[..], &common, name.as_bytes(), content].concat());
        directory.extend([&b"PK\x01\x02\x14\x00"[..], &common, &[0; 10], &offset, name.as_bytes()].concat());
    }
    let start = (file.len() as u32).to_le_bytes();
    let count = (parts.len() as u16).to_le_bytes();
    let length = (directory.len() as u32).to_le_bytes();
    file.extend([&directory[..], b"PK\x05\x06\0\0\0\0", &count, &count, &length, &start, &[0, 0]].concat());
    file
}
