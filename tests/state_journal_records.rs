//! Records of the journal: each shows whether it is whole, and edits come back as they were written.

mod support;

use giam_ngheo::codec::crc::crc32;
use giam_ngheo::codec::journal::{
    Edits, Head, Key, LINE, NotReplayed, RecordError, Snapshot, Version, VersionLine, Why, WorkbookId, is_lines,
    load_lines, mark_of, open_any, write_lines,
};
use giam_ngheo::codec::sample::sample;
use giam_ngheo::core::edit::Edit;
use giam_ngheo::core::fact::{Fact, FactKey, Reading, Unreadable};
use giam_ngheo::core::measure::Measure;
use giam_ngheo::core::period::PeriodId;
use giam_ngheo::core::unit::{Place, UnitId};
use giam_ngheo::core::workbook::Workbook;
use proptest::prelude::*;
use support::{Chance, chance_workbook};

/// 22 November 2026.
const TIME: u64 = 1_795_305_600_000;
const GOLDEN: &str = include_str!("golden/journal-1-sample.txt");
const ID: WorkbookId = WorkbookId(0x0123_4567_89ab_cdef);

fn key(unit: u32) -> FactKey {
    FactKey::of_all(Place::Unit(UnitId(unit)), PeriodId(1), Measure::PoorHouseholds)
}

fn typed(unit: u32, value: i64) -> Edit {
    Edit::SetFact { key: key(unit), fact: Some(Fact::whole(value)) }
}

/// One record of each kind: the sample, one figure typed, one cleared, a third still being typed.
fn one_of_each() -> Vec<(String, Vec<u8>)> {
    let workbook = sample();
    let (slot, sound) = Snapshot::write(1, TIME, 77, &workbook).unwrap();
    assert!(sound);
    let clear = Edit::SetFact { key: key(1), fact: None };
    let edits = [Edit::Batch(vec![typed(0, 3000), clear])];
    let (edits, _) = Edits::write(2, TIME + 1, 77, &edits, Some(&typed(2, 43))).unwrap();
    let head = Head {
        sequence: 2,
        time: TIME + 1,
        title: workbook.heading.title.clone(),
        area: workbook.heading.area.clone(),
        units: 8,
        kept: true,
        deleted: None,
    };
    let line = VersionLine { number: TIME, time: TIME, why: Why::Asked, name: "Trước họp".into(), units: 8 };
    vec![
        (Key::Head(ID).text(), head.write()),
        (Key::Slot(ID, 0).text(), slot),
        (Key::Edits(ID, 2).text(), edits),
        (Key::Named(ID, TIME).text(), line.write(&workbook)),
    ]
}

fn lines(records: &[(String, Vec<u8>)]) -> String {
    write_lines(records.iter().map(|(name, record)| (name.as_str(), record.as_slice())))
}

#[test]
fn golden_records_open_for_ever() {
    assert_eq!(lines(&one_of_each()), GOLDEN, "the same records are still written");
    let found = load_lines(GOLDEN).unwrap();
    let mut expected = sample();
    for edit in [typed(0, 3000), Edit::SetFact { key: key(1), fact: None }, typed(2, 43)] {
        edit.apply(&mut expected);
    }
    assert_eq!(found.workbook, expected);
    assert_eq!((found.sequence, found.time, found.has_draft, found.sound), (2, TIME + 1, true, true));
    assert_eq!((found.unused.len(), found.short), (0, false));
    let version = Version::read(&one_of_each()[3].1).unwrap();
    assert_eq!((version.workbook, version.line.name.as_str()), (sample(), "Trước họp"));
}

/// What the start script relies on when the program has stopped: where the time stands.
#[test]
fn the_envelope_is_as_described() {
    for (_, record) in one_of_each() {
        assert_eq!(&record[..4], b"GNJ1");
        let time = u64::from_le_bytes(record[13..21].try_into().unwrap());
        assert!(time == TIME || time == TIME + 1);
        assert_eq!(u32::from_le_bytes(record[21..25].try_into().unwrap()) as usize, record.len() - 29);
        let covered = [&record[..25], &record[29..]].concat();
        assert_eq!(record[25..29], crc32(&covered).to_le_bytes());
    }
}

fn opens(name: &str, record: &[u8]) -> Result<(), RecordError> {
    match Key::from_text(name).unwrap() {
        Key::Head(_) => Head::read(record).map(drop),
        Key::Slot(..) => Snapshot::read(record).map(drop),
        Key::Edits(..) => Edits::read(record).map(drop),
        Key::Version(..) | Key::Named(..) => VersionLine::read(record).map(drop),
    }
}

#[test]
fn every_change_of_one_byte_and_every_cut_is_noticed() {
    for (name, record) in one_of_each() {
        assert_eq!(opens(&name, &record), Ok(()));
        let mut damaged = record.clone();
        for at in 0..record.len() {
            for other in 0..=255_u8 {
                damaged[at] = other;
                if other != record[at] {
                    assert_eq!(opens(&name, &damaged), Err(RecordError::Damaged), "{name}: byte {at} to {other}");
                }
            }
            damaged[at] = record[at];
            assert_eq!(opens(&name, &record[..at]), Err(RecordError::Damaged), "{name}: cut at {at}");
        }
        damaged.push(0);
        assert_eq!(opens(&name, &damaged), Err(RecordError::Damaged), "{name}: one more byte");
    }
}

#[test]
fn records_do_not_stand_for_each_other() {
    let records = one_of_each();
    for (name, _) in &records {
        for (other, record) in &records {
            let same = Key::from_text(name).map(|key| std::mem::discriminant(&key))
                == Key::from_text(other).map(|key| std::mem::discriminant(&key));
            assert_eq!(opens(name, record).is_ok(), same, "{other} as {name}");
        }
    }
}

/// A record as a later version of the program would leave it.
fn of_later_version(record: &[u8]) -> Vec<u8> {
    let mut later = record.to_vec();
    later[3] = b'2';
    let covered = [&later[..25], &later[29..]].concat();
    later[25..29].copy_from_slice(&crc32(&covered).to_le_bytes());
    later
}

#[test]
fn a_later_version_is_recognised_and_nothing_older_offered_in_its_place() {
    let records = one_of_each();
    for at in 0..3 {
        let mut stored = records.clone();
        stored[at].1 = of_later_version(&records[at].1);
        assert_eq!(open_any(&stored[at].1).map(drop), Err(RecordError::Newer));
        assert_eq!(load_lines(&lines(&stored)), Err(NotReplayed::Newer));
    }
}

#[test]
fn names_are_read_back() {
    for key in [
        Key::Head(ID),
        Key::Slot(ID, 0),
        Key::Slot(ID, 1),
        Key::Edits(ID, 300),
        Key::Version(ID, TIME),
        Key::Named(ID, 0),
    ] {
        assert_eq!(Key::from_text(&key.text()), Some(key));
        assert_eq!(Key::from_text(&[&key.text(), "/0"].concat()), None);
    }
    for bad in ["", "head", "head/", "head/0123", "slot/0123456789abcdef/2", "edits/0123456789ABCDEF/0", "other/0"] {
        assert_eq!(Key::from_text(bad), None, "{bad}");
    }
    // Texts stand in the order of the numbers, which is how the store returns them.
    let text = |sequence| Key::Edits(ID, sequence).text();
    assert!(text(9) < text(10) && text(255) < text(256) && text(u64::MAX - 1) < text(u64::MAX));
}

#[test]
fn lines_survive_an_editor() {
    let text = format!("\u{feff}\r\n{}\r\n", GOLDEN.replace('\n', "  \r\n\r\n"));
    assert!(is_lines(&text) && !is_lines("{}"));
    assert_eq!(load_lines(&text), load_lines(GOLDEN));
    // A line that lost a letter is a damaged record: what the others give is still had.
    let edits = GOLDEN.lines().find(|line| line.contains("edits/")).unwrap();
    let found = load_lines(&GOLDEN.replace(edits, &edits[..edits.len() - 1])).unwrap();
    assert_eq!((found.workbook, found.sequence, found.short), (sample(), 1, true));
    assert_eq!(load_lines(LINE), Err(NotReplayed::Nothing));
}

/// Whether two lists of edits do the same to a workbook, and take it to the same places.
fn same_effect(before: &Workbook, one: &[Edit], other: &[Edit]) -> bool {
    let run = |edits: &[Edit]| {
        let mut workbook = before.clone();
        edits.iter().cloned().for_each(|edit| drop(edit.apply(&mut workbook)));
        (mark_of(&workbook), workbook)
    };
    run(one) == run(other)
}

proptest! {
    #[test]
    fn edits_come_back_as_they_were(seed: u64) {
        let mut chance = Chance(seed);
        let before = chance_workbook(seed, 12);
        let edits: Vec<Edit> = (0..chance.below(12)).map(|_| support::chance_edit(&mut chance, &before)).collect();
        let draft = chance.one_in(2).then(|| support::chance_edit(&mut chance, &before));
        let (record, crc) = Edits::write(7, TIME, 99, &edits, draft.as_ref()).unwrap();
        let again = Edits::read(&record).unwrap();
        prop_assert_eq!((again.sequence, again.time, again.parent, again.crc), (7, TIME, 99, crc));
        prop_assert!(same_effect(&before, &edits, &again.edits));
        prop_assert!(same_effect(&before, draft.as_slice(), &again.draft));
    }

    #[test]
    fn snapshots_come_back_as_they_were(seed: u64) {
        let workbook = chance_workbook(seed, 20);
        let (record, sound) = Snapshot::write(3, TIME, 5, &workbook).unwrap();
        let again = Snapshot::read(&record).unwrap();
        prop_assert!(sound && again.sound);
        prop_assert_eq!((again.sequence, again.tip), (3, 5));
        prop_assert_eq!(mark_of(&again.workbook), mark_of(&workbook));
        prop_assert_eq!(again.workbook, workbook);
    }

    /// Bytes that are no record, even with the right envelope around them, never panic and never become one by chance.
    #[test]
    fn any_bytes_are_survived(body: Vec<u8>, kind in 0_u8..6) {
        let mut record = [b"GNJ1".as_slice(), &[kind], &[0; 16], &(body.len() as u32).to_le_bytes()].concat();
        let crc = crc32(&[record.as_slice(), &body].concat());
        record.extend(crc.to_le_bytes());
        record.extend(&body);
        prop_assert!(open_any(&record).is_ok());
        let _ = (Head::read(&record), Snapshot::read(&record), Edits::read(&record), Version::read(&record));
    }
}

#[test]
fn edits_that_would_come_back_changed_are_not_written() {
    let long = Fact { text: Some("x".repeat(5_000).into()), ..Fact::new(Reading::Unreadable(Unreadable::NotANumber)) };
    let edit = Edit::SetFact { key: key(0), fact: Some(long) };
    assert_eq!(Edits::write(1, 0, 0, &[edit], None), None);
    assert_eq!(Edits::write(1, 0, 0, &[typed(2_000_000, 1)], None), None, "would take memory for two million units");
}

#[test]
#[ignore = "writes the golden records anew; only when records change on purpose"]
fn write_golden_records() {
    std::fs::write("tests/golden/journal-1-sample.txt", lines(&one_of_each())).unwrap();
}
