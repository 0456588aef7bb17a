//! Verdicts, margins and what is still to do, in words.

use crate::codec::number;
use crate::core::field::{Field, Format};
use crate::core::headline::Missed;
use crate::core::quantity::Value;
use crate::core::target::Target;
use crate::core::unit::Place;
use crate::core::verdict::Verdict;
use crate::i18n::{Lang, Text, text};
use crate::ui::app::App;

/// The verdict in one or two words.
pub fn verdict_word(verdict: Verdict, lang: Lang) -> &'static str {
    let key = match verdict {
        Verdict::Exceeded => Text::VerdictExceeded,
        Verdict::Met => Text::VerdictMet,
        Verdict::Missed => Text::VerdictMissed,
        Verdict::MetByRateOnly => Text::VerdictMetByRateOnly,
        Verdict::MetByHouseholdsOnly => Text::VerdictMetByHouseholdsOnly,
        Verdict::Undecided => Text::VerdictUndecided,
        Verdict::Conflict => Text::VerdictConflict,
        Verdict::None => return "",
    };
    text(lang, key)
}

/// The size of a value without its sign.
fn size(value: Value) -> Value {
    if value.is_known() && value.hi <= 0 { Value { lo: -value.hi, hi: -value.lo, ..value } } else { value }
}

fn value(app: App, place: Place, field: Field) -> Value {
    app.watch(|session| session.solution().value(place, field))
}

fn written(app: App, value: Value, format: Format) -> String {
    number::value(size(value), format, app.style())
}

/// The label over a place's margin: what the target is.
pub fn against_target(app: App, place: Place) -> String {
    let judgement = app.watch(|session| session.solution().judgement(place));
    let Some(judgement) = judgement else { return app.t(Text::HeadlineTarget).into() };
    let rate = number::value(judgement.rate_left, Format::Percent, app.style());
    match judgement.target {
        Target::HouseholdsLeft { most } => {
            let n = number::count(most, app.style());
            if rate.is_empty() {
                return app.tf(Text::HeadlineTargetLeft, &[("n", &n)]);
            }
            app.tf(Text::HeadlineTargetBoth, &[("rate", &rate), ("n", &n)])
        }
        Target::RateLeft { .. } => app.tf(Text::HeadlineTargetRate, &[("rate", &rate)]),
        Target::PointsDown { least, most } => {
            let points = range(app, least, most, Format::Points);
            app.tf(Text::HeadlineTargetPoints, &[("points", &points)])
        }
        Target::HouseholdsDown { least, most } => {
            let n = range(app, least, most, Format::Count);
            app.tf(Text::HeadlineTargetHouseholds, &[("n", &n)])
        }
    }
}

fn range(app: App, lo: i64, hi: i64, format: Format) -> String {
    number::value(Value::computed(lo, hi), format, app.style())
}

/// How many letters the line of missed units has room for, and how many "and 12 more" takes of them.
const MISSED_ROOM: usize = 46;
const MORE_ROOM: usize = 16;

/// "Ba Bể thiếu 12, Ngân Sơn 47, Pác Nặm 82 hộ": as many as the line holds, `most` at most.
pub fn missed_units(app: App, most: usize) -> String {
    let (missed, all): (Vec<(String, Value)>, usize) = app.watch(|session| {
        let solution = session.solution();
        let name = |missed: Missed| (session.name(Place::Unit(missed.unit)).to_owned(), missed.households);
        (solution.missed().take(most).map(name).collect(), solution.standings().missed as usize)
    });
    let mut words = String::new();
    let mut named = 0;
    for (unit, short) in &missed {
        let n = written(app, *short, Format::Count);
        let key = if named == 0 { Text::HeadlineMissedUnit } else { Text::HeadlineMissedNext };
        let unit = app.tf(key, &[("unit", unit), ("n", &n)]);
        let room = if named + 1 < all { MISSED_ROOM - MORE_ROOM } else { MISSED_ROOM };
        if named > 0 {
            if words.chars().count() + unit.chars().count() > room {
                break;
            }
            words.push_str(", ");
        }
        words.push_str(&unit);
        named += 1;
    }
    if !words.is_empty() {
        words.push(' ');
        words.push_str(app.t(Text::HeadlineMissedHouseholds));
    }
    if all > named {
        let n = app.count_text(all - named);
        words.push(' ');
        words.push_str(&app.tf(Text::HeadlineMissedMore, &[("n", &n)]));
    }
    words
}

/// The verdict of a card: "Vượt 8 hộ", "Thiếu 12 hộ", or its word.
pub fn gap(app: App, place: Place) -> String {
    let verdict = app.watch(|session| session.solution().verdict(place));
    let gap = value(app, place, Field::GapHouseholds);
    let n = written(app, gap, Format::Count);
    match verdict {
        Verdict::Exceeded if gap.is_known() && gap.lo > 0 => app.tf(Text::OverHouseholds, &[("n", &n)]),
        Verdict::Missed if gap.is_known() && gap.hi < 0 => app.tf(Text::ShortHouseholds, &[("n", &n)]),
        _ => verdict_word(verdict, app.lang.get()).into(),
    }
}

/// "Cần bớt thêm 12 hộ", while something is still to go.
pub fn need(app: App, place: Place) -> String {
    let left = app.watch(|session| session.solution().judgement(place)).map(|judgement| judgement.still_to_go);
    match left {
        Some(left) if left.is_known() && left.lo > 0 => {
            app.tf(Text::NeedHouseholdsNow, &[("n", &written(app, left, Format::Count))])
        }
        _ => String::new(),
    }
}

/// "Ba Bể: 30,50 % → 26,60 %, chỉ tiêu 26,56 %": what a chart's row shows, with the two rates as they are written there.
pub fn chart_row(app: App, place: Place, unit: &str, [prev, now]: [&str; 2]) -> String {
    let target = app.watch(|session| session.solution().target_line(place));
    let target = target.map(|target| number::hundredths(target, app.style())).unwrap_or_default();
    let key = match (now.is_empty(), prev.is_empty(), target.is_empty()) {
        (true, _, _) => Text::ChartRowNone,
        (_, true, _) => Text::ChartRowNow,
        (_, _, true) => Text::ChartRowNoTarget,
        _ => Text::ChartRow,
    };
    app.tf(key, &[("unit", unit), ("prev", prev), ("now", now), ("target", &target)])
}
