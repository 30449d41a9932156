//! The record of a language, and its conversion to and from the list of texts in a file.

mod part;

use crate::ENGLISH;
use part::{Part, record};

record! {
    /// Every text that the form can show in one language. The form replaces `{}` by a value.
    ///
    /// The order of the fields is the order of the list in a language's file.
    pub struct Strings {
        /// The language, as a value of the `lang` attribute.
        pub lang: &'static str,
        /// The direction of the script, as a value of the `dir` attribute.
        pub dir: &'static str,
        /// The form could not start. The element's script shows this sentence: see
        /// [`FAILURES_AT`](crate::FAILURES_AT).
        pub cannot_run: &'static str,
        /// The form stopped and the text is still in it. The element's script shows this sentence, too.
        pub has_stopped: &'static str,
        /// The form is not ready after 10 seconds. The element's script shows this sentence.
        pub slow_start: &'static str,
        /// The label of the button that reloads the page.
        pub reload: &'static str,
        /// The accessible name of the form; `{}`: the ticket ID.
        pub form: &'static str,
        /// The label of the type field.
        pub type_label: &'static str,
        /// The option of the list while no type is chosen.
        pub choose_type: &'static str,
        /// The name of the type `calllog`.
        pub call_log: &'static str,
        /// The name of the type `contactform`.
        pub contact_form: &'static str,
        /// The name of a type that has only a number; `{}`: the number.
        pub channel: &'static str,
        /// The label of the text field.
        pub note_label: &'static str,
        /// The keyboard shortcut that sends.
        pub keyboard_hint: &'static str,
        /// The keyboard shortcut that checks again.
        pub check_hint: &'static str,
        /// The label of the button that sends the note.
        pub add_note: &'static str,
        /// The label of that button for a note that only the team can see.
        pub add_internal: &'static str,
        /// The label of that button for a note that the customer receives.
        pub send_to_customer: &'static str,
        /// Only the team can see the note.
        pub team_only: &'static str,
        /// The customer receives the note.
        pub for_customer: &'static str,
        /// The label of the button that retries the attempt.
        pub check_again: &'static str,
        /// The label of the button that sends the text as a new attempt.
        pub send_as_new: &'static str,
        /// The label of the button by which the user says that the unknown note is in the ticket.
        pub in_ticket: &'static str,
        /// The warning beside the button that sends a new attempt.
        pub may_add_second: &'static str,
        /// The link to the page of the ticket.
        pub open_ticket: &'static str,
        /// An earlier note on this ticket has an unknown outcome. [`show`](Self::show) follows.
        pub earlier: &'static str,
        /// The label of the button that shows the earlier note.
        pub show: &'static str,
        /// The request is running.
        pub sending: &'static str,
        /// The request is taking longer than usual.
        pub still_sending: &'static str,
        /// The note was added; the first `{}`: the ticket ID, the second: the time.
        pub added_to: &'static str,
        /// The outcome of the attempt is unknown.
        pub unknown: &'static str,
        /// The outcome of the attempt is unknown, and another user sent it.
        pub other_user: &'static str,
        /// The note of an unknown attempt did not reach the proxy.
        pub not_arrived: &'static str,
        /// The note was refused and no earlier request of this attempt can have added it. A sentence of
        /// [`Refusals`] follows in the same line.
        pub nothing_added: &'static str,
        /// The browser reports no network. This is a hint: the user can still send.
        pub offline: &'static str,
        /// The browser refuses to store drafts.
        pub drafts_not_kept: &'static str,
        /// A newer draft from another window replaced the text.
        pub newer_draft: &'static str,
        /// Another window added or discarded the note that the form held.
        pub draft_gone: &'static str,
        /// The draft was saved; `{}`: the time. [`discard`](Self::discard) follows.
        pub draft_saved: &'static str,
        /// The label of the button that discards the draft.
        pub discard: &'static str,
        /// The user pasted or dropped a file.
        pub only_text: &'static str,
        /// A note was added, and the form does not show it; `{}`: the ID of its ticket.
        pub elsewhere_saved: &'static str,
        /// The outcome of a note is unknown, and the form now shows another ticket; `{}`: the ID of the
        /// note's ticket.
        pub elsewhere_unknown: &'static str,
        /// A note was refused, and the form now shows another ticket; `{}`: the ID of the note's ticket.
        pub elsewhere_refused: &'static str,
        /// The number of characters up to the limit; `{}`: the number.
        pub characters_left: &'static str,
        /// The number of characters over the limit; `{}`: the number.
        pub characters_over: &'static str,
        /// The problems of the fields.
        pub problems: Problems,
        /// The reasons of refusals.
        pub refusals: Refusals,
        /// The problems of the page's attributes.
        pub settings: SettingsStrings,
    }
}

record! {
    /// The problems of the fields: each says how to correct the field.
    pub struct Problems {
        /// No type is chosen.
        pub type_missing: &'static str,
        /// The proxy did not accept the type.
        pub type_refused: &'static str,
        /// The text is empty or has only white space.
        pub text_missing: &'static str,
        /// The text is too short; `{}`: the minimum number of characters.
        pub text_too_short: &'static str,
        /// The text is too long; `{}`: the maximum number of characters.
        pub text_too_long: &'static str,
        /// The text has a control character other than tab and line feed. The form selects the first.
        pub text_control: &'static str,
        /// The text has a lone surrogate, which is not a character.
        pub text_malformed: &'static str,
        /// The proxy did not accept the text.
        pub text_refused: &'static str,
    }
}

record! {
    /// The reasons of refusals: each says why the note was not added and what to do next.
    ///
    /// The codes are those of `docs/specification.md`, section 2.
    pub struct Refusals {
        /// `unauthenticated`, or a redirect: the session has ended.
        pub session_ended: &'static str,
        /// `unknown_user`: the user is signed in, and has no author in Omnidesk.
        pub unknown_user: &'static str,
        /// `rate_limited`: too many notes were sent in a short time.
        pub rate_limited: &'static str,
        /// The countdown of `rate_limited` beside the button; `{}`: the seconds that remain.
        pub rate_limited_for: &'static str,
        /// The countdown has ended.
        pub can_send: &'static str,
        /// `upstream_refused`. If Omnidesk gave a reason, the form quotes it below.
        pub upstream_refused: &'static str,
        /// `upstream_unreachable`: the proxy could not connect to Omnidesk.
        pub upstream_unreachable: &'static str,
        /// `upstream_misconfigured`: Omnidesk refused the proxy's API key.
        pub upstream_misconfigured: &'static str,
        /// `unavailable`, `internal` or `incomplete_request`: sending again can help.
        pub unavailable: &'static str,
        /// `too_large`, and a text over the proxy's limit, which the form does not know.
        pub too_large: &'static str,
        /// `invalid_note`. The form shows the sentences of [`Problems`] next to the fields.
        pub invalid_note: &'static str,
        /// `key_reused` or `invalid_key`: the next request has another attempt ID.
        pub send_once_more: &'static str,
        /// Any other code. The endpoint does not lead to the proxy, or the proxy accepts no notes from this
        /// page.
        pub misplaced: &'static str,
        /// The response has no code; `{}`: its HTTP status.
        pub unexplained: &'static str,
    }
}

record! {
    /// The problems of the page's attributes.
    ///
    /// All but the first are for the page's author and follow the name of the attribute and a colon.
    pub struct SettingsStrings {
        /// The sentence for the user, before the attribute and its problem.
        pub cannot_send: &'static str,
        /// The attribute is required and absent.
        pub missing: &'static str,
        /// The value is not a whole number.
        pub not_an_integer: &'static str,
        /// The number is outside its range.
        pub out_of_range: &'static str,
        /// The type is not in `docs/specification.md`, section 1.
        pub unknown_type: &'static str,
        /// The `type` is not in `types`.
        pub not_offered: &'static str,
        /// `types` lists a type twice.
        pub duplicate: &'static str,
        /// `lock-type` is present and `type` is not.
        pub nothing_to_lock: &'static str,
        /// The `endpoint` is not on the page's origin.
        pub not_same_origin: &'static str,
        /// The value is not one of the attribute's keywords.
        pub unknown_word: &'static str,
    }
}

/// Compares by language. A derived comparison of some sixty fields adds to the size of the module.
impl PartialEq for Strings {
    fn eq(&self, other: &Self) -> bool {
        self.lang == other.lang
    }
}

impl Eq for Strings {}

impl Strings {
    /// Returns every text in the order of the fields.
    #[must_use]
    pub fn texts(mut self) -> Vec<&'static str> {
        let mut texts = Vec::with_capacity(Self::COUNT);
        self.each(&mut |text| texts.push(*text));
        texts
    }

    /// Returns the record that has these [texts](Self::texts), or `None` if their number is wrong.
    ///
    /// Leaks the texts, which must live as long as the program. Call it once for each language.
    #[must_use]
    pub fn from_texts(texts: Vec<String>) -> Option<Self> {
        if texts.len() != Self::COUNT {
            return None;
        }
        let mut strings = ENGLISH;
        let mut texts = texts.into_iter();
        strings.each(&mut |text| {
            if let Some(new) = texts.next() {
                *text = new.leak();
            }
        });
        Some(strings)
    }
}
