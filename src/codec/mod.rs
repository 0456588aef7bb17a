//! Text and bytes in and out of the document.

pub mod number;
pub mod plain;
pub mod sample;
pub mod target_text;
