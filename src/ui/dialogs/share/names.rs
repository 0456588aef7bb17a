//! The shorter link, for tables whose units have their official names: these are left to the official list, which every
//! copy of the program has or fetches.

use crate::codec::link::{OfficialNames, write_link_with};
use crate::core::workbook::Workbook;
use crate::i18n::Text;
use crate::ui::app::App;
use crate::ui::dom::{El, Live, checked_of, el, span};
use crate::ui::shared;

/// A link that saves less than this share of its length is not worth a question.
const WORTH: usize = 8;

/// Makes the shorter link if every unit with a code has its official name of one of the two maps, and at least half of
/// the units have one.
pub fn offer(app: App, short: Live<Option<String>>) {
    let workbook = app.read(|session| session.workbook().clone());
    let coded = workbook.units().iter().filter(|unit| unit.code.is_some()).count();
    if coded == 0 || coded * 2 < workbook.units().len() {
        return;
    }
    wasm_bindgen_futures::spawn_local(async move {
        for list in [2, 1] {
            if let Some(link) = shorter(&workbook, list).await {
                return short.set(Some(link));
            }
        }
    });
}

async fn shorter(workbook: &Workbook, list: u8) -> Option<String> {
    let names = shared::official_names(workbook, list).await?;
    let name = |code: &str| {
        let at = names.binary_search_by(|(other, _)| other.as_str().cmp(code)).ok()?;
        names.get(at).map(|(_, name)| name.clone()).filter(|name| !name.is_empty())
    };
    // One name that is not the list's may mean that the codes are of the other map.
    let mut coded = workbook.units().iter().filter_map(|unit| Some((unit.code.as_deref()?, &unit.name)));
    if !coded.all(|(code, own)| name(code).as_ref() == Some(own)) {
        return None;
    }
    let short = write_link_with(workbook, Some(&OfficialNames { list, name: &name })).ok()?;
    let long = crate::codec::link::write_link(workbook).map_or(usize::MAX, |link| link.len());
    (short.len() < long - long / WORTH).then_some(short)
}

/// The tick that chooses it.
pub fn choice(app: App, short: &str, is_short: Live<bool>) -> El {
    let length = short.len();
    let input = el("input", "")
        .attr("type", "checkbox")
        .action("official-names")
        .on("change", move |event| is_short.set(checked_of(&event)));
    let input = if is_short.now() { input.attr("checked", "") } else { input };
    let words = span("").live_text(move || app.tf(Text::ShareNames, &[("n", &app.count_text(length))]));
    el("label", "check").child(input).child(words)
}
