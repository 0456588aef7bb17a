//! The file of what became of the communes on 1 July 2025.

use super::bytes::{Reader, unzigzag};
use super::{Era, Gazetteer, GazetteerError, Level, OfficialUnit};

/// Which former communes went into which present ones.
pub struct Mergers {
    /// Sorted by former commune; of a divided one the main successor first.
    links: Vec<Link>,
}

#[derive(Clone, Copy)]
struct Link {
    former: u32,
    current: u32,
    share: Share,
}

/// How much of a former commune went into a present one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Share {
    /// All of it.
    Whole,
    /// A part of it, held by the source to be the main one.
    MainPart,
    /// Another part of it.
    Part,
}

const FORMER: usize = 2;
const CURRENT: usize = 4;

impl Mergers {
    /// Reads the file of mergers that belongs to `gazetteer`.
    ///
    /// # Errors
    /// When the bytes are not such a file, or were made for another edition of the list.
    pub fn decode(file: &[u8], gazetteer: &Gazetteer) -> Result<Self, GazetteerError> {
        let mut reader = Reader::open_for(file, b"DVM1", gazetteer.edition)?;
        let mut links = Vec::new();
        let mut current = 0;
        for (former, _) in (0..).zip(&gazetteer.levels[FORMER]) {
            // Neighbours mostly went into the same commune: steps from one to the next are short.
            let head = reader.number();
            current = step(&mut reader, gazetteer, current, unzigzag(head >> 1));
            let (share, others) = if head & 1 == 0 { (Share::Whole, 0) } else { (Share::MainPart, reader.number()) };
            links.push(Link { former, current, share });
            for _ in 0..others {
                if !reader.is_sound() {
                    break;
                }
                let by = reader.signed();
                let current = step(&mut reader, gazetteer, current, by);
                links.push(Link { former, current, share: Share::Part });
            }
        }
        reader.finish()?;
        Ok(Self { links })
    }

    /// The present communes a former commune went into, the main one first.
    pub fn successors<'a>(&self, former: OfficialUnit<'a>) -> Vec<(OfficialUnit<'a>, Share)> {
        if (former.era(), former.level()) != (Era::Former, Level::Commune) {
            return Vec::new();
        }
        let links = self.links.iter().filter(|l| l.former == former.index);
        links.filter_map(|l| Some((former.gazetteer.unit(CURRENT, l.current)?, l.share))).collect()
    }

    /// The former communes that went into a present commune, wholly or in part; none for the five new special zones
    /// that were island districts without communes.
    pub fn predecessors<'a>(&self, current: OfficialUnit<'a>) -> Vec<(OfficialUnit<'a>, Share)> {
        if (current.era(), current.level()) != (Era::Current, Level::Commune) {
            return Vec::new();
        }
        let links = self.links.iter().filter(|l| l.current == current.index);
        links.filter_map(|l| Some((current.gazetteer.unit(FORMER, l.former)?, l.share))).collect()
    }
}

fn step(reader: &mut Reader, gazetteer: &Gazetteer, from: u32, by: i32) -> u32 {
    let to = from.wrapping_add_signed(by);
    if gazetteer.unit(CURRENT, to).is_none() {
        reader.fail();
    }
    to
}
