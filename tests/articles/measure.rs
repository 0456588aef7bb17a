//! Annotated texts, and how well what is read agrees with them.
//!
//! In texts of our own the figures are marked where they stand: `{18.305|count poor 18305 @Bắc Kạn #2023}`, `{23/8|-}`
//! for digits that are no figure. For texts that are not part of the project a table gives offsets and figures.

use giam_ngheo::codec::article::{Certainty, Context, Kind, Of, Proposal, Span, read};
use giam_ngheo::codec::number::canonical;
use giam_ngheo::codec::target_text;
use giam_ngheo::core::fact::{Figure, Qualifier};
use giam_ngheo::core::names::{same_name, search_key};

/// What a person found in the text.
#[derive(Clone, Debug)]
pub struct Expected {
    pub start: usize,
    pub end: usize,
    pub figure: String,
    /// Several where the words allow several; `none` for digits that state nothing.
    pub kinds: Vec<String>,
    pub of: String,
    pub value: String,
    pub plan: bool,
    pub place: String,
    pub year: String,
}

impl Expected {
    pub fn is_figure(&self) -> bool {
        self.kinds[0] != "none"
    }

    /// Of the kinds that the calculator itself has a use for.
    pub fn is_main(&self) -> bool {
        let kind = self.kinds[0].as_str();
        let main = ["rate", "points", "drop", "relative", "target", "fraction", "percent", "money"].contains(&kind);
        main || kind == "count" && self.of != "other"
    }
}

/// Takes the marks out of a text of our own.
pub fn unmark(marked: &str) -> (String, Vec<Expected>) {
    let (mut text, mut all) = (String::new(), Vec::new());
    let mut rest = marked;
    while let Some(open) = rest.find('{') {
        text.push_str(&rest[..open]);
        let close = open + rest[open..].find('}').expect("a mark is closed");
        let (figure, note) = rest[open + 1..close].split_once('|').expect("a mark has a note");
        let start = text.len();
        text.push_str(figure);
        all.push(noted(start, text.len(), figure, note));
        rest = &rest[close + 1..];
    }
    text.push_str(rest);
    (text, all)
}

fn noted(start: usize, end: usize, figure: &str, note: &str) -> Expected {
    let mut one = Expected {
        start,
        end,
        figure: figure.to_owned(),
        kinds: vec!["none".to_owned()],
        of: String::new(),
        value: String::new(),
        plan: false,
        place: String::new(),
        year: String::new(),
    };
    if note == "-" {
        return one;
    }
    let (kinds, rest) = note.split_once(' ').expect("kind and class");
    one.kinds = kinds.split('|').map(str::to_owned).collect();
    let (of, rest) = rest.split_once(' ').expect("class and value");
    one.of = of.to_owned();
    let (value, mut rest) = rest.split_once(' ').unwrap_or((rest, ""));
    one.value = value.to_owned();
    while !rest.is_empty() {
        if let Some(place) = rest.strip_prefix('@') {
            let end = place.find(" #").unwrap_or(place.len());
            one.place = place[..end].to_owned();
            rest = place[end..].trim_start();
        } else {
            let (word, after) = rest.split_once(' ').unwrap_or((rest, ""));
            match word.strip_prefix('#') {
                Some(year) => one.year = year.to_owned(),
                None => {
                    assert_eq!(word, "plan", "{note}");
                    one.plan = true;
                }
            }
            rest = after;
        }
    }
    one
}

/// A table of offsets: `at figure kind of value plan place year`, tabs between; the first line names the article.
pub fn table(rows: &str) -> Vec<Expected> {
    let one = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let start: usize = cells[0].parse().expect("an offset");
        let none = cells[2] == "none";
        let cell = |at: usize| if none { String::new() } else { cells[at].to_owned() };
        Expected {
            start,
            end: start + cells[1].len(),
            figure: cells[1].to_owned(),
            kinds: vec![cells[2].to_owned()],
            of: cell(3),
            value: cell(4),
            plan: cells[5] == "plan",
            place: cell(6),
            year: cell(7),
        }
    };
    rows.lines().skip(2).filter(|line| !line.is_empty()).map(one).collect()
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Count => "count",
        Kind::Rate => "rate",
        Kind::Points => "points",
        Kind::Drop => "drop",
        Kind::Relative => "relative",
        Kind::Target => "target",
        Kind::Fraction => "fraction",
        Kind::Share => "share",
        Kind::Money => "money",
    }
}

fn of_name(of: Of) -> &'static str {
    match of {
        Of::Households => "households",
        Of::Poor => "poor",
        Of::NearPoor => "near",
        Of::Multidimensional => "multi",
        Of::Persons => "persons",
        Of::PoorPersons => "poor_persons",
        Of::NearPoorPersons => "near_persons",
        Of::Other => "other",
    }
}

fn sign(qualifier: Qualifier) -> &'static str {
    match qualifier {
        Qualifier::Plain => "",
        Qualifier::MoreThan => ">",
        Qualifier::AtLeast => ">=",
        Qualifier::LessThan => "<",
        Qualifier::AtMost => "<=",
        Qualifier::About => "~",
    }
}

fn written(figure: Figure) -> String {
    let bare = Figure { qualifier: Qualifier::Plain, assumed: false, ..figure };
    [sign(figure.qualifier), &canonical(bare)].concat()
}

fn value_of(proposal: &Proposal) -> String {
    match proposal.reading.kind {
        Kind::Target => proposal.target.map(target_text::canonical).unwrap_or_default(),
        Kind::Fraction => {
            [canonical(proposal.first), "/".into(), canonical(proposal.second.expect("a whole"))].concat()
        }
        Kind::Money => {
            [sign(proposal.first.qualifier), &proposal.dong().map(|n| n.to_string()).unwrap_or_default()].concat()
        }
        _ => match proposal.second {
            Some(second) => [written(proposal.first), "..".into(), written(second)].concat(),
            None => written(proposal.first),
        },
    }
}

fn overlaps(span: Span, expected: &Expected) -> bool {
    span.start < expected.end && expected.start < span.end
}

/// Whether the proposal says what the person found; for the percentage of a fraction, whether it has it.
fn agrees(proposal: &Proposal, expected: &Expected) -> bool {
    let percent = proposal.percent.filter(|percent| overlaps(percent.span, expected));
    if let Some(percent) = percent {
        return expected.kinds.iter().any(|kind| kind == "percent") && written(percent.figure) == expected.value;
    }
    let kind = kind_name(proposal.reading.kind);
    let of = expected.of == "-" || expected.of.split('|').any(|of| of == of_name(proposal.reading.of));
    expected.kinds.iter().any(|k| k == kind) && of && value_of(proposal) == expected.value
}

/// How well one text was read.
#[derive(Clone, Debug, Default)]
pub struct Score {
    pub figures: usize,
    pub right: usize,
    pub main: usize,
    pub main_right: usize,
    /// Right and proposed as certain.
    pub certain: usize,
    /// Proposed with another kind or value.
    pub wrong: usize,
    /// Not proposed at all.
    pub missing: usize,
    /// Proposed where there is no figure.
    pub ghosts: usize,
    /// Wrong, and proposed as certain: kind and value, or place or year said to be stated.
    pub wrong_certain: usize,
    pub places: usize,
    pub places_right: usize,
    pub years: usize,
    pub years_right: usize,
    pub notes: Vec<String>,
    /// By kind: figures and right ones.
    pub kinds: Vec<(String, usize, usize)>,
}

impl Score {
    pub fn add(&mut self, other: &Score) {
        self.figures += other.figures;
        self.right += other.right;
        self.main += other.main;
        self.main_right += other.main_right;
        self.certain += other.certain;
        self.wrong += other.wrong;
        self.missing += other.missing;
        self.ghosts += other.ghosts;
        self.wrong_certain += other.wrong_certain;
        self.places += other.places;
        self.places_right += other.places_right;
        self.years += other.years;
        self.years_right += other.years_right;
        for (kind, figures, right) in &other.kinds {
            self.count(kind, *figures, *right);
        }
    }

    fn count(&mut self, kind: &str, figures: usize, right: usize) {
        match self.kinds.iter_mut().find(|(name, ..)| name == kind) {
            Some(found) => (found.1, found.2) = (found.1 + figures, found.2 + right),
            None => self.kinds.push((kind.to_owned(), figures, right)),
        }
    }

    pub fn line(&self, name: &str) -> String {
        format!(
            "| {name} | {} | {} | {} | {} | {} | {} | {} | {} | {}/{} | {}/{} | {} |",
            self.figures,
            self.right,
            self.wrong,
            self.missing,
            self.ghosts,
            self.share(),
            self.certain,
            self.wrong_certain,
            self.places_right,
            self.places,
            self.years_right,
            self.years,
            self.by_kind()
        )
    }

    /// Right ones of the kinds that the calculator has a use for.
    fn share(&self) -> String {
        format!("{}/{}", self.main_right, self.main)
    }

    pub fn by_kind(&self) -> String {
        let kinds = self.kinds.iter().map(|(kind, figures, right)| format!("{kind} {right}/{figures}"));
        kinds.collect::<Vec<_>>().join(", ")
    }
}

/// Reads a text and holds it against what a person found.
pub fn score(text: &str, expected: &[Expected], context: &Context) -> Score {
    let proposals = read(text, context);
    let mut score = Score::default();
    let told = |proposal: &Proposal, note: &str| {
        let figure = text[proposal.span.start..proposal.span.end].to_owned();
        format!(
            "{note}: {figure} as {} {} {} {:?}",
            kind_name(proposal.reading.kind),
            of_name(proposal.reading.of),
            value_of(proposal),
            proposal.certainty
        )
    };
    for one in expected {
        assert_eq!(&text[one.start..one.end], one.figure, "the mark stands where it says");
        let found =
            proposals.iter().find(|p| overlaps(p.span, one) || p.percent.is_some_and(|s| overlaps(s.span, one)));
        if !one.is_figure() {
            if let Some(proposal) = found {
                score.ghosts += 1;
                score.notes.push(told(proposal, &format!("{} is no figure", one.figure)));
                score.wrong_certain += usize::from(proposal.certainty == Certainty::Certain);
            }
            continue;
        }
        score.figures += 1;
        score.main += usize::from(one.is_main());
        let right = found.is_some_and(|proposal| agrees(proposal, one));
        let class = if one.kinds[0] == "count" && one.is_main() { "households" } else { one.kinds[0].as_str() };
        score.count(class, 1, usize::from(right));
        if right {
            score.right += 1;
            score.main_right += usize::from(one.is_main());
        } else {
            score.wrong += usize::from(found.is_some());
            score.missing += usize::from(found.is_none());
            score.notes.push(match found {
                Some(proposal) => told(proposal, &format!("{:?} {} {}", one.kinds, one.of, one.value)),
                None => format!("{:?} {} {}: {} not found", one.kinds, one.of, one.value, one.figure),
            });
        }
        let Some(proposal) = found else { continue };
        let certain = proposal.certainty == Certainty::Certain;
        score.certain += usize::from(certain && right);
        score.wrong_certain += usize::from(certain && !right);
        if right && proposal.plan != one.plan {
            score.wrong_certain += usize::from(certain && one.is_main());
            score.notes.push(told(proposal, "plan or result"));
        }
        if !one.place.is_empty() {
            score.places += 1;
            let guess = proposal.place.as_ref();
            let good = guess.is_some_and(|guess| {
                let (name, bare) = (guess.name.as_str(), guess.name.is_ascii());
                same_name(name, &one.place)
                    || name.ends_with(&one.place)
                    || bare && search_key(name) == search_key(&one.place)
            });
            score.places_right += usize::from(good);
            if !good {
                score.wrong_certain += usize::from(guess.is_some_and(|guess| guess.stated));
                score.notes.push(format!("{}: place {:?} for {}", one.figure, guess, one.place));
            }
        }
        if !one.year.is_empty() {
            score.years += 1;
            let date = proposal.period.and_then(|period| period.when.date());
            let good = date.is_some_and(|date| date.year.to_string() == one.year);
            score.years_right += usize::from(good);
            if !good {
                score.wrong_certain += usize::from(proposal.period.is_some_and(|period| period.stated));
                score.notes.push(format!("{}: time {:?} for {}", one.figure, proposal.period, one.year));
            }
        }
    }
    for proposal in &proposals {
        if !expected.iter().any(|one| overlaps(proposal.span, one)) {
            score.ghosts += 1;
            score.notes.push(told(proposal, "not marked"));
            score.wrong_certain += usize::from(proposal.certainty == Certainty::Certain);
        }
    }
    score
}
