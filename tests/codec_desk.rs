//! The language between the two programs: every request gets its answer, and nothing that comes in does harm.

mod support;

use giam_ngheo::codec::desk::{
    Choice, ListedArea, ListedUnit, OpenedFile, Request, TableRequest, Wire, Within, answer, is_file, pack,
    read_answer, unpack, write_request,
};
use giam_ngheo::codec::file::{FileError, read_file, write_file};
use giam_ngheo::codec::frame::{Defect, Part, Wrong};
use giam_ngheo::codec::gazetteer::{Era, Level};
use giam_ngheo::codec::grid::GridError;
use giam_ngheo::codec::number::{Role, Style};
use giam_ngheo::codec::paste::{self, Form, Note, PastedTable, RowKind, SHOWN, Use, Why};
use giam_ngheo::codec::record::save_record;
use giam_ngheo::codec::sample::sample;
use giam_ngheo::core::fact::{Fact, Figure, Reading};
use giam_ngheo::core::field::Field;
use giam_ngheo::core::workbook::Workbook;
use proptest::prelude::*;
use support::chance_workbook;

const LIST: &[u8] = include_bytes!("../public/units/names.bin");

fn ask<T: Wire>(request: Request) -> T {
    read_answer(&answer(&write_request(&request))).expect("an answer of this type")
}

fn table(text: &str, choices: Vec<Choice>) -> PastedTable {
    let request = TableRequest { text, choices, ..TableRequest::default() };
    ask::<Result<_, GridError>>(Request::ReadTable(request)).expect("within bounds")
}

#[test]
fn a_table_comes_back_understood_and_read() {
    let text = "STT\tHuyện\tTổng số hộ\tHộ nghèo\n1\tBa Bể\t12.075\t3.212\n2\tNa Rì\t10.480\t2.478\n\tTổng cộng\t22.555\t5.690\n";
    let table = table(text, Vec::new());
    assert!(table.has_heading() && !table.has_prev());
    let used: Vec<Use> = table.columns.iter().map(|column| column.used).collect();
    let figures = [Use::Figures(Field::HouseholdsNow), Use::Figures(Field::PoorNow)];
    assert_eq!(used, [Use::Number, Use::Name, figures[0], figures[1]]);
    let kinds: Vec<RowKind> = table.rows.iter().map(|row| row.kind).collect();
    assert_eq!(kinds, [RowKind::Unit, RowKind::Unit, RowKind::Total]);
    assert_eq!(table.rows[0].name, "Ba Bể");
    let whole = |value| Fact::new(Reading::Figure(Figure::whole(value)));
    assert_eq!(table.rows[0].facts, [(Field::HouseholdsNow, whole(12_075)), (Field::PoorNow, whole(3_212))]);
    assert!(table.checks.iter().all(|check| check.typed == check.sum) && table.checks.len() == 2);
    assert_eq!(table.shown, paste::read(None, text).expect("within bounds").rows);
    assert_eq!(table.length, 4);
}

/// Of a long table only the rows that are looked at come along as they were pasted; figures and rows are all there.
#[test]
fn a_long_table_comes_back_with_its_first_rows() {
    let lines: String = (1..=500).map(|at| format!("Xã {at}\t{at}\n\n")).collect();
    let table = table(&format!("Xã\tHộ nghèo\n{lines}"), Vec::new());
    assert_eq!((table.head, table.shown.len(), table.length), (1, 1 + SHOWN, 501));
    assert_eq!(table.shown[SHOWN].cells, [format!("Xã {SHOWN}"), SHOWN.to_string()]);
    assert_eq!(table.rows.len(), 500);
    let last = table.rows.last().expect("rows");
    // Every other line is blank, and counted.
    assert_eq!((last.name.as_str(), last.at, last.number), ("Xã 500", 500, 1000));
}

#[test]
fn what_the_user_says_about_columns_is_heard() {
    let text = "Đơn vị\tTổng số hộ\tHộ nghèo\nBa Bể\t12,050\t3,675\nNa Rì\t10,480\t2,934\n";
    let comma = Some((',', Role::Thousands));
    let asked = table(text, Vec::new());
    let doubts: Vec<_> = asked.columns.iter().map(|column| column.doubt).collect();
    assert_eq!(doubts, [None, comma, comma]);
    let assumed = |table: &PastedTable| match table.rows[0].facts[0].1.reading {
        Reading::Figure(figure) => (figure.mantissa, figure.assumed),
        _ => panic!("a figure"),
    };
    assert_eq!(assumed(&asked), (12_050, true));

    let ignored = Use::Ignored(Why::Remark);
    let told = table(text, vec![Choice::Separator(1, ',', Role::Thousands), Choice::Use(2, ignored)]);
    assert_eq!(told.columns[1].doubt, None);
    assert_eq!(assumed(&told), (12_050, false));
    assert_eq!((told.columns[2].used, told.columns[2].sure), (ignored, true));
    assert_eq!(told.rows[0].facts.len(), 1);

    let beyond = table(text, vec![Choice::Separator(9, '.', Role::Decimal), Choice::Use(9, Use::Tags)]);
    assert_eq!(beyond.columns.len(), 3);
}

/// Codes of Bắc Kạn until June 2025; the same code may be another commune since.
#[test]
fn official_names_by_their_codes() {
    let names = |era, codes| ask::<Option<String>>(Request::Names { list: LIST, era, codes }).expect("names");
    assert_eq!(
        names(Era::Former, "06\n060\n01834\n99999\n\nx"),
        "Tỉnh Bắc Kạn\nHuyện Pác Nặm\nPhường Nguyễn Thị Minh Khai\n\n\n"
    );
    assert_eq!(names(Era::Former, "").lines().count(), 0);
    let listed = ask::<Option<ListedArea>>(Request::Units {
        list: LIST,
        era: Era::Current,
        area: "19",
        within: Within::Communes,
    });
    for unit in listed.expect("a province").units.iter().take(9) {
        assert_eq!(names(Era::Current, &unit.code), unit.name);
    }
    assert_eq!(ask::<Option<String>>(Request::Names { list: &LIST[..90], era: Era::Former, codes: "06" }), None);
}

#[test]
fn html_goes_before_text() {
    let html = "<table><tr><td>Xã</td><td>Số hộ</td></tr><tr><td>Cao Minh</td><td>5</td></tr></table>";
    let request = TableRequest { html, text: "x", style: Style::En, ..TableRequest::default() };
    let table: PastedTable = ask::<Result<_, GridError>>(Request::ReadTable(request)).expect("within bounds");
    assert_eq!(table.rows[0].name, "Cao Minh");
}

#[test]
fn a_table_out_of_bounds_is_refused_with_the_reason() {
    let text = "a\tb\n".repeat(20_001);
    let request = TableRequest { text: &text, ..TableRequest::default() };
    let refused = ask::<Result<PastedTable, GridError>>(Request::ReadTable(request));
    assert_eq!(refused, Err(GridError::TooManyRows { row: 20_001 }));
}

#[test]
fn files_are_written_and_read() {
    let workbook = sample();
    let text: Option<String> = ask(Request::WriteFile(&pack(&workbook)));
    let text = text.expect("a workbook");
    assert_eq!(text, write_file(&workbook));
    let opened: OpenedFile = ask::<Result<_, FileError>>(Request::ReadFile(&text)).expect("a workbook file");
    assert_eq!(unpack(&opened.workbook), Some(workbook));
    assert_eq!(opened.repaired, 0);
    assert_eq!(ask::<Option<String>>(Request::WriteFile(b"no workbook")), None);
}

#[test]
fn saved_copies_open_like_files() {
    let text = [save_record(4, 0, &Workbook::default()), save_record(5, 0, &sample())].join("\n");
    assert!(is_file(&text) && is_file(" {") && !is_file("Xã\tHộ"));
    let opened: OpenedFile = ask::<Result<_, FileError>>(Request::ReadFile(&text)).expect("saved copies");
    assert_eq!(unpack(&opened.workbook), Some(sample()));
    let cut = save_record(5, 0, &sample());
    let damaged = ask::<Result<OpenedFile, FileError>>(Request::ReadFile(&cut[..cut.len() - 1]));
    assert_eq!(damaged.err(), Some(FileError::NotJson { line: 1, column: 1 }));
}

#[test]
fn a_file_that_does_not_open_says_where() {
    let refused = |text: &str| match ask::<Result<OpenedFile, FileError>>(Request::ReadFile(text)) {
        Err(error) => error,
        Ok(_) => panic!("opened"),
    };
    assert_eq!(refused("{\n  !"), FileError::NotJson { line: 2, column: 3 });
    let text = write_file(&sample()).replacen("2022-12-31", "2022-13-31", 1);
    assert_eq!(refused(&text), FileError::Invalid(Defect::new(Part::Period(0), Wrong::OutOfRange)));
    assert_eq!(read_file(&text).err(), Some(refused(&text)));
}

/// Counts of the official list (docs/units-format.md) and of Bắc Kạn in it.
#[test]
fn official_units_come_with_codes_kinds_and_groups() {
    let provinces = |era| ask::<Option<Vec<ListedUnit>>>(Request::Provinces { list: LIST, era }).expect("the list");
    assert_eq!(provinces(Era::Current).len(), 34);
    let former = provinces(Era::Former);
    assert_eq!(former.len(), 63);
    assert_eq!(former[0].name, "Tỉnh An Giang");
    let bac_kan = former.iter().find(|unit| unit.name == "Tỉnh Bắc Kạn").expect("a province");
    assert_eq!(bac_kan.code, "06");

    let districts: Option<Vec<ListedUnit>> = ask(Request::Districts { list: LIST, province: "06" });
    let names: Vec<String> = districts.expect("a province").into_iter().map(|unit| unit.name).collect();
    assert_eq!(names[..3], ["Huyện Ba Bể", "Huyện Bạch Thông", "TP Bắc Kạn"]);

    let units = |era, area, within| ask::<Option<ListedArea>>(Request::Units { list: LIST, era, area, within });
    let eight = units(Era::Former, "06", Within::Districts).expect("a province");
    assert_eq!((eight.area.as_str(), eight.level, eight.units.len()), ("Tỉnh Bắc Kạn", Level::District, 8));
    let tree = units(Era::Former, "06", Within::CommunesByDistrict).expect("a province");
    let groups = tree.units.iter().filter(|unit| unit.group.is_none()).count();
    assert_eq!((groups, tree.units.len(), tree.level), (8, 8 + 108, Level::Commune));
    for (at, unit) in tree.units.iter().enumerate() {
        if let Some(group) = unit.group {
            assert!((group as usize) < at && tree.units[group as usize].group.is_none());
        }
    }
    let flat = units(Era::Former, "06", Within::Communes).expect("a province");
    assert_eq!(flat.units.len(), 108);
    let district = units(Era::Former, "060", Within::Districts).expect("a district");
    assert!(district.units.iter().all(|unit| unit.code.len() == 5 && unit.group.is_none()));
    let now = units(Era::Current, "01", Within::CommunesByDistrict).expect("a province");
    assert_eq!((now.units.len(), now.level), (126, Level::Commune));

    assert_eq!(units(Era::Former, "07", Within::Communes), None);
    assert_eq!(units(Era::Former, "01837", Within::Communes), None);
    assert_eq!(ask::<Option<Vec<ListedUnit>>>(Request::Districts { list: LIST, province: "060" }), None);
    assert_eq!(ask::<Option<Vec<ListedUnit>>>(Request::Provinces { list: &LIST[1..], era: Era::Current }), None);
}

#[test]
fn what_is_no_request_is_answered_so() {
    let whole = write_request(&Request::ReadFile("{}"));
    for bytes in [&whole[..0], &whole[..whole.len() - 1], &[whole.as_slice(), b"x"].concat(), b"\xff\xff\xff\xff\xff"] {
        let answer = answer(bytes);
        assert_eq!(read_answer::<Result<OpenedFile, FileError>>(&answer).map(|_| ()), None);
        assert_eq!(read_answer::<Option<String>>(&answer), None);
    }
}

fn crosses<T: Wire + PartialEq + std::fmt::Debug>(all: &[T]) {
    for one in all {
        let mut bytes = vec![1];
        one.put(&mut bytes);
        assert_eq!(read_answer::<T>(&bytes).as_ref(), Some(one));
        let cut = &bytes[..bytes.len() - 1];
        assert_eq!(read_answer::<T>(cut), None, "cut: {one:?}");
    }
}

/// One of every shape, with parts that differ, so that none can stand for another.
#[test]
fn every_shape_crosses() {
    use Wrong::*;
    crosses(&[Missing, Shape, Unknown, Duplicate, TooMany, Text, Kept, NoSuch, Cycle, Order, OutOfRange, Renumbered]);
    use Part::*;
    crosses(&[Document, Heading, Period(1), Tag(200), Unit(3), Series(40_000), Fact { series: 5, row: 6 }]);
    let invalid = FileError::Invalid(Defect::new(Unit(7), Cycle));
    let newer = FileError::Newer { version: i64::MAX };
    crosses(&[FileError::TooLong, FileError::NotOurs, FileError::NotJson { line: 1, column: 2 }, newer, invalid]);
    let wide = GridError::TooManyColumns { row: 3, columns: 101 };
    crosses(&[GridError::TooLong { bytes: 10_000_001 }, GridError::TooManyRows { row: 20_001 }, wide]);
    crosses(&[Note::FlowsUnused, Note::OnItsSide, Note::SecondTotal { row: 1 }, Note::LongName { row: 2 }]);
    let [ragged, long] = [(3, 4, 5), (6, 7, 8)];
    crosses(&[
        Note::Ragged { row: ragged.0, cells: ragged.1, columns: ragged.2 },
        Note::Overlong { row: long.0, cells: long.1, columns: long.2 },
        Note::OtherTables { count: 2 },
    ]);
    let whys =
        [Why::Blank, Why::Remark, Why::Unknown, Why::Computed, Why::Duplicate, Why::Unsupported, Why::OtherPeriod];
    crosses(&whys.map(Use::Ignored));
    crosses(&[Use::Name, Use::Number, Use::Key, Use::Tags, Use::Facet]);
    crosses(&Field::ALL.iter().flat_map(|field| [Use::Figures(*field), Use::Follows(*field)]).collect::<Vec<_>>());
    crosses(&[Some(Form::Result), Some(Form::PoorFlows), Some(Form::NearPoorFlows), None]);
    crosses(&[RowKind::Unit, RowKind::Group, RowKind::Total, RowKind::Tag, RowKind::Skipped]);
    crosses(&[Choice::Use(1, Use::Name), Choice::Separator(2, '\u{a0}', Role::Decimal)]);
    crosses(&[(Some(i16::MIN), Some(-1_i16)), (None, Some(2023))]);
    crosses(&[(Style::Vi, Role::Thousands), (Style::En, Role::Decimal)]);
    crosses(&[(Era::Former, Level::Province), (Era::Current, Level::District), (Era::Current, Level::Commune)]);
    crosses(&[Within::Districts, Within::Communes, Within::CommunesByDistrict]);
}

proptest! {
    #[test]
    fn facts_cross_whole(seed: u64) {
        let workbook = chance_workbook(seed, 20);
        let facts: Vec<Fact> = workbook.all_series().flat_map(|(_, s)| s.iter().map(|(_, fact)| fact.clone())).collect();
        crosses(&facts);
    }

    #[test]
    fn workbooks_cross_whole(seed: u64, units in 0_u64..30) {
        let workbook = chance_workbook(seed, units);
        let crossed = unpack(&pack(&workbook)).expect("a workbook");
        prop_assert_eq!(crossed.next_identities(), workbook.next_identities());
        prop_assert_eq!(crossed, workbook);
    }

    #[test]
    fn chance_bytes_do_no_harm(bytes: Vec<u8>, kind in 0_u8..7) {
        let _ = answer(&[&[kind], bytes.as_slice()].concat());
        let _ = read_answer::<Result<PastedTable, GridError>>(&bytes);
    }

    #[test]
    fn damaged_requests_do_no_harm(at in 0_usize..1000, byte: u8) {
        let choices = vec![Choice::Use(0, Use::Name), Choice::Separator(1, '.', Role::Decimal)];
        let text = "Xã\tHộ\nA\t1.5\nB\t2,5\n";
        let mut bytes = write_request(&Request::ReadTable(TableRequest { text, choices, ..TableRequest::default() }));
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = answer(&bytes);
    }
}

/// One of everything, with texts that links cannot hold.
#[test]
fn a_file_crosses_whole() {
    let (workbook, _) = read_file(include_str!("golden/file-1-rich.giamngheo.json")).expect("a workbook file");
    assert_eq!(unpack(&pack(&workbook)), Some(workbook));
}
