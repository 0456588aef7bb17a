//! Keeps the open workbook on the device a moment after each change, and finds it again.
//!
//! What is written when is decided by `state::journal`; here are the timers, the answers of the store, and what the user
//! sees of them. One [`Keeper`] looks after each workbook that is or was open, until all of it is written.

mod keeper;
mod restore;
mod versions;
mod windows;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Timeout;

use super::app::{App, Banner, Saved};
use super::dom::watch;
use super::{library, shared};
use crate::codec::journal::WorkbookId;
use crate::codec::sample::sample;
use crate::core::workbook::Workbook;
use crate::platform::{page, storage};
use crate::state::session::Session;
use keeper::Keeper;

pub use keeper::take_away;
pub use restore::{Restored, download_open, download_unused, restore};
pub use versions::{Kept, before_edit, keep_named, kept, name_version, restore_version};
pub use windows::{Read, lock, read_anew, take_over};

/// Time after a change before it is written. Further changes in between do not put it off.
const DELAY_MS: u32 = 350;
/// Where the workbook that is open in this window is named.
const OPEN: &str = "giamngheo.open";

thread_local! {
    static TIMER: RefCell<Option<Timeout>> = const { RefCell::new(None) };
    static KEEPER: RefCell<Option<Rc<Keeper>>> = const { RefCell::new(None) };
    static ASKED_TO_PERSIST: Cell<bool> = const { Cell::new(false) };
}

/// Who looks after the workbook on the screen.
fn keeper() -> Option<Rc<Keeper>> {
    KEEPER.with_borrow(Clone::clone)
}

/// The workbook on the screen, if it has a place on the device.
pub fn open_id() -> Option<WorkbookId> {
    keeper().map(|keeper| keeper.id())
}

/// The workbook that was open last in this window, whether or not it is on the screen.
pub fn last_id() -> Option<WorkbookId> {
    storage::get_here(OPEN).and_then(|text| WorkbookId::from_text(&text))
}

/// Writes after each change from now on, and at once when the page is hidden or left.
pub fn install(app: App, restored: Restored) {
    restored.install(app);
    let mut before = app.revision.now();
    watch(move || {
        app.paint.track();
        let revision = app.revision.get();
        // Only a committed change is worth saying; a text being typed is written without a word.
        if revision != before {
            before = revision;
            app.saved.set(Saved::Pending);
            schedule(app);
        } else if app.read(|session| session.draft_edit().is_some()) {
            schedule(app);
        }
    });
    let flush = move || {
        // What is being typed is in its cell from the first letter on; whoever leaves the page has typed it.
        app.commit_draft();
        save_now(app, true);
    };
    page::on_window("pagehide", move |_| flush());
    page::on_document("visibilitychange", move |_| {
        if page::is_hidden() {
            flush();
        }
    });
    windows::install(app);
}

fn schedule(app: App) {
    TIMER.with_borrow_mut(|timer| {
        timer.get_or_insert_with(|| Timeout::new(DELAY_MS, move || save_now(app, false)));
    });
}

/// Writes what is not yet written.
pub fn save(app: App) {
    save_now(app, false);
}

/// Writes now. `urgent`: the page may be gone the next moment.
fn save_now(app: App, urgent: bool) {
    TIMER.set(None);
    if let Some(keeper) = keeper() {
        keeper.save(app, urgent);
    }
}

/// Writes what is not yet written, and waits until it is; whether it is.
pub async fn finish(app: App) -> bool {
    app.commit_draft();
    let Some(keeper) = keeper() else { return true };
    keeper.save(app, true);
    keeper.finish().await
}

/// Another workbook takes the place of the one on the screen, which has been written as far as it will be. `kept`:
/// whether the list shows it from now on, or only once it is changed.
pub fn take_place(app: App, kept: bool) {
    let id = WorkbookId(page::random());
    let keeper = Keeper::new(id, kept);
    set_open(&keeper);
    keeper.clone().lock(app);
    KEEPER.set(Some(keeper));
    app.reader.set(false);
    app.saved.set(Saved::Pending);
    schedule(app);
}

/// A workbook of the device takes the place of the one on the screen.
pub fn open(app: App, id: WorkbookId, read: Read) {
    shared::put_back(app);
    leave(app);
    let keeper = Keeper::with(read.journal(id));
    let Read { replayed, unused, .. } = read;
    if !unused.is_empty() || replayed.short {
        app.banner.set(Some(Banner::Damaged));
    } else if !replayed.has_draft {
        keeper.is_up_to_date();
    } else if let Some(key) = replayed.draft_at {
        app.banner.set(Some(Banner::Drafted(key)));
    }
    *keeper.unused.borrow_mut() = unused;
    set_open(&keeper);
    KEEPER.set(Some(keeper.clone()));
    app.swap_session(Session::opened(replayed.workbook, app.revision.now() + 1));
    app.reader.set(false);
    app.saved.set(Saved::Yes);
    app.read(|session| keeper.versions.opened(session.workbook()));
    keeper.lock(app);
}

/// Names the workbook that a reload opens.
fn set_open(keeper: &Keeper) {
    storage::set_here(OPEN, &keeper.id().text());
}

/// The workbook on the screen is about to give way to another: what is left is written.
pub fn leave(app: App) {
    TIMER.set(None);
    // One's own that waits aside has no draft; what is being typed into a copy goes on.
    if !app.beside.is_shown() {
        app.commit_draft();
    }
    if let Some(keeper) = KEEPER.take() {
        keeper.leave(app);
    }
}

/// Whether a workbook is worth a place in the list before anything is changed in it.
pub fn is_worth_keeping(workbook: &Workbook) -> bool {
    let is_empty = workbook.all_series().next().is_none() && workbook.units().iter().all(|unit| unit.name.is_empty());
    !is_empty && *workbook != sample()
}

/// Asks the browser to keep the device's storage, once there is something of the user's in it.
fn persist_once() {
    if !ASKED_TO_PERSIST.replace(true) {
        storage::persist();
    }
}

/// The list of workbooks changed here: other windows show it too.
fn tell_list(app: App) {
    storage::windows::tell("list");
    library::refresh(app);
}
