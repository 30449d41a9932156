//! A page around the framed page, on an origin of its own.

use serde::Deserialize;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use ticket_note_e2e::{Browser, Form, Visit, until};

const PAGE: &str = include_str!("../../fixtures/host.html");
const SCRIPT: &str = include_str!("../../fixtures/host.js");

/// A server of the page, on a port of its own. It ends with this value.
#[derive(Debug)]
pub(crate) struct Neighbour {
    address: SocketAddr,
    has_ended: Arc<AtomicBool>,
}

impl Neighbour {
    /// Serves the page.
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let has_ended = Arc::new(AtomicBool::new(false));
        let is_over = has_ended.clone();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if is_over.load(Ordering::Relaxed) {
                    return;
                }
                // A browser that opens a connection for later says nothing on it.
                thread::spawn(move || answer(stream));
            }
        });
        Self { address, has_ended }
    }

    /// Another origin than a proxy's by its port.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Another site than a proxy's, too.
    pub(crate) fn foreign_origin(&self) -> String {
        format!("http://localhost:{}", self.address.port())
    }
}

impl Drop for Neighbour {
    fn drop(&mut self) {
        self.has_ended.store(true, Ordering::Relaxed);
        // Wakes the thread that waits; it may have ended.
        let _ = TcpStream::connect(self.address);
    }
}

fn answer(mut stream: TcpStream) -> Option<()> {
    let mut head = BufReader::new(stream.try_clone().ok()?).lines().map_while(Result::ok);
    let first = head.next()?;
    head.find(String::is_empty)?;
    let (kind, text) = match first.split(' ').nth(1)? {
        "/host.js" => ("text/javascript", SCRIPT),
        _ => ("text/html", PAGE),
    };
    let length = text.len();
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{text}"
    )
    .ok()
}

/// What the page around was told.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Message {
    /// The origin that the browser names.
    pub(crate) origin: String,
    /// Whether the frame said it, and no other window.
    #[serde(rename = "isFrame")]
    pub(crate) is_frame: bool,
    /// What was said.
    pub(crate) data: Value,
}

/// The page around, open in a visit's browser.
#[derive(Debug)]
pub(crate) struct Host<'a> {
    visit: &'a Visit,
}

impl<'a> Host<'a> {
    /// Opens the page at an origin, with an empty frame.
    pub(crate) fn opens_empty(visit: &'a Visit, origin: &str) -> Self {
        let host = Self { visit };
        host.browser().goes_to(origin);
        host
    }

    /// Opens the page at an origin, and in it the framed page with this query.
    pub(crate) fn opens(visit: &'a Visit, origin: &str, query: &str) -> Self {
        let host = Self::opens_empty(visit, origin);
        host.frames(query);
        host
    }

    /// Frames the framed page with this query, and waits until it or the browser's own page instead of
    /// it is there: who asks a frame that is on its way elsewhere gets an answer of neither.
    pub(crate) fn frames(&self, query: &str) {
        let address = format!("{}/watched.html?{query}", self.visit.origin());
        self.browser().awaits::<()>("loads(...arguments)", vec![address.into()]);
    }

    pub(crate) fn browser(&self) -> &'a Browser {
        self.visit.browser()
    }

    /// Works the form in the frame; then the page around is the one at hand again.
    pub(crate) fn in_frame<T>(&self, work: impl FnOnce(Form<'a>) -> T) -> T {
        self.browser().enters_frame("#ticket-note");
        let done = work(self.visit.form());
        self.browser().leaves_frame();
        done
    }

    /// Works the form in the frame with a text in it.
    ///
    /// A person clicks into a frame: `WebKit` gives the focus to none where nobody has clicked yet.
    pub(crate) fn types<T>(&self, text: &str, work: impl FnOnce(Form<'a>) -> T) -> T {
        self.in_frame(|form| {
            self.browser().clicks(&form.note());
            form.types(text);
            work(form)
        })
    }

    /// Says this to the frame.
    pub(crate) fn says(&self, message: &Value) {
        // As text: a driver gives no object a property of the name `__proto__`.
        self.browser().runs::<()>("says(JSON.parse(arguments[0]))", vec![message.to_string().into()]);
    }

    /// Asks the frame for something, in the envelope.
    pub(crate) fn asks(&self, kind: &str, values: Value) {
        let mut message = json!({"app": "ticket-note", "v": 1, "kind": kind});
        if let (Some(message), Value::Object(values)) = (message.as_object_mut(), values) {
            message.extend(values);
        }
        self.says(&message);
    }

    /// All that was said to the page.
    pub(crate) fn messages(&self) -> Vec<Message> {
        self.browser().runs("return messages", Vec::new())
    }

    /// What was said of this kind.
    pub(crate) fn told(&self, kind: &str) -> Vec<Value> {
        let data = self.messages().into_iter().map(|message| message.data);
        data.filter(|data| data["kind"] == kind).collect()
    }

    /// Waits until something was said of this kind, and gives the last.
    #[track_caller]
    pub(crate) fn hears(&self, kind: &str, is_so: impl Fn(&Value) -> bool) -> Value {
        let told =
            until(&format!("a message {kind}"), || self.told(kind), |told| told.last().is_some_and(&is_so));
        told.into_iter().next_back().unwrap()
    }
}
