//! Exporting and importing workbooks as the page does.
#![allow(dead_code)]

use giam_ngheo::codec::desk::pack;
use giam_ngheo::codec::number::Style;
use giam_ngheo::codec::xlsx::{Book, Export, Request, Words, Written, XlsxError, answer, read_answer, write_request};
use giam_ngheo::core::field::Field;
use giam_ngheo::core::measure::Measure;
use giam_ngheo::core::period::Date;
use giam_ngheo::core::workbook::Workbook;

/// Texts as the Vietnamese interface gives them, as far as reading the table back depends on them.
pub fn words(workbook: &Workbook) -> Words {
    let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let column = |field: &Field| {
        match field {
            Field::Unit => "Đơn vị",
            Field::HouseholdsPrev | Field::HouseholdsNow => "Tổng số hộ",
            Field::PoorPrev | Field::PoorNow => "Hộ nghèo",
            Field::NearPoorPrev | Field::NearPoorNow => "Hộ cận nghèo",
            Field::PersonsPrev | Field::PersonsNow => "Nhân khẩu",
            Field::PoorPersonsPrev | Field::PoorPersonsNow => "Khẩu nghèo",
            Field::RatePrev | Field::RateNow => "Tỷ lệ hộ nghèo (%)",
            Field::NearRatePrev | Field::NearRateNow => "Tỷ lệ hộ cận nghèo (%)",
            Field::MultiRatePrev | Field::MultiRateNow => "Tỷ lệ nghèo đa chiều (%)",
            Field::DropHouseholds => "Số hộ nghèo giảm",
            Field::DropPoints => "Tỷ lệ giảm (điểm %)",
            Field::Target => "Chỉ tiêu",
            Field::GapHouseholds => "Số hộ",
            Field::GapPoints => "Điểm %",
            Field::Verdict => "Xếp loại",
        }
        .to_owned()
    };
    let years: Vec<i16> = workbook.periods().iter().map(|period| period.date.year).collect();
    let year = |back: usize| years.len().checked_sub(back).and_then(|at| years.get(at)).copied().unwrap_or(0);
    Words {
        results: "Kết quả".into(),
        facts: "Số liệu đã nhập".into(),
        authority: "ỦY BAN NHÂN DÂN TỈNH BẮC KẠN".into(),
        nation: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM".into(),
        motto: "Độc lập - Tự do - Hạnh phúc".into(),
        title: "KẾT QUẢ RÀ SOÁT HỘ NGHÈO".into(),
        context: format!("Cuối {} → cuối {}", year(2), year(1)),
        notes: texts(&["Ô nền xám là công thức."]),
        number: "TT".into(),
        code: "Mã".into(),
        tags: "Nhãn".into(),
        total: "Tổng cộng".into(),
        tag_total: "Cộng {tag}".into(),
        groups: vec![
            format!("Cuối năm {}", year(2)),
            format!("Cuối năm {}", year(1)),
            "Kết quả giảm".into(),
            format!("Chỉ tiêu {}", year(1)),
            "So với kế hoạch".into(),
        ],
        columns: Field::ALL.iter().map(column).collect(),
        verdicts: texts(&["Vượt", "Đạt", "Chưa đạt", "Đạt theo tỷ lệ", "Đạt theo số hộ", "Chưa rõ", "Mâu thuẫn", ""]),
        signatures: texts(&["NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ"]),
        facts_lead: "Số liệu đúng như đã nhập.".into(),
        measures: Measure::ALL.iter().map(|measure| measure.key().to_owned()).collect(),
        periods: years.iter().map(|year| format!("Cuối {year}")).collect(),
    }
}

/// The file of a workbook about its last two periods.
pub fn export(workbook: &Workbook) -> Vec<u8> {
    let packed = pack(workbook);
    let request = Request::Write(Box::new(Export {
        workbook: &packed,
        span: workbook.latest_span().expect("a period"),
        today: Date { year: 2024, month: 1, day: 5 },
        style: Style::Vi,
        words: words(workbook),
    }));
    let answer: Option<Written> = read_answer(&answer(&write_request(&request))).expect("an answer");
    answer.expect("a file").0
}

/// What a file holds.
pub fn try_read(file: &[u8]) -> Result<Book, XlsxError> {
    read_answer(&answer(&write_request(&Request::Read(file)))).expect("an answer")
}

pub fn read(file: &[u8]) -> Book {
    try_read(file).expect("a workbook")
}
