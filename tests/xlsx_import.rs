//! Workbooks of others: the official forms as they are filled in, and what people make of them.
//!
//! The figures of the forms are those of `tests/data/paste/form*.csv`, with their source there; the sheets around them
//! are laid out after domain.md §1.6: letterhead, merged headings of two or three rows, and a row of formulas.
#![cfg(feature = "xlsx")]

#[path = "support/xlsx.rs"]
mod book;

use giam_ngheo::codec::grid::{Grid, GridError};
use giam_ngheo::codec::number::Style;
use giam_ngheo::codec::paste::{self, Form, PastePlan, RowKind, Use};
use giam_ngheo::codec::xlsx::{Book, Table, XlsxError};
use giam_ngheo::core::fact::{Figure, Reading};
use giam_ngheo::core::field::Field;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Formula, Workbook, Worksheet};

use book::{read, try_read};

/// The rows of a form below its comments, its heading left out.
fn rows(name: &str) -> Vec<Vec<String>> {
    let path = format!("{}/tests/data/paste/{name}.csv", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the form");
    let lines = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

fn saved(mut workbook: Workbook) -> Vec<u8> {
    // The same bytes every day.
    let day = ExcelDateTime::from_ymd(2024, 1, 5).unwrap();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&day));
    workbook.save_to_buffer().expect("a file")
}

/// Letterhead, title, date.
fn letterhead(sheet: &mut Worksheet, title: &str) -> u32 {
    let centre = Format::new().set_align(FormatAlign::Center).set_bold();
    sheet.merge_range(0, 0, 0, 3, "ỦY BAN NHÂN DÂN TỈNH ĐẮK NÔNG", &centre).unwrap();
    sheet.merge_range(0, 5, 0, 10, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", &centre).unwrap();
    sheet.merge_range(1, 5, 1, 10, "Độc lập - Tự do - Hạnh phúc", &centre).unwrap();
    sheet.merge_range(3, 0, 3, 10, title, &centre).unwrap();
    sheet.merge_range(4, 0, 4, 10, "(Kèm theo Quyết định số 139/QĐ-UBND ngày 02/3/2023)", &centre).unwrap();
    6
}

fn headings(sheet: &mut Worksheet, at: u32, lines: &[&[&str]]) -> u32 {
    for (row, line) in lines.iter().enumerate() {
        for (column, text) in line.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            sheet.write_string(at + row as u32, column as u16, *text).unwrap();
        }
    }
    at + lines.len() as u32
}

/// Rows of figures: `1`, `1.1`, the name, then numbers as numbers.
fn figures(sheet: &mut Worksheet, at: u32, rows: &[Vec<String>], columns: &[usize]) -> u32 {
    let (mut district, mut commune) = (0, 0);
    for (line, row) in rows.iter().enumerate() {
        let number = if row[0].starts_with("Huyện") {
            (district, commune) = (district + 1, 0);
            district.to_string()
        } else {
            commune += 1;
            format!("{district}.{commune}")
        };
        let line = at + line as u32;
        sheet.write_string(line, 0, number).unwrap();
        sheet.write_string(line, 1, &row[0]).unwrap();
        for (column, of) in columns.iter().enumerate() {
            match row[*of].parse::<f64>() {
                Ok(number) => sheet.write_number(line, 2 + column as u16, number).unwrap(),
                Err(_) => sheet.write_string(line, 2 + column as u16, &row[*of]).unwrap(),
            };
        }
    }
    at + rows.len() as u32
}

fn form1(sheet: &mut Worksheet) {
    let at = letterhead(sheet, "TỔNG HỢP KẾT QUẢ CHÍNH THỨC RÀ SOÁT HỘ NGHÈO, HỘ CẬN NGHÈO");
    let centre = Format::new().set_align(FormatAlign::Center);
    sheet.merge_range(at, 2, at, 3, "Tổng số hộ dân cư (tại thời điểm rà soát)", &centre).unwrap();
    sheet.merge_range(at, 4, at, 9, "Kết quả rà soát về hộ", &centre).unwrap();
    sheet.merge_range(at, 10, at, 15, "Kết quả rà soát về khẩu", &centre).unwrap();
    sheet.merge_range(at, 0, at + 1, 0, "TT", &centre).unwrap();
    sheet.merge_range(at, 1, at + 1, 1, "Phường/Xã", &centre).unwrap();
    let leaves = [
        "",
        "",
        "Số hộ",
        "Nhân khẩu",
        "Hộ nghèo",
        "Tỷ lệ",
        "Hộ cận nghèo",
        "Tỷ lệ",
        "Hộ N-L-NN có MSTB",
        "Tỷ lệ",
        "Khẩu nghèo",
        "Tỷ lệ",
        "Khẩu cận nghèo",
        "Tỷ lệ",
        "Khẩu N-L-NN",
        "Tỷ lệ",
    ];
    let numbers = [
        "A",
        "B",
        "1",
        "2",
        "3",
        "4=3/1*100",
        "5",
        "6=5/1*100",
        "7",
        "8=7/1*100",
        "9",
        "10=9/2*100",
        "11",
        "12=11/2*100",
        "13",
        "14=13/2*100",
    ];
    let at = headings(sheet, at + 1, &[&leaves, &numbers]);
    let rows = rows("form1_tong_hop_chinh_thuc_sample");
    let end = figures(sheet, at, &rows, &(1..15).collect::<Vec<_>>());
    sheet.merge_range(end, 0, end, 1, "Tổng cộng", &centre).unwrap();
    for column in [2, 4, 6] {
        let districts: f64 = rows
            .iter()
            .filter(|row| row[0].starts_with("Huyện"))
            .map(|row| row[column - 1].parse::<f64>().unwrap())
            .sum();
        let letter = (b'A' + column as u8) as char;
        let code = Formula::new(format!("{letter}9+{letter}14")).set_result(districts.to_string());
        sheet.write_formula(end, column as u16, code).unwrap();
    }
    sheet.write_string(end + 2, 10, "Đắk Nông, ngày 05 tháng 12 năm 2023").unwrap();
    sheet.write_string(end + 3, 1, "Người lập biểu").unwrap();
    sheet.write_string(end + 3, 10, "Thủ trưởng đơn vị").unwrap();
}

fn flows(sheet: &mut Worksheet, at: u32, near: bool) -> u32 {
    let (title, leaves, columns): (&str, [&str; 11], Vec<usize>) = if near {
        (
            "TỔNG HỢP DIỄN BIẾN HỘ CẬN NGHÈO",
            [
                "",
                "",
                "Tổng số hộ cận nghèo đầu kỳ",
                "Số hộ thoát cận nghèo",
                "Số hộ cận nghèo trở thành hộ nghèo",
                "Số hộ khác",
                "Số hộ nghèo trở thành hộ cận nghèo",
                "Tái cận nghèo",
                "Phát sinh mới",
                "Số hộ khác",
                "Tổng số hộ cận nghèo cuối kỳ",
            ],
            (2..11).collect(),
        )
    } else {
        (
            "TỔNG HỢP DIỄN BIẾN HỘ NGHÈO",
            [
                "",
                "",
                "Tổng số hộ nghèo đầu kỳ",
                "Trở thành hộ cận nghèo",
                "Vượt chuẩn cận nghèo",
                "Số hộ khác",
                "Số hộ cận nghèo trở thành hộ nghèo",
                "Tái nghèo",
                "Phát sinh mới",
                "Số hộ khác",
                "Tổng số hộ nghèo cuối kỳ",
            ],
            (3..12).collect(),
        )
    };
    sheet.write_string(at, 3, title).unwrap();
    let groups = ["TT", "Phường/Xã", "", "Diễn biến giảm", "", "", "Diễn biến tăng", "", "", "", ""];
    let numbers = ["A", "B", "1", "2", "3", "4", "5", "6", "7", "8", "9=1-2-3-4+5+6+7+8"];
    let at = headings(sheet, at + 1, &[&groups, &leaves, &numbers]);
    let name = if near { "form3_dien_bien_ho_can_ngheo_sample" } else { "form2_dien_bien_ho_ngheo_sample" };
    let households = rows(name).into_iter().filter(|row| near || row[2] == "Hộ").collect::<Vec<_>>();
    figures(sheet, at, &households, &columns)
}

fn plan(table: &Table) -> PastePlan {
    let grid = paste::read(None, table.text.as_ref().expect("within bounds")).expect("a table");
    paste::plan(grid, Style::Vi, (None, None))
}

fn whole(plan: &PastePlan, row: usize, field: Field) -> Option<i64> {
    let rows = plan.rows();
    let row = &rows[row];
    let (_, at, column) = row.cells.iter().find(|(of, ..)| *of == field)?;
    match plan.reader(*column)?.reading(&plan.cell_text(*at, *column))? {
        Reading::Figure(Figure { mantissa, decimals: 0, .. }) => Some(mantissa),
        other => panic!("not a count: {other:?}"),
    }
}

fn official() -> Vec<u8> {
    let mut workbook = Workbook::new();
    form1(workbook.add_worksheet().set_name("Biểu 1").unwrap());
    let second = workbook.add_worksheet().set_name("Biểu 2 và 3").unwrap();
    let at = letterhead(second, "BÁO CÁO RÀ SOÁT");
    let end = flows(second, at, false);
    flows(second, end + 3, true);
    let notes = workbook.add_worksheet().set_name("Ghi chú").unwrap();
    notes.write_string(0, 0, "Nộp trước ngày 15/11.").unwrap();
    saved(workbook)
}

#[test]
fn every_official_form_of_a_workbook_can_be_chosen() {
    let Book { own, tables } = read(&official());
    assert!(own.is_none());
    let found: Vec<_> =
        tables.iter().map(|table| (table.sheet.as_str(), table.form, table.rows, table.title.as_str())).collect();
    let [one, two, three] = found.as_slice() else { panic!("three forms: {found:?}") };
    let title = "TỔNG HỢP KẾT QUẢ CHÍNH THỨC RÀ SOÁT HỘ NGHÈO, HỘ CẬN NGHÈO";
    assert_eq!(*one, ("Biểu 1", Some(Form::Result), (1, 19), title));
    assert_eq!((two.0, two.1, two.2), ("Biểu 2 và 3", Some(Form::PoorFlows), (1, 28)));
    assert_eq!(
        (three.0, three.1, three.3),
        ("Biểu 2 và 3", Some(Form::NearPoorFlows), "TỔNG HỢP DIỄN BIẾN HỘ CẬN NGHÈO")
    );
}

#[test]
fn the_forms_figures_arrive_as_they_stand() {
    let Book { tables, .. } = read(&official());
    let one = plan(&tables[0]);
    let names: Vec<(String, RowKind)> = one.rows().iter().map(|row| (row.name.clone(), row.kind)).collect();
    assert_eq!(names[0], ("Huyện Cư Jút".into(), RowKind::Group));
    assert_eq!(names[2], ("Xã Đắk DRông".into(), RowKind::Unit));
    assert!(names.iter().any(|(name, kind)| name == "Tổng cộng" && *kind == RowKind::Total), "{names:?}");
    let form = rows("form1_tong_hop_chinh_thuc_sample");
    for (at, row) in form.iter().enumerate() {
        let fields = [
            (Field::HouseholdsNow, 1),
            (Field::PersonsNow, 2),
            (Field::PoorNow, 3),
            (Field::NearPoorNow, 5),
            (Field::PoorPersonsNow, 9),
        ];
        for (field, column) in fields {
            assert_eq!(whole(&one, at, field), Some(row[column].parse().unwrap()), "{} {field:?}", row[0]);
        }
    }
    for (table, name, skip) in
        [(&tables[1], "form2_dien_bien_ho_ngheo_sample", 1), (&tables[2], "form3_dien_bien_ho_can_ngheo_sample", 0)]
    {
        let plan = plan(table);
        let (opening, closing) =
            if skip == 1 { (Field::PoorPrev, Field::PoorNow) } else { (Field::NearPoorPrev, Field::NearPoorNow) };
        let households = rows(name).into_iter().filter(|row| skip == 0 || row[2] == "Hộ");
        for (at, row) in households.enumerate() {
            assert_eq!(whole(&plan, at, opening), Some(row[2 + skip].parse().unwrap()), "{}", row[0]);
            assert_eq!(whole(&plan, at, closing), Some(row[10 + skip].parse().unwrap()), "{}", row[0]);
        }
    }
}

/// The cells of the only table of a sheet.
fn grid(fill: impl FnOnce(&mut Worksheet)) -> Grid {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet());
    let Book { tables, .. } = read(&saved(workbook));
    assert_eq!(tables.len(), 1, "{tables:?}");
    paste::read(None, tables[0].text.as_ref().unwrap()).unwrap()
}

fn text(grid: &Grid, row: usize, column: usize) -> &str {
    grid.rows.iter().find(|line| line.number == row).map_or("", |line| line.text(column))
}

#[test]
fn cells_are_read_as_excel_shows_them() {
    let grid = grid(|sheet| {
        let percent = Format::new().set_num_format("0.00%");
        let two = Format::new().set_num_format("0.00");
        let thousands = Format::new().set_num_format("#,##0");
        let date = Format::new().set_num_format("dd/mm/yyyy");
        for (column, text) in
            ["Đơn vị", "Tổng số hộ", "Hộ nghèo", "Tỷ lệ hộ nghèo", "Ngày rà soát", "Ghi chú"].iter().enumerate()
        {
            sheet.write_string(0, column as u16, *text).unwrap();
        }
        let day = ExcelDateTime::from_ymd(2023, 12, 31).unwrap();
        sheet.write_string(1, 0, "Ba Bể").unwrap();
        sheet.write_number_with_format(1, 1, 12075, &thousands).unwrap();
        sheet.write_string(1, 2, "3.212").unwrap();
        sheet.write_formula_with_format(1, 3, Formula::new("C2/B2").set_result("0.266004140786749"), &percent).unwrap();
        sheet.write_datetime_with_format(1, 4, &day, &date).unwrap();
        sheet.write_string(2, 0, "Na Rì").unwrap();
        sheet.write_number(2, 1, 10500).unwrap();
        sheet.write_number(2, 2, 2478).unwrap();
        sheet.write_number_with_format(2, 3, 23.6, &two).unwrap();
        sheet.write_formula(2, 5, Formula::new("1/0").set_result("#DIV/0!")).unwrap();
    });
    assert_eq!(text(&grid, 2, 1), "12075");
    assert_eq!(text(&grid, 2, 2), "3.212", "a text stays as it is");
    assert_eq!(text(&grid, 2, 3), "26.60%");
    assert_eq!(text(&grid, 2, 4), "31/12/2023");
    assert_eq!(text(&grid, 3, 3), "23.60", "with the decimals shown");
    assert_eq!(text(&grid, 3, 5), "#DIV/0!");
    let plan = paste::plan(grid, Style::Vi, (None, None));
    let used: Vec<Use> = plan.columns.iter().map(|column| column.used).collect();
    assert_eq!(used[1..3], [Use::Figures(Field::HouseholdsNow), Use::Figures(Field::PoorNow)]);
    assert!(!matches!(used[4], Use::Figures(_)), "a date is no figure: {used:?}");
    assert_eq!(whole(&plan, 0, Field::PoorNow), Some(3212), "the column says that the dot parts thousands");
}

#[test]
fn what_merged_cells_hide_is_not_read() {
    let grid = grid(|sheet| {
        let plain = Format::new();
        sheet.merge_range(0, 1, 0, 2, "Hộ nghèo", &plain).unwrap();
        // As programs leave it behind: Excel shows only the first cell of the area.
        sheet.write_string(0, 2, "hidden").unwrap();
        for (column, text) in ["Đơn vị", "2022", "2023"].iter().enumerate() {
            sheet.write_string(1, column as u16, *text).unwrap();
        }
        for (row, (name, prev, now)) in [("Ba Bể", 3675, 3212), ("Na Rì", 2934, 2478)].iter().enumerate() {
            sheet.write_string(row as u32 + 2, 0, *name).unwrap();
            sheet.write_number(row as u32 + 2, 1, *prev).unwrap();
            sheet.write_number(row as u32 + 2, 2, *now).unwrap();
        }
    });
    assert_eq!(text(&grid, 1, 1), "Hộ nghèo");
    assert_eq!(text(&grid, 1, 2), "");
    let plan = paste::plan(grid, Style::Vi, (None, None));
    assert_eq!(plan.columns[2].used, Use::Figures(Field::PoorNow));
    assert_eq!(plan.years, (Some(2022), Some(2023)));
}

#[test]
fn a_stray_cell_far_out_costs_nothing() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, line) in [["Đơn vị", "Hộ nghèo"], ["Ba Bể", "3212"], ["Na Rì", "2478"]].iter().enumerate() {
        for (column, text) in line.iter().enumerate() {
            sheet.write_string(row as u32, column as u16, *text).unwrap();
        }
    }
    sheet.write_string(1_048_575, 16_383, "x").unwrap();
    let Book { tables, .. } = read(&saved(workbook));
    assert_eq!(tables.len(), 1);
    let text = tables[0].text.as_ref().expect("the table without the stray cell");
    assert_eq!(text, "Đơn vị\tHộ nghèo\r\nBa Bể\t3212\r\nNa Rì\t2478\r\n");
}

#[test]
fn a_table_over_the_bounds_says_so() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Rộng").unwrap();
    for column in 0..150 {
        sheet.write_string(0, column, "Hộ nghèo").unwrap();
        sheet.write_number(1, column, 5).unwrap();
    }
    let long = workbook.add_worksheet().set_name("Dài").unwrap();
    long.write_row(0, 0, ["Đơn vị", "Hộ nghèo"]).unwrap();
    for row in 1..20_100 {
        long.write_string(row, 0, "Thôn").unwrap();
        long.write_number(row, 1, 5).unwrap();
    }
    let Book { tables, .. } = read(&saved(workbook));
    assert_eq!(tables[0].text, Err(GridError::TooManyColumns { row: 1, columns: 150 }));
    assert_eq!(tables[1].text, Err(GridError::TooManyRows { row: 20_001 }));
}

#[test]
fn what_is_no_workbook_is_named() {
    let old = [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &[0; 600]].concat();
    assert_eq!(try_read(&old).unwrap_err(), XlsxError::OldOrLocked);
    assert_eq!(try_read(b"Don vi,Ho ngheo\nBa Be,3212\n").unwrap_err(), XlsxError::NotAWorkbook);
    assert_eq!(try_read(b"").unwrap_err(), XlsxError::NotAWorkbook);
    assert_eq!(
        try_read(&saved({
            let mut workbook = Workbook::new();
            workbook.add_worksheet();
            workbook
        }))
        .unwrap_err(),
        XlsxError::Empty
    );
}

/// The browser tests open the same forms: `cargo test --features xlsx --test xlsx_import -- --ignored` writes them anew.
const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/official_forms.xlsx");

#[test]
#[ignore = "writes tests/data/official_forms.xlsx"]
fn write_the_forms_of_the_browser_tests() {
    std::fs::write(FIXTURE, official()).unwrap();
}

#[test]
fn the_forms_of_the_browser_tests_are_these() {
    assert_eq!(read(&std::fs::read(FIXTURE).unwrap()), read(&official()));
}
