//! The third program (`src/bin/xlsx.rs`): Excel workbooks. It is fetched when it is first used and runs in a worker, so
//! that the page goes on meanwhile; where there can be no worker it runs in the page. What crosses: `codec::xlsx`.

use js_sys::{Function, Object, Promise, Reflect, Uint8Array, WebAssembly};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::desk::{DeskError, fetch_lazy};
use super::{files, worker};
use crate::codec::desk::Wire;
use crate::codec::record::Saved;
use crate::codec::xlsx::{self, Book, Export, Request, Written, XlsxError};

/// The compiled program, and the script of its worker.
const PROGRAM: &str = "xlsx/program.wasm";
const WORKER: &str = "xlsx/worker.js";

/// The document of a workbook that is, byte for byte, as this program wrote it: there is no need of the program for that
/// where the browser can unpack. `None` for all other files, which [`read`] reads.
pub async fn read_sealed(file: &[u8]) -> Option<Saved> {
    let part = xlsx::texts(file)?;
    xlsx::document(&inflate(part.bytes(file)?, part.size).await?)
}

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

#[wasm_bindgen]
extern "C" {
    /// A `Blob` as a source of its bytes.
    type Source;
    #[wasm_bindgen(method)]
    fn stream(this: &Source) -> Stream;

    type Stream;
    #[wasm_bindgen(method, catch, js_name = pipeThrough)]
    fn pipe_through(this: &Stream, into: &DecompressionStream) -> Result<Stream, JsValue>;
    #[wasm_bindgen(method, js_name = getReader)]
    fn reader(this: &Stream) -> Reader;

    /// Browsers of before 2023 have none.
    type DecompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;

    type Reader;
    #[wasm_bindgen(method, catch)]
    async fn read(this: &Reader) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method)]
    fn cancel(this: &Reader) -> Promise;
}

/// Unpacks deflated bytes that become as many as said, and no more; `None` where they do not, or the browser cannot.
async fn inflate(packed: &[u8], size: usize) -> Option<Vec<u8>> {
    let deflated = DecompressionStream::new("deflate-raw").ok()?;
    let source: Source = files::blob("", &Uint8Array::from(packed))?.unchecked_into();
    let reader = source.stream().pipe_through(&deflated).ok()?.reader();
    let mut bytes = Vec::with_capacity(size);
    loop {
        let part = reader.read().await.ok()?;
        if Reflect::get(&part, &"done".into()).ok()?.is_truthy() {
            return Some(bytes).filter(|bytes| bytes.len() == size);
        }
        let part: Uint8Array = Reflect::get(&part, &"value".into()).ok()?.dyn_into().ok()?;
        if bytes.len() + part.length() as usize > size {
            let _ = reader.cancel();
            return None;
        }
        bytes.extend(part.to_vec());
    }
}

async fn ask<T: Wire>(request: &Request<'_>) -> Result<T, DeskError> {
    // The worker starts while the program is fetched.
    let worker = worker::Started::new(WORKER).await;
    let request = Uint8Array::from(xlsx::write_request(request).as_slice());
    let module = compiled().await.ok_or(DeskError::Unavailable)?;
    let parts = [("module", module.clone()), ("request", request.clone().into())];
    let answer = match worker {
        Some(worker) => worker.ask(&parts, &js_sys::Array::new()).await,
        None => None,
    };
    let answer = match answer {
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
