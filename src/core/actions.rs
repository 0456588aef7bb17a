//! What a user does to the document as a whole, as edits that history can take back.
//!
//! Nothing here changes the workbook: an [`Edit`] comes back, made for the workbook as it is. An action that does not
//! apply gives `None`.

use super::edit::Edit;
use super::fact::{Fact, FactKey, Reading, Source};
use super::measure::{Kind, Measure};
use super::names::{same_name, tidy};
use super::period::{Date, Period, PeriodId, Standard, Status};
use super::quantity::MAX_COUNT;
use super::solve::given;
use super::target::Target;
use super::unit::{MAX_NAME, Place, Tag, TagId, Unit, UnitId};
use super::workbook::{SeriesKey, Workbook};

/// A period a year after the last one, under the standard usual then. What was the closing period becomes the opening
/// one by itself: periods are points in time, and a table shows the last two.
pub fn add_period(workbook: &Workbook) -> Option<(PeriodId, Edit)> {
    let last = workbook.periods().last()?;
    let year = last.date.year.checked_add(1)?;
    // 29 February has no next year.
    let same = Date { year, ..last.date };
    let date = if same.is_valid() { same } else { Date { day: 28, ..same } };
    let id = workbook.next_identities().2;
    let standard = Standard::usual_for(year);
    let period = Period { id, date, status: Status::Preliminary, standard, note: String::new() };
    date.is_valid().then(|| (id, Edit::InsertPeriod { at: workbook.periods().len(), period }))
}

/// Takes a period and everything stated about it out.
pub fn remove_period(workbook: &Workbook, id: PeriodId) -> Option<Edit> {
    let at = workbook.periods().iter().position(|period| period.id == id)?;
    let mut edits = clear(workbook, |key| key.period == id);
    edits.push(Edit::RemovePeriod { at });
    Some(Edit::Batch(edits))
}

/// Gives a period another date; periods stay in order, and figures with theirs. The standard follows when it was the usual one
/// of its date. `None` when there is no such period, or another has that date.
pub fn redate_period(workbook: &Workbook, id: PeriodId, date: Date) -> Option<Edit> {
    let periods = workbook.periods();
    let at = periods.iter().position(|period| period.id == id)?;
    let old = periods.get(at)?;
    if !date.is_valid() || periods.iter().any(|other| other.id != id && other.date == date) {
        return None;
    }
    let mut period = Period { date, ..old.clone() };
    if old.standard == Standard::usual_for(old.date.year) {
        period.standard = Standard::usual_for(date.year);
    }
    let to = periods.iter().filter(|other| other.id != id && other.date < date).count();
    if to == at {
        return Some(Edit::ReplacePeriod { at, period });
    }
    let mut edits = clear(workbook, |key| key.period == id);
    edits.extend([Edit::RemovePeriod { at }, Edit::InsertPeriod { at: to, period }]);
    for (key, series) in workbook.all_series().filter(|(key, _)| key.period == id) {
        edits.extend(series.iter().map(|(place, fact)| {
            let key = FactKey { place, period: id, measure: key.measure, group: key.group };
            Edit::SetFact { key, fact: Some(fact.clone()) }
        }));
    }
    Some(Edit::Batch(edits))
}

/// The title of a table when a period follows its last one: a year that it ends in goes on with it.
pub fn title_after(title: &str, last: Date, next: Date) -> Option<String> {
    let head = title.trim_end().strip_suffix(&last.year.to_string())?;
    let is_year = !head.ends_with(|letter: char| letter.is_ascii_digit());
    (is_year && next.year > last.year).then(|| [head, &next.year.to_string()].concat())
}

/// Copies figures of one period into the empty cells of another, for the measures chosen: households usually change
/// little, and are then corrected where they did. The copies say that they are derived.
pub fn fill_period(workbook: &Workbook, from: PeriodId, to: PeriodId, measures: &[Measure]) -> Edit {
    let mut edits = Vec::new();
    for (key, series) in workbook.all_series() {
        if key.period != from || from == to || !measures.contains(&key.measure) {
            continue;
        }
        for (place, fact) in series.iter() {
            let key = FactKey { period: to, measure: key.measure, group: key.group, place };
            if workbook.fact(key).is_none() {
                let fact = Fact { source: derived(&[fact.source, Source::Derived]), ..fact.clone() };
                edits.push(Edit::SetFact { key, fact: Some(fact) });
            }
        }
    }
    Edit::Batch(edits)
}

/// Clears every figure; units, tags and periods stay.
pub fn clear_figures(workbook: &Workbook) -> Edit {
    Edit::Batch(clear(workbook, |_| true))
}

/// Clears everything but periods and heading.
pub fn clear_table(workbook: &Workbook) -> Edit {
    let mut edits = clear(workbook, |_| true);
    edits.extend((0..workbook.units().len()).rev().map(|at| Edit::RemoveUnit { at }));
    edits.extend((0..workbook.tags().len()).rev().map(|at| Edit::RemoveTag { at }));
    Edit::Batch(edits)
}

fn clear(workbook: &Workbook, which: impl Fn(&SeriesKey) -> bool) -> Vec<Edit> {
    let chosen = workbook.all_series().filter(|(key, _)| which(key));
    chosen
        .flat_map(|(key, series)| {
            series.iter().map(|(place, _)| {
                let key = FactKey { period: key.period, measure: key.measure, group: key.group, place };
                Edit::SetFact { key, fact: None }
            })
        })
        .collect()
}

fn position(workbook: &Workbook, id: UnitId) -> Option<usize> {
    workbook.units().iter().position(|unit| unit.id == id)
}

fn named(name: &str) -> String {
    tidy(name).chars().take(MAX_NAME).collect()
}

/// Puts an empty unit in at a position.
pub fn add_unit(workbook: &Workbook, at: usize, name: &str, parent: Option<UnitId>) -> (UnitId, Edit) {
    let id = workbook.next_identities().0;
    let unit = Unit { parent, ..Unit::new(id, named(name)) };
    (id, Edit::InsertUnit { at: at.min(workbook.units().len()), unit, facts: Vec::new() })
}

/// Takes a unit out. Members of a group stay, and belong to what the group belonged to.
pub fn remove_unit(workbook: &Workbook, id: UnitId) -> Option<Edit> {
    let at = position(workbook, id)?;
    let parent = workbook.units().get(at)?.parent.filter(|parent| *parent != id);
    let mut edits = Vec::new();
    for (at, member) in workbook.units().iter().enumerate() {
        if member.parent == Some(id) && member.id != id {
            let parent = parent.filter(|parent| *parent != member.id);
            edits.push(Edit::ReplaceUnit { at, unit: Unit { parent, ..member.clone() } });
        }
    }
    edits.push(Edit::RemoveUnit { at });
    Some(Edit::Batch(edits))
}

/// Gives a unit another name, tidied.
pub fn rename_unit(workbook: &Workbook, id: UnitId, name: &str) -> Option<Edit> {
    let at = position(workbook, id)?;
    let old = workbook.units().get(at)?;
    let name = named(name);
    (name != old.name).then(|| Edit::ReplaceUnit { at, unit: Unit { name, ..old.clone() } })
}

/// Puts a unit under another one, or under none; `None` also when it would end up under itself.
pub fn set_parent(workbook: &Workbook, id: UnitId, parent: Option<UnitId>) -> Option<Edit> {
    let at = position(workbook, id)?;
    let mut above = parent;
    for _ in 0..=workbook.units().len() {
        match above {
            None => break,
            Some(unit) if unit == id => return None,
            Some(unit) => above = workbook.unit(unit)?.parent,
        }
    }
    let old = workbook.units().get(at)?;
    (above.is_none() && old.parent != parent).then(|| Edit::ReplaceUnit { at, unit: Unit { parent, ..old.clone() } })
}

/// The tag of this name, made if there is none.
pub fn add_tag(workbook: &Workbook, name: &str) -> (TagId, Option<Edit>) {
    let name = named(name);
    if let Some(tag) = workbook.tags().iter().find(|tag| tag.name == name || same_name(&tag.name, &name)) {
        return (tag.id, None);
    }
    let id = workbook.next_identities().1;
    (id, Some(Edit::InsertTag { at: workbook.tags().len(), tag: Tag { id, name } }))
}

/// Puts a tag on units, or takes it off.
pub fn tag_units(workbook: &Workbook, units: &[UnitId], tag: TagId, on: bool) -> Edit {
    let mut edits = Vec::new();
    for &id in units {
        let Some(at) = position(workbook, id) else { continue };
        let Some(old) = workbook.units().get(at) else { continue };
        match old.tags.binary_search(&tag) {
            Err(slot) if on => {
                let mut unit = old.clone();
                unit.tags.insert(slot, tag);
                edits.push(Edit::ReplaceUnit { at, unit });
            }
            Ok(slot) if !on => {
                let mut unit = old.clone();
                unit.tags.remove(slot);
                edits.push(Edit::ReplaceUnit { at, unit });
            }
            _ => {}
        }
    }
    Edit::Batch(edits)
}

/// Takes a tag off every unit and out of the document, with what was stated about it.
pub fn remove_tag(workbook: &Workbook, id: TagId) -> Option<Edit> {
    let at = workbook.tags().iter().position(|tag| tag.id == id)?;
    let tagged: Vec<UnitId> =
        workbook.units().iter().filter(|unit| unit.tags.contains(&id)).map(|unit| unit.id).collect();
    let facts = workbook.facts_of(Place::Tag(id)).into_iter().map(|(key, _)| Edit::SetFact { key, fact: None });
    let mut edits: Vec<Edit> = facts.collect();
    edits.push(tag_units(workbook, &tagged, id, false));
    edits.push(Edit::RemoveTag { at });
    Some(Edit::Batch(edits))
}

/// Units merged into one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    pub unit: UnitId,
    pub edit: Edit,
    /// Figures of the merged units that the new one has not: a count that some of them lack, a rate, a change in points.
    /// Rates of the new unit follow from its counts.
    pub dropped: Vec<FactKey>,
}

/// Merges units into a new one in the place of the first: counts are added up, in every period that has them for all;
/// rates never are. Household targets and changes in households add up too. The new unit keeps the tags they share.
pub fn merge_units(workbook: &Workbook, units: &[UnitId], name: &str) -> Option<Merged> {
    let parts: Vec<(usize, &Unit)> =
        workbook.units().iter().enumerate().filter(|(_, unit)| units.contains(&unit.id)).collect();
    let &(first, lead) = parts.first()?;
    if parts.len() < 2 || parts.iter().any(|(_, unit)| workbook.is_group(unit.id)) {
        return None;
    }
    let id = workbook.next_identities().0;
    let mut unit = Unit { parent: lead.parent, ..Unit::new(id, named(name)) };
    unit.tags = lead.tags.iter().copied().filter(|tag| parts.iter().all(|(_, part)| part.tags.contains(tag))).collect();

    let (mut facts, mut dropped) = (Vec::new(), Vec::new());
    for (key, series) in workbook.all_series() {
        let place = |unit: UnitId| FactKey {
            period: key.period,
            measure: key.measure,
            group: key.group,
            place: Place::Unit(unit),
        };
        let stated: Vec<Option<&Fact>> = parts.iter().map(|(_, part)| series.get(Place::Unit(part.id))).collect();
        let all: Option<Vec<&Fact>> = stated.iter().copied().collect();
        match all.and_then(|all| sum(key.measure, &all)) {
            Some(fact) => facts.push((place(id), fact)),
            None => {
                let lost = parts.iter().zip(&stated).filter(|(_, fact)| fact.is_some());
                dropped.extend(lost.map(|((_, part), _)| place(part.id)));
            }
        }
    }
    let mut edits: Vec<Edit> = parts.iter().rev().map(|&(at, _)| Edit::RemoveUnit { at }).collect();
    edits.push(Edit::InsertUnit { at: first, unit, facts });
    Some(Merged { unit: id, edit: Edit::Batch(edits), dropped })
}

/// Splits a unit: it becomes the group of new, empty units of these names. What was stated about it stays with it, as a
/// check on their sum. `None` when there is no such unit or no name.
pub fn split_unit(workbook: &Workbook, id: UnitId, names: &[String]) -> Option<Edit> {
    let at = position(workbook, id)?;
    let members = workbook.units().iter().enumerate().filter(|(_, unit)| unit.parent == Some(id));
    let behind = members.map(|(at, _)| at).max().unwrap_or(at);
    let fresh = workbook.next_identities().0;
    let edits: Vec<Edit> = names
        .iter()
        .zip(0_u32..)
        .map(|(name, number)| {
            let unit = UnitId(fresh.0.saturating_add(number));
            let unit = Unit { parent: Some(id), ..Unit::new(unit, named(name)) };
            Edit::InsertUnit { at: behind + 1 + number as usize, unit, facts: Vec::new() }
        })
        .collect();
    (!edits.is_empty()).then_some(Edit::Batch(edits))
}

/// The sum of plainly stated counts, changes in households, or household targets of one shape.
fn sum(measure: Measure, facts: &[&Fact]) -> Option<Fact> {
    let reading = match measure.kind() {
        Kind::Count | Kind::CountChange => {
            let mut total = 0_i64;
            for fact in facts {
                let Reading::Figure(figure) = &fact.reading else { return None };
                let stated = given::stated(measure, *figure, MAX_COUNT).ok()??;
                if stated.lo != stated.hi || !stated.lo_told || !stated.hi_told {
                    return None;
                }
                total = total.checked_add(stated.lo)?;
            }
            if total.abs() > MAX_COUNT {
                return None;
            }
            Reading::Figure(super::fact::Figure::whole(total))
        }
        Kind::Target => {
            let mut total: Option<Target> = None;
            for fact in facts {
                let target = given::target(&fact.reading, MAX_COUNT).ok()?;
                total = Some(match (total, target) {
                    (None, Target::HouseholdsLeft { .. } | Target::HouseholdsDown { .. }) => target,
                    (Some(Target::HouseholdsLeft { most }), Target::HouseholdsLeft { most: more }) => {
                        Target::HouseholdsLeft { most: most.checked_add(more)? }
                    }
                    (Some(Target::HouseholdsDown { least, most }), Target::HouseholdsDown { least: a, most: b }) => {
                        Target::HouseholdsDown { least: least.checked_add(a)?, most: most.checked_add(b)? }
                    }
                    _ => return None,
                });
            }
            Reading::Target(total.filter(|total| given::target(&Reading::Target(*total), MAX_COUNT).is_ok())?)
        }
        Kind::Rate | Kind::PointChange => return None,
    };
    let sources: Vec<Source> = facts.iter().map(|fact| fact.source).collect();
    Some(Fact { source: derived(&sources), ..Fact::new(reading) })
}

/// What vouches for a figure made from others: never more than the weakest of them.
fn derived(sources: &[Source]) -> Source {
    match sources {
        _ if sources.contains(&Source::Illustrative) => Source::Illustrative,
        _ if sources.contains(&Source::Entered) => Source::Entered,
        _ => Source::Derived,
    }
}
