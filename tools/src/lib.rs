//! What happens to the built files after Trunk: adding the second program ([`desk`]), finishing ([`post_build`]),
//! weighing ([`sizes`]) and serving them on this machine ([`server`]). Used by the `site` program and by the browser tests.

pub mod assets;
pub mod desk;
pub mod html;
pub mod post_build;
pub mod server;
pub mod sizes;
pub mod squeeze;
