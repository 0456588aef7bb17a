//! Taking a pasted table over: into the open table as one step, or as a table of its own.

use super::super::blank::assemble;
use super::super::periods::before;
use super::{NEW, Paste, count_units, year_ends};
use crate::codec::paste::{Applied, Mode, PastedTable, RowKind, Use, apply};
use crate::core::edit::Edit;
use crate::core::field::Field;
use crate::core::names::{UnitKind, fold, kind_of};
use crate::core::period::Span;
use crate::core::unit::{MAX_NAME, Place, Unit, UnitId};
use crate::core::workbook::{Heading, Workbook};
use crate::i18n::{Lang, Text, fill, text};
use crate::state::history::Label;
use crate::state::session::clean_name;
use crate::state::view::{Filter, needs_both, needs_near_poor, needs_persons};
use crate::ui::app::App;

impl Paste {
    /// What pasting into the open table would do.
    pub fn trial(self, table: &PastedTable) -> Applied {
        let has_total = table.rows.iter().any(|row| row.kind == RowKind::Total && !row.facts.is_empty());
        let (applied, covers) = self.app.read(|session| {
            let mut workbook = session.workbook().clone();
            let applied = named(table, &mut workbook, session.span());
            // A row of totals alone is meant for the table.
            let covers = !has_total || count_units(table) == 0 || {
                applied.edit.clone().apply(&mut workbook);
                let groups = parents(&workbook);
                let units = workbook.units().iter().filter(|unit| groups.binary_search(&unit.id).is_err()).count();
                units <= count_units(table)
            };
            (applied, covers)
        });
        if covers {
            return applied;
        }
        // A total of some of the units says nothing about all of them: it was a check of its own table.
        let mut part = table.clone();
        for row in part.rows.iter_mut().filter(|row| row.kind == RowKind::Total) {
            row.facts.clear();
        }
        self.app.read(|session| named(&part, &mut session.workbook().clone(), session.span()))
    }

    pub fn apply(self) {
        if !self.can_apply() {
            return;
        }
        let Some(table) = self.table.peek(Clone::clone) else { return };
        if self.into.now() == NEW { self.apply_new(&table) } else { self.apply_here(&table) }
    }

    fn apply_here(self, table: &PastedTable) {
        let app = self.app;
        let Applied { edit, figures, new_units, .. } = self.trial(table);
        let label = if figures == 0 && new_units > 0 { Label::UnitAdded } else { Label::Cells(figures) };
        app.dialog.set(None);
        app.commit(edit, label.clone(), None);
        let Span { prev, now } = app.read(|session| session.span());
        if prev.is_none() && table.has_prev() {
            let prev = before(app, now);
            app.update(|session| session.set_span(Span { prev, now }));
        }
        show_all(app, table);
        app.say_done(&label);
    }

    fn apply_new(self, table: &PastedTable) {
        let app = self.app;
        let Some((prev, now)) = self.new_years(table) else {
            return self.wrong.set(app.t(Text::BlankYearBad).to_owned());
        };
        let heading = Heading { area: clean_name(&self.area.now()), level: level(table), ..Heading::default() };
        let prev = Some(prev).filter(|_| table.has_prev());
        let mut workbook = assemble(heading, Vec::new(), &year_ends(prev, now));
        let Some(span) = workbook.latest_span() else { return };
        let edit = apply(table, &mut workbook, span, Mode::Append).edit;
        edit.apply(&mut workbook);
        let n = app.count_text(workbook.leaf_count());
        app.open(workbook);
        app.banner.set(None);
        show_all(app, table);
        app.say(app.tf(Text::ToastCreated, &[("n", &n)]));
    }
}

/// Figures go to units by their names. Units that wait for a name get those that no unit has, in their order, before others
/// are added. The workbook hands out identities and gets the names.
fn named(table: &PastedTable, workbook: &mut Workbook, span: Span) -> Applied {
    let is_flat = table.rows.iter().all(|row| row.kind != RowKind::Group && row.parent.is_none());
    let mut renames = Vec::new();
    if is_flat {
        let mut known: Vec<String> = workbook.units().iter().map(|unit| fold(&unit.name)).collect();
        known.sort_unstable();
        let parents = parents(workbook);
        let rows = table.rows.iter().filter(|row| row.kind == RowKind::Unit && !row.name.is_empty());
        let mut names = rows.map(|row| row.name.as_str()).filter(|name| known.binary_search(&fold(name)).is_err());
        for (at, unit) in workbook.units().iter().enumerate() {
            if parents.binary_search(&unit.id).is_ok() || !waits(workbook, at, unit) {
                continue;
            }
            let Some(name) = names.next() else { break };
            let name = name.chars().filter(|c| !c.is_control()).take(MAX_NAME).collect();
            renames.push(Edit::ReplaceUnit { at, unit: Unit { name, ..unit.clone() } });
        }
    }
    for rename in renames.clone() {
        rename.apply(workbook);
    }
    let mut applied = apply(table, workbook, span, Mode::MatchByName);
    if !renames.is_empty() {
        renames.push(applied.edit);
        applied.edit = Edit::Batch(renames);
    }
    applied
}

/// The units that others belong to, in order.
fn parents(workbook: &Workbook) -> Vec<UnitId> {
    let mut parents: Vec<UnitId> = workbook.units().iter().filter_map(|unit| unit.parent).collect();
    parents.sort_unstable();
    parents
}

/// Whether nothing is known of a unit to which no others belong, not even its name: "Đơn vị 3".
fn waits(workbook: &Workbook, at: usize, unit: &Unit) -> bool {
    let n = (at + 1).to_string();
    let is_numbered = |lang| fill(lang, Text::BlankUnitName, &[("n", &n)]) == unit.name;
    (unit.name.is_empty() || is_numbered(Lang::Vi) || is_numbered(Lang::En))
        && unit.code.is_none()
        && unit.tags.is_empty()
        && unit.parent.is_none()
        && workbook.facts_of(Place::Unit(unit.id)).is_empty()
}

/// Shows every row and every column that something was pasted into.
fn show_all(app: App, table: &PastedTable) {
    let used = |needed: fn(Field) -> bool| {
        table.columns.iter().any(|column| matches!(column.used, Use::Figures(field) if needed(field)))
    };
    app.set_options(|options| {
        options.find.clear();
        options.filter = Filter::All;
        options.near_poor |= used(needs_near_poor);
        options.both |= used(needs_both);
        options.persons |= used(needs_persons);
        for column in &table.columns {
            if let Use::Figures(field) = column.used {
                options.show(field);
            }
        }
    });
}

/// What the units are, by the kind most of their names begin with; empty where they do not say.
fn level(table: &PastedTable) -> String {
    let levels = [Text::LevelProvince, Text::LevelDistrict, Text::LevelCommune];
    let mut counts = [0; 3];
    let names = table.rows.iter().filter(|row| row.kind == RowKind::Unit).map(|row| row.name.as_str());
    for kind in names.filter_map(kind_of) {
        let [provinces, districts, communes] = &mut counts;
        *match kind {
            UnitKind::Province => provinces,
            UnitKind::City | UnitKind::UrbanDistrict | UnitKind::RuralDistrict | UnitKind::Town => districts,
            UnitKind::Commune | UnitKind::Ward | UnitKind::Township | UnitKind::SpecialZone => communes,
        } += 1;
    }
    let most = counts.iter().zip(levels).max_by_key(|(count, _)| **count).filter(|(count, _)| **count > 0);
    most.map(|(_, level)| text(Lang::Vi, level).to_owned()).unwrap_or_default()
}
