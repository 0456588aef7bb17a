//! Contradictions: which figures, by how much, and what may have gone wrong.

mod common;

use common::{AREA, Table, figure, tag, unit};
use giam_ngheo::core::conflict::{Apart, Conflict, FallKind, Fit, Hint, Law, Slip, find, read_fall};
use giam_ngheo::core::fact::{Fact, FactKey, Figure, Reading};
use giam_ngheo::core::field::Field;
use giam_ngheo::core::measure::{Group, Measure};
use giam_ngheo::core::period::{PeriodId, Standard, Status};
use giam_ngheo::core::quantity::Interval;
use giam_ngheo::core::target::Target;
use giam_ngheo::core::unit::{Place, UnitId};

fn conflicts(table: &Table) -> Vec<Conflict> {
    find(&table.book, &table.solve())
}

fn key(table: &Table, place: Place, field: Field) -> FactKey {
    table.book.key_of(table.span, place, field).expect("a field that can be typed")
}

/// The only conflict there is.
fn only(table: &Table) -> Conflict {
    let mut found = conflicts(table);
    assert_eq!(found.len(), 1, "{found:#?}");
    found.remove(0)
}

fn places(conflict: &Conflict) -> Vec<Place> {
    conflict.facts.iter().map(|fact| fact.place).collect()
}

/// Where the first repair is, what happened and what the figure shall be.
fn first(conflict: &Conflict) -> (Slip, FactKey, Reading) {
    let repair = conflict.repairs.first().expect("a repair");
    let (key, fact) = &repair.changes[0];
    (repair.slip, *key, fact.reading)
}

fn whole(value: i64) -> Reading {
    Reading::Figure(Figure::whole(value))
}

/// Six regions with poor, near-poor and both, as units "region, poor" and "region, near-poor" in groups "region", with
/// the columns as tags. Source: Báo Bà Rịa–Vũng Tàu, 02/2023, review of 2022; printed totals 1 057 374 poor, 915 274
/// near-poor, 1 972 767 both.
fn regions_of_2022() -> Table {
    const POOR: [i64; 6] = [455_271, 69_239, 284_137, 129_160, 9_710, 109_767];
    const NEAR: [i64; 6] = [246_190, 100_237, 287_114, 107_487, 6_077, 168_169];
    const BOTH: [i64; 6] = [701_461, 169_566, 571_251, 236_766, 15_787, 277_936];
    let mut table = Table::new(18);
    for region in 0..6 {
        let count = |table: &mut Table, id: usize, value: i64| {
            table.set_fact(unit(id as u32), Field::PoorNow, Some(Fact::whole(value)));
        };
        count(&mut table, region, BOTH[region]);
        count(&mut table, 6 + region, POOR[region]);
        count(&mut table, 12 + region, NEAR[region]);
        for member in [6 + region, 12 + region] {
            table.edit_unit(member as u32, |unit| unit.parent = Some(UnitId(region as u32)));
        }
    }
    table.add_tag(0, &[6, 7, 8, 9, 10, 11]).add_tag(1, &[12, 13, 14, 15, 16, 17]);
    for (place, total) in [(tag(0), 1_057_374), (tag(1), 915_274), (AREA, 1_972_767)] {
        table.set_fact(place, Field::PoorNow, Some(Fact::whole(total)));
    }
    table
}

#[test]
fn a_digit_swap_closes_row_and_column_at_once() {
    let table = regions_of_2022();
    let found = conflicts(&table);
    // Đồng bằng sông Hồng: 69 239 + 100 237 = 169 476, printed 169 566; the column of the poor is 90 short as well.
    let delta = found.iter().find(|conflict| conflict.facts.contains(&key(&table, unit(7), Field::PoorNow)));
    let delta = delta.expect("the conflict of the region");
    assert_eq!(places(delta), [unit(1), unit(7), unit(13)]);
    let own = &delta.equations[0];
    assert_eq!(own.law, Law::Sum { measure: Measure::PoorHouseholds, group: Group::ALL, all: true });
    assert_eq!((own.computed, own.stated), (Interval::exactly(169_476), Interval::exactly(169_566)));
    assert_eq!(own.miss(), 90);
    let column = delta.equations.iter().find(|equation| equation.place == tag(0)).expect("the column");
    assert_eq!(column.miss(), 90);
    assert_eq!(first(delta), (Slip::Swapped, key(&table, unit(7), Field::PoorNow), whole(69_329)));
    let repair = &delta.repairs[0];
    assert_eq!((repair.closes.len(), repair.leaves), (2, 0));
    // The one cell that closes both.
    let best = delta.suspects[0];
    assert_eq!((best.fact.place, best.wanted, best.closes), (unit(7), Interval::exactly(69_329), 2));
    assert!(delta.suspects.iter().skip(1).all(|other| other.leaves > 0 || other.closes < 2));
}

#[test]
fn where_no_single_cell_can_be_wrong_no_repair_is_offered() {
    let table = regions_of_2022();
    let found = conflicts(&table);
    // Tây Nguyên: 129 160 + 107 487 = 236 647, printed 236 766, and every column it stands in adds up but for the swap.
    let highlands = found.iter().find(|conflict| conflict.facts.contains(&key(&table, unit(3), Field::PoorNow)));
    let highlands = highlands.expect("the conflict of the region");
    assert_eq!(places(highlands), [unit(3), unit(9), unit(15)]);
    assert_eq!(highlands.equations[0].miss(), 119);
    assert!(highlands.repairs.is_empty(), "{:#?}", highlands.repairs);
    assert!(highlands.suspects.iter().all(|suspect| suspect.leaves > 0), "{:#?}", highlands.suspects);
    assert_eq!(found.len(), 2);
    // With the swap put right nothing but this is left, and then not even a cell that would break its column is.
    let mut table = table;
    let delta = found.iter().find(|conflict| !conflict.repairs.is_empty()).expect("the swap");
    delta.repairs[0].edit().apply(&mut table.book);
    let left = conflicts(&table);
    assert_eq!(places(&left[0]), [unit(3), unit(9), unit(15)]);
    assert!(left[0].suspects.is_empty(), "{left:#?}");
    // The totals alone say as much: 1 057 374 + 915 274 = 1 972 648, printed 1 972 767.
    assert_eq!(left.len(), 2);
    assert!([tag(0), tag(1), AREA].iter().all(|total| places(&left[1]).contains(total)));
    assert!(left.iter().all(|conflict| conflict.repairs.is_empty()), "{left:#?}");
}

/// Household targets of 2017, Báo Quảng Bình 03/2017: the article's own total is 5.374–6.013.
fn quang_binh() -> Table {
    const RANGES: [(i64, i64); 8] =
        [(840, 930), (1070, 1190), (660, 750), (950, 1050), (575, 655), (807, 890), (413, 500), (32, 48)];
    let mut table = Table::new(8);
    for (id, (least, most)) in RANGES.into_iter().enumerate() {
        table.target(unit(id as u32), Target::HouseholdsDown { least, most });
    }
    table.target(AREA, Target::HouseholdsDown { least: 5374, most: 6013 });
    table
}

#[test]
fn a_target_that_its_units_do_not_add_up_to() {
    let table = quang_binh();
    let found = only(&table);
    assert_eq!(found.facts.len(), 9);
    let own = &found.equations[0];
    assert_eq!(own.law, Law::TargetSum);
    assert_eq!((own.computed, own.stated), (Interval::new(5347, 6013), Interval::new(5374, 6013)));
    let target = Target::HouseholdsDown { least: 5347, most: 6013 };
    assert_eq!(first(&found), (Slip::Swapped, key(&table, AREA, Field::Target), Reading::Target(target)));
    let mut right = table;
    found.repairs[0].edit().apply(&mut right.book);
    assert!(conflicts(&right).is_empty());
}

#[test]
fn household_targets_beside_a_rate_for_the_whole() {
    // Plan 139/KH-UBND of Bắc Kạn: 22,31 % are 18 311 households of 82 076.
    let plan = |second: i64| {
        let mut table = Table::new(2);
        table.counts(unit(0), [40_000, 10_000, 40_100, 9_000]).counts(unit(1), [42_076, 10_281, 42_234, 9_067]);
        table.target(unit(0), Target::HouseholdsLeft { most: 9_000 });
        table.target(unit(1), Target::HouseholdsLeft { most: second });
        table.target(AREA, Target::RateLeft { most: 2231 });
        table
    };
    assert!(conflicts(&plan(9_311)).is_empty());
    // Units that are to do more than the whole has to are no contradiction; units that are to do less are.
    assert!(conflicts(&plan(9_000)).is_empty());
    let table = plan(9_400);
    let found = only(&table);
    assert_eq!(found.equations[0].law, Law::TargetSum);
    assert_eq!((found.equations[0].computed, found.equations[0].decimals), (Interval::exactly(2242), 2));
}

#[test]
fn a_rate_beside_its_counts() {
    let mut table = Table::new(1);
    table.set(unit(0), Field::HouseholdsNow, "82263").set(unit(0), Field::PoorNow, "18305");
    table.set(unit(0), Field::RateNow, "22.52");
    let found = only(&table);
    assert_eq!(found.facts.len(), 3);
    let own = &found.equations[0];
    assert_eq!((own.law, own.decimals, own.miss()), (Law::Rate(Measure::PoorRate, Group::ALL), 2, 27));
    assert_eq!((own.computed, own.stated), (Interval::exactly(2225), Interval::exactly(2252)));
    assert_eq!(first(&found).0, Slip::Swapped);
    assert_eq!(first(&found).2, Reading::Figure(figure("22.25")));
    // A last digit off is no contradiction.
    table.set(unit(0), Field::RateNow, "22.26");
    assert!(conflicts(&table).is_empty());
}

#[test]
fn more_poor_than_households() {
    let mut table = Table::new(1);
    table.set(unit(0), Field::HouseholdsNow, "2264").set(unit(0), Field::PoorNow, "28300");
    let found = only(&table);
    assert_eq!(found.equations[0].law, Law::WithinHouseholds);
    assert_eq!(found.equations[0].miss(), 2264 - 28300);
    assert!(found.repairs.iter().any(|repair| repair.changes[0].1.reading == whole(2830)) || !found.repairs.is_empty());
}

#[test]
fn poor_and_near_poor_exchanged() {
    let mut table = Table::new(2);
    for (id, poor, near) in [(0, "118", "285"), (1, "431", "97")] {
        table.set(unit(id), Field::HouseholdsNow, "12239");
        table.set(unit(id), Field::PoorNow, poor).set(unit(id), Field::NearPoorNow, near);
    }
    // TP Bắc Kạn 2022: 285 poor are 2,33 %, 118 near-poor 0,96 %.
    table.set(unit(0), Field::RateNow, "2.33").set(unit(0), Field::NearRateNow, "0.96");
    table.set(AREA, Field::PoorNow, "716").set(AREA, Field::NearPoorNow, "215");
    let found = conflicts(&table);
    let (slip, ..) = first(&found[0]);
    assert_eq!(slip, Slip::Exchanged);
    assert_eq!(found[0].repairs[0].closes.len(), 4);
    found[0].repairs[0].edit().apply(&mut table.book);
    assert!(conflicts(&table).is_empty());
}

#[test]
fn documents_that_contradict_each_other_over_years() {
    // 26,93 − 2,66 = 24,27, but 22,25 + 2,46 = 24,71 (case "conflict between documents").
    let mut table = Table::with_years(1, &[2021, 2022, 2023]);
    table.set(unit(0), Field::RatePrev, "24.27").clear(unit(0), Field::RatePrev);
    table.set(unit(0), Field::RateNow, "22.25").set(unit(0), Field::DropPoints, "2.46");
    let year = |period: u16, measure| FactKey::of_all(unit(0), PeriodId(period), measure);
    for (key, text) in [(year(0, Measure::PoorRate), "26.93"), (year(1, Measure::DropPoints), "2.66")] {
        let fact = Some(Fact::new(Reading::Figure(figure(text))));
        giam_ngheo::core::edit::Edit::SetFact { key, fact }.apply(&mut table.book);
    }
    let found = only(&table);
    assert_eq!(found.facts.len(), 4);
    assert_eq!(found.equations[0].law, Law::Chain);
    // Off by 0,44 less what rounding may hide.
    assert!((42..=44).contains(&found.equations[0].miss().abs()), "{:?}", found.equations[0]);
    assert!(!found.relations.is_empty());
}

#[test]
fn pairs_of_counts_and_rates_that_leave_no_total() {
    // Cà Mau 2023: 9 604 poor are 3,14 %, 6 943 near-poor 2,27 %; here 2,72 % is printed.
    let mut table = Table::new(1);
    table.set(unit(0), Field::PoorNow, "9604").set(unit(0), Field::RateNow, "3.14");
    table.set(unit(0), Field::NearPoorNow, "6943").set(unit(0), Field::NearRateNow, "2.27");
    assert!(conflicts(&table).is_empty());
    table.set(unit(0), Field::NearRateNow, "2.72");
    let found = only(&table);
    assert_eq!(found.facts.len(), 4);
    assert!(found.repairs.iter().any(|repair| repair.changes[0].1.reading == Reading::Figure(figure("2.27"))));
}

#[test]
fn the_total_of_last_year_as_denominator() {
    let mut table = Table::new(1);
    table.counts(unit(0), [82_076, 20_281, 82_263, 18_305]);
    // 18 305 : 82 076 = 22,30 %; of this year's total it is 22,25 %.
    table.set(unit(0), Field::RateNow, "22.30");
    let found = only(&table);
    assert_eq!(first(&found).0, Slip::OtherTotal);
    assert_eq!(first(&found).2, Reading::Figure(figure("22.25")));
    let rate = key(&table, unit(0), Field::RateNow);
    assert!(found.hints.contains(&Hint::OtherTotal { rate, period: PeriodId(0) }));
}

#[test]
fn a_fall_in_percent_where_points_belong() {
    let mut table = Table::new(1);
    table.counts(unit(0), [82_076, 20_281, 82_263, 18_305]);
    // (24,71 − 22,25) : 24,71 = 9,96 %.
    table.set(unit(0), Field::DropPoints, "9.96");
    let found = only(&table);
    assert_eq!(first(&found).0, Slip::Relative);
    assert_eq!(first(&found).2, Reading::Figure(figure("2.46")));
    let change = key(&table, unit(0), Field::DropPoints);
    assert!(found.hints.contains(&Hint::Relative { change, households: false }));
    // (20 281 − 18 305) : 20 281 = 9,74 % of the poor households.
    table.set(unit(0), Field::DropPoints, "9.74");
    assert!(only(&table).hints.contains(&Hint::Relative { change, households: true }));
}

#[test]
fn a_mean_of_rates_for_the_whole() {
    let mut table = Table::new(2);
    table.counts(unit(0), [100, 50, 100, 40]).counts(unit(1), [900, 90, 900, 90]);
    table.set(AREA, Field::RateNow, "25.00");
    let found = only(&table);
    assert_eq!(first(&found).0, Slip::MeanOfRates);
    assert_eq!(first(&found).2, Reading::Figure(figure("13.00")));
}

#[test]
fn figures_under_another_standard_or_status() {
    // Bắc Kạn end-2021: 13 867 poor = 17,02 % under the old standard, 21 946 = 26,93 % under the new one.
    let mut table = Table::with_years(1, &[2021, 2021]);
    table.standards(&[Standard::Y2016, Standard::Y2022]);
    table.counts(unit(0), [81_490, 13_867, 81_490, 21_946]);
    table.set(unit(0), Field::RateNow, "17.02");
    let found = only(&table);
    assert_eq!(first(&found).0, Slip::OtherPeriod);
    assert_eq!(first(&found).2, Reading::Figure(figure("26.93")));
    let fact = key(&table, unit(0), Field::RateNow);
    assert!(found.hints.contains(&Hint::OtherPeriod { fact, period: PeriodId(0), apart: Apart::Standard }));
    // The preliminary rate of 2023 beside the final counts.
    let mut table = Table::with_years(1, &[2023, 2023]);
    let mut period = table.book.periods()[0].clone();
    period.status = Status::Preliminary;
    giam_ngheo::core::edit::Edit::ReplacePeriod { at: 0, period }.apply(&mut table.book);
    table.counts(unit(0), [82_263, 18_305, 82_310, 18_067]);
    table.set(unit(0), Field::RateNow, "22.25");
    let found = only(&table);
    let fact = key(&table, unit(0), Field::RateNow);
    assert!(found.hints.contains(&Hint::OtherPeriod { fact, period: PeriodId(0), apart: Apart::Status }));
}

/// Poor households of ethnic minorities, end-2021, ban dân tộc Kon Tum: the column headed "rate" prints the share of
/// ethnic minorities among the poor.
const KON_TUM: [(i64, i64, &str); 10] = [
    (11_710, 2_510, "99.13"),
    (9_133, 942, "95.54"),
    (6_302, 1_795, "94.92"),
    (8_114, 2_545, "94.54"),
    (7_885, 2_633, "93.53"),
    (12_729, 772, "73.38"),
    (4_812, 1_746, "95.2"),
    (6_495, 3_353, "100.0"),
    (6_452, 3_545, "99.97"),
    (1_944, 976, "75.78"),
];

#[test]
fn a_share_printed_as_a_rate() {
    let mut table = Table::new(10);
    for (id, (households, poor, rate)) in KON_TUM.into_iter().enumerate() {
        let place = unit(id as u32);
        table.set_fact(place, Field::HouseholdsNow, Some(Fact::whole(households)));
        table.set_fact(place, Field::PoorNow, Some(Fact::whole(poor)));
        table.set(place, Field::RateNow, rate);
    }
    table.set(AREA, Field::HouseholdsNow, "75576").set(AREA, Field::PoorNow, "20817").set(
        AREA,
        Field::RateNow,
        "94.67",
    );
    let found = conflicts(&table);
    assert_eq!(found.len(), 11);
    for conflict in &found {
        // The poor of all groups: 20 817 : 94,67 % = 21 989.
        let whole = conflict.hints.iter().find_map(|hint| match hint {
            Hint::OtherWhole { rate: Measure::PoorRate, units: 10, place: AREA, whole, .. } => Some(*whole),
            _ => None,
        });
        let whole = whole.expect("the column is something else");
        assert!(whole.lo <= 21_989 && 21_989 <= whole.hi && whole.hi - whole.lo < 10, "{whole:?}");
    }
}

#[test]
fn an_incomplete_sum_above_its_total() {
    let mut table = Table::new(3);
    table.set(unit(0), Field::PoorNow, "120").set(unit(1), Field::PoorNow, "310").set(AREA, Field::PoorNow, "403");
    let found = only(&table);
    assert_eq!(found.facts.len(), 3);
    assert_eq!(found.equations[0].law, Law::Sum { measure: Measure::PoorHouseholds, group: Group::ALL, all: false });
}

#[test]
fn a_fall_of_2_46_can_only_be_points() {
    // End-2022: 20 281 poor; a year later 18 305 of 82 263 households (case 15).
    let mut table = Table::new(1);
    table.set(unit(0), Field::PoorPrev, "20281");
    table.set(unit(0), Field::HouseholdsNow, "82263").set(unit(0), Field::PoorNow, "18305");
    let read = |table: &Table| {
        let fall = read_fall(&table.book, table.span, unit(0), table.span.now, figure("2.46"));
        fall.expect("comparable figures")
    };
    let fall = read(&table);
    assert_eq!(fall.points.households, Some(Interval::new(82_054, 82_092)));
    assert_eq!(fall.of_rate.households, Some(Interval::new(88_897, 88_905)));
    assert_eq!(
        [fall.points.fit, fall.of_rate.fit, fall.of_households.fit],
        [Fit::Fits, Fit::Unlikely, Fit::Impossible]
    );
    assert_eq!(fall.only(), Some(FallKind::Points));
    // Beside the plan's 22,31 % = 18 311 households of 82 057–82 093, percent is not even possible.
    table.set(unit(0), Field::HouseholdsPrev, "82076");
    assert_eq!(read(&table).of_rate.fit, Fit::Impossible);
    // Lục Bình prints 8,9 % and "giảm 4,7" and no counts: nothing tells the readings apart.
    let mut table = Table::new(1);
    table.set(unit(0), Field::RateNow, "8.9");
    let fall = read_fall(&table.book, table.span, unit(0), table.span.now, figure("4.7")).expect("comparable figures");
    assert_eq!((fall.points.fit, fall.of_rate.fit, fall.only()), (Fit::Fits, Fit::Fits, None));
    // 9,74 % fewer poor households: of the rate it would be 9,96 %.
    let mut table = Table::new(1);
    table.counts(unit(0), [82_076, 20_281, 82_263, 18_305]);
    let fall = read_fall(&table.book, table.span, unit(0), table.span.now, figure("9.74"));
    assert_eq!(fall.and_then(|fall| fall.only()), Some(FallKind::OfHouseholds));
}

/// The same regions as a table prints them: poor, near-poor and both together as columns, with their totals.
fn columns_of_2022() -> Table {
    const POOR: [i64; 7] = [455_271, 69_239, 284_137, 129_160, 9_710, 109_767, 1_057_374];
    const NEAR: [i64; 7] = [246_190, 100_237, 287_114, 107_487, 6_077, 168_169, 915_274];
    const BOTH: [i64; 7] = [701_461, 169_566, 571_251, 236_766, 15_787, 277_936, 1_972_767];
    let mut table = Table::new(6);
    for at in 0..7 {
        let place = if at < 6 { unit(at as u32) } else { AREA };
        for (field, column) in [(Field::PoorNow, POOR), (Field::NearPoorNow, NEAR), (Field::MultiNow, BOTH)] {
            table.set_fact(place, field, Some(Fact::whole(column[at])));
        }
    }
    table
}

#[test]
fn rows_and_columns_of_a_printed_table() {
    let mut table = columns_of_2022();
    let found = conflicts(&table);
    assert_eq!(found.len(), 3, "{found:#?}");
    let of = |found: &[Conflict], key: FactKey| found.iter().find(|conflict| conflict.facts.contains(&key)).cloned();
    let cell = key(&table, unit(1), Field::PoorNow);
    let delta = of(&found, cell).expect("the conflict of the region");
    assert_eq!(places(&delta), [unit(1); 3]);
    assert_eq!((delta.equations[0].law, delta.equations[0].miss()), (Law::Together, 90));
    // The column misses by as much, and one cell closes both.
    let column = delta.equations.iter().find(|equation| equation.place == AREA).expect("the column");
    assert_eq!(
        (column.law, column.miss()),
        (Law::Sum { measure: Measure::PoorHouseholds, group: Group::ALL, all: true }, 90)
    );
    assert_eq!(first(&delta), (Slip::Swapped, cell, whole(69_329)));
    assert_eq!((delta.repairs[0].closes.len(), delta.repairs[0].leaves), (2, 0));
    let best = delta.suspects[0];
    assert_eq!((best.fact, best.wanted, best.closes, best.leaves), (cell, Interval::exactly(69_329), 2, 0));
    // Tây Nguyên and the nation are 119 apart, each in its row, and no cell can be wrong alone.
    delta.repairs[0].edit().apply(&mut table.book);
    let left = conflicts(&table);
    assert_eq!(left.len(), 2, "{left:#?}");
    for (conflict, place) in left.iter().zip([unit(3), AREA]) {
        assert_eq!(places(conflict), [place; 3]);
        assert_eq!((conflict.equations[0].law, conflict.equations[0].miss()), (Law::Together, 119));
        assert!(conflict.repairs.is_empty() && conflict.suspects.is_empty(), "{conflict:#?}");
    }
}

#[test]
fn both_together_beside_their_rate() {
    // Trung du và miền núi phía Bắc, 2023 (dantocmiennui.vn): 587 952 households as 1,87 %; others print 18,20.
    let mut table = Table::new(1);
    table.set(unit(0), Field::HouseholdsNow, "3230500").set(unit(0), Field::MultiNow, "587952");
    table.set(unit(0), Field::MultiRateNow, "1.87");
    let found = only(&table);
    assert_eq!(found.equations[0].law, Law::Rate(Measure::MultidimensionalRate, Group::ALL));
    assert_eq!(found.equations[0].computed, Interval::exactly(1820));
    assert_eq!(found.facts.len(), 3);
}
