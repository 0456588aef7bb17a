//! Two versions of a table: what is the same unit, every difference, what it does to the area's rate, taking it over.

mod common;
mod support;

use common::{AREA, Table, unit};
use giam_ngheo::codec::check_code::check_code;
use giam_ngheo::codec::sample::sample;
use giam_ngheo::core::actions;
use giam_ngheo::core::compare::{Comparison, Difference, Likeness, Meter, Pairs, Shift, Sides, compare, take};
use giam_ngheo::core::edit::Edit;
use giam_ngheo::core::fact::{Fact, FactKey};
use giam_ngheo::core::field::Field;
use giam_ngheo::core::measure::Measure;
use giam_ngheo::core::unit::{Place, Unit, UnitId};
use giam_ngheo::core::workbook::Workbook;
use proptest::prelude::*;
use support::{Chance, chance_workbook, long, review};

/// A workbook of nothing but units, from "code name" or "- name".
fn units(lines: &[&str]) -> Workbook {
    let mut workbook = Workbook::default();
    for (at, line) in lines.iter().enumerate() {
        let (code, name) = line.split_once(' ').unwrap();
        let mut unit = Unit::new(workbook.fresh_unit(), name);
        unit.code = (code != "-").then(|| code.to_owned());
        Edit::InsertUnit { at, unit, facts: Vec::new() }.apply(&mut workbook);
    }
    workbook
}

/// The pairs of two such lists, as positions.
fn pairs(mine: &[&str], theirs: &[&str]) -> Vec<(u32, u32, Likeness)> {
    let pairs = Pairs::of(&units(mine), &units(theirs));
    pairs.units.iter().map(|pair| (pair.mine.0, pair.theirs.0, pair.by)).collect()
}

#[test]
fn units_are_found_by_code_then_by_name() {
    use Likeness::*;
    let by_code = pairs(&["01834 Ba Bể", "01840 Na Rì"], &["01840 Na Rì", "01834 Huyện Ba Bể"]);
    assert_eq!(by_code, [(0, 1, Code), (1, 0, Code)]);
    // Written otherwise: tone mark, Unicode form, kind word, blanks.
    let by_name = pairs(&["- Xã Hoà Mục", "- Pác Nặm"], &["- Pa\u{301}c Nặm", "- hòa  mục"]);
    assert_eq!(by_name, [(0, 1, Name), (1, 0, Name)]);
    assert_eq!(pairs(&["- Pác Nặm"], &["- Pắc Nặm"]), [(0, 0, Near)]);
    // A code given out again to another commune.
    assert_eq!(pairs(&["01834 Ba Bể"], &["01834 Chợ Mới"]), [(0, 0, CodeAlone)]);
    // Two codes are two units, whatever the names.
    assert_eq!(pairs(&["01834 Tân Thành"], &["01835 Tân Thành"]), []);
}

#[test]
fn kinds_tell_units_of_one_name_apart() {
    use Likeness::*;
    let mine = ["- Xã Tân Thành", "- Phường Tân Thành"];
    assert_eq!(pairs(&mine, &["- Phường Tân Thành", "- Xã Tân Thành"]), [(0, 1, Name), (1, 0, Name)]);
    // Which of the two is meant cannot be known.
    assert_eq!(pairs(&mine, &["- Tân Thành"]), []);
    // Once the one is known, the other is.
    assert_eq!(pairs(&mine, &["- Xã Tân Thành", "- Tân Thành"]), [(0, 0, Name), (1, 1, Name)]);
}

#[test]
fn equal_names_are_told_apart_by_their_groups_or_taken_in_order() {
    use Likeness::*;
    let tree = |names: [&str; 2]| {
        let mut workbook = units(&["- A", "- B"]);
        for name in names {
            let group = UnitId(u32::from(name == "B"));
            let at = workbook.units().len();
            let (_, edit) = actions::add_unit(&workbook, at, "Tân Tiến", Some(group));
            edit.apply(&mut workbook);
        }
        workbook
    };
    let pairs_of = |a: &Workbook, b: &Workbook| {
        Pairs::of(a, b).units.iter().skip(2).map(|pair| (pair.mine.0, pair.theirs.0, pair.by)).collect::<Vec<_>>()
    };
    assert_eq!(pairs_of(&tree(["A", "B"]), &tree(["B", "A"])), [(2, 3, Name), (3, 2, Name)]);
    assert_eq!(pairs(&["- Tân Tiến", "- Tân Tiến"], &["- Tân Tiến", "- Tân Tiến"]), [(0, 0, Order), (1, 1, Order)]);
    assert_eq!(pairs(&["- Tân Tiến", "- Tân Tiến"], &["- Tân Tiến"]), []);
    // Rows without a name are pairs only by their order.
    assert_eq!(pairs(&["-  "], &["-  "]), [(0, 0, Order)]);
}

fn key(workbook: &Workbook, name: &str, field: Field) -> FactKey {
    let place = match name {
        "" => Place::Area,
        name => Place::Unit(workbook.units().iter().find(|unit| unit.name == name).unwrap().id),
    };
    workbook.key_of(workbook.latest_span().unwrap(), place, field).unwrap()
}

fn set(workbook: &mut Workbook, name: &str, field: Field, value: Option<i64>) {
    let key = key(workbook, name, field);
    Edit::SetFact { key, fact: value.map(Fact::whole) }.apply(workbook);
}

/// The effects of all differences: on the rate now, in millionths of a point.
fn effects(mine: &Workbook, theirs: &Workbook) -> Vec<(Difference, Shift, Shift)> {
    let comparison = compare(mine, theirs);
    let mut meter = Meter::new(mine, mine.latest_span().unwrap());
    let effect = |difference: &Difference| {
        let effect = meter.effect(take(mine, theirs, &comparison, &[*difference]));
        (*difference, effect.prev, effect.now)
    };
    comparison.differences.iter().map(effect).collect()
}

/// Poor and total of the sample at end-2023: 18 067 of 82 310 (its eight typed columns added up).
#[test]
fn a_figure_changed_in_the_sample_and_what_it_does() {
    let mine = sample();
    let mut theirs = sample();
    set(&mut theirs, "Ba Bể", Field::PoorNow, Some(3000));
    set(&mut theirs, "Na Rì", Field::HouseholdsNow, None);
    let old = mine.fact(key(&mine, "Ba Bể", Field::PoorNow)).cloned();
    assert_ne!(old, None);
    let comparison = compare(&mine, &theirs);
    assert_eq!((comparison.differences.len(), comparison.figures), (2, 2));
    let sides: Vec<Sides> = comparison.differences.iter().map(|difference| difference.sides(&mine, &theirs)).collect();
    assert_eq!(sides, [Sides::Both, Sides::Mine]);
    let found = effects(&mine, &theirs);
    // 212 poor households fewer of the 82 310, or more exactly what the counts of the test's own sum say.
    let sum = |field: Field| -> i128 {
        let of = |unit: &Unit| mine.fact(key(&mine, &unit.name, field));
        let figures = mine.units().iter().filter_map(of);
        figures.map(|fact| i128::from(number(fact))).sum()
    };
    let (poor, households) = (sum(Field::PoorNow), sum(Field::HouseholdsNow));
    let less = i128::from(number(&old.unwrap())) - 3000;
    let expected = -(less * 200_000_000 / households + 1) / 2;
    assert_eq!(found[0].1, Shift::By(0));
    let Shift::By(by) = found[0].2 else { panic!("{:?}", found[0]) };
    assert!((i128::from(by) - expected).abs() <= 1, "{by} {expected}");
    assert_eq!((poor, households), (18_067, 82_310));
    // Without one total there is no rate for the area.
    assert_eq!(found[1].2, Shift::Vanishes);
    let back = effects(&theirs, &mine);
    assert_eq!(back[1].2, Shift::Appears(2169), "with 3 000 poor households in Ba Bể: 17 855 of 82 310");
}

fn number(fact: &Fact) -> i64 {
    match fact.reading {
        giam_ngheo::core::fact::Reading::Figure(figure) => figure.mantissa,
        _ => panic!("{fact:?}"),
    }
}

/// Every single change of a fully typed table: the effect is what the sums say.
#[test]
fn effects_are_those_of_the_sums() {
    let mine = review(30, true);
    let mut chance = Chance(9);
    let span = mine.latest_span().unwrap();
    let sum = |workbook: &Workbook, field: Field| -> i128 {
        let of = |unit: &Unit| workbook.fact(workbook.key_of(span, Place::Unit(unit.id), field).unwrap());
        workbook.units().iter().filter_map(of).map(|fact| i128::from(number(fact))).sum()
    };
    let fields = [Field::PoorPrev, Field::HouseholdsPrev, Field::PoorNow, Field::HouseholdsNow, Field::NearPoorNow];
    for _ in 0..200 {
        let mut theirs = mine.clone();
        let place = Place::Unit(mine.units()[chance.below(30) as usize].id);
        let field = chance.pick(&fields);
        let key = mine.key_of(span, place, field).unwrap();
        let now = number(mine.fact(key).unwrap());
        let fact = Fact::whole(now + 1 + chance.below(40) as i64);
        Edit::SetFact { key, fact: Some(fact) }.apply(&mut theirs);
        let [(difference, prev, now)] = effects(&mine, &theirs)[..] else { panic!("one difference") };
        assert_eq!(difference, Difference::Figure { mine: key, theirs: key });
        for (shift, poor, households) in
            [(prev, Field::PoorPrev, Field::HouseholdsPrev), (now, Field::PoorNow, Field::HouseholdsNow)]
        {
            let [(p0, t0), (p1, t1)] =
                [&mine, &theirs].map(|workbook| (sum(workbook, poor), sum(workbook, households)));
            let exact = (p1 * t0 - p0 * t1) * 100_000_000;
            let Shift::By(by) = shift else { panic!("{shift:?}") };
            // Within half a millionth of the exact quotient.
            assert!((i128::from(by) * t0 * t1 - exact).abs() * 2 <= t0 * t1, "{by}");
            assert_eq!(by == 0, p1 * t0 == p0 * t1);
        }
    }
}

#[test]
fn a_rate_and_the_count_it_stands_for_are_two_statements() {
    let mut mine = Table::new(1);
    let mut theirs = Table::new(1);
    mine.set(unit(0), Field::RateNow, "22.3");
    theirs.set(unit(0), Field::RateNow, "22.30");
    assert_eq!(compare(&mine.book, &theirs.book).figures, 1);
    // How sure its reading was and who vouches for it is no difference.
    theirs.set(unit(0), Field::RateNow, "22.3");
    let key = theirs.book.key_of(theirs.span, unit(0), Field::RateNow).unwrap();
    let mut fact = theirs.book.fact(key).cloned().unwrap();
    fact.source = giam_ngheo::core::fact::Source::Published;
    fact.text = Some("22,3 %".into());
    theirs.set_fact(unit(0), Field::RateNow, Some(fact));
    assert!(compare(&mine.book, &theirs.book).is_empty());
    mine.set(AREA, Field::PoorNow, "5");
    let comparison = compare(&mine.book, &theirs.book);
    assert_eq!(comparison.differences[0].sides(&mine.book, &theirs.book), Sides::Mine);
}

/// Other identities, other order, other periods' numbers: the same table.
fn renumbered(workbook: &Workbook) -> Workbook {
    let mut other = Workbook::default();
    other.reserve_identities((UnitId(500), giam_ngheo::core::unit::TagId(40), giam_ngheo::core::period::PeriodId(7)));
    Edit::SetHeading(workbook.heading.clone()).apply(&mut other);
    let empty = other.clone();
    let comparison = compare(&empty, workbook);
    take(&empty, workbook, &comparison, &comparison.differences).apply(&mut other);
    other
}

#[test]
fn a_table_taken_into_an_empty_one_is_the_same_table() {
    for workbook in [sample(), review(40, true), review(40, false)] {
        let other = renumbered(&workbook);
        assert_eq!(check_code(&other), check_code(&workbook));
        assert_eq!(other.units()[0].id, UnitId(500));
        let comparison = compare(&workbook, &other);
        assert!(comparison.is_empty(), "{:?}", comparison.differences);
        assert_eq!(comparison.alike, workbook.all_series().map(|(_, series)| series.iter().count()).sum::<usize>());
    }
}

#[test]
fn units_come_in_where_they_stand_there() {
    let theirs = units(&["- A", "- B", "- C", "- D"]);
    let mut mine = units(&["- D", "- A", "- E", "- C"]);
    let comparison = compare(&mine, &theirs);
    assert_eq!(comparison.differences, [Difference::UnitTheirs(UnitId(1)), Difference::UnitMine(UnitId(2))]);
    take(&mine, &theirs, &comparison, &comparison.differences[..1]).apply(&mut mine);
    let names: Vec<&str> = mine.units().iter().map(|unit| unit.name.as_str()).collect();
    assert_eq!(names, ["D", "A", "B", "E", "C"]);
}

/// A version of a workbook after some work: figures changed, units added, renamed, deleted, a period more.
fn worked_on(workbook: &Workbook, seed: u64) -> Workbook {
    let mut other = workbook.clone();
    let mut chance = Chance(seed);
    for turn in 0..1 + chance.below(8) {
        let units = other.units().len() as u64;
        let edit = match chance.below(8) {
            0 => Some(actions::add_unit(&other, chance.below(units + 1) as usize, &format!("Xã mới {turn}"), None).1),
            1 if units > 0 => actions::remove_unit(&other, other.units()[chance.below(units) as usize].id),
            2 if units > 0 => {
                let unit = &other.units()[chance.below(units) as usize];
                actions::rename_unit(&other, unit.id, &format!("{} đổi tên {turn}", unit.name))
            }
            3 => actions::add_period(&other).map(|(_, edit)| edit),
            4 => actions::add_tag(&other, &format!("nhãn {turn}")).1,
            _ => {
                let period = other.periods().first().map(|period| period.id);
                let at = chance.below(units + 1) as usize;
                let place = other.units().get(at).map_or(Place::Area, |unit| Place::Unit(unit.id));
                let measure = chance.pick(&Measure::ALL);
                period.map(|period| {
                    let fact = (!chance.one_in(4)).then(|| chance.fact(measure));
                    Edit::SetFact { key: FactKey::of_all(place, period, measure), fact }
                })
            }
        };
        if let Some(edit) = edit {
            edit.apply(&mut other);
        }
    }
    other
}

/// Names that occur once, so that every unit has its partner.
fn with_own_names(mut workbook: Workbook) -> Workbook {
    for at in 0..workbook.units().len() {
        let mut unit = workbook.units()[at].clone();
        unit.name = format!("Xã {} số {at}", ["A", "B", "C"][at % 3]);
        unit.code = None;
        Edit::ReplaceUnit { at, unit }.apply(&mut workbook);
    }
    workbook
}

fn all(comparison: &Comparison) -> &[Difference] {
    &comparison.differences
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if long() { 5_000 } else { 300 }))]

    #[test]
    fn nothing_differs_from_itself(seed: u64, units in 0_u64..30) {
        let workbook = chance_workbook(seed, units);
        let comparison = compare(&workbook, &workbook);
        prop_assert!(comparison.is_empty(), "{:?}", comparison.differences);
    }

    /// Taking everything over gives their statements, and undoing gives mine back.
    #[test]
    fn taking_all_makes_them_agree(seed: u64, units in 0_u64..20) {
        let mine = with_own_names(chance_workbook(seed, units));
        let theirs = worked_on(&mine, seed ^ 1);
        let comparison = compare(&mine, &theirs);
        let mut taken = mine.clone();
        let inverse = take(&mine, &theirs, &comparison, all(&comparison)).apply(&mut taken);
        let left = compare(&taken, &theirs);
        // A unit whose new group stands behind it stays where it is; nothing else may be left.
        prop_assert!(left.differences.iter().all(|left| matches!(left, Difference::Unit { .. })), "{:?}", left.differences);
        prop_assert_eq!(left.figures, 0);
        if left.is_empty() {
            prop_assert_eq!(check_code(&taken), check_code(&theirs));
        }
        inverse.apply(&mut taken);
        prop_assert_eq!(taken, mine);
    }

    /// One by one is as good as all at once, and each step takes away what was taken.
    #[test]
    fn differences_can_be_taken_one_by_one(seed: u64, units in 0_u64..12) {
        let mut mine = with_own_names(chance_workbook(seed, units));
        let theirs = worked_on(&mine, seed ^ 2);
        for _ in 0..200 {
            let comparison = compare(&mine, &theirs);
            let Some(first) = comparison.differences.iter().find(|one| !matches!(one, Difference::Unit { .. })) else { break };
            take(&mine, &theirs, &comparison, &[*first]).apply(&mut mine);
            prop_assert!(!compare(&mine, &theirs).differences.contains(first));
        }
        prop_assert_eq!(compare(&mine, &theirs).figures, 0);
    }

    /// Two tables that have nothing to do with each other: no panic, and figures are counted once.
    #[test]
    fn strangers_can_be_compared(seed: u64, a in 0_u64..20, b in 0_u64..20) {
        let (mine, theirs) = (chance_workbook(seed, a), chance_workbook(seed ^ 77, b));
        let comparison = compare(&mine, &theirs);
        let count = |workbook: &Workbook| workbook.all_series().map(|(_, series)| series.iter().count()).sum::<usize>();
        let most = count(&mine) + count(&theirs);
        prop_assert!(comparison.figures + 2 * comparison.alike <= most);
        prop_assert!(comparison.figures >= count(&mine).abs_diff(count(&theirs)));
        let taken = take(&mine, &theirs, &comparison, all(&comparison));
        let mut after = mine.clone();
        let inverse = taken.apply(&mut after);
        inverse.apply(&mut after);
        prop_assert_eq!(after, mine);
    }
}
