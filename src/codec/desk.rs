//! The second program: everything that typing and computing do not need – workbook files, pasted tables, the official
//! list of units – lives in a module of its own that the page fetches when it is first used. This is the language
//! between the two: a [`Request`] goes over as bytes, [`answer`] works it out, and each request has one type of answer.
//!
//! Both programs come from one build, so these shapes need no versions. The bytes are still not trusted: nothing that
//! comes in makes [`answer`] panic, and what cannot be understood gets an answer that says so.

pub(super) mod wire;

use super::article::{self, Context, Proposal, TooLong};
use super::file::{FileError, read_file, read_later, write_file};
use super::gazetteer::{Era, Gazetteer, Level, OfficialUnit};
use super::grid::GridError;
use super::journal::{self, NotReplayed};
use super::link;
use super::link::wire::Input;
use super::number::{Role, Style};
use super::paste::{self, PastedTable, Use};
use super::record::{self, RecordError};
use crate::core::names::sort_key;
use crate::core::workbook::Workbook;
pub use wire::Wire;

/// What the first program may ask.
pub enum Request<'a> {
    /// Answered by `Result<PastedTable, GridError>`.
    ReadTable(TableRequest<'a>),
    /// The text of a workbook file, or of saved copies. Answered by `Result<OpenedFile, FileError>`.
    ReadFile(&'a str),
    /// A [`packed`](pack) workbook. Answered by `Option<String>`, the text of its file.
    WriteFile(&'a [u8]),
    /// The provinces of one map in alphabetical order. Answered by `Option<Vec<ListedUnit>>`.
    Provinces { list: &'a [u8], era: Era },
    /// The districts of a former province, in alphabetical order. Answered by `Option<Vec<ListedUnit>>`.
    Districts { list: &'a [u8], province: &'a str },
    /// The names of units by their official codes, both one to a line; empty for a code that the map does not have.
    /// Answered by `Option<String>`.
    Names { list: &'a [u8], era: Era, codes: &'a str },
    /// The rows of a table about a province or a former district, by its code. Answered by `Option<ListedArea>`.
    Units { list: &'a [u8], era: Era, area: &'a str, within: Within },
    /// Figures in running text. Answered by `Result<Vec<Proposal>, TooLong>`.
    Article(ArticleRequest<'a>),
}

/// A text whose figures are wanted.
#[derive(Clone, Debug, Default)]
pub struct ArticleRequest<'a> {
    pub text: &'a str,
    /// Names of the units of the open table.
    pub names: Vec<&'a str>,
    /// The area it covers.
    pub area: &'a str,
}

/// A table to be understood.
#[derive(Clone, Debug, Default)]
pub struct TableRequest<'a> {
    /// What was pasted as HTML; may be empty.
    pub html: &'a str,
    /// What was pasted as plain text, or the text of a file.
    pub text: &'a str,
    pub style: Style,
    /// Years of the earlier and the later period of the open table, so that a single column of "2022" finds its side.
    pub years: (Option<i16>, Option<i16>),
    /// What the user has said about columns so far, oldest first.
    pub choices: Vec<Choice>,
}

/// What the user said about one column of a pasted table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The column is used so.
    Use(usize, Use),
    /// In the column this separator does so.
    Separator(usize, char, Role),
}

/// A workbook file that was read.
#[derive(Debug)]
pub struct OpenedFile {
    /// [Packed](pack).
    pub workbook: Vec<u8>,
    /// In how many places something had to be repaired.
    pub repaired: u32,
    /// Of a later version: to be looked at, not to be altered.
    pub newer: bool,
}

/// Which units of an area become the rows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// The districts of a former province.
    Districts,
    /// All communes.
    Communes,
    /// The communes of a former province, each district a group of its own.
    CommunesByDistrict,
}

/// A unit of the official list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedUnit {
    /// Official code, zeros in front.
    pub code: String,
    /// With its kind as in tables: "Xã Cao Minh", "TP Bắc Kạn".
    pub name: String,
    /// Position in the same list of the group it belongs to.
    pub group: Option<u32>,
}

/// The rows of a table, groups before their members, in the order of the official list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedArea {
    /// With its kind in full: "Tỉnh Bắc Kạn".
    pub area: String,
    /// What the rows are; groups aside.
    pub level: Level,
    pub units: Vec<ListedUnit>,
}

impl ListedArea {
    /// How many rows there are, groups aside.
    pub fn unit_count(&self) -> usize {
        let members = self.units.iter().filter(|unit| unit.group.is_some()).count();
        if members > 0 { members } else { self.units.len() }
    }
}

/// Whether a text goes to [`Request::ReadFile`]; anything else is a link or a table.
pub fn is_file(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with('{')
        || record::is_records(text)
        || journal::is_lines(text)
}

/// A workbook as it crosses between the programs, whole: what this version does not know included.
pub fn pack(workbook: &Workbook) -> Vec<u8> {
    link::to_bytes(workbook)
}

/// A workbook that came from the other program; `None` when the bytes are not one.
pub fn unpack(bytes: &[u8]) -> Option<Workbook> {
    Some(link::from_bytes(bytes).ok()?.workbook)
}

/// The bytes of a request.
pub fn write_request(request: &Request) -> Vec<u8> {
    let mut out = Vec::new();
    request.put(&mut out);
    out
}

/// Reads the answer to a request; `None` when it is none of this type, or says that the request was not understood.
pub fn read_answer<T: Wire>(answer: &[u8]) -> Option<T> {
    let mut input = Input::new(answer);
    let answer = Wire::take(&mut input);
    if input.is_sound() && input.is_empty() { answer } else { None }
}

/// Works out a request. Total: bytes that are no request are answered too.
pub fn answer(request: &[u8]) -> Vec<u8> {
    let mut input = Input::new(request);
    let request = Request::take(&mut input);
    if !input.is_sound() || !input.is_empty() {
        return written(&None::<bool>);
    }
    match request {
        Request::ReadTable(request) => written(&Some(read_table(request))),
        Request::ReadFile(text) => written(&Some(read_workbook(text))),
        Request::WriteFile(workbook) => written(&Some(unpack(workbook).map(|workbook| write_file(&workbook)))),
        Request::Provinces { list, era } => written(&Some(provinces(list, era))),
        Request::Districts { list, province } => written(&Some(districts(list, province))),
        Request::Names { list, era, codes } => written(&Some(names(list, era, codes))),
        Request::Units { list, era, area, within } => written(&Some(units(list, era, area, within))),
        Request::Article(request) => written(&Some(read_article(&request))),
    }
}

fn written<T: Wire>(answer: &Option<T>) -> Vec<u8> {
    let mut out = Vec::new();
    answer.put(&mut out);
    out
}

fn read_table(request: TableRequest) -> Result<PastedTable, GridError> {
    let TableRequest { html, text, style, years, choices } = request;
    let html = Some(html).filter(|html| !html.is_empty());
    let mut plan = paste::plan(paste::read(html, text)?, style, years);
    for choice in choices {
        match choice {
            Choice::Use(column, used) => plan.set_use(column, used),
            Choice::Separator(column, mark, role) => {
                if let Some(column) = plan.columns.get_mut(column) {
                    column.decided = Some((mark, role));
                }
            }
        }
    }
    Ok(plan.into_table())
}

fn read_article(request: &ArticleRequest) -> Result<Vec<Proposal>, TooLong> {
    article::fits(request.text)?;
    Ok(article::read(request.text, &Context { names: &request.names, area: request.area }))
}

fn read_workbook(text: &str) -> Result<OpenedFile, FileError> {
    let mut newer = false;
    let (workbook, repaired) = if journal::is_lines(text) {
        let replayed = journal::load_lines(text).map_err(|error| match error {
            NotReplayed::Newer => FileError::Newer { version: 2 },
            NotReplayed::Nothing | NotReplayed::Damaged(_) => FileError::NotJson { line: 1, column: 1 },
        })?;
        // What could not be used is told as one repair.
        let unused = if replayed.unused.is_empty() && !replayed.short { 0 } else { 1 };
        return Ok(OpenedFile { workbook: pack(&replayed.workbook), repaired: unused, newer: false });
    } else if record::is_records(text) {
        let saved = record::load_records(text).map_err(|error| match error {
            RecordError::Damaged => FileError::NotJson { line: 1, column: 1 },
            RecordError::Newer => FileError::Newer { version: 2 },
            RecordError::Invalid(defect) => FileError::Invalid(defect),
        })?;
        (saved.workbook, saved.repaired)
    } else {
        match read_file(text) {
            Err(FileError::Newer { .. }) => {
                newer = true;
                read_later(text)?
            }
            read => read?,
        }
    };
    Ok(OpenedFile { workbook: pack(&workbook), repaired: repaired.len() as u32, newer })
}

fn listed(unit: OfficialUnit, group: Option<u32>) -> ListedUnit {
    ListedUnit { code: unit.code(), name: unit.short_name(), group }
}

fn alphabetical<'a>(units: impl Iterator<Item = OfficialUnit<'a>>) -> Vec<ListedUnit> {
    let mut keyed: Vec<(Vec<u8>, ListedUnit)> = units.map(|unit| (sort_key(unit.name()), listed(unit, None))).collect();
    keyed.sort_by(|a, b| a.0.cmp(&b.0));
    keyed.into_iter().map(|(_, unit)| unit).collect()
}

fn provinces(list: &[u8], era: Era) -> Option<Vec<ListedUnit>> {
    Some(alphabetical(Gazetteer::decode(list).ok()?.provinces(era)))
}

fn districts(list: &[u8], province: &str) -> Option<Vec<ListedUnit>> {
    let gazetteer = Gazetteer::decode(list).ok()?;
    let province = gazetteer.by_code(Era::Former, province).filter(|unit| unit.level() == Level::Province)?;
    Some(alphabetical(province.children()))
}

/// The names that documents have for units of these codes.
fn names(list: &[u8], era: Era, codes: &str) -> Option<String> {
    let gazetteer = Gazetteer::decode(list).ok()?;
    let levels = [Level::Province, Level::District, Level::Commune].into_iter();
    let mut known: Vec<(String, OfficialUnit)> =
        levels.flat_map(|level| gazetteer.units(era, level)).map(|unit| (unit.code(), unit)).collect();
    known.sort_by(|a, b| a.0.cmp(&b.0));
    let name = |code: &str| {
        let at = known.binary_search_by(|(other, _)| other.as_str().cmp(code)).ok()?;
        known.get(at).map(|(_, unit)| unit.short_name())
    };
    let names: Vec<String> = codes.split('\n').map(|code| name(code).unwrap_or_default()).collect();
    Some(names.join("\n"))
}

fn units(list: &[u8], era: Era, area: &str, within: Within) -> Option<ListedArea> {
    let gazetteer = Gazetteer::decode(list).ok()?;
    let area = gazetteer.by_code(era, area).filter(|unit| unit.level() != Level::Commune)?;
    let has_districts = (area.era(), area.level()) == (Era::Former, Level::Province);
    let mut units = Vec::new();
    let mut level = Level::Commune;
    match within {
        Within::Districts if has_districts => {
            level = Level::District;
            units.extend(area.children().map(|unit| listed(unit, None)));
        }
        Within::CommunesByDistrict if has_districts => {
            for district in area.children() {
                let group = units.len() as u32;
                units.push(listed(district, None));
                units.extend(district.communes().map(|unit| listed(unit, Some(group))));
            }
        }
        _ => units.extend(area.communes().map(|unit| listed(unit, None))),
    }
    Some(ListedArea { area: area.full_name(), level, units })
}
