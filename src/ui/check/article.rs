//! The box for statements and paragraphs, and each text that was read: its words with the figures marked, then the
//! figures one by one.

use web_sys::{Event, KeyboardEvent};

use wasm_bindgen::JsCast;

use super::entries;
use super::sources::{self, Reading, Source};
use super::words::{mark_of, name_of};
use crate::codec::limits::MAX_ARTICLE;
use crate::i18n::Text;
use crate::state::statements::{Entry, Stage};
use crate::ui::app::App;
use crate::ui::dom::{El, Live, button, div, el, span, value_of};
use crate::ui::icons::{Icon, icon};

/// The box, then the texts, newest first.
pub fn section(app: App) -> El {
    let list = app.check.sources.list;
    let keys = move || list.with(|list| list.iter().map(|source| u64::from(source.id)).collect());
    let none = move || {
        if list.with(|list| !list.is_empty()) {
            return Vec::new();
        }
        let examples = [Text::ArticleExample1, Text::ArticleExample2];
        let fill = |key: Text| {
            let put = move |_| {
                app.check.sources.text.set(app.t(key).to_owned());
                crate::platform::page::focus("[data-role=article-text]");
            };
            el("li", "").child(button("example", put).tr(app, key))
        };
        vec![
            div("article-empty")
                .child(el("p", "").tr(app, Text::ArticleEmpty))
                .child(el("ul", "").children(examples.map(fill).into())),
        ]
    };
    el("section", "")
        .attr_tr(app, "aria-label", Text::ArticleTitle)
        .child(text_box(app))
        .child(div("").live(none))
        .child(div("sources").each(keys, move |id| source(app, id as u32)))
}

fn text_box(app: App) -> El {
    let state = app.check.sources;
    let press = move |event: Event| {
        let key: &KeyboardEvent = event.unchecked_ref();
        if key.key() == "Enter" && (key.ctrl_key() || key.meta_key()) {
            event.prevent_default();
            sources::read(app);
        }
    };
    let typed = move |event: Event| {
        state.text.set(value_of(&event));
        if state.reading.now() != Reading::Busy {
            state.reading.set(Reading::Idle);
        }
    };
    let text = el("textarea", "input article-text")
        .attr("id", "article-text")
        .attr("data-role", "article-text")
        .attr("rows", "3")
        .attr("spellcheck", "false")
        .attr("autocomplete", "off")
        .attr("aria-describedby", "article-said")
        .attr_tr(app, "placeholder", Text::ArticlePlaceholder)
        .live_value(move || state.text.get())
        .on("keydown", press)
        .on("input", typed);
    let label = el("label", "label").attr("for", "article-text").tr(app, Text::ArticleLabel);
    let read = button("btn primary", move |_| sources::read(app))
        .action("article-read")
        .disabled(move || state.reading.get() == Reading::Busy || state.text.with(|text| text.trim().is_empty()))
        .tr(app, Text::ArticleRead);
    let said = div("article-said")
        .attr("id", "article-said")
        .attr("role", "status")
        .attr("data-role", "article-said")
        .live(move || said(app));
    div("article-box").child(label).child(div("article-line").child(text).child(read)).child(said)
}

/// How reading went, in words.
fn said(app: App) -> Vec<El> {
    let line = |class: &str, words: &str| vec![el("p", class).text(words)];
    match app.check.sources.reading.get() {
        Reading::Idle => Vec::new(),
        Reading::Busy => line("note", app.t(Text::ArticleReading)),
        Reading::Nothing => line("error", app.t(Text::ArticleNothing)),
        Reading::Failed => line("error", app.t(Text::ArticleFailed)),
        Reading::TooLong(bytes) => {
            let kb = |bytes: usize| app.count_text(bytes.div_ceil(1000));
            line("error", &app.tf(Text::ArticleTooLong, &[("n", &kb(bytes)), ("max", &kb(MAX_ARTICLE))]))
        }
        Reading::Unavailable => {
            let again = button("btn small", move |_| sources::read(app)).tr(app, Text::TryAgain);
            vec![el("p", "error").text(app.t(Text::ArticleUnavailable)), again]
        }
    }
}

/// One text that was read.
fn source(app: App, id: u32) -> El {
    let list = app.check.sources.list;
    let with = move |read: &dyn Fn(&Source) -> String| {
        list.with(|list| list.iter().find(|source| source.id == id).map(read).unwrap_or_default())
    };
    let certain = move || -> Vec<usize> {
        let is_certain = |entry: &Entry| app.read(|session| entry.is_certain(session.workbook()));
        list.with(|list| {
            let source = list.iter().find(|source| source.id == id);
            let entries = source.map(|source| source.entries.as_slice()).unwrap_or_default();
            (0..entries.len()).filter(|at| entries.get(*at).is_some_and(is_certain)).collect()
        })
    };
    let title = move || {
        let n = with(&|source| app.count_text(source.entries.len()));
        app.tf(Text::SourceTitle, &[("n", &n)])
    };
    let counts = move || {
        let (open, own) = list.with(|list| {
            let source = list.iter().find(|source| source.id == id);
            let entries = source.map(|source| source.entries.as_slice()).unwrap_or_default();
            let is_open = |entry: &&Entry| matches!(entry.stage, Stage::Open | Stage::Asking(_));
            let (held, own): (Vec<_>, Vec<_>) = entries.iter().partition(|entry| entry.statement.is_some());
            (held.iter().copied().filter(|entry| is_open(entry)).count(), own.len())
        });
        app.tf(Text::SourceCounts, &[("open", &app.count_text(open)), ("own", &app.count_text(own))])
    };
    let take_all = button("btn small", move |_| sources::take(app, id, &certain(), false))
        .action("confirm-certain")
        .live_attr("hidden", move || certain().is_empty().then(String::new))
        .child(icon(Icon::Check))
        .child(span("").live_text(move || app.tf(Text::SourceTakeCertain, &[("n", &app.count_text(certain().len()))])));
    let remove = button("icon-btn small", move |_| app.check.sources.remove(id))
        .action("remove-source")
        .attr_tr(app, "aria-label", Text::SourceRemove)
        .attr_tr(app, "title", Text::SourceRemove)
        .child(icon(Icon::Close));
    let name = ["source-", &id.to_string()].concat();
    let head = div("source-head")
        .child(el("h3", "").attr("id", &name).attr("tabindex", "-1").live_text(title))
        .child(span("note").attr("role", "status").live_text(counts))
        .child(span("grow"))
        .child(take_all)
        .child(remove);
    el("section", "source")
        .attr("data-source", &id.to_string())
        .attr("aria-labelledby", &name)
        .child(head)
        .child(marked(app, id))
        .child(entries::list(app, id))
}

/// The text with its figures marked by how sure they are.
fn marked(app: App, id: u32) -> El {
    let list = app.check.sources.list;
    let (text, spans) = list.peek(|list| {
        let Some(source) = list.iter().find(|source| source.id == id) else { return Default::default() };
        let mut spans = Vec::new();
        for (at, entry) in source.entries.iter().enumerate() {
            spans.push((entry.proposal.span, at));
            spans.extend(entry.proposal.percent.iter().map(|percent| (percent.span, at)));
        }
        (source.text.to_string(), spans)
    });
    let starts = |at: usize| spans.get(at).map(|(span, _)| span.start);
    let in_order = crate::core::order::order(spans.len(), &|a, b| starts(a).cmp(&starts(b)));
    let mut body = el("p", "article").attr("lang", "vi").attr("tabindex", "0");
    let mut from = 0;
    for (place, at) in in_order.into_iter().filter_map(|at| spans.get(at).copied()) {
        let (Some(before), Some(figure)) = (text.get(from..place.start), text.get(place.start..place.end)) else {
            continue;
        };
        body = body.text(before).child(mark(app, (id, at), figure));
        from = place.end;
    }
    body = body.text(text.get(from..).unwrap_or_default());
    let open = Live::new(true);
    let fold = button("btn quiet small", move |_| open.update(|open| *open = !*open))
        .live_flag("aria-expanded", move || open.get())
        .live_text(move || app.t(if open.get() { Text::SourceHideText } else { Text::SourceShowText }).to_owned());
    let key = |certainty: &str, name: Text| {
        span("").child(el("mark", "").attr("data-certainty", certainty).text("18")).child(span("").tr(app, name))
    };
    let legend = div("article-key")
        .attr("aria-hidden", "true")
        .child(key("certain", Text::CertaintyCertain))
        .child(key("likely", Text::CertaintyLikely))
        .child(key("unclear", Text::CertaintyUnclear));
    let foot = div("article-foot").child(legend).child(fold);
    let body = body.live_class("folded", move || !open.get());
    div("article-frame").child(body).child(foot)
}

fn mark(app: App, at: sources::At, figure: &str) -> El {
    let state = app.check.sources;
    let certainty = move || state.with(at, |_, entry, _| entry.proposal.certainty);
    let taken = move || {
        let stage = state.with(at, |_, entry, _| match entry.stage {
            Stage::Confirmed(_) | Stage::SameTarget(_) => "taken",
            Stage::Skipped => "skipped",
            _ => "open",
        });
        Some(stage.unwrap_or("open").to_owned())
    };
    el("mark", "")
        .live_attr("data-certainty", move || certainty().map(|certainty| mark_of(certainty).0.to_owned()))
        .live_attr("data-stage", taken)
        .live_attr("title", move || certainty().map(|certainty| app.t(name_of(certainty)).to_owned()))
        .on("click", move |_| entries::show(at))
        .text(figure)
}
