//! The state of a form, what can happen to it, and what it wants done.

use crate::attempt::{Attempt, AttemptId, RequestId};
use crate::draft::Draft;
use crate::note::{NoteType, TicketId};
use crate::outcome::Outcome;
use crate::problem::Field;
use crate::settings::{NoteSettings, Subject};
use crate::work::{Phase, Work};
use std::rc::Rc;

/// All that a form knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// What the page asks for; `None` while its settings are not acceptable, and then nothing sends.
    pub settings: Option<NoteSettings>,
    /// Whose note is in the form; `None` until the page's settings were acceptable once.
    pub subject: Option<Subject>,
    /// The work in the form.
    pub work: Work,
    /// The work on other subjects, which the form held before the page changed the ticket or the
    /// author. A note belongs to the subject that it was typed for.
    pub set_aside: Vec<(Subject, Work)>,
    /// The notes that ended badly while the form held another, one a ticket.
    pub elsewhere: Vec<OtherTicket>,
    /// How many sends were stopped by a problem; each one moves the focus to the first problem.
    pub stopped_sends: u32,
    /// Whether the browser knows of no network.
    pub is_offline: bool,
    /// What is to be said of drafts.
    pub draft_notice: Option<DraftNotice>,
}

/// A note on another ticket that was not added, or may not have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherTicket {
    /// It was refused.
    Refused(TicketId),
    /// Nobody can say whether it was added.
    Unknown(TicketId),
}

impl OtherTicket {
    /// The other ticket.
    #[must_use]
    pub const fn ticket(self) -> TicketId {
        match self {
            Self::Refused(ticket) | Self::Unknown(ticket) => ticket,
        }
    }
}

/// What a person has to know of drafts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftNotice {
    /// The browser keeps none here.
    NotSaved,
    /// The form took up a newer one, from another window.
    Newer,
    /// Another window added what was in the form, or took it back.
    Gone,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// The page's settings are now these; `None`: not acceptable.
    SettingsChanged(Option<NoteSettings>),
    /// There is a draft for what is in the form now.
    DraftRestored(Draft),
    /// Another window kept a newer draft.
    DraftChangedElsewhere {
        /// Whose.
        subject: Subject,
        /// What; `None`: there is none any more, it was added or taken back.
        draft: Option<Draft>,
        /// The text that was kept before, where it is known.
        former: Option<Rc<str>>,
    },
    /// The browser does not keep drafts.
    DraftNotSaved,
    /// The text is now this.
    TextChanged {
        /// What a `str` can hold of it.
        text: Rc<str>,
        /// Whether that is all of it: see [`Work::is_well_formed`].
        is_well_formed: bool,
    },
    /// The type is now this.
    TypeChosen(Option<NoteType>),
    /// The person left this field.
    FieldLeft(Field),
    /// The person wants the note sent. `fresh` is the id for it, should it be a new attempt.
    Send {
        /// An id that was not used before.
        fresh: AttemptId,
    },
    /// The person wants a note sent whose last try may have added it already.
    SendAsNew {
        /// An id that was not used before.
        fresh: AttemptId,
    },
    /// The page cancelled this one before it began.
    SubmitCancelled(Attempt),
    /// A try takes longer than a person expects.
    SlowRequest(RequestId),
    /// A try ended.
    Responded {
        /// Which.
        of: RequestId,
        /// How.
        answer: Outcome,
    },
    /// A second of waiting has passed.
    Tick,
    /// The browser knows of no network, or of one again.
    NetworkChanged(bool),
    /// The page wants an empty form.
    Reset,
}

impl State {
    /// A form before anything happened.
    #[must_use]
    pub fn new(settings: Option<NoteSettings>) -> Self {
        Self {
            subject: settings.as_ref().map(|settings| settings.subject),
            work: Work::new(settings.as_ref().and_then(|settings| settings.preselected)),
            settings,
            set_aside: Vec::new(),
            elsewhere: Vec::new(),
            stopped_sends: 0,
            is_offline: false,
            draft_notice: None,
        }
    }

    /// The tries that are to be under way, each with its note.
    pub fn in_flight(&self) -> impl Iterator<Item = &Attempt> {
        self.works().filter_map(|work| work.phase.sending())
    }

    /// Whether time is to be counted: a person waits before the next send.
    #[must_use]
    pub fn has_wait(&self) -> bool {
        self.works().any(|work| work.phase.wait().is_some())
    }

    /// The work on a subject, in the form or set aside.
    #[must_use]
    pub fn work_for(&self, subject: Subject) -> Option<&Work> {
        let aside = self.set_aside.iter().find(|(of, _)| *of == subject).map(|(_, work)| work);
        if self.subject == Some(subject) { Some(&self.work) } else { aside }
    }

    fn works(&self) -> impl Iterator<Item = &Work> {
        std::iter::once(&self.work).chain(self.set_aside.iter().map(|(_, work)| work))
    }

    pub(crate) fn works_mut(&mut self) -> impl Iterator<Item = &mut Work> {
        std::iter::once(&mut self.work).chain(self.set_aside.iter_mut().map(|(_, work)| work))
    }

    /// What is to be said of the draft in the form no longer is, once another one is there.
    pub(crate) fn clear_draft_notice(&mut self) {
        self.draft_notice = self.draft_notice.filter(|news| *news == DraftNotice::NotSaved);
    }

    /// The state's name in the element's interface (contract, section 4).
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match (&self.settings, &self.work.phase) {
            (None, _) => "invalid-config",
            (_, Phase::Editing { .. }) => "editing",
            (_, Phase::Sending { .. }) => "sending",
            (_, Phase::Saved { .. }) => "saved",
            (_, Phase::Refused { .. }) => "refused",
            (_, Phase::Unknown { .. }) => "unknown",
        }
    }
}
