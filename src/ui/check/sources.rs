//! The texts that were read, with their figures: reading, confirming, and holding them against the table again after
//! every change.

use std::collections::BTreeSet;
use std::rc::Rc;

use gloo::timers::callback::Timeout;

use super::search::{SLICE_MS, Stand};
use crate::codec::article::{TooLong, fits};
use crate::codec::desk::ArticleRequest;
use crate::core::fact::FactKey;
use crate::core::period::Span;
use crate::platform::desk::{self, DeskError};
use crate::platform::page;
use crate::state::history::Label;
use crate::state::statements::{Entry, Stage, Standing, confirm, span_of, standing};
use crate::ui::app::App;
use crate::ui::dom::{Live, document, watch};

/// A text with its figures.
pub struct Source {
    pub id: u32,
    pub text: Rc<str>,
    pub entries: Vec<Entry>,
    /// How each stands in the table; as long as the entries.
    pub stands: Vec<Standing>,
}

/// One figure of one text.
pub type At = (u32, usize);

/// How the last reading went.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    Idle,
    Busy,
    /// No figure in it.
    Nothing,
    TooLong(usize),
    /// The part of the program that reads texts could not be fetched.
    Unavailable,
    Failed,
}

/// What is kept about texts.
#[derive(Clone, Copy)]
pub struct Sources {
    /// What is in the box.
    pub text: Live<String>,
    pub reading: Live<Reading>,
    pub list: Live<Vec<Source>>,
    /// The figure that is being corrected.
    pub editing: Live<Option<At>>,
    /// Counts tables and holdings, so that what comes late is known as such.
    table: Live<u32>,
    turn: Live<u32>,
    last: Live<u32>,
}

impl Sources {
    pub fn new() -> Self {
        Self {
            text: Live::new(String::new()),
            reading: Live::new(Reading::Idle),
            list: Live::new(Vec::new()),
            editing: Live::new(None),
            table: Live::new(0),
            turn: Live::new(0),
            last: Live::new(0),
        }
    }

    /// Forgets the texts: another table is on the screen.
    pub fn clear(self) {
        self.table.update(|table| *table += 1);
        self.turn.update(|turn| *turn += 1);
        self.list.update(Vec::clear);
        self.editing.set(None);
        self.reading.set(Reading::Idle);
    }

    /// Something of one figure, following it.
    pub fn with<T>(self, (id, at): At, read: impl FnOnce(&Source, &Entry, &Standing) -> T) -> Option<T> {
        self.list.with(|list| {
            let source = list.iter().find(|source| source.id == id)?;
            Some(read(source, source.entries.get(at)?, source.stands.get(at)?))
        })
    }

    /// Forgets one text; what was confirmed stays in the table.
    pub fn remove(self, id: u32) {
        self.editing.set(None);
        self.list.update(|list| list.retain(|source| source.id != id));
    }

    /// Changes one figure of the list, which is no change of the table.
    pub fn change(self, (id, at): At, change: impl FnOnce(&mut Entry)) {
        self.list.update(|list| {
            let source = list.iter_mut().find(|source| source.id == id);
            if let Some(source) = source
                && let Some(entry) = source.entries.get_mut(at)
            {
                change(entry);
                if let Some(stand) = source.stands.get_mut(at) {
                    *stand = Standing::Open;
                }
            }
        });
    }
}

/// Holds the figures against the table after each change of either.
pub fn install(app: App) {
    let sources = app.check.sources;
    watch(move || {
        app.revision.track();
        app.check.conflicts.track();
        hold(app, sources);
    });
}

/// Reads what is in the box.
pub fn read(app: App) {
    let sources = app.check.sources;
    let text = sources.text.now();
    if text.trim().is_empty() || sources.reading.now() == Reading::Busy {
        return;
    }
    if let Err(TooLong { bytes }) = fits(&text) {
        return sources.reading.set(Reading::TooLong(bytes));
    }
    app.commit_draft();
    sources.reading.set(Reading::Busy);
    let table = sources.table.now();
    wasm_bindgen_futures::spawn_local(async move {
        let (names, area) = app.read(|session| {
            let workbook = session.workbook();
            let names: Vec<String> = workbook.units().iter().map(|unit| unit.name.clone()).collect();
            (names, workbook.heading.area.clone())
        });
        let names = names.iter().map(String::as_str).collect();
        let answer = desk::read_article(ArticleRequest { text: &text, names, area: &area }).await;
        if sources.table.now() != table {
            return;
        }
        let reading = match answer {
            Ok(found) if found.is_empty() => Reading::Nothing,
            Ok(found) => {
                let entries: Vec<Entry> = app.read(|session| {
                    found.into_iter().map(|proposal| Entry::new(proposal, session.workbook())).collect()
                });
                let id = sources.last.now() + 1;
                sources.last.set(id);
                let stands = vec![Standing::Open; entries.len()];
                let source = Source { id, text: text.as_str().into(), entries, stands };
                sources.list.update(|list| list.insert(0, source));
                sources.text.set(String::new());
                // Once the list is there.
                Timeout::new(0, move || page::focus(&["[data-source='", &id.to_string(), "'] h3"].concat())).forget();
                Reading::Idle
            }
            Err(DeskError::Refused(TooLong { bytes })) => Reading::TooLong(bytes),
            Err(DeskError::Unavailable) => Reading::Unavailable,
            Err(DeskError::Failed) => Reading::Failed,
        };
        sources.reading.set(reading);
    });
}

/// Takes figures of one text over, as one step with a way back.
pub fn take(app: App, id: u32, which: &[usize], over: bool) {
    let sources = app.check.sources;
    app.commit_draft();
    let mut outcome = None;
    sources.list.update(|list| {
        if let Some(source) = list.iter_mut().find(|source| source.id == id) {
            outcome = Some(app.read(|session| confirm(&mut source.entries, which, over, session.workbook())));
        }
    });
    let Some(outcome) = outcome else { return };
    if which.iter().any(|at| sources.editing.now() == Some((id, *at))) {
        sources.editing.set(None);
    }
    let (figures, first) = (outcome.figures, which.first().copied());
    if !outcome.edits.is_empty() {
        let label = Label::Cells(figures);
        app.commit(outcome.edit(), label.clone(), None);
        show_base(app);
        app.say_done(&label);
    } else {
        hold(app, sources);
    }
    if let Some(at) = first {
        go_on(id, at);
    }
}

/// Shows the date before, where the table showed none.
fn show_base(app: App) {
    let (span, full) = app.read(|session| (session.span(), span_of(session.workbook(), session.span().now)));
    if let (Span { prev: None, .. }, Some(full @ Span { prev: Some(_), .. })) = (span, full) {
        app.update(|session| session.set_span(full));
    }
}

/// Puts the keyboard on what is next to be decided: the question of this figure, else the next open one.
pub fn go_on(id: u32, at: usize) {
    let find = move || {
        let selector = ["[data-source='", &id.to_string(), "'] .entry [data-action^='entry-']"].concat();
        let Ok(found) = document().query_selector_all(&selector) else { return };
        let place = |node: &web_sys::Node| -> Option<usize> {
            use wasm_bindgen::JsCast;
            let entry = node.dyn_ref::<web_sys::Element>()?.closest(".entry").ok()??;
            entry.get_attribute("data-entry")?.parse().ok()
        };
        let nodes: Vec<web_sys::Node> = (0..found.length()).filter_map(|at| found.item(at)).collect();
        let next = nodes.iter().find(|node| place(node).is_some_and(|there| there >= at));
        match next.or(nodes.first()).and_then(|node| {
            use wasm_bindgen::JsCast;
            node.dyn_ref::<web_sys::HtmlElement>()
        }) {
            Some(element) => drop(element.focus()),
            None => page::focus("[data-role=article-text]"),
        }
    };
    Timeout::new(0, find).forget();
}

/// Holds every figure against the table, without holding up the page.
fn hold(app: App, sources: Sources) {
    sources.turn.update(|turn| *turn += 1);
    let turn = sources.turn.now();
    if sources.list.peek(Vec::is_empty) {
        return;
    }
    wasm_bindgen_futures::spawn_local(async move {
        page::pause(0).await;
        while app.read(|session| session.draft().is_some()) {
            page::pause(200).await;
        }
        if sources.turn.now() != turn {
            return;
        }
        let workbook = app.read(|session| session.workbook().clone());
        sources.list.update(|list| {
            let entries = list.iter_mut().flat_map(|source| &mut source.entries);
            entries.filter(|entry| entry.stage == Stage::Open).for_each(|entry| entry.resolve(&workbook));
        });
        let stand = Stand::of(app);
        let in_conflict: BTreeSet<FactKey> =
            app.check.conflicts.peek(|found| found.list.iter().flat_map(|conflict| conflict.facts.clone()).collect());
        let entries: Vec<(At, Entry)> = sources.list.peek(|list| {
            let of = |source: &Source| {
                let id = source.id;
                source.entries.iter().cloned().enumerate().map(move |(at, entry)| ((id, at), entry)).collect::<Vec<_>>()
            };
            list.iter().flat_map(of).collect()
        });
        let mut stands: Vec<(At, Standing)> = Vec::with_capacity(entries.len());
        let mut end = page::now() + SLICE_MS;
        for (at, entry) in &entries {
            stands.push((*at, standing(entry, &workbook, &|key| in_conflict.contains(&key))));
            if page::now() >= end {
                page::pause(0).await;
                if sources.turn.now() != turn || Stand::of(app) != stand {
                    return;
                }
                end = page::now() + SLICE_MS;
            }
        }
        let differs = |list: &Vec<Source>| {
            stands.iter().any(|((id, at), stand)| {
                let source = list.iter().find(|source| source.id == *id);
                source.is_some_and(|source| source.stands.get(*at) != Some(stand))
            })
        };
        if sources.list.peek(differs) {
            sources.list.update(|list| {
                for ((id, at), stand) in stands {
                    let source = list.iter_mut().find(|source| source.id == id);
                    if let Some(slot) = source.and_then(|source| source.stands.get_mut(at)) {
                        *slot = stand;
                    }
                }
            });
        }
    });
}
