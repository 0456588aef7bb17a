//! What the user should know about a pasted table before taking it over.

use super::preview::unreadable;
use super::{HERE, NEW, Paste, column_name, count_units, has_names};
use crate::codec::desk::Choice;
use crate::codec::number::Role;
use crate::codec::paste::{Form, Note, PastedColumn, PastedTable, RowKind, Use};
use crate::core::unit::MAX_UNITS;
use crate::i18n::Text;
use crate::ui::dom::{El, button, el, span};
use crate::ui::icons::{Icon, icon};

/// Remarks of one kind; more are counted.
const MOST: usize = 5;

/// "8 đơn vị, 45 số, 5 cột", and what meets what in the open table.
pub fn summary(paste: Paste) -> String {
    let app = paste.app;
    let into = paste.into.get();
    paste.table.with(|table| {
        let Some(table) = table else { return String::new() };
        let columns = table.columns.iter().filter(|column| matches!(column.used, Use::Figures(_))).count();
        let cells = table.rows.iter().map(|row| row.facts.len()).sum();
        let n = |count| app.count_text(count);
        let gaps = [("rows", n(count_units(table))), ("cells", n(cells)), ("columns", n(columns))];
        let mut words = app.tf(Text::PasteSummary, &gaps.each_ref().map(|(name, value)| (*name, value.as_str())));
        if into == HERE && has_names(table) {
            let trial = paste.trial(table);
            for (key, count) in [(Text::PasteMatchedUnits, trial.matched_units), (Text::PasteNewUnits, trial.new_units)]
            {
                if count > 0 {
                    words.push_str(" · ");
                    words.push_str(&app.tf(key, &[("n", &n(count))]));
                }
            }
        }
        words
    })
}

pub fn notes(paste: Paste) -> El {
    el("ul", "findings").live(move || {
        let into = paste.into.get();
        let choices = paste.choices.get();
        paste.table.with(|table| table.as_ref().map(|table| list(paste, table, into, &choices)).unwrap_or_default())
    })
}

struct List {
    paste: Paste,
    made: Vec<El>,
}

impl List {
    fn add(&mut self, class: &str, image: Icon, words: &str) {
        let note = el("li", "finding").child(span(class).child(icon(image))).child(span("").text(words));
        self.made.push(note);
    }

    fn caution(&mut self, key: Text, gaps: &[(&str, &str)]) {
        self.add("caution", Icon::Caution, &self.paste.app.tf(key, gaps));
    }

    fn info(&mut self, key: Text, gaps: &[(&str, &str)]) {
        self.add("mut", Icon::Info, &self.paste.app.tf(key, gaps));
    }
}

fn list(paste: Paste, table: &PastedTable, into: usize, choices: &[Choice]) -> Vec<El> {
    let mut list = List { paste, made: Vec::new() };
    if let Some((pasted, open)) = paste.other_year(table).filter(|_| paste.is_open && into == HERE) {
        list.caution(Text::PasteYearDiffers, &[("year", &pasted.to_string()), ("open", &open.to_string())]);
    }
    if !has_names(table) {
        list.caution(Text::PasteNoNames, &[]);
    }
    if table.rows.iter().all(|row| row.facts.is_empty()) {
        list.caution(Text::PasteNoNumbers, &[]);
    }
    bad_cells(&mut list, table);
    about_rows(&mut list, table);
    total(&mut list, table);
    separators(&mut list, table, choices);
    about_columns(&mut list, table);
    let units = table.rows.iter().filter(|row| matches!(row.kind, RowKind::Unit | RowKind::Group)).count();
    let there = if into == NEW { 0 } else { paste.app.read(|session| session.workbook().units().len()) };
    if units + there > MAX_UNITS {
        list.caution(Text::UnitLimit, &[("n", &paste.app.count_text(MAX_UNITS))]);
    }
    list.made
}

fn bad_cells(list: &mut List, table: &PastedTable) {
    let app = list.paste.app;
    let mut count = 0;
    for row in &table.rows {
        for field in unreadable(row) {
            count += 1;
            if count > MOST {
                continue;
            }
            let number = row.number.to_string();
            let column = table.columns.iter().position(|column| column.used == Use::Figures(field));
            let column = match column {
                Some(column) => column_name(app, table, column),
                None => list.paste.field_words(table, field),
            };
            let fact = row.facts.iter().find(|(of, _)| *of == field);
            let text = fact.and_then(|(_, fact)| fact.text.as_deref()).unwrap_or_default();
            list.caution(Text::PasteBadCell, &[("row", &number), ("column", &column), ("text", text)]);
        }
    }
    if count > MOST {
        list.caution(Text::PasteBadMore, &[("n", &app.count_text(count - MOST))]);
    }
}

fn about_rows(list: &mut List, table: &PastedTable) {
    let app = list.paste.app;
    let mut count = 0;
    for note in &table.notes {
        let n = |number: usize| number.to_string();
        match *note {
            Note::OnItsSide => list.caution(Text::PasteOnItsSide, &[]),
            Note::FlowsUnused => list.info(Text::PasteFlowsUnused, &[]),
            Note::OtherTables { count } => list.caution(Text::PasteOtherTables, &[("n", &app.count_text(count))]),
            Note::Ragged { .. } | Note::Overlong { .. } | Note::SecondTotal { .. } | Note::LongName { .. } => {
                count += 1;
                if count > MOST {
                    continue;
                }
                match *note {
                    Note::Ragged { row, cells, .. } => {
                        list.caution(Text::PasteRagged, &[("row", &n(row)), ("n", &n(cells))]);
                    }
                    Note::Overlong { row, cells, columns } => {
                        list.caution(Text::PasteOverlong, &[("row", &n(row)), ("n", &n(cells)), ("all", &n(columns))]);
                    }
                    Note::SecondTotal { row } => list.info(Text::PasteSecondTotal, &[("row", &n(row))]),
                    Note::LongName { row } => list.caution(Text::PasteLongName, &[("row", &n(row))]),
                    _ => {}
                }
            }
        }
    }
    if count > MOST {
        list.caution(Text::PasteMoreRows, &[("n", &app.count_text(count - MOST))]);
    }
    let groups: Vec<&str> =
        table.rows.iter().filter(|row| row.kind == RowKind::Group).map(|row| row.name.as_str()).collect();
    if !groups.is_empty() {
        let n = app.count_text(groups.len());
        let mut names = groups.get(..groups.len().min(MOST)).unwrap_or_default().join(", ");
        if groups.len() > MOST {
            names.push('…');
        }
        list.info(Text::PasteGroups, &[("n", &n), ("names", &names)]);
    }
    let skipped = table.rows.iter().filter(|row| row.kind == RowKind::Skipped).count();
    if skipped > 0 {
        list.info(Text::PasteSkippedRows, &[("n", &app.count_text(skipped))]);
    }
}

/// The total row, and whether it closes.
fn total(list: &mut List, table: &PastedTable) {
    let app = list.paste.app;
    let Some(total) = table.rows.iter().find(|row| row.kind == RowKind::Total) else { return };
    let mut words = app.tf(Text::PasteTotal, &[("name", &total.name)]);
    let mut off = false;
    for check in table.checks.iter().filter(|check| check.typed != check.sum) {
        off = true;
        let diff = check.typed.saturating_sub(check.sum).saturating_abs();
        let diff = crate::codec::number::count(diff, app.style());
        let column = list.paste.field_words(table, check.field);
        words.push(' ');
        words.push_str(&app.tf(Text::PasteTotalOff, &[("diff", &diff), ("column", &column)]));
    }
    if off {
        list.add("caution", Icon::Caution, &words);
    } else if table.checks.is_empty() {
        list.add("mut", Icon::Info, &words);
    } else {
        words.push(' ');
        words.push_str(app.t(Text::PasteTotalOk));
        list.add("met", Icon::Met, &words);
    }
}

/// Separators that could mean either: how they are read, to confirm or to read the other way.
fn separators(list: &mut List, table: &PastedTable, choices: &[Choice]) {
    let said = |at: usize| {
        choices.iter().rev().find_map(|choice| match *choice {
            Choice::Separator(column, mark, role) if column == at => Some((mark, role)),
            _ => None,
        })
    };
    let columns = || table.columns.iter().enumerate();
    for mark in ['.', ','] {
        for role in [Role::Thousands, Role::Decimal] {
            let meant = Some((mark, role));
            let asked = columns().filter(|(_, column)| column.doubt == meant).map(|(at, _)| at).collect();
            separator(list, table, asked, mark, role, true);
            let settled = |(at, column): &(usize, &PastedColumn)| column.doubt.is_none() && said(*at) == meant;
            let known = columns().filter(settled).map(|(at, _)| at).collect();
            separator(list, table, known, mark, role, false);
        }
    }
}

fn separator(list: &mut List, table: &PastedTable, columns: Vec<usize>, mark: char, role: Role, asks: bool) {
    let (paste, app) = (list.paste, list.paste.app);
    if columns.is_empty() {
        return;
    }
    let (what, other) = match role {
        Role::Thousands => (Text::PasteSeparatorThousands, Role::Decimal),
        Role::Decimal => (Text::PasteSeparatorDecimal, Role::Thousands),
    };
    let names: Vec<String> = columns.iter().map(|at| column_name(app, table, *at)).collect();
    let gaps = [("column", &*names.join("; ")), ("mark", &mark.to_string()), ("what", app.t(what))];
    if asks {
        list.caution(Text::PasteSeparator, &gaps);
    } else {
        list.info(Text::PasteSeparator, &gaps);
    }
    let press = |key: Text, role: Role| {
        let choices: Vec<Choice> = columns.iter().map(|at| Choice::Separator(*at, mark, role)).collect();
        button("btn small", move |_| paste.choose(&choices)).tr(app, key)
    };
    if let Some(note) = list.made.pop() {
        let note = if asks { note.child(press(Text::PasteRight, role)) } else { note };
        list.made.push(note.child(press(Text::PasteFlip, other)));
    }
}

fn about_columns(list: &mut List, table: &PastedTable) {
    let app = list.paste.app;
    let form = match table.form {
        Some(Form::Result) => Some(Text::PasteFormResult),
        Some(Form::PoorFlows) => Some(Text::PasteFormPoorFlows),
        Some(Form::NearPoorFlows) => Some(Text::PasteFormNearFlows),
        None => None,
    };
    if let Some(form) = form {
        list.info(form, &[]);
    }
    for (at, column) in table.columns.iter().enumerate() {
        if column.risen && matches!(column.used, Use::Figures(_)) {
            list.info(Text::PasteRisen, &[("column", &column_name(app, table, at))]);
        }
    }
}
