//! The seal on a workbook that this program wrote: a checksum over the whole file, in the comment at the end of its
//! package. A file whose seal holds is, byte for byte, the one that was written, so nobody has changed a cell of it, and the
//! document inside says what its sheets say. Every other file, one that Excel has saved since among them, has its sheets
//! read and held against the document.

use super::package::{END_LENGTH, crc32, end_record};

/// What the comment begins with. Behind it stands the CRC-32 of everything before the comment, in hex.
const MARK: &[u8] = b"giamngheo-seal-1 ";
/// Length of the comment.
const LENGTH: usize = MARK.len() + 8;

/// Seals a file; one that has a comment already is left as it is.
pub fn seal(mut file: Vec<u8>) -> Vec<u8> {
    let comment = file.len().saturating_sub(2);
    if end_record(&file).is_some_and(|at| at + END_LENGTH == file.len()) {
        file.truncate(comment);
        file.extend((LENGTH as u16).to_le_bytes());
        let crc = crc32(&file);
        file.extend(MARK);
        file.extend(hex(crc));
    }
    file
}

/// Whether a file is as it was sealed.
pub fn holds(file: &[u8]) -> bool {
    let Some((rest, comment)) = file.len().checked_sub(LENGTH).and_then(|at| file.split_at_checked(at)) else {
        return false;
    };
    comment.strip_prefix(MARK).is_some_and(|crc| *crc == hex(crc32(rest)))
}

fn hex(crc: u32) -> [u8; 8] {
    [28, 24, 20, 16, 12, 8, 4, 0]
        .map(|shift| b"0123456789abcdef".get((crc >> shift & 15) as usize).copied().unwrap_or(0))
}
