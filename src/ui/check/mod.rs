//! The second tab, "Đối chiếu": which figures contradict each other and what may have gone wrong, published figures held
//! against the table, and everything there is to check.

mod article;
mod correct;
mod entries;
mod findings;
mod jump;
mod search;
mod sources;
mod words;

use std::rc::Rc;

use super::app::App;
use super::dom::{El, Live, div, el};
use crate::core::check::Severity;
use crate::core::conflict::Conflict;
use crate::i18n::Text;
pub use findings::item as finding;
pub use jump::{jump, jump_button};
use sources::Sources;

/// What the tab remembers while the page lives.
#[derive(Clone, Copy)]
pub struct Check {
    pub conflicts: Live<Found>,
    pub sources: Sources,
    /// The severity that the list of findings is narrowed to.
    severity: Live<Option<Severity>>,
    /// How many findings are listed at most.
    listed: Live<usize>,
}

/// What the search for contradictions has found so far.
#[derive(Clone, Default)]
pub struct Found {
    pub list: Rc<Vec<Conflict>>,
    /// Equations that miss beyond those told.
    pub more: usize,
    /// The state of the table that was searched; `None` before the first search.
    of: Option<search::Stand>,
    pub searching: bool,
}

impl Check {
    pub fn new() -> Self {
        Self {
            conflicts: Live::new(Found::default()),
            sources: Sources::new(),
            severity: Live::new(None),
            listed: Live::new(findings::LISTED),
        }
    }
}

/// Searches, and holds published figures against the table, after each change from now on.
pub fn install(app: App) {
    search::install(app);
    sources::install(app);
}

/// How many contradictions are known.
pub fn count(app: App) -> usize {
    app.check.conflicts.with(|found| found.list.len() + found.more)
}

/// The page of the tab.
pub fn page(app: App) -> El {
    let title = move || {
        let (n, searched) = app.check.conflicts.with(|found| (found.list.len() + found.more, found.of.is_some()));
        match n {
            0 if !searched => app.t(Text::CheckSearching).to_owned(),
            0 => app.t(Text::CheckTitleNone).to_owned(),
            n => app.tf(Text::CheckTitle, &[("n", &app.count_text(n))]),
        }
    };
    let head = div("check-head").child(el("h2", "check-title").attr("aria-live", "polite").live_text(title));
    el("main", "crosscheck").attr_tr(app, "aria-label", Text::TabCheck).child(head).child(
        div("check-cols")
            .child(div("check-main").child(article::section(app)))
            .child(el("aside", "check-side").child(findings::section(app))),
    )
}
