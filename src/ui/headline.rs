//! The four results everybody asks for first.

use leptos::prelude::*;

use super::app::{App, use_app};
use super::icons::{Icon, IconView};
use super::metric::{Gap, Metric, Show, sentence};
use super::wording;
use crate::core::field::Field;
use crate::core::unit::Place;
use crate::core::verdict::Verdict;
use crate::i18n::Text;

#[component]
pub fn Headline() -> impl IntoView {
    let app = use_app();
    view! {
        <section class="headline" aria-label=move || app.t(Text::Headline)>
            <Rate/>
            <Drop/>
            <Against/>
            <Units/>
        </section>
    }
}

fn figure(field: Field) -> Gap {
    Gap::Figure(field, Show::Plain)
}

fn size(field: Field) -> Gap {
    Gap::Figure(field, Show::Size)
}

fn known(app: &App, field: Field) -> bool {
    app.watch(|session| session.solution().value(Place::Area, field).is_known())
}

/// Sign of the area's value: −1, 0, 1; `None` when unknown or not yet certain.
fn sign(app: &App, field: Field) -> Option<i64> {
    app.watch(|session| {
        let value = session.solution().value(Place::Area, field);
        (value.is_known() && value.lo.signum() == value.hi.signum()).then(|| value.lo.signum())
    })
}

#[component]
fn Rate() -> impl IntoView {
    let app = use_app();
    let rate = Memo::new(move |_| known(&app, Field::RateNow));
    let coverage = Memo::new(move |_| {
        app.watch(|session| {
            let solution = session.solution();
            let poor = solution.coverage(Place::Area, Field::PoorNow);
            let households = solution.coverage(Place::Area, Field::HouseholdsNow);
            (poor.known.min(households.known) as usize, poor.of as usize)
        })
    });
    let label = move || {
        let when = wording::period_when(&app, app.watch(|session| session.span().now));
        app.tf(Text::HeadlineRate, &[("when", &when)])
    };
    let sub = move || {
        let (known, of) = coverage.get();
        if rate.get() {
            let gaps = [("poor", figure(Field::PoorNow)), ("households", figure(Field::HouseholdsNow))];
            sentence(&app, Text::HeadlineRateSub, &gaps)
        } else if known > 0 && known < of {
            let (known, of) = (app.count_text(known), app.count_text(of));
            sentence(&app, Text::HeadlinePartial, &[("n", Gap::Words(known)), ("all", Gap::Words(of))])
        } else {
            sentence(&app, Text::HeadlineRateMissing, &[])
        }
    };
    view! {
        <div class="result">
            <span class="label">{label}</span>
            <span class="value"><Metric field=Field::RateNow/>{move || rate.get().then_some("\u{a0}%")}</span>
            <span class="sub">{sub}</span>
        </div>
    }
}

#[component]
fn Drop() -> impl IntoView {
    let app = use_app();
    let has_points = Memo::new(move |_| known(&app, Field::DropPoints));
    let direction = Memo::new(move |_| (sign(&app, Field::DropPoints), sign(&app, Field::DropHouseholds)));
    let label = move || match direction.get().0 {
        Some(-1) => app.t(Text::HeadlineRise),
        _ => app.t(Text::HeadlineDrop),
    };
    let sub = move || {
        if !known(&app, Field::RatePrev) || !known(&app, Field::DropHouseholds) {
            return sentence(&app, Text::HeadlineDropMissing, &[]);
        }
        let key = match direction.get().1 {
            Some(0) => Text::HeadlineSameSub,
            Some(-1) => Text::HeadlineRiseSub,
            _ => Text::HeadlineDropSub,
        };
        sentence(&app, key, &[("rate", figure(Field::RatePrev)), ("n", size(Field::DropHouseholds))])
    };
    view! {
        <div class="result">
            <span class="label">{label}</span>
            <span class="value">
                <Metric field=Field::DropPoints show=Show::Size/>
                {move || has_points.get().then(|| view! { <small>{move || app.t(Text::Points)}</small> })}
            </span>
            <span class="sub">{sub}</span>
        </div>
    }
}

#[component]
fn Against() -> impl IntoView {
    let app = use_app();
    let verdict = Memo::new(move |_| app.watch(|session| session.solution().verdict(Place::Area)));
    let points = Memo::new(move |_| sign(&app, Field::GapPoints));
    let households = Memo::new(move |_| sign(&app, Field::GapHouseholds));
    let label = move || wording::against_target(&app);
    let class = move || match verdict.get() {
        Verdict::Exceeded | Verdict::Met => "value met",
        Verdict::Missed | Verdict::MetByRateOnly | Verdict::MetByHouseholdsOnly => "value missed",
        Verdict::Conflict => "value missed",
        _ => "value",
    };
    let icon = move || match verdict.get() {
        Verdict::Exceeded | Verdict::Met => Some(Icon::Met),
        Verdict::Missed | Verdict::MetByRateOnly | Verdict::MetByHouseholdsOnly => Some(Icon::Missed),
        Verdict::Conflict => Some(Icon::Conflict),
        _ => None,
    };
    let gap = move || match (verdict.get(), points.get()) {
        (Verdict::None, _) | (_, None) => ().into_any(),
        (_, Some(_)) => {
            view! { " " <Metric field=Field::GapPoints show=Show::Size/> <small>{move || app.t(Text::Points)}</small> }
                .into_any()
        }
    };
    let word = move || match (verdict.get(), points.get()) {
        (Verdict::Missed, Some(-1)) => app.t(Text::ShortWord),
        (verdict, _) => wording::verdict_word(verdict, app.lang.get()),
    };
    let sub = move || match (verdict.get(), households.get()) {
        (Verdict::None, _) => sentence(&app, Text::HeadlineTargetMissing, &[]),
        (Verdict::MetByRateOnly, _) => sentence(&app, Text::VerdictMetByRateOnlyLong, &[]),
        (Verdict::MetByHouseholdsOnly, _) => sentence(&app, Text::VerdictMetByHouseholdsOnlyLong, &[]),
        (_, Some(1)) => sentence(&app, Text::HeadlineBelow, &[("n", size(Field::GapHouseholds))]),
        (_, Some(-1)) => sentence(&app, Text::HeadlineAbove, &[("n", size(Field::GapHouseholds))]),
        (_, Some(_)) => sentence(&app, Text::HeadlineLevel, &[]),
        (_, None) => sentence(&app, Text::VerdictUndecidedLong, &[]),
    };
    view! {
        <div class="result">
            <span class="label">{label}</span>
            <span class=class>
                <span class="mark">{move || icon().map(|icon| view! { <IconView icon=icon/> })}</span>
                <span data-metric="verdict" data-verdict=move || verdict.get().key() data-value=move || verdict.get().key()>{word}</span>
                {gap}
            </span>
            <span class="sub">{sub}</span>
        </div>
    }
}

/// How many missed units are named before "and … more".
const NAMED: usize = 3;

#[component]
fn Units() -> impl IntoView {
    let app = use_app();
    let counts = Memo::new(move |_| {
        app.watch(|session| {
            let standings = session.solution().standings();
            (standings.met as usize, standings.with_target as usize)
        })
    });
    let missed = Memo::new(move |_| wording::missed_units(&app, NAMED));
    view! {
        <div class="result">
            <span class="label">{move || app.t(Text::HeadlineUnits)}</span>
            <span class="value">
                {move || match counts.get() {
                    (_, 0) => view! { <span>{app.t(Text::Unknown)}</span> }.into_any(),
                    (met, all) => {
                        let of = app.tf(Text::HeadlineOf, &[("n", &app.count_text(all))]);
                        view! {
                            <span data-metric="units_met" data-value=met data-of=all>{app.count_text(met)}</span>
                            <small class="mut">{of}</small>
                        }.into_any()
                    }
                }}
            </span>
            <span class="sub">
                {move || match (counts.get(), missed.get()) {
                    ((_, 0), _) => app.t(Text::HeadlineTargetMissing).into_any(),
                    (_, names) if names.is_empty() => app.t(Text::HeadlineAllMet).into_any(),
                    (_, names) => view! { <span class="missed">{app.t(Text::HeadlineMissed)}</span> " " {names} }.into_any(),
                }}
            </span>
        </div>
    }
}

/// The headline on a phone.
#[component]
pub fn PhoneHeadline() -> impl IntoView {
    let app = use_app();
    let rate = Memo::new(move |_| known(&app, Field::RateNow));
    let label = move || {
        let when = wording::period_when(&app, app.watch(|session| session.span().now));
        app.tf(Text::HeadlineRate, &[("when", &when)])
    };
    let drop = move || {
        let key = if sign(&app, Field::DropPoints) == Some(-1) { Text::PhoneRise } else { Text::PhoneDrop };
        known(&app, Field::DropPoints).then(|| sentence(&app, key, &[("points", size(Field::DropPoints))]))
    };
    let verdict = Memo::new(move |_| app.watch(|session| session.solution().verdict(Place::Area)));
    let gap = Memo::new(move |_| wording::gap(&app, Place::Area));
    let units = move || {
        let standings = app.watch(|session| session.solution().standings());
        (standings.with_target > 0).then(|| {
            let (met, all) = (app.count_text(standings.met as usize), app.count_text(standings.with_target as usize));
            app.tf(Text::PhoneUnitsMet, &[("n", &met), ("all", &all)])
        })
    };
    view! {
        <section class="hero" aria-label=move || app.t(Text::Headline)>
            <div>
                <p class="label">{label}</p>
                <p class="big"><Metric field=Field::RateNow/>{move || rate.get().then_some("\u{a0}%")}</p>
            </div>
            <div class="side">
                <p>{drop}</p>
                <p class="verdict" data-metric="verdict" data-verdict=move || verdict.get().key() data-value=move || verdict.get().key()>
                    {move || gap.get()}
                </p>
                <p>{units}</p>
            </div>
        </section>
    }
}
