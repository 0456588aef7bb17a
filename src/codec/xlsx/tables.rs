//! Which tables stand on a sheet. Blank rows part blocks; a block that brings a heading of its own begins a table, others
//! go on with the one before.

use super::Table;
use crate::codec::block::write_line;
use crate::codec::grid::{Grid, GridError, MAX_COLUMNS, MAX_ROWS, Row};
use crate::codec::number::{Phrase, Style};
use crate::codec::paste::{self, PastePlan};
use crate::core::names::tidy;

/// The cells of a sheet: row and column from 0, in order.
#[derive(Debug, Default)]
pub struct Cells {
    pub list: Vec<(u32, u32, String)>,
    /// The sheet holds more text than is read: so many bytes.
    pub too_long: Option<usize>,
}

/// The cells of a row.
type Line<'a> = &'a [(u32, u32, String)];

/// Rows looked at to tell what a block is: headings stand at the top.
const SAMPLE: usize = 60;
/// Longest title shown.
const MAX_TITLE: usize = 120;

/// The tables, from the top; their sheet is named by the caller.
pub fn find(cells: &Cells) -> Vec<Table> {
    let lines: Vec<Line> = cells.list.chunk_by(|a, b| a.0 == b.0).collect();
    let mut tables: Vec<Vec<Line>> = Vec::new();
    // Titles, and headings that a blank row parts from their figures.
    let mut above: Vec<Line> = Vec::new();
    for block in lines.chunk_by(|a, b| row_of(a) + 1 == row_of(b)) {
        above.extend(block);
        if !block.iter().any(|line| has_figures(line)) {
            continue;
        }
        let whole = std::mem::take(&mut above);
        let begins = plan(&whole).has_heading();
        match tables.last_mut() {
            Some(table) if !begins || repeats(table, &whole) => table.extend(whole),
            _ => tables.push(whole),
        }
    }
    // Names without figures are a table too, if there is no other.
    if tables.is_empty() && above.len() > 1 {
        tables.push(above);
    }
    tables.iter().map(|lines| table(lines, cells.too_long)).collect()
}

fn row_of(line: &Line) -> u32 {
    line.first().map_or(0, |(row, ..)| *row)
}

fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '<' | '>'))
        && matches!(Phrase::parse(text), Some(Ok(_)))
}

/// Whether a row states figures. Numbers that only count the columns (1, 2, 3 …) are none.
fn has_figures(line: Line) -> bool {
    let numbers = || line.iter().map(|(.., text)| text.trim()).filter(|text| is_number(text));
    let count = numbers().count();
    let mut next = 0;
    let counts_columns = numbers().all(|text| {
        next += 1;
        text.trim_matches(['(', ')']).parse() == Ok(next)
    });
    count > 1 && !(counts_columns && count > 2) || count == 1 && line.len() > 1
}

/// Whether rows repeat the heading of a table, as on its next page, and say nothing else above their figures.
fn repeats(table: &[Line], whole: &[Line]) -> bool {
    let heading = || whole.iter().take_while(|line| !has_figures(line));
    let same = |a: Line, b: Line| a.iter().map(|(_, at, text)| (at, text)).eq(b.iter().map(|(_, at, text)| (at, text)));
    heading().count() > 0 && heading().all(|line| table.iter().take(SAMPLE).any(|other| same(line, other)))
}

/// What the rows are taken for, judged by the first of them.
fn plan(lines: &[Line]) -> PastePlan {
    let mut grid = Grid::default();
    let left = left(lines);
    for line in lines.iter().take(SAMPLE) {
        let cells = texts(line, left).take(MAX_COLUMNS).collect();
        // Within its bounds by the two `take`s.
        let _ = grid.push(Row { number: row_of(line) as usize + 1, cells, ..Row::default() });
    }
    paste::plan(grid, Style::Vi, (None, None))
}

fn table(lines: &[Line], too_long: Option<usize>) -> Table {
    let plan = plan(lines);
    let row = |line: Option<&Line>| line.map_or(0, row_of) + 1;
    Table {
        sheet: String::new(),
        hidden: false,
        rows: (row(lines.first()), row(lines.last())),
        lines: lines.len().saturating_sub(plan.head) as u32,
        form: plan.form,
        title: title(lines, plan.head),
        text: too_long.map_or_else(|| text(lines), |bytes| Err(GridError::TooLong { bytes })),
    }
}

/// The longest text that stands alone in its row above the headings.
fn title(lines: &[Line], head: usize) -> String {
    let alone = lines.iter().take(head).filter(|line| line.len() == 1);
    let texts = alone.filter_map(|line| line.first()).map(|(.., text)| tidy(text));
    let longest = texts.max_by_key(|text| text.chars().count()).unwrap_or_default();
    longest.chars().take(MAX_TITLE).collect()
}

/// The rows as tab-separated text; blank lines keep every row at its number on the sheet.
fn text(lines: &[Line]) -> Result<String, GridError> {
    if let Some(line) = lines.get(MAX_ROWS) {
        return Err(GridError::TooManyRows { row: row_of(line) as usize + 1 });
    }
    let left = left(lines);
    let mut out = String::new();
    let mut next = 0;
    for line in lines {
        let row = row_of(line);
        let last = line.last().map_or(left, |(_, column, _)| *column);
        let columns = (last - left) as usize + 1;
        if columns > MAX_COLUMNS {
            return Err(GridError::TooManyColumns { row: row as usize + 1, columns });
        }
        out.extend(std::iter::repeat_n("\r\n", row.saturating_sub(next) as usize));
        write_line(&mut out, texts(line, left));
        next = row + 1;
    }
    Ok(out)
}

/// The leftmost column.
fn left(lines: &[Line]) -> u32 {
    lines.iter().filter_map(|line| line.first()).map(|(_, column, _)| *column).min().unwrap_or(0)
}

/// The texts of a row from the leftmost column on, blank ones included. Bounded by the caller.
fn texts<'a>(line: Line<'a>, left: u32) -> impl Iterator<Item = &'a str> {
    let mut cells = line.iter().peekable();
    let last = line.last().map_or(left, |(_, column, _)| *column);
    (left..=last).map(move |column| cells.next_if(|(_, at, _)| *at == column).map_or("", |(_, _, text)| text))
}
