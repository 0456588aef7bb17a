//! What can be asked of a solved workbook.

use super::collect::{Reader, Total};
use super::index::Units;
use super::judge::judge;
use super::plain::Plain;
use super::rest::{Bounded, Rest, of_unit};
use super::row::{Cell, Known, Rich, Row, part_of, whole_of};
use super::sum::{Sum, TARGETS, column};
use super::template::Slot;
use crate::field::{At, Field};
use crate::period::Span;
use crate::quantity::{Interval, State, Value, round_half_up};
use crate::split::{Split, split};
use crate::target::Target;
use crate::unit::{Place, TagId, UnitId};
use crate::verdict::{Judgement, Verdict};

pub(crate) const NONE: u32 = u32::MAX;

/// What is kept of one place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kept {
    pub plain: Plain,
    /// Number of the full row, if there is one.
    pub rich: u32,
    /// Number of the sum behind a group, tag or the area.
    pub sum: u32,
    pub verdict: Verdict,
}

impl Default for Kept {
    fn default() -> Self {
        Self { plain: Plain::default(), rich: NONE, sum: NONE, verdict: Verdict::None }
    }
}

/// How many units a value covers. A sum with an unknown part is not a total: `known < of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Coverage {
    pub known: u32,
    pub of: u32,
}

impl Coverage {
    pub const fn is_complete(self) -> bool {
        self.of > 0 && self.known == self.of
    }
}

/// All that the values of a unit rest on, where that is nothing but its own typed counts: two that are equal, for the same
/// two periods, stand for the same values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imprint {
    plain: Plain,
    verdict: Verdict,
    comparable: bool,
}

/// The fall of a rate, shown and exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExactDrop {
    /// Difference of the two shown rates, as reports have it, in hundredths of a point.
    pub shown: i64,
    /// The exact difference rounded, in hundredths; 0,01 apart from `shown` at times.
    pub rounded: i64,
    /// The exact difference, in millionths of a point.
    pub millionths: i64,
}

/// Verdicts of the units, counted. Groups are not counted beside their members.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Standings {
    pub units: u32,
    /// Units that have a target.
    pub with_target: u32,
    /// Met or exceeded, in every respect.
    pub met: u32,
    pub exceeded: u32,
    pub missed: u32,
    /// Met by rate only, or by households only.
    pub partly: u32,
    /// Undecided, contradictory, or without the figures to judge.
    pub open: u32,
}

impl Standings {
    pub(crate) fn add(&mut self, has_target: bool, verdict: Verdict) {
        self.units += 1;
        if !has_target {
            return;
        }
        self.with_target += 1;
        match verdict {
            Verdict::Exceeded => {
                self.met += 1;
                self.exceeded += 1;
            }
            Verdict::Met => self.met += 1,
            Verdict::Missed => self.missed += 1,
            Verdict::MetByRateOnly | Verdict::MetByHouseholdsOnly => self.partly += 1,
            Verdict::Undecided | Verdict::Conflict | Verdict::None => self.open += 1,
        }
    }
}

/// Everything that follows from the facts of a workbook, for two of its periods.
#[derive(Clone, Debug)]
pub struct Solution {
    pub(crate) span: Span,
    pub(crate) comparable: bool,
    pub(crate) units: Units,
    pub(crate) kept: Vec<Kept>,
    pub(crate) rich: Vec<Rich>,
    pub(crate) sums: Vec<Sum>,
    /// The sums of the units' own figures; empty when totals say nothing of the units.
    pub(crate) own_sums: Vec<Sum>,
    pub(crate) bounded: Bounded,
    pub(crate) rests: Vec<Rest>,
    pub(crate) tags: Vec<(TagId, Kept)>,
    pub(crate) area: Kept,
    pub(crate) standings: Standings,
}

impl Solution {
    /// Of a workbook without units, tags and dates: nothing is known of the area.
    pub(crate) fn blank(span: Span) -> Self {
        Self {
            span,
            comparable: false,
            units: Units::default(),
            kept: Vec::new(),
            rich: Vec::new(),
            sums: vec![Sum::default()],
            own_sums: Vec::new(),
            bounded: Bounded::default(),
            rests: Vec::new(),
            tags: Vec::new(),
            area: Kept { sum: 0, ..Kept::default() },
            standings: Standings::default(),
        }
    }

    /// The two periods it is about.
    pub const fn span(&self) -> Span {
        self.span
    }

    /// Whether changes can be computed: the opening period is the one right before the closing period, under the same
    /// poverty standard. docs/method.md §2.
    pub const fn is_comparable(&self) -> bool {
        self.comparable
    }

    pub(crate) fn kept(&self, place: Place) -> Option<&Kept> {
        match place {
            Place::Unit(id) => self.kept.get(self.units.position(id)?),
            Place::Tag(id) => self.tags.iter().find(|(other, _)| *other == id).map(|(_, kept)| kept),
            Place::Area => Some(&self.area),
        }
    }

    pub(crate) fn row_of<'a>(&'a self, kept: &'a Kept) -> Row<'a> {
        self.rich.get(kept.rich as usize).map_or(Row::Plain(&kept.plain), Row::Rich)
    }

    pub(crate) fn row(&self, place: Place) -> Option<Row<'_>> {
        self.kept(place).map(|kept| self.row_of(kept))
    }

    /// What the units of a group, tag or the area add up to, with what totals say of them.
    pub(crate) fn sum(&self, place: Place) -> Option<&Sum> {
        self.sums.get(self.kept(place)?.sum as usize)
    }

    /// The same by the units' own figures alone.
    pub(crate) fn own_sum(&self, place: Place) -> Option<&Sum> {
        let number = self.kept(place)?.sum as usize;
        self.own_sums.get(number).or(self.sums.get(number))
    }

    /// The least and most that the units allow a sum to be, some of them being unknown.
    pub(crate) fn ends_of_sum(&self, place: Place, role: usize, slot: Slot) -> Option<Interval> {
        let number = self.kept(place)?.sum as usize;
        let least = self.sums.get(number)?.floor(role, slot);
        let ends = column(role, slot).and_then(|column| self.bounded.ends(number, column));
        Some(ends.map_or(Interval::new(least, i64::MAX), |ends| Interval::new(least.max(ends.lo), ends.hi)))
    }

    /// The group, tag or area that a sum belongs to.
    pub(crate) fn total_of(&self, sum: u32) -> Option<Place> {
        if self.area.sum == sum {
            return Some(Place::Area);
        }
        if let Some((tag, _)) = self.tags.iter().find(|(_, kept)| kept.sum == sum) {
            return Some(Place::Tag(*tag));
        }
        let at = self.kept.iter().position(|kept| kept.sum == sum)?;
        self.units.ids.get(at).map(|id| Place::Unit(*id))
    }

    /// Solves a place once more, so that the reader can be asked how its values came about.
    pub(crate) fn again(&self, reader: &mut Reader, place: Place) {
        let total = self.sum(place).zip(self.own_sum(place)).map(|(sum, own)| {
            let number = self.kept(place).map_or(0, |kept| kept.sum as usize);
            Total { sum, own, bounded: &self.bounded, number }
        });
        let rests = match place {
            Place::Unit(id) => self.units.position(id).map(|at| of_unit(&self.rests, at)),
            _ => None,
        };
        reader.rich(place, total, rests.unwrap_or_default(), None);
    }

    /// What a cell shows.
    ///
    /// Counts are whole; percent and points are in hundredths; margins are signed. A typed cell shows what was typed:
    /// `lo == hi` is that figure (in hundredths, half up, for a rate or points), and a qualified one ("hơn") has the
    /// bounds it implies. The bounds of a [`Field::Target`] cell mean nothing, see [`Self::target`]; those of
    /// [`Field::Verdict`] neither, see [`Self::verdict`], and its state is `Exact`, `Range` for an undecided verdict,
    /// `Conflict`, or `Unknown`. Unknown places and [`Field::Unit`] give `Unknown`.
    pub fn value(&self, place: Place, field: Field) -> Value {
        let Some(kept) = self.kept(place) else { return Value::UNKNOWN };
        let row = self.row_of(kept);
        match field {
            Field::Unit => Value::UNKNOWN,
            Field::Target => Value { state: row.target_state(), lo: 0, hi: 0 },
            Field::Verdict => Value {
                state: match kept.verdict {
                    Verdict::None => State::Unknown,
                    Verdict::Undecided => State::Range,
                    Verdict::Conflict => State::Conflict,
                    _ => State::Exact,
                },
                lo: 0,
                hi: 0,
            },
            Field::GapPoints => self.judgement(place).map_or(Value::UNKNOWN, |judged| judged.gap_points),
            Field::GapHouseholds => self.judgement(place).map_or(Value::UNKNOWN, |judged| judged.gap_households),
            _ => {
                let Some((role, slot)) = slot_of(field) else { return Value::UNKNOWN };
                if role == 0 && self.span.prev.is_none() {
                    return Value::UNKNOWN;
                }
                row.shown(role, slot, self.follows(row, role, slot))
            }
        }
    }

    /// What the results of a row are computed with: its count, and where another is typed for a total than its units add up
    /// to, their sum.
    pub fn used(&self, place: Place, field: Field) -> Value {
        let known = self.row(place).zip(slot_of(field)).and_then(|(row, (role, slot))| self.follows(row, role, slot));
        known.map_or(Value::UNKNOWN, Known::value)
    }

    /// Whether a computed figure of a total rests on the sums of its units, while other counts are typed and shown beside
    /// it.
    pub fn is_of_sums(&self, place: Place, field: Field) -> bool {
        let (Some(Row::Rich(row)), Some(_)) = (self.row(place), self.sum(place)) else { return false };
        let is_beside = |(role, slot): (usize, Slot)| {
            let cell = row.cell(role, slot);
            let shown = cell.has(Cell::TYPED) && cell.has(Cell::PLAIN);
            shown && cell.has(Cell::KNOWN) && !(cell.lo..=cell.hi).contains(&cell.typed)
        };
        let (poor, households) = (Slot::Poor, Slot::Households);
        match (field, slot_of(field)) {
            (Field::GapPoints | Field::GapHouseholds, _) => [(1, poor), (1, households)].into_iter().any(is_beside),
            (_, Some((role, slot))) if row.cell(role, slot).has(Cell::TYPED) => false,
            (_, Some((_, Slot::DropHouseholds))) => [(0, poor), (1, poor)].into_iter().any(is_beside),
            (_, Some((_, Slot::DropPoints))) => {
                [(0, poor), (0, households), (1, poor), (1, households)].into_iter().any(is_beside)
            }
            (_, Some((role, slot))) if slot.is_rate() => {
                [(role, part_of(slot)), (role, whole_of(slot))].into_iter().any(is_beside)
            }
            _ => false,
        }
    }

    /// What is known of a quantity apart from what its own cell shows.
    pub(crate) fn follows(&self, row: Row, role: usize, slot: Slot) -> Option<Known> {
        match slot {
            Slot::DropHouseholds if self.comparable => row.drop_households(),
            Slot::DropPoints if self.comparable => row.drop_points(),
            Slot::DropHouseholds | Slot::DropPoints => None,
            slot if slot.is_rate() => row.rate(role, slot),
            slot => row.count(role, slot),
        }
    }

    /// The imprint of a unit; `None` where other places or rates have a say.
    pub fn imprint(&self, place: Place) -> Option<Imprint> {
        let kept = self.kept(place).filter(|kept| kept.rich == NONE && kept.sum == NONE)?;
        Some(Imprint { plain: kept.plain, verdict: kept.verdict, comparable: self.comparable })
    }

    /// The verdict on a place's target.
    pub fn verdict(&self, place: Place) -> Verdict {
        self.kept(place).map_or(Verdict::None, |kept| kept.verdict)
    }

    /// The target a place is judged by: the typed one, or the sum of its units' household targets when every unit has
    /// one.
    pub fn target(&self, place: Place) -> Option<Target> {
        self.row(place)?.target()
    }

    /// The judgement with its margins and what the target amounts to.
    pub fn judgement(&self, place: Place) -> Option<Judgement> {
        let row = self.row(place)?;
        let target = row.target()?;
        Some(judge(row, target, row.target_state() == State::Typed, self.comparable))
    }

    /// The exact fall of the poor rate, where counts determine it, beside the shown one.
    pub fn exact_drop(&self, place: Place) -> Option<ExactDrop> {
        if !self.comparable {
            return None;
        }
        let row = self.row(place)?;
        let count = |role, slot| Some(i128::from(row.count(role, slot)?.range.single()?));
        let (p0, t0) = (count(0, Slot::Poor)?, count(0, Slot::Households)?);
        let (p1, t1) = (count(1, Slot::Poor)?, count(1, Slot::Households)?);
        let shown = row.drop_points()?.range.single()?;
        let part = p0.checked_mul(t1)?.checked_sub(p1.checked_mul(t0)?)?;
        let whole = t0.checked_mul(t1)?;
        let rounded = round_half_up(part.checked_mul(10_000)?, whole)?;
        let millionths = round_half_up(part.checked_mul(100_000_000)?, whole)?;
        Some(ExactDrop { shown, rounded, millionths })
    }

    /// What of the change of a place's poor rate is its poor households, and what all its households; both periods' poor must
    /// be known exactly.
    pub fn split(&self, place: Place) -> Option<Split> {
        if !self.comparable {
            return None;
        }
        let row = self.row(place)?;
        let poor = |role| row.count(role, Slot::Poor)?.range.single();
        let households = |role| Some(row.count(role, Slot::Households)?.range);
        split([poor(0)?, poor(1)?], [households(0)?, households(1)?])
    }

    /// The rate, in hundredths, at which a chart marks the target.
    pub fn target_line(&self, place: Place) -> Option<i64> {
        self.judgement(place)?.rate_left.single().filter(|rate| *rate >= 0)
    }

    /// How many of the units behind a value are known. 1 of 1 or 0 of 1 for a unit without members.
    pub fn coverage(&self, place: Place, field: Field) -> Coverage {
        if let Some(sum) = self.sum(place) {
            let known = match (field, slot_of(field)) {
                (Field::Target, _) => sum.known_at(TARGETS),
                (_, Some((role, slot))) => sum.known_of(role, slot),
                _ => 0,
            };
            return Coverage { known, of: sum.of };
        }
        match self.kept(place) {
            Some(_) => Coverage { known: u32::from(self.value(place, field).is_known()), of: 1 },
            None => Coverage::default(),
        }
    }

    /// Units without members, in table order.
    pub fn leaves(&self) -> impl Iterator<Item = UnitId> {
        self.units.ids.iter().zip(&self.kept).filter(|(_, kept)| kept.sum == NONE).map(|(id, _)| *id)
    }

    /// Units of which totals say something, in table order.
    pub fn bounded_by_totals(&self) -> impl Iterator<Item = UnitId> {
        let mut last = None;
        let units = self.rests.iter().map(|rest| rest.unit).filter(move |unit| last.replace(*unit) != Some(*unit));
        units.filter_map(|at| self.units.ids.get(at as usize).copied())
    }

    /// The units' verdicts, counted.
    pub const fn standings(&self) -> Standings {
        self.standings
    }
}

/// The quantity a column shows.
pub(crate) fn slot_of(field: Field) -> Option<(usize, Slot)> {
    let (measure, at) = field.fact()?;
    let role = match at {
        At::Prev => 0,
        At::Now => 1,
    };
    Some((role, Slot::of(measure, field.group())?))
}
