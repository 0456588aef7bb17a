//! The third program: `codec::xlsx` as a bare WebAssembly module without imports, in a worker of its own where there can
//! be one (`public/xlsx/worker.js`).
#![cfg_attr(target_arch = "wasm32", no_main)]

mod exchange;

use giam_ngheo::codec::xlsx;

/// Works out a request; see [`xlsx::answer`].
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    exchange::work(xlsx::answer)
}

/// Only the page uses this program; elsewhere it has nothing to do.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
