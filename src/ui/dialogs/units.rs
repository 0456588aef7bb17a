//! Several units into one, and one unit into several, as when communes are merged and divided.

use super::{actions as buttons, form, labelled, send, text_field};
use crate::core::actions::{self, Merged};
use crate::core::unit::{MAX_UNITS, Place, UnitId};
use crate::i18n::Text;
use crate::state::history::Label;
use crate::state::session::clean_name;
use crate::ui::app::App;
use crate::ui::dom::{El, Live, el, value_of};
use crate::ui::modal::modal;
use crate::ui::wording;

/// Figures named before "and … more".
const NAMED: usize = 4;

pub fn merge_units_dialog(app: App, ids: Vec<UnitId>) -> El {
    let names: Vec<String> = ids.iter().map(|id| wording::place(app, Place::Unit(*id))).collect();
    let name = Live::new(names.first().cloned().unwrap_or_default());
    let merged = {
        let ids = ids.clone();
        move |name: &str| app.read(|session| actions::merge_units(session.workbook(), &ids, name))
    };
    let gaps = [("n", app.count_text(names.len())), ("names", names.join(", "))];
    let what = app.tf(Text::MergeUnitsWhat, &gaps.each_ref().map(|(key, gap)| (*key, gap.as_str())));
    let mut body = vec![el("p", "lead").text(&what)];
    let Some(first) = merged("") else {
        body.push(el("p", "problem").attr("role", "alert").tr(app, Text::MergeUnitsGroups));
        return modal(app, Text::MergeUnits, body);
    };
    if !first.dropped.is_empty() {
        body.push(el("p", "note").attr("data-role", "merge-dropped").text(&dropped(app, &first)));
    }
    let count = ids.len();
    let go = move || {
        let Some(merged) = merged(&clean_name(&name.now())) else { return };
        app.dialog.set(None);
        let label = Label::UnitsMerged(count);
        app.commit(merged.edit, label.clone(), Some((Place::Unit(merged.unit), crate::core::field::Field::Unit)));
        app.say_done(&label);
    };
    let fields = form("form", Box::new(go))
        .child(text_field(app, Text::MergeUnitsName, name))
        .child(buttons(app, send(app, Text::MergeUnitsGo)));
    body.push(fields);
    modal(app, Text::MergeUnits, body)
}

/// The figures that cannot be added up: rates, and counts that some of the units lack.
fn dropped(app: App, merged: &Merged) -> String {
    let figures: Vec<String> = merged
        .dropped
        .iter()
        .take(NAMED)
        .map(|key| [&wording::place(app, key.place), ": ", &wording::fact_name(app, *key)].concat())
        .collect();
    let mut words = figures.join("; ");
    if merged.dropped.len() > NAMED {
        let more = app.count_text(merged.dropped.len() - NAMED);
        words.push_str("; ");
        words.push_str(&app.tf(Text::NoteMore, &[("n", &more)]));
    }
    app.tf(Text::MergeUnitsDropped, &[("names", &words)])
}

/// The unit becomes the group of the new ones; what is typed for it is a check on their sum.
pub fn split_unit_dialog(app: App, id: UnitId) -> El {
    let typed = Live::new(String::new());
    let wrong = Live::new(String::new());
    let names = el("textarea", "")
        .attr("rows", "5")
        .attr("data-role", "split-names")
        .attr("spellcheck", "false")
        .on("input", move |event| typed.set(value_of(&event)));
    let go = move || {
        let lines = typed.now();
        let names: Vec<String> = lines.lines().map(clean_name).filter(|name| !name.is_empty()).collect();
        let units = app.read(|session| session.workbook().units().len());
        if names.is_empty() || units + names.len() > MAX_UNITS {
            return wrong.set(app.t(Text::SplitUnitNone).to_owned());
        }
        let Some(edit) = app.read(|session| actions::split_unit(session.workbook(), id, &names)) else { return };
        app.dialog.set(None);
        app.commit(edit, Label::UnitAdded, Some((Place::Unit(id), crate::core::field::Field::Unit)));
        app.say_done(&Label::UnitAdded);
    };
    let what = app.tf(Text::SplitUnitWhat, &[("unit", &wording::place(app, Place::Unit(id)))]);
    let fields = form("form", Box::new(go))
        .child(labelled(app, Text::SplitUnitNames, names))
        .child(super::problem(wrong))
        .child(buttons(app, send(app, Text::SplitUnit)));
    modal(app, Text::SplitUnit, vec![el("p", "lead").text(&what), fields])
}
