//! The list of workbooks and the versions of one: nothing is taken away without a way back, and bringing a version back
//! is one step.

mod support;

use giam_ngheo::codec::file::read_file;
use giam_ngheo::codec::journal::{Head, Key, Version, VersionLine, Why, WorkbookId, replay, write_lines};
use giam_ngheo::codec::number::Style;
use giam_ngheo::codec::record::rescue;
use giam_ngheo::codec::sample::sample;
use giam_ngheo::core::edit::Edit;
use giam_ngheo::core::field::Field;
use giam_ngheo::core::unit::{Place, UnitId};
use giam_ngheo::core::workbook::Workbook;
use giam_ngheo::state::history::Label;
use giam_ngheo::state::journal::{Changes, Journal, Write};
use giam_ngheo::state::library::{
    DELETED_FOR, Entry, LOOKED_AT_FOR, MOST_VERSIONS, added, entries, is_plausible, number_of, purge, put_aside,
    renamed, restoring, size_of, version, version_named,
};
use giam_ngheo::state::session::Session;
use proptest::prelude::*;
use std::collections::BTreeMap;
use support::{Chance, chance_edit, chance_workbook};

type Store = BTreeMap<String, Vec<u8>>;

fn carry_out(store: &mut Store, write: &Write) {
    if let Some((name, record)) = &write.guard {
        assert_eq!(store.get(name), record.as_ref(), "the guard of {name}");
    }
    store.extend(write.puts.iter().cloned());
    write.deletes.iter().for_each(|name| drop(store.remove(name)));
}

fn pairs(store: &Store) -> impl Iterator<Item = (&str, &[u8])> {
    store.iter().map(|(name, record)| (name.as_str(), record.as_slice()))
}

fn list(store: &Store) -> Vec<Entry> {
    entries(pairs(store))
}

fn own(store: &Store, id: WorkbookId) -> Store {
    let is_own = |name: &String| Key::from_text(name).is_some_and(|key| key.workbook() == id);
    store.iter().filter(|(name, _)| is_own(name)).map(|(name, record)| (name.clone(), record.clone())).collect()
}

#[test]
fn workbooks_are_listed_renamed_deleted_and_had_back() {
    let mut store = Store::new();
    for (at, title) in ["một", "hai", "ba"].into_iter().enumerate() {
        let mut workbook = sample();
        workbook.heading.title = title.into();
        let (write, _) = added(WorkbookId(at as u64), &workbook, title != "hai", 1000 + at as u64).unwrap();
        carry_out(&mut store, &write);
    }
    let titles = |store: &Store| -> Vec<String> {
        list(store).into_iter().filter(Entry::is_shown).map(|entry| entry.head.title).collect()
    };
    assert_eq!(titles(&store), ["ba", "một"], "newest first; what was only looked at is not shown");

    let id = WorkbookId(0);
    let head = store.get(&Key::Head(id).text()).cloned();
    let found = replay(pairs(&own(&store, id))).unwrap();
    carry_out(&mut store, &renamed(id, &found, head, "bốn", 2000).unwrap());
    assert_eq!(titles(&store), ["bốn", "ba"]);
    assert_eq!(replay(pairs(&own(&store, id))).unwrap().workbook.heading.title, "bốn");

    let entry = list(&store).remove(0);
    let record = store[&Key::Head(id).text()].clone();
    carry_out(&mut store, &entry.set_deleted(&record, Some(3000)));
    assert_eq!(titles(&store), ["ba"]);
    let deleted = list(&store).into_iter().find(|entry| entry.id == id).unwrap();
    assert!(!deleted.is_over(3000 + DELETED_FOR) && deleted.is_over(3001 + DELETED_FOR));
    let record = store[&Key::Head(id).text()].clone();
    carry_out(&mut store, &deleted.set_deleted(&record, None));
    assert_eq!(titles(&store), ["bốn", "ba"]);
    assert_eq!(replay(pairs(&own(&store, id))).unwrap().workbook.heading.title, "bốn", "nothing of it was lost");

    let looked_at = list(&store).into_iter().find(|entry| entry.head.title == "hai").unwrap();
    assert!(!looked_at.is_over(1001 + LOOKED_AT_FOR) && looked_at.is_over(1002 + LOOKED_AT_FOR));
    let names: Vec<String> = store.keys().cloned().collect();
    carry_out(&mut store, &purge(looked_at.id, names.into_iter()));
    assert_eq!((own(&store, looked_at.id).len(), titles(&store).len()), (0, 2));
}

/// A text being typed when the program ended is in the workbook, and renaming does not lose it.
#[test]
fn renaming_keeps_a_text_that_was_being_typed() {
    let id = WorkbookId(5);
    let (mut store, workbook) = (Store::new(), sample());
    let (write, journal) = added(id, &workbook, true, 1).unwrap();
    carry_out(&mut store, &write);
    let mut session = Session::new(workbook.clone());
    session.type_text(Place::Unit(UnitId(0)), Field::PoorNow, "3000", Style::Vi);
    let changes = Changes { edits: &[], draft: session.draft_edit(), workbook: &session.committed(), time: 2 };
    carry_out(&mut store, &journal.plan(&changes).unwrap().write);
    let found = replay(pairs(&store)).unwrap();
    assert!(found.has_draft && found.workbook == *session.workbook());
    let head = store.get(&Key::Head(id).text()).cloned();
    carry_out(&mut store, &renamed(id, &found, head, "khác", 3).unwrap());
    let mut again = replay(pairs(&store)).unwrap().workbook;
    assert_eq!(again.heading.title, "khác");
    again.heading = sample().heading;
    assert_eq!(again, *session.workbook());
}

#[test]
fn records_put_aside_can_still_be_had() {
    let (mut store, id) = (Store::new(), WorkbookId(1));
    carry_out(&mut store, &added(id, &sample(), true, 1).unwrap().0);
    let name = Key::Slot(id, 0).text();
    store.get_mut(&name).unwrap()[60] ^= 4;
    let record = store[&name].clone();
    carry_out(&mut store, &put_aside([(name.as_str(), record.as_slice())].into_iter(), 99));
    assert!(!store.contains_key(&name));
    assert_eq!(store[&Key::aside(&name, 99)], record);
    assert!(Key::aside(&name, 99).starts_with(Key::asides()) && Key::from_text(&Key::aside(&name, 99)).is_none());
}

/// What the crash banner makes of the records.
#[test]
fn a_file_is_made_of_records() {
    let (mut store, id) = (Store::new(), WorkbookId(1));
    carry_out(&mut store, &added(id, &sample(), true, 1).unwrap().0);
    let text = write_lines(pairs(&store));
    assert_eq!(read_file(&rescue(&text).unwrap()).unwrap().0, sample());
    assert_eq!(rescue("giamngheo-record head/00 AAAA"), None);
}

/// Keeps a version as the program does.
fn keep_version(store: &mut Store, id: WorkbookId, why: Why, time: u64) -> String {
    let names: Vec<String> = store.keys().cloned().collect();
    let write = version(id, &sample(), why, if why == Why::Asked { "tên" } else { "" }, time, &names);
    carry_out(store, &write);
    write.puts[0].0.clone()
}

fn versions_of(store: &Store) -> Vec<u64> {
    store.keys().filter(|name| name.starts_with("version/")).filter_map(|name| number_of(name)).collect()
}

#[test]
fn the_oldest_versions_without_a_name_go_first() {
    let (mut store, id) = (Store::new(), WorkbookId(9));
    for time in 0..5 {
        keep_version(&mut store, id, Why::Asked, time);
    }
    for time in 5..45 {
        keep_version(&mut store, id, Why::Meanwhile, time);
        assert!(versions_of(&store).contains(&time));
    }
    assert_eq!(versions_of(&store), (15..45).collect::<Vec<_>>());
    assert_eq!(versions_of(&store).len(), MOST_VERSIONS);

    // The clock is put back: what is kept now is still the newest, and no version is written over.
    for number in 45..48 {
        let name = keep_version(&mut store, id, Why::Meanwhile, 7);
        assert_eq!(number_of(&name), Some(number));
        assert_eq!(VersionLine::read(&store[&name]).unwrap().time, 7);
    }
    assert_eq!(versions_of(&store), (18..48).collect::<Vec<_>>());
    let store_before = store.len();
    keep_version(&mut store, id, Why::Asked, 3);
    assert_eq!(store.len(), store_before + 1);

    // A name keeps a version for good.
    let key = Key::Version(id, 20);
    let write = version_named(key, &store[&key.text()], "Trước họp").unwrap();
    carry_out(&mut store, &write);
    assert!(!store.contains_key(&key.text()));
    let line = VersionLine::read(&store[&Key::Named(id, 20).text()]).unwrap();
    assert_eq!((line.name.as_str(), line.why, line.units, line.time), ("Trước họp", Why::Asked, 8, 20));
    assert_eq!(Version::read(&store[&Key::Named(id, 20).text()]).unwrap().workbook, sample());
    assert!(version_named(Key::Head(id), &[], "").is_none() && version_named(key, &[1], "").is_none());
}

/// The bin is emptied after its time, but not because a clock jumped ahead.
#[test]
fn a_clock_that_jumps_does_not_empty_the_bin() {
    const DAY: u64 = 24 * 60 * 60 * 1000;
    let entry = |time: u64, deleted: Option<u64>| {
        let head = Head { sequence: 1, time, title: String::new(), area: String::new(), units: 1, kept: true, deleted };
        Entry { id: WorkbookId(time), head }
    };
    let start = 1_000 * DAY;
    let all = [entry(start, None), entry(start - 40 * DAY, Some(start))];
    let may_go = |now: u64, all: &[Entry]| is_plausible(all, now) && all.iter().any(|entry| entry.is_over(now));
    assert!(!may_go(start + DAY, &all), "it was deleted yesterday");
    assert!(!may_go(start + 4_000 * DAY, &all), "the device was used yesterday by another clock");
    assert!(!may_go(start - 100 * DAY, &all), "a clock that was put back");
    let later = [entry(start + 31 * DAY, None), all[1].clone()];
    assert!(may_go(start + 32 * DAY, &later));
    assert!(!is_plausible(&[], start));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

    /// Whatever lies between, bringing a version back states what it stated, and is taken back as one step.
    #[test]
    fn a_version_comes_back_as_one_step(seed: u64, other: bool) {
        let mut chance = Chance(seed);
        let mut then = chance_workbook(seed, 12);
        let mut now = if other { chance_workbook(!seed, 12) } else { then.clone() };
        for _ in 0..chance.below(4) {
            chance_edit(&mut chance, &now).apply(&mut now);
        }
        // Parts that edits do not know stay with the workbook.
        then.foreign.clone_from(&now.foreign);
        let mut session = Session::new(now.clone());
        session.commit(restoring(&now, &then), Label::Restored, None);
        // Figures of places and periods that are not there are nowhere shown and need not come back.
        let shown = |workbook: &Workbook| {
            let bytes = giam_ngheo::codec::link::to_bytes(workbook);
            giam_ngheo::codec::link::from_bytes(&bytes).map(|opened| opened.workbook)
        };
        prop_assert_eq!(shown(session.workbook()), shown(&then));
        session.undo();
        prop_assert_eq!(shown(session.workbook()), shown(&now));
    }
}

#[test]
fn the_journal_hears_of_every_change() {
    let mut session = Session::new(sample());
    let place = Place::Unit(UnitId(0));
    let mut copy = sample();
    let mut follow = |session: &mut Session| {
        let edits = session.take_edits();
        edits.iter().cloned().for_each(|edit| drop(edit.apply(&mut copy)));
        assert_eq!(copy, *session.committed());
        edits.len()
    };
    session.type_text(place, Field::PoorNow, "3", Style::Vi);
    session.type_text(place, Field::PoorNow, "30", Style::Vi);
    assert_eq!(follow(&mut session), 0, "a draft is no edit yet");
    assert!(session.draft_edit().is_some());
    session.cancel_draft();
    assert_eq!(follow(&mut session), 0);
    session.type_text(place, Field::PoorNow, "300", Style::Vi);
    session.commit_draft();
    assert_eq!(follow(&mut session), 1);
    session.undo();
    session.redo();
    session.undo();
    assert_eq!(follow(&mut session), 3);
    session.commit(Edit::RemoveUnit { at: 2 }, Label::UnitsRemoved(1), None);
    session.undo();
    assert_eq!(follow(&mut session), 2);
}

#[test]
fn a_locked_session_changes_nothing() {
    let mut session = Session::new(sample());
    let place = Place::Unit(UnitId(0));
    session.type_text(place, Field::PoorNow, "1", Style::Vi);
    session.commit_draft();
    session.type_text(place, Field::PoorNow, "12", Style::Vi);
    let before = session.committed().into_owned();
    session.set_locked(true);
    session.type_text(place, Field::PoorNow, "5", Style::Vi);
    session.commit(Edit::RemoveUnit { at: 0 }, Label::UnitsRemoved(1), None);
    assert!(session.undo().is_none() && session.redo().is_none() && !session.commit_draft());
    assert_eq!(*session.workbook(), before);

    // What another window wrote is shown, in the periods that were shown.
    let mut theirs = before.clone();
    Edit::RemoveUnit { at: 0 }.apply(&mut theirs);
    let (span, revision) = (session.span(), session.revision());
    session.follow(theirs.clone());
    assert_eq!((session.workbook(), session.span()), (&theirs, span));
    assert!(session.revision() > revision && session.is_locked());
    session.set_locked(false);
    session.commit(Edit::RemoveUnit { at: 0 }, Label::UnitsRemoved(1), None);
    assert_eq!(session.workbook().units().len(), 6);
}

#[test]
fn the_size_of_an_edit_is_about_its_cells() {
    let clear = giam_ngheo::core::actions::clear_figures(&sample());
    assert!(size_of(&clear) >= 40, "8 units with 5 figures each");
    assert_eq!(size_of(&Edit::Batch(Vec::new())), 0);
}

#[test]
fn the_head_counts_on() {
    let id = WorkbookId(3);
    let (mut store, workbook) = (Store::new(), sample());
    let (write, mut journal) = added(id, &workbook, true, 1).unwrap();
    carry_out(&mut store, &write);
    journal.pass(50);
    let plan = journal.plan(&Changes { edits: &[], draft: None, workbook: &workbook, time: 2 }).unwrap();
    carry_out(&mut store, &plan.write);
    assert_eq!(Head::read(&store[&Key::Head(id).text()]).unwrap().sequence, 51);
    assert_eq!(replay(pairs(&store)).unwrap().sequence, 51);
    assert!(Journal::new(id, false).sequence() == 0 && plan.next.id() == id);
}
