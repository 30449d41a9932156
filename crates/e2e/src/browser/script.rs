use serde_json::Value;
use std::sync::atomic::{AtomicU64, Ordering};

/// Runs a body once, and gives the answer that the page keeps to whoever asks again.
pub(super) const ONCE: &str = "
    const [number, ...given] = arguments;
    const answers = (window.answersOfScripts ??= {});
    if (!(number in answers)) answers[number] = (function () { BODY }).apply(null, given);
    return answers[number];";

/// The same for a body that calls its last argument with the answer.
pub(super) const AWAITED_ONCE: &str = "
    const [number, ...given] = arguments;
    const done = given.pop();
    const answers = (window.answersOfScripts ??= {});
    answers[number] ??= new Promise((resolve) => (function () { BODY }).call(null, ...given, resolve));
    answers[number].then(done, (error) => done(String(error)));";

/// A script that can be asked again: `WebKit`'s driver loses a command in some ten thousand.
#[derive(Debug)]
pub(super) struct Script {
    pub(super) text: String,
    pub(super) arguments: Vec<Value>,
}

impl Script {
    /// `how` is one of the two above.
    pub(super) fn once(how: &str, body: &str, arguments: Vec<Value>) -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = Value::from(NUMBER.fetch_add(1, Ordering::Relaxed));
        let arguments = std::iter::once(number).chain(arguments).collect();
        Self { text: how.replace("BODY", body), arguments }
    }
}
