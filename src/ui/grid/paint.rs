//! Writes one row of results into its elements, touching only what changed.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::head::half_digits;
use crate::codec::number::{self, Style};
use crate::codec::target_text;
use crate::core::fact::Reading;
use crate::core::field::{Field, Format};
use crate::core::period::Span;
use crate::core::quantity::{State, Value};
use crate::core::solve::Imprint;
use crate::core::target::Target;
use crate::core::unit::Place;
use crate::core::verdict::Verdict;
use crate::i18n::Lang;
use crate::state::session::Session;
use crate::state::view::{Row, RowKind};
use crate::ui::app::{App, style_of};
use crate::ui::charts::{LaneData, Mark};
use crate::ui::dom::{set, toggle_class};
use crate::ui::wording;

/// Everything a cell shows.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct CellView {
    pub text: String,
    pub data_value: String,
    pub state: &'static str,
    pub verdict: &'static str,
    pub warned: bool,
    pub typable: bool,
    /// Of a total: made of the sums of units, while other counts are typed and shown beside it.
    pub of_sums: bool,
    /// Typed, though its state tells of a contradiction.
    pub entered: bool,
}

/// What the session says of a cell.
pub fn cell_view(session: &Session, place: Place, field: Field, lang: Lang) -> CellView {
    let style = style_of(lang);
    match field {
        Field::Unit => {
            let text = name_text(session, place, lang);
            return CellView { data_value: text.clone(), text, state: "typed", typable: true, ..CellView::default() };
        }
        Field::Verdict => return verdict_view(session, place, lang),
        _ => {}
    }
    // The cell goes on showing what is committed while its new text is being typed.
    if let Some(draft) = session.draft()
        && (draft.place, draft.field) == (place, field)
    {
        let value = draft.committed_value;
        return CellView {
            text: draft.committed.clone(),
            data_value: number::data_value(value, field.format()),
            state: value.state.key(),
            typable: true,
            ..CellView::default()
        };
    }
    let value = session.solution().value(place, field);
    let fact = session.fact(place, field);
    if field == Field::Target && fact.is_none() {
        return target_view(session, place, style);
    }
    let text = match fact {
        Some(fact) => number::fact_text(fact, style),
        None if field.is_margin() => number::margin(value, field.format(), style),
        None => number::value(value, field.format(), style),
    };
    let warned = fact.is_some_and(|fact| matches!(fact.reading, Reading::Figure(figure) if figure.assumed));
    let data_value = match (field.format(), fact) {
        (Format::Target, Some(fact)) => match fact.reading {
            Reading::Target(target) => target_text::canonical(target),
            _ => String::new(),
        },
        _ => number::data_value(value, field.format()),
    };
    let of_sums = value.state == State::Conflict && session.solution().is_of_sums(place, field);
    let (state, typable) = (value.state.key(), is_typable(session, field));
    let entered = value.state == State::Conflict && fact.is_some();
    CellView { text, data_value, state, verdict: "", warned, typable, of_sums, entered }
}

/// A target nobody typed: the sum of the units' targets, where each has one.
fn target_view(session: &Session, place: Place, style: Style) -> CellView {
    let value = session.solution().value(place, Field::Target);
    let target = session.solution().target(place).filter(|_| value.is_known());
    CellView {
        text: target.map(|target| target_text::write(target, style)).unwrap_or_default(),
        data_value: target.map(target_text::canonical).unwrap_or_default(),
        state: value.state.key(),
        typable: true,
        ..CellView::default()
    }
}

/// Whether anything can be typed into the column.
pub fn is_typable(session: &Session, field: Field) -> bool {
    field == Field::Unit || session.workbook().key_of(session.span(), Place::Area, field).is_some()
}

fn verdict_view(session: &Session, place: Place, lang: Lang) -> CellView {
    let verdict = session.solution().verdict(place);
    let state = match verdict {
        Verdict::None => State::Unknown,
        Verdict::Conflict => State::Conflict,
        Verdict::Undecided => State::Range,
        _ => State::Exact,
    };
    CellView {
        text: wording::verdict_word(verdict, lang).into(),
        data_value: verdict.key().into(),
        state: state.key(),
        verdict: verdict.key(),
        ..CellView::default()
    }
}

fn name_text(session: &Session, place: Place, lang: Lang) -> String {
    let name = match session.draft() {
        Some(draft) if (draft.place, draft.field) == (place, Field::Unit) => draft.committed.as_str(),
        _ => session.name(place),
    };
    wording::place_name(place, name, lang)
}

/// The computed part of what a cell shows. Of a cell where nobody types, only this changes from one commit to the next.
#[derive(Clone, Copy, PartialEq)]
enum Figure {
    Value(Value),
    Target(Value, Option<Target>),
    Verdict(Verdict),
}

fn figure(session: &Session, place: Place, field: Field) -> Figure {
    let solution = session.solution();
    match field {
        Field::Verdict => Figure::Verdict(solution.verdict(place)),
        Field::Target => Figure::Target(solution.value(place, field), solution.target(place)),
        _ => Figure::Value(solution.value(place, field)),
    }
}

struct Cell {
    field: Field,
    element: Element,
    figure: Option<Figure>,
    view: CellView,
    /// Half digits of the text, for the width of the column.
    length: usize,
}

/// The last painted state of one row element.
pub struct RowPainter {
    cells: Vec<Cell>,
    row: Option<Row>,
    /// What else the cells rest on: the commit, the periods and the language. `None` while someone types in the row.
    basis: Option<(u64, Span, Lang)>,
    /// What the figures rest on, where that is easily told.
    imprint: Option<Imprint>,
    index: usize,
    /// Text beside the name: the star of illustrative figures and the tags.
    marks: String,
}

impl RowPainter {
    /// For a row whose cells are these, empty as yet.
    pub fn new(cells: Vec<(Field, Element)>) -> Self {
        let cell = |(field, element)| Cell { field, element, figure: None, view: CellView::default(), length: 0 };
        Self {
            cells: cells.into_iter().map(cell).collect(),
            row: None,
            basis: None,
            imprint: None,
            index: usize::MAX,
            marks: String::new(),
        }
    }

    /// Brings the element up to date; tells whether its figures may be others than before.
    pub fn paint(&mut self, app: App, element: &Element, index: usize, row: Row, longest: &mut [usize]) -> bool {
        let lang = app.lang.now();
        let moved = self.row != Some(row);
        if moved || self.index != index {
            set(element, "aria-rowindex", &(index + 2).to_string());
            let kind = match row.kind {
                RowKind::Unit => "row",
                RowKind::Group => "row group",
                RowKind::Tag => "row subtotal",
                RowKind::Total => "row total",
            };
            element.set_class_name(kind);
            set(element, "data-depth", &row.depth.to_string());
        }
        let key = moved.then(|| super::place_key(app, row.place));
        self.row = Some(row);
        self.index = index;
        app.read(|session| {
            // A name that is being typed may stand in other rows, too.
            let drafted = session.draft().is_some_and(|draft| draft.place == row.place || draft.field == Field::Unit);
            let basis = (!drafted).then_some((session.revision(), session.span(), lang));
            let same = !moved && basis.is_some() && self.basis == basis;
            self.basis = basis;
            let imprint = session.solution().imprint(row.place);
            let untouched = same && imprint.is_some() && self.imprint == imprint;
            self.imprint = imprint;
            if untouched {
                for (cell, longest) in self.cells.iter().zip(longest) {
                    *longest = (*longest).max(cell.length);
                }
                return false;
            }
            for (cell, longest) in self.cells.iter_mut().zip(longest) {
                if let Some(key) = &key {
                    set(&cell.element, "data-row", key);
                }
                let figure = Some(figure(session, row.place, cell.field));
                if !same || cell.figure != figure {
                    cell.figure = figure;
                    let new = cell_view(session, row.place, cell.field, lang);
                    if cell.field == Field::Unit {
                        let marks = marks(session, row.place);
                        if cell.view != new || moved || self.marks != marks {
                            paint_name(&cell.element, row, &new, &marks);
                            self.marks = marks;
                        }
                    } else {
                        paint_cell(&cell.element, &cell.view, &new);
                        cell.length = half_digits(&new.text) + if new.of_sums { half_digits("Σ\u{a0}") } else { 0 };
                    }
                    cell.view = new;
                }
                *longest = (*longest).max(cell.length);
            }
            true
        })
    }
}

fn paint_cell(cell: &Element, old: &CellView, new: &CellView) {
    if old.text != new.text {
        // A new text in the old node costs the browser less than a new node.
        match cell.first_child().filter(|node| node.node_type() == web_sys::Node::TEXT_NODE) {
            Some(node) => node.set_node_value(Some(&new.text)),
            None => cell.set_text_content(Some(&new.text)),
        }
    }
    if old.data_value != new.data_value || old.state.is_empty() {
        set(cell, "data-value", &new.data_value);
    }
    if old.state != new.state {
        set(cell, "data-state", new.state);
    }
    if old.verdict != new.verdict {
        set(cell, "data-verdict", new.verdict);
    }
    if old.warned != new.warned {
        toggle_class(cell, "warned", new.warned);
    }
    if old.of_sums != new.of_sums {
        toggle_class(cell, "of-sums", new.of_sums);
    }
    if old.entered != new.entered {
        toggle_class(cell, "entered", new.entered);
    }
    if old.typable != new.typable {
        toggle_class(cell, "well", new.typable);
    }
}

/// `*` and the tags of a unit, as shown beside its name; the star comes first.
fn marks(session: &Session, place: Place) -> String {
    let mut marks = String::new();
    if session.is_illustrative(place) {
        marks.push('*');
    }
    let Place::Unit(id) = place else { return marks };
    let tags = session.workbook().unit(id).map(|unit| unit.tags.as_slice()).unwrap_or_default();
    for tag in tags {
        marks.push('\n');
        marks.push_str(session.name(Place::Tag(*tag)));
    }
    marks
}

/// The name cell: number, name, star, tags.
fn paint_name(cell: &Element, row: Row, view: &CellView, marks: &str) {
    cell.set_text_content(None);
    let Some(document) = cell.owner_document() else { return };
    let add = |class: &str, text: &str| {
        let Ok(span) = document.create_element("span") else { return };
        span.set_class_name(class);
        span.set_text_content(Some(text));
        let _ = cell.append_child(&span);
    };
    if row.number > 0 {
        add("no", &row.number.to_string());
    } else {
        add("no", "");
    }
    add("label", &view.text);
    let mut parts = marks.split('\n');
    if parts.next() == Some("*") {
        add("star", "*");
    }
    for tag in parts {
        add("unit-tag", tag);
    }
    set(cell, "data-value", &view.data_value);
    set(cell, "data-state", view.state);
    if let Some(cell) = cell.dyn_ref::<HtmlElement>() {
        cell.set_title(&view.text);
    }
}

/// What the chart draws for a row.
pub fn lane_of(app: App, row: Row) -> LaneData {
    let bounds = |value: Value| value.is_known().then_some((value.lo, value.hi));
    app.read(|session| {
        let solution = session.solution();
        let value = |field| bounds(solution.value(row.place, field));
        let mark = match solution.verdict(row.place) {
            Verdict::Met | Verdict::Exceeded => Mark::Met,
            Verdict::Missed | Verdict::MetByRateOnly | Verdict::MetByHouseholdsOnly => Mark::Missed,
            Verdict::Undecided | Verdict::Conflict => Mark::Unclear,
            Verdict::None => Mark::Plain,
        };
        LaneData {
            prev: value(Field::RatePrev),
            now: value(Field::RateNow),
            drop: value(Field::DropPoints),
            target: solution.target_line(row.place),
            mark,
        }
    })
}
