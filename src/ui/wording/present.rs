//! What the pages for a room say. Figures are written with how sure they are: plain, `≈`, as a range, or not at all.

use crate::codec::number;
use crate::core::field::{Field, Format};
use crate::core::names::{capital, uncapital};
use crate::core::quantity::Value;
use crate::core::unit::{Place, UnitId};
use crate::core::verdict::Verdict;
use crate::i18n::{Text, text};
use crate::state::present::{Certainty, Page, Parts, certainty, parts};
use crate::ui::app::App;
use crate::ui::metric::size;

use super::{period_title, period_when, period_year, place_name, results};

/// How sure a figure is.
pub fn sure(app: App, place: Place, field: Field) -> Certainty {
    app.watch(|session| certainty(session, place, field))
}

fn value(app: App, place: Place, field: Field) -> Value {
    app.watch(|session| session.solution().value(place, field))
}

/// The size of a figure, with its mark; `None` where no number may be shown.
pub fn figure(app: App, place: Place, field: Field) -> Option<String> {
    let written = number::value(size(value(app, place, field)), field.format(), app.style());
    match sure(app, place, field) {
        Certainty::Plain | Certainty::Range => Some(written),
        Certainty::Inferred => Some(app.tf(Text::PresentAbout, &[("n", &written)])),
        Certainty::Conflict | Certainty::Unknown => None,
    }
}

/// The word in place of a number that must not be shown.
pub fn no_figure(app: App, place: Place, field: Field) -> &'static str {
    app.t(if sure(app, place, field) == Certainty::Conflict { Text::VerdictConflict } else { Text::PresentUnknown })
}

/// A rate with its sign, or why there is none.
pub fn rate(app: App, place: Place, field: Field) -> String {
    let figure = figure(app, place, field).map(|n| app.tf(Text::PercentValue, &[("n", &n)]));
    figure.unwrap_or_else(|| no_figure(app, place, field).to_owned())
}

/// "giảm 2,76 điểm %"; `None` where the change or its direction is not known.
pub fn change(app: App, place: Place) -> Option<String> {
    let points = figure(app, place, Field::DropPoints)?;
    let fall = value(app, place, Field::DropPoints);
    let key = match (fall.lo.signum(), fall.hi.signum()) {
        (0, 0) => return Some(app.t(Text::PresentSame).to_owned()),
        (0 | 1, 1) => Text::PhoneDrop,
        (-1, 0 | -1) => Text::PhoneRise,
        _ => return None,
    };
    Some(app.tf(key, &[("points", &points)]))
}

/// The name of a place as pages use it; a unit without a name is a new one.
pub fn name(app: App, place: Place) -> String {
    let lang = app.lang.get();
    let name = app.watch(|session| session.name(place).to_owned());
    match place {
        Place::Unit(_) if name.is_empty() => text(lang, Text::UnitNew).into(),
        _ => place_name(place, &name, lang),
    }
}

/// The name of a page in the list of pages.
pub fn page_name(app: App, page: Page) -> String {
    match page {
        Page::Area => name(app, Place::Area),
        Page::Ranking => app.t(Text::PresentRanking).to_owned(),
        Page::Why => app.t(Text::PresentWhy).to_owned(),
        Page::Unit(id) => name(app, Place::Unit(id)),
    }
}

/// The one sentence of a page.
pub fn message(app: App, page: Page) -> String {
    match page {
        Page::Area => about(app, Place::Area),
        Page::Unit(id) => about(app, Place::Unit(id)),
        Page::Ranking => ranking(app),
        Page::Why => app.watch(parts).map(|parts| why(app, parts)).unwrap_or_default(),
    }
}

fn about(app: App, place: Place) -> String {
    let unit = name(app, place);
    let of = |what: &str| app.tf(Text::PresentUnit, &[("unit", &unit), ("what", what)]);
    if sure(app, place, Field::RateNow) == Certainty::Conflict {
        return of(&uncapital(app.t(Text::VerdictConflictLong)));
    }
    let Some(rate) = figure(app, place, Field::RateNow) else { return of(&uncapital(app.t(Text::PresentUnknown))) };
    let what = change(app, place).unwrap_or_else(|| app.tf(Text::PercentValue, &[("n", &rate)]));
    let what = match judged(app, place) {
        Some(verdict) => app.tf(Text::PresentJudged, &[("what", &what), ("verdict", &uncapital(app.t(verdict)))]),
        None => what,
    };
    if place == Place::Area { app.tf(Text::PresentArea, &[("what", &what)]) } else { of(&what) }
}

/// The verdict as part of the sentence.
fn judged(app: App, place: Place) -> Option<Text> {
    let (verdict, has_target) =
        app.watch(|session| (session.solution().verdict(place), session.solution().target(place).is_some()));
    Some(match verdict {
        Verdict::Exceeded => Text::VerdictExceededLong,
        Verdict::Met => Text::VerdictMetLong,
        Verdict::Missed => Text::VerdictMissedLong,
        Verdict::MetByRateOnly => Text::VerdictMetByRateOnlyLong,
        Verdict::MetByHouseholdsOnly => Text::VerdictMetByHouseholdsOnlyLong,
        Verdict::Conflict => Text::VerdictConflictLong,
        Verdict::Undecided => Text::VerdictUndecidedLong,
        Verdict::None if has_target => Text::VerdictUndecidedLong,
        Verdict::None => return None,
    })
}

fn ranking(app: App) -> String {
    let standings = app.watch(|session| session.solution().standings());
    let count = |n: u32| app.count_text(n as usize);
    if standings.with_target == 0 {
        let when = period_when(app, app.read(|session| session.span().now));
        return app.tf(Text::PresentRanked, &[("n", &count(standings.units)), ("when", &when)]);
    }
    let met = app.tf(Text::PresentMet, &[("n", &count(standings.met)), ("all", &count(standings.with_target))]);
    let missed = standings.missed + standings.partly;
    let mut parts = vec![met];
    if missed > 0 {
        parts.push(app.tf(Text::PresentMissed, &[("n", &count(missed))]));
    }
    if standings.open > 0 {
        parts.push(app.tf(Text::HeadlineUndecided, &[("n", &count(standings.open))]));
    }
    parts.join(", ")
}

fn points(app: App, hundredths: i64) -> String {
    let size = hundredths.abs();
    let n = number::value(Value::computed(size, size), Format::Points, app.style());
    app.tf(if hundredths < 0 { Text::PhoneRise } else { Text::PhoneDrop }, &[("points", &n)])
}

fn why(app: App, parts: Parts) -> String {
    let signed = |fall: i64| number::margin(Value::computed(-fall, -fall), Format::Points, app.style());
    let split = app.tf(Text::FxSplit, &[("poor", &signed(parts.poor)), ("households", &signed(parts.households))]);
    app.tf(Text::PresentUnit, &[("unit", &capital(&points(app, parts.whole))), ("what", &split)])
}

/// A part of the change in words, with its direction.
pub fn part(app: App, hundredths: i64) -> String {
    points(app, hundredths)
}

/// Verdict with its margin, "Vượt 244 hộ"; `None` without a target.
pub fn verdict(app: App, place: Place) -> Option<(Verdict, String)> {
    judged(app, place)?;
    let verdict = app.watch(|session| session.solution().verdict(place));
    // A target that nothing is known to judge by.
    let words = match verdict {
        Verdict::None => return Some((Verdict::Undecided, app.t(Text::VerdictUndecided).to_owned())),
        _ => results::gap(app, place),
    };
    let has_number = matches!(verdict, Verdict::Exceeded | Verdict::Missed);
    let about = has_number && sure(app, place, Field::GapHouseholds) == Certainty::Inferred;
    Some((verdict, if about { app.tf(Text::PresentAbout, &[("n", &words)]) } else { words }))
}

/// The figures beside the large one, a line each; what is not known has no line.
pub fn lines(app: App, place: Place) -> Vec<String> {
    let figure = |field| figure(app, place, field);
    let mut lines = Vec::new();
    if app.watch(|session| session.solution().judgement(place)).is_some() {
        lines.push(results::against_target(app, place));
    }
    if let Some(rate) = figure(Field::RatePrev) {
        let households = value(app, place, Field::DropHouseholds);
        let key = match (households.lo.signum(), households.hi.signum()) {
            (0, 0) => Text::HeadlineSameSub,
            (1, 1) => Text::HeadlineDropSub,
            (-1, -1) => Text::HeadlineRiseSub,
            _ => Text::PresentFrom,
        };
        lines.push(match figure(Field::DropHouseholds) {
            Some(n) => app.tf(key, &[("rate", &rate), ("n", &n)]),
            None => app.tf(Text::PresentFrom, &[("rate", &rate)]),
        });
    }
    match (figure(Field::PoorNow), figure(Field::HouseholdsNow)) {
        (Some(poor), Some(households)) => {
            lines.push(app.tf(Text::HeadlineRateSub, &[("poor", &poor), ("households", &households)]));
        }
        (None, None) if !sure(app, place, Field::RateNow).is_shown() && place == Place::Area => {
            lines.extend(so_far(app))
        }
        _ => {}
    }
    lines
}

/// "mới có 7 trên 8 đơn vị", or what to type first.
fn so_far(app: App) -> Option<String> {
    let (some, of) = app.watch(|session| {
        let of = |field| session.solution().coverage(Place::Area, field);
        let (poor, households) = (of(Field::PoorNow), of(Field::HouseholdsNow));
        (poor.known.min(households.known), poor.of)
    });
    if sure(app, Place::Area, Field::RateNow) == Certainty::Conflict {
        return None;
    }
    let count = |n: u32| app.count_text(n as usize);
    Some(match some {
        0 => app.t(Text::HeadlineRateMissing).to_owned(),
        some => app.tf(Text::HeadlinePartial, &[("n", &count(some)), ("all", &count(of))]),
    })
}

/// The short date of a chart's mark: a year, or the day where the two dates are not both at the end of different years.
pub fn mark_dates(app: App) -> [String; 2] {
    let (span, ends) = app.watch(|session| {
        let span = session.span();
        let date = |id| session.workbook().period(id).map(|period| period.date);
        let dates = [span.prev.and_then(date), date(span.now)];
        (span, dates.iter().flatten().all(|date| date.is_year_end()))
    });
    let short = |id| if ends { period_year(app, id) } else { period_title(app, id) };
    [span.prev.map(short).unwrap_or_default(), short(span.now)]
}

/// What a chart of one place shows, in words.
pub fn lane(app: App, place: Place) -> String {
    let unit = name(app, place);
    let rate = |field| figure(app, place, field).unwrap_or_default();
    let (prev, now) = (rate(Field::RatePrev), rate(Field::RateNow));
    if sure(app, place, Field::RateNow) == Certainty::Conflict {
        return app.tf(Text::PresentConflictOf, &[("unit", &unit)]);
    }
    results::chart_row(app, place, &unit, [&prev, &now])
}

/// What the marks beside figures of these places mean: made up, inferred.
pub fn remarks(app: App, places: &[Place], fields: &[Field]) -> Vec<String> {
    let (sample, inferred) = app.watch(|session| {
        let all = places.iter();
        let inferred = all
            .clone()
            .any(|place| fields.iter().any(|field| certainty(session, *place, *field) == Certainty::Inferred));
        (places.iter().any(|place| session.is_illustrative(*place)), inferred)
    });
    let mut remarks = Vec::new();
    if sample {
        remarks.push(app.t(Text::PresentSample).to_owned());
    }
    if inferred {
        remarks.push(app.t(Text::PresentInferred).to_owned());
    }
    remarks
}

/// Whether figures of a unit are made up, which a star says beside its name.
pub fn is_starred(app: App, id: UnitId) -> bool {
    app.watch(|session| session.is_illustrative(Place::Unit(id)))
}
