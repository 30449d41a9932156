//! The record, and the list that it becomes in a file.

use crate::ENGLISH;

/// A text, or a record of parts.
trait Part {
    /// How many texts it is.
    const COUNT: usize;

    /// Visits every text in order. One visit serves all that is done with them: what is written out
    /// for seventy fields, every page pays for.
    fn each(&mut self, visit: &mut dyn FnMut(&mut &'static str));
}

impl Part for &'static str {
    const COUNT: usize = 1;

    fn each(&mut self, visit: &mut dyn FnMut(&mut &'static str)) {
        visit(self);
    }
}

/// A struct, and how it is a [`Part`]: its fields in order.
macro_rules! record {
    (
        $(#[$doc:meta])*
        pub struct $record:ident {
            $($(#[$part_doc:meta])* pub $part:ident: $type:ty,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $record {
            $($(#[$part_doc])* pub $part: $type,)*
        }

        impl Part for $record {
            const COUNT: usize = 0 $(+ <$type as Part>::COUNT)*;

            fn each(&mut self, visit: &mut dyn FnMut(&mut &'static str)) {
                $(self.$part.each(visit);)*
            }
        }
    };
}

record! {
    /// Every string that a person can meet. `{}` stands for a value.
    pub struct Strings {
        /// The language, as in `lang`.
        pub lang: &'static str,
        /// The direction of the script, as in `dir`.
        pub dir: &'static str,
        /// The form cannot run here. The element's script says it, by its place in the list.
        pub cannot_run: &'static str,
        /// The form has stopped, and the text is still there. Said like the one before.
        pub has_stopped: &'static str,
        /// The name of the form; `{}`: the ticket.
        pub form: &'static str,
        /// The label of the type.
        pub type_label: &'static str,
        /// The choice of no type.
        pub choose_type: &'static str,
        /// The type `calllog`.
        pub call_log: &'static str,
        /// The type `contactform`.
        pub contact_form: &'static str,
        /// A type that has a number and no name; `{}`: the number.
        pub channel: &'static str,
        /// The label of the text.
        pub note_label: &'static str,
        /// How to send by keyboard.
        pub keyboard_hint: &'static str,
        /// The button that sends.
        pub add_note: &'static str,
        /// The button that sends the same attempt again.
        pub try_again: &'static str,
        /// The button that sends a new attempt.
        pub send_as_new: &'static str,
        /// What a new attempt may do.
        pub may_add_second: &'static str,
        /// While a try is under way.
        pub sending: &'static str,
        /// A try takes longer than usual.
        pub still_sending: &'static str,
        /// The note was added, and the vendor said nothing.
        pub saved: &'static str,
        /// Nobody can say whether the note was added.
        pub unknown: &'static str,
        /// The note was refused, and no try of it may have added it. The reason follows.
        pub nothing_added: &'static str,
        /// The browser has no network.
        pub offline: &'static str,
        /// Browser storage takes no drafts.
        pub drafts_not_kept: &'static str,
        /// The text is a newer draft than the one that was here.
        pub newer_draft: &'static str,
        /// The text that was here is no draft any more.
        pub draft_gone: &'static str,
        /// Nobody can say whether a note was added that was sent before the form came to another
        /// ticket; `{}`: the ticket of that note.
        pub elsewhere_unknown: &'static str,
        /// A note was not added that was sent before the form came to another ticket; `{}`: the ticket
        /// of that note.
        pub elsewhere_refused: &'static str,
        /// How many characters may follow; `{}`: the number.
        pub characters_left: &'static str,
        /// How many characters are too many; `{}`: the number.
        pub characters_over: &'static str,
        /// What is wrong with a field.
        pub problems: Problems,
        /// Why a note was not added.
        pub refusals: Refusals,
        /// What is wrong with the page's settings.
        pub settings: SettingsStrings,
    }
}

record! {
    /// What is wrong with a field.
    pub struct Problems {
        /// No type is chosen.
        pub type_missing: &'static str,
        /// The type is not accepted.
        pub type_refused: &'static str,
        /// There is no text.
        pub text_missing: &'static str,
        /// The text is too short; `{}`: the fewest characters.
        pub text_too_short: &'static str,
        /// The text is too long; `{}`: the most characters.
        pub text_too_long: &'static str,
        /// The text has a control character.
        pub text_control: &'static str,
        /// The text has half of a character: a surrogate without its other half.
        pub text_malformed: &'static str,
        /// The text is not accepted.
        pub text_refused: &'static str,
    }
}

record! {
    /// Why a note was not added, and what to do.
    pub struct Refusals {
        /// Somebody wants a sign-in.
        pub session_ended: &'static str,
        /// Too many notes; the wait is not known.
        pub rate_limited: &'static str,
        /// Too many notes; `{}`: the seconds to wait.
        pub rate_limited_for: &'static str,
        /// The vendor refused the note.
        pub upstream_refused: &'static str,
        /// The vendor could not be reached.
        pub upstream_unreachable: &'static str,
        /// The vendor refused the key.
        pub upstream_misconfigured: &'static str,
        /// The proxy cannot take notes at present.
        pub unavailable: &'static str,
        /// The note is too large.
        pub too_large: &'static str,
        /// A field is not accepted.
        pub invalid_note: &'static str,
        /// The next try uses another key.
        pub send_once_more: &'static str,
        /// The proxy takes no notes from this page; `{}`: the code.
        pub misplaced: &'static str,
        /// No reason was given; `{}`: the status.
        pub unexplained: &'static str,
    }
}

record! {
    /// What is wrong with the page's settings: for the page's author, and said to the person too.
    pub struct SettingsStrings {
        /// The form cannot send.
        pub cannot_send: &'static str,
        /// A value is missing.
        pub missing: &'static str,
        /// A value is no whole number.
        pub not_an_integer: &'static str,
        /// A number is outside its range.
        pub out_of_range: &'static str,
        /// A code is not one of the eleven.
        pub unknown_type: &'static str,
        /// A type is not among those offered.
        pub not_offered: &'static str,
        /// A type is offered twice.
        pub duplicate: &'static str,
        /// There is no type to lock.
        pub nothing_to_lock: &'static str,
        /// A URL is not on the page's own origin.
        pub not_same_origin: &'static str,
        /// A word is not one that the attribute takes.
        pub unknown_word: &'static str,
    }
}

/// A language has one record: what a derive makes of seventy fields, every page would pay for.
impl PartialEq for Strings {
    fn eq(&self, other: &Self) -> bool {
        self.lang == other.lang
    }
}

impl Eq for Strings {}

impl Strings {
    /// Every text, in the order of the record.
    #[must_use]
    pub fn texts(mut self) -> Vec<&'static str> {
        let mut texts = Vec::with_capacity(Self::COUNT);
        self.each(&mut |text| texts.push(*text));
        texts
    }

    /// The record whose [`texts`](Self::texts) these are; `None` where they are too few or too many.
    /// A record's texts live as long as the program: make one record of one list.
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
