//! Reading and applying pasted tables in tests.

use giam_ngheo::codec::csv;
use giam_ngheo::codec::number::{Style, canonical};
use giam_ngheo::codec::paste::{self, Applied, Mode, PastePlan, RowKind, Use, Why, apply_edits};
use giam_ngheo::codec::target_text;
use giam_ngheo::core::edit::Edit;
use giam_ngheo::core::fact::Reading;
use giam_ngheo::core::field::Field;
use giam_ngheo::core::period::{Date, Period, Span, Standard, Status};
use giam_ngheo::core::unit::Place;
use giam_ngheo::core::workbook::Workbook;

use Style::{En, Vi};

pub fn plan(text: &str) -> PastePlan {
    paste::plan(paste::read(None, text).expect("within bounds"), Vi, (None, None))
}

pub fn file(name: &str) -> PastePlan {
    let path = format!("{}/tests/data/{name}.csv", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("a file of the repository");
    paste::plan(csv::read(&text).expect("within bounds"), En, (None, None))
}

/// One word per column: the key of the field (`=key` where it only follows), `?` behind a guess.
pub fn columns(plan: &PastePlan) -> Vec<String> {
    let word = |used| match used {
        Use::Figures(field) => field.key().to_owned(),
        Use::Follows(field) => format!("={}", field.key()),
        Use::Ignored(Why::Blank) => "blank".to_owned(),
        Use::Ignored(Why::Unknown) => "unknown".to_owned(),
        Use::Ignored(why) => format!("{why:?}").to_lowercase(),
        other => format!("{other:?}").to_lowercase(),
    };
    plan.columns.iter().map(|column| word(column.used) + if column.sure { "" } else { "?" }).collect()
}

pub fn names(plan: &PastePlan, kind: RowKind) -> Vec<String> {
    plan.rows().iter().filter(|row| row.kind == kind).map(|row| row.name.clone()).collect()
}

/// A workbook with two periods and no units.
pub fn blank() -> (Workbook, Span) {
    let mut workbook = Workbook::default();
    for (at, year) in [2022, 2023].into_iter().enumerate() {
        let id = workbook.fresh_period();
        let (status, standard) = (Status::Official, Standard::Y2022);
        let period = Period { id, date: Date::year_end(year), status, standard, note: String::new() };
        Edit::InsertPeriod { at, period }.apply(&mut workbook);
    }
    let span = workbook.latest_span().expect("two periods");
    (workbook, span)
}

/// Applies a paste, checks that one undo takes it back, and gives what it says of itself.
pub fn apply(plan: &PastePlan, workbook: &mut Workbook, span: Span, mode: Mode) -> Applied {
    let before = workbook.clone();
    let applied = apply_edits(plan, workbook, span, mode);
    let mut undone = workbook.clone();
    let inverse = applied.edit.clone().apply(&mut undone);
    inverse.apply(&mut undone);
    assert_eq!(undone, before, "undo");
    applied.edit.clone().apply(workbook);
    applied
}

/// What stands in a cell, as canonical text; `!` before text that cannot be read.
pub fn cell(workbook: &Workbook, span: Span, place: Place, field: Field) -> String {
    let fact = workbook.key_of(span, place, field).and_then(|key| workbook.fact(key));
    match fact.map(|fact| (fact.reading, fact.text.as_deref().unwrap_or(""))) {
        Some((Reading::Figure(figure), _)) => canonical(figure),
        Some((Reading::Target(target), _)) => target_text::canonical(target),
        Some((Reading::Unreadable(_), text)) => format!("!{text}"),
        None => String::new(),
    }
}

pub fn unit(workbook: &Workbook, name: &str) -> Place {
    Place::Unit(workbook.units().iter().find(|unit| unit.name == name).unwrap_or_else(|| panic!("{name}")).id)
}

pub fn cells(workbook: &Workbook, span: Span, place: Place, fields: &[Field]) -> Vec<String> {
    fields.iter().map(|field| cell(workbook, span, place, *field)).collect()
}

pub const COUNTS: [Field; 4] = [Field::HouseholdsPrev, Field::PoorPrev, Field::HouseholdsNow, Field::PoorNow];

pub const FORM_1: &str = "ỦY BAN NHÂN DÂN\t\t\t\t\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\t\t\n\
    HUYỆN CƯ JÚT\t\t\t\t\tĐộc lập - Tự do - Hạnh phúc\t\t\n\
    \n\
    TỔNG HỢP KẾT QUẢ CHÍNH THỨC RÀ SOÁT HỘ NGHÈO, HỘ CẬN NGHÈO\t\t\t\t\t\t\t\n\
    TT\tPhường/Xã\t\"Tổng số hộ dân cư\n(tại thời điểm rà soát)\"\t\tKết quả rà soát về hộ\t\t\t\t\tHộ N-L-NN MSTB\n\
    \t\tSố hộ\tNhân khẩu\tHộ nghèo\tTỷ lệ (%)\tHộ cận nghèo\tTỷ lệ (%)\t\tSố hộ\n\
    A\tB\t1\t2\t3\t4=3/1*100\t5\t6=5/1*100\t\t7\n\
    1\tHuyện Cư Jút\t25.000\t98.000\t1.250\t5,00\t2.500\t10,00\t\t12\n\
    1.1\tTT Ea TLing\t10.000\t40.000\t250\t2,50\t500\t5,00\t\t2\n\
    1.2\tXã Ea Pô\t15.000\t58.000\t1.000\t6,67\t2.000\t13,33\t\t10\n\
    \tTổng cộng\t25.000\t98.000\t1.250\t5,00\t2.500\t10,00\t\t12\n\
    \tNGƯỜI LẬP BIỂU\t\t\t\tTHỦ TRƯỞNG ĐƠN VỊ\n";
