//! From a confirmed proposal to facts of the open workbook.

use super::{Kind, Of, Proposal, Reading};
use crate::codec::limits::fits;
use crate::codec::plain::plain;
use crate::core::edit::Edit;
use crate::core::fact::{Fact, FactKey, Figure, Reading as Read, Source};
use crate::core::measure::Measure;
use crate::core::names::{UnitKind, kind_of, same_name, search_key, tidy};
use crate::core::period::{Date, Period, PeriodId, Standard, Status};
use crate::core::unit::{MAX_NAME, Place, Unit};
use crate::core::workbook::Workbook;

/// Where the figure goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlaceTo {
    Known(Place),
    /// A unit that the workbook does not have yet.
    New(String),
    /// The text does not say it, or says it in a way that fits several.
    Unknown,
}

/// At which time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodTo {
    Known(PeriodId),
    New(Date),
    Unknown,
}

/// What a proposal states in a workbook, for the user to confirm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub place: PlaceTo,
    pub period: PeriodTo,
    /// One fact, or part and whole of a fraction.
    pub facts: Vec<(Measure, Fact)>,
}

/// What a proposal, read as `reading` (its own, or one of its others), states in a workbook. `None` when the workbook
/// has no measure for it: shares, money, other things counted, relative changes, population groups.
pub fn settle(proposal: &Proposal, reading: Reading, workbook: &Workbook) -> Option<Statement> {
    if proposal.minority {
        return None;
    }
    let facts = facts(proposal, reading)?;
    Some(Statement { place: place(proposal, workbook), period: period(proposal, workbook), facts })
}

fn published(reading: Read) -> Fact {
    Fact { source: Source::Published, ..Fact::new(reading) }
}

fn facts(proposal: &Proposal, reading: Reading) -> Option<Vec<(Measure, Fact)>> {
    let figure = Figure { assumed: false, ..proposal.first };
    let one = |measure: Measure| Some(vec![(measure, published(Read::Figure(figure)))]);
    let facts = match (reading.kind, reading.of) {
        (Kind::Target, Of::Poor) => vec![(Measure::Target, published(Read::Target(proposal.target?)))],
        (Kind::Fraction, of) => {
            let measure = count_measure(of).filter(|measure| *measure != Measure::Households)?;
            let whole = Figure { assumed: false, ..proposal.second? };
            vec![(measure, published(Read::Figure(figure))), (Measure::Households, published(Read::Figure(whole)))]
        }
        // A range states no single figure.
        _ if proposal.second.is_some() => return None,
        (Kind::Count, of) => one(count_measure(of)?)?,
        (Kind::Rate, Of::Poor) => one(Measure::PoorRate)?,
        (Kind::Rate, Of::NearPoor) => one(Measure::NearPoorRate)?,
        (Kind::Rate, Of::Multidimensional) => one(Measure::MultidimensionalRate)?,
        (Kind::Points, Of::Poor) => one(Measure::DropPoints)?,
        (Kind::Drop, Of::Poor) => one(Measure::DropHouseholds)?,
        _ => return None,
    };
    facts.iter().all(|(measure, fact)| fits(*measure, &fact.reading).is_ok()).then_some(facts)
}

const fn count_measure(of: Of) -> Option<Measure> {
    match of {
        Of::Households => Some(Measure::Households),
        Of::Poor => Some(Measure::PoorHouseholds),
        Of::NearPoor => Some(Measure::NearPoorHouseholds),
        Of::Persons => Some(Measure::Persons),
        Of::PoorPersons => Some(Measure::PoorPersons),
        Of::Multidimensional => Some(Measure::PoorAndNearPoor),
        Of::NearPoorPersons | Of::Other => None,
    }
}

fn place(proposal: &Proposal, workbook: &Workbook) -> PlaceTo {
    let Some(guess) = &proposal.place else { return PlaceTo::Unknown };
    let name = guess.name.as_str();
    if guess.tag {
        let tag = workbook.tags().iter().find(|tag| ends_with_name(name, &tag.name));
        return tag.map_or(PlaceTo::Unknown, |tag| PlaceTo::Known(Place::Tag(tag.id)));
    }
    let area = workbook.heading.area.as_str();
    if let Some(kind) = whole(name) {
        // "toàn tỉnh" is the table's whole, unless the table is about a district.
        let is_area = kind_of(area).is_none_or(|own| own == kind);
        return if is_area { PlaceTo::Known(Place::Area) } else { PlaceTo::Unknown };
    }
    // The whole goes before a unit of the same name: "Bắc Kạn" is the province unless "thành phố" is said.
    if !area.is_empty() && same_name(name, area) {
        return PlaceTo::Known(Place::Area);
    }
    // A name typed without marks is looked for without them.
    let bare = name.is_ascii().then(|| search_key(name));
    let is_it =
        |unit: &&Unit| same_name(name, &unit.name) || bare.as_ref().is_some_and(|b| *b == search_key(&unit.name));
    let mut found = workbook.units().iter().filter(is_it);
    match (found.next(), found.next()) {
        (Some(unit), None) => PlaceTo::Known(Place::Unit(unit.id)),
        (Some(_), Some(_)) => PlaceTo::Unknown,
        (None, _) if name.chars().count() > MAX_NAME => PlaceTo::Unknown,
        (None, _) => PlaceTo::New(name.to_owned()),
    }
}

/// The kind of "toàn tỉnh", "thành phố" and the like, which leave nothing as a name.
fn whole(name: &str) -> Option<UnitKind> {
    let name = tidy(name);
    let last = ["toàn ", "Toàn ", "trên toàn ", "Trên toàn ", "cả "].iter().find_map(|word| name.strip_prefix(word));
    let bare = last.unwrap_or(&name);
    UnitKind::ALL.into_iter().find(|kind| same_name(bare, kind.word()))
}

/// "các huyện nghèo" is the tag "huyện nghèo".
fn ends_with_name(text: &str, tag: &str) -> bool {
    let tag = plain(tag);
    !tag.is_empty() && plain(text).ends_with(&*tag)
}

fn period(proposal: &Proposal, workbook: &Workbook) -> PeriodTo {
    let Some(date) = proposal.period.and_then(|period| period.when.date()) else { return PeriodTo::Unknown };
    let planned = proposal.plan && proposal.reading.kind != Kind::Target;
    let found =
        workbook.periods().iter().find(|period| period.date == date && (period.status == Status::Plan) == planned);
    found.map_or(PeriodTo::New(date), |period| PeriodTo::Known(period.id))
}

impl Statement {
    /// The change that puts the facts in, with the unit and the period they need. `None` while place or time is unknown.
    pub fn edit(&self, workbook: &Workbook) -> Option<Edit> {
        let mut edits = Vec::new();
        let (next_unit, _, next_period) = workbook.next_identities();
        let period = match self.period {
            PeriodTo::Known(id) => id,
            PeriodTo::New(date) => {
                let at = workbook.periods().partition_point(|period| period.date <= date);
                let standard = Standard::usual_for(date.year);
                let period = Period { id: next_period, date, status: Status::Official, standard, note: String::new() };
                edits.push(Edit::InsertPeriod { at, period });
                next_period
            }
            PeriodTo::Unknown => return None,
        };
        let place = match &self.place {
            PlaceTo::Known(place) => *place,
            PlaceTo::New(name) => {
                let unit = Unit::new(next_unit, name.as_str());
                edits.push(Edit::InsertUnit { at: workbook.units().len(), unit, facts: Vec::new() });
                Place::Unit(next_unit)
            }
            PlaceTo::Unknown => return None,
        };
        edits.extend(self.facts.iter().map(|(measure, fact)| Edit::SetFact {
            key: FactKey::of_all(place, period, *measure),
            fact: Some(fact.clone()),
        }));
        Some(Edit::Batch(edits))
    }
}
