//! What a typed figure says about its quantity. docs/method.md §4.

use super::engine::Printed;
use super::template::{HUNDREDTH, SCALE, Slot};
use crate::fact::{Figure, Qualifier, Reading, Unreadable};
use crate::measure::{Group, Kind, Measure};
use crate::quantity::{MAX_COUNT, MAX_TOTAL};
use crate::target::Target;

/// The statement a figure makes: bounds on its variable, in households, persons or grid steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stated {
    pub lo: i64,
    pub hi: i64,
    /// Whether each bound is what the figure says, and not merely the quantity's nature.
    pub lo_told: bool,
    pub hi_told: bool,
    /// A rate or change printed plainly.
    pub printed: Option<Printed>,
    /// Half a unit of the last printed place, on the grid; 0 for counts and qualified figures.
    pub half: i64,
}

/// Most decimals a figure may be printed with.
const MAX_DECIMALS: u8 = 4;
/// Grid steps of one unit in the last place, by decimals.
const PLACE: [i64; 5] = [SCALE / 100, SCALE / 1_000, SCALE / 10_000, SCALE / 100_000, SCALE / 1_000_000];

/// What a figure typed for a measure states; `None` for "khoảng", which states nothing.
///
/// # Errors
/// Why the figure cannot be used for this measure, with `cap` the largest count here.
pub(crate) fn stated(measure: Measure, figure: Figure, cap: i64) -> Result<Option<Stated>, Unreadable> {
    let Some(slot) = Slot::of(measure, Group::ALL) else { return Err(Unreadable::NotATarget) };
    let (least, most) = slot.domain(cap);
    if figure.decimals > MAX_DECIMALS {
        return Err(Unreadable::TooManyDecimals);
    }
    let place = PLACE.get(usize::from(figure.decimals)).copied().ok_or(Unreadable::TooManyDecimals)?;
    let counted = matches!(measure.kind(), Kind::Count | Kind::CountChange);
    let value = if counted {
        whole(figure).ok_or(Unreadable::CountWithDecimals)?
    } else {
        figure.mantissa.checked_mul(place).ok_or(Unreadable::RateOver100)?
    };
    if value < least {
        return Err(if least == 0 { Unreadable::Negative } else { too_large(measure) });
    }
    if value > most {
        return Err(too_large(measure));
    }
    // What lies beyond the printed value on either side: nothing for a count; for a rate what rounds to it; for a
    // change what either reading allows.
    let half = if counted { 0 } else { place / 2 };
    let change = matches!(measure.kind(), Kind::PointChange);
    // The shown two-decimal figure decides "at least" and "at most"; a difference of two of them strays by 0,01.
    let slack = match measure.kind() {
        Kind::Rate => HUNDREDTH / 2,
        Kind::PointChange => HUNDREDTH,
        _ => 0,
    };
    let step = i64::from(counted);
    let beyond = if change { 2 * half } else { half };
    let strict = if change { slack } else { 0 };
    let (lo, hi) = match figure.qualifier {
        Qualifier::About => return Ok(None),
        Qualifier::Plain => (Some(value - beyond), Some(value + beyond)),
        Qualifier::MoreThan => (Some(value + step - strict), None),
        Qualifier::AtLeast => (Some(value - slack), None),
        Qualifier::LessThan => (None, Some(value - step + strict)),
        Qualifier::AtMost => (None, Some(value + slack)),
    };
    if hi.is_some_and(|hi| hi < least) {
        return Err(Unreadable::Negative);
    }
    if lo.is_some_and(|lo| lo > most) {
        return Err(too_large(measure));
    }
    let plain = figure.qualifier == Qualifier::Plain;
    Ok(Some(Stated {
        lo: lo.map_or(least, |lo| lo.max(least)),
        hi: hi.map_or(most, |hi| hi.min(most)),
        lo_told: lo.is_some(),
        hi_told: hi.is_some(),
        printed: (plain && !counted).then_some(Printed { centre: value, half }),
        half: if plain { half } else { 0 },
    }))
}

fn too_large(measure: Measure) -> Unreadable {
    match measure.kind() {
        Kind::Count | Kind::CountChange | Kind::Target => Unreadable::TooLarge,
        Kind::Rate | Kind::PointChange => Unreadable::RateOver100,
    }
}

/// The whole number a figure stands for; `None` when it has a fraction.
pub(crate) fn whole(figure: Figure) -> Option<i64> {
    let mut value = figure.mantissa;
    for _ in 0..figure.decimals.min(MAX_DECIMALS) {
        if value % 10 != 0 {
            return None;
        }
        value /= 10;
    }
    (figure.decimals <= MAX_DECIMALS).then_some(value)
}

/// A typed rate or change as shown in hundredths, half up.
pub(crate) fn hundredths(figure: Figure) -> i64 {
    let place = PLACE.get(usize::from(figure.decimals)).copied().unwrap_or(1);
    shown(figure.mantissa.saturating_mul(place).clamp(-SCALE, SCALE))
}

/// Grid steps as shown in hundredths, half up (half away from zero below it).
pub(crate) const fn shown(grid: i64) -> i64 {
    let rounded = (grid.abs() + HUNDREDTH / 2) / HUNDREDTH;
    if grid < 0 { -rounded } else { rounded }
}

/// Whether a target's numbers make sense, and the target.
///
/// # Errors
/// Why it cannot be used.
pub(crate) fn target(reading: &Reading, cap: i64) -> Result<Target, Unreadable> {
    let target = match reading {
        Reading::Target(target) => *target,
        Reading::Figure(_) => return Err(Unreadable::NotATarget),
        Reading::Unreadable(why) => return Err(*why),
    };
    let fits = |least: i64, most: i64, cap: i64, over: Unreadable| match () {
        () if least < 0 || most < 0 => Err(Unreadable::Negative),
        () if most > cap => Err(over),
        () if least > most => Err(Unreadable::NotATarget),
        () => Ok(target),
    };
    match target {
        Target::RateLeft { most } => fits(0, most, 10_000, Unreadable::RateOver100),
        Target::PointsDown { least, most } => fits(least, most, 10_000, Unreadable::RateOver100),
        Target::HouseholdsLeft { most } => fits(0, most, cap, Unreadable::TooLarge),
        Target::HouseholdsDown { least, most } => fits(least, most, cap, Unreadable::TooLarge),
    }
}

/// The largest count a place of this kind may have.
pub(crate) const fn cap(of_unit: bool) -> i64 {
    if of_unit { MAX_COUNT } else { MAX_TOTAL }
}
