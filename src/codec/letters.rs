//! The letters of a text file. UTF-8 is what programs write today; Excel's "Unicode text" is UTF-16, and older programs in
//! Viet Nam write Windows-1258.

/// The text of a file; `None` for bytes that are no text, such as a picture.
pub fn read(bytes: &[u8]) -> Option<String> {
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => match zeros(bytes) {
            (0, 0) => match std::str::from_utf8(bytes) {
                Ok(text) => text.to_owned(),
                Err(_) => bytes.iter().map(|byte| windows_1258(*byte)).collect(),
            },
            // Digits and separators have their zero on one side only.
            (0, second) if second > LOOKED_AT.min(bytes.len()) / 10 => wide(bytes, u16::from_le_bytes),
            (first, 0) if first > LOOKED_AT.min(bytes.len()) / 10 => wide(bytes, u16::from_be_bytes),
            _ => return None,
        },
    };
    let is_strange = |c: char| c < ' ' && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{1a}');
    if text.chars().take(LOOKED_AT).any(is_strange) { None } else { Some(text) }
}

/// Bytes, or characters, looked at to tell what a file is.
const LOOKED_AT: usize = 4000;

/// How many first and how many second bytes of pairs are zero.
fn zeros(bytes: &[u8]) -> (usize, usize) {
    bytes.chunks(2).take(LOOKED_AT / 2).fold((0, 0), |(first, second), pair| {
        (first + usize::from(pair.first() == Some(&0)), second + usize::from(pair.get(1) == Some(&0)))
    })
}

/// Letters of two bytes; halves that belong to none become marks.
fn wide(bytes: &[u8], read: fn([u8; 2]) -> u16) -> String {
    let letters = bytes.chunks_exact(2).filter_map(|pair| Some(read(pair.try_into().ok()?)));
    char::decode_utf16(letters).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// A letter of Windows-1258: that of Latin-1 but for these. Tones are marks after their vowels, which names put together.
fn windows_1258(byte: u8) -> char {
    match byte {
        0x80 => '€',
        0x85 => '…',
        0x91 => '‘',
        0x92 => '’',
        0x93 => '“',
        0x94 => '”',
        0x96 => '–',
        0x97 => '—',
        0xc3 => 'Ă',
        0xcc => '\u{300}',
        0xd0 => 'Đ',
        0xd2 => '\u{309}',
        0xd5 => 'Ơ',
        0xdd => 'Ư',
        0xde => '\u{303}',
        0xe3 => 'ă',
        0xec => '\u{301}',
        0xf0 => 'đ',
        0xf2 => '\u{323}',
        0xf5 => 'ơ',
        0xfd => 'ư',
        0xfe => '₫',
        byte => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Xã;Hộ nghèo\r\nBằng Thành;1.050\r\nMỹ Phương;62,5\r\n";

    #[test]
    fn two_byte_letters_are_known_with_and_without_their_mark() {
        let little: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in
            [little.clone(), big.clone(), [&[0xff, 0xfe][..], &little].concat(), [&[0xfe, 0xff][..], &big].concat()]
        {
            assert_eq!(read(&bytes).as_deref(), Some(TEXT));
        }
    }

    #[test]
    fn utf_8_has_a_mark_or_none() {
        assert_eq!(read(TEXT.as_bytes()).as_deref(), Some(TEXT));
        assert_eq!(read(&[b"\xef\xbb\xbf", TEXT.as_bytes()].concat()).as_deref(), Some(TEXT));
        assert_eq!(read(b"").as_deref(), Some(""));
    }

    /// As Python's cp1258 writes these names.
    #[test]
    fn windows_1258_puts_tones_behind_vowels() {
        let bytes = b"B\xe3\xccng Th\xe0nh;M\xfd\xde Ph\xfd\xf5ng;\xd0\xf4\xf2c L\xe2\xf2p;H\xf4\xf2 nghe\xcc";
        assert_eq!(
            read(bytes).as_deref(),
            Some("Bă\u{300}ng Thành;Mư\u{303} Phương;Đô\u{323}c Lâ\u{323}p;Hô\u{323} nghe\u{300}")
        );
    }

    #[test]
    fn pictures_and_documents_are_no_text() {
        for bytes in [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], b"%PDF-1.4\n\x01\x02\x03\xff", &[0; 40], b"PK\x03\x04\0\0"]
        {
            assert_eq!(read(bytes), None);
        }
    }
}
