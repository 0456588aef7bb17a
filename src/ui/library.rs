//! The workbooks kept on this device, of which one may be on the screen.
//!
//! What other parts of the interface may rely on:
//! - [`entries`]: the list, newest first, without the one on the screen;
//! - [`add`]: puts a workbook into the list, the screen stays as it is;
//! - [`open`]: puts a workbook of the list on the screen, in place of the one there, which stays in the list;
//! - [`read`]: a workbook of the list without opening it, for comparing and merging;
//! - [`App::open`]: puts a workbook that is not in the list on the screen. It enters the list with its first change, or
//!   when another takes its place – unless it is empty or the untouched sample.

use super::app::App;
use super::autosave;
use crate::core::workbook::Workbook;

/// Names a workbook on this device; never used for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkbookId(pub u64);

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: WorkbookId,
    /// As typed; may be empty.
    pub title: String,
    pub area: String,
    pub units: u32,
    /// Of the last change, in milliseconds since 1970; 0 when it is not known.
    pub time: u64,
}

/// The list, newest first, without the workbook on the screen. Followed by the effect that runs now.
pub fn entries(app: App) -> Vec<Entry> {
    app.revision.track();
    autosave::recent()
}

/// Puts a workbook into the list without showing it.
#[allow(dead_code)] // Called where links and files are kept beside one's own work.
pub fn add(app: App, workbook: &Workbook) {
    autosave::put_aside(workbook);
    app.revision.update(|_| ());
}

/// Puts a workbook of the list on the screen.
pub fn open(app: App, id: WorkbookId) {
    if let Some(workbook) = autosave::reopen(id.0 as usize) {
        app.open(workbook);
    }
}

/// A workbook of the list; `None` when it is gone or cannot be read.
#[allow(dead_code)] // Called where workbooks are compared and merged.
pub async fn read(id: WorkbookId) -> Option<Workbook> {
    autosave::reopen(id.0 as usize)
}
