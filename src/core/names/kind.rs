//! Kinds of administrative units, and the kind word at the front of a name.

use super::letters::lower;

/// What kind of administrative unit a name is about.
///
/// The words are part of official names ("Xã Cao Minh", "TP Bắc Kạn"), the same in every language of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnitKind {
    /// Tỉnh.
    Province,
    /// Thành phố: run by the central government, or at district level until June 2025.
    City,
    /// Quận, until June 2025.
    UrbanDistrict,
    /// Huyện, until June 2025.
    RuralDistrict,
    /// Thị xã, until June 2025.
    Town,
    /// Xã.
    Commune,
    /// Phường.
    Ward,
    /// Thị trấn, until June 2025.
    Township,
    /// Đặc khu, since July 2025.
    SpecialZone,
}

impl UnitKind {
    /// Every kind, in the order of the declaration.
    pub const ALL: [Self; 9] = [
        Self::Province,
        Self::City,
        Self::UrbanDistrict,
        Self::RuralDistrict,
        Self::Town,
        Self::Commune,
        Self::Ward,
        Self::Township,
        Self::SpecialZone,
    ];

    /// The word in front of an official name, such as "Thành phố".
    pub const fn word(self) -> &'static str {
        match self {
            Self::Province => "Tỉnh",
            Self::City => "Thành phố",
            Self::UrbanDistrict => "Quận",
            Self::RuralDistrict => "Huyện",
            Self::Town => "Thị xã",
            Self::Commune => "Xã",
            Self::Ward => "Phường",
            Self::Township => "Thị trấn",
            Self::SpecialZone => "Đặc khu",
        }
    }

    /// The abbreviation usual in tables, for kinds of two words: "TP", "TX", "TT"; the word otherwise.
    pub const fn short(self) -> &'static str {
        match self {
            Self::City => "TP",
            Self::Town => "TX",
            Self::Township => "TT",
            _ => self.word(),
        }
    }
}

/// Abbreviations that stand before a name: with or without a point, or glued to a number ("P.1", "Q3").
const SHORT: [(&str, UnitKind); 9] = [
    ("T.P", UnitKind::City),
    ("TP", UnitKind::City),
    ("TX", UnitKind::Town),
    ("TT", UnitKind::Township),
    ("H", UnitKind::RuralDistrict),
    ("P", UnitKind::Ward),
    ("Q", UnitKind::UrbanDistrict),
    ("T", UnitKind::Province),
    ("X", UnitKind::Commune),
];

/// Splits the kind word off a composed name with single blanks (see [`super::tidy`]): "TP. Bắc Kạn" gives the kind and
/// "Bắc Kạn". A kind in brackets at the end counts too: "Chi Lăng (Thị trấn)". Something is always left as the name.
pub fn split_kind(name: &str) -> (Option<UnitKind>, &str) {
    for kind in UnitKind::ALL {
        if let Some(rest) = strip_word(name, kind.word())
            && let Some(rest) = rest.strip_prefix(' ')
            && !rest.is_empty()
        {
            return (Some(kind), rest);
        }
        if let Some(front) = name.strip_suffix(')')
            && let Some((front, word)) = front.rsplit_once('(')
            && strip_word(word, kind.word()) == Some("")
            && !front.trim_end().is_empty()
        {
            return (Some(kind), front.trim_end());
        }
    }
    for (word, kind) in SHORT {
        let Some(rest) = strip_word(name, word) else { continue };
        let bare = rest.trim_start_matches(['.', ' ']);
        // One letter alone may belong to the name ("X Lung", "T An"): it needs the point, or the number of a ward.
        let split = match rest.chars().next() {
            Some('.') => true,
            Some(' ') => word.len() > 1,
            Some(c) => matches!(word, "P" | "Q") && c.is_ascii_digit(),
            None => false,
        };
        if split && !bare.is_empty() {
            return (Some(kind), bare);
        }
    }
    (None, name)
}

/// What follows `word` at the front of `text`, in any case.
fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    for w in word.chars() {
        if lower(rest.next()?) != lower(w) {
            return None;
        }
    }
    Some(rest.as_str())
}
