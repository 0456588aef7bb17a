//! The bytes inside a link: numbers seven bits to a byte, lowest first, signed ones in zigzag, texts and lists with
//! their length first. It is the wire format of postcard 1; a test holds the two together.

/// Tags of the sections. Sections never change: what is new comes as a new section.
pub mod tag {
    pub const HEADING: u64 = 1;
    pub const PERIODS: u64 = 2;
    pub const TAGS: u64 = 3;
    pub const UNITS: u64 = 4;
    /// Figures of one measure in one period; as often as needed.
    pub const SERIES: u64 = 5;
    pub const NEXT: u64 = 6;
    /// A member of a workbook file that the writer did not know; as often as needed.
    pub const MEMBER: u64 = 7;
    /// Figures whose rows are named by identity.
    pub const SERIES_BY_ID: u64 = 8;
}

/// Appends a number.
pub fn push_number(out: &mut Vec<u8>, mut number: u64) {
    while number > 127 {
        out.push(number as u8 | 128);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Appends a signed number: 0, −1, 1, −2 … as 0, 1, 2, 3 …
pub fn push_signed(out: &mut Vec<u8>, number: i64) {
    push_number(out, (number << 1 ^ number >> 63) as u64);
}

/// Appends bytes, or a text, with their length.
pub fn push_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    push_number(out, bytes.len() as u64);
    out.extend(bytes);
}

/// Appends a list of signed numbers.
pub fn push_column(out: &mut Vec<u8>, column: &[i64]) {
    push_number(out, column.len() as u64);
    for number in column {
        push_signed(out, *number);
    }
}

/// Reads what was appended. Once something is not as it should be, everything more is 0 and empty; [`Input::is_sound`]
/// tells.
pub struct Input<'a> {
    rest: &'a [u8],
    sound: bool,
}

impl<'a> Input<'a> {
    pub const fn new(bytes: &'a [u8]) -> Self {
        Input { rest: bytes, sound: true }
    }

    /// Notes that what was read cannot be.
    pub const fn fail(&mut self) {
        (self.rest, self.sound) = (&[], false);
    }

    /// Whether all was well so far.
    pub const fn is_sound(&self) -> bool {
        self.sound
    }

    /// Whether all was read.
    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    fn take(&mut self, length: u64) -> &'a [u8] {
        let split = usize::try_from(length).ok().and_then(|length| self.rest.split_at_checked(length));
        let Some((taken, rest)) = split else {
            (self.rest, self.sound) = (&[], false);
            return &[];
        };
        self.rest = rest;
        taken
    }

    pub fn byte(&mut self) -> u8 {
        self.take(1).first().copied().unwrap_or(0)
    }

    pub fn number(&mut self) -> u64 {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte();
            number |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return number;
            }
        }
        self.sound = false;
        0
    }

    /// A number of at most 32 bits.
    pub fn short(&mut self) -> u32 {
        u32::try_from(self.number()).unwrap_or_else(|_| {
            self.sound = false;
            0
        })
    }

    /// A number of at most 16 bits.
    pub fn small(&mut self) -> u16 {
        u16::try_from(self.number()).unwrap_or_else(|_| {
            self.sound = false;
            0
        })
    }

    pub fn signed(&mut self) -> i64 {
        let number = self.number();
        (number >> 1) as i64 ^ -((number & 1) as i64)
    }

    pub fn bytes(&mut self) -> &'a [u8] {
        let length = self.number();
        self.take(length)
    }

    pub fn text(&mut self) -> &'a str {
        std::str::from_utf8(self.bytes()).unwrap_or_else(|_| {
            self.sound = false;
            ""
        })
    }

    /// Length of a list, each element of which takes at least a byte.
    pub fn length(&mut self) -> usize {
        let length = self.number();
        if length > self.rest.len() as u64 {
            (self.rest, self.sound) = (&[], false);
            return 0;
        }
        length as usize
    }

    pub fn column(&mut self) -> Vec<i64> {
        (0..self.length()).map(|_| self.signed()).collect()
    }

    pub fn identities(&mut self) -> Vec<u32> {
        (0..self.length()).map(|_| self.short()).collect()
    }
}
