//! Exporting and importing workbooks as the page does, and packages as zip programs write them.
#![allow(dead_code)]

#[path = "zip.rs"]
mod zip;

use std::io::Write;

use flate2::{Compression, write::DeflateEncoder};
use giam_ngheo::codec::desk::pack;
use giam_ngheo::codec::number::Style;
use giam_ngheo::codec::xlsx::{Book, Export, Request, Words, Written, XlsxError, answer, read_answer, write_request};
use giam_ngheo::core::field::Field;
use giam_ngheo::core::measure::Measure;
use giam_ngheo::core::names::capital;
use giam_ngheo::core::period::Date;
use giam_ngheo::core::workbook::Workbook;
use giam_ngheo::i18n::{Lang, Text, fill, text};

/// The texts of the sheets as the interface gives them (`ui/files/xlsx.rs`), as far as reading the table back depends on
/// them.
pub fn words_in(lang: Lang, workbook: &Workbook) -> Words {
    let t = |key: Text| text(lang, key).to_owned();
    let column = |field: &Field| match field {
        Field::Unit => t(Text::ColUnit),
        Field::HouseholdsPrev | Field::HouseholdsNow => t(Text::XlsxColHouseholds),
        Field::PoorPrev | Field::PoorNow => t(Text::XlsxColPoor),
        Field::NearPoorPrev | Field::NearPoorNow => t(Text::XlsxColNearPoor),
        Field::MultiPrev | Field::MultiNow => t(Text::XlsxColMulti),
        Field::PersonsPrev | Field::PersonsNow => t(Text::XlsxColPersons),
        Field::PoorPersonsPrev | Field::PoorPersonsNow => t(Text::XlsxColPoorPersons),
        Field::RatePrev | Field::RateNow => t(Text::XlsxColRate),
        Field::NearRatePrev | Field::NearRateNow => t(Text::XlsxColNearRate),
        Field::MultiRatePrev | Field::MultiRateNow => t(Text::XlsxColMultiRate),
        Field::DropHouseholds => t(Text::XlsxColDropHouseholds),
        Field::DropPoints => t(Text::XlsxColDropPoints),
        Field::Target => t(Text::XlsxColTarget),
        Field::GapHouseholds => t(Text::XlsxColGapHouseholds),
        Field::GapPoints => t(Text::XlsxColGapPoints),
        Field::Verdict => t(Text::XlsxColVerdict),
        movement => movement.key().to_owned(),
    };
    let years: Vec<String> = workbook.periods().iter().map(|period| period.date.year.to_string()).collect();
    let year = |back: usize| years.len().checked_sub(back).and_then(|at| years.get(at)).map_or("", String::as_str);
    let end = |year: &str| capital(&fill(lang, Text::PeriodEnd, &[("year", year)]));
    Words {
        results: t(Text::XlsxResults),
        facts: t(Text::XlsxFacts),
        authority: fill(lang, Text::XlsxAuthority, &[("area", &workbook.heading.area)]),
        nation: t(Text::XlsxNation),
        motto: t(Text::XlsxMotto),
        title: "Rà soát hộ nghèo".into(),
        context: fill(lang, Text::ContextSpan, &[("prev", &end(year(2))), ("now", &end(year(1)))]),
        notes: vec![t(Text::XlsxNoteFormulas)],
        number: t(Text::XlsxNumber),
        code: t(Text::XlsxCode),
        tags: t(Text::Tags),
        total: t(Text::TotalAll),
        tag_total: fill(lang, Text::SubtotalTag, &[("tag", "{tag}")]),
        groups: vec![
            end(year(2)),
            end(year(1)),
            t(Text::XlsxGroupDrop),
            fill(lang, Text::GroupTarget, &[("year", year(1))]),
            t(Text::XlsxGroupResult),
        ],
        columns: Field::ALL.iter().map(column).collect(),
        verdicts: vec![
            t(Text::VerdictExceeded),
            t(Text::VerdictMet),
            t(Text::VerdictMissed),
            t(Text::VerdictMetByRateOnly),
            t(Text::VerdictMetByHouseholdsOnly),
            t(Text::VerdictUndecided),
            t(Text::VerdictConflict),
            String::new(),
        ],
        signatures: vec![t(Text::XlsxPreparedBy), t(Text::XlsxHeadOfUnit)],
        facts_lead: t(Text::XlsxNoteFacts),
        measures: Measure::ALL.iter().map(|measure| measure.key().to_owned()).collect(),
        periods: years.iter().map(|year| end(year)).collect(),
    }
}

pub fn words(workbook: &Workbook) -> Words {
    words_in(Lang::Vi, workbook)
}

/// The file of a workbook about its last two periods.
pub fn export(workbook: &Workbook) -> Vec<u8> {
    export_in(Lang::Vi, workbook)
}

pub fn export_in(lang: Lang, workbook: &Workbook) -> Vec<u8> {
    let packed = pack(workbook);
    let request = Request::Write(Box::new(Export {
        workbook: &packed,
        span: workbook.latest_span().expect("a period"),
        today: Date { year: 2024, month: 1, day: 5 },
        style: if lang == Lang::Vi { Style::Vi } else { Style::En },
        words: words_in(lang, workbook),
    }));
    let answer: Option<Written> = read_answer(&answer(&write_request(&request))).expect("an answer");
    answer.expect("a file").0
}

/// An exported file without the seal over all its bytes, as any program leaves it that saves it anew: it has to be read
/// cell by cell.
pub fn unsealed(file: &[u8]) -> Vec<u8> {
    let end = file.windows(4).rposition(|bytes| bytes == b"PK\x05\x06").expect("the record at the end") + 22;
    assert!(file.len() > end, "there is a seal");
    let mut file = file[..end].to_vec();
    file[end - 2..].fill(0);
    file
}

/// What a file holds.
pub fn try_read(file: &[u8]) -> Result<Book, XlsxError> {
    read_answer(&answer(&write_request(&Request::Read(file)))).expect("an answer")
}

pub fn read(file: &[u8]) -> Book {
    try_read(file).expect("a workbook")
}

/// A part: its name, its content, and the size it claims to have instead, if any.
pub type Part<'a> = (&'a str, Vec<u8>, Option<u32>);

/// A package as a zip program writes it.
pub fn zip(parts: &[Part]) -> Vec<u8> {
    let deflated = |content: &[u8]| {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    };
    let entries = parts.iter().map(|(name, content, claimed)| zip::Entry {
        name,
        content,
        deflated: Some(deflated(content)),
        claimed: *claimed,
    });
    zip::package(&entries.collect::<Vec<_>>())
}
