//! What happens to the built files after Trunk: finishing ([`post_build`]), weighing ([`sizes`]) and
//! serving them on this machine ([`server`]). Used by the `site` program and by the browser tests.

pub mod assets;
pub mod html;
pub mod post_build;
pub mod server;
pub mod sizes;
pub mod squeeze;
