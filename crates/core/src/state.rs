//! The state of a form, and the actions that change it.

use crate::attempt::{Attempt, AttemptId, Caller, RequestId};
use crate::deadline::Timestamp;
use crate::draft::Draft;
use crate::note::{NoteType, TicketId};
use crate::outcome::Outcome;
use crate::settings::{NoteSettings, Subject};
use crate::work::{Phase, Work};
use std::rc::Rc;

/// The state of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// The page's settings; `None` while an attribute is rejected. Nothing is sent then.
    pub settings: Option<NoteSettings>,
    /// The note in the form.
    pub work: Work,
    /// The unfinished notes on other subjects. A note belongs to the subject that it was typed for.
    pub set_aside: Vec<Work>,
    /// The notes that ended on tickets that the form no longer shows, at most one per ticket.
    pub other_tickets: Vec<OtherTicket>,
    /// Whether the browser reports no network. The report may be wrong, so it is only a hint.
    pub is_offline: bool,
    /// The notice about drafts.
    pub draft_notice: Option<DraftNotice>,
    /// The caller that the last response named.
    pub caller: Option<Caller>,
    /// The time of the last action that carried a time.
    pub now: Timestamp,
}

/// A note that ended while the form did not show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherTicket {
    /// The ticket that the note was sent for.
    pub ticket: TicketId,
    /// How the note ended.
    pub end: LateEnd,
    /// The page of the ticket.
    pub url: Option<Rc<str>>,
}

/// The end of a note that the form did not show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LateEnd {
    /// The note was added.
    Saved,
    /// The note was refused.
    Refused,
    /// The response was lost.
    Unknown,
}

/// A notice about the text in the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftNotice {
    /// The browser cannot save drafts.
    NotSaved,
    /// The form shows a newer draft, from another window.
    Newer,
    /// Another window added the form's text as a note, or discarded it.
    Gone,
    /// The user pasted or dropped a file.
    OnlyText,
}

/// An event that may change the state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// The page's settings changed; `None` if an attribute is rejected.
    SettingsChanged(Option<NoteSettings>),
    /// The storage has a draft for the subject of the form.
    DraftRestored(Draft),
    /// Another window saved or removed a draft.
    DraftChangedElsewhere {
        /// The subject of the draft.
        subject: Subject,
        /// The draft; `None` if the other window removed it.
        draft: Option<Draft>,
        /// The text of the draft before this change, if known.
        previous_text: Option<Rc<str>>,
    },
    /// The browser did not save a draft.
    DraftNotSaved,
    /// The draft of the note in the form was saved.
    DraftSaved {
        /// The time of this action.
        now: Timestamp,
    },
    /// The user pasted or dropped a file, which a note cannot hold.
    FilePasted,
    /// The user found the unknown note in the ticket.
    FoundInTicket,
    /// The user wants to see the earlier note whose outcome is unknown.
    EarlierShown,
    /// The proxy has no record of an attempt whose outcome was unknown.
    NotArrived(AttemptId),
    /// A response named the caller.
    CallerSeen(Caller),
    /// The text in the form changed.
    TextChanged {
        /// The text, with U+FFFD for each lone surrogate.
        text: Rc<str>,
        /// Whether the text area contains no lone surrogate.
        is_well_formed: bool,
        /// A new attempt ID, for the first attempt with this text.
        fresh: AttemptId,
    },
    /// The user chose a type, or the empty option (`None`).
    TypeChosen(Option<NoteType>),
    /// The user or the page sends the note.
    Send {
        /// A new attempt ID, in case the send begins a new attempt.
        fresh: AttemptId,
        /// The time of this action.
        now: Timestamp,
    },
    /// The user sends, as a new note, a note that may already have been added.
    SendAsNew {
        /// A new attempt ID.
        fresh: AttemptId,
        /// The time of this action.
        now: Timestamp,
    },
    /// The page did not cancel the `note-submit` event of this attempt: its request begins.
    SubmitAllowed {
        /// The attempt that the event named.
        attempt: Attempt,
        /// The time of this action.
        now: Timestamp,
    },
    /// The page cancelled the `note-submit` event of this attempt.
    SubmitCancelled(Attempt),
    /// No response came within 10 seconds.
    SlowRequest(RequestId),
    /// A request ended.
    Responded {
        /// The request that ended. A late response does not match the awaited request.
        request: RequestId,
        /// The outcome of the request.
        outcome: Outcome,
        /// The time of this action.
        now: Timestamp,
    },
    /// Time passed during a wait.
    Tick {
        /// The time of this action.
        now: Timestamp,
    },
    /// The browser's report about the network changed.
    NetworkChanged {
        /// Whether the browser reports no network.
        is_offline: bool,
    },
    /// The page resets the form.
    Reset,
}

impl Default for State {
    /// Returns the state of an empty form whose settings are rejected.
    fn default() -> Self {
        Self::new(None)
    }
}

impl State {
    /// Returns the state of an empty form.
    #[must_use]
    pub fn new(settings: Option<NoteSettings>) -> Self {
        let subject = settings.as_ref().map(|settings| settings.subject);
        Self {
            work: Work::new(subject, settings.as_ref()),
            settings,
            set_aside: Vec::new(),
            other_tickets: Vec::new(),
            is_offline: false,
            draft_notice: None,
            caller: None,
            now: Timestamp::default(),
        }
    }

    /// Returns the attempts whose requests must be in flight.
    pub fn in_flight(&self) -> impl Iterator<Item = &Attempt> {
        self.works().filter_map(|work| work.phase.in_flight())
    }

    /// Returns the attempts whose outcome is unknown, and whose status the proxy can know: those of the caller.
    #[must_use]
    pub fn unknown(&self) -> Vec<&Attempt> {
        let mut found = Vec::new();
        for work in self.works() {
            found.append(&mut work.unknown());
        }
        found.retain(|attempt| !self.is_of_other_caller(attempt));
        found
    }

    /// Returns whether another user sent this attempt. The proxy has no record of it for the caller, so sending
    /// it again can add the note a second time.
    #[must_use]
    pub fn is_of_other_caller(&self, attempt: &Attempt) -> bool {
        attempt.caller.is_some() && self.caller.is_some() && attempt.caller != self.caller
    }

    /// Returns whether a wait has not ended, so that [`Action::Tick`] is needed.
    #[must_use]
    pub fn has_wait(&self) -> bool {
        self.works()
            .any(|work| work.phase.deadline().is_some_and(|deadline| deadline.left(self.now).is_some()))
    }

    /// Returns the work on a subject, in the form or set aside.
    #[must_use]
    pub fn work_for(&self, subject: Subject) -> Option<&Work> {
        self.works().find(|work| work.subject == Some(subject))
    }

    /// Returns whether the form holds a note that can be sent.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.settings.as_ref().is_some_and(|settings| self.work.is_valid(settings))
    }

    fn works(&self) -> impl Iterator<Item = &Work> {
        let mut works = vec![&self.work];
        works.extend(&self.set_aside);
        works.into_iter()
    }

    pub(crate) fn works_mut(&mut self) -> impl Iterator<Item = &mut Work> {
        let mut works = vec![&mut self.work];
        works.extend(&mut self.set_aside);
        works.into_iter()
    }

    /// Removes a notice about the form's text, because other text replaces it.
    pub(crate) fn clear_draft_notice(&mut self) {
        self.draft_notice = self.draft_notice.filter(|notice| *notice == DraftNotice::NotSaved);
    }

    /// Removes the notice about the note on another ticket.
    pub(crate) fn clear_other_ticket(&mut self, ticket: TicketId) {
        self.other_tickets.retain(|other| other.ticket != ticket);
    }

    /// Returns the name of the state in the element's interface (docs/specification.md, section 4).
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match (&self.settings, &self.work.phase) {
            (None, _) => "invalid-config",
            (_, Phase::Editing { .. } | Phase::Missing { .. }) => "editing",
            (_, Phase::Sending { .. }) => "sending",
            (_, Phase::Saved { .. }) => "saved",
            (_, Phase::Refused { .. }) => "refused",
            (_, Phase::Unknown { .. }) => "unknown",
        }
    }
}
