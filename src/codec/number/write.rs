//! Exact figures as text: for the screen in a language's style, and canonically for files and other programs.

use super::Style;
use crate::core::fact::{Figure, Qualifier};
use crate::core::field::Format;
use crate::core::quantity::Value;

const MINUS: char = '\u{2212}';
const EN_DASH: char = '–';
/// Largest mantissa that canonical text may hold: the largest count, with four decimals.
const MAX_MANTISSA: i64 = 10_000_000_000_000;

/// `mantissa · 10^−decimals` with the given marks; no mark for thousands if `None`.
fn push(out: &mut String, mantissa: i64, decimals: u8, minus: char, thousands: Option<char>, decimal: char) {
    if mantissa < 0 {
        out.push(minus);
    }
    let digits = mantissa.unsigned_abs().to_string();
    let decimals = usize::from(decimals);
    // At least one digit stands before the decimal mark.
    let zeros = (decimals + 1).saturating_sub(digits.len());
    let length = digits.len() + zeros;
    for (at, digit) in std::iter::repeat_n('0', zeros).chain(digits.chars()).enumerate() {
        let left = length - at;
        if left == decimals {
            out.push(decimal);
        } else if let Some(mark) = thousands
            && at > 0
            && left > decimals
            && (left - decimals).is_multiple_of(3)
        {
            out.push(mark);
        }
        out.push(digit);
    }
}

fn styled(mantissa: i64, decimals: u8, style: Style) -> String {
    let mut out = String::new();
    push(&mut out, mantissa, decimals, MINUS, Some(style.thousands()), style.decimal());
    out
}

fn plain(mantissa: i64, decimals: u8) -> String {
    let mut out = String::new();
    push(&mut out, mantissa, decimals, '-', None, '.');
    out
}

/// A whole number: `18.305`, `−12`.
pub fn count(value: i64, style: Style) -> String {
    styled(value, 0, style)
}

/// Hundredths, always with two decimals: `21,95`, `5,00`.
pub fn hundredths(value: i64, style: Style) -> String {
    styled(value, 2, style)
}

/// A number followed by its percent sign: `22,25 %` with a no-break space, `22.25%`.
pub fn percent(number: &str, style: Style) -> String {
    let mut out = String::from(number);
    if style == Style::Vi {
        out.push('\u{a0}');
    }
    out.push('%');
    out
}

/// A typed figure with the decimals it was typed with, and its qualifier as a sign: `22,3`, `> 22.300`, `~ 128`.
pub fn figure(figure: Figure, style: Style) -> String {
    let mut out = String::from(match figure.qualifier {
        Qualifier::Plain => "",
        Qualifier::MoreThan => "> ",
        Qualifier::AtLeast => "≥ ",
        Qualifier::LessThan => "< ",
        Qualifier::AtMost => "≤ ",
        Qualifier::About => "~ ",
    });
    push(&mut out, figure.mantissa, figure.decimals, MINUS, Some(style.thousands()), style.decimal());
    out
}

/// Decimals that a computed value of this format is written with; `None` where its bounds mean nothing.
const fn decimals(format: Format) -> Option<u8> {
    match format {
        Format::Percent | Format::Points => Some(2),
        Format::Count => Some(0),
        Format::Text | Format::Target | Format::Verdict => None,
    }
}

/// A computed value: a number, a range `7.655–7.656`, or nothing where nothing is known.
pub fn value(value: Value, format: Format, style: Style) -> String {
    between(value, format, |bound, decimals| styled(bound, decimals, style))
}

/// A computed difference, with its sign: `+244`, `−0,62`, `0`.
pub fn margin(value: Value, format: Format, style: Style) -> String {
    between(value, format, |bound, decimals| {
        let sign = if bound > 0 { "+" } else { "" };
        [sign, &styled(bound, decimals, style)].concat()
    })
}

fn between(value: Value, format: Format, write: impl Fn(i64, u8) -> String) -> String {
    let Some(decimals) = decimals(format).filter(|_| value.is_known()) else { return String::new() };
    let mut out = write(value.lo, decimals);
    if value.lo != value.hi {
        let high = write(value.hi, decimals);
        // Between signs the dash needs air.
        let signed = !(out.starts_with(|c: char| c.is_ascii_digit()) && high.starts_with(|c: char| c.is_ascii_digit()));
        if signed {
            out.push(' ');
        }
        out.push(EN_DASH);
        if signed {
            out.push(' ');
        }
        out.push_str(&high);
    }
    out
}

/// A computed value for other programs: `18067`, `21.95`, `-0.62`, `7655..7656`, empty for unknown. Targets are
/// written by [`crate::codec::target_text::canonical`].
pub fn data_value(value: Value, format: Format) -> String {
    let Some(decimals) = decimals(format).filter(|_| value.is_known()) else { return String::new() };
    let mut out = plain(value.lo, decimals);
    if value.lo != value.hi {
        out.push_str("..");
        out.push_str(&plain(value.hi, decimals));
    }
    out
}

/// A typed figure free of any language: `22.30`, `>=22300`, `~128`. Whether it is assumed is not told.
pub fn canonical(figure: Figure) -> String {
    let mut out = String::from(match figure.qualifier {
        Qualifier::Plain => "",
        Qualifier::MoreThan => ">",
        Qualifier::AtLeast => ">=",
        Qualifier::LessThan => "<",
        Qualifier::AtMost => "<=",
        Qualifier::About => "~",
    });
    push(&mut out, figure.mantissa, figure.decimals, '-', None, '.');
    out
}

/// Reads what [`canonical`] writes, and nothing else.
pub fn read_canonical(text: &str) -> Option<Figure> {
    let (qualifier, number) = [
        (">=", Qualifier::AtLeast),
        ("<=", Qualifier::AtMost),
        (">", Qualifier::MoreThan),
        ("<", Qualifier::LessThan),
        ("~", Qualifier::About),
    ]
    .into_iter()
    .find_map(|(sign, qualifier)| Some((qualifier, text.strip_prefix(sign)?)))
    .unwrap_or((Qualifier::Plain, text));
    let (mantissa, decimals) = read_plain(number)?;
    let figure = Figure { mantissa, decimals, qualifier, assumed: false };
    (canonical(figure) == text).then_some(figure)
}

/// Reads digits with an ASCII minus and a decimal point, up to four decimals.
pub(in crate::codec) fn read_plain(text: &str) -> Option<(i64, u8)> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let decimals = digits.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    if decimals > 4 || digits.len() > 20 {
        return None;
    }
    let mut mantissa: i64 = 0;
    for c in digits.chars().filter(|c| *c != '.') {
        mantissa = mantissa.checked_mul(10)?.checked_add(i64::from(c.to_digit(10)?))?;
    }
    let mantissa = if text.starts_with('-') { -mantissa } else { mantissa };
    (mantissa.abs() <= MAX_MANTISSA && !digits.is_empty()).then_some((mantissa, decimals as u8))
}
