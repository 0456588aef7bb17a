//! Names and the official list: finding units by what people type, and the comparison of names measured on real ones.

use std::collections::{BTreeMap, BTreeSet};
use std::{fs, path::Path};

use giam_ngheo::codec::gazetteer::{Era, Finder, Gazetteer, Level, Likeness};
use giam_ngheo::core::names::{compose, fold, near_pairs, sort_key};

fn gazetteer() -> Gazetteer {
    Gazetteer::decode(&fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("public/units/names.bin")).unwrap()).unwrap()
}

/// Canonical decompositions by the Unicode Character Database.
fn decompose(text: &str) -> String {
    let code = |hex: &str| char::from_u32(u32::from_str_radix(hex, 16).unwrap()).unwrap();
    let lines = include_str!("vietnamese_nfd.txt").lines().filter(|l| !l.starts_with('#'));
    let table: BTreeMap<char, String> =
        lines.map(|l| l.split_once(' ').unwrap()).map(|(c, d)| (code(c), d.split(' ').map(code).collect())).collect();
    text.chars().map(|c| table.get(&c).cloned().unwrap_or_else(|| c.to_string())).collect()
}

#[test]
fn no_official_name_depends_on_its_unicode_form() {
    let g = gazetteer();
    let all = [Era::Former, Era::Current]
        .into_iter()
        .flat_map(|e| [Level::Province, Level::District, Level::Commune].into_iter().flat_map(move |l| [(e, l)]));
    let names: BTreeSet<String> =
        all.flat_map(|(e, l)| g.units(e, l).map(|u| u.full_name()).collect::<Vec<_>>()).collect();
    assert!(names.len() > 9_000);
    let alphabet: BTreeSet<char> = names.iter().flat_map(|n| n.chars()).collect();
    let apart: BTreeMap<char, String> = alphabet.iter().map(|c| (*c, decompose(&c.to_string()))).collect();
    for name in &names {
        let nfd: String = name.chars().map(|c| &*apart[&c]).collect();
        assert_eq!(&compose(&nfd), name);
        assert_eq!(fold(&nfd), fold(name));
        assert_eq!(sort_key(&nfd), sort_key(name));
    }
}

/// How often check K15 would cry wolf: different units under one parent whose names are called near.
#[test]
fn near_names_among_real_neighbours_are_few() {
    let g = gazetteer();
    let (mut pairs, mut near_in_full, mut near_bare, mut same_bare) = (0, 0, 0, 0);
    for parent in g.units(Era::Former, Level::District).chain(g.provinces(Era::Former)).chain(g.provinces(Era::Current))
    {
        let full: Vec<String> = parent.children().map(|u| u.full_name()).collect();
        let full = near_pairs(&full.iter().map(|n| &**n).collect::<Vec<_>>());
        let bare = near_pairs(&parent.children().map(|u| u.name()).collect::<Vec<_>>());
        let count = parent.children().count();
        pairs += count * count.saturating_sub(1) / 2;
        assert!(full.iter().all(|p| !p.same), "different units of {}", parent.full_name());
        near_in_full += full.len();
        near_bare += bare.iter().filter(|p| !p.same).count();
        same_bare += bare.iter().filter(|p| p.same).count();
    }
    assert_eq!(pairs, 263_516);
    // Such as Sa Pa and Sa Pả, Thụy Trình and Thụy Chính.
    assert_eq!((near_in_full, near_bare), (30, 35));
    // Such as the township and the commune of Chi Lăng, once their kinds are left off.
    assert_eq!(same_bare, 25);
}

#[test]
fn finding_typed_names() {
    let g = gazetteer();
    let bac_kan = g.by_code(Era::Former, "06").unwrap();
    let districts = Finder::new(bac_kan.children());
    let found = |f: &Finder, name: &str| -> Vec<(String, Likeness)> {
        f.find(name).iter().map(|m| (m.unit.code(), m.likeness)).collect()
    };
    for name in ["Pác Nặm", "huyện Pác Nặm", "PÁC  NẶM", "H. Pa\u{301}c Nă\u{323}m"] {
        assert_eq!(found(&districts, name), [("060".into(), Likeness::Same)], "{name}");
    }
    for name in ["Pắc Nặm", "Pac Nam", "Thị xã Pác Nặm"] {
        assert_eq!(found(&districts, name), [("060".into(), Likeness::Near)], "{name}");
        assert!(districts.only(name).is_none());
    }
    assert!(found(&districts, "Cư Jút").is_empty() && found(&districts, "").is_empty());
    assert_eq!(districts.only("TP. Bắc Kạn").unwrap().code(), "058");

    let all = Finder::new(g.units(Era::Former, Level::District));
    assert_eq!(found(&all, "Chư Jút"), [("662".into(), Likeness::Near)]);
    assert_eq!(all.only("Đắk R’lấp").unwrap().full_name(), "Huyện Đắk R'Lấp");
    // Two units of the same name: with its kind each is found, without it neither is taken for granted.
    assert_eq!(all.find("Cai Lậy").len(), 2);
    assert!(all.only("Cai Lậy").is_none());
    assert_eq!(all.only("Thị xã Cai Lậy").unwrap().full_name(), "Thị xã Cai Lậy");
    // Every unit is found under its own full name.
    for province in g.provinces(Era::Current) {
        let communes = Finder::new(province.children());
        for c in province.children() {
            assert!(communes.only(&c.full_name()) == Some(c), "{}", c.full_name());
        }
    }
    let begun: Vec<_> = districts.begin_with("ba", 10).iter().map(|u| u.name()).collect();
    assert_eq!(begun, ["Ba Bể", "Bạch Thông", "Bắc Kạn"]);
}
