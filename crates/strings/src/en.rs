use crate::{Problems, Refusals, SettingsStrings, Strings};

const CANNOT_RUN: &str = "The note form could not start. Reload the page, or tell the people who run it.";
const HAS_STOPPED: &str = "The form has stopped. Your text is still here: copy it, then reload the page.";

/// Leaves a sentence out of the module, which cannot show it: the bundle step inserts it into the element's
/// script.
const fn unless_wasm(sentence: &'static str) -> &'static str {
    if cfg!(target_arch = "wasm32") { "" } else { sentence }
}

pub(super) const STRINGS: Strings = Strings {
    lang: "en",
    dir: "ltr",
    cannot_run: unless_wasm(CANNOT_RUN),
    has_stopped: unless_wasm(HAS_STOPPED),
    form: "Note on ticket {}",
    type_label: "Type",
    choose_type: "Choose a type",
    call_log: "Call log",
    contact_form: "Contact form",
    channel: "Channel {}",
    note_label: "Note",
    keyboard_hint: "Ctrl+Enter to send",
    add_note: "Add note",
    try_again: "Try again",
    send_as_new: "Send as a new note",
    may_add_second: "Sending it as a new note may add it a second time. Check the ticket first.",
    sending: "Sending the note…",
    still_sending: "Still sending. This is taking longer than usual.",
    saved: "The note was added.",
    unknown: "We could not confirm that the note was added. Check the ticket.",
    nothing_added: "Nothing was added.",
    offline: "Your browser reports no network connection. You can still try to send the note.",
    drafts_not_kept: "This browser cannot save drafts. Send your note before you leave.",
    newer_draft: "This is a newer draft from another window. Check it before you send it.",
    draft_gone: "This note was added or discarded in another window. Check the ticket before you write it again.",
    elsewhere_unknown: "We could not confirm that your note was added to ticket {}. Check that ticket.",
    elsewhere_refused: "Your note was not added to ticket {}. Open that ticket and send the note again.",
    characters_left: "Characters left: {}",
    characters_over: "Characters over the limit: {}",
    problems: Problems {
        type_missing: "Choose a type.",
        type_refused: "This type was not accepted. Choose another.",
        text_missing: "Write a note.",
        text_too_short: "Write at least {} characters.",
        text_too_long: "Shorten the note to {} characters.",
        text_control: "The text contains a control character that cannot be sent. It is selected: delete it, or type over it.",
        text_malformed: "The text contains a damaged character that cannot be sent. Delete it, or type the text again.",
        text_refused: "This text was not accepted. Change it.",
    },
    refusals: Refusals {
        session_ended: "You are not signed in. Sign in again, then send the note.",
        unknown_user: "You have no Omnidesk user here. Ask the people who run this page to add you.",
        rate_limited: "Too many notes were sent in a short time. Wait a moment, then send again.",
        rate_limited_for: "You can send again in {}\u{a0}s.",
        upstream_refused: "Omnidesk refused the note. Check the ticket and the note, then send again.",
        upstream_unreachable: "Omnidesk cannot be reached. Send the note again in a moment.",
        upstream_misconfigured: "Omnidesk does not allow this form to add notes. Tell the people who run this page.",
        unavailable: "Notes cannot be added right now. Send the note again in a moment.",
        too_large: "The note is too long. Shorten it, then send again.",
        invalid_note: "The note was not accepted. Check the type and the text, then send again.",
        send_once_more: "The note was not accepted. Send it again.",
        misplaced: "Notes cannot be added from this page ({}). Tell the people who run it.",
        unexplained: "The note was refused (error {}). Send it again, or tell the people who run this page.",
    },
    settings: SettingsStrings {
        cannot_send: "This form is not set up correctly and cannot send notes. Tell the people who run this page.",
        missing: "a value is missing.",
        not_an_integer: "this is not a whole number.",
        out_of_range: "this number is out of range.",
        unknown_type: "this is not one of the eleven types.",
        not_offered: "this type is not among those offered.",
        duplicate: "a type is offered twice.",
        nothing_to_lock: "there is no type to lock.",
        not_same_origin: "this address is not on the page’s own origin.",
        unknown_word: "the attribute does not accept this value.",
    },
};
