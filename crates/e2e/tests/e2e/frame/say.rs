//! `say`: the form's own sentence about an outcome, in the form's language.

use super::{NOTE, TEXT, open_connected, start_harness};
use crate::parent_page::ParentServer;
use serde_json::json;
use ticket_note_e2e::{Fault, SLOW_RESPONSE_MS, wait_until};

/// The sentences about a saved, a refused and an unknown outcome.
const SENTENCES: [(&str, [&str; 3]); 3] = [
    (
        "nl",
        [
            "Toegevoegd aan ticket 858462 om ",
            "Er is niets toegevoegd.",
            "We konden niet bevestigen dat de notitie is toegevoegd.",
        ],
    ),
    (
        "de",
        [
            "Zu Ticket 858462 hinzugefügt um ",
            "Es wurde nichts hinzugefügt.",
            "Wir konnten nicht bestätigen, dass die Notiz hinzugefügt wurde.",
        ],
    ),
    (
        "xx",
        ["Added to ticket 858462 at ", "Nothing was added.", "We could not confirm that the note was added."],
    ),
];

#[test]
fn each_outcome_has_its_sentence_in_the_forms_language() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    for (lang, sentences) in SENTENCES {
        let parent = open_connected(&harness, &server, &format!("{NOTE}&lang={lang}"));
        let faults =
            [(Fault::None, "saved", 0), (Fault::Error400, "refused", 1), (Fault::Http500, "unknown", 2)];
        for (fault, kind, sentence) in faults {
            harness.sandbox().set_fault(fault);
            parent.send_command("insert", json!({ "text": TEXT }));
            parent.in_frame(|form| {
                wait_until("the text", || form.value(), |text| text.contains(TEXT));
                form.wait_for_parts();
                let send = &parent.browser().find_in_shadow("ticket-note", "#send")[0];
                parent.browser().click(send);
                form.wait_for_state(kind);
            });
            let said = parent.wait_for_message(kind, |_| true)["say"].clone();
            assert!(said.as_str().unwrap().starts_with(sentences[sentence]), "{lang}: {said}");
        }
        // The sandbox answers with Omnidesk's sentence, which the form shows and `say` never has.
        let saved = parent.wait_for_message("saved", |_| true);
        assert_ne!(saved["say"], saved["message"]);
        let refused = &parent.messages_of_kind("refused")[0];
        let quoted = refused["message"].as_str().unwrap();
        assert!(!refused["say"].as_str().unwrap().contains(quoted), "{refused}");
        parent.send_command("reset", json!({}));
    }
}

#[test]
fn an_outcome_for_another_ticket_has_a_sentence_too() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = open_connected(&harness, &server, NOTE);
    harness.sandbox().set_delayed_fault(Fault::Error400, SLOW_RESPONSE_MS);
    parent.type_text(TEXT, |form| form.click_button("Add note").wait_for_state("sending").state());
    parent.send_command("set", json!({"ticketId": 7}));
    let refused = parent.wait_for_message("refused", |_| true);
    let sentence = "Your note was not added to ticket 858462. Open that ticket and send the note again.";
    assert_eq!((&refused["ticketId"], &refused["say"]), (&json!(858_462), &json!(sentence)));
}
