//! The paste dialog: what was pasted, what is made of it, and where it goes. Nothing changes before it is applied.

mod apply;
mod notes;
mod preview;

use leptos::prelude::StoredValue;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Event};

use super::{actions, form, labelled, number_field, problem, radios, text_field};
use crate::codec::desk::{Choice, TableRequest};
use crate::codec::paste::{PastedTable, RowKind, Use};
use crate::core::field::{At, Field};
use crate::core::names::capital;
use crate::core::period::Date;
use crate::i18n::Text;
use crate::platform::desk::{self, DeskError};
use crate::platform::{clipboard, page};
use crate::ui::app::{App, Screen};
use crate::ui::dom::{El, Live, button, div, el, toggle_class, value_of, watch};
use crate::ui::modal::modal;
use crate::ui::wording;

/// Choices of where it goes.
const HERE: usize = 0;
const NEW: usize = 1;

/// How far the reading is.
#[derive(Clone, PartialEq, Eq)]
enum Stage {
    Nothing,
    Reading,
    Ready,
    /// The part of the program that reads tables could not be fetched.
    Unavailable,
    /// In words.
    Refused(String),
}

/// What the dialog knows.
#[derive(Clone, Copy)]
struct Paste {
    app: App,
    /// HTML and plain text as pasted.
    source: Live<(String, String)>,
    /// What the user has said about the columns.
    choices: Live<Vec<Choice>>,
    /// Counts requests, so that a late answer is known as such.
    turn: Live<u32>,
    stage: Live<Stage>,
    table: Live<Option<PastedTable>>,
    /// Counts sources read: each makes a preview of its own.
    shape: Live<u32>,
    /// [`HERE`] or [`NEW`].
    into: Live<usize>,
    /// Of a new table: year and area.
    year: Live<String>,
    area: Live<String>,
    wrong: Live<String>,
    /// Whether a table is open that it could go into.
    is_open: bool,
}

/// Lets go of what was pasted when the dialog closes.
struct Closing(Paste);

impl Drop for Closing {
    fn drop(&mut self) {
        let Closing(paste) = self;
        paste.turn.update(|turn| *turn += 1);
        paste.source.update(|source| *source = Default::default());
        paste.table.update(|table| *table = None);
    }
}

pub fn paste_dialog(app: App, html: String, text: String) -> El {
    let is_open = app.screen.now() == Screen::Table && app.read(|session| !session.workbook().periods().is_empty());
    app.commit_draft();
    let paste = Paste {
        app,
        source: Live::new((html, text)),
        choices: Live::new(Vec::new()),
        turn: Live::new(0),
        stage: Live::new(Stage::Nothing),
        table: Live::new(None),
        shape: Live::new(0),
        into: Live::new(if is_open { HERE } else { NEW }),
        year: Live::new(String::new()),
        area: Live::new(String::new()),
        wrong: Live::new(String::new()),
        is_open,
    };
    StoredValue::new_local(Closing(paste));
    let given = paste.source.peek(|(html, text)| !html.is_empty() || !text.trim().is_empty());
    let mut parts = form("form", Box::new(move || paste.apply()));
    if given {
        paste.read(true);
    } else {
        parts = parts.child(paste.text_box());
    }
    parts = parts.child(div("").attr("role", "status").live(move || paste.status()));
    let ready = move || {
        paste.shape.track();
        paste.stage.get() == Stage::Ready
    };
    parts = parts
        .child(div("form").live(move || if ready() { paste.target() } else { Vec::new() }))
        .child(div("").live(move || if ready() { vec![preview::preview(paste)] } else { Vec::new() }))
        .child(notes::notes(paste))
        .child(problem(paste.wrong));
    let send = el("button", "btn primary")
        .attr("type", "submit")
        .action("paste-apply")
        .disabled(move || !paste.can_apply())
        .live_text(move || {
            app.t(if paste.into.get() == NEW { Text::PasteApplyNew } else { Text::PasteApply }).to_owned()
        });
    // Enter is enough where the preview opens by itself.
    let send = if given { send.attr("autofocus", "") } else { send };
    let mut waiting = given;
    watch(move || {
        if waiting && paste.can_apply() {
            waiting = false;
            // Once the button may be pressed.
            gloo::timers::callback::Timeout::new(0, || page::focus("[data-action=paste-apply]")).forget();
        }
    });
    // A column of one year may change sides with the table it goes into.
    let mut last = paste.into.now();
    watch(move || {
        if std::mem::replace(&mut last, paste.into.get()) != last && paste.table.peek(Option::is_some) {
            paste.read(false);
        }
    });
    let dialog = modal(app, Text::PasteTitle, vec![parts.child(actions(app, send))]);
    toggle_class(&dialog.0, "large", true);
    dialog
}

impl Paste {
    /// Where to paste, or type, what did not come with the dialog.
    fn text_box(self) -> El {
        let app = self.app;
        let pasted = move |event: Event| {
            let Some(event) = event.dyn_ref::<ClipboardEvent>() else { return };
            // HTML tells cells apart that plain text runs together; it is lost once the text is in the box.
            let empty = self.source.peek(|(_, text)| text.is_empty());
            let Some(pasted) = clipboard::pasted(event).filter(|_| empty) else { return };
            event.prevent_default();
            self.take(pasted.html, pasted.text);
        };
        let text = el("textarea", "input paste-text")
            .attr("data-role", "paste-text")
            .attr("rows", "3")
            .attr("spellcheck", "false")
            .attr("autocomplete", "off")
            .attr("autofocus", "")
            .attr_tr(app, "placeholder", Text::PastePlaceholder)
            .live_value(move || self.source.with(|(_, text)| text.clone()))
            .on("paste", pasted)
            .on("input", move |event| self.take(String::new(), value_of(&event)));
        labelled(app, Text::PasteHere, text).child(el("p", "hint").tr(app, Text::PasteHelp))
    }

    fn take(self, html: String, text: String) {
        self.source.set((html, text));
        self.choices.set(Vec::new());
        self.read(true);
    }

    /// Has the source understood. What is on the screen stays until the answer is there.
    fn read(self, anew: bool) {
        let app = self.app;
        self.turn.update(|turn| *turn += 1);
        let turn = self.turn.now();
        let (html, text) = self.source.now();
        if html.is_empty() && text.trim().is_empty() {
            self.table.update(|table| *table = None);
            return self.stage.set(Stage::Nothing);
        }
        if self.stage.now() != Stage::Ready {
            self.stage.set(Stage::Reading);
        }
        let years = if self.into.now() == HERE { self.open_years() } else { (None, None) };
        leptos::task::spawn_local(async move {
            let request =
                TableRequest { html: &html, text: &text, style: app.style(), years, choices: self.choices.now() };
            let answer = desk::read_table(request).await;
            if self.turn.now() != turn {
                return;
            }
            let stage = match answer {
                Ok(table) if !table.rows.is_empty() => return self.show(table, anew),
                Ok(_) => Stage::Refused(app.t(Text::PasteEmpty).to_owned()),
                Err(DeskError::Refused(error)) => Stage::Refused(wording::paste_error(app, &error)),
                Err(DeskError::Failed) => Stage::Refused(app.t(Text::PasteFailed).to_owned()),
                Err(DeskError::Unavailable) => Stage::Unavailable,
            };
            self.table.update(|table| *table = None);
            self.stage.set(stage);
        });
    }

    fn show(self, table: PastedTable, anew: bool) {
        if anew {
            let (prev, now) = table.years;
            let year = now.or(prev.map(|prev| prev + 1)).unwrap_or_else(page::review_year);
            self.year.set(year.to_string());
            // Figures of other years make a table of their own, unless the user says otherwise.
            self.into.set(if self.is_open && self.other_year(&table).is_none() { HERE } else { NEW });
        }
        self.table.update(|shown| *shown = Some(table));
        if anew {
            self.shape.update(|shape| *shape += 1);
        }
        self.stage.set(Stage::Ready);
    }

    /// Says something about columns.
    fn choose(self, said: &[Choice]) {
        self.choices.update(|choices| choices.extend_from_slice(said));
        self.read(false);
    }

    /// Years of the open table.
    fn open_years(self) -> (Option<i16>, Option<i16>) {
        self.app.read(|session| {
            let (workbook, span) = (session.workbook(), session.span());
            let year = |id| workbook.period(id).map(|period| period.date.year);
            (span.prev.and_then(year), year(span.now))
        })
    }

    /// A year that the pasted table names and the open one does not show in its place, and the year it shows there.
    fn other_year(self, table: &PastedTable) -> Option<(i16, i16)> {
        let (prev, now) = self.open_years();
        let differ = |pasted: Option<i16>, open: Option<i16>| pasted.zip(open).filter(|(pasted, open)| pasted != open);
        differ(table.years.1, now).or_else(|| differ(table.years.0, prev))
    }

    /// The years of the two periods of a new table; `None` while the year typed is none.
    fn new_years(self, table: &PastedTable) -> Option<(i16, i16)> {
        let now: i16 = self.year.with(|year| year.trim().parse().ok()).filter(|year| (1990..=2100).contains(year))?;
        let apart = match table.years {
            (Some(prev), Some(now)) if prev < now => now - prev,
            (Some(prev), None) if prev < now => now - prev,
            _ => 1,
        };
        Some((now - apart, now))
    }

    /// The name of a field with its year in the table it goes into.
    fn field_words(self, table: &PastedTable, field: Field) -> String {
        let app = self.app;
        let Some((measure, at)) = field.fact() else { return app.t(Text::FieldUnit).to_owned() };
        let end = |year: i16| app.tf(Text::PeriodEnd, &[("year", &year.to_string())]);
        let when = if self.into.get() == NEW {
            self.new_years(table).map(|(prev, now)| end(if at == At::Prev { prev } else { now }))
        } else {
            let span = app.watch(|session| session.span());
            match (at, span.prev) {
                (At::Now, _) => Some(wording::period_when(app, span.now)),
                (At::Prev, Some(prev)) => Some(wording::period_when(app, prev)),
                // The period that the paste brings along, as it will be made.
                (At::Prev, None) => {
                    self.open_years().1.map(|now| end(table.years.0.map_or(now - 1, |prev| prev.min(now - 1))))
                }
            }
        };
        let words = wording::measure_words(app, measure, &when.unwrap_or_default());
        capital(&wording::of_group(app, field.group(), words))
    }

    /// Whether anything would come of it.
    fn can_apply(self) -> bool {
        let into = self.into.get();
        let ready = self.stage.get() == Stage::Ready;
        // Without names the rows of an open table cannot be told apart.
        ready && self.table.with(|table| table.as_ref().is_some_and(|table| into == NEW || has_names(table)))
    }

    /// What is read, in one line; or what is going on instead.
    fn status(self) -> Vec<El> {
        let app = self.app;
        match self.stage.get() {
            Stage::Nothing => Vec::new(),
            Stage::Reading => vec![el("p", "note").text(app.t(Text::PasteReading))],
            Stage::Ready => {
                vec![el("p", "").attr("data-role", "paste-summary").live_text(move || notes::summary(self))]
            }
            Stage::Refused(words) => vec![el("p", "error").text(&words)],
            Stage::Unavailable => {
                let again = button("btn small", move |_| self.read(true)).text(app.t(Text::TryAgain));
                vec![el("p", "error").text(app.t(Text::PasteUnavailable)), again]
            }
        }
    }

    /// The choice of where it goes, and what a new table needs to know.
    fn target(self) -> Vec<El> {
        let app = self.app;
        let mut parts = Vec::new();
        if self.is_open {
            let choices = [Text::PasteIntoHere, Text::PasteIntoNew];
            parts.push(labelled_group(app, radios(app, "seg large", Text::PasteInto, self.into, &choices)));
        }
        let details = move || {
            if self.into.get() != NEW {
                return Vec::new();
            }
            let area = text_field(app, Text::BlankArea, self.area);
            vec![div("two").child(number_field(app, Text::PasteYear, self.year)).child(area)]
        };
        parts.push(div("form").live(details));
        parts
    }
}

fn labelled_group(app: App, group: El) -> El {
    div("field").child(el("span", "label").tr(app, Text::PasteInto)).child(group)
}

fn has_names(table: &PastedTable) -> bool {
    table.columns.iter().any(|column| column.used == Use::Name)
}

/// Units among the rows, groups aside.
fn count_units(table: &PastedTable) -> usize {
    table.rows.iter().filter(|row| row.kind == RowKind::Unit).count()
}

/// A column as messages name it.
fn column_name(app: App, table: &PastedTable, column: usize) -> String {
    match table.columns.get(column) {
        Some(column) if !column.heading.is_empty() => column.heading.clone(),
        _ => app.tf(Text::PasteColumn, &[("n", &(column + 1).to_string())]),
    }
}

/// The end of a year, in the order of periods.
fn year_ends(prev: Option<i16>, now: i16) -> Vec<Date> {
    prev.into_iter().chain([now]).map(Date::year_end).collect()
}
