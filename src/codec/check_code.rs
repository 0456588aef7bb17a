//! The check code ("Mã kiểm"): eight characters computed from the facts, so that two people can tell by voice that they
//! hold the same figures.
//!
//! It depends on what is stated and nothing else: not on the order of rows, identities, the language, how a figure was
//! typed, or whether the table came by link, by file or by hand. Titles, notes, sources and codes do not count; names
//! of units and tags, the tree, periods with their status and standard, and every figure do. It finds accidents (one in
//! 4 billion slips through), not forgers.

use super::frame::Positions;
use super::number::canonical;
use crate::core::fact::{Fact, Figure, Reading};
use crate::core::names::tidy;
use crate::core::target::Target;
use crate::core::unit::{Place, UnitId};
use crate::core::workbook::Workbook;

/// Digits, and letters whose names sound like none of them and like no other in Vietnamese, and look like none.
const ALPHABET: &[u8; 16] = b"0123456789HMRTUX";

/// The code, shown in two groups of four.
pub fn check_code(workbook: &Workbook) -> [u8; 8] {
    let mut sum = 0_u64;
    // A sum does not mind the order in which the statements come.
    let mut state = |statement: &Statement| sum = sum.wrapping_add(statement.finish());
    let positions = Positions::of(workbook.units());
    let names: Vec<Statement> = unit_names(workbook);
    let name_of = |id: UnitId| positions.get(id).and_then(|at| names.get(at)).copied();

    for (unit, name) in workbook.units().iter().zip(&names) {
        state(&name.then("unit"));
        for tag in unit.tags.iter().filter_map(|id| workbook.tag(*id)) {
            state(&name.then("tag").then(&tidy(&tag.name)));
        }
    }
    for (key, series) in workbook.all_series() {
        let Some(period) = workbook.period(key.period) else { continue };
        let of_series = Statement::NEW
            .number(period.date.year.into())
            .number(period.date.month.into())
            .number(period.date.day.into())
            .number(period.status as i64)
            .number(period.standard as i64)
            .then(key.measure.key())
            .number(key.group.0.into());
        for (place, fact) in series.iter() {
            let of_place = match place {
                Place::Unit(id) => name_of(id).map(|name| of_series.then("unit").number(name.0 as i64)),
                Place::Tag(id) => workbook.tag(id).map(|tag| of_series.then("tag").then(&tidy(&tag.name))),
                Place::Area => Some(of_series.then("area")),
            };
            if let Some(of_place) = of_place {
                state(&of_place.then(&words(fact)));
            }
        }
    }
    let sum = mixed(sum);
    let mut code = [b'0'; 8];
    for (at, letter) in code.iter_mut().enumerate() {
        *letter = ALPHABET.get((sum >> (4 * at)) as usize & 15).copied().unwrap_or(b'0');
    }
    code
}

/// For each unit, its name and those of the groups above it.
fn unit_names(workbook: &Workbook) -> Vec<Statement> {
    let units = workbook.units();
    let positions = Positions::of(units);
    let mut names: Vec<Statement> = Vec::with_capacity(units.len());
    for unit in units {
        // A group stands before its members.
        let above = unit.parent.and_then(|parent| names.get(positions.get(parent)?)).copied();
        names.push(above.unwrap_or(Statement::NEW).then(&tidy(&unit.name)));
    }
    names
}

/// What a fact states, in words that are the same for everybody.
fn words(fact: &Fact) -> String {
    let (word, least, most) = match fact.reading {
        Reading::Figure(figure) => return canonical(figure),
        Reading::Unreadable(_) => return ["!", fact.text.as_deref().unwrap_or_default().trim()].concat(),
        Reading::Target(Target::RateLeft { most }) => ("rate", most, most),
        Reading::Target(Target::PointsDown { least, most }) => ("points", least, most),
        Reading::Target(Target::HouseholdsLeft { most }) => ("left", most, most),
        Reading::Target(Target::HouseholdsDown { least, most }) => ("down", least, most),
    };
    [word, &canonical(Figure::whole(least)), " ", &canonical(Figure::whole(most))].concat()
}

/// A statement being put together: FNV-1a over its parts, each followed by a byte that no text contains.
#[derive(Clone, Copy)]
struct Statement(u64);

impl Statement {
    const NEW: Self = Self(0xcbf2_9ce4_8422_2325);

    fn then(self, part: &str) -> Self {
        let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Self(part.bytes().chain([0xff]).fold(self.0, step))
    }

    fn number(self, number: i64) -> Self {
        self.then(&number.to_string())
    }

    /// Statements are added up, and sums of plain FNV values would let differences cancel out.
    fn finish(self) -> u64 {
        mixed(self.0)
    }
}

/// Spreads every bit over all others (the finish of MurmurHash3).
const fn mixed(mut hash: u64) -> u64 {
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}
