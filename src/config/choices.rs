use super::rejection::{Reason, Rejection};

/// Where drafts are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DraftMode {
    /// As long as the tab: desks are shared.
    #[default]
    Tab,
    /// On the device, for seven days.
    Device,
    /// Nowhere.
    Off,
}

impl DraftMode {
    /// The word that the attribute takes for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Tab => "tab",
            Self::Device => "device",
            Self::Off => "off",
        }
    }
}

/// How the form looks. The style sheet reads the attribute itself; here it is only checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Theme {
    #[default]
    Auto,
    Light,
    Dark,
}

/// An attribute that takes one of a few words.
pub(super) trait Choice: Sized + Copy + Default + 'static {
    const WORDS: &'static [(&'static str, Self)];
}

impl Choice for DraftMode {
    const WORDS: &'static [(&'static str, Self)] =
        &[(Self::Tab.word(), Self::Tab), (Self::Device.word(), Self::Device), (Self::Off.word(), Self::Off)];
}

impl Choice for Theme {
    const WORDS: &'static [(&'static str, Self)] =
        &[("auto", Self::Auto), ("light", Self::Light), ("dark", Self::Dark)];
}

/// Reads a word; the default where the attribute is absent.
pub(super) fn read<T: Choice>(attribute: &'static str, value: Option<&str>) -> Result<T, Rejection> {
    let Some(value) = value else { return Ok(T::default()) };
    T::WORDS
        .iter()
        .find(|(word, _)| *word == value)
        .map(|&(_, choice)| choice)
        .ok_or_else(|| Rejection::new(attribute, value, Reason::UnknownWord))
}
