//! A table to fill in: the official units of a province or former district, or some units of one's own.

use std::sync::Arc;

use leptos::prelude::*;

use crate::codec::gazetteer::{Era, Gazetteer, OfficialUnit};
use crate::core::edit::Edit;
use crate::core::names;
use crate::core::period::{Date, Period, Standard, Status};
use crate::core::unit::{MAX_UNITS, Unit, UnitId};
use crate::core::workbook::{Heading, Workbook};
use crate::i18n::{Lang, Text, text};
use crate::platform::{files, page};
use crate::state::session::clean_name;
use crate::ui::app::{App, use_app};
use crate::ui::modal::Modal;

/// Where the official list lies beside the page.
const LIST: &str = "units/names.bin";
/// Most units made by number; larger tables are pasted.
const MOST_FREE: usize = 500;

#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    List,
    Free,
}

/// Which units of a former province.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    /// One row per district.
    Districts,
    /// All communes, under their districts.
    Communes,
    /// The communes of the district at this position.
    District(usize),
}

/// The list, once it has come.
#[derive(Clone)]
enum List {
    Loading,
    Missing,
    Here(Arc<Gazetteer>),
}

#[component]
pub fn BlankDialog() -> impl IntoView {
    let app = use_app();
    let from = RwSignal::new(From::List);
    let list = RwSignal::new(List::Loading);
    leptos::task::spawn_local(async move {
        let found = files::fetch_bytes(LIST).await.and_then(|bytes| Gazetteer::decode(&bytes).ok());
        list.try_set(found.map_or(List::Missing, |gazetteer| List::Here(Arc::new(gazetteer))));
    });
    let year = RwSignal::new(page::review_year().to_string());
    let with_prev = RwSignal::new(true);
    let choice = Choice {
        era: RwSignal::new(Era::Current),
        province: RwSignal::new(None),
        within: RwSignal::new(Within::Districts),
    };
    let area = RwSignal::new(String::new());
    let level = RwSignal::new(text(Lang::Vi, Text::LevelVillage).to_owned());
    let count = RwSignal::new(String::from("10"));
    let problem = RwSignal::new(None::<String>);

    let create = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        match build(&app, from, list, choice, area, level, count, year, with_prev) {
            Ok(workbook) => {
                let n = app.count_text(workbook.units().len());
                app.open(workbook);
                app.banner.set(None);
                app.say(app.tf(Text::ToastCreated, &[("n", &n)]));
            }
            Err(words) => problem.set(Some(words)),
        }
    };
    let source = move |value: From, label: Text| {
        view! {
            <button type="button" role="radio" aria-checked=move || (from.get() == value).to_string() on:click=move |_| from.set(value)>
                {move || app.t(label)}
            </button>
        }
    };
    let prev_year = move || year.get().trim().parse::<i16>().map_or(String::new(), |year| (year - 1).to_string());
    view! {
        <Modal title=Text::BlankTitle>
            <form class="form" on:submit=create>
                <div class="seg large" role="radiogroup" aria-label=move || app.t(Text::BlankFrom)>
                    {source(From::List, Text::BlankFromList)}{source(From::Free, Text::BlankFromFree)}
                </div>
                {move || match (from.get(), list.get()) {
                    (From::List, List::Loading) => view! { <p role="status">{app.t(Text::BlankLoading)}</p> }.into_any(),
                    (From::List, List::Missing) => view! { <p class="error" role="alert">{app.t(Text::BlankLoadFailed)}</p> }.into_any(),
                    (From::List, List::Here(gazetteer)) => view! { <FromList gazetteer=gazetteer choice=choice/> }.into_any(),
                    (From::Free, _) => view! {
                        <div class="two">
                            <Field label=Text::BlankArea value=area hint=Text::BlankAreaHint numeric=false/>
                            <Field label=Text::BlankLevel value=level hint=Text::BlankLevel numeric=false/>
                            <Field label=Text::BlankCount value=count hint=Text::BlankCount numeric=true/>
                        </div>
                    }.into_any(),
                }}
                <div class="two">
                    <Field label=Text::BlankYear value=year hint=Text::BlankYear numeric=true/>
                    <label class="check">
                        <input type="checkbox" prop:checked=move || with_prev.get() on:change=move |event| with_prev.set(event_target_checked(&event))/>
                        <span>{move || app.tf(Text::BlankWithPrev, &[("year", &prev_year())])}</span>
                    </label>
                </div>
                {move || problem.get().map(|words| view! { <p class="error" role="alert">{words}</p> })}
                <div class="form-actions">
                    <button type="button" class="btn" on:click=move |_| app.dialog.set(None)>{move || app.t(Text::Cancel)}</button>
                    <button type="submit" class="btn primary" data-action="blank-create">{move || app.t(Text::BlankCreate)}</button>
                </div>
            </form>
        </Modal>
    }
}

#[component]
fn Field(label: Text, value: RwSignal<String>, hint: Text, numeric: bool) -> impl IntoView {
    let app = use_app();
    view! {
        <label class="field">
            <span class="label">{move || app.t(label)}</span>
            <input type="text" maxlength="120" inputmode=if numeric { "numeric" } else { "text" } placeholder=move || app.t(hint)
                prop:value=move || value.get() on:input=move |event| value.set(event_target_value(&event))/>
        </label>
    }
}

#[derive(Clone, Copy)]
struct Choice {
    era: RwSignal<Era>,
    /// Position in the list of provinces by code.
    province: RwSignal<Option<usize>>,
    within: RwSignal<Within>,
}

/// Positions and names, in Vietnamese alphabetical order.
fn sorted<'a>(units: impl Iterator<Item = OfficialUnit<'a>>) -> Vec<(usize, String)> {
    let mut named: Vec<(usize, Vec<u8>, String)> =
        units.enumerate().map(|(at, unit)| (at, names::sort_key(unit.name()), unit.short_name())).collect();
    named.sort_by(|a, b| a.1.cmp(&b.1));
    named.into_iter().map(|(at, _, name)| (at, name)).collect()
}

#[component]
fn FromList(gazetteer: Arc<Gazetteer>, choice: Choice) -> impl IntoView {
    let app = use_app();
    let era_button = move |era: Era, label: Text| {
        let pick = move |_| {
            choice.era.set(era);
            choice.province.set(None);
            choice.within.set(Within::Districts);
        };
        view! {
            <button type="button" role="radio" aria-checked=move || (choice.era.get() == era).to_string() on:click=pick>
                {move || app.t(label)}
            </button>
        }
    };
    let list = StoredValue::new(gazetteer);
    let provinces = move || {
        let chosen = choice.province.get();
        let names = list.with_value(|list| sorted(list.provinces(choice.era.get())));
        names
            .into_iter()
            .map(|(at, name)| view! { <option value=at.to_string() selected=chosen == Some(at)>{name}</option> })
            .collect_view()
    };
    let pick_province = move |event| {
        choice.province.set(event_target_value(&event).parse().ok());
        choice.within.set(Within::Districts);
    };
    let districts = move || {
        let at = choice.province.get()?;
        if choice.era.get() == Era::Current {
            return None;
        }
        let names = list.with_value(|list| Some(sorted(list.provinces(Era::Former).nth(at)?.children())))?;
        let options =
            names.into_iter().map(|(at, name)| view! { <option value=at.to_string()>{name}</option> }).collect_view();
        let pick = move |event| {
            let value = event_target_value(&event);
            choice.within.set(match value.as_str() {
                "districts" => Within::Districts,
                "communes" => Within::Communes,
                other => other.parse().map_or(Within::Districts, Within::District),
            });
        };
        Some(view! {
            <label class="field">
                <span class="label">{move || app.t(Text::BlankDistrict)}</span>
                <select data-role="district" on:change=pick>
                    <option value="districts">{move || app.t(Text::BlankDistrictAll)}</option>
                    <option value="communes">{move || app.t(Text::BlankCommuneAll)}</option>
                    {options}
                </select>
            </label>
        })
    };
    let preview = move || {
        let n = list.with_value(|list| chosen_units(list, choice).map(|chosen| chosen.units.len()))?;
        let n = app.count_text(n);
        Some(view! { <p class="hint" data-role="blank-preview">{app.tf(Text::BlankPreview, &[("n", &n)])}</p> })
    };
    view! {
        <div class="seg" role="radiogroup" aria-label=move || app.t(Text::BlankEra)>
            {era_button(Era::Current, Text::BlankEraNow)}{era_button(Era::Former, Text::BlankEraBefore)}
        </div>
        <div class="two">
            <label class="field">
                <span class="label">{move || app.t(Text::BlankProvince)}</span>
                <select data-role="province" on:change=pick_province>
                    <option value="" selected=move || choice.province.get().is_none()>{move || app.t(Text::BlankChoose)}</option>
                    {provinces}
                </select>
            </label>
            {districts}
        </div>
        {preview}
    }
}

/// What was chosen from the list.
struct Chosen {
    area: String,
    level: Text,
    units: Vec<Unit>,
}

fn chosen_units(list: &Gazetteer, choice: Choice) -> Option<Chosen> {
    let province = list.provinces(choice.era.get()).nth(choice.province.get()?)?;
    let flat = |of: OfficialUnit, level: Text, units: Vec<OfficialUnit>| Chosen {
        area: of.full_name(),
        level,
        units: units.iter().enumerate().map(|(at, unit)| official(at, *unit)).collect(),
    };
    if choice.era.get() == Era::Current {
        return Some(flat(province, Text::LevelCommune, province.communes().collect()));
    }
    Some(match choice.within.get() {
        Within::Districts => flat(province, Text::LevelDistrict, province.children().collect()),
        Within::District(at) => {
            let district = province.children().nth(at)?;
            flat(district, Text::LevelCommune, district.communes().collect())
        }
        Within::Communes => {
            let mut units = Vec::new();
            for district in province.children() {
                let group = official(units.len(), district);
                let parent = group.id;
                units.push(group);
                for commune in district.communes() {
                    let mut unit = official(units.len(), commune);
                    unit.parent = Some(parent);
                    units.push(unit);
                }
            }
            Chosen { area: province.full_name(), level: Text::LevelCommune, units }
        }
    })
}

fn official(at: usize, unit: OfficialUnit) -> Unit {
    Unit { code: Some(unit.code()), ..Unit::new(UnitId(at as u32), unit.short_name()) }
}

#[allow(clippy::too_many_arguments, reason = "the fields of one form")]
fn build(
    app: &App,
    from: RwSignal<From>,
    list: RwSignal<List>,
    choice: Choice,
    area: RwSignal<String>,
    level: RwSignal<String>,
    count: RwSignal<String>,
    year: RwSignal<String>,
    with_prev: RwSignal<bool>,
) -> Result<Workbook, String> {
    let year: i16 = year
        .get_untracked()
        .trim()
        .parse()
        .ok()
        .filter(|year| (1990..=2100).contains(year))
        .ok_or_else(|| app.t(Text::BlankYearBad).to_owned())?;
    let (heading, units) = match (from.get_untracked(), list.get_untracked()) {
        (From::List, List::Here(list)) => {
            let chosen =
                untrack(|| chosen_units(&list, choice)).ok_or_else(|| app.t(Text::BlankProvince).to_owned())?;
            let level = text(Lang::Vi, chosen.level).to_owned();
            (Heading { area: chosen.area, level, ..Heading::default() }, chosen.units)
        }
        (From::List, _) => return Err(app.t(Text::BlankLoadFailed).to_owned()),
        (From::Free, _) => {
            let most = app.count_text(MOST_FREE);
            let n = count
                .get_untracked()
                .trim()
                .parse::<usize>()
                .ok()
                .filter(|n| (1..=MOST_FREE.min(MAX_UNITS)).contains(n));
            let n = n.ok_or_else(|| app.tf(Text::BlankCountLimit, &[("n", &most)]))?;
            let unit = |at: usize| {
                let name = app.tf(Text::BlankUnitName, &[("n", &(at + 1).to_string())]);
                Unit::new(UnitId(at as u32), name)
            };
            let heading = Heading {
                area: clean_name(&area.get_untracked()),
                level: clean_name(&level.get_untracked()),
                ..Heading::default()
            };
            (heading, (0..n).map(unit).collect())
        }
    };
    Ok(assemble(heading, units, year, with_prev.get_untracked()))
}

/// An empty workbook with these units at the end of one year, or of two.
pub fn assemble(heading: Heading, units: Vec<Unit>, year: i16, with_prev: bool) -> Workbook {
    let mut workbook = Workbook::default();
    Edit::SetHeading(heading).apply(&mut workbook);
    let years = if with_prev { vec![year - 1, year] } else { vec![year] };
    for (at, year) in years.into_iter().enumerate() {
        let id = workbook.fresh_period();
        let period = Period {
            id,
            date: Date::year_end(year),
            status: Status::Official,
            standard: Standard::usual_for(year),
            note: String::new(),
        };
        Edit::InsertPeriod { at, period }.apply(&mut workbook);
    }
    for (at, unit) in units.into_iter().enumerate() {
        Edit::InsertUnit { at, unit, facts: Vec::new() }.apply(&mut workbook);
    }
    workbook
}
