//! What is to be written for the list of workbooks and for the versions of one: rename, duplicate, delete, keep a version.
//! Nothing here writes, as in [`super::journal`].

use super::journal::{Changes, Journal, Write};
use crate::codec::journal::{Head, Key, Replayed, Version, VersionLine, Why, WorkbookId};
use crate::core::actions;
use crate::core::edit::Edit;
use crate::core::fact::FactKey;
use crate::core::unit::Place;
use crate::core::workbook::{Heading, SeriesKey, Workbook};

/// How many versions of a workbook without a name are kept.
pub const MOST_VERSIONS: usize = 30;
/// How long a deleted workbook can be had back, in milliseconds: 30 days.
pub const DELETED_FOR: u64 = 30 * DAY;
/// How long a workbook that was only looked at stays, in milliseconds: 7 days.
pub const LOOKED_AT_FOR: u64 = 7 * DAY;
/// A device that was not used for longer may have a wrong clock, in milliseconds: 2 days.
const PLAUSIBLE: u64 = 2 * DAY;
const DAY: u64 = 24 * 60 * 60 * 1000;
/// How many cells must change at once for the state before to become a version.
pub const MANY: usize = 20;

/// A line of the list of workbooks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: WorkbookId,
    pub head: Head,
}

/// The heads among some records, newest first; what cannot be read is passed over.
pub fn entries<'a>(records: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<Entry> {
    let mut found = Vec::new();
    for (name, record) in records {
        if let (Some(Key::Head(id)), Ok(head)) = (Key::from_text(name), Head::read(record)) {
            found.push(Entry { id, head });
        }
    }
    let newest_first = |a: usize, b: usize| {
        let time = |at: usize| found.get(at).map(|entry| entry.head.time);
        time(b).cmp(&time(a))
    };
    let sorted = crate::core::order::order(found.len(), &newest_first);
    sorted.iter().filter_map(|at| found.get(*at).cloned()).collect()
}

/// Whether a clock can be believed that much time has passed: one that jumped ahead must not empty the bin. Then the device
/// was used a moment ago by the same clock.
pub fn is_plausible(entries: &[Entry], now: u64) -> bool {
    let newest = entries.iter().map(|entry| entry.head.time).max();
    newest.is_some_and(|newest| newest <= now && now <= newest.saturating_add(PLAUSIBLE))
}

impl Entry {
    /// Whether the list shows it.
    pub const fn is_shown(&self) -> bool {
        self.head.kept && self.head.deleted.is_none()
    }

    /// Whether its time is over: deleted long ago, or never worked on and not looked at for long. To be asked only where
    /// [`is_plausible`] holds.
    pub const fn is_over(&self, now: u64) -> bool {
        match self.head.deleted {
            Some(time) => time.saturating_add(DELETED_FOR) < now,
            None => !self.head.kept && self.head.time.saturating_add(LOOKED_AT_FOR) < now,
        }
    }

    /// Deletes it, or takes that back. `record` is the head as it stands in the store.
    pub fn set_deleted(&self, record: &[u8], deleted: Option<u64>) -> Write {
        let name = Key::Head(self.id).text();
        let head = Head { deleted, ..self.head.clone() }.write();
        Write { guard: Some((name.clone(), Some(record.to_vec()))), puts: vec![(name, head)], deletes: Vec::new() }
    }
}

/// Takes all records of a workbook away for good, given their names.
pub fn purge(id: WorkbookId, names: impl Iterator<Item = String>) -> Write {
    let own = |name: &String| Key::from_text(name).is_some_and(|key| key.workbook() == id);
    Write { deletes: names.filter(own).collect(), ..Write::default() }
}

/// A workbook as a new one in the store, and its journal.
pub fn added(id: WorkbookId, workbook: &Workbook, kept: bool, time: u64) -> Option<(Write, Journal)> {
    let plan = Journal::new(id, kept).plan(&Changes { edits: &[], draft: None, workbook, time })?;
    Some((plan.write, plan.next))
}

/// Gives a workbook that is not open another title. `head`: its head as it stands in the store.
pub fn renamed(id: WorkbookId, replayed: &Replayed, head: Option<Vec<u8>>, title: &str, time: u64) -> Option<Write> {
    let mut workbook = replayed.workbook.clone();
    let edit = Edit::SetHeading(Heading { title: title.to_owned(), ..workbook.heading.clone() });
    edit.clone().apply(&mut workbook);
    // A text that was being typed stays; only as an edit can it go on.
    let whole = Replayed { sound: replayed.sound && !replayed.has_draft, ..replayed.clone() };
    let journal = Journal::resume(id, &whole, head);
    Some(journal.plan(&Changes { edits: &[edit], draft: None, workbook: &workbook, time })?.write)
}

/// Moves records that could not be used out of the way, where they can still be had. `records`: their names and bytes.
pub fn put_aside<'a>(records: impl Iterator<Item = (&'a str, &'a [u8])>, time: u64) -> Write {
    let mut write = Write::default();
    for (name, record) in records {
        write.puts.push((Key::aside(name, time), record.to_vec()));
        write.deletes.push(name.to_owned());
    }
    write
}

/// A version to keep, and what has to go for it. `names`: of the versions that there are.
pub fn version(id: WorkbookId, workbook: &Workbook, why: Why, name: &str, time: u64, names: &[String]) -> Write {
    // Numbers rise even where the clock was put back, so that a new version is never taken for the oldest.
    let number = names.iter().filter_map(|name| number_of(name)).max().map_or(time, |newest| time.max(newest + 1));
    let line = VersionLine { number, time, why, name: name.to_owned(), units: workbook.leaf_count() as u32 };
    let key = if why == Why::Asked { Key::Named(id, number) } else { Key::Version(id, number) };
    let deletes = too_many(names.iter().cloned().chain([key.text()]));
    Write { guard: None, puts: vec![(key.text(), line.write(workbook))], deletes }
}

/// The number of a version, given its name in the store.
pub fn number_of(name: &str) -> Option<u64> {
    match Key::from_text(name)? {
        Key::Version(_, number) | Key::Named(_, number) => Some(number),
        _ => None,
    }
}

/// Gives a version a name: from then on it is kept for good. `None` when it cannot be read.
pub fn version_named(key: Key, record: &[u8], name: &str) -> Option<Write> {
    let (Key::Version(id, number) | Key::Named(id, number)) = key else { return None };
    let record = Version::rename(record, name)?;
    let new = Key::Named(id, number);
    let deletes = if new == key { Vec::new() } else { vec![key.text()] };
    Some(Write { guard: None, puts: vec![(new.text(), record)], deletes })
}

/// The names of the versions that are too many: the oldest of those without a name.
fn too_many(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut own: Vec<String> = names.filter(|name| matches!(Key::from_text(name), Some(Key::Version(..)))).collect();
    own.sort();
    own.truncate(own.len().saturating_sub(MOST_VERSIONS));
    own
}

/// The edit that makes a workbook state what another one does, as one step that can be taken back. What neither the
/// program nor its edits know (parts of later versions) stays as it is.
pub fn restoring(now: &Workbook, then: &Workbook) -> Edit {
    let same_frame = now.units() == then.units() && now.tags() == then.tags() && now.periods() == then.periods();
    let mut edits = if same_frame { Vec::new() } else { cleared(now) };
    if same_frame {
        each_fact(now, &mut |key, _| {
            if then.fact(key).is_none() {
                edits.push(Edit::SetFact { key, fact: None });
            }
        });
        each_fact(then, &mut |key, fact| {
            if now.fact(key) != Some(fact) {
                edits.push(Edit::SetFact { key, fact: Some(fact.clone()) });
            }
        });
    } else {
        let periods = then.periods().iter().enumerate();
        edits.extend(periods.map(|(at, period)| Edit::InsertPeriod { at, period: period.clone() }));
        let tags = then.tags().iter().enumerate();
        edits.extend(tags.map(|(at, tag)| Edit::InsertTag { at, tag: tag.clone() }));
        for (at, unit) in then.units().iter().enumerate() {
            let facts = then.facts_of(Place::Unit(unit.id));
            edits.push(Edit::InsertUnit { at, unit: unit.clone(), facts });
        }
        each_fact(then, &mut |key, fact| {
            if !matches!(key.place, Place::Unit(_)) {
                edits.push(Edit::SetFact { key, fact: Some(fact.clone()) });
            }
        });
    }
    if now.heading != then.heading {
        edits.push(Edit::SetHeading(then.heading.clone()));
    }
    Edit::Batch(edits)
}

/// Takes units, tags, periods and all figures out.
fn cleared(workbook: &Workbook) -> Vec<Edit> {
    let mut edits = vec![actions::clear_table(workbook)];
    edits.extend((0..workbook.periods().len()).rev().map(|at| Edit::RemovePeriod { at }));
    edits
}

fn each_fact(workbook: &Workbook, run: &mut dyn FnMut(FactKey, &crate::core::fact::Fact)) {
    for (SeriesKey { period, measure, group }, series) in workbook.all_series() {
        for (place, fact) in series.iter() {
            run(FactKey { period: *period, measure: *measure, group: *group, place }, fact);
        }
    }
}

/// How many cells an edit changes, about.
pub fn size_of(edit: &Edit) -> usize {
    match edit {
        Edit::Batch(edits) => edits.iter().map(size_of).sum(),
        Edit::InsertUnit { facts, .. } => 1 + facts.len(),
        // It may take a whole row of figures along.
        Edit::RemoveUnit { .. } => 5,
        _ => 1,
    }
}
