//! The saved copy on the device: a workbook file in an envelope that shows whether it is whole and which is newer.
//!
//! Two slots are written in turn, so that a copy cut off half-way never replaces the last good one. The envelope is one
//! line, `giamngheo-save-1 <CRC-32 of all that follows the next space, hex> <sequence> <length of the file in bytes>`;
//! everything after it is the file, which can be cut out by hand.

use super::crc::crc32;
use super::file::{FileError, read_file, write_file};
use super::frame::Defect;
use crate::core::workbook::Workbook;

const MARK: &str = "giamngheo-save-1";

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
    /// The envelope or the text in it was changed or cut.
    Damaged,
    /// Whole, but the file in it does not open; a `Newer` one must be left as it is.
    File(FileError),
}

/// The slot, 0 or 1, that the saving with this number goes to.
pub const fn slot_of(sequence: u64) -> usize {
    (sequence % 2) as usize
}

/// The text of a slot.
pub fn save_record(sequence: u64, workbook: &Workbook) -> String {
    let file = write_file(workbook);
    let checked = [&sequence.to_string(), " ", &file.len().to_string(), "\n", &file].concat();
    [MARK, " ", &hex(crc32(checked.as_bytes())), " ", &checked].concat()
}

/// Number of the saving, and the text of the workbook file in a slot.
///
/// # Errors
/// [`RecordError::Damaged`] when anything in the slot is not as it was written.
pub fn open_record(record: &str) -> Result<(u64, &str), RecordError> {
    let open = || {
        let (crc, checked) = record.strip_prefix(MARK)?.strip_prefix(' ')?.split_once(' ')?;
        let (line, file) = checked.split_once('\n')?;
        let (sequence, length) = line.split_once(' ')?;
        let whole = length.parse() == Ok(file.len() as i64) && crc == hex(crc32(checked.as_bytes()));
        let sequence: i64 = sequence.parse().ok().filter(|_| whole)?;
        Some((u64::try_from(sequence).ok()?, file))
    };
    open().ok_or(RecordError::Damaged)
}

fn hex(crc: u32) -> String {
    (0..8).rev().filter_map(|at| char::from_digit(crc >> (4 * at) & 15, 16)).collect()
}

/// Reads a slot.
///
/// # Errors
/// See [`RecordError`].
pub fn load_record(record: &str) -> Result<Saved, RecordError> {
    let (sequence, file) = open_record(record)?;
    let (workbook, repaired) = read_file(file).map_err(RecordError::File)?;
    Ok(Saved { sequence, workbook, repaired })
}

/// The newest good copy of two slots (`None` in: nothing was ever saved there), and for each slot why it could not be used.
///
/// When the newest slot was written by a later version of the program, the older one is not offered in its place: it
/// would look as if figures had been lost, and saving would overwrite them.
pub fn newest(slots: [Option<&str>; 2]) -> (Option<Saved>, [Option<RecordError>; 2]) {
    let mut best: Option<Saved> = None;
    let mut later = None;
    let errors = slots.map(|slot| {
        let record = slot?;
        match load_record(record) {
            Ok(saved) if best.as_ref().is_some_and(|best| best.sequence >= saved.sequence) => None,
            Ok(saved) => {
                best = Some(saved);
                None
            }
            Err(error) => {
                if matches!(error, RecordError::File(FileError::Newer { .. })) {
                    later = later.max(open_record(record).ok().map(|(sequence, _)| sequence));
                }
                Some(error)
            }
        }
    });
    (best.filter(|best| Some(best.sequence) > later), errors)
}
