//! Any bytes as a workbook file: refused or read, never a panic, never more than the bounds.
#![no_main]

use giam_ngheo::codec::xlsx::{MAX_TABLES, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(book) = read(bytes) {
        assert!(book.tables.len() <= MAX_TABLES);
    }
});
