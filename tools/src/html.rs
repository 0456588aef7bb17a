//! Just enough reading of tags to finish the page that Trunk wrote. Trunk's minifier drops quotes and
//! reorders attributes, so tags are found by their meaning and not by their exact text.

use std::ops::Range;

/// One start tag: where it stands and its attributes.
#[derive(Debug, PartialEq, Eq)]
pub struct Tag {
    /// Byte range of the tag in the page, from `<` to `>`.
    pub range: Range<usize>,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute; empty for one without a value.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// All start tags called `name`, in the order of the page.
pub fn tags(page: &str, name: &str) -> Vec<Tag> {
    let open = format!("<{name}");
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = page[from..].find(&open).map(|at| at + from) {
        let rest = &page[start + open.len()..];
        from = start + open.len();
        if !rest.starts_with([' ', '\n', '\t', '>', '/']) {
            continue;
        }
        let (attributes, length) = attributes(rest);
        from += length;
        found.push(Tag { range: start..from, attributes });
    }
    found
}

/// Reads attributes up to and including `>`; also returns how many bytes were read.
fn attributes(text: &str) -> (Vec<(String, String)>, usize) {
    let bytes = text.as_bytes();
    let mut list = Vec::new();
    let mut at = 0;
    let until = |from: usize, stop: &[u8]| {
        bytes[from..].iter().position(|byte| stop.contains(byte)).map_or(bytes.len(), |length| from + length)
    };
    while at < bytes.len() {
        match bytes[at] {
            b'>' => return (list, at + 1),
            b' ' | b'\n' | b'\t' | b'/' => at += 1,
            _ => {
                let end = until(at, b"= \n\t/>");
                let key = text[at..end].to_owned();
                at = end;
                let mut value = String::new();
                if bytes.get(at) == Some(&b'=') {
                    at += 1;
                    let quote = bytes.get(at).copied().filter(|b| matches!(b, b'"' | b'\''));
                    let (from, end) = match quote {
                        Some(quote) => (at + 1, until(at + 1, &[quote])),
                        None => (at, until(at, b" \n\t>")),
                    };
                    value = text[from..end].to_owned();
                    at = if quote.is_some() { (end + 1).min(bytes.len()) } else { end };
                }
                list.push((key, value));
            }
        }
    }
    (list, at)
}

/// Puts `new` in the place of each range; the ranges must be in order and apart from each other.
pub fn replace(page: &str, changes: &[(Range<usize>, String)]) -> String {
    let mut out = String::with_capacity(page.len());
    let mut from = 0;
    for (range, new) in changes {
        out.push_str(&page[from..range.start]);
        out.push_str(new);
        from = range.end;
    }
    out.push_str(&page[from..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_with_and_without_quotes() {
        let page = "<link rel=stylesheet href=./a.css><linked x><link crossorigin\nhref='b > c' rel=\"x y\"/>";
        let links = tags(page, "link");
        assert_eq!(links.len(), 2);
        assert_eq!(links[0].attribute("rel"), Some("stylesheet"));
        assert_eq!(links[0].attribute("href"), Some("./a.css"));
        assert_eq!(links[1].attribute("crossorigin"), Some(""));
        assert_eq!(links[1].attribute("href"), Some("b > c"));
        assert_eq!(links[1].attribute("rel"), Some("x y"));
        assert_eq!(links[1].attribute("id"), None);
        assert!(page[links[1].range.clone()].ends_with("/>"));
    }

    #[test]
    fn an_unfinished_tag_ends_with_the_page() {
        let page = "<link rel=\"x";
        assert_eq!(tags(page, "link")[0].range, 0..page.len());
    }

    #[test]
    fn pieces_are_replaced_where_they_stood() {
        assert_eq!(replace("abcdef", &[(1..2, "X".into()), (4..6, String::new())]), "aXcd");
    }
}
