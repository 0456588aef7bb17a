//! Numbers as officials, spreadsheets and newspapers write them, and back.

use giam_ngheo::codec::limits;
use giam_ngheo::codec::number::{self, Reader, Role, Style};
use giam_ngheo::core::fact::{Figure, Qualifier, Reading, Unreadable};
use giam_ngheo::core::field::Format;
use giam_ngheo::core::measure::Measure;
use giam_ngheo::core::quantity::{State, Value};
use proptest::prelude::*;

use Measure::{DropHouseholds, DropPoints, Households, Persons, PoorHouseholds, PoorRate};
use Style::{En, Vi};
use Unreadable::*;

/// The canonical text of what was read, with `?` in front where the user has yet to confirm, or the reason.
fn read(text: &str, measure: Measure, style: Style) -> Result<String, Unreadable> {
    match number::read(text, measure, style) {
        None => Ok(String::new()),
        Some(Reading::Figure(f)) => Ok([if f.assumed { "?" } else { "" }, &number::canonical(f)].concat()),
        Some(Reading::Unreadable(reason)) => Err(reason),
        Some(Reading::Target(_)) => panic!("a target in {measure:?}"),
    }
}

fn all_read(measure: Measure, style: Style, table: &[(&str, &str)]) {
    for (text, expected) in table {
        assert_eq!(read(text, measure, style), Ok((*expected).to_owned()), "{text:?} in {measure:?}, {style:?}");
    }
}

fn all_refused(measure: Measure, style: Style, table: &[(&str, Unreadable)]) {
    for (text, reason) in table {
        assert_eq!(read(text, measure, style), Err(*reason), "{text:?} in {measure:?}, {style:?}");
    }
}

#[test]
fn counts_in_vietnamese() {
    all_read(
        Households,
        Vi,
        &[
            ("18.305", "18305"),
            ("18305", "18305"),
            ("18 305", "18305"),
            ("18\u{a0}305", "18305"),
            ("18\u{202f}305", "18305"),
            ("18\u{2009}305", "18305"),
            ("1.018.305", "1018305"),
            ("1,018,305", "1018305"),
            ("18,305", "?18305"),
            ("2510", "2510"),
            ("11.710", "11710"),
            ("0", "0"),
            ("02", "2"),
            ("+5", "5"),
            ("１８.３０５", "18305"),
            ("  18.305 hộ ", "18305"),
            ("18.305 hộ nghèo", "18305"),
            ("18.305 HỘ", "18305"),
            ("hơn 22.300 hộ", ">22300"),
            ("trên 110.000", ">110000"),
            ("Gần 430.000", "<430000"),
            ("dưới 100 hộ", "<100"),
            ("ít nhất 500", ">=500"),
            ("tối thiểu 500", ">=500"),
            ("không dưới 500", ">=500"),
            ("500 hộ trở lên", ">=500"),
            ("nhiều nhất 20", "<=20"),
            ("tối đa 20", "<=20"),
            ("không quá 20", "<=20"),
            ("khoảng 500", "~500"),
            ("trên dưới 500", "~500"),
            (">22.300", ">22300"),
            ("≥ 5", ">=5"),
            (">= 5", ">=5"),
            ("<5", "<5"),
            ("≤5", "<=5"),
            ("~ 5", "~5"),
            ("≈5", "~5"),
            // Decomposed Unicode, as some input methods and PDF files give it.
            ("ho\u{31b}n 22.300", ">22300"),
            ("1000000000", "1000000000"),
            ("", ""),
            ("   ", ""),
            ("\u{a0}", ""),
            ("-", ""),
            ("–", ""),
            (" − ", ""),
        ],
    );
    all_refused(
        Households,
        Vi,
        &[
            ("abc", NotANumber),
            ("18305 abc", NotANumber),
            ("#DIV/0!", NotANumber),
            ("1.2E+5", NotANumber),
            ("285/12.239", NotANumber),
            ("23/8", NotANumber),
            ("100–200", NotANumber),
            ("5.", NotANumber),
            (",5", NotANumber),
            (".", NotANumber),
            ("--5", NotANumber),
            ("+-5", NotANumber),
            ("hơn gần 5", NotANumber),
            ("1.23.456", Separators),
            ("18 30", Separators),
            ("1,2,3", Separators),
            ("1.234 567", Separators),
            ("0.123.456", Separators),
            ("12.3456", CountWithDecimals),
            ("10.98", CountWithDecimals),
            ("285,0", CountWithDecimals),
            ("1.234,5", CountWithDecimals),
            ("-12", Negative),
            ("−12", Negative),
            ("1000000001", TooLarge),
            ("1000000000000", TooLarge),
            ("99999999999999999999999999", TooLarge),
            ("5%", PercentInCount),
            ("22,25 %", PercentInCount),
            ("12 khẩu", WrongUnit),
            ("12 điểm", WrongUnit),
            ("giảm 12", WrongUnit),
            ("còn 12", WrongUnit),
        ],
    );
}

#[test]
fn counts_in_english() {
    all_read(
        PoorHouseholds,
        En,
        &[
            ("18,305", "18305"),
            ("18305", "18305"),
            ("18 305", "18305"),
            ("18.305", "?18305"),
            ("1.018.305", "1018305"),
            ("18,305 households", "18305"),
            ("1 household", "1"),
            ("more than 22,300", ">22300"),
            ("over 22,300", ">22300"),
            ("nearly 430,000", "<430000"),
            ("less than 5", "<5"),
            ("at least 5", ">=5"),
            ("at most 5", "<=5"),
            ("about 5", "~5"),
        ],
    );
    all_read(Persons, En, &[("1,013 persons", "1013"), ("1.013 khẩu", "?1013"), ("804 nhân khẩu", "804")]);
    all_refused(Persons, En, &[("349 households", WrongUnit)]);
}

#[test]
fn rates() {
    all_read(
        PoorRate,
        Vi,
        &[
            ("22,25", "22.25"),
            ("22.25", "22.25"),
            ("22,25%", "22.25"),
            ("22,25 %", "22.25"),
            ("22,25\u{a0}%", "22.25"),
            ("8.43%", "8.43"),
            ("8,43%", "8.43"),
            ("1,54%%", "?1.54"),
            ("22,3", "22.3"),
            ("22,30", "22.30"),
            ("22", "22"),
            ("0", "0"),
            ("0,00", "0.00"),
            ("0.305", "0.305"),
            ("22,3125", "22.3125"),
            ("22,312", "22.312"),
            ("22.312", "?22.312"),
            ("100", "100"),
            ("100,0000", "100.0000"),
            ("22，25％", "22.25"),
            ("trên 88 %", ">88"),
            ("< 0,5", "<0.5"),
            ("khoảng 24 phần trăm", "~24"),
        ],
    );
    all_read(PoorRate, En, &[("22.25%", "22.25"), ("22,312", "?22.312"), ("22.312", "22.312"), ("24 percent", "24")]);
    all_refused(
        PoorRate,
        Vi,
        &[
            ("2040", RateOver100),
            ("375,2", RateOver100),
            ("100,01", RateOver100),
            ("1.234,5", RateOver100),
            ("99999999999999999999", TooLarge),
            ("-2,5", Negative),
            ("22,31234", TooManyDecimals),
            ("22,31 hộ", WrongUnit),
            ("4,7 điểm", WrongUnit),
            ("giảm 4,7", WrongUnit),
            ("5%%%", NotANumber),
            ("26{44a20", NotANumber),
            ("13,5–13,7", NotANumber),
        ],
    );
}

#[test]
fn changes_count_falls_as_positive() {
    all_read(
        DropPoints,
        Vi,
        &[
            ("2,46", "2.46"),
            ("-2,46", "-2.46"),
            ("−2,46", "-2.46"),
            ("giảm 2,46", "2.46"),
            ("giảm 2,46%", "2.46"),
            ("giảm 2,46 điểm %", "2.46"),
            ("giảm 2,46 điểm phần trăm", "2.46"),
            ("tăng 0,77 điểm", "-0.77"),
            ("giảm hơn 2 điểm", ">2"),
            ("tăng hơn 2 điểm", "<-2"),
            ("giảm 4,7%/năm", "4.7"),
        ],
    );
    all_read(DropPoints, En, &[("down 2.46 points", "2.46"), ("up 0.77 percentage points", "-0.77")]);
    all_read(DropHouseholds, Vi, &[("giảm 2.214 hộ", "2214"), ("-12", "-12"), ("tăng 12 hộ", "-12")]);
    all_read(DropHouseholds, En, &[("down by 2,214", "2214")]);
    all_refused(DropPoints, Vi, &[("giảm -2,46", WrongUnit), ("giảm 2 hộ", WrongUnit), ("101", RateOver100)]);
    all_refused(
        DropHouseholds,
        Vi,
        &[
            ("giảm 2,5", CountWithDecimals),
            ("16 %", PercentInCount),
            ("giảm còn 5", WrongUnit),
            ("giảm tăng 5", NotANumber),
        ],
    );
}

fn column(texts: &[&str], measure: Measure, style: Style) -> Vec<Result<String, Unreadable>> {
    number::read_column(texts, measure, style)
        .into_iter()
        .map(|reading| match reading {
            None => Ok(String::new()),
            Some(Reading::Figure(f)) => Ok([if f.assumed { "?" } else { "" }, &number::canonical(f)].concat()),
            Some(Reading::Unreadable(reason)) => Err(reason),
            Some(Reading::Target(_)) => panic!(),
        })
        .collect()
}

fn ok(texts: &[&str]) -> Vec<Result<String, Unreadable>> {
    texts.iter().map(|t| Ok((*t).to_owned())).collect()
}

#[test]
fn the_column_decides_what_one_cell_cannot() {
    // Both ways of writing side by side, as in a published table of 2021.
    assert_eq!(column(&["2510", "11.710"], Households, Vi), ok(&["2510", "11710"]));
    assert_eq!(column(&["8.43%", "8,43%"], PoorRate, Vi), ok(&["8.43", "8.43"]));
    // An English spreadsheet: the sure cell shows what the comma is, the doubtful ones still ask.
    assert_eq!(column(&["18,305", "1,018,305", "", "7"], Households, Vi), ok(&["?18305", "1018305", "", "7"]));
    // Commas are decimals here, so 13,205 is not thirteen thousand.
    assert_eq!(
        column(&["12,5", "13,205", "7,3"], Households, Vi),
        vec![Err(CountWithDecimals), Err(CountWithDecimals), Err(CountWithDecimals)]
    );
    // One stray rate does not turn a column of counts into decimals.
    assert_eq!(
        column(&["18,305", "12,5", "13,205"], Households, Vi),
        vec![Ok("?18305".into()), Err(CountWithDecimals), Ok("?13205".into())]
    );
    // Points group thousands here: no rate can be that large.
    assert_eq!(column(&["1.018.305", "18.305"], PoorRate, En), vec![Err(RateOver100), Err(RateOver100)]);
    assert_eq!(column(&["8.43", "18.305"], PoorRate, Vi), ok(&["8.43", "?18.305"]));
    assert_eq!(column(&[], PoorRate, Vi), vec![]);
}

#[test]
fn written_in_both_styles() {
    assert_eq!(number::count(18305, Vi), "18.305");
    assert_eq!(number::count(18305, En), "18,305");
    assert_eq!(number::count(-1_234_567, Vi), "−1.234.567");
    assert_eq!(number::count(999, Vi), "999");
    assert_eq!(number::hundredths(2195, Vi), "21,95");
    assert_eq!(number::hundredths(500, En), "5.00");
    assert_eq!(number::hundredths(-7, Vi), "−0,07");
    assert_eq!(number::percent("22,25", Vi), "22,25\u{a0}%");
    assert_eq!(number::percent("22.25", En), "22.25%");
    let figure = |text, measure| match number::read(text, measure, Vi) {
        Some(Reading::Figure(figure)) => figure,
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(number::figure(figure("22,3", PoorRate), Vi), "22,3");
    assert_eq!(number::figure(figure("22,30", PoorRate), En), "22.30");
    assert_eq!(number::figure(figure("hơn 22300", Households), Vi), "> 22.300");
}

#[test]
fn computed_values() {
    let range = Value::computed(7655, 7656);
    assert_eq!(number::value(range, Format::Count, Vi), "7.655–7.656");
    assert_eq!(number::data_value(range, Format::Count), "7655..7656");
    assert_eq!(number::value(Value::computed(1350, 1370), Format::Percent, Vi), "13,50–13,70");
    assert_eq!(number::data_value(Value::computed(1350, 1370), Format::Percent), "13.50..13.70");
    assert_eq!(number::value(Value::computed(-20, 30), Format::Points, En), "−0.20 – 0.30");
    assert_eq!(number::margin(Value::computed(244, 244), Format::Count, Vi), "+244");
    assert_eq!(number::margin(Value::computed(36, 36), Format::Points, Vi), "+0,36");
    assert_eq!(number::margin(Value::computed(-62, -62), Format::Points, Vi), "−0,62");
    assert_eq!(number::margin(Value::computed(0, 0), Format::Count, Vi), "0");
    assert_eq!(number::data_value(Value::computed(-62, -62), Format::Points), "-0.62");
    for unknown in [Value::UNKNOWN, Value::INVALID] {
        assert_eq!(number::value(unknown, Format::Count, Vi), "");
        assert_eq!(number::data_value(unknown, Format::Count), "");
    }
    // The bounds of a target's cell mean nothing, so they are never shown.
    assert_eq!(number::data_value(Value::computed(0, 0), Format::Target), "");
    assert_eq!(number::value(Value::computed(0, 0), Format::Target, Vi), "");
    let conflict = Value { state: State::Conflict, lo: 5, hi: 5 };
    assert_eq!(number::data_value(conflict, Format::Count), "5");
}

#[test]
fn text_is_kept_where_it_says_more_than_the_reading() {
    let fact = |text| number::make_fact(text, Households, Vi);
    assert_eq!(fact(""), None);
    assert_eq!(fact(" - "), None);
    assert_eq!(fact("18.305 hộ").and_then(|f| f.text), None);
    assert_eq!(fact(" mười ").and_then(|f| f.text).as_deref(), Some("mười"));
    let assumed = fact("18,305").expect("read");
    assert_eq!(assumed.text.as_deref(), Some("18,305"));
    assert_eq!(number::fact_text(&assumed, En), "18,305");
    let sure = number::confirmed(&assumed);
    assert_eq!(sure.reading, Reading::Figure(Figure::whole(18305)));
    assert_eq!(number::fact_text(&sure, Vi), "18.305");
    // Without a reading there is nothing to confirm.
    let bad = fact("mười").expect("kept");
    assert_eq!(number::confirmed(&bad), bad);
}

#[test]
fn a_doubtful_separator_can_be_flipped_for_the_whole_column() {
    let texts = ["12,5", "13,205", "7,3", "14,870"];
    let mut reader = Reader::of(&texts, PoorRate, En);
    let kept = |reader: &Reader| -> Vec<bool> {
        texts.iter().flat_map(|t| reader.fact(t)).map(|f| f.text.is_some()).collect()
    };
    assert_eq!(reader.doubt(), Some((',', Role::Decimal)));
    assert_eq!(kept(&reader), [false, true, false, true]);
    // Confirmed, nothing is in doubt; flipped, the doubtful ones are too large.
    reader.decide(Some((',', Role::Decimal)));
    assert_eq!((reader.doubt(), kept(&reader)), (None, vec![false; 4]));
    reader.decide(Some((',', Role::Thousands)));
    assert_eq!(reader.reading("13,205"), Some(Reading::Unreadable(RateOver100)));
    assert_eq!(reader.reading("12,5"), Some(Reading::Figure(Figure::decimal(125, 1))));
    // What the language itself writes is not in doubt.
    assert_eq!(Reader::of(&["18.305"], Households, Vi).doubt(), None);
    assert_eq!(Reader::of(&["18,305"], Households, Vi).doubt(), Some((',', Role::Thousands)));
}

#[test]
fn canonical_text_is_one_to_one() {
    for text in ["0", "18305", "-2.46", "22.30", "22.3125", ">22300", ">=5", "<5", "<=5", "~0.5", "1000000000.0000"] {
        let figure = number::read_canonical(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(number::canonical(figure), text);
    }
    for text in [
        "",
        "-",
        ".",
        "5.",
        ".5",
        "1.2.3",
        "+5",
        "05",
        "-0",
        "1,5",
        " 5",
        "5 ",
        "> 5",
        "=>5",
        "1e5",
        "22.31255",
        "１",
        "99999999999999999999",
        "--5",
        "5-",
    ] {
        assert_eq!(number::read_canonical(text), None, "{text:?}");
    }
}

#[test]
fn every_hundredth_comes_back() {
    for style in [Vi, En] {
        for hundredths in 0..=10_000 {
            let expected = Reading::Figure(Figure::decimal(hundredths, 2));
            let text = number::hundredths(hundredths, style);
            assert_eq!(number::read(&text, PoorRate, style), Some(expected), "{text}");
            assert_eq!(number::read(&number::percent(&text, style), PoorRate, style), Some(expected));
            let fall = number::hundredths(-hundredths, style);
            assert_eq!(number::read(&fall, DropPoints, style), Some(Reading::Figure(Figure::decimal(-hundredths, 2))));
        }
    }
}

proptest! {
    /// Digits alone take a shorter way to the same reading.
    #[test]
    fn bare_digits_are_the_number(count in 0..=3_000_000_000_i64, measure in prop::sample::select(vec![Households, Persons, PoorRate, DropHouseholds]), style in any_style()) {
        let bare = number::read(&count.to_string(), measure, style);
        prop_assert_eq!(&number::read(&format!("0{count}"), measure, style), &bare);
        prop_assert_eq!(&number::read(&format!(" {count} "), measure, style), &bare);
    }
}

fn any_style() -> impl Strategy<Value = Style> {
    prop_oneof![Just(Vi), Just(En)]
}

fn any_figure() -> impl Strategy<Value = (Figure, Measure)> {
    use Qualifier::*;
    let qualifier = prop_oneof![
        4 => Just(Plain), 1 => Just(MoreThan), 1 => Just(AtLeast), 1 => Just(LessThan), 1 => Just(AtMost), 1 => Just(About)
    ];
    let number = prop_oneof![
        (0i64..=1_000_000_000).prop_map(|n| (n, 0, Households)),
        (0i64..=20_000).prop_map(|n| (n, 0, PoorHouseholds)),
        (-1_000_000i64..=1_000_000).prop_map(|n| (n, 0, DropHouseholds)),
        (0u8..=4, 0i64..=1_000_000).prop_map(|(d, n)| (n / 10i64.pow(4 - u32::from(d)), d, PoorRate)),
        (0u8..=4, -1_000_000i64..=1_000_000).prop_map(|(d, n)| (n / 10i64.pow(4 - u32::from(d)), d, DropPoints)),
    ];
    (number, qualifier).prop_map(|((mantissa, decimals, measure), qualifier)| {
        (Figure { mantissa, decimals, qualifier, assumed: false }, measure)
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back((figure, measure) in any_figure(), style in any_style()) {
        let text = number::figure(figure, style);
        prop_assert_eq!(number::read(&text, measure, style), Some(Reading::Figure(figure)), "{}", text);
        prop_assert_eq!(number::read_canonical(&number::canonical(figure)), Some(figure));
    }

    #[test]
    fn a_column_written_in_one_style_is_read_back(figures in prop::collection::vec(0i64..=1_000_000_000, 0..20), style in any_style()) {
        let texts: Vec<String> = figures.iter().map(|n| number::count(*n, style)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let expected: Vec<_> = figures.iter().map(|n| Some(Reading::Figure(Figure::whole(*n)))).collect();
        prop_assert_eq!(number::read_column(&texts, Households, style), expected);
    }

    #[test]
    fn anything_typed_is_survived(text in any::<String>(), style in any_style()) {
        for measure in Measure::ALL {
            if let Some(fact) = number::make_fact(&text, measure, style) {
                // Whatever cannot be read stays as it was typed, but for what no file or link can hold.
                if matches!(fact.reading, Reading::Unreadable(_)) {
                    let held = limits::clean(text.trim(), limits::MAX_TEXT).unwrap_or(text.trim().to_owned());
                    prop_assert_eq!(fact.text.as_deref(), Some(held.as_str()));
                }
            }
        }
    }

    #[test]
    fn number_like_noise_is_survived(text in "[0-9 .,%<>~≥+−–-]{0,16}(hộ|%|điểm| khẩu)?", style in any_style()) {
        for measure in Measure::ALL {
            let fact = number::make_fact(&text, measure, style);
            if let Some(Reading::Figure(figure)) = fact.map(|f| f.reading) {
                prop_assert_eq!(limits::fits(measure, &Reading::Figure(figure)), Ok(()));
            }
        }
    }
}
