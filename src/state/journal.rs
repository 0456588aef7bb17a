//! What is to be written to the device after a change, and with which guard: the edits as one more record of the
//! journal, now and then a snapshot into the older of the two slots, and the head that names the last record.
//!
//! Nothing here writes. [`Journal::plan`] says what to write; when that is done – all of it, or it is refused – the plan's
//! `next` takes the place of the journal. A plan is refused when the head in the store is not the one this journal wrote
//! or read last: then somebody else has written since.

use crate::codec::journal::{Edits, Head, Key, Replayed, Slot, Snapshot, WorkbookId};
use crate::core::edit::Edit;
use crate::core::workbook::Workbook;

/// A snapshot is due when the edits since the last one take more bytes than it does, but at least so many.
const LEAST_BYTES: usize = 16_000;
/// Or when there are so many of them: replaying takes a moment for each.
const MOST_EDITS: u64 = 200;

/// Where the records of one open workbook stand.
#[derive(Clone, Debug)]
pub struct Journal {
    id: WorkbookId,
    /// Of the last record; 0 when nothing was written yet.
    sequence: u64,
    tip: u32,
    slots: [Slot; 2],
    /// Of the oldest edits kept.
    oldest: u64,
    /// Bytes of the newest snapshot, and of the edits since.
    snapshot_bytes: usize,
    edit_bytes: usize,
    /// Whether edits may follow the newest snapshot.
    sound: bool,
    /// The head as it stands in the store.
    head: Option<Vec<u8>>,
    kept: bool,
}

/// What happened since the last plan that was carried out.
pub struct Changes<'a> {
    /// In the order they were made.
    pub edits: &'a [Edit],
    /// The text being typed.
    pub draft: Option<&'a Edit>,
    /// The document after the edits, without the draft.
    pub workbook: &'a Workbook,
    /// In milliseconds since 1970.
    pub time: u64,
}

/// What to write, all of it or nothing.
#[derive(Clone, Debug, Default)]
pub struct Write {
    /// The name of a head, and what must stand there (`None`: nothing).
    pub guard: Option<(String, Option<Vec<u8>>)>,
    /// Names and records. The head is the last: where a write can be cut short, it must not promise what is not there.
    pub puts: Vec<(String, Vec<u8>)>,
    pub deletes: Vec<String>,
}

/// What to write after some changes.
#[derive(Clone, Debug)]
pub struct Plan {
    pub write: Write,
    /// The journal once this is written.
    pub next: Journal,
    /// Whether the draft is in it; if not, plan again at once.
    pub has_draft: bool,
}

impl Journal {
    /// For a workbook that is not in the store. `kept`: whether the list is to show it before it is changed.
    pub const fn new(id: WorkbookId, kept: bool) -> Self {
        Journal {
            id,
            sequence: 0,
            tip: 0,
            slots: [Slot::Empty; 2],
            oldest: 1,
            snapshot_bytes: 0,
            edit_bytes: 0,
            sound: false,
            head: None,
            kept,
        }
    }

    /// For a workbook that was read from the store, with its head as it stands there.
    pub fn resume(id: WorkbookId, replayed: &Replayed, head: Option<Vec<u8>>) -> Self {
        let kept = head.as_deref().and_then(|head| Head::read(head).ok()).is_none_or(|head| head.kept);
        Journal {
            id,
            sequence: replayed.sequence,
            tip: replayed.tip,
            slots: replayed.slots,
            oldest: replayed.oldest.unwrap_or(replayed.sequence + 1),
            // Not known, and not worth knowing: the next snapshot comes a little early or late.
            snapshot_bytes: 0,
            edit_bytes: replayed.bytes,
            // Records that could not be used would stand in the way of new ones.
            sound: replayed.sound && replayed.unused.is_empty() && !replayed.short,
            head,
            kept,
        }
    }

    pub const fn id(&self) -> WorkbookId {
        self.id
    }

    /// Of the last record written.
    pub const fn sequence(&self) -> u64 {
        self.sequence
    }

    /// Whether the list shows the workbook.
    pub const fn is_kept(&self) -> bool {
        self.kept
    }

    /// Lets the list show the workbook from the next plan on.
    pub const fn keep(&mut self) {
        self.kept = true;
    }

    /// The store was emptied: everything has to be written anew.
    pub fn forget(&mut self) {
        *self = Journal { sequence: self.sequence, tip: self.tip, ..Journal::new(self.id, self.kept) };
    }

    /// Counts on from a record that somebody else wrote, so that the next one is the newest.
    pub fn pass(&mut self, sequence: u64) {
        self.sequence = self.sequence.max(sequence);
        self.sound = false;
    }

    /// What to write after some changes; `None` when the document could not be read back, whatever was written.
    pub fn plan(&self, changes: &Changes) -> Option<Plan> {
        let mut next = self.clone();
        next.sequence += 1;
        next.kept |= !changes.edits.is_empty() || changes.draft.is_some();
        let (mut puts, mut deletes) = (Vec::new(), Vec::new());
        let record = match self.sound {
            true => Edits::write(next.sequence, changes.time, self.tip, changes.edits, changes.draft),
            false => None,
        };
        let has_edits = record.is_some();
        if let Some((record, crc)) = record {
            next.tip = crc;
            next.edit_bytes += record.len();
            puts.push((Key::Edits(self.id, next.sequence).text(), record));
        }
        // A snapshot holds no draft.
        if !has_edits || (changes.draft.is_none() && self.is_full(next.edit_bytes)) {
            let done = next.snapshot(changes, has_edits, &mut puts, &mut deletes);
            if !done && !has_edits {
                return None;
            }
        }
        let heading = &changes.workbook.heading;
        let head = Head {
            sequence: next.sequence,
            time: changes.time,
            title: heading.title.clone(),
            area: heading.area.clone(),
            units: changes.workbook.leaf_count() as u32,
            kept: next.kept,
            deleted: None,
        };
        let name = Key::Head(self.id).text();
        let record = head.write();
        puts.push((name.clone(), record.clone()));
        Some(Plan {
            write: Write { guard: Some((name, self.head.clone())), puts, deletes },
            next: Journal { head: Some(record), ..next },
            has_draft: has_edits || changes.draft.is_none(),
        })
    }

    fn is_full(&self, edit_bytes: usize) -> bool {
        let newest = self.newest().unwrap_or(0);
        edit_bytes > self.snapshot_bytes.max(LEAST_BYTES) || self.sequence >= newest + MOST_EDITS
    }

    /// Sequence of the newest snapshot.
    fn newest(&self) -> Option<u64> {
        self.slots.iter().filter_map(|slot| if let Slot::Good(sequence) = slot { Some(*sequence) } else { None }).max()
    }

    /// Adds a snapshot – if one can be made – to the plan whose next journal this is, in the slot that does not hold the newest one, and takes
    /// away the edits that the other slot takes in. Those after it stay: should this snapshot be damaged, they lead on.
    fn snapshot(
        &mut self,
        changes: &Changes,
        has_edits: bool,
        puts: &mut Vec<(String, Vec<u8>)>,
        deletes: &mut Vec<String>,
    ) -> bool {
        let newest = self.newest();
        let at = usize::from(newest.is_some() && self.slots.first() == newest.map(Slot::Good).as_ref());
        let tip = if has_edits {
            self.tip
        } else {
            // What follows names this snapshot, which has no last edits, by a number that no other history has.
            changes.time as u32 ^ (self.sequence as u32).rotate_left(16) ^ self.tip.rotate_left(7)
        };
        let snapshot = Snapshot::write(self.sequence, changes.time, tip, changes.workbook);
        let Some((record, sound)) = snapshot else { return false };
        self.tip = tip;
        self.snapshot_bytes = record.len();
        self.edit_bytes = 0;
        self.sound = sound;
        puts.push((Key::Slot(self.id, at as u8).text(), record));
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = Slot::Good(self.sequence);
        }
        let keep_from = newest.map_or(self.oldest, |newest| newest + 1);
        for sequence in self.oldest..keep_from {
            deletes.push(Key::Edits(self.id, sequence).text());
        }
        self.oldest = self.oldest.max(keep_from);
        true
    }
}
