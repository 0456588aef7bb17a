//! The figures on the sheet with results: what was typed as it was typed, and live formulas for what the program computed
//! wherever they give the same.

use super::{FIRST, Layout, Row};
use crate::codec::number::{self, fact_text};
use crate::codec::target_text;
use crate::codec::xlsx::formula::{self, Figures, Formula, Operand, column, to_hundredths};
use crate::codec::xlsx::sheet::{Cell, Look, Shape, Shown};
use crate::core::fact::{Fact, Figure, Qualifier, Reading};
use crate::core::field::{Field, Format};
use crate::core::quantity::State;
use crate::core::target::Target;
use crate::core::unit::Place;
use crate::core::verdict::Verdict;

impl Layout<'_> {
    /// The cell of a field, with a formula where one gives what the program computed.
    pub(super) fn cell(&self, at: usize, row: &Row, field: Field) -> (Cell, Look) {
        let format = field.format();
        match format {
            Format::Target => return self.target(row),
            Format::Verdict => return self.verdict(at, row),
            _ => {}
        }
        let value = self.solution.value(row.place, field);
        let fact = self.fact(row.place, field);
        let formula = self.formula(at, row, field);
        if let Some(fact) = fact {
            let typed = typed_number(fact);
            // A typed total that is the sum of its units stays one when they change.
            let sum = formula.filter(|formula| {
                matches!(row.place, Place::Area | Place::Tag(_)) || row.strong && formula.value.is_some()
            });
            return match (typed, sum) {
                (Some(typed), Some(formula)) if formula.value.is_some() && scaled(typed, format) == formula.value => {
                    self.computed(formula, field)
                }
                (Some((mantissa, decimals)), _) => (Cell::Number(mantissa, decimals), number_look(field, decimals)),
                (None, _) => (Cell::Text(fact_text(fact, self.style)), Look::of(Shape::Right)),
            };
        }
        match formula {
            Some(formula) if formula.value == value.single() && (formula.value.is_some() || !value.is_known()) => {
                self.computed(formula, field)
            }
            _ => {
                let look = Look { computed: true, ..number_look(field, decimals(format)) };
                match value.single() {
                    Some(single) => (Cell::Number(single, decimals(format)), look),
                    None if value.is_known() => {
                        let text = number::value(value, format, self.style);
                        (Cell::Text(text), Look { shape: Shape::Right, ..look })
                    }
                    None => {
                        let typeable = field.fact().is_some() && matches!(format, Format::Count);
                        (Cell::Text(String::new()), Look { computed: !typeable || row.strong, ..look })
                    }
                }
            }
        }
    }

    fn computed(&self, formula: Formula, field: Field) -> (Cell, Look) {
        let decimals = decimals(field.format());
        let shown = formula.value.map_or(Shown::Text(String::new()), |value| Shown::Number(value, decimals));
        (Cell::Formula(formula.code, shown), Look { computed: true, ..number_look(field, decimals) })
    }

    fn address(&self, at: usize, field: Field) -> Option<String> {
        let position = self.fields.iter().position(|other| *other == field)?;
        if self.bare {
            return Some(String::new());
        }
        Some(format!("{}{}", column(usize::from(self.first) + position), FIRST + at as u32 + 1))
    }

    /// The number that stands in a cell, in hundredths for rates and points.
    fn number_in(&self, place: Place, field: Field) -> Option<i64> {
        let format = field.format();
        match self.fact(place, field) {
            Some(fact) => typed_number(fact).and_then(|typed| scaled(typed, format)),
            None => self.solution.value(place, field).single(),
        }
    }

    fn operand(&self, at: usize, row: &Row, field: Field) -> Option<Operand> {
        Some(Operand { at: self.address(at, field)?, value: self.number_in(row.place, field) })
    }

    fn formula(&self, at: usize, row: &Row, field: Field) -> Option<Formula> {
        let operand = |field| self.operand(at, row, field);
        let rate = |parts: &[Field], all: Field| {
            let parts: Option<Vec<Operand>> = parts.iter().map(|part| operand(*part)).collect();
            Some(formula::rate(&parts?.iter().collect::<Vec<_>>(), &operand(all)?))
        };
        use Field::{HouseholdsNow, HouseholdsPrev, NearPoorNow, NearPoorPrev, PoorNow, PoorPrev, RateNow, RatePrev};
        match field {
            Field::RatePrev => rate(&[PoorPrev], HouseholdsPrev),
            Field::RateNow => rate(&[PoorNow], HouseholdsNow),
            Field::NearRatePrev => rate(&[NearPoorPrev], HouseholdsPrev),
            Field::NearRateNow => rate(&[NearPoorNow], HouseholdsNow),
            Field::MultiRatePrev => rate(&[PoorPrev, NearPoorPrev], HouseholdsPrev),
            Field::MultiRateNow => rate(&[PoorNow, NearPoorNow], HouseholdsNow),
            Field::DropHouseholds => Some(formula::difference(&operand(PoorPrev)?, &operand(PoorNow)?, false)),
            Field::DropPoints => Some(formula::difference(&operand(RatePrev)?, &operand(RateNow)?, true)),
            Field::GapHouseholds | Field::GapPoints => {
                let (target, figures) = self.judged(at, row)?;
                let of = if field == Field::GapPoints { formula::gap_points } else { formula::gap_households };
                let formula = of(target, &figures);
                Some(if self.rests_on_opening(row) {
                    formula::while_unchanged(&figures.poor_prev, formula)
                } else {
                    formula
                })
            }
            _ => {
                let members = self.members.get(at).filter(|members| !members.is_empty())?;
                let position = self.fields.iter().position(|other| *other == field)?;
                let value = |row: &u32| {
                    let place = self.rows.get(*row as usize)?.place;
                    self.number_in(place, field)
                };
                let rows: Vec<_> = members.iter().map(|row| (FIRST + row + 1, value(row))).collect();
                formula::sum(&column(usize::from(self.first) + position), &rows)
            }
        }
    }

    /// The target of a place with the cells it is compared with, where the table has them all.
    fn judged(&self, at: usize, row: &Row) -> Option<(Target, Figures)> {
        let target = self.solution.target(row.place)?;
        let operand = |field| self.operand(at, row, field);
        // Without an earlier period these are asked for by no formula that is written.
        let nowhere = || Operand { at: if self.bare { String::new() } else { "Z1".to_owned() }, value: None };
        let figures = Figures {
            households_prev: operand(Field::HouseholdsPrev).unwrap_or_else(nowhere),
            poor_prev: operand(Field::PoorPrev).unwrap_or_else(nowhere),
            rate_prev: operand(Field::RatePrev).unwrap_or_else(nowhere),
            households_now: operand(Field::HouseholdsNow)?,
            poor_now: operand(Field::PoorNow)?,
            rate_now: operand(Field::RateNow)?,
            drop_households: operand(Field::DropHouseholds).unwrap_or_else(nowhere),
            drop_points: operand(Field::DropPoints).unwrap_or_else(nowhere),
        };
        Some((target, figures))
    }

    /// Whether the target of a sum was put together from targets of several shapes, some of which count from the opening
    /// figures: it is another one when those change.
    fn rests_on_opening(&self, row: &Row) -> bool {
        let down = |place| matches!(self.solution.target(place), Some(Target::HouseholdsDown { .. }));
        row.strong
            && self.fact(row.place, Field::Target).is_none()
            && matches!(self.solution.target(row.place), Some(Target::HouseholdsLeft { .. }))
            && self.rows.iter().any(|row| matches!(row.place, Place::Unit(_)) && down(row.place))
    }

    fn target(&self, row: &Row) -> (Cell, Look) {
        let text = match (self.fact(row.place, Field::Target), self.solution.target(row.place)) {
            (Some(fact), _) => fact_text(fact, self.style),
            (None, Some(target)) => target_text::write(target, self.style),
            (None, None) => String::new(),
        };
        let computed = self.fact(row.place, Field::Target).is_none() && !text.is_empty();
        (Cell::Text(text), Look { computed, ..Look::of(Shape::Right) })
    }

    fn verdict(&self, at: usize, row: &Row) -> (Cell, Look) {
        let look = Look { computed: true, ..Look::of(Shape::Centre) };
        if self.bare {
            return (Cell::Text(String::new()), look);
        }
        let verdict = self.solution.verdict(row.place);
        let word = if verdict == Verdict::None {
            String::new()
        } else {
            self.words.verdicts.get(verdict as usize).cloned().unwrap_or_default()
        };
        let live = |field| {
            let value = self.solution.value(row.place, field);
            let formula = self.formula(at, row, field)?;
            (formula.value == value.single() && value.state != State::Conflict).then_some(())?;
            self.address(at, field)
        };
        let gaps = live(Field::GapPoints).zip(live(Field::GapHouseholds));
        match (self.solution.target(row.place), gaps) {
            (Some(target), Some((points, households))) if verdict != Verdict::Conflict => {
                let checks = self.checks(at);
                let code = formula::verdict(target, &points, &households, &checks, &self.words.verdicts);
                (Cell::Formula(code, Shown::Text(word)), look)
            }
            _ => (Cell::Text(word), look),
        }
    }

    /// The cells of a row that may not outnumber another: parts and their whole.
    fn checks(&self, at: usize) -> Vec<(String, String)> {
        let periods = [
            [Field::HouseholdsPrev, Field::PoorPrev, Field::NearPoorPrev],
            [Field::HouseholdsNow, Field::PoorNow, Field::NearPoorNow],
        ];
        let mut checks = Vec::new();
        for [whole, poor, near] in periods {
            let (Some(whole), Some(poor)) = (self.address(at, whole), self.address(at, poor)) else { continue };
            if let Some(near) = self.address(at, near) {
                checks.push(([&*poor, "+", &near].concat(), whole.clone()));
            }
            checks.push((poor, whole));
        }
        checks
    }
}

/// Decimals that a computed value is shown with.
const fn decimals(format: Format) -> u8 {
    match format {
        Format::Percent | Format::Points => 2,
        _ => 0,
    }
}

/// The number that was typed, if it is plain: a qualified one stays a text.
fn typed_number(fact: &Fact) -> Option<(i64, u8)> {
    match fact.reading {
        Reading::Figure(Figure { mantissa, decimals, qualifier: Qualifier::Plain, .. }) => Some((mantissa, decimals)),
        _ => None,
    }
}

/// A typed number as values are compared.
fn scaled((mantissa, decimals): (i64, u8), format: Format) -> Option<i64> {
    match format {
        Format::Percent | Format::Points => to_hundredths(mantissa, decimals),
        _ => (decimals == 0).then_some(mantissa),
    }
}

const fn number_look(field: Field, decimals: u8) -> Look {
    Look::of(match field {
        Field::GapPoints => Shape::SignedDecimal,
        Field::GapHouseholds => Shape::SignedCount,
        _ if decimals > 0 => Shape::Decimal(decimals),
        _ => Shape::Count,
    })
}
