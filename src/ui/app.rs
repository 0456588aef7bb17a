//! What the whole interface shares: the open session, what the user sees of it, and the ways to change it.

use std::sync::Arc;

use leptos::prelude::*;

use crate::codec::number::Style;
use crate::core::edit::Edit;
use crate::core::field::Field;
use crate::core::unit::{Place, UnitId};
use crate::core::workbook::Workbook;
use crate::i18n::{Lang, Text, fill, text};
use crate::state::history::{Label, Step};
use crate::state::select::{Selection, Spot};
use crate::state::session::Session;
use crate::state::view::{self, Column, Options, Row};
use crate::ui::charts::{Axis, Chart};

/// What fills the page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    Start,
    Table,
}

/// The dialog that is open.
#[derive(Clone, PartialEq, Eq)]
pub enum Dialog {
    Blank,
    /// What was pasted, if anything yet: HTML and plain text.
    Paste {
        html: String,
        text: String,
    },
    Share,
    /// Title, area, level and author of the table.
    Details,
    /// Tags of a unit.
    Tags(UnitId),
    Periods,
    Keys,
}

/// A short message with, where it helps, one way back.
#[derive(Clone, PartialEq, Eq)]
pub struct Toast {
    pub text: String,
    pub undo: bool,
}

/// Whether what is on the screen is also on the device.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    Yes,
    Pending,
    Failed,
}

/// A strip under the bar that stays until it is dealt with.
#[derive(Clone, PartialEq, Eq)]
pub enum Banner {
    /// The table came from a link; one's own table is kept.
    Shared { own_kept: bool },
    /// A link or file could not be opened, in words.
    Problem(String),
    /// A new version is ready.
    Update,
}

/// Handles to everything above; copied freely into closures.
#[derive(Clone, Copy)]
pub struct App {
    session: StoredValue<Session>,
    /// Counts repaints: anything computed may have changed.
    pub paint: RwSignal<u32>,
    pub rows: RwSignal<Arc<Vec<Row>>>,
    pub columns: RwSignal<Arc<Vec<Column>>>,
    pub options: RwSignal<Options>,
    pub selection: RwSignal<Selection>,
    /// The cell under the pointer, explained in place of the selected one.
    pub hover: RwSignal<Option<(Place, Field)>>,
    pub lang: RwSignal<Lang>,
    pub screen: RwSignal<Screen>,
    pub dialog: RwSignal<Option<Dialog>>,
    pub toast: RwSignal<Option<Toast>>,
    pub banner: RwSignal<Option<Banner>>,
    pub saved: RwSignal<Saved>,
    /// Cards instead of the table.
    pub cards: RwSignal<bool>,
    /// Counts committed changes, for autosave.
    pub revision: RwSignal<u64>,
    /// The scale all lanes of the chart share.
    pub axis: Memo<Axis>,
    /// Which of the two charts is shown.
    pub chart: RwSignal<Chart>,
}

/// The application, from anywhere under its root.
pub fn use_app() -> App {
    expect_context::<App>()
}

impl App {
    pub fn new(workbook: Workbook, screen: Screen, lang: Lang) -> Self {
        let session = StoredValue::new(Session::new(workbook));
        let (paint, rows, chart) =
            (RwSignal::new(0), RwSignal::new(Arc::<Vec<Row>>::default()), RwSignal::new(Chart::Rate));
        let axis = Memo::new(move |_| {
            paint.track();
            let chart = chart.get();
            rows.with(|rows| session.with_value(|session| axis_of(session, rows, chart)))
        });
        let app = Self {
            session,
            paint,
            rows,
            columns: RwSignal::new(Arc::default()),
            options: RwSignal::new(Options::default()),
            selection: RwSignal::new(Selection::single(Spot { row: 0, col: 1 })),
            hover: RwSignal::new(None),
            lang: RwSignal::new(lang),
            screen: RwSignal::new(screen),
            dialog: RwSignal::new(None),
            toast: RwSignal::new(None),
            banner: RwSignal::new(None),
            saved: RwSignal::new(Saved::Yes),
            cards: RwSignal::new(false),
            revision: RwSignal::new(0),
            axis,
            chart,
        };
        app.lay_out();
        app
    }

    /// Reads the session, without following its changes; track [`App::paint`] for that.
    pub fn read<T>(&self, reader: impl FnOnce(&Session) -> T) -> T {
        self.session.with_value(reader)
    }

    /// Reads the session and follows its changes.
    pub fn watch<T>(&self, reader: impl FnOnce(&Session) -> T) -> T {
        self.paint.track();
        self.session.with_value(reader)
    }

    /// A text of the interface in the language of the moment.
    pub fn t(&self, key: Text) -> &'static str {
        text(self.lang.get(), key)
    }

    /// A text with its gaps filled.
    pub fn tf(&self, key: Text, gaps: &[(&str, &str)]) -> String {
        fill(self.lang.get(), key, gaps)
    }

    /// How numbers are written, following the language.
    pub fn style(&self) -> Style {
        style_of(self.lang.get())
    }

    /// Changes the session and shows what follows.
    pub fn update(&self, change: impl FnOnce(&mut Session)) {
        self.session.update_value(change);
        self.refresh();
    }

    fn refresh(&self) {
        let (revision, drafting) = self.read(|session| (session.revision(), session.draft().is_some()));
        // Rows keep their places while someone types in one of them.
        if !drafting {
            self.lay_out();
        }
        self.paint.update(|count| *count = count.wrapping_add(1));
        if revision != self.revision.get_untracked() {
            self.revision.set(revision);
        }
    }

    /// Lays the rows and columns out anew.
    pub fn lay_out(&self) {
        let options = self.options.get_untracked();
        let (rows, columns) = self.read(|session| {
            (view::rows(session.workbook(), session.solution(), &options), view::columns(&options, session.span()))
        });
        let (row_count, column_count) = (rows.len(), columns.len());
        if *self.rows.get_untracked() != rows {
            self.rows.set(Arc::new(rows));
        }
        if *self.columns.get_untracked() != columns {
            self.columns.set(Arc::new(columns));
        }
        let selection = self.selection.get_untracked();
        let pulled = selection.within(row_count, column_count);
        if pulled != selection {
            self.selection.set(pulled);
        }
    }

    /// Changes what is shown.
    pub fn set_options(&self, change: impl FnOnce(&mut Options)) {
        self.update(|session| {
            session.commit_draft();
        });
        self.options.update(change);
        self.lay_out();
        self.paint.update(|count| *count = count.wrapping_add(1));
    }

    /// One undoable change.
    pub fn commit(&self, edit: Edit, label: Label, at: Option<(Place, Field)>) {
        self.update(|session| session.commit(edit, label, at));
    }

    /// Puts another workbook on the screen, with a history of its own. What was there is kept among the recent ones.
    pub fn open(&self, workbook: Workbook) {
        if self.screen.get_untracked() == Screen::Table {
            self.update(|session| {
                session.commit_draft();
            });
            self.read(|session| super::autosave::put_aside(session.workbook()));
        }
        let revision = self.revision.get_untracked() + 1;
        self.session.set_value(Session::opened(workbook, revision));
        self.options.update(|options| {
            options.find.clear();
            options.sort = None;
            options.filter = view::Filter::All;
        });
        self.selection.set(Selection::single(Spot { row: 0, col: 1 }));
        self.hover.set(None);
        self.dialog.set(None);
        self.toast.set(None);
        self.screen.set(Screen::Table);
        self.refresh();
        self.revision.set(revision);
    }

    pub fn undo(&self) {
        self.turn_back(Session::undo, Text::ToastUndone);
    }

    pub fn redo(&self) {
        self.turn_back(Session::redo, Text::ToastRedone);
    }

    fn turn_back(&self, turn: fn(&mut Session) -> Option<Step>, message: Text) {
        let mut step = None;
        self.update(|session| step = turn(session));
        let Some(step) = step else { return };
        if let Some((place, field)) = step.at {
            self.select_cell(place, field);
        }
        let what = self.label_text(&step.label);
        let text = fill(self.lang.get_untracked(), message, &[("what", &what)]);
        self.toast.set(Some(Toast { text, undo: false }));
    }

    /// What a step did, in words.
    pub fn label_text(&self, label: &Label) -> String {
        let lang = self.lang.get_untracked();
        match label {
            Label::Cells(count) => fill(lang, Text::StepCells, &[("n", &self.count_text(*count))]),
            Label::UnitRemoved(name) => fill(lang, Text::StepUnitRemoved, &[("name", name)]),
            Label::Typed => text(lang, Text::StepTyped).into(),
            Label::UnitsRemoved(count) => fill(lang, Text::StepUnitsRemoved, &[("n", &self.count_text(*count))]),
            Label::UnitAdded => text(lang, Text::StepUnitAdded).into(),
            Label::UnitMoved => text(lang, Text::StepUnitMoved).into(),
            Label::UnitRenamed => text(lang, Text::StepUnitRenamed).into(),
            Label::TagsChanged => text(lang, Text::StepTags).into(),
            Label::PeriodAdded | Label::PeriodChanged => text(lang, Text::StepPeriod).into(),
            Label::HeadingChanged => text(lang, Text::StepHeading).into(),
            Label::Cleared => text(lang, Text::StepCleared).into(),
            Label::Repaired => text(lang, Text::StepTyped).into(),
        }
    }

    pub fn count_text(&self, count: usize) -> String {
        crate::codec::number::count(count as i64, style_of(self.lang.get_untracked()))
    }

    /// Says something for a few seconds.
    pub fn say(&self, text: impl Into<String>) {
        self.toast.set(Some(Toast { text: text.into(), undo: false }));
    }

    /// Says what was done, with a way back.
    pub fn say_done(&self, label: &Label) {
        let text = self.label_text(label);
        self.toast.set(Some(Toast { text, undo: true }));
    }

    /// The cell at a spot of the table.
    pub fn cell_at(&self, spot: Spot) -> Option<(Row, Column)> {
        let row = *self.rows.get_untracked().get(spot.row)?;
        let column = *self.columns.get_untracked().get(spot.col)?;
        Some((row, column))
    }

    /// The selected cell.
    pub fn active(&self) -> Option<(Row, Column)> {
        self.cell_at(self.selection.get_untracked().head)
    }

    /// Puts the selection on a cell, showing it if a filter hides it.
    pub fn select_cell(&self, place: Place, field: Field) {
        let find = || {
            let row = self.rows.get_untracked().iter().position(|row| row.place == place)?;
            let col = self.columns.get_untracked().iter().position(|column| column.field == field)?;
            Some(Spot { row, col })
        };
        let mut spot = find();
        if spot.is_none() {
            self.set_options(|options| {
                options.find.clear();
                options.filter = view::Filter::All;
                options.near_poor |= view::needs_near_poor(field);
                options.persons |= view::needs_persons(field);
            });
            spot = find();
        }
        if let Some(spot) = spot {
            self.selection.set(Selection::single(spot));
        }
    }
}

/// The scale that holds every rate shown, or every change.
fn axis_of(session: &Session, rows: &[Row], chart: Chart) -> Axis {
    let fields: &[Field] = match chart {
        Chart::Rate => &[Field::RatePrev, Field::RateNow],
        Chart::Drop => &[Field::DropPoints],
    };
    let (mut least, mut most) = (0, 0);
    for row in rows {
        for field in fields {
            let value = session.solution().value(row.place, *field);
            if value.is_known() {
                (least, most) = (least.min(value.lo), most.max(value.hi));
            }
        }
    }
    match chart {
        Chart::Rate => Axis::for_most(most),
        Chart::Drop => Axis::for_drops(least, most),
    }
}

/// The way numbers are written in a language.
pub const fn style_of(lang: Lang) -> Style {
    match lang {
        Lang::Vi => Style::Vi,
        Lang::En => Style::En,
    }
}
