//! The layer rules of docs/ARCHITECTURE.md, read off the sources.

use std::fs;
use std::path::{Path, PathBuf};

/// What each layer of `src/` may name of the others.
const LAYERS: [(&str, &[&str]); 6] = [
    ("core", &[]),
    ("codec", &["core"]),
    ("i18n", &[]),
    ("state", &["core", "codec"]),
    ("platform", &["core", "codec"]),
    ("ui", &["core", "codec", "state", "i18n", "platform"]),
];

/// Crates that only the two web layers may name.
const WEB: [&str; 6] = ["leptos", "web_sys", "js_sys", "wasm_bindgen", "wasm_bindgen_futures", "gloo"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The files of a layer with their text, comments and unit tests left out.
fn layer(name: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    sources(&root.join(name), &mut paths);
    let single = root.join(format!("{name}.rs"));
    if single.exists() {
        paths.push(single);
    }
    assert!(!paths.is_empty(), "there is no layer {name}");
    paths.retain(|path| path.file_name().is_some_and(|name| name != "tests.rs"));
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        (path, lines.collect::<Vec<_>>().join("\n"))
    };
    paths.into_iter().map(read).collect()
}

/// Whether code names a crate or module as the start of a path.
fn names(code: &str, path: &str) -> bool {
    code.match_indices(path).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | ':' | '.'))
    })
}

#[test]
fn arrows_point_one_way() {
    for (name, may) in LAYERS {
        for (path, code) in layer(name) {
            for (other, _) in LAYERS {
                let allowed = other == name || may.contains(&other);
                let crossing = format!("crate::{other}");
                let named = code
                    .match_indices(&crossing)
                    .any(|(at, _)| !code[at + crossing.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_'));
                assert!(allowed || !named, "{} names crate::{other}", path.display());
            }
        }
    }
}

#[test]
fn core_depends_on_nothing() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/core/Cargo.toml");
    let text = fs::read_to_string(manifest).unwrap();
    assert!(!text.lines().any(|line| line.starts_with("[dependencies") || line.starts_with("[build-dependencies")));
}

#[test]
fn core_codec_and_state_know_no_browser() {
    for name in ["core", "codec", "state", "i18n"] {
        for (path, code) in layer(name) {
            for web in WEB {
                assert!(!names(&code, &format!("{web}::")), "{} names {web}", path.display());
            }
        }
    }
}

#[test]
fn core_has_no_clock_chance_or_floats() {
    for (path, code) in layer("core") {
        for word in ["std::time", "f64", "f32", "rand::"] {
            assert!(!code.contains(word), "{} uses {word}", path.display());
        }
    }
}

#[test]
fn nothing_below_the_interface_can_panic_on_purpose() {
    for name in ["core", "codec", "state"] {
        for (path, code) in layer(name) {
            for word in [".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "unreachable!("] {
                assert!(!code.contains(word), "{} has {word}", path.display());
            }
        }
    }
}

/// Letters that only Vietnamese has: a text for people outside the language files would have some.
fn is_vietnamese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, 'ă' | 'â' | 'đ' | 'ê' | 'ô' | 'ơ' | 'ư' | '\u{1ea0}'..='\u{1ef9}'))
}

#[test]
fn the_interface_takes_its_words_from_the_language_files() {
    for (path, code) in layer("ui") {
        for line in code.lines() {
            // The words officials begin an area's name with are compared with, not shown.
            if line.contains("const COMMON") {
                continue;
            }
            for (at, literal) in line.split('"').enumerate() {
                assert!(at % 2 == 0 || !is_vietnamese(literal), "{}: {literal}", path.display());
            }
        }
    }
}
