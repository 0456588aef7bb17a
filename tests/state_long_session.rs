//! A day's work in one sitting: memory and what is kept on the device stay small however long it lasts.

use std::alloc::{GlobalAlloc, Layout, System};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use giam_ngheo::codec::journal::{WorkbookId, replay};
use giam_ngheo::codec::number::Style;
use giam_ngheo::codec::sample::sample;
use giam_ngheo::core::field::Field;
use giam_ngheo::core::unit::Place;
use giam_ngheo::state::journal::{Changes, Journal};
use giam_ngheo::state::session::Session;

const MB: usize = 1_000_000;
const EDITS: usize = 10_000;
const UNDOS: usize = 1_000;

/// Counts the bytes in use.
struct Counting;

static IN_USE: AtomicUsize = AtomicUsize::new(0);

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        IN_USE.fetch_add(layout.size(), Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        IN_USE.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

#[test]
fn ten_thousand_edits_and_a_thousand_undos() {
    let mut session = Session::new(sample());
    let mut journal = Journal::new(WorkbookId(7), true);
    let mut store: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let fields = [Field::PoorNow, Field::HouseholdsNow, Field::PoorPrev];
    let units: Vec<Place> = session.workbook().units().iter().map(|unit| Place::Unit(unit.id)).collect();
    let mut save = |session: &mut Session, store: &mut BTreeMap<String, Vec<u8>>| {
        let (edits, workbook) = (session.take_edits(), session.committed().into_owned());
        let plan = journal.plan(&Changes { edits: &edits, draft: None, workbook: &workbook, time: 0 }).unwrap();
        store.extend(plan.write.puts.iter().cloned());
        plan.write.deletes.iter().for_each(|name| drop(store.remove(name)));
        journal = plan.next;
    };
    let kept = |store: &BTreeMap<String, Vec<u8>>| store.iter().map(|(name, bytes)| name.len() + bytes.len()).sum();
    save(&mut session, &mut store);

    let before = IN_USE.load(Ordering::Relaxed);
    let mut most_kept: usize = 0;
    for edit in 0..EDITS {
        let (place, field) = (units[edit % units.len()], fields[edit / units.len() % fields.len()]);
        session.type_text(place, field, &(3000 + edit % 977).to_string(), Style::Vi);
        session.commit_draft();
        save(&mut session, &mut store);
        most_kept = most_kept.max(kept(&store));
    }
    for _ in 0..UNDOS {
        session.undo();
        save(&mut session, &mut store);
        most_kept = most_kept.max(kept(&store));
    }
    let grown = IN_USE.load(Ordering::Relaxed).saturating_sub(before).saturating_sub(kept(&store));
    println!("{EDITS} edits, {UNDOS} undos: {grown} bytes more in use, at most {most_kept} bytes kept on the device");
    assert!(most_kept <= MB, "{most_kept} bytes kept on the device");
    assert!(grown <= MB, "{grown} bytes more in use");
    let found = replay(store.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))).unwrap();
    assert_eq!(found.workbook, *session.workbook());
}
