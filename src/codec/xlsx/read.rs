//! Reading a workbook: every table found on its sheets, and our own document if it travels inside.

use std::io::Cursor;

use calamine::{Reader, SheetType, SheetVisible, Xlsx};

use super::areas;
use super::cell::{self, Format};
use super::package::{self, Part};
use super::tables::{self, Cells};
use super::{Book, MAX_SHEETS, MAX_TABLES, Own, Table, XlsxError, own, seal};
use crate::codec::desk::pack;
use crate::codec::grid::is_blank;
use crate::codec::record::Saved;

/// Most text taken from one sheet, in bytes, as of a CSV file.
const MAX_TEXT: usize = crate::codec::grid::MAX_BYTES;

type Workbook = Xlsx<Cursor<Vec<u8>>>;

/// Reads the bytes of a `.xlsx` file.
pub fn read(file: &[u8]) -> Result<Book, XlsxError> {
    if let Some(own) = sealed(file) {
        return Ok(Book { own: Some(own), tables: Vec::new() });
    }
    let mut parts = package::unpack(file)?;
    let mut workbook = open(&mut parts)?;
    let mut merged = match only_merged(&mut parts) {
        true => Some(open(&mut parts)?),
        false => None,
    };
    drop(parts);
    let sheets: Vec<(String, bool)> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .take(MAX_SHEETS)
        .collect();
    let mut read = Vec::with_capacity(sheets.len());
    for (name, hidden) in sheets {
        let covered = merged.as_mut().map_or_else(Vec::new, |merged| covered(merged, &name));
        let cells = cells(&mut workbook, &name, &covered)?;
        read.push((name, hidden, cells));
    }
    let own = own::find(&read);
    let mut found: Vec<Table> = Vec::new();
    for (name, hidden, cells) in &read {
        if name == own::NAME || own.as_ref().is_some_and(|own| own.facts == *name) {
            continue;
        }
        for table in tables::find(cells) {
            if found.len() < MAX_TABLES {
                found.push(Table { sheet: name.clone(), hidden: *hidden, ..table });
            }
        }
    }
    let own = own.map(|found| found.own);
    if own.is_none() && found.is_empty() { Err(XlsxError::Empty) } else { Ok(Book { own, tables: found }) }
}

/// The document of a file that is as it was written. The page looks for it itself, where browsers can unpack.
fn sealed(file: &[u8]) -> Option<Own> {
    let Saved { workbook, repaired, .. } = seal::document(&package::inflate(file, &seal::texts(file)?).ok()?)?;
    Some(Own { workbook: pack(&workbook), repaired: repaired.len() as u32, changed: 0 })
}

/// Hands parts to the library, with everything put right that it would stumble over.
fn open(parts: &mut [Part]) -> Result<Workbook, XlsxError> {
    disarm(parts);
    for part in parts.iter_mut().filter(|part| is_of_cells(&part.name)) {
        if areas::tidy(&mut part.bytes)? {
            part.crc = None;
        }
    }
    Workbook::new(Cursor::new(package::pack(parts))).map_err(|_| XlsxError::Damaged)
}

/// Whether a part names places of cells.
fn is_of_cells(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(".xml") && (name.contains("sheets/") || name.contains("tables/"))
}

/// Takes the cells out of the sheets, and texts and formats away, so that the library reads merged areas without reading
/// all cells a second time. False, and nothing taken away, when no cells are merged.
fn only_merged(parts: &mut Vec<Part>) -> bool {
    let is_sheet = |part: &Part| part.name.contains("/worksheets/") && part.name.ends_with(".xml");
    if !parts.iter().any(|part| is_sheet(part) && find(&part.bytes, b"<mergeCell ").is_some()) {
        return false;
    }
    parts.retain(|part| {
        let name = part.name.to_ascii_lowercase();
        !name.ends_with("sharedstrings.xml") && !name.ends_with("styles.xml")
    });
    for part in parts.iter_mut().filter(|part| is_sheet(part)) {
        let Some(cells) = find(&part.bytes, b"<sheetData") else { continue };
        let rest = part.bytes.get(cells..).unwrap_or_default();
        if let Some(behind) = find(rest, b"<mergeCells").or_else(|| find(rest, b"</worksheet>")) {
            part.bytes.drain(cells..cells + behind);
            part.crc = None;
        }
    }
    true
}

/// Where a tag begins.
fn find(bytes: &[u8], tag: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == b'<')?;
        if bytes.get(at..)?.starts_with(tag) {
            return Some(at);
        }
        at += 1;
    }
}

/// Takes away what would have the library reserve as much memory as the file says: how many texts there are.
fn disarm(parts: &mut [Part]) {
    const COUNT: &[u8] = b"uniqueCount";
    for part in parts.iter_mut().filter(|part| part.name.to_ascii_lowercase().ends_with("sharedstrings.xml")) {
        let start = part.bytes.len().min(4096);
        let places: Vec<usize> = part
            .bytes
            .get(..start)
            .unwrap_or_default()
            .windows(COUNT.len())
            .enumerate()
            .filter(|(_, window)| *window == COUNT)
            .map(|(at, _)| at)
            .collect();
        for at in places {
            if let Some(letter) = part.bytes.get_mut(at) {
                *letter = b'U';
                part.crc = None;
            }
        }
    }
}

/// The cells of a sheet that hold something, in order. Never more than the file itself holds: a cell far out is one cell.
fn cells(workbook: &mut Workbook, sheet: &str, covered: &[Area]) -> Result<Cells, XlsxError> {
    let mut cells = Cells::default();
    let mut length = 0_usize;
    let Ok(mut reader) = workbook.worksheet_cells_reader(sheet) else { return Ok(cells) };
    let codes =
        reader.styles().iter().map(|style| style.number_format.as_ref().map(|format| format.format_code.clone()));
    let formats: Vec<Format> = codes.map(|code| code.map_or(Format::default(), |code| Format::of(&code))).collect();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|_| XlsxError::Damaged)? {
        let text = cell::text(cell.get_value(), formats.get(style).copied().unwrap_or_default());
        if is_blank(&text) {
            continue;
        }
        let (row, column) = cell.get_position();
        if covered.iter().any(|area| area.hides(row, column)) {
            continue;
        }
        length = length.saturating_add(text.len() + 1);
        if length > MAX_TEXT {
            cells.too_long = Some(length);
            break;
        }
        cells.list.push((row, column, text));
    }
    cells.list.sort_by_key(|(row, column, _)| (*row, *column));
    // Of a cell that stands twice, the last counts, as in Excel.
    cells.list.reverse();
    cells.list.dedup_by_key(|(row, column, _)| (*row, *column));
    cells.list.reverse();
    Ok(cells)
}

/// An area of merged cells.
struct Area {
    first: (u32, u32),
    last: (u32, u32),
}

impl Area {
    /// Whether Excel shows another cell in place of this one.
    fn hides(&self, row: u32, column: u32) -> bool {
        (row, column) != self.first
            && (self.first.0..=self.last.0).contains(&row)
            && (self.first.1..=self.last.1).contains(&column)
    }
}

/// Most merged areas looked at: each cell is compared with all of them.
const MAX_AREAS: usize = 400;

fn covered(workbook: &mut Workbook, sheet: &str) -> Vec<Area> {
    let areas = workbook.merge_cells_by_sheet_name(sheet).unwrap_or_default();
    areas.iter().take(MAX_AREAS).map(|area| Area { first: area.start, last: area.end }).collect()
}
