//! A parent page of the framed page, on its own origin.

use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use ticket_note_e2e::{Browser, Form, Harness, wait_until};

const PAGE: &str = include_str!("../../fixtures/parent.html");
const SCRIPT: &str = include_str!("../../fixtures/parent.js");

/// The header of a page whose frames get no reference to the windows that they open.
pub(crate) const OPENER_POLICY: &str = "Cross-Origin-Opener-Policy: same-origin\r\n";

/// A server of the parent page, or of other pages, on its own port. Dropping this value stops it.
#[derive(Debug)]
pub(crate) struct ParentServer {
    address: SocketAddr,
    has_ended: Arc<AtomicBool>,
}

impl ParentServer {
    /// Starts a server of the parent page.
    pub(crate) fn start() -> Self {
        Self::with_files(parent_files())
    }

    /// Starts a server of a parent page that the browser separates from windows of other origins.
    pub(crate) fn isolated() -> Self {
        Self::with_headers(parent_files(), OPENER_POLICY)
    }

    /// Starts a server of these files by path. It serves `/` in place of a page that is not there.
    pub(crate) fn with_files(files: Files) -> Self {
        Self::with_headers(files, "")
    }

    /// Starts a server that sends these files, each with these headers.
    pub(crate) fn with_headers(files: Files, headers: &'static str) -> Self {
        let files = Arc::new(files);
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let has_ended = Arc::new(AtomicBool::new(false));
        let is_over = has_ended.clone();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if is_over.load(Ordering::Relaxed) {
                    return;
                }
                // A browser may open a connection in advance and send nothing on it.
                let files = files.clone();
                thread::spawn(move || respond(stream, &files, headers));
            }
        });
        Self { address, has_ended }
    }

    /// Returns an origin that differs from the proxy's by its port.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns an origin on a different site from the proxy's.
    pub(crate) fn cross_site_origin(&self) -> String {
        format!("http://localhost:{}", self.address.port())
    }
}

impl Drop for ParentServer {
    fn drop(&mut self) {
        self.has_ended.store(true, Ordering::Relaxed);
        // Wakes the accepting thread, which may already have ended.
        let _ = TcpStream::connect(self.address);
    }
}

fn parent_files() -> Files {
    [("/", PAGE), ("/parent.js", SCRIPT)].map(|(path, text)| (path.to_owned(), text.to_owned())).into()
}

fn respond(mut stream: TcpStream, files: &Files, headers: &str) -> Option<()> {
    let mut head = BufReader::new(stream.try_clone().ok()?).lines().map_while(Result::ok);
    let first = head.next()?;
    head.find(String::is_empty)?;
    let path = first.split(' ').nth(1)?.split('?').next()?;
    let text = files.get(path).or_else(|| files.get("/"))?;
    let kind = match path.rsplit_once('.') {
        Some((_, "css")) => "text/css",
        Some((_, "js")) => "text/javascript",
        _ => "text/html",
    };
    let length = text.len();
    write!(
        stream,
        "HTTP/1.1 200 OK\r\n{headers}Content-Type: {kind}; charset=utf-8\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{text}"
    )
    .ok()
}

/// The content of files by their paths.
pub(crate) type Files = BTreeMap<String, String>;

/// A message that the parent page received.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Message {
    /// The sender's origin, as the browser reports it.
    pub(crate) origin: String,
    /// Whether the frame is the sender.
    #[serde(rename = "isFromFrame")]
    pub(crate) is_from_frame: bool,
    /// The content of the message.
    pub(crate) data: Value,
}

/// The parent page, open in a harness's browser.
#[derive(Debug)]
pub(crate) struct ParentPage<'a> {
    harness: &'a Harness,
}

impl<'a> ParentPage<'a> {
    /// Opens the parent page at an origin, with an empty frame.
    pub(crate) fn open_empty(harness: &'a Harness, origin: &str) -> Self {
        let parent = Self { harness };
        parent.browser().open(origin);
        parent
    }

    /// Opens the parent page at an origin, and loads the framed page with this query in it.
    pub(crate) fn open(harness: &'a Harness, origin: &str, query: &str) -> Self {
        let parent = Self::open_empty(harness, origin);
        parent.load_frame(query);
        parent
    }

    /// Loads the framed page with this query, and waits for the frame's `load` event.
    ///
    /// Without the wait, a driver's command could reach the frame during its navigation, and fail.
    pub(crate) fn load_frame(&self, query: &str) {
        let address = format!("{}/watched.html?{query}", self.harness.origin());
        self.browser().execute_async::<()>("loadFrame(...arguments)", vec![address.into()]);
    }

    pub(crate) fn browser(&self) -> &'a Browser {
        self.harness.browser()
    }

    /// Operates the form in the frame, and then switches back to the parent page.
    pub(crate) fn in_frame<T>(&self, work: impl FnOnce(Form<'a>) -> T) -> T {
        self.browser().enter_frame("#ticket-note");
        let done = work(self.harness.form());
        self.browser().leave_frame();
        done
    }

    /// Clicks into the form in the frame, types a text, and operates the form.
    ///
    /// The click is needed, because `WebKit` focuses no control in a frame without a click.
    pub(crate) fn type_text<T>(&self, text: &str, work: impl FnOnce(Form<'a>) -> T) -> T {
        self.in_frame(|form| {
            self.browser().click(&form.text_area());
            form.type_text(text);
            work(form)
        })
    }

    /// Posts a message to the frame.
    pub(crate) fn post(&self, message: &Value) {
        // As JSON text, because a driver drops properties named `__proto__`.
        self.browser()
            .execute::<()>("postToFrame(JSON.parse(arguments[0]))", vec![message.to_string().into()]);
    }

    /// Posts a command to the frame, in the envelope.
    pub(crate) fn send_command(&self, kind: &str, values: Value) {
        let mut message = json!({"app": "ticket-note", "v": 1, "kind": kind});
        if let (Some(message), Value::Object(values)) = (message.as_object_mut(), values) {
            message.extend(values);
        }
        self.post(&message);
    }

    /// Returns every message that the parent page received.
    pub(crate) fn messages(&self) -> Vec<Message> {
        self.browser().execute("return messages", Vec::new())
    }

    /// Returns the content of every message of this kind.
    pub(crate) fn messages_of_kind(&self, kind: &str) -> Vec<Value> {
        let data = self.messages().into_iter().map(|message| message.data);
        data.filter(|data| data["kind"] == kind).collect()
    }

    /// Waits until the last message of this kind fulfils the condition, and returns it.
    #[track_caller]
    pub(crate) fn wait_for_message(&self, kind: &str, condition: impl Fn(&Value) -> bool) -> Value {
        let posted = wait_until(
            &format!("a message {kind}"),
            || self.messages_of_kind(kind),
            |posted| posted.last().is_some_and(&condition),
        );
        posted.into_iter().next_back().unwrap()
    }
}
