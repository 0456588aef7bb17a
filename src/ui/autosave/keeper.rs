//! Looks after one open workbook: collects its edits, writes them, and hears whether that was done.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;

use super::{persist_once, schedule, tell_list, versions, windows};
use crate::codec::journal::{Key, WorkbookId};
use crate::core::edit::Edit;
use crate::core::workbook::Workbook;
use crate::platform::page;
use crate::platform::storage::records::{self, Records, Written};
use crate::platform::storage::windows::Lock;
use crate::state::journal::{Changes, Journal, Plan};
use crate::state::library;
use crate::ui::app::{App, Saved};
use crate::ui::library as list;

/// A write that is not confirmed after this time is said to have failed, until it is.
const PATIENCE_MS: u32 = 800;
/// How long, and for how many answers of the store, those wait who need everything written.
const FINISH_MS: i32 = 4_000;
const FINISH_ROUNDS: usize = 3;
/// Time until a write that failed is tried again.
const AGAIN_MS: u32 = 2_000;

/// Whether this window may write the workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The browser was asked and has not answered yet: nothing is written.
    Asking,
    Writer,
    /// Another window has it.
    Reader,
}

pub struct Keeper {
    id: WorkbookId,
    state: RefCell<State>,
    pub role: Cell<Role>,
    pub lock: RefCell<Option<Lock>>,
    retry: RefCell<Option<Timeout>>,
    /// Who waits for the next answer of the store.
    pub landings: page::Waiters,
    /// Records that could not be used, to be moved out of the way before anything is written.
    pub unused: RefCell<Records>,
    pub versions: versions::Watch,
    /// The workbook as it left the screen, until it is written.
    left: RefCell<Option<Workbook>>,
}

struct State {
    /// As the store has confirmed it.
    journal: Journal,
    /// Carried out since, oldest first.
    edits: Vec<Edit>,
    /// The text being typed, as it was last written.
    draft: Option<Edit>,
    /// Writes under way, oldest first, each with how many of the edits it takes in.
    flying: Vec<Flying>,
    /// Counts writes, so that an answer finds its own.
    flight: u64,
    /// Something changed while a write was under way.
    again: bool,
    /// To be written even if nothing changed.
    due: bool,
}

struct Flying {
    number: u64,
    next: Journal,
    edits: usize,
}

impl Keeper {
    /// For a workbook that is not on the device yet.
    pub fn new(id: WorkbookId, kept: bool) -> Rc<Self> {
        Self::with(Journal::new(id, kept))
    }

    pub fn with(journal: Journal) -> Rc<Self> {
        let id = journal.id();
        let state =
            State { journal, edits: Vec::new(), draft: None, flying: Vec::new(), flight: 0, again: false, due: true };
        Rc::new(Keeper {
            id,
            state: RefCell::new(state),
            role: Cell::new(Role::Asking),
            lock: RefCell::default(),
            retry: RefCell::default(),
            landings: page::Waiters::default(),
            unused: RefCell::default(),
            versions: versions::Watch::default(),
            left: RefCell::default(),
        })
    }

    pub const fn id(&self) -> WorkbookId {
        self.id
    }

    /// Goes on from what was read anew.
    pub fn resume(&self, journal: Journal) {
        let mut state = self.state.borrow_mut();
        (state.journal, state.draft, state.due) = (journal, None, false);
        state.edits.clear();
        state.flying.clear();
    }

    /// Whether the list shows it, or will once it is written.
    pub fn is_kept(&self) -> bool {
        let state = self.state.borrow();
        state.journal.is_kept() || !state.edits.is_empty() || state.flying.iter().any(|flying| flying.next.is_kept())
    }

    /// Nothing is to be written until something changes.
    pub fn is_up_to_date(&self) {
        self.state.borrow_mut().due = false;
    }

    /// Whether edits are not written yet.
    pub fn is_behind(&self) -> bool {
        let state = self.state.borrow();
        !state.edits.is_empty() || !state.flying.is_empty()
    }

    /// Asks for the right to write; until the answer comes nothing is written.
    pub fn lock(self: Rc<Self>, app: App) {
        spawn_local(windows::settle(app, self));
    }

    /// Moves records that could not be used out of the way, where they can still be had; whether that was done.
    pub async fn put_unused_aside(&self) -> bool {
        let unused = self.unused.take();
        if unused.is_empty() {
            return true;
        }
        let records = unused.iter().map(|(name, record)| (name.as_str(), record.as_slice()));
        let write = library::put_aside(records, page::now());
        let done = records::write(None, &write.puts, &write.deletes, false).await == Written::Done;
        if !done {
            *self.unused.borrow_mut() = unused;
        }
        done
    }

    /// Writes what happened since the last time.
    pub fn save(self: &Rc<Self>, app: App, urgent: bool) {
        self.state.borrow_mut().edits.extend(app.take_edits());
        // A page that goes has no time to ask; should another window have the workbook, the write is refused.
        if self.role.get() == Role::Reader || (self.role.get() == Role::Asking && !urgent) {
            return;
        }
        let plan = app.read_own(|session| {
            let draft = session.draft_edit();
            self.plan(draft, &session.committed(), urgent)
        });
        match plan {
            Step::Write(plan, flight) => self.clone().fly(app, *plan, flight, urgent),
            Step::Impossible => app.saved.set(Saved::Failed),
            Step::Nothing => {
                if !self.is_behind() {
                    app.saved.set(Saved::Yes);
                }
            }
        }
    }

    fn plan(&self, draft: Option<&Edit>, workbook: &Workbook, urgent: bool) -> Step {
        let mut state = self.state.borrow_mut();
        // One write at a time; when the page goes, the next one follows without waiting for the answer.
        if !state.flying.is_empty() && !urgent {
            state.again = true;
            return Step::Nothing;
        }
        let flown = state.flying.iter().map(|flying| flying.edits).sum::<usize>();
        let fresh = state.edits.get(flown..).unwrap_or_default();
        let base = state.flying.last().map_or(&state.journal, |flying| &flying.next);
        if fresh.is_empty() && draft == state.draft.as_ref() && !state.due {
            return Step::Nothing;
        }
        let Some(plan) = base.plan(&Changes { edits: fresh, draft, workbook, time: page::now() }) else {
            return Step::Impossible;
        };
        let edits = fresh.len();
        state.flight += 1;
        let number = state.flight;
        state.flying.push(Flying { number, next: plan.next.clone(), edits });
        state.draft = draft.filter(|_| plan.has_draft).cloned();
        (state.again, state.due) = (!plan.has_draft, false);
        Step::Write(Box::new(plan), number)
    }

    fn fly(self: Rc<Self>, app: App, plan: Plan, flight: u64, urgent: bool) {
        let slow = self.clone();
        let watch = Timeout::new(PATIENCE_MS, move || {
            if slow.state.borrow().flying.iter().any(|flying| flying.number == flight) && slow.is_open() {
                app.saved.set(Saved::Failed);
            }
        });
        spawn_local(async move {
            let write = &plan.write;
            let written = records::write(write.guard.as_ref(), &write.puts, &write.deletes, urgent).await;
            drop(watch);
            let keeper = self.clone();
            self.landed(app, flight, written);
            keeper.landings.wake();
        });
    }

    fn landed(self: Rc<Self>, app: App, flight: u64, written: Written) {
        let mut state = self.state.borrow_mut();
        let Some(at) = state.flying.iter().position(|flying| flying.number == flight) else { return };
        if written != Written::Done {
            // Whatever was sent after it was to follow it.
            state.flying.clear();
            (state.draft, state.due) = (None, true);
            drop(state);
            return self.not_written(app, written);
        }
        let Flying { next, edits, .. } = state.flying.remove(at);
        let was_kept = state.journal.is_kept() && state.journal.sequence() > 0;
        let is_kept = next.is_kept();
        state.journal = next;
        state.edits.drain(..edits);
        let again = std::mem::take(&mut state.again);
        drop(state);
        if is_kept {
            persist_once();
            self.versions.saved(app, &self, edits);
        }
        windows::tell_saved(self.id);
        if was_kept != is_kept || edits > 0 {
            tell_list(app);
        }
        if self.is_open() {
            let more = app.read_own(|session| session.has_edits());
            if again || more {
                schedule(app);
            } else if !self.is_behind() {
                app.saved.set(Saved::Yes);
            }
        }
    }

    fn not_written(self: Rc<Self>, app: App, written: Written) {
        match written {
            Written::Done => {}
            // The device was emptied: everything is written anew.
            Written::Gone => {
                self.state.borrow_mut().journal.forget();
                self.save_again(app, 0);
            }
            Written::Newer => windows::part(app, &self),
            Written::Failed => {
                if self.is_open() {
                    app.saved.set(Saved::Failed);
                }
                self.save_again(app, AGAIN_MS);
            }
        }
    }

    fn save_again(self: Rc<Self>, app: App, after: u32) {
        let keeper = self.clone();
        *self.retry.borrow_mut() = Some(Timeout::new(after, move || {
            if keeper.is_open() {
                keeper.save(app, false);
            } else {
                keeper.write_rest(app);
            }
        }));
    }

    fn is_open(&self) -> bool {
        super::open_id() == Some(self.id)
    }

    /// Waits until all writes are answered; whether nothing is left to write.
    pub async fn finish(&self) -> bool {
        // The timers of a window out of sight are slow; answers are not. One may bring on another write.
        for _ in 0..FINISH_ROUNDS {
            if self.state.borrow().flying.is_empty() {
                break;
            }
            self.landings.wait(FINISH_MS).await;
        }
        self.role.get() != Role::Writer || !self.is_behind()
    }

    /// The workbook leaves the screen. What is left is written, again and again if need be; what was only looked at is
    /// taken away.
    pub fn leave(self: Rc<Self>, app: App) {
        self.state.borrow_mut().edits.extend(app.take_edits());
        if self.role.get() == Role::Reader {
            return;
        }
        if !self.is_kept() {
            let id = self.id;
            spawn_local(async move {
                self.finish().await;
                take_away(id).await;
                drop(self);
            });
            return;
        }
        let workbook = app.read_own(|session| session.committed().into_owned());
        list::note_left(self.id, &workbook);
        self.left.replace(Some(workbook));
        self.write_rest(app);
    }

    fn write_rest(self: Rc<Self>, app: App) {
        let plan = {
            let left = self.left.borrow();
            let Some(workbook) = left.as_ref() else { return };
            self.role.set(Role::Writer);
            self.plan(None, workbook, true)
        };
        if let Step::Write(plan, flight) = plan {
            self.clone().fly(app, *plan, flight, false);
        }
        spawn_local(async move {
            if self.finish().await {
                list::forget_left(self.id);
                // With the last hold on it the right to write goes to whoever asks.
                *self.lock.borrow_mut() = None;
                tell_list(app);
            }
        });
    }
}

enum Step {
    Nothing,
    Write(Box<Plan>, u64),
    /// The document could not be read back, whatever was written.
    Impossible,
}

/// Takes all records of a workbook away for good.
pub async fn take_away(id: WorkbookId) {
    let [plain, named] = Key::versions(id);
    let [head, slots, edits] = Key::of_document(id);
    let names = records::names(&[head, slots, edits, plain, named]).await;
    let write = library::purge(id, names.into_iter());
    records::write(None, &write.puts, &write.deletes, false).await;
}
