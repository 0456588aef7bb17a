//! Text brought to one plain shape before it is read: small letters without marks, ASCII digits and signs, ordinary
//! spaces. What people type, and what word processors make of it, then has one spelling.

use std::borrow::Cow;

/// [`str::trim`], at once where there is nothing to take away, as in most cells.
pub fn trimmed(text: &str) -> &str {
    let bytes = text.as_bytes();
    let stays = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    if stays(bytes.first()) && stays(bytes.last()) { text } else { text.trim() }
}

/// Whether a text begins with an ASCII letter that is none of these small ones: then its [plain](plain) shape begins with
/// none of them either, and need not be made to know.
pub fn begins_otherwise(text: &str, letters: &[u8]) -> bool {
    text.as_bytes()
        .first()
        .is_some_and(|first| first.is_ascii_alphabetic() && !letters.contains(&first.to_ascii_lowercase()))
}

/// Whether a text is [tidy](crate::core::names::tidy) already, as far as that is seen at a glance: letters of Vietnamese and
/// signs of ASCII, with single blanks between them.
pub fn is_tidy(text: &str) -> bool {
    let mut blank = true;
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let fits = match byte {
            b' ' => !blank,
            b'!'..=b'~' => true,
            // U+00C0 to U+01BF, and U+1E80 to U+1EFF: letters, each one code point.
            0xc3..=0xc6 => bytes.next().is_some(),
            0xe1 => matches!(bytes.next(), Some(0xba | 0xbb)) && bytes.next().is_some(),
            _ => false,
        };
        if !fits {
            return false;
        }
        blank = byte == b' ';
    }
    !blank || text.is_empty()
}

/// The text in plain shape: `Hơn 22 300 Hộ` → `hon 22 300 ho`, `－１９７０` → `-1970`. All kinds of dashes become `-`,
/// all kinds of blanks a space, invisible characters go; blanks at the ends go and runs of blanks stay.
pub fn plain(text: &str) -> Cow<'_, str> {
    // Most cells of a table are plain already: digits and separators.
    let (mut ascii, mut small) = (true, true);
    for byte in text.as_bytes() {
        ascii &= matches!(byte, b' '..=b'~');
        small &= !byte.is_ascii_uppercase();
    }
    if ascii {
        let text = text.trim_matches(' ');
        return if small { Cow::Borrowed(text) } else { Cow::Owned(text.to_ascii_lowercase()) };
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t'
            | '\n'
            | '\r'
            | '\u{a0}'
            | '\u{1680}'
            | '\u{2000}'..='\u{200a}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{202f}'
            | '\u{205f}'
            | '\u{3000}' => out.push(' '),
            // Soft hyphen, zero-width and direction characters, combining marks.
            '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{feff}'
            | '\u{300}'..='\u{36f}' => {}
            '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push('-'),
            // Full-width forms of the ASCII signs, digits and letters.
            '\u{ff01}'..='\u{ff5e}' => out.extend(char::from_u32(c as u32 - 0xfee0).map(|c| c.to_ascii_lowercase())),
            _ => out.push(base(c)),
        }
    }
    let end = out.trim_end_matches(' ').len();
    out.truncate(end);
    let start = out.len() - out.trim_start_matches(' ').len();
    out.drain(..start);
    Cow::Owned(out)
}

/// The small letter under a letter's marks.
fn base(c: char) -> char {
    match c {
        '\0'..='\u{7f}' => c.to_ascii_lowercase(),
        'À'..='Å' | 'à'..='å' | 'Ă' | 'ă' | 'Ạ'..='ặ' => 'a',
        'Đ' | 'đ' => 'd',
        'È'..='Ë' | 'è'..='ë' | 'Ẹ'..='ệ' => 'e',
        'Ì'..='Ï' | 'ì'..='ï' | 'Ĩ' | 'ĩ' | 'Ỉ'..='ị' => 'i',
        'Ò'..='Ö' | 'ò'..='ö' | 'Ơ' | 'ơ' | 'Ọ'..='ợ' => 'o',
        'Ù'..='Ü' | 'ù'..='ü' | 'Ũ' | 'ũ' | 'Ư' | 'ư' | 'Ụ'..='ự' => 'u',
        'Ý' | 'ý' | 'Ỳ'..='ỹ' => 'y',
        _ => c,
    }
}

/// What follows the word or sign `lead` at the start of `text`: a word must end where `lead` ends.
pub fn after<'a>(text: &'a str, lead: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(lead)?;
    let letters = lead.ends_with(char::is_alphabetic) && rest.starts_with(char::is_alphabetic);
    (!letters).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_blanks_and_widths_are_levelled() {
        assert_eq!(plain("  Hơn\u{a0}22\u{202f}300 HỘ "), "hon 22 300 ho");
        assert_eq!(plain("ĐẮK Đoàn Kết, Mỹ Thạnh, Ừ Ẳ Ễ Ợ Ị"), "dak doan ket, my thanh, u a e o i");
        // The same words in decomposed Unicode.
        assert_eq!(plain("ho\u{31b}n ga\u{302}\u{300}n"), "hon gan");
        assert_eq!(plain("－１９７０％ –− \u{feff}"), "-1970% --");
        assert_eq!(plain("\u{a0}\u{3000}"), "");
    }

    #[test]
    fn words_end_where_they_end() {
        assert_eq!(after("hon 5", "hon"), Some(" 5"));
        assert_eq!(after("hong", "hon"), None);
        assert_eq!(after(">5", ">"), Some("5"));
        assert_eq!(after("ho", "ho"), Some(""));
    }
}
