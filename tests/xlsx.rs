//! Excel workbooks written by this program: what comes back is what went in – by its own import, through the table as
//! anybody's would be read, and by another reader natively.
#![cfg(feature = "xlsx")]

#[path = "support/xlsx.rs"]
mod book;
mod support;

use std::io::{Cursor, Read};
use std::process::Command;

use calamine::{Data, Reader, Xlsx};
use flate2::read::DeflateDecoder;
use giam_ngheo::codec::desk::unpack;
use giam_ngheo::codec::number::Style;
use giam_ngheo::codec::paste::{self, Mode, apply_edits};
use giam_ngheo::codec::sample::sample;
use giam_ngheo::codec::xlsx::{Book, MAX_BYTES, Own, document, texts};
use giam_ngheo::core::edit::Edit;
use giam_ngheo::core::fact::Fact;
use giam_ngheo::core::field::Field;
use giam_ngheo::core::period::{Date, Period, Standard, Status};
use giam_ngheo::core::quantity::Value;
use giam_ngheo::core::solve::solve;
use giam_ngheo::core::unit::{Place, Unit};
use giam_ngheo::core::workbook::Workbook;
use giam_ngheo::i18n::Lang;
use rust_xlsxwriter as writer;

use book::{export, export_in, read, unsealed};
use support::{chance_workbook, review};

fn own(file: &[u8]) -> Own {
    read(file).own.expect("our own document")
}

#[test]
fn what_was_typed_comes_back_whole() {
    let workbook = sample();
    let file = export(&workbook);
    let Book { own, tables } = read(&unsealed(&file));
    let own = own.expect("our own document");
    assert_eq!((own.changed, own.repaired), (0, 0));
    assert_eq!(unpack(&own.workbook).expect("a workbook"), workbook);
    assert_eq!(tables.len(), 1, "the results as a table: {tables:?}");
    assert_eq!(read(&file), Book { own: Some(own), tables: Vec::new() }, "its sheets need not be read");
}

#[test]
fn every_document_comes_back_whole() {
    for seed in 0..if support::long() { 2_000 } else { 60 } {
        let workbook = chance_workbook(seed, 12);
        if workbook.latest_span().is_none() {
            continue;
        }
        let file = export(&workbook);
        let as_written = own(&file);
        assert_eq!(unpack(&as_written.workbook).expect("a workbook"), workbook, "seed {seed}");
        assert_eq!(as_written.changed, 0, "seed {seed}");
        assert_eq!(own(&unsealed(&file)), as_written, "seed {seed}");
    }
}

/// An empty table for the two years.
fn empty() -> Workbook {
    let mut workbook = Workbook::default();
    for (at, year) in [2022, 2023].into_iter().enumerate() {
        let id = workbook.fresh_period();
        let (status, standard) = (Status::Official, Standard::Y2022);
        let period = Period { id, date: Date::year_end(year), status, standard, note: String::new() };
        Edit::InsertPeriod { at, period }.apply(&mut workbook);
    }
    workbook
}

/// The table on the sheet of results, read as anybody's table.
fn as_table(file: &[u8]) -> Workbook {
    let Book { tables, .. } = read(&unsealed(file));
    let text = tables[0].text.as_ref().expect("within bounds");
    let plan = paste::plan(paste::read(None, text).expect("a table"), Style::Vi, (Some(2022), Some(2023)));
    let mut workbook = empty();
    let span = workbook.latest_span().unwrap();
    let applied = apply_edits(&plan, &mut workbook, span, Mode::Replace);
    applied.edit.apply(&mut workbook);
    workbook
}

fn values(workbook: &Workbook) -> Vec<(String, Field, Value)> {
    let solution = solve(workbook, workbook.latest_span().unwrap());
    let units = workbook.units().iter().map(|unit| (unit.name.clone(), Place::Unit(unit.id)));
    let tags = workbook.tags().iter().map(|tag| (tag.name.clone(), Place::Tag(tag.id)));
    let places: Vec<_> = units.chain(tags).chain([(String::new(), Place::Area)]).collect();
    let all = places.iter().flat_map(|(name, place)| Field::ALL.iter().map(move |field| (name, *place, *field)));
    let known = all.map(|(name, place, field)| (name.clone(), field, solution.value(place, field)));
    known.filter(|(.., value)| value.is_known()).collect()
}

#[test]
fn the_sheet_of_results_read_as_a_table_gives_the_same_figures() {
    for (lang, workbook) in
        [(Lang::Vi, sample()), (Lang::Vi, review(60, true)), (Lang::En, review(60, false)), (Lang::En, sample())]
    {
        let (before, after) = (values(&workbook), values(&as_table(&export_in(lang, &workbook))));
        let missing: Vec<_> = before.iter().filter(|b| !after.iter().any(|a| (&a.0, a.1) == (&b.0, b.1))).collect();
        assert_eq!(before.len(), after.len(), "{missing:?}");
        for (before, after) in before.iter().zip(&after) {
            let figures = |(name, field, value): &(String, Field, Value)| (name.clone(), *field, value.lo, value.hi);
            assert_eq!(figures(before), figures(after));
        }
    }
}

#[test]
fn another_reader_finds_the_same_figures() {
    let workbook = sample();
    let mut reader: Xlsx<_> = Xlsx::new(Cursor::new(export(&workbook))).expect("a workbook");
    assert_eq!(reader.sheet_names(), ["Kết quả", "Số liệu đã nhập", "giamngheo"]);
    let range = reader.worksheet_range("Kết quả").unwrap();
    // Row and column from 0: eight units from row 9, then the tag, then the total.
    let number = |row, column| match range.get_value((row, column)) {
        Some(Data::Float(number)) => *number,
        other => panic!("{row} {column}: {other:?}"),
    };
    assert_eq!([2, 3, 4, 5, 6, 7].map(|column| number(16, column)), [7619.0, 3994.0, 52.42, 7655.0, 3771.0, 49.26]);
    assert_eq!([2, 3, 4, 5, 6, 7].map(|column| number(18, column)), [82076.0, 20281.0, 24.71, 82310.0, 18067.0, 21.95]);
    assert_eq!([8, 9].map(|column| number(18, column)), [2214.0, 2.76]);
    let formulas = reader.worksheet_formula("Kết quả").unwrap();
    let code = formulas.get_value((18, 7)).expect("a live rate").clone();
    assert_eq!(code, "IF(COUNT(F19,G19)=2,IF(F19>0,ROUND(G19/F19*100,2),\"\"),\"\")");
    let facts = reader.worksheet_range("Số liệu đã nhập").unwrap();
    assert_eq!(facts.get_value((10, 2)), Some(&Data::String("7.471".into())), "as typed: {facts:?}");
}

/// The file with one cell of the results written anew, as a person would who opens it, types and saves.
fn edited(file: &[u8], sheet: &str, at: (u32, u32), value: f64) -> Vec<u8> {
    let mut reader: Xlsx<_> = Xlsx::new(Cursor::new(file.to_vec())).unwrap();
    let mut workbook = writer::Workbook::new();
    for name in reader.sheet_names() {
        let range = reader.worksheet_range(&name).unwrap();
        let target = workbook.add_worksheet().set_name(&name).unwrap();
        let (top, left) = range.start().unwrap();
        let two = writer::Format::new().set_num_format("0.00");
        for (row, column, data) in range.used_cells() {
            let (row, column) = (row as u32 + top, (column as u32 + left) as u16);
            match data {
                Data::Float(number) if number.fract() == 0.0 => target.write_number(row, column, *number).unwrap(),
                Data::Float(number) => target.write_number_with_format(row, column, *number, &two).unwrap(),
                other => target.write_string(row, column, other.to_string()).unwrap(),
            };
        }
        if name == sheet {
            target.write_number(at.0, at.1 as u16, value).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_figure_changed_in_excel_is_noticed() {
    let file = export(&sample());
    assert_eq!(own(&edited(&file, "", (0, 0), 0.0)).changed, 0, "saved by another program");
    // Ba Bể, poor households of 2023.
    assert_eq!(own(&edited(&file, "Kết quả", (10, 6), 3212.0)).changed, 0, "the same figure");
    assert_eq!(own(&edited(&file, "Kết quả", (10, 6), 3122.0)).changed, 1);
    assert_eq!(own(&edited(&file, "Kết quả", (18, 6), 18_066.0)).changed, 1, "a sum typed over");
    assert_eq!(own(&edited(&file, "Số liệu đã nhập", (5, 2), 12_051.0)).changed, 1);
    let Book { tables, .. } = read(&edited(&file, "Kết quả", (10, 6), 3122.0));
    assert!(tables[0].text.as_ref().unwrap().contains("\t3122\t"), "the table has what stands there now");
}

/// Texts that spreadsheets could take for formulas, commands or markup.
const INJECTIONS: [&str; 12] = [
    "=1+1",
    "=HYPERLINK(\"http://x\",\"y\")",
    "+84 123",
    "-2+3",
    "@SUM(A1)",
    "'=1+1",
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "\"><img src=x>",
    "]]>&amp;{1}",
    "_x000D_",
    "{=A1}",
];

#[test]
fn texts_are_never_formulas() {
    let mut workbook = sample();
    for (at, name) in INJECTIONS.iter().enumerate() {
        let unit = Unit::new(workbook.fresh_unit(), *name);
        Edit::InsertUnit { at, unit, facts: Vec::new() }.apply(&mut workbook);
    }
    let mut heading = workbook.heading.clone();
    heading.title = "=1+1".into();
    heading.author = "=2+2".into();
    Edit::SetHeading(heading).apply(&mut workbook);
    let file = export(&workbook);
    let mut reader: Xlsx<_> = Xlsx::new(Cursor::new(file.clone())).unwrap();
    for sheet in reader.sheet_names() {
        let range = reader.worksheet_range(&sheet).unwrap();
        let formulas = reader.worksheet_formula(&sheet).unwrap();
        for (row, _, code) in formulas.used_cells() {
            assert!(!INJECTIONS.iter().any(|text| code.contains(text)), "{sheet} {row}: {code}");
        }
        if sheet == "Kết quả" {
            for (at, name) in INJECTIONS.iter().enumerate() {
                assert_eq!(range.get_value((9 + at as u32, 1)), Some(&Data::String((*name).into())));
                assert_eq!(formulas.get_value((9 + at as u32, 1)).map_or("", String::as_str), "");
            }
        }
    }
    assert_eq!(unpack(&own(&file).workbook).unwrap(), workbook);
}

#[test]
fn what_is_inferred_or_uncertain_is_written_as_such() {
    let mut workbook = empty();
    let span = workbook.latest_span().unwrap();
    let unit = Unit::new(workbook.fresh_unit(), "Lục Bình");
    let place = Place::Unit(unit.id);
    Edit::InsertUnit { at: 0, unit, facts: Vec::new() }.apply(&mut workbook);
    for (field, text) in [(Field::RateNow, "8,9"), (Field::DropPoints, "4,7"), (Field::HouseholdsNow, "hơn 500")] {
        let (measure, _) = field.fact().unwrap();
        let fact: Option<Fact> = giam_ngheo::codec::number::make_fact(text, measure, Style::Vi);
        Edit::SetFact { key: workbook.key_of(span, place, field).unwrap(), fact }.apply(&mut workbook);
    }
    let file = export(&workbook);
    let mut reader: Xlsx<_> = Xlsx::new(Cursor::new(file.clone())).unwrap();
    let range = reader.worksheet_range("Kết quả").unwrap();
    let cells: Vec<String> =
        (2..10).map(|column| range.get_value((9, column)).map_or(String::new(), ToString::to_string)).collect();
    assert_eq!(cells, ["", "", "13,50–13,70", "> 500", "45–89.500.000", "8.9", "", "4.7"]);
    assert_eq!(unpack(&own(&file).workbook).unwrap(), workbook);
}

#[test]
fn a_whole_country_fits() {
    let workbook = review(3_321, true);
    let file = export(&workbook);
    assert!(file.len() < MAX_BYTES / 4, "{} bytes", file.len());
    for file in [unsealed(&file), file] {
        let own = own(&file);
        assert_eq!(own.changed, 0);
        assert_eq!(unpack(&own.workbook).unwrap(), workbook);
    }
}

/// What the page does for itself with a file that is as it was written: the part with all texts, unpacked, holds the
/// document – whatever units are named.
#[test]
fn the_document_is_found_among_the_texts() {
    let found = |file: &[u8]| {
        let part = texts(file)?;
        let mut bytes = Vec::new();
        DeflateDecoder::new(part.bytes(file)?).read_to_end(&mut bytes).expect("deflated");
        assert_eq!(bytes.len(), part.size);
        document(&bytes)
    };
    let mut named = sample();
    for (at, name) in ["<t>giamngheo-save-1 00000000 1 0 4", "</t></si>", "giamngheo-save-1", "]]>"].iter().enumerate()
    {
        let unit = Unit::new(named.fresh_unit(), *name);
        Edit::InsertUnit { at, unit, facts: Vec::new() }.apply(&mut named);
    }
    for workbook in [sample(), named, review(300, true), review(3_321, false)] {
        let file = export(&workbook);
        let saved = found(&file).expect("the document");
        assert_eq!((saved.workbook, saved.repaired.len()), (workbook, 0));
        assert!(texts(&unsealed(&file)).is_none(), "without a seal the sheets are read");
    }
    assert!(document(b"").is_none() && document(b"<si><t>giamngheo-save-1 </t></si>").is_none());
}

/// The seal says that not a byte was changed. A file whose parts somebody replaced, with the comment left where it was, is
/// read cell by cell.
#[test]
fn a_seal_on_other_bytes_is_none() {
    let (mine, theirs) = (export(&sample()), export(&review(20, true)));
    let comment = |file: &[u8]| file[unsealed(file).len()..].to_vec();
    assert_ne!(comment(&mine), comment(&theirs));
    let mut mixed = theirs.clone();
    let end = mixed.len() - comment(&mine).len();
    mixed.truncate(end);
    mixed.extend(comment(&mine));
    assert_eq!(read(&mixed), read(&unsealed(&theirs)), "read cell by cell");
    assert!(!read(&mixed).tables.is_empty());
    // With a byte of the seal itself changed, too.
    for at in end - 2..mixed.len() {
        let mut changed = theirs.clone();
        changed[at] ^= 1;
        match book::try_read(&changed) {
            Ok(book) => assert_eq!(book, read(&unsealed(&theirs)), "byte {at}"),
            Err(error) => assert_eq!(error, giam_ngheo::codec::xlsx::XlsxError::Damaged, "byte {at}"),
        }
    }
}

/// A figure changed with the comment kept, as programs do that replace one part of a package: seen all the same.
#[test]
fn a_change_under_an_old_seal_is_noticed() {
    let file = export(&sample());
    let mut changed = edited(&file, "Kết quả", (10, 6), 3122.0);
    let comment = &file[unsealed(&file).len()..];
    let length = changed.len() - 2;
    changed[length..].copy_from_slice(&(comment.len() as u16).to_le_bytes());
    changed.extend(comment);
    let Book { own, tables } = read(&changed);
    assert_eq!(own.expect("our own document").changed, 1);
    assert!(tables[0].text.as_ref().unwrap().contains("\t3122\t"));
}

/// LibreOffice computes the file anew and saves it: it must find what this program found. Only in the long run, and where
/// it is installed.
#[test]
fn libreoffice_computes_the_same() {
    if !support::long() {
        return;
    }
    if Command::new("soffice").arg("--version").output().is_err() {
        eprintln!("skipped: LibreOffice is not installed");
        return;
    }
    let folder = std::env::temp_dir().join(format!("giamngheo-xlsx-{}", std::process::id()));
    let profile = folder.join("profile/user");
    std::fs::create_dir_all(&profile).unwrap();
    // Always compute anew on loading.
    let setting = r#"<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">
        <item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"#;
    std::fs::write(profile.join("registrymodifications.xcu"), setting).unwrap();
    for (name, workbook) in [("sample", sample()), ("communes", review(200, true))] {
        let path = folder.join(format!("{name}.xlsx"));
        std::fs::write(&path, export(&workbook)).unwrap();
        let out = folder.join("out");
        let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
        let run = Command::new("soffice")
            .args([&*profile, "--headless", "--convert-to", "xlsx", "--outdir"])
            .args([&out, &path])
            .output()
            .unwrap();
        assert!(run.status.success(), "{run:?}");
        let file = std::fs::read(out.join(format!("{name}.xlsx"))).unwrap();
        let own = own(&file);
        assert_eq!(own.changed, 0, "{name}: every cell as computed here");
        assert_eq!(unpack(&own.workbook).unwrap(), workbook);
    }
    std::fs::remove_dir_all(folder).unwrap();
}
