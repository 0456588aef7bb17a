//! One window writes a workbook at a time; the others show it, follow it, and can take it over.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::keeper::{Keeper, Role};
use super::{KEEPER, keeper, set_open};
use crate::codec::journal::{Key, Replayed, WorkbookId, replay};
use crate::core::edit::Edit;
use crate::core::workbook::Heading;
use crate::i18n::Text;
use crate::platform::page;
use crate::platform::storage::records::{self, Records};
use crate::platform::storage::windows::{self, Lock};
use crate::state::history::Label;
use crate::state::journal::Journal;
use crate::ui::app::{App, Banner, Saved};
use crate::ui::library;

/// Pauses before asking for the right to write: a page that is just going, as in a reload, may still have it.
const ASK_AGAIN_MS: [i32; 5] = [0, 40, 120, 250, 600];
/// Until what could not be put out of the way is tried again.
const AGAIN_MS: i32 = 2_000;

/// Listens to the other windows.
pub fn install(app: App) {
    windows::on_message(move |message| match message.split_once(' ') {
        Some(("yield", name)) => let_go(app, name),
        Some(("saved", id)) => follow(app, id),
        _ => library::refresh(app),
    });
    windows::on_lost(move |name| {
        if let Some(keeper) =
            keeper().filter(|keeper| lock_name(keeper.id()) == name && keeper.role.get() == Role::Writer)
        {
            lost(app, &keeper);
        }
    });
}

pub fn tell_saved(id: WorkbookId) {
    windows::tell(&["saved ", &id.text()].concat());
}

fn lock_name(id: WorkbookId) -> String {
    ["write ", &id.text()].concat()
}

/// Asks for the right to write, and goes on as the answer says.
pub async fn settle(app: App, keeper: Rc<Keeper>) {
    let mut given = None;
    for pause in ASK_AGAIN_MS {
        page::pause(pause).await;
        given = lock(keeper.id()).await;
        if given.is_some() || !is_open(&keeper) {
            break;
        }
    }
    if given.is_none() {
        return become_reader(app, &keeper);
    }
    *keeper.lock.borrow_mut() = given;
    begin(app, &keeper).await;
}

/// This window writes from now on; first what could not be used goes out of the way of what is written.
async fn begin(app: App, keeper: &Rc<Keeper>) {
    while !keeper.put_unused_aside().await {
        if !is_open(keeper) {
            return;
        }
        app.saved.set(Saved::Failed);
        page::pause(AGAIN_MS).await;
    }
    keeper.role.set(Role::Writer);
    if is_open(keeper) {
        set_reader(app, false);
        keeper.save(app, false);
    }
}

fn is_open(keeper: &Rc<Keeper>) -> bool {
    self::keeper().is_some_and(|open| Rc::ptr_eq(&open, keeper))
}

fn become_reader(app: App, keeper: &Rc<Keeper>) {
    if is_open(keeper) {
        // Somebody may be typing here this moment.
        app.commit_draft();
    }
    if is_open(keeper) && (keeper.is_behind() || app.read_own(|session| session.has_edits())) {
        return part(app, keeper);
    }
    keeper.role.set(Role::Reader);
    *keeper.lock.borrow_mut() = None;
    if is_open(keeper) {
        set_reader(app, true);
        app.saved.set(Saved::Yes);
    }
}

fn set_reader(app: App, is_reader: bool) {
    app.update_own(|session| session.set_locked(is_reader));
    app.reader.set(is_reader);
}

/// Another window asks for the workbook: what is here is written, then it may have it.
fn let_go(app: App, name: &str) {
    let Some(keeper) = keeper().filter(|keeper| lock_name(keeper.id()) == name) else { return };
    if keeper.role.get() != Role::Writer {
        return;
    }
    app.commit_draft();
    keeper.save(app, true);
    spawn_local(async move {
        if keeper.finish().await {
            become_reader(app, &keeper);
        }
    });
}

/// The right was taken away without asking, as from a window that did not answer.
fn lost(app: App, keeper: &Rc<Keeper>) {
    become_reader(app, keeper);
}

/// The right to write a workbook; `None` when another window has it.
pub async fn lock(id: WorkbookId) -> Option<Lock> {
    windows::lock(&lock_name(id), false).await
}

/// A workbook as it stands on the device.
pub struct Read {
    pub replayed: Replayed,
    pub head: Option<Vec<u8>>,
    /// The records that could not be used.
    pub unused: Records,
}

impl Read {
    /// Its journal.
    pub fn journal(&self, id: WorkbookId) -> Journal {
        // A text that was being typed is in the workbook now, and only a snapshot has it as such.
        let sound = self.replayed.sound && !self.replayed.has_draft;
        Journal::resume(id, &Replayed { sound, ..self.replayed.clone() }, self.head.clone())
    }
}

/// A workbook as it stands on the device; `None` when there is none, or none that can be read.
pub async fn read_anew(id: WorkbookId) -> Option<Read> {
    let found = records::read(&Key::of_document(id)).await?;
    let replayed = replay(found.iter().map(|(name, record)| (name.as_str(), record.as_slice()))).ok()?;
    let (mut head, mut unused) = (None, Records::new());
    let head_name = Key::Head(id).text();
    for (name, record) in found {
        if replayed.unused.contains(&name) {
            unused.push((name.clone(), record.clone()));
        }
        if name == head_name {
            head = Some(record);
        }
    }
    Some(Read { replayed, head, unused })
}

/// Another window has written: a window that only shows the workbook shows that.
fn follow(app: App, id: &str) {
    let Some(keeper) = keeper().filter(|keeper| keeper.id().text() == id) else { return };
    if keeper.role.get() == Role::Reader {
        spawn_local(async move {
            let Some(read) = read_anew(keeper.id()).await else { return };
            if is_open(&keeper) && keeper.role.get() == Role::Reader {
                show(app, &keeper, read);
            }
        });
    }
}

fn show(app: App, keeper: &Rc<Keeper>, read: Read) {
    keeper.resume(read.journal(keeper.id()));
    let Read { replayed, unused, .. } = read;
    *keeper.unused.borrow_mut() = unused;
    if app.read_own(|session| *session.workbook() != replayed.workbook) {
        app.update_own(|session| session.follow(replayed.workbook));
        app.take_edits();
    }
}

/// Makes this window the one that writes.
pub fn take_over(app: App) {
    let Some(keeper) = keeper() else { return };
    app.say(app.t(Text::TakeOverAsking));
    spawn_local(async move {
        let given = windows::lock(&lock_name(keeper.id()), true).await;
        let found = read_anew(keeper.id()).await;
        let (Some(given), true) = (given, is_open(&keeper)) else {
            return app.say(app.t(Text::TakeOverFailed));
        };
        *keeper.lock.borrow_mut() = Some(given);
        if let Some(read) = found {
            show(app, &keeper, read);
        }
        app.toast.set(None);
        begin(app, &keeper).await;
        page::focus_table();
    });
}

/// Another window wrote the workbook while this one had changes of its own: nothing is written over, and nothing lost.
/// What is here becomes a workbook of its own.
pub fn part(app: App, keeper: &Rc<Keeper>) {
    if !is_open(keeper) {
        return;
    }
    if !keeper.is_behind() && app.read_own(|session| !session.has_edits() && session.draft().is_none()) {
        let keeper = keeper.clone();
        spawn_local(async move {
            if let Some(read) = read_anew(keeper.id()).await {
                show(app, &keeper, read);
            }
        });
        return;
    }
    let own = Keeper::new(WorkbookId(page::random()), true);
    set_open(&own);
    KEEPER.set(Some(own.clone()));
    app.update_own(|session| session.set_locked(false));
    app.reader.set(false);
    let heading = app.read_own(|session| session.workbook().heading.clone());
    let title = app.tf(Text::PartedTitle, &[("title", &heading.title)]);
    let edit = Edit::SetHeading(Heading { title, ..heading });
    app.update_own(|session| session.commit(edit, Label::HeadingChanged, None));
    // All of it is in the first snapshot.
    app.take_edits();
    own.lock(app);
    app.banner.set(Some(Banner::Problem(app.t(Text::PartedBanner).to_owned())));
}
