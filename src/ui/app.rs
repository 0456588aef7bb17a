//! What the whole interface shares: the open session, what the user sees of it, and the ways to change it.

mod edits;

use std::cell::RefCell;
use std::rc::Rc;

use crate::codec::number::Style;
use crate::core::fact::FactKey;
use crate::core::field::Field;
use crate::core::unit::{Place, UnitId};
use crate::core::workbook::Workbook;
use crate::i18n::{Lang, Text, fill, text};
use crate::platform::page;
use crate::state::select::{Selection, Spot};
use crate::state::session::Session;
use crate::state::view::{self, Column, Options, Row};

use super::autosave;
use super::charts::{Axis, Chart};
use super::check::Check;
use super::dialogs::Sheets;
use super::dom::Live;
use super::library::{Entry, WorkbookId};
use super::present::Present;
use super::shared::{self, Beside};
use super::theme::Theme;

/// What fills the page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    Start,
    Table,
}

/// Which side of the open table is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    Data,
    /// Contradictions, findings and published figures.
    Check,
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
    /// Another title for a workbook of the list.
    Rename {
        id: WorkbookId,
        title: String,
    },
    /// Versions of the open workbook.
    History,
    MergeUnits(Vec<UnitId>),
    SplitUnit(UnitId),
    /// Two versions held against each other; which, is in [`Beside`].
    Compare,
    /// Several workbooks into one.
    Merge,
    /// The chart as a picture.
    Chart,
    /// The page that carries the program and this table.
    Alone,
    /// The tables of a file, to choose from.
    Sheets(Rc<Sheets>),
}

/// A short message with, where it helps, one way back.
#[derive(Clone, PartialEq, Eq)]
pub struct Toast {
    pub text: String,
    pub undo: bool,
    /// A workbook that was just deleted.
    pub undelete: Option<WorkbookId>,
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
    /// A link or file could not be opened, in words.
    Problem(String),
    /// A new version is ready.
    Update,
    /// Some records of the workbook could not be used; they are kept.
    Damaged,
    /// The program stopped while a cell was being typed: what is there may be half a number.
    Drafted(FactKey),
    /// Something typed last time is not in its workbook; it is kept.
    LeftOver,
    /// A later version of the program wrote the workbook that was open last: it is left as it is.
    Newer,
    /// The device's store does not answer: what is in it cannot be seen.
    NoStore,
    /// The program stopped twice in a row: the last workbook was not opened.
    Safe,
}

/// Handles to everything above; copied freely into closures.
#[derive(Clone, Copy)]
pub struct App {
    session: &'static RefCell<Session>,
    /// Counts repaints: anything computed may have changed.
    pub paint: Live<u32>,
    pub rows: Live<Rc<Vec<Row>>>,
    pub columns: Live<Rc<Vec<Column>>>,
    pub options: Live<Options>,
    pub selection: Live<Selection>,
    /// Asks the table to edit the selected cell, once for each change.
    pub edit_asked: Live<u32>,
    /// The cell under the pointer, explained in place of the selected one.
    pub hover: Live<Option<(Place, Field)>>,
    pub lang: Live<Lang>,
    pub theme: Live<Theme>,
    pub screen: Live<Screen>,
    pub tab: Live<Tab>,
    pub dialog: Live<Option<Dialog>>,
    pub toast: Live<Option<Toast>>,
    pub banner: Live<Option<Banner>>,
    pub saved: Live<Saved>,
    /// Another window has the workbook: here it is only shown.
    pub reader: Live<bool>,
    /// All workbooks of the device, newest first.
    pub library: Live<Rc<Vec<Entry>>>,
    /// Cards instead of the table.
    pub cards: Live<bool>,
    /// Counts committed changes, for autosave.
    pub revision: Live<u64>,
    /// The scale all lanes of the chart share.
    pub axis: Live<Axis>,
    /// Which of the two charts is shown.
    pub chart: Live<Chart>,
    pub check: Check,
    /// Somebody else's table beside one's own.
    pub beside: Beside,
    /// The pages for a room.
    pub present: Present,
}

impl App {
    pub fn new(workbook: Workbook, screen: Screen, lang: Lang) -> Self {
        let app = Self {
            session: Box::leak(Box::new(RefCell::new(Session::new(workbook)))),
            paint: Live::new(0),
            rows: Live::new(Rc::default()),
            columns: Live::new(Rc::default()),
            options: Live::new(Options::default()),
            selection: Live::new(Selection::single(Spot { row: 0, col: 1 })),
            edit_asked: Live::new(0),
            hover: Live::new(None),
            lang: Live::new(lang),
            theme: Live::new(Theme::stored()),
            screen: Live::new(screen),
            tab: Live::new(Tab::Data),
            dialog: Live::new(None),
            toast: Live::new(None),
            banner: Live::new(None),
            saved: Live::new(Saved::Yes),
            reader: Live::new(false),
            library: Live::new(Rc::default()),
            cards: Live::new(false),
            revision: Live::new(0),
            axis: Live::new(Axis::default()),
            chart: Live::new(Chart::Rate),
            check: Check::new(),
            beside: Beside::new(),
            present: Present::new(),
        };
        // Behind the start screen nothing is laid out.
        if screen == Screen::Table {
            app.lay_out();
            app.fit_axis();
        }
        app
    }

    /// Reads the session, without following its changes.
    pub fn read<T>(self, reader: impl FnOnce(&Session) -> T) -> T {
        reader(&self.session.borrow())
    }

    /// Reads the session of one's own table, which waits aside while somebody else's is shown.
    pub fn read_own<T>(self, reader: impl FnOnce(&Session) -> T) -> T {
        match (self.beside.is_shown(), &*self.beside.parked()) {
            (true, Some(own)) => reader(own),
            _ => self.read(reader),
        }
    }

    /// Reads the session and follows its changes.
    pub fn watch<T>(self, reader: impl FnOnce(&Session) -> T) -> T {
        self.paint.track();
        self.read(reader)
    }

    /// A text of the interface in the language of the moment.
    pub fn t(self, key: Text) -> &'static str {
        text(self.lang.get(), key)
    }

    /// A text with its gaps filled.
    pub fn tf(self, key: Text, gaps: &[(&str, &str)]) -> String {
        fill(self.lang.get(), key, gaps)
    }

    /// How numbers are written, following the language.
    pub fn style(self) -> Style {
        style_of(self.lang.get())
    }

    /// Changes the session and shows what follows.
    pub fn update(self, change: impl FnOnce(&mut Session)) {
        change(&mut self.session.borrow_mut());
        shared::keep_if_edited(self);
        self.refresh();
    }

    /// Keeps what is being typed.
    pub fn commit_draft(self) {
        if self.read(|session| session.draft().is_some()) {
            self.update(|session| {
                session.commit_draft();
            });
        }
    }

    fn refresh(self) {
        let (revision, drafting) = self.read(|session| (session.revision(), session.draft().is_some()));
        // Rows keep their places while someone types in one of them.
        if !drafting {
            self.lay_out();
        }
        self.repaint();
        self.revision.set(revision);
    }

    fn repaint(self) {
        self.fit_axis();
        self.paint.update(|count| *count = count.wrapping_add(1));
    }

    fn fit_axis(self) {
        let chart = self.chart.now();
        let axis = self.rows.peek(|rows| self.read(|session| axis_of(session, rows, chart)));
        self.axis.set(axis);
    }

    /// Shows the other chart.
    pub fn set_chart(self, chart: Chart) {
        self.chart.set(chart);
        self.fit_axis();
    }

    /// Lays the rows and columns out anew.
    pub fn lay_out(self) {
        let options = self.options.now();
        let (rows, columns) = self.read(|session| {
            let workbook = session.workbook();
            let columns = view::columns(&options, workbook, session.span());
            (view::rows(workbook, session.solution(), &options), columns)
        });
        let selection = self.selection.now().within(rows.len(), columns.len());
        self.rows.set(Rc::new(rows));
        self.columns.set(Rc::new(columns));
        self.selection.set(selection);
    }

    /// Changes what is shown.
    pub fn set_options(self, change: impl FnOnce(&mut Options)) {
        self.commit_draft();
        self.options.update(change);
        self.lay_out();
        self.repaint();
    }

    /// Puts another workbook on the screen, with a history of its own. What was there stays in the list of workbooks, and
    /// so does this one unless it is empty or the sample.
    pub fn open(self, workbook: Workbook) {
        let kept = autosave::is_worth_keeping(&workbook);
        self.open_session(Session::opened(workbook, self.revision.now() + 1), kept);
    }

    /// As [`Self::open`], for a workbook that has a history already. `kept`: whether the list shows it before it is changed.
    pub fn open_session(self, session: Session, kept: bool) {
        // The start screen, too, has a table behind it.
        self.commit_draft();
        shared::put_back(self);
        autosave::leave(self);
        self.swap_session(session);
        autosave::take_place(self, kept);
    }

    /// Back to the table behind the start screen.
    pub fn show_table(self) {
        self.dialog.set(None);
        self.lay_out();
        self.repaint();
        self.screen.set(Screen::Table);
    }

    /// Puts another session on the screen and gives back the one that was there; whose they are is not its concern.
    pub fn swap_session(self, session: Session) -> Session {
        let before = self.session.replace(session);
        self.options.update(|options| {
            options.find.clear();
            options.sort = None;
            options.filter = view::Filter::All;
        });
        self.selection.set(Selection::single(Spot { row: 0, col: 1 }));
        self.hover.set(None);
        self.dialog.set(None);
        self.toast.set(None);
        self.tab.set(Tab::Data);
        self.check.sources.clear();
        self.refresh();
        self.screen.set(Screen::Table);
        before
    }

    pub fn count_text(self, count: usize) -> String {
        crate::codec::number::count(count as i64, style_of(self.lang.now()))
    }

    /// Says something for a few seconds.
    pub fn say(self, text: impl Into<String>) {
        self.toast.set(Some(Toast { text: text.into(), undo: false, undelete: None }));
    }

    /// The cell at a spot of the table.
    pub fn cell_at(self, spot: Spot) -> Option<(Row, Column)> {
        let row = self.rows.peek(|rows| rows.get(spot.row).copied())?;
        let column = self.columns.peek(|columns| columns.get(spot.col).copied())?;
        Some((row, column))
    }

    /// The selected cell.
    pub fn active(self) -> Option<(Row, Column)> {
        self.cell_at(self.selection.now().head)
    }

    /// Shows the other side of the table, from its top.
    pub fn show(self, tab: Tab) {
        if self.tab.now() != tab {
            self.commit_draft();
            self.tab.set(tab);
            page::scroll_up();
        }
    }

    /// Puts the selection on a cell, showing it if a filter hides it.
    pub fn select_cell(self, place: Place, field: Field) {
        let find = |field: Field| {
            let row = self.rows.peek(|rows| rows.iter().position(|row| row.place == place))?;
            let col = self.columns.peek(|columns| columns.iter().position(|column| column.field == field))?;
            Some(Spot { row, col })
        };
        let mut spot = find(field);
        if spot.is_none() {
            self.set_options(|options| {
                options.find.clear();
                options.filter = view::Filter::All;
                options.near_poor |= view::needs_near_poor(field);
                options.both |= view::needs_both(field);
                options.persons |= view::needs_persons(field);
                options.show(field);
            });
            // What has no column is told by its row.
            spot = find(field).or_else(|| find(Field::Unit));
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
