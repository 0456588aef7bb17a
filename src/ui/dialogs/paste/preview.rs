//! The pasted table as it stands, under a choice per column of what it is.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::super::{Item, select};
use super::{Paste, column_name};
use crate::codec::desk::Choice;
use crate::codec::grid::Row;
use crate::codec::paste::{Form, PastedColumn, PastedRow, PastedTable, RowKind, SHOWN, Use, Why};
use crate::core::fact::Reading;
use crate::core::field::Field;
use crate::i18n::Text;
use crate::ui::dom::{El, Live, div, el, span, watch};

pub fn preview(paste: Paste) -> El {
    let width = paste.table.peek(|table| table.as_ref().map_or(0, |table| table.columns.len()));
    // Once for all columns: each offers the same.
    let figures: Figures = Live::new(Vec::new());
    watch(move || {
        let words = paste.table.with(|table| table.as_ref().map(|table| words(paste, table)).unwrap_or_default());
        figures.update(|figures| *figures = words);
    });
    let mut heads = el("tr", "").child(el("td", "skip"));
    for column in 0..width {
        heads = heads.child(head(paste, figures, column));
    }
    let rows = move || paste.table.with(|table| table.as_ref().map(rows).unwrap_or_default());
    let table = el("table", "").child(el("thead", "").child(heads)).child(el("tbody", "").live(rows));
    let more = move || {
        let all = paste.table.with(|table| table.as_ref().map_or(0, |table| table.length - table.head));
        let n = paste.app.count_text(all.saturating_sub(SHOWN));
        if all > SHOWN { paste.app.tf(Text::PasteMoreRows, &[("n", &n)]) } else { String::new() }
    };
    let frame = div("preview").attr("tabindex", "0").attr("role", "region");
    div("")
        .child(frame.attr_tr(paste.app, "aria-label", Text::PastePreview).child(table))
        .child(el("p", "hint").live_text(more))
}

/// The figures that a column can hold, and their names.
type Figures = Live<Vec<(Field, String)>>;

fn words(paste: Paste, table: &PastedTable) -> Vec<(Field, String)> {
    // Movements are many, and only their own forms have them.
    let flows = matches!(table.form, Some(Form::PoorFlows | Form::NearPoorFlows));
    let fields = Field::ALL.iter().filter(|field| field.fact().is_some() && (flows || !field.is_flow()));
    fields.map(|field| (*field, paste.field_words(table, *field))).collect()
}

/// The head of a column: what it is, how sure that is, and its own heading.
fn head(paste: Paste, figures: Figures, column: usize) -> El {
    let app = paste.app;
    let with = move |read: &dyn Fn(&PastedTable, &PastedColumn) -> String| {
        paste.table.with(|table| {
            let table = table.as_ref();
            table.and_then(|table| Some(read(table, table.columns.get(column)?))).unwrap_or_default()
        })
    };
    // Only the choice that holds until somebody turns to the list: a browser measures every choice of every list, which
    // takes as long as all else in the preview.
    let asked = Live::new(false);
    let choices = move || {
        let used = paste.table.with(|table| Some(table.as_ref()?.columns.get(column)?.used));
        let mut choices = used.map(|used| figures.with(|figures| uses(paste, figures, used))).unwrap_or_default();
        if !asked.get() {
            choices.retain(|choice| choice.chosen);
        }
        choices
    };
    let pick = move |value: String| paste.choose(&[Choice::Use(column, use_of(&value))]);
    let list = select(Box::new(choices), Box::new(pick));
    let list = list.live_attr("aria-label", move || Some(with(&|table, _| column_name(app, table, column))));
    // Longer words in the list move the columns only when they are chosen.
    let node = list.0.clone();
    let turn = Rc::new(move |to: bool| {
        if asked.now() != to {
            keep_width(&node, to);
            asked.set(to);
        }
    });
    let [down, focus, blur] = [turn.clone(), turn.clone(), turn];
    let node = list.0.clone();
    let list = list
        .on("pointerdown", move |_| down(true))
        .on("focus", move |_| focus(true))
        .on("change", move |_| keep_width(&node, false))
        .on("blur", move |_| blur(false));
    let state = span("")
        .live_attr("class", move || Some(with(&|_, column| state(column).0.to_owned())))
        .live_text(move || with(&|_, column| app.t(state(column).1).to_owned()));
    let heading = span("label").live_text(move || with(&|_, column| column.heading.clone()));
    el("th", "").attr("scope", "col").child(list).child(state).child(heading)
}

/// Gives a list the width that it has, or lets it follow its words again.
fn keep_width(list: &Element, keep: bool) {
    let Some(list) = list.dyn_ref::<HtmlElement>() else { return };
    let mut width = String::new();
    if keep {
        let hundredths = (list.get_bounding_client_rect().width() * 100.0).round() as i32;
        width = ["calc(", &hundredths.to_string(), "px/100)"].concat();
    }
    let _ = list.style().set_property("width", &width);
}

/// What a column can be used for.
fn uses(paste: Paste, figures: &[(Field, String)], used: Use) -> Vec<Item> {
    let app = paste.app;
    let mut choices = Vec::new();
    let mut add = |one: Use, value: &str, words: String| {
        choices.push(Item { value: value.to_owned(), words, chosen: one == used });
    };
    add(Use::Ignored(Why::Unknown), "", app.t(Text::PasteSkip).to_owned());
    add(Use::Name, "unit", app.t(Text::ColUnit).to_owned());
    add(Use::Number, "number", app.t(Text::PasteUseNumber).to_owned());
    add(Use::Tags, "tags", app.t(Text::Tags).to_owned());
    add(Use::Code, "code", app.t(Text::PasteUseCode).to_owned());
    // Only the program itself finds these two.
    if used == Use::Key {
        add(Use::Key, "row", app.t(Text::PasteUseKey).to_owned());
    }
    if used == Use::Facet {
        add(Use::Facet, "facet", app.t(Text::PasteUseFacet).to_owned());
    }
    for (field, words) in figures {
        add(Use::Figures(*field), field.key(), words.clone());
    }
    choices
}

fn use_of(value: &str) -> Use {
    match value {
        "" => Use::Ignored(Why::Unknown),
        "unit" => Use::Name,
        "number" => Use::Number,
        "tags" => Use::Tags,
        "code" => Use::Code,
        "row" => Use::Key,
        "facet" => Use::Facet,
        key => Field::from_key(key).map_or(Use::Ignored(Why::Unknown), Use::Figures),
    }
}

/// How a column stands: class and words.
fn state(column: &PastedColumn) -> (&'static str, Text) {
    let why = match column.used {
        Use::Follows(_) | Use::Ignored(Why::Computed) => Text::PasteWhyComputed,
        Use::Ignored(Why::Blank) => Text::PasteWhyBlank,
        Use::Ignored(Why::Duplicate) => Text::PasteWhyDuplicate,
        Use::Ignored(Why::Unsupported) => Text::PasteWhyUnsupported,
        Use::Ignored(Why::OtherPeriod) => Text::PasteWhyPeriod,
        Use::Ignored(Why::Unknown) if !column.sure => return ("unclear", Text::PasteUnmatched),
        Use::Ignored(_) => Text::PasteWhyUnused,
        _ if column.sure => Text::PasteMatched,
        _ => return ("guessed", Text::PasteGuessed),
    };
    ("matched", why)
}

fn rows(table: &PastedTable) -> Vec<El> {
    let mut known = table.rows.iter().peekable();
    let lines = table.shown.iter().enumerate().skip(table.head);
    let line = |(at, row): (usize, &Row)| {
        while known.next_if(|known| known.at < at).is_some() {}
        line(table, row, known.peek().copied().filter(|known| known.at == at))
    };
    lines.map(line).collect()
}

fn line(table: &PastedTable, row: &Row, known: Option<&PastedRow>) -> El {
    let class = match known.map(|known| known.kind) {
        Some(RowKind::Total | RowKind::Tag) => "sum",
        Some(RowKind::Skipped) => "skip",
        _ => "",
    };
    let bad: Vec<Field> = known.map(unreadable).unwrap_or_default();
    let mut line = el("tr", class).child(el("td", "num skip").text(&row.number.to_string()));
    for (at, column) in table.columns.iter().enumerate() {
        let class = match column.used {
            Use::Figures(field) if bad.contains(&field) => "num bad",
            Use::Figures(_) | Use::Follows(_) => "num",
            Use::Ignored(_) => "skip",
            _ => "",
        };
        let text = row.text(at);
        let is_group = column.used == Use::Name && known.is_some_and(|known| known.kind == RowKind::Group);
        let cell = el("td", class);
        line = line.child(if is_group { cell.child(el("b", "").text(text)) } else { cell.text(text) });
    }
    line
}

/// Fields of a row whose text could not be read.
pub fn unreadable(row: &PastedRow) -> Vec<Field> {
    let bad = row.facts.iter().filter(|(_, fact)| matches!(fact.reading, Reading::Unreadable(_)));
    bad.map(|(field, _)| *field).collect()
}
