//! base64url without padding (RFC 4648 §5): letters a chat program leaves alone.

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Appends the bytes as text.
pub fn push(out: &mut String, bytes: &[u8]) {
    for group in bytes.chunks(3) {
        let mut bits = 0_u32;
        for at in 0..3 {
            bits = bits << 8 | u32::from(group.get(at).copied().unwrap_or(0));
        }
        for at in 0..=group.len() {
            let letter = LETTERS.get((bits >> (18 - 6 * at)) as usize & 63);
            out.extend(letter.map(|letter| char::from(*letter)));
        }
    }
}

/// The bytes of a text; `None` for other letters, impossible lengths, and spare bits that are not 0, so that no two
/// texts stand for the same bytes.
pub fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for group in text.chunks(4) {
        let mut bits = 0_u32;
        for letter in group {
            bits = bits << 6 | u32::from(value(*letter)?);
        }
        let spare = match group.len() {
            4 => 0,
            3 => 2,
            2 => 4,
            _ => return None,
        };
        if bits & ((1 << spare) - 1) != 0 {
            return None;
        }
        let bytes = group.len() - 1;
        let aligned = (bits >> spare) << (8 * (4 - bytes));
        out.extend(aligned.to_be_bytes().into_iter().take(bytes));
    }
    Some(out)
}

/// Whether this can be a letter of base64url text.
pub fn is_letter(byte: u8) -> bool {
    value(byte).is_some()
}

fn value(letter: u8) -> Option<u8> {
    Some(match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'-' => 62,
        b'_' => 63,
        _ => return None,
    })
}
