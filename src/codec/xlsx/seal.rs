//! The seal on a workbook that this program wrote: a checksum over the whole file, in the comment at the end of its
//! package. A file whose seal holds is, byte for byte, the one that was written: nobody has changed a cell of it, and the
//! document inside says what its sheets say. Then the document is all that is read, in the page itself. Every other file,
//! one that Excel has saved since among them, has its sheets read and held against the document.

use super::directory::{Declared, directory};
#[cfg(feature = "xlsx")]
use super::directory::{END_LENGTH, end_record};
use super::{GROWS_FREELY, MAX_BYTES};
use crate::codec::crc::crc32;
use crate::codec::record::{self, Saved};

/// What the comment begins with. Behind it stands the CRC-32 of everything before the comment, in hex.
const MARK: &[u8] = b"giamngheo-seal-1 ";
/// Length of the comment.
const LENGTH: usize = MARK.len() + 8;
/// The part with all texts of the sheets, those of the document last.
const TEXTS: &str = "xl/sharedStrings.xml";
/// How the first text of the document begins.
const FIRST: &str = "<t>giamngheo-save-";

/// Seals a file; one that has a comment already is left as it is.
#[cfg(feature = "xlsx")]
pub fn seal(mut file: Vec<u8>) -> Vec<u8> {
    if end_record(&file).is_some_and(|at| at + END_LENGTH == file.len()) {
        file.truncate(file.len() - 2);
        file.extend((LENGTH as u16).to_le_bytes());
        let crc = crc32(&file);
        file.extend(MARK);
        file.extend(hex(crc));
    }
    file
}

/// Of a file that is as it was sealed, the part with its texts, if it is of a size to be read at once; deflated.
pub fn texts(file: &[u8]) -> Option<Declared> {
    let (rest, comment) = file.split_at_checked(file.len().checked_sub(LENGTH)?)?;
    if file.len() > MAX_BYTES || *comment.strip_prefix(MARK)? != hex(crc32(rest)) {
        return None;
    }
    let part = directory(file).ok()?.into_iter().find(|part| part.name == TEXTS)?;
    Some(part).filter(|part| part.deflated && part.size <= GROWS_FREELY)
}

/// The document among the texts; a copy that is not whole is none.
pub fn document(texts: &[u8]) -> Option<Saved> {
    let texts = std::str::from_utf8(texts).ok()?;
    // Names of units may say what they like, but they come before.
    let mut cells = texts.get(texts.rfind(FIRST)?..)?.split("<t>").skip(1);
    let mut cell = || Some(cells.next()?.split_once("</t>")?.0);
    let mut record = [cell()?, "\n"].concat();
    while let Some(piece) = cell() {
        record.push_str(piece);
    }
    record::load_record(&record).ok()
}

fn hex(crc: u32) -> [u8; 8] {
    let digit = |shift: u32| b"0123456789abcdef".get((crc >> shift & 15) as usize).copied().unwrap_or(0);
    [28, 24, 20, 16, 12, 8, 4, 0].map(digit)
}
