use serde_json::Value;
use std::sync::atomic::{AtomicU64, Ordering};

/// Runs a function body once per number. A repeated command returns the stored result.
pub(super) const ONCE: &str = "
    const [number, ...given] = arguments;
    const results = (window.scriptResults ??= {});
    if (!(number in results)) results[number] = (function () { BODY }).apply(null, given);
    return results[number];";

/// Like [`ONCE`], for a body that passes its result to the callback in its last argument.
pub(super) const AWAITED_ONCE: &str = "
    const [number, ...given] = arguments;
    const done = given.pop();
    const results = (window.scriptResults ??= {});
    results[number] ??= new Promise((resolve) => (function () { BODY }).call(null, ...given, resolve));
    results[number].then(done, (error) => done(String(error)));";

/// A script that is safe to send twice: `WebKit`'s driver loses about one command in ten thousand.
#[derive(Debug)]
pub(super) struct Script {
    pub(super) text: String,
    pub(super) arguments: Vec<Value>,
}

impl Script {
    /// Wraps a function body. `template` is [`ONCE`] or [`AWAITED_ONCE`].
    pub(super) fn once(template: &str, body: &str, arguments: Vec<Value>) -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = Value::from(NUMBER.fetch_add(1, Ordering::Relaxed));
        let arguments = std::iter::once(number).chain(arguments).collect();
        Self { text: template.replace("BODY", body), arguments }
    }
}
