//! The four results everybody asks for first.

use super::app::App;
use super::dom::{El, div, el, span};
use super::icons::{Icon, icon};
use super::metric::{Gap, Show, metric, sentence};
use super::wording;
use crate::core::field::Field;
use crate::core::unit::Place;
use crate::core::verdict::Verdict;
use crate::i18n::Text;

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

fn verdict(app: App) -> Verdict {
    app.watch(|session| session.solution().verdict(Place::Area))
}

fn block(label: impl Fn() -> String + 'static, value: El, sub: impl Fn() -> Vec<El> + 'static) -> El {
    div("result").child(span("label").live_text(label)).child(value).child(span("sub").live(sub))
}

fn rate_label(app: App) -> String {
    let when = wording::period_when(app, app.watch(|session| session.span().now));
    app.tf(Text::HeadlineRate, &[("when", &when)])
}

/// The sign after a rate that is there.
fn percent_sign(app: App) -> impl Fn() -> String {
    move || if known(app, Field::RateNow) { "\u{a0}%".to_owned() } else { String::new() }
}

fn rate(app: App) -> El {
    let sub = move || {
        if known(app, Field::RateNow) {
            let gaps = [("poor", figure(Field::PoorNow)), ("households", figure(Field::HouseholdsNow))];
            return sentence(app, Text::HeadlineRateSub, &gaps);
        }
        how_far(app)
    };
    let value = span("value").child(metric(app, Field::RateNow, Show::Plain)).live_text(percent_sign(app));
    block(move || rate_label(app), value, sub)
}

/// "mới có 7 trên 8 đơn vị", or what to type first.
fn how_far(app: App) -> Vec<El> {
    let (some, of) = app.watch(|session| {
        let of = |field| session.solution().coverage(Place::Area, field);
        let (poor, households) = (of(Field::PoorNow), of(Field::HouseholdsNow));
        (poor.known.min(households.known), poor.of)
    });
    if some == 0 || some >= of {
        return sentence(app, Text::HeadlineRateMissing, &[]);
    }
    let words = |n: u32| Gap::Words(app.count_text(n as usize));
    sentence(app, Text::HeadlinePartial, &[("n", words(some)), ("all", words(of))])
}

fn drop_block(app: App) -> El {
    let label = move || {
        let rises = sign(app, Field::DropPoints) == Some(-1);
        app.t(if rises { Text::HeadlineRise } else { Text::HeadlineDrop }).to_owned()
    };
    let sub = move || {
        if !known(app, Field::RatePrev) {
            return sentence(app, Text::HeadlineDropMissing, &[]);
        }
        if !known(app, Field::DropHouseholds) {
            return how_far(app);
        }
        let key = match sign(app, Field::DropHouseholds) {
            Some(0) => Text::HeadlineSameSub,
            Some(-1) => Text::HeadlineRiseSub,
            _ => Text::HeadlineDropSub,
        };
        sentence(app, key, &[("rate", figure(Field::RatePrev)), ("n", size(Field::DropHouseholds))])
    };
    let unit = move || if known(app, Field::DropPoints) { app.t(Text::Points).to_owned() } else { String::new() };
    let points = metric(app, Field::DropPoints, Show::Size);
    let value = span("value").child(points).text(" ").child(el("small", "").live_text(unit));
    block(label, value, sub)
}

fn against(app: App) -> El {
    let word = move || match (verdict(app), sign(app, Field::GapPoints)) {
        (Verdict::Missed, Some(-1)) => app.t(Text::ShortWord).to_owned(),
        (Verdict::Exceeded, Some(1)) => app.t(Text::OverWord).to_owned(),
        (Verdict::None, _) => app.t(Text::Unknown).to_owned(),
        (verdict, _) => wording::verdict_word(verdict, app.lang.get()).to_owned(),
    };
    let gap = move || {
        // A margin without a sign would say nothing; one of a verdict that is open would say too much.
        if !matches!(
            (verdict(app), sign(app, Field::GapPoints)),
            (Verdict::Missed, Some(-1)) | (Verdict::Exceeded, Some(1))
        ) {
            return Vec::new();
        }
        let points = metric(app, Field::GapPoints, Show::Size);
        vec![span("").text("\u{a0}"), points, span("").text(" "), el("small", "").tr(app, Text::Points)]
    };
    let sub = move || match (verdict(app), sign(app, Field::GapHouseholds)) {
        (Verdict::None, _) if app.watch(|session| session.solution().target(Place::Area).is_some()) => {
            sentence(app, Text::VerdictUndecidedLong, &[])
        }
        (Verdict::None, _) => sentence(app, Text::HeadlineTargetMissing, &[]),
        (Verdict::MetByRateOnly, _) => sentence(app, Text::VerdictMetByRateOnlyLong, &[]),
        (Verdict::MetByHouseholdsOnly, _) => sentence(app, Text::VerdictMetByHouseholdsOnlyLong, &[]),
        (Verdict::Conflict, _) => sentence(app, Text::VerdictConflictLong, &[]),
        (_, Some(1)) => sentence(app, Text::HeadlineBelow, &[("n", size(Field::GapHouseholds))]),
        (_, Some(-1)) => sentence(app, Text::HeadlineAbove, &[("n", size(Field::GapHouseholds))]),
        (_, Some(_)) => sentence(app, Text::HeadlineLevel, &[]),
        (_, None) => sentence(app, Text::VerdictUndecidedLong, &[]),
    };
    let key = move || Some(verdict(app).key().to_owned());
    let (class, mark) = (
        move || Some(["value ", look(verdict(app)).0].concat()),
        move || look(verdict(app)).1.map(icon).into_iter().collect(),
    );
    let value = el("span", "")
        .live_attr("class", class)
        .child(span("mark").live(mark))
        .child(
            span("")
                .attr("data-metric", "verdict")
                .live_attr("data-value", key)
                .live_attr("data-verdict", key)
                .live_text(word),
        )
        .live(gap);
    block(move || wording::against_target(app), value, sub)
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
    let value = move || {
        let (met, all, ..) = counts();
        if all == 0 {
            return vec![span("").tr(app, Text::Unknown)];
        }
        let of = app.tf(Text::HeadlineOf, &[("n", &app.count_text(all))]);
        let figure = span("metric")
            .attr("data-metric", "units_met")
            .attr("data-value", &met.to_string())
            .text(&app.count_text(met));
        vec![figure, span("").text(" "), el("small", "mut").text(&of)]
    };
    let sub = move || match counts() {
        (_, 0, ..) => sentence(app, Text::HeadlineTargetMissing, &[]),
        (met, all, ..) if met == all => sentence(app, Text::HeadlineAllMet, &[]),
        (_, _, 0, open) if open > 0 => {
            sentence(app, Text::HeadlineUndecided, &[("n", Gap::Words(app.count_text(open)))])
        }
        _ => vec![
            span("missed").tr(app, Text::HeadlineMissed),
            span("").text(" ").text(&wording::missed_units(app, NAMED)),
        ],
    };
    block(move || app.t(Text::HeadlineUnits).to_owned(), span("value").live(value), sub)
}

/// The headline on a phone.
pub fn phone_headline(app: App) -> El {
    let drop = move || {
        let rises = sign(app, Field::DropPoints) == Some(-1);
        if !known(app, Field::DropPoints) {
            return Vec::new();
        }
        sentence(app, if rises { Text::PhoneRise } else { Text::PhoneDrop }, &[("points", size(Field::DropPoints))])
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
    let side = div("side").child(el("p", "").live(drop)).child(gap).child(el("p", "").live_text(units));
    el("section", "hero").attr_tr(app, "aria-label", Text::Headline).child(rate).child(side)
}
