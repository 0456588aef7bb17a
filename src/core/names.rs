//! Names of units: one spelling for storage, keys for comparing, finding and sorting them.
//!
//! The same commune is written in many ways: composed or decomposed Unicode, `Hoà` or `Hòa`, `R'Lấp` or `R’Lấp`, with
//! or without its kind word, and with small slips (`Pác`/`Pắc`, `Cư`/`Chư`). [`same_name`] looks through what is
//! harmless; [`near_name`] points at what may be a slip and may also be a neighbour of similar name, so it is only ever
//! a question to the user.

mod kind;
mod letters;

pub use kind::UnitKind;
use kind::split_kind;
use letters::{Letter, Mark, combine};

use super::order::order;

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
    let mut gap = false;
    for c in compose(name).chars().filter(|&c| !is_invisible(c)) {
        if is_blank(c) {
            gap = true;
            continue;
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        out.push(c);
    }
    out
}

/// The text with a capital first letter, for what also stands inside sentences. Knows the letters of Vietnamese names;
/// the tables of all scripts would weigh as much as the solver.
pub fn capital(text: &str) -> String {
    with_first(text, letters::upper)
}

/// The text with a small first letter, for a sentence's beginning put into another sentence.
pub fn uncapital(text: &str) -> String {
    with_first(text, letters::lower)
}

fn with_first(text: &str, change: fn(char) -> char) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| std::iter::once(change(first)).chain(rest).collect())
}

/// The kind that a name says its unit is of: "TP. Bắc Kạn", "Thị trấn Chợ Rã".
pub fn kind_of(name: &str) -> Option<UnitKind> {
    Name::read(name).kind
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
/// Measured on the official list, 263 516 pairs of different units of one district or province: 30 share this key. A
/// looser rule (any one letter may differ) calls some 200 more pairs near, so many that nobody would read the notes.
pub fn near_key(name: &str) -> String {
    Name::read(name).near_key()
}

/// Key for finding a name by part of it, typed with or without marks: plain lower-case letters, words one blank apart.
/// The kind word stays.
pub fn search_key(name: &str) -> String {
    letters_of(name).iter().map(|l| l.base).collect()
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
    let keys: Vec<String> = read.iter().map(Name::near_key).collect();
    let sorted = order(names.len(), &|a, b| keys.get(a).cmp(&keys.get(b)));
    let mut partner = vec![None; names.len()];
    for group in sorted.chunk_by(|&a, &b| keys.get(a) == keys.get(b)) {
        for (n, &second) in group.iter().enumerate() {
            let Some(name) = read.get(second).filter(|n| !n.letters.is_empty()) else { continue };
            // Among names of one key only the kind can differ, so the first ten hold a partner if there is one.
            let mut earlier = group.iter().take(n).filter_map(|&first| Some((first, read.get(first)?)));
            let found = earlier.find(|(_, other)| other.kind_agrees(name));
            if let (Some((first, other)), Some(slot)) = (found, partner.get_mut(second)) {
                *slot = Some(NamePair { first, second, same: other.fold() == name.fold() });
            }
        }
    }
    partner.into_iter().flatten().collect()
}

/// Key for sorting names: a ă â b c d đ e ê … y z first, tones (none, huyền, hỏi, ngã, sắc, nặng) where the letters are
/// equal, numbers by their value ("Phường 2" before "Phường 10"), case and apostrophes without weight. Compare as bytes.
pub fn sort_key(name: &str) -> Vec<u8> {
    let letters = letters_of(name);
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
        let mut letters = letters_of(name);
        if letters.is_empty() {
            // Nothing but points and dashes: that is then the name.
            letters = tidy(name).chars().map(Letter::of).collect();
        }
        let pointed = name.trim_start().as_bytes().get(1) == Some(&b'.');
        let (kind, mut bare) = split_kind(&letters, pointed);
        // "Phường Đúc" in Huế is a name that begins with its kind word: in full it is "Phường Phường Đúc".
        let (again, rest) = split_kind(bare, false);
        if kind.is_some() && again == kind {
            bare = rest;
        }
        Self { kind, letters: bare.to_vec() }
    }

    fn kind_agrees(&self, other: &Self) -> bool {
        self.kind == other.kind || self.kind.is_none() || other.kind.is_none()
    }

    fn fold(&self) -> String {
        let mut out = String::new();
        for run in self.letters.chunk_by(|a, b| a.is_vowel() && b.is_vowel()) {
            // Tones go behind the vowels they stand on, wherever among them they were written.
            run.iter().for_each(|l| push_joined(&mut out, l.toneless()));
            run.iter().filter_map(|l| l.tone_mark()).for_each(|t| push_joined(&mut out, t));
        }
        out
    }

    fn near_key(&self) -> String {
        let mut out = String::new();
        let mut before = ' ';
        for (i, l) in self.letters.iter().enumerate() {
            // Words are read as if joined: how a name is split must not matter, here as in `fold`.
            let after = self.letters.iter().skip(i + 1).find(|a| a.base != ' ').copied().unwrap_or(Letter::BLANK);
            let heard = match (before, l.base) {
                ('g', 'h') => continue,
                ('c', 'h') if (after.base, after.mark) == ('u', Mark::Horn) => continue,
                ('t', 'r') => 'h',
                (_, 't') if after.base == 'r' => 'c',
                (_, 'k') if after.base != 'h' => 'c',
                (_, 'q') => 'c',
                (_, 'x') => 's',
                (_, 'y') => 'i',
                (_, c) => c,
            };
            push_joined(&mut out, heard);
            if l.base != ' ' {
                before = l.base;
            }
        }
        out
    }
}

/// Appends a character, leaving out blanks: words get joined and split ("Cư Jút", "CưJút"). Between two numbers a blank
/// counts.
fn push_joined(out: &mut String, c: char) {
    let after = out.as_bytes().last();
    if c == ' ' {
        if !after.is_some_and(u8::is_ascii_digit) {
            return;
        }
    } else if after == Some(&b' ') && !c.is_ascii_digit() {
        out.pop();
    }
    out.push(c);
}

/// The letters of a text; words are one blank apart, apostrophes and leading zeros are gone.
fn letters_of(text: &str) -> Vec<Letter> {
    let text = compose(text);
    let mut out: Vec<Letter> = Vec::with_capacity(text.len());
    let mut gap = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if is_apostrophe(c) || is_invisible(c) {
            continue;
        }
        if is_blank(c) || matches!(c, '-' | '.' | ',' | '_' | '\u{2010}'..='\u{2015}' | '−') {
            gap = true;
            continue;
        }
        let in_number = !gap && out.last().is_some_and(|l| l.base.is_ascii_digit());
        if c == '0' && !in_number && chars.peek().is_some_and(char::is_ascii_digit) {
            continue;
        }
        if gap && !out.is_empty() {
            out.push(Letter::BLANK);
        }
        gap = false;
        out.push(Letter::of(c));
    }
    out
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | '´' | 'ʹ' | 'ʼ' | '‘' | '’' | '‛' | '′' | '＇')
}

/// Blanks that occur in typed and pasted text, the unbroken and the wide one included.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t'..='\r' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{3000}')
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests;
