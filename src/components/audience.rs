//! The readers of a note.

use super::icon::{LOCK, icon};
use super::sequence::sequence;
use crate::i18n::Strings;
use crate::settings::Settings;
use ticket_note_core::note::NoteType;
use yew::prelude::*;

/// The readers of a note, as the page's `customer-types` state them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    /// Only the team sees the note.
    Team,
    /// The customer receives the note.
    Customer,
}

impl Audience {
    /// Returns the readers; `None` if no type is chosen, or if the page does not say.
    pub(crate) fn of(note_type: Option<NoteType>, settings: Option<&Settings>) -> Option<Self> {
        let customer_types = settings?.customer_types.as_ref()?;
        let note_type = note_type?;
        let is_customer = customer_types.contains(&note_type);
        Some(if is_customer { Self::Customer } else { Self::Team })
    }

    /// Returns the name of the button that sends the note.
    pub(super) const fn button(this: Option<Self>, strings: &Strings) -> &'static str {
        match this {
            None => strings.add_note,
            Some(Self::Team) => strings.add_internal,
            Some(Self::Customer) => strings.send_to_customer,
        }
    }
}

/// Renders who reads the note. The text refers to this line.
pub(super) fn audience(audience: Option<Audience>, strings: &Strings) -> Html {
    let content = match audience {
        Some(Audience::Team) => sequence(vec![icon(LOCK), strings.team_only.into()]),
        Some(Audience::Customer) => strings.for_customer.into(),
        None => Html::default(),
    };
    html! { <p class="audience" id="audience">{ content }</p> }
}
