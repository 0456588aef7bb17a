//! What happens to the built files after Trunk: adding the second program ([`desk`]), cutting the first in two and making
//! it small ([`program`], [`split`]), finishing ([`post_build`]),
//! making the template of the page that carries everything ([`alone`]), weighing ([`sizes`]) and serving them on this machine ([`server`]). Used by the `site` program and by the browser tests.

pub mod alone;
pub mod assets;
pub mod desk;
pub mod html;
pub mod post_build;
pub mod program;
pub mod server;
pub mod sizes;
pub mod split;
