//! A cell's value as the text that Excel shows for it: what a person sees is what is read.
//!
//! The only place of the codecs that meets floating-point numbers, since workbooks hold nothing else: each is turned
//! into its 15 significant digits at once, which are all that Excel itself keeps, and everything after that is exact.

use calamine::{DataRef, DataType};

use crate::core::quantity::round_half_up;

/// Most decimals a figure can have; what a formula computed is shown with more only where its cell has no format.
const MOST_DECIMALS: u32 = 4;
/// Longest text of a cell, in characters.
const MOST_TEXT: usize = 1000;

/// Whole numbers below have at most 15 digits.
const WHOLE: f64 = 1e15;

/// How a number format writes numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Format {
    percent: bool,
    /// Decimals always shown, and shown where they are not 0. `None`: as many as there are.
    decimals: Option<(u32, u32)>,
    /// Of a date: only its year.
    year: bool,
}

impl Format {
    /// Reads a format code such as `#,##0.00` or `0.0%`.
    pub fn of(code: &str) -> Self {
        let mut format = Self { percent: false, decimals: None, year: is_year(code) };
        let (mut digits, mut point, mut least, mut most, mut commas) = (0, false, 0, 0, 0);
        let mut chars = code.chars();
        while let Some(c) = chars.next() {
            match c {
                // Texts, colours and conditions, the next character as it is, blanks and fillings.
                '"' => while chars.next().is_some_and(|c| c != '"') {},
                '[' => while chars.next().is_some_and(|c| c != ']') {},
                '\\' | '_' | '*' => drop(chars.next()),
                // Only the part for positive numbers.
                ';' => break,
                '%' => format.percent = true,
                '0' | '#' | '?' => {
                    digits += 1;
                    commas = 0;
                    if point {
                        most += 1;
                        least += u32::from(c == '0');
                    }
                }
                '.' => point = true,
                ',' => commas += 1,
                // `General`, powers of ten and fractions show digits by rules of their own.
                'E' | 'e' | '/' | 'G' | '@' => digits = i32::MIN / 2,
                _ => {}
            }
        }
        // A comma behind the last digit shows thousands: the cell's own value is meant all the same.
        if digits > 0 && commas == 0 {
            format.decimals = Some((least, most));
        }
        format
    }
}

/// A date format without day and month.
fn is_year(code: &str) -> bool {
    let code = code.to_ascii_lowercase();
    code.contains('y') && !code.contains(['d', 'm'])
}

/// What the cell shows; empty for a cell without a value.
pub fn text(value: &DataRef, format: Format) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => clean(text),
        DataRef::SharedString(text) => clean(text),
        DataRef::Int(_) | DataRef::Float(_) => value.get_float().map_or(String::new(), |value| number(value, format)),
        DataRef::Bool(true) => "TRUE".into(),
        DataRef::Bool(false) => "FALSE".into(),
        DataRef::DateTime(date) if date.is_datetime() => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            if format.year { year.to_string() } else { format!("{day:02}/{month:02}/{year}") }
        }
        DataRef::DateTime(_) | DataRef::DurationIso(_) => String::new(),
        DataRef::DateTimeIso(text) => clean(text),
        DataRef::Error(error) => error.to_string(),
    }
}

fn clean(text: &str) -> String {
    text.chars().take(MOST_TEXT).collect()
}

/// A number as its format shows it, with a decimal point, without thousands separators.
fn number(value: f64, format: Format) -> String {
    // Most cells hold whole numbers, and these are exact as they are.
    let least = format.decimals.map_or(0, |(least, _)| least);
    if value.abs() < WHOLE && value.trunc() == value && !format.percent && least == 0 {
        return (value as i64).to_string();
    }
    // As Excel does: 15 significant digits. `1.83050000000000e4`
    let scientific = format!("{value:.14e}");
    let Some((digits, exponent)) = scientific.split_once('e') else { return String::new() };
    let mantissa: Option<i128> = digits.replace('.', "").parse().ok();
    let (Some(mantissa), Ok(exponent)) = (mantissa, exponent.parse::<i32>()) else { return String::new() };
    let exponent = exponent - 14 + if format.percent { 2 } else { 0 };
    let (least, most) = format.decimals.unwrap_or((0, MOST_DECIMALS));
    let (least, most) = (least.min(9), most.min(9));
    let Some(scaled) = scale(mantissa, exponent + most as i32) else { return scientific };
    let mut text = decimal(scaled, most);
    if most > least && text.contains('.') {
        let shortest = text.len() - (most - least) as usize;
        while text.len() > shortest && text.ends_with('0') {
            text.pop();
        }
        if text.ends_with('.') {
            text.pop();
        }
    }
    if format.percent {
        text.push('%');
    }
    text
}

/// `mantissa · 10^power`, rounded half up; `None` where it is larger than any figure.
fn scale(mantissa: i128, power: i32) -> Option<i64> {
    let ten = 10_i128.checked_pow(power.unsigned_abs().min(37))?;
    if power >= 0 { mantissa.checked_mul(ten)?.try_into().ok() } else { round_half_up(mantissa, ten) }
}

/// `scaled · 10^−decimals`.
pub fn decimal(scaled: i64, decimals: u32) -> String {
    let digits = scaled.unsigned_abs().to_string();
    let sign = if scaled < 0 { "-" } else { "" };
    let width = decimals as usize + 1;
    let digits = ["0".repeat(width.saturating_sub(digits.len())), digits].concat();
    let (whole, rest) = digits.split_at_checked(digits.len() - decimals as usize).unwrap_or((&digits, ""));
    if rest.is_empty() { [sign, whole].concat() } else { [sign, whole, ".", rest].concat() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: f64, code: &str) -> String {
        text(&DataRef::Float(value), Format::of(code))
    }

    /// What Excel shows for these values and formats.
    #[test]
    fn numbers_are_read_as_their_format_shows_them() {
        for (value, code, expected) in [
            (18305.0, "General", "18305"),
            (18305.0, "#,##0", "18305"),
            (18305.0, "#,##0,", "18305"),
            (18310.6, "#,##0", "18311"),
            (22.253_188_431_979_773, "0.00", "22.25"),
            (22.253_188_431_979_773, "General", "22.2532"),
            (22.3, "0.00", "22.30"),
            (22.3, "0.##", "22.3"),
            (22.0, "0.##", "22"),
            (22.0, "0.0#", "22.0"),
            (0.222_531_884, "0.00%", "22.25%"),
            (0.222_55, "0.00%", "22.26%"),
            (1.005, "0.00", "1.01"),
            (2.675, "0.00", "2.68"),
            (0.1 + 0.2, "General", "0.3"),
            (-1970.0, "#,##0;[Red]-#,##0", "-1970"),
            (-2.755, "0.00", "-2.76"),
            (5.0, "0\" hộ\"", "5"),
            (5.0, "[$-42A]#,##0.0_);(#,##0.0)", "5.0"),
            (1e12, "0", "1000000000000"),
            (0.0, "0.00", "0.00"),
            (0.004, "0.00", "0.00"),
        ] {
            assert_eq!(shown(value, code), expected, "{value} as {code}");
        }
        assert_eq!(text(&DataRef::String("18.305".into()), Format::of("General")), "18.305");
        assert_eq!(shown(1e300, "General"), "1.00000000000000e300");
    }

    #[test]
    fn a_year_is_told_from_a_date() {
        assert!(Format::of("yyyy").year && !Format::of("dd/mm/yyyy").year && !Format::of("0").year);
    }
}
