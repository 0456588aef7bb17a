//! Several workbooks put together into one: the same units once, every figure that is not disputed, and a list of those
//! that are.
//!
//! Nothing is decided here that a person should decide. Two sources that state different figures for one cell make a
//! [`Dispute`], and the cell stays empty until somebody chooses; units that are only alike stay two units until
//! somebody says that they are one.

use super::compare::{Pairs, Structure, UnitPair, same_statement};
use super::edit::Edit;
use super::fact::{Fact, FactKey, Reading};
use super::names::same_name;
use super::order::order;
use super::period::{Period, PeriodId};
use super::unit::{MAX_UNITS, Place, UnitId};
use super::workbook::{Heading, Workbook};

/// How the tables fit together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// All are about one area: parts or versions of one table.
    OneTable,
    /// Each is about an area of its own, which becomes a group: communes sent in for a district.
    Groups,
}

/// One figure of the merged table on which the sources do not agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    pub key: FactKey,
    /// What each source states, in the order of the sources; at least two of them differ.
    pub claims: Vec<(usize, Fact)>,
}

/// A unit of one source that may be one of an earlier source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Position of the source it comes from.
    pub source: usize,
    /// `mine` in the merged table, `theirs` in the source.
    pub pair: UnitPair,
}

/// What became of one source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Units found among those of earlier sources.
    pub matched: usize,
    /// Units that earlier sources did not have.
    pub added: usize,
    /// Figures taken into account.
    pub figures: usize,
    /// Totals left out, because they are about a part of the merged table only.
    pub part_totals: usize,
    /// Figures left out, because an earlier source has the same date under another poverty standard.
    pub other_standard: usize,
    /// Parts that this version of the program does not know, left out because they may name units by identity.
    pub unknown_parts: usize,
}

/// Workbooks put together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The table without its disputed figures.
    pub workbook: Workbook,
    pub disputes: Vec<Dispute>,
    /// Pairs that hold only if they are said to; see [`merge`].
    pub doubts: Vec<Doubt>,
    /// One for each source.
    pub accounts: Vec<Account>,
}

/// Whether the tables look like parts of one, or like areas side by side.
pub fn usual_shape(sources: &[&Workbook]) -> Shape {
    let Some((first, rest)) = sources.split_first() else { return Shape::OneTable };
    let one = rest.iter().all(|other| {
        let (a, b) = (&first.heading.area, &other.heading.area);
        a.is_empty() || b.is_empty() || same_name(a, b) || !Pairs::of(first, other).units.is_empty()
    });
    if one { Shape::OneTable } else { Shape::Groups }
}

/// Puts workbooks together, the first one first. `joined` are the doubtful pairs that a person called the same unit: the
/// source and its unit.
pub fn merge(sources: &[&Workbook], shape: Shape, joined: &[(usize, UnitId)]) -> Merged {
    let mut merging =
        Merging { work: Workbook::default(), claims: Vec::new(), doubts: Vec::new(), accounts: Vec::new() };
    for (number, source) in sources.iter().enumerate() {
        merging.add(number, source, shape, joined);
    }
    if shape == Shape::OneTable {
        merging.drop_part_totals(sources);
    }
    merging.finish()
}

impl Merged {
    /// Whether it has more units than a table can.
    pub fn is_too_large(&self) -> bool {
        self.workbook.units().len() > MAX_UNITS
    }

    /// The table with the disputes settled: for each the position among its claims, or `None` to leave the cell empty.
    pub fn settled(&self, choices: &[Option<usize>]) -> Workbook {
        let mut workbook = self.workbook.clone();
        for (dispute, choice) in self.disputes.iter().zip(choices) {
            if let Some((_, fact)) = choice.and_then(|choice| dispute.claims.get(choice)) {
                Edit::SetFact { key: dispute.key, fact: Some(fact.clone()) }.apply(&mut workbook);
            }
        }
        workbook
    }
}

impl Dispute {
    /// The claim of a source, as a position among the claims.
    pub fn claim_of(&self, source: usize) -> Option<usize> {
        self.claims.iter().position(|(other, _)| *other == source)
    }
}

/// A figure that a source states for a cell of the merged table.
struct Claim {
    key: FactKey,
    source: usize,
    fact: Fact,
}

struct Merging {
    work: Workbook,
    claims: Vec<Claim>,
    doubts: Vec<Doubt>,
    accounts: Vec<Account>,
}

impl Merging {
    fn add(&mut self, number: usize, source: &Workbook, shape: Shape, joined: &[(usize, UnitId)]) {
        let mut doubts = Vec::new();
        let pairs = match shape {
            Shape::OneTable => {
                let is_joined = |pair: UnitPair| joined.contains(&(number, pair.theirs));
                let pairs = Pairs::with(&self.work, source, &|pair| !pair.by.is_doubtful() || is_joined(pair));
                let all = Pairs::of(&self.work, source);
                doubts.extend(all.units.into_iter().filter(|pair| pair.by.is_doubtful()));
                pairs
            }
            // Units of different areas are different units, whatever they are called.
            Shape::Groups => Pairs::with(&self.work, source, &|_| false),
        };
        self.doubts.extend(doubts.into_iter().map(|pair| Doubt { source: number, pair }));
        let mut account = Account {
            matched: pairs.units.len(),
            added: pairs.units_theirs.len(),
            unknown_parts: source.foreign.len(),
            ..Account::default()
        };

        let mut work = std::mem::take(&mut self.work);
        if number == 0 {
            work.heading = heading(source, shape);
        } else if work.heading.author.is_empty() {
            work.heading.author.clone_from(&source.heading.author);
        }
        let group = (shape == Shape::Groups).then(|| add_group(&mut work, &source.heading));
        let mut structure = Structure::new(work, source, pairs);
        structure.root = group;
        for id in structure.pairs.periods_theirs.clone() {
            structure.period(id, false);
        }
        for id in structure.pairs.tags_theirs.clone() {
            structure.tag(id, false);
        }
        for id in structure.pairs.units_theirs.clone() {
            structure.unit(id, false);
        }
        let Structure { mine: mut work, pairs, .. } = structure;
        least_final(&mut work, source, &pairs);

        for (key, series) in source.all_series() {
            let Some(period) = pairs.period_mine(key.period) else { continue };
            if !same_standard(&work, period, source, key.period) {
                account.other_standard += series.iter().count();
                continue;
            }
            for (place, fact) in series.iter() {
                let place = match (place, group) {
                    (Place::Area, Some(group)) => Some(Place::Unit(group)),
                    // What is said of a tag in one area is not said of the tag in all.
                    (Place::Tag(_), Some(_)) => None,
                    (place, _) => pairs.place_mine(place),
                };
                let Some(place) = place else {
                    account.part_totals += 1;
                    continue;
                };
                account.figures += 1;
                let key = FactKey { period, measure: key.measure, group: key.group, place };
                self.claims.push(Claim { key, source: number, fact: fact.clone() });
            }
        }
        self.work = work;
        self.accounts.push(account);
    }

    /// A total that a source states for its part of the units is none of the whole.
    fn drop_part_totals(&mut self, sources: &[&Workbook]) {
        let all = self.work.units().len();
        let work = &self.work;
        let accounts = &mut self.accounts;
        let whole = |source: &Workbook, place: Place| match place {
            Place::Unit(_) => true,
            Place::Area => source.units().len() >= all,
            Place::Tag(id) => {
                let Some(tag) = work.tag(id) else { return false };
                let carriers = work.units().iter().filter(|unit| unit.tags.contains(&id)).count();
                let of_source = source.tags().iter().find(|other| same_name(&other.name, &tag.name));
                let there =
                    of_source.map(|tag| source.units().iter().filter(|unit| unit.tags.contains(&tag.id)).count());
                there.is_some_and(|there| there >= carriers)
            }
        };
        self.claims.retain(|claim| {
            let stays = sources.get(claim.source).is_some_and(|source| whole(source, claim.key.place));
            if let Some(account) = accounts.get_mut(claim.source).filter(|_| !stays) {
                account.figures -= 1;
                account.part_totals += 1;
            }
            stays
        });
    }

    fn finish(self) -> Merged {
        let Merging { mut work, claims, doubts, accounts } = self;
        let key_of = |at: usize| claims.get(at).map(|claim| claim.key);
        // Equal keys stay in the order of their sources.
        let sorted = order(claims.len(), &|a, b| key_of(a).cmp(&key_of(b)));
        let mut disputes = Vec::new();
        for cell in sorted.chunk_by(|a, b| key_of(*a) == key_of(*b)) {
            let stated: Vec<&Claim> = cell.iter().filter_map(|at| claims.get(*at)).collect();
            let Some(first) = stated.first() else { continue };
            if stated.iter().all(|claim| same_statement(&claim.fact, &first.fact)) {
                // A reading that somebody confirmed is better than one that nobody did.
                let sure = stated.iter().find(|claim| !is_assumed(&claim.fact)).unwrap_or(first);
                Edit::SetFact { key: first.key, fact: Some(sure.fact.clone()) }.apply(&mut work);
            } else {
                let claims = stated.iter().map(|claim| (claim.source, claim.fact.clone())).collect();
                disputes.push(Dispute { key: first.key, claims });
            }
        }
        Merged { workbook: work, disputes, doubts, accounts }
    }
}

fn is_assumed(fact: &Fact) -> bool {
    matches!(fact.reading, Reading::Figure(figure) if figure.assumed)
}

fn heading(source: &Workbook, shape: Shape) -> Heading {
    match shape {
        Shape::OneTable => source.heading.clone(),
        // The areas become groups; what they are together nobody said.
        Shape::Groups => Heading { level: source.heading.level.clone(), ..Heading::default() },
    }
}

/// The unit that stands for the area of a source.
fn add_group(work: &mut Workbook, heading: &Heading) -> UnitId {
    let name = if heading.area.is_empty() { &heading.title } else { &heading.area };
    let (id, edit) = super::actions::add_unit(work, work.units().len(), name, None);
    edit.apply(work);
    id
}

/// Figures put together are no further along than the least final of them.
fn least_final(work: &mut Workbook, source: &Workbook, pairs: &Pairs) {
    for (at, period) in work.periods().to_vec().into_iter().enumerate() {
        let theirs = pairs.period_theirs(period.id).and_then(|id| source.period(id));
        if let Some(theirs) = theirs.filter(|theirs| theirs.status < period.status) {
            Edit::ReplacePeriod { at, period: Period { status: theirs.status, ..period } }.apply(work);
        }
    }
}

fn same_standard(work: &Workbook, mine: PeriodId, source: &Workbook, theirs: PeriodId) -> bool {
    let standard = |workbook: &Workbook, id| workbook.period(id).map(|period| period.standard);
    standard(work, mine) == standard(source, theirs)
}
