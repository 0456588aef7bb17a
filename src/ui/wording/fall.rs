//! How a printed "giảm x %" is to be read.

use crate::codec::number;
use crate::core::conflict::{FallKind, read_fall};
use crate::core::fact::Figure;
use crate::core::period::PeriodId;
use crate::core::quantity::Interval;
use crate::core::unit::Place;
use crate::i18n::Text;
use crate::ui::app::App;

use super::periods::period_when;

/// "2,46 % chỉ có thể là điểm %: …", and whether the other figures decide it; `None` where they say nothing about it.
pub fn fall(app: App, place: Place, period: PeriodId, figure: Figure) -> Option<(String, bool)> {
    let (read, before) = app.watch(|session| {
        let workbook = session.workbook();
        let at = workbook.periods().iter().position(|other| other.id == period)?;
        let before = workbook.periods().get(at.checked_sub(1)?)?.id;
        Some((read_fall(workbook, session.span(), place, period, figure)?, before))
    })?;
    let n = number::figure(figure, app.style());
    let said = |key: Text| app.tf(key, &[("n", &n)]);
    let Some(only) = read.only() else { return Some((said(Text::FallOpen), false)) };
    let Some(Interval { lo, hi }) = read.of_rate.households.filter(|_| only == FallKind::Points) else {
        let key = match only {
            FallKind::Points => Text::FallPoints,
            FallKind::OfRate => Text::FallOfRate,
            FallKind::OfHouseholds => Text::FallOfHouseholds,
        };
        return Some((said(key), true));
    };
    let [least, most] = [lo, hi].map(|count| number::count(count, app.style()));
    let households = if lo == hi { least } else { [least, most].join("–") };
    let when = period_when(app, before);
    Some((app.tf(Text::FallPointsSince, &[("n", &n), ("when", &when), ("households", &households)]), true))
}
