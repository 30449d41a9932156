//! The English sentences of the form that the tests expect (crates/strings/src/en.rs).

pub(crate) const UNKNOWN: &str = "We could not confirm that the note was added.";
pub(crate) const NOTHING_ADDED: &str = "Nothing was added.";
pub(crate) const SENDING: &str = "Sending the note…";
pub(crate) const STILL_SENDING: &str = "Still sending…";
pub(crate) const MAY_ADD_SECOND: &str = "may add it a second time";
pub(crate) const OFFLINE: &str =
    "Your browser reports no network connection. You can still try to send the note.";
pub(crate) const NEWER_DRAFT: &str = "newer draft from another window";
pub(crate) const RATE_LIMITED: &str = "Too many notes were sent in a short time.";
pub(crate) const HAS_STOPPED: &str =
    "The form has stopped. Your text is still here: copy it, then reload the page.";
pub(crate) const REFUSED_ON_TICKET_201: &str = "Your note was not added to ticket 201.";
pub(crate) const UNKNOWN_ON_TICKET_201: &str =
    "We could not confirm that your note was added to ticket 201. Check that ticket.";

pub(crate) const TYPE_MISSING: &str = "Choose a type.";
pub(crate) const TEXT_MISSING: &str = "Write a note.";
pub(crate) const TEXT_TOO_SHORT: &str = "Write at least 5 characters.";
pub(crate) const TEXT_TOO_LONG: &str = "Shorten the note to 20000 characters.";
pub(crate) const TEXT_CONTROL: &str = "The text contains a control character that cannot be sent.";
pub(crate) const TEXT_DAMAGED: &str = "The text contains a damaged character that cannot be sent.";
