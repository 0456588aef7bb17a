//! The places a text names: units with their kind word, known names without one, "toàn tỉnh", "các huyện nghèo".

use super::lexicon::{Lexicon, Sense, Tongue};
use super::token::{Shape, Token};
use crate::core::names::{UnitKind, fold, same_name};
use crate::core::order::order;

/// A place as named in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mention {
    pub start: usize,
    pub end: usize,
    pub what: Named,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// By its name.
    Unit(Option<UnitKind>),
    /// "toàn tỉnh": the unit of this kind that the text is about.
    Whole(UnitKind),
    /// "các huyện nghèo": several at once.
    Tag,
    /// "cả nước"
    Nation,
}

/// Most words of a name.
const LONGEST: usize = 5;

/// The former and the present provinces: their names are told from the words around them without their kind word.
const PROVINCES: &str = "An Giang|Bà Rịa - Vũng Tàu|Bắc Giang|Bắc Kạn|Bạc Liêu|Bắc Ninh|Bến Tre|Bình Định|Bình Dương|\
Bình Phước|Bình Thuận|Cà Mau|Cần Thơ|Cao Bằng|Đà Nẵng|Đắk Lắk|Đắk Nông|Điện Biên|Đồng Nai|Đồng Tháp|Gia Lai|Hà Giang|\
Hà Nam|Hà Nội|Hà Tĩnh|Hải Dương|Hải Phòng|Hậu Giang|Hồ Chí Minh|Hòa Bình|Hưng Yên|Khánh Hòa|Kiên Giang|Kon Tum|\
Lai Châu|Lâm Đồng|Lạng Sơn|Lào Cai|Long An|Nam Định|Nghệ An|Ninh Bình|Ninh Thuận|Phú Thọ|Phú Yên|Quảng Bình|Quảng Nam|\
Quảng Ngãi|Quảng Ninh|Quảng Trị|Sóc Trăng|Sơn La|Tây Ninh|Thái Bình|Thái Nguyên|Thanh Hóa|Thừa Thiên Huế|Tiền Giang|\
Trà Vinh|Tuyên Quang|Vĩnh Long|Vĩnh Phúc|Yên Bái";

/// Most names of the text itself that are remembered.
const MOST_TOLD: usize = 64;

/// Whether this is the name of a province, without its kind word.
pub(super) fn is_province(name: &str) -> bool {
    PROVINCES.split('|').any(|province| same_name(province, name))
}

/// Names by their folded form: those known beforehand, and those that the text has given with a kind word.
pub(super) struct Known {
    before: Vec<String>,
    told: Vec<String>,
}

impl Known {
    pub fn new(names: &[&str]) -> Self {
        let mut all: Vec<String> = names.iter().copied().chain(PROVINCES.split('|')).map(fold).collect();
        let sorted = order(all.len(), &|a, b| all.get(a).cmp(&all.get(b)));
        let before = sorted.into_iter().filter_map(|at| Some(std::mem::take(all.get_mut(at)?)));
        Known { before: before.filter(|name| !name.is_empty()).collect(), told: Vec::new() }
    }

    /// Remembers a name that the text gives with its kind word, for when it stands alone.
    pub fn tell(&mut self, name: &str) {
        let name = fold(name);
        if self.told.len() < MOST_TOLD && !name.is_empty() && !self.told.contains(&name) {
            self.told.push(name);
        }
    }

    fn has(&self, name: &str) -> bool {
        let name = fold(name);
        self.before.binary_search(&name).is_ok() || self.told.contains(&name)
    }

    /// How many words at the start of the tokens are the longest known name; at least `least`.
    fn longest(&self, tokens: &[Token], least: usize, text: &str) -> Option<usize> {
        let words = capitals(tokens);
        (least..=words.min(LONGEST)).rev().find(|length| self.has(written(tokens, *length, text)))
    }
}

fn written<'a>(tokens: &[Token], length: usize, text: &'a str) -> &'a str {
    let ends = tokens.first().zip(length.checked_sub(1).and_then(|last| tokens.get(last)));
    ends.and_then(|(first, last)| text.get(first.start..last.end)).unwrap_or_default()
}

/// How many words with a capital stand together.
fn capitals(tokens: &[Token]) -> usize {
    tokens.iter().take(LONGEST).take_while(|token| matches!(token.shape, Shape::Word { capital: true })).count()
}

/// A place at the start of the tokens, and how many of them it takes. `opens`: the tokens begin a sentence.
pub(super) fn find(
    tokens: &[Token],
    opens: bool,
    before: Option<Sense>,
    (lexicon, tongue, known, text): (&Lexicon, Tongue, &Known, &str),
) -> Option<(usize, Mention)> {
    let head = tokens.first()?;
    let Shape::Word { capital } = head.shape else { return None };
    let mention = |length: usize, what| {
        let end = length.checked_sub(1).and_then(|last| tokens.get(last)).map_or(head.end, |token| token.end);
        Some((length, Mention { start: head.start, end, what }))
    };
    if let Some((length, sense)) = lexicon.find(tokens, tongue) {
        match sense {
            Sense::Nation => return mention(length, Named::Nation),
            Sense::Tagged => return mention(length, Named::Tag),
            Sense::Kind(kind) => {
                let meant = opens || matches!(before, Some(Sense::Whole | Sense::Ground));
                let (used, what) = of_kind(tokens, (length, kind), meant, known, text)?;
                return mention(used, what);
            }
            Sense::Region => {
                let rest = tokens.get(length..)?;
                let words = capitals(rest);
                let roman = rest.first().is_some_and(|first| first.word.chars().all(|c| matches!(c, 'i' | 'v' | 'x')));
                if words == 0 || roman {
                    return None;
                }
                return mention(length + words, Named::Unit(None));
            }
            Sense::Whole => {
                let rest = tokens.get(length..)?;
                let (more, inner) = lexicon.find(rest, tongue)?;
                let Sense::Kind(kind) = inner else { return None };
                let named = of_kind(rest, (more, kind), true, known, text);
                let (used, what) = named.unwrap_or((more, Named::Whole(kind)));
                let (_, found) = mention(length + used, what)?;
                // "toàn huyện Bát Xát" is named by the words after "toàn".
                let start =
                    rest.first().filter(|_| matches!(what, Named::Unit(_))).map_or(found.start, |kind| kind.start);
                return Some((length + used, Mention { start, ..found }));
            }
            _ => {}
        }
    }
    if !capital {
        return None;
    }
    let length = known.longest(tokens, 2, text)?;
    mention(length, Named::Unit(None))
}

/// "huyện Bạch Thông", "TP. Bắc Kạn", after the kind word of so many tokens; where it is `meant`, also "thành phố" alone,
/// which is then the one that the text is about.
fn of_kind(
    tokens: &[Token],
    (length, kind): (usize, UnitKind),
    meant: bool,
    known: &Known,
    text: &str,
) -> Option<(usize, Named)> {
    let point = tokens.get(length).is_some_and(|token| token.shape == Shape::Mark('.') && token.glued);
    let from = length + usize::from(point);
    let rest = tokens.get(from..).unwrap_or_default();
    let words = capitals(rest);
    if words > 0 {
        let name = known.longest(rest, 1, text).unwrap_or(words.min(4));
        return Some((from + name, Named::Unit(Some(kind))));
    }
    let numbered = matches!(rest.first().map(|token| token.shape), Some(Shape::Number { .. } | Shape::Code));
    (meant && !numbered && !point).then_some((length, Named::Whole(kind)))
}

/// The words before a colon that head a line ("Ba Bể cuối 2023: …") when nothing else says the place.
pub(super) fn heading(line: &[Token], lexicon: &Lexicon, tongue: Tongue) -> Option<usize> {
    let colon = line.iter().take(12).position(|token| token.shape == Shape::Mark(':'))?;
    let words = capitals(line);
    let is_name = (1..=LONGEST).contains(&words) && words <= colon && lexicon.find(line, tongue).is_none();
    // "Thống kê: 512.327": a name is written in capitals throughout.
    let next = line.get(words)?;
    let ends = !matches!(next.shape, Shape::Word { .. }) || lexicon.find(line.get(words..)?, tongue).is_some();
    (is_name && ends).then_some(words)
}
