//! The link as a QR code: in the dialog while it can be scanned there, and over the whole screen for a room.

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

use crate::codec::link::qr::{MARGIN, Qr, qr};
use crate::i18n::Text;
use crate::ui::app::App;
use crate::ui::dom::{El, Live, button, div, document, el, span, svg};
use crate::ui::icons::{Icon, icon};
use crate::ui::{shared, wording};

/// The code of an address with what can be done with it, or what to do instead.
pub fn code(app: App, url: &str) -> El {
    let Some(code) = qr(url) else {
        return div("qr none")
            .attr("data-role", "qr-none")
            .child(icon(Icon::Info))
            .child(el("p", "").tr(app, Text::QrTooLong))
            .child(el("p", "mut").tr(app, Text::QrTooLongDo));
    };
    let is_small = code.is_small();
    let picture = picture(app, &code);
    let large = Live::new(false);
    let show = button("qr-show", move |_| large.set(true))
        .action("qr-large")
        .attr_tr(app, "aria-label", Text::QrLarge)
        .attr_tr(app, "title", Text::QrLarge)
        .child(picture);
    let hint = if is_small { Text::QrScan } else { Text::QrScanLarge };
    div("qr")
        .attr("data-version", &((code.side.saturating_sub(17)) / 4).to_string())
        .child(show)
        .child(el("p", "").tr(app, hint))
        .live(move || if large.get() { vec![over_all(app, &code, large)] } else { Vec::new() })
}

/// The code for paper; `None` where it could not be scanned from there.
pub fn printed(app: App, url: &str) -> Option<El> {
    let code = qr(url)?;
    Some(picture(app, &code).attr("class", if code.is_small() { "qr-code" } else { "qr-code fine" }))
}

/// Dark modules as rectangles on white, whatever the theme: scanners want it so.
fn picture(app: App, code: &Qr) -> El {
    let side = (code.side + 2 * MARGIN).to_string();
    let mut picture = svg("svg", "qr-code")
        .attr("viewBox", &["0 0 ", &side, " ", &side].concat())
        .attr("shape-rendering", "crispEdges")
        .attr("role", "img")
        .attr("data-role", "qr")
        .attr("data-side", &code.side.to_string())
        .attr("aria-label", app.t(Text::QrLabel))
        .child(svg("rect", "qr-paper").attr("width", &side).attr("height", &side));
    for (row, column, length) in &code.dark {
        picture = picture.child(
            svg("rect", "")
                .attr("x", &(column + MARGIN).to_string())
                .attr("y", &(row + MARGIN).to_string())
                .attr("width", &length.to_string())
                .attr("height", "1"),
        );
    }
    picture
}

/// The code as large as the screen allows, with the check code under it, for a projector.
fn over_all(app: App, code: &Qr, large: Live<bool>) -> El {
    shared::remember(app);
    let close =
        button("icon-btn", move |_| large.set(false)).attr_tr(app, "aria-label", Text::Close).child(icon(Icon::Close));
    let foot = el("p", "")
        .child(span("").tr(app, Text::QrScan))
        .child(span("code").live_text(move || wording::check_code(app)));
    let dialog = el("dialog", "qr-large")
        .attr_tr(app, "aria-label", Text::QrLabel)
        .on("close", move |_| large.set(false))
        // A dialog within a dialog: its closing is not the outer one's.
        .on("cancel", |event| event.stop_propagation())
        .child(close)
        .child(picture(app, code))
        .child(foot);
    let element: HtmlDialogElement = dialog.0.clone().unchecked_into();
    Timeout::new(0, move || {
        if document().contains(Some(&element)) && !element.open() {
            let _ = element.show_modal();
        }
    })
    .forget();
    dialog
}
