//! Tables typed as plain text: from a message, an e-mail or a note.

use crate::codec::csv::{read_delimited, read_fields};
use crate::codec::grid::{Grid, GridError, Row, check_length};
use crate::codec::plain::plain;

/// Lines looked at to tell how cells are cut.
const LOOKED_AT: usize = 1000;

/// Reads a table in plain text, that of a CSV file included. Cells may be cut by tabs, `|`, `;`, two or more spaces, commas between fields, or be the
/// numbers at the ends of the lines.
pub fn read(text: &str) -> Result<Grid, GridError> {
    check_length(text)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.contains('\t') {
        return read_delimited(text, '\t');
    }
    let lines = || text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    // How the first lines are cut, all are.
    let first = || lines().take(LOOKED_AT);
    let total = first().count();
    // A title above and a note below need not be cut like the rest.
    let most = |cut: &dyn Fn(&str) -> bool| 2 * first().filter(|line| cut(line)).count() > total;
    if most(&|line| line.contains('|')) {
        return by_line(text, bars);
    }
    if most(&|line| line.contains(';')) {
        return read_fields(text, ';');
    }
    if most(&|line| wide(line).count() > 1) {
        return by_line(text, |line| wide(line).map(|cell| cell.trim().to_owned()).collect());
    }
    if is_comma_cut(first()) {
        return read_fields(text, ',');
    }
    let numbers = lines().map(|line| numbers_at_end(line).len()).filter(|n| *n > 0).min().unwrap_or(0);
    by_line(text, |line| peel(line, numbers))
}

fn by_line(text: &str, cells: impl Fn(&str) -> Vec<String>) -> Result<Grid, GridError> {
    let mut grid = Grid::default();
    for (at, line) in text.lines().enumerate() {
        grid.push(Row { number: at + 1, cells: cells(line).into_iter().collect(), ..Row::default() })?;
    }
    Ok(grid)
}

/// `| a | b |`; a line of dashes between them is only drawn.
fn bars(line: &str) -> Vec<String> {
    let line = line.trim();
    if line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | '+' | ' ')) {
        return Vec::new();
    }
    let inner = line.strip_prefix('|').unwrap_or(line);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    inner.split('|').map(|cell| cell.trim().to_owned()).collect()
}

/// Cells between two or more spaces.
fn wide(line: &str) -> impl Iterator<Item = &str> {
    line.trim().split("  ").map(str::trim).filter(|cell| !cell.is_empty())
}

/// Whether commas cut the text into fields: in most lines, or in the heading and as often in most lines below it, where
/// the commas alone could all be marks in numbers ("Phường 1,5264,783").
fn is_comma_cut<'a>(mut lines: impl Iterator<Item = &'a str>) -> bool {
    let Some(heading) = lines.next().map(commas) else { return false };
    let (mut all, mut cut, mut alike) = (1, usize::from(heading.cut), 0);
    for line in lines.map(commas) {
        all += 1;
        cut += usize::from(line.cut);
        alike += usize::from(line.count == heading.count);
    }
    2 * cut > all || heading.cut && 2 * alike > all - 1
}

/// The commas of a line, those in quotes aside.
struct Commas {
    count: usize,
    /// Whether one at least stands right before a field and not between two digits, where it may be one of decimals or
    /// thousands.
    cut: bool,
}

fn commas(line: &str) -> Commas {
    let mut commas = Commas { count: 0, cut: false };
    let mut quoted = false;
    let bytes = line.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    for (at, byte) in bytes.iter().enumerate() {
        quoted ^= *byte == b'"';
        if *byte == b',' && !quoted {
            commas.count += 1;
            let may_be_of_a_number = at > 0 && digit(at - 1) && digit(at + 1);
            let after = line.get(at + 1..).unwrap_or("");
            commas.cut |= !may_be_of_a_number && !after.is_empty() && !after.starts_with([' ', '\u{a0}']);
        }
    }
    commas
}

/// Words after which a number belongs to the name: "Phường 5".
const NUMBERED: &[&str] =
    &["phuong", "quan", "thon", "to", "to dan pho", "khu", "khu pho", "khom", "ap", "ban", "xom", "doi", "cum", "ward"];

/// The numbers that end the line, the last first.
fn numbers_at_end(line: &str) -> Vec<&str> {
    let mut words: Vec<&str> = line.split_whitespace().collect();
    let mut numbers = Vec::new();
    while let Some(word) = words.pop() {
        let digits = word.starts_with(|c: char| c.is_ascii_digit())
            && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '%'));
        if !digits || words.is_empty() {
            words.push(word);
            break;
        }
        numbers.push(word);
    }
    let name = words.join(" ");
    if NUMBERED.contains(&&*plain(&name)) {
        numbers.pop();
    }
    numbers
}

/// The name, and as many numbers at the end as every line has.
fn peel(line: &str, numbers: usize) -> Vec<String> {
    let taken = numbers_at_end(line);
    if numbers == 0 || taken.len() < numbers {
        return vec![line.trim().to_owned()];
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let (name, cells) = words.split_at_checked(words.len() - numbers).unwrap_or((&words, &[]));
    let name = name.join(" ");
    let name = name.trim_end_matches([':', '-', '–', ' ']).to_owned();
    std::iter::once(name).chain(cells.iter().map(|cell| (*cell).to_owned())).collect()
}
