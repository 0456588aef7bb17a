//! Random true tables with the forms of movements of poor and near-poor households.
#![allow(dead_code)]

use super::random::{Counts, Random, Truth, figure_fact, truth};
use super::{AREA, unit};
use giam_ngheo::core::fact::{Fact, FactKey, Figure, Qualifier, Reading};
use giam_ngheo::core::field::{At, Field};
use giam_ngheo::core::flows::FORMS;
use giam_ngheo::core::unit::{Place, UnitId};

/// The columns of form 2, then of form 3, without the counts at their ends.
pub type Moves = [i64; 16];

/// A true table, and where its movements are typed.
pub struct Moving {
    pub truth: Truth,
    pub moves: Vec<(Place, Moves)>,
    pub typed: Vec<(Place, Field, Figure)>,
    /// Forms whose start is typed somewhere; the others start from the count before.
    pub started: [bool; 2],
}

/// The column of a movement in the table.
pub fn field(at: usize) -> Field {
    let measure = FORMS[at / 8].columns[at % 8];
    let found = Field::ALL.iter().copied().find(|field| field.fact() == Some((measure, At::Now)));
    found.expect("a field for every movement")
}

/// Splits a number into random parts.
fn split<const N: usize>(random: &mut Random, whole: i64) -> [i64; N] {
    let mut left = whole;
    let mut parts = [0; N];
    for part in parts.iter_mut().skip(1) {
        *part = random.between(0, left);
        left -= *part;
    }
    parts[0] = left;
    parts
}

/// Movements that lead from a start to the counts at the end, the same in both forms where they stand in both.
fn moves(random: &mut Random, counts: &Counts, shift: [i64; 2]) -> Moves {
    let [[_, p0, n0, ..], [_, p1, n1, ..]] = *counts;
    let (start, near_start) = (p0 + shift[0], n0 + shift[1]);
    let out = random.between((start - p1).max(0), start.max(start - p1));
    let [above, to_near, other_out] = split(random, out);
    let into = p1 - start + out;
    let from_near = random.between(0, into.min(near_start));
    let [new, relapsed, other_in] = split(random, into - from_near);
    // Of the near-poor at least those leave who became poor, and at least those come who no longer are.
    let least = from_near.max(near_start - n1 + to_near);
    let near_out = least + random.between(0, near_start);
    let [near_above, near_other_out] = split(random, near_out - from_near);
    let [near_new, near_relapsed, near_other_in] = split(random, n1 - near_start + near_out - to_near);
    [
        start,
        to_near,
        above,
        other_out,
        from_near,
        relapsed,
        new,
        other_in,
        near_start,
        near_above,
        from_near,
        near_other_out,
        to_near,
        near_relapsed,
        near_new,
        near_other_in,
    ]
}

pub fn moving(seed: u64) -> Moving {
    let (mut truth, mut typed) = truth(seed);
    let mut random = Random::new(seed ^ 0x5EED);
    let started = [random.chance(50), random.chance(50)];
    let units = truth.table.book.units().to_vec();
    let is_group = |id: UnitId| units.iter().any(|unit| unit.parent == Some(id));
    let leaves: Vec<(UnitId, Moves)> = units
        .iter()
        .filter(|unit| !is_group(unit.id))
        .map(|unit| {
            let counts = truth.units[unit.id.0 as usize];
            // Where starts are typed they may differ from the count before.
            let mut shift = |form: usize| {
                if started[form] && random.chance(30) { random.between(0, 2) } else { 0 }
            };
            let shift = [shift(0), shift(1)];
            (unit.id, moves(&mut random, &counts, shift))
        })
        .collect();
    let within = |leaf: UnitId, place: Place| match place {
        Place::Area => true,
        Place::Unit(id) => leaf == id || units[leaf.0 as usize].parent == Some(id),
        Place::Tag(tag) => {
            let unit = &units[leaf.0 as usize];
            let above = unit.parent.map(|id| &units[id.0 as usize]);
            unit.tags.contains(&tag) || above.is_some_and(|above| above.tags.contains(&tag))
        }
    };
    let total = |place: Place| {
        let mut sum = Moves::default();
        for (_, moves) in leaves.iter().filter(|(leaf, _)| within(*leaf, place)) {
            sum.iter_mut().zip(moves).for_each(|(sum, part)| *sum += part);
        }
        sum
    };
    let moves: Vec<(Place, Moves)> = truth.places.iter().map(|(place, _)| (*place, total(*place))).collect();
    let share = random.pick(&[40, 70, 90, 100]);
    let mut said = Vec::new();
    for (place, moves) in &moves {
        let share = if matches!(place, Place::Unit(_)) { share } else { share / 4 };
        for (at, value) in moves.iter().enumerate() {
            let is_start = at % 8 == 0;
            if random.chance(share) && (!is_start || started[at / 8]) {
                let figure = match random.between(0, 14) {
                    0 => Figure { qualifier: Qualifier::AtMost, ..Figure::whole(value + random.between(0, 5)) },
                    1 => Figure { qualifier: Qualifier::About, ..Figure::whole(value + 3) },
                    _ => Figure::whole(*value),
                };
                said.push((*place, field(at), figure));
            }
        }
    }
    // A form whose start differs somewhere says so at least once.
    for (form, started) in started.into_iter().enumerate() {
        let start = field(8 * form);
        if started && !said.iter().any(|(_, other, _)| *other == start) {
            let value = moves.iter().find(|(place, _)| *place == AREA).map_or(0, |(_, moves)| moves[8 * form]);
            said.push((AREA, start, Figure::whole(value)));
        }
    }
    for (place, field, figure) in &said {
        truth.table.set_fact(*place, *field, figure_fact(*figure));
    }
    typed.extend(said);
    Moving { truth, moves, typed, started }
}

impl Moving {
    /// The true value of a movement.
    pub fn value(&self, place: Place, field_of: Field) -> Option<i64> {
        let (_, moves) = self.moves.iter().find(|(other, _)| *other == place)?;
        (0..16).find(|at| field(*at) == field_of).map(|at| moves[at])
    }
}

/// Types a form for a unit: eight columns and the end, blanks left blank.
pub fn type_form(table: &mut super::Table, id: u32, form: usize, figures: [Option<i64>; 9]) {
    let measures = FORMS[form].columns.into_iter().chain([FORMS[form].end]);
    for (measure, count) in measures.zip(figures) {
        let key = FactKey::of_all(unit(id), table.span.now, measure);
        let fact = count.map(|count| Fact::new(Reading::Figure(Figure::whole(count))));
        giam_ngheo::core::edit::Edit::SetFact { key, fact }.apply(&mut table.book);
    }
}
