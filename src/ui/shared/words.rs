//! Differences between two versions, in words.

use crate::codec::number::{self, Style};
use crate::core::compare::{Difference, Effect, Shift};
use crate::core::fact::{Fact, Figure};
use crate::core::measure::{Kind, Measure};
use crate::core::names::capital;
use crate::core::period::{Period, PeriodId};
use crate::core::quantity::round_half_up;
use crate::core::unit::{Place, Unit};
use crate::core::workbook::Workbook;
use crate::i18n::Text;
use crate::ui::app::App;
use crate::ui::wording;

/// One line of the comparison.
pub struct Words {
    /// The unit, tag, area or date.
    pub name: String,
    /// What of it.
    pub what: String,
    pub mine: String,
    pub theirs: String,
}

/// What a difference is, and what either side says.
pub fn difference(app: App, difference: Difference, mine: &Workbook, theirs: &Workbook) -> Words {
    let style = app.style();
    let figures = |workbook: &Workbook, place: Place| {
        let count = workbook.facts_of(place).len();
        app.tf(Text::CompareFigures, &[("n", &app.count_text(count))])
    };
    let only =
        |name: String, what: Text, mine: String, theirs: String| Words { name, what: app.t(what).into(), mine, theirs };
    match difference {
        Difference::Figure { mine: key, theirs: other } => {
            let period = mine.period(key.period).or_else(|| theirs.period(other.period));
            let text = |fact: Option<&Fact>| fact.map(|fact| fact_text(fact, key.measure, style)).unwrap_or_default();
            Words {
                name: place_name(app, mine, key.place),
                what: wording::of_group(app, key.group, measure_name(app, key.measure, period)),
                mine: text(mine.fact(key)),
                theirs: text(theirs.fact(other)),
            }
        }
        Difference::UnitTheirs(id) => {
            let place = Place::Unit(id);
            only(place_name(app, theirs, place), Text::CompareUnit, String::new(), figures(theirs, place))
        }
        Difference::UnitMine(id) => {
            let place = Place::Unit(id);
            only(place_name(app, mine, place), Text::CompareUnit, figures(mine, place), String::new())
        }
        Difference::Unit { mine: left, theirs: right } => match (mine.unit(left), theirs.unit(right)) {
            (Some(a), Some(b)) => unit(app, (a, mine), (b, theirs)),
            _ => only(String::new(), Text::CompareUnit, String::new(), String::new()),
        },
        Difference::PeriodTheirs(id) => {
            only(period_name(app, theirs, id), Text::ComparePeriod, String::new(), period_figures(app, theirs, id))
        }
        Difference::PeriodMine(id) => {
            only(period_name(app, mine, id), Text::ComparePeriod, period_figures(app, mine, id), String::new())
        }
        Difference::Period { mine: left, theirs: right } => {
            let about = |workbook: &Workbook, id| workbook.period(id).map(|period| about_period(app, period));
            let (a, b) = (about(mine, left).unwrap_or_default(), about(theirs, right).unwrap_or_default());
            only(period_name(app, mine, left), Text::ComparePeriodAbout, a, b)
        }
        Difference::TagTheirs(id) => only(
            place_name(app, theirs, Place::Tag(id)),
            Text::CompareTag,
            String::new(),
            figures(theirs, Place::Tag(id)),
        ),
        Difference::TagMine(id) => {
            only(place_name(app, mine, Place::Tag(id)), Text::CompareTag, figures(mine, Place::Tag(id)), String::new())
        }
        Difference::Heading => {
            let about = |workbook: &Workbook| {
                let heading = &workbook.heading;
                let area = wording::area_name(&heading.area, app.lang.get());
                let parts = [heading.title.as_str(), area, &heading.level, &heading.author].into_iter();
                parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
            };
            only(app.t(Text::FileDetails).into(), Text::CompareHeading, about(mine), about(theirs))
        }
    }
}

/// A typed figure with its unit of measure.
pub fn fact_text(fact: &Fact, measure: Measure, style: Style) -> String {
    let text = number::fact_text(fact, style);
    if measure.kind() == Kind::Rate && !text.contains('%') { number::percent(&text, style) } else { text }
}

/// A place of either workbook, as sentences name it.
pub fn place_name(app: App, workbook: &Workbook, place: Place) -> String {
    let name = match place {
        Place::Unit(id) => workbook.unit(id).map(|unit| unit.name.as_str()),
        Place::Tag(id) => workbook.tag(id).map(|tag| tag.name.as_str()),
        Place::Area => Some(workbook.heading.area.as_str()),
    };
    match (place, name.unwrap_or_default()) {
        (Place::Unit(_), "") => app.t(Text::UnitNew).into(),
        (_, name) => wording::place_name(place, name, app.lang.get()),
    }
}

/// "Hộ nghèo cuối 2023".
pub fn measure_name(app: App, measure: Measure, period: Option<&Period>) -> String {
    let when = period.map(|period| wording::date_when(app, period.date)).unwrap_or_default();
    capital(&wording::measure_words(app, measure, &when))
}

fn period_name(app: App, workbook: &Workbook, id: PeriodId) -> String {
    workbook.period(id).map(|period| capital(&wording::date_when(app, period.date))).unwrap_or_default()
}

fn period_figures(app: App, workbook: &Workbook, id: PeriodId) -> String {
    let series = workbook.all_series().filter(|(key, _)| key.period == id);
    let count: usize = series.map(|(_, series)| series.iter().count()).sum();
    app.tf(Text::CompareFigures, &[("n", &app.count_text(count))])
}

fn about_period(app: App, period: &Period) -> String {
    let standard = app.tf(Text::ContextStandard, &[("years", period.standard.years())]);
    let mut parts = vec![app.t(wording::status_name(period.status)).to_owned(), standard];
    parts.extend((!period.note.is_empty()).then(|| period.note.clone()));
    parts.join(" · ")
}

/// The first thing in which two units differ, which is mostly the only one.
fn unit(app: App, (a, mine): (&Unit, &Workbook), (b, theirs): (&Unit, &Workbook)) -> Words {
    let group = |unit: &Unit, workbook: &Workbook| {
        unit.parent.map(|parent| place_name(app, workbook, Place::Unit(parent))).unwrap_or_default()
    };
    let tags = |unit: &Unit, workbook: &Workbook| {
        let names = unit.tags.iter().filter_map(|tag| workbook.tag(*tag)).map(|tag| tag.name.clone());
        names.collect::<Vec<_>>().join(", ")
    };
    let code = |unit: &Unit| unit.code.clone().unwrap_or_default();
    let (what, left, right) = if a.name != b.name {
        (Text::CompareName, a.name.clone(), b.name.clone())
    } else if a.code != b.code {
        (Text::CompareCode, code(a), code(b))
    } else if tags(a, mine) != tags(b, theirs) {
        (Text::CompareTags, tags(a, mine), tags(b, theirs))
    } else {
        (Text::CompareGroup, group(a, mine), group(b, theirs))
    };
    Words { name: place_name(app, mine, Place::Unit(a.id)), what: app.t(what).into(), mine: left, theirs: right }
}

/// Millionths of a point as a signed number of points: two decimals, four where two would say nothing.
fn points(millionths: i64, style: Style) -> String {
    let decimals = if millionths.abs() < 5_000 { 4 } else { 2 };
    let one = if decimals == 4 { 100 } else { 10_000 };
    let mantissa = round_half_up(millionths.into(), one).unwrap_or(0);
    let sign = if mantissa > 0 { "+" } else { "" };
    [sign, &number::figure(Figure::decimal(mantissa, decimals), style)].concat()
}

/// What taking a difference over does to the area's rate; for the times at which it does something.
pub fn effect(app: App, effect: Effect, years: [&str; 2]) -> String {
    let style = app.style();
    let one = |shift: Shift, year: &str| {
        let words = match shift {
            Shift::By(0) | Shift::Unknown => return None,
            Shift::By(by) => app.tf(Text::PointsValue, &[("n", &points(by, style))]),
            Shift::Appears(rate) => app.tf(Text::CompareAppears, &[("rate", &number::hundredths(rate, style))]),
            Shift::Vanishes => app.t(Text::CompareVanishes).to_owned(),
        };
        Some([year, ": ", &words].concat())
    };
    let parts: Vec<String> = [one(effect.prev, years[0]), one(effect.now, years[1])].into_iter().flatten().collect();
    if parts.is_empty() { app.t(Text::CompareNoEffect).to_owned() } else { parts.join("; ") }
}
