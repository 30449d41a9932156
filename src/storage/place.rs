use super::{Environment, Storage};
use crate::decimal::decimal;
use crate::settings::DraftMode;
use ticket_note_core::settings::Subject;

/// The search for a draft ends after this many free numbers in a row. A removed draft leaves a gap
/// in the numbers.
const MAX_GAP: u32 = 8;

/// An upper bound on the number of forms that a tab has on one ticket.
const MAX_NUMBER: u32 = 999;

/// The drafts that a form may restore.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DraftSource {
    /// None: the form has a draft.
    None,
    /// The draft that the element's last form saved.
    Own,
    /// That draft, or one that no form has.
    Any,
}

/// The place of a form's draft in a storage. Two forms of a tab have different places, even in
/// different frames. Dropping a place frees it.
#[derive(Debug)]
pub(crate) struct Place {
    key: String,
    environment: Environment,
}

impl Place {
    /// Takes a place. A form without text may restore a draft. It prefers the draft that was saved
    /// at the same place in the frame tree. Otherwise it takes one whose place in the frame tree no
    /// longer has a page. If there is neither, the place has no draft.
    pub(crate) fn take(subject: Subject, storage: &Storage, may_restore: bool) -> Self {
        let environment = storage.environment();
        let own = environment.frame_path();
        let (mut orphan, mut empty, mut gap) = (None, None, 0);
        for number in 1..=MAX_NUMBER {
            let key = key(subject, number);
            if environment.is_taken(&key) {
                continue;
            }
            match storage.read(&key) {
                Some(record) if may_restore && record.frame == own => return Self::of(key, environment),
                Some(record) if may_restore && orphan.is_none() && !environment.has_frame(&record.frame) => {
                    orphan = Some(key);
                }
                Some(_) => gap = 0,
                None => {
                    gap += 1;
                    empty = empty.or(Some(key));
                }
            }
            if gap > 0 && (!may_restore || gap == MAX_GAP) {
                break;
            }
        }
        Self::of(orphan.or(empty).unwrap_or_default(), environment)
    }

    /// Takes the place that the element's last form had for a subject, unless another form has it
    /// now. Returns its mode, too.
    pub(crate) fn take_remembered(subject: Subject, storage: &Storage) -> Option<(DraftMode, Self)> {
        let environment = storage.environment();
        let (mode, key) = storage.memory().remembered_key(&key(subject, 1))?;
        (!environment.is_taken(&key)).then(|| (mode, Self::of(key, environment)))
    }

    fn of(key: String, environment: &Environment) -> Self {
        environment.take(&key);
        Self { key, environment: environment.clone() }
    }

    /// Returns the key of the place in a storage.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.environment.free(&self.key);
    }
}

fn key(subject: Subject, number: u32) -> String {
    let author = subject.author.map(|author| decimal(author.get())).unwrap_or_default();
    let mut key = String::from(super::PREFIX);
    for part in [&decimal(subject.ticket.get()), ":", &author, ":", &decimal(number.into())] {
        key.push_str(part);
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use ticket_note_core::note::TicketId;

    #[test]
    fn a_key_has_version_ticket_author_and_number() {
        let subject = Subject { ticket: TicketId::new(201).unwrap(), author: None };
        assert_eq!(key(subject, 3), "ticket-note:2:201::3");
    }
}
