use super::rejection::{Reason, Rejection};

/// The storage of drafts: the attribute `drafts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DraftMode {
    /// The session storage, as long as the tab. This is the default, because several people may
    /// share a computer.
    Tab,
    /// The local storage, for seven days.
    Device,
    /// No storage: the draft lives as long as the element.
    Off,
}

impl DraftMode {
    /// The modes, the default first.
    pub(super) const ALL: [Self; 3] = [Self::Tab, Self::Device, Self::Off];

    /// Returns the value of the attribute.
    pub(crate) const fn value(self) -> &'static str {
        match self {
            Self::Tab => "tab",
            Self::Device => "device",
            Self::Off => "off",
        }
    }
}

/// The values of the attribute `theme`. The style sheet reads the attribute itself; Rust only validates it.
pub(super) const THEMES: [&str; 3] = ["auto", "light", "dark"];

/// The values of the attribute `density`, likewise.
pub(super) const DENSITIES: [&str; 2] = ["comfortable", "compact"];

/// Returns the index of a value among those of its attribute. An absent attribute has the first one.
pub(super) fn index(
    attribute: &'static str,
    value: Option<&str>,
    values: &[&str],
) -> Result<usize, Rejection> {
    let Some(value) = value else { return Ok(0) };
    let index = values.iter().position(|known| *known == value);
    index.ok_or_else(|| Rejection::new(attribute, value, Reason::UnknownWord))
}
