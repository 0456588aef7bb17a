//! The file of names and codes.

use super::bytes::Reader;
use super::{Gazetteer, GazetteerError, LEVELS, Level, Record};
use crate::core::names::UnitKind;

pub(super) fn decode(file: &[u8]) -> Result<Gazetteer, GazetteerError> {
    let (mut reader, edition) = Reader::open(file, b"DVN1")?;
    let words = Words::read(&mut reader);
    let mut text = String::with_capacity(file.len() * 4);
    let mut levels: [Vec<Record>; LEVELS.len()] = Default::default();
    // How many children each unit of the level above has.
    let mut counts: Vec<u32> = Vec::new();
    for ((_, level), list) in LEVELS.iter().zip(&mut levels) {
        if *level == Level::Province {
            counts = vec![reader.number()];
        }
        let mut code = 0;
        // Children stand in the order of their parents, so where they begin follows from the counts.
        let mut child = 0u32;
        for (parent, count) in (0..).zip(std::mem::take(&mut counts)) {
            for _ in 0..count {
                if !reader.is_sound() {
                    break;
                }
                let head = reader.byte();
                code = next_code(&mut reader, *level, code, head >> 4);
                let name = words.append(&mut reader, &mut text, head >> 2 & 3);
                let kind = kind(&mut reader, *level, head & 3);
                let children = if *level == Level::Commune { 0 } else { reader.number() };
                counts.push(children);
                let first = child;
                child = child.saturating_add(children);
                list.push(Record { code, kind, name, parent, children: (first, child) });
            }
        }
    }
    reader.finish()?;
    Ok(Gazetteer { text, levels, edition })
}

/// The code after `code`: small steps are in the head byte, most of them multiples of three.
fn next_code(reader: &mut Reader, level: Level, code: u32, step: u8) -> u32 {
    let step = match step {
        0 => reader.signed(),
        14 | 15 => i32::from(step) - 13,
        _ => i32::from(step) * 3,
    };
    let most = match level {
        Level::Province => 99,
        Level::District => 999,
        Level::Commune => 99_999,
    };
    let code = code.wrapping_add_signed(step);
    if code > most {
        reader.fail();
    }
    code
}

fn kind(reader: &mut Reader, level: Level, number: u8) -> UnitKind {
    use UnitKind::*;
    let kinds: &[UnitKind] = match level {
        Level::Province => &[Province, City],
        Level::District => &[RuralDistrict, UrbanDistrict, Town, City],
        Level::Commune => &[Commune, Ward, Township, SpecialZone],
    };
    kinds.get(usize::from(number)).copied().unwrap_or_else(|| {
        reader.fail();
        Commune
    })
}

/// The words names are made of. The most frequent have numbers of one byte, the others of two.
struct Words {
    list: Vec<String>,
    /// How many have one byte.
    short: u8,
}

impl Words {
    fn read(reader: &mut Reader) -> Self {
        let short = reader.byte();
        let mut list = Vec::new();
        let mut word: Vec<u8> = Vec::new();
        for _ in 0..reader.number() {
            if !reader.is_sound() {
                break;
            }
            // Words are sorted: of each only what differs from the one before is there.
            let head = reader.byte();
            word.truncate(usize::from(head >> 4));
            word.extend_from_slice(reader.take(usize::from(head & 15)));
            let Ok(text) = str::from_utf8(&word) else {
                reader.fail();
                break;
            };
            list.push(text.to_owned());
        }
        Self { list, short }
    }

    /// Reads a name, appends it to the text and tells where it stands there.
    fn append(&self, reader: &mut Reader, text: &mut String, length: u8) -> (u32, u32) {
        let length = if length == 3 { reader.byte() } else { length + 1 };
        let start = text.len();
        for place in 0..length {
            let byte = reader.byte();
            let number = match byte.checked_sub(self.short) {
                None => usize::from(byte),
                Some(high) => usize::from(self.short) + usize::from(high) * 256 + usize::from(reader.byte()),
            };
            let Some(word) = self.list.get(number) else {
                reader.fail();
                break;
            };
            if place > 0 {
                text.push(' ');
            }
            text.push_str(word);
        }
        (start as u32, text.len() as u32)
    }
}
