//! Random true tables with households of ethnic minorities: part of all, with rates of their own households.
#![allow(dead_code)]

use super::random::{Random, figure_fact, printed};
use super::{AREA, Table, unit};
use giam_ngheo::core::fact::Figure;
use giam_ngheo::core::field::Field;
use giam_ngheo::core::unit::Place;

/// The counts of [`counts`], in order.
pub const FIELDS: [Field; 6] = [
    Field::HouseholdsNow,
    Field::PoorNow,
    Field::NearPoorNow,
    Field::MinorityHouseholdsNow,
    Field::MinorityPoorNow,
    Field::MinorityNearPoorNow,
];

/// A rate, and the numbers of the counts it is of.
const RATES: [(Field, usize, usize); 4] = [
    (Field::RateNow, 1, 0),
    (Field::NearRateNow, 2, 0),
    (Field::MinorityRateNow, 4, 3),
    (Field::MinorityNearRateNow, 5, 3),
];

/// True counts of one unit with at most so many households, in the order of [`FIELDS`].
pub fn counts(random: &mut Random, most: i64) -> [i64; 6] {
    let all = random.between(1, most);
    let households = random.between(0, all);
    let poor_in = random.between(0, households);
    let near_in = random.between(0, households - poor_in);
    let poor_out = random.between(0, all - households);
    let near_out = random.between(0, all - households - poor_out);
    [all, poor_in + poor_out, near_in + near_out, households, poor_in, near_in]
}

/// A true table of a few units and the area, with what is typed in it.
pub fn truth(seed: u64) -> (Table, Vec<(Place, Field, Figure)>) {
    let mut random = Random::new(seed);
    let count = random.between(1, 5) as u32;
    let mut table = Table::new(count);
    let mut places: Vec<(Place, [i64; 6])> = Vec::new();
    let mut total = [0; 6];
    let most = random.pick(&[12, 900, 60_000]);
    for id in 0..count {
        let counts = counts(&mut random, most);
        total = std::array::from_fn(|at| total[at] + counts[at]);
        places.push((unit(id), counts));
    }
    places.push((AREA, total));
    let share = random.pick(&[20, 50, 80, 100]);
    let mut typed = Vec::new();
    for (place, counts) in places {
        let share = if place == AREA { share / 2 } else { share };
        for (field, value) in FIELDS.into_iter().zip(counts) {
            if random.chance(share) {
                typed.push((place, field, Figure::whole(value)));
            }
        }
        for (field, part, whole) in RATES {
            if random.chance(share) && counts[whole] > 0 {
                let decimals = random.between(0, 2) as u8;
                typed.push((place, field, Figure::decimal(printed(counts[part], counts[whole], decimals), decimals)));
            }
        }
    }
    for (place, field, figure) in &typed {
        table.set_fact(*place, *field, figure_fact(*figure));
    }
    (table, typed)
}

/// Such a table with a few of its figures changed by a little or much.
pub fn spoilt(seed: u64) -> Table {
    let (mut table, typed) = truth(seed);
    let mut random = Random::new(seed ^ 7);
    if !typed.is_empty() {
        for _ in 0..random.between(1, 3) {
            let (place, field, figure) = random.pick(&typed);
            let mantissa = (figure.mantissa + random.pick(&[-90, -9, -1, 1, 9, 90, 1000])).max(0);
            table.set_fact(place, field, figure_fact(Figure { mantissa, ..figure }));
        }
    }
    table
}
