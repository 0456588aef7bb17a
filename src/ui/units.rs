//! Work with whole units: add, delete, move, tag.

use super::app::App;
use crate::core::actions;
use crate::core::edit::Edit;
use crate::core::field::Field;
use crate::core::unit::{MAX_UNITS, Place, Unit, UnitId};
use crate::core::workbook::Workbook;
use crate::i18n::Text;
use crate::state::history::Label;
use crate::state::view::RowKind;

/// Where a new unit goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Where {
    Above,
    Below,
    End,
}

/// Position in the table of the unit of the active row.
fn active_position(app: App) -> Option<usize> {
    match app.active()?.0.place {
        Place::Unit(id) => app.read(|session| position(session.workbook(), id)),
        _ => None,
    }
}

fn position(workbook: &Workbook, id: UnitId) -> Option<usize> {
    workbook.units().iter().position(|unit| unit.id == id)
}

/// Adds an empty unit and puts the selection on its name.
pub fn add(app: App, place: Where) {
    let count = app.read(|session| session.workbook().units().len());
    if count >= MAX_UNITS {
        let n = app.count_text(MAX_UNITS);
        return app.say(app.tf(Text::UnitLimit, &[("n", &n)]));
    }
    let at = match (place, active_position(app)) {
        (Where::Above, Some(at)) => at,
        (Where::Below, Some(at)) => at + 1,
        _ => count,
    };
    let mut unit = Unit::new(app.read(|session| session.workbook().next_identities().0), "");
    // A unit put among the members of a group becomes one of them.
    if place != Where::End {
        unit.parent = app.read(|session| {
            let neighbour = session.workbook().units().get(active_position(app)?)?;
            neighbour.parent
        });
    }
    let id = unit.id;
    app.set_options(|options| {
        options.find.clear();
        options.filter = crate::state::view::Filter::All;
    });
    app.commit(
        Edit::InsertUnit { at, unit, facts: Vec::new() },
        Label::UnitAdded,
        Some((Place::Unit(id), Field::Unit)),
    );
    app.select_cell(Place::Unit(id), Field::Unit);
    crate::platform::page::focus_table();
}

/// The units of the selected rows.
pub fn selected(app: App) -> Vec<UnitId> {
    let rect = app.selection.get().rect();
    app.rows.with(|rows| {
        let rows = rows.iter().skip(rect.top).take(rect.bottom + 1 - rect.top);
        rows.filter_map(|row| match (row.kind, row.place) {
            (RowKind::Unit | RowKind::Group, Place::Unit(id)) => Some(id),
            _ => None,
        })
        .collect()
    })
}

/// Deletes the units of the selected rows, as one step with a way back.
pub fn remove_selected(app: App) {
    let ids = selected(app);
    let (edits, name) = app.read(|session| {
        let workbook = session.workbook();
        let name = ids.first().map(|id| session.name(Place::Unit(*id)).to_owned()).unwrap_or_default();
        (removal(workbook, &ids), name)
    });
    if edits.is_empty() {
        return;
    }
    let label = if ids.len() == 1 { Label::UnitRemoved(name) } else { Label::UnitsRemoved(ids.len()) };
    let at = app.active().map(|(row, column)| (row.place, column.field));
    app.commit(Edit::Batch(edits), label.clone(), at);
    app.say_done(&label);
}

/// The edits that take units out; members of a group that goes move up to the group above it.
fn removal(workbook: &Workbook, ids: &[UnitId]) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (at, unit) in workbook.units().iter().enumerate() {
        let Some(parent) = unit.parent.filter(|parent| ids.contains(parent)) else { continue };
        if ids.contains(&unit.id) {
            continue;
        }
        let mut above = Some(parent);
        while let Some(id) = above.filter(|id| ids.contains(id)) {
            above = workbook.unit(id).and_then(|unit| unit.parent);
        }
        edits.push(Edit::ReplaceUnit { at, unit: Unit { parent: above, ..unit.clone() } });
    }
    // From the last to the first, so that positions stay right.
    for (at, unit) in workbook.units().iter().enumerate().rev() {
        if ids.contains(&unit.id) {
            edits.push(Edit::RemoveUnit { at });
        }
    }
    edits
}

/// Lets the user type another name for the active unit, in its place.
pub fn rename(app: App) {
    let Some((row, _)) = app.active() else { return };
    app.select_cell(row.place, Field::Unit);
    // The menu gives the keyboard back first.
    gloo::timers::callback::Timeout::new(0, move || app.edit_asked.update(|asked| *asked += 1)).forget();
}

/// Moves the active unit one place up or down.
pub fn shift(app: App, by: isize) {
    let Some(from) = active_position(app) else { return };
    let Some((row, column)) = app.active() else { return };
    let count = app.read(|session| session.workbook().units().len());
    let Some(to) = from.checked_add_signed(by).filter(|to| *to < count) else { return };
    app.set_options(|options| options.sort = None);
    app.commit(Edit::MoveUnit { from, to }, Label::UnitMoved, Some((row.place, column.field)));
    app.select_cell(row.place, column.field);
}

/// Gives a unit a tag or takes it away. A tag that is new is made; its targets stay with it when no unit has it any more.
pub fn toggle_tag(app: App, id: UnitId, name: &str) {
    let edit = app.read(|session| {
        let workbook = session.workbook();
        let (tag, made) = actions::add_tag(workbook, name);
        let on = !workbook.unit(id).is_some_and(|unit| unit.tags.contains(&tag));
        let tagged = actions::tag_units(workbook, &[id], tag, on);
        Edit::Batch(made.into_iter().chain([tagged]).collect())
    });
    app.commit(edit, Label::TagsChanged, Some((Place::Unit(id), Field::Unit)));
}
