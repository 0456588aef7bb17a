//! From one version of the program to the next, and back when it does not start; files that were changed on their way;
//! a program that stops.

use crate::files::{catch_downloads, offered_text};
use crate::steps::{blank_table, saved, times};
use crate::{
    browser::ANOTHER,
    page::{Page, READY},
    suite::Case,
    versions::Copy,
};

pub const CASES: &[Case] = &[
    Case { name: "updates_offline_again_and_again", run: offline_again_and_again },
    Case { name: "updates_with_edits_in_two_windows", run: with_edits_in_two_windows },
    Case { name: "updates_that_are_half_there", run: half_there },
    Case { name: "updates_that_do_not_start", run: do_not_start },
    Case { name: "updates_spoilt_files", run: spoilt_files },
    Case { name: "updates_spoilt_in_the_cache", run: spoilt_in_the_cache },
    Case { name: "updates_from_a_subfolder", run: from_a_subfolder },
    Case { name: "updates_taken_back", run: taken_back },
    Case { name: "updates_safe_mode", run: safe_mode },
    Case { name: "updates_traps_are_covered", run: traps_are_covered },
];

/// Which version of the test the page is; empty for the real one.
const VERSION: &str = "(document.querySelector('meta[name=version-of-test]')?.content ?? '')";

#[track_caller]
fn version(page: &Page) -> String {
    page.js(&format!("return {VERSION}"), &[]).as_str().unwrap_or("").to_owned()
}

/// Waits for a page of this version that answers, other than the one marked.
#[track_caller]
fn wait_version(page: &Page, version: &str) {
    let whole = "!document.documentElement.dataset.crashed";
    let what = format!("version \"{version}\" to answer");
    page.wait_in_page(&what, &format!("{ANOTHER} && {READY} && {whole} && {VERSION} === '{version}'"));
}

/// Takes the new version that is offered; the page leaves.
#[track_caller]
fn take_update(page: &Page) {
    page.mark();
    page.action("update-now");
}

/// Asks for a new version, as the browser does by itself at every visit.
#[track_caller]
fn look_for_update(page: &Page) {
    page.js_async("await (await navigator.serviceWorker.getRegistration()).update().catch(() => {})", &[]);
}

/// Asks for a new version until there is one and the page offers it.
#[track_caller]
fn wait_update(page: &Page) {
    page.wait_until("a new version to wait", || {
        let waits = page.root("update") == "waiting";
        if !waits {
            look_for_update(page);
        }
        waits
    });
    page.wait_banner("Có bản mới");
}

/// The only version kept, and the page says it runs.
#[track_caller]
fn settled(page: &Page) {
    page.wait_offline_ready();
    let kept = "return (await caches.keys()).filter((name) => name.startsWith('giamngheo /')).length";
    page.wait_until("the version before to be taken away", || page.js_async(kept, &[]) == 1);
}

/// With the server stopped the page opens, the figures are there and more can be typed, time after time.
fn offline_again_and_again(page: &mut Page) {
    let rows = blank_table(page, 1);
    settled(page);
    page.stop_server();
    for round in 0..times(3, 20) {
        page.enter(&rows[0], "poor_now", &(100 + round).to_string());
        saved(page);
        page.reload();
        page.wait_ready();
        page.wait_cell(&rows[0], "poor_now", &(100 + round).to_string());
    }
    page.console_errors();
}

/// Each window has a table of its own with a text that is still being typed when the new version is taken.
fn with_edits_in_two_windows(page: &mut Page) {
    let rows = blank_table(page, 1);
    page.enter(&rows[0], "poor_now", "181");
    settled(page);
    saved(page);
    let windows = page.windows();
    let url = page.url();
    page.new_window();
    page.viewport(1440, 900);
    page.goto(&url);
    page.wait_ready();
    page.action("start");
    page.action("sample");
    page.wait_cell("total", "poor_now", "18067");
    let ba_be = page.row_of("Ba Bể");
    let second = page.windows().into_iter().find(|window| !windows.contains(window)).expect("the second window");

    let new = Copy::of_dist("update");
    new.make_version("test-2", |script| script);
    page.publish(new.dir());
    wait_update(page);
    page.type_into(&ba_be, "poor_now", "3000");
    page.go_to_window(&windows[0]);
    page.wait_banner("Có bản mới");
    page.type_into(&rows[0], "poor_now", "200");

    page.go_to_window(&second);
    take_update(page);
    wait_version(page, "test-2");
    page.wait_cell(&ba_be, "poor_now", "3000");

    // The other window was not reloaded under anybody's hands; it has saved and offers to.
    page.go_to_window(&windows[0]);
    assert_eq!(version(page), "");
    page.wait_cell(&rows[0], "poor_now", "200");
    page.wait_banner("Có bản mới");
    take_update(page);
    wait_version(page, "test-2");
    page.wait_cell(&rows[0], "poor_now", "200");
    settled(page);
    page.console_errors();
}

/// A version of which a file is missing or cut is not installed: the one before stays, whole, with or without network.
fn half_there(page: &mut Page) {
    let rows = blank_table(page, 1);
    page.enter(&rows[0], "poor_now", "181");
    settled(page);
    saved(page);
    for fault in ["missing", "truncated", "spoilt"] {
        let new = Copy::of_dist("half");
        new.make_version(&format!("test-{fault}"), |script| script);
        let wasm = new.find("giam-ngheo-", "_bg.wasm");
        // Another name, or the browser's own cache would have the right bytes.
        let other = wasm.replace("_bg.wasm", "0_bg.wasm");
        new.rename_everywhere(&wasm, &other);
        match fault {
            "missing" => new.remove(&other),
            "truncated" => new.truncate(&other),
            _ => new.spoil(&other),
        }
        page.publish(new.dir());
        look_for_update(page);
        page.reload();
        page.wait_ready();
        assert_eq!((version(page), page.count("[data-action=update-now]")), (String::new(), 0), "{fault}");
        page.wait_cell(&rows[0], "poor_now", "181");
    }
    page.stop_server();
    page.reload();
    page.wait_ready();
    page.wait_cell(&rows[0], "poor_now", "181");
    page.console_errors();
}

/// A new version that stops when it starts gives way to the one before, with all figures; a later one takes over.
fn do_not_start(page: &mut Page) {
    let rows = blank_table(page, 1);
    page.enter(&rows[0], "poor_now", "181");
    settled(page);
    saved(page);
    for (name, fault) in [("test-panics", true), ("test-dead", false)] {
        let bad = Copy::of_dist("bad");
        bad.make_version(name, |script| {
            if fault {
                // As a panic of the program does: it says so, and nothing more runs.
                let start = ".start()";
                assert!(script.contains(start), "the start script starts nothing");
                script.replace(start, ".start(giamngheoCrash('test'), nothing)")
            } else {
                // A start script that does nothing at all.
                "'use strict';".to_owned()
            }
        });
        page.publish(bad.dir());
        wait_update(page);
        take_update(page);
        if !fault {
            page.wait_in_page("the bad version", &format!("{VERSION} === '{name}'"));
            // Nobody can report: after a few visits the worker draws its own conclusion.
            for _ in 0..3 {
                page.reload();
            }
        }
        wait_version(page, "");
        page.wait_cell(&rows[0], "poor_now", "181");
        page.enter(&rows[0], "poor_now", "182");
        saved(page);
        page.reload();
        page.wait_ready();
        assert_eq!(version(page), "", "it stays with the version that runs");
        page.wait_cell(&rows[0], "poor_now", "182");
        page.enter(&rows[0], "poor_now", "181");
        saved(page);
    }
    let good = Copy::of_dist("good");
    good.make_version("test-good", |script| script);
    page.publish(good.dir());
    wait_update(page);
    take_update(page);
    wait_version(page, "test-good");
    page.wait_cell(&rows[0], "poor_now", "181");
    settled(page);
    page.console_errors();
}

/// One flipped bit in any file that runs: it does not, and a message says so.
fn spoilt_files(page: &mut Page) {
    for (start, end) in [("giam-ngheo-", "_bg.wasm"), ("giam-ngheo-", ".js"), ("boot-", ".js"), ("rest-", ".wasm")] {
        let spoilt = Copy::of_dist("spoilt");
        let name = spoilt.find_plain(start, end);
        spoilt.spoil(&name);
        // An address of its own each time: nothing of an earlier visit can help.
        let url = page.serve_also(spoilt.dir());
        page.goto(&url);
        if start == "rest-" {
            // The second part is not waited for; what needs it says that it cannot be had.
            page.wait_until("the first screen", || page.root("ready") == "true" || page.count(".crash") == 1);
            if page.count(".crash") == 0 {
                page.action("sample");
            }
        }
        page.wait_until(&format!("a message about {name}"), || {
            let text = page.text("body");
            text.contains("Không mở được chương trình") || text.contains("Mở lâu hơn")
        });
        assert_eq!(page.count("[data-row=total]"), 0, "{name}");
        page.console_errors();
    }
}

/// What was kept for offline use and is no longer what it was is not run, but fetched anew.
fn spoilt_in_the_cache(page: &mut Page) {
    let rows = blank_table(page, 1);
    page.enter(&rows[0], "poor_now", "181");
    settled(page);
    saved(page);
    let spoil = "const [name] = (await caches.keys()).filter((name) => name.startsWith('giamngheo /'));\
        const cache = await caches.open(name);\
        const request = (await cache.keys()).find((request) => /_bg[.]wasm$/.test(request.url));\
        const kept = await cache.match(request); const bytes = new Uint8Array(await kept.arrayBuffer());\
        bytes[bytes.length >> 1] ^= 1;\
        await cache.put(request, new Response(bytes, { headers: { 'content-type': 'application/wasm' } })); return request.url";
    page.js_async(spoil, &[]);
    page.reload();
    wait_version(page, "");
    page.wait_cell(&rows[0], "poor_now", "181");
    page.console_errors();
}

/// The site in a folder of its host works the same, offline too.
fn from_a_subfolder(page: &mut Page) {
    let whole = Copy::of_dist("folder");
    let host = Copy::empty("host");
    host.take_in("tools/giam ngheo", &whole);
    page.publish(host.dir());
    let url = page.url() + "tools/giam%20ngheo/";
    page.goto(&url);
    page.wait_ready();
    page.viewport(1440, 900);
    page.action("sample");
    page.enter(&page.row_of("Ba Bể"), "poor_now", "3000");
    saved(page);
    page.wait_offline_ready();
    page.stop_server();
    page.reload();
    page.wait_ready();
    page.wait_cell("total", "poor_now", "17855");
    page.console_errors();
}

/// The switch of docs/deploy.md: another `sw.js` takes the offline copy from every device, and no figure with it.
fn taken_back(page: &mut Page) {
    let rows = blank_table(page, 1);
    page.enter(&rows[0], "poor_now", "181");
    settled(page);
    saved(page);
    let docs = std::fs::read_to_string("docs/deploy.md").unwrap();
    let (_, rest) = docs.split_once("```js\n").expect("the script in docs/deploy.md");
    let (script, _) = rest.split_once("```").unwrap();
    let switched = Copy::of_dist("switch");
    switched.write("sw.js", script);
    page.publish(switched.dir());
    look_for_update(page);
    let kept = "return [(await caches.keys()).filter((name) => name.startsWith('giamngheo')).length,\
        (await navigator.serviceWorker.getRegistrations()).length]";
    page.wait_until("the offline copy to go", || page.js_async(kept, &[]) == serde_json::json!([0, 0]));
    page.reload();
    page.wait_ready();
    page.wait_cell(&rows[0], "poor_now", "181");
    page.console_errors();
}

/// After two crashes within a minute the next start opens no table, but offers it.
fn safe_mode(page: &mut Page) {
    let rows = blank_table(page, 1);
    page.enter(&rows[0], "poor_now", "181");
    saved(page);
    for _ in 0..2 {
        page.call("giamngheoCrash", "thử");
        page.wait_until("the banner", || page.count(".crash[role=alertdialog]") == 1);
        let text = page.text(".crash");
        assert!(text.contains("được lưu trên máy này đến"), "{text}");
        page.mark();
        page.action("crash-reload");
        page.wait_ready_anew();
    }
    assert_eq!(page.root("safe"), "true");
    assert_eq!(page.count("[data-row=total]"), 0, "no table is open");
    page.wait_banner("Chế độ an toàn");
    page.picture("safe-mode");
    catch_downloads(page);
    page.action("download-copy");
    let (_, text) = offered_text(page);
    assert!(text.starts_with("giamngheo-record head/"), "{text}");
    page.action("safe-open");
    page.wait_cell(&rows[0], "poor_now", "181");
    page.reload();
    page.wait_ready();
    page.wait_cell(&rows[0], "poor_now", "181");
    page.check_unhurt();
}

/// What a panic, exhausted memory (both end in `unreachable`) and an endless recursion look like to the page: it is covered,
/// says until when all is saved, and the next start has every figure.
fn traps_are_covered(page: &mut Page) {
    let rows = blank_table(page, 1);
    page.enter(&rows[0], "poor_now", "181");
    saved(page);
    // The body of the only function: `unreachable`; a call of itself.
    for (name, body) in [("unreachable", "5, 1, 3, 0, 0, 11"), ("recursion", "6, 1, 4, 0, 16, 0, 11")] {
        let script = format!(
            // Firefox's driver runs scripts beside the page; the page's own world is behind this name.
            "const page = window.wrappedJSObject || window;\
             const bytes = page.Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0,\
             7, 5, 1, 1, 102, 0, 0, 10, {body});\
             page.setTimeout(new page.WebAssembly.Instance(new page.WebAssembly.Module(bytes)).exports.f)"
        );
        page.js(&script, &[]);
        page.wait_until(&format!("the banner after {name}"), || page.count(".crash[role=alertdialog]") == 1);
        let text = page.text(".crash");
        assert!(text.contains("được lưu trên máy này đến"), "{text}");
        page.mark();
        page.action("crash-reload");
        page.wait_ready_anew();
        if page.root("safe") == "true" {
            page.action("safe-open");
        }
        page.wait_cell(&rows[0], "poor_now", "181");
    }
    page.console_errors();
}
