//! Several links, files and tables of this device put together into one new table.

mod choose;
mod sources;

use std::rc::Rc;

use super::{Origin, show, spaced};
use crate::codec::check_code::check_code;
use crate::codec::limits::MAX_TEXT;
use crate::core::fact::FactKey;
use crate::core::merge::{Merged, Shape, merge, usual_shape};
use crate::core::unit::{MAX_UNITS, UnitId};
use crate::core::workbook::Workbook;
use crate::i18n::Text;
use crate::ui::app::App;
use crate::ui::dom::{El, Live, button, div, el, span, watch};
use crate::ui::modal::modal;
use crate::ui::wording;

/// One of the workbooks to be merged.
#[derive(Clone)]
pub struct Book {
    /// As it is called in the lists: its area or title, else where it comes from.
    pub name: String,
    pub workbook: Rc<Workbook>,
    pub code: String,
}

/// What the dialog remembers while it is open.
#[derive(Clone, Copy)]
pub struct Merging {
    pub books: Live<Vec<Book>>,
    /// Why some could not be read.
    pub problems: Live<Vec<String>>,
    /// Said by the user; else the usual one.
    pub shape: Live<Option<Shape>>,
    /// Doubtful units that are one: the source and its unit.
    pub joined: Live<Vec<(usize, UnitId)>>,
    /// For disputed cells the source whose figure is taken; `None` to leave the cell empty.
    pub choices: Live<Vec<(FactKey, Option<usize>)>>,
    pub merged: Live<Option<Rc<Merged>>>,
}

impl Merging {
    pub fn shape(self) -> Shape {
        self.shape.get().unwrap_or_else(|| self.books.with(|books| usual_shape(&workbooks(books))))
    }

    /// What was chosen for a disputed cell.
    pub fn choice(self, key: FactKey) -> Option<Option<usize>> {
        self.choices.with(|choices| choices.iter().find(|(other, _)| *other == key).map(|(_, choice)| *choice))
    }

    pub fn choose(self, key: FactKey, choice: Option<usize>) {
        self.choices.update(|choices| {
            choices.retain(|(other, _)| *other != key);
            choices.push((key, choice));
        });
    }

    /// How many disputed cells are not decided yet.
    fn open(self) -> usize {
        self.merged.with(|merged| {
            let disputes = merged.iter().flat_map(|merged| &merged.disputes);
            disputes.filter(|dispute| self.choice(dispute.key).is_none()).count()
        })
    }
}

fn workbooks(books: &[Book]) -> Vec<&Workbook> {
    books.iter().map(|book| &*book.workbook).collect()
}

/// The dialog; it begins with one's own table and the copy beside it, if there are any.
pub fn merge_dialog(app: App) -> El {
    app.commit_draft();
    let state = Merging {
        books: Live::new(Vec::new()),
        problems: Live::new(Vec::new()),
        shape: Live::new(None),
        joined: Live::new(Vec::new()),
        choices: Live::new(Vec::new()),
        merged: Live::new(None),
    };
    sources::add_open(app, state);
    watch(move || {
        let shape = state.shape();
        let merged = state.books.with(|books| {
            state.joined.with(|joined| (books.len() > 1).then(|| Rc::new(merge(&workbooks(books), shape, joined))))
        });
        state.merged.update(|old| *old = merged);
    });
    let body = vec![
        el("p", "lead").tr(app, Text::MergeLead),
        sources::list(app, state),
        sources::adding(app, state),
        div("").live(move || choose::parts(app, state)),
        footer(app, state),
    ];
    modal(app, Text::MergeTitle, body).attr("class", "dialog large")
}

/// What will come out, and the button that makes it.
fn footer(app: App, state: Merging) -> El {
    let words = move || {
        state.merged.with(|merged| {
            let Some(merged) = merged else { return app.t(Text::MergeNeedTwo).to_owned() };
            if merged.is_too_large() {
                return app.tf(Text::UnitLimit, &[("n", &app.count_text(MAX_UNITS))]);
            }
            let open = state.open();
            if open > 0 {
                return app.tf(Text::MergeOpen, &[("n", &app.count_text(open))]);
            }
            let figures: usize = merged.workbook.all_series().map(|(_, series)| series.iter().count()).sum();
            let chosen = state.choices.with(|choices| choices.iter().filter(|(_, choice)| choice.is_some()).count());
            let (units, figures) = (merged.workbook.leaf_count(), figures + chosen);
            app.tf(Text::MergeResult, &[("units", &app.count_text(units)), ("n", &app.count_text(figures))])
        })
    };
    let is_ready = move || {
        state.merged.with(|merged| merged.as_ref().is_some_and(|merged| !merged.is_too_large())) && state.open() == 0
    };
    let go = button("btn primary", move |_| finish(app, state))
        .action("merge-go")
        .disabled(move || !is_ready())
        .tr(app, Text::MergeGo);
    div("merge-foot")
        .child(span("").attr("data-role", "merge-summary").attr("role", "status").live_text(words))
        .child(go)
}

/// Shows the merged table beside one's own: it can be looked at, kept, or closed again.
fn finish(app: App, state: Merging) {
    let Some(merged) = state.merged.peek(Clone::clone) else { return };
    let choices: Vec<Option<usize>> = merged
        .disputes
        .iter()
        .map(|dispute| state.choice(dispute.key).flatten().and_then(|source| dispute.claim_of(source)))
        .collect();
    let mut workbook = merged.settled(&choices);
    let (names, count) = state.books.peek(|books| {
        let names: Vec<String> = books.iter().map(|book| [&book.name, " (", &book.code, ")"].concat()).collect();
        (names.join("; "), books.len())
    });
    // Where the figures come from stays with the table.
    let note = app.tf(Text::MergeSources, &[("names", &names)]);
    workbook.heading.author = note.chars().take(MAX_TEXT).collect();
    app.dialog.set(None);
    show(app, workbook, Origin::Merged(count), None);
}

/// A workbook under the name that lists have for it.
pub fn book(app: App, workbook: Workbook, from: &str) -> Book {
    let heading = &workbook.heading;
    // "Toàn tỉnh" is no name: it is taken when there is no other, in the language of the moment.
    let whole = wording::whole(&heading.area, app.lang.now());
    let area = if whole.is_some() { "" } else { heading.area.as_str() };
    let named = [area, &heading.title, from].into_iter().find(|name| !name.is_empty()).or(whole);
    let name = named.unwrap_or_else(|| app.t(Text::TitleUntitled)).to_owned();
    let code = spaced(check_code(&workbook));
    Book { name, workbook: Rc::new(workbook), code }
}
