//! What is shown to a room: which pages there are, in which order units stand, and how sure each figure is.

use crate::core::field::Field;
use crate::core::headline::RankBy;
use crate::core::order::order;
use crate::core::quantity::{Interval, State, Value, round_half_up};
use crate::core::target::Target;
use crate::core::unit::{Place, TagId, UnitId};
use crate::core::verdict::Verdict;

use super::session::Session;

/// One page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    Area,
    /// The units beside each other.
    Ranking,
    /// What the change of the area's rate is made of.
    Why,
    Unit(UnitId),
}

/// Units with a page of their own at most: nobody leafs through more.
pub const MOST_UNITS: usize = 200;

/// The pages in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deck {
    pub pages: Vec<Page>,
    /// Units without a page.
    pub left_out: usize,
}

/// The pages for a table: the area, the units beside each other where there are two, why, and the units in table order.
/// Where those are too many, groups alone; where even they are too many, the first.
pub fn deck(session: &Session) -> Deck {
    let units = session.workbook().units();
    let mut pages = vec![Page::Area];
    if session.solution().leaves().take(2).count() == 2 {
        pages.push(Page::Ranking);
    }
    if parts(session).is_some() {
        pages.push(Page::Why);
    }
    let top_alone = units.len() > MOST_UNITS && units.iter().any(|unit| unit.parent.is_some());
    let with_page = units.iter().filter(|unit| !top_alone || unit.parent.is_none()).take(MOST_UNITS);
    let before = pages.len();
    pages.extend(with_page.map(|unit| Page::Unit(unit.id)));
    let left_out = units.len() + before - pages.len();
    Deck { pages, left_out }
}

/// How sure a figure is that nobody typed for its own sake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// Typed, or the sum, difference or quotient of typed figures.
    Plain,
    /// One number, but it rests on a figure that was inferred: written with `≈`.
    Inferred,
    /// Known between two bounds: written as such.
    Range,
    /// Rests on figures that contradict each other: no number is shown.
    Conflict,
    /// Not enough is known: no number is shown.
    Unknown,
}

impl Certainty {
    /// Whether there is a number to show.
    pub const fn is_shown(self) -> bool {
        matches!(self, Certainty::Plain | Certainty::Inferred | Certainty::Range)
    }
}

/// How sure a place's rate, count, change or margin is.
pub fn certainty(session: &Session, place: Place, field: Field) -> Certainty {
    let value = session.solution().value(place, field);
    match value.state {
        State::Unknown | State::Invalid => Certainty::Unknown,
        State::Conflict => Certainty::Conflict,
        _ if value.lo != value.hi => Certainty::Range,
        State::Typed => Certainty::Plain,
        State::Exact | State::Range if rests_on_inferred(session, place, field) => Certainty::Inferred,
        State::Exact | State::Range => Certainty::Plain,
    }
}

fn rests_on_inferred(session: &Session, place: Place, field: Field) -> bool {
    use Field::{HouseholdsNow, HouseholdsPrev, PoorNow, PoorPrev, RateNow, RatePrev};
    let any = |fields: &[Field]| fields.iter().any(|field| certainty(session, place, *field) != Certainty::Plain);
    match field {
        RatePrev => any(&[PoorPrev, HouseholdsPrev]),
        RateNow => any(&[PoorNow, HouseholdsNow]),
        Field::DropPoints => any(&[RatePrev, RateNow]),
        Field::DropHouseholds => any(&[PoorPrev, PoorNow]),
        Field::GapPoints | Field::GapHouseholds => match session.solution().target(place) {
            Some(Target::HouseholdsLeft { .. }) if field == Field::GapHouseholds => any(&[PoorNow]),
            Some(Target::HouseholdsDown { .. }) if field == Field::GapHouseholds => any(&[PoorPrev, PoorNow]),
            Some(Target::RateLeft { .. }) if field == Field::GapPoints => any(&[RateNow]),
            Some(Target::PointsDown { .. }) if field == Field::GapPoints => any(&[RatePrev, RateNow]),
            _ => any(&[RatePrev, RateNow, PoorNow, HouseholdsNow]),
        },
        _ => has_inferred(session, place, field),
    }
}

/// Whether a count nobody typed is more than a sum of typed ones.
fn has_inferred(session: &Session, place: Place, field: Field) -> bool {
    let solution = session.solution();
    leaves_under(session, place).into_iter().any(|id| solution.value(Place::Unit(id), field).state != State::Typed)
}

/// The units without members that a place is made of; a single unit is made of itself.
fn leaves_under(session: &Session, place: Place) -> Vec<UnitId> {
    if place == Place::Area {
        return session.solution().leaves().collect();
    }
    let units = session.workbook().units();
    let slots = units.iter().map(|unit| unit.id.0 as usize + 1).max().unwrap_or_default();
    let (mut within, mut group) = (vec![false; slots], vec![false; slots]);
    // A group stands before its members.
    for unit in units {
        let parent = unit.parent.map(|parent| parent.0 as usize);
        let inherits = parent.and_then(|at| within.get(at).copied()).unwrap_or_default();
        let own = match place {
            Place::Unit(id) => id == unit.id,
            Place::Tag(tag) => unit.tags.contains(&tag),
            Place::Area => true,
        };
        if let Some(slot) = within.get_mut(unit.id.0 as usize) {
            *slot = own || inherits;
        }
        if let Some(slot) = parent.and_then(|at| group.get_mut(at)) {
            *slot = true;
        }
    }
    let is = |flags: &[bool], id: UnitId| flags.get(id.0 as usize).copied().unwrap_or_default();
    units.iter().map(|unit| unit.id).filter(|id| is(&within, *id) && !is(&group, *id)).collect()
}

/// Lines of the ranking at most: more would be too small to read from the last row.
pub const MOST_LINES: usize = 12;
/// Subtotals among them at most.
const MOST_TAGS: usize = 3;

/// The units beside each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranking {
    /// From the best to the worst against their targets; otherwise by the rate, highest first.
    pub by_target: bool,
    /// From the top.
    pub first: Vec<UnitId>,
    /// Units between `first` and `last` that there is no room for.
    pub left_out: usize,
    /// Up to the end; empty where all stand in `first`.
    pub last: Vec<UnitId>,
    pub tags: Vec<TagId>,
    pub tags_left_out: usize,
}

/// The ranking of all units without members, cut in its middle where there are too many.
pub fn ranking(session: &Session) -> Ranking {
    let workbook = session.workbook();
    let used = |tag: &TagId| workbook.units().iter().any(|unit| unit.tags.contains(tag));
    let mut tags: Vec<TagId> = workbook.tags().iter().map(|tag| tag.id).filter(used).collect();
    let tags_left_out = tags.len().saturating_sub(MOST_TAGS);
    tags.truncate(MOST_TAGS);
    let by_target = session.solution().standings().with_target > 0;
    let mut first = if by_target { by_margin(session) } else { by_rate(session) };
    let room = MOST_LINES - tags.len();
    let mut last = Vec::new();
    let left_out = first.len().saturating_sub(room);
    if left_out > 0 {
        // The line that says how many are left out takes one.
        let shown = room - 1;
        last = first.split_off(first.len() - shown / 2);
        first.truncate(shown - shown / 2);
    }
    let left_out = if left_out > 0 { left_out + 1 } else { 0 };
    Ranking { by_target, first, left_out, last, tags, tags_left_out }
}

/// Highest rate first; those without one number at the end, in table order.
fn by_rate(session: &Session) -> Vec<UnitId> {
    let solution = session.solution();
    let mut ranked: Vec<UnitId> = solution.rank(RankBy::Rate).into_iter().map(|entry| entry.unit).collect();
    let mut known = ranked.clone();
    known.sort_unstable();
    ranked.extend(solution.leaves().filter(|id| known.binary_search(id).is_err()));
    ranked
}

/// Those who met their target first, the largest margin first; those who cannot be judged, and those without a target,
/// at the end in table order.
fn by_margin(session: &Session) -> Vec<UnitId> {
    let solution = session.solution();
    let class = |id: UnitId| match solution.verdict(Place::Unit(id)) {
        Verdict::Exceeded | Verdict::Met => 0,
        Verdict::MetByRateOnly | Verdict::MetByHouseholdsOnly => 1,
        Verdict::Missed => 2,
        Verdict::Undecided => 3,
        Verdict::Conflict => 4,
        Verdict::None => 5,
    };
    let units: Vec<UnitId> = solution.leaves().collect();
    let classes: Vec<u8> = units.iter().map(|id| class(*id)).collect();
    let judged = || units.iter().zip(&classes).filter(|(_, class)| **class <= 2);
    // One measure for all, or the order would mean nothing.
    let in_households = judged().all(|(id, _)| solution.value(Place::Unit(*id), Field::GapHouseholds).is_known());
    let measure = if in_households { Field::GapHouseholds } else { Field::GapPoints };
    let keys: Vec<(u8, i64)> = units
        .iter()
        .zip(&classes)
        .map(|(id, class)| {
            let value = solution.value(Place::Unit(*id), measure);
            (*class, if *class <= 2 { middle(value).saturating_neg() } else { 0 })
        })
        .collect();
    let sorted = order(units.len(), &|a, b| keys.get(a).cmp(&keys.get(b)));
    sorted.into_iter().filter_map(|at| units.get(at).copied()).collect()
}

fn middle(value: Value) -> i64 {
    if value.is_known() { value.lo.saturating_add(value.hi) } else { i64::MIN / 2 }
}

/// What the fall of the area's rate is made of, in hundredths of a point; below 0 where a part raises the rate. The two
/// parts add up to the whole as shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    pub whole: i64,
    /// By the number of poor households.
    pub poor: i64,
    /// By the number of all households.
    pub households: i64,
}

/// The parts, where both periods' counts are known well enough and the number of all households is felt at all.
/// docs/method.md §2.
pub fn parts(session: &Session) -> Option<Parts> {
    let solution = session.solution();
    if certainty(session, Place::Area, Field::DropPoints) != Certainty::Plain {
        return None;
    }
    let whole = solution.value(Place::Area, Field::DropPoints).single()?;
    let split = solution.split(Place::Area)?;
    let fall = |part: Interval| round_half_up(-i128::from(part.lo) - i128::from(part.hi), 20_000);
    let vague = |part: Interval| part.hi.saturating_sub(part.lo) > 10_000;
    let (poor, households) = (fall(split.poor)?, fall(split.households)?);
    if vague(split.poor) || vague(split.households) || households == 0 {
        return None;
    }
    // Each part is rounded, and so is the whole: what is left over, a hundredth or two, goes to the larger part.
    let rest = whole - poor - households;
    let (poor, households) =
        if poor.abs() < households.abs() { (poor, households + rest) } else { (poor + rest, households) };
    (rest.abs() <= 2).then_some(Parts { whole, poor, households })
}
