//! A block of cells on its way to and from the clipboard.

use super::csv::{guard, read_delimited};
use super::grid::{Grid, GridError, is_blank};
use super::number::read_canonical;

/// A cell on its way out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// As it is shown.
    pub text: String,
    /// Its number in canonical form; empty, or anything else, where it is no single number.
    pub number: String,
    /// A heading.
    pub heading: bool,
}

impl Cell {
    fn number(&self) -> Option<&str> {
        Some(self.number.as_str()).filter(|number| read_canonical(number).is_some())
    }
}

/// Tab-separated text, as spreadsheets take it. What they could take for a formula is guarded; numbers never are.
pub fn write_tsv(rows: &[Vec<Cell>]) -> String {
    let mut out = String::new();
    for row in rows {
        let texts: Vec<String> = row
            .iter()
            .map(|cell| if cell.number().is_some() { cell.text.clone() } else { guard(&cell.text) })
            .collect();
        write_line(&mut out, texts.iter().map(String::as_str));
    }
    out
}

/// One line of [`write_tsv`].
pub fn write_line<'a>(out: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            out.push('\t');
        }
        if cell.contains(['\t', '\n', '\r', '"']) {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(cell);
        }
    }
    out.push_str("\r\n");
}

/// What Excel calls the number and the format of a cell.
const EXCEL: &str =
    "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><head><meta charset=\"utf-8\"></head><body>";

/// The same as an HTML table, which lands as a table in Word and in chats. Excel and LibreOffice find each number as a
/// number, whatever marks their language writes it with, and each text as a text.
pub fn write_html(rows: &[Vec<Cell>]) -> String {
    let mut out = [EXCEL, "<table border=\"1\" style=\"border-collapse:collapse\">"].concat();
    for row in rows {
        out.push_str("<tr>");
        for cell in row {
            let (start, end) = if cell.heading { ("<th", "</th>") } else { ("<td", "</td>") };
            out.push_str(start);
            match cell.number() {
                Some(number) => {
                    let format = match number.split_once('.') {
                        None => "\\#\\,\\#\\#0".to_owned(),
                        Some((_, decimals)) => ["0\\.", &"0".repeat(decimals.len())].concat(),
                    };
                    for part in [
                        " align=\"right\" x:num=\"",
                        number,
                        "\" sdval=\"",
                        number,
                        "\" style='mso-number-format:\"",
                        &format,
                        "\"'",
                    ] {
                        out.push_str(part);
                    }
                }
                None => out.push_str(" x:str style='mso-number-format:\"\\@\"'"),
            }
            out.push('>');
            for c in cell.text.chars() {
                match c {
                    '&' => out.push_str("&amp;"),
                    '<' => out.push_str("&lt;"),
                    '>' => out.push_str("&gt;"),
                    c => out.push(c),
                }
            }
            out.push_str(end);
        }
        out.push_str("</tr>");
    }
    out.push_str("</table></body></html>");
    out
}

/// Reads tab-separated text.
pub fn read_tsv(text: &str) -> Result<Grid, GridError> {
    read_delimited(text, '\t')
}

/// Whether the first row names columns: it states no figure – a year is none – while a later row does.
pub fn has_heading(grid: &Grid) -> bool {
    let mut rows = grid.rows.iter().map(|row| row.cells.iter().any(is_figure));
    rows.next() == Some(false) && rows.any(|states| states)
}

fn is_figure(text: &str) -> bool {
    let text = text.trim();
    let is_year = text.len() == 4
        && (text.starts_with("19") || text.starts_with("20"))
        && text.bytes().all(|b| b.is_ascii_digit());
    !is_blank(text)
        && !is_year
        && text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '\u{2212}' | '<' | '>' | '~'))
        && text.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading(text: &str) -> bool {
        read_tsv(text).is_ok_and(|grid| has_heading(&grid))
    }

    #[test]
    fn tells_a_heading_from_figures() {
        assert!(heading("unit\thouseholds_now\tpoor_now\nBa Bể\t12075\t3212"));
        assert!(heading("Đơn vị\t2022\t2023\nBa Bể\t3675\t3212"));
        assert!(!heading("12.239\t285\n12.050\t3.675"));
        assert!(!heading("Ba Bể\t12.075\nNa Rì\t10.500"), "names beside figures are a block");
        assert!(!heading("Ba Bể\nNa Rì"), "a list of names is a block");
        assert!(!heading(""));
    }

    fn text(text: &str) -> Cell {
        Cell { text: text.into(), ..Cell::default() }
    }

    fn number(text: &str, number: &str) -> Cell {
        Cell { number: number.into(), ..self::text(text) }
    }

    #[test]
    fn writes_what_it_reads() {
        let rows = [vec![text("Ba Bể"), number("12.075", "12075")], vec![text("a\tb"), text("say \"no\"")]];
        let grid = read_tsv(&write_tsv(&rows)).unwrap();
        let read: Vec<_> = grid.rows.iter().map(|row| row.cells.clone()).collect();
        assert_eq!(read, [["Ba Bể", "12.075"], ["a\tb", "say \"no\""]]);
    }

    #[test]
    fn what_looks_like_a_formula_stays_a_text() {
        for name in ["=1+1", "+84", "-2", "@A1", "'=1"] {
            let rows = [vec![text(name), number("-12", "-12")]];
            let tsv = write_tsv(&rows);
            assert_eq!(tsv, format!("'{name}\t-12\r\n"));
            assert_eq!(read_tsv(&tsv).unwrap().rows[0].cells, [name, "-12"], "taken off again");
            assert!(write_html(&rows).contains(" x:str style='mso-number-format:\"\\@\"'>"));
        }
    }

    #[test]
    fn markup_says_what_is_a_number() {
        let html = write_html(&[vec![
            text("<script>&"),
            number("12.075", "12075"),
            number("24,71", "24.71"),
            number("3–5", "3..5"),
        ]]);
        assert!(html.contains(">&lt;script&gt;&amp;</td>") && !html.contains("<script"));
        assert!(
            html.contains("x:num=\"12075\" sdval=\"12075\" style='mso-number-format:\"\\#\\,\\#\\#0\"'>12.075</td>"),
            "{html}"
        );
        assert!(html.contains("x:num=\"24.71\"") && html.contains("\"0\\.00\"'>24,71</td>"));
        assert!(html.contains("x:str style='mso-number-format:\"\\@\"'>3–5</td>"), "a range is a text");
        let grid = crate::codec::paste::read(Some(&html), "").unwrap();
        assert_eq!(grid.rows[0].cells, ["<script>&", "12.075", "24,71", "3–5"]);
    }
}
