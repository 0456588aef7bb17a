//! Names of units: one spelling for storage, keys for comparing, finding and sorting them.
//!
//! The same commune is written in many ways: composed or decomposed Unicode, `Hoà` or `Hòa`, `R'Lấp` or `R’Lấp`, with
//! or without its kind word, and with small slips (`Pác`/`Pắc`, `Cư`/`Chư`). [`same_name`] looks through what is
//! harmless; [`near_name`] points at what may be a slip and may also be a neighbour of similar name, so it is only ever
//! a question to the user.

mod kind;
mod letters;

pub use kind::{UnitKind, split_kind};
use letters::{Letter, Mark, TONES, combine};

/// The text with every Vietnamese letter in composed form (NFC), everything else as it was.
pub fn compose(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        // Only combining characters change what stands before them; all others are copied at once.
        if ('\u{300}'..='\u{341}').contains(&c)
            && let Some(last) = out.pop()
        {
            match combine(last, c) {
                Some(whole) => out.push(whole),
                None => out.extend([last, c]),
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// A name as it is best stored: composed, no blanks at the ends, single blanks inside, nothing invisible.
pub fn tidy(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for word in compose(name).split_whitespace() {
        let start = out.len();
        if start > 0 {
            out.push(' ');
        }
        let before = out.len();
        out.extend(word.chars().filter(|&c| !is_invisible(c)));
        if out.len() == before {
            out.truncate(start);
        }
    }
    out
}

/// Key under which all harmless spellings of a name are equal, kind word left off. Not for showing.
///
/// Harmless are: Unicode form, case, blanks and hyphens, apostrophes, the place of the tone mark within a syllable
/// (`hoà`, `hòa`), leading zeros of a number.
pub fn fold(name: &str) -> String {
    Name::read(name).fold()
}

/// Whether two names are the same but for harmless differences of spelling; see [`fold`].
///
/// A name without kind word equals the name with one; two different kind words make two names
/// ("Xã Tân Thành" and "Phường Tân Thành" are neighbours).
pub fn same_name(a: &str, b: &str) -> bool {
    let (a, b) = (Name::read(a), Name::read(b));
    a.kind_agrees(&b) && a.fold() == b.fold()
}

/// Whether two names are not the same but so close that one may be a slip of the other (check K15).
pub fn near_name(a: &str, b: &str) -> bool {
    let (a, b) = (Name::read(a), Name::read(b));
    a.kind_agrees(&b) && a.near_key() == b.near_key() && a.fold() != b.fold()
}

/// Key that names have in common when they are the same or near: letters without marks and tones, with spellings
/// confused by ear or by habit made one (c k q · ch tr · s x · i y · g gh · Chư Cư). Not for showing.
///
/// A looser rule (any one letter) was measured on the official list: it calls some 200 pairs of neighbouring units
/// near, against some 40 under this one.
pub fn near_key(name: &str) -> String {
    Name::read(name).near_key()
}

/// Key for finding a name by part of it, typed with or without marks: plain lower-case letters, words one blank apart.
/// The kind word stays.
pub fn search_key(name: &str) -> String {
    letters_of(&tidy(name)).iter().map(|l| l.base).collect()
}

/// Two rows of a table whose names are the same or near.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NamePair {
    /// Place of the earlier name in the list.
    pub first: usize,
    /// Place of the later one.
    pub second: usize,
    /// Same name, not only a near one.
    pub same: bool,
}

/// For every name that repeats an earlier one of the list, or nearly does, the pair of them, in the order of the list.
/// Empty names are left out. Time grows as n log n.
pub fn near_pairs(names: &[&str]) -> Vec<NamePair> {
    let read: Vec<Name> = names.iter().map(|n| Name::read(n)).collect();
    let mut keys: Vec<(String, usize)> =
        (0..).zip(&read).filter(|(_, n)| !n.letters.is_empty()).map(|(i, n)| (n.near_key(), i)).collect();
    keys.sort_unstable();
    let mut pairs = Vec::new();
    for group in keys.chunk_by(|a, b| a.0 == b.0) {
        for (n, &(_, second)) in group.iter().enumerate() {
            // Among names of one key only the kind can differ, so the first ten hold a partner if there is one.
            let earlier = group.iter().take(n).map(|&(_, i)| i);
            let agrees = |i: &usize| match (read.get(*i), read.get(second)) {
                (Some(a), Some(b)) => a.kind_agrees(b),
                _ => false,
            };
            if let Some(first) = earlier.clone().find(agrees) {
                let fold = |i: usize| read.get(i).map(Name::fold);
                pairs.push(NamePair { first, second, same: fold(first) == fold(second) });
            }
        }
    }
    pairs.sort_unstable_by_key(|p| p.second);
    pairs
}

/// Key for sorting names: a ă â b c d đ e ê … y z first, tones (none, huyền, hỏi, ngã, sắc, nặng) where the letters are
/// equal, numbers by their value ("Phường 2" before "Phường 10"), case and apostrophes without weight. Compare as bytes.
pub fn sort_key(name: &str) -> Vec<u8> {
    let letters = letters_of(&tidy(name));
    let mut key = Vec::with_capacity(letters.len() * 2 + 1);
    for word in letters.chunk_by(|a, b| a.base.is_ascii_digit() && b.base.is_ascii_digit()) {
        // A longer number is a larger one: leading zeros are gone.
        let digits = word.first().is_some_and(|l| l.base.is_ascii_digit());
        if digits {
            key.push(u8::try_from(word.len()).unwrap_or(u8::MAX).min(0x0F) | 0x10);
        }
        for l in word {
            match l.base {
                ' ' => key.push(2),
                'a'..='z' => key.push(0x40 + (l.base as u8 - b'a') * 5 + l.mark as u8),
                c if digits => key.push(c as u8),
                c => {
                    key.push(if c.is_ascii() { 3 } else { 0xF0 });
                    key.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                }
            }
        }
    }
    key.push(0);
    key.extend(letters.iter().map(|l| l.tone + 1));
    key
}

/// A name taken apart for comparing.
struct Name {
    kind: Option<UnitKind>,
    letters: Vec<Letter>,
}

impl Name {
    fn read(name: &str) -> Self {
        let tidy = tidy(name);
        let (kind, mut bare) = split_kind(&tidy);
        // "Phường Đúc" in Huế is a name that begins with its kind word: in full it is "Phường Phường Đúc".
        let (again, rest) = split_kind(bare);
        if kind.is_some() && again == kind {
            bare = rest;
        }
        let mut letters = letters_of(bare);
        if letters.is_empty() {
            // Nothing but points and dashes: that is then the name.
            letters = tidy.chars().map(Letter::of).collect();
        }
        Self { kind, letters }
    }

    fn kind_agrees(&self, other: &Self) -> bool {
        self.kind == other.kind || self.kind.is_none() || other.kind.is_none()
    }

    fn fold(&self) -> String {
        let mut out = String::new();
        for run in self.letters.chunk_by(|a, b| a.is_vowel() && b.is_vowel()) {
            // Tones go behind the vowels they stand on, wherever among them they were written.
            out.extend(run.iter().map(|l| l.toneless()));
            out.extend(run.iter().filter_map(|l| TONES.get(usize::from(l.tone).checked_sub(1)?)));
        }
        join_words(&out)
    }

    fn near_key(&self) -> String {
        let mut out = String::new();
        let mut before = ' ';
        for (i, l) in self.letters.iter().enumerate() {
            if l.base == ' ' {
                out.push(' ');
                continue;
            }
            // Words are read as if joined: how a name is split must not matter, here as in `fold`.
            let after = self.letters.iter().skip(i + 1).find(|a| a.base != ' ');
            let after_is = |base| after.is_some_and(|a| a.base == base);
            match (before, l.base) {
                ('g', 'h') => {}
                ('c', 'h') if after.is_some_and(|a| (a.base, a.mark) == ('u', Mark::Horn)) => {}
                ('t', 'r') => out.push('h'),
                (_, 't') if after_is('r') => out.push('c'),
                (_, 'k') if !after_is('h') => out.push('c'),
                (_, 'q') => out.push('c'),
                (_, 'x') => out.push('s'),
                (_, 'y') => out.push('i'),
                (_, c) => out.push(c),
            }
            before = l.base;
        }
        join_words(&out)
    }
}

/// The text without its blanks, as words get joined and split ("Cư Jút", "CưJút"); between two numbers a blank counts.
fn join_words(text: &str) -> String {
    let digit = |c: char| c.is_ascii_digit();
    let mut out = String::with_capacity(text.len());
    for word in text.split(' ') {
        if out.ends_with(digit) && word.starts_with(digit) {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The letters of a tidy text; words are one blank apart, apostrophes and leading zeros are gone.
fn letters_of(tidy: &str) -> Vec<Letter> {
    let mut out: Vec<Letter> = Vec::with_capacity(tidy.len());
    let mut gap = false;
    let mut chars = tidy.chars().peekable();
    while let Some(c) = chars.next() {
        if is_apostrophe(c) {
            continue;
        }
        if is_gap(c) {
            gap = true;
            continue;
        }
        let in_number = !gap && out.last().is_some_and(|l| l.base.is_ascii_digit());
        if c == '0' && !in_number && chars.peek().is_some_and(char::is_ascii_digit) {
            continue;
        }
        if gap && !out.is_empty() {
            out.push(Letter::of(' '));
        }
        gap = false;
        out.push(Letter::of(c));
    }
    out
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | '´' | 'ʹ' | 'ʼ' | '‘' | '’' | '‛' | '′' | '＇')
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '.' | ',' | '_' | '\u{2010}'..='\u{2015}' | '−')
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests;
