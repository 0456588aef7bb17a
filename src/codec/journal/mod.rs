//! What the device keeps of a workbook: two snapshots written in turn, and a journal of the edits since. Every piece is
//! a record of its own that shows whether it is whole, of which version, and where in the sequence it belongs.
//! `docs/journal-format.md` describes them for other programs; every version ever written opens for ever.

mod body;
mod keys;
mod replay;
mod text;
mod wire;

pub use body::{Edits, Head, Snapshot, Version, VersionLine, Why, mark_of};
pub use keys::{Key, WorkbookId};
pub use replay::{NotReplayed, Replayed, Slot, replay};
pub use text::{LINE, is_lines, load_lines, write_lines};

use super::crc::crc32;
use super::frame::Defect;

/// The first bytes of every record.
const MARK: [u8; 3] = *b"GNJ";
/// The version of the bodies. The envelope stays as it is in every later version.
const VERSION: u8 = b'1';
/// Where the checksum begins, and with it what it does not cover.
const CRC_AT: usize = 25;
const HEAD: usize = CRC_AT + 4;

/// Why a record could not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordError {
    /// Changed or cut.
    Damaged,
    /// Written by a later version of the program: must be left as it is.
    Newer,
    /// Whole, but what it says cannot be.
    Invalid(Option<Defect>),
}

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// The line of the list of workbooks, and the number of the last record.
    Head = 1,
    /// The whole document.
    Snapshot = 2,
    /// Edits that follow the record before.
    Edits = 3,
    /// The whole document as it once was.
    Version = 4,
}

/// A record that is whole.
#[derive(Clone, Copy, Debug)]
pub struct Envelope<'a> {
    /// Number of the saving; the edits of one workbook count up from it without a gap.
    pub sequence: u64,
    /// In milliseconds since 1970, for people; nothing is decided by it.
    pub time: u64,
    /// Its own checksum, by which the next record names it.
    pub crc: u32,
    body: &'a [u8],
}

/// Puts a body into an envelope:
/// `GNJ`, version, kind, sequence (8 bytes), time (8), length of the body (4), CRC-32 of all the rest (4), body.
/// Numbers lowest byte first.
fn seal(kind: Kind, sequence: u64, time: u64, body: &[u8]) -> Vec<u8> {
    let mut record = Vec::with_capacity(HEAD + body.len());
    record.extend(MARK);
    record.extend([VERSION, kind as u8]);
    record.extend(sequence.to_le_bytes());
    record.extend(time.to_le_bytes());
    record.extend((body.len() as u32).to_le_bytes());
    let crc = checksum(&record, body);
    record.extend(crc.to_le_bytes());
    record.extend(body);
    record
}

fn checksum(head: &[u8], body: &[u8]) -> u32 {
    crc32(&[head, body].concat())
}

/// Opens a record of one kind.
///
/// # Errors
/// See [`RecordError`]. A record of another kind is damaged: something put it where it does not belong.
fn open(record: &[u8], kind: Kind) -> Result<Envelope<'_>, RecordError> {
    let envelope = open_any(record)?;
    if record.get(4) != Some(&(kind as u8)) {
        return Err(RecordError::Damaged);
    }
    Ok(envelope)
}

/// Opens a record of whatever kind.
///
/// # Errors
/// See [`RecordError`].
pub fn open_any(record: &[u8]) -> Result<Envelope<'_>, RecordError> {
    parse(record).ok_or(RecordError::Damaged).and_then(|(version, envelope)| match version {
        VERSION => Ok(envelope),
        _ => Err(RecordError::Newer),
    })
}

fn parse(record: &[u8]) -> Option<(u8, Envelope<'_>)> {
    let (head, rest) = record.split_at_checked(CRC_AT)?;
    let (crc, body) = rest.split_first_chunk::<4>()?;
    let (mark, rest) = head.split_first_chunk::<3>()?;
    let (version, rest) = rest.split_first_chunk::<2>()?;
    let (sequence, rest) = rest.split_first_chunk::<8>()?;
    let (time, length) = rest.split_first_chunk::<8>()?;
    let length = u32::from_le_bytes(*length.first_chunk::<4>()?);
    let crc = u32::from_le_bytes(*crc);
    let whole = *mark == MARK && length as usize == body.len() && crc == checksum(head, body);
    let [version, _] = *version;
    let (sequence, time) = (u64::from_le_bytes(*sequence), u64::from_le_bytes(*time));
    whole.then_some((version, Envelope { sequence, time, crc, body }))
}
