//! The words that decide: what is counted, which way it goes, what is planned, and what makes a number none of ours.
//! The words themselves stand in `words.rs`.
//!
//! Phrases are tried longest first, so a phrase that means something else ("giảm nghèo", "hộ mới thoát nghèo", "cho thấy")
//! keeps the words in it from being taken for themselves.

use super::Of;
use super::token::{Shape, Token};
use super::words::{ENGLISH, VIETNAMESE};
use crate::codec::plain::plain;
use crate::core::fact::Qualifier;
use crate::core::names::UnitKind;
use crate::core::order::order;

/// What a phrase does in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    /// Households or persons of one class; `total`: the words say that all of them are meant ("số hộ nghèo").
    Noun {
        of: Of,
        total: bool,
    },
    /// "hộ nghèo đa chiều": in the press the poor, by the law poor and near-poor.
    Ambiguous,
    /// "hộ" alone.
    House,
    /// "lượt": times, whoever they fell to.
    Turns,
    /// Something else that is counted.
    Thing,
    /// Units of time and the like: no figure.
    Measure,
    /// "tỷ lệ hộ nghèo"; `falling`: "tỷ lệ giảm nghèo".
    RateOf {
        of: Of,
        falling: bool,
        doubt: bool,
    },
    Total,
    Down,
    Up,
    /// "còn", "xuống": the level reached.
    Left,
    /// "là", "đạt"
    Is,
    /// "có"
    Have,
    /// "chiếm", "tương ứng": a percentage of what was just said.
    Take,
    From,
    To,
    /// "vượt", "cao hơn": a distance from something.
    Beyond,
    /// "so với"
    Against,
    /// "phấn đấu": what follows is planned.
    Plan,
    /// "kế hoạch", "chỉ tiêu": planned, or the plan that results are held against.
    PlanNoun,
    /// "kết quả", "đã": what follows has happened.
    Result,
    Bound(Qualifier),
    /// "trở lên", after the figure.
    Trail(Qualifier),
    /// Power of ten of the unit of money.
    Money(u8),
    Percent,
    /// "điểm phần trăm"; `false` for "điểm" alone.
    Points(bool),
    /// "mỗi", "bình quân mỗi"
    Each,
    /// Says nothing about the kind.
    Filler,
    /// "theo"
    By,
    /// "được": nothing before a figure, and a sign of those who get something after one.
    Got,
    /// A phrase whose parts would be taken for something else.
    Plain,
    /// Words after which households are those who get or do something.
    Does,
    /// Words before which households are those who are helped.
    Aids,
    /// Ethnic minorities.
    Minority,
    /// "trong đó"
    Within,
    /// "lần lượt"
    Respectively,
    /// "nếu", "ví dụ"
    Supposed,
    /// A number after it is a name, not an amount.
    Label,
    /// "ngày", "sáng": a fraction after it is a date.
    Day,
    Year,
    End,
    Start,
    Months,
    Quarter,
    Range,
    Now,
    /// "chuẩn nghèo": years after it name the standard.
    Standard,
    /// "năm trước", "cùng kỳ"
    Before,
    Kind(UnitKind),
    /// "toàn"
    Whole,
    /// "trên địa bàn"
    Ground,
    /// "huyện nghèo", "xã đặc biệt khó khăn": several units under one name.
    Tagged,
    Nation,
    /// "vùng", before a name.
    Region,
    And,
    /// Words that only join: "thì", "nhưng".
    Joint,
    /// Counted like [`Sense::Thing`]; with a number behind it, a name: "tổ 5".
    Numbered,
}

/// In which words a line is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tongue {
    Vietnamese,
    /// Vietnamese typed without marks.
    Unmarked,
    English,
}

struct Entry {
    phrase: String,
    sense: Sense,
}

/// The phrases of one tongue, sorted by their first word.
struct List(Vec<Entry>);

impl List {
    fn new(table: &[(Sense, &str)], shape: impl Fn(&str) -> String) -> Self {
        let phrases = table.iter().flat_map(|(sense, all)| all.split('|').map(move |phrase| (*sense, phrase)));
        let mut all: Vec<Option<Entry>> =
            phrases.map(|(sense, phrase)| Some(Entry { phrase: shape(phrase), sense })).collect();
        let word = |at: usize| all.get(at).and_then(Option::as_ref).map_or("", |entry| first(&entry.phrase));
        let sorted = order(all.len(), &|a, b| word(a).cmp(word(b)));
        List(sorted.into_iter().filter_map(|at| all.get_mut(at)?.take()).collect())
    }

    /// The longest phrase at the start of the tokens, and how many of them it takes.
    fn find(&self, tokens: &[Token]) -> Option<(usize, Sense)> {
        let word = &tokens.first()?.word;
        let from = self.0.partition_point(|entry| first(&entry.phrase) < word.as_str());
        let mut best: Option<(usize, Sense)> = None;
        for entry in self.0.iter().skip(from).take_while(|entry| first(&entry.phrase) == word) {
            let mut length = 0;
            let fits = entry.phrase.split(' ').all(|part| {
                let token = tokens.get(length);
                length += 1;
                token.is_some_and(|token| token.word == part && !matches!(token.shape, Shape::Number { .. }))
            });
            if fits && best.is_none_or(|(had, _)| length > had) {
                best = Some((length, entry.sense));
            }
        }
        best
    }
}

fn first(phrase: &str) -> &str {
    phrase.split(' ').next().unwrap_or_default()
}

/// All phrases, ready for looking up.
pub(super) struct Lexicon {
    vietnamese: List,
    unmarked: List,
    english: List,
}

impl Lexicon {
    pub fn new() -> Self {
        Lexicon {
            vietnamese: List::new(VIETNAMESE, str::to_owned),
            unmarked: List::new(VIETNAMESE, |phrase| plain(phrase).into_owned()),
            english: List::new(ENGLISH, str::to_owned),
        }
    }

    /// The longest phrase at the start of the tokens, and how many of them it takes. Phrases with several senses are
    /// found with the first that the table gives them.
    pub fn find(&self, tokens: &[Token], tongue: Tongue) -> Option<(usize, Sense)> {
        match tongue {
            Tongue::Vietnamese => &self.vietnamese,
            Tongue::Unmarked => &self.unmarked,
            Tongue::English => &self.english,
        }
        .find(tokens)
    }
}

/// Words that English has and unmarked Vietnamese has not.
const ENGLISH_ONLY: [&str; 14] = [
    "the",
    "of",
    "and",
    "households",
    "household",
    "rate",
    "percent",
    "poor",
    "poverty",
    "was",
    "from",
    "with",
    "near",
    "down",
];

/// In which words a line is written.
pub(super) fn tongue(line: &[Token]) -> Tongue {
    let mut english = 0;
    for token in line.iter().filter(|token| matches!(token.shape, Shape::Word { .. })) {
        if !token.word.is_ascii() {
            return Tongue::Vietnamese;
        }
        english += usize::from(ENGLISH_ONLY.contains(&token.word.as_str()));
    }
    if english > 0 { Tongue::English } else { Tongue::Unmarked }
}
