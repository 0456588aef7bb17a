//! Tables in HTML as spreadsheets, word processors and pages put them on the clipboard. Nothing in it is run or kept but
//! the text of the cells.

use crate::codec::grid::{Grid, GridError, MAX_COLUMNS, MAX_ROWS, Row, check_length};
use crate::core::names::compose;

/// Tables inside tables deeper than this are read as text of the cell around them.
const MAX_DEPTH: usize = 8;

/// The table with the most cells in it; the others are counted. `None` when there is no table.
pub fn read(html: &str) -> Result<Option<Grid>, GridError> {
    check_length(html)?;
    let mut walk = Walk::default();
    let mut rest = html;
    while let Some((text, tail)) = rest.split_once('<') {
        walk.text(text);
        rest = walk.markup(tail)?;
    }
    walk.text(rest);
    while !walk.open.is_empty() {
        walk.end_table()?;
    }
    let worth = |grid: &Grid| grid.rows.iter().map(|row| row.cells.len()).sum::<usize>();
    let tables = walk.done.iter().filter(|grid| worth(grid) > 1).count();
    let best = walk.done.into_iter().rev().max_by_key(worth).filter(|grid| !grid.rows.is_empty());
    Ok(best.map(|grid| Grid { left_aside: tables.saturating_sub(1), ..grid }))
}

#[derive(Default)]
struct Walk {
    open: Vec<Table>,
    done: Vec<Grid>,
    /// Bold elements open around the text.
    bold: usize,
}

#[derive(Default)]
struct Table {
    grid: Grid,
    row: Option<Row>,
    rows: usize,
    cell: Option<Cell>,
    /// Per column, how many rows below are still covered by a cell that spans them.
    covered: Vec<usize>,
}

struct Cell {
    text: String,
    /// White space seen and not written yet.
    blank: bool,
    columns: usize,
    rows: usize,
}

impl Walk {
    fn text(&mut self, text: &str) {
        let bold = self.bold > 0;
        let Some(table) = self.open.last_mut() else { return };
        let Some(cell) = &mut table.cell else { return };
        let start = cell.text.len();
        let mut rest = text;
        while let Some((plain, tail)) = rest.split_once('&') {
            cell.push(plain);
            match entity(tail) {
                Some((c, tail)) => {
                    cell.push_char(c);
                    rest = tail;
                }
                None => {
                    cell.push_char('&');
                    rest = tail;
                }
            }
        }
        cell.push(rest);
        if bold && cell.text.len() > start {
            table.row.get_or_insert_default().bold = true;
        }
    }

    /// Takes what follows a `<` and returns what follows the tag.
    fn markup<'a>(&mut self, text: &'a str) -> Result<&'a str, GridError> {
        if let Some(comment) = text.strip_prefix("!--") {
            return Ok(comment.split_once("-->").map_or("", |(_, tail)| tail));
        }
        let close = text.starts_with('/');
        let body = text.strip_prefix('/').unwrap_or(text);
        if !body.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?')) {
            self.text("<");
            return Ok(text);
        }
        let end = tag_end(body);
        let (tag, tail) = body.split_at_checked(end).unwrap_or((body, ""));
        let tail = tail.strip_prefix('>').unwrap_or(tail);
        let split = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
        let (name, attributes) = tag.split_at_checked(split).unwrap_or((tag, ""));
        match (name.to_ascii_lowercase().as_str(), close) {
            (name @ ("script" | "style" | "title" | "textarea" | "template" | "noscript"), false) => {
                return Ok(after_element(tail, name));
            }
            ("table", false) if self.open.len() < MAX_DEPTH => self.open.push(Table::default()),
            ("table", true) => self.end_table()?,
            ("tr", _) | ("thead" | "tbody" | "tfoot", true) => {
                if let Some(table) = self.open.last_mut() {
                    table.end_row()?;
                    if name.eq_ignore_ascii_case("tr") && !close {
                        table.row = Some(Row::default());
                    }
                }
            }
            ("td" | "th", _) => {
                self.bold = 0;
                if let Some(table) = self.open.last_mut() {
                    table.end_cell();
                    if !close {
                        table.cell = Some(Cell::new(attributes));
                        if is_bold(attributes) {
                            table.row.get_or_insert_default().bold = true;
                        }
                    }
                }
            }
            ("b" | "strong", false) => self.bold += 1,
            ("b" | "strong", true) => self.bold = self.bold.saturating_sub(1),
            ("br" | "p" | "div" | "li", _) => self.text(" "),
            // Bold that ends with a span is not followed further than the row's mark.
            ("span" | "font", false) if is_bold(attributes) => {
                if let Some(row) = self.open.last_mut().and_then(|table| table.row.as_mut()) {
                    row.bold = true;
                }
            }
            _ => {}
        }
        Ok(tail)
    }

    fn end_table(&mut self) -> Result<(), GridError> {
        self.bold = 0;
        if let Some(mut table) = self.open.pop() {
            table.end_row()?;
            self.done.push(table.grid);
        }
        Ok(())
    }
}

impl Table {
    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        let row = self.row.get_or_insert_default();
        while self.covered.get(row.cells.len()).is_some_and(|rows| *rows > 0) {
            row.cells.push("");
        }
        let start = row.cells.len();
        row.cells.push(&compose(&cell.text));
        // Beyond the last column allowed, cells that only widen need no room.
        let end = start.saturating_add(cell.columns).min(MAX_COLUMNS);
        while row.cells.len() < end {
            row.cells.push("");
        }
        if cell.rows > 1 {
            if self.covered.len() < end {
                self.covered.resize(end, 0);
            }
            // One more than the rows below: the end of this row takes one off.
            self.covered.iter_mut().take(end).skip(start).for_each(|rows| *rows = cell.rows);
        }
    }

    fn end_row(&mut self) -> Result<(), GridError> {
        self.end_cell();
        let Some(mut row) = self.row.take() else { return Ok(()) };
        self.rows += 1;
        row.number = self.rows;
        self.covered.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        self.grid.push(row)
    }
}

impl Cell {
    fn new(attributes: &str) -> Self {
        let span =
            |name, most| attribute(attributes, name).and_then(|n| n.trim().parse().ok()).unwrap_or(1).clamp(1, most);
        Self {
            text: String::new(),
            blank: false,
            columns: span("colspan", MAX_COLUMNS),
            rows: span("rowspan", MAX_ROWS),
        }
    }

    fn push(&mut self, text: &str) {
        text.chars().for_each(|c| self.push_char(c));
    }

    fn push_char(&mut self, c: char) {
        if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
            self.blank = true;
            return;
        }
        if c == '\0' {
            return;
        }
        if self.blank && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.blank = false;
        self.text.push(c);
    }
}

/// Where the `>` of a tag stands; quoted attributes may hold one.
fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    for (at, c) in tag.char_indices() {
        match (c, quote) {
            ('>', None) => return at,
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(q)) if c == q => quote = None,
            _ => {}
        }
    }
    // Never closed: the markup was cut, or the quote is a stray one.
    tag.find('>').unwrap_or(tag.len())
}

/// What follows the end tag of an element whose content is not text of the page.
fn after_element<'a>(text: &'a str, name: &str) -> &'a str {
    let mut rest = text;
    while let Some((_, tail)) = rest.split_once("</") {
        if tail.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)) {
            return tail.split_once('>').map_or("", |(_, tail)| tail);
        }
        rest = tail;
    }
    ""
}

/// The value of an attribute.
fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = attributes;
    loop {
        let (before, value) = rest.split_once('=')?;
        let value = value.trim_start();
        let (value, tail) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value.get(1..)?.split_once(quote)?,
            _ => value.split_at_checked(value.find(char::is_whitespace).unwrap_or(value.len()))?,
        };
        if before.split_whitespace().next_back().is_some_and(|n| n.eq_ignore_ascii_case(name)) {
            return Some(value);
        }
        rest = tail;
    }
}

fn is_bold(attributes: &str) -> bool {
    let style = attribute(attributes, "style").unwrap_or("").to_ascii_lowercase();
    let Some((_, weight)) = style.split_once("font-weight") else { return false };
    let weight = weight.trim_start_matches([':', ' ']);
    ["bold", "600", "700", "800", "900"].iter().any(|bold| weight.starts_with(bold))
}

const NAMED: &[(&str, char)] = &[
    ("nbsp", '\u{a0}'),
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("ndash", '–'),
    ("mdash", '—'),
    ("minus", '−'),
    ("le", '≤'),
    ("ge", '≥'),
    ("thinsp", '\u{2009}'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("shy", '\u{ad}'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("hellip", '…'),
    ("bull", '•'),
];

/// Endings of the names of letters with a mark (`&agrave;`), and the combining mark that composes with the letter.
const MARKED: &[(&str, char)] =
    &[("grave", '\u{300}'), ("acute", '\u{301}'), ("circ", '\u{302}'), ("tilde", '\u{303}'), ("uml", '\u{308}')];

/// The character that an entity stands for, and what follows it.
fn entity(text: &str) -> Option<(char, &str)> {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '#')?;
    let (name, tail) = text.split_at_checked(end)?;
    let tail = tail.strip_prefix(';').unwrap_or(tail);
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return Some((char::from_u32(code)?, tail));
    }
    if let Some((_, c)) = NAMED.iter().find(|(named, _)| *named == name) {
        return Some((*c, tail));
    }
    let mut letters = name.chars();
    let letter = letters.next()?;
    let (_, mark) = MARKED.iter().find(|(ending, _)| *ending == letters.as_str())?;
    let marked = compose(&String::from_iter([letter, *mark]));
    let mut composed = marked.chars();
    Some((composed.next()?, tail)).filter(|_| composed.next().is_none())
}
