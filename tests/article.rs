//! What is taken from running text, against what people found in it: docs/articles.md.

#[path = "articles/measure.rs"]
mod measure;

use std::fs;
use std::path::{Path, PathBuf};

use giam_ngheo::codec::article::Context;
use measure::{Score, score, table, unmark};

/// Units that a table of the province would have.
const NAMES: [&str; 11] = [
    "TP Bắc Kạn",
    "Ba Bể",
    "Bạch Thông",
    "Chợ Đồn",
    "Chợ Mới",
    "Na Rì",
    "Ngân Sơn",
    "Pác Nặm",
    "Lục Bình",
    "Giáo Hiệu",
    "Kon Plông",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).expect("a folder of the tests");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|found| found == ending));
    paths.sort();
    paths
}

fn stem(path: &Path) -> String {
    path.file_stem().expect("a name").to_string_lossy().into_owned()
}

const HEAD: &str = "| text | figures | right | wrong | missing | proposed beside | main kinds | certain | certain and wrong | places \
                    | years | by kind |\n|---|---|---|---|---|---|---|---|---|---|---|---|";

fn report(name: &str, score: &Score) {
    println!("{}", score.line(name));
    for note in &score.notes {
        println!("    {note}");
    }
}

fn require(score: &Score, name: &str) {
    assert_eq!(score.wrong_certain, 0, "{name}: wrong, yet certain: {:#?}", score.notes);
    assert!(score.right * 10 >= score.figures * 9, "{name}: {} of {}", score.right, score.figures);
    assert!(score.main_right * 10 >= score.main * 9, "{name}: {} of {}", score.main_right, score.main);
}

/// Nine of ten figures, and none wrong that is proposed as certain, in every text marked in a folder.
fn marked(folder: &str) -> Score {
    let mut all = Score::default();
    println!("{HEAD}");
    for path in files(folder, "txt") {
        let (text, expected) = unmark(&fs::read_to_string(&path).expect("a text"));
        let one = score(&text, &expected, &Context { names: &NAMES, area: "" });
        report(&stem(&path), &one);
        all.add(&one);
    }
    report("all", &all);
    all
}

#[test]
fn texts_of_our_own_are_read() {
    require(&marked("tests/articles/own"), "own");
}

#[test]
fn texts_written_before_the_reader_are_read() {
    require(&marked("tests/articles/held"), "held");
}

/// The articles are no part of the project: without them only the texts of our own are read.
#[test]
fn the_articles_are_read() {
    let folder = root().join("../shared/seeds");
    let Ok(folder) = folder.canonicalize() else {
        println!("no articles beside the project");
        return;
    };
    println!("{HEAD}");
    let mut all = Score::default();
    for path in files("tests/articles", "tsv") {
        let rows = fs::read_to_string(&path).expect("a table");
        let name = rows.split(['#', ',', ' ']).find(|word| word.ends_with(".txt")).expect("the article's name");
        let text = fs::read_to_string(folder.join(name)).expect("an article");
        // With the units of the open table, and without any table.
        require(&score(&text, &table(&rows), &Context::default()), name);
        let one = score(&text, &table(&rows), &Context { names: &NAMES, area: "" });
        report(&stem(&path), &one);
        require(&one, name);
        all.add(&one);
    }
    report("all", &all);
    require(&all, "all articles");
}

/// What looks like a figure and is none is not proposed; what is easily taken for another is not proposed as certain.
#[test]
fn traps_are_seen() {
    let mut all = Score::default();
    for path in files("tests/articles/traps", "txt") {
        let (text, expected) = unmark(&fs::read_to_string(&path).expect("a text"));
        let one = score(&text, &expected, &Context { names: &NAMES, area: "" });
        report(&stem(&path), &one);
        assert_eq!((one.wrong_certain, one.ghosts), (0, 0), "{}: {:#?}", stem(&path), one.notes);
        all.add(&one);
    }
    assert!(all.right * 10 >= all.figures * 9, "{} of {}", all.right, all.figures);
}

/// Written when the reader stood; docs/articles.md has the result of their first reading.
#[test]
fn texts_written_after_the_reader_are_read() {
    require(&marked("tests/articles/fresh"), "fresh");
}
