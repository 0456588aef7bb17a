//! The second program: `codec::desk` as a bare WebAssembly module without imports.
//!
//! The page writes a request to where [`room`] says, calls one of the two workers, and reads the answer from where
//! that says, of the length [`length`] gives. It uses a fresh instance for each request, so the memory of a large one
//! is given back, and after a panic (a trap, which the page's promise reports) nothing half-done is left.
//! No wasm-bindgen: an export of the library would stand in both programs, and the glue would be one more file to load.
#![cfg_attr(target_arch = "wasm32", no_main)]

use std::cell::RefCell;

use giam_ngheo::codec::{desk, record};

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

/// The length of the answer in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn length() -> usize {
    BUFFER.with_borrow(Vec::len)
}

fn work(worker: impl Fn(&[u8]) -> Vec<u8>) -> *const u8 {
    BUFFER.with_borrow_mut(|buffer| {
        *buffer = worker(buffer);
        buffer.as_ptr()
    })
}

/// Only the page uses this program; elsewhere it has nothing to do.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
