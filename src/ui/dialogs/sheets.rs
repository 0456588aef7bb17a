//! The tables of a workbook, to choose one from.

use crate::codec::paste::Form;
use crate::codec::xlsx::{Book, Table};
use crate::i18n::Text;
use crate::ui::app::{App, Dialog};
use crate::ui::dom::{El, button, div, el, span};
use crate::ui::files;
use crate::ui::icons::{Icon, icon};
use crate::ui::modal::modal;
use crate::ui::wording;

/// What was found in a file.
#[derive(Clone, PartialEq, Eq)]
pub struct Sheets {
    /// Of the file.
    pub name: String,
    pub book: Book,
}

pub fn sheets_dialog(app: App, found: &Sheets) -> El {
    let Book { own, tables } = &found.book;
    let n = app.count_text(tables.len());
    let mut lead = el("p", "lead").text(&app.tf(Text::SheetsLead, &[("name", &found.name), ("n", &n)]));
    if let Some(own) = own {
        let n = app.count_text(own.changed as usize);
        lead = el("p", "note").text(&app.tf(Text::SheetsChanged, &[("n", &n)]));
    }
    let mut list = div("sheets").attr("data-role", "sheets");
    for table in tables {
        list = list.child(choice(app, table));
    }
    if let Some(own) = own.clone() {
        let name = found.name.clone();
        let open = move |_| files::open_own(app, &name, &own.workbook, own.repaired);
        list = list.child(
            button("", open)
                .action("open-own")
                .child(icon(Icon::Undo))
                .child(el("b", "").tr(app, Text::SheetsOwn))
                .child(span("").tr(app, Text::SheetsOwnSub)),
        );
    }
    modal(app, Text::SheetsTitle, vec![lead, list])
}

fn choice(app: App, table: &Table) -> El {
    let count = |number: u32| app.count_text(number as usize);
    let form = table.form.map(|form| match form {
        Form::Result => Text::PasteFormResult,
        Form::PoorFlows => Text::PasteFormPoorFlows,
        Form::NearPoorFlows => Text::PasteFormNearFlows,
    });
    let place = [("sheet", &*table.sheet), ("first", &count(table.rows.0)), ("last", &count(table.rows.1))];
    let mut about = vec![app.tf(Text::SheetsPlace, &place)];
    if table.hidden {
        about.push(app.t(Text::SheetsHidden).to_owned());
    }
    match &table.text {
        Ok(_) => about.push(app.tf(Text::SheetsLines, &[("n", &count(table.lines))])),
        Err(error) => about.push(wording::paste_error(app, error)),
    }
    let title = if table.title.is_empty() { &table.sheet } else { &table.title };
    let text = table.text.clone().ok();
    let bad = text.is_none();
    let open = move |_| {
        if let Some(text) = text.clone() {
            app.dialog.set(Some(Dialog::Paste { html: String::new(), text }));
        }
    };
    button("", open)
        .action("choose-sheet")
        .disabled(move || bad)
        .child(icon(Icon::Table))
        .child(el("b", "").text(title))
        .child(span("").text(&about.join(" · ")))
        .maybe(form.map(|form| span("form-name").tr(app, form)))
}
