//! What a pasted table is taken for, shown to the user before anything changes.

use std::borrow::Cow;

use super::columns;
use super::head::{self, Head};
use super::rows::{self, PlanRow};
use crate::codec::grid::Grid;
use crate::codec::number::{Phrase, Reader, Role, Style, shows_nothing};
use crate::codec::plain::trimmed;
use crate::core::fact::{Fact, Unreadable};
use crate::core::field::Field;
use crate::core::measure::{Kind, Measure};

/// What a column of the pasted table is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Names of the units.
    Name,
    /// Running numbers, which tell groups from their members (`1`, `1.1`).
    Number,
    /// `row` of a results file: which rows are totals and tags.
    Key,
    /// Tags of the units, cut by `,` or `;`.
    Tags,
    /// Official codes of the units.
    Code,
    /// Whether the line counts households or persons (forms 2 and 3).
    Facet,
    /// Figures of this column of the table.
    Figures(Field),
    /// Figures that follow from other columns and agree with them in every row: not taken over.
    Follows(Field),
    Ignored(Why),
}

/// Why a column is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    Blank,
    /// Remarks, sources.
    Remark,
    /// Nothing tells what it is; the user may say.
    Unknown,
    /// Results such as gaps and verdicts, which are always computed.
    Computed,
    /// An earlier column holds the same.
    Duplicate,
    /// Flows, groups and shares, which have no place in the table yet.
    Unsupported,
    /// Figures of a year that is not one of the two.
    OtherPeriod,
}

/// One column of the pasted table.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its heading, levels joined by " · ".
    pub heading: String,
    pub used: Use,
    /// Heading and contents leave no doubt; else the user is asked to have a look.
    pub sure: bool,
    /// What the user said about a separator that could mean either.
    pub decided: Option<(char, Role)>,
    /// Falls stand as negative numbers; they are taken over with the sign turned.
    pub risen: bool,
    /// Put around bare numbers, from what the heading says of them.
    pub(super) frame: (&'static str, &'static str),
}

/// An official form recognised by its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Form 1: the result of the review.
    Result,
    /// Form 2: flows of poor households.
    PoorFlows,
    /// Form 3: flows of near-poor households.
    NearPoorFlows,
}

/// Something about the table that the user should know. Rows count from 1 as in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// The row has fewer cells than the table has columns; the missing ones stay empty.
    Ragged { row: usize, cells: usize, columns: usize },
    /// The row has more cells than the heading, which cannot be named.
    Overlong { row: usize, cells: usize, columns: usize },
    /// A second total; only the first is used as a check.
    SecondTotal { row: usize },
    /// A name cut to the longest accepted.
    LongName { row: usize },
    /// Flows are recognised and have no place yet; only opening and closing are taken.
    FlowsUnused,
    /// The rows are indicators and the columns perhaps years: the table lies on its side.
    OnItsSide,
    /// Other tables in what was pasted.
    OtherTables { count: usize },
}

impl Note {
    const fn is_about_rows(self) -> bool {
        matches!(self, Note::Ragged { .. } | Note::SecondTotal { .. } | Note::LongName { .. } | Note::OnItsSide)
    }
}

/// A pasted table as understood; columns may be changed until it is applied.
#[derive(Clone, Debug)]
pub struct PastePlan {
    pub grid: Grid,
    pub style: Style,
    /// Rows at the top that hold titles, headings and column numbers.
    pub head: usize,
    pub columns: Vec<Column>,
    pub form: Option<Form>,
    /// Years of the earlier and the later figures, as far as the headings tell.
    pub years: (Option<i16>, Option<i16>),
    pub notes: Vec<Note>,
    /// The rows as the columns are used now.
    pub(super) planned: Vec<PlanRow>,
}

/// Understands a pasted table. `years` are those of the two periods of the open table, so that a single column of
/// "2022" finds its side.
pub fn plan(grid: Grid, style: Style, years: (Option<i16>, Option<i16>)) -> PastePlan {
    let head = head::find(&grid);
    let form = columns::form(&head);
    let mut plan = PastePlan {
        style,
        head: head.rows,
        columns: Vec::new(),
        form,
        years: (None, None),
        notes: notes(&grid, &head),
        planned: Vec::new(),
        grid,
    };
    columns::assign(&mut plan, &head, years);
    let is_flow = |column: &Column| matches!(column.used, Use::Figures(field) if field.is_flow());
    if matches!(form, Some(Form::PoorFlows | Form::NearPoorFlows)) && !plan.columns.iter().any(is_flow) {
        plan.notes.push(Note::FlowsUnused);
    }
    rows::note_rows(&mut plan);
    plan
}

fn notes(grid: &Grid, head: &Head) -> Vec<Note> {
    let mut notes = Vec::new();
    if grid.left_aside > 0 {
        notes.push(Note::OtherTables { count: grid.left_aside });
    }
    let columns = head.levels.iter().rposition(|levels| !levels.is_empty()).map_or(0, |last| last + 1);
    for row in grid.rows.iter().skip(head.rows) {
        let (row, cells) = (row.number, row.cells.len());
        if columns > 0 && cells > columns {
            notes.push(Note::Overlong { row, cells, columns });
        }
    }
    notes
}

impl PastePlan {
    /// Whether the table brings its own heading. One without is pasted straight onto the selected cell.
    pub fn has_heading(&self) -> bool {
        self.head > 0
    }

    /// Says what a column is used for. Another column that was used so is left out.
    pub fn set_use(&mut self, column: usize, used: Use) {
        for (at, other) in self.columns.iter_mut().enumerate() {
            if at == column {
                other.used = used;
                other.sure = true;
            } else if other.used == used && !matches!(used, Use::Ignored(_) | Use::Follows(_)) {
                other.used = Use::Ignored(Why::Duplicate);
            }
        }
        self.notes.retain(|note| !note.is_about_rows());
        rows::note_rows(self);
    }

    /// The rows of the table in order, each with what it is taken for and the cells that will be used.
    pub fn rows(&self) -> &[PlanRow] {
        &self.planned
    }

    /// How the figures of a column are read; `None` for columns without figures. Its `doubt` is a separator to ask about.
    pub fn reader(&self, column: usize) -> Option<Reader> {
        let Use::Figures(field) = self.columns.get(column)?.used else { return None };
        Some(self.reader_of(column, field.fact()?.0))
    }

    pub(super) fn reader_of(&self, column: usize, measure: Measure) -> Reader {
        let frame = self.frame(column);
        let all = measure.kind() == Kind::Target;
        let texts = self.body().map(|row| row.text(column)).filter(|text| all || !shows_nothing(text));
        let mut phrases = texts.filter_map(|text| self.phrase(column, frame.as_ref(), text)?.ok());
        let mut reader = Reader::of_phrases(&mut phrases, measure, self.style);
        reader.decide(self.columns.get(column).and_then(|column| column.decided));
        reader
    }

    /// The text of a cell as it is read: a bare number under "Chỉ tiêu giảm (hộ)" becomes "giảm 1970 hộ", and under
    /// "tăng (+), giảm (−)" a bare rise becomes "tăng …" and a fall loses its sign.
    pub fn cell_text(&self, row: usize, column: usize) -> Cow<'_, str> {
        self.framed(column, self.grid.rows.get(row).map_or("", |row| row.text(column)))
    }

    /// The words of a column of targets around its bare numbers, taken apart once for all of them.
    pub(super) fn frame(&self, column: usize) -> Option<Phrase> {
        let column = self.columns.get(column).filter(|column| !column.risen && column.used.is_target())?;
        Phrase::parse(&[column.frame.0, "0", column.frame.1].concat())?.ok()
    }

    /// A cell taken apart, as it is read.
    fn phrase(&self, column: usize, frame: Option<&Phrase>, text: &str) -> Option<Result<Phrase, Unreadable>> {
        match frame.and_then(|frame| frame.around(trimmed(text))) {
            Some(framed) => Some(Ok(framed)),
            None => Phrase::parse(&self.framed(column, text)),
        }
    }

    /// The fact that a cell states; what [`Reader::fact`] makes of its [text](Self::cell_text).
    pub(super) fn fact(&self, reader: &Reader, frame: Option<&Phrase>, row: usize, column: usize) -> Option<Fact> {
        let text = self.grid.rows.get(row).map_or("", |row| row.text(column));
        let risen = self.columns.get(column).is_some_and(|column| column.risen);
        if let Some(fact) = reader.bare(text).filter(|_| !risen) {
            return Some(fact);
        }
        Some(reader.fact_of(self.phrase(column, frame, text)?, &|| self.framed(column, text)))
    }

    fn framed<'a>(&self, column: usize, text: &'a str) -> Cow<'a, str> {
        let text = trimmed(text);
        let Some(column) = self.columns.get(column) else { return Cow::Borrowed(text) };
        if column.risen && head::is_number(text) && !text.chars().any(char::is_alphabetic) {
            return match text.strip_prefix(['-', '−', '–']) {
                Some(fall) => Cow::Borrowed(fall.trim_start()),
                None => Cow::Owned(["tăng ", text.trim_start_matches('+')].concat()),
            };
        }
        let bare = || {
            text.starts_with(|c: char| c.is_ascii_digit()) && !text.contains(|c: char| c.is_alphabetic() || c == '%')
        };
        if column.used.is_target() && bare() {
            Cow::Owned([column.frame.0, text, column.frame.1].concat())
        } else {
            Cow::Borrowed(text)
        }
    }

    pub(super) fn body(&self) -> impl Iterator<Item = &crate::codec::grid::Row> {
        self.grid.rows.iter().skip(self.head)
    }

    /// The column used so.
    pub(super) fn column(&self, used: Use) -> Option<usize> {
        self.columns.iter().position(|column| column.used == used)
    }

    /// Whether the table has figures of the earlier period.
    pub fn has_prev(&self) -> bool {
        self.columns.iter().any(|column| column.used.is_prev())
    }
}
