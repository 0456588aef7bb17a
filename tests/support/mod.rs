//! Documents for tests: chance ones through the public edits, and a table of real communes.
#![allow(dead_code)]

use giam_ngheo::core::edit::Edit;
use giam_ngheo::core::fact::{Fact, FactKey, Figure, Qualifier, Reading, Source, Unreadable};
use giam_ngheo::core::measure::{Group, Kind, Measure};
use giam_ngheo::core::period::{Date, Period, PeriodId, Standard, Status};
use giam_ngheo::core::target::Target;
use giam_ngheo::core::unit::{Place, Tag, TagId, Unit};
use giam_ngheo::core::workbook::{Foreign, Heading, Workbook};

/// Whether the long form of a test is wanted.
pub fn long() -> bool {
    std::env::var_os("LONG").is_some()
}

/// A small generator of chance numbers (splitmix64), so that a seed names a case for ever.
pub struct Chance(pub u64);

impl Chance {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize]
    }

    pub fn text(&mut self, longest: u64) -> String {
        const PARTS: &[&str] = &[
            "xã ",
            "Pác Nặm",
            "Đắk ",
            "Hoà",
            "e\u{301}",
            "<script>",
            "\"",
            "\\",
            "/",
            "12,5 %",
            "𝒳",
            "ﬁ",
            ",",
            "'",
            "R’Lấp",
            "–",
            " ",
            "a",
            "B",
            "9",
        ];
        let parts = self.below(longest + 1);
        (0..parts).map(|_| self.pick(PARTS)).collect()
    }

    /// A name as the document holds them: composed.
    fn name(&mut self) -> String {
        giam_ngheo::core::names::compose(&self.text(3))
    }

    fn source(&mut self) -> Source {
        if self.one_in(2) {
            return Source::Entered;
        }
        self.pick(&[Source::Published, Source::Derived, Source::Illustrative])
    }

    fn figure(&mut self, measure: Measure) -> Figure {
        let qualifier = if self.one_in(4) {
            use Qualifier::*;
            self.pick(&[MoreThan, AtLeast, LessThan, AtMost, About])
        } else {
            Qualifier::Plain
        };
        let size = self.pick(&[10, 3_000, 1_000_000, 1_000_000_001]);
        let count = self.below(size) as i64;
        let decimals = self.below(5) as u8;
        let one = 10_i64.pow(decimals.into());
        let (mantissa, decimals) = match measure.kind() {
            Kind::Count => (count, 0),
            Kind::CountChange => (if self.one_in(3) { -count } else { count }, 0),
            Kind::Rate => (self.below(100 * one as u64 + 1) as i64, decimals),
            Kind::PointChange | Kind::Target => (self.below(200 * one as u64 + 1) as i64 - 100 * one, decimals),
        };
        Figure { mantissa, decimals, qualifier, assumed: self.one_in(8) }
    }

    fn target(&mut self) -> Target {
        let (a, b) = (self.below(10_001) as i64, self.below(10_001) as i64);
        let (least, most) = (a.min(b), a.max(b));
        match self.below(5) {
            0 => Target::RateLeft { most },
            1 => Target::PointsDown { least, most },
            2 => Target::PointsDown { least, most: least },
            3 => Target::HouseholdsLeft { most: most * 100_000 },
            _ => Target::HouseholdsDown { least, most },
        }
    }

    pub fn fact(&mut self, measure: Measure) -> Fact {
        let reading = if self.one_in(10) {
            Reading::Unreadable(self.pick(&Unreadable::ALL))
        } else if measure == Measure::Target {
            Reading::Target(self.target())
        } else {
            Reading::Figure(self.figure(measure))
        };
        let keeps_text = matches!(reading, Reading::Unreadable(_)) || self.one_in(5);
        Fact { reading, text: keeps_text.then(|| self.text(4).into()), source: self.source() }
    }
}

/// A chance document with up to so many units. Gaps in identities, trees, tags, several periods, sparse and dense
/// columns, foreign parts: everything a document can have, and nothing it cannot.
pub fn chance_workbook(seed: u64, most_units: u64) -> Workbook {
    let mut chance = Chance(seed);
    let mut workbook = Workbook::default();
    let heading =
        Heading { title: chance.text(8), area: chance.text(3), level: chance.text(2), author: chance.text(2) };
    Edit::SetHeading(heading).apply(&mut workbook);
    let periods = chance.below(4);
    let mut periods: Vec<PeriodId> = (0..periods).map(|_| workbook.fresh_period()).collect();
    let mut year = 2010;
    for (at, id) in periods.iter_mut().enumerate() {
        year += chance.below(6) as i16;
        let date = if chance.one_in(3) { Date { year, month: 6, day: at as u8 + 1 } } else { Date::year_end(year) };
        let period = Period {
            id: *id,
            date,
            status: chance.pick(&[Status::Plan, Status::Preliminary, Status::Official, Status::Revised]),
            standard: chance.pick(&Standard::ALL),
            note: chance.text(2),
        };
        Edit::InsertPeriod { at, period }.apply(&mut workbook);
    }
    let mut dated = workbook.periods().to_vec();
    dated.sort_by_key(|period| period.date);
    for (at, period) in dated.into_iter().enumerate() {
        Edit::ReplacePeriod { at, period }.apply(&mut workbook);
    }
    let tags: Vec<TagId> = (0..chance.below(4))
        .map(|at| {
            let id = workbook.fresh_tag();
            Edit::InsertTag { at: at as usize, tag: Tag { id, name: chance.name() } }.apply(&mut workbook);
            id
        })
        .collect();
    let measures: Vec<(PeriodId, Measure, Group)> = periods
        .iter()
        .flat_map(|period| Measure::ALL.map(|measure| (*period, measure)))
        .filter_map(|(period, measure)| {
            let group = if chance.one_in(6) { Group(chance.below(256) as u8) } else { Group::ALL };
            // Movements are many: a few of them.
            chance.one_in(if measure.is_flow() { 11 } else { 2 }).then_some((period, measure, group))
        })
        .collect();
    let density: Vec<u64> = measures.iter().map(|_| chance.pick(&[1, 1, 3, 12])).collect();
    for at in 0..chance.below(most_units + 1) as usize {
        let mut unit = Unit::new(workbook.fresh_unit(), chance.name());
        if chance.one_in(3) {
            unit.code = Some(format!("{:05}", chance.below(33_000)));
        }
        if at > 0 && chance.one_in(3) {
            let depth = |mut id| {
                let mut depth = 0;
                while let Some(parent) = workbook.unit(id).and_then(|unit| unit.parent) {
                    (id, depth) = (parent, depth + 1);
                }
                depth
            };
            let parent = workbook.units()[chance.below(at as u64) as usize].id;
            unit.parent = (depth(parent) < 10).then_some(parent);
        }
        unit.tags = tags.iter().copied().filter(|_| chance.one_in(3)).collect();
        let place = Place::Unit(unit.id);
        let facts = measures.iter().zip(&density).filter_map(|(&(period, measure, group), density)| {
            let key = FactKey { period, measure, group, place };
            chance.one_in(*density).then(|| (key, chance.fact(measure)))
        });
        let facts = facts.collect();
        Edit::InsertUnit { at, unit, facts }.apply(&mut workbook);
    }
    // Leaves nobody without a parent.
    for at in (0..workbook.units().len()).rev() {
        let id = workbook.units()[at].id;
        if !workbook.is_group(id) && chance.one_in(10) {
            Edit::RemoveUnit { at }.apply(&mut workbook);
        }
    }
    for &(period, measure, group) in &measures {
        let places = tags.iter().map(|tag| Place::Tag(*tag)).chain([Place::Area]);
        for place in places.collect::<Vec<_>>() {
            if chance.one_in(4) {
                let key = FactKey { period, measure, group, place };
                Edit::SetFact { key, fact: Some(chance.fact(measure)) }.apply(&mut workbook);
            }
        }
    }
    if chance.one_in(4) {
        workbook.foreign.push(Foreign { name: "flows".into(), body: b"{\"a\": [1, 2.5e3, null]}".to_vec() });
        workbook.foreign.push(Foreign { name: "#99".into(), body: vec![0, 255, 7] });
    }
    workbook
}

/// Code and name of 200 real communes.
pub fn communes() -> Vec<(&'static str, &'static str)> {
    let lines = include_str!("../data/communes_200.csv").lines().skip(2);
    lines.map(|line| line.split_once(',').unwrap()).collect()
}

/// A commune review as it is usual: so many real communes, seven counts each (households, poor and near-poor at two
/// year-ends, a target). The counts are made up: 500–3000 households, 5–45 % poor, a fall by 4–18 %.
pub fn review(units: usize, with_codes: bool) -> Workbook {
    let mut workbook = Workbook::default();
    let heading = Heading {
        title: "Rà soát hộ nghèo 2023".into(),
        area: "Toàn tỉnh".into(),
        level: "xã".into(),
        author: String::new(),
    };
    Edit::SetHeading(heading).apply(&mut workbook);
    for (at, year) in [2022, 2023].into_iter().enumerate() {
        let period = Period {
            id: workbook.fresh_period(),
            date: Date::year_end(year),
            status: Status::Official,
            standard: Standard::Y2022,
            note: String::new(),
        };
        Edit::InsertPeriod { at, period }.apply(&mut workbook);
    }
    let mut chance = Chance(2023);
    for (at, (code, name)) in communes().into_iter().cycle().take(units).enumerate() {
        let mut unit = Unit::new(workbook.fresh_unit(), name);
        unit.code = with_codes.then(|| code.into());
        let mut share = |of: u64, least: u64, most: u64| of * (least + chance.below(most - least)) / 1000;
        let spread = share(2500, 0, 1000);
        let households = 500 + share(spread, 0, 1000);
        let (poor, near) = (share(households, 50, 450), share(households, 40, 160));
        let closing = [share(households, 994, 1014), share(poor, 820, 960), share(near, 850, 1100)];
        let target = share(poor, 870, 930);
        let columns = [(0, households), (0, poor), (0, near), (1, closing[0]), (1, closing[1]), (1, closing[2])];
        let measures = [Measure::Households, Measure::PoorHouseholds, Measure::NearPoorHouseholds];
        let mut facts = Vec::new();
        for ((period, value), measure) in columns.into_iter().zip(measures.into_iter().cycle()) {
            let key = FactKey::of_all(Place::Unit(unit.id), PeriodId(period), measure);
            facts.push((key, Fact::whole(value as i64)));
        }
        let key = FactKey::of_all(Place::Unit(unit.id), PeriodId(1), Measure::Target);
        facts.push((key, Fact::new(Reading::Target(Target::HouseholdsLeft { most: target as i64 }))));
        Edit::InsertUnit { at, unit, facts }.apply(&mut workbook);
    }
    workbook
}

/// A chance edit that fits a workbook more or less: places may be gone, figures are of any kind.
pub fn chance_edit(chance: &mut Chance, workbook: &Workbook) -> Edit {
    let units = workbook.units().len().max(1) as u64;
    let at = chance.below(units + 1) as usize;
    let period = |chance: &mut Chance| {
        let year = 2000 + chance.below(40) as i16;
        Period {
            id: PeriodId(chance.below(6) as u16),
            date: Date::year_end(year),
            status: chance.pick(&[Status::Plan, Status::Preliminary, Status::Official, Status::Revised]),
            standard: chance.pick(&Standard::ALL),
            note: chance.text(3),
        }
    };
    let unit = |chance: &mut Chance| {
        let mut unit = Unit::new(giam_ngheo::core::unit::UnitId(chance.below(2 * units) as u32), chance.text(3));
        unit.code = chance.one_in(3).then(|| format!("{:05}", chance.below(33_000)));
        unit.parent = workbook.units().first().filter(|_| chance.one_in(4)).map(|unit| unit.id);
        unit
    };
    let fact = |chance: &mut Chance| {
        let measure = chance.pick(&Measure::ALL);
        let place = match chance.below(8) {
            0 => Place::Area,
            1 => Place::Tag(TagId(chance.below(4) as u16)),
            _ => Place::Unit(giam_ngheo::core::unit::UnitId(chance.below(units) as u32)),
        };
        let group = if chance.one_in(6) { Group(chance.below(256) as u8) } else { Group::ALL };
        let key = FactKey { period: PeriodId(chance.below(4) as u16), measure, group, place };
        (key, chance.fact(measure))
    };
    match chance.below(16) {
        0 => {
            let facts = (0..chance.below(4)).map(|_| fact(chance)).collect();
            Edit::InsertUnit { at, unit: unit(chance), facts }
        }
        1 => Edit::RemoveUnit { at },
        2 => Edit::ReplaceUnit { at, unit: unit(chance) },
        3 => Edit::MoveUnit { from: at, to: chance.below(units) as usize },
        4 => Edit::InsertTag { at, tag: Tag { id: TagId(chance.below(9) as u16), name: chance.text(2) } },
        5 => Edit::RemoveTag { at },
        6 => Edit::ReplaceTag { at: 0, tag: Tag { id: TagId(chance.below(9) as u16), name: chance.text(2) } },
        7 => Edit::InsertPeriod { at: workbook.periods().len(), period: period(chance) },
        8 => Edit::RemovePeriod { at },
        9 => Edit::ReplacePeriod { at: 0, period: period(chance) },
        10 => Edit::SetHeading(Heading { title: chance.text(9), area: chance.text(4), ..Heading::default() }),
        11 => Edit::Batch((0..chance.below(4)).map(|_| chance_edit(chance, workbook)).collect()),
        _ => {
            let (key, fact) = fact(chance);
            Edit::SetFact { key, fact: (!chance.one_in(4)).then_some(fact) }
        }
    }
}
