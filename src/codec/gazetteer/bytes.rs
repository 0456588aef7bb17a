//! Reading the bytes of the files: bounded, with one kind of error.

use super::GazetteerError;
use crate::codec::crc::crc32;

/// More than any of the files is long; beyond it nothing is read.
const MAX_LEN: usize = 200_000;

/// What is left to read.
///
/// Reading never fails in between: from the first fault on it gives zeros, and [`Reader::finish`] tells. Loops over counts
/// that were read must look at [`Reader::is_sound`].
pub(super) struct Reader<'a> {
    rest: &'a [u8],
    sound: bool,
}

impl<'a> Reader<'a> {
    /// Checks magic and checksum; gives the reader of what follows, and the checksum.
    pub fn open(file: &'a [u8], magic: &[u8; 4]) -> Result<(Self, u32), GazetteerError> {
        let rest = file.strip_prefix(magic).ok_or(GazetteerError::NotThisFile)?;
        let mut reader = Self { rest, sound: true };
        let stored = reader.u32();
        if file.len() > MAX_LEN || crc32(reader.rest) != stored {
            return Err(GazetteerError::Damaged);
        }
        Ok((reader, stored))
    }

    /// Like [`Reader::open`], for a file that names the edition of the list it belongs to.
    pub fn open_for(file: &'a [u8], magic: &[u8; 4], edition: u32) -> Result<Self, GazetteerError> {
        let (mut reader, _) = Self::open(file, magic)?;
        if reader.u32() == edition { Ok(reader) } else { Err(GazetteerError::OtherEdition) }
    }

    pub fn byte(&mut self) -> u8 {
        self.take(1).first().copied().unwrap_or(0)
    }

    pub fn take(&mut self, count: usize) -> &'a [u8] {
        match self.rest.split_at_checked(count) {
            Some((head, rest)) => {
                self.rest = rest;
                head
            }
            None => {
                self.fail();
                &[]
            }
        }
    }

    /// Four bytes, the least significant first.
    pub fn u32(&mut self) -> u32 {
        self.take(4).iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte))
    }

    /// A number of up to 28 bits, seven to a byte, the least significant first, the top bit set on all bytes but the last.
    pub fn number(&mut self) -> u32 {
        let mut number = 0;
        for shift in [0, 7, 14, 21] {
            let byte = self.byte();
            number |= u32::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return number;
            }
        }
        self.fail();
        0
    }

    /// A number with a sign: 0, −1, 1, −2, 2 … are stored as 0, 1, 2, 3, 4 …
    pub fn signed(&mut self) -> i32 {
        unzigzag(self.number())
    }

    /// Notes that what was read cannot be.
    pub fn fail(&mut self) {
        (self.rest, self.sound) = (&[], false);
    }

    pub fn is_sound(&self) -> bool {
        self.sound
    }

    /// Whether all was read, and all was sound.
    pub fn finish(self) -> Result<(), GazetteerError> {
        if self.sound && self.rest.is_empty() { Ok(()) } else { Err(GazetteerError::Damaged) }
    }
}

pub(super) const fn unzigzag(n: u32) -> i32 {
    (n >> 1) as i32 ^ -((n & 1) as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs() {
        assert_eq!([0, 1, 2, 3, 4].map(unzigzag), [0, -1, 1, -2, 2]);
    }
}
