//! The link: the whole document in the fragment of an address, which browsers do not send anywhere.
//! `docs/link-format.md` describes it for other programs; every version ever written opens for ever.

pub mod form;
mod pack;
pub mod qr;
mod read;
pub mod wire;
mod write;

pub use read::Opened;
pub use write::{write_link, write_link_with};

use super::base64;
use super::crc::crc32;
use super::frame::Defect;
use super::limits::MAX_LINK;
use crate::core::period::{Standard, Status};
use crate::core::workbook::Workbook;

/// The letter of this version, the first of a link.
const VERSION: u8 = b'A';
/// Longest document in a link, in bytes, before packing.
const MAX_PLAIN: usize = 600_000;
/// How many series back the figures of one may lean on.
const LOOK_BACK: usize = 24;

// Position is the number in links; new ones are added at the end.
pub(super) const STATUSES: [Status; 4] = [Status::Plan, Status::Preliminary, Status::Official, Status::Revised];
pub(super) const STANDARDS: [Standard; 4] = [Standard::Y2011, Standard::Y2016, Standard::Y2022, Standard::Y2027];

/// One edition of the official list of units, to shorten links by the names it has.
#[derive(Clone, Copy)]
pub struct OfficialNames<'a> {
    /// 1: the map until June 2025; 2: the map from July 2025; never 0.
    pub list: u8,
    /// The name of the unit with this code, as documents have it.
    pub name: &'a dyn Fn(&str) -> Option<String>,
}

/// Why a link was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// Nothing there.
    Empty,
    /// Nothing that looks like a link of this program.
    NotALink,
    /// Only the beginning is there: so many characters of so many; 0 when not even the length is there.
    Cut { have: usize, want: usize },
    /// A character was changed or lost on the way.
    Damaged,
    /// Made by a later version of the program.
    Newer,
    /// Longer than any link this program makes.
    TooLong,
    /// Whole, but what it says cannot be.
    Invalid(Defect),
}

/// The document as the plain bytes of a link, of any length: for the saved copy and between the two programs.
pub fn to_bytes(workbook: &Workbook) -> Vec<u8> {
    write::sections(workbook, None)
}

/// Reads what [`to_bytes`] wrote. The bytes must come from where they cannot be damaged unnoticed.
///
/// # Errors
/// What they say cannot be.
pub fn from_bytes(bytes: &[u8]) -> Result<Opened, Defect> {
    read::read_sections(bytes, None)
}

/// Reads a link: an address, its fragment, or a message in which it stands. Blanks and line breaks that were put into
/// it are passed over, and so is what follows it.
///
/// # Errors
/// See [`LinkError`]. A link that was cut or changed never opens.
pub fn read_link(text: &str) -> Result<Opened, LinkError> {
    read_link_with(text, None)
}

/// As [`read_link`], with the official list at hand for names that the link left to it.
///
/// # Errors
/// See [`LinkError`].
pub fn read_link_with(text: &str, official: Option<&OfficialNames>) -> Result<Opened, LinkError> {
    if text.trim().is_empty() {
        return Err(LinkError::Empty);
    }
    // Room for an address and a message around the link.
    if text.len() > 2 * MAX_LINK {
        return Err(LinkError::TooLong);
    }
    let text = letters(text);
    let mut worst = LinkError::NotALink;
    for candidate in candidates(&text) {
        match open(candidate, official) {
            Err(LinkError::NotALink) => {}
            Err(error) => worst = error,
            opened => return opened,
        }
    }
    Err(worst)
}

/// Where links stand in a text of visible letters: after a `#`, or the whole of it.
fn candidates(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let whole = std::iter::once(text).filter(|text| !text.contains(&b'#'));
    text.split(|byte| *byte == b'#').skip(1).chain(whole).take(100).map(|candidate| {
        let end = candidate.iter().position(|byte| !base64::is_letter(*byte));
        candidate.get(..end.unwrap_or(candidate.len())).unwrap_or_default()
    })
}

/// The links in a text of several, as people paste them one below the other: each as its own text, or why it cannot be
/// opened. What is no link at all is passed over.
pub fn find_links(text: &str) -> Vec<Result<String, LinkError>> {
    if text.len() > 10 * MAX_LINK {
        return vec![Err(LinkError::TooLong)];
    }
    let text = letters(text);
    let mut found = Vec::new();
    for candidate in candidates(&text) {
        match unwrap(candidate) {
            Err(LinkError::NotALink) => {}
            Err(error) => found.push(Err(error)),
            Ok(_) => found.push(Ok(String::from_utf8_lossy(candidate).into_owned())),
        }
    }
    found
}

/// The text without blanks and invisible characters, percent signs resolved.
fn letters(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let is_visible =
        |c: &char| !c.is_whitespace() && !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    let mut rest = text.chars().filter(is_visible);
    while let Some(c) = rest.next() {
        let mut after = rest.clone();
        let mut digit = || after.next().and_then(|c| c.to_digit(16));
        match if c == '%' { digit().zip(digit()) } else { None } {
            Some((high, low)) => {
                out.push((high * 16 + low) as u8);
                rest = after;
            }
            None => out.push(u8::try_from(c).ok().filter(u8::is_ascii).unwrap_or(b'?')),
        }
    }
    out
}

fn open(text: &[u8], official: Option<&OfficialNames>) -> Result<Opened, LinkError> {
    read::read_sections(&unwrap(text)?, official).map_err(LinkError::Invalid)
}

/// The bytes inside a link without anything around it, for looking into it.
///
/// # Errors
/// As [`read_link`], but for [`LinkError::Invalid`].
pub fn plain_bytes(link: &str) -> Result<Vec<u8>, LinkError> {
    unwrap(link.as_bytes())
}

/// Checks and unpacks a link that begins with its version letter.
fn unwrap(text: &[u8]) -> Result<Vec<u8>, LinkError> {
    /// Shorter than any link; a word after a `#`, rather.
    const SHORTEST: usize = 12;
    /// Both lengths and the checksum take no more.
    const HEAD: usize = 16;
    let Some((version, body)) = text.split_first() else { return Err(LinkError::NotALink) };
    match *version {
        VERSION => {}
        b'B'..=b'Z' if body.len() >= SHORTEST => return Err(LinkError::Newer),
        _ => return Err(LinkError::NotALink),
    }
    let cut = |want| Err(LinkError::Cut { have: text.len(), want });
    let head = body.get(..body.len().min(HEAD) / 4 * 4).unwrap_or_default();
    let head = base64::decode(head).unwrap_or_default();
    let mut input = wire::Input::new(&head);
    let (packed, plain) = (input.number() as usize, input.number() as usize);
    let used = head.len() - input.rest().len();
    if !input.is_sound() {
        return if body.len() < HEAD { cut(0) } else { Err(LinkError::Damaged) };
    }
    if packed > MAX_LINK || plain > MAX_PLAIN {
        // No link is so long: a length was changed.
        return Err(LinkError::Damaged);
    }
    let want = ((packed + used + 4) * 4).div_ceil(3);
    let Some(body) = body.get(..want) else { return cut(want + 1) };
    let bytes = base64::decode(body).ok_or(LinkError::Damaged)?;
    let (lengths, rest) = bytes.split_at_checked(used).ok_or(LinkError::Damaged)?;
    let (crc, packed) = rest.split_first_chunk::<4>().ok_or(LinkError::Damaged)?;
    if checksum(lengths, packed) != u32::from_le_bytes(*crc) {
        return Err(LinkError::Damaged);
    }
    Ok(pack::unpack(packed, plain))
}

/// The checksum of a link: over its letter, both lengths and the packed bytes.
fn checksum(lengths: &[u8], packed: &[u8]) -> u32 {
    crc32(&[&[VERSION], lengths, packed].concat())
}

/// The first number of a row in a series that another leans on.
fn lean(base: &[Option<i64>], row: usize) -> i64 {
    base.get(row).copied().flatten().unwrap_or(0)
}
