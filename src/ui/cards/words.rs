//! A card's result in few words.

use crate::codec::number;
use crate::core::field::{Field, Format};
use crate::core::names::capital;
use crate::core::quantity::Value;
use crate::core::unit::Place;
use crate::i18n::Text;
use crate::ui::app::App;
use crate::ui::wording;

fn value(app: App, place: Place, field: Field) -> Value {
    app.watch(|session| session.solution().value(place, field))
}

/// A fall below 0 is a rise, whatever lies in its bounds.
const fn is_rise(fall: Value) -> bool {
    fall.hi < 0
}

/// The size of a fall or rise, which the word beside it tells apart.
fn size(app: App, fall: Value, format: Format) -> String {
    let size = if is_rise(fall) { Value { lo: -fall.hi, hi: -fall.lo, ..fall } } else { fall };
    number::value(size, format, app.style())
}

/// Beside a closed card's rate: " · giảm 3,90".
pub fn closed(app: App, place: Place) -> String {
    let points = value(app, place, Field::DropPoints);
    if !points.is_known() {
        return String::new();
    }
    let key = if is_rise(points) { Text::PhoneRiseShort } else { Text::PhoneDropShort };
    [" · ", &app.tf(key, &[("points", &size(app, points, Format::Points))])].concat()
}

/// The line under an open card's fields: "Giảm 3,90 điểm %, 463 hộ", or as much of it as is known.
pub fn open(app: App, place: Place) -> String {
    let (points, households) = (value(app, place, Field::DropPoints), value(app, place, Field::DropHouseholds));
    let n = size(app, households, Format::Count);
    let households_alone = || {
        app.tf(
            if is_rise(households) { Text::SentenceHouseholdsUp } else { Text::SentenceHouseholdsDown },
            &[("n", &n)],
        )
    };
    if !points.is_known() {
        if households.is_known() {
            return capital(&households_alone());
        }
        app.paint.track();
        let rate = wording::shown(app, place, Field::RateNow);
        return if rate.is_empty() { app.t(Text::EmptyResults).to_owned() } else { rate };
    }
    let key = if is_rise(points) { Text::PhoneRise } else { Text::PhoneDrop };
    let mut line = capital(&app.tf(key, &[("points", &size(app, points, Format::Points))]));
    if households.is_known() {
        line.push_str(", ");
        // The rate may fall while the number of poor households rises.
        if is_rise(households) == is_rise(points) {
            line.push_str(&app.tf(Text::HouseholdsValue, &[("n", &n)]));
        } else {
            line.push_str(&households_alone());
        }
    }
    line
}
