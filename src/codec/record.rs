//! The saved copy on the device: the document in an envelope that shows whether it is whole and which is newer.
//!
//! Two slots are written in turn, so that a copy cut off half-way never replaces the last good one. A copy is two lines:
//! `giamngheo-save-1 <checksum> <sequence> <time> <length of the second line>`, and the plain bytes of a link as base64url
//! text. The checksum is CRC-32 in hex over the text without the checksum itself and the space after it. Every later
//! version keeps the first line so; `public/boot.js` reads it when the program has stopped.

use super::base64;
use super::crc::crc32;
use super::file::write_file;
use super::frame::Defect;
use super::journal;
use super::link;
use crate::core::workbook::Workbook;

const MARK: &str = "giamngheo-save-";
const VERSION: &str = "1";

/// What a slot holds.
#[derive(Debug, PartialEq, Eq)]
pub struct Saved {
    /// Number of the saving; higher is newer.
    pub sequence: u64,
    pub workbook: Workbook,
    /// What had to be repaired.
    pub repaired: Vec<Defect>,
}

/// Why a slot could not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordError {
    /// The envelope or what is in it was changed or cut.
    Damaged,
    /// Written by a later version of the program: must be left as it is.
    Newer,
    /// Whole, but what it says cannot be.
    Invalid(Defect),
}

/// The slot, 0 or 1, that the saving with this number goes to.
pub const fn slot_of(sequence: u64) -> usize {
    (sequence % 2) as usize
}

/// The text of a slot. `time` in milliseconds since 1970 is for people to recognise it by; 0 when it does not matter.
pub fn save_record(sequence: u64, time: u64, workbook: &Workbook) -> String {
    let mut body = String::new();
    base64::push(&mut body, &link::to_bytes(workbook));
    envelope(VERSION, sequence, time, &body)
}

fn envelope(version: &str, sequence: u64, time: u64, body: &str) -> String {
    let number = |number: u64| number.to_string();
    let checked = [&number(sequence), " ", &number(time), " ", &number(body.len() as u64), "\n", body].concat();
    [MARK, version, " ", &checksum(version, &checked), " ", &checked].concat()
}

fn checksum(version: &str, checked: &str) -> String {
    hex(crc32([MARK, version, " ", checked].concat().as_bytes()))
}

fn hex(crc: u32) -> String {
    (0..8).rev().filter_map(|at| char::from_digit(crc >> (4 * at) & 15, 16)).collect()
}

/// A slot whose envelope is whole.
struct Envelope<'a> {
    version: &'a str,
    sequence: u64,
    body: &'a str,
}

fn open_envelope(record: &str) -> Option<Envelope<'_>> {
    let (version, rest) = record.strip_prefix(MARK)?.split_once(' ')?;
    let (crc, checked) = rest.split_once(' ')?;
    let (line, body) = checked.split_once('\n')?;
    let mut numbers = line.split(' ');
    // All numbers are read as this one type, of which the program has a reader already.
    let sequence: i64 = numbers.next()?.parse().ok()?;
    let length = numbers.nth(1)?;
    let whole = length.parse() == Ok(body.len() as i64) && crc == checksum(version, checked);
    Some(Envelope { version, sequence: u64::try_from(sequence).ok().filter(|_| whole)?, body })
}

/// Reads a slot.
///
/// # Errors
/// See [`RecordError`].
pub fn load_record(record: &str) -> Result<Saved, RecordError> {
    let Envelope { version, sequence, body } = open_envelope(record).ok_or(RecordError::Damaged)?;
    if version != VERSION {
        return Err(RecordError::Newer);
    }
    let bytes = base64::decode(body.as_bytes()).ok_or(RecordError::Damaged)?;
    let link::Opened { workbook, repaired, .. } = link::from_bytes(&bytes).map_err(RecordError::Invalid)?;
    Ok(Saved { sequence, workbook, repaired })
}

/// The newest of the copies seen so far.
#[derive(Default)]
struct Newest {
    best: Option<Saved>,
    /// The newest one that a later version of the program wrote.
    later: Option<u64>,
    /// The highest number of a saving.
    last: u64,
}

impl Newest {
    fn see(&mut self, record: &str) -> Result<(), RecordError> {
        let sequence = open_envelope(record).map(|envelope| envelope.sequence);
        self.last = self.last.max(sequence.unwrap_or(0));
        match load_record(record) {
            Ok(saved) => {
                if self.best.as_ref().is_none_or(|best| best.sequence < saved.sequence) {
                    self.best = Some(saved);
                }
                Ok(())
            }
            Err(error) => {
                if error == RecordError::Newer {
                    self.later = self.later.max(sequence);
                }
                Err(error)
            }
        }
    }

    /// When the newest copy was written by a later version of the program, an older one is not offered in its place: it
    /// would look as if figures had been lost, and saving would overwrite them.
    fn take(self) -> Option<Saved> {
        self.best.filter(|best| Some(best.sequence) > self.later)
    }
}

/// What the two slots hold.
#[derive(Debug, PartialEq, Eq)]
pub struct Found {
    /// The newest good copy, unless a later version of the program wrote a newer one.
    pub saved: Option<Saved>,
    /// For each slot why it could not be used. Such a slot is to be kept elsewhere before it is written over.
    pub errors: [Option<RecordError>; 2],
    /// The highest number of a saving: the next one counts on from it, or it would not be the newest.
    pub last: u64,
}

/// Looks into the two slots; `None` where nothing was ever saved.
pub fn newest(slots: [Option<&str>; 2]) -> Found {
    let mut newest = Newest::default();
    let errors = slots.map(|slot| newest.see(slot?).err());
    Found { errors, last: newest.last, saved: newest.take() }
}

/// Whether a text is saved copies, as the crash page offers them where it cannot make a file.
pub fn is_records(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with(MARK)
}

/// The newest document of the saved copies that stand in a text one after the other.
///
/// # Errors
/// Why the last one that does not open does not, if none can be offered.
pub fn load_records(text: &str) -> Result<Saved, RecordError> {
    let mut newest = Newest::default();
    let mut error = RecordError::Damaged;
    // Editors may have put in other line ends, blank lines and a byte order mark.
    let text = text.trim_start_matches('\u{feff}');
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.starts_with(MARK)) {
        let body = lines.get(at + 1).copied().unwrap_or_default();
        error = newest.see(&[line, "\n", body].concat()).err().unwrap_or(error);
    }
    newest.take().ok_or(error)
}

/// The text of a workbook file made of what the start script found on the device: records of the journal, or saved
/// copies; `None` when none of them opens.
pub fn rescue(found: &str) -> Option<String> {
    if journal::is_lines(found) {
        return Some(write_file(&journal::load_lines(found).ok()?.workbook));
    }
    Some(write_file(&load_records(found).ok()?.workbook))
}
