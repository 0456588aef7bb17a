//! The places figures belong to: units in a tree, tags across it, and the area as a whole.

/// Identity of a unit, given once and never reused within a workbook, so that undo, links and other tabs agree on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(pub u32);

/// Identity of a tag within a workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TagId(pub u16);

/// One row of the table: a commune, a district, a village, or a group of such.
///
/// A unit that other units name as their `parent` is a group: its figures are sums of theirs, and what is typed for it
/// is a check on the sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub id: UnitId,
    /// As typed, in composed Unicode; at most [`MAX_NAME`] characters.
    pub name: String,
    /// Official code of the General Statistics Office, if the unit was taken from the official list.
    pub code: Option<String>,
    pub parent: Option<UnitId>,
    /// Sorted, without repetition.
    pub tags: Vec<TagId>,
}

impl Unit {
    /// A unit with a name and nothing else.
    pub fn new(id: UnitId, name: impl Into<String>) -> Self {
        Self { id, name: name.into(), code: None, parent: None, tags: Vec::new() }
    }
}

/// A label that several units share, such as "huyện nghèo"; it has subtotals and targets of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    pub id: TagId,
    pub name: String,
}

/// What a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    Unit(UnitId),
    Tag(TagId),
    /// The whole table.
    Area,
}

/// Longest name accepted, in characters.
pub const MAX_NAME: usize = 120;
/// Most units in one workbook. With counts up to [`super::quantity::MAX_COUNT`] every sum and every shown rate fits `i64`.
pub const MAX_UNITS: usize = 20_000;
