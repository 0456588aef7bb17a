//! Versions of the open workbook: kept by the program at moments worth going back to, or by the user under a name.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::keeper;
use super::keeper::{Keeper, Role};
use crate::codec::journal::{Key, Version, VersionLine, Why};
use crate::core::edit::Edit;
use crate::core::workbook::Workbook;
use crate::platform::page;
use crate::platform::storage::records::{self, Written};
use crate::state::history::Label;
use crate::state::library::{self, MANY, restoring, size_of};
use crate::ui::app::App;

/// After so much time of work there is another version, in milliseconds.
const MEANWHILE: u64 = 15 * 60 * 1000;
/// Versions closer together than this would be of no use.
const APART: u64 = 5 * 60 * 1000;

/// How many answers of the store are waited for, and how long for each.
const PATIENCE: usize = 4;
const PATIENCE_MS: i32 = 2_000;

/// When versions of one workbook were kept.
#[derive(Default)]
pub struct Watch {
    /// The workbook as it was opened, until something is changed in it.
    at_opening: RefCell<Option<Taken>>,
    /// Of the last version, in milliseconds since 1970; 0 before the first.
    last: Cell<u64>,
    /// How many are being written.
    writing: Cell<u32>,
}

impl Watch {
    /// Remembers the workbook as it is opened.
    pub fn opened(&self, workbook: &Workbook) {
        let taken = Taken { workbook: workbook.clone(), why: Why::Opened, name: String::new(), time: page::now() };
        self.last.set(taken.time);
        self.at_opening.replace(Some(taken));
    }

    /// Edits were written.
    pub fn saved(&self, app: App, keeper: &Rc<Keeper>, edits: usize) {
        let now = page::now();
        if edits == 0 {
            return;
        }
        if let Some(taken) = self.at_opening.take() {
            spawn_local(write_unless_recent(keeper.clone(), taken));
        } else if self.last.get() == 0 {
            self.last.set(now);
        } else if now.abs_diff(self.last.get()) > MEANWHILE {
            keep(app, Why::Meanwhile);
        }
    }
}

/// A workbook as it was at some moment, to become a version.
struct Taken {
    workbook: Workbook,
    why: Why,
    name: String,
    time: u64,
}

/// Writes the version of opening unless there is one from a moment ago: a page reloaded often is not opened often.
async fn write_unless_recent(keeper: Rc<Keeper>, taken: Taken) {
    let names = records::names(&Key::versions(keeper.id())).await;
    let newest = names.iter().filter_map(|name| library::number_of(name)).max().unwrap_or(0);
    if newest.abs_diff(taken.time) > APART {
        write(&keeper, taken).await;
    }
}

async fn write(keeper: &Keeper, taken: Taken) -> bool {
    let writing = &keeper.versions.writing;
    writing.set(writing.get() + 1);
    let done = carry_out(keeper, taken).await;
    writing.set(writing.get() - 1);
    keeper.landings.wake();
    done
}

async fn carry_out(keeper: &Keeper, taken: Taken) -> bool {
    let names = records::names(&Key::versions(keeper.id())).await;
    let Taken { workbook, why, name, time } = taken;
    let write = library::version(keeper.id(), &workbook, why, &name, time, &names);
    records::write(None, &write.puts, &write.deletes, false).await == Written::Done
}

/// The workbook on the screen as it is now.
fn take(app: App, why: Why, name: &str) -> Option<(Rc<Keeper>, Taken)> {
    let keeper = keeper().filter(|keeper| keeper.role.get() == Role::Writer)?;
    let time = page::now();
    keeper.versions.last.set(time);
    let workbook = app.read_own(|session| session.committed().into_owned());
    Some((keeper, Taken { workbook, why, name: name.to_owned(), time }))
}

fn keep(app: App, why: Why) {
    if let Some((keeper, taken)) = take(app, why, "") {
        spawn_local(async move {
            write(&keeper, taken).await;
        });
    }
}

/// Called before an edit is carried out: where it changes many cells, the state before is kept.
pub fn before_edit(app: App, edit: &Edit) {
    // A copy is nobody's work yet.
    if !app.beside.is_shown()
        && size_of(edit) >= MANY
        && app.read_own(|session| session.workbook().all_series().next().is_some())
    {
        keep(app, Why::BeforeMany);
    }
}

/// Keeps the workbook as it is now under a name; whether that was done.
pub async fn keep_named(app: App, name: &str) -> bool {
    app.commit_draft();
    let Some((keeper, taken)) = take(app, Why::Asked, name) else { return false };
    write(&keeper, taken).await
}

/// A version in the list.
#[derive(Clone, PartialEq, Eq)]
pub struct Kept {
    pub key: Key,
    pub line: VersionLine,
    /// How much differs from the workbook on the screen, in cells or so; `None` when it cannot be read.
    pub differs: Option<usize>,
}

/// The versions of the workbook on the screen, newest first.
pub async fn kept(app: App) -> Vec<Kept> {
    let Some(keeper) = keeper() else { return Vec::new() };
    // What was kept a moment ago is in the list too; a store that hangs is not waited for.
    for _ in 0..PATIENCE {
        if keeper.versions.writing.get() == 0 {
            break;
        }
        keeper.landings.wait(PATIENCE_MS).await;
    }
    let mut found = Vec::new();
    for (name, record) in records::read(&Key::versions(keeper.id())).await.unwrap_or_default() {
        if let (Some(key), Ok(line)) = (Key::from_text(&name), VersionLine::read(&record)) {
            let then = Version::read(&record).ok();
            let differs =
                then.map(|then| app.read_own(|session| size_of(&restoring(&session.committed(), &then.workbook))));
            found.push(Kept { key, line, differs });
        }
    }
    let newest_first = |a: usize, b: usize| {
        let number = |at: usize| found.get(at).map(|kept| kept.line.number);
        number(b).cmp(&number(a))
    };
    let sorted = crate::core::order::order(found.len(), &newest_first);
    sorted.iter().filter_map(|at| found.get(*at).cloned()).collect()
}

/// Gives a version a name; it is then kept for good.
pub async fn name_version(key: Key, name: &str) -> bool {
    let Some(record) = record_of(key).await else { return false };
    let Some(write) = library::version_named(key, &record, name) else { return false };
    records::write(None, &write.puts, &write.deletes, false).await == Written::Done
}

async fn record_of(key: Key) -> Option<Vec<u8>> {
    let name = key.text();
    let found = records::read(&[&name]).await?;
    found.into_iter().find(|(other, _)| *other == name).map(|(_, record)| record)
}

/// Brings a version back, as one step that can be taken back; the state before is kept as a version too.
pub async fn restore_version(app: App, key: Key) -> bool {
    let Some(version) = record_of(key).await.and_then(|record| Version::read(&record).ok()) else { return false };
    keep(app, Why::BeforeRestoring);
    let edit = app.read_own(|session| restoring(&session.committed(), &version.workbook));
    app.commit_draft();
    app.commit_quietly(edit, Label::Restored);
    app.say_done(&Label::Restored);
    true
}
