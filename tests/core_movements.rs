//! Movements as part of what is inferred: any figure of a form follows from the others, in both forms, over units and with
//! the count of the period before.
//!
//! Source of the rows: filled official forms of Đắk Nông in a public repository (heads of `published/form2…csv` and
//! `form3…csv`), those of them that balance.

mod common;

use common::movements::{field, type_form};
use common::random::Random;
use common::{AREA, Table, conflict, exact, range, typed, unit};
use giam_ngheo::core::check::{Check, Finding, Severity, check};
use giam_ngheo::core::edit::Edit;
use giam_ngheo::core::explain::{Origin, explain};
use giam_ngheo::core::fact::{Fact, FactKey};
use giam_ngheo::core::field::Field;
use giam_ngheo::core::flows::FORMS;
use giam_ngheo::core::measure::Measure;
use giam_ngheo::core::quantity::State;
use giam_ngheo::core::solve::{Premise, Relation};

const FORM_2: &str = include_str!("published/form2_dien_bien_ho_ngheo_sample.csv");
const FORM_3: &str = include_str!("published/form3_dien_bien_ho_can_ngheo_sample.csv");
/// Where the counts at the ends of forms 2 and 3 stand.
const ENDS: [Field; 2] = [Field::PoorNow, Field::NearPoorNow];

/// The rows of households that balance, with "other" columns that are blank there taken for nobody.
fn rows(file: &str, texts: usize) -> Vec<[i64; 9]> {
    let mut rows = Vec::new();
    for line in file.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let mut row = [0; 9];
        for (figure, cell) in row.iter_mut().zip(&cells[texts..]) {
            *figure = if cell.is_empty() { 0 } else { cell.parse().expect("a count") };
        }
        let difference: i64 = cells[texts + 10].parse().expect("the difference");
        if difference == 0 && (texts < 3 || cells[2] == "Hộ") {
            rows.push(row);
        }
    }
    rows
}

#[test]
fn any_figure_of_a_form_follows_from_the_others() {
    let mut seen = 0;
    for (form, rows) in [rows(FORM_2, 3), rows(FORM_3, 2)].into_iter().enumerate() {
        for row in rows {
            for left_out in 0..9 {
                let mut table = Table::new(1);
                type_form(&mut table, 0, form, std::array::from_fn(|at| (at != left_out).then_some(row[at])));
                let missing = if left_out == 8 { ENDS[form] } else { field(8 * form + left_out) };
                assert_eq!(table.solve().value(unit(0), missing), exact(row[left_out]), "{row:?} {left_out}");
                seen += 1;
            }
        }
    }
    assert!(seen >= 100, "{seen}");
}

#[test]
fn it_says_what_a_missing_figure_rests_on() {
    let mut table = Table::new(1);
    // Xã Đắk DRông: 119 − 10 − 45 + 3 + 7 = 74.
    let figures = [119, 10, 45, 0, 3, 0, 7, 0];
    type_form(&mut table, 0, 0, std::array::from_fn(|at| figures.get(at).copied()));
    let now = table.span.now;
    let said = explain(&table.book, &table.solve(), unit(0), Field::PoorNow);
    assert_eq!(said.value, exact(74));
    let Origin::Bounded { lower, upper } = said.origin else { panic!("{said:?}") };
    for reason in [&lower, &upper] {
        assert_eq!(reason.relations, [Relation::Balance { end: Measure::PoorHouseholds, period: now }]);
    }
    // That nobody came in a way is not needed for the least there can be, that nobody left not for the most.
    let fact = |measure| Premise::Fact(FactKey::of_all(unit(0), now, measure));
    let idle =
        |measure: &Measure| figures[FORMS[0].columns.iter().position(|other| other == measure).expect("a column")] == 0;
    for (reason, unneeded) in [(&lower, [4, 5, 6, 7].as_slice()), (&upper, [1, 2, 3].as_slice())]
        .map(|(reason, at)| (reason, at.iter().map(|at| FORMS[0].columns[*at])))
    {
        let unneeded: Vec<Measure> = unneeded.filter(idle).collect();
        let needed = FORMS[0].columns.into_iter().filter(|measure| !unneeded.contains(measure));
        assert_eq!(reason.premises, needed.map(fact).collect::<Vec<_>>());
    }
}

#[test]
fn a_form_starts_from_the_count_before_unless_starts_are_typed() {
    let mut table = Table::new(2);
    let figures = [119, 10, 45, 0, 3, 0, 7, 0, 74];
    for id in 0..2 {
        type_form(&mut table, id, 0, std::array::from_fn(|at| (at != 0).then_some(figures[at])));
    }
    // The start is what the rest leaves, and so is the count before.
    assert_eq!(table.solve().value(unit(0), Field::PoorStart), exact(119));
    assert_eq!(table.solve().value(unit(0), Field::PoorPrev), exact(119));
    assert_eq!(table.solve().value(AREA, Field::PoorPrev), exact(238));
    assert_eq!(table.solve().value(AREA, Field::DropHouseholds), exact(90));
    let relations = match explain(&table.book, &table.solve(), unit(0), Field::PoorPrev).origin {
        Origin::Bounded { lower, .. } => lower.relations,
        other => panic!("{other:?}"),
    };
    let start = Relation::Start { end: Measure::PoorHouseholds, period: table.span.now };
    assert!(relations.contains(&start), "{relations:?}");
    // Counts were put right after the period before: then starts say nothing about it.
    table.set(unit(0), Field::PoorStart, "119");
    assert_eq!(table.solve().value(unit(0), Field::PoorPrev).state, State::Unknown);
    assert_eq!(table.solve().value(unit(1), Field::PoorPrev).state, State::Unknown);
    assert_eq!(table.solve().value(unit(1), Field::PoorStart), exact(119));
    // Between two standards a start is not the count before either.
    table.clear(unit(0), Field::PoorStart);
    use giam_ngheo::core::period::Standard::{Y2016, Y2022};
    table.standards(&[Y2016, Y2022]);
    assert_eq!(table.solve().value(unit(0), Field::PoorPrev).state, State::Unknown);
}

#[test]
fn a_movement_stands_in_both_forms() {
    let mut table = Table::new(1);
    table.set(unit(0), Field::PoorToNear, "10").set(unit(0), Field::NearToPoor, "3");
    let solution = table.solve();
    assert_eq!(solution.value(unit(0), Field::NearFromPoor), exact(10));
    assert_eq!(solution.value(unit(0), Field::PoorFromNear), exact(3));
    let now = table.span.now;
    let said = explain(&table.book, &solution, unit(0), Field::PoorFromNear);
    let Origin::Bounded { lower, .. } = said.origin else { panic!("{said:?}") };
    assert_eq!(lower.relations, [Relation::SameMovement { period: now }]);
    // Persons have forms of their own, about which nothing is said.
    assert_eq!(solution.value(unit(0), Field::PoorPersonsFromNear).state, State::Unknown);
}

#[test]
fn a_bound_leaves_a_range() {
    let mut table = Table::new(1);
    let figures = [119, 10, 45, 0, 3, 0, 0, 0];
    type_form(&mut table, 0, 0, std::array::from_fn(|at| figures.get(at).copied()));
    table.clear(unit(0), Field::PoorNew).set(unit(0), Field::PoorNow, "<=74");
    assert_eq!(table.solve().value(unit(0), Field::PoorNew), range(0, 7));
    // 7 % of 1 000 are 65 to 75 households; 67 were there before anybody new came.
    table.clear(unit(0), Field::PoorNow).set(unit(0), Field::HouseholdsNow, "1000").set(unit(0), Field::RateNow, "7");
    assert_eq!(table.solve().value(unit(0), Field::PoorNow), range(67, 75));
    assert_eq!(table.solve().value(unit(0), Field::PoorNew), range(0, 8));
}

#[test]
fn units_add_up_and_a_total_gives_the_one_that_is_missing() {
    let mut table = Table::new(3);
    for (id, new) in [(0, "7"), (1, "5"), (2, "4")] {
        table.set(unit(id), Field::PoorNew, new);
    }
    assert_eq!(table.solve().value(AREA, Field::PoorNew), exact(16));
    table.clear(unit(1), Field::PoorNew);
    assert_eq!(table.solve().value(AREA, Field::PoorNew).state, State::Unknown);
    table.set(AREA, Field::PoorNew, "16");
    assert_eq!(table.solve().value(unit(1), Field::PoorNew), exact(5));
    // A total that is not the sum is a finding, and the sum stands.
    table.set(unit(1), Field::PoorNew, "6");
    let found = check(&table.book, &table.solve());
    let sums: Vec<&Finding> = found.iter().filter(|finding| finding.check == Check::K5).collect();
    assert_eq!(sums.len(), 1, "{found:?}");
    assert_eq!((sums[0].place, sums[0].field, sums[0].severity), (AREA, Some(Field::PoorNew), Severity::Conflict));
}

#[test]
fn a_form_that_does_not_balance_leaves_the_counts_alone() {
    let mut table = Table::new(1);
    table.counts(unit(0), [1000, 119, 1000, 75]);
    let figures = [119, 10, 45, 0, 3, 0, 7, 0];
    type_form(&mut table, 0, 0, std::array::from_fn(|at| figures.get(at).copied()));
    table.set(unit(0), Field::PoorNow, "75");
    let solution = table.solve();
    assert_eq!(solution.value(unit(0), Field::PoorNow), typed(75));
    assert_eq!(solution.value(unit(0), Field::RateNow), exact(750));
    assert_eq!(solution.value(AREA, Field::PoorNow), exact(75));
    assert_eq!(solution.value(unit(0), Field::PoorNew), conflict(7));
    let found = check(&table.book, &solution);
    let checks: Vec<Check> = found.iter().map(|finding| finding.check).collect();
    assert_eq!(checks, [Check::K3], "{found:?}");
}

#[test]
fn more_left_than_there_were_is_said() {
    let mut table = Table::new(1);
    let figures = [119, 100, 45, 0, 3, 0, 7, 0];
    type_form(&mut table, 0, 0, std::array::from_fn(|at| figures.get(at).copied()));
    let found = check(&table.book, &table.solve());
    let k7 = found.iter().find(|finding| finding.check == Check::K7).expect("a contradiction");
    assert_eq!((k7.place, k7.severity), (unit(0), Severity::Conflict));
}

#[test]
fn tables_without_movements_do_not_know_of_them() {
    let mut random = Random::new(7);
    let mut table = Table::new(4);
    for id in 0..4 {
        let poor = random.between(10, 90);
        table.counts(unit(id), [1000, poor + 10, 1000, poor]);
    }
    let before: Vec<_> = Field::ALL.iter().map(|field| table.solve().value(unit(0), *field)).collect();
    // A movement in one unit changes nothing for the others but its own column.
    let key = FactKey::of_all(unit(1), table.span.now, Measure::PoorNew);
    Edit::SetFact { key, fact: Some(Fact::whole(3)) }.apply(&mut table.book);
    let after: Vec<_> = Field::ALL.iter().map(|field| table.solve().value(unit(0), *field)).collect();
    for ((field, before), after) in Field::ALL.iter().zip(before).zip(after) {
        let known_then = *field == Field::PoorStart;
        assert!(before == after || known_then, "{} {before:?} {after:?}", field.key());
    }
}
