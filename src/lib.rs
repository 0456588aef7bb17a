//! Giảm Nghèo: a calculator for Vietnam's poverty review.
//!
//! The layers, each of which may use only those before it (kept by `tests/architecture.rs`):
//! `core ← codec ← state ← ui → platform`, and `i18n`, read by `ui`.

pub mod codec;
pub use giam_ngheo_core as core;
pub mod i18n;
pub mod state;

#[cfg(feature = "web")]
pub mod platform;
#[cfg(feature = "web")]
pub mod ui;
