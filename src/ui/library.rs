//! The workbooks kept on this device, of which one may be on the screen.
//!
//! What other parts of the interface may rely on:
//! - [`entries`]: the list, newest first, without one's own table that is open;
//! - [`add_now`]: puts a workbook into the list, the screen stays as it is;
//! - [`open`]: makes a workbook of the list one's own open table; the one before stays in the list;
//! - [`read`]: a workbook of the list without opening it, for comparing and merging;
//! - [`App::open`]: the same for a workbook that is not in the list. It is in the list from then on, unless it is empty or
//!   the sample, which enter it with their first change.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::app::{App, Banner, Toast};
use super::{autosave, shared};
use crate::codec::journal::Key;
pub use crate::codec::journal::WorkbookId;
use crate::core::workbook::Workbook;
use crate::i18n::Text;
use crate::platform::storage::records::{self, Records, Written};
use crate::platform::storage::windows;
use crate::platform::{page, storage};
use crate::state::library as state;
pub use crate::state::library::Entry;

thread_local! {
    /// Workbooks that have left the screen and are not written yet.
    static LEFT: RefCell<Vec<(WorkbookId, Workbook)>> = const { RefCell::new(Vec::new()) };
}

/// The list, newest first, without the workbook on the screen. Followed by the effect that runs now.
pub fn entries(app: App) -> Vec<Entry> {
    app.revision.track();
    let open = autosave::open_id();
    app.library.with(|all| all.iter().filter(|entry| entry.is_shown() && Some(entry.id) != open).cloned().collect())
}

/// The workbooks that were deleted and can still be had back, newest first. Followed by the effect that runs now.
pub fn deleted(app: App) -> Vec<Entry> {
    app.library.with(|all| all.iter().filter(|entry| entry.head.deleted.is_some()).cloned().collect())
}

/// Reads the list anew.
pub fn refresh(app: App) {
    spawn_local(async move {
        if let Some(heads) = records::read(&[Key::heads()]).await {
            show_heads(app, &heads);
        }
    });
}

/// Shows the list that these heads make.
pub fn show_heads(app: App, heads: &Records) {
    let heads = heads.iter().map(|(name, record)| (name.as_str(), record.as_slice()));
    app.library.set(Rc::new(state::entries(heads)));
}

/// Puts a workbook into the list without showing it; gives its name on the device once it is written, `None` when it could
/// not be.
pub async fn add_now(app: App, workbook: &Workbook) -> Option<WorkbookId> {
    let id = WorkbookId(page::random());
    let (write, _) = state::added(id, workbook, true, page::now())?;
    let written = carry_out(&write, app).await;
    (written == Written::Done).then_some(id)
}

async fn carry_out(write: &crate::state::journal::Write, app: App) -> Written {
    let written = records::write(write.guard.as_ref(), &write.puts, &write.deletes, false).await;
    windows::tell("list");
    refresh(app);
    written
}

/// Puts a workbook of the list on the screen.
pub fn open(app: App, id: WorkbookId) {
    if autosave::open_id() == Some(id) {
        if app.beside.is_shown() {
            shared::turn(app);
        }
        return app.show_table();
    }
    storage::remove("giamngheo.crashes");
    spawn_local(async move {
        // It may have left the screen a moment ago.
        for _ in 0..50 {
            if left(id).is_none() {
                break;
            }
            page::pause(20).await;
        }
        match (left(id), autosave::read_anew(id).await) {
            // The device takes nothing: what is left is in memory.
            (Some(workbook), _) => app.open(workbook),
            (None, read) => match read {
                Some(read) => autosave::open(app, id, read),
                None => app.banner.set(Some(Banner::Problem(app.t(Text::LibraryUnreadable).to_owned()))),
            },
        }
    });
}

/// A workbook of the list; `None` when it is gone or cannot be read.
pub async fn read(id: WorkbookId) -> Option<Workbook> {
    if let Some(workbook) = left(id) {
        return Some(workbook);
    }
    Some(autosave::read_anew(id).await?.replayed.workbook)
}

/// A workbook has left the screen and is not written yet.
pub fn note_left(id: WorkbookId, workbook: &Workbook) {
    LEFT.with_borrow_mut(|left| left.push((id, workbook.clone())));
}

/// All of it is written.
pub fn forget_left(id: WorkbookId) {
    LEFT.with_borrow_mut(|left| left.retain(|(other, _)| *other != id));
}

fn left(id: WorkbookId) -> Option<Workbook> {
    LEFT.with_borrow(|left| left.iter().find(|(other, _)| *other == id).map(|(_, workbook)| workbook.clone()))
}

/// Gives a workbook of the list another title.
pub fn rename(app: App, id: WorkbookId, title: String) {
    spawn_local(async move {
        // Nobody else may have it open for writing meanwhile.
        let lock = autosave::lock(id).await;
        let done = async {
            lock.as_ref()?;
            let autosave::Read { replayed, head, .. } = autosave::read_anew(id).await?;
            let write = state::renamed(id, &replayed, head, &title, page::now())?;
            (carry_out(&write, app).await == Written::Done).then_some(())
        };
        if done.await.is_none() {
            app.say(app.t(Text::LibraryBusy));
        }
    });
}

/// Makes a second workbook like one of the list.
pub fn duplicate(app: App, id: WorkbookId) {
    spawn_local(async move {
        let Some(mut workbook) = read(id).await else {
            return app.say(app.t(Text::LibraryUnreadable));
        };
        let title = &mut workbook.heading.title;
        *title = app.tf(Text::LibraryCopyTitle, &[("title", title)]);
        if add_now(app, &workbook).await.is_none() {
            app.banner.set(Some(Banner::Problem(app.t(Text::SaveFailed).to_owned())));
        }
    });
}

/// Deletes a workbook of the list; for a while it can be had back.
pub fn delete(app: App, entry: &Entry) {
    let entry = entry.clone();
    spawn_local(async move {
        let lock = autosave::lock(entry.id).await;
        if lock.is_none() || !mark_deleted(app, entry.id, Some(page::now())).await {
            return app.say(app.t(Text::LibraryBusy));
        }
        let text = app.tf(Text::LibraryDeleted, &[("title", &title_of(app, &entry))]);
        app.toast.set(Some(Toast { text, undo: false, undelete: Some(entry.id) }));
    });
}

/// Takes a deletion back.
pub fn undelete(app: App, id: WorkbookId) {
    spawn_local(async move {
        if !mark_deleted(app, id, None).await {
            app.say(app.t(Text::LibraryUnreadable));
        }
    });
}

async fn mark_deleted(app: App, id: WorkbookId, deleted: Option<u64>) -> bool {
    let name = Key::Head(id).text();
    let found = records::read(&[&name]).await.unwrap_or_default();
    let Some((_, record)) = found.first() else { return false };
    let heads = found.iter().map(|(name, record)| (name.as_str(), record.as_slice()));
    let Some(entry) = state::entries(heads).pop() else { return false };
    carry_out(&entry.set_deleted(record, deleted), app).await == Written::Done
}

/// Takes away what was deleted long ago, and what was only looked at.
pub async fn clear_up(app: App) {
    let over: Vec<WorkbookId> = app.library.peek(|all| {
        if !state::is_plausible(all, page::now()) {
            return Vec::new();
        }
        let over = all.iter().filter(|entry| entry.is_over(page::now()) && Some(entry.id) != autosave::open_id());
        over.map(|entry| entry.id).collect()
    });
    for id in over {
        // A window that still has it open keeps it.
        if let Some(_lock) = autosave::lock(id).await {
            autosave::take_away(id).await;
        }
    }
}

/// Its title as people call it.
pub fn title_of(app: App, entry: &Entry) -> String {
    match entry.head.title.as_str() {
        "" => app.t(Text::TitleUntitled).to_owned(),
        title => title.to_owned(),
    }
}
