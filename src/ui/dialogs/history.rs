//! Versions of the open workbook: keep one under a name, bring one back.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::{form, labelled, text_input};
use crate::codec::journal::{Key, Why};
use crate::i18n::Text;
use crate::state::session::clean_name;
use crate::ui::app::App;
use crate::ui::autosave::{self, Kept};
use crate::ui::dom::{El, Live, button, div, el, span};
use crate::ui::icons::{Icon, icon};
use crate::ui::modal::modal;
use crate::ui::wording;

/// The versions as read; `None` until they are.
type Versions = Live<Option<Rc<Vec<Kept>>>>;

pub fn history_dialog(app: App) -> El {
    let versions: Versions = Live::new(None);
    read(app, versions);
    let list = move || match versions.get() {
        None => vec![el("p", "mut").tr(app, Text::HistoryReading)],
        Some(versions_now) if versions_now.is_empty() => vec![el("p", "mut").tr(app, Text::HistoryNone)],
        Some(versions_now) => {
            let rows = versions_now.iter().map(|kept| row(app, versions, kept)).collect();
            vec![el("ul", "history").attr("data-role", "versions").children(rows)]
        }
    };
    modal(app, Text::HistoryTitle, vec![keep_form(app, versions), div("").live(list)])
}

fn read(app: App, versions: Versions) {
    spawn_local(async move {
        let found = autosave::kept(app).await;
        versions.set(Some(Rc::new(found)));
    });
}

/// Keeps the workbook as it is now.
fn keep_form(app: App, versions: Versions) -> El {
    let name = Live::new(String::new());
    let keep = move || {
        let named = clean_name(&name.now());
        if named.is_empty() {
            return;
        }
        spawn_local(async move {
            if autosave::keep_named(app, &named).await {
                name.set(String::new());
                read(app, versions);
            } else {
                app.say(app.t(Text::HistoryFailed));
            }
        });
    };
    let field = text_input(name).attr_tr(app, "placeholder", Text::HistoryNameHint).attr("data-role", "version-name");
    let send = el("button", "btn primary").attr("type", "submit").action("keep-version").tr(app, Text::HistoryKeep);
    form("inline-form", Box::new(keep))
        .child(labelled(app, Text::HistoryName, field))
        .child(send)
        .child(el("p", "hint").tr(app, Text::HistoryHint))
}

const fn why_text(why: Why) -> Text {
    match why {
        Why::Asked => Text::HistoryAsked,
        Why::Opened => Text::HistoryOpened,
        Why::BeforeMany => Text::HistoryBeforeMany,
        Why::BeforeRestoring => Text::HistoryBeforeRestoring,
        Why::Meanwhile => Text::HistoryMeanwhile,
    }
}

fn row(app: App, versions: Versions, kept: &Kept) -> El {
    let Kept { key, line, differs } = kept.clone();
    let named = !line.name.is_empty();
    let title = if named { line.name.clone() } else { app.t(why_text(line.why)).to_owned() };
    let mut parts = vec![wording::moment(app, line.time)];
    parts.push(app.tf(Text::LibraryUnits, &[("n", &app.count_text(line.units as usize))]));
    parts.push(match differs {
        None => app.t(Text::HistoryUnreadable).to_owned(),
        Some(0) => app.t(Text::HistorySame).to_owned(),
        Some(n) => app.tf(Text::HistoryDiffers, &[("n", &app.count_text(n))]),
    });
    let words = span("").child(el("b", "").text(&title)).child(span("").text(&parts.join(" · ")));
    let restore = button("btn small", move |_| restore(app, key))
        .action("restore-version")
        .disabled(move || matches!(differs, None | Some(0)))
        .tr(app, Text::HistoryRestore);
    let renaming = Live::new(false);
    let name = Live::new(line.name);
    let rename = move || {
        let new = clean_name(&name.now());
        renaming.set(false);
        if new.is_empty() {
            return;
        }
        spawn_local(async move {
            if !autosave::name_version(key, &new).await {
                app.say(app.t(Text::HistoryFailed));
            }
            read(app, versions);
        });
    };
    let naming = move || {
        if !renaming.get() {
            return Vec::new();
        }
        let send = el("button", "btn small").attr("type", "submit").tr(app, Text::Ok);
        let field = text_input(name).attr_tr(app, "aria-label", Text::HistoryName);
        vec![form("inline-form", Box::new(rename)).child(field).child(send)]
    };
    let pencil = button("btn quiet small", move |_| renaming.update(|on| *on = !*on))
        .action("name-version")
        .tr(app, if named { Text::LibraryRename } else { Text::HistoryGiveName });
    el("li", "history-row")
        .child(icon(if named { Icon::Check } else { Icon::File }))
        .child(words)
        .child(div("acts").child(pencil).child(restore))
        .child(div("naming").live(naming))
}

fn restore(app: App, key: Key) {
    if app.refuses() {
        return;
    }
    app.dialog.set(None);
    spawn_local(async move {
        if !autosave::restore_version(app, key).await {
            app.say(app.t(Text::HistoryFailed));
        }
    });
}
