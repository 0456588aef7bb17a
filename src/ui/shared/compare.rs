//! Two versions held against each other, difference by difference, with what each does to the area's rate.

use std::rc::Rc;

use gloo::timers::callback::Timeout;

use super::bar::spaced;
use super::words;
use crate::codec::check_code::check_code;
use crate::codec::number;
use crate::core::compare::{Comparison, Difference, Effect, Meter, Sides, compare, take};
use crate::core::field::{At, Field};
use crate::core::order::order;
use crate::core::period::Span;
use crate::core::solve::solve;
use crate::core::unit::{MAX_UNITS, Place};
use crate::core::workbook::Workbook;
use crate::i18n::Text;
use crate::platform::page;
use crate::state::history::Label;
use crate::ui::app::App;
use crate::ui::check::jump;
use crate::ui::dom::{El, Live, button, div, el, span, watch};
use crate::ui::icons::{Icon, icon};
use crate::ui::modal::modal;

/// Lines shown before "more".
const SHOWN: usize = 100;
/// How long effects are computed before the page is let breathe.
const SLICE_MS: u64 = 12;

/// What is held against what.
#[derive(Clone)]
pub struct Against {
    /// `None` for the table on the screen, into which differences can be taken over.
    pub mine: Option<Rc<Workbook>>,
    pub theirs: Rc<Workbook>,
    /// What the two are called at the head of their columns.
    pub names: [String; 2],
}

/// The comparison as far as it is computed.
#[derive(Clone)]
struct View {
    mine: Rc<Workbook>,
    theirs: Rc<Workbook>,
    span: Span,
    comparison: Rc<Comparison>,
    /// One for each difference; `None` until computed.
    effects: Vec<Option<Effect>>,
    /// Tells an outdated computation that it is one.
    turn: u32,
}

/// The order of the lines.
const BY_EFFECT: usize = 0;

pub fn compare_dialog(app: App) -> El {
    let Some(against) = app.beside.against.peek(Clone::clone) else { return div("") };
    let can_take = against.mine.is_none();
    let names = against.names.clone();
    let view = Live::new(None);
    app.beside.taken.set(0);
    let mut turn = 0;
    watch(move || {
        app.revision.track();
        turn += 1;
        leptos::prelude::untrack(|| begin(app, &against, view, turn));
    });
    let sort = Live::new(BY_EFFECT);
    let shown = Live::new(SHOWN);
    let body = move || {
        view.with(|view: &Option<View>| match view {
            Some(view) => content(app, view, &names, can_take, sort, shown),
            None => Vec::new(),
        })
    };
    modal(app, Text::CompareTitle, vec![div("compare").live(body)]).attr("class", "dialog large")
}

/// Compares, and begins to compute effects.
fn begin(app: App, against: &Against, shown: Live<Option<View>>, turn: u32) {
    let (mine, span) = match &against.mine {
        Some(mine) => (mine.clone(), mine.latest_span()),
        None => app.read(|session| (Rc::new(session.workbook().clone()), Some(session.span()))),
    };
    let Some(span) = span.or_else(|| against.theirs.latest_span()) else { return };
    let comparison = Rc::new(compare(&mine, &against.theirs));
    let effects = vec![None; comparison.differences.len()];
    let meter = Meter::new(&mine, span);
    go_on(shown, View { mine, theirs: against.theirs.clone(), span, comparison, effects, turn }, meter, 0);
}

/// Computes effects for as long as a slice lasts, and goes on after the page could breathe. What is there is shown at
/// first, at the end, and every now and then.
fn go_on(shown: Live<Option<View>>, mut view: View, mut meter: Meter, from: usize) {
    let end = page::now() + SLICE_MS;
    let mut next = from;
    while let Some(difference) = view.comparison.differences.get(next).copied() {
        if next > from && page::now() >= end {
            break;
        }
        let edit = take(&view.mine, &view.theirs, &view.comparison, &[difference]);
        if let Some(effect) = view.effects.get_mut(next) {
            *effect = Some(meter.effect(edit));
        }
        next += 1;
    }
    let done = next >= view.effects.len();
    if done || from == 0 || next / SHOWN != from / SHOWN {
        shown.update(|shown| *shown = Some(view.clone()));
    }
    if done {
        return;
    }
    let run = move || {
        if shown.peek(|shown| shown.as_ref().is_some_and(|shown| shown.turn == view.turn)) {
            go_on(shown, view, meter, next);
        }
    };
    Timeout::new(0, run).forget();
}

fn content(
    app: App,
    view: &View,
    names: &[String; 2],
    can_take: bool,
    sort: Live<usize>,
    shown: Live<usize>,
) -> Vec<El> {
    let mut parts = vec![headline(app, view, names)];
    let all = &view.comparison.differences;
    if all.is_empty() {
        let code = spaced(check_code(&view.mine));
        let n = app.count_text(view.comparison.alike);
        parts.push(el("p", "lead").text(&app.tf(Text::CompareSameSub, &[("n", &n), ("code", &code)])));
    }
    let taken = app.beside.taken.get();
    if taken > 0 || !all.is_empty() {
        parts.push(tools(app, view, can_take, sort, taken));
    }
    parts.extend(doubts(app, view));
    if !all.is_empty() {
        parts.push(table(app, view, names, can_take, sort.get(), shown.get()));
        if shown.get() < all.len() {
            let more = app.count_text(all.len() - shown.get());
            let button = button("btn", move |_| shown.update(|shown| *shown += SHOWN));
            parts.push(button.action("more-differences").text(&app.tf(Text::NoteMore, &[("n", &more)])));
        }
    }
    parts
}

/// The finding: how many figures differ, and how far apart the area's rates are.
fn headline(app: App, view: &View, names: &[String; 2]) -> El {
    let words = if view.comparison.is_empty() {
        app.t(Text::CompareSame).to_owned()
    } else {
        let others = view.comparison.differences.len();
        let n = app.count_text(view.comparison.figures);
        let figures = match view.comparison.figures {
            0 => app.tf(Text::CompareOthersOnly, &[("n", &app.count_text(others))]),
            _ => app.tf(Text::CompareCount, &[("n", &n)]),
        };
        let rate = |workbook: &Workbook, span: Option<Span>| {
            let value = solve(workbook, span?).value(Place::Area, Field::RateNow);
            value.is_known().then(|| number::value(value, Field::RateNow.format(), app.style()))
        };
        let span = theirs_span(view);
        match (rate(&view.mine, Some(view.span)), rate(&view.theirs, span)) {
            (Some(mine), Some(theirs)) => {
                let [left, right] = names.each_ref().map(|name| crate::core::names::uncapital(name));
                let gaps = [("mine", mine.as_str()), ("theirs", &theirs), ("left", &left), ("right", &right)];
                [figures.as_str(), " ", &app.tf(Text::CompareRates, &gaps)].concat()
            }
            _ => figures,
        }
    };
    el("p", "compare-head").attr("data-role", "compare-summary").attr("role", "status").text(&words)
}

/// The span of theirs that is that of mine.
fn theirs_span(view: &View) -> Option<Span> {
    let pairs = &view.comparison.pairs;
    let now = pairs.period_theirs(view.span.now)?;
    Some(Span { prev: view.span.prev.and_then(|prev| pairs.period_theirs(prev)), now })
}

fn tools(app: App, view: &View, can_take: bool, sort: Live<usize>, taken: usize) -> El {
    let choice = move |at: usize, name: Text| {
        button("", move |_| sort.set(at))
            .attr("role", "radio")
            .live_flag("aria-checked", move || sort.get() == at)
            .tr(app, name)
    };
    let order = div("seg")
        .attr("role", "radiogroup")
        .attr_tr(app, "aria-label", Text::CompareOrder)
        .child(choice(BY_EFFECT, Text::CompareByEffect))
        .child(choice(BY_EFFECT + 1, Text::CompareByTable));
    let mut tools = div("compare-tools").child(order).child(span("grow"));
    let waiting = view.effects.iter().filter(|effect| effect.is_none()).count();
    if waiting > 0 {
        tools = tools.child(span("hint").text(&app.tf(Text::CompareWaiting, &[("n", &app.count_text(waiting))])));
    }
    if !can_take {
        return tools;
    }
    if taken > 0 {
        let back = move |_| {
            app.beside.taken.update(|taken| *taken = taken.saturating_sub(1));
            app.undo();
        };
        tools = tools.child(
            button("btn", back).action("undo-taken").child(icon(Icon::Undo)).child(span("").tr(app, Text::Undo)),
        );
    }
    let offered = offered(view);
    if offered.is_empty() {
        return tools;
    }
    let words = app.tf(Text::CompareTakeAll, &[("n", &app.count_text(offered.len()))]);
    let view = view.clone();
    let all = move |_| take_over(app, &view, &offered);
    tools.child(button("btn", all).action("take-all").attr_tr(app, "title", Text::CompareTakeAllHint).text(&words))
}

/// What "all" means: everything they state; what only mine has stays.
fn offered(view: &View) -> Vec<Difference> {
    let all = view.comparison.differences.iter().copied();
    all.filter(|difference| difference.sides(&view.mine, &view.theirs) != Sides::Mine).collect()
}

/// Units that were taken for one another though their names or codes are not the same.
fn doubts(app: App, view: &View) -> Option<El> {
    let pairs = view.comparison.pairs.units.iter().filter(|pair| pair.by.is_doubtful());
    let names: Vec<String> = pairs
        .take(10)
        .map(|pair| {
            let mine = words::place_name(app, &view.mine, Place::Unit(pair.mine));
            [&mine, " ↔ ", &words::place_name(app, &view.theirs, Place::Unit(pair.theirs))].concat()
        })
        .collect();
    if names.is_empty() {
        return None;
    }
    let words = app.tf(Text::CompareDoubts, &[("names", &names.join("; "))]);
    Some(el("p", "note-line").child(icon(Icon::Caution)).child(span("").text(&words)))
}

fn table(app: App, view: &View, names: &[String; 2], can_take: bool, sort: usize, shown: usize) -> El {
    let count = view.comparison.differences.len();
    // A number for what is not computed yet would move the lines about; they stay as they stand.
    let complete = view.effects.iter().all(Option::is_some);
    // What only mine has is last: nobody proposes to drop it.
    let rank = |at: usize| {
        let difference = view.comparison.differences.get(at);
        let is_mine = difference.is_some_and(|one| one.sides(&view.mine, &view.theirs) == Sides::Mine);
        (is_mine, std::cmp::Reverse(view.effects.get(at).copied().flatten().map_or(0, |effect| effect.size())))
    };
    let lines =
        if sort == BY_EFFECT && complete { order(count, &|a, b| rank(a).cmp(&rank(b))) } else { (0..count).collect() };
    let head = |name: &str, class: &str| el("th", class).attr("scope", "col").text(name);
    let mut heads = el("tr", "")
        .child(head(app.t(Text::CompareWhat), ""))
        .child(head(&names[0], "num"))
        .child(head(&names[1], "num"))
        .child(head(app.t(Text::CompareEffect), "num"));
    if can_take {
        heads = heads.child(el("td", ""));
    }
    let rows = lines.into_iter().take(shown).filter_map(|at| {
        let difference = *view.comparison.differences.get(at)?;
        Some(line(app, view, difference, view.effects.get(at).copied().flatten(), names, can_take))
    });
    let body = el("tbody", "").children(rows.collect());
    el("table", "diffs").attr("data-role", "differences").child(el("thead", "").child(heads)).child(body)
}

fn line(
    app: App,
    view: &View,
    difference: Difference,
    effect: Option<Effect>,
    names: &[String; 2],
    can_take: bool,
) -> El {
    let said = words::difference(app, difference, &view.mine, &view.theirs);
    let name = el("b", "").text(&said.name);
    let name = match cell_of(view, difference).filter(|_| can_take) {
        Some((place, field)) => button("jump", move |_| go_to(app, place, field)).action("jump-difference").child(name),
        None => name,
    };
    let figure = |text: &str, column: &str| {
        let cell = el("td", "num").attr("data-label", column);
        if text.is_empty() { cell.child(span("mut").tr(app, Text::CompareNothing)) } else { cell.text(text) }
    };
    let year = |id| view.mine.period(id).map(|period| period.date.year.to_string()).unwrap_or_default();
    let (prev, now) = (view.span.prev.map(year).unwrap_or_default(), year(view.span.now));
    let effect_words = effect.map(|effect| words::effect(app, effect, [&prev, &now])).unwrap_or_default();
    let quiet = effect.is_none_or(|effect| effect.size() == 0);
    let row = el("tr", "")
        .attr("data-role", "difference")
        .attr("data-effect", &effect.map(|effect| effect.size().to_string()).unwrap_or_default())
        .child(el("td", "what").child(name).child(span("").text(&said.what)))
        .child(figure(&said.mine, &names[0]))
        .child(figure(&said.theirs, &names[1]))
        .child(
            el("td", if quiet { "num mut" } else { "num" })
                .attr("data-label", app.t(Text::CompareEffect))
                .text(&effect_words),
        );
    if !can_take {
        return row;
    }
    let (label, action) = match difference.sides(&view.mine, &view.theirs) {
        Sides::Mine => (Text::CompareDrop, "drop-difference"),
        _ => (Text::CompareTake, "take-difference"),
    };
    let view = view.clone();
    let press = move |_| take_over(app, &view, &[difference]);
    let press = button("btn small", press)
        .action(action)
        .tr(app, label)
        .attr("aria-label", &[app.t(label), ": ", &said.name, ", ", &said.what].concat());
    row.child(el("td", "do").child(press))
}

/// Takes differences over as one step.
fn take_over(app: App, view: &View, chosen: &[Difference]) {
    let edit = take(&view.mine, &view.theirs, &view.comparison, chosen);
    let new_units = chosen.iter().filter(|one| matches!(one, Difference::UnitTheirs(_))).count();
    if view.mine.units().len() + new_units > MAX_UNITS {
        let n = app.count_text(MAX_UNITS);
        return app.say(app.tf(Text::UnitLimit, &[("n", &n)]));
    }
    let at = chosen.first().and_then(|first| cell_of(view, *first));
    let label = match *chosen {
        [Difference::UnitTheirs(_)] => Label::UnitAdded,
        [Difference::UnitMine(id)] => Label::UnitRemoved(words::place_name(app, &view.mine, Place::Unit(id))),
        [Difference::Unit { .. }] => Label::UnitRenamed,
        [Difference::PeriodTheirs(_) | Difference::PeriodMine(_) | Difference::Period { .. }] => Label::PeriodChanged,
        [Difference::TagTheirs(_) | Difference::TagMine(_)] => Label::TagsChanged,
        [Difference::Heading] => Label::HeadingChanged,
        _ => Label::Cells(chosen.len()),
    };
    app.beside.taken.update(|taken| *taken += 1);
    app.commit(edit, label, at);
}

/// The cell of the table that a difference is about, if it has one now.
fn cell_of(view: &View, difference: Difference) -> Option<(Place, Field)> {
    match difference {
        Difference::Figure { mine: key, .. } => {
            let at = match key.period {
                period if period == view.span.now => At::Now,
                period if Some(period) == view.span.prev => At::Prev,
                _ => return None,
            };
            Some((key.place, Field::of(key.measure, key.group, at)?))
        }
        Difference::UnitMine(id) | Difference::Unit { mine: id, .. } => Some((Place::Unit(id), Field::Unit)),
        _ => None,
    }
}

fn go_to(app: App, place: Place, field: Field) {
    app.dialog.set(None);
    jump(app, place, field);
}
