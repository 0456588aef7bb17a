//! An Excel workbook as other programs write one: a sheet of names and numbers, its texts in a list of their own. Stored
//! without packing, which costs a reader a few milliseconds less.

#[path = "../../../../support/zip.rs"]
mod zip;

use std::fmt::Write;

const WORKBOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const OF_WORKBOOK: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
const OF_PACKAGE: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

/// The workbook of a table in CSV without quotes; what begins with a digit is a number.
pub fn workbook(csv: &str) -> Vec<u8> {
    let (mut texts, mut count, mut rows) = (String::new(), 0, String::new());
    for (row, line) in (1..).zip(csv.lines()) {
        let _ = write!(rows, r#"<row r="{row}">"#);
        for (letter, cell) in ('A'..).zip(line.split(',')) {
            if cell.starts_with(|c: char| c.is_ascii_digit()) {
                let _ = write!(rows, r#"<c r="{letter}{row}"><v>{cell}</v></c>"#);
            } else {
                let _ = write!(rows, r#"<c r="{letter}{row}" t="s"><v>{count}</v></c>"#);
                let _ = write!(texts, "<si><t>{cell}</t></si>");
                count += 1;
            }
        }
        rows.push_str("</row>");
    }
    let main = r#"xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main""#;
    let parts = [
        ("_rels/.rels", OF_PACKAGE.to_owned()),
        ("xl/workbook.xml", WORKBOOK.to_owned()),
        ("xl/_rels/workbook.xml.rels", OF_WORKBOOK.to_owned()),
        ("xl/sharedStrings.xml", format!("<sst {main}>{texts}</sst>")),
        ("xl/worksheets/sheet1.xml", format!("<worksheet {main}><sheetData>{rows}</sheetData></worksheet>")),
    ];
    let entries = parts.iter().map(|(name, content)| zip::Entry {
        name,
        content: content.as_bytes(),
        deflated: None,
        claimed: None,
    });
    zip::package(&entries.collect::<Vec<_>>())
}
