//! Opening the page: from the network, without it, and when something is wrong with the files.

use crate::files::{catch_downloads, offered_text};
use crate::steps::times;
use crate::{
    page::{Page, fresh_server},
    suite::Case,
};
use site::server::Trouble;

pub const CASES: &[Case] = &[
    Case { name: "start_opens_without_complaint", run: opens_without_complaint },
    Case { name: "start_reloads_without_network", run: reloads_without_network },
    Case { name: "start_second_part_comes_on_its_own", run: second_part_comes_on_its_own },
    Case { name: "start_second_part_on_the_spot", run: second_part_on_the_spot },
    Case { name: "start_second_part_is_fetched_once", run: second_part_is_fetched_once },
    Case { name: "start_network_cut", run: network_cut },
    Case { name: "start_second_part_cannot_be_had", run: second_part_cannot_be_had },
    Case { name: "start_opens_the_saved_copy", run: opens_the_saved_copy },
    Case { name: "start_crash_banner_offers_the_data", run: crash_banner_offers_the_data },
    Case { name: "start_crash_banner_works_alone", run: crash_banner_works_alone },
];

/// The page answers, under its policy, with nothing in the console and no word to any other host.
fn opens_without_complaint(page: &mut Page) {
    page.console_errors();
    page.open();
    page.wait_offline_ready();
    assert_eq!(page.root("theme"), "light");
    let policy = "return document.querySelector('meta[http-equiv=Content-Security-Policy]').content";
    let policy = page.js(policy, &[]).to_string();
    assert!(
        policy.contains("default-src 'none'") && policy.contains("script-src 'self' 'wasm-unsafe-eval'"),
        "{policy}"
    );
    assert_eq!(page.console_errors(), Vec::<String>::new());
    assert_eq!(page.foreign_requests(), Vec::<String>::new());
    let failed: Vec<_> = page.server().requests().into_iter().filter(|request| request.status != 200).collect();
    assert!(failed.is_empty(), "{failed:?}");
    let inserted = "const script = document.createElement('script'); script.textContent = 'window.inserted = 1';\
        document.head.append(script); return window.inserted === undefined";
    assert_eq!(page.js(inserted, &[]), true, "the policy let a script run that is no file of ours");
    page.console_errors();
}

/// After the first visit the page opens with the server stopped, at every address it may be opened at.
fn reloads_without_network(page: &mut Page) {
    page.open();
    page.wait_offline_ready();
    page.stop_server();
    page.reload();
    page.wait_ready();
    for tail in ["?x=1", "index.html", "#"] {
        let url = page.url() + tail;
        page.goto("about:blank");
        page.goto(&url);
        page.wait_ready();
    }
}

/// The first screen answers without the program's second part, which then comes without being asked for.
/// `./dev first-load` brings the list of functions up to date where this fails.
fn second_part_comes_on_its_own(page: &mut Page) {
    page.open();
    page.wait_until("the second part", || !page.root("rest").is_empty());
    assert_eq!(page.root("rest"), "ready", "the first screen asked for it");
    page.wait_until("the sample's chart", || page.count(".start-art .art-row") == 8);
}

/// What is asked for before it came is fetched on the spot.
fn second_part_on_the_spot(page: &mut Page) {
    page.server().fail(Some("/rest-"));
    page.open();
    assert_eq!(page.root("rest"), "");
    page.server().fail(None);
    page.js("giamngheoRest()", &[]);
    assert_eq!(page.root("rest"), "asked");
    page.action("sample");
    page.wait_metric("rate_now", "21.95");
    page.console_errors();
}

/// A button pressed while the second part is on its way does what it says once that is here; it is fetched once.
fn second_part_is_fetched_once(page: &mut Page) {
    page.server().trouble(Some(Trouble::Hold("/rest-".into())));
    page.open();
    assert_eq!(page.root("rest"), "");
    page.action("blank");
    page.action("sample");
    assert_eq!((page.root("rest"), page.count("[aria-busy='true']")), (String::new(), 1));
    page.server().trouble(None);
    page.wait_metric("rate_now", "21.95");
    assert_eq!((page.root("rest"), page.count("[aria-busy='true'], dialog[open]")), ("ready".to_owned(), 0));
    page.wait_offline_ready();
    let fetched = page.server().requests().iter().filter(|request| request.target.starts_with("/rest-")).count();
    assert_eq!(fetched, 1, "the second part was fetched {fetched} times");
}

/// The connection breaks off somewhere in the first load: the page opens or says in words that it could not, and opens once
/// the network is back.
fn network_cut(page: &mut Page) {
    let length = |name: &str| std::fs::metadata(std::path::Path::new("dist").join(name)).unwrap().len() as usize;
    let all: usize = std::fs::read_dir("dist")
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_file())
        .map(|entry| length(&entry.file_name().to_string_lossy()))
        .sum();
    let first = length("index.html");
    let points = times(3, 25);
    let mut opened = 0;
    for point in 0..points {
        let server = fresh_server(std::path::Path::new("dist"));
        // Within the page itself there is nobody yet who could say anything.
        server.trouble(Some(Trouble::CutAfter(first + (all - first) * point / points)));
        page.goto(&server.url());
        page.wait_until(&format!("the page or a message, cut at point {point} of {points}"), || {
            let text = page.text("body");
            page.root("ready") == "true" || text.contains("Không mở được chương trình") || text.contains("Mở lâu hơn")
        });
        opened += usize::from(page.root("ready") == "true");
        server.trouble(None);
        page.reload();
        page.wait_ready();
        page.action("sample");
        page.wait_metric("rate_now", "21.95");
    }
    page.note(&format!("the connection was cut at {points} points; {opened} times the page opened all the same"));
    page.goto("about:blank");
    page.console_errors();
}

/// Where the second part cannot be had, what needs it says so and nothing else happens.
fn second_part_cannot_be_had(page: &mut Page) {
    page.server().fail(Some("/rest-"));
    page.open();
    page.action("sample");
    page.wait_until("the message", || page.count(".crash[role=alertdialog]") == 1);
    assert!(page.text(".crash").contains("tải lại"), "{}", page.text(".crash"));
    page.server().fail(None);
    page.console_errors();
}

/// Saved copy number 41, of the sample, and the file it becomes.
const RECORD: &str = include_str!("../../../golden/record-1-sample.txt");
const FILE: &str = include_str!("../../../golden/file-1-sample.giamngheo.json");

/// The newest whole copy is open again; one that cannot be read is said and kept aside.
fn opens_the_saved_copy(page: &mut Page) {
    page.open();
    page.js("localStorage.setItem('giamngheo.autosave.0', 'rubbish')", &[]);
    page.js("localStorage.setItem('giamngheo.autosave.1', arguments[0])", &[RECORD.into()]);
    page.reload();
    page.wait_ready();
    assert!(page.unit_names().iter().any(|name| name == "Ba Bể"), "{:?}", page.unit_names());
    assert_eq!(page.js("return localStorage.getItem('giamngheo.autosave.0.aside')", &[]), "rubbish");
    assert_eq!(page.count("[data-role=banner]"), 1);
}

fn open_crashed(page: &mut Page) {
    page.open();
    // An older copy, which could not even be read, and the newest.
    let older = "giamngheo-save-1 00000000 40 0 4\nAAAA";
    page.js("localStorage.setItem('giamngheo.autosave.0', arguments[0])", &[older.into()]);
    page.js("localStorage.setItem('giamngheo.autosave.1', arguments[0])", &[RECORD.into()]);
    catch_downloads(page);
    page.call("giamngheoCrash", "thử <script>");
    page.wait_until("the banner", || page.count(".crash[role=alertdialog]") == 1);
}

/// The banner covers the page in both languages and gives the newest saved copy back as a workbook file.
fn crash_banner_offers_the_data(page: &mut Page) {
    open_crashed(page);
    let text = page.text(".crash");
    for part in ["Chương trình đã dừng vì lỗi", "The program stopped", "2026", "thử <script>"] {
        assert!(text.contains(part), "{part} is missing: {text}");
    }
    page.picture("crash");
    page.action("crash-download");
    assert_eq!(offered_text(page), ("giam-ngheo-khoi-phuc.giamngheo.json".to_owned(), FILE.to_owned()));
    page.mark();
    page.action("crash-reload");
    page.wait_ready_anew();
}

/// Where the second program cannot be had, the copies go out as they are saved.
fn crash_banner_works_alone(page: &mut Page) {
    open_crashed(page);
    page.js("window.fetch = () => Promise.reject(new TypeError('no network'))", &[]);
    page.action("crash-download");
    let (name, text) = offered_text(page);
    assert_eq!(name, "giam-ngheo-khoi-phuc.txt");
    assert!(text.starts_with(RECORD), "{text}");
}
