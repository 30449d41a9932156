use super::frames;
use super::record::Record;
use ticket_note_core::settings::Subject;

/// More forms and drafts on one ticket than a tab has.
const MAX_NUMBER: usize = 99;

/// The place of a form's draft in a storage. Two forms of a tab have different places, also if they are
/// in different frames. Dropping a place frees it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Place(String);

impl Place {
    /// Takes the place of a draft, if a form without a text may restore one: the draft that was saved at
    /// the same place in the frame tree, else one whose place in the frame tree has no page any more.
    pub(crate) fn with_draft(subject: Subject, read: impl Fn(&str) -> Option<Record>) -> Option<Self> {
        let drafts = free_keys(subject).take(MAX_NUMBER).filter_map(|key| Some((read(&key)?.frame, key)));
        let drafts = drafts.collect::<Vec<_>>();
        let own = frames::own_path();
        let found = drafts
            .iter()
            .find(|(frame, _)| *frame == own)
            .or_else(|| drafts.iter().find(|(frame, _)| !frames::is_there(frame)));
        found.map(|(_, key)| Self::take(key.clone()))
    }

    /// Takes a place without a draft.
    pub(crate) fn without_draft(subject: Subject, has_draft: impl Fn(&str) -> bool) -> Self {
        let mut places = free_keys(subject);
        let found = places.by_ref().take(MAX_NUMBER).find(|key| !has_draft(key));
        Self::take(found.or_else(|| places.next()).unwrap_or_default())
    }

    fn take(key: String) -> Self {
        frames::take(&key);
        Self(key)
    }

    /// Returns the key of the place in a storage.
    pub(crate) fn key(&self) -> &str {
        &self.0
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        frames::free(&self.0);
    }
}

/// Returns the keys that no form of the tab has taken.
fn free_keys(subject: Subject) -> impl Iterator<Item = String> {
    (1..).map(move |number| key(subject, number)).filter(|key| !frames::is_taken(key))
}

fn key(subject: Subject, number: usize) -> String {
    let author = subject.author.map(|author| author.to_string()).unwrap_or_default();
    format!("{}{}:{author}:{number}", super::PREFIX, subject.ticket)
}

/// Returns the part of a key that one element's forms share.
pub(super) fn without_number(key: &str) -> &str {
    key.rsplit_once(':').map_or(key, |(subject, _)| subject)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ticket_note_core::note::TicketId;

    #[test]
    fn a_key_has_version_ticket_author_and_number() {
        let subject = Subject { ticket: TicketId::new(201).unwrap(), author: None };
        assert_eq!(key(subject, 3), "ticket-note:2:201::3");
        assert_eq!(without_number("ticket-note:2:201::3"), "ticket-note:2:201:");
    }
}
