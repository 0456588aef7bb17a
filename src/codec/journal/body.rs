//! What records say. The bodies are in postcard's wire format; a document in them is the plain bytes of a link.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::wire::{WireEdit, push_edit};
use super::{Kind, RecordError, open, seal};
use crate::codec::crc::crc32;
use crate::codec::link;
use crate::core::edit::Edit;
use crate::core::workbook::Workbook;

/// The line of a workbook in the list, and the last record of its journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// Of the last record.
    pub sequence: u64,
    /// Of the last change, in milliseconds since 1970.
    pub time: u64,
    pub title: String,
    pub area: String,
    /// How many units it has.
    pub units: u32,
    /// Whether the list shows it. What was only looked at – the sample, a table from a link – is not kept for long.
    pub kept: bool,
    /// When it was deleted, in milliseconds since 1970; until it is really taken away it can be had back.
    pub deleted: Option<u64>,
}

#[derive(Serialize, Deserialize)]
struct HeadBody {
    title: String,
    area: String,
    units: u32,
    kept: bool,
    deleted: Option<u64>,
}

impl Head {
    pub fn write(&self) -> Vec<u8> {
        let Head { sequence, time, title, area, units, kept, deleted } = self.clone();
        seal(Kind::Head, sequence, time, &encode(&HeadBody { title, area, units, kept, deleted }))
    }

    /// # Errors
    /// See [`RecordError`].
    pub fn read(record: &[u8]) -> Result<Self, RecordError> {
        let envelope = open(record, Kind::Head)?;
        let (HeadBody { title, area, units, kept, deleted }, rest) = decode(envelope.body)?;
        ends(rest)?;
        Ok(Head { sequence: envelope.sequence, time: envelope.time, title, area, units, kept, deleted })
    }
}

/// A slot: the document as the record with its sequence left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    pub sequence: u64,
    pub time: u64,
    /// The checksum of the edits it takes in last; the edits that follow name it. For a document that no journal led
    /// to, any number.
    pub tip: u32,
    pub workbook: Workbook,
    /// Whether edits may follow: where units and periods stand is just as it was when the snapshot was written.
    pub sound: bool,
}

#[derive(Serialize, Deserialize)]
struct SnapshotBody {
    tip: u32,
    mark: u32,
}

impl Snapshot {
    /// The record, and whether edits may follow it. Where reading it back would not give just this document – units moved,
    /// other identities, a text made shorter – edits could go astray: the next saving has to be a snapshot again. `None`
    /// when it could not be read back at all, as a unit that is part of itself.
    pub fn write(sequence: u64, time: u64, tip: u32, workbook: &Workbook) -> Option<(Vec<u8>, bool)> {
        let document = link::to_bytes(workbook);
        let mark = mark_of(workbook);
        let again = link::from_bytes(&document).ok()?.workbook;
        let sound = mark_of(&again) == mark && again == *workbook;
        let mut body = encode(&SnapshotBody { tip, mark });
        body.extend(document);
        Some((seal(Kind::Snapshot, sequence, time, &body), sound))
    }

    /// # Errors
    /// See [`RecordError`].
    pub fn read(record: &[u8]) -> Result<Self, RecordError> {
        let envelope = open(record, Kind::Snapshot)?;
        let (SnapshotBody { tip, mark }, document) = decode(envelope.body)?;
        let workbook = link::from_bytes(document).map_err(|defect| RecordError::Invalid(Some(defect)))?.workbook;
        let sound = mark_of(&workbook) == mark;
        Ok(Snapshot { sequence: envelope.sequence, time: envelope.time, tip, workbook, sound })
    }
}

/// A number that changes with everything edits rely on to find their places: which units, tags and periods there are
/// and in which order, and the identities to be handed out next.
pub fn mark_of(workbook: &Workbook) -> u32 {
    let mut bytes = Vec::new();
    let mut put = |number: u32| bytes.extend(number.to_le_bytes());
    put(workbook.units().len() as u32);
    workbook.units().iter().for_each(|unit| put(unit.id.0));
    put(workbook.tags().len() as u32);
    workbook.tags().iter().for_each(|tag| put(tag.id.0.into()));
    workbook.periods().iter().for_each(|period| put(period.id.0.into()));
    let (unit, tag, period) = workbook.next_identities();
    [unit.0, tag.0.into(), period.0.into()].into_iter().for_each(put);
    crc32(&bytes)
}

/// Edits of one saving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edits {
    pub sequence: u64,
    pub time: u64,
    /// The checksum of the record before, so that edits of another history are not taken for those of this one.
    pub parent: u32,
    /// Its own checksum.
    pub crc: u32,
    pub edits: Vec<Edit>,
    /// A text still being typed, as an edit that holds as long as no record follows.
    pub draft: Vec<Edit>,
}

#[derive(Serialize, Deserialize)]
struct EditsBody {
    parent: u32,
    edits: Vec<WireEdit>,
    draft: Vec<WireEdit>,
}

impl Edits {
    /// The record and its checksum; `None` when reading it back would not give these edits, as when a text is longer
    /// than any typed one: then the document has to be written whole.
    pub fn write(
        sequence: u64,
        time: u64,
        parent: u32,
        edits: &[Edit],
        draft: Option<&Edit>,
    ) -> Option<(Vec<u8>, u32)> {
        let (mut flat, mut flat_draft) = (Vec::new(), Vec::new());
        edits.iter().for_each(|edit| push_edit(&mut flat, edit));
        draft.iter().for_each(|edit| push_edit(&mut flat_draft, edit));
        let body = encode(&EditsBody { parent, edits: flat, draft: flat_draft });
        let record = seal(Kind::Edits, sequence, time, &body);
        let again = Edits::read(&record).ok()?;
        let same =
            is_flat(edits, &again.edits) && is_flat(draft.map(std::slice::from_ref).unwrap_or_default(), &again.draft);
        same.then_some((record, again.crc))
    }

    /// # Errors
    /// See [`RecordError`].
    pub fn read(record: &[u8]) -> Result<Self, RecordError> {
        let envelope = open(record, Kind::Edits)?;
        let (EditsBody { parent, edits, draft }, rest) = decode(envelope.body)?;
        ends(rest)?;
        let read = |edits: Vec<WireEdit>| edits.into_iter().map(WireEdit::read).collect::<Option<Vec<Edit>>>();
        let (Some(edits), Some(draft)) = (read(edits), read(draft)) else { return Err(RecordError::Invalid(None)) };
        Ok(Edits { sequence: envelope.sequence, time: envelope.time, parent, crc: envelope.crc, edits, draft })
    }
}

/// Whether the second list is the first with its batches laid flat.
fn is_flat(edits: &[Edit], flat: &[Edit]) -> bool {
    fn walk<'a>(edits: &[Edit], mut rest: &'a [Edit]) -> Option<&'a [Edit]> {
        for edit in edits {
            rest = match edit {
                Edit::Batch(inner) => walk(inner, rest)?,
                edit => rest.split_first().filter(|(first, _)| *first == edit)?.1,
            };
        }
        Some(rest)
    }
    walk(edits, flat).is_some_and(<[Edit]>::is_empty)
}

/// Why a version was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Why {
    /// The user said so.
    Asked,
    /// As it was when it was opened and then changed.
    Opened,
    /// Before many cells changed at once.
    BeforeMany,
    /// Before an older version was brought back.
    BeforeRestoring,
    /// After some time of work.
    Meanwhile,
}

/// The document as it once was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub line: VersionLine,
    pub workbook: Workbook,
}

/// What the list of versions shows of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionLine {
    /// Versions of a workbook are numbered; a higher one is newer.
    pub number: u64,
    pub time: u64,
    pub why: Why,
    /// What the user called it; empty otherwise.
    pub name: String,
    pub units: u32,
}

#[derive(Serialize, Deserialize)]
struct VersionBody {
    why: Why,
    name: String,
    units: u32,
}

impl VersionLine {
    /// The record of a version with these words.
    pub fn write(&self, workbook: &Workbook) -> Vec<u8> {
        self.write_bytes(&link::to_bytes(workbook))
    }

    fn write_bytes(&self, document: &[u8]) -> Vec<u8> {
        let body = VersionBody { why: self.why, name: self.name.clone(), units: self.units };
        let mut body = encode(&body);
        body.extend(document);
        seal(Kind::Version, self.number, self.time, &body)
    }

    /// Reads the words of a version, not the document.
    ///
    /// # Errors
    /// See [`RecordError`].
    pub fn read(record: &[u8]) -> Result<Self, RecordError> {
        Ok(Self::split(record)?.0)
    }

    fn split(record: &[u8]) -> Result<(Self, &[u8]), RecordError> {
        let envelope = open(record, Kind::Version)?;
        let (VersionBody { why, name, units }, document) = decode(envelope.body)?;
        Ok((VersionLine { number: envelope.sequence, time: envelope.time, why, name, units }, document))
    }
}

impl Version {
    /// # Errors
    /// See [`RecordError`].
    pub fn read(record: &[u8]) -> Result<Self, RecordError> {
        let (line, document) = VersionLine::split(record)?;
        let opened = link::from_bytes(document).map_err(|defect| RecordError::Invalid(Some(defect)))?;
        Ok(Version { line, workbook: opened.workbook })
    }

    /// The record with another name; `None` when it cannot be read.
    pub fn rename(record: &[u8], name: &str) -> Option<Vec<u8>> {
        let (line, document) = VersionLine::split(record).ok()?;
        let why = if name.is_empty() { line.why } else { Why::Asked };
        Some(VersionLine { name: name.to_owned(), why, ..line }.write_bytes(document))
    }
}

/// What cannot be encoded – there is no such thing among these shapes – would be an empty body, which is refused when
/// read back.
fn encode<T: Serialize>(body: &T) -> Vec<u8> {
    postcard::to_allocvec(body).unwrap_or_default()
}

fn decode<T: DeserializeOwned>(body: &[u8]) -> Result<(T, &[u8]), RecordError> {
    postcard::take_from_bytes(body).map_err(|_| RecordError::Invalid(None))
}

fn ends(rest: &[u8]) -> Result<(), RecordError> {
    if rest.is_empty() { Ok(()) } else { Err(RecordError::Invalid(None)) }
}
