//! Random tables that are true: counts first, then what a report could print of them.
#![allow(dead_code)]

use super::{AREA, Table, tag, unit};
use giam_ngheo::core::fact::{Fact, Figure, Qualifier, Reading};
use giam_ngheo::core::field::Field;
use giam_ngheo::core::quantity::shown_rate;
use giam_ngheo::core::target::Target;
use giam_ngheo::core::unit::{Place, UnitId};

/// A small generator of numbers: the same for the same seed, or those that a list of bytes says, as a fuzzer wants it.
pub struct Random {
    state: u64,
    fed: Option<std::vec::IntoIter<u8>>,
}

impl Random {
    pub fn new(seed: u64) -> Self {
        Self { state: seed ^ 0x9E37_79B9_7F4A_7C15, fed: None }
    }

    /// The bytes one after the other, small numbers in one byte and large ones in several, then zeros.
    pub fn fed(bytes: &[u8]) -> Self {
        Self { state: 0, fed: Some(Vec::from(bytes).into_iter()) }
    }

    /// Whether the bytes it was fed have come to an end.
    pub fn is_spent(&self) -> bool {
        self.fed.as_ref().is_some_and(|bytes| bytes.len() == 0)
    }

    pub fn next(&mut self) -> u64 {
        if let Some(bytes) = &mut self.fed {
            let first = bytes.next().unwrap_or(0);
            let more = if first < 0xF0 { 0 } else { usize::from(first & 7) + 1 };
            return bytes.take(more).fold(first.into(), |all, byte| all << 8 | u64::from(byte));
        }
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From `lo` to `hi`, both included.
    pub fn between(&mut self, lo: i64, hi: i64) -> i64 {
        lo + (self.next() % (hi - lo + 1) as u64) as i64
    }

    /// True in `percent` of 100 cases.
    pub fn chance(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    pub fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.between(0, list.len() as i64 - 1) as usize]
    }
}

/// Counts of one place: per period households, poor, near-poor, persons, poor persons.
pub type Counts = [[i64; 5]; 2];

pub const COUNT_FIELDS: [[Field; 5]; 2] = [
    [Field::HouseholdsPrev, Field::PoorPrev, Field::NearPoorPrev, Field::PersonsPrev, Field::PoorPersonsPrev],
    [Field::HouseholdsNow, Field::PoorNow, Field::NearPoorNow, Field::PersonsNow, Field::PoorPersonsNow],
];
pub const RATE_FIELDS: [[Field; 3]; 2] = [
    [Field::RatePrev, Field::NearRatePrev, Field::MultiRatePrev],
    [Field::RateNow, Field::NearRateNow, Field::MultiRateNow],
];

/// Poor and near-poor households together.
pub const BOTH_FIELDS: [Field; 2] = [Field::MultiPrev, Field::MultiNow];

/// A true table: what is, and what of it is typed.
pub struct Truth {
    pub table: Table,
    pub units: Vec<Counts>,
    /// Every place with its true counts.
    pub places: Vec<(Place, Counts)>,
    /// Units that belong to tag 0.
    pub tagged: Vec<u32>,
}

pub fn sum<'a>(parts: impl Iterator<Item = &'a Counts>) -> Counts {
    let mut total = Counts::default();
    for part in parts {
        for (row, more) in total.iter_mut().zip(part) {
            for (cell, more) in row.iter_mut().zip(more) {
                *cell += more;
            }
        }
    }
    total
}

fn counts(random: &mut Random) -> Counts {
    let most = random.pick(&[3, 40, 800, 12_000, 400_000, 150_000_000]);
    let mut made = Counts::default();
    for at in 0..2 {
        let households = match at {
            0 => random.between(1, most),
            _ => (made[0][0] + random.between(-most / 20, most / 20)).max(1),
        };
        let poor = random.between(0, households);
        let near = random.between(0, households - poor);
        let persons = (households * random.between(2, 6)).min(1_000_000_000);
        made[at] = [households, poor, near, persons, random.between(0, persons)];
    }
    made
}

/// `part / whole` in percent as printed with `decimals`, half up.
pub fn printed(part: i64, whole: i64, decimals: u8) -> i64 {
    let scale = 100 * 10_i128.pow(u32::from(decimals));
    let (part, whole) = (i128::from(part) * scale, i128::from(whole));
    ((2 * part + whole).div_euclid(2 * whole)) as i64
}

fn qualified(random: &mut Random, value: i64, decimals: u8) -> Figure {
    let plain = Figure::decimal(value, decimals);
    let step = random.between(0, 30);
    match random.between(0, 19) {
        0 => Figure { mantissa: (value - 1 - step).max(0), qualifier: Qualifier::AtLeast, ..plain },
        1 => Figure { mantissa: value + step, qualifier: Qualifier::AtMost, ..plain },
        2 if value > step => Figure { mantissa: value - 1 - step, qualifier: Qualifier::MoreThan, ..plain },
        3 => Figure { mantissa: value + 1 + step, qualifier: Qualifier::LessThan, ..plain },
        4 => Figure { mantissa: value + step, qualifier: Qualifier::About, ..plain },
        _ => plain,
    }
}

/// What a report could print of a place, each figure with the given chance.
pub fn facts(random: &mut Random, counts: &Counts, percent: i64) -> Vec<(Field, Figure)> {
    let mut typed = Vec::new();
    for (at, row) in counts.iter().enumerate() {
        for (field, value) in COUNT_FIELDS[at].into_iter().zip(row) {
            if random.chance(percent) {
                typed.push((field, qualified(random, *value, 0)));
            }
        }
        let [households, poor, near, ..] = *row;
        if random.chance(percent / 2) {
            typed.push((BOTH_FIELDS[at], qualified(random, poor + near, 0)));
        }
        for (field, part) in RATE_FIELDS[at].into_iter().zip([poor, near, poor + near]) {
            let decimals = random.pick(&[0, 1, 2, 2, 2, 3, 4]);
            let figure = qualified(random, printed(part, households, decimals), decimals);
            // A bound on a printed figure is stated of the shown two-decimal rate, so only plain ones at other precisions.
            let over = figure.mantissa > 100 * 10_i64.pow(u32::from(decimals));
            let loose = figure.qualifier != Qualifier::Plain && decimals != 2;
            if random.chance(percent) && !over && !loose && sound(&figure, part, households) {
                typed.push((field, figure));
            }
        }
    }
    let [[t0, p0, ..], [t1, p1, ..]] = *counts;
    if random.chance(percent) {
        typed.push((Field::DropHouseholds, Figure::whole(p0 - p1)));
    }
    if random.chance(percent) {
        let decimals = random.pick(&[1, 2, 2, 2, 3]);
        let value = if random.chance(50) {
            printed(p0, t0, decimals) - printed(p1, t1, decimals)
        } else {
            let scale = 100 * 10_i128.pow(u32::from(decimals));
            let whole = i128::from(t0) * i128::from(t1);
            let part = (i128::from(p0) * i128::from(t1) - i128::from(p1) * i128::from(t0)) * scale;
            ((2 * part + whole).div_euclid(2 * whole)) as i64
        };
        typed.push((Field::DropPoints, Figure::decimal(value, decimals)));
    }
    typed
}

/// "more than x" is said of the exact rate, which a rounded one may deny.
fn sound(figure: &Figure, part: i64, whole: i64) -> bool {
    let exact = i128::from(part) * 10_000;
    let bound = i128::from(figure.mantissa) * i128::from(whole);
    match figure.qualifier {
        Qualifier::MoreThan => figure.decimals == 2 && exact >= bound,
        Qualifier::LessThan => figure.decimals == 2 && exact <= bound,
        _ => true,
    }
}

pub fn figure_fact(figure: Figure) -> Option<Fact> {
    Some(Fact::new(Reading::Figure(figure)))
}

/// A true table of a few units with one tag; `percent` of the figures are typed.
pub fn truth(seed: u64) -> (Truth, Vec<(Place, Field, Figure)>) {
    let mut random = Random::new(seed);
    let percent = random.pick(&[10, 30, 50, 80, 100]);
    let count = random.between(1, 5) as u32;
    let mut table = Table::new(count);
    let units: Vec<Counts> = (0..count).map(|_| counts(&mut random)).collect();
    let tagged: Vec<u32> = (0..count).filter(|_| random.chance(50)).collect();
    table.add_tag(0, &tagged);
    let mut places: Vec<(Place, Counts)> = (0..count).map(|id| (unit(id), units[id as usize])).collect();
    if !tagged.is_empty() {
        places.push((tag(0), sum(tagged.iter().map(|id| &units[*id as usize]))));
    }
    // One unit may stand for a group of the last ones.
    if count >= 3 && random.chance(40) {
        let group = UnitId(0);
        for id in 1..count {
            if random.chance(50) {
                table.edit_unit(id, |unit| unit.parent = Some(group));
            }
        }
        let members: Vec<u32> = (1..count).filter(|id| table.book.units()[*id as usize].parent.is_some()).collect();
        if !members.is_empty() {
            places[0].1 = sum(members.iter().map(|id| &units[*id as usize]));
        }
        let roots = (1..count).filter(|id| !members.contains(id)).map(|id| units[id as usize]);
        let all: Vec<Counts> = roots.chain([places[0].1]).collect();
        // Members of the tag that are also members of a tagged group count once, with the group.
        if let Some(at) = places.iter().position(|(place, _)| *place == tag(0)) {
            let held = |id: &u32| !(tagged.contains(&0) && members.contains(id));
            let of = |id: &u32| if *id == 0 { places[0].1 } else { units[*id as usize] };
            let parts: Vec<Counts> = tagged.iter().filter(|id| held(id)).map(of).collect();
            places[at].1 = sum(parts.iter());
        }
        places.push((AREA, sum(all.iter())));
    } else {
        places.push((AREA, sum(units.iter())));
    }
    let mut typed = Vec::new();
    for (place, counts) in places.clone() {
        let share = if matches!(place, Place::Unit(_)) { percent } else { percent / 3 };
        for (field, figure) in facts(&mut random, &counts, share) {
            typed.push((place, field, figure));
        }
        if random.chance(40) {
            let p1 = counts[1][1];
            let target = match random.between(0, 3) {
                0 => Target::RateLeft { most: random.between(0, 10_000) },
                1 => Target::HouseholdsLeft { most: (p1 + random.between(-3, 3)).max(0) },
                2 => Target::HouseholdsDown { least: 1, most: 2 },
                _ => Target::PointsDown { least: 100, most: 200 },
            };
            table.target(place, target);
        }
    }
    for (place, field, figure) in &typed {
        table.set_fact(*place, *field, figure_fact(*figure));
    }
    (Truth { table, units, places, tagged }, typed)
}

/// The true value of a field as the program shows it; `None` where there is none.
pub fn true_value(counts: &Counts, field: Field) -> Option<i64> {
    for at in 0..2 {
        if let Some(column) = COUNT_FIELDS[at].iter().position(|other| *other == field) {
            return Some(counts[at][column]);
        }
        if BOTH_FIELDS[at] == field {
            return Some(counts[at][1] + counts[at][2]);
        }
        if let Some(column) = RATE_FIELDS[at].iter().position(|other| *other == field) {
            let [households, poor, near, ..] = counts[at];
            return shown_rate([poor, near, poor + near][column], households);
        }
    }
    let [[t0, p0, ..], [t1, p1, ..]] = *counts;
    match field {
        Field::DropHouseholds => Some(p0 - p1),
        Field::DropPoints => Some(shown_rate(p0, t0)? - shown_rate(p1, t1)?),
        _ => None,
    }
}
