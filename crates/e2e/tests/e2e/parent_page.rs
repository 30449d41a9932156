//! A page around the framed page, on an origin of its own.

use serde::Deserialize;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use ticket_note_e2e::{Browser, Form, Harness, wait_until};

const PAGE: &str = include_str!("../../fixtures/parent.html");
const SCRIPT: &str = include_str!("../../fixtures/parent.js");

/// A server of the page, on a port of its own. It ends with this value.
#[derive(Debug)]
pub(crate) struct ParentServer {
    address: SocketAddr,
    has_ended: Arc<AtomicBool>,
}

impl ParentServer {
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
    pub(crate) fn cross_site_origin(&self) -> String {
        format!("http://localhost:{}", self.address.port())
    }
}

impl Drop for ParentServer {
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
        "/parent.js" => ("text/javascript", SCRIPT),
        _ => ("text/html", PAGE),
    };
    let length = text.len();
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{text}"
    )
    .ok()
}

/// What the page around was posted.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Message {
    /// The origin that the browser names.
    pub(crate) origin: String,
    /// Whether the frame said it, and no other window.
    #[serde(rename = "isFromFrame")]
    pub(crate) is_from_frame: bool,
    /// What was said.
    pub(crate) data: Value,
}

/// The page around, open in a harness's browser.
#[derive(Debug)]
pub(crate) struct ParentPage<'a> {
    harness: &'a Harness,
}

impl<'a> ParentPage<'a> {
    /// Opens the page at an origin, with an empty frame.
    pub(crate) fn open_empty(harness: &'a Harness, origin: &str) -> Self {
        let parent = Self { harness };
        parent.browser().open(origin);
        parent
    }

    /// Opens the page at an origin, and in it the framed page with this query.
    pub(crate) fn open(harness: &'a Harness, origin: &str, query: &str) -> Self {
        let parent = Self::open_empty(harness, origin);
        parent.load_frame(query);
        parent
    }

    /// Frames the framed page with this query, and waits until it or the browser's own page instead of
    /// it is there: who asks a frame that is on its way elsewhere gets an answer of neither.
    pub(crate) fn load_frame(&self, query: &str) {
        let address = format!("{}/watched.html?{query}", self.harness.origin());
        self.browser().execute_async::<()>("loadFrame(...arguments)", vec![address.into()]);
    }

    pub(crate) fn browser(&self) -> &'a Browser {
        self.harness.browser()
    }

    /// Works the form in the frame; then the page around is the one at hand again.
    pub(crate) fn in_frame<T>(&self, work: impl FnOnce(Form<'a>) -> T) -> T {
        self.browser().enter_frame("#ticket-note");
        let done = work(self.harness.form());
        self.browser().leave_frame();
        done
    }

    /// Works the form in the frame with a text in it.
    ///
    /// A person clicks into a frame: `WebKit` gives the focus to none where nobody has clicked yet.
    pub(crate) fn type_text<T>(&self, text: &str, work: impl FnOnce(Form<'a>) -> T) -> T {
        self.in_frame(|form| {
            self.browser().click(&form.text_area());
            form.type_text(text);
            work(form)
        })
    }

    /// Says this to the frame.
    pub(crate) fn post(&self, message: &Value) {
        // As text: a driver gives no object a property of the name `__proto__`.
        self.browser()
            .execute::<()>("postToFrame(JSON.parse(arguments[0]))", vec![message.to_string().into()]);
    }

    /// Asks the frame for something, in the envelope.
    pub(crate) fn send_command(&self, kind: &str, values: Value) {
        let mut message = json!({"app": "ticket-note", "v": 1, "kind": kind});
        if let (Some(message), Value::Object(values)) = (message.as_object_mut(), values) {
            message.extend(values);
        }
        self.post(&message);
    }

    /// All that was said to the page.
    pub(crate) fn messages(&self) -> Vec<Message> {
        self.browser().execute("return messages", Vec::new())
    }

    /// What was said of this kind.
    pub(crate) fn messages_of_kind(&self, kind: &str) -> Vec<Value> {
        let data = self.messages().into_iter().map(|message| message.data);
        data.filter(|data| data["kind"] == kind).collect()
    }

    /// Waits until something was said of this kind, and gives the last.
    #[track_caller]
    pub(crate) fn wait_for_message(&self, kind: &str, is_so: impl Fn(&Value) -> bool) -> Value {
        let posted = wait_until(
            &format!("a message {kind}"),
            || self.messages_of_kind(kind),
            |posted| posted.last().is_some_and(&is_so),
        );
        posted.into_iter().next_back().unwrap()
    }
}
