//! The Vietnamese alphabet: which base letter, quality mark and tone a character carries, and back.
//!
//! A small table instead of the Unicode tables (50 kB compressed): unit names use this alphabet and nothing else.
//! Characters outside it pass through unchanged.

/// The mark that makes another letter of the alphabet: ă, â/ê/ô, ơ/ư, đ.
///
/// The order is the alphabet's (a ă â, d đ, e ê, o ô ơ, u ư).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    None,
    Breve,
    Stroke,
    Circumflex,
    Horn,
}

/// One character of a name, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Letter {
    /// Lower case, without mark and tone.
    pub base: char,
    pub mark: Mark,
    /// 0 none, then in dictionary order: 1 huyền, 2 hỏi, 3 ngã, 4 sắc, 5 nặng.
    pub tone: u8,
}

/// The twelve vowels, each with its six tones in the order of [`Letter::tone`].
const VOWELS: [[char; 6]; 12] = [
    ['a', 'à', 'ả', 'ã', 'á', 'ạ'],
    ['ă', 'ằ', 'ẳ', 'ẵ', 'ắ', 'ặ'],
    ['â', 'ầ', 'ẩ', 'ẫ', 'ấ', 'ậ'],
    ['e', 'è', 'ẻ', 'ẽ', 'é', 'ẹ'],
    ['ê', 'ề', 'ể', 'ễ', 'ế', 'ệ'],
    ['i', 'ì', 'ỉ', 'ĩ', 'í', 'ị'],
    ['o', 'ò', 'ỏ', 'õ', 'ó', 'ọ'],
    ['ô', 'ồ', 'ổ', 'ỗ', 'ố', 'ộ'],
    ['ơ', 'ờ', 'ở', 'ỡ', 'ớ', 'ợ'],
    ['u', 'ù', 'ủ', 'ũ', 'ú', 'ụ'],
    ['ư', 'ừ', 'ử', 'ữ', 'ứ', 'ự'],
    ['y', 'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ'],
];

/// Base letter and mark of each row of [`VOWELS`].
const ROWS: [(char, Mark); 12] = [
    ('a', Mark::None),
    ('a', Mark::Breve),
    ('a', Mark::Circumflex),
    ('e', Mark::None),
    ('e', Mark::Circumflex),
    ('i', Mark::None),
    ('o', Mark::None),
    ('o', Mark::Circumflex),
    ('o', Mark::Horn),
    ('u', Mark::None),
    ('u', Mark::Horn),
    ('y', Mark::None),
];

/// The combining character of each tone, 1 to 5.
const TONES: [char; 5] = ['\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}'];

impl Letter {
    /// Between two words.
    pub const BLANK: Self = Self { base: ' ', mark: Mark::None, tone: 0 };

    pub fn of(c: char) -> Self {
        let lower = lower(c);
        match lower {
            // Letters that look like đ and come from other alphabets' keyboards and old font converters.
            'đ' | 'ð' | 'ɖ' | 'Ɖ' => return Self { base: 'd', mark: Mark::Stroke, tone: 0 },
            _ if lower.is_ascii() => return Self { base: lower, mark: Mark::None, tone: 0 },
            _ => {}
        }
        for (row, &(base, mark)) in VOWELS.iter().zip(&ROWS) {
            for (tone, &v) in (0u8..).zip(row) {
                if v == lower {
                    return Self { base, mark, tone };
                }
            }
        }
        Self { base: lower, mark: Mark::None, tone: 0 }
    }

    pub fn is_vowel(self) -> bool {
        matches!(self.base, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
    }

    /// Its tone as a combining character.
    pub fn tone_mark(self) -> Option<char> {
        TONES.get(usize::from(self.tone).checked_sub(1)?).copied()
    }

    /// The lower-case character without its tone.
    pub fn toneless(self) -> char {
        if self.mark == Mark::Stroke { 'đ' } else { vowel(self.base, self.mark, 0).unwrap_or(self.base) }
    }
}

fn vowel(base: char, mark: Mark, tone: u8) -> Option<char> {
    let row = ROWS.iter().position(|&r| r == (base, mark))?;
    VOWELS.get(row)?.get(usize::from(tone)).copied()
}

/// Lower case of the Latin letters that names are written with; anything else unchanged.
pub(super) fn lower(c: char) -> char {
    let n = u32::from(c);
    let low = match n {
        0x41..=0x5A => n + 32,
        0xC0..=0xDE if n != 0xD7 => n + 32,
        // Pairs of capital and small letter, the small one at the odd code.
        0x100..=0x12F | 0x132..=0x137 | 0x14A..=0x177 | 0x1A0..=0x1A1 | 0x1EA0..=0x1EFF => n | 1,
        0x1AF => 0x1B0,
        _ => n,
    };
    char::from_u32(low).unwrap_or(c)
}

/// The capital of a small letter; anything else unchanged. The inverse of [`lower`].
pub(super) fn upper(c: char) -> char {
    let n = u32::from(c);
    let up = match n {
        0x61..=0x7A => n - 32,
        0xE0..=0xFE if n != 0xF7 => n - 32,
        0x100..=0x12F | 0x132..=0x137 | 0x14A..=0x177 | 0x1A0..=0x1A1 | 0x1EA0..=0x1EFF => n & !1,
        0x1B0 => 0x1AF,
        _ => n,
    };
    char::from_u32(up).unwrap_or(c)
}

/// `c` with a combining mark put on it, if the two make one Vietnamese letter.
pub(super) fn combine(c: char, combining: char) -> Option<char> {
    let l = Letter::of(c);
    let (mark, tone) = match combining {
        '\u{306}' => (Mark::Breve, 0),
        '\u{302}' => (Mark::Circumflex, 0),
        '\u{31B}' => (Mark::Horn, 0),
        // Two tone marks have a second, deprecated code point each.
        '\u{340}' => (Mark::None, 1),
        '\u{341}' => (Mark::None, 4),
        _ => (Mark::None, (1u8..).zip(TONES).find(|&(_, t)| t == combining)?.0),
    };
    let whole = match (mark, l.mark, l.tone) {
        (Mark::None, _, 0) => vowel(l.base, l.mark, tone)?,
        (Mark::None, ..) => return None,
        (_, Mark::None, _) => vowel(l.base, mark, l.tone)?,
        _ => return None,
    };
    Some(if lower(c) == c { whole } else { upper(whole) })
}
