//! The dates of the figures: which two are compared, their status and standard, and a new one.

use super::{Item, form, labelled, problem, select, text_input};
use crate::core::actions;
use crate::core::edit::Edit;
use crate::core::measure::{Kind, Measure};
use crate::core::period::{Date, Period, PeriodId, Span, Standard, Status};
use crate::core::workbook::Heading;
use crate::i18n::Text;
use crate::state::history::Label;
use crate::state::session::clean_name;
use crate::ui::app::App;
use crate::ui::dom::{El, Live, button, div, el, value_of};
use crate::ui::modal::modal;
use crate::ui::wording;

const STATUSES: [Status; 4] = [Status::Plan, Status::Preliminary, Status::Official, Status::Revised];

pub fn periods_dialog(app: App) -> El {
    let keys = move || app.watch(|session| periods(session.workbook().periods()));
    let rows = div("periods").each(keys, move |key| period_row(app, PeriodId(key as u16)));
    let fill = button("btn small", move |_| fill(app))
        .disabled(move || app.watch(|session| session.span().prev.is_none()))
        .tr(app, Text::PeriodFill);
    modal(app, Text::PeriodMenu, vec![compare(app), fill, rows, new_period(app)])
}

fn periods(periods: &[Period]) -> Vec<u64> {
    periods.iter().map(|period| u64::from(period.id.0)).collect()
}

/// The two periods side by side in the table.
fn compare(app: App) -> El {
    div("pair").child(side(app, Text::PeriodChoosePrev, false)).child(side(app, Text::PeriodChooseNow, true))
}

/// The choice of one of the two.
fn side(app: App, key: Text, now: bool) -> El {
    let choices = move || {
        let (span, ids) = app.watch(|session| (session.span(), periods(session.workbook().periods())));
        let chosen = if now { Some(span.now) } else { span.prev };
        let mut choices = Vec::new();
        if !now {
            choices.push(Item {
                value: String::new(),
                words: app.t(Text::PeriodNone).to_owned(),
                chosen: chosen.is_none(),
            });
        }
        for id in ids.into_iter().map(|id| PeriodId(id as u16)) {
            choices.push(Item {
                value: id.0.to_string(),
                words: wording::period_title(app, id),
                chosen: chosen == Some(id),
            });
        }
        choices
    };
    let pick = move |value: String| {
        let id = value.parse().ok().map(PeriodId);
        let span = app.read(|session| session.span());
        let span = match (now, id) {
            (true, None) => return,
            (true, Some(id)) => {
                Span { prev: span.prev.filter(|prev| *prev != id).or_else(|| before(app, id)), now: id }
            }
            (false, id) => Span { prev: id.filter(|id| *id != span.now), ..span },
        };
        app.update(|session| session.set_span(span));
    };
    labelled(app, key, select(Box::new(choices), Box::new(pick)))
}

/// The period before another.
pub(super) fn before(app: App, id: PeriodId) -> Option<PeriodId> {
    app.read(|session| {
        let periods = session.workbook().periods();
        let at = periods.iter().position(|period| period.id == id)?;
        Some(periods.get(at.checked_sub(1)?)?.id)
    })
}

/// Puts the counts of the earlier period into the empty cells of the later one.
fn fill(app: App) {
    let counts: Vec<Measure> =
        Measure::ALL.into_iter().filter(|measure| measure.kind() == Kind::Count && !measure.is_flow()).collect();
    let edit = app.read(|session| {
        let Span { prev, now } = session.span();
        Some(actions::fill_period(session.workbook(), prev?, now, &counts))
    });
    if let Some(Edit::Batch(edits)) = edit.filter(|edit| *edit != Edit::Batch(Vec::new())) {
        let label = Label::Cells(edits.len());
        app.commit(Edit::Batch(edits), label.clone(), None);
        app.say_done(&label);
    }
}

/// Changes one period as one step.
fn change(app: App, id: PeriodId, change: &dyn Fn(&mut Period)) {
    let edit = app.read(|session| {
        let periods = session.workbook().periods();
        let at = periods.iter().position(|period| period.id == id)?;
        let mut period = periods.get(at)?.clone();
        change(&mut period);
        (periods.get(at) != Some(&period)).then_some(Edit::ReplacePeriod { at, period })
    });
    if let Some(edit) = edit {
        app.commit(edit, Label::PeriodChanged, None);
    }
}

fn period_row(app: App, id: PeriodId) -> El {
    let get = move || app.watch(|session| session.workbook().period(id).cloned());
    let statuses = move || {
        let chosen = get().map(|period| period.status);
        let choice = |(at, status): (usize, &Status)| Item {
            value: at.to_string(),
            words: app.t(wording::status_name(*status)).to_owned(),
            chosen: chosen == Some(*status),
        };
        STATUSES.iter().enumerate().map(choice).collect()
    };
    let pick_status = move |value: String| {
        let status = value.parse().ok().and_then(|at: usize| STATUSES.get(at).copied());
        change(app, id, &move |period| period.status = status.unwrap_or(period.status));
    };
    let standards = move || {
        let chosen = get().map(|period| period.standard);
        let choice = |(at, standard): (usize, &Standard)| Item {
            value: at.to_string(),
            words: standard.years().to_owned(),
            chosen: chosen == Some(*standard),
        };
        Standard::ALL.iter().enumerate().map(choice).collect()
    };
    let pick_standard = move |value: String| {
        let standard = value.parse().ok().and_then(|at: usize| Standard::ALL.get(at).copied());
        change(app, id, &move |period| period.standard = standard.unwrap_or(period.standard));
    };
    let note = el("input", "")
        .attr("type", "text")
        .attr("maxlength", "120")
        .attr_tr(app, "placeholder", Text::PeriodNoteHint)
        .live_value(move || get().map(|period| period.note).unwrap_or_default())
        .on("change", move |event| {
            let note = clean_name(&value_of(&event));
            change(app, id, &move |period| period.note.clone_from(&note));
        });
    let wrong = Live::new(String::new());
    let date = el("input", "")
        .attr("type", "text")
        .attr("inputmode", "numeric")
        .attr("autocomplete", "off")
        .attr("data-role", "period-redate")
        .live_value(move || get().map(|period| wording::day_text(period.date)).unwrap_or_default())
        .on("change", move |event| {
            let said = wording::read_date(&value_of(&event)).ok_or(Text::PeriodBadDate);
            let done = said.and_then(|date| redate(app, id, date));
            wrong.set(done.err().map(|key| app.t(key).to_owned()).unwrap_or_default());
        });
    let status = select(Box::new(statuses), Box::new(pick_status));
    let standard = select(Box::new(standards), Box::new(pick_standard));
    el("fieldset", "period")
        .child(el("legend", "").live_text(move || wording::period_title(app, id)))
        .child(labelled(app, Text::PeriodDate, date))
        .child(labelled(app, Text::PeriodStatus, status))
        .child(labelled(app, Text::PeriodStandard, standard))
        .child(labelled(app, Text::PeriodNote, note))
        .child(
            button("btn small danger", move |_| remove(app, id))
                .disabled(move || app.watch(|session| session.workbook().periods().len() < 2))
                .tr(app, Text::PeriodRemove),
        )
        .child(problem(wrong))
}

/// Adds the year after the last one; its opening figures are the last one's closing figures.
fn new_period(app: App) -> El {
    let next = move || {
        let last = app.watch(|session| session.workbook().periods().last().map(|period| period.date.year));
        Date::year_end(last.map_or_else(crate::platform::page::review_year, |last| last + 1))
    };
    let typed = Live::new(String::new());
    let wrong = Live::new(String::new());
    let add = move || {
        let text = typed.now();
        let date = if text.trim().is_empty() { Some(next()) } else { wording::read_date(&text) };
        match date.ok_or(Text::PeriodBadDate).and_then(|date| insert(app, date)) {
            Ok(()) => app.dialog.set(None),
            Err(key) => wrong.set(app.t(key).to_owned()),
        }
    };
    let date = text_input(typed)
        .attr("inputmode", "numeric")
        .attr("data-role", "period-date")
        .live_attr("placeholder", move || Some(["31/12/", &next().year.to_string()].concat()));
    let add_button = el("button", "btn primary").attr("type", "submit").action("add-period").tr(app, Text::PeriodAdd);
    form("inline-form", Box::new(add))
        .child(labelled(app, Text::PeriodDate, date))
        .child(add_button)
        .child(el("p", "hint").tr(app, Text::PeriodRoll))
        .child(problem(wrong))
}

/// Gives a period another date, as one step.
fn redate(app: App, id: PeriodId, date: Date) -> Result<(), Text> {
    let same = app.read(|session| session.workbook().period(id).is_some_and(|period| period.date == date));
    if same {
        return Ok(());
    }
    let span = app.read(|session| session.span());
    let edit = app.read(|session| actions::redate_period(session.workbook(), id, date)).ok_or(Text::PeriodExists)?;
    app.commit(edit, Label::PeriodChanged, None);
    // The same two stay side by side, the earlier one first.
    app.update(|session| {
        let at = |id: PeriodId| session.workbook().period(id).map(|period| period.date);
        let turned = span.prev.filter(|prev| at(*prev) > at(span.now));
        session.set_span(turned.map_or(span, |prev| Span { prev: Some(span.now), now: prev }));
    });
    Ok(())
}

fn insert(app: App, date: Date) -> Result<(), Text> {
    let (at, period) = app.read(|session| {
        let workbook = session.workbook();
        if workbook.periods().iter().any(|period| period.date == date) {
            return Err(Text::PeriodExists);
        }
        let at = workbook.periods().iter().filter(|period| period.date < date).count();
        let id = workbook.next_identities().2;
        let standard = Standard::usual_for(date.year);
        Ok((at, Period { id, date, status: Status::Preliminary, standard, note: String::new() }))
    })?;
    let id = period.id;
    // "… 2023" is the title of the table that ends there.
    let titled = app.read(|session| {
        let (workbook, last) = (session.workbook(), session.workbook().periods().last()?.date);
        let title = actions::title_after(&workbook.heading.title, last, date)?;
        Some(Edit::SetHeading(Heading { title, ..workbook.heading.clone() }))
    });
    let mut edits = vec![Edit::InsertPeriod { at, period }];
    edits.extend(titled);
    app.commit(Edit::Batch(edits), Label::PeriodAdded, None);
    let prev = before(app, id);
    app.update(|session| session.set_span(Span { prev, now: id }));
    app.say_done(&Label::PeriodAdded);
    Ok(())
}

/// Takes a period out with all its figures, as one step with a way back.
fn remove(app: App, id: PeriodId) {
    if let Some(edit) = app.read(|session| actions::remove_period(session.workbook(), id)) {
        app.commit(edit, Label::PeriodChanged, None);
        app.say_done(&Label::PeriodChanged);
    }
}
