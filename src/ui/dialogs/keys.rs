//! The key sheet.

use leptos::prelude::*;

use crate::i18n::Text;
use crate::ui::app::use_app;
use crate::ui::modal::Modal;

/// Keys as printed on the keyboard, and what they do.
const KEYS: [(&str, Text); 12] = [
    ("← ↑ → ↓", Text::KeysMove),
    ("Shift + ← ↑ → ↓", Text::KeysRange),
    ("Enter", Text::KeysEnter),
    ("Tab", Text::KeysTab),
    ("F2", Text::KeysEdit),
    ("Esc", Text::KeysEscape),
    ("Delete", Text::KeysDelete),
    ("Ctrl+C  Ctrl+X  Ctrl+V", Text::KeysCopy),
    ("Ctrl+Z  Ctrl+Y", Text::KeysUndo),
    ("Ctrl+D", Text::KeysFill),
    ("Ctrl+Home  Ctrl+End", Text::KeysEnds),
    ("Ctrl+Enter", Text::KeysAccept),
];

#[component]
pub fn KeysDialog() -> impl IntoView {
    let app = use_app();
    let rows = KEYS.map(|(keys, what)| view! { <dt><kbd>{keys}</kbd></dt><dd>{move || app.t(what)}</dd> });
    view! { <Modal title=Text::Keys><dl class="keys-list">{rows.into_iter().collect_view()}</dl></Modal> }
}
