//! The search for contradictions, in slices between which the page goes on: typing is never held up.

use super::Found;
use crate::core::conflict::Search;
use crate::core::period::Span;
use crate::platform::page;
use crate::ui::app::{App, Screen};
use crate::ui::dom::watch;

/// Time after the last change before the search begins.
const DELAY_MS: i32 = 250;
/// How long the search goes on without letting the page breathe.
pub const SLICE_MS: u64 = 6;

/// A state of the table: what was kept so far, and the two periods looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Stand {
    revision: u64,
    span: Span,
}

impl Stand {
    /// The state of the open table.
    pub fn of(app: App) -> Self {
        app.read(|session| Self { revision: session.revision(), span: session.span() })
    }
}

/// Searches a moment after each change from now on.
pub fn install(app: App) {
    let mut last: Option<Stand> = None;
    watch(move || {
        app.paint.track();
        let stand = Stand::of(app);
        if app.screen.get() == Screen::Table && last != Some(stand) {
            last = Some(stand);
            wasm_bindgen_futures::spawn_local(search(app, stand));
        }
    });
}

async fn search(app: App, stand: Stand) {
    page::pause(DELAY_MS).await;
    // Figures half typed are nobody's yet, and the first screen comes before everything else.
    while app.read(|session| session.draft().is_some()) || !page::is_whole() {
        if Stand::of(app) != stand {
            return;
        }
        page::pause(DELAY_MS).await;
    }
    if Stand::of(app) != stand {
        return;
    }
    app.check.conflicts.update(|found| found.searching = true);
    let (workbook, solution) = app.read(|session| (session.workbook().clone(), session.solution().clone()));
    let mut search = Search::new(&workbook, &solution);
    loop {
        let end = page::now() + SLICE_MS;
        while page::now() < end {
            if search.step() {
                let more = search.more();
                let list = search.finish().into();
                return app.check.conflicts.update(|found| {
                    *found = Found { list, more, of: Some(stand), searching: false };
                });
            }
        }
        page::pause(0).await;
        if Stand::of(app) != stand {
            return;
        }
    }
}
