//! The file of centroids, for the map.

use super::bytes::Reader;
use super::{Gazetteer, GazetteerError, LEVELS, OfficialUnit};

/// Where units lie.
pub struct Positions {
    /// In the order of the lists of the gazetteer.
    lists: [Vec<Position>; LEVELS.len()],
}

/// Centre of a unit in thousandths of a degree (about 100 m), as approximate as the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub latitude: i32,
    pub longitude: i32,
}

impl Positions {
    /// Reads the file of centroids that belongs to `gazetteer`.
    ///
    /// # Errors
    /// When the bytes are not such a file, or were made for another edition of the list.
    pub fn decode(file: &[u8], gazetteer: &Gazetteer) -> Result<Self, GazetteerError> {
        let mut reader = Reader::open_for(file, b"DVP1", gazetteer.edition)?;
        let mut lists: [Vec<Position>; LEVELS.len()] = Default::default();
        for (i, (list, units)) in lists.iter_mut().zip(&gazetteer.levels).enumerate() {
            if is_province(i) {
                continue;
            }
            // Neighbours in the list are neighbours in the country: differences are short.
            let (mut latitude, mut longitude) = (0i32, 0i32);
            for _ in units {
                latitude = step(&mut reader, latitude, 90);
                longitude = step(&mut reader, longitude, 180);
                list.push(Position { latitude, longitude });
            }
        }
        reader.finish()?;
        Ok(Self { lists })
    }

    /// The centre of a district or commune; of a province, which the source does not have, none.
    pub fn of(&self, unit: OfficialUnit) -> Option<Position> {
        self.lists.get(unit.list)?.get(unit.index as usize).copied()
    }
}

fn is_province(list: usize) -> bool {
    matches!(list, 0 | 3)
}

fn step(reader: &mut Reader, from: i32, most: i32) -> i32 {
    let to = from.wrapping_add(reader.signed());
    if !(-most * 1000..=most * 1000).contains(&to) {
        reader.fail();
    }
    to
}
