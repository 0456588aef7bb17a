//! The third program (`src/bin/xlsx.rs`): Excel workbooks. It is fetched when it is first used and runs in a worker, so
//! that the page goes on meanwhile; where there can be no worker it runs in the page. What crosses: `codec::xlsx`.

use js_sys::{Function, Object, Reflect, Uint8Array, WebAssembly};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::desk::{DeskError, fetch_lazy};
use super::worker;
use crate::codec::desk::Wire;
use crate::codec::xlsx::{self, Book, Export, Request, Written, XlsxError};

/// The compiled program, and the script of its worker.
const PROGRAM: &str = "xlsx/program.wasm";
const WORKER: &str = "xlsx/worker.js";

/// Reads the bytes of a workbook.
pub async fn read(file: &[u8]) -> Result<Book, DeskError<XlsxError>> {
    match ask::<Result<Book, XlsxError>>(&Request::Read(file)).await {
        Ok(answer) => answer.map_err(DeskError::Refused),
        Err(DeskError::Unavailable) => Err(DeskError::Unavailable),
        Err(_) => Err(DeskError::Failed),
    }
}

/// The bytes of a workbook.
pub async fn write(export: Export<'_>) -> Result<Vec<u8>, DeskError> {
    let written: Option<Written> = ask(&Request::Write(Box::new(export))).await?;
    written.map(|written| written.0).ok_or(DeskError::Failed)
}

async fn ask<T: Wire>(request: &Request<'_>) -> Result<T, DeskError> {
    let request = Uint8Array::from(xlsx::write_request(request).as_slice());
    let module = compiled().await.ok_or(DeskError::Unavailable)?;
    let parts = [("module", module.clone()), ("request", request.clone().into())];
    let answer = match worker::ask(WORKER, &parts, &js_sys::Array::new()).await {
        Some(answer) => answer.ok(),
        None => in_page(&module, &request).await,
    };
    let answer: Uint8Array = answer.and_then(|answer| answer.dyn_into().ok()).ok_or(DeskError::Failed)?;
    xlsx::read_answer(&answer.to_vec()).ok_or(DeskError::Failed)
}

/// The program, compiled anew each time it is used: browsers keep what they compiled, and the page is not made heavier.
async fn compiled() -> Option<JsValue> {
    let response: Response = fetch_lazy(PROGRAM).await.ok()?.dyn_into().ok()?;
    let bytes = JsFuture::from(response.array_buffer().ok().filter(|_| response.ok())?).await.ok()?;
    JsFuture::from(WebAssembly::compile(&bytes)).await.ok()
}

/// Works a request out in the page.
async fn in_page(module: &JsValue, request: &Uint8Array) -> Option<JsValue> {
    let instance =
        JsFuture::from(WebAssembly::instantiate_module(module.unchecked_ref(), &Object::new())).await.ok()?;
    let exports = instance.unchecked_into::<WebAssembly::Instance>().exports();
    let call = |name: &str, argument: Option<u32>| {
        let function: Function = Reflect::get(&exports, &name.into()).ok()?.dyn_into().ok()?;
        let answer = match argument {
            Some(argument) => function.call1(&JsValue::NULL, &argument.into()),
            None => function.call0(&JsValue::NULL),
        };
        Some(answer.ok()?.as_f64()? as u32)
    };
    let memory = || {
        let memory: WebAssembly::Memory = Reflect::get(&exports, &"memory".into()).ok()?.dyn_into().ok()?;
        Some(memory.buffer())
    };
    let room = call("room", Some(request.length()))?;
    Uint8Array::new_with_byte_offset_and_length(&memory()?, room, request.length()).set(request, 0);
    let answer = call("answer", None)?;
    let answer = Uint8Array::new_with_byte_offset_and_length(&memory()?, answer, call("length", None)?);
    Some(Uint8Array::new(&answer).into())
}
