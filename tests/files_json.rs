//! The JSON reader and writer against serde_json.

mod support;

use giam_ngheo::codec::json::{Json, MAX_DEPTH, push_text};
use proptest::prelude::*;
use serde_json::Value;
use support::Chance;

/// Both readers accept or both refuse; when both accept they read the same.
fn compare(text: &str) {
    let ours = Json::parse(text);
    match serde_json::from_str::<Value>(text) {
        Ok(theirs) => same(ours.unwrap_or_else(|at| panic!("refused at {at}: {text}")), &theirs),
        // A number too large for a float is still a number to us: it is never computed with.
        Err(error) if error.to_string().contains("out of range") => {}
        Err(error) => assert!(ours.is_err(), "{error}: {text}"),
    }
}

fn same(ours: Json, theirs: &Value) {
    match theirs {
        Value::Null => assert!(ours.is_null()),
        Value::Bool(value) => assert_eq!(ours.raw(), value.to_string()),
        Value::Number(number) => {
            // "-0" is the float -0.0 there and 0 here.
            if let Some(value) = number.as_i64() {
                assert_eq!(ours.integer(), Some(value));
            }
            assert!(ours.text().is_none() && ours.elements().is_none() && ours.members().is_none());
        }
        Value::String(text) => assert_eq!(ours.text().as_deref(), Some(text.as_str())),
        Value::Array(list) => {
            let elements: Vec<Json> = ours.elements().unwrap().collect();
            assert_eq!(elements.len(), list.len());
            elements.into_iter().zip(list).for_each(|(ours, theirs)| same(ours, theirs));
        }
        Value::Object(map) => {
            let members: Vec<_> = ours.members().unwrap().collect();
            // Where a name repeats, serde_json keeps the last.
            for (name, theirs) in map {
                let (_, ours) = members.iter().rev().find(|(ours, _)| ours == name).unwrap();
                same(*ours, theirs);
            }
            assert!(members.iter().all(|(name, _)| map.contains_key(name.as_ref())));
        }
    }
}

fn document(chance: &mut Chance, depth: u64) -> String {
    let blank = chance.pick(&["", "", "", " ", "\n\t", "\r "]);
    let value = match if depth == 0 { 3 + chance.below(4) } else { chance.below(7) } {
        0 | 1 => {
            let parts: Vec<String> = (0..chance.below(4)).map(|_| document(chance, depth - 1)).collect();
            format!("[{}{blank}]", parts.join(","))
        }
        2 => {
            let parts: Vec<String> = (0..chance.below(4))
                .map(|_| format!("{blank}{}{blank}:{}", text(chance), document(chance, depth - 1)))
                .collect();
            format!("{{{}{blank}}}", parts.join(","))
        }
        3 => chance.pick(&["null", "true", "false"]).into(),
        4 => chance
            .pick(&["0", "-0", "12", "-7", "1.50", "0.0", "1e9", "-2E-3", "9223372036854775807", "00", "-", "1."])
            .into(),
        _ => text(chance),
    };
    format!("{blank}{value}{blank}")
}

fn text(chance: &mut Chance) -> String {
    const ESCAPES: [&str; 12] = [
        "\\n",
        "\\\"",
        "\\\\",
        "\\/",
        "\\u0041",
        "\\u1eb7",
        "\\ud835\\udcb3",
        "\\ud835",
        "\\udcb3",
        "\\x",
        "\\u12",
        "\\b",
    ];
    let plain = chance.text(3).replace(['"', '\\'], "");
    let known = if chance.one_in(4) { &ESCAPES[..] } else { &ESCAPES[..7] };
    let escape = if chance.one_in(3) { chance.pick(known) } else { "" };
    format!("\"{plain}{escape}\"")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn reads_what_serde_json_reads(seed: u64) {
        compare(&document(&mut Chance(seed), 4));
    }

    #[test]
    fn refuses_what_serde_json_refuses(seed: u64, at: usize, with in prop::sample::select(b"[]{}\",:\\ 0-.eEtnu\x01".to_vec()), drop: bool) {
        let mut bytes = document(&mut Chance(seed), 3).into_bytes();
        let at = at % bytes.len();
        if drop { bytes.remove(at); } else { bytes[at] = with; }
        if let Ok(text) = String::from_utf8(bytes) {
            compare(&text);
        }
    }

    #[test]
    fn any_text_survives_writing(text: String) {
        let mut out = String::new();
        push_text(&mut out, &text);
        let read: String = serde_json::from_str(&out).unwrap();
        prop_assert_eq!(&read, &text);
        let ours = Json::parse(&out).unwrap().text().unwrap().into_owned();
        prop_assert_eq!(&ours, &text);
    }

    #[test]
    fn no_text_makes_it_panic(text: String) {
        compare(&text);
    }
}

#[test]
fn depth_is_limited() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(Json::parse(&nested(MAX_DEPTH.into())).is_ok());
    assert!(Json::parse(&nested(usize::from(MAX_DEPTH) + 1)).is_err());
    assert!(Json::parse(&"[".repeat(5_000_000)).is_err());
    assert!(Json::parse(&"{\"a\":".repeat(1_000_000)).is_err());
}

#[test]
fn huge_numbers_are_no_integers() {
    for text in ["99999999999999999999", "1e400", "-1e400", "1.0", "-9223372036854775809"] {
        assert_eq!(Json::parse(text).unwrap().integer(), None, "{text}");
    }
    assert_eq!(Json::parse("-9223372036854775808").unwrap().integer(), Some(i64::MIN));
}

#[test]
fn says_where_it_stopped() {
    assert_eq!(Json::parse("{\"a\": 1,}").unwrap_err(), 8);
    assert_eq!(Json::parse("[1 2]").unwrap_err(), 3);
    assert_eq!(Json::parse("").unwrap_err(), 0);
    assert_eq!(Json::parse("[] x").unwrap_err(), 3);
}
