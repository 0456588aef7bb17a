//! The equations between typed figures: each holds or misses by itself, whatever else is typed.
//!
//! They are the laws of `solve::template` and the sums over units, written out over the figures they leave no room
//! between: a rate over two counts, a total beside its units. What contradicts itself only by way of something that
//! nobody typed is not here; propagation finds that.

use super::facts::{Change, Facts, Id, Statement};
use super::forms::{Form, Side, State, Total};
use super::hull;
use crate::fact::FactKey;
use crate::flows::{ADDS, FORMS, SHARED};
use crate::measure::{Group, Kind, Measure};
use crate::period::PeriodId;
use crate::target::Target;
use crate::unit::Place;

/// What an equation says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Law {
    /// Poor, near-poor or both are at most all households.
    WithinHouseholds,
    /// Poor persons are at most all persons.
    WithinPersons,
    /// Such households of a population group are at most all of them.
    WithinAll(Measure),
    /// Poor, or near-poor, households of a population group are at most its households.
    WithinGroup(Measure),
    /// `100 · part : households = rate`, as printed; of a population group all three are its own.
    Rate(Measure, Group),
    /// Poor + near-poor households = both together.
    Together,
    /// Poor rate + near-poor rate = multidimensional rate, as printed.
    RatesTogether,
    /// The columns of a form of movements come to this count at its end.
    Balance(Measure),
    /// A movement has the same figure in both forms it stands in.
    SameMovement(Measure),
    /// The rate of a whole lies between those of its units, where no counts settle it.
    Between(Measure, Group),
    /// Poor households before − now = the fall.
    HouseholdsDown,
    /// Poor rate before − now = the fall in points, as printed.
    PointsDown,
    /// The units add up to the total; `all` of them, or those known so far are at most the total.
    Sum { measure: Measure, group: Group, all: bool },
    /// The units' household targets add up to the target of the whole.
    TargetSum,
    /// No whole number of households has this rate of so many: the nearest below and above are told.
    WholeHouseholds(Measure),
    /// No single equation: the figures leave each other no room.
    Chain,
}

/// The rates of a population group, with what each is the rate of.
const RATES_OF_GROUP: [(Measure, Measure); 2] =
    [(Measure::PoorRate, Measure::PoorHouseholds), (Measure::NearPoorRate, Measure::NearPoorHouseholds)];

/// An equation over typed figures.
#[derive(Clone, Debug)]
pub(super) struct Bond {
    pub law: Law,
    pub place: Place,
    pub period: PeriodId,
    pub form: Form,
}

/// Each rate with what it is the rate of.
pub(super) const RATES: [(Measure, &[Measure]); 3] = [
    (Measure::PoorRate, &[Measure::PoorHouseholds]),
    (Measure::NearPoorRate, &[Measure::NearPoorHouseholds]),
    (Measure::MultidimensionalRate, &[Measure::PoorHouseholds, Measure::NearPoorHouseholds]),
];

impl Bond {
    pub fn state(&self, facts: &Facts, changes: &[Change]) -> State {
        self.form.state(facts, changes)
    }

    /// The facts it is about.
    pub fn ids(&self) -> Vec<Id> {
        self.form.ids()
    }
}

/// The equations of all groups, tags and the area, made once; those of a unit are made when asked for.
#[derive(Default)]
pub(super) struct Bonds {
    /// Sorted by place.
    sums: Vec<(Place, Vec<Bond>)>,
}

impl Bonds {
    pub fn new(facts: &Facts) -> Self {
        Self { sums: facts.sums().map(|place| (place, of_place(facts, place))).collect() }
    }

    /// The equations about a place.
    pub fn of<'b>(&'b self, facts: &Facts, place: Place) -> std::borrow::Cow<'b, [Bond]> {
        match self.sums.binary_search_by(|(other, _)| other.cmp(&place)) {
            Ok(at) => self.sums.get(at).map(|(_, bonds)| bonds.as_slice()).unwrap_or_default().into(),
            Err(_) => of_place(facts, place).into(),
        }
    }

    /// The equations a fact stands in.
    pub fn touching(&self, facts: &Facts, id: Id) -> Vec<Bond> {
        let Some(key) = facts.key(id) else { return Vec::new() };
        let mut places = facts.above(key.place);
        places.push(key.place);
        let mut found = Vec::new();
        for place in places {
            found.extend(self.of(facts, place).iter().filter(|bond| bond.form.holds(id)).cloned());
        }
        found
    }
}

/// Every equation about a place in the periods in view.
fn of_place(facts: &Facts, place: Place) -> Vec<Bond> {
    let mut maker = Maker { facts, place, bonds: Vec::new() };
    for &(period, _) in &facts.periods {
        maker.period(period);
        if let Some(before) = facts.before(period) {
            maker.change(before, period);
        }
    }
    maker.bonds
}

struct Maker<'a> {
    facts: &'a Facts,
    place: Place,
    bonds: Vec<Bond>,
}

impl Maker<'_> {
    fn add(&mut self, law: Law, period: PeriodId, form: Form) {
        self.bonds.push(Bond { law, place: self.place, period, form });
    }

    fn typed(&self, period: PeriodId, measure: Measure) -> Option<Id> {
        self.typed_of(Group::ALL, period, measure)
    }

    fn typed_of(&self, group: Group, period: PeriodId, measure: Measure) -> Option<Id> {
        self.facts.find(FactKey { place: self.place, period, measure, group })
    }

    fn count(&self, period: PeriodId, measures: &[Measure]) -> Option<Total> {
        count(self.facts, self.place, period, Group::ALL, measures)
    }

    fn period(&mut self, period: PeriodId) {
        let whole = self.facts.members(self.place).is_some();
        // Of a sum only what was typed for it is worth comparing with: its members have equations of their own.
        let own = |maker: &Self, measures: &[Measure]| {
            !whole || measures.iter().any(|&measure| maker.typed(period, measure).is_some())
        };
        let (poor, near, both) = (Measure::PoorHouseholds, Measure::NearPoorHouseholds, Measure::PoorAndNearPoor);
        for parts in [[poor].as_slice(), &[near], &[poor, near], &[both]] {
            if own(self, parts) || own(self, &[Measure::Households]) {
                self.within(Law::WithinHouseholds, period, parts, Measure::Households);
            }
        }
        if own(self, &[Measure::PoorPersons, Measure::Persons]) {
            self.within(Law::WithinPersons, period, &[Measure::PoorPersons], Measure::Persons);
        }
        if let Some(typed) = self.typed(period, both)
            && let Some(plus) = self.count(period, &[poor, near])
        {
            let minus = Total::new(self.facts, vec![typed]);
            self.add(Law::Together, period, Form::Linear { plus, minus, at_most: false });
        }
        for (rate, parts) in RATES {
            let Some(typed) = self.typed(period, rate) else { continue };
            // Both together as typed, where they are.
            let together = Some([both]).filter(|_| rate == Measure::MultidimensionalRate);
            let together = together.and_then(|both| self.count(period, &both));
            let part = together.filter(|total| !total.ids.is_empty()).or_else(|| self.count(period, parts));
            if let (Some(part), Some(whole)) = (part, self.count(period, &[Measure::Households])) {
                self.add(Law::Rate(rate, Group::ALL), period, Form::Ratio { part, whole, rate: typed });
            }
        }
        let rates = RATES.map(|(rate, _)| self.typed(period, rate));
        if let [Some(poor), Some(near), Some(multi)] = rates {
            let parts = Total::new(self.facts, vec![poor, near]);
            let form = Form::Linear { plus: parts, minus: Total::new(self.facts, vec![multi]), at_most: false };
            self.add(Law::RatesTogether, period, form);
        }
        self.movements(period);
        if whole {
            let adds_up = |measure: &Measure| matches!(measure.kind(), Kind::Count | Kind::CountChange);
            for measure in Measure::ALL.into_iter().filter(adds_up) {
                self.sum(period, measure, Group::ALL);
            }
            for (rate, _) in RATES {
                self.between(period, rate, Group::ALL);
            }
            self.targets(period);
        }
        if self.facts.has_groups {
            self.group(period, Group::MINORITY, whole);
        }
    }

    /// What holds of a population group: its rates are of its own households, and it is part of all.
    fn group(&mut self, period: PeriodId, group: Group, whole: bool) {
        const COUNTS: [Measure; 3] = [Measure::Households, Measure::PoorHouseholds, Measure::NearPoorHouseholds];
        let count = |maker: &Self, of: Group, measure| count(maker.facts, maker.place, period, of, &[measure]);
        // Of a sum only what was typed for it is worth comparing with, as ever.
        let own = |maker: &Self, of: Group, measure| !whole || maker.typed_of(of, period, measure).is_some();
        for measure in COUNTS {
            let mut within = |law, wider: Group, of: Measure| {
                if (own(self, group, measure) || own(self, wider, of))
                    && let (Some(plus), Some(minus)) = (count(self, group, measure), count(self, wider, of))
                {
                    self.add(law, period, Form::Linear { plus, minus, at_most: true });
                }
            };
            within(Law::WithinAll(measure), Group::ALL, measure);
            if measure != Measure::Households {
                within(Law::WithinGroup(measure), group, Measure::Households);
            }
            if whole {
                self.sum(period, measure, group);
            }
        }
        for (rate, part) in RATES_OF_GROUP {
            let counts = count(self, group, part).zip(count(self, group, Measure::Households));
            if let (Some(typed), Some((part, whole))) = (self.typed_of(group, period, rate), counts) {
                self.add(Law::Rate(rate, group), period, Form::Ratio { part, whole, rate: typed });
            }
            self.between(period, rate, group);
        }
    }

    fn between(&mut self, period: PeriodId, rate: Measure, group: Group) {
        if let Some(form) = hull::made(self.facts, self.place, period, rate, group) {
            self.add(Law::Between(rate, group), period, form);
        }
    }

    /// Forms with every column typed, and columns that stand in two of them.
    fn movements(&mut self, period: PeriodId) {
        for form in &FORMS {
            let columns: Option<Vec<Id>> = form.columns.iter().map(|measure| self.typed(period, *measure)).collect();
            let Some((columns, end)) = columns.zip(self.typed(period, form.end)) else { continue };
            let mut sides = [Vec::new(), vec![end]];
            for (id, adds) in columns.into_iter().zip(ADDS) {
                if let Some(side) = sides.get_mut(usize::from(!adds)) {
                    side.push(id);
                }
            }
            let [plus, minus] = sides.map(|ids| Total::new(self.facts, ids));
            self.add(Law::Balance(form.end), period, Form::Linear { plus, minus, at_most: false });
        }
        for (one, other) in SHARED {
            if let (Some(plus), Some(minus)) = (self.typed(period, one), self.typed(period, other)) {
                let [plus, minus] = [plus, minus].map(|id| Total::new(self.facts, vec![id]));
                self.add(Law::SameMovement(one), period, Form::Linear { plus, minus, at_most: false });
            }
        }
    }

    fn within(&mut self, law: Law, period: PeriodId, parts: &[Measure], whole: Measure) {
        if let (Some(plus), Some(minus)) = (self.count(period, parts), self.count(period, &[whole])) {
            self.add(law, period, Form::Linear { plus, minus, at_most: true });
        }
    }

    /// A typed total beside its members, as far as they are known.
    fn sum(&mut self, period: PeriodId, measure: Measure, group: Group) {
        let Some(typed) = self.typed_of(group, period, measure) else { return };
        let members = self.facts.members(self.place).unwrap_or_default();
        let mut ids = Vec::new();
        let mut all = !members.is_empty();
        for &member in members {
            all &= gather(self.facts, FactKey { place: member, period, measure, group }, &mut ids);
        }
        // A change may be negative, so that some of them say nothing about all.
        if ids.is_empty() || (!all && measure.kind() != Kind::Count) {
            return;
        }
        let (plus, minus) = (Total::new(self.facts, ids), Total::new(self.facts, vec![typed]));
        self.add(Law::Sum { measure, group, all }, period, Form::Linear { plus, minus, at_most: !all });
    }

    fn change(&mut self, before: PeriodId, period: PeriodId) {
        let poor = &[Measure::PoorHouseholds];
        if let Some(change) = self.typed(period, Measure::DropHouseholds)
            && let (Some(prev), Some(now)) = (self.count(before, poor), self.count(period, poor))
        {
            let mut ids = now.ids;
            ids.push(change);
            let form = Form::Linear { plus: Total::new(self.facts, ids), minus: prev, at_most: false };
            self.add(Law::HouseholdsDown, period, form);
        }
        if let Some(change) = self.typed(period, Measure::DropPoints)
            && let (Some(prev), Some(now)) = (self.rate(before), self.rate(period))
        {
            self.add(Law::PointsDown, period, Form::Points { prev, now, change });
        }
    }

    /// The poor rate as counts or the typed rate give it.
    fn rate(&self, period: PeriodId) -> Option<Side> {
        let parts = self.count(period, &[Measure::PoorHouseholds]).zip(self.count(period, &[Measure::Households]));
        match parts {
            Some((part, whole)) => Some(Side::Counts { part, whole }),
            None => self.typed(period, Measure::PoorRate).map(Side::Typed),
        }
    }

    fn targets(&mut self, period: PeriodId) {
        let Some(whole) = self.typed(period, Measure::Target) else { return };
        let mut parts = Vec::new();
        let members = self.facts.members(self.place).unwrap_or_default();
        if members.is_empty()
            || !members
                .iter()
                .all(|&member| gather(self.facts, FactKey::of_all(member, period, Measure::Target), &mut parts))
        {
            return;
        }
        let shape = |id: Id| match self.facts.statement(id) {
            Some(Statement::Target(target)) => Some(target),
            _ => None,
        };
        // Opening counts turn a fall into what is left, and that into a rate; where the shapes agree nothing is needed.
        let before = self.facts.before(period);
        let opening = |measure| before.and_then(|before| self.count(before, &[measure]));
        let downs = matches!(parts.first().and_then(|id| shape(*id)), Some(Target::HouseholdsDown { .. }));
        let (poor, households) = match shape(whole) {
            Some(Target::RateLeft { .. }) => (downs, true),
            Some(Target::PointsDown { .. }) => (true, true),
            Some(Target::HouseholdsLeft { .. }) => (downs, false),
            Some(Target::HouseholdsDown { .. }) => (!downs, false),
            None => return,
        };
        let [poor, households] = [(poor, Measure::PoorHouseholds), (households, Measure::Households)]
            .map(|(needed, measure)| if needed { opening(measure) } else { None });
        self.add(Law::TargetSum, period, Form::Targets { parts, whole, poor, households });
    }
}

/// The facts a count is the sum of: itself where it is typed, else those of all members.
pub(super) fn count(
    facts: &Facts,
    place: Place,
    period: PeriodId,
    group: Group,
    measures: &[Measure],
) -> Option<Total> {
    let mut ids = Vec::new();
    let all = measures.iter().all(|&measure| gather(facts, FactKey { place, period, measure, group }, &mut ids));
    all.then(|| Total::new(facts, ids))
}

/// Collects the facts a figure is the sum of; `false` when one is missing, with what there is collected.
fn gather(facts: &Facts, of: FactKey, ids: &mut Vec<Id>) -> bool {
    let mut open = vec![of.place];
    let mut all = true;
    while let Some(place) = open.pop() {
        if let Some(id) = facts.find(FactKey { place, ..of }) {
            ids.push(id);
        } else {
            let members = facts.members(place).unwrap_or_default();
            all &= !members.is_empty();
            open.extend(members);
        }
    }
    all
}
