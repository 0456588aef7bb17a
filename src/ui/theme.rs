//! Light, dark, or as the device says.

use super::app::App;
use super::dom::{El, button};
use super::icons::{Icon, icon};
use crate::i18n::Text;
use crate::platform::{page, storage};

/// Read by `boot.js` as well, before the program runs.
const KEY: &str = "giamngheo.theme";
const DARK: &str = "(prefers-color-scheme: dark)";

/// The look of the page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    Auto,
    Light,
    Dark,
}

impl Theme {
    /// The choice kept on the device.
    pub fn stored() -> Self {
        match storage::get(KEY).as_deref() {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::Auto,
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    fn is_dark(self) -> bool {
        match self {
            Theme::Auto => page::matches(DARK),
            Theme::Light => false,
            Theme::Dark => true,
        }
    }

    fn show(self) {
        page::set_root_attribute("data-theme", if self.is_dark() { "dark" } else { "light" });
    }
}

/// Follows the device while the user has chosen nothing else.
pub fn install(app: App) {
    page::on_media(DARK, move |_| app.theme.now().show());
}

/// Goes to the next theme. The first step always changes what is seen; the third goes back to the device's own.
pub fn step(app: App) {
    let (same, other) = if page::matches(DARK) { (Theme::Dark, Theme::Light) } else { (Theme::Light, Theme::Dark) };
    let next = match app.theme.now() {
        Theme::Auto => other,
        current if current == other => same,
        _ => Theme::Auto,
    };
    storage::set(KEY, next.key());
    next.show();
    app.theme.set(next);
}

/// A button that steps through the themes.
pub fn theme_button(app: App) -> El {
    let label = move || {
        let name = match app.theme.get() {
            Theme::Auto => Text::ThemeAuto,
            Theme::Light => Text::ThemeLight,
            Theme::Dark => Text::ThemeDark,
        };
        Some([app.t(Text::Theme), ": ", app.t(name)].concat())
    };
    let image = move || vec![icon(if app.theme.get().is_dark() { Icon::Moon } else { Icon::Sun })];
    button("icon-btn", move |_| step(app))
        .action("theme")
        .live_attr("aria-label", label)
        .live_attr("title", label)
        .live(image)
}
