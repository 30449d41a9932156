//! The state of a form, what can happen to it, and what it wants done.

use crate::answer::Answer;
use crate::attempt::{Attempt, AttemptId, Try};
use crate::context::{Context, Subject};
use crate::draft::Draft;
use crate::note::{NoteType, TicketId};
use crate::problem::Field;
use crate::session::{Phase, Session};
use std::rc::Rc;

/// All that a form knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// What the page asks for; `None` while its settings are not acceptable, and then nothing sends.
    pub context: Option<Context>,
    /// Whose note is in the form; `None` until the page's settings were acceptable once.
    pub subject: Option<Subject>,
    /// The work in the form.
    pub session: Session,
    /// The work on other subjects, which the form held before the page changed the ticket or the
    /// author. A note belongs to the subject that it was typed for.
    pub set_aside: Vec<(Subject, Session)>,
    /// The notes that ended badly while the form held another, one a ticket.
    pub elsewhere: Vec<Elsewhere>,
    /// How many sends were stopped by a problem; each one moves the focus to the first problem.
    pub stopped_sends: u32,
    /// Whether the browser knows of no network.
    pub is_offline: bool,
    /// What is to be said of drafts.
    pub draft_news: Option<DraftNews>,
}

/// A note on another ticket that was not added, or may not have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elsewhere {
    /// It was refused.
    Refused(TicketId),
    /// Nobody can say whether it was added.
    Unknown(TicketId),
}

impl Elsewhere {
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
pub enum DraftNews {
    /// The browser keeps none here.
    NotKept,
    /// The form took up a newer one, from another window.
    Newer,
    /// Another window added what was in the form, or took it back.
    Gone,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// The page's settings are now these; `None`: not acceptable.
    Configured(Option<Context>),
    /// There is a draft for what is in the form now.
    Restored(Draft),
    /// Another window kept a newer draft.
    Outdated {
        /// Whose.
        subject: Subject,
        /// What; `None`: there is none any more, it was added or taken back.
        draft: Option<Draft>,
        /// The text that was kept before, where it is known.
        former: Option<Rc<str>>,
    },
    /// The browser does not keep drafts.
    DraftNotKept,
    /// The text is now this.
    Typed {
        /// What a `str` can hold of it.
        text: Rc<str>,
        /// Whether that is all of it: see [`Session::is_whole`].
        is_whole: bool,
    },
    /// The type is now this.
    Chose(Option<NoteType>),
    /// The person left this field.
    Left(Field),
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
    Cancelled(Attempt),
    /// A try takes longer than a person expects.
    TakesLong(Try),
    /// A try ended.
    Answered {
        /// Which.
        of: Try,
        /// How.
        answer: Answer,
    },
    /// A second of waiting has passed.
    SecondPassed,
    /// The browser knows of no network, or of one again.
    Offline(bool),
    /// The page wants an empty form.
    Reset,
}

impl State {
    /// A form before anything happened.
    #[must_use]
    pub fn new(context: Option<Context>) -> Self {
        Self {
            subject: context.as_ref().map(|context| context.subject),
            session: Session::new(context.as_ref().and_then(|context| context.preselected)),
            context,
            set_aside: Vec::new(),
            elsewhere: Vec::new(),
            stopped_sends: 0,
            is_offline: false,
            draft_news: None,
        }
    }

    /// The tries that are to be under way, each with its note.
    pub fn wanted_posts(&self) -> impl Iterator<Item = &Attempt> {
        self.sessions().filter_map(|session| session.phase.sending())
    }

    /// Whether time is to be counted: a person waits before the next send.
    #[must_use]
    pub fn wants_seconds(&self) -> bool {
        self.sessions().any(|session| session.phase.wait().is_some())
    }

    /// The work on a subject, in the form or set aside.
    #[must_use]
    pub fn session_of(&self, subject: Subject) -> Option<&Session> {
        let aside = self.set_aside.iter().find(|(of, _)| *of == subject).map(|(_, session)| session);
        if self.subject == Some(subject) { Some(&self.session) } else { aside }
    }

    fn sessions(&self) -> impl Iterator<Item = &Session> {
        std::iter::once(&self.session).chain(self.set_aside.iter().map(|(_, session)| session))
    }

    pub(crate) fn sessions_mut(&mut self) -> impl Iterator<Item = &mut Session> {
        std::iter::once(&mut self.session).chain(self.set_aside.iter_mut().map(|(_, session)| session))
    }

    /// What is to be said of the draft in the form no longer is, once another one is there.
    pub(crate) fn forget_draft_news(&mut self) {
        self.draft_news = self.draft_news.filter(|news| *news == DraftNews::NotKept);
    }

    /// The state's name in the element's interface (contract, section 4).
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match (&self.context, &self.session.phase) {
            (None, _) => "invalid-config",
            (_, Phase::Editing { .. }) => "editing",
            (_, Phase::Sending { .. }) => "sending",
            (_, Phase::Saved { .. }) => "saved",
            (_, Phase::Refused { .. }) => "refused",
            (_, Phase::Unknown { .. }) => "unknown",
        }
    }
}
