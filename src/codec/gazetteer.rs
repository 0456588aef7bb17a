//! The official list of administrative units: provinces and communes since July 2025; provinces, districts and communes
//! before. Decoded from compact files that are fetched when first needed (format: `docs/units-format.md`).

mod bytes;
mod find;
mod mergers;
mod names;
mod positions;

pub use find::{Finder, Likeness, Match};
pub use mergers::{Mergers, Share};
pub use positions::{Position, Positions};

use crate::core::names::UnitKind;

/// Which of the two administrative maps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Era {
    /// Until 30 June 2025: 63 provinces, 696 districts, 10 035 communes.
    Former,
    /// Since 1 July 2025: 34 provinces, 3 321 communes, no districts.
    Current,
}

/// How high a unit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Province,
    District,
    Commune,
}

/// Why one of the files could not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GazetteerError {
    /// Not a file of this kind, or of a version this program does not know.
    NotThisFile,
    /// Cut short or changed: the checksum or the structure is wrong.
    Damaged,
    /// The file belongs to another edition of the list of names.
    OtherEdition,
}

/// The official list, both maps.
pub struct Gazetteer {
    /// All names, one after the other.
    text: String,
    /// In the order of [`LEVELS`].
    levels: [Vec<Record>; LEVELS.len()],
    /// Checksum of the file, by which the files of positions and mergers know their list.
    edition: u32,
}

/// The five lists the file consists of, children after parents.
const LEVELS: [(Era, Level); 5] = [
    (Era::Former, Level::Province),
    (Era::Former, Level::District),
    (Era::Former, Level::Commune),
    (Era::Current, Level::Province),
    (Era::Current, Level::Commune),
];

struct Record {
    code: u32,
    kind: UnitKind,
    name: (u32, u32),
    parent: u32,
    /// In the next of [`LEVELS`].
    children: (u32, u32),
}

impl Gazetteer {
    /// Reads the file of names and codes.
    ///
    /// # Errors
    /// When the bytes are not exactly such a file; never panics, whatever they are.
    pub fn decode(bytes: &[u8]) -> Result<Self, GazetteerError> {
        names::decode(bytes)
    }

    /// All units of one level, in the order of their codes within their parents. No districts in the current era.
    pub fn units(&self, era: Era, level: Level) -> Units<'_> {
        let list = LEVELS.iter().position(|&l| l == (era, level)).unwrap_or(LEVELS.len());
        let count = self.levels.get(list).map_or(0, Vec::len);
        Units { gazetteer: self, list, left: (0, count as u32) }
    }

    /// The provinces and centrally run cities, in the order of their codes.
    pub fn provinces(&self, era: Era) -> Units<'_> {
        self.units(era, Level::Province)
    }

    /// The unit with an official code as printed: two digits for a province, three for a district, five for a commune.
    /// The same code may mean different communes in the two eras.
    pub fn by_code(&self, era: Era, code: &str) -> Option<OfficialUnit<'_>> {
        let level = match code.len() {
            2 => Level::Province,
            3 => Level::District,
            5 => Level::Commune,
            _ => return None,
        };
        if !code.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let number: u32 = code.parse().ok()?;
        self.units(era, level).find(|u| u.record.code == number)
    }

    fn unit(&self, list: usize, index: u32) -> Option<OfficialUnit<'_>> {
        let record = self.levels.get(list)?.get(usize::try_from(index).ok()?)?;
        Some(OfficialUnit { gazetteer: self, list, index, record })
    }
}

/// One unit of the official list.
#[derive(Clone, Copy)]
pub struct OfficialUnit<'a> {
    gazetteer: &'a Gazetteer,
    list: usize,
    index: u32,
    record: &'a Record,
}

impl PartialEq for OfficialUnit<'_> {
    /// The same unit of the same list; the two maps have no unit in common.
    fn eq(&self, other: &Self) -> bool {
        (self.list, self.index, self.gazetteer.edition) == (other.list, other.index, other.gazetteer.edition)
    }
}

impl<'a> OfficialUnit<'a> {
    pub fn era(self) -> Era {
        if self.list < 3 { Era::Former } else { Era::Current }
    }

    pub fn level(self) -> Level {
        match self.list {
            0 | 3 => Level::Province,
            1 => Level::District,
            _ => Level::Commune,
        }
    }

    pub fn kind(self) -> UnitKind {
        self.record.kind
    }

    /// The official code of the statistics office, zeros in front: "06", "060", "01837".
    pub fn code(self) -> String {
        let width = match self.level() {
            Level::Province => 2,
            Level::District => 3,
            Level::Commune => 5,
        };
        let digits = self.record.code.to_string();
        let mut code = "0".repeat(usize::saturating_sub(width, digits.len()));
        code.push_str(&digits);
        code
    }

    /// The name without its kind: "Cao Minh". Names that are numbers keep it: "Phường 1", "Quận 3".
    pub fn name(self) -> &'a str {
        let (from, to) = self.record.name;
        let range = from as usize..to as usize;
        self.gazetteer.text.get(range).unwrap_or_default()
    }

    /// The name with its kind in full: "Xã Cao Minh", "Thành phố Bắc Kạn".
    pub fn full_name(self) -> String {
        self.with_kind(self.kind().word())
    }

    /// The name with its kind as in tables: "Xã Cao Minh", "TP Bắc Kạn", "TT Chợ Rã".
    pub fn short_name(self) -> String {
        self.with_kind(self.kind().short())
    }

    fn with_kind(self, kind: &str) -> String {
        let name = self.name();
        // "Phường 1" has its kind within; "Phường Đúc", on the other hand, is "Phường Phường Đúc" in full.
        if name.starts_with(self.kind().word()) && name.ends_with(|c: char| c.is_ascii_digit()) {
            return name.to_owned();
        }
        [kind, " ", name].concat()
    }

    /// The district of a former commune, the province of a district or of a present commune.
    pub fn parent(self) -> Option<OfficialUnit<'a>> {
        match self.level() {
            Level::Province => None,
            _ => self.gazetteer.unit(self.list.checked_sub(1)?, self.record.parent),
        }
    }

    /// The province the unit lies in; a province itself.
    pub fn province(self) -> OfficialUnit<'a> {
        self.parent().map_or(self, |p| p.parent().unwrap_or(p))
    }

    /// The units directly below: districts of a former province, communes of a district or of a present province.
    pub fn children(self) -> Units<'a> {
        Units { gazetteer: self.gazetteer, list: self.list + 1, left: self.record.children }
    }

    /// All communes of a province or district, whatever lies between; of a commune none.
    pub fn communes(self) -> Units<'a> {
        let mut below = self.children();
        if (self.era(), self.level()) == (Era::Former, Level::Province) {
            // Communes stand in the order of their districts.
            let first = self.children().next().map_or(0, |d| d.record.children.0);
            let last = self.children().next_back().map_or(0, |d| d.record.children.1);
            below = Units { list: self.list + 2, left: (first, last), ..below };
        }
        below
    }
}

/// Units that stand next to each other in the list.
#[derive(Clone)]
pub struct Units<'a> {
    gazetteer: &'a Gazetteer,
    list: usize,
    left: (u32, u32),
}

impl<'a> Iterator for Units<'a> {
    type Item = OfficialUnit<'a>;

    #[inline(never)] // walked in many places, each of which would get a copy
    fn next(&mut self) -> Option<Self::Item> {
        let (first, end) = self.left;
        let unit = self.gazetteer.unit(self.list, first).filter(|_| first < end)?;
        self.left.0 += 1;
        Some(unit)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let count = self.left.1.saturating_sub(self.left.0) as usize;
        (count, Some(count))
    }
}

impl DoubleEndedIterator for Units<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let last = self.left.1.checked_sub(1).filter(|&last| last >= self.left.0)?;
        self.left.1 = last;
        self.gazetteer.unit(self.list, last)
    }
}

impl ExactSizeIterator for Units<'_> {}
