//! What a package says of itself: the list of parts at its end.

use super::{MAX_PARTS, XlsxError};

pub const LOCAL: u32 = 0x0403_4b50;
pub const CENTRAL: u32 = 0x0201_4b50;
pub const END: u32 = 0x0605_4b50;
/// Length of the record at the end, without its comment.
pub const END_LENGTH: usize = 22;
const CENTRAL_LENGTH: usize = 46;
const LOCAL_LENGTH: usize = 30;

/// A part as the package declares it.
pub struct Declared {
    pub name: String,
    pub deflated: bool,
    /// In bytes, as it stands in the file.
    pub packed: usize,
    /// In bytes, unpacked.
    pub size: usize,
    pub crc: u32,
    offset: usize,
}

impl Declared {
    /// Its bytes as they stand in the file.
    pub fn bytes<'a>(&self, file: &'a [u8]) -> Option<&'a [u8]> {
        if long(file, self.offset) != Some(LOCAL) {
            return None;
        }
        let start = self.offset + LOCAL_LENGTH + short(file, self.offset + 26)? + short(file, self.offset + 28)?;
        file.get(start..start.checked_add(self.packed)?)
    }
}

fn short(bytes: &[u8], at: usize) -> Option<usize> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(usize::from(u16::from_le_bytes(two.try_into().ok()?)))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

/// The list of parts at the end of the file.
pub fn directory(file: &[u8]) -> Result<Vec<Declared>, XlsxError> {
    let end = end_record(file).ok_or(XlsxError::Damaged)?;
    let read = |at| short(file, end + at);
    let (Some(count), Some(start)) = (read(10), long(file, end + 16)) else { return Err(XlsxError::Damaged) };
    // One file, one disk, no 64-bit records: nothing within the bounds needs them.
    if read(4) != Some(0) || read(8) != Some(count) || count > MAX_PARTS {
        return Err(XlsxError::Unsafe);
    }
    let start = start as usize;
    let mut at = start;
    let mut parts = Vec::with_capacity(count);
    for _ in 0..count {
        let (part, next) = entry(file, at)?;
        if part.offset >= start {
            return Err(XlsxError::Damaged);
        }
        parts.push(part);
        at = next;
    }
    Ok(parts)
}

/// One line of the list, and where the next one begins.
fn entry(file: &[u8], at: usize) -> Result<(Declared, usize), XlsxError> {
    let read = |offset| short(file, at + offset).ok_or(XlsxError::Damaged);
    let read_long = |offset| long(file, at + offset).ok_or(XlsxError::Damaged);
    if read_long(0)? != CENTRAL {
        return Err(XlsxError::Damaged);
    }
    // Bit 0: with a password.
    if read(8)? & 1 != 0 {
        return Err(XlsxError::OldOrLocked);
    }
    let deflated = match read(10)? {
        0 => false,
        8 => true,
        _ => return Err(XlsxError::Unsafe),
    };
    let name_end = at + CENTRAL_LENGTH + read(28)?;
    let name = file.get(at + CENTRAL_LENGTH..name_end).ok_or(XlsxError::Damaged)?;
    let offset = read_long(42)? as usize;
    // The name stands before the part too: a letter changed in one place would make another part of it, or none.
    let there = offset.saturating_add(LOCAL_LENGTH);
    if short(file, offset.saturating_add(26)) != Some(name.len())
        || file.get(there..there.saturating_add(name.len())) != Some(name)
    {
        return Err(XlsxError::Damaged);
    }
    let part = Declared {
        // Some programs write Windows' separators, some a leading one.
        name: String::from_utf8_lossy(name).replace('\\', "/").trim_start_matches('/').to_owned(),
        deflated,
        crc: read_long(16)?,
        packed: read_long(20)? as usize,
        size: read_long(24)? as usize,
        offset,
    };
    Ok((part, name_end + read(30)? + read(32)?))
}

/// Where the record at the end stands: the last place that looks like it, behind which only its comment comes.
pub fn end_record(file: &[u8]) -> Option<usize> {
    let last = file.len().checked_sub(END_LENGTH)?;
    let first = last.saturating_sub(usize::from(u16::MAX));
    let is_end = |at: &usize| {
        long(file, *at) == Some(END)
            && short(file, at + 20).is_some_and(|comment| at + END_LENGTH + comment == file.len())
    };
    (first..=last).rev().find(is_end)
}
