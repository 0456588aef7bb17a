//! Areas of cells as parts of a package name them: `ref="A3:B4"`.

use super::XlsxError;

/// Puts every area of a part in order: the library counts cells from the first corner to the last and stops the program
/// when the last one comes first (`B4:A3`).
///
/// # Errors
/// An area written in a way that no program writes it.
pub fn put_in_order(part: &mut [u8]) -> Result<(), XlsxError> {
    let mut at = 0;
    // By its last letter, which is rare between figures.
    while let Some(found) = part.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == b'f')) {
        at += found + 1;
        if !part.get(..at).is_some_and(|before| before.ends_with(b"ref")) {
            continue;
        }
        let rest = part.get_mut(at..).unwrap_or_default();
        // Blanks may stand around the sign.
        let skip = rest.iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == b'=').count();
        let rest = rest.get_mut(skip..).unwrap_or_default();
        let Some((quote @ (b'"' | b'\''), rest)) = rest.split_first_mut() else { continue };
        let quote = *quote;
        let Some(end) = rest.iter().take(MAX_AREA + 1).position(|byte| *byte == quote) else { continue };
        let area = rest.get_mut(..end).unwrap_or_default();
        if area.contains(&b'&') {
            return Err(XlsxError::Damaged);
        }
        if let Some(ordered) = ordered(area) {
            area.copy_from_slice(&ordered);
        }
    }
    Ok(())
}

/// Longest area, in bytes, far beyond `$XFD$1048576:$XFD$1048576`.
const MAX_AREA: usize = 100;

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
        put_in_order(&mut bytes).unwrap();
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
        assert_eq!(tidied("ref=\"A3:B"), "ref=\"A3:B");
        assert!(put_in_order(&mut b"<c ref=\"A&#51;:B2\"/>".to_vec()).is_err());
    }
}
