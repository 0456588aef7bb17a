//! The second tab, "Đối chiếu": which figures contradict each other and what may have gone wrong, published figures held
//! against the table, and everything there is to check.

mod article;
mod conflicts;
mod correct;
mod entries;
mod findings;
mod jump;
mod search;
mod sources;
mod words;

use std::rc::Rc;

use super::app::App;
use super::dom::{El, Live, div, el, span};
use crate::core::check::Severity;
use crate::core::conflict::Conflict;
use crate::i18n::Text;
use crate::state::statements::Standing;
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
    let title = el("h2", "check-title").attr("tabindex", "-1").attr("aria-live", "polite").live_text(title);
    let head = div("check-head").child(title).child(div("check-sum").live(move || sum(app)));
    let side = el("aside", "check-side")
        .attr_tr(app, "aria-label", Text::CheckSide)
        .child(conflicts::section(app))
        .child(findings::section(app));
    el("main", "crosscheck")
        .attr_tr(app, "aria-label", Text::TabCheck)
        .child(head)
        .child(div("check-cols").child(div("check-main").child(article::section(app))).child(side))
}

/// How many figures of texts agree, are ranges, contradict.
fn sum(app: App) -> Vec<El> {
    let counts = app.check.sources.list.with(|list| {
        let (mut agree, mut range, mut conflict) = (0, 0, 0);
        for stand in list.iter().flat_map(|source| &source.stands) {
            match stand {
                Standing::Agrees(_) => agree += 1,
                Standing::Range(_) => range += 1,
                Standing::Conflict | Standing::Other(_) => conflict += 1,
                _ => {}
            }
        }
        [("met", Text::SumAgree, agree), ("range", Text::SumRange, range), ("conflict", Text::SumConflict, conflict)]
    });
    let some = counts.into_iter().filter(|(.., n)| *n > 0);
    some.map(|(class, key, n)| {
        span(["verdict ", class].concat().as_str()).text(&app.tf(key, &[("n", &app.count_text(n))]))
    })
    .collect()
}
