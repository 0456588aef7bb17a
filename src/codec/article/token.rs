//! The text cut into words, runs of digits and marks, each with its place in the text.
//!
//! What only looks like a figure is told apart here where its spelling shows it: numbers of documents (`139/KH-UBND`),
//! addresses, times, dates with a year.

use crate::core::names::compose;
use crate::core::period::Date;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Word {
        capital: bool,
    },
    /// Digits with their separators.
    Number {
        /// Ordinary blanks between groups of three: two numbers may have met.
        loose: bool,
    },
    Date(Date),
    /// `9/2025`
    Month(u8, i16),
    /// Letters and digits that state nothing.
    Code,
    Mark(char),
    Line,
}

#[derive(Clone, Debug)]
pub(super) struct Token {
    pub start: usize,
    pub end: usize,
    pub shape: Shape,
    /// Words in small composed letters, numbers in plain digits, marks as they are.
    pub word: String,
    /// Nothing stands between it and the token before.
    pub glued: bool,
}

/// Words that may stand right behind the digits: `18.305hộ`, `1,2tỷ`.
const GLUED_UNITS: [&str; 12] = ["hộ", "khẩu", "người", "tỷ", "tỉ", "triệu", "tr", "trđ", "đồng", "đ", "điểm", "ho"];

/// Further than this no identifier is followed, so that the time grows with the text only.
const LONGEST_CODE: usize = 200;

pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut cutter = Cutter { text, at: 0, out: Vec::new() };
    while let Some(c) = cutter.peek() {
        cutter.step(c);
    }
    cutter.out
}

struct Cutter<'a> {
    text: &'a str,
    at: usize,
    out: Vec<Token>,
}

impl<'a> Cutter<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn step(&mut self, c: char) {
        let start = self.at;
        if matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}') {
            self.push(start + c.len_utf8(), Shape::Line, String::new());
        } else if is_blank(c) || is_combining(c) {
            self.at += c.len_utf8();
        } else if self.begins_chunk() && self.code() {
        } else if digit(c).is_some() {
            self.number();
        } else if c.is_alphabetic() {
            self.word(c);
        } else {
            self.push(start + c.len_utf8(), Shape::Mark(level(c)), level(c).to_string());
        }
    }

    fn push(&mut self, end: usize, shape: Shape, word: String) {
        let glued = self.out.last().is_some_and(|before| before.end == self.at);
        self.out.push(Token { start: self.at, end, shape, word, glued });
        self.at = end;
    }

    /// Whether a blank or an opening mark stands before.
    fn begins_chunk(&self) -> bool {
        let before = self.text.get(..self.at).and_then(|before| before.chars().next_back());
        before.is_none_or(|c| is_blank(c) || matches!(c, '\n' | '\r' | '(' | '"' | '“'))
    }

    /// Takes an address, an identifier or the number of a document as one token.
    fn code(&mut self) -> bool {
        let rest = self.rest();
        let ends = |c| is_blank(c) || matches!(c, '\n' | '\r' | '(' | ')' | ';');
        let end = rest.char_indices().take(LONGEST_CODE).find(|(_, c)| ends(*c)).map(|(at, _)| at);
        let end = end.or_else(|| rest.char_indices().nth(LONGEST_CODE).map(|(at, _)| at)).unwrap_or(rest.len());
        let chunk = rest.get(..end).unwrap_or_default();
        let chunk = chunk.trim_end_matches(['.', ',', ':', '!', '?', '"', '”', '…']);
        let has_digits = chunk.bytes().any(|b| b.is_ascii_digit());
        let is_code = chunk.contains("://")
            || chunk.contains('@')
            || chunk.starts_with("www.")
            || has_digits && (chunk.contains('_') || is_document(chunk));
        if is_code && !chunk.is_empty() {
            self.push(self.at + chunk.len(), Shape::Code, String::new());
        }
        is_code && !chunk.is_empty()
    }

    fn word(&mut self, first: char) {
        let rest = self.rest();
        let mut end = rest.len();
        let mut chars = rest.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let joins = is_apostrophe(c) && chars.peek().is_some_and(|(_, next)| next.is_alphabetic());
            if !(c.is_alphabetic() || is_combining(c) || joins) {
                end = at;
                break;
            }
        }
        // Digits right behind letters make a code: "B1", "m2".
        let digits = rest.get(end..).and_then(|tail| tail.chars().next()).is_some_and(|c| digit(c).is_some());
        let word: String = compose(rest.get(..end).unwrap_or_default()).chars().map(small).collect();
        if digits && !matches!(word.as_str(), "vnd" | "usd") {
            end += code_end(rest.get(end..).unwrap_or_default());
            return self.push(self.at + end, Shape::Code, String::new());
        }
        self.push(self.at + end, Shape::Word { capital: small(first) != first }, word);
    }

    fn number(&mut self) {
        let rest = self.rest();
        if let Some((end, shape)) = dated(rest) {
            return self.push(self.at + end, shape, String::new());
        }
        let (mut end, mut loose) = (run(rest), false);
        while let Some(more) = next_group(rest, end) {
            loose |= rest.as_bytes().get(end) == Some(&b' ');
            end = more;
        }
        let tail = rest.get(end..).unwrap_or_default();
        let clock = tail.starts_with(':') && tail.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
        let letters = tail.find(|c: char| !(c.is_alphabetic() || is_combining(c))).unwrap_or(tail.len());
        let unit: String = compose(tail.get(..letters).unwrap_or_default()).chars().map(small).collect();
        let digits: String = rest.get(..end).unwrap_or_default().chars().filter_map(plain_digit).collect();
        let named = self.behind_letters() && year(&digits).is_none();
        let bad = clock || (letters > 0 && !GLUED_UNITS.contains(&unit.as_str())) || named;
        if bad || padded(&digits) {
            let more = code_end(tail);
            return self.push(self.at + end + more, Shape::Code, String::new());
        }
        self.push(self.at + end, Shape::Number { loose }, digits);
    }

    /// `Covid-19`: a hyphen without blanks after a word.
    fn behind_letters(&self) -> bool {
        match self.out.as_slice() {
            [.., word, hyphen] => {
                hyphen.shape == Shape::Mark('-')
                    && hyphen.glued
                    && hyphen.end == self.at
                    && matches!(word.shape, Shape::Word { .. } | Shape::Code)
            }
            _ => false,
        }
    }
}

/// Letters, digits, and marks between them.
fn code_end(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let joins = matches!(c, '.' | ',' | ':') && chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        if !(c.is_alphanumeric() || is_combining(c) || joins) {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

/// Digits, with single points and commas between them.
fn run(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let joins = matches!(c, '.' | ',') && at > 0 && chars.peek().is_some_and(|(_, next)| digit(*next).is_some());
        if !(digit(c).is_some() || joins) {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

/// The end of a group of three digits that a blank joins to what stands before: `82 263`.
fn next_group(text: &str, end: usize) -> Option<usize> {
    let before = text.get(..end)?;
    let first = before.split([' ', '\u{a0}', '\u{202f}', '\u{2009}']).next()?;
    if !(1..=3).contains(&first.len()) || !first.bytes().all(|b| b.is_ascii_digit()) || first.starts_with('0') {
        return None;
    }
    let blank = text.get(end..)?.chars().next().filter(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}'))?;
    let from = end + blank.len_utf8();
    let group = text.get(from..from + 3).filter(|group| group.bytes().all(|b| b.is_ascii_digit()))?;
    let mut after = text.get(from + group.len()..)?.chars();
    let ends = match after.next() {
        Some(c) if c.is_alphanumeric() => false,
        // "82 263,5" would be read wrongly in part, and "12 345/KH" is none.
        Some('.' | ',') => !after.next().is_some_and(|c| c.is_ascii_digit()),
        Some('/') => false,
        _ => true,
    };
    ends.then_some(from + 3)
}

/// `02/3/2023`, `31-12-2022`, `9/2025`: a date that shows its year.
fn dated(text: &str) -> Option<(usize, Shape)> {
    let mut parts = [0_u32; 3];
    let (mut at, mut count, mut mark) = (0, 0, None);
    for part in &mut parts {
        let digits = text.get(at..)?.bytes().take_while(u8::is_ascii_digit).count();
        *part = text.get(at..at + digits).filter(|run| (1..=4).contains(&run.len()))?.parse().ok()?;
        at += digits;
        count += 1;
        let next = text.get(at..)?.chars().next();
        if digits == 4 || !matches!(next, Some('/' | '-' | '.')) || mark.is_some_and(|had| Some(had) != next) {
            break;
        }
        mark = next;
        at += 1;
    }
    let after = text.get(at..)?.chars().next();
    if after.is_some_and(|c| c.is_alphanumeric() || c == '/') {
        return None;
    }
    match (count, parts) {
        (3, [day, month, last]) => {
            let date = Date { year: in_century(last)?, month: u8::try_from(month).ok()?, day: u8::try_from(day).ok()? };
            date.is_valid().then_some((at, Shape::Date(date)))
        }
        (2, [month @ 1..=12, last, _]) if mark == Some('/') => Some((at, Shape::Month(month as u8, in_century(last)?))),
        _ => None,
    }
}

/// The year that four digits without separators may name.
pub(super) fn year(digits: &str) -> Option<i16> {
    if digits.len() == 4 { in_century(digits.parse().ok()?) } else { None }
}

fn in_century(n: u32) -> Option<i16> {
    i16::try_from(n).ok().filter(|year| (1900..=2100).contains(year))
}

/// `139/KH-UBND`, `24/2021/QĐ-TTg`, `139KH-UBND`: a number and letters that name an office.
fn is_document(chunk: &str) -> bool {
    if !chunk.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let letters = chunk.trim_start_matches(|c: char| c.is_ascii_digit() || c == '/');
    let capitals = letters.chars().take_while(|c| small(*c) != *c).count();
    capitals >= 2
}

/// Whole numbers of more than two digits do not begin with a zero: telephone numbers and codes do.
fn padded(digits: &str) -> bool {
    let whole = digits.split(',').next().unwrap_or_default();
    whole.starts_with('0') && whole.bytes().filter(u8::is_ascii_digit).count() > 2 && !digits.starts_with("0.")
}

fn digit(c: char) -> Option<u32> {
    plain_digit(c).filter(char::is_ascii_digit).and_then(|c| c.to_digit(10))
}

/// ASCII digits and separators, also for their full-width forms; blanks between groups go.
fn plain_digit(c: char) -> Option<char> {
    match c {
        '0'..='9' | '.' | ',' => Some(c),
        '\u{ff10}'..='\u{ff19}' => char::from_u32(u32::from(c) - 0xfee0),
        _ => None,
    }
}

/// Dashes, quotation marks and full-width signs in one shape.
fn level(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '“' | '”' | '«' | '»' => '"',
        _ => c,
    }
}

/// Small letters for the Latin alphabets that Vietnamese is written with.
pub(super) fn small(c: char) -> char {
    let n = u32::from(c);
    let low = match n {
        0x41..=0x5A => n + 32,
        0xC0..=0xDE if n != 0xD7 => n + 32,
        // Pairs of capital and small letter, the small one at the odd code.
        0x100..=0x12F | 0x168..=0x169 | 0x1A0..=0x1A1 | 0x1EA0..=0x1EFF => n | 1,
        0x1AF => 0x1B0,
        _ => n,
    };
    char::from_u32(low).unwrap_or(c)
}

/// Blanks and characters that take no room.
fn is_blank(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\u{b}' | '\u{c}' | '\u{a0}' | '\u{ad}' | '\u{2000}'
            ..='\u{200f}' | '\u{202f}' | '\u{205f}' | '\u{2060}' | '\u{3000}' | '\u{feff}'
    )
}

fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ')
}
