//! How the page talks to a program without imports.
//!
//! It writes a request to where [`room`] says, calls one of the program's workers, and reads the answer from where that
//! says, of the length [`length`] gives. It uses a fresh instance for each request, so the memory of a large one is given
//! back, and after a panic (a trap, which the page's promise reports) nothing half-done is left.
//! No wasm-bindgen: an export of the library would stand in all programs, and the glue would be one more file to load.

use std::cell::RefCell;

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

/// The length of the answer in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn length() -> usize {
    BUFFER.with_borrow(Vec::len)
}

/// Puts a worker's answer in the place of its request.
pub fn work(worker: impl Fn(&[u8]) -> Vec<u8>) -> *const u8 {
    BUFFER.with_borrow_mut(|buffer| {
        *buffer = worker(buffer);
        buffer.as_ptr()
    })
}
