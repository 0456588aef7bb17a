//! The interface.
use leptos::prelude::*;

/// Puts the application into the page.
pub fn mount() {
    leptos::mount::mount_to_body(|| view! { <p>"Giảm Nghèo"</p> });
}
