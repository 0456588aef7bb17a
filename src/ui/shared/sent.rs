//! What was sent or received last of the table on the screen, so that it can be said what changed since.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;

use super::{compare_with, spaced};
use crate::codec::check_code::check_code;
use crate::codec::record;
use crate::core::compare::compare;
use crate::core::workbook::Workbook;
use crate::i18n::Text;
use crate::platform::{page, storage};
use crate::ui::app::App;
use crate::ui::dialogs::draw_printed_code;
use crate::ui::dom::{El, button, div, span, watch};
use crate::ui::icons::{Icon, icon};

const SLOTS: [&str; 4] = ["giamngheo.sent.0", "giamngheo.sent.1", "giamngheo.sent.2", "giamngheo.sent.3"];
/// Longer ones would crowd out what the device has to keep; they are remembered while the page lives.
const LONGEST: usize = 400_000;
/// Time after the last change before it is counted.
const DELAY_MS: u32 = 300;

/// A version that somebody else has too.
#[derive(Clone)]
pub struct Sent {
    workbook: Rc<Workbook>,
    /// It came from somebody, rather than going to somebody.
    received: bool,
    /// How many figures of the table on the screen are not as they were then.
    changed: usize,
}

/// Remembers the table on the screen as sent.
pub fn remember(app: App) {
    let workbook = app.read(|session| Rc::new(session.workbook().clone()));
    note(app, workbook, false);
}

/// Remembers a version that went to somebody or came from somebody.
pub fn note(app: App, workbook: Rc<Workbook>, received: bool) {
    let text = [if received { "r" } else { "s" }, &record::save_record(0, page::now(), &workbook)].concat();
    if text.len() <= LONGEST {
        let same = |kept: &String| kept.rsplit('\n').next() == text.rsplit('\n').next();
        let kept: Vec<String> = SLOTS.iter().filter_map(|slot| storage::get(slot)).filter(|kept| !same(kept)).collect();
        for (slot, text) in SLOTS.iter().zip(std::iter::once(&text).chain(&kept)) {
            storage::set(slot, text);
        }
    }
    app.beside.sent.update(|sent| *sent = Some(Sent { workbook, received, changed: 0 }));
    count(app);
}

/// Counts anew a moment after each change, and when another table comes to the screen; so too the check code, which is
/// not shown until it is that of the figures shown.
pub fn install(app: App) {
    let timer: Rc<RefCell<Option<Timeout>>> = Rc::default();
    watch(move || {
        app.revision.track();
        app.beside.shown.track();
        app.beside.code.set(String::new());
        let run = move || {
            count(app);
            compute_code(app);
        };
        // Dropping the timer before takes its call back.
        timer.replace(Some(Timeout::new(DELAY_MS, run)));
    });
    page::on_window("beforeprint", move |_| {
        compute_code(app);
        draw_printed_code(app);
    });
}

fn compute_code(app: App) {
    let code = app.read(|session| spaced(check_code(session.workbook())));
    app.beside.code.set(code);
}

/// How many figures differ, if the two are versions of one table: a third of what was sent is still so.
fn differing(app: App, sent: &Workbook) -> Option<usize> {
    let comparison = app.read(|session| compare(session.workbook(), sent));
    let all: usize = sent.all_series().map(|(_, series)| series.iter().count()).sum();
    (comparison.alike > 0 && comparison.alike * 3 >= all).then_some(comparison.figures)
}

fn count(app: App) {
    // Somebody else's table has not been sent by anybody here.
    if app.beside.is_shown() {
        return;
    }
    let of_this_table = app.beside.sent.peek(|sent| {
        let sent = sent.as_ref()?;
        Some(Sent { changed: differing(app, &sent.workbook)?, ..sent.clone() })
    });
    let found = of_this_table.or_else(|| SLOTS.iter().find_map(|slot| stored(app, slot)));
    let before = app.beside.sent.peek(|sent| sent.as_ref().map(|sent| (sent.changed, sent.received)));
    if before != found.as_ref().map(|sent| (sent.changed, sent.received)) || before.is_some() {
        app.beside.sent.update(|sent| *sent = found);
    }
}

fn stored(app: App, slot: &str) -> Option<Sent> {
    let text = storage::get(slot)?;
    let (kind, record) = text.split_at_checked(1)?;
    let workbook = record::load_record(record).ok()?.workbook;
    let changed = differing(app, &workbook)?;
    Some(Sent { workbook: Rc::new(workbook), received: kind == "r", changed })
}

/// "đã sửa 3 ô từ khi gửi", which opens the comparison; nothing while nothing changed.
pub fn changed_since(app: App) -> El {
    div("since-place").live(move || {
        let (changed, received) =
            app.beside.sent.with(|sent| sent.as_ref().map_or((0, false), |sent| (sent.changed, sent.received)));
        if changed == 0 || app.beside.shown.get() {
            return Vec::new();
        }
        let key = if received { Text::SinceReceived } else { Text::SinceSent };
        let words = app.tf(key, &[("n", &app.count_text(changed))]);
        let open = move |_| {
            let Some(sent) = app.beside.sent.peek(Clone::clone) else { return };
            let name = app.t(if sent.received { Text::SinceReceivedName } else { Text::SinceSentName });
            compare_with(app, (*sent.workbook).clone(), name.to_owned());
        };
        let chip = button("since", open)
            .action("changed-since")
            .attr("data-value", &changed.to_string())
            .attr_tr(app, "title", Text::SinceHint)
            .child(icon(Icon::Compare))
            .child(span("").text(&words));
        vec![chip]
    })
}
