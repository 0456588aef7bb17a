//! Where a wrong figure may come from: other figures of the table that make exactly what was typed.

use super::bonds::{RATES, count};
use super::facts::{Change, Facts, Id, Statement};
use super::slips::Slip;
use crate::fact::{Fact, FactKey, Figure, Qualifier, Reading};
use crate::measure::{Kind, Measure};
use crate::period::PeriodId;
use crate::quantity::round_half_up;
use crate::unit::Place;

/// A count must have so many digits for being the same in two periods to mean anything.
const TELLING: i64 = 100;

/// A slip that makes exactly the typed figure, and what it should have been; no changes where that is not known.
pub(super) struct Origin {
    pub slip: Slip,
    pub period: Option<PeriodId>,
    /// For [`Slip::Relative`]: of the poor households and not of the rate.
    pub households: bool,
    pub changes: Vec<Change>,
}

struct Finder<'a> {
    facts: &'a Facts,
    id: Id,
    key: FactKey,
    figure: Figure,
    found: Vec<Origin>,
}

/// Where the figure of a fact may come from.
pub(super) fn origins(facts: &Facts, id: Id) -> Vec<Origin> {
    let figure = facts.statement(id).and_then(|statement| statement.figure());
    let (Some(key), Some(figure)) = (facts.key(id), figure.filter(|figure| figure.qualifier == Qualifier::Plain))
    else {
        return Vec::new();
    };
    let mut finder = Finder { facts, id, key, figure, found: Vec::new() };
    finder.exchanged();
    match key.measure.kind() {
        Kind::Rate => finder.rate(),
        Kind::Count => finder.stale(),
        Kind::PointChange => finder.relative(),
        Kind::CountChange | Kind::Target => {}
    }
    finder.found
}

/// `100 · part / whole` as printed with so many decimals.
fn printed(part: i64, whole: i64, decimals: u8) -> Option<i64> {
    let scale = (0..decimals).fold(100_i128, |scale, _| scale * 10);
    if whole <= 0 { None } else { round_half_up(i128::from(part).checked_mul(scale)?, i128::from(whole)) }
}

impl Finder<'_> {
    fn add(&mut self, slip: Slip, period: Option<PeriodId>, households: bool, changes: Vec<Change>) {
        self.found.push(Origin { slip, period, households, changes });
    }

    /// The figure with another number in it.
    fn corrected(&self, mantissa: Option<i64>) -> Vec<Change> {
        let figure = mantissa.map(|mantissa| Figure { mantissa, assumed: false, ..self.figure });
        let reading = figure.filter(|figure| figure.mantissa != self.figure.mantissa).map(Reading::Figure);
        let of_unit = self.facts.members(self.key.place).is_none();
        let statement = reading.and_then(|reading| Statement::new(self.key, &reading, of_unit));
        statement.map(|statement| (self.id, statement)).into_iter().collect()
    }

    /// A count known exactly from what is typed; in a period out of view only what was typed for the place itself.
    fn number(&self, place: Place, period: PeriodId, measures: &[Measure]) -> Option<i64> {
        if self.facts.periods.iter().any(|(other, _)| *other == period) {
            return count(self.facts, place, period, self.key.group, measures)?.with(self.facts, &[]).single();
        }
        measures.iter().try_fold(0_i64, |sum, &measure| {
            let Fact { reading: Reading::Figure(figure), .. } =
                self.facts.workbook.fact(FactKey { place, period, measure, group: self.key.group })?
            else {
                return None;
            };
            let plain = figure.decimals == 0 && figure.qualifier == Qualifier::Plain;
            plain.then(|| sum.saturating_add(figure.mantissa))
        })
    }

    fn others(&self) -> Vec<PeriodId> {
        let all = self.facts.workbook.periods().iter().map(|period| period.id);
        all.filter(|period| *period != self.key.period).collect()
    }

    fn exchanged(&mut self) {
        const PAIRS: [(Measure, Measure); 2] =
            [(Measure::PoorHouseholds, Measure::NearPoorHouseholds), (Measure::PoorRate, Measure::NearPoorRate)];
        let pair = PAIRS.into_iter().find(|(poor, near)| [*poor, *near].contains(&self.key.measure));
        let Some((poor, near)) = pair else { return };
        let keys = [poor, near].map(|measure| FactKey { measure, ..self.key });
        let [Some(poor), Some(near)] = keys.map(|key| self.facts.find(key)) else { return };
        let [Some(first), Some(second)] = [poor, near].map(|id| self.facts.statement(id)) else { return };
        if first != second {
            self.add(Slip::Exchanged, None, false, vec![(poor, second), (near, first)]);
        }
    }

    fn rate(&mut self) {
        let Some((_, parts)) = RATES.into_iter().find(|(rate, _)| *rate == self.key.measure) else { return };
        let FactKey { place, period, .. } = self.key;
        let Figure { mantissa, decimals, .. } = self.figure;
        let own = [parts, &[Measure::Households]].map(|measures| self.number(place, period, measures));
        let [part, whole] = own;
        let right = part.zip(whole).and_then(|(part, whole)| printed(part, whole, decimals));
        if right == Some(mantissa) {
            return;
        }
        for other in self.others() {
            let whole = self.number(place, other, &[Measure::Households]);
            let is = |part: Option<i64>| {
                part.zip(whole).and_then(|(part, whole)| printed(part, whole, decimals)) == Some(mantissa)
            };
            if is(part) {
                self.add(Slip::OtherTotal, Some(other), false, self.corrected(right));
            }
            let typed = self.facts.workbook.fact(FactKey { period: other, ..self.key });
            let same = typed.is_some_and(|fact| fact.reading == Reading::Figure(self.figure));
            if same || is(self.number(place, other, parts)) {
                self.add(Slip::OtherPeriod, Some(other), false, self.corrected(right));
            }
        }
        if self.mean() == Some(mantissa) {
            self.add(Slip::MeanOfRates, None, false, self.corrected(right));
        }
    }

    /// The mean of the members' shown rates, as printed.
    fn mean(&self) -> Option<i64> {
        let FactKey { place, period, measure, .. } = self.key;
        let members = self.facts.members(place)?;
        let (_, parts) = RATES.into_iter().find(|(rate, _)| *rate == measure)?;
        let mut sum = 0_i128;
        for &member in members {
            let counts = [parts, &[Measure::Households]].map(|measures| self.number(member, period, measures));
            let shown = match counts {
                [Some(part), Some(whole)] => printed(part, whole, 2)?,
                _ => {
                    let id = self.facts.find(FactKey { place: member, ..self.key })?;
                    let figure = self.facts.statement(id)?.figure()?;
                    (figure.decimals == 2).then_some(figure.mantissa)?
                }
            };
            sum += i128::from(shown);
        }
        let scale = (0..self.figure.decimals).fold(1_i128, |scale, _| scale * 10);
        if members.len() < 2 { None } else { round_half_up(sum * scale, 100 * members.len() as i128) }
    }

    /// The same count stands in another period; what it should be does not follow from that.
    fn stale(&mut self) {
        let fewer = matches!(self.key.measure, Measure::PoorHouseholds | Measure::NearPoorHouseholds);
        if self.figure.mantissa < TELLING || !fewer {
            return;
        }
        for other in self.others() {
            let typed = self.facts.workbook.fact(FactKey { period: other, ..self.key });
            if typed.is_some_and(|fact| fact.reading == Reading::Figure(self.figure)) {
                self.add(Slip::OtherPeriod, Some(other), false, Vec::new());
            }
        }
    }

    /// A fall in percent of what was there before.
    fn relative(&mut self) {
        let FactKey { place, period, .. } = self.key;
        let Some(before) = self.facts.before(period) else { return };
        let Figure { mantissa, decimals, .. } = self.figure;
        let counts = [before, period].map(|period| {
            let poor = self.number(place, period, &[Measure::PoorHouseholds]);
            poor.zip(self.number(place, period, &[Measure::Households]))
        });
        let [Some((p0, t0)), Some((p1, t1))] = counts else { return };
        let Some((r0, r1)) = printed(p0, t0, decimals).zip(printed(p1, t1, decimals)) else { return };
        let right = Some(r0.saturating_sub(r1));
        let of_households = printed(p0.saturating_sub(p1), p0, decimals);
        // From the printed rates, as a report would; or exactly.
        let of_rate = printed(r0.saturating_sub(r1), r0, decimals);
        let scale = (0..decimals).fold(100_i128, |scale, _| scale * 10);
        let products = [(p0, t1), (p1, t0)].map(|(a, b)| i128::from(a) * i128::from(b));
        let [whole, rest] = products;
        let exactly = (whole - rest).checked_mul(scale).and_then(|part| round_half_up(part, whole));
        if right == Some(mantissa) {
            return;
        }
        if of_rate == Some(mantissa) || exactly == Some(mantissa) {
            self.add(Slip::Relative, None, false, self.corrected(right));
        } else if of_households == Some(mantissa) {
            self.add(Slip::Relative, None, true, self.corrected(right));
        }
    }
}
