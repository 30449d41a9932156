//! What a person is told to do after an unknown outcome adds what it says, and no more.

use std::env;
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use ticket_note_e2e::{Fault, Form, KeptNote, Site, Visit, until};

const TEXT: &str = "Spoke with the customer.";
const QUERY: &str = "ticketId=858462&userId=254&type=calllog";

/// A note whose outcome is not known, with the vendor in order again.
fn unknown_after(visit: &Visit, fault: Fault) -> Form<'_> {
    let form = visit.opens(QUERY);
    visit.sandbox().has(fault);
    form.types(TEXT).presses("Add note").becomes("unknown");
    visit.sandbox().has(Fault::None);
    form
}

/// Tries again so often; the outcome stays unknown, and the text in the form.
#[track_caller]
fn tries_in_vain(visit: &Visit, form: &Form<'_>, times: u32) {
    for posts in 2..2 + times {
        form.presses("Try again");
        visit.has_posted(posts);
        form.becomes("unknown");
        assert_eq!(form.value(), TEXT);
    }
}

#[test]
fn no_try_again_adds_a_second_note_to_one_that_was_kept() {
    let visit = Visit::new();
    let form = unknown_after(&visit, Fault::ResetAfter);
    assert_eq!(form.buttons(), ["Try again", "Send as a new note"]);
    tries_in_vain(&visit, &form, 3);
    assert_eq!(visit.sandbox().notes().len(), 1);
    visit.had_no_complaint();
}

#[test]
fn no_try_again_adds_a_note_that_may_have_been_kept() {
    let visit = Visit::new();
    let form = unknown_after(&visit, Fault::ResetBefore);
    tries_in_vain(&visit, &form, 3);
    assert_eq!(visit.sandbox().notes(), []);
}

#[test]
fn send_as_a_new_note_says_what_it_may_do_and_adds_exactly_one() {
    let visit = Visit::new();
    let form = unknown_after(&visit, Fault::ResetBefore);
    tries_in_vain(&visit, &form, 1);
    let warns = |described: &str| described.contains("may add it a second time");
    form.judges("button", "Send as a new note", |verdict| warns(&verdict.described));
    form.presses("Send as a new note").becomes("saved");
    let kept = KeptNote {
        ticket: 858_462,
        note_type: "calllog".to_owned(),
        message: TEXT.to_owned(),
        user: Some(254),
    };
    assert_eq!(visit.sandbox().notes(), [kept]);
    assert_eq!(form.value(), "");
}

/// A proxy that can be stopped, and be started again where it was.
struct Interrupted {
    site: Site,
    address: String,
    process: Option<Child>,
}

impl Interrupted {
    fn start() -> Self {
        let free = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = free.local_addr().unwrap().to_string();
        drop(free);
        let mut proxy = Self { site: Site::new(), address, process: None };
        proxy.resume();
        proxy
    }

    fn resume(&mut self) {
        // Cargo puts the workspace's programs one folder above its tests.
        let folder = env::current_exe().unwrap().ancestors().nth(2).unwrap().to_owned();
        let mut command = Command::new(folder.join("ticket-note-proxy"));
        command.args(["--sandbox", "--listen", &self.address, "--dist"]).arg(self.site.path());
        self.process = Some(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        until("a proxy that listens", || TcpStream::connect(&self.address).is_ok(), |is_up| *is_up);
    }

    fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }
}

impl Drop for Interrupted {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The notes that the vendor behind the page's own proxy has.
fn notes_behind_the_page(visit: &Visit) -> Vec<KeptNote> {
    visit.browser().awaits(
        "const done = arguments[arguments.length - 1]; \
         fetch('/sandbox/notes').then((answer) => answer.json()).then(done)",
        Vec::new(),
    )
}

#[test]
fn try_again_adds_the_one_note_that_never_arrived() {
    let visit = Visit::new();
    let mut proxy = Interrupted::start();
    visit.browser().goes_to(&format!("http://{}/watched.html?{QUERY}", proxy.address));
    let form = visit.form();
    form.types(TEXT);
    proxy.stop();
    form.presses("Add note").becomes("unknown");
    assert_eq!(form.value(), TEXT);
    proxy.resume();
    form.presses("Try again").becomes("saved");
    let notes = notes_behind_the_page(&visit);
    assert_eq!(notes.len(), 1);
    assert_eq!(notes[0].message, TEXT);
    assert_eq!(form.value(), "");
}
