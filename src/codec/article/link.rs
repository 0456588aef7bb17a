//! Figures of one sentence held against each other: rates against counts, a change against two rates, sums.

use super::draft::{Draft, hundredths};
use super::item::{Page, What};
use super::lexicon::Sense;
use super::percent::fits;
use super::phrase::is_class;
use super::{Certainty, Check, Kind, Of, Reading, Sum};
use crate::core::fact::{Figure, Qualifier};
use crate::core::quantity::shown_rate;

/// How many figures back a partner is looked for.
const NEAR: usize = 8;

/// Checks rates against counts of their sentence, and decides changes that only one reading makes true.
pub(super) fn check(page: &Page, drafts: &mut [Draft]) {
    for at in 0..drafts.len() {
        rate(page, drafts, at);
        change(page, drafts, at);
    }
}

/// Whether two figures stand in one sentence.
fn together(page: &Page, a: &Draft, b: &Draft) -> bool {
    let (from, to) = (a.at.min(b.at), a.at.max(b.at));
    let between = page.items.get(from..to).unwrap_or_default();
    !between.iter().any(|item| matches!(item.what, What::Stop | What::Line))
}

fn plain(figure: &Figure) -> bool {
    figure.qualifier == Qualifier::Plain
}

/// The part and the whole that a class has in the sentence around `at`.
fn ratio(page: &Page, drafts: &[Draft], at: usize, of: Of) -> Option<(i64, i64)> {
    let here = drafts.get(at)?;
    let (mut part, mut whole) = (None, None);
    let around = drafts.get(at.saturating_sub(NEAR)..(at + NEAR).min(drafts.len()))?;
    for other in around.iter().filter(|other| together(page, here, other) && plain(&other.first)) {
        match (other.reading.kind, other.reading.of) {
            (Kind::Fraction, o) if o == of => return Some((other.first.mantissa, other.second?.mantissa)),
            (Kind::Count, o) if o == of && other.first.decimals == 0 => part = part.or(Some(other.first.mantissa)),
            (Kind::Count, Of::Households) => whole = whole.or(Some(other.first.mantissa)),
            _ => {}
        }
    }
    Some((part?, whole?))
}

fn rate(page: &Page, drafts: &mut [Draft], at: usize) {
    let Some(draft) = drafts.get(at).filter(|draft| draft.reading.kind == Kind::Rate && plain(&draft.first)) else {
        return;
    };
    let of = draft.reading.of;
    let first_of_kind = !drafts
        .get(at.saturating_sub(NEAR)..at)
        .unwrap_or_default()
        .iter()
        .any(|other| other.reading == draft.reading && together(page, draft, other));
    if !is_class(of) || draft.before || draft.minority || !first_of_kind {
        return;
    }
    let Some((part, whole)) = ratio(page, drafts, at, of) else { return };
    let Some(draft) = drafts.get_mut(at) else { return };
    if fits(part, whole, draft.first) {
        draft.confirm();
    } else if let Some(shown) = shown_rate(part, whole).filter(|shown| *shown <= 10_000) {
        draft.check = Check::Off(shown);
        draft.at_most(Certainty::Likely);
    }
}

/// Points or percent: where the sentence has both rates, only one can be true.
fn change(page: &Page, drafts: &mut [Draft], at: usize) {
    let Some(draft) = drafts.get(at) else { return };
    let open = |reading: &Reading| matches!(reading.kind, Kind::Points | Kind::Relative);
    if !open(&draft.reading) || draft.reading.of == Of::Other || draft.tail.points.is_some() || !plain(&draft.first) {
        return;
    }
    let of = draft.reading.of;
    let around = drafts.get(at.saturating_sub(NEAR)..(at + NEAR).min(drafts.len())).unwrap_or_default();
    let rates = around.iter().filter(|other| {
        other.reading == Reading { kind: Kind::Rate, of } && together(page, draft, other) && !other.minority
    });
    let (mut before, mut now) = (None, None);
    for rate in rates {
        let slot = if rate.before { &mut before } else { &mut now };
        if slot.is_some() {
            return;
        }
        *slot = hundredths(rate.first);
    }
    let (Some(before), Some(now), Some(said)) = (before, now, hundredths(draft.first)) else { return };
    let coarse = match draft.first.decimals {
        0 => 50,
        1 => 5,
        _ => 1,
    };
    let points = (before - now - said).abs() <= coarse;
    // said % of before, within the coarseness of what is printed.
    let relative = ((before - now) * 10_000 - said * before).abs() <= (coarse + 1) * before;
    let Some(draft) = drafts.get_mut(at).filter(|_| points != relative) else { return };
    draft.reading = Reading { kind: if points { Kind::Points } else { Kind::Relative }, of };
    draft.others.clear();
    draft.confirm();
}

/// Totals and the parts that the text gives after them.
pub(super) fn sums(page: &Page, drafts: &[Draft], text: &str) -> Vec<Option<Sum>> {
    let mut out: Vec<Option<Sum>> = vec![None; drafts.len()];
    for (at, total) in drafts.iter().enumerate() {
        if let Some(slot) = out.get_mut(at) {
            *slot = sum(page, drafts, at, total, text);
        }
    }
    out
}

/// What may be added up: money, and counts of the same noun.
fn addable(total: &Draft, part: &Draft, text: &str) -> bool {
    let noun = |draft: &Draft| {
        let span = draft.noun?;
        text.get(span.start..span.end)?.split(' ').next()
    };
    match total.reading.kind {
        Kind::Money => part.reading.kind == Kind::Money && part.tail.money == total.tail.money,
        Kind::Count if total.reading.of == Of::Other => {
            part.reading == total.reading && noun(total).is_some() && noun(total) == noun(part)
        }
        Kind::Count => part.reading == total.reading,
        _ => false,
    }
}

fn sum(page: &Page, drafts: &[Draft], at: usize, total: &Draft, text: &str) -> Option<Sum> {
    let mut parts = Vec::new();
    let decimals = drafts.get(at..(at + NEAR).min(drafts.len()))?.iter().map(|draft| draft.first.decimals).max()?;
    let scaled = |figure: &Figure| {
        figure.mantissa.checked_mul(10_i64.checked_pow(u32::from(decimals - figure.decimals.min(decimals)))?)
    };
    let whole = scaled(&total.first).filter(|whole| *whole > 0)?;
    let mut left = whole;
    let mut told = false;
    let mut best: Option<Sum> = None;
    let mut from = total.tail.after;
    for (n, part) in drafts.iter().enumerate().skip(at + 1).take(NEAR) {
        if !together(page, total, part) || !addable(total, part, text) || !plain(&part.first) || !plain(&total.first) {
            break;
        }
        let between = page.items.get(from..part.at).unwrap_or_default();
        told |= between.iter().any(|item| is_listing(item.what, text, item.start, item.end));
        from = part.tail.after;
        left = left.checked_sub(scaled(&part.first)?)?;
        parts.push(n);
        let sum = Sum { parts: parts.clone(), gap: left, decimals };
        if left == 0 && parts.len() >= 2 {
            return Some(sum);
        }
        // Two or more parts that the text lists and that miss the total by little: perhaps a slip in one of them.
        if told && parts.len() >= 2 && left.abs() <= whole / 20 {
            best = Some(sum);
        }
    }
    best
}

/// "trong đó", "gồm", "bao gồm"
fn is_listing(what: What, text: &str, start: usize, end: usize) -> bool {
    let word = || text.get(start..end).is_some_and(|word| word.ends_with("gồm") || word.ends_with("Gồm"));
    matches!(what, What::Sense(Sense::Within)) || matches!(what, What::Sense(Sense::Is)) && word()
}
