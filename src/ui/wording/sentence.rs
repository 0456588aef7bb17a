//! The sentence for the report, in the style officials use.

use crate::codec::number;
use crate::core::field::{Field, Format};
use crate::core::names::uncapital;
use crate::core::quantity::Value;
use crate::core::unit::Place;
use crate::i18n::Text;
use crate::ui::app::App;

use super::{periods, place};

/// "Cuối năm 2023, toàn tỉnh có 18.067 hộ nghèo …"; `None` until the area's counts are known exactly.
pub fn report_sentence(app: App) -> Option<String> {
    let (span, dates) = app.watch(|session| {
        let span = session.span();
        let date = |id| session.workbook().period(id).map(|period| period.date);
        (span, (span.prev.and_then(date), date(span.now)))
    });
    let value = |field| app.read(|session| session.solution().value(Place::Area, field));
    let single = |field: Field| {
        let value: Value = value(field);
        // A sentence for a report states no figure that is in doubt.
        (value.state != crate::core::quantity::State::Conflict).then(|| value.single()).flatten()
    };
    let write = |number: i64, format: Format| number::value(Value::computed(number, number), format, app.style());
    let poor = write(single(Field::PoorNow)?, Format::Count);
    let total = single(Field::HouseholdsNow);
    let households = total.map(|total| write(total, Format::Count)).unwrap_or_default();
    let rate = write(single(Field::RateNow)?, Format::Percent);
    let area = uncapital_word(&place(app, Place::Area));
    let now = dates.1?;
    let year = now.year.to_string();
    let when = periods::period_when(app, span.now);
    let gaps = [
        ("year", year.as_str()),
        ("when", &when),
        ("area", &area),
        ("poor", &poor),
        ("households", &households),
        ("rate", &rate),
    ];
    let pick = |names: &[&str]| gaps.iter().copied().filter(|(name, _)| names.contains(name)).collect::<Vec<_>>();

    let change = change_words(app, single(Field::DropHouseholds), single(Field::DropPoints));
    let (Some(prev), Some(change)) = (dates.0, change) else {
        total?;
        return Some(if now.is_year_end() {
            app.tf(Text::SentenceYearEndAlone, &pick(&["year", "area", "poor", "households", "rate"]))
        } else {
            app.tf(Text::SentenceDayAlone, &pick(&["when", "area", "poor", "households", "rate"]))
        });
    };
    if now.is_year_end() && prev.is_year_end() {
        let before = prev.year.to_string();
        let mut gaps = pick(&["year", "area", "poor", "households", "rate"]);
        gaps.extend([("change", change.as_str()), ("prev", &before)]);
        // A total that is not known exactly is left out, not rounded off.
        let key = if total.is_some() { Text::SentenceYearEnd } else { Text::SentenceYearEndShort };
        return Some(app.tf(key, &gaps));
    }
    total?;
    let before = span.prev.map(|prev| periods::period_when(app, prev)).unwrap_or_default();
    let mut gaps = pick(&["when", "area", "poor", "households", "rate"]);
    gaps.extend([("change", change.as_str()), ("prev", &before)]);
    Some(app.tf(Text::SentenceDay, &gaps))
}

/// "giảm 2.214 hộ (giảm 2,76 điểm phần trăm)"; a rise is called a rise, and the two may go different ways.
fn change_words(app: App, households: Option<i64>, points: Option<i64>) -> Option<String> {
    let (households, points) = (households?, points?);
    let write =
        |number: i64, format: Format| number::value(Value::computed(number.abs(), number.abs()), format, app.style());
    let (n, p) = (write(households, Format::Count), write(points, Format::Points));
    Some(match (households.signum(), points.signum()) {
        (1, 1) => app.tf(Text::SentenceChangeDown, &[("n", &n), ("points", &p)]),
        (-1, -1) => app.tf(Text::SentenceChangeUp, &[("n", &n), ("points", &p)]),
        (h, r) => {
            let households = match h {
                1 => app.tf(Text::SentenceHouseholdsDown, &[("n", &n)]),
                -1 => app.tf(Text::SentenceHouseholdsUp, &[("n", &n)]),
                _ => app.t(Text::SentenceHouseholdsSame).into(),
            };
            let rate = match r {
                1 => app.tf(Text::SentenceRateDown, &[("points", &p)]),
                -1 => app.tf(Text::SentenceRateUp, &[("points", &p)]),
                _ => app.t(Text::SentenceRateSame).into(),
            };
            app.tf(Text::SentenceChangeSplit, &[("households", &households), ("rate", &rate)])
        }
    })
}

/// "Toàn tỉnh" begins small inside a sentence; a proper name such as "Bắc Kạn" stays.
fn uncapital_word(area: &str) -> String {
    const COMMON: [&str; 9] = ["The ", "Toàn", "Tỉnh", "Huyện", "Xã", "Phường", "Thành", "Thị", "Tổng"];
    if COMMON.iter().any(|word| area.starts_with(word)) { uncapital(area) } else { area.into() }
}
