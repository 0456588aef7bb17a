//! Another title for a workbook of the list.

use super::{actions, form, send, text_field};
use crate::i18n::Text;
use crate::state::session::clean_name;
use crate::ui::app::App;
use crate::ui::dom::{El, Live};
use crate::ui::library::{self, WorkbookId};
use crate::ui::modal::modal;

pub fn rename_dialog(app: App, id: WorkbookId, title: String) -> El {
    let typed = Live::new(title.clone());
    let apply = move || {
        let new = clean_name(&typed.now());
        app.dialog.set(None);
        if !new.is_empty() && new != title {
            library::rename(app, id, new);
        }
    };
    let fields = form("form", Box::new(apply))
        .child(text_field(app, Text::FileTitle, typed))
        .child(actions(app, send(app, Text::Ok)));
    modal(app, Text::LibraryRenameTitle, vec![fields])
}
