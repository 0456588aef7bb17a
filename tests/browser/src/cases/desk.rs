//! The second program: fetched when first needed, there without network, and no danger to the page.

use crate::{page::Page, suite::Case};
use serde_json::{Value, json};

pub const CASES: &[Case] = &[
    Case { name: "desk_answers_and_survives", run: answers_and_survives },
    Case { name: "desk_answers_without_network", run: answers_without_network },
];

const FILE: &str = include_str!("../../../golden/file-1-sample.giamngheo.json");

/// Asks for a workbook file to be read (request 1: its length, seven bits to a byte, and its text); gives the first two
/// bytes of the answer, which say whether it was understood and done (1, 0), or what stood in the way.
const READ_FILE: &str = "
    const text = new TextEncoder().encode(arguments[0]);
    const head = [1];
    for (let left = text.length; ; left >>= 7) {
      if (left < 128) { head.push(left); break; }
      head.push((left & 127) | 128);
    }
    const request = new Uint8Array(head.length + text.length);
    request.set(head);
    request.set(text, head.length);
    return giamngheoDesk(request).then((answer) => answer && Array.from(answer.slice(0, 2)), String);";

fn read_file(page: &Page, text: &str) -> Value {
    page.js_async(READ_FILE, &[text.into()])
}

/// It is not fetched before it is needed; when it cannot be had, cannot understand or fails, the page goes on.
fn answers_and_survives(page: &mut Page) {
    page.open();
    page.js("window.reallyFetch = fetch; window.fetch = () => Promise.reject(new TypeError('no network'))", &[]);
    assert_eq!(read_file(page, FILE), Value::Null);
    page.js("window.fetch = window.reallyFetch", &[]);
    assert_eq!(read_file(page, FILE), json!([1, 0]));
    assert_eq!(read_file(page, "{"), json!([1, 1]));
    assert_eq!(page.js_async("return giamngheoDesk(new Uint8Array([99])).then((a) => Array.from(a))", &[]), json!([0]));
    // More than there is memory for stops it.
    let stopped = "return giamngheoDesk({ length: 2 ** 31 }).then(String, (error) => error.name)";
    assert_eq!(page.js_async(stopped, &[]), "RuntimeError");
    assert_eq!(read_file(page, FILE), json!([1, 0]));
    assert_eq!((page.count(".crash"), page.root("crashed")), (0, String::new()));
    page.console_errors();
}

/// It is kept in the background after the first visit, and answers with the server stopped.
fn answers_without_network(page: &mut Page) {
    page.open();
    page.wait_offline_ready();
    let kept = "return (async () => {
        for (const name of await caches.keys()) {
          for (const request of await (await caches.open(name)).keys()) if (/\\/desk-[0-9a-f]+\\.wasm$/.test(request.url)) return true;
        }
        return false;
      })()";
    page.wait_until("the second program to be kept", || page.js_async(kept, &[]) == true);
    page.stop_server();
    page.reload();
    page.wait_ready();
    assert_eq!(read_file(page, FILE), json!([1, 0]));
}
