//! Turns the language files `src/i18n/vi.txt` and `src/i18n/en.txt` into the `Text` enum and two blocks of text: the
//! Vietnamese texts that the first load shows, and all others. A key that is missing, unknown or there twice, or a
//! placeholder that differs between the languages, stops the build with the file and line.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use std::process::exit;

const FILES: [&str; 2] = ["src/i18n/vi.txt", "src/i18n/en.txt"];

/// What the first load needs, as recorded by `./dev first-load`: functions, and among them one for each text shown.
const FIRST_LOAD: &str = "tools/first-load.txt";
/// How the name of such a function begins; the rest is the name of the text. There are none but in a build for recording.
const SHOWN: &str = "giam_ngheo::i18n::shown::";
/// Set for a build that notes what the first load needs.
const RECORD: &str = "RECORD_FIRST_LOAD";

/// What stands between these two in the program's data is put in place with its second part (tools/src/split/).
const LATER: [&str; 2] = ["\u{2}later\u{2}", "\u{3}later\u{3}"];

/// One `key = text` line of a language file.
pub struct Entry {
    pub key: String,
    pub text: String,
    pub line: usize,
}

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed={RECORD}");
    let mut sources = Vec::new();
    for file in [FILES[0], FILES[1], FIRST_LOAD] {
        println!("cargo:rerun-if-changed={file}");
        match std::fs::read_to_string(file) {
            Ok(source) => sources.push(source),
            Err(error) => stop(&[format!("{file}: {error}")]),
        }
    }
    let directory = std::env::var("OUT_DIR").unwrap_or_default();
    let record = std::env::var_os(RECORD).is_some();
    let shown: BTreeSet<&str> = sources[2].lines().filter_map(|line| line.strip_prefix(SHOWN)).collect();
    // While it is recorded, no text may wait for the second part.
    match generate(&sources[0], &sources[1], &|name| record || shown.contains(name), record) {
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

/// The Rust source for the two files' contents, or every problem found, each as `file:line: what is wrong`. `is_first` tells
/// of a text, by the name of its variant, whether the first load shows it; with `record` the texts that are shown are noted.
pub fn generate(vi: &str, en: &str, is_first: &dyn Fn(&str) -> bool, record: bool) -> Result<String, Vec<String>> {
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

    let (first, later): (Vec<&Entry>, Vec<&Entry>) = vi.iter().partition(|entry| is_first(&variant(&entry.key)));
    let entries: Vec<&Entry> = first.iter().chain(&later).copied().collect();
    let in_english = |entry: &&Entry| english.get(entry.key.as_str()).map_or("", |other| other.text.as_str());
    let en: Vec<&str> = entries.iter().map(in_english).collect();
    let mut out = variants(&entries, &en);
    let vi: Vec<&str> = entries.iter().map(|entry| entry.text.as_str()).collect();
    blocks(&mut out, &vi, &en, first.len());
    note(&mut out, &entries, record);
    Ok(out)
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

/// The enum of all texts.
fn variants(entries: &[&Entry], en: &[&str]) -> String {
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
    out
}

/// The texts themselves. The first `first` in Vietnamese stand in a block of their own. Behind the mark that has the build
/// move them to the second part: where each of the others begins and where the last one ends, four bytes each; the others
/// in Vietnamese; all in English, which is read by few.
fn blocks(out: &mut String, vi: &[&str], en: &[&str], first: usize) {
    let (first, others) = vi.split_at(first);
    let _ = writeln!(out, "static FIRST: &str = {:?};", first.concat());
    let ends = ends(first, 0);
    let _ = writeln!(out, "static FIRST_ENDS: [u16; {}] = {ends:?};", ends.len());

    let [open, close] = LATER;
    let texts = [others, en].concat();
    let index = self::ends(&texts, open.len() + 4 * (texts.len() + 1));
    let mut block = open.as_bytes().to_vec();
    block.extend(index.iter().flat_map(|end| (*end as u32).to_le_bytes()));
    block.extend(texts.concat().into_bytes());
    block.extend(close.as_bytes());
    let _ = writeln!(out, "static LATER: &[u8] = b\"{}\";", block.escape_ascii());
    let _ = writeln!(out, "const LATER_INDEX: usize = {};\nconst LATER_EN: usize = {};", open.len(), others.len());
}

/// Where the first text begins, and where each ends.
fn ends(texts: &[&str], begin: usize) -> Vec<usize> {
    let ends = texts.iter().scan(begin, |end, text| {
        *end += text.len();
        Some(*end)
    });
    [begin].into_iter().chain(ends).collect()
}

/// What is done about a text that is shown: nothing, or a call that is noted (tools/src/split/record.rs).
fn note(out: &mut String, entries: &[&Entry], record: bool) {
    if !record {
        return out.push_str("#[inline]\nfn note(_: Text) {}\n");
    }
    out.push_str("fn note(key: Text) {\n    shown::ALL[key as usize]();\n}\n#[allow(non_snake_case)]\nmod shown {\n");
    let names: Vec<String> = entries.iter().map(|entry| variant(&entry.key)).collect();
    for (at, name) in names.iter().enumerate() {
        // Each differs from the others, or they would be made one.
        let _ = writeln!(out, "    fn {name}() {{ std::hint::black_box({at}); }}");
    }
    let _ = writeln!(out, "    pub static ALL: [fn(); {}] = [{}];\n}}", names.len(), names.join(", "));
}
