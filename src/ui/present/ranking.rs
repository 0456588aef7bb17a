//! The units beside each other: who met the target and who did not, or who is poorest.

use super::chart::{at, lane, ticks};
use crate::core::field::Field;
use crate::core::unit::{Place, UnitId};
use crate::core::verdict::Verdict;
use crate::i18n::Text;
use crate::state::present::{Certainty, Ranking, ranking as rank};
use crate::ui::app::App;
use crate::ui::charts::{Axis, dumbbell_labelled};
use crate::ui::dom::{El, div, el, set, span};
use crate::ui::wording::present as words;

pub fn ranking(app: App) -> Vec<El> {
    let found = app.watch(rank);
    let units = || found.first.iter().chain(&found.last).map(|id| Place::Unit(*id));
    let places: Vec<Place> = units().chain(found.tags.iter().map(|id| Place::Tag(*id))).collect();
    let most = places.iter().flat_map(|place| {
        let lane = lane(app, *place);
        [lane.prev, lane.now].into_iter().flatten().map(|(_, hi)| hi).chain(lane.target)
    });
    let axis = Axis::for_most(most.max().unwrap_or_default());
    let line = |place: Place| line(app, place, axis, found.by_target);
    let unit = |id: &UnitId| line(Place::Unit(*id));
    let mut lines: Vec<El> = found.first.iter().map(unit).collect();
    if found.left_out > 0 {
        let words = app.tf(Text::PresentBetween, &[("n", &app.count_text(found.left_out))]);
        lines.push(el("tr", "between").child(el("td", "").attr("colspan", "4").text(&words)));
    }
    lines.extend(found.last.iter().map(unit));
    if found.by_target {
        part(app, &found, &lines);
    }
    let tags = found.tags.iter().map(|id| line(Place::Tag(*id))).collect();
    let table = el("table", "ranking")
        .attr("data-lines", &(lines.len() + found.tags.len()).to_string())
        .child(el("thead", "").child(head(app, axis, found.by_target)))
        .child(el("tbody", "").children(lines))
        .child(el("tbody", "tags").children(tags));
    let fields: &[Field] =
        if found.by_target { &[Field::RateNow, Field::GapHouseholds] } else { &[Field::RateNow, Field::DropPoints] };
    let mut remarks = words::remarks(app, &places, fields);
    let more = |n: usize, key: Text| (n > 0).then(|| app.tf(key, &[("n", &app.count_text(n))]));
    remarks.extend(more(found.tags_left_out, Text::PasteMoreRows));
    remarks.extend(more(app.present.deck.with(|deck| deck.left_out), Text::PresentNoPage));
    vec![table, el("p", "remarks").text(&remarks.join(" · "))]
}

/// A line between those who met their target and the others.
fn part(app: App, found: &Ranking, lines: &[El]) {
    let met = |id: &&UnitId| app.watch(|session| session.solution().verdict(Place::Unit(**id)).is_met());
    let met = found.first.iter().take_while(met).count();
    if let Some(line) = lines.get(met).filter(|_| met > 0) {
        line.0.class_list().add_1("parted").unwrap_or_default();
    }
}

/// What the marks mean, the axis, and what the two columns are.
fn head(app: App, axis: Axis, by_target: bool) -> El {
    let [prev, now] = words::mark_dates(app);
    let key = |class: &str, words: &str| {
        (!words.is_empty()).then(|| span("mark").child(el("i", class)).child(span("").text(words)))
    };
    let target = if by_target { app.t(Text::ChartKeyTarget) } else { "" };
    let keys = div("marks").maybe(key("prev", &prev)).maybe(key("now", &now)).maybe(key("target", target));
    let column = |class: &str, words: String| el("th", class).attr("scope", "col").text(&words);
    let last = app.t(if by_target { Text::PresentAgainst } else { Text::PresentFall }).to_owned();
    el("tr", "")
        .child(el("td", "who").child(keys))
        .child(el("td", "track").child(ticks(app, axis)))
        .child(column("rate", app.tf(Text::PresentRate, &[("year", &now)])))
        .child(column("outcome", last))
}

fn line(app: App, place: Place, axis: Axis, by_target: bool) -> El {
    let name = words::name(app, place);
    let starred = matches!(place, Place::Unit(id) if words::is_starred(app, id));
    let mut head = el("th", "who").attr("scope", "row").attr("title", &name).child(span("").text(&name));
    if starred {
        head = head.text(" *");
    }
    let chart = dumbbell_labelled(
        app,
        Box::new(move || lane(app, place)),
        Some(axis),
        Box::new(move || words::lane(app, place)),
    );
    let grid = axis.ticks().map(|tick| at(axis.position(tick), el("i", "grid-line"))).collect();
    let rate = el("td", "rate").text(&words::rate(app, place, Field::RateNow));
    if !words::sure(app, place, Field::RateNow).is_shown() {
        set(&rate.0, "class", "rate unsure");
    }
    let result = el("td", "outcome");
    let result = match (by_target, words::verdict(app, place)) {
        (true, Some((verdict, said))) => result.child(span("verdict").attr("data-verdict", verdict.key()).text(&said)),
        // A rate that is not known says so itself.
        (false, _) if words::sure(app, place, Field::DropPoints) != Certainty::Unknown => {
            result.text(&words::change(app, place).unwrap_or_default())
        }
        _ => result.text(app.t(Text::Unknown)),
    };
    let verdict = app.watch(|session| session.solution().verdict(place));
    let class = if by_target && !verdict.is_met() && verdict != Verdict::None { "strong" } else { "" };
    let row = match place {
        Place::Unit(id) => id.0.to_string(),
        _ => ["tag:", &app.read(|session| session.name(place).to_owned())].concat(),
    };
    el("tr", class)
        .attr("data-place", &row)
        .child(head)
        .child(el("td", "track").children(grid).child(chart))
        .child(rate)
        .child(result)
}
