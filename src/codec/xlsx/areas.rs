//! Places of cells as the parts of a package name them: `r="B4"`, `ref="A3:B4"`.

use super::XlsxError;

/// Looks at every place named in a part before the library does, which stops the program at some: areas whose last corner
/// comes first (`B4:A3`) are put in order, and places beyond any sheet make the workbook a damaged one. Says whether
/// anything was changed.
///
/// # Errors
/// A place that no program writes.
pub fn tidy(part: &mut [u8]) -> Result<bool, XlsxError> {
    let (mut at, mut changed) = (0, false);
    while let Some(found) = part.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == b'=')) {
        at += found + 1;
        let name = part.get(..at - 1).unwrap_or_default().trim_ascii_end();
        let of_cell = |before: &[u8]| before.last().is_some_and(u8::is_ascii_whitespace);
        let names_place = name.strip_suffix(b"ref").or_else(|| name.strip_suffix(b"r")).is_some_and(of_cell);
        // Not in texts and formulas, which may hold anything.
        let in_tag = || name.iter().rev().find(|byte| matches!(byte, b'<' | b'>')) == Some(&b'<');
        if !names_place || !in_tag() {
            continue;
        }
        let rest = part.get_mut(at..).unwrap_or_default();
        let blanks = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let Some((quote @ (b'"' | b'\''), rest)) = rest.get_mut(blanks..).unwrap_or_default().split_first_mut() else {
            continue;
        };
        let quote = *quote;
        let end = rest.iter().take(LONGEST + 1).position(|byte| *byte == quote).ok_or(XlsxError::Damaged)?;
        let place = rest.get_mut(..end).unwrap_or_default();
        if place.contains(&b'&') || place.split(|byte| *byte == b':').any(is_beyond) {
            return Err(XlsxError::Damaged);
        }
        if let Some(ordered) = ordered(place).filter(|ordered| ordered != place) {
            place.copy_from_slice(&ordered);
            changed = true;
        }
    }
    Ok(changed)
}

/// Longest name of a place, in bytes, far beyond `$XFD$1048576:$XFD$1048576`.
const LONGEST: usize = 100;

/// Whether a corner is beyond any sheet: column `XFD`, row 1 048 576.
fn is_beyond(corner: &[u8]) -> bool {
    let letters = corner.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let digits = corner.iter().filter(|byte| byte.is_ascii_digit()).count();
    letters > 3 || digits > 7
}

/// The same area from its first corner to its last, as long as before; `None` when it is no area of two corners.
fn ordered(area: &[u8]) -> Option<Vec<u8>> {
    let colon = area.iter().position(|byte| *byte == b':')?;
    let (first, last) = (corner(area.get(..colon)?)?, corner(area.get(colon + 1..)?)?);
    // By length first: `Z` comes before `AA`, and 9 before 10.
    let less = |a: &[u8], b: &[u8]| (a.len(), a) <= (b.len(), b);
    let (left, right) = if less(first.0, last.0) { (first.0, last.0) } else { (last.0, first.0) };
    let (top, bottom) = if less(first.1, last.1) { (first.1, last.1) } else { (last.1, first.1) };
    Some([left, top, b":", right, bottom].concat())
}

/// Letters and digits of a corner.
fn corner(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let letters = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (column, row) = text.split_at_checked(letters)?;
    (row.iter().all(u8::is_ascii_digit)).then_some((column, row))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tidied(text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        tidy(&mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn the_first_corner_comes_first() {
        for (area, expected) in [
            ("A3:B4", "A3:B4"),
            ("A3:B2", "A2:B3"),
            ("B2:A3", "A2:B3"),
            ("AA10:B9", "B9:AA10"),
            ("A10:A9", "A9:A10"),
            ("A1", "A1"),
            ("", ""),
            ("1:2:3", "1:2:3"),
        ] {
            assert_eq!(
                tidied(&format!("<mergeCell ref=\"{area}\"/><f t='shared' ref ='{area}'>1</f>")),
                format!("<mergeCell ref=\"{expected}\"/><f t='shared' ref ='{expected}'>1</f>")
            );
        }
    }

    #[test]
    fn texts_and_formulas_are_left_alone() {
        let part = "<f>HYPERLINK(\"?a ref=\"&amp;B4:A3) r=\"</f><t>ref=\"B4:A3\"</t><c xref=\"B4:A3\">";
        assert_eq!(tidied(part), part);
    }

    #[test]
    fn places_beyond_any_sheet_are_damage() {
        assert_eq!(
            tidied("<row r=\"1048576\"><c r = 'XFD1048576' t=\"str\">"),
            "<row r=\"1048576\"><c r = 'XFD1048576' t=\"str\">"
        );
        for part in [
            "<c ref=\"A&#51;:B2\"/>",
            "<c\tr=\"AAAAAAAA1\">",
            "<c r=\"AAAAAAAA1\">",
            "<row r=\"99999999999\">",
            "<c r=\"A1",
        ] {
            assert_eq!(tidy(&mut part.as_bytes().to_vec()), Err(XlsxError::Damaged), "{part}");
        }
    }
}
