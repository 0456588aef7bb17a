//! A table to fill in: the official units of a province or former district, or some units of one's own.

use super::{Item, actions, form, labelled, number_field, problem, radios, select, send, text_field, tick};
use crate::codec::desk::{ListedArea, ListedUnit, Within};
use crate::codec::gazetteer::{Era, Level};
use crate::core::edit::Edit;
use crate::core::period::{Date, Period, Standard, Status};
use crate::core::unit::{Unit, UnitId};
use crate::core::workbook::{Heading, Workbook};
use crate::i18n::{Lang, Text, text};
use crate::platform::{desk, page};
use crate::state::session::clean_name;
use crate::ui::app::App;
use crate::ui::dom::{El, Live, button, div, el, span, watch};
use crate::ui::modal::modal;

/// Most units made by number; larger tables are pasted.
const MOST_FREE: usize = 500;

// Positions among the choices of the form.
const LIST: usize = 0;
const CURRENT: usize = 0;

/// What takes the place of a district's code: one row per district, or all communes under their districts.
const DISTRICTS: &str = "districts";
const COMMUNES: &str = "communes";

/// The fields of the form, and what has come of the official list.
#[derive(Clone, Copy)]
struct Blank {
    app: App,
    from: Live<usize>,
    era: Live<usize>,
    /// Code of the province; empty before the choice.
    province: Live<String>,
    /// Code of a former district, or [`DISTRICTS`] or [`COMMUNES`].
    within: Live<String>,
    provinces: Live<Vec<ListedUnit>>,
    districts: Live<Vec<ListedUnit>>,
    chosen: Live<Option<ListedArea>>,
    /// The list could not be had.
    missing: Live<bool>,
    /// Counts the times it was asked for.
    attempt: Live<u32>,
    area: Live<String>,
    level: Live<String>,
    count: Live<String>,
    year: Live<String>,
    with_prev: Live<bool>,
    wrong: Live<String>,
}

pub fn blank_dialog(app: App) -> El {
    let words = |text: &str| Live::new(text.to_owned());
    let blank = Blank {
        app,
        from: Live::new(LIST),
        era: Live::new(CURRENT),
        province: words(""),
        within: words(DISTRICTS),
        provinces: Live::new(Vec::new()),
        districts: Live::new(Vec::new()),
        chosen: Live::new(None),
        missing: Live::new(false),
        attempt: Live::new(0),
        area: words(""),
        level: words(text(Lang::Vi, Text::LevelVillage)),
        count: words("10"),
        year: Live::new(page::review_year().to_string()),
        with_prev: Live::new(true),
        wrong: words(""),
    };
    blank.load();
    let units = move || if blank.from.get() == LIST { blank.list() } else { vec![blank.free()] };
    let prev_year = move || {
        let year = blank.year.with(|year| year.trim().parse::<i16>().ok());
        let year = year.and_then(|year| year.checked_sub(1)).map(|year| year.to_string()).unwrap_or_default();
        app.tf(Text::BlankWithPrev, &[("year", &year)])
    };
    let with_prev = tick(
        span("").live_text(prev_year),
        Box::new(move || blank.with_prev.get()),
        Box::new(move |on| blank.with_prev.set(on)),
    );
    let sources = [Text::BlankFromList, Text::BlankFromFree];
    let create = send(app, Text::BlankCreate).action("blank-create");
    let create = create.disabled(move || blank.from.get() == LIST && blank.chosen.with(Option::is_none));
    let parts = form("form", Box::new(move || blank.create()))
        .child(radios(app, "seg large", Text::BlankFrom, blank.from, &sources))
        .child(div("form").live(units))
        .child(div("two").child(number_field(app, Text::BlankYear, blank.year)).child(with_prev))
        .child(problem(blank.wrong))
        .child(actions(app, create));
    modal(app, Text::BlankTitle, vec![parts])
}

impl Blank {
    fn era_now(self) -> Era {
        if self.era.get() == CURRENT { Era::Current } else { Era::Former }
    }

    /// Asks for what the choices made so far call for, each time one changes. An answer to an earlier choice is dropped.
    fn load(self) {
        watch(move || {
            self.attempt.track();
            let era = self.era_now();
            self.province.set(String::new());
            // Districts were last reviewed at the end of 2024.
            let latest = page::review_year();
            let (before, after) = (latest.min(2024).to_string(), latest.to_string());
            let (usual, other) = if era == Era::Current { (after, before) } else { (before, after) };
            if self.year.now() == other {
                self.year.set(usual);
            }
            leptos::task::spawn_local(async move {
                let found = desk::provinces(era).await;
                if self.era_now() == era {
                    self.missing.set(found.is_err());
                    self.provinces.set(found.unwrap_or_default());
                }
            });
        });
        watch(move || {
            let province = self.province.get();
            self.within.set(DISTRICTS.to_owned());
            self.districts.set(Vec::new());
            if self.era_now() == Era::Current || province.is_empty() {
                return;
            }
            leptos::task::spawn_local(async move {
                let found = desk::districts(&province).await;
                if self.province.now() == province {
                    self.missing.set(found.is_err());
                    self.districts.set(found.unwrap_or_default());
                }
            });
        });
        watch(move || {
            let (era, province, within) = (self.era_now(), self.province.get(), self.within.get());
            self.chosen.set(None);
            if province.is_empty() {
                return;
            }
            leptos::task::spawn_local(async move {
                let (area, which) = match (era, within.as_str()) {
                    (Era::Current, _) => (&province, Within::Communes),
                    (Era::Former, DISTRICTS) => (&province, Within::Districts),
                    (Era::Former, COMMUNES) => (&province, Within::CommunesByDistrict),
                    (Era::Former, _) => (&within, Within::Communes),
                };
                let found = desk::units(era, area, which).await;
                if (self.era_now(), self.province.now(), self.within.now()) == (era, province, within) {
                    self.missing.set(found.is_err());
                    self.chosen.set(found.ok());
                }
            });
        });
    }

    /// The choice from the official list.
    fn list(self) -> Vec<El> {
        let app = self.app;
        let eras = [Text::BlankEraNow, Text::BlankEraBefore];
        let provinces = move || {
            let mut items = vec![Item { value: String::new(), words: app.t(Text::BlankChoose).into(), chosen: false }];
            let chosen = self.province.get();
            self.provinces.with(|provinces| items.extend(provinces.iter().map(|unit| item(unit, &chosen))));
            items
        };
        let province = select(Box::new(provinces), Box::new(move |code| self.province.set(code)));
        let province = province.attr("data-role", "province").attr("autofocus", "");
        let district = move || {
            if self.era_now() == Era::Current || self.province.with(String::is_empty) {
                return Vec::new();
            }
            let districts = move || {
                let within = self.within.get();
                let mut items = Vec::new();
                for (value, words) in [(DISTRICTS, Text::BlankDistrictAll), (COMMUNES, Text::BlankCommuneAll)] {
                    let words = app.t(words).to_owned();
                    items.push(Item { value: value.to_owned(), words, chosen: value == within });
                }
                self.districts.with(|districts| items.extend(districts.iter().map(|unit| item(unit, &within))));
                items
            };
            let list = select(Box::new(districts), Box::new(move |within| self.within.set(within)));
            vec![labelled(app, Text::BlankDistrict, list.attr("data-role", "district"))]
        };
        let places = div("two").child(labelled(app, Text::BlankProvince, province)).live(district);
        vec![
            radios(app, "seg", Text::BlankEra, self.era, &eras),
            places,
            div("").attr("role", "status").live(move || self.status()),
        ]
    }

    /// How many units there are; or what is missing for them.
    fn status(self) -> Vec<El> {
        let app = self.app;
        if self.missing.get() {
            let key = if page::is_online() { Text::BlankLoadFailed } else { Text::OfflineNoUnits };
            let again = button("btn small", move |_| self.attempt.update(|attempt| *attempt += 1));
            return vec![el("p", "error").text(app.t(key)), again.text(app.t(Text::TryAgain))];
        }
        if self.provinces.with(Vec::is_empty) {
            return vec![el("p", "hint").text(app.t(Text::BlankLoading))];
        }
        let count = self.chosen.with(|chosen| chosen.as_ref().map(ListedArea::unit_count));
        let Some(count) = count else { return Vec::new() };
        let words = app.tf(Text::BlankPreview, &[("n", &app.count_text(count))]);
        vec![el("p", "hint").attr("data-role", "blank-preview").text(&words)]
    }

    fn free(self) -> El {
        let app = self.app;
        div("two")
            .child(text_field(app, Text::BlankArea, self.area))
            .child(text_field(app, Text::BlankLevel, self.level))
            .child(number_field(app, Text::BlankCount, self.count))
    }

    fn create(self) {
        let app = self.app;
        match self.build() {
            Ok(workbook) => {
                let n = app.count_text(workbook.leaf_count());
                app.open(workbook);
                app.banner.set(None);
                app.say(app.tf(Text::ToastCreated, &[("n", &n)]));
            }
            Err(words) => self.wrong.set(words),
        }
    }

    fn build(self) -> Result<Workbook, String> {
        let app = self.app;
        let year: Option<i16> = self.year.now().trim().parse().ok();
        let year = year.filter(|year| (1990..=2100).contains(year));
        let year = year.ok_or_else(|| app.t(Text::BlankYearBad).to_owned())?;
        let (heading, units) = if self.from.now() == LIST { self.listed() } else { self.numbered() }?;
        let dates = [Date::year_end(year - 1), Date::year_end(year)];
        Ok(assemble(heading, units, dates.get(usize::from(!self.with_prev.now())..).unwrap_or_default()))
    }

    fn listed(self) -> Result<(Heading, Vec<Unit>), String> {
        let chosen = self.chosen.now().ok_or_else(|| self.app.t(Text::BlankProvince).to_owned())?;
        let level = match chosen.level {
            Level::Province => Text::LevelProvince,
            Level::District => Text::LevelDistrict,
            Level::Commune => Text::LevelCommune,
        };
        let mut units = Vec::new();
        for unit in chosen.units {
            let id = UnitId(units.len() as u32);
            units.push(Unit { code: Some(unit.code), parent: unit.group.map(UnitId), ..Unit::new(id, unit.name) });
        }
        let level = text(Lang::Vi, level).to_owned();
        Ok((Heading { area: chosen.area, level, ..Heading::default() }, units))
    }

    fn numbered(self) -> Result<(Heading, Vec<Unit>), String> {
        let app = self.app;
        let count: Option<usize> = self.count.now().trim().parse().ok();
        let count = count.filter(|count| (1..=MOST_FREE).contains(count));
        let limit = || app.tf(Text::BlankCountLimit, &[("n", &app.count_text(MOST_FREE))]);
        let mut units = Vec::new();
        for at in 0..count.ok_or_else(limit)? {
            let name = app.tf(Text::BlankUnitName, &[("n", &(at + 1).to_string())]);
            units.push(Unit::new(UnitId(at as u32), name));
        }
        let (area, level) = (clean_name(&self.area.now()), clean_name(&self.level.now()));
        Ok((Heading { area, level, ..Heading::default() }, units))
    }
}

fn item(unit: &ListedUnit, chosen: &str) -> Item {
    Item { value: unit.code.clone(), words: unit.name.clone(), chosen: unit.code == chosen }
}

/// An empty workbook with these units at these dates, oldest first.
pub fn assemble(heading: Heading, units: Vec<Unit>, dates: &[Date]) -> Workbook {
    let mut workbook = Workbook::default();
    Edit::SetHeading(heading).apply(&mut workbook);
    for (at, date) in dates.iter().enumerate() {
        let id = workbook.fresh_period();
        let standard = Standard::usual_for(date.year);
        let period = Period { id, date: *date, status: Status::Official, standard, note: String::new() };
        Edit::InsertPeriod { at, period }.apply(&mut workbook);
    }
    for (at, unit) in units.into_iter().enumerate() {
        Edit::InsertUnit { at, unit, facts: Vec::new() }.apply(&mut workbook);
    }
    workbook
}
