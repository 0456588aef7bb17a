//! A small strict JSON reader and writer.
//!
//! The reader checks the whole text once and then walks slices of it: nothing is built in memory, and a part it is not
//! asked about can be kept word for word. It differs from general readers in what it refuses: nesting deeper than
//! [`MAX_DEPTH`], and half surrogate pairs. Numbers are understood only when they are whole.

use std::borrow::Cow;

/// Deepest nesting of lists and objects.
pub const MAX_DEPTH: u8 = 32;

/// One value inside a checked text.
#[derive(Clone, Copy, Debug)]
pub struct Json<'a>(&'a str);

impl<'a> Json<'a> {
    /// Checks a text.
    ///
    /// # Errors
    /// The byte at which the text stops being JSON.
    pub fn parse(text: &'a str) -> Result<Self, usize> {
        Self::parse_within(text, MAX_DEPTH)
    }

    /// Checks a text that may be nested no deeper than this.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn parse_within(text: &'a str, depth: u8) -> Result<Self, usize> {
        let mut scan = Scan { text, at: 0 };
        let value = scan.value(depth);
        scan.blank();
        match value {
            Some(value) if scan.at == text.len() => Ok(Json(value)),
            _ => Err(scan.at),
        }
    }

    /// The value as it is written.
    pub const fn raw(self) -> &'a str {
        self.0
    }

    pub fn is_null(self) -> bool {
        self.0 == "null"
    }

    /// A whole number written without point or exponent, if it fits.
    pub fn integer(self) -> Option<i64> {
        self.0.parse().ok()
    }

    /// A text, with its escapes resolved.
    pub fn text(self) -> Option<Cow<'a, str>> {
        let inner = self.0.strip_prefix('"')?.strip_suffix('"')?;
        if inner.contains('\\') { unescape(inner).map(Cow::Owned) } else { Some(Cow::Borrowed(inner)) }
    }

    /// The empty list.
    pub const EMPTY: Json<'static> = Json("[]");
    /// The empty text.
    pub const BLANK: Json<'static> = Json("\"\"");
    /// The number 0.
    pub const ZERO: Json<'static> = Json("0");

    /// The values of a list.
    pub fn elements(self) -> Option<Elements<'a>> {
        self.0.starts_with('[').then_some(Elements(Scan { text: self.0, at: 1 }))
    }

    /// This value as if it were the only one of a list.
    pub const fn alone(self) -> Elements<'a> {
        Elements(Scan { text: self.0, at: 0 })
    }

    /// The members of an object, in the order written; names may repeat.
    pub fn members(self) -> Option<Members<'a>> {
        self.0.starts_with('{').then_some(Members(Scan { text: self.0, at: 1 }))
    }
}

/// The values of a list, one by one.
#[derive(Clone, Default)]
pub struct Elements<'a>(Scan<'a>);

impl<'a> Iterator for Elements<'a> {
    type Item = Json<'a>;

    fn next(&mut self) -> Option<Json<'a>> {
        Some(Json(self.0.skip()?))
    }
}

/// The members of an object, one by one.
pub struct Members<'a>(Scan<'a>);

impl<'a> Iterator for Members<'a> {
    type Item = (Cow<'a, str>, Json<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let name = Json(self.0.skip()?).text()?;
        Some((name, Json(self.0.skip()?)))
    }
}

#[derive(Clone, Default)]
struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scan<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> Option<()> {
        (self.peek() == Some(byte)).then(|| self.at += 1)
    }

    fn blank(&mut self) {
        self.pass(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
    }

    /// Over one value of a text already checked, and the comma or colon before it. Nothing where the list ends.
    fn skip(&mut self) -> Option<&'a str> {
        self.pass(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b',' | b':'));
        let start = self.at;
        let mut depth = 0;
        loop {
            match self.peek()? {
                b'"' => self.string()?,
                b'[' | b'{' => {
                    depth += 1;
                    self.at += 1;
                }
                b']' | b'}' if depth > 0 => {
                    depth -= 1;
                    self.at += 1;
                }
                _ if depth > 0 => self.pass(|byte| !matches!(byte, b'"' | b'[' | b']' | b'{' | b'}')),
                _ => self.pass(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.')),
            }
            if depth == 0 {
                return self.text.get(start..self.at).filter(|value| !value.is_empty());
            }
        }
    }

    /// Over one value, which is returned as written.
    fn value(&mut self, depth: u8) -> Option<&'a str> {
        self.blank();
        let start = self.at;
        match self.peek()? {
            b'"' => self.string()?,
            b'[' => self.list(depth, b']')?,
            b'{' => self.list(depth, b'}')?,
            b't' => self.word("true")?,
            b'f' => self.word("false")?,
            b'n' => self.word("null")?,
            _ => self.number()?,
        }
        self.text.get(start..self.at)
    }

    fn list(&mut self, depth: u8, end: u8) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        self.at += 1;
        self.blank();
        if self.eat(end).is_some() {
            return Some(());
        }
        loop {
            if end == b'}' {
                self.blank();
                self.string()?;
                self.blank();
                self.eat(b':')?;
            }
            self.value(depth)?;
            self.blank();
            if self.eat(end).is_some() {
                return Some(());
            }
            self.eat(b',')?;
        }
    }

    fn word(&mut self, word: &str) -> Option<()> {
        let rest = self.text.as_bytes().get(self.at..)?;
        rest.starts_with(word.as_bytes()).then(|| self.at += word.len())
    }

    fn string(&mut self) -> Option<()> {
        self.eat(b'"')?;
        loop {
            self.pass(|byte| !matches!(byte, b'"' | b'\\' | 0..0x20));
            match self.peek()? {
                b'"' => {
                    self.at += 1;
                    return Some(());
                }
                b'\\' => self.escape()?,
                _ => return None,
            };
        }
    }

    /// Over all bytes of a kind.
    fn pass(&mut self, is_such: impl Fn(u8) -> bool) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(|byte| !is_such(*byte)).unwrap_or(rest.len());
    }

    fn escape(&mut self) -> Option<()> {
        let rest = self.text.as_bytes().get(self.at + 1..)?;
        let (_, used) = escaped(rest)?;
        self.at += 1 + used;
        Some(())
    }

    fn number(&mut self) -> Option<()> {
        let _sign = self.eat(b'-');
        if self.eat(b'0').is_none() {
            self.digits()?;
        }
        if self.eat(b'.').is_some() {
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Some(())
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        self.pass(|byte| byte.is_ascii_digit());
        (self.at > start).then_some(())
    }
}

/// What an escape stands for, and how many bytes after the backslash it takes.
fn escaped(after: &[u8]) -> Option<(char, usize)> {
    let simple = match after.first()? {
        b'n' => '\n',
        b't' => '\t',
        b'r' => '\r',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'u' => {
            let first = hex4(after.get(1..5)?)?;
            if !(0xd800..0xdc00).contains(&first) {
                return Some((char::from_u32(first)?, 5));
            }
            let second = after.get(5..11)?.strip_prefix(b"\\u").and_then(hex4)?;
            let low = second.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
            return Some((char::from_u32(0x10000 + ((first - 0xd800) << 10) + low)?, 11));
        }
        mark @ (b'"' | b'\\' | b'/') => char::from(*mark),
        _ => return None,
    };
    Some((simple, 1))
}

fn hex4(digits: &[u8]) -> Option<u32> {
    let mut value = 0;
    for &digit in digits {
        value = value * 16 + char::from(digit).to_digit(16)?;
    }
    Some(value)
}

fn unescape(inner: &str) -> Option<String> {
    let mut out = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = rest.find('\\') {
        out.push_str(rest.get(..at)?);
        let after = rest.get(at + 1..)?;
        let (char, used) = escaped(after.as_bytes())?;
        out.push(char);
        rest = after.get(used..)?;
    }
    out.push_str(rest);
    Some(out)
}

/// Writes a text in quotes. Everything but quotes, backslashes and control characters stands for itself.
pub fn push_text(out: &mut String, text: &str) {
    out.push('"');
    for char in text.chars() {
        match char {
            '"' | '\\' => {
                out.push('\\');
                out.push(char);
            }
            '\0'..='\u{1f}' => {
                const DIGITS: &[u8; 16] = b"0123456789abcdef";
                let code = char as usize;
                out.push_str(if code < 16 { "\\u000" } else { "\\u001" });
                out.push(char::from(DIGITS.get(code % 16).copied().unwrap_or(b'0')));
            }
            _ => out.push(char),
        }
    }
    out.push('"');
}
