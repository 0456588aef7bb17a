//! The outer shell of a workbook, a zip package, unpacked within bounds.
//!
//! What the package says of itself is checked before anything is unpacked, and each part may not become larger than it
//! says. The parts are then packed anew without compression, so that whoever reads them next finds exactly these bytes
//! and nothing that this page has not looked at.

use std::io::Read;

use flate2::Crc;
use flate2::read::DeflateDecoder;

use super::{MAX_BYTES, MAX_INFLATED, MAX_PARTS, MAX_RATIO, XlsxError};

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
/// Length of the record at the end, without its comment.
pub(super) const END_LENGTH: usize = 22;
const CENTRAL_LENGTH: usize = 46;
const LOCAL_LENGTH: usize = 30;
/// The parts that are read may always unpack to so many bytes, be they packed ever so well.
const GROWS_FREELY: usize = 4_000_000;
/// Where the first element of a part has begun, in bytes.
const OPENING: u64 = 64;
/// Start of the shell of Excel 97–2003 and of files with a password.
const OLD_SHELL: [u8; 4] = [0xd0, 0xcf, 0x11, 0xe0];

/// One part of the package.
pub struct Part {
    pub name: String,
    pub bytes: Vec<u8>,
    /// Their checksum, while they are as they came.
    pub crc: Option<u32>,
}

/// A part as the package declares it.
struct Declared {
    name: String,
    deflated: bool,
    packed: usize,
    size: usize,
    crc: u32,
    offset: usize,
}

/// The library's checksum: the one of links is made small, not fast.
pub(super) fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

fn short(bytes: &[u8], at: usize) -> Option<usize> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(usize::from(u16::from_le_bytes(two.try_into().ok()?)))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

/// Unpacks a workbook's parts. Pictures, fonts and other parts that hold no figures are left out, and so is what the caller
/// does not ask for by its name.
pub fn unpack(file: &[u8], is_asked: fn(&str) -> bool) -> Result<Vec<Part>, XlsxError> {
    if file.len() > MAX_BYTES {
        return Err(XlsxError::TooLarge);
    }
    if file.starts_with(&OLD_SHELL) {
        return Err(XlsxError::OldOrLocked);
    }
    if !file.starts_with(b"PK") {
        return Err(XlsxError::NotAWorkbook);
    }
    let declared = directory(file)?;
    // Before anything is unpacked: what all parts together claim to be.
    let grows = |parts: &mut dyn Iterator<Item = &Declared>, most: usize| {
        let (packed, size) = parts.fold((0_usize, 0_usize), |(packed, size), part| {
            (packed.saturating_add(part.packed), size.saturating_add(part.size))
        });
        size > MAX_INFLATED || size > most.max(packed.saturating_mul(MAX_RATIO))
    };
    // The parts that are read by themselves too: a picture beside them would hide how much they grow.
    if grows(&mut declared.iter(), 0) || grows(&mut declared.iter().filter(|part| is_wanted(&part.name)), GROWS_FREELY)
    {
        return Err(XlsxError::Unsafe);
    }
    let mut parts: Vec<Part> = Vec::new();
    for part in declared {
        if !is_wanted(&part.name) || !is_asked(&part.name) {
            continue;
        }
        // Two parts of one name are two answers to one question.
        if parts.iter().any(|other| other.name.eq_ignore_ascii_case(&part.name)) {
            return Err(XlsxError::Unsafe);
        }
        let bytes = inflate(file, &part)?;
        if declares_entities(&bytes) {
            return Err(XlsxError::Unsafe);
        }
        parts.push(Part { name: part.name, bytes, crc: Some(part.crc) });
    }
    if parts.iter().any(|part| part.name.eq_ignore_ascii_case("xl/workbook.xml")) {
        Ok(parts)
    } else {
        Err(XlsxError::NotAWorkbook)
    }
}

/// Parts that say something about cells.
fn is_wanted(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let ending = name.ends_with(".xml") || name.ends_with(".rels");
    ending && (name.starts_with("xl/") || name.starts_with("_rels/") || name.starts_with("[content_types]"))
}

/// The list of parts at the end of the file.
fn directory(file: &[u8]) -> Result<Vec<Declared>, XlsxError> {
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

/// The bytes of a part: exactly as many as declared, with the declared checksum.
fn inflate(file: &[u8], part: &Declared) -> Result<Vec<u8>, XlsxError> {
    let at = part.offset;
    let names = |offset| short(file, at + offset).ok_or(XlsxError::Damaged);
    if long(file, at) != Some(LOCAL) {
        return Err(XlsxError::Damaged);
    }
    let start = at + LOCAL_LENGTH + names(26)? + names(28)?;
    let packed = start.checked_add(part.packed).and_then(|end| file.get(start..end)).ok_or(XlsxError::Damaged)?;
    let bytes = if part.deflated {
        let mut bytes = Vec::new();
        // One byte more than declared is one too many.
        let mut unpacked = DeflateDecoder::new(packed).take(part.size as u64 + 1);
        unpacked.by_ref().take(OPENING).read_to_end(&mut bytes).map_err(|_| XlsxError::Damaged)?;
        if opens(&bytes) {
            bytes.reserve_exact(part.size.saturating_sub(bytes.len()));
            unpacked.read_to_end(&mut bytes).map_err(|_| XlsxError::Damaged)?;
        }
        bytes
    } else {
        packed.to_vec()
    };
    if !opens(&bytes) {
        return Err(XlsxError::Damaged);
    }
    if bytes.len() > part.size {
        return Err(XlsxError::Unsafe);
    }
    if bytes.len() < part.size || crc32(&bytes) != part.crc {
        return Err(XlsxError::Damaged);
    }
    Ok(bytes)
}

/// Whether bytes can be the beginning of a part: its first element, behind blanks at most. What is none is not worth
/// unpacking. Letters of two bytes are looked at later.
fn opens(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    match text.first() {
        Some(first) => matches!(first, b'<' | 0xff | 0xfe | 0),
        None => (bytes.len() as u64) < OPENING,
    }
}

/// Where the record at the end stands: the last place that looks like it, behind which only its comment comes.
pub(super) fn end_record(file: &[u8]) -> Option<usize> {
    let last = file.len().checked_sub(END_LENGTH)?;
    let first = last.saturating_sub(usize::from(u16::MAX));
    let is_end = |at: &usize| {
        long(file, *at) == Some(END)
            && short(file, at + 20).is_some_and(|comment| at + END_LENGTH + comment == file.len())
    };
    (first..=last).rev().find(is_end)
}

/// Whether a part declares a document type, with which a few bytes could grow without bound, or is written in letters
/// of two bytes, which would hide one. Workbooks never do either. A declaration can only stand before the first element.
fn declares_entities(bytes: &[u8]) -> bool {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) || bytes.iter().take(4).any(|b| *b == 0) {
        return true;
    }
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == b'<') {
        let tag = rest.get(at..).unwrap_or_default();
        let closing: &[u8] = if tag.starts_with(b"<?") {
            b"?>"
        } else if tag.starts_with(b"<!--") {
            b"-->"
        } else {
            return tag.starts_with(b"<!");
        };
        let Some(end) = tag.windows(closing.len()).position(|window| window == closing) else { return true };
        rest = tag.get(end + closing.len()..).unwrap_or_default();
    }
    false
}

/// Packs parts without compression.
pub fn pack(parts: &[Part]) -> Vec<u8> {
    let mut file = Vec::with_capacity(parts.iter().map(|part| part.bytes.len() + 200).sum());
    let mut directory = Vec::new();
    for part in parts {
        let offset = file.len() as u32;
        // Version needed, flags (names in UTF-8), method, time, date.
        let mut common = vec![20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0];
        common.extend(part.crc.unwrap_or_else(|| crc32(&part.bytes)).to_le_bytes());
        common.extend([(part.bytes.len() as u32).to_le_bytes(); 2].concat());
        common.extend((part.name.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        file.extend(LOCAL.to_le_bytes());
        file.extend(&common);
        file.extend(part.name.as_bytes());
        file.extend(&part.bytes);
        directory.extend(CENTRAL.to_le_bytes());
        directory.extend([20, 0]);
        directory.extend(&common);
        // Comment, disk, attributes.
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(part.name.as_bytes());
    }
    let (start, count) = (file.len() as u32, (parts.len() as u16).to_le_bytes());
    file.extend(&directory);
    file.extend(END.to_le_bytes());
    file.extend([0; 4]);
    file.extend([count, count].concat());
    file.extend((directory.len() as u32).to_le_bytes());
    file.extend(start.to_le_bytes());
    file.extend([0, 0]);
    file
}
