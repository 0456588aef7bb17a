//! The bar that says whose table is on the screen, and what can be done with the other one.

use super::{Copied, Origin, Remark, close, keep, open_link, turn};
use crate::codec::check_code::check_code;
use crate::i18n::Text;
use crate::ui::app::{App, Dialog};
use crate::ui::dom::{El, button, div, el, span};
use crate::ui::icons::{Icon, icon};
use crate::ui::wording;

/// Stands under the bar on top as long as there is a copy.
pub fn bar(app: App) -> El {
    div("beside-place").live(move || {
        let Some(copy) = app.beside.copy.get() else { return Vec::new() };
        vec![strip(app, &copy, app.beside.shown.get())]
    })
}

fn strip(app: App, copy: &Copied, shown: bool) -> El {
    let act =
        |name: Text, action: &str, act: fn(App)| button("btn small", move |_| act(app)).action(action).tr(app, name);
    let mut acts = div("acts");
    let may_keep = !copy.is_view_only();
    if shown && may_keep {
        acts = acts.child(act(Text::SharedKeep, "keep-copy", keep).attr("class", "btn small primary"));
    } else if !shown {
        acts = acts.child(act(Text::SharedView, "view-copy", turn));
    }
    if copy.has_own {
        acts = acts.child(act(Text::SharedCompare, "compare-copy", super::compare_beside));
        if may_keep {
            acts = acts.child(act(Text::SharedMerge, "merge-copy", |app| app.dialog.set(Some(Dialog::Merge))));
        }
        if shown {
            acts = acts.child(act(Text::SharedBack, "back-to-own", turn));
        }
    }
    let close = button("icon-btn", move |_| close(app))
        .action("close-copy")
        .attr_tr(app, "aria-label", Text::SharedClose)
        .attr_tr(app, "title", Text::SharedClose)
        .child(icon(Icon::Close));
    div(if shown { "banner beside info" } else { "banner beside" })
        .attr("role", "region")
        .attr_tr(app, "aria-label", Text::SharedBar)
        .attr("data-role", "shared-bar")
        .attr("data-shown", if shown { "copy" } else { "own" })
        .child(icon(Icon::Copies))
        .child(words(app, copy, shown))
        .child(acts)
        .child(close)
}

/// What it is, how large, its check code, and what must be known before it is used.
fn words(app: App, copy: &Copied, shown: bool) -> El {
    let (title, units, code) = if shown {
        app.read(|session| about(app, session.workbook()))
    } else {
        app.beside.read_parked(|workbook| about(app, workbook)).unwrap_or_default()
    };
    let kind = match copy.origin {
        Origin::Link(_) => Text::SharedFromLink,
        Origin::File(_) => Text::SharedFromFile,
        Origin::Merged(_) => Text::SharedFromMerge,
    };
    let more = match &copy.origin {
        Origin::File(name) => name.clone(),
        Origin::Merged(count) => app.tf(Text::SharedMergedOf, &[("n", &app.count_text(*count))]),
        Origin::Link(_) => String::new(),
    };
    let mut facts = vec![app.tf(Text::SharedUnits, &[("n", &app.count_text(units))])];
    facts.extend((!more.is_empty()).then_some(more));
    facts.push(app.tf(Text::CheckCode, &[("code", &code)]));
    let mut line = el("p", "").child(el("b", "").live_text(move || app.t(kind).to_owned())).text(" ").text(&title);
    line = line.child(span("facts").text(&facts.join(" · ")));
    let own = match (shown, copy.has_own) {
        (true, true) => Some(Text::LinkYoursKept),
        (false, _) => Some(Text::SharedAside),
        (true, false) => None,
    };
    let mut all = div("grow").child(line);
    if let Some(own) = own {
        all = all.child(el("p", "mut").tr(app, own));
    }
    let remark = match copy.remark {
        Some(Remark::Repaired) => Some(Text::LinkRepaired),
        Some(Remark::NamesMissing) => Some(Text::SharedNamesMissing),
        Some(Remark::NamesDiffer) => Some(Text::SharedNamesDiffer),
        Some(Remark::Newer) => Some(Text::SharedNewer),
        None => None,
    };
    if let Some(remark) = remark {
        let mut note =
            el("p", "caution").attr("role", "alert").child(icon(Icon::Caution)).child(span("").tr(app, remark));
        if let (Text::SharedNamesMissing, Origin::Link(text)) = (remark, &copy.origin) {
            let text = text.clone();
            let again = move |_| {
                super::put_back(app);
                open_link(app, &text);
            };
            note = note.child(button("btn small", again).action("names-again").tr(app, Text::TryAgain));
        }
        all = all.child(note);
    }
    all
}

/// Title, number of units and check code of a workbook.
fn about(app: App, workbook: &crate::core::workbook::Workbook) -> (String, usize, String) {
    let heading = &workbook.heading;
    let area = wording::area_name(&heading.area, app.lang.get());
    let named = [heading.title.as_str(), area].into_iter().find(|name| !name.is_empty());
    let title = named.unwrap_or_else(|| app.t(Text::TitleUntitled)).to_owned();
    (title, workbook.leaf_count(), spaced(check_code(workbook)))
}

/// A check code as it is read aloud: in two groups.
pub fn spaced(code: [u8; 8]) -> String {
    let letters: String = code.iter().map(|letter| char::from(*letter)).collect();
    let (first, second) = letters.split_at(4);
    [first, "\u{a0}", second].concat()
}
