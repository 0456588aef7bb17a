//! A pasted table as it was understood, with every figure read. It is all that showing and applying a paste need, so
//! that the words and rules by which tables are understood can stay in the second program.

use super::plan::{Form, Note, PastePlan, Use};
use super::rows::{self, RowKind, TotalCheck};
use crate::codec::grid::Row;
use crate::codec::number::{Phrase, Reader, Role};
use crate::core::fact::Fact;
use crate::core::field::{At, Field};
use crate::core::measure::Kind;

/// A pasted table as understood. What the user says about its columns is part of the next request, which gives a new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastedTable {
    /// The first rows as they were pasted, for a look at them: the head, and up to [`SHOWN`] more.
    pub shown: Vec<Row>,
    /// How many rows hold anything.
    pub length: usize,
    /// Rows at the top that hold titles, headings and column numbers.
    pub head: usize,
    pub columns: Vec<PastedColumn>,
    pub form: Option<Form>,
    /// Years of the earlier and the later figures, as far as the headings tell.
    pub years: (Option<i16>, Option<i16>),
    pub notes: Vec<Note>,
    /// The rows below the heading, in order.
    pub rows: Vec<PastedRow>,
    /// The pasted total beside the sums of the pasted rows.
    pub checks: Vec<TotalCheck>,
}

/// Rows below the head that are there to be looked at.
pub const SHOWN: usize = 40;

/// One column of a pasted table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastedColumn {
    /// Its heading, levels joined by " · ".
    pub heading: String,
    pub used: Use,
    /// Heading and contents leave no doubt; else the user is asked to have a look.
    pub sure: bool,
    /// Falls stand as negative numbers; they are taken over with the sign turned.
    pub risen: bool,
    /// A separator that the column reads otherwise than the user's language writes it, and how: to confirm or to flip.
    pub doubt: Option<(char, Role)>,
}

/// One row of a pasted table as it will be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastedRow {
    /// Its place among the rows that hold anything.
    pub at: usize,
    /// Its place in the source, from 1.
    pub number: usize,
    pub name: String,
    pub kind: RowKind,
    /// The row, among all rows of the table, of the group it belongs to.
    pub parent: Option<usize>,
    pub tags: Vec<String>,
    /// Official code.
    pub code: Option<String>,
    /// What its figures state.
    pub facts: Vec<(Field, Fact)>,
}

impl PastedTable {
    /// Whether the table brings its own heading. One without is pasted straight onto the selected cell.
    pub fn has_heading(&self) -> bool {
        self.head > 0
    }

    /// Whether the table has figures of the earlier period.
    pub fn has_prev(&self) -> bool {
        self.columns.iter().any(|column| column.used.is_prev())
    }
}

impl Use {
    /// Whether figures of the earlier period are taken from a column used so.
    pub const fn is_prev(self) -> bool {
        matches!(self, Use::Figures(field) if matches!(field.fact(), Some((_, At::Prev))))
    }

    /// Whether a column used so holds targets.
    pub(super) fn is_target(self) -> bool {
        matches!(self, Use::Figures(field) if field.fact().is_some_and(|(measure, _)| measure.kind() == Kind::Target))
    }
}

impl PastePlan {
    /// The table as it is understood now, with its figures read.
    pub fn into_table(mut self) -> PastedTable {
        let planned = std::mem::take(&mut self.planned);
        let mut readers: Vec<(Field, usize, Reader, Option<Phrase>)> = Vec::new();
        for (at, column) in self.columns.iter().enumerate() {
            if let (Use::Figures(field), Some(reader)) = (column.used, self.reader(at)) {
                readers.push((field, at, reader, self.frame(at)));
            }
        }
        let columns = self.columns.iter().enumerate().map(|(at, column)| PastedColumn {
            heading: column.heading.clone(),
            used: column.used,
            sure: column.sure,
            risen: column.risen,
            doubt: readers.iter().find(|(_, column, ..)| *column == at).and_then(|(_, _, reader, _)| reader.doubt()),
        });
        let columns = columns.collect();
        let mut rows = Vec::with_capacity(planned.len());
        let checks = rows::checks(&self, &planned);
        for row in planned {
            let mut read = Vec::with_capacity(row.cells.len());
            for (nth, &(field, at, column)) in row.cells.iter().enumerate() {
                // Most rows have a figure in every column.
                let fits = |reader: &&(Field, usize, Reader, Option<Phrase>)| (reader.0, reader.1) == (field, column);
                if readers.get(nth).filter(fits).or_else(|| readers.iter().find(fits)).is_none() {
                    let Some((measure, _)) = field.fact() else { continue };
                    readers.push((field, column, self.reader_of(column, measure), self.frame(column)));
                }
                let reader = readers.get(nth).filter(fits).or_else(|| readers.iter().find(fits));
                let fact = reader.and_then(|(_, _, reader, frame)| self.fact(reader, frame.as_ref(), at, column));
                read.extend(fact.map(|fact| (field, fact)));
            }
            rows.push(PastedRow {
                at: row.at,
                number: self.grid.rows.get(row.at).map_or(0, |row| row.number),
                name: row.name,
                kind: row.kind,
                parent: row.parent,
                tags: row.tags,
                code: row.code,
                facts: read,
            });
        }
        let mut shown = self.grid.rows;
        let length = shown.len();
        shown.truncate(self.head + SHOWN);
        PastedTable {
            checks,
            head: self.head,
            columns,
            form: self.form,
            years: self.years,
            notes: self.notes,
            rows,
            shown,
            length,
        }
    }
}
