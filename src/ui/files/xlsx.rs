//! Excel workbooks: the texts of the sheets that are written, and what becomes of a file that was chosen.

use std::rc::Rc;

use super::{App, problem};
use crate::codec::check_code::check_code;
use crate::codec::xlsx::{Book, Export, Words, XlsxError};
use crate::core::field::{At, Field};
use crate::core::measure::Measure;
use crate::core::names::{capital, kind_of};
use crate::core::verdict::Verdict;
use crate::core::workbook::Workbook;
use crate::i18n::Text;
use crate::platform::desk::{self, DeskError};
use crate::platform::{files, page, xlsx};
use crate::ui::app::Dialog;
use crate::ui::dialogs::Sheets;
use crate::ui::{shared, wording};

const MIME: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Whether a file is for the third program: a workbook by its name or its first bytes.
pub fn is_workbook(name: &str, bytes: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    [".xlsx", ".xlsm", ".xls"].iter().any(|ending| name.ends_with(ending))
        || bytes.starts_with(b"PK\x03\x04")
        || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
}

/// Writes the workbook and offers it as a download.
pub async fn export(app: App, name: &str) {
    let words = words(app);
    let (workbook, span) = app.read(|session| (crate::codec::desk::pack(session.workbook()), session.span()));
    let export = Export { workbook: &workbook, span, today: page::today(), style: app.style(), words };
    match xlsx::write(export).await {
        Ok(bytes) if files::download_bytes(name, MIME, &bytes) => {
            app.say(app.tf(Text::FileExported, &[("name", name)]));
        }
        Err(DeskError::Unavailable) => problem(app, Text::XlsxUnavailable, &[]),
        _ => problem(app, Text::XlsxFailed, &[]),
    }
}

/// Reads a workbook: our own opens as it was, one table goes to the preview, of several the user chooses.
pub async fn open(app: App, name: &str, bytes: &[u8]) {
    if let Some(saved) = xlsx::read_sealed(bytes).await {
        app.banner.set(None);
        return show_own(app, name, saved.workbook, !saved.repaired.is_empty());
    }
    let gaps = [("name", name)];
    // A table that is found goes there next.
    desk::prepare();
    let book = match xlsx::read(bytes).await {
        Ok(book) => book,
        Err(DeskError::Unavailable) => return problem(app, Text::XlsxUnavailable, &[]),
        Err(DeskError::Failed) => return problem(app, Text::XlsxNotRead, &gaps),
        Err(DeskError::Refused(error)) => {
            let max = (crate::codec::xlsx::MAX_BYTES / 1_000_000).to_string();
            let key = match error {
                XlsxError::TooLarge => return problem(app, Text::FileTooBig, &[("name", name), ("max", &max)]),
                XlsxError::OldOrLocked => Text::XlsxOld,
                XlsxError::NotAWorkbook => Text::XlsxNotRead,
                XlsxError::Unsafe => Text::XlsxUnsafe,
                XlsxError::Damaged => Text::XlsxDamaged,
                XlsxError::Empty => Text::XlsxEmpty,
            };
            return problem(app, key, &gaps);
        }
    };
    app.banner.set(None);
    match book {
        Book { own: Some(own), .. } if own.changed == 0 => open_own(app, name, &own.workbook, own.repaired),
        Book { own: None, mut tables } if tables.len() == 1 && tables.iter().all(|table| table.text.is_ok()) => {
            let text = tables.pop().and_then(|table| table.text.ok()).unwrap_or_default();
            app.dialog.set(Some(Dialog::Paste { html: String::new(), text }));
        }
        book => app.dialog.set(Some(Dialog::Sheets(Rc::new(Sheets { name: name.to_owned(), book })))),
    }
}

/// Opens a workbook that travelled inside a file.
pub fn open_own(app: App, name: &str, packed: &[u8], repaired: u32) {
    match crate::codec::desk::unpack(packed) {
        Some(workbook) => show_own(app, name, workbook, repaired > 0),
        None => problem(app, Text::XlsxDamaged, &[("name", name)]),
    }
}

fn show_own(app: App, name: &str, workbook: Workbook, repaired: bool) {
    shared::open_file(app, workbook, name);
    if repaired {
        problem(app, Text::FileRepaired, &[("name", name)]);
    }
}

fn words(app: App) -> Words {
    let t = |key: Text| app.t(key).to_owned();
    let (area, span) = app.read(|session| (session.workbook().heading.area.clone(), session.span()));
    let authority = match area.as_str() {
        // "Toàn tỉnh" is no name.
        area if kind_of(area).is_none() => "……………",
        area => area,
    };
    let end = |id| wording::period_title(app, id);
    let code = app.read(|session| String::from_utf8_lossy(&check_code(session.workbook())).into_owned());
    let made = app.tf(Text::XlsxNoteMade, &[("date", &wording::day_text(page::today())), ("code", &code)]);
    let mut notes = vec![t(Text::XlsxNoteFormulas), made];
    if app.read(|session| session.is_sample_like()) {
        notes.push(t(Text::LegendSample));
    }
    let groups = vec![
        span.prev.map(end).unwrap_or_default(),
        end(span.now),
        t(Text::XlsxGroupDrop),
        app.tf(Text::GroupTarget, &[("year", &wording::period_year(app, span.now))]),
        t(Text::XlsxGroupResult),
    ];
    let periods = app.read(|session| session.workbook().periods().to_vec());
    let facts_of = |measure: Measure| {
        let at = [At::Now, At::Prev];
        let field = Field::ALL
            .iter()
            .filter(|field| !field.is_flow())
            .find(|field| at.iter().any(|at| field.fact() == Some((measure, *at))));
        field.map_or_else(|| capital(&wording::measure_words(app, measure, "")), |field| t(column(*field)))
    };
    Words {
        results: t(Text::XlsxResults),
        facts: t(Text::XlsxFacts),
        authority: app.tf(Text::XlsxAuthority, &[("area", authority)]),
        nation: t(Text::XlsxNation),
        motto: t(Text::XlsxMotto),
        title: wording::title(app),
        context: wording::context(app),
        notes,
        number: t(Text::XlsxNumber),
        code: t(Text::XlsxCode),
        tags: t(Text::Tags),
        total: t(Text::TotalAll),
        tag_total: app.tf(Text::SubtotalTag, &[("tag", "{tag}")]),
        groups,
        columns: Field::ALL.iter().map(|field| t(column(*field))).collect(),
        verdicts: VERDICTS.iter().map(|verdict| wording::verdict_word(*verdict, app.lang.now()).to_owned()).collect(),
        signatures: vec![t(Text::XlsxPreparedBy), t(Text::XlsxHeadOfUnit)],
        facts_lead: t(Text::XlsxNoteFacts),
        measures: Measure::ALL.into_iter().map(facts_of).collect(),
        periods: periods.iter().map(|period| wording::period_title(app, period.id)).collect(),
    }
}

/// In the order of their numbers.
const VERDICTS: [Verdict; 8] = [
    Verdict::Exceeded,
    Verdict::Met,
    Verdict::Missed,
    Verdict::MetByRateOnly,
    Verdict::MetByHouseholdsOnly,
    Verdict::Undecided,
    Verdict::Conflict,
    Verdict::None,
];

/// The heading of a column: in full, so that the sheet is understood alone, and when it is read back.
const fn column(field: Field) -> Text {
    match field {
        Field::Unit => Text::ColUnit,
        Field::HouseholdsPrev | Field::HouseholdsNow => Text::XlsxColHouseholds,
        Field::PoorPrev | Field::PoorNow => Text::XlsxColPoor,
        Field::NearPoorPrev | Field::NearPoorNow => Text::XlsxColNearPoor,
        Field::MultiPrev | Field::MultiNow => Text::XlsxColMulti,
        Field::PersonsPrev | Field::PersonsNow => Text::XlsxColPersons,
        Field::PoorPersonsPrev | Field::PoorPersonsNow => Text::XlsxColPoorPersons,
        Field::RatePrev | Field::RateNow => Text::XlsxColRate,
        Field::NearRatePrev | Field::NearRateNow => Text::XlsxColNearRate,
        Field::MultiRatePrev | Field::MultiRateNow => Text::XlsxColMultiRate,
        Field::DropHouseholds => Text::XlsxColDropHouseholds,
        Field::DropPoints => Text::XlsxColDropPoints,
        Field::Target => Text::XlsxColTarget,
        Field::GapHouseholds => Text::XlsxColGapHouseholds,
        Field::GapPoints => Text::XlsxColGapPoints,
        Field::Verdict => Text::XlsxColVerdict,
        // Movements stand on the sheet of facts alone.
        _ => match field.fact() {
            Some((measure, _)) => wording::measure_key(measure),
            None => Text::ColUnit,
        },
    }
}
