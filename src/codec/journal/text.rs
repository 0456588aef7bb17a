//! Records as a text that the start page can write when the program is dead, and that opens like a workbook file: a line
//! for each record, `giamngheo-record`, its name in the store, and its bytes as base64url text.

use super::{Key, NotReplayed, Replayed, WorkbookId, replay};
use crate::codec::base64;

/// How each line begins.
pub const LINE: &str = "giamngheo-record ";

/// Writes records, given by their names in the store.
pub fn write_lines<'a>(records: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> String {
    let mut text = String::new();
    for (name, record) in records {
        text.push_str(LINE);
        text.push_str(name);
        text.push(' ');
        base64::push(&mut text, record);
        text.push('\n');
    }
    text
}

/// Whether a text is such lines.
pub fn is_lines(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with(LINE)
}

/// The workbook that the records of a text make; of several, the one changed last.
///
/// # Errors
/// See [`NotReplayed`]; of several workbooks none of which opens, that of the last.
pub fn load_lines(text: &str) -> Result<Replayed, NotReplayed> {
    let mut records: Vec<(&str, Vec<u8>)> = Vec::new();
    for line in text.trim_start_matches('\u{feff}').lines() {
        let words = line.trim().strip_prefix(LINE).and_then(|rest| rest.split_once(' '));
        if let Some((name, bytes)) = words {
            // Letters that do not belong there make the record damaged, not absent.
            records.push((name, base64::decode(bytes.trim().as_bytes()).unwrap_or_default()));
        }
    }
    let mut ids: Vec<WorkbookId> = records.iter().filter_map(|(name, _)| workbook_of(name)).collect();
    ids.sort();
    ids.dedup();
    let mut best: Result<Replayed, NotReplayed> = Err(NotReplayed::Nothing);
    for id in ids {
        let own = records.iter().filter(|(name, _)| workbook_of(name) == Some(id));
        let found = replay(own.map(|(name, record)| (*name, record.as_slice())));
        let is_better = match (&best, &found) {
            (Ok(best), Ok(found)) => best.time < found.time,
            (Ok(_), Err(_)) => false,
            (Err(_), _) => true,
        };
        if is_better {
            best = found;
        }
    }
    best
}

fn workbook_of(name: &str) -> Option<WorkbookId> {
    Some(Key::from_text(name)?.workbook())
}
