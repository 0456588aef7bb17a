//! CSV in and out: the contract of the results file, and every awkward file a spreadsheet can make.

use giam_ngheo::codec::csv::{self, results_csv};
use giam_ngheo::codec::grid::{Grid, GridError, MAX_BYTES, MAX_ROWS};
use giam_ngheo::codec::number::{Style, make_fact};
use giam_ngheo::codec::sample::sample;
use giam_ngheo::core::edit::Edit;
use giam_ngheo::core::field::Field;
use giam_ngheo::core::solve::solve;
use giam_ngheo::core::unit::{Place, Unit};
use giam_ngheo::core::workbook::Workbook;
use proptest::prelude::*;

fn cells(grid: &Grid) -> Vec<Vec<&str>> {
    grid.rows.iter().map(|row| row.cells.iter().collect()).collect()
}

fn read(text: &str) -> Vec<Vec<String>> {
    csv::read(text)
        .expect("within bounds")
        .rows
        .iter()
        .map(|row| row.cells.iter().map(str::to_owned).collect())
        .collect()
}

fn results(workbook: &Workbook) -> String {
    results_csv(workbook, &solve(workbook, workbook.latest_span().expect("two periods")))
}

#[test]
fn the_results_file_keeps_its_contract() {
    let text = results(&sample());
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert_eq!(
        lines[0],
        "\u{feff}row,unit,households_prev,poor_prev,near_poor_prev,persons_prev,poor_persons_prev,households_now,poor_now,\
         near_poor_now,persons_now,poor_persons_now,rate_prev,rate_now,near_rate_prev,near_rate_now,multi_rate_prev,\
         multi_rate_now,drop_points,drop_households,target,gap_points,gap_households,verdict"
    );
    let row = |start: &str| -> Vec<&str> {
        let line = lines.iter().find(|line| line.starts_with(start)).unwrap_or_else(|| panic!("{start}"));
        line.split(',').collect()
    };
    let at = |key: &str| lines[0].split(',').position(|k| k == key).expect("a key");
    let cells =
        |start: &str, keys: &[&str]| -> Vec<String> { keys.iter().map(|key| row(start)[at(key)].to_owned()).collect() };
    // The province's end of 2022 and 2023 as printed, and its margins over the plan.
    let keys =
        ["unit", "households_now", "poor_now", "rate_prev", "rate_now", "drop_points", "drop_households", "target"];
    assert_eq!(cells("total,", &keys), ["Toàn tỉnh", "82310", "18067", "24.71", "21.95", "2.76", "2214", "18311"]);
    assert_eq!(cells("total,", &["gap_points", "gap_households", "verdict"]), ["0.36", "244", "exceeded"]);
    // A shortfall is a number and keeps its minus; a target in points is text and is guarded.
    assert_eq!(cells("7,", &["unit", "gap_households", "verdict"]), ["Pác Nặm", "-82", "missed"]);
    let keys = ["unit", "rate_prev", "rate_now", "drop_points", "target", "near_poor_now", "verdict"];
    let tag = ["huyện nghèo", "50.00", "46.62", "3.38", "'-4.00..5.00pt", "", "missed"];
    assert_eq!(cells("tag:huyện nghèo,", &keys), tag);
    // Units, then tags, then the total, and a line end closes the file.
    assert_eq!(lines.iter().rposition(|line| !line.is_empty()), Some(lines.len() - 2));
    assert!(lines[1].starts_with("0,TP Bắc Kạn,12239,285,") && lines[lines.len() - 2].starts_with("total,"));
    assert_eq!(lines.len(), 1 + 8 + 1 + 1 + 1);
    let width = lines[0].split(',').count();
    for line in &lines[1..lines.len() - 1] {
        assert_eq!(line.split(',').count(), width, "{line}");
    }
}

#[test]
fn what_is_not_known_is_empty_and_what_is_known_in_part_is_a_range() {
    let mut workbook = sample();
    let span = workbook.latest_span().expect("two periods");
    let unit = Place::Unit(workbook.units()[7].id);
    let mut set = |place, field, text| {
        let key = workbook.key_of(span, place, field).expect("a field of facts");
        let fact = make_fact(text, key.measure, Style::Vi);
        Edit::SetFact { key, fact }.apply(&mut workbook);
    };
    set(unit, Field::HouseholdsNow, "");
    set(unit, Field::RateNow, "49,26");
    set(unit, Field::Target, "đạt và vượt");
    let text = results(&workbook);
    let line = text.lines().find(|line| line.starts_with("7,")).expect("Pác Nặm");
    let cells: Vec<&str> = line.split(',').collect();
    // 3771 / 49,26 % leaves two totals; a target that cannot be read is none.
    assert_eq!((cells[7], cells[8], cells[13], cells[20], cells[23]), ("7655..7656", "3771", "49.26", "", "none"));
}

#[test]
fn names_cannot_become_formulas() {
    let mut workbook = sample();
    let names = [
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "'=1",
        "''=1",
        "'quoted'",
        "-5",
        "Say \"hi\", twice",
        " blanks ",
        "<script>alert(1)</script>",
        "Cư Jút; Đắk Mil",
    ];
    for name in names {
        let unit = Unit::new(workbook.fresh_unit(), name);
        Edit::InsertUnit { at: 0, unit, facts: Vec::new() }.apply(&mut workbook);
    }
    let text = results(&workbook);
    for line in text.lines().filter(|line| line.contains(',')) {
        let name = line.split(',').nth(1).unwrap_or("");
        let bare = name.trim_start_matches('"');
        assert!(!bare.starts_with(['=', '+', '-', '@']), "{line}");
    }
    // Read again, every name is what it was.
    let grid = csv::read(&text).expect("within bounds");
    let read: Vec<&str> = grid.rows.iter().skip(1).map(|row| row.text(1)).take(names.len()).collect();
    let written: Vec<&str> = names.iter().rev().copied().collect();
    assert_eq!(read, written);
}

#[test]
fn delimiters_and_marks_are_found_out() {
    for text in [
        "\u{feff}unit,poor_now\r\nBa Bể,3212\r\n",
        "unit;poor_now\nBa Bể;3212\n",
        "unit\tpoor_now\rBa Bể\t3212\r",
        "# source: somewhere, some day; printed\nunit,poor_now\nBa Bể,3212",
    ] {
        assert_eq!(read(text), [["unit", "poor_now"], ["Ba Bể", "3212"]], "{text:?}");
    }
    // Semicolons cut, commas are decimals.
    assert_eq!(read("a;22,25;1\nb;8,43;2"), [["a", "22,25", "1"], ["b", "8,43", "2"]]);
    assert_eq!(read("\"a;b\",c\n\"d;e\",f"), [["a;b", "c"], ["d;e", "f"]]);
    assert_eq!(read("a,b\n,\n\nc,,,\n,d"), [vec!["a", "b"], vec!["c"], vec!["", "d"]]);
    assert_eq!(read(""), Vec::<Vec<String>>::new());
    assert_eq!(read("\u{feff}"), Vec::<Vec<String>>::new());
    assert_eq!(read("5"), [["5"]]);
}

#[test]
fn quotes_as_spreadsheets_use_them() {
    let grid = csv::read_delimited("\"Tổng số\nhộ\"\t\"\"\"Cộng\"\"\"\t\"a\tb\"\nx\ty", '\t').expect("within bounds");
    assert_eq!(cells(&grid), [vec!["Tổng số\nhộ", "\"Cộng\"", "a\tb"], vec!["x", "y"]]);
    // A stray quote is a character and swallows nothing.
    let grid = csv::read_delimited("\"Ba Bể\t5\nNa Rì\t6\n7\" ống\t8\n\"9\"0\t1", '\t').expect("within bounds");
    assert_eq!(cells(&grid), [["\"Ba Bể", "5"], ["Na Rì", "6"], ["7\" ống", "8"], ["\"9\"0", "1"]]);
    // Rows are numbered as in the source, blank ones counted.
    let grid = csv::read_delimited("\n\na\n \nb", '\t').expect("within bounds");
    assert_eq!(grid.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [3, 5]);
}

#[test]
fn bounds_say_where() {
    let wide = ["a,b\n", &"x,".repeat(150), "y"].concat();
    assert_eq!(csv::read(&wide), Err(GridError::TooManyColumns { row: 2, columns: 151 }));
    // Blank columns at the end are no columns.
    assert_eq!(read(&["x", &",".repeat(16_383)].concat()), [["x"]]);
    let long = "x,1\n".repeat(MAX_ROWS);
    assert_eq!(csv::read(&long).map(|grid| grid.rows.len()), Ok(MAX_ROWS));
    let longer = ["h,n\n\n", &long].concat();
    assert_eq!(csv::read(&longer), Err(GridError::TooManyRows { row: MAX_ROWS + 2 }));
    let huge = "x".repeat(MAX_BYTES + 1);
    assert_eq!(csv::read(&huge), Err(GridError::TooLong { bytes: MAX_BYTES + 1 }));
}

#[test]
fn a_file_cut_anywhere_is_read() {
    let whole = "\u{feff}unit,\"poor \"\"now\"\"\"\r\n\"Ba\nBể\",'=3212\r\n# note\r\nNa Rì;\t,5";
    for end in (0..=whole.len()).filter(|end| whole.is_char_boundary(*end)) {
        let grid = csv::read(&whole[..end]).expect("within bounds");
        assert!(grid.rows.len() <= 5);
    }
}

proptest! {
    #[test]
    fn any_text_is_survived(text in any::<String>()) {
        for delimiter in [',', ';', '\t'] {
            prop_assert!(csv::read_delimited(&text, delimiter).is_ok());
        }
        prop_assert!(csv::read(&text).is_ok());
    }

    #[test]
    fn quoted_cells_come_back(rows in prop::collection::vec(prop::collection::vec("[a-z=+\"',;\t\r\n ]{1,8}x", 1..5), 1..5)) {
        for delimiter in [",", ";", "\t"] {
            let quote = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
            let text: String = rows.iter().map(|row| row.iter().map(quote).collect::<Vec<_>>().join(delimiter) + "\n").collect();
            let grid = csv::read_delimited(&text, delimiter.chars().next().unwrap_or(',')).expect("within bounds");
            let bare = |cell: &String| {
                let formula = cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
                if formula && cell.starts_with('\'') { cell[1..].to_owned() } else { cell.clone() }
            };
            let expected: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(bare).collect()).collect();
            let read: Vec<Vec<String>> = grid.rows.iter().map(|row| row.cells.iter().map(str::to_owned).collect()).collect();
            prop_assert_eq!(read, expected);
        }
    }
}
