//! Text and bytes in and out of the document.

pub mod sample;
