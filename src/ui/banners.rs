//! The strips under the bar that stay until they are dealt with.

use wasm_bindgen_futures::spawn_local;

use super::app::{App, Banner, Saved, Screen};
use super::dom::{El, Live, button, div, span, watch};
use super::icons::{Icon, icon};
use super::{autosave, files, library, offline, wording};
use crate::i18n::Text;

/// All strips, the most pressing first. Each stays the same element until it goes: a press on its button must not lose it
/// because the press has committed a text and so changed what is saved.
pub fn banners(app: App) -> El {
    let failed = Live::new(false);
    watch(move || match app.saved.get() {
        Saved::Failed => failed.set(true),
        Saved::Yes => failed.set(false),
        // A failed write stays failed until one is done.
        Saved::Pending => {}
    });
    let unsaved = move || {
        let strip = || caution(app, Text::SaveFailed).child(act(app, Text::FileSave, files::save));
        failed.get().then(strip).into_iter().collect()
    };
    let reader = move || {
        if !app.reader.get() || app.beside.shows_copy() || app.screen.get() != Screen::Table {
            return Vec::new();
        }
        let strip = strip("banner info").child(span("").tr(app, Text::ReaderBanner));
        vec![strip.child(act(app, Text::ReaderTakeOver, autosave::take_over).action("take-over"))]
    };
    let other = move || {
        let Some(banner) = app.banner.get() else { return Vec::new() };
        let close = button("icon-btn", move |_| app.banner.set(None))
            .attr_tr(app, "aria-label", Text::Close)
            .child(icon(Icon::Close));
        vec![chosen(app, banner).child(close)]
    };
    div("banners").child(div("").live(unsaved)).child(div("").live(reader)).child(div("").live(other))
}

fn strip(class: &str) -> El {
    div(class).attr("role", "status").attr("data-role", "banner")
}

/// A strip that is read aloud at once.
fn caution(app: App, words: Text) -> El {
    let strip = strip("banner caution").attr("role", "alert");
    strip.child(icon(Icon::Caution)).child(span("").tr(app, words))
}

fn act(app: App, name: Text, act: fn(App)) -> El {
    button("btn small", move |_| act(app)).tr(app, name)
}

fn chosen(app: App, banner: Banner) -> El {
    match banner {
        Banner::Problem(words) => {
            let strip = strip("banner caution").attr("role", "alert");
            strip.child(icon(Icon::Caution)).child(span("").text(&words))
        }
        Banner::Update => strip("banner")
            .child(span("").tr(app, Text::UpdateReady))
            .child(act(app, Text::UpdateNow, offline::activate).action("update-now")),
        Banner::Damaged => caution(app, Text::RestoreDamaged)
            .child(act(app, Text::DownloadDamaged, download_damaged).action("download-damaged")),
        Banner::Drafted(key) => {
            let cell = move || {
                let name = [wording::place(app, key.place), wording::fact_name(app, key)];
                app.tf(Text::RestoreDraft, &[("cell", &name.join(" · "))])
            };
            let strip = strip("banner caution").attr("role", "alert");
            strip.child(icon(Icon::Caution)).child(span("").live_text(cell))
        }
        Banner::LeftOver => caution(app, Text::RestoreLeft)
            .child(act(app, Text::DownloadLeft, download_damaged).action("download-damaged")),
        Banner::Newer => {
            caution(app, Text::RestoreNewer).child(act(app, Text::DownloadCopy, download_copy).action("download-copy"))
        }
        Banner::NoStore => caution(app, Text::RestoreNoStore),
        Banner::Safe => caution(app, Text::SafeMode)
            .child(act(app, Text::DownloadCopy, download_copy).action("download-copy"))
            .child(act(app, Text::SafeModeOpen, open_last).action("safe-open")),
    }
}

fn download_damaged(app: App) {
    spawn_local(async move {
        if !autosave::download_unused().await {
            app.say(app.t(Text::DownloadNothing));
        }
    });
}

fn download_copy(app: App) {
    spawn_local(async move {
        if !autosave::download_open().await {
            app.say(app.t(Text::DownloadNothing));
        }
    });
}

/// Opens the workbook that safe mode left closed.
fn open_last(app: App) {
    if let Some(id) = autosave::last_id() {
        app.banner.set(None);
        library::open(app, id);
    }
}
