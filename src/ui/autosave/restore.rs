//! What the page finds on the device when it opens: the workbook that was open last, and what earlier versions of the
//! program kept in `localStorage`.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::keeper::Keeper;
use super::{KEEPER, is_worth_keeping, last_id, set_open, take_place};
use crate::codec::crc::crc32;
use crate::codec::journal::{Head, Key, NotReplayed, Replayed, WorkbookId, replay};
use crate::codec::record::{self, load_record};
use crate::core::workbook::Workbook;
use crate::platform::storage::records::{self, Records};
use crate::platform::{page, storage};
use crate::state::journal::Journal;
use crate::ui::app::{App, Banner};
use crate::ui::library;

/// The saved copies of earlier versions, written in turn, and the tables put aside.
const SLOTS: [&str; 2] = ["giamngheo.autosave.0", "giamngheo.autosave.1"];
const RECENT: [&str; 4] = ["giamngheo.recent.0", "giamngheo.recent.1", "giamngheo.recent.2", "giamngheo.recent.3"];
/// Of which of them it is known that they have moved. They stay where they are, for an earlier version that may be used
/// again.
const MOVED: &str = "giamngheo.moved";

/// What was found.
#[derive(Default)]
pub struct Restored {
    /// The workbook that was open last.
    pub workbook: Option<Workbook>,
    keeper: Option<Rc<Keeper>>,
    heads: Records,
    /// What has to be said about it.
    banner: Option<Banner>,
    /// Workbooks of earlier versions that belong into the list.
    earlier: Vec<Workbook>,
    /// Whether `workbook` is one of an earlier version.
    is_earlier: bool,
    /// Names the texts of earlier versions, once they have moved.
    moved: Option<String>,
}

/// Looks for the workbook that was open last. Nothing is written yet.
pub fn restore() -> Restored {
    let id = last_id();
    let mut restored = Restored::default();
    match storage::records::stored() {
        // What is there cannot be seen; what is typed now is kept elsewhere if at all.
        None if id.is_some() => restored.banner = Some(Banner::NoStore),
        None => {}
        Some(_) if page::is_safe_mode() => restored.banner = Some(Banner::Safe),
        Some(found) => {
            if let Some(id) = id {
                restored.open(id, &found);
            }
            restored.heads = found;
        }
    }
    if page::has_left_over() {
        restored.banner.get_or_insert(Banner::LeftOver);
    }
    restored.look_for_earlier();
    restored
}

impl Restored {
    fn open(&mut self, id: WorkbookId, found: &Records) {
        let head_name = Key::Head(id).text();
        let head = found.iter().find(|(name, _)| *name == head_name).map(|(_, record)| record.clone());
        if head.as_deref().and_then(|head| Head::read(head).ok()).is_some_and(|head| head.deleted.is_some()) {
            return;
        }
        let own = |name: &str| Key::from_text(name).is_some_and(|key| key.workbook() == id);
        let own = found.iter().filter(|(name, _)| own(name));
        let record_of = |name: &String| found.iter().find(|(other, _)| other == name).cloned();
        match replay(own.map(|(name, record)| (name.as_str(), record.as_slice()))) {
            Ok(replayed) => {
                let unused: Records = replayed.unused.iter().filter_map(record_of).collect();
                if !unused.is_empty() || replayed.short {
                    self.banner = Some(Banner::Damaged);
                }
                if self.banner.is_none() {
                    self.banner = replayed.draft_at.map(Banner::Drafted);
                }
                // A text that was being typed is in the workbook now, and only a snapshot has it as such.
                let has_draft = replayed.has_draft;
                let replayed = Replayed { sound: replayed.sound && !has_draft, ..replayed };
                let keeper = Keeper::with(Journal::resume(id, &replayed, head));
                if !has_draft && unused.is_empty() && !replayed.short {
                    keeper.is_up_to_date();
                }
                *keeper.unused.borrow_mut() = unused;
                (self.workbook, self.keeper) = (Some(replayed.workbook), Some(keeper));
            }
            Err(NotReplayed::Nothing) if page::is_without_database() => self.banner = Some(Banner::NoStore),
            Err(NotReplayed::Nothing) => {}
            Err(NotReplayed::Newer) => self.banner = Some(Banner::Newer),
            Err(NotReplayed::Damaged(names)) => {
                self.banner = Some(Banner::Damaged);
                // Out of the way, with a keeper that lives only for that.
                let keeper = Keeper::new(id, true);
                *keeper.unused.borrow_mut() = names.iter().filter_map(record_of).collect();
                spawn_local(async move {
                    // If not now, then at the next start: it is in nobody's way.
                    keeper.put_unused_aside().await;
                });
            }
        }
    }

    /// Workbooks that earlier versions kept and that have not moved yet. The newest one is opened if nothing else is.
    fn look_for_earlier(&mut self) {
        let texts = SLOTS.map(storage::get);
        let recent = RECENT.map(storage::get);
        let all: String = texts.iter().chain(&recent).flatten().map(String::as_str).collect();
        let name = crc32(all.as_bytes()).to_string();
        if all.is_empty() || storage::get(MOVED).as_ref() == Some(&name) {
            return;
        }
        self.moved = Some(name);
        let [even, odd] = &texts;
        let found = record::newest([even.as_deref(), odd.as_deref()]);
        for ((slot, text), error) in SLOTS.iter().zip(&texts).zip(found.errors) {
            if let (Some(_), Some(text)) = (error, text) {
                storage::set(&[slot, ".aside"].concat(), text);
                self.banner.get_or_insert(Banner::Damaged);
            }
        }
        self.earlier = recent.iter().flatten().filter_map(|text| Some(load_record(text).ok()?.workbook)).collect();
        match found.saved {
            Some(saved) if self.workbook.is_none() && !page::is_safe_mode() => {
                (self.workbook, self.is_earlier) = (Some(saved.workbook), true);
            }
            Some(saved) => self.earlier.push(saved.workbook),
            None => {}
        }
    }

    /// Goes on with what was found.
    pub fn install(self, app: App) {
        library::show_heads(app, &self.heads);
        if self.banner.is_some() {
            app.banner.set(self.banner);
        }
        if let Some(keeper) = self.keeper {
            set_open(&keeper);
            KEEPER.set(Some(keeper.clone()));
            spawn_local(async move {
                page::pause(0).await;
                // A link may have taken its place meanwhile.
                if super::open_id() == Some(keeper.id()) {
                    app.read_own(|session| keeper.versions.opened(&session.committed()));
                    keeper.lock(app);
                }
            });
        } else if self.is_earlier {
            take_place(app, app.read_own(|session| is_worth_keeping(session.workbook())));
        }
        let (earlier, moved) = (self.earlier, self.moved);
        spawn_local(async move {
            for workbook in earlier.iter().filter(|workbook| is_worth_keeping(workbook)) {
                if library::add_now(app, workbook).await.is_none() {
                    return;
                }
            }
            if let Some(name) = moved
                && super::finish(app).await
            {
                storage::set(MOVED, &name);
            }
            library::clear_up(app).await;
        });
    }
}

/// Records of the device that cannot be used, as a file; whether there were any.
pub async fn download_unused() -> bool {
    records::download(&[Key::asides()], "giam-ngheo-ban-hong.txt").await
}

/// The records of the workbook that was open last, as a file.
pub async fn download_open() -> bool {
    let Some(id) = last_id() else { return false };
    records::download(&Key::of_document(id), "giam-ngheo-ban-sao.txt").await
}
