//! From the records of a workbook back to the document: the newest good snapshot, and the edits after it up to the first
//! bad record.

use super::{Edits, Head, Key, RecordError, Snapshot};
use crate::core::edit::Edit;
use crate::core::fact::FactKey;
use crate::core::workbook::Workbook;

/// What a slot holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Slot {
    #[default]
    Empty,
    /// The snapshot with this sequence.
    Good(u64),
    Bad,
}

/// A workbook as its records have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replayed {
    /// With the draft, if one was being typed.
    pub workbook: Workbook,
    /// The last record that was used.
    pub sequence: u64,
    pub time: u64,
    /// What the next edits have to name.
    pub tip: u32,
    /// Whether edits may follow the snapshots, or the next saving has to be a snapshot.
    pub sound: bool,
    /// A text was being typed and is now in the workbook, but no record after it holds it for good.
    pub has_draft: bool,
    /// Where it was being typed.
    pub draft_at: Option<FactKey>,
    pub slots: [Slot; 2],
    /// Sequence of the oldest edits kept.
    pub oldest: Option<u64>,
    /// How many bytes the edits since the newest snapshot take.
    pub bytes: usize,
    /// The records that could not be used, by their names in the store: damaged ones, and edits after a damaged one.
    pub unused: Vec<String>,
    /// Whether the head promises records that are not there.
    pub short: bool,
}

/// Why there is no document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotReplayed {
    /// Nothing is there.
    Nothing,
    /// A later version of the program wrote it: nothing may be written over it.
    Newer,
    /// None of the snapshots can be used. The names of all records.
    Damaged(Vec<String>),
}

/// Builds a workbook from its records, given by their names in the store in any order; others are passed over.
///
/// # Errors
/// See [`NotReplayed`].
pub fn replay<'a>(records: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Result<Replayed, NotReplayed> {
    let mut stored = Stored::default();
    for (name, record) in records {
        stored.sort_in(name, record);
    }
    stored.replay()
}

/// The records of one workbook, sorted.
#[derive(Default)]
struct Stored<'a> {
    head: Option<Head>,
    snapshots: [Option<Result<Snapshot, ()>>; 2],
    edits: Vec<(u64, &'a str, &'a [u8])>,
    slot_names: [Option<&'a str>; 2],
    unused: Vec<String>,
    newer: bool,
    any: bool,
}

impl<'a> Stored<'a> {
    fn sort_in(&mut self, name: &'a str, record: &'a [u8]) {
        let Some(key) = Key::from_text(name) else { return };
        match key {
            Key::Head(_) => {
                let head = self.read(Head::read(record));
                if head.is_none() && !self.newer {
                    self.unused.push(name.to_owned());
                }
                self.head = head;
            }
            Key::Slot(_, slot) => {
                self.any = true;
                let snapshot = self.read(Snapshot::read(record)).ok_or(());
                if snapshot.is_err() {
                    self.unused.push(name.to_owned());
                }
                if let (Some(here), Some(name_here)) =
                    (self.snapshots.get_mut(usize::from(slot)), self.slot_names.get_mut(usize::from(slot)))
                {
                    (*here, *name_here) = (Some(snapshot), Some(name));
                }
            }
            Key::Edits(_, sequence) => {
                self.any = true;
                self.edits.push((sequence, name, record));
            }
            Key::Version(..) | Key::Named(..) => {}
        }
    }

    fn read<T>(&mut self, result: Result<T, RecordError>) -> Option<T> {
        self.newer |= matches!(result, Err(RecordError::Newer));
        result.ok()
    }

    fn replay(mut self) -> Result<Replayed, NotReplayed> {
        self.edits.sort_by_key(|(sequence, ..)| *sequence);
        self.newer |= self.edits.iter().any(|(_, _, record)| Edits::read(record) == Err(RecordError::Newer));
        if self.newer {
            return Err(NotReplayed::Newer);
        }
        if !self.any {
            return Err(NotReplayed::Nothing);
        }
        let mut slots = [Slot::Empty; 2];
        for (slot, snapshot) in slots.iter_mut().zip(&self.snapshots) {
            *slot = match snapshot {
                None => Slot::Empty,
                Some(Ok(snapshot)) => Slot::Good(snapshot.sequence),
                Some(Err(())) => Slot::Bad,
            };
        }
        // From each good snapshot as far as it leads; the newer one first, which wins where both lead equally far.
        let mut bases: Vec<Snapshot> = self.snapshots.into_iter().flatten().flatten().collect();
        bases.sort_by_key(|base| std::cmp::Reverse(base.sequence));
        let mut best: Option<Run> = None;
        for base in bases {
            let run = Run::from(base, &self.edits);
            if best.as_ref().is_none_or(|best| best.sequence < run.sequence) {
                best = Some(run);
            }
        }
        let mut unused = self.unused;
        let Some(run) = best else {
            unused.extend(self.edits.iter().map(|(_, name, _)| (*name).to_owned()));
            return Err(NotReplayed::Damaged(unused));
        };
        let after = self.edits.iter().filter(|(sequence, ..)| *sequence > run.sequence);
        unused.extend(after.map(|(_, name, _)| (*name).to_owned()));
        let short = self.head.is_some_and(|head| head.sequence > run.sequence);
        let mut workbook = run.workbook;
        let has_draft = !run.draft.is_empty();
        let draft_at = run.draft.iter().find_map(|edit| match edit {
            Edit::SetFact { key, .. } => Some(*key),
            _ => None,
        });
        for edit in run.draft {
            edit.apply(&mut workbook);
        }
        Ok(Replayed {
            workbook,
            sequence: run.sequence,
            time: run.time,
            tip: run.tip,
            sound: run.sound,
            has_draft,
            draft_at,
            slots,
            oldest: self.edits.first().map(|(sequence, ..)| *sequence),
            bytes: run.bytes,
            unused,
            short,
        })
    }
}

/// A snapshot and the edits that follow it.
struct Run {
    workbook: Workbook,
    draft: Vec<Edit>,
    sequence: u64,
    time: u64,
    tip: u32,
    sound: bool,
    bytes: usize,
}

impl Run {
    fn from(base: Snapshot, edits: &[(u64, &str, &[u8])]) -> Self {
        let Snapshot { sequence, time, tip, workbook, sound } = base;
        let mut run = Run { workbook, draft: Vec::new(), sequence, time, tip, sound, bytes: 0 };
        for (_, _, record) in edits.iter().filter(|(at, ..)| *at > sequence && sound) {
            let Ok(edits) = Edits::read(record) else { break };
            if edits.sequence != run.sequence + 1 || edits.parent != run.tip {
                break;
            }
            for edit in edits.edits {
                edit.apply(&mut run.workbook);
            }
            (run.sequence, run.time, run.tip, run.draft) = (edits.sequence, edits.time, edits.crc, edits.draft);
            run.bytes += record.len();
        }
        run
    }
}
