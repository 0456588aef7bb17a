//! The four results everybody asks for first.

use super::app::App;
use super::dom::{El, div, el, span};
use super::icons::{Icon, icon};
use super::metric::{Gap, Line, Show, metric, sentence};
use super::wording;
use crate::codec::number;
use crate::core::field::Field;
use crate::core::unit::Place;
use crate::core::verdict::Verdict;
use crate::i18n::{Lang, Text};

pub fn headline(app: App) -> El {
    el("section", "headline")
        .attr_tr(app, "aria-label", Text::Headline)
        .child(rate(app))
        .child(drop_block(app))
        .child(against(app))
        .child(units(app))
}

fn figure(field: Field) -> Gap {
    Gap::Figure(field, Show::Plain)
}

fn size(field: Field) -> Gap {
    Gap::Figure(field, Show::Size)
}

fn known(app: App, field: Field) -> bool {
    app.watch(|session| session.solution().value(Place::Area, field).is_known())
}

/// Sign of the area's value: −1, 0, 1; `None` when unknown or not yet certain.
fn sign(app: App, field: Field) -> Option<i64> {
    app.watch(|session| {
        let value = session.solution().value(Place::Area, field);
        (value.is_known() && value.lo.signum() == value.hi.signum()).then(|| value.lo.signum())
    })
}

fn is_of_sums(app: App, field: Field) -> bool {
    app.watch(|session| session.solution().is_of_sums(Place::Area, field))
}

fn verdict(app: App) -> Verdict {
    app.watch(|session| session.solution().verdict(Place::Area))
}

fn block(label: impl Fn() -> String + 'static, value: El, sub: El) -> El {
    div("result").child(span("label").live_text(label)).child(value).child(sub)
}

/// The line under a result: built when another sentence is due; the figures in it follow by themselves.
fn sub(app: App, line: impl Fn() -> Line + 'static) -> El {
    span("sub").live_by(move || (app.lang.get(), line()), move |(_, (key, gaps))| sentence(app, *key, gaps))
}

fn rate_label(app: App) -> String {
    let when = wording::period_when(app, app.watch(|session| session.span().now));
    app.tf(Text::HeadlineRate, &[("when", &when)])
}

/// The sign after a rate that is there.
fn percent_sign(app: App) -> impl Fn() -> String {
    move || if known(app, Field::RateNow) { number::percent("", app.style()) } else { String::new() }
}

fn rate(app: App) -> El {
    let line = move || {
        if known(app, Field::RateNow) {
            if is_of_sums(app, Field::RateNow) {
                let used = |field: Field| {
                    let value = app.watch(|session| session.solution().used(Place::Area, field));
                    Gap::Words(number::value(value, field.format(), app.style()))
                };
                let gaps = vec![("poor", used(Field::PoorNow)), ("households", used(Field::HouseholdsNow))];
                return (Text::HeadlineRateOfSums, gaps);
            }
            if !known(app, Field::PoorNow) || !known(app, Field::HouseholdsNow) {
                return (Text::HeadlineRateAlone, Vec::new());
            }
            let gaps = vec![("poor", figure(Field::PoorNow)), ("households", figure(Field::HouseholdsNow))];
            return (Text::HeadlineRateSub, gaps);
        }
        how_far(app, NOW).unwrap_or((Text::HeadlineRateMissing, Vec::new()))
    };
    let value = span("value").child(metric(app, Field::RateNow, Show::Plain)).live_text(percent_sign(app));
    block(move || rate_label(app), value, sub(app, line))
}

/// The counts of a period's rate, and how to say of how many units there are any.
const NOW: ([Field; 2], Text) = ([Field::PoorNow, Field::HouseholdsNow], Text::HeadlinePartial);
const PREV: ([Field; 2], Text) = ([Field::PoorPrev, Field::HouseholdsPrev], Text::HeadlineDropPartial);

/// "mới có 7 trên 8 đơn vị", where some are there and some are not.
fn how_far(app: App, (counts, key): ([Field; 2], Text)) -> Option<Line> {
    let (some, of) = app.watch(|session| {
        let [poor, households] = counts.map(|field| session.solution().coverage(Place::Area, field));
        (poor.known.min(households.known), poor.of)
    });
    let words = |n: u32| Gap::Words(app.count_text(n as usize));
    (some > 0 && some < of).then(|| (key, vec![("n", words(some)), ("all", words(of))]))
}

fn drop_block(app: App) -> El {
    let label = move || {
        let rises = sign(app, Field::DropPoints) == Some(-1);
        app.t(if rises { Text::HeadlineRise } else { Text::HeadlineDrop }).to_owned()
    };
    let line = move || {
        if !known(app, Field::RatePrev) {
            return how_far(app, PREV).unwrap_or((Text::HeadlineDropMissing, Vec::new()));
        }
        if !known(app, Field::DropHouseholds) {
            if known(app, Field::DropPoints) {
                return (Text::HeadlineDropFrom, vec![("rate", figure(Field::RatePrev))]);
            }
            return how_far(app, NOW).unwrap_or((Text::HeadlineDropNowMissing, Vec::new()));
        }
        let key = match sign(app, Field::DropHouseholds) {
            Some(0) => Text::HeadlineSameSub,
            Some(-1) => Text::HeadlineRiseSub,
            _ => Text::HeadlineDropSub,
        };
        (key, vec![("rate", figure(Field::RatePrev)), ("n", size(Field::DropHouseholds))])
    };
    let unit = move || if known(app, Field::DropPoints) { app.t(Text::Points).to_owned() } else { String::new() };
    let points = metric(app, Field::DropPoints, Show::Size);
    let value = span("value").child(points).text(" ").child(el("small", "").live_text(unit));
    block(label, value, sub(app, line))
}

fn against(app: App) -> El {
    let word = move || match (verdict(app), sign(app, Field::GapPoints)) {
        (Verdict::Missed, Some(-1)) => app.t(Text::ShortWord).to_owned(),
        (Verdict::Exceeded, Some(1)) => app.t(Text::OverWord).to_owned(),
        (Verdict::None, _) => app.t(Text::Unknown).to_owned(),
        (verdict, _) => wording::verdict_word(verdict, app.lang.get()).to_owned(),
    };
    // A margin without a sign would say nothing; one of a verdict that is open would say too much.
    let has_gap = move || {
        matches!(
            (verdict(app), sign(app, Field::GapPoints)),
            (Verdict::Missed, Some(-1)) | (Verdict::Exceeded, Some(1))
        )
    };
    let gap = move |has_gap: &bool| {
        if !has_gap {
            return Vec::new();
        }
        let points = metric(app, Field::GapPoints, Show::Size);
        vec![span("").text("\u{a0}"), points, span("").text(" "), el("small", "").tr(app, Text::Points)]
    };
    let line = move || {
        let plain = |key: Text| (key, Vec::new());
        let with_gap = |key: Text| (key, vec![("n", size(Field::GapHouseholds))]);
        match (verdict(app), sign(app, Field::GapHouseholds)) {
            (Verdict::None, _) if app.watch(|session| session.solution().target(Place::Area).is_some()) => {
                plain(Text::VerdictUndecidedLong)
            }
            (Verdict::None, _) => plain(Text::HeadlineTargetMissing),
            (Verdict::MetByRateOnly, _) => plain(Text::VerdictMetByRateOnlyLong),
            (Verdict::MetByHouseholdsOnly, _) => plain(Text::VerdictMetByHouseholdsOnlyLong),
            (Verdict::Conflict, _) => plain(Text::VerdictConflictLong),
            (_, Some(1)) => with_gap(Text::HeadlineBelow),
            (_, Some(-1)) => with_gap(Text::HeadlineAbove),
            (_, Some(_)) => plain(Text::HeadlineLevel),
            (_, None) => plain(Text::VerdictUndecidedLong),
        }
    };
    let key = move || Some(verdict(app).key().to_owned());
    let class = move || Some(["value ", look(verdict(app)).0].concat());
    let mark = |image: &Option<Icon>| image.map(icon).into_iter().collect();
    let value = el("span", "")
        .live_attr("class", class)
        .child(span("mark").live_by(move || look(verdict(app)).1, mark))
        .child(
            span("")
                .attr("data-metric", "verdict")
                .live_attr("data-value", key)
                .live_attr("data-verdict", key)
                .live_text(word),
        )
        .live_by(has_gap, gap);
    block(move || wording::against_target(app, Place::Area), value, sub(app, line))
}

/// Colour and mark of a verdict.
const fn look(verdict: Verdict) -> (&'static str, Option<Icon>) {
    match verdict {
        Verdict::Exceeded | Verdict::Met => ("met", Some(Icon::Met)),
        Verdict::Missed => ("missed", Some(Icon::Missed)),
        Verdict::MetByRateOnly | Verdict::MetByHouseholdsOnly => ("caution", Some(Icon::Caution)),
        Verdict::Conflict => ("missed", Some(Icon::Conflict)),
        Verdict::Undecided => ("caution", Some(Icon::Range)),
        Verdict::None => ("", None),
    }
}

/// How many missed units are named before "and … more".
const NAMED: usize = 3;

fn units(app: App) -> El {
    let counts = move || {
        app.watch(|session| {
            let standings = session.solution().standings();
            (standings.met as usize, standings.with_target as usize, standings.missed as usize, standings.open as usize)
        })
    };
    let met = move || counts().0;
    let value = move |any: &bool| {
        if !any {
            return vec![span("mut").tr(app, Text::Unknown)];
        }
        let of = move || app.tf(Text::HeadlineOf, &[("n", &app.count_text(counts().1))]);
        let figure = span("metric")
            .attr("data-metric", "units_met")
            .live_attr("data-value", move || Some(met().to_string()))
            .live_text(move || app.count_text(met()));
        vec![figure, span("").text(" "), el("small", "mut").live_text(of)]
    };
    let value = span("value").live_by(move || counts().1 > 0, value);
    // `None`: the missed units by name.
    let line = move || match counts() {
        (_, 0, ..) => Some((Text::HeadlineTargetMissing, Vec::new())),
        (met, all, ..) if met == all => Some((Text::HeadlineAllMet, Vec::new())),
        (_, _, 0, open) if open > 0 => Some((Text::HeadlineUndecided, vec![("n", Gap::Words(app.count_text(open)))])),
        _ => None,
    };
    let sub = move |(_, line): &(Lang, Option<Line>)| match line {
        Some((key, gaps)) => sentence(app, *key, gaps),
        None => vec![
            span("missed").tr(app, Text::HeadlineMissed),
            span("").text(" ").live_text(move || wording::missed_units(app, NAMED)),
        ],
    };
    let sub = span("sub").live_by(move || (app.lang.get(), line()), sub);
    block(move || app.t(Text::HeadlineUnits).to_owned(), value, sub)
}

/// The headline on a phone.
pub fn phone_headline(app: App) -> El {
    let change = move || {
        let rises = sign(app, Field::DropPoints) == Some(-1);
        known(app, Field::DropPoints).then_some(if rises { Text::PhoneRise } else { Text::PhoneDrop })
    };
    let drop = move |(_, change): &(Lang, Option<Text>)| match change {
        Some(key) => sentence(app, *key, &[("points", size(Field::DropPoints))]),
        None => Vec::new(),
    };
    let units = move || {
        let (met, all) = app.watch(|session| {
            let standings = session.solution().standings();
            (standings.met as usize, standings.with_target as usize)
        });
        if all == 0 {
            return String::new();
        }
        app.tf(Text::PhoneUnitsMet, &[("n", &app.count_text(met)), ("all", &app.count_text(all))])
    };
    let key = move || Some(verdict(app).key().to_owned());
    let rate = div("")
        .child(el("p", "label").live_text(move || rate_label(app)))
        .child(el("p", "big").child(metric(app, Field::RateNow, Show::Plain)).live_text(percent_sign(app)));
    let gap = el("p", "verdict")
        .attr("data-metric", "verdict")
        .live_attr("data-verdict", key)
        .live_attr("data-value", key)
        .live_text(move || wording::gap(app, Place::Area));
    let side = div("side")
        .child(el("p", "").live_by(move || (app.lang.get(), change()), drop))
        .child(gap)
        .child(el("p", "").live_text(units));
    el("section", "hero").attr_tr(app, "aria-label", Text::Headline).child(rate).child(side)
}
