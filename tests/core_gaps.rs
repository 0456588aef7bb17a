//! Two-way tables: the gaps of rows and columns, and the single cell that closes both.

mod common;

use common::{AREA, Table, conflict, exact, range, sample, unit};
use giam_ngheo::core::check::{Problem, check};
use giam_ngheo::core::fact::FactKey;
use giam_ngheo::core::field::Field;
use giam_ngheo::core::gaps::{Equation, OneCell, gaps, one_cell};
use giam_ngheo::core::measure::{Group, Measure};
use giam_ngheo::core::quantity::State;
use giam_ngheo::core::unit::Place;

/// The review of 2022 by regions (Báo Bà Rịa–Vũng Tàu, 02/2023, after Bộ LĐ-TBXH), as printed: both together, poor,
/// near-poor, their rates, and the households that the figures allow.
type Region = (&'static str, [&'static str; 3], [&'static str; 3], (i64, i64));

const REGIONS: [Region; 6] = [
    (
        "Trung du và miền núi phía Bắc",
        ["701461", "455271", "246190"],
        ["21.92", "14.23", "7.69"],
        (3_199_367, 3_200_499),
    ),
    ("Đồng bằng sông Hồng", ["169566", "69239", "100237"], ["2.45", "1.00", "1.45"], (6_906_966, 6_935_214)),
    (
        "Bắc Trung Bộ và duyên hải miền Trung",
        ["571251", "284137", "287114"],
        ["10.04", "4.99", "5.05"],
        (5_688_429, 5_691_060),
    ),
    ("Tây Nguyên", ["236766", "129160", "107487"], ["15.39", "8.39", "6.99"], (1_538_535, 1_538_826)),
    ("Đông Nam Bộ", ["15787", "9710", "6077"], ["0.34", "0.21", "0.13"], (4_575_943, 4_712_537)),
    ("Đồng bằng sông Cửu Long", ["277936", "109767", "168169"], ["5.73", "2.26", "3.46"], (4_853_363, 4_854_777)),
];
const NATION: ([&str; 3], [&str; 3]) = (["1972767", "1057374", "915274"], ["7.52", "4.03", "3.49"]);
const RED_RIVER: u32 = 1;
const HIGHLANDS: u32 = 3;
const COUNTS: [Field; 3] = [Field::MultiNow, Field::PoorNow, Field::NearPoorNow];
const RATES: [Field; 3] = [Field::MultiRateNow, Field::RateNow, Field::NearRateNow];

/// The counts of the table, with totals.
fn printed() -> Table {
    let mut table = Table::new(6);
    for (id, (name, counts, ..)) in REGIONS.into_iter().enumerate() {
        table.edit_unit(id as u32, |unit| unit.name = name.into());
        for (field, count) in COUNTS.into_iter().zip(counts) {
            table.set(unit(id as u32), field, count);
        }
    }
    for (field, count) in COUNTS.into_iter().zip(NATION.0) {
        table.set(AREA, field, count);
    }
    table
}

fn now(table: &Table, place: Place, measure: Measure) -> FactKey {
    FactKey::of_all(place, table.span.now, measure)
}

/// The size of an equation's gap.
fn size(table: &Table, equation: Equation) -> i64 {
    let gaps = gaps(&table.book, table.span);
    gaps.iter().find(|gap| gap.equation == equation).expect("an equation").size()
}

fn row(table: &Table, place: Place) -> i64 {
    size(table, Equation::Together { place, group: Group::ALL, period: table.span.now })
}

fn column(table: &Table, measure: Measure) -> i64 {
    size(table, Equation::Units { total: AREA, measure, group: Group::ALL, period: table.span.now })
}

#[test]
fn rows_and_columns_of_the_printed_table() {
    let table = printed();
    let rows: Vec<i64> = (0..6).map(|id| row(&table, unit(id))).collect();
    assert_eq!(rows, [0, -90, 0, -119, 0, 0]);
    assert_eq!(row(&table, AREA), -119);
    let columns = [Measure::PoorAndNearPoor, Measure::PoorHouseholds, Measure::NearPoorHouseholds];
    assert_eq!(columns.map(|measure| column(&table, measure)), [0, -90, 0]);
    let all = gaps(&table.book, table.span);
    assert_eq!(all.len(), 10);
    let sides = all.iter().find(|gap| gap.size() == -90 && matches!(gap.equation, Equation::Units { .. }));
    assert_eq!(sides.map(|gap| (gap.parts, gap.whole)), Some((1_057_284, 1_057_374)));
}

#[test]
fn one_cell_closes_the_row_and_the_column() {
    let mut table = printed();
    let gaps = gaps(&table.book, table.span);
    let found = one_cell(&table.book, &gaps);
    // Digits 23 and 32 changed places.
    let key = now(&table, unit(RED_RIVER), Measure::PoorHouseholds);
    let best = found.first().expect("a cell");
    assert_eq!((best.key, best.typed, best.instead, best.closes.len()), (key, 69_239, 69_329, 2));
    assert_eq!(found.iter().filter(|cell| cell.closes.len() > 1).count(), 1);
    // Nothing closes the highlands' row alone: each of its cells stands in a column that holds, and so does the nation's.
    let of_highlands = |cell: &&OneCell| cell.key.place == unit(HIGHLANDS) || cell.key.place == AREA;
    assert_eq!(found.iter().filter(of_highlands).count(), 0, "{found:?}");
    table.set(unit(RED_RIVER), Field::PoorNow, "69329");
    assert_eq!(row(&table, unit(RED_RIVER)), 0);
    assert_eq!(column(&table, Measure::PoorHouseholds), 0);
    assert_eq!(one_cell(&table.book, &giam_ngheo::core::gaps::gaps(&table.book, table.span)), []);
}

#[test]
fn the_solver_says_which_rows_and_columns_do_not_close() {
    let table = printed();
    let solution = table.solve();
    let problems: Vec<_> =
        check(&table.book, &solution).into_iter().map(|found| (found.place, found.problem)).collect();
    assert!(
        problems.contains(&(unit(RED_RIVER), Problem::NotTogether { typed: 169_566, sum: 169_476 })),
        "{problems:?}"
    );
    assert!(
        problems.contains(&(unit(HIGHLANDS), Problem::NotTogether { typed: 236_766, sum: 236_647 })),
        "{problems:?}"
    );
    let total = Problem::NotTheSum { typed: 1_057_374, sum: 1_057_284, swapped: true };
    assert!(problems.contains(&(AREA, total)), "{problems:?}");
    // The column of both adds up; the nation's row does not.
    let row = Problem::NotTogether { typed: 1_972_767, sum: 1_972_648 };
    assert!(problems.contains(&(AREA, row)), "{problems:?}");
    let both = |problem: &Problem| matches!(problem, Problem::NotTheSum { typed: 1_972_767, .. });
    assert!(!problems.iter().any(|(_, problem)| both(problem)), "{problems:?}");
    assert_eq!(solution.value(unit(RED_RIVER), Field::MultiNow), conflict(169_566));
    assert_eq!(solution.value(unit(0), Field::MultiNow), common::typed(701_461));
}

#[test]
fn two_of_three_give_the_third() {
    let mut table = Table::new(1);
    table.set(unit(0), Field::MultiNow, "701461").set(unit(0), Field::NearPoorNow, "246190");
    assert_eq!(table.solve().value(unit(0), Field::PoorNow), exact(455_271));
    // And in the table the row and the column give the same cell.
    let mut table = printed();
    table.clear(unit(0), Field::PoorNow);
    assert_eq!(table.solve().value(unit(0), Field::PoorNow).single(), Some(455_271));
}

/// Households behind the counts and rates of a region.
fn households(counts: [&str; 3], rates: [&str; 3]) -> giam_ngheo::core::quantity::Value {
    let mut table = Table::new(1);
    for at in 0..3 {
        table.set(unit(0), COUNTS[at], counts[at]).set(unit(0), RATES[at], rates[at]);
    }
    table.solve().value(unit(0), Field::HouseholdsNow)
}

#[test]
fn rates_decide_which_figure_is_off() {
    for (name, mut counts, rates, (lo, hi)) in REGIONS {
        if name == "Đồng bằng sông Hồng" {
            counts[1] = "69329";
        }
        if name == "Tây Nguyên" {
            continue;
        }
        assert_eq!(households(counts, rates), range(lo, hi), "{name}");
    }
    let (_, _, rates, own) = REGIONS[HIGHLANDS as usize];
    // Lowering both together, or raising the poor, leaves no number of households; raising the near-poor does.
    assert_eq!(households(["236647", "129160", "107487"], rates).state, State::Conflict);
    assert_eq!(households(["236766", "129279", "107487"], rates).state, State::Conflict);
    assert_eq!(households(["236766", "129160", "107606"], rates), range(1_538_535, 1_538_940));
    let mut table = Table::new(1);
    for at in 1..3 {
        table.set(unit(0), COUNTS[at], REGIONS[HIGHLANDS as usize].1[at]).set(unit(0), RATES[at], rates[at]);
    }
    assert_eq!(table.solve().value(unit(0), Field::HouseholdsNow), range(own.0, own.1));
}

#[test]
fn the_nation_by_its_regions_and_by_its_own_rates() {
    // The regions give 26 762 603 to 26 932 913 households, the national rates 26 216 173 to 26 251 057.
    let mut table = Table::new(6);
    for (id, (_, mut counts, rates, _)) in REGIONS.into_iter().enumerate() {
        if id == RED_RIVER as usize {
            counts[1] = "69329";
        }
        for at in 0..3 {
            if at > 0 || id != HIGHLANDS as usize {
                table.set(unit(id as u32), COUNTS[at], counts[at]).set(unit(id as u32), RATES[at], rates[at]);
            }
        }
    }
    assert_eq!(table.solve().value(AREA, Field::HouseholdsNow), range(26_762_603, 26_932_913));
    assert_eq!(households(NATION.0, NATION.1).state, State::Conflict);
    let mut nation = Table::new(1);
    for (field, rate) in RATES.into_iter().zip(NATION.1) {
        nation.set(unit(0), field, rate);
    }
    nation.set(unit(0), COUNTS[0], NATION.0[0]).set(unit(0), COUNTS[1], NATION.0[1]);
    assert_eq!(nation.solve().value(unit(0), Field::HouseholdsNow), range(26_216_173, 26_251_057));
    for (field, rate) in RATES.into_iter().zip(NATION.1) {
        table.set(AREA, field, rate);
    }
    let solution = table.solve();
    assert_eq!(solution.value(AREA, Field::RateNow).state, State::Conflict);
    assert!(check(&table.book, &solution).iter().any(|found| found.place == AREA));
}

type Later = ([&'static str; 6], [&'static str; 6], &'static str, &'static str, (i64, i64));

/// Poor and near-poor together, 2023 and 2024: trithucvn.co; Quyết định 217/QĐ-BLĐTBXH of 04/02/2025.
const LATER: [Later; 2] = [
    (
        ["587952", "129779", "460456", "195795", "10791", "201563"],
        ["18.20", "1.87", "8.03", "12.46", "0.23", "4.15"],
        "1586336",
        "5.71",
        (26_895_565, 27_158_638),
    ),
    (
        ["486623", "97755", "360614", "152970", "7585", "153450"],
        ["14.98", "1.40", "6.24", "9.45", "0.15", "3.14"],
        "1258997",
        "4.06",
        (27_370_095, 27_786_156),
    ),
];

#[test]
fn regions_and_the_nation_in_2023_and_2024() {
    for (counts, rates, total, national, households) in LATER {
        let mut table = Table::new(6);
        for (id, (count, rate)) in counts.into_iter().zip(rates).enumerate() {
            table.set(unit(id as u32), Field::MultiNow, count).set(unit(id as u32), Field::MultiRateNow, rate);
        }
        table.set(AREA, Field::MultiNow, total);
        let solution = table.solve();
        assert_eq!(check(&table.book, &solution), []);
        assert_eq!(column(&table, Measure::PoorAndNearPoor), 0);
        assert_eq!(solution.value(AREA, Field::HouseholdsNow), range(households.0, households.1));
        if total == "1258997" {
            // What the national rate would be if the regional figures are right: 4,531 to 4,600 %.
            assert_eq!(solution.value(AREA, Field::MultiRateNow), range(453, 460));
        }
        // The printed national rate is on another number of households; a mean of rates is nothing at all.
        table.set(AREA, Field::MultiRateNow, national);
        let solution = table.solve();
        assert_eq!(solution.value(AREA, Field::MultiRateNow).state, State::Conflict);
        // One count left out follows from the others.
        table.clear(AREA, Field::MultiRateNow).clear(unit(4), Field::MultiNow);
        let value = table.solve().value(unit(4), Field::MultiNow);
        assert_eq!(value.single(), counts[4].parse().ok(), "{value:?}");
    }
}

#[test]
fn a_table_that_closes_has_no_gaps() {
    let mut table = sample();
    table.set(AREA, Field::PoorNow, "18067").set(AREA, Field::HouseholdsPrev, "82076");
    table.set(AREA, Field::DropHouseholds, "2214").set(AREA, Field::PoorPrev, "20281");
    let found = gaps(&table.book, table.span);
    assert_eq!(found.len(), 4);
    assert!(found.iter().all(|gap| gap.size() == 0), "{found:?}");
    table.set(AREA, Field::DropHouseholds, "2241");
    let fall = Equation::Fall { place: AREA, group: Group::ALL, period: table.span.now };
    assert_eq!(size(&table, fall), -27);
    // The fall alone can be off; the counts stand in columns that hold.
    let fixes = one_cell(&table.book, &gaps(&table.book, table.span));
    assert_eq!(fixes.len(), 1);
    assert_eq!((fixes[0].key.measure, fixes[0].instead), (Measure::DropHouseholds, 2214));
}
