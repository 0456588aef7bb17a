//! The outer shell of a workbook, a zip package, unpacked within bounds.
//!
//! What the package says of itself is checked before anything is unpacked, and each part may not become larger than it
//! says. The parts are then packed anew without compression, so that whoever reads them next finds exactly these bytes
//! and nothing that this page has not looked at.

use std::io::Read;

use flate2::Crc;
use flate2::read::DeflateDecoder;

use super::directory::{CENTRAL, Declared, END, LOCAL, directory};
use super::{GROWS_FREELY, MAX_BYTES, MAX_INFLATED, MAX_RATIO, XlsxError};

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

/// The library's checksum: the one of links is made small, not fast.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// Unpacks a workbook's parts. Pictures, fonts and other parts that hold no figures are left out.
pub fn unpack(file: &[u8]) -> Result<Vec<Part>, XlsxError> {
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
        if !is_wanted(&part.name) {
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

/// The bytes of a part: exactly as many as declared, with the declared checksum.
pub(super) fn inflate(file: &[u8], part: &Declared) -> Result<Vec<u8>, XlsxError> {
    let packed = part.bytes(file).ok_or(XlsxError::Damaged)?;
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
