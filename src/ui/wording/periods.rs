//! Dates, statuses and standards in words.

use crate::core::names::capital;
use crate::core::period::{Date, PeriodId, Status};
use crate::i18n::Text;
use crate::ui::app::App;

fn date_of(app: App, id: PeriodId) -> Option<Date> {
    app.watch(|session| session.workbook().period(id).map(|period| period.date))
}

/// Day and month as officials write them: days under 10 and the months 1 and 2 with a zero.
pub fn day_text(date: Date) -> String {
    let zero = |number: u8, below: u8| if number < below { format!("0{number}") } else { number.to_string() };
    format!("{}/{}/{}", zero(date.day, 10), zero(date.month, 3), date.year)
}

/// "cuối 2023", or "ngày 30/6/2016".
pub fn period_when(app: App, id: PeriodId) -> String {
    date_of(app, id).map(|date| date_when(app, date)).unwrap_or_default()
}

/// The same of a date.
pub fn date_when(app: App, date: Date) -> String {
    if date.is_year_end() {
        app.tf(Text::PeriodEnd, &[("year", &date.year.to_string())])
    } else {
        app.tf(Text::PeriodDay, &[("date", &day_text(date))])
    }
}

/// The same as a heading.
pub fn period_title(app: App, id: PeriodId) -> String {
    capital(&period_when(app, id))
}

pub fn period_year(app: App, id: PeriodId) -> String {
    date_of(app, id).map(|date| date.year.to_string()).unwrap_or_default()
}

/// The name of a status: "số chính thức".
pub const fn status_name(status: Status) -> Text {
    match status {
        Status::Plan => Text::StatusPlan,
        Status::Preliminary => Text::StatusPreliminary,
        Status::Official => Text::StatusOfficial,
        Status::Revised => Text::StatusRevised,
    }
}

/// "Cuối 2022 → cuối 2023 · chuẩn 2022–2025 · số chính thức".
pub fn context(app: App) -> String {
    let (span, standard, status) = app.watch(|session| {
        let span = session.span();
        let now = session.workbook().period(span.now);
        (span, now.map(|now| now.standard), now.map(|now| now.status))
    });
    let now = period_when(app, span.now);
    let mut parts = vec![match span.prev {
        Some(prev) => app.tf(Text::ContextSpan, &[("prev", &period_title(app, prev)), ("now", &now)]),
        None => capital(&now),
    }];
    parts.extend(standard.map(|standard| app.tf(Text::ContextStandard, &[("years", standard.years())])));
    parts.extend(status.map(|status| app.t(status_name(status)).to_owned()));
    parts.join(" · ")
}

/// Reads `31/12/2023`, or a year alone for its end.
pub fn read_date(text: &str) -> Option<Date> {
    let mut parts = text.trim().split(['/', '-', '.']).map(|part| part.trim().parse::<i16>());
    let (first, second, third) = (parts.next()?.ok()?, parts.next(), parts.next());
    let date = match (second, third, parts.next()) {
        (None, None, None) => Date::year_end(first),
        (Some(Ok(month)), Some(Ok(year)), None) => {
            Date { year, month: u8::try_from(month).ok()?, day: u8::try_from(first).ok()? }
        }
        _ => return None,
    };
    date.is_valid().then_some(date)
}
