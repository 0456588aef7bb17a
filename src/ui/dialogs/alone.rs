//! Making the page that carries the program and this table. It is made before it is saved, so that its size can be said.

use web_sys::Blob;

use super::actions;
use crate::i18n::Text;
use crate::platform::{alone, files};
use crate::ui::app::App;
use crate::ui::dom::{El, Live, button, el};
use crate::ui::files::{file_name, table_text};
use crate::ui::modal::modal;
use crate::ui::shared;

/// How far it is.
#[derive(Clone, PartialEq)]
enum Stage {
    Making,
    /// The page, and its size in bytes.
    Made(Blob, u64),
    Unavailable,
    Failed,
}

pub fn alone_dialog(app: App) -> El {
    app.commit_draft();
    let stage = Live::new(Stage::Making);
    leptos::task::spawn_local(async move {
        let made = match table_text(app).await {
            Some(table) => alone::make(&table).await,
            None => Err(alone::AloneError::Unavailable),
        };
        stage.set(match made {
            Ok(page) => {
                let size = page.size() as u64;
                Stage::Made(page, size)
            }
            Err(alone::AloneError::Unavailable) => Stage::Unavailable,
            Err(alone::AloneError::Failed) => Stage::Failed,
        });
    });
    let state = el("p", "hint").attr("role", "status").attr("data-role", "html-size").live_text(move || {
        stage.with(|stage| match stage {
            Stage::Making => app.t(Text::HtmlMeasuring).to_owned(),
            Stage::Made(_, size) => app.tf(Text::HtmlSize, &[("n", &megabytes(app, *size))]),
            Stage::Unavailable => app.t(Text::HtmlUnavailable).to_owned(),
            Stage::Failed => app.t(Text::HtmlFailed).to_owned(),
        })
    });
    let save = move |_| {
        let page = stage.with(|stage| if let Stage::Made(page, _) = stage { Some(page.clone()) } else { None });
        let name = file_name(app, ".html");
        if page.is_some_and(|page| files::download_blob(&name, &page)) {
            app.dialog.set(None);
            shared::remember(app);
            app.say(app.tf(Text::FileSaved, &[("name", &name)]));
        }
    };
    let save = button("btn primary", save)
        .action("save-html")
        .disabled(move || !stage.with(|stage| matches!(stage, Stage::Made(..))))
        .tr(app, Text::HtmlSave);
    modal(app, Text::HtmlTitle, vec![el("p", "lead").tr(app, Text::HtmlWhat), state, actions(app, save)])
}

/// Megabytes with one decimal.
fn megabytes(app: App, bytes: u64) -> String {
    let tenths = bytes.div_ceil(100_000);
    let mark = app.style().decimal();
    format!("{}{mark}{}", tenths / 10, tenths % 10)
}
