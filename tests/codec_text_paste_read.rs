//! From the clipboard to cells: spreadsheets, word processors, messages, and whatever else people copy.

use giam_ngheo::codec::csv;
use giam_ngheo::codec::grid::{Grid, GridError, MAX_COLUMNS};
use giam_ngheo::codec::paste;
use giam_ngheo::codec::sample::sample;
use giam_ngheo::core::solve::solve;
use proptest::prelude::*;

fn cells(grid: &Grid) -> Vec<Vec<&str>> {
    grid.rows.iter().map(|row| row.cells.iter().collect()).collect()
}

fn text(text: &str) -> Grid {
    paste::read(None, text).expect("within bounds")
}

fn html(html: &str) -> Grid {
    paste::read(Some(html), "").expect("within bounds")
}

#[test]
fn plain_text_is_cut_by_what_it_shows() {
    for (pasted, expected) in [
        // Excel and Sheets.
        (
            "Ba Bể\t12.050\t3.675\r\nNa Rì\t10.480\t2.934\r\n",
            vec![vec!["Ba Bể", "12.050", "3.675"], vec!["Na Rì", "10.480", "2.934"]],
        ),
        ("\"Tổng số\nhộ\"\t\"a \"\"b\"\"\"", vec![vec!["Tổng số\nhộ", "a \"b\""]]),
        // Messages.
        (
            "Ba Bể    12.050   3.675\nNa Rì    10.480   2.934",
            vec![vec!["Ba Bể", "12.050", "3.675"], vec!["Na Rì", "10.480", "2.934"]],
        ),
        (
            "Ba Bể; 12.050; 3.675\nNa Rì; 10.480; 2.934",
            vec![vec!["Ba Bể", " 12.050", " 3.675"], vec!["Na Rì", " 10.480", " 2.934"]],
        ),
        ("| Đơn vị | Hộ |\n|---|---:|\n| Ba Bể | 12.050 |", vec![vec!["Đơn vị", "Hộ"], vec!["Ba Bể", "12.050"]]),
        (
            "unit,poor_now\nBa Bể,3212\nNa Rì,2478",
            vec![vec!["unit", "poor_now"], vec!["Ba Bể", "3212"], vec!["Na Rì", "2478"]],
        ),
        // Files whose first column is a running number, or a computed one.
        (
            "STT,Xã,Hộ nghèo,Tỷ lệ\n1,Ba Bể,3212,26.60\n2,\"Na Rì, cũ\",2478,",
            vec![
                vec!["STT", "Xã", "Hộ nghèo", "Tỷ lệ"],
                vec!["1", "Ba Bể", "3212", "26.60"],
                vec!["2", "Na Rì, cũ", "2478"],
            ],
        ),
        // Names that end with a number: every comma below the heading stands between digits.
        (
            "Phường,Tổng số hộ,Hộ nghèo\nPhường 1,5264,783\nPhường 12,5694,638",
            vec![
                vec!["Phường", "Tổng số hộ", "Hộ nghèo"],
                vec!["Phường 1", "5264", "783"],
                vec!["Phường 12", "5694", "638"],
            ],
        ),
        ("# nguồn: a, b\nunit,poor_now\nBa Bể,3212", vec![vec!["unit", "poor_now"], vec!["Ba Bể", "3212"]]),
        ("Ba Bể, 26,60 %\nNa Rì, 23,60 %", vec![vec!["Ba Bể, 26,60 %"], vec!["Na Rì, 23,60 %"]]),
        // A comma between digits is no cut.
        ("Ba Bể 26,60%\nNa Rì 23,60%", vec![vec!["Ba Bể", "26,60%"], vec!["Na Rì", "23,60%"]]),
        ("Ba Bể  26,60\nNa Rì  23,60", vec![vec!["Ba Bể", "26,60"], vec!["Na Rì", "23,60"]]),
        (
            "Pác Nặm: 7.655 3.771\nNgân Sơn: 7.511 3.299",
            vec![vec!["Pác Nặm", "7.655", "3.771"], vec!["Ngân Sơn", "7.511", "3.299"]],
        ),
        // The number of a ward belongs to its name.
        (
            "Phường 5 1.234 56\nPhường 12 2.345 67",
            vec![vec!["Phường 5", "1.234", "56"], vec!["Phường 12", "2.345", "67"]],
        ),
        ("Ba Bể\nNa Rì", vec![vec!["Ba Bể"], vec!["Na Rì"]]),
        ("18.305", vec![vec!["18.305"]]),
        ("", vec![]),
        (" \n\t\n", vec![]),
    ] {
        assert_eq!(cells(&text(pasted)), expected, "{pasted:?}");
    }
}

#[test]
fn a_file_is_read_as_its_kind() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data");
    let mut read = 0;
    for folder in [folder.to_owned(), format!("{folder}/paste")] {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.extension().is_some_and(|ending| ending == "csv") {
                let file = std::fs::read_to_string(&path).unwrap();
                assert_eq!(cells(&text(&file)), cells(&csv::read(&file).unwrap()), "{}", path.display());
                read += 1;
            }
        }
    }
    assert!(read > 9);
    let workbook = sample();
    let results = csv::results_csv(&workbook, &solve(&workbook, workbook.latest_span().unwrap()));
    assert_eq!(cells(&text(&results)), cells(&csv::read(&results).unwrap()), "this program's own");
}

#[test]
fn html_tables_keep_their_places() {
    let excel = "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><head><style><!--td {mso-number-format:General} table > tr-->\
        </style></head><body><!--StartFragment--><table border=0>\
        <tr height=20><td rowspan=2 class=xl65>Đơn vị</td><td colspan=2>Năm&nbsp;2022</td><td colspan='2'>Năm 2023</td></tr>\
        <tr><td>Tổng số<br>hộ</td><td>Hộ <b>nghèo</b></td><td>Tổng số hộ</td><td>Hộ nghèo</td></tr>\
        <tr><td>Ba Bể</td><td align=right>12.050</td><td x:num=\"3675\">3.675</td><td>12.075</td><td>&minus;3,2&#37; &#x111;&agrave;&gt;</td></tr>\
        </table><!--EndFragment--></body></html>";
    let grid = html(excel);
    assert_eq!(
        cells(&grid),
        [
            vec!["Đơn vị", "Năm\u{a0}2022", "", "Năm 2023"],
            vec!["", "Tổng số hộ", "Hộ nghèo", "Tổng số hộ", "Hộ nghèo"],
            vec!["Ba Bể", "12.050", "3.675", "12.075", "−3,2% đà>"],
        ]
    );
    assert_eq!(grid.rows.iter().map(|row| row.bold).collect::<Vec<_>>(), [false, true, false]);
    // Ends of cells and rows may be left out; case and attributes vary.
    let loose =
        html("<TABLE><TR><TD>a<TD title='x > y'>b<TR><TH ROWSPAN=\"2\">c<TD>d<TR><TD style='font-weight: 700'>e");
    assert_eq!(cells(&loose), [vec!["a", "b"], vec!["c", "d"], vec!["", "e"]]);
    assert!(loose.rows[2].bold);
    // A table inside a table is one of its own; the larger one counts and the other is told of.
    let nested = html(
        "<table><tr><td>x</td><td><table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table></td></tr></table>",
    );
    assert_eq!(cells(&nested), [["1", "2"], ["3", "4"]]);
    let two = html(
        "<table><tr><td>UBND</td><td>CHXHCN</td></tr></table><table><tr><td>a</td><td>1</td></tr><tr><td>b</td><td>2</td></tr></table>",
    );
    assert_eq!((cells(&two), two.left_aside), (vec![vec!["a", "1"], vec!["b", "2"]], 1));
    // Without a table the plain text counts.
    let plain = paste::read(Some("<p>Ba Bể</p>"), "Ba Bể\t1").expect("within bounds");
    assert_eq!(cells(&plain), [["Ba Bể", "1"]]);
    // Markup pasted as text.
    assert_eq!(cells(&text("<table><tr><td>a</td><td>5</td></tr></table>")), [["a", "5"]]);
}

#[test]
fn hostile_html_is_text_or_nothing() {
    let grid = html(
        "<table><tr><td><script>alert('<td>1</td>')</script>Ba Bể</td><td onclick=\"alert(1)\"><img src=x onerror=alert(1)>5</td>\
         <td>&lt;script&gt;alert(1)&lt;/script&gt;</td><td>a < b & c &unknown; &#0; &#xd800; &#99999999;</td></tr></table>",
    );
    assert_eq!(cells(&grid), [["Ba Bể", "5", "<script>alert(1)</script>", "a < b & c &unknown; &#xd800; &#99999999;"]]);
    // Spans beyond reason make no room.
    let wide = html(
        "<table><tr><td colspan=4294967295>a</td></tr><tr><td rowspan=99999999999999999999 colspan=-1>b</td><td rowspan=100000000>c</td></tr><tr><td>d</td></tr></table>",
    );
    assert_eq!(cells(&wide), [vec!["a"], vec!["b", "c"], vec!["d"]]);
    let many = ["<table><tr>", &"<td>x".repeat(MAX_COLUMNS + 1), "</table>"].concat();
    assert_eq!(paste::read(Some(&many), ""), Err(GridError::TooManyColumns { row: 1, columns: MAX_COLUMNS + 1 }));
    let deep = ["<table><tr><td>".repeat(2000), "x".into(), "</td><td>y</table>".repeat(2000)].concat();
    assert!(paste::read(Some(&deep), "").is_ok());
    let quotes = "<table><tr><td a=\"<td>1</td></tr></table>".repeat(2000);
    assert!(paste::read(Some(&quotes), "").is_ok());
    let unclosed = ["<table><tr><td>a</td><td>b</td></tr>", "<!-- "].concat();
    assert_eq!(cells(&html(&unclosed)), [["a", "b"]]);
}

#[test]
fn a_block_is_pasted_as_a_rectangle() {
    let grid = text("1\t\t3\n\n4\t5\n");
    let cells = paste::direct(&grid);
    let expected = [
        (0, 0, "1"),
        (0, 1, ""),
        (0, 2, "3"),
        (1, 0, ""),
        (1, 1, ""),
        (1, 2, ""),
        (2, 0, "4"),
        (2, 1, "5"),
        (2, 2, ""),
    ];
    assert_eq!(cells, expected);
    assert_eq!(paste::direct(&text("18.305")), [(0, 0, "18.305")]);
    assert_eq!(paste::direct(&text("")), []);
}

#[test]
fn anything_cut_anywhere_is_survived() {
    let html = "<!--a--><table border=1 x='y'><tr><td rowspan=2 colspan=\"3\">Ba&nbsp;Bể<br/><b>x</b></td><script>1</script><td>&#7875;\
                <table><tr><td>1</table></tr></table>";
    for end in (0..=html.len()).filter(|end| html.is_char_boundary(*end)) {
        assert!(paste::read(Some(&html[..end]), &html[..end]).is_ok());
    }
}

proptest! {
    #[test]
    fn any_text_is_survived(html in any::<String>(), text in any::<String>()) {
        prop_assert!(paste::read(Some(&html), &text).is_ok());
    }

    #[test]
    fn any_markup_is_survived(html in "(<(/?)(table|tr|td|th|b|br|script|!--)( (col|row)span=['\"]?[0-9]{0,9}['\"]?)?>?|&(#?x?[0-9a-z]{0,6});?|[a-z \n'\"<>]{0,4}){0,40}") {
        // Wide spans may add up to more columns than are taken.
        let read = paste::read(Some(&html), &html);
        prop_assert!(matches!(read, Ok(_) | Err(GridError::TooManyColumns { .. })), "{:?}", read);
    }

    #[test]
    fn cells_of_a_table_come_back(rows in prop::collection::vec(prop::collection::vec("[a-zàáâăđêôơưạếộữỹ0-9<&>\"]{1,6}", 2..5), 1..6)) {
        let escape = |cell: &String| format!("<td>{}</td>", cell.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
        let html: String = rows.iter().map(|row| format!("<tr>{}</tr>", row.iter().map(escape).collect::<String>())).collect();
        let grid = paste::read(Some(&format!("<table>{html}</table>")), "").expect("within bounds");
        let read: Vec<Vec<String>> = grid.rows.iter().map(|row| row.cells.iter().map(str::to_owned).collect()).collect();
        prop_assert_eq!(read, rows);
    }
}
