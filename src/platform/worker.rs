//! Work in the background: one message to a worker, one answer, and the worker is gone.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Response, Worker};

use super::desk::fetch_lazy;

/// Sends the named parts of a message to a worker with this script. `None` when there can be no worker; an error is what
/// stopped it, in words.
pub async fn ask(script: &str, parts: &[(&str, JsValue)], handed_over: &Array) -> Option<Result<JsValue, String>> {
    Started::new(script).await?.ask(parts, handed_over).await
}

/// A worker that is on its way, while what it shall do is still being made ready. It is gone when this is.
pub struct Started {
    worker: Worker,
    answer: Promise,
}

impl Started {
    /// `None` when there can be no worker.
    pub async fn new(script: &str) -> Option<Self> {
        let worker = start(script).await?;
        let answer = Promise::new(&mut |resolve, _| {
            // An event that is no message: the worker never started.
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
        Some(Started { worker, answer })
    }

    /// See [`ask`].
    pub async fn ask(self, parts: &[(&str, JsValue)], handed_over: &Array) -> Option<Result<JsValue, String>> {
        let message = Object::new();
        for (name, value) in parts {
            Reflect::set(&message, &(*name).into(), value).ok()?;
        }
        self.worker.post_message_with_transfer(&message, handed_over).ok()?;
        let answer = JsFuture::from(self.answer.clone()).await.ok().filter(|answer| !answer.is_null())?;
        Some(answer.as_string().map_or(Ok(answer), Err))
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// A worker with its script. A page opened from a file has no address that a worker may come from: there the script
/// itself is handed over.
async fn start(script: &str) -> Option<Worker> {
    if !super::page::is_file() {
        return Worker::new(script).ok();
    }
    let response: Response = fetch_lazy(script).await.ok()?.dyn_into().ok()?;
    let script = JsFuture::from(response.blob().ok()?).await.ok()?;
    let address = web_sys::Url::create_object_url_with_blob(script.unchecked_ref()).ok()?;
    Worker::new(&address).ok()
}
