//! The journal as it is lived: a store that may be cut short, damaged, or written by somebody else at any moment, and a
//! workbook that must come back as it was – or as it was a record earlier, and then say so.

mod support;

use std::collections::BTreeMap;

use giam_ngheo::codec::journal::{Key, NotReplayed, Replayed, WorkbookId, mark_of, replay};
use giam_ngheo::codec::link::{from_bytes, to_bytes};
use giam_ngheo::codec::sample::sample;
use giam_ngheo::core::edit::Edit;
use giam_ngheo::core::fact::{Fact, FactKey};
use giam_ngheo::core::measure::Measure;
use giam_ngheo::core::period::PeriodId;
use giam_ngheo::core::unit::{Place, Unit, UnitId};
use giam_ngheo::core::workbook::Workbook;
use giam_ngheo::state::journal::{Changes, Journal, Plan, Write};
use proptest::prelude::*;
use support::{Chance, chance_edit, chance_workbook, long};

const ID: WorkbookId = WorkbookId(7);

/// A store as the browser's: all of a write or nothing, and nothing when the guard does not hold.
#[derive(Clone, Default)]
struct Store(BTreeMap<String, Vec<u8>>);

impl Store {
    fn write(&mut self, write: &Write) -> bool {
        if write.guard.as_ref().is_some_and(|(name, record)| self.0.get(name) != record.as_ref()) {
            return false;
        }
        self.0.extend(write.puts.iter().cloned());
        write.deletes.iter().for_each(|name| drop(self.0.remove(name)));
        true
    }

    fn replay(&self) -> Result<Replayed, NotReplayed> {
        replay(self.0.iter().map(|(name, record)| (name.as_str(), record.as_slice())))
    }

    fn head(&self) -> Option<Vec<u8>> {
        self.0.get(&Key::Head(ID).text()).cloned()
    }

    fn edits(&self) -> usize {
        self.0.keys().filter(|name| name.starts_with("edits/")).count()
    }
}

fn plan(journal: &Journal, edits: &[Edit], draft: Option<&Edit>, workbook: &Workbook) -> Plan {
    try_plan(journal, edits, draft, workbook).unwrap()
}

fn try_plan(journal: &Journal, edits: &[Edit], draft: Option<&Edit>, workbook: &Workbook) -> Option<Plan> {
    journal.plan(&Changes { edits, draft, workbook, time: 1_795_305_600_000 })
}

/// Applies edits and writes them as one saving.
fn save(store: &mut Store, journal: &mut Journal, workbook: &mut Workbook, edits: Vec<Edit>) {
    for edit in &edits {
        edit.clone().apply(workbook);
    }
    let plan = plan(journal, &edits, None, workbook);
    assert!(plan.has_draft && store.write(&plan.write));
    *journal = plan.next;
}

fn typed(unit: u32, value: i64) -> Edit {
    let key = FactKey::of_all(Place::Unit(UnitId(unit)), PeriodId(1), Measure::PoorHouseholds);
    Edit::SetFact { key, fact: Some(Fact::whole(value)) }
}

#[test]
fn a_workbook_comes_back_after_each_saving() {
    let (mut store, mut journal, mut workbook) = (Store::default(), Journal::new(ID, true), sample());
    assert_eq!(store.replay(), Err(NotReplayed::Nothing));
    save(&mut store, &mut journal, &mut workbook, Vec::new());
    for value in 0..450 {
        save(&mut store, &mut journal, &mut workbook, vec![typed(value % 8, i64::from(value))]);
        let found = store.replay().unwrap();
        assert_eq!((found.sequence, found.has_draft, found.short), (u64::from(value) + 2, false, false));
        assert_eq!(found.unused, Vec::<String>::new());
        assert_eq!(found.workbook, workbook);
        assert_eq!(mark_of(&found.workbook), mark_of(&workbook));
    }
    // Snapshots take edits in: what is kept does not grow without end.
    assert!((200..=402).contains(&store.edits()), "{} records of edits", store.edits());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(if long() { 1000 } else { 40 }) })]

    /// Any life: savings of any size, with and without drafts, reloads in between, a snapshot now and then.
    #[test]
    fn any_life_comes_back(seed: u64) {
        let mut chance = Chance(seed);
        let (mut store, mut journal) = (Store::default(), Journal::new(ID, true));
        let mut workbook = chance_workbook(seed, 12);
        save(&mut store, &mut journal, &mut workbook, Vec::new());
        for _ in 0..chance.below(if long() { 300 } else { 25 }) {
            let edits: Vec<Edit> = (0..chance.below(5)).map(|_| chance_edit(&mut chance, &workbook)).collect();
            let before = workbook.clone();
            edits.iter().cloned().for_each(|edit| drop(edit.apply(&mut workbook)));
            let draft = chance.one_in(3).then(|| chance_edit(&mut chance, &workbook));
            let Some(next) = try_plan(&journal, &edits, draft.as_ref(), &workbook) else {
                // Units that are part of each other and the like: nothing that could be read back.
                prop_assert!(from_bytes(&to_bytes(&workbook)).is_err());
                workbook = before;
                continue;
            };
            prop_assert!(store.write(&next.write));
            journal = next.next;
            let found = store.replay().unwrap();
            let mut expected = workbook.clone();
            draft.filter(|_| next.has_draft).into_iter().for_each(|edit| drop(edit.apply(&mut expected)));
            // A document may hold what files do not – a unit before its group, figures of a period that is gone – which
            // reading puts right.
            let tidied = from_bytes(&to_bytes(&workbook)).is_ok_and(|tidied| tidied.workbook == found.workbook);
            prop_assert!(found.workbook == expected || (!next.has_draft || expected == workbook) && tidied);
            prop_assert_eq!((found.unused.len(), found.short), (0, false));
            if chance.one_in(4) {
                workbook = found.workbook.clone();
                journal = Journal::resume(ID, &found, store.head());
                // The draft is in the workbook now and has to be written as an edit.
                if found.has_draft {
                    let whole = Journal::resume(ID, &Replayed { sound: false, ..found }, store.head());
                    if let Some(next) = try_plan(&whole, &[], None, &workbook) {
                        prop_assert!(store.write(&next.write));
                        journal = next.next;
                    } else {
                        break;
                    }
                }
            }
        }
    }

    /// Where the store can be cut short (`localStorage`), any beginning of a write leaves the state before or after it.
    #[test]
    fn a_write_cut_short_leaves_the_one_before(seed: u64) {
        let mut chance = Chance(seed);
        let (mut store, mut journal, mut workbook) = (Store::default(), Journal::new(ID, true), sample());
        save(&mut store, &mut journal, &mut workbook, Vec::new());
        for step in 0..12 {
            let before = workbook.clone();
            // Large ones, so that snapshots come often.
            let edits: Vec<Edit> = (0..chance.below(300)).map(|at| typed((at % 8) as u32, (step * at) as i64)).collect();
            edits.iter().cloned().for_each(|edit| drop(edit.apply(&mut workbook)));
            let next = plan(&journal, &edits, None, &workbook);
            for done in 0..=next.write.puts.len() {
                let mut cut = store.clone();
                cut.0.extend(next.write.puts.iter().take(done).cloned());
                let found = cut.replay().unwrap();
                prop_assert!(found.workbook == before || found.workbook == workbook);
                prop_assert!(!found.short);
            }
            prop_assert!(store.write(&next.write));
            journal = next.next;
        }
    }
}

/// Every single byte of every record changed: what opens is a state that was saved, never another; and whenever it is not
/// the last one, that is said.
#[test]
fn no_damaged_byte_gives_a_wrong_workbook() {
    let (mut store, mut journal, mut workbook) = (Store::default(), Journal::new(ID, true), sample());
    let mut states = vec![Workbook::default()];
    for step in 0..4_u32 {
        // Two small savings, then one large enough for a snapshot.
        let many = if step == 2 { 1500 } else { 1 };
        let edits = (0..many).map(|at| typed(at % 8, i64::from(step * 1000 + at))).collect();
        save(&mut store, &mut journal, &mut workbook, edits);
        states.push(workbook.clone());
    }
    assert_eq!(store.0.keys().filter(|name| name.starts_with("slot/")).count(), 2, "both slots are in use");
    let last = states.len() as u64 - 1;
    let names: Vec<String> = store.0.keys().cloned().collect();
    let mut tried = 0;
    for name in &names {
        let whole = store.0[name].clone();
        // The large record has far more bytes than the others and they are all alike.
        let stride = if whole.len() > 4_000 && !long() { 37 } else { 1 };
        for at in (0..whole.len()).step_by(stride) {
            for flip in [1_u8, 0x10, 0x80, 0xff] {
                store.0.get_mut(name).unwrap()[at] ^= flip;
                match store.replay() {
                    Ok(found) => {
                        assert_eq!(found.workbook, states[found.sequence as usize], "{name}: byte {at}");
                        let said = found.unused.contains(name)
                            || Key::from_text(name).is_some_and(
                                |key| matches!(key, Key::Edits(_, sequence) if sequence <= newest_slot(&found)),
                            );
                        assert!(said, "{name}: byte {at} goes unsaid");
                        assert!(found.sequence == last || found.short || name.starts_with("edits/"));
                    }
                    Err(error) => panic!("{name}: byte {at}: {error:?}"),
                }
                store.0.get_mut(name).unwrap()[at] ^= flip;
                tried += 1;
            }
        }
    }
    assert!(tried > 4_000, "{tried}");
    // Both slots at once: nothing is offered, everything is named.
    for slot in [0, 1] {
        store.0.get_mut(&Key::Slot(ID, slot).text()).unwrap()[40] ^= 1;
    }
    let Err(NotReplayed::Damaged(named)) = store.replay() else { panic!("something was made of nothing") };
    assert_eq!(named.len(), names.len() - 1, "all but the head, which is whole");
}

fn newest_slot(found: &Replayed) -> u64 {
    use giam_ngheo::codec::journal::Slot;
    found.slots.iter().map(|slot| if let Slot::Good(sequence) = slot { *sequence } else { 0 }).max().unwrap_or(0)
}

/// A draft holds until the next record; what was really typed then counts.
#[test]
fn a_text_being_typed_is_not_lost_and_not_doubled() {
    let (mut store, mut journal, mut workbook) = (Store::default(), Journal::new(ID, true), sample());
    save(&mut store, &mut journal, &mut workbook, Vec::new());
    let before = workbook.clone();
    for value in [3, 30, 300] {
        let next = plan(&journal, &[], Some(&typed(0, value)), &workbook);
        assert!(next.has_draft && store.write(&next.write));
        journal = next.next;
        let found = store.replay().unwrap();
        let mut expected = before.clone();
        typed(0, value).apply(&mut expected);
        assert!(found.has_draft && found.draft_at.is_some());
        assert_eq!(found.workbook, expected);
    }
    // Escape.
    save(&mut store, &mut journal, &mut workbook, Vec::new());
    let found = store.replay().unwrap();
    assert_eq!((found.workbook, found.has_draft), (before, false));

    // The first record of a workbook is a snapshot, which holds no draft: it is asked for again at once.
    let first = plan(&Journal::new(ID, false), &[], Some(&typed(0, 1)), &workbook);
    assert!(!first.has_draft);
    let again = plan(&first.next, &[], Some(&typed(0, 1)), &workbook);
    assert!(again.has_draft);
}

/// Two windows with the same workbook: who comes second is refused, whatever it wanted to write.
#[test]
fn a_newer_record_is_never_written_over() {
    let (mut store, mut journal, mut workbook) = (Store::default(), Journal::new(ID, true), sample());
    save(&mut store, &mut journal, &mut workbook, Vec::new());
    let mut other = Journal::resume(ID, &store.replay().unwrap(), store.head());
    for value in 0..250 {
        save(&mut store, &mut journal, &mut workbook, vec![typed(0, value)]);
    }
    let mut theirs = sample();
    typed(1, 99).apply(&mut theirs);
    let late = plan(&other, &[typed(1, 99)], None, &theirs);
    let before = store.0.clone();
    assert!(!store.write(&late.write));
    assert_eq!(store.0, before);
    // It reads again, and can then write on.
    let found = store.replay().unwrap();
    assert_eq!(found.workbook, workbook);
    other = Journal::resume(ID, &found, store.head());
    save(&mut store, &mut other, &mut workbook, vec![typed(1, 99)]);
    assert_eq!(store.replay().unwrap().workbook, workbook);

    // Even where edits of another history got in under the next number, they are not taken for those of this one.
    let stray = plan(&late.next, &[typed(2, 5)], None, &theirs).write;
    let name = Key::Edits(ID, other.sequence() + 1).text();
    store.0.insert(name.clone(), stray.puts[0].1.clone());
    let found = store.replay().unwrap();
    assert_eq!((found.workbook, found.unused), (workbook, vec![name]));
}

/// The store was emptied while the workbook was open: the next saving writes all of it.
#[test]
fn an_emptied_store_is_filled_again() {
    let (mut store, mut journal, mut workbook) = (Store::default(), Journal::new(ID, true), sample());
    save(&mut store, &mut journal, &mut workbook, Vec::new());
    save(&mut store, &mut journal, &mut workbook, vec![typed(0, 1)]);
    store.0.clear();
    typed(0, 2).apply(&mut workbook);
    assert!(!store.write(&plan(&journal, &[typed(0, 2)], None, &workbook).write), "the head that was there is gone");
    journal.forget();
    let next = plan(&journal, &[typed(0, 2)], None, &workbook);
    assert!(store.write(&next.write));
    let found = store.replay().unwrap();
    assert_eq!((found.workbook, found.sequence), (workbook, 3));
}

/// Identities beyond what reading keeps: edits would go astray after a reload, so every saving is whole.
#[test]
fn identities_that_reading_changes_are_never_edited_blindly() {
    let (mut store, mut journal, mut workbook) = (Store::default(), Journal::new(ID, true), sample());
    let unit = Unit::new(UnitId(150_000), "xã mới");
    save(&mut store, &mut journal, &mut workbook, vec![Edit::InsertUnit { at: 0, unit, facts: Vec::new() }]);
    for value in 1..4 {
        save(&mut store, &mut journal, &mut workbook, vec![typed(150_000, value)]);
        assert_eq!(store.edits(), 0);
        let found = store.replay().unwrap();
        let first = found.workbook.units()[0].id;
        let key = FactKey::of_all(Place::Unit(first), PeriodId(1), Measure::PoorHouseholds);
        assert_eq!(found.workbook.fact(key), Some(&Fact::whole(value)));
    }
}

/// What was only looked at is not kept; the first change keeps it.
#[test]
fn the_list_shows_what_was_worked_on() {
    use giam_ngheo::codec::journal::Head;
    let (mut store, mut journal, mut workbook) = (Store::default(), Journal::new(ID, false), sample());
    save(&mut store, &mut journal, &mut workbook, Vec::new());
    let head = |store: &Store| Head::read(&store.head().unwrap()).unwrap();
    assert!(!head(&store).kept);
    save(&mut store, &mut journal, &mut workbook, vec![typed(0, 1)]);
    assert_eq!((head(&store).kept, head(&store).sequence, head(&store).units), (true, 2, 8));
    assert_eq!(head(&store).title, sample().heading.title);
    assert!(Journal::resume(ID, &store.replay().unwrap(), store.head()).is_kept());
}
