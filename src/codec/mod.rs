//! Text and bytes in and out of the document.

pub mod article;
pub mod base64;
pub mod block;
pub mod check_code;
pub mod crc;
pub mod csv;
pub mod desk;
pub mod file;
pub mod foreign;
pub mod frame;
pub mod gazetteer;
pub mod grid;
pub mod journal;
pub mod json;
pub mod letters;
pub mod limits;
pub mod link;
pub mod number;
pub mod paste;
pub mod plain;
pub mod record;
pub mod sample;
pub mod target_text;
pub mod xlsx;
