//! The text as a row of items: figures, phrases with a sense, times, places, marks. What is no figure is gone here.

use super::Of;
use super::lexicon::{Lexicon, Sense, Tongue, tongue};
use super::place::{self, Known, Mention, Named};
use super::token::{Shape, Token, tokens, year};
use super::when::{self, Found, When};
use crate::codec::number::Style;
use crate::core::names::UnitKind;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum What {
    /// A figure, by its place in [`Page::numbers`].
    Number(usize),
    Sense(Sense),
    Word,
    Mark(char),
    /// A time; `standard`: it names a poverty standard.
    When {
        when: When,
        standard: bool,
    },
    /// A place, by its place in [`Page::places`].
    Place(usize),
    /// Digits that are no figure.
    Opaque,
    /// The end of a sentence.
    Stop,
    Line,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub start: usize,
    pub end: usize,
    pub what: What,
    pub glued: bool,
}

/// Digits that may be a figure.
#[derive(Clone, Debug)]
pub(super) struct Number {
    pub run: String,
    pub loose: bool,
    pub style: Style,
    /// In a line without Vietnamese marks, where many words coincide.
    pub unmarked: bool,
}

/// A text taken apart.
#[derive(Default)]
pub(super) struct Page {
    pub items: Vec<Item>,
    pub numbers: Vec<Number>,
    pub places: Vec<Mention>,
}

impl Page {
    pub fn what(&self, at: usize) -> Option<What> {
        self.items.get(at).map(|item| item.what)
    }

    pub fn sense(&self, at: usize) -> Option<Sense> {
        match self.what(at)? {
            What::Sense(sense) => Some(sense),
            _ => None,
        }
    }

    pub fn is_mark(&self, at: usize, mark: char) -> bool {
        self.what(at) == Some(What::Mark(mark))
    }
}

/// Takes a text apart; `names`: units known beforehand.
pub(super) fn page(text: &str, names: &[&str]) -> Page {
    let lexicon = Lexicon::new();
    let mut known = Known::new(names);
    let mut page = Page::default();
    let all = tokens(text);
    for line in all.split_inclusive(|token| token.shape == Shape::Line) {
        let tongue = tongue(line);
        Reader { text, line, lexicon: &lexicon, known: &mut known, tongue, page: &mut page, at: 0 }.read();
    }
    page
}

struct Reader<'a> {
    text: &'a str,
    line: &'a [Token],
    lexicon: &'a Lexicon,
    known: &'a mut Known,
    tongue: Tongue,
    page: &'a mut Page,
    at: usize,
}

impl Reader<'_> {
    fn read(mut self) {
        if let Some(words) = place::heading(self.line, self.lexicon, self.tongue)
            && self.place().is_none()
        {
            let ends = self.line.first().zip(words.checked_sub(1).and_then(|last| self.line.get(last)));
            if let Some((first, last)) = ends {
                let mention = Mention { start: first.start, end: last.end, what: Named::Unit(None) };
                self.page.places.push(mention);
                self.push(words, What::Place(self.page.places.len() - 1));
            }
        }
        while let Some(token) = self.line.get(self.at) {
            match token.shape {
                Shape::Line => self.push(1, What::Line),
                Shape::Code => self.push(1, What::Opaque),
                Shape::Number { .. } | Shape::Date(_) | Shape::Month(..) => self.digits(),
                Shape::Word { .. } => self.word(),
                Shape::Mark(mark) => self.mark(mark),
            }
        }
    }

    fn rest(&self) -> &[Token] {
        self.line.get(self.at..).unwrap_or_default()
    }

    fn push(&mut self, length: usize, what: What) {
        let ends = self.line.get(self.at).zip(self.line.get(self.at + length.saturating_sub(1)));
        if let Some((first, last)) = ends {
            self.page.items.push(Item { start: first.start, end: last.end, what, glued: first.glued });
        }
        self.at += length.max(1);
    }

    /// What the item before does, if it stands in this line.
    fn before(&self) -> Option<Sense> {
        if self.at == 0 { None } else { self.page.sense(self.page.items.len().checked_sub(1)?) }
    }

    fn place(&self) -> Option<(usize, Mention)> {
        let last = self.page.items.last().map(|item| item.what);
        let opens = self.at == 0 || matches!(last, None | Some(What::Stop | What::Line | What::Mark(',' | ';' | '-')));
        let around = (self.lexicon, self.tongue, &*self.known, self.text);
        let after_number = matches!(last, Some(What::Number(_)));
        place::find(self.rest(), opens, self.before(), around).filter(|(_, mention)| {
            // "2/8 huyện nghèo", "5 xã": counted.
            !after_number || matches!(mention.what, Named::Unit(_))
        })
    }

    fn word(&mut self) {
        if let Some((length, found)) = when::find(self.rest(), self.lexicon, self.tongue) {
            return self.time(length, found);
        }
        if let Some((length, mention)) = self.place() {
            if matches!(mention.what, Named::Unit(Some(_))) {
                self.known.tell(self.text.get(mention.start..mention.end).unwrap_or_default());
            }
            self.page.places.push(mention);
            return self.push(length, What::Place(self.page.places.len() - 1));
        }
        match self.lexicon.find(self.rest(), self.tongue) {
            // "nghèo" alone is the end of some other word, unless it opens a statement.
            Some((1, Sense::Noun { .. })) if self.is_bare_poor() => self.push(1, What::Word),
            Some((length, Sense::Plain)) => (0..length).for_each(|_| self.push(1, What::Word)),
            // "chiếm …, tỷ lệ 24,71 %": of what was just counted.
            Some((2, Sense::RateOf { of: Of::Other, .. })) if self.is_followed_by_figure() => {
                self.push(2, What::Sense(Sense::Take));
            }
            Some((length, sense)) => self.push(length, What::Sense(sense)),
            None => self.push(1, What::Word),
        }
    }

    fn is_followed_by_figure(&self) -> bool {
        let is_number = |at: usize| matches!(self.rest().get(at).map(|token| token.shape), Some(Shape::Number { .. }));
        let colon = self.rest().get(2).is_some_and(|token| token.shape == Shape::Mark(':'));
        let leads = matches!(self.sense_after(2), Some(Sense::Is | Sense::Left | Sense::Bound(_)));
        is_number(2) || (leads || colon) && is_number(3)
    }

    fn is_bare_poor(&self) -> bool {
        let poor = self.rest().first().is_some_and(|token| matches!(token.word.as_str(), "nghèo" | "ngheo"));
        let opens = matches!(
            self.page.items.last().map(|item| item.what),
            None | Some(What::Stop | What::Line | What::Mark(_) | What::Sense(Sense::And))
        );
        poor && !opens
    }

    fn time(&mut self, length: usize, found: Found) {
        let standard = self.before() == Some(Sense::Standard)
            || self.page.items.last().is_some_and(|item| matches!(item.what, What::When { standard: true, .. }));
        match found {
            Found::When(when) => self.push(length, What::When { when, standard }),
            Found::Nothing => self.push(length, What::Opaque),
        }
    }

    fn digits(&mut self) {
        if let Some((length, found)) = when::find(self.rest(), self.lexicon, self.tongue) {
            return self.time(length, found);
        }
        let Some(token) = self.rest().first().cloned() else { return };
        if let Some(year) = year(&token.word)
            && self.is_year()
        {
            let when = When { year: Some(year), moment: when::Moment::Year };
            return self.time(1, Found::When(when));
        }
        if self.is_label(&token) || self.is_list_number(&token) {
            return self.push(1, What::Opaque);
        }
        let Shape::Number { loose } = token.shape else { return self.push(1, What::Opaque) };
        let style = if self.tongue == Tongue::English { Style::En } else { Style::Vi };
        let unmarked = self.tongue == Tongue::Unmarked;
        self.page.numbers.push(Number { run: token.word.clone(), loose, style, unmarked });
        self.push(1, What::Number(self.page.numbers.len() - 1));
    }

    fn sense_after(&self, skip: usize) -> Option<Sense> {
        Some(self.lexicon.find(self.rest().get(skip..)?, self.tongue)?.1)
    }

    /// Whether four digits without a word for it are a year: "Ba Bể 2023: …", "2022 là …".
    fn is_year(&self) -> bool {
        let counted = matches!(
            self.sense_after(1),
            Some(
                Sense::Noun { .. }
                    | Sense::House
                    | Sense::Ambiguous
                    | Sense::Thing
                    | Sense::Numbered
                    | Sense::Turns
                    | Sense::Money(_)
                    | Sense::Percent
                    | Sense::Points(_)
                    | Sense::Kind(_)
            )
        );
        let percent = self.rest().get(1).is_some_and(|token| token.shape == Shape::Mark('%'));
        let amount = matches!(
            self.before(),
            Some(Sense::Is | Sense::Left | Sense::Have | Sense::Down | Sense::Up | Sense::Bound(_) | Sense::Total)
        );
        let last = self.page.items.last().map(|item| item.what);
        let stated = matches!(last, Some(What::Mark(':' | '='))) && self.at > 0;
        !(counted || percent || amount || stated)
    }

    /// Whether the number only names something: "Quyết định 1719", "tổ 5", "số 54".
    fn is_label(&self, token: &Token) -> bool {
        let Some(before) = self.before() else { return false };
        let counts = matches!(self.sense_after(1), Some(Sense::Noun { .. } | Sense::House | Sense::Money(_)))
            || self.rest().get(1).is_some_and(|token| matches!(token.shape, Shape::Mark('%' | '-')));
        let short = token.word.len() <= 3 && token.word.bytes().all(|b| b.is_ascii_digit());
        let is_unit = self.page.items.len().checked_sub(2).and_then(|at| self.page.what(at));
        let is_unit = matches!(is_unit, Some(What::Number(_)));
        match before {
            Sense::Label => !counts || token.word.len() <= 3,
            Sense::PlanNoun => short && !counts,
            Sense::Numbered | Sense::Kind(UnitKind::Ward | UnitKind::UrbanDistrict | UnitKind::Commune) => {
                short && !counts && !is_unit
            }
            _ => false,
        }
    }

    /// `1.`, `2.1`, `3)` at the start of a line.
    fn is_list_number(&self, token: &Token) -> bool {
        let opens = match self.page.items.last().map(|item| item.what) {
            None | Some(What::Line) => true,
            Some(What::Mark('(')) => self.at == 1,
            _ => false,
        };
        let next = self.rest().get(1);
        let closes = next.is_some_and(|next| matches!(next.shape, Shape::Mark('.' | ')')) && next.glued);
        let short = token.word.len() <= 2;
        let parts = token.word.split('.');
        let outline = token.word.contains('.') && parts.clone().all(|part| !part.is_empty() && part.len() <= 2);
        let capital = next.is_some_and(|next| next.shape == Shape::Word { capital: true });
        opens && (short && closes || outline && (capital || closes) && parts.count() <= 4)
    }

    fn mark(&mut self, mark: char) {
        let next = self.rest().get(1);
        match mark {
            '.' | '!' | '?' | '…' => {
                let open = next.is_none_or(|next| !next.glued);
                let short = self.at.checked_sub(1).and_then(|at| self.line.get(at)).is_some_and(|word| {
                    matches!(word.word.as_str(), "tp" | "tx" | "tt" | "p" | "q" | "h" | "x" | "tr" | "no")
                });
                self.push(1, if open && !short { What::Stop } else { What::Mark(mark) })
            }
            _ => self.push(1, What::Mark(mark)),
        }
    }
}
