//! Figures of a text in words: what each is taken for, where it goes, how it stands.

use crate::codec::article::{Certainty, Check, Kind, Of, PeriodTo, PlaceTo, Proposal, Sum};
use crate::codec::number;
use crate::core::fact::{Fact, Figure, Reading, Unreadable};
use crate::core::measure::{self, Measure};
use crate::core::period::Date;
use crate::core::quantity::Value;
use crate::core::unit::Place;
use crate::i18n::Text;
use crate::state::statements::{Base, Entry, Stage, Standing, by_itself, field_of};
use crate::ui::app::App;
use crate::ui::icons::Icon;
use crate::ui::wording;

/// Public name and icon of a certainty.
pub const fn mark_of(certainty: Certainty) -> (&'static str, Icon) {
    match certainty {
        Certainty::Certain => ("certain", Icon::Check),
        Certainty::Likely => ("likely", Icon::Info),
        Certainty::Unclear => ("unclear", Icon::Caution),
    }
}

pub const fn name_of(certainty: Certainty) -> Text {
    match certainty {
        Certainty::Certain => Text::CertaintyCertain,
        Certainty::Likely => Text::CertaintyLikely,
        Certainty::Unclear => Text::CertaintyUnclear,
    }
}

/// "Toàn tỉnh", "xã Lục Bình (đơn vị mới)", or that nobody knows yet. And whether it needs a look.
pub fn place(app: App, place: &PlaceTo) -> (String, bool) {
    match place {
        PlaceTo::Known(place) => (wording::place(app, *place), false),
        PlaceTo::New(name) => (app.tf(Text::EntryNewUnit, &[("name", name)]), true),
        PlaceTo::Unknown => (app.t(Text::EntryNoPlace).to_owned(), true),
    }
}

/// A date in the words of periods.
pub fn date(app: App, date: Date) -> String {
    if date.is_year_end() {
        return app.tf(Text::PeriodEnd, &[("year", &date.year.to_string())]);
    }
    let day = [date.day.to_string(), date.month.to_string(), date.year.to_string()].join("/");
    app.tf(Text::PeriodDay, &[("date", &day)])
}

/// When, for the gap of a measure's name; and whether it needs a look.
fn when(app: App, period: PeriodTo) -> (String, bool) {
    match period {
        PeriodTo::Known(id) => (wording::period_when(app, id), false),
        PeriodTo::New(day) => (app.tf(Text::EntryNewPeriod, &[("when", &date(app, day))]), true),
        PeriodTo::Unknown => (app.t(Text::EntryNoPeriod).to_owned(), true),
    }
}

/// What a figure is taken for: "hộ nghèo cuối 2023"; and whether that needs a look.
pub fn understood(app: App, entry: &Entry) -> (String, bool) {
    let Some(statement) = &entry.statement else { return (aside(app, &entry.proposal), false) };
    let (when, look) = when(app, statement.period);
    let name = |measure: Measure| wording::measure_words(app, measure, &when);
    let words = match statement.facts.as_slice() {
        [(measure, _)] => name(*measure),
        [(part, _), ..] => app.tf(Text::EntryFraction, &[("part", &name(*part))]),
        [] => String::new(),
    };
    (words, look)
}

/// What a figure says, with its sign: "22,25 %", "2,46 điểm %".
pub fn value(app: App, entry: &Entry) -> String {
    let n = entry.text(app.style());
    match entry.measure().map(Measure::kind) {
        Some(measure::Kind::Rate) => app.tf(Text::PercentValue, &[("n", &n)]),
        Some(measure::Kind::PointChange) => app.tf(Text::PointsValue, &[("n", &n)]),
        _ => n,
    }
}

/// What a figure is that the table has no cell for.
fn aside(app: App, proposal: &Proposal) -> String {
    if proposal.minority {
        return app.t(Text::AsideMinority).to_owned();
    }
    app.t(match (proposal.reading.kind, proposal.reading.of) {
        (Kind::Money, _) => Text::AsideMoney,
        (Kind::Fraction, _) => Text::AsideFraction,
        (Kind::Relative, _) => Text::AsideRelative,
        (Kind::Share | Kind::Rate, _) => Text::AsideShare,
        (_, Of::Other) => Text::AsideCount,
        _ => Text::AsideNoCell,
    })
    .to_owned()
}

/// What needs the user's eye before the figure can be taken over, or was found out about it.
pub fn remark(app: App, entry: &Entry) -> Option<(String, bool)> {
    let style = app.style();
    if let Some(statement) = &entry.statement {
        for (measure, fact) in &statement.facts {
            if let Reading::Unreadable(why) = fact.reading {
                return Some((unreadable(app, *measure, why, fact), true));
            }
        }
        match app.watch(|session| entry.base(session.workbook())) {
            Base::Between(day) => return Some((app.tf(Text::EntryBetween, &[("when", &date(app, day))]), true)),
            Base::New(day) => return Some((app.tf(Text::EntryNewBase, &[("when", &date(app, day))]), false)),
            Base::Unknown => return Some((app.t(Text::EntryNoBase).to_owned(), true)),
            Base::There => {}
        }
        if entry.taken_for_area
            && let Some(place) = &entry.proposal.place
        {
            let area = wording::place(app, Place::Area);
            return Some((app.tf(Text::EntryTakenForArea, &[("name", &place.name), ("area", &area)]), true));
        }
    }
    let proposal = &entry.proposal;
    if let Some(sum) = &proposal.sum {
        return gap(app, sum).map(|words| (words, true));
    }
    match proposal.check {
        Check::Off(other) if entry.statement.is_some() => {
            let n = number::hundredths(other, style);
            Some((app.tf(Text::EntryOff, &[("n", &n)]), true))
        }
        _ => None,
    }
}

/// How a printed "giảm x %" is to be read, where its words leave that open: of a figure taken over only what is decided.
pub fn fall(app: App, entry: &Entry) -> Option<String> {
    let taken = match entry.stage {
        Stage::Open => false,
        Stage::Confirmed(_) => true,
        _ => return None,
    };
    if !entry.proposal.others.iter().any(|other| other.kind == Kind::Relative) {
        return None;
    }
    let statement = entry.statement.as_ref()?;
    let (PlaceTo::Known(place), PeriodTo::Known(period)) = (&statement.place, statement.period) else { return None };
    let [(Measure::DropPoints, Fact { reading: Reading::Figure(figure), .. })] = statement.facts.as_slice() else {
        return None;
    };
    let (words, decided) = wording::fall(app, *place, period, *figure)?;
    (decided || !taken).then_some(words)
}

/// By how much a total differs from its parts.
fn gap(app: App, sum: &Sum) -> Option<String> {
    if sum.gap == 0 {
        return None;
    }
    let n = number::figure(Figure::decimal(sum.gap.abs(), sum.decimals), app.style());
    Some(app.tf(Text::EntryGap, &[("n", &n)]))
}

/// How a figure that the table cannot hold stands by itself, with the sum that was done: class, word, sum.
pub fn own_standing(app: App, entry: &Entry, all: &[Entry]) -> Option<(&'static str, Text, String)> {
    let holds = by_itself(&entry.proposal)?;
    let (class, word) = if holds { ("met", Text::StandAgrees) } else { ("conflict", Text::StandConflict) };
    Some((class, word, arithmetic(app, &entry.proposal, all)))
}

/// "106 : 108 = 98,15 %", "153.528 + 116.175,467 = 269.703,467".
fn arithmetic(app: App, proposal: &Proposal, all: &[Entry]) -> String {
    let style = app.style();
    let figure = |figure: Figure| number::figure(figure, style);
    if let (Some(_), Some(whole)) = (&proposal.percent, proposal.second) {
        let rate = crate::core::quantity::shown_rate(proposal.first.mantissa, whole.mantissa);
        let rate = rate.map(|rate| number::hundredths(rate, style)).unwrap_or_default();
        let gaps = [("part", figure(proposal.first)), ("whole", figure(whole)), ("rate", rate)];
        return app.tf(Text::EntryQuotient, &gaps.each_ref().map(|(name, text)| (*name, text.as_str())));
    }
    let Some(sum) = &proposal.sum else { return String::new() };
    let parts = sum.parts.iter().filter_map(|part| Some(figure(all.get(*part)?.proposal.first)));
    let parts: Vec<String> = parts.collect();
    // What the parts come to: the total as printed less what is missing.
    let scale = |one: Figure| (one.decimals..sum.decimals).try_fold(one.mantissa, |value, _| value.checked_mul(10));
    let Some(total) = scale(proposal.first).and_then(|total| total.checked_sub(sum.gap)) else { return String::new() };
    let total = figure(Figure::decimal(total, sum.decimals));
    [parts.join(" + "), total].join(" = ")
}

fn unreadable(app: App, measure: Measure, why: Unreadable, fact: &Fact) -> String {
    let text = number::fact_text(fact, app.style());
    let _ = measure;
    wording::unusable(app, why, &text)
}

/// Class, word and note of how a confirmed figure stands.
pub fn standing(app: App, entry: &Entry, standing: &Standing) -> Option<(&'static str, Text, String)> {
    let style = app.style();
    let format = entry.measure().and_then(field_of).map(|field| field.format());
    let written = |value: &Value| format.map(|format| number::value(*value, format, style)).unwrap_or_default();
    Some(match standing {
        Standing::Open => return None,
        Standing::Skipped => ("mut", Text::StandSkipped, String::new()),
        Standing::Gone => ("mut", Text::StandGone, String::new()),
        Standing::Alone => ("mut", Text::StandAlone, String::new()),
        Standing::Conflict => ("conflict", Text::StandConflict, String::new()),
        Standing::Range(value) => ("range", Text::StandRange, written(value)),
        Standing::Agrees(others) => {
            let note = others.as_ref().map(written).filter(|note| !note.is_empty());
            let note = note.map(|n| app.tf(Text::StandOthers, &[("n", &n)]));
            ("met", Text::StandAgrees, note.unwrap_or_default())
        }
        Standing::Other(fact) => {
            let n = number::fact_text(fact, style);
            ("caution", Text::StandOther, app.tf(Text::StandInTable, &[("n", &n)]))
        }
    })
}
