//! The two buttons after an unknown outcome: how many notes each one adds.

use crate::sentences::MAY_ADD_SECOND;
use std::env;
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use ticket_note_e2e::{AcceptedNote, Fault, Form, Harness, Site, wait_until};

const TEXT: &str = "Spoke with the customer.";
const QUERY: &str = "ticketId=858462&userId=254&type=calllog";

/// Sends a note whose outcome is unknown because of this fault, and removes the fault.
fn open_unknown_after(harness: &Harness, fault: Fault) -> Form<'_> {
    let form = harness.open_frame_page(QUERY);
    harness.sandbox().set_fault(fault);
    form.type_text(TEXT).click_button("Add note").wait_for_state("unknown");
    harness.sandbox().set_fault(Fault::None);
    form
}

/// Clicks “Check again” several times. Asserts that the outcome stays unknown and the text stays in the form.
#[track_caller]
fn retry_in_vain(harness: &Harness, form: &Form<'_>, times: u32) {
    for count in 2..2 + times {
        form.click_button("Check again");
        harness.wait_for_request_count(count);
        form.wait_for_state("unknown");
        assert_eq!(form.value(), TEXT);
    }
}

#[test]
fn try_again_never_adds_a_second_note() {
    let harness = Harness::new();
    let form = open_unknown_after(&harness, Fault::ResetAfter);
    assert_eq!(form.buttons(), ["Check again", "It is in the ticket", "Send as a new note"]);
    retry_in_vain(&harness, &form, 3);
    assert_eq!(harness.sandbox().notes().len(), 1);
    harness.assert_no_page_errors();
}

#[test]
fn try_again_never_resends_an_unknown_attempt() {
    let harness = Harness::new();
    let form = open_unknown_after(&harness, Fault::ResetBefore);
    retry_in_vain(&harness, &form, 3);
    assert_eq!(harness.sandbox().notes(), []);
}

#[test]
fn send_as_a_new_note_warns_and_adds_exactly_one() {
    let harness = Harness::new();
    let form = open_unknown_after(&harness, Fault::ResetBefore);
    retry_in_vain(&harness, &form, 1);
    let warns = |description: &str| description.contains(MAY_ADD_SECOND);
    form.wait_for_control("button", "Send as a new note", |control| warns(&control.description));
    form.click_button("Send as a new note").wait_for_state("saved");
    let expected = AcceptedNote {
        ticket: 858_462,
        note_type: "calllog".to_owned(),
        message: TEXT.to_owned(),
        user: Some(254),
    };
    assert_eq!(harness.sandbox().notes(), [expected]);
    assert_eq!(form.value(), "");
}

/// A proxy that a test can stop and start again on the same port.
struct RestartableProxy {
    site: Site,
    address: String,
    process: Option<Child>,
}

impl RestartableProxy {
    fn start() -> Self {
        let free = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = free.local_addr().unwrap().to_string();
        drop(free);
        let mut proxy = Self { site: Site::new(), address, process: None };
        proxy.restart();
        proxy
    }

    fn restart(&mut self) {
        // Cargo writes the proxy's binary one folder above the test binaries.
        let folder = env::current_exe().unwrap().ancestors().nth(2).unwrap().to_owned();
        let mut command = Command::new(folder.join("ticket-note-proxy"));
        command.env_clear().args(["--sandbox", "--listen", &self.address, "--dist"]).arg(self.site.path());
        self.process = Some(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        wait_until("a proxy that listens", || TcpStream::connect(&self.address).is_ok(), |is_up| *is_up);
    }

    fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }
}

impl Drop for RestartableProxy {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Returns the notes in the sandbox behind the current page's origin.
fn notes_of_this_origin(harness: &Harness) -> Vec<AcceptedNote> {
    harness.browser().execute_async(
        "const done = arguments[arguments.length - 1]; \
         fetch('/sandbox/notes').then((response) => response.json()).then(done)",
        Vec::new(),
    )
}

#[test]
fn try_again_adds_a_note_that_never_arrived() {
    let harness = Harness::new();
    let mut proxy = RestartableProxy::start();
    harness.browser().open(&format!("http://{}/watched.html?{QUERY}", proxy.address));
    let form = harness.form();
    form.type_text(TEXT);
    proxy.stop();
    form.click_button("Add note").wait_for_state("unknown");
    assert_eq!(form.value(), TEXT);
    proxy.restart();
    form.click_button("Check again").wait_for_state("saved");
    let notes = notes_of_this_origin(&harness);
    assert_eq!(notes.len(), 1);
    assert_eq!(notes[0].message, TEXT);
    assert_eq!(form.value(), "");
}
