//! Replaces `fetch`: records each request, and responds when the test says so.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = r#"
let requests = [];

export function take_over() {
  requests = [];
  globalThis.fetch = async (url, init) => {
    const request = new Request(url, init);
    const body = await request.clone().text();
    return new Promise((resolve, reject) => requests.push({ request, body, resolve, reject }));
  };
}

export function count() { return requests.length; }
export function body(index) { return requests[index].body; }
export function header(index, name) { return requests[index].request.headers.get(name); }
export function property(index, name) { return String(requests[index].request[name]); }

export function respond(index, status, body, retryAfter) {
  const headers = retryAfter ? { "Retry-After": retryAfter } : {};
  requests[index].resolve(new Response(status === 204 ? null : body, { status, headers }));
}

export function redirect(index) {
  const response = Response.error();
  Object.defineProperty(response, "type", { value: "opaqueredirect" });
  requests[index].resolve(response);
}

export function fail(index) { requests[index].resolve(Response.error()); }
export function lose(index) { requests[index].reject(new TypeError("connection lost")); }
"#)]
extern "C" {
    fn take_over();
    fn count() -> usize;
    fn body(index: usize) -> String;
    fn header(index: usize, name: &str) -> Option<String>;
    fn property(index: usize, name: &str) -> String;
    fn respond(index: usize, status: u16, body: &str, retry_after: Option<String>);
    fn redirect(index: usize);
    fn fail(index: usize);
    fn lose(index: usize);
}

/// The requests since the test began.
pub(crate) struct Network(());

impl Network {
    pub(crate) fn replace() -> Self {
        take_over();
        Self(())
    }

    pub(crate) fn requests(&self) -> usize {
        count()
    }

    pub(crate) fn body(&self, index: usize) -> String {
        body(index)
    }

    pub(crate) fn header(&self, index: usize, name: &str) -> Option<String> {
        header(index, name)
    }

    pub(crate) fn property(&self, index: usize, name: &str) -> String {
        property(index, name)
    }

    pub(crate) fn respond(&self, index: usize, status: u16, body: &str) {
        respond(index, status, body, None);
    }

    pub(crate) fn respond_busy(&self, index: usize, retry_after: &str) {
        respond(index, 429, "", Some(retry_after.to_owned()));
    }

    pub(crate) fn redirect(&self, index: usize) {
        redirect(index);
    }

    /// Responds with a network error, as no browser's own `fetch` does.
    pub(crate) fn fail(&self, index: usize) {
        fail(index);
    }

    pub(crate) fn lose(&self, index: usize) {
        lose(index);
    }
}
