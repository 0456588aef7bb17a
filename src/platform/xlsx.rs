//! The third program (`src/bin/xlsx.rs`): Excel workbooks. It is fetched when it is first used and runs in a worker, so
//! that the page goes on meanwhile; where there can be no worker it runs in the page. What crosses: `codec::xlsx`.

use js_sys::{Function, Object, Promise, Reflect, Uint8Array, WebAssembly};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Response, Worker};

use super::desk::{DeskError, fetch_lazy};
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
    let answer = match in_worker(&module, &request).await {
        Some(answer) => answer,
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

/// Asks in a worker. `None` when there can be none; `Some(None)` when the program stopped over the request.
async fn in_worker(module: &JsValue, request: &Uint8Array) -> Option<Option<JsValue>> {
    let worker = start().await?;
    let message = Object::new();
    for (name, value) in [("module", module), ("request", request.as_ref())] {
        Reflect::set(&message, &name.into(), value).ok()?;
    }
    worker.post_message(&message).ok()?;
    // Text says why the program stopped; an event that is no message, that the worker never started.
    let answered = Promise::new(&mut |resolve, _| {
        let settle = |event: &str, resolve: &Function| {
            let resolve = resolve.clone();
            let answer = Closure::once_into_js(move |event: web_sys::Event| {
                let answer = event.dyn_into::<MessageEvent>().map_or(JsValue::NULL, |message| message.data());
                let _ = resolve.call1(&JsValue::NULL, &answer);
            });
            let _ = worker.add_event_listener_with_callback(event, answer.unchecked_ref());
        };
        settle("message", &resolve);
        settle("error", &resolve);
    });
    let answer = JsFuture::from(answered).await.ok();
    worker.terminate();
    let answer = answer.filter(|answer| !answer.is_null())?;
    Some(Some(answer).filter(|answer| !answer.is_string()))
}

/// A worker with its script. A page opened from a file has no address that a worker may come from: there the script
/// itself is handed over.
async fn start() -> Option<Worker> {
    if web_sys::window()?.location().protocol().ok()? != "file:" {
        return Worker::new(WORKER).ok();
    }
    let response: Response = fetch_lazy(WORKER).await.ok()?.dyn_into().ok()?;
    let script = JsFuture::from(response.blob().ok()?).await.ok()?;
    let address = web_sys::Url::create_object_url_with_blob(script.unchecked_ref()).ok()?;
    Worker::new(&address).ok()
}

/// The same without a worker.
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
