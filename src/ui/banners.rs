//! The strips under the bar that stay until they are dealt with.

use wasm_bindgen_futures::spawn_local;

use super::app::{App, Banner, Saved, Screen};
use super::dom::{El, button, div, span};
use super::icons::{Icon, icon};
use super::{autosave, files, library, offline};
use crate::i18n::Text;

/// All strips, the most pressing first.
pub fn banners(app: App) -> El {
    let strips = move || {
        let mut strips = Vec::new();
        if app.saved.get() == Saved::Failed {
            strips.push(caution(app, Text::SaveFailed).child(act(app, Text::FileSave, files::save)));
        }
        if app.reader.get() && app.screen.get() == Screen::Table {
            let strip = strip("banner info").child(span("").tr(app, Text::ReaderBanner));
            strips.push(strip.child(act(app, Text::ReaderTakeOver, autosave::take_over).action("take-over")));
        }
        if let Some(banner) = app.banner.get() {
            let close = button("icon-btn", move |_| app.banner.set(None))
                .attr_tr(app, "aria-label", Text::Close)
                .child(icon(Icon::Close));
            strips.push(chosen(app, banner).child(close));
        }
        strips
    };
    div("banners").live(strips)
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
        Banner::Shared { own } => {
            let back = own.map(|own| {
                let go = move |_| {
                    app.banner.set(None);
                    library::open(app, own);
                };
                button("btn small", go).tr(app, Text::SharedBack).action("back-to-own")
            });
            strip("banner info").child(span("").tr(app, Text::SharedBanner)).maybe(back)
        }
        Banner::Problem(words) => {
            let strip = strip("banner caution").attr("role", "alert");
            strip.child(icon(Icon::Caution)).child(span("").text(&words))
        }
        Banner::Update => strip("banner")
            .child(span("").tr(app, Text::UpdateReady))
            .child(act(app, Text::UpdateNow, offline::activate).action("update-now")),
        Banner::Damaged => caution(app, Text::RestoreDamaged)
            .child(act(app, Text::DownloadDamaged, download_damaged).action("download-damaged")),
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
