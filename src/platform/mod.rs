//! The only place that names the browser. Nothing here is trusted to exist: private windows have no storage, old phones
//! no clipboard, and every function says so by its return value instead of failing.

pub mod alone;
pub mod clipboard;
pub mod crash;
pub mod desk;
pub mod files;
pub mod fullscreen;
pub mod page;
pub mod picture;
pub mod rest;
pub mod share;
pub mod storage;
pub mod worker;
pub mod xlsx;
