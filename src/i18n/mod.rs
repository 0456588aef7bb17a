//! What the program says to people, in Vietnamese and English.
//!
//! The texts are in `vi.txt` and `en.txt`, plain files for a translator; `build.rs` turns them into the [`Text`] enum and
//! stops the build when the two do not agree. Use [`tr!`](crate::tr), which also checks the placeholders while compiling:
//!
//! ```
//! use giam_ngheo::{i18n::Lang, tr};
//! assert_eq!(tr!(Lang::Vi, TabData), "Bảng số liệu");
//! assert_eq!(tr!(Lang::En, NoteCheck, n = "1"), "1 cell to check");
//! ```

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// A language of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Lang {
    #[default]
    Vi,
    En,
}

impl Lang {
    /// The value of the `lang` attribute.
    pub const fn code(self) -> &'static str {
        match self {
            Lang::Vi => "vi",
            Lang::En => "en",
        }
    }

    /// The language of a tag such as "en", "en-GB" or "vi-VN"; `None` for any other.
    pub fn from_code(code: &str) -> Option<Self> {
        match code.get(..2)? {
            "vi" => Some(Lang::Vi),
            "en" => Some(Lang::En),
            _ => None,
        }
    }
}

/// The text as written, placeholders and all.
pub fn text(lang: Lang, key: Text) -> &'static str {
    note(key);
    // Through pointers, so that no compiler merges them: the function for later texts is the only one that may touch them;
    // they are put in place together with it.
    const READERS: [fn(Lang, Text) -> &'static str; 2] = [first, later];
    let is_later = lang == Lang::En || key as usize + 1 >= FIRST_ENDS.len();
    READERS[usize::from(is_later)](lang, key)
}

/// A Vietnamese text of the first load. One string for all and an offset for each: a table of `&str` would cost 8 bytes
/// per text.
fn first(_: Lang, key: Text) -> &'static str {
    let at = key as usize;
    match (FIRST_ENDS.get(at), FIRST_ENDS.get(at + 1)) {
        (Some(&start), Some(&end)) => FIRST.get(usize::from(start)..usize::from(end)).unwrap_or(""),
        _ => "",
    }
}

/// Any other text.
fn later(lang: Lang, key: Text) -> &'static str {
    // Where the block begins must be written in this function as it is, or the build does not find out who touches it.
    let block = std::hint::black_box(LATER);
    let at = match lang {
        Lang::Vi => (key as usize + 1).saturating_sub(FIRST_ENDS.len()),
        Lang::En => LATER_EN + key as usize,
    };
    let end = |at: usize| {
        let bytes = block.get(LATER_INDEX + 4 * at..)?.first_chunk()?;
        usize::try_from(u32::from_le_bytes(*bytes)).ok()
    };
    let text = || str::from_utf8(block.get(end(at)?..end(at + 1)?)?).ok();
    text().unwrap_or("")
}

/// The text with its placeholders filled in. `{n?unit|units}` takes the first form when `n` is "1".
///
/// A placeholder no value is given for stays visible; [`tr!`](crate::tr) makes that impossible where the key is known.
pub fn fill(lang: Lang, key: Text, values: &[(&str, &str)]) -> String {
    let mut rest = text(lang, key);
    let mut out = String::with_capacity(rest.len() + 16);
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (spec, tail) = after.split_once('}').unwrap_or((after, ""));
        let (name, forms) = spec.split_once('?').unwrap_or((spec, ""));
        match values.iter().find(|(given, _)| *given == name) {
            Some((_, value)) if forms.is_empty() => out.push_str(value),
            Some((_, value)) => {
                let (one, many) = forms.split_once('|').unwrap_or((forms, forms));
                out.push_str(if *value == "1" { one } else { many });
            }
            None => {
                out.push('{');
                out.push_str(spec);
                out.push('}');
            }
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// The text of a key, `tr!(lang, TabData)`, with its values if it has any, `tr!(lang, NoteCheck, n = "2")`. Values are
/// anything that reads as `str`. A name that is missing or not in the text does not compile.
#[macro_export]
macro_rules! tr {
    ($lang:expr, $key:ident) => {{
        const { $crate::i18n::check_names($crate::i18n::Text::$key, &[]) };
        $crate::i18n::text($lang, $crate::i18n::Text::$key)
    }};
    ($lang:expr, $key:ident, $($name:ident = $value:expr),+ $(,)?) => {{
        const { $crate::i18n::check_names($crate::i18n::Text::$key, &[$(stringify!($name)),+]) };
        $crate::i18n::fill(
            $lang,
            $crate::i18n::Text::$key,
            &[$((stringify!($name), ::core::convert::AsRef::<str>::as_ref(&$value))),+],
        )
    }};
}

/// Stops the compilation unless the names given are those of the text. For [`tr!`](crate::tr).
#[doc(hidden)]
pub const fn check_names(key: Text, given: &[&str]) {
    let wanted = Text::NAMES[key as usize];
    assert!(wanted.len() == given.len(), "the text has a different number of placeholders");
    let mut at = 0;
    while at < given.len() {
        let mut found = false;
        let mut other = 0;
        while other < wanted.len() {
            found |= same(given[at].as_bytes(), wanted[other].as_bytes());
            other += 1;
        }
        assert!(found, "the text has no placeholder of this name");
        at += 1;
    }
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}
