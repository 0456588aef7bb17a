//! The strip above the table: find, filter, columns and work with units.

use super::app::{App, Dialog};
use super::dom::{El, button, div, el, span, value_of};
use super::icons::{Icon, icon};
use super::modal::menu;
use super::units::{self, Where};
use crate::core::unit::{Place, UnitId};
use crate::i18n::Text;
use crate::state::view::{Column, ColumnGroup, Filter, Options, Row, RowKind};

pub fn tools(app: App) -> El {
    div("tools")
        .attr("role", "toolbar")
        .attr_tr(app, "aria-label", Text::TabData)
        .child(find(app))
        .child(filter_menu(app))
        .child(columns_menu(app))
        .child(
            button("btn quiet", move |_| units::add(app, Where::End))
                .action("add-unit")
                .child(icon(Icon::Add))
                .child(span("").tr(app, Text::UnitAdd)),
        )
        .child(unit_menu(app))
}

fn find(app: App) -> El {
    el("input", "input")
        .attr("type", "search")
        .attr("data-role", "find")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr_tr(app, "aria-label", Text::Find)
        .attr_tr(app, "placeholder", Text::Find)
        .live_value(move || app.options.with(|options| options.find.clone()))
        .on("input", move |event| app.set_options(|options| options.find = value_of(&event)))
}

fn filter_name(app: App, filter: Filter) -> String {
    let key = match filter {
        Filter::All => Text::FilterAll,
        Filter::Missed => Text::FilterMissed,
        Filter::Met => Text::FilterMet,
        Filter::Incomplete => Text::FilterEmpty,
        Filter::Tag(tag) => return app.watch(|session| session.name(Place::Tag(tag)).to_owned()),
    };
    app.t(key).to_owned()
}

fn filter_menu(app: App) -> El {
    let label = move || {
        let filter = app.options.with(|options| options.filter);
        let mut label = app.t(Text::Filter).to_owned();
        if filter != Filter::All {
            label.push_str(": ");
            label.push_str(&filter_name(app, filter));
        }
        label
    };
    let choices = move || {
        let mut filters = vec![Filter::All, Filter::Missed, Filter::Met, Filter::Incomplete];
        app.watch(|session| filters.extend(session.workbook().tags().iter().map(|tag| Filter::Tag(tag.id))));
        filters.into_iter().map(|filter| filter_choice(app, filter, filter_name(app, filter))).collect()
    };
    menu(app, Box::new(label), Some(Icon::Filter), "btn quiet", false, Box::new(choices))
}

/// One way of narrowing the table, as an entry of a menu.
pub fn filter_choice(app: App, filter: Filter, name: String) -> El {
    button("", move |_| app.set_options(|options| options.filter = filter))
        .attr("role", "menuitemradio")
        .live_flag("aria-checked", move || app.options.with(|options| options.filter == filter))
        .text(&name)
}

/// Shows or hides a group of columns, as an entry of a menu.
pub fn column_choice(app: App, name: Text, action: &str, of: fn(&mut Options) -> &mut bool) -> El {
    button("", move |_| app.set_options(|options| *of(options) = !*of(options)))
        .attr("role", "menuitemcheckbox")
        .action(action)
        .live_flag("aria-checked", move || *of(&mut app.options.get()))
        .tr(app, name)
}

/// Shows or hides columns that are there by themselves where they have figures, as an entry of a menu.
fn own_choice(
    app: App,
    name: Text,
    action: &str,
    of: fn(&mut Options) -> &mut Option<bool>,
    is_one: fn(ColumnGroup) -> bool,
) -> El {
    let is_shown = move |columns: &[Column]| columns.iter().any(|column| is_one(column.group));
    let turn = move |_| {
        let shown = app.columns.peek(|columns| is_shown(columns));
        app.set_options(|options| *of(options) = Some(!shown));
    };
    button("", turn)
        .attr("role", "menuitemcheckbox")
        .action(action)
        .live_flag("aria-checked", move || app.columns.with(|columns| is_shown(columns)))
        .tr(app, name)
}

/// Groups of the population, and the forms of movements.
pub fn own_choices(app: App) -> [El; 2] {
    let minority = |group| matches!(group, ColumnGroup::MinorityPrev | ColumnGroup::MinorityNow);
    let movements = |group| matches!(group, ColumnGroup::Movements(_));
    [
        own_choice(app, Text::ColumnsMinority, "columns-minority", |options| &mut options.minority, minority),
        own_choice(app, Text::ColumnsMovements, "columns-movements", |options| &mut options.movements, movements),
    ]
}

fn columns_menu(app: App) -> El {
    let items = move || {
        let mut items = vec![
            column_choice(app, Text::ColumnsNear, "columns-near", |options| &mut options.near_poor),
            column_choice(app, Text::ColumnsBoth, "columns-both", |options| &mut options.both),
            column_choice(app, Text::ColumnsPersons, "columns-persons", |options| &mut options.persons),
        ];
        items.extend(own_choices(app));
        items
    };
    menu(
        app,
        Box::new(move || app.t(Text::Columns).to_owned()),
        Some(Icon::Columns),
        "btn quiet",
        false,
        Box::new(items),
    )
}

/// The unit of the selected row.
fn active_unit(app: App) -> Option<UnitId> {
    app.selection.track();
    app.rows.track();
    match app.active()?.0.place {
        Place::Unit(id) => Some(id),
        _ => None,
    }
}

/// Why there are no units to see, and the way out.
pub fn nothing(app: App) -> El {
    let state = move || {
        let is_unit = |row: &Row| matches!(row.kind, RowKind::Unit | RowKind::Group);
        (app.rows.with(|rows| rows.iter().any(is_unit)), app.watch(|session| !session.workbook().units().is_empty()))
    };
    let words = move |state: &(bool, bool)| {
        let words = el("p", "");
        match *state {
            (true, _) => Vec::new(),
            (_, false) => {
                let add = button("btn", move |_| units::add(app, Where::End)).tr(app, Text::UnitAdd);
                vec![div("empty").child(words.tr(app, Text::EmptyTable)).child(add)]
            }
            _ => {
                let clear = move |_| {
                    app.set_options(|options| {
                        options.filter = Filter::All;
                        options.find.clear();
                    });
                };
                let clear = button("btn", clear).tr(app, Text::FilterClear);
                vec![div("empty").child(words.tr(app, Text::FilterNone)).child(clear)]
            }
        }
    };
    div("").attr("role", "status").live_by(state, words)
}

fn unit_menu(app: App) -> El {
    let items = move || {
        let none = move || active_unit(app).is_none();
        let entry = move |name: Text, act: fn(App)| button("", move |_| act(app)).disabled(none).tr(app, name);
        let mut items = vec![
            entry(Text::UnitRename, units::rename).action("rename-unit"),
            entry(Text::UnitAddAbove, |app| units::add(app, Where::Above)),
            entry(Text::UnitAddBelow, |app| units::add(app, Where::Below)),
            entry(Text::UnitUp, |app| units::shift(app, -1)),
            entry(Text::UnitDown, |app| units::shift(app, 1)),
            entry(Text::Tags, |app| {
                if let Some(id) = active_unit(app) {
                    app.dialog.set(Some(Dialog::Tags(id)));
                }
            })
            .action("tags"),
            button("", move |_| app.dialog.set(Some(Dialog::MergeUnits(units::selected(app)))))
                .disabled(move || units::selected(app).len() < 2)
                .action("merge-units")
                .tr(app, Text::MergeUnitsMenu),
            entry(Text::SplitUnitMenu, |app| {
                if let Some(id) = active_unit(app) {
                    app.dialog.set(Some(Dialog::SplitUnit(id)));
                }
            })
            .action("split-unit"),
            el("hr", ""),
            button("danger", move |_| units::remove_selected(app))
                .disabled(move || units::selected(app).is_empty())
                .action("delete-unit")
                .tr(app, Text::UnitDelete),
        ];
        if super::is_phone() {
            items.push(button("", move |_| app.cards.set(true)).tr(app, Text::AsCards));
        }
        items
    };
    menu(app, Box::new(move || app.t(Text::UnitMenu).to_owned()), Some(Icon::More), "btn quiet", true, Box::new(items))
}
