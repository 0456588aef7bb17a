//! Figures of a text on their way into the open workbook: what each states, where it goes, what the user said about it,
//! and how it stands there afterwards.
//!
//! Nothing counts before it is confirmed ([`confirm()`]), and a figure that the table already has otherwise is replaced
//! only when the user says so.

mod confirm;
mod standing;

use crate::codec::article::{Certainty, Check, Kind, Moment, PeriodTo, PlaceTo, Proposal, Statement, settle};
use crate::codec::limits;
use crate::codec::number::{self, Style};
use crate::codec::target_text;
use crate::core::fact::{Fact, FactKey, Figure, Reading, Source, Unreadable};
use crate::core::field::{At, Field};
use crate::core::measure::Measure;
use crate::core::names::{UnitKind, fold, kind_of, same_name, tidy};
use crate::core::period::{Date, PeriodId, Span, Status};
use crate::core::unit::Place;
use crate::core::workbook::Workbook;
pub use confirm::{Outcome, confirm};
pub use standing::{Standing, by_itself, standing};

/// How far a figure is on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nothing was said about it yet.
    Open,
    /// The table has another figure there; what it has.
    Asking(Vec<(FactKey, Fact)>),
    /// It is in the table.
    Confirmed(Vec<(FactKey, Fact)>),
    /// The user keeps the table's figure although the text says otherwise.
    Kept(Vec<(FactKey, Fact)>),
    /// A target that says in another way what the table's target says, or what it says otherwise.
    SameTarget(FactKey),
    Skipped,
}

/// One figure of a text.
#[derive(Clone, Debug)]
pub struct Entry {
    pub proposal: Proposal,
    /// What it states in the workbook; `None` when the table has no cell for it.
    pub statement: Option<Statement>,
    /// The user chose its kind, place, time or value.
    pub corrected: bool,
    /// The text names a place that is taken for the whole of the table, which has no name of its own.
    pub taken_for_area: bool,
    pub stage: Stage,
}

/// What a change is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// It is no change, or is about the date right before it in the table.
    There,
    /// A date that the table does not have yet.
    New(Date),
    /// The table has other dates between the two, so the change has no cell.
    Between(Date),
    /// The text does not say it, and the table has no earlier date.
    Unknown,
}

impl Entry {
    pub fn new(proposal: Proposal, workbook: &Workbook) -> Self {
        let mut statement = settle(&proposal, proposal.reading, workbook);
        let mut taken_for_area = false;
        if let Some(statement) = &mut statement
            && let PlaceTo::New(name) = &statement.place
            && let Some((place, sure)) = above(name, workbook)
        {
            taken_for_area = place == PlaceTo::Known(Place::Area) && !sure;
            statement.place = place;
        }
        Self { proposal, statement, corrected: false, taken_for_area, stage: Stage::Open }
    }

    /// Finds places and dates anew that came into the workbook since, or left it.
    pub fn resolve(&mut self, workbook: &Workbook) {
        if matches!(self.stage, Stage::Skipped) {
            return;
        }
        let Some(statement) = &mut self.statement else { return };
        if let PlaceTo::New(name) = &statement.place
            && let Some(unit) = workbook.units().iter().find(|unit| same_name(&unit.name, name))
        {
            statement.place = PlaceTo::Known(Place::Unit(unit.id));
        }
        if let PeriodTo::New(date) = statement.period
            && let Some(period) = workbook.periods().iter().find(|period| period.date == date)
        {
            statement.period = PeriodTo::Known(period.id);
        }
        let is_gone = match statement.period {
            PeriodTo::Known(id) => workbook.period(id).is_none(),
            _ => false,
        } || match statement.place {
            PlaceTo::Known(Place::Unit(id)) => workbook.unit(id).is_none(),
            PlaceTo::Known(Place::Tag(id)) => workbook.tag(id).is_none(),
            _ => false,
        };
        if is_gone && let Some(again) = settle(&self.proposal, self.proposal.reading, workbook) {
            statement.place = again.place;
            statement.period = again.period;
        }
    }

    /// Whether place, time and value are all there.
    pub fn is_ready(&self, workbook: &Workbook) -> bool {
        let Some(statement) = &self.statement else { return false };
        statement.place != PlaceTo::Unknown
            && statement.period != PeriodTo::Unknown
            && statement.facts.iter().all(|(_, fact)| !matches!(fact.reading, Reading::Unreadable(_)))
            && !matches!(self.base(workbook), Base::Between(_))
    }

    /// Whether it may be taken over together with others, unlooked at: nothing about it is guessed and nothing new is
    /// made for it.
    pub fn is_certain(&self, workbook: &Workbook) -> bool {
        let Some(statement) = &self.statement else { return false };
        let sure = self.corrected
            || self.proposal.certainty == Certainty::Certain && !matches!(self.proposal.check, Check::Off(_));
        self.stage == Stage::Open
            && sure
            && !self.taken_for_area
            && self.is_ready(workbook)
            && matches!((&statement.place, statement.period), (PlaceTo::Known(_), PeriodTo::Known(_)))
            && self.base(workbook) == Base::There
    }

    /// The one measure it states; `None` for part and whole together, and for what the table cannot hold.
    pub fn measure(&self) -> Option<Measure> {
        match self.statement.as_ref()?.facts.as_slice() {
            [(measure, _)] => Some(*measure),
            _ => None,
        }
    }

    /// What a change is counted from.
    pub fn base(&self, workbook: &Workbook) -> Base {
        let Some(statement) = &self.statement else { return Base::There };
        let is_change = |measure| matches!(measure, Measure::DropHouseholds | Measure::DropPoints);
        if !statement.facts.iter().any(|(measure, _)| is_change(*measure)) {
            return Base::There;
        }
        let date = match statement.period {
            PeriodTo::Known(id) => workbook.period(id).map(|period| period.date),
            PeriodTo::New(date) => Some(date),
            PeriodTo::Unknown => None,
        };
        let Some(date) = date else { return Base::There };
        let earlier = workbook.periods().iter().rfind(|period| period.date < date).map(|period| period.date);
        match (self.counted_from(date), earlier) {
            (None, None) => Base::Unknown,
            (None, Some(_)) => Base::There,
            (Some(base), Some(earlier)) if base == earlier => Base::There,
            (Some(base), Some(earlier)) if base < earlier => Base::Between(base),
            (Some(base), _) => Base::New(base),
        }
    }

    /// The date that a change at a date is counted from, as far as the text says it: a change "in 2023" is one since the
    /// end of 2022.
    fn counted_from(&self, date: Date) -> Option<Date> {
        if let Some(said) = self.proposal.against.and_then(|against| against.date()).filter(|said| *said < date) {
            return Some(said);
        }
        let year_before = date.year.checked_sub(1).map(Date::year_end);
        match self.proposal.period.map(|period| period.when.moment) {
            Some(Moment::Until(_)) if !self.corrected => None,
            Some(Moment::Months(_)) => year_before,
            _ if date.is_year_end() => year_before,
            _ => None,
        }
    }

    /// What it says, as an input shows it.
    pub fn text(&self, style: Style) -> String {
        let Some(statement) = &self.statement else { return printed(&self.proposal, style) };
        let texts: Vec<String> = statement.facts.iter().map(|(_, fact)| number::fact_text(fact, style)).collect();
        texts.join("/")
    }

    /// Takes the figure for another measure.
    pub fn set_measure(&mut self, measure: Measure, workbook: &Workbook, style: Style) {
        let text = match self.measure() {
            Some(Measure::Target) | None => printed(&self.proposal, style),
            Some(_) => self.text(style),
        };
        let (place, period) = match &self.statement {
            Some(statement) => (statement.place.clone(), statement.period),
            None => stand_in(&self.proposal, workbook),
        };
        let facts = vec![(measure, published(&text, measure, style))];
        self.statement = Some(Statement { place, period, facts });
        self.touch();
    }

    /// Part and whole of a fraction, as the text has it; whether it is one that the table can hold.
    pub fn set_fraction(&mut self, workbook: &Workbook) -> bool {
        let Some(made) = settle(&self.proposal, self.proposal.reading, workbook).filter(|made| made.facts.len() == 2)
        else {
            return false;
        };
        let (place, period) = match self.statement.take() {
            Some(statement) => (statement.place, statement.period),
            None => (made.place, made.period),
        };
        self.statement = Some(Statement { place, period, facts: made.facts });
        self.touch();
        true
    }

    /// Leaves it out of the table.
    pub fn set_aside(&mut self) {
        self.statement = None;
        self.touch();
    }

    /// Reads the figure from another text.
    pub fn set_text(&mut self, text: &str, style: Style) {
        if let (Some(measure), Some(statement)) = (self.measure(), &mut self.statement) {
            statement.facts = vec![(measure, published(text, measure, style))];
            self.touch();
        }
    }

    pub fn set_place(&mut self, place: PlaceTo) {
        if let Some(statement) = &mut self.statement {
            statement.place = place;
            self.taken_for_area = false;
            self.touch();
        }
    }

    pub fn set_period(&mut self, period: PeriodTo) {
        if let Some(statement) = &mut self.statement {
            statement.period = period;
            self.touch();
        }
    }

    fn touch(&mut self) {
        self.corrected = true;
        self.stage = Stage::Open;
    }
}

/// Where a named place belongs that is no unit of the table and of a kind above them: a province beside districts. It is
/// the whole of a table whose area has no name ("Toàn tỉnh"), surely so when the title has it; else no place of it.
fn above(name: &str, workbook: &Workbook) -> Option<(PlaceTo, bool)> {
    let kind = kind_of(name)?;
    if workbook.units().iter().any(|unit| kind_of(&unit.name) == Some(kind)) {
        return None;
    }
    let heading = &workbook.heading;
    let area = tidy(&heading.area);
    let bare = area.strip_prefix("Toàn ").or_else(|| area.strip_prefix("toàn ")).unwrap_or(&area);
    let is_word = |kind: UnitKind| same_name(bare, kind.word());
    if is_word(kind) || area.is_empty() && kind == UnitKind::Province {
        let sure = fold(&heading.title).contains(&fold(name));
        return Some((PlaceTo::Known(Place::Area), sure));
    }
    (kind == UnitKind::Province).then_some((PlaceTo::Unknown, false))
}

/// The fact that a text of the source states.
fn published(text: &str, measure: Measure, style: Style) -> Fact {
    let fact = number::make_fact(text, measure, style)
        .unwrap_or_else(|| Fact { text: Some(text.into()), ..Fact::new(Reading::Unreadable(Unreadable::NotANumber)) });
    Fact { source: Source::Published, ..fact }
}

/// A figure as it is printed, whatever it is.
pub fn printed(proposal: &Proposal, style: Style) -> String {
    if let Some(target) = proposal.target {
        return target_text::write(target, style);
    }
    let figure = |figure: Figure| number::figure(figure, style);
    match (proposal.reading.kind, proposal.second) {
        (Kind::Fraction, Some(whole)) => [figure(proposal.first), "/".into(), figure(whole)].concat(),
        (_, Some(to)) => [figure(proposal.first), "–".into(), figure(to)].concat(),
        (_, None) => figure(proposal.first),
    }
}

/// Place and date of a proposal that states nothing by itself.
fn stand_in(proposal: &Proposal, workbook: &Workbook) -> (PlaceTo, PeriodTo) {
    use crate::codec::article::{Of, Reading};
    let plain = Proposal {
        reading: Reading { kind: Kind::Rate, of: Of::Poor },
        first: Figure::decimal(0, 2),
        second: None,
        minority: false,
        ..proposal.clone()
    };
    settle(&plain, plain.reading, workbook)
        .map_or((PlaceTo::Unknown, PeriodTo::Unknown), |made| (made.place, made.period))
}

/// The two periods that show a date beside the one before it.
pub fn span_of(workbook: &Workbook, now: PeriodId) -> Option<Span> {
    let periods = workbook.periods();
    let at = periods.iter().position(|period| period.id == now)?;
    let before = at.checked_sub(1).and_then(|at| periods.get(at));
    Some(Span { prev: before.map(|period| period.id), now })
}

/// The column that shows a measure at the later of the two periods.
pub fn field_of(measure: Measure) -> Option<Field> {
    Field::ALL.iter().copied().find(|field| field.fact() == Some((measure, At::Now)))
}

/// The status of a period made for a figure.
const fn status_for(planned: bool) -> Status {
    if planned { Status::Plan } else { Status::Official }
}

/// Whether every fact may stand in its cell.
fn fit(facts: &[(Measure, Fact)]) -> bool {
    facts.iter().all(|(measure, fact)| limits::fits(*measure, &fact.reading).is_ok())
}
