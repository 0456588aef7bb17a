//! Somebody else's table beside one's own: a link or a file that was opened, or several workbooks merged into one. It is
//! never put over one's own work; a bar says what it is and what can be done with it.
//!
//! Two sessions exist meanwhile: one on the screen, the other parked here. The copy is kept as one's own when the user
//! says so or changes anything in it; one's own table then goes to the list of workbooks on the device.

mod bar;
mod compare;
mod merge;
mod open;
mod sent;
mod words;

use std::cell::{Ref, RefCell, RefMut};
use std::rc::Rc;

use super::app::{App, Dialog, Saved, Screen};
use super::dom::Live;
use crate::core::workbook::Workbook;
use crate::i18n::Text;
use crate::platform::page;
use crate::state::session::Session;

pub use bar::{bar, spaced};
pub use compare::{Against, compare_dialog};
pub use merge::merge_dialog;
pub use open::{look_at, official_names, open_file, open_link};
pub use sent::{changed_since, install, remember};

/// Where the copy comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The text of the link.
    Link(String),
    /// The name of the file.
    File(String),
    /// So many workbooks merged.
    Merged(usize),
}

/// What must be said about the copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// Some of it made no sense and was left out.
    Repaired,
    /// The official list with the names cannot be had now; the units are named by their codes.
    NamesMissing,
    /// The names are from another edition of the official list than the sender's.
    NamesDiffer,
    /// Written by a later version of the program: to be looked at only.
    Newer,
}

/// The copy beside one's own table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    pub origin: Origin,
    pub remark: Option<Remark>,
    /// Whether there is a table of one's own to go back to.
    pub has_own: bool,
    /// As it came.
    workbook: Rc<Workbook>,
    /// Revision of its session before anything was changed.
    revision: u64,
}

impl Copied {
    /// Whether it may only be looked at and compared.
    pub fn is_view_only(&self) -> bool {
        self.remark == Some(Remark::Newer)
    }
}

/// What is kept of the two tables while the page lives.
#[derive(Clone, Copy)]
pub struct Beside {
    copy: Live<Option<Copied>>,
    /// Whether the copy, and not one's own table, is on the screen.
    shown: Live<bool>,
    parked: &'static RefCell<Option<Session>>,
    /// What the comparison shows.
    against: Live<Option<Against>>,
    /// How many steps were taken over while it is open.
    taken: Live<usize>,
    /// What was sent last of the table on the screen.
    sent: Live<Option<sent::Sent>>,
    /// The check code of the table on the screen; empty until it is computed anew.
    pub code: Live<String>,
}

/// Revisions of copies start so far apart that no two states of any table share one.
const APART: u64 = 1 << 32;

impl Beside {
    pub fn new() -> Self {
        Self {
            copy: Live::new(None),
            shown: Live::new(false),
            parked: Box::leak(Box::default()),
            against: Live::new(None),
            taken: Live::new(0),
            sent: Live::new(None),
            code: Live::new(String::new()),
        }
    }

    /// Whether the table on the screen is somebody else's.
    pub fn is_shown(self) -> bool {
        self.shown.now()
    }

    /// The same, followed.
    pub fn shows_copy(self) -> bool {
        self.shown.get()
    }

    /// Whether the table on the screen is a copy that may only be looked at; followed.
    pub fn is_view_only(self) -> bool {
        self.shown.get() && self.copy.with(|copy| copy.as_ref().is_some_and(Copied::is_view_only))
    }

    /// Whether there is a copy, on the screen or aside.
    pub fn has_copy(self) -> bool {
        self.copy.peek(Option::is_some)
    }

    /// The session of the two that is not on the screen.
    pub fn parked(self) -> Ref<'static, Option<Session>> {
        self.parked.borrow()
    }

    /// The same, to be changed.
    pub fn parked_mut(self) -> RefMut<'static, Option<Session>> {
        self.parked.borrow_mut()
    }

    /// Reads the parked one of the two workbooks.
    pub fn read_parked<T>(self, reader: impl FnOnce(&Workbook) -> T) -> Option<T> {
        self.parked.borrow().as_ref().map(|session| reader(session.workbook()))
    }
}

/// Whether a table is worth going back to.
fn is_work(workbook: &Workbook) -> bool {
    workbook.all_series().next().is_some() || workbook.units().iter().any(|unit| !unit.name.is_empty())
}

/// Shows a workbook beside one's own.
pub fn show(app: App, workbook: Workbook, origin: Origin, remark: Option<Remark>) {
    app.commit_draft();
    // Another copy makes room; one's own comes to the front.
    put_back(app);
    if app.saved.now() != Saved::Yes {
        super::autosave::save(app);
    }
    let revision = (app.revision.now() / APART + 1) * APART;
    let has_own = app.read(|session| is_work(session.workbook()));
    let copy = Copied { origin, remark, has_own, workbook: Rc::new(workbook.clone()), revision };
    app.beside.shown.set(true);
    let mut session = Session::opened(workbook, revision);
    session.set_locked(copy.is_view_only());
    let own = app.swap_session(session);
    app.beside.parked.replace(Some(own));
    app.beside.copy.update(|there| *there = Some(copy));
    app.banner.set(None);
}

/// Puts one's own table on the screen again and lets go of the copy, without a word.
pub fn put_back(app: App) {
    take_copy(app);
}

/// As [`put_back`]; gives the copy.
fn take_copy(app: App) -> Option<Session> {
    let parked = app.beside.parked.take()?;
    let copy = if app.beside.is_shown() {
        // Only then may what is on the screen be saved again.
        let copy = app.swap_session(parked);
        app.beside.shown.set(false);
        copy
    } else {
        parked
    };
    app.beside.copy.update(|there| *there = None);
    page::clear_fragment();
    Some(copy)
}

/// Lets go of the copy.
pub fn close(app: App) {
    let has_own = app.beside.copy.peek(|copy| copy.as_ref().is_some_and(|copy| copy.has_own));
    put_back(app);
    if !has_own {
        app.screen.set(Screen::Start);
    }
}

/// Puts the other of the two tables on the screen.
pub fn turn(app: App) {
    app.commit_draft();
    let Some(parked) = app.beside.parked.take() else { return };
    let shown = app.beside.is_shown();
    if shown {
        let copy = app.swap_session(parked);
        app.beside.shown.set(false);
        app.beside.parked.replace(Some(copy));
    } else {
        if app.saved.now() != Saved::Yes {
            super::autosave::save(app);
        }
        app.beside.shown.set(true);
        let own = app.swap_session(parked);
        app.beside.parked.replace(Some(own));
    }
}

/// Makes the copy one's own; the table of before is kept among those on the device.
pub fn keep(app: App) {
    let came = app.beside.copy.peek(Clone::clone);
    if let Some((came, copy)) = came.zip(take_copy(app)) {
        app.open_session(copy, true);
        kept(app, &came, Text::SharedKept);
    }
}

/// A copy that is changed is one's own from then on: whoever typed must find it again.
pub fn keep_if_edited(app: App) {
    if !app.beside.is_shown() {
        return;
    }
    let Some(came) = app.beside.copy.peek(Clone::clone) else { return };
    if app.read(|session| session.draft().is_none() && session.revision() == came.revision) {
        return;
    }
    super::autosave::leave(app);
    app.beside.parked.replace(None);
    app.beside.shown.set(false);
    app.beside.copy.update(|there| *there = None);
    page::clear_fragment();
    super::autosave::take_place(app, true);
    kept(app, &came, if came.has_own { Text::SharedKeptByEdit } else { Text::SharedKept });
}

fn kept(app: App, came: &Copied, words: Text) {
    app.say(app.t(words));
    // What others made is a version to come back to; what was merged here is not.
    if !matches!(came.origin, Origin::Merged(_)) {
        sent::note(app, came.workbook.clone(), true);
    }
}

/// Opens the comparison of the table on the screen, into which differences can be taken over, with another version.
pub fn compare_with(app: App, theirs: Workbook, name: String) {
    let names = [app.t(Text::CompareMine).to_owned(), name];
    open_comparison(app, Against { mine: None, theirs: Rc::new(theirs), names });
}

/// Opens the comparison of two versions neither of which is on the screen.
#[allow(dead_code)] // Called from the version history.
pub fn compare_versions(app: App, mine: (Workbook, String), theirs: (Workbook, String)) {
    let names = [mine.1, theirs.1];
    open_comparison(app, Against { mine: Some(Rc::new(mine.0)), theirs: Rc::new(theirs.0), names });
}

fn open_comparison(app: App, against: Against) {
    app.commit_draft();
    app.beside.against.update(|open| *open = Some(against));
    app.dialog.set(Some(Dialog::Compare));
}

/// Compares one's own table with the copy; one's own comes to the front.
fn compare_beside(app: App) {
    if app.beside.is_shown() {
        turn(app);
    }
    if let Some(copy) = app.beside.read_parked(Workbook::clone) {
        compare_with(app, copy, app.t(Text::SharedCopy).to_owned());
    }
}
