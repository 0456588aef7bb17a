//! Under which names records stand in the store.

/// Names a workbook on this device; never used for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WorkbookId(pub u64);

/// The name of a record. In the store it is a text; texts of one workbook and kind follow each other in the order of
/// their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    Head(WorkbookId),
    /// Slot 0 or 1.
    Slot(WorkbookId, u8),
    /// Edits with this sequence.
    Edits(WorkbookId, u64),
    /// A version with this number that the program kept by itself; the oldest ones go when there are many.
    Version(WorkbookId, u64),
    /// A version with this number that the user gave a name.
    Named(WorkbookId, u64),
}

const HEADS: &str = "head/";
const SLOTS: &str = "slot/";
const EDITS: &str = "edits/";
const VERSIONS: &str = "version/";
const NAMED: &str = "named/";
/// Before the name of a record that could not be used, with the time it was put aside.
const ASIDE: &str = "aside/";

impl WorkbookId {
    /// Sixteen hexadecimal digits.
    pub fn text(self) -> String {
        hex(self.0)
    }

    /// Reads [`text`](Self::text).
    pub fn from_text(text: &str) -> Option<Self> {
        unhex(text).map(Self)
    }
}

impl Key {
    pub fn text(self) -> String {
        match self {
            Key::Head(id) => [HEADS, &id.text()].concat(),
            Key::Slot(id, slot) => [SLOTS, &id.text(), "/", if slot == 0 { "0" } else { "1" }].concat(),
            Key::Edits(id, sequence) => [EDITS, &id.text(), "/", &hex(sequence)].concat(),
            Key::Version(id, number) => [VERSIONS, &id.text(), "/", &hex(number)].concat(),
            Key::Named(id, number) => [NAMED, &id.text(), "/", &hex(number)].concat(),
        }
    }

    /// Reads [`text`](Self::text).
    pub fn from_text(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_once('/')?;
        let mut parts = rest.split('/');
        let id = WorkbookId::from_text(parts.next()?)?;
        let number = parts.next();
        let key = match (kind, number) {
            ("head", None) => Key::Head(id),
            ("slot", Some("0")) => Key::Slot(id, 0),
            ("slot", Some("1")) => Key::Slot(id, 1),
            ("edits", Some(sequence)) => Key::Edits(id, unhex(sequence)?),
            ("version", Some(number)) => Key::Version(id, unhex(number)?),
            ("named", Some(number)) => Key::Named(id, unhex(number)?),
            _ => return None,
        };
        parts.next().is_none().then_some(key)
    }

    /// How the names of all heads begin.
    pub const fn heads() -> &'static str {
        HEADS
    }

    /// How the names of the versions of a workbook begin: those the program kept, those with a name.
    pub fn versions(id: WorkbookId) -> [String; 2] {
        [VERSIONS, NAMED].map(|kind| [kind, &id.text(), "/"].concat())
    }

    /// The workbook it belongs to.
    pub const fn workbook(self) -> WorkbookId {
        match self {
            Key::Head(id) | Key::Slot(id, _) | Key::Edits(id, _) | Key::Version(id, _) | Key::Named(id, _) => id,
        }
    }

    /// How the names begin that are needed to open a workbook.
    pub fn of_document(id: WorkbookId) -> [String; 3] {
        let id = id.text();
        [[HEADS, &id].concat(), [SLOTS, &id, "/"].concat(), [EDITS, &id, "/"].concat()]
    }

    /// How the names of all records put aside begin.
    pub const fn asides() -> &'static str {
        ASIDE
    }

    /// The name for a record that could not be used, put aside at a time in milliseconds since 1970.
    pub fn aside(key: &str, time: u64) -> String {
        [ASIDE, &hex(time), "/", key].concat()
    }
}

fn hex(number: u64) -> String {
    (0..16).rev().filter_map(|at| char::from_digit((number >> (4 * at) & 15) as u32, 16)).collect()
}

fn unhex(text: &str) -> Option<u64> {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    (text.len() == 16 && text.bytes().all(is_digit)).then(|| u64::from_str_radix(text, 16).ok())?
}
