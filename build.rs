//! Turns the language files `src/i18n/vi.txt` and `src/i18n/en.txt` into the `Text` enum and one block of text per
//! language. A key that is missing, unknown or there twice, or a placeholder that differs between the languages, stops
//! the build with the file and line.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::process::exit;

const FILES: [&str; 2] = ["src/i18n/vi.txt", "src/i18n/en.txt"];

/// What stands between these two in the program's data is put in place with its second part.
const LATER: [&str; 2] = ["\u{2}later\u{2}", "\u{3}later\u{3}"];

/// One `key = text` line of a language file.
pub struct Entry {
    pub key: String,
    pub text: String,
    pub line: usize,
}

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let mut sources = Vec::new();
    for file in FILES {
        println!("cargo:rerun-if-changed={file}");
        match std::fs::read_to_string(file) {
            Ok(source) => sources.push(source),
            Err(error) => stop(&[format!("{file}: {error}")]),
        }
    }
    let directory = std::env::var("OUT_DIR").unwrap_or_default();
    match generate(&sources[0], &sources[1]) {
        Ok(code) => {
            if let Err(error) = std::fs::write(Path::new(&directory).join("texts.rs"), code) {
                stop(&[format!("{directory}/texts.rs: {error}")]);
            }
        }
        Err(problems) => stop(&problems),
    }
}

fn stop(problems: &[String]) -> ! {
    for problem in problems {
        eprintln!("error: {problem}");
    }
    exit(1)
}

/// The Rust source for the two files' contents, or every problem found, each as `file:line: what is wrong`.
pub fn generate(vi: &str, en: &str) -> Result<String, Vec<String>> {
    let mut problems = Vec::new();
    let vi = parse(FILES[0], vi, &mut problems);
    let en = parse(FILES[1], en, &mut problems);
    let english: BTreeMap<&str, &Entry> = en.iter().map(|entry| (entry.key.as_str(), entry)).collect();
    let vietnamese: BTreeMap<&str, &Entry> = vi.iter().map(|entry| (entry.key.as_str(), entry)).collect();

    for entry in &en {
        if !vietnamese.contains_key(entry.key.as_str()) {
            problems.push(format!("{}:{}: `{}` is not in {}", FILES[1], entry.line, entry.key, FILES[0]));
        }
    }
    for entry in &vi {
        let Some(other) = english.get(entry.key.as_str()) else {
            problems.push(format!("{}:{}: `{}` is not in {}", FILES[0], entry.line, entry.key, FILES[1]));
            continue;
        };
        let (here, there) = (placeholders(&entry.text), placeholders(&other.text));
        if let (Ok(here), Ok(there)) = (here, there) {
            for name in there.iter().filter(|name| !here.contains(name)) {
                problems.push(format!("{}:{}: `{{{name}}}` is not in {}", FILES[1], other.line, FILES[0]));
            }
            for name in here.iter().filter(|name| !there.contains(name)) {
                problems.push(format!("{}:{}: `{{{name}}}` is not in {}", FILES[0], entry.line, FILES[1]));
            }
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }

    let order = |entry: &Entry| english.get(entry.key.as_str()).map_or("", |other| other.text.as_str()).to_string();
    let vi_texts: Vec<String> = vi.iter().map(|entry| entry.text.clone()).collect();
    let en_texts: Vec<String> = vi.iter().map(order).collect();
    Ok(source(&vi, &vi_texts, &en_texts))
}

/// Reads one file; problems are added to the list.
fn parse(file: &str, source: &str, problems: &mut Vec<String>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (at, raw) in source.lines().enumerate() {
        let line = at + 1;
        let content = raw.trim();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let Some((key, text)) = content.split_once(" = ") else {
            problems.push(format!("{file}:{line}: expected `key = text`"));
            continue;
        };
        let (key, text) = (key.trim().to_string(), text.trim().replace('~', "\u{a0}"));
        let plain = key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !plain || !key.starts_with(|c: char| c.is_ascii_lowercase()) {
            problems.push(format!("{file}:{line}: `{key}`: a key is lower-case letters, digits and _"));
        }
        if let Some(first) = entries.iter().find(|entry| variant(&entry.key) == variant(&key)) {
            problems.push(format!("{file}:{line}: `{key}` is there twice, first in line {}", first.line));
        }
        if let Err(problem) = placeholders(&text) {
            problems.push(format!("{file}:{line}: {problem}"));
        }
        entries.push(Entry { key, text, line });
    }
    entries
}

/// The names in braces, sorted, each once. `{n?one|many}` counts as `{n}`.
fn placeholders(text: &str) -> Result<Vec<String>, String> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let Some(after) = rest[at..].strip_prefix('{') else { return Err("`}` without `{`".to_string()) };
        let Some((spec, tail)) = after.split_once('}') else { return Err("`{` without `}`".to_string()) };
        let (name, forms) = spec.split_once('?').map_or((spec, None), |(name, forms)| (name, Some(forms)));
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
            return Err(format!("`{{{spec}}}` is not a placeholder"));
        }
        if forms.is_some_and(|forms| forms.split('|').count() != 2) {
            return Err(format!("`{{{spec}}}` must be `{{{name}?one|many}}`"));
        }
        names.push(name.to_string());
        rest = tail;
    }
    names.sort();
    names.dedup();
    Ok(names)
}

/// `tab_data` → `TabData`.
fn variant(key: &str) -> String {
    let parts = key.split('_').filter(|part| !part.is_empty());
    parts.map(|part| part[..1].to_ascii_uppercase() + &part[1..]).collect()
}

fn source(entries: &[Entry], vi: &[String], en: &[String]) -> String {
    let mut out = String::from(
        "/// Every text of the program, by key.\n#[derive(Clone, Copy, Debug, PartialEq, Eq)]\n#[repr(u16)]\npub enum Text {\n",
    );
    for (entry, english) in entries.iter().zip(en) {
        let _ = writeln!(out, "    /// `{}` · `{}`\n    {},", entry.text, english, variant(&entry.key));
    }
    out.push_str("}\n\nimpl Text {\n    pub const ALL: &'static [Text] = &[");
    for entry in entries {
        let _ = write!(out, "Text::{}, ", variant(&entry.key));
    }
    out.push_str("];\n\n    /// The placeholders of each text, sorted; read while compiling only.\n    pub(crate) const NAMES: &'static [&'static [&'static str]] = &[");
    for entry in entries {
        let _ = write!(out, "&{:?}, ", placeholders(&entry.text).unwrap_or_default());
    }
    out.push_str("];\n}\n");
    // English is read by few: the marks let the build move it to the part that is fetched later (tools/src/split/).
    for (name, texts, [open, close]) in [("VI", vi, ["", ""]), ("EN", en, LATER)] {
        let mut end = open.len();
        let mut ends = vec![end];
        for text in texts {
            end += text.len();
            ends.push(end);
        }
        let _ = writeln!(out, "static {name}: &str = {:?};", format!("{open}{}{close}", texts.concat()));
        let _ = writeln!(out, "static {name}_ENDS: [u16; {}] = {:?};", ends.len(), ends);
    }
    out
}
