//! Kinds of administrative units, and the kind word at the front of a name.

use super::letters::Letter;

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

    /// The letter that stands for it before a point or a number ("H. Ba Bể", "P.1", "Q3"); empty if none does.
    const fn initial(self) -> &'static str {
        match self {
            Self::Province => "T",
            Self::UrbanDistrict => "Q",
            Self::RuralDistrict => "H",
            Self::Commune => "X",
            Self::Ward => "P",
            _ => "",
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

/// Takes the kind word off the front of a name: "TP. Bắc Kạn" leaves "Bắc Kạn". Something is always left as the name.
///
/// One letter alone may belong to the name ("X Lung"), so of "P. Tân An" and "P1" the `pointed` first letter or the number
/// is needed.
pub(super) fn split_kind(name: &[Letter], pointed: bool) -> (Option<UnitKind>, &[Letter]) {
    for kind in UnitKind::ALL {
        for word in [kind.word(), kind.short(), kind.initial()] {
            let Some(rest) = after_word(name, word).filter(|_| !word.is_empty()) else { continue };
            let Some((first, after)) = rest.split_first() else { continue };
            let single = word.len() == 1;
            if first.base == ' ' && (!single || pointed) {
                return (Some(kind), after);
            }
            if single && first.base.is_ascii_digit() {
                return (Some(kind), rest);
            }
        }
    }
    (None, name)
}

/// What follows `word` at the front of a name.
fn after_word<'a>(mut name: &'a [Letter], word: &str) -> Option<&'a [Letter]> {
    for c in word.chars() {
        let (first, rest) = name.split_first()?;
        if *first != Letter::of(c) {
            return None;
        }
        name = rest;
    }
    Some(name)
}
