//! Opening the page: from the network, without it, and when something is wrong with the files.

use crate::{page::Page, suite::Case};

pub const CASES: &[Case] = &[
    Case { name: "start_opens_without_complaint", run: opens_without_complaint },
    Case { name: "start_reloads_without_network", run: reloads_without_network },
    Case { name: "start_crash_banner_offers_the_data", run: crash_banner_offers_the_data },
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

/// The banner covers the page in both languages and gives the saved data back, byte for byte.
fn crash_banner_offers_the_data(page: &mut Page) {
    page.open();
    let saved = "{\"tên\": \"Bắc Kạn <b>\"}";
    page.js("localStorage.setItem('giamngheo.autosave.1', arguments[0])", &[saved.into()]);
    page.js("localStorage.setItem('giamngheo.autosave.1.at', '1700000000000')", &[]);
    // What the download would write, caught on its way out.
    page.js(
        "window.offered = []; const make = URL.createObjectURL;\
         URL.createObjectURL = (blob) => { window.offered.push(blob); return make.call(URL, blob); };\
         HTMLAnchorElement.prototype.click = function () { window.offeredName = this.download; };",
        &[],
    );
    page.call("giamngheoCrash", "thử <script>");
    page.wait_until("the banner", || page.count(".crash[role=alertdialog]") == 1);
    let text = page.text(".crash");
    for part in ["Chương trình đã dừng vì lỗi", "The program stopped", "2023", "thử <script>"] {
        assert!(text.contains(part), "{part} is missing: {text}");
    }
    page.picture("crash");
    page.action("crash-download");
    assert_eq!(page.js_async("return window.offered[0].text()", &[]), saved);
    assert_eq!(page.js("return window.offeredName", &[]), "giam-ngheo-khoi-phuc.giamngheo.json");
    page.action("crash-reload");
    page.wait_until("the page without banner", || page.count(".crash") == 0 && page.root("ready") == "true");
}
