//! Parts of files and links this version does not know. They travel with the document and are written back, into the
//! other container too: a file carries a link's section as base64 text, a link carries a file's member as text.

use super::base64;
use super::json::{Json, MAX_DEPTH};
use crate::core::measure::Measure;
use crate::core::workbook::{Foreign, Workbook};

/// Members of a workbook file that are known.
pub const MEMBERS: [&str; 11] =
    ["format", "version", "title", "area", "level", "author", "periods", "tags", "units", "facts", "next"];
/// Name of an element of `facts` with a measure that is not known.
pub const SERIES: &str = "facts[]";
/// Section tags of links below this are known …
const SECTIONS: u32 = 16;
/// … except this one, when it has figures of a measure that is not known.
const SERIES_BY_ID: u32 = 8;
/// Most foreign parts of one document.
const MOST: usize = 1000;

/// Keeps a part, unless writing it back could make a file or link that no longer opens. Says whether it was kept.
#[must_use]
pub fn keep(workbook: &mut Workbook, name: &str, body: &[u8]) -> bool {
    let fits = workbook.foreign.len() < MOST
        && match section(name) {
            Some(tag) => (SECTIONS..1 << 28).contains(&tag) || tag == SERIES_BY_ID,
            None => {
                let text = std::str::from_utf8(body).ok();
                let json = text.and_then(|text| Json::parse_within(text, MAX_DEPTH - 4).ok());
                let is_new = || !MEMBERS.contains(&name) && !workbook.foreign.iter().any(|part| part.name == name);
                match json {
                    Some(json) if name == SERIES => is_unknown_series(json),
                    Some(_) => !name.starts_with('#') && is_new(),
                    None => false,
                }
            }
        };
    if fits {
        workbook.foreign.push(Foreign { name: name.into(), body: body.into() });
    }
    fits
}

fn is_unknown_series(json: Json) -> bool {
    let mut members = json.members().into_iter().flatten();
    let measure = members.find(|(name, _)| name == "measure").and_then(|(_, measure)| measure.text());
    measure.is_some_and(|measure| Measure::from_key(&measure).is_none())
}

/// Keeps a member of a file.
#[must_use]
pub fn keep_member(workbook: &mut Workbook, name: &str, value: Json) -> bool {
    if section(name).is_none() {
        return name != SERIES && keep(workbook, name, value.raw().as_bytes());
    }
    let body = value.text().and_then(|text| base64::decode(text.as_bytes()));
    body.is_some_and(|body| keep(workbook, name, &body))
}

/// The tag of a link's section by the name it is kept under.
pub fn section(name: &str) -> Option<u32> {
    let digits = name.strip_prefix('#')?;
    let tag = digits.parse::<i64>().ok().filter(|_| !digits.starts_with(['0', '+']))?;
    u32::try_from(tag).ok()
}
