//! The second program (`src/bin/desk.rs`), fetched when it is first needed: files, pasted tables, official units.
//! `public/boot.js` loads it; what crosses is described in `codec::desk`.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;

use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use crate::codec::article::{Proposal, TooLong};
use crate::codec::desk::{
    self, ArticleRequest, ListedArea, ListedUnit, OpenedFile, Request, TableRequest, Wire, Within,
};
use crate::codec::file::FileError;
use crate::codec::gazetteer::Era;
use crate::codec::grid::GridError;
use crate::codec::paste::PastedTable;
use crate::core::workbook::Workbook;

/// The official list of units beside the page.
const LIST: &str = "units/names.bin";

#[wasm_bindgen]
extern "C" {
    /// Hands a request to the second program. `null` when the program cannot be had; throws when it fails.
    #[wasm_bindgen(js_name = giamngheoDesk, catch)]
    async fn ask_desk(request: Uint8Array) -> Result<JsValue, JsValue>;

    /// Fetches a file of this version that is not part of the first load.
    #[wasm_bindgen(js_name = giamngheoLazy, catch)]
    pub(super) async fn fetch_lazy(path: &str) -> Result<JsValue, JsValue>;
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeskError<E = Infallible> {
    /// The second program or the official list could not be fetched: no network, and not kept on the device yet.
    /// Asking again later may help.
    Unavailable,
    /// The second program stopped over this request. The page and its figures are not touched; the next request starts
    /// it anew.
    Failed,
    /// It says why it cannot do what was asked.
    Refused(E),
}

/// A workbook that came from a file.
pub struct FileOpened {
    pub workbook: Workbook,
    /// In how many places something had to be repaired.
    pub repaired: u32,
    /// Of a later version: to be looked at, not to be altered.
    pub newer: bool,
}

async fn ask<T: Wire>(request: Request<'_>) -> Result<T, DeskError> {
    let request = desk::write_request(&request);
    let answer = ask_desk(Uint8Array::from(request.as_slice())).await.map_err(|_| DeskError::Failed)?;
    let answer: Uint8Array = answer.dyn_into().map_err(|_| DeskError::Unavailable)?;
    desk::read_answer(&answer.to_vec()).ok_or(DeskError::Failed)
}

impl DeskError {
    /// The same for requests that may be refused.
    fn widen<E>(self) -> DeskError<E> {
        match self {
            DeskError::Unavailable => DeskError::Unavailable,
            _ => DeskError::Failed,
        }
    }
}

async fn ask_of<T: Wire, E: Wire>(request: Request<'_>) -> Result<T, DeskError<E>> {
    match ask(request).await {
        Ok(answer) => Result::map_err(answer, DeskError::Refused),
        Err(error) => Err(error.widen()),
    }
}

/// Understands a pasted table or the text of a CSV file. When the user says something about a column, ask again with
/// it among the choices.
pub async fn read_table(request: TableRequest<'_>) -> Result<PastedTable, DeskError<GridError>> {
    ask_of(Request::ReadTable(request)).await
}

/// Has the program fetched, and the parts of it that read tables got ready by the browser, while something else is waited
/// for.
pub fn prepare() {
    wasm_bindgen_futures::spawn_local(async {
        let _ = read_table(TableRequest { text: "-\t1\n-\t2", ..TableRequest::default() }).await;
    });
}

/// The figures that a text may state, for the user to confirm.
pub async fn read_article(request: ArticleRequest<'_>) -> Result<Vec<Proposal>, DeskError<TooLong>> {
    ask_of(Request::Article(request)).await
}

/// Reads the text of a workbook file, or of the copy that the crash page offers.
pub async fn read_file(text: &str) -> Result<FileOpened, DeskError<FileError>> {
    let OpenedFile { workbook, repaired, newer } = ask_of(Request::ReadFile(text)).await?;
    let workbook = desk::unpack(&workbook).ok_or(DeskError::Failed)?;
    Ok(FileOpened { workbook, repaired, newer })
}

/// The text of a workbook file.
pub async fn write_file(workbook: &Workbook) -> Result<String, DeskError> {
    let workbook = desk::pack(workbook);
    ask::<Option<String>>(Request::WriteFile(&workbook)).await?.ok_or(DeskError::Failed)
}

/// The provinces of one map, in alphabetical order.
pub async fn provinces(era: Era) -> Result<Vec<ListedUnit>, DeskError> {
    let list = official_list().await?;
    listed(Request::Provinces { list: &list, era }).await
}

/// The districts of a former province (by its code), in alphabetical order.
pub async fn districts(province: &str) -> Result<Vec<ListedUnit>, DeskError> {
    let list = official_list().await?;
    listed(Request::Districts { list: &list, province }).await
}

/// The names of units by their official codes, in the same order; empty for a code that the map does not have.
pub async fn names(era: Era, codes: &[&str]) -> Result<Vec<String>, DeskError> {
    let list = official_list().await?;
    let names: String = listed(Request::Names { list: &list, era, codes: &codes.join("\n") }).await?;
    Ok(names.split('\n').map(str::to_owned).collect())
}

/// The rows of a table about a province or a former district, by its code.
pub async fn units(era: Era, area: &str, within: Within) -> Result<ListedArea, DeskError> {
    let list = official_list().await?;
    listed(Request::Units { list: &list, era, area, within }).await
}

async fn listed<T: Wire>(request: Request<'_>) -> Result<T, DeskError> {
    ask::<Option<T>>(request).await?.ok_or(DeskError::Failed)
}

thread_local! {
    static OFFICIAL: RefCell<Option<Rc<[u8]>>> = const { RefCell::new(None) };
}

/// The bytes of the official list, fetched once.
async fn official_list() -> Result<Rc<[u8]>, DeskError> {
    if let Some(list) = OFFICIAL.with_borrow(Clone::clone) {
        return Ok(list);
    }
    let fetched = async {
        let response: Response = fetch_lazy(LIST).await.ok()?.dyn_into().ok()?;
        let buffer = JsFuture::from(response.array_buffer().ok().filter(|_| response.ok())?).await.ok()?;
        Some(Uint8Array::new(&buffer).to_vec().into())
    };
    let list: Rc<[u8]> = fetched.await.ok_or(DeskError::Unavailable)?;
    OFFICIAL.set(Some(list.clone()));
    Ok(list)
}
