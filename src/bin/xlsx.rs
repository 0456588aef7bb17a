//! The third program: `codec::xlsx` as a bare WebAssembly module without imports, called as the second one is
//! (`src/bin/desk.rs`), in a worker of its own where there can be one (`public/xlsx/worker.js`).
#![cfg_attr(target_arch = "wasm32", no_main)]

use std::cell::RefCell;

use giam_ngheo::codec::xlsx;

thread_local! {
    static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Makes room for a request of so many bytes.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    BUFFER.with_borrow_mut(|buffer| {
        buffer.resize(length, 0);
        buffer.as_mut_ptr()
    })
}

/// Works out a request; see [`xlsx::answer`].
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    BUFFER.with_borrow_mut(|buffer| {
        *buffer = xlsx::answer(buffer);
        buffer.as_ptr()
    })
}

/// The length of the answer in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn length() -> usize {
    BUFFER.with_borrow(Vec::len)
}

/// Only the page uses this program; elsewhere it has nothing to do.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
