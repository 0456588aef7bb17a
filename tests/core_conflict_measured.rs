//! How often one wrong figure in a true table is found, named and put right: the tables of docs/inference.md.
//!
//! A few tables by default, which only show that the wrong cell is always among the figures told; with `LONG` set many,
//! printed as in the docs: `LONG=1 cargo test --release --no-default-features --test core_conflict_measured -- --nocapture`.

mod common;

use common::random::{Random, printed};
use common::{AREA, Table, unit};
use giam_ngheo::core::conflict::find;
use giam_ngheo::core::fact::{Fact, Figure, Reading};
use giam_ngheo::core::field::Field;
use giam_ngheo::core::unit::Place;

/// Sizes of units, in households.
const SIZES: [(&str, i64, i64, u32); 3] =
    [("commune", 100, 2_000, 12), ("district", 5_000, 20_000, 8), ("province", 100_000, 500_000, 6)];

/// How much is typed beside the counts.
const AMOUNTS: [(&str, bool, bool, bool); 5] = [
    ("counts only", false, false, false),
    ("counts and rates", true, false, false),
    ("counts and totals", false, true, false),
    ("counts, rates, totals", true, true, false),
    ("all, with changes", true, true, true),
];

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Error {
    Swapped,
    Digit,
    Missing,
    Doubled,
    Separator,
    Exchanged,
    OtherTotal,
    Relative,
}

const ERRORS: [(Error, &str); 8] = [
    (Error::Digit, "one digit wrong"),
    (Error::Swapped, "adjacent digits swapped"),
    (Error::Missing, "a digit missing"),
    (Error::Doubled, "a digit doubled"),
    (Error::Separator, "separator slipped"),
    (Error::Exchanged, "poor and near-poor exchanged"),
    (Error::OtherTotal, "last year's total as denominator"),
    (Error::Relative, "percent instead of points"),
];

const PREV: [Field; 5] =
    [Field::HouseholdsPrev, Field::PoorPrev, Field::NearPoorPrev, Field::RatePrev, Field::NearRatePrev];
const NOW: [Field; 5] = [Field::HouseholdsNow, Field::PoorNow, Field::NearPoorNow, Field::RateNow, Field::NearRateNow];

/// Households, poor, near-poor of both periods.
type Counts = [[i64; 3]; 2];

/// A true table as a report prints it.
struct Report {
    typed: Vec<(Place, Field, Figure)>,
    counts: Vec<(Place, Counts)>,
    units: u32,
}

fn report(random: &mut Random, size: usize, amount: usize) -> Report {
    let (_, least, most, units) = SIZES[size];
    let (_, rates, totals, changes) = AMOUNTS[amount];
    let mut counts: Vec<(Place, Counts)> = Vec::new();
    let mut all = Counts::default();
    for id in 0..units {
        let households = random.between(least, most);
        let now = households + households * random.between(-100, 300) / 10_000;
        let poor = (households * random.between(200, 4_000) / 10_000).max(1);
        let near = (households * random.between(200, 1_500) / 10_000).max(1);
        let poor_now = poor - poor * random.between(0, 1_500) / 10_000;
        let near_now = near + near * random.between(-1_000, 1_000) / 10_000;
        let made = [[households, poor, near], [now, poor_now, near_now]];
        for (sum, more) in all.iter_mut().flatten().zip(made.iter().flatten()) {
            *sum += more;
        }
        counts.push((unit(id), made));
    }
    counts.push((AREA, all));
    let mut typed = Vec::new();
    for (place, [prev, now]) in &counts {
        let whole = *place == AREA;
        for (fields, row) in [(PREV, prev), (NOW, now)] {
            if !whole || totals {
                typed.extend((0..3).map(|at| (*place, fields[at], Figure::whole(row[at]))));
            }
            if rates && (!whole || totals) {
                let rate = |part| Figure::decimal(printed(part, row[0], 2), 2);
                typed.extend([(*place, fields[3], rate(row[1])), (*place, fields[4], rate(row[2]))]);
            }
        }
        if changes {
            let points = printed(prev[1], prev[0], 2) - printed(now[1], now[0], 2);
            typed.push((*place, Field::DropHouseholds, Figure::whole(prev[1] - now[1])));
            typed.push((*place, Field::DropPoints, Figure::decimal(points, 2)));
        }
    }
    Report { typed, counts, units }
}

fn digits(mantissa: i64, decimals: u8) -> Vec<u8> {
    format!("{:0width$}", mantissa.unsigned_abs(), width = usize::from(decimals) + 1).into_bytes()
}

/// The figure after one slip; `None` when the slip changes nothing, or nobody would have typed the result.
fn slipped(random: &mut Random, figure: Figure, error: Error) -> Option<Figure> {
    let mut text = digits(figure.mantissa, figure.decimals);
    let mut decimals = figure.decimals;
    let at = random.between(0, text.len() as i64 - 1) as usize;
    let whole = text.len() - usize::from(decimals);
    match error {
        Error::Swapped => {
            if at + 1 >= text.len() {
                return None;
            }
            text.swap(at, at + 1);
        }
        Error::Digit => text[at] = b'0' + random.between(0, 9) as u8,
        Error::Missing => {
            if text.len() < 2 {
                return None;
            }
            text.remove(at);
            if at >= whole {
                decimals -= 1;
            }
        }
        Error::Doubled => {
            let digit = text[at];
            text.insert(at, digit);
            if at >= whole {
                decimals += 1;
            }
        }
        Error::Separator if decimals == 0 => {
            if figure.mantissa % 1000 == 0 {
                return None;
            }
            // "18.305" keyed as 18 or, with a mark too many, as 18.305.000.
            if random.chance(50) { text.truncate(text.len().saturating_sub(3)) } else { text.extend(b"000") }
        }
        Error::Separator => {
            let moved = random.pick(&[1, 3]);
            decimals = moved;
            while text.len() <= usize::from(decimals) {
                text.insert(0, b'0');
            }
        }
        _ => return None,
    }
    let whole = text.len().checked_sub(usize::from(decimals))?;
    if whole == 0 || (whole > 1 && text[0] == b'0') {
        return None;
    }
    let value: i64 = String::from_utf8(text).ok()?.parse().ok()?;
    let mantissa = if figure.mantissa < 0 { -value } else { value };
    let over = figure.decimals > 0 && mantissa > 100 * 10_i64.pow(u32::from(decimals));
    let made = Figure { mantissa, decimals, ..figure };
    (!over && value < 1_000_000_000 && made != figure).then_some(made)
}

/// What is typed wrongly: the cells with what they say and what they should.
fn spoil(random: &mut Random, report: &Report, error: Error) -> Option<Vec<(Place, Field, Figure, Figure)>> {
    let find = |place: Place, field: Field| {
        let there = report.typed.iter().find(|(p, f, _)| (*p, *f) == (place, field));
        there.map(|(.., figure)| *figure)
    };
    let (place, field, figure) = random.pick(&report.typed);
    let counts = report.counts.iter().find(|(other, _)| *other == place).map(|(_, counts)| *counts)?;
    let at = usize::from(NOW.contains(&field));
    Some(match error {
        Error::Exchanged => {
            let fields = if at == 1 { NOW } else { PREV };
            let column = fields.iter().position(|other| *other == field)?;
            let (one, other) = if column >= 3 { (fields[3], fields[4]) } else { (fields[1], fields[2]) };
            let (first, second) = (find(place, one)?, find(place, other)?);
            if first == second {
                return None;
            }
            vec![(place, one, second, first), (place, other, first, second)]
        }
        Error::OtherTotal => {
            let part = match field {
                Field::RateNow | Field::RatePrev => 1,
                Field::NearRateNow | Field::NearRatePrev => 2,
                _ => return None,
            };
            let made = Figure::decimal(printed(counts[at][part], counts[1 - at][0], 2), 2);
            if made == figure {
                return None;
            }
            vec![(place, field, made, figure)]
        }
        Error::Relative => {
            let rate = |at: usize| printed(counts[at][1], counts[at][0], 2);
            if field != Field::DropPoints || rate(0) == 0 {
                return None;
            }
            let made = Figure::decimal(printed(rate(0) - rate(1), rate(0), 2), 2);
            if made == figure {
                return None;
            }
            vec![(place, field, made, figure)]
        }
        _ => vec![(place, field, slipped(random, figure, error)?, figure)],
    })
}

#[derive(Clone, Copy, Default)]
struct Tally {
    tables: u32,
    found: u32,
    figures: u64,
    cell_first: u32,
    value_first: u32,
    value_offered: u32,
}

impl Tally {
    fn add(&mut self, other: Tally) {
        self.tables += other.tables;
        self.found += other.found;
        self.figures += other.figures;
        self.cell_first += other.cell_first;
        self.value_first += other.value_first;
        self.value_offered += other.value_offered;
    }

    /// Found of all; then of those found: figures told, right cell first, right value first, right value offered.
    fn row(&self) -> String {
        let share = |part: u32, whole: u32| {
            if whole == 0 { "–".to_owned() } else { format!("{:.1}", 100.0 * f64::from(part) / f64::from(whole)) }
        };
        let mean = if self.found == 0 { 0.0 } else { self.figures as f64 / f64::from(self.found) };
        let found = self.found;
        format!(
            "{} | {} | {mean:.1} | {} | {} | {}",
            self.tables,
            share(found, self.tables),
            share(self.cell_first, found),
            share(self.value_first, found),
            share(self.value_offered, found)
        )
    }
}

/// Spoils tables of one kind in one way and looks what is said about them.
fn measure(size: usize, amount: usize, error: Error, tables: u32) -> Tally {
    let mut tally = Tally::default();
    let mut seed = (size * 1_000 + amount * 100 + error as usize) as u64;
    let mut tries = 0;
    while tally.tables < tables && tries < 40 * tables {
        tries += 1;
        seed += 1_000_003;
        let mut random = Random::new(seed);
        let report = report(&mut random, size, amount);
        let Some(wrong) = spoil(&mut random, &report, error) else { continue };
        let mut table = Table::new(report.units);
        for (place, field, figure) in &report.typed {
            let is = wrong.iter().find(|(p, f, ..)| (p, f) == (place, field));
            let figure = is.map_or(*figure, |(.., made, _)| *made);
            table.set_fact(*place, *field, Some(Fact::new(Reading::Figure(figure))));
        }
        tally.tables += 1;
        let found = find(&table.book, &table.solve());
        let Some(first) = found.first() else { continue };
        let keys: Vec<_> = wrong
            .iter()
            .map(|(place, field, ..)| table.book.key_of(table.span, *place, *field).expect("a key"))
            .collect();
        // All else is true: whatever contradicts itself has a wrong figure in it.
        for conflict in &found {
            assert!(conflict.facts.iter().any(|fact| keys.contains(fact)), "{conflict:#?} {wrong:?}");
        }
        tally.found += 1;
        tally.figures += first.facts.len() as u64;
        // The best repair there is, of whichever conflict.
        let rights: Vec<Reading> = wrong.iter().map(|(.., right)| Reading::Figure(*right)).collect();
        let is_right = |repair: &giam_ngheo::core::conflict::Repair| {
            repair.changes.len() == keys.len()
                && repair.changes.iter().all(|(key, fact)| {
                    keys.iter().position(|other| other == key).is_some_and(|at| same(rights[at], fact.reading))
                })
        };
        if let Some(repair) = first.repairs.first() {
            tally.cell_first += u32::from(keys.contains(&repair.changes[0].0));
            tally.value_first += u32::from(is_right(repair));
        }
        tally.value_offered += u32::from(found.iter().flat_map(|conflict| &conflict.repairs).any(is_right));
    }
    tally
}

/// The same number, whatever the decimals.
fn same(one: Reading, other: Reading) -> bool {
    let value = |reading| match reading {
        Reading::Figure(figure) => figure.mantissa * 10_i64.pow(4 - u32::from(figure.decimals.min(4))),
        _ => i64::MIN,
    };
    value(one) == value(other)
}

#[test]
fn one_wrong_figure() {
    // `LONG=200` for so many tables of each kind.
    let long = std::env::var("LONG").map(|long| long.parse().unwrap_or(0));
    let tables = long.map_or(3, |tables| if tables < 10 { 1_000 } else { tables });
    let head = "tables | found % | figures told | right cell first % | right value first % | right value offered %";
    let mut by_error = vec![[Tally::default(); AMOUNTS.len()]; ERRORS.len()];
    println!("unit | typed | {head}");
    for (size, (name, ..)) in SIZES.iter().enumerate() {
        for (amount, (typed, ..)) in AMOUNTS.iter().enumerate() {
            let mut all = Tally::default();
            for (at, (error, _)) in ERRORS.iter().enumerate() {
                let tally = measure(size, amount, *error, tables);
                by_error[at][amount].add(tally);
                // One figure in ten is a digit typed twice and so on: every slip of the hand counts alike.
                if !matches!(error, Error::Exchanged | Error::OtherTotal | Error::Relative) {
                    all.add(tally);
                }
            }
            println!("{name} | {typed} | {}", all.row());
        }
    }
    for (amount, (typed, ..)) in AMOUNTS.iter().enumerate().skip(1) {
        println!("\n{typed}\nerror | {head}");
        for (at, (_, name)) in ERRORS.iter().enumerate() {
            println!("{name} | {}", by_error[at][amount].row());
        }
    }
    // Beside rates and totals a slip of the hand that matters is seen.
    let seen: Tally = by_error.iter().take(5).fold(Tally::default(), |mut all, row| {
        all.add(row[3]);
        all
    });
    assert!(seen.found * 10 > seen.tables * 8, "{} of {}", seen.found, seen.tables);
}
