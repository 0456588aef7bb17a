//! The workbook file: round trips, damage, limits, and files that must open for ever.

mod support;

use giam_ngheo::codec::file::{FileError, read_file, read_later, write_file};
use giam_ngheo::codec::frame::{Defect, Part, Wrong};
use giam_ngheo::codec::sample::sample;
use giam_ngheo::core::edit::Edit;
use giam_ngheo::core::fact::{Fact, FactKey, Figure, Qualifier, Reading, Source, Unreadable};
use giam_ngheo::core::measure::{Group, Measure};
use giam_ngheo::core::period::{Date, Period, PeriodId, Standard, Status};
use giam_ngheo::core::target::Target;
use giam_ngheo::core::unit::{Place, Tag, TagId, Unit, UnitId};
use giam_ngheo::core::workbook::{Foreign, Heading, Workbook};
use proptest::prelude::*;
use support::{Chance, chance_workbook, long, review};

const GOLDEN_SAMPLE: &str = include_str!("golden/file-1-sample.giamngheo.json");
const GOLDEN_RICH: &str = include_str!("golden/file-1-rich.giamngheo.json");

/// A document with one of everything, as the file `golden/file-1-rich.giamngheo.json` states it.
fn rich() -> Workbook {
    let mut workbook = Workbook::default();
    let heading = Heading {
        title: "Biểu \"1\" \\ <b>".into(),
        area: "huyện Cư Jút".into(),
        level: "xã".into(),
        author: "Người lập biểu".into(),
    };
    Edit::SetHeading(heading).apply(&mut workbook);
    let periods = [
        (3, Date { year: 2021, month: 6, day: 30 }, Status::Plan, Standard::Y2016, "QĐ 133/QĐ-UBND"),
        (1, Date::year_end(2021), Status::Preliminary, Standard::Y2022, ""),
        (7, Date::year_end(2022), Status::Revised, Standard::Y2022, ""),
        (8, Date::year_end(2027), Status::Official, Standard::Y2027, ""),
    ];
    for (at, (id, date, status, standard, note)) in periods.into_iter().enumerate() {
        let period = Period { id: PeriodId(id), date, status, standard, note: note.into() };
        Edit::InsertPeriod { at, period }.apply(&mut workbook);
    }
    for (at, (id, name)) in [(2, "xã nghèo"), (0, "khu vực III")].into_iter().enumerate() {
        Edit::InsertTag { at, tag: Tag { id: TagId(id), name: name.into() } }.apply(&mut workbook);
    }
    type Row = (u32, &'static str, Option<&'static str>, Option<u32>, &'static [u16]);
    let units: [Row; 4] = [
        (5, "Cụm A", None, None, &[]),
        (2, "Cư K'nia", Some("24646"), Some(5), &[0, 2]),
        (9, "Đắk Wil", Some("24649"), Some(5), &[2]),
        (4, "", None, None, &[]),
    ];
    for (at, (id, name, code, parent, tags)) in units.into_iter().enumerate() {
        let mut unit = Unit::new(UnitId(id), name);
        unit.code = code.map(Into::into);
        unit.parent = parent.map(UnitId);
        unit.tags = tags.iter().map(|tag| TagId(*tag)).collect();
        Edit::InsertUnit { at, unit, facts: Vec::new() }.apply(&mut workbook);
    }
    let mut set = |period, measure, place, reading, text: Option<&str>, source| {
        let key = FactKey::of_all(place, PeriodId(period), measure);
        let fact = Fact { reading, text: text.map(Into::into), source };
        Edit::SetFact { key, fact: Some(fact) }.apply(&mut workbook);
    };
    let unit = |id| Place::Unit(UnitId(id));
    let figure =
        |mantissa, decimals, qualifier, assumed| Reading::Figure(Figure { mantissa, decimals, qualifier, assumed });
    use Qualifier::*;
    set(1, Measure::Households, unit(2), Reading::Figure(Figure::whole(2510)), None, Source::Published);
    set(1, Measure::Households, unit(9), figure(13205, 0, Plain, true), Some("13,205"), Source::Entered);
    set(1, Measure::Households, unit(4), Reading::Unreadable(Unreadable::NotANumber), Some("x ?"), Source::Derived);
    set(1, Measure::PoorHouseholds, unit(5), figure(22300, 0, MoreThan, false), Some("hơn 22.300"), Source::Published);
    set(1, Measure::PoorHouseholds, unit(2), figure(128, 0, LessThan, false), None, Source::Entered);
    set(1, Measure::PoorHouseholds, unit(9), figure(5, 0, AtLeast, false), None, Source::Entered);
    set(1, Measure::PoorHouseholds, unit(4), figure(1_000_000_000, 0, AtMost, false), None, Source::Entered);
    set(1, Measure::PoorHouseholds, Place::Area, figure(430_000, 0, About, false), None, Source::Illustrative);
    set(7, Measure::PoorRate, unit(2), figure(2230, 2, Plain, false), None, Source::Entered);
    set(7, Measure::PoorRate, unit(9), figure(223, 1, Plain, false), Some("22,3%"), Source::Entered);
    set(7, Measure::PoorRate, Place::Tag(TagId(0)), figure(5, 4, Plain, false), None, Source::Published);
    set(7, Measure::DropHouseholds, unit(4), Reading::Figure(Figure::whole(-47)), None, Source::Entered);
    set(7, Measure::DropPoints, unit(4), figure(-46, 2, Plain, false), None, Source::Entered);
    let targets = [
        (unit(5), Target::RateLeft { most: 2231 }),
        (unit(2), Target::PointsDown { least: 240, most: 240 }),
        (unit(9), Target::HouseholdsLeft { most: 18311 }),
        (unit(4), Target::HouseholdsDown { least: 1970, most: 1970 }),
        (Place::Tag(TagId(2)), Target::PointsDown { least: 400, most: 500 }),
        (Place::Area, Target::HouseholdsDown { least: 840, most: 930 }),
    ];
    for (place, target) in targets {
        set(7, Measure::Target, place, Reading::Target(target), None, Source::Entered);
    }
    let key = FactKey { period: PeriodId(8), measure: Measure::Persons, group: Group(3), place: unit(4) };
    Edit::SetFact { key, fact: Some(Fact::whole(0)) }.apply(&mut workbook);
    workbook.reserve_identities((UnitId(40), TagId(7), PeriodId(9)));
    workbook.foreign = vec![
        Foreign {
            name: "facts[]".into(),
            body: br#"{"ids":[9],"tag_ids":[], "measure":"wealth","period":1,"units":[ 1.5 ]}"#.to_vec(),
        },
        Foreign { name: "loans".into(), body: br#"{"kept" : [1.50, "as is", {"\u0041":null}]}"#.to_vec() },
        Foreign { name: "#77".into(), body: vec![0, 1, 254, 255] },
    ];
    workbook
}

/// Reads without complaint.
fn read(text: &str) -> Workbook {
    let (workbook, repaired) = read_file(text).unwrap();
    let noted: Vec<Defect> = repaired.into_iter().filter(|defect| defect.wrong != Wrong::Kept).collect();
    assert_eq!(noted, []);
    workbook
}

#[test]
fn golden_files_open_for_ever() {
    assert_eq!(read(GOLDEN_SAMPLE), sample());
    let workbook = read(GOLDEN_RICH);
    assert_eq!(workbook, rich());
    assert_eq!(workbook.next_identities(), (UnitId(40), TagId(7), PeriodId(9)));
}

/// Not a promise to other programs, but a change here should be made on purpose, with a new golden file.
#[test]
fn files_are_written_as_the_newest_golden_ones() {
    assert_eq!(write_file(&sample()), GOLDEN_SAMPLE);
    assert_eq!(write_file(&rich()), GOLDEN_RICH);
}

#[test]
fn what_is_written_is_json_for_everybody() {
    for seed in 0..50 {
        let text = write_file(&chance_workbook(seed, 12));
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["format"], "giamngheo");
        assert_eq!(value["version"], 1);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if long() { 20_000 } else { 1000 }))]

    #[test]
    fn documents_survive(seed: u64, units in 0_u64..60) {
        let workbook = chance_workbook(seed, units);
        let text = write_file(&workbook);
        let again = read(&text);
        prop_assert_eq!(&again, &workbook);
        prop_assert_eq!(again.next_identities(), workbook.next_identities());
        prop_assert_eq!(write_file(&again), text);
    }

    /// What opens after a change of some bytes keeps the document's invariants, so that it can be saved and opened
    /// again without further repairs.
    #[test]
    fn damaged_files_are_refused_or_repaired(seed: u64, units in 0_u64..12, changes in 1_usize..4) {
        let mut chance = Chance(seed);
        let mut bytes = write_file(&chance_workbook(seed, units)).into_bytes();
        for _ in 0..changes {
            let at = chance.below(bytes.len() as u64) as usize;
            match chance.below(3) {
                0 => { bytes.remove(at); }
                1 => bytes[at] = chance.pick(b"0123456789[]{}\",:-.nepdi"),
                _ => bytes.insert(at, chance.pick(b"0123456789[]{}\",:-.nepdi")),
            }
        }
        if let Ok(text) = String::from_utf8(bytes)
            && let Ok((workbook, _)) = read_file(&text)
        {
            prop_assert_eq!(read(&write_file(&workbook)), workbook);
        }
    }
}

#[test]
fn parts_it_does_not_know_are_kept_word_for_word() {
    let text = write_file(&sample());
    let added = text.replacen(
        "\"facts\":[",
        "\"flows\": {\"a\" : 1.50,\n\"b\":[null]},\"facts\":[{\"period\":0,\"measure\":\"cows\",\"units\":[1,\"2 x\"]},",
        1,
    );
    let (workbook, repaired) = read_file(&added).unwrap();
    assert_eq!(
        repaired,
        [Defect::new(Part::Series(0), Wrong::Kept), Defect::new(Part::Document, Wrong::Kept)],
        "the user is told"
    );
    let again = write_file(&workbook);
    assert!(again.contains("\"flows\":{\"a\" : 1.50,\n\"b\":[null]}"), "{again}");
    // A series of figures is about units by position: it is kept with their identities, as rows may move meanwhile.
    assert!(
        again.contains(
            "{\"ids\":[0,1,2,3,4,5,6,7],\"tag_ids\":[0],\"period\":0,\"measure\":\"cows\",\"units\":[1,\"2 x\"]}"
        ),
        "{again}"
    );
    assert_eq!(read_file(&again).unwrap().0, workbook);
}

#[test]
fn a_later_version_is_looked_at_where_it_says_so() {
    let (workbook, _) = read_file(GOLDEN_SAMPLE).unwrap();
    let later = GOLDEN_SAMPLE.replacen("\"version\":1", "\"version\":3,\"reads_as\":1,\"districts\":{\"of\":[1]}", 1);
    assert_eq!(read_file(&later), Err(FileError::Newer { version: 3 }));
    let (mut seen, repaired) = read_later(&later).unwrap();
    // What is new in it travels on, as in a file of this version.
    assert_eq!(repaired, [Defect { part: Part::Document, wrong: Wrong::Kept }]);
    assert_eq!(seen.foreign.iter().map(|part| part.name.as_str()).collect::<Vec<_>>(), ["districts"]);
    seen.foreign.clear();
    assert_eq!(seen, workbook);
    for says in ["", ",\"reads_as\":2", ",\"reads_as\":\"1\""] {
        let other = GOLDEN_SAMPLE.replacen("\"version\":1", &format!("\"version\":3{says}"), 1);
        assert_eq!(read_later(&other), Err(FileError::Newer { version: 3 }), "{says}");
    }
}

#[test]
fn refuses_with_the_place() {
    let version = |number: &str| format!("{{\"format\":\"giamngheo\",\"version\":{number}}}");
    assert_eq!(read_file(&version("2")), Err(FileError::Newer { version: 2 }));
    assert_eq!(
        read_file(r#"{"version":99,"anything":[1e9],"format":"giamngheo"}"#),
        Err(FileError::Newer { version: 99 })
    );
    for number in ["0", "-1", "\"1\"", "1.0", "99999999999999999999", "null"] {
        assert_eq!(read_file(&version(number)), Err(FileError::NotOurs), "{number}");
    }
    for text in ["[]", "12", "{}", "{\"format\":\"other\",\"version\":1}"] {
        assert_eq!(read_file(text), Err(FileError::NotOurs), "{text}");
    }
    assert_eq!(read_file("{\n \"ô\": x}"), Err(FileError::NotJson { line: 2, column: 7 }));
    assert_eq!(read_file(""), Err(FileError::NotJson { line: 1, column: 1 }));
    assert_eq!(read_file(&" ".repeat(10_000_001)), Err(FileError::TooLong));
}

fn invalid(rest: &str) -> Defect {
    let text = format!("{{\"format\":\"giamngheo\",\"version\":1,{rest}}}");
    match read_file(&text) {
        Err(FileError::Invalid(defect)) => defect,
        other => panic!("{rest}: {other:?}"),
    }
}

const PERIOD: &str = r#""periods":[{"id":0,"date":"2022-12-31","status":"official","standard":"2022-2025"}]"#;

#[test]
fn what_cannot_be_repaired_is_named() {
    use Part::*;
    use Wrong::*;
    let with_facts = |facts: &str| invalid(&format!(r#"{PERIOD},"units":{{"name":["a","b"]}},"facts":[{facts}]"#));
    let expect = |found: Defect, part, wrong| assert_eq!(found, Defect::new(part, wrong));
    expect(invalid(r#""title":"a","title":"b""#), Document, Duplicate);
    expect(invalid(r#""title":7"#), Heading, Shape);
    expect(invalid(r#""periods":{}"#), Document, Shape);
    expect(invalid(r#""periods":[{"id":0}]"#), Period(0), OutOfRange);
    let period = |date: &str, status: &str, standard: &str| {
        let period = format!(r#"{{"id":1,"date":"{date}","status":"{status}","standard":"{standard}"}}"#);
        invalid(&format!(
            r#""periods":[{{"id":0,"date":"2020-12-31","status":"plan","standard":"2016-2020"}},{period}]"#
        ))
    };
    expect(period("2022-02-30", "official", "2022-2025"), Period(1), OutOfRange);
    expect(period("31/12/2022", "official", "2022-2025"), Period(1), OutOfRange);
    expect(period("2022-12-31", "final", "2022-2025"), Period(1), Unknown);
    expect(period("2022-12-31", "official", "2031-2035"), Period(1), Unknown);
    expect(
        invalid(&PERIOD.replace("}]", r#"},{"id":0,"date":"2023-12-31","status":"plan","standard":"2022-2025"}]"#)),
        Period(1),
        Duplicate,
    );
    expect(invalid(r#""tags":[{"id":1,"name":"a"},{"id":1,"name":"b"}]"#), Tag(1), Duplicate);
    expect(invalid(r#""tags":[{"name":"a"}]"#), Tag(0), Missing);
    expect(invalid(r#""tags":[{"id":70000,"name":"a"}]"#), Tag(0), Shape);
    expect(invalid(r#""units":{"name":["a",2]}"#), Unit(1), Shape);
    expect(invalid(r#""units":{"name":["a"],"code":["1","2"]}"#), Unit(1), Missing);
    expect(invalid(r#""units":{"name":["a","b"],"id":[1,-2]}"#), Unit(1), Shape);
    expect(invalid(r#""units":{"name":["a","b","c"],"parent":[null,2,1]}"#), Document, Cycle);
    expect(with_facts(r#"{"period":3,"measure":"poor"}"#), Series(0), NoSuch);
    expect(with_facts(r#"{"measure":"poor"}"#), Series(0), Missing);
    expect(
        with_facts(r#"{"period":0,"measure":"poor","units":[1]},{"period":0,"measure":"poor"}"#),
        Series(1),
        Duplicate,
    );
    expect(with_facts(r#"{"period":0,"measure":"poor","group":256}"#), Series(0), Unknown);
    expect(with_facts(r#"{"period":0,"measure":"poor","units":[1,2,3]}"#), Fact { series: 0, row: 2 }, Missing);
    expect(with_facts(r#"{"period":0,"measure":"poor","units":[1,["5"]]}"#), Fact { series: 0, row: 1 }, Shape);
    expect(
        with_facts(r#"{"period":0,"measure":"poor","units":[1],"unit_sources":"z"}"#),
        Fact { series: 0, row: 0 },
        Unknown,
    );
    expect(
        with_facts(r#"{"period":0,"measure":"poor","ids":[1,1],"units":[1,2]}"#),
        Fact { series: 0, row: 1 },
        Duplicate,
    );
}

#[test]
fn what_can_be_repaired_is_reported() {
    let text = format!(
        r#"{{"format":"giamngheo","version":1,"title":"a\nb",{PERIOD},
        "tags":[{{"id":0,"name":"t","units":[8,9],"colour":"red"}}],
        "units":{{"id":[5,8,7],"name":["{}","b","c"],"code":["0/0"],"parent":[99,7,null]}},
        "facts":[{{"period":0,"measure":"poor","units":[22.5,-1,"nhiều\thộ"],"area":"2000000000"}}]}}"#,
        "x".repeat(121)
    );
    let (workbook, repaired) = read_file(&text).unwrap();
    let expected = [
        (Part::Heading, Wrong::Text),
        (Part::Unit(0), Wrong::Text),
        (Part::Unit(0), Wrong::Text),
        (Part::Tag(0), Wrong::Unknown),
        (Part::Tag(0), Wrong::NoSuch),
        (Part::Unit(0), Wrong::NoSuch),
        (Part::Document, Wrong::Order),
        (Part::Fact { series: 0, row: 0 }, Wrong::OutOfRange),
        (Part::Fact { series: 0, row: 1 }, Wrong::OutOfRange),
        (Part::Fact { series: 0, row: 2 }, Wrong::OutOfRange),
        (Part::Fact { series: 0, row: 2 }, Wrong::Text),
        (Part::Fact { series: 0, row: 4 }, Wrong::OutOfRange),
    ];
    assert_eq!(repaired, expected.map(|(part, wrong)| Defect::new(part, wrong)));
    assert_eq!(workbook.heading.title, "a b");
    assert_eq!(workbook.units()[0].name.len(), 120);
    let tree: Vec<_> = workbook.units().iter().map(|unit| (unit.id.0, unit.parent.map(|id| id.0))).collect();
    assert_eq!(tree, [(5, None), (7, None), (8, Some(7))]);
    let key = |place| FactKey::of_all(place, PeriodId(0), Measure::PoorHouseholds);
    let fact = |place| workbook.fact(key(place)).map(|fact| (fact.reading, fact.text.as_deref()));
    let unreadable = |why, text| Some((Reading::Unreadable(why), Some(text)));
    assert_eq!(fact(Place::Unit(UnitId(5))), unreadable(Unreadable::CountWithDecimals, "22.5"));
    assert_eq!(fact(Place::Unit(UnitId(8))), unreadable(Unreadable::Negative, "-1"));
    assert_eq!(fact(Place::Unit(UnitId(7))), unreadable(Unreadable::NotANumber, "nhiều hộ"));
    assert_eq!(fact(Place::Area), unreadable(Unreadable::TooLarge, "2000000000"));
    assert_eq!(read(&write_file(&workbook)), workbook);
}

#[test]
fn a_group_that_stands_after_its_members_is_moved_before_them() {
    let text = r#"{"format":"giamngheo","version":1,"units":{"name":["b","a","c","top"],"parent":[1,3,1,null]}}"#;
    let (workbook, repaired) = read_file(text).unwrap();
    assert_eq!(repaired, [Defect::new(Part::Document, Wrong::Order); 2], "once a round");
    let names: Vec<&str> = workbook.units().iter().map(|unit| unit.name.as_str()).collect();
    assert_eq!(names, ["top", "a", "c", "b"]);
}

#[test]
fn identities_that_cost_memory_are_given_anew() {
    for ids in ["[4000000000,1]", "[100000,1]", "[3,3]"] {
        let text = format!(
            r#"{{"format":"giamngheo","version":1,{PERIOD},"units":{{"id":{ids},"name":["a","b"],"parent":[]}},"facts":[{{"period":0,"measure":"poor","units":[1,2]}}]}}"#
        );
        let (workbook, repaired) = read_file(&text).unwrap();
        assert_eq!(repaired, [Defect::new(Part::Document, Wrong::Renumbered)]);
        let ids: Vec<u32> = workbook.units().iter().map(|unit| unit.id.0).collect();
        assert_eq!(ids, [0, 1]);
        let key = FactKey::of_all(Place::Unit(UnitId(1)), PeriodId(0), Measure::PoorHouseholds);
        assert_eq!(workbook.fact(key), Some(&Fact::whole(2)));
    }
    // Thousands of series that each name only the last of many units.
    let series: Vec<String> = (0..200)
        .map(|group| format!(r#"{{"period":0,"measure":"poor","group":{group},"ids":[19999],"units":[1]}}"#))
        .collect();
    let names = vec!["\"\""; 20_000].join(",");
    let text = format!(
        r#"{{"format":"giamngheo","version":1,{PERIOD},"units":{{"name":[{names}]}},"facts":[{}]}}"#,
        series.join(",")
    );
    let error = read_file(&text).unwrap_err();
    assert_eq!(error, FileError::Invalid(Defect::new(Part::Fact { series: 100, row: 0 }, Wrong::TooMany)));
}

#[test]
fn too_much_is_refused() {
    let units = |count: usize| format!(r#""units":{{"name":[{}]}}"#, vec!["\"\""; count].join(","));
    assert_eq!(invalid(&units(20_001)), Defect::new(Part::Unit(20_000), Wrong::TooMany));
    let text = format!("{{\"format\":\"giamngheo\",\"version\":1,{}}}", units(20_000));
    assert_eq!(read(&text).units().len(), 20_000);
    let deep: Vec<String> = (0..40).map(|at: i32| (at - 1).to_string()).collect();
    let text = format!(
        r#""units":{{"name":[{}],"parent":[null{}]}}"#,
        vec!["\"\""; 40].join(","),
        deep.join(",").replacen("-1", "", 1)
    );
    assert_eq!(invalid(&text), Defect::new(Part::Unit(17), Wrong::TooMany));
}

#[test]
fn ten_thousand_units_fit_in_800_kilobytes() {
    let mut workbook = review(10_600, true);
    for at in (0..10_600).filter(|at| at % 15 > 0) {
        let unit = Unit { parent: Some(UnitId(at as u32 / 15 * 15)), ..workbook.units()[at].clone() };
        Edit::ReplaceUnit { at, unit }.apply(&mut workbook);
    }
    let text = write_file(&workbook);
    println!("10 600 units with codes, groups and 7 figures each: {} bytes", text.len());
    assert!(text.len() <= 800_000, "{}", text.len());
    assert_eq!(read(&text), workbook);
}

#[test]
#[ignore = "writes the golden files anew; only when the layout changes on purpose"]
fn write_golden_files() {
    std::fs::write("tests/golden/file-1-sample.giamngheo.json", write_file(&sample())).unwrap();
    std::fs::write("tests/golden/file-1-rich.giamngheo.json", write_file(&rich())).unwrap();
}

#[test]
fn the_example_in_the_description_opens() {
    let description = include_str!("../docs/file-format.md");
    let (_, rest) = description.split_once("```json\n").unwrap();
    let (example, _) = rest.split_once("```").unwrap();
    let workbook = read(example);
    assert_eq!(workbook.units()[1].name, "Ngân Sơn");
    assert_eq!(workbook.units()[1].tags, [TagId(0)]);
    let key = FactKey::of_all(Place::Unit(UnitId(0)), PeriodId(1), Measure::PoorRate);
    assert_eq!(workbook.fact(key).unwrap().reading, Reading::Figure(Figure::decimal(236, 1)));
}
