//! The second program: `codec::desk` as a bare WebAssembly module without imports.
#![cfg_attr(target_arch = "wasm32", no_main)]

mod exchange;

use exchange::work;
use giam_ngheo::codec::{desk, record};

/// Works out a request of the program; see [`desk::answer`].
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    work(desk::answer)
}

/// Turns the saved copies of the device, as text, into the text of a workbook file; see [`record::rescue`].
#[unsafe(no_mangle)]
pub extern "C" fn rescue() -> *const u8 {
    work(|records| record::rescue(&String::from_utf8_lossy(records)).unwrap_or_default().into_bytes())
}

/// Only the page uses this program; elsewhere it has nothing to do.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
