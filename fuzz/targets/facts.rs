//! Sets of facts: whatever is typed wherever, there is an answer – values, findings, gaps, contradictions with repairs that
//! can be taken back – and a figure more or less never stops it.

#![no_main]

use giam_ngheo::core::check::check;
use giam_ngheo::core::conflict::find;
use giam_ngheo::core::edit::Edit;
use giam_ngheo::core::fact::{Fact, FactKey, Figure, Qualifier, Reading, Unreadable};
use giam_ngheo::core::field::Field;
use giam_ngheo::core::gaps::{gaps, one_cell};
use giam_ngheo::core::measure::{Group, Kind, Measure};
use giam_ngheo::core::period::{Date, Period, PeriodId, Span, Standard, Status};
use giam_ngheo::core::quantity::State;
use giam_ngheo::core::solve::solve;
use giam_ngheo::core::target::Target;
use giam_ngheo::core::unit::{Place, Tag, TagId, Unit, UnitId};
use giam_ngheo::core::workbook::Workbook;
use libfuzzer_sys::fuzz_target;

/// The bytes one after the other, then zeros.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn next(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    fn number(&mut self) -> i64 {
        // Small ones often, very large ones now and then.
        match self.next() {
            length @ 0..=3 => (0..=length).fold(0_i64, |all, _| all << 8 | i64::from(self.next())),
            length @ 4..=7 => (0..=length).fold(0_i64, |all, _| all << 8 | i64::from(self.next())).wrapping_neg(),
            small => i64::from(small),
        }
    }
}

/// Two to four periods, some units in groups, one tag.
fn table(bytes: &mut Bytes) -> Workbook {
    let mut book = Workbook::default();
    for at in 0..2 + usize::from(bytes.next() % 3) {
        let period = Period {
            id: PeriodId(at as u16),
            date: Date::year_end(2021 + at as i16),
            status: Status::Official,
            standard: if bytes.next() % 8 == 0 { Standard::Y2016 } else { Standard::Y2022 },
            note: String::new(),
        };
        Edit::InsertPeriod { at, period }.apply(&mut book);
    }
    Edit::InsertTag { at: 0, tag: Tag { id: TagId(0), name: "tag".into() } }.apply(&mut book);
    let units = 1 + u32::from(bytes.next() % 8);
    for id in 0..units {
        let mut unit = Unit::new(UnitId(id), format!("unit {id}"));
        let shape = bytes.next();
        // Any unit may stand under any other, itself included.
        unit.parent = (shape % 4 == 1).then(|| UnitId(u32::from(shape / 4) % (units + 1)));
        unit.tags = if shape % 4 == 2 { vec![TagId(0)] } else { Vec::new() };
        Edit::InsertUnit { at: id as usize, unit, facts: Vec::new() }.apply(&mut book);
    }
    book
}

fn reading(bytes: &mut Bytes, measure: Measure) -> Reading {
    let how = bytes.next();
    let (a, b) = (bytes.number(), bytes.number());
    match how {
        255 => Reading::Unreadable(Unreadable::NotANumber),
        250..255 if measure.kind() == Kind::Target => Reading::Figure(Figure::whole(a)),
        _ if measure.kind() == Kind::Target => Reading::Target(match how % 4 {
            0 => Target::RateLeft { most: a },
            1 => Target::PointsDown { least: a.min(b), most: a.max(b) },
            2 => Target::HouseholdsLeft { most: a },
            _ => Target::HouseholdsDown { least: a.min(b), most: a.max(b) },
        }),
        _ => {
            const ALL: [Qualifier; 6] = [
                Qualifier::Plain,
                Qualifier::MoreThan,
                Qualifier::AtLeast,
                Qualifier::LessThan,
                Qualifier::AtMost,
                Qualifier::About,
            ];
            let qualifier = if how < 128 { Qualifier::Plain } else { ALL[usize::from(how) % ALL.len()] };
            let counted = matches!(measure.kind(), Kind::Count | Kind::CountChange);
            let decimals = if counted && how % 16 != 7 { 0 } else { how / 8 % 6 };
            Reading::Figure(Figure { mantissa: a, decimals, qualifier, assumed: how % 32 == 9 })
        }
    }
}

fuzz_target!(|data: &[u8]| {
    let mut bytes = Bytes(data);
    let mut book = table(&mut bytes);
    let units = book.units().len() as u32;
    while !bytes.0.is_empty() {
        let place = match bytes.next() {
            at @ 0..240 => Place::Unit(UnitId(u32::from(at) % units)),
            240..244 => Place::Tag(TagId(0)),
            _ => Place::Area,
        };
        // Half of them within a year, where they have most to do with each other.
        let when = bytes.next();
        let period = PeriodId(u16::from(if when < 128 { when & 1 } else { when & 3 }));
        let what = bytes.next();
        let group = if what == 255 { Group(1) } else { Group::ALL };
        let all = if what < 160 { &Measure::SOLVED[..] } else { &Measure::ALL[..] };
        let measure = all[usize::from(what) % all.len()];
        let fact = Some(Fact::new(reading(&mut bytes, measure)));
        Edit::SetFact { key: FactKey { place, period, measure, group }, fact }.apply(&mut book);
    }
    let periods: Vec<PeriodId> = book.periods().iter().map(|period| period.id).collect();
    let spans = [
        Span { prev: periods.first().copied(), now: periods[1] },
        Span { prev: None, now: periods[0] },
        Span { prev: periods.first().copied(), now: periods[periods.len() - 1] },
    ];
    for span in spans {
        let solution = solve(&book, span);
        let places = (0..units).map(|id| Place::Unit(UnitId(id))).chain([Place::Tag(TagId(0)), Place::Area]);
        for place in places {
            for field in Field::ALL.iter().filter(|field| field.fact().is_some()) {
                let value = solution.value(place, *field);
                assert!(value.state == State::Conflict || !value.is_known() || value.lo <= value.hi, "{value:?}");
            }
            solution.verdict(place);
        }
        check(&book, &solution);
        let all = gaps(&book, span);
        for cell in one_cell(&book, &all) {
            assert_ne!(cell.typed, cell.instead);
            assert!(cell.closes.iter().all(|number| all[*number].size() != 0));
        }
        for conflict in find(&book, &solution) {
            assert!(conflict.facts.iter().all(|key| book.fact(*key).is_some()));
            for repair in &conflict.repairs {
                let mut changed = book.clone();
                let undo = repair.edit().apply(&mut changed);
                assert_ne!(changed, book);
                undo.apply(&mut changed);
                assert_eq!(changed, book);
            }
        }
    }
});
