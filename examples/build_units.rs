//! Makes the compact files of official units in `public/units/` from the tables in `data/units/`.
//!
//! `cargo run --no-default-features --example build_units`; the format is described in `docs/units-format.md`. A test
//! makes the files again and compares them with the committed ones.

use std::collections::{BTreeMap, BTreeSet};
use std::{env, fs, path::Path};

/// The words of kinds, in the order of their numbers in the files.
const PROVINCE_KINDS: [&str; 2] = ["Tỉnh", "Thành phố"];
const DISTRICT_KINDS: [&str; 4] = ["Huyện", "Quận", "Thị xã", "Thành phố"];
const COMMUNE_KINDS: [&str; 4] = ["Xã", "Phường", "Thị trấn", "Đặc khu"];

/// Centrally run cities, former and present; the tables do not tell them from provinces.
const CITIES: [&str; 6] = ["01", "31", "46", "48", "79", "92"];

/// Former communes whose kind is wrong in the source: "Phường 5" and "Phường 15" of Phú Nhuận stand there as xã.
const WARDS_CALLED_COMMUNES: [&str; 2] = ["27046", "27076"];

/// One unit as it goes into the files.
pub struct Row {
    pub code: String,
    pub parent: String,
    pub name: String,
    pub kind: &'static str,
    /// Thousandths of a degree, rounded half away from zero; none for provinces.
    pub position: Option<(i32, i32)>,
}

/// The five lists of the files and what became of the former communes.
pub struct Tables {
    /// Former provinces, districts, communes; present provinces, communes; each sorted by province, district, code.
    pub lists: [Vec<Row>; 5],
    /// Former code, present code, how ("whole", "divided-main", "divided").
    pub mergers: Vec<[String; 3]>,
}

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = root.join("public/units");
    fs::create_dir_all(&target).expect("public/units can be made");
    for (name, bytes) in files(&read(&root.join("data/units"))) {
        println!("{name}: {} bytes", bytes.len());
        fs::write(target.join(name), bytes).expect("public/units can be written");
    }
}

/// Reads the four tables.
pub fn read(folder: &Path) -> Tables {
    // Parents stand before the columns of their children, so sorting whole lines by the code columns groups siblings.
    let sorted = |file, codes: &[usize]| -> Vec<Vec<String>> {
        let mut lines: Vec<Vec<String>> = csv(folder, file).collect();
        lines.sort_by_key(|l| codes.iter().map(|c| l[*c].clone()).collect::<Vec<_>>());
        lines
    };
    let former_commune = |c: &Vec<String>| {
        let kind = if WARDS_CALLED_COMMUNES.contains(&c[5].as_str()) { "Phường" } else { &c[7] };
        // Island districts without communes have a line of their own with these columns empty.
        (!c[5].is_empty()).then(|| row(&c[5], &c[2], &c[6], kind, Some(&c[8..])))
    };
    let provinces_of = |file| -> Vec<Row> {
        let names: BTreeMap<String, String> = csv(folder, file).map(|c| (c[0].clone(), c[1].clone())).collect();
        let kind = |code: &str| if CITIES.contains(&code) { "Thành phố" } else { "Tỉnh" };
        names.iter().map(|(code, name)| row(code, "", name, kind(code), None)).collect()
    };
    Tables {
        lists: [
            provinces_of("units_until_2025_06.csv"),
            sorted("districts_until_2025_06.csv", &[0, 2])
                .iter()
                .map(|c| row(&c[2], &c[0], &c[3], &c[4], Some(&c[5..])))
                .collect(),
            sorted("units_until_2025_06.csv", &[0, 2, 5]).iter().filter_map(former_commune).collect(),
            provinces_of("units_from_2025_07.csv"),
            sorted("units_from_2025_07.csv", &[0, 2])
                .iter()
                .map(|c| row(&c[2], &c[0], &c[3], &c[4], Some(&c[5..])))
                .collect(),
        ],
        mergers: csv(folder, "commune_mergers_2025.csv").map(|c| [c[0].clone(), c[1].clone(), c[2].clone()]).collect(),
    }
}

/// The files, by name.
pub fn files(tables: &Tables) -> [(&'static str, Vec<u8>); 3] {
    let names = names(&tables.lists);
    let edition = names[4..8].to_vec();
    let positions = positions(&edition, &tables.lists);
    let mergers = mergers(&edition, tables);
    [("names.bin", names), ("positions.bin", positions), ("mergers.bin", mergers)]
}

fn csv(folder: &Path, file: &str) -> impl Iterator<Item = Vec<String>> {
    let text = fs::read_to_string(folder.join(file)).expect(file);
    assert!(!text.contains('"'), "{file}: quoted fields are not expected");
    let lines: Vec<String> = text.lines().skip(2).map(str::to_owned).collect();
    lines.into_iter().map(|l| l.split(',').map(|f| f.trim().to_owned()).collect())
}

fn row(code: &str, parent: &str, name: &str, kind: &str, position: Option<&[String]>) -> Row {
    let all = PROVINCE_KINDS.iter().chain(&DISTRICT_KINDS).chain(&COMMUNE_KINDS);
    let kind = all.into_iter().find(|k| **k == kind).expect("a known kind");
    Row {
        code: code.to_owned(),
        parent: parent.to_owned(),
        // Where neighbours share a name the source adds the kind in brackets; the kind is a field of its own here.
        name: name.strip_suffix(&format!(" ({kind})")).unwrap_or(name).to_owned(),
        kind,
        position: position.map(|p| (thousandths(&p[0]), thousandths(&p[1]))),
    }
}

fn thousandths(degrees: &str) -> i32 {
    let degrees: f64 = degrees.parse().expect("a number of degrees");
    (degrees * 1000.0).round() as i32
}

fn names(lists: &[Vec<Row>; 5]) -> Vec<u8> {
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for word in lists.iter().flatten().flat_map(|r| r.name.split(' ')) {
        *uses.entry(word).or_default() += 1;
    }
    let mut words: Vec<&str> = uses.keys().copied().collect();
    words.sort_by_key(|w| std::cmp::Reverse(uses[w]));
    // As many one-byte numbers as leave enough first bytes for all two-byte numbers.
    let short = (0..=255).rev().find(|s| s + (256 - s) * 256 >= words.len()).expect("not too many words");
    words[..short].sort_unstable();
    words[short..].sort_unstable();

    let mut body = vec![short as u8];
    number(&mut body, words.len() as u32);
    let mut before: &[u8] = &[];
    for word in words.iter().map(|w| w.as_bytes()) {
        let shared = before.iter().zip(word).take(15).take_while(|(a, b)| a == b).count();
        let rest = &word[shared..];
        assert!(rest.len() <= 15);
        body.push((shared << 4 | rest.len()) as u8);
        body.extend(rest);
        before = word;
    }
    let index: BTreeMap<&str, usize> = words.iter().enumerate().map(|(i, w)| (*w, i)).collect();
    for (i, list) in lists.iter().enumerate() {
        let kinds: &[&str] = match i {
            0 | 3 => &PROVINCE_KINDS,
            1 => &DISTRICT_KINDS,
            _ => &COMMUNE_KINDS,
        };
        if matches!(i, 0 | 3) {
            number(&mut body, list.len() as u32);
        }
        let mut code_before = 0i32;
        for row in list {
            let code: i32 = row.code.parse().expect("a code of digits");
            let step = code - code_before;
            code_before = code;
            let step_bits = match step {
                1 | 2 => step + 13,
                3..=39 if step % 3 == 0 => step / 3,
                _ => 0,
            };
            let kind = kinds.iter().position(|k| *k == row.kind).expect("a kind of this level");
            let name: Vec<&str> = row.name.split(' ').collect();
            body.push((step_bits << 4) as u8 | ((name.len().min(4) - 1) << 2) as u8 | kind as u8);
            if step_bits == 0 {
                signed(&mut body, step);
            }
            if name.len() >= 4 {
                body.push(name.len() as u8);
            }
            for number in name.iter().map(|w| index[w]) {
                match number.checked_sub(short) {
                    None => body.push(number as u8),
                    Some(over) => body.extend([(short + over / 256) as u8, (over % 256) as u8]),
                }
            }
            if let (0 | 1 | 3, Some(children)) = (i, lists.get(i + 1)) {
                number(&mut body, children.iter().filter(|c| c.parent == row.code).count() as u32);
            }
        }
    }
    sealed(b"DVN1", &body)
}

fn positions(edition: &[u8], lists: &[Vec<Row>; 5]) -> Vec<u8> {
    let mut body = edition.to_vec();
    for list in lists {
        let mut before = (0, 0);
        for here in list.iter().filter_map(|r| r.position) {
            signed(&mut body, here.0 - before.0);
            signed(&mut body, here.1 - before.1);
            before = here;
        }
    }
    sealed(b"DVP1", &body)
}

fn mergers(edition: &[u8], tables: &Tables) -> Vec<u8> {
    let [_, _, former, _, current] = &tables.lists;
    let place: BTreeMap<&str, i32> = (0..).zip(current).map(|(i, r)| (r.code.as_str(), i)).collect();
    let mut successors: BTreeMap<&str, BTreeSet<(bool, i32)>> = BTreeMap::new();
    for [old, new, how] in &tables.mergers {
        // The main successor sorts first.
        successors.entry(old).or_default().insert((how == "divided", place[new.as_str()]));
    }
    let mut body = edition.to_vec();
    let mut before = 0;
    for row in former {
        let all: Vec<i32> = successors[row.code.as_str()].iter().map(|s| s.1).collect();
        let divided = all.len() > 1;
        number(&mut body, zigzag(all[0] - before) << 1 | u32::from(divided));
        before = all[0];
        if divided {
            number(&mut body, all.len() as u32 - 1);
        }
        for other in &all[1..] {
            signed(&mut body, other - before);
        }
    }
    sealed(b"DVM1", &body)
}

/// Magic, checksum, body.
pub fn sealed(magic: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut crc = !0u32;
    for byte in body {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
        }
    }
    [magic, &(!crc).to_le_bytes()[..], body].concat()
}

fn number(body: &mut Vec<u8>, mut n: u32) {
    while n >= 0x80 {
        body.push(n as u8 | 0x80);
        n >>= 7;
    }
    body.push(n as u8);
}

fn signed(body: &mut Vec<u8>, n: i32) {
    number(body, zigzag(n));
}

fn zigzag(n: i32) -> u32 {
    (n << 1 ^ n >> 31) as u32
}
