//! Title, area, level of units and author of the table.

use super::{actions, form, send, text_field};
use crate::core::edit::Edit;
use crate::core::workbook::Heading;
use crate::i18n::Text;
use crate::state::history::Label;
use crate::state::session::clean_name;
use crate::ui::app::App;
use crate::ui::dom::{El, Live};
use crate::ui::modal::modal;

pub fn details_dialog(app: App) -> El {
    let Heading { title, area, level, author } = app.read(|session| session.workbook().heading.clone());
    let [title, area, level, author] = [title, area, level, author].map(Live::new);
    let apply = move || {
        let [title, area, level, author] = [title, area, level, author].map(|text| clean_name(&text.now()));
        let heading = Heading { title, area, level, author };
        app.dialog.set(None);
        if app.read(|session| session.workbook().heading != heading) {
            app.commit(Edit::SetHeading(heading), Label::HeadingChanged, None);
        }
    };
    let fields = form("form", Box::new(apply))
        .child(text_field(app, Text::FileTitle, title))
        .child(text_field(app, Text::FileArea, area))
        .child(text_field(app, Text::BlankLevel, level))
        .child(text_field(app, Text::FileAuthor, author))
        .child(actions(app, send(app, Text::Ok)));
    modal(app, Text::FileDetails, vec![fields])
}
