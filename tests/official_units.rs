//! The official list of units: the committed files against the tables they are made from.

use std::collections::{BTreeMap, BTreeSet};
use std::{fs, path::Path};

use giam_ngheo::codec::gazetteer::{Era, Gazetteer, GazetteerError, Level, Mergers, OfficialUnit, Positions, Share};
use giam_ngheo::core::names::UnitKind;

#[allow(dead_code)]
#[path = "../examples/build_units.rs"]
mod build_units;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn file(name: &str) -> Vec<u8> {
    fs::read(root().join("public/units").join(name)).unwrap()
}

fn gazetteer() -> Gazetteer {
    Gazetteer::decode(&file("names.bin")).unwrap()
}

/// The lines of a table, as columns.
fn table(name: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(root().join("data/units").join(name)).unwrap();
    text.lines().skip(2).map(|l| l.split(',').map(|f| f.trim().to_owned()).collect()).collect()
}

#[test]
fn committed_files_are_what_the_tables_make() {
    let tables = build_units::read(&root().join("data/units"));
    for (name, bytes) in build_units::files(&tables) {
        assert!(file(name) == bytes, "{name} is out of date: cargo run --no-default-features --example build_units");
    }
}

#[test]
fn files_are_small_without_the_hosts_compression() {
    assert!(file("names.bin").len() <= 60_000);
    assert!(file("positions.bin").len() + file("mergers.bin").len() <= 60_000);
}

#[test]
fn counts() {
    let g = gazetteer();
    let count = |era, level| g.units(era, level).count();
    assert_eq!(count(Era::Former, Level::Province), 63);
    assert_eq!(count(Era::Former, Level::District), 696);
    assert_eq!(count(Era::Former, Level::Commune), 10_035);
    assert_eq!(count(Era::Current, Level::Province), 34);
    assert_eq!(count(Era::Current, Level::District), 0);
    assert_eq!(count(Era::Current, Level::Commune), 3_321);

    let kinds = |era, level| {
        let mut kinds = BTreeMap::new();
        g.units(era, level).for_each(|u| *kinds.entry(u.kind()).or_insert(0) += 1);
        kinds
    };
    use UnitKind::*;
    assert_eq!(kinds(Era::Former, Level::Province), [(Province, 57), (City, 6)].into());
    assert_eq!(kinds(Era::Current, Level::Province), [(Province, 28), (City, 6)].into());
    assert_eq!(
        kinds(Era::Former, Level::District),
        [(RuralDistrict, 508), (City, 87), (Town, 52), (UrbanDistrict, 49)].into()
    );
    assert_eq!(kinds(Era::Former, Level::Commune), [(Commune, 7_693), (Ward, 1_726), (Township, 616)].into());
    assert_eq!(kinds(Era::Current, Level::Commune), [(Commune, 2_621), (Ward, 687), (SpecialZone, 13)].into());

    let islands: Vec<_> =
        g.units(Era::Former, Level::District).filter(|d| d.children().count() == 0).map(|d| d.full_name()).collect();
    assert_eq!(islands, ["Huyện Bạch Long Vĩ", "Huyện Cồn Cỏ", "Huyện Hoàng Sa", "Huyện Lý Sơn", "Huyện Côn Đảo"]);
}

#[test]
fn bac_kan_and_thai_nguyen() {
    let g = gazetteer();
    let bac_kan = g.by_code(Era::Former, "06").unwrap();
    assert_eq!(bac_kan.full_name(), "Tỉnh Bắc Kạn");
    let districts: Vec<_> = bac_kan.children().map(|d| d.short_name()).collect();
    let expected = [
        "TP Bắc Kạn",
        "Huyện Pác Nặm",
        "Huyện Ba Bể",
        "Huyện Ngân Sơn",
        "Huyện Bạch Thông",
        "Huyện Chợ Đồn",
        "Huyện Chợ Mới",
        "Huyện Na Rì",
    ];
    assert_eq!(districts, expected);
    assert_eq!(bac_kan.communes().count(), 108);

    let thai_nguyen = g.by_code(Era::Current, "19").unwrap();
    let rows = table("units_from_2025_07.csv");
    assert_eq!(thai_nguyen.communes().count(), rows.iter().filter(|r| r[0] == "19").count());
    assert_eq!(thai_nguyen.communes().count(), 92);
    assert!(g.by_code(Era::Current, "06").is_none() && g.by_code(Era::Current, "060").is_none());
    assert!(g.by_code(Era::Former, "").is_none() && g.by_code(Era::Former, "+6").is_none());
}

#[test]
fn codes_are_unique_in_each_era() {
    let g = gazetteer();
    for era in [Era::Former, Era::Current] {
        for level in [Level::Province, Level::District, Level::Commune] {
            let codes: BTreeSet<_> = g.units(era, level).map(|u| u.code()).collect();
            assert_eq!(codes.len(), g.units(era, level).count());
        }
    }
    for unit in g.units(Era::Former, Level::District) {
        assert!(g.by_code(Era::Former, &unit.code()).unwrap() == unit);
    }
}

/// Every line of the tables comes out of the file again, and nothing else does.
#[test]
fn rows_come_back() {
    let g = gazetteer();
    let bare = |name: &str, kind: &str| name.replace(&format!(" ({kind})"), "");
    let mut former: Vec<String> = Vec::new();
    let mut islands = 0;
    for r in table("units_until_2025_06.csv") {
        if r[5].is_empty() {
            islands += 1;
            continue;
        }
        // Wards of Phú Nhuận that the source calls communes, in spite of their names.
        let kind = if ["27046", "27076"].contains(&&*r[5]) { "Phường" } else { &r[7] };
        former.push([&r[0], &r[1], &r[2], &bare(&r[3], &r[4]), &r[4], &r[5], &bare(&r[6], kind), kind].join(","));
    }
    assert_eq!(islands, 5);
    let mut ours: Vec<String> = Vec::new();
    for c in g.units(Era::Former, Level::Commune) {
        let (d, p) = (c.parent().unwrap(), c.province());
        assert!(d.parent().unwrap() == p && d.children().any(|x| x == c) && p.communes().any(|x| x == c));
        let columns = [
            p.code(),
            p.name().into(),
            d.code(),
            d.name().into(),
            d.kind().word().into(),
            c.code(),
            c.name().into(),
            c.kind().word().into(),
        ];
        ours.push(columns.join(","));
    }
    former.sort();
    ours.sort();
    assert_eq!(former, ours);

    let mut current: Vec<String> = table("units_from_2025_07.csv")
        .iter()
        .map(|r| [&*r[0], &r[1], &r[2], &bare(&r[3], &r[4]), &r[4]].join(","))
        .collect();
    let line = |c: OfficialUnit| {
        [c.province().code(), c.province().name().into(), c.code(), c.name().into(), c.kind().word().into()].join(",")
    };
    let mut ours: Vec<String> = g.units(Era::Current, Level::Commune).map(line).collect();
    current.sort();
    ours.sort();
    assert_eq!(current, ours);

    let mut districts: Vec<String> = table("districts_until_2025_06.csv")
        .iter()
        .map(|r| [&*r[0], &r[2], &bare(&r[3], &r[4]), &r[7]].join(","))
        .collect();
    let line =
        |d: OfficialUnit| [d.province().code(), d.code(), d.name().into(), d.children().count().to_string()].join(",");
    let mut ours: Vec<String> = g.units(Era::Former, Level::District).map(line).collect();
    districts.sort();
    ours.sort();
    assert_eq!(districts, ours);
}

#[test]
fn names_in_full() {
    let g = gazetteer();
    for (era, code, full, short) in [
        (Era::Former, "058", "Thành phố Bắc Kạn", "TP Bắc Kạn"),
        (Era::Former, "27046", "Phường 5", "Phường 5"),
        (Era::Former, "19780", "Phường Phường Đúc", "Phường Phường Đúc"),
        (Era::Former, "760", "Quận 1", "Quận 1"),
        (Era::Former, "79", "Thành phố Hồ Chí Minh", "TP Hồ Chí Minh"),
        (Era::Former, "77", "Tỉnh Bà Rịa - Vũng Tàu", "Tỉnh Bà Rịa - Vũng Tàu"),
        (Era::Current, "31078", "Đặc khu Phú Quốc", "Đặc khu Phú Quốc"),
        (Era::Current, "46", "Thành phố Huế", "TP Huế"),
    ] {
        let unit = g.by_code(era, code).unwrap();
        assert_eq!((&*unit.full_name(), &*unit.short_name()), (full, short), "{code}");
    }
    // No two units of one parent have the same full name.
    for parent in g.units(Era::Former, Level::District).chain(g.provinces(Era::Former)).chain(g.provinces(Era::Current))
    {
        let names: BTreeSet<_> = parent.children().map(|u| u.full_name()).collect();
        assert_eq!(names.len(), parent.children().count(), "{}", parent.full_name());
    }
}

#[test]
fn positions_are_those_of_the_tables() {
    let g = gazetteer();
    let positions = Positions::decode(&file("positions.bin"), &g).unwrap();
    let mut compared = 0;
    let mut compare = |era, name: &str, code: usize, lat: usize| {
        let rows: BTreeMap<String, Vec<String>> = table(name).into_iter().map(|r| (r[code].clone(), r)).collect();
        let level = if code == 2 && era == Era::Former { Level::District } else { Level::Commune };
        for unit in g.units(era, level) {
            let row = &rows[&unit.code()];
            let here = positions.of(unit).unwrap();
            for (ours, theirs) in [(here.latitude, &row[lat]), (here.longitude, &row[lat + 1])] {
                let exact: f64 = theirs.parse().unwrap();
                assert!((f64::from(ours) / 1000.0 - exact).abs() < 0.000_501, "{}", unit.full_name());
                compared += 1;
            }
        }
    };
    compare(Era::Former, "districts_until_2025_06.csv", 2, 5);
    compare(Era::Former, "units_until_2025_06.csv", 5, 8);
    compare(Era::Current, "units_from_2025_07.csv", 2, 5);
    assert_eq!(compared, 2 * (696 + 10_035 + 3_321));
    assert!(positions.of(g.provinces(Era::Current).next().unwrap()).is_none());
}

#[test]
fn mergers_are_those_of_the_table() {
    let g = gazetteer();
    let mergers = Mergers::decode(&file("mergers.bin"), &g).unwrap();
    let mut theirs: BTreeSet<(String, String, &str)> = BTreeSet::new();
    for r in table("commune_mergers_2025.csv") {
        let how = ["whole", "divided-main", "divided"].into_iter().find(|h| *h == r[2]).unwrap();
        theirs.insert((r[0].clone(), r[1].clone(), how));
    }
    assert_eq!(theirs.len(), 10_597);
    let word = |share| match share {
        Share::Whole => "whole",
        Share::MainPart => "divided-main",
        Share::Part => "divided",
    };
    let mut ours = BTreeSet::new();
    for old in g.units(Era::Former, Level::Commune) {
        let all = mergers.successors(old);
        assert!(all.first().is_some_and(|s| s.1 != Share::Part));
        ours.extend(all.iter().map(|(new, share)| (old.code(), new.code(), word(*share))));
    }
    assert_eq!(theirs, ours);

    let backwards: BTreeSet<_> = g
        .units(Era::Current, Level::Commune)
        .flat_map(|new| mergers.predecessors(new).into_iter().map(move |(old, s)| (old.code(), new.code(), word(s))))
        .collect();
    assert_eq!(theirs, backwards);
    let alone: Vec<_> = g
        .units(Era::Current, Level::Commune)
        .filter(|u| mergers.predecessors(*u).is_empty())
        .map(|u| u.full_name())
        .collect();
    assert_eq!(
        alone,
        ["Đặc khu Bạch Long Vĩ", "Đặc khu Cồn Cỏ", "Đặc khu Hoàng Sa", "Đặc khu Lý Sơn", "Đặc khu Côn Đảo"]
    );
}

#[test]
fn damaged_files_are_refused() {
    let good = file("names.bin");
    let error = |bytes: &[u8]| Gazetteer::decode(bytes).err();
    for length in (0..good.len()).step_by(997).chain([good.len() - 1]) {
        assert!(error(&good[..length]).is_some(), "cut to {length}");
    }
    for at in (0..good.len()).step_by(331) {
        let mut bad = good.clone();
        bad[at] ^= 1 << (at % 8);
        let expected = if at < 4 { GazetteerError::NotThisFile } else { GazetteerError::Damaged };
        assert_eq!(error(&bad), Some(expected), "byte {at}");
    }
    let longer = [&*good, &[0]].concat();
    assert_eq!(error(&longer), Some(GazetteerError::Damaged));
    assert_eq!(error(&build_units::sealed(b"DVN1", &[&good[8..], &[0]].concat())), Some(GazetteerError::Damaged));
    assert_eq!(error(&build_units::sealed(b"DVN1", &[0; 300_000])), Some(GazetteerError::Damaged));
    assert_eq!(error(b"DVN2...."), Some(GazetteerError::NotThisFile));
}

/// A file of sound checksum and senseless contents is refused or read as what it says, without a panic or great cost.
#[test]
fn forged_files_do_no_harm() {
    let g = gazetteer();
    let mut random = 0x2545_F491_u32;
    let mut next = |below: usize| {
        random ^= random << 13;
        random ^= random >> 17;
        random ^= random << 5;
        random as usize % below
    };
    let (mut read, mut refused) = (0, 0);
    for round in 0..240 {
        let name = ["names.bin", "positions.bin", "mergers.bin"][round % 3];
        let good = file(name);
        let mut body = good[8..].to_vec();
        for _ in 0..=next(4) {
            // Beginnings matter most: counts and words stand there.
            let place = if next(2) == 0 { next(body.len()) } else { next(200) };
            body[place] = next(256) as u8;
        }
        body.truncate(if next(8) == 0 { next(good.len()) } else { good.len() });
        let forged = build_units::sealed(good[..4].try_into().unwrap(), &body);
        let sound = match name {
            "names.bin" => Gazetteer::decode(&forged).map(|g| {
                for (era, level) in
                    [(Era::Former, Level::Province), (Era::Former, Level::Commune), (Era::Current, Level::Commune)]
                {
                    for u in g.units(era, level) {
                        let _ =
                            (u.full_name(), u.code(), u.province().name(), u.children().count(), u.communes().count());
                    }
                }
            }),
            "positions.bin" => Positions::decode(&forged, &g)
                .map(|p| assert!(g.units(Era::Current, Level::Commune).all(|u| p.of(u).is_some()))),
            _ => Mergers::decode(&forged, &g)
                .map(|m| drop(m.successors(g.units(Era::Former, Level::Commune).next().unwrap()))),
        };
        if sound.is_ok() { read += 1 } else { refused += 1 }
    }
    assert!(read > 0 && refused > 0);
}

#[test]
fn files_of_another_edition_are_refused() {
    let g = gazetteer();
    let mut body = file("mergers.bin")[8..].to_vec();
    body[0] ^= 1;
    assert_eq!(Mergers::decode(&build_units::sealed(b"DVM1", &body), &g).err(), Some(GazetteerError::OtherEdition));
    let mut body = file("positions.bin")[8..].to_vec();
    body[0] ^= 1;
    assert_eq!(Positions::decode(&build_units::sealed(b"DVP1", &body), &g).err(), Some(GazetteerError::OtherEdition));
    assert_eq!(Mergers::decode(&file("positions.bin"), &g).err(), Some(GazetteerError::NotThisFile));
}
