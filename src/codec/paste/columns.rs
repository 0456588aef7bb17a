//! Finds out what each column of a pasted table is: by its heading, by the official forms, and by its contents.

use super::evidence;
use super::head::{Head, is_number};
use super::plan::{Column, Form, PastePlan, Use, Why};
use super::words::{self, Said, When, Words};
use crate::codec::plain::{plain, trimmed};
use crate::core::field::{At, Field};
use crate::core::flows::FORMS;
use crate::core::measure::{Group, Measure};

/// What the cells of a column look like.
#[derive(Clone, Copy, Default)]
struct Content {
    /// Cells that hold anything, and how often one differs from the one before.
    filled: usize,
    distinct: usize,
    /// Cells looked at more closely, and how many of them are numbers,
    seen: usize,
    numbers: usize,
    /// whole numbers without a percent sign,
    whole: usize,
    /// running numbers: `1`, `1.1`, `II`.
    running: usize,
}

impl Content {
    const fn is_text(self) -> bool {
        2 * self.numbers < self.seen
    }
}

/// As many cells, evenly over the column, tell what it holds; more would not make it surer.
const SAMPLE: usize = 500;

fn content(plan: &PastePlan, column: usize) -> Content {
    let cells = || plan.body().map(|row| trimmed(row.text(column))).filter(|text| !text.is_empty());
    let mut content = Content::default();
    let mut last = "";
    for text in cells() {
        content.filled += 1;
        content.distinct += usize::from(text != last);
        last = text;
    }
    for text in cells().step_by((content.filled / SAMPLE).max(1)) {
        content.seen += 1;
        if is_number(text) || plain(text) == "-" {
            content.numbers += 1;
            let tail = text.rsplit(['.', ',', ' ', '\u{a0}']).next().unwrap_or(text);
            let grouped = tail.len() == 3 || tail.len() == text.len();
            content.whole += usize::from(grouped && !text.contains('%'));
        }
        content.running += usize::from(super::rows::level(text).is_some());
    }
    content
}

/// The official form that the headings tell.
pub fn form(head: &Head) -> Option<Form> {
    if head.formulas.contains("=3/1*100") && head.formulas.contains("=5/1*100") {
        return Some(Form::Result);
    }
    let columns: Vec<Words> = head.levels.iter().map(|levels| Words::of(&levels.join(" "))).collect();
    let first = |phrases: &str| columns.iter().position(|words| words.have(phrases));
    let (opening, closing) = (first("dau ky")?, first("cuoi ky")?);
    let flows = columns.get(opening + 1..closing)?;
    if !flows.iter().any(|words| words.have("phat sinh|tai ngheo|tai can ngheo")) {
        return None;
    }
    let near = |words: &Words| words.have("can ngheo");
    let of_near = columns.get(opening).is_some_and(near)
        || Words::of(&head.title).have("dien bien ho can ngheo")
        || flows.first().is_some_and(|words| words.have("thoat can ngheo"));
    Some(if of_near { Form::NearPoorFlows } else { Form::PoorFlows })
}

/// What a column of a recognised form holds.
fn said_by_form(form: Form, number: Option<u8>, words: &Words) -> Option<(Said, When)> {
    let now = When { at: Some(At::Now), ..When::default() };
    let prev = When { at: Some(At::Prev), ..When::default() };
    if form == Form::Result {
        let said = match number? {
            1 => Said::Figure(Measure::Households),
            2 => Said::Figure(Measure::Persons),
            3 => Said::Figure(Measure::PoorHouseholds),
            4 => Said::Figure(Measure::PoorRate),
            5 => Said::Figure(Measure::NearPoorHouseholds),
            6 => Said::Figure(Measure::NearPoorRate),
            9 => Said::Figure(Measure::PoorPersons),
            _ => Said::Unsupported,
        };
        return Some((said, now));
    }
    let movements = if form == Form::PoorFlows { FORMS.first()? } else { FORMS.get(1)? };
    let measure = movements.end;
    let movement = |number: u8| movements.columns.get(usize::from(number).checked_sub(1)?);
    if words.have("phan to") {
        Some((Said::Facet, When::default()))
    } else if number == Some(1) || words.have("dau ky") {
        Some((Said::Figure(measure), prev))
    } else if words.have("recomputed|chenh lech") {
        Some((Said::Unsupported, now))
    } else if number == Some(9) || words.have("cuoi ky") {
        Some((Said::Figure(measure), now))
    } else if let Some(movement) = number.and_then(movement) {
        Some((Said::Figure(*movement), now))
    } else if number.is_some() || !words.is_empty() {
        let (said, _) = words::read(&[words.text()]);
        let place = matches!(said, Said::Name | Said::Number | Said::Remark | Said::Public(_));
        Some((if place { said } else { Said::Unsupported }, now))
    } else {
        None
    }
}

/// Gives every column its use.
pub fn assign(plan: &mut PastePlan, head: &Head, years: (Option<i16>, Option<i16>)) {
    let width = plan.grid.width();
    let mut contents: Vec<Content> = Vec::new();
    let mut said: Vec<(Said, When)> = Vec::new();
    for column in 0..width {
        contents.push(content(plan, column));
        let levels: Vec<&str> = head.levels.get(column).into_iter().flatten().map(String::as_str).collect();
        let number = head.numbers.get(column).copied().flatten();
        let by_form = plan.form.and_then(|form| said_by_form(form, number, &Words::of(&levels.join(" "))));
        said.push(by_form.unwrap_or_else(|| words::read(&levels)));
        plan.columns.push(Column {
            heading: levels.join(" · "),
            used: Use::Ignored(Why::Unknown),
            sure: false,
            decided: None,
            risen: false,
            frame: ("", ""),
        });
    }
    name_bare_rates(&mut said);
    place_names(plan, &said, &contents);
    let sides = Sides::of(&said, years);
    plan.years = sides.years;
    for (column, (said, when)) in said.iter().enumerate() {
        let Some(content) = contents.get(column).copied() else { continue };
        let (used, sure) = match *said {
            Said::Public(Field::Unit) | Said::Name => continue,
            Said::Public(field) if field.fact().is_some() => (figures(plan, field), true),
            Said::Public(_) => (Use::Ignored(Why::Computed), true),
            Said::Key => (Use::Key, true),
            Said::Tags if content.is_text() => (Use::Tags, true),
            Said::Facet => (Use::Facet, true),
            Said::Code if plan.column(Use::Code).is_none() => (Use::Code, true),
            Said::Code => (Use::Ignored(Why::Duplicate), true),
            Said::Remark => (Use::Ignored(Why::Remark), true),
            Said::Unsupported => (Use::Ignored(Why::Unsupported), true),
            Said::Figure(measure) | Said::Risen(measure) => place(plan, &sides, (measure, Group::ALL), *when),
            Said::Minority(measure) => place(plan, &sides, (measure, Group::MINORITY), *when),
            Said::Target(..) => place(plan, &sides, (Measure::Target, Group::ALL), *when),
            Said::SomeRate | Said::Nothing | Said::Tags | Said::Number if content.filled == 0 => {
                (Use::Ignored(Why::Blank), true)
            }
            _ => continue,
        };
        let Some(slot) = plan.columns.get_mut(column).filter(|slot| slot.used == Use::Ignored(Why::Unknown)) else {
            continue;
        };
        slot.used = used;
        // A heading that its own cells belie, or that says more than is understood, is only a guess.
        let plain = plan.form.is_some()
            || !matches!(said, Said::Figure(_) | Said::Risen(_) | Said::Minority(_))
            || words::is_plain(leaf(head, column), *said);
        slot.sure = sure && plain && (!matches!(used, Use::Figures(_)) || !content.is_text() || content.filled == 0);
        slot.risen = matches!(said, Said::Risen(_));
        if let Said::Target(before, after) = said {
            slot.frame = (before, after);
        }
    }
    // Figures under a heading that is not understood are asked about, not guessed.
    let silent = (0..width).all(|column| {
        leaf(head, column).is_empty()
            || plan.columns.get(column).is_some_and(|c| matches!(c.used, Use::Name | Use::Number))
    });
    if silent {
        let counts = |whole: bool| -> Vec<usize> {
            let all = contents.iter().enumerate().filter(|(_, c)| c.filled > 0 && !c.is_text());
            all.filter(|(_, c)| (5 * c.whole >= 4 * c.seen) == whole).map(|(column, _)| column).collect()
        };
        evidence::guess(plan, &counts(true), &counts(false));
    }
    evidence::verify(plan);
}

fn leaf(head: &Head, column: usize) -> &str {
    head.levels.get(column).and_then(|levels| levels.last()).map_or("", String::as_str)
}

/// "Tỷ lệ" alone is of what stands before it.
fn name_bare_rates(said: &mut [(Said, When)]) {
    let mut before: Option<(Measure, When)> = None;
    for (said, when) in said {
        match *said {
            Said::Figure(Measure::PoorHouseholds) => before = Some((Measure::PoorRate, *when)),
            Said::Figure(Measure::NearPoorHouseholds) => before = Some((Measure::NearPoorRate, *when)),
            Said::SomeRate => {
                if let Some((measure, its)) = before {
                    *said = Said::Figure(measure);
                    if *when == When::default() {
                        *when = its;
                    }
                }
            }
            Said::Unsupported | Said::Minority(_) => before = None,
            _ => {}
        }
    }
}

/// Finds the columns of names and of running numbers.
fn place_names(plan: &mut PastePlan, said: &[(Said, When)], contents: &[Content]) {
    let content = |column: usize| contents.get(column).copied().unwrap_or_default();
    let all = || 0..contents.len();
    // Names are words, unless nothing in the table is.
    let words = all().any(|column| content(column).filled > 0 && content(column).is_text());
    let named = |column: usize| {
        let said = matches!(said.get(column), Some((Said::Name | Said::Public(Field::Unit), _)));
        said && (!words || content(column).is_text())
    };
    // Of "Huyện" and "Xã", the one with more different names.
    let by_heading = all().rev().filter(|c| named(*c) && content(*c).filled > 0).max_by_key(|c| content(*c).distinct);
    let free = |c: &usize| matches!(said.get(*c), Some((Said::Nothing, _)) | None);
    let by_content =
        || all().find(|c| free(c) && content(*c).filled > 0 && content(*c).is_text() && !is_running(content(*c)));
    let name = by_heading.or_else(by_content);
    for (column, slot) in plan.columns.iter_mut().enumerate() {
        let before_name = name.is_none_or(|name| column < name);
        let number = matches!(said.get(column), Some((Said::Number, _)));
        if Some(column) == name {
            (slot.used, slot.sure) = (Use::Name, by_heading.is_some() || slot.heading.is_empty());
        } else if named(column) {
            (slot.used, slot.sure) = (Use::Ignored(Why::Remark), true);
        } else if content(column).filled > 0
            && (number || (name.is_some() && free(&column) && before_name && is_running(content(column))))
        {
            (slot.used, slot.sure) = (Use::Number, true);
        }
    }
}

fn is_running(content: Content) -> bool {
    content.running > 0 && 5 * content.running >= 4 * content.seen
}

/// The two sides of the table and what the headings say of them.
struct Sides {
    years: (Option<i16>, Option<i16>),
    /// Most measures stand twice without a word about time.
    paired: bool,
}

impl Sides {
    fn of(said: &[(Said, When)], open: (Option<i16>, Option<i16>)) -> Self {
        let mut years: Vec<i16> = Vec::new();
        for (said, when) in said {
            if let (Said::Figure(measure) | Said::Minority(measure), Some(year)) = (said, when.year)
                && !matches!(measure, Measure::DropHouseholds | Measure::DropPoints)
                && !years.contains(&year)
            {
                years.push(year);
            }
        }
        years.sort_unstable();
        let has = |year: Option<i16>| year.is_some_and(|year| years.contains(&year));
        let years = match years.as_slice() {
            [.., _, _] if has(open.0) && has(open.1) => open,
            [.., prev, now] => (Some(*prev), Some(*now)),
            [year] if open.0 == Some(*year) => (Some(*year), None),
            [year] => (None, Some(*year)),
            [] => (None, None),
        };
        let untold = |wanted: Measure| {
            said.iter().filter(|(said, when)| *said == Said::Figure(wanted) && *when == When::default()).count()
        };
        let times = |n: usize| Measure::ALL.into_iter().filter(|measure| untold(*measure) == n).count();
        Self { years, paired: times(2) > 0 && times(2) >= times(1) }
    }

    /// The side of a figure; `None` for another period.
    fn side(&self, when: When) -> Option<At> {
        match (when.year, self.years) {
            (Some(year), (prev, _)) if prev == Some(year) => Some(At::Prev),
            (Some(year), (_, now)) if now == Some(year) => Some(At::Now),
            (Some(_), _) => None,
            (None, _) => Some(when.at.unwrap_or(At::Now)),
        }
    }
}

/// The use of a column that holds this measure, and whether that is sure.
fn place(plan: &mut PastePlan, sides: &Sides, (measure, group): (Measure, Group), when: When) -> (Use, bool) {
    let change = matches!(measure, Measure::DropHouseholds | Measure::DropPoints | Measure::Target);
    let Some(at) = (if change { Some(At::Now) } else { sides.side(when) }) else {
        return (Use::Ignored(Why::OtherPeriod), true);
    };
    let told = when != When::default();
    let Some(field) = Field::of(measure, group, at) else { return (Use::Ignored(Why::Unknown), false) };
    let Some(earlier) = plan.column(Use::Figures(field)) else { return (Use::Figures(field), true) };
    // Twice the same without a word about time: last year stands before this one.
    match Field::of(measure, group, At::Prev) {
        Some(prev)
            if sides.paired && !told && !change && at == At::Now && plan.column(Use::Figures(prev)).is_none() =>
        {
            if let Some(column) = plan.columns.get_mut(earlier) {
                column.used = Use::Figures(prev);
                column.sure = false;
            }
            (Use::Figures(field), false)
        }
        _ => (Use::Ignored(Why::Duplicate), true),
    }
}

fn figures(plan: &PastePlan, field: Field) -> Use {
    match plan.column(Use::Figures(field)) {
        Some(_) => Use::Ignored(Why::Duplicate),
        None => Use::Figures(field),
    }
}

/// The column of the table for a measure of one side.
pub fn field_of(measure: Measure, at: At) -> Option<Field> {
    Field::of(measure, Group::ALL, at)
}
