//! Where the heading of a table ends, and the words that stand over each column.

use super::words::{as_year, is_heading};
use crate::codec::grid::{Grid, Row};
use crate::codec::number::Phrase;

/// The rows above the figures.
#[derive(Debug, Default)]
pub struct Head {
    /// Rows of the grid up to the first with figures or names, titles and column numbers included.
    pub rows: usize,
    /// Per column, its headings from the top down; empty without a heading.
    pub levels: Vec<Vec<String>>,
    /// Per column, its number in the official form, where the table carries one: `4=3/1*100` is 4.
    pub numbers: Vec<Option<u8>>,
    /// Row of column numbers and formulas, without blanks.
    pub formulas: String,
    /// What stands above the headings.
    pub title: String,
}

/// Whether the text reads as a number, apart from words around it that fit a cell.
pub fn is_number(text: &str) -> bool {
    matches!(Phrase::parse(text), Some(Ok(_)))
}

/// Letterhead of official tables; never over columns.
const LETTERHEAD: &[&str] = &[
    "cong hoa xa hoi",
    "doc lap - tu do",
    "uy ban nhan dan",
    "ubnd",
    "bieu so",
    "mau so",
    "phu luc",
    "(kem theo",
    "don vi tinh",
];

fn is_letterhead(row: &Row) -> bool {
    row.filled().any(|(_, text)| {
        let plain = crate::codec::plain::plain(text);
        LETTERHEAD.iter().any(|start| plain.starts_with(start))
    })
}

/// The number of a column in a row of such: `A`, `3`, `(3)`, `4=3/1*100`, and in headings `c4_ty_le=3/1*100`.
fn column_number(text: &str) -> Option<u8> {
    let text = text.trim().trim_start_matches(['(', 'c', 'C']);
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    let number = digits.parse().ok().filter(|n| *n > 0)?;
    (rest.is_empty() || rest.starts_with([')', '=', '_', ' '])).then_some(number)
}

/// A row that numbers the columns: every cell is a letter or the next number.
fn numbers_columns(row: &Row) -> bool {
    let mut last = 0;
    let mut seen = 0;
    let fits = row.filled().all(|(_, text)| {
        let text = text.trim();
        if text.chars().count() == 1 && text.chars().all(char::is_alphabetic) {
            return true;
        }
        seen += 1;
        let bare = text.trim_matches(['(', ')']);
        let plain = bare.chars().all(|c| c.is_ascii_digit()) || bare.contains('=');
        let next = column_number(text).filter(|_| plain);
        let follows = next == Some(last + 1);
        last = next.unwrap_or(0);
        follows
    });
    fits && seen > 1
}

/// Whether a row holds figures of a unit.
fn holds_figures(row: &Row) -> bool {
    if numbers_columns(row) || is_letterhead(row) {
        return false;
    }
    let numbers = row.filled().filter(|(_, text)| is_number(text));
    let words = || row.filled().filter(|(_, text)| !is_number(text));
    let (mut count, mut years, mut last) = (0, 0, 0);
    for (_, text) in numbers {
        count += 1;
        if let Some(year) = as_year(text).filter(|year| *year > last || last == 0) {
            years += 1;
            last = year;
        }
    }
    // "Đơn vị | 2022 | 2023" is a heading; "Ba Bể | 2013 | 2011" is not.
    let heading = years == count && (count > 2 || words().all(|(_, text)| is_heading(text)));
    // A running number alone does not make figures.
    count > 0
        && !heading
        && (count > 1 || words().count() < 3 || row.filled().next().is_none_or(|(_, t)| !is_number(t)))
}

/// Finds the heading.
pub fn find(grid: &Grid) -> Head {
    let width = grid.width();
    let figures = grid.rows.iter().position(holds_figures);
    let above = match figures {
        Some(first) => first,
        // Names alone: the first row is a heading if it reads like one.
        None => usize::from(grid.rows.first().is_some_and(|row| row.filled().all(|(_, text)| is_heading(text)))),
    };
    let block = grid.rows.get(..above).unwrap_or(&[]);
    // Section headings such as "I. Thành thị" stand between the heading and the figures: they name nothing over a column.
    let figure_columns = |row: &Row| {
        let first = figures.and_then(|at| grid.rows.get(at));
        row.filled().filter(|(column, _)| first.is_none_or(|first| is_number(first.text(*column)))).count()
    };
    // A text alone over the running numbers, left of the names, is a title that goes over the whole table.
    let is_numbering = |column: usize| {
        let first = figures.and_then(|at| grid.rows.get(at));
        let mut cells = first.into_iter().flat_map(Row::filled);
        let left = cells.next().is_some_and(|(left, text)| left == column && is_number(text));
        left && cells.any(|(_, text)| !is_number(text))
    };
    // A row above the figures whose words mean nothing over a column is a unit with text for figures.
    let heads = |row: &Row| figure_columns(row) > 0 && row.filled().any(|(_, text)| is_heading(text));
    let last = block.iter().rposition(|row| numbers_columns(row) || heads(row));
    let mut head = Head { levels: vec![Vec::new(); width], numbers: vec![None; width], ..Head::default() };
    let Some(last) = last else { return head };
    head.rows = last + 1;
    let mut lines: Vec<&Row> = Vec::new();
    for (at, row) in block.iter().enumerate().take(head.rows) {
        let lone = row.filled().count() == 1
            && at < last
            && (figure_columns(row) == 0 || row.filled().all(|(column, t)| t.len() > 60 || is_numbering(column)));
        if lone || is_letterhead(row) {
            for (_, text) in row.filled() {
                head.title.push_str(text);
                head.title.push('\n');
            }
        } else if numbers_columns(row) {
            for (column, text) in row.filled() {
                head.formulas.extend(text.chars().filter(|c| !c.is_whitespace()));
                head.formulas.push(' ');
                if let Some(slot) = head.numbers.get_mut(column) {
                    *slot = column_number(text);
                }
            }
        } else {
            lines.push(row);
        }
    }
    for (at, row) in lines.iter().enumerate() {
        let below = lines.get(at + 1..).unwrap_or(&[]);
        let grouped = |column: usize| below.iter().any(|row| !row.text(column).trim().is_empty());
        let mut over: Option<&str> = None;
        for (column, levels) in head.levels.iter_mut().enumerate() {
            let text = row.text(column).trim();
            if !text.is_empty() {
                over = grouped(column).then_some(text);
                levels.push(text.to_owned());
                // `c4_ty_le=3/1*100` carries name and number in one.
                if lines.len() == 1
                    && let Some(slot @ None) = head.numbers.get_mut(column)
                    && text.starts_with(['c', 'C'])
                {
                    *slot = column_number(text);
                    head.formulas.push_str(text);
                    head.formulas.push(' ');
                }
            } else if let Some(group) = over
                && grouped(column)
            {
                // A merged heading stands over this column too.
                levels.push(group.to_owned());
            }
        }
    }
    head
}
