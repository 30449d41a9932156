use super::rejection::{Reason, Rejection};

/// The storage of drafts: the attribute `drafts`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum DraftMode {
    /// The session storage, as long as the tab. This is the default, because several people may
    /// share a computer.
    #[default]
    Tab,
    /// The local storage, for seven days.
    Device,
    /// No storage: the draft lives as long as the element.
    Off,
}

impl DraftMode {
    /// Returns the value of the attribute.
    pub(crate) const fn value(self) -> &'static str {
        match self {
            Self::Tab => "tab",
            Self::Device => "device",
            Self::Off => "off",
        }
    }
}

/// The colour scheme. The style sheet reads the attribute `theme` itself; Rust only validates it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Theme {
    #[default]
    Auto,
    Light,
    Dark,
}

/// An attribute with a fixed set of values.
pub(super) trait Choice: Sized + Copy + Default + 'static {
    const WORDS: &'static [(&'static str, Self)];
}

impl Choice for DraftMode {
    const WORDS: &'static [(&'static str, Self)] = &[
        (Self::Tab.value(), Self::Tab),
        (Self::Device.value(), Self::Device),
        (Self::Off.value(), Self::Off),
    ];
}

impl Choice for Theme {
    const WORDS: &'static [(&'static str, Self)] =
        &[("auto", Self::Auto), ("light", Self::Light), ("dark", Self::Dark)];
}

/// Parses a value. An absent attribute is the default.
pub(super) fn read<T: Choice>(attribute: &'static str, value: Option<&str>) -> Result<T, Rejection> {
    let Some(value) = value else { return Ok(T::default()) };
    T::WORDS
        .iter()
        .find(|(word, _)| *word == value)
        .map(|&(_, choice)| choice)
        .ok_or_else(|| Rejection::new(attribute, value, Reason::UnknownWord))
}
