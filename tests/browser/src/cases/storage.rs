//! Nothing typed is lost: pages that go away, browsers that are killed, stores that fail, are emptied or damaged.

use crate::files::{catch_downloads, offered_text};
use crate::steps::{blank_table, saved, times};
use crate::{browser::Browser, page::Page, suite::Case};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    path::Path,
    time::{Duration, Instant},
};

pub const CASES: &[Case] = &[
    Case { name: "storage_reload_at_once", run: reload_at_once },
    Case { name: "storage_killed_at_random_moments", run: killed_at_random_moments },
    Case { name: "storage_full", run: full },
    Case { name: "storage_refused_and_left", run: refused_and_left },
    Case { name: "storage_writes_left_behind", run: writes_left_behind },
    Case { name: "storage_without_database", run: without_database },
    Case { name: "storage_without_anything", run: without_anything },
    Case { name: "storage_emptied_while_open", run: emptied_while_open },
    Case { name: "storage_damaged_records", run: damaged_records },
    Case { name: "storage_of_a_later_version", run: of_a_later_version },
    Case { name: "storage_copies_of_earlier_versions", run: copies_of_earlier_versions },
];

/// Numbers from a seed (splitmix64).
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }
}

/// The names of all records on the device, with their lengths.
#[track_caller]
pub fn records(page: &Page) -> Vec<String> {
    let body = "return (await giamngheoRead([''])).map(([name, record]) => name + ' ' + record.length)";
    let found = page.js_async(body, &[]);
    found.as_array().into_iter().flatten().map(|name| name.as_str().unwrap_or("").to_owned()).collect()
}

/// What is typed and left at once is there again, whether it was committed or not.
fn reload_at_once(page: &mut Page) {
    let rows = blank_table(page, 2);
    page.enter(&rows[0], "households_now", "431");
    page.type_into(&rows[0], "poor_now", "181");
    page.reload();
    page.wait_ready();
    assert_eq!(page.cell(&rows[0], "households_now").value, "431");
    assert_eq!(page.cell(&rows[0], "poor_now").value, "181");
    page.type_into(&rows[1], "poor_now", "7");
    page.reload();
    page.wait_ready();
    page.wait_cell("total", "poor_now", "188");
    saved(page);
    page.check_unhurt();
}

/// A figure that was typed and acknowledged.
struct Typed {
    row: String,
    column: &'static str,
    value: String,
    at: Instant,
}

/// Figures typed one after the other for some time.
fn type_for(page: &Page, round: usize, time: Duration) -> Vec<Typed> {
    let rows = page.unit_rows();
    let start = Instant::now();
    let mut typed = Vec::new();
    for column in ["households_now", "households_prev", "poor_now"].iter().cycle() {
        for row in &rows {
            if start.elapsed() >= time {
                return typed;
            }
            let value = (1000 * (round + 1) + typed.len()).to_string();
            page.enter(row, column, &value);
            typed.push(Typed { row: row.clone(), column, value, at: Instant::now() });
        }
    }
    typed
}

/// The browser is killed – no tidying up, no goodbye – a random moment after a figure was typed, again and again, with one
/// profile. What is there afterwards was typed, and what is not is from the last moments.
fn killed_at_random_moments(page: &mut Page) {
    if !page.engine.has_profiles() {
        return page.note("its driver starts every browser with an empty profile: killed in the other engines only");
    }
    let engine = page.engine;
    let profile = std::env::temp_dir().join(format!("giam-ngheo-profile-{engine}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&profile);
    std::fs::create_dir_all(&profile).unwrap();
    let mut chance = Chance(2026);
    let (mut port, mut worst, mut lost) = (0, Duration::ZERO, 0);
    // What each cell may show: what it showed before, and what was typed since, in this order.
    let mut expected: BTreeMap<(String, &str), Vec<String>> = BTreeMap::new();
    let mut last: (Vec<Typed>, Instant) = (Vec::new(), Instant::now());
    let rounds = times(5, 50);
    for round in 0..=rounds {
        let mut browser = Browser::start_with(engine, Some(&profile)).unwrap_or_else(|why| panic!("{why}"));
        let mut here = Page::at(&mut browser, Path::new("dist"), port);
        port = here.port();
        if round == 0 {
            blank_table(&mut here, 12);
        } else {
            here.open();
            here.viewport(1440, 900);
            assert_eq!(here.unit_rows().len(), 12, "the table is open again");
            // A number of which only the beginning was typed is there, and said.
            let banners = here.text(".banners");
            let is_half = banners.contains("khi đang gõ dở một ô");
            assert!(banners.is_empty() || is_half, "{banners}");
            let (typed, end) = &last;
            for Typed { row, column, value, at } in typed {
                let values = &expected[&(row.clone(), *column)];
                let place = |value: &String| values.iter().rposition(|other| other == value);
                if place(&here.cell(row, column).value) < place(value) {
                    lost += 1;
                    worst = worst.max(*end - *at);
                }
            }
            for ((row, column), values) in &mut expected {
                let cell = here.cell(row, column);
                let is_typed = |value: &String| *value == cell.value || (is_half && value.starts_with(&cell.value));
                assert!(values.iter().any(is_typed), "{row} {column} shows {}, typed were {values:?}", cell.value);
                *values = vec![cell.value];
            }
            let households = expected.iter().filter(|((_, column), _)| *column == "households_now");
            let households: Vec<u64> = households.filter_map(|(_, values)| values[0].parse().ok()).collect();
            if households.len() == 12 {
                let sum: u64 = households.iter().sum();
                assert_eq!(here.cell("total", "households_now").value, sum.to_string());
            }
        }
        if round == rounds {
            here.check_unhurt();
            break;
        }
        let typed = type_for(&here, round, Duration::from_millis(700 + chance.below(1500)));
        std::thread::sleep(Duration::from_millis(chance.below(700)));
        drop(here);
        last = (typed, Instant::now());
        browser.kill();
        for Typed { row, column, value, .. } in &last.0 {
            let values = expected.entry((row.clone(), column)).or_insert_with(|| vec![String::new()]);
            values.push(value.clone());
        }
    }
    let _ = std::fs::remove_dir_all(&profile);
    page.note(&format!(
        "killed {rounds} times: {lost} figures lost in all, the oldest typed {} ms before the end",
        worst.as_millis()
    ));
    // How fast a machine under load saves is no matter of right and wrong; that it saves at all is.
    assert!(worst < Duration::from_secs(10), "a figure typed {} ms before the end was lost", worst.as_millis());
}

/// Lets every write fail as on a full device.
const FULL: &str = "window.reallyPut = IDBObjectStore.prototype.put;\
    IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };\
    window.reallySet = Storage.prototype.setItem;\
    Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };";

/// The screen says at once that nothing is saved; once there is room again, everything is.
fn full(page: &mut Page) {
    page.open();
    page.viewport(1440, 900);
    page.action("sample");
    page.enter(&page.row_of("Ba Bể"), "poor_now", "3000");
    saved(page);
    page.js(FULL, &[]);
    page.enter(&page.row_of("Ba Bể"), "poor_now", "3001");
    page.wait_until("'Chưa lưu'", || page.text("header .state").contains("Chưa lưu"));
    page.wait_banner("Chưa lưu được trên máy này");
    page.enter(&page.row_of("Na Rì"), "poor_now", "2000");
    page.js("IDBObjectStore.prototype.put = window.reallyPut; Storage.prototype.setItem = window.reallySet", &[]);
    // Without another change: what failed is tried again.
    saved(page);
    page.reload();
    page.wait_ready();
    assert_eq!(page.cell(&page.row_of("Ba Bể"), "poor_now").value, "3001");
    assert_eq!(page.cell(&page.row_of("Na Rì"), "poor_now").value, "2000");
    page.check_unhurt();
}

/// The database refuses, and the page is left before it takes anything again: the next start makes up for it.
fn refused_and_left(page: &mut Page) {
    let rows = blank_table(page, 2);
    page.enter(&rows[0], "poor_now", "181");
    saved(page);
    let refuse = "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }";
    page.js(refuse, &[]);
    for (row, value) in [(0, "200"), (1, "7")] {
        page.enter(&rows[row], "poor_now", value);
        page.wait_until("'Chưa lưu'", || page.text("header .state").contains("Chưa lưu"));
    }
    page.reload();
    page.wait_ready();
    page.wait_cell("total", "poor_now", "207");
    assert_eq!(page.text(".banners"), "");
    page.enter(&rows[1], "poor_now", "8");
    saved(page);
    page.reload();
    page.wait_ready();
    page.wait_cell("total", "poor_now", "208");
    page.check_unhurt();
}

/// Writes that a page before had no time for: in whatever order they are found they follow each other, and one that comes
/// too late overwrites nothing, is kept, and is said.
fn writes_left_behind(page: &mut Page) {
    let rows = blank_table(page, 1);
    page.enter(&rows[0], "poor_now", "181");
    saved(page);
    let leave = "const put = (number, guard, puts) => localStorage.setItem('giamngheo.tail/' + number, JSON.stringify({ guard, puts, deletes: [] }));\
        put('1', ['test/1', 'AAAA'], [['test/1', 'BBBB']]);\
        put('2', ['test/1', null], [['test/1', 'AAAA']]);";
    page.js(leave, &[]);
    page.reload();
    page.wait_ready();
    let record = "return (await giamngheoRead(['test/1'])).map(([, record]) => [...record].join()).join(';')";
    assert_eq!(page.js_async(record, &[]), "4,16,65", "the one that follows on the other is the last");
    assert_eq!(page.text(".banners"), "");

    // One that was carried out and came back, as when a browser is killed, is nothing new.
    page.enter(&rows[0], "poor_now", "182");
    saved(page);
    let again = "const text = (bytes) => btoa(String.fromCharCode(...bytes));\
        const [[head]] = await giamngheoRead(['head/']); const [[name, record]] = await giamngheoRead(['edits/']);\
        localStorage.setItem('giamngheo.tail/4', JSON.stringify({\
          guard: [head, 'AAAA'], puts: [[name, text(record)], [head, 'BBBB']], deletes: [] })); return name";
    let name = page.js_async(again, &[]);
    assert!(name.as_str().is_some_and(|name| name.starts_with("edits/")), "{name}");
    page.reload();
    page.wait_ready();
    page.wait_cell(&rows[0], "poor_now", "182");
    assert_eq!(page.text(".banners"), "");
    assert_eq!(page.js("return localStorage.getItem('giamngheo.tail/4')", &[]), serde_json::Value::Null);
    page.enter(&rows[0], "poor_now", "181");
    saved(page);

    let late = "const [[head]] = await giamngheoRead(['head/']);\
        localStorage.setItem('giamngheo.tail/3', JSON.stringify({ guard: [head, 'AAAA'], puts: [[head, 'BBBB']], deletes: [] }))";
    page.js_async(late, &[]);
    page.reload();
    page.wait_ready();
    page.wait_banner("chưa ghép được vào bảng");
    assert_eq!(page.cell(&rows[0], "poor_now").value, "181");
    let names = records(page);
    assert!(names.iter().any(|name| name.starts_with("aside/") && name.contains("/head/")), "{names:?}");
    page.reload();
    page.wait_ready();
    page.wait_cell(&rows[0], "poor_now", "181");
    assert_eq!(page.text(".banners"), "", "it is said once");
    page.check_unhurt();
}

/// Runs a script in every page opened from now on, before the page's own.
#[track_caller]
fn before_every_page(page: &Page, script: &str) -> Value {
    page.devtools("Page.addScriptToEvaluateOnNewDocument", serde_json::json!({ "source": script }))
}

const NO_DATABASE: &str = "Object.defineProperty(window, 'indexedDB', { value: undefined });";
const NOTHING: &str = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('blocked', 'SecurityError'); } });\
    Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('blocked', 'SecurityError'); } });";

/// Where there is no database the same records go into the small store, and move when there is one.
fn without_database(page: &mut Page) {
    if !page.is(crate::engine::Engine::Chromium) {
        return page.note("only Chromium's driver can take the database away before the page opens");
    }
    let script = before_every_page(page, NO_DATABASE);
    let rows = blank_table(page, 2);
    page.enter(&rows[0], "poor_now", "181");
    saved(page);
    page.reload();
    page.wait_ready();
    assert_eq!(page.cell(&rows[0], "poor_now").value, "181");
    page.enter(&rows[1], "poor_now", "7");
    saved(page);
    page.devtools("Page.removeScriptToEvaluateOnNewDocument", script);
    page.reload();
    page.wait_ready();
    page.wait_cell("total", "poor_now", "188");
    let left = "return Object.keys(localStorage).filter((key) => key.startsWith('giamngheo.record/')).length";
    assert_eq!(page.js(left, &[]), 0, "all of it is in the database now");
    assert!(records(page).iter().any(|name| name.starts_with("slot/")));
    page.check_unhurt();
}

/// Where nothing can be kept the screen says so within a moment, and the work goes on.
fn without_anything(page: &mut Page) {
    if !page.is(crate::engine::Engine::Chromium) {
        return page.note("only Chromium's driver can take storage away before the page opens");
    }
    let scripts = [before_every_page(page, NO_DATABASE), before_every_page(page, NOTHING)];
    let rows = blank_table(page, 2);
    page.enter(&rows[0], "poor_now", "181");
    page.wait_until("'Chưa lưu'", || page.text("header .state").contains("Chưa lưu"));
    page.wait_banner("Chưa lưu được trên máy này");
    page.wait_cell("total", "poor_now", "");
    page.enter(&rows[1], "poor_now", "7");
    page.wait_cell("total", "poor_now", "188");
    for script in scripts {
        page.devtools("Page.removeScriptToEvaluateOnNewDocument", script);
    }
    page.console_errors();
}

/// Somebody clears the browser's data while the table is open: the next change writes all of it again.
fn emptied_while_open(page: &mut Page) {
    let rows = blank_table(page, 2);
    page.enter(&rows[0], "poor_now", "181");
    saved(page);
    let clear = "localStorage.clear(); sessionStorage.clear();\
        return new Promise((done) => { const asked = indexedDB.deleteDatabase('giamngheo');\
        asked.onsuccess = () => done('gone'); asked.onblocked = () => done('blocked'); asked.onerror = () => done('error'); })";
    assert_eq!(page.js_async(clear, &[]), "gone");
    page.enter(&rows[1], "poor_now", "7");
    page.wait_cell("total", "poor_now", "188");
    saved(page);
    page.wait_until("the records", || records(page).iter().any(|name| name.starts_with("slot/")));
    // Which workbook is open was named in what was cleared; the list has it.
    page.reload();
    page.wait_ready();
    if page.count("[data-row=total]") == 0 {
        page.click("[data-action=open-workbook]");
    }
    page.wait_cell("total", "poor_now", "188");
    page.check_unhurt();
}

/// Flips a bit in the records whose names begin so.
#[track_caller]
fn damage(page: &Page, beginning: &str) -> u64 {
    let body = "const found = await giamngheoRead([arguments[0]]);\
        for (const [, record] of found) record[record.length >> 1] ^= 4;\
        await giamngheoWrite(undefined, found, [], false); return found.length";
    page.js_async(body, &[beginning.into()]).as_u64().unwrap_or(0)
}

/// What is damaged is said, kept aside and offered; what leads up to it is opened.
fn damaged_records(page: &mut Page) {
    let rows = blank_table(page, 2);
    page.enter(&rows[0], "poor_now", "181");
    saved(page);
    page.enter(&rows[1], "poor_now", "7");
    saved(page);
    let edits: Vec<String> = records(page).into_iter().filter(|name| name.starts_with("edits/")).collect();
    let last = edits.last().expect("edits").split(' ').next().unwrap_or("").to_owned();
    assert_eq!(damage(page, &last), 1);
    page.reload();
    page.wait_ready();
    page.wait_banner("Bản lưu trên máy bị hỏng");
    assert_eq!(page.cell(&rows[0], "poor_now").value, "181");
    page.wait_until("the record to be put aside", || {
        let all = records(page);
        all.iter().any(|name| name.starts_with("aside/") && name.contains(&last))
            && !all.iter().any(|name| name.starts_with(&last))
    });
    catch_downloads(page);
    page.action("download-damaged");
    let (_, text) = offered_text(page);
    assert!(text.contains(&last), "{text}");
    // The work goes on, and what is written next is sound.
    page.enter(&rows[1], "poor_now", "8");
    saved(page);
    page.reload();
    page.wait_ready();
    page.wait_cell("total", "poor_now", "189");
    assert_eq!(page.count(".banners .banner"), 0, "{}", page.text(".banners"));

    // Both snapshots: nothing is made up, and nothing thrown away.
    assert!(damage(page, "slot/") >= 1);
    page.reload();
    page.wait_ready();
    page.wait_banner("Bản lưu trên máy bị hỏng");
    assert_eq!(page.count("[data-row=total]"), 0, "no table is shown");
    page.wait_until("the snapshots to be put aside", || !records(page).iter().any(|name| name.starts_with("slot/")));
    page.check_unhurt();
}

/// Records of a later version are not touched, and nothing older is shown in their place.
fn of_a_later_version(page: &mut Page) {
    let rows = blank_table(page, 1);
    page.enter(&rows[0], "poor_now", "181");
    saved(page);
    // Version 2, with the checksum that goes with it (CRC-32 over all but itself).
    let body = "const crc = (bytes) => { let sum = -1; for (const byte of bytes) { sum ^= byte;\
          for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (0xedb88320 & -(sum & 1)); } return ~sum; };\
        const found = await giamngheoRead(['slot/']);\
        for (const [, record] of found) { record[3] = 50;\
          const covered = [...record.slice(0, 25), ...record.slice(29)];\
          new DataView(record.buffer, record.byteOffset).setInt32(25, crc(covered), true); }\
        await giamngheoWrite(undefined, found, [], false);\
        window.before = undefined; return found.length";
    assert!(page.js_async(body, &[]).as_u64() >= Some(1));
    let all = "return JSON.stringify((await giamngheoRead(['slot/', 'edits/', 'head/'])).map(([name, record]) => [name, [...record]]))";
    let before = page.js_async(all, &[]);
    page.reload();
    page.wait_ready();
    page.wait_banner("phiên bản mới hơn");
    assert_eq!(page.count("[data-row=total]"), 0);
    page.action("sample");
    page.wait_cell("total", "poor_now", "18067");
    saved(page);
    let ids = "return (await giamngheoRead(['slot/'])).map(([name]) => name).join(' ')";
    page.wait_until("the sample to have a place of its own", || {
        page.js_async(ids, &[]).as_str().unwrap_or("").split(' ').count() >= 2
    });
    let after = page.js_async(all, &[]);
    let after: Vec<Value> = serde_json::from_str(after.as_str().unwrap_or("")).unwrap();
    let before: Vec<Value> = serde_json::from_str(before.as_str().unwrap_or("")).unwrap();
    assert!(before.iter().all(|record| after.contains(record)), "not a byte of it was changed");
    page.check_unhurt();
}

/// Saved copy number 41, of the sample, as versions before the journal wrote it.
const RECORD: &str = include_str!("../../../golden/record-1-sample.txt");

/// They move into the list, and stay where they are for an earlier version that may be used again.
fn copies_of_earlier_versions(page: &mut Page) {
    page.open();
    page.viewport(1440, 900);
    let put = "for (const key of ['autosave.1', 'recent.0', 'recent.1']) localStorage.setItem('giamngheo.' + key, arguments[0])";
    page.js(put, &[RECORD.into()]);
    page.reload();
    page.wait_ready();
    page.wait_cell("total", "poor_now", "18067");
    page.enter(&page.row_of("Ba Bể"), "poor_now", "3000");
    saved(page);
    page.wait_until("the copies to have moved", || {
        page.js("return !!localStorage.getItem('giamngheo.moved')", &[]) == true
    });
    page.reload();
    page.wait_ready();
    page.wait_cell("total", "poor_now", "17855");
    assert_eq!(page.js("return localStorage.getItem('giamngheo.autosave.1')", &[]), RECORD);
    // The sample, unchanged, is not worth a line of the list.
    page.action("start");
    page.wait_until("the start screen", || page.count("[data-action=resume]") == 1);
    assert_eq!(page.count("[data-action=open-workbook]"), 0);
    page.check_unhurt();
}
