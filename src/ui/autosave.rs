//! Keeps the open workbook on the device a moment after each change, and finds it again.
//!
//! The record goes in turn into two slots, so that a write cut short leaves the one before it whole. A workbook that is
//! put aside for another (a link opened, a new table) is kept in a list of recent ones first: nothing typed is lost.

use std::cell::RefCell;

use gloo::timers::callback::Timeout;

use super::app::{App, Saved};
use super::dom::watch;
use super::library::{Entry, WorkbookId};
use crate::codec::record;
use crate::core::workbook::Workbook;
use crate::platform::{page, storage};

const SLOTS: [&str; 2] = ["giamngheo.autosave.0", "giamngheo.autosave.1"];
const RECENT: [&str; 4] = ["giamngheo.recent.0", "giamngheo.recent.1", "giamngheo.recent.2", "giamngheo.recent.3"];
/// Time after the last change before it is written.
const DELAY_MS: u32 = 350;

thread_local! {
    static TIMER: RefCell<Option<Timeout>> = const { RefCell::new(None) };
    static SEQUENCE: RefCell<u64> = const { RefCell::new(0) };
}

/// The workbook that was open last, and whether a record could not be used. Such a record is put aside, not written over.
pub fn restore() -> (Option<Workbook>, bool) {
    let texts = SLOTS.map(storage::get);
    let [even, odd] = &texts;
    let found = record::newest([even.as_deref(), odd.as_deref()]);
    SEQUENCE.set(found.last);
    let mut damaged = false;
    for ((slot, text), error) in SLOTS.iter().zip(&texts).zip(found.errors) {
        if let (Some(_), Some(text)) = (error, text) {
            damaged = true;
            storage::set(&[slot, ".aside"].concat(), text);
        }
    }
    (found.saved.map(|saved| saved.workbook), damaged)
}

/// Writes after each change from now on, and at once when the page is hidden or left.
pub fn install(app: App) {
    let mut before = app.revision.now();
    watch(move || {
        let revision = app.revision.get();
        if revision != before {
            before = revision;
            app.saved.set(Saved::Pending);
            TIMER.set(Some(Timeout::new(DELAY_MS, move || save(app))));
        }
    });
    let flush = move || {
        app.commit_draft();
        if app.saved.now() != Saved::Yes {
            save(app);
        }
    };
    page::on_window("pagehide", move |_| flush());
    page::on_document("visibilitychange", move |_| {
        if page::is_hidden() {
            flush();
        }
    });
}

/// Writes now.
pub fn save(app: App) {
    TIMER.set(None);
    let sequence = SEQUENCE.with_borrow(|sequence| sequence + 1);
    let record = app.read_own(|session| record::save_record(sequence, page::now(), session.workbook()));
    let slot = SLOTS[record::slot_of(sequence)];
    let done = storage::set(slot, &record);
    if done {
        SEQUENCE.set(sequence);
    }
    app.saved.set(if done { Saved::Yes } else { Saved::Failed });
}

/// Puts a workbook into the list of recent ones before another takes its place; the untouched sample is not worth it.
pub fn put_aside(workbook: &Workbook) {
    if workbook.all_series().next().is_none() && workbook.units().iter().all(|unit| unit.name.is_empty())
        || *workbook == crate::codec::sample::sample()
    {
        return;
    }
    let record = record::save_record(0, 0, workbook);
    let kept: Vec<String> =
        RECENT.iter().filter_map(|slot| storage::get(slot)).filter(|kept| *kept != record).collect();
    for (slot, text) in RECENT.iter().zip(std::iter::once(&record).chain(&kept)) {
        storage::set(slot, text);
    }
}

/// The workbooks put aside, newest first.
pub fn recent() -> Vec<Entry> {
    let slots = RECENT.iter().enumerate();
    slots
        .filter_map(|(at, slot)| {
            let Workbook { heading, .. } = &record::load_record(&storage::get(slot)?).ok()?.workbook;
            let (title, area) = (heading.title.clone(), heading.area.clone());
            Some(Entry { id: WorkbookId(at as u64), title, area, units: 0, time: 0 })
        })
        .collect()
}

/// One of the workbooks put aside.
pub fn reopen(at: usize) -> Option<Workbook> {
    Some(record::load_record(&storage::get(RECENT.get(at)?)?).ok()?.workbook)
}
