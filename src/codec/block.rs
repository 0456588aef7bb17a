//! A block of cells on its way to and from the clipboard.

use super::csv::read_delimited;
use super::grid::{Grid, GridError, is_blank};

/// Tab-separated text, as spreadsheets take it.
pub fn write_tsv(rows: &[Vec<String>]) -> String {
    let mut out = String::new();
    for row in rows {
        write_line(&mut out, row.iter().map(String::as_str));
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

/// The same as an HTML table, which lands as a table in Word and in chats.
pub fn write_html(rows: &[Vec<String>]) -> String {
    let mut out = String::from("<table>");
    for row in rows {
        out.push_str("<tr>");
        for cell in row {
            out.push_str("<td>");
            for c in cell.chars() {
                match c {
                    '&' => out.push_str("&amp;"),
                    '<' => out.push_str("&lt;"),
                    '>' => out.push_str("&gt;"),
                    c => out.push(c),
                }
            }
            out.push_str("</td>");
        }
        out.push_str("</tr>");
    }
    out.push_str("</table>");
    out
}

/// Reads tab-separated text.
pub fn read_tsv(text: &str) -> Result<Grid, GridError> {
    read_delimited(text, '\t')
}

/// Whether the first row names columns: it states no figure – a year is none – while a later row does.
pub fn has_heading(grid: &Grid) -> bool {
    let mut rows = grid.rows.iter().map(|row| row.cells.iter().any(|cell| is_figure(cell)));
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

    #[test]
    fn writes_what_it_reads() {
        let rows = vec![vec!["Ba Bể".to_owned(), "12.075".into()], vec!["a\tb".into(), "say \"no\"".into()]];
        let grid = read_tsv(&write_tsv(&rows)).unwrap();
        assert_eq!(grid.rows.iter().map(|row| row.cells.clone()).collect::<Vec<_>>(), rows);
        assert_eq!(write_html(&[vec!["<script>&".into()]]), "<table><tr><td>&lt;script&gt;&amp;</td></tr></table>");
    }
}
