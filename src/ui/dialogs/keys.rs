//! The key sheet.

use crate::i18n::Text;
use crate::ui::app::App;
use crate::ui::dom::{El, div, el};
use crate::ui::modal::modal;

/// Keys as printed on the keyboard, several with two spaces between, and what they do.
const KEYS: [(&str, Text); 16] = [
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
    ("F5", Text::KeysPresent),
    ("Ctrl+S", Text::KeysSave),
    ("Ctrl+P", Text::KeysPrint),
    ("?", Text::KeysSheet),
];

pub fn keys_dialog(app: App) -> El {
    let mut list = el("dl", "keys-list");
    for (keys, what) in KEYS {
        let mut term = el("dt", "");
        for key in keys.split("  ") {
            term = term.child(el("kbd", "").text(key)).text(" ");
        }
        list = list.child(div("").child(term).child(el("dd", "").tr(app, what)));
    }
    modal(app, Text::Keys, vec![list])
}
